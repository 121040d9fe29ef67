"""The form that a customer ticks and signs, and what they take along of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from desktop.documents.consent_papers import FormTopic, render_form, render_receipt
from tests.documents.papers import SHOP, ink, letters_of, made, opened, pages_of, reader, said, text_of
from tests.documents.samples import BLANK_FORM, CONSENT_RECEIPT, FORM, TOPICS

BOX = 12.0


def boxes(pdf: bytes, page: int = 0) -> list[tuple[float, float]]:
    """Where the empty squares of a page stand, in points from its lower left corner."""
    found: list[tuple[float, float]] = []

    def note(operator, operands, matrix, _text_matrix) -> None:
        if operator == b"re" and [float(o) for o in operands] == [0, 0, BOX, BOX]:
            found.append((matrix[4], matrix[5]))

    reader(pdf).pages[page].extract_text(visitor_operand_before=note)
    return found


def picture(pdf: bytes) -> QImage:
    """The first page at four dots per point, on white."""
    return opened(pdf).render(0, QSize(595 * 4, 842 * 4))


# ---- the form: boxes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "topics"), [(BLANK_FORM, 8), (BLANK_FORM, 3), (FORM, 8), (FORM, 1)])
def test_each_topic_has_two_boxes(form, topics):
    found = boxes(made(render_form, replace(form, topics=TOPICS[:topics])))
    assert len(found) == 2 * topics
    rows = {round(y) for _x, y in found}
    columns = {round(x) for x, _y in found}
    assert (len(rows), len(columns)) == (topics, 2)


@pytest.mark.parametrize("form", [BLANK_FORM, FORM], ids=["blank", "filled"])
def test_no_box_is_ticked_beforehand(form):
    pdf = made(render_form, form)
    shown = picture(pdf)
    for x, y in boxes(pdf):
        dots = [(int((x + dx) * 4), int((841.9 - y - dy) * 4)) for dx in range(2, 11) for dy in range(2, 11)]
        seen = [shown.pixelColor(*dot) for dot in dots]
        assert all(colour.alpha() == 0 or colour.lightness() > 250 for colour in seen)


def test_a_box_has_an_outline_that_can_be_seen():
    pdf = made(render_form, BLANK_FORM)
    shown = picture(pdf)
    for x, y in boxes(pdf):
        left_side = [shown.pixelColor(int((x + dx / 4) * 4), int((841.9 - y - 6) * 4)) for dx in range(-2, 3)]
        assert min(colour.lightness() for colour in left_side if colour.alpha()) < 100


def test_only_what_the_order_needs_is_marked():
    text = said(render_form, BLANK_FORM)
    assert text.count("(needed for the order)") == 2
    assert "tài khoản (needed for the order) Trả lời" in text


# ---- the form: words ----------------------------------------------------------------------------------------------------


def test_it_says_who_collects_what_of_whom_and_how_long():
    text = letters_of(said(render_form, FORM))
    typed = [SHOP.name, SHOP.address, SHOP.certificate, SHOP.phone, SHOP.email, FORM.name, FORM.phone, FORM.address]
    typed += [FORM.email, FORM.retention, "01/01/2026", SHOP.place, *[topic.text for topic in TOPICS]]
    assert [part for part in typed if letters_of(part) not in text] == []


def test_a_blank_form_asks_for_four_things_and_knows_none():
    text = said(render_form, BLANK_FORM)
    assert "Full name: Phone: Address: Email: What the data" in text
    assert FORM.name not in text


def test_what_is_not_known_of_a_customer_is_not_asked_for():
    text = text_of(render_form(replace(FORM, address="", email="")))
    assert "Address:" not in text
    assert text.count("Email:") == 1


def test_it_says_that_refusing_is_free_and_how_to_withdraw():
    text = said(render_form, BLANK_FORM)
    assert "Each consent stands by itself" in text
    assert "Refusing a use that carries no note costs you nothing." in text
    assert "withdraw a consent at any time: at the shop, by phone 0263 000 0027, by email caphemoc@example.com." in text


def test_a_shop_without_phone_and_email_is_told_at_its_counter():
    text = text_of(render_form(replace(BLANK_FORM, shop=replace(SHOP, phone="", email="", certificate=""))))
    assert "withdraw a consent at any time: at the shop." in text
    assert text.count("Phone") == 1


def test_the_customer_signs_and_dates_it():
    text = said(render_form, BLANK_FORM)
    assert text.endswith("Lâm Đồng, on ……… / ……… / 20…… CUSTOMER (signature and full name)")


def test_without_a_place_the_date_stands_alone():
    assert " On ……… / " in text_of(render_form(replace(BLANK_FORM, shop=replace(SHOP, place=""))))


# ---- the form: paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "form", "longer"),
    [
        ("vi", BLANK_FORM, ""),
        ("vi", FORM, ", và việc khác"),
        ("en", FORM, ", và việc khác"),
        ("en", BLANK_FORM, ", và việc khác"),
    ],
    ids=["blank", "filled, longer topics", "in English, filled, longer topics", "in English, blank, longer topics"],
)
def test_eight_topics_stand_on_one_page_within_the_margins(language, form, longer):
    topics = tuple(FormTopic(topic.text + longer, topic.needed) for topic in TOPICS)
    [(left, top, right, bottom)] = ink(render_form(replace(form, topics=topics, language=language)))
    assert 29.5 <= left <= 35
    assert right >= 17.5
    assert 19.5 <= top <= 25.5
    assert bottom >= 19.5


def test_few_topics_are_set_larger_than_many():
    few, many = (made(render_form, replace(BLANK_FORM, topics=TOPICS[:count])) for count in (3, 8))
    sizes = [max(size for size in _sizes(pdf) if size < 16) for pdf in (few, many)]
    assert sizes[0] >= sizes[1]
    assert min(_sizes(few)) > min(_sizes(many)) >= 10.5


def _sizes(pdf: bytes) -> set[float]:
    found: set[float] = set()
    for page in reader(pdf).pages:
        page.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: found.add(size) if text.strip() else None)
    return found


def test_forty_topics_go_on_and_repeat_their_head():
    topics = tuple(FormTopic(f"Việc thứ {n}", False) for n in range(40))
    pdf = render_form(replace(BLANK_FORM, topics=topics))
    pages = pages_of(pdf)
    with_topics = [text for text in pages if "Việc thứ" in text]
    assert len(with_topics) >= 2
    assert all("I agree" in text for text in with_topics)
    assert sum(len(boxes(pdf, page)) for page in range(len(pages))) == 80
    assert all(f"Việc thứ {n}" in " ".join(pages) for n in range(40))


# ---- the receipt ------------------------------------------------------------------------------------------------------------


def test_a_receipt_says_what_was_decided_when_how_and_under_what():
    text = said(render_receipt, CONSENT_RECEIPT)
    assert "CONFIRMATION OF CONSENT" in text
    assert "Hộ kinh doanh Cà phê Mộc confirms what the customer decided" in text
    assert "Customer: Nguyễn Thị Hạnh Phone: 0912 003 365 Day: 05/12/2026 How the shop was told: phiếu ký tại quầy" in text
    assert "Under: privacy policy in force from 01/01/2026" in text
    assert "Phục vụ mua hàng Đồng ý Báo tin khuyến mãi Không đồng ý" in text
    assert "withdraw a consent at any time" in text
    assert "Lâm Đồng, 7 December 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan" in text
    assert CONSENT_RECEIPT.audit_line in text


def test_a_withdrawal_says_what_ends_and_what_stays_lawful():
    text = text_of(render_receipt(replace(CONSENT_RECEIPT, is_withdrawal=True, lines=(("Báo tin khuyến mãi", "Đã rút"),))))
    assert "CONFIRMATION OF WITHDRAWN CONSENT" in text
    assert "From 05/12/2026 on, the shop no longer uses your data for the above." in text
    assert "What was done before that day stays lawful." in text
    assert "You can withdraw" not in text


def test_a_receipt_without_a_log_entry_or_a_phone_prints_without_them():
    text = text_of(render_receipt(replace(CONSENT_RECEIPT, phone="", audit_line="")))
    assert text.count("Phone:") == 1
    assert "Nhật ký" not in text


@pytest.mark.parametrize("is_withdrawal", [False, True])
def test_a_receipt_is_one_page_within_the_margins(is_withdrawal):
    lines = tuple((topic.text, "Không đồng ý") for topic in TOPICS)
    [(left, top, right, bottom)] = ink(render_receipt(replace(CONSENT_RECEIPT, lines=lines, is_withdrawal=is_withdrawal)))
    assert left >= 29.5
    assert right >= 17.5
    assert top >= 19.5
    assert 19.5 <= bottom <= 25.5
