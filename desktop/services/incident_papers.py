"""The letters about an incident: one to each authority, kept as sent; one to each customer, in a file for the printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, local_day, moment_text, number_text, speaking
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.audit import AuditEntry
from desktop.models.choices import Delivery, LetterKind, RestrictionKind
from desktop.models.customer import Customer
from desktop.models.incident import Incident, IncidentAuthority, IncidentMember
from desktop.models.numbering import formatted
from desktop.models.shop import Shop
from desktop.services.among import is_among
from desktop.services.incident_views import counts
from desktop.services.incidents import add_incident_step, get_authority, get_incident
from desktop.services.office import Office
from desktop.services.printing import name_on_paper, sorted_out, unprintable
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.services.recipients import known_field_names
from desktop.services.restrictions import wishes
from desktop.services.shop import LetterSettings, paper_identity, read_letter_settings, require_identity
from desktop.services.wording import filled

if TYPE_CHECKING:
    from desktop.documents.letter import Letter, Section
    from desktop.documents.letter_batch import Numbered
    from desktop.documents.page import ShopIdentity

PLANNED_NUMBER = "…"
SERIES = "incident_letter"
_AT_ONCE, _MOST_NAMED = 1000, 10
Sections = list[tuple[str, str]]


@dataclass(frozen=True)
class LeftOut:
    """A customer whose name no paper can print, and which of its characters."""

    customer_id: int
    name: str
    characters: str


@dataclass(frozen=True)
class MemberLetters:
    """One file with a letter for each of ``made`` customers; the others are named."""

    pdf: bytes
    made: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class _Reader:
    """A customer as a letter names them."""

    id: int
    name: str
    paper_name: str
    detail: str


@dataclass(frozen=True)
class _MemberLetter:
    """The letter that is the same for all; called with a reader and where they live it is theirs."""

    shop: ShopIdentity
    number: str
    dated: date
    sections: tuple[Section, ...]
    audit_line: str
    language: str

    def __call__(self, name: str, detail: str) -> Letter:
        from desktop.documents import letter as document

        subject = _("notice of an incident with your data")
        return document.Letter(
            self.shop, self.number, subject, self.dated, name, detail, self.sections, self.audit_line, self.language
        )


class IncidentPapers:
    """Makes, keeps and sends them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- authorities ----------------------------------------------------------------------------------------------------

    def preview(self, authority_id: str) -> bytes:
        """The letter as it would print now; takes no number and keeps nothing."""
        with self._office.reading() as session:
            row, incident = get_authority(session, authority_id)
            return self._rendered(session, row, incident, row.number or PLANNED_NUMBER, "")

    def issue(self, authority_id: str) -> None:
        """Make the letter: number, log entry and bytes in one transaction. One not yet sent is made anew under its number."""
        with self._office.writing() as work:
            row, incident = get_authority(work.session, authority_id)
            incident.require_open()
            if row.sent_at is not None:
                raise UserError(_("This letter has been marked as sent already."))
            if row.is_late(incident.noticed_at, work.now) and not row.late_reason:
                raise UserError(_("This letter is late. Write why; the letter has to say it."), "late_reason")
            settings = read_letter_settings(work.session)
            row.number = row.number or formatted(settings.patterns[SERIES], work.next_number(SERIES), work.today.year)
            entry = work.log("incident.letter_made", row.public_id, incident=incident.public_id, number=row.number)
            row.dated = work.today
            row.pdf = self._rendered(work.session, row, incident, row.number, entry.printed())

    def pdf(self, authority_id: str) -> bytes:
        """The letter as it was made, byte for byte."""
        with self._office.reading() as session:
            row, _incident = get_authority(session, authority_id)
            if row.pdf is None:
                raise UserError(_("The letter has not been made yet."))
            return row.pdf

    def mark_sent(self, authority_id: str, at: datetime, by: Delivery) -> None:
        """The authority was told at this moment; its clock stops, the letter stays as it is."""
        with self._office.writing() as work:
            row, incident = get_authority(work.session, authority_id)
            incident.require_open()
            if row.dated is None:
                raise UserError(_("Make the letter first."))
            if row.sent_at is not None:
                raise UserError(_("This letter has been marked as sent already."))
            if at > work.now:
                raise UserError(_("This moment lies in the future."), "sent_at")
            if at < incident.noticed_at:
                text = _("The incident was noticed only at {moment}.")
                raise UserError(text.format(moment=moment_text(incident.noticed_at)), "sent_at")
            row.sent_at, row.sent_by = at, by
            add_incident_step(work, incident, "authority_told", row.number)

    # ---- customers ------------------------------------------------------------------------------------------------------

    def preview_member(self, incident_id: int) -> bytes:
        """The letter to customers, with one of them as its reader."""
        from desktop.documents import letter as document

        with self._office.reading() as session:
            incident, shop = get_incident(session, incident_id), require_identity(session)
            settings = read_letter_settings(session)
            with speaking(settings.language):
                found = session.scalars(_waiting(incident_id).limit(1)).first()
                name = name_on_paper(found) if found else _("customer")
                made = self._member_letter(session, incident, shop, settings, PLANNED_NUMBER, "")
                return document.render(made(name, ""))

    def member_letters(self, incident_id: int, progress: Progress = NO_PROGRESS) -> MemberLetters:
        """One letter for each customer who has not been told, in one file; for another thread. Raises Cancelled.

        One number for all of them: the words are the same. It is taken, and the log says so, only when all are drawn; whose name
        cannot print is named and gets none. Nobody is marked as told: that follows when the letters have gone out.
        """
        from desktop.documents.letter_batch import render_numbered

        with self._office.reading() as session:
            incident, settings = get_incident(session, incident_id), read_letter_settings(session)
            incident.require_open()
            shop = require_identity(session)
            readers, unnamed = sorted_out(self._readers(session, incident_id))
            left_out = tuple(LeftOut(one.id, one.name, unprintable(one.paper_name)) for one in unnamed)
            if not readers:
                raise UserError(_cannot_print(left_out) if left_out else _("Everybody on the list has been told."))
            with speaking(settings.language):
                made = self._member_letter(session, incident, shop, settings, *_stand_ins(session, settings))
        letters = (made(one.paper_name, one.detail) for one in readers)
        with speaking(settings.language):
            pdf = render_numbered(
                letters, lambda done: progress.step(done, len(readers)), lambda: self._number_letters(incident_id, readers)
            )
        return MemberLetters(pdf, len(readers), left_out)

    def _number_letters(self, incident_id: int, readers: Sequence[_Reader]) -> Numbered:
        """The letters exist: their number, the entry, and for whom one was made."""
        from desktop.documents.letter_batch import Numbered

        with self._office.writing() as work:
            incident, settings = get_incident(work.session, incident_id), read_letter_settings(work.session)
            incident.require_open()
            number = formatted(settings.patterns[SERIES], work.next_number(SERIES), work.today.year)
            theirs = (
                IncidentMember.incident_id == incident_id,
                is_among(IncidentMember.customer_id, [one.id for one in readers]),
            )
            work.session.execute(update(IncidentMember).where(*theirs).values(letter_number=number))
            entry = work.log("incident.member_letters_made", incident.public_id, number=number, people=len(readers))
            with speaking(settings.language):
                return Numbered(number, _("Log {entry}").format(entry=entry.printed()))

    def text(self, incident_id: int, customer_id: int, channel: str) -> str:
        """A short text to copy for one customer: ``sms``, ``zalo`` or ``email``."""
        with self._office.reading() as session:
            incident, shop = get_incident(session, incident_id), require_identity(session)
            with speaking(read_letter_settings(session).language):
                values = _values(session, incident, shop) | {"name": session.get_one(Customer, customer_id).name}
                return filled(session, LetterKind.INCIDENT_TEXT, channel, values)[1]

    # ---- in detail ------------------------------------------------------------------------------------------------------

    def _rendered(self, session: Session, row: IncidentAuthority, incident: Incident, number: str, audit: str) -> bytes:
        from desktop.documents import letter as document  # reportlab: when the first letter is looked at

        shop, language = require_identity(session), read_letter_settings(session).language
        with speaking(language):
            said = _authority_sections(session, row, incident, shop, self._office.now())
            return document.render(
                document.Letter(
                    shop=paper_identity(shop),
                    number=number,
                    subject=_("report of an incident with personal data"),
                    dated=self._office.today(),
                    addressee=row.name,
                    addressee_detail="",
                    sections=_as_sections(said),
                    audit_line=_("Log {entry}").format(entry=audit) if audit else "",
                    language=language,
                    to_customer=False,
                )
            )

    def _member_letter(
        self, session: Session, incident: Incident, shop: Shop, settings: LetterSettings, number: str, audit: str
    ) -> _MemberLetter:
        said = _member_sections(session, incident, shop)
        line = _("Log {entry}").format(entry=audit) if audit else ""
        return _MemberLetter(paper_identity(shop), number, self._office.today(), _as_sections(said), line, settings.language)

    def _readers(self, session: Session, incident_id: int) -> Iterator[_Reader]:
        """With the address, else the phone; an address that is kept from papers, or cannot print, stands on none."""
        for people in session.scalars(_waiting(incident_id)).partitions(_AT_ONCE):
            kept = wishes(session, [person.id for person in people], self._office.today())
            for person in people:
                hidden = any(wish.kind is RestrictionKind.HIDE_ADDRESS for wish in kept.get(person.id, []))
                yield _Reader(person.id, person.name, person.paper_name, _reach(person, hidden=hidden))


