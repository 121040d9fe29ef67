"""Requests from intake to the end: who may ask, whose clock runs, what each kind does to the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import (
    Channel,
    ConsentDecision,
    ConsentMeans,
    Delivery,
    IdentityCheck,
    LetterKind,
    RequestKind,
    RequestRefusal,
    RequestState,
    RestrictionKind,
    TellingMeans,
)
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails, DuplicateFound
from desktop.services.erasures import Chosen
from desktop.services.incident_views import IncidentForm
from desktop.services.request_views import RequestTaskKind
from desktop.services.rights_requests import RequestIntake, RequestOpen
from tests.builders import intake
from tests.services.giving import CONSENT
from tests.services.requests import AN, NEWS, known, received, told_carrier

Kind, State = RequestKind, RequestState


# ---- intake ---------------------------------------------------------------------------------------------------------------


def test_a_request_takes_a_number_and_shows_both_clocks_with_their_arithmetic(services, clock):
    page = received(services, Kind.VIEW)
    assert page.row.number == "YC-2026-0001"
    assert page.row.state is State.RECEIVED
    assert [task.kind for task in page.row.tasks] == [RequestTaskKind.ACKNOWLEDGE, RequestTaskKind.FULFIL]
    assert (
        page.acknowledgement.explain()
        == "2 working days from 21/11/2026, 24/11 not counted, under Article 5 of Decree 356/2025/NĐ-CP."
    )
    assert page.acknowledgement.target == date(2026, 11, 25)
    assert page.deadline.target == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kind", "alone", "with_others"),
    [
        (Kind.QUESTION, date(2026, 12, 1), date(2026, 12, 6)),
        (Kind.VIEW, date(2026, 12, 1), date(2026, 12, 6)),
        (Kind.COPY, date(2026, 12, 1), date(2026, 12, 6)),
        (Kind.CORRECT, date(2026, 12, 1), date(2026, 12, 6)),
        (Kind.DELETE, date(2026, 12, 11), date(2026, 12, 21)),
        (Kind.RESTRICT, date(2026, 12, 6), date(2026, 12, 11)),
        (Kind.WITHDRAW, date(2026, 12, 6), date(2026, 12, 11)),
        (Kind.OBJECT, date(2026, 12, 6), date(2026, 12, 11)),
    ],
)
def test_each_kind_has_the_time_that_the_law_gives_it(services, kind, alone, with_others):
    page = received(services, kind)
    assert page.deadline.target == alone
    services.requests.involve_others(page.row.id, True)
    assert services.requests.page(page.row.id).deadline.target == with_others


def test_a_request_is_the_customers_own_act_and_moves_their_last_contact(services, clock):
    customer_id = services.customers.add(AN)
    received(services, Kind.QUESTION, customer_id)
    page = services.customers.page(customer_id)
    assert page.last_contact_on == clock.today
    assert [contact.note for contact in page.contacts] == ["YC-2026-0001"]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"received_on": date(2026, 11, 22)}, "received_on", "The day of receipt lies in the future."),
        ({"received_on": date(2019, 1, 1)}, "received_on", "This day lies too far back to be counted from."),
        ({"customer_id": None}, "who", "Choose the customer, or say that the person is not a customer."),
        ({"text": " "}, "text", "Write what the customer asks."),
        ({"kind": Kind.WITHDRAW}, "topics", "Choose what the customer no longer agrees to."),
        ({"kind": Kind.OBJECT}, "topics", "Choose what the customer objects to."),
        ({"on_behalf": "Lê Thị Bình"}, "authority", "Write what gives this person the authority to ask (paper, number, day)."),
        ({"text": "x" * 5001}, "text", "This is longer than 5000 characters."),
        ({"kind": Kind.CORRECT, "wanted": CustomerDetails("", "12")}, "wanted.name", "Write the customer's name."),
    ],
)
def test_what_cannot_be_entered_is_said_beside_its_field(services, clock, change, field, sentence):
    intake = RequestIntake(Kind.QUESTION, Channel.PHONE, clock.today, "Ai giữ số của tôi?", services.customers.add(AN))
    with pytest.raises(FieldErrors) as e:
        services.requests.receive(replace(intake, **change))
    assert e.value.errors[field] == sentence
    assert services.requests.rows() == []


def test_a_request_for_a_customer_who_is_not_there_is_refused(services, clock):
    with pytest.raises(UserError, match="no longer in the register"):
        received(services, Kind.VIEW, 99)
    assert services.requests.rows() == []


def test_the_same_request_is_not_taken_twice_while_it_is_open(services):
    first = received(services, Kind.VIEW)
    with pytest.raises(RequestOpen, match="YC-2026-0001 asks for the same and is still open") as e:
        received(services, Kind.VIEW, first.row.person.customer_id)
    assert e.value.existing == first.row.id
    received(services, Kind.COPY, first.row.person.customer_id)
    services.requests.take_back(first.row.id, "")
    received(services, Kind.VIEW, first.row.person.customer_id)
    assert len(services.requests.rows()) == 3


def test_questions_may_be_many(services):
    first = received(services, Kind.QUESTION)
    received(services, Kind.QUESTION, first.row.person.customer_id)
    assert len(services.requests.open_rows()) == 2


def test_somebody_outside_the_register_may_ask_and_is_found_later(services, clock):
    intake = RequestIntake(Kind.VIEW, Channel.EMAIL, clock.today, outsider=CustomerDetails("Trần Lạ", "0912 000 111"))
    page = services.requests.receive(intake)
    assert (page.row.person.customer_id, page.row.person.name, page.row.person.phone) == (None, "Trần Lạ", "0912 000 111")
    services.requests.check_identity(page.row.id, IdentityCheck.MESSAGE, clock.today)
    with pytest.raises(UserError, match="This person is not in the register"):
        services.request_work.give(page.row.id)
    customer_id = services.customers.add(AN)
    services.requests.found_customer(page.row.id, customer_id)
    assert services.requests.page(page.row.id).row.person.name == AN.name
    services.request_work.give(page.row.id)
    assert services.requests.page(page.row.id).row.state is State.DONE


# ---- who asks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.VIEW, Kind.COPY, Kind.CORRECT, Kind.RESTRICT, Kind.WITHDRAW, Kind.OBJECT])
def test_nothing_is_done_before_it_is_certain_who_asks(services, kind):
    page = received(services, kind)
    acts = {
        Kind.VIEW: services.request_work.give, Kind.COPY: services.request_papers.copies,
        Kind.CORRECT: lambda number: services.request_work.correct(number, replace(AN, phone="0912 999 888")),
        Kind.RESTRICT: services.request_work.restrict, Kind.WITHDRAW: services.request_work.withdraw,
        Kind.OBJECT: services.request_work.object,
    }  # fmt: skip
    with pytest.raises(UserError, match="Record first how it was made sure who asks"):
        acts[kind](page.row.id)
    assert services.requests.page(page.row.id).row.state is State.RECEIVED


def test_who_asks_for_somebody_else_shows_a_paper(services, clock):
    page = received(services, Kind.VIEW, on_behalf="Lê Thị Bình", authority="Giấy ủy quyền 12/2026")
    with pytest.raises(UserError, match="Lê Thị Bình asks on the customer's behalf: the paper of authority has to be seen"):
        services.requests.check_identity(page.row.id, IdentityCheck.PHONE, clock.today)
    services.requests.check_identity(page.row.id, IdentityCheck.AUTHORITY, clock.today)
    assert services.requests.page(page.row.id).identity_check is IdentityCheck.AUTHORITY


@pytest.mark.parametrize(("days", "sentence"), [(1, "lies in the future"), (-1, "came in only on 21/11/2026")])
def test_nobody_is_recognised_before_they_asked_or_tomorrow(services, clock, days, sentence):
    page = received(services, Kind.VIEW)
    with pytest.raises(UserError, match=sentence):
        services.requests.check_identity(page.row.id, IdentityCheck.PHONE, clock.today + timedelta(days=days))


# ---- the clock ------------------------------------------------------------------------------------------------------------


def test_waiting_for_the_customer_stops_the_clock(services, clock):
    page = received(services, Kind.VIEW)
    clock.move(days=2)
    services.requests.wait(page.row.id, "Số điện thoại cũ là số nào?")
    unasked = services.requests.page(page.row.id)
    assert (unasked.row.waiting_since, unasked.owes_question) == (None, True)
    assert RequestTaskKind.ASK in [task.kind for task in unasked.row.tasks], "no clock stands still before the customer was asked"
    services.requests.mark_asked(page.row.id, clock.today, TellingMeans.PHONE)
    assert services.requests.page(page.row.id).row.waiting_since == date(2026, 11, 24)
    clock.move(days=6)  # 29/11: five days in between
    waiting = services.requests.page(page.row.id)
    assert waiting.deadline.target == date(2026, 12, 7)
    for on, text, sentence in (
        (clock.today, "", "Write what the customer answered"), (date(2026, 11, 22), "x", "asked only on 23/11/2026"),
        (clock.today + timedelta(days=1), "x", "lies in the future"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=sentence):
            services.requests.answer_came(page.row.id, on, text)
    services.requests.answer_came(page.row.id, clock.today, "0908 111 333")
    after = services.requests.page(page.row.id)
    assert after.steps[0].note == "0908 111 333"
    assert (after.row.state, after.deadline.target, after.deadline.paused_days) == (State.IN_PROGRESS, date(2026, 12, 6), 5)
    clock.move(days=30)
    assert services.requests.page(page.row.id).deadline.target == date(2026, 12, 6)


def test_more_time_is_taken_once_and_never_after_it_ran_out(services, clock):
    page = received(services, Kind.VIEW)
    with pytest.raises(UserError, match="Write why more time is needed"):
        services.requests.extend(page.row.id, " ")
    services.requests.extend(page.row.id, "Phải hỏi bên giao hàng.")
    assert services.requests.page(page.row.id).deadline.target == date(2026, 12, 11)
    with pytest.raises(UserError, match="it can be extended once"):
        services.requests.extend(page.row.id, "Lần nữa")
    late = received(services, Kind.DELETE, page.row.person.customer_id)
    clock.move(days=60)
    with pytest.raises(UserError, match="The time has run out"):
        services.requests.extend(late.row.id, "Quên")


def test_an_acknowledgement_is_not_before_the_request_nor_twice(services, clock):
    page = received(services, Kind.VIEW)
    for on, sentence in ((clock.today - timedelta(days=1), "came in only"), (clock.today + timedelta(days=1), "future")):
        with pytest.raises(UserError, match=sentence):
            services.requests.acknowledge(page.row.id, on)
    services.requests.acknowledge(page.row.id, clock.today)
    assert [task.kind for task in services.requests.page(page.row.id).row.tasks] == [RequestTaskKind.FULFIL]
    with pytest.raises(UserError, match="was told on 21/11/2026 already"):
        services.requests.acknowledge(page.row.id, clock.today)


# ---- what each kind does --------------------------------------------------------------------------------------------------


def test_a_question_is_answered_in_the_shops_words(services):
    page = received(services, Kind.QUESTION)
    with pytest.raises(UserError, match="Write the answer"):
        services.request_work.answer(page.row.id, "")
    services.request_work.answer(page.row.id, "Chỉ cửa hàng giữ số này.")
    done = services.requests.page(page.row.id)
    assert (done.row.state, done.outcome) == (State.DONE, "Chỉ cửa hàng giữ số này.")


def test_a_correction_says_old_and_new_and_who_has_to_be_told(services, clock):
    customer_id = told_carrier(services)
    page = known(services, Kind.CORRECT, customer_id)
    wanted = replace(AN, phone="0912 999 888", email="an.moi@example.com")
    changes = {change.field: change for change in services.request_work.changes(page.row.id, wanted)}
    assert set(changes) == {"phone", "email"}
    assert (changes["phone"].before, changes["phone"].after, changes["phone"].told) == (
        "0908111222",
        "0912999888",
        ("Giao Hàng Nhanh (GHN)",),
    )
    assert changes["email"].told == ()
    services.request_work.correct(page.row.id, wanted)
    assert services.customers.page(customer_id).details.phone == "0912999888"
    assert [task.recipient for task in services.recipient_tasks.open_rows()] == ["Giao Hàng Nhanh (GHN)"]
    assert "0908 111 222 → 0912 999 888" in services.requests.page(page.row.id).outcome


def test_a_correction_that_makes_a_duplicate_changes_nothing(services):
    other = services.customers.add(CustomerDetails("Lê Thị Bình", "0912 999 888"))
    page = known(services, Kind.CORRECT)
    with pytest.raises(DuplicateFound, match="Lê Thị Bình has this phone number already"):
        services.request_work.correct(page.row.id, replace(AN, phone="0912 999 888"))
    assert services.requests.page(page.row.id).row.state is State.RECEIVED
    assert services.customers.page(page.row.person.customer_id).details.phone == "0908111222"
    assert services.customers.page(other).details.name == "Lê Thị Bình"


def test_a_correction_that_changes_nothing_is_refused(services):
    page = known(services, Kind.CORRECT)
    with pytest.raises(UserError, match="Nothing differs"):
        services.request_work.correct(page.row.id, AN)


def test_a_restriction_closes_every_gate(services, clock):
    customer_id = told_carrier(services)
    (carrier,) = (row.id for row in services.recipients.rows())
    page = known(services, Kind.RESTRICT, customer_id)
    services.request_work.restrict(page.row.id)
    assert [row.kind for row in services.restrictions.rows(customer_id)] == [RestrictionKind.PROCESSING]
    verdicts = services.disclosures.verdicts(customer_id, carrier, clock.today, CONSENT)
    assert verdicts and not any(verdict.is_open for verdict in verdicts)


def test_a_withdrawal_ends_what_was_agreed_to_and_nothing_else(services, clock):
    customer_id = services.customers.add(AN)
    given = dict.fromkeys((NEWS, "answering"), ConsentDecision.GIVEN)
    services.consents.record(customer_id, Answers(clock.today, ConsentMeans.SLIP, given))
    page = known(services, Kind.WITHDRAW, customer_id)
    (added,) = services.request_work.withdraw(page.row.id)
    standing = {state.code: state.decision for state in services.consents.states(customer_id)}
    assert (standing[NEWS], standing["answering"]) == (ConsentDecision.WITHDRAWN, ConsentDecision.GIVEN)
    assert services.consent_papers.receipt([added]).startswith(b"%PDF")
    assert services.requests.page(page.row.id).outcome == "Báo tin khuyến mãi, quảng cáo"


def test_what_was_never_agreed_to_cannot_be_withdrawn_and_the_request_stays_open(services):
    page = known(services, Kind.WITHDRAW)
    with pytest.raises(UserError, match="was never agreed to"):
        services.request_work.withdraw(page.row.id)
    assert services.requests.page(page.row.id).row.is_open


def test_an_objection_refuses_what_was_never_said_and_notes_the_wish(services):
    customer_id = services.customers.add(AN)
    page = known(services, Kind.OBJECT, customer_id, wishes=(RestrictionKind.NO_PROMOTIONS,))
    services.request_work.object(page.row.id)
    standing = {state.code: state.decision for state in services.consents.states(customer_id)}
    assert standing[NEWS] is ConsentDecision.REFUSED
    assert [row.kind for row in services.restrictions.rows(customer_id)] == [RestrictionKind.NO_PROMOTIONS]


# ---- deletion -------------------------------------------------------------------------------------------------------------


def test_a_deletion_is_due_from_the_day_of_the_request_once_it_is_certain_who_asks(services, clock):
    page = received(services, Kind.DELETE)
    customer_id = page.row.person.customer_id
    assert services.customers.page(customer_id).asked_deletion_on is None
    clock.move(days=1)
    services.requests.check_identity(page.row.id, IdentityCheck.PHONE, clock.today)
    assert services.customers.page(customer_id).asked_deletion_on == date(2026, 11, 21)
    assert services.request_work.why_not_deleted(page.row.id) == ""


def test_erasing_the_customer_ends_the_request_and_leaves_no_word_of_them(services, clock):
    page = known(services, Kind.DELETE, text="Xóa hết cho tôi, Phạm Văn An", on_behalf="")
    done = services.erasures.erase(Chosen((page.row.person.customer_id,)))
    left = services.requests.page(page.row.id)
    assert (done.erased, left.row.state, left.row.ended_on, left.erased_on) == (1, State.DONE, clock.today, clock.today)
    assert (left.row.person.name, left.text, left.outcome) == ("Data erased", "", "")
    with pytest.raises(UserError, match="was erased on 21/11/2026"):
        services.requests.reopen(page.row.id, "x")


def test_a_deletion_under_hold_says_what_holds_it_and_an_open_complaint_does(services, clock):
    page = known(services, Kind.DELETE)
    complaint = services.complaints.receive(intake(clock.today, page.row.person.customer_id))
    assert services.request_work.why_not_deleted(page.row.id) == f"on hold: {complaint.row.number}"
    assert services.erasures.erase(Chosen((page.row.person.customer_id,))).erased == 0


def test_an_open_request_holds_the_data_until_it_is_answered_but_one_to_delete_does_not(services, clock):
    page = known(services, Kind.DELETE)
    question = received(services, Kind.QUESTION, page.row.person.customer_id)
    assert services.request_work.why_not_deleted(page.row.id) == f"on hold: {question.row.number}"
    assert services.retention.upcoming().held == 1
    services.request_work.answer(question.row.id, "Không đưa cho ai.")
    assert services.request_work.why_not_deleted(page.row.id) == f"on hold: {question.row.number}", "nobody was told yet"
    services.requests.mark_told(question.row.id, clock.today, TellingMeans.PHONE)
    assert services.request_work.why_not_deleted(page.row.id) == ""
    assert services.retention.upcoming().held == 0


@pytest.mark.parametrize(("code", "stays"), [(RequestRefusal.LAW, True), (RequestRefusal.OTHERS, False)])
def test_a_refused_deletion_takes_the_wish_along_unless_a_law_keeps_the_data(services, clock, code, stays):
    page = known(services, Kind.DELETE)
    law = ("Điều 16", clock.today + timedelta(days=90)) if code is RequestRefusal.LAW else ()
    services.requests.refuse(page.row.id, code, "Lý do ghi trong thư.", *law)
    wish = services.customers.page(page.row.person.customer_id).asked_deletion_on
    assert (wish == clock.today) is stays


@pytest.mark.parametrize("settle", ["refused", "taken back"])
def test_a_deletion_that_is_refused_or_taken_back_settles_an_earlier_wish_too(services, clock, settle):
    customer_id = services.customers.add(AN)
    services.erasures.note_wish(customer_id, clock.today - timedelta(days=3))
    page = known(services, Kind.DELETE, customer_id)
    if settle == "refused":
        services.requests.refuse(page.row.id, RequestRefusal.OTHERS, "đã giải thích")
    else:
        services.requests.take_back(page.row.id, "khách đổi ý")
    assert services.customers.page(customer_id).asked_deletion_on is None
    assert services.retention.upcoming().overdue == 0


def test_a_deletion_refused_by_law_is_held_with_its_law_and_last_day_and_the_letter_settles_both(services, clock):
    page = known(services, Kind.DELETE)
    customer_id, last = page.row.person.customer_id, clock.today + timedelta(days=90)
    for law, until, field in (
        ("", last, "citation"),
        ("Điều 16", None, "until"),
        ("Điều 16", clock.today - timedelta(days=1), "until"),
    ):
        with pytest.raises(UserError) as e:
            services.requests.refuse(page.row.id, RequestRefusal.LAW, "Luật buộc giữ hóa đơn.", law, until)
        assert e.value.field == field
        assert services.requests.page(page.row.id).row.is_open
    services.requests.refuse(page.row.id, RequestRefusal.LAW, "Luật buộc giữ hóa đơn.", "Điều 16", last)
    (hold,) = services.holds.rows(customer_id)
    assert (hold.citation, hold.until, hold.misses_letter) == ("Điều 16", last, True)
    assert services.erasures.plans(Chosen((customer_id,)))[0].refusal.startswith("on hold")
    letter = services.request_papers.issue(page.row.id, LetterKind.REQUEST_REFUSAL)
    services.request_papers.mark_sent(letter, clock.today, Delivery.POST)
    assert (services.holds.untold(), services.holds.rows(customer_id)[0].misses_letter) == ((), False)
    services.requests.reopen(page.row.id, "khách có thêm giấy tờ")
    assert services.holds.rows(customer_id) == []


# ---- telling --------------------------------------------------------------------------------------------------------------


def test_what_is_done_or_refused_stays_open_until_the_customer_was_told(services, clock):
    page = received(services, Kind.QUESTION)
    services.request_work.answer(page.row.id, "Không đưa cho ai.")
    done = services.requests.page(page.row.id).row
    assert done.owes_telling and not done.is_open
    assert [(task.kind, task.deadline.target) for task in done.tasks] == [(RequestTaskKind.TELL, date(2026, 12, 1))]
    assert [row.id for row in services.requests.open_rows()] == [page.row.id]
    for on, sentence in (
        (clock.today + timedelta(days=1), "future"),
        (clock.today - timedelta(days=1), "decided only on 21/11/2026"),
    ):
        with pytest.raises(UserError, match=sentence):
            services.requests.mark_told(page.row.id, on, TellingMeans.ZALO)
    services.requests.mark_told(page.row.id, clock.today, TellingMeans.ZALO)
    told = services.requests.page(page.row.id)
    assert (told.told_on, told.told_by, services.requests.open_rows()) == (clock.today, TellingMeans.ZALO, [])
    with pytest.raises(UserError, match="nothing to tell"):
        services.requests.mark_told(page.row.id, clock.today, TellingMeans.ZALO)


def test_an_extension_stays_open_until_the_customer_knows_of_it(services, clock):
    page = known(services, Kind.VIEW)
    services.requests.acknowledge(page.row.id, clock.today)
    services.requests.extend(page.row.id, "Phải hỏi bên giao hàng.")
    tasks = {task.kind: task.deadline.target for task in services.requests.page(page.row.id).row.tasks}
    assert tasks == {RequestTaskKind.TELL_EXTENSION: date(2026, 12, 1), RequestTaskKind.FULFIL: date(2026, 12, 11)}
    letter = services.request_papers.issue(page.row.id, LetterKind.REQUEST_EXTENSION)
    services.request_papers.mark_sent(letter, clock.today, Delivery.EMAIL)
    assert [task.kind for task in services.requests.page(page.row.id).row.tasks] == [RequestTaskKind.FULFIL]


def test_a_letter_that_was_sent_tells(services, clock):
    page = received(services, Kind.VIEW)
    services.requests.refuse(page.row.id, RequestRefusal.NO_DATA, "Không có trong sổ.")
    letter = services.request_papers.issue(page.row.id, LetterKind.REQUEST_REFUSAL)
    assert services.requests.open_rows()[0].owes_telling
    services.request_papers.mark_sent(letter, clock.today, Delivery.POST)
    assert services.requests.page(page.row.id).told_by is TellingMeans.LETTER
    assert services.requests.open_rows() == []
    services.requests.reopen(page.row.id, "khách đưa số khác")
    assert services.requests.page(page.row.id).told_on is None


# ---- who asks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", list(Channel))
def test_a_face_is_known_at_the_counter_alone(services, clock, channel):
    page = received(services, Kind.VIEW, channel=channel)
    if channel is Channel.COUNTER:
        services.requests.check_identity(page.row.id, IdentityCheck.KNOWN, clock.today)
        assert services.requests.page(page.row.id).identity_check is IdentityCheck.KNOWN
        return
    with pytest.raises(UserError, match="Nobody can be recognised like this") as e:
        services.requests.check_identity(page.row.id, IdentityCheck.KNOWN, clock.today)
    assert e.value.field == "identity_check"
    services.requests.check_identity(page.row.id, IdentityCheck.CARD_SEEN, clock.today)


# ---- ending ---------------------------------------------------------------------------------------------------------------


def test_a_refusal_has_a_code_and_words_and_can_be_taken_up_again(services, clock):
    page = received(services, Kind.VIEW)
    with pytest.raises(UserError, match="Write in a sentence why"):
        services.requests.refuse(page.row.id, RequestRefusal.IDENTITY, "")
    services.requests.refuse(page.row.id, RequestRefusal.IDENTITY, "Số gọi đến không phải số đã lưu.")
    refused = services.requests.page(page.row.id)
    assert (refused.row.state, refused.refusal, refused.row.ended_on) == (State.REFUSED, RequestRefusal.IDENTITY, clock.today)
    assert [task.kind for task in refused.row.tasks] == [RequestTaskKind.TELL]
    with pytest.raises(UserError, match="This request has ended: refused"):
        services.requests.wait(page.row.id, "x")
    services.requests.reopen(page.row.id, "Khách mang giấy tờ đến")
    assert services.requests.page(page.row.id).refusal is None


def test_while_the_shop_waits_nothing_is_done(services):
    page = known(services, Kind.VIEW)
    services.requests.wait(page.row.id, "Bản in hay tệp?")
    with pytest.raises(UserError, match="Write what they answered"):
        services.requests.begin(page.row.id)
    with pytest.raises(UserError, match="waits for the customer's answer"):
        services.request_work.give(page.row.id)


def test_requests_are_found_by_number_kind_name_and_phone_and_the_most_urgent_stands_first(services, clock):
    later = received(services, Kind.DELETE)
    sooner = received(services, Kind.VIEW, later.row.person.customer_id)
    services.requests.take_back(received(services, Kind.COPY, later.row.person.customer_id).row.id, "")
    assert [row.number for row in services.requests.rows()] == [sooner.row.number, later.row.number, "YC-2026-0003"]
    for typed, found in (("0002", 1), ("pham an", 3), ("0908", 3), ("delete", 1), ("khong co", 0)):
        assert len(services.requests.rows(typed)) == found


def test_merging_brings_requests_along_and_parting_takes_them_back(services):
    page = received(services, Kind.QUESTION)
    kept = services.customers.add(CustomerDetails("Phạm Văn An", "0912 999 888"))
    merge = services.merging.merge(kept, page.row.person.customer_id)
    assert [row.number for row in services.requests.of_customer(kept)] == [page.row.number]
    services.merging.undo(merge)
    assert services.requests.of_customer(kept) == []


# ---- people outside the register --------------------------------------------------------------------------------------------


def outsider(services, clock):
    """Somebody outside the register asked and was refused."""
    asker = CustomerDetails("Trần Lạ", "0912 000 111")
    page = services.requests.receive(RequestIntake(Kind.VIEW, Channel.EMAIL, clock.today, "Có giữ gì không?", outsider=asker))
    services.request_papers.issue(page.row.id, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    return page


def test_the_file_of_somebody_outside_the_register_goes_two_years_later_and_not_before_it_is_answered(services, clock):
    page = outsider(services, clock)
    clock.move(days=732)
    services.clock_guard.confirm()
    assert services.retention.due(None, clock.today + timedelta(days=1)) == []
    services.requests.refuse(page.row.id, RequestRefusal.NO_DATA, "Không có trong sổ.")
    assert services.retention.due(None, clock.today + timedelta(days=1)) == [], "they have not been told yet"
    services.requests.mark_told(page.row.id, clock.today, TellingMeans.EMAIL)
    (due,) = services.retention.due(None, clock.today + timedelta(days=1))
    assert (due.name, due.phone, due.whose.value, due.delete_on) == ("Trần Lạ", "0912 000 111", "request", date(2028, 11, 21))
    assert "YC-2026-0001" in due.reason
    assert services.retention.upcoming().overdue == 1
    (plan,) = services.erasures.plans(Chosen(requests=(page.row.id,)))
    assert (plan.refusal, [what for what, _remark in plan.goes]) == ("", ["Name, phone, email, address", "1 letter"])
    assert [what for what, _remark in plan.anonymous] == ["Request YC-2026-0001"]
    assert services.erasures.erase(Chosen(requests=(page.row.id,))).erased == 1
    left = services.requests.page(page.row.id)
    assert (left.row.person.name, left.text, left.letters, left.row.state) == ("Data erased", "", (), State.REFUSED)
    assert services.retention.due(None, clock.today + timedelta(days=1)) == []


def test_the_preview_of_a_customer_names_their_requests_and_the_incidents_that_touched_them(services, clock):
    page = received(services, Kind.QUESTION)
    customer_id = page.row.person.customer_id
    services.request_work.answer(page.row.id, "Không đưa cho ai.")
    incident = services.incidents.report(IncidentForm("mất sổ", clock.now - timedelta(hours=1)))
    services.incident_members.add(incident.row.id, [customer_id])
    (plan,) = services.erasures.plans(Chosen((customer_id,)))
    assert [what for what, _remark in plan.anonymous] == ["Touched by 1 incident", "Request YC-2026-0001"]
