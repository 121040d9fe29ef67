"""The licence texts that go with a bundle: of everything that is really in it, found where each package keeps its own.

A package without a text of its own must be named in COVERED, with the file in packaging/licences that speaks for it.
"""

from __future__ import annotations

import os
import re
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "licences"
FONTS = TEXTS.parent.parent / "resources" / "fonts"
OUR_OWN = TEXTS.parent.parent / "LICENSE"
COVERED = {"pyside6-essentials": "Qt-and-PySide6.txt", "pyside6-pdf": "Qt-and-PySide6.txt", "shiboken6": "Qt-and-PySide6.txt"}
ALWAYS = ("pyinstaller",)  # its start code is in the program file
_NAMES = re.compile(r"(licen[cs]e|copying|notice|copyright|authors|contributors)", re.IGNORECASE)
_CODE = {".py", ".pyc", ".pyi", ".so", ".pyd"}


class NoLicence(Exception):
    """A bundled package has no licence text."""


def collect(sources: Iterable[str]) -> list[tuple[str, str]]:
    """Where each text lies and the folder of the bundle it goes to, for the packages that own these files.

    Raises NoLicence naming every package without a text.
    """
    owners = _owners(sources)
    missing = [owner.name for owner in owners if not texts(owner) and _key(owner) not in COVERED]
    if missing:
        raise NoLicence("No licence text was found for: " + ", ".join(sorted(missing)))
    found = [(str(path), f"licences/{owner.name}-{owner.version}") for owner in owners for path in texts(owner)]
    return [*found, *[(str(path), "licences") for path in (*_our_texts(), _of_python())]]


def texts(package: Distribution) -> list[Path]:
    """The licence files that a package brings with itself."""
    named = [file for file in package.files or () if _NAMES.match(file.name) or "licenses" in file.parts]
    paths = [Path(str(package.locate_file(file))) for file in named if file.suffix not in _CODE and "_vendor" not in file.parts]
    return [path for path in paths if path.is_file()]


def _owners(sources: Iterable[str]) -> list[Distribution]:
    """The installed packages that these files belong to, and those that are always in a bundle."""
    wanted = {_normal(source) for source in sources if source}
    return [package for package in distributions() if _key(package) in ALWAYS or _owns_any(package, wanted)]


def _owns_any(package: Distribution, wanted: set[str]) -> bool:
    return any(_normal(str(package.locate_file(file))) in wanted for file in package.files or ())


def _our_texts() -> list[Path]:
    return [OUR_OWN, *sorted(TEXTS.glob("*.txt")), *sorted(FONTS.glob("OFL-*.txt"))]


def _of_python() -> Path:
    """Python's own licence: beside its library, or beside the program on Windows."""
    library = Path(sysconfig.get_path("stdlib"))
    for folder in (library, library.parent):
        if (folder / "LICENSE.txt").is_file():
            return folder / "LICENSE.txt"
    raise NoLicence(f"No licence text of Python was found near {library}")


def _key(package: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", package.name).lower()


def _normal(path: str) -> str:
    return os.path.normcase(os.path.normpath(path))
