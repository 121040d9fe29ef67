"""Papers on the screen: PDF bytes rendered from memory as they will print, pages to turn, reading size, printing."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget

from desktop.i18n import gettext as _
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, row

PRINT_DPI = 300


class LoadedPdf:
    """A PDF in memory; never a file on disk."""

    def __init__(self, content: bytes) -> None:
        self._bytes = QByteArray(content)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(None)  # pyright: ignore[reportArgumentType]
        self.document.load(self._buffer)

    @property
    def is_readable(self) -> bool:
        """Whether it could be opened at all."""
        return self.document.status() is QPdfDocument.Status.Ready and self.document.pageCount() > 0

    def image(self, page: int, size: QSize) -> QImage:
        """A page on white."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.drawImage(0, 0, self.document.render(page, size))
        painter.end()
        return image

    def text(self) -> str:
        """The words of all pages."""
        return "\n".join(self.document.getAllText(page).text() for page in range(self.document.pageCount()))


class PaperView(QWidget):
    """One page at a time, as large as fits; Page Up and Page Down turn. ``turned`` when another page shows."""

    turned = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pdf: LoadedPdf | None = None
        self._page = 0
        self._image = QImage()
        self.setAccessibleName(name)
        self.setMinimumSize(160, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_pdf(self, content: bytes | None) -> None:
        """Another paper; the page stays where it can."""
        self._pdf = LoadedPdf(content) if content else None
        self._page = min(self._page, max(0, self.page_count - 1))
        self._image = QImage()
        self.update()

    @property
    def page_count(self) -> int:
        """How many pages."""
        return self._pdf.document.pageCount() if self._pdf else 0

    @property
    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    def text(self) -> str:
        """The words of the paper."""
        return self._pdf.text() if self._pdf else ""

    def turn(self, step: int) -> None:
        """To the next or the previous page."""
        self._page = max(0, min(self.page_count - 1, self._page + step))
        self._image = QImage()
        self.update()
        self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The page with a thin shadow, and a ring when the keyboard is here."""
        if self._pdf is None or not self._pdf.is_readable:
            return
        points = self._pdf.document.pagePointSize(self._page)
        factor = min((self.width() - 4) / points.width(), (self.height() - 4) / points.height())
        size = QSize(int(points.width() * factor), int(points.height() * factor))
        wanted = size * self.devicePixelRatioF()
        if self._image.size() != wanted:
            self._image = self._pdf.image(self._page, wanted)
        area = QRect(QPoint((self.width() - size.width()) // 2, 1), size)
        painter = QPainter(self)
        painter.fillRect(area.translated(2, 2), QColor(0, 0, 0, 40))
        painter.drawImage(area, self._image)
        painter.setPen(QPen(theme.current().color("focus" if self.hasFocus() else "border"), 2 if self.hasFocus() else 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))


class PaperDialog(QDialog):
    """A paper at reading size, with all its pages under each other."""

    def __init__(self, owner: QWidget, title: str, content: bytes) -> None:
        super().__init__(owner)
        self.setWindowTitle(title)
        self._pdf = LoadedPdf(content)
        pages = column(gap=12, margins=(16, 16, 16, 16))
        width = 760
        for number in range(self._pdf.document.pageCount()):
            pages.addWidget(_PageImage(self._pdf, number, width))
        inner = box(pages)
        area = QScrollArea()
        area.setWidget(inner)
        area.setAccessibleName(title)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        close = button(_("Close"), "Esc")
        close.clicked.connect(self.accept)
        self._foot = row(label(_pages_text(self._pdf), "help"), None, close, gap=10)
        self.setLayout(column((area, 1), self._foot, gap=10, margins=(12, 12, 12, 12)))
        self.resize(860, 680)

    def add_actions(self, *actions: QWidget) -> None:
        """Buttons for what can be done with this paper, at the right of the way out."""
        for action in actions:
            self._foot.addWidget(action)


class _PageImage(QWidget):
    def __init__(self, pdf: LoadedPdf, number: int, width: int) -> None:
        super().__init__()
        points = pdf.document.pagePointSize(number)
        self.setFixedSize(width, round(width * points.height() / points.width()))
        self.setAccessibleName(_("Page {n}").format(n=number + 1))
        self._pdf, self._number = pdf, number

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        image = self._pdf.image(self._number, self.size() * self.devicePixelRatioF())
        painter.drawImage(self.rect(), image)


def print_pdf(owner: QWidget, content: bytes) -> bool:
    """Send a paper to the printer she chooses; False when she closed the dialog."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle(_("Print"))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    paint_on_printer(printer, LoadedPdf(content))
    return True


def paint_on_printer(printer: object, pdf: LoadedPdf) -> None:
    """Each page at 300 dots an inch, on the whole sheet."""
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)
    printer.setFullPage(True)
    painter = QPainter(printer)
    for number in range(pdf.document.pageCount()):
        if number:
            printer.newPage()
        points = pdf.document.pagePointSize(number)
        image = pdf.image(number, QSize(round(points.width() / 72 * PRINT_DPI), round(points.height() / 72 * PRINT_DPI)))
        scale = printer.resolution() / 72
        painter.drawImage(QRectF(0, 0, points.width() * scale, points.height() * scale), image)
    painter.end()


def _pages_text(pdf: LoadedPdf) -> str:
    from desktop.i18n import ngettext

    count = pdf.document.pageCount()
    return ngettext("{n} page", "{n} pages", count).format(n=count)
