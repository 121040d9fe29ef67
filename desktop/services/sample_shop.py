"""A sample shop to try the program with: everybody and everything in it is made up, and it never mixes with real data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop.i18n import VIETNAM
from desktop.models.choices import (
    Channel,
    ComplaintCategory,
    ConsentDecision,
    ConsentMeans,
    Delivery,
    Direction,
    FaultParty,
    LetterKind,
    RecipientKind,
    RestrictionKind,
    SheetFormat,
)  # fmt: skip
from desktop.models.policy import sharing_code
from desktop.services import sample_cases
from desktop.services.all_services import Services, for_office
from desktop.services.complaint_views import CaseWork, FaultPart
from desktop.services.complaints import Intake
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.manifests import Order, Parcel
from desktop.services.office import Office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.services.shop import Identity
from desktop.services.stored_files import NewFile

PASSPHRASE = "cửa hàng mẫu"
CARRIERS = sharing_code(RecipientKind.SHIPPING_PARTNER)
IDENTITY = Identity(
    name="Hộ kinh doanh Cà phê Mộc", address="27 Thông Reo, phường Lâm Viên - Đà Lạt, tỉnh Lâm Đồng", certificate_number="42A8000000",
    certificate_issuer="UBND phường Lâm Viên - Đà Lạt", certificate_date=date(2026, 3, 5), phone="0263 000 0027",
    email="caphemoc@example.com", owner_name="Trần Thị Lan", place="Lâm Đồng",
)  # fmt: skip
_CUSTOMERS = (
    CustomerDetails(
        "Nguyễn Thị Hạnh", "0912 003 365", "hanh.nguyen@example.com", "15 Hoa Mai, Lâm Viên - Đà Lạt, Lâm Đồng", "Khách quen"
    ),
    CustomerDetails("Phạm Quốc Bảo", "0905 000 714", "", "8 Suối Mơ, Cam Ly - Đà Lạt"),
    CustomerDetails("Lê Minh Tâm", "0977 013 365", "tam.le@example.com", "45/2 Thông Reo, Xuân Hương - Đà Lạt"),
    CustomerDetails("Đỗ Văn Khôi", "0868 336 512", "", "Thôn 3, Đức Trọng"),
    CustomerDetails("Hoàng Thu Trang", "0983 000 226", "trang.hoang@example.com", "101 Đồi Chè, Bảo Lộc"),
    CustomerDetails("Trương Công Định", "0933 650 018", "", "12 Hoa Mai, Lâm Viên - Đà Lạt", "Khách sỉ", "Giảm 5 % từ 10 gói"),
    CustomerDetails("Vũ Thị Lê", "0916 000 405", "", "3 Phù Đổng, Xuân Hương - Đà Lạt"),
    CustomerDetails("Đặng Hoàng Nam", "0939 000 118", "nam.dang@example.com", "60 Đồi Thông, Di Linh"),
)
_WORK = CaseWork(
    data_status="Đang lưu tên, điện thoại, địa chỉ, email. Đã đưa cho Giao Hàng Nhanh hai lần, khách có đồng ý.",
    cause="Người giao hàng chụp lại phiếu giao có số điện thoại và chuyển cho người bán khác.",
    remedy="Đã yêu cầu xóa ảnh, có xác nhận ngày 22/11. Từ nay tem dán ngoài gói chỉ in bốn số cuối.",
    fault=(FaultPart(FaultParty.SHOP, 100),), claimed=2_000_000, proven=1_250_000, agreed=1_250_000,
)  # fmt: skip


def create(folder: ShopFolder, set_clock: Callable[[datetime], None], now: datetime) -> Office:
    """Fill an empty folder; the clock is turned back so that complaints have histories, and comes to ``now`` at the end."""
    start = now - timedelta(days=40)
    set_clock(start)
    office, _code = folder.create(PASSPHRASE, NewShop(IDENTITY, preset_rules("delivery", date(now.year, 1, 1)), "Lan"))
    services = for_office(office)
    ids = [services.customers.add(details) for details in _CUSTOMERS]
    for customer_id in ids[:5]:
        services.customers.log_contact(customer_id, start, Direction.FROM_CUSTOMER, Channel.COUNTER, "mua hàng tại quầy")
    _consents_and_parcels(services, ids, set_clock, now)
    _complaints(services, ids, set_clock, now)
    sample_cases.create(services, ids, set_clock, partial(_days_ago, now))
    set_clock(now)
    return office


def _consents_and_parcels(services: Services, ids: list[int], set_clock: Callable[[datetime], None], now: datetime) -> None:
    """Most agreed, one withdrew, some were never asked; two manifests went out, one with its customers not told yet."""
    set_clock(_days_ago(now, 39))
    carrier = services.recipients.switch_on("ghn")
    services.recipients.switch_on("viettel_post")
    everything = dict.fromkeys(("purchase_care", "order_messages", "advertising", CARRIERS), ConsentDecision.GIVEN)
    for customer_id in (ids[0], ids[2], ids[4], ids[6]):
        services.consents.record(
            customer_id, Answers(services.office.today(), ConsentMeans.SLIP, everything, _photo("phieu.png", "#D8C7A0"))
        )
    needed = {"purchase_care": ConsentDecision.GIVEN, CARRIERS: ConsentDecision.REFUSED}
    services.consents.record(ids[1], Answers(services.office.today(), ConsentMeans.PHONE, needed))
    _send(services, carrier, ids[0], ids[4], told=True)
    set_clock(_days_ago(now, 11))
    _send(services, carrier, ids[0], ids[2], ids[6], told=False)
    set_clock(_days_ago(now, 2))
    no_more = {"advertising": ConsentDecision.WITHDRAWN}
    services.consents.record(ids[0], Answers(services.office.today(), ConsentMeans.SLIP, no_more))
    services.restrictions.add(ids[5], RestrictionKind.NO_CALLS)


def _send(services: Services, carrier: int, *customers: int, told: bool) -> None:
    goods = ("Cà phê rang 500 g", "Trà atiso 200 g", "Hộp quà Mộc")
    parcels = tuple(
        Parcel(customer, f"DH-{1000 + customer}", goods[place % 3], cash=155_000) for place, customer in enumerate(customers)
    )
    manifest = services.manifests.make(Order(carrier, services.office.today(), SheetFormat.XLSX, parcels, told))
    with TemporaryDirectory() as folder:  # nobody in it exists
        services.manifests.write_file(manifest, Path(folder) / "sample.xlsx")


def _complaints(services: Services, ids: list[int], set_clock: Callable[[datetime], None], now: datetime) -> None:
    """Five cases: answered, late, due today, waiting for evidence, fresh."""
    _answered(services, ids[4], set_clock, now)
    set_clock(_days_ago(now, 34))
    _take(
        services,
        ids[1],
        ComplaintCategory.WRONG_PURPOSE,
        "nhận tin quảng cáo khi chưa đồng ý",
        "Tuần nào cũng nhận tin khuyến mãi dù chưa đồng ý.",
    )
    set_clock(_days_ago(now, 30))
    acknowledged = _take(
        services, ids[2], ComplaintCategory.INACCURATE_DATA, "giao nhầm địa chỉ cũ", "Đã báo đổi địa chỉ, hàng vẫn giao chỗ cũ."
    )
    services.complaints.begin_checking(acknowledged)
    _acknowledge(services, acknowledged)
    set_clock(_days_ago(now, 2))
    waiting = _take(services, ids[3], ComplaintCategory.OTHER, "bị gọi điện mời mua hàng", "Có người xưng cửa hàng gọi mời mua.")
    services.complaints.ask_for_evidence(waiting, "Ảnh chụp nhật ký cuộc gọi")
    fresh = _take(
        services,
        ids[0],
        ComplaintCategory.DISCLOSURE,
        "lộ số điện thoại",
        "Vừa đặt hàng xong thì có người lạ gọi mời mua.",
        photos=True,
    )
    services.complaints.begin_checking(fresh)
    _acknowledge(services, fresh)
    services.complaints.save_work(fresh, _WORK)


def _answered(services: Services, customer_id: int, set_clock: Callable[[datetime], None], now: datetime) -> None:
    set_clock(_days_ago(now, 38))
    complaint_id = _take(
        services, customer_id, ComplaintCategory.WRONG_PURPOSE, "tin nhắn quảng cáo", "Nhận tin quảng cáo sau khi đã từ chối."
    )
    set_clock(_days_ago(now, 17))
    no_fault = CaseWork(
        "Khách có trong danh sách.", "Người khác dùng số điện thoại này đăng ký.", "Đã gỡ số khỏi danh sách.", agreed=0
    )
    services.complaints.decide(complaint_id, no_fault)
    letter = services.letters.issue(complaint_id, LetterKind.REPLY)
    services.letters.mark_sent(letter, services.office.today(), Delivery.HANDED_OVER)


def _take(
    services: Services, customer_id: int, category: ComplaintCategory, subject: str, text: str, *, photos: bool = False
) -> int:
    today = services.office.today()
    files = (_photo("tin-nhan.png", "#BBD3F0"), _photo("phieu-giao.png", "#C9A77E")) if photos else ()
    intake = Intake(
        today, Channel.COUNTER, category, subject, text, customer_id, evidence_complete_on=today if photos else None, files=files
    )
    return services.complaints.receive(intake).row.id


def _acknowledge(services: Services, complaint_id: int) -> None:
    letter = services.letters.issue(complaint_id, LetterKind.ACKNOWLEDGEMENT)
    services.letters.mark_sent(letter, services.office.today(), Delivery.HANDED_OVER)


def _photo(name: str, color: str) -> NewFile:
    """A drawn stand-in for a photo: a slip of paper on a table."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (480, 320), color)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((70, 40, 410, 280), 18, fill="#FDFBF6")
    for line in range(5):
        draw.rectangle((100, 80 + line * 34, 380 - line % 3 * 60, 92 + line * 34), fill="#8896A4")
    out = BytesIO()
    image.save(out, "PNG")
    return NewFile(name, out.getvalue())


def _days_ago(now: datetime, days: int) -> datetime:
    """Ten in the morning, so many days ago."""
    day = (now - timedelta(days=days)).astimezone(VIETNAM)
    return day.replace(hour=10, minute=0, second=0, microsecond=0)
