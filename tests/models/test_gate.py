"""The gate against its table, which is written by hand: who may be told what, on which ground, and what a wish shuts.

The table's product: 2 presets, 4 kinds of recipient, 4 grounds, each with and without citation and letter, 5 states of the
consent, no wish, each wish alone and all of them, 4 fields.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.i18n import LANGUAGES, speaking
from desktop.models import presets
from desktop.models.choices import ConsentDecision, LegalBasis, RecipientKind, RestrictionKind
from desktop.models.gate import Approach, Refusal, StandingConsent, refusal, sentence, way_out
from tests.models import gate_table
from tests.models.calendars import quick

FIELDS = ("name", "phone", "address", "email")
ALL_FIELDS = frozenset(FIELDS)
LABEL = frozenset({"name", "phone", "address"})
SHARED = {
    "delivery": {
        RecipientKind.SHIPPING_PARTNER: LABEL,
        RecipientKind.STATE_AGENCY: ALL_FIELDS,
        RecipientKind.SERVICE_PROVIDER: ALL_FIELDS,
        RecipientKind.SECURITY_FIRM: ALL_FIELDS,
    },
    "in_store": {RecipientKind.STATE_AGENCY: ALL_FIELDS},
}
LAW = "Điều 16 Luật Thương mại điện tử 122/2025/QH15"
ON = date(2026, 3, 10)
SAID = {
    "none": None,
    "given": StandingConsent(ConsentDecision.GIVEN, date(2026, 3, 2), ALL_FIELDS),
    "refused": StandingConsent(ConsentDecision.REFUSED, date(2026, 3, 2), ALL_FIELDS),
    "withdrawn": StandingConsent(ConsentDecision.WITHDRAWN, date(2026, 3, 2), ALL_FIELDS),
    "later": StandingConsent(ConsentDecision.GIVEN, date(2026, 3, 11), ALL_FIELDS),
}
WISHES = {
    "nothing": frozenset(),
    "processing": frozenset({RestrictionKind.PROCESSING}),
    "no_promotions": frozenset({RestrictionKind.NO_PROMOTIONS}),
    "no_calls": frozenset({RestrictionKind.NO_CALLS}),
    "not_to_recipient": frozenset({RestrictionKind.NOT_TO_RECIPIENT}),
    "hide_address": frozenset({RestrictionKind.HIDE_ADDRESS}),
    "all": frozenset(RestrictionKind),
}
PRESETS = ("delivery", "in_store")
KINDS = ("shipping_partner", "state_agency", "service_provider", "security_firm")
COLUMNS = (("consent", "state_request", "law", "service"), ("no", "yes"), ("no", "yes"), tuple(SAID))
EACH_WISH = tuple(wish for wish in WISHES if wish != "nothing")


@dataclass(frozen=True)
class Row:
    """A line of the table: all combinations it stands for and its answers for the four fields."""

    combinations: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    text: str


def rows(table, columns):
    """The lines of a table as ``(preset, kind, *columns)`` combinations."""
    found, head = [], ()
    for line in filter(None, table.splitlines()):
        if line.startswith("["):
            head = tuple(tuple(part.strip() for part in half.split(",")) for half in line.strip("[]").split(":"))
        elif not line.startswith("#"):
            found.append(row(line, head, columns))
    return found


def row(line, head, columns):
    left, right = (half.split() for half in line.split("|"))
    assert (len(left), len(right)) == (len(columns), len(FIELDS)), line
    chosen = (known if cell == "any" else (cell,) for cell, known in zip(left, columns, strict=True))
    answers = []
    for code in right:
        answers.append(answers[-1] if code == '"' else code)
    text = " ".join((*(" ".join(half) for half in head), *left))
    return Row(tuple(product(*head, *chosen)), tuple(answers), text)


WITHOUT_WISHES = rows(gate_table.WITHOUT_WISHES, COLUMNS)
WITH_WISHES = rows(gate_table.WITH_WISHES, (*COLUMNS, EACH_WISH))


def approach(preset, kind, basis, citation, letter, consent, wish="nothing"):
    """The question that a combination of the table asks."""
    kind = RecipientKind(kind)
    return Approach(
        kind=kind,
        is_active=True,
        recipient_fields=ALL_FIELDS,
        basis=LegalBasis(basis),
        on=ON,
        policy_fields=SHARED[preset].get(kind),
        consent=SAID[consent],
        wishes=WISHES[wish],
        citation=LAW if citation == "yes" else "",
        has_letter=letter == "yes",
    )


def answers(asked):
    """What the gate says for name, phone, address and email, in the table's words."""
    reasons = (refusal(asked, field) for field in FIELDS)
    return tuple("pass" if reason is None else reason.value for reason in reasons)


