"""What a request wants next, said in a sentence with its buttons; the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import LetterKind, RequestState
from desktop.services.request_views import RequestPage
from desktop.views.widgets.clock import deadline_kind, deadline_words

State = RequestState
ENDING = {State.DONE: LetterKind.REQUEST_DONE, State.REFUSED: LetterKind.REQUEST_REFUSAL}


@dataclass(frozen=True)
class Step:
    """A sentence, what its colour means, and its buttons: text to the name of an action."""

    text: str
    kind: str = "info"
    buttons: dict[str, str] = field(default_factory=dict[str, str])


def next_steps(page: RequestPage, today: date, to_be_told: tuple[str, ...] = ()) -> list[Step]:
    """All that is wanted now, most urgent first; ``to_be_told``: recipients who have not heard of the change."""
    steps = [_waiting(page), _unsent(page), _extension(page), _finish(page), _acknowledge(page, today), _not_begun(page)]
    steps += [_tell_others(page, to_be_told)]
    return [step for step in steps if step is not None]


def _waiting(page: RequestPage) -> Step | None:
    if page.row.state is not State.WAITING:
        return None
    asked = next((step.note for step in page.steps if step.action == "waiting"), "")
    if page.owes_question:
        buttons = {_("Print the question"): "question_letter", _("The customer was asked…"): "mark_asked"}
        return Step(_("Still to be asked, and the time runs until then: {question}").format(question=asked), "soon", buttons)
    return Step(_("The customer was asked: {question}").format(question=asked), "soon", {_("The answer came…"): "begin"})


def _unsent(page: RequestPage) -> Step | None:
    letter = next((letter for letter in reversed(page.letters) if letter.sent_on is None), None)
    if letter is None:
        return None
    text = _("Letter {number} is made and has not been handed over or sent.").format(number=letter.number)
    return Step(text, "soon", {_("Mark as handed over or sent"): "mark_sent"})


def _extension(page: RequestPage) -> Step | None:
    if not page.owes_extension_notice or page.extended_on is None:
        return None
    text = _("The time was extended on {day}. The customer has to be told.").format(day=day_text(page.extended_on))
    made = any(letter.kind is LetterKind.REQUEST_EXTENSION for letter in page.letters)
    print_it = {} if made else {_("Print the letter"): "extension_letter"}
    return Step(text, "soon", {**print_it, _("The customer was told…"): "mark_told"})


def _acknowledge(page: RequestPage, today: date) -> Step | None:
    if not page.row.is_open or page.acknowledged_on or page.acknowledgement is None:
        return None
    when = deadline_words(page.acknowledgement, today)
    kind = deadline_kind(page.acknowledgement, today)
    text = _("The receipt has not been acknowledged: {when}, by {day}.")
    text = text.format(when=when[:1].lower() + when[1:], day=day_text(page.acknowledgement.last_day))
    buttons = {_("Send a text"): "text", _("Print acknowledgement"): "acknowledge"}
    return Step(text, "info" if kind == "quiet" else kind, buttons)


def _not_begun(page: RequestPage) -> Step | None:
    if page.row.state is not State.RECEIVED or page.acknowledged_on is None:
        return None
    return Step(_("Nobody has begun with this request."), "info", {_("Begin"): "begin"})


def _tell_others(page: RequestPage, to_be_told: tuple[str, ...]) -> Step | None:
    if page.row.state is not State.DONE or not to_be_told:
        return None
    text = _("{recipients} still has the old data and has to be told.").format(recipients=", ".join(to_be_told))
    return Step(text, "soon", {_("Recipients to be told"): "tasks"})


def _finish(page: RequestPage) -> Step | None:
    wanted = ENDING.get(page.row.state)
    if wanted is None:
        return None
    if page.row.owes_telling:
        made = any(letter.kind is wanted for letter in page.letters)
        print_it = {} if made else {_("Print the letter"): "ending_letter"}
        return Step(
            _("The customer has still to be told how it ended."), "soon", {**print_it, _("The customer was told…"): "mark_told"}
        )
    if page.told_on is None:
        return None
    return Step(_("The customer was told on {day}. Nothing more is owed.").format(day=day_text(page.told_on)), "ok")
