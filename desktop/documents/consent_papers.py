"""The papers of consent: a form to tick and sign, and the receipt of what was decided or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    build,
    centred_style,
    check_texts,
    ending_whole,
    pairs,
    paragraph,
    paragraphs,
    ruled_table,
    safe,
    shop_foot,
    signed_right,
    stands_on_one_page,
    style,
)
from desktop.i18n import day_text, letter_day, speaking
from desktop.i18n import gettext as _

_BOX = 12
_PAIR = 1.38  # leading of what is known, in sizes
_ANSWER_WIDTH = 64
_SHORT_ANSWERS = (("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (1, 0), (-1, -1), "CENTER"))
_SIZES = (13, 12.5, 12, 11.5, 11, 10.5)  # the form takes the largest at which it stands on one page
_SIZE_OF_MANY_PAGES = 12


@dataclass(frozen=True)
class FormTopic:
    """Something to agree to or not; ``needed`` where an order cannot be served without it, ``note`` what else refusing means."""

    text: str
    needed: bool
    note: str = ""


@dataclass(frozen=True)
class ConsentForm:
    """A form for one customer, or blank to be filled by hand where the name is empty. ``retention`` is one ready sentence."""

    shop: ShopIdentity
    topics: tuple[FormTopic, ...]
    policy_from: date
    retention: str
    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    language: str = "vi"


@dataclass(frozen=True)
class ConsentReceipt:
    """What a customer decided on a day; ``means`` and the decisions in ``lines`` are ready words. ``dated`` is when it is made."""

    shop: ShopIdentity
    name: str
    phone: str
    decided_on: date
    means: str
    lines: tuple[tuple[str, str], ...]
    policy_from: date
    dated: date
    audit_line: str = ""
    is_withdrawal: bool = False
    language: str = "vi"


def render_form(form: ConsentForm) -> bytes:
    """The form as PDF: one A4 page as long as the texts allow, two empty boxes per topic."""
    check_texts(form)
    with speaking(form.language):
        title = _form_heading().capitalize()
        return build(_on_one_page(form), title=title, author=form.shop.name, language=form.language)


def render_receipt(receipt: ConsentReceipt) -> bytes:
    """The receipt, or the confirmation of a withdrawal, for the customer to take along."""
    check_texts(receipt)
    with speaking(receipt.language):
        heading = _("CONFIRMATION OF WITHDRAWN CONSENT") if receipt.is_withdrawal else _("CONFIRMATION OF CONSENT")
        story = [_heading(heading), *_facts(receipt), _decisions(receipt), *_consequence(receipt), _signed(receipt)]
        foot = shop_foot(receipt.shop, receipt.audit_line)
        return build(story, title=heading.capitalize(), author=receipt.shop.name, language=receipt.language, foot=foot)


class _Box(Flowable):
    """An empty box to tick."""

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """A square, centred by its cell."""
        return _BOX, _BOX

    def draw(self) -> None:
        """The outline only: nothing is ever ticked beforehand."""
        canvas: Any = self.canv
        canvas.setLineWidth(0.9)
        canvas.rect(0, 0, _BOX, _BOX, stroke=1, fill=0)


class _HandLine(Flowable):
    """A label, and dots up to the margin to write on."""

    def __init__(self, label: str, size: float, indent: float) -> None:
        super().__init__()
        self._label, self._size, self._indent = normalize("NFC", label), size, indent
        self._width = 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Take the whole width, and the height of a line of handwriting."""
        self._width = aW
        return aW, self._size * 1.75

    def draw(self) -> None:
        """Label, then dots."""
        canvas: Any = self.canv
        canvas.setFont("Tinos", self._size)
        canvas.drawString(0, 4, self._label)
        canvas.setLineWidth(0.9)
        canvas.setLineCap(1)
        canvas.setDash([0.1, 3.2])
        canvas.line(self._indent, 3, self._width - 1, 3)


# ---- the form ---------------------------------------------------------------------------------------------------------


def _form_heading() -> str:
    return _("CONSENT TO THE PROCESSING OF PERSONAL DATA")


def _on_one_page(form: ConsentForm) -> list[Flowable]:
    """The form at the largest size that leaves it on one page; texts that fill more pages anyway are set to be read easily."""
    for size in _SIZES:
        if stands_on_one_page(_form(form, size), has_foot=False):
            return _form(form, size)
    return _form(form, _SIZE_OF_MANY_PAGES)


def _form(form: ConsentForm, size: float) -> list[Flowable]:
    return [
        _heading(_form_heading()),
        _section(_("Who collects the data"), size),
        *_collector(form.shop, size),
        _section(_("The customer"), size),
        *_person(form, size),
        _section(_("What the data may be used for"), size),
        *_question(form, size),
        *_rights(form, size),
        _signature(form.shop.place),
    ]


def _collector(shop: ShopIdentity, size: float) -> list[Flowable]:
    """Who collects the data, with all that identifies the shop."""
    phone = _("Phone: {number}").format(number=shop.phone) if shop.phone else ""
    email = _("Email: {address}").format(address=shop.email) if shop.email else ""
    lines = [_one_line(shop.address), shop.certificate, "  ·  ".join(filter(None, (phone, email)))]
    plain = _text(size)
    return [paragraph(f"<b>{safe(shop.name)}</b>", plain), *[paragraph(safe(line), plain) for line in lines if line]]


