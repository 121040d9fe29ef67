"""The statement of disclosures: to whom one customer's data went, when, which, why and on what basis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, Spacer

from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    build,
    centred_style,
    coded,
    paragraph,
    paragraphs,
    ruled_table,
    safe,
    shop_foot,
    signed_right,
    style,
)
from desktop.i18n import day_text, letter_day, ngettext, number_text, speaking
from desktop.i18n import gettext as _

_SHARES = (0.13, 0.165, 0.22, 0.165, 0.165, 0.155)  # of the width: day, recipient, data, purpose, basis, notice


@dataclass(frozen=True)
class StatementLine:
    """One disclosure in ready words; ``reference`` the order it belongs to."""

    day: date
    recipient: str
    fields: str
    purpose: str
    basis: str
    notice: str
    reference: str = ""


@dataclass(frozen=True)
class DisclosureStatement:
    """All disclosures about one customer up to ``dated``, in any order; none is an answer too."""

    shop: ShopIdentity
    name: str
    phone: str
    dated: date
    lines: tuple[StatementLine, ...]
    audit_line: str = ""
    language: str = "vi"


def render(statement: DisclosureStatement) -> bytes:
    """The statement as PDF, A4, on as many pages as it takes."""
    statement = coded(statement)
    with speaking(statement.language):
        heading = _("STATEMENT OF DISCLOSURES")
        story = [
            paragraph(f"<b>{heading}</b>", centred_style(16, 22, after=6)),
            *_addressee(statement),
            *(_listed(statement) if statement.lines else _nobody(statement)),
            _signature(statement),
        ]
        foot = shop_foot(statement.shop, statement.audit_line)
        title, author = heading.capitalize(), statement.shop.name
        return build(story, title=title, author=author, language=statement.language, foot=foot)


def _addressee(statement: DisclosureStatement) -> list[Flowable]:
    phone = ", " + _("phone {number}").format(number=safe(statement.phone)) if statement.phone else ""
    text = _("To: {name}").format(name=f"<b>{safe(statement.name)}</b>") + phone
    return [paragraph(text, centred_style(13, 17.5, after=10))]


def _listed(statement: DisclosureStatement) -> list[Flowable]:
    before = _("Up to {day}, the shop has given your data to others as follows, the oldest first:")
    count = len(statement.lines)
    after = ngettext("{n} disclosure in all.", "{n} disclosures in all.", count).format(n=number_text(count))
    oldest_first = sorted(statement.lines, key=lambda line: line.day)
    plain = style("around", 13, 17.5, spaceAfter=6, spaceBefore=6)
    return [
        paragraph(safe(before.format(day=day_text(statement.dated))), plain),
        _table(oldest_first),
        paragraph(f"<b>{safe(after)}</b>", style("count", 13, 17.5, spaceBefore=6, keepWithNext=1)),
    ]


def _nobody(statement: DisclosureStatement) -> list[Flowable]:
    text = _("Up to {day}, the shop has given your data to nobody.").format(day=day_text(statement.dated))
    return [Spacer(1, 6), paragraph(f"<b>{safe(text)}</b>", style("nobody", 13, 17.5)), Spacer(1, 14)]


def _table(lines: Sequence[StatementLine]) -> Flowable:
    """Every line under a head that each page repeats; a row longer than a page is split."""
    cell = style("cell", 11, 13.5)
    titles = (_("Day"), _("Recipient"), _("Data given"), _("Purpose"), _("Basis"), _("How you were told"))
    head = [[paragraph(f"<b>{title}</b>", cell)] for title in titles]
    rows = [[paragraphs(text, cell) for text in _texts(line)] for line in lines]
    return ruled_table([head, *rows], [share * WIDTH for share in _SHARES], 3)


def _texts(line: StatementLine) -> Sequence[str]:
    order = "\n" + _("Order {reference}").format(reference=line.reference) if line.reference else ""
    return day_text(line.day), line.recipient, line.fields, line.purpose + order, line.basis, line.notice


def _signature(statement: DisclosureStatement) -> Flowable:
    shop = statement.shop
    return signed_right(f"{shop.place}, {letter_day(statement.dated)}", _("OWNER OF THE BUSINESS"), shop.owner_name)
