"""A receipt that the complainant signs when a compensation is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, Spacer, Table

from desktop.amounts import in_words
from desktop.documents.page import (
    WIDTH,
    ShopIdentity,
    build,
    centred_style,
    check_texts,
    pairs,
    paragraph,
    safe,
    shop_foot,
    style,
)
from desktop.i18n import day_text, letter_day, money_text, speaking
from desktop.i18n import gettext as _


@dataclass(frozen=True)
class PaymentReceipt:
    """Who receives how many đồng, by which means, for which complaint."""

    shop: ShopIdentity
    receiver: str
    complaint_number: str
    amount: int
    means: str
    paid_on: date
    linking_word: str
    audit_line: str
    language: str = "vi"


def render(receipt: PaymentReceipt) -> bytes:
    """One A4 page with room for two signatures."""
    check_texts(receipt)
    with speaking(receipt.language):
        foot = shop_foot(receipt.shop, receipt.audit_line)
        story = [*_text(receipt), Spacer(1, 18), _signatures(receipt)]
        title = _("Receipt {number}").format(number=receipt.complaint_number)
        return build(story, title=title, author=receipt.shop.name, language=receipt.language, foot=foot)


def _text(receipt: PaymentReceipt) -> list[Flowable]:
    rows = [
        (_("Received by"), receipt.receiver),
        (_("Payer"), receipt.shop.name),
        (_("Sum"), money_text(receipt.amount)),
        (_("In words"), in_words(receipt.amount, receipt.linking_word)),
        (_("Paid by"), receipt.means),
        (_("On"), day_text(receipt.paid_on)),
        (_("For"), _("compensation agreed in complaint {number}").format(number=receipt.complaint_number)),
    ]
    heading = paragraph(f"<b>{_('RECEIPT OF COMPENSATION')}</b>", centred_style(16, 30))
    received = paragraph(_("I have received the whole of this sum."), style("received", 13, 21, spaceBefore=6))
    return [heading, Spacer(1, 8), *pairs(rows, 13, 21, 88), received]


def _signatures(receipt: PaymentReceipt) -> Flowable:
    dated = paragraph(f"<i>{safe(receipt.shop.place)}, {letter_day(receipt.paid_on)}</i>", centred_style())
    sign = paragraph(f"<i>{_('(signature and full name)')}</i>", centred_style(12, 15))
    left: list[Flowable] = [Spacer(1, 15.5), paragraph(f"<b>{_('RECEIVER')}</b>", centred_style(13, 16)), sign]
    right: list[Flowable] = [dated, paragraph(f"<b>{_('FOR THE SHOP')}</b>", centred_style(13, 16)), sign]
    return Table([[left, right]], colWidths=[WIDTH * 0.5, WIDTH * 0.5], style=[("FONTNAME", (0, 0), (-1, -1), "Tinos")])
