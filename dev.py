#!/usr/bin/env python3
"""The developer's one command: python3 dev.py run | test | lint | bench | build | windows-test | release |
pictures DIR [vi|en] [light|dark] | catalogue | lock.

Needs nothing but some Python 3.9 or newer: it finds (or fetches) a fitting interpreter, makes .venv, installs
what packaging/requirements-dev.txt pins, and on Debian the system libraries that a window needs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PACKAGING = ROOT / "packaging"
REQUIREMENTS = PACKAGING / "requirements-dev.txt"
CATALOGUES = ROOT / "resources" / "locale"
WANTED = ((3, 13), (3, 12), (3, 14))  # in order of preference; 3.13 is what releases are built on
WINDOWS = os.name == "nt"
PLENTY = 6_000_000_000  # bytes of free memory

SYSTEM_LIBRARIES = {  # what Qt loads on Linux -> the Debian package that has it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",  # printing
}
BUILD_TOOLS = {  # what building and trying the installer calls -> the Debian package that has it
    "makensis": "nsis",
    "/usr/lib/wine/wine64": "wine64",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "objdump": "binutils",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",  # Vietnamese letters for the installer's pages
}


class SetupError(Exception):
    """One sentence that says what the developer has to install."""


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is that command's own."""
    commands = {
        "run": run,
        "test": test,
        "lint": lint,
        "bench": bench,
        "pictures": pictures,
        "lock": lock,
        "catalogue": catalogue,
        "build": build,
        "windows-test": windows_test,
        "release": release,
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    try:
        if arguments[0] != "lock":
            set_up()
        return commands[arguments[0]](arguments[1:])
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1


# ---- commands ------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    """Open the window; without a display, say so and run the self-test instead."""
    if has_display():
        return call(["-m", "desktop", *arguments])
    print("There is no display here: running the program's self-test instead.", flush=True)
    return call(["-m", "desktop", "--self-test", str(ROOT / "build" / "self-test")], offscreen=True)


def test(arguments: list[str]) -> int:
    """Run the test suite, in parallel where that helps."""
    chosen = arguments or ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadgroup"]
    with tempfile.TemporaryDirectory(dir=memory_folder(), ignore_cleanup_errors=True) as folder:
        return call(["-m", "pytest", "--basetemp", str(Path(folder) / "tests"), *chosen], offscreen=True)


def memory_folder() -> Path | None:
    """Where files lie in memory, if there is plenty: the tests' shops are written and synced thousands of times. None: on the disk."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > PLENTY else None


def lint(_arguments: list[str]) -> int:
    """ruff, import contracts, types: all of them run, the worst exit code counts."""
    return max(
        call(["-m", "ruff", "check", "."]),
        call(["-m", "ruff", "format", "--check", "-q", "."]),
        call([str(script("lint-imports"))], python=False),
        call(["-m", "basedpyright"]),
    )


def bench(arguments: list[str]) -> int:
    """Speed as ratios against the physical limit, measured in the same run."""
    return call(["-m", "tests.benchmarks", *arguments], offscreen=True)


def build(arguments: list[str]) -> int:
    """The installer, and on Linux the Linux bundle, into dist."""
    install_build_tools()
    return call([str(PACKAGING / "build.py"), *arguments])


def windows_test(_arguments: list[str]) -> int:
    """Install, use, update and remove what was built, on a fresh Windows by Wine."""
    if WINDOWS:
        raise SetupError(
            "windows-test is for Debian, where Wine plays Windows; here install what is in dist and see packaging/ON_WINDOWS.md."
        )
    install_build_tools()
    return call([str(PACKAGING / "windows_test.py")])


def release(_arguments: list[str]) -> int:
    """Whether version, changelog and licences are ready to be given away."""
    return call([str(PACKAGING / "release.py")])


def pictures(arguments: list[str]) -> int:
    """A PNG of each screen and paper in a folder, in one language or look if wanted."""
    if not arguments or not set(arguments[1:]) <= {"vi", "en", "light", "dark"}:
        raise SetupError("Say where the pictures go: python3 dev.py pictures DIR [vi|en] [light|dark]")
    return call(["-m", "tests.pictures", *arguments], offscreen=True)


def catalogue(_arguments: list[str]) -> int:
    """Bring resources/locale/vi up to date with the texts in the code; new ones stand there empty until translated."""
    template, target = ROOT / "build" / "giuloi.pot", CATALOGUES / "vi" / "LC_MESSAGES" / "giuloi.po"
    template.parent.mkdir(exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    babel = ["-m", "babel.messages.frontend"]
    code = call(
        [
            *babel,
            "extract",
            "-k",
            "mark",
            "--no-location",
            "--sort-output",
            "--project",
            "Giữ Lời",
            "-o",
            str(template),
            "desktop",
        ]
    )
    verb = ["update", "--no-fuzzy-matching", "--ignore-obsolete"] if target.is_file() else ["init"]
    return code or call([*babel, *verb, "-w", "120", "-l", "vi", "-i", str(template), "-o", str(target)])


def lock(_arguments: list[str]) -> int:
    """Write packaging/requirements*.txt anew from pyproject.toml: exact versions, hashes, no address."""
    uv = shutil.which("uv") or borrowed_uv()
    if not uv:
        raise SetupError("dev.py lock needs uv: install it and run this again.")
    locks = {
        "requirements.txt": "pyproject.toml --universal --python-version 3.12",
        "requirements-dev.txt": "pyproject.toml --universal --python-version 3.12 --extra test --extra lint --extra build",
        "requirements-windows.txt": "pyproject.toml --python-platform windows --python-version 3.13.0 --extra test --extra build",
        "requirements-windows-python.txt": "packaging/windows-python.in --python-platform windows --python-version 3.13.0 --no-deps",
    }
    common = [uv, "pip", "compile", "-q", "--no-annotate", "--no-header", "--generate-hashes"]
    return max(
        subprocess.call([*common, *options.split(), "-o", str(PACKAGING / name)], cwd=ROOT) for name, options in locks.items()
    )


# ---- set-up --------------------------------------------------------------------------------------------------------


def set_up() -> None:
    """Everything the commands need; costs a few milliseconds once done."""
    stamp = VENV / ".ready"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        install_system_libraries()
        make_environment()
        stamp.write_text(wanted)
    compile_catalogues()


def make_environment() -> None:
    """A fresh .venv holding exactly the pinned, hashed packages, compiled once."""
    python = find_python()
    print(f"Making .venv with {python} (once).", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    environment = clean_environment()
    if subprocess.call([python, "-m", "venv", str(VENV)], env=environment):
        raise SetupError(f"{python} cannot make a virtual environment; on Debian: apt-get install python3-venv")
    pip = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    if subprocess.call([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], env=environment):
        raise SetupError("The packages could not be installed: is there a way to the package index? Nothing else was changed.")
    compile_environment(environment)


def compile_environment(environment: dict[str, str]) -> None:
    """Bytecode for everything, in parallel where the machine has semaphores; some packages carry files that never compile."""
    for jobs in ("0", "1"):
        command = [str(venv_python()), "-W", "ignore", "-m", "compileall", "-qq", "-j", jobs, str(VENV)]
        if subprocess.call(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return


def find_python() -> str:
    """An interpreter that fits: the running one, one on PATH or under pyenv, Windows' launcher's, else one fetched by uv."""
    found = {version: path for path in candidates() if (version := version_of(path)) in WANTED}
    for version in WANTED:
        if version in found:
            return found[version]
    return fetch_python()


def candidates() -> list[str]:
    """Paths worth asking, later ones preferred."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    paths = [str(path) for path in sorted(pyenv.glob("*/bin/python3"))]
    for major, minor in WANTED:
        paths += [path for path in [shutil.which(f"python{major}.{minor}")] if path]
        if WINDOWS and shutil.which("py"):
            shown = subprocess.run(
                ["py", f"-{major}.{minor}", "-c", "import sys; print(sys.executable)"], capture_output=True, text=True
            )
            paths += [shown.stdout.strip()] if shown.returncode == 0 else []
    return [*paths, *[path for path in [shutil.which("python3")] if path], sys.executable]


def version_of(python: str) -> tuple[int, int] | None:
    """What a path answers when asked for its version; None for a broken shim."""
    question = "import sys, ensurepip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", question], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    numbers = answer.stdout.split()
    return (int(numbers[0]), int(numbers[1])) if answer.returncode == 0 and len(numbers) == 2 else None


