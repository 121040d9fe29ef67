"""The register of incidents (O'PETIT 6; Personal Data Law 91/2025/QH15 Art 23): what happened, and which authorities hear of it by when."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import paths
from desktop.errors import FieldErrors, UserError
from desktop.i18n import Words, speaking
from desktop.i18n import gettext as _
from desktop.models.base import tidy, tidy_line
from desktop.models.incident import LONGEST_HOURS, Incident, IncidentAuthority, IncidentEvent
from desktop.models.names import fold
from desktop.models.numbering import formatted
from desktop.models.policy import LegalClock
from desktop.services.incident_views import IncidentForm, IncidentPage, IncidentRow, counts, page_of, row_of
from desktop.services.office import Office, Work, new_id
from desktop.services.shop import read_letter_settings

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_NAME, LONGEST_NOTE = 150, 5000, 200, 1000
MOST_PEOPLE = 100_000_000
_TEXTS = ("happened", "harm", "measures", "cause", "lesson", "nobody_told")


@dataclass(frozen=True)
class AuthorityForm:
    """An authority as the owner edits it: ``hours`` 0 where no limit is set; ``late_reason`` for a letter that is late."""

    name: str
    contact: str = ""
    hours: int = 0
    law: str = ""
    late_reason: str = ""


class Incidents:
    """Enters and keeps incidents."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- looking --------------------------------------------------------------------------------------------------------

    def rows(self, typed: str = "") -> list[IncidentRow]:
        """All incidents that fit the text (number, subject), open ones first by their nearest clock."""
        words, now = fold(typed).split(), self._office.now()
        with self._office.reading() as session:
            rows = [row_of(session, row, now) for row in session.scalars(select(Incident))]
        fitting = [row for row in rows if all(word in fold(f"{row.number} {row.subject}") for word in words)]
        return sorted(fitting, key=_urgency)

    def open_rows(self) -> list[IncidentRow]:
        """Incidents that are still being dealt with, nearest clock first."""
        with self._office.reading() as session:
            found = session.scalars(select(Incident).where(Incident.closed_on.is_(None)))
            return sorted((row_of(session, row, self._office.now()) for row in found), key=_urgency)

    def page(self, incident_id: int) -> IncidentPage:
        """An incident with everything its page shows."""
        with self._office.reading() as session:
            return page_of(session, get_incident(session, incident_id), self._office.now())

    # ---- the incident ---------------------------------------------------------------------------------------------------

    def report(self, form: IncidentForm) -> IncidentPage:
        """Enter an incident: number, the authorities that the law names, their clocks. Raises FieldErrors."""
        checked = _checked(form)
        with self._office.writing() as work:
            pattern = read_letter_settings(work.session).patterns["incident"]
            incident = Incident(
                public_id=new_id(), number=formatted(pattern, work.next_number("incident"), work.today.year), recorded_at=work.now
            )
            _put(incident, checked)
            incident.check_moments(work.now)
            work.session.add(incident)
            incident.authorities = _first_authorities(work.session, incident.is_attack)
            work.session.flush()
            add_incident_step(work, incident, "reported")
            return page_of(work.session, incident, work.now)

    def save(self, incident_id: int, form: IncidentForm) -> None:
        """Keep what is known now; an attack that is recognised only later brings its authorities along."""
        checked = _checked(form)
        with self._office.writing() as work:
            incident = _open(work.session, incident_id)
            was_attack = incident.is_attack
            _put(incident, checked)
            incident.check_moments(work.now)
            if incident.is_attack and not was_attack:
                known = {row.name for row in incident.authorities}
                incident.authorities += [row for row in _first_authorities(work.session, True) if row.name not in known]
            work.session.flush()
            work.log("incident.saved", incident.public_id)

    def close(self, incident_id: int) -> None:
        """Put it in the file: told, explained and learned from."""
        with self._office.writing() as work:
            incident = _open(work.session, incident_id)
            incident.close(work.today, counts(work.session, incident.id).untold)
            add_incident_step(work, incident, "closed")

    def reopen(self, incident_id: int, note: str) -> None:
        """Something new came up."""
        note = tidy(note)[:LONGEST_NOTE]
        if not note:
            raise UserError(_("Write in a few words why."), "note")
        with self._office.writing() as work:
            incident = get_incident(work.session, incident_id)
            if incident.is_open:
                raise UserError(_("This incident is still open."))
            incident.closed_on = None
            add_incident_step(work, incident, "reopened", note)

    # ---- authorities ----------------------------------------------------------------------------------------------------

    def add_authority(self, incident_id: int, form: AuthorityForm) -> str:
        """One more that has to be told; returns its id."""
        checked = _checked_authority(form)
        with self._office.writing() as work:
            incident = _open(work.session, incident_id)
            if any(row.name.casefold() == checked.name.casefold() and row.is_owed for row in incident.authorities):
                raise UserError(_("This authority stands in the list already."), "name")
            row = IncidentAuthority(public_id=new_id(), **_columns(checked))
            incident.authorities.append(row)
            work.session.flush()
            work.log("incident.authority_added", row.public_id, incident=incident.public_id, hours=row.hours)
            return row.public_id

    def change_authority(self, authority_id: str, form: AuthorityForm) -> None:
        """Another name, contact, limit or reason; once told it stays as it was told."""
        checked = _checked_authority(form)
        with self._office.writing() as work:
            row, incident = get_authority(work.session, authority_id)
            incident.require_open()
            _require_unsent(row)
            for name, value in _columns(checked).items():
                setattr(row, name, value)
            work.log("incident.authority_changed", row.public_id, hours=row.hours)

    def omit_authority(self, authority_id: str, reason: str) -> None:
        """It need not be told of this one, for a reason that stays in the register."""
        reason = tidy(reason)
        if not reason:
            raise UserError(_("Write why it need not be told; the register keeps the reason."), "omitted_reason")
        if len(reason) > LONGEST_NOTE:
            raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_NOTE), "omitted_reason")
        with self._office.writing() as work:
            row, incident = get_authority(work.session, authority_id)
            incident.require_open()
            _require_unsent(row)
            row.omitted_on, row.omitted_reason = work.today, reason
            add_incident_step(work, incident, "authority_omitted", f"{row.name}: {reason}")

    def restore_authority(self, authority_id: str) -> None:
        """It has to be told after all."""
        with self._office.writing() as work:
            row, incident = get_authority(work.session, authority_id)
            incident.require_open()
            row.omitted_on, row.omitted_reason = None, ""
            add_incident_step(work, incident, "authority_restored", row.name)


