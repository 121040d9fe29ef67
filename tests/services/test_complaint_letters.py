"""Papers say what was typed, carry one number and the log's head, and stay as they were sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize

import pytest
from sqlalchemy import select

from desktop import i18n
from desktop.errors import UserError
from desktop.models.audit import AuditEntry
from desktop.models.choices import ComplaintCategory, ComplaintState, Delivery, FaultParty, LetterKind, PaymentMeans, label
from desktop.services.complaint_views import FaultPart
from desktop.services.customers import CustomerDetails
from desktop.services.shop import Identity
from tests.builders import HANH, IDENTITY, WORK, complaint, intake
from tests.services.helpers import NAME_AS_TYPED, decided, page, said, send, write_in_english

REPLY, ACKNOWLEDGEMENT, EVIDENCE_REQUEST = LetterKind.REPLY, LetterKind.ACKNOWLEDGEMENT, LetterKind.EVIDENCE_REQUEST
COURIER = "Giao Nhanh Sao Mai"
SHARED = (FaultPart(FaultParty.SHOP, 50), FaultPart(FaultParty.THIRD_PARTY, 50, COURIER))
GUIDANCE = "chặn số lạ"


def _issued(services, complaint_id: int, kind: LetterKind = REPLY) -> str:
    return said(services.letters.pdf(services.letters.issue(complaint_id, kind)))


def _letters(services, complaint_id: int):
    return page(services, complaint_id).letters


# ---- what a reply says ---------------------------------------------------------------------------------------------------


def test_a_reply_says_what_was_typed_under_the_shops_own_name(services):
    text = _issued(services, decided(services))
    for part in (HANH.name, "0912 003 365", "KN-2026-0001", "lộ số điện thoại", WORK.data_status, WORK.cause, WORK.remedy):
        assert part in text, part
    for part in (
        IDENTITY.name,
        IDENTITY.address,
        IDENTITY.certificate_number,
        IDENTITY.phone,
        IDENTITY.email,
        IDENTITY.owner_name,
    ):
        assert part in text, part
    assert "Lâm Đồng, ngày 21 tháng 11 năm 2026" in text
    assert "01/2026/TL-KN" in text


def test_a_reply_spells_the_sum_out(services):
    text = _issued(services, decided(services, replace(WORK, proven=1_005_000, agreed=1_005_000)))
    assert "1.005.000 đồng (bằng chữ: Một triệu không trăm linh năm nghìn đồng)" in text
    services.shop.save_letter_settings(replace(services.shop.letter_settings(), linking_word="lẻ"))
    assert "Một triệu không trăm lẻ năm nghìn đồng" in said(services.letters.preview_reply(1, page(services, 1).work))


def test_without_a_sum_a_reply_says_that_none_follows(services):
    text = _issued(services, decided(services, replace(WORK, fault=(), proven=0, agreed=0)))
    assert "không phát sinh khoản bồi thường" in text
    assert "bằng chữ" not in text


def test_only_a_disclosure_brings_the_guidance(services):
    told = decided(services)
    customer_id = page(services, told).row.person.customer_id
    other = services.complaints.receive(intake(services.office.today(), customer_id, category=ComplaintCategory.INACCURATE_DATA))
    services.complaints.decide(other.row.id, WORK)
    assert GUIDANCE in _issued(services, told)
    assert GUIDANCE not in _issued(services, other.row.id)


def test_joint_liability_is_stated_with_the_third_party_by_name(in_store, clock):
    jointly = replace(WORK, fault=SHARED, joint_liability=True)
    complaint_id = decided(in_store, jointly, evidence_complete_on=clock.today)
    text = _issued(in_store, complaint_id)
    assert f"và {COURIER} liên đới chịu trách nhiệm bồi thường theo mục 8 chính sách của cửa hàng" in text
    assert "50 %" in text
    in_store.complaints.save_work(complaint_id, replace(jointly, joint_liability=False))
    assert "liên đới" not in _issued(in_store, complaint_id)


def test_a_security_firm_is_named_where_one_helped(services):
    complaint_id = decided(services)
    assert "hỗ trợ của" not in said(services.letters.preview_reply(complaint_id, WORK))
    helped = replace(WORK, security_firm="An Ninh Mạng Thông Xanh")
    assert "hỗ trợ của An Ninh Mạng Thông Xanh." in said(services.letters.preview_reply(complaint_id, helped))


def test_a_late_reply_says_sorry_and_one_in_time_does_not(services, clock):
    complaint_id = decided(services, replace(WORK, fault=(), proven=0, agreed=0))
    assert "xin lỗi" not in _issued(services, complaint_id)
    clock.move(days=30)
    assert "xin lỗi" not in _issued(services, complaint_id)
    clock.move(days=1)
    text = _issued(services, complaint_id)
    assert "21/12/2026 và xin lỗi quý khách" in text


def test_a_shop_that_has_a_part_in_the_fault_says_sorry_in_its_own_words(services):
    complaint_id = decided(services)
    assert "Lỗi thuộc về cửa hàng. Cửa hàng xin lỗi quý khách về việc này." in _issued(services, complaint_id)
    assert "xin lỗi" in said(services.letters.preview_reply(complaint_id, replace(WORK, fault=SHARED)))
    others = replace(WORK, fault=(FaultPart(FaultParty.THIRD_PARTY, 100, COURIER),))
    assert "xin lỗi" not in said(services.letters.preview_reply(complaint_id, others))
    services.wording.save(REPLY, "apology", "vi", "-")
    assert "xin lỗi" not in said(services.letters.preview_reply(complaint_id, WORK))


def test_markup_and_marks_apart_print_as_they_were_typed(services):
    typed = replace(WORK, cause=NAME_AS_TYPED, remedy=normalize("NFD", "Đã xóa khỏi sổ của người giao hàng."))
    text = _issued(services, decided(services, typed, subject=NAME_AS_TYPED))
    assert text.count(NAME_AS_TYPED) >= 2
    assert "Đã xóa khỏi sổ của người giao hàng." in text


def test_a_long_reply_goes_over_pages_and_loses_nothing(services):
    words = " ".join(f"từ{n}" for n in range(1500))
    text = _issued(services, decided(services, replace(WORK, cause=words)))
    assert [word for word in words.split() if f"{word} " not in text and f"{word}." not in text] == []


def test_a_reply_in_english_is_english(services):
    write_in_english(services)
    text = _issued(services, decided(services))
    assert "Yours sincerely." in text
    assert "21 November 2026" in text
    assert "On 21/11/2026 we received your complaint KN-2026-0001" in text
    assert "Trân trọng" not in text


def test_a_letter_in_vietnamese_calls_the_category_in_vietnamese_whatever_the_screen_speaks(services):
    complaint_id = decided(services, subject="")
    with i18n.speaking("vi"):
        vietnamese = label(ComplaintCategory.DISCLOSURE)
    text = _issued(services, complaint_id)
    assert label(ComplaintCategory.DISCLOSURE) not in text
    assert vietnamese.lower() in text.lower()


# ---- numbers, the log's head, drafts -----------------------------------------------------------------------------------------


def test_a_preview_takes_no_number_and_keeps_nothing(services):
    complaint_id = complaint(services).row.id
    text = said(services.letters.preview_reply(complaint_id, replace(WORK, cause="Còn đang viết dở.")))
    assert "Còn đang viết dở." in text
    assert _letters(services, complaint_id) == ()
    assert page(services, complaint_id).work.cause == ""
    services.complaints.decide(complaint_id, WORK)
    assert "01/2026/TL-KN" in _issued(services, complaint_id)


def test_a_reply_made_anew_before_sending_keeps_its_number(services, clock):
    complaint_id = decided(services)
    first = services.letters.issue(complaint_id, REPLY)
    clock.move(days=1)
    services.complaints.save_work(complaint_id, replace(WORK, cause="Phiếu bị chụp ở kho."))
    again = services.letters.issue(complaint_id, REPLY)
    (letter,) = _letters(services, complaint_id)
    assert (first, letter.id, letter.number, letter.dated) == (again, again, "01/2026/TL-KN", clock.today)
    assert "Phiếu bị chụp ở kho." in said(services.letters.pdf(again))


def test_a_reply_that_no_longer_fits_its_decision_is_not_sent(services, clock):
    complaint_id = decided(services)
    letter_id = services.letters.issue(complaint_id, REPLY)
    services.complaints.save_work(complaint_id, replace(WORK, agreed=500_000))
    with pytest.raises(UserError):
        services.letters.mark_sent(letter_id, clock.today, Delivery.HANDED_OVER)
    letter_id = services.letters.issue(complaint_id, REPLY)
    services.letters.mark_sent(letter_id, clock.today, Delivery.HANDED_OVER)
    assert "500.000" in said(services.letters.pdf(letter_id))


def test_a_reply_made_anew_follows_the_language_that_was_chosen_since(services):
    complaint_id = decided(services)
    services.letters.issue(complaint_id, REPLY)
    write_in_english(services)
    assert "Yours sincerely." in _issued(services, complaint_id)


def test_each_paper_has_numbers_of_its_own_that_begin_again_each_year(services, clock):
    complaint_id = decided(services, missing_evidence="hóa đơn")
    for kind in (ACKNOWLEDGEMENT, EVIDENCE_REQUEST, REPLY):
        services.letters.issue(complaint_id, kind)
    assert [letter.number for letter in _letters(services, complaint_id)] == ["01/2026/BN-KN", "01/2026/BS-KN", "01/2026/TL-KN"]
    clock.move(days=60)
    send(services, complaint_id, ACKNOWLEDGEMENT)
    services.letters.issue(complaint_id, ACKNOWLEDGEMENT)
    assert _letters(services, complaint_id)[-1].number == "01/2027/BN-KN"


def test_reply_and_acknowledgement_carry_number_and_head_of_their_log_entry(services):
    complaint_id = decided(services)
    for kind in (ACKNOWLEDGEMENT, REPLY):
        text = _issued(services, complaint_id, kind)
        with services.office.reading() as session:
            entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
        head = entry.digest[:16]
        assert f"{entry.number} · {head[:4]} {head[4:8]} {head[8:12]} {head[12:]}" in text


# ---- the other papers ---------------------------------------------------------------------------------------------------------


def test_an_acknowledgement_names_number_and_due_day(services):
    text = _issued(services, complaint(services).row.id, ACKNOWLEDGEMENT)
    assert "ghi sổ số KN-2026-0001" in text
    assert "chậm nhất thứ Hai, 21/12/2026. Thời hạn này là 30 ngày kể từ 21/11/2026, theo mục 7" in text


def test_an_acknowledgement_of_a_waiting_clock_says_what_starts_it_and_what_is_missing(in_store):
    text = _issued(in_store, complaint(in_store, missing_evidence="ảnh chụp tin nhắn.").row.id, ACKNOWLEDGEMENT)
    assert "tính từ ngày cửa hàng nhận đủ đơn khiếu nại và giấy tờ" in text
    assert "còn cần gửi: ảnh chụp tin nhắn." in text
    assert "chậm nhất" not in text


def test_a_request_for_evidence_says_whether_the_clock_runs(services):
    text = _issued(services, complaint(services, missing_evidence="hóa đơn").row.id, EVIDENCE_REQUEST)
    assert "còn cần: hóa đơn." in text
    assert "không làm dài thêm thời hạn" in text


def test_a_request_for_evidence_says_what_a_waiting_clock_waits_for(in_store):
    complaint_id = complaint(in_store).row.id
    with pytest.raises(UserError) as nothing_missing:
        in_store.letters.issue(complaint_id, EVIDENCE_REQUEST)
    assert nothing_missing.value.field == "missing_evidence"
    in_store.complaints.ask_for_evidence(complaint_id, "hóa đơn")
    assert "tính từ ngày cửa hàng nhận đủ" in _issued(in_store, complaint_id, EVIDENCE_REQUEST)


def test_a_receipt_names_receiver_sum_and_complaint(services, clock):
    complaint_id = decided(services)
    text = said(services.letters.payment_receipt(complaint_id, 1_250_000, PaymentMeans.CASH, clock.today))
    for part in (HANH.name, IDENTITY.name, "1.250.000 đồng", "Một triệu hai trăm năm mươi nghìn đồng", "KN-2026-0001"):
        assert part in text, part


# ---- sending -------------------------------------------------------------------------------------------------------------------


def test_a_sent_reply_answers_the_complaint_and_is_sent_once(services, clock):
    complaint_id = decided(services)
    letter_id = send(services, complaint_id)
    (letter,) = _letters(services, complaint_id)
    assert (letter.sent_on, letter.sent_by) == (clock.today, Delivery.HANDED_OVER)
    assert page(services, complaint_id).row.state is ComplaintState.REPLIED
    with pytest.raises(UserError) as twice:
        services.letters.mark_sent(letter_id, clock.today, Delivery.POST)
    assert "already" in twice.value.message
    assert _letters(services, complaint_id) == (letter,)


def _taken_up_again(services, clock, paid: int) -> int:
    """Answered in time with 1.250.000 đồng, part of it paid, taken up again after the promise has run out."""
    complaint_id = decided(services)
    send(services, complaint_id)
    services.complaints.record_payment(complaint_id, clock.today, paid, PaymentMeans.CASH)
    clock.move(days=40)
    services.complaints.reopen(complaint_id, "khách đưa thêm giấy tờ")
    return complaint_id


def test_a_second_reply_names_the_first_and_what_was_paid_and_is_no_second_promise(services, clock):
    complaint_id = _taken_up_again(services, clock, 500_000)
    first = _letters(services, complaint_id)[0].number
    services.complaints.decide(complaint_id, WORK)
    text = _issued(services, complaint_id)
    assert f"bằng thư số {first}, 21/11/2026" in text
    assert "đã trả quý khách 500.000 đồng (bằng chữ: Năm trăm nghìn đồng); còn phải trả 750.000 đồng" in text
    assert "xin lỗi quý khách vì sự chậm trễ" not in text, "the first answer kept the promise"
    assert "trong thời hạn đã hứa" not in text


@pytest.mark.parametrize(
    ("agreed", "says"), [(500_000, "đã trả đủ số tiền này"), (0, "Trước thư này, cửa hàng đã trả quý khách 500.000 đồng")]
)
def test_a_second_reply_asks_for_nothing_more_once_enough_is_paid(services, clock, agreed: int, says: str):
    complaint_id = _taken_up_again(services, clock, 500_000)
    fault = WORK.fault if agreed else ()
    services.complaints.decide(complaint_id, replace(WORK, fault=fault, proven=agreed, agreed=agreed))
    text = _issued(services, complaint_id)
    assert says in text
    assert "còn phải trả" not in text


def test_a_complaint_taken_up_again_is_neither_answered_nor_late(services, clock):
    complaint_id = _taken_up_again(services, clock, 500_000)
    row = page(services, complaint_id).row
    assert (row.is_open, row.answered_on, row.deadline) == (True, None, None)
    assert page(services, complaint_id).first_answered_on == clock.today - timedelta(days=40)


def test_a_payment_makes_a_reply_that_is_not_sent_out_of_date(services, clock):
    complaint_id = decided(services)
    letter_id = services.letters.issue(complaint_id, REPLY)
    services.complaints.record_payment(complaint_id, clock.today, 500_000, PaymentMeans.CASH)
    with pytest.raises(UserError, match="Print the letter again"):
        services.letters.mark_sent(letter_id, clock.today, Delivery.POST)
    assert "còn phải trả 750.000 đồng" in _issued(services, complaint_id)


def test_a_letter_is_not_sent_before_its_date_or_in_the_future(services, clock):
    complaint_id = decided(services)
    letter_id = services.letters.issue(complaint_id, REPLY)
    for days in (-1, 1):
        with pytest.raises(UserError) as refused:
            services.letters.mark_sent(letter_id, clock.today + timedelta(days=days), Delivery.POST)
        assert refused.value.field == "sent_on"
    assert page(services, complaint_id).row.state is ComplaintState.DECIDED


def test_a_sent_letter_never_changes(services, clock):
    complaint_id = decided(services)
    kept = {
        letter_id: services.letters.pdf(letter_id)
        for letter_id in (send(services, complaint_id, kind) for kind in (ACKNOWLEDGEMENT, REPLY))
    }
    services.shop.save_identity(replace(IDENTITY, name="Tiệm Hoa Nắng"))
    services.customers.edit(page(services, complaint_id).row.person.customer_id, replace(HANH, name="Người Khác"))
    write_in_english(services)
    clock.move(days=2)
    another = services.letters.issue(complaint_id, ACKNOWLEDGEMENT)
    assert another not in kept
    assert "Tiệm Hoa Nắng" in said(services.letters.pdf(another))
    assert {letter_id: services.letters.pdf(letter_id) for letter_id in kept} == kept


# ---- refused ---------------------------------------------------------------------------------------------------------------------


def test_no_reply_is_made_before_the_decision_or_after_the_answer(services):
    complaint_id = complaint(services).row.id
    with pytest.raises(UserError) as undecided:
        services.letters.issue(complaint_id, REPLY)
    assert undecided.value.message == "Decide the complaint before making the reply."
    services.complaints.decide(complaint_id, WORK)
    send(services, complaint_id)
    with pytest.raises(UserError):
        services.letters.issue(complaint_id, REPLY)
    assert len(_letters(services, complaint_id)) == 1


def test_no_paper_prints_before_the_shop_says_who_it_is(services, clock):
    complaint_id = decided(services)
    services.shop.save_identity(Identity(name="Tiệm Hoa Nắng", phone="0263 000 0027"))
    for act in (
        lambda: services.letters.preview_reply(complaint_id, WORK),
        lambda: services.letters.issue(complaint_id, REPLY),
        lambda: services.letters.issue(complaint_id, ACKNOWLEDGEMENT),
        lambda: services.letters.payment_receipt(complaint_id, 1, PaymentMeans.CASH, clock.today),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.field == "identity"
        assert "address, owner's name, place on letters" in refused.value.message
    services.shop.save_identity(IDENTITY)
    assert "01/2026/TL-KN" in _issued(services, complaint_id)


def test_what_the_typeface_cannot_show_is_refused_in_words_and_takes_no_number(services):
    complaint_id = decided(services)
    for field, text in (("cause", "Lỗi 🙂"), ("remedy", "Đã xóa 漢"), ("security_firm", "An Ninh 🛡")):
        services.complaints.save_work(complaint_id, replace(WORK, **{field: text}))
        with pytest.raises(UserError) as refused:
            services.letters.issue(complaint_id, REPLY)
        assert text[-1] in refused.value.message
    assert _letters(services, complaint_id) == ()
    services.complaints.save_work(complaint_id, WORK)
    assert "01/2026/TL-KN" in _issued(services, complaint_id)


@pytest.mark.parametrize(
    "person",
    [CustomerDetails("Bé Na 🌸", "0912 003 365"), CustomerDetails("Bé Na", "", "", "15 Hoa Mai 🌸")],
    ids=["name", "address"],
)
def test_a_complainant_whom_the_typeface_cannot_show_is_refused_in_words(services, clock, person):
    taken = services.complaints.receive(intake(clock.today, services.customers.add(person)))
    with pytest.raises(UserError) as refused:
        services.letters.issue(taken.row.id, ACKNOWLEDGEMENT)
    assert "🌸" in refused.value.message


def test_an_identity_that_the_typeface_cannot_show_never_prints_as_boxes(services):
    complaint_id = complaint(services).row.id
    printed = []
    for field in ("name", "address", "owner_name", "place", "certificate_number", "certificate_issuer"):
        try:
            services.shop.save_identity(replace(IDENTITY, **{field: "Mộc 🌸"}))
            services.letters.issue(complaint_id, ACKNOWLEDGEMENT)
        except UserError as refused:
            assert "🌸" in refused.message
        else:
            printed.append(field)
    assert printed == []
