"""The installer tried on a fresh Windows (by Wine) whose user is Nguyễn Văn Ánh: installed, used, updated, removed.

Every step prints its name and time. A step that could not be run says NOT RUN, and then the exit code is not 0.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import bundle
import installer
import product
import screen
from bundle import fresh
from steps import BUILD, BuildError, step
from windows_python import assemble
from wine import Wine, a_display

USER = "Nguyễn Văn Ánh"
FOLDER = BUILD / "windows-test"
OLDER = "0.0.9"
CUSTOMER = "Nguyễn Thị Hạnh"  # whom the program's self-test enters
STILL_RUNNING, NEWER_INSTALLED = 5, 3  # exit codes of installer.nsi
PICTURES = ("wizard", "customers", "intake", "complaint", "dashboard", "reply")
TESTS = ("tests/storage", "tests/documents")


class WindowsTest:
    """The steps, in order, on one display and one prefix; without the needed ones the others are not run."""

    needed = frozenset({"prefix", "install", "user_start", "older", "live_data"})

    def __init__(self, display: str) -> None:
        self.wine = Wine(FOLDER / "prefix", USER, display)
        self.beside = ThreadPoolExecutor(max_workers=1)
        self.setup = installer.installer_path(test=True)
        self.older_setup = FOLDER / f"{product.FILE_NAME}-Setup-{OLDER}.exe"
        self.bundle = bundle.folder_for("windows")
        self.place = self.wine.local / "Programs" / product.FILE_NAME
        self.program = self.place / f"{product.FILE_NAME}.exe"
        self.data = self.wine.local / f"{product.DATA_FOLDER}-demo"

    def steps(self) -> list[Callable[[], None]]:
        """What is done and checked; the first two carry all others."""
        return [
            self.prefix, self.install, self.compare, self.entries, self.self_test, self.report, self.user_start, self.second_start,
            self.remove, self.by_hand, self.remove_with_data, self.older, self.live_data, self.update_refused, self.update_while_open, self.downgrade,
            self.data_after_update, self.remove_keeping_data, self.own_tests,
        ]  # fmt: skip

    # ---- a fresh computer ------------------------------------------------------------------------------------------------

    def prefix(self) -> None:
        """a fresh Windows whose user is Nguyễn Văn Ánh"""
        self.wine.make()
        self.tests = self.beside.submit(self._run_own_tests)

    def install(self) -> None:
        """silent install"""
        self._run_setup(self.setup)

    def compare(self) -> None:
        """the installed files are those of the bundle"""
        self._expect_same_files(self.bundle)

    def entries(self) -> None:
        """shortcuts, and the entry among the installed programs"""
        self._expect(all(path.is_file() for path in self._shortcuts()), "a shortcut is missing")
        self._expect(product.version() in self._removal_entry(), "the version is not among the installed programs")

    def self_test(self) -> None:
        """self-test of the installed program"""
        self.wine.run(self.program, "--self-test", fresh(self._results()), log="installed-self-test")
        shutil.copytree(self._results(), FOLDER / "self-test", dirs_exist_ok=True)

    def report(self) -> None:
        """its report, its letter and its pictures"""
        from pypdf import PdfReader

        from desktop.self_test import check_fonts, color_count

        told = (self._results() / "report.txt").read_text("utf-8")
        self._expect("Self-test passed" in told and "FAIL" not in told, f"the report says: {told}")
        letter = self._results() / "reply.pdf"
        self._expect(CUSTOMER in PdfReader(letter).pages[0].extract_text(), "the letter does not name the customer")
        check_fonts(letter.read_bytes())
        blank = [name for name in PICTURES if color_count(self._results() / f"{name}.png") < 9]
        self._expect(not blank, f"blank pictures: {blank}")

    def user_start(self) -> None:
        """started as the user starts it"""
        self.first = self.wine.start(self.program)
        screen.wait_for_window(self.wine.display, FOLDER / "first-start.png", self.first)

    def second_start(self) -> None:
        """a second start ends at once and leaves the first one open"""
        code = self.wine.code(self.program, timeout=30)
        self._expect(code == 0, f"the second start ended with {code}")
        self._expect(self.first.poll() is None, "the first one is gone")

    def remove(self) -> None:
        """removed: nothing of the program is left"""
        self._end(self.first)
        self._run_remover()
        self._expect(not self.place.exists(), f"left behind: {[path.name for path in self.place.rglob('*')][:5]}")
        self._expect(not any(path.exists() for path in self._shortcuts()), "a shortcut is left")
        self._expect(not self._removal_entry(), "the entry among the installed programs is left")

    # ---- by hand ---------------------------------------------------------------------------------------------------------

    def by_hand(self) -> None:
        """installed by hand, page after page"""
        setup = self.wine.start(self.setup)
        self._page("language", setup)
        for page in ("welcome", "folder"):
            screen.press(self.wine.display, "Return")
            self._page(page, setup)
        screen.press(self.wine.display, "Return")
        self._wait(lambda: product.version() in self._removal_entry(), "the installer does not come to its end")
        self._page("finish", setup)
        screen.press(self.wine.display, "space", "Return")  # not to be opened now
        self._expect(setup.wait(30) == 0, f"the installer ended with {setup.returncode}")
        self._expect_same_files(self.bundle)

    def remove_with_data(self) -> None:
        """removed by hand: the data stays at the first No, and goes when that is asked for twice"""
        data = self.wine.local / product.DATA_FOLDER
        data.mkdir(exist_ok=True)
        (data / "vault.json").write_text("a shop")
        remover = self.wine.start(self.place / "uninstall.exe")
        self._page("remove", remover, patience=20)
        screen.press(self.wine.display, "alt+x", "Return")
        self._page("remove-sure", remover)
        screen.press(self.wine.display, "Return")
        self._expect(self.program.is_file() and data.is_dir(), "No was not taken for No")
        screen.press(self.wine.display, "Return", "Left", "Return")
        self._wait(lambda: not data.exists(), "the data is still there")
        self._wait(lambda: not self.place.exists(), "the program is still there")
        screen.press(self.wine.display, "Return")

    def _page(self, name: str, program: subprocess.Popen[bytes], patience: float = 40) -> None:
        screen.wait_for_window(self.wine.display, FOLDER / "pages" / f"{name}.png", program, patience)

    # ---- a computer with an older version and data ------------------------------------------------------------------------

    def older(self) -> None:
        """an older version installed"""
        before = FOLDER / "older"
        shutil.rmtree(before, ignore_errors=True)
        shutil.copytree(self.bundle, before, copy_function=os.link)
        (before / "_internal" / "gone-since").mkdir()
        (before / "_internal" / "gone-since" / "old.txt").write_text("only the older version had this")
        (before / "_internal" / bundle.LIST).unlink()
        bundle.write_list(before)
        self._run_setup(installer.make(before, self.older_setup, older=OLDER))
        self._expect(OLDER in self._removal_entry(), "the older version is not registered")

    def live_data(self) -> None:
        """a shop with data, made by the older version and still open"""
        self.first = self.wine.start(self.program, "--demo")
        screen.wait_for_window(self.wine.display, FOLDER / "older-with-data.png", self.first)
        self._wait(lambda: (self.data / "giuloi.db").is_file(), "the sample shop was not made")
        (self.place / "Ghi chú của tôi.txt").write_text("an owner's own file", "utf-8")

    def update_refused(self) -> None:
        """a program that does not close is left whole, and running"""
        before = self._listing()
        os.kill(self.first.pid, signal.SIGSTOP)
        try:
            code = self.wine.code(self.setup, "/S", timeout=120)
        finally:
            os.kill(self.first.pid, signal.SIGCONT)
        self._expect(code == STILL_RUNNING, f"the installer ended with {code}")
        self._expect(self._listing() == before, "files were changed")

    def update_while_open(self) -> None:
        """silent update while it is open: it closes itself, nothing is lost"""
        if self.first.poll() is not None:
            self.first = self.wine.start(self.program, "--demo")
            screen.wait_for_window(self.wine.display, FOLDER / "older-again.png", self.first)
        self._run_setup(self.setup)
        self._expect(self.first.wait(30) == 0, "the older program was not closed in order")
        self._expect_same_files(self.bundle, extra={"uninstall.exe", "Ghi chú của tôi.txt"})
        self._expect(product.version() in self._removal_entry(), "the new version is not registered")

    def downgrade(self) -> None:
        """an older installer refuses to go back"""
        code = self.wine.code(self.older_setup, "/S", timeout=120)
        self._expect(code == NEWER_INSTALLED, f"it ended with {code}")
        self._expect_same_files(self.bundle, extra={"uninstall.exe", "Ghi chú của tôi.txt"})

    def data_after_update(self) -> None:
        """the older version's data opens in the new one"""
        found = _customers(self.data)
        self._expect(found[0] == [CUSTOMER] and found[1] > 5, f"the data has {found}")
        program = self.wine.start(self.program, "--demo")
        screen.wait_for_window(self.wine.display, FOLDER / "after-update.png", program)
        self._end(program)
        alike = screen.likeness(FOLDER / "older-with-data.png", FOLDER / "after-update.png")
        self._expect(
            alike > 0.9, f"the new program shows something else than the older one: {alike:.0%} alike, see after-update.png"
        )
        self._expect(_customers(self.data) == found, "customers were lost")

    def remove_keeping_data(self) -> None:
        """removed: the program is gone, the data and the owner's own file stay"""
        data = _content(self.data)
        self._run_remover()
        self._expect([path.name for path in self.place.rglob("*")] == ["Ghi chú của tôi.txt"], "the folder is not as it must be")
        self._expect(_content(self.data) == data, "the data was touched")

    def own_tests(self) -> None:
        """the tests of storage and documents under Windows Python, which ran beside all this"""
        print(f"      {self.tests.result().strip().splitlines()[-1].strip('= ')}")

    # ---- hands -----------------------------------------------------------------------------------------------------------

    def _run_own_tests(self) -> str:
        quiet = ["-q", "-o", "qt_log_ignore=PerMonitorVersion2 is not supported"]  # Wine's Windows knows no such screens
        alone = ["-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
        return self.wine.run(
            assemble() / "python.exe", "-X", "utf8", "-m", "pytest", *quiet, *alone, *TESTS, log="windows-pytest", timeout=500
        )

    def _run_setup(self, setup: Path) -> None:
        code = self.wine.code(setup, "/S")
        self._expect(code == 0, f"the installer ended with {code}")

    def _run_remover(self) -> None:
        """The remover copies itself away and goes on from there, so its own end is not the end."""
        self.wine.code(self.place / "uninstall.exe", "/S")
        self._wait(lambda: not (self.place / "uninstall.exe").exists() and not self._removal_entry(), "the remover does not end")

    def _end(self, program: subprocess.Popen[bytes]) -> None:
        """Close a program as the cross on its window does."""
        self.wine.code("taskkill", "/IM", self.program.name)
        self._expect(program.wait(30) == 0, f"it ended with {program.returncode}")

    def _results(self) -> Path:
        return self.wine.home / "Kết quả tự kiểm"

    def _shortcuts(self) -> list[Path]:
        menu = self.wine.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return [folder / f"{product.TITLE}.lnk" for folder in (menu, self.wine.home / "Desktop")]

    def _removal_entry(self) -> str:
        key = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{product.FILE_NAME}"
        try:
            return self.wine.run("reg", "query", key, "/v", "DisplayVersion", log="registry")
        except BuildError:
            return ""

    def _listing(self) -> dict[str, int]:
        return {str(path.relative_to(self.place)): path.stat().st_size for path in self.place.rglob("*") if path.is_file()}

    def _expect_same_files(self, wanted: Path, extra: set[str] | None = None) -> None:
        names = {str(path.relative_to(wanted)) for path in wanted.rglob("*") if path.is_file()}
        found = set(self._listing())
        self._expect(found - names == (extra or {"uninstall.exe"}), f"besides the bundle: {sorted(found - names)[:5]}")
        _same, different, unread = filecmp.cmpfiles(wanted, self.place, sorted(names), shallow=False)
        self._expect(not different and not unread, f"not as in the bundle: {(different + unread)[:5]}")

    def _wait(self, true: Callable[[], bool], otherwise: str, patience: float = 60) -> None:
        end = time.monotonic() + patience
        while not true():
            self._expect(time.monotonic() < end, otherwise)
            time.sleep(0.3)

    def _expect(self, true: bool, otherwise: str) -> None:
        if not true:
            raise BuildError(otherwise)


def main() -> int:
    """Take every step; 1 if one failed or was not run."""
    if not installer.installer_path(test=True).is_file():
        print("NOT RUN  windows-test: there is no installer in dist; run python3 dev.py build first.")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with a_display() as display:
        test = WindowsTest(display)
        try:
            return _take_all(test)
        finally:
            test.wine.stop()


def _take_all(test: WindowsTest) -> int:
    failed: list[str] = []
    for action in test.steps():
        name = (action.__doc__ or "").strip()
        if test.needed & set(failed):
            print(f"NOT RUN         {name}", flush=True)
        elif not _went_well(action, name):
            failed.append(action.__name__)
    print("All steps of windows-test passed." if not failed else f"Not as it must be: {', '.join(failed)}.")
    return 1 if failed else 0


def _went_well(action: Callable[[], None], name: str) -> bool:
    try:
        with step(name):
            action()
    except (BuildError, OSError, AssertionError, subprocess.TimeoutExpired) as problem:
        print(f"      {problem}", flush=True)
        return False
    return True


def _customers(data: Path) -> tuple[list[str], int]:
    """Who is found in a sample shop and how many there are, read on this side, in a copy, by the program's own code."""
    from desktop.services import sample_shop
    from desktop.services.all_services import for_office
    from desktop.services.opening import ShopFolder

    copy = FOLDER / "copy-of-data"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    folder = ShopFolder(copy, lambda: datetime.now(UTC))
    office = folder.unlock(sample_shop.PASSPHRASE)
    customers = for_office(office).customers
    found = [hit.name for hit in customers.search(CUSTOMER)], customers.count()
    office.database.close()
    return found


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
