"""What the shop promised, as data: each version of its policy, effective from a day, with every rule that clocks and gates obey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.i18n import Words
from desktop.models.base import Base, choice
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.deadlines import TimeLimit

CORE_FIELDS = ("name", "phone", "address", "email")
SHARING, EXTRA, TERMS = "share.", "field.", "terms."
SHARING_WORDS = {
    RecipientKind.SHIPPING_PARTNER: Words("Giao qua bên vận chuyển", "Delivery by a shipping partner"),
    RecipientKind.STATE_AGENCY: Words("Cung cấp cho cơ quan nhà nước", "Telling a state agency"),
    RecipientKind.SERVICE_PROVIDER: Words("Dùng bên làm dịch vụ cho cửa hàng", "Using a service provider of the shop"),
    RecipientKind.SECURITY_FIRM: Words("Nhờ đơn vị an ninh mạng hỗ trợ", "Help by a network security firm"),
}


class PolicyVersion(Base):
    """One version of the shop's privacy policy. Never edited once a complaint rests on it: a new version replaces it."""

    __tablename__ = "policy_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    preset: Mapped[str] = mapped_column(default="")
    effective_from: Mapped[date] = mapped_column(index=True)
    created_at: Mapped[datetime]
    complaint_amount: Mapped[int]
    complaint_unit: Mapped[TimeUnit] = mapped_column(choice(TimeUnit))
    complaint_start: Mapped[ClockStart] = mapped_column(choice(ClockStart))
    complaint_clause: Mapped[str] = mapped_column(Text, default="")
    compensation_clause: Mapped[str] = mapped_column(Text, default="")
    joint_liability: Mapped[bool] = mapped_column(default=False)
    retention_kind: Mapped[RetentionKind] = mapped_column(choice(RetentionKind))
    retention_months: Mapped[int] = mapped_column(default=0)
    retention_clause: Mapped[str] = mapped_column(Text, default="")
    sharing_clause: Mapped[str] = mapped_column(Text, default="")
    purposes: Mapped[list[Purpose]] = relationship(cascade="all, delete-orphan", order_by="Purpose.position")
    fields: Mapped[list[PolicyField]] = relationship(cascade="all, delete-orphan", order_by="PolicyField.position")
    recipients: Mapped[list[PolicyRecipient]] = relationship(cascade="all, delete-orphan")

    def complaint_limit(self) -> TimeLimit:
        """The promise to answer a complaint; a complaint's promise is never paused or extended."""
        source = clause_words(self.complaint_clause)
        return TimeLimit(self.complaint_amount, self.complaint_unit, self.complaint_start, source)

    def sharing_rule(self, kind: RecipientKind) -> PolicyRecipient | None:
        """What a kind of recipient may be told under this version; None where the policy names no such kind."""
        return next((rule for rule in self.recipients if rule.kind is kind), None)

    def topics(self) -> list[Topic]:
        """All a customer is asked about under this version, each on its own: purposes, sharing with consent, extra fields."""
        asked = [Topic(purpose.code, Words(purpose.name_vi, purpose.name_en), purpose.need) for purpose in self.purposes]
        asked += [_sharing_topic(self, rule) for rule in self.recipients if rule.kind is not RecipientKind.STATE_AGENCY]
        asked += [_extra_topic(field) for field in self.fields if field.is_extra]
        return asked

    def is_wider_than(self, other: PolicyVersion) -> bool:
        """Whether this version keeps data longer, so that whoever came under the other must agree first.

        New purposes, recipients and fields are topics of their own, which nobody has agreed to yet.
        """
        if self.retention_kind is RetentionKind.UNTIL_REQUEST:
            return other.retention_kind is RetentionKind.AFTER_LAST_CONTACT
        return other.retention_kind is RetentionKind.AFTER_LAST_CONTACT and self.retention_months > other.retention_months

    def terms_topic(self) -> Topic:
        """The longer retention of this version as something to agree to."""
        vi = "Giữ dữ liệu lâu hơn, theo chính sách mới"
        return Topic(TERMS + self.public_id, Words(vi, "Keeping the data longer, under the new policy"), PurposeNeed.OPTIONAL)


