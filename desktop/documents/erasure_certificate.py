"""The certificate of an erasure: how much is gone and why, what is left, where older copies still lie. It names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
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
from desktop.i18n import clock_text, day_text, letter_day, local_day, number_text, speaking
from desktop.i18n import gettext as _

_SIZES = (13, 12.5, 12, 11.5, 11, 10.5)  # it takes the largest at which it stands on one page
_SIZE_OF_MANY_PAGES = 12
_LEADING = 1.27  # in sizes
_BY_HAND = "…… / …… / 20……"
_ROOM_TO_WRITE = 5


@dataclass(frozen=True)
class ErasureCertificate:
    """One confirmed erasure: whole numbers of people (``asked`` of them themselves, of others the ``time_over``) and files.

    ``recipients`` (who has to be told, about how many people) and ``copies_elsewhere`` are ready words. ``copies_until`` is the
    day on which the program's last older backup goes, None where no backup holds the data; ``made_by`` may be empty.
    """

    shop: ShopIdentity
    number: str
    dated: date
    made_at: datetime
    made_by: str
    people: int
    asked: int
    time_over: int
    complaint_files: int
    stored_files: int
    recipients: tuple[str, ...]
    copies_until: date | None
    copies_elsewhere: tuple[str, ...]
    audit_line: str = ""
    language: str = "vi"


def render(certificate: ErasureCertificate) -> bytes:
    """The certificate as PDF, A4, one page unless many copies lie elsewhere; UserError when a character cannot be printed."""
    check_texts(certificate)
    with speaking(certificate.language):
        foot = shop_foot(certificate.shop, certificate.audit_line)
        title, author = _heading().capitalize(), certificate.shop.name
        return build(_on_one_page(certificate), title=title, author=author, language=certificate.language, foot=foot)


def _heading() -> str:
    return _("CERTIFICATE OF ERASURE")


def _on_one_page(certificate: ErasureCertificate) -> list[Flowable]:
    """At the largest size that leaves it on one page; what fills more pages anyway is set to be read easily."""
    for size in _SIZES:
        if stands_on_one_page(_story(certificate, size), has_foot=True):
            return _story(certificate, size)
    return _story(certificate, _SIZE_OF_MANY_PAGES)


def _story(certificate: ErasureCertificate, size: float) -> list[Flowable]:
    return [
        paragraph(f"<b>{_heading()}</b>", centred_style(16, 22)),
        paragraph(_("No.: {number}").format(number=safe(certificate.number)), centred_style(after=6)),
        *_erased(certificate, size),
        *_left(size),
        *_told(certificate.recipients, size),
        *_backups(certificate.copies_until, size),
        *_elsewhere(certificate.copies_elsewhere, size),
        *_signed(certificate, size),
    ]


# ---- what is gone -----------------------------------------------------------------------------------------------------


def _erased(certificate: ErasureCertificate, size: float) -> list[Flowable]:
    made_at, people = certificate.made_at, number_text(certificate.people)
    moment = _("{time} on {day}").format(time=clock_text(made_at), day=day_text(local_day(made_at)))
    facts = [(_("Erased at"), moment), (_("Erased by"), certificate.made_by), (_("People"), people)]
    text = _("{shop} certifies that the following personal data has been erased for good.").format(shop=certificate.shop.name)
    return [*_plain(text, size), *pairs(facts, size, size * _LEADING, 9 * size), Spacer(1, 5), _counts(certificate, size)]


def _counts(certificate: ErasureCertificate, size: float) -> Flowable:
    """What was erased, on what ground, how many; what did not occur is left out."""
    person = _("Everything held about a customer")
    rows = [
        (person, _("the customer asked for it"), certificate.asked),
        (person, _("the time of the privacy policy is over"), certificate.time_over),
        (_("File of a closed complaint"), _("the time set for such files is over"), certificate.complaint_files),
        (_("Stored file, such as a photo or a signed slip"), _("belongs to the above"), certificate.stored_files),
    ]
    texts = [(what, ground, number_text(count)) for what, ground, count in rows if count]
    titles = (_("What was erased"), _("Ground"), _("Number"))
    return _table(titles, texts, (0.44, 0.41, 0.15), size, padding=2.5, last=TA_RIGHT)


# ---- what is left -----------------------------------------------------------------------------------------------------


def _left(size: float) -> list[Flowable]:
    text = _(
        "Numbers, days and outcomes, so that the shop can count and show that it kept its word. Whose they were can no longer be told."
    )
    return [_section(_("What is left"), size), *_plain(text, size)]


def _told(recipients: Sequence[str], size: float) -> list[Flowable]:
    title = _section(_("Recipients to be told, so that they delete it too"), size)
    lines = [f"-\u00a0{recipient}" for recipient in recipients] or [_("None.")]
    return [title, *[part for line in lines for part in _plain(line, size)]]


def _backups(until: date | None, size: float) -> list[Flowable]:
    again = _("Whoever restores an older backup erases the data again, before anybody can see it.")
    if until is None:
        held = _("No backup of the program holds the data.")
    else:
        held = _("Older backups of the program hold the data until {day}; then the program removes the last of them.")
        held = held.format(day=day_text(until))
    return [_section(_("Backups of the program"), size), *_plain(f"{held} {again}", size)]


def _elsewhere(copies: Sequence[str], size: float) -> list[Flowable]:
    """A row to fill in by hand for each copy that the program cannot reach."""
    title = _section(_("Copies elsewhere, to be destroyed by hand"), size)
    if not copies:
        return [title, *_plain(_("None on record."), size)]
    titles = (_("Where it lies"), _("Destroyed on"), _("Destroyed by (signature)"))
    rows = [(place, _BY_HAND, "") for place in copies]
    return [title, _table(titles, rows, (0.45, 0.25, 0.3), size, padding=_ROOM_TO_WRITE)]


# ---- the end ----------------------------------------------------------------------------------------------------------


def _signed(certificate: ErasureCertificate, size: float) -> list[Flowable]:
    text = _("This certificate names nobody whose data was erased: a name on it would be data that is left.")
    look = style("nobody", size, size * _LEADING, spaceBefore=size / 2, keepWithNext=1)
    shop, owner = certificate.shop, _("OWNER OF THE BUSINESS")
    signature = signed_right(f"{shop.place}, {letter_day(certificate.dated)}", owner, shop.owner_name)
    return [*paragraphs(ending_whole(text), look), signature]


def _table(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    size: float,
    padding: float,
    last: int = TA_LEFT,
) -> Flowable:
    """A ruled table of texts; ``last`` is how the last column is aligned."""
    looks = [style("cell", size, size * 1.2)] * (len(titles) - 1) + [style("last", size, size * 1.2, alignment=last)]
    head = [[paragraph(f"<b>{title}</b>", look)] for title, look in zip(titles, looks, strict=True)]
    cells = [[paragraphs(text, look) for text, look in zip(row, looks, strict=True)] for row in rows]
    middle = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    return ruled_table([head, *cells], [share * WIDTH for share in shares], padding, middle)


def _section(title: str, size: float) -> Flowable:
    look = style("section", size, size * _LEADING, spaceBefore=size / 2, spaceAfter=2, keepWithNext=1)
    return paragraph(f"<b>{title}</b>", look)


def _plain(text: str, size: float) -> list[Flowable]:
    return [*paragraphs(ending_whole(text), style("text", size, size * _LEADING, spaceAfter=2))]
