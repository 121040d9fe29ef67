"""Two records of one person made one: everything moves, the stricter wins, and it can be undone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import Base
from desktop.models.choices import OPEN_REQUESTS, RequestKind
from desktop.models.complaint import Complaint
from desktop.models.consent import Consent, Hold, Restriction, order_of_decision, stricter_decisions
from desktop.models.contact import Contact
from desktop.models.customer import Customer, CustomerExtra, CustomerMerge
from desktop.models.disclosure import Disclosure, RecipientTask
from desktop.models.incident import IncidentMember
from desktop.models.names import fold
from desktop.models.policy import PolicyVersion, extra_code
from desktop.models.rights_request import RightsRequest
from desktop.services.consents import agreed_version, refused_topics
from desktop.services.customers import CustomerDetails
from desktop.services.merge_doubles import Doubles, count_doubles, mark, separate, unite
from desktop.services.office import Office, Work, new_id
from desktop.services.retention import follow

_MOVED: tuple[type[Base], ...] = (
    Contact,
    Consent,
    Restriction,
    Hold,
    Complaint,
    Disclosure,
    RecipientTask,
    RightsRequest,
    IncidentMember,
)
_ADDED, _CHAINED, _UNDER, _PARKED = "added_consents", "merged_before", "policy_version", "parked_extras"
_DOUBLES, _THEIRS = "doubles", "theirs"
_ASKED = "asked_before"  # empty where the merge left the wish to be deleted as it was


@dataclass(frozen=True)
class MergePreview:
    """What a merge would do: the record that stays, with blanks filled, and how much moves to it.

    ``conflicts``: fields in which both have something else, of which one falls away; ``open_twice``: numbers of open requests for the
    same; ``asked_on``: who asked for deletion under either has asked.
    """

    kept: CustomerDetails
    absorbed: CustomerDetails
    result: CustomerDetails
    moving: int
    stricter: int
    conflicts: tuple[str, ...] = ()
    open_twice: tuple[str, ...] = ()
    asked_on: date | None = None

    @property
    def names_differ(self) -> bool:
        """Whether it may be somebody else."""
        return fold(self.kept.name) != fold(self.absorbed.name)


class Merging:
    """Merges and partings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def preview(self, kept_id: int, absorbed_id: int) -> MergePreview:
        """What would happen; nothing is changed."""
        with self._office.reading() as session:
            kept, absorbed = _pair(session, kept_id, absorbed_id)
            ours, theirs = _details(kept), _details(absorbed)
            return MergePreview(
                ours, theirs, _filled(ours, theirs), _count_moving(session, kept.id, absorbed.id, self._office.today()),
                len(_disagreements(session, kept, absorbed)), _conflicts(ours, theirs), _open_twice(session, kept.id, absorbed.id),
                _earliest(kept.asked_deletion_on, absorbed.asked_deletion_on),
            )  # fmt: skip

    def merge(self, kept_id: int, absorbed_id: int, theirs: frozenset[str] = frozenset()) -> str:
        """Make two records one; returns the merge's id, with which it can be undone. ``theirs``: fields in which the other one counts."""
        with self._office.writing() as work:
            kept, absorbed = _pair(work.session, kept_id, absorbed_id)
            before = _details(kept)
            moved: dict[str, Any] = {_ADDED: _add_stricter(work, kept, absorbed), _THEIRS: sorted(theirs)}
            doubles = unite(work.session, kept.id, absorbed.id, work.today)
            parked = [parked_id for _standing, parked_id, _owner in doubles.parked]
            for kind in _MOVED:
                moved[kind.__tablename__] = _move(work.session, kind, absorbed.id, kept.id, parked if kind is Restriction else ())
            doubles.marks = mark(work.session)
            moved[_DOUBLES] = vars(doubles)
            for field, value in asdict(_filled(before, _details(absorbed), theirs)).items():
                setattr(kept, field, value)
            moved[_UNDER] = _bind_stricter(work, kept, absorbed)
            moved[_ASKED] = _unite_wishes(kept, absorbed.asked_deletion_on)
            moved[CustomerExtra.__tablename__], moved[_PARKED] = _place_extras(work.session, kept.id, absorbed.id)
            moved[_CHAINED] = _chain(work.session, absorbed.id, kept.id)
            absorbed.merged_into_id = kept.id
            follow(work, kept.id, absorbed.id)
            merge = CustomerMerge(
                public_id=new_id(),
                survivor_id=kept.id,
                absorbed_id=absorbed.id,
                merged_at=work.now,
                survivor_before=json.dumps(asdict(before), ensure_ascii=False),
                moved=json.dumps(moved),
            )
            work.session.add(merge)
            work.log("customer.merged", kept.public_id, absorbed=absorbed.public_id)
            return merge.public_id

    def undo(self, merge_id: str) -> None:
        """Part two records again: what moved goes back, later additions stay with the kept record. The newest merge goes first."""
        with self._office.writing() as work:
            merge = work.session.scalar(select(CustomerMerge).where(CustomerMerge.public_id == merge_id))
            if merge is None or merge.undone_at is not None:
                raise UserError(_("These records were parted already."))
            if _later_merges(work.session, merge):
                raise UserError(_("Another record was merged into this one since. Part the newest first."))
            part(work, merge)


