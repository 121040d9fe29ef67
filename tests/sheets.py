"""Lists as shops bring them: written as files for the tests of reading."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

KIOTVIET = (
    "Loại khách", "Mã khách hàng", "Tên khách hàng", "Điện thoại", "Địa chỉ", "Khu vực giao hàng", "Phường/Xã", "Công ty", "Mã số thuế",
    "Số CMND/CCCD", "Ngày sinh", "Giới tính", "Email", "Facebook", "Nhóm khách hàng", "Ghi chú", "Ngày giao dịch cuối",
    "Nợ cần thu hiện tại", "Tổng bán", "Trạng thái",
)  # fmt: skip
SIMPLE = ("Họ và tên", "SĐT", "Email", "Địa chỉ", "Ngày giao dịch cuối")

Cell = str | int | float | date | None


def xlsx(path: Path, *sheets: Sequence[Sequence[Cell]], names: Sequence[str] = ()) -> Path:
    """A workbook; each sheet is its rows."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, rows in enumerate(sheets):
        sheet = book.add_worksheet(names[place] if names else None)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif cell is not None:
                    sheet.write_number(number, column, cell)
    book.close()
    return path


def people(path: Path, *rows: Sequence[Cell], heads: Sequence[str] = SIMPLE) -> Path:
    """A list of customers under the usual headings."""
    return xlsx(path, [heads, *rows])


def kiotviet(path: Path, **cells: str) -> Path:
    """The sheet of a well-known program with one customer; cells by folded heading parts."""
    known = {"ten": 2, "dien_thoai": 3, "dia_chi": 4, "khu_vuc": 5, "phuong": 6, "cccd": 9, "ngay_sinh": 10, "email": 12, "nhom": 14, "ghi_chu": 15,
             "giao_dich": 16}  # fmt: skip
    row = [""] * len(KIOTVIET)
    for name, value in cells.items():
        row[known[name]] = value
    return xlsx(path, [KIOTVIET, row])


def with_part(source: Path, target: Path, name: str, parts: Iterable[bytes]) -> Path:
    """A workbook with one of its parts exchanged for something hostile."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        with new.open(name, "w", force_zip64=True) as out:
            for part in parts:
                out.write(part)
    return target


def with_tone_apart(letter: str) -> str:
    """A letter as the Vietnamese code page of older Windows writes it: the tone as a sign of its own."""
    base = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in base if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in tones)) + tones if tones else letter