def uncovered_or_twice(table, *columns):
    times = Counter(combination for line in table for combination in line.combinations)
    return {combination: times[combination] for combination in {*times, *product(*columns)} if times[combination] != 1}


# The table


def test_the_table_covers_every_combination_exactly_once():
    assert uncovered_or_twice(WITHOUT_WISHES, PRESETS, KINDS, *COLUMNS) == {}
    assert sum(len(line.combinations) for line in WITHOUT_WISHES) == 640


def test_the_table_of_wishes_covers_every_combination_exactly_once():
    assert uncovered_or_twice(WITH_WISHES, PRESETS, KINDS, *COLUMNS, EACH_WISH) == {}
    assert sum(len(line.combinations) for line in WITH_WISHES) == 3840


def test_the_table_knows_every_preset_kind_ground_and_wish_of_the_program():
    assert PRESETS == presets.PRESETS
    assert set(KINDS) == set(RecipientKind)
    assert set(COLUMNS[0]) == set(LegalBasis)
    assert frozenset().union(*WISHES.values()) == set(RestrictionKind)
    assert {said.decision for said in SAID.values() if said} == set(ConsentDecision)


def test_the_table_uses_every_reason_that_lies_neither_in_the_recipient_nor_in_an_older_consent():
    named = {answer for line in WITHOUT_WISHES + WITH_WISHES for answer in line.answers}
    assert named == {*Refusal, "pass"} - {
        Refusal.INACTIVE, Refusal.UNCHECKED, Refusal.BEYOND_RECIPIENT, Refusal.BEYOND_CONSENT,
    }  # fmt: skip


@pytest.mark.parametrize("line", WITHOUT_WISHES, ids=lambda line: line.text)
def test_the_gate_answers_as_the_table_says(line):
    assert {key: answers(approach(*key)) for key in line.combinations} == dict.fromkeys(line.combinations, line.answers)


@pytest.mark.parametrize("line", WITH_WISHES, ids=lambda line: line.text)
def test_the_gate_obeys_a_wish_as_the_table_says(line):
    assert {key: answers(approach(*key)) for key in line.combinations} == dict.fromkeys(line.combinations, line.answers)


# The policies behind the table


def shipped_rule(preset, kind):
    return presets.policy_version(preset, date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)).sharing_rule(RecipientKind(kind))


@pytest.mark.parametrize(
    ("preset", "kind", "fields", "with_consent"),
    [
        ("delivery", "shipping_partner", LABEL, True),
        ("delivery", "state_agency", ALL_FIELDS, False),
        ("delivery", "service_provider", ALL_FIELDS, True),
        ("delivery", "security_firm", ALL_FIELDS, True),
        ("in_store", "state_agency", ALL_FIELDS, False),
    ],
)
def test_a_preset_shares_what_the_table_takes_for_granted(preset, kind, fields, with_consent):
    rule = shipped_rule(preset, kind)
    assert rule is not None
    assert rule.field_codes() == fields == SHARED[preset][RecipientKind(kind)]
    assert rule.with_consent is with_consent


@pytest.mark.parametrize("kind", ["shipping_partner", "service_provider", "security_firm"])
def test_the_in_store_preset_names_nobody_but_the_agency(kind):
    assert shipped_rule("in_store", kind) is None
    assert RecipientKind(kind) not in SHARED["in_store"]


# The recipient


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("basis", COLUMNS[0])
def test_a_recipient_that_is_switched_off_is_told_nothing_even_by_law(kind, basis):
    asked = approach("delivery", kind, basis, "yes", "yes", "given")
    assert answers(replace(asked, is_active=False)) == ("inactive",) * 4


@pytest.mark.parametrize(
    ("kind", "basis", "citation", "letter", "consent", "expected"),
    [
        ("shipping_partner", "consent", "no", "no", "given", ("pass", "beyond_recipient", "pass", "beyond_policy")),
        ("shipping_partner", "consent", "no", "no", "none", ("not_asked", "beyond_recipient", "not_asked", "beyond_policy")),
        ("service_provider", "consent", "no", "no", "given", ("pass", "beyond_recipient", "pass", "beyond_recipient")),
        ("service_provider", "service", "no", "no", "given", ("pass", "beyond_recipient", "pass", "beyond_recipient")),
        ("service_provider", "service", "yes", "no", "none", ("pass", "beyond_recipient", "pass", "beyond_recipient")),
        ("security_firm", "service", "yes", "no", "none", ("pass", "beyond_recipient", "pass", "beyond_recipient")),
        ("state_agency", "state_request", "no", "yes", "none", ("pass", "pass", "pass", "pass")),
        ("shipping_partner", "law", "yes", "no", "none", ("pass", "pass", "pass", "pass")),
    ],
)
def test_a_recipients_own_list_of_name_and_address_lets_no_more_pass_unless_the_law_compels(
    kind, basis, citation, letter, consent, expected
):
    asked = approach("delivery", kind, basis, citation, letter, consent)
    assert answers(replace(asked, recipient_fields=frozenset({"name", "address"}))) == expected


