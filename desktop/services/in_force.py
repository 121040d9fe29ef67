"""Wishes and holds that last: the last day still counts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BindParameter, ColumnElement, or_

from desktop.models.consent import Hold, Restriction


def not_ended(lasting: type[Hold] | type[Restriction], today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Those without an end, or with one that is not over."""
    return or_(lasting.until.is_(None), lasting.until >= today)
