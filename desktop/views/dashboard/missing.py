"""What is still missing: copies, consents, notices, letters; each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text
from desktop.services.dashboard import Missing
from desktop.services.promises import PromiseSummary
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, row

_LINE = 33
_REMINDED_AFTER = 7  # days


@dataclass(frozen=True)
class Fact:
    """One thing that is missing, and what she can do about it; two that say the same are the same."""

    icon: str
    text: str
    action: str
    act: Callable[[], object] = field(compare=False)


def facts_widgets(facts: Sequence[Fact]) -> list[QWidget]:
    """A line for each; one that says so where nothing is missing."""
    if not facts:
        return [_line("ok", "ok", _("Nothing is missing."))]
    return [_line(fact.icon, "soon", fact.text, _link(fact)) for fact in facts]


def copy_fact(days: int | None, act: Callable[[], object]) -> list[Fact]:
    """How many days ago a backup was saved that lies outside this computer; nothing within a week."""
    if days is None:
        return [Fact("usb", _("No backup outside this computer yet"), _("Save now"), act)]
    text = ngettext("{n} day since the last backup to a stick", "{n} days since the last backup to a stick", days).format(n=days)
    return [Fact("usb", text, _("Save now"), act)] if days >= _REMINDED_AFTER else []


def untold_fact(count: int, act: Callable[[], object]) -> list[Fact]:
    """Customers who asked for deletion and do not know why their data stays."""
    text = ngettext("{n} customer is not told why their data stays", "{n} customers are not told why their data stays", count)
    return [Fact("pause", text.format(n=number_text(count)), _("Tell them"), act)] if count else []


def missing_facts(missing: Missing, open_page: Callable[[str], object], ask: Callable[[], object]) -> list[Fact]:
    """What consents and disclosures still want."""
    files = ngettext("{n} carrier's file is not saved yet", "{n} carriers' files are not saved yet", missing.unsaved)
    notices = ngettext("{n} customer is not told of a disclosure", "{n} customers are not told of a disclosure", missing.notices)
    told = ngettext("{n} recipient holds data that has changed", "{n} recipients hold data that has changed", missing.recipients)
    needed = ngettext(
        "{n} customer has not agreed to what orders need", "{n} customers have not agreed to what orders need", missing.consents
    )
    rows = (
        (missing.unsaved, Fact("truck", files, _("Save file"), lambda: open_page("manifests"))),
        (missing.notices, Fact("mail", notices, _("Tell them"), lambda: open_page("notices"))),
        (missing.recipients, Fact("edit", told, _("Tell them"), lambda: open_page("tasks"))),
        (missing.consents, Fact("consent", needed, _("Ask them"), ask)),
    )
    return [Fact(fact.icon, fact.text.format(n=number_text(n)), fact.action, fact.act) for n, fact in rows if n]


def erased_fact(waiting: int, act: Callable[[], object]) -> list[Fact]:
    """Recipients who were not told yet that data was erased here."""
    text = ngettext("{n} recipient is not told of an erasure", "{n} recipients are not told of an erasure", waiting)
    return [Fact("trash", text.format(n=number_text(waiting)), _("Tell them"), act)] if waiting else []


def promise_facts(summary: PromiseSummary, act: Callable[[], object]) -> list[Fact]:
    """Promises that are broken now, and clauses that only her own look can prove."""
    broken = ngettext("{n} promise is not kept", "{n} promises are not kept", summary.red).format(n=number_text(summary.red))
    look = ngettext("{n} clause wants your own look", "{n} clauses want your own look", summary.to_look_after)
    rows = ((summary.red, Fact("late", broken, _("See them"), act)),
            (summary.to_look_after, Fact("search", look.format(n=number_text(summary.to_look_after)), _("See them"), act)))  # fmt: skip
    return [fact for number, fact in rows if number]


def _link(fact: Fact) -> QWidget:
    link = button(fact.action, kind="link")
    link.setAccessibleDescription(fact.text)
    link.clicked.connect(fact.act)
    return link


def _line(icon: str, token: str, text: str, *links: QWidget) -> QWidget:
    widget = box(row(glyph(icon, token, 20), (label(text, wrap=True), 1), *links, gap=12))
    widget.setMinimumHeight(theme.current().px(_LINE))
    return widget
