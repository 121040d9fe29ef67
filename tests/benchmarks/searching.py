"""Finding a customer: the service against the same search as bare SQL, on the same connection with the same pragmas."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from desktop.models.names import fold
from desktop.services.all_services import Services
from desktop.services.customers import MOST_HITS
from desktop.storage.search import LAST_LETTER
from tests.benchmarks.measure import Measure, milliseconds, share

_NAMES = (
    "n", "h", "lê", "vũ", "an", "ánh", "hạnh", "nguyễn", "nguyen thi", "nguyễn thị minh", "trần văn", "le minh tam", "thị hoa",
    "đặng hoàng", "do van khoi", "phương nga", "hồ", "lý quốc bảo", "nguyễn thị hoàng anh", "xuân hương",
)  # fmt: skip
_ROW = "SELECT id, name, phone, email, address FROM customer WHERE "
_RANGE = _ROW + "{0} >= ? AND {0} < ? LIMIT ?"
_WORDS = _ROW + "id IN (SELECT rowid FROM customer_search WHERE customer_search MATCH ? LIMIT ?)"


class BareSearch:
    """The best plan known, without objects: digits by the reversed phone, names by prefix and then by the index."""

    def __init__(self, connection: Any, limit: int = MOST_HITS) -> None:
        self._connection, self._limit = connection, limit

    def __call__(self, typed: str) -> list[tuple[object, ...]]:
        """Rows that fit."""
        digits = "".join(typed.split())
        if not digits:
            return self._rows(_ROW + "1 ORDER BY id DESC LIMIT ?")
        if digits.isdigit():
            return self._range("phone_reversed", digits[::-1]) or self._range("phone", digits)
        return self._by_words(fold(typed).split())

    def _by_words(self, words: list[str]) -> list[tuple[object, ...]]:
        found = self._range("name_folded", " ".join(words))
        if len(found) == self._limit:
            return found
        match = " ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
        return list({row[0]: row for row in [*found, *self._rows(_WORDS, match)]}.values())[: self._limit]

    def _range(self, column: str, prefix: str) -> list[tuple[object, ...]]:
        return self._rows(_RANGE.format(column), prefix, prefix + LAST_LETTER)

    def _rows(self, query: str, *values: str) -> list[tuple[object, ...]]:
        return self._connection.execute(query, (*values, self._limit)).fetchall()


def measures(services: Services, rounds: int) -> list[Measure]:
    """Last four digits of customers who exist, and names short and long, with and without accents."""
    count = f"{services.customers.count():,} customers"
    with services.office.database.connection() as connection:
        bare = BareSearch(connection.connection.driver_connection)
        digits = _compared(services, bare, _last_digits(services, connection), rounds)
        names = _compared(services, bare, _NAMES, rounds)
    return [
        *_lines(f"last four digits, {count}", digits, most_median=1),
        *_lines(f"name, {count}", names, most_tail=5),
    ]  # fmt: skip


def _lines(
    name: str, times: tuple[list[float], list[float]], most_median: float | None = None, most_tail: float | None = None
) -> list[Measure]:
    goals = {50: most_median, 95: most_tail}
    ours, limit = times
    return [Measure(f"{name}, p{p}", "ms", share(ours, p), share(limit, p), "bare SQL", most=goals[p]) for p in goals]


def _last_digits(services: Services, connection: Any) -> list[str]:
    chance = random.Random(1)
    ids = [chance.randint(1, services.customers.count()) for _query in range(20)]
    return [connection.exec_driver_sql("SELECT substr(phone, -4) FROM customer WHERE id = ?", (one,)).scalar() for one in ids]


def _compared(services: Services, bare: BareSearch, queries: Sequence[str], rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of every call of both sides, in turn; the first round only warms up."""
    ours: list[float] = []
    limit: list[float] = []
    for measured in range(rounds + 1):
        for typed in queries:
            pair = (
                milliseconds(lambda typed=typed: services.customers.search(typed)),
                milliseconds(lambda typed=typed: bare(typed)),
            )
            if measured:
                ours.append(pair[0])
                limit.append(pair[1])
    return ours, limit
