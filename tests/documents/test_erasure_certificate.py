"""The certificate of an erasure: how much, why, what is left, where copies lie, and nobody's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop.documents.erasure_certificate import ErasureCertificate, render
from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import SHOP, fonts, images, ink, letters_of, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
CERTIFICATE = ErasureCertificate(
    shop=SHOP,
    number="03/2026/XDL",
    dated=date(2026, 11, 22),
    made_at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC),
    made_by="Lan",
    people=1237,
    asked=3,
    time_over=1234,
    complaint_files=2,
    stored_files=51,
    recipients=("Giao hàng Thông Xanh: 12 người, chưa báo", "Bưu điện: 1 người, đã báo ngày 21/11/2026"),
    copies_until=date(2026, 12, 21),
    copies_elsewhere=("USB “Sao lưu 14/11”, ngày 14/11/2026", "Thư mục D:\\Sao lưu, ngày 01/11/2026"),
    audit_line="Nhật ký 412 · 9f2c 41d0 77ab 03e5",
    language="en",
)
LEAST = replace(
    CERTIFICATE, made_by="", people=1, asked=1, time_over=0, complaint_files=0, stored_files=0, recipients=(), copies_until=None,
    copies_elsewhere=(), audit_line="",
)  # fmt: skip
PHOTO = '<img src="file:///etc/passwd"/> & <b>{name} %s'
EVERYWHERE: dict[str, Callable[[str], dict[str, object]]] = {
    **{field: lambda value, field=field: {field: value} for field in ("number", "made_by", "audit_line")},
    **{field: lambda value, field=field: {field: (value,)} for field in ("recipients", "copies_elsewhere")},
    "shop": lambda value: {"shop": replace(SHOP, name=value)},
    "owner": lambda value: {"shop": replace(SHOP, owner_name=value)},
    "place": lambda value: {"shop": replace(SHOP, place=value)},
}
in_each_field = pytest.mark.parametrize("change", EVERYWHERE.values(), ids=list(EVERYWHERE))


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_it_says_how_much_was_erased_and_on_what_ground():
    text = text_of(render(CERTIFICATE))
    assert "CERTIFICATE OF ERASURE No.: 03/2026/XDL Hộ kinh doanh Cà phê Mộc certifies" in text
    assert "Erased by: Lan People: 1.237" in text
    assert "Everything held about a customer the customer asked for it 3" in text
    assert "Everything held about a customer the time of the privacy policy is over 1.234" in text
    assert "File of a closed complaint the time set for such files is over 2" in text
    assert "signed slip belongs to the above 51" in text


def test_the_moment_is_that_of_the_shops_wall_clock():
    assert "Erased at: 00:30 on 22/11/2026" in text_of(render(CERTIFICATE))


def test_what_did_not_occur_is_left_out():
    text = text_of(render(LEAST))
    assert "the customer asked for it 1" in text
    for absent in ("privacy policy is over", "closed complaint", "Stored file", "Erased by"):
        assert absent not in text


def test_it_says_that_numbers_are_left_and_names_nobody():
    text = text_of(render(CERTIFICATE))
    assert "What is left Numbers, days and outcomes" in text
    assert "This certificate names nobody whose data was erased" in text


def test_it_says_who_has_to_be_told():
    text = text_of(render(CERTIFICATE)).replace("\u00a0", " ")
    assert "delete it too - Giao hàng Thông Xanh: 12 người, chưa báo - Bưu điện: 1 người, đã báo ngày 21/11/2026" in text
    assert "delete it too None." in text_of(render(LEAST))


def test_it_says_until_when_backups_hold_the_data_and_that_a_restore_erases_again():
    some, none = text_of(render(CERTIFICATE)), text_of(render(LEAST))
    assert "Older backups of the program hold the data until 21/12/2026; then the program removes the last of them." in some
    assert "No backup of the program holds the data." in none
    assert "Older backups of the program hold" not in none
    for text in (some, none):
        assert "Whoever restores an older backup erases the data again" in text


def test_each_copy_elsewhere_has_a_line_for_the_day_on_which_it_is_destroyed():
    text = text_of(render(CERTIFICATE))
    for place in CERTIFICATE.copies_elsewhere:
        assert f"{place} …… / …… / 20……" in text
    none = text_of(render(LEAST))
    assert "by hand None on record." in none
    assert "20……" not in none


def test_the_owner_signs_it_and_the_log_stands_at_its_foot():
    text = text_of(render(CERTIFICATE))
    assert text.endswith("Lâm Đồng, 22 November 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan")
    assert CERTIFICATE.audit_line in text


# ---- length ----------------------------------------------------------------------------------------------------------


def lines(count: int) -> dict[str, tuple[str, ...]]:
    return {
        "recipients": tuple(f"Đơn vị vận chuyển số {n}: {n + 1} người" for n in range(count)),
        "copies_elsewhere": tuple(f"USB số {n}" for n in range(count)),
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("count", range(4))
def test_it_stands_on_one_page_within_the_margins(language, count):
    [(left, top, right, bottom)] = ink(render(replace(CERTIFICATE, language=language, **lines(count))))
    assert (left >= 29.5, top >= 19.5, right >= 17.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("count", [*range(3, 12), 80])
def test_many_copies_go_on_over_pages_and_the_signature_never_stands_alone(count):
    pages = [" ".join(page.extract_text().split()) for page in reader(render(replace(CERTIFICATE, **lines(count)))).pages]
    assert "names nobody whose data was erased" in pages[-1]
    assert "Trần Thị Lan" in pages[-1]
    assert sum(page.count("USB số") for page in pages) == count
    assert all("Destroyed on" in page for page in pages if "USB số" in page)
    assert all(CERTIFICATE.audit_line in page for page in pages)


@pytest.mark.parametrize("field", ["made_by", "recipients", "copies_elsewhere"])
@pytest.mark.parametrize("value", ["w" * 10_000, "ướt " * 2_500], ids=["a word", "words"])
def test_ten_thousand_letters_stay_inside_the_margins(field, value):
    pdf = render(replace(CERTIFICATE, **EVERYWHERE[field](value)))
    assert text_of(pdf).count(value[0]) >= value.count(value[0])
    assert all(right >= 17.5 for _left, _top, right, _bottom in ink(pdf))


# ---- what is typed is only text ---------------------------------------------------------------------------------------


@in_each_field
def test_what_looks_like_markup_prints_as_it_stands(change):
    pdf = render(replace(CERTIFICATE, **change(PHOTO)))
    assert letters_of(PHOTO) in letters_of(text_of(pdf))
    assert images(pdf) == 0
    assert b"/URI" not in pdf
    assert all("/Annots" not in page for page in reader(pdf).pages)


@in_each_field
def test_decomposed_letters_print_composed(change):
    name = "Bệnh viện Hữu Nghị"
    composed, decomposed = (
        text_of(render(replace(CERTIFICATE, **change(unicodedata.normalize(form, name))))) for form in ("NFC", "NFD")
    )
    assert composed == decomposed
    assert letters_of(name) in letters_of(composed)


@in_each_field
def test_a_character_that_cannot_be_printed_is_refused_by_name(change):
    with pytest.raises(UserError) as e:
        render(replace(CERTIFICATE, **change("Hạnh 😀")))
    assert e.value.message == "The printed letter cannot show “😀”. Write it in words."


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_every_typeface_is_carried_along_on_a4():
    pdf = render(CERTIFICATE)
    found = fonts(pdf)
    assert len(found) >= 3
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in found)
    box = reader(pdf).pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == (595.3, 841.9)


def test_the_file_names_the_paper_and_its_language():
    pdf = reader(render(CERTIFICATE))
    assert (pdf.metadata.title, pdf.metadata.author) == ("Certificate of erasure", SHOP.name)
    assert pdf.trailer["/Root"]["/Lang"] == "en"


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(CERTIFICATE))
    use_language("vi")
    assert text_of(render(CERTIFICATE)) == english
