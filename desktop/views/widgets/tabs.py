"""The main tabs: icon, word, count. Painted here, because a style sheet places a tab's button wrongly and cannot draw a count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar

from desktop.i18n import gettext as _
from desktop.views import theme

_GAP, _BADGE, _MOST = 8, 20, 99


@dataclass(frozen=True)
class TabText:
    """A tab's word and icon."""

    text: str
    icon: str


class MainTabs(QTabBar):
    """Ctrl+1 … reach the tabs; a badge counts open cases, red when one is late, turmeric when one is due today."""

    def __init__(self, tabs: list[TabText]) -> None:
        super().__init__()
        self._tabs = tabs
        self._counts: dict[int, tuple[int, str]] = {}
        self._icons = True
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setMouseTracking(True)
        self.setFont(theme.current().font(14, 500))
        self.setAccessibleName(_("Main tabs"))
        for place, tab in enumerate(tabs):
            self.addTab(tab.text)
            self.setTabToolTip(place, f"{tab.text} (Ctrl+{place + 1})")

    def set_count(self, place: int, count: int, kind: str) -> None:
        """Show so many open cases on a tab; none at 0."""
        self._counts[place] = (count, kind)
        text = self._tabs[place].text
        self.setAccessibleTabName(place, _("{tab}, {n} open").format(tab=text, n=count) if count else text)
        self.updateGeometry()
        self.setTabText(place, text)
        self.update()

    def show_icons(self, shown: bool) -> None:
        """Icons go on a narrow window."""
        if shown != self._icons:
            self._icons = shown
            self.updateGeometry()
            self.setTabText(0, self._tabs[0].text)

    def tabSizeHint(self, index: int) -> QSize:
        """Icon, word in bold (so that choosing a tab moves none), badge."""
        look = theme.current()
        width = look.px(28) + self._lead() + QFontMetrics(look.font(14, 600)).horizontalAdvance(self._tabs[index].text)
        count, _kind = self._counts.get(index, (0, ""))
        return QSize(width + (self._badge_width(count) + _GAP if count else 0), look.size["tabs"])

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are never squeezed."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All tabs."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for place in range(self.count()):
            self._paint_tab(painter, place, hovered=place == hovered)

    def _paint_tab(self, painter: QPainter, place: int, *, hovered: bool) -> None:
        look, tab = theme.current(), self._tabs[place]
        area, chosen = QRectF(self.tabRect(place)), place == self.currentIndex()
        self._paint_marks(painter, area, chosen=chosen, hovered=hovered)
        left = area.left() + look.px(14)
        if self._icons:
            icon = look.pixmap(tab.icon, "accent" if chosen else "text" if hovered else "muted")
            painter.drawPixmap(round(left), round(area.center().y() - look.size["icon"] / 2), icon)
            left += self._lead()
        painter.setFont(look.font(14, 600 if chosen else 500))
        painter.setPen(look.color("text" if chosen or hovered else "muted"))
        width = painter.fontMetrics().horizontalAdvance(tab.text)
        painter.drawText(QRectF(left, area.top(), width + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, tab.text)
        count, kind = self._counts.get(place, (0, ""))
        if count:
            self._paint_badge(painter, left + width + _GAP, area.center().y(), count, kind)

    def _paint_marks(self, painter: QPainter, area: QRectF, *, chosen: bool, hovered: bool) -> None:
        look = theme.current()
        if chosen or hovered:
            mark = QRectF(area.left() + 6, area.bottom() - 3, area.width() - 12, 3)
            painter.fillRect(mark, look.color("accent" if chosen else "border"))
        if chosen and self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(3, 6, -3, -7), 6, 6)

    def _paint_badge(self, painter: QPainter, left: float, middle: float, count: int, kind: str) -> None:
        look = theme.current()
        height = look.px(_BADGE)
        area = QRectF(left, middle - height / 2, self._badge_width(count), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("late-fill" if kind == "late" else f"{kind}-soft"))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setFont(look.font(12, 600))
        painter.setPen(look.color("danger-text" if kind == "late" else kind))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, _count_text(count))

    def _lead(self) -> int:
        return theme.current().size["icon"] + _GAP if self._icons else 0

    def _badge_width(self, count: int) -> int:
        look = theme.current()
        return max(look.px(_BADGE), QFontMetrics(look.font(12, 600)).horizontalAdvance(_count_text(count)) + 12)


def _count_text(count: int) -> str:
    return str(count) if count <= _MOST else f"{_MOST}+"
