"""The words that a register may hold, each with its label for the screen. The only models that views may know."""

from __future__ import annotations

from enum import StrEnum

from desktop.i18n import gettext, mark


class TimeUnit(StrEnum):
    """How a time limit is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOURS = "hours"


class ClockStart(StrEnum):
    """What sets a clock going."""

    RECEIPT = "receipt"
    RECEIPT_AND_EVIDENCE = "receipt_and_evidence"
    DISCOVERY = "discovery"
    LAST_CONTACT = "last_contact"


class RetentionKind(StrEnum):
    """When a customer's data has to go."""

    UNTIL_REQUEST = "until_request"
    AFTER_LAST_CONTACT = "after_last_contact"


class PurposeNeed(StrEnum):
    """Whether an order can be served without the purpose."""

    NEEDED = "needed"
    OPTIONAL = "optional"


class RecipientKind(StrEnum):
    """Who may be told something."""

    SHIPPING_PARTNER = "shipping_partner"
    STATE_AGENCY = "state_agency"
    SERVICE_PROVIDER = "service_provider"
    SECURITY_FIRM = "security_firm"


class ConsentDecision(StrEnum):
    """What a customer said about a purpose."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Channel(StrEnum):
    """The way by which a customer and the shop spoke."""

    COUNTER = "counter"
    PHONE = "phone"
    ZALO = "zalo"
    EMAIL = "email"
    POST = "post"
    WEB = "web"


class ConsentMeans(StrEnum):
    """How a customer's decision reached the shop."""

    SLIP = "counter"
    PHONE = "phone"
    ZALO = "zalo"
    EMAIL = "email"
    WEB = "web"
    IMPORTED = "imported"


class HoldKind(StrEnum):
    """Why data is kept beyond its time by hand (O'PETIT 3 names fraud and questions; a law may name more)."""

    FRAUD = "fraud"
    QUESTIONS = "questions"
    LAW = "law"


class RestrictionKind(StrEnum):
    """What a customer asked the shop not to do; each is obeyed by every gate, list and paper."""

    PROCESSING = "processing"
    NO_PROMOTIONS = "no_promotions"
    NO_CALLS = "no_calls"
    NOT_TO_RECIPIENT = "not_to_recipient"
    HIDE_ADDRESS = "hide_address"


class LegalBasis(StrEnum):
    """Why somebody outside the shop may be told."""

    CONSENT = "consent"
    STATE_REQUEST = "state_request"
    LAW = "law"
    SERVICE = "service"


class NoticeMeans(StrEnum):
    """How a customer was told of a disclosure."""

    AT_ORDER = "at_order"
    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"
    PHONE = "phone"


class TellingMeans(StrEnum):
    """How a customer was told of an incident."""

    LETTER = "letter"
    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"


class DisclosureFinding(StrEnum):
    """What checking a disclosure that was complained of has shown."""

    UNKNOWN = "unknown"
    MADE = "made"
    NOT_MADE = "not_made"


class SheetFormat(StrEnum):
    """The kind of file a carrier takes."""

    XLSX = "xlsx"
    CSV = "csv"


class Direction(StrEnum):
    """Who spoke first."""

    FROM_CUSTOMER = "from_customer"
    FROM_SHOP = "from_shop"


