"""Erasure: looked at before, confirmed by the owner, done in small transactions, certified, never undone by a restore."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models.base import tidy_line
from desktop.models.complaint import Complaint
from desktop.models.customer import Customer
from desktop.models.erasure import Erasure
from desktop.models.rights_request import RightsRequest
from desktop.services import case_files
from desktop.services.case_files import CaseFile
from desktop.services.clock_guard import require_sure_clock
from desktop.services.customers import get_customer
from desktop.services.erasing import Taken, erase_customers, erase_file, ledger_entries, records
from desktop.services.erasure_letters import NOBODY_TOLD, Told, unsettled, waits_sentence
from desktop.services.erasure_plans import ErasurePlan, is_due, plan_for, plan_for_file, why_not
from desktop.services.erasure_register import enter_erasure, note_recipients
from desktop.services.hold_conditions import held
from desktop.services.ledger_replay import note_ledger
from desktop.services.office import Office, Work, put_setting, setting
from desktop.services.progress import NO_PROGRESS, Cancelled, Progress
from desktop.services.retention import follow
from desktop.storage.ledger import ErasedEntry

AT_ONCE = 20
LONGEST_KEEPING = 120
_KEEP_MONTHS, _KEEP_GROUND = "complaint.keep_months", "complaint.keep_ground"


@dataclass(frozen=True)
class Chosen:
    """Who is to be erased: customers, and complaints and requests of people outside the register."""

    customers: tuple[int, ...] = ()
    complaints: tuple[int, ...] = ()
    requests: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.customers) + len(self.complaints) + len(self.requests)

    def parts(self) -> Iterator[Chosen]:
        """A few at a time."""
        for name in ("customers", "complaints", "requests"):
            ids: tuple[int, ...] = getattr(self, name)
            for start in range(0, len(ids), AT_ONCE):
                yield Chosen(**{name: ids[start : start + AT_ONCE]})


@dataclass(frozen=True)
class ErasureDone:
    """What an erasure came to: the certificate's id and number ("" where nobody was erased), how many, who stayed and why."""

    public_id: str
    number: str
    erased: int
    left_out: tuple[str, ...]
    was_stopped: bool = False


@dataclass(frozen=True)
class ErasureRow:
    """An erasure in the list of what was done."""

    public_id: str
    number: str
    erased_at: datetime
    people: int
    asked: int
    complaint_files: int


@dataclass(frozen=True)
class ComplaintKeeping:
    """How long the file of an answered complaint outlives its customer, in months after its end, and on what ground; 0: not at all."""

    months: int = 0
    ground: str = ""


class Erasures:
    """Plans, erases, certifies."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- the customer's wish --------------------------------------------------------------------------------------------

    def note_wish(self, customer_id: int, on: date) -> None:
        """The customer asked for deletion: it is due from that day on, and the policy's purposes hold nothing any more."""
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            if on > work.today:
                raise UserError(_("This day lies in the future."), "asked_on")
            if customer.asked_deletion_on is not None:
                raise UserError(
                    _("The customer asked for deletion on {day} already.").format(day=day_text(customer.asked_deletion_on))
                )
            put_wish(work, customer, on)

    def take_back_wish(self, customer_id: int) -> None:
        """The customer wants their data to stay, or the wish was entered for the wrong person; under merged records too."""
        with self._office.writing() as work:
            customer = get_customer(work.session, customer_id)
            if customer.asked_deletion_on is None:
                raise UserError(_("The customer has not asked for deletion."))
            drop_wish(work, customer)

    # ---- looking before -------------------------------------------------------------------------------------------------

    def plans(self, chosen: Chosen, progress: Progress = NO_PROGRESS) -> list[ErasurePlan]:
        """What goes, what is made anonymous and what stays, person by person; nothing is changed. Raises Cancelled."""
        found: list[ErasurePlan] = []
        for part in chosen.parts():
            progress.step(len(found), len(chosen))
            found += self._plans(part)
        return found

    def _plans(self, chosen: Chosen) -> list[ErasurePlan]:
        today = self._office.today()
        with self._office.reading() as session:
            keeping = read_keeping(session)
            customers = [get_customer(session, number) for number in chosen.customers]
            files = case_files.chosen(session, chosen.complaints, chosen.requests)
            plans = [plan_for(session, customer, today, keeping.months, keeping.ground) for customer in customers]
            return plans + [plan_for_file(session, file, today) for file in files]

    def keeping(self) -> ComplaintKeeping:
        """How long answered complaints are kept on their own."""
        with self._office.reading() as session:
            return read_keeping(session)

    def keep_complaints(self, keeping: ComplaintKeeping) -> None:
        """Change it; a time needs its ground in words, because certificates and previews name it."""
        if not 0 <= keeping.months <= LONGEST_KEEPING:
            raise UserError(_("Choose 0 to {n} months.").format(n=LONGEST_KEEPING), "months")
        if keeping.months and not tidy_line(keeping.ground):
            raise UserError(_("Name the ground on which these files are kept."), "ground")
        with self._office.writing() as work:
            put_setting(work, _KEEP_MONTHS, str(keeping.months))
            put_setting(work, _KEEP_GROUND, tidy_line(keeping.ground))

    def rows(self) -> list[ErasureRow]:
        """What was erased, newest first."""
        with self._office.reading() as session:
            found = session.scalars(select(Erasure).order_by(Erasure.id.desc()))
            return [ErasureRow(x.public_id, x.number, x.erased_at, x.people, x.asked, x.complaint_files) for x in found]

    # ---- erasing --------------------------------------------------------------------------------------------------------

    def erase(self, chosen: Chosen, progress: Progress = NO_PROGRESS, told: Told = NOBODY_TOLD) -> ErasureDone:
        """Erase those who may go, a few at a time; stopped in between, those before are gone and certified, the others untouched.

        Whoever is not due, is held, has gone meanwhile or was given to a recipient who is not in ``told`` is left out with the
        reason. UserError while the clock is in doubt.
        """
        with self._office.reading() as session:
            require_sure_clock(session, self._office.now())
            keep_months = read_keeping(session).months
        run = _Run(self._office, keep_months, told)
        was_stopped, done = False, 0
        try:
            for part in chosen.parts():
                progress.step(done, len(chosen))
                run.erase(part)
                done += len(part)
            progress.step(done, len(chosen))
        except Cancelled:
            was_stopped = True
        return ErasureDone(run.public_id, run.number, run.erased, tuple(run.left_out), was_stopped)


