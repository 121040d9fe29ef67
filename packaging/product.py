"""What the program is called and which version it has: the one place that the bundle and the installer ask."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_NAME = "GiuLoi"  # of the program and its folder: plain letters
TITLE = "Giữ Lời"
LOCALES = {"root", "vi", "vi_VN", "en", "en_001", "en_GB"}  # of Babel's thousand, those that the program speaks
COMPANY = "Giữ Lời"
DATA_FOLDER = "Giu Loi"  # below %LOCALAPPDATA%, as desktop/paths.py has it
EXECUTABLE = f"{FILE_NAME}.exe" if sys.platform == "win32" else "giuloi"


def version() -> str:
    """``desktop.__version__``, read without importing the program; tests of upgrading build an older one."""
    text = (ROOT / "desktop" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([0-9.]+)"$', text, re.MULTILINE)
    assert found, "desktop/__init__.py names no version"
    return os.environ.get("GIULOI_VERSION", found[1])


def four_numbers() -> tuple[int, int, int, int]:
    """The version as Windows counts: four numbers."""
    first, second, third = (int(part) for part in version().split("."))
    return first, second, third, 0
