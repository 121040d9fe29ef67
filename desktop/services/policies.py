"""The shop's promises as data: versions effective from a day, made from a preset and changed point by point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import Words
from desktop.i18n import gettext as _
from desktop.models import presets
from desktop.models.base import tidy_line
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.deadlines import Deadline, count
from desktop.models.policy import CORE_FIELDS, LegalClock, PolicyField, PolicyRecipient, PolicyVersion, Purpose
from desktop.models.presets import PresetSummary as PresetSummary
from desktop.models.rights_request import ACKNOWLEDGING, CLOCK_CODES
from desktop.models.working_days import WorkingCalendar
from desktop.services.office import Office, Work, new_id
from desktop.services.retention import follow_all
from desktop.services.shop_calendar import load_calendar

LONGEST_LIMIT, LONGEST_MONTHS = 365, 24
LONGEST_HOURS = 720
LEGAL_CODES = ("complaint_acknowledged", "complaint_result")
INCIDENT_CODES = ("incident_attack", "incident_breach")


@dataclass(frozen=True)
class PurposeRow:
    """A purpose as the owner sees and edits it."""

    code: str
    name_vi: str
    name_en: str
    need: PurposeNeed


@dataclass(frozen=True)
class FieldRow:
    """A piece of data that may be held. A code of its own is given to a new one when it is kept."""

    code: str
    name_vi: str
    name_en: str = ""

    @property
    def name(self) -> str:
        """In the reader's language."""
        return str(Words(self.name_vi, self.name_en))

    @property
    def is_extra(self) -> bool:
        """Beyond the four fields of every policy; held only where the customer agreed to it."""
        return self.code not in CORE_FIELDS


@dataclass(frozen=True)
class SharingRow:
    """What a kind of recipient may be told, by field code."""

    kind: RecipientKind
    fields: tuple[str, ...]
    with_notice: bool = True


@dataclass(frozen=True)
class PolicyRules:
    """The rules of a version, as the settings edit them."""

    effective_from: date
    complaint_amount: int
    complaint_unit: TimeUnit
    complaint_start: ClockStart
    complaint_clause: str
    compensation_clause: str
    joint_liability: bool
    retention_kind: RetentionKind
    retention_months: int
    retention_clause: str
    purposes: tuple[PurposeRow, ...] = ()
    fields: tuple[FieldRow, ...] = ()
    sharing: tuple[SharingRow, ...] = ()
    preset: str = ""
    public_id: str = ""


@dataclass(frozen=True)
class LegalClockRow:
    """A limit of the law as a setting: ``amount`` 0 where the law sets none; ``extension`` what it allows once more."""

    code: str
    amount: int
    unit: TimeUnit
    source_vi: str
    source_en: str
    valid_from: date
    extension: int = 0

    @property
    def may_extend(self) -> bool:
        """Whether this is a limit that the law lets be extended at all: doing what a request asks."""
        return self.code.startswith("request_") and self.code != ACKNOWLEDGING


