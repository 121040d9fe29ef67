"""The letter that asks a recipient to delete: everybody in it, what is asked, and the owner's signature under it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents.erasure_letter import LetterPerson, render
from tests.documents.papers import SHOP, ink, letters_of, made, pages_of, said, text_of
from tests.documents.samples import ERASURE_LETTER, HANH

HEAD = "No. Full name Phone Days or orders for which it was given"


def many(count: int) -> tuple[LetterPerson, ...]:
    """As many people, told apart by their names."""
    return tuple(replace(HANH, name=f"K{n:04d}") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_it_has_the_form_of_the_shops_letters():
    text = text_of(render(replace(ERASURE_LETTER, language="vi")))
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 09/2026/TB-XDL", "V/v", "Lâm Đồng, ngày 05 tháng 12 năm 2026"):
        assert part in text
    assert "Kính gửi: Công ty Giao hàng Thông Xanh, 12 Hai Bà Trưng, Đà Lạt" in text
    assert "Quý khách" not in text
    assert "Nơi nhận:" in text
    assert text.endswith("CHỦ HỘ KINH DOANH (Ký, ghi rõ họ tên) Trần Thị Lan")


def test_it_names_everybody_and_when_their_data_was_given():
    text = said(render, ERASURE_LETTER)
    assert "gave you personal data of 2 customers, named in the table below." in text
    assert f"{HEAD} 1 Nguyễn Thị Hạnh 0912 003 365 03/10/2026 (DH-0412) 2 Vũ 0903 453 365 12/11/2026" in text
    assert "of 1 customer, named" in text_of(render(replace(ERASURE_LETTER, people=(HANH,))))


def test_it_asks_to_delete_to_confirm_and_to_destroy_the_letter():
    text = said(render, ERASURE_LETTER)
    assert "Please delete everything that the shop gave you about the customers above, copies and printouts included." in text
    assert "Please confirm in writing once it is done, with the number of this letter and without naming the customers." in text
    assert "sent by email to caphemoc@example.com. For questions call 0263 000 0027." in text.replace("\u00a0", " ")
    assert "Please destroy it once it is done." in text


def test_a_shop_without_phone_and_email_asks_without_them():
    text = text_of(render(replace(ERASURE_LETTER, shop=replace(SHOP, phone="", email=""))))
    assert "without naming the customers. This letter" in text
    assert "email" not in text
    assert "For questions" not in text


def test_a_recipient_without_detail_stands_alone():
    text = text_of(render(replace(ERASURE_LETTER, recipient_detail="")))
    assert "attention of: Công ty Giao hàng Thông Xanh Hộ kinh doanh" in text


# ---- length ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "count"), [("vi", 1), ("vi", 8), ("en", 8)])
def test_few_people_stand_on_one_page_within_the_margins(language, count):
    [(left, top, right, bottom)] = ink(render(replace(ERASURE_LETTER, language=language, people=many(count))))
    assert (left >= 29.5, top >= 19.5, right >= 14.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("count", [10, *range(12, 22, 3), 60, 61])  # the letter takes a second page from 12 on
def test_the_signature_never_stands_alone(count):
    last = pages_of(render(replace(ERASURE_LETTER, people=many(count))))[-1]
    assert "Please destroy it once it is done." in last
    assert "Trần Thị Lan" in last


def test_two_thousand_people_are_all_there_under_a_head_on_each_page():
    pages = pages_of(render(replace(ERASURE_LETTER, people=many(2_000))))
    names = [word for page in pages for word in page.split() if len(word) == 5 and word.startswith("K") and word[1:].isdecimal()]
    assert names == [f"K{n:04d}" for n in range(2_000)]
    assert "data of 2.000 customers" in pages[0]
    assert len(pages) >= 40
    assert all(HEAD in page for page in pages if "DH-0412" in page)
    assert all(ERASURE_LETTER.audit_line in page for page in pages)
    assert ["OWNER OF THE BUSINESS" in page for page in pages].count(True) == 1


def test_names_of_two_hundred_letters_stay_inside_the_margins():
    words, word = "Nguyễn Thị Hạnh Phúc " * 10, "w" * 200
    people = (replace(HANH, name=words), replace(HANH, name=word))
    pdf = made(render, replace(ERASURE_LETTER, people=people, recipient=words, recipient_detail=word))
    shown = letters_of(text_of(pdf))
    assert [shown.count(letters_of(name)) for name in (words, word)] == [2, 2]
    assert all(right >= 14.5 for _left, _top, right, _bottom in ink(pdf))
