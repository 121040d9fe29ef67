"""Numbers of papers: filled in by a pattern, never twice the same."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.models.numbering import NumberSeries, check_pattern, formatted, short


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{seq:02d}/{year}/TL-KN", "07/2026/TL-KN"),
        ("KN-{year}-{seq:04d}", "KN-2026-0007"),
        ("{year}.{seq}", "2026.7"),
        ("Số {seq}/{year}", "Số 7/2026"),
    ],
)
def test_a_pattern_is_filled_in(pattern, number):
    check_pattern(pattern)
    assert formatted(pattern, 7, 2026) == number


@pytest.mark.parametrize("pattern", ["", "TL-KN", "{seq}", "{year}/TL", "{seq:.1g}/{year}", "{seq:.0e}-{year}"])
def test_a_pattern_that_would_give_a_number_twice_is_refused(pattern):
    with pytest.raises(UserError) as e:
        check_pattern(pattern)
    assert e.value.message == "The number needs both {seq} and {year}, or two letters would share one."
    assert e.value.field == "pattern"


@pytest.mark.parametrize(
    "pattern",
    ["{seq}/{year}/{month}", "{seq}/{year}/{}", "{seq}/{year", "{seq:zz}/{year}", "{seq.name}/{year}", "{seq[0]}/{year}", "}{"],
)
def test_a_pattern_that_cannot_be_filled_in_is_refused(pattern):
    with pytest.raises(UserError) as e:
        check_pattern(pattern)
    assert e.value.message == "Only {seq} and {year} may stand in braces."
    assert e.value.field == "pattern"


def test_a_series_gives_each_number_once():
    series = NumberSeries(series="reply", year=2026, last=0)
    assert [series.take() for _place in range(3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("number", "short_one"),
    [("KN-2026-0005", "0005"), ("KN-2025-0005", "KN-2025-0005"), ("KN005/2026", "KN005/2026"), ("2026/7", "7"), ("", "")],
)
def test_a_number_of_this_year_is_told_by_what_follows_the_year(number, short_one):
    assert short(number, 2026) == short_one