def part(work: Work, merge: CustomerMerge) -> None:
    """Part two records within a transaction that is under way; nothing of either stays in what was noted at the merge."""
    kept, absorbed = work.session.get_one(Customer, merge.survivor_id), work.session.get_one(Customer, merge.absorbed_id)
    if kept.merged_into_id is not None:
        raise UserError(_("This record was merged into another. Open that one, or part the two first."))
    moved: dict[str, Any] = json.loads(merge.moved)
    chained, under, parked = moved.pop(_CHAINED), moved.pop(_UNDER, []), moved.pop(_PARKED, [])
    doubles, theirs = Doubles(**moved.pop(_DOUBLES, {})), frozenset[str](moved.pop(_THEIRS, []))
    for day in moved.pop(_ASKED, []):
        _restore_wish(work.session, merge, date.fromordinal(day) if day else None)
    for consent_id in moved.pop(_ADDED):
        if (consent := work.session.get(Consent, consent_id)) is not None:
            work.session.delete(consent)
    tables = {kind.__tablename__: kind for kind in (*_MOVED, CustomerExtra)}
    for name, ids in moved.items():
        kind = tables[name]
        work.session.execute(update(kind).where(kind.__table__.c.id.in_(ids)).values(customer_id=absorbed.id))
    work.session.execute(update(CustomerExtra).where(CustomerExtra.id.in_(parked)).values(customer_id=kept.id))
    separate(work, doubles, kept.id, absorbed.id)
    for version_id in under:
        kept.policy_version_id = version_id
        kept.policy_version_id = agreed_version(work.session, kept)
    _unfill(kept, absorbed, json.loads(merge.survivor_before), theirs)
    absorbed.merged_into_id = None
    for earlier in chained:
        work.session.get_one(Customer, earlier).merged_into_id = absorbed.id
    follow(work, kept.id, absorbed.id)
    merge.undone_at, merge.survivor_before, merge.moved = work.now, "{}", "{}"
    work.log("customer.merge_undone", kept.public_id, absorbed=absorbed.public_id)


def _later_merges(session: Session, merge: CustomerMerge) -> Sequence[CustomerMerge]:
    """Open merges into the same record that were made after this one, in their order."""
    same = (CustomerMerge.survivor_id == merge.survivor_id, CustomerMerge.undone_at.is_(None), CustomerMerge.id > merge.id)
    return session.scalars(select(CustomerMerge).where(*same).order_by(CustomerMerge.id)).all()


def _restore_wish(session: Session, merge: CustomerMerge, before: date | None) -> None:
    """The wish as it was before the merge, unless it was taken back or entered anew since; who was merged in later still asks."""
    kept, absorbed = session.get_one(Customer, merge.survivor_id), session.get_one(Customer, merge.absorbed_id)
    later = _later_merges(session, merge)
    others = [session.get_one(Customer, one.absorbed_id).asked_deletion_on for one in later]
    if absorbed.asked_deletion_on is None or kept.asked_deletion_on != _earliest(absorbed.asked_deletion_on, *others):
        return
    kept.asked_deletion_on = before
    for one, day in zip(later, others, strict=True):
        noted = _unite_wishes(kept, day)
        one.moved = json.dumps(json.loads(one.moved) | {_ASKED: noted})


def _chain(session: Session, absorbed_id: int, kept_id: int) -> list[int]:
    """Records merged into the absorbed one before now answer with the kept one."""
    earlier = list(session.scalars(select(Customer).where(Customer.merged_into_id == absorbed_id)))
    for customer in earlier:
        customer.merged_into_id = kept_id
    return [customer.id for customer in earlier]


def _unfill(kept: Customer, absorbed: Customer, before: dict[str, str], theirs: frozenset[str]) -> None:
    """Take back what the merge filled in, unless it was changed since."""
    filled = asdict(_filled(CustomerDetails(**before), _details(absorbed), theirs))
    for field, value in before.items():
        if getattr(kept, field) == filled[field] and (value or field != "name"):  # nobody is left without a name
            setattr(kept, field, value)


def _pair(session: Session, kept_id: int, absorbed_id: int) -> tuple[Customer, Customer]:
    kept, absorbed = session.get(Customer, kept_id), session.get(Customer, absorbed_id)
    if kept is None or absorbed is None or kept is absorbed or kept.merged_into_id or absorbed.merged_into_id:
        raise UserError(_("Choose two different customers."))
    return kept, absorbed


def _details(customer: Customer) -> CustomerDetails:
    return CustomerDetails(**{field: getattr(customer, field) for field in asdict(CustomerDetails())})


def _filled(kept: CustomerDetails, absorbed: CustomerDetails, chosen: frozenset[str] = frozenset()) -> CustomerDetails:
    """The kept record with its blanks, and what was chosen, filled from the other."""
    ours, theirs = asdict(kept), asdict(absorbed)
    return CustomerDetails(**{name: theirs[name] if name in chosen else value or theirs[name] for name, value in ours.items()})


