"""How an incident stands, in words: clocks to the minute, chips of authorities, members and incidents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from desktop.i18n import clock_text, day_text, local_day, moment_text, ngettext, number_text, short_day
from desktop.i18n import gettext as _
from desktop.models.choices import label as choice_label
from desktop.services.incident_members import MemberRow
from desktop.services.incident_views import AuthorityRow, IncidentRow
from desktop.views.widgets.labels import ChipText

_SOON = timedelta(hours=48)
_MANY_HOURS = 100  # from here on days are easier to read than hours


def clock_words(due: datetime, now: datetime) -> str:
    """``10 h 20 min left``, ``Late by 2 h 05 min``: whole minutes, never more time than there is, never less delay."""
    left = due - now
    if left >= timedelta():
        return _span_left(int(left / timedelta(minutes=1)))
    return _span_late(-int(left // timedelta(minutes=1)))


def clock_kind(due: datetime, now: datetime) -> str:
    """late, soon or quiet: what the colour says."""
    if now > due:
        return "late"
    return "soon" if due - now <= _SOON else "quiet"


def authority_chip(authority: AuthorityRow, now: datetime) -> ChipText:
    """Told and when; or its clock; or that no limit is set."""
    if authority.sent_at is not None:
        told = _("Told {moment}").format(moment=near_moment(authority.sent_at, now))
        return ChipText(_("{told}, late").format(told=told), "late") if authority.is_late else ChipText(told, "ok")
    if authority.omitted_on is not None:
        return ChipText(_("Need not be told"), "quiet", "no")
    if authority.deadline is None:
        return ChipText(_("No limit"), "quiet")
    return ChipText(clock_words(authority.deadline.due, now), clock_kind(authority.deadline.due, now))


def due_words(authority: AuthorityRow) -> str:
    """By when an authority has to be told, and how far its letter is."""
    if authority.omitted_on is not None:
        return authority.omitted_reason
    due = _("No time limit is set")
    if authority.deadline is not None:
        due = _("by {moment}").format(moment=moment_text(authority.deadline.due))
    if not authority.has_letter:
        return due
    text = _("letter {number}") if authority.sent_at is not None else _("letter {number} made, not sent yet")
    return f"{due} · {text.format(number=authority.number)}"


def incident_chip(entry: IncidentRow, now: datetime) -> ChipText:
    """What an incident wants next: an authority, its customers, an end; or that it is closed."""
    if entry.closed_on is not None:
        return ChipText(_("Closed {day}").format(day=short_day(entry.closed_on, local_day(now))), "ok")
    if entry.deadline is not None:
        return ChipText(clock_words(entry.deadline.due, now), clock_kind(entry.deadline.due, now))
    if entry.authorities:
        return ChipText(_("Authority not told yet"), "soon")
    if entry.members.untold and entry.is_anybody_told:
        text = ngettext("{n} customer not told", "{n} customers not told", entry.members.untold)
        return ChipText(text.format(n=number_text(entry.members.untold)), "soon", "people")
    return ChipText(_("To be closed"), "quiet", "ok")


def member_chip(member: MemberRow, today: date) -> ChipText:
    """Told when and how; came back; not told; or gone."""
    if member.told_on is not None and member.told_by is not None:
        return ChipText(f"{choice_label(member.told_by)}, {short_day(member.told_on, today)}", "ok")
    if member.customer_id is None:
        return ChipText(_("Data erased"), "quiet", "trash")
    if member.failed_on is not None:
        return ChipText(_("Came back {day}").format(day=short_day(member.failed_on, today)), "late", "undo")
    return ChipText(_("Not told"), "soon", "mail")


def worst_kind(rows: Sequence[IncidentRow], now: datetime) -> str:
    """The colour of the badge on the tab: that of the nearest clock of all open incidents."""
    due = min((entry.deadline.due for entry in rows if entry.deadline), default=None)
    return clock_kind(due, now) if due is not None else "quiet"


def reported_notice(entry: IncidentRow) -> str:
    """Whom to tell first, and by when, right after an incident was entered."""
    first = next((authority for authority in entry.authorities if authority.deadline), None)
    if first is None or first.deadline is None:
        return _("{number} entered.").format(number=entry.number)
    text = _("{number} entered. Tell {authority} by {time} on {day}.")
    due = first.deadline.due
    return text.format(number=entry.number, authority=first.name, time=clock_text(due), day=day_text(local_day(due)))


def near_moment(moment: datetime, now: datetime) -> str:
    """``22:40 20/11`` within this year."""
    return f"{clock_text(moment)} {short_day(local_day(moment), local_day(now))}"


def _span_left(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= _MANY_HOURS:
        days, hours = divmod(hours, 24)
        return _("{days} d {hours} h left").format(days=days, hours=hours)
    if hours:
        return _("{hours} h {minutes} min left").format(hours=hours, minutes=f"{rest:02d}")
    return _("{minutes} min left").format(minutes=rest) if rest else _("Less than a minute left")


def _span_late(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= _MANY_HOURS:
        days, hours = divmod(hours, 24)
        return _("Late by {days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return _("Late by {hours} h {minutes} min").format(hours=hours, minutes=f"{rest:02d}")
    return _("Late by {minutes} min").format(minutes=rest)
