"""Whole lists as shops' programs, web shops and people make them: who is read from them, and what is said of the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services.import_columns import heading_row, proposed
from desktop.services.import_rows import ReadRow, read_rows
from desktop.storage import sheet_files

TODAY = date(2026, 11, 21)
AN = "Phạm Văn An"


def rows_of(folder: Path, content: str | bytes, name: str = "khach.csv") -> list[ReadRow]:
    """The rows of a list, by the columns that the program proposes."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    rows = sheet_files.read(path).rows
    place = heading_row(rows)
    return read_rows(rows, place + 1, proposed(rows[place]), TODAY)


def taken(rows: list[ReadRow]) -> list[tuple[str, str]]:
    """Names and numbers of those who can be taken."""
    return [(row.details.name, row.details.phone) for row in rows if not row.problem]


@pytest.mark.parametrize("first", ["", "sep=;\n"])
def test_commas_in_addresses_do_not_hide_that_semicolons_part_the_columns(tmp_path: Path, first: str) -> None:
    lines = (
        "Họ tên;SĐT;Địa chỉ\nPhạm Văn An;0908111222;3, hẻm Sương, P. 8, Đà Lạt\nVõ Thị Bé;0908111333;4, Thông Reo, P. 2, Đà Lạt\n"
    )
    (an, _be) = rows_of(tmp_path, first + lines)
    assert (an.details.phone, an.details.address) == ("0908111222", "3, hẻm Sương, P. 8, Đà Lạt")


def test_a_named_separator_is_obeyed(tmp_path: Path) -> None:
    assert taken(rows_of(tmp_path, "sep=|\nHọ tên|SĐT\nPhạm Văn An|0908111222\n")) == [(AN, "0908111222")]


@pytest.mark.parametrize(
    "list_of_contacts",
    [
        "Name,Given Name,Additional Name,Family Name,Phone 1 - Value\nPhạm Văn An,An,Văn,Phạm,0908111222\n",
        "First Name,Middle Name,Last Name,Phone 1 - Value\nAn,Văn,Phạm,+84 908 111 222\n",
        "Họ,Tên,Điện thoại\nPhạm,Phạm Văn An,0908111222\n",
    ],
)
def test_a_name_in_parts_is_put_together_once(tmp_path: Path, list_of_contacts: str) -> None:
    assert taken(rows_of(tmp_path, list_of_contacts)) == [(AN, "0908111222")]


@pytest.mark.parametrize(
    "headings",
    ["Họ tên (*),SĐT [bắt buộc],Địa chỉ:", "*Họ tên,*SĐT,*ĐC", "Tên KH,SĐT KH,ĐC", "Recipient,Phone #,Shipping Address1"],
)
def test_headings_are_known_with_stars_brackets_and_short_forms(tmp_path: Path, headings: str) -> None:
    (row,) = rows_of(tmp_path, f"{headings}\nPhạm Văn An,0908111222,3 hẻm Sương\n")
    assert (row.details.name, row.details.phone, row.details.address) == (AN, "0908111222", "3 hẻm Sương")


@pytest.mark.parametrize(
    "closing", ["Tổng cộng: 1", "TỔNG SỐ", "Cộng", "Khách lẻ", "Người lập biểu", "Đà Lạt, ngày 21 tháng 11 năm 2026"]
)
def test_totals_and_footers_are_no_customers(tmp_path: Path, closing: str) -> None:
    rows = rows_of(tmp_path, f'Họ tên,SĐT\nTống Thị Tổng,0908111222\nTống Văn Cộng,\n"{closing}",\n')
    assert [name for name, _phone in taken(rows)] == ["Tống Thị Tổng", "Tống Văn Cộng"]
    assert rows[-1].problem == "This row adds up or closes the list; it is no customer."


