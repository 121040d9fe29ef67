"""The log as the owner reads it: in words, filtered, checked, compared with papers, written into a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services import audit_chain, audit_export, audit_history
from desktop.services.all_services import Services
from desktop.services.audit_chain import Beside, Entry, HeadMatch, read_head
from desktop.services.audit_history import HistoryFilter
from desktop.services.audit_words import WORDS, Area, area_of, remark, sentence
from desktop.services.progress import Cancelled, Progress
from desktop.storage.head_file import LogHead
from tests.builders import HANH, WORK, add_customer, complaint
from tests.conftest import Clock
from tests.services.helpers import said, send
from tests.services.logged_codes import logged_codes

STOP_AT_ONCE = Progress(lambda _done, _all: None, lambda: True)


def enter(services: Services, *actions: str, subject: str = "thing") -> None:
    """Entries of these codes, in one transaction."""
    with services.office.writing() as work:
        for action in actions:
            work.log(action, subject)


def whats(services: Services, **wanted: object) -> list[str]:
    """What the history says was done, newest first."""
    return [row.what for row in services.audit.page(HistoryFilter(**wanted)).rows]  # type: ignore[arg-type]


def tamper(services: Services, statement: str) -> None:
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql(statement)


# ---- words -----------------------------------------------------------------------------------------------------------------


def test_every_code_that_is_logged_has_a_sentence_and_an_area():
    codes = logged_codes()
    assert {"customer.erased", "letter.reply_made", "complaint.reply_sent", "complaint.closed", "customer.change_undone"} <= codes
    assert {"lock.forgotten", "backup.restored", "recipient.switched_off"} <= codes
    assert sorted(codes - set(WORDS)) == []
    assert [code for code in codes if area_of(code) is None] == []


def test_no_two_codes_share_a_sentence():
    assert len(set(WORDS.values())) == len(WORDS)
    assert not {words for words in WORDS.values() if words.endswith((".", "!"))}


def test_an_unknown_code_is_shown_as_it_stands(services):
    enter(services, "moon.landed")
    assert whats(services)[0] == "moon.landed"
    assert area_of("moon.landed") is None


def test_details_are_said_as_far_as_they_are_known():
    assert remark("hold.added", '{"kind": "fraud", "until": "2027-01-31", "customer": "ab12"}').endswith(", until 31/01/2027")
    assert remark("list.exported", '{"people": 1250}') == "people: 1.250"
    for strange in ('{"on": "soon"}', '{"people": []}', "[1]", "{", "[" * 100_000, '{"decision": "perhaps"}'):
        assert remark("list.exported", strange) == ""
    assert sentence("setting.changed", "pattern.reply") == "Changed how papers are numbered"
    assert sentence("setting.changed", "what.ever") == "Changed a setting"


# ---- reading ---------------------------------------------------------------------------------------------------------------


def test_newest_come_first_page_by_page(services, monkeypatch):
    monkeypatch.setattr(audit_history, "_RANGE", 3)
    enter(services, *["customer.added"] * 450)
    first = services.audit.page()
    second = services.audit.page(older_than=first.older_than)
    third = services.audit.page(older_than=second.older_than)
    numbers = [row.number for page in (first, second, third) for row in page.rows]
    assert numbers == list(range(services.audit.newest(), 0, -1))
    assert (len(first.rows), len(second.rows), third.older_than) == (200, 200, None)


def test_period_person_and_area_narrow_it(services: Services, clock: Clock):
    tam = services.shop.add_staff("Tâm")
    lan = services.office.actor
    before = clock.today
    clock.move(days=1)
    services.office.actor = tam.public_id
    enter(services, "complaint.received", "backup.made")
    clock.move(days=1)
    services.office.actor = lan
    enter(services, "consent.recorded")
    assert whats(services, since=before + timedelta(days=1), until=before + timedelta(days=1)) == [
        "Made a backup",
        "Received a complaint",
    ]
    assert whats(services, since=before + timedelta(days=2)) == [WORDS["consent.recorded"]]
    assert whats(services, actor=tam.public_id) == ["Made a backup", "Received a complaint"]
    assert whats(services, area=Area.COMPLAINTS) == ["Received a complaint"]
    assert whats(services, area=Area.INCIDENTS) == []
    with pytest.raises(UserError, match="ends before it begins") as refused:
        whats(services, since=before, until=before - timedelta(days=1))
    assert refused.value.field == "until"


def test_days_are_vietnamese_days(services: Services, clock: Clock):
    clock.move(hours=13, minutes=59)  # 23:59 in Việt Nam, 16:59 by universal time
    enter(services, "backup.made")
    clock.move(minutes=2)
    enter(services, "complaint.received")
    assert whats(services, since=clock.today) == ["Received a complaint"]


def test_a_number_finds_its_entry_its_paper_and_its_complaint(services: Services):
    page = complaint(services)
    services.complaints.decide(page.row.id, WORK)
    send(services, page.row.id)
    made = services.audit.page(HistoryFilter(number="01/2026/TL-KN"))
    assert [row.what for row in made.rows] == ["Made the reply to a complaint"]
    assert made.rows[0].about == "01/2026/TL-KN"
    found = whats(services, number=page.row.number.lower())
    assert found[-1] == "Received a complaint"
    assert {"Decided a complaint", "Made the reply to a complaint", "Handed over or sent the reply to a complaint"} <= set(found)
    (one,) = services.audit.page(HistoryFilter(number=str(made.rows[0].number))).rows
    assert services.audit.page(HistoryFilter(number=f"Log {one.printed}")).rows == (one,)
    assert whats(services, number="9" * 30) == whats(services, number="KN-2026-9999") == []


def test_a_number_that_only_the_log_remembers_is_found(services):
    with services.office.writing() as work:
        work.log("hold.letter_made", "gone", number="07/2026/TG-KH")
    (row,) = services.audit.page(HistoryFilter(number="07/2026/TG-KH")).rows
    assert (row.what, row.about) == ("Made the letter about a hold", "07/2026/TG-KH")


def test_who_is_named_and_who_is_not_known_is_said_so(services: Services):
    enter(services, "backup.made")
    services.office.actor = ""
    enter(services, "backup.made")
    services.office.actor = "f" * 32
    enter(services, "backup.made")
    assert [row.who for row in services.audit.page().rows[:3]] == ["somebody not in the list", "The program", "Lan"]
    assert [one.name for one in services.audit.people()] == ["Lan"]


def test_what_a_strangers_hand_wrote_can_still_be_read(services: Services):
    enter(services, "backup.made")
    newest = services.audit.newest()
    tamper(services, f"UPDATE audit_entry SET at = 'yesterday', details = '[' WHERE number = {newest}")
    tamper(
        services,
        "INSERT INTO audit_entry SELECT 4611686018427387904, at, actor, action, subject, '{', '', '' FROM audit_entry LIMIT 1",
    )
    rows = services.audit.page().rows
    assert (rows[1].number, rows[1].at, rows[1].what) == (newest, None, "Made a backup")
    assert services.audit.page(HistoryFilter(area=Area.INCIDENTS)).rows == ()
    assert services.audit.first_broken() == newest


# ---- checking --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_pieces(monkeypatch) -> None:
    """Pieces of a few entries, so that a short log takes many."""
    monkeypatch.setattr(audit_chain, "AT_ONCE", 4)


def test_a_whole_log_is_told_with_its_length_and_head(services, small_pieces):
    enter(services, *["backup.made"] * 30)
    seen: list[tuple[int, int]] = []
    check = services.audit.verify(Progress(lambda done, every: seen.append((done, every)), lambda: False))
    newest = services.audit.page().rows[0]
    assert (check.entries, check.first_broken, check.beside, check.is_whole) == (newest.number, None, Beside.FITS, True)
    assert check.sentence() == f"The log is whole: {newest.number} entries, the last one {newest.printed}."
    assert len(seen) > 7 and seen[-1] == (newest.number, newest.number)


def test_checking_can_be_stopped(services, small_pieces):
    with pytest.raises(Cancelled):
        services.audit.verify(STOP_AT_ONCE)


def test_a_broken_log_names_its_first_broken_entry(services, small_pieces):
    enter(services, *["backup.made"] * 20)
    tamper(services, "UPDATE audit_entry SET subject = 'x' WHERE number = 9")
    check = services.audit.verify()
    assert (check.first_broken, check.is_whole) == (9, False)
    assert check.sentence().startswith("The log is not whole: entry 9 ")


def test_an_older_database_does_not_reach_the_head_beside_it(services):
    enter(services, "backup.made")
    head = services.office.head_file.read()
    services.office.head_file.write(LogHead(head.number + 3, head.digest))
    check = services.audit.verify()
    assert (check.beside, check.is_whole) == (Beside.AHEAD, False)
    assert check.sentence().startswith("The database is older than the log's head kept beside it")


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"number": 0}, {"number": 10**30}])
def test_a_log_written_anew_does_not_fit_the_head_beside_it(services, change):
    services.office.head_file.write(replace(services.office.head_file.read(), **change))
    check = services.audit.verify()
    assert (check.beside, check.is_whole) == (Beside.DIFFERS, False)
    assert "does not fit its head" in check.sentence()


def test_a_missing_head_is_said(services, folder):
    (folder.path / "log-head.json").unlink()
    check = services.audit.verify()
    assert check.is_whole and "would not be noticed" in check.sentence()


def test_entries_read_as_texts_have_the_digests_of_the_entities(services):
    with services.office.writing() as work:
        entry = work.log("list.exported", "Đỗ “x” \u2028 \\ \n", people=3)
    (last,) = [one for entries in audit_chain.read_entries(services.office) for one in entries if one.number == entry.number]
    assert last.is_itself() and last.digest == entry.expected_digest()
    assert json.loads(last.line())["body"] == list(last[:6])
    assert not Entry(*last[:5], b"{}", *last[6:]).is_itself()  # type: ignore[arg-type]


# ---- papers ----------------------------------------------------------------------------------------------------------------


def test_a_head_from_a_paper_fits_however_it_is_typed(services: Services):
    page = complaint(services)
    services.complaints.decide(page.row.id, WORK)
    paper = said(services.letters.pdf(send(services, page.row.id)))
    head = next(row.printed for row in services.audit.page().rows if row.what == "Made the reply to a complaint")
    assert head.replace(" ", "") in paper.replace(" ", "")
    number, digits = head.split(" · ")
    for typed in (
        head,
        f"Nhật ký {head}",
        f"{number}{digits}".replace(" ", ""),
        f" {number}-{digits.upper()}. ",
        digits.join((number, "")) + " ",
    ):
        found = services.audit.compare(typed)
        assert (found.number, found.match) == (int(number), HeadMatch.FITS), typed
    assert services.audit.compare(head).sentence().startswith(f"It fits entry {number}")


def test_letters_that_a_hand_takes_for_digits_are_read_as_such():
    assert read_head("12 · o1il 0000 abcd ef00") == (12, "01110000abcdef00")


def test_a_head_that_differs_and_one_without_an_entry_are_told_apart(services: Services):
    newest = services.audit.page().rows[0]
    other = f"{newest.number} · 0000 0000 0000 0000"
    assert services.audit.compare(other).match is HeadMatch.DIFFERS
    assert services.audit.compare(f"{newest.number + 1} · 0000 0000 0000 0000").match is HeadMatch.NO_SUCH_ENTRY
    tamper(services, f"UPDATE audit_entry SET details = '{{}} ' WHERE number = {newest.number}")
    assert services.audit.compare(newest.printed).match is HeadMatch.DIFFERS


@pytest.mark.parametrize(
    "typed", ["", "128", "9f2c 41d0 77ab 03e5", "128 · 9f2c 41d0 77ab", "128 · 9f2c 41d0 77ab 03ez", "1" * 60]
)
def test_what_is_no_head_is_refused_in_words(services, typed):
    with pytest.raises(UserError, match="A head looks like this") as refused:
        services.audit.compare(typed)
    assert refused.value.field == "head"


# ---- files -----------------------------------------------------------------------------------------------------------------


def table(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_history_goes_into_a_table_that_excel_calculates_nothing_in(services: Services, tmp_path, monkeypatch):
    monkeypatch.setattr(audit_export, "_AT_ONCE", 7)
    enter(services, *["customer.added"] * 30, "=1+1")
    path = tmp_path / "Nhật ký.csv"
    count = services.audit.export(HistoryFilter(), path)
    head, first, *rest = table(path)
    newest = services.audit.page().rows[0]
    assert head == ["Entry", "When", "Who", "What was done", "Paper or case", "Head"]
    assert first == [str(newest.number), "21/11/2026 10:00", "Lan", "'=1+1", "", newest.printed]
    assert count == newest.number == 1 + len(rest)
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".csv", ".new")] == ["Nhật ký.csv"]


def test_only_what_was_looked_for_is_exported(services, tmp_path):
    enter(services, "complaint.received")
    path = tmp_path / "a.csv"
    assert services.audit.export(HistoryFilter(area=Area.COMPLAINTS), path) == 1
    assert [row[3] for row in table(path)[1:]] == ["Received a complaint"]


def test_the_history_goes_onto_paper(services, tmp_path):
    add_customer(services)
    path = tmp_path / "a.pdf"
    count = services.audit.export(HistoryFilter(), path)
    text = said(path.read_bytes())
    assert count == services.audit.newest()
    assert all(
        words in text for words in ("Log", "Entered a customer", "Lan", services.audit.page().rows[0].printed.partition(" · ")[2])
    )
    assert HANH.name not in text


def test_a_paper_of_too_many_entries_is_refused_with_a_way_forward(services, tmp_path, monkeypatch):
    monkeypatch.setattr(audit_export, "MOST_ON_PAPER", 5)
    enter(services, *["backup.made"] * 6)
    with pytest.raises(UserError, match="5 entries at most"):
        services.audit.export(HistoryFilter(), tmp_path / "a.pdf")


def test_a_stopped_export_leaves_what_was_there(services, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("before")
    with pytest.raises(Cancelled):
        services.audit.export(HistoryFilter(), path, STOP_AT_ONCE)
    assert (path.read_text(), [one.name for one in tmp_path.glob("a.csv*")]) == ("before", ["a.csv"])


def test_a_folder_that_is_gone_is_said(services, tmp_path):
    with pytest.raises(UserError, match="This folder is gone"):
        services.audit.export(HistoryFilter(), tmp_path / "stick" / "a.csv")