@dataclass(frozen=True)
class Topic:
    """Something a customer agrees to or not. ``code`` is what a consent remembers."""

    code: str
    words: Words
    need: PurposeNeed

    @property
    def name(self) -> str:
        """In the reader's language."""
        return str(self.words)


def sharing_code(kind: RecipientKind) -> str:
    """The topic of telling a kind of recipient."""
    return SHARING + kind.value


def extra_code(field: str) -> str:
    """The topic of holding an extra field."""
    return EXTRA + field


class Purpose(Base):
    """What the data may be used for under a version."""

    __tablename__ = "policy_purpose"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    need: Mapped[PurposeNeed] = mapped_column(choice(PurposeNeed))
    position: Mapped[int] = mapped_column(default=0)

    def name(self) -> str:
        """The purpose as the reader's language says it."""
        return str(Words(self.name_vi, self.name_en))


class PolicyField(Base):
    """A piece of data that the shop may collect under a version."""

    __tablename__ = "policy_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    name_vi: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

    @property
    def is_extra(self) -> bool:
        """Beyond the four fields that every policy of ours allows."""
        return self.code not in CORE_FIELDS

    def name(self) -> str:
        """The field as the reader's language says it."""
        return str(Words(self.name_vi, self.name_en))


class PolicyRecipient(Base):
    """A kind of recipient that a version names, with the fields it may get (codes, separated by spaces)."""

    __tablename__ = "policy_recipient"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_version_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id", ondelete="CASCADE"), index=True)
    kind: Mapped[RecipientKind] = mapped_column(choice(RecipientKind))
    fields: Mapped[str] = mapped_column(Text, default="")
    with_consent: Mapped[bool] = mapped_column(default=True)
    with_notice: Mapped[bool] = mapped_column(default=True)
    with_agreement: Mapped[bool] = mapped_column(default=False)

    def field_codes(self) -> frozenset[str]:
        """The fields as a set."""
        return frozenset(self.fields.split())


class LegalClock(Base):
    """A limit that the law sets: a figure with its source and the day it took effect, never a constant in code."""

    __tablename__ = "legal_clock"

    code: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]
    unit: Mapped[TimeUnit] = mapped_column(choice(TimeUnit))
    start: Mapped[ClockStart] = mapped_column(choice(ClockStart))
    extension: Mapped[int] = mapped_column(default=0)
    may_pause: Mapped[bool] = mapped_column(default=False)
    source_vi: Mapped[str] = mapped_column(Text)
    source_en: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]

    def limit(self) -> TimeLimit:
        """The figure as a limit that can be laid on a calendar."""
        source = Words(self.source_vi, self.source_en)
        return TimeLimit(
            self.amount, self.unit, self.start, source, by_law=True, may_pause=self.may_pause, extension=self.extension
        )


def _sharing_topic(version: PolicyVersion, rule: PolicyRecipient) -> Topic:
    names = {field.code: Words(field.name_vi, field.name_en) for field in version.fields}
    fields = [names[code] for code in rule.fields.split() if code in names]
    kind = SHARING_WORDS[rule.kind]
    listed = Words(", ".join(f.vi for f in fields).lower(), ", ".join(str(f.en or f.vi) for f in fields).lower())
    words = Words(f"{kind.vi}: {listed.vi}", f"{kind.en}: {listed.en}")
    return Topic(sharing_code(rule.kind), words, PurposeNeed.OPTIONAL)


def _extra_topic(field: PolicyField) -> Topic:
    words = Words(f"Giữ thêm {field.name_vi.lower()}", f"Keeping {(field.name_en or field.name_vi).lower()} too")
    return Topic(extra_code(field.code), words, PurposeNeed.OPTIONAL)


def clause_words(clause: str) -> Words:
    """How a sentence names a clause of the shop's own policy."""
    if not clause:
        return Words("chính sách của cửa hàng", "the shop's policy")
    return Words(f"mục\u00a0{clause} chính sách của cửa hàng", f"section\u00a0{clause} of the shop's policy")
