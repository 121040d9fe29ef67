"""One person stands once: rows that two records of one person both have are one after the merge, and two again after the parting.

What is noted in between holds ids, days, codes and numbers of letters, never a text about the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Enum, func, inspect, select
from sqlalchemy.orm import Session

from desktop.models.base import Base
from desktop.models.choices import ConsentDecision
from desktop.models.consent import Consent, Restriction
from desktop.models.disclosure import RecipientTask
from desktop.models.incident import IncidentMember
from desktop.services.in_force import not_ended
from desktop.services.office import Work, new_id

_TELLING = ("told_on", "told_by", "failed_on", "letter_number")
_TASK = ("fields", "since", "letter_number")
_KINDS: Mapping[str, type[IncidentMember] | type[RecipientTask]] = {
    kind.__tablename__: kind for kind in (IncidentMember, RecipientTask)
}


@dataclass
class Doubles:
    """``united``: by table the rows that went into another, with what that one was before and is now; ``parked``: a wish that another
    one stands for, and whose it was; ``marks``: the newest row of a table at the merge."""

    united: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    parked: list[list[int]] = field(default_factory=list[list[int]])
    marks: dict[str, int] = field(default_factory=dict[str, int])


# ---- making one ----------------------------------------------------------------------------------------------------------


def unite(session: Session, kept_id: int, absorbed_id: int, today: date) -> Doubles:
    """Before the rows of the absorbed record move: whatever both have becomes one."""
    found = Doubles()
    for mine, theirs in _members(session, kept_id, absorbed_id):
        found.united.append(_unite(session, mine, theirs, united_telling(mine, theirs), _TELLING))
    for mine, theirs in _tasks(session, kept_id, absorbed_id):
        found.united.append(_unite(session, mine, theirs, _united_task(mine, theirs), _TASK))
    for standing, parked in _equal_wishes(session, kept_id, absorbed_id, today):
        found.parked.append([standing.id, parked.id, parked.customer_id])
        parked.customer_id = absorbed_id
    session.flush()
    return found


def count_doubles(session: Session, kept_id: int, absorbed_id: int, today: date) -> int:
    """How many rows of the absorbed record would go into one of the kept record, or wait behind it."""
    waiting = [
        parked for _standing, parked in _equal_wishes(session, kept_id, absorbed_id, today) if parked.customer_id == absorbed_id
    ]
    return len(_members(session, kept_id, absorbed_id)) + len(_tasks(session, kept_id, absorbed_id)) + len(waiting)


def mark(session: Session) -> dict[str, int]:
    """The newest restriction and consent: what comes after them is said of both records."""
    kinds = (Restriction, Consent)
    return {kind.__tablename__: session.scalar(select(func.max(kind.id))) or 0 for kind in kinds}


def united_telling(mine: IncidentMember, theirs: IncidentMember) -> dict[str, Any]:
    """Told if either was told, on the earlier day; come back only where both did."""
    told = sorted((one for one in (mine, theirs) if one.told_on is not None), key=lambda one: one.told_on or date.max)
    failed = [one.failed_on for one in (mine, theirs) if one.failed_on is not None]
    return {
        "told_on": told[0].told_on if told else None, "told_by": told[0].told_by if told else None,
        "failed_on": max(failed) if len(failed) == 2 and not told else None,
        "letter_number": mine.letter_number or theirs.letter_number,
    }  # fmt: skip


def _united_task(mine: RecipientTask, theirs: RecipientTask) -> dict[str, Any]:
    fields = " ".join(sorted(mine.field_codes() | theirs.field_codes()))
    return {"fields": fields, "since": max(mine.since, theirs.since), "letter_number": mine.letter_number or theirs.letter_number}


def _pairs(session: Session, kind: Any, key: str, kept_id: int, absorbed_id: int, *more: Any) -> list[tuple[Any, Any]]:
    """Rows of both records about the same thing."""
    mine = {getattr(row, key): row for row in session.scalars(select(kind).where(kind.customer_id == kept_id, *more))}
    theirs = session.scalars(select(kind).where(kind.customer_id == absorbed_id, *more)).all()
    return [(mine[getattr(row, key)], row) for row in theirs if getattr(row, key) in mine]


def _unite(session: Session, mine: Base, theirs: Base, values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    before, gone = _plain(mine, names), _plain(theirs, [column.key for column in inspect(type(theirs)).column_attrs])
    for name, value in values.items():
        setattr(mine, name, value)
    session.delete(theirs)
    session.flush()
    ident: Any = mine
    return {"table": mine.__tablename__, "into": ident.id, "before": before, "united": _plain(mine, names), "gone": gone}


def _members(session: Session, kept_id: int, absorbed_id: int) -> list[tuple[IncidentMember, IncidentMember]]:
    return _pairs(session, IncidentMember, "incident_id", kept_id, absorbed_id)


def _tasks(session: Session, kept_id: int, absorbed_id: int) -> list[tuple[RecipientTask, RecipientTask]]:
    """Of one recipient who still has to be told of both."""
    return _pairs(session, RecipientTask, "recipient_id", kept_id, absorbed_id, RecipientTask.told_on.is_(None))


def _equal_wishes(session: Session, kept_id: int, absorbed_id: int, today: date) -> list[tuple[Restriction, Restriction]]:
    """Equal wishes of both: the one that lasts longer, which stands, and the other, which waits with the absorbed record."""
    query = select(Restriction).where(Restriction.customer_id.in_((kept_id, absorbed_id)), not_ended(Restriction, today))
    standing, pairs = dict[tuple[str, int | None], Restriction](), list[tuple[Restriction, Restriction]]()
    for wish in sorted(session.scalars(query), key=lambda wish: (-(wish.until or date.max).toordinal(), wish.since, wish.id)):
        other = standing.setdefault((wish.kind, wish.recipient_id), wish)
        if other is not wish:
            pairs.append((other, wish))
    return pairs


# ---- making two again ----------------------------------------------------------------------------------------------------


def separate(work: Work, noted: Doubles, kept_id: int, absorbed_id: int) -> None:
    """After the rows went back: what was one is two; what was said since, of the one person, is said of both."""
    for one in noted.united:
        _divide(work.session, one)
    for standing_id, parked_id, owner in noted.parked:
        _unpark(work.session, standing_id, parked_id, owner)
    if noted.marks:
        _say_of_both(work, noted.marks, kept_id, absorbed_id)
    work.session.flush()


def _divide(session: Session, noted: dict[str, Any]) -> None:
    """The row that went comes back; who was told meanwhile was told as both."""
    kind = _KINDS[noted["table"]]
    mine: Any = session.get(kind, noted["into"])
    if mine is None:
        return  # taken off the list, or settled, as one
    values, names = _typed(kind, noted["gone"]), list(noted["before"])
    if _plain(mine, names) == noted["united"]:
        for name, value in _typed(kind, noted["before"]).items():
            setattr(mine, name, value)
    else:
        values |= {name: getattr(mine, name) for name in names}
    if isinstance(mine, RecipientTask):
        values["told_on"] = mine.told_on
    session.add(kind(**values))


def _unpark(session: Session, standing_id: int, parked_id: int, owner: int) -> None:
    standing, parked = session.get(Restriction, standing_id), session.get(Restriction, parked_id)
    if parked is None:
        return
    parked.customer_id = owner
    if standing is not None and standing.lifted_on is not None:  # the customer took it back, under whichever record
        parked.until, parked.lifted_on, parked.lifted_note = standing.until, standing.lifted_on, standing.lifted_note


def _say_of_both(work: Work, marks: dict[str, int], kept_id: int, absorbed_id: int) -> None:
    session = work.session
    new_wishes = select(Restriction).where(Restriction.customer_id == kept_id, Restriction.id > marks[Restriction.__tablename__])
    for wish in session.scalars(new_wishes.where(not_ended(Restriction, work.today))).all():
        session.add(_copy(wish, public_id=new_id(), customer_id=absorbed_id))
    no = Consent.decision != ConsentDecision.GIVEN
    said = select(Consent).where(Consent.customer_id == kept_id, Consent.id > marks[Consent.__tablename__], no)
    for consent in session.scalars(said.order_by(Consent.id)).all():
        session.add(_copy(consent, public_id=new_id(), customer_id=absorbed_id))


def _copy[Row: Base](row: Row, **changed: object) -> Row:
    names = [column.key for column in inspect(type(row)).column_attrs if column.key != "id"]
    return type(row)(**({name: getattr(row, name) for name in names} | changed))


# ---- plain values ----------------------------------------------------------------------------------------------------------


def _plain(row: Base, names: Sequence[str]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value.value if isinstance(value, StrEnum) else value

    return {name: plain(getattr(row, name)) for name in names}


def _typed(kind: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    def typed(name: str, value: Any) -> Any:
        column: Any = kind.__table__.c[name].type
        if value is None:
            return None
        return date.fromisoformat(value) if isinstance(column, Date) else _member(column, value)

    return {name: typed(name, value) for name, value in values.items()}


def _member(column: Any, value: Any) -> Any:
    return column.enum_class(value) if isinstance(column, Enum) and column.enum_class else value
