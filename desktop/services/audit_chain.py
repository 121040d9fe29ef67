"""The chain of the log, read piece by piece as it stands in the file: a million entries pass through, never more than a few thousand at once.

The digests are reckoned over the texts of the file itself, which is what a checker without a key is given, too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import number_text
from desktop.models.audit import GENESIS, PRINTED_DIGITS, AuditEntry
from desktop.services.office import Office
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.storage.head_file import LogHead

AT_ONCE = 5_000  # entries: a reader that stays would keep a save waiting
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1  # what SQLite counts to
_QUERY = "SELECT number, at, actor, action, subject, details, previous, digest FROM audit_entry WHERE number >= ? ORDER BY number LIMIT ?"
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_LOOKS_LIKE = {"o": "0", "l": "1", "i": "1"}  # as a hand writes them; none of them is a digit of a head
_HEAD = re.compile(rf"^\D*?(\d+)[\W_]*((?:[0-9a-foil][\W_]*){{{PRINTED_DIGITS}}})$")


class Entry(NamedTuple):
    """An entry as the file has it. ``at`` is ISO text in UTC; what a stranger's hand wrote may be of any type."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    digest: str

    def body(self) -> str:
        """The text that, after the digest before, the entry's own digest is over."""
        return _compact(list(self[:6]))

    def line(self) -> str:
        """The entry as one line of JSON, in which the body stands letter for letter as the digest is over it."""
        return f'{{"previous":{_compact(self.previous)},"body":{self.body()},"digest":{_compact(self.digest)}}}'

    def is_itself(self) -> bool:
        """Whether the digest belongs to what the entry says."""
        if any(type(text) is not str for text in self[1:]):
            return False
        return self.digest == hashlib.sha256((self.previous + self.body()).encode()).hexdigest()


class Beside(StrEnum):
    """How the log stands to its head that is kept outside the database."""

    FITS = "fits"
    AHEAD = "ahead"
    DIFFERS = "differs"
    MISSING = "missing"


class HeadMatch(StrEnum):
    """How a head that stands on a paper fits the log."""

    FITS = "fits"
    DIFFERS = "differs"
    NO_SUCH_ENTRY = "no_such_entry"


@dataclass(frozen=True)
class LogCheck:
    """What checking the whole log has shown: how many entries fit, the last one's head as papers carry it, the first that does not."""

    entries: int
    printed: str
    first_broken: int | None
    beside: Beside

    @property
    def is_whole(self) -> bool:
        """Whether nothing speaks against the log."""
        return self.first_broken is None and self.beside in (Beside.FITS, Beside.MISSING)

    def sentence(self) -> str:
        """The result in plain words."""
        if self.first_broken is not None:
            text = _("The log is not whole: entry {n} does not follow from the one before. It was changed after it was written.")
            return text.format(n=number_text(self.first_broken))
        if self.beside is Beside.AHEAD:
            return _(
                "The database is older than the log's head kept beside it: an older file was put back, or the log was shortened."
            )
        if self.beside is Beside.DIFFERS:
            return _(
                "The log does not fit its head kept beside it: entries were written anew, or the file beside it belongs to other data."
            )
        whole = _("The log is whole: {n} entries, the last one {head}.").format(n=number_text(self.entries), head=self.printed)
        if self.beside is Beside.FITS:
            return whole
        return f"{whole} {_('No head is kept beside it, so a log that was shortened would not be noticed.')}"


@dataclass(frozen=True)
class HeadComparison:
    """A head as typed from a paper, and how it fits."""

    number: int
    match: HeadMatch

    def sentence(self) -> str:
        """The result in plain words."""
        words = {
            HeadMatch.FITS: _(
                "It fits entry {n}: up to there the log is the one that this paper was printed from, if it is whole."
            ),
            HeadMatch.DIFFERS: _(
                "It does not fit: entry {n} reads otherwise now. The log was written anew after this paper was printed."
            ),
            HeadMatch.NO_SUCH_ENTRY: _("There is no entry {n}: the log was shortened, or this paper comes from other data."),
        }
        return words[self.match].format(n=number_text(self.number))


