"""The preview of an erasure on paper: every person, what goes, what stays, and nobody torn apart without need."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents.erasure_preview import PersonPart, render
from tests.documents.papers import ink, made, pages_of, said
from tests.documents.samples import NGOC, PREVIEW, TAM

GONE = "Gone for good, cannot be brought back"
NAMELESS = "Kept without anybody knowing whose it was"
KEPT = "Still kept, for the reason beside it"
FILES = 120
LONG = replace(NGOC, name="Người dài", goes=tuple((f"Tệp {n:03d}", "ảnh") for n in range(FILES)))


def people(count: int) -> tuple[PersonPart, ...]:
    """As many, told apart by their names."""
    return tuple(replace(NGOC, name=f"Khách số {n:03d}.") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


def test_each_part_stands_under_its_title_beside_its_remark():
    text = said(render, PREVIEW)
    assert "Trần Bích Ngọc, phone 0912 003 365 Theo yêu cầu YC-2026-0012 ngày 19/11/2026." in text
    assert (
        f"{GONE} Tên, điện thoại, email, địa chỉ hồ sơ khách hàng 3 tệp đính kèm 2 phiếu đồng ý, 1 ảnh {NAMELESS} 2 lần" in text
    )
    assert f"loại thông tin {KEPT} Đơn hàng DH-0412 đến 12/11/2029, vì luật buộc giữ đơn hàng 3 năm Lê Minh Tâm" in text


def test_an_empty_part_and_an_unknown_phone_are_left_out():
    text = said(render, replace(PREVIEW, people=(TAM,)))
    assert "Lê Minh Tâm Hết 12 tháng" in text
    assert GONE in text
    assert NAMELESS not in text
    assert KEPT not in text


def test_it_says_that_nothing_is_erased_yet_and_that_the_paper_goes_too():
    text = said(render, PREVIEW).replace("\u00a0", " ")
    assert (
        "As of 21/11/2026 nothing has been erased. Once the owner confirms it, this happens to the data of 2 customers:" in text
    )
    assert "Restoring an older backup does not bring the data back." in text
    assert "This preview names customers: destroy it once the erasure is done." in text
    assert "of 1 customer:" in said(render, replace(PREVIEW, people=(TAM,))).replace("\u00a0", " ")


# ---- length ----------------------------------------------------------------------------------------------------------


def test_several_people_stand_on_a_page_within_its_margins_and_each_in_one_piece():
    pdf = render(replace(PREVIEW, people=people(30)))
    pages = pages_of(pdf)
    assert 6 <= len(pages) <= 15
    assert (
        [page.count("Khách số") for page in pages] == [page.count(KEPT) for page in pages] == [page.count(GONE) for page in pages]
    )
    assert all(f"Khách số {n:03d}." in " ".join(pages) for n in range(30))
    assert all(page.count("Khách số") >= 2 for page in pages[:-1])
    _check_margins(pdf)


def test_somebody_who_fills_more_than_a_page_starts_on_the_first_and_repeats_the_title():
    pages = pages_of(render(replace(PREVIEW, people=(LONG, TAM))))
    with_files = [page for page in pages if "Tệp " in page]
    assert "Tệp 000" in pages[0]
    assert len(with_files) >= 3
    assert all(GONE in page for page in with_files)
    assert all(f"Tệp {n:03d}" in " ".join(pages) for n in range(FILES))


@pytest.mark.parametrize("rows", [18, 20, 21, 22, 26, 27])  # the name comes to stand on a later page at 21 and at 27
def test_a_name_never_stands_apart_from_what_is_said_of_it(rows):
    before = replace(TAM, goes=(("Tên", "hồ sơ"),) * rows)
    [page] = [page for page in pages_of(render(replace(PREVIEW, people=(before, LONG)))) if "Người dài" in page]
    assert "Tệp 000" in page


@pytest.mark.parametrize("count", [1, 2])
def test_nothing_is_printed_into_the_margins(count):
    _check_margins(made(render, replace(PREVIEW, people=people(count))))


def _check_margins(pdf: bytes) -> None:
    for left, top, right, bottom in ink(pdf):
        assert (left >= 29.5, top >= 10, right >= 17.5, bottom >= 19.5) == (True,) * 4
