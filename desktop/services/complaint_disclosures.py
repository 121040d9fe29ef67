"""A complaint about a disclosure: which entries it is about, and what checking has shown about each (O'PETIT 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.choices import DisclosureFinding, label
from desktop.models.complaint import Complaint
from desktop.models.disclosure import ComplaintDisclosure, Disclosure
from desktop.models.recipient import Recipient
from desktop.services.disclosures import DisclosureRow, customer_rows
from desktop.services.office import Office, Work
from desktop.services.recipients import known_field_names


@dataclass(frozen=True)
class DisclosureInQuestion:
    """An entry about the complainant; ``finding`` None where the complaint is not about it."""

    row: DisclosureRow
    finding: DisclosureFinding | None
    confirmed_on: date | None


class ComplaintDisclosures:
    """Links and findings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def rows(self, complaint_id: int) -> list[DisclosureInQuestion]:
        """All entries about the complainant, newest first, with what was found about those complained of."""
        with self._office.reading() as session:
            complaint = session.get_one(Complaint, complaint_id)
            if complaint.customer_id is None:
                return []
            links = {link.disclosure_id: link for link in _links(session, complaint_id)}
            found = customer_rows(session, complaint.customer_id)
            return [_in_question(row, links.get(row.id)) for row in found]

    def save(self, complaint_id: int, disclosure_id: int, finding: DisclosureFinding | None) -> None:
        """Link an entry with what was found about it; None: the complaint is not about it."""
        with self._office.writing() as work:
            complaint = work.session.get_one(Complaint, complaint_id)
            disclosure = work.session.get_one(Disclosure, disclosure_id)
            if not complaint.is_open:
                raise UserError(_("This complaint is answered; take it up again to change its findings."))
            if disclosure.customer_id != complaint.customer_id:
                raise UserError(_("This entry is about another customer."))
            if _put_finding(work, complaint_id, disclosure_id, finding):
                if (unsent := complaint.unsent_reply()) is not None:
                    unsent.is_stale = True
                work.log("complaint.disclosure_checked", complaint.public_id, finding=finding or "none")


def reply_lines(session: Session, complaint: Complaint) -> str:
    """The entries complained of, for the reply: recipient, day, fields, ground, and whether each was made. Empty without any.

    An entry that went to another customer when two records were parted is not named.
    """
    names = known_field_names(session)
    mine = (ComplaintDisclosure.complaint_id == complaint.id, Disclosure.customer_id == complaint.customer_id)
    query = select(ComplaintDisclosure, Disclosure, Recipient).where(*mine)
    query = query.join(Disclosure, Disclosure.id == ComplaintDisclosure.disclosure_id)
    query = query.join(Recipient, Recipient.id == Disclosure.recipient_id)
    found = session.execute(query.order_by(Disclosure.disclosed_on, Disclosure.id))
    return "\n".join(_reply_line(link, disclosure, recipient, names) for link, disclosure, recipient in found)


def _put_finding(work: Work, complaint_id: int, disclosure_id: int, finding: DisclosureFinding | None) -> bool:
    """Whether that changes anything: the day of a finding that is said once more stays."""
    link = next((link for link in _links(work.session, complaint_id) if link.disclosure_id == disclosure_id), None)
    if link is not None and finding is None:
        work.session.delete(link)
        return True
    if finding is None or (link is not None and link.finding is finding):
        return False
    if link is None:
        link = ComplaintDisclosure(complaint_id=complaint_id, disclosure_id=disclosure_id)
        work.session.add(link)
    link.finding = finding
    link.confirmed_on = None if finding is DisclosureFinding.UNKNOWN else work.today
    return True


def _reply_line(link: ComplaintDisclosure, disclosure: Disclosure, recipient: Recipient, names: dict[str, str]) -> str:
    texts = {
        DisclosureFinding.MADE: _("- {day}, to {recipient}: {fields}. Made; ground: {basis}. Confirmed on {confirmed}."),
        DisclosureFinding.NOT_MADE: _(
            "- {day}, to {recipient}: entered in the register, but not made. Confirmed on {confirmed}."
        ),
        DisclosureFinding.UNKNOWN: _("- {day}, to {recipient}: {fields}. Whether it was made could not be settled."),
    }
    ground = (label(disclosure.basis).lower(), disclosure.citation, disclosure.letter_number)
    return texts[link.finding].format(
        day=day_text(disclosure.disclosed_on),
        recipient=recipient.name,
        fields=", ".join(names.get(code, code).lower() for code in disclosure.fields.split()),
        basis=", ".join(part for part in ground if part),
        confirmed=day_text(link.confirmed_on) if link.confirmed_on else "–",
    )


def _in_question(row: DisclosureRow, link: ComplaintDisclosure | None) -> DisclosureInQuestion:
    return DisclosureInQuestion(row, link.finding if link else None, link.confirmed_on if link else None)


def _links(session: Session, complaint_id: int) -> list[ComplaintDisclosure]:
    return list(session.scalars(select(ComplaintDisclosure).where(ComplaintDisclosure.complaint_id == complaint_id)))
