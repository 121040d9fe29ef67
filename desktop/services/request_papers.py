"""The papers of a request: letters numbered once and kept as sent, the page of what is held, the copy as files, texts to send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, speaking
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import OPEN_REQUESTS, Delivery, LetterKind, RequestKind, RequestState, TellingMeans, label
from desktop.models.customer import Customer
from desktop.models.erasure import Erasure
from desktop.models.letter import RequestLetter
from desktop.models.numbering import formatted
from desktop.models.rights_request import RightsRequest
from desktop.models.shop import Shop
from desktop.services.customers import get_customer
from desktop.services.held_data import Asked, copied_data, held_data
from desktop.services.holds import holds_of
from desktop.services.office import Office, Work, new_id
from desktop.services.printing import addressee
from desktop.services.request_views import person_of
from desktop.services.request_wording import Sections, deleted_sections, sections, short_text
from desktop.services.restrictions import hides_address
from desktop.services.rights_requests import add_request_step, get_request, note_acknowledged, read_request_clocks
from desktop.services.shop import paper_identity, read_letter_settings, require_identity

Kind, State = RequestKind, RequestState
PLANNED_NUMBER = "…"
SERIES = "request_letter"


@dataclass(frozen=True)
class CopyFile:
    """A file for the customer: its name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Farewell:
    """What the letter about an erasure needs of somebody whose data will be gone when it is written. Never kept."""

    request_id: int
    addressee: str
    detail: str
    stays: tuple[str, ...] = ()


