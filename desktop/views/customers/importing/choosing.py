"""First step of an import: which file; and the newest import, as long as it can be undone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import moment_text, ngettext, number_text
from desktop.services.importing import ImportRow
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner, glyph, label, section
from desktop.views.widgets.layout import clear, column, frame, row

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class ChoosePage(QWidget):
    """``brought`` with the path of a list, ``undo_wanted`` with the id of the newest import."""

    brought = Signal(object)
    undo_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.drop = _DropPlace()
        self.drop.brought.connect(self.brought)
        self.choose_button = self.drop.choose_button
        self.choose_button.clicked.connect(self.choose_file)
        note = label(
            _("Every row is looked at before any is written. You see who is new and who changes, and can undo it all afterwards."),
            "muted", wrap=True,
        )  # fmt: skip
        self._says, self._last = column(gap=6), column(gap=0)
        content = column(self._says, note, (self.drop, 1), self._last, gap=12)
        self.setLayout(content)
        self.setFocusProxy(self.choose_button)

    def start(self, last: ImportRow | None) -> None:
        """Nothing chosen; the newest import with the way to undo it."""
        clear(self._says)
        self._show_last(last)

    def say(self, sentence: str, kind: str = "late") -> None:
        """Why a file could not be taken, or what was done."""
        clear(self._says)
        self._says.addWidget(banner(sentence, kind))

    def choose_file(self) -> None:
        """By the dialog of the system."""
        kinds = _("Lists") + " (*.xlsx *.xlsm *.xls *.csv *.tsv *.txt);;" + _("All files") + " (*)"
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a list of customers"), "", kinds)
        if path:
            self.brought.emit(Path(path))

    def _show_last(self, last: ImportRow | None) -> None:
        clear(self._last)
        if last is None:
            return
        lines = column(label(last.file_name, "strong", wrap=True), label(last_import_text(last), "muted", wrap=True), gap=2)
        actions: list[QWidget] = []
        if last.may_undo:
            actions.append(undo := button(_("Undo this import"), icon="undo"))
            undo.clicked.connect(lambda: self.undo_wanted.emit(last.public_id))
        inner = column(section(_("The newest import")), row((lines, 1), *actions, gap=12), gap=4, margins=(16, 8, 16, 12))
        self._last.addWidget(frame(inner))


def last_import_text(last: ImportRow) -> str:
    """When it was and what it did."""
    parts = [moment_text(last.imported_at), added_text(last.added), changed_text(last.changed)]
    return " · ".join(parts if last.may_undo else [*parts, _("undone")])


def added_text(count: int) -> str:
    """``1.204 new customers``."""
    return ngettext("{n} new customer", "{n} new customers", count).format(n=number_text(count))


def changed_text(count: int) -> str:
    """``32 customers changed``."""
    return ngettext("{n} customer changed", "{n} customers changed", count).format(n=number_text(count))


class _DropPlace(QWidget):
    """A place to drop a list on, with the button that chooses one."""

    brought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.choose_button = button(_("Choose a file"), "F9", "primary", "folder")
        picture = glyph("list", "accent", 44)
        title = label(_("Drop a list of customers here"), "section", align=_CENTRE)
        kinds = label(
            _("Excel (XLSX, XLS) or CSV, as KiotViet, Sapo, Shopee and others export it."), "muted", wrap=True, align=_CENTRE
        )
        middle = row(None, self.choose_button, None)
        self.setLayout(column(None, row(None, picture, None), title, kinds, middle, None, gap=10, margins=(24, 18, 24, 18)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file is welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file counts."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.brought.emit(paths[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed outline says that something can be dropped."""
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border-input"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(look.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
