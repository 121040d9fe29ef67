"""The printed list of planned deletions: everybody on it once, under a head on each page."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from desktop.documents.deletion_list import DeletionLine, render
from tests.documents.papers import ink, letters_of, made, pages_of, reader, said, text_of
from tests.documents.samples import DELETION, DELETIONS, HELD_DELETION

HEAD = "No. Deletion on Customer Phone Reason State"


def many(count: int) -> tuple[DeletionLine, ...]:
    """As many people, told apart by their names; every third takes two lines."""
    return tuple(replace((DELETION, HELD_DELETION, HELD_DELETION)[n % 3], name=f"K{n:04d}") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_each_person_stands_with_day_reason_and_state_in_the_order_given():
    text = said(render, DELETIONS)
    assert "PLANNED DELETIONS Tuần từ 23/11/2026 As of 21/11/2026. 2 customers in all. This list names customers" in text
    assert f"{HEAD} 1 23/11/2026 Nguyễn Thị Hạnh 0912 003 365 Hết 12 tháng từ 21/11/2025 Trễ 4 ngày 2 24/11/2026 Vũ" in text
    assert "1 customer in all." in text_of(render(replace(DELETIONS, lines=(DELETION,))))


def test_an_empty_list_says_so_without_a_table():
    text = text_of(render(replace(DELETIONS, lines=())))
    assert "As of 21/11/2026. Nobody is on this list." in text
    assert "Reason" not in text
    assert "in all" not in text


def test_a_text_that_fits_on_a_line_is_only_text_and_prints_composed():
    """Such a text is drawn without a paragraph."""
    line = replace(DELETION, name="<b>Vũ & Hữu", reason=unicodedata.normalize("NFD", "Hữu Nghị {n} %s"))
    text = text_of(render(replace(DELETIONS, title="", lines=(line,))))
    assert "<b>Vũ & Hữu 0912 003 365 Hữu Nghị {n} %s Trễ" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_and_a_phone_number_stand_on_one_line(language):
    lines = reader(made(render, replace(DELETIONS, language=language))).pages[0].extract_text().split("\n")
    assert any("23/11/2026" in line for line in lines[3:])
    assert any("0912 003 365" in line for line in lines)


# ---- length ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [60, 61], ids=["as ReportLab breaks pages", "as we break them"])
def test_everybody_is_there_once_under_a_head_on_each_page(count):
    _check_everybody(pages_of(made(render, replace(DELETIONS, lines=many(count)))), count)


def test_five_thousand_lines_are_printed_and_their_pages_filled_like_those_of_sixty():
    sixty, pages = (pages_of(made(render, replace(DELETIONS, lines=many(count)))) for count in (60, 5_000))
    _check_everybody(pages, 5_000)
    assert "5.000 customers in all." in pages[0]
    assert f" {len(pages)} {HEAD}" in pages[-1]
    assert "5.000 24/11/2026 K4999 " in pages[-1]
    on_a_page = [page.count("/2026 K") for page in pages]
    assert len(sixty) >= 2
    assert sixty[0].count("/2026 K") == on_a_page[0]
    assert max(on_a_page[1:-1]) - min(on_a_page[1:-1]) <= 1


def _check_everybody(pages: list[str], count: int) -> None:
    names = [word for page in pages for word in page.split() if len(word) == 5 and word.startswith("K") and word[1:].isdecimal()]
    assert names == [f"K{n:04d}" for n in range(count)]
    assert all(page.count(HEAD) == 1 for page in pages)


@pytest.mark.parametrize("count", [2, 90])
def test_nothing_is_printed_into_the_margins(count):
    for left, top, right, bottom in ink(render(replace(DELETIONS, lines=many(count)))):
        assert (left >= 29.5, top >= 10, right >= 17.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("field", ["name", "state"])
def test_lines_longer_than_a_page_are_printed_whole_in_a_long_list(field):
    """One is the first of the list, one stands within it, one is its last."""
    long = {0: "ư" * 2_500, 13: "ướt " * 600, 89: "dòng\n" * 200}
    lines = [replace(line, **{field: long[n]}) if n in long else replace(line, state="") for n, line in enumerate(many(90))]
    pdf = render(replace(DELETIONS, lines=tuple(lines)))
    text = letters_of(text_of(pdf))
    assert [text.count(part) for part in ("ướt", "dòng")] == [600, 200]
    assert text.count("ư") >= 2_500 + 600
    alone = set(range(90)) - (set(long) if field == "name" else set())
    assert [n for n in alone if text.count(f"K{n:04d}") != 1] == []
    assert all(right >= 17 for _left, _top, right, _bottom in ink(pdf, 2))
