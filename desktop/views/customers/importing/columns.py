"""Second step of an import: what each column of the list holds. Known headings are filled in; she corrects what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.import_columns import ImportField
from desktop.services.importing import ListFile
from desktop.views import theme
from desktop.views.widgets.fields import Choice, Field
from desktop.views.widgets.labels import banner, label
from desktop.views.widgets.layout import box, clear, column, frame, row, scrolling, tab_in_order

_MOST_ROWS = 20  # among which the headings may stand


class ColumnsPage(QWidget):
    """``heading_wanted`` and ``sheet_wanted`` carry the place she chose."""

    heading_wanted = Signal(int)
    sheet_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._file: ListFile | None = None
        self.choices: list[Choice] = []
        self.title = label("", "title", wrap=True)
        self.sheet, self.heading = Choice(("–", 0)), Choice(("–", 0))
        for choice, width in ((self.sheet, 240), (self.heading, 380)):
            choice.setMinimumWidth(theme.current().px(width))
        self._sheet_field = Field(_("Sheet"), self.sheet)
        self._says = column(gap=6)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(theme.current().px(8))
        self._grid.setHorizontalSpacing(theme.current().px(16))
        for place, stretch in enumerate((3, 4, 3)):
            self._grid.setColumnStretch(place, stretch)
        head = row(self._sheet_field, Field(_("Row of the headings"), self.heading), None, gap=16)
        table = column(self._grid, None, gap=0, margins=(16, 12, 16, 12))
        self.setLayout(column(self.title, head, self._says, (frame(column(scrolling(box(table)), gap=0)), 1), gap=10))
        self.sheet.activated.connect(lambda _place: self.sheet_wanted.emit(self.sheet.value()))
        self.heading.activated.connect(lambda _place: self.heading_wanted.emit(self.heading.value()))

    def show_file(self, file: ListFile) -> None:
        """The columns of this list, each with what it seems to hold."""
        self._file = file
        count = len(file.rows) - file.heading - 1
        text = ngettext("{name}: {n} row", "{name}: {n} rows", count)
        self.title.setText(text.format(name=file.name, n=number_text(count)))
        self._sheet_field.setVisible(len(file.sheets) > 1)
        self.sheet.set_choices(*((name, place) for place, name in enumerate(file.sheets)))
        self.sheet.choose(file.place)
        rows = range(min(_MOST_ROWS, len(file.rows)))
        self.heading.set_choices(*((_row_text(place, file), place) for place in rows))
        self.heading.choose(file.heading)
        clear(self._says)
        self._fill()
        if file.beyond:
            names = ", ".join(file.headings[place] for place in sorted(file.beyond))
            self._says.addWidget(banner(_("Left out, because the register keeps no such data: {names}.").format(names=names)))

    def columns(self) -> dict[ImportField, int]:
        """What she chose. Raises UserError where two columns are said to hold the same."""
        found: dict[ImportField, int] = {}
        for place, choice in enumerate(self.choices):
            field = choice.value()
            if isinstance(field, ImportField):
                if field in found:
                    raise UserError(_("Two columns are said to hold “{what}”. Choose one.").format(what=_names()[field]))
                found[field] = place
        return found

    def say(self, sentence: str) -> None:
        """What is missing or wrong."""
        clear(self._says)
        self._says.addWidget(banner(sentence, "late"))

    def _fill(self) -> None:
        clear(self._grid)
        assert self._file is not None
        file, known = self._file, {place: field for field, place in self._file.columns.items()}
        self.choices = []
        for place, text in enumerate((_("Column of the list"), _("For example"), _("What it holds"))):
            self._grid.addWidget(label(text, "label"), 0, place)
        for place, heading in enumerate(file.headings):
            name = heading.strip() or _("Column {n}").format(n=place + 1)
            choice = _choice(name, known.get(place))
            self.choices.append(choice)
            samples = label("  ·  ".join(file.samples(place)) or "–", "muted", wrap=True)
            for column_place, widget in enumerate((label(name, wrap=True), samples, choice)):
                self._grid.addWidget(widget, place + 1, column_place)
        tab_in_order(self.sheet, self.heading, *self.choices)


def _choice(name: str, field: ImportField | None) -> Choice:
    choice = Choice((_("Not taken"), None), *((text, one) for one, text in _names().items()))
    choice.setAccessibleName(_("What the column “{name}” holds").format(name=name))
    choice.choose(field)
    return choice


def _names() -> dict[ImportField, str]:
    return {
        ImportField.NAME: _("Name"),
        ImportField.FAMILY_NAME: _("Family name (put before the name)"),
        ImportField.MIDDLE_NAME: _("Middle name (put between the two)"),
        ImportField.PHONE: _("Phone"),
        ImportField.EMAIL: _("Email"),
        ImportField.ADDRESS: _("Address"),
        ImportField.WARD: _("Ward (joined to the address)"),
        ImportField.DISTRICT: _("District (joined to the address)"),
        ImportField.PROVINCE: _("Province (joined to the address)"),
        ImportField.GROUP: _("Group"),
        ImportField.NOTE: _("Benefits"),
        ImportField.LAST_CONTACT: _("Day of their last contact"),
    }


def _row_text(place: int, file: ListFile) -> str:
    cells = [cell.strip() for cell in file.rows[place] if cell.strip()]
    shown = ", ".join(cells)[:40]
    return f"{place + 1}: {shown}" if shown else str(place + 1)
