"""Who may be reached for what: only who agreed and asked for nothing less; the others counted by reason; exports logged."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, PurposeNeed, RestrictionKind, SheetFormat
from desktop.services.customers import CustomerDetails
from desktop.services.policies import PurposeRow
from tests.builders import HANH, add_customer
from tests.services.asking import BUYING, GIVEN, MESSAGES, NEWS, REFUSED, WITHDRAWN, new_version, say

FORMULA = '=HYPERLINK("http://x.example","A")'


def _customer(services, name: str, decision: ConsentDecision | None = GIVEN, *wishes: RestrictionKind) -> int:
    """A customer who said this about news, and asked for that."""
    customer_id = add_customer(services, CustomerDetails(name))
    if decision is WITHDRAWN:
        say(services, customer_id, **{NEWS: GIVEN})
    if decision is not None:
        say(services, customer_id, **{NEWS: decision})
    for wish in wishes:
        services.restrictions.add(customer_id, wish)
    return customer_id


def _names(services, topic: str = NEWS) -> list[str]:
    return [person.name for person in services.purpose_lists.who(topic).people]


def _exports(services) -> list[str]:
    return [line.action for line in services.audit.about(NEWS)]


def test_the_list_holds_who_agreed_and_counts_the_others_by_reason(services):
    _customer(services, "Lê Bình")
    _customer(services, "Trần An", GIVEN, RestrictionKind.NO_CALLS)
    for name in ("Vũ Chi", "Vũ Dũng", "Vũ Em"):
        _customer(services, name, None)
    for name in ("Hồ Giang", "Hồ Hà"):
        _customer(services, name, WITHDRAWN)
    _customer(services, "Lý Khôi", REFUSED)
    _customer(services, "Lý Lan", GIVEN, RestrictionKind.NO_PROMOTIONS)
    _customer(services, "Lý Mai", GIVEN, RestrictionKind.PROCESSING, RestrictionKind.NO_PROMOTIONS)
    found = services.purpose_lists.who(NEWS)
    assert found.name == "News of promotions, advertising"
    assert [(person.name, person.no_calls) for person in found.people] == [("Trần An", True), ("Lê Bình", False)]
    assert found.left_out[:2] == (("not asked yet", 3), ("withdrew their consent", 2))
    assert set(found.left_out[2:]) == {
        ("refused", 1), ("asked for no promotions", 1), ("asked that their data be used for nothing", 1),
    }  # fmt: skip


def test_a_customer_is_shown_with_what_reaches_them(services):
    say(services, add_customer(services), **{NEWS: GIVEN})
    (person,) = services.purpose_lists.who(NEWS).people
    assert (person.name, person.phone, person.email) == (HANH.name, "0912 003 365", HANH.email)


def test_consent_to_one_purpose_is_none_to_another(services):
    _customer(services, "Lê Bình")
    assert _names(services, "answering") == []
    assert services.purpose_lists.who("answering").left_out == (("not asked yet", 1),)


def test_no_promotions_leaves_out_of_what_is_optional_only(services):
    customer_id = add_customer(services, CustomerDetails("Lê Bình"))
    say(services, customer_id, **{MESSAGES: GIVEN, NEWS: GIVEN})
    services.restrictions.add(customer_id, RestrictionKind.NO_PROMOTIONS)
    assert (_names(services, MESSAGES), _names(services, NEWS)) == (["Lê Bình"], [])
    services.restrictions.add(customer_id, RestrictionKind.PROCESSING)
    assert _names(services, MESSAGES) == []


def test_the_last_word_counts_also_within_one_day(services, clock):
    customer_id = _customer(services, "Lê Bình")
    for decision in (WITHDRAWN, GIVEN, REFUSED):
        say(services, customer_id, **{NEWS: decision})
        assert _names(services) == (["Lê Bình"] if decision is GIVEN else [])
    say(services, customer_id, clock.today - timedelta(days=3), **{NEWS: GIVEN})
    assert _names(services) == []


def test_a_wish_leaves_out_as_long_as_it_holds(services, clock):
    customer_id = _customer(services, "Lê Bình")
    services.restrictions.add(customer_id, RestrictionKind.NO_PROMOTIONS, until=clock.today)
    assert _names(services) == []
    clock.move(days=1)
    assert _names(services) == ["Lê Bình"]


def test_a_merged_customer_stands_once_and_the_stricter_side_counts(services):
    kept = _customer(services, "Lê Bình")
    services.merging.merge(kept, _customer(services, "Lê Văn Bình"))
    assert _names(services) == ["Lê Bình"]
    services.merging.merge(kept, _customer(services, "Anh Bình", None, RestrictionKind.NO_PROMOTIONS))
    found = services.purpose_lists.who(NEWS)
    assert (found.people, found.left_out) == ((), (("asked for no promotions", 1),))


def test_a_purpose_that_the_policy_names_no_more_reaches_nobody(services, clock):
    _customer(services, "Lê Bình")
    new_version(services, clock, purposes=(PurposeRow(BUYING, "Mua hàng", "Buying", PurposeNeed.NEEDED),))
    for act in (services.purpose_lists.who, lambda topic: services.purpose_lists.export(topic, SheetFormat.CSV)):
        with pytest.raises(UserError) as refused:
            act(NEWS)
        assert refused.value.message == "The policy in force does not ask about this."


# ---- as a file ------------------------------------------------------------------------------------------------------------


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_an_exported_list_holds_the_same_people_and_no_formula(services):
    say(services, add_customer(services), **{NEWS: GIVEN})
    _customer(services, FORMULA, GIVEN, RestrictionKind.NO_CALLS)
    _customer(services, "Lê Bình", REFUSED)
    heading, *rows = _rows(services.purpose_lists.export(NEWS, SheetFormat.CSV))
    assert heading == ["Name", "Phone", "Email", "Remark"]
    assert sorted(rows) == sorted([[HANH.name, "0912003365", HANH.email, ""], [f"'{FORMULA}", "", "", "No phone calls"]])
    book = ZipFile(BytesIO(services.purpose_lists.export(NEWS, SheetFormat.XLSX)))
    written, texts = book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert ("<f>" in written, "HYPERLINK" in texts, HANH.name in texts, "Lê Bình" in texts) == (False, True, True, False)


def test_an_export_stands_in_the_log_and_looking_does_not(services):
    _customer(services, "Lê Bình")
    services.purpose_lists.who(NEWS)
    assert _exports(services) == []
    services.purpose_lists.export(NEWS, SheetFormat.XLSX)
    services.purpose_lists.export(NEWS, SheetFormat.CSV)
    assert _exports(services) == ["list.exported"] * 2


def test_a_list_that_could_not_be_made_is_not_logged_as_exported(services):
    with pytest.raises(UserError):
        services.purpose_lists.export("fortune_telling", SheetFormat.XLSX)
    assert services.audit.about("fortune_telling") == []
