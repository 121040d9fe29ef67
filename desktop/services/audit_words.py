"""What the codes of the log say, in the owner's words; and the areas by which she looks for them.

A code that is logged anywhere needs its sentence here: a test reads the source for them. One without (an older or a newer program
wrote it) is shown as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, cast

from desktop.i18n import day_text, mark, number_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, HoldKind, RestrictionKind, label

WORDS = {
    "customer.added": mark("Entered a customer"),
    "customer.changed": mark("Changed a customer's data"),
    "customer.change_undone": mark("Undid a change of a customer's data"),
    "customer.entered_anew": mark("Entered somebody anew who had been erased"),
    "customer.merged": mark("Made two records of a customer one"),
    "customer.merge_undone": mark("Parted two records that had been made one"),
    "customer.extra_changed": mark("Changed a further piece of a customer's data"),
    "customer.extra_removed": mark("Removed a further piece of a customer's data: the consent to it ended"),
    "customer.shown": mark("Printed what is held about a customer"),
    "customer.erased": mark("Erased a customer's data"),
    "customers.imported": mark("Took in a list of customers"),
    "customers.import_undone": mark("Undid the newest import of customers"),
    "contact.recorded": mark("Noted that a customer was in touch"),
    "consent.recorded": mark("Recorded what a customer said about a use of their data"),
    "restriction.added": mark("Recorded a customer's wish to limit the use of their data"),
    "restriction.lifted": mark("Ended a limit on the use of a customer's data"),
    "file.kept": mark("Kept a paper that was brought in"),
    "list.exported": mark("Exported the list of who agreed to a purpose"),
    "disclosure.recorded": mark("Recorded that data was given to somebody outside"),
    "disclosure.voided": mark("Voided a record of data given"),
    "disclosure.notified": mark("Recorded that a customer was told of data given"),
    "manifest.made": mark("Made a carrier's file"),
    "manifest.saved": mark("Wrote a carrier's file to the disk"),
    "manifest.not_sent": mark("Marked a carrier's file as not sent"),
    "notices.listed": mark("Made the list by which customers are told"),
    "recipient.saved": mark("Changed a recipient"),
    "recipient.switched_on": mark("Put a recipient in use"),
    "recipient.switched_off": mark("Put a recipient out of use"),
    "recipient.letter_made": mark("Made a letter to a recipient"),
    "recipient.told": mark("Recorded that a recipient was told"),
    "complaint.received": mark("Received a complaint"),
    "complaint.evidence_asked": mark("Asked for evidence"),
    "complaint.evidence_complete": mark("Recorded that the evidence is complete"),
    "complaint.checking_began": mark("Began to check a complaint"),
    "complaint.work_saved": mark("Saved the work on a complaint"),
    "complaint.disclosure_checked": mark("Checked data given that is complained of"),
    "complaint.decided": mark("Decided a complaint"),
    "complaint.acknowledgement_sent": mark("Confirmed the receipt of a complaint"),
    "complaint.evidence_request_sent": mark("Sent the request for evidence"),
    "complaint.reply_sent": mark("Handed over or sent the reply to a complaint"),
    "complaint.paid": mark("Recorded a compensation that was paid"),
    "complaint.closed": mark("Closed a complaint"),
    "complaint.withdrawn": mark("Recorded that a complaint was taken back"),
    "complaint.reopened": mark("Took up a complaint again"),
    "complaint.erased": mark("Erased the data in a complaint's file"),
    "evidence.added": mark("Added a file to a complaint"),
    "letter.acknowledgement_made": mark("Made the confirmation of receipt"),
    "letter.evidence_request_made": mark("Made the request for evidence"),
    "letter.reply_made": mark("Made the reply to a complaint"),
    "request.received": mark("Received a customer's request"),
    "request.customer_found": mark("Found the customer of a request"),
    "request.identity_checked": mark("Recorded how the customer's identity was checked"),
    "request.acknowledged": mark("Confirmed the receipt of a request"),
    "request.begun": mark("Began to work on a request"),
    "request.waiting": mark("Asked the customer back: the request waits"),
    "request.answer_came": mark("Recorded the customer's answer: the request goes on"),
    "request.asked": mark("Recorded that the customer was asked back"),
    "request.told": mark("Recorded that the customer was told how a request ended"),
    "request.extension_told": mark("Recorded that the customer was told of more time for a request"),
    "request.extended": mark("Extended a request's time limit"),
    "request.others_involved": mark("Recorded that others have to be told of a request"),
    "request.others_not_involved": mark("Recorded that nobody else has to be told of a request"),
    "request.letter_made": mark("Made a letter about a request"),
    "request.letter_sent": mark("Recorded that a letter about a request was sent"),
    "request.copied": mark("Made the copy of a customer's data"),
    "request.done": mark("Did what a request asked for"),
    "request.refused": mark("Refused a request"),
    "request.reopened": mark("Took up a request again"),
    "request.taken_back": mark("Recorded that a request was taken back"),
    "request.erased": mark("Erased the data in a request"),
    "incident.reported": mark("Entered an incident"),
    "incident.saved": mark("Saved the work on an incident"),
    "incident.closed": mark("Closed an incident"),
    "incident.reopened": mark("Took up an incident again"),
    "incident.authority_added": mark("Added an authority to an incident"),
    "incident.authority_changed": mark("Changed an authority's time limit"),
    "incident.authority_removed": mark("Removed an authority from an incident"),
    "incident.authority_omitted": mark("Wrote why an authority need not be told"),
    "incident.authority_restored": mark("Put an authority back that has to be told"),
    "incident.authority_told": mark("Recorded that an authority was told"),
    "incident.letter_made": mark("Made the letter to an authority"),
    "incident.members_added": mark("Added customers to an incident"),
    "incident.members_removed": mark("Removed customers from an incident"),
    "incident.members_told": mark("Recorded that customers were told of an incident"),
    "incident.members_failed": mark("Recorded that customers could not be reached"),
    "incident.members_told_undone": mark("Took back that customers were told of an incident"),
    "incident.member_letters_made": mark("Made the letters to customers about an incident"),
    "clause.checked": mark("Checked a promise of the policy"),
    "policy.published": mark("Recorded the published policy"),
    "deletion.asked": mark("Recorded a customer's wish to be erased"),
    "deletion.wish_taken_back": mark("Recorded that a wish to be erased was taken back"),
    "erasure.done": mark("Made the certificate of an erasure"),
    "hold.added": mark("Held data back from deletion"),
    "hold.completed": mark("Completed a hold with its ground in law"),
    "hold.released": mark("Ended a hold"),
    "hold.release_undone": mark("Undid the end of a hold"),
    "hold.letter_made": mark("Made the letter about a hold"),
    "hold.letter_sent": mark("Recorded that the letter about a hold was sent"),
    "ledger.replayed": mark("Erased again who had been erased before, after data was put back"),
    "wishes.taken_over": mark("Took over from the data before a restore what protects customers"),
    "backup.papers_checked": mark("Looked through the papers since the restored backup"),
    "backup.made": mark("Made a backup"),
    "backup.destroyed": mark("Recorded that a backup was destroyed"),
    "backup.list_followed": mark("Brought the list of backups up to date with the disk"),
    "backup.restored": mark("Put a backup back"),
    "backup.restore_confirmed": mark("Decided to keep the data that was put back"),
    "backup.restore_undone": mark("Went back to the data from before a restore"),
    "setting.changed": mark("Changed a setting"),
    "shop.identity_changed": mark("Changed the shop's identity"),
    "staff.added": mark("Added a name to those who work here"),
    "staff.changed": mark("Put a name in or out of use"),
    "policy.version_added": mark("Added a version of the policy"),
    "law.limit_changed": mark("Changed a time limit of the law"),
    "calendar.day_added": mark("Added a day to the calendar"),
    "calendar.day_removed": mark("Took a day out of the calendar"),
    "wording.changed": mark("Changed the wording of a letter"),
    "numbers.moved_on": mark("Moved a series of numbers on, so that none is given twice"),
    "lock.remembered": mark("Let this computer open the data without the passphrase"),
    "lock.forgotten": mark("Made this computer ask for the passphrase again"),
    "lock.passphrase_changed": mark("Changed the passphrase"),
    "lock.recovery_code_renewed": mark("Made a new recovery code"),
    "log.accepted": mark("Went on with data that is older than the log's head kept beside it"),
    "dossier.made": mark("Made the inspector's dossier"),
}

SETTINGS = {  # what changing a setting means, by its key or the beginning of one
    "clock.seen": mark("Noted the time of this computer's clock"),
    "dashboard.last_seen": mark("Opened the program"),
    "retention.version": mark("Planned all deletions anew"),
    "backup.keep_days": mark("Changed how long backups are kept"),
    "complaint.keep_": mark("Changed how long complaint files are kept"),
    "calendar.": mark("Changed the calendar"),
    "letters.": mark("Changed the language of letters"),
    "pattern.": mark("Changed how papers are numbered"),
    "shop.created": mark("Set up the shop"),
}


class Area(StrEnum):
    """What a part of the log is about."""

    CUSTOMERS = "customers"
    CONSENTS = "consents"
    DISCLOSURES = "disclosures"
    COMPLAINTS = "complaints"
    REQUESTS = "requests"
    INCIDENTS = "incidents"
    DELETIONS = "deletions"
    BACKUPS = "backups"
    POLICY = "policy"
    SETTINGS = "settings"


_AREA_NAMES = {
    Area.CUSTOMERS: mark("Customers"),
    Area.CONSENTS: mark("Consents"),
    Area.DISCLOSURES: mark("Disclosures"),
    Area.COMPLAINTS: mark("Complaints"),
    Area.REQUESTS: mark("Requests"),
    Area.INCIDENTS: mark("Incidents"),
    Area.DELETIONS: mark("Deletions"),
    Area.BACKUPS: mark("Backups"),
    Area.POLICY: mark("Policy"),
    Area.SETTINGS: mark("Settings"),
}
PREFIXES = {
    Area.CUSTOMERS: ("customer", "customers", "contact"),
    Area.CONSENTS: ("consent", "restriction", "file", "list"),
    Area.DISCLOSURES: ("disclosure", "manifest", "notices", "recipient"),
    Area.COMPLAINTS: ("complaint", "evidence", "letter"),
    Area.REQUESTS: ("request",),
    Area.INCIDENTS: ("incident",),
    Area.DELETIONS: ("deletion", "erasure", "hold", "ledger"),
    Area.BACKUPS: ("backup", "wishes"),
    Area.POLICY: ("policy", "clause", "law"),
    Area.SETTINGS: ("setting", "shop", "staff", "calendar", "wording", "numbers", "lock", "log", "dossier"),
}


def area_name(area: Area) -> str:
    """The area as the owner reads it."""
    return _(_AREA_NAMES[area])


def area_of(action: str) -> Area | None:
    """The area of a code; None for a prefix that nobody knows."""
    prefix = action.partition(".")[0]
    return next((area for area, prefixes in PREFIXES.items() if prefix in prefixes), None)


def sentence(action: str, subject: str = "") -> str:
    """What was done; the bare code where no sentence is known for it."""
    if action == "setting.changed":
        known = next((words for key, words in SETTINGS.items() if subject.startswith(key)), WORDS[action])
        return _(known)
    return _(WORDS[action]) if action in WORDS else action


def remark(action: str, details: str) -> str:
    """What the details of an entry (JSON of codes) add to its sentence, as far as it can be said in words."""
    said = [_said(action, key, value) for key, value in known_details(details).items()]
    return ", ".join(text for text in said if text)


def known_details(details: str) -> dict[str, Any]:
    """The details of an entry; none where they are not the JSON that this program writes."""
    try:
        known = json.loads(details)
    except (ValueError, RecursionError):
        return {}
    return cast(dict[str, Any], known) if isinstance(known, dict) else {}


def _said(action: str, key: str, value: Any) -> str:
    saying = _SAYINGS.get(key)
    try:
        return saying(action, value) if saying else ""
    except (ValueError, TypeError, KeyError):
        return ""  # written by another version of the program, or by a stranger's hand


def _decision(_action: str, value: Any) -> str:
    return label(ConsentDecision(value))


def _kind(action: str, value: Any) -> str:
    kinds: dict[str, type[StrEnum]] = {"hold": HoldKind, "restriction": RestrictionKind}
    kind = kinds.get(action.partition(".")[0])
    return label(kind(value)) if kind else ""


def _day(_action: str, value: Any) -> str:
    return day_text(date.fromisoformat(value))


def _counted(one: str) -> Callable[[str, Any], str]:
    return lambda _action, value: _(one).format(n=number_text(int(value)))


_SAYINGS: dict[str, Callable[[str, Any], str]] = {
    "decision": _decision,
    "kind": _kind,
    "on": _day,
    "effective_from": lambda _action, value: _("from {day}").format(day=day_text(date.fromisoformat(value))),
    "until": lambda _action, value: _("until {day}").format(day=day_text(date.fromisoformat(value))),
    "people": _counted(mark("people: {n}")),
    "count": _counted(mark("people: {n}")),
    "parcels": _counted(mark("parcels: {n}")),
    "entries": _counted(mark("entries: {n}")),
    "added": _counted(mark("new: {n}")),
    "changed": _counted(mark("changed: {n}")),
    "removed": _counted(mark("taken out: {n}")),
    "restored": _counted(mark("as before: {n}")),
    "left": _counted(mark("left as they are: {n}")),
}
