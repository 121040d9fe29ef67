/* A stand-in for mscms.dll, for test prefixes only; it is never shipped. Wine 8's lacks WcsCreateIccProfile, which Qt's
   window plugin calls. Here no screen has a colour profile. */
#define EXPORT __declspec(dllexport)

EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned creation) {
    (void)profile; (void)access; (void)share; (void)creation;
    return 0;
}
EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { (void)profile; (void)options; return 0; }
EXPORT int GetColorProfileFromHandle(void *profile, void *buffer, unsigned *size) {
    (void)profile; (void)buffer;
    if (size) *size = 0;
    return 0;
}
EXPORT int CloseColorProfile(void *profile) { (void)profile; return 1; }

int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) {
    (void)module; (void)reason; (void)reserved;
    return 1;
}
