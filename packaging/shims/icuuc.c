/* A stand-in for Windows' icuuc.dll, which Wine 8 lacks, for test prefixes only; it is never shipped.
   Opening a converter fails with U_FILE_ACCESS_ERROR, so Qt takes the codec as absent. UTF-8, UTF-16 and Latin-1 do not come here. */
#define EXPORT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

static void *absent(int *error) {
    if (error) *error = FILE_ACCESS_ERROR;
    return 0;
}

EXPORT void *ucnv_open(const char *name, int *error) { (void)name; return absent(error); }
EXPORT const char *ucnv_getName(void *converter, int *error) { (void)converter; return absent(error); }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *error) {
    (void)name; (void)standard;
    return absent(error);
}
EXPORT int ucnv_toUCountPending(void *converter, int *error) { (void)converter; absent(error); return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, int *error) { (void)converter; absent(error); return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT const char *ucnv_getAvailableName(int index) { (void)index; return 0; }
EXPORT signed char ucnv_getMaxCharSize(void *converter) { (void)converter; return 4; }
EXPORT void ucnv_close(void *converter) { (void)converter; }
EXPORT void ucnv_reset(void *converter) { (void)converter; }
EXPORT void ucnv_getToUCallBack(void) {}
EXPORT void ucnv_getFromUCallBack(void) {}
EXPORT void ucnv_setToUCallBack(void) {}
EXPORT void ucnv_setFromUCallBack(void) {}
EXPORT void ucnv_cbToUWriteUChars(void) {}
EXPORT void ucnv_cbFromUWriteUChars(void) {}
EXPORT void ucnv_toUnicode(void) {}
EXPORT void ucnv_fromUnicode(void) {}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}

int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) {
    (void)module; (void)reason; (void)reserved;
    return 1;
}
