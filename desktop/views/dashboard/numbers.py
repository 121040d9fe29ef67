"""How many things are late, due, not begun: each number opens the list behind it, and none stands there for nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.services.dashboard import Morning
from desktop.views import theme
from desktop.views.dashboard.rows import behind_number
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.layout import tab_in_order

_GAP = 18


class Numbers(QWidget):
    """``chosen`` with the name of a number. Buttons beside each other, on as many lines as it takes."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[KeyButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_morning(self, morning: Morning) -> None:
        """The numbers of this morning, without the noughts."""
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        counts = {name: len(behind_number(morning, name)) for name in names()}
        self._buttons = [self._button(name, counts[name]) for name in names() if counts[name]]
        tab_in_order(*self._buttons)
        self.setVisible(bool(self._buttons))
        self.updateGeometry()
        self._place(self.width())

    def _button(self, name: str, count: int) -> KeyButton:
        made = button(f"{names()[name]}: {number_text(count)}", kind="link")
        made.setParent(self)
        made.clicked.connect(lambda: self.chosen.emit(name))
        made.show()
        return made

    def hasHeightForWidth(self) -> bool:
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So high that no button is cut."""
        return max((area.bottom() + 1 for area in self._areas(width)), default=0)

    def sizeHint(self) -> QSize:
        """As wide as its place."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """The longest button on a line of its own."""
        return QSize(max((one.sizeHint().width() for one in self._buttons), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines anew."""
        super().resizeEvent(event)
        self._place(event.size().width())

    def _place(self, width: int) -> None:
        for one, area in zip(self._buttons, self._areas(width), strict=True):
            one.setGeometry(area)
        self.setMinimumHeight(self.heightForWidth(width))

    def _areas(self, width: int) -> list[QRect]:
        left, top, gap = 0, 0, theme.current().px(_GAP)
        areas: list[QRect] = []
        for one in self._buttons:
            one.ensurePolished()
            size = one.sizeHint()
            if left and left + size.width() > width:
                left, top = 0, top + size.height()
            areas.append(QRect(left, top, size.width(), size.height()))
            left += size.width() + gap
        return areas


def names() -> dict[str, str]:
    """The numbers of the page, in their order, in words."""
    return {
        "late": _("Late"), "due_today": _("Due today"), "this_week": _("Due this week"), "not_begun": _("Not begun"),
        "awaiting_evidence": _("Evidence missing"), "unpaid": _("Agreed and not paid"),
    }  # fmt: skip