def test_a_recipients_own_list_cannot_widen_the_policy():
    asked = approach("delivery", "shipping_partner", "consent", "no", "no", "given")
    asked = replace(asked, recipient_fields=ALL_FIELDS | {"birthday"})
    assert (refusal(asked, "email"), refusal(asked, "birthday")) == (Refusal.BEYOND_POLICY, Refusal.BEYOND_POLICY)


def test_a_recipient_without_any_field_is_told_nothing():
    asked = approach("delivery", "service_provider", "consent", "no", "no", "given")
    assert answers(replace(asked, recipient_fields=frozenset())) == ("beyond_recipient",) * 4


# The consent


def under_an_older_version(kind, basis, citation, fields, decision=ConsentDecision.GIVEN):
    asked = approach("delivery", kind, basis, citation, "no", "none")
    return replace(asked, consent=StandingConsent(decision, date(2025, 6, 1), frozenset(fields)))


@pytest.mark.parametrize(
    ("kind", "basis", "citation", "expected"),
    [
        ("shipping_partner", "consent", "no", ("pass", "pass", "beyond_consent", "beyond_policy")),
        ("service_provider", "consent", "no", ("pass", "pass", "beyond_consent", "beyond_consent")),
        ("security_firm", "service", "no", ("pass", "pass", "beyond_consent", "beyond_consent")),
        ("security_firm", "service", "yes", ("pass", "pass", "pass", "pass")),
    ],
)
def test_a_consent_under_an_older_version_covers_only_what_that_version_named(kind, basis, citation, expected):
    assert answers(under_an_older_version(kind, basis, citation, {"name", "phone"})) == expected


def test_a_consent_under_a_wider_older_version_does_not_widen_the_policy_in_force():
    asked = under_an_older_version("shipping_partner", "consent", "no", ALL_FIELDS)
    assert answers(asked) == ("pass", "pass", "pass", "beyond_policy")


@pytest.mark.parametrize(("decision", "reason"), [(ConsentDecision.REFUSED, "refused"), (ConsentDecision.WITHDRAWN, "withdrawn")])
def test_a_refusal_under_an_older_version_shuts_what_that_version_did_not_name_too(decision, reason):
    asked = under_an_older_version("shipping_partner", "consent", "no", {"name"}, decision)
    assert answers(asked) == (reason, reason, reason, "beyond_policy")


@pytest.mark.parametrize(
    ("given_on", "expected"), [(date(2026, 3, 9), "pass"), (date(2026, 3, 10), "pass"), (date(2026, 3, 11), "consent_later")]
)
def test_a_consent_counts_from_its_own_day(given_on, expected):
    asked = approach("delivery", "shipping_partner", "consent", "no", "no", "none")
    asked = replace(asked, consent=StandingConsent(ConsentDecision.GIVEN, given_on, LABEL))
    assert answers(asked) == (expected, expected, expected, "beyond_policy")


# Properties

FIELD_SETS = st.frozensets(st.sampled_from(FIELDS))
WISH_SETS = st.sampled_from(list(WISHES.values())) | st.frozensets(st.sampled_from(list(RestrictionKind)))
DAYS = st.dates(date(2026, 3, 1), date(2026, 3, 20))
DECISIONS = st.sampled_from(list(ConsentDecision))
CHANGES = st.fixed_dictionaries(
    {"wishes": WISH_SETS},
    optional={
        "is_active": st.booleans(),
        "recipient_fields": FIELD_SETS,
        "on": DAYS,
        "consent": st.none() | st.builds(StandingConsent, DECISIONS, DAYS, FIELD_SETS),
    },
)
thorough = settings(quick, max_examples=300)


def questions(start=""):
    """A line of the table, one that lets something pass more often than not, asked with wishes and with some of it changed."""
    lines = [line for line in WITHOUT_WISHES if line.text.startswith(start)]
    open_lines = [line for line in lines if "pass" in line.answers]
    asked = (st.sampled_from(open_lines) | st.sampled_from(lines)).flatmap(lambda line: st.sampled_from(line.combinations))
    return st.builds(lambda combination, changes: replace(approach(*combination), **changes), asked, CHANGES)


