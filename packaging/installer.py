"""The Windows installer, by NSIS, from a finished bundle: the same script on Windows and on Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from pathlib import Path

import dev
import product
import signing
from bundle import ICON, LARGEST_INSTALLER, SIDE
from steps import BUILD, DIST, HERE, BuildError, megabytes, run

SCRIPT = HERE / "installer.nsi"
LANGUAGES = BUILD / "nsis"


def installer_path(*, test: bool) -> Path:
    """Where the installer goes; one that carries a Python assembled on Debian says so in its name."""
    return DIST / f"{product.FILE_NAME}-Setup-{product.version()}{'-test' if test else ''}.exe"


def make(bundle: Path, target: Path, *, older: str | None = None) -> Path:
    """Pack a bundle; an older version's number is given only to try an update."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_languages()
    given = {
        "BUNDLE": bundle, "OUTPUT": target, "ICON": ICON, "SIDE": SIDE, "LANGUAGES": LANGUAGES, "VERSION": older or product.version(),
        "FILE_NAME": product.FILE_NAME, "TITLE": product.TITLE, "COMPANY": product.COMPANY, "EXECUTABLE": f"{product.FILE_NAME}.exe",
        "DATA_FOLDER": product.DATA_FOLDER,
    }  # fmt: skip
    chosen = {"SIGN": signing.as_one_line(), "WIDE": "yes" if has_wide_stub() else "", "QUICK": "yes" if older else ""}
    defines = [f"-D{name}={value}" for name, value in (given | {name: text for name, text in chosen.items() if text}).items()]
    command = [makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, SCRIPT]
    run(command, log="makensis", environment=dev.clean_environment())
    signing.sign(target)
    size = target.stat().st_size
    if size > LARGEST_INSTALLER:
        raise BuildError(f"The installer has {megabytes(size)}, more than {megabytes(LARGEST_INSTALLER)}.")
    return target


def makensis() -> str:
    """NSIS' compiler, on PATH or where Windows installs it."""
    places = [Path(os.environ.get(name, "")) / "NSIS" / "makensis.exe" for name in ("PROGRAMFILES(X86)", "PROGRAMFILES")]
    found = shutil.which("makensis") or next((str(path) for path in places if path.is_file()), None)
    if not found:
        raise BuildError("NSIS is not installed: it makes the installer.")
    return found


def nsis_folder() -> Path:
    """Where NSIS keeps its languages and stubs."""
    shown = subprocess.run([makensis(), "-HDRINFO"], capture_output=True, text=True).stdout
    known = [Path(makensis()).parent, Path(makensis()).parent.parent / "share" / "nsis"]
    for folder in known:
        if (folder / "Contrib" / "Language files").is_dir():
            return folder
    raise BuildError(f"NSIS' own files were not found near {makensis()}.\n{shown[:200]}")


def has_wide_stub() -> bool:
    """Whether this NSIS can make a 64-bit installer, which needs no 32-bit support; Windows' own often cannot."""
    return (nsis_folder() / "Stubs" / "lzma_solid-amd64-unicode").is_file()


def write_languages() -> None:
    """NSIS' Vietnamese with composed letters: Debian's files come decomposed, and Windows draws those badly."""
    LANGUAGES.mkdir(parents=True, exist_ok=True)
    for name in ("Vietnamese.nlf", "Vietnamese.nsh"):
        text = (nsis_folder() / "Contrib" / "Language files" / name).read_text("utf-8-sig")
        (LANGUAGES / name).write_text(unicodedata.normalize("NFC", text), "utf-8-sig")
