"""What tests of disclosures begin with: consents, recipients, an agency's letter, an entry in the register."""

from __future__ import annotations

from datetime import date

from desktop.models.choices import ConsentDecision, ConsentMeans, LegalBasis, RecipientKind
from desktop.models.policy import sharing_code
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.disclosures import DisclosureRow, Ground, NewDisclosure
from desktop.services.recipients import RecipientForm
from desktop.services.stored_files import NewFile

CARRIER, AGENCY, PROVIDER = RecipientKind.SHIPPING_PARTNER, RecipientKind.STATE_AGENCY, RecipientKind.SERVICE_PROVIDER
LABEL = ("name", "phone", "address")
EVERYTHING = (*LABEL, "email")
CONSENT = Ground(LegalBasis.CONSENT)
GHN = "Giao Hàng Nhanh (GHN)"
POLICE = "Công an phường Lâm Viên - Đà Lạt"
SENDER = "Tin Nhắn Sao Mai"
LAW = "khoản 2 Điều 10 Luật An ninh mạng"
SCAN = NewFile("cong-van.pdf", b"%PDF-1.7\n% made up\n%%EOF\n")
DISGUISED = NewFile("cong-van.pdf", b"MZ\x90\x00\x03" + bytes(2000))


def say(
    services: Services,
    customer_id: int,
    on: date,
    decision: ConsentDecision = ConsentDecision.GIVEN,
    kind: RecipientKind = CARRIER,
) -> None:
    """What a customer said on a day about telling a kind of recipient."""
    services.consents.record(customer_id, Answers(on, ConsentMeans.PHONE, {sharing_code(kind): decision}))


def carrier(services: Services, preset: str = "ghn") -> int:
    """A carrier that is switched on."""
    return services.recipients.switch_on(preset)


def entered(services: Services, name: str, kind: RecipientKind, fields: tuple[str, ...] = EVERYTHING) -> int:
    """A recipient entered by hand."""
    return services.recipients.save(None, RecipientForm(name, kind, fields=fields))


def by_letter(on: date) -> Ground:
    """An agency's letter, whole."""
    return Ground(LegalBasis.STATE_REQUEST, letter_number="12/CV-CA", letter_dated=on, letter=SCAN)


def entry(customer_id: int, recipient_id: int, on: date, **more: object) -> NewDisclosure:
    """A delivery as it is entered by hand."""
    values: dict[str, object] = {"fields": LABEL, "ground": CONSENT, "purpose": "Giao đơn hàng"}
    return NewDisclosure(customer_id, recipient_id, on, **{**values, **more})  # type: ignore[arg-type]


def give(services: Services, customer_id: int, recipient_id: int, on: date | None = None, **more: object) -> DisclosureRow:
    """Enter a disclosure; the row as the register shows it."""
    new = entry(customer_id, recipient_id, on or services.office.today(), **more)
    public_id = services.disclosures.record(new)
    return row(services, customer_id, public_id)


def row(services: Services, customer_id: int, public_id: str) -> DisclosureRow:
    """An entry as it stands now."""
    return next(found for found in services.disclosures.of_customer(customer_id) if found.public_id == public_id)
