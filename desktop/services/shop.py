"""The shop's identity and the names of those who work there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import FieldErrors, UserError
from desktop.i18n import day_text
from desktop.i18n import gettext as _
from desktop.models import phones
from desktop.models.base import tidy, tidy_line
from desktop.models.numbering import check_pattern
from desktop.models.shop import Shop, StaffMember
from desktop.services.office import Office, Work, new_id, put_setting, setting

if TYPE_CHECKING:
    from desktop.documents.page import ShopIdentity

LONGEST_NAME, LONGEST_LINE = 200, 400
NUMBER_PATTERNS = {
    "complaint": "KN-{year}-{seq:04d}",
    "reply": "{seq:02d}/{year}/TL-KN",
    "acknowledgement": "{seq:02d}/{year}/BN-KN",
    "evidence_request": "{seq:02d}/{year}/BS-KN",
    "recipient_letter": "{seq:02d}/{year}/TB-BN",
    "hold_letter": "{seq:02d}/{year}/TG-KH",
    "erasure": "{seq:02d}/{year}/XD-CN",
    "request": "YC-{year}-{seq:04d}",
    "request_letter": "{seq:02d}/{year}/TL-YC",
    "incident": "SC-{year}-{seq:04d}",
    "incident_letter": "{seq:02d}/{year}/TB-SC",
}


@dataclass(frozen=True)
class Identity:
    """Who the shop is, as typed."""

    name: str = ""
    address: str = ""
    certificate_number: str = ""
    certificate_issuer: str = ""
    certificate_date: date | None = None
    phone: str = ""
    email: str = ""
    owner_name: str = ""
    place: str = ""


@dataclass(frozen=True)
class StaffName:
    """A name to pick at unlock."""

    public_id: str
    name: str
    active: bool = True


@dataclass(frozen=True)
class LetterSettings:
    """Language of letters, the word before a lone unit ("linh" or "lẻ"), and the number patterns by paper."""

    language: str
    linking_word: str
    patterns: dict[str, str]


class ShopService:
    """Identity, staff and letter settings."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def identity(self) -> Identity:
        """The shop as it stands now; empty texts before it was filled in."""
        with self._office.reading() as session:
            return read_identity(session)

    def save_identity(self, identity: Identity) -> None:
        """Check and keep the identity."""
        with self._office.writing() as work:
            put_identity(work, identity)

    def staff(self) -> list[StaffName]:
        """Everybody who ever worked here, active ones first."""
        with self._office.reading() as session:
            rows = session.scalars(select(StaffMember).order_by(StaffMember.active.desc(), StaffMember.id))
            return [StaffName(row.public_id, row.name, row.active) for row in rows]

    def add_staff(self, name: str) -> StaffName:
        """A new name; the same name twice is refused."""
        with self._office.writing() as work:
            return put_staff(work, name)

    def set_staff_active(self, public_id: str, active: bool) -> None:
        """Let somebody be picked at unlock, or no more; the log keeps what they did."""
        with self._office.writing() as work:
            others = work.session.scalars(select(StaffMember).where(StaffMember.active, StaffMember.public_id != public_id)).all()
            if not active and not others:
                raise UserError(_("At least one name must stay, or nobody could open the program."))
            work.session.scalars(select(StaffMember).where(StaffMember.public_id == public_id)).one().active = active
            work.log("staff.changed", public_id, active=int(active))

    def letter_settings(self) -> LetterSettings:
        """How letters are written."""
        with self._office.reading() as session:
            return read_letter_settings(session)

    def save_letter_settings(self, settings: LetterSettings) -> None:
        """Change how letters are written; refuses a number pattern that could give one number twice."""
        for pattern in settings.patterns.values():
            check_pattern(pattern)
        if len(set(settings.patterns.values())) < len(settings.patterns):
            raise UserError(_("Two papers cannot share one number pattern."), "pattern")
        with self._office.writing() as work:
            put_setting(work, "letters.language", settings.language)
            put_setting(work, "letters.linking_word", settings.linking_word)
            for paper, pattern in settings.patterns.items():
                put_setting(work, f"pattern.{paper}", pattern)


