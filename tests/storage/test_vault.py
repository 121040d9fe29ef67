"""The key file: what opens it, what does not, what a damaged one says."""

from __future__ import annotations

import base64
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import UserError
from desktop.storage import vault
from desktop.storage.files import disk_troubles_in_words
from desktop.storage.vault import Key, WrongSecret
from tests.accounts import Account
from tests.storage.conftest import make_read_only

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PASSPHRASE = "bốn từ dễ nhớ"
DAMAGED = "The key file (vault.json) is damaged. Put back the copy that lies beside your last backup; the data is untouched."
STRENGTH = vault._ARGON  # as it is before the fixtures of all tests make it quick
MISTYPED = "The recovery code was mistyped: compare it with the paper, group by group."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Key, str]:
    """The text of a vault, its key and its code."""
    path = tmp_path_factory.mktemp("vault") / "vault.json"
    key, code = vault.create(path, PASSPHRASE)
    return path.read_text("utf-8"), key, code


@pytest.fixture
def path(made: tuple[str, Key, str], tmp_path: Path) -> Path:
    (tmp_path / "vault.json").write_text(made[0], "utf-8", newline="\n")
    return tmp_path / "vault.json"


@pytest.fixture
def key(made: tuple[str, Key, str]) -> Key:
    return made[1]


@pytest.fixture
def code(made: tuple[str, Key, str]) -> str:
    return made[2]


# ---- opening -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_passphrase_opens_however_the_keyboard_composes_it(path, key, form):
    assert vault.open_with_passphrase(path, unicodedata.normalize(form, PASSPHRASE)) == key


def test_trying_a_passphrase_costs_a_guesser_64_megabytes_three_times(tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "_ARGON", STRENGTH)
    key, _code = vault.create(tmp_path / "vault.json", PASSPHRASE)
    kdf = json.loads((tmp_path / "vault.json").read_text())["slots"]["passphrase"]["kdf"]
    assert kdf["memory_kib"] >= 64 * 1024
    assert kdf["iterations"] >= 3
    assert vault.open_with_passphrase(tmp_path / "vault.json", PASSPHRASE) == key


def test_another_passphrase_opens_nothing(path):
    with pytest.raises(WrongSecret) as e:
        vault.open_with_passphrase(path, "bon tu de nho")
    assert (e.value.message, e.value.field) == ("The passphrase is not right.", "passphrase")


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", " "), lambda c: f" {c}\n"]
)
def test_the_printed_code_opens_in_capital_or_small_letters_with_or_without_hyphens(path, key, code, change):
    assert vault.open_with_recovery_code(path, change(code)) == key


@pytest.mark.parametrize(("printed", "read"), [("0", "O"), ("0", "o"), ("1", "I"), ("1", "i"), ("1", "L"), ("1", "l")])
def test_letters_misread_for_digits_are_mended(printed, read):
    code = next(code for code in iter(vault.new_recovery_code, "") if printed in code)
    assert vault.plain_code(code.replace(printed, read)) == vault.plain_code(code)


def test_a_code_of_another_shop_opens_nothing(path):
    with pytest.raises(WrongSecret) as e:
        vault.open_with_recovery_code(path, vault.new_recovery_code())
    assert (e.value.message, e.value.field) == ("This recovery code belongs to another shop's data.", "recovery")


def test_hardly_any_mistyped_character_goes_unnoticed():
    """Two check characters let one wrong code in 1024 pass; here every character is mistyped in every way."""
    plain = vault.new_recovery_code().replace("-", "")
    wrong = [plain[:place] + typed + plain[place + 1 :] for place in range(34) for typed in ALPHABET if typed != plain[place]]
    assert len(wrong) == 34 * 31
    assert sum(map(is_accepted, wrong)) <= 12


def is_accepted(typed: str) -> bool:
    try:
        vault.plain_code(typed)
    except WrongSecret as problem:
        assert problem.message == MISTYPED
        return False
    return True


@pytest.mark.parametrize("typed", ["", "0", "-" * 40, "không nhớ", "0" * 33, "0" * 35, "0" * 34])
def test_what_is_no_code_is_refused_before_anything_is_opened(path, typed):
    with pytest.raises(WrongSecret) as e:
        vault.open_with_recovery_code(path, typed)
    assert (e.value.message, e.value.field) == (MISTYPED, "recovery")


def test_a_code_is_nine_groups_of_letters_that_nobody_confuses(code):
    assert [len(group) for group in code.split("-")] == [4] * 8 + [2]
    assert not set("ILOU") & set(code)
    assert vault.new_recovery_code() != vault.new_recovery_code()


# ---- changing ----------------------------------------------------------------------------------------------------