def _waiting(incident_id: int) -> Select[Customer]:
    """Who has not been told and can be by letter, by given name; whose letter came back is reached another way."""
    member = IncidentMember
    untold = (member.incident_id == incident_id, member.told_on.is_(None), member.failed_on.is_(None))
    query = select(Customer).join(IncidentMember, IncidentMember.customer_id == Customer.id)
    return query.where(*untold).order_by(Customer.sort_key, Customer.id)


def _stand_ins(session: Session, settings: LetterSettings) -> tuple[str, str]:
    """A number and an entry as long as the real ones will be."""
    newest = session.scalar(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1))
    return formatted(settings.patterns[SERIES], 88, 8888), newest.printed() if newest else ""


def _cannot_print(left_out: Sequence[LeftOut]) -> str:
    names = ", ".join(f"{one.name} ({one.characters})" for one in left_out[:_MOST_NAMED])
    text = _("These names cannot stand on paper: {names}. Write on each customer's page how the name shall print.")
    return text.format(names=names)


def _reach(person: Customer, *, hidden: bool) -> str:
    if person.address and not hidden and not unprintable(person.address):
        return " ".join(person.address.split())
    return _("phone {number}").format(number=phones.shown(person.phone)) if person.phone else ""


def _as_sections(said: Sections) -> tuple[Section, ...]:
    from desktop.documents.letter import Section

    return tuple(Section(text, title) for title, text in said if text)


