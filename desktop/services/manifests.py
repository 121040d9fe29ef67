"""Shipping manifests: a carrier's file and a disclosure for every parcel in it, made together; whoever did not agree is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import day_text, local_day
from desktop.i18n import gettext as _
from desktop.models import carriers, gate
from desktop.models.base import tidy_line
from desktop.models.carriers import PERSONAL, Column
from desktop.models.choices import LegalBasis, NoticeMeans, SheetFormat
from desktop.models.customer import Customer
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.phones import digits_of, shown
from desktop.models.recipient import Recipient
from desktop.services.disclosures import Case, Ground, cases, entry
from desktop.services.office import Office, Work, new_id
from desktop.services.saving import save
from desktop.storage import search

MOST_PARCELS, LONGEST_CELL, LARGEST_CASH = 5000, 300, 1_000_000_000
LEAST_DIGITS = 9
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
        return f"{self.recipient} {self.ship_on:%Y-%m-%d}.{self.format}"


@dataclass(frozen=True)
class Pasted:
    """What pasted phone numbers led to."""

    found: tuple[int, ...]
    unknown: tuple[str, ...]


class RepeatedManifest(UserError):
    """The same parcels were given to the same carrier already."""


class Manifests:
    """Plans, makes, saves."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- planning ---------------------------------------------------------------------------------------------------

    def find(self, pasted: str) -> Pasted:
        """Customers by pasted phone numbers, one per line or separated by commas; one number twice is one customer."""
        found: dict[int, None] = {}
        unknown: list[str] = []
        with self._office.reading() as session:
            for part in _parts(pasted):
                exact = _with_phone(session, digits_of(part))
                found |= dict.fromkeys(exact)
                unknown += [] if exact else [part]
        return Pasted(tuple(found), tuple(unknown))

    def plan(self, recipient_id: int, ship_on: date, parcels: Sequence[Parcel]) -> Plan:
        """Who may go to this carrier on this day, and who not and why."""
        with self._office.reading() as session:
            recipient = session.get_one(Recipient, recipient_id)
            planned = _planned(session, recipient, min(ship_on, self._office.today()), parcels)
        going = tuple(parcel for parcel in planned if parcel.may_go)
        return Plan(going, tuple(parcel for parcel in planned if not parcel.may_go))

    # ---- making -----------------------------------------------------------------------------------------------------

    def make(self, order: Order, progress: Progress = lambda _done, _all: True) -> str:
        """Make the file and its disclosures in one transaction, for those who may go; returns the manifest's id.

        ``progress`` is told how far it is and answers False to stop: then nothing was done. Raises RepeatedManifest.
        """
        _check(order, self._office.today())
        with self._office.writing() as work:
            recipient = work.session.get_one(Recipient, order.recipient_id)
            on = min(order.ship_on, work.today)
            going = [parcel for parcel in _planned(work.session, recipient, on, order.parcels) if parcel.may_go]
            if not going:
                raise UserError(_("Nobody in this list may go to this carrier."), "parcels")
            manifest = _manifest(work, order, recipient, going)
            _enter(work, order, manifest, recipient, going, progress)
            work.log("manifest.made", manifest.public_id, parcels=len(going), sha256=sha256(manifest.content).hexdigest())
            return manifest.public_id

    def write_file(self, public_id: str, path: Path) -> None:
        """Write the kept bytes where she said; only then the manifest counts as saved."""
        with self._office.reading() as session:
            content = _get(session, public_id).content
        save(path, content)
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
            manifest.not_sent_at, manifest.saved_at = work.now, manifest.saved_at or work.now
            query = select(Disclosure).where(Disclosure.manifest_id == manifest.id, Disclosure.voided_at.is_(None))
            entries = work.session.scalars(query).all()
            for disclosure in entries:
                disclosure.void(_("The manifest was not sent."), work.now)
            work.log("manifest.not_sent", public_id, parcels=len(entries))
            return len(entries)

    # ---- looking ----------------------------------------------------------------------------------------------------

    def rows(self, most: int = 100) -> list[ManifestRow]:
        """The newest manifests."""
        with self._office.reading() as session:
            query = select(Manifest, Recipient).join(Recipient, Recipient.id == Manifest.recipient_id)
            found = session.execute(query.order_by(Manifest.id.desc()).limit(most))
            return [_row(manifest, recipient) for manifest, recipient in found]

    def unsaved(self) -> list[ManifestRow]:
        """Manifests whose file never reached the disk: offered again at start."""
        return [row for row in self.rows() if row.is_unsaved]

    def row(self, public_id: str) -> ManifestRow:
        """One manifest."""
        with self._office.reading() as session:
            manifest = _get(session, public_id)
            return _row(manifest, session.get_one(Recipient, manifest.recipient_id))

    def disclosure_ids(self, public_id: str) -> list[str]:
        """The entries of a manifest, for the notices."""
        with self._office.reading() as session:
            manifest = _get(session, public_id)
            return list(session.scalars(select(Disclosure.public_id).where(Disclosure.manifest_id == manifest.id)))


def _parts(pasted: str) -> list[str]:
    lines = pasted.replace(",", "\n").replace(";", "\n").replace("\t", "\n").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _with_phone(session: Session, digits: str) -> list[int]:
    if len(digits) < LEAST_DIGITS:
        return []
    found = search.customer_ids(session, digits, 2)
    return [number for number in found if session.get_one(Customer, number).phone == digits][:1]


