"""The letter as its reader holds it: what stands on the page, where, and what never does."""

from __future__ import annotations

import re
import unicodedata

import pytest

from desktop.documents.letter import Section, render
from tests.documents.papers import LETTER, ink, letter, letters_of, made, pages_of, reader, said, text_of

# ---- what stands on it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everything_typed_stands_on_the_page(language):
    text = letters_of(said(render, letter(language=language)))
    typed = [LETTER.number, LETTER.subject, LETTER.addressee, LETTER.addressee_detail, LETTER.audit_line]
    typed += [*LETTER.shop.address.split(), LETTER.shop.certificate, LETTER.shop.phone, LETTER.shop.email]
    typed += [LETTER.shop.owner_name, LETTER.shop.place]
    typed += [line for section in LETTER.sections for line in section.text.split("\n")]
    assert [line for line in typed if letters_of(line) not in text] == []


def test_only_sections_with_a_title_are_numbered():
    text = said(render, LETTER)
    assert "1. Hiện trạng dữ liệu." in text
    assert "2. Nguyên nhân." in text
    assert "3." not in text


def test_a_section_that_stands_alone_has_a_title_and_no_number():
    text = text_of(render(letter(sections=(Section("Thông tin đã thay đổi."), Section("Địa chỉ mới.", "Đề nghị sửa lại")))))
    assert "thay đổi. Đề nghị sửa lại. Địa chỉ mới." in text
    assert "1." not in text


@pytest.mark.parametrize("subject", ["trả lời khiếu nại về việc lộ số điện thoại", "w" * 90, "tin " + "w" * 40, "ngắn"])
def test_the_lines_of_a_long_subject_are_about_equally_long(subject):
    lines = _lines_of_the_subject(subject)
    assert letters_of("".join(lines)) == letters_of(f"V/v{subject}")
    if " về việc " in subject:
        assert lines == ["V/v trả lời khiếu nại", "về việc lộ số điện thoại"]


def _lines_of_the_subject(subject: str) -> list[str]:
    lines = [line.strip() for line in reader(render(letter(subject=subject))).pages[0].extract_text().split("\n")]
    first = next(place for place, line in enumerate(lines) if line.startswith("V/v"))
    after = next(place for place, line in enumerate(lines) if line.startswith("CỘNG"))
    return lines[first:after]


def test_an_english_letter_has_no_vietnamese_head():
    text = said(render, letter(language="en"))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text
    assert "To: Nguyễn Thị Hạnh" in text
    assert "Lâm Đồng, 5 December 2026" in text
    for vietnamese in ("CỘNG HÒA", "Độc lập", "Kính gửi", "Nơi nhận", "CHỦ HỘ", "ngày 05"):
        assert vietnamese not in text


def test_a_vietnamese_letter_is_dated_as_decrees_date_letters():
    assert "Lâm Đồng, ngày 05 tháng 12 năm 2026" in said(render, LETTER)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_file_says_which_language_it_speaks(language):
    assert reader(made(render, letter(language=language))).trailer["/Root"]["/Lang"] == language


# ---- margins ---------------------------------------------------------------------------------------------------------


LONG_ADDRESS = "Số 1 đường Rất Dài, " * 20
SHOPS = [
    ("Mộc", LETTER.shop.address),
    ("Nhà hàng Minh Mẫn Mộc Mạc", LONG_ADDRESS),
    ("WWWWWWWWWWWWWWWWWWWWWWWWWW", LONG_ADDRESS),
    ("Cửa hàng " + "rất dài " * 20, LONG_ADDRESS),
]


@pytest.mark.parametrize(("name", "address"), SHOPS, ids=[str(len(name)) for name, _address in SHOPS])
def test_nothing_is_printed_into_the_margins(name, address):
    pdf = render(letter(shop={"name": name, "address": address}, sections=(Section("Một đoạn khá dài. " * 400),)))
    pages = list(ink(pdf))
    assert len(pages) == 3
    for left, top, right, bottom in pages:
        assert left >= 29.5
        assert right >= 14.5
        assert top >= 10
        assert bottom >= 19.5


def test_the_first_page_keeps_the_margins_that_letters_have():
    [(left, top, right, bottom)] = ink(made(render, LETTER))
    assert 29.5 <= left <= 35
    assert 14.5 <= right <= 20.5
    assert 19.5 <= top <= 25.5
    assert 19.5 <= bottom <= 25.5


