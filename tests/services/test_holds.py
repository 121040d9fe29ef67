"""Holds: what a customer's wish to be deleted overrides, what a law needs to stand against it, and the letter about it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.errors import UserError
from desktop.models.choices import HoldKind, RestrictionKind
from desktop.services.all_services import Services
from desktop.services.erasures import Chosen
from desktop.services.shop import Identity
from tests import builders
from tests.conftest import Clock
from tests.services.helpers import decided, said, send, write_in_english

LAW, TAX = HoldKind.LAW, "Article 41 of the Accounting Law"
LAST = date(2027, 1, 31)


@pytest.fixture
def hanh(services: Services) -> int:
    return builders.add_customer(services)


@pytest.fixture
def asked(services: Services, hanh: int) -> int:
    """Hạnh, who asked for deletion yesterday."""
    services.erasures.note_wish(hanh, services.office.today() - timedelta(days=1))
    return hanh


def refusal(services: Services, customer_id: int) -> str:
    (plan,) = services.erasures.plans(Chosen((customer_id,)))
    return plan.refusal


def hold(services: Services, customer_id: int) -> str:
    """A hold by law."""
    return services.holds.add(customer_id, LAW, "invoices of 2026", LAST, TAX)


# ---- after the customer's wish -----------------------------------------------------------------------------------------


def test_a_law_is_named_with_the_hold(services, hanh):
    hold(services, hanh)
    (row,) = services.holds.rows(hanh)
    assert (row.citation, row.counts, row.needs_letter, row.misses_letter, row.is_whole) == (TAX, True, False, False, True)


def test_a_hold_that_is_not_by_law_names_none(services, hanh):
    services.holds.add(hanh, HoldKind.FRAUD, "false notes", LAST, TAX)
    assert services.holds.rows(hanh)[0].citation == ""


@pytest.mark.parametrize("kind", [HoldKind.FRAUD, HoldKind.QUESTIONS])
def test_after_the_wish_the_purposes_of_the_policy_hold_nothing(services, asked, kind):
    with pytest.raises(UserError, match="asked for deletion on 20/11/2026: only a law keeps the data now") as problem:
        services.holds.add(asked, kind, "still looking", LAST, TAX)
    assert problem.value.field == "kind"
    assert services.holds.rows(asked) == []


@pytest.mark.parametrize(
    ("citation", "until", "field"), [("  ", LAST, "citation"), (TAX, None, "until"), ("x" * 301, LAST, "citation")]
)
def test_after_the_wish_a_hold_needs_a_law_and_a_last_day(services, asked, citation, until, field):
    with pytest.raises(UserError) as problem:
        services.holds.add(asked, LAW, "invoices", until, citation)
    assert problem.value.field == field
    assert services.holds.rows(asked) == []


def test_the_wish_overrides_what_held_before_and_taking_it_back_restores_it(services, hanh):
    services.holds.add(hanh, HoldKind.FRAUD, "false notes", LAST)
    services.erasures.note_wish(hanh, services.office.today())
    assert [row.counts for row in services.holds.rows(hanh)] == [False]
    assert refusal(services, hanh) == ""
    services.erasures.take_back_wish(hanh)
    assert [row.counts for row in services.holds.rows(hanh)] == [True]
    assert services.customers.page(hanh).on_hold


def test_a_hold_by_law_stands_against_the_wish_until_it_is_released(services, asked):
    public_id = hold(services, asked)
    assert refusal(services, asked) == "on hold: invoices of 2026"
    services.holds.release(public_id)
    assert refusal(services, asked) == ""


def test_a_release_is_undone_to_the_last_day_that_it_had(services, asked):
    released = services.holds.release(hold(services, asked))
    services.holds.undo_release(released)
    assert [row.until for row in services.holds.rows(asked)] == [LAST]
    assert refusal(services, asked) == "on hold: invoices of 2026"


def test_a_hold_that_went_with_its_customer_is_named_as_gone(services, hanh, clock: Clock):
    public_id = services.holds.add(hanh, HoldKind.FRAUD, "false notes", LAST)
    services.erasures.note_wish(hanh, clock.today)
    services.erasures.erase(Chosen((hanh,)))
    for act in (services.holds.release, services.holds.letter, lambda one: services.holds.mark_sent(one, clock.today)):
        with pytest.raises(UserError, match="no longer in the register"):
            act(public_id)
    assert (services.holds.rows(hanh), services.holds.by_complaints(hanh)) == ([], [])


# ---- complaints hold by themselves -------------------------------------------------------------------------------------


def test_an_open_complaint_holds_by_itself(services):
    page = builders.complaint(services)
    (held,) = services.holds.by_complaints(page.row.person.customer_id)
    assert (held.complaint_id, held.number, held.is_open, held.unpaid) == (page.row.id, "KN-2026-0001", True, 0)


def test_a_sum_that_is_still_owed_holds_by_itself(services):
    complaint_id = decided(services)
    send(services, complaint_id)
    customer_id = services.complaints.page(complaint_id).row.person.customer_id
    (held,) = services.holds.by_complaints(customer_id)
    assert (held.is_open, held.unpaid) == (False, 1_250_000)


def test_a_withdrawn_complaint_holds_nothing(services):
    page = builders.complaint(services)
    services.complaints.withdraw(page.row.id, "settled")
    assert services.holds.by_complaints(page.row.person.customer_id) == []


# ---- the letter --------------------------------------------------------------------------------------------------------


def test_the_letter_says_why_until_when_and_on_what_ground(services, asked):
    write_in_english(services)
    text = said(services.holds.letter(hold(services, asked)))
    for words in (
        "01/2026/TG-KH",
        "Nguyễn Thị Hạnh",
        "0912 003 365",
        "20/11/2026",
        "31/01/2027",
        "Invoices of 2026",
        TAX,
        "15 Hoa Mai",
    ):
        assert words in text


def test_the_letter_takes_its_number_once(services, asked):
    first, second = hold(services, asked), hold(services, asked)
    for public_id in (first, first, second):
        services.holds.letter(public_id)
    assert [row.letter_number for row in services.holds.rows(asked)] == ["01/2026/TG-KH", "02/2026/TG-KH"]


def test_an_address_that_the_customer_hides_stands_on_no_letter(services, asked):
    services.restrictions.add(asked, RestrictionKind.HIDE_ADDRESS)
    text = said(services.holds.letter(hold(services, asked)))
    assert "Hoa Mai" not in text
    assert "0912 003 365" in text


def test_a_letter_is_missing_until_it_is_sent(services, asked, clock: Clock):
    public_id = hold(services, asked)
    assert len(services.holds.untold()) == 1
    services.holds.letter(public_id)
    assert [row.misses_letter for row in services.holds.rows(asked)] == [True]
    services.holds.mark_sent(public_id, clock.today)
    (row,) = services.holds.rows(asked)
    assert (row.misses_letter, row.letter_sent_on, len(services.holds.untold())) == (False, clock.today, 0)


def test_only_holds_against_a_wish_miss_a_letter(services, hanh, clock: Clock):
    hold(services, hanh)
    services.holds.add(hanh, HoldKind.FRAUD, "false notes", LAST)
    assert len(services.holds.untold()) == 0
    services.erasures.note_wish(hanh, clock.today)
    assert len(services.holds.untold()) == 1
    clock.now += LAST - clock.today + timedelta(days=1)
    assert len(services.holds.untold()) == 0


def test_a_wish_that_was_taken_back_and_said_anew_needs_a_new_letter(services, asked, clock: Clock):
    public_id = hold(services, asked)
    services.holds.letter(public_id)
    services.holds.mark_sent(public_id, clock.today)
    services.erasures.take_back_wish(asked)
    clock.move(days=5)
    services.erasures.note_wish(asked, clock.today)
    (row,) = services.holds.rows(asked)
    assert (row.misses_letter, row.letter_number, len(services.holds.untold())) == (True, "", 1)
    with pytest.raises(UserError, match="Print the letter first"):
        services.holds.mark_sent(public_id, clock.today)
    services.holds.letter(public_id)
    assert services.holds.rows(asked)[0].letter_number == "02/2026/TG-KH"


def test_a_hold_that_lacks_law_or_last_day_is_completed_before_its_letter(services, hanh):
    public_id = services.holds.add(hanh, LAW, "invoices of 2026", LAST)
    services.erasures.note_wish(hanh, services.office.today())
    (row,) = services.holds.rows(hanh)
    assert (row.counts, row.is_whole) == (True, False)
    with pytest.raises(UserError, match="Name the law and the last day"):
        services.holds.letter(public_id)
    services.holds.complete(public_id, TAX, LAST)
    assert services.holds.rows(hanh)[0].is_whole
    assert TAX in said(services.holds.letter(public_id))


def test_what_the_customer_was_told_stays(services, asked, clock: Clock):
    public_id = hold(services, asked)
    services.holds.letter(public_id)
    services.holds.mark_sent(public_id, clock.today)
    with pytest.raises(UserError, match="was told of this hold"):
        services.holds.complete(public_id, "another law", LAST + timedelta(days=900))
    assert services.holds.rows(asked)[0].until == LAST


def test_there_is_no_letter_without_a_wish_or_without_the_shop(services, hanh):
    public_id = hold(services, hanh)
    with pytest.raises(UserError, match="for a customer who asked for deletion"):
        services.holds.letter(public_id)
    services.erasures.note_wish(hanh, services.office.today())
    services.shop.save_identity(Identity(name="Mộc"))
    with pytest.raises(UserError, match="fill in the shop's identity"):
        services.holds.letter(public_id)
    assert services.holds.rows(hanh)[0].letter_number == ""


@pytest.mark.parametrize(("days", "sentence"), [(1, "lies in the future"), (-1, "was entered only on 21/11/2026")])
def test_the_day_of_sending_fits_the_hold(services, asked, clock: Clock, days, sentence):
    public_id = hold(services, asked)
    services.holds.letter(public_id)
    with pytest.raises(UserError, match=sentence):
        services.holds.mark_sent(public_id, clock.today + timedelta(days=days))


def test_a_letter_is_marked_as_sent_once(services, asked, clock: Clock):
    public_id = hold(services, asked)
    with pytest.raises(UserError, match="Print the letter first"):
        services.holds.mark_sent(public_id, clock.today)
    services.holds.letter(public_id)
    services.holds.mark_sent(public_id, clock.today)
    with pytest.raises(UserError, match="marked as sent already"):
        services.holds.mark_sent(public_id, clock.today)


def test_the_log_names_the_hold_and_no_reason(services, asked, clock: Clock):
    public_id = hold(services, asked)
    services.holds.letter(public_id)
    services.holds.mark_sent(public_id, clock.today)
    services.holds.undo_release(services.holds.release(public_id))
    entries = services.audit.about(public_id)
    actions = ["hold.release_undone", "hold.released", "hold.letter_sent", "hold.letter_made", "hold.added"]
    assert [entry.action for entry in entries] == actions
    assert not any(words in str(entry) for entry in entries for words in ("invoices", TAX, "Hạnh"))


def test_whoever_asked_first_is_named_first_and_once(services, asked, clock: Clock):
    earlier = builders.add_customer(services, builders.CustomerDetails("Lê Văn An", "0905 000 701"))
    services.erasures.note_wish(earlier, clock.today - timedelta(days=3))
    hold(services, asked)
    hold(services, earlier)
    hold(services, earlier)
    assert services.holds.untold() == services.dashboard.missing().untold == (earlier, asked)


# ---- merging -----------------------------------------------------------------------------------------------------------


def test_merging_unites_holds_and_the_wish_and_parting_gives_them_back(services, hanh, clock: Clock):
    other = builders.add_customer(services, builders.CustomerDetails("Nguyễn Hạnh", "0905 000 701"))
    services.holds.add(hanh, HoldKind.FRAUD, "false notes", LAST)
    services.erasures.note_wish(other, clock.today)
    hold(services, other)
    merge = services.merging.merge(hanh, other)
    assert services.customers.page(hanh).asked_deletion_on == clock.today
    assert [(row.kind, row.counts) for row in services.holds.rows(hanh)] == [(HoldKind.FRAUD, False), (LAW, True)]
    assert (len(services.holds.untold()), services.holds.rows(other)) == (1, [])
    services.merging.undo(merge)
    assert (services.customers.page(hanh).asked_deletion_on, services.customers.page(other).asked_deletion_on) == (
        None,
        clock.today,
    )
    assert [[(row.kind, row.counts) for row in services.holds.rows(one)] for one in (hanh, other)] == [
        [(HoldKind.FRAUD, True)],
        [(LAW, True)],
    ]
