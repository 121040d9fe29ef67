"""The wording of letters: blocks that ship and the shop's own in their place, with placeholders that are checked before they are kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from sqlalchemy.orm import Session

from desktop import paths
from desktop.errors import UserError
from desktop.i18n import Words, language
from desktop.i18n import gettext as _
from desktop.models.base import tidy
from desktop.models.choices import LetterKind
from desktop.models.letter import LetterBlock
from desktop.services.office import Office

LONGEST_BLOCK = 3000


@dataclass(frozen=True)
class BlockRow:
    """A block as the settings edit it. ``placeholders`` are the names that may stand in braces."""

    kind: LetterKind
    block: str
    title: str
    text: str
    shipped: str
    placeholders: tuple[str, ...]


class Wording:
    """The shop's letters, block by block."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def blocks(self, kind: LetterKind, letter_language: str) -> list[BlockRow]:
        """All blocks of a letter in their order."""
        with self._office.reading() as session:
            return [
                BlockRow(
                    kind,
                    block,
                    _title(rules),
                    _own_or_shipped(session, kind, block, letter_language),
                    rules[letter_language],
                    tuple(rules["may"]),
                )
                for block, rules in _shipped()[kind].items()
            ]

    def save(self, kind: LetterKind, block: str, letter_language: str, text: str) -> None:
        """Put the shop's own text in place of a block; the shipped text itself takes the own one away."""
        rules = _shipped()[kind][block]
        text = tidy(text)
        check_block(text, rules["may"])
        key = (kind.value, block, letter_language)
        with self._office.writing() as work:
            own = work.session.get(LetterBlock, key)
            if text == rules[letter_language]:
                if own is not None:
                    work.session.delete(own)
            elif own is not None:
                own.text = text
            else:
                work.session.add(LetterBlock(kind=key[0], block=block, language=letter_language, text=text))
            work.log("wording.changed", f"{kind}.{block}.{letter_language}")


def check_block(text: str, allowed: list[str]) -> None:
    """Refuse an empty block, a placeholder that does not exist, a lone brace."""
    if not text:
        raise UserError(_("The text is empty. To leave the block out of the letter, write a single hyphen."), "text")
    if len(text) > LONGEST_BLOCK:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_BLOCK), "text")
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise UserError(_("A brace stands alone. Placeholders look like {example}.").format(example="{number}"), "text") from None
    names = [name for _literal, name, _spec, _conversion in parts if name is not None]
    plain = all(not spec and not conversion for _literal, name, spec, conversion in parts if name is not None)
    if unknown := [name for name in names if name not in allowed]:
        may = ", ".join("{" + name + "}" for name in allowed) or "–"
        raise UserError(
            _("This block knows no {unknown}. It may hold: {allowed}.").format(unknown="{" + unknown[0] + "}", allowed=may),
            "text",
        )
    if not plain:
        raise UserError(_("Only the name may stand between the braces."), "text")


def filled(session: Session, kind: LetterKind, block: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Title and text of a block in the language spoken now; values are put in as they are and never read as placeholders."""
    rules = _shipped()[kind][block]
    text = _own_or_shipped(session, kind, block, language())
    return _title(rules), "" if text == "-" else text.format_map({name: values.get(name, "") for name in rules["may"]})


def _own_or_shipped(session: Session, kind: LetterKind, block: str, letter_language: str) -> str:
    own = session.get(LetterBlock, (kind.value, block, letter_language))
    return own.text if own else _shipped()[kind][block][letter_language]


def _title(rules: dict[str, Any]) -> str:
    title = rules.get("title")
    return str(Words(title["vi"], title["en"])) if title else ""


@cache
def _shipped() -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted((paths.resources() / "letters").glob("*.toml")):
        found |= tomllib.loads(path.read_text("utf-8"))
    return found
