"""Sheets: what was typed comes back as typed, and nothing in it ever calculates, links or warns."""

from __future__ import annotations

import csv
import tempfile
import unicodedata
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from desktop.documents.sheet import csv_text, xlsx
from desktop.errors import UserError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADINGS = ("Tên người nhận", "Số điện thoại", "Tiền thu hộ")
ROWS = (("Nguyễn Thị Hạnh", "0912003365", 1_250_000), ("Trần Bích Ngọc", "+84903453365", 0))
FORMULAS = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "{=1+1}",
    "http://x.example", "mailto:x@x.example", "internal:Sheet1!A1", "external:c:\\x.xlsx",
]  # fmt: skip
TYPED = [
    "",
    " ",
    "0912003365",
    "9.03E+08",
    "1",
    "TRUE",
    "#N/A",
    "03/04/2026",
    '<img src=x> & "x"',
    "hai\ndòng",
    "Hạnh 😀",
    "_x0041_",
    "'x",
]


class Book:
    """An XLSX file as a reader finds it, by its parts."""

    def __init__(self, content: bytes) -> None:
        self.zip = ZipFile(BytesIO(content))
        self.sheet = self._part("xl/worksheets/sheet1.xml")
        self.styles = self._part("xl/styles.xml")
        strings = self._part("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in self.zip.namelist() else []
        self.strings = ["".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in strings]

    def _part(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.zip.read(name))

    def cells(self) -> Iterator[ElementTree.Element]:
        return self.sheet.iter(f"{MAIN}c")

    def rows(self) -> list[list[str | int]]:
        return [[self._value(cell) for cell in row] for row in self.sheet.iter(f"{MAIN}row")]

    def _value(self, cell: ElementTree.Element) -> str | int:
        number = int(cell.findtext(f"{MAIN}v", "0"))
        return self.strings[number] if cell.get("t") == "s" else number

    def format_of(self, cell: ElementTree.Element) -> int:
        formats: Any = self.styles.find(f"{MAIN}cellXfs")
        return int(formats[int(cell.get("s", "0"))].get("numFmtId"))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


# ---- XLSX --------------------------------------------------------------------------------------------------------------


def test_headings_and_rows_come_back_as_typed():
    assert Book(xlsx("Đơn gửi", HEADINGS, ROWS)).rows() == [list(HEADINGS), *map(list, ROWS)]


def test_rows_may_come_one_by_one():
    assert Book(xlsx("Đơn gửi", HEADINGS, iter(ROWS))).rows()[1:] == [list(row) for row in ROWS]


def test_a_phone_number_keeps_its_zero_and_is_text():
    book = Book(xlsx("Đơn gửi", HEADINGS, ROWS))
    phone = next(cell for cell in book.cells() if cell.get("r") == "B2")
    assert phone.get("t") == "s"
    assert book._value(phone) == "0912003365"
    assert book.format_of(phone) == 49  # "@": stays text when somebody edits it


def test_a_sum_is_a_number_with_thousands():
    book = Book(xlsx("Đơn gửi", HEADINGS, ROWS))
    cash = next(cell for cell in book.cells() if cell.get("r") == "C2")
    assert (cash.get("t"), cash.findtext(f"{MAIN}v"), book.format_of(cash)) == (None, "1250000", 3)


@pytest.mark.parametrize("value", FORMULAS + TYPED, ids=repr)
def test_no_text_is_ever_a_formula_a_link_or_a_number(value):
    book = Book(xlsx("Đơn gửi", (value or "Ghi chú", value or "x"), ((value, "x"),)))
    cells = list(book.cells())
    assert {cell.get("t") for cell in cells} <= {"s"}
    assert not list(book.sheet.iter(f"{MAIN}f"))
    assert not list(book.sheet.iter(f"{MAIN}hyperlink"))
    assert not [name for name in book.zip.namelist() if "rels" in name and "sheet" in name]
    raw = ElementTree.fromstring(book.zip.read("xl/sharedStrings.xml"))
    assert len(raw) == len(book.strings)
    if value and value not in ("\r=1+1", "_x0041_"):  # these two XLSX writes as escapes
        assert value in book.strings


def test_what_xlsx_escapes_is_escaped_and_not_lost():
    content = ZipFile(BytesIO(xlsx("x", ("a",), (("_x0041_",), ("\x01",))))).read("xl/sharedStrings.xml").decode()
    assert "_x005F_x0041_" in content
    assert "_x0001_" in content


def test_the_head_is_bold_and_stays_in_sight():
    book = Book(xlsx("Đơn gửi", HEADINGS, ROWS))
    pane: Any = book.sheet.find(f".//{MAIN}pane")
    assert (pane.get("ySplit"), pane.get("xSplit"), pane.get("state"), pane.get("topLeftCell")) == ("1", None, "frozen", "A2")
    formats: Any = book.styles.find(f"{MAIN}cellXfs")
    bold_fonts = [place for place, font in enumerate(book.styles.iter(f"{MAIN}font")) if font.find(f"{MAIN}b") is not None]
    fonts_by_row = {cell.get("r"): int(formats[int(cell.get("s", "0"))].get("fontId")) for cell in book.cells()}
    assert all(fonts_by_row[name] in bold_fonts for name in ("A1", "B1", "C1"))
    assert not any(fonts_by_row[name] in bold_fonts for name in ("A2", "B2", "C2"))


def test_columns_are_as_wide_as_what_they_hold_within_reason():
    long = "12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng"
    book = Book(xlsx("Đơn gửi", ("STT", "Địa chỉ", "Ghi chú", "Tiền"), ((1, long[:40], "x" * 5_000, 1_250_000),)))
    widths = [float(column.get("width", "0")) for column in book.sheet.iter(f"{MAIN}col")]
    assert 8 <= widths[0] <= 10
    assert 40 <= widths[1] <= 50
    assert 55 <= widths[2] <= 65
    assert widths[3] >= 9


def test_numbers_as_text_carry_no_warning_corner():
    ignored: Any = Book(xlsx("Đơn gửi", HEADINGS, ROWS)).sheet.find(f".//{MAIN}ignoredError")
    assert ignored.get("numberStoredAsText") == "1"


def test_the_file_names_nobody():
    content = ZipFile(BytesIO(xlsx("Đơn gửi", HEADINGS, ROWS))).read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in content
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in content
    assert "Hạnh" not in content


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Đơn gửi", "Đơn gửi"),
        ("GHN: đơn [21/11/2026]?*\\", "GHN đơn 21 11 2026"),
        ("", "Giữ Lời"),
        ("'", "Giữ Lời"),
        ("Giao hàng tiết kiệm toàn quốc, ngày 21", "Giao hàng tiết kiệm toàn quốc,"),
        ("😀" * 20, "😀" * 15),
        (unicodedata.normalize("NFD", "Đơn gửi"), "Đơn gửi"),
    ],
)
def test_any_title_makes_a_tab(title, shown):
    book = ElementTree.fromstring(ZipFile(BytesIO(xlsx(title, HEADINGS, ROWS))).read("xl/workbook.xml"))
    assert [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")] == [shown]


def test_decomposed_letters_come_out_composed():
    rows = [[unicodedata.normalize("NFD", "Nguyễn Thị Hạnh")]]
    assert Book(xlsx("x", ("Tên",), rows)).rows()[1] == ["Nguyễn Thị Hạnh"]
    assert read_csv(csv_text(("Tên",), rows))[1] == ["Nguyễn Thị Hạnh"]


def test_no_rows_make_a_sheet_with_its_head():
    assert Book(xlsx("Đơn gửi", HEADINGS, ())).rows() == [list(HEADINGS)]


@pytest.mark.parametrize("length", [10_000, 32_767])
def test_a_long_text_is_kept_whole(length):
    assert Book(xlsx("x", ("Ghi chú",), (("ư" * length,),))).rows()[1] == ["ư" * length]


@pytest.mark.parametrize("text", ["ư" * 32_768, "😀" * 16_384], ids=["letters", "emoji"])
def test_a_text_longer_than_a_cell_is_refused_and_not_cut(text):
    with pytest.raises(UserError) as e:
        xlsx("x", ("Ghi chú",), ((text,),))
    assert e.value.message == "A cell of an Excel file holds 32.767 characters at most. Choose CSV."
    assert read_csv(csv_text(("Ghi chú",), ((text,),)))[1] == [text]


def test_more_rows_than_a_sheet_holds_are_refused_and_not_dropped():
    with pytest.raises(UserError) as e:
        xlsx("x", ("Ghi chú",), (() for _ in range(1_048_576)))
    assert e.value.message == "An Excel file holds 1.048.575 rows at most. Choose CSV."


def test_nothing_lies_in_a_temp_folder(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    assert Book(xlsx("Đơn gửi", HEADINGS, ROWS)).rows()[0] == list(HEADINGS)


# ---- CSV ----------------------------------------------------------------------------------------------------------------


def test_csv_is_marked_utf8_with_windows_line_ends():
    content = csv_text(HEADINGS, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Tên người nhận,Số điện thoại,Tiền thu hộ",
        "Nguyễn Thị Hạnh,0912003365,1250000",
        "Trần Bích Ngọc,'+84903453365,0",
        "",
    ]
    assert content.count(b"\n") == content.count(b"\r\n") == 3


@pytest.mark.parametrize("value", ["=1+1", "+84903453365", "-5", "@SUM(A1)", "\t=1", "\r=1", "="], ids=repr)
def test_what_excel_would_calculate_gets_an_apostrophe(value):
    assert read_csv(csv_text((value,), ((value,),))) == [["'" + value], ["'" + value]]


@pytest.mark.parametrize("value", ["1+1", "a=b", " =1", "0912003365", "x@y.example", "'x", ""], ids=repr)
def test_other_text_stays_as_typed(value):
    assert read_csv(csv_text(("Ghi chú", "x"), ((value, "x"),)))[1] == [value, "x"]


def test_a_number_below_zero_stays_a_number():
    assert read_csv(csv_text(("Tiền",), ((-5,),)))[1] == ["-5"]


@pytest.mark.parametrize("value", ['nói "được"', "a,b", "hai\ndòng", "hai\r\ndòng", "a;b"], ids=repr)
def test_commas_quotes_and_line_breaks_stay_in_their_cell(value):
    assert read_csv(csv_text(("Ghi chú", "x"), ((value, "x"),)))[1] == [value, "x"]


def test_csv_without_rows_has_its_head():
    assert csv_text(("Tên",), ()) == "\ufeffTên\r\n".encode()