class _Run:
    """One confirmed act, part after part."""

    def __init__(self, office: Office, keep_months: int, told: Told) -> None:
        self._office, self._keep_months, self._told = office, keep_months, told
        self.public_id, self.number, self.erased = "", "", 0
        self.left_out: list[str] = []

    def erase(self, part: Chosen) -> None:
        """A few people: in the ledger first, then in one transaction; where that fails nobody of them is gone."""
        ledger, entries, left_out = self._office.ledger, list[ErasedEntry](), list[str]()
        before = ledger.size
        try:
            with self._office.writing() as work:
                people, files = self._may_go(work, part, left_out)
                entries += ledger_entries(work.session, people, ledger, work.today, self._keep_months)
                entries += [ErasedEntry(file.public_id, work.today) for file in files]
                taken = Taken()
                if entries:
                    ledger.add(entries)
                    taken = self._take(work, people, files, entries)
                    note_ledger(work, ledger)
        except BaseException:
            with suppress(
                OSError, UserError
            ):  # what went wrong first is told; where even this fails, the next start finishes the erasure
                self._cut_back(entries, before)
            raise
        for name in taken.files:
            self._office.attachments.remove(name)
        self.left_out += left_out
        self.erased += len(people) + len(files)

    def _cut_back(self, entries: list[ErasedEntry], size: int) -> None:
        """A part that failed erased nobody; where the failure came after the commit they are gone, and the ledger stays as it is."""
        subjects = [entry.subject for entry in entries]
        customers = select(Customer.id).where(Customer.public_id.in_(subjects))
        files = select(Complaint.id).where(Complaint.public_id.in_(subjects), Complaint.erased_on.is_(None))
        requests = select(RightsRequest.id).where(RightsRequest.public_id.in_(subjects), RightsRequest.erased_on.is_(None))
        with self._office.reading() as session:
            is_there = any(session.scalar(query.limit(1)) is not None for query in (customers, files, requests))
        if is_there:
            self._office.ledger.cut_back(size)

    def _may_go(self, work: Work, part: Chosen, left_out: list[str]) -> tuple[list[Customer], list[CaseFile]]:
        session, today = work.session, work.today
        people = session.scalars(select(Customer).where(Customer.id.in_(part.customers)).order_by(Customer.id)).all()
        held_back = set(session.scalars(select(Customer.id).where(Customer.id.in_(part.customers), held(today))))
        may = {x.id: x.id not in held_back and x.merged_into_id is None and is_due(x, today) for x in people}
        left_out += [f"{x.name}: {why_not(session, x, today)}" for x in people if not may[x.id]]
        waiting = unsettled(session, [x for x in people if may[x.id]], self._told)
        left_out += [f"{x.name}: {waits_sentence(waiting[x.id])}" for x in people if x.id in waiting]
        files = {file: case_files.refusal(file, today) for file in case_files.chosen(session, part.complaints, part.requests)}
        left_out += [f"{file.outsider_name}: {reason}" for file, reason in files.items() if reason]
        return [x for x in people if may[x.id] and x.id not in waiting], [file for file, reason in files.items() if not reason]

    def _take(self, work: Work, people: list[Customer], files: list[CaseFile], entries: list[ErasedEntry]) -> Taken:
        taken = Taken()
        asked = sum(person.asked_deletion_on is not None for person in people)
        if people:
            erase_customers(work, people, {entry.subject: entry for entry in entries}, work.today, taken)
        for file in files:
            erase_file(work, file, work.today, taken)
        erasure = self._erasure(work)
        erasure.people += len(people)
        erasure.asked += asked
        erasure.complaint_files += len(files)
        erasure.stored_files += len(taken.files)
        note_recipients(work, erasure, taken.told, self._told)
        return taken

    def _erasure(self, work: Work) -> Erasure:
        """The act that is certified, made with its first part."""
        found = work.session.scalar(select(Erasure).where(Erasure.public_id == self.public_id))
        if found is not None:
            return found
        erasure = enter_erasure(work)
        self.public_id, self.number = erasure.public_id, erasure.number
        return erasure


def put_wish(work: Work, customer: Customer, on: date) -> None:
    """The customer's wish to be deleted, within a transaction that is under way."""
    customer.asked_deletion_on = on
    follow(work, customer.id)
    work.log("deletion.asked", customer.public_id, on=f"{on:%Y-%m-%d}")


def drop_wish(work: Work, customer: Customer) -> None:
    """The wish is gone, under merged records too; within a transaction that is under way."""
    for record in records(work.session, [customer.id]):
        record.asked_deletion_on = None
    follow(work, customer.id)
    work.log("deletion.wish_taken_back", customer.public_id)


def read_keeping(session: Session) -> ComplaintKeeping:
    """The setting, within a session."""
    return ComplaintKeeping(int(setting(session, _KEEP_MONTHS, "0")), setting(session, _KEEP_GROUND, ""))
