"""A complaint's states, guards, clocks and sums, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models import presets
from desktop.models.choices import (
    OPEN_STATES,
    ClockStart,
    ComplaintState,
    Delivery,
    FaultParty,
    LetterKind,
    PaymentMeans,
    TimeUnit,
    label,
)
from desktop.models.complaint import Complaint, FaultPart, FaultShare, Payment, check_fault, check_sums, owed
from desktop.models.deadlines import TimeLimit
from desktop.models.letter import Letter
from tests.models.calendars import SOURCE, calendar, quick

S = ComplaintState
SHOP, CUSTOMER, OTHER = FaultParty.SHOP, FaultParty.CUSTOMER, FaultParty.THIRD_PARTY
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ALLOWED = {
    (S.RECEIVED, S.AWAITING_EVIDENCE),
    (S.RECEIVED, S.INVESTIGATING),
    (S.RECEIVED, S.WITHDRAWN),
    (S.AWAITING_EVIDENCE, S.RECEIVED),
    (S.AWAITING_EVIDENCE, S.INVESTIGATING),
    (S.AWAITING_EVIDENCE, S.WITHDRAWN),
    (S.INVESTIGATING, S.AWAITING_EVIDENCE),
    (S.INVESTIGATING, S.DECIDED),
    (S.INVESTIGATING, S.WITHDRAWN),
    (S.DECIDED, S.INVESTIGATING),
    (S.DECIDED, S.REPLIED),
    (S.DECIDED, S.WITHDRAWN),
    (S.REPLIED, S.CLOSED),
    (S.REPLIED, S.INVESTIGATING),
    (S.CLOSED, S.INVESTIGATING),
    (S.WITHDRAWN, S.INVESTIGATING),
}


def complaint(state: ComplaintState = S.RECEIVED, preset: str = "delivery", **values: object) -> Complaint:
    """A whole complaint: everything written, nothing owed, the reply handed over."""
    whole: dict[str, object] = {
        "policy": presets.policy_version(preset, date(2026, 1, 1), NOW),
        "received_on": TODAY,
        "data_status": "Đang lưu.",
        "cause": "Chụp lại phiếu.",
        "remedy": "Đã xóa ảnh.",
        "claimed": 0,
        "proven": 0,
        "agreed": 0,
        "joint_liability": False,
        "letters": [reply(sent_on=TODAY)],
    }
    return Complaint(state=state, **{**whole, **values})


def reply(sent_on: date | None, kind: LetterKind = LetterKind.REPLY) -> Letter:
    return Letter(kind=kind, number="01/2026/TL-KN", dated=TODAY, sent_on=sent_on, sent_by=Delivery.HANDED_OVER)


def shares(*parts: tuple[FaultParty, int, str]) -> list[FaultShare]:
    return [FaultShare(party=party, percent=percent, name=name) for party, percent, name in parts]


def parts(*rows: tuple[FaultParty, int, str]) -> list[FaultPart]:
    return [FaultPart(*row) for row in rows]


# ---- states ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("then", list(S))
def test_each_step_is_allowed_or_refused_in_words(now, then):
    case = complaint(now)
    if (now, then) in ALLOWED:
        case.move(then, TODAY)
        assert case.state is then
    else:
        with pytest.raises(UserError) as e:
            case.move(then, TODAY)
        assert e.value.message == f"A complaint that is “{label(now)}” cannot become “{label(then)}”."
        assert case.state is now


@pytest.mark.parametrize("state", list(S))
def test_a_reply_is_owed_until_it_has_gone_out(state):
    assert complaint(state).is_open == (state in OPEN_STATES)
    assert complaint(state).is_open == (state not in (S.REPLIED, S.CLOSED, S.WITHDRAWN))


def test_the_day_on_which_checking_began_is_kept():
    case = complaint()
    case.move(S.INVESTIGATING, TODAY)
    case.move(S.AWAITING_EVIDENCE, date(2026, 11, 22))
    case.move(S.INVESTIGATING, date(2026, 11, 25))
    assert case.checking_began_on == TODAY


@pytest.mark.parametrize(("state", "then"), [(S.REPLIED, S.CLOSED), (S.RECEIVED, S.WITHDRAWN)])
def test_a_complaint_that_is_taken_up_again_has_no_day_of_closing(state, then):
    case = complaint(state)
    case.move(then, TODAY)
    assert case.closed_on == TODAY
    case.move(S.INVESTIGATING, date(2026, 11, 25))
    assert case.closed_on is None


def test_the_day_of_the_decision_is_that_of_the_last_one():
    case = complaint(S.INVESTIGATING)
    case.move(S.DECIDED, TODAY)
    case.move(S.INVESTIGATING, TODAY)
    case.move(S.DECIDED, date(2026, 11, 25))
    assert case.decided_on == date(2026, 11, 25)


# ---- guards ----------------------------------------------------------------------------------------------------


def refused(case: Complaint, target: ComplaintState) -> UserError:
    before = case.state
    with pytest.raises(UserError) as e:
        case.move(target, TODAY)
    assert case.state is before
    return e.value


@pytest.mark.parametrize("field", ["data_status", "cause", "remedy"])
@pytest.mark.parametrize("empty", ["", "  \n"])
def test_nothing_is_decided_without_findings(field, empty):
    problem = refused(complaint(S.INVESTIGATING, **{field: empty}), S.DECIDED)
    assert problem.field == field
    assert problem.message == "Before deciding, write what was found: the state of the data, the cause and the remedy."


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ([(SHOP, 60, "")], "The shares make 60 %; together they must make 100 %."),
        ([(SHOP, 60, ""), (CUSTOMER, 50, "")], "The shares make 110 %; together they must make 100 %."),
        ([(SHOP, 100, ""), (CUSTOMER, 0, "")], "Each share is a whole number from 1 to 100."),
        ([(SHOP, 150, ""), (CUSTOMER, -50, "")], "Each share is a whole number from 1 to 100."),
        ([(SHOP, 50, ""), (OTHER, 50, "")], "Write the name of the third party."),
        ([(SHOP, 50, ""), (SHOP, 50, "")], "Each party stands in the list once."),
        ([(OTHER, 50, "Hãng xe A"), (OTHER, 50, "HÃNG XE A")], "Each party stands in the list once."),
    ],
)
def test_shares_that_do_not_add_up_decide_nothing(fault, sentence):
    assert refused(complaint(S.INVESTIGATING, fault=shares(*fault)), S.DECIDED).message == sentence
    with pytest.raises(UserError) as e:
        check_fault(parts(*fault))
    assert e.value.field == "fault"


@pytest.mark.parametrize(
    "fault",
    [
        [],
        [(SHOP, 100, "")],
        [(CUSTOMER, 100, "")],
        [(OTHER, 100, "Hãng xe A")],
        [(SHOP, 34, ""), (CUSTOMER, 33, ""), (OTHER, 33, "Hãng xe A")],
        [(OTHER, 50, "Hãng xe A"), (OTHER, 50, "Hãng xe B")],
        [(SHOP, 99, ""), (CUSTOMER, 1, "")],
    ],
)
def test_whole_shares_that_make_a_hundred_can_be_decided(fault):
    case = complaint(S.INVESTIGATING, fault=shares(*fault))
    case.move(S.DECIDED, TODAY)
    assert case.decided_on == TODAY


@pytest.mark.parametrize("fault", [[], [(CUSTOMER, 100, "")], [(OTHER, 100, "Hãng xe A")]])
def test_a_compensation_needs_a_fault_of_the_shop(fault):
    problem = refused(complaint(S.INVESTIGATING, fault=shares(*fault), proven=100, agreed=100), S.DECIDED)
    assert problem.field == "agreed"
    assert problem.message.startswith("A compensation needs a fault of the shop.")


@pytest.mark.parametrize(
    "fault", [[], [(SHOP, 100, "")], [(SHOP, 50, ""), (CUSTOMER, 50, "")], [(CUSTOMER, 50, ""), (OTHER, 50, "Hãng xe A")]]
)
def test_joint_liability_needs_the_shop_and_a_third_party(fault):
    problem = refused(complaint(S.INVESTIGATING, fault=shares(*fault), joint_liability=True), S.DECIDED)
    assert problem.field == "fault"
    assert problem.message == "Joint liability needs the shop and a third party among those at fault."


@pytest.mark.parametrize("field", ["claimed", "proven", "agreed"])
@pytest.mark.parametrize("amount", [-1, 10**12])
def test_no_sum_is_negative_or_absurd(field, amount):
    sums = {"claimed": 0, "proven": 0, "agreed": 0, field: amount}
    with pytest.raises(UserError) as e:
        check_sums(**sums, parts=parts((SHOP, 100, "")), joint=False)
    assert e.value.field == field


def test_the_largest_sum_is_still_allowed():
    check_sums(10**12 - 1, 10**12 - 1, 10**12 - 1, parts((SHOP, 100, "")), joint=False)
    assert owed(10**12 - 1, parts((SHOP, 100, "")), joint=False) == 10**12 - 1


@pytest.mark.parametrize(
    "letters",
    [[], [reply(sent_on=None)], [reply(TODAY, LetterKind.ACKNOWLEDGEMENT)], [reply(TODAY, LetterKind.EVIDENCE_REQUEST)]],
)
def test_nothing_is_answered_before_the_reply_went_out(letters):
    problem = refused(complaint(S.DECIDED, letters=letters), S.REPLIED)
    assert problem.message == "The reply has not been handed over or sent yet."


def test_a_new_decision_is_not_answered_by_the_old_reply():
    case = complaint(S.REPLIED)
    case.move(S.INVESTIGATING, date(2026, 11, 25))
    case.move(S.DECIDED, date(2026, 11, 26))
    assert refused(case, S.REPLIED).message == "The reply has not been handed over or sent yet."


def payment(amount: int) -> Payment:
    return Payment(paid_on=TODAY, amount=amount, means=PaymentMeans.CASH)


@pytest.mark.parametrize("paid", [[], [payment(1)], [payment(500), payment(499)]])
def test_nothing_is_closed_while_a_sum_is_unpaid(paid):
    case = complaint(S.REPLIED, fault=shares((SHOP, 100, "")), proven=1000, agreed=1000, payments=paid)
    assert refused(case, S.CLOSED).message == "The agreed sum has not been paid yet: record the payment first."
    assert case.unpaid() == 1000 - case.paid()


def test_a_paid_complaint_can_be_closed():
    case = complaint(S.REPLIED, fault=shares((SHOP, 100, "")), proven=1000, agreed=1000, payments=[payment(400), payment(600)])
    case.move(S.CLOSED, TODAY)
    assert (case.state, case.unpaid()) == (S.CLOSED, 0)


def test_an_unsent_reply_may_still_be_made_anew():
    unsent = reply(None)
    assert complaint(letters=[reply(TODAY), unsent]).unsent_reply() is unsent
    assert complaint(letters=[reply(TODAY), reply(None, LetterKind.ACKNOWLEDGEMENT)]).unsent_reply() is None


# ---- sums ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "joint", "sum_owed"),
    [
        ([], False, 0),
        ([(SHOP, 100, "")], False, 1000),
        ([(SHOP, 60, ""), (CUSTOMER, 40, "")], False, 600),
        ([(SHOP, 60, ""), (OTHER, 40, "A")], False, 600),
        ([(SHOP, 60, ""), (OTHER, 40, "A")], True, 1000),
        ([(SHOP, 30, ""), (OTHER, 50, "A"), (CUSTOMER, 20, "")], True, 800),
        ([(SHOP, 30, ""), (OTHER, 25, "A"), (OTHER, 25, "B"), (CUSTOMER, 20, "")], True, 800),
        ([(SHOP, 30, ""), (OTHER, 50, "A"), (CUSTOMER, 20, "")], False, 300),
        ([(CUSTOMER, 100, "")], False, 0),
        ([(OTHER, 80, "A"), (CUSTOMER, 20, "")], True, 0),
        ([(OTHER, 100, "A")], False, 0),
    ],
)
def test_what_is_owed_follows_from_damage_and_shares(fault, joint, sum_owed):
    assert owed(1000, parts(*fault), joint) == sum_owed


def test_a_part_of_a_đồng_is_not_owed():
    assert owed(999, parts((SHOP, 50, ""), (CUSTOMER, 50, "")), joint=False) == 499


@given(st.integers(0, 10**12 - 1), st.integers(1, 98), st.data())
@quick
def test_what_is_owed_lies_between_nothing_and_the_damage_and_joint_liability_never_lowers_it(proven, shop, data):
    customer = data.draw(st.integers(1, 99 - shop))
    fault = parts((SHOP, shop, ""), (CUSTOMER, customer, ""), (OTHER, 100 - shop - customer, "A"))
    alone, together = owed(proven, fault, joint=False), owed(proven, fault, joint=True)
    assert 0 <= alone <= together <= proven


# ---- clocks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evidence", [None, date(2026, 11, 30)])
def test_the_delivery_preset_counts_from_receipt_whatever_the_evidence(evidence):
    case = complaint(evidence_complete_on=evidence)
    deadline = case.reply_deadline(calendar())
    assert case.clock_start() == TODAY
    assert (deadline.target, deadline.last_day) == (date(2026, 12, 21), date(2026, 12, 21))


def test_the_in_store_preset_has_no_clock_before_the_evidence_is_in():
    case = complaint(preset="in_store")
    assert case.clock_start() is None
    assert case.reply_deadline(calendar()) is None


@pytest.mark.parametrize(
    ("complete", "start"), [(TODAY, TODAY), (date(2026, 11, 23), date(2026, 11, 23)), (date(2026, 11, 1), TODAY)]
)
def test_the_in_store_preset_counts_from_the_later_of_complaint_and_evidence(complete, start):
    assert complaint(preset="in_store", evidence_complete_on=complete).clock_start() == start


def test_the_in_store_preset_counts_working_days():
    case = complaint(preset="in_store", received_on=date(2026, 2, 13), evidence_complete_on=date(2026, 2, 13))
    deadline = case.reply_deadline(calendar())
    assert deadline.target == date(2026, 3, 6)
    assert deadline.explain() == (
        "10 working days from 13/02/2026, Tết 16–20/02 not counted, under section\u00a08 of the shop's policy."
    )


@pytest.mark.parametrize("preset", presets.PRESETS)
def test_the_promise_to_answer_is_never_paused_or_extended(preset):
    limit = presets.policy_version(preset, TODAY, NOW).complaint_limit()
    assert (limit.may_pause, limit.extension, limit.by_law) == (False, 0, False)


def test_the_laws_clocks_run_from_receipt_on_office_days():
    [law] = [clock.limit() for clock in presets.legal_clocks() if clock.code == "complaint_acknowledged"]
    case = complaint(preset="in_store", received_on=date(2026, 11, 23))
    assert case.acknowledgement_deadline(law, calendar()).target == date(2026, 11, 27)
    assert case.legal_reply_deadline(None, calendar()) is None
    month = TimeLimit(1, TimeUnit.MONTHS, ClockStart.RECEIPT, SOURCE, by_law=True)
    assert case.legal_reply_deadline(month, calendar()).target == date(2026, 12, 23)
