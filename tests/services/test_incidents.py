"""Incidents: clocks to the minute, whom they touched, who was told by when, and why nothing is closed half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import Delivery, RestrictionKind, TellingMeans
from desktop.services.audit_history import HistoryFilter
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.incident_members import Found, MemberQuery, Shown
from desktop.services.incident_papers import MemberLetters
from desktop.services.incident_views import IncidentForm
from desktop.services.incidents import AuthorityForm
from desktop.services.progress import Cancelled, Progress
from tests.builders import HANH, crowd
from tests.services.helpers import said, write_in_english
from tests.services.requests import AN, told_carrier

NIGHT = datetime(2026, 11, 20, 15, 40, tzinfo=UTC)  # 22:40 at the shop
AGENCY = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an)"
CONSUMERS = "Cơ quan quản lý nhà nước về bảo vệ quyền lợi người tiêu dùng"
POLICE = "Cơ quan công an nơi cửa hàng đặt trụ sở"
STOLEN = IncidentForm(
    "mất máy tính xách tay ở quầy", NIGHT, "Máy tính bị lấy trộm khi đóng cửa.", NIGHT - timedelta(hours=2), False, ("name", "phone"),
    harm="Khách có thể bị gọi lừa đảo.", measures="Đã báo công an, đổi mật khẩu.",
)  # fmt: skip
EXPLAINED = {"cause": "Cửa sau không khóa.", "lesson": "Khóa cửa, cất máy vào két."}


def people(services, number: int) -> list[int]:
    """So many customers."""
    return [services.customers.add(CustomerDetails(f"Khách Số {place}", f"09080000{place:02d}")) for place in range(number)]


# ---- entering -------------------------------------------------------------------------------------------------------------


def test_an_incident_brings_the_authority_and_its_clock_to_the_minute(services):
    page = services.incidents.report(STOLEN)
    assert page.row.number == "SC-2026-0001"
    (agency,) = page.authorities
    assert (agency.name, agency.hours) == (AGENCY, 72)
    assert agency.deadline.due == NIGHT + timedelta(hours=72)
    assert (
        agency.deadline.explain()
        == "72 hours from 22:40 20/11/2026, under khoản 1 Điều 23 Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15."
    )


def test_authorities_are_named_in_the_language_of_the_letters_to_them(services):
    write_in_english(services)
    (agency,) = services.incidents.report(STOLEN).authorities
    assert agency.name == "Personal data protection agency (Ministry of Public Security)"


def test_an_attack_brings_more_of_them_and_so_does_one_recognised_later(services):
    page = services.incidents.report(replace(STOLEN, is_attack=True))
    assert {row.name: row.hours for row in page.authorities} == {AGENCY: 72, CONSUMERS: 24, POLICE: 0}
    assert page.row.deadline.due == NIGHT + timedelta(hours=24)
    later = services.incidents.report(STOLEN)
    services.incidents.save(later.row.id, replace(STOLEN, is_attack=True))
    services.incidents.save(later.row.id, replace(STOLEN, is_attack=True))
    assert [row.name for row in services.incidents.page(later.row.id).authorities] == [AGENCY, CONSUMERS, POLICE]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"happened_at": NIGHT + timedelta(minutes=1)}, r"cannot have been noticed before it happened \(22:41 20/11/2026\)"),
        ({"noticed_at": datetime(2026, 11, 21, 3, 1, tzinfo=UTC)}, "lies in the future"),
    ],
)
def test_nothing_is_noticed_before_it_happened_nor_tomorrow(services, change, sentence):
    with pytest.raises(UserError, match=sentence) as e:
        services.incidents.report(replace(STOLEN, **change))
    assert e.value.field == "noticed_at"
    assert services.incidents.rows() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 151}, "subject"),
        ({"harm": "x" * 5001}, "harm"),
        ({"people": -1}, "people"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(services, change, field):
    with pytest.raises(FieldErrors) as e:
        services.incidents.report(replace(STOLEN, **change))
    assert list(e.value.errors) == [field]


# ---- authorities ----------------------------------------------------------------------------------------------------------


def test_authorities_and_their_hours_are_the_owners_to_change(services):
    page = services.incidents.report(STOLEN)
    own = services.incidents.add_authority(page.row.id, AuthorityForm("Sở Công Thương", hours=48, law="Luật 19/2023/QH15"))
    with pytest.raises(UserError, match="stands in the list already"):
        services.incidents.add_authority(page.row.id, AuthorityForm("sở công thương"))
    services.incidents.change_authority(own, AuthorityForm("Sở Công Thương", "12 Trần Phú", 30))
    assert services.incidents.page(page.row.id).row.authorities[0].deadline.due == NIGHT + timedelta(hours=30)
    for form, field in (
        (AuthorityForm(""), "name"),
        (AuthorityForm("A", hours=721), "hours"),
        (AuthorityForm("A", hours=-1), "hours"),
    ):
        with pytest.raises(UserError) as e:
            services.incidents.change_authority(own, form)
        assert e.value.field == field


def test_an_authority_is_left_out_only_with_a_reason_that_stays_and_can_be_told_after_all(services):
    page = services.incidents.report(STOLEN)
    authority = page.authorities[0].public_id
    with pytest.raises(UserError, match="Write why it need not be told") as e:
        services.incidents.omit_authority(authority, "  ")
    assert e.value.field == "omitted_reason"
    services.incidents.omit_authority(authority, "Máy đã mã hóa")
    left_out = services.incidents.page(page.row.id)
    assert left_out.row.authorities == () and left_out.row.deadline is None
    assert [(row.name, row.omitted_reason) for row in left_out.authorities] == [(AGENCY, "Máy đã mã hóa")]
    assert ("authority_omitted", f"{AGENCY}: Máy đã mã hóa") in [(step.action, step.note) for step in left_out.steps]
    services.incidents.restore_authority(authority)
    assert [row.name for row in services.incidents.page(page.row.id).row.authorities] == [AGENCY]


def test_an_authority_that_was_told_can_be_told_again_of_what_came_up_since(services, clock):
    page = services.incidents.report(STOLEN)
    services.incident_papers.issue(page.authorities[0].public_id)
    services.incident_papers.mark_sent(page.authorities[0].public_id, clock.now, Delivery.POST)
    services.incidents.add_authority(page.row.id, AuthorityForm(AGENCY, hours=72))
    assert [row.name for row in services.incidents.page(page.row.id).row.authorities] == [AGENCY]


def test_how_an_authority_is_reached_is_remembered_for_the_next_time(services):
    first = services.incidents.report(STOLEN)
    services.incidents.change_authority(first.authorities[0].public_id, AuthorityForm(AGENCY, "a05@example.com", 72))
    assert services.incidents.report(STOLEN).authorities[0].contact == "a05@example.com"


def test_a_letter_says_what_how_many_which_data_and_whom_to_call(services):
    write_in_english(services)
    page = services.incidents.report(replace(STOLEN, people=40))
    services.incident_papers.issue(page.authorities[0].public_id)
    text = said(services.incident_papers.pdf(page.authorities[0].public_id))
    for part in (
        "No.: 01/2026/TB-SC", "For the attention of: Personal data protection agency (Ministry of Public Security)",
        "Máy tính bị lấy trộm", "20:40 20/11/2026", "22:40 20/11/2026",
        "Customers concerned: 40", "Kinds of data: name, phone number", "Khách có thể bị gọi lừa đảo", "Đã báo công an",
        "still looking for it", "Trần Thị Lan", "Article 23.1", "Log ",
    ):  # fmt: skip
        assert part in text
    assert "late because" not in text


def test_a_late_letter_has_to_say_why(services, clock):
    write_in_english(services)
    page = services.incidents.report(STOLEN)
    authority = page.authorities[0].public_id
    clock.move(days=4)
    assert services.incidents.page(page.row.id).authorities[0].is_late
    with pytest.raises(UserError, match=r"This letter is late\. Write why"):
        services.incident_papers.issue(authority)
    services.incidents.change_authority(authority, AuthorityForm(AGENCY, hours=72, late_reason="Mất điện ba ngày."))
    services.incident_papers.issue(authority)
    text = said(services.incident_papers.pdf(authority))
    assert "due by 22:40 23/11/2026" in text
    assert "Mất điện ba ngày." in text


def test_a_letter_is_sent_once_made_not_before_the_notice_nor_tomorrow_and_stays(services, clock):
    page = services.incidents.report(STOLEN)
    authority = page.authorities[0].public_id
    with pytest.raises(UserError, match="Make the letter first"):
        services.incident_papers.mark_sent(authority, clock.now, Delivery.EMAIL)
    services.incident_papers.issue(authority)
    before = services.incident_papers.pdf(authority)
    for moment, sentence in (
        (clock.now + timedelta(minutes=1), "future"),
        (NIGHT - timedelta(minutes=1), "noticed only at 22:40 20/11/2026"),
    ):
        with pytest.raises(UserError, match=sentence):
            services.incident_papers.mark_sent(authority, moment, Delivery.EMAIL)
    services.incident_papers.mark_sent(authority, clock.now, Delivery.EMAIL)
    for act in (
        lambda: services.incident_papers.issue(authority),
        lambda: services.incidents.omit_authority(authority, "nhầm"),
        lambda: services.incidents.change_authority(authority, AuthorityForm("B")),
        lambda: services.incident_papers.mark_sent(authority, clock.now, Delivery.POST),
    ):
        with pytest.raises(UserError, match=r"told already|sent already"):
            act()
    assert services.incident_papers.pdf(authority) == before
    assert services.incidents.page(page.row.id).row.authorities == ()


# ---- customers ------------------------------------------------------------------------------------------------------------


def test_members_are_found_by_a_question_or_by_hand_and_stand_on_the_list_once(services, clock):
    ids, given = people(services, 4), told_carrier(services)
    page, today = services.incidents.report(STOLEN), clock.today
    (carrier,) = (row.id for row in services.recipients.rows())
    to_carrier = MemberQuery(Found.RECIPIENT, carrier, today, today)
    members = services.incident_members
    assert members.count_found(page.row.id, to_carrier) == 1
    assert members.add_found(page.row.id, to_carrier) == 1
    assert members.add(page.row.id, [given, ids[0], ids[0]]) == 1
    assert members.add_found(page.row.id, MemberQuery(Found.EVERYBODY)) == 3
    assert members.add_found(page.row.id, MemberQuery(Found.EVERYBODY)) == 0
    assert members.counts(page.row.id).people == 5
    assert members.count_found(page.row.id, MemberQuery(Found.EVERYBODY, until=date(2026, 11, 20))) == 0
    first = members.rows(page.row.id)[0]
    assert members.remove(page.row.id, [first.id]) == [first.customer_id]
    assert members.counts(page.row.id).people == 4


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (MemberQuery(Found.RECIPIENT), "Choose the recipient"),
        (MemberQuery(Found.EVERYBODY, since=date(2026, 11, 2), until=date(2026, 11, 1)), "The first day lies after the last one"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(services, query, sentence):
    page = services.incidents.report(STOLEN)
    with pytest.raises(UserError, match=sentence):
        services.incident_members.add_found(page.row.id, query)


def test_telling_all_leaves_out_whose_message_came_back_until_they_are_reached(services, clock):
    page, members = services.incidents.report(STOLEN), services.incident_members
    members.add(page.row.id, people(services, 5))
    assert len(members.mark_told(page.row.id, None, clock.today, TellingMeans.SMS).people) == 5
    back = [row.id for row in members.rows(page.row.id)[:2]]
    with pytest.raises(UserError, match="sent only on 21/11/2026"):
        members.mark_failed(page.row.id, back, date(2026, 11, 20))
    assert members.mark_failed(page.row.id, back, clock.today) == 2
    told = members.counts(page.row.id)
    assert (told.people, told.told, told.failed, told.untold) == (5, 3, 2, 2)
    assert [row.id for row in members.rows(page.row.id, Shown.FAILED)] == back
    assert members.mark_told(page.row.id, None, clock.today, TellingMeans.SMS).people == {}
    assert len(members.mark_told(page.row.id, back, clock.today, TellingMeans.PHONE).people) == 2
    assert (members.counts(page.row.id).untold, members.rows(page.row.id, Shown.UNTOLD)) == (0, [])


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 11, 19), "noticed only on 20/11/2026"), (date(2026, 11, 22), "future")]
)
def test_nobody_is_told_before_it_was_noticed_nor_tomorrow(services, day, sentence):
    page = services.incidents.report(STOLEN)
    services.incident_members.add(page.row.id, people(services, 1))
    with pytest.raises(UserError, match=sentence):
        services.incident_members.mark_told(page.row.id, None, day, TellingMeans.SMS)


def test_each_member_gets_a_letter_of_their_own_and_a_hidden_address_stands_on_none(services, clock):
    write_in_english(services)
    page = services.incidents.report(STOLEN)
    shy = services.customers.add(AN)
    services.restrictions.add(shy, RestrictionKind.HIDE_ADDRESS)
    services.incident_members.add(page.row.id, [services.customers.add(HANH), shy])
    steps: list[tuple[int, int]] = []
    made = services.incident_papers.member_letters(page.row.id, Progress(lambda *step: steps.append(step), lambda: False))
    letters = letters_of(made)
    assert [("Phạm Văn An" in text, "Nguyễn Thị Hạnh" in text) for text in letters] == [(True, False), (False, True)]
    assert "phone 0908 111 222" in letters[0]
    assert "Hẻm Sương" not in letters[0]
    assert "15 Hoa Mai" in letters[1]
    assert all("Of your data it concerns: name, phone number." in text and "01/2026/TB-SC" in text for text in letters)
    assert steps == [(1, 2), (2, 2)]
    assert services.incident_members.counts(page.row.id).told == 0
    services.incident_members.mark_told(page.row.id, None, clock.today, TellingMeans.LETTER)
    with pytest.raises(UserError, match="Everybody on the list has been told"):
        services.incident_papers.member_letters(page.row.id)


def letters_of(made: MemberLetters) -> list[str]:
    """The words of each sheet."""
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(made.pdf)).pages]


def test_letters_that_were_stopped_take_no_number_and_no_entry(services):
    page = services.incidents.report(STOLEN)
    services.incident_members.add(page.row.id, people(services, 2))
    entries = services.audit.page(HistoryFilter()).rows
    with pytest.raises(Cancelled):
        services.incident_papers.member_letters(page.row.id, Progress(lambda _done, _total: None, lambda: True))
    assert services.incident_members.counts(page.row.id).untold == 2
    assert services.audit.page(HistoryFilter()).rows == entries
    assert all("01/2026/TB-SC" in text for text in letters_of(services.incident_papers.member_letters(page.row.id)))


UNPRINTABLE = ("Hạnh 🌸", "★ Hạnh", "Hạnh ✓", "① Hạnh", "Hạnh ☎", "Hạnh ❤️", "李红")


@pytest.mark.parametrize("name", UNPRINTABLE)
def test_one_name_that_cannot_print_keeps_nobody_elses_letter_and_is_named_with_its_way_out(services, name):
    page = services.incidents.report(STOLEN)
    odd = services.customers.add(replace(HANH, name=name))
    services.incident_members.add(page.row.id, [odd, services.customers.add(AN)])
    made = services.incident_papers.member_letters(page.row.id)
    assert (made.made, [(one.customer_id, one.name) for one in made.left_out]) == (1, [(odd, name)])
    assert [AN.name in text for text in letters_of(made)] == [True]
    services.customers.edit(odd, replace(services.customers.page(odd).details, printed_name="Nguyễn Thị Hạnh"))
    again = services.incident_papers.member_letters(page.row.id)
    assert (again.made, again.left_out) == (2, ())
    assert any("Nguyễn Thị Hạnh" in text for text in letters_of(again))
    assert services.customers.page(odd).details.name == name


def test_where_no_name_prints_nothing_is_numbered_or_logged(services):
    page = services.incidents.report(STOLEN)
    services.incident_members.add(
        page.row.id, [services.customers.add(replace(HANH, name=name, phone="", email="")) for name in UNPRINTABLE]
    )
    entries = services.audit.page(HistoryFilter()).rows
    with pytest.raises(UserError, match=r"These names cannot stand on paper: .*Hạnh 🌸"):
        services.incident_papers.member_letters(page.row.id)
    assert services.audit.page(HistoryFilter()).rows == entries


def test_a_batch_of_300_letters_with_7_names_that_cannot_print(services):
    page = services.incidents.report(STOLEN)
    good = crowd(services, 293)
    odd = [
        services.customers.add(replace(HANH, name=name, phone=f"091200330{place}", email=""))
        for place, name in enumerate(UNPRINTABLE)
    ]
    services.incident_members.add(page.row.id, [*good, *odd])
    made = services.incident_papers.member_letters(page.row.id)
    assert (made.made, {one.name for one in made.left_out}) == (293, set(UNPRINTABLE))
    assert len(letters_of(made)) == 293


def test_a_letter_that_was_never_made_has_told_nobody(services, clock):
    page, members = services.incidents.report(STOLEN), services.incident_members
    members.add(page.row.id, people(services, 3))
    with pytest.raises(UserError, match="No letter has been made for them yet") as e:
        members.mark_told(page.row.id, None, clock.today, TellingMeans.LETTER)
    assert (e.value.field, members.counts(page.row.id).told) == ("means", 0)
    services.incident_papers.member_letters(page.row.id)
    members.add(page.row.id, [services.customers.add(AN)])
    told = members.mark_told(page.row.id, None, clock.today, TellingMeans.LETTER)
    assert (len(told.people), told.left, members.counts(page.row.id).untold) == (3, 1, 1)


def test_marking_many_can_be_taken_back(services, clock):
    page, members = services.incidents.report(STOLEN), services.incident_members
    members.add(page.row.id, people(services, 3))
    first = members.rows(page.row.id)[0].id
    members.mark_told(page.row.id, [first], clock.today, TellingMeans.SMS)
    members.mark_failed(page.row.id, [first], clock.today)
    before = members.rows(page.row.id)
    told = members.mark_told(page.row.id, [row.id for row in before], clock.today, TellingMeans.PHONE)
    assert members.counts(page.row.id).told == 3
    members.undo_told(told)
    assert members.rows(page.row.id) == before


def test_nothing_that_was_never_sent_comes_back(services, clock):
    page, members = services.incidents.report(STOLEN), services.incident_members
    members.add(page.row.id, people(services, 1))
    with pytest.raises(UserError, match="Nothing was sent to some of them"):
        members.mark_failed(page.row.id, [members.rows(page.row.id)[0].id], clock.today)


@pytest.mark.parametrize("channel", ["sms", "zalo", "email"])
def test_a_short_text_for_one_member(services, channel):
    write_in_english(services)
    customer_id = services.customers.add(HANH)
    page = services.incidents.report(STOLEN)
    services.incident_members.add(page.row.id, [customer_id])
    text = services.incident_papers.text(page.row.id, customer_id, channel)
    assert "Nguyễn Thị Hạnh" in text
    assert "20/11/2026" in text


# ---- closing and keeping --------------------------------------------------------------------------------------------------


def test_an_incident_is_closed_only_when_everybody_was_told_and_something_was_learned(services, clock):
    page, members = services.incidents.report(STOLEN), services.incident_members
    members.add(page.row.id, people(services, 1))
    authority = page.authorities[0].public_id
    with pytest.raises(UserError, match="write the cause and what the shop has learned"):
        services.incidents.close(page.row.id)
    services.incidents.save(page.row.id, replace(STOLEN, **EXPLAINED))
    with pytest.raises(UserError, match=f"Not told yet: {AGENCY[:20]}"):
        services.incidents.close(page.row.id)
    services.incident_papers.issue(authority)
    services.incident_papers.mark_sent(authority, clock.now, Delivery.POST)
    with pytest.raises(UserError, match="Not all customers have been told"):
        services.incidents.close(page.row.id)
    members.mark_told(page.row.id, None, clock.today, TellingMeans.PHONE)
    services.incidents.close(page.row.id)
    closed = services.incidents.page(page.row.id).row
    assert (closed.is_open, closed.closed_on, services.incidents.open_rows()) == (False, clock.today, [])
    with pytest.raises(UserError, match=r"was closed on 21/11/2026"):
        services.incidents.save(page.row.id, STOLEN)
    services.incidents.reopen(page.row.id, "Có thêm người bị gọi")
    assert services.incidents.page(page.row.id).row.is_open


def test_an_incident_of_which_nobody_need_be_told_says_why(services):
    write_in_english(services)
    page = services.incidents.report(replace(STOLEN, **EXPLAINED, nobody_told="Ổ đĩa đã mã hóa, không ai đọc được."))
    services.incident_members.add(page.row.id, people(services, 1))
    authority = page.authorities[0].public_id
    services.incident_papers.issue(authority)
    assert "Ổ đĩa đã mã hóa, không ai đọc được." in said(services.incident_papers.pdf(authority))
    services.incidents.omit_authority(authority, "Ổ đĩa đã mã hóa")
    services.incidents.close(page.row.id)
    assert not services.incidents.page(page.row.id).row.is_open


def test_an_open_incident_holds_whom_it_touched_and_against_their_wish_only_until_they_are_told(services, clock):
    page, (customer_id,) = services.incidents.report(STOLEN), people(services, 1)
    services.incident_members.add(page.row.id, [customer_id])
    assert services.customers.page(customer_id).on_hold
    services.erasures.note_wish(customer_id, clock.today)
    (plan,) = services.erasures.plans(Chosen((customer_id,)))
    assert plan.refusal == f"on hold: {page.row.number}"
    services.incident_members.mark_told(page.row.id, None, clock.today, TellingMeans.PHONE)
    assert services.erasures.erase(Chosen((customer_id,))).erased == 1
    (row,) = services.incident_members.rows(page.row.id)
    assert (row.customer_id, row.name, row.told_on) == (None, "Data erased", clock.today)
    assert services.incident_members.counts(page.row.id).untold == 0


def test_incidents_are_found_by_number_and_words_open_ones_first(services):
    first = services.incidents.report(replace(STOLEN, **EXPLAINED, nobody_told="x"))
    services.incidents.omit_authority(first.authorities[0].public_id, "x")
    services.incidents.close(first.row.id)
    second = services.incidents.report(replace(STOLEN, subject="gửi nhầm thư"))
    assert [row.number for row in services.incidents.rows()] == [second.row.number, first.row.number]
    assert [row.number for row in services.incidents.rows("may tinh")] == [first.row.number]
    assert services.incidents.rows("khong co") == []
