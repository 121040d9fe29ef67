"""The two published policies as data: their rules and nobody's identity."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from desktop import paths
from desktop.i18n import use_language
from desktop.models import presets
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.policy import PolicyVersion

FILES = sorted((paths.resources() / "policies").glob("*.toml"))


def version(code: str) -> PolicyVersion:
    return presets.policy_version(code, date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC))


def test_the_delivery_preset_promises_an_answer_within_thirty_days_of_receipt():
    rules = version("delivery")
    limit = rules.complaint_limit()
    assert (limit.amount, limit.unit, limit.start) == (30, TimeUnit.DAYS, ClockStart.RECEIPT)
    assert str(limit.source) == "section\u00a07 of the shop's policy"


def test_the_in_store_preset_promises_an_answer_within_ten_working_days_of_complaint_and_evidence():
    rules = version("in_store")
    limit = rules.complaint_limit()
    assert (limit.amount, limit.unit, limit.start) == (10, TimeUnit.WORKING_DAYS, ClockStart.RECEIPT_AND_EVIDENCE)
    assert str(limit.source) == "section\u00a08 of the shop's policy"


@pytest.mark.parametrize(
    ("code", "kind", "months", "clause"),
    [("delivery", RetentionKind.UNTIL_REQUEST, 0, "3"), ("in_store", RetentionKind.AFTER_LAST_CONTACT, 12, "3")],
)
def test_data_is_kept_as_long_as_promised(code, kind, months, clause):
    rules = version(code)
    assert (rules.retention_kind, rules.retention_months, rules.retention_clause) == (kind, months, clause)


@pytest.mark.parametrize(("code", "clause", "joint"), [("delivery", "7", False), ("in_store", "8", True)])
def test_only_the_in_store_preset_speaks_of_joint_liability(code, clause, joint):
    rules = version(code)
    assert (rules.compensation_clause, rules.joint_liability) == (clause, joint)


def test_the_delivery_preset_names_five_purposes_and_needs_two_for_an_order():
    purposes = version("delivery").purposes
    assert [p.need for p in purposes] == [PurposeNeed.NEEDED] * 2 + [PurposeNeed.OPTIONAL] * 3
    assert len({p.code for p in purposes}) == 5


@pytest.mark.parametrize("code", presets.PRESETS)
def test_a_preset_collects_name_phone_address_and_email_and_nothing_else(code):
    assert [field.code for field in version(code).fields] == ["name", "phone", "address", "email"]


def test_a_shipping_partner_gets_name_phone_and_address_with_consent_and_notice():
    [partner] = [r for r in version("delivery").recipients if r.kind is RecipientKind.SHIPPING_PARTNER]
    assert partner.fields.split() == ["name", "phone", "address"]
    assert (partner.with_consent, partner.with_notice) == (True, True)


def test_the_in_store_preset_tells_nobody_but_an_agency_that_the_law_compels():
    [agency] = version("in_store").recipients
    assert (agency.kind, agency.with_consent) == (RecipientKind.STATE_AGENCY, False)


def test_the_law_wants_a_complaint_acknowledged_within_three_working_days():
    [clock] = [clock for clock in presets.legal_clocks() if clock.code == "complaint_acknowledged"]
    limit = clock.limit()
    assert (limit.amount, limit.unit, limit.start, limit.by_law) == (3, TimeUnit.WORKING_DAYS, ClockStart.RECEIPT, True)
    assert str(limit.source) == "Article 31.2 of the Consumer Protection Law 19/2023/QH15"
    assert clock.valid_from == date(2024, 7, 1)


@pytest.mark.parametrize("code", presets.PRESETS)
def test_a_preset_reads_in_both_languages(code):
    english = presets.summary(code)
    use_language("vi")
    vietnamese = presets.summary(code)
    for line in ("title", "who", "sharing", "compensation"):
        assert getattr(english, line) != getattr(vietnamese, line) != ""
    assert [p.name() for p in version(code).purposes] == [p.name_vi for p in version(code).purposes]


@pytest.mark.parametrize("code", presets.PRESETS)
def test_two_versions_of_one_preset_are_told_apart(code):
    assert version(code).public_id != version(code).public_id


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_preset_holds_nobodys_identity(file):
    text = file.read_text("utf-8")
    assert "@" not in text
    assert re.search(r"\d{9}|\d{8}[A-Z]", re.sub(r"[ .()-]", "", text)) is None


def test_every_file_of_rules_is_looked_at():
    clauses = {f"clauses_{code}" for code in (*presets.PRESETS, "own")}
    assert {file.stem for file in FILES} == {*presets.PRESETS, *clauses, "law", "authorities", "published"}
