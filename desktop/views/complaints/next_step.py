"""What a complaint wants next, said in a sentence with its buttons; the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.i18n import day_text, money_text
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintState, LetterKind
from desktop.services.complaint_views import ComplaintPage
from desktop.views.widgets.clock import deadline_kind, deadline_words

State = ComplaintState


@dataclass(frozen=True)
class Step:
    """A sentence, what its colour means, and its buttons: text to the name of an action."""

    text: str
    kind: str = "info"
    buttons: dict[str, str] = field(default_factory=dict[str, str])


def next_steps(page: ComplaintPage, today: date) -> list[Step]:
    """All that is wanted now, most urgent first."""
    makers = (_not_begun, _evidence, _acknowledge, _unsent, _unpaid, _finish)
    return [step for maker in makers if (step := maker(page, today)) is not None]


def _not_begun(page: ComplaintPage, _today: date) -> Step | None:
    if page.row.state is State.RECEIVED and page.row.checking_began_on is None:
        return Step(_("Nobody has begun to check this complaint."), "soon", {_("Begin checking"): "begin"})
    return None


def _evidence(page: ComplaintPage, _today: date) -> Step | None:
    buttons = {_("Evidence is complete"): "evidence_complete"}
    if page.row.state is State.AWAITING_EVIDENCE:
        text = _("Waiting for evidence: {missing}").format(missing=page.missing_evidence)
        return Step(text, "soon", {_("Print request"): "evidence_letter", **buttons})
    if page.row.is_open and page.waits_for_evidence and page.evidence_complete_on is None:
        text = _("The time runs from the day the evidence is complete. State that day, or say what is missing.")
        return Step(text, "soon", {_("Something is missing"): "evidence_missing", **buttons})
    return None


def _acknowledge(page: ComplaintPage, today: date) -> Step | None:
    if not page.row.is_open or page.acknowledged_on or page.acknowledgement is None:
        return None
    when = deadline_words(page.acknowledgement, today)
    kind = {"quiet": "info"}.get(deadline_kind(page.acknowledgement, today), deadline_kind(page.acknowledgement, today))
    text = _("The receipt has not been acknowledged: {when}, by {day}.")
    text = text.format(when=when[:1].lower() + when[1:], day=day_text(page.acknowledgement.last_day))
    return Step(text, kind, {_("Print acknowledgement"): "acknowledge"})


def _unsent(page: ComplaintPage, _today: date) -> Step | None:
    letter = next((letter for letter in page.letters if letter.kind is LetterKind.REPLY and letter.sent_on is None), None)
    if letter is None or page.row.state is not State.DECIDED:
        return None
    text = _("Letter {number} is made and has not been handed over or sent.").format(number=letter.number)
    return Step(text, "soon", {_("Mark as handed over or sent"): "mark_reply"})


def _unpaid(page: ComplaintPage, _today: date) -> Step | None:
    if page.row.state in (State.WITHDRAWN, State.INVESTIGATING) or not page.row.unpaid:
        return None
    text = _("{sum} agreed and not yet paid.").format(sum=money_text(page.row.unpaid))
    return Step(text, "soon", {_("Print receipt"): "receipt", _("Record payment"): "pay"})


def _finish(page: ComplaintPage, _today: date) -> Step | None:
    if page.row.state is State.REPLIED and not page.row.unpaid:
        return Step(_("Answered. Nothing more is owed."), "ok", {_("Close the file"): "close"})
    if page.row.state is State.CLOSED and page.closed_on:
        return Step(_("Closed on {day}.").format(day=day_text(page.closed_on)), "info")
    if page.row.state is State.WITHDRAWN and page.closed_on:
        return Step(_("Withdrawn by the customer on {day}.").format(day=day_text(page.closed_on)), "info")
    return None
