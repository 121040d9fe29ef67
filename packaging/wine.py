"""Wine without a screen: a display of its own, a prefix with a user of its own, commands with an end."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dev
from steps import BuildError, run
from windows_python import compile_shim

SHIMS = ("icuuc", "mscms", "bcryptprimitives")  # what Wine 8 lacks; test prefixes only
SCREEN = "1366x768"  # the counter's notebook
_LOADERS = (Path("/usr/lib/wine"), Path("/usr/bin"), Path("/opt/wine-stable/bin"))
_OVERRIDES = "mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=d;wbemprox=d;mscms=n"


@dataclass(frozen=True)
class Wine:
    """One prefix and its user."""

    prefix: Path
    user: str
    display: str

    @property
    def home(self) -> Path:
        """The Windows user's folder, seen from Linux."""
        return self.prefix / "drive_c" / "users" / self.user

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%, seen from Linux."""
        return self.home / "AppData" / "Local"

    def environment(self) -> dict[str, str]:
        """Wine takes the user's name from USER; a name with marks needs a UTF-8 locale."""
        return dev.clean_environment() | {
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": _OVERRIDES,
            "USER": self.user,
            "LC_ALL": "C.UTF-8",
            "TZ": "Asia/Ho_Chi_Minh",
            "DISPLAY": self.display,
        }

    def run(self, program: str | Path, *arguments: str | Path, log: str, timeout: float = 300) -> str:
        """Run a Windows program to its end; paths are translated. Fails unless the exit code is 0."""
        return run(self.command(program, *arguments), log=log, environment=self.environment(), timeout=timeout)

    def start(self, program: str | Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a Windows program and leave it running; its output must be a pipe or nothing."""
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            self.command(program, *arguments), env=self.environment(), stdin=nothing, stdout=nothing, stderr=nothing
        )

    def code(self, program: str | Path, *arguments: str | Path, timeout: float = 300) -> int:
        """The exit code of a Windows program."""
        return self.start(program, *arguments).wait(timeout)

    def command(self, program: str | Path, *arguments: str | Path) -> list[str]:
        """The words that start it."""
        return [loader("wine64"), *[windows_path(word) if isinstance(word, Path) else word for word in (program, *arguments)]]

    def make(self) -> None:
        """A fresh prefix: Windows 10, and the few DLLs that Wine lacks."""
        shutil.rmtree(self.prefix, ignore_errors=True)
        self.prefix.parent.mkdir(parents=True, exist_ok=True)
        self.run("wineboot", "-i", log="wine-boot")
        self._set(r"HKCU\Software\Wine", "Version", "win10")
        self._set(r"HKCU\Software\Wine\Explorer", "Desktop", "Default")  # windows with frames, and maximised to what is there
        self._set(r"HKCU\Software\Wine\Explorer\Desktops", "Default", SCREEN)
        for shim in SHIMS:
            compile_shim(shim, self.prefix / "drive_c" / "windows" / "system32")
        if not self.local.is_dir():
            raise BuildError(f"Wine made no user folder for {self.user}.")

    def _set(self, key: str, name: str, value: str) -> None:
        self.run("reg", "add", key, "/v", name, "/d", value, "/f", log="wine-registry")

    def stop(self) -> None:
        """End everything in this prefix."""
        subprocess.run([loader("wineserver64"), "-k"], env=self.environment(), stderr=subprocess.DEVNULL)
        subprocess.run([loader("wineserver64"), "-w"], env=self.environment(), stderr=subprocess.DEVNULL, timeout=60)


@contextmanager
def a_display() -> Iterator[str]:
    """An X server of our own on a free number."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SCREEN}x24", "-nolisten", "tcp"]
    nothing = subprocess.DEVNULL
    try:
        server = subprocess.Popen(command, pass_fds=[writing], stdin=nothing, stdout=nothing, stderr=nothing)
    except FileNotFoundError:
        raise BuildError("Xvfb is not installed.") from None
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait(20)


def loader(name: str) -> str:
    """Wine's own program of this name: Debian's wrapper on PATH would ask for a 32-bit Wine."""
    found = [folder / name for folder in _LOADERS if (folder / name).is_file()]
    plain = shutil.which(name) or shutil.which(name.removesuffix("64"))
    if not found and not plain:
        raise BuildError("Wine is not installed.")
    return str(found[0]) if found else str(plain)


def windows_path(path: Path) -> str:
    r"""A Linux path as a program under Wine sees it: ``Z:\…``."""
    return "Z:" + str(path.resolve()).replace("/", "\\")
