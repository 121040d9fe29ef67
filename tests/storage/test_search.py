"""Finding a customer by what is typed, and leaving no trace of one who is deleted."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.models.customer import Customer
from desktop.storage import search
from desktop.storage.database import Database
from tests.storage.rows import KEY, add, customer, log

PEOPLE = [
    customer("Nguyễn Thị Hạnh", "0912003365", "hanh@example.com", "15 Hoa Mai, Lâm Viên - Đà Lạt"),
    customer("Đỗ Đức", "0365912003", "duc.do@example.com", "2 Thông Reo, Đà Lạt"),
    customer("Lê Vũ", "0700033659", "", "8 Bạch Đằng"),
    customer("Trần Y", "0263382202", "tran1990@example.com", ""),
    customer("Phan Hòa", "", "HOA@Example.com", ""),
    customer('Bé "Na" O\'Brien', "", "", "9 (cũ 31) Nam Hồ"),
]


@pytest.fixture
def people(database: Database) -> Database:
    add(database, *[customer(p.name, p.phone, p.email, p.address) for p in PEOPLE])
    return database


def found(database: Database, typed: str, limit: int = 50) -> list[str]:
    with database.reading() as session:
        return [session.get_one(Customer, row).name for row in search.customer_ids(session, typed, limit)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Nguyễn Thị Hạnh", ["Nguyễn Thị Hạnh"]),
        ("nguyen thi hanh", ["Nguyễn Thị Hạnh"]),
        ("NGUYEN  THI", ["Nguyễn Thị Hạnh"]),
        ("hạnh", ["Nguyễn Thị Hạnh"]),
        ("hanh nguyen", ["Nguyễn Thị Hạnh"]),
        ("đức", ["Đỗ Đức"]),
        ("duc", ["Đỗ Đức"]),
        ("do d", ["Đỗ Đức"]),
        ("vũ", ["Lê Vũ"]),
        ("lê", ["Lê Vũ"]),
        ("y", ["Trần Y"]),
        ("lê v", ["Lê Vũ"]),
        ("hoà", ["Phan Hòa"]),
        ("hòa", ["Phan Hòa"]),
        ("hoa@ex", ["Phan Hòa"]),
        ("HANH@", ["Nguyễn Thị Hạnh"]),
        ("duc.do@example.com", ["Đỗ Đức"]),
        ("thong reo", ["Đỗ Đức"]),
        ("bạch đằng", ["Lê Vũ"]),
        ("o'brien", ['Bé "Na" O\'Brien']),
        ('"na"', ['Bé "Na" O\'Brien']),
        ("không có ai", []),
    ],
)
def test_a_customer_is_found_with_or_without_accents(people, typed, names):
    assert found(people, typed)[: len(names) or None] == names


def test_every_accented_spelling_of_a_word_finds_the_same(people):
    assert found(people, "đà lạt") == found(people, "da lat") == found(people, "ĐÀ LẠT") != []


@pytest.mark.parametrize("typed", ["hoa", "hoà", "hòa"])
def test_a_name_that_begins_so_stands_before_an_address_that_holds_it(people, typed):
    assert found(people, typed) == ["Phan Hòa", "Nguyễn Thị Hạnh"]


def test_last_digits_stand_before_first_digits(people):
    assert found(people, "0365") == ["Đỗ Đức"]
    add(people, customer("Cuối", "0888000365"))
    assert found(people, "0365") == ["Cuối", "Đỗ Đức"]


def test_digits_in_the_middle_count_when_no_number_ends_or_begins_with_them(people):
    assert found(people, "3365") == ["Nguyễn Thị Hạnh"]
    assert found(people, "33659") == ["Lê Vũ"]
    assert found(people, "0033") == ["Nguyễn Thị Hạnh", "Lê Vũ"]


@pytest.mark.parametrize(
    "typed", ["0912003365", "0912 003 365", "0912.003.365", "+84 912 003 365", "+84912003365", "65", "365", "003365", "0912"]
)
def test_a_number_is_found_however_it_is_typed(people, typed):
    assert found(people, typed)[0] == "Nguyễn Thị Hạnh"


def test_with_middle_digits_puts_them_after_the_ends(people):
    with people.reading() as session:
        ids = search.with_middle_digits(session, "3365", 50)
        assert [session.get_one(Customer, row).name for row in ids] == ["Nguyễn Thị Hạnh", "Lê Vũ"]


def test_digits_anywhere_are_looked_for_from_the_fourth_digit_on(people):
    assert found(people, "033") == []
    assert set(found(people, "0033")) == {"Lê Vũ", "Nguyễn Thị Hạnh"}


def test_digits_are_found_in_addresses_of_email_too(people):
    assert found(people, "1990") == ["Trần Y"]


@pytest.mark.parametrize("typed", ["", "  ", "\u0323"])
def test_nothing_typed_lists_the_newest_first(people, typed):
    assert found(people, typed) == [p.name for p in reversed(PEOPLE)]


@pytest.mark.parametrize(
    "typed",
    ['"', "'", '""', "*", "a*", "NEAR(a b)", "a AND b", "OR", "NOT a", "(", ")", "name_folded:a", "^a", "a-b", "%", "_", "\\", ";--", "{a b}", "\x00", "a\x00b", "\U0010ffff", "+", "+84"],
)  # fmt: skip
def test_what_looks_like_a_query_is_only_text(people, typed):
    assert set(found(people, typed)) <= {p.name for p in PEOPLE}


@pytest.mark.parametrize("typed", ["%", "_", "*"])
def test_a_wildcard_finds_nobody(people, typed):
    assert found(people, typed) == []


@given(typed=st.text(max_size=30))
@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_search(people, typed):
    assert set(found(people, typed)) <= {p.name for p in PEOPLE}


@pytest.mark.parametrize("typed", ["", "khach", "0912", "khach 1", "00"])
def test_no_more_are_found_than_asked_for_and_none_twice(database, typed):
    add(database, *[customer(f"Khách {n}", f"0912{n:04d}00", f"khach{n}@example.com") for n in range(30)])
    hits = found(database, typed, limit=7)
    assert len(hits) == len(set(hits)) == 7


def test_a_customer_who_was_merged_away_is_not_found(people):
    with people.writing() as session:
        session.get_one(Customer, 1).merged_into_id = 2
        log(session)
    for typed in ("hanh", "0912003365", "3365", "hanh@example.com", "hoa mai", ""):
        assert "Nguyễn Thị Hạnh" not in found(people, typed)


def test_a_changed_name_is_found_and_the_old_one_is_not(people):
    with people.writing() as session:
        session.get_one(Customer, 1).name = "Bùi Thị Én"
        log(session)
    assert found(people, "én") == ["Bùi Thị Én"]
    assert found(people, "nguyen") == []


# ---- no trace of a deleted customer ---------------------------------------------------------------------------------------

NAME = "Quyên Zưởngphách"
FOLDED = b"zuongphach"
PAGE = 4096


def delete_and_read_pages(database: Database) -> bytes:
    """All pages after one of a hundred customers was deleted."""
    add(database, customer(NAME, "0977123459", "zuongphach@example.com"), *[customer(f"Khách {n}") for n in range(100)])
    assert FOLDED in decrypted(database)
    with database.writing() as session:
        session.delete(session.get_one(Customer, 1))
        log(session)
    return decrypted(database)


def decrypted(database: Database) -> bytes:
    """The pages of the file as they are behind the encryption (SQLCipher 4: salt, then per page text, vector, check)."""
    content, text_end = database.path.read_bytes(), PAGE - 80
    clear = b""
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        cipher = Cipher(AES256(KEY.raw), CBC(page[text_end : text_end + 16])).decryptor()
        clear += cipher.update(page[16 if start == 0 else 0 : text_end]) + cipher.finalize()
    return clear


def test_a_deleted_customer_leaves_no_trace_in_the_pages(database):
    assert FOLDED not in delete_and_read_pages(database)


def test_an_index_without_secure_delete_does_hold_a_trace(database):
    """The known-bad setting of the test above."""
    with database.writing() as session:
        session.execute(text("INSERT INTO customer_search(customer_search, rank) VALUES ('secure-delete', 0)"))
        log(session)
    assert FOLDED in delete_and_read_pages(database)
