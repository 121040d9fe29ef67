"""Who is due, as the lists show them: why, since when, and whether their data may go today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.i18n import gettext as _
from desktop.i18n import ngettext
from desktop.services.all_services import Services
from desktop.services.case_files import Whose
from desktop.services.erasure_plans import ErasurePlan
from desktop.services.erasures import Chosen
from desktop.services.retention import Due, folded
from desktop.views.deletions.periods import HELD, OVERDUE, Period
from desktop.views.widgets.labels import ChipText

MOST = 5000  # in one list; the others follow once these are gone

Key = tuple[Whose, int]  # whose data it is, and the id


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
        return self.due.whose, self.due.id

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
    people = [_person(due, today) for due in come]
    shown = [person for person in people if _belongs(person.due, period, today)]
    return Listed((*shown, *(_person(due, today) for due in coming)), tuple(person for person in people if person.may_go))


def of_plan(plan: ErasurePlan) -> Person:
    """Whom a plan is about; the day matters no more."""
    due = Due(plan.id, plan.name, plan.phone, date.min, plan.ground, plan.refusal, plan.has_asked, plan.whose)
    return Person(due, ChipText(""), plan.refusal, due.folded)


def chosen(people: Iterable[Person]) -> Chosen:
    """These people, as the erasure wants them."""
    keys = [person.key for person in people]
    customers, complaints, requests = (tuple(id for whose, id in keys if whose is each) for each in Whose)
    return Chosen(customers, complaints, requests)


def matching(people: Sequence[Person], typed: str) -> list[Person]:
    """Those whose name holds what was typed, accents or none, or whose number holds its digits."""
    digits = "".join(ch for ch in typed if ch.isdigit())
    if digits and not any(ch.isalpha() for ch in typed):
        return [person for person in people if digits in person.due.phone.replace(" ", "")]
    wanted = folded(typed)
    return [person for person in people if wanted in person.folded]


def _belongs(due: Due, period: Period, today: date) -> bool:
    """Of those whose day has come."""
    if period.kind == HELD:
        return due.is_held
    if period.kind == OVERDUE:
        return due.is_late(today)
    is_now = due.delete_on == today or not (due.is_held or due.is_late(today))
    return is_now and period.begins <= today < (period.ends or today)


def _person(due: Due, today: date) -> Person:
    return Person(due, _chip(due, today), _refusal(due, today), due.folded)


def _refusal(due: Due, today: date) -> str:
    if due.is_held:
        return _("On hold: {reasons}").format(reasons=due.held_by)
    return _("Its day has not come yet.") if due.delete_on > today else ""


def _chip(due: Due, today: date) -> ChipText:
    days = (today - due.last_day).days
    if due.is_held:
        return ChipText(_("On hold"), "quiet", "pause")
    if due.has_asked and days <= 0:
        return ChipText(_("Asked for it"), "soon", "hand")
    if days > 0:
        return ChipText(ngettext("Late by {n} day", "Late by {n} days", days).format(n=days), "late")
    if days == 0:
        return ChipText(_("Today"), "soon")
    return ChipText(ngettext("{n} day left", "{n} days left", -days).format(n=-days), "quiet")
