/* A stand-in for bcryptprimitives.dll, which Wine 8 lacks, for test prefixes only; it is never shipped. PDFium takes its random
   numbers from ProcessPrng; here they come from RtlGenRandom. */
#include <windows.h>

#define PIECE 65536u

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size) {
    while (size) {
        ULONG piece = size > PIECE ? PIECE : (ULONG)size;
        if (!SystemFunction036(buffer, piece)) return FALSE;
        buffer += piece;
        size -= piece;
    }
    return TRUE;
}

int __stdcall DllMainCRTStartup(void *module, unsigned reason, void *reserved) {
    (void)module; (void)reason; (void)reserved;
    return 1;
}
