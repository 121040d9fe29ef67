"""What an erasure does to one person's data, in three boxes: gone for good, kept without knowing whose, still kept and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.i18n import gettext as _
from desktop.services.erasure_plans import ErasurePlan, Part
from desktop.views import theme
from desktop.views.widgets.labels import banner, glyph, label
from desktop.views.widgets.layout import clear, column, frame, row


class PlanView(QWidget):
    """Shows one plan; with ``names`` it says whose."""

    def __init__(self, *, names: bool) -> None:
        super().__init__()
        self._names = names
        self._column = column(gap=10)
        self.setLayout(self._column)

    def show_plan(self, plan: ErasurePlan | None) -> None:
        """Another plan, or none."""
        clear(self._column)
        for part in self._parts(plan) if plan else []:
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _parts(self, plan: ErasurePlan) -> list[QWidget]:
        parts: list[QWidget] = []
        if self._names:
            parts += [label(plan.name, "section", wrap=True), label(plan.ground, "muted", wrap=True)]
        if plan.refusal:
            parts.append(banner(_("Stays for now: {reason}").format(reason=plan.refusal), "soon"))
        boxes = (
            ("trash", "late", _("Gone for good, cannot be brought back"), plan.goes),
            ("mask", "accent", _("Kept without anybody knowing whose it was"), plan.anonymous),
            ("lock", "soon", _("Still kept, for the reason beside it"), plan.stays),
        )
        return parts + [_box(icon, token, title, rows) for icon, token, title, rows in boxes if rows]


def _box(icon: str, token: str, title: str, parts: tuple[Part, ...]) -> QWidget:
    px, grid = theme.current().px, QGridLayout()
    grid.setContentsMargins(px(28), 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    for column_of, share in ((0, 46), (1, 54)):
        grid.setColumnStretch(column_of, share)
    top = Qt.AlignmentFlag.AlignTop
    for place, (what, remark) in enumerate(parts):
        grid.addWidget(label(what, wrap=True, align=top), place, 0)
        grid.addWidget(label(remark, "muted", wrap=True, align=top), place, 1)
    head = row(glyph(icon, token, 18), (label(title, "section", wrap=True), 1), gap=10)
    return frame(column(head, grid, gap=6, margins=(16, 10, 16, 12)), "card")
