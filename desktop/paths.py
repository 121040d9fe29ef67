"""Where things lie: the program's own files and the owner's data, from source and from a frozen bundle alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PORTABLE_FOLDER = "Giu Loi Data"
_ANY_LENGTH = "\\\\?\\"
_ROOMY = 180  # of 260 characters: evidence files and the journals beside them need the rest


def resources() -> Path:
    """The folder of fonts, icons, catalogues, presets and letters."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


def licences() -> Path:
    """The folder of licence texts of everything that is in the program."""
    bundled = getattr(sys, "_MEIPASS", None)
    return Path(bundled) / "licences" if bundled else Path(__file__).resolve().parent.parent / "packaging" / "licences"


def user_data() -> Path:
    """The folder that holds this user's shop unless ``--data-dir`` says otherwise."""
    if portable := portable_data():
        return portable
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return base / "Giu Loi"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Giu Loi"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "giu-loi"


def portable_data() -> Path | None:
    """Beside the program, where a USB stick carries both: a folder that somebody made there for the data."""
    folder = Path(sys.executable).resolve().parent / PORTABLE_FOLDER
    return folder if getattr(sys, "frozen", False) and folder.is_dir() else None


def with_room(folder: Path) -> Path:
    """The folder under a name that the system takes beyond the 260 characters of Windows' usual names."""
    whole = os.path.abspath(folder)  # noqa: PTH100 - without asking the disk, which may refuse to follow so long a name
    return Path(roomy_name(whole)) if sys.platform == "win32" else folder


def roomy_name(name: str) -> str:
    """An absolute name as Windows takes it at any length, where what lies in the folder might need more than is left."""
    marked = name.startswith(_ANY_LENGTH)
    return name if marked or len(name) < _ROOMY else _ANY_LENGTH + name


def demo_data() -> Path:
    """The folder of the sample shop, never the same as a real one."""
    return user_data().with_name(user_data().name + "-demo")
