"""A real window over a real encrypted shop, in Vietnamese, at the size that remains on the counter PC."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from desktop import i18n
from desktop.app import Program
from desktop.pc_settings import PcSettings
from desktop.services.all_services import Services, for_office
from desktop.services.opening import ShopFolder
from desktop.views import qt_texts, theme
from desktop.views.background import finish_all, is_busy
from desktop.views.changes import ChangeFeed
from desktop.views.complaints import actions as complaint_actions
from desktop.views.host import Host
from desktop.views.main_window import MainWindow
from desktop.views.widgets import papers
from tests import builders
from tests.accounts import Account
from tests.conftest import Clock, Fill, Mould, Moulds, open_office
from tests.views.hands import Hands

COUNTER_PC = (1366, 697)
PATIENCE = 20_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The plugin without a screen says what it cannot do: hint at sizes, raise windows, grab the keyboard for a menu."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """As in the program: widgets among the garbage die on the window's thread, and no worker outlives its test."""
    gc.disable()
    yield
    finish_all()
    delete_now()
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def dressed(collected: None, english: None, qapp: QApplication) -> Iterator[None]:
    """Vietnamese, light, 100 %."""
    i18n.use_language("vi")
    qt_texts.use_locale()
    if _is_other_look():
        theme.load_fonts()
        theme.use(qapp, "light")
    yield
    QApplication.clipboard().clear()


def _is_other_look() -> bool:
    """Whether an earlier test left another dress on; dressing costs a second."""
    try:
        look = theme.current()
    except RuntimeError:
        return True
    return (look.name, look.scale) != ("light", 1.0)


class Sentences:
    """Reads the sentence dialogs that come up and closes them with Enter, as a user would."""

    def __init__(self) -> None:
        self._read: list[str] = []
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def take(self) -> list[str]:
        """What was read since the last look."""
        read, self._read = self._read, []
        return read

    def stop(self) -> None:
        """No more."""
        self._timer.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if type(dialog) is QDialog:
            self._read.append(" ".join(label.text() for label in dialog.findChildren(QLabel) if label.text()))
            QTest.keyClick(dialog, Qt.Key.Key_Return)


@pytest.fixture(autouse=True)
def sentences(dressed: None) -> Iterator[Sentences]:
    """What dialogs said; one that no test expected fails it."""
    reader = Sentences()
    yield reader
    reader.stop()
    assert reader.take() == []


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """A patient one: on a busy machine a passphrase takes its time."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE)
    return qtbot


@pytest.fixture
def hands(qtbot) -> Hands:
    return Hands(qtbot)


# ---- a shop, made once and copied ------------------------------------------------------------------------------------------


@dataclass(repr=False)
class Desk:
    """The window with a shop open in it."""

    host: Host
    window: MainWindow
    services: Services
    clock: Clock
    folder: ShopFolder
    hands: Hands
    printed: list[bytes]

    @property
    def case(self):
        """The page of a complaint."""
        return self.window.complaints.case

    @property
    def intake(self):
        """The page where a complaint is taken."""
        return self.window.complaints.intake

    @property
    def customers(self):
        """The customers tab."""
        return self.window.customers

    @property
    def settings(self):
        """The settings, opened before."""
        assert self.window.settings is not None
        return self.window.settings

    def leave(self) -> None:
        """Close the program; twice is once."""
        self.host.close()
        self.lose_power()

    def lose_power(self) -> None:
        """The data closes without the window knowing."""
        self.services.office.database.close()
        self.folder.release()


DeskMaker = Callable[..., Desk]


@pytest.fixture(autouse=True)
def printed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the printer was given, as there is none and its dialog would wait for ever: papers, the latest last."""
    kept: list[bytes] = []
    for module in (papers, complaint_actions):
        monkeypatch.setattr(module, "print_pdf", lambda _owner, pdf: not kept.append(pdf))
    return kept


