"""Where things lie: the program's own files and the owner's data, from source and from a frozen bundle alike."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder of fonts, icons, catalogues, presets and letters."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


def user_data() -> Path:
    """The folder that holds this user's shop unless ``--data-dir`` says otherwise."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        return base / "Giu Loi"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Giu Loi"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "giu-loi"


def demo_data() -> Path:
    """The folder of the sample shop, never the same as a real one."""
    return user_data().with_name(user_data().name + "-demo")
