"""The sentences of the published policy: only those that the rules, the shop's settings and the law's clocks make true."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from desktop import paths
from desktop.i18n import Words, sentence_start
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.deadlines import TimeLimit, amount_text
from desktop.models.rights_request import ACKNOWLEDGING, ANSWERING, DELETING, STOPPING, WITH_OTHERS
from desktop.services.policies import PolicyRules
from desktop.services.promise_verdicts import inside
from desktop.services.shop import Identity

SATURDAY, SUNDAY = 5, 6
Item = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Ground:
    """What the sentences rest on: the rules, the shop, the law's limits by code, settings that the policy speaks of.

    ``looked``: clauses that only the owner can look after, found kept at a last look that is not old.
    """

    rules: PolicyRules
    shop: Identity
    limits: dict[str, TimeLimit]
    keep_copies: int
    keep_files: int = 0
    files_ground: str = ""
    extra_weekdays: frozenset[int] = frozenset()
    looked: frozenset[str] = frozenset()


def say(block: str, **values: str) -> str:
    """A block in the language spoken now; values are put in as they are."""
    return str(_blocks()[block]).format_map(values)


def items(ground: Ground) -> tuple[Item, ...]:
    """The eight items in their order, each with its title and its sentences."""
    return (
        (say("item_collect"), _collect(ground)),
        (say("item_use"), _use(ground)),
        (say("item_keep"), _keep(ground)),
        (say("item_recipients"), _recipients(ground)),
        (say("item_security"), _security(ground)),
        (say("item_view"), _view(ground)),
        (say("item_delete"), _delete(ground)),
        (say("item_complaints"), _complaints(ground)),
    )


# ---- what and what for --------------------------------------------------------------------------------------------------


def _collect(ground: Ground) -> tuple[str, ...]:
    rules = ground.rules
    extras = [field.name for field in rules.fields if field.is_extra]
    lines = [say("fields", fields=_joined([field.name for field in rules.fields]))]
    if extras:
        lines.append(say("extras", extras=_joined(extras)))
    lines += [*_looked(ground, "web.direct"), say("notes"), say("purposes")]
    names = [sentence_start(str(Words(purpose.name_vi, purpose.name_en))) for purpose in rules.purposes]
    return (*lines, *[f"- {name}." for name in names])


def _use(ground: Ground) -> tuple[str, ...]:
    rules = ground.rules
    needed = [str(Words(one.name_vi, one.name_en)) for one in rules.purposes if one.need is PurposeNeed.NEEDED]
    inside_only = [] if _shared(rules) else [say("internal")]
    lines = [say("only_these"), *inside_only, *_looked(ground, "web.internal"), say("consent"), say("asked")]
    lines.append(say("needed", names=_joined(needed)) if needed else say("not_needed"))
    return (*lines, say("withdrawing"))


def _keep(ground: Ground) -> tuple[str, ...]:
    rules = ground.rules
    if rules.retention_kind is RetentionKind.UNTIL_REQUEST:
        lines = [say("until_request")]
    else:
        lines = [say("after_contact", months=amount_text(rules.retention_months, TimeUnit.MONTHS))]
    lines.append(say("holds"))
    if ground.keep_files:
        months = amount_text(ground.keep_files, TimeUnit.MONTHS)
        lines.append(say("files", months=months, ground=ground.files_ground))
    return tuple(lines)


# ---- who ----------------------------------------------------------------------------------------------------------------


def _shared(rules: PolicyRules) -> list[RecipientKind]:
    """The kinds that a version gives something to on its own; state agencies are the law's affair."""
    kinds = (RecipientKind.SHIPPING_PARTNER, RecipientKind.SERVICE_PROVIDER, RecipientKind.SECURITY_FIRM)
    given = {row.kind for row in rules.sharing if row.fields}
    return [kind for kind in kinds if kind in given]


def _recipients(ground: Ground) -> tuple[str, ...]:
    rules = ground.rules
    names = {field.code: field.name for field in rules.fields}
    given = {row.kind: row for row in rules.sharing}
    lines: list[str] = []
    for kind in _shared(rules):
        fields = _joined([names[code] for code in given[kind].fields if code in names])
        lines.append(say(kind.value, fields=fields, notice=say("with_notice") if given[kind].with_notice else ""))
    return (say("somebody") if lines else say("nobody"), *lines, say("law"), say("register"))