def read_identity(session: Session) -> Identity:
    """The shop's row as a plain value."""
    shop = session.get(Shop, 1)
    return Identity(**{field: getattr(shop, field) for field in asdict(Identity())}) if shop else Identity()


def put_identity(work: Work, identity: Identity) -> None:
    """Check, tidy and store the identity."""
    checked = check_identity(identity)
    shop = work.session.get(Shop, 1)
    if shop is None:
        shop = Shop(id=1)
        work.session.add(shop)
    for field, value in asdict(checked).items():
        setattr(shop, field, value)
    work.log("shop.identity_changed", "shop")


def put_staff(work: Work, name: str) -> StaffName:
    """A new name for the list."""
    name = tidy_line(name)
    if not name:
        raise UserError(_("Write the name."), "staff")
    if len(name) > LONGEST_NAME:
        raise UserError(_("This is longer than {n} characters.").format(n=LONGEST_NAME), "staff")
    if any(row.name.casefold() == name.casefold() for row in work.session.scalars(select(StaffMember))):
        raise UserError(_("This name is in the list already."), "staff")
    member = StaffMember(public_id=new_id(), name=name)
    work.session.add(member)
    work.log("staff.added", member.public_id)
    return StaffName(member.public_id, member.name)


def read_letter_settings(session: Session) -> LetterSettings:
    """Letter settings with their defaults."""
    patterns = {paper: setting(session, f"pattern.{paper}", pattern) for paper, pattern in NUMBER_PATTERNS.items()}
    return LetterSettings(setting(session, "letters.language", "vi"), setting(session, "letters.linking_word", "linh"), patterns)


def require_identity(session: Session) -> Shop:
    """The shop, or a sentence that says what no paper can do without."""
    shop = session.get(Shop, 1)
    missing = shop.missing_for_letters() if shop else ["name"]
    if shop is None or missing:
        names = {
            "name": _("name"),
            "address": _("address"),
            "phone": _("phone"),
            "owner_name": _("owner's name"),
            "place": _("place on letters"),
        }
        listed = ", ".join(names[field] for field in missing)
        raise UserError(
            _("Before a paper is made, fill in the shop's identity in Settings: {fields}.").format(fields=listed), "identity"
        )
    return shop


def certificate_line(shop: Shop) -> str:
    """The certificate as the foot of a letter names it; empty when the number is not filled in."""
    if not shop.certificate_number:
        return ""
    line = _("Business registration certificate no. {number}").format(number=shop.certificate_number)
    if shop.certificate_issuer:
        line += ", " + _("issued by {issuer}").format(issuer=shop.certificate_issuer)
    return line + (" " + _("on {day}").format(day=day_text(shop.certificate_date)) if shop.certificate_date else "")


def check_email(text: str) -> str:
    """An email address as typed, or a sentence; empty stays empty."""
    address = tidy_line(text)
    name, at, domain = address.rpartition("@")
    if address and (not at or not name or "." not in domain.strip(".") or " " in address):
        raise UserError(_("An email address looks like ten@example.com."), "email")
    return address


def paper_identity(shop: Shop) -> ShopIdentity:
    """The shop as its papers name it."""
    from desktop.documents.page import ShopIdentity  # reportlab: when the first paper is made

    return ShopIdentity(shop.name, shop.address, certificate_line(shop), shop.phone, shop.email, shop.owner_name, shop.place)


def check_identity(identity: Identity) -> Identity:
    """The tidied identity, or FieldErrors with a sentence per field."""
    errors: dict[str, str] = {}
    texts: dict[str, str] = {field: value for field, value in asdict(identity).items() if isinstance(value, str)}
    texts = {field: tidy(value) if field == "address" else tidy_line(value) for field, value in texts.items()}
    if not texts["name"]:
        errors["name"] = _("Write the shop's name as it stands on the certificate.")
    for field, value in texts.items():
        if len(value) > LONGEST_LINE:
            errors[field] = _("This is longer than {n} characters.").format(n=LONGEST_LINE)
    for field, check in (("phone", phones.normalised), ("email", check_email)):
        try:
            check(texts[field])
        except UserError as problem:
            errors[field] = problem.message
    if errors:
        raise FieldErrors(errors)
    return replace(identity, **texts)  # pyright: ignore[reportArgumentType]
