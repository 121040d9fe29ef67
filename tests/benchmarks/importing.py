"""A list of customers read, looked at, written and taken back: the services against the reader alone and the same rows in bare SQL.

As in the program nothing is collected in passing (``desktop.views.collector``).
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import xlsxwriter
from python_calamine import CalamineWorkbook

from desktop.services.all_services import Services
from desktop.storage import search
from tests.benchmarks.measure import Measure

ROWS = 100_000
_ROUNDS, _SINCE = 3, 300  # days that lie behind the oldest contact
_HEADINGS = (
    "Loại khách", "Mã khách hàng", "Tên khách hàng", "Điện thoại", "Địa chỉ", "Khu vực giao hàng", "Phường/Xã", "Công ty",
    "Mã số thuế", "Ngày sinh", "Giới tính", "Email", "Nhóm khách hàng", "Ghi chú", "Ngày giao dịch cuối", "Tổng bán", "Trạng thái",
)  # fmt: skip
_TABLES = ("customer", "contact")
_INDEXED = ", ".join(search.COLUMNS)
_INDEX = f"INSERT INTO customer_search(rowid, {_INDEXED}) SELECT id, {_INDEXED} FROM customer"
_REBUILD = "INSERT INTO customer_search(customer_search) VALUES ('rebuild')"

_T = TypeVar("_T")


def write_list(services: Services, path: Path) -> None:
    """The first customers of a shop as the programs at the counter export them."""
    chance, today = random.Random(ROWS), services.office.today()
    with services.office.database.connection() as connection:
        query = "SELECT id, name, phone, address, email FROM customer LIMIT ?"
        found = connection.exec_driver_sql(query, (ROWS,)).all()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("KhachHang")
    sheet.write_row(0, 0, _HEADINGS)
    for place, (number, name, phone, address, email) in enumerate(found, start=1):
        street, _comma, ward = address.rpartition(", ")
        last = f"{today - timedelta(days=chance.randrange(_SINCE)):%d/%m/%Y}"
        cells = ("Cá nhân", f"KH{number:06}", name, phone, street, "", ward, *[""] * 4, email, "", "", last, "100000", "1")
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell)
    book.close()


class _Least:
    """The least of several times by the clock, by name."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def of(self, name: str, work: Callable[[], _T]) -> _T:
        """Do it and remember how long it took."""
        started = time.perf_counter()
        done = work()
        self._seconds[name] = min(time.perf_counter() - started, self._seconds.get(name, float("inf")))
        return done

    def sum(self, *names: str) -> float:
        """Milliseconds of all these together."""
        return sum(self._seconds[name] for name in names) * 1000


def measures(services: Services, path: Path) -> list[Measure]:
    """The list taken into an empty shop and taken back, some times over, in turn with the bare way."""
    least = _Least()
    gc.collect()
    gc.disable()
    try:
        for _round in range(_ROUNDS):
            _bare_round(services, _our_round(services, path, least), least)
            least.of("calamine", lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    finally:
        gc.enable()
    return _lines(least)


def _lines(least: _Least) -> list[Measure]:
    calamine, ours = least.sum("calamine"), least.sum("open", "plan", "apply")
    bare, indexed = least.sum("calamine", "insert"), least.sum("calamine", "insert, index at once")
    return [
        Measure(f"import of {ROWS:,} rows", "ms", ours, bare, "calamine, bare SQL", most_ratio=1.5),
        Measure("  the same", "ms", ours, indexed, "calamine, bare SQL, index at once"),
        Measure("  reading", "ms", least.sum("open"), calamine, "calamine"),
        Measure("  looking at rows", "ms", least.sum("plan"), calamine, "calamine"),
        Measure("  looking at rows of known customers", "ms", least.sum("plan known"), calamine, "calamine"),
        Measure("  writing", "ms", least.sum("apply"), least.sum("insert, index at once"), "bare SQL, index at once"),
        Measure("  undoing it", "ms", least.sum("undo"), least.sum("delete"), "bare SQL", most_ratio=1.5),
    ]


def _our_round(services: Services, path: Path, least: _Least) -> dict[str, list[Any]]:
    """Returns what was written, by table: values that are ready for the bare way."""
    importing = services.importing
    file = least.of("open", lambda: importing.open(path))
    plan = least.of("plan", lambda: importing.plan(file, file.columns))
    ticked = {row.number for row in plan.rows if row.may_be_taken}
    if len(ticked) < 0.99 * ROWS:
        raise RuntimeError(f"only {len(ticked)} rows can be taken")
    done = least.of("apply", lambda: importing.apply(plan, ticked))
    with services.office.database.connection() as connection:
        ready = {table: list(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}"))) for table in _TABLES}
    least.of("plan known", lambda: importing.plan(file, file.columns))
    least.of("undo", lambda: importing.undo(done.public_id))
    return ready


def _bare_round(services: Services, ready: dict[str, list[Any]], least: _Least) -> None:
    """The same rows with the index fed by its trigger, then with the index filled when they all are there."""
    with services.office.database.connection() as connection:
        raw: Any = connection.connection.driver_connection
        least.of("insert", lambda: _transaction(raw, lambda: _insert(raw, ready)))
        least.of("delete", lambda: _transaction(raw, lambda: _delete(raw)))
        least.of("insert, index at once", lambda: _transaction(raw, lambda: _insert_then_index(raw, ready)))
        _transaction(raw, lambda: _delete(raw))


def _insert(raw: Any, ready: dict[str, list[Any]]) -> None:
    for table, rows in ready.items():
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _insert_then_index(raw: Any, ready: dict[str, list[Any]]) -> None:
    raw.execute(f"DROP TRIGGER {search.TRIGGERS[0]}")
    _insert(raw, ready)
    raw.execute(_INDEX)
    _feed(raw)


def _delete(raw: Any) -> None:
    """Left to its trigger the index would take a hundred times as long."""
    raw.execute(f"DROP TRIGGER {search.TRIGGERS[1]}")
    for table in reversed(_TABLES):
        raw.execute(f"DELETE FROM {table} WHERE id >= 0")  # as the program, which never empties a table: that would be quicker
    raw.execute(_REBUILD)
    _feed(raw)


def _feed(raw: Any) -> None:
    for statement in search.create_statements():
        raw.execute(statement)


def _transaction(raw: Any, work: Callable[[], object]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    work()
    raw.execute("COMMIT")
