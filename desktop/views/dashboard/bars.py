"""Planned deletions week by week, as bars: the number stands on each, the hatched part is held back, Enter opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.i18n import day_text, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.services.retention import Counted
from desktop.views import theme
from desktop.views.widgets.layout import row

LOWEST, HIGHEST = 92, 170
_NUMBER, _DAY, _AIR = 20, 22, 2  # heights of the line above a bar and of the one under it
_WIDEST, _SHARE, _LEAST = 40, 0.62, 3
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class WeekBars(QWidget):
    """``opened`` with the day on which the chosen week begins. Arrows go from bar to bar."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[_Bar] = []
        self._row = row(gap=0)
        self.setLayout(self._row)

    def show_weeks(self, weeks: Sequence[Counted]) -> None:
        """These weeks; the first is the one that runs."""
        most = max((week.people + week.held for week in weeks), default=0)
        while len(self._bars) < len(weeks):
            self._add()
        for place, (bar, week) in enumerate(zip(self._bars, weeks, strict=True)):
            bar.show_week(week, max(most, 1), runs=place == 0)

    def _add(self) -> None:
        bar = _Bar(self)
        bar.clicked.connect(lambda: self.opened.emit(bar.begins))
        self._bars.append(bar)
        self._row.addWidget(bar, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From bar to bar, over the empty ones."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        full = [bar for bar in self._bars if bar.isEnabled()]
        at = next((place for place, bar in enumerate(full) if bar.hasFocus()), None)
        if step and at is not None:
            full[max(0, min(len(full) - 1, at + step))].setFocus()
            return
        super().keyPressEvent(event)


class _Bar(QAbstractButton):
    """A week's number, bar and first day; one with nobody in it cannot be pressed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.begins = date.min
        self._people, self._held, self._most, self._runs = 0, 0, 1, False
        self._day = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_week(self, week: Counted, most: int, *, runs: bool) -> None:
        """Another week; ``most`` is what the highest bar stands for."""
        self.begins, self._people, self._held, self._most, self._runs = week.begins, week.people, week.held, most, runs
        self._day = f"{week.begins:%d/%m}"
        count = week.people + week.held
        self.setEnabled(bool(count))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if count else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if count else Qt.CursorShape.ArrowCursor)
        words = _words(week)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its card has room for."""
        look = theme.current()
        return QSize(look.px(44), look.px(HIGHEST))

    def minimumSizeHint(self) -> QSize:
        """The day under a bar is never cut."""
        look = theme.current()
        return QSize(look.px(44), look.px(LOWEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does; arrows are for the row of bars."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif Qt.Key(event.key()) in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number, bar, hatch, line, day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        if self._people + self._held:
            self._paint_bar(painter, area)
        self._paint_words(painter, area)
        painter.setPen(QPen(theme.current().color("border-input"), 1))
        painter.drawLine(QPointF(0, area.bottom() + 0.5), QPointF(self.width(), area.bottom() + 0.5))
        if self.hasFocus():
            painter.setPen(QPen(theme.current().color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 1, -2, -1), 6, 6)

    def _area(self) -> QRectF:
        px = theme.current().px
        room = self.height() - px(_NUMBER) - px(_DAY) - _AIR
        height = max(px(_LEAST), room * (self._people + self._held) / self._most)
        width = min(px(_WIDEST), self.width() * _SHARE)
        return QRectF((self.width() - width) / 2, self.height() - px(_DAY) - height, width, height)

    def _paint_bar(self, painter: QPainter, area: QRectF) -> None:
        look, path = theme.current(), QPainterPath()
        path.addRoundedRect(area.adjusted(0, 0, 0, 8), 4, 4)
        painter.save()
        painter.setClipRect(area.adjusted(-1, -1, 1, 0))
        token = "accent-hover" if self.underMouse() else "chart-now" if self._runs else "chart"
        painter.fillPath(path, look.color(token))
        if self._held:
            held = QRectF(area.left(), area.top(), area.width(), area.height() * self._held / (self._people + self._held))
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.fillRect(held, look.color("surface"))
            painter.fillRect(held, QBrush(look.color("chart-hold"), Qt.BrushStyle.BDiagPattern))
            painter.setClipRect(held.adjusted(-1, -1, 1, 1))
            painter.setPen(QPen(look.color("chart-hold"), 1))
            painter.drawPath(path)
        painter.restore()

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        look, count = theme.current(), self._people + self._held
        painter.setFont(look.font(13, 600))
        painter.setPen(look.color("text"))
        above = QRectF(0, area.top() - look.px(_NUMBER), self.width(), look.px(_NUMBER) - _AIR)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, number_text(count) if count else "")
        painter.setFont(look.font(12, 600 if self._runs else 400))
        painter.setPen(look.color("text" if self._runs else "muted"))
        under = QRectF(0, area.bottom() + 2, self.width(), look.px(_DAY) - 2)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, self._day)


def _words(week: Counted) -> str:
    """What a screen reader says of a bar."""
    text = ngettext("Week {since} – {until}: {n} customer", "Week {since} – {until}: {n} customers", week.people + week.held)
    said = text.format(n=week.people + week.held, since=day_text(week.begins), until=day_text(week.begins + timedelta(days=6)))
    return f"{said}, {_('{n} of them on hold').format(n=week.held)}" if week.held else said
