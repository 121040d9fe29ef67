"""Reading lists: workbooks in a process of their own, text in the encodings that are met, and files that mean harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services.progress import Cancelled
from desktop.storage import sheet_files, workbook_reader
from tests import sheets

SHEET = "xl/worksheets/sheet1.xml"
BEGIN = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
NAMES = (("Tên", "Điện thoại"), ("Đỗ Thị Ứng", "0912003365"))


def refused(path: Path) -> str:
    with pytest.raises(UserError) as e:
        sheet_files.read(path)
    return e.value.message


def text_file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# ---- workbooks ------------------------------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    rows = [("Tên", "Số", "Ngày"), ("Đỗ Thị Ứng", 903453365, date(2026, 3, 1)), ("", 1.5, None)]
    read = sheet_files.read(sheets.xlsx(tmp_path / "Khách của Ánh.xlsx", rows))
    assert read.rows == (("Tên", "Số", "Ngày"), ("Đỗ Thị Ứng", "903453365", "2026-03-01"), ("", "1.5"))


def test_the_first_sheet_with_anything_on_it_is_read_and_any_other_on_demand(tmp_path: Path) -> None:
    path = sheets.xlsx(tmp_path / "a.xlsx", [], [("một",)], [("hai",)], names=("Trống", "Khách", "Khác"))
    first, third = sheet_files.read(path), sheet_files.read(path, 2)
    assert (first.names, first.place, first.rows) == (("Trống", "Khách", "Khác"), 1, (("một",),))
    assert (third.place, third.rows) == (2, (("hai",),))


def test_rows_keep_their_numbers_below_empty_ones(tmp_path: Path) -> None:
    read = sheet_files.read(sheets.xlsx(tmp_path / "a.xlsx", [(), (), ("Tên",), (), ("Lan",)]))
    assert [place for place, row in enumerate(read.rows, 1) if row] == [3, 5]


def test_a_cell_at_the_far_end_takes_only_the_reader_down(tmp_path: Path) -> None:
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    whole = sheets.xlsx(tmp_path / "a.xlsx", NAMES)
    hostile = sheets.with_part(whole, tmp_path / "b.xlsx", SHEET, [BEGIN, far, END])
    assert refused(hostile).startswith("This file is damaged or is no Excel file.")
    assert sheet_files.read(whole).rows == NAMES


def test_entities_that_grow_without_end_are_not_followed(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    sheet = BEGIN.split(b"?>", 1)[1] + b'<row><c t="inlineStr"><is><t>&b;</t></is></c></row>' + END
    whole = sheets.xlsx(tmp_path / "a.xlsx", NAMES)
    assert "damaged" in refused(sheets.with_part(whole, tmp_path / "b.xlsx", SHEET, [bomb, sheet]))


def test_a_workbook_that_grows_beyond_measure_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_UNPACKED", 1_000_000)
    whole = sheets.xlsx(tmp_path / "a.xlsx", NAMES)
    assert sheet_files.read(whole).rows == NAMES
    hostile = sheets.with_part(whole, tmp_path / "b.xlsx", SHEET, [BEGIN, b" " * 2_000_000, END])
    assert "more than" in refused(hostile)


def test_more_rows_than_can_be_taken_are_refused_before_they_are_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_files, "MOST_ROWS", 3)
    three, four = (sheets.xlsx(tmp_path / f"{n}.xlsx", [("x",)] * n) for n in (3, 4))
    assert len(sheet_files.read(three).rows) == 3
    assert refused(four) == "This file holds more than 3 rows. Part it into several."
    assert refused(text_file(tmp_path / "a.csv", b"x\n" * 4)) == "This file holds more than 3 rows. Part it into several."


@pytest.mark.parametrize("kept", [3, 200, 3000])
def test_a_workbook_that_was_cut_off_is_called_damaged(tmp_path: Path, kept: int) -> None:
    whole = sheets.xlsx(tmp_path / "a.xlsx", NAMES).read_bytes()
    sentence = refused(text_file(tmp_path / "b.xlsx", whole[:kept] if kept > 3 else b"PK\x03\x04" + b"x" * 40))
    assert sentence.startswith("This file is damaged or is no Excel file.")


def test_an_old_workbook_that_is_none_is_called_damaged(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    assert refused(text_file(tmp_path / "a.xls", old)).startswith("This file is damaged or is no Excel file.")


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    path = sheets.xlsx(tmp_path / "a.xlsx", [("x", str(n)) for n in range(1000)])

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sheet_files.read(path, wait=stop)
    assert len(sheet_files.read(path).rows) == 1000


def test_the_reader_says_what_it_was_given(tmp_path: Path) -> None:
    with sheets.xlsx(tmp_path / "a.xlsx", NAMES).open("rb") as file:
        head, rows = workbook_reader.answer(file, -1, 10)
    assert head == {"names": ["Sheet1"], "place": 0, "rows": 2}
    assert rows == [list(row) for row in NAMES]


# ---- text -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_text_is_read_in_every_encoding_that_is_met(tmp_path: Path, encoding: str, separator: str) -> None:
    text = f"Tên{separator}Điện thoại\nĐỗ Thị Ứng{separator}0912003365\n"
    if encoding == "cp1258":  # a code page of letters and marks: a letter stands before its tone
        text = "".join(sheets.with_tone_apart(ch) for ch in text)
    assert sheet_files.read(text_file(tmp_path / "a.csv", text.encode(encoding))).rows == NAMES


def test_an_apostrophe_that_guards_a_text_is_taken_off_and_no_other(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", "'=1+1,'+84912003365,'Ánh'\n".encode())
    assert sheet_files.read(path).rows == (("=1+1", "+84912003365", "'Ánh'"),)


def test_quotes_that_do_not_close_lose_nothing_in_silence(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", b'name,phone\n"open,1\n' + b"x,2\n" * 40_000)
    assert "quotation marks" in refused(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"Ten\0Lan", "This is no list that can be read."),
        (b"A" * 200_000, "This is no list that can be read."),
        (b"\x89PNG\x1a\x07\xe2\n", "This is no list that can be read."),
    ],
)
def test_what_is_no_list_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    assert refused(text_file(tmp_path / "a.csv", content)).startswith(said)


def test_a_file_that_is_gone_or_far_too_large_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "USB" in refused(tmp_path / "gone.xlsx")
    monkeypatch.setattr(sheet_files, "MOST_BYTES", 1_000_000)
    assert refused(text_file(tmp_path / "a.csv", b"x,y\n" * 300_000)) == "This file is larger than 1 MB. Part it into several."
