"""Two hundred lives of a shop: nobody is offered for deletion early, nobody due is missing, and nobody erased ever returns.

What ought to be is worked out beside the program, from what was done and nothing else: plain lists of days, no query.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from desktop.i18n import VIETNAM
from desktop.models.choices import (
    Channel,
    ConsentDecision,
    ConsentMeans,
    Direction,
    HoldKind,
    RequestKind,
    RequestRefusal,
    RestrictionKind,
    RetentionKind,
)  # fmt: skip
from desktop.models.deadlines import add_months
from desktop.services import hold_conditions, opening, replaced, retention
from desktop.services.all_services import Services, for_office
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.import_columns import ImportField
from desktop.services.import_plan import RowState
from desktop.services.importing import ListFile
from desktop.services.opening import ShopFolder
from desktop.storage.ledger import Ledger
from tests.conftest import Clock, Mould, Moulds
from tests.services import requests

HISTORIES, TOGETHER, ACTS, PROTECTED = 200, 20, 11, 40
_ACTS = {
    "enter": 2, "speak": 2, "hold": 4, "release": 1, "ask": 2, "policy": 2, "merge": 1, "wait": 4, "erase": 4, "copy": 2, "put_back": 3,
}  # fmt: skip
_TURNS = {
    "release",
    "policy",
    "wait",
    "erase",
    "put_back",
}  # after these others may go, or be back; what goes wrong before shows here
_READING = {"enter": 2, "ask": 3, "erase": 3, "copy": 1, "put_back": 1, "read_list": 4}
_RESTORING = {"enter": 4, "ask": 3, "erase": 3, "copy": 2, "put_back": 3}
_PROTECTING = {
    "enter": 1, "agree": 4, "withdraw": 4, "refuse": 2, "restrict": 3, "lift": 1, "ask": 1, "ask_in_writing": 2, "refuse_request": 3,
    "hold": 1, "wait_a_little": 2, "back_up": 4, "restore": 5,
}  # fmt: skip
_HOLDING = {"enter": 2, "hold": 4, "ask": 2, "release": 4}


@dataclass
class Hold:
    """A hold by hand, by its id."""

    public_id: str
    kind: HoldKind
    until: date


@dataclass
class Person:
    """What was ever said and done about somebody."""

    name: str
    entered: date
    under: date
    said: list[date] = field(default_factory=list[date])
    holds: list[Hold] = field(default_factory=list[Hold])
    asked: date | None = None
    also: set[str] = field(default_factory=set[str])  # names of records that were made one with this one, and go with it
    words: list[tuple[int, ConsentDecision]] = field(
        default_factory=list[tuple[int, ConsentDecision]]
    )  # about news, with their order
    wishes: dict[RestrictionKind, str] = field(default_factory=dict[RestrictionKind, str])  # in force, by kind the id
    request: int | None = None  # an open one to be deleted

    @property
    def said_last(self) -> ConsentDecision | None:
        """The standing word about news."""
        return max(self.words)[1] if self.words else None


@dataclass
class Truth:
    """The register as it ought to be: people by their id, and what was promised from which day on (None: until they ask)."""

    people: dict[int, Person] = field(default_factory=dict[int, Person])
    promises: list[tuple[date, int | None]] = field(default_factory=list[tuple[date, int | None]])
    policy: str = ""

    def day(self, person: Person, today: date) -> date | None:
        """When the data has to go; nobody agrees to anything longer here, so the shortest promise since they came in binds."""
        began = max(since for since, _months in self.promises if since <= person.under)
        bound = [months for since, months in self.promises if began <= since <= today and months is not None]
        days = [add_months(max(person.said, default=person.entered), min(bound))] if bound else []
        return min([*days, *([person.asked] if person.asked else [])], default=None)

    def due(self, today: date) -> dict[str, bool]:
        """Names of all whose day has come, and whether they are held."""
        planned = {person.name: (self.day(person, today), person) for person in self.people.values()}
        return {name: _is_held(person, today) for name, (day, person) in planned.items() if day is not None and day <= today}


def _is_held(person: Person, today: date) -> bool:
    return any(hold.until >= today and (person.asked is None or hold.kind is HoldKind.LAW) for hold in person.holds)


class History:
    """One shop through its life, with what it ought to hold beside it."""

    def __init__(self, folder: ShopFolder, mould: Mould, clock: Clock, seed: int) -> None:
        self._folder, self._mould, self._clock, self._seed = folder, mould, clock, seed
        self._chance = random.Random(seed)
        self.services = self._opened()
        self.truth = Truth(promises=[(date(2026, 1, 1), 12)])
        self.gone: set[str] = set()
        self._phones: dict[str, str] = {}
        self._asked_to_go: set[str] = set()
        self._copies: list[tuple[bytes, Truth]] = []
        self.reached = dict.fromkeys(("erased", "held", "put_back", "kept_out", "restored", "protected"), 0)

    def live(self, weights: dict[str, int]) -> None:
        """Three people come in, then act after act of those that are possible; everything is compared at each turn and at the end."""
        for number in range(3):
            self._enter(number)
        for number in range(3, 3 + ACTS):
            possible = [act for act in weights if self._can(act)]
            (act,) = self._chance.choices(possible, [weights[act] for act in possible])
            getattr(self, f"_{act}")(number)
            if act in _TURNS or number == 2 + ACTS:
                self.compare(f"after {act}, step {number} of history {self._seed}")

    def compare(self, when: str) -> None:
        """What the program offers against what ought to be due."""
        today = self._clock.today
        wanted = self.truth.due(today)
        offered = {due.name: due.is_held for due in self.services.retention.due(None, today + timedelta(days=1))}
        assert offered == wanted, when
        upcoming = self.services.retention.upcoming()
        due_today = sum(not held for held in wanted.values())
        assert upcoming.held == len(wanted) - due_today, when
        names = {hit.name for hit in self.services.customers.search("", 1000)}
        assert names == {person.name for person in self.truth.people.values()}, when
        assert not names & self.gone, when
        self.reached["held"] += upcoming.held

    def close(self) -> None:
        """Let go of the file."""
        self.services.office.database.close()

    def _can(self, act: str) -> bool:
        """Whether an act would do anything now."""
        people = self.truth.people.values()
        needs = {
            "speak": bool(people), "hold": any(person.asked is None for person in people), "release": bool(self._lasting()),
            "ask": any(person.asked is None for person in people), "merge": len(people) > 1, "put_back": bool(self._copies),
        }  # fmt: skip
        return needs.get(act, True)

    # ---- acts -----------------------------------------------------------------------------------------------------------

    def _enter(self, number: int) -> None:
        name = f"Khách {len(self.gone)}-{number}"
        customer_id = self.services.customers.add(CustomerDetails(name, self._phone(name)))
        self.truth.people[customer_id] = Person(name, self._clock.today, self._clock.today)

    def _phone(self, name: str) -> str:
        return self._phones.setdefault(name, f"09{len(self._phones):08}")

    def _read_list(self, number: int) -> None:
        """Somebody new, and everybody who went at their own request: only the new one is taken in by itself."""
        name, day = (
            f"Khách của danh sách {len(self.gone)}-{number}",
            self._clock.today - timedelta(days=self._chance.randrange(20)),
        )
        old = [(f"Tên khác {place}", phone, "") for place, phone in enumerate(sorted(self._asked_to_go))]
        rows = (("Tên", "SĐT", "Ngày mua cuối"), (name, self._phone(name), f"{day}"), *old)
        columns = {ImportField.NAME: 0, ImportField.PHONE: 1, ImportField.LAST_CONTACT: 2}
        importing = self.services.importing
        plan = importing.plan(ListFile("khách.xlsx", ("Khách",), 0, rows, 0, columns, frozenset()), columns)
        taken = {row.number for row in plan.rows if row.state is RowState.NEW}
        importing.apply(plan, taken)
        people = {hit.name: hit.id for hit in self.services.customers.search("", 1000)}
        assert not {other for other, _phone, _day in old} & people.keys(), f"a list brought somebody back, step {number}"
        self.truth.people[people[name]] = Person(name, self._clock.today, self._clock.today, [day])
        self.reached["kept_out"] += len(old)

    def _speak(self, _number: int) -> None:
        customer_id, person = self._somebody()
        day = self._clock.today - timedelta(days=self._chance.randrange(500))
        direction = self._chance.choice(list(Direction))
        at = datetime.combine(day, time(9), VIETNAM)
        self.services.customers.log_contact(customer_id, min(at, self._clock.now), direction, Channel.PHONE, "")
        if direction is Direction.FROM_CUSTOMER:
            person.said.append(day)

    def _hold(self, _number: int) -> None:
        customer_id, person = self._somebody(asked=False)
        kind, until = self._chance.choice(list(HoldKind)), self._clock.today + timedelta(days=self._chance.randrange(150))
        more = {"citation": "Điều 16"} if kind is HoldKind.LAW else {}
        person.holds.append(Hold(self.services.holds.add(customer_id, kind, "lý do", until, **more), kind, until))

    def _release(self, _number: int) -> None:
        hold = self._chance.choice(self._lasting())
        self.services.holds.release(hold.public_id)
        hold.until = self._clock.today - timedelta(days=1)

    def _lasting(self) -> list[Hold]:
        return [hold for person in self.truth.people.values() for hold in person.holds if hold.until >= self._clock.today]

    def _ask(self, _number: int) -> None:
        customer_id, person = self._somebody(asked=False)
        person.asked = self._clock.today - timedelta(days=self._chance.randrange(5))
        self.services.erasures.note_wish(customer_id, person.asked)

    def _policy(self, _number: int) -> None:
        self._clock.move(days=1)
        months = self._chance.choice([1, 2, 3, 6, 12, 18, None])
        kind = RetentionKind.UNTIL_REQUEST if months is None else RetentionKind.AFTER_LAST_CONTACT
        rules = replace(
            self.services.policies.versions()[0],
            effective_from=self._clock.today,
            retention_kind=kind,
            retention_months=months or 0,
        )
        self.services.policies.add_version(rules)
        self.truth.promises.append((self._clock.today, months))

    def _merge(self, _number: int) -> None:
        kept, absorbed = self._chance.sample(sorted(self.truth.people), 2)
        self.services.merging.merge(kept, absorbed)
        ours, theirs = self.truth.people[kept], self.truth.people.pop(absorbed)
        ours.said += theirs.said
        ours.also |= {theirs.name, *theirs.also}
        ours.holds += theirs.holds
        ours.under = min(ours.under, theirs.under)
        ours.asked = min((day for day in (ours.asked, theirs.asked) if day), default=None)

    def _wait(self, _number: int) -> None:
        self._clock.move(days=self._chance.randrange(1, 240))
        self._reopen()

    def _erase(self, _number: int) -> None:
        today = self._clock.today
        wanted = {name for name, held in self.truth.due(today).items() if not held}
        chosen = tuple(self._chance.sample(sorted(self.truth.people), self._chance.randrange(len(self.truth.people) + 1)))
        going = [number for number in chosen if self.truth.people[number].name in wanted]
        done = self.services.erasures.erase(Chosen(chosen))
        assert (done.erased, len(done.left_out)) == (len(going), len(chosen) - len(going))
        for person in [self.truth.people.pop(number) for number in going]:
            self.gone |= {person.name, *person.also}
            if person.asked is not None:
                self._asked_to_go |= {self._phones[name] for name in (person.name, *person.also)}
        self.reached["erased"] += len(going)

    def _copy(self, _number: int) -> None:
        self.close()
        self._copies.append((self._folder.database_path.read_bytes(), deepcopy(self.truth)))

    def _put_back(self, _number: int) -> None:
        content, truth = self._chance.choice(self._copies)
        self.close()
        self._folder.database_path.write_bytes(content)
        self.truth = deepcopy(truth)
        self.truth.people = {number: x for number, x in self.truth.people.items() if x.name not in self.gone}
        self.reached["put_back"] += 1
        self._reopen()

    # ---- opening --------------------------------------------------------------------------------------------------------

    def _somebody(self, *, asked: bool | None = None) -> tuple[int, Person]:
        fitting = [pair for pair in sorted(self.truth.people.items()) if asked is None or (pair[1].asked is not None) == asked]
        return self._chance.choice(fitting)

    def _reopen(self) -> None:
        self.close()
        self.services = self._opened()

    def _opened(self) -> Services:
        return for_office(self._folder.open_with(self._mould.key))


class ProtectedHistory(History):
    """A life in which customers withdraw, refuse, restrict and are refused, between backups and restores."""

    def __init__(self, folder: ShopFolder, mould: Mould, clock: Clock, seed: int) -> None:
        super().__init__(folder, mould, clock, seed)
        self._backups: list[tuple[Path, Truth]] = []
        self._spoken = 0

    def compare(self, when: str) -> None:
        """Who may be written to, and what each of them asked the shop not to do."""
        people = self.truth.people.values()
        wanted = {person.name for person in people if person.said_last is ConsentDecision.GIVEN and not person.wishes}
        assert {person.name for person in self.services.purpose_lists.who("advertising").people} == wanted, when
        for number, person in self.truth.people.items():
            assert {wish.kind for wish in self.services.restrictions.rows(number)} == set(person.wishes), when
            assert self.services.customers.page(number).asked_deletion_on == person.asked, when
            state = next(state for state in self.services.consents.states(number) if state.code == "advertising")
            assert state.decision == person.said_last, when
        self.reached["protected"] += len(self.truth.people) - len(wanted)

    def _can(self, act: str) -> bool:
        people = self.truth.people.values()
        needs = {
            "agree": bool(people), "refuse": bool(people), "restrict": bool(people), "restore": bool(self._backups),
            "withdraw": any(person.said_last is ConsentDecision.GIVEN for person in people),
            "lift": any(person.wishes for person in people), "ask_in_writing": any(person.request is None for person in people),
            "refuse_request": any(person.request is not None for person in people),
        }  # fmt: skip
        return needs[act] if act in needs else super()._can(act)

    # ---- acts -----------------------------------------------------------------------------------------------------------

    def _say(self, decision: ConsentDecision, fitting: Callable[[Person], bool] = lambda _person: True) -> None:
        number, person = self._one(fitting)
        self.services.consents.record(number, Answers(self._clock.today, ConsentMeans.PHONE, {"advertising": decision}))
        self._spoken += 1
        person.words.append((self._spoken, decision))

    def _one(self, fitting: Callable[[Person], bool]) -> tuple[int, Person]:
        return self._chance.choice([pair for pair in sorted(self.truth.people.items()) if fitting(pair[1])])

    def _agree(self, _number: int) -> None:
        self._say(ConsentDecision.GIVEN)

    def _refuse(self, _number: int) -> None:
        self._say(ConsentDecision.REFUSED)

    def _withdraw(self, _number: int) -> None:
        self._say(ConsentDecision.WITHDRAWN, lambda person: person.said_last is ConsentDecision.GIVEN)

    def _restrict(self, _number: int) -> None:
        number, person = self._somebody()
        kind = self._chance.choice([RestrictionKind.NO_PROMOTIONS, RestrictionKind.PROCESSING])
        if kind not in person.wishes:
            person.wishes[kind] = self.services.restrictions.add(number, kind)

    def _lift(self, _number: int) -> None:
        _id, person = self._one(lambda person: bool(person.wishes))
        kind = self._chance.choice(sorted(person.wishes))
        self.services.restrictions.lift(person.wishes.pop(kind))

    def _ask_in_writing(self, _number: int) -> None:
        number, person = self._one(lambda person: person.request is None)
        person.request = requests.known(self.services, RequestKind.DELETE, number).row.id
        person.asked = person.asked or self._clock.today

    def _refuse_request(self, _number: int) -> None:
        _id, person = self._one(lambda person: person.request is not None)
        assert person.request is not None
        self.services.requests.refuse(person.request, RequestRefusal.REPEATED, "đã giải thích")
        person.request = person.asked = None

    def _wait_a_little(self, _number: int) -> None:
        self._clock.move(days=self._chance.randrange(1, 4))

    def _back_up(self, number: int) -> None:
        self._clock.move(hours=1)
        made = self.services.backups.make_in(self._folder.path.parent / f"usb-{self._seed}-{number}").folder
        self._backups.append((made, deepcopy(self.truth)))
        self._clock.move(hours=1)

    def _restore(self, number: int) -> None:
        """The backup's people, with everything that protects them as it is now."""
        folder, truth = self._chance.choice(self._backups)
        now = {person.name: person for person in self.truth.people.values()}
        self.services = for_office(self._folder.restore(folder))
        self.services.restoring.confirm()
        self._clock.move(hours=1)
        self.truth = deepcopy(truth)
        for person in self.truth.people.values():
            if person.name in now:
                _protect(person, now[person.name])
        self.reached["restored"] += 1
        self.compare(f"after restore, step {number} of history {self._seed}")


