"""The promises page: each clause of the policy in force, the setting that keeps it, the records that prove it, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from desktop.errors import UserError
from desktop.i18n import day_text, ngettext
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.promise import ClauseCheck
from desktop.services import policy_facts as facts
from desktop.services.clause_checks import LastCheck, last_checks
from desktop.services.dashboard import Missing, count_missing
from desktop.services.office import Office, new_id
from desktop.services.policies import Policies, PolicyRules
from desktop.services.policy_facts import Difference, Meaning, facts_of, said_and_set
from desktop.services.promise_clauses import Clause, clauses_of
from desktop.services.promise_records import Records, read_records
from desktop.services.promise_rules import verdict
from desktop.services.promise_verdicts import POLICY, ClauseState, Said, Verdict
from desktop.services.published_texts import TextAgainstSettings, against_settings

LONGEST_NOTE = 500
_OTHERS = tuple(topic for topic in facts.SHARING if not topic.endswith("shipping_partner"))
_TOPICS: dict[str, tuple[str, ...]] = {
    "fields": (facts.FIELDS,),
    "purposes": (facts.PURPOSES,),
    "retention": (facts.RETENTION,),
    "shipping": (facts.SHARED_WITH + "shipping_partner",),
    "others": _OTHERS,
    "complaint_clock": (facts.COMPLAINT,),
    "compensation": (facts.JOINT,),
    "identity": (facts.IDENTITY,),
}


@dataclass(frozen=True)
class ClauseRow:
    """A clause as the page shows it; links are keys of pages, "" for none. ``wants_look``: a look is missing or long ago."""

    id: str
    section: str
    text: str
    setting: Said
    proof: Said
    state: ClauseState
    reason: str
    is_grey: bool = False
    check: LastCheck | None = None
    wants_look: bool = False


@dataclass(frozen=True)
class PromiseSummary:
    """How many clauses are red, how many amber, and after how many the owner should look."""

    red: int = 0
    amber: int = 0
    to_look_after: int = 0


class Promises:
    """Holds the shop to its own policy."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def clauses(self, missing: Missing | None = None) -> list[ClauseRow]:
        """All clauses in their order. ``missing``: what the dashboard has counted already, for it reads all customers."""
        office, today = self._office, self._office.today()
        rules, seen = Policies(office).in_force(today), read_records(office, missing or count_missing(office))
        with office.reading() as session:
            published = against_settings(session, today, facts_of(rules, seen.identity))
            checks = last_checks(session)
        return [_row(clause, rules, seen, published, checks.get(clause.id)) for clause in clauses_of(rules)]

    def summary(self, missing: Missing | None = None) -> PromiseSummary:
        """For the dashboard."""
        rows = self.clauses(missing)
        states = [row.state for row in rows]
        return PromiseSummary(
            states.count(ClauseState.RED), states.count(ClauseState.AMBER), sum(row.wants_look for row in rows)
        )  # fmt: skip

    def record_check(self, clause_id: str, on: date, is_kept: bool, note: str = "") -> None:
        """The owner looked after a clause that no setting proves. Looks are only ever added."""
        note = tidy(note)
        if len(note) > LONGEST_NOTE:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_NOTE), "note")
        if not is_kept and not note:
            raise UserError(_("Write down what is not as promised."), "note")
        with self._office.writing() as work:
            if on > work.today:
                raise UserError(_("This day lies in the future."), "on")
            check = ClauseCheck(
                public_id=new_id(), clause=clause_id, checked_on=on, recorded_at=work.now, actor=work.actor,
                is_kept=is_kept, note=note,
            )  # fmt: skip
            work.session.add(check)
            work.log("clause.checked", check.public_id, clause=clause_id, kept=int(is_kept))


def _row(
    clause: Clause, rules: PolicyRules, seen: Records, published: TextAgainstSettings, check: LastCheck | None
) -> ClauseRow:  # fmt: skip
    plain = ClauseRow(clause.id, clause.section, str(clause.words), Said(""), Said(""), ClauseState.GREY, "", clause.is_grey)
    if clause.is_grey:
        return _looked_after(plain, check, seen.today)
    if clause.rule == "published":
        found = _published(rules, published)
    else:
        found = _with_text(verdict(clause.rule, rules, seen), clause.rule, published)
    return replace(plain, setting=found.setting, proof=found.proof, state=found.state, reason=found.reason)


# ---- what no setting proves ---------------------------------------------------------------------------------------------


def _looked_after(row: ClauseRow, check: LastCheck | None, today: date) -> ClauseRow:
    """Grey with its last look, red where that found it broken; never green."""
    row = replace(row, setting=Said(_("No setting can keep this: it happens outside the program.")), check=check)
    if check is None:
        proof = Said(_("Nobody has looked yet."))
        return replace(row, proof=proof, reason=_("Look after it yourself and note the day."), wants_look=True)
    who = _("{who} looked on {day}.") if check.by else _("Looked after on {day}.")
    proof = Said(who.format(who=check.by, day=day_text(check.on)) + (f" {check.note}" if check.note else ""))
    if not check.is_kept:
        return replace(row, proof=proof, state=ClauseState.RED, reason=_("Found not kept at the last look."))
    if check.is_old(today):
        return replace(row, proof=proof, reason=_("The last look is long ago: look again."), wants_look=True)
    return replace(row, proof=proof, reason=_("Kept, by the owner's own look."))


# ---- the text that customers read ---------------------------------------------------------------------------------------


def _published(rules: PolicyRules, published: TextAgainstSettings) -> Verdict:
    """Whether customers can read what is in force; a text that was pasted is never wholly read, so it never makes this green."""
    setting = Said(_("In force since {day}.").format(day=day_text(rules.effective_from)), POLICY)
    text = published.text
    if text is None:
        reason = _("Put the policy on your page and mark it as published.")
        return Verdict(setting, Said(_("No text is on record as published.")), ClauseState.AMBER, reason)
    proof = Said(_("Published on {day}.").format(day=day_text(text.published_on)))
    if count := len(published.differences):
        reason = ngettext("Text and settings differ in {n} point.", "Text and settings differ in {n} points.", count)
        return Verdict(setting, proof, _worst(published.differences), reason.format(n=count))
    if not text.is_pasted and text.version_id == rules.public_id:
        return Verdict(setting, proof, ClauseState.GREEN, _("The published text and the settings say the same."))
    if not text.is_pasted:
        return Verdict(setting, proof, ClauseState.AMBER, _("The published text is of an earlier version."))
    count = len(text.unread)
    reason = ngettext("{n} point of your own text could not be read.", "{n} points of your own text could not be read.", count)
    return Verdict(setting, proof, ClauseState.GREY, reason.format(n=count))


def _with_text(found: Verdict, rule: str, published: TextAgainstSettings) -> Verdict:
    """A setting that says something else than the published text shows, whatever the records prove."""
    topics = _TOPICS.get(rule, ())
    differing = [one for one in published.differences if one.topic in topics]
    if not differing or published.text is None or found.state is ClauseState.RED:
        return found
    return replace(found, state=_worst(differing), reason=said_and_set(published.text.published_on, differing[0]))


def _worst(differing: Iterable[Difference]) -> ClauseState:
    """Red where customers read a promise that the settings do not keep, amber where the settings promise more than the text."""
    broken = any(one.meaning is not Meaning.STRICTER and one.topic != facts.IDENTITY for one in differing)
    return ClauseState.RED if broken else ClauseState.AMBER
