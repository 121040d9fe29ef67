"""Files that leave the shop: a sheet in the format asked for, kept as its bytes beside the entries that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.models.choices import SheetFormat
from desktop.models.disclosure import Manifest
from desktop.models.recipient import Recipient
from desktop.services.office import Work, new_id

Row = Sequence[str | int]


def sheet_of(kind: SheetFormat, title: str, headings: Sequence[str], rows: Sequence[Row]) -> bytes:
    """The bytes of the file."""
    from desktop.documents import sheet  # xlsxwriter: when the first file is made

    return sheet.xlsx(title, headings, rows) if kind is SheetFormat.XLSX else sheet.csv_text(headings, rows)


def keep(
    work: Work, recipient: Recipient, kind: SheetFormat, content: bytes, parcels: int, fingerprint: str, on: date
) -> Manifest:
    """A file given to a recipient on a day, with a number to refer to; it is not on the disk yet."""
    manifest = Manifest(
        public_id=new_id(), recipient_id=recipient.id, ship_on=on, format=kind, content=content, parcels=parcels,
        fingerprint=fingerprint, made_at=work.now,
    )  # fmt: skip
    work.session.add(manifest)
    work.session.flush()
    return manifest
