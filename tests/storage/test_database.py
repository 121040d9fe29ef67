"""The encrypted file: its settings, its one writer, what it refuses and what it says."""

from __future__ import annotations

import shutil
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from desktop.errors import UserError
from desktop.models.audit import AuditEntry, Draft
from desktop.models.customer import Customer
from desktop.models.shop import Setting
from desktop.storage.database import PRAGMAS, Database, UnloggedChange
from tests.storage.conftest import make_read_only
from tests.storage.rows import KEY, NOW, OTHER_KEY, add, count, customer, log

DAMAGED = (
    "The database cannot be read: it is damaged or belongs to another key file. Nothing was changed; put back your last copy."
)
FULL = "The disk is full. Free some space and try again; nothing was changed."
NO_RIGHT = "The data folder does not let the program write. Ask for the right to write; nothing was changed."


@pytest.fixture
def written(database: Database) -> Database:
    """A database with forty customers."""
    add(database, *[customer(f"Khách {n}", f"09120{n:05d}", address="Lâm Viên - Đà Lạt " * 20) for n in range(40)])
    return database


# ---- settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "expected"), [(name, wanted) for name, (_set, wanted) in PRAGMAS.items()])
def test_every_connection_has_every_setting(database, name, expected):
    connections = [database.connection() for _place in range(3)]
    answers = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for connection in connections]
    for connection in connections:
        connection.close()
    assert answers == [expected] * 3


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "truncate"), ("synchronous", 3), ("secure_delete", 1), ("foreign_keys", 1), ("cache_size", -65536)],
)
def test_the_settings_are_those_that_lost_nothing(name, value):
    assert PRAGMAS[name][1] == value


def test_the_file_looks_like_noise(written):
    content = written.path.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert "Khách".encode() not in content
    assert b"customer" not in content
    assert b"091200" not in content


# ---- keys and damage -----------------------------------------------------------------------------------------------


def test_another_key_opens_nothing_and_changes_no_byte(written):
    written.close()
    before = written.path.read_bytes()
    stranger = Database(written.path, OTHER_KEY)
    for attempt in (lambda: count(stranger), stranger.check, lambda: add(stranger, customer("Ai đó"))):
        with pytest.raises(UserError) as e:
            attempt()
        assert e.value.message == DAMAGED
    stranger.close()
    assert written.path.read_bytes() == before


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + b"\0" * 4080, b"x" * 8192, b"x"])
def test_a_file_that_is_no_shop_of_ours_is_left_as_it_is(tmp_path, content):
    (tmp_path / "giuloi.db").write_bytes(content)
    foreign = Database(tmp_path / "giuloi.db", KEY)
    with pytest.raises(UserError) as e:
        count(foreign)
    foreign.close()
    assert e.value.message == DAMAGED
    assert (tmp_path / "giuloi.db").read_bytes() == content


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.99])
def test_one_flipped_bit_is_noticed(written, place):
    written.close()
    content = bytearray(written.path.read_bytes())
    content[int(len(content) * place)] ^= 1
    written.path.write_bytes(content)
    damaged = Database(written.path, KEY)
    with pytest.raises(UserError) as e:
        damaged.check()
    damaged.close()
    assert e.value.message == DAMAGED
    assert written.path.read_bytes() == content


def test_a_file_cut_short_is_noticed(written):
    written.close()
    with written.path.open("r+b") as file:
        file.truncate(written.path.stat().st_size - 4096)
    damaged = Database(written.path, KEY)
    with pytest.raises(UserError) as e:
        damaged.check()
    damaged.close()
    assert e.value.message == DAMAGED


def test_a_whole_file_passes_the_check(written):
    written.check()
    assert count(written) == 40


# ---- writing ---------------------------------------------------------------------------------------------------------

