"""Each clause of both ready policies has its setting or its grey mark, and its state follows the registers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, update

from desktop.errors import UserError
from desktop.models.choices import (
    Channel,
    ComplaintCategory,
    HoldKind,
    LegalBasis,
    LetterKind,
    PurposeNeed,
    RequestKind,
    RequestState,
    RestrictionKind,
)
from desktop.models.disclosure import Disclosure
from desktop.models.incident import Incident, IncidentAuthority
from desktop.models.rights_request import RightsRequest
from desktop.services.dashboard import Missing
from desktop.services.office import new_id
from desktop.services.policies import PurposeRow, preset_rules
from desktop.services.promise_clauses import clauses_of
from desktop.services.promise_rules import RULES
from desktop.services.promise_verdicts import ClauseState
from desktop.services.promises import ClauseRow, Promises
from desktop.services.published_policies import PublishedPolicies
from tests.builders import HANH, WORK, add_customer, complaint, intake
from tests.services.asking import GIVEN, new_version, say
from tests.services.giving import carrier, give
from tests.services.giving import say as agree
from tests.services.helpers import decided, send

GREEN, AMBER, RED, GREY = ClauseState
DELIVERY = {  # what the policy promises, section by section, read by hand; the clause that stands for it
    ("", "the policy in force can be read, changes too"): "delivery.0.current",
    ("1", "name, phone, address and email are collected, to serve orders"): "delivery.1.fields",
    ("1", "the data comes from the customers themselves"): "web.direct",
    ("2", "used for five named purposes"): "delivery.2.purposes",
    ("2", "anything else only where the customer agrees"): "delivery.2.extras",
    ("3", "data and exchanges are kept, and kept confidential"): "delivery.3.kept",
    ("3", "technical and security measures"): "delivery.3.measures",
    ("3", "secured on the server of the site"): "web.server",
    ("3", "kept until the customer asks for it to go"): "delivery.3.retention",
    ("3", "kept for fraud prevention, investigation, answering"): "delivery.3.holds",
    ("3", "no third party tracks or collects on the site"): "web.tracking",
    ("4", "shipping partners get name, phone, address with notice and consent"): "delivery.4.shipping",
    ("4", "nobody else, but for agencies, the law, or the service with consent"): "delivery.4.others",
    ("5", "customers log in to check and correct"): "web.login",
    ("5", "or ask the shop to"): "delivery.5.requests",
    ("5", "a complaint about a disclosure is reconfirmed, answered, with guidance"): "delivery.5.disclosure",
    ("6", "confidential; collected and used only with consent"): "delivery.6.consent",
    ("6", "authorities and members are told of a lost server"): "delivery.6.incident",
    ("7", "names the unit, where complaints go"): "delivery.7.identity",
    ("7", "checks at once: status, cause, fix, perhaps with a security firm"): "delivery.7.checking",
    ("7", "answers within 30 days of receipt"): "delivery.7.reply",
    ("7", "compensates actual damage where at fault"): "delivery.7.compensation",
}
IN_STORE = {
    ("", "the policy in force can be read"): "in_store.0.current",
    ("1", "stores data and tells customers apart"): "in_store.1.apart",
    ("1", "each gets the benefits due, and better care"): "in_store.1.benefits",
    ("2", "internal use only, for guides and care"): "in_store.2.internal",
    ("2", "inside the web site, too"): "web.internal",
    ("3", "one year after the customer was last in touch"): "in_store.3.retention",
    ("4", "nobody but the shop"): "in_store.4.nobody",
    ("5", "names the address"): "in_store.5.identity",
    ("6", "corrections by email"): "in_store.6.correct",
    ("7", "wholly confidential"): "in_store.7.confidential",
    ("7", "neither rented nor sold"): "in_store.7.never_sold",
    ("7", "stricter confidentiality on request"): "in_store.7.stricter",
    ("7", "see, correct, delete, ask about the terms"): "in_store.7.requests",
    ("8", "complaints of wrong purpose or beyond scope, with evidence"): "in_store.8.evidence",
    ("8", "within 10 working days of complaint and evidence"): "in_store.8.reply",
    ("8", "compensates, jointly where both are at fault"): "in_store.8.compensation",
}
GREYS = {"web.direct", "web.server", "web.tracking", "web.login", "web.internal", "in_store.1.benefits"}
_PARTIAL = "ix_disclosure_without_consent"  # holds only what was given away without a consent


def rows(services) -> dict[str, ClauseRow]:
    return {row.id: row for row in Promises(services.office).clauses()}


def look(services, clause: str) -> tuple[ClauseState, str]:
    """State and reason of a clause."""
    row = rows(services)[clause]
    return row.state, row.reason


# ---- every clause ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "promised", "last"), [("delivery", DELIVERY, 7), ("in_store", IN_STORE, 8)])
def test_every_clause_has_its_setting_or_its_grey_mark(preset, promised, last):
    clauses = {clause.id: clause for clause in clauses_of(preset_rules(preset, date(2026, 1, 1)))}
    assert [clause.section for clause in clauses.values()] == sorted(clause.section for clause in clauses.values())
    assert {section for section, _promise in promised} == {"", *map(str, range(1, last + 1))}
    assert sorted(promised.values()) == sorted(clauses)
    for (section, promise), clause in promised.items():
        found = clauses[clause]
        assert found.section == section, promise
        assert found.is_grey == (clause in GREYS), promise
        assert found.is_grey or found.rule in {*RULES, "published"}, promise
        assert found.words.vi and found.words.en


def test_every_clause_says_what_keeps_and_proves_it(services):
    for row in Promises(services.office).clauses():
        assert row.text and row.setting.text and row.proof.text and row.reason, row.id


def test_a_new_shop_is_green_but_for_what_it_has_still_to_do(services):
    states = {row.id: row.state for row in rows(services).values()}
    assert {clause for clause, state in states.items() if state is GREY} == {
        "web.direct",
        "web.server",
        "web.tracking",
        "web.login",
    }
    assert {clause for clause, state in states.items() if state is AMBER} == {
        "delivery.0.current", "delivery.3.kept", "delivery.3.measures",
    }  # fmt: skip
    assert RED not in states.values()
    assert look(services, "delivery.7.reply")[1] == "No complaint so far that could have broken it."


def test_a_policy_of_its_own_lists_the_clauses_of_its_rules(services, clock):
    new_version(services, clock, complaint_amount=45, complaint_clause="9", retention_clause="2a")
    found = rows(services)
    assert found["own.reply"].section == "9"
    assert found["own.retention"].section == "2a"
    assert found["own.reply"].setting.text == "Answer within 45 days, counted from the day of receipt."
    assert {clause for clause, row in found.items() if row.is_grey} == {"web.direct", "web.server", "web.tracking", "web.login"}


# ---- what the registers say ---------------------------------------------------------------------------------------------


def test_missing_consents_are_amber_and_counted(services):
    customer = add_customer(services)
    row = rows(services)["delivery.6.consent"]
    assert (row.state, row.proof.text) == (AMBER, "1 customer has not agreed to what orders need.")
    assert row.proof.link == "consents.missing"
    say(services, customer, purchase_care=GIVEN, order_messages=GIVEN)
    assert look(services, "delivery.6.consent")[0] is GREEN


def test_a_complaint_goes_from_amber_to_red(services, clock):
    complaint(services)
    assert look(services, "delivery.7.checking") == (AMBER, "Received today: begin to check at once.")
    assert look(services, "delivery.7.reply")[0] is GREEN
    assert rows(services)["delivery.5.disclosure"].proof.text == "1 open complaint about a disclosure."
    clock.move(days=1)
    assert look(services, "delivery.7.checking") == (RED, "Received before today and not begun: 1.")
    clock.move(days=28)
    assert look(services, "delivery.7.reply") == (AMBER, "Complaints to be answered within two days: 1.")
    clock.move(days=2)
    row = rows(services)["delivery.7.reply"]
    assert (row.state, row.reason, row.proof.link) == (RED, "Complaints whose answer is overdue: 1.", "complaints")
    assert look(services, "delivery.5.disclosure")[0] is RED


def test_an_answer_in_time_proves_the_promise_and_a_late_one_stays_visible(services, clock):
    send(services, decided(services))
    assert rows(services)["delivery.7.reply"].proof.text == "0 open complaints, 1 answered in twelve months."
    assert look(services, "delivery.7.reply")[0] is GREEN
    assert look(services, "delivery.7.compensation") == (AMBER, "A sum that was agreed is still owed.")
    customer = services.customers.search("Hạnh")[0].id
    late = services.complaints.receive(intake(clock.today - timedelta(days=40), customer)).row.id
    services.complaints.decide(late, WORK)
    send(services, late)
    assert look(services, "delivery.7.reply") == (AMBER, "Answered late in the last twelve months: 1.")


def test_evidence_and_receipt_in_the_shop_that_waits_for_both(in_store, clock):
    complaint(in_store, missing_evidence="hóa đơn", category=ComplaintCategory.WRONG_PURPOSE)
    row = rows(in_store)["in_store.8.evidence"]
    assert (row.state, row.proof.text) == (GREEN, "1 complaint waits for evidence.")
    clock.move(days=10)
    assert look(in_store, "in_store.8.evidence") == (AMBER, "Complaints whose receipt was not confirmed in time: 1.")
    assert look(in_store, "in_store.8.reply")[0] is GREEN  # its clock waits for the evidence


def test_advice_that_the_shop_took_out_of_its_letter_shows(services):
    assert look(services, "delivery.5.disclosure")[0] is GREEN
    services.wording.save(LetterKind.REPLY, "guidance", "en", "-")
    state, reason = look(services, "delivery.5.disclosure")
    assert (state, reason) == (AMBER, "Your wording leaves the advice on keeping data safe out of the reply.")


def test_an_overdue_deletion_is_red_and_a_hold_is_not(in_store, clock):
    customer = add_customer(in_store)
    clock.move(days=366)
    row = rows(in_store)["in_store.3.retention"]
    assert (row.state, row.proof.text, row.proof.link) == (RED, "1 deletion is overdue.", "deletions")
    assert row.setting.text == "The data is kept 12 months after the last contact."
    in_store.holds.add(customer, HoldKind.QUESTIONS, "đang trả lời", clock.today + timedelta(days=5))
    assert look(in_store, "in_store.3.retention")[0] is GREEN


def test_a_hold_against_a_wish_wants_its_letter(services, clock):
    customer = add_customer(services)
    services.erasures.note_wish(customer, clock.today)
    services.holds.add(customer, HoldKind.LAW, "đối chiếu đơn hàng", clock.today + timedelta(days=90), "Điều 16 Luật thử nghiệm")
    assert look(services, "delivery.3.holds")[0] is AMBER
    assert look(services, "delivery.3.retention")[0] is GREEN


def test_a_delivery_needs_consent_and_notice(services, clock):
    customer, ghn = add_customer(services), carrier(services)
    agree(services, customer, clock.today)
    give(services, customer, ghn)
    row = rows(services)["delivery.4.shipping"]
    assert (row.state, row.reason, row.proof.link) == (AMBER, "Customers have not been told yet: 1.", "notices")
    assert row.proof.text == "1 disclosure in the last 30 days."
    with services.office.writing() as work:
        work.session.execute(update(Disclosure).values(consent_id=None))
        work.log("test.spoiled", "disclosure")
    assert look(services, "delivery.4.shipping") == (RED, "Disclosures without the ground they need: 1.")
    assert look(services, "delivery.4.others")[0] is RED


def test_what_the_policy_names_nobody_for_is_red(services, clock):
    customer, ghn = add_customer(services), carrier(services)
    agree(services, customer, clock.today)
    new_version(services, clock, sharing=())
    assert look(services, "own.others")[0] is GREEN
    enter_past_the_gate(services, customer, ghn)
    assert look(services, "own.others") == (RED, "Somebody was given data whom the policy does not name.")


def enter_past_the_gate(services, customer: int, recipient: int) -> None:
    """An entry as a spoiled file might hold it."""
    with services.office.writing() as work:
        given = {"customer_id": customer, "recipient_id": recipient, "disclosed_on": work.today, "fields": "name", "purpose": "x"}
        entry = Disclosure(
            public_id=new_id(), policy_version_id=2, consent_id=1, basis=LegalBasis.CONSENT, recorded_at=work.now, **given
        )  # fmt: skip
        work.session.add(entry)
        work.log("test.spoiled", "disclosure")


def test_wishes_and_merged_records_are_counted(in_store):
    first = add_customer(in_store)
    second = in_store.customers.add(replace(HANH, name="Nguyễn Hạnh", phone="0912 003 366", email=""))
    in_store.restrictions.add(first, RestrictionKind.NO_CALLS)
    in_store.merging.merge(first, second)
    found = rows(in_store)
    assert found["in_store.7.stricter"].proof.text == "1 wish is in force."
    assert found["in_store.1.apart"].proof.text == "1 pair of records was made one so far."


def test_a_request_beyond_its_time_is_red(services, clock):
    with services.office.writing() as work:
        work.session.add(RightsRequest(
            public_id=new_id(), number="YC-1", kind=RequestKind.VIEW, channel=Channel.COUNTER, state=RequestState.RECEIVED,
            received_on=clock.today, recorded_at=work.now,
        ))  # fmt: skip
        work.log("test.entered", "request")
    assert look(services, "delivery.5.requests") == (GREEN, "All requests are within their time.")
    clock.move(days=5)
    assert look(services, "delivery.5.requests") == (AMBER, "Requests whose receipt was not confirmed in time: 1.")
    clock.move(days=20)
    assert look(services, "delivery.5.requests") == (RED, "Requests beyond their time: 1.")


def test_an_authority_told_too_late_is_red(services, clock):
    with services.office.writing() as work:
        told = IncidentAuthority(public_id=new_id(), name="Công an phường", hours=24)
        work.session.add(Incident(
            public_id=new_id(), number="SC-1", subject="mất máy", noticed_at=work.now, recorded_at=work.now, authorities=[told],
        ))  # fmt: skip
        work.log("test.entered", "incident")
    assert look(services, "delivery.6.incident") == (AMBER, "Authorities still to be told: 1.")
    clock.move(hours=25)
    assert look(services, "delivery.6.incident") == (RED, "Authorities that were not told in time: 1.")


def test_identity_and_its_email(in_store):
    whole = in_store.shop.identity()
    in_store.shop.save_identity(replace(whole, certificate_number="", email=""))
    assert look(in_store, "in_store.5.identity")[0] is AMBER
    assert look(in_store, "in_store.6.correct") == (RED, "The shop's identity names no email address to write to.")
    in_store.shop.save_identity(replace(whole, phone=""))
    assert look(in_store, "in_store.5.identity") == (RED, "The shop's identity is not complete.")


def test_a_backup_outside_makes_safety_green_for_a_week(services, clock, tmp_path: Path):
    (tmp_path / "usb").mkdir()
    services.backups.make_in(tmp_path / "usb")
    assert look(services, "delivery.3.measures")[0] is GREEN
    clock.move(days=7)
    assert look(services, "delivery.3.measures") == (AMBER, "The last backup outside this computer is old.")


# ---- the owner's own look -----------------------------------------------------------------------------------------------


def test_a_grey_clause_is_never_green_and_asks_again_after_half_a_year(services, clock):
    promises = Promises(services.office)
    assert rows(services)["web.server"].wants_look
    promises.record_check("web.server", clock.today, is_kept=True, note="Nhà cung cấp gửi báo cáo.")
    row = rows(services)["web.server"]
    assert (row.state, row.wants_look) == (GREY, False)
    assert row.proof.text == "Lan looked on 21/11/2026. Nhà cung cấp gửi báo cáo."
    clock.move(days=182)
    assert rows(services)["web.server"].wants_look
    assert rows(services)["web.server"].state is GREY


def test_a_look_that_finds_it_broken_is_red_until_a_later_one(services, clock):
    promises = Promises(services.office)
    promises.record_check("web.tracking", clock.today, is_kept=False, note="Trang web có mã theo dõi của bên khác.")
    assert look(services, "web.tracking")[0] is RED
    promises.record_check("web.tracking", clock.today, is_kept=True)
    assert look(services, "web.tracking")[0] is GREY


def test_looks_are_refused_in_words(services, clock):
    promises = Promises(services.office)
    wrong = {"on": (clock.today + timedelta(days=1), True, ""), "note": (clock.today, False, " ")}
    for field, given in wrong.items():
        with pytest.raises(UserError) as refused:
            promises.record_check("web.login", *given)
        assert refused.value.field == field


# ---- text against setting -----------------------------------------------------------------------------------------------


def test_a_setting_that_leaves_the_published_text_shows_with_both_said(services, clock):
    published = PublishedPolicies(services.office)
    published.mark_published(clock.today)
    assert look(services, "delivery.0.current") == (GREEN, "The published text and the settings say the same.")
    new_version(services, clock, complaint_amount=45)
    said = (
        "The text published on 21/11/2026 says 30 days from the day of receipt; the setting says 45 days from the day of receipt."
    )
    assert look(services, "own.reply") == (RED, said)
    assert look(services, "own.current") == (RED, "Text and settings differ in 1 point.")
    published.mark_published(clock.today)
    assert look(services, "own.reply")[0] is GREEN


def test_a_setting_that_promises_more_than_the_text_is_amber(in_store, clock):
    PublishedPolicies(in_store.office).mark_published(clock.today)
    new_version(in_store, clock, retention_months=6)
    assert look(in_store, "own.retention")[0] is AMBER


def test_a_new_purpose_that_the_text_does_not_name_is_red(services, clock):
    PublishedPolicies(services.office).mark_published(clock.today)
    purposes = (
        *services.policies.versions()[0].purposes,
        PurposeRow("", "Mời dự tiệc", "Inviting to a party", PurposeNeed.OPTIONAL),
    )
    new_version(services, clock, purposes=purposes)
    state, reason = look(services, "own.purposes")
    assert state is RED
    assert reason.endswith("inviting to a party.")


def test_another_phone_number_than_the_published_one_is_amber(services, clock):
    PublishedPolicies(services.office).mark_published(clock.today)
    services.shop.save_identity(replace(services.shop.identity(), phone="0263 000 0099"))
    assert look(services, "delivery.7.identity") == (
        AMBER, "The text published on 21/11/2026 says 0263 000 0027; the setting says 0263 000 0099.",
    )  # fmt: skip


def test_a_version_published_ahead_of_its_day_does_not_count_before(services, clock):
    rules = replace(services.policies.versions()[0], effective_from=clock.today + timedelta(days=9), complaint_amount=45)
    PublishedPolicies(services.office).mark_published(clock.today)
    services.policies.add_version(rules)
    PublishedPolicies(services.office).mark_published(clock.today, services.policies.versions()[0].public_id)
    assert look(services, "delivery.7.reply")[0] is GREEN
    clock.move(days=9)
    assert look(services, "own.current")[0] is GREEN


def test_a_pasted_text_is_never_green_as_a_whole(services, clock):
    text = "7. Khiếu nại\nTrả lời khiếu nại trong 30 ngày kể từ ngày nhận."
    PublishedPolicies(services.office).paste(text, clock.today)
    state, reason = look(services, "delivery.0.current")
    assert state is GREY
    assert reason == "8 points of your own text could not be read."
    assert look(services, "delivery.7.reply")[0] is GREEN


def test_a_pasted_text_that_promises_more_turns_the_clause_red(services, clock):
    PublishedPolicies(services.office).paste("7. Khiếu nại\nTrả lời khiếu nại trong 10 ngày làm việc.", clock.today)
    said = "The text published on 21/11/2026 says 10 working days; the setting says 30 days."
    assert look(services, "delivery.7.reply") == (RED, said)


# ---- what it costs ------------------------------------------------------------------------------------------------------


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database inside the block."""
    seen: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_the_summary_asks_a_handful_of_indexed_questions_however_many_customers(services):
    customers = [services.customers.add(replace(HANH, name=f"Khách {n}", phone=f"09120033{n:02}", email="")) for n in range(12)]
    services.customers.add(HANH)
    promises, counted = Promises(services.office), Missing()
    with statements() as few:
        summary = promises.summary(counted)
    for customer in customers:
        say(services, customer, purchase_care=GIVEN)
    with statements() as many:
        promises.summary(counted)

    assert len(few) == len(many) <= 60
    assert (summary.red, summary.amber, summary.to_look_after) == (0, 3, 4)
    assert _scanned(services, many) & {"customer", "consent", "contact", "disclosure", "audit_entry"} == set()


def _scanned(services, asked: list[tuple[str, Any]]) -> set[str]:
    """Tables that a query would read from end to end, without the help of an index."""
    found: set[str] = set()
    with services.office.database.connection() as connection:
        for statement, parameters in asked:
            if statement.lstrip().upper().startswith("SELECT"):
                plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
                scans = [row.detail for row in plan if row.detail.startswith("SCAN") and _PARTIAL not in row.detail]
                found |= {scan.split()[1] for scan in scans}
    return found
