"""The page every paper shares: A4, margins, bundled typeface, safe paragraphs, the shop's foot.

Margins after Decree 30/2020, which shops follow by habit: top and bottom 20 mm, left 30, right 18.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any, cast
from unicodedata import normalize
from xml.sax.saxutils import escape

import reportlab.lib.utils
import reportlab.pdfbase.pdfmetrics
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from desktop import paths
from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import sentence_start

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 18 * mm, 20 * mm, 20 * mm
pdfmetrics: Any = reportlab.pdfbase.pdfmetrics  # untyped
utils: Any = reportlab.lib.utils  # untyped
WIDTH = A4[0] - LEFT - RIGHT
FOOT_HEIGHT = 44
_FOOT_LEADING = 1.26
_WORDS_AT_THE_END, _LONG_END = 3, 24  # words, letters
one_at_a_time = Lock()  # ReportLab's fonts are shared and keep a reading position: two papers at once spoil each other
_FILES = {
    "Tinos": "Tinos_400Regular",
    "Tinos-Bold": "Tinos_700Bold",
    "Tinos-Italic": "Tinos_400Regular_Italic",
    "Tinos-BoldItalic": "Tinos_700Bold_Italic",
}


@dataclass(frozen=True)
class ShopIdentity:
    """The shop as its papers name it; texts as the owner typed them, ``certificate`` one ready line or empty."""

    name: str
    address: str
    certificate: str
    phone: str
    email: str
    owner_name: str
    place: str


@cache
def load_fonts() -> None:
    """Register the bundled typeface once; by path, never by system name."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, paths.resources() / "fonts" / f"{file}.ttf"))
    pdfmetrics.registerFontFamily(
        "Tinos", normal="Tinos", bold="Tinos-Bold", italic="Tinos-Italic", boldItalic="Tinos-BoldItalic"
    )


def style(name: str, size: float = 13, leading: float = 17.5, **more: Any) -> ParagraphStyle:
    """A paragraph style in the letter's typeface."""
    load_fonts()
    return ParagraphStyle(name, fontName="Tinos", fontSize=size, leading=leading, **more)


@cache
def body_style() -> ParagraphStyle:
    """Justified body; ``spaceShrinkage`` lets a line take one more word instead of stretching the rest."""
    return style("body", alignment=TA_JUSTIFY, firstLineIndent=10 * mm, spaceAfter=3.5, spaceShrinkage=0.2)


@cache
def centred_style(size: float = 12.5, leading: float = 15.5, after: float = 0) -> ParagraphStyle:
    """Centred lines of a head or a signature."""
    return style(f"centred-{size}-{leading}-{after}", size, leading, alignment=TA_CENTER, spaceAfter=after)


def safe(text: str) -> str:
    """What was typed, as letters: a name that looks like markup prints as it stands."""
    return escape(normalize("NFC", text)).replace("\n", "<br/>")


def paragraph(markup: str, wanted: ParagraphStyle | None = None) -> Paragraph:
    """A paragraph from our own markup around ``safe`` values."""
    return Paragraph(markup, wanted or body_style())


def paragraphs(text: str, wanted: ParagraphStyle | None = None, lead: str = "") -> list[Paragraph]:
    """A long typed text as one paragraph per line, so that pages can break between and within them."""
    lines = [line for line in text.split("\n") if line.strip()] or [""]
    return [paragraph((lead if place == 0 else "") + safe(line), wanted) for place, line in enumerate(lines)]


def ending_whole(text: str) -> str:
    """The text with its last words held together, so that none of them stands alone on a line."""
    head, *tail = text.rsplit(" ", _WORDS_AT_THE_END - 1)
    return "\u00a0".join([head, *tail]) if len(head) > _LONG_END and sum(map(len, tail)) < _LONG_END else text


def balanced(markup: str, wanted: ParagraphStyle, width: float) -> Paragraph:
    """A centred paragraph whose lines are about equally long: as narrow as it may be without taking another line."""
    whole = Paragraph(markup, wanted)
    height = whole.wrap(width, A4[1])[1]
    narrow, wide = min(width, whole.minWidth()), width
    while wide - narrow > 1:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if Paragraph(markup, wanted).wrap(middle, A4[1])[1] <= height else (middle, wide)
    margin = (width - wide) / 2
    return Paragraph(markup, ParagraphStyle(f"{wanted.name}-balanced", wanted, leftIndent=margin, rightIndent=margin))


