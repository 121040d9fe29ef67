"""The letter that asks a recipient to delete: everybody in it, what is asked, and the owner's signature under it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.erasure_letter import ErasureLetter, LetterPerson, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
HANH = LetterPerson("Nguyễn Thị Hạnh", "0912 003 365", "03/10/2026 (DH-0412)")
LETTER = ErasureLetter(
    SHOP,
    "09/2026/TB-XDL",
    date(2026, 12, 5),
    "Công ty Giao hàng Thông Xanh",
    "12 Hai Bà Trưng, Đà Lạt",
    (HANH, LetterPerson("Vũ", "0903 453 365", "12/11/2026")),
    "Nhật ký 412 · 9f2c 41d0 77ab 03e5",
    "en",
)
HEAD = "No. Full name Phone Days or orders for which it was given"
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{f: lambda value, f=f: {f: value} for f in ("number", "recipient", "recipient_detail", "audit_line")},
    **{f"person's {f}": lambda value, f=f: {"people": (replace(HANH, **{f: value}),)} for f in ("name", "phone", "given")},
    "owner": lambda value: {"shop": replace(SHOP, owner_name=value)},
    "place": lambda value: {"shop": replace(SHOP, place=value)},
    "email": lambda value: {"shop": replace(SHOP, email=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


def many(count: int) -> tuple[LetterPerson, ...]:
    """As many people, told apart by their names."""
    return tuple(replace(HANH, name=f"K{n:04d}") for n in range(count))


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader(pdf).pages]


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_it_has_the_form_of_the_shops_letters():
    text = text_of(render(replace(LETTER, language="vi")))
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 09/2026/TB-XDL", "V/v", "Lâm Đồng, ngày 05 tháng 12 năm 2026"):
        assert part in text
    assert "Kính gửi: Công ty Giao hàng Thông Xanh, 12 Hai Bà Trưng, Đà Lạt" in text
    assert "Quý khách" not in text
    assert "Nơi nhận:" in text
    assert text.endswith("CHỦ HỘ KINH DOANH (Ký, ghi rõ họ tên) Trần Thị Lan")


def test_it_names_everybody_and_when_their_data_was_given():
    text = text_of(render(LETTER))
    assert "gave you personal data of 2 customers, named in the table below." in text
    assert f"{HEAD} 1 Nguyễn Thị Hạnh 0912 003 365 03/10/2026 (DH-0412) 2 Vũ 0903 453 365 12/11/2026" in text
    assert "of 1 customer, named" in text_of(render(replace(LETTER, people=(HANH,))))


def test_it_asks_to_delete_to_confirm_and_to_destroy_the_letter():
    text = text_of(render(LETTER))
    assert "Please delete everything that the shop gave you about the customers above, copies and printouts included." in text
    assert "Please confirm in writing once it is done, with the number of this letter and without naming the customers." in text
    assert "sent by email to caphemoc@example.com. For questions call 0263 000 0027." in text.replace("\u00a0", " ")
    assert "Please destroy it once it is done." in text


def test_a_shop_without_phone_and_email_asks_without_them():
    text = text_of(render(replace(LETTER, shop=replace(SHOP, phone="", email=""))))
    assert "without naming the customers. This letter" in text
    assert "email" not in text
    assert "For questions" not in text


def test_a_recipient_without_detail_stands_alone():
    assert "attention of: Công ty Giao hàng Thông Xanh Hộ kinh doanh" in text_of(render(replace(LETTER, recipient_detail="")))


# ---- length ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("count", [1, 8])
def test_few_people_stand_on_one_page_within_the_margins(language, count):
    [(left, top, right, bottom)] = ink(render(replace(LETTER, language=language, people=many(count))))
    assert (left >= 29.5, top >= 19.5, right >= 14.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("count", [*range(10, 26), 59, 60, 61])
def test_the_signature_never_stands_alone(count):
    last = pages_of(render(replace(LETTER, people=many(count))))[-1]
    assert "Please destroy it once it is done." in last
    assert "Trần Thị Lan" in last


def test_two_thousand_people_are_all_there_under_a_head_on_each_page():
    pages = pages_of(render(replace(LETTER, people=many(2_000))))
    whole = " ".join(pages)
    assert [n for n in range(2_000) if whole.count(f"K{n:04d}") != 1] == []
    assert "data of 2.000 customers" in pages[0]
    assert len(pages) >= 40
    assert all(HEAD in page for page in pages if "DH-0412" in page)
    assert all(LETTER.audit_line in page for page in pages)
    assert ["OWNER OF THE BUSINESS" in page for page in pages].count(True) == 1


@pytest.mark.parametrize("name", ["Nguyễn Thị Hạnh Phúc " * 10, "w" * 200], ids=["words", "a word"])
def test_a_name_of_two_hundred_letters_stays_inside_the_margins(name):
    pdf = render(replace(LETTER, people=(replace(HANH, name=name),), recipient=name))
    assert letters_of(text_of(pdf)).count(letters_of(name)) == 2
    assert all(right >= 14.5 for _left, _top, right, _bottom in ink(pdf))


@pytest.mark.parametrize("field", ["person's name", "person's given", "recipient"])
def test_ten_thousand_letters_are_printed_over_pages(field):
    value = "Khách hàng phản ánh. " * 476
    pdf = render(replace(LETTER, **EVERYWHERE[field](value)))
    assert len(reader(pdf).pages) >= 3
    assert text_of(pdf).count("phản") == value.count("phản")


# ---- what is typed is only text ---------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(change):
    pdf = render(replace(LETTER, **change(PHOTO)))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf


@in_each_field
def test_decomposed_letters_print_composed(change):
    name = "Bệnh viện Hữu Nghị"
    composed, decomposed = (text_of(render(replace(LETTER, **change(unicodedata.normalize(f, name))))) for f in ("NFC", "NFD"))
    assert composed == decomposed
    assert letters_of(name) in letters_of(composed)


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(LETTER, **change("Hạnh 😀")))
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_every_typeface_is_carried_along():
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in fonts(render(LETTER)))


def test_the_file_is_called_by_its_number_and_names_no_person():
    pdf = reader(render(LETTER))
    assert (pdf.metadata.title, pdf.metadata.author) == ("09/2026/TB-XDL", SHOP.name)
    assert "Hạnh" not in str(pdf.metadata)


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(LETTER))
    use_language("vi")
    assert text_of(render(LETTER)) == english
