"""The schema of a database file: new, old, newer, and proven equal to the entities."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from desktop.errors import UserError
from desktop.models import presets
from desktop.models.choices import RecipientKind
from desktop.models.consent import Consent, Restriction
from desktop.models.customer import Customer
from desktop.models.entities import Base
from desktop.models.policy import LegalClock
from desktop.models.recipient import Recipient
from desktop.services.opening import NewShop
from desktop.services.policies import preset_rules
from desktop.storage import schema
from desktop.storage.database import Database
from desktop.storage.search import TRIGGERS, customer_ids
from tests import builders
from tests.storage import first_shop as first_shops
from tests.storage.rows import KEY, NOW, TODAY, add, count, customer, log

LOST = "customer_search_update"


def names(database: Database, kind: str) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = :kind"), {"kind": kind}))


def set_revision(database: Database, revision: str) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def differences(database: Database) -> list[object]:
    """What Alembic would change to make the file equal to the entities."""
    with database.connection() as connection:
        options = {"include_object": is_ours, "compare_type": True, "render_as_batch": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def is_ours(_entity: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and str(name).startswith("customer_search"))


def test_a_fresh_database_equals_the_entities(database):
    assert differences(database) == []


def test_a_comparison_notices_a_column_too_many(database):
    """The known-bad setting of the test above."""
    with database.writing() as session:
        session.execute(text("ALTER TABLE customer ADD COLUMN birthday TEXT"))
    assert len(differences(database)) == 1


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
    monkeypatch.setattr(schema, "HEAD", "0008")
    copy = schema.prepare(database, NOW)
    assert copy == database.path.parent / schema.COPIES / "giuloi-20261121-030000.db"
    kept = Database(copy, KEY)
    assert count(kept) == count(database) == 1
    kept.close()


def test_two_upgrades_keep_two_copies(database, monkeypatch):
    monkeypatch.setattr(schema, "HEAD", "0008")
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
    monkeypatch.setattr(schema, "HEAD", "0008")
    with pytest.raises(RuntimeError, match="1 rows point nowhere"):
        schema.prepare(database, NOW)
    assert LOST not in names(database, "trigger")


# ---- a shop of the first release --------------------------------------------------------------------------------------------


@pytest.fixture
def first_shop(tmp_path):
    """A database stopped at revision 0001, with rows in nearly every table."""
    (tmp_path / "first").mkdir()
    made = first_shops.opened(tmp_path / "first" / "giuloi.db")
    yield made
    made.close()


def test_a_shop_of_the_first_release_keeps_every_row(first_shop):
    assert schema.version(first_shop) == "0001"
    assert first_shops.kept(first_shop) == first_shops.SHOP
    schema.prepare(first_shop, NOW)
    assert schema.version(first_shop) == schema.HEAD
    assert first_shops.kept(first_shop) == first_shops.SHOP


def test_a_shop_of_the_first_release_becomes_equal_to_the_entities(first_shop, database):
    assert differences(first_shop) != []
    schema.prepare(first_shop, NOW)
    assert differences(first_shop) == []
    for kind in ("table", "index", "trigger"):
        assert names(first_shop, kind) == names(database, kind)


def test_rows_of_the_first_release_are_read_as_entities_with_what_was_added_empty(first_shop):
    schema.prepare(first_shop, NOW)
    with first_shop.reading() as session:
        recipients = session.scalars(select(Recipient).order_by(Recipient.id)).all()
        assert [(row.kind, row.name, row.active) for row in recipients] == [
            (RecipientKind.SHIPPING_PARTNER, "Giao Nhanh Sao Mai", True), (RecipientKind.STATE_AGENCY, "Công an phường", False),
        ]  # fmt: skip
        for row in recipients:
            assert (row.fields, row.preset, row.columns, row.contact) == ("name phone address", "", "", "")
            assert (row.agreed_from, row.agreed_until, row.agreement_id) == (None, None, None)
        assert {row.slip_id for row in session.scalars(select(Consent))} == {None}
        wishes = session.scalars(select(Restriction).order_by(Restriction.id)).all()
        assert [(row.kind.value, row.recipient_id) for row in wishes] == [("no_promotions", None), ("no_calls", None)]


def test_a_shop_of_the_first_release_is_searched_and_guarded_as_before(first_shop):
    schema.prepare(first_shop, NOW)
    with first_shop.reading() as session:
        assert [customer_ids(session, typed, 9) for typed in ("dang duc", "3365", "hanh")] == [[2], [1], [1]]
    with first_shop.writing() as session:
        session.get_one(Customer, 2).name = "Trần Văn Bê"
        log(session)
    with first_shop.reading() as session:
        assert [customer_ids(session, typed, 9) for typed in ("dang", "be")] == [[], [2]]
    with first_shop.connection() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        for broken in (
            "UPDATE consent SET slip_id = 99",
            "UPDATE recipient SET agreement_id = 99",
            "UPDATE restriction SET recipient_id = 99",
            "UPDATE consent SET customer_id = 99",
            "DELETE FROM customer WHERE id = 1",
        ):
            with pytest.raises(IntegrityError):
                connection.exec_driver_sql(broken)


def test_a_copy_as_the_first_release_left_it_lies_beside(first_shop):
    copy = schema.prepare(first_shop, NOW)
    assert copy is not None
    before = Database(copy, KEY)
    assert schema.version(before) == "0001"
    assert first_shops.kept(before) == first_shops.SHOP
    before.close()
    assert schema.prepare(first_shop, NOW) is None


def test_a_migration_that_fails_half_way_leaves_the_first_release_as_it_was(first_shop, monkeypatch):
    """The known-bad setting: a row that points nowhere is found only after every step has run."""
    with first_shop.connection() as connection:
        raw = connection.connection.driver_connection
        for statement in ("PRAGMA foreign_keys=OFF", "UPDATE consent SET customer_id = 77 WHERE id = 3"):
            raw.execute(statement)
        connection.invalidate()
    before = first_shops.kept(first_shop)
    with pytest.raises(RuntimeError, match="1 rows point nowhere"):
        schema.prepare(first_shop, NOW)
    assert schema.version(first_shop) == "0001"
    assert first_shops.kept(first_shop) == before
    assert "disclosure" not in names(first_shop, "table")


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


def test_a_shop_at_work_gets_the_limits_for_requests_and_a_new_one_none_of_its_own(first_shop, database):
    schema.prepare(first_shop, NOW)
    shipped = {clock.code: clock for clock in presets.legal_clocks()}
    with first_shop.reading() as session:
        found = {
            clock.code: clock for clock in session.scalars(select(LegalClock)) if clock.code.startswith(("request", "incident"))
        }
    assert found.keys() == {code for code in shipped if code.startswith(("request", "incident"))}
    said = ("amount", "unit", "start", "extension", "may_pause", "source_vi", "source_en", "valid_from")
    for code, clock in found.items():
        # SQLAlchemy gives a new entity its defaults only when it is written
        assert [getattr(clock, name) or None for name in said] == [getattr(shipped[code], name) or None for name in said]
    with database.reading() as session:
        assert session.scalars(select(LegalClock)).all() == []


def test_nothing_is_written_onto_an_erased_request(database):
    rows = (
        "INSERT INTO rights_request (id, public_id, number, outsider_name, outsider_phone, outsider_email, outsider_address, on_behalf,"
        " authority, kind, channel, text, topics, wanted, outcome, state, received_on, recorded_at, involves_others, identity_checked_by,"
        " extension_reason, refusal_reason, erased_on) VALUES (1, 'a', 'YC-1', '', '', '', '', '', '', 'view', 'phone', '', '', '', '',"
        " 'done', '2026-11-21', '2026-11-21', 0, '', '', '', '2026-11-21')"
    )
    with database.connection() as connection:
        connection.exec_driver_sql(rows)
        for forbidden in (
            "UPDATE rights_request SET text = 'An'",
            "INSERT INTO request_event (request_id, at, on_day, actor, action, note) VALUES (1, '', '2026-11-21', '', 'x', 'An')",
            "INSERT INTO request_pause (request_id, since) VALUES (1, '2026-11-21')",
        ):
            with pytest.raises(IntegrityError, match="erased"):
                connection.exec_driver_sql(forbidden)
