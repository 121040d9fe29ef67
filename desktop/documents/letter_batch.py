"""Many letters in one file, each on pages of its own. What is the same in all of them is laid out once and shown on each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from desktop.documents import letter as one_letter
from desktop.documents import page
from desktop.documents.letter import Letter, top
from desktop.documents.page import BOTTOM, FOOT_HEIGHT, LEFT, TOP, WIDTH, check_printable, check_texts, load_fonts, shop_foot
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import speaking

_UNDER, _OVER = BOTTOM + FOOT_HEIGHT, A4[1] - TOP  # the height in which letters stand
_HIGHEST_TOP = A4[1] / 2  # of head and addressee; a longer one is broken over pages with the rest


def render_batch(letters: Iterable[Letter], step: Callable[[int], None]) -> bytes:
    """The letters as one PDF, A4, each starting on a page 1 of its own.

    ``step`` hears after each letter how many are done; what it raises ends the work. UserError without any letter, or when a
    character cannot be printed. Letters that differ in number and addressee alone cost a tenth of what others do.
    """
    batch: _Batch | None = None
    for done, letter in enumerate(letters, start=1):
        batch = batch or _Batch(letter)
        batch.add(letter)
        step(done)
    if batch is None:
        raise UserError(_("There is no letter to print."))
    return batch.content()


@dataclass(frozen=True)
class Numbered:
    """What a batch is called once it exists."""

    number: str
    audit_line: str


def render_numbered(letters: Iterable[Letter], step: Callable[[int], None], number: Callable[[], Numbered]) -> bytes:
    """The same for letters that share one number, which is taken only when all of them are drawn: none is taken for what was not made.

    The letters come with a number and a line of the log as long as the real ones.
    """
    batch: _Batch | None = None
    for done, letter in enumerate(letters, start=1):
        batch = batch or _Batch(letter, is_numbered_late=True)
        batch.add(letter)
        step(done)
    if batch is None:
        raise UserError(_("There is no letter to print."))
    batch.name(number())
    return batch.content()


class _Sheets(Canvas):
    """A canvas that a template may lay a letter out on, as forms: then it shows no page and ends no file."""

    is_laying_out = False

    def showPage(self) -> None:
        """The next page."""
        if not self.is_laying_out:
            super().showPage()

    def save(self) -> None:
        """The end of the file."""
        if not self.is_laying_out:
            super().save()


@dataclass(frozen=True)
class _Top:
    """What stands above the addressee of letters that share all of ``shared``, with its heights in points."""

    shared: Letter
    parts: Sequence[Flowable]
    heights: Sequence[float]


class _Batch:
    """One file as it grows. The fonts' lock is held for a letter at a time, so that other papers can be made in between."""

    def __init__(self, first: Letter, *, is_numbered_late: bool = False) -> None:
        load_fonts()
        self._waits = is_numbered_late
        self._late: list[tuple[str, Letter, Callable[[Letter], None]]] = []
        self._later: list[Letter] = []
        self._out = BytesIO()
        sheets: Any = _Sheets  # its stub takes the name of a font for a number
        self._canvas = sheets(self._out, pagesize=A4, pageCompression=1, initialFontName="Tinos", lang=first.language)
        self._first = first
        self._numbers = count(1)  # of the forms
        self._top: _Top | None = None
        self._laid: dict[tuple[Letter, float], Sequence[str]] = {}
        self._stamps: dict[object, str] = {}

    def add(self, letter: Letter) -> None:
        """The letter on pages of its own."""
        for text in (letter.number, letter.addressee, letter.addressee_detail, letter.audit_line):
            check_printable(text)
        with speaking(letter.language), page.one_at_a_time:
            top_of_it = self._top_of(letter)
            addressee = one_letter.addressee(letter)
            height = sum(top_of_it.heights) + addressee.wrap(WIDTH, A4[1])[1]
            is_short = height <= _HIGHEST_TOP
            if not is_short and self._waits:
                self._later.append(letter)
                return
            forms = self._below(letter, height, addressee.getSpaceAfter()) if is_short else self._whole(letter)
            for place, form in enumerate(forms, start=1):
                self._stamp((letter.shop, letter.audit_line, letter.language), letter, self._draw_foot)
                page.number_page(self._canvas, place)
                if place == 1 and is_short:
                    self._stamp(top_of_it.shared, letter, self._draw_top)
                    addressee.drawOn(self._canvas, LEFT, _OVER - height)
                self._canvas.doForm(form)
                self._canvas.showPage()

    def name(self, named: Numbered) -> None:
        """Write number and line of the log where they were waited for; letters whose top fills pages follow at the end."""
        self._waits, self._top = False, None
        for form, letter, draw in self._late:
            with speaking(letter.language), page.one_at_a_time:
                self._canvas.beginForm(form)
                draw(replace(letter, number=named.number, audit_line=named.audit_line))
                self._canvas.endForm()
        for letter in self._later:
            self.add(replace(letter, number=named.number, audit_line=named.audit_line))

    def content(self) -> bytes:
        """The finished file, whose properties name no customer."""
        with speaking(self._first.language):
            self._canvas.setTitle(_("Letters"))
        self._canvas.setAuthor(self._first.shop.name)
        self._canvas.setCreator("Giữ Lời")
        with page.one_at_a_time:
            self._canvas.save()
        return self._out.getvalue()

    # ---- the top --------------------------------------------------------------------------------------------------------

    def _top_of(self, letter: Letter) -> _Top:
        """That of the letter before where nothing in it differs."""
        shared = replace(letter, addressee="", addressee_detail="", audit_line="")
        if self._top is None or self._top.shared != shared:
            *parts, _addressee = top(letter)
            self._top = _Top(shared, parts, [part.wrap(WIDTH, A4[1])[1] for part in parts])
        return self._top

    def _draw_top(self, letter: Letter) -> None:
        y, top_of_it = _OVER, self._top_of(letter)
        for part, height in zip(top_of_it.parts, top_of_it.heights, strict=True):
            y -= height
            part.drawOn(self._canvas, LEFT, y)

    def _draw_foot(self, letter: Letter) -> None:
        shop_foot(letter.shop, letter.audit_line)(self._canvas)

    def _stamp(self, what: object, letter: Letter, draw: Callable[[Letter], None]) -> None:
        """Draw something of a letter; what is drawn a second time, or waits for its number, becomes a form."""
        if what not in self._stamps and not self._waits:
            self._stamps[what] = ""
            draw(letter)
            return
        if not self._stamps.get(what) and self._waits:
            self._stamps[what] = self._new_form()
            self._late.append((self._stamps[what], letter, draw))
        if not self._stamps[what]:
            self._stamps[what] = self._begin_form()
            draw(letter)
            self._canvas.endForm()
        self._canvas.doForm(self._stamps[what])

    # ---- what stands below it -------------------------------------------------------------------------------------------

    def _whole(self, letter: Letter) -> Sequence[str]:
        """The pages of a letter whose addressee takes pages of its own."""
        check_texts(letter)
        return self._lay_out(one_letter.story(letter))

    def _below(self, letter: Letter, height: float, after: float) -> Sequence[str]:
        """The pages without what stands on the first down to the addressee, laid out once for all letters of the same words."""
        key = replace(letter, number="", addressee="", addressee_detail="", audit_line=""), height
        if key not in self._laid:
            check_texts(letter)
            blank: Any = Spacer(WIDTH, height)
            blank.spaceAfter = after
            _head, _gap, _to, *rest = one_letter.story(letter)
            self._laid[key] = self._lay_out([blank, *rest])
        return self._laid[key]

    def _lay_out(self, story: list[Flowable]) -> Sequence[str]:
        """Lay the story on as many forms as it takes; their names."""
        names: list[str] = []

        def begin(_canvas: Any, _document: Any) -> None:
            names.append(self._begin_form())

        def end(canvas: Any, _document: Any) -> None:
            canvas.endForm()

        def ours(*_args: Any, **_more: Any) -> Any:
            return self._canvas

        document: Any = BaseDocTemplate(self._out, pagesize=A4)
        frame = Frame(LEFT, _UNDER, WIDTH, _OVER - _UNDER, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(frames=[frame], onPage=begin, onPageEnd=end))
        self._canvas.is_laying_out = True
        document.build(story, canvasmaker=ours)
        self._canvas.is_laying_out = False
        return names

    def _begin_form(self) -> str:
        """What is drawn from now on is a form of this name."""
        name = self._new_form()
        self._canvas.beginForm(name)
        return name

    def _new_form(self) -> str:
        return f"form{next(self._numbers)}"
