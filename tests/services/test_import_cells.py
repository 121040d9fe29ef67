"""What stands in cells: numbers as Excel and marketplaces spoil them, days in both orders, addresses in parts, old fonts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.services.import_cells import address_of, day_of, is_old_font, month_comes_first, phone_of
from desktop.services.import_columns import ImportField, beyond_policy, heading_row, proposed
from tests.sheets import KIOTVIET


@pytest.mark.parametrize(
    ("cell", "kept", "others"),
    [
        ("", "", ""),
        ("0903453365", "0903453365", ""),
        ("903453365", "0903453365", ""),
        ("903453365.0", "0903453365", ""),
        ("9.03453365E+08", "0903453365", ""),
        ("'0903453365", "0903453365", ""),
        ("+84 903.453.365", "0903453365", ""),
        ("0903-453-365", "0903453365", ""),
        ("0903,453,365", "0903453365", ""),
        ("0903453365 (chị Lan)", "0903453365", ""),
        ("0903 453 365 / 0912.003.365", "0903453365", "0912 003 365"),
        ("0903453365 - 0912003365", "0903453365", "0912 003 365"),
        ("0903453365, 0903453365", "0903453365", ""),
        ("0120 345 6789", "0703456789", ""),
        ("2838123456", "02838123456", ""),
        ("gọi chị Hai\n0903453365", "0903453365", ""),
    ],
)
def test_numbers_as_lists_spoil_them(cell: str, kept: str, others: str) -> None:
    assert phone_of(cell) == (kept, others)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("9.03E+08", "Excel has shortened this number"),
        ("9,03E+08", "Excel has shortened this number"),
        ("090****365", "A number with asterisks is hidden by the marketplace"),
        ("không có", "This is not a phone number."),
        ("090345336", "A mobile number has 10 digits, 1 is missing."),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(cell: str, why: str) -> None:
    with pytest.raises(UserError) as e:
        phone_of(cell)
    assert e.value.message.startswith(why)


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.lists(st.sampled_from(" .-"), min_size=9, max_size=9))
def test_no_way_of_grouping_a_number_changes_it(number: str, between: list[str]) -> None:
    groups = {3: between[0], 6: between[1], 8: between[2]}
    spoken = "".join(digit + groups.get(place, "") for place, digit in enumerate(number))
    kept, others = phone_of(spoken)
    assert (phone_of(number), kept, others) == ((kept, ""), kept, "")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("", None),
        ("21/11/2026", date(2026, 11, 21)),
        ("1-2-26", date(2026, 2, 1)),
        ("21.11.2026 10:22", date(2026, 11, 21)),
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11-21T10:00:00", date(2026, 11, 21)),
        ("46347", date(2026, 11, 21)),
        ("46347.5", date(2026, 11, 21)),
    ],
)
def test_days_as_lists_write_them(cell: str, day: date | None) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize("cell", ["31/2/2026", "hôm qua", "12/31/2026", "1/1/1900", "0"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(UserError, match="is no date like 21/11/2026"):
        day_of(cell)


def test_american_days_are_known_by_the_whole_column() -> None:
    assert month_comes_first(["12/31/2025", "1/2/2026"]) is True
    assert month_comes_first(["31/12/2025", "1/2/2026"]) is False
    assert month_comes_first(["1/2/2026", ""]) is False
    assert day_of("1/2/2026", month_first=True) == date(2026, 1, 2)


def test_an_address_in_parts_is_joined_and_nothing_is_said_twice() -> None:
    assert address_of(["12 Lê Lợi", "Phường Bến Thành", "", "TP.HCM"]) == "12 Lê Lợi, Phường Bến Thành, TP.HCM"
    assert address_of(["12 Lê Lợi, P. Bến Thành, Quận 1", "Quận 1", "quan 1"]) == "12 Lê Lợi, P. Bến Thành, Quận 1"
    assert address_of(["9 Hẻm 12, Quận 12", "Quận 1"]) == "9 Hẻm 12, Quận 12, Quận 1"


@pytest.mark.parametrize(
    "cells",
    [("NguyÔn ThÞ Lan", "TrÇn V¨n B×nh", "Lª Vò"), ("Nguyeãn Thò Lan", "Traàn Vaên Bình", "Ñinh Thò Haïnh")],
    ids=["TCVN3", "VNI"],
)
def test_letters_of_old_fonts_are_recognised(cells: tuple[str, ...]) -> None:
    assert is_old_font(cells)


def test_vietnamese_and_a_few_foreign_names_are_no_old_font() -> None:
    names = (
        "Nguyễn Thị Hoà",
        "Võ Văn Tuý",
        "Đỗ Loé",
        "Müller",
        "Trần Quế",
        "Hoài Ân",
        "Lê Uyên",
        "Đặng Thùy",
        "Bùi Quý",
        "Núñez",
    )
    assert not is_old_font(names)


def test_the_columns_of_a_well_known_program_are_known() -> None:
    columns = proposed(KIOTVIET)
    assert {field: KIOTVIET[place] for field, place in columns.items()} == {
        ImportField.NAME: "Tên khách hàng",
        ImportField.PHONE: "Điện thoại",
        ImportField.EMAIL: "Email",
        ImportField.ADDRESS: "Địa chỉ",
        ImportField.WARD: "Phường/Xã",
        ImportField.PROVINCE: "Khu vực giao hàng",
        ImportField.GROUP: "Nhóm khách hàng",
        ImportField.NOTE: "Ghi chú",
        ImportField.LAST_CONTACT: "Ngày giao dịch cuối",
    }
    assert {KIOTVIET[place] for place in beyond_policy(KIOTVIET)} == {
        "Mã số thuế", "Số CMND/CCCD", "Ngày sinh", "Giới tính", "Facebook",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "known"),
    [
        (("Người Mua", "Tên Người nhận", "Số điện thoại", "Tỉnh/Thành phố", "TP / Quận / Huyện", "Địa chỉ nhận hàng"),
         {"name": 1, "phone": 2, "province": 3, "district": 4, "address": 5}),
        (("First Name", "Last Name", "Email", "Address 1", "City"), {"name": 0, "family_name": 1, "email": 2, "address": 3, "province": 4}),
        (("HỌ VÀ TÊN", "sdt"), {"name": 0, "phone": 1}),
    ],
)  # fmt: skip
def test_headings_of_web_shops_are_known(headings: tuple[str, ...], known: dict[str, int]) -> None:
    assert {field.value: place for field, place in proposed(headings).items()} == known


def test_the_row_of_headings_is_found_below_a_title() -> None:
    rows = [("DANH SÁCH KHÁCH HÀNG",), ("Ngày lập: 21/11/2026",), (), ("STT", "Họ tên", "SĐT"), ("1", "Lan", "0912003365")]
    assert heading_row(rows) == 3
    assert heading_row([(), ("A", "B")]) == 1
