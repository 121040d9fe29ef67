"""What is due, and erasing: the services against the same in bare SQL, on the same database with the same pragmas."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop.services.all_services import Services
from desktop.services.erasure_letters import Settled
from desktop.services.erasures import AT_ONCE, Chosen
from tests.benchmarks.measure import Measure, interleaved

ERASED = 1_000
_UPCOMING, _ROUNDS = 365, 7
_PER_DAY = "SELECT delete_on, count(*) FROM customer WHERE delete_on <= ? GROUP BY delete_on"
_HELD = (
    "SELECT customer_id FROM hold WHERE until >= ? UNION SELECT customer_id FROM complaint WHERE state IN ('received', 'decided')"
)
_DUE = "SELECT id, name, phone, delete_on, last_contact_on FROM customer WHERE delete_on < ? ORDER BY delete_on, id LIMIT 200"
_HOLD = (
    "INSERT INTO hold (public_id, customer_id, kind, reason, since, citation, letter_number) "
    "SELECT lower(hex(randomblob(16))), id, 'fraud', 'An order nobody placed', ?, '', '' "
    "FROM customer WHERE id NOT IN ({asked}) LIMIT 200"
)
_TABLES = ("disclosure", "recipient_task", "consent", "restriction", "hold", "contact", "customer_extra", "complaint")


def measures(services: Services) -> list[Measure]:
    """The card and the list of what is due; then a thousand people erased."""
    due = _plan(services)
    count = f"{services.customers.count():,} customers"
    return [_looking(services, count), _erasing(services, due, count)]


def backup_measures(services: Services, folder: Path) -> list[Measure]:
    """A backup, verified by opening it, against the copy alone."""
    count = f"{services.customers.count():,} customers"
    ours, limit = _wall(lambda: services.backups.make_in(folder / "ours"), lambda: _vacuum(services, folder))
    return [Measure(f"backup and verify, {count}", "ms", ours, limit, "VACUUM INTO", most_ratio=3)]


def _plan(services: Services) -> list[int]:
    """Two thousand asked today, everybody else goes some time within two years, two hundred are held; returns who asked."""
    today, count = services.office.today(), services.customers.count()
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql(
            "UPDATE customer SET last_contact_on = ?, delete_on = date(?, '+' || (1 + abs(random()) % 730) || ' days')",
            (f"{today - timedelta(days=30)}", f"{today}"),
        )
        ids = random.Random(7).sample(range(1, count + 1), 2 * ERASED)
        asked = ", ".join(map(str, ids))
        connection.exec_driver_sql(_HOLD.format(asked=asked), (f"{today}",))
        connection.exec_driver_sql(
            f"UPDATE customer SET asked_deletion_on = ?, delete_on = ? WHERE id IN ({asked})", (f"{today}",) * 2
        )
    return ids


def _looking(services: Services, count: str) -> Measure:
    today = services.office.today()
    with services.office.database.connection() as connection:
        raw: Any = connection.connection.driver_connection
        horizon, tomorrow = f"{today + timedelta(days=_UPCOMING)}", f"{today + timedelta(days=1)}"

        def bare() -> None:
            raw.execute(_PER_DAY, (horizon,)).fetchall()
            raw.execute(_HELD, (f"{today}",)).fetchall()
            raw.execute(_DUE, (tomorrow,)).fetchall()

        def ours() -> None:
            services.retention.upcoming()
            services.retention.due(None, today + timedelta(days=1))

        times = interleaved(_ROUNDS, ours, bare)
    return Measure(f"upcoming deletions and the list, {count}", "ms", *times, "bare SQL", most_ratio=1.5)


def _erasing(services: Services, due: list[int], count: str) -> Measure:
    """Both sides take people in parts of the same size, a transaction each, in turn, so that noise meets both alike."""
    ours, limit = due[:ERASED], due[ERASED:]
    times, told = [0.0, 0.0], {row.id: Settled("01/2026/BN") for row in services.recipients.rows()}
    with services.office.database.connection() as connection:
        raw: Any = connection.connection.driver_connection
        for start in range(0, ERASED, AT_ONCE * 5):
            part = slice(start, start + AT_ONCE * 5)
            times[0] += _seconds(lambda part=part: services.erasures.erase(Chosen(tuple(ours[part])), told=told))
            times[1] += _seconds(lambda part=part: _bare_erase(raw, limit[part], services.office.today()))
    return Measure(f"erasing {ERASED:,} of {count}", "ms", times[0] * 1000, times[1] * 1000, "bare SQL", most_ratio=2)


def _bare_erase(raw: Any, ids: list[int], on: date) -> None:
    """The least that has to be written: rows gone from every table, one entry per person in the log."""
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        raw.execute("BEGIN IMMEDIATE")
        (number,) = raw.execute("SELECT max(number) FROM audit_entry").fetchone()
        for place, customer_id in enumerate(part, start=1):
            for table in _TABLES:
                raw.execute(f"DELETE FROM {table} WHERE customer_id = ?", (customer_id,))
            raw.execute("DELETE FROM customer WHERE id = ?", (customer_id,))
            values = (number + place, f"{on}", "", "customer.erased", secrets.token_hex(16), "{}", "0" * 64, "0" * 64)
            raw.execute("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        raw.execute("COMMIT")


def _vacuum(services: Services, folder: Path) -> None:
    with services.office.database.connection() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("VACUUM INTO ?", (str(folder / f"bare-{secrets.token_hex(4)}.db"),))


def _wall(ours: Callable[[], object], limit: Callable[[], object]) -> tuple[float, float]:
    """The lesser of three, in milliseconds by the clock: both wait for the disk."""
    pairs = [(_seconds(ours), _seconds(limit)) for _round in range(3)]
    return min(pair[0] for pair in pairs) * 1000, min(pair[1] for pair in pairs) * 1000


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
