"""What an import's preview says of a row."""

from __future__ import annotations

from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.services.customers import CustomerDetails
from desktop.services.import_plan import LAST_CONTACT, PlannedRow, RowState
from desktop.views.widgets.labels import ChipText


def state_chip(state: RowState) -> ChipText:
    """What becomes of a row, in a word."""
    return {
        RowState.NEW: ChipText(_("New"), "ok", "plus"),
        RowState.CHANGED: ChipText(_("Changes"), "info", "edit"),
        RowState.SAME: ChipText(_("Known already"), "quiet", "check"),
        RowState.ERASED: ChipText(_("Asked to be deleted"), "soon", "lock"),
        RowState.REFUSED: ChipText(_("Not taken"), "late", "no"),
    }[state]


def line_under(details: CustomerDetails) -> str:
    """What else a row says of whom it names."""
    phone = details.shown_phone
    return " · ".join(part for part in (phone, details.email, details.address.replace("\n", ", ")) if part) or "–"


def note_of(row: PlannedRow) -> str:
    """Why a row is not taken, or what it changes."""
    if row.state is RowState.CHANGED:
        return "; ".join([_change(row, field) for field in row.changes] + ([row.note] if row.note else []))
    if not row.note and row.state is RowState.NEW and row.last_contact is not None:
        return _("Last contact on {day}").format(day=day_text(row.last_contact))
    return row.note


def _change(row: PlannedRow, field: str) -> str:
    assert row.before is not None
    if field == LAST_CONTACT:
        return _("Last contact on {day}").format(day=day_text(row.last_contact) if row.last_contact else "–")
    before, after = (_value(details, field) for details in (row.before, row.details))
    name = {
        "phone": _("Phone"), "email": _("Email"), "address": _("Address"), "group_name": _("Group"), "benefit_note": _("Benefits"),
    }[field]  # fmt: skip
    return f"{name}: {before or '–'} → {after}"


def _value(details: CustomerDetails, field: str) -> str:
    return details.shown_phone if field == "phone" else str(getattr(details, field)).replace("\n", ", ")
