"""The folded full-text index of customers and the queries that use it.

``unicode61`` with prefixes (trigram cannot find Vũ or Lê), fed by triggers from the folded columns, with ``secure-delete`` so
that a deleted name leaves no trace in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from desktop.models.base import tidy_line
from desktop.models.names import fold
from desktop.models.phones import digits_of

COLUMNS = ("name_folded", "email_folded", "address_folded")
TRIGGERS = ("customer_search_insert", "customer_search_delete", "customer_search_update")
LEAST_ANYWHERE = 4
_WORTH_REBUILDING = 100  # taking one customer out of the index costs as much as putting so many into a new one
LAST_LETTER = "\U0010ffff"


def create_statements() -> list[str]:
    """The index and the triggers that feed it; also run after a migration that rebuilt the customer table."""
    columns = ", ".join(COLUMNS)
    new = ", ".join(f"new.{column}" for column in COLUMNS)
    old = ", ".join(f"old.{column}" for column in COLUMNS)
    add = f"INSERT INTO customer_search(rowid, {columns}) VALUES (new.id, {new});"
    drop = f"INSERT INTO customer_search(customer_search, rowid, {columns}) VALUES ('delete', old.id, {old});"
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS customer_search USING fts5({columns}, content='customer', content_rowid='id', "
        "tokenize='unicode61', prefix='1 2 3')",
        "INSERT INTO customer_search(customer_search, rank) VALUES ('secure-delete', 1)",
        f"CREATE TRIGGER IF NOT EXISTS {TRIGGERS[0]} AFTER INSERT ON customer BEGIN {add} END",
        f"CREATE TRIGGER IF NOT EXISTS {TRIGGERS[1]} AFTER DELETE ON customer BEGIN {drop} END",
        f"CREATE TRIGGER IF NOT EXISTS {TRIGGERS[2]} AFTER UPDATE OF {columns} ON customer BEGIN {drop} {add} END",
    ]


@contextmanager
def many_additions(session: Session) -> Generator[Callable[[int, int], None]]:
    """Around the addition of many customers; what it gives is called with the first and the last id of each part that was added.

    Its trigger has the index written to the file anew for every single customer: five times the work of all the rest.
    """
    connection, columns = session.connection(), ", ".join(COLUMNS)
    added = f"INSERT INTO customer_search(rowid, {columns}) SELECT id, {columns} FROM customer WHERE id BETWEEN ? AND ?"

    def index(first: int, last: int) -> None:
        connection.exec_driver_sql(added, (first, last))

    connection.exec_driver_sql(f"DROP TRIGGER {TRIGGERS[0]}")
    yield index
    for statement in create_statements():
        connection.exec_driver_sql(statement)


@contextmanager
def many_deletions(session: Session, people: int) -> Generator[None]:
    """Around the deletion of so many customers. One by one each costs the index a millisecond (secure-delete writes its pages anew),
    so that many at once leave it alone, and it is then made anew from those who stay."""
    staying = (session.scalar(text("SELECT count(*) FROM customer")) or 0) - people
    if people * _WORTH_REBUILDING < staying:
        yield
        return
    session.execute(text(f"DROP TRIGGER {TRIGGERS[1]}"))
    yield
    session.execute(text("INSERT INTO customer_search(customer_search) VALUES ('rebuild')"))
    for statement in create_statements():
        session.execute(text(statement))


def customer_ids(session: Session, typed: str, limit: int) -> list[int]:
    """Ids of customers that fit what was typed, best first: last digits, first digits, then words.

    Digits in the middle of a number are looked for, row by row, only when no number ends or begins with them: a scan costs
    45 ms among 100 000 customers, an index a fraction of one (``with_middle_digits`` goes on from there). A record that was merged away answers with the one that stayed.
    """
    typed = tidy_line(typed)
    if digits := digits_of(typed):
        return _by_digits(session, digits, limit)
    words = fold(typed).split()
    return _by_words(session, words, limit) if words else _newest(session, limit)


def with_middle_digits(session: Session, typed: str, limit: int) -> list[int]:
    """The same and, after them, whoever has the digits in the middle of a number or an address of email; slower."""
    found, digits = customer_ids(session, typed, limit), digits_of(tidy_line(typed))
    if len(digits) >= LEAST_ANYWHERE and len(found) < limit:
        found += _in_the_middle(session, digits, limit)
    return list(dict.fromkeys(found))[:limit]


def _in_the_middle(session: Session, digits: str, limit: int) -> list[int]:
    query = "SELECT coalesce(merged_into_id, id) FROM customer WHERE (phone LIKE ?1 OR email LIKE ?1) LIMIT ?2"
    return _ids(session, query, f"%{digits}%", limit)


def _newest(session: Session, limit: int) -> list[int]:
    return _ids(session, "SELECT id FROM customer WHERE merged_into_id IS NULL ORDER BY id DESC LIMIT ?", limit)


def _by_digits(session: Session, digits: str, limit: int) -> list[int]:
    found = _range(session, "phone_reversed", digits[::-1], limit)
    found += _range(session, "phone", digits, limit)
    if len(digits) >= LEAST_ANYWHERE and not found:
        found += _in_the_middle(session, digits, limit)
    if len(found) < limit:
        found += _match(session, [digits], limit)  # house numbers, and addresses of email that begin so
    return list(dict.fromkeys(found))[:limit]


def _by_words(session: Session, words: list[str], limit: int) -> list[int]:
    found = _range(session, "name_folded", " ".join(words), limit)
    if len(words) == 1:
        found += _range(session, "email_folded", words[0], limit)
    if len(found) < limit:
        found += _match(session, words, limit)
    return list(dict.fromkeys(found))[:limit]


def _match(session: Session, words: list[str], limit: int) -> list[int]:
    """Ids by the full-text index: all the words, the last of them as a beginning."""
    match = " ".join([*(_quoted(word) for word in words[:-1]), _quoted(words[-1]) + "*"])
    query = (
        "SELECT coalesce(merged_into_id, id) FROM customer WHERE id IN "
        "(SELECT rowid FROM customer_search WHERE customer_search MATCH ? LIMIT ?)"
    )
    return _ids(session, query, match, limit)


def _range(session: Session, column: str, prefix: str, limit: int) -> list[int]:
    """Ids by a b-tree prefix; ``column`` is one of ours, never typed."""
    query = f"SELECT coalesce(merged_into_id, id) FROM customer WHERE {column} >= ? AND {column} < ? LIMIT ?"
    return _ids(session, query, prefix, prefix + LAST_LETTER, limit)


def _ids(session: Session, query: str, *values: str | int) -> list[int]:
    """Straight to the driver: this runs at every key she types."""
    return list(session.connection().exec_driver_sql(query, values).scalars())


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
