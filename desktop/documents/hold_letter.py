"""The letter to a customer who asked for deletion and whose data must be kept for a while: why, until when, and what she can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.documents import letter
from desktop.documents.letter import Letter, Section
from desktop.documents.page import ShopIdentity
from desktop.i18n import day_text, sentence_start, speaking
from desktop.i18n import gettext as _


@dataclass(frozen=True)
class HoldLetter:
    """Whose data is kept, until which day, what for (``reason``) and on which legal ground (``citation``), both in ready words."""

    shop: ShopIdentity
    number: str
    dated: date
    name: str
    phone: str
    address: str
    asked_on: date
    reason: str
    citation: str
    until: date
    audit_line: str = ""
    language: str = "vi"


def render(hold: HoldLetter) -> bytes:
    """The letter as PDF, A4; raises UserError when a character cannot be printed."""
    with speaking(hold.language):
        paper = Letter(
            shop=hold.shop,
            number=hold.number,
            subject=_("a request to delete personal data"),
            dated=hold.dated,
            addressee=hold.name,
            addressee_detail=_whereabouts(hold),
            sections=_sections(hold),
            audit_line=hold.audit_line,
            language=hold.language,
        )
    return letter.render(paper)


def _whereabouts(hold: HoldLetter) -> str:
    phone = _("phone {number}").format(number=hold.phone) if hold.phone else ""
    lines = ", ".join(line.strip(" ,") for line in hold.address.splitlines() if line.strip(" ,"))
    address = _("address: {address}").format(address=lines) if lines else ""
    return ", ".join(filter(None, (phone, address)))


def _sections(hold: HoldLetter) -> tuple[Section, ...]:
    opening = _(
        "On {asked} you asked the shop to delete your personal data. "
        "The shop may not delete it yet and keeps it until the end of {until}, as follows:"
    )
    after = _("After {until} the shop deletes the data. You need not ask again.")
    return (
        Section(opening.format(asked=day_text(hold.asked_on), until=day_text(hold.until))),
        Section(_sentence(hold.reason), _("What it is kept for")),
        Section(_sentence(hold.citation), _("Legal ground")),
        Section(_nothing_else(), _("What happens to it until then")),
        Section(after.format(until=day_text(hold.until)), _("After that day")),
        Section(_complaining(hold.shop), _("If you do not agree")),
        Section(_("Yours sincerely.")),
    )


def _nothing_else() -> str:
    return _(
        "The data is used for the above and for nothing else: it serves no advertising and is given to nobody, "
        "except where the law compels the shop."
    )


def _complaining(shop: ShopIdentity) -> str:
    ways = [_("at the shop")]
    ways += [_("by phone {number}").format(number=shop.phone.replace(" ", "\u00a0"))] if shop.phone else []
    ways += [_("by email {address}").format(address=shop.email)] if shop.email else []
    text = _("You can complain to the shop ({ways}), or turn to the competent state agency.")
    return text.format(ways=", ".join(ways))


def _sentence(words: str) -> str:
    """Ready words as a sentence, however they end."""
    text = sentence_start(words.strip())
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
