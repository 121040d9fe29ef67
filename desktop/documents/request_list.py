"""The register of requests for the desk: a line per request, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from desktop.documents.long_table import text_table
from desktop.documents.page import ShopIdentity, build, centred_style, coded, paragraph, safe, shop_foot, style
from desktop.i18n import day_text, ngettext, number_text, speaking
from desktop.i18n import gettext as _

_SHARES = (0.18, 0.13, 0.22, 0.21, 0.13, 0.13)  # of the width: number, received, who, kind, due, state


@dataclass(frozen=True)
class RequestLine:
    """A request; ``kind`` and ``state`` are ready words, ``due`` None where nothing is owed any more."""

    number: str
    received: date
    name: str
    kind: str
    due: date | None
    state: str


@dataclass(frozen=True)
class RequestList:
    """Requests in the order given; ``title`` says which, in ready words."""

    shop: ShopIdentity
    dated: date
    title: str
    lines: tuple[RequestLine, ...]
    language: str = "vi"


def render(listing: RequestList) -> bytes:
    """The list as PDF, A4, each page under the same head; raises UserError when a character cannot be printed."""
    listing = coded(listing)
    with speaking(listing.language):
        heading = _("REGISTER OF REQUESTS")
        story = [*_head(heading, listing), *([_table(listing.lines)] if listing.lines else [])]
        author, foot = listing.shop.name, shop_foot(listing.shop, "")
        return build(story, title=heading.capitalize(), author=author, language=listing.language, foot=foot)


def _head(heading: str, listing: RequestList) -> list[Flowable]:
    """Which list, how many, as of when, and that it has to go one day."""
    count = len(listing.lines)
    many = ngettext("{n} request in all.", "{n} requests in all.", count).format(n=number_text(count))
    dated = _("As of {day}.").format(day=day_text(listing.dated))
    note = _("This list names customers: destroy it once it has been used.") if count else ""
    return [
        paragraph(f"<b>{heading}</b>", centred_style(16, 22)),
        paragraph(safe(listing.title), centred_style(13, 17.5, after=4)),
        paragraph(
            f"{dated} <b>{many if count else _('No request is on this list.')}</b> {note}", style("about", 12, 16, spaceAfter=6)
        ),
    ]


def _table(lines: Sequence[RequestLine]) -> Flowable:
    titles = (_("Reference number"), _("Received on"), _("Customer"), _("Request"), _("Due on"), _("State"))
    rows = [
        (line.number, day_text(line.received), line.name, line.kind, day_text(line.due) if line.due else "–", line.state)
        for line in lines
    ]
    return text_table(titles, rows, _SHARES)
