"""Shipping manifests: a carrier's file and a disclosure for every parcel in it, made together; whoever did not agree is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from desktop.errors import UserError
from desktop.i18n import day_text, local_day, number_text
from desktop.i18n import gettext as _
from desktop.models import carriers, gate, phones
from desktop.models.base import tidy_line
from desktop.models.carriers import PERSONAL
from desktop.models.choices import LegalBasis, NoticeMeans, SheetFormat
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.recipient import Recipient
from desktop.services.corrections import forget_voided
from desktop.services.customers import why_gone
from desktop.services.disclosures import Case, Ground, cases, entry
from desktop.services.given_files import keep, sheet_of
from desktop.services.office import Office, Work
from desktop.services.pasted_numbers import Pasted as Pasted
from desktop.services.pasted_numbers import customers_by_numbers
from desktop.services.saving import save

MOST_PARCELS, LONGEST_CELL, LARGEST_CASH = 5000, 300, 1_000_000_000
_AT_ONCE = 100
_LONGEST_FILE_NAME = 50
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_CONSENT = Ground(LegalBasis.CONSENT)
Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Parcel:
    """A parcel as typed; ``cash`` in whole đồng, 0 where nothing is collected."""

    customer_id: int
    reference: str = ""
    goods: str = ""
    note: str = ""
    cash: int = 0


@dataclass(frozen=True)
class PlannedParcel:
    """A parcel with its customer, and why it may not go (both texts empty where it may)."""

    parcel: Parcel
    name: str
    phone: str
    address: str
    refusal: gate.Refusal | None = None
    sentence: str = ""
    way_out: str = ""

    @property
    def may_go(self) -> bool:
        """Whether the carrier may be told."""
        return not self.sentence

    @property
    def lacks_consent(self) -> bool:
        """Whether asking the customer would open the way."""
        asked = (gate.Refusal.NOT_ASKED, gate.Refusal.REFUSED, gate.Refusal.WITHDRAWN, gate.Refusal.BEYOND_CONSENT)
        return self.refusal in asked


@dataclass(frozen=True)
class Plan:
    """Who goes and who is left out."""

    going: tuple[PlannedParcel, ...]
    left_out: tuple[PlannedParcel, ...]


@dataclass(frozen=True)
class Order:
    """What a manifest is made of. ``told_at_order`` records the notice with the disclosures."""

    recipient_id: int
    ship_on: date
    format: SheetFormat
    parcels: tuple[Parcel, ...]
    told_at_order: bool = False
    even_if_repeated: bool = False


@dataclass(frozen=True)
class ManifestRow:
    """A manifest as the list shows it; ``is_unsaved`` where its file has not reached the disk yet."""

    public_id: str
    recipient: str
    ship_on: date
    made_on: date
    parcels: int
    format: SheetFormat
    is_unsaved: bool
    not_sent: bool

    @property
    def file_name(self) -> str:
        """What the file is called unless she says otherwise: carrier and day, nobody's name."""
        carrier = _NOT_IN_FILE_NAMES.sub(" ", self.recipient)[:_LONGEST_FILE_NAME]
        return tidy_line(f"{carrier} {self.ship_on:%Y-%m-%d}.{self.format}")


@dataclass(frozen=True)
class _Batch:
    """What one manifest is being made of: those who may go, and what each entry rests on."""

    order: Order
    recipient: Recipient
    going: list[PlannedParcel]
    cases: dict[int, Case]


class RepeatedManifest(UserError):
    """The same parcels were given to the same carrier already."""


