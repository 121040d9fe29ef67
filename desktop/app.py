"""The composition root: reads the switches, opens a shop, wires and shows everything. The one clock of the program lives here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import __version__, i18n, paths
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.last_words import CrashLog
from desktop.pc_settings import PcSettings, PcSettingsFile
from desktop.services.folder_state import FolderState, folder_state, is_remembered
from desktop.storage import swap
from desktop.storage.account_protection import AccountProtection, of_this_computer
from desktop.storage.files import disk_troubles_in_words
from desktop.storage.instance_lock import AlreadyOpen, InstanceLock, answer, call

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop.services.backups import Backups
    from desktop.services.office import Office
    from desktop.services.opening import ShopFolder
    from desktop.views.doorbell import Doorbell
    from desktop.views.start.unlock import UnlockPage


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The program's own switches."""
    return _options().parse_args(list(arguments))


def start(options: argparse.Namespace) -> int:
    """Run the program; returns its exit code."""
    from desktop.views.background import finish_all

    folder = Path(options.data_dir) if options.data_dir else paths.demo_data() if options.demo else paths.user_data()
    application = make_application()
    protection = None if paths.portable_data() else of_this_computer()  # a stick opens nowhere by itself
    path, is_demo = paths.with_room(folder), options.demo
    program = Program(application, path, is_demo=is_demo, language=options.lang, protection=protection, backs_up=True)
    if program.has_called_another():
        return 0
    crashes = CrashLog(folder / "logs")
    crashed = crashes.begin()
    program.show()
    if crashed:
        program.tell_of_crash()
    code = application.exec()
    finish_all()  # the last events may have set something going
    crashes.end()
    return code


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="giuloi", description="Giữ Lời keeps the promises of a shop's privacy policy.")
    parser.add_argument("--data-dir", metavar="DIR", help="keep the shop's data in this folder (a USB stick, for example)")
    parser.add_argument("--demo", action="store_true", help="open a sample shop in a folder of its own")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help="language of the screen")
    parser.add_argument("--self-test", metavar="DIR", help="go through the whole main job in a temporary folder and report")
    parser.add_argument("--version", action="version", version=f"Giữ Lời {__version__}")
    return parser


def make_application() -> QApplication:
    """The Qt application, without anything of ours on it yet."""
    from PySide6.QtWidgets import QApplication

    application = QApplication(sys.argv[:1])
    application.setApplicationName("Giữ Lời")
    application.setDesktopFileName("giuloi")
    return application


class Clock:
    """The time; turned back only while the sample shop is made."""

    def __init__(self) -> None:
        self.fixed: datetime | None = None

    def __call__(self) -> datetime:
        return self.fixed or datetime.now(UTC)

    def set(self, moment: datetime | None) -> None:
        """Stand still at a moment, or run again."""
        self.fixed = moment


