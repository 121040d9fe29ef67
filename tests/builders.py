"""Ready values for tests. Every name, number and address is made up."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from desktop.models.choices import Channel, ComplaintCategory, FaultParty
from desktop.models.customer import Customer
from desktop.services.all_services import Services
from desktop.services.complaint_views import CaseWork, ComplaintPage, FaultPart
from desktop.services.complaints import Intake
from desktop.services.customers import CustomerDetails
from desktop.services.office import new_id
from desktop.services.policies import version_on
from desktop.services.retention import follow_all
from desktop.services.shop import Identity
from desktop.services.stored_files import NewFile

PASSPHRASE = "bốn từ dễ nhớ"
IDENTITY = Identity(
    name="Hộ kinh doanh Cà phê Mộc",
    address="27 Thông Reo, phường Lâm Viên - Đà Lạt, tỉnh Lâm Đồng",
    certificate_number="42A8000000",
    certificate_issuer="UBND phường Lâm Viên - Đà Lạt",
    certificate_date=date(2026, 3, 5),
    phone="0263 000 0027",
    email="caphemoc@example.com",
    owner_name="Trần Thị Lan",
    place="Lâm Đồng",
)
HANH = CustomerDetails("Nguyễn Thị Hạnh", "0912 003 365", "hanh@example.com", "15 Hoa Mai, Lâm Viên - Đà Lạt")
WORK = CaseWork(
    data_status="Đang lưu tên, điện thoại, địa chỉ.",
    cause="Người giao hàng chụp lại phiếu.",
    remedy="Đã yêu cầu xóa ảnh.",
    fault=(FaultPart(FaultParty.SHOP, 100),),
    proven=1_250_000,
    agreed=1_250_000,
)


def photo(name: str = "tin-nhan.png") -> NewFile:
    """A small PNG."""
    out = BytesIO()
    Image.new("RGB", (40, 30), "#B08A62").save(out, "PNG")
    return NewFile(name, out.getvalue())


def add_customer(services: Services, details: CustomerDetails = HANH) -> int:
    """A customer in the register."""
    return services.customers.add(details)


def crowd(services: Services, count: int, *, asked: bool = False) -> list[int]:
    """So many customers, all overdue, entered in one transaction; with ``asked`` they want their data to go today."""
    with services.office.writing() as work:
        version = version_on(work.session, work.today)
        for place in range(count):
            details = asdict(CustomerDetails(f"Nguyễn Văn {place}", f"09{place:08}"))
            own = {"entered_on": date(2025, 11, 1), "changed_at": work.now, "policy_version_id": version.id}
            wish = {"asked_deletion_on": work.today if asked else None}
            work.session.add(Customer(public_id=new_id(), **own, **wish, **details))
        follow_all(work)
        work.log("customer.added", "crowd")
        return list(work.session.scalars(select(Customer.id).order_by(Customer.id)))


def intake(on: date, customer_id: int | None, **more: object) -> Intake:
    """A complaint about a disclosure, at the counter."""
    values: dict[str, object] = {
        "received_on": on,
        "channel": Channel.COUNTER,
        "category": ComplaintCategory.DISCLOSURE,
        "subject": "lộ số điện thoại",
        "text": "Có người lạ gọi mời mua hàng.",
        "customer_id": customer_id,
    }
    return Intake(**{**values, **more})  # type: ignore[arg-type]


def complaint(services: Services, **more: object) -> ComplaintPage:
    """A complaint received today from a known customer."""
    return services.complaints.receive(intake(services.office.today(), add_customer(services), **more))
