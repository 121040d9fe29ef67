"""Customers' lists read into the register: every row looked at before any is written, and the newest import undone in one go."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import SheetFormat
from desktop.models.customer_import import CustomerImport
from desktop.services.given_files import sheet_of
from desktop.services.import_cells import is_old_font
from desktop.services.import_columns import Columns, ImportField, beyond_policy, heading_row, proposed, remember, remembered
from desktop.services.import_plan import ImportPlan, PlannedRow, RowState, last_entry, make_plan
from desktop.services.import_writing import Steps, add_all, change_all, forget_changes, remove_added, restore_changed
from desktop.services.office import Office, new_id
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.storage import sheet_files
from desktop.storage.sheet_files import Row

_LOOKED_AT = 2_000  # rows among which letters of old fonts are looked for
_LONGEST_NAME = 200
_UNDOING = 3  # steps, the second of which is the long one


@dataclass(frozen=True)
class ListFile:
    """A list as it was read: its sheets, the rows of one of them, where the headings stand, what each column seems to hold.

    ``beyond`` are columns of personal data that the register keeps for nobody.
    """

    name: str
    sheets: tuple[str, ...]
    place: int
    rows: tuple[Row, ...]
    heading: int
    columns: Columns
    beyond: frozenset[int]

    @property
    def headings(self) -> Row:
        """The row of headings."""
        return self.rows[self.heading] if self.rows else ()

    def samples(self, column: int, most: int = 3) -> list[str]:
        """The first different values of a column."""
        cells = (row[column].strip() for row in self.rows[self.heading + 1 : self.heading + 200] if column < len(row))
        return list(dict.fromkeys(filter(None, cells)))[:most]


@dataclass(frozen=True)
class ImportRow:
    """An import that was made. ``may_undo``: it is the newest, and was not undone."""

    public_id: str
    file_name: str
    imported_at: datetime
    added: int
    changed: int
    may_undo: bool


@dataclass(frozen=True)
class Undone:
    """What undoing took back: customers removed, customers as they were before, and those left because they were worked with since."""

    removed: int
    restored: int
    left: int


class Importing:
    """Reads lists, plans, writes and undoes."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def open(self, path: Path, place: int | None = None, progress: Progress = NO_PROGRESS) -> ListFile:
        """Read a file; raises UserError for what cannot be read, and for texts in a font of before Unicode."""
        sheet = sheet_files.read(path, place, lambda: progress.step(0, 0))
        if not any(any(row) for row in sheet.rows):
            raise UserError(_("This sheet is empty."))
        if is_old_font(cell for row in sheet.rows[:_LOOKED_AT] for cell in row):
            raise UserError(
                _(
                    "This list was typed in an old font (TCVN3 or VNI). Turn it into Unicode with UniKey's toolbox "
                    "(Ctrl+Shift+F6), save it, and choose it again."
                )
            )
        name, heading = path.name[-_LONGEST_NAME:], heading_row(sheet.rows)
        return self.with_heading(ListFile(name, sheet.names, sheet.place, sheet.rows, heading, {}, frozenset()), heading)

    def with_heading(self, file: ListFile, heading: int) -> ListFile:
        """The same with the headings at another row; columns as they were chosen the last time, else by their names."""
        headings = file.rows[heading]
        with self._office.reading() as session:
            columns = remembered(session, headings)
        return replace(
            file, heading=heading, columns=columns if columns is not None else proposed(headings), beyond=beyond_policy(headings)
        )

    def plan(self, file: ListFile, columns: Columns, progress: Progress = NO_PROGRESS) -> ImportPlan:
        """What would become of each row; nothing is written."""
        _require_columns(columns)
        with self._office.reading() as session:
            return make_plan(self._office, session, file.name, file.rows, file.heading, columns, progress)

    def apply(self, plan: ImportPlan, ticked: Collection[int], progress: Progress = NO_PROGRESS) -> ImportRow:
        """Write the rows with these numbers, all or, when stopped, none. UserError when the register changed since the plan."""
        wanted = frozenset(ticked)
        rows = [row for row in plan.rows if row.number in wanted and row.may_be_taken]
        if not rows:
            raise UserError(_("Tick the rows to take in."))
        new, known = [row for row in rows if row.customer_id is None], [row for row in rows if row.customer_id is not None]
        with self._office.writing() as work:
            if last_entry(work.session) != plan.last_entry or work.today != plan.on:
                raise UserError(_("The register has changed since this preview. Look at the list once more."), "plan")
            forget_changes(work.session)
            noted = CustomerImport(
                public_id=new_id(), imported_at=work.now, file_name=plan.file_name, added=len(new), changed=len(known),
                first_id=0, last_id=0,
            )  # fmt: skip
            work.session.add(noted)
            work.session.flush()
            steps = Steps(progress, len(rows))
            change_all(self._office, work, noted, known, steps)
            add_all(work, noted, new, steps)
            remember(work, plan.headings, plan.columns)
            work.log("customers.imported", noted.public_id, added=len(new), changed=len(known))
            return _row(noted, may_undo=True)

    def last(self) -> ImportRow | None:
        """The newest import; None where there was none."""
        with self._office.reading() as session:
            noted = _newest(session)
            return _row(noted, may_undo=noted.undone_at is None) if noted else None

    def undo(self, import_id: str, progress: Progress = NO_PROGRESS) -> Undone:
        """Take the newest import back: added customers go, changed ones are as before; whoever was worked with since is left alone.

        All or, when stopped, none.
        """
        with self._office.writing() as work:
            noted = _newest(work.session)
            if noted is None or noted.public_id != import_id or noted.undone_at is not None:
                raise UserError(_("Only the newest import can be undone, and only once."))
            progress.step(0, _UNDOING)
            restored, changed_since = restore_changed(work, noted)
            progress.step(1, _UNDOING)
            removed, used_since = remove_added(work, noted)
            progress.step(_UNDOING, _UNDOING)
            forget_changes(work.session)
            noted.undone_at = work.now
            undone = Undone(removed, restored, changed_since + used_since)
            work.log("customers.import_undone", import_id, removed=removed, restored=restored, left=undone.left)
            return undone

    def refused(self, plan: ImportPlan, kind: SheetFormat) -> bytes:
        """The rows that cannot be taken, as they stood in the file, each with its reason: to be mended and read in again."""
        width = max([len(plan.headings), *(len(plan.source[row.number - 1]) for row in _refused(plan))])
        headings = [*plan.headings, *[""] * (width - len(plan.headings)), _("Why it was not taken in")]
        rows = [[*_filled(plan.source[row.number - 1], width), row.note] for row in _refused(plan)]
        return sheet_of(kind, _("Rows not taken in"), headings, rows)


def _refused(plan: ImportPlan) -> list[PlannedRow]:
    return [row for row in plan.rows if row.state in (RowState.REFUSED, RowState.ERASED)]


def _filled(row: Row, width: int) -> Row:
    return row + ("",) * (width - len(row))


def _require_columns(columns: Columns) -> None:
    if ImportField.NAME not in columns:
        raise UserError(_("Say which column holds the customers' names."), ImportField.NAME)
    if len(set(columns.values())) < len(columns):
        raise UserError(_("One column cannot hold two things."))


def _newest(session: Session) -> CustomerImport | None:
    return session.scalar(select(CustomerImport).order_by(CustomerImport.id.desc()).limit(1))


def _row(noted: CustomerImport, *, may_undo: bool) -> ImportRow:
    return ImportRow(noted.public_id, noted.file_name, noted.imported_at, noted.added, noted.changed, may_undo)
