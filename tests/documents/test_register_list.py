"""Registers on paper: every row on its page, long texts under their row, and letters that no typeface has."""

from __future__ import annotations

from typing import Any

from desktop.documents.register_list import ListColumn, RegisterList, render
from tests.documents.papers import ink, letters_of, reader, text_of

ID = "0123456789abcdef0123456789abcdef"
COLUMNS = (ListColumn("Mã", 1.7), ListColumn("Ngày", 1), ListColumn("Tình trạng", 2), ListColumn("Nội dung", 0))


def listing(rows: list[list[str]], **changed: Any) -> bytes:
    values: dict[str, Any] = {
        "shop": "Cà phê Mộc",
        "title": "Khiếu nại",
        "about": "tính đến 21/11/2026",
        "columns": COLUMNS,
        "rows": rows,
    }
    return render(RegisterList(**(values | changed)))


def test_a_row_is_whole_and_its_long_text_stands_under_it_with_its_name():
    text = text_of(listing([[ID, "21/11/2026", "Đã tiếp nhận", "lộ số điện thoại"]]))
    assert text.startswith("Khiếu nại tính đến 21/11/2026 Mã Ngày Tình trạng")
    assert ID in letters_of(text) and "Nội dung: lộ số điện thoại" in text
    assert "Nội dung" not in text_of(listing([[ID, "21/11/2026", "Đã tiếp nhận", ""]]))


def test_many_rows_take_many_pages_each_under_the_same_head():
    pdf = listing([[f"{number:032}", "21/11/2026", "Đã tiếp nhận", ""] for number in range(300)])
    pages = [letters_of(page.extract_text()) for page in reader(pdf).pages]
    assert len(pages) > 3
    assert all("MãNgàyTìnhtrạng" in page for page in pages)
    assert all(f"{number:032}" in "".join(pages) for number in range(300))


def test_a_text_of_many_pages_is_neither_cut_off_nor_run_over_the_edge():
    words = [f"từ{number}" for number in range(9_000)]
    pdf = listing([["1", "21/11/2026", "Đã tiếp nhận", ""], [ID, "21/11/2026", "x" * 300, " ".join(words)], ["2", "", "", ""]])
    text = text_of(pdf)
    assert all(word in text for word in words)
    assert letters_of(text).count("x") >= 300
    for left, _top, right, bottom in ink(pdf, 2):
        assert left >= 28 and right >= 16 and bottom >= 18


def test_typed_markup_stays_letters_and_what_cannot_be_shown_is_named():
    text = text_of(listing([["<b>1</b>", "", "&amp; <img src='x'>", "Bực quá 😀\ttab"]], title="<i>Sổ</i>"))
    assert "<b>1</b>" in text and "&amp; <img src='x'>" in text and "<i>Sổ</i>" in text
    assert "Bực quá [U+1F600] tab" in text


def test_an_empty_register_is_a_page_that_says_so():
    assert text_of(listing([], about="chưa ghi gì")) == "Khiếu nại chưa ghi gì"
