"""Sums in Vietnamese words, as a receipt spells them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.amounts import in_words, read_number, read_sum
from desktop.errors import UserError
from desktop.i18n import number_text
from tests.models.calendars import quick

SUMS = st.integers(-(10**18) + 1, 10**18 - 1)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi bốn đồng"),
        (25, "Hai mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (105, "Một trăm linh năm đồng"),
        (111, "Một trăm mười một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (1_015, "Một nghìn không trăm mười lăm đồng"),
        (21_021, "Hai mươi mốt nghìn không trăm hai mươi mốt đồng"),
        (100_000, "Một trăm nghìn đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (1_000_005, "Một triệu không trăm linh năm đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (2_500_000_000, "Hai tỷ năm trăm triệu đồng"),
        (1_000_000_001, "Một tỷ không trăm linh một đồng"),
        (10**12, "Một nghìn tỷ đồng"),
        (10**12 + 5 * 10**9, "Một nghìn không trăm linh năm tỷ đồng"),
        (-1_250_000, "Âm một triệu hai trăm năm mươi nghìn đồng"),
        (-5, "Âm năm đồng"),
    ],
)
def test_a_sum_is_spelled_as_readers_say_it(amount, words):
    assert in_words(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (105, "Một trăm lẻ năm đồng"),
        (1_005_000, "Một triệu không trăm lẻ năm nghìn đồng"),
        (1_015, "Một nghìn không trăm mười lăm đồng"),
    ],
)
def test_a_southern_shop_may_write_lẻ(amount, words):
    assert in_words(amount, "lẻ") == words


@pytest.mark.parametrize("amount", [10**18, -(10**18), 10**30])
def test_a_sum_beyond_reason_is_refused(amount):
    with pytest.raises(ValueError, match="too large"):
        in_words(amount)


@given(SUMS)
@quick
def test_the_words_stand_apart_by_single_spaces_and_end_in_đồng(amount):
    words = in_words(amount)
    assert words.split(" ") == words.split()
    assert words.endswith(" đồng")
    assert words[0].isupper()
    assert words[1:].islower()


@given(SUMS)
@quick
def test_an_empty_group_is_never_named(amount):
    words = f" {in_words(amount).lower()} "
    assert not any(f" không {scale} " in words for scale in ("nghìn", "triệu", "tỷ"))
    assert " không trăm nghìn" not in words


@given(SUMS, SUMS)
@quick
def test_two_sums_never_read_the_same(one, other):
    assert (in_words(one) == in_words(other)) == (one == other)


@given(st.integers(1, 10**18 - 1))
@quick
def test_a_negative_sum_says_so(amount):
    positive = in_words(amount)
    assert in_words(-amount) == f"Âm {positive[0].lower()}{positive[1:]}"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("", 0),
        ("  ", 0),
        ("0", 0),
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u00a0250\u00a0000 đ", 1_250_000),
        ("1.250.000Đ", 1_250_000),
        ("500.000 đồng", 500_000),
        ("999.999.999.999", 999_999_999_999),
        ("500k", 500_000),
        ("500K", 500_000),
        ("12,5k", 12_500),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("2tr", 2_000_000),
        ("2 triệu", 2_000_000),
        ("2tr5", 2_500_000),
        ("2tr05", 2_050_000),
        ("2tr250", 2_250_000),
        ("1,5 triệu", 1_500_000),
        ("1.25 tr", 1_250_000),
        ("0,5tr", 500_000),
        ("1tỷ2", 1_200_000_000),
        ("2tr đ", 2_000_000),
        ("1.250.000đ", 1_250_000),
        ("1.250.000 VND", 1_250_000),
        ("1.250.000 vnđ", 1_250_000),
        ("1.250.000 ₫", 1_250_000),
    ],
)
def test_a_sum_is_read_as_she_types_it(typed: str, amount: int) -> None:
    assert read_sum(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["abc", "-5", "1.25", "1.250,000", "12.50.000", "1e6", "năm trăm", "٣", "1..000", "đ5", "1,5tr5", "2trx", "k", "1.250tr"],
)
def test_what_is_no_sum_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UserError, match=r"1\.250\.000"):
        read_sum(typed)


@pytest.mark.parametrize("typed", ["1.000.000.000.000", "1000 tỷ", "9999999tr"])
def test_a_sum_beyond_what_a_shop_owes_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match=r"999\.999\.999\.999"):
        read_sum(typed)


@pytest.mark.parametrize(("typed", "number"), [("12", 12), (" 12 ", 12), ("1.200", 1200), ("1 200", 1200), ("007", 7)])
def test_a_whole_number_is_read_as_she_types_it(typed: str, number: int) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["", "mười", "1,5", "-3", "12 ngày", "٣"])
def test_what_is_no_whole_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(UserError, match="whole number"):
        read_number(typed)


@quick
@given(st.integers(0, 999_999_999_999))
def test_a_sum_shown_is_read_back(amount: int) -> None:
    assert read_sum(number_text(amount)) == amount
