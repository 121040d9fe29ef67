"""Carriers that ship: their files' columns, the owner's own headings over them, and what no heading may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models.base import tidy_line
from desktop.models.carriers import (
    GENERIC,
    LONGEST_HEADING,
    PARCEL,
    PERSONAL,
    PRESETS,
    Column,
    columns_of,
    preset_name,
    shipped_columns,
    written,
)

HEADINGS = {
    "ghn": {"name": "Tên người nhận", "phone": "Số điện thoại", "address": "Địa chỉ"},
    "viettel_post": {"name": "Tên người nhận", "phone": "Số ĐT người nhận", "address": "Địa chỉ nhận"},
    "vnpost": {"name": "Tên người nhận", "phone": "Điện thoại nhận", "note": "Chỉ dẫn phát"},
    "spx": {"name": "Tên người nhận", "phone": "Số điện thoại", "note": "Lưu ý giao hàng"},
}
ORDER, RECIPIENT = Column("reference", "Mã đơn hàng"), Column("name", "Tên người nhận")


def headings(columns: tuple[Column, ...]) -> dict[str, str]:
    return {column.code: column.heading for column in columns}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_carriers_file_has_the_headings_of_its_own_sheet(preset):
    found = headings(shipped_columns(preset))
    assert {code: found[code] for code in HEADINGS[preset]} == HEADINGS[preset]


def test_the_four_carriers_are_called_as_they_call_themselves():
    assert [preset_name(code) for code in PRESETS] == ["Giao Hàng Nhanh (GHN)", "Viettel Post", "VNPost", "SPX Express"]


@pytest.mark.parametrize("preset", [*PRESETS, GENERIC])
def test_every_shipped_column_has_a_field_and_a_heading_of_its_own(preset):
    columns = shipped_columns(preset)
    codes, names = [column.code for column in columns], [column.heading for column in columns]
    assert set(codes) == {*PERSONAL, *PARCEL}
    assert (len(set(codes)), len(set(names))) == (len(codes), len(names))
    assert written(columns)


def test_a_recipient_that_no_preset_knows_gets_the_general_sheet():
    assert columns_of("", "") == shipped_columns(GENERIC)


def test_own_headings_lie_over_the_shipped_ones_and_the_order_stays():
    own = written((Column("goods", "  Nội dung   hàng "), Column("cash", "COD")))
    shown = columns_of("ghn", own)
    assert [column.code for column in shown] == [column.code for column in shipped_columns("ghn")]
    assert headings(shown) == headings(shipped_columns("ghn")) | {"goods": "Nội dung hàng", "cash": "COD"}


@given(st.lists(st.text(max_size=LONGEST_HEADING), min_size=7, max_size=7))
def test_whatever_heading_is_taken_is_read_again_as_it_was_typed(typed):
    columns = tuple(Column(column.code, heading) for column, heading in zip(shipped_columns("spx"), typed, strict=True))
    tidied = [tidy_line(heading) for heading in typed]
    try:
        kept = written(columns)
    except UserError as refused:
        assert refused.field == "columns"
        assert not all(tidied) or len(set(tidied)) < len(tidied)
    else:
        assert [column.heading for column in columns_of("spx", kept)] == tidied


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ((ORDER, Column("name", " \t ")), "Each column needs a heading."),
        ((ORDER, Column("name", "Mã  đơn hàng")), "Two columns have the same heading."),
        ((ORDER, Column("name", "n" * 61)), f"“{'n' * 30}…” is too long for a heading."),
        ((ORDER, Column("province", "Tỉnh đến")), "The column “province” has no field to take its data from."),
        ((ORDER, Column("email", "Email")), "The column “email” has no field to take its data from."),
    ],
)
def test_a_column_that_no_file_could_have_is_refused_in_words(columns, sentence):
    with pytest.raises(UserError) as refused:
        written(columns)
    assert (refused.value.message, refused.value.field) == (sentence, "columns")


def test_a_heading_of_sixty_letters_still_fits():
    assert columns_of("ghn", written((Column("name", "n" * LONGEST_HEADING),)))[0] == Column("name", "n" * 60)
    assert RECIPIENT in shipped_columns("ghn")
