"""Signs what is given away, on Windows, where a certificate is given; without one nothing is signed and nothing is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from steps import BuildError, run

_TIMESTAMPS = "http://timestamp.digicert.com"


def command() -> list[str]:
    """The words that sign the file named after them; empty without a certificate (SIGNING_FILE, SIGNING_PASSWORD)."""
    certificate = os.environ.get("SIGNING_FILE")
    if not certificate:
        return []
    secret = ["/p", os.environ["SIGNING_PASSWORD"]] if os.environ.get("SIGNING_PASSWORD") else []
    return [_signtool(), "sign", "/q", "/fd", "sha256", "/td", "sha256", "/tr", _TIMESTAMPS, "/f", certificate, *secret]


def as_one_line() -> str:
    """The same for the installer's script."""
    return subprocess.list2cmdline(command())


def sign(file: Path) -> None:
    """Sign one program file."""
    if command():
        run([*command(), file], log="sign")


def _signtool() -> str:
    kits = Path(os.environ.get("PROGRAMFILES(X86)", "")) / "Windows Kits" / "10" / "bin"
    found = shutil.which("signtool") or next((str(path) for path in sorted(kits.glob("*/x64/signtool.exe"), reverse=True)), None)
    if not found:
        raise BuildError("A certificate is given, but signtool (of the Windows SDK) is not installed.")
    return found