def _security(ground: Ground) -> tuple[str, ...]:
    attack, breach = ground.limits.get("incident_attack"), ground.limits.get("incident_breach")
    told = say("incident_plain")
    if attack and breach and attack.amount and breach.amount:
        told = say("incident", attack=attack.text(), breach=breach.text())
    return (*say("measures").split("\n"), *_looked(ground, "web.server", "web.tracking"), told)


def _looked(ground: Ground, *clauses: str) -> list[str]:
    """What the web page keeps is said only where the owner has looked after it."""
    return [say(clause.replace(".", "_")) for clause in clauses if clause in ground.looked]


# ---- customers who ask --------------------------------------------------------------------------------------------------


def _ways(shop: Identity) -> str:
    """How the shop can be reached; an email address is never needed."""
    found = [say("in_person"), say("by_post"), say("by_phone", phone=shop.phone.replace(" ", "\u00a0"))]
    return ", ".join([*found, *([say("by_email", email=shop.email)] if shop.email else [])])


def _within(ground: Ground, block: str, code: str) -> list[str]:
    """A sentence with a limit of the law, its longer form where others take part, and its extension; none where none is set."""
    limit, longer = ground.limits.get(code), ground.limits.get(code + WITH_OTHERS)
    if limit is None or not limit.amount:
        return []
    others = say("others", limit=longer.text()) if longer and longer.amount != limit.amount else ""
    more = say("longer", limit=amount_text(limit.extension, limit.unit)) if limit.extension else ""
    return [say(block, limit=limit.text(), others=others, longer=more)]


def _view(ground: Ground) -> tuple[str, ...]:
    return (
        say("viewing", ways=_ways(ground.shop)),
        *_looked(ground, "web.login"),
        say("checking_who"),
        *_within(ground, "acknowledged", ACKNOWLEDGING),
        *_within(ground, "answered", ANSWERING),
        *([say("corrected")] if _shared(ground.rules) else []),
    )


def _delete(ground: Ground) -> tuple[str, ...]:
    return (
        say("deleting", ways=_ways(ground.shop)),
        *_within(ground, "deleted", DELETING),
        *_within(ground, "stopped", STOPPING),
        say("stricter"),
        say("copies", days=amount_text(ground.keep_copies, TimeUnit.DAYS)),
        *([say("told_to_delete")] if _shared(ground.rules) else []),
    )


# ---- complaints ---------------------------------------------------------------------------------------------------------


def _complaints(ground: Ground) -> tuple[str, ...]:
    rules = ground.rules
    waits = rules.complaint_start is ClockStart.RECEIPT_AND_EVIDENCE
    firm = say("firm") if RecipientKind.SECURITY_FIRM in _shared(rules) else ""
    return (
        say("complaining", ways=_ways(ground.shop)) + (" " + say("evidence") if waits else ""),
        *_within(ground, "complaint_acknowledged", "complaint_acknowledged"),
        say("complaint_checked", firm=firm),
        say("complaint_disclosure"),
        _reply(ground, waits=waits),
        say("compensation") + (" " + say("joint") if rules.joint_liability else ""),
        say("elsewhere"),
    )


def _reply(ground: Ground, *, waits: bool) -> str:
    """The promise, how it is counted, and the law's limit where that may end sooner."""
    rules = ground.rules
    limit, law = amount_text(rules.complaint_amount, rules.complaint_unit), ground.limits.get("complaint_result")
    said = [say("reply_evidence" if waits else "reply_receipt", limit=limit)]
    if rules.complaint_unit is TimeUnit.WORKING_DAYS:
        said.append(say("working_days", days=_week(ground.extra_weekdays)))
    said.append(say("no_extension"))
    if law is not None and law.amount:
        said.append(say("law_sooner", limit=law.text(), source=str(law.source)))
    return " ".join(said)


def _week(extra: frozenset[int]) -> str:
    """The working week as the promise counts it."""
    if {SATURDAY, SUNDAY} <= extra:
        return say("all_week")
    if SATURDAY in extra:
        return say("monday_to_saturday")
    return say("weekdays_and_sunday" if SUNDAY in extra else "monday_to_friday")


def _joined(names: Sequence[str]) -> str:
    return ", ".join(inside(name) for name in names)


@cache
def _blocks() -> dict[str, Words]:
    text = (paths.resources() / "policies" / "published.toml").read_text("utf-8")
    return {name: Words(block["vi"], block["en"]) for name, block in tomllib.loads(text).items()}
