"""Disclosures: who was told what, on what ground; every one passes the gate, and a wrong one is voided, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models import gate
from desktop.models.base import tidy_line
from desktop.models.choices import ConsentDecision, LegalBasis, NoticeMeans, RecipientKind, RestrictionKind
from desktop.models.consent import Consent, Restriction, standing_on
from desktop.models.customer import Customer, CustomerExtra
from desktop.models.disclosure import Disclosure
from desktop.models.gate import Approach, StandingConsent
from desktop.models.phones import shown
from desktop.models.policy import PolicyVersion, sharing_code
from desktop.models.recipient import Recipient
from desktop.services import stored_files
from desktop.services.corrections import forget_voided
from desktop.services.customers import get_customer
from desktop.services.office import Office, Work, new_id
from desktop.services.policies import version_on
from desktop.services.recipients import field_names
from desktop.services.restore_checked import unchecked_since
from desktop.services.restrictions import wishes
from desktop.services.stored_files import FileView, NewFile

LONGEST_LINE = 300
SHOWN = 200
_OF_THE_FIELD = (
    gate.Refusal.BEYOND_POLICY, gate.Refusal.BEYOND_RECIPIENT, gate.Refusal.ADDRESS_HIDDEN, gate.Refusal.BEYOND_CONSENT,
)  # fmt: skip
_MENDED_AT = {
    gate.Refusal.INACTIVE: "recipient",
    gate.Refusal.NOT_AN_AGENCY: "recipient",
    gate.Refusal.POLICY_SHARES_NOT: "recipient",
    gate.Refusal.WISH_RECIPIENT: "recipient",
    gate.Refusal.AGENCY_NEEDS_LETTER: "basis",
    gate.Refusal.SERVICE_NOT_FOR_CARRIERS: "basis",
    gate.Refusal.NO_LETTER: "letter_number",
    gate.Refusal.NO_CITATION: "citation",
    gate.Refusal.CONSENT_LATER: "on",
}


@dataclass(frozen=True)
class Ground:
    """Why: the basis with what it needs. ``letter`` is the agency's letter; ``is_kept`` where it was attached before."""

    basis: LegalBasis
    citation: str = ""
    letter_number: str = ""
    letter_dated: date | None = None
    letter: NewFile | None = None
    is_kept: bool = False

    @property
    def has_letter(self) -> bool:
        """Whether an agency's letter is there whole."""
        is_there = self.is_kept or self.letter is not None
        return bool(tidy_line(self.letter_number)) and self.letter_dated is not None and is_there


@dataclass(frozen=True)
class Verdict:
    """The gate's answer about one field. ``sentence`` and ``way_out`` are empty where it is open."""

    field: str
    name: str
    is_open: bool
    sentence: str = ""
    way_out: str = ""
    reason: gate.Refusal | None = None
    is_held: bool = True


@dataclass(frozen=True)
class NewDisclosure:
    """A disclosure as entered by hand."""

    customer_id: int
    recipient_id: int
    on: date
    fields: tuple[str, ...]
    ground: Ground
    purpose: str
    order_reference: str = ""
    notified_on: date | None = None
    notified_by: NoticeMeans | None = None


@dataclass(frozen=True)
class DisclosureRow:
    """An entry of the register."""

    id: int
    public_id: str
    on: date
    customer_id: int
    customer: str
    phone: str
    recipient: str
    kind: RecipientKind
    fields: tuple[str, ...]
    purpose: str
    basis: LegalBasis
    order_reference: str
    misses_notice: bool
    notified_on: date | None
    notified_by: NoticeMeans | None
    is_void: bool
    void_reason: str
    citation: str = ""
    letter_number: str = ""
    letter_id: int | None = None
    letter_dated: date | None = None


@dataclass(frozen=True)
class Case:
    """One customer before the gate: what it has to know, and what an entry will rest on."""

    customer_id: int
    approach: Approach
    version_id: int
    consent_id: int | None
    with_notice: bool