def get_incident(session: Session, incident_id: int) -> Incident:
    """An incident of the register, or a sentence."""
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise UserError(_("This incident is no longer in the register."))
    return incident


def get_authority(session: Session, authority_id: str) -> tuple[IncidentAuthority, Incident]:
    """An authority with its incident."""
    row = session.scalar(select(IncidentAuthority).where(IncidentAuthority.public_id == authority_id))
    if row is None:
        raise UserError(_("This authority is no longer in the list."))
    return row, session.get_one(Incident, row.incident_id)


def add_incident_step(work: Work, incident: Incident, action: str, note: str = "") -> None:
    """A line of the incident's history, and of the log."""
    work.session.add(IncidentEvent(incident_id=incident.id, at=work.now, actor=work.actor, action=action, note=note))
    work.log(f"incident.{action}", incident.public_id)


def _open(session: Session, incident_id: int) -> Incident:
    incident = get_incident(session, incident_id)
    incident.require_open()
    return incident


def _urgency(row: IncidentRow) -> tuple[bool, bool, float, int]:
    deadline = row.deadline
    return (not row.is_open, deadline is None, deadline.due.timestamp() if deadline else 0.0, -row.id)


def _require_unsent(row: IncidentAuthority) -> None:
    if row.sent_at is not None:
        raise UserError(_("This authority has been told already; what it was told stays."))


def _put(incident: Incident, form: IncidentForm) -> None:
    incident.subject, incident.fields, incident.people = form.subject, " ".join(form.fields), form.people
    incident.noticed_at, incident.happened_at, incident.is_attack = form.noticed_at, form.happened_at, form.is_attack
    for field in _TEXTS:
        setattr(incident, field, getattr(form, field))


def _checked(form: IncidentForm) -> IncidentForm:
    """The tidied form, or FieldErrors with a sentence per field."""
    texts = {field: tidy(getattr(form, field)) for field in _TEXTS}
    subject = tidy_line(form.subject)
    errors = {
        field: _("This is longer than {n} characters.").format(n=LONGEST_TEXT)
        for field, text in texts.items()
        if len(text) > LONGEST_TEXT
    }
    if not subject:
        errors["subject"] = _("Write in a few words what happened.")
    elif len(subject) > LONGEST_SUBJECT:
        errors["subject"] = _("This is longer than {n} characters.").format(n=LONGEST_SUBJECT)
    if not 0 <= form.people <= MOST_PEOPLE:
        errors["people"] = _("Write how many people, as a number.")
    if errors:
        raise FieldErrors(errors)
    return replace(form, subject=subject, **texts)


def _checked_authority(form: AuthorityForm) -> AuthorityForm:
    name, law = tidy_line(form.name), tidy_line(form.law)
    if not name:
        raise UserError(_("Write the name of the authority."), "name")
    for text, longest, field in (
        (name, LONGEST_NAME, "name"),
        (law, LONGEST_NAME, "law"),
        (form.contact, LONGEST_NOTE, "contact"),
        (form.late_reason, LONGEST_NOTE, "late_reason"),
    ):
        if len(text) > longest:
            raise UserError(_("This is longer than {n} characters.").format(n=longest), field)
    if not 0 <= form.hours <= LONGEST_HOURS:
        raise UserError(_("A limit lies between 0 and {n} hours; 0 means none.").format(n=LONGEST_HOURS), "hours")
    return AuthorityForm(name, tidy(form.contact), form.hours, law, tidy(form.late_reason))


def _columns(form: AuthorityForm) -> dict[str, Any]:
    return {name: getattr(form, name) for name in ("name", "contact", "hours", "law", "late_reason")}


def _first_authorities(session: Session, is_attack: bool) -> list[IncidentAuthority]:
    """The list as it begins, by the limits in the settings, named in the language of the letters to them."""
    wanted = [rules for rules in _shipped() if is_attack or not rules["only_attack"]]
    with speaking(read_letter_settings(session).language):
        return [_first_authority(session, rules) for rules in wanted]


def _first_authority(session: Session, rules: dict[str, Any]) -> IncidentAuthority:
    """An authority with its clock; how it was reached last time is remembered."""
    clock = session.get(LegalClock, rules["clock"]) if rules["clock"] else None
    name = str(Words(rules["vi"], rules["en"]))
    query = select(IncidentAuthority.contact).where(IncidentAuthority.name == name, IncidentAuthority.contact != "")
    contact = session.scalar(query.order_by(IncidentAuthority.id.desc()).limit(1)) or ""
    hours, law = (clock.amount, str(clock.limit().source)) if clock and clock.amount else (0, "")
    return IncidentAuthority(public_id=new_id(), name=name, contact=contact, hours=hours, law=law, late_reason="")


@cache
def _shipped() -> list[dict[str, Any]]:
    return tomllib.loads((paths.resources() / "policies" / "authorities.toml").read_text("utf-8"))["authority"]
