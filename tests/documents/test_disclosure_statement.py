"""The statement of disclosures: everyone who was told, or nobody."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.documents.disclosure_statement import DisclosureStatement, StatementLine, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
LINE = StatementLine(
    date(2026, 10, 3),
    "Giao hàng nhanh (GHN)",
    "họ tên, số điện thoại, địa chỉ",
    "Giao hàng cho khách",
    "Sự đồng ý của khách ngày 03/10/2026",
    "Khi nhận đơn, 03/10/2026",
    "DH-0412",
)
STATE = StatementLine(
    date(2026, 11, 12),
    "Công an phường Xuân Hương - Đà Lạt",
    "họ tên, số điện thoại",
    "Xác minh vụ việc",
    "Văn bản số 128/CV-CAP ngày 11/11/2026",
    "Không phải báo",
)
STATEMENT = DisclosureStatement(
    SHOP, "Nguyễn Thị Hạnh", "0912 003 365", date(2026, 12, 5), (LINE, STATE), "Nhật ký 128 · 9f2c 41d0 77ab 03e5", "en"
)
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
LINE_FIELDS = ("recipient", "fields", "purpose", "basis", "notice", "reference")
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{field: lambda value, field=field: {field: value} for field in ("name", "phone", "audit_line")},
    **{f"line's {field}": lambda value, field=field: {"lines": (replace(LINE, **{field: value}),)} for field in LINE_FIELDS},
    "owner": lambda value: {"shop": replace(SHOP, owner_name=value)},
    "place": lambda value: {"shop": replace(SHOP, place=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


def many(count: int) -> tuple[StatementLine, ...]:
    """As many lines, a day apart, told apart by their order."""
    return tuple(replace(LINE, day=LINE.day + timedelta(n), reference=f"DH-{n:04d}") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_disclosure_stands_on_it_in_full(language):
    text = letters_of(text_of(render(replace(STATEMENT, language=language))))
    typed = [STATEMENT.name, STATEMENT.phone, STATEMENT.audit_line, SHOP.owner_name, SHOP.place, "05/12/2026"]
    for line in STATEMENT.lines:
        typed += [line.recipient, line.fields, line.purpose, line.basis, line.notice, line.reference]
        typed += [f"{line.day:%d/%m/%Y}"]
    assert [part for part in typed if letters_of(part) not in text] == []


def test_it_is_addressed_to_the_customer_and_signed_by_the_owner():
    text = text_of(render(STATEMENT))
    assert "STATEMENT OF DISCLOSURES To: Nguyễn Thị Hạnh, phone 0912 003 365 Up to 05/12/2026, the shop has given" in text
    assert "Day Recipient Data given Purpose Basis How you were told" in text
    assert text.endswith(
        "2 disclosures in all. Lâm Đồng, 5 December 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan"
    )


def test_the_oldest_stands_first_whatever_the_order_given():
    lines = many(12)
    straight, mixed = (text_of(render(replace(STATEMENT, lines=order))) for order in (lines, lines[5:] + lines[:5][::-1]))
    assert straight == mixed
    places = [straight.index(line.reference) for line in lines]
    assert places == sorted(places)


def test_lines_of_one_day_keep_their_order():
    lines = tuple(replace(LINE, reference=reference) for reference in ("DH-9", "DH-1", "DH-5"))
    text = text_of(render(replace(STATEMENT, lines=lines)))
    assert text.index("DH-9") < text.index("DH-1") < text.index("DH-5")


def test_an_order_is_named_only_where_there_is_one():
    assert text_of(render(STATEMENT)).count("Order ") == 1


def test_nobody_told_is_said_in_a_sentence_without_a_table():
    text = text_of(render(replace(STATEMENT, lines=())))
    assert "Up to 05/12/2026, the shop has given your data to nobody." in text
    assert "Recipient" not in text
    assert "in all" not in text
    assert "OWNER OF THE BUSINESS" in text


def test_without_phone_log_and_place_it_prints_without_them():
    text = text_of(render(replace(STATEMENT, phone="", audit_line="", shop=replace(SHOP, place=""))))
    assert "To: Nguyễn Thị Hạnh Up to" in text
    assert "in all. 5 December 2026" in text


def test_one_disclosure_is_not_many():
    assert "1 disclosure in all." in text_of(render(replace(STATEMENT, lines=(LINE,))))


# ---- length ----------------------------------------------------------------------------------------------------------


def test_three_hundred_lines_are_all_there_under_a_head_on_each_page():
    pdf = render(replace(STATEMENT, lines=many(300)))
    pages = [page.extract_text() for page in reader(pdf).pages]
    listing = [text for text in pages if "DH-" in text]
    assert len(listing) >= 15
    assert all("How you were told" in " ".join(text.split()) for text in listing)
    assert all("9f2c 41d0 77ab 03e5" in text for text in pages)
    whole = text_of(pdf)
    assert [n for n in range(300) if whole.count(f"DH-{n:04d}") != 1] == []
    assert "300 disclosures in all." in " ".join(pages[-1].split())
    assert ["OWNER OF THE BUSINESS" in text for text in pages].count(True) == 1


@pytest.mark.parametrize("count", range(4, 16))
def test_the_signature_never_stands_alone(count):
    last = " ".join(reader(render(replace(STATEMENT, lines=many(count)))).pages[-1].extract_text().split())
    assert f"{count} disclosures in all." in last
    assert "Trần Thị Lan" in last


@pytest.mark.parametrize("count", [0, 2, 60])
def test_nothing_is_printed_into_the_margins(count):
    pages = list(ink(render(replace(STATEMENT, lines=many(count)))))
    assert len(pages) == (1 if count < 60 else len(pages))
    for left, top, right, bottom in pages:
        assert left >= 29.5
        assert right >= 17.5
        assert top >= 10
        assert bottom >= 19.5
    assert pages[0][1] >= 19.5


@pytest.mark.parametrize("field", ["name", *(f"line's {field}" for field in LINE_FIELDS)])
def test_ten_thousand_letters_are_printed_over_pages(field):
    value = "Khách hàng phản ánh. " * 476
    pdf = render(replace(STATEMENT, **EVERYWHERE[field](value)))
    assert len(reader(pdf).pages) >= 4
    assert text_of(pdf).count("phản") == value.count("phản")


@pytest.mark.parametrize("field", ["name", "line's recipient", "line's basis"])
def test_a_word_that_never_ends_stays_inside_the_margins(field):
    pdf = render(replace(STATEMENT, **EVERYWHERE[field]("w" * 10_000)))
    assert text_of(pdf).count("w") >= 10_000
    assert all(right >= 17.5 for _left, _top, right, _bottom in ink(pdf))


# ---- what is typed is only text ---------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(change):
    pdf = render(replace(STATEMENT, **change(PHOTO)))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf
    assert all("/Annots" not in page for page in reader(pdf).pages)


@in_each_field
def test_decomposed_letters_print_composed(change):
    name = "Bệnh viện Hữu Nghị"
    composed, decomposed = (text_of(render(replace(STATEMENT, **change(unicodedata.normalize(f, name))))) for f in ("NFC", "NFD"))
    assert composed == decomposed
    assert letters_of(name) in letters_of(composed)


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(STATEMENT, **change("Hạnh 😀")))
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_every_typeface_is_carried_along_on_a4():
    pdf = render(STATEMENT)
    found = fonts(pdf)
    assert len(found) >= 3
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in found)
    box = reader(pdf).pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == (595.3, 841.9)


def test_the_file_names_the_paper_and_no_person():
    pdf = reader(render(STATEMENT))
    assert (pdf.metadata.title, pdf.metadata.author) == ("Statement of disclosures", SHOP.name)
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert "Hạnh" not in str(pdf.metadata)


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(STATEMENT))
    use_language("vi")
    assert text_of(render(STATEMENT)) == english