UNLOGGED = {
    "entity": lambda session: session.add(Setting(key="a", value="b")),
    "changed entity": lambda session: setattr(session.get(Customer, 1), "name", "Khác"),
    "deleted entity": lambda session: session.delete(session.get(Customer, 1)),
    "core insert": lambda session: session.execute(insert(Setting).values(key="a", value="b")),
    "core inserts": lambda session: session.execute(insert(Setting), [{"key": "a", "value": "b"}, {"key": "c", "value": "d"}]),
    "core update": lambda session: session.execute(update(Customer).values(benefit_note="x")),
    "core delete": lambda session: session.execute(delete(Customer)),
    "update from a common table": lambda session: session.execute(
        update(Customer)
        .values(benefit_note="x")
        .where(Customer.id.in_(select(select(Customer.id).cte("chosen").c.id)))
        .add_cte(select(Customer.id).cte("other"))
    ),
    "raw": lambda session: session.execute(text("DELETE FROM customer")),
    "raw, small letters": lambda session: session.execute(text("  update customer set benefit_note = 'x'")),
    "raw, quoted": lambda session: session.execute(text('DELETE FROM "customer"')),
    "raw, bracketed": lambda session: session.execute(text("DELETE FROM [customer]")),
    "raw, with schema": lambda session: session.execute(text("DELETE FROM main.customer")),
    "raw, over two lines": lambda session: session.execute(text("DELETE\nFROM customer")),
    "raw, or ignore": lambda session: session.execute(text("UPDATE OR IGNORE customer SET benefit_note = 'x'")),
    "raw, after a comment": lambda session: session.execute(text("/* clean */ DELETE FROM customer")),
    "raw, common table": lambda session: session.execute(
        text("WITH old AS (SELECT id FROM customer) DELETE FROM customer WHERE id IN (SELECT id FROM old)")
    ),
    "replace": lambda session: session.execute(text("REPLACE INTO setting VALUES ('a', 'b')")),
    "driver": lambda session: session.connection().exec_driver_sql("DELETE FROM customer"),
    "beside a draft": lambda session: session.add_all([Draft(key="a", content="b", saved_at=NOW), Setting(key="a", value="b")]),
}


@pytest.mark.parametrize("change", UNLOGGED.values(), ids=list(UNLOGGED))
def test_a_change_without_a_log_entry_is_never_committed(database, change):
    add(database, customer("Lê Thị An"))
    with pytest.raises(UnloggedChange), database.writing() as session:
        change(session)
    with database.reading() as session:
        assert session.execute(select(Customer.name, Customer.benefit_note)).all() == [("Lê Thị An", "")]
        assert session.scalars(select(Setting)).all() == []


def test_a_logged_change_is_committed(database):
    with database.writing() as session:
        session.add(Setting(key="a", value="b"))
        log(session)
    with database.reading() as session:
        assert session.scalars(select(Setting.value)).all() == ["b"]


def test_a_draft_needs_no_log_entry(database):
    with database.writing() as session:
        session.add(Draft(key="complaint", content="{}", saved_at=NOW))
    with database.reading() as session:
        assert session.scalars(select(Draft.key)).all() == ["complaint"]


def test_looking_needs_no_log_entry(written):
    with written.writing() as session:
        assert session.scalar(text("SELECT count(*) FROM customer")) == 40


def test_a_change_that_fails_leaves_nothing(written):
    with pytest.raises(ZeroDivisionError), written.writing() as session:
        session.add(customer("Nửa chừng"))
        log(session)
        session.flush()
        raise ZeroDivisionError
    assert count(written) == 40
    with written.reading() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 1


def test_a_row_that_points_nowhere_is_refused(database):
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(customer("Không chính sách"))
        log(session)
    assert count(database) == 0


def test_a_failure_names_nobody(written):
    with pytest.raises(IntegrityError) as e, written.writing() as session:
        session.execute(text("INSERT INTO setting VALUES (:key, NULL)"), {"key": "Nguyễn Thị Hạnh"})
    assert "Hạnh" not in str(e.value)


def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="time zone"), database.writing() as session:
        session.add(Draft(key="a", content="", saved_at=datetime(2026, 11, 21)))


def test_whoever_listens_hears_which_tables_changed_and_only_after_the_commit(written):
    heard: list[tuple[frozenset[str], int]] = []
    written.after_commit = lambda tables: heard.append((tables, count(written)))
    add(written, customer("Khách mới"))
    with pytest.raises(UnloggedChange), written.writing() as session:
        session.execute(delete(Customer))
    assert heard == [(frozenset({"customer", "audit_entry"}), 41)]


# ---- readers and the one writer ------------------------------------------------------------------------------------------


def test_a_reader_sees_what_was_committed_while_somebody_writes(written):
    with written.writing() as session:
        session.add(customer("Chưa xong"))
        log(session)
        session.flush()
        assert count(written) == 40
    assert count(written) == 41


def test_a_reader_changes_nothing(written):
    with written.reading() as session:
        session.execute(delete(Customer))
    assert count(written) == 40


