"""Customers are found as the owner types, entered once, edited with undo, and show everything held and when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from unicodedata import normalize

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.i18n import noon
from desktop.models.choices import Channel, Direction, HoldKind, RestrictionKind
from desktop.models.consent import Hold
from desktop.services.customers import CustomerDetails, DuplicateFound
from desktop.services.office import new_id
from tests.builders import HANH, add_customer, complaint
from tests.services.asking import GIVEN, NEWS, WITHDRAWN, say
from tests.services.helpers import NAME_AS_TYPED

DUC = CustomerDetails("Đặng Đức Vũ", "0987 650 012", "vu.dang@example.org", "8 Dốc Nhà Bò, Đà Lạt", "Khách quen", "Giảm 5 %")
LE = CustomerDetails("Lê Y", "+84 283 555 0199", "", "402 Trần Hưng Đạo, TP.HCM")


def _found(services, typed: str) -> list[str]:
    return [hit.name for hit in services.customers.search(typed)]


def _speak(services, customer_id: int, on: date, direction: Direction = Direction.FROM_CUSTOMER) -> None:
    services.customers.log_contact(customer_id, noon(on), direction, Channel.ZALO, "hỏi giờ mở cửa")


def _put(services, row) -> None:
    """A row whose own screen comes later."""
    with services.office.writing() as work:
        work.session.add(row)
        work.log("test.row_added", "row")


# ---- search ----------------------------------------------------------------------------------------------------------


def test_customers_are_found_by_what_the_owner_remembers(services):
    for details in (HANH, DUC, LE):
        add_customer(services, details)
    expected = {
        HANH.name: [
            *("3365", "03365", "0912", "0912 003 365", "0912.003.365", "+84912003365", "+84 912 003 365", "1200"),
            *("hanh", "Hạnh", "HẠNH", "nguyen thi", "nguyễn thị hạnh", "thi ha", normalize("NFD", "Hạnh")),
            *("hanh@example.com", "hanh@", "hoa mai", "lam vien", "  nguyen   thi "),
        ],
        DUC.name: ["duc", "Đức", "dang duc vu", "vũ", "v", "012", "vu.dang", "example.org", "doc nha bo", "đốc nhà"],
        LE.name: ["le", "lê y", "y", "0199", "02835550199", "tran hung dao"],
    }
    missed = [(typed, name) for name, texts in expected.items() for typed in texts if name not in _found(services, typed)]
    assert missed == []


def test_digits_without_a_plus_are_read_as_a_number_with_its_country_too(services):
    add_customer(services)
    assert _found(services, "84912003365") == [HANH.name]


def test_a_house_number_finds_its_address(services):
    add_customer(services)
    add_customer(services, DUC)
    assert _found(services, "15 Hoa Mai") == [HANH.name]
    assert HANH.name in _found(services, "15")


def test_search_finds_only_who_fits(services):
    for details in (HANH, DUC):
        add_customer(services, details)
    for typed in ("hung", "9999", "hanh vu", "hạnh@example.org", "%", "_", "0912003366"):
        assert _found(services, typed) == [], typed


def test_nothing_typed_lists_the_newest_first(services):
    for details in (HANH, DUC, LE):
        add_customer(services, details)
    assert _found(services, "   ") == [LE.name, DUC.name, HANH.name]
    assert len(services.customers.search("", 2)) == 2
    assert services.customers.count() == 3


def test_signs_with_a_meaning_elsewhere_are_just_signs_in_the_search_box(services):
    add_customer(services)
    for typed in ('"', "'", "(", "*", "-", "^a", "a:b", "AND", "NEAR(", "{x}", 'a"b', "🙂", "\\", "+", "+8", "+84", "\ud7ff"):
        assert _found(services, typed) == [], typed


def test_a_hit_shows_an_open_complaint(services):
    complaint(services)
    (hit,) = services.customers.search("3365")
    assert (hit.phone, hit.has_open_complaint, hit.is_restricted) == ("0912 003 365", True, False)


# ---- entering ---------------------------------------------------------------------------------------------------------


def test_details_are_stored_composed_and_tidied(services):
    typed = CustomerDetails(
        normalize("NFD", "  Nguyễn   Thị Hạnh "), "(+84) 912.003.365", " hanh@example.com ", "15 Hoa Mai\r\nĐà Lạt "
    )
    kept = services.customers.page(add_customer(services, typed)).details
    assert kept == CustomerDetails("Nguyễn Thị Hạnh", "0912003365", "hanh@example.com", "15 Hoa Mai\nĐà Lạt")


def test_details_are_refused_field_by_field_and_nothing_is_stored(services):
    long = "x" * 10_000
    refusals = [
        ({"name"}, CustomerDetails()),
        ({"name"}, CustomerDetails(" \t\n ")),
        ({"name"}, CustomerDetails(long)),
        ({"name", "phone", "email"}, CustomerDetails("", "không có", "hanh")),
        ({"phone"}, CustomerDetails("A", "0912 003")),
        ({"phone"}, CustomerDetails("A", "0912 003 365 77")),
        ({"phone"}, CustomerDetails("A", "09******65")),
        ({"phone"}, CustomerDetails("A", "1")),
        ({"email"}, CustomerDetails("A", "", "a@b")),
        ({"address", "group_name", "benefit_note"}, CustomerDetails("A", "", "", long, long, long)),
    ]
    for fields, details in refusals:
        with pytest.raises(FieldErrors) as refused:
            add_customer(services, details)
        assert set(refused.value.errors) == fields, details
    assert services.customers.count() == 0


def test_a_name_that_nobody_could_see_is_no_name(services):
    with pytest.raises(FieldErrors) as refused:
        add_customer(services, CustomerDetails("\u200b\u2060"))
    assert refused.value.field == "name"


def test_markup_and_emoji_in_a_name_are_kept_as_typed_and_found(services):
    for name in (NAME_AS_TYPED, "Bé Na 🌸"):
        kept = services.customers.page(add_customer(services, CustomerDetails(name))).details.name
        assert kept == name
    assert _found(services, "<b>An") == [NAME_AS_TYPED]
    assert _found(services, "na 🌸") == ["Bé Na 🌸"]


def test_a_known_phone_or_email_warns_with_the_one_who_has_it(services):
    known = add_customer(services)
    for field, details in (("phone", replace(DUC, phone="+84912003365")), ("email", replace(DUC, email="HANH@Example.com"))):
        with pytest.raises(DuplicateFound) as found:
            add_customer(services, details)
        assert (found.value.field, found.value.existing.id) == (field, known)
        assert found.value.message.startswith(HANH.name)
    assert services.customers.count() == 1
    services.customers.add(replace(DUC, phone=HANH.phone), even_if_known=True)
    assert sorted(_found(services, "3365")) == [HANH.name, DUC.name]


def test_customers_without_phone_and_email_are_no_duplicates(services):
    for name in ("Lê Một", "Lê Hai"):
        add_customer(services, CustomerDetails(name))
    assert services.customers.count() == 2


# ---- editing ----------------------------------------------------------------------------------------------------------


def test_an_edit_is_found_at_once_and_undone_exactly(services):
    customer_id = add_customer(services)
    before = services.customers.page(customer_id).details
    edited = services.customers.edit(customer_id, DUC)
    assert (_found(services, "duc"), _found(services, "hanh")) == ([DUC.name], [])
    services.customers.undo(edited)
    assert services.customers.page(customer_id).details == before
    assert (_found(services, "duc"), _found(services, "3365")) == ([], [HANH.name])


def test_an_edit_is_not_undone_after_another_change(services):
    customer_id = add_customer(services)
    first = services.customers.edit(customer_id, replace(HANH, address="16 Hoa Mai"))
    services.customers.edit(customer_id, replace(HANH, address="17 Hoa Mai"))
    with pytest.raises(UserError) as refused:
        services.customers.undo(first)
    assert "changed again" in refused.value.message
    assert services.customers.page(customer_id).details.address == "17 Hoa Mai"


def test_an_edit_that_is_refused_changes_nothing(services):
    customer_id, other_id = add_customer(services), add_customer(services, DUC)
    before = services.customers.page(customer_id).details
    with pytest.raises(FieldErrors):
        services.customers.edit(customer_id, replace(HANH, name=""))
    with pytest.raises(DuplicateFound) as found:
        services.customers.edit(customer_id, replace(HANH, phone=DUC.phone))
    assert found.value.existing.id == other_id
    assert services.customers.page(customer_id).details == before


def test_a_shared_phone_that_was_accepted_is_not_asked_about_again(services):
    add_customer(services)
    customer_id = services.customers.add(replace(DUC, phone=HANH.phone), even_if_known=True)
    services.customers.edit(customer_id, replace(DUC, phone=HANH.phone, email="vu@example.org"))
    assert services.customers.page(customer_id).details.email == "vu@example.org"


def test_a_customer_who_is_not_there_is_said_in_words(services):
    for act in (lambda: services.customers.page(99), lambda: services.customers.edit(99, HANH)):
        with pytest.raises(UserError) as refused:
            act()
        assert "no longer in the register" in refused.value.message


# ---- contacts and the planned deletion ---------------------------------------------------------------------------------


def test_a_contact_does_not_lie_in_the_future(services, clock):
    customer_id = add_customer(services)
    with pytest.raises(UserError) as refused:
        services.customers.log_contact(customer_id, clock.now + timedelta(hours=1), Direction.FROM_CUSTOMER, Channel.PHONE, "")
    assert refused.value.field == "contact_on"
    assert services.customers.page(customer_id).contacts == ()


def test_data_goes_twelve_months_after_the_customers_own_last_contact(in_store, clock):
    customer_id = add_customer(in_store)
    page = in_store.customers.page(customer_id)
    assert (page.last_contact_on, page.delete_on) == (None, date(2027, 11, 21))
    assert "No contact is on record" in page.delete_reason
    _speak(in_store, customer_id, date(2026, 9, 30))
    _speak(in_store, customer_id, date(2026, 8, 1))
    _speak(in_store, customer_id, date(2026, 11, 20), Direction.FROM_SHOP)
    page = in_store.customers.page(customer_id)
    assert (page.last_contact_on, page.delete_on) == (date(2026, 9, 30), date(2027, 9, 30))
    assert page.delete_reason == "12 months after the last contact on 30/09/2026, under section\u00a03 of the shop's policy."
    assert [contact.happened_at for contact in page.contacts] == sorted((c.happened_at for c in page.contacts), reverse=True)


def test_a_complaint_is_a_contact_of_the_customer(in_store):
    page = in_store.customers.page(complaint(in_store).row.person.customer_id)
    assert page.last_contact_on == date(2026, 11, 21)
    assert page.contacts[0].note == page.complaints[0].number


def test_under_the_other_preset_data_stays_until_the_customer_asks(services):
    customer_id = add_customer(services)
    _speak(services, customer_id, date(2026, 1, 2))
    page = services.customers.page(customer_id)
    assert page.delete_on is None
    assert page.delete_reason == "Kept until the customer asks for deletion, under section\u00a03 of the shop's policy."


def test_a_hold_or_an_open_complaint_keeps_the_data(in_store, clock):
    customer_id = complaint(in_store).row.person.customer_id
    page = in_store.customers.page(customer_id)
    assert page.on_hold
    assert "KN-2026-0001" in page.delete_reason
    in_store.complaints.withdraw(1, "đã dàn xếp")
    assert not in_store.customers.page(customer_id).on_hold
    for until in (clock.today - timedelta(days=1), clock.today):
        _put(
            in_store,
            Hold(
                public_id=new_id(),
                kind=HoldKind.LAW,
                customer_id=customer_id,
                reason="Yêu cầu của tòa",
                since=date(2026, 1, 1),
                until=until,
            ),
        )
        assert in_store.customers.page(customer_id).on_hold == (until == clock.today)


def test_a_customers_page_shows_everything_held(services, clock):
    customer_id = complaint(services).row.person.customer_id
    say(services, customer_id, date(2026, 11, 1), **{NEWS: GIVEN})
    say(services, customer_id, date(2026, 11, 5), **{NEWS: WITHDRAWN})
    services.restrictions.add(customer_id, RestrictionKind.NO_CALLS)
    page, asked = services.customers.page(customer_id), services.consents.states(customer_id)
    assert [(row.name, row.decision, row.since) for row in asked if row.decision] == [
        ("News of promotions, advertising", WITHDRAWN, date(2026, 11, 5))
    ]
    assert len(asked) == 6
    assert [row.number for row in page.complaints] == ["KN-2026-0001"]
    assert [row.kind for row in services.restrictions.rows(customer_id)] == [RestrictionKind.NO_CALLS]
    assert (page.entered_on, len(page.contacts)) == (clock.today, 1)
