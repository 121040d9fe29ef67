"""After a correction or deletion: which recipients still hold the old data, a letter to each, ticked off when done.
And the statement of disclosures for one customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models import gate
from desktop.models.choices import LegalBasis, LetterKind, label
from desktop.models.customer import Customer
from desktop.models.disclosure import RecipientTask
from desktop.models.numbering import formatted
from desktop.models.phones import shown
from desktop.models.recipient import Recipient
from desktop.services.disclosures import DisclosureRow, Ground, cases, customer_rows, held_fields
from desktop.services.office import Office, Work
from desktop.services.recipients import field_names
from desktop.services.shop import paper_identity, read_letter_settings, require_identity
from desktop.services.wording import filled


@dataclass(frozen=True)
class TaskRow:
    """A recipient to be told."""

    public_id: str
    customer_id: int
    customer: str
    recipient: str
    fields: tuple[str, ...]
    since: date
    told_on: date | None


class RecipientTasks:
    """Who is still to be told, and the papers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open_rows(self) -> list[TaskRow]:
        """Everybody still to be told, oldest first."""
        with self._office.reading() as session:
            query = select(RecipientTask, Customer, Recipient).where(RecipientTask.told_on.is_(None))
            query = query.join(Customer, Customer.id == RecipientTask.customer_id)
            query = query.join(Recipient, Recipient.id == RecipientTask.recipient_id).order_by(RecipientTask.since)
            return [_row(task, customer, recipient) for task, customer, recipient in session.execute(query)]

    def count_open(self) -> int:
        """How many are still to be told."""
        with self._office.reading() as session:
            return session.scalar(select(func.count()).where(RecipientTask.told_on.is_(None))) or 0

    def letter(self, public_id: str) -> bytes:
        """The letter to one recipient: what to correct, what to delete. Takes a number."""
        with self._office.writing() as work:
            task = _get(work.session, public_id)
            entry = work.log("recipient.letter_made", task.public_id)
            return _letter(work, task, entry.printed())

    def mark_told(self, public_id: str, on: date) -> None:
        """The recipient was told."""
        with self._office.writing() as work:
            task = _get(work.session, public_id)
            if task.told_on is not None:
                raise UserError(_("This is marked as done already."))
            if on > work.today:
                raise UserError(_("This day lies in the future."), "told_on")
            task.told_on = on
            work.log("recipient.told", task.public_id)

    def statement(self, customer_id: int) -> bytes:
        """Who was told what about one customer, by name, with days, fields and ground; voided entries are left out."""
        from desktop.documents import disclosure_statement as document

        with self._office.reading() as session:
            customer, shop = session.get_one(Customer, customer_id), require_identity(session)
            names = _names(session, self._office.today())
            rows = [row for row in reversed(customer_rows(session, customer_id)) if not row.is_void]
            paper = document.DisclosureStatement(
                paper_identity(shop), customer.name, shown(customer.phone), self._office.today(),
                tuple(_line(document, row, names) for row in rows), language=read_letter_settings(session).language,
            )  # fmt: skip
        return document.render(paper)


def _get(session: Session, public_id: str) -> RecipientTask:
    return session.scalars(select(RecipientTask).where(RecipientTask.public_id == public_id)).one()


def _names(session: Session, today: date) -> dict[str, str]:
    return {field.code: field.name for field in field_names(session, today)}


def _row(task: RecipientTask, customer: Customer, recipient: Recipient) -> TaskRow:
    fields = tuple(task.fields.split())
    return TaskRow(task.public_id, customer.id, customer.name, recipient.name, fields, task.since, task.told_on)


def _letter(work: Work, task: RecipientTask, audit: str) -> bytes:
    from desktop.documents import letter as document

    session, settings, shop = work.session, read_letter_settings(work.session), require_identity(work.session)
    recipient = session.get_one(Recipient, task.recipient_id)
    number = formatted(settings.patterns[LetterKind.RECIPIENT_LETTER], work.next_number("recipient_letter"), work.today.year)
    values = _letter_values(work, task, recipient) | {
        "shop": shop.name, "shop_phone": shop.phone, "shop_email": shop.email, "recipient": recipient.name,
    }  # fmt: skip
    blocks = ["opening", *(name for name, key in (("correct", "corrections"), ("remove", "removals")) if values[key]), "closing"]
    sections = [filled(session, LetterKind.RECIPIENT_LETTER, block, values) for block in blocks]
    return document.render(
        document.Letter(
            shop=paper_identity(shop),
            number=number,
            subject=_("a change in data that was given"),
            dated=work.today,
            addressee=recipient.name,
            addressee_detail=recipient.contact.splitlines()[0] if recipient.contact else "",
            sections=tuple(document.Section(text, title) for title, text in sections if text),
            audit_line=_("Log {entry}").format(entry=audit),
            language=settings.language,
        )
    )


def _letter_values(work: Work, task: RecipientTask, recipient: Recipient) -> dict[str, str]:
    """Fields that may still be given are named with their new value, the others are to be deleted."""
    session, customer = work.session, work.session.get_one(Customer, task.customer_id)
    held, names = held_fields(session, customer), _names(session, work.today)
    approach = cases(session, [customer.id], recipient, work.today, Ground(LegalBasis.CONSENT))[customer.id].approach
    allowed = [field for field in task.fields.split() if held.get(field) and gate.refusal(approach, field) is None]
    removed = [field for field in task.fields.split() if field not in allowed]
    rows = [row for row in customer_rows(session, customer.id) if row.recipient == recipient.name and not row.is_void]
    days = sorted({row.on for row in rows})
    return {
        "customer": customer.name,
        "customer_phone": shown(customer.phone) or "–",
        "given": ", ".join(day_text(day) for day in days),
        "corrections": "\n".join(f"- {names.get(field, field)}: {held[field]}" for field in allowed),
        "removals": ", ".join(names.get(field, field).lower() for field in removed),
    }


def _line(document: Any, row: DisclosureRow, names: dict[str, str]) -> Any:
    notice = _("not yet") if row.misses_notice else "–"
    if row.notified_on is not None and row.notified_by is not None:
        notice = f"{day_text(row.notified_on)} · {label(row.notified_by)}"
    ground = " · ".join(part for part in (label(row.basis), row.citation, row.letter_number) if part)
    fields = ", ".join(names.get(code, code) for code in row.fields)
    return document.StatementLine(row.on, row.recipient, fields, row.purpose, ground, notice, row.order_reference)
