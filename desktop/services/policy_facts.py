"""What a policy says, as facts that can be kept, read out and compared: of a version, of a text that was published, of two versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from desktop.i18n import Words, day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ClockStart, RecipientKind, RetentionKind, TimeUnit, label
from desktop.models.deadlines import amount_text
from desktop.services.policies import PolicyRules
from desktop.services.promise_verdicts import inside, retention_words
from desktop.services.shop import Identity

Fact = Mapping[str, Any]
Facts = dict[str, Fact]
COMPLAINT, RETENTION, PURPOSES, FIELDS, JOINT, IDENTITY = "complaint", "retention", "purposes", "fields", "joint", "identity"
SHARED_WITH = "sharing."
SHARING = tuple(SHARED_WITH + kind.value for kind in RecipientKind if kind is not RecipientKind.STATE_AGENCY)
TOPICS = (PURPOSES, FIELDS, RETENTION, *SHARING, COMPLAINT, JOINT, IDENTITY)
_DAYS = {TimeUnit.DAYS: 5, TimeUnit.WORKING_DAYS: 7, TimeUnit.MONTHS: 150}  # in fifths of a calendar day, to be compared only


class Meaning(StrEnum):
    """What a change means for customers: the shop promises more (stricter), less (wider), the same, or some of each."""

    STRICTER = "stricter"
    WIDER = "wider"
    SAME = "same"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """A fact that two sides tell differently, in words."""

    topic: str
    before: str
    after: str
    meaning: Meaning


def facts_of(rules: PolicyRules, identity: Identity) -> Facts:
    """The facts of a version and of the shop as they stand now; values that JSON keeps as they are."""
    names = {field.code: [field.name_vi, field.name_en] for field in rules.fields}
    shared = {SHARED_WITH + row.kind.value: {code: names[code] for code in row.fields if code in names} for row in rules.sharing}
    after_contact = rules.retention_kind is RetentionKind.AFTER_LAST_CONTACT
    return {
        PURPOSES: {purpose.code: [purpose.name_vi, purpose.name_en] for purpose in rules.purposes},
        FIELDS: names,
        RETENTION: {"kind": rules.retention_kind.value, "months": rules.retention_months if after_contact else 0},
        **{topic: shared.get(topic, {}) for topic in SHARING},
        COMPLAINT: {"amount": rules.complaint_amount, "unit": rules.complaint_unit.value, "start": rules.complaint_start.value},
        JOINT: {"joint": rules.joint_liability},
        IDENTITY: _identity(identity),
    }


def _identity(identity: Identity) -> dict[str, str]:
    """What a published policy says about the shop; who signs letters and where is no part of it."""
    day = identity.certificate_date
    texts: dict[str, Any] = asdict(identity) | {"certificate_date": f"{day:%Y-%m-%d}" if day else ""}
    return {field: str(texts[field]) for field in texts if field not in ("owner_name", "place")}


def differences(told: Facts, now: Facts) -> list[Difference]:
    """Where the two sides differ, in the order of a policy. What one side does not tell at all is no difference."""
    shared = [topic for topic in TOPICS if topic in told and topic in now]
    found = [difference(topic, told[topic], now[topic]) for topic in shared]
    return [one for one in found if one.meaning is not Meaning.SAME]


def difference(topic: str, told: Fact, now: Fact) -> Difference:
    """One topic in the words of both sides. A text that was read in part is compared by the part that was read."""
    if topic in (COMPLAINT, IDENTITY):
        now = {key: now[key] for key in told if key in now}
    if topic == IDENTITY:
        parts = [key for key in told if told[key] != now.get(key)]
        told, now = {key: told[key] for key in parts}, {key: now.get(key, "") for key in parts}
    return Difference(topic, words_of(topic, told), words_of(topic, now), meaning_of(topic, told, now))


# ---- in words -----------------------------------------------------------------------------------------------------------


def topic_name(topic: str) -> str:
    """A topic as a heading."""
    if topic.startswith(SHARED_WITH):
        return label(RecipientKind(topic.removeprefix(SHARED_WITH)))
    names = {
        PURPOSES: _("What the data is used for"), FIELDS: _("What data is held"), RETENTION: _("Customers' data is kept"),
        COMPLAINT: _("Complaints"), JOINT: _("Joint liability"), IDENTITY: _("Shop identity"),
    }  # fmt: skip
    return names[topic]


def words_of(topic: str, fact: Fact) -> str:
    """A fact in words, inside a sentence."""
    if topic == COMPLAINT:
        return _complaint_words(fact)
    if topic == RETENTION:
        return retention_words(RetentionKind(fact["kind"]), fact["months"])
    if topic == JOINT:
        return _("jointly liable with a third party") if fact["joint"] else _("liable for its own fault")
    if topic == IDENTITY:
        return ", ".join(_identity_words(key, value) for key, value in fact.items())
    return ", ".join(inside(str(Words(*names))) for names in fact.values()) or _("nothing")


def _complaint_words(fact: Fact) -> str:
    limit = amount_text(fact["amount"], TimeUnit(fact["unit"])) if "amount" in fact else ""
    start = label(ClockStart(fact["start"])) if "start" in fact else ""
    return _("{limit} from {start}").format(limit=limit, start=start) if limit and start else limit or start


def _identity_words(key: str, value: str) -> str:
    if key == "certificate_date" and value:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value or "–"


def said_and_set(day: date, one: Difference) -> str:
    """The sentence that holds a published text against a setting."""
    text = _("The text published on {day} says {told}; the setting says {now}.")
    return text.format(day=day_text(day), told=one.before, now=one.after)


# ---- what a change means ------------------------------------------------------------------------------------------------


def meaning_of(topic: str, before: Fact, after: Fact) -> Meaning:
    """Whether customers are promised more or less than before."""
    if before == after:
        return Meaning.SAME
    if topic == COMPLAINT:
        return _summed(_complaint_steps(before, after))
    if topic == RETENTION:
        return _by_number(_months(before), _months(after))
    if topic == JOINT:
        return _by_number(int(not before["joint"]), int(not after["joint"]))
    if topic == IDENTITY:
        return Meaning.CHANGED
    steps = [Meaning.WIDER] * bool(after.keys() - before.keys()) + [Meaning.STRICTER] * bool(before.keys() - after.keys())
    return _summed(steps) if steps else Meaning.CHANGED


def _complaint_steps(before: Fact, after: Fact) -> list[Meaning]:
    steps: list[Meaning] = []
    if "amount" in before and (before["amount"], before["unit"]) != (after["amount"], after["unit"]):
        steps.append(_by_number(*(fact["amount"] * _DAYS[TimeUnit(fact["unit"])] for fact in (before, after))))
    if before.get("start") != after.get("start"):
        later = ClockStart(after["start"]) is ClockStart.RECEIPT_AND_EVIDENCE
        steps.append(Meaning.WIDER if later else Meaning.STRICTER)
    return steps


def _months(fact: Fact) -> int:
    return fact["months"] if RetentionKind(fact["kind"]) is RetentionKind.AFTER_LAST_CONTACT else 10_000


def _by_number(before: int, after: int) -> Meaning:
    """Less is stricter."""
    return Meaning.CHANGED if before == after else Meaning.STRICTER if after < before else Meaning.WIDER


def _summed(steps: list[Meaning]) -> Meaning:
    return steps[0] if len(set(steps)) == 1 else Meaning.CHANGED