# ---- length ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "pages"), [(50, 1), (1000, 3)])
def test_a_letter_takes_as_many_pages_as_it_needs(words, pages):
    body = " ".join(f"từ{n}" for n in range(words))
    pdf = render(letter(sections=(Section(body),)))
    assert len(reader(pdf).pages) == pages
    text = letters_of(text_of(pdf))
    assert all(f"từ{n}" in text for n in range(words))


def test_pages_after_the_first_are_numbered_and_all_carry_the_foot():
    texts = pages_of(render(letter(sections=(Section("Một đoạn khá dài. " * 400),))))
    numbered = [f"03e5 {place} " in text for place, text in enumerate(texts, start=1)]
    assert numbered == [False, True, True]
    assert all("9f2c 41d0 77ab 03e5" in text for text in texts)


def test_one_paragraph_of_ten_thousand_letters_is_split():
    body = ("Khách hàng phản ánh. " * 500)[:10_000].strip()
    pdf = render(letter(sections=(Section(body),)))
    assert len(reader(pdf).pages) >= 3
    assert text_of(pdf).count("phản") == body.count("phản")


def test_a_word_that_never_ends_is_broken_inside_the_margins():
    pdf = render(letter(sections=(Section("a" * 10_000),)))
    assert text_of(pdf).count("a") >= 10_000
    assert all(right >= 14.5 for _left, _top, right, _bottom in ink(pdf))


def test_ten_thousand_short_lines_are_printed():
    pdf = render(letter(sections=(Section("dòng\n" * 500),)))
    assert text_of(pdf).count("dòng") == 500


ENDS = [  # how long the last paragraph is, after how many: around the length from which the letter takes a second page
    *[(1, before) for before in (20, 21, 22)],
    *[(3, before) for before in (18, 19, 20, 21)],
    *[(12, before) for before in (13, 14, 15, 16, 22)],
]
TYPED = "Cửa hàng đã kiểm tra sổ và yêu cầu bên vận chuyển xóa ảnh. "


@pytest.mark.parametrize(("last", "before"), ENDS)
def test_the_signature_stands_under_the_end_of_the_letter(last, before):
    sections = (*(Section(f"Đoạn {n}. {TYPED}", "Việc") for n in range(before)), Section(TYPED * last + "Trân trọng cảm ơn."))
    pages = pages_of(render(letter(sections=sections)))
    [signed] = [text for text in pages if "(Ký, ghi rõ họ tên)" in text]
    assert "Trân trọng cảm ơn." in signed
    assert "Trần Thị Lan" in signed
    assert " ".join(pages).count("sổ và") == " ".join(pages).count("xóa ảnh.") == before + last


def test_a_letter_that_misses_the_page_by_little_leaves_less_room_to_sign():
    lengths = [len(reader(render(letter(sections=(Section("dòng\n" * n),)))).pages) for n in range(18, 24)]
    assert lengths == sorted(lengths)
    assert set(lengths) == {1, 2}


def test_a_letter_of_few_words_keeps_its_signature_on_the_page():
    assert text_of(render(letter(sections=()))).count("Trần Thị Lan") == 1


def test_the_words_household_business_stand_once_however_the_name_is_composed():
    name = "Hộ kinh doanh Cà phê Mộc"
    composed, decomposed = (text_of(render(letter(shop={"name": unicodedata.normalize(f, name)}))) for f in ("NFC", "NFD"))
    assert composed == decomposed
    assert composed.count("HỘ KINH DOANH CÀ PHÊ MỘC") == 1
    assert "KINH DOANH HỘ KINH" not in composed


def test_an_address_of_two_lines_stands_on_one_line_of_the_foot():
    text = text_of(render(letter(shop={"address": "27 Thông Reo\nĐà Lạt"})))
    assert re.search(r"27 Thông Reo,? Đà Lạt", text)


def test_a_shop_without_certificate_phone_and_email_prints_without_them():
    pdf = render(letter(shop={"certificate": "", "phone": "", "email": ""}))
    text = text_of(pdf)
    assert "Phone" not in text
    assert "Email" not in text
    assert LETTER.audit_line in text
