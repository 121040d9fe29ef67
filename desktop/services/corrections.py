"""When data that was given changes: every recipient who holds it becomes a task, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, RecipientTask
from desktop.models.recipient import Recipient
from desktop.services.office import Work, new_id


@dataclass(frozen=True)
class Noted:
    """What a change meant for one recipient: the task, the fields that changed, and those the task gained by it."""

    task_id: str
    changed: frozenset[str]
    gained: frozenset[str]


def note_correction(work: Work, customer: Customer, fields: Iterable[str]) -> tuple[Noted, ...]:
    """Whoever was given a field that has now changed has to be told; called within the transaction of the change."""
    changed, held = frozenset(fields), _held(work.session, customer.id)
    stale = {recipient_id: changed & given for recipient_id, given in held.items()}
    return tuple(_open_task(work, customer.id, recipient_id, gone) for recipient_id, gone in stale.items() if gone)


def forget_correction(work: Work, noted: Iterable[Noted]) -> None:
    """The change was undone: who was not told of it need not be; who was has to hear that all is as before."""
    for part in noted:
        task = work.session.scalar(select(RecipientTask).where(RecipientTask.public_id == part.task_id))
        if task is None:
            continue  # what the recipient was given has been voided since
        if task.told_on is None:
            _keep(work, task, task.field_codes() - part.gained)
        else:
            _open_task(work, task.customer_id, task.recipient_id, part.changed)


def forget_voided(work: Work, entries: Iterable[Disclosure]) -> None:
    """Whoever turns out to have been given nothing need not hear that it changed; called after the entries were voided."""
    recipients: dict[int, set[int]] = {}
    for entry in entries:
        recipients.setdefault(entry.customer_id, set()).add(entry.recipient_id)
    open_tasks = select(RecipientTask).where(RecipientTask.told_on.is_(None), RecipientTask.customer_id.in_(list(recipients)))
    for task in work.session.scalars(open_tasks).all():
        if task.recipient_id in recipients[task.customer_id]:
            held = _held(work.session, task.customer_id).get(task.recipient_id, frozenset[str]())
            _keep(work, task, task.field_codes() & held)


def holders(session: Session, customer_id: int) -> dict[str, tuple[str, ...]]:
    """By field, the names of the recipients who were given it."""
    found: dict[str, list[str]] = {}
    for recipient_id, fields in _held(session, customer_id).items():
        name = session.get_one(Recipient, recipient_id).name
        for field in fields:
            found.setdefault(field, []).append(name)
    return {field: tuple(sorted(names)) for field, names in found.items()}


def _held(session: Session, customer_id: int) -> dict[int, frozenset[str]]:
    """The fields that each recipient was given."""
    found: dict[int, frozenset[str]] = {}
    query = select(Disclosure).where(Disclosure.customer_id == customer_id, Disclosure.voided_at.is_(None))
    for disclosure in session.scalars(query.order_by(Disclosure.id)):
        found[disclosure.recipient_id] = found.get(disclosure.recipient_id, frozenset()) | disclosure.field_codes()
    return found


def _open_task(work: Work, customer_id: int, recipient_id: int, fields: frozenset[str]) -> Noted:
    """The recipient's open task with these fields added, a new one where none is open."""
    mine = (RecipientTask.customer_id == customer_id, RecipientTask.recipient_id == recipient_id)
    task = work.session.scalar(select(RecipientTask).where(*mine, RecipientTask.told_on.is_(None)))
    if task is None:
        task = RecipientTask(public_id=new_id(), customer_id=customer_id, recipient_id=recipient_id, fields="")
        work.session.add(task)
    gained = fields - task.field_codes()
    task.fields, task.since = " ".join(sorted(task.field_codes() | fields)), work.today
    return Noted(task.public_id, fields, gained)


def _keep(work: Work, task: RecipientTask, fields: frozenset[str]) -> None:
    """Leave a task only these fields; with none left there is nobody to be told."""
    if fields:
        task.fields = " ".join(sorted(fields))
    else:
        work.session.delete(task)
