"""The papers of requests: letters numbered once and kept as sent, the page of what is held, files, and the letter after an erasure."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import Channel, Delivery, LetterKind, RequestKind, RequestRefusal
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.policies import FieldRow
from desktop.services.request_views import RequestTaskKind
from desktop.services.rights_requests import RequestIntake
from tests.builders import IDENTITY, intake
from tests.services.asking import BIRTHDAY, GIVEN, say
from tests.services.helpers import said, write_in_english
from tests.services.requests import AN, known, received, told_carrier

Kind = RequestKind


@pytest.fixture(autouse=True)
def _english_letters(services):
    write_in_english(services)


def letter(services, page, kind: LetterKind) -> str:
    """A letter made now, as it reads."""
    return said(services.request_papers.pdf(services.request_papers.issue(page.row.id, kind)))


def test_an_acknowledgement_names_what_was_asked_by_when_under_which_law_and_what_is_still_needed(services):
    page = received(services, Kind.VIEW)
    text = letter(services, page, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    for part in (
        "No.: 01/2026/TL-YC", "receipt of request YC-2026-0001", "Phạm Văn An, phone 0908 111 222", "On 21/11/2026 we received your request",
        "It will be done by Tuesday, 01/12/2026, under Article 5 of Decree 356/2025/NĐ-CP",
        "a look at an identity paper, or a call back to the number on record", "Log ",
    ):  # fmt: skip
        assert part in text


def test_sending_the_acknowledgement_acknowledges_and_the_letter_stays_as_it_is(services, clock):
    page = received(services, Kind.VIEW)
    number = services.request_papers.issue(page.row.id, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    assert RequestTaskKind.TELL in {task.kind for task in services.requests.page(page.row.id).row.tasks}
    again = services.request_papers.issue(page.row.id, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    assert again == number
    before = services.request_papers.pdf(number)
    for day, sentence in ((clock.today + timedelta(days=1), "future"), (clock.today - timedelta(days=1), "is dated 21/11/2026")):
        with pytest.raises(UserError, match=sentence):
            services.request_papers.mark_sent(number, day, Delivery.EMAIL)
    services.request_papers.mark_sent(number, clock.today, Delivery.EMAIL)
    after = services.requests.page(page.row.id)
    assert after.acknowledged_on == clock.today
    assert [task.kind for task in after.row.tasks] == [RequestTaskKind.FULFIL]
    with pytest.raises(UserError, match="has been marked as sent already"):
        services.request_papers.mark_sent(number, clock.today, Delivery.EMAIL)
    second = services.request_papers.issue(page.row.id, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    assert [row.number for row in services.requests.page(page.row.id).letters] == ["01/2026/TL-YC", "02/2026/TL-YC"]
    assert (second != number, services.request_papers.pdf(number)) == (True, before)


def test_a_question_back_says_that_the_time_stands_still(services):
    page = received(services, Kind.VIEW)
    services.requests.wait(page.row.id, "số điện thoại đã dùng khi mua hàng")
    text = letter(services, page, LetterKind.REQUEST_QUESTION)
    assert "số điện thoại đã dùng khi mua hàng" in text
    assert "the time stands still" in text


def test_more_time_is_asked_for_with_both_days(services):
    page = received(services, Kind.VIEW)
    services.requests.extend(page.row.id, "phải hỏi bên giao hàng")
    text = letter(services, page, LetterKind.REQUEST_EXTENSION)
    for part in ("phải hỏi bên giao hàng", "Friday, 11/12/2026", "Tuesday, 01/12/2026"):
        assert part in text


@pytest.mark.parametrize("code", list(RequestRefusal))
def test_a_refusal_says_why_and_where_to_complain(services, code):
    page = received(services, Kind.VIEW)
    services.requests.refuse(page.row.id, code, "Vì lý do ghi ở đây.")
    text = letter(services, page, LetterKind.REQUEST_REFUSAL)
    assert "Vì lý do ghi ở đây." in text
    assert "go to court" in text


def test_a_letter_that_does_not_fit_the_state_is_not_made(services):
    page = received(services, Kind.VIEW)
    for kind in (LetterKind.REQUEST_DONE, LetterKind.REQUEST_REFUSAL, LetterKind.REQUEST_EXTENSION, LetterKind.REQUEST_QUESTION):
        with pytest.raises(UserError, match="does not fit the state of the request: received"):
            services.request_papers.issue(page.row.id, kind)
    assert services.requests.page(page.row.id).letters == ()


def test_whoever_asks_for_somebody_else_is_the_one_who_is_written_to(services):
    page = received(services, Kind.VIEW, on_behalf="Lê Thị Bình", authority="Giấy ủy quyền 12/2026")
    text = letter(services, page, LetterKind.REQUEST_ACKNOWLEDGEMENT)
    assert "To: Lê Thị Bình" in text
    assert "Lê Thị Bình made this request on behalf of Phạm Văn An" in text


def test_a_correction_is_confirmed_with_old_and_new_and_names_who_was_told(services, clock):
    page = known(services, Kind.CORRECT, told_carrier(services))
    services.request_work.correct(page.row.id, CustomerDetails(AN.name, "0912 999 888", AN.email, AN.address))
    text = letter(services, page, LetterKind.REQUEST_DONE)
    assert "Phone: 0908 111 222 → 0912 999 888" in text
    assert "to do the same" not in text
    (task,) = services.recipient_tasks.open_rows()
    services.recipient_tasks.mark_told(task.public_id, clock.today)
    assert "We asked those who had the data to do the same: Giao Hàng Nhanh (GHN)." in letter(
        services, page, LetterKind.REQUEST_DONE
    )


def test_a_late_answer_apologises(services, clock):
    page = received(services, Kind.QUESTION)
    clock.move(days=30)
    services.request_work.answer(page.row.id, "Không đưa cho ai.")
    text = letter(services, page, LetterKind.REQUEST_DONE)
    assert "It should have been done by Tuesday, 01/12/2026" in text
    assert "Không đưa cho ai." in text


@pytest.mark.parametrize("channel", ["sms", "zalo", "email"])
def test_a_short_text_is_ready_to_copy(services, channel):
    page = received(services, Kind.VIEW)
    text = services.request_papers.text(page.row.id, channel)
    assert "YC-2026-0001" in text
    assert "Tuesday, 01/12/2026" in text


# ---- what is held -----------------------------------------------------------------------------------------------------------


def test_what_is_held_stands_on_one_page_with_everything(services, clock):
    customer_id = told_carrier(services)
    services.complaints.receive(intake(clock.today, customer_id))
    page = known(services, Kind.VIEW, customer_id)
    text = said(services.request_papers.held(page.row.id))
    for part in (
        "WHAT WE HOLD ABOUT YOU", "Answers your request YC-2026-0001", "0908 111 222", "an@example.com", "Giao Hàng Nhanh (GHN)",
        "complaint KN-2026-0001, not settled yet", "Kept until the customer asks for deletion", IDENTITY.name, "2 conversations are noted",
    ):  # fmt: skip
        assert part in text


def test_what_is_held_is_not_shown_before_it_is_certain_who_asks(services):
    page = received(services, Kind.VIEW)
    with pytest.raises(UserError, match="Record first how"):
        services.request_papers.held(page.row.id)


def test_the_page_can_be_printed_at_the_counter_without_a_request(services):
    text = said(services.request_papers.held_about(services.customers.add(AN)))
    assert "Phạm Văn An" in text
    assert "Nobody was told anything." in text


def test_a_copy_holds_the_same_for_a_machine(services):
    page = known(services, Kind.COPY, told_carrier(services))
    as_json, as_csv = services.request_papers.copies(page.row.id)
    assert (as_json.name, as_csv.name) == ("YC-2026-0001.json", "YC-2026-0001.csv")
    copied = json.loads(as_json.content)
    assert copied["details"]["phone"] == "0908111222"
    assert [entry["recipient"] for entry in copied["disclosures"]] == ["Giao Hàng Nhanh (GHN)"]
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert ["details", "email", "an@example.com"] in rows


# ---- after an erasure ---------------------------------------------------------------------------------------------------------


def test_the_letter_about_an_erasure_is_written_to_somebody_of_whom_nothing_is_left(services):
    page = known(services, Kind.DELETE)
    farewell = services.request_papers.farewell(page.row.id, ("KN-2026-0009, until 01/05/2027",))
    done = services.erasures.erase(Chosen((page.row.person.customer_id,)))
    text = said(services.request_papers.deletion_letter(farewell, done.public_id))
    for part in ("To: Phạm Văn An, phone 0908 111 222", "01/2026/XD-CN", "KN-2026-0009, until 01/05/2027"):
        assert part in text
    assert services.requests.page(page.row.id).letters == ()


def test_somebody_outside_the_register_is_written_to_by_the_name_they_gave(services, clock):
    outsider = CustomerDetails("Trần Lạ", email="la@example.com")
    page = services.requests.receive(RequestIntake(Kind.VIEW, Channel.EMAIL, clock.today, outsider=outsider))
    services.requests.refuse(page.row.id, RequestRefusal.NO_DATA, "Không tìm thấy trong sổ.")
    text = letter(services, page, LetterKind.REQUEST_REFUSAL)
    assert "To: Trần Lạ" in text
    assert "The shop holds no data about the person" in text


def test_an_extra_field_stands_on_the_page_and_in_both_files(services, clock):
    rules = services.policies.in_force(clock.today)
    services.policies.add_version(
        replace(rules, effective_from=clock.today, fields=(*rules.fields, FieldRow("birthday", "Ngày sinh")))
    )
    page = known(services, Kind.COPY)
    say(services, page.row.person.customer_id, **{BIRTHDAY: GIVEN})
    services.extras.save(page.row.person.customer_id, "birthday", "12/05/1990")
    as_json, as_csv = services.request_papers.copies(page.row.id)
    assert json.loads(as_json.content)["details"]["birthday"] == "12/05/1990"
    assert ["details", "birthday", "12/05/1990"] in list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert "Ngày sinh 12/05/1990" in said(services.request_papers.held_about(page.row.person.customer_id)).replace(":", "")