class Disclosures:
    """The register of disclosures."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking ----------------------------------------------------------------------------------------------------

    def rows(self, *, recipient_id: int | None = None, missing_notice: bool = False, most: int = SHOWN) -> list[DisclosureRow]:
        """The newest entries, all or those of one recipient or without notice."""
        query = select(Disclosure, Customer, Recipient)
        if recipient_id is not None:
            query = query.where(Disclosure.recipient_id == recipient_id)
        if missing_notice:
            query = query.where(_misses_notice())
        with self._office.reading() as session:
            return _rows(session, query.order_by(Disclosure.disclosed_on.desc(), Disclosure.id.desc()).limit(most))

    def of_customer(self, customer_id: int) -> list[DisclosureRow]:
        """Everything about one customer, newest first."""
        with self._office.reading() as session:
            return customer_rows(session, customer_id)

    def count_missing_notices(self) -> int:
        """How many customers' disclosures nobody was told of."""
        with self._office.reading() as session:
            return session.scalar(select(func.count()).select_from(Disclosure).where(_misses_notice())) or 0

    def letter(self, file_id: int) -> FileView:
        """The agency's letter."""
        return stored_files.read(self._office, file_id)

    def verdicts(self, customer_id: int, recipient_id: int, on: date, ground: Ground) -> list[Verdict]:
        """The gate's answer for every field the policy knows, for the form to show before anything is saved."""
        with self._office.reading() as session:
            customer, recipient = get_customer(session, customer_id), session.get_one(Recipient, recipient_id)
            approach = cases(session, [customer.id], recipient, on, ground)[customer.id].approach
            held = held_fields(session, customer)
            names = field_names(session, self._office.today())
        return [_verdict(approach, field.code, field.name, bool(held.get(field.code))) for field in names]

    # ---- recording --------------------------------------------------------------------------------------------------

    def record(self, new: NewDisclosure) -> str:
        """Enter a disclosure that passes the gate; returns its id. UserError with the gate's sentence where it does not."""
        _check(new, self._office.today())
        with self._office.writing() as work:
            customer = get_customer(work.session, new.customer_id)
            recipient = work.session.get_one(Recipient, new.recipient_id)
            case = cases(work.session, [customer.id], recipient, new.on, new.ground)[customer.id]
            _refuse(case.approach, new.fields, {field.code: field.name for field in field_names(work.session, work.today)})
            _refuse_empty(held_fields(work.session, customer), new.fields)
            letter_id = stored_files.add(work, stored_files.write(self._office, new.ground.letter))
            disclosure = entry(work, case, recipient, dict.fromkeys(new.fields), tidy_line(new.purpose))
            disclosure.order_reference, disclosure.citation = tidy_line(new.order_reference), tidy_line(new.ground.citation)
            disclosure.letter_number, disclosure.letter_dated = tidy_line(new.ground.letter_number), new.ground.letter_dated
            disclosure.letter_id = letter_id
            if new.notified_on and new.notified_by:
                disclosure.tell(new.notified_on, new.notified_by, work.today)
            work.session.flush()
            return disclosure.public_id

    def void(self, public_id: str, reason: str) -> None:
        """Take a wrong entry back; it stays readable with its reason."""
        _check_length(reason, "void_reason")
        with self._office.writing() as work:
            disclosure = _get(work.session, public_id)
            disclosure.void(tidy_line(reason), work.now)
            forget_voided(work, [disclosure])
            work.log("disclosure.voided", public_id)

    def mark_told(self, public_ids: Iterable[str], on: date, by: NoticeMeans) -> int:
        """The customers were told; returns how many entries that settles. A notice on record stays as it is."""
        with self._office.writing() as work:
            found = [_get(work.session, public_id) for public_id in dict.fromkeys(public_ids)]
            untold = [disclosure for disclosure in found if disclosure.notified_on is None]
            for disclosure in untold:
                disclosure.tell(on, by, work.today)
                work.log("disclosure.notified", disclosure.public_id, by=by)
            return len(untold)


def entry(work: Work, case: Case, recipient: Recipient, fields: Iterable[str], purpose: str) -> Disclosure:
    """A new entry in a transaction that is under way; the gate has been asked about ``case``."""
    basis = case.approach.basis
    rests_on_consent = basis in (LegalBasis.CONSENT, LegalBasis.SERVICE)
    disclosure = Disclosure(
        public_id=new_id(),
        customer_id=case.customer_id,
        recipient_id=recipient.id,
        policy_version_id=case.version_id,
        consent_id=case.consent_id if rests_on_consent else None,
        disclosed_on=case.approach.on,
        fields=" ".join(fields),
        purpose=purpose,
        basis=basis,
        wants_notice=case.with_notice and rests_on_consent,
        recorded_at=work.now,
        recorded_by=work.actor,
    )
    work.session.add(disclosure)
    work.log("disclosure.recorded", disclosure.public_id, basis=basis, recipient=recipient.public_id)
    return disclosure


# ---- the gate's view of the records ---------------------------------------------------------------------------------------


def cases(session: Session, customer_ids: list[int], recipient: Recipient, on: date, ground: Ground) -> dict[int, Case]:
    """What the gate has to know about each customer, read for all of them at once."""
    version = version_on(session, on)
    rule, topic = version.sharing_rule(recipient.kind), sharing_code(recipient.kind)
    versions = {row.id: row for row in session.scalars(select(PolicyVersion))}
    said, wanted = _consents(session, customer_ids, topic), wishes(session, customer_ids, on)
    is_unchecked = unchecked_since(session) is not None

    def case(customer_id: int) -> Case:
        consent = standing_on(said.get(customer_id, []), topic, on)
        approach = Approach(
            recipient.kind,
            recipient.active,
            recipient.field_codes(),
            ground.basis,
            on,
            rule.field_codes() if rule else None,
            _standing(consent, versions),
            _wishes_about(wanted.get(customer_id, []), recipient),
            tidy_line(ground.citation),
            ground.has_letter,
            is_unchecked,
        )
        relied_on = consent.id if consent is not None and _stands(consent, on) else None
        return Case(customer_id, approach, version.id, relied_on, rule is not None and rule.with_notice)

    return {customer_id: case(customer_id) for customer_id in customer_ids}


