"""The letter that answers a request to delete with a hold: why, on what ground, until when, and what the customer can do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents.hold_letter import render
from tests.documents.papers import SHOP, ink, made, said, text_of
from tests.documents.samples import HOLD_LETTER


def test_it_has_the_form_of_the_shops_letters_to_customers():
    text = said(render, replace(HOLD_LETTER, language="vi"))
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 10/2026/TL-YC", "V/v", "Lâm Đồng, ngày 05 tháng 12 năm 2026"):
        assert part in text
    assert "Kính gửi: Quý khách Trần Bích Ngọc, số điện thoại 0912 003 365, " in text
    assert "12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt" in text
    assert text.endswith("CHỦ HỘ KINH DOANH (Ký, ghi rõ họ tên) Trần Thị Lan")


def test_it_says_why_on_what_ground_and_until_when():
    text = said(render, HOLD_LETTER)
    assert "On 19/11/2026 you asked the shop to delete your personal data." in text
    assert "keeps it until the end of 12/11/2029, as follows:" in text
    assert "1. What it is kept for. Đối chiếu đơn hàng DH-0412 khi có tranh chấp. 2. Legal ground. Điều 16" in text


def test_it_promises_that_the_data_serves_nothing_else_and_goes_after_that_day():
    text = said(render, HOLD_LETTER)
    assert "The data is used for the above and for nothing else" in text
    assert "4. After that day. After 12/11/2029 the shop deletes the data. You need not ask again." in text


def test_it_says_how_to_complain():
    text = said(render, HOLD_LETTER).replace("\u00a0", " ")
    assert "(at the shop, by phone 0263 000 0027, by email caphemoc@example.com), or turn to the competent state agency." in text
    alone = text_of(render(replace(HOLD_LETTER, shop=replace(SHOP, phone="", email=""))))
    assert "complain to the shop (at the shop), or turn" in alone


@pytest.mark.parametrize("ending", ["", ".", "…"])
def test_the_reason_ends_as_a_sentence_however_it_was_typed(ending):
    text = text_of(render(replace(HOLD_LETTER, reason=f"Còn tranh chấp{ending} ")))
    assert f"Còn tranh chấp{ending or '.'} 2. Legal" in text


def test_without_phone_and_address_the_name_stands_alone():
    assert "To: Trần Bích Ngọc On 19/11/2026" in text_of(render(replace(HOLD_LETTER, phone="", address=" \n")))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_stands_on_one_page_within_the_margins(language):
    [(left, top, right, bottom)] = ink(made(render, replace(HOLD_LETTER, language=language)))
    assert (left >= 29.5, 19.5 <= top <= 25.5, right >= 14.5, 19.5 <= bottom <= 25.5) == (True,) * 4
