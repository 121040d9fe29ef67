"""The preview of an erasure on paper: per person what goes, what stays without a name, what stays and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    build,
    centred_style,
    coded,
    ending_whole,
    paragraph,
    paragraphs,
    ruled_table,
    safe,
    shop_foot,
    stands_on_one_page,
    style,
)
from desktop.i18n import day_text, ngettext, number_text, speaking
from desktop.i18n import gettext as _

_SHARES = (0.45, 0.55)  # of the width: what, remark
_ROOM_TO_START = 120  # points
_OVER_BOTH = ("SPAN", (0, 0), (-1, 0))

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PersonPart:
    """One person's share in ready words: pairs of what and remark; ``ground`` says why it goes. Empty parts are left out."""

    name: str
    phone: str
    ground: str
    goes: Pairs = ()
    anonymous: Pairs = ()
    stays: Pairs = ()


@dataclass(frozen=True)
class ErasurePreview:
    """What an erasure would do to each of these people, as of ``dated``."""

    shop: ShopIdentity
    dated: date
    people: tuple[PersonPart, ...]
    audit_line: str = ""
    language: str = "vi"


def render(preview: ErasurePreview) -> bytes:
    """The preview as PDF, A4, a person in one piece where a page holds it; UserError when a character cannot be printed."""
    preview = coded(preview)
    with speaking(preview.language):
        heading = _("PREVIEW OF AN ERASURE")
        story = [
            paragraph(f"<b>{heading}</b>", centred_style(16, 22, after=6)),
            *_opening(preview),
            *[part for person in preview.people for part in _in_one_piece(_person(person))],
        ]
        foot = shop_foot(preview.shop, preview.audit_line)
        return build(story, title=heading.capitalize(), author=preview.shop.name, language=preview.language, foot=foot)


def _opening(preview: ErasurePreview) -> list[Flowable]:
    count = len(preview.people)
    text = ngettext(
        "As of {day} nothing has been erased. Once the owner confirms it, this happens to the data of {n} customer:",
        "As of {day} nothing has been erased. Once the owner confirms it, this happens to the data of {n} customers:",
        count,
    )
    again = _("Restoring an older backup does not bring the data back.")
    destroy = _("This preview names customers: destroy it once the erasure is done.")
    opening = text.format(day=day_text(preview.dated), n=number_text(count))
    return [paragraph(safe(ending_whole(line)), style("opening", 12, 15.5, spaceAfter=2)) for line in (destroy, again, opening)]


def _in_one_piece(block: list[Flowable]) -> list[Flowable]:
    """On the next page rather than broken; what no page holds starts where there is room for its name and some lines."""
    if stands_on_one_page(block, has_foot=True):
        return [KeepTogether(block)]
    return [CondPageBreak(_ROOM_TO_START), *block]


def _person(person: PersonPart) -> list[Flowable]:
    phone = ", " + _("phone {number}").format(number=safe(person.phone)) if person.phone else ""
    name = paragraph(f"<b>{safe(person.name)}</b>{phone}", style("name", 13, 17.5, spaceBefore=12))
    ground = paragraphs(person.ground, style("ground", 12, 15.5, spaceAfter=4)) if person.ground else []
    parts = (
        (_("Gone for good, cannot be brought back"), person.goes),
        (_("Kept without anybody knowing whose it was"), person.anonymous),
        (_("Still kept, for the reason beside it"), person.stays),
    )
    return [name, *ground, *[_part(title, rows) for title, rows in parts if rows]]


def _part(title: str, rows: Sequence[tuple[str, str]]) -> Flowable:
    """A small table under its own title, which a next page repeats."""
    cell = style("cell", 12, 14.5)
    head = [[paragraph(f"<b>{title}</b>", cell)], []]
    cells = [[paragraphs(text, cell) for text in row] for row in rows]
    return ruled_table([head, *cells], [share * WIDTH for share in _SHARES], 2, _OVER_BOTH)