class RequestPapers:
    """Makes, keeps and sends them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- letters --------------------------------------------------------------------------------------------------------

    def preview(self, request_id: int, kind: LetterKind) -> bytes:
        """A letter as it would print now; takes no number and keeps nothing."""
        with self._office.reading() as session:
            request = get_request(session, request_id)
            _check(request, kind)
            unsent = _unsent(request, kind)
            number = unsent.number if unsent else PLANNED_NUMBER
            return _rendered(session, request, kind, self._office.today(), number, "")

    def preview_answer(self, request_id: int, text: str) -> bytes:
        """The reply as it would print if a question were answered with this text today; takes no number and keeps nothing."""
        with self._office.reading() as session, session.no_autoflush:
            request, today = get_request(session, request_id), self._office.today()
            request.require_open()
            request.outcome, request.ended_on = tidy(text), today
            pdf = _rendered(session, request, LetterKind.REQUEST_DONE, today, PLANNED_NUMBER, "")
            session.rollback()
            return pdf

    def issue(self, request_id: int, kind: LetterKind) -> int:
        """Make a letter: number, log entry and bytes in one transaction; one not yet sent is made anew under its number."""
        with self._office.writing() as work:
            request = get_request(work.session, request_id)
            _check(request, kind)
            letter = _unsent(request, kind) or _new_letter(work, request, kind)
            entry = work.log("request.letter_made", letter.public_id, request=request.public_id, kind=kind)
            letter.dated, letter.issued_at, letter.audit_number = work.today, work.now, entry.number
            letter.language = read_letter_settings(work.session).language
            letter.pdf = _rendered(work.session, request, kind, work.today, letter.number, entry.printed())
            work.session.flush()
            return letter.id

    def pdf(self, letter_id: int) -> bytes:
        """A letter as it was made, byte for byte."""
        with self._office.reading() as session:
            return session.get_one(RequestLetter, letter_id).pdf

    def mark_sent(self, letter_id: int, on: date, by: Delivery) -> None:
        """It reached its reader and stays as it is; an acknowledgement that was sent acknowledges."""
        with self._office.writing() as work:
            letter = work.session.get_one(RequestLetter, letter_id)
            request = get_request(work.session, letter.request_id)
            _check_sent(letter, on, work.today)
            letter.sent_on, letter.sent_by = on, by
            _note_sent(work, request, letter.kind, on)
            add_request_step(work, request, "letter_sent", on, letter.number)

    def text(self, request_id: int, channel: str) -> str:
        """A short acknowledgement to copy: ``sms``, ``zalo`` or ``email``."""
        with self._office.reading() as session:
            request, shop = get_request(session, request_id), require_identity(session)
            request.require_not_erased()
            clocks = read_request_clocks(session, self._office.today())
            with speaking(read_letter_settings(session).language):
                return short_text(session, request, channel, shop, clocks)

    # ---- what is held ---------------------------------------------------------------------------------------------------

    def held(self, request_id: int) -> bytes:
        """What the shop holds about the customer of a request, printed while they wait. It is certain who asks."""
        with self._office.writing() as work:
            request = get_request(work.session, request_id)
            request.require_open()
            request.require_identity()
            return _held(work, _customer(work.session, request), request.number, request.public_id)

    def held_about(self, customer_id: int) -> bytes:
        """The same for a customer at the counter, without a request."""
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            return _held(work, customer, "", customer.public_id)

    def copies(self, request_id: int) -> tuple[CopyFile, ...]:
        """The same as JSON and CSV."""
        from desktop.documents import copied_data as document

        with self._office.writing() as work:
            request = get_request(work.session, request_id)
            request.require_open()
            request.require_identity()
            shop, language = require_identity(work.session), read_letter_settings(work.session).language
            work.log("request.copied", request.public_id)
            with speaking(language):
                customer = _customer(work.session, request)
                data = copied_data(work.session, shop, Asked(customer, work.today, request.number, language=language))
            return (
                CopyFile(f"{request.number}.json", document.as_json(data)),
                CopyFile(f"{request.number}.csv", document.as_csv(data)),
            )

    # ---- after an erasure -----------------------------------------------------------------------------------------------

    def farewell(self, request_id: int, stays: tuple[str, ...] = ()) -> Farewell:
        """What the letter will need, read before the data goes; ``stays`` from the erasure's plan."""
        with self._office.reading() as session:
            request = get_request(session, request_id)
            person = person_of(session, request)
            name = addressee(session, person.customer_id, person.name)
            return Farewell(request.id, name, _reached_at(session, request, self._office.today()), stays)

    def farewells(self, stays: Mapping[int, tuple[str, ...]]) -> tuple[Farewell, ...]:
        """The same for the open requests of customers who are about to go: id -> what stays of them."""
        theirs = or_(Customer.id.in_(stays), Customer.merged_into_id.in_(stays))
        query = select(RightsRequest.id, func.coalesce(Customer.merged_into_id, Customer.id)).join(Customer).where(theirs)
        asked = (RightsRequest.kind == RequestKind.DELETE, RightsRequest.state.in_(OPEN_REQUESTS))
        with self._office.reading() as session:
            found = session.execute(query.where(*asked).order_by(RightsRequest.id)).all()
        return tuple(self.farewell(request_id, stays[customer_id]) for request_id, customer_id in found)

    def erased_among(self, farewells: Sequence[Farewell]) -> tuple[Farewell, ...]:
        """Those whose data is gone by now."""
        query = select(RightsRequest.id).where(RightsRequest.id.in_([one.request_id for one in farewells]))
        with self._office.reading() as session:
            gone = set(session.scalars(query.where(RightsRequest.erased_on.is_not(None))))
        return tuple(one for one in farewells if one.request_id in gone)

    def deletion_letter(self, farewell: Farewell, erasure_id: str) -> bytes:
        """The letter that says it was done. The shop keeps no copy: it would hold the name that was erased."""
        with self._office.writing() as work:
            request = work.session.get_one(RightsRequest, farewell.request_id)
            erasure = work.session.scalars(select(Erasure).where(Erasure.public_id == erasure_id)).one()
            shop, settings = require_identity(work.session), read_letter_settings(work.session)
            number = formatted(settings.patterns[SERIES], work.next_number(SERIES), work.today.year)
            entry = work.log("request.letter_made", request.public_id, kind=LetterKind.REQUEST_DONE, number=number)
            with speaking(settings.language):
                said = deleted_sections(work.session, request, shop, erasure, farewell.stays)
                subject = _subject(request, LetterKind.REQUEST_DONE)
                head = _Head(number, subject, work.today, farewell.addressee, farewell.detail, entry.printed(), settings.language)
                return _letter(shop, head, said)


@dataclass(frozen=True)
class _Head:
    """What stands around the text of a letter."""

    number: str
    subject: str
    dated: date
    addressee: str
    detail: str
    audit: str
    language: str


# ---- letters ------------------------------------------------------------------------------------------------------------


def _check(request: RightsRequest, kind: LetterKind) -> None:
    request.require_not_erased()
    wanted = {
        LetterKind.REQUEST_ACKNOWLEDGEMENT: request.is_open,
        LetterKind.REQUEST_QUESTION: request.state is State.WAITING,
        LetterKind.REQUEST_EXTENSION: request.extended_on is not None,
        LetterKind.REQUEST_DONE: request.state is State.DONE,
        LetterKind.REQUEST_REFUSAL: request.state is State.REFUSED,
    }
    if not wanted[kind]:
        raise UserError(
            _("This letter does not fit the state of the request: {state}.").format(state=label(request.state).lower())
        )


