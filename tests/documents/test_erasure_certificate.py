"""The certificate of an erasure: how much, why, what is left, where copies lie, and nobody's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents.erasure_certificate import render
from tests.documents.papers import ink, made, pages_of, said
from tests.documents.samples import CERTIFICATE

LEAST = replace(
    CERTIFICATE, made_by="", people=1, asked=1, time_over=0, complaint_files=0, stored_files=0, recipients=(), copies_until=None,
    copies_elsewhere=(), audit_line="",
)  # fmt: skip


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_it_says_how_much_was_erased_and_on_what_ground():
    text = said(render, CERTIFICATE)
    assert "CERTIFICATE OF ERASURE No.: 03/2026/XDL Hộ kinh doanh Cà phê Mộc certifies" in text
    assert "Erased by: Lan People: 1.237" in text
    assert "Everything held about a customer the customer asked for it 3" in text
    assert "Everything held about a customer the time of the privacy policy is over 1.234" in text
    assert "File of a closed complaint the time set for such files is over 2" in text
    assert "signed slip belongs to the above 51" in text


def test_the_moment_is_that_of_the_shops_wall_clock():
    assert "Erased at: 00:30 on 22/11/2026" in said(render, CERTIFICATE)


def test_what_did_not_occur_is_left_out():
    text = said(render, LEAST)
    assert "the customer asked for it 1" in text
    for absent in ("privacy policy is over", "closed complaint", "Stored file", "Erased by"):
        assert absent not in text


def test_it_says_that_numbers_are_left_and_names_nobody():
    text = said(render, CERTIFICATE)
    assert "What is left Numbers, days and outcomes" in text
    assert "This certificate names nobody whose data was erased" in text


def test_it_says_who_has_to_be_told():
    text = said(render, CERTIFICATE).replace("\u00a0", " ")
    assert "delete it too - Giao hàng Thông Xanh: 12 người, chưa báo - Bưu điện: 1 người, đã báo ngày 21/11/2026" in text
    assert "delete it too None." in said(render, LEAST)


def test_it_says_until_when_backups_hold_the_data_and_that_a_restore_erases_again():
    some, none = said(render, CERTIFICATE), said(render, LEAST)
    assert "Older backups of the program hold the data until 21/12/2026; then the program removes the last of them." in some
    assert "No backup of the program holds the data." in none
    assert "Older backups of the program hold" not in none
    for text in (some, none):
        assert "Whoever restores an older backup erases the data again" in text


def test_each_copy_elsewhere_has_a_line_for_the_day_on_which_it_is_destroyed():
    text = said(render, CERTIFICATE)
    for place in CERTIFICATE.copies_elsewhere:
        assert f"{place} …… / …… / 20……" in text
    none = said(render, LEAST)
    assert "by hand None on record." in none
    assert "20……" not in none


def test_the_owner_signs_it_and_the_log_stands_at_its_foot():
    text = said(render, CERTIFICATE)
    assert text.endswith("Lâm Đồng, 22 November 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan")
    assert CERTIFICATE.audit_line in text


# ---- length ----------------------------------------------------------------------------------------------------------


def lines(count: int) -> dict[str, tuple[str, ...]]:
    return {
        "recipients": tuple(f"Đơn vị vận chuyển số {n}: {n + 1} người" for n in range(count)),
        "copies_elsewhere": tuple(f"USB số {n}" for n in range(count)),
    }


@pytest.mark.parametrize(("language", "count"), [("vi", 0), ("vi", 3), ("en", 3)])
def test_it_stands_on_one_page_within_the_margins(language, count):
    [(left, top, right, bottom)] = ink(made(render, replace(CERTIFICATE, language=language, **lines(count))))
    assert (left >= 29.5, top >= 19.5, right >= 17.5, bottom >= 19.5) == (True,) * 4


@pytest.mark.parametrize("count", [5, 6, 7, 80])
def test_many_copies_go_on_over_pages_and_the_signature_never_stands_alone(count):
    pages = pages_of(render(replace(CERTIFICATE, **lines(count))))
    assert "names nobody whose data was erased" in pages[-1]
    assert "Trần Thị Lan" in pages[-1]
    assert sum(page.count("USB số") for page in pages) == count
    assert all("Destroyed on" in page for page in pages if "USB số" in page)
    assert all(CERTIFICATE.audit_line in page for page in pages)
