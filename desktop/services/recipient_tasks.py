"""After a correction or deletion: which recipients still hold the old data, a letter to each, ticked off when done.
And the statement of disclosures for one customer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, sentence_start, speaking
from desktop.i18n import gettext as _
from desktop.models import gate
from desktop.models.choices import LetterKind, label
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, RecipientTask
from desktop.models.numbering import formatted
from desktop.models.phones import shown
from desktop.models.recipient import Recipient
from desktop.models.shop import Shop
from desktop.services.customers import get_customer
from desktop.services.disclosures import DisclosureRow, Ground, cases, customer_rows, held_fields
from desktop.services.office import Office, Work
from desktop.services.printing import name_on_paper
from desktop.services.recipients import known_field_names
from desktop.services.shop import paper_identity, read_letter_settings, require_identity
from desktop.services.wording import filled

if TYPE_CHECKING:
    from desktop.documents.disclosure_statement import DisclosureStatement, StatementLine
    from desktop.documents.letter import Letter, Section

UNSAID = "–"


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
    letter_number: str = ""


class RecipientTasks:
    """Who is still to be told, and the papers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open_rows(self) -> list[TaskRow]:
        """Everybody still to be told, oldest first."""
        with self._office.reading() as session:
            query = select(RecipientTask, Customer, Recipient).where(RecipientTask.told_on.is_(None))
            query = query.join(Customer, Customer.id == RecipientTask.customer_id)
            query = query.join(Recipient, Recipient.id == RecipientTask.recipient_id)
            query = query.order_by(RecipientTask.since, RecipientTask.id)
            return [_row(task, customer, recipient) for task, customer, recipient in session.execute(query)]

    def count_open(self) -> int:
        """How many are still to be told."""
        with self._office.reading() as session:
            return session.scalar(select(func.count()).where(RecipientTask.told_on.is_(None))) or 0

    def letter(self, public_id: str) -> bytes:
        """The letter to one recipient: what to correct, what to delete. Takes a number once; made anew it keeps it."""
        from desktop.documents import letter as document

        with self._office.writing() as work:
            task, settings = _get(work.session, public_id), read_letter_settings(work.session)
            shop, entries = require_identity(work.session), _entries(work.session, task)
            pattern = settings.patterns[LetterKind.RECIPIENT_LETTER]
            if not task.letter_number:
                task.letter_number = formatted(pattern, work.next_number(LetterKind.RECIPIENT_LETTER), work.today.year)
            made = work.log("recipient.letter_made", task.public_id, number=task.letter_number)
            with speaking(settings.language):
                paper = _letter(work, shop, task, entries, made.printed())
            return document.render(replace(paper, language=settings.language))

    def mark_told(self, public_id: str, on: date) -> None:
        """The recipient was told."""
        with self._office.writing() as work:
            task = _get(work.session, public_id)
            if task.told_on is not None:
                raise UserError(_("This is marked as done already."))
            if on > work.today:
                raise UserError(_("This day lies in the future."), "told_on")
            if on < task.since:
                raise UserError(_("The data changed only on {day}.").format(day=day_text(task.since)), "told_on")
            task.told_on = on
            work.log("recipient.told", task.public_id)

    def statement(self, customer_id: int) -> bytes:
        """Who was told what about one customer, by name, with days, fields and ground; voided entries are left out."""
        from desktop.documents import disclosure_statement as document

        with self._office.reading() as session:
            customer, shop = get_customer(session, customer_id), require_identity(session)
            language = read_letter_settings(session).language
            with speaking(language):
                paper = _statement(session, shop, customer, self._office.today())
        return document.render(replace(paper, language=language))


def _get(session: Session, public_id: str) -> RecipientTask:
    return session.scalars(select(RecipientTask).where(RecipientTask.public_id == public_id)).one()


def _row(task: RecipientTask, customer: Customer, recipient: Recipient) -> TaskRow:
    fields = tuple(task.fields.split())
    return TaskRow(
        task.public_id, customer.id, customer.name, recipient.name, fields, task.since, task.told_on, task.letter_number
    )  # fmt: skip


# ---- the letter ---------------------------------------------------------------------------------------------------------


def _letter(work: Work, shop: Shop, task: RecipientTask, entries: list[Disclosure], audit: str) -> Letter:
    from desktop.documents import letter as document

    recipient = work.session.get_one(Recipient, task.recipient_id)
    values = _letter_values(work, task, recipient, entries) | {
        "shop": shop.name, "shop_phone": shop.phone, "shop_email": shop.email, "recipient": recipient.name,
    }  # fmt: skip
    return document.Letter(
        shop=paper_identity(shop),
        number=task.letter_number,
        subject=_("a change in data that was given"),
        dated=work.today,
        addressee=recipient.name,
        addressee_detail=recipient.contact.splitlines()[0] if recipient.contact else "",
        sections=_sections(work.session, values),
        audit_line=_("Log {entry}").format(entry=audit),
        to_customer=False,
    )