def _protect(person: Person, now: Person) -> None:
    """What a restore leaves of what was said since: a topic that was never refused since is as on the day of the backup."""
    since = [word for word in now.words if word not in person.words]
    if any(word is not ConsentDecision.GIVEN for _order, word in since):
        person.words += since
    person.wishes, person.asked = dict(now.wishes), now.asked


Begin = Callable[[int], History]


@pytest.fixture
def begin(moulds: Moulds, tmp_path: Path) -> Iterator[Begin]:
    """Starts a history in a copy of an empty shop, on the fixed morning."""
    begun: list[History] = []

    def start(seed: int) -> History:
        path, mould = tmp_path / f"shop-{seed}", moulds("in_store")
        mould.copy_to(path)
        clock = Clock()
        begun.append(History(ShopFolder(path, clock), mould, clock, seed))
        return begun[-1]

    yield start
    for history in begun:
        history.close()


@pytest.mark.parametrize("first", range(0, HISTORIES, TOGETHER))
def test_nobody_goes_early_nobody_due_is_missing_nobody_returns(begin: Begin, first: int) -> None:
    """Erasures, held people and older databases put back all happen in each twenty; otherwise they would prove nothing."""
    reached: dict[str, int] = {}
    for seed in range(first, first + TOGETHER):
        history = begin(seed)
        history.live(_ACTS)
        for what, number in history.reached.items():
            reached[what] = reached.get(what, 0) + number
        history.close()
    assert min(reached[what] for what in ("erased", "held", "put_back")) >= 3, reached


