"""The encrypted database: one engine, its pragmas read back, one writer, readers that let go at once.

``journal_mode=TRUNCATE`` with ``synchronous=EXTRA``: of 1,792 simulated power cuts it lost no commit, WAL lost 864.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage.turns import Turns
from desktop.storage.vault import Key

LEAST_SQLITE = (3, 51, 3)  # older ones have the WAL-reset corruption fault
PRAGMAS: dict[str, tuple[str, object]] = {  # what is set -> what must be read back
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "journal_mode": ("TRUNCATE", "truncate"),
    "synchronous": ("EXTRA", 3),
    "temp_store": ("MEMORY", 2),
    "cache_size": ("-65536", -65536),
    "trusted_schema": ("OFF", 0),
    "busy_timeout": ("5000", 5000),
}
LEAST_PAGE = 512
_OFTEN = 20_000  # steps of SQLite's machine: some milliseconds
GIVES_WAY = 30  # times that a copy begins anew for somebody who saves; then it runs through
UNAUDITED = frozenset({"draft", "audit_entry", "alembic_version"})
_CHANGE = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO)\s+(?:main\.)?[\"'`\[]?(\w+)",
    re.IGNORECASE,
)


sqlcipher: Any = sqlcipher3.dbapi2


class UnloggedChange(Exception):
    """A transaction changed registers without a log entry: a bug, and the commit does not happen."""


class _MayWrite(Exception):
    """A copy gave way to somebody who saves."""


class Database:
    """One shop's database file."""

    def __init__(self, path: Path, key: Key) -> None:
        self.path = path
        self._key: Key | None = key
        self._existed = path.is_file()
        self._engine = self._make_engine()
        self._turns = Turns()
        self.after_commit: Callable[[frozenset[str]], None] = _nothing

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A session that only looks; it lets go of the file when the block ends."""
        with troubles_in_words(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Generator[Session]:
        """The one writing transaction: committed when the block ends, rolled back when it fails.

        A commit that changed a register without adding an audit entry fails with UnloggedChange.
        """
        writer = self._engine.execution_options(writes=True)
        with self._turns.writing(), troubles_in_words(), Session(writer, expire_on_commit=False) as session, session.begin():
            changed = _watch(session.connection())
            yield session
            session.flush()
            _require_entry(changed)
        self.after_commit(frozenset(changed))

    @property
    def key(self) -> Key:
        """What opens this file and those beside it. Raises UserError once it is locked."""
        if self._key is None:
            raise UserError(_("The data is locked. Open it with the passphrase."))
        return self._key

    def connection(self) -> Connection:
        """A bare connection, for migrations and copies."""
        return self._engine.connect()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def tell_nobody(self) -> None:
        """Whoever listened for commits is gone."""
        self.after_commit = _nothing

    def lock(self) -> None:
        """Let go of the file and forget the key: nothing can be read or written after this."""
        self._key = None
        self.close()

    def copy_to(self, target: Path) -> None:
        """An encrypted, compact copy under the same key, checked by opening it; ``target`` must not exist."""
        if target.exists():
            raise FileExistsError(target.name)
        try:
            self.vacuum_into(target)
            copy = Database(target, self.key)
            try:
                copy.check()
            finally:
                copy.close()
        except BaseException:
            target.unlink(missing_ok=True)
            raise

    def vacuum_into(self, target: Path, step: Callable[[], object] = int) -> None:
        """The same, not checked and not synced yet; ``step`` is called now and then, and what it raises stops the copying.

        It begins anew when somebody saves meanwhile: a save has to wait until nobody reads.
        """
        for _time in range(GIVES_WAY):
            try:
                return self._vacuum_into(target, lambda: self._step_aside(step))
            except _MayWrite:
                target.unlink(missing_ok=True)
                self._turns.let_write(step)
        return self._vacuum_into(target, step)

    def _step_aside(self, step: Callable[[], object]) -> None:
        step()
        if self._turns.are_wanted:
            raise _MayWrite

    def _vacuum_into(self, target: Path, step: Callable[[], object]) -> None:
        stopped: list[Exception] = []

        def goes_on() -> bool:
            try:
                step()
            except Exception as reason:  # noqa: BLE001 - SQLite cannot carry it; raised below
                stopped.append(reason)
            return bool(stopped)

        with troubles_in_words(), self.connection() as connection:
            raw: Any = connection.connection.driver_connection
            raw.set_progress_handler(goes_on, _OFTEN)
            try:
                raw.execute("VACUUM INTO ?", (str(target),))
            except sqlcipher.OperationalError as problem:
                raise stopped[0] if stopped else problem from None
            finally:
                raw.set_progress_handler(None, 0)

    def check(self) -> None:
        """Read every page; raises UserError when one is damaged."""
        with troubles_in_words(), self.connection() as connection:
            if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
                raise UserError(damaged_text())
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise UserError(damaged_text())

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            module=sqlcipher,
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=2,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin)
        event.listen(engine, "before_cursor_execute", _note_change)
        return engine

    def _connect(self) -> Any:
        key = self.key
        if self._existed and self.path.is_file() and self.path.stat().st_size < LEAST_PAGE:
            raise UserError(damaged_text())  # SQLite would take what is left of the file for an empty database
        connection = sqlcipher.connect(str(self.path), check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")
            connection.execute(f"PRAGMA key=\"x'{key.raw.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _set_pragmas(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _set_pragmas(connection: Any) -> None:
    version = tuple(int(part) for part in sqlcipher.sqlite_version.split("."))
    if version < LEAST_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} is older than {LEAST_SQLITE}")
    for name, (value, expected) in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}").fetchall()
        actual = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if actual != expected:
            raise RuntimeError(f"PRAGMA {name} is {actual!r}, wanted {expected!r}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch(connection: Connection) -> set[str]:
    changed: set[str] = set()
    connection.info["changed"] = changed
    return changed


def _note_change(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    if "changed" in connection.info:
        connection.info["changed"].update(table.lower() for table in _CHANGE.findall(statement))


def _require_entry(changed: set[str]) -> None:
    if changed - UNAUDITED and "audit_entry" not in changed:
        raise UnloggedChange(f"changed without a log entry: {', '.join(sorted(changed - UNAUDITED))}")


def _nothing(_tables: frozenset[str]) -> None:
    """Nobody listens."""


@contextmanager
def troubles_in_words() -> Generator[None]:
    """Turn what the file refuses (damaged, full, read-only, busy) into a sentence; everything else stays a bug."""
    try:
        yield
    except (DatabaseError, sqlcipher.DatabaseError) as problem:
        sentence = _sentence(str(getattr(problem, "orig", None) or problem))
        if sentence is None:
            raise
        raise UserError(sentence) from None


def _sentence(message: str) -> str | None:
    no_right = _("The data folder does not let the program write. Ask for the right to write; nothing was changed.")
    known = {
        "file is not a database": damaged_text(),
        "disk image is malformed": damaged_text(),
        "malformed database schema": damaged_text(),
        "vtable constructor failed": damaged_text(),
        "database or disk is full": _("The disk is full. Free some space and try again; nothing was changed."),
        "readonly database": no_right,
        "unable to open database file": no_right,
        "database is locked": _("The data is busy with a copy. Try again in a moment; nothing was changed."),
        "disk i/o error": _(
            "The disk reports a fault. Save a copy to a USB stick and have the disk checked; nothing was changed."
        ),
    }
    return next((sentence for part, sentence in known.items() if part in message.lower()), None)


def damaged_text() -> str:
    """What to do about a file that cannot be read."""
    return _(
        "The database cannot be read: it is damaged or belongs to another key file. Nothing was changed; put back your last copy."
    )
