"""The schema of a database file: new, old, newer, and proven equal to the entities."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from desktop.errors import UserError
from desktop.models.entities import Base
from desktop.services.opening import NewShop
from desktop.services.policies import preset_rules
from desktop.storage import schema
from desktop.storage.database import Database
from desktop.storage.search import TRIGGERS
from tests import builders
from tests.storage.rows import KEY, NOW, TODAY, add, count, customer

LOST = "customer_search_update"


def names(database: Database, kind: str) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = :kind"), {"kind": kind}))


def set_revision(database: Database, revision: str) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def is_ours(_entity: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and str(name).startswith("customer_search"))


def test_a_fresh_database_equals_the_entities(database):
    with database.connection() as connection:
        options = {"include_object": is_ours, "compare_type": True, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_a_comparison_notices_a_column_too_many(database):
    """The known-bad setting of the test above."""
    with database.writing() as session:
        session.execute(text("ALTER TABLE customer ADD COLUMN birthday TEXT"))
    with database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert len(compare_metadata(context, Base.metadata)) == 1


def test_a_fresh_database_has_the_index_and_what_feeds_it(database):
    assert set(TRIGGERS) <= names(database, "trigger")
    assert "customer_search" in names(database, "table")
    assert schema.version(database) == schema.HEAD


def test_an_empty_file_has_no_version(tmp_path):
    empty = Database(tmp_path / "giuloi.db", KEY)
    assert schema.version(empty) is None
    assert schema.prepare(empty, NOW) is None
    assert schema.version(empty) == schema.HEAD
    empty.close()
    assert not (tmp_path / schema.COPIES).exists()


def test_a_current_database_is_left_as_it_is(database):
    before = database.path.read_bytes()
    assert schema.prepare(database, NOW) is None
    assert database.path.read_bytes() == before
    assert not (database.path.parent / schema.COPIES).exists()


def test_foreign_keys_hold_again_after_an_upgrade(tmp_path):
    fresh = Database(tmp_path / "giuloi.db", KEY)
    schema.prepare(fresh, NOW)
    connections = [fresh.connection() for _place in range(3)]
    assert [connection.exec_driver_sql("PRAGMA foreign_keys").scalar() for connection in connections] == [1, 1, 1]
    for connection in connections:
        connection.close()
    fresh.close()


def test_the_head_is_the_last_revision_there_is():
    assert schema.HEAD in schema.known_revisions()
    assert max(schema.known_revisions()) == schema.HEAD


def test_a_newer_database_is_refused_and_no_byte_is_changed(database):
    add(database, customer("Lê Thị An"))
    set_revision(database, "9999")
    database.close()
    before = database.path.read_bytes()
    with pytest.raises(UserError) as e:
        schema.prepare(database, NOW)
    database.close()
    assert e.value.message == (
        "This data was written by a newer version of Giữ Lời. Install the newest version; nothing was changed."
    )
    assert database.path.read_bytes() == before
    assert not (database.path.parent / schema.COPIES).exists()


def test_a_copy_is_taken_before_an_upgrade(database, monkeypatch):
    add(database, customer("Lê Thị An"))
    monkeypatch.setattr(schema, "HEAD", "0003")
    copy = schema.prepare(database, NOW)
    assert copy == database.path.parent / schema.COPIES / "giuloi-20261121-030000.db"
    kept = Database(copy, KEY)
    assert count(kept) == count(database) == 1
    kept.close()


def test_two_upgrades_keep_two_copies(database, monkeypatch):
    monkeypatch.setattr(schema, "HEAD", "0003")
    copies = {schema.prepare(database, NOW), schema.prepare(database, NOW + timedelta(seconds=1))}
    assert len(copies) == 2
    assert all(copy.exists() for copy in copies)


def test_an_upgrade_that_finds_rows_pointing_nowhere_changes_nothing(database, monkeypatch):
    add(database, customer("Lê Thị An"))
    with database.connection() as connection:
        raw = connection.connection.driver_connection
        for statement in ("PRAGMA foreign_keys=OFF", f"DROP TRIGGER {LOST}", "UPDATE customer SET policy_version_id = 77"):
            raw.execute(statement)
        connection.invalidate()
    monkeypatch.setattr(schema, "HEAD", "0003")
    with pytest.raises(RuntimeError, match="1 rows point nowhere"):
        schema.prepare(database, NOW)
    assert LOST not in names(database, "trigger")


@pytest.mark.parametrize("size", [0, 1, 300])
def test_a_database_cut_to_nothing_is_never_taken_for_a_new_one(folder, size):
    office, _code = folder.create(builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules("delivery", TODAY), "Lan"))
    office.database.close()
    with folder.database_path.open("r+b") as file:
        file.truncate(size)
    before = folder.database_path.read_bytes()
    with pytest.raises(UserError) as e:
        folder.unlock(builders.PASSPHRASE)
    assert "Nothing was changed" in e.value.message
    assert folder.database_path.read_bytes() == before
