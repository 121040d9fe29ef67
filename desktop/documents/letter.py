"""A letter of the shop to a customer or a recipient of data: two-column head, body, foot with the owner's signature. Data in, PDF bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from unicodedata import normalize

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from desktop.documents.page import (
    WIDTH,
    Ruled,
    ShopIdentity,
    balanced,
    body_style,
    build,
    centred_style,
    check_texts,
    fits,
    paragraph,
    paragraphs,
    safe,
    shop_foot,
    stands_on_one_page,
    style,
)
from desktop.i18n import gettext as _
from desktop.i18n import letter_day, speaking

_ROOMS = (54, 46, 38)  # for the hand that signs, in points: the largest that leaves the letter on one page
_END, _LINES_OF_AN_END = 75, 3  # how much of the body goes with a signature that stands on a later page
_HO_KINH_DOANH = "HỘ KINH DOANH"  # stands in the shop's own name, whatever the letter's language
_PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), "Tinos"),
        *[(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")],
    ]
)


@dataclass(frozen=True)
class Section:
    """A part of the body; one with a title is numbered."""

    text: str
    title: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter's content; every text as typed, ``dated`` the day under the state's motto, ``audit_line`` what the foot shows.

    ``to_customer`` False for a firm or an agency.
    """

    shop: ShopIdentity
    number: str
    subject: str
    dated: date
    addressee: str
    addressee_detail: str
    sections: tuple[Section, ...]
    audit_line: str
    language: str = "vi"
    to_customer: bool = True


def render(letter: Letter) -> bytes:
    """The letter as PDF, A4; raises UserError when a character cannot be printed."""
    check_texts(letter)
    with speaking(letter.language):
        foot = shop_foot(letter.shop, letter.audit_line)
        return build(story(letter), title=letter.number, author=letter.shop.name, language=letter.language, foot=foot)


def story(letter: Letter) -> list[Flowable]:
    """On one page where less room for the signature lets it; otherwise the end of the body goes with the signature."""
    for room in _ROOMS:
        parts = [*top(letter), *body_of(letter), Spacer(1, 8), signature(letter, room)]
        if stands_on_one_page(parts, has_foot=True):
            return parts
    body, end = _parted(body_of(letter))
    return [*top(letter), *body, KeepTogether([*end, Spacer(1, 8), signature(letter, _ROOMS[0])])]


def _parted(body: list[Paragraph]) -> tuple[Sequence[Flowable], Sequence[Flowable]]:
    """The body without its end, and the end: its last paragraphs as far as they are short, or the last lines of a long one."""
    start, height = len(body), 0.0
    while start and (height := height + body[start - 1].wrap(WIDTH, A4[1])[1] + body[start - 1].getSpaceAfter()) <= _END:
        start -= 1
    if start == len(body) and body:
        last = body[-1]
        *before, end = last.split(WIDTH, last.wrap(WIDTH, A4[1])[1] - _LINES_OF_AN_END * last.style.leading) or [last]
        for part in before:  # no gap where the paragraph goes on
            cast(Paragraph, part).style = ParagraphStyle("goes on", last.style, spaceAfter=0)
        return [*body[:-1], *before], [end]
    return body[:start], body[start:]


def top(letter: Letter) -> list[Flowable]:
    """The head and the addressee."""
    return [_head(letter), Spacer(1, 14), addressee(letter)]


def _head(letter: Letter) -> Flowable:
    """Left the shop, number and subject; right the state's name and motto, place and date."""
    left_width = WIDTH * 0.42
    small = centred_style(12, 14.5)
    left: list[Flowable] = [
        *_shop_name(normalize("NFC", letter.shop.name), left_width),
        Spacer(1, 6),
        paragraph(_("No.: {number}").format(number=safe(letter.number)), centred_style()),
        balanced(_("Re: {subject}").format(subject=safe(letter.subject)), small, left_width),
    ]
    dated = f"{safe(letter.shop.place)}, {letter_day(letter.dated)}"
    right: list[Flowable] = [
        paragraph(f"<b>{_('SOCIALIST REPUBLIC OF VIET NAM')}</b>", centred_style(12)),
        Ruled(_("Independence - Freedom - Happiness"), 13),
        Spacer(1, 6),
        paragraph(f"<i>{dated}</i>", centred_style()),
    ]
    return Table([[left, right]], colWidths=[left_width, WIDTH - left_width], style=_PLAIN)


def _shop_name(name: str, width: float) -> list[Flowable]:
    """``HỘ KINH DOANH`` over the name, ruled where it fits on one line."""
    business = _("HOUSEHOLD BUSINESS")
    bare = name.upper()
    for prefix in (business, _HO_KINH_DOANH):
        bare = bare.removeprefix(prefix).strip() or bare
    title: Flowable = (
        Ruled(bare, 13, 0.55)
        if fits(bare, "Tinos-Bold", 13, width)
        else balanced(f"<b>{safe(bare)}</b>", centred_style(13), width)
    )
    return [paragraph(business, centred_style()), title]


def addressee(letter: Letter) -> Flowable:
    """Whom it is for."""
    name = f"<b>{safe(letter.addressee)}</b>"
    to = _("To: {name}") if letter.to_customer else _("For the attention of: {name}")
    text = to.format(name=name) + (f", {safe(letter.addressee_detail)}" if letter.addressee_detail else "")
    return paragraph(text, centred_style(13, 17.5, after=10))


def body_of(letter: Letter) -> list[Paragraph]:
    """The sections in order; titled ones carry their number where there is more than one."""
    body: list[Paragraph] = []
    number, has_numbers = 0, sum(bool(section.title) for section in letter.sections) > 1
    for section in letter.sections:
        lead = ""
        if section.title:
            number += 1
            lead = f"<b>{f'{number}. ' * has_numbers}{safe(section.title)}.</b> "
        body += paragraphs(section.text, body_style(), lead)
    return body


def signature(letter: Letter, room: int, *, is_filed: bool = True) -> Flowable:
    """``room`` in points for the hand that signs; ``is_filed`` False for a letter of which the shop keeps no copy."""
    small = style("copies", 11, 13.5)
    left: list[Flowable] = [
        paragraph(f"<b><i>{_('Goes to:')}</i></b>", small),
        *[paragraph(text, small) for text in ((_("- As above;"), _("- File.")) if is_filed else (_("- As above."),))],
    ]
    right: list[Flowable] = [
        paragraph(f"<b>{_('OWNER OF THE BUSINESS')}</b>", centred_style(13, 16)),
        paragraph(f"<i>{_('(signature and full name)')}</i>", centred_style(12, 15)),
        Spacer(1, room),
        paragraph(f"<b>{safe(letter.shop.owner_name)}</b>", centred_style(13, 16)),
    ]
    return Table([[left, right]], colWidths=[WIDTH * 0.5, WIDTH * 0.5], style=_PLAIN)
