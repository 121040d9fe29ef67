"""The policy that the shop publishes, on paper: who collects the data, then the eight items of Decree 248/2026/NĐ-CP Art 5.1."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, Paragraph

from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    balanced,
    build,
    centred_style,
    check_texts,
    ending_whole,
    pairs,
    paragraph,
    safe,
    shop_foot,
    signed_right,
    style,
)
from desktop.i18n import day_text, letter_day, speaking
from desktop.i18n import gettext as _

_SIZE, _LEADING, _LABELS = 12.5, 15.6, 118
_BULLET = "- "


@dataclass(frozen=True)
class PolicyItem:
    """One of the eight items: its title, and its sentences; a line that begins with "- " stands in a list."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class PublishedPolicy:
    """The policy in one language, every text ready; ``number`` counts the versions, ``unit`` is what the law wants said of the shop."""

    shop: ShopIdentity
    title: str
    number: int
    effective_from: date
    intro: str
    unit_title: str
    unit: tuple[tuple[str, str], ...]
    items: tuple[PolicyItem, ...]
    ending: str
    dated: date
    language: str = "vi"


def render(policy: PublishedPolicy) -> bytes:
    """The policy as PDF, A4, two or three pages; raises UserError when a character cannot be printed."""
    check_texts(policy)
    with speaking(policy.language):
        story = [*_head(policy), *_unit(policy)]
        for number, item in enumerate(policy.items, 1):
            story += _item(number, item)
        story += [*_plain(policy.ending, before=6), _signature(policy)]
        foot = shop_foot(policy.shop, version_line(policy))
        return build(story, title=policy.title, author=policy.shop.name, language=policy.language, foot=foot)


def version_line(policy: PublishedPolicy) -> str:
    """Which version it is, in the language spoken now."""
    return _("Version {n}, in force from {day}").format(n=policy.number, day=day_text(policy.effective_from))


def _head(policy: PublishedPolicy) -> list[Flowable]:
    return [
        balanced(f"<b>{safe(policy.title.upper())}</b>", centred_style(15, 20), WIDTH),
        paragraph(f"<i>{safe(version_line(policy))}</i>", centred_style(12, 16, after=8)),
        *_plain(policy.intro),
    ]


def _unit(policy: PublishedPolicy) -> list[Flowable]:
    return [_heading(policy.unit_title), *pairs(policy.unit, _SIZE, _LEADING, _LABELS)]


def _item(number: int, item: PolicyItem) -> list[Flowable]:
    return [_heading(f"{number}. {item.title}"), *[part for line in item.lines for part in _plain(line)]]


def _heading(text: str) -> Flowable:
    return paragraph(f"<b>{safe(text)}</b>", style("heading", 13, 17, spaceBefore=8, spaceAfter=3, keepWithNext=1))


def _plain(text: str, before: float = 0) -> list[Flowable]:
    """A sentence, or an item of a list, which hangs from its dash."""
    look = {"spaceAfter": 2.5, "spaceBefore": before}
    if text.startswith(_BULLET):
        hanging = style(
            "item", _SIZE, _LEADING, leftIndent=16, bulletIndent=5, bulletFontName="Tinos", bulletFontSize=_SIZE, **look
        )
        return [Paragraph(safe(text.removeprefix(_BULLET)), hanging, bulletText="-")]
    return [paragraph(safe(ending_whole(text)), style("plain", _SIZE, _LEADING, **look))]


def _signature(policy: PublishedPolicy) -> Flowable:
    shop = policy.shop
    return signed_right(f"{shop.place}, {letter_day(policy.dated)}", _("OWNER OF THE BUSINESS"), shop.owner_name)