def pairs(rows: Sequence[tuple[str, str]], size: float, leading: float, indent: float) -> list[Flowable]:
    """Labels in a column of their own and what they name beside them; left out where nothing is known."""
    beside = style("pair", size, leading, leftIndent=indent, bulletFontName="Tinos", bulletFontSize=size)
    return [Paragraph(f"<b>{safe(value)}</b>", beside, bulletText=f"{label}:") for label, value in rows if value]


def unprintable(text: str) -> str:
    """The characters of a text that the typeface does not have, each once."""
    load_fonts()
    glyphs: Any = pdfmetrics.getFont("Tinos").face.charToGlyph  # type: ignore[attr-defined]
    return "".join(dict.fromkeys(ch for ch in normalize("NFC", text) if ch not in "\n\t" and ord(ch) not in glyphs))


def check_printable(text: str, field: str = "") -> None:
    """Refuse in words what would print as an empty box."""
    if missing := unprintable(text):
        shown = " ".join(missing[:5])
        raise UserError(_("The printed letter cannot show “{characters}”. Write it in words.").format(characters=shown), field)


def with_codes(text: str) -> str:
    """The text with the code of each character that the typeface does not have in its place: ``Hạnh [U+1F338]``."""
    composed = normalize("NFC", text)
    if composed.isascii():
        return composed
    for letter in unprintable(composed):
        composed = composed.replace(letter, f"[U+{ord(letter):04X}]")
    return composed


def coded[Paper](paper: Paper) -> Paper:
    """A list or a page about many people with codes for what cannot print: one name keeps nobody's paper from being made."""
    return _coded(paper)


def _coded(value: Any) -> Any:
    if isinstance(value, str):
        return with_codes(value)
    if isinstance(value, tuple):
        return tuple(map(_coded, cast(tuple[Any, ...], value)))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _coded(getattr(value, part.name)) for part in fields(value)})
    return value


def check_texts(paper: Any) -> None:
    """Refuse in words whatever a paper's texts hold that would print as an empty box, its shop's and sections' included."""
    for text in _texts(asdict(paper)):
        check_printable(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(cast(dict[str, Any], value).values()))
    elif isinstance(value, list | tuple):
        for part in cast(list[Any], value):
            yield from _texts(part)


def fits(text: str, face: str, size: float, width: float) -> bool:
    """Whether a text stands on one line of this width."""
    return pdfmetrics.stringWidth(normalize("NFC", text), face, size) <= width