def test_a_changed_passphrase_opens_the_same_data_and_the_old_one_no_longer(path, key, code):
    vault.change_passphrase(path, key, "một câu khác hẳn")
    assert vault.open_with_passphrase(path, "một câu khác hẳn") == key
    assert vault.open_with_recovery_code(path, code) == key
    with pytest.raises(WrongSecret):
        vault.open_with_passphrase(path, PASSPHRASE)


def test_a_renewed_code_makes_the_old_paper_worthless(path, key, code):
    renewed = vault.renew_recovery_code(path, key)
    assert vault.open_with_recovery_code(path, renewed) == key
    assert vault.open_with_passphrase(path, PASSPHRASE) == key
    with pytest.raises(WrongSecret):
        vault.open_with_recovery_code(path, code)


@pytest.mark.parametrize("short", ["", "bảy ký", "        ", "a b c d ", unicodedata.normalize("NFD", "ệệệ")])
def test_a_passphrase_that_guessing_would_find_is_refused(path, key, short, tmp_path):
    for refused in (
        lambda: vault.create(tmp_path / "new.json", short),
        lambda: vault.change_passphrase(path, key, short),
        lambda: vault.check_passphrase(short),
    ):
        with pytest.raises(UserError) as e:
            refused()
        assert e.value.field == "passphrase"
    assert not (tmp_path / "new.json").exists()


def test_a_vault_is_never_overwritten(path):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        vault.create(path, "một câu khác hẳn")
    assert path.read_bytes() == before


# ---- what lies on the disk -----------------------------------------------------------------------------------------


def test_neither_key_nor_code_nor_passphrase_can_be_read_in_the_file(made):
    text, key, code = made
    assert key.raw.hex() not in text
    assert base64.b64encode(key.raw).decode() not in text
    assert code not in text
    assert code.replace("-", "") not in text
    assert PASSPHRASE not in text


def test_a_key_does_not_print_itself(key):
    assert key.raw.hex() not in f"{key!r}{key}{[key]}"
    assert str(key.raw) not in f"{key!r}{key}{[key]}"


def test_keys_for_different_uses_differ(key):
    assert len({key.raw, key.derived("evidence"), key.derived("ledger")}) == 3
    assert key.derived("evidence") == Key(key.raw).derived("evidence")


def without(text: str, *route: str) -> str:
    content = json.loads(text)
    inner: Any = content
    for step in route[:-1]:
        inner = inner[step]
    del inner[route[-1]]
    return json.dumps(content)


def with_value(text: str, value: Any, *route: str) -> str:
    content = json.loads(text)
    inner: Any = content
    for step in route[:-1]:
        inner = inner[step]
    inner[route[-1]] = value
    return json.dumps(content)