def fetch_python() -> str:
    """Let uv fetch Python 3.13."""
    sentence = (
        "Giữ Lời needs Python 3.12 or newer and none could be fetched: install Python 3.13 "
        "(Debian 12 has no package of it; pyenv or python.org do) and run this again."
    )
    uv = shutil.which("uv") or borrowed_uv()
    if not uv:
        raise SetupError(sentence)
    print("No Python 3.12 or newer is installed: letting uv fetch 3.13.", flush=True)
    if subprocess.call([uv, "python", "install", "3.13"], stderr=subprocess.DEVNULL):
        raise SetupError(sentence)
    found = subprocess.run([uv, "python", "find", "3.13"], capture_output=True, text=True)
    if found.returncode or not found.stdout.strip():
        raise SetupError(sentence)
    return found.stdout.strip()


def borrowed_uv() -> str | None:
    """uv installed with the old interpreter's own pip, in a folder of its own."""
    folder = ROOT / "build" / "uv"
    made = subprocess.call([sys.executable, "-m", "venv", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    tools = folder / ("Scripts" if WINDOWS else "bin")
    if made and subprocess.call([str(tools / "python"), "-m", "pip", "install", "--quiet", "uv"]) == 0:
        return str(tools / "uv")
    return None


def fetch_exactly(version: str) -> str | None:
    """A Python of one patch version, fetched by uv; None where that does not work."""
    uv = shutil.which("uv") or borrowed_uv()
    if not uv or subprocess.call([uv, "python", "install", version], stderr=subprocess.DEVNULL):
        return None
    return subprocess.run([uv, "python", "find", version], capture_output=True, text=True).stdout.strip() or None


def install_system_libraries() -> None:
    """Debian's packages for a Qt window: installed where apt is allowed, otherwise named in one command."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return
    install(missing_packages())


def install_build_tools() -> None:
    """Debian's packages for building and trying the installer; only these two commands need them."""
    if sys.platform.startswith("linux") and shutil.which("apt-get"):
        install([package for tool, package in BUILD_TOOLS.items() if not (shutil.which(tool) or Path(tool).is_file())])


def install(packages: list[str]) -> None:
    """Through apt where that is allowed."""
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        by_hand = "sudo apt-get update && sudo " + " ".join(command)
        raise SetupError("Some system packages are missing. Install them and run this again:\n  " + by_hand)
    print("Installing system libraries: " + " ".join(packages), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-q"], env=quiet, stdout=subprocess.DEVNULL)
    if subprocess.call([command[0], "-q", *command[1:]], env=quiet, stdout=subprocess.DEVNULL):
        raise SetupError("The system libraries could not be installed. Try:\n  apt-get update && " + " ".join(command))


def missing_packages() -> list[str]:
    """Debian packages whose library the loader does not know."""
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True).stdout
    missing = [package for library, package in SYSTEM_LIBRARIES.items() if f"{library} " not in known]
    return [*missing, "python3-venv"] if lacks_venv() else missing


def lacks_venv() -> bool:
    """Whether Debian's own Python must do, for the environment or to borrow uv, and comes without ensurepip, as it does bare."""
    return version_of(sys.executable) is None and not any(version_of(path) in WANTED for path in candidates())


def compile_catalogues() -> None:
    """The translators' .po files into the .mo files that gettext reads, where one is older than its source."""
    for source in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            code = call(["-m", "babel.messages.frontend", "compile", "-i", str(source), "-o", str(target)], quiet=True)
            if code:
                raise SetupError(f"The catalogue {source.relative_to(ROOT)} does not compile.")


# ---- helpers -------------------------------------------------------------------------------------------------------


def call(arguments: list[str], *, offscreen: bool = False, python: bool = True, quiet: bool = False) -> int:
    """Run something of the environment in the project's folder."""
    environment = clean_environment()
    if offscreen:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    environment["PYTHONPATH"] = str(ROOT)
    output = subprocess.DEVNULL if quiet else None
    command = [str(venv_python()), *arguments] if python else arguments
    return subprocess.call(command, cwd=ROOT, env=environment, stdout=output, stderr=output)


def clean_environment() -> dict[str, str]:
    """The caller's environment without another virtual environment's marks, and with bytecode kept (imports take a third of the time)."""
    dropped = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in os.environ.items() if name not in dropped} | {"PYTHONUTF8": "1"}


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def script(name: str) -> Path:
    """A command that a package installed into the environment."""
    return VENV / (f"Scripts/{name}.exe" if WINDOWS else f"bin/{name}")


def has_display() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
