"""A name that no typeface has letters for: every paper of one person names it with its way out, lists show it in codes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import HoldKind, LetterKind, RequestKind
from desktop.services.all_services import Services
from desktop.services.erasures import Chosen
from desktop.services.printing import NotPrintable
from tests import builders
from tests.builders import HANH
from tests.services import giving, requests
from tests.services.helpers import said, write_in_english

ODD = replace(HANH, name="Hạnh 🌸")


@pytest.fixture
def odd(services) -> int:
    write_in_english(services)
    return services.customers.add(ODD)


def papers(services: Services, customer: int) -> dict[str, object]:
    """By its name what makes a paper that greets the customer."""
    today = services.office.today()
    complaint = services.complaints.receive(builders.intake(today, customer)).row.id
    request = requests.known(services, RequestKind.QUESTION, customer).row.id
    services.erasures.note_wish(customer, today)
    hold = services.holds.add(customer, HoldKind.LAW, "thuế hỏi", today, "Điều 16")
    giving.say(services, customer, today)
    giving.give(services, customer, giving.carrier(services))
    return {
        "acknowledgement": lambda: services.letters.issue(complaint, LetterKind.ACKNOWLEDGEMENT),
        "request letter": lambda: services.request_papers.issue(request, LetterKind.REQUEST_ACKNOWLEDGEMENT),
        "consent form": lambda: services.consent_papers.form(customer),
        "statement": lambda: services.recipient_tasks.statement(customer),
        "hold letter": lambda: services.holds.letter(hold),
    }


def test_every_paper_to_one_person_names_the_customer_and_the_way_out(services, odd):
    for name, make in papers(services, odd).items():
        before = services.audit.page().rows
        with pytest.raises(NotPrintable) as refused:
            make()  # type: ignore[operator]
        assert refused.value.message.startswith("“Hạnh 🌸” cannot stand on paper: there is no letter for 🌸."), name
        assert refused.value.customer_id == odd
        assert services.audit.page().rows == before, f"{name} is logged though it was never made"


def test_with_the_name_as_it_shall_print_every_paper_is_made(services, odd):
    making = papers(services, odd)
    details = services.customers.page(odd).details
    services.customers.edit(odd, replace(details, printed_name="Nguyễn Thị Hạnh"))
    assert all(make() for make in making.values())  # type: ignore[operator]
    assert "Nguyễn Thị Hạnh" in said(services.consent_papers.form(odd))


def test_lists_and_what_is_held_are_made_with_codes(services, odd, clock):
    services.erasures.note_wish(odd, clock.today)
    assert "Hạnh [U+1F338]" in said(services.erasure_papers.preview(Chosen((odd,))))
    dues = services.retention.due(None, clock.today.replace(year=2027))
    assert "Hạnh [U+1F338]" in said(services.erasure_papers.deletion_list("Due", dues))
    assert "Hạnh [U+1F338]" in said(services.request_papers.held_about(odd))


def test_the_name_on_paper_has_to_print_itself_and_goes_with_a_new_name(services, odd):
    details = services.customers.page(odd).details
    with pytest.raises(FieldErrors) as refused:
        services.customers.edit(odd, replace(details, printed_name="Hạnh ★"))
    assert refused.value.errors == {"printed_name": "Papers cannot show “★”. Write it in words."}
    done = services.customers.edit(odd, replace(details, printed_name="Hạnh"))
    assert services.customers.page(odd).details.printed_name == "Hạnh"
    renamed = services.customers.edit(odd, replace(services.customers.page(odd).details, name="Lan 🌸"))
    assert services.customers.page(odd).details.printed_name == ""
    services.customers.undo(renamed)
    assert services.customers.page(odd).details == done.after


def test_an_outsider_with_such_a_name_is_refused_in_words(services, clock):
    write_in_english(services)
    page = services.complaints.receive(
        builders.intake(
            clock.today, None, outsider=replace(HANH, name="Tâm ☎"), outsider_delete_on=clock.today.replace(year=2027)
        )
    )
    with pytest.raises(UserError, match="cannot show “☎”"):
        services.letters.issue(page.row.id, LetterKind.ACKNOWLEDGEMENT)
