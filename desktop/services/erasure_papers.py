"""The papers around an erasure: what is looked at before, the letters to those who were given the data, the certificate, the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, local_day, ngettext, speaking
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.audit import AuditEntry
from desktop.models.choices import LetterKind
from desktop.models.disclosure import Disclosure
from desktop.models.erasure import Erasure, ErasureNotice
from desktop.models.numbering import formatted
from desktop.models.recipient import Recipient
from desktop.models.shop import Shop, StaffMember
from desktop.services.backup_copies import older_copies
from desktop.services.complaints import Complaints
from desktop.services.customers import get_customer
from desktop.services.erasing import records
from desktop.services.erasures import Chosen, Erasures
from desktop.services.office import Office, Work
from desktop.services.retention import Due, Retention
from desktop.services.shop import paper_identity, read_letter_settings, require_identity

if TYPE_CHECKING:
    from desktop.documents.calendar_file import CalendarEntry
    from desktop.documents.erasure_certificate import ErasureCertificate
    from desktop.documents.erasure_letter import LetterPerson

_UNSAID = "–"


@dataclass(frozen=True)
class RecipientPaper:
    """A letter that asks one recipient to delete what it was given."""

    recipient_id: int
    recipient: str
    number: str
    pdf: bytes


@dataclass(frozen=True)
class NoticeRow:
    """A recipient who still has to be told of people erased, with the certificate's number; nobody's name is left to say.

    ``letter_number``: of the letter with the names, "" where the data went before there was one.
    """

    public_id: str
    recipient: str
    people: int
    number: str
    erased_on: date
    letter_number: str


class ErasurePapers:
    """Makes them; keeps track of who was told."""

    def __init__(self, office: Office, erasures: Erasures, retention: Retention, complaints: Complaints) -> None:
        self._office = office
        self._erasures, self._retention, self._complaints = erasures, retention, complaints

    # ---- before ---------------------------------------------------------------------------------------------------------

    def preview(self, chosen: Chosen) -> bytes:
        """What an erasure would do, to be read to the customer."""
        from desktop.documents import erasure_preview as document

        shop, language = self._shop()
        with speaking(language):
            plans = self._erasures.plans(chosen)
            people = tuple(document.PersonPart(x.name, x.phone, x.ground, x.goes, x.anonymous, x.stays) for x in plans)
        paper = document.ErasurePreview(paper_identity(shop), self._office.today(), people, language=language)
        return document.render(paper)

    def deletion_list(self, title: str, dues: Sequence[Due]) -> bytes:
        """The list behind a bar."""
        from desktop.documents import deletion_list as document

        shop, language = self._shop()
        with speaking(language):
            lines = tuple(document.DeletionLine(x.last_day, x.name, x.phone, x.reason, _state(x)) for x in dues)
        return document.render(document.DeletionList(paper_identity(shop), self._office.today(), title, lines, language))

    def letters(self, chosen: Chosen) -> list[RecipientPaper]:
        """One letter per recipient about all these people; made before they go, because afterwards nobody knows their names."""
        with self._office.writing() as work:
            shop, settings = require_identity(work.session), read_letter_settings(work.session)
            with speaking(settings.language):
                told = _told(work.session, chosen)
                return [self._letter(work, shop, recipient, people) for recipient, people in told.items()]

    def _letter(self, work: Work, shop: Shop, recipient_id: int, people: list[LetterPerson]) -> RecipientPaper:
        from desktop.documents import erasure_letter as document

        recipient, settings = work.session.get_one(Recipient, recipient_id), read_letter_settings(work.session)
        kind = LetterKind.RECIPIENT_LETTER
        number = formatted(settings.patterns[kind], work.next_number(kind), work.today.year)
        made = work.log("recipient.letter_made", recipient.public_id, number=number, people=len(people))
        paper = document.ErasureLetter(
            shop=paper_identity(shop),
            number=number,
            dated=work.today,
            recipient=recipient.name,
            recipient_detail=recipient.contact.splitlines()[0] if recipient.contact else "",
            people=tuple(people),
            audit_line=_("Log {entry}").format(entry=made.printed()),
            language=settings.language,
        )
        return RecipientPaper(recipient_id, recipient.name, number, document.render(paper))

    # ---- afterwards -----------------------------------------------------------------------------------------------------

    def certificate(self, erasure_id: str) -> bytes:
        """That it was done, how long older copies live on and which of them the owner has to destroy; it names nobody erased."""
        from desktop.documents import erasure_certificate as document

        with self._office.reading() as session:
            shop, language = require_identity(session), read_letter_settings(session).language
            erasure = session.scalars(select(Erasure).where(Erasure.public_id == erasure_id)).one()
            with speaking(language):
                paper = _certificate(session, shop, erasure)
        return document.render(replace(paper, language=language))

    def notices(self) -> list[NoticeRow]:
        """Recipients still to be told, oldest first."""
        query = select(ErasureNotice, Erasure, Recipient).join(Erasure, Erasure.id == ErasureNotice.erasure_id)
        query = query.join(Recipient, Recipient.id == ErasureNotice.recipient_id).where(still_to_tell())
        with self._office.reading() as session:
            return [
                NoticeRow(
                    notice.public_id,
                    recipient.name,
                    notice.people,
                    erasure.number,
                    local_day(erasure.erased_at),
                    notice.letter_number,
                )
                for notice, erasure, recipient in session.execute(query.order_by(ErasureNotice.id))
            ]

    def mark_told(self, public_id: str, on: date) -> None:
        """A recipient was told."""
        with self._office.writing() as work:
            notice = work.session.scalars(select(ErasureNotice).where(ErasureNotice.public_id == public_id)).one()
            erased_on = local_day(work.session.get_one(Erasure, notice.erasure_id).erased_at)
            if notice.told_on is not None:
                raise UserError(_("This is marked as done already."))
            if not erased_on <= on <= work.today:
                raise UserError(_("Choose a day from {day} until today.").format(day=day_text(erased_on)), "told_on")
            notice.told_on = on
            work.log("recipient.told", public_id)

    def calendar(self) -> bytes:
        """Deletions by week and complaints by number, for a phone's calendar: nobody's name, number or address."""
        from desktop.documents import calendar_file as document

        today = self._office.today()
        entries = [*self._deletions(today), *self._replies()]
        return document.render(document.CalendarFile(_("Giữ Lời: deadlines"), tuple(entries)), self._office.now())

    def _deletions(self, today: date) -> list[CalendarEntry]:
        from desktop.documents.calendar_file import CalendarEntry

        upcoming = self._retention.upcoming()
        counted = {week.begins: week.people for week in upcoming.weeks}
        counted[upcoming.weeks[0].begins] += upcoming.overdue
        return [
            CalendarEntry(f"deletions-{begins:%Y-%m-%d}@giuloi", max(begins, today), _due_text(people))
            for begins, people in counted.items()
            if people
        ]

    def _replies(self) -> list[CalendarEntry]:
        from desktop.documents.calendar_file import CalendarEntry

        rows = [(row, row.deadline) for row in self._complaints.open_rows()]
        return [
            CalendarEntry(
                f"{row.number}@giuloi".replace("/", "-"), due.last_day, _("Complaint {number}").format(number=row.number)
            )
            for row, due in rows
            if due is not None
        ]

    def _shop(self) -> tuple[Shop, str]:
        with self._office.reading() as session:
            return require_identity(session), read_letter_settings(session).language


def _state(due: Due) -> str:
    if due.is_held:
        return _("on hold")
    return _("asked by the customer") if due.has_asked else ""


def _due_text(people: int) -> str:
    return ngettext("Data of {n} person is to be deleted", "Data of {n} people is to be deleted", people).format(n=people)


def still_to_tell() -> ColumnElement[bool]:
    """Notices of recipients who have to be told and were not."""
    return and_(ErasureNotice.told_on.is_(None), ErasureNotice.not_told_reason == "")


def _told(session: Session, chosen: Chosen) -> dict[int, list[LetterPerson]]:
    """For each recipient the people it was told about, by what it knows of them."""
    from desktop.documents.erasure_letter import LetterPerson

    found: dict[int, list[LetterPerson]] = {}
    for number in chosen.customers:
        customer = get_customer(session, number)
        for recipient_id, entries in _given(session, [row.id for row in records(session, [customer.id])]).items():
            known = frozenset[str]().union(*(entry.field_codes() for entry in entries))
            name = customer.paper_name if "name" in known else _UNSAID
            phone = phones.shown(customer.phone) if "phone" in known and customer.phone else _UNSAID
            found.setdefault(recipient_id, []).append(LetterPerson(name, phone, _when(entries)))
    return found


def _given(session: Session, ids: Iterable[int]) -> dict[int, list[Disclosure]]:
    query = select(Disclosure).where(Disclosure.customer_id.in_(list(ids)), Disclosure.voided_at.is_(None))
    found: dict[int, list[Disclosure]] = {}
    for entry in session.scalars(query.order_by(Disclosure.disclosed_on, Disclosure.id)):
        found.setdefault(entry.recipient_id, []).append(entry)
    return found


def _when(entries: list[Disclosure]) -> str:
    days = [
        f"{day_text(entry.disclosed_on)} ({entry.order_reference})" if entry.order_reference else day_text(entry.disclosed_on)
        for entry in entries
    ]
    return ", ".join(dict.fromkeys(days))


def _certificate(session: Session, shop: Shop, erasure: Erasure) -> ErasureCertificate:
    from desktop.documents import erasure_certificate as document

    entry = session.scalars(select(AuditEntry).where(AuditEntry.number == erasure.audit_number)).one()
    staff = session.scalar(select(StaffMember.name).where(StaffMember.public_id == erasure.erased_by))
    return document.ErasureCertificate(
        shop=paper_identity(shop),
        number=erasure.number,
        dated=local_day(erasure.erased_at),
        made_at=erasure.erased_at,
        made_by=staff or "",
        people=erasure.people,
        asked=erasure.asked,
        time_over=erasure.people - erasure.asked,
        complaint_files=erasure.complaint_files,
        stored_files=erasure.stored_files,
        recipients=_recipients(session, erasure),
        copies_until=erasure.copies_until,
        copies_elsewhere=older_copies(session, erasure.erased_at).elsewhere,
        audit_line=_("Log {entry}").format(entry=entry.printed()),
    )


def _recipients(session: Session, erasure: Erasure) -> tuple[str, ...]:
    query = select(Recipient.name, ErasureNotice.people).join(Recipient, Recipient.id == ErasureNotice.recipient_id)
    rows = session.execute(query.where(ErasureNotice.erasure_id == erasure.id).order_by(Recipient.name))
    text = "{name} ({people})"
    return tuple(
        text.format(name=name, people=ngettext("{n} customer", "{n} customers", people).format(n=people)) for name, people in rows
    )