class Policies:
    """Versions of the policy."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def versions(self) -> list[PolicyRules]:
        """All versions, newest first."""
        with self._office.reading() as session:
            rows = session.scalars(select(PolicyVersion).order_by(PolicyVersion.effective_from.desc(), PolicyVersion.id.desc()))
            return [_rules(row) for row in rows]

    def in_force(self, on: date) -> PolicyRules:
        """The version that governs a day."""
        with self._office.reading() as session:
            return _rules(version_on(session, on))

    def add_version(self, rules: PolicyRules) -> None:
        """A new version from a day on; open complaints stay under the version of their own day."""
        check_rules(rules)
        with self._office.writing() as work:
            newest = version_on(work.session, rules.effective_from)
            if newest.effective_from == rules.effective_from:
                raise UserError(_("A version already takes effect on this day. Choose a later day."), "effective_from")
            if rules.effective_from < work.today:
                raise UserError(
                    _("A new version takes effect today or later: what was promised before stays promised."), "effective_from"
                )
            version = _copied(newest, rules, work.now)
            work.session.add(version)
            work.log("policy.version_added", version.public_id, effective_from=f"{rules.effective_from:%Y-%m-%d}")
            if rules.effective_from <= work.today:
                follow_all(work)

    def legal_clocks(self) -> list[LegalClockRow]:
        """The law's limits for complaints, requests and incidents, in this order; each may be missing."""
        codes = (*LEGAL_CODES, *CLOCK_CODES, *INCIDENT_CODES)
        with self._office.reading() as session:
            return [_legal_row(session.get(LegalClock, code), code, self._office.today()) for code in codes]

    def save_legal_clock(self, row: LegalClockRow) -> None:
        """Change a limit of the law; it names its source. 0 takes it away."""
        most = LONGEST_HOURS if row.code in INCIDENT_CODES else LONGEST_LIMIT
        if not (0 <= row.amount <= most and 0 <= row.extension <= LONGEST_LIMIT):
            raise UserError(_("A time limit lies between 0 and {n}.").format(n=most), row.code)
        if (row.unit is TimeUnit.HOURS) != (row.code in INCIDENT_CODES):
            raise UserError(_("Incidents are counted in hours, everything else in days or months."), row.code)
        if row.amount and not tidy_line(row.source_vi):
            raise UserError(_("Name the law that sets this limit."), row.code)
        with self._office.writing() as work:
            clock = work.session.get(LegalClock, row.code)
            if clock is None:
                start = ClockStart.DISCOVERY if row.code in INCIDENT_CODES else ClockStart.RECEIPT
                clock = LegalClock(code=row.code, start=start, may_pause=row.may_extend)
                work.session.add(clock)
            clock.amount, clock.unit, clock.valid_from = row.amount, row.unit, row.valid_from
            clock.extension = row.extension if row.may_extend else 0
            clock.source_vi, clock.source_en = tidy_line(row.source_vi), tidy_line(row.source_en)
            work.log("law.limit_changed", row.code, amount=row.amount, unit=row.unit)

    def example(self, rules: PolicyRules, on: date) -> Deadline:
        """When a complaint received on a day (evidence and all) would have to be answered."""
        with self._office.reading() as session:
            return example_deadline(rules, on, load_calendar(session))


def _legal_row(clock: LegalClock | None, code: str, today: date) -> LegalClockRow:
    if clock is None:
        unit = TimeUnit.HOURS if code in INCIDENT_CODES else TimeUnit.DAYS
        return LegalClockRow(code, 0, unit, "", "", today)
    sources = (clock.source_vi, clock.source_en)
    return LegalClockRow(code, clock.amount, clock.unit, *sources, clock.valid_from, clock.extension)


def preset_rules(code: str, on: date) -> PolicyRules:
    """The rules of a preset, from a day on."""
    rules = _rules(presets.policy_version(code, on, datetime.now().astimezone()))
    return replace(rules, public_id="")


def example_deadline(rules: PolicyRules, on: date, calendar: WorkingCalendar) -> Deadline:
    """A clock laid out for the owner to see what a rule means."""
    limit = PolicyVersion(
        complaint_amount=rules.complaint_amount,
        complaint_unit=rules.complaint_unit,
        complaint_start=rules.complaint_start,
        complaint_clause=rules.complaint_clause,
    ).complaint_limit()
    return count(limit, on, calendar)


def preset_summaries() -> list[PresetSummary]:
    """The presets that ship, in order."""
    return [presets.summary(code) for code in presets.PRESETS]


def version_on(session: Session, day: date) -> PolicyVersion:
    """The version in force on a day; a day before the first version falls under the first."""
    query = select(PolicyVersion).where(PolicyVersion.effective_from <= day)
    found = session.scalar(query.order_by(PolicyVersion.effective_from.desc(), PolicyVersion.id.desc()).limit(1))
    first = select(PolicyVersion).order_by(PolicyVersion.effective_from, PolicyVersion.id).limit(1)
    return found or session.scalars(first).one()


def put_first_version(work: Work, rules: PolicyRules) -> None:
    """The version that the wizard chose, and the law's clocks beside it."""
    check_rules(rules)
    version = presets.policy_version(rules.preset or presets.PRESETS[0], rules.effective_from, work.now)
    _apply(version, rules)
    work.session.add(version)
    work.session.add_all(presets.legal_clocks())
    work.log("policy.version_added", version.public_id, preset=rules.preset)


