"""A complaint as it is taken at the counter, and whether it can be taken in as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import Channel, ComplaintCategory
from desktop.models.evidence import MOST_FILES
from desktop.services.customers import CustomerDetails, checked_details
from desktop.services.shop_calendar import YEARS_BACK
from desktop.services.stored_files import NewFile

LONGEST_SUBJECT, LONGEST_NOTE, LONGEST_TEXT = 150, 1000, 20_000


@dataclass(frozen=True)
class Intake:
    """A complaint as taken at the counter: by a customer (``customer_id``) or an outsider (``outsider``).

    ``new_relationship``: an outsider who was erased at their own request has come back by themselves.
    """

    received_on: date
    channel: Channel
    category: ComplaintCategory
    subject: str
    text: str
    customer_id: int | None = None
    outsider: CustomerDetails | None = None
    outsider_delete_on: date | None = None
    evidence_complete_on: date | None = None
    missing_evidence: str = ""
    files: tuple[NewFile, ...] = ()
    new_relationship: bool = False


def checked_intake(intake: Intake, today: date) -> CustomerDetails | None:
    """The outsider's tidied details; FieldErrors where something is wrong."""
    errors: dict[str, str] = {}
    if intake.received_on > today:
        errors["received_on"] = _("The day of receipt lies in the future.")
    elif intake.received_on.year < today.year - YEARS_BACK:
        errors["received_on"] = _("This day lies too far back to be counted from.")
    if intake.outsider_delete_on and intake.outsider_delete_on <= intake.received_on:
        errors["outsider_delete_on"] = _("The data cannot go before the complaint came.")
    if intake.evidence_complete_on and tidy(intake.missing_evidence):
        errors["missing_evidence"] = _("Either all evidence is in, or something is missing.")
    if intake.evidence_complete_on:
        try:
            check_evidence_day(intake.evidence_complete_on, intake.received_on, today)
        except UserError as problem:
            errors["evidence_complete_on"] = problem.message
    if not tidy(intake.text):
        errors["text"] = _("Write in a few words what the customer complains of.")
    for field, longest in (("text", LONGEST_TEXT), ("subject", LONGEST_SUBJECT), ("missing_evidence", LONGEST_NOTE)):
        if len(tidy(getattr(intake, field))) > longest:
            errors[field] = _("This is longer than {n} characters.").format(n=longest)
    if len(intake.files) > MOST_FILES:
        errors["evidence"] = _("A complaint holds at most {n} files.").format(n=MOST_FILES)
    outsider = _checked_outsider(intake, errors)
    if errors:
        raise FieldErrors(errors)
    return outsider


def _checked_outsider(intake: Intake, errors: dict[str, str]) -> CustomerDetails | None:
    if intake.customer_id is not None:
        return None
    if intake.outsider is None:
        errors["who"] = _("Choose the customer, or say that the person is not a customer.")
        return None
    try:
        return checked_details(intake.outsider)
    except FieldErrors as problem:
        errors.update(problem.errors)
        return None


def check_evidence_day(on: date, received_on: date, today: date) -> None:
    """Whether the evidence may have been complete on this day; UserError where not."""
    if on < received_on:
        raise UserError(_("The evidence cannot be complete before the complaint was received."), "evidence_complete_on")
    if on > today:
        raise UserError(_("This day lies in the future."), "evidence_complete_on")
