"""The standing decision: the latest wins, whenever it was recorded; and where two records disagree, the refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.models.choices import ConsentDecision
from desktop.models.consent import Consent, current, standing_on, stricter_decisions
from tests.models.calendars import quick

FIRST_DAY = date(2026, 1, 1)
DAYS = st.dates(FIRST_DAY, FIRST_DAY + timedelta(days=20))
TOPICS = st.sampled_from(("advertising", "answering", "share.shipping_partner"))
SAID = st.lists(st.tuples(TOPICS, st.sampled_from(ConsentDecision), DAYS), max_size=12)
ONE_A_DAY = st.lists(
    st.tuples(TOPICS, st.sampled_from(ConsentDecision), DAYS), max_size=12, unique_by=lambda said: (said[0], said[2])
)


def _consent(number: int, topic: str, decision: ConsentDecision, day: date) -> Consent:
    at = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Consent(id=number, purpose=topic, decision=decision, decided_on=day, recorded_at=at)


def _recorded(said: list[tuple[str, ConsentDecision, date]]) -> list[Consent]:
    """In the order of recording."""
    return [_consent(number, *one) for number, one in enumerate(said, start=1)]


def _standing(consents: list[Consent]) -> dict[str, tuple[ConsentDecision, date]]:
    return {topic: (consent.decision, consent.decided_on) for topic, consent in current(consents).items()}


@quick
@given(SAID)
def test_the_latest_decision_stands_and_of_two_on_one_day_the_later_recorded(said):
    found = _standing(_recorded(said))
    assert found.keys() == {topic for topic, _decision, _day in said}
    for topic, (decision, day) in found.items():
        about = [(other, when) for other_topic, other, when in said if other_topic == topic]
        assert day == max(when for _other, when in about)
        assert decision is [other for other, when in about if when == day][-1]


@quick
@given(SAID, TOPICS, st.sampled_from(ConsentDecision))
def test_adding_an_older_decision_changes_nothing(said, topic, decision):
    before = _standing(_recorded(said))
    late = (topic, decision, FIRST_DAY - timedelta(days=1))
    after = _standing(_recorded([*said, late]))
    assert before.items() <= after.items()
    assert after.keys() - before.keys() <= {topic}


@quick
@given(ONE_A_DAY, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(said, chance):
    shuffled = chance.sample(said, len(said))
    assert _standing(_recorded(said)) == _standing(_recorded(shuffled))


@quick
@given(SAID, st.randoms(use_true_random=False), TOPICS, DAYS)
def test_the_order_of_reading_does_not_matter(said, chance, topic, day):
    consents = _recorded(said)
    shuffled = chance.sample(consents, len(consents))
    assert current(consents) == current(shuffled)
    assert standing_on(consents, topic, day) is standing_on(shuffled, topic, day)


@quick
@given(SAID, TOPICS, DAYS)
def test_what_stood_on_a_day_is_what_had_been_decided_by_its_end(said, topic, day):
    consents = _recorded(said)
    stood = standing_on(consents, topic, day)
    by_then = current(consent for consent in consents if consent.decided_on <= day)
    about = [consent.decided_on for consent in consents if consent.purpose == topic]
    if topic in by_then:
        assert stood is by_then[topic]
    elif about:
        assert stood is current(consent for consent in consents if consent.decided_on <= min(about))[topic]
    else:
        assert stood is None


@quick
@given(SAID, TOPICS, DAYS, st.sampled_from(ConsentDecision), st.integers(1, 5))
def test_what_is_decided_later_never_changes_what_stood_on_a_day(said, topic, day, decision, later):
    consents = _recorded(said)
    stood = standing_on(consents, topic, day)
    added = _consent(99, topic, decision, day + timedelta(days=later))
    if stood is not None and stood.decided_on <= day:
        assert standing_on([*consents, added], topic, day) is stood


@quick
@given(SAID, SAID)
def test_two_records_disagree_only_about_what_one_gave_and_the_other_did_not_and_the_refusal_wins(ours, theirs):
    kept, absorbed = _recorded(ours), _recorded(theirs)
    mine, yours = _standing(kept), _standing(absorbed)
    found = stricter_decisions(kept, absorbed)
    given = ConsentDecision.GIVEN
    assert found.keys() == {
        topic for topic in mine.keys() & yours.keys() if (mine[topic][0] is given) != (yours[topic][0] is given)
    }
    assert all(consent.decision is not given for consent in found.values())


def test_a_withdrawal_counts_though_the_clock_was_set_back_that_day():
    agreed = _consent(1, "advertising", ConsentDecision.GIVEN, FIRST_DAY)
    withdrew = _consent(2, "advertising", ConsentDecision.WITHDRAWN, FIRST_DAY)
    withdrew.recorded_at = agreed.recorded_at - timedelta(hours=3)
    assert current([agreed, withdrew])["advertising"] is withdrew
