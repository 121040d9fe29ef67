"""How the promises about requests, complaints, incidents, safety and identity are kept, by what the registers say. No query stands here."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.models.choices import label
from desktop.models.deadlines import amount_text
from desktop.services.policies import PolicyRules
from desktop.services.promise_records import Records
from desktop.services.promise_verdicts import (
    COMPLAINTS,
    COPIES,
    INCIDENTS,
    LETTERS,
    LOCK,
    POLICY,
    REQUESTS,
    SHOP,
    ClauseState,
    Said,
    Verdict,
    amber,
    judged,
    listed,
    red,
)

REMINDED_AFTER = 7  # days without a backup outside the computer


# ---- customers who ask --------------------------------------------------------------------------------------------------


def _requests(_rules: PolicyRules, seen: Records) -> Verdict:
    asked = seen.requests
    open_text = ngettext("{n} open request", "{n} open requests", asked.open).format(n=number_text(asked.open))
    done_text = ngettext("{n} done in twelve months", "{n} done in twelve months", asked.done).format(n=number_text(asked.done))
    setting = Said(_("Each request runs by the law's clock for its kind, by whatever way it came in."), POLICY)
    proof = _("No open request.") if not (asked.open or asked.done) else f"{open_text}, {done_text}."
    late = red(asked.late, _("Requests beyond their time: {n}."))
    unsaid = amber(asked.unacknowledged, _("Requests whose receipt was not confirmed in time: {n}."))
    fine = _("All requests are within their time.") if asked.open else _("Nobody is waiting for anything.")
    return judged(setting, Said(proof, REQUESTS), fine, late, unsaid)


def _requests_by_email(rules: PolicyRules, seen: Records) -> Verdict:
    found = _requests(rules, seen)
    if seen.identity.email:
        return found
    reason = _("The shop's identity names no email address to write to.")
    return Verdict(Said(found.setting.text, SHOP), found.proof, ClauseState.RED, reason)


# ---- complaints ---------------------------------------------------------------------------------------------------------


def complaint_text(rules: PolicyRules) -> str:
    """The promise to answer complaints, without a full stop."""
    limit = amount_text(rules.complaint_amount, rules.complaint_unit)
    return _("Answer within {limit}, counted from {start}").format(limit=limit, start=label(rules.complaint_start))


def _complaint_clock(rules: PolicyRules, seen: Records) -> Verdict:
    found = seen.complaints
    troubles = (
        red(found.reply_late, _("Complaints whose answer is overdue: {n}.")),
        amber(found.reply_due, _("Complaints to be answered within two days: {n}.")),
        amber(found.answered_late, _("Answered late in the last twelve months: {n}.")),
    )
    fine = _("Every complaint is answered or within its time.") if found.open or found.answered else _no_complaint()
    return judged(Said(complaint_text(rules) + ".", POLICY), _complaints_proof(seen), fine, *troubles)


def _complaints_proof(seen: Records) -> Said:
    found = seen.complaints
    if not (found.open or found.answered):
        return Said(_("No complaint in twelve months."), COMPLAINTS)
    open_text = ngettext("{n} open complaint", "{n} open complaints", found.open).format(n=number_text(found.open))
    answered = ngettext("{n} answered in twelve months", "{n} answered in twelve months", found.answered)
    return Said(f"{open_text}, {answered.format(n=number_text(found.answered))}.", COMPLAINTS)


def _no_complaint() -> str:
    return _("No complaint so far that could have broken it.")


def _checking(_rules: PolicyRules, seen: Records) -> Verdict:
    found = seen.complaints
    setting = Said(_("The day on which checking began is noted; no decision without state of the data, cause and remedy."))
    waiting = found.not_begun_before_today
    text = ngettext(
        "{n} complaint that nobody has begun to check.", "{n} complaints that nobody has begun to check.", found.not_begun
    )
    proof = Said(text.format(n=number_text(found.not_begun)), COMPLAINTS) if found.not_begun else _complaints_proof(seen)
    troubles = (
        red(waiting, _("Received before today and not begun: {n}.")),
        amber(found.not_begun, _("Received today: begin to check at once.")),
    )
    fine = _("Every complaint is being checked or done.") if found.open or found.answered else _no_complaint()
    return judged(setting, proof, fine, *troubles)


def _intake(_rules: PolicyRules, seen: Records) -> Verdict:
    found = seen.complaints
    setting = Said(
        _("A complaint is taken with its category and its evidence; the day on which the evidence was whole is noted.")
    )
    text = ngettext("{n} complaint waits for evidence.", "{n} complaints wait for evidence.", found.without_evidence)
    proof = (
        Said(text.format(n=number_text(found.without_evidence)), COMPLAINTS)
        if found.without_evidence
        else _complaints_proof(seen)
    )
    late = amber(found.acknowledgement_late, _("Complaints whose receipt was not confirmed in time: {n}."))
    fine = _("Every complaint that came in was taken down.") if found.open or found.answered else _no_complaint()
    return judged(setting, proof, fine, late)


def _disclosure_complaints(_rules: PolicyRules, seen: Records) -> Verdict:
    about = seen.complaints.about_disclosures
    setting = Said(_("The reply lists who was told, says the cause, and tells how to keep the data safe."), LETTERS)
    text = ngettext("{n} open complaint about a disclosure.", "{n} open complaints about disclosures.", about)
    late = red(seen.complaints.about_disclosures_late, _("Complaints whose answer is overdue: {n}."))
    silent = amber(
        int(not seen.has_guidance), _("Your wording leaves the advice on keeping data safe out of the reply."), LETTERS
    )
    proof = Said(text.format(n=number_text(about)) if about else _("No complaint about a disclosure is open."), COMPLAINTS)
    return judged(setting, proof, _("The reply holds all three."), late, silent)


def _compensation(rules: PolicyRules, seen: Records) -> Verdict:
    unpaid = seen.complaints.unpaid
    text = _("A complaint is closed only when the agreed sum is paid.")
    if rules.joint_liability:
        text += " " + _("Where a third party is at fault too, the shop is jointly liable.")
    counted = ngettext("{n} agreed sum is not paid yet.", "{n} agreed sums are not paid yet.", unpaid).format(
        n=number_text(unpaid)
    )
    proof = Said(counted if unpaid else _("No agreed sum is unpaid."), COMPLAINTS)
    return judged(
        Said(text, POLICY), proof, _("Nothing that was agreed is owed."), amber(unpaid, _("A sum that was agreed is still owed."))
    )


# ---- incidents, safety, identity ----------------------------------------------------------------------------------------


def _incidents(_rules: PolicyRules, seen: Records) -> Verdict:
    found = seen.incidents
    setting = Said(_("Each authority has its own clock, in hours; every customer concerned gets a letter."))
    text = ngettext("{n} incident on record", "{n} incidents on record", found.all).format(n=number_text(found.all))
    open_text = ngettext("{n} open", "{n} open", found.open).format(n=number_text(found.open))
    proof = f"{text}, {open_text}." if found.all else _("No incident on record.")
    troubles = (
        red(found.late, _("Authorities that were not told in time: {n}.")),
        amber(found.to_tell, _("Authorities still to be told: {n}.")),
        amber(found.members_to_tell, _("Customers still to be told: {n}.")),
    )
    fine = _("Whoever had to be told was told.") if found.all else _("No incident so far that could have broken it.")
    return judged(setting, Said(proof, INCIDENTS), fine, *troubles)


def _security(_rules: PolicyRules, seen: Records) -> Verdict:
    setting = Said(_("The data is encrypted and opens with the passphrase only; a backup is made every day."), LOCK)
    days = seen.days_since_outside
    proof = _("No backup lies outside this computer.")
    if days is not None:
        text = ngettext(
            "{n} day since the last backup outside this computer.", "{n} days since the last backup outside this computer.", days
        )
        proof = text.format(n=days)
    missing = amber(int(days is None), _("If this computer breaks, the customers' data is lost: back up to a stick."))
    old = amber(int(days is not None and days >= REMINDED_AFTER), _("The last backup outside this computer is old."))
    fine = _("This holds for this program; the web page is looked after by yourself.")
    return judged(setting, Said(proof, COPIES), fine, missing, old)


def _identity(_rules: PolicyRules, seen: Records) -> Verdict:
    shop = seen.identity
    needed = {"name": _("name"), "address": _("address"), "phone": _("phone")}
    wanted = {
        "certificate_number": _("certificate number"), "certificate_issuer": _("issuer of the certificate"),
        "certificate_date": _("date of the certificate"), "email": _("email"),
    }  # fmt: skip
    missing = [name for field, name in needed.items() if not getattr(shop, field)]
    more = [name for field, name in wanted.items() if not getattr(shop, field)]
    setting = Said(_("Shop identity: on every paper and in the published policy."), SHOP)
    empty = listed([*missing, *more])
    proof = Said(_("Not filled in: {fields}.").format(fields=empty) if empty else _("Everything is filled in."), SHOP)
    troubles = (
        red(len(missing), _("The shop's identity is not complete.")),
        amber(len(more), _("Something is missing in the shop's identity.")),
    )
    return judged(setting, proof, _("Customers can read who holds their data."), *troubles)


CASE_RULES: dict[str, Callable[[PolicyRules, Records], Verdict]] = {
    "requests": _requests,
    "requests_by_email": _requests_by_email,
    "complaint_clock": _complaint_clock,
    "checking": _checking,
    "intake": _intake,
    "disclosure_complaints": _disclosure_complaints,
    "compensation": _compensation,
    "incidents": _incidents,
    "security": _security,
    "identity": _identity,
}