def _check_sent(letter: RequestLetter, on: date, today: date) -> None:
    if letter.sent_on is not None:
        raise UserError(_("This letter has been marked as sent already."))
    if on > today:
        raise UserError(_("This day lies in the future."), "sent_on")
    if on < letter.dated:
        text = _("The letter is dated {day}; it cannot have been sent before.")
        raise UserError(text.format(day=day_text(letter.dated)), "sent_on")


def _note_sent(work: Work, request: RightsRequest, kind: LetterKind, on: date) -> None:
    """What its sending settles: the receipt, the question, more time, the end; a refusal by law tells of its hold, too."""
    if kind is LetterKind.REQUEST_ACKNOWLEDGEMENT and request.acknowledged_on is None:
        note_acknowledged(work, request, on)
    elif kind is LetterKind.REQUEST_QUESTION:
        request.asked(on)
    elif kind is LetterKind.REQUEST_EXTENSION and request.owes_extension_notice:
        request.extension_told_on, request.extension_told_by = on, TellingMeans.LETTER
    elif kind in (LetterKind.REQUEST_DONE, LetterKind.REQUEST_REFUSAL) and request.owes_telling:
        request.told_on, request.told_by = on, TellingMeans.LETTER
        for hold in holds_of(work.session, request.id, work.today):
            hold.letter_sent_on = on


def _unsent(request: RightsRequest, kind: LetterKind) -> RequestLetter | None:
    return next((letter for letter in request.letters if letter.kind is kind and letter.sent_on is None), None)


def _new_letter(work: Work, request: RightsRequest, kind: LetterKind) -> RequestLetter:
    pattern = read_letter_settings(work.session).patterns[SERIES]
    letter = RequestLetter(
        public_id=new_id(),
        kind=kind,
        number=formatted(pattern, work.next_number(SERIES), work.today.year),
        dated=work.today,
        issued_at=work.now,
        audit_number=0,
        pdf=b"",
    )
    request.letters.append(letter)
    return letter


def _rendered(session: Session, request: RightsRequest, kind: LetterKind, today: date, number: str, audit: str) -> bytes:
    shop, language = require_identity(session), read_letter_settings(session).language
    with speaking(language):
        said = sections(session, request, kind, shop, read_request_clocks(session, today))
        reader = request.on_behalf or addressee(session, request.customer_id, person_of(session, request).name)
        detail = "" if request.on_behalf else _reached_at(session, request, today)
        head = _Head(number, _subject(request, kind), today, reader, detail, audit, language)
        return _letter(shop, head, said)


def _letter(shop: Shop, head: _Head, said: Sections) -> bytes:
    from desktop.documents import letter as document  # reportlab: when the first letter is looked at

    return document.render(
        document.Letter(
            shop=paper_identity(shop),
            number=head.number,
            subject=head.subject,
            dated=head.dated,
            addressee=head.addressee,
            addressee_detail=head.detail,
            sections=tuple(document.Section(text, title) for title, text in said if text),
            audit_line=_("Log {entry}").format(entry=head.audit) if head.audit else "",
            language=head.language,
        )
    )


def _reached_at(session: Session, request: RightsRequest, today: date) -> str:
    """The phone, else the address; one that the customer keeps from papers stands on none."""
    person = person_of(session, request)
    if person.phone:
        return _("phone {number}").format(number=person.phone)
    hidden = person.customer_id is not None and hides_address(session, person.customer_id, today)
    return "" if hidden else person.address


def _subject(request: RightsRequest, kind: LetterKind) -> str:
    texts = {
        LetterKind.REQUEST_ACKNOWLEDGEMENT: _("receipt of request {number}"),
        LetterKind.REQUEST_QUESTION: _("what is needed for request {number}"),
        LetterKind.REQUEST_EXTENSION: _("more time for request {number}"),
        LetterKind.REQUEST_DONE: _("reply to request {number}"),
        LetterKind.REQUEST_REFUSAL: _("reply to request {number}"),
    }
    return texts[kind].format(number=request.number)


# ---- what is held -------------------------------------------------------------------------------------------------------


def _customer(session: Session, request: RightsRequest) -> Customer:
    if request.customer_id is None:
        raise UserError(
            _("This person is not in the register. Find the customer, or refuse because the shop holds no data of this person.")
        )
    return get_customer(session, request.customer_id)


def _held(work: Work, customer: Customer, number: str, subject: str) -> bytes:
    from desktop.documents import held_data as document

    shop, language = require_identity(work.session), read_letter_settings(work.session).language
    entry = work.log("customer.shown", subject)
    with speaking(language):
        asked = Asked(customer, work.today, number, _("Log {entry}").format(entry=entry.printed()), language)
        return document.render(held_data(work.session, shop, asked))
