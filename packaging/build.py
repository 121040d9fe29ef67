"""Build what is given away: on Windows the installer, on Debian a test installer (through Wine) and the Linux bundle.

Parts can be named: build.py linux, build.py windows.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bundle
import dev
import installer
import product
import signing
from steps import BUILD, DIST, BuildError, megabytes, run, shown, step

WINDOWS = sys.platform == "win32"
SUMS = "SHA256SUMS"


def for_linux() -> None:
    """The bundle for Linux, tried once, and packed."""
    with step("Linux: program folder, by PyInstaller"):
        made = bundle.make_natively("linux")
    with step("Linux: files checked"):
        print(f"      {bundle.finish('linux')}")
    with step("Linux: self-test of the bundle"):
        _self_test(made / "giuloi", dev.clean_environment() | {"QT_QPA_PLATFORM": "offscreen"})
    with step("Linux: archive"):
        _tell(bundle.pack_for_linux(made))


def for_windows_here() -> None:
    """On Windows: the bundle, tried once, and the installer."""
    with step("Windows: program folder, by PyInstaller"):
        made = bundle.make_natively("windows")
    signing.sign(made / f"{product.FILE_NAME}.exe")
    with step("Windows: files checked"):
        print(f"      {bundle.finish('windows')}")
    with step("Windows: self-test of the bundle"):
        _self_test(made / f"{product.FILE_NAME}.exe", dev.clean_environment())
    with step("Windows: installer, by NSIS"):
        _tell(installer.make(made, installer.installer_path(test=False)))


def for_windows_through_wine() -> None:
    """On Debian: the same, by a Python for Windows that is assembled here; the name of the installer says "test"."""
    from windows_python import assemble
    from wine import Wine, a_display

    with step("Windows: Python and packages"):
        python = assemble() / "python.exe"
    with step("Windows: program folder, by PyInstaller under Wine"), a_display() as display:
        wine = Wine(BUILD / "windows" / "builder", "builder", display)
        wine.make()
        wine.run(python, *bundle.pyinstaller("windows"), log="pyinstaller-windows", timeout=900)
        wine.stop()
    made = bundle.folder_for("windows")
    with step("Windows: files checked, no stand-in among them"):
        print(f"      {bundle.finish('windows')}")
    with step("Windows: installer, by NSIS"):
        _tell(installer.make(made, installer.installer_path(test=True)))


def write_sums() -> None:
    """The checksums of everything in dist."""
    files = sorted(path for path in DIST.iterdir() if path.name != SUMS)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (DIST / SUMS).write_text("".join(lines), "ascii")


def _self_test(program: Path, environment: dict[str, str]) -> None:
    target = BUILD / "bundle-self-test"
    shutil.rmtree(target, ignore_errors=True)
    run([program, "--self-test", target], log="bundle-self-test", environment=environment, timeout=180)


def _tell(made: Path) -> None:
    print(f"      {shown(made)}  {megabytes(made.stat().st_size)}")


def main(arguments: list[str]) -> int:
    """Build the named parts, or all."""
    parts = {"linux": for_linux, "windows": for_windows_here if WINDOWS else for_windows_through_wine}
    chosen = [parts[name] for name in (arguments or (["windows"] if WINDOWS else list(parts)))]
    if not arguments:
        shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir(exist_ok=True)
    try:
        bundle.make_icon()
        with ThreadPoolExecutor() as both:  # each part is a chain of other programs, so two processors can share the work
            for part in [both.submit(part) for part in chosen]:
                part.result()
        write_sums()
    except BuildError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