def _conflicts(kept: CustomerDetails, absorbed: CustomerDetails) -> tuple[str, ...]:
    """Fields in which each has something of its own."""
    theirs = vars(absorbed)
    return tuple(name for name, value in vars(kept).items() if value and theirs[name] and value != theirs[name])


def _count_moving(session: Session, kept_id: int, absorbed_id: int, today: date) -> int:
    every = sum(len(_rows(session, kind, absorbed_id)) for kind in _MOVED)
    return every - count_doubles(session, kept_id, absorbed_id, today)


def _open_twice(session: Session, kept_id: int, absorbed_id: int) -> tuple[str, ...]:
    """Open requests of both for the same: one of them has to be ended by hand."""
    both = (RightsRequest.customer_id.in_((kept_id, absorbed_id)), RightsRequest.state.in_(OPEN_REQUESTS))
    found: dict[tuple[str, str], list[RightsRequest]] = {}
    for request in session.scalars(select(RightsRequest).where(*both).order_by(RightsRequest.id)):
        if request.kind is not RequestKind.QUESTION:
            found.setdefault((request.kind, request.topics), []).append(request)
    return tuple(one.number for same in found.values() if len(same) > 1 for one in same)


def _rows(session: Session, kind: type[Base], customer_id: int) -> list[int]:
    columns = kind.__table__.c
    return list(session.scalars(select(columns.id).where(columns.customer_id == customer_id)))


def _move(session: Session, kind: type[Base], absorbed_id: int, kept_id: int, staying: Sequence[int] = ()) -> list[int]:
    ids = [number for number in _rows(session, kind, absorbed_id) if number not in staying]
    session.execute(update(kind).where(kind.__table__.c.id.in_(ids)).values(customer_id=kept_id))
    return ids


def _bind_stricter(work: Work, kept: Customer, absorbed: Customer) -> list[int]:
    """One person is under the earlier of the two versions, unless they agreed to a longer one; returns what stood there before."""
    before = kept.policy_version_id
    versions = [work.session.get_one(PolicyVersion, customer.policy_version_id) for customer in (kept, absorbed)]
    kept.policy_version_id = min(versions, key=lambda version: version.effective_from).id
    kept.policy_version_id = agreed_version(work.session, kept)
    return [before]


def _unite_wishes(kept: Customer, asked_on: date | None) -> list[int]:
    """Whoever asked for deletion under either record has asked; returns the day that stood there before (0: none) where it changed."""
    before = kept.asked_deletion_on
    kept.asked_deletion_on = _earliest(before, asked_on)
    return [] if kept.asked_deletion_on == before else [before.toordinal() if before else 0]


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _place_extras(session: Session, kept_id: int, absorbed_id: int) -> tuple[list[int], list[int]]:
    """Extra fields that the kept record lacks move to it; one that either refused is put away with the absorbed record."""
    barred = refused_topics(session, kept_id)
    ours, theirs = (
        session.scalars(select(CustomerExtra).where(CustomerExtra.customer_id == number)).all()
        for number in (kept_id, absorbed_id)
    )
    have = {extra.field for extra in ours}
    moved = [extra for extra in theirs if extra.field not in have and extra_code(extra.field) not in barred]
    parked = [extra for extra in ours if extra_code(extra.field) in barred]
    for extras, customer_id in ((moved, kept_id), (parked, absorbed_id)):
        for extra in extras:
            extra.customer_id = customer_id
    return [extra.id for extra in moved], [extra.id for extra in parked]


def _disagreements(session: Session, kept: Customer, absorbed: Customer) -> dict[str, Consent]:
    ours = session.scalars(select(Consent).where(Consent.customer_id == kept.id)).all()
    theirs = session.scalars(select(Consent).where(Consent.customer_id == absorbed.id)).all()
    return stricter_decisions(ours, theirs)


def _add_stricter(work: Work, kept: Customer, absorbed: Customer) -> list[int]:
    """Where the records disagree and the refusal is not the latest word, it is said once more, with the day on which it was said."""
    added: list[Consent] = []
    for consent in _disagreements(work.session, kept, absorbed).values():
        if _is_last_word(work.session, consent, kept, absorbed):
            continue
        added.append(
            Consent(
                public_id=new_id(),
                customer_id=kept.id,
                policy_version_id=consent.policy_version_id,
                purpose=consent.purpose,
                decision=consent.decision,
                decided_on=work.today,
                repeats_on=consent.said_on,
                channel=consent.channel,
                recorded_at=work.now,
                recorded_by=work.actor,
            )
        )
    work.session.add_all(added)
    work.session.flush()
    return [consent.id for consent in added]


def _is_last_word(session: Session, refusal: Consent, *records: Customer) -> bool:
    """Whether nothing of either record about the same topic follows it."""
    both = select(Consent).where(Consent.customer_id.in_([one.id for one in records]), Consent.purpose == refusal.purpose)
    return max(session.scalars(both), key=order_of_decision) is refusal
