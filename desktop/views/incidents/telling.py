"""Beside the members: how far the telling is, on which day and how they are told, and a short text to copy for one of them."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.models.choices import TellingMeans
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.incident_members import MemberRow
from desktop.services.incident_views import MemberCounts
from desktop.views.background import run_in_background
from desktop.views.widgets.buttons import button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, column, frame, row, scrolling
from desktop.views.widgets.working import Working

_WRITTEN = (TellingMeans.SMS, TellingMeans.ZALO, TellingMeans.EMAIL)


class Telling(QFrame):
    """The panel; what is done with it the members' page does."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("sideRight")
        self._services = services
        self._incident_id = self._wish = 0
        self._member: MemberRow | None = None
        self.figure, self.detail = label("", "section", wrap=True), label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How many customers have been told"))
        self.day = DateField(None)
        self.means = Choice((_("Choose…"), None), *((choice_label(means), means) for means in TellingMeans))
        self.fields = {"told_on": Field(_("Told on"), self.day), "means": Field(_("By"), self.means)}
        self.back_button = button("", icon="undo", small=True)
        self.hint = label("", "help", wrap=True)
        self.working = Working(_("How far the letters are"), "Esc")
        self.working.hide()
        self._marks = self._mark_box()
        self._text_box = self._one_text()
        parts = (self.figure, self.bar, self.detail, self.working, self._marks, (self._text_box, 1))
        content = column(*parts, gap=10, margins=(16, 12, 16, 12))
        content.addStretch(0)
        self.setLayout(column(scrolling(box(content)), gap=0))

    # ---- building -------------------------------------------------------------------------------------------------------

    def _mark_box(self) -> QWidget:
        self._how = row(self.fields["told_on"], (self.fields["means"], 1), gap=12)
        return box(column(self._how, self.hint, row(self.back_button, None), gap=8))

    def _one_text(self) -> QWidget:
        self.channel = Choice(*((choice_label(means), means) for means in _WRITTEN))
        self.channel.setAccessibleName(_("Written as"))
        self.channel.currentIndexChanged.connect(self._show_text)
        self.whom = label("", "strong", wrap=True)
        self.text = Area(4)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Text"))
        self.copy_button = button(_("Copy text"), icon="doc", small=True)
        self.copy_button.clicked.connect(self.copy)
        self.copied = label("", "help", wrap=True)
        self.copied.hide()
        parts = (self.whom, self.channel, (self.text, 1), row(self.copy_button, None), self.copied)
        return frame(column(*parts, gap=6, margins=(12, 8, 12, 10)), "card")

    def show_narrow(self, *, narrow: bool) -> None:
        """Day and way under each other where there is little room."""
        direction = self._how.Direction
        self._how.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)

    @property
    def controls(self) -> list[QWidget]:
        """As they are read."""
        return [self.day, self.means, self.back_button, self.channel, self.copy_button, self.text]

    # ---- showing --------------------------------------------------------------------------------------------------------

    def start(self, incident_id: int, today: date) -> None:
        """Another incident."""
        self._incident_id, self._member = incident_id, None
        self.day.set_day(today)
        self.means.choose(None)
        self.fields["means"].clear_error()
        self.fields["told_on"].clear_error()

    def told_on(self) -> date | None:
        """The day; None for what is none, which is said beside the field."""
        try:
            return self.day.day()
        except UserError as problem:
            self.fields["told_on"].show_error(problem.message)
            self.day.setFocus()
            return None

    def show_counts(self, counts: MemberCounts, ticked: int, *, is_open: bool) -> None:
        """How far it is, and what can be marked now."""
        people = ngettext("{told} of {n} customer told", "{told} of {n} customers told", counts.people)
        self.figure.setText(people.format(told=number_text(counts.told), n=number_text(counts.people)))
        self.bar.setRange(0, max(1, counts.people))
        self.bar.setValue(counts.told)
        self.detail.setText(" · ".join(_details(counts)))
        self.detail.setVisible(bool(_details(counts)))
        is_busy = self.working.is_busy
        self.working.setVisible(is_busy)
        self._marks.setVisible(is_open and not is_busy and bool(counts.untold or ticked))
        back = ngettext("Mark {n} as come back", "Mark {n} as come back", ticked).format(n=number_text(ticked))
        self.back_button.setText(back)
        self.back_button.setVisible(bool(ticked))
        self.hint.setText(_hint(counts, ticked))
        self.hint.setVisible(bool(self.hint.text()))

    def show_member(self, member: MemberRow | None) -> None:
        """The text for this one."""
        changed = (member.id if member else 0) != (self._member.id if self._member else 0)
        self._member = member if member is not None and member.customer_id is not None else None
        self._text_box.setVisible(self._member is not None)
        if self._member is not None and changed:
            self.copied.hide()
            self.text.setPlainText("")
            self._show_text()

    def follow_text(self) -> None:
        """The incident or its wording changed."""
        self._show_text()

    def showEvent(self, _event: object) -> None:
        """While it is hidden no text is made."""
        self._show_text()

    def _show_text(self, *_chosen: object) -> None:
        """Made on another thread, so that the cursor runs through the list unhindered; only the latest wish counts."""
        member, channel = self._member, self.channel.value()
        if member is None or member.customer_id is None or not isinstance(channel, TellingMeans) or not self.isVisible():
            return
        self._wish += 1
        self.whom.setText(_("Text for {name}").format(name=member.name))
        wish, incident_id, customer_id = self._wish, self._incident_id, member.customer_id
        make = self._services.incident_papers.text
        run_in_background(
            self, lambda: make(incident_id, customer_id, channel.value), lambda text: self._put_text(wish, text),
            lambda problem: self._no_text(wish, problem),
        )  # fmt: skip

    def _no_text(self, wish: int, problem: Exception) -> None:
        """Such as a shop whose own name is not filled in: the sentence stands where the text would."""
        if not isinstance(problem, UserError):
            raise problem
        self._put_text(wish, problem.message)

    def _put_text(self, wish: int, text: str) -> None:
        if wish == self._wish and text != self.text.toPlainText():
            self.text.setPlainText(text)

    def copy(self) -> None:
        """To the clipboard; then she says that it was sent."""
        QApplication.clipboard().setText(self.text.toPlainText())
        channel = self.channel.value()
        self.means.choose(channel)
        self.copied.setText(_("Copied. Paste it into the message, then mark the customer as told."))
        self.copied.show()


def _details(counts: MemberCounts) -> list[str]:
    said = (
        (counts.untold - counts.failed, ngettext("{n} not told", "{n} not told", counts.untold - counts.failed)),
        (counts.failed, ngettext("{n} came back", "{n} came back", counts.failed)),
        (counts.erased, ngettext("{n} erased since", "{n} erased since", counts.erased)),
    )
    return [text.format(n=number_text(n)) for n, text in said if n]


def _hint(counts: MemberCounts, ticked: int) -> str:
    if ticked:
        return ""
    if counts.failed and counts.failed == counts.untold:
        return _("Reach those whose message came back another way, tick them, and mark them as told.")
    return _("Without a tick, all are marked who were not told yet; whose message came back stays.") if counts.untold else ""
