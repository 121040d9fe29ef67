"""Evidence on the screen: thumbnails, dropped or pasted or chosen files, a viewer inside the program. Nothing is ever executed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QGridLayout, QLabel, QScrollArea, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.media import MOST_BYTES, PDF, too_large_text
from desktop.services.stored_files import NewFile
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import clear, column, row
from desktop.views.widgets.paper import LoadedPdf, PaperDialog

THUMBNAIL = QSize(172, 100)
_COLUMNS = 2


@dataclass(frozen=True)
class Thumbnail:
    """A small picture of a file, its name, and what comes back when it is pressed."""

    key: int
    name: str
    image: QImage


def thumbnail(content: bytes, media_type: str) -> QImage:
    """A small picture of a photo or of a PDF's first page; an empty one where the file cannot be drawn."""
    if media_type == PDF:
        pdf = LoadedPdf(content)
        if not pdf.is_readable:
            return QImage()
        points = pdf.document.pagePointSize(0)
        return pdf.image(0, QSize(THUMBNAIL.width(), round(THUMBNAIL.width() * points.height() / points.width())))
    return _photo(content, THUMBNAIL * 2)


def _photo(content: bytes, largest: QSize) -> QImage:
    """A photo read no larger than needed; big ones are scaled while reading."""
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > largest.width() or size.height() > largest.height()):
        reader.setScaledSize(size.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class EvidenceBox(QWidget):
    """Thumbnails and a place to drop more. ``brought`` carries the files; ``opened`` the key of the one pressed."""

    brought = Signal(object)
    opened = Signal(int)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Evidence: drop files here, paste a picture, or press Enter to choose files"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.current().px(8))
        self.names: list[str] = []
        self.show_thumbnails([])

    def show_thumbnails(self, thumbnails: Sequence[Thumbnail], *, may_add: bool = True) -> None:
        """Show these files and, where more may come, the place to add them."""
        clear(self._grid)
        self.names = [entry.name for entry in thumbnails]
        pictures: list[QWidget] = []
        for entry in thumbnails:
            picture = _Picture(entry.name, entry.image)
            picture.pressed.connect(lambda key=entry.key: self.opened.emit(key))
            pictures.append(picture)
        if may_add:
            add = _Picture(_("Add, drop"), None)
            add.pressed.connect(self.choose_files)
            pictures.append(add)
        for place, picture in enumerate(pictures):
            self._grid.addWidget(
                picture, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            )
        self._grid.setColumnStretch(_COLUMNS, 1)

    def choose_files(self) -> None:
        """By the file dialog."""
        kinds = _("Photos and PDF") + " (*.jpg *.jpeg *.png *.webp *.gif *.bmp *.pdf);;" + _("All files") + " (*)"
        paths, _kind = QFileDialog.getOpenFileNames(self, _("Choose evidence"), "", kinds)
        self.bring_paths([Path(path) for path in paths])

    def bring_paths(self, paths: Sequence[Path]) -> None:
        """Read files that were dropped or chosen."""
        files: list[NewFile] = []
        for path in paths:
            if path.is_file() and path.stat().st_size > MOST_BYTES:
                self.refused.emit(f"{path.name[:60]}: {too_large_text()}")
                continue
            try:
                files.append(NewFile(path.name, path.read_bytes()))
            except OSError:
                self.refused.emit(_("“{name}” cannot be read. Was the stick pulled out?").format(name=path.name[:60]))
        if files:
            self.brought.emit(tuple(files))

    def bring_mime(self, data: QMimeData) -> bool:
        """Take files or a picture from the clipboard or a drop; False when there are none."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.bring_paths(paths)
            return True
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            return False
        self.brought.emit((NewFile(_("pasted picture") + ".png", _png(image)),))
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures are welcome."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        if self.bring_mime(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes, Enter chooses."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.bring_mime(QApplication.clipboard().mimeData())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.choose_files()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ring when the keyboard is here."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


class _Picture(QWidget):
    pressed = Signal()

    def __init__(self, name: str, image: QImage | None) -> None:
        super().__init__()
        look = theme.current()
        self._picture = QSize(look.px(86), look.px(50))
        self._name, self._image = name, image
        self.setFixedSize(self._picture.width(), self._picture.height() + look.px(20))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(0.5, 0.5, self._picture.width() - 1, self._picture.height() - 1)
        outline = QPainterPath()
        outline.addRoundedRect(area, 5, 5)
        painter.save()
        painter.setClipPath(outline)
        painter.fillPath(outline, look.color("sunken"))
        self._paint_content(painter, area)
        painter.restore()
        style = Qt.PenStyle.DashLine if self._image is None else Qt.PenStyle.SolidLine
        ring = QPen(look.color("focus"), 2) if self.hasFocus() else QPen(look.color("border-input"), 1, style)
        painter.setPen(ring)
        painter.drawPath(outline)
        painter.setFont(look.font(12))
        painter.setPen(look.color("muted"))
        text = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(QRectF(0, self._picture.height() + 2, self.width(), look.px(18)), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_content(self, painter: QPainter, area: QRectF) -> None:
        look = theme.current()
        if self._image is not None and not self._image.isNull():
            size = self._image.size()
            factor = max(area.width() / size.width(), area.height() / size.height())
            width, height = size.width() * factor, size.height() * factor
            painter.drawImage(QRectF(area.center().x() - width / 2, area.top(), width, height), self._image)
            return
        icon, side = ("plus" if self._image is None else "doc"), look.px(22)
        place = (round(area.center().x() - side / 2), round(area.center().y() - side / 2))
        painter.drawPixmap(*place, look.pixmap(icon, "muted", side))


class PhotoDialog(QDialog):
    """A photo at the size of the window."""

    def __init__(self, owner: QWidget, title: str, content: bytes) -> None:
        super().__init__(owner)
        self.setWindowTitle(_("Evidence"))
        picture = QLabel()
        picture.setPixmap(QPixmap.fromImage(_photo(content, QSize(1100, 560))))
        picture.setAccessibleName(title)
        area = QScrollArea()
        area.setWidget(picture)
        area.setAccessibleName(title)
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        close = button(_("Close"), "Esc")
        close.clicked.connect(self.accept)
        self.setLayout(column((area, 1), row(label(title, "help"), None, close), gap=10, margins=(12, 12, 12, 12)))
        self.resize(1140, 660)


def viewer(owner: QWidget, title: str, media_type: str, content: bytes) -> QDialog:
    """A dialog that shows a file inside the program."""
    return PaperDialog(owner, title, content) if media_type == PDF else PhotoDialog(owner, title, content)


def load_thumbnails(rows: Sequence[tuple[int, str, str]], read: Callable[[int], bytes]) -> list[Thumbnail]:
    """Read and shrink files; meant for another thread. A damaged file gets an empty picture."""
    found: list[Thumbnail] = []
    for key, name, kind in rows:
        try:
            found.append(Thumbnail(key, name, thumbnail(read(key), kind)))
        except UserError:
            found.append(Thumbnail(key, name, QImage()))
    return found


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())
