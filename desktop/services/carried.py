"""What made a customer's protection stricter after a backup, read from the database that goes and written into the one that comes.

Consents refused or withdrawn, with what was said about the same topic afterwards; restrictions; versions of the policy; recipients
switched off or given less. History is only added to: rows come over as they are, under their own random ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, inspect, or_, select
from sqlalchemy.orm import Session, selectinload

from desktop.i18n import VIETNAM
from desktop.models.base import Base
from desktop.models.choices import ConsentDecision
from desktop.models.consent import Consent, Hold, Restriction
from desktop.models.customer import Customer
from desktop.models.policy import PolicyVersion
from desktop.models.recipient import Recipient
from desktop.models.stored_file import StoredFile
from desktop.services.among import is_among
from desktop.services.consents import follow_decisions
from desktop.services.in_force import not_ended
from desktop.services.office import Work, new_id
from desktop.services.retention import follow_all

_WISH = ("kind", "since", "until", "note")


@dataclass(frozen=True)
class Kept[Row: Consent | Restriction | Hold]:
    """A row and the random ids of its customer's records, the one that answers for the others first."""

    row: Row
    records: list[str] = field(default_factory=list[str])


@dataclass
class Protection:
    """Rows of the database that goes, with the names by which their ids are known elsewhere."""

    versions: Sequence[PolicyVersion] = ()
    recipients: Sequence[Recipient] = ()
    consents: list[Kept[Consent]] = field(default_factory=list[Kept[Consent]])
    restrictions: list[Kept[Restriction]] = field(default_factory=list[Kept[Restriction]])
    slips: dict[int, StoredFile] = field(default_factory=dict[int, StoredFile])


@dataclass(frozen=True)
class TakenOver:
    """How much came or is different now."""

    consents: int = 0
    restrictions: int = 0
    versions: int = 0
    recipients: int = 0

    def counts(self) -> dict[str, int]:
        """By name."""
        return dict(vars(self))


# ---- reading -------------------------------------------------------------------------------------------------------------


def read_protection(session: Session, found: Protection, since: date) -> None:
    """What was entered on that day or later; ``found`` keeps what could be read, should the rest be damaged."""
    parts = (selectinload(PolicyVersion.purposes), selectinload(PolicyVersion.fields), selectinload(PolicyVersion.recipients))
    found.versions = session.scalars(select(PolicyVersion).options(*parts).order_by(PolicyVersion.id)).all()
    found.recipients = session.scalars(select(Recipient).order_by(Recipient.id)).all()
    found.restrictions = with_records(session, Restriction, not_ended(Restriction, since - timedelta(days=1)))
    found.consents = with_records(session, Consent, Consent.recorded_at >= _begin_of(since))
    slips = select(StoredFile).where(is_among(StoredFile.id, {kept.row.slip_id for kept in found.consents} - {None}))
    found.slips = {row.id: row for row in session.scalars(slips)}


def with_records[Row: Consent | Restriction | Hold](
    session: Session, kind: type[Row], wanted: ColumnElement[bool]
) -> list[Kept[Row]]:
    """Rows of a kind, each with all records of its customer, in the order in which they were entered."""
    theirs = or_(Customer.id == kind.customer_id, Customer.merged_into_id == kind.customer_id)
    query = select(kind, Customer.public_id).join(Customer, theirs).where(wanted)
    found = dict[int, Kept[Row]]()
    for row, record in session.execute(query.order_by(kind.id, Customer.merged_into_id.is_not(None), Customer.id)):
        found.setdefault(row.id, Kept(row)).records.append(record)
    return list(found.values())


def _stricter(consents: list[Kept[Consent]]) -> list[Kept[Consent]]:
    """Of topics that were refused or withdrawn: a yes that followed counts as well, else the last word would be another one."""
    topics = {_topic(kept) for kept in consents if kept.row.decision is not ConsentDecision.GIVEN}
    return [kept for kept in consents if _topic(kept) in topics]


def _topic(kept: Kept[Consent]) -> tuple[int, str]:
    return kept.row.customer_id, kept.row.purpose


def _begin_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


# ---- taking over ---------------------------------------------------------------------------------------------------------


def take_over_protection(work: Work, kept: Protection, has_file: Callable[[str], bool]) -> TakenOver:
    """Lay it over this database, for whoever it holds; ``has_file`` says whether the bytes of a slip are still there."""
    versions, known_versions = _versions(work.session, kept.versions)
    if versions:
        follow_all(work)
    wanted = {wish.row.recipient_id for wish in kept.restrictions} - {None}
    recipients, known_recipients = _recipients(work.session, kept.recipients, wanted)
    restrictions = _restrictions(work.session, kept.restrictions, known_recipients)
    consents = _consents(work, kept, known_versions, has_file)
    return TakenOver(consents, restrictions, versions, recipients)


def people(session: Session, records: Iterable[str]) -> dict[str, int]:
    """By random id of a record the customer who answers for it here."""
    found = select(Customer).where(is_among(Customer.public_id, records))
    return {row.public_id: row.merged_into_id or row.id for row in session.scalars(found)}


def customers_of(kept: Kept[Any], mains: dict[str, int]) -> list[int]:
    """Whom it is about here: records that are one there may be several here, and each of them is that person."""
    return list(dict.fromkeys(mains[record] for record in kept.records if record in mains))


