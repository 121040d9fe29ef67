"""The letter that asks a recipient to delete what it was given about people whose data the shop erases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.documents.letter import Letter, Section, body_of, signature, top
from desktop.documents.long_table import text_table
from desktop.documents.page import ShopIdentity, build, coded, shop_foot, stands_on_one_page
from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text, speaking

_SHARES = (0.08, 0.37, 0.2, 0.35)  # of the width: number, name, phone, given
_ROOMS = (54, 38)  # for the hand that signs, in points: the larger that leaves the letter on one page


@dataclass(frozen=True)
class LetterPerson:
    """Somebody whose data the recipient has; ``given`` the days or order references by which it finds it, in ready words."""

    name: str
    phone: str
    given: str


@dataclass(frozen=True)
class ErasureLetter:
    """To one recipient about one or many people; ``recipient_detail`` may be empty."""

    shop: ShopIdentity
    number: str
    dated: date
    recipient: str
    recipient_detail: str
    people: tuple[LetterPerson, ...]
    audit_line: str = ""
    language: str = "vi"


def render(request: ErasureLetter) -> bytes:
    """The letter as PDF, A4, on as many pages as its people take; raises UserError when a character cannot be printed."""
    request = coded(request)
    with speaking(request.language):
        foot = shop_foot(request.shop, request.audit_line)
        return build(_story(request), title=request.number, author=request.shop.name, language=request.language, foot=foot)


def _story(request: ErasureLetter) -> list[Flowable]:
    """On one page where less room for the signature lets it; otherwise the last paragraph goes with the signature."""
    before, after = _letter(request, _before(request)), _letter(request, _after(request.shop))
    *body, last = body_of(after)
    start = [*top(before), *body_of(before), Spacer(1, 4), _table(request.people), Spacer(1, 6), *body]
    for room in _ROOMS:
        if stands_on_one_page(story := [*start, last, Spacer(1, 8), signature(after, room, is_filed=False)], has_foot=True):
            return story
    return [*start, KeepTogether([last, Spacer(1, 8), signature(after, _ROOMS[0], is_filed=False)])]


def _letter(request: ErasureLetter, sections: tuple[Section, ...]) -> Letter:
    return Letter(
        shop=request.shop,
        number=request.number,
        subject=_("the deletion of personal data"),
        dated=request.dated,
        addressee=request.recipient,
        addressee_detail=request.recipient_detail,
        sections=sections,
        audit_line=request.audit_line,
        language=request.language,
        to_customer=False,
    )


def _before(request: ErasureLetter) -> tuple[Section, ...]:
    count = len(request.people)
    text = ngettext(
        "{shop} gave you personal data of {n} customer, named in the table below. "
        "The shop erases that data, because the customer asked for it or its time is over, and asks you to do the same.",
        "{shop} gave you personal data of {n} customers, named in the table below. "
        "The shop erases that data, because the customers asked for it or its time is over, and asks you to do the same.",
        count,
    )
    return (Section(text.format(shop=request.shop.name, n=number_text(count))),)


def _after(shop: ShopIdentity) -> tuple[Section, ...]:
    delete = _(
        "Please delete everything that the shop gave you about the customers above, copies and printouts included. "
        "Where the law compels you to keep a part, please name the ground and how long."
    )
    confirm = _("Please confirm in writing once it is done, with the number of this letter and without naming the customers.")
    destroy = _(
        "This letter names customers so that you can find their data, and for nothing else. Please destroy it once it is done."
    )
    return Section(delete), Section(" ".join((confirm, *_ways(shop)))), Section(destroy)


def _ways(shop: ShopIdentity) -> Sequence[str]:
    """How to confirm and to ask."""
    by_email = _("The confirmation may be sent by email to {address}.").format(address=shop.email)
    by_phone = _("For questions call {number}.").format(number=shop.phone.replace(" ", "\u00a0"))
    return [*([by_email] if shop.email else []), *([by_phone] if shop.phone else [])]


def _table(people: Sequence[LetterPerson]) -> Flowable:
    titles = (_("No."), _("Full name"), _("Phone"), _("Days or orders for which it was given"))
    rows = [(number_text(place), who.name, who.phone, who.given) for place, who in enumerate(people, start=1)]
    return text_table(titles, rows, _SHARES)