def _check(order: Order, today: date) -> None:
    if not order.parcels:
        raise UserError(_("Choose at least one customer."), "parcels")
    if len(order.parcels) > MOST_PARCELS:
        raise UserError(_("A manifest holds at most {n} parcels.").format(n=MOST_PARCELS), "parcels")
    if order.ship_on < today:
        raise UserError(_("This day has passed: the file has not been given yet."), "ship_on")
    for parcel in order.parcels:
        if max(len(parcel.reference), len(parcel.goods), len(parcel.note)) > LONGEST_CELL:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_CELL), "parcels")
        if not 0 <= parcel.cash <= LARGEST_CASH:
            raise UserError(_("Cash to collect lies between 0 and 1.000.000.000 đồng."), "parcels")


def _planned(session: Session, recipient: Recipient, on: date, parcels: Sequence[Parcel]) -> list[PlannedParcel]:
    ids = list({parcel.customer_id for parcel in parcels})
    customers = {row.id: row for row in session.scalars(select(Customer).where(Customer.id.in_(ids)))}
    found, wanted = cases(session, ids, recipient, on, _CONSENT), _personal(recipient)
    return [_judged(parcel, customers[parcel.customer_id], found[parcel.customer_id], wanted) for parcel in parcels]


def _personal(recipient: Recipient) -> list[str]:
    """The customer's fields that the carrier's file holds."""
    columns = carriers.columns_of(recipient.preset, recipient.columns)
    return [column.code for column in columns if column.code in PERSONAL]


def _judged(parcel: Parcel, customer: Customer, case: Case, wanted: list[str]) -> PlannedParcel:
    planned = PlannedParcel(parcel, customer.name, shown(customer.phone), customer.address)
    for field in wanted:
        if (reason := gate.refusal(case.approach, field)) is not None:
            why, way_out = gate.sentence(reason, case.approach), gate.way_out(reason)
            return replace(planned, refusal=reason, sentence=why, way_out=way_out)
    if not customer.phone or not customer.address:
        missing = _("No address is on record.") if customer.phone else _("No phone number is on record.")
        return replace(planned, sentence=missing, way_out=_("Enter it on the customer's page."))
    return planned


def _manifest(work: Work, order: Order, recipient: Recipient, going: list[PlannedParcel]) -> Manifest:
    mark = _fingerprint(order, going)
    query = select(Manifest).where(Manifest.fingerprint == mark, Manifest.not_sent_at.is_(None))
    repeated = work.session.scalar(query.order_by(Manifest.id.desc()).limit(1))
    if repeated is not None and not order.even_if_repeated:
        text = _("The same parcels were given to {carrier} in the manifest of {day} already.")
        raise RepeatedManifest(text.format(carrier=recipient.name, day=day_text(local_day(repeated.made_at))))
    manifest = Manifest(
        public_id=new_id(),
        recipient_id=recipient.id,
        ship_on=order.ship_on,
        format=order.format,
        content=_file(recipient, order.format, going),
        parcels=len(going),
        fingerprint=mark,
        made_at=work.now,
    )
    work.session.add(manifest)
    work.session.flush()
    return manifest


def _fingerprint(order: Order, going: list[PlannedParcel]) -> str:
    """The same carrier, day and parcels give the same mark, in whatever order they stand."""
    parcels = sorted((p.parcel.customer_id, p.parcel.reference, p.parcel.goods, p.parcel.cash) for p in going)
    return sha256(repr((order.recipient_id, f"{order.ship_on}", parcels)).encode()).hexdigest()


def _file(recipient: Recipient, kind: SheetFormat, going: list[PlannedParcel]) -> bytes:
    from desktop.documents import sheet  # xlsxwriter: when the first file is made

    columns = carriers.columns_of(recipient.preset, recipient.columns)
    rows = [[_cell(column, parcel) for column in columns] for parcel in going]
    headings = [column.heading for column in columns]
    return sheet.xlsx(recipient.name, headings, rows) if kind is SheetFormat.XLSX else sheet.csv_text(headings, rows)


def _cell(column: Column, planned: PlannedParcel) -> str | int:
    parcel = planned.parcel
    cells: dict[str, str | int] = {
        "name": planned.name, "phone": digits_of(planned.phone), "address": planned.address,
        "reference": tidy_line(parcel.reference), "goods": tidy_line(parcel.goods), "note": tidy_line(parcel.note),
        "cash": parcel.cash,
    }  # fmt: skip
    return cells[column.code]


def _enter(
    work: Work, order: Order, manifest: Manifest, recipient: Recipient, going: list[PlannedParcel], progress: Progress
) -> None:
    on, wanted = min(order.ship_on, work.today), _personal(recipient)
    found = cases(work.session, [parcel.parcel.customer_id for parcel in going], recipient, on, _CONSENT)
    for place, parcel in enumerate(going):
        if place % 50 == 0 and not progress(place, len(going)):
            raise UserError(_("Stopped. Nothing was written and no file was made."))
        disclosure = entry(work, found[parcel.parcel.customer_id], recipient, wanted, _("Delivery of an order"))
        disclosure.manifest_id, disclosure.order_reference = manifest.id, tidy_line(parcel.parcel.reference)
        if order.told_at_order:
            disclosure.tell(on, NoticeMeans.AT_ORDER, work.today)


def _get(session: Session, public_id: str) -> Manifest:
    return session.scalars(select(Manifest).where(Manifest.public_id == public_id)).one()


def _row(manifest: Manifest, recipient: Recipient) -> ManifestRow:
    return ManifestRow(
        manifest.public_id, recipient.name, manifest.ship_on, local_day(manifest.made_at), manifest.parcels, manifest.format,
        manifest.saved_at is None, manifest.not_sent_at is not None,
    )  # fmt: skip
