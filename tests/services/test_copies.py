"""A saved copy opens with the same key and holds everything; one that fails leaves nothing behind."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, ConsentMeans
from desktop.services.consents import Answers
from desktop.services.opening import ShopFolder
from desktop.services.stored_files import NewFile
from tests.builders import HANH, add_customer, photo
from tests.services.helpers import bytes_in, decided, page, reopened, send


def test_a_copy_opens_with_the_same_passphrase_and_holds_everything(services, tmp_path, clock):
    complaint_id = decided(services, files=(photo(),))
    letter_id = send(services, complaint_id)
    before, letter = page(services, complaint_id), services.letters.pdf(letter_id)
    saved = services.copies.save(tmp_path / "usb")
    assert (saved.files, saved.made_at) == (1, clock.now)
    copy = ShopFolder(saved.folder, clock)
    with reopened(copy) as again:
        assert page(again, complaint_id) == before
        assert again.letters.pdf(letter_id) == letter
        assert again.complaints.evidence(before.evidence[0].id) == photo().content
        assert [hit.name for hit in again.customers.search("3365")] == [HANH.name]
        assert again.audit.first_broken() is None


def test_a_copy_tells_nothing_without_the_key(services, tmp_path):
    decided(services, files=(photo(),))
    content = b"".join(bytes_in(services.copies.save(tmp_path / "usb").folder).values())
    for secret in (HANH.name, "0912003365", "SQLite format", "Người giao hàng", photo().name):
        assert secret.encode() not in content, secret


def test_the_last_copy_is_remembered(services, tmp_path, clock):
    assert services.copies.last() is None
    services.copies.save(tmp_path / "usb")
    assert services.copies.last() == clock.now
    clock.move(days=9)
    second = services.copies.save(tmp_path / "usb")
    assert services.copies.last() == clock.now
    assert len(list((tmp_path / "usb").iterdir())) == 2
    assert second.folder.name == "giu-loi-20261130-100000"


def test_a_copy_inside_the_data_folder_is_refused(services, folder, tmp_path):
    (tmp_path / "link").symlink_to(folder.path)
    before = bytes_in(folder.path)
    for target in (folder.path, folder.path / "copies" / "deep", folder.path / ".." / folder.path.name, tmp_path / "link" / "x"):
        with pytest.raises(UserError) as refused:
            services.copies.save(target)
        assert "inside the data folder" in refused.value.message
    assert bytes_in(folder.path) == before
    assert services.copies.last() is None


def test_a_place_that_takes_no_folder_is_said_in_words(services, tmp_path):
    file = tmp_path / "usb"
    file.write_bytes(b"a file of somebody")
    with pytest.raises(UserError):
        services.copies.save(file)
    assert file.read_bytes() == b"a file of somebody"
    assert services.copies.last() is None


def test_a_copy_never_lies_over_another(services, tmp_path):
    first = services.copies.save(tmp_path / "usb")
    kept = bytes_in(first.folder)
    with pytest.raises(UserError):
        services.copies.save(tmp_path / "usb")
    assert bytes_in(first.folder) == kept


def test_a_copy_that_fails_half_way_is_taken_away(services, folder, tmp_path):
    hidden = folder.vault_path.rename(tmp_path / "hidden.json")
    with pytest.raises(UserError):
        services.copies.save(tmp_path / "usb")
    assert bytes_in(tmp_path / "usb") == {}
    assert list((tmp_path / "usb").iterdir()) == []
    hidden.rename(folder.vault_path)
    assert services.copies.save(tmp_path / "usb").folder.is_dir()


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(services, folder, tmp_path):
    decided(services)
    services.office.database.close()
    content = folder.database_path.read_bytes()
    middle = len(content) // 2
    folder.database_path.write_bytes(content[:middle] + bytes(4096) + content[middle + 4096 :])
    with pytest.raises(UserError) as refused:
        services.copies.save(tmp_path / "usb")
    assert "cannot be read" in refused.value.message
    assert list((tmp_path / "usb").iterdir()) == []


def test_a_copy_with_evidence_missing_does_not_pass_for_whole(services, folder, tmp_path):
    decided(services, files=(photo(),))
    (stored,) = (folder.path / "evidence").iterdir()
    stored.unlink()
    with pytest.raises(UserError):
        services.copies.save(tmp_path / "usb")


def test_a_copy_with_a_signed_slip_missing_does_not_pass_for_whole_either(services, folder, tmp_path):
    slip = NewFile("phiếu.png", photo().content)
    answers = Answers(services.office.today(), ConsentMeans.SLIP, {"advertising": ConsentDecision.GIVEN}, slip)
    services.consents.record(add_customer(services), answers)
    (stored,) = (folder.path / "evidence").iterdir()
    stored.unlink()
    with pytest.raises(UserError) as refused:
        services.copies.save(tmp_path / "usb")
    assert "phiếu.png" in refused.value.message
