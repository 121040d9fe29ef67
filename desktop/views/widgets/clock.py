"""Time to the eye: the ruler from start to limit, and the steps of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, short_day
from desktop.services.complaint_views import Deadline, Task, TaskKind
from desktop.views import theme
from desktop.views.widgets.labels import ChipText

SOON_DAYS = 2


def deadline_kind(deadline: Deadline, today: date) -> str:
    """late, soon or quiet: what the colour says; soon by the date to work to, late only by the last day."""
    if deadline.is_late(today):
        return "late"
    return "soon" if (deadline.target - today).days <= SOON_DAYS else "quiet"


def deadline_words(deadline: Deadline, today: date) -> str:
    """``Late by 4 days``, ``Today``, ``28 days left``."""
    if deadline.is_late(today):
        days = deadline.days_late(today)
        return ngettext("Late by {n} day", "Late by {n} days", days).format(n=days)
    left = deadline.days_left(today)
    if left == 0:
        return _("Today")
    return _("Tomorrow") if left == 1 else ngettext("{n} day left", "{n} days left", left).format(n=left)


def task_chip(task: Task, today: date) -> ChipText:
    """The chip of a case: its nearest clock, or what it waits for."""
    if task.kind is TaskKind.PAY:
        return ChipText(_("Not paid yet"), "soon")
    if task.deadline is None and task.kind is TaskKind.REPLY:
        return ChipText(_("Taken up again"), "soon")
    if task.deadline is None:
        return ChipText(_("Evidence missing"), "soon", "clip")
    words, kind = deadline_words(task.deadline, today), deadline_kind(task.deadline, today)
    if task.kind is TaskKind.ACKNOWLEDGE:
        words = _("Acknowledge: {when}").format(when=words[:1].lower() + words[1:])
    return ChipText(words, kind)


@dataclass(frozen=True)
class RulerText:
    """What stands under the ruler; ``share`` is how much of the time has passed, above 1 when late."""

    start: str
    limit: str
    now: str
    share: float
    kind: str


def ruler_text(deadline: Deadline, today: date) -> RulerText:
    """The ruler of a deadline."""
    whole = max(1, (deadline.last_day - deadline.start).days)
    kind = deadline_kind(deadline, today)
    now = _("today {day}").format(day=short_day(today, today))
    if kind == "late":
        now += ", " + deadline_words(deadline, today).lower()
    return RulerText(
        _("start {day}").format(day=short_day(deadline.start, today)),
        _("limit {day}").format(day=short_day(deadline.last_day, today)),
        now,
        (today - deadline.start).days / whole,
        "accent" if kind == "quiet" else kind,
    )


class Ruler(QWidget):
    """A line from the start event to the limit with a mark for today."""

    def __init__(self) -> None:
        super().__init__()
        self._text = RulerText("", "", "", 0.0, "accent")
        self.setFixedHeight(theme.current().px(42))

    def show_text(self, text: RulerText) -> None:
        """Another deadline."""
        self._text = text
        self.setAccessibleName(f"{text.start}; {text.now}; {text.limit}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line, marks, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        late = self._text.share > 1
        first, last = 7.0, self.width() - 7.0
        today = last if late else first + (last - first) * max(0.0, self._text.share)
        limit = first + (last - first) / self._text.share if late else last
        self._paint_line(painter, first, last, today, limit)
        self._paint_words(painter, today, limit, late=late)

    def _paint_line(self, painter: QPainter, first: float, last: float, today: float, limit: float) -> None:
        look, middle = theme.current(), 14.0
        for end, token in ((last, "border"), (today, self._text.kind)):
            painter.setPen(QPen(QBrush(look.color(token)), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(first, middle), QPointF(end, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(self._text.kind))
        painter.drawEllipse(QPointF(first, middle), 5, 5)
        for place, pen, fill, radius in ((limit, "border-input", "raised", 5), (today, "raised", self._text.kind, 7)):
            painter.setPen(QPen(look.color(pen), 2))
            painter.setBrush(look.color(fill))
            painter.drawEllipse(QPointF(place, middle), radius, radius)

    def _paint_words(self, painter: QPainter, today: float, limit: float, *, late: bool) -> None:
        look = theme.current()
        plain, bold = look.font(12), look.font(12, 600)
        top, height = look.px(24), look.px(19)
        starts = QFontMetrics(plain).horizontalAdvance(self._text.start) + 10
        limit_width = QFontMetrics(plain).horizontalAdvance(self._text.limit) + 4
        now_width = QFontMetrics(bold).horizontalAdvance(self._text.now) + 4
        painter.setFont(plain)
        painter.setPen(look.color("muted"))
        painter.drawText(QRectF(0, top, self.width(), height), Qt.AlignmentFlag.AlignLeft, self._text.start)
        limit_left = self.width() - limit_width
        if late:
            limit_left = max(starts, min(limit - limit_width / 2, self.width() - now_width - limit_width - 10))
        painter.drawText(QRectF(limit_left, top, limit_width, height), Qt.AlignmentFlag.AlignRight, self._text.limit)
        painter.setFont(bold)
        painter.setPen(look.color(self._text.kind))
        end = self.width() if late else limit_left - 10
        left = max(starts, min(today - now_width / 2, end - now_width))
        painter.drawText(QRectF(left, top, now_width, height), Qt.AlignmentFlag.AlignLeft, self._text.now)


class Stepper(QWidget):
    """Numbered steps: done ones ticked, the present one bold."""

    def __init__(self, steps: list[str], current: int = 0) -> None:
        super().__init__()
        self._steps = steps
        self._current = current
        self.setFixedHeight(theme.current().px(30))
        self.show_step(current)

    def show_step(self, current: int) -> None:
        """The step she is at; one past the end means all are done."""
        self._current = current
        at = min(current, len(self._steps) - 1)
        self.setAccessibleName(_("Step {n} of {all}: {step}").format(n=at + 1, all=len(self._steps), step=self._steps[at]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Circles, words, lines between them."""
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths = [look.px(34) + QFontMetrics(look.font(13, 600)).horizontalAdvance(step) for step in self._steps]
        gap = min(look.px(60), max(8.0, (self.width() - sum(widths)) / max(1, len(self._steps) - 1)))
        left = 0.0
        for place, width in enumerate(widths):
            self._paint_step(painter, place, left)
            if place + 1 < len(widths) and gap > 20:
                painter.setPen(QPen(look.color("accent" if place < self._current else "border"), 1.5))
                middle = look.px(15) + 0.5
                painter.drawLine(QPointF(left + width + 6, middle), QPointF(left + width + gap - 6, middle))
            left += width + gap

    def _paint_step(self, painter: QPainter, place: int, left: float) -> None:
        look = theme.current()
        done, now = place < self._current, place == self._current
        circle = QRectF(left + 2, look.px(4), look.px(22), look.px(22))
        painter.setPen(QPen(look.color("accent" if done or now else "border-input"), 2 if now else 1.5))
        painter.setBrush(look.color("accent" if done else "accent-soft" if now else "surface"))
        painter.drawEllipse(circle)
        if done:
            size = look.px(15)
            center = circle.center()
            painter.drawPixmap(
                round(center.x() - size / 2), round(center.y() - size / 2), look.pixmap("check", "accent-text", size)
            )
        else:
            painter.setFont(look.font(12, 600))
            painter.setPen(look.color("accent" if now else "muted"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.setFont(look.font(13, 600 if now else 400))
        painter.setPen(look.color("text" if now or done else "muted"))
        area = QRectF(left + look.px(32), look.px(3), self.width(), look.px(24))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._steps[place])