def _versions(session: Session, versions: Sequence[PolicyVersion]) -> tuple[int, dict[int, int]]:
    """How many came, and by their id there the id here; no second one begins on a day that has one."""
    here = {row.public_id: row for row in session.scalars(select(PolicyVersion))}
    days = {row.effective_from for row in here.values()}
    came = [row for row in versions if row.public_id not in here and row.effective_from not in days]
    for row in came:
        parts = {name: [copied(part) for part in getattr(row, name)] for name in ("purposes", "fields", "recipients")}
        here[row.public_id] = copied(row, **parts)
        session.add(here[row.public_id])
    session.flush()
    on_its_day = {row.effective_from: row for row in here.values()}
    return len(came), {row.id: here.get(row.public_id, on_its_day[row.effective_from]).id for row in versions}


def _recipients(session: Session, recipients: Sequence[Recipient], wanted: set[int | None]) -> tuple[int, dict[int, int]]:
    """How many get less than before, and by their id there the id here; one that a wish names comes over whole."""
    here = {row.public_id: row for row in session.scalars(select(Recipient))}
    changed = 0
    for row in recipients:
        mine = here.get(row.public_id)
        if mine is not None:
            changed += _give_less(mine, row)
        elif row.id in wanted:
            here[row.public_id] = copied(row, agreement_id=None)
            session.add(here[row.public_id])
            changed += 1
    session.flush()
    return changed, {row.id: here[row.public_id].id for row in recipients if row.public_id in here}


def _give_less(mine: Recipient, theirs: Recipient) -> bool:
    """Switched off, fewer fields, an agreement that ends sooner: whether any of it was new."""
    ends = [day for day in (mine.agreed_until, theirs.agreed_until) if day is not None]
    less = {
        "active": mine.active and theirs.active,
        "fields": " ".join(code for code in mine.fields.split() if code in theirs.field_codes()),
        "agreed_until": min(ends, default=None),
    }
    changed = {name: value for name, value in less.items() if getattr(mine, name) != value}
    for name, value in changed.items():
        setattr(mine, name, value)
    return bool(changed)


def _restrictions(session: Session, kept: list[Kept[Restriction]], recipients: dict[int, int]) -> int:
    """How many came or have another end now."""
    here = {row.public_id: row for row in session.scalars(select(Restriction).where(is_among(Restriction.public_id, _ids(kept))))}
    mains, changed = people(session, (record for wish in kept for record in wish.records)), 0
    for wish in kept:
        values = {name: getattr(wish.row, name) for name in _WISH}
        mine = here.get(wish.row.public_id)
        if mine is not None:
            changed += put(mine, values)
            continue
        values["recipient_id"] = recipients[wish.row.recipient_id] if wish.row.recipient_id is not None else None
        for public_id, customer_id in own_ids(wish, mains):
            session.add(Restriction(public_id=public_id, customer_id=customer_id, **values))
            changed += 1
    return changed


def _consents(work: Work, kept: Protection, versions: dict[int, int], has_file: Callable[[str], bool]) -> int:
    """How many decisions came; what they carry with them follows."""
    session, added = work.session, list[Consent]()
    here = set(session.scalars(select(Consent.public_id).where(is_among(Consent.public_id, _ids(kept.consents)))))
    mains, slips = people(session, (record for said in kept.consents for record in said.records)), dict[int, int | None]()
    for said in _stricter([said for said in kept.consents if said.row.public_id not in here]):
        for public_id, customer_id in own_ids(said, mains):
            slip_id = _slip(session, kept, said.row.slip_id, slips, has_file)
            version = versions[said.row.policy_version_id]
            values = {"public_id": public_id, "customer_id": customer_id, "policy_version_id": version, "slip_id": slip_id}
            added.append(copied(said.row, **values))
            session.add(added[-1])
    session.flush()
    for customer_id in dict.fromkeys(consent.customer_id for consent in added):
        follow_decisions(work, session.get_one(Customer, customer_id))
    return len(added)


def _slip(
    session: Session, kept: Protection, slip_id: int | None, known: dict[int, int | None], has_file: Callable[[str], bool]
) -> int | None:
    """The id here of a signed slip; None where there was none, or its bytes are gone."""
    if slip_id is None or (stored := kept.slips.get(slip_id)) is None:
        return None
    if slip_id not in known:
        mine = session.scalar(select(StoredFile).where(StoredFile.public_id == stored.public_id))
        if mine is None and has_file(stored.file_name):
            mine = copied(stored)
            session.add(mine)
            session.flush()
        known[slip_id] = mine.id if mine is not None else None
    return known[slip_id]


def own_ids(kept: Kept[Any], mains: dict[str, int]) -> list[tuple[str, int]]:
    """By random id the customer: the first has the row's own id, each further one a new id."""
    ids = defaultdict(new_id, {0: kept.row.public_id})
    return [(ids[place], customer_id) for place, customer_id in enumerate(customers_of(kept, mains))]


def put(row: Base, values: dict[str, Any]) -> bool:
    """Lay values over a row; whether anything is another now."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def copied[Row: Base](row: Row, **changed: object) -> Row:
    """The same row for another database."""
    columns = [column.key for column in inspect(type(row)).column_attrs if column.key not in ("id", "policy_version_id")]
    kept = {name: getattr(row, name) for name in columns}
    return type(row)(**(kept | changed))


def _ids(kept: Sequence[Kept[Any]]) -> list[str]:
    return [one.row.public_id for one in kept]