class ComplaintCategory(StrEnum):
    """What a complaint is about."""

    WRONG_PURPOSE = "wrong_purpose"
    BEYOND_SCOPE = "beyond_scope"
    DISCLOSURE = "disclosure"
    INACCURATE_DATA = "inaccurate_data"
    SECURITY = "security"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands on its way from the counter to the file."""

    RECEIVED = "received"
    AWAITING_EVIDENCE = "awaiting_evidence"
    INVESTIGATING = "investigating"
    DECIDED = "decided"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset(
    {ComplaintState.RECEIVED, ComplaintState.AWAITING_EVIDENCE, ComplaintState.INVESTIGATING, ComplaintState.DECIDED}
)


class FaultParty(StrEnum):
    """Who was at fault."""

    SHOP = "shop"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"


class RequestKind(StrEnum):
    """What customers may ask of their own data (Law 91/2025/QH15 Art 4; O'PETIT 5, Partyshop 6 and 7)."""

    QUESTION = "question"
    VIEW = "view"
    COPY = "copy"
    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"
    WITHDRAW = "withdraw"
    OBJECT = "object"


class RequestState(StrEnum):
    """Where a request stands; waiting for the customer stops its clock."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


OPEN_REQUESTS = frozenset({RequestState.RECEIVED, RequestState.IN_PROGRESS, RequestState.WAITING})


class IdentityCheck(StrEnum):
    """How the shop made sure who asks. A card is looked at and never copied."""

    KNOWN = "known"
    PHONE = "phone"
    MESSAGE = "message"
    CARD_SEEN = "card_seen"
    AUTHORITY = "authority"


class RequestRefusal(StrEnum):
    """Why a request is refused; the letter says it in the shop's own words besides."""

    IDENTITY = "identity"
    NO_AUTHORITY = "no_authority"
    NO_DATA = "no_data"
    LAW = "law"
    OTHERS = "others"
    REPEATED = "repeated"


class LetterKind(StrEnum):
    """The texts whose wording the shop can change: papers of complaints and requests, notices, letters about incidents."""

    ACKNOWLEDGEMENT = "acknowledgement"
    EVIDENCE_REQUEST = "evidence_request"
    REPLY = "reply"
    NOTICE = "notice"
    RECIPIENT_LETTER = "recipient_letter"
    REQUEST_ACKNOWLEDGEMENT = "request_acknowledgement"
    REQUEST_TEXT = "request_text"
    REQUEST_QUESTION = "request_question"
    REQUEST_EXTENSION = "request_extension"
    REQUEST_DONE = "request_done"
    REQUEST_REFUSAL = "request_refusal"
    INCIDENT_AUTHORITY = "incident_authority"
    INCIDENT_MEMBER = "incident_member"
    INCIDENT_TEXT = "incident_text"


class Delivery(StrEnum):
    """How a paper reached its reader."""

    HANDED_OVER = "handed_over"
    POST = "post"
    EMAIL = "email"
    ZALO = "zalo"


class PaymentMeans(StrEnum):
    """How a sum was paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    GOODS = "goods"


class DayKind(StrEnum):
    """What a day in the shop's calendar is."""

    HOLIDAY = "holiday"
    SWAP_OFF = "swap_off"
    SHOP_CLOSED = "shop_closed"
    MAKE_UP = "make_up"
    CANCELLED = "cancelled"


_LABELS = (
    (TimeUnit.DAYS, mark("days")),
    (TimeUnit.WORKING_DAYS, mark("working days")),
    (TimeUnit.MONTHS, mark("months")),
    (TimeUnit.HOURS, mark("hours")),
    (ClockStart.RECEIPT, mark("the day of receipt")),
    (ClockStart.RECEIPT_AND_EVIDENCE, mark("the day complaint and evidence are both in")),
    (RetentionKind.UNTIL_REQUEST, mark("Until the customer asks for deletion")),
    (RetentionKind.AFTER_LAST_CONTACT, mark("For a time after the last contact")),
    (PurposeNeed.NEEDED, mark("Needed for the order")),
    (PurposeNeed.OPTIONAL, mark("Optional")),
    (RecipientKind.SHIPPING_PARTNER, mark("Shipping partner")),
    (RecipientKind.STATE_AGENCY, mark("State agency")),
    (RecipientKind.SERVICE_PROVIDER, mark("Service provider")),
    (RecipientKind.SECURITY_FIRM, mark("Security firm")),
    (ConsentDecision.GIVEN, mark("Agreed")),
    (ConsentDecision.REFUSED, mark("Refused")),
    (ConsentDecision.WITHDRAWN, mark("Withdrawn")),
    (Channel.COUNTER, mark("At the counter")),
    (Channel.PHONE, mark("Phone")),
    (Channel.ZALO, "Zalo"),
    (Channel.EMAIL, mark("Email")),
    (Channel.POST, mark("Post")),
    (Channel.WEB, mark("Web page")),
    (ConsentMeans.SLIP, mark("Signed slip at the counter")),
    (ConsentMeans.PHONE, mark("Phone")),
    (ConsentMeans.ZALO, "Zalo"),
    (ConsentMeans.EMAIL, mark("Email")),
    (ConsentMeans.WEB, mark("Web page")),
    (ConsentMeans.IMPORTED, mark("Imported")),
    (HoldKind.FRAUD, mark("A fraud is being looked into")),
    (HoldKind.QUESTIONS, mark("The customer's questions are being answered")),
    (HoldKind.LAW, mark("A law requires it")),
    (RestrictionKind.PROCESSING, mark("Keep the data, use it for nothing")),
    (RestrictionKind.NO_PROMOTIONS, mark("No promotions")),
    (RestrictionKind.NO_CALLS, mark("No phone calls")),
    (RestrictionKind.NOT_TO_RECIPIENT, mark("Not to one recipient")),
    (RestrictionKind.HIDE_ADDRESS, mark("Address to nobody and on no paper")),
    (LegalBasis.CONSENT, mark("The customer's consent")),
    (LegalBasis.STATE_REQUEST, mark("Request of a state agency")),
    (LegalBasis.LAW, mark("Required by law")),
    (LegalBasis.SERVICE, mark("Needed for the service")),
    (NoticeMeans.AT_ORDER, mark("When the order was taken")),
    (NoticeMeans.SMS, "SMS"),
    (NoticeMeans.ZALO, "Zalo"),
    (NoticeMeans.EMAIL, mark("Email")),
    (NoticeMeans.PHONE, mark("Phone")),
    (TellingMeans.LETTER, mark("Letter")),
    (TellingMeans.SMS, "SMS"),
    (TellingMeans.ZALO, "Zalo"),
    (TellingMeans.EMAIL, mark("Email")),
    (TellingMeans.PHONE, mark("Phone")),
    (TellingMeans.IN_PERSON, mark("In person")),
    (DisclosureFinding.UNKNOWN, mark("Not known yet")),
    (DisclosureFinding.MADE, mark("Was made")),
    (DisclosureFinding.NOT_MADE, mark("Was not made")),
    (SheetFormat.XLSX, "Excel (XLSX)"),
    (SheetFormat.CSV, "CSV"),
    (Direction.FROM_CUSTOMER, mark("From the customer")),
    (Direction.FROM_SHOP, mark("From the shop")),
    (ComplaintCategory.WRONG_PURPOSE, mark("Used for a wrong purpose")),
    (ComplaintCategory.BEYOND_SCOPE, mark("Used beyond the stated scope")),
    (ComplaintCategory.DISCLOSURE, mark("Told to somebody else")),
    (ComplaintCategory.INACCURATE_DATA, mark("Data is wrong")),
    (ComplaintCategory.SECURITY, mark("Not kept safe")),
    (ComplaintCategory.OTHER, mark("Something else")),
    (ComplaintState.RECEIVED, mark("Received")),
    (ComplaintState.AWAITING_EVIDENCE, mark("Waiting for evidence")),
    (ComplaintState.INVESTIGATING, mark("Being checked")),
    (ComplaintState.DECIDED, mark("Decided")),
    (ComplaintState.REPLIED, mark("Replied")),
    (ComplaintState.CLOSED, mark("Closed")),
    (ComplaintState.WITHDRAWN, mark("Withdrawn by the customer")),
    (FaultParty.SHOP, mark("The shop")),
    (FaultParty.CUSTOMER, mark("The customer")),
    (FaultParty.THIRD_PARTY, mark("A third party")),
    (LetterKind.ACKNOWLEDGEMENT, mark("Acknowledgement")),
    (LetterKind.EVIDENCE_REQUEST, mark("Request for evidence")),
    (LetterKind.REPLY, mark("Reply")),
    (LetterKind.NOTICE, mark("Notice of a disclosure")),
    (LetterKind.RECIPIENT_LETTER, mark("Letter to a recipient")),
    (LetterKind.REQUEST_ACKNOWLEDGEMENT, mark("Request received")),
    (LetterKind.REQUEST_TEXT, mark("Request received, as a text message")),
    (LetterKind.REQUEST_QUESTION, mark("Question back to the customer")),
    (LetterKind.REQUEST_EXTENSION, mark("More time for a request")),
    (LetterKind.REQUEST_DONE, mark("Request done")),
    (LetterKind.REQUEST_REFUSAL, mark("Request refused")),
    (LetterKind.INCIDENT_AUTHORITY, mark("Incident: letter to an authority")),
    (LetterKind.INCIDENT_MEMBER, mark("Incident: letter to a customer")),
    (LetterKind.INCIDENT_TEXT, mark("Incident: text message to a customer")),
    (RequestKind.QUESTION, mark("Question")),
    (RequestKind.VIEW, mark("See the data held")),
    (RequestKind.COPY, mark("Copy of the data")),
    (RequestKind.CORRECT, mark("Correct data")),
    (RequestKind.DELETE, mark("Delete data")),
    (RequestKind.RESTRICT, mark("Restrict processing")),
    (RequestKind.WITHDRAW, mark("Withdraw a consent")),
    (RequestKind.OBJECT, mark("Object to a use")),
    (RequestState.RECEIVED, mark("Received")),
    (RequestState.IN_PROGRESS, mark("In progress")),
    (RequestState.WAITING, mark("Waiting for the customer")),
    (RequestState.DONE, mark("Carried out")),
    (RequestState.REFUSED, mark("Refused")),
    (RequestState.TAKEN_BACK, mark("Taken back")),
    (IdentityCheck.KNOWN, mark("Known to the shop in person")),
    (IdentityCheck.PHONE, mark("Called back on the number on record")),
    (IdentityCheck.MESSAGE, mark("Wrote from the number or email on record")),
    (IdentityCheck.CARD_SEEN, mark("Identity card seen, not copied")),
    (IdentityCheck.AUTHORITY, mark("Paper of authority seen")),
    (RequestRefusal.IDENTITY, mark("It is not certain who asks")),
    (RequestRefusal.NO_AUTHORITY, mark("No authority to ask for somebody else")),
    (RequestRefusal.NO_DATA, mark("The shop holds no data of this person")),
    (RequestRefusal.LAW, mark("A law forbids it")),
    (RequestRefusal.OTHERS, mark("It would harm somebody else's data")),
    (RequestRefusal.REPEATED, mark("Asked again without anything new")),
    (Delivery.HANDED_OVER, mark("Handed over")),
    (Delivery.POST, mark("By post")),
    (Delivery.EMAIL, mark("By email")),
    (Delivery.ZALO, mark("By Zalo")),
    (PaymentMeans.CASH, mark("Cash")),
    (PaymentMeans.TRANSFER, mark("Bank transfer")),
    (PaymentMeans.GOODS, mark("Goods or vouchers")),
    (DayKind.HOLIDAY, mark("Public holiday")),
    (DayKind.SWAP_OFF, mark("State sector's day off")),
    (DayKind.SHOP_CLOSED, mark("Shop closed")),
    (DayKind.MAKE_UP, mark("Worked day")),
    (DayKind.CANCELLED, mark("No day off any more")),
)
_BY_KIND: dict[tuple[type[StrEnum], str], str] = {
    (type(choice), choice.value): text for choice, text in _LABELS
}  # two kinds may share a value


def label(choice: StrEnum) -> str:
    """The choice as the owner reads it."""
    return gettext(_BY_KIND[type(choice), choice.value])
