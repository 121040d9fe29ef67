"""The register of incidents for the desk or an inspector: a line per incident, on as many pages as it takes. It names no customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.platypus import Flowable

from desktop.documents.long_table import text_table
from desktop.documents.page import ShopIdentity, build, centred_style, coded, paragraph, safe, shop_foot, style
from desktop.i18n import clock_text, day_text, local_day, ngettext, number_text, speaking
from desktop.i18n import gettext as _

_SHARES = (0.18, 0.13, 0.26, 0.09, 0.2, 0.14)  # of the width: number, noticed, what, people, authorities, state


@dataclass(frozen=True)
class IncidentLine:
    """An incident; ``authorities`` (who was told when) and ``state`` are ready words, ``people`` how many it touched."""

    number: str
    noticed_at: datetime
    about: str
    people: int
    authorities: str
    state: str


@dataclass(frozen=True)
class IncidentList:
    """Incidents in the order given; ``title`` says which, in ready words."""

    shop: ShopIdentity
    dated: date
    title: str
    lines: tuple[IncidentLine, ...]
    language: str = "vi"


def render(listing: IncidentList) -> bytes:
    """The list as PDF, A4, each page under the same head; raises UserError when a character cannot be printed."""
    listing = coded(listing)
    with speaking(listing.language):
        heading = _("REGISTER OF INCIDENTS")
        story = [*_head(heading, listing), *([_table(listing.lines)] if listing.lines else [])]
        author, foot = listing.shop.name, shop_foot(listing.shop, "")
        return build(story, title=heading.capitalize(), author=author, language=listing.language, foot=foot)


def _head(heading: str, listing: IncidentList) -> list[Flowable]:
    """Which list, how many, as of when."""
    count = len(listing.lines)
    many = ngettext("{n} incident in all.", "{n} incidents in all.", count).format(n=number_text(count))
    dated = _("As of {day}.").format(day=day_text(listing.dated))
    return [
        paragraph(f"<b>{heading}</b>", centred_style(16, 22)),
        paragraph(safe(listing.title), centred_style(13, 17.5, after=4)),
        paragraph(f"{dated} <b>{many if count else _('No incident is on this list.')}</b>", style("about", 12, 16, spaceAfter=6)),
    ]


def _table(lines: Sequence[IncidentLine]) -> Flowable:
    titles = (_("Reference number"), _("Noticed at"), _("What happened"), _("People"), _("Authorities told"), _("State"))
    rows = [
        (line.number, _moment(line.noticed_at), line.about, number_text(line.people), line.authorities, line.state)
        for line in lines
    ]
    return text_table(titles, rows, _SHARES)


def _moment(moment: datetime) -> str:
    return f"{clock_text(moment)}\n{day_text(local_day(moment))}"
