"""The printed list of planned deletions: everybody on it once, under a head on each page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.deletion_list import DeletionLine, DeletionList, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
LINE = DeletionLine(date(2026, 11, 23), "Nguyễn Thị Hạnh", "0912 003 365", "Hết 12 tháng từ 21/11/2025", "Trễ 4 ngày")
HELD = DeletionLine(date(2026, 11, 24), "Vũ", "", "Khách yêu cầu", "Tạm giữ")
LISTING = DeletionList(SHOP, date(2026, 11, 21), "Tuần từ 23/11/2026", (LINE, HELD), "en")
HEAD = "No. Deletion on Customer Phone Reason State"
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
LINE_FIELDS = ("name", "phone", "reason", "state")
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{field: lambda value, field=field: {"lines": (replace(LINE, **{field: value}),)} for field in LINE_FIELDS},
    "title": lambda value: {"title": value},
    "shop": lambda value: {"shop": replace(SHOP, name=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


def many(count: int) -> tuple[DeletionLine, ...]:
    """As many people, told apart by their names; every third takes two lines."""
    return tuple(replace((LINE, HELD, HELD)[n % 3], name=f"K{n:04d}") for n in range(count))


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_each_person_stands_with_day_reason_and_state_in_the_order_given():
    text = text_of(render(LISTING))
    assert "PLANNED DELETIONS Tuần từ 23/11/2026 As of 21/11/2026. 2 customers in all. This list names customers" in text
    assert f"{HEAD} 1 23/11/2026 Nguyễn Thị Hạnh 0912 003 365 Hết 12 tháng từ 21/11/2025 Trễ 4 ngày 2 24/11/2026 Vũ" in text
    assert "1 customer in all." in text_of(render(replace(LISTING, lines=(LINE,))))


def test_an_empty_list_says_so_without_a_table():
    text = text_of(render(replace(LISTING, lines=())))
    assert "As of 21/11/2026. Nobody is on this list." in text
    assert "Reason" not in text
    assert "in all" not in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_and_a_phone_number_stand_on_one_line(language):
    lines = reader(render(replace(LISTING, language=language))).pages[0].extract_text().split("\n")
    assert any("23/11/2026" in line for line in lines[3:])
    assert any("0912 003 365" in line for line in lines)


# ---- length ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [59, 60, 61, 500])
def test_everybody_is_there_once_under_a_head_on_each_page(count):
    pages = pages_of(render(replace(LISTING, lines=many(count))))
    whole = " ".join(pages)
    assert [n for n in range(count) if whole.count(f"K{n:04d}") != 1] == []
    assert all(page.count(HEAD) == 1 for page in pages)
    names = [name for name in whole.split() if len(name) == 5 and name.startswith("K") and name[1:].isdecimal()]
    assert names == sorted(names)


def test_pages_are_filled_alike_however_long_the_list():
    short, long = (pages_of(render(replace(LISTING, lines=many(count)))) for count in (60, 200))
    assert len(short) >= 2
    on_a_page = [[page.count("/2026 K") for page in pages] for pages in (short, long)]
    assert on_a_page[0][0] == on_a_page[1][0]
    after_the_first = on_a_page[1][1:-1]
    assert max(after_the_first) - min(after_the_first) <= 1


def test_five_thousand_lines_are_printed():
    pages = reader(render(replace(LISTING, lines=many(5_000)))).pages
    first, last = (" ".join(page.extract_text().split()) for page in (pages[0], pages[-1]))
    assert "5.000 customers in all." in first
    assert f" {len(pages)} {HEAD}" in last
    assert "5.000 24/11/2026 K4999 " in last


@pytest.mark.parametrize("count", [2, 90])
def test_nothing_is_printed_into_the_margins(count):
    for left, top, right, bottom in ink(render(replace(LISTING, lines=many(count)))):
        assert (left >= 29.5, top >= 10, right >= 17.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("field", ["name", "state"])
@pytest.mark.parametrize("place", [0, 13, 89])
@pytest.mark.parametrize("value", ["ư" * 5_000, "ướt " * 1_250, "dòng\n" * 400], ids=["a word", "words", "lines"])
def test_a_line_longer_than_a_page_is_printed_whole_in_a_long_list(field, place, value):
    lines = list(many(90))
    lines[place] = replace(lines[place], **{field: value})
    pdf = render(replace(LISTING, lines=tuple(lines)))
    text = letters_of(text_of(pdf))
    letter = "ư" if "ư" in value else "dòng"
    without = letters_of(text_of(render(replace(LISTING, lines=many(90))))).count(letter)
    assert text.count(letter) >= value.count(letter) + without - 1
    assert [n for n in range(90) if n != place and text.count(f"K{n:04d}") != 1] == []
    assert all(right >= 17.5 for _left, _top, right, _bottom in ink(pdf))


# ---- what is typed is only text ---------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(change):
    pdf = render(replace(LISTING, **change(PHOTO)))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf


@in_each_field
@pytest.mark.parametrize("name", ["Hữu Nghị", "Bệnh viện Hữu Nghị Bệnh viện Hữu Nghị"], ids=["one line", "more"])
def test_decomposed_letters_print_composed(change, name):
    composed, decomposed = (text_of(render(replace(LISTING, **change(unicodedata.normalize(f, name))))) for f in ("NFC", "NFD"))
    assert composed == decomposed
    assert letters_of(name) in letters_of(composed)


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(LISTING, **change("Hạnh 😀")))
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_every_typeface_is_carried_along():
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in fonts(render(LISTING)))


def test_the_file_names_the_paper_and_no_person():
    pdf = reader(render(LISTING))
    assert (pdf.metadata.title, pdf.metadata.author) == ("Planned deletions", SHOP.name)
    assert "Hạnh" not in str(pdf.metadata)


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(LISTING))
    use_language("vi")
    assert text_of(render(LISTING)) == english
