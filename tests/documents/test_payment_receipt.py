"""The receipt that is signed when a compensation is paid."""

from __future__ import annotations

from dataclasses import replace

from desktop.documents.payment_receipt import render
from tests.documents.papers import AUDIT, ink, made, said, text_of
from tests.documents.samples import RECEIPT


def test_it_is_one_page_within_the_margins():
    pages = list(ink(made(render, RECEIPT)))
    assert len(pages) == 1
    left, top, right, bottom = pages[0]
    assert (left >= 29.5, top >= 19.5, right >= 14.5, bottom >= 19.5) == (True,) * 4


def test_it_says_who_receives_how_much_for_what():
    text = said(render, RECEIPT)
    assert "Received by: Nguyễn Thị Hạnh Payer: Hộ kinh doanh Cà phê Mộc" in text
    assert "Sum: 1.005.000 đồng" in text
    assert "In words: Một triệu không trăm linh năm nghìn đồng" in text
    assert "Paid by: Cash" in text
    assert "On: 05/12/2026" in text
    assert "complaint KN-2026-0007 I have received the whole of this sum." in text
    assert AUDIT in text


def test_the_sum_is_spelled_as_the_shop_spells_it():
    assert "không trăm lẻ năm nghìn" in text_of(render(replace(RECEIPT, linking_word="lẻ")))
