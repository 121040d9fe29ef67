"""What becomes, on a restore, of everything that may have changed after the backup: every table has its fate here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Fate(Enum):
    """What a restore does with what was entered or changed in a table since the backup."""

    CARRIED = "carried"  # it counts on in the restored database, for whoever that one holds
    ASKED = "asked"  # it cannot be known any more: gates stay shut until the owner has looked through her papers
    NAMED = "named"  # it is not in the restored database; how many there were is said
    WITH_ITS_CASE = "with its case"  # a part of something that is named or carried
    OWN = "own"  # the program's own; it is made anew or means nothing for anybody


FATES: Mapping[str, Fate] = {
    # what protects a customer, or what was promised to them
    "consent": Fate.CARRIED,
    "restriction": Fate.CARRIED,
    "hold": Fate.CARRIED,
    "policy_version": Fate.CARRIED,
    "policy_purpose": Fate.CARRIED,
    "policy_field": Fate.CARRIED,
    "policy_recipient": Fate.CARRIED,
    "recipient": Fate.CARRIED,
    "customer_extra": Fate.CARRIED,  # one that was refused since goes
    "stored_file": Fate.CARRIED,  # the slip of a consent that is carried over
    "erasure": Fate.CARRIED,  # by the ledger, whose replay certifies anew
    "number_series": Fate.CARRIED,
    "backup_copy": Fate.CARRIED,
    # the register itself
    "customer": Fate.NAMED,  # but for the wish to be deleted, which is carried over
    "contact": Fate.NAMED,
    "customer_merge": Fate.NAMED,
    "customer_import": Fate.NAMED,
    "disclosure": Fate.NAMED,
    "manifest": Fate.NAMED,
    "recipient_task": Fate.NAMED,
    "complaint": Fate.NAMED,
    "rights_request": Fate.NAMED,
    "incident": Fate.NAMED,
    "published_policy": Fate.NAMED,
    # parts
    "imported_change": Fate.WITH_ITS_CASE,
    "complaint_disclosure": Fate.WITH_ITS_CASE,
    "complaint_event": Fate.WITH_ITS_CASE,
    "fault_share": Fate.WITH_ITS_CASE,
    "payment": Fate.WITH_ITS_CASE,
    "letter": Fate.WITH_ITS_CASE,
    "evidence": Fate.WITH_ITS_CASE,
    "request_pause": Fate.WITH_ITS_CASE,
    "request_event": Fate.WITH_ITS_CASE,
    "request_letter": Fate.WITH_ITS_CASE,
    "incident_authority": Fate.WITH_ITS_CASE,
    "incident_member": Fate.WITH_ITS_CASE,
    "incident_event": Fate.WITH_ITS_CASE,
    "erasure_notice": Fate.WITH_ITS_CASE,
    "anonymous_disclosure": Fate.WITH_ITS_CASE,
    # settings are as on the day of the backup, which the owner is told in one sentence
    "shop": Fate.OWN,
    "staff_member": Fate.OWN,
    "setting": Fate.OWN,
    "calendar_day": Fate.OWN,
    "letter_block": Fate.OWN,
    "legal_clock": Fate.OWN,
    "clause_check": Fate.OWN,
    "audit_entry": Fate.OWN,
    "draft": Fate.OWN,
}
"""By name of the table. A database that cannot be read turns CARRIED into ASKED."""

NAMED = tuple(table for table, fate in FATES.items() if fate is Fate.NAMED)
