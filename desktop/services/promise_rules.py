"""How the promises about data, its time and its recipients are kept: the setting, what the registers prove, and the state. No query
stands here; the rules about cases are in ``promise_case_rules``."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.models.choices import PurposeNeed, RecipientKind, label
from desktop.services.policies import PolicyRules, SharingRow
from desktop.services.promise_case_rules import CASE_RULES
from desktop.services.promise_records import Records
from desktop.services.promise_verdicts import (
    CONSENTS,
    CUSTOMERS,
    DELETIONS,
    DISCLOSURES,
    MISSING,
    NOTICES,
    POLICY,
    TASKS,
    Said,
    Trouble,
    Verdict,
    amber,
    judged,
    listed,
    red,
    retention_words,
)


def verdict(rule: str, rules: PolicyRules, seen: Records) -> Verdict:
    """How the promise stands that a rule looks after. KeyError for a rule that nobody wrote."""
    return RULES[rule](rules, seen)


# ---- what is held and what for ------------------------------------------------------------------------------------------


def _fields(rules: PolicyRules, seen: Records) -> Verdict:
    names = listed([field.name for field in rules.fields])
    setting = Said(_("The policy names: {fields}.").format(fields=names), POLICY)
    return judged(setting, _beyond(seen), _("The program's forms ask for nothing else."), _loose(seen))


def _extras(rules: PolicyRules, seen: Records) -> Verdict:
    names = [field.name for field in rules.fields if field.is_extra]
    text = _("The policy names nothing further, so nothing further can be entered.")
    if names:
        text = _("Asked of each customer: {fields}.").format(fields=listed(names))
    fine = _("What a customer does not agree to, or no longer, is not held.")
    return judged(Said(text, POLICY), _beyond(seen), fine, _loose(seen))


def _beyond(seen: Records) -> Said:
    if not seen.loose_extras:
        return Said(_("The register holds nothing beyond it."), CUSTOMERS)
    text = ngettext("{n} piece of data beyond it is held.", "{n} pieces of data beyond it are held.", seen.loose_extras)
    return Said(text.format(n=number_text(seen.loose_extras)), CUSTOMERS)


def _loose(seen: Records) -> Trouble:
    return red(seen.loose_extras, _("Data is held that the policy no longer names."))


def _purposes(rules: PolicyRules, seen: Records) -> Verdict:
    count = len(rules.purposes)
    text = ngettext("{n} purpose, asked by itself.", "{n} purposes, each asked by itself.", count)
    setting = Said(text.format(n=count), POLICY)
    fine = _("Lists and files hold only those who agreed.")
    return judged(setting, _asked(rules, seen), fine, _unasked(seen))


def _consents(rules: PolicyRules, seen: Records) -> Verdict:
    setting = Said(_("Nothing goes onto a list, into a file or to a recipient without the consent it needs."), POLICY)
    return judged(setting, _asked(rules, seen), _("The customers' answers are on record."), _unasked(seen))


def _asked(rules: PolicyRules, seen: Records) -> Said:
    if seen.missing_consents:
        text = ngettext("{n} customer has not agreed to what orders need", "{n} customers have not agreed to what orders need",
                        seen.missing_consents)  # fmt: skip
        return Said(text.format(n=number_text(seen.missing_consents)) + ".", CONSENTS)
    if not any(purpose.need is PurposeNeed.NEEDED for purpose in rules.purposes):
        return Said(_("No purpose of the policy is needed for an order."), CONSENTS)
    return Said(_("Nobody is in the register without the consents that an order needs."), CONSENTS)


def _unasked(seen: Records) -> Trouble:
    return amber(seen.missing_consents, _("Consents are missing: ask, and record the answers."), MISSING)


def _telling_apart(_rules: PolicyRules, seen: Records) -> Verdict:
    setting = Said(_("The program notices a phone number or email that is in the register already; two records can be made one."))
    text = ngettext("{n} pair of records was made one so far.", "{n} pairs of records were made one so far.", seen.merges)
    proof = text.format(n=number_text(seen.merges)) if seen.merges else _("No two records had to be made one yet.")
    return judged(setting, Said(proof, CUSTOMERS), _("Nobody is entered twice without the program saying so."))


def _restrictions(_rules: PolicyRules, seen: Records) -> Verdict:
    setting = Said(_("A customer's wish stands on their page; every gate, list and paper obeys it."))
    text = ngettext("{n} wish is in force.", "{n} wishes are in force.", seen.wishes)
    proof = text.format(n=number_text(seen.wishes)) if seen.wishes else _("No customer has asked for it yet.")
    return judged(setting, Said(proof, CUSTOMERS), _("The program lets nothing pass against a wish."))


# ---- how long -----------------------------------------------------------------------------------------------------------


def _retention(rules: PolicyRules, seen: Records) -> Verdict:
    text = ngettext("{n} deletion is overdue.", "{n} deletions are overdue.", seen.overdue_deletions)
    proof = text.format(n=number_text(seen.overdue_deletions)) if seen.overdue_deletions else _("No deletion is overdue.")
    fine = _("Whoever's time is over, or who asked, was deleted.")
    late = red(seen.overdue_deletions, _("Data is kept beyond its day: look at it and delete it."))
    kept = _("The data is kept {until}.").format(until=retention_words(rules.retention_kind, rules.retention_months))
    return judged(Said(kept, POLICY), Said(proof, DELETIONS), fine, late)


def _holds(_rules: PolicyRules, seen: Records) -> Verdict:
    setting = Said(_("A hold needs a reason and a last day; against the customer's wish also a law and a letter."))
    text = ngettext("{n} deletion is held back.", "{n} deletions are held back.", seen.held)
    untold = amber(seen.untold_of_holds, _("Customers who asked for deletion have not been told why their data stays."))
    proof = Said(text.format(n=number_text(seen.held)) if seen.held else _("No deletion is held back."), DELETIONS)
    return judged(setting, proof, _("Nothing is kept beyond its day without a reason on record."), untold)


# ---- who is told --------------------------------------------------------------------------------------------------------


def _shipping(rules: PolicyRules, seen: Records) -> Verdict:
    kind, sharing = RecipientKind.SHIPPING_PARTNER, seen.sharing
    recent = sharing.recent[kind]
    text = ngettext("{n} disclosure in the last 30 days.", "{n} disclosures in the last 30 days.", recent)
    troubles = (
        _groundless(seen),
        red(sharing.unallowed, _("Somebody was given data whom the policy does not name."), DISCLOSURES),
        amber(sharing.missing_notices, _("Customers have not been told yet: {n}."), NOTICES),
        amber(sharing.to_be_told, _("Recipients hold data that has changed: {n} to be told."), TASKS),
        amber(sharing.agreements_ended, _("Agreements with recipients have run out: {n}."), DISCLOSURES),
    )
    setting = Said(sharing_text(rules, kind), POLICY)
    proof = Said(text.format(n=number_text(recent)) if recent else _("No disclosure in the last 30 days."), DISCLOSURES)
    return judged(setting, proof, _("No entry lacks its consent or its notice."), *troubles)


def sharing_text(rules: PolicyRules, kind: RecipientKind) -> str:
    """What a kind of recipient may be told under a version."""
    row = _sharing(rules, kind)
    if row is None:
        return _("{recipient}: nothing.").format(recipient=label(kind))
    names = {field.code: field.name for field in rules.fields}
    fields = listed([names[code] for code in row.fields if code in names])
    text = _("{recipient}: {fields}; with consent, and the customer is told.")
    if not row.with_notice:
        text = _("{recipient}: {fields}; with consent.")
    return text.format(recipient=label(kind), fields=fields)


def _sharing(rules: PolicyRules, kind: RecipientKind) -> SharingRow | None:
    return next((row for row in rules.sharing if row.kind is kind and row.fields), None)


def _others(rules: PolicyRules, seen: Records) -> Verdict:
    kinds = (RecipientKind.SERVICE_PROVIDER, RecipientKind.SECURITY_FIRM)
    named = [label(kind) for kind in kinds if _sharing(rules, kind)]
    text = _("Named by the policy, with consent: {kinds}. A state agency only by its letter or a law.")
    if not named:
        text = _("The policy names nobody else. A state agency only by its letter or a law.")
    others = sum(number for kind, number in seen.sharing.recent.items() if kind is not RecipientKind.SHIPPING_PARTNER)
    counted = ngettext("{n} disclosure to others in the last 30 days.", "{n} disclosures to others in the last 30 days.", others)
    not_named = red(seen.sharing.unallowed, _("Somebody was given data whom the policy does not name."))
    said = counted.format(n=number_text(others)) if others else _("No disclosure to others in the last 30 days.")
    setting, proof = Said(text.format(kinds=listed(named)), POLICY), Said(said, DISCLOSURES)
    return judged(setting, proof, _("The register holds nothing without a ground."), _groundless(seen), not_named)


def _groundless(seen: Records) -> Trouble:
    return red(seen.sharing.groundless, _("Disclosures without the ground they need: {n}."), DISCLOSURES)


RULES: dict[str, Callable[[PolicyRules, Records], Verdict]] = {
    "fields": _fields,
    "extras": _extras,
    "purposes": _purposes,
    "consents": _consents,
    "telling_apart": _telling_apart,
    "restrictions": _restrictions,
    "retention": _retention,
    "holds": _holds,
    "shipping": _shipping,
    "others": _others,
    **CASE_RULES,
}
