"""The register of erasures: each act with its number, and the recipients who have to be told of it."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from desktop.models.erasure import Erasure, ErasureNotice
from desktop.models.numbering import formatted
from desktop.services.backup_copies import older_copies
from desktop.services.erasure_letters import Settled, Told
from desktop.services.office import Work, new_id
from desktop.services.shop import read_letter_settings


def enter_erasure(work: Work) -> Erasure:
    """An act that is certified, with nobody in it yet."""
    pattern = read_letter_settings(work.session).patterns["erasure"]
    number = formatted(pattern, work.next_number("erasure"), work.today.year)
    erasure = Erasure(
        public_id=new_id(), number=number, erased_at=work.now, erased_by=work.actor, people=0, asked=0, complaint_files=0,
        stored_files=0, copies_until=older_copies(work.session, work.now).until,
    )  # fmt: skip
    work.session.add(erasure)
    erasure.audit_number = work.log("erasure.done", erasure.public_id, number=number).number
    return erasure


def note_recipients(work: Work, erasure: Erasure, told: Counter[int], settled: Told) -> None:
    """Whoever was given data of these people has to be told; one notice per recipient and act, with its letter or reason."""
    work.session.flush()
    for recipient_id, people in told.items():
        mine = (ErasureNotice.erasure_id == erasure.id, ErasureNotice.recipient_id == recipient_id)
        notice = work.session.scalar(select(ErasureNotice).where(*mine))
        if notice is None:
            how = settled.get(recipient_id, Settled())
            notice = ErasureNotice(
                public_id=new_id(), erasure_id=erasure.id, recipient_id=recipient_id, people=0,
                letter_number=how.letter_number, not_told_reason=how.reason,
            )  # fmt: skip
            work.session.add(notice)
        notice.people += people
