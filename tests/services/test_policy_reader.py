"""Reading a policy that the shop wrote itself: plain figures are read, whatever is not sure is left unread."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.amounts import in_words
from desktop.models.choices import TimeUnit
from desktop.services.policy_reader import durations, read
from desktop.services.shop import Identity

DAYS, WORKING, MONTHS = TimeUnit.DAYS, TimeUnit.WORKING_DAYS, TimeUnit.MONTHS
SHOP = Identity(
    name="Hộ kinh doanh Cà phê Mộc", phone="0263 000 0027", email="caphemoc@example.com", certificate_number="42A8000000"
)  # fmt: skip
RECEIPT, BOTH = "receipt", "receipt_and_evidence"
LIKE_DELIVERY = """
3. Thời gian lưu giữ
Dữ liệu của khách và nội dung trao đổi được lưu trữ cho đến khi khách có yêu cầu hủy bỏ.
7. Quy trình giải quyết khiếu nại
Đơn vị quản lý: HỘ KINH DOANH CÀ PHÊ MỘC, giấy chứng nhận đăng ký hộ kinh doanh số 42A8000000 cấp ngày 05/03/2026.
Số điện thoại: 0263.000.0027 – thư điện tử CaPheMoc@example.com.
Cửa hàng xác nhận đã nhận đơn trong 3 ngày làm việc.
Ban quản trị phải trả lời người khiếu nại trong vòng 30 ngày, kể từ ngày nhận được khiếu nại.
"""
LIKE_IN_STORE = """
3. Thời hạn lưu: 1 năm tính từ khi khách không còn liên hệ, thông tin lưu trữ được xóa.
8. Cơ chế giải quyết khiếu nại của khách:
- Khách gửi đơn khiếu nại kèm tài liệu chứng minh. Trong thời hạn mười (10) ngày làm việc kể từ ngày nhận đủ đơn khiếu nại
và giấy tờ, cửa hàng sẽ xem xét.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 ngày", [(30, DAYS)]),
        ("trong vòng 30 (ba mươi) ngày", [(30, DAYS)]),
        ("mười (10) ngày làm việc", [(10, WORKING)]),
        ("10 ngày  làm việc", [(10, WORKING)]),
        ("một năm", [(12, MONTHS)]),
        ("1 năm kể từ", [(12, MONTHS)]),
        ("12 tháng", [(12, MONTHS)]),
        ("mười hai tháng", [(12, MONTHS)]),
        ("năm ngày làm việc", [(5, WORKING)]),
        ("hai mươi mốt ngày", [(21, DAYS)]),
        ("NĂM MƯƠI LĂM NGÀY", [(55, DAYS)]),
        ("3 ngày làm việc, sau đó 30 ngày", [(3, WORKING), (30, DAYS)]),
        ("10 (mười hai) ngày", []),
        ("15 đến 20 ngày", []),
        ("15-20 ngày", []),
        ("ít nhất 12 tháng", []),
        ("0 ngày", []),
        ("ngày 30 tháng 4", []),
        ("ngày 7 tháng 12 năm 2021", []),
        ("từ ngày 05/03/2026", []),
        ("năm 2021", []),
        ("hằng năm", []),
        ("24 giờ", []),
        ("khoảng vài ngày", []),
    ],
)
def test_durations_are_read_or_left(text, expected):
    assert durations(text) == expected


@given(st.integers(1, 99), st.sampled_from(["ngày", "ngày làm việc", "tháng"]))
def test_a_number_is_the_same_in_digits_and_in_words(number, unit):
    words = in_words(number).lower().removesuffix(" đồng")
    for text in (f"{number} {unit}", f"{words} {unit}", f"{number} ({words}) {unit}", f"{words} ({number}) {unit}"):
        assert [amount for amount, _unit in durations(text)] == [number], text


def test_a_policy_like_that_of_a_shop_that_delivers_is_read():
    assert read(LIKE_DELIVERY, SHOP) == {
        "complaint": {"amount": 30, "unit": "days", "start": RECEIPT},
        "retention": {"kind": "until_request", "months": 0},
        "identity": {
            "name": SHOP.name, "phone": SHOP.phone, "email": SHOP.email, "certificate_number": SHOP.certificate_number,
        },
    }  # fmt: skip


def test_a_policy_like_that_of_a_shop_that_keeps_to_itself_is_read():
    assert read(LIKE_IN_STORE, SHOP) == {
        "complaint": {"amount": 10, "unit": "working_days", "start": BOTH},
        "retention": {"kind": "after_last_contact", "months": 12},
    }


@pytest.mark.parametrize(
    "text",
    [
        "Khiếu nại được giải quyết sớm nhất có thể.",
        "Khiếu nại được trả lời trong 15 đến 30 ngày.",
        "Khiếu nại được trả lời trong 30 ngày. Khiếu nại khác được trả lời trong 45 ngày.",
        "Khiếu nại được trả lời trong 30 (ba mươi lăm) ngày.",
        "Cửa hàng xác nhận đã tiếp nhận khiếu nại trong 3 ngày làm việc.",
        "Hàng được đổi trả trong 7 ngày.",
    ],
)
def test_a_complaint_clock_that_is_not_plain_stays_unread(text):
    assert "complaint" not in read(text, SHOP)


@pytest.mark.parametrize(
    "text",
    [
        "Thông tin được lưu trữ lâu nhất có thể.",
        "Thông tin được lưu trữ 1 năm sau lần liên hệ cuối. Thông tin đơn hàng được lưu trữ 3 năm sau lần mua hàng cuối.",
        "Thông tin được lưu trữ 12 tháng sau lần liên hệ cuối hoặc đến khi khách yêu cầu xóa.",
        "Thông tin được lưu trữ 90 ngày sau lần liên hệ cuối.",
        "Thông tin được lưu trữ 5 năm.",
        "Thông tin được lưu trữ đến khi cửa hàng ngừng hoạt động.",
    ],
)
def test_a_retention_that_is_not_plain_stays_unread(text):
    assert "retention" not in read(text, SHOP)


@given(st.integers(1, 365), st.integers(1, 365))
def test_two_different_limits_are_never_read_as_one(first, second):
    text = f"Khiếu nại được trả lời trong {first} ngày.\nMọi khiếu nại được trả lời trong {second} ngày."
    found = read(text, SHOP).get("complaint")
    assert (found == {"amount": first, "unit": "days"}) == (first == second)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error_and_never_for_more_than_it_says(text):
    assert set(read(text, SHOP)) <= {"complaint", "retention", "identity"}
    assert read(text, Identity()).get("identity", {}).get("name") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gọi 0263.000.0027 hoặc 0912 003 365", "0263 000 0027"),
        ("Hotline: +84 263 000 0027", "0263 000 0027"),
        ("Hotline: 0912 003 365", "0912 003 365"),
    ],
)
def test_the_shops_own_number_is_found_among_others_and_another_one_is_named(text, expected):
    assert read(text, SHOP)["identity"]["phone"] == expected


def test_a_line_that_begins_anew_belongs_to_no_sentence_before_it():
    text = "Trả lời khiếu nại trong 30 ngày kể từ ngày nhận\nĐơn kèm giấy tờ, tài liệu chứng minh thì tốt hơn"
    assert read(text, SHOP)["complaint"] == {"amount": 30, "unit": "days", "start": RECEIPT}


def test_a_certificate_of_another_number_is_named():
    assert read("Giấy chứng nhận ĐKKD số: 42A8111111 do UBND cấp", SHOP)["identity"]["certificate_number"] == "42A8111111"