def test_no_list_that_is_read_in_brings_anybody_back(begin: Begin) -> None:
    """Lists that name whoever went at their own request, between erasures and older databases put back."""
    kept_out = 0
    for seed in range(TOGETHER):
        history = begin(seed)
        history.live(_READING)
        kept_out += history.reached["kept_out"]
        history.close()
    assert kept_out >= TOGETHER


def _first_failure(begin: Begin, weights: dict[str, int]) -> str:
    """Of the same histories the first that does not hold."""
    for seed in range(HISTORIES):
        try:
            begin(seed).live(weights)
        except AssertionError as failure:
            return str(failure)
    return ""


@pytest.fixture
def protect(begin: Begin, moulds: Moulds, tmp_path: Path) -> Begin:
    """The same for lives with restores."""

    def start(seed: int) -> History:
        path, mould, clock = tmp_path / f"protected-{seed}", moulds("delivery"), Clock()
        mould.copy_to(path)
        folder = ShopFolder(path, clock)
        folder.take()
        return ProtectedHistory(folder, mould, clock, seed)

    return start


@pytest.mark.parametrize("first", range(0, PROTECTED, 10))
def test_no_restore_makes_anybody_less_protected(protect: Begin, first: int) -> None:
    """Restores and protected people happen in each ten; otherwise they would prove nothing."""
    restored = protected = 0
    for seed in range(first, first + 10):
        history = protect(seed)
        history.live(_PROTECTING)
        restored, protected = restored + history.reached["restored"], protected + history.reached["protected"]
        history.close()
    assert min(restored, protected) >= 3


def test_without_carrying_over_somebody_is_written_to_who_withdrew(protect: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known-bad setting: as restores were before."""
    monkeypatch.setattr(replaced, "read_protection", lambda *_all: None)
    assert "after restore" in _first_failure(protect, _PROTECTING)


def test_without_the_replay_somebody_returns(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known-bad setting."""
    monkeypatch.setattr(opening, "replay", lambda _office: 0)
    assert "after put_back" in _first_failure(begin, _RESTORING)


def test_without_the_ledger_a_list_brings_somebody_back(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known-bad setting: nobody looks whether a number is of somebody erased at their own request."""
    monkeypatch.setattr(Ledger, "asked_traces", lambda _ledger: frozenset[str]())
    assert "a list brought somebody back" in _first_failure(begin, _READING)


def test_a_hold_that_is_never_let_go_keeps_somebody_from_going(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """A known-bad setting: releasing a hold does not resume the deletion that it blocked."""
    for module in (hold_conditions, retention):
        monkeypatch.setattr(module, "not_ended", lambda lasting, _today: lasting.id > 0)
    assert "True" in _first_failure(begin, _HOLDING)  # held where nobody holds
