"""When data that was given changes: every recipient who holds it becomes a task, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, RecipientTask
from desktop.services.office import Work, new_id


def note_correction(work: Work, customer: Customer, fields: Iterable[str]) -> None:
    """Whoever was given a field that has now changed has to be told; called within the transaction of the change."""
    changed = set(fields)
    for recipient_id, given in _given(work.session, customer.id).items():
        if stale := sorted(given & changed):
            _open_task(work, customer.id, recipient_id, stale)


def forget_correction(work: Work, customer: Customer, fields: Iterable[str]) -> None:
    """The change was undone before anybody was told of it."""
    untold = (RecipientTask.customer_id == customer.id, RecipientTask.told_on.is_(None), RecipientTask.since == work.today)
    wanted = set(fields)
    for task in work.session.scalars(select(RecipientTask).where(*untold)).all():
        if set(task.fields.split()) <= wanted:
            work.session.execute(delete(RecipientTask).where(RecipientTask.id == task.id))


def _given(session: Session, customer_id: int) -> dict[int, set[str]]:
    """The fields that each recipient holds."""
    found: dict[int, set[str]] = {}
    query = select(Disclosure).where(Disclosure.customer_id == customer_id, Disclosure.voided_at.is_(None))
    for disclosure in session.scalars(query):
        found.setdefault(disclosure.recipient_id, set()).update(disclosure.fields.split())
    return found


def _open_task(work: Work, customer_id: int, recipient_id: int, fields: list[str]) -> None:
    mine = (RecipientTask.customer_id == customer_id, RecipientTask.recipient_id == recipient_id)
    task = work.session.scalar(select(RecipientTask).where(*mine, RecipientTask.told_on.is_(None)))
    if task is None:
        task = RecipientTask(public_id=new_id(), customer_id=customer_id, recipient_id=recipient_id, fields="", since=work.today)
        work.session.add(task)
    task.fields = " ".join(sorted({*task.fields.split(), *fields}))
