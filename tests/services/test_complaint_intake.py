"""Intake at the counter: a number in the intake's own transaction, everything typed kept, everything wrong refused as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from unicodedata import normalize

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import Channel, ComplaintCategory, ComplaintState
from desktop.models.evidence import MOST_BYTES
from desktop.services.customers import CustomerDetails
from desktop.services.stored_files import NewFile
from tests.builders import add_customer, complaint, intake, photo
from tests.services.helpers import NAME_AS_TYPED, evidence_files, page, reopened

TAM = CustomerDetails("Đỗ Văn Tâm", "0908 111 222", "tam@example.com", "9 Hẻm Sương")
TOMORROW, YESTERDAY = date(2026, 11, 22), date(2026, 11, 20)
PROGRAM = NewFile("anh.jpg", b"MZ\x90\x00\x03" + bytes(2000))


def test_a_complaint_is_kept_as_it_was_told(services, clock):
    taken = complaint(
        services, channel=Channel.PHONE, text="  Có người lạ\r\ngọi <b>mời</b>. 🙂 ", files=(photo(), photo("b.png"))
    )
    assert taken == page(services, taken.row.id)
    assert (taken.row.number, taken.row.state, taken.row.received_on) == ("KN-2026-0001", ComplaintState.RECEIVED, clock.today)
    assert taken.text == "Có người lạ\ngọi <b>mời</b>. 🙂"
    assert (taken.channel, taken.row.category) == (Channel.PHONE, ComplaintCategory.DISCLOSURE)
    assert [file.name for file in taken.evidence] == ["tin-nhan.png", "b.png"]
    assert services.complaints.evidence(taken.evidence[1].id) == photo().content
    assert services.complaints.id_of(taken.row.number) == taken.row.id
    assert [event.action for event in taken.events] == ["received"]


def test_the_promise_and_its_reckoning_stand_on_the_page_at_once(services):
    taken = complaint(services)
    assert taken.promise.target == date(2026, 12, 21)
    assert taken.promise.explain() == "30 days from 21/11/2026, under section\u00a07 of the shop's policy."
    assert taken.acknowledgement.target == date(2026, 11, 26)


def test_evidence_is_encrypted_on_the_disk(services, folder):
    complaint(services, files=(photo(),))
    (stored,) = (folder.path / "evidence").iterdir()
    assert photo().content[:8] not in stored.read_bytes()
    assert photo().name not in stored.name


def test_evidence_that_is_damaged_or_gone_is_said_in_words(services, folder):
    taken = complaint(services, files=(photo(),))
    (stored,) = (folder.path / "evidence").iterdir()
    stored.write_bytes(stored.read_bytes()[:-1] + b"\x00")
    with pytest.raises(UserError) as damaged:
        services.complaints.evidence(taken.evidence[0].id)
    stored.unlink()
    with pytest.raises(UserError) as missing:
        services.complaints.evidence(taken.evidence[0].id)
    assert ("damaged" in damaged.value.message, "missing" in missing.value.message) == (True, True)


def test_a_complaint_without_a_subject_is_called_by_its_category(services):
    assert complaint(services, subject=" ").row.subject == "told to somebody else"


def test_a_file_name_of_three_hundred_letters_is_shortened(services):
    taken = complaint(services, files=(photo("x" * 296 + ".png"),))
    assert len(taken.evidence[0].name) == 120
    assert taken.evidence[0].name.endswith(".png")


# ---- numbers -----------------------------------------------------------------------------------------------------------


def test_numbers_run_without_gaps_and_begin_again_each_year(services, clock):
    customer_id = add_customer(services)
    numbers = []
    for days in (0, 1, 40, 1):
        clock.move(days=days)
        numbers.append(services.complaints.receive(intake(clock.today, customer_id)).row.number)
    assert numbers == ["KN-2026-0001", "KN-2026-0002", "KN-2027-0001", "KN-2027-0002"]


def test_a_number_is_not_given_twice_when_the_clock_went_back(services, clock):
    customer_id = add_customer(services)
    first = services.complaints.receive(intake(clock.today, customer_id)).row.number
    clock.move(days=60)
    second = services.complaints.receive(intake(clock.today, customer_id)).row.number
    clock.move(days=-60)
    third = services.complaints.receive(intake(clock.today, customer_id)).row.number
    assert [first, second, third] == ["KN-2026-0001", "KN-2027-0001", "KN-2026-0002"]


# ---- outsiders ----------------------------------------------------------------------------------------------------------


def test_an_outsiders_data_lives_in_the_complaint_with_a_day_to_go(services):
    taken = services.complaints.receive(intake(YESTERDAY, None, outsider=TAM))
    person = taken.row.person
    assert (person.customer_id, person.name, person.phone) == (None, TAM.name, "0908 111 222")
    assert (person.email, person.address) == (TAM.email, TAM.address)
    assert taken.outsider_delete_on == date(2028, 11, 20)
    assert services.customers.count() == 0
    own_day = date(2027, 6, 30)
    assert (
        services.complaints.receive(intake(YESTERDAY, None, outsider=TAM, outsider_delete_on=own_day)).outsider_delete_on
        == own_day
    )


def test_an_outsiders_data_is_not_to_go_before_it_came(services):
    with pytest.raises(FieldErrors) as refused:
        services.complaints.receive(intake(YESTERDAY, None, outsider=TAM, outsider_delete_on=date(2026, 1, 1)))
    assert refused.value.field == "outsider_delete_on"


def test_complaints_are_found_by_number_subject_and_name_however_typed(services):
    complaint(services)
    services.complaints.receive(intake(YESTERDAY, None, outsider=TAM, subject="Thẻ quà tặng"))
    expected = {"KN-2026-0001": ["0001", "hạnh", "hanh", "lộ số"], "KN-2026-0002": ["Đỗ Văn", "do van tam", "thẻ quà", "the qua"]}
    found = {typed: [row.number for row in services.complaints.rows(typed)] for texts in expected.values() for typed in texts}
    assert found == {typed: [number] for number, texts in expected.items() for typed in texts}


def test_signs_of_the_database_find_nothing_among_complaints(services):
    complaint(services)
    assert [services.complaints.rows(typed) for typed in ("%", "_", "'")] == [[], [], []]


# ---- refused -------------------------------------------------------------------------------------------------------------

REFUSED = [
    ("received_on", {"received_on": TOMORROW}),
    ("evidence_complete_on", {"evidence_complete_on": YESTERDAY}),
    ("evidence_complete_on", {"evidence_complete_on": TOMORROW}),
    ("text", {"text": " \n "}),
    ("text", {"text": "x" * 20_001}),
    ("subject", {"subject": "x" * 151}),
    ("who", {"customer_id": None}),
    ("name", {"customer_id": None, "outsider": CustomerDetails()}),
    ("name", {"customer_id": None, "outsider": replace(TAM, name="x" * 10_000)}),
    ("phone", {"customer_id": None, "outsider": replace(TAM, phone="hỏi chị Hoa")}),
    ("email", {"customer_id": None, "outsider": replace(TAM, email="tam.example.com")}),
    ("evidence", {"files": (photo(), PROGRAM)}),
    ("evidence", {"files": (photo(), NewFile("rong.jpg", b""))}),
    ("evidence", {"files": (photo(), NewFile("lon.pdf", b"%PDF-" + bytes(MOST_BYTES)))}),
    ("evidence", {"files": (photo(),) * 21}),
]


def test_what_is_wrong_is_refused_by_field_and_leaves_nothing(services, folder, clock):
    customer_id = add_customer(services)
    for field, changes in REFUSED:
        with pytest.raises(UserError) as refused:
            services.complaints.receive(replace(intake(clock.today, customer_id), **changes))
        assert refused.value.field == field
        assert refused.value.message
    assert services.complaints.rows() == []
    assert services.customers.page(customer_id).contacts == ()
    assert evidence_files(folder) == set()
    assert services.complaints.receive(intake(clock.today, customer_id)).row.number == "KN-2026-0001"


def test_everything_wrong_is_said_at_once(services, clock):
    wrong = intake(TOMORROW, None, text="", outsider=CustomerDetails(phone="x"))
    with pytest.raises(FieldErrors) as refused:
        services.complaints.receive(wrong)
    assert set(refused.value.errors) == {"received_on", "text", "name", "phone"}


def test_a_customer_who_is_gone_is_said_in_words_and_leaves_nothing(services, folder, clock):
    with pytest.raises(UserError) as refused:
        services.complaints.receive(intake(clock.today, 99, files=(photo(),)))
    assert "no longer in the register" in refused.value.message
    assert complaint(services).row.number == "KN-2026-0001"
    services.office.database.close()
    with reopened(folder):
        assert evidence_files(folder) == set()


def test_evidence_is_not_both_complete_and_missing(services, clock):
    with pytest.raises(FieldErrors) as refused:
        complaint(services, evidence_complete_on=clock.today, missing_evidence="ảnh chụp tin nhắn")
    assert refused.value.field in ("missing_evidence", "evidence_complete_on")


def test_a_text_typed_as_letters_and_marks_apart_counts_as_it_is_stored(services):
    subject = "ề" * 150
    taken = complaint(services, subject=normalize("NFD", subject))
    assert taken.row.subject == subject


def test_markup_is_kept_as_typed_in_every_field(services, clock):
    outsider = CustomerDetails(NAME_AS_TYPED, "0908 111 222", "", NAME_AS_TYPED)
    more = {"outsider": outsider, "subject": NAME_AS_TYPED, "text": NAME_AS_TYPED, "missing_evidence": NAME_AS_TYPED}
    taken = services.complaints.receive(intake(clock.today, None, **more, files=(photo("<i>x</i>.png"),)))
    assert {taken.row.person.name, taken.row.person.address, taken.row.subject, taken.text, taken.missing_evidence} == {
        NAME_AS_TYPED
    }


# ---- more files ----------------------------------------------------------------------------------------------------------


def test_a_complaint_holds_twenty_files_and_no_more(services, folder):
    complaint_id = complaint(services, files=(photo(),) * 19).row.id
    for files in ((photo(), photo()), (PROGRAM,)):
        with pytest.raises(UserError) as refused:
            services.complaints.add_evidence(complaint_id, files)
        assert refused.value.field == "evidence"
    services.complaints.add_evidence(complaint_id, (photo("cuoi.png"),))
    assert len(page(services, complaint_id).evidence) == len(evidence_files(folder)) == 20


def test_a_day_of_receipt_before_every_known_calendar_is_refused_at_its_field(services, clock):
    with pytest.raises(UserError) as refused:
        complaint(services, received_on=clock.today - timedelta(days=365 * 6))
    assert refused.value.field == "received_on"