def read_entries(office: Office) -> Iterator[list[Entry]]:
    """All entries in order, some thousands at a time; the file is let go of in between."""
    start = _LOWEST
    while found := _entries_from(office, start, AT_ONCE):
        yield found
        if len(found) < AT_ONCE or found[-1].number == _HIGHEST:
            return
        start = found[-1].number + 1


def _entries_from(office: Office, number: int, most: int) -> list[Entry]:
    with office.reading() as session:
        return [Entry(*row) for row in session.connection().exec_driver_sql(_QUERY, (number, most))]


class Follower:
    """Goes along the chain: ``entries`` and ``digest`` of what fits so far, ``first_broken`` for the first that does not."""

    def __init__(self) -> None:
        self.entries = 0
        self.digest: str = GENESIS
        self.first_broken: int | None = None

    def take(self, entry: Entry) -> bool:
        """The next entry; False from the first on that does not fit."""
        if self.first_broken is None:
            if entry.number == self.entries + 1 and entry.previous == self.digest and entry.is_itself():
                self.entries, self.digest = entry.number, entry.digest
            else:
                self.first_broken = self.entries + 1
        return self.first_broken is None

    @property
    def printed(self) -> str:
        """The last entry that fits, as papers carry it; empty for none."""
        return printed(self.entries, self.digest)


def follow_chain(office: Office, progress: Progress = NO_PROGRESS) -> Follower:
    """The whole chain, up to the first entry that does not fit."""
    every, chain = newest_number(office), Follower()
    for entries in read_entries(office):
        if not all(map(chain.take, entries)):
            return chain
        progress.step(min(chain.entries, every), every)
    return chain


def newest_number(office: Office) -> int:
    """The number of the newest entry; 0 for none."""
    with office.reading() as session:
        return session.scalar(select(func.max(AuditEntry.number))) or 0


def standing_to(head: LogHead | None, office: Office) -> Beside:
    """How the log stands to a head that was remembered outside, before it is followed: it may only have grown since."""
    if head is None:
        return Beside.MISSING
    if not 0 < head.number <= _HIGHEST:
        return Beside.DIFFERS
    with office.reading() as session:
        digest = session.scalar(select(AuditEntry.digest).where(AuditEntry.number == head.number))
    if digest is None:
        return Beside.AHEAD if head.number > newest_number(office) else Beside.DIFFERS
    return Beside.FITS if digest == head.digest else Beside.DIFFERS


def printed(number: int, digest: str) -> str:
    """``128 · 9f2c 41d0 77ab 03e5``: what papers carry; empty for no entry."""
    return AuditEntry(number=number, digest=digest).printed() if number else ""


def read_head(typed: str) -> tuple[int, str]:
    """The number and the digits of a head, however it is spaced; UserError for what is none."""
    found = _HEAD.match(typed.casefold().strip())
    if found is None or len(found[1]) > len(str(_HIGHEST)) - 1:
        raise UserError(_("A head looks like this: “128 · 9f2c 41d0 77ab 03e5”, a number and then four groups of four."), "head")
    digits = re.sub(r"[\W_]", "", found[2])
    return int(found[1]), "".join(_LOOKS_LIKE.get(digit, digit) for digit in digits)


def compare_head(office: Office, typed: str) -> HeadComparison:
    """Whether the entry of a head that stands on a paper is still the same."""
    number, digits = read_head(typed)
    found = _entries_from(office, number, 1)
    if not found or found[0].number != number:
        return HeadComparison(number, HeadMatch.NO_SUCH_ENTRY)
    same = found[0].is_itself() and found[0].digest.startswith(digits)
    return HeadComparison(number, HeadMatch.FITS if same else HeadMatch.DIFFERS)
