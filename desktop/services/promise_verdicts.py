"""What the checks of promises answer with: a state, the setting and the proof in sentences, and the pages behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.i18n import Words, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.models.choices import RetentionKind
from desktop.services.policies import PurposeRow

POLICY, SHOP, COPIES, LETTERS, LOCK = "settings.policy", "settings.shop", "settings.copies", "settings.letters", "settings.lock"
CUSTOMERS, CONSENTS, MISSING, DISCLOSURES = "customers", "consents", "consents.missing", "disclosures"
NOTICES, TASKS = "notices", "tasks"
COMPLAINTS, REQUESTS, INCIDENTS, DELETIONS = "complaints", "requests", "incidents", "deletions"


class ClauseState(StrEnum):
    """Green: records prove it, or nothing could have broken it. Amber: something is due or missing. Red: broken now.

    Grey: no setting can prove it; only the owner's own look counts.
    """

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class Said:
    """A sentence, and the key of the page that it opens ("" for none)."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Verdict:
    """How one promise stands: the setting that keeps it, the proof, the state and why."""

    setting: Said
    proof: Said
    state: ClauseState
    reason: str


@dataclass(frozen=True)
class Trouble:
    """Something that is not as it should be; counts for nothing where there is none of it. ``link`` shows where it is mended."""

    number: int
    state: ClauseState
    text: str
    link: str = ""


def red(number: int, text: str, link: str = "") -> Trouble:
    """A promise that is broken; ``{n}`` in the text is the number."""
    return Trouble(number, ClauseState.RED, text.format(n=number_text(number)), link)


def amber(number: int, text: str, link: str = "") -> Trouble:
    """Something that is due or missing."""
    return Trouble(number, ClauseState.AMBER, text.format(n=number_text(number)), link)


def judged(setting: Said, proof: Said, fine: str, *troubles: Trouble) -> Verdict:
    """The worst that there is; where there is nothing, that all is well and why."""
    found = [trouble for trouble in troubles if trouble.number]
    if not found:
        return Verdict(setting, proof, ClauseState.GREEN, fine)
    worst = next((trouble for trouble in found if trouble.state is ClauseState.RED), found[0])
    return Verdict(setting, Said(proof.text, worst.link or proof.link), worst.state, worst.text)


# ---- words --------------------------------------------------------------------------------------------------------------


def purpose_name(purpose: PurposeRow) -> str:
    """A purpose in the reader's language."""
    return str(Words(purpose.name_vi, purpose.name_en))


def listed(names: list[str]) -> str:
    """Names inside a sentence."""
    return ", ".join(inside(name) for name in names)


def inside(name: str) -> str:
    """A name inside a sentence: only its first letter is small, so that CCCD stays what it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def retention_words(kind: RetentionKind, months: int) -> str:
    """How long customers' data is kept, inside a sentence."""
    if kind is RetentionKind.UNTIL_REQUEST:
        return _("until the customer asks for deletion")
    return ngettext("{n} month after the last contact", "{n} months after the last contact", months).format(n=months)
