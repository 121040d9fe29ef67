"""The preview of an erasure on paper: every person, what goes, what stays, and nobody torn apart without need."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.erasure_preview import ErasurePreview, PersonPart, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
NGOC = PersonPart(
    "Trần Bích Ngọc",
    "0912 003 365",
    "Theo yêu cầu YC-2026-0012 ngày 19/11/2026.",
    goes=(("Tên, điện thoại, email, địa chỉ", "hồ sơ khách hàng"), ("3 tệp đính kèm", "2 phiếu đồng ý, 1 ảnh")),
    anonymous=(("2 lần đưa cho Giao hàng Thông Xanh", "chỉ còn ngày, bên nhận và loại thông tin"),),
    stays=(("Đơn hàng DH-0412", "đến 12/11/2029, vì luật buộc giữ đơn hàng 3 năm"),),
)
TAM = PersonPart("Lê Minh Tâm", "", "Hết 12 tháng từ 20/11/2025.", goes=(("Tên, điện thoại", "hồ sơ khách hàng"),))
PREVIEW = ErasurePreview(SHOP, date(2026, 11, 21), (NGOC, TAM), "Nhật ký 412 · 9f2c 41d0 77ab 03e5", "en")
GONE = "Gone for good, cannot be brought back"
NAMELESS = "Kept without anybody knowing whose it was"
KEPT = "Still kept, for the reason beside it"
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{f: lambda value, f=f: {"people": (replace(NGOC, **{f: value}),)} for f in ("name", "phone", "ground")},
    **{f"{f}: what": lambda v, f=f: {"people": (replace(NGOC, **{f: ((v, "x"),)}),)} for f in ("goes", "anonymous", "stays")},
    **{f"{f}: remark": lambda v, f=f: {"people": (replace(NGOC, **{f: (("x", v),)}),)} for f in ("goes", "anonymous", "stays")},
    "audit_line": lambda value: {"audit_line": value},
    "shop": lambda value: {"shop": replace(SHOP, name=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


def people(count: int) -> tuple[PersonPart, ...]:
    """As many, told apart by their names."""
    return tuple(replace(NGOC, name=f"Khách số {n:03d}.") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_each_part_stands_under_its_title_beside_its_remark():
    text = text_of(render(PREVIEW))
    assert "Trần Bích Ngọc, phone 0912 003 365 Theo yêu cầu YC-2026-0012 ngày 19/11/2026." in text
    assert (
        f"{GONE} Tên, điện thoại, email, địa chỉ hồ sơ khách hàng 3 tệp đính kèm 2 phiếu đồng ý, 1 ảnh {NAMELESS} 2 lần" in text
    )
    assert f"loại thông tin {KEPT} Đơn hàng DH-0412 đến 12/11/2029, vì luật buộc giữ đơn hàng 3 năm Lê Minh Tâm" in text


def test_an_empty_part_and_an_unknown_phone_are_left_out():
    text = text_of(render(replace(PREVIEW, people=(TAM,))))
    assert "Lê Minh Tâm Hết 12 tháng" in text
    assert GONE in text
    assert NAMELESS not in text
    assert KEPT not in text


def test_it_says_that_nothing_is_erased_yet_and_that_the_paper_goes_too():
    text = text_of(render(PREVIEW)).replace("\u00a0", " ")
    assert (
        "As of 21/11/2026 nothing has been erased. Once the owner confirms it, this happens to the data of 2 customers:" in text
    )
    assert "Restoring an older backup does not bring the data back." in text
    assert "This preview names customers: destroy it once the erasure is done." in text
    assert "of 1 customer:" in text_of(render(replace(PREVIEW, people=(TAM,)))).replace("\u00a0", " ")


# ---- length ----------------------------------------------------------------------------------------------------------


def test_several_people_stand_on_a_page_and_each_in_one_piece():
    pages = [" ".join(page.extract_text().split()) for page in reader(render(replace(PREVIEW, people=people(60)))).pages]
    assert 12 <= len(pages) <= 30
    assert (
        [page.count("Khách số") for page in pages] == [page.count(KEPT) for page in pages] == [page.count(GONE) for page in pages]
    )
    assert all(f"Khách số {n:03d}." in " ".join(pages) for n in range(60))
    assert all(page.count("Khách số") >= 2 for page in pages[:-1])


def test_somebody_who_fills_more_than_a_page_starts_on_the_first_and_repeats_the_title():
    long = replace(NGOC, goes=tuple((f"Tệp {n:03d}", "ảnh") for n in range(120)))
    pages = [" ".join(page.extract_text().split()) for page in reader(render(replace(PREVIEW, people=(long, TAM)))).pages]
    with_files = [page for page in pages if "Tệp " in page]
    assert "Tệp 000" in pages[0]
    assert len(with_files) >= 3
    assert all(GONE in page for page in with_files)
    assert all(f"Tệp {n:03d}" in " ".join(pages) for n in range(120))


@pytest.mark.parametrize("rows", range(18, 30))
def test_a_name_never_stands_apart_from_what_is_said_of_it(rows):
    before = replace(TAM, goes=(("Tên", "hồ sơ"),) * rows)
    long = replace(NGOC, name="Người dài", goes=tuple((f"Tệp {n:03d}", "ảnh") for n in range(120)))
    pages = [page.extract_text() for page in reader(render(replace(PREVIEW, people=(before, long)))).pages]
    [page] = [page for page in pages if "Người dài" in page]
    assert "Tệp 000" in page


@pytest.mark.parametrize("count", [1, 2, 30])
def test_nothing_is_printed_into_the_margins(count):
    for left, top, right, bottom in ink(render(replace(PREVIEW, people=people(count)))):
        assert (left >= 29.5, top >= 10, right >= 17.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("field", ["name", "ground", "goes: what", "stays: remark"])
@pytest.mark.parametrize("value", ["w" * 10_000, "ướt " * 2_500], ids=["a word", "words"])
def test_ten_thousand_letters_stay_inside_the_margins(field, value):
    pdf = render(replace(PREVIEW, **EVERYWHERE[field](value)))
    assert text_of(pdf).count(value[0]) >= value.count(value[0])
    assert all(right >= 17.5 for _left, _top, right, _bottom in ink(pdf))


# ---- what is typed is only text ---------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(change):
    pdf = render(replace(PREVIEW, **change(PHOTO)))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf


@in_each_field
def test_decomposed_letters_print_composed(change):
    name = "Bệnh viện Hữu Nghị"
    composed, decomposed = (text_of(render(replace(PREVIEW, **change(unicodedata.normalize(f, name))))) for f in ("NFC", "NFD"))
    assert composed == decomposed
    assert letters_of(name) in letters_of(composed)


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(PREVIEW, **change("Hạnh 😀")))
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_every_typeface_is_carried_along():
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in fonts(render(PREVIEW)))


def test_the_file_names_the_paper_and_no_person():
    pdf = reader(render(PREVIEW))
    assert (pdf.metadata.title, pdf.metadata.author) == ("Preview of an erasure", SHOP.name)
    assert "Ngọc" not in str(pdf.metadata)


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(PREVIEW))
    use_language("vi")
    assert text_of(render(PREVIEW)) == english
