"""A complaint's way from the counter to the file, each step guarded and on record, under both presets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import ComplaintState, Delivery, FaultParty, LetterKind, PaymentMeans
from desktop.services.complaint_views import CaseWork, FaultPart, TaskKind
from tests.builders import WORK, complaint, intake, photo
from tests.services.helpers import decided, page, send

State = ComplaintState
SHOP, CUSTOMER, THIRD = FaultParty.SHOP, FaultParty.CUSTOMER, FaultParty.THIRD_PARTY
COURIER = "Giao Nhanh Sao Mai"


def _state(services, complaint_id: int) -> ComplaintState:
    return page(services, complaint_id).row.state


def _steps(services, complaint_id: int) -> list[str]:
    return [event.action for event in reversed(page(services, complaint_id).events)]


def _pay(services, complaint_id: int, amount: int, **more) -> None:
    values = {"on": services.office.today(), "means": PaymentMeans.CASH, **more}
    services.complaints.record_payment(complaint_id, amount=amount, **values)


def _replied(services, work: CaseWork = WORK) -> int:
    complaint_id = decided(services, work)
    send(services, complaint_id)
    return complaint_id


# ---- the whole path --------------------------------------------------------------------------------------------------


def test_the_whole_path_under_a_promise_from_receipt(services, clock):
    taken = complaint(services, files=(photo(),))
    complaint_id = taken.row.id
    assert taken.promise.last_day == date(2026, 12, 21)
    send(services, complaint_id, LetterKind.ACKNOWLEDGEMENT)
    clock.move(days=1)
    services.complaints.begin_checking(complaint_id)
    services.complaints.save_work(complaint_id, WORK)
    clock.move(days=1)
    services.complaints.decide(complaint_id, WORK)
    send(services, complaint_id)
    _pay(services, complaint_id, WORK.agreed, receipt=photo("bien-nhan.png"))
    services.complaints.close(complaint_id)
    end = page(services, complaint_id)
    assert (end.row.state, end.closed_on, end.row.answered_on, end.row.unpaid) == (State.CLOSED, clock.today, clock.today, 0)
    assert (end.acknowledged_on, end.acknowledged_by) == (date(2026, 11, 21), Delivery.HANDED_OVER)
    assert end.work == WORK
    steps = ["received", "acknowledgement_sent", "checking_began", "decided", "reply_sent", "paid", "closed"]
    assert _steps(services, complaint_id) == steps
    assert all(event.actor for event in end.events)
    assert services.complaints.open_rows() == []


def test_the_whole_path_under_a_promise_from_evidence(in_store, clock):
    taken = complaint(in_store, missing_evidence="ảnh chụp tin nhắn")
    complaint_id = taken.row.id
    assert (taken.promise, taken.row.state, taken.waits_for_evidence) == (None, State.AWAITING_EVIDENCE, True)
    assert TaskKind.GET_EVIDENCE in [task.kind for task in taken.row.tasks]
    clock.move(days=2)
    in_store.complaints.add_evidence(complaint_id, (photo(),))
    in_store.complaints.state_evidence_complete(complaint_id, clock.today)
    started = page(in_store, complaint_id)
    assert (started.row.state, started.missing_evidence, started.evidence_complete_on) == (State.RECEIVED, "", clock.today)
    assert (
        started.promise.explain()
        == "10 working days from 23/11/2026, 24/11 not counted, under section\u00a08 of the shop's policy."
    )
    assert started.promise.last_day == date(2026, 12, 8)
    in_store.complaints.decide(complaint_id, WORK)
    send(in_store, complaint_id)
    _pay(in_store, complaint_id, WORK.agreed)
    in_store.complaints.close(complaint_id)
    assert _state(in_store, complaint_id) is State.CLOSED


# ---- evidence and clocks ----------------------------------------------------------------------------------------------


def test_asking_for_evidence_stops_no_clock_that_runs_from_receipt(services):
    taken = complaint(services)
    services.complaints.ask_for_evidence(taken.row.id, "ảnh chụp tin nhắn")
    asked = page(services, taken.row.id)
    assert (asked.row.state, asked.missing_evidence) == (State.AWAITING_EVIDENCE, "ảnh chụp tin nhắn")
    assert asked.promise == taken.promise
    assert [task.kind for task in asked.row.tasks if task.deadline == asked.promise] == [TaskKind.REPLY]


def test_a_promise_that_runs_is_never_stopped_by_asking_for_more(in_store, clock):
    complaint_id = complaint(in_store, evidence_complete_on=clock.today).row.id
    promised = page(in_store, complaint_id).promise
    in_store.complaints.ask_for_evidence(complaint_id, "thêm hóa đơn")
    assert page(in_store, complaint_id).promise == promised


def test_a_complaint_under_check_goes_on_being_checked_when_the_evidence_is_in(services, clock):
    complaint_id = complaint(services).row.id
    services.complaints.begin_checking(complaint_id)
    services.complaints.ask_for_evidence(complaint_id, "hóa đơn")
    assert _state(services, complaint_id) is State.AWAITING_EVIDENCE
    services.complaints.state_evidence_complete(complaint_id, clock.today)
    assert _state(services, complaint_id) is State.INVESTIGATING
    assert _steps(services, complaint_id)[1:] == ["checking_began", "evidence_asked", "evidence_complete"]


def test_the_day_of_complete_evidence_lies_between_receipt_and_today(services, clock):
    complaint_id = complaint(services).row.id
    for day in (clock.today - timedelta(days=1), clock.today + timedelta(days=1)):
        with pytest.raises(UserError) as refused:
            services.complaints.state_evidence_complete(complaint_id, day)
        assert refused.value.field == "evidence_complete_on"
    with pytest.raises(UserError) as empty:
        services.complaints.ask_for_evidence(complaint_id, "  ")
    assert empty.value.field == "missing_evidence"
    assert page(services, complaint_id).evidence_complete_on is None


def test_the_evidence_of_an_answered_complaint_is_not_restated(in_store, clock):
    complaint_id = complaint(in_store, evidence_complete_on=clock.today).row.id
    in_store.complaints.decide(complaint_id, WORK)
    send(in_store, complaint_id)
    promised = page(in_store, complaint_id).promise
    clock.move(days=30)
    for act in (
        lambda: in_store.complaints.state_evidence_complete(complaint_id, clock.today),
        lambda: in_store.complaints.ask_for_evidence(complaint_id, "thêm"),
    ):
        with pytest.raises(UserError):
            act()
    assert page(in_store, complaint_id).promise == promised


def test_the_beginning_of_the_check_is_recorded_once(services, clock):
    complaint_id = complaint(services).row.id
    clock.move(days=1)
    services.complaints.begin_checking(complaint_id)
    began = page(services, complaint_id).row.checking_began_on
    clock.move(days=1)
    with pytest.raises(UserError):
        services.complaints.begin_checking(complaint_id)
    services.complaints.decide(complaint_id, WORK)
    assert page(services, complaint_id).row.checking_began_on == began == date(2026, 11, 22)
    assert _steps(services, complaint_id).count("checking_began") == 1


def test_a_decision_without_a_word_before_records_that_checking_began(services, clock):
    complaint_id = decided(services)
    assert page(services, complaint_id).row.checking_began_on == clock.today
    assert _steps(services, complaint_id) == ["received", "checking_began", "decided"]


# ---- work and decision --------------------------------------------------------------------------------------------------


def test_unfinished_work_is_kept_as_it_is(services):
    complaint_id = complaint(services).row.id
    unfinished = CaseWork(
        cause="Chưa rõ,\nđang hỏi.", fault=(FaultPart(SHOP, 30), FaultPart(THIRD, 20)), joint_liability=True, claimed=5
    )
    services.complaints.save_work(complaint_id, unfinished)
    assert page(services, complaint_id).work == unfinished
    assert _state(services, complaint_id) is State.RECEIVED


UNDECIDABLE = [
    ("data_status", {"data_status": " "}),
    ("cause", {"cause": ""}),
    ("remedy", {"remedy": "\n"}),
    ("agreed", {"fault": ()}),
    ("agreed", {"fault": (FaultPart(CUSTOMER, 100),)}),
    ("agreed", {"fault": (FaultPart(THIRD, 100, COURIER),)}),
    ("fault", {"fault": (FaultPart(SHOP, 60),)}),
    ("fault", {"fault": (FaultPart(SHOP, 60), FaultPart(CUSTOMER, 60))}),
    ("fault", {"fault": (FaultPart(SHOP, 100), FaultPart(CUSTOMER, 0))}),
    ("fault", {"fault": (FaultPart(SHOP, 120), FaultPart(CUSTOMER, -20))}),
    ("fault", {"fault": (FaultPart(SHOP, 50), FaultPart(THIRD, 50, " "))}),
    ("fault", {"fault": (FaultPart(SHOP, 50), FaultPart(SHOP, 50))}),
    ("fault", {"joint_liability": True}),
    ("agreed", {"agreed": 10**12}),
    ("agreed", {"agreed": -5}),
    ("proven", {"proven": 10**15}),
    ("claimed", {"claimed": -1}),
    ("cause", {"cause": "x" * 20_001}),
]


def _refused_at(services, complaint_id: int, work: CaseWork) -> str:
    """The field at which a decision is refused; empty when it was taken."""
    try:
        services.complaints.decide(complaint_id, work)
    except UserError as refused:
        return refused.field
    return ""


def test_what_is_not_whole_is_not_decided(services):
    complaint_id = complaint(services).row.id
    customer_id = page(services, complaint_id).row.person.customer_id
    wrong = []
    for field, changes in UNDECIDABLE:
        refused_at = _refused_at(services, complaint_id, replace(WORK, **changes))
        after = page(services, complaint_id)
        if (refused_at, after.row.state, after.work, after.decided_on) != (field, State.RECEIVED, CaseWork(), None):
            wrong.append((field, changes, refused_at))
            complaint_id = services.complaints.receive(intake(services.office.today(), customer_id)).row.id
    assert wrong == []


def test_a_decided_complaint_stays_whole(services):
    complaint_id = decided(services)
    with pytest.raises(UserError):
        services.complaints.save_work(complaint_id, replace(WORK, cause=""))
    with pytest.raises(UserError):
        services.complaints.decide(complaint_id, replace(WORK, fault=()))
    services.complaints.save_work(complaint_id, replace(WORK, cause="Phiếu bị chụp lại ở kho."))
    assert page(services, complaint_id).work.cause == "Phiếu bị chụp lại ở kho."


def test_the_suggested_sum_follows_fault_and_joint_liability(services):
    shared = (FaultPart(SHOP, 50), FaultPart(THIRD, 30, COURIER), FaultPart(CUSTOMER, 20))
    work = replace(WORK, proven=1_000_001, fault=shared)
    assert services.complaints.suggested(work) == 500_000
    assert services.complaints.suggested(replace(work, joint_liability=True)) == 800_000
    assert services.complaints.suggested(replace(work, fault=())) == 0


def test_claimed_proven_and_agreed_are_kept_apart(services):
    sums = replace(WORK, claimed=9_000_000, proven=1_250_000, agreed=800_000)
    assert page(services, decided(services, sums)).work == sums


def test_an_answered_complaint_is_not_worked_on(services):
    complaint_id = _replied(services)
    for act in (services.complaints.save_work, services.complaints.decide):
        with pytest.raises(UserError) as refused:
            act(complaint_id, replace(WORK, cause="khác"))
        assert "Reopen it" in refused.value.message
    assert page(services, complaint_id).work == WORK


# ---- paying and closing -----------------------------------------------------------------------------------------------------


def test_a_payment_is_refused_until_it_fits(services, clock):
    complaint_id = complaint(services).row.id
    with pytest.raises(UserError) as early:
        _pay(services, complaint_id, 1)
    assert early.value.field == "paid_on"
    services.complaints.decide(complaint_id, WORK)
    refusals = [
        ("amount", 0, {}),
        ("amount", -1, {}),
        ("amount", WORK.agreed + 1, {}),
        ("amount", 10**13, {}),
        ("paid_on", 1, {"on": clock.today + timedelta(days=1)}),
        ("paid_on", 1, {"on": clock.today - timedelta(days=1)}),
        ("evidence", 1, {"receipt": replace(photo(), content=b"MZ")}),
    ]
    for field, amount, more in refusals:
        with pytest.raises(UserError) as refused:
            _pay(services, complaint_id, amount, **more)
        assert refused.value.field == field, more
    assert (page(services, complaint_id).payments, page(services, complaint_id).row.unpaid) == ((), WORK.agreed)


def test_a_payment_does_not_lie_before_its_decision(services, clock):
    complaint_id = complaint(services).row.id
    clock.move(days=5)
    services.complaints.decide(complaint_id, WORK)
    with pytest.raises(UserError) as refused:
        _pay(services, complaint_id, 1, on=clock.today - timedelta(days=1))
    assert refused.value.field == "paid_on"


def test_payments_add_up_each_with_its_receipt(services):
    complaint_id = decided(services)
    _pay(services, complaint_id, 1_000_000, means=PaymentMeans.TRANSFER, receipt=photo("bien-nhan.png"))
    _pay(services, complaint_id, 200_000)
    after = page(services, complaint_id)
    assert (after.paid, after.row.unpaid) == (1_200_000, 50_000)
    assert [(row.amount, row.means) for row in after.payments] == [
        (1_000_000, PaymentMeans.TRANSFER),
        (200_000, PaymentMeans.CASH),
    ]
    assert services.complaints.evidence(after.payments[0].receipt_id) == photo().content


def test_a_signed_receipt_finds_room_beside_twenty_files_of_evidence(services):
    complaint_id = decided(services, files=(photo(),) * 20)
    _pay(services, complaint_id, WORK.agreed, receipt=photo("bien-nhan.png"))
    assert page(services, complaint_id).row.unpaid == 0


def test_a_complaint_is_closed_when_answered_and_paid(services):
    complaint_id = decided(services)
    with pytest.raises(UserError):
        services.complaints.close(complaint_id)
    send(services, complaint_id)
    with pytest.raises(UserError) as unpaid:
        services.complaints.close(complaint_id)
    assert "not been paid" in unpaid.value.message
    assert _state(services, complaint_id) is State.REPLIED
    assert TaskKind.PAY in [task.kind for row in services.complaints.open_rows() for task in row.tasks]
    _pay(services, complaint_id, WORK.agreed)
    services.complaints.close(complaint_id)
    assert _state(services, complaint_id) is State.CLOSED


# ---- withdrawing and taking up again ------------------------------------------------------------------------------------------


def test_withdrawing_and_reopening_need_a_reason_that_is_kept(services, clock):
    complaint_id = complaint(services).row.id
    for act in (services.complaints.withdraw, services.complaints.reopen):
        with pytest.raises(UserError) as refused:
            act(complaint_id, " \n")
        assert refused.value.field == "note"
    services.complaints.withdraw(complaint_id, "Khách tự <giải quyết>")
    gone = page(services, complaint_id)
    assert (gone.row.state, gone.closed_on, gone.row.is_open, gone.row.tasks) == (State.WITHDRAWN, clock.today, False, ())
    services.complaints.reopen(complaint_id, "Khách đổi ý")
    again = page(services, complaint_id)
    assert (again.row.state, again.closed_on, again.row.is_open) == (State.INVESTIGATING, None, True)
    assert [event.note for event in again.events][:2] == ["Khách đổi ý", "Khách tự <giải quyết>"]


def test_only_what_had_an_end_is_reopened(services):
    complaint_id = complaint(services).row.id
    with pytest.raises(UserError):
        services.complaints.reopen(complaint_id, "vì sao")
    assert _steps(services, complaint_id) == ["received"]


def test_what_had_an_end_is_taken_up_again_only_with_a_reason(services):
    complaint_id = complaint(services).row.id
    services.complaints.withdraw(complaint_id, "Khách đổi ý")
    with pytest.raises(UserError):
        services.complaints.begin_checking(complaint_id)
    assert _state(services, complaint_id) is State.WITHDRAWN


def test_an_answered_complaint_is_not_withdrawn(services):
    complaint_id = _replied(services)
    with pytest.raises(UserError) as refused:
        services.complaints.withdraw(complaint_id, "vì sao")
    assert refused.value.message == "A complaint that is “Replied” cannot become “Withdrawn by the customer”."


def test_a_second_reply_leaves_the_first_as_it_was_sent(services, clock):
    complaint_id = decided(services)
    first = send(services, complaint_id)
    kept = services.letters.pdf(first)
    clock.move(days=3)
    services.complaints.reopen(complaint_id, "Khách gửi thêm hóa đơn")
    services.complaints.decide(complaint_id, replace(WORK, cause="Nhân viên giao hàng cũ.", agreed=1_500_000, proven=1_500_000))
    second = send(services, complaint_id)
    letters = {letter.id: letter for letter in page(services, complaint_id).letters}
    assert services.letters.pdf(first) == kept
    assert [letters[first].number, letters[second].number] == ["01/2026/TL-KN", "02/2026/TL-KN"]
    assert (letters[first].sent_on, letters[second].sent_on) == (date(2026, 11, 21), date(2026, 11, 24))
    assert page(services, complaint_id).row.answered_on == date(2026, 11, 24)
    assert _state(services, complaint_id) is State.REPLIED


def test_a_complaint_that_is_not_there_is_said_in_words(services):
    for act in (lambda: services.complaints.page(9), lambda: services.complaints.begin_checking(9)):
        with pytest.raises(UserError) as refused:
            act()
        assert "no longer in the register" in refused.value.message


def test_open_complaints_come_first_by_their_nearest_clock(services, clock):
    customer_id = complaint(services).row.person.customer_id
    older = services.complaints.receive(intake(clock.today - timedelta(days=9), customer_id)).row.number
    withdrawn = services.complaints.receive(intake(clock.today, customer_id)).row
    services.complaints.withdraw(withdrawn.id, "đã dàn xếp")
    assert [row.number for row in services.complaints.rows()] == [older, "KN-2026-0001", withdrawn.number]
