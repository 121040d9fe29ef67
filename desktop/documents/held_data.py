"""What the shop holds about one customer, printed while the customer waits: details, consents, who was told, what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from unicodedata import normalize

from reportlab.platypus import Flowable

from desktop.documents.long_table import text_table
from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    build,
    centred_style,
    coded,
    pairs,
    paragraph,
    paragraphs,
    ruled_table,
    safe,
    shop_foot,
    stands_on_one_page,
    style,
)
from desktop.i18n import day_text, speaking
from desktop.i18n import gettext as _

_SIZES = (12.5, 12, 11.5, 11, 10.5, 10)  # it takes the largest at which it stands on one page
_SIZE_OF_MANY_PAGES = 11.5
_LEADING = 1.25  # in sizes
_MANY = 60  # rows from which a table is reckoned page by page
_CONSENTS, _RECIPIENTS, _CASES = (0.5, 0.16, 0.34), (0.23, 0.23, 0.34, 0.2), (0.2, 0.15, 0.4, 0.25)  # of the width


@dataclass(frozen=True)
class Detail:
    """A piece of data with the name it has on paper."""

    label: str
    value: str


@dataclass(frozen=True)
class ConsentLine:
    """What stands about one use of the data; ``day`` None where the customer was never asked."""

    topic: str
    decision: str
    day: date | None
    means: str = ""


@dataclass(frozen=True)
class RecipientLine:
    """Somebody who was told: which data, when or how often (``given``), on what basis."""

    name: str
    fields: str
    given: str
    basis: str


@dataclass(frozen=True)
class CaseLine:
    """A complaint or a request of the customer."""

    number: str
    received: date
    about: str
    state: str


@dataclass(frozen=True)
class HeldData:
    """Everything about one customer as of ``dated``, in ready words; ``number`` of the request it answers may be empty.

    ``deletion`` and ``contacts`` are sentences; ``kept_by`` what keeps the data beyond that, ``wishes`` what the customer forbade.
    """

    shop: ShopIdentity
    dated: date
    number: str
    name: str
    details: tuple[Detail, ...]
    consents: tuple[ConsentLine, ...]
    recipients: tuple[RecipientLine, ...]
    deletion: str
    kept_by: tuple[str, ...]
    wishes: tuple[str, ...]
    complaints: tuple[CaseLine, ...]
    requests: tuple[CaseLine, ...]
    contacts: str
    audit_line: str = ""
    language: str = "vi"


def render(held: HeldData) -> bytes:
    """The paper as PDF, A4, one page where the data lets it; raises UserError when a character cannot be printed."""
    held = coded(held)
    with speaking(held.language):
        title, foot = _heading().capitalize(), shop_foot(held.shop, held.audit_line)
        return build(_on_one_page(held), title=title, author=held.shop.name, language=held.language, foot=foot)


def _heading() -> str:
    return _("WHAT WE HOLD ABOUT YOU")


def _on_one_page(held: HeldData) -> list[Flowable]:
    for size in _SIZES:
        if stands_on_one_page(story := _story(held, size), has_foot=True):
            return story
    return _story(held, _SIZE_OF_MANY_PAGES)


def _story(held: HeldData, size: float) -> list[Flowable]:
    return [
        paragraph(f"<b>{_heading()}</b>", centred_style(16, 21)),
        *_opening(held, size),
        *_details(held.details, size),
        *_consents(held.consents, size),
        *_recipients(held.recipients, size),
        *_deletion(held, size),
        *_part(_("What you asked us not to do"), held.wishes, size),
        *_cases(_("Your complaints"), held.complaints, size),
        *_cases(_("Your requests"), held.requests, size),
        *_said(_("Conversations"), held.contacts or _("No conversation is on record."), size),
        *_rights(held.shop, size),
    ]


# ---- the parts --------------------------------------------------------------------------------------------------------


def _opening(held: HeldData, size: float) -> list[Flowable]:
    """To whom, as of when, and which request it answers."""
    to = _("To: {name}").format(name=f"<b>{safe(held.name)}</b>")
    asked = _("Answers your request {number}.").format(number=held.number) if held.number else ""
    as_of = _("As of {day}.").format(day=day_text(held.dated))
    return [
        paragraph(to, centred_style(13, 17.5)),
        paragraph(safe(f"{as_of} {asked}".strip()), centred_style(size, size * _LEADING, after=2)),
    ]


def _details(details: Sequence[Detail], size: float) -> list[Flowable]:
    title = _("Your details")
    known = [(normalize("NFC", detail.label), _one_line(detail.value)) for detail in details if detail.value.strip(" ,\n")]
    if not known:
        return _said(title, _("None."), size)
    return [_title(title, size), *pairs(known, size, size * _LEADING, 9.5 * size)]


def _consents(lines: Sequence[ConsentLine], size: float) -> list[Flowable]:
    title = _("What you agreed to")
    if not lines:
        return _said(title, _("You were not asked for any consent."), size)
    titles = (_("Use of the data"), _("Decision"), _("When and how"))
    rows = [(line.topic, line.decision, ", ".join(filter(None, (_day(line.day), line.means)))) for line in lines]
    return [_title(title, size), _table(titles, rows, _CONSENTS, size)]


def _recipients(lines: Sequence[RecipientLine], size: float) -> list[Flowable]:
    title = _("Who was told")
    if not lines:
        return _said(title, _("Nobody was told anything."), size)
    titles = (_("Recipient"), _("Data given"), _("When"), _("Basis"))
    rows = [(line.name, line.fields, line.given, line.basis) for line in _grouped(lines)]
    return [_title(title, size), _table(titles, rows, _RECIPIENTS, size)]


def _grouped(lines: Sequence[RecipientLine]) -> list[RecipientLine]:
    """One line for whatever differs only in when it was given."""
    found: dict[tuple[str, str, str], RecipientLine] = {}
    for line in lines:
        key = (line.name, line.fields, line.basis)
        found[key] = replace(line, given=", ".join((found[key].given, line.given))) if key in found else line
    return list(found.values())


def _deletion(held: HeldData, size: float) -> list[Flowable]:
    """When the data goes, and what keeps it longer."""
    planned = _said(_("When it is deleted"), held.deletion or _("No day is set."), size)
    return [*planned, *_part(_("What is kept longer, and why"), held.kept_by, size)]


def _cases(title: str, lines: Sequence[CaseLine], size: float) -> list[Flowable]:
    if not lines:
        return _said(title, _("None."), size)
    titles = (_("Reference number"), _("Received on"), _("What it is about"), _("State"))
    rows = [(line.number, day_text(line.received), line.about, line.state) for line in lines]
    return [_title(title, size), _table(titles, rows, _CASES, size)]


def _rights(shop: ShopIdentity, size: float) -> list[Flowable]:
    """What the customer may ask for, and where."""
    ways = [_("at the shop")]
    ways += [_("by phone {number}").format(number=shop.phone.replace(" ", "\u00a0"))] if shop.phone else []
    ways += [_("by email {address}").format(address=shop.email)] if shop.email else []
    text = _("At any time you may have this data corrected or deleted, restrict its use, or withdraw a consent: {ways}.")
    look = style("rights", size, size * _LEADING, spaceBefore=size * 0.8)
    return [*paragraphs(text.format(ways=", ".join(ways)), look)]


# ---- what they are made of --------------------------------------------------------------------------------------------


def _part(title: str, lines: Sequence[str], size: float) -> list[Flowable]:
    """A line per text under a title; one or none beside it."""
    if len(lines) <= 1:
        return _said(title, lines[0] if lines else _("Nothing."), size)
    text = style("text", size, size * _LEADING)
    return [_title(title, size), *[part for line in lines for part in paragraphs(f"-\u00a0{line}", text)]]


def _said(title: str, text: str, size: float) -> list[Flowable]:
    """A title and its sentence on one line."""
    look = style("said", size, size * _LEADING, spaceBefore=size * 0.42)
    first, *rest = paragraphs(text, look, lead=f"<b>{title}:</b> ")
    return [first, *rest]


def _title(text: str, size: float) -> Flowable:
    look = style("title", size, size * _LEADING, spaceBefore=size * 0.42, spaceAfter=2, keepWithNext=1)
    return paragraph(f"<b>{text}:</b>", look)


def _day(day: date | None) -> str:
    return day_text(day) if day else ""


def _one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip(" ,"))


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], size: float) -> Flowable:
    if len(rows) > _MANY:
        return text_table(titles, rows, shares)
    cell = style("cell", size - 0.5, (size - 0.5) * 1.18)
    head = [[paragraph(f"<b>{safe(title)}</b>", cell)] for title in titles]
    cells = [[paragraphs(text, cell) for text in row] for row in rows]
    return ruled_table([head, *cells], [share * WIDTH for share in shares], 1.5)
