"""The shop's calendar: public holidays from the package, kept in the database, and what the owner changes by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy_line
from desktop.models.choices import DayKind
from desktop.models.shop import CalendarDay, Setting
from desktop.models.working_days import WorkingCalendar
from desktop.services.office import Office, Work, put_setting, setting

YEARS_BACK, YEARS_AHEAD = 3, 4
_SWAP_PREFIX = "Ngày nghỉ (thay cho"
_FIRST, _LAST, _PACKAGE = "calendar.first_year", "calendar.last_year", "calendar.package"
_ANNOUNCED, _WEEK, _SWAPS = "calendar.announced_through", "calendar.extra_weekdays", "calendar.swaps"


@dataclass(frozen=True)
class DayRow:
    """A special day."""

    day: date
    kind: DayKind
    name: str
    by_hand: bool


@dataclass(frozen=True)
class CalendarSettings:
    """``extra_weekdays`` of 5 (Saturday) and 6 (Sunday) that the shop works; swap days count only when switched on."""

    announced_through: int
    extra_weekdays: frozenset[int]
    use_swaps: bool


def load_calendar(session: Session) -> WorkingCalendar:
    """The calendar that clocks are counted on."""
    kinds: dict[DayKind, dict[date, str]] = {kind: {} for kind in DayKind}
    for day, kind, name in session.execute(select(CalendarDay.day, CalendarDay.kind, CalendarDay.name)):
        kinds[kind][day] = name
    chosen = _chosen(session)
    settings = _settings(chosen)
    holidays = kinds[DayKind.HOLIDAY] | (kinds[DayKind.SWAP_OFF] if settings.use_swaps else {})
    holidays = {day: name for day, name in holidays.items() if day not in kinds[DayKind.CANCELLED]}
    years = range(int(chosen.get(_FIRST, "0")), int(chosen.get(_LAST, "-1")) + 1)
    return WorkingCalendar(
        holidays,
        years,
        settings.announced_through,
        frozenset(range(5)) | settings.extra_weekdays,
        frozenset(kinds[DayKind.MAKE_UP]),
    )


def fill_calendar(work: Work) -> None:
    """Take the public holidays of the years around today from the package; days changed by hand stay."""
    import holidays  # 117 ms: once a year, not at every start

    first = work.today.year - YEARS_BACK
    first = min(first, int(setting(work.session, _FIRST, str(first))))  # old complaints keep their holidays
    years = range(first, work.today.year + YEARS_AHEAD + 1)
    known = holidays.country_holidays("VN", years=years, language="vi")
    if not known:
        raise UserError(
            _("The public holidays of {year} are not known yet; add them in Settings, Calendar.").format(year=years[-1])
        )
    work.session.execute(delete(CalendarDay).where(CalendarDay.by_hand.is_(False)))
    kept = {(day, kind) for day, kind in work.session.execute(select(CalendarDay.day, CalendarDay.kind))}
    for day, name in known.items():
        kind = DayKind.SWAP_OFF if name.startswith(_SWAP_PREFIX) else DayKind.HOLIDAY
        if not {(day, kind), (day, DayKind.CANCELLED)} & kept:
            work.session.add(CalendarDay(day=day, kind=kind, name=name, by_hand=False))
    for key, value in ((_FIRST, years[0]), (_LAST, years[-1]), (_PACKAGE, version("holidays"))):
        put_setting(work, key, str(value))
    if not setting(work.session, _ANNOUNCED, ""):
        put_setting(work, _ANNOUNCED, str(work.today.year))


class ShopCalendar:
    """The calendar page of the settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def keep_current(self) -> None:
        """Top the holidays up when the coming year is not covered (at start, once a year)."""
        with self._office.reading() as session:
            last = int(setting(session, _LAST, "0"))
        if last < self._office.today().year + YEARS_AHEAD - 1:
            with self._office.writing() as work:
                fill_calendar(work)

    def calendar(self) -> WorkingCalendar:
        """The calendar as clocks see it."""
        with self._office.reading() as session:
            return load_calendar(session)

    def settings(self) -> CalendarSettings:
        """Announced year, worked weekend days, swap switch."""
        with self._office.reading() as session:
            return _settings(_chosen(session))

    def save_settings(self, settings: CalendarSettings) -> None:
        """Change them; every clock follows at once."""
        with self._office.writing() as work:
            put_setting(work, _ANNOUNCED, str(settings.announced_through))
            put_setting(work, _WEEK, " ".join(str(day) for day in sorted(settings.extra_weekdays)))
            put_setting(work, _SWAPS, "yes" if settings.use_swaps else "no")

    def days(self, year: int) -> list[DayRow]:
        """Special days of a year in order."""
        with self._office.reading() as session:
            query = select(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
            rows = session.scalars(query.order_by(CalendarDay.day, CalendarDay.kind))
            return [DayRow(row.day, row.kind, row.name, row.by_hand) for row in rows]

    def add_day(self, day: date, kind: DayKind, name: str) -> None:
        """A day the owner knows of."""
        with self._office.writing() as work:
            if work.session.get(CalendarDay, (day, kind)):
                raise UserError(_("This day is in the calendar already."), "day")
            work.session.add(CalendarDay(day=day, kind=kind, name=tidy_line(name), by_hand=True))
            work.log("calendar.day_added", f"{day:%Y-%m-%d}", kind=kind)

    def remove_day(self, day: date, kind: DayKind) -> None:
        """Take a day out. A public holiday stays out when the holidays are read anew; taking that mark out brings it back."""
        with self._office.writing() as work:
            row = work.session.get(CalendarDay, (day, kind))
            if row is not None:
                work.session.delete(row)
                if not row.by_hand:
                    work.session.add(CalendarDay(day=day, kind=DayKind.CANCELLED, name=row.name, by_hand=True))
                work.session.flush()
            if kind is DayKind.CANCELLED:
                fill_calendar(work)
            work.log("calendar.day_removed", f"{day:%Y-%m-%d}", kind=kind)


def _chosen(session: Session) -> dict[str, str]:
    """The choices of this page in one query: every clock on the screen begins with them."""
    keys = (_FIRST, _LAST, _ANNOUNCED, _WEEK, _SWAPS)
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.in_(keys)))
    return {row.key: row.value for row in rows}


def _settings(chosen: dict[str, str]) -> CalendarSettings:
    return CalendarSettings(
        int(chosen.get(_ANNOUNCED, "0")),
        frozenset(int(day) for day in chosen.get(_WEEK, "").split()),
        chosen.get(_SWAPS, "no") == "yes",
    )


def public_calendar(today: date) -> WorkingCalendar:
    """The public holidays around today, for showing what a rule means before there is a shop."""
    import holidays

    years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    known = holidays.country_holidays("VN", years=years, language="vi")
    return WorkingCalendar({day: name for day, name in known.items() if not name.startswith(_SWAP_PREFIX)}, years, today.year)
