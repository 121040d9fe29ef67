"""The form that a customer ticks and signs, and what they take along of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from desktop.documents.consent_papers import ConsentForm, ConsentReceipt, FormTopic, render_form, render_receipt
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
BOX = 12.0
TOPICS = (
    FormTopic("Phục vụ mua hàng và chăm sóc khách hàng", True),
    FormTopic("Liên lạc về đơn hàng, đổi trả, tài khoản", True),
    FormTopic("Trả lời câu hỏi về sản phẩm, dịch vụ", False),
    FormTopic("Báo tin khuyến mãi, quảng cáo", False),
    FormTopic("Phát hiện, ngăn ngừa gian lận và vi phạm an ninh", False),
    FormTopic("Giao qua bên vận chuyển: họ tên, số điện thoại, địa chỉ", False),
    FormTopic("Dùng bên làm dịch vụ cho cửa hàng: họ tên, số điện thoại, địa chỉ, thư điện tử", False),
    FormTopic("Nhờ đơn vị an ninh mạng hỗ trợ: họ tên, số điện thoại, địa chỉ, thư điện tử", False),
)
BLANK = ConsentForm(
    SHOP, TOPICS, date(2026, 1, 1), "Dữ liệu được giữ đến khi quý khách yêu cầu xóa, theo mục 3 chính sách.", language="en"
)
FILLED = replace(
    BLANK,
    name="Nguyễn Thị Hạnh",
    phone="0912 003 365",
    address="12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt",
    email="hanh@example.com",
)
RECEIPT = ConsentReceipt(
    SHOP,
    "Nguyễn Thị Hạnh",
    "0912 003 365",
    date(2026, 12, 5),
    "phiếu ký tại quầy",
    (("Phục vụ mua hàng", "Đồng ý"), ("Báo tin khuyến mãi", "Không đồng ý")),
    date(2026, 1, 1),
    date(2026, 12, 7),
    "Nhật ký 128 · 9f2c 41d0 77ab 03e5",
    language="en",
)
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
LONG = "Khách hàng phản ánh. " * 476


def own(*fields: str) -> dict[str, Callable[[str], dict[str, object]]]:
    """For each field of a paper, the change that puts a value there."""
    return {field: lambda value, field=field: {field: value} for field in fields}


ON_FORM = {
    **own("name", "phone", "address", "email", "retention"),
    "topic": lambda value: {"topics": (FormTopic(value, True),)},
    "note": lambda value: {"topics": (FormTopic("Giao qua bên vận chuyển", False, value),)},
    "shop": lambda value: {"shop": replace(SHOP, name=value)},
    "place": lambda value: {"shop": replace(SHOP, place=value)},
}
ON_RECEIPT = {
    **own("name", "phone", "means", "audit_line"),
    "topic": lambda value: {"lines": ((value, "Đồng ý"),)},
    "decision": lambda value: {"lines": (("Báo tin", value),)},
    "shop": lambda value: {"shop": replace(SHOP, name=value)},
}


def form_with(place: str, value: str) -> bytes:
    return render_form(replace(FILLED, **ON_FORM[place](value)))


def receipt_with(place: str, value: str) -> bytes:
    return render_receipt(replace(RECEIPT, **ON_RECEIPT[place](value)))


EVERYWHERE = [*[(form_with, place) for place in ON_FORM], *[(receipt_with, place) for place in ON_RECEIPT]]
in_each_field = pytest.mark.parametrize(("made_with", "place"), EVERYWHERE, ids=[f"{f.__name__} {p}" for f, p in EVERYWHERE])


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
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document.render(0, QSize(595 * 4, 842 * 4))


# ---- the form: boxes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [BLANK, FILLED], ids=["blank", "filled"])
@pytest.mark.parametrize("topics", [1, 3, 8])
def test_each_topic_has_two_boxes(form, topics):
    found = boxes(render_form(replace(form, topics=TOPICS[:topics])))
    assert len(found) == 2 * topics
    rows = {round(y) for _x, y in found}
    columns = {round(x) for x, _y in found}
    assert (len(rows), len(columns)) == (topics, 2)


@pytest.mark.parametrize("form", [BLANK, FILLED], ids=["blank", "filled"])
def test_no_box_is_ticked_beforehand(form):
    pdf = render_form(form)
    shown = picture(pdf)
    for x, y in boxes(pdf):
        dots = [(int((x + dx) * 4), int((841.9 - y - dy) * 4)) for dx in range(2, 11) for dy in range(2, 11)]
        seen = [shown.pixelColor(*dot) for dot in dots]
        assert all(colour.alpha() == 0 or colour.lightness() > 250 for colour in seen)


def test_a_box_has_an_outline_that_can_be_seen():
    pdf = render_form(BLANK)
    shown = picture(pdf)
    for x, y in boxes(pdf):
        left_side = [shown.pixelColor(int((x + dx / 4) * 4), int((841.9 - y - 6) * 4)) for dx in range(-2, 3)]
        assert min(colour.lightness() for colour in left_side if colour.alpha()) < 100


def test_only_what_the_order_needs_is_marked():
    text = text_of(render_form(BLANK))
    assert text.count("(needed for the order)") == 2
    assert "tài khoản (needed for the order) Trả lời" in text


# ---- the form: words ----------------------------------------------------------------------------------------------------


def test_it_says_who_collects_what_of_whom_and_how_long():
    text = letters_of(text_of(render_form(FILLED)))
    typed = [SHOP.name, SHOP.address, SHOP.certificate, SHOP.phone, SHOP.email, FILLED.name, FILLED.phone, FILLED.address]
    typed += [FILLED.email, FILLED.retention, "01/01/2026", SHOP.place, *[topic.text for topic in TOPICS]]
    assert [part for part in typed if letters_of(part) not in text] == []


def test_a_blank_form_asks_for_four_things_and_knows_none():
    text = text_of(render_form(BLANK))
    assert "Full name: Phone: Address: Email: What the data" in text
    assert FILLED.name not in text


def test_what_is_not_known_of_a_customer_is_not_asked_for():
    text = text_of(render_form(replace(FILLED, address="", email="")))
    assert "Address:" not in text
    assert text.count("Email:") == 1


def test_it_says_that_refusing_is_free_and_how_to_withdraw():
    text = text_of(render_form(BLANK))
    assert "Each consent stands by itself" in text
    assert "Refusing a use that carries no note costs you nothing." in text
    assert "withdraw a consent at any time: at the shop, by phone 0263 000 0027, by email caphemoc@example.com." in text


def test_a_shop_without_phone_and_email_is_told_at_its_counter():
    text = text_of(render_form(replace(BLANK, shop=replace(SHOP, phone="", email="", certificate=""))))
    assert "withdraw a consent at any time: at the shop." in text
    assert text.count("Phone") == 1


def test_the_customer_signs_and_dates_it():
    text = text_of(render_form(BLANK))
    assert text.endswith("Lâm Đồng, on ……… / ……… / 20…… CUSTOMER (signature and full name)")


def test_without_a_place_the_date_stands_alone():
    assert " On ……… / " in text_of(render_form(replace(BLANK, shop=replace(SHOP, place=""))))


# ---- the form: paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", [BLANK, FILLED], ids=["blank", "filled"])
@pytest.mark.parametrize("longer", ["", ", và việc khác"], ids=["short", "longer topics"])
def test_eight_topics_stand_on_one_page_within_the_margins(language, form, longer):
    topics = tuple(FormTopic(topic.text + longer, topic.needed) for topic in TOPICS)
    [(left, top, right, bottom)] = ink(render_form(replace(form, topics=topics, language=language)))
    assert 29.5 <= left <= 35
    assert right >= 17.5
    assert 19.5 <= top <= 25.5
    assert bottom >= 19.5


def test_few_topics_are_set_larger_than_many():
    few, many = (render_form(replace(BLANK, topics=TOPICS[:count])) for count in (3, 8))
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
    pdf = render_form(replace(BLANK, topics=topics))
    pages = [page.extract_text() for page in reader(pdf).pages]
    with_topics = [text for text in pages if "Việc thứ" in text]
    assert len(with_topics) >= 2
    assert all("I agree" in text for text in with_topics)
    assert sum(len(boxes(pdf, page)) for page in range(len(pages))) == 80
    assert all(f"Việc thứ {n}" in text_of(pdf) for n in range(40))


# ---- the receipt ------------------------------------------------------------------------------------------------------------


def test_a_receipt_says_what_was_decided_when_how_and_under_what():
    text = text_of(render_receipt(RECEIPT))
    assert "CONFIRMATION OF CONSENT" in text
    assert "Hộ kinh doanh Cà phê Mộc confirms what the customer decided" in text
    assert "Customer: Nguyễn Thị Hạnh Phone: 0912 003 365 Day: 05/12/2026 How the shop was told: phiếu ký tại quầy" in text
    assert "Under: privacy policy in force from 01/01/2026" in text
    assert "Phục vụ mua hàng Đồng ý Báo tin khuyến mãi Không đồng ý" in text
    assert "withdraw a consent at any time" in text
    assert "Lâm Đồng, 7 December 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan" in text
    assert RECEIPT.audit_line in text


def test_a_withdrawal_says_what_ends_and_what_stays_lawful():
    text = text_of(render_receipt(replace(RECEIPT, is_withdrawal=True, lines=(("Báo tin khuyến mãi", "Đã rút"),))))
    assert "CONFIRMATION OF WITHDRAWN CONSENT" in text
    assert "From 05/12/2026 on, the shop no longer uses your data for the above." in text
    assert "What was done before that day stays lawful." in text
    assert "You can withdraw" not in text


def test_a_receipt_without_a_log_entry_or_a_phone_prints_without_them():
    text = text_of(render_receipt(replace(RECEIPT, phone="", audit_line="")))
    assert text.count("Phone:") == 1
    assert "Nhật ký" not in text


@pytest.mark.parametrize("is_withdrawal", [False, True])
def test_a_receipt_is_one_page_within_the_margins(is_withdrawal):
    lines = tuple((topic.text, "Không đồng ý") for topic in TOPICS)
    [(left, top, right, bottom)] = ink(render_receipt(replace(RECEIPT, lines=lines, is_withdrawal=is_withdrawal)))
    assert left >= 29.5
    assert right >= 17.5
    assert top >= 19.5
    assert 19.5 <= bottom <= 25.5


# ---- both ---------------------------------------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(made_with, place):
    pdf = made_with(place, PHOTO)
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf
    assert all("/Annots" not in page for page in reader(pdf).pages)


@in_each_field
def test_decomposed_letters_print_composed(made_with, place):
    name = "Bệnh viện Hữu Nghị"
    assert text_of(made_with(place, unicodedata.normalize("NFD", name))) == text_of(made_with(place, name))
    assert letters_of(name) in letters_of(text_of(made_with(place, name)))


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(made_with, place):
    with pytest.raises(UserError) as e:
        made_with(place, "Hạnh 😀")
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


@pytest.mark.parametrize(
    ("made_with", "place"),
    [(f, p) for f, p in EVERYWHERE if p not in ("place", "shop", "audit_line")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_ten_thousand_letters_are_printed_over_pages(made_with, place):
    pdf = made_with(place, LONG)
    assert len(LONG) >= 9_990
    assert len(reader(pdf).pages) >= 3
    assert text_of(pdf).count("phản") == LONG.count("phản")


@pytest.mark.parametrize("made_with", [form_with, receipt_with])
@pytest.mark.parametrize("place", ["name", "topic"])
def test_a_word_that_never_ends_stays_inside_the_margins(made_with, place):
    pdf = made_with(place, "a" * 10_000)
    assert text_of(pdf).count("a") >= 10_000
    assert all(right >= 17.5 for _left, _top, right, _bottom in ink(pdf))


@pytest.mark.parametrize("pdf", [render_form(FILLED), render_receipt(RECEIPT)], ids=["form", "receipt"])
def test_every_typeface_is_carried_along_on_a4(pdf):
    found = fonts(pdf)
    assert len(found) >= 3
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in found)
    box = reader(pdf).pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == (595.3, 841.9)


def test_the_file_names_the_paper_and_no_person():
    form, receipt = reader(render_form(FILLED)), reader(render_receipt(RECEIPT))
    assert form.metadata.title == "Consent to the processing of personal data"
    assert receipt.metadata.title == "Confirmation of consent"
    assert form.metadata.author == receipt.metadata.author == SHOP.name
    assert "Hạnh" not in str(form.metadata) + str(receipt.metadata)
    assert form.trailer["/Root"]["/Lang"] == receipt.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize("make", [lambda: render_form(BLANK), lambda: render_receipt(RECEIPT)], ids=["form", "receipt"])
def test_it_speaks_its_own_language_whatever_is_on_the_screen(make):
    english = text_of(make())
    use_language("vi")
    assert text_of(make()) == english
