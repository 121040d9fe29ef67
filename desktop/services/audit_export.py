"""The log in a file: CSV of any length, or a PDF to read up in; newest first, as on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO

from desktop.errors import UserError
from desktop.i18n import clock_text, day_text, language, local_day, number_text
from desktop.i18n import gettext as _
from desktop.services.audit_history import HistoryFilter, HistoryRow, all_pages
from desktop.services.audit_words import area_name
from desktop.services.long_files import written_whole
from desktop.services.office import Office
from desktop.services.progress import Progress
from desktop.services.shop import read_identity

MOST_ON_PAPER = 5_000
_AT_ONCE = 2_000


def export(office: Office, wanted: HistoryFilter, path: Path, progress: Progress) -> int:
    """Write what fits; returns how many entries. Raises UserError for a PDF of too many, Cancelled."""
    if path.suffix.lower() == ".pdf":
        return _export_pdf(office, wanted, path, progress)
    with written_whole(path) as file:
        count = write_table_head(file, _headings())
        for rows in all_pages(office, wanted, progress, _AT_ONCE):
            write_table_rows(file, [_cells(row) for row in rows])
            count += len(rows)
        return count


def write_table_head(file: IO[bytes], headings: Sequence[str]) -> int:
    """The head of a CSV file, with the mark that Excel needs; 0 rows so far."""
    from desktop.documents.sheet import csv_text

    file.write(csv_text(headings, []))
    return 0


def write_table_rows(file: IO[bytes], rows: Sequence[Sequence[str]]) -> None:
    """More rows of a CSV file, each text made harmless as a whole sheet's are."""
    from desktop.documents.sheet import csv_text

    if rows:
        file.write(csv_text(rows[0], rows[1:]).removeprefix("\ufeff".encode()))


def _export_pdf(office: Office, wanted: HistoryFilter, path: Path, progress: Progress) -> int:
    from desktop.documents import register_list

    found: list[HistoryRow] = []
    for rows in all_pages(office, wanted, progress, _AT_ONCE):
        found += rows
        if len(found) > MOST_ON_PAPER:
            text = _("A PDF holds {n} entries at most. Choose a shorter period, or CSV.")
            raise UserError(text.format(n=number_text(MOST_ON_PAPER)))
    with office.reading() as session:
        shop = read_identity(session).name
    shares = (0.8, 1.6, 1.2, 2.9, 1.4, 1.8)
    columns = tuple(register_list.ListColumn(title, share) for title, share in zip(_headings(), shares, strict=True))
    cells = [[*_cells(row)[:-1], row.printed.partition(" · ")[2]] for row in found]  # the number stands at the left
    listing = register_list.RegisterList(shop, _("Log"), _about(office, wanted), columns, cells, language())
    with written_whole(path) as file:
        file.write(register_list.render(listing))
    return len(found)


def _headings() -> list[str]:
    return [_("Entry"), _("When"), _("Who"), _("What was done"), _("Paper or case"), _("Head")]


def _cells(row: HistoryRow) -> list[str]:
    when = f"{day_text(local_day(row.at))} {clock_text(row.at)}" if row.at else ""
    return [str(row.number), when, row.who, row.what, row.about, row.printed]


def _about(office: Office, wanted: HistoryFilter) -> str:
    """Which entries, as of when."""
    parts = [_("As of {day}.").format(day=day_text(office.today()))]
    if wanted.since:
        parts.append(_("from {day}").format(day=day_text(wanted.since)))
    if wanted.until:
        parts.append(_("until {day}").format(day=day_text(wanted.until)))
    if wanted.area:
        parts.append(area_name(wanted.area))
    return " ".join(parts)