def _rules(row: PolicyVersion) -> PolicyRules:
    return PolicyRules(
        row.effective_from,
        row.complaint_amount,
        row.complaint_unit,
        row.complaint_start,
        row.complaint_clause,
        row.compensation_clause,
        row.joint_liability,
        row.retention_kind,
        row.retention_months,
        row.retention_clause,
        tuple(PurposeRow(p.code, p.name_vi, p.name_en, p.need) for p in row.purposes),
        tuple(FieldRow(f.code, f.name_vi, f.name_en) for f in row.fields),
        tuple(SharingRow(r.kind, tuple(r.fields.split()), r.with_notice) for r in row.recipients),
        row.preset,
        row.public_id,
    )


def _apply(version: PolicyVersion, rules: PolicyRules) -> None:
    for field in (
        "complaint_amount",
        "complaint_unit",
        "complaint_start",
        "joint_liability",
        "retention_kind",
        "retention_months",
        "complaint_clause",
        "compensation_clause",
        "retention_clause",
    ):
        value = getattr(rules, field)
        setattr(version, field, tidy_line(value) if field.endswith("clause") else value)
    if rules.purposes:
        version.purposes = [
            Purpose(
                code=row.code or new_id(),
                name_vi=tidy_line(row.name_vi),
                name_en=tidy_line(row.name_en),
                need=row.need,
                position=place,
            )
            for place, row in enumerate(rules.purposes)
        ]
    if rules.fields:
        version.fields = [_field(row, place) for place, row in enumerate(rules.fields)]
        version.recipients = [_sharing(row) for row in rules.sharing if row.fields]


def _field(row: FieldRow, place: int) -> PolicyField:
    return PolicyField(code=row.code or new_id(), name_vi=tidy_line(row.name_vi), name_en=tidy_line(row.name_en), position=place)


def _sharing(row: SharingRow) -> PolicyRecipient:
    by_law = row.kind is RecipientKind.STATE_AGENCY
    return PolicyRecipient(kind=row.kind, fields=" ".join(row.fields), with_consent=not by_law, with_notice=row.with_notice)


def _copied(old: PolicyVersion, rules: PolicyRules, now: datetime) -> PolicyVersion:
    """A version like the old one with the new rules laid over it."""
    version = PolicyVersion(
        public_id=new_id(),
        preset=old.preset,
        effective_from=rules.effective_from,
        created_at=now,
        sharing_clause=old.sharing_clause,
        purposes=[
            Purpose(code=p.code, name_vi=p.name_vi, name_en=p.name_en, need=p.need, position=p.position) for p in old.purposes
        ],
        fields=[PolicyField(code=f.code, name_vi=f.name_vi, name_en=f.name_en, position=f.position) for f in old.fields],
        recipients=[
            PolicyRecipient(kind=r.kind, fields=r.fields, with_consent=r.with_consent, with_notice=r.with_notice)
            for r in old.recipients
        ],
    )
    _apply(version, rules)
    return version


def check_rules(rules: PolicyRules) -> None:
    """Refuse in words what no clock could be counted by, and a purpose without a name."""
    if rules.complaint_unit is TimeUnit.HOURS:
        raise UserError(_("A complaint is answered within days, working days or months."), "complaint_unit")
    most = LONGEST_MONTHS if rules.complaint_unit is TimeUnit.MONTHS else LONGEST_LIMIT
    if not 1 <= rules.complaint_amount <= most:
        raise UserError(_("A time limit lies between 1 and {n}.").format(n=most), "complaint_amount")
    if rules.retention_kind is RetentionKind.AFTER_LAST_CONTACT and not 1 <= rules.retention_months <= 240:
        raise UserError(_("Data is kept between 1 and {n} months after the last contact.").format(n=240), "retention_months")
    if any(not tidy_line(row.name_vi) for row in rules.purposes):
        raise UserError(_("Each purpose needs a name."), "purposes")
    if any(not tidy_line(row.name_vi) for row in rules.fields):
        raise UserError(_("Each piece of data needs a name."), "fields")
    names = [tidy_line(row.name_vi).casefold() for row in rules.fields]
    if len(set(names)) < len(names):
        raise UserError(_("Two pieces of data have the same name."), "fields")
