"""The policy that customers read: made from the settings, marked as published, or read from the shop's own page; versions compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import speaking
from desktop.models.base import tidy
from desktop.models.policy import LegalClock
from desktop.models.shop import Shop
from desktop.services import policy_facts, policy_reader
from desktop.services import published_wording as wording
from desktop.services.backup_copies import keep_days
from desktop.services.clause_checks import last_checks
from desktop.services.erasures import read_keeping
from desktop.services.office import Office, Work
from desktop.services.policies import Policies, PolicyRules
from desktop.services.policy_facts import Difference, Facts, Meaning, difference, facts_of, topic_name, words_of
from desktop.services.promise_clauses import clauses_of
from desktop.services.promise_verdicts import purpose_name
from desktop.services.published_texts import PublishedText, keep_text, texts
from desktop.services.published_wording import Ground
from desktop.services.shop import Identity, certificate_line, paper_identity, read_identity, require_identity
from desktop.services.shop_calendar import ShopCalendar
from desktop.services.standing import count_customers

if TYPE_CHECKING:
    from desktop.documents.published_policy import PublishedPolicy

VIETNAMESE = "vi"
LONGEST_TEXT = 60_000
_WEB = "web."
_NOTHING: tuple[str, frozenset[str]] = ("", frozenset())


@dataclass(frozen=True)
class VersionRow:
    """A version to choose: its id, its place among all, its first day."""

    public_id: str
    number: int
    effective_from: date


@dataclass(frozen=True)
class Chosen:
    """The rules of a version and its place among all."""

    rules: PolicyRules
    number: int


@dataclass(frozen=True)
class ReadRow:
    """A topic of a pasted text against the settings: ``told`` "" where it could not be read; ``agrees`` None then."""

    topic: str
    told: str
    now: str
    agrees: bool | None


@dataclass(frozen=True)
class VersionPreview:
    """What a version asks of consents: topics that nobody has agreed to, topics that fall away, and how many customers there are."""

    new_topics: tuple[str, ...] = ()
    dropped_topics: tuple[str, ...] = ()
    customers: int = 0

    @property
    def changes_consents(self) -> bool:
        """Whether anybody's consents are touched by it."""
        return bool(self.customers and (self.new_topics or self.dropped_topics))


class PublishedPolicies:
    """Makes, keeps and compares them."""

    def __init__(self, office: Office) -> None:
        self._office = office

    # ---- made from the settings -----------------------------------------------------------------------------------------

    def versions(self) -> list[VersionRow]:
        """All versions, newest first."""
        rows = Policies(self._office).versions()
        return [VersionRow(row.public_id, len(rows) - place, row.effective_from) for place, row in enumerate(rows)]

    def pdf(self, language: str = VIETNAMESE, version_id: str = "") -> bytes:
        """The policy of a version (the one in force) on paper. UserError before the shop's identity is filled in."""
        from desktop.documents import published_policy as document

        return document.render(self._made(language, version_id))

    def html(self, language: str = VIETNAMESE, version_id: str = "") -> str:
        """The same to paste into a web page."""
        from desktop.documents import published_policy_html as document

        return document.fragment(self._made(language, version_id))

    def left_out(self, version_id: str = "") -> list[str]:
        """What the policy does not say because nobody has looked after it: clauses that only the shop's web page can keep."""
        rules = self._chosen(version_id).rules
        with self._office.reading() as session:
            said = set(_looked_after(session, rules, self._office.today()))
        return [str(clause.words) for clause in clauses_of(rules) if clause.id.startswith(_WEB) and clause.id not in said]

    def _made(self, language: str, version_id: str) -> PublishedPolicy:
        chosen, week = self._chosen(version_id), ShopCalendar(self._office).settings().extra_weekdays
        with self._office.reading() as session:
            return _policy(session, chosen, week, language, self._office.today())

    def _chosen(self, version_id: str) -> Chosen:
        """A version by its id, the one in force for ""."""
        policies = Policies(self._office)
        rows, wanted = policies.versions(), version_id or policies.in_force(self._office.today()).public_id
        place = next(place for place, row in enumerate(rows) if row.public_id == wanted)
        return Chosen(rows[place], len(rows) - place)

    # ---- what was published ---------------------------------------------------------------------------------------------

    def rows(self) -> list[PublishedText]:
        """Every text that was published, newest first."""
        with self._office.reading() as session:
            return texts(session)

    def mark_published(self, on: date, version_id: str = "") -> str:
        """The text of a version stands on the shop's page from a day on; it is kept with its facts. Returns its id."""
        made, rules = self._made(VIETNAMESE, version_id), self._chosen(version_id).rules
        with self._office.writing() as work:
            _check_day(work, on)
            facts = facts_of(rules, read_identity(work.session))
            return keep_text(work, rules.public_id, on, _plain(made), facts, is_pasted=False)

    def read(self, text: str) -> list[ReadRow]:
        """The shop's own text against the settings of today, topic by topic; what could not be read says so."""
        _check_text(text)
        rules = self._chosen("").rules
        with self._office.reading() as session:
            shop = read_identity(session)
        told, now = policy_reader.read(text, shop), facts_of(rules, shop)
        return [_read_row(topic, told, now) for topic in policy_facts.TOPICS]

    def paste(self, text: str, on: date) -> str:
        """Keep the shop's own text as what customers read from a day on; returns its id."""
        _check_text(text)
        version_id = self._chosen("").rules.public_id
        with self._office.writing() as work:
            _check_day(work, on)
            facts = policy_reader.read(text, read_identity(work.session))
            return keep_text(work, version_id, on, tidy(text), facts, is_pasted=True)

    # ---- versions against each other ------------------------------------------------------------------------------------

    def compare(self, old_id: str, new_id: str) -> list[Difference]:
        """All topics of two versions side by side, those that stay the same among them; the shop's identity has no versions."""
        old, new = (facts_of(self._chosen(one).rules, Identity()) for one in (old_id, new_id))
        topics = [topic for topic in policy_facts.TOPICS if topic != policy_facts.IDENTITY]
        return [difference(topic, old[topic], new[topic]) for topic in topics]

    def preview(self, rules: PolicyRules) -> VersionPreview:
        """What a version that is not yet added asks of consents; counts all customers where topics change."""
        before = Policies(self._office).in_force(rules.effective_from)
        asked, kept = _topics(rules), _topics(before)
        new = tuple(name for code, (name, fields) in asked.items() if not fields <= kept.get(code, _NOTHING)[1])
        dropped = tuple(name for code, (name, _fields) in kept.items() if code not in asked)
        if not (new or dropped):
            return VersionPreview()
        with self._office.reading() as session:
            return VersionPreview(new, dropped, count_customers(session))


