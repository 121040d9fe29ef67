"""Bringing a database file to the schema of this program: a copy first, then Alembic, then proof."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage import guards, search
from desktop.storage.database import Database, troubles_in_words
from desktop.storage.files import disk_troubles_in_words

HEAD = "0007"
COPIES = "before-update"


def version(database: Database) -> str | None:
    """The schema's revision; None for an empty file."""
    with troubles_in_words(), database.connection() as connection:
        tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
        if "alembic_version" not in tables:
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def prepare(database: Database, now: datetime) -> Path | None:
    """Make the schema current; returns the copy that was taken before, None where none was needed.

    Raises UserError for a database of a newer program, which is left untouched.
    """
    found = version(database)
    if found == HEAD:
        return None
    if found is not None and found not in known_revisions():
        raise UserError(
            _("This data was written by a newer version of Giữ Lời. Install the newest version; nothing was changed.")
        )
    copy = _copy(database, now) if found is not None else None
    _upgrade(database)
    return copy


def known_revisions() -> set[str]:
    """All revisions this program can start from."""
    from alembic.script import ScriptDirectory  # 476 ms: only for an old or empty schema

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _copy(database: Database, now: datetime) -> Path:
    folder = database.path.parent / COPIES
    with disk_troubles_in_words():
        folder.mkdir(exist_ok=True)
    target = folder / f"{database.path.stem}-{now:%Y%m%d-%H%M%S}.db"
    database.copy_to(target)
    return target


def _upgrade(database: Database) -> None:
    """Foreign keys off before the transaction (batch mode drops and re-creates tables), checked before it ends."""
    from alembic import command

    with troubles_in_words(), database.connection() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            for statement in (*search.create_statements(), *guards.create_statements()):
                connection.exec_driver_sql(statement)
            _prove(connection)
        connection.invalidate()


def _prove(connection: Any) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError(f"{len(broken)} rows point nowhere after the migration")
    present = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    if missing := {*search.TRIGGERS, *guards.TRIGGERS} - present:
        raise RuntimeError(f"triggers lost: {missing}")


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    return config
