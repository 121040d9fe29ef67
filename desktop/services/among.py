"""A condition over a list of values of any length."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select


def is_among(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """One parameter, however many values: the number of parameters in a statement has its limit."""
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))