@pytest.fixture
def make_desk(moulds: Moulds, tmp_path: Path, clock: Clock, hands: Hands, qtbot, printed: list[bytes]) -> Iterator[DeskMaker]:
    """Opens a copy of a shop in a window of its own."""
    desks: list[Desk] = []

    def make(preset: str = "delivery", fill: Fill | None = None, at: Path | None = None, **pc: object) -> Desk:
        path = at or tmp_path / f"Dữ liệu của Ánh {len(desks)}"
        mould, is_filled = _mould_for(moulds, clock, preset, None if at else fill)
        if at is None:
            mould.copy_to(path)
        pc_settings = PcSettings(theme="light", **pc)  # type: ignore[arg-type]
        desk = _open_desk(path, mould, clock, hands, printed, None if is_filled else fill, pc_settings)
        desks.append(desk)
        hands.to_front(desk.host)
        qtbot.waitUntil(lambda: not is_busy())  # the dashboard counts in the background
        QApplication.processEvents()
        return desk

    yield make
    for desk in desks:
        qtbot.waitUntil(lambda: not is_busy())
        desk.leave()
        desk.host.deleteLater()
    delete_now()


def delete_now() -> None:
    """What was put away to be deleted goes now, so that no window outlives its test."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def _mould_for(moulds: Moulds, clock: Clock, preset: str, fill: Fill | None) -> tuple[Mould, bool]:
    """What is copied, and whether it is filled already: a function of a module fills one shop for all tests of its morning."""
    name = getattr(fill, "__qualname__", "<")
    if fill is None or "<" in name or clock.now != Clock().now:
        return moulds(preset), False
    return moulds.filled(preset, fill), True


def _open_desk(
    path: Path, mould: Mould, clock: Clock, hands: Hands, printed: list[bytes], fill: Fill | None, pc: PcSettings
) -> Desk:
    folder = ShopFolder(path, clock)
    folder.take()
    services = for_office(open_office(path, mould.key, clock, mould.actor))
    if fill:
        fill(services)
    feed = ChangeFeed()
    window = MainWindow(services, folder, feed, pc)
    feed.setParent(window)
    services.office.database.after_commit = feed.tell
    host = Host((0, 0, *COUNTER_PC, 0))
    host.show_page(window)
    host.resize(*COUNTER_PC)
    return Desk(host, window, services, clock, folder, hands, printed)


@pytest.fixture
def desk(make_desk: DeskMaker) -> Desk:
    """A shop under the delivery rules with one customer, on the dashboard."""
    return make_desk(fill=builders.add_customer)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A real PNG in a folder."""
    path = tmp_path / "tin nhắn.png"
    path.write_bytes(builders.photo().content)
    return path


# ---- the whole program -----------------------------------------------------------------------------------------------------


@pytest.fixture
def start_program(moulds: Moulds, tmp_path: Path, clock: Clock, hands: Hands, qapp, qtbot) -> Iterator[Callable[..., Program]]:
    """Starts the program over a copy of a shop, or over an empty folder with ``preset=""``; it stands at its first page."""
    hook, programs = sys.excepthook, []

    def start(
        preset: str = "delivery", path: Path | None = None, protection: Account | None = None, *, is_demo: bool = False
    ) -> Program:
        path = path or tmp_path / f"Dữ liệu {len(programs)}"
        if preset and not path.exists():
            moulds(preset).copy_to(path)
        program = Program(qapp, path, clock=clock, protection=protection, is_demo=is_demo)
        programs.append(program)
        program.show()
        program.host.showNormal()
        program.host.resize(*COUNTER_PC)
        hands.to_front(program.host)
        return program

    yield start
    for program in programs:
        qtbot.waitUntil(lambda: not is_busy())
        program.host.close()
        program.host.deleteLater()
    delete_now()
    sys.excepthook = hook
    for handler in logging.getLogger("giuloi").handlers:
        handler.close()
