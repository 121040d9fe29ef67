"""The panel of a customer's planned deletion: when and why, what holds it back, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from desktop.i18n import day_text, money_text, ngettext
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.customers import CustomerPage
from desktop.services.holds import ComplaintHold, HoldRow
from desktop.views.customers.deletion_actions import DeletionActions
from desktop.views.widgets.buttons import KeyButton, button
from desktop.views.widgets.labels import ChipText, chip, glyph, label, section
from desktop.views.widgets.layout import box, column, frame, line, row

_UNDER = 28  # under the words, not under the icon


@dataclass(frozen=True)
class Deletion:
    """What the panel shows; ``refusal`` says why the data may not go today, "" where it may."""

    page: CustomerPage
    holds: list[HoldRow]
    complaints: list[ComplaintHold]
    refusal: str
    today: date


def deletion_panel(deletion: Deletion, actions: DeletionActions) -> QFrame:
    """Day, reason, holds, and the customer's own wish."""
    page = deletion.page
    figure = day_text(page.delete_by) if page.delete_by else _("When asked")
    parts: list[QWidget] = [
        section(_("Planned deletion"), _erase_button(deletion, actions)),
        box(row(label(figure, "figure"), *_chips(deletion), None, gap=12)),
        label(page.delete_reason, "muted", wrap=True),
    ]
    if deletion.refusal and page.delete_on and not page.on_hold:  # else the reason says it already
        parts.append(label(_("Cannot go today: {reason}.").format(reason=deletion.refusal), "help", wrap=True))
    held = [_complaint_row(hold, actions) for hold in deletion.complaints]
    held += [_hold_row(hold, actions) for hold in deletion.holds]
    parts += [item for shown in held for item in (line(), shown)]
    return frame(column(*parts, None, _foot(page, actions), gap=4, margins=(16, 10, 16, 10)))


def _erase_button(deletion: Deletion, actions: DeletionActions) -> KeyButton:
    erase = button(_("Erase data…"), small=True)
    erase.clicked.connect(actions.erase)
    erase.setEnabled(not deletion.refusal)
    if deletion.refusal:
        erase.setToolTip(_("Cannot go today: {reason}.").format(reason=deletion.refusal))
        erase.setAccessibleDescription(erase.toolTip())
    return erase


def _chips(deletion: Deletion) -> list[QWidget]:
    """On hold, due today, or late: one chip, the one that counts."""
    page, today = deletion.page, deletion.today
    if page.on_hold:
        return [chip(ChipText(_("On hold"), "quiet", "pause"))]
    if page.delete_on is None or page.delete_by is None or page.delete_on > today:
        return []
    return [chip(days_chip(page.delete_by, today))]


def days_chip(last_day: date, today: date) -> ChipText:
    """How long data may still be there: late only once it is late."""
    left = (last_day - today).days
    if left < 0:
        return ChipText(ngettext("Late by {n} day", "Late by {n} days", -left).format(n=-left), "late")
    return ChipText(ngettext("{n} day left", "{n} days left", left).format(n=left) if left else _("Today"), "soon")


def _complaint_row(hold: ComplaintHold, actions: DeletionActions) -> QWidget:
    text = _("Complaint {number} holds by itself until it is answered.").format(number=hold.number)
    if not hold.is_open:
        text = _("Complaint {number} holds by itself until {sum} is paid.")
        text = text.format(number=hold.number, sum=money_text(hold.unpaid))
    opened = _link(_("Open"), lambda: actions.complaint_opened.emit(hold.complaint_id), hold.number)
    return box(row(glyph("complaint", "muted", 18), (label(text, wrap=True), 1), opened, gap=10))


def _hold_row(hold: HoldRow, actions: DeletionActions) -> QWidget:
    title = f"{choice_label(hold.kind)}: {hold.reason}"
    release = _link(_("Release"), lambda: actions.release(hold), title)
    words = label(title, "" if hold.counts else "muted", wrap=True)
    head = row(glyph("pause", "muted", 18), (words, 1), release, gap=10)
    under = column(label(_detail(hold), "help", wrap=True), *_letter(hold, actions, title), gap=2, margins=(_UNDER, 0, 0, 0))
    return box(column(head, under, gap=2))


def _detail(hold: HoldRow) -> str:
    """Last day, law, letter; or that it holds nothing any more."""
    if not hold.counts:
        return _("No longer in force, because the customer asked for deletion.")
    until = _("until {day}").format(day=day_text(hold.until)) if hold.until else _("no last day")
    lawless = _("no law named") if hold.needs_letter else ""
    sent = _("letter {number} sent on {day}")
    told = sent.format(number=hold.letter_number, day=day_text(hold.letter_sent_on)) if hold.letter_sent_on else ""
    return " · ".join(filter(None, (until, hold.citation or lawless, told)))


def _letter(hold: HoldRow, actions: DeletionActions, title: str) -> list[QWidget]:
    """What the letter to a customer who asked for deletion still wants."""
    if not hold.needs_letter:
        return []
    show = _link(_("Letter"), lambda: actions.show_letter(hold), title)
    if not hold.misses_letter:
        return [box(row(show, None))]
    missing = chip(ChipText(_("Letter not sent"), "soon"))
    if not hold.is_whole:
        return [box(row(missing, _link(_("Name law and last day"), lambda: actions.complete(hold), title), None, gap=12))]
    sent = [_link(_("Mark as sent"), lambda: actions.mark_sent(hold), title)] if hold.letter_number else []
    return [box(row(missing, show, *sent, None, gap=12))]


def _foot(page: CustomerPage, actions: DeletionActions) -> QWidget:
    """The customer's wish: to be entered, or to be taken back. The reason above names it, unless the policy is earlier."""
    asked_on, hold = page.asked_deletion_on, _link(_("Hold…"), actions.add_hold)
    if asked_on is None:
        return box(row(_link(_("Customer asks for deletion"), actions.ask_wish), hold, None, gap=14))
    links = row(_link(_("Customer takes the request back"), lambda: actions.take_back(asked_on)), hold, None, gap=14)
    if asked_on == page.delete_on:
        return box(links)
    asked = label(_("Asked for deletion on {day}").format(day=day_text(asked_on)), wrap=True)
    return box(column(line(), row(glyph("hand", "muted", 18), (asked, 1), gap=10), links, gap=4))


def _link(text: str, act: Callable[[], object], about: str = "") -> KeyButton:
    """A button in the text; one of several alike says what it is about."""
    link = button(text, kind="link")
    link.clicked.connect(lambda: act())
    if about:
        link.setAccessibleName(f"{about}: {text}")
    return link