@pytest.mark.parametrize("filler", ["-", "N/A", "không có", "KHÔNG CÓ", "undefined", "null", "...", '"=""0908111222"""'])
def test_a_filler_is_an_empty_cell_and_a_formula_is_its_text(tmp_path: Path, filler: str) -> None:
    ((_name, phone),) = taken(rows_of(tmp_path, f"Họ tên,SĐT,Email,Địa chỉ\nPhạm Văn An,{filler},N/A,-\n"))
    assert phone == ("0908111222" if "0908" in filler else "")


@pytest.mark.parametrize(
    "cell",
    ["0908111222 0908111333", "0908111222-0908111333", "+84 908 111 222 ::: +84 908 111 333", "0908.111.222; 0908.111.333"],
)
def test_of_several_numbers_the_first_is_kept_and_the_others_are_said(tmp_path: Path, cell: str) -> None:
    (row,) = rows_of(tmp_path, f'Họ tên,SĐT\nPhạm Văn An,"{cell}"\n')
    assert (row.details.phone, row.problem) == ("0908111222", "")
    assert "0908 111 333" in row.remark


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("14:05 03/02/2026", date(2026, 2, 3)), ("03/02/2026 14:05:59", date(2026, 2, 3)), ("3 thg 2, 2026", date(2026, 2, 3)),
        ("Feb 3, 2026", date(2026, 2, 3)), ("2026-02-02 23:10:00 UTC", date(2026, 2, 3)), ("2026-02-03 23:10:00 +07:00", date(2026, 2, 3)),
    ],
)  # fmt: skip
def test_days_are_read_with_their_times_before_or_behind_and_taken_to_viet_nam(tmp_path: Path, cell: str, day: date) -> None:
    (row,) = rows_of(tmp_path, f'Họ tên,SĐT,Ngày mua\nPhạm Văn An,0908111222,"{cell}"\n')
    assert (row.last_contact, row.problem) == (day, "")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("P*** A***", "hidden by the marketplace"),
        ("Ph?m V?n An", "Letters of this name were lost"),
        ("Phaïm Vaên Aån", "old font"),
    ],
)
def test_a_name_that_is_none_is_refused_alone(tmp_path: Path, name: str, why: str) -> None:
    bad, good = rows_of(tmp_path, f"Họ tên,SĐT\n{name},0908111222\nBjørn Åse,0908111333\n")
    assert why in bad.problem
    assert not good.problem


def test_a_name_read_in_the_wrong_code_page_is_put_right(tmp_path: Path) -> None:
    wrong = AN.encode().decode("cp1252")
    assert taken(rows_of(tmp_path, f"Họ tên,SĐT\n{wrong},0908111222\n")) == [(AN, "0908111222")]


def test_one_spoiled_byte_costs_its_row_and_no_other(tmp_path: Path) -> None:
    good = "".join(f"Nguyễn Thị Hạnh Đào,09081112{number:02}\n" for number in range(20))
    rows = rows_of(tmp_path, f"Họ tên,SĐT\n{good}".encode() + b"Ph\xe1m An,0908111333\n")
    assert len(taken(rows)) == 20
    assert "Letters of this name were lost" in rows[-1].problem


@pytest.mark.parametrize("number", ["0000000000", "0123456789", "1234567890", "12345678", "9120033"])
def test_what_nobody_can_be_called_on_is_refused(tmp_path: Path, number: str) -> None:
    (row,) = rows_of(tmp_path, f"Họ tên,SĐT\nPhạm Văn An,{number}\n")
    assert row.problem


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Phạm Văn An\nEND:VCARD\n", "a phone's contacts"),
        ("<html><table><tr><td>", "save it as XLSX"),
    ],
)
def test_a_text_that_is_no_table_is_told_with_the_way_to_one(tmp_path: Path, content: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        rows_of(tmp_path, content, "khach.xls")


def test_a_row_in_a_hundred_that_is_broken_costs_no_other(tmp_path: Path) -> None:
    lines = [f"Khách {n},{'12' if n % 100 == 0 else f'09{n:08}'}" for n in range(1, 20_001)]
    rows = rows_of(tmp_path, "Họ tên,SĐT\n" + "\n".join(lines))
    assert (len(rows), len(taken(rows))) == (20_000, 19_800)
