/* python.exe for the Python that is assembled for Wine: loads the Python DLL beside it and hands over. It is never shipped. */
#include <windows.h>

typedef int (*Main)(int, wchar_t **);
#define LONGEST 32768

int wmain(int count, wchar_t **words) {
    static wchar_t path[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    while (length && path[length - 1] != L'\\') length--;
    lstrcpyW(path + length, PYTHON_DLL);
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    Main start = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    return start ? start(count, words) : 120;
}
