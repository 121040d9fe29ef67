"""Whoever tampers with the log is found: by the program, and by the checker alone when it is given what stands on papers.

What each can see, and what it cannot:

- The program follows the chain and knows the head kept beside the database. It sees everything here.
- The checker follows the chain. By itself it sees an entry that was changed, removed, put in or moved. It cannot see a log that was
  written anew from some entry on, cut short, or replaced by an older one: all of these are whole. A head that stands on a paper shows
  it, if the paper was printed at or after the first entry that was touched. A rewrite that touches no printed head stays unseen.
"""

from __future__ import annotations

import importlib.util
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest

from desktop import paths
from desktop.models.audit import GENESIS
from desktop.models.choices import LetterKind
from desktop.services.all_services import Services
from desktop.services.audit_chain import Entry, read_entries
from desktop.storage import database
from tests.builders import WORK, complaint, intake
from tests.services.helpers import said
from tests.services.one_shop import one_shop

TIMES = 200
Chain = list[Entry]
Tampering = Callable[[Chain, random.Random, int], Chain]


def load_checker() -> Any:
    """The file that is given to an inspector, as a module."""
    spec = importlib.util.spec_from_file_location("kiem_tra_nhat_ky", paths.resources() / "checker" / "kiem_tra_nhat_ky.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checker = load_checker()


# ---- what can be done to a log -------------------------------------------------------------------------------------------


def sealed(entries: Sequence[Entry], start: int = 1) -> Chain:
    """The chain reckoned anew from an entry on, as somebody with the key of the data can."""
    chain = list(entries[: start - 1])
    for number, entry in enumerate(entries[start - 1 :], start):
        before = chain[-1].digest if chain else GENESIS
        bare = entry._replace(number=number, previous=before)
        chain.append(bare._replace(digest=sha256((before + bare.body()).encode()).hexdigest()))
    return chain


def changed(entry: Entry, rng: random.Random) -> Entry:
    """One of its parts says something else."""
    part, value = rng.choice((
        ("at", "2026-01-01T00:00:00.000000+00:00"), ("actor", "f" * 32), ("action", "nothing.done"), ("subject", "0" * 32),
        ("details", '{"on": "2026-01-01"}'), ("digest", "0" * 64), ("previous", "1" * 64),
    ))  # fmt: skip
    return entry._replace(**{part: value})


def edit(chain: Chain, rng: random.Random, latest: int) -> Chain:
    place = rng.randrange(latest)
    return [*chain[:place], changed(chain[place], rng), *chain[place + 1 :]]


def delete(chain: Chain, rng: random.Random, latest: int) -> Chain:
    """One is gone; those after it move up, or leave the gap."""
    place = rng.randrange(latest - 1)
    rest = chain[place + 1 :]
    return [*chain[:place], *(rest if rng.random() < 0.5 else [one._replace(number=one.number - 1) for one in rest])]


def insert(chain: Chain, rng: random.Random, latest: int) -> Chain:
    """One more, made to fit what stands before it; those after it move down."""
    place = rng.randrange(latest)
    forged = sealed([*chain[:place], changed(chain[place], rng)], place + 1)[-1]
    return [*chain[:place], forged, *(one._replace(number=one.number + 1) for one in chain[place:])]


def swap(chain: Chain, rng: random.Random, latest: int) -> Chain:
    """Two change places and numbers."""
    first, second = sorted(rng.sample(range(latest), 2))
    moved = list(chain)
    moved[first] = chain[second]._replace(number=chain[first].number)
    moved[second] = chain[first]._replace(number=chain[second].number)
    return moved


def rewrite(chain: Chain, rng: random.Random, latest: int) -> Chain:
    """One says something else, and everything from there on is reckoned anew: whole again."""
    place = rng.randrange(latest)
    other = chain[place]._replace(subject=rng.randbytes(16).hex(), details='{"on": "2026-01-01"}')
    return sealed([*chain[:place], other, *chain[place + 1 :]], place + 1)


def cut(chain: Chain, rng: random.Random, latest: int) -> Chain:
    """The tail is gone, up to everything."""
    return chain[: rng.randrange(latest)]


SEEN_IN_THE_CHAIN: tuple[Tampering, ...] = (edit, delete, insert, swap)
WHOLE_AGAIN: tuple[Tampering, ...] = (rewrite, cut)


# ---- what the checker says -----------------------------------------------------------------------------------------------


def checked(chain: Chain, heads: Sequence[tuple[int, str]] = ()) -> bool:
    """Whether the checker finds nothing wrong with a log, given these papers."""
    result = checker.follow(((entry.line().encode(), True) for entry in chain), [number for number, _digits in heads])
    return result.broken_at is None and all(fits for _key, _values, fits in checker.papers(result, heads))


@dataclass(frozen=True)
class Printed:
    """A log and the heads that were printed on papers while it grew."""

    chain: Chain
    heads: list[tuple[int, str]]

    @property
    def latest(self) -> int:
        """The newest entry that stands on a paper."""
        return self.heads[-1][0]


def grown(rng: random.Random, length: int = 40) -> Printed:
    """A log, and a paper now and then; after the last of them a few entries that stand on none."""
    bare = [
        Entry(
            number,
            f"2026-11-21T03:00:{number:02}.000000+00:00",
            "a" * 32,
            "customer.changed",
            rng.randbytes(16).hex(),
            "{}",
            "",
            "",
        )
        for number in range(1, length + 1)
    ]
    chain = sealed(bare)
    return Printed(chain, [(chain[place - 1].number, chain[place - 1].digest[:16]) for place in (length // 3, length - 5)])


@pytest.mark.parametrize("tampering", SEEN_IN_THE_CHAIN, ids=lambda one: one.__name__)
def test_the_checker_sees_it_without_any_paper(tampering: Tampering):
    rng = random.Random(tampering.__name__)
    log = grown(rng)
    assert checked(log.chain) and checked(log.chain, log.heads)
    assert [n for n in range(TIMES) if checked(tampering(log.chain, rng, len(log.chain)))] == []


@pytest.mark.parametrize("tampering", WHOLE_AGAIN, ids=lambda one: one.__name__)
def test_the_checker_sees_what_is_whole_again_by_a_paper_that_was_touched(tampering: Tampering):
    rng = random.Random(tampering.__name__)
    log = grown(rng)
    tampered = [tampering(log.chain, rng, log.latest) for _n in range(TIMES)]
    assert [chain for chain in tampered if checked(chain, log.heads)] == []
    assert [chain for chain in tampered if chain and not checked(chain)] == []  # without a paper each of them looks whole


@pytest.mark.parametrize("tampering", WHOLE_AGAIN, ids=lambda one: one.__name__)
def test_what_touches_no_printed_head_is_not_seen_by_the_checker(tampering: Tampering):
    """The limit that the checker states: behind the last paper everything may be written anew."""
    rng = random.Random(tampering.__name__)
    log = grown(rng)
    for _n in range(TIMES):
        behind = tampering(log.chain[log.latest :], rng, len(log.chain) - log.latest)
        assert checked(sealed([*log.chain[: log.latest], *behind], log.latest + 1), log.heads)


def test_one_digit_of_a_printed_head_is_enough():
    log = grown(random.Random(1))
    number, digits = log.heads[0]
    for place in range(16):
        other = digits[:place] + ("0" if digits[place] != "0" else "1") + digits[place + 1 :]
        assert not checked(log.chain, [(number, other)])


# ---- what the program says, on a real shop's database ----------------------------------------------------------------------


@dataclass
class RealShop:
    """A shop with papers, its log put back after each tampering."""

    services: Services
    printed: Printed

    def put(self, chain: Chain) -> None:
        """This log instead of the shop's."""
        with self.services.office.database.connection() as connection, connection.begin():
            connection.exec_driver_sql("DELETE FROM audit_entry")
            if chain:
                connection.exec_driver_sql(
                    "INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [tuple(one) for one in chain]
                )

    def log(self) -> Chain:
        """As it stands in the file now."""
        return [entry for entries in read_entries(self.services.office) for entry in entries]

    def fools(self, chain: Chain) -> list[str]:
        """Who finds nothing wrong with a log: the program, the checker that was given the papers."""
        self.put(chain)
        seen = {"program": self.services.audit.verify().is_whole, "checker": checked(chain, self.printed.heads)}
        return [who for who, is_fooled in seen.items() if is_fooled]


@pytest.fixture(scope="module")
def papered(moulds, tmp_path_factory) -> Iterator[RealShop]:
    """Complaints, each with papers whose heads are read off them; the last thing that was done is a paper."""
    heads: list[tuple[int, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(database.PRAGMAS, "synchronous", ("OFF", 0))  # thousands of commits that need not survive a power cut
        with one_shop(moulds("delivery"), tmp_path_factory.mktemp("log") / "Dữ liệu") as services:
            for number in range(3):
                page = services.complaints.receive(intake(services.office.today(), 1)) if number else complaint(services)
                services.complaints.decide(page.row.id, WORK)
                for kind in (LetterKind.ACKNOWLEDGEMENT, LetterKind.REPLY):
                    heads.append(_head_on(services.letters.pdf(services.letters.issue(page.row.id, kind))))
            yield RealShop(services, Printed([entry for entries in read_entries(services.office) for entry in entries], heads))


@pytest.fixture
def shop(papered: RealShop) -> Iterator[RealShop]:
    """Its log and the head beside it are as they were, whatever the test before has done."""
    beside = papered.services.office.head_file
    head = beside.read()
    papered.put(papered.printed.chain)
    yield papered
    assert head is not None
    beside.write(head)


def _head_on(pdf: bytes) -> tuple[int, str]:
    found = re.search(r"(\d+) · ((?:[0-9a-f]{4} ?){4})", said(pdf))
    assert found
    return checker.head_typed(found[0])


def test_the_papers_fit_the_log_that_was_not_touched(shop: RealShop):
    assert shop.printed.latest == len(shop.printed.chain) > 20
    assert shop.log() == shop.printed.chain
    assert shop.fools(shop.printed.chain) == ["program", "checker"]
    assert all(shop.services.audit.compare(checker.printed(*head)).match == "fits" for head in shop.printed.heads)


def test_program_and_checker_see_every_tampering_of_a_real_log(shop: RealShop):
    chain, latest = shop.printed.chain, shop.printed.latest
    for tampering in (*SEEN_IN_THE_CHAIN, *WHOLE_AGAIN):
        rng = random.Random(tampering.__name__)
        fooled = [who for _n in range(TIMES) for who in shop.fools(tampering(chain, rng, latest))]
        assert fooled == [], tampering.__name__


def test_program_and_checker_see_an_older_file_put_back(shop: RealShop):
    """The bytes of the file as they were at some earlier time; the head beside it and the papers are the newer ones."""
    path, olds = shop.services.office.database.path, []
    for length in range(1, len(shop.printed.chain), 3):
        shop.put(shop.printed.chain[:length])
        shop.services.office.database.close()
        olds.append(path.read_bytes())
    rng, fooled = random.Random(8), []
    for _n in range(TIMES):
        shop.services.office.database.close()
        path.write_bytes(rng.choice(olds))
        if shop.services.audit.verify().is_whole or checked(shop.log(), shop.printed.heads):
            fooled.append(len(shop.log()))
    assert fooled == []


def test_without_the_head_beside_it_the_program_does_not_see_a_shorter_log(shop: RealShop):
    """A known-bad setting: what the file beside the database is for."""
    (shop.services.office.database.path.parent / "log-head.json").unlink()
    rng = random.Random(9)
    assert all("program" in shop.fools(rewrite(shop.printed.chain, rng, shop.printed.latest)) for _n in range(5))
    assert "program" in shop.fools(shop.printed.chain[:-1])
