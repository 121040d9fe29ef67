"""The policy that the shop publishes, to paste into a web page: headings, paragraphs and lists, nothing that runs and nothing that dresses."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from unicodedata import normalize

from desktop.documents.published_policy import PolicyItem, PublishedPolicy, version_line
from desktop.i18n import speaking

_BULLET = "- "


def fragment(policy: PublishedPolicy) -> str:
    """A ``section`` with its language, every text escaped; UTF-8 when it is written to a file."""
    with speaking(policy.language):
        parts = [
            f'<section lang="{escape(policy.language)}">', _tag("h1", policy.title), _tag("p", version_line(policy)),
            _tag("p", policy.intro), _tag("h2", policy.unit_title), *_unit(policy),
        ]  # fmt: skip
    for number, item in enumerate(policy.items, 1):
        parts += [_tag("h2", f"{number}. {item.title}"), *_lines(item)]
    return "\n".join([*parts, _tag("p", policy.ending), "</section>", ""])


def _unit(policy: PublishedPolicy) -> Iterator[str]:
    yield "<dl>"
    for name, value in policy.unit:
        if value:
            yield _tag("dt", name) + _tag("dd", value)
    yield "</dl>"


def _lines(item: PolicyItem) -> Iterator[str]:
    """Sentences as paragraphs, items of a list together in one."""
    for is_list, lines in groupby(item.lines, key=lambda line: line.startswith(_BULLET)):
        if is_list:
            yield "<ul>"
            yield from (_tag("li", line.removeprefix(_BULLET)) for line in lines)
            yield "</ul>"
        else:
            yield from (_tag("p", line) for line in lines)


def _tag(name: str, text: str) -> str:
    words = escape(normalize("NFC", text)).replace("\n", "<br>")
    return f"<{name}>{words}</{name}>"
