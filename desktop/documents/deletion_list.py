"""The list behind a number of planned deletions, for the desk: a line per person, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from desktop.documents.long_table import text_table
from desktop.documents.page import ShopIdentity, build, centred_style, coded, paragraph, safe, shop_foot, style
from desktop.i18n import day_text, ngettext, number_text, speaking
from desktop.i18n import gettext as _

_SHARES = (0.075, 0.14, 0.24, 0.15, 0.195, 0.2)  # of the width: number, day, name, phone, reason, state


@dataclass(frozen=True)
class DeletionLine:
    """A person whose data is to go on a day; ``reason`` and ``state`` are ready words."""

    day: date
    name: str
    phone: str
    reason: str
    state: str


@dataclass(frozen=True)
class DeletionList:
    """The people behind a bar or a filter, in the order given; ``title`` says which, in ready words."""

    shop: ShopIdentity
    dated: date
    title: str
    lines: tuple[DeletionLine, ...]
    language: str = "vi"


def render(listing: DeletionList) -> bytes:
    """The list as PDF, A4, each page under the same head; raises UserError when a character cannot be printed."""
    listing = coded(listing)
    with speaking(listing.language):
        heading = _("PLANNED DELETIONS")
        story = [
            paragraph(f"<b>{heading}</b>", centred_style(16, 22)),
            paragraph(safe(listing.title), centred_style(13, 17.5, after=4)),
            *_about(listing),
            *([_table(listing.lines)] if listing.lines else []),
        ]
        author, foot = listing.shop.name, shop_foot(listing.shop, "")
        return build(story, title=heading.capitalize(), author=author, language=listing.language, foot=foot)


def _about(listing: DeletionList) -> list[Flowable]:
    """How many, as of when, and that the list itself has to go one day."""
    count = len(listing.lines)
    many = ngettext("{n} customer in all.", "{n} customers in all.", count).format(n=number_text(count))
    dated = _("As of {day}.").format(day=day_text(listing.dated))
    note = _("This list names customers: destroy it once it has been used.") if count else ""
    shown = many if count else _("Nobody is on this list.")
    return [paragraph(f"{dated} <b>{shown}</b> {note}", style("about", 12, 16, spaceAfter=6))]


def _table(lines: Sequence[DeletionLine]) -> Flowable:
    titles = (_("No."), _("Deletion on"), _("Customer"), _("Phone"), _("Reason"), _("State"))
    rows = [
        (number_text(place), day_text(line.day), line.name, line.phone, line.reason, line.state)
        for place, line in enumerate(lines, start=1)
    ]
    return text_table(titles, rows, _SHARES)
