"""Phone numbers as shops write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models.phones import digits_of, normalised, shown
from tests.models.calendars import quick

OLD_AND_NEW = [
    *[("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078")],
    *[("0123", "083"), ("0124", "084"), ("0125", "085"), ("0127", "081"), ("0129", "082")],
    *[(f"016{n}", f"03{n}") for n in range(2, 10)],
    *[("0186", "056"), ("0188", "058"), ("0199", "059")],
]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("0912003365", "0912003365"),
        ("0912 003 365", "0912003365"),
        ("0912.003.365", "0912003365"),
        ("0912-003-365", "0912003365"),
        ("(0912) 003 365", "0912003365"),
        ("+84 912 003 365", "0912003365"),
        ("+84 (0) 912 003 365", "0912003365"),
        ("+84912003365", "0912003365"),
        ("84912003365", "0912003365"),
        ("0084 912 003 365", "0912003365"),
        ("0912 003 365 (chị Lan)", "0912003365"),
        ("(chị Lan) 0912 003 365", "0912003365"),
        ("0263 3822 027", "02633822027"),
        ("+84 263 3822 027", "02633822027"),
        ("(0263) 3822 027", "02633822027"),
        ("(0263) 3822 027 (cửa hàng)", "02633822027"),
        ("1900 1234", "19001234"),
        ("+1 650 253 0000", "+16502530000"),
    ],
)
def test_a_number_is_kept_in_national_digits(typed, kept):
    assert normalised(typed) == kept


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW)
def test_an_eleven_digit_mobile_of_before_2018_gets_its_new_prefix(old, new):
    assert normalised(f"{old} 200 3365") == f"{new}2003365"
    assert normalised(f"+84 {old[1:]} 200 3365") == f"{new}2003365"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0912 003 36", "A mobile number has 10 digits, 1 is missing."),
        ("0912 003", "A mobile number has 10 digits, 3 are missing."),
        ("0912 003 365 4", "A mobile number has 10 digits, this has 1 too many."),
        ("09*****365", "A number with asterisks is hidden by the marketplace and cannot be kept as a phone number."),
        ("******65", "A number with asterisks is hidden by the marketplace and cannot be kept as a phone number."),
        ("không có", "This is not a phone number."),
        ("0912 003 36O", "This is not a phone number."),
        ("-", "This is not a phone number."),
        ("12", "No phone number in Viet Nam looks like this. Check the first digits."),
        ("0000", "No phone number in Viet Nam looks like this. Check the first digits."),
        ("+999 12", "No phone number in Viet Nam looks like this. Check the first digits."),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed, sentence):
    with pytest.raises(UserError) as e:
        normalised(typed)
    assert (e.value.message, e.value.field) == (sentence, "phone")


@given(st.integers(0, 10**7 - 1), st.sampled_from(["032", "056", "070", "083", "091", "098"]))
@quick
def test_tidying_a_kept_number_again_changes_nothing(rest, prefix):
    number = f"{prefix}{rest:07d}"
    assert normalised(shown(number)) == normalised(number) == number


@given(st.text(max_size=20))
@quick
def test_any_text_is_kept_as_digits_or_refused_in_words(text):
    try:
        kept = normalised(text)
    except UserError as problem:
        assert problem.field == "phone"
    else:
        assert kept == "" or kept.removeprefix("+").isdigit()


@pytest.mark.parametrize(
    ("digits", "text"),
    [
        ("0912003365", "0912 003 365"),
        ("02633822027", "0263 382 2027"),
        ("+16502530000", "+16502530000"),
        ("19001234", "19001234"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_groups(digits, text):
    assert shown(digits) == text


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("3365", "3365"),
        ("0912 003", "0912003"),
        ("+84 912", "0912"),
        ("(0912)", "0912"),
        ("09.12-00", "091200"),
        ("hạnh 3365", ""),
        ("３３６５", ""),
        ("", ""),
    ],
)
def test_digits_typed_into_the_search_box_are_read_as_a_number(typed, digits):
    assert digits_of(typed) == digits


@pytest.mark.parametrize(
    "typed",
    ["0912\u2011003\u2011365", "0084 912 003 365", "+84 0912 003 365", "SĐT: 0912 003 365", "Zalo 0912.003.365", "84912003365"],
)
def test_search_box_and_form_read_a_number_alike(typed: str) -> None:
    assert digits_of(typed) == normalised(typed) == "0912003365"


def test_an_old_number_is_searched_as_it_is_dialled_since() -> None:
    assert digits_of("0122 345 6789") == normalised("0122 345 6789") == "0773456789"


@pytest.mark.parametrize("typed", ["0000000000", "0123456789", "1234567890", "9999999999"])
def test_what_is_typed_only_to_fill_a_field_is_no_number(typed: str) -> None:
    with pytest.raises(UserError, match="Nobody has this number"):
        normalised(typed)
