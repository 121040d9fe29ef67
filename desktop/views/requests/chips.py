"""How a request stands, as a chip and in one bold sentence."""

from __future__ import annotations

from datetime import date

from desktop.i18n import day_text, long_day
from desktop.i18n import gettext as _
from desktop.models.choices import RequestKind, RequestState
from desktop.models.choices import label as choice_label
from desktop.services.request_views import RequestPage, RequestRow, RequestTask, RequestTaskKind
from desktop.views.widgets.clock import deadline_kind, deadline_words
from desktop.views.widgets.labels import ChipText

State = RequestState


def request_chip(row: RequestRow, today: date) -> ChipText:
    """The nearest clock of a request; that it stands still; or how it ended."""
    running = next((task for task in row.tasks if task.deadline), None)
    if row.is_open and row.waiting_since is not None and (running is None or running.kind is not RequestTaskKind.ACKNOWLEDGE):
        return ChipText(_("Waiting for the customer"), "quiet", "pause")
    if row.is_open and running is not None:
        return _task_chip(running, today)
    if not row.is_open and (owed := next((task for task in row.tasks if task.kind is RequestTaskKind.TELL), None)):
        return _owed_chip(owed, today) if row.owes_telling else ChipText(_("Letter not sent"), "soon")
    return ended_chip(row)


def _owed_chip(task: RequestTask, today: date) -> ChipText:
    """It is done, but the customer does not know."""
    is_late = task.deadline is not None and task.deadline.is_late(today)
    return ChipText(_("Still to tell the customer"), "late" if is_late else "soon")


def ended_chip(row: RequestRow) -> ChipText:
    """How it ended, with its day; an open one without a limit says where it stands."""
    if row.state is State.DONE and row.ended_on:
        return ChipText(_("Done {day}").format(day=day_text(row.ended_on)), "ok")
    return ChipText(choice_label(row.state), "quiet", "no" if row.state in (State.REFUSED, State.TAKEN_BACK) else "")


def _task_chip(task: RequestTask, today: date) -> ChipText:
    assert task.deadline is not None
    words, kind = deadline_words(task.deadline, today), deadline_kind(task.deadline, today)
    if task.kind is RequestTaskKind.ACKNOWLEDGE:
        words = _("Acknowledge: {when}").format(when=words[:1].lower() + words[1:])
    return ChipText(words, kind)


def due_sentence(page: RequestPage) -> str:
    """Until when, or since when it is over."""
    row = page.row
    if not row.is_open:
        return _ended_sentence(row)
    if row.waiting_since is not None:
        return _("Waiting for the customer: the clock stands still")
    if page.owes_question:
        return _("The customer has still to be asked")
    if page.deadline is None:
        return _("No limit is set for this kind of request")
    text = _("Answer by {day}") if row.kind is RequestKind.QUESTION else _("To be done by {day}")
    return text.format(day=long_day(page.deadline.last_day))


def _ended_sentence(row: RequestRow) -> str:
    texts = {
        State.DONE: _("Done on {day}"),
        State.REFUSED: _("Refused on {day}"),
        State.TAKEN_BACK: _("Taken back by the customer on {day}"),
    }
    return texts[row.state].format(day=long_day(row.ended_on)) if row.ended_on else choice_label(row.state)


def arithmetic(page: RequestPage) -> str:
    """How the day was counted, by which law, and whether the customer knows that it came in."""
    parts = [page.deadline.explain()] if page.deadline else []
    if page.acknowledged_on:
        parts.append(_("Acknowledged {day}.").format(day=day_text(page.acknowledged_on)))
    elif page.acknowledgement and page.row.is_open:
        parts.append(_("Acknowledge by {day}.").format(day=day_text(page.acknowledgement.last_day)))
    return " ".join(parts)


def received_notice(page: RequestPage) -> str:
    """``YC-2026-0007 entered: to be done by Friday, 11/12/2026.``"""
    if page.deadline is None:
        return _("{number} entered.").format(number=page.row.number)
    text = _("{number} entered: to be done by {day}.")
    return text.format(number=page.row.number, day=long_day(page.deadline.last_day))
