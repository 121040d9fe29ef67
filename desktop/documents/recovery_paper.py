"""The recovery code on paper: the only way in when the passphrase is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, Spacer

from desktop.documents.page import build, centred_style, check_texts, paragraph, safe, style
from desktop.i18n import day_text, speaking
from desktop.i18n import gettext as _

_GROUPS_PER_LINE = 3


@dataclass(frozen=True)
class RecoveryPaper:
    """The code in groups of four joined by hyphens, the shop it opens and the day it was made."""

    shop_name: str
    code: str
    made_on: date
    language: str = "vi"


def render(paper: RecoveryPaper) -> bytes:
    """One A4 page to print once and lock away."""
    check_texts(paper)
    with speaking(paper.language):
        return build(_story(paper), title=_("Recovery code"), author="Giữ Lời", language=paper.language)


def _story(paper: RecoveryPaper) -> list[Flowable]:
    groups = paper.code.split("-")
    lines = [" - ".join(groups[i : i + _GROUPS_PER_LINE]) for i in range(0, len(groups), _GROUPS_PER_LINE)]
    big = centred_style(24, 36)
    plain = style("plain", 13, 19, spaceAfter=8)
    return [
        paragraph(f"<b>{_('Recovery code of Giữ Lời')}</b>", centred_style(18, 26)),
        paragraph(
            safe(_("{shop}, made on {day}").format(shop=paper.shop_name, day=day_text(paper.made_on))), centred_style(13, 20)
        ),
        Spacer(1, 24),
        *[paragraph(f"<b>{safe(line)}</b>", big) for line in lines],
        Spacer(1, 24),
        *[paragraph(safe(text), plain) for text in _instructions()],
    ]


def _instructions() -> list[str]:
    return [
        _("Keep this paper where you keep your business certificate, away from the computer."),
        _(
            "If the passphrase is forgotten, choose “I have the recovery code” when the program opens and type the code. "
            "Capital or small letters, with or without hyphens, make no difference."
        ),
        _("The code has no letters I, L, O, U: 0 and 1 are always digits."),
        _("Without the passphrase and without this paper nobody can open the data, not even the makers of the program."),
    ]
