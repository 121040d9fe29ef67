"""What stands under an incident's name, and what it wants when everybody has been told."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, moment_text, ngettext, number_text
from desktop.i18n import gettext as _
from desktop.services.incident_views import IncidentPage
from desktop.views.widgets.labels import banner


def facts_line(page: IncidentPage) -> str:
    """``SC-2026-0001 · noticed 22:40 20/11/2026 · 300 customers``."""
    people = max(page.form.people, page.row.members.people)
    count = ngettext("{n} customer", "{n} customers", people).format(n=number_text(people))
    noticed = _("noticed {moment}").format(moment=moment_text(page.row.noticed_at))
    return " · ".join([page.row.number, noticed, *([count] if people else [])])


def next_step(page: IncidentPage) -> QWidget | None:
    """That all is done, or that it is closed; what is half done stands beside its clock."""
    row_of, members = page.row, page.row.members
    if row_of.closed_on is not None:
        return banner(_("Closed on {day}.").format(day=day_text(row_of.closed_on)), "info")
    nobody = not row_of.is_anybody_told
    if page.authorities and not row_of.authorities and (nobody or (members.people and not members.untold)):
        return banner(_("Everybody has been told. Write cause and lesson, then close the incident."), "ok")
    return None