class Manifests:
    """Plans, makes, saves."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- planning ---------------------------------------------------------------------------------------------------

    def find(self, pasted: str) -> Pasted:
        """Customers by pasted phone numbers, one per line or separated by commas; one number twice is one customer."""
        with self._office.reading() as session:
            return customers_by_numbers(session, pasted)

    def plan(self, recipient_id: int, ship_on: date, parcels: Sequence[Parcel]) -> Plan:
        """Who may go to this carrier on this day, and who not and why."""
        _check_number(parcels)
        with self._office.reading() as session:
            recipient = session.get_one(Recipient, recipient_id)
            planned, _cases = _judged(session, recipient, min(ship_on, self._office.today()), parcels)
        going = tuple(parcel for parcel in planned if parcel.may_go)
        return Plan(going, tuple(parcel for parcel in planned if not parcel.may_go))

    # ---- making -----------------------------------------------------------------------------------------------------

    def make(self, order: Order, progress: Progress = lambda _done, _all: True) -> str:
        """Make the file and its disclosures in one transaction, for those who may go; returns the manifest's id.

        ``progress`` is told how far it is and answers False to stop: then nothing was done. Raises RepeatedManifest.
        """
        _check(order, self._office.today())
        with self._office.writing() as work:
            batch = _batch(work, order)
            if not batch.going:
                raise UserError(_("Nobody in this list may go to this carrier."), "parcels")
            if not order.even_if_repeated:
                _refuse_repeated(work.session, batch)
            _go_on(progress, 0, len(batch.going))
            manifest = _manifest(work, batch)
            _enter(work, batch, manifest, progress)
            count, digest = len(batch.going), sha256(manifest.content).hexdigest()
            work.log("manifest.made", manifest.public_id, parcels=count, sha256=digest)
            _go_on(progress, count, count)
            return manifest.public_id

    def write_file(self, public_id: str, path: Path) -> None:
        """Write the kept bytes where she said; only then the manifest counts as saved."""
        with self._office.reading() as session:
            manifest = _get(session, public_id)
            if manifest.not_sent_at is not None:
                raise UserError(_("This manifest is marked as not sent: its entries are voided. Make a new one."))
            if not manifest.content:
                raise UserError(_("Somebody in this file has been erased since, so the file is no longer kept."))
        save(path, manifest.content)
        with self._office.writing() as work:
            manifest = _get(work.session, public_id)
            manifest.saved_at = manifest.saved_at or work.now
            work.log("manifest.saved", public_id)

    def mark_not_sent(self, public_id: str) -> int:
        """The carrier never got it: its disclosures are voided with that reason; returns how many."""
        with self._office.writing() as work:
            manifest = _get(work.session, public_id)
            if manifest.not_sent_at is not None:
                raise UserError(_("This manifest is marked as not sent already."))
            manifest.not_sent_at = work.now
            query = select(Disclosure).where(Disclosure.manifest_id == manifest.id, Disclosure.voided_at.is_(None))
            entries = work.session.scalars(query).all()
            reason = _("The manifest was not sent.")
            for disclosure in entries:
                disclosure.void(reason, work.now)
            forget_voided(work, entries)
            work.log("manifest.not_sent", public_id, parcels=len(entries))
            return len(entries)

    # ---- looking ----------------------------------------------------------------------------------------------------

    def rows(self, most: int = 100) -> list[ManifestRow]:
        """The newest manifests."""
        return self._rows(_newest_first().limit(most))

    def unsaved(self) -> list[ManifestRow]:
        """Manifests whose file never reached the disk: offered again at start."""
        open_ones = (Manifest.saved_at.is_(None), Manifest.not_sent_at.is_(None), func.length(Manifest.content) > 0)
        return self._rows(_newest_first().where(*open_ones))

    def row(self, public_id: str) -> ManifestRow:
        """One manifest."""
        (row,) = self._rows(_newest_first().where(Manifest.public_id == public_id))
        return row

    def disclosure_ids(self, public_id: str) -> list[str]:
        """The entries of a manifest, for the notices."""
        with self._office.reading() as session:
            query = select(Disclosure.public_id).join(Manifest, Manifest.id == Disclosure.manifest_id)
            return list(session.scalars(query.where(Manifest.public_id == public_id).order_by(Disclosure.id)))

    def _rows(self, query: Select[Manifest, Recipient]) -> list[ManifestRow]:
        with self._office.reading() as session:
            return [_row(manifest, recipient) for manifest, recipient in session.execute(query)]


# ---- planning -------------------------------------------------------------------------------------------------------------


def _check_number(parcels: Collection[Parcel]) -> None:
    if len(parcels) > MOST_PARCELS:
        raise UserError(_("A manifest holds at most {n} parcels.").format(n=number_text(MOST_PARCELS)), "parcels")


def _check(order: Order, today: date) -> None:
    if not order.parcels:
        raise UserError(_("Choose at least one customer."), "parcels")
    _check_number(order.parcels)
    if order.ship_on < today:
        raise UserError(_("This day has passed: the file has not been given yet."), "ship_on")
    for parcel in order.parcels:
        check_parcel(parcel)


def check_parcel(parcel: Parcel) -> None:
    """Refuse in words what no cell of a carrier's file may hold."""
    if max(len(parcel.reference), len(parcel.goods), len(parcel.note)) > LONGEST_CELL:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_CELL), "parcels")
    if not 0 <= parcel.cash <= LARGEST_CASH:
        raise UserError(_("Cash to collect lies between 0 and 1.000.000.000 đồng."), "parcels")


def _judged(
    session: Session, recipient: Recipient, on: date, parcels: Collection[Parcel]
) -> tuple[list[PlannedParcel], dict[int, Case]]:
    """Each parcel with the gate's answer, and what the gate was asked about each customer."""
    ids = list({parcel.customer_id for parcel in parcels})
    customers = {row.id: row for row in session.scalars(select(Customer).where(Customer.id.in_(ids)))}
    found, wanted = cases(session, ids, recipient, on, _CONSENT), _personal(recipient)
    planned = [_planned(parcel, customers.get(parcel.customer_id), found[parcel.customer_id], wanted) for parcel in parcels]
    return planned, found


def _personal(recipient: Recipient) -> list[str]:
    """The customer's fields that the carrier's file holds."""
    columns = carriers.columns_of(recipient.preset, recipient.columns)
    return [column.code for column in columns if column.code in PERSONAL]


