"""Who is due, as the lists show them: why, since when, and whether their data may go today."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.services.all_services import Services
from desktop.services.erasure_plans import ErasurePlan
from desktop.services.erasures import Chosen
from desktop.services.progress import Progress
from desktop.services.retention import Due
from desktop.views.deletions.periods import HELD, OVERDUE, Period
from desktop.views.widgets.labels import ChipText

MOST = 5000  # in one list; the others follow once these are gone
_MOST_REASONS = 200
_AT_ONCE = 20

Key = tuple[bool, int]  # whether it is the file of somebody outside the register, and its id


@dataclass(frozen=True)
class Person:
    """A line of a list. ``refusal`` says why their data may not go today, "" where it may."""

    due: Due
    chip: ChipText
    refusal: str
    folded: str

    @property
    def key(self) -> Key:
        """What tells people apart."""
        return self.due.is_complaint_file, self.due.id

    @property
    def may_go(self) -> bool:
        """Whether their data may be erased today."""
        return not self.refusal

    @property
    def reason(self) -> str:
        """Why the data goes on its day, or what keeps it."""
        return self.refusal if self.due.is_held else self.due.reason


@dataclass(frozen=True)
class Listed:
    """The people of a period, and all whose data may go today, whatever period is shown."""

    people: tuple[Person, ...]
    may_go: tuple[Person, ...]


def read(services: Services, period: Period) -> Listed:
    """Ask the services; on any thread."""
    today = services.office.today()
    come = services.retention.due(None, today + timedelta(days=1), MOST)
    coming = services.retention.due(max(period.begins, today + timedelta(days=1)), period.ends, MOST) if period.ends else []
    reasons = _reasons(services, come if period.kind in (HELD, OVERDUE) else [*come, *coming])
    people = [_person(due, today, reasons) for due in come]
    shown = [person for person in people if _belongs(person.due, period, today)]
    return Listed(
        (*shown, *(_person(due, today, reasons) for due in coming)), tuple(person for person in people if person.may_go)
    )


def read_plans(services: Services, whom: Chosen, progress: Progress) -> list[ErasurePlan]:
    """What would happen to each; on another thread, a few at a time, so that it can be left."""
    plans = list[ErasurePlan]()
    parts = [Chosen(customers=part) for part in _parts(whom.customers)] + [
        Chosen(complaints=part) for part in _parts(whom.complaints)
    ]
    for part in parts:
        progress.step(len(plans), len(whom))
        plans += services.erasures.plans(part)
    return plans


def of_plan(plan: ErasurePlan) -> Person:
    """Whom a plan is about; the day matters no more."""
    due = Due(plan.id, plan.name, plan.phone, date.min, plan.ground, bool(plan.refusal), plan.has_asked, plan.is_complaint_file)
    return Person(due, ChipText(""), plan.refusal, _folded(plan.name))


def chosen(people: Iterable[Person]) -> Chosen:
    """These people, as the erasure wants them."""
    keys = [person.key for person in people]
    return Chosen(tuple(id for is_file, id in keys if not is_file), tuple(id for is_file, id in keys if is_file))


def matching(people: Sequence[Person], typed: str) -> list[Person]:
    """Those whose name holds what was typed, accents or none, or whose number holds its digits."""
    digits = "".join(ch for ch in typed if ch.isdigit())
    if digits and not any(ch.isalpha() for ch in typed):
        return [person for person in people if digits in person.due.phone.replace(" ", "")]
    wanted = _folded(typed)
    return [person for person in people if wanted in person.folded]


def _belongs(due: Due, period: Period, today: date) -> bool:
    """Of those whose day has come."""
    if period.kind == HELD:
        return due.is_held
    if period.kind == OVERDUE:
        return due.delete_on < today and not due.is_held
    return due.delete_on == today and period.begins <= today < (period.ends or today)


def _reasons(services: Services, dues: Iterable[Due]) -> dict[int, str]:
    """What holds the first of the held ones back; to name it for thousands would take longer than she looks."""
    held = [due.id for due in dues if due.is_held][:_MOST_REASONS]
    return {plan.id: plan.refusal for plan in services.erasures.plans(Chosen(tuple(held)))}


def _person(due: Due, today: date, reasons: Mapping[int, str]) -> Person:
    return Person(due, _chip(due, today), _refusal(due, today, reasons), _folded(due.name))


def _refusal(due: Due, today: date, reasons: Mapping[int, str]) -> str:
    if due.is_held:
        reason = reasons.get(due.id) or _("on hold")
        return reason[:1].upper() + reason[1:]
    return _("Its day has not come yet.") if due.delete_on > today else ""


def _chip(due: Due, today: date) -> ChipText:
    days = (today - due.delete_on).days
    if due.is_held:
        return ChipText(_("On hold"), "quiet", "pause")
    if due.has_asked:
        return ChipText(_("Asked for it"), "soon", "hand")
    if days > 0:
        return ChipText(ngettext("Late by {n} day", "Late by {n} days", days).format(n=days), "late")
    if days == 0:
        return ChipText(_("Today"), "soon")
    return ChipText(ngettext("{n} day left", "{n} days left", -days).format(n=-days), "quiet")


def _parts(ids: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]


def _folded(text: str) -> str:
    marked = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(ch for ch in marked if not unicodedata.combining(ch)).split())
