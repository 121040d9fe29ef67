"""The printed registers of requests and of incidents: every entry once, under a head on each page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.documents import incident_list, request_list
from tests.documents.papers import ink, made, pages_of, said, text_of
from tests.documents.samples import INCIDENT, INCIDENTS, REQUEST, REQUESTS


def test_each_request_stands_with_its_days_and_state_in_the_order_given():
    text = said(request_list.render, REQUESTS)
    assert "REGISTER OF REQUESTS Yêu cầu đang mở As of 05/12/2026. 2 requests in all. This list names customers" in text
    assert (
        "Reference number Received on Customer Request Due on State YC-2026-0007 21/11/2026 Nguyễn Thị Hạnh Xóa dữ liệu" in text
    )
    assert "11/12/2026 Đang làm YC-2026-0008 21/11/2026 Vũ Xóa dữ liệu – Đã xong" in text
    assert "1 request in all." in text_of(request_list.render(replace(REQUESTS, lines=(REQUEST,))))


def test_each_incident_stands_with_its_moment_how_many_it_touched_and_who_was_told():
    text = said(incident_list.render, INCIDENTS)
    assert "REGISTER OF INCIDENTS Năm 2026 As of 05/12/2026. 1 incident in all. Reference number Noticed at" in text
    assert "SC-2026-0001 22:40 20/11/2026 Máy tính bị nhiễm mã độc 1.300 Công an tỉnh Đang xử lý" in text
    assert "2 incidents in all." in text_of(incident_list.render(replace(INCIDENTS, lines=(INCIDENT, INCIDENT))))


@pytest.mark.parametrize(
    ("module", "listing"), [(request_list, REQUESTS), (incident_list, INCIDENTS)], ids=["requests", "incidents"]
)
def test_an_empty_list_says_so_without_a_table(module, listing):
    text = text_of(module.render(replace(listing, lines=())))
    assert "is on this list." in text
    assert "in all" not in text
    assert "State" not in text


@pytest.mark.parametrize(
    ("module", "listing", "line"),
    [(request_list, REQUESTS, REQUEST), (incident_list, INCIDENTS, INCIDENT)],
    ids=["requests", "incidents"],
)
def test_a_long_register_goes_on_under_a_head_on_each_page_within_the_margins(module, listing, line):
    lines = tuple(replace(line, number=f"S-{n:04d}") for n in range(70))
    pdf = made(module.render, replace(listing, lines=lines))
    pages = pages_of(pdf)
    assert len(pages) >= 2
    assert all(page.count("Reference number") == 1 for page in pages)
    assert [word for page in pages for word in page.split() if word.startswith("S-")] == [one.number for one in lines]
    for left, top, right, bottom in ink(pdf, 2):
        assert (left >= 29, top >= 10, right >= 17, bottom >= 19) == (True,) * 4


def test_a_number_a_day_and_a_kind_stand_on_one_line():
    kinds = tuple(replace(REQUEST, kind=kind) for kind in ("Rút lại sự đồng ý", "Xem dữ liệu"))
    text = said(request_list.render, replace(REQUESTS, lines=kinds, language="vi"))
    assert "YC-2026-0007 21/11/2026 Nguyễn Thị Hạnh Rút lại sự đồng ý 11/12/2026 Đang làm" in text
