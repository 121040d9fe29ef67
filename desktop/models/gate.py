"""The gate: whether one field about one customer may reach one recipient, and if not, why and what would open it.

One pure function decides. Sources: the shop's own policy (O'PETIT section 4, Partyshop sections 2, 4 and 7) and, before it,
the law, which may compel what no policy allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, LegalBasis, RecipientKind, RestrictionKind


class Refusal(StrEnum):
    """Why the gate stays shut."""

    INACTIVE = "inactive"
    UNCHECKED = "unchecked"
    NOT_AN_AGENCY = "not_an_agency"
    NO_LETTER = "no_letter"
    NO_CITATION = "no_citation"
    RESTRICTED = "restricted"
    AGENCY_NEEDS_LETTER = "agency_needs_letter"
    SERVICE_NOT_FOR_CARRIERS = "service_not_for_carriers"
    POLICY_SHARES_NOT = "policy_shares_not"
    WISH_RECIPIENT = "wish_recipient"
    BEYOND_POLICY = "beyond_policy"
    BEYOND_RECIPIENT = "beyond_recipient"
    ADDRESS_HIDDEN = "address_hidden"
    NOT_ASKED = "not_asked"
    CONSENT_LATER = "consent_later"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    BEYOND_CONSENT = "beyond_consent"


@dataclass(frozen=True)
class StandingConsent:
    """What the customer last said about this kind of recipient; ``fields`` are those the version of that day named for it."""

    decision: ConsentDecision
    decided_on: date
    fields: frozenset[str]


@dataclass(frozen=True)
class Approach:
    """A wish to tell somebody: the recipient, the ground, the policy's rule for that kind (None: no rule), the customer's side.

    ``wishes`` are the customer's restrictions that concern this recipient. ``is_unchecked``: after a restore nobody has looked yet
    whether the consent was withdrawn since the backup.
    """

    kind: RecipientKind
    is_active: bool
    recipient_fields: frozenset[str]
    basis: LegalBasis
    on: date
    policy_fields: frozenset[str] | None
    consent: StandingConsent | None
    wishes: frozenset[RestrictionKind] = frozenset()
    citation: str = ""
    has_letter: bool = False
    is_unchecked: bool = False


def refusal(approach: Approach, field: str) -> Refusal | None:
    """Why this field may not pass; None where it may."""
    if not approach.is_active:
        return Refusal.INACTIVE
    if approach.basis in (LegalBasis.STATE_REQUEST, LegalBasis.LAW):
        return _by_law(approach)
    if approach.is_unchecked:
        return Refusal.UNCHECKED
    return _by_recipient(approach) or _by_field(approach, field) or _by_consent(approach, field)


def _by_law(approach: Approach) -> Refusal | None:
    """What the law compels passes whatever the customer or the policy says, but only with its paper."""
    if approach.basis is LegalBasis.LAW:
        return None if approach.citation else Refusal.NO_CITATION
    if approach.kind is not RecipientKind.STATE_AGENCY:
        return Refusal.NOT_AN_AGENCY
    return None if approach.has_letter else Refusal.NO_LETTER


def _by_recipient(approach: Approach) -> Refusal | None:
    if RestrictionKind.PROCESSING in approach.wishes:
        return Refusal.RESTRICTED
    if approach.kind is RecipientKind.STATE_AGENCY:
        return Refusal.AGENCY_NEEDS_LETTER
    if approach.policy_fields is None:
        return Refusal.POLICY_SHARES_NOT
    if approach.basis is LegalBasis.SERVICE and approach.kind is RecipientKind.SHIPPING_PARTNER:
        return Refusal.SERVICE_NOT_FOR_CARRIERS
    return Refusal.WISH_RECIPIENT if RestrictionKind.NOT_TO_RECIPIENT in approach.wishes else None


def _by_field(approach: Approach, field: str) -> Refusal | None:
    if field not in (approach.policy_fields or ()):
        return Refusal.BEYOND_POLICY
    if field not in approach.recipient_fields:
        return Refusal.BEYOND_RECIPIENT
    hidden = field == "address" and RestrictionKind.HIDE_ADDRESS in approach.wishes
    return Refusal.ADDRESS_HIDDEN if hidden else None


def _by_consent(approach: Approach, field: str) -> Refusal | None:
    if approach.basis is LegalBasis.SERVICE and approach.citation:
        return None
    consent = approach.consent
    if consent is None:
        return Refusal.NOT_ASKED
    if consent.decision is ConsentDecision.REFUSED:
        return Refusal.REFUSED
    if consent.decision is ConsentDecision.WITHDRAWN:
        return Refusal.WITHDRAWN
    if consent.decided_on > approach.on:
        return Refusal.CONSENT_LATER
    return None if field in consent.fields else Refusal.BEYOND_CONSENT


def sentence(reason: Refusal, approach: Approach) -> str:
    """Why, as the owner reads it."""
    day = day_text(approach.consent.decided_on) if approach.consent else ""
    texts = {
        Refusal.INACTIVE: _("This recipient is switched off."),
        Refusal.UNCHECKED: _("After the restore it is not known yet what customers have withdrawn since the backup."),
        Refusal.NOT_AN_AGENCY: _("Only a state agency may ask by an official letter."),
        Refusal.NO_LETTER: _("The agency's letter is missing: number, date and the letter itself."),
        Refusal.NO_CITATION: _("The law that requires it is not named."),
        Refusal.RESTRICTED: _("The customer asked that the data be kept and used for nothing."),
        Refusal.AGENCY_NEEDS_LETTER: _("A state agency is told only on its letter or where a law requires it."),
        Refusal.SERVICE_NOT_FOR_CARRIERS: _("A shipping partner is told only with the customer's consent."),
        Refusal.POLICY_SHARES_NOT: _("The shop's policy gives data to nobody of this kind."),
        Refusal.WISH_RECIPIENT: _("The customer asked that this recipient get nothing."),
        Refusal.BEYOND_POLICY: _("The shop's policy does not let this kind of recipient have it."),
        Refusal.BEYOND_RECIPIENT: _("This recipient's own list does not hold it."),
        Refusal.ADDRESS_HIDDEN: _("The customer asked that the address go to nobody."),
        Refusal.NOT_ASKED: _("Consent to this is not on record yet."),
        Refusal.CONSENT_LATER: _("The customer agreed only on {day}.").format(day=day),
        Refusal.REFUSED: _("The customer refused on {day}.").format(day=day),
        Refusal.WITHDRAWN: _("The consent was withdrawn on {day}.").format(day=day),
        Refusal.BEYOND_CONSENT: _("The consent of {day} did not cover this yet.").format(day=day),
    }
    return texts[reason]


def way_out(reason: Refusal) -> str:
    """What would open the gate, in a sentence."""
    ask = _("Ask the customer and record the answer.")
    texts = {
        Refusal.INACTIVE: _("Switch the recipient on, or choose another."),
        Refusal.UNCHECKED: _("Look through your papers and confirm it in Settings, Copies and lock."),
        Refusal.NOT_AN_AGENCY: _("Choose the agency, or another ground."),
        Refusal.NO_LETTER: _("Enter number and date and attach the letter."),
        Refusal.NO_CITATION: _("Name article and law."),
        Refusal.RESTRICTED: _("Only the customer can lift it; a law that is named or an agency's letter goes before it."),
        Refusal.AGENCY_NEEDS_LETTER: _("Choose the agency's letter or the law as the ground."),
        Refusal.SERVICE_NOT_FOR_CARRIERS: _("Choose consent as the ground."),
        Refusal.POLICY_SHARES_NOT: _("Only a law that is named opens it, or a new policy version."),
        Refusal.WISH_RECIPIENT: _("Choose another recipient, or ask the customer to take it back."),
        Refusal.BEYOND_POLICY: _("Leave it out, or publish a new policy version."),
        Refusal.BEYOND_RECIPIENT: _("Leave it out, or change the recipient's list."),
        Refusal.ADDRESS_HIDDEN: _("Let the customer fetch it, or ask them to take it back."),
        Refusal.CONSENT_LATER: _("Choose that day or a later one."),
    }
    return texts.get(reason, ask)
