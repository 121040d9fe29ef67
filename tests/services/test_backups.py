"""A backup opens with the same key and holds everything; one that fails leaves nothing; old ones go, the newest never."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, ConsentMeans
from desktop.services.consents import Answers
from desktop.services.opening import ShopFolder
from desktop.services.progress import Cancelled, Progress
from desktop.services.stored_files import NewFile
from desktop.storage import backup
from tests.builders import HANH, add_customer, photo
from tests.services.helpers import bytes_in, decided, page, reopened, send


def automatic(folder: ShopFolder) -> list[str]:
    """Names of the backups beside the data."""
    place = folder.path / "backups"
    return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


# ---- what is in one ------------------------------------------------------------------------------------------------------


def test_a_backup_opens_with_the_same_passphrase_and_holds_everything(services, tmp_path, clock):
    complaint_id = decided(services, files=(photo(),))
    letter_id = send(services, complaint_id)
    before, letter = page(services, complaint_id), services.letters.pdf(letter_id)
    made = services.backups.make_in(tmp_path / "usb")
    assert (made.files, made.made_at) == (1, clock.now)
    with reopened(ShopFolder(made.folder, clock)) as again:
        assert page(again, complaint_id) == before
        assert again.letters.pdf(letter_id) == letter
        assert again.complaints.evidence(before.evidence[0].id) == photo().content
        assert [hit.name for hit in again.customers.search("3365")] == [HANH.name]
        assert again.audit.first_broken() is None
        assert again.office.log_is_whole()


@pytest.mark.parametrize("is_automatic", [True, False])
def test_a_backup_is_verified_and_says_what_is_in_it(services, tmp_path, clock, is_automatic):
    decided(services, files=(photo(),))
    made = services.backups.make_automatic() if is_automatic else services.backups.make_in(tmp_path / "usb")
    manifest = backup.verify(made.folder, services.office.database.key, lambda _done, _all: None)
    assert (manifest.contents.made_at, manifest.contents.customers) == (clock.now, 1)
    assert manifest.contents.log_number == services.office.head_file.read().number - 1
    assert set(manifest.files) == {name for name in bytes_in(made.folder) if name != backup.MANIFEST}
    assert {"giuloi.db", "vault.json", "log-head.json", "numbers.json"} <= set(manifest.files)


def test_a_backup_tells_nothing_without_the_key(services, tmp_path):
    decided(services, files=(photo(),))
    content = b"".join(bytes_in(services.backups.make_in(tmp_path / "usb").folder).values())
    for secret in (HANH.name, "0912003365", "SQLite format", "Người giao hàng", photo().name):
        assert secret.encode() not in content, secret


def test_what_lies_in_the_evidence_folder_without_a_name_is_left_out(services, tmp_path):
    decided(services, files=(photo(),))
    services.office.attachments.write(b"an orphan of a crash")
    assert services.backups.make_in(tmp_path / "usb").files == 1


def test_files_of_a_draft_are_in_it_and_a_lost_one_does_not_stop_backups(services, folder, tmp_path):
    services.drafts.save_files("complaint.new", (photo(),))
    assert services.backups.make_in(tmp_path / "first").files == 1
    next((folder.path / "evidence").iterdir()).unlink()
    assert services.backups.make_in(tmp_path / "second").files == 0


# ---- where and when ------------------------------------------------------------------------------------------------------


def test_the_last_backup_is_remembered_and_each_has_a_folder_of_its_own(services, tmp_path, clock):
    assert services.backups.last() is None
    services.backups.make_in(tmp_path / "usb")
    assert services.backups.last() == clock.now
    clock.move(days=9)
    second = services.backups.make_in(tmp_path / "usb")
    assert services.backups.last() == clock.now
    assert len(list((tmp_path / "usb").iterdir())) == 2
    assert second.folder.name == "giu-loi-20261130-100000"


def test_the_reminder_counts_from_the_last_copy_outside_this_computer(services, tmp_path, clock):
    services.backups.make_automatic()
    assert services.backups.days_since_outside() is None
    services.backups.make_in(tmp_path / "usb")
    clock.move(days=9)
    services.backups.make_automatic()
    assert services.backups.days_since_outside() == 9
    (outside,) = [row for row in services.backups.rows() if row.is_outside]
    services.backups.mark_destroyed(outside.public_id, clock.today)
    assert services.backups.days_since_outside() is None


def test_one_is_due_each_day_and_after_something_was_entered(services, clock):
    backups = services.backups
    assert backups.is_due() and backups.has_news()
    backups.make_automatic()
    assert not backups.is_due() and not backups.has_news()
    services.dashboard.note_visit()
    assert not backups.has_news()
    add_customer(services)
    assert backups.has_news()
    clock.move(hours=14)
    assert backups.is_due()


def test_rows_are_listed_newest_first_with_the_day_on_which_they_go(services, folder, tmp_path, clock):
    services.backups.make_automatic()
    clock.move(days=1)
    made = services.backups.make_in(tmp_path / "usb")
    outside, inside = services.backups.rows()
    assert (outside.is_automatic, outside.is_outside, outside.is_there, outside.until) == (False, True, True, None)
    assert (inside.is_automatic, inside.is_outside, inside.is_there) == (True, False, True)
    assert inside.until == clock.today + timedelta(days=29)
    assert outside.place == str(made.folder)
    shutil.rmtree(made.folder)
    assert not services.backups.rows()[0].is_there
    assert services.backups.rows()[0].gone_on is None


def test_a_backup_inside_the_data_folder_is_refused(services, folder, tmp_path):
    (tmp_path / "link").symlink_to(folder.path)
    before = bytes_in(folder.path)
    for target in (folder.path, folder.path / "copies" / "deep", folder.path / ".." / folder.path.name, tmp_path / "link" / "x"):
        with pytest.raises(UserError) as refused:
            services.backups.make_in(target)
        assert "inside the data folder" in refused.value.message
    assert bytes_in(folder.path) == before
    assert services.backups.last() is None


def test_a_place_that_takes_no_folder_is_said_in_words(services, tmp_path):
    file = tmp_path / "usb"
    file.write_bytes(b"a file of somebody")
    with pytest.raises(UserError):
        services.backups.make_in(file)
    assert file.read_bytes() == b"a file of somebody"
    assert services.backups.last() is None


def test_a_backup_never_lies_over_another(services, tmp_path):
    first = services.backups.make_in(tmp_path / "usb")
    kept = bytes_in(first.folder)
    with pytest.raises(UserError):
        services.backups.make_in(tmp_path / "usb")
    assert bytes_in(first.folder) == kept


# ---- what fails ----------------------------------------------------------------------------------------------------------


def test_a_backup_that_fails_half_way_is_taken_away(services, folder, tmp_path):
    hidden = folder.vault_path.rename(tmp_path / "hidden.json")
    with pytest.raises(UserError):
        services.backups.make_in(tmp_path / "usb")
    assert list((tmp_path / "usb").iterdir()) == []
    hidden.rename(folder.vault_path)
    assert services.backups.make_in(tmp_path / "usb").folder.is_dir()


def test_a_stopped_one_leaves_nothing_wherever_it_is_stopped(services, folder):
    decided(services, files=(photo(),))
    steps: list[int] = []
    services.backups.make_automatic(Progress(lambda _done, _all: steps.append(1), lambda: False))
    shutil.rmtree(folder.path / "backups")
    assert len(steps) > 5
    for last in range(len(steps)):
        left = iter([False] * last)
        with pytest.raises(Cancelled):
            services.backups.make_automatic(Progress(lambda _done, _all: None, lambda left=left: next(left, True)))
        assert automatic(folder) == []


def test_what_a_killed_one_left_goes_with_the_next(services, folder):
    left = folder.path / "backups" / "giu-loi-20261120-100000.part" / "evidence"
    left.mkdir(parents=True)
    (left / "x.evidence").write_bytes(b"half")
    services.backups.make_automatic()
    assert automatic(folder) == ["giu-loi-20261121-100000"]


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(services, folder, tmp_path):
    decided(services)
    services.office.database.close()
    content = folder.database_path.read_bytes()
    middle = len(content) // 2
    folder.database_path.write_bytes(content[:middle] + bytes(len(content) - middle))  # one page alone may be an index: no loss
    with pytest.raises(UserError) as refused:
        services.backups.make_in(tmp_path / "usb")
    assert "cannot be read" in refused.value.message
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_backup_with_evidence_missing_does_not_pass_for_whole(services, folder, tmp_path):
    decided(services, files=(photo(),))
    (stored,) = (folder.path / "evidence").iterdir()
    stored.unlink()
    with pytest.raises(UserError):
        services.backups.make_in(tmp_path / "usb")


def test_a_backup_with_a_signed_slip_missing_does_not_pass_for_whole_either(services, folder, tmp_path):
    slip = NewFile("phiếu.png", photo().content)
    answers = Answers(services.office.today(), ConsentMeans.SLIP, {"advertising": ConsentDecision.GIVEN}, slip)
    services.consents.record(add_customer(services), answers)
    (stored,) = (folder.path / "evidence").iterdir()
    stored.unlink()
    with pytest.raises(UserError) as refused:
        services.backups.make_in(tmp_path / "usb")
    assert "phiếu.png" in refused.value.message


# ---- keeping -------------------------------------------------------------------------------------------------------------


def make_daily(services, clock, days: int) -> None:
    for _day in range(days):
        services.backups.make_automatic()
        services.clock_guard.note_time()
        clock.move(days=1)


def test_automatic_backups_go_after_so_many_days_and_are_marked_gone(services, folder, clock):
    services.backups.set_keep_days(7)
    make_daily(services, clock, 10)
    assert services.backups.remove_old() == 4
    assert automatic(folder) == [f"giu-loi-202611{day}-100000" for day in range(25, 31)]
    assert [row.gone_on for row in services.backups.rows()] == [None] * 6 + [clock.today] * 4
    assert services.backups.remove_old() == 0


def test_a_longer_keeping_does_not_lengthen_older_backups(services, folder, clock):
    make_daily(services, clock, 1)
    promised = services.backups.older_copies().until
    services.backups.set_keep_days(365)
    assert services.backups.older_copies().until == services.backups.rows()[0].until == promised
    make_daily(services, clock, 29)
    assert services.backups.rows()[0].until == clock.today + timedelta(days=364)
    assert clock.today == promised
    assert services.backups.remove_old() == 1
    assert automatic(folder)[0] == "giu-loi-20261122-100000"


def test_a_shorter_keeping_shortens_older_backups_for_good(services, clock):
    make_daily(services, clock, 2)
    services.backups.set_keep_days(7)
    promised = services.backups.older_copies().until
    assert promised == clock.today + timedelta(days=6)
    services.backups.set_keep_days(60)
    assert services.backups.older_copies().until == promised


def test_the_newest_automatic_backup_is_never_removed(services, folder, tmp_path, clock):
    make_daily(services, clock, 2)
    services.backups.make_in(tmp_path / "usb")
    clock.move(days=400)
    services.clock_guard.confirm()
    services.backups.remove_old()
    assert automatic(folder) == ["giu-loi-20261122-100000"]
    assert len(list((tmp_path / "usb").iterdir())) == 1


def test_a_clock_that_jumped_removes_nothing(services, folder, clock):
    make_daily(services, clock, 3)
    clock.move(days=400)
    assert services.backups.remove_old() == 0
    assert len(automatic(folder)) == 3
    services.clock_guard.confirm()
    assert services.backups.remove_old() == 2


def test_copies_from_before_an_update_are_listed_and_go_as_well(services, folder, clock):
    copies = folder.path / "before-update"
    copies.mkdir()
    services.office.database.copy_to(copies / "giuloi-20261101-030000.db")
    services.backups.remove_old()
    (row,) = services.backups.rows()
    assert (row.place, row.is_automatic, row.is_outside) == ("before-update/giuloi-20261101-030000.db", True, False)
    assert services.backups.older_copies().until == row.until
    clock.move(days=11)
    services.clock_guard.confirm()
    assert services.backups.remove_old() == 1
    assert list(copies.iterdir()) == []


def test_files_of_somebody_else_beside_the_backups_are_left_alone(services, folder, clock):
    make_daily(services, clock, 1)
    for name in ("notes.txt", "giu-loi-photos"):
        (folder.path / "backups" / name).mkdir()
    clock.move(days=100)
    services.clock_guard.confirm()
    services.backups.remove_old()
    assert automatic(folder) == ["giu-loi-20261121-100000", "giu-loi-photos", "notes.txt"]


@pytest.mark.parametrize("days", [6, 366, 0, -1])
def test_a_number_of_days_out_of_reason_is_refused(services, days):
    with pytest.raises(UserError):
        services.backups.set_keep_days(days)
    assert services.backups.keep_days() == 30


def test_a_copy_cannot_be_destroyed_tomorrow(services, tmp_path, clock):
    services.backups.make_in(tmp_path / "usb")
    with pytest.raises(UserError):
        services.backups.mark_destroyed(services.backups.rows()[0].public_id, clock.today + timedelta(days=1))


def test_a_certificate_learns_until_when_and_where_older_data_lives(services, tmp_path, clock):
    services.backups.make_automatic()
    made = services.backups.make_in(tmp_path / "usb")
    clock.move(minutes=1)
    older = services.backups.older_copies()
    assert older.until == clock.today + timedelta(days=30)
    assert older.elsewhere == (f"{made.folder} (21/11/2026)",)
    services.backups.mark_destroyed(services.backups.rows()[0].public_id, clock.today)
    assert services.backups.older_copies().elsewhere == ()
