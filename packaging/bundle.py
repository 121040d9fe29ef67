"""The program as one folder, by PyInstaller: for Windows on Windows or through Wine, for Linux on Linux; then proof of what is in it."""

from __future__ import annotations

import shutil
import sys
import tarfile
from pathlib import Path

import dev
import product
from steps import BUILD, DIST, HERE, BuildError, folder_size, megabytes, run

LARGEST_BUNDLE = {"windows": 130_000_000, "linux": 220_000_000}  # on Linux Qt brings 30 MB of Unicode data that Windows has
LARGEST_INSTALLER = 60_000_000
ICON = BUILD / "giuloi.ico"
SIDE = BUILD / "side.bmp"
LIST = "files.txt"
SPEC = HERE / "giuloi.spec"
_NEVER = ("icuuc.dll", "mscms.dll", "bcryptprimitives.dll", "python.exe", "pytest", "_pytest", "hypothesis", "conftest.py")
_NEEDED = ("licences/LGPL-3.0.txt", "licences/GPL-3.0.txt", "licences/OFL-Tinos.txt", "resources/locale/vi/LC_MESSAGES/giuloi.mo")


def folder_for(system: str) -> Path:
    """Where the bundle for ``windows`` or ``linux`` lies."""
    return BUILD / system / "bundle" / product.FILE_NAME


def pyinstaller(system: str) -> list[str | Path]:
    """The arguments that make a bundle for a system, for that system's Python."""
    places = ["--distpath", folder_for(system).parent, "--workpath", BUILD / system / "work"]
    return ["-m", "PyInstaller", "--noconfirm", "--log-level", "INFO", *places, SPEC]


def make_natively(system: str) -> Path:
    """The bundle for the system we run on."""
    run([sys.executable, *pyinstaller(system)], log=f"pyinstaller-{system}", environment=dev.clean_environment(), timeout=900)
    return folder_for(system)


def make_icon() -> None:
    """The icon that the program and the installer carry, and the installer's picture."""
    command = [sys.executable, HERE / "icon.py", ICON, SIDE]
    run(command, log="icon", environment=dev.clean_environment() | {"QT_QPA_PLATFORM": "offscreen"})


def finish(system: str) -> str:
    """Check a bundle, write the list of its files into it, and say how large it is."""
    bundle = folder_for(system)
    wrong = [*intruders(bundle), *missing(bundle)]
    if wrong:
        raise BuildError("The bundle is not as it must be: " + "; ".join(wrong))
    if system == "linux":
        _strip(bundle)
    write_list(bundle)
    size, most = folder_size(bundle), LARGEST_BUNDLE[system]
    if size > most:
        raise BuildError(f"The bundle has {megabytes(size)}, more than {megabytes(most)}.")
    return megabytes(size)


def intruders(bundle: Path) -> list[str]:
    """Test-only files and stand-ins, by name and by content, that are in a bundle and must not be."""
    found = [path for path in bundle.rglob("*") if path.name.lower() in _NEVER or path.name.startswith("test_")]
    shims = {path.read_bytes() for path in (BUILD / "windows").glob("*/drive_c/windows/system32/*.dll") if path.name in _NEVER}
    found += [path for path in bundle.rglob("*.dll") if path.read_bytes() in shims]
    return sorted({f"{path.relative_to(bundle).as_posix()} is for tests only" for path in found})


def missing(bundle: Path) -> list[str]:
    """What every bundle must contain and this one does not."""
    return [f"{name} is missing" for name in _NEEDED if not (bundle / "_internal" / name).is_file()]


def write_list(bundle: Path) -> None:
    """The files and then the folders below _internal, deepest first: what an update or a removal may delete, and nothing else."""
    inner = bundle / "_internal"
    (inner / LIST).write_text("")
    paths = sorted(inner.rglob("*"), key=lambda path: (path.is_dir(), -len(path.parts), str(path)))
    names = [str(path.relative_to(inner)).replace("/", "\\") + ("\\" if path.is_dir() else "") for path in paths]
    try:
        (inner / LIST).write_bytes("".join(f"{name}\r\n" for name in names).encode("ascii"))
    except UnicodeEncodeError as problem:
        raise BuildError(f"A file name of the bundle is not plain: {problem.object[problem.start : problem.end]}") from None


def pack_for_linux(bundle: Path) -> Path:
    """The Linux bundle as one archive: unpack anywhere, start ``giuloi``."""
    DIST.mkdir(exist_ok=True)
    target = DIST / f"{product.FILE_NAME}-{product.version()}-linux-x86_64.tar.xz"
    with tarfile.open(target, "w:xz", preset=2) as archive:
        archive.add(bundle, f"{product.FILE_NAME}-{product.version()}", filter=_nobodys)
    return target


def _strip(bundle: Path) -> None:
    """Some libraries carry symbols that only a debugger reads. Those that pip made whole by moving parts about are left alone."""
    strip = shutil.which("strip")
    libraries = [path for path in bundle.rglob("*.so*") if not path.is_symlink() and not _is_moved(path)]
    if strip:
        run([strip, "--strip-debug", *libraries], log="strip")


def _is_moved(library: Path) -> bool:
    return "PySide6" in library.parts or any(part.endswith(".libs") for part in library.parts)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same archive whoever builds it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def fresh(folder: Path) -> Path:
    """An empty folder at this place."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
