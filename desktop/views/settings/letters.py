"""Settings, letters: language, number patterns, and the wording block by block."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.choices import LetterKind
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.shop import NUMBER_PATTERNS, LetterSettings
from desktop.services.wording import BlockRow
from desktop.views import theme
from desktop.views.settings.parts import SettingsSubject
from desktop.views.settings.placeholders import kept, kept_pattern, shown, shown_pattern
from desktop.views.widgets.buttons import button
from desktop.views.widgets.fields import Area, Choice, Field, line_edit
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import Item, box, column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem


class LettersPage(SettingsSubject):
    """The shop's own words in place of the ones that ship."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Letters"),
            _("Change any block; words in braces are filled in from the case. Letters already sent stay as they are."),
        )
        self._services = services
        self._blocks: dict[str, BlockRow] = {}
        self._current = ""
        self._shown = ""  # the key of the text that stands in the editor
        self._unsaved: dict[str, str] = {}
        self.kind = Choice(*((choice_label(kind), kind) for kind in LetterKind))
        self.language = Choice((_("Vietnamese"), "vi"), (_("English"), "en"))
        self.linking_word = Choice(("linh (một trăm linh năm)", "linh"), ("lẻ (một trăm lẻ năm)", "lẻ"))
        self.patterns = {paper: line_edit(most=60) for paper in NUMBER_PATTERNS}
        self.list = ItemList(follows_cursor=True)
        self.list.setAccessibleName(_("Blocks of the letter"))
        self.list.setMinimumHeight(theme.current().px(250))
        self.text = Area(8)
        self.text_field = Field(_("Text of the block"), self.text)
        self.keep_button, self.restore_button = (
            button(_("Keep this text"), small=True),
            button(_("Back to the shipped text"), kind="link"),
        )
        self.keep_button.clicked.connect(self.keep_block)
        self.restore_button.clicked.connect(self.restore_block)
        self.kind.currentIndexChanged.connect(self._show_blocks)
        self.language.currentIndexChanged.connect(self._show_blocks)
        self.list.chosen.connect(self._open_block)
        self._panels = row((self._wording(), 1), (self._numbers(), 0), gap=16)
        self.build((box(self._panels), 1))
        self.refresh()

    def _wording(self) -> QFrame:
        choice = row((Field(_("Letter"), self.kind), 1), (Field(_("Language"), self.language), 1), gap=12)
        editor = column((self.text_field, 1), row(self.restore_button, None, self.keep_button), gap=8)
        self.list.setFixedWidth(theme.current().px(220))
        return frame(column(choice, (row(self.list, (editor, 1), gap=12), 1), gap=10, margins=(16, 10, 16, 12)))

    def _numbers(self) -> QFrame:
        names = {
            "complaint": _("Complaint"), "reply": _("Reply"), "acknowledgement": _("Acknowledgement"),
            "evidence_request": _("Request for evidence"), "recipient_letter": _("Letter to a recipient"),
            "hold_letter": _("Letter about a hold"), "erasure": _("Certificate of erasure"), "request": _("Request"),
            "request_letter": _("Letter about a request"), "incident": _("Incident"),
            "incident_letter": _("Letter about an incident"),
        }  # fmt: skip
        hint = _("{number} is the running number with so many digits, {year} is the year.")
        hint = hint.format(number="{0001}", year=shown_pattern("{year}"))
        self.pattern_fields = {paper: Field(names[paper], edit) for paper, edit in self.patterns.items()}
        parts = (
            section(_("Numbers and language")),
            *_in_pairs(list(self.pattern_fields.values())), label(hint, "help", wrap=True),
            Field(_("Sums in words"), self.linking_word), self.save_row(),
        )  # fmt: skip
        panel = frame(column(*parts, None, gap=4, margins=(16, 8, 16, 10)))
        panel.setMinimumWidth(theme.current().px(400))
        return panel

    def stack_panels(self, *, narrow: bool) -> None:
        """The numbers under the wording."""
        direction = self._panels.Direction.TopToBottom if narrow else self._panels.Direction.LeftToRight
        self._panels.setDirection(direction)

    def refresh(self) -> None:
        """Read it anew."""
        settings = self._services.shop.letter_settings()
        self.language.choose(settings.language)
        self.linking_word.choose(settings.linking_word)
        for paper, edit in self.patterns.items():
            edit.setText(shown_pattern(settings.patterns[paper]))
        self.saved_note.setText("")
        self._unsaved.clear()
        self._shown = ""
        self._show_blocks()

    def save(self) -> None:
        """Keep numbers and language: letters are written in the language chosen above."""
        patterns = {paper: kept_pattern(edit.text().strip()) for paper, edit in self.patterns.items()}
        try:
            settings = LetterSettings(str(self.language.value()), str(self.linking_word.value()), patterns)
            self._services.shop.save_letter_settings(settings)
        except UserError as problem:
            self.tell_problem(shown_pattern(problem.message))
        else:
            self.tell_saved()

    def keep_block(self) -> None:
        """Keep the text of the block."""
        if not self._current:
            return
        kind = self._kind
        self._unsaved.pop(self._key(self._current), None)
        self._shown = ""
        try:
            self._services.wording.save(kind, self._current, str(self.language.value()), kept(self.text.toPlainText()))
        except UserError as problem:
            self.text_field.show_error(shown(problem.message))
        else:
            self._show_blocks(current=self._current)
            self.tell_saved()

    def restore_block(self) -> None:
        """The text that ships."""
        if self._current:
            self.text.setPlainText(shown(self._blocks[self._current].shipped))
            self.keep_block()

    @property
    def _kind(self) -> LetterKind:
        kind = self.kind.value()
        assert isinstance(kind, LetterKind)
        return kind

    def _show_blocks(self, _place: int = 0, current: str = "") -> None:
        if not isinstance(self.kind.value(), LetterKind) or self.language.value() is None:
            return
        rows = self._services.wording.blocks(self._kind, str(self.language.value()))
        self._blocks = {entry.block: entry for entry in rows}
        items = [ListItem(entry.title or _short(shown(entry.text)), _under(entry), key=entry.block) for entry in rows]
        self._current = current or rows[0].block
        self.list.show_items(items, self._current)
        self._open_block(self._current)

    def _open_block(self, block: object) -> None:
        """Show a block; what was typed into another and not kept comes back with it."""
        if self._shown:
            self._unsaved[self._shown] = self.text.toPlainText()
        entry = self._blocks[str(block)]
        self._current, self._shown = entry.block, self._key(entry.block)
        self.text.setPlainText(self._unsaved.get(self._shown, shown(entry.text)))
        may = shown(", ".join("{" + name + "}" for name in entry.placeholders))
        self.text_field.set_help(_("May hold: {names}").format(names=may) if may else _("Holds no words in braces."))
        self.restore_button.setVisible(entry.text != entry.shipped)

    def _key(self, block: str) -> str:
        return f"{self._kind}.{block}.{self.language.value()}"


def _in_pairs(fields: list[Field]) -> list[Item]:
    """Two beside each other."""
    pairs = [fields[place : place + 2] for place in range(0, len(fields), 2)]
    return [row(*((field, 1) for field in pair), *([(QWidget(), 1)] if len(pair) == 1 else []), gap=12) for pair in pairs]


def _under(entry: BlockRow) -> str:
    if entry.text != entry.shipped:
        return _("own text")
    return _short(shown(entry.text)) if entry.title else _("as delivered")


def _short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
