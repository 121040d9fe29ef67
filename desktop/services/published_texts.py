"""Texts that customers can read on the shop's page: kept as they were, with the facts they tell, and held against the settings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.models.policy import PolicyVersion
from desktop.models.promise import PublishedPolicy
from desktop.services.office import Work, new_id
from desktop.services.policy_facts import TOPICS, Difference, Facts, differences


@dataclass(frozen=True)
class PublishedText:
    """A text as it was published. ``facts`` of a pasted one are those that could be read, by topic."""

    public_id: str
    published_on: date
    is_pasted: bool
    text: str
    facts: Facts
    version_id: str
    version_from: date

    @property
    def unread(self) -> tuple[str, ...]:
        """Topics that the text may speak of, and that could not be read."""
        return tuple(topic for topic in TOPICS if topic not in self.facts)


@dataclass(frozen=True)
class TextAgainstSettings:
    """The newest text that customers can read, and where the settings say something else; None where none was published."""

    text: PublishedText | None
    differences: tuple[Difference, ...] = ()


def keep_text(work: Work, version_id: str, on: date, text: str, facts: Facts, *, is_pasted: bool) -> str:
    """A row of its own for each publishing; returns its id."""
    version = work.session.scalars(select(PolicyVersion).where(PolicyVersion.public_id == version_id)).one()
    row = PublishedPolicy(
        public_id=new_id(), policy_version_id=version.id, published_on=on, recorded_at=work.now, actor=work.actor,
        is_pasted=is_pasted, text=text, facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip
    work.session.add(row)
    work.log("policy.published", row.public_id, version=version.public_id, pasted=int(is_pasted), on=f"{on:%Y-%m-%d}")
    return row.public_id


def texts(session: Session) -> list[PublishedText]:
    """All of them, newest first."""
    query = select(PublishedPolicy, PolicyVersion).join(PolicyVersion, PolicyVersion.id == PublishedPolicy.policy_version_id)
    newest_first = query.order_by(PublishedPolicy.published_on.desc(), PublishedPolicy.id.desc())
    return [_text(row, version) for row, version in session.execute(newest_first)]


def against_settings(session: Session, today: date, now: Facts) -> TextAgainstSettings:
    """The newest text, one for a version that has not begun left aside, held against the facts of today."""
    query = select(PublishedPolicy, PolicyVersion).join(PolicyVersion, PolicyVersion.id == PublishedPolicy.policy_version_id)
    query = query.where(or_(PublishedPolicy.is_pasted, PolicyVersion.effective_from <= today))
    newest = query.order_by(PublishedPolicy.published_on.desc(), PublishedPolicy.id.desc()).limit(1)
    found = session.execute(newest).first()
    if found is None:
        return TextAgainstSettings(None)
    text = _text(*found)
    return TextAgainstSettings(text, tuple(differences(text.facts, now)))


def _text(row: PublishedPolicy, version: PolicyVersion) -> PublishedText:
    facts = json.loads(row.facts)
    return PublishedText(
        row.public_id, row.published_on, row.is_pasted, row.text, facts, version.public_id, version.effective_from
    )  # fmt: skip
