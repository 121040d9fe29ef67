"""A shop is made as a whole, opens with what belongs to it, and is never harmed by what does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest
from sqlalchemy import select

from desktop.errors import FieldErrors, UserError
from desktop.models.audit import AuditEntry
from desktop.services.all_services import for_office
from desktop.services.opening import FolderState, NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.services.shop import Identity
from tests.accounts import Account
from tests.builders import HANH, IDENTITY, PASSPHRASE, add_customer, complaint, photo
from tests.services.helpers import bytes_in, evidence_files, reopened, said

NEW_SHOP = NewShop(IDENTITY, preset_rules("delivery", date(2026, 1, 1)), "Lan")
OTHER_PASSPHRASE = "năm từ khác hẳn"
OPEN_FILES = Path("/proc/self/fd")


def test_what_was_entered_is_there_when_the_shop_is_opened_again(services, folder):
    customer_id = add_customer(services)
    services.office.database.close()
    with reopened(folder) as again:
        assert again.shop.identity() == IDENTITY
        assert [member.name for member in again.shop.staff()] == ["Lan"]
        assert again.customers.page(customer_id).details.name == HANH.name
        assert again.office.log_is_whole()


def test_a_passphrase_typed_as_letters_and_marks_apart_opens_too(services, folder):
    services.office.database.close()
    apart = normalize("NFD", PASSPHRASE)
    assert apart != PASSPHRASE
    with reopened(folder, apart) as again:
        assert again.shop.identity().name == IDENTITY.name


def test_the_recovery_code_opens_and_sets_another_passphrase(folder):
    office, code = folder.create(PASSPHRASE, NEW_SHOP)
    office.database.close()
    folder.unlock_with_code(code.lower().replace("-", " "), OTHER_PASSPHRASE).database.close()
    with pytest.raises(UserError) as refused:
        folder.unlock(PASSPHRASE)
    assert refused.value.message == "The passphrase is not right."
    with reopened(folder, OTHER_PASSPHRASE) as again:
        assert again.shop.identity() == IDENTITY


def test_a_renewed_recovery_code_takes_the_power_from_the_old_paper(folder):
    office, old = folder.create(PASSPHRASE, NEW_SHOP)
    office.database.close()
    new = folder.renew_recovery_code(PASSPHRASE)
    with pytest.raises(UserError):
        folder.unlock_with_code(old, OTHER_PASSPHRASE)
    folder.unlock_with_code(new, OTHER_PASSPHRASE).database.close()
    with reopened(folder, OTHER_PASSPHRASE) as again:
        assert again.shop.identity() == IDENTITY


def test_the_recovery_paper_shows_the_code(folder):
    office, code = folder.create(PASSPHRASE, NEW_SHOP)
    office.database.close()
    paper = said(folder.recovery_paper(IDENTITY.name, code))
    assert code.replace("-", "") in paper.replace("-", "").replace(" ", "")


def test_the_passphrase_is_changed_only_by_whoever_knows_it(services, folder):
    services.office.database.close()
    for old, new in (("not the passphrase", OTHER_PASSPHRASE), (PASSPHRASE, "short")):
        with pytest.raises(UserError):
            folder.change_passphrase(old, new)
    folder.change_passphrase(PASSPHRASE, OTHER_PASSPHRASE)
    with reopened(folder, OTHER_PASSPHRASE) as again:
        assert again.shop.identity() == IDENTITY


def test_a_second_program_is_refused_until_the_first_lets_go(folder, clock):
    second = ShopFolder(folder.path, clock)
    with pytest.raises(UserError) as refused:
        second.take()
    assert "already open" in refused.value.message
    folder.release()
    second.take()
    assert second.state() is FolderState.EMPTY
    second.release()


# ---- what is refused leaves every byte as it was ------------------------------------------------------------------


def _refused(folder: ShopFolder, act: Callable[[], object]) -> UserError:
    before = bytes_in(folder.path)
    with pytest.raises(UserError) as refused:
        act()
    assert bytes_in(folder.path) == before
    return refused.value


def test_wrong_secrets_are_refused_in_words(services, folder):
    services.office.database.close()
    wrong = _refused(folder, lambda: folder.unlock("not the passphrase"))
    assert (wrong.message, wrong.field) == ("The passphrase is not right.", "passphrase")
    assert _refused(folder, lambda: folder.unlock_with_code("0000-0000", OTHER_PASSPHRASE)).field == "recovery"
    assert _refused(folder, lambda: folder.unlock_with_code("0000-0000", "short")).field == "passphrase"


def test_a_missing_key_file_is_named_and_nothing_is_made_in_its_place(services, folder):
    services.office.database.close()
    folder.vault_path.unlink()
    assert folder.state() is FolderState.NO_VAULT
    assert "vault.json" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message
    assert "holds a shop's data" in _refused(folder, lambda: folder.create(PASSPHRASE, NEW_SHOP)).message


def test_a_missing_database_is_named_and_nothing_is_made_in_its_place(services, folder):
    services.office.database.close()
    folder.database_path.unlink()
    assert folder.state() is FolderState.NO_DATABASE
    assert "giuloi.db" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message
    assert "holds a shop's data" in _refused(folder, lambda: folder.create(PASSPHRASE, NEW_SHOP)).message


def test_a_damaged_key_file_is_named(services, folder):
    services.office.database.close()
    whole = json.loads(folder.vault_path.read_text("utf-8"))
    for content in (
        "",
        "{",
        "[]",
        json.dumps(whole | {"slots": {}}),
        json.dumps(whole | {"slots": {"passphrase": {}, "recovery": {}}}),
    ):
        folder.vault_path.write_text(content, "utf-8")
        assert "vault.json" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message
    folder.vault_path.write_text(json.dumps(whole | {"version": 99}), "utf-8")
    assert "newer" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message


def _overwritten(content: bytes) -> bytes:
    return b"\x5a" * 4096 + content[4096:]


def _another_files_pages(content: bytes) -> bytes:
    return bytes(len(content))


def _cut_short(content: bytes) -> bytes:
    return content[:2000]


def test_a_damaged_database_is_named(services, folder):
    services.office.database.close()
    whole = folder.database_path.read_bytes()
    for damage in (_overwritten, _another_files_pages, _cut_short):
        folder.database_path.write_bytes(damage(whole))
        assert "cannot be read" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message
    folder.database_path.write_bytes(whole)
    with reopened(folder) as again:
        assert again.shop.identity() == IDENTITY


def test_damage_on_any_page_is_said_in_words_or_does_no_harm(services, folder):
    add_customer(services)
    services.office.database.close()
    whole = folder.database_path.read_bytes()
    for start in range(4096, len(whole), 4096):
        folder.database_path.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        with pytest.raises(UserError) as found:
            services.office.database.check()
        assert "cannot be read" in found.value.message
        with suppress(UserError):
            assert [hit.name for hit in services.customers.search("hanh")] == [HANH.name]
        services.office.database.close()


def test_an_empty_file_in_place_of_the_database_is_never_taken_for_a_new_shop(services, folder):
    complaint(services, files=(photo(),))
    services.office.database.close()
    folder.database_path.write_bytes(b"")
    assert _refused(folder, lambda: folder.unlock(PASSPHRASE)).message


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="this system does not list a program's open files")
def test_a_refused_unlock_holds_no_file_open(services, folder):
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'zzzz'")
    services.office.database.close()
    with pytest.raises(UserError):
        folder.unlock(PASSPHRASE)
    opened = {link.readlink() for link in OPEN_FILES.iterdir() if link.is_symlink() and link.exists()}
    assert folder.database_path.resolve() not in opened


def test_a_database_of_a_newer_program_is_left_alone(services, folder):
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'zzzz'")
    services.office.database.close()
    assert "newer version" in _refused(folder, lambda: folder.unlock(PASSPHRASE)).message


def test_a_shop_is_never_made_over_another(services, folder):
    services.office.database.close()
    assert "holds a shop's data" in _refused(folder, lambda: folder.create(OTHER_PASSPHRASE, NEW_SHOP)).message


@pytest.mark.parametrize(
    ("passphrase", "shop"),
    [
        ("short", NEW_SHOP),
        (PASSPHRASE, replace(NEW_SHOP, identity=Identity())),
        (PASSPHRASE, replace(NEW_SHOP, staff_name=" ")),
        (PASSPHRASE, replace(NEW_SHOP, rules=replace(NEW_SHOP.rules, complaint_amount=0))),
    ],
    ids=["passphrase", "identity", "staff", "rules"],
)
def test_a_creation_that_fails_leaves_nothing_behind(folder, passphrase, shop):
    before = bytes_in(folder.path)
    with pytest.raises(UserError):
        folder.create(passphrase, shop)
    assert folder.state() is FolderState.EMPTY
    assert bytes_in(folder.path) == before


def test_after_a_failed_creation_the_next_one_succeeds(folder):
    with pytest.raises(FieldErrors):
        folder.create(PASSPHRASE, replace(NEW_SHOP, identity=Identity()))
    office, _code = folder.create(PASSPHRASE, NEW_SHOP)
    assert for_office(office).shop.identity() == IDENTITY
    office.database.close()


# ---- what lies beside the database -----------------------------------------------------------------------------------


def test_a_file_that_no_row_names_is_swept_when_the_shop_is_opened(services, folder):
    complaint(services, files=(photo(),))
    named = evidence_files(folder)
    services.office.attachments.write(b"left over")
    assert len(evidence_files(folder)) == 2
    services.office.database.close()
    with reopened(folder) as again:
        assert evidence_files(folder) == named
        assert again.complaints.evidence(again.complaints.page(1).evidence[0].id) == photo().content


def _put_back_older(services, folder: ShopFolder) -> None:
    """The database as it was before a complaint with a photo came, copied over the newer one by hand."""
    older = _bytes_when_closed(services, folder.database_path)
    complaint(services, files=(photo(),))
    services.office.database.close()
    folder.database_path.write_bytes(older)


def _bytes_when_closed(services, path: Path) -> bytes:
    services.office.database.close()
    return path.read_bytes()


def test_an_older_database_put_back_by_hand_is_noticed(services, folder):
    _put_back_older(services, folder)
    with reopened(folder) as again:
        assert not again.office.log_is_whole()


def test_an_older_database_put_back_by_hand_is_still_noticed_after_the_next_change(services, folder):
    _put_back_older(services, folder)
    with reopened(folder) as again:
        add_customer(again)
        assert not again.office.log_is_whole()
    with reopened(folder) as later:
        assert not later.office.log_is_whole()


def test_an_older_database_put_back_by_hand_costs_no_evidence(services, folder):
    older = _bytes_when_closed(services, folder.database_path)
    complaint(services, files=(photo(),))
    newer = _bytes_when_closed(services, folder.database_path)
    folder.database_path.write_bytes(older)
    with reopened(folder):
        assert len(evidence_files(folder)) == 1
    folder.database_path.write_bytes(newer)
    with reopened(folder) as again:
        assert again.complaints.evidence(again.complaints.page(1).evidence[0].id) == photo().content


def test_a_head_left_behind_by_a_power_cut_is_no_alarm(services, folder):
    head = folder.path / "log-head.json"
    behind = head.read_bytes()
    add_customer(services)
    head.write_bytes(behind)
    assert services.office.log_is_whole()


# ---- remembered on this computer -----------------------------------------------------------------------------------------


@pytest.fixture
def remembering(folder, clock) -> ShopFolder:
    """The same folder on a computer whose system keeps keys."""
    return ShopFolder(folder.path, clock, protection=Account())


def test_what_this_computer_remembers_opens_without_the_passphrase(services, folder, remembering):
    services.office.database.close()
    assert (remembering.can_remember, remembering.is_remembered()) == (True, False)
    remembering.remember(PASSPHRASE)
    assert remembering.is_remembered()
    remembering.unlock_remembered().database.close()
    remembering.forget()
    assert not remembering.is_remembered()
    with pytest.raises(UserError, match="does not remember"):
        remembering.unlock_remembered()


def test_remembering_wants_the_passphrase_once_more(services, remembering):
    with pytest.raises(UserError) as refused:
        remembering.remember(OTHER_PASSPHRASE)
    assert refused.value.message == "The passphrase is not right."
    assert not remembering.is_remembered()


def test_a_computer_that_keeps_no_keys_remembers_nothing(services, folder):
    assert (folder.can_remember, folder.is_remembered()) == (False, False)
    with pytest.raises(UserError, match="cannot keep the passphrase safely"):
        folder.remember(PASSPHRASE)
    with pytest.raises(UserError, match="does not remember"):
        folder.unlock_remembered()


def test_remembering_and_forgetting_stand_in_the_log(services, folder, clock):
    services.office.database.close()
    remembering = ShopFolder(folder.path, clock, protection=Account())
    office = remembering.unlock(PASSPHRASE)
    remembering.remember(PASSPHRASE)
    remembering.forget()
    with office.reading() as session:
        actions = [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(2))]
    office.database.close()
    assert actions == ["lock.forgotten", "lock.remembered"]


@pytest.mark.parametrize("content", ["", "no json", "[]", "{}"])
def test_a_damaged_key_file_is_not_taken_for_a_remembered_one(services, remembering, content):
    remembering.vault_path.write_text(content, "utf-8")
    assert not remembering.is_remembered()