def passing(asked):
    return {field for field in FIELDS if refusal(asked, field) is None}


def by_law(asked):
    return asked.basis is LegalBasis.LAW and asked.citation != ""


def by_letter(asked):
    return asked.basis is LegalBasis.STATE_REQUEST and asked.has_letter and asked.kind is RecipientKind.STATE_AGENCY


@given(questions(), WISH_SETS)
@thorough
def test_a_further_wish_never_opens_a_shut_gate(asked, more):
    assert passing(replace(asked, wishes=asked.wishes | more)) <= passing(asked)


def test_no_set_of_wishes_opens_what_a_smaller_set_shuts():
    sets = [frozenset(some) for size in range(6) for some in combinations(RestrictionKind, size)]
    for key in product(PRESETS, KINDS, *COLUMNS):
        open_to = {wishes: passing(replace(approach(*key), wishes=wishes)) for wishes in sets}
        assert all(open_to[wishes] <= open_to[wishes - {wish}] for wishes in sets for wish in wishes), key


@given(questions(), FIELD_SETS)
@quick
def test_a_shorter_list_never_opens_a_shut_gate(asked, kept):
    assert passing(replace(asked, recipient_fields=asked.recipient_fields & kept)) <= passing(asked)
    if asked.policy_fields is not None:
        assert passing(replace(asked, policy_fields=asked.policy_fields & kept)) <= passing(asked)
    if asked.consent is not None:
        less = replace(asked.consent, fields=asked.consent.fields & kept)
        assert passing(replace(asked, consent=less)) <= passing(asked)


@given(questions())
@quick
def test_switching_a_recipient_off_shuts_every_gate(asked):
    assert passing(replace(asked, is_active=False)) == set()


@given(questions("delivery shipping_partner"))
@thorough
def test_a_carrier_never_gets_an_email_address_unless_a_law_is_named(asked):
    assert "email" not in passing(asked) or by_law(asked)


@given(questions("in_store"))
@thorough
def test_under_the_in_store_rules_nothing_passes_but_a_named_law_and_an_agencys_letter(asked):
    assert passing(asked) == set() or by_law(asked) or by_letter(asked)


@given(questions())
@thorough
def test_without_law_or_letter_nothing_passes_that_no_standing_consent_names_but_a_service_with_a_law_cited(asked):
    said = asked.consent
    stands = said is not None and said.decision is ConsentDecision.GIVEN and said.decided_on <= asked.on
    agreed = said.fields if said is not None and stands else frozenset()
    cited_service = asked.basis is LegalBasis.SERVICE and asked.citation != ""
    assert passing(asked) <= agreed or by_law(asked) or by_letter(asked) or cited_service


@given(questions(), CHANGES)
@quick
def test_what_the_law_compels_hangs_on_neither_the_customers_word_nor_any_list(asked, changes):
    other = replace(asked, **{**changes, "is_active": asked.is_active, "policy_fields": None})
    if asked.basis in (LegalBasis.LAW, LegalBasis.STATE_REQUEST):
        assert answers(other) == answers(asked)


@given(questions(), st.booleans())
@quick
def test_the_paper_of_another_ground_changes_nothing(asked, has_letter):
    if asked.basis is not LegalBasis.STATE_REQUEST:
        assert answers(replace(asked, has_letter=has_letter)) == answers(asked)
    if asked.basis in (LegalBasis.STATE_REQUEST, LegalBasis.CONSENT):
        assert answers(replace(asked, citation="")) == answers(replace(asked, citation=LAW)) == answers(asked)


# What the owner reads

WITH_A_DAY = (Refusal.CONSENT_LATER, Refusal.REFUSED, Refusal.WITHDRAWN, Refusal.BEYOND_CONSENT)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
@pytest.mark.parametrize("consent", ["none", "given"])
def test_every_refusal_says_why_and_what_would_open_the_gate(reason, language, consent):
    asked = approach("delivery", "shipping_partner", "consent", "no", "no", consent)
    with speaking(language):
        texts = (sentence(reason, asked), way_out(reason))
    for text in texts:
        assert text.strip()
        assert not set("{}%") & set(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", WITH_A_DAY)
def test_a_refusal_that_rests_on_the_customers_word_names_its_day(reason, language):
    asked = approach("delivery", "shipping_partner", "consent", "no", "no", "refused")
    with speaking(language):
        assert "02/03/2026" in sentence(reason, asked)


def test_no_two_refusals_read_alike():
    asked = approach("delivery", "shipping_partner", "consent", "no", "no", "given")
    assert len({sentence(reason, asked) for reason in Refusal}) == len(Refusal)
