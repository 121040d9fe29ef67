"""What the shop holds about a customer, on paper: every part of it, or a sentence that there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.documents.held_data import CaseLine, ConsentLine, RecipientLine, render
from tests.documents.papers import SHOP, ink, made, pages_of, said, text_of
from tests.documents.samples import HELD

NOTHING = replace(
    HELD, number="", details=(), consents=(), recipients=(), deletion="", kept_by=(), wishes=(), complaints=(), requests=(),
    contacts="", audit_line="",
)  # fmt: skip
DAYS = [date(2026, 10, 1) + timedelta(n) for n in range(20)]
ORDINARY = replace(
    HELD,
    consents=tuple(
        ConsentLine(f"Việc số {n}: liên lạc về đơn hàng, đổi trả, tài khoản", "Đồng ý", DAYS[n], "phiếu") for n in range(6)
    ),
    recipients=tuple(
        RecipientLine(
            ("Giao hàng nhanh (GHN)", "Viettel Post")[n % 2], "họ tên, số điện thoại, địa chỉ", f"{day:%d/%m/%Y}", "đồng ý"
        )
        for n, day in enumerate(DAYS)
    ),
    complaints=tuple(CaseLine(f"KN-2026-{n:04d}", DAYS[n], "Lộ số điện thoại cho người khác", "Đã trả lời") for n in range(3)),
)


def test_it_says_whose_data_as_of_when_and_in_answer_to_what():
    text = said(render, HELD)
    assert "WHAT WE HOLD ABOUT YOU To: Nguyễn Thị Hạnh As of 05/12/2026. Answers your request YC-2026-0007." in text
    assert HELD.audit_line in text


def test_each_part_stands_under_its_title():
    text = said(render, HELD).replace("\u00a0", " ")
    assert "Your details: Họ tên: Nguyễn Thị Hạnh Địa chỉ: 12 Phan Đình Phùng, Đà Lạt What you agreed to:" in text
    assert (
        "Decision When and how Giao hàng Đồng ý 03/10/2026, phiếu ký tại quầy Báo tin khuyến mãi Chưa hỏi Who was told:" in text
    )
    assert "Basis Giao hàng nhanh (GHN) họ tên, số điện thoại 03/10/2026 sự đồng ý Công an" in text
    assert "When it is deleted: Dự kiến xóa ngày 21/11/2027. What is kept longer, and why: - Khiếu nại KN-2026-0007" in text
    assert "What you asked us not to do: - Không gửi khuyến mại - Không gọi điện Your complaints:" in text
    assert "State KN-2026-0007 21/11/2026 Lộ số điện thoại Đang kiểm tra Your requests:" in text
    assert "YC-2026-0007 04/12/2026 Xem dữ liệu Đang làm Conversations: 12 lần, từ 03/10/2026 đến 30/11/2026. At any time" in text


def test_it_ends_with_what_the_customer_may_ask_for_and_where():
    ways = "restrict its use, or withdraw a consent: at the shop, by phone 0263 000 0027, by email caphemoc@example.com."
    assert said(render, HELD).replace("\u00a0", " ").endswith(ways)
    assert text_of(render(replace(HELD, shop=replace(SHOP, phone="", email="")))).endswith("withdraw a consent: at the shop.")


def test_an_empty_part_says_so():
    text = text_of(render(NOTHING))
    assert "As of 05/12/2026. Your details: None. What you agreed to: You were not asked for any consent." in text
    assert "Who was told: Nobody was told anything. When it is deleted: No day is set." in text
    assert "What is kept longer, and why: Nothing. What you asked us not to do: Nothing." in text
    assert "Your complaints: None. Your requests: None. Conversations: No conversation is on record. At any time" in text


def test_a_recipient_who_was_told_the_same_several_times_stands_there_once():
    text = said(render, ORDINARY)
    assert text.count("Viettel Post") == 1
    assert [day for day in DAYS if f"{day:%d/%m/%Y}" not in text] == []
    others = replace(ORDINARY.recipients[1], basis="pháp luật"), replace(ORDINARY.recipients[1], fields="họ tên")
    assert text_of(render(replace(ORDINARY, recipients=(*ORDINARY.recipients, *others)))).count("Viettel Post") == 3


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_ordinary_customer_takes_one_page_within_the_margins(language):
    [(left, top, right, bottom)] = ink(made(render, replace(ORDINARY, language=language)))
    assert (left >= 29.5, top >= 19.5, right >= 17.5, bottom >= 19.5) == (True,) * 4


def test_more_goes_on_over_pages_under_repeated_heads():
    cases = tuple(CaseLine(f"KN-{n:04d}", DAYS[0], "Lộ số điện thoại", "Đã trả lời") for n in range(70))
    told = tuple(replace(HELD.recipients[0], name=f"Bên nhận {n:03d}") for n in range(50))
    pages = pages_of(render(replace(ORDINARY, complaints=cases, recipients=told)))
    assert len(pages) >= 3
    assert all("What it is about" in page for page in pages if "KN-00" in page)
    assert all("Recipient" in page for page in pages if "Bên nhận 0" in page)
    assert all(HELD.audit_line in page for page in pages)
    whole = " ".join(pages)
    assert [n for n in range(70) if whole.count(f"KN-{n:04d}") != 1] == []
    assert [n for n in range(50) if whole.count(f"Bên nhận {n:03d}") != 1] == []
    assert "withdraw a consent" in pages[-1]
