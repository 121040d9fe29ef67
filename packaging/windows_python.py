"""A Windows Python on Debian, for Wine: CPython's own signed binaries, as a pinned wheel carries them, beside the pure library.

The pure library comes from a Linux Python of exactly the same patch version. What is built with it says "test" in its name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pefile

import dev
import product
from steps import BUILD, HERE, BuildError, run

VERSION = (3, 13, 0)  # of the binaries in the wheel
SHORT = f"{VERSION[0]}.{VERSION[1]}"
DLL = f"python{VERSION[0]}{VERSION[1]}.dll"
FOLDER = BUILD / "windows" / "python"
WHEELS = BUILD / "windows" / "wheels"
BINARIES = HERE / "requirements-windows-python.txt"
PACKAGES = HERE / "requirements-windows.txt"
COMPILER = "x86_64-w64-mingw32-gcc"
_UNUSED = (
    *(f"PySide6/{name}" for name in ("qml", "translations", "metatypes", "include", "typesystems", "scripts", "glue", "doc", "plugins/qmltooling")),
    *(f"phonenumbers/{name}" for name in ("geodata", "carrierdata", "tzdata")),
)  # fmt: skip
_FOR_WINDOWS = ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", SHORT, "--require-hashes", "--no-deps"]
_LEFT_OUT = {"__pycache__", "lib-dynload", "site-packages", "test", "tests", "idlelib", "turtledemo", "tkinter", "ensurepip"}


def assemble() -> Path:
    """The folder of a Windows Python with everything that is pinned for Windows; made once, then found again."""
    stamp, wanted = FOLDER / ".ready", _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return FOLDER
    library = pure_library()
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "DLLs").mkdir(parents=True)
    _unpack_binaries()
    shutil.copytree(library, FOLDER / "Lib", ignore=_not_for_windows)
    _make_stable_dll()
    _compile("python.c", FOLDER / "python.exe", "-municode", f'-DPYTHON_DLL=L"{DLL}"')
    _install_packages()
    _take_runtime()
    _leave_out_unused()
    stamp.write_text(wanted)
    return FOLDER


def pure_library() -> Path:
    """The standard library of a Linux Python with the same patch version as the binaries."""
    wanted = ".".join(str(number) for number in VERSION)
    for python in [sys.executable, *dev.candidates()]:
        found = _library_of(python, wanted)
        if found:
            return found
    fetched = dev.fetch_exactly(wanted)
    found = _library_of(fetched, wanted) if fetched else None
    if not found:
        raise BuildError(f"Building for Windows here needs Python {wanted}, not another patch version: pyenv install {wanted}")
    return found


def compile_shim(name: str, folder: Path) -> None:
    """One of the test-only stand-ins, into the system folder of a Wine prefix."""
    _compile(f"{name}.c", folder / f"{name}.dll", "-nostdlib", "-shared", "-ladvapi32")


def _library_of(python: str, wanted: str) -> Path | None:
    question = "import platform, sysconfig; print(platform.python_version(), sysconfig.get_path('stdlib'))"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, _space, folder = answer.strip().partition(" ")
    return Path(folder) if version == wanted else None


def _fingerprint() -> str:
    parts = [Path(__file__), HERE / "shims" / "python.c", BINARIES, PACKAGES]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _unpack_binaries() -> None:
    """python313.dll to the top, extension modules and their libraries to DLLs; Windows' own api-ms files are left out."""
    pip("download", "-d", str(WHEELS), "-r", str(BINARIES), log="windows-python")
    wheel = max(WHEELS.glob("panda3d-*.whl"), key=os.path.getmtime)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            folder, _slash, file = name.partition("/")
            if folder == "deploy_libs" and _is_wanted(file):
                target = FOLDER / file if file == DLL else FOLDER / "DLLs" / file
                target.write_bytes(archive.read(name))


def _is_wanted(file: str) -> bool:
    lower = file.lower()
    if lower.startswith(("api-ms-", "vcruntime", "_test", "_ctypes_test", "tcl", "tk", "_tkinter")) or "t-win_amd64" in lower:
        return False
    return lower == DLL or lower.endswith(".pyd") or lower.startswith("lib") or lower in ("sqlite3.dll", "zlib1.dll")


def _not_for_windows(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name in _LEFT_OUT or name.startswith(("config-", "_sysconfigdata"))}


def _make_stable_dll() -> None:
    """python3.dll, which forwards the stable interface to the versioned one."""
    image = pefile.PE(FOLDER / DLL, fast_load=True)
    image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_EXPORT"]])
    exports: Any = vars(image)["DIRECTORY_ENTRY_EXPORT"]  # there once it was asked for
    names = [symbol.name.decode() for symbol in exports.symbols if symbol.name]
    stem = DLL.removesuffix(".dll")
    definition = BUILD / "windows" / "python3.def"
    definition.write_text("\n".join(['LIBRARY "python3.dll"', "EXPORTS", *(f"{name}={stem}.{name}" for name in names)]))
    entry = definition.with_suffix(".c")
    entry.write_text("int __stdcall DllMainCRTStartup(void *m, unsigned r, void *p) { (void)m; (void)r; (void)p; return 1; }\n")
    command = [COMPILER, "-s", "-nostdlib", "-shared", "-o", FOLDER / "python3.dll", entry, definition]
    run(command, log="python3-dll")


def _compile(source: str, target: Path, *options: str) -> None:
    run([COMPILER, "-O2", "-s", "-o", target, HERE / "shims" / source, *options], log=f"compile-{target.stem}")


def _install_packages() -> None:
    """All packages in one go: a second run of pip does not merge into the folders of the first."""
    pip("install", "--no-compile", "--target", str(FOLDER / "Lib" / "site-packages"), "-r", str(PACKAGES), log="windows-packages")


def _take_runtime() -> None:
    """Microsoft's runtime, as Qt's own wheel carries it."""
    for path in (FOLDER / "Lib" / "site-packages" / "shiboken6").glob("vcruntime140*.dll"):
        shutil.copy2(path, FOLDER)


def _leave_out_unused() -> None:
    """Large folders that nobody here asks for: Wine reads a whole folder for each name that is not in it."""
    packages = FOLDER / "Lib" / "site-packages"
    for name in _UNUSED:
        shutil.rmtree(packages / name, ignore_errors=True)
    for path in [*packages.glob("babel/locale-data/*.dat"), *packages.glob("PySide6/*.pyi")]:
        if path.stem not in product.LOCALES:
            path.unlink()


def pip(verb: str, *arguments: str, log: str) -> None:
    """pip of this environment, choosing wheels for Windows."""
    command = [sys.executable, "-m", "pip", verb, "--quiet", "--disable-pip-version-check", *_FOR_WINDOWS, *arguments]
    try:
        run(command, log=log, environment=dev.clean_environment())
    except BuildError as problem:
        raise BuildError(
            f"The packages for Windows could not be fetched: is there a way to the package index?\n{problem}"
        ) from None
