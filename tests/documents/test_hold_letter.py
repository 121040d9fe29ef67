"""The letter that answers a request to delete with a hold: why, on what ground, until when, and what the customer can do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.hold_letter import HoldLetter, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
LETTER = HoldLetter(
    shop=SHOP,
    number="10/2026/TL-YC",
    dated=date(2026, 12, 5),
    name="Trần Bích Ngọc",
    phone="0912 003 365",
    address="12 Phan Đình Phùng,\nphường Xuân Hương - Đà Lạt",
    asked_on=date(2026, 11, 19),
    reason="đối chiếu đơn hàng DH-0412 khi có tranh chấp",
    citation="Điều 16 Luật Thương mại điện tử số 122/2025/QH15",
    until=date(2029, 11, 12),
    audit_line="Nhật ký 412 · 9f2c 41d0 77ab 03e5",
    language="en",
)
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
FIELDS = ("number", "name", "phone", "address", "reason", "citation", "audit_line")
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{field: lambda value, field=field: {field: value} for field in FIELDS},
    "owner": lambda value: {"shop": replace(SHOP, owner_name=value)},
    "place": lambda value: {"shop": replace(SHOP, place=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


def test_it_has_the_form_of_the_shops_letters_to_customers():
    text = text_of(render(replace(LETTER, language="vi")))
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 10/2026/TL-YC", "V/v", "Lâm Đồng, ngày 05 tháng 12 năm 2026"):
        assert part in text
    assert "Kính gửi: Quý khách Trần Bích Ngọc, số điện thoại 0912 003 365, " in text
    assert "12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt" in text
    assert text.endswith("CHỦ HỘ KINH DOANH (Ký, ghi rõ họ tên) Trần Thị Lan")


def test_it_says_why_on_what_ground_and_until_when():
    text = text_of(render(LETTER))
    assert "On 19/11/2026 you asked the shop to delete your personal data." in text
    assert "keeps it until the end of 12/11/2029, as follows:" in text
    assert "1. What it is kept for. Đối chiếu đơn hàng DH-0412 khi có tranh chấp. 2. Legal ground. Điều 16" in text


def test_it_promises_that_the_data_serves_nothing_else_and_goes_after_that_day():
    text = text_of(render(LETTER))
    assert "The data is used for the above and for nothing else" in text
    assert "4. After that day. After 12/11/2029 the shop deletes the data. You need not ask again." in text


def test_it_says_how_to_complain():
    text = text_of(render(LETTER)).replace("\u00a0", " ")
    assert "(at the shop, by phone 0263 000 0027, by email caphemoc@example.com), or turn to the competent state agency." in text
    alone = text_of(render(replace(LETTER, shop=replace(SHOP, phone="", email=""))))
    assert "complain to the shop (at the shop), or turn" in alone


@pytest.mark.parametrize("ending", ["", ".", "…"])
def test_the_reason_ends_as_a_sentence_however_it_was_typed(ending):
    text = text_of(render(replace(LETTER, reason=f"Còn tranh chấp{ending} ")))
    assert f"Còn tranh chấp{ending or '.'} 2. Legal" in text


def test_without_phone_and_address_the_name_stands_alone():
    assert "To: Trần Bích Ngọc On 19/11/2026" in text_of(render(replace(LETTER, phone="", address=" \n")))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_stands_on_one_page_within_the_margins(language):
    [(left, top, right, bottom)] = ink(render(replace(LETTER, language=language)))
    assert (left >= 29.5, 19.5 <= top <= 25.5, right >= 14.5, 19.5 <= bottom <= 25.5) == (True,) * 4


@pytest.mark.parametrize("field", ["name", "address", "reason", "citation"])
def test_ten_thousand_letters_are_printed_over_pages(field):
    value = "Khách hàng phản ánh. " * 476
    pdf = render(replace(LETTER, **{field: value}))
    assert len(reader(pdf).pages) >= 3
    assert text_of(pdf).count("phản") == value.count("phản")


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


def test_the_file_is_called_by_its_number_and_names_no_person():
    pdf = reader(render(LETTER))
    assert (pdf.metadata.title, pdf.metadata.author) == ("10/2026/TL-YC", SHOP.name)
    assert "Ngọc" not in str(pdf.metadata)


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(LETTER))
    use_language("vi")
    assert text_of(render(LETTER)) == english
