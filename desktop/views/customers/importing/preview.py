"""Third step of an import: what would become of every row, ticked by row; refused rows can be saved as a file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.import_plan import ImportPlan, PlannedRow, RowState
from desktop.views import theme
from desktop.views.customers.importing.preview_table import PreviewTable, is_taken_by_itself
from desktop.views.customers.importing.words import note_of, state_chip
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Choice
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, frame, line, row

_ALL = "all"


class PreviewPage(QWidget):
    """``ticks_changed`` with how many rows are to be taken in, ``refused_wanted`` for the file of the refused ones."""

    ticks_changed = Signal(int)
    refused_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: ImportPlan | None = None
        self.title, self.note = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.filter, self.table = Choice(("–", _ALL)), PreviewTable()
        self.filter.setAccessibleName(_("Which rows"))
        self.filter.setFixedWidth(theme.current().px(250))
        self.all_link, self.none_link = button(_("Tick all shown"), kind="link"), button(_("Tick none"), kind="link")
        self.refused_button = button(_("Save the rows not taken"), icon="save")
        self._says = column(gap=6)
        tools = row(self.filter, self.all_link, self.none_link, None, self.refused_button, gap=12)
        self.whole = label("", wrap=True, align=Qt.AlignmentFlag.AlignTop)
        self.whole.setFixedHeight(theme.current().px(44))
        under = box(column(line(), column(self.whole, margins=(14, 6, 14, 4)), gap=0))
        table = frame(column((self.table, 1), under, gap=0, margins=(1, 1, 1, 1)))
        self.setLayout(column(self.title, self.note, self._says, tools, (table, 1), gap=8))
        self.filter.currentIndexChanged.connect(self._show_rows)
        self.table.tick_wanted.connect(self._tick)
        self.table.looked_at.connect(self._show_whole)
        self.all_link.clicked.connect(lambda: self._tick_shown(wanted=True))
        self.none_link.clicked.connect(lambda: self._tick_shown(wanted=False))
        self.refused_button.clicked.connect(self.refused_wanted)
        self.setFocusProxy(self.table)

    @property
    def ticked(self) -> frozenset[int]:
        """The numbers of the rows to take in."""
        return frozenset(self.table.rows.ticked)

    def show_plan(self, plan: ImportPlan) -> None:
        """New and changed rows are ticked, the rest is not."""
        self.plan = plan
        counts = plan.counts
        self.table.rows.ticked = {row.number for row in plan.rows if is_taken_by_itself(row)}
        self.title.setText(_("What becomes of “{name}”").format(name=plan.file_name))
        self.note.setText(_("Nothing is written yet. Space ticks a row or takes the tick away."))
        self._fill_filter()
        not_taken = counts[RowState.REFUSED] + counts[RowState.ERASED]
        self.refused_button.setVisible(bool(not_taken))
        clear(self._says)
        if erased := counts[RowState.ERASED]:
            text = ngettext(
                "{n} row names somebody who asked to be deleted. Tick it only if they themselves came back.",
                "{n} rows name people who asked to be deleted. Tick one only if they themselves came back.", erased,
            )  # fmt: skip
            self._says.addWidget(banner(text.format(n=number_text(erased)), "soon"))
        self._show_rows()
        self._tell()

    def forget(self) -> None:
        """Nothing of the list stays here."""
        self.plan = None
        self.table.rows.ticked.clear()
        self.table.show_rows(())
        self.whole.setText("")

    def say(self, sentence: str, kind: str = "late") -> None:
        """What stands in the way, or what was saved."""
        clear(self._says)
        self._says.addWidget(banner(sentence, kind))

    def show_narrow(self, *, narrow: bool) -> None:
        """A small window."""
        self.filter.setFixedWidth(theme.current().px(170 if narrow else 250))
        self.table.show_narrow(narrow=narrow)

    def _fill_filter(self) -> None:
        assert self.plan is not None
        counts = self.plan.counts
        shown = [(f"{state_chip(state).text} · {number_text(counts[state])}", state) for state in RowState if counts[state]]
        self.filter.blockSignals(True)
        self.filter.set_choices((f"{_('All rows')} · {number_text(len(self.plan.rows))}", _ALL), *shown)
        self.filter.blockSignals(False)

    def _show_rows(self) -> None:
        if self.plan is not None:
            wanted = self.filter.value()
            self.table.show_rows([row for row in self.plan.rows if wanted in (_ALL, row.state)])

    def _show_whole(self, row: PlannedRow) -> None:
        """What the row under the cursor changes, or why it is not taken, however long."""
        said = note_of(row) or state_chip(row.state).text
        self.whole.setText(
            _("Row {n}, {name}: {what}").format(n=number_text(row.number), name=row.details.name or "–", what=said)
        )

    def _tick_shown(self, *, wanted: bool) -> None:
        """Whoever asked to be deleted is ticked one by one only."""
        rows, numbers = self.table.rows.rows, self.table.rows.ticked
        if wanted:
            numbers |= {row.number for row in rows if is_taken_by_itself(row)}
        else:
            numbers -= {row.number for row in rows}
        self.table.viewport().update()
        self._tell()

    def _tick(self, row: PlannedRow) -> None:
        is_ticked = row.number in self.table.rows.ticked
        if row.state is RowState.ERASED and not is_ticked:
            self._confirm(row)
        else:
            self._set(row, wanted=not is_ticked)

    def _confirm(self, row: PlannedRow) -> None:
        """A new relationship with somebody who was erased at their own request: said by her, row by row."""
        question = _("Has {name} come back by themselves?").format(name=row.details.name)
        FormDialog(self, question, _("Yes, take them in anew"), {}, lambda: self._set(row, wanted=True), row.note).start()

    def _set(self, row: PlannedRow, *, wanted: bool) -> None:
        self.table.rows.tick(row, wanted=wanted)
        self._tell()

    def _tell(self) -> None:
        self.ticks_changed.emit(len(self.table.rows.ticked))
