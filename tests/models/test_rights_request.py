"""A request's states, its clock with waits and more time, who may be recognised how: rules without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import UserError
from desktop.models import presets
from desktop.models.choices import Channel, IdentityCheck, RequestKind, RequestRefusal, RequestState
from desktop.models.rights_request import CLOCK_CODES, TRANSITIONS, RightsRequest
from tests.models.calendars import calendar, quick

DAY = date(2026, 11, 2)
CALENDAR = calendar()
LIMITS = {clock.code: clock.limit() for clock in presets.legal_clocks() if clock.code in CLOCK_CODES}
State = RequestState


def request(kind: RequestKind = RequestKind.VIEW, state: RequestState = State.RECEIVED, **more: object) -> RightsRequest:
    """A request received on a Monday, its asker known."""
    values: dict[str, object] = {
        "involves_others": False,
        "on_behalf": "",
        "identity_check": IdentityCheck.KNOWN,
        "channel": Channel.COUNTER,
        **more,
    }
    return RightsRequest(kind=kind, state=state, received_on=DAY, pauses=[], letters=[], **values)


@pytest.mark.parametrize("kind", list(RequestKind))
@pytest.mark.parametrize("others", [False, True])
def test_every_kind_has_a_limit_that_ships(kind, others):
    limit = LIMITS[request(kind, involves_others=others).clock_code()]
    assert limit.by_law
    assert limit.may_pause
    assert limit.extension > 0


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("target", list(State))
def test_a_state_leads_only_where_the_table_says(state, target):
    made = request(state=state)
    if target in TRANSITIONS[state]:
        made.move(target, DAY)
        assert made.state is target
        assert (made.ended_on == DAY) is (target in (State.DONE, State.REFUSED, State.TAKEN_BACK))
    else:
        with pytest.raises(UserError, match="cannot become"):
            made.move(target, DAY)
        assert made.state is state


@quick
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), max_size=4), st.integers(0, 20))
def test_waiting_moves_the_limit_by_the_days_between_question_and_answer(waits, later):
    """Known from the plain sum of whole days in between; the days of asking and answering are the shop's own."""
    made, day, waited = request(RequestKind.DELETE), DAY, 0
    for working, waiting in waits:
        day += timedelta(days=working)
        made.move(State.WAITING, day)
        made.asked(day)
        day += timedelta(days=waiting)
        made.move(State.IN_PROGRESS, day)
        waited += max(0, waiting - 1)
    limit = LIMITS["request_delete"]
    deadline = made.deadline(limit, CALENDAR, day + timedelta(days=later))
    plain = DAY + timedelta(days=limit.amount)
    if day <= plain:  # a wait that begins after the limit has run out brings nothing back
        assert deadline.target == plain + timedelta(days=waited)
    else:
        assert plain <= deadline.target <= plain + timedelta(days=waited)


def test_an_answer_on_the_day_of_the_question_stops_nothing():
    made = request()
    made.move(State.WAITING, DAY)
    made.asked(DAY)
    made.move(State.IN_PROGRESS, DAY)
    assert made.pauses == []


def test_more_time_is_the_laws_and_only_once():
    made, limit = request(), LIMITS["request_answer"]
    made.extend("hỏi bên giao hàng", DAY, limit)
    assert made.deadline(limit, CALENDAR, DAY).target == DAY + timedelta(days=20)
    with pytest.raises(UserError, match="extended once"):
        made.extend("lần nữa", DAY, limit)


@pytest.mark.parametrize("how", list(IdentityCheck))
@pytest.mark.parametrize("on_behalf", ["", "Lê Thị Bình"])
def test_a_paper_of_authority_is_for_those_who_ask_for_somebody_else_and_for_nobody_else(how, on_behalf):
    made = request(on_behalf=on_behalf, identity_check=None)
    if (how is IdentityCheck.AUTHORITY) == bool(on_behalf):
        made.check_identity(how, DAY, "lan", DAY)
        assert made.identity_check is how
    else:
        with pytest.raises(UserError) as e:
            made.check_identity(how, DAY, "lan", DAY)
        assert e.value.field == "identity_check"


@pytest.mark.parametrize("kind", list(RequestKind))
def test_only_a_question_is_done_without_knowing_who_asks(kind):
    made = request(kind, identity_check=None)
    if kind is RequestKind.QUESTION:
        made.move(State.DONE, DAY)
    else:
        with pytest.raises(UserError, match="made sure who asks"):
            made.move(State.DONE, DAY)


def test_what_is_left_of_an_erased_request_takes_no_more():
    made = request(state=State.REFUSED, erased_on=DAY)
    for act in (
        lambda: made.move(State.IN_PROGRESS, DAY),
        lambda: made.refuse(RequestRefusal.LAW, "x", DAY),
        lambda: made.extend("x", DAY, LIMITS["request_answer"]),
    ):
        with pytest.raises(UserError, match="was erased on 02/11/2026"):
            act()