def _planned(parcel: Parcel, customer: Customer | None, case: Case, wanted: list[str]) -> PlannedParcel:
    gone = why_gone(customer)
    if customer is None or gone:
        return PlannedParcel(parcel, "", "", "", sentence=gone)
    planned = PlannedParcel(parcel, customer.name, phones.shown(customer.phone), customer.address)
    for field in wanted:
        if (reason := gate.refusal(case.approach, field)) is not None:
            why, way_out = gate.sentence(reason, case.approach), gate.way_out(reason)
            return replace(planned, refusal=reason, sentence=why, way_out=way_out)
    if not customer.phone or not customer.address:
        missing = _("No address is on record.") if customer.phone else _("No phone number is on record.")
        return replace(planned, sentence=missing, way_out=_("Enter it on the customer's page."))
    return planned


# ---- making ---------------------------------------------------------------------------------------------------------------


def _batch(work: Work, order: Order) -> _Batch:
    recipient = work.session.get_one(Recipient, order.recipient_id)
    parcels = [_tidied(parcel) for parcel in order.parcels]
    planned, found = _judged(work.session, recipient, min(order.ship_on, work.today), parcels)
    return _Batch(order, recipient, [parcel for parcel in planned if parcel.may_go], found)


def _tidied(parcel: Parcel) -> Parcel:
    reference, goods, note = tidy_line(parcel.reference), tidy_line(parcel.goods), tidy_line(parcel.note)
    return replace(parcel, reference=reference, goods=goods, note=note)


def _refuse_repeated(session: Session, batch: _Batch) -> None:
    same = select(Manifest.made_at).where(Manifest.fingerprint == _fingerprint(batch), Manifest.not_sent_at.is_(None))
    made_at = session.scalar(same.order_by(Manifest.id.desc()).limit(1))
    if made_at is not None:
        text = _("The same parcels were given to {carrier} in the manifest of {day} already.")
        raise RepeatedManifest(text.format(carrier=batch.recipient.name, day=day_text(local_day(made_at))))


def _fingerprint(batch: _Batch) -> str:
    """The same carrier and parcels give the same mark, in whatever order they stand; order numbers on all of them, on any day."""
    parcels = [planned.parcel for planned in batch.going]
    day = "" if all(parcel.reference for parcel in parcels) else f"{batch.order.ship_on}"
    marks = sorted((parcel.customer_id, parcel.reference, parcel.goods, parcel.cash) for parcel in parcels)
    return sha256(repr((batch.recipient.id, day, marks)).encode()).hexdigest()


def _manifest(work: Work, batch: _Batch) -> Manifest:
    order, content = batch.order, _file(batch)
    return keep(work, batch.recipient, order.format, content, len(batch.going), _fingerprint(batch), order.ship_on)


def _file(batch: _Batch) -> bytes:
    columns = carriers.columns_of(batch.recipient.preset, batch.recipient.columns)
    headings = [column.heading for column in columns]
    rows = [[cells[column.code] for column in columns] for cells in map(_cells, batch.going)]
    return sheet_of(batch.order.format, batch.recipient.name, headings, rows)


def _cells(planned: PlannedParcel) -> dict[str, str | int]:
    parcel = planned.parcel
    return {
        "name": planned.name, "phone": planned.phone.replace(" ", ""), "address": _one_line(planned.address),
        "reference": parcel.reference, "goods": parcel.goods, "note": parcel.note, "cash": parcel.cash,
    }  # fmt: skip


def _one_line(address: str) -> str:
    return ", ".join(line for typed in address.splitlines() if (line := typed.strip(" ,")))


def _enter(work: Work, batch: _Batch, manifest: Manifest, progress: Progress) -> None:
    """A disclosure per parcel, each with its entry in the log."""
    wanted, purpose = _personal(batch.recipient), _("Delivery of an order")
    for start in range(0, len(batch.going), _AT_ONCE):
        _go_on(progress, start, len(batch.going))
        with work.many_entries():
            for planned in batch.going[start : start + _AT_ONCE]:
                disclosure = entry(work, batch.cases[planned.parcel.customer_id], batch.recipient, wanted, purpose)
                disclosure.manifest_id, disclosure.order_reference = manifest.id, planned.parcel.reference
                if batch.order.told_at_order:
                    disclosure.tell(disclosure.disclosed_on, NoticeMeans.AT_ORDER, work.today)


def _go_on(progress: Progress, done: int, every: int) -> None:
    if not progress(done, every):
        raise UserError(_("Stopped. Nothing was written and no file was made."))


# ---- looking --------------------------------------------------------------------------------------------------------------


def _newest_first() -> Select[Manifest, Recipient]:
    query = select(Manifest, Recipient).join(Recipient, Recipient.id == Manifest.recipient_id)
    return query.options(defer(Manifest.content)).order_by(Manifest.id.desc())


def _get(session: Session, public_id: str) -> Manifest:
    return session.scalars(select(Manifest).where(Manifest.public_id == public_id)).one()


def _row(manifest: Manifest, recipient: Recipient) -> ManifestRow:
    return ManifestRow(
        manifest.public_id, recipient.name, manifest.ship_on, local_day(manifest.made_at), manifest.parcels, manifest.format,
        manifest.saved_at is None and manifest.not_sent_at is None, manifest.not_sent_at is not None,
    )  # fmt: skip
