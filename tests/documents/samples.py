"""One of each paper, as full as a shop would ever make it, and what tests of all papers have to know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from desktop.documents import (
    consent_papers,
    deletion_list,
    disclosure_statement,
    erasure_certificate,
    erasure_letter,
    erasure_preview,
    held_data,
    hold_letter,
    incident_list,
    letter,
    letter_batch,
    payment_receipt,
    request_list,
)
from desktop.documents.consent_papers import ConsentForm, ConsentReceipt, FormTopic
from desktop.documents.deletion_list import DeletionLine, DeletionList
from desktop.documents.disclosure_statement import DisclosureStatement, StatementLine
from desktop.documents.erasure_certificate import ErasureCertificate
from desktop.documents.erasure_letter import ErasureLetter, LetterPerson
from desktop.documents.erasure_preview import ErasurePreview, PersonPart
from desktop.documents.held_data import CaseLine, ConsentLine, Detail, HeldData, RecipientLine
from desktop.documents.hold_letter import HoldLetter
from desktop.documents.incident_list import IncidentLine, IncidentList
from desktop.documents.letter import Letter
from desktop.documents.payment_receipt import PaymentReceipt
from desktop.documents.request_list import RequestLine, RequestList
from tests.documents.papers import AUDIT, LETTER, SHOP

TOPICS = (
    FormTopic("Phục vụ mua hàng và chăm sóc khách hàng", True),
    FormTopic("Liên lạc về đơn hàng, đổi trả, tài khoản", True),
    FormTopic("Trả lời câu hỏi về sản phẩm, dịch vụ", False),
    FormTopic("Báo tin khuyến mãi, quảng cáo", False),
    FormTopic("Phát hiện, ngăn ngừa gian lận và vi phạm an ninh", False),
    FormTopic("Giao qua bên vận chuyển: họ tên, số điện thoại, địa chỉ", False),
    FormTopic("Dùng bên làm dịch vụ cho cửa hàng: họ tên, số điện thoại, địa chỉ, thư điện tử", False),
    FormTopic("Nhờ đơn vị an ninh mạng hỗ trợ: họ tên, số điện thoại, địa chỉ, thư điện tử", False),
)
BLANK_FORM = ConsentForm(
    SHOP, TOPICS, date(2026, 1, 1), "Dữ liệu được giữ đến khi quý khách yêu cầu xóa, theo mục 3 chính sách.", language="en"
)
FORM = replace(
    BLANK_FORM,
    name="Nguyễn Thị Hạnh",
    phone="0912 003 365",
    address="12 Phan Đình Phùng, phường Xuân Hương - Đà Lạt",
    email="hanh@example.com",
)
CONSENT_RECEIPT = ConsentReceipt(
    SHOP,
    "Nguyễn Thị Hạnh",
    "0912 003 365",
    date(2026, 12, 5),
    "phiếu ký tại quầy",
    (("Phục vụ mua hàng", "Đồng ý"), ("Báo tin khuyến mãi", "Không đồng ý")),
    date(2026, 1, 1),
    date(2026, 12, 7),
    AUDIT,
    language="en",
)
STATEMENT_LINE = StatementLine(
    date(2026, 10, 3),
    "Giao hàng nhanh (GHN)",
    "họ tên, số điện thoại, địa chỉ",
    "Giao hàng cho khách",
    "Sự đồng ý của khách ngày 03/10/2026",
    "Khi nhận đơn, 03/10/2026",
    "DH-0412",
)
TO_THE_STATE = StatementLine(
    date(2026, 11, 12),
    "Công an phường Xuân Hương - Đà Lạt",
    "họ tên, số điện thoại",
    "Xác minh vụ việc",
    "Văn bản số 128/CV-CAP ngày 11/11/2026",
    "Không phải báo",
)
STATEMENT = DisclosureStatement(
    SHOP, "Nguyễn Thị Hạnh", "0912 003 365", date(2026, 12, 5), (STATEMENT_LINE, TO_THE_STATE), AUDIT, "en"
)
DELETION = DeletionLine(date(2026, 11, 23), "Nguyễn Thị Hạnh", "0912 003 365", "Hết 12 tháng từ 21/11/2025", "Trễ 4 ngày")
HELD_DELETION = DeletionLine(date(2026, 11, 24), "Vũ", "", "Khách yêu cầu", "Tạm giữ")
DELETIONS = DeletionList(SHOP, date(2026, 11, 21), "Tuần từ 23/11/2026", (DELETION, HELD_DELETION), "en")
CERTIFICATE = ErasureCertificate(
    shop=SHOP,
    number="03/2026/XDL",
    dated=date(2026, 11, 22),
    made_at=datetime(2026, 11, 21, 17, 30, tzinfo=UTC),
    made_by="Lan",
    people=1237,
    asked=3,
    time_over=1234,
    complaint_files=2,
    stored_files=51,
    recipients=("Giao hàng Thông Xanh: 12 người, chưa báo", "Bưu điện: 1 người, đã báo ngày 21/11/2026"),
    copies_until=date(2026, 12, 21),
    copies_elsewhere=("USB “Sao lưu 14/11”, ngày 14/11/2026", "Thư mục D:\\Sao lưu, ngày 01/11/2026"),
    audit_line=AUDIT,
    language="en",
)
HANH = LetterPerson("Nguyễn Thị Hạnh", "0912 003 365", "03/10/2026 (DH-0412)")
ERASURE_LETTER = ErasureLetter(
    SHOP,
    "09/2026/TB-XDL",
    date(2026, 12, 5),
    "Công ty Giao hàng Thông Xanh",
    "12 Hai Bà Trưng, Đà Lạt",
    (HANH, LetterPerson("Vũ", "0903 453 365", "12/11/2026")),
    AUDIT,
    "en",
)
NGOC = PersonPart(
    "Trần Bích Ngọc",
    "0912 003 365",
    "Theo yêu cầu YC-2026-0012 ngày 19/11/2026.",
    goes=(("Tên, điện thoại, email, địa chỉ", "hồ sơ khách hàng"), ("3 tệp đính kèm", "2 phiếu đồng ý, 1 ảnh")),
    anonymous=(("2 lần đưa cho Giao hàng Thông Xanh", "chỉ còn ngày, bên nhận và loại thông tin"),),
    stays=(("Đơn hàng DH-0412", "đến 12/11/2029, vì luật buộc giữ đơn hàng 3 năm"),),
)
TAM = PersonPart("Lê Minh Tâm", "", "Hết 12 tháng từ 20/11/2025.", goes=(("Tên, điện thoại", "hồ sơ khách hàng"),))
PREVIEW = ErasurePreview(SHOP, date(2026, 11, 21), (NGOC, TAM), AUDIT, "en")
HOLD_LETTER = HoldLetter(
    shop=SHOP,
    number="10/2026/TL-YC",
    dated=date(2026, 12, 5),
    name="Trần Bích Ngọc",
    phone="0912 003 365",
    address="12 Phan Đình Phùng,\nphường Xuân Hương - Đà Lạt",
    asked_on=date(2026, 11, 19),
    reason="đối chiếu đơn hàng DH-0412 khi có tranh chấp",
    citation="Điều 16 Luật Thương mại điện tử số 122/2025/QH15",
    until=date(2029, 11, 12),
    audit_line=AUDIT,
    language="en",
)
HELD = HeldData(
    SHOP,
    date(2026, 12, 5),
    "YC-2026-0007",
    "Nguyễn Thị Hạnh",
    (Detail("Họ tên", "Nguyễn Thị Hạnh"), Detail("Địa chỉ", "12 Phan Đình Phùng,\nĐà Lạt")),
    (
        ConsentLine("Giao hàng", "Đồng ý", date(2026, 10, 3), "phiếu ký tại quầy"),
        ConsentLine("Báo tin khuyến mãi", "Chưa hỏi", None),
    ),
    (
        RecipientLine("Giao hàng nhanh (GHN)", "họ tên, số điện thoại", "03/10/2026", "sự đồng ý"),
        RecipientLine("Công an phường Xuân Hương", "họ tên", "12/11/2026", "yêu cầu của cơ quan nhà nước"),
    ),
    "Dự kiến xóa ngày 21/11/2027.",
    ("Khiếu nại KN-2026-0007 giữ đến khi trả lời xong.", "Luật buộc giữ đơn hàng DH-0412 đến 12/11/2029."),
    ("Không gửi khuyến mại", "Không gọi điện"),
    (CaseLine("KN-2026-0007", date(2026, 11, 21), "Lộ số điện thoại", "Đang kiểm tra"),),
    (CaseLine("YC-2026-0007", date(2026, 12, 4), "Xem dữ liệu", "Đang làm"),),
    "12 lần, từ 03/10/2026 đến 30/11/2026.",
    AUDIT,
    "en",
)
REQUEST = RequestLine("YC-2026-0007", date(2026, 11, 21), "Nguyễn Thị Hạnh", "Xóa dữ liệu", date(2026, 12, 11), "Đang làm")
REQUESTS = RequestList(
    SHOP,
    date(2026, 12, 5),
    "Yêu cầu đang mở",
    (REQUEST, replace(REQUEST, number="YC-2026-0008", name="Vũ", due=None, state="Đã xong")),
    "en",
)
INCIDENT = IncidentLine(
    "SC-2026-0001", datetime(2026, 11, 20, 15, 40, tzinfo=UTC), "Máy tính bị nhiễm mã độc", 1300, "Công an tỉnh", "Đang xử lý"
)
INCIDENTS = IncidentList(SHOP, date(2026, 12, 5), "Năm 2026", (INCIDENT,), "en")
RECEIPT = PaymentReceipt(SHOP, "Nguyễn Thị Hạnh", "KN-2026-0007", 1_005_000, "Cash", date(2026, 12, 5), "linh", AUDIT, "en")


@dataclass(frozen=True)
class Sample:
    """A paper, how it is printed, what its file is called; which of its texts never show, and which may be longer than a page."""

    render: Callable[[Any], bytes]
    paper: Any
    title: str
    unseen: tuple[str, ...] = ()
    long: tuple[str, ...] = ()


UNSIGNED = ("shop.owner_name", "shop.place")
NOBODY = LETTER.addressee, "Nguyễn Thị Hạnh", "Trần Bích Ngọc", "Lê Minh Tâm"  # stands in the properties of no file


def batch(paper: Letter) -> bytes:
    """A letter among others."""
    return letter_batch.render_batch((replace(paper, addressee="Vũ"), paper, replace(paper, number="8")), lambda _done: None)


EVERY = {
    "letter": Sample(letter.render, replace(LETTER, language="en"), LETTER.number, (), ("sections.*", "addressee")),
    "batch": Sample(batch, replace(LETTER, language="en"), "Letters"),
    "consent form": Sample(
        consent_papers.render_form,
        replace(FORM, topics=(*TOPICS[:2], FormTopic("Giao hàng", False, "quý khách tự đến lấy"))),
        "Consent to the processing of personal data",
        ("shop.owner_name", "topics.0.note", "topics.1.note"),
        ("name", "phone", "address", "email", "retention", "topics.2.*"),
    ),
    "consent receipt": Sample(
        consent_papers.render_receipt,
        CONSENT_RECEIPT,
        "Confirmation of consent",
        (),
        ("name", "phone", "means", "lines.0.0", "lines.1.1"),
    ),
    "statement": Sample(
        disclosure_statement.render,
        STATEMENT,
        "Statement of disclosures",
        ("lines.1.reference",),
        ("name", "lines.0.purpose", "lines.0.reference", "lines.1.basis"),
    ),
    "deletion list": Sample(deletion_list.render, DELETIONS, "Planned deletions", UNSIGNED, ("title", "lines.0.*")),
    "certificate": Sample(
        erasure_certificate.render, CERTIFICATE, "Certificate of erasure", (), ("made_by", "recipients.*", "copies_elsewhere.*")
    ),
    "erasure letter": Sample(erasure_letter.render, ERASURE_LETTER, ERASURE_LETTER.number, (), ("recipient", "people.0.*")),
    "preview": Sample(
        erasure_preview.render,
        PREVIEW,
        "Preview of an erasure",
        UNSIGNED,
        ("people.0.name", "people.0.ground", "people.0.goes.0.0", "people.0.stays.0.1"),
    ),
    "hold letter": Sample(hold_letter.render, HOLD_LETTER, HOLD_LETTER.number, (), ("name", "address", "reason", "citation")),
    "held data": Sample(
        held_data.render,
        HELD,
        "What we hold about you",
        UNSIGNED,
        ("name", "details.1.value", "consents.0.topic", "recipients.0.fields", "deletion", "kept_by.0", "complaints.0.about"),
    ),
    "request list": Sample(request_list.render, REQUESTS, "Register of requests", UNSIGNED, ("lines.0.name",)),
    "incident list": Sample(incident_list.render, INCIDENTS, "Register of incidents", UNSIGNED, ("lines.0.about",)),
    "payment receipt": Sample(payment_receipt.render, RECEIPT, "Receipt KN-2026-0007", ("linking_word", "shop.owner_name")),
}
