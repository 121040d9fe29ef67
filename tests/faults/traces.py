"""People with words that nobody else has, entered everywhere the program keeps anything; and where those words are found again.

The database is read as a thief with the key would read it: every page decrypted by hand, pages on the free list and all, so that
nothing depends on what SQLite chooses to show.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.errors import UserError
from desktop.models.choices import (
    Channel,
    ConsentDecision,
    ConsentMeans,
    Delivery,
    Direction,
    HoldKind,
    LetterKind,
    RequestKind,
    RequestRefusal,
    SheetFormat,
)
from desktop.models.policy import sharing_code
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.manifests import Order, Parcel
from desktop.services.rights_requests import RequestIntake
from desktop.services.stored_files import NewFile
from desktop.storage.attachments import SUFFIX
from desktop.storage.vault import Key
from tests import builders
from tests.services.giving import CARRIER

_PAGE, _RESERVED, _SALT = 4096, 80, 16
_TAIL = 7  # letters: an index that shares beginnings between words keeps the ends whole


@dataclass(frozen=True)
class Person:
    """A customer and the words by which traces of them are known."""

    id: int
    words: tuple[str, ...]


def enter(services: Services, rng: random.Random, place: int) -> Person:
    """A customer with something in every register; what differs from one to the next is how much."""
    word = _Words(rng)
    phone = "09" + "".join(rng.choice("0123456789") for _digit in range(8))
    details = CustomerDetails(f"{word()} {word()}", phone, f"{word()}@example.com", f"12 {word()}", word(), word())
    customer_id = services.customers.add(details)
    now, today = services.office.now(), services.office.today()
    services.customers.log_contact(customer_id, now, Direction.FROM_CUSTOMER, Channel.PHONE, word())
    slip = builders.photo(f"{word()}.png")
    answers = {sharing_code(CARRIER): ConsentDecision.GIVEN}
    services.consents.record(customer_id, Answers(today, ConsentMeans.SLIP, answers, slip=NewFile(slip.name, slip.content)))
    services.drafts.save(f"complaint.new.{customer_id}", {"text": word(), "customer": str(customer_id)})
    services.drafts.save(f"other.{place}", {"text": f"{details.name} {word()}"})
    if place % 3 == 0:
        _complain(services, customer_id, word)
    if place % 4 == 0:
        hold = services.holds.add(customer_id, HoldKind.FRAUD, word(), today)
        services.holds.release(hold)
    if place % 5 == 0:
        _ask(services, customer_id, word)
    return Person(customer_id, (*word.made, phone))


def ship(services: Services, people: Iterable[Person]) -> None:
    """A carrier's file with all of them in it; its bytes stay in the register."""
    recipient = services.recipients.switch_on("ghn")
    parcels = tuple(Parcel(person.id, reference=f"DH {person.words[0]}") for person in people)
    order = Order(recipient, services.office.today(), SheetFormat.CSV, parcels, told_at_order=True)
    services.manifests.make(order)


def everything_readable(folder: Path, key: Key) -> dict[str, bytes]:
    """All that lies in a data folder or a backup, by file name, as far as the key opens it."""
    found: dict[str, bytes] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        name = str(path.relative_to(folder))
        found[name] = decrypted(content, key) if path.suffix == ".db" else content
        if path.suffix == SUFFIX:
            found[name] = _evidence(path, key)
    return found


def traces(places: dict[str, bytes], people: Iterable[Person]) -> dict[str, int]:
    """How many people are found where."""
    lowered = {place: content.lower() for place, content in places.items()}
    found = {place: sum(_is_in(content, person) for person in people) for place, content in lowered.items()}
    return {place: number for place, number in found.items() if number}


def decrypted(content: bytes, key: Key) -> bytes:
    """Every whole page of an encrypted database, in order (SQLCipher 4: AES-256-CBC, the vector in the reserved end of each page)."""
    pages = (content[start : start + _PAGE] for start in range(0, len(content) - _PAGE + 1, _PAGE))
    return b"".join(_page(page, key, is_first=number == 0) for number, page in enumerate(pages))


def _page(page: bytes, key: Key, *, is_first: bool) -> bytes:
    vector = page[_PAGE - _RESERVED : _PAGE - _RESERVED + 16]
    opened = Cipher(algorithms.AES(key.raw), modes.CBC(vector)).decryptor()
    return opened.update(page[_SALT if is_first else 0 : _PAGE - _RESERVED]) + opened.finalize()


def _evidence(path: Path, key: Key) -> bytes:
    from desktop.storage.attachments import Attachments

    try:
        return Attachments(path.parent, key).read(path.name)
    except UserError:
        return path.read_bytes()


def _is_in(content: bytes, person: Person) -> bool:
    needles = [word[-_TAIL:] for word in person.words] + [person.words[-1][::-1]]
    return any(needle.encode() in content for needle in needles)


def _complain(services: Services, customer_id: int, word: Any) -> None:
    today = services.office.today()
    evidence = builders.photo(f"{word()}.png")
    intake = builders.intake(today, customer_id, subject=word(), text=f"{word()} " * 40, files=(evidence,))
    page = services.complaints.receive(intake)
    services.complaints.withdraw(page.row.id, word())


def _ask(services: Services, customer_id: int, word: Any) -> None:
    """A request with words in each of its texts, answered in a letter."""
    asking, today = services.requests, services.office.today()
    intake = RequestIntake(
        RequestKind.QUESTION, Channel.POST, today, word(), customer_id, on_behalf=word(), authority=word(),
        wanted=CustomerDetails(word()),
    )  # fmt: skip
    request_id = asking.receive(intake).row.id
    asking.wait(request_id, word())
    asking.answer_came(request_id, today, word())
    asking.extend(request_id, word())
    asking.refuse(request_id, RequestRefusal.OTHERS, word())
    asking.reopen(request_id, word())
    services.request_work.answer(request_id, word())
    letter = services.request_papers.issue(request_id, LetterKind.REQUEST_DONE)
    services.request_papers.mark_sent(letter, today, Delivery.POST)


class _Words:
    """Words of nine letters that no Vietnamese text holds; remembered as they are made."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.made: list[str] = []

    def __call__(self) -> str:
        self.made.append("".join(self._rng.choice("bcdfghjklmnpqrstvwxz") for _letter in range(9)))
        return self.made[-1]