def _authority_sections(session: Session, row: IncidentAuthority, incident: Incident, shop: Shop, now: datetime) -> Sections:
    values = _values(session, incident, shop) | {"law": row.law}
    told = counts(session, incident.id)
    values["told"] = number_text(told.told)
    blocks = ["opening", *(["law"] if row.law else []), *(["happened"] if incident.happened else [])]
    blocks += ["moments" if incident.happened_at else "noticed", "people"]
    blocks += ["harm"] if incident.harm else []
    blocks += ["cause" if incident.cause else "cause_unknown"]
    blocks += ["measures"] if incident.measures else []
    said = [filled(session, LetterKind.INCIDENT_AUTHORITY, block, values) for block in blocks]
    telling = "nobody_told" if incident.nobody_told else "members"
    said.append(filled(session, LetterKind.INCIDENT_AUTHORITY, telling, values | {"reason": incident.nobody_told}))
    deadline = row.deadline(incident.noticed_at)
    if deadline and row.is_late(incident.noticed_at, now):
        late = {"due": moment_text(deadline.due), "reason": row.late_reason}
        said.append(filled(session, LetterKind.INCIDENT_AUTHORITY, "late", values | late))
    ending = ["contact", *(["by_email"] if shop.email else []), "closing"]
    return said + [filled(session, LetterKind.INCIDENT_AUTHORITY, block, values) for block in ending]


def _member_sections(session: Session, incident: Incident, shop: Shop) -> Sections:
    values = _values(session, incident, shop)
    told = [row.name for row in incident.authorities if row.sent_at is not None]
    values["authorities"] = "; ".join(told)
    blocks = ["opening", *(["happened"] if incident.happened else []), "data"]
    blocks += ["harm"] if incident.harm else []
    blocks += ["measures"] if incident.measures else []
    blocks += ["authorities"] if told else []
    return [filled(session, LetterKind.INCIDENT_MEMBER, block, values) for block in (*blocks, "advice", "contact", "closing")]


def _values(session: Session, incident: Incident, shop: Shop) -> dict[str, str]:
    names = known_field_names(session)
    data = ", ".join(names.get(code, code).lower() for code in incident.fields.split())
    return {
        "shop": shop.name,
        "shop_phone": shop.phone,
        "shop_email": shop.email,
        "owner": shop.owner_name,
        "number": incident.number,
        "subject": incident.subject,
        "happened": incident.happened,
        "happened_at": moment_text(incident.happened_at) if incident.happened_at else "",
        "noticed_at": moment_text(incident.noticed_at),
        "noticed_on": day_text(local_day(incident.noticed_at)),
        "people": number_text(max(incident.people, counts(session, incident.id).people)),
        "data": data or _("not known yet"),
        "harm": incident.harm,
        "cause": incident.cause,
        "measures": incident.measures,
    }
