"""The program tries itself: the whole main job on the real windows by key and mouse events, in a temporary folder.

It is also what proves a packaged build, so it needs nothing but the program. The report is short; the exit code is 0 or 1.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
import traceback
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop import app

CUSTOMER = "Nguyễn Thị Hạnh"
PHONE = "0912003365"
PASSPHRASE = "bốn từ dễ nhớ"
_PATIENCE = 20.0
_WINDOW = (1366, 697)


class SelfTestError(Exception):
    """Something did not come out as it must."""


def run(folder: Path, language: str) -> int:
    """Go through it all; write PDF, pictures and report into ``folder``; print what was checked."""
    folder.mkdir(parents=True, exist_ok=True)
    report, started = _Report(folder / "report.txt"), time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
        try:
            _go_through(_Walk(folder, Path(data) / "Dữ liệu của Ánh", language), report)
        except Exception as problem:  # noqa: BLE001 a fault is what we look for; without a console only the report can tell it
            known = isinstance(problem, SelfTestError | AssertionError)
            report.say(f"FAIL  {problem if known else traceback.format_exc()}")
            return 1
    report.say(f"Self-test passed in {time.monotonic() - started:.1f} s; see {folder.name}.")
    return 0


def _go_through(walk: _Walk, report: _Report) -> None:
    try:
        for step in walk.steps():
            step()
            walk.check_faults()
            report.say(f"ok    {(step.__doc__ or '').strip()}")
    finally:
        walk.close()


class _Report:
    """What is said goes to a file too: a program without a console has nowhere to print."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.write_text("", "utf-8")

    def say(self, line: str) -> None:
        """One more line."""
        print(line, flush=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


class _Walk:
    """The steps, in order."""

    def __init__(self, folder: Path, data: Path, language: str) -> None:
        from PySide6.QtWidgets import QApplication

        existing = QApplication.instance()
        self._application = existing if isinstance(existing, QApplication) else app.make_application()
        self._folder = folder
        self._program = app.Program(self._application, data, language=language)
        self._letter = b""
        self._fault = ""
        self._usual_hook, sys.excepthook = sys.excepthook, self._note_fault

    def steps(self) -> list[Callable[[], None]]:
        """What is done and checked."""
        return [self.wizard, self.customer, self.list_of_customers, self.complaint, self.decision, self.reply, self.pictures]

    def close(self) -> None:
        """Let go of the shop, and of what the last events may still have set going."""
        from desktop.views.background import finish_all

        self._program.host.close()
        self._wait_a_moment()
        finish_all()
        sys.excepthook = self._usual_hook

    def check_faults(self) -> None:
        """Nothing went wrong unseen."""
        self._require(True, "")

    def _note_fault(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        """Instead of the dialog, for which nobody is here."""
        self._fault = "".join(traceback.format_exception(kind, problem, trace))

    # ---- steps ------------------------------------------------------------------------------------------------------------

    def wizard(self) -> None:
        """wizard: identity, O'PETIT's rules, passphrase, recovery code"""
        self._program.show()
        self._program.host.showNormal()
        self._program.host.resize(*_WINDOW)
        self._program.host.activateWindow()
        self._wait(self._program.host.isActiveWindow, "the window does not come to the front")
        wizard: Any = self._program.page
        typed = {
            "name": "Hộ kinh doanh Cà phê Mộc", "owner_name": "Trần Thị Lan", "address": "27 Thông Reo, phường Lâm Viên - Đà Lạt",
            "place": "Lâm Đồng", "phone": "0263 000 0027",
        }  # fmt: skip
        for name, text in typed.items():
            self._type(wizard.identity.edits[name], text)
        self._click(wizard.next)
        self._require(wizard.steps.currentIndex() == 1, "the identity was not taken")
        self._click(wizard.promises.cards["delivery"].radio)
        self._picture("wizard")
        self._click(wizard.next)
        self._type(wizard.passphrase, PASSPHRASE)
        self._type(wizard.repeated, PASSPHRASE)
        self._click(wizard.next)
        self._wait(lambda: wizard.steps.currentIndex() == 3, "the data was not locked")
        wizard.save_code(self._folder / "recovery-code.pdf")
        self._click(wizard.kept)
        self._click(wizard.next)
        self._wait(lambda: hasattr(self._program.page, "tabs"), "the main window did not open")

    def customer(self) -> None:
        """customer: entered, found by the last four digits"""
        window: Any = self._program.page
        self._key(window, "Ctrl+2")
        self._key(window, "F2")
        form = window.customers.form
        self._type(form.name, CUSTOMER)
        self._type(form.phone, PHONE)
        self._key(window, "F9")
        self._type(window.customers.search, PHONE[-4:])
        self._wait(lambda: any(item.title == CUSTOMER for item in window.customers.list.items), "the customer was not found")
        self._picture("customers")

    def list_of_customers(self) -> None:
        """list: a workbook of customers read by a process of its own and taken in"""
        from desktop.models.choices import SheetFormat
        from desktop.services.given_files import sheet_of

        window: Any = self._program.page
        path = self._folder / "Danh sách khách.xlsx"
        path.write_bytes(sheet_of(SheetFormat.XLSX, "Khách", ("Họ và tên", "SĐT"), [("Đỗ Văn Ứng", "0908111222")]))
        self._key(window, "Ctrl+I")
        page = window.customers.importing
        page.open(path)
        self._wait(lambda: page.next_button.isVisible(), "the list was not read")
        self._key(window, "F9")
        self._wait(lambda: page.preview.isVisible(), "the rows were not looked at")
        self._picture("import")
        self._key(window, "F9")
        self._wait(lambda: page.choosing.isVisible(), "the list was not taken in")
        self._type(window.customers.search, "1222")
        self._wait(lambda: [item.title for item in window.customers.list.items] == ["Đỗ Văn Ứng"], "nobody was taken in")
        self._key(window, "Esc")

    def complaint(self) -> None:
        """complaint: taken with evidence, numbered, its deadline shown"""
        window: Any = self._program.page
        self._key(window, "Ctrl+5")
        self._key(window, "F2")
        intake = window.complaints.intake
        self._type(intake.who.search, PHONE[-4:])
        self._press_enter(intake.who.search)
        self._require(intake.who.customer_id is not None, "the complainant was not picked")
        self._type(intake.subject, "lộ số điện thoại")
        self._type(intake.text, "Vừa đặt hàng xong thì có người lạ gọi mời mua.")
        intake.add_files((self._evidence(),))
        self._picture("intake")
        self._key(window, "F9")
        self._wait(lambda: window.complaints.case.is_shown, "the complaint was not entered")
        page = window.complaints.case.page
        self._require(page.row.number.startswith("KN-") and len(page.evidence) == 1, "number or evidence is missing")
        self._require(page.counting is not None, "the clock does not run")

    def decision(self) -> None:
        """decision: findings, fault and sum written, letter previewed"""
        case: Any = self._case
        for area, text in zip(
            case.areas.values(), ("Đang lưu tên và số điện thoại.", "Phiếu giao bị chụp lại.", "Đã yêu cầu xóa ảnh."), strict=True
        ):
            self._type(area, text)
        case.fault.shop.setValue(100)
        self._type(case.sums.proven, "1250000")
        self._type(case.sums.agreed, "1250000")
        self._wait(lambda: CUSTOMER in case.paper.text(), "the preview does not name the customer")
        self._picture("complaint")

    def reply(self) -> None:
        """reply: decided, made, saved as PDF; text and fonts checked"""
        case: Any = self._case
        printed: list[bytes] = []

        def keep(_owner: object, pdf: bytes) -> bool:
            """A printer that only remembers."""
            printed.append(pdf)
            return True

        case.case_actions.print_pdf = keep
        self._click(case.reply_button)
        self._require(len(printed) == 1, "no letter was made")
        self._letter = printed[0]
        target = self._folder / "reply.pdf"
        case.case_actions.save_pdf(target)
        self._require(target.read_bytes() == self._letter, "the saved letter differs from the printed one")
        from desktop.views.widgets.paper import LoadedPdf

        words = LoadedPdf(self._letter).text()
        self._require(CUSTOMER in words, "the letter does not name the customer")
        self._require("1.250.000" in words, "the letter does not name the sum")
        check_fonts(self._letter)

    def pictures(self) -> None:
        """pictures: dashboard and letter drawn, none of one colour"""
        from PySide6.QtCore import QSize

        from desktop.views.widgets.paper import LoadedPdf

        window: Any = self._program.page
        self._key(window, "Ctrl+1")
        self._picture("dashboard")
        image = LoadedPdf(self._letter).image(0, QSize(744, 1052))
        image.save(str(self._folder / "reply.png"))
        for path in sorted(self._folder.glob("*.png")):
            self._require(color_count(path) > 8, f"{path.name} is blank")

    # ---- hands --------------------------------------------------------------------------------------------------------------

    @property
    def _case(self) -> Any:
        window: Any = self._program.page
        return window.complaints.case

    def _type(self, widget: Any, text: str) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        widget.setFocus()
        widget.selectAll()
        for letter in text:  # as UniKey delivers them: precomposed letters without a key of their own
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                self._application.sendEvent(widget, event)
        self._application.processEvents()

    def _click(self, widget: Any) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(12, widget.height() // 2))
        self._application.processEvents()

    def _key(self, window: Any, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        self._program.host.activateWindow()
        self._wait(self._program.host.isActiveWindow, "the window does not come to the front")
        QTest.keySequence(window.focusWidget() or window, QKeySequence(keys))
        self._application.processEvents()

    def _press_enter(self, widget: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(widget, Qt.Key.Key_Return)
        self._application.processEvents()

    def _wait(self, true: Callable[[], bool], otherwise: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not true():
            if self._fault or time.monotonic() > end:
                self._picture("failed")
                raise SelfTestError(self._fault or otherwise)
            self._wait_a_moment()

    def _wait_a_moment(self) -> None:
        from PySide6.QtCore import QEventLoop

        self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def _require(self, true: bool, otherwise: str) -> None:
        if self._fault or not true:
            raise SelfTestError(self._fault or otherwise)

    def _picture(self, name: str) -> None:
        self._wait_a_moment()
        self._program.host.grab().save(str(self._folder / f"{name}.png"))

    def _evidence(self) -> Any:
        from PySide6.QtCore import QBuffer, QIODevice
        from PySide6.QtGui import QImage

        from desktop.services.stored_files import NewFile

        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(0xFFB08A62)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
        return NewFile("tin-nhan.png", bytes(buffer.data().data()))


def check_fonts(pdf: bytes) -> None:
    """Each font of a PDF carries its own shapes; raises SelfTestError for one that does not."""
    readable = pdf + b"".join(_inflated(pdf))
    fonts = len(re.findall(rb"/Type\s*/Font\b(?!Descriptor)", readable))
    embedded = len(re.findall(rb"/FontFile2\b", readable))
    if not fonts or embedded < fonts:
        raise SelfTestError(f"{fonts - embedded} of {fonts} fonts are not embedded")


def _inflated(pdf: bytes) -> list[bytes]:
    """Compressed object streams, where a writer uses them."""
    found: list[bytes] = []
    for match in re.finditer(rb"/Type\s*/ObjStm.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return found


def color_count(path: Path) -> int:
    """How many colours a coarse look at a picture finds."""
    from PySide6.QtGui import QImage

    image = QImage(str(path))
    columns, rows = range(0, image.width(), 7), range(0, image.height(), 7)
    return len({image.pixel(x, y) for x in columns for y in rows})
