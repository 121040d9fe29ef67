"""Papers around an erasure: letters by what each recipient knows, a certificate that names nobody, a calendar without people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.errors import UserError
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from tests import builders
from tests.conftest import Clock
from tests.services import giving
from tests.services.helpers import said, write_in_english
from tests.services.test_erasures import asked, erased

PERSONAL = ("Hạnh", "0912", "365", "hanh@", "Hoa Mai")


@pytest.fixture
def told(services: Services, clock: Clock) -> int:
    """A customer about whom a carrier was told, and letters in English."""
    write_in_english(services)
    customer_id = builders.add_customer(services)
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, giving.carrier(services), order_reference="DH-7")
    return customer_id


def test_a_letter_names_the_people_to_whom_it_was_given(services: Services, told: int) -> None:
    (letter,) = services.erasure_papers.letters(Chosen((told,)))
    assert (letter.recipient, letter.number) == (giving.GHN, "01/2026/TB-BN")
    text = said(letter.pdf)
    assert letter.recipient == giving.GHN
    for words in ("Nguyễn Thị Hạnh", "0912 003 365", "DH-7", "21/11/2026", "01/2026/TB-BN"):
        assert words in text
    assert "hanh@example.com" not in text


def test_a_recipient_reads_only_what_it_was_told(services: Services, clock: Clock) -> None:
    customer_id = builders.add_customer(services)
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, giving.carrier(services), fields=("phone",))
    (letter,) = services.erasure_papers.letters(Chosen((customer_id,)))
    assert "0912 003 365" in said(letter.pdf)
    assert "Thị Hạnh" not in said(letter.pdf)


def test_the_certificate_names_nobody_but_recipients_and_copies(services: Services, told: int, clock: Clock, tmp_path) -> None:
    services.backups.make_in(tmp_path / "USB của Lan")
    clock.move(minutes=1)
    done = erased(services, told)
    text = said(services.erasure_papers.certificate(done.public_id))
    for words in (done.number, "Lan", "1 customer", giving.GHN):
        assert words in text
    assert "USBcủaLan" in text.replace(" ", ""), "a long path breaks where the line ends, within a word too"
    assert not any(word in text for word in PERSONAL)
    (row,) = services.backups.rows()
    services.backups.mark_destroyed(row.public_id, clock.today)
    assert "USBcủaLan" not in said(services.erasure_papers.certificate(done.public_id)).replace(" ", "")


def test_whoever_was_told_stays_on_the_list_until_told_again(services: Services, told: int, clock: Clock) -> None:
    done = erased(services, told)
    (notice,) = services.erasure_papers.notices()
    assert (notice.recipient, notice.people, notice.number, notice.erased_on) == (giving.GHN, 1, done.number, clock.today)
    for day in (clock.today - timedelta(days=1), clock.today + timedelta(days=1)):
        with pytest.raises(UserError, match="Choose a day from 21/11/2026"):
            services.erasure_papers.mark_told(notice.public_id, day)
    services.erasure_papers.mark_told(notice.public_id, clock.today)
    assert services.erasure_papers.notices() == []
    with pytest.raises(UserError, match="already"):
        services.erasure_papers.mark_told(notice.public_id, clock.today)


def test_the_preview_reads_as_the_screen_does(services: Services, told: int) -> None:
    text = said(services.erasure_papers.preview(asked(services, told)))
    for words in ("Nguyễn Thị Hạnh", "The customer asked for deletion on 21/11/2026.", "1 entry of consent", "1 time given to"):
        assert words in text


def test_the_printed_list_holds_the_lines_it_was_given(in_store: Services, clock: Clock) -> None:
    in_store.customers.add(CustomerDetails("Lê Vũ", "0912003377"))
    clock.move(days=366)
    dues = in_store.retention.due(None, clock.today)
    text = said(in_store.erasure_papers.deletion_list("Quá hạn", dues))
    assert "Lê Vũ" in text
    assert "0912 003 377" in text


def test_the_calendar_counts_people_and_names_nobody(in_store: Services, clock: Clock) -> None:
    builders.complaint(in_store)
    in_store.customers.add(CustomerDetails("Lê Vũ", "0912003377"))
    clock.move(days=365)
    calendar = in_store.erasure_papers.calendar().decode()
    assert calendar.startswith("BEGIN:VCALENDAR\r\n")
    assert "Data of 1 person is to be deleted" in calendar
    assert "KN-2026-0001" in calendar
    assert not any(word in calendar for word in (*PERSONAL, "Vũ", "377"))