DAMAGES = {
    "empty": lambda text: "",
    "cut short": lambda text: text[: len(text) // 2],
    "zeros": lambda text: "\0" * len(text),
    "a list": lambda text: "[]",
    "a word": lambda text: '"vault"',
    "no version": lambda text: without(text, "version"),
    "version as text": lambda text: with_value(text, "1", "version"),
    "no id": lambda text: without(text, "id"),
    "no slots": lambda text: without(text, "slots"),
    "slots as list": lambda text: with_value(text, ["passphrase", "recovery"], "slots"),
    "no passphrase slot": lambda text: without(text, "slots", "passphrase"),
    "no recovery slot": lambda text: without(text, "slots", "recovery"),
    "an empty slot": lambda text: with_value(with_value(text, {}, "slots", "passphrase"), {}, "slots", "recovery"),
    "a slot without salt": lambda text: without(without(text, "slots", "passphrase", "salt"), "slots", "recovery", "salt"),
    "a salt that is no base64": lambda text: with_value(
        with_value(text, "*", "slots", "passphrase", "salt"), "*", "slots", "recovery", "salt"
    ),
    "nothing wrapped": lambda text: with_value(
        with_value(text, "", "slots", "passphrase", "wrapped"), "", "slots", "recovery", "wrapped"
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_a_damaged_key_file_says_what_to_do_and_stays_as_it_is(path, code, damage):
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    before = path.read_bytes()
    for opened in (lambda: vault.open_with_passphrase(path, PASSPHRASE), lambda: vault.open_with_recovery_code(path, code)):
        with pytest.raises(UserError) as e:
            opened()
        assert e.value.message == DAMAGED
    assert path.read_bytes() == before


@pytest.mark.parametrize("slot", ["passphrase", "recovery"])
def test_a_slot_from_another_vault_opens_nothing(path, code, slot, tmp_path):
    vault.create(tmp_path / "other.json", PASSPHRASE)
    foreign = json.loads((tmp_path / "other.json").read_text("utf-8"))["slots"][slot]
    path.write_text(with_value(path.read_text("utf-8"), foreign, "slots", slot), "utf-8")
    with pytest.raises(WrongSecret):
        vault.open_with_passphrase(path, PASSPHRASE) if slot == "passphrase" else vault.open_with_recovery_code(path, code)


def test_bytes_that_are_no_text_are_a_damaged_file(path):
    path.write_bytes(b"\xff\xfe\x00broken")
    with pytest.raises(UserError) as e:
        vault.open_with_passphrase(path, PASSPHRASE)
    assert e.value.message == DAMAGED


def test_a_key_file_of_a_newer_program_is_left_alone(path):
    path.write_text(with_value(path.read_text("utf-8"), 2, "version"), "utf-8")
    with pytest.raises(UserError) as e:
        vault.open_with_passphrase(path, PASSPHRASE)
    assert e.value.message == "The key file was made by a newer program. Install the newest version of Giữ Lời."


# ---- a disk that refuses -------------------------------------------------------------------------------------------


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 512):
                pass
        except OSError:
            return


def test_a_full_disk_leaves_the_old_passphrase_in_force(tiny_disk, made, key):
    path = tiny_disk / "vault.json"
    path.write_text(made[0], "utf-8")
    fill(tiny_disk)
    with pytest.raises(UserError) as e, disk_troubles_in_words():
        vault.change_passphrase(path, key, "một câu khác hẳn")
    assert e.value.message == "The disk is full. Free some space and try again; nothing was changed."
    assert vault.open_with_passphrase(path, PASSPHRASE) == key
    assert {file.name for file in tiny_disk.iterdir()} == {"vault.json", "filler"}


def test_a_read_only_disk_is_said_in_words(tiny_disk, made, key):
    path = tiny_disk / "vault.json"
    path.write_text(made[0], "utf-8")
    make_read_only(tiny_disk)
    with pytest.raises(UserError) as e, disk_troubles_in_words():
        vault.renew_recovery_code(path, key)
    assert e.value.message.startswith("This folder does not let the program write.")
    assert vault.open_with_passphrase(path, PASSPHRASE) == key


# ---- remembered on this computer -------------------------------------------------------------------------------------

FORGOTTEN = "This computer does not remember the passphrase any more. Type it to open the data."


def test_an_account_that_was_given_the_key_opens_without_the_passphrase(path, key):
    account = Account()
    vault.remember(path, key, account)
    assert vault.open_remembered(path, account) == key
    assert vault.open_with_passphrase(path, PASSPHRASE) == key


def test_another_account_opens_nothing(path, key):
    vault.remember(path, key, Account())
    with pytest.raises(WrongSecret) as e:
        vault.open_remembered(path, Account())
    assert (e.value.message, e.value.field) == (FORGOTTEN, "")


def test_the_account_opens_no_other_shops_data(path, key, tmp_path):
    account, other = Account(), tmp_path / "other.json"
    vault.remember(path, key, account)
    vault.create(other, PASSPHRASE)
    content = json.loads(other.read_text("utf-8"))
    content["slots"]["account"] = json.loads(path.read_text("utf-8"))["slots"]["account"]
    other.write_text(json.dumps(content), "utf-8")
    with pytest.raises(WrongSecret):
        vault.open_remembered(other, account)


@pytest.mark.parametrize("slot", [{}, {"wrapped": "no base64"}, {"wrapped": None}, []])
def test_a_damaged_account_slot_leaves_the_passphrase(path, key, slot):
    content = json.loads(path.read_text("utf-8"))
    content["slots"]["account"] = slot
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(WrongSecret, match="does not remember"):
        vault.open_remembered(path, Account())
    assert vault.open_with_passphrase(path, PASSPHRASE) == key


def test_what_was_forgotten_opens_nothing(path, key):
    account = Account()
    vault.remember(path, key, account)
    vault.forget(path)
    with pytest.raises(WrongSecret, match="does not remember"):
        vault.open_remembered(path, account)
    vault.forget(path)


def test_another_passphrase_leaves_the_account_as_it_is(path, key):
    account = Account()
    vault.remember(path, key, account)
    vault.change_passphrase(path, key, "năm từ khác hẳn")
    assert vault.open_remembered(path, account) == key


def test_a_system_that_keeps_nothing_says_so_and_changes_nothing(path, key):
    before = path.read_bytes()
    with pytest.raises(UserError, match="Windows would not keep the key"):
        vault.remember(path, key, Account(refuses=True))
    assert path.read_bytes() == before


def test_a_copy_of_the_key_file_belongs_to_no_computer(path, key):
    before = path.read_bytes()
    vault.remember(path, key, Account())
    assert path.read_bytes() != before
    assert vault.for_a_copy(path) == before
