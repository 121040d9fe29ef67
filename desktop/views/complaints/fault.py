"""Who was at fault, in shares, and the three sums."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import money_text, sentence_start
from desktop.models.choices import FaultParty
from desktop.services.complaint_views import CaseWork, FaultPart
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Field, MoneyField, NumberField, line_edit
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, clear, column, row


class FaultEditor(QWidget):
    """Shares of shop and customer, third parties by name, joint liability. ``changed`` at each edit."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shop, self.customer = _share(_("Share of the shop")), _share(_("Share of the customer"))
        self.joint = QCheckBox(_("Shop and third party are jointly liable"))
        self._room = 0
        self.thirds: list[tuple[QLineEdit, NumberField]] = []
        self._third_rows: QVBoxLayout = column(gap=4)
        self.add_link = button(_("Add a third party"), kind="link")
        self.add_link.clicked.connect(lambda: self._add_third("", 0))
        self._error = label("", "error", wrap=True)
        self._error_row = box(row(glyph("late", "late", 15), (self._error, 1), gap=6))
        self._error_row.hide()
        self._shares = row(
            label(_("Fault"), "label"),
            _beside(_("of the shop"), self.shop),
            _beside(_("of the customer"), self.customer),
            None,
            gap=12,
        )
        self._way = row(self.add_link, None)
        self._heads = row(self._shares, self._way, None, gap=12)
        self.setLayout(column(self._heads, self._third_rows, row(self.joint, None), self._error_row, gap=4))
        for control in (self.shop, self.customer):
            control.valueChanged.connect(self._tell)
        self.joint.toggled.connect(self._tell)
        self._follow_thirds()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return self.shop, self.customer, self.add_link, self.joint

    def show_parts(self, parts: tuple[FaultPart, ...], *, joint: bool) -> None:
        """Fill the editor."""
        for party, control in ((FaultParty.SHOP, self.shop), (FaultParty.CUSTOMER, self.customer)):
            control.setValue(sum(part.percent for part in parts if part.party is party))
        clear(self._third_rows)
        self.thirds.clear()
        for part in parts:
            if part.party is FaultParty.THIRD_PARTY:
                self._add_third(part.name, part.percent)
        self.joint.setChecked(joint)
        self._follow_thirds()

    def parts(self) -> tuple[FaultPart, ...]:
        """The parties with a share or a name."""
        ours = ((FaultParty.SHOP, self.shop), (FaultParty.CUSTOMER, self.customer))
        parts = [FaultPart(party, control.seen()) for party, control in ours if control.seen()]
        parts += [
            FaultPart(FaultParty.THIRD_PARTY, share.seen(), name.text().strip())
            for name, share in self.thirds
            if share.seen() or name.text().strip()
        ]
        return tuple(parts)

    @property
    def is_sound(self) -> bool:
        """Whether every share is a number up to 100; one that is none is named."""
        try:
            for share in (self.shop, self.customer, *(share for _name, share in self.thirds)):
                share.check()
        except UserError as problem:
            self.show_error(problem.message)
            return False
        return True

    def show_in(self, room: int) -> None:
        """The way to a third party stands beside the shares where there is room for it, else under them."""
        self._room, gap = room, theme.current().px(12)
        for part in (self._shares, self._way):
            part.invalidate()
        fits = self._shares.sizeHint().width() + gap + self._way.sizeHint().width() <= room
        self._heads.setDirection(self._heads.Direction.LeftToRight if fits else self._heads.Direction.TopToBottom)
        self._heads.setSpacing(gap if fits else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now do the buttons know how wide they are."""
        super().showEvent(event)
        self.show_in(self._room)

    def show_error(self, sentence: str) -> None:
        """What is wrong with the shares; an empty text takes it away."""
        self._error.setText(sentence)
        self._error_row.setVisible(bool(sentence))

    def _add_third(self, name: str, percent: int) -> None:
        edit, share = line_edit(name, most=200), _share(_("Share of the third party"))
        edit.setAccessibleName(_("Name of the third party"))
        edit.setPlaceholderText(_("Name of the third party"))
        share.setValue(percent)
        edit.textChanged.connect(self._tell)
        share.valueChanged.connect(self._tell)
        self._third_rows.addWidget(box(row((edit, 1), share, label("%"), gap=8)))
        self.thirds.append((edit, share))
        self._follow_thirds()
        if not name:
            edit.setFocus()

    def _follow_thirds(self) -> None:
        self.joint.setVisible(bool(self.thirds))

    def _tell(self) -> None:
        self.show_error("")
        self.changed.emit()


class Sums(QWidget):
    """Claimed, proven and agreed, kept apart, in whole đồng; the agreed one also in words."""

    changed = Signal()

    def __init__(self, suggested: Callable[[], int]) -> None:
        super().__init__()
        self._suggested = suggested
        self.claimed, self.proven, self.agreed = MoneyField(), MoneyField(), MoneyField()
        self.fields = {
            "claimed": Field(_("Claimed (đồng)"), self.claimed),
            "proven": Field(_("Proven (đồng)"), self.proven),
            "agreed": Field(_("Agreed (đồng)"), self.agreed),
        }
        self.words = label("", "help", wrap=True)
        self.take_link = button("", kind="link")
        self.take_link.clicked.connect(self._take)
        self.setLayout(
            column(row(*[(field, 1) for field in self.fields.values()], gap=12), row((self.words, 1), self.take_link), gap=4)
        )
        for edit in (self.claimed, self.proven, self.agreed):
            edit.textChanged.connect(self._follow)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In reading order."""
        return self.claimed, self.proven, self.agreed, self.take_link

    def show_sums(self, case: CaseWork) -> None:
        """Fill the fields."""
        for name in self.fields:
            getattr(self, name).set_amount(getattr(case, name))
        self._follow()

    def show_texts(self, texts: dict[str, str]) -> None:
        """What was typed, sums or not."""
        for name in self.fields:
            getattr(self, name).setText(texts[name])
            getattr(self, name).group()

    def texts(self) -> dict[str, str]:
        """What stands in the fields, as typed."""
        return {name: getattr(self, name).text() for name in self.fields}

    def amounts(self) -> dict[str, int]:
        """The three sums; what is no sum counts as 0."""
        return {name: _amount(getattr(self, name)) for name in self.fields}

    @property
    def is_sound(self) -> bool:
        """Whether all three are sums; one that is none is named beside its field."""
        for field in self.fields.values():
            field.validate()
        return not any(field.error for field in self.fields.values())

    def follow_fault(self) -> None:
        """The shares changed: the suggestion may too."""
        self._follow(tell=False)

    def _follow(self, _text: str = "", *, tell: bool = True) -> None:
        for edit in (self.claimed, self.proven, self.agreed):
            edit.setToolTip(edit.words())
        words = sentence_start(self.agreed.words())
        self.words.setText(words)
        self.words.setVisible(bool(words))
        suggested = self._suggested()
        self.take_link.setVisible(bool(suggested) and _amount(self.agreed) != suggested)
        self.take_link.setText(_("By the shares: {sum}").format(sum=money_text(suggested)))
        if tell:
            self.changed.emit()

    def _take(self) -> None:
        self.agreed.set_amount(self._suggested())


def _amount(edit: MoneyField) -> int:
    try:
        return edit.amount()
    except UserError:
        return 0


def _share(name: str) -> NumberField:
    widget = NumberField(0, 100, 56)
    widget.setAccessibleName(name)
    return widget


def _beside(name: str, control: NumberField) -> QWidget:
    return box(row(label(name), control, label("%"), gap=6))