def _consents(session: Session, customer_ids: list[int], topic: str) -> dict[int, list[Consent]]:
    found: dict[int, list[Consent]] = {}
    query = select(Consent).where(Consent.purpose == topic, Consent.customer_id.in_(customer_ids))
    for consent in session.scalars(query):
        found.setdefault(consent.customer_id, []).append(consent)
    return found


def _stands(consent: Consent, on: date) -> bool:
    """Whether an entry of this day can rest on it."""
    return consent.decision is ConsentDecision.GIVEN and consent.decided_on <= on


def _standing(consent: Consent | None, versions: dict[int, PolicyVersion]) -> StandingConsent | None:
    if consent is None:
        return None
    rules = versions[consent.policy_version_id].recipients
    rule = next((rule for rule in rules if sharing_code(rule.kind) == consent.purpose), None)
    return StandingConsent(consent.decision, consent.said_on, rule.field_codes() if rule else frozenset())


def _wishes_about(found: list[Restriction], recipient: Recipient) -> frozenset[RestrictionKind]:
    return frozenset(wish.kind for wish in found if wish.recipient_id in (None, recipient.id))


def held_fields(session: Session, customer: Customer) -> dict[str, str]:
    """What is held about a customer, by field code."""
    extras = session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == customer.id))
    core = {"name": customer.name, "phone": customer.phone, "address": customer.address, "email": customer.email}
    return core | {extra.field: extra.value for extra in extras}


def customer_rows(session: Session, customer_id: int) -> list[DisclosureRow]:
    """All entries about a customer, newest first."""
    query = select(Disclosure, Customer, Recipient).where(Disclosure.customer_id == customer_id)
    return _rows(session, query.order_by(Disclosure.disclosed_on.desc(), Disclosure.id.desc()))


def _verdict(approach: Approach, field: str, name: str, is_held: bool) -> Verdict:
    reason = gate.refusal(approach, field)
    if reason is None:
        return Verdict(field, name, is_open=True, is_held=is_held)
    return Verdict(field, name, False, gate.sentence(reason, approach), gate.way_out(reason), reason, is_held)


def _refuse(approach: Approach, fields: Iterable[str], names: dict[str, str]) -> None:
    """The gate's sentence and way out; the field is named where another could pass."""
    for field in fields:
        if (reason := gate.refusal(approach, field)) is None:
            continue
        why, way_out = gate.sentence(reason, approach), gate.way_out(reason)
        if reason not in _OF_THE_FIELD:
            raise UserError(f"{why} {way_out}", _MENDED_AT.get(reason, ""))
        raise UserError(f"{names.get(field, field)}: {why} {way_out}", field)


def _refuse_empty(held: dict[str, str], fields: Iterable[str]) -> None:
    if empty := next((field for field in fields if not held.get(field)), ""):
        raise UserError(_("The shop does not hold this about the customer, so it cannot have been given."), empty)


def _check(new: NewDisclosure, today: date) -> None:
    if new.on > today:
        raise UserError(_("This day lies in the future."), "on")
    if not new.fields:
        raise UserError(_("Choose what was given."), "fields")
    if not tidy_line(new.purpose):
        raise UserError(_("Write what for."), "purpose")
    if new.ground.letter_dated is not None and new.ground.letter_dated > new.on:
        raise UserError(_("The letter is dated after the day on which the data was given."), "letter_dated")
    if (new.notified_on is None) != (new.notified_by is None):
        raise UserError(_("Say both when and how the customer was told."), "notified_on")
    for field in ("purpose", "order_reference"):
        _check_length(getattr(new, field), field)
    for field in ("citation", "letter_number"):
        _check_length(getattr(new.ground, field), field)


def _check_length(text: str, field: str) -> None:
    if len(tidy_line(text)) > LONGEST_LINE:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_LINE), field)


def _misses_notice() -> ColumnElement[bool]:
    return and_(Disclosure.wants_notice, Disclosure.notified_on.is_(None), Disclosure.voided_at.is_(None))


def _get(session: Session, public_id: str) -> Disclosure:
    return session.scalars(select(Disclosure).where(Disclosure.public_id == public_id)).one()


def _rows(session: Session, query: Select[Disclosure, Customer, Recipient]) -> list[DisclosureRow]:
    joined = query.join(Customer, Customer.id == Disclosure.customer_id).join(Recipient, Recipient.id == Disclosure.recipient_id)
    return [row_of(disclosure, customer, recipient) for disclosure, customer, recipient in session.execute(joined)]


def row_of(disclosure: Disclosure, customer: Customer, recipient: Recipient) -> DisclosureRow:
    """An entry as the screens show it."""
    return DisclosureRow(
        disclosure.id, disclosure.public_id, disclosure.disclosed_on, customer.id, customer.name, shown(customer.phone),
        recipient.name, recipient.kind, tuple(disclosure.fields.split()), disclosure.purpose, disclosure.basis,
        disclosure.order_reference, disclosure.misses_notice, disclosure.notified_on, disclosure.notified_by,
        disclosure.is_void, disclosure.void_reason, disclosure.citation, disclosure.letter_number, disclosure.letter_id,
        disclosure.letter_dated,
    )  # fmt: skip