# ---- making -------------------------------------------------------------------------------------------------------------


def _policy(session: Session, chosen: Chosen, week: frozenset[int], language: str, today: date) -> PublishedPolicy:
    from desktop.documents import published_policy as document

    shop = require_identity(session)
    with speaking(language):
        items = wording.items(_ground(session, chosen.rules, week, today))
        return document.PublishedPolicy(
            shop=paper_identity(shop),
            title=wording.say("title"),
            number=chosen.number,
            effective_from=chosen.rules.effective_from,
            intro=wording.say("intro", shop=shop.name),
            unit_title=wording.say("unit"),
            unit=_unit(shop),
            items=tuple(document.PolicyItem(title, lines) for title, lines in items),
            ending=wording.say("changes"),
            dated=today,
            language=language,
        )


def _ground(session: Session, rules: PolicyRules, week: frozenset[int], today: date) -> Ground:
    keeping = read_keeping(session)
    limits = {clock.code: clock.limit() for clock in session.scalars(select(LegalClock))}
    return Ground(
        rules, read_identity(session), limits, keep_days(session), keeping.months, keeping.ground, week,
        frozenset(_looked_after(session, rules, today)),
    )  # fmt: skip


def _looked_after(session: Session, rules: PolicyRules, today: date) -> Iterator[str]:
    """Grey clauses that were found kept, not too long ago."""
    checks = last_checks(session)
    for clause in clauses_of(rules):
        check = checks.get(clause.id)
        if clause.is_grey and check is not None and check.is_kept and not check.is_old(today):
            yield clause.id


def _unit(shop: Shop) -> tuple[tuple[str, str], ...]:
    address = ", ".join(line.strip(" ,") for line in shop.address.splitlines() if line.strip(" ,"))
    return (
        (_("Name"), shop.name),
        (_("Address"), address),
        (_("Registration"), certificate_line(shop)),
        (_("Phone"), shop.phone),
        (_("Email"), shop.email),
        (_("Managed by"), _("the owner of the business, {name}").format(name=shop.owner_name)),
    )


def _plain(made: PublishedPolicy) -> str:
    """The words of a policy, to be kept as what customers could read."""
    unit = [f"{name}: {value}" for name, value in made.unit if value]
    lines = [made.title, made.intro, made.unit_title, *unit]
    for number, item in enumerate(made.items, 1):
        lines += [f"{number}. {item.title}", *item.lines]
    return "\n".join([*lines, made.ending])


# ---- checking -----------------------------------------------------------------------------------------------------------


def _check_day(work: Work, on: date) -> None:
    if on > work.today:
        raise UserError(_("This day lies in the future."), "on")


def _check_text(text: str) -> None:
    if not tidy(text):
        raise UserError(_("Paste the text of your page."), "text")
    if len(text) > LONGEST_TEXT:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_TEXT), "text")


def _read_row(topic: str, told: Facts, now: Facts) -> ReadRow:
    if topic not in told:
        return ReadRow(topic, "", policy_facts.words_of(topic, now[topic]), None)
    found = difference(topic, told[topic], now[topic])
    if topic == policy_facts.IDENTITY and found.meaning is Meaning.SAME:
        words = policy_facts.words_of(topic, told[topic])
        return ReadRow(topic, words, words, agrees=True)
    return ReadRow(topic, found.before, found.after, found.meaning is Meaning.SAME)


# ---- consents -----------------------------------------------------------------------------------------------------------


def _topics(rules: PolicyRules) -> dict[str, tuple[str, frozenset[str]]]:
    """What customers are asked under these rules, by code: the name, and for a kind of recipient the fields it would get."""
    facts = facts_of(rules, Identity())
    purposes = {row.code or row.name_vi: (purpose_name(row), frozenset({"use"})) for row in rules.purposes}
    extras = {field.code or field.name_vi: (field.name, frozenset({"hold"})) for field in rules.fields if field.is_extra}
    given = {topic: facts[topic] for topic in policy_facts.SHARING if facts[topic]}
    shared = {topic: (f"{topic_name(topic)}: {words_of(topic, fields)}", frozenset(fields)) for topic, fields in given.items()}
    return purposes | extras | shared
