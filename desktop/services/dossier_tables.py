"""The registers of the inspector's dossier: one entry each. One more register is one more entry in ``REGISTERS``.

A column without a share of the width stands under its row on paper: whatever is about a person (``Personal``), and what a
page has no room for beside the rest.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, join, outerjoin

from desktop.i18n import mark
from desktop.models import phones
from desktop.models.backup import BackupCopy
from desktop.models.complaint import Complaint, Payment
from desktop.models.consent import Consent, Hold, Restriction
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.erasure import AnonymousDisclosure, Erasure, ErasureNotice
from desktop.models.incident import Incident, IncidentAuthority, IncidentMember
from desktop.models.letter import Letter, RequestLetter
from desktop.models.policy import PolicyVersion
from desktop.models.recipient import Recipient
from desktop.models.rights_request import RightsRequest
from desktop.models.shop import StaffMember
from desktop.services.dossier_registers import Column, Names, Personal, Register


def _topic(value: Any, names: Names) -> str:
    return names.topics.get(value) or str(value)


def _fields(value: Any, names: Names) -> str:
    return ", ".join(names.fields.get(code) or code for code in str(value).split())


def _phone(value: Any, _names: Names) -> str:
    return phones.shown(value)


_ID = 1.6  # a random id in two lines
_merged = aliased(Customer)
_customer = Column(mark("Customer"), Customer.public_id, _ID)
_policy = Column(mark("Policy of"), PolicyVersion.effective_from)
_recipient = Column(mark("Recipient"), Recipient.public_id, _ID)
_paid = select(func.sum(Payment.amount)).where(Payment.complaint_id == Complaint.id).correlate(Complaint).scalar_subquery()

REGISTERS = (
    Register("khach-hang", mark("Customers"), Customer.id, (
        Column(mark("Id"), Customer.public_id, _ID), Column(mark("Entered on"), Customer.entered_on),
        Column(mark("Last contact"), Customer.last_contact_on), Column(mark("Deletion planned on"), Customer.delete_on),
        Column(mark("Asked for deletion on"), Customer.asked_deletion_on), _policy, Column(mark("Merged into"), _merged.public_id, _ID),
        Column(mark("Name"), Customer.name, 0, Personal.NAMES), Column(mark("Phone"), Customer.phone, 0, Personal.PHONES, _phone),
        Column(mark("Email"), Customer.email, 0, Personal.EMAILS), Column(mark("Address"), Customer.address, 0, Personal.ADDRESSES),
        Column(mark("Group"), Customer.group_name, 0, Personal.TEXTS), Column(mark("Benefit"), Customer.benefit_note, 0, Personal.TEXTS),
    ), join(Customer, PolicyVersion, Customer.policy_version_id == PolicyVersion.id)
        .outerjoin(_merged, Customer.merged_into_id == _merged.id)),
    Register("dong-y", mark("Consents"), Consent.id, (
        Column(mark("Id"), Consent.public_id, _ID), _customer, Column(mark("About"), Consent.purpose, 2, None, _topic),
        Column(mark("Decision"), Consent.decision), Column(mark("Day"), Consent.decided_on), Column(mark("How"), Consent.channel, 1.2),
        Column(mark("Policy of"), PolicyVersion.effective_from, 0), Column(mark("Recorded at"), Consent.recorded_at, 0),
    ), join(Consent, Customer, Consent.customer_id == Customer.id)
        .join(PolicyVersion, Consent.policy_version_id == PolicyVersion.id)),
    Register("cung-cap", mark("Disclosures"), Disclosure.id, (
        Column(mark("Id"), Disclosure.public_id, _ID), _customer, _recipient, Column(mark("Day"), Disclosure.disclosed_on),
        Column(mark("Data"), Disclosure.fields, 1.3, None, _fields), Column(mark("Ground"), Disclosure.basis, 1.2),
        Column(mark("Customer told on"), Disclosure.notified_on), Column(mark("How"), Disclosure.notified_by, 0),
        Column(mark("Voided at"), Disclosure.voided_at, 0), Column(mark("Name of the recipient"), Recipient.name, 0, Personal.NAMES),
        Column(mark("Order number"), Disclosure.order_reference, 0, Personal.TEXTS), Column(mark("Purpose"), Disclosure.purpose, 0, Personal.TEXTS),
        Column(mark("Law"), Disclosure.citation, 0, Personal.TEXTS), Column(mark("Number of the letter"), Disclosure.letter_number, 0, Personal.TEXTS),
        Column(mark("Why void"), Disclosure.void_reason, 0, Personal.TEXTS),
    ), join(Disclosure, Customer, Disclosure.customer_id == Customer.id)
        .join(Recipient, Disclosure.recipient_id == Recipient.id)),
    Register("tep-giao-hang", mark("Files for carriers"), Manifest.id, (
        Column(mark("Id"), Manifest.public_id, _ID), _recipient, Column(mark("For the day"), Manifest.ship_on),
        Column(mark("How many parcels"), Manifest.parcels, 0.8), Column(mark("Kind"), Manifest.format, 0.8), Column(mark("Made at"), Manifest.made_at),
        Column(mark("Written at"), Manifest.saved_at), Column(mark("Marked as not sent at"), Manifest.not_sent_at),
    ), join(Manifest, Recipient, Manifest.recipient_id == Recipient.id)),
    Register("ben-nhan", mark("Recipients"), Recipient.id, (
        Column(mark("Id"), Recipient.public_id, _ID), Column(mark("Kind"), Recipient.kind, 1.3), Column(mark("In use"), Recipient.active),
        Column(mark("Data it may get"), Recipient.fields, 1.6, None, _fields), Column(mark("Agreement from"), Recipient.agreed_from),
        Column(mark("Agreement until"), Recipient.agreed_until), Column(mark("Name"), Recipient.name, 0, Personal.NAMES),
        Column(mark("Contact"), Recipient.contact, 0, Personal.TEXTS),
    ), Recipient),
    Register("khieu-nai", mark("Complaints"), Complaint.id, (
        Column(mark("Complaint number"), Complaint.number, 1.2), Column(mark("Customer"), Customer.public_id, _ID),
        Column(mark("Received on"), Complaint.received_on), Column(mark("About"), Complaint.category, 1.5),
        Column(mark("State of the case"), Complaint.state, 1.2), Column(mark("Day of the decision"), Complaint.decided_on),
        Column(mark("Closed on"), Complaint.closed_on), Column(mark("How"), Complaint.channel, 0),
        Column(mark("Evidence complete on"), Complaint.evidence_complete_on, 0), Column(mark("Agreed, đồng"), Complaint.agreed, 0),
        Column(mark("Paid, đồng"), _paid, 0), Column(mark("Erased on"), Complaint.erased_on, 0),
        Column(mark("Name"), func.coalesce(Customer.name, Complaint.outsider_name), 0, Personal.NAMES),
        Column(mark("Phone"), func.coalesce(Customer.phone, Complaint.outsider_phone), 0, Personal.PHONES, _phone),
        Column(mark("Email"), func.coalesce(Customer.email, Complaint.outsider_email), 0, Personal.EMAILS),
        Column(mark("Address"), func.coalesce(Customer.address, Complaint.outsider_address), 0, Personal.ADDRESSES),
        Column(mark("Subject"), Complaint.subject, 0, Personal.TEXTS), Column(mark("What was complained of"), Complaint.text, 0, Personal.TEXTS),
        Column(mark("Status of the data"), Complaint.data_status, 0, Personal.TEXTS), Column(mark("Cause"), Complaint.cause, 0, Personal.TEXTS),
        Column(mark("Remedy"), Complaint.remedy, 0, Personal.TEXTS), Column(mark("Security firm"), Complaint.security_firm, 0, Personal.TEXTS),
    ), outerjoin(Complaint, Customer, Complaint.customer_id == Customer.id)),
    Register("giay-to", mark("Papers of complaints"), Letter.id, (
        Column(mark("Number of the paper"), Letter.number, 1.3), Column(mark("Complaint"), Complaint.number, 1.3), Column(mark("Kind"), Letter.kind, 1.5),
        Column(mark("Day on the paper"), Letter.dated), Column(mark("Sent on"), Letter.sent_on), Column(mark("How"), Letter.sent_by),
        Column(mark("Log entry on it"), Letter.audit_number),
    ), join(Letter, Complaint, Letter.complaint_id == Complaint.id)),
    Register("yeu-cau", mark("Requests"), RightsRequest.id, (
        Column(mark("Number of the request"), RightsRequest.number, 1.3), Column(mark("Customer"), Customer.public_id, _ID),
        Column(mark("Kind"), RightsRequest.kind, 1.3), Column(mark("Received on"), RightsRequest.received_on),
        Column(mark("Receipt confirmed on"), RightsRequest.acknowledged_on), Column(mark("State of the case"), RightsRequest.state, 1.2),
        Column(mark("Ended on"), RightsRequest.ended_on), Column(mark("How"), RightsRequest.channel, 0),
        Column(mark("Identity checked"), RightsRequest.identity_check, 0), Column(mark("Extended on"), RightsRequest.extended_on, 0),
        Column(mark("Why refused"), RightsRequest.refusal, 0), Column(mark("Erased on"), RightsRequest.erased_on, 0),
        Column(mark("Name"), func.coalesce(Customer.name, RightsRequest.outsider_name), 0, Personal.NAMES),
        Column(mark("On whose behalf"), RightsRequest.on_behalf, 0, Personal.NAMES),
        Column(mark("Phone"), func.coalesce(Customer.phone, RightsRequest.outsider_phone), 0, Personal.PHONES, _phone),
        Column(mark("Email"), func.coalesce(Customer.email, RightsRequest.outsider_email), 0, Personal.EMAILS),
        Column(mark("Address"), func.coalesce(Customer.address, RightsRequest.outsider_address), 0, Personal.ADDRESSES),
        Column(mark("What was asked for"), RightsRequest.text, 0, Personal.TEXTS), Column(mark("Authority"), RightsRequest.authority, 0, Personal.TEXTS),
        Column(mark("Outcome"), RightsRequest.outcome, 0, Personal.TEXTS),
        Column(mark("Reason of the extension"), RightsRequest.extension_reason, 0, Personal.TEXTS),
        Column(mark("Reason of the refusal"), RightsRequest.refusal_reason, 0, Personal.TEXTS),
    ), outerjoin(RightsRequest, Customer, RightsRequest.customer_id == Customer.id)),
    Register("giay-to-yeu-cau", mark("Papers of requests"), RequestLetter.id, (
        Column(mark("Number of the paper"), RequestLetter.number, 1.3), Column(mark("Number of the request"), RightsRequest.number, 1.3),
        Column(mark("Kind"), RequestLetter.kind, 1.5), Column(mark("Day on the paper"), RequestLetter.dated),
        Column(mark("Sent on"), RequestLetter.sent_on), Column(mark("How"), RequestLetter.sent_by),
        Column(mark("Log entry on it"), RequestLetter.audit_number),
    ), join(RequestLetter, RightsRequest, RequestLetter.request_id == RightsRequest.id)),
    Register("su-co", mark("Incidents"), Incident.id, (
        Column(mark("Number of the incident"), Incident.number, 1.2), Column(mark("Happened at"), Incident.happened_at, 1.2),
        Column(mark("Noticed at"), Incident.noticed_at, 1.2), Column(mark("Recorded at"), Incident.recorded_at, 1.2),
        Column(mark("Attack"), Incident.is_attack, 0.8), Column(mark("Data"), Incident.fields, 1.5, None, _fields),
        Column(mark("People"), Incident.people), Column(mark("Closed on"), Incident.closed_on),
        Column(mark("Subject"), Incident.subject, 0, Personal.TEXTS), Column(mark("What happened"), Incident.happened, 0, Personal.TEXTS),
        Column(mark("Likely harm"), Incident.harm, 0, Personal.TEXTS), Column(mark("Measures"), Incident.measures, 0, Personal.TEXTS),
        Column(mark("Cause"), Incident.cause, 0, Personal.TEXTS), Column(mark("Lesson"), Incident.lesson, 0, Personal.TEXTS),
        Column(mark("Why nobody had to be told"), Incident.nobody_told, 0, Personal.TEXTS),
    ), Incident),
    Register("bao-co-quan", mark("Authorities told of incidents"), IncidentAuthority.id, (
        Column(mark("Number of the incident"), Incident.number, 1.2), Column(mark("Id"), IncidentAuthority.public_id, _ID),
        Column(mark("Hours"), IncidentAuthority.hours), Column(mark("Number of the paper"), IncidentAuthority.number, 1.3),
        Column(mark("Day on the paper"), IncidentAuthority.dated), Column(mark("Told at"), IncidentAuthority.sent_at, 1.2),
        Column(mark("Need not be told since"), IncidentAuthority.omitted_on, 0),
        Column(mark("How"), IncidentAuthority.sent_by), Column(mark("Name of the authority"), IncidentAuthority.name, 0, Personal.NAMES),
        Column(mark("Contact"), IncidentAuthority.contact, 0, Personal.TEXTS), Column(mark("Law"), IncidentAuthority.law, 0, Personal.TEXTS),
        Column(mark("Why late"), IncidentAuthority.late_reason, 0, Personal.TEXTS),
        Column(mark("Why not told"), IncidentAuthority.omitted_reason, 0, Personal.TEXTS),
    ), join(IncidentAuthority, Incident, IncidentAuthority.incident_id == Incident.id)),
    Register("khach-trong-su-co", mark("Customers told of incidents"), IncidentMember.id, (
        Column(mark("Number of the incident"), Incident.number, 1.2), Column(mark("Customer"), Customer.public_id, _ID),
        Column(mark("Told on"), IncidentMember.told_on), Column(mark("How"), IncidentMember.told_by),
        Column(mark("Could not be reached on"), IncidentMember.failed_on), Column(mark("Letter"), IncidentMember.letter_number, 1.2),
    ), join(IncidentMember, Incident, IncidentMember.incident_id == Incident.id)
        .outerjoin(Customer, IncidentMember.customer_id == Customer.id)),
    Register("xoa-du-lieu", mark("Erasures"), Erasure.id, (
        Column(mark("Number of the certificate"), Erasure.number, 1.3), Column(mark("Erased at"), Erasure.erased_at), Column(mark("People"), Erasure.people),
        Column(mark("Of them at their own wish"), Erasure.asked), Column(mark("Complaint files"), Erasure.complaint_files),
        Column(mark("Other files"), Erasure.stored_files), Column(mark("Log entry on it"), Erasure.audit_number),
        Column(mark("In older backups until"), Erasure.copies_until),
    ), Erasure),
    Register("bao-ben-nhan-xoa", mark("Recipients told of erasures"), ErasureNotice.id, (
        Column(mark("Number of the certificate"), Erasure.number, 1.3), _recipient, Column(mark("People"), ErasureNotice.people),
        Column(mark("Letter"), ErasureNotice.letter_number), Column(mark("Why not told"), ErasureNotice.not_told_reason, 0, Personal.TEXTS),
        Column(mark("Told on"), ErasureNotice.told_on),
    ), join(ErasureNotice, Erasure, ErasureNotice.erasure_id == Erasure.id)
        .join(Recipient, ErasureNotice.recipient_id == Recipient.id)),
    Register("cung-cap-khong-ten", mark("Disclosures about people erased since"), AnonymousDisclosure.id, (
        _recipient, Column(mark("Day"), AnonymousDisclosure.disclosed_on), Column(mark("Data"), AnonymousDisclosure.fields, 2, None, _fields),
        Column(mark("Ground"), AnonymousDisclosure.basis, 1.5),
    ), join(AnonymousDisclosure, Recipient, AnonymousDisclosure.recipient_id == Recipient.id)),
    Register("tam-giu", mark("Holds"), Hold.id, (
        Column(mark("Id"), Hold.public_id, _ID), _customer, Column(mark("Kind"), Hold.kind, 1.5), Column(mark("Since"), Hold.since),
        Column(mark("Until"), Hold.until), Column(mark("Number of the paper"), Hold.letter_number, 1.2), Column(mark("Sent on"), Hold.letter_sent_on),
        Column(mark("Reason"), Hold.reason, 0, Personal.TEXTS), Column(mark("Law"), Hold.citation, 0, Personal.TEXTS),
    ), join(Hold, Customer, Hold.customer_id == Customer.id)),
    Register("han-che", mark("Restrictions"), Restriction.id, (
        Column(mark("Id"), Restriction.public_id, _ID), _customer, Column(mark("Kind"), Restriction.kind, 2), _recipient,
        Column(mark("Since"), Restriction.since), Column(mark("Until"), Restriction.until),
        Column(mark("Note"), Restriction.note, 0, Personal.TEXTS),
    ), join(Restriction, Customer, Restriction.customer_id == Customer.id)
        .outerjoin(Recipient, Restriction.recipient_id == Recipient.id)),
    Register("sao-luu", mark("Backups"), BackupCopy.id, (
        Column(mark("Id"), BackupCopy.public_id, _ID), Column(mark("Made at"), BackupCopy.made_at),
        Column(mark("Automatic"), BackupCopy.is_automatic), Column(mark("Kept until"), BackupCopy.keep_until),
        Column(mark("Gone on"), BackupCopy.gone_on), Column(mark("Log entry"), BackupCopy.log_number),
        Column(mark("Place"), BackupCopy.place, 0, Personal.TEXTS),
    ), BackupCopy),
    Register("nguoi-lam", mark("Who works here"), StaffMember.id, (
        Column(mark("Id"), StaffMember.public_id, _ID), Column(mark("In use"), StaffMember.active),
        Column(mark("Name"), StaffMember.name, 1.5, Personal.NAMES),
    ), StaffMember),
)  # fmt: skip
