"""The receipt that is signed when a compensation is paid."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.payment_receipt import PaymentReceipt, render
from desktop.errors import UserError
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

RECEIPT = PaymentReceipt(SHOP, "Nguyễn Thị Hạnh", "KN-2026-0007", 1_005_000, "Cash", date(2026, 12, 5), "linh", "Log 129", "en")
PHOTO = '<img src="file:///etc/passwd"/> & <b>'


@pytest.mark.usefixtures("qapp")
def test_it_is_one_page_within_the_margins():
    pages = list(ink(render(RECEIPT)))
    assert len(pages) == 1
    left, top, right, bottom = pages[0]
    assert (left >= 29.5, top >= 19.5, right >= 14.5, bottom >= 19.5) == (True,) * 4


def test_it_says_who_receives_how_much_for_what():
    text = text_of(render(RECEIPT))
    assert "Received by: Nguyễn Thị Hạnh Payer: Hộ kinh doanh Cà phê Mộc" in text
    assert "Sum: 1.005.000 đồng" in text
    assert "In words: Một triệu không trăm linh năm nghìn đồng" in text
    assert "Paid by: Cash" in text
    assert "On: 05/12/2026" in text
    assert "complaint KN-2026-0007 I have received the whole of this sum." in text
    assert "Log 129" in text


def test_the_sum_is_spelled_as_the_shop_spells_it():
    assert "không trăm lẻ năm nghìn" in text_of(render(replace(RECEIPT, linking_word="lẻ")))


@pytest.mark.parametrize("field", ["receiver", "complaint_number", "means", "audit_line"])
def test_what_looks_like_markup_prints_as_it_stands(field):
    pdf = render(replace(RECEIPT, **{field: PHOTO}))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf


def test_a_decomposed_name_prints_composed():
    decomposed = replace(RECEIPT, receiver=unicodedata.normalize("NFD", RECEIPT.receiver))
    assert text_of(render(decomposed)) == text_of(render(RECEIPT))


@pytest.mark.parametrize(
    "change",
    [{"receiver": "Hạnh 😀"}, {"shop": replace(SHOP, name="Mộc 😀")}, {"means": "😀"}],
    ids=["receiver", "shop", "means"],
)
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(RECEIPT, **change))
    assert "😀" in e.value.message


def test_every_typeface_is_carried_along():
    pdf = render(RECEIPT)
    assert all("/FontFile2" in font for font in fonts(pdf))
    assert reader(pdf).metadata.title == "Receipt KN-2026-0007"
