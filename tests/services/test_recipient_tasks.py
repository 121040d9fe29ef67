"""After a correction every recipient who holds the old data is to be told, by letter; and what one customer may read of it all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models.audit import AuditEntry
from desktop.models.choices import ConsentDecision, LegalBasis, NoticeMeans, RestrictionKind, SheetFormat
from desktop.services.customers import CustomerDetails, Edited
from desktop.services.disclosures import Ground
from desktop.services.manifests import Order, Parcel
from desktop.services.recipients import RecipientForm
from desktop.services.shop import Identity
from tests.builders import HANH, IDENTITY, add_customer
from tests.services.giving import (
    AGENCY,
    CARRIER,
    EVERYTHING,
    GHN,
    LAW,
    POLICE,
    PROVIDER,
    SENDER,
    by_letter,
    carrier,
    entered,
    give,
    say,
)
from tests.services.helpers import NAME_AS_TYPED, said, write_in_english

TODAY = date(2026, 11, 21)
YESTERDAY, LAST_WEEK, IN_OCTOBER = date(2026, 11, 20), date(2026, 11, 14), date(2026, 10, 5)
MOVED = replace(HANH, address="7 Đường Thông, Lâm Viên - Đà Lạt")
RENUMBERED = replace(MOVED, phone="0987 650 012")


@pytest.fixture
def hanh(services) -> int:
    customer_id = add_customer(services)
    say(services, customer_id, IN_OCTOBER)
    return customer_id


@pytest.fixture
def ghn(services) -> int:
    return carrier(services)


@pytest.fixture
def shipped(services, hanh, ghn) -> int:
    """A customer whose name, phone and address one carrier was given a week ago."""
    give(services, hanh, ghn, LAST_WEEK, order_reference="DH-15")
    return hanh


def to_tell(services) -> list[tuple[str, tuple[str, ...]]]:
    """Who is still to be told of what."""
    return [(task.recipient, task.fields) for task in services.recipient_tasks.open_rows()]


def edit(services, customer_id: int, details: CustomerDetails) -> Edited:
    return services.customers.edit(customer_id, details)


def letter(services, place: int = 0) -> str:
    return said(services.recipient_tasks.letter(services.recipient_tasks.open_rows()[place].public_id))


def told(services, place: int = 0, on: date = TODAY) -> str:
    public_id = services.recipient_tasks.open_rows()[place].public_id
    services.recipient_tasks.mark_told(public_id, on)
    return public_id


# ---- who is to be told ----------------------------------------------------------------------------------------------------


def test_a_correction_of_what_was_given_opens_a_task_per_recipient(services, shipped, ghn):
    give(services, shipped, carrier(services, "spx"), YESTERDAY)
    give(services, shipped, carrier(services, "vnpost"), YESTERDAY, fields=("name", "phone"))
    edit(services, shipped, MOVED)
    assert to_tell(services) == [(GHN, ("address",)), ("SPX Express", ("address",))]
    (first, _second) = services.recipient_tasks.open_rows()
    assert (first.customer, first.since, first.told_on, first.letter_number) == (HANH.name, TODAY, None, "")
    assert services.recipient_tasks.count_open() == 2


def test_what_was_given_to_nobody_is_corrected_without_a_task(services, shipped):
    edit(services, shipped, replace(HANH, email="moi@example.com", group_name="Khách sỉ"))
    assert (to_tell(services), services.recipient_tasks.count_open()) == ([], 0)


def test_saving_without_a_change_opens_no_task(services, shipped):
    edit(services, shipped, HANH)
    assert to_tell(services) == []


def test_what_was_voided_was_not_given(services, shipped):
    (entry,) = services.disclosures.of_customer(shipped)
    services.disclosures.void(entry.public_id, "Nhập nhầm khách")
    edit(services, shipped, MOVED)
    assert to_tell(services) == []


def test_a_second_correction_is_united_with_the_first(services, shipped, clock):
    edit(services, shipped, MOVED)
    clock.move(days=2)
    edit(services, shipped, RENUMBERED)
    assert to_tell(services) == [(GHN, ("address", "phone"))]
    assert services.recipient_tasks.open_rows()[0].since == clock.today


def test_a_correction_after_the_recipient_was_told_is_a_task_of_its_own(services, shipped):
    edit(services, shipped, MOVED)
    told(services)
    edit(services, shipped, RENUMBERED)
    assert to_tell(services) == [(GHN, ("phone",))]


# ---- undoing a correction --------------------------------------------------------------------------------------------------


def test_undoing_a_correction_takes_its_task_back(services, shipped):
    services.customers.undo(edit(services, shipped, MOVED))
    assert to_tell(services) == []


def test_undoing_the_second_correction_leaves_what_the_first_one_changed(services, shipped):
    edit(services, shipped, MOVED)
    services.customers.undo(edit(services, shipped, RENUMBERED))
    assert to_tell(services) == [(GHN, ("address",))]


def test_undoing_the_second_of_two_changes_of_one_field_leaves_the_recipient_to_be_told(services, shipped):
    first = edit(services, shipped, MOVED)
    second = edit(services, shipped, replace(MOVED, address="9 Hẻm Sương"))
    services.customers.undo(second)
    assert to_tell(services) == [(GHN, ("address",))]
    services.customers.undo(first)
    assert to_tell(services) == []


def test_whoever_heard_of_a_correction_has_to_hear_that_it_was_undone(services, shipped):
    edited = edit(services, shipped, MOVED)
    told(services)
    services.customers.undo(edited)
    assert to_tell(services) == [(GHN, ("address",))]
    assert HANH.address in letter(services)


def test_undoing_a_correction_whose_disclosure_was_voided_since_asks_for_nothing(services, shipped):
    edited = edit(services, shipped, MOVED)
    (entry,) = services.disclosures.of_customer(shipped)
    services.disclosures.void(entry.public_id, "Nhập nhầm khách")
    services.customers.undo(edited)
    assert to_tell(services) == []


# ---- voiding after a correction ---------------------------------------------------------------------------------------------


def test_whoever_turns_out_to_have_been_given_nothing_need_not_be_told(services, shipped, ghn):
    partly = give(services, shipped, ghn, YESTERDAY, fields=("name", "phone"))
    edit(services, shipped, RENUMBERED)
    assert to_tell(services) == [(GHN, ("address", "phone"))]
    whole = next(row for row in services.disclosures.of_customer(shipped) if row.public_id != partly.public_id)
    services.disclosures.void(whole.public_id, "Nhập nhầm khách")
    assert to_tell(services) == [(GHN, ("phone",))]
    services.disclosures.void(partly.public_id, "Nhập nhầm khách")
    assert to_tell(services) == []


def test_voiding_leaves_the_tasks_of_other_recipients_and_customers(services, shipped, ghn):
    give(services, shipped, carrier(services, "spx"), YESTERDAY)
    other = add_customer(services, replace(HANH, phone="0908 111 222", email=""))
    say(services, other, IN_OCTOBER)
    give(services, other, ghn, YESTERDAY)
    edit(services, shipped, MOVED)
    edit(services, other, replace(HANH, phone="0908 111 222", email="", address="9 Hẻm Sương"))
    entry = next(row for row in services.disclosures.of_customer(shipped) if row.recipient == GHN)
    services.disclosures.void(entry.public_id, "Nhập nhầm khách")
    assert [(task.customer_id, task.recipient) for task in services.recipient_tasks.open_rows()] == [
        (shipped, "SPX Express"), (other, GHN),
    ]  # fmt: skip


def test_a_manifest_that_was_not_sent_leaves_nobody_to_be_told(services, hanh, ghn, clock):
    manifest = services.manifests.make(Order(ghn, clock.today, SheetFormat.CSV, (Parcel(hanh, "DH-1"),)))
    edit(services, hanh, MOVED)
    assert to_tell(services) == [(GHN, ("address",))]
    services.manifests.mark_not_sent(manifest)
    assert to_tell(services) == []


# ---- the letter -------------------------------------------------------------------------------------------------------------


def test_the_letter_names_the_days_the_orders_and_what_to_correct(services, shipped, ghn, clock):
    give(services, shipped, ghn, YESTERDAY, fields=("name", "phone"), order_reference="DH-16")
    edit(services, shipped, MOVED)
    clock.move(days=3)
    give(services, shipped, ghn, clock.today, order_reference="DH-17")
    text = letter(services)
    assert f"{IDENTITY.name} đã cung cấp cho {GHN} thông tin của khách {HANH.name}" in text
    assert "số điện thoại 0912 003 365, vào ngày 14/11/2026 (đơn DH-15)." in text
    assert f"Đề nghị sửa lại. Thông tin sau đây đã thay đổi, đề nghị quý đơn vị sửa lại: - Địa chỉ: {MOVED.address}" in text
    assert "Đề nghị xóa" not in text
    assert "DH-16" not in text
    assert "DH-17" not in text


def test_the_letter_is_in_the_language_of_letters_whatever_the_screen_speaks(services, shipped):
    edit(services, shipped, MOVED)
    assert "V/v thay đổi thông tin đã cung cấp" in letter(services)
    write_in_english(services)
    text = letter(services)
    assert "The following has changed; please correct it: - Address: 7 Đường Thông" in text
    assert "Đề nghị" not in text


def test_the_letter_names_an_email_for_the_answer_where_the_shop_has_one(services, shipped):
    edit(services, shipped, MOVED)
    assert f"Văn bản xác nhận có thể gửi qua thư điện tử {IDENTITY.email}." in letter(services)
    services.shop.save_identity(replace(IDENTITY, email=""))
    text = letter(services)
    assert f"gọi số {IDENTITY.phone}." in text
    assert "thư điện tử" not in text


def test_where_the_gate_is_shut_by_now_the_letter_asks_to_delete_and_tells_nothing_new(services, shipped):
    edit(services, shipped, RENUMBERED)
    say(services, shipped, TODAY, ConsentDecision.WITHDRAWN)
    text = letter(services)
    assert "đề nghị xóa: địa chỉ, số điện thoại." in text
    assert "14/11/2026 (đơn DH-15)" in text
    for secret in (MOVED.address, "0987 650 012", "0987650012", "Đề nghị sửa lại"):
        assert secret not in text, secret
    assert f"khách {HANH.name}, số điện thoại –" in text


def test_where_one_field_may_still_be_given_the_letter_corrects_it_and_has_the_other_deleted(services, shipped):
    edit(services, shipped, RENUMBERED)
    services.restrictions.add(shipped, RestrictionKind.HIDE_ADDRESS)
    text = letter(services)
    assert f"khách {HANH.name}, số điện thoại –, vào ngày 14/11/2026 (đơn DH-15)." in text
    assert "đề nghị quý đơn vị sửa lại: - Số điện thoại: 0987 650 012" in text
    assert "đề nghị xóa: địa chỉ." in text
    assert MOVED.address not in text


def test_a_field_that_is_empty_by_now_is_to_be_deleted(services, shipped):
    edit(services, shipped, replace(HANH, phone=""))
    text = letter(services)
    assert "đề nghị xóa: số điện thoại." in text
    assert "Đề nghị sửa lại" not in text


def test_a_new_name_is_not_told_to_whom_nothing_may_be_told_any_more(services, shipped, ghn):
    edit(services, shipped, replace(HANH, name="Nguyễn Minh Hạnh"))
    services.recipients.set_active(ghn, False)
    text = letter(services)
    assert "thông tin của khách –, số điện thoại 0912 003 365" in text
    assert "Minh Hạnh" not in text


def test_the_letter_tells_no_phone_to_whom_none_was_given(services, hanh):
    sender = entered(services, SENDER, PROVIDER)
    say(services, hanh, LAST_WEEK, kind=PROVIDER)
    give(services, hanh, sender, LAST_WEEK, fields=("name", "email"))
    edit(services, hanh, replace(HANH, email="moi@example.com"))
    text = letter(services)
    assert f"khách {HANH.name}, số điện thoại –" in text
    assert "- Thư điện tử: moi@example.com" in text
    assert "0912" not in text


def test_the_gate_is_asked_on_the_ground_on_which_the_data_was_given(services, hanh):
    sender, police = entered(services, SENDER, PROVIDER), entered(services, POLICE, AGENCY)
    give(services, hanh, sender, LAST_WEEK, ground=Ground(LegalBasis.SERVICE, LAW))
    give(services, hanh, police, YESTERDAY, ground=by_letter(YESTERDAY))
    edit(services, hanh, MOVED)
    for place in (0, 1):
        text = letter(services, place)
        assert f"- Địa chỉ: {MOVED.address}" in text
        assert "đề nghị xóa" not in text


def test_the_letter_is_addressed_by_the_first_line_of_how_to_reach_them(services, shipped, ghn):
    services.recipients.save(ghn, RecipientForm(GHN, CARRIER, "Bưu cục Hòa Bình\n0263 000 0055", preset="ghn"))
    edit(services, shipped, MOVED)
    assert "Quý khách" not in letter(services)
    write_in_english(services)
    text = letter(services)
    assert f"For the attention of: {GHN}, Bưu cục Hòa Bình" in text
    assert "0263 000 0055" not in text


def test_letters_are_numbered_without_gaps_and_one_made_anew_keeps_its_number(services, shipped, clock):
    give(services, shipped, carrier(services, "spx"), YESTERDAY)
    edit(services, shipped, MOVED)
    assert "01/2026/TB-BN" in letter(services, 0)
    clock.move(days=1)
    edit(services, shipped, RENUMBERED)
    text = letter(services, 0)
    assert "01/2026/TB-BN" in text
    assert "ngày 22 tháng 11 năm 2026" in text
    assert "0987 650 012" in text
    assert "02/2026/TB-BN" in letter(services, 1)
    assert [task.letter_number for task in services.recipient_tasks.open_rows()] == ["01/2026/TB-BN", "02/2026/TB-BN"]


def test_the_letter_carries_its_log_entry_and_the_log_knows_its_number(services, shipped):
    edit(services, shipped, MOVED)
    text = letter(services)
    with services.office.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
    assert entry.action == "recipient.letter_made"
    assert "01/2026/TB-BN" in entry.details
    assert f"Nhật ký {entry.printed()}" in text


def test_what_the_typeface_cannot_show_takes_no_number(services, shipped):
    edit(services, shipped, replace(HANH, address="7 Đường Thông 🌲"))
    with pytest.raises(UserError) as refused:
        letter(services)
    assert "🌲" in refused.value.message
    edit(services, shipped, MOVED)
    assert "01/2026/TB-BN" in letter(services)


def test_no_letter_or_statement_is_made_before_the_shop_says_who_it_is(services, shipped):
    edit(services, shipped, MOVED)
    services.shop.save_identity(Identity(name="Tiệm Hoa Nắng"))
    for act in (lambda: letter(services), lambda: services.recipient_tasks.statement(shipped)):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.field == "identity"
    services.shop.save_identity(IDENTITY)
    assert "01/2026/TB-BN" in letter(services)


# ---- told -------------------------------------------------------------------------------------------------------------------


def test_a_recipient_who_was_told_is_ticked_off_once(services, shipped):
    edit(services, shipped, MOVED)
    public_id = told(services)
    assert (to_tell(services), services.recipient_tasks.count_open()) == ([], 0)
    with pytest.raises(UserError) as twice:
        services.recipient_tasks.mark_told(public_id, TODAY)
    assert twice.value.message == "This is marked as done already."


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(TODAY + timedelta(days=1), "This day lies in the future."), (YESTERDAY, "The data changed only on 21/11/2026.")],
)
def test_nobody_was_told_in_the_future_or_before_the_change(services, shipped, on, sentence):
    edit(services, shipped, MOVED)
    with pytest.raises(UserError) as refused:
        told(services, on=on)
    assert (refused.value.message, refused.value.field) == (sentence, "told_on")
    assert services.recipient_tasks.count_open() == 1


# ---- merging ----------------------------------------------------------------------------------------------------------------


def test_merging_moves_entries_and_tasks_and_parting_gives_them_back(services, shipped, ghn):
    edit(services, shipped, MOVED)
    kept = add_customer(services, CustomerDetails("Chị Hạnh", "0912 003 366"))
    before = services.disclosures.of_customer(shipped)
    merge_id = services.merging.merge(kept, shipped)
    assert [(row.id, row.customer) for row in services.disclosures.of_customer(kept)] == [(before[0].id, "Chị Hạnh")]
    assert [(task.customer_id, task.customer) for task in services.recipient_tasks.open_rows()] == [(kept, "Chị Hạnh")]
    assert "14/11/2026 (đơn DH-15)" in letter(services)
    services.merging.undo(merge_id)
    assert (services.disclosures.of_customer(shipped), services.disclosures.of_customer(kept)) == (before, [])
    assert [task.customer_id for task in services.recipient_tasks.open_rows()] == [shipped]


def test_after_a_merge_a_correction_concerns_whoever_was_told_of_either_record(services, shipped):
    kept = add_customer(services, replace(HANH, phone="0912 003 366", email=""))
    say(services, kept, IN_OCTOBER)
    give(services, kept, carrier(services, "spx"), YESTERDAY)
    services.merging.merge(kept, shipped)
    edit(services, kept, replace(services.customers.page(kept).details, address=MOVED.address))
    assert to_tell(services) == [(GHN, ("address",)), ("SPX Express", ("address",))]


def test_a_task_whose_entries_went_with_the_other_record_has_no_letter(services, shipped):
    kept = add_customer(services, CustomerDetails("Chị Hạnh", "0912 003 366"))
    merge_id = services.merging.merge(kept, shipped)
    edit(services, kept, replace(services.customers.page(kept).details, address=MOVED.address))
    services.merging.undo(merge_id)
    with pytest.raises(UserError) as refused:
        letter(services)
    assert refused.value.message == "Nothing is on record any more that this recipient was given."


# ---- the statement for one customer -----------------------------------------------------------------------------------------


def statement(services, customer_id: int) -> str:
    return said(services.recipient_tasks.statement(customer_id))


def test_the_statement_names_recipients_days_fields_grounds_and_notices(services, shipped, ghn):
    police, sender = entered(services, POLICE, AGENCY), entered(services, SENDER, PROVIDER)
    give(services, shipped, police, YESTERDAY, fields=EVERYTHING, ground=by_letter(IN_OCTOBER), purpose="Xác minh vụ việc")
    give(services, shipped, sender, TODAY, fields=("name",), ground=Ground(LegalBasis.LAW, LAW), purpose="Theo luật")
    give(services, shipped, ghn, TODAY, notified_on=TODAY, notified_by=NoticeMeans.ZALO)
    text = statement(services, shipped)
    assert f"BẢN KÊ VIỆC CUNG CẤP THÔNG TIN Kính gửi: Quý khách {HANH.name}, số điện thoại 0912 003 365" in text
    for part in (IDENTITY.name, IDENTITY.owner_name, GHN, POLICE, SENDER, LAW, "12/CV-CA (05/10/2026)", "Xác minh vụ việc"):
        assert part in text, part
    lines = ("14/11/2026 Giao Hàng", "20/11/2026 Công an", "21/11/2026 Tin Nhắn", "21/11/2026 Giao Hàng", "Tổng cộng 4 lần")
    places = [text.index(line) for line in lines]
    assert places == sorted(places)
    assert "Họ tên, số điện thoại, địa chỉ, thư điện tử" in text
    for words in ("Đơn DH-15", "Khách đồng ý chưa báo", "Khách đồng ý 21/11/2026 Zalo", "Cơ quan nhà nước yêu cầu"):
        assert words in text, words


def test_the_statement_leaves_voided_entries_out(services, shipped, ghn):
    wrong = give(services, shipped, ghn, YESTERDAY, order_reference="DH-99")
    services.disclosures.void(wrong.public_id, "Nhập nhầm khách")
    text = statement(services, shipped)
    assert "DH-15" in text
    for part in ("DH-99", "Nhập nhầm khách", "20/11/2026"):
        assert part not in text, part


def test_with_none_at_all_the_statement_says_that_nobody_was_told(services, hanh):
    assert "Tính đến ngày 21/11/2026, cửa hàng chưa cung cấp thông tin của quý khách cho ai." in statement(services, hanh)


def test_the_statement_is_in_the_language_of_letters(services, shipped):
    write_in_english(services)
    text = statement(services, shipped)
    for part in (
        "STATEMENT OF DISCLOSURES",
        "Name, phone number, address",
        "The customer's consent",
        "not yet",
        "1 disclosure in all.",
    ):
        assert part in text, part


def test_markup_in_an_entry_prints_as_it_was_typed(services, hanh, ghn):
    give(services, hanh, ghn, purpose=NAME_AS_TYPED)
    assert NAME_AS_TYPED in statement(services, hanh)


def test_a_record_that_was_merged_away_has_no_statement_of_its_own(services, shipped):
    kept = add_customer(services, CustomerDetails("Chị Hạnh", "0912 003 366"))
    services.merging.merge(kept, shipped)
    with pytest.raises(UserError) as refused:
        services.recipient_tasks.statement(shipped)
    assert "merged into another" in refused.value.message
    assert GHN in statement(services, kept)