class Ruled(Flowable):
    """A centred line of text with a thin rule under a share of its width."""

    def __init__(self, text: str, size: float, share: float = 1.0) -> None:
        super().__init__()
        self._text, self._size, self._share = normalize("NFC", text), size, share
        self._width = 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Take the whole width; the rule stands 3 points under the text."""
        self._width = aW
        return aW, self._size * 1.22 + 3.2

    def draw(self) -> None:
        """Text, then rule."""
        canvas: Any = self.canv
        middle = self._width / 2
        canvas.setFont("Tinos-Bold", self._size)
        canvas.drawCentredString(middle, 3.2 + self._size * 0.24, self._text)
        half = pdfmetrics.stringWidth(self._text, "Tinos-Bold", self._size) * self._share / 2
        canvas.setLineWidth(0.7)
        canvas.line(middle - half, 1, middle + half, 1)


def ruled_table(
    rows: Sequence[Sequence[Sequence[Flowable]]], widths: Sequence[float], padding: float, *look: tuple[Any, ...]
) -> Flowable:
    """Cells between thin rules under a head that each page repeats; pages break between rows, and within one that fills a page.

    ``widths`` and ``padding`` (above and below a cell) in points; ``look`` are ReportLab's table commands, which come last.
    """
    whole = ((0, 0), (-1, -1))
    plain = [("GRID", *whole, 0.5, black), ("FONTNAME", *whole, "Tinos"), ("VALIGN", *whole, "TOP")]
    plain += [("LEFTPADDING", *whole, 4), ("RIGHTPADDING", *whole, 4)]
    plain += [("TOPPADDING", *whole, padding), ("BOTTOMPADDING", *whole, padding + 1)]
    cells = [list(map(list, row)) for row in rows]
    return Table(cells, colWidths=list(widths), style=[*plain, *look], repeatRows=1, splitInRow=1)


def signed_right(dated: str, who: str, name: str = "") -> Flowable:
    """On the right: place and day, who signs, room for it, and the name where it is known; texts as typed."""
    right: list[Flowable] = [
        paragraph(f"<i>{safe(sentence_start(dated.removeprefix(', ')))}</i>", centred_style(12, 16)),
        paragraph(f"<b>{safe(who)}</b>", centred_style(13, 17)),
        paragraph(f"<i>{_('(signature and full name)')}</i>", centred_style(12, 15)),
        Spacer(1, 54),
    ]
    if name:
        right.append(paragraph(f"<b>{safe(name)}</b>", centred_style(13, 16)))
    font = [("FONTNAME", (0, 0), (-1, -1), "Tinos")]
    return Table([["", right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58], style=font, spaceBefore=6)


def stands_on_one_page(story: Sequence[Flowable], *, has_foot: bool) -> bool:
    """Whether a story needs no second page."""
    heights = (part.wrap(WIDTH, A4[1])[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in story)
    return sum(heights) <= A4[1] - TOP - BOTTOM - (FOOT_HEIGHT if has_foot else 0)


def build(
    story: Sequence[Flowable], *, title: str, author: str, language: str, foot: Callable[[Any], None] | None = None
) -> bytes:
    """Lay the story on A4 pages; the title names the paper, never a person."""
    load_fonts()
    out = BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=title, author=author, lang=language, creator="Giữ Lời", initialFontName="Tinos"
    )
    under = FOOT_HEIGHT if foot else 0
    frame = Frame(LEFT, BOTTOM + under, WIDTH, A4[1] - TOP - BOTTOM - under, 0, 0, 0, 0)

    def on_page(canvas: Any, _document: Any) -> None:
        if foot:
            foot(canvas)
        number_page(canvas, canvas.getPageNumber())

    document.addPageTemplates(PageTemplate(frames=[frame], onPage=on_page))
    with one_at_a_time:
        document.build(list(story))
    return out.getvalue()


def shop_foot(shop: ShopIdentity, audit_line: str) -> Callable[[Any], None]:
    """The shop's name, address and numbers on every page, with the log entry that vouches for the paper."""
    address = ", ".join(line.strip(" ,") for line in shop.address.splitlines())
    texts = [f"{shop.name}, {address}", shop.certificate, "  ·  ".join(filter(None, (_phone(shop), _mail(shop), audit_line)))]
    size, lines = _fitted([normalize("NFC", text) for text in texts if text])

    def draw(canvas: Any) -> None:
        canvas.setLineWidth(0.4)
        canvas.line(LEFT, BOTTOM + 38, A4[0] - RIGHT, BOTTOM + 38)
        canvas.setFont("Tinos", size)
        for row, text in enumerate(lines):
            canvas.drawCentredString(LEFT + WIDTH / 2, BOTTOM + 35.5 - (row + 0.79) * size * _FOOT_LEADING, text)

    return draw


def number_page(canvas: Any, place: int) -> None:
    """A paper's pages carry their number from the second on."""
    if place > 1:
        canvas.setFont("Tinos", 11)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 13 * mm, str(place))


def _fitted(texts: list[str]) -> tuple[float, list[str]]:
    """The largest size at which the foot's lines, broken where they must be, fit its height."""
    lines: list[str] = []
    size = 9.5
    while size > 3.5:
        lines = [line for text in texts for line in utils.simpleSplit(text, "Tinos", size, WIDTH)]
        if len(lines) * size * _FOOT_LEADING <= FOOT_HEIGHT - 8:
            break
        size -= 0.25
    return size, lines


def _phone(shop: ShopIdentity) -> str:
    return _("Phone: {number}").format(number=shop.phone) if shop.phone else ""


def _mail(shop: ShopIdentity) -> str:
    return _("Email: {address}").format(address=shop.email) if shop.email else ""