class Program:
    """One run: which window is shown, which shop is open."""

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        *,
        is_demo: bool = False,
        language: str | None = None,
        clock: Clock | None = None,
        protection: AccountProtection | None = None,
        backs_up: bool = False,
    ) -> None:
        """``backs_up``: a backup every day and on leaving, but for the sample shop."""
        self._application = application
        self._path = folder
        self._is_demo = is_demo
        self._own = paths.with_room(paths.user_data()) if is_demo else folder
        self._backs_up = backs_up
        self._clock = clock or Clock()
        self._lock, self._protection = InstanceLock(folder), protection
        self._pc_file = PcSettingsFile(folder)
        self.pc = self._pc_file.read()
        if language:
            self.pc = replace(self.pc, language=language)
        self._folder: ShopFolder | None = None
        self._office: Office | None = None
        self._translator: Any = None
        self._dress_application()
        from desktop.views.collector import Collector
        from desktop.views.host import Host
        from desktop.views.start.leaving import Farewell
        from desktop.views.start.restoring import Restores

        self.host = Host(self.pc.window)
        self.host.closing.connect(self._closing)
        self._farewell = Farewell(self.host, self._backups)
        self._restores = Restores(self.host, self._taken_folder, self._opened, self._pick_staff, self.show)
        self._doorbell: Doorbell | None = None
        self._collector = Collector(self.host)

    @property
    def page(self) -> QWidget:
        """What the window shows now."""
        return self.host.page

    # ---- windows --------------------------------------------------------------------------------------------------------

    def has_called_another(self) -> bool:
        """Whether this data is open in another window, which has come forward."""
        try:
            self._take()
        except AlreadyOpen:
            return call(self._path)
        except UserError:  # shown by the first window, which meets it again
            return False
        return False

    def show(self) -> None:
        """The first window: the sample shop, the wizard, the unlock page, or what is wrong."""
        try:
            self._take()
        except UserError as problem:
            self._show_trouble(problem.message)
            return
        if self._is_demo:
            self._show_demo()
            return
        state = folder_state(self._path)
        if state is FolderState.EMPTY:
            self._show_wizard()
        elif state is FolderState.READY:
            self._show_unlock(by_itself=True)
        else:
            self._show_trouble(_state_sentence(state), can_restore=True)

    def tell_of_crash(self) -> None:
        """Over the first window, once it is there."""
        from PySide6.QtCore import QTimer

        from desktop.views.error_dialogs import show_crash

        QTimer.singleShot(0, self.host, lambda: show_crash(self.host))

    def _take(self) -> None:
        """Have the data folder to oneself, and hear who comes after."""
        from desktop.views.doorbell import Doorbell

        with disk_troubles_in_words():
            self._path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            swap.finish(self._path)
        if self._doorbell is None:
            path = self._path
            self._doorbell = Doorbell(path, lambda: answer(path), self.host)
            self._doorbell.rung.connect(self.host.come_forward)

    def _pick_staff(self, office: Office) -> None:
        """An open shop at whose counter nobody stands yet."""
        self._show_unlock().open_by_itself(lambda: office)

    def _show_unlock(self, *, by_itself: bool = False) -> UnlockPage:
        from desktop.views.start.unlock import UnlockPage

        page = UnlockPage(str(self._path), self._unlock, self._unlock_with_code, _staff_of)
        page.opened.connect(self._opened)
        page.restore_wanted.connect(self._restores.show_page)
        self.host.show_page(page)
        self.host.preload()
        if by_itself and self._protection is not None and is_remembered(self._path):
            page.open_by_itself(lambda: self._taken_folder().unlock_remembered())
        return page

    def _show_wizard(self) -> None:
        from desktop.views.start.wizard import Wizard

        try:
            folder = self._taken_folder()
        except UserError as problem:
            self._show_trouble(problem.message)
            return
        page = Wizard(folder.create, folder.recovery_paper, i18n.local_day(self._clock()))
        page.finished.connect(self._shop_made)
        page.demo_wanted.connect(self._to_demo)
        page.restore_wanted.connect(self._restores.show_page)
        self.host.show_page(page)

    def _show_trouble(self, sentence: str, *, can_restore: bool = False) -> None:
        from desktop.views.start.trouble import TroublePage

        page = TroublePage(sentence, self._path, can_restore=can_restore)
        page.retry.connect(self.show)
        page.restore_wanted.connect(self._restores.show_page)
        self.host.show_page(page)

    def _show_demo(self) -> None:
        from desktop.services import sample_shop

        try:
            folder = self._taken_folder()
            if folder.state() is FolderState.EMPTY:
                office = sample_shop.create(folder, self._clock.set, self._clock())
                self._clock.set(None)
            else:
                office = folder.unlock(sample_shop.PASSPHRASE)
        except UserError as problem:
            self._show_trouble(problem.message)
            return
        self._opened(office, office.actor or _staff_of(office)[0].public_id)

    def _shop_made(self, office: Office) -> None:
        self._opened(office, office.actor)

    def _to_demo(self) -> None:
        """From the wizard into the sample shop, in a folder of its own."""
        self._change_shop(paths.with_room(paths.demo_data()), is_demo=True)

    def _to_own(self) -> None:
        """From the sample shop, which stays as it is, to the owner's own."""
        self._change_shop(self._own, is_demo=False)

    def _change_shop(self, path: Path, *, is_demo: bool) -> None:
        self.host.drop_page()
        self._let_go()
        self._path, self._is_demo = path, is_demo
        self._lock, self._pc_file = InstanceLock(path), PcSettingsFile(path)
        self.pc = replace(self._pc_file.read(), language=self.pc.language)
        self.dress()
        self.show()

    def _opened(self, office: Office, actor: str) -> None:
        """A shop is open and somebody is at the counter."""
        from desktop.views.start.leaving import start_daily_backup

        office.actor = actor
        self._office = office
        self._show_main()
        if not office.log_is_whole():
            self._warn_of_older_data(office)
        if backups := self._backups():
            start_daily_backup(self.host, backups)

    def _warn_of_older_data(self, office: Office) -> None:
        """Shown at every start until the owner says that she goes on with what is here."""
        from desktop.views.widgets.form_dialog import FormDialog

        title, action = _("This is not the newest data"), _("I have compared, go on with this")
        FormDialog(self.host, title, action, {}, office.accept_log, _older_data_sentence()).start()

    def _show_main(self) -> None:
        from desktop.services.all_services import for_office
        from desktop.views.changes import ChangeFeed
        from desktop.views.main_window import MainWindow

        assert self._office is not None and self._folder is not None
        feed = ChangeFeed()
        services = for_office(self._office)
        window = MainWindow(services, self._folder, feed, self.pc, is_demo=self._is_demo)
        feed.setParent(window)
        self._office.database.after_commit = feed.tell
        window.closed.connect(self._office.database.tell_nobody)
        window.lock_wanted.connect(self.lock)
        window.own_shop_wanted.connect(self._to_own)
        window.pc_changed.connect(self._take_settings)
        self._restores.follow(window, self._office)
        self.host.show_page(window)
        services.dashboard.note_visit()

    # ---- unlocking: these run on another thread -------------------------------------------------------------------------

    def _unlock(self, passphrase: str) -> Office:
        return self._taken_folder().unlock(passphrase)

    def _unlock_with_code(self, code: str, passphrase: str) -> Office:
        return self._taken_folder().unlock_with_code(code, passphrase)

    def _taken_folder(self) -> ShopFolder:
        from desktop.services.opening import ShopFolder

        if self._folder is None:
            folder = ShopFolder(self._path, self._clock, self._lock, self._protection)
            folder.take()
            self._folder = folder
        return self._folder

    # ---- leaving --------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Ctrl+L: close the data and ask for the passphrase again."""
        self.host.drop_page()
        if self._office is not None:
            self._office.database.lock()
            self._office = None
        if self._is_demo:
            self._show_demo()
        else:
            self._show_unlock()

    def _take_settings(self, pc: PcSettings) -> None:
        """Language or look changed: the window is made anew."""
        self.pc = pc
        self._pc_file.write(pc)
        self.host.drop_page()
        self.dress()
        self._show_main()

    def dress(self) -> None:
        """Language and look as the settings of this computer have them."""
        self._dress_application()
        self.host.dress()

    def _dress_application(self) -> None:
        from desktop.views import error_dialogs, qt_texts, theme
        from desktop.views.window_icon import window_icon

        i18n.use_language(self.pc.language)
        error_dialogs.install(self._path / "logs")
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
        self._translator = qt_texts.QtTexts()
        self._application.installTranslator(self._translator)
        qt_texts.use_locale()
        theme.load_fonts()
        theme.use(self._application, self.pc.theme, self.pc.scale)
        self._application.setWindowIcon(window_icon())

    def _closing(self, window: tuple[int, ...]) -> None:
        self.pc = replace(self.pc, window=window)
        if self._path.is_dir():
            self._pc_file.write(self.pc)
        self._let_go()

    def _backups(self) -> Backups | None:
        """What backs the open shop up; None where none is open or nothing is to be backed up."""
        if self._office is None or self._restores.is_swapping or self._is_demo or not self._backs_up:
            return None
        from desktop.services.backups import Backups

        return Backups(self._office)

    def _let_go(self) -> None:
        if self._office is not None:
            self._office.database.close()
            self._office = None
        if self._folder is not None:
            self._folder.release()
            self._folder = None
        self._lock.release()
        if self._doorbell is not None:
            self._doorbell.deleteLater()
            self._doorbell = None


def _staff_of(office: Any) -> list[Any]:
    """Who may be at the counter."""
    from desktop.services.shop import ShopService
    from desktop.views.start.unlock import StaffChoice

    return [StaffChoice(person.public_id, person.name) for person in ShopService(office).staff() if person.active]


def _state_sentence(state: FolderState) -> str:
    if state is FolderState.NO_VAULT:
        return _(
            "The key file (vault.json) is missing from the data folder. Put it back from your last copy: "
            "without it nobody can open the data, and nothing here was changed."
        )
    return _(
        "The database (giuloi.db) is missing from the data folder. Put it back from your last copy; the key file is untouched."
    )


def _older_data_sentence() -> str:
    return _(
        "This data is not the newest that was written on this computer: an older file was put back, or the log was shortened. "
        "What you entered since may be missing. Compare with your last copy before you go on."
    )