def _person(form: ConsentForm, size: float) -> list[Flowable]:
    """What the shop holds; of a customer who writes it down herself, lines to write on, two of them for the address."""
    labels = (_("Full name"), _("Phone"), _("Address"), _("Email"))
    indent = size * 6.2
    if not form.name:
        lines = [f"{label}:" for label in labels]
        return [_HandLine(line, size, indent) for line in (*lines[:3], "", lines[3])]
    values = (form.name, form.phone, _one_line(form.address), form.email)
    return pairs(list(zip(labels, values, strict=True)), size, size * _PAIR, indent)


def _question(form: ConsentForm, size: float) -> list[Flowable]:
    text = _(
        "Under its privacy policy in force from {day}, the shop asks for your consent to each use of the data below. "
        "Tick one box on each line; a line without a tick means no consent."
    )
    asked = text.format(day=day_text(form.policy_from))
    return [paragraph(safe(ending_whole(asked)), _text(size, after=6)), _topics(form.topics, size)]


def _topics(topics: Sequence[FormTopic], size: float) -> Flowable:
    """A row per topic with two empty boxes."""
    plain, middle = _text(size), centred_style(size, size * 1.15)
    head = [[paragraph(f"<b>{_('Use of the data')}</b>", plain)]]
    head += [[paragraph(f"<b>{answer}</b>", middle)] for answer in (_("I agree"), _("I do not agree"))]
    rows = [[[paragraph(safe(topic.text) + _note(topic), plain)], [_Box()], [_Box()]] for topic in topics]
    return ruled_table(
        [head, *rows], [WIDTH - 2 * _ANSWER_WIDTH, _ANSWER_WIDTH, _ANSWER_WIDTH], (size - 8) * 0.8, *_SHORT_ANSWERS
    )


def _note(topic: FormTopic) -> str:
    """What refusing means, beside the topic."""
    notes = [_("(needed for the order)")] if topic.needed else []
    notes += [safe(topic.note)] if topic.note else []
    return "".join(f" <i>{note}</i>" for note in notes)


def _rights(form: ConsentForm, size: float) -> list[Flowable]:
    texts = [
        form.retention,
        _(
            "Each consent stands by itself: you may agree to one use and not to another. "
            "Refusing a use that carries no note costs you nothing."
        ),
        _withdrawing(form.shop),
    ]
    return [Spacer(1, 6), *[part for text in texts for part in paragraphs(ending_whole(text), _text(size, after=4))]]


def _withdrawing(shop: ShopIdentity) -> str:
    """That a consent may be withdrawn, and how."""
    ways = [_("at the shop")]
    ways += [_("by phone {number}").format(number=shop.phone.replace(" ", "\u00a0"))] if shop.phone else []
    ways += [_("by email {address}").format(address=shop.email)] if shop.email else []
    return _("You can withdraw a consent at any time: {ways}.").format(ways=", ".join(ways))


def _signature(place: str) -> Flowable:
    """The day is written by hand."""
    return signed_right(_("{place}, on ……… / ……… / 20……").format(place=place), _("CUSTOMER"))


# ---- the receipt --------------------------------------------------------------------------------------------------------


def _facts(receipt: ConsentReceipt) -> list[Flowable]:
    policy = _("privacy policy in force from {day}").format(day=day_text(receipt.policy_from))
    facts = [
        (_("Customer"), receipt.name),
        (_("Phone"), receipt.phone),
        (_("Day"), day_text(receipt.decided_on)),
        (_("How the shop was told"), receipt.means),
        (_("Under"), policy),
    ]
    text = _("{shop} confirms what the customer decided and what stands in its register:").format(shop=receipt.shop.name)
    return [Spacer(1, 6), *paragraphs(text, _text(13, after=6)), *pairs(facts, 13, 13 * _PAIR, 128), Spacer(1, 10)]


def _decisions(receipt: ConsentReceipt) -> Flowable:
    plain = _text(13)
    head = [[paragraph(f"<b>{name}</b>", plain)] for name in (_("Use of the data"), _("Decision"))]
    rows = [
        [[paragraph(safe(topic), plain)], [paragraph(f"<b>{safe(decision)}</b>", plain)]] for topic, decision in receipt.lines
    ]
    return ruled_table([head, *rows], [WIDTH * 0.72, WIDTH * 0.28], 4, *_SHORT_ANSWERS)


def _consequence(receipt: ConsentReceipt) -> list[Flowable]:
    """What follows: how to withdraw, or what the withdrawal ends and what it leaves lawful."""
    text = _withdrawing(receipt.shop)
    if receipt.is_withdrawal:
        text = _(
            "From {day} on, the shop no longer uses your data for the above. What was done before that day stays lawful."
        ).format(day=day_text(receipt.decided_on))
    return [Spacer(1, 10), *paragraphs(text, _text(13, after=6))]


def _signed(receipt: ConsentReceipt) -> Flowable:
    shop = receipt.shop
    return signed_right(f"{shop.place}, {letter_day(receipt.dated)}", _("OWNER OF THE BUSINESS"), shop.owner_name)


# ---- what both share --------------------------------------------------------------------------------------------------


def _heading(text: str) -> Flowable:
    return paragraph(f"<b>{text}</b>", centred_style(16, 22, after=4))


def _section(title: str, size: float) -> Flowable:
    return paragraph(f"<b>{title}</b>", style("section", size, size * 1.3, spaceBefore=6, spaceAfter=1, keepWithNext=1))


def _text(size: float, after: float = 0) -> ParagraphStyle:
    return style("text", size, size * 1.29, spaceAfter=after)


def _one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip(" ,"))