def test_writers_wait_for_each_other_and_lose_nothing(database):
    add(database)
    threads = [threading.Thread(target=lambda n=n: [add(database, customer(f"{n}.{m}")) for m in range(5)]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 20


def test_a_writer_that_waits_in_vain_says_so(written):
    impatient = Database(written.path, KEY)
    with written.writing(), pytest.raises(UserError) as e, impatient.connection() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
        connection.commit()
        connection.close()
        add(impatient, customer("Phải chờ"))
    impatient.close()
    assert e.value.message == "The data is busy with a copy. Try again in a moment; nothing was changed."
    assert count(written) == 40


# ---- copies --------------------------------------------------------------------------------------------------------------


def test_a_copy_is_encrypted_and_whole(written, tmp_path):
    written.copy_to(tmp_path / "copy.db")
    copy = Database(tmp_path / "copy.db", KEY)
    assert count(copy) == 40
    copy.close()
    assert not (tmp_path / "copy.db").read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(UserError):
        count(Database(tmp_path / "copy.db", OTHER_KEY))


def test_a_copy_never_overwrites_a_file(written, tmp_path):
    (tmp_path / "copy.db").write_bytes(b"mine")
    with pytest.raises((UserError, FileExistsError)):
        written.copy_to(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"


WELL_INSIDE = 1_000  # steps: a copy of forty customers takes some 46,000 and keeps others from saving from the 21st on


class SavesMeanwhile:
    """As the step of a copy: well inside it somebody else begins to save, and the copy goes on once they have begun."""

    def __init__(self, database: Database) -> None:
        self.database, self.steps, self.has_begun = database, 0, threading.Event()
        self.thread = threading.Thread(target=self.save)

    def __call__(self) -> None:
        self.steps += 1
        if self.steps == WELL_INSIDE:
            self.thread.start()
            assert self.has_begun.wait(10)

    def save(self) -> None:
        with self.database.writing() as session:
            session.add(customer("Lưu giữa chừng"))
            log(session)
            session.flush()
            self.has_begun.set()

    def copied(self, target: Path) -> int:
        """How many customers the copy holds."""
        self.database.vacuum_into(target, self)
        self.thread.join()
        copy = Database(target, KEY)
        held = count(copy)
        copy.close()
        return held


@pytest.mark.parametrize(("gives_way", "held"), [(30, 41), (0, 40)])
def test_a_copy_gives_way_to_a_save_and_holds_it_then(written, tmp_path, monkeypatch, gives_way, held):
    """One that never gives way was begun before the save and ends before it."""
    monkeypatch.setattr("desktop.storage.database._OFTEN", 1)
    monkeypatch.setattr("desktop.storage.database.GIVES_WAY", gives_way)
    assert SavesMeanwhile(written).copied(tmp_path / "copy.db") == held
    assert count(written) == 41


def test_a_copy_that_waits_for_a_save_can_be_stopped(written, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.storage.database._OFTEN", 1)
    steps = iter(range(1_000_000))

    def stop_later() -> None:
        if next(steps) == 5:
            raise InterruptedError("enough")

    with written.writing(), pytest.raises(InterruptedError):
        written.vacuum_into(tmp_path / "copy.db", stop_later)
    assert not (tmp_path / "copy.db").exists()


# ---- a disk that refuses ---------------------------------------------------------------------------------------------------


def on_disk(fresh_file: Path, disk: Path) -> Database:
    shutil.copy(fresh_file, disk / "giuloi.db")
    return Database(disk / "giuloi.db", KEY)


def write_until_refused(database: Database) -> tuple[int, UserError]:
    """How many commits were acknowledged, and what the next one said."""
    for done in range(200):
        try:
            add(database, customer(f"Khách {done}", address="x" * 40_000))
        except UserError as problem:
            return done, problem
    raise AssertionError("the disk never filled up")


def test_a_full_disk_is_said_in_words_and_keeps_every_commit(fresh_file, tiny_disk):
    database = on_disk(fresh_file, tiny_disk)
    done, problem = write_until_refused(database)
    assert problem.message == FULL
    assert (count(database), done > 3) == (done, True)
    database.check()
    database.close()


def test_a_copy_to_a_full_disk_is_said_in_words_and_leaves_no_half_copy(fresh_file, tiny_disk, database):
    add(database, *[customer(f"Khách {n}", address="x" * 40_000) for n in range(80)])
    with pytest.raises(UserError) as e:
        database.copy_to(tiny_disk / "copy.db")
    assert e.value.message == FULL
    assert list(tiny_disk.iterdir()) == []


def test_a_read_only_disk_is_said_in_words_and_can_still_be_read(fresh_file, tiny_disk):
    database = on_disk(fresh_file, tiny_disk)
    add(database, customer("Lê Thị An"))
    database.close()
    make_read_only(tiny_disk)
    with pytest.raises(UserError) as e:
        add(database, customer("Bùi Văn Ba"))
    assert e.value.message == NO_RIGHT
    assert count(database) == 1
    database.close()


def test_a_folder_that_is_gone_is_said_in_words(tmp_path):
    with pytest.raises(UserError) as e:
        count(Database(tmp_path / "gone" / "giuloi.db", KEY))
    assert e.value.message == NO_RIGHT
