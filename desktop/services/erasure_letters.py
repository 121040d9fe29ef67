"""Whom an erasure leaves to be told, settled before it: by a letter that names the customers, or by a reason why none is needed.

Once the data is gone nobody knows any more whose data a recipient has to delete: erasing waits for this.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy_line
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure
from desktop.models.recipient import Recipient
from desktop.services.erasing import records

LONGEST_REASON = 300


@dataclass(frozen=True)
class Given:
    """A recipient who was given data of somebody."""

    recipient_id: int
    name: str


@dataclass(frozen=True)
class Settled:
    """How it was settled that a recipient hears of an erasure: the letter's number, or the reason why none is needed."""

    letter_number: str = ""
    reason: str = ""

    @classmethod
    def without_letter(cls, reason: str) -> Settled:
        """None is needed. Raises UserError without a reason: it stays in the register."""
        reason = tidy_line(reason)
        if not reason:
            raise UserError(_("Write why this recipient need not be told."), "reason")
        if len(reason) > LONGEST_REASON:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_REASON), "reason")
        return cls(reason=reason)


Told = Mapping[int, Settled]  # by the recipient's id
NOBODY_TOLD: Told = {}


def given_to(session: Session, ids: Collection[int]) -> list[Given]:
    """Who was given data of these records, by name."""
    mine = (Disclosure.customer_id.in_(ids), Disclosure.voided_at.is_(None))
    query = select(Recipient.id, Recipient.name).join(Disclosure, Disclosure.recipient_id == Recipient.id).where(*mine)
    return [Given(number, name) for number, name in session.execute(query.distinct().order_by(Recipient.name, Recipient.id))]


def unsettled(session: Session, people: Collection[Customer], told: Told) -> dict[int, list[str]]:
    """Of these customers who cannot go yet: id -> the names of recipients for whom nothing is settled."""
    main = {row.id: row.merged_into_id or row.id for row in records(session, [person.id for person in people])}
    query = select(Disclosure.customer_id, Recipient.name).join(Recipient, Disclosure.recipient_id == Recipient.id)
    waits = (Disclosure.customer_id.in_(main), Disclosure.voided_at.is_(None), Recipient.id.not_in(told))
    found: dict[int, list[str]] = {}
    for number, name in session.execute(query.where(*waits).distinct().order_by(Recipient.name)):
        found.setdefault(main[number], []).append(name)
    return found


def waits_sentence(names: Collection[str]) -> str:
    """Why somebody stays until the letters are made."""
    return _("no letter was made to {recipients}, who were given the data").format(recipients=", ".join(dict.fromkeys(names)))