def _sections(session: Session, values: dict[str, str]) -> tuple[Section, ...]:
    from desktop.documents import letter as document

    blocks = [
        "opening",
        *(block for block, key in (("correct", "corrections"), ("remove", "removals")) if values[key]),
        "closing",
        *(["by_email"] if values["shop_email"] else []),
    ]
    written = [filled(session, LetterKind.RECIPIENT_LETTER, block, values) for block in blocks]
    return tuple(document.Section(text, title) for title, text in written if text)


def _letter_values(work: Work, task: RecipientTask, recipient: Recipient, entries: list[Disclosure]) -> dict[str, str]:
    """Fields that may still be given are named with their new value, the others are to be deleted.

    The gate is asked anew, on the ground on which they were given last. Whose data it is, the recipient reads by a phone
    number that it knows, and by a name that it knows or may be told.
    """
    customer, names = work.session.get_one(Customer, task.customer_id), known_field_names(work.session)
    held = held_fields(work.session, customer) | {"phone": shown(customer.phone)}
    changed = task.field_codes()
    stale = [entry for entry in entries if entry.field_codes() & changed]
    approach = cases(work.session, [customer.id], recipient, work.today, _ground(stale[-1]))[customer.id].approach
    told = [field for field in task.fields.split() if held.get(field) and gate.refusal(approach, field) is None]
    known = {code for entry in entries for code in entry.field_codes()} - changed
    return {
        "customer": name_on_paper(customer) if "name" in known.union(told) else UNSAID,
        "customer_phone": (held["phone"] if "phone" in known else "") or UNSAID,
        "given": ", ".join(_when(entry) for entry in stale),
        "corrections": "\n".join(f"- {names.get(field, field)}: {held[field]}" for field in told),
        "removals": ", ".join(_inside(names.get(field, field)) for field in task.fields.split() if field not in told),
    }


def _entries(session: Session, task: RecipientTask) -> list[Disclosure]:
    """What the recipient was given until the change, oldest first; UserError where nothing that changed is among it."""
    whose = (Disclosure.customer_id == task.customer_id, Disclosure.recipient_id == task.recipient_id)
    query = select(Disclosure).where(*whose, Disclosure.voided_at.is_(None), Disclosure.disclosed_on <= task.since)
    found = list(session.scalars(query.order_by(Disclosure.disclosed_on, Disclosure.id)))
    if not any(entry.field_codes() & task.field_codes() for entry in found):
        raise UserError(_("Nothing is on record any more that this recipient was given."))
    return found


def _ground(entry: Disclosure) -> Ground:
    return Ground(entry.basis, entry.citation, entry.letter_number, entry.letter_dated, is_kept=entry.letter_id is not None)


def _inside(name: str) -> str:
    """A field's name inside a list: only its first letter is small, so that CCCD stays what it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _when(entry: Disclosure) -> str:
    day = day_text(entry.disclosed_on)
    order = _("order {reference}").format(reference=entry.order_reference)
    return f"{day} ({order})" if entry.order_reference else day


# ---- the statement ------------------------------------------------------------------------------------------------------


def _statement(session: Session, shop: Shop, customer: Customer, today: date) -> DisclosureStatement:
    from desktop.documents import disclosure_statement as document

    names = known_field_names(session)
    rows = [row for row in reversed(customer_rows(session, customer.id)) if not row.is_void]
    lines = tuple(_line(row, names) for row in rows)
    return document.DisclosureStatement(paper_identity(shop), name_on_paper(customer), shown(customer.phone), today, lines)


def _line(row: DisclosureRow, names: dict[str, str]) -> StatementLine:
    from desktop.documents import disclosure_statement as document

    notice = _("not yet") if row.misses_notice else UNSAID
    if row.notified_on is not None and row.notified_by is not None:
        notice = f"{day_text(row.notified_on)}\n{label(row.notified_by)}"
    dated = f"{row.letter_number} ({day_text(row.letter_dated)})" if row.letter_dated else row.letter_number
    ground = "\n".join(part for part in (label(row.basis), row.citation, dated) if part)
    fields = sentence_start(", ".join(_inside(names.get(code, code)) for code in row.fields))
    return document.StatementLine(row.on, row.recipient, fields, row.purpose, ground, notice, row.order_reference)
