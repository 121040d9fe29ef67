"""One reply letter against the same text as bare reportlab paragraphs."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from desktop.documents import letter, page
from desktop.documents.letter import Letter, Section
from tests.benchmarks.measure import Measure, interleaved
from tests.documents import papers

_SECTIONS = (
    Section(
        "Ngày 21/11/2026, cửa hàng nhận được khiếu nại của chị về việc lộ số điện thoại (số tiếp nhận KN-07/2026). Chứng cứ kèm "
        "theo đầy đủ ngày 22/11/2026. Sau khi kiểm tra, cửa hàng trả lời như sau:"
    ),
    Section(
        "Cửa hàng đang lưu tên, số điện thoại, địa chỉ, email của chị. Ngày 03/10 và 12/11 cửa hàng đã đưa tên, số điện thoại và "
        "địa chỉ cho Giao hàng Thông Xanh để giao hai đơn hàng, chị có đồng ý.",
        "Hiện trạng dữ liệu",
    ),
    Section("Người giao hàng chụp lại phiếu giao có số điện thoại của chị và chuyển cho một người bán hàng khác.", "Nguyên nhân"),
    Section(
        "Cửa hàng đã yêu cầu Giao hàng Thông Xanh thu hồi và xóa ảnh, có xác nhận bằng văn bản ngày 22/11/2026. Từ nay tem dán "
        "ngoài gói hàng chỉ in bốn số cuối của số điện thoại.",
        "Biện pháp khắc phục",
    ),
    Section("Cửa hàng chịu trách nhiệm toàn bộ (100 %) đối với việc lộ số điện thoại nói trên.", "Xác định lỗi"),
    Section(
        "Cửa hàng bồi thường 1.250.000 đồng (một triệu hai trăm năm mươi nghìn đồng), trả bằng tiền mặt hoặc chuyển khoản trong "
        "bảy ngày làm việc kể từ ngày chị đồng ý với thư này.",
        "Bồi thường",
    ),
    Section("Nếu không đồng ý, chị có quyền khiếu nại đến cơ quan có thẩm quyền hoặc khởi kiện theo quy định của pháp luật."),
)


def measures(rounds: int) -> list[Measure]:
    """A reply of one page, drawn anew each time."""
    reply = papers.letter(sections=_SECTIONS)
    if len(PdfReader(BytesIO(letter.render(reply))).pages) != 1:
        raise RuntimeError("the letter to measure is longer than one page")
    ours, limit = interleaved(rounds, lambda: letter.render(reply), lambda: _bare(reply))
    return [Measure("one reply letter", "ms", ours, limit, "bare reportlab", most_ratio=1.5, most=50)]


def _bare(reply: Letter) -> bytes:
    """The same words in the same typeface, one paragraph after the other."""
    out = BytesIO()
    story = [Paragraph(markup, page.body_style()) for markup in _texts(reply)]
    SimpleDocTemplate(out, pagesize=A4).build([*story[:4], Spacer(1, 14), *story[4:]])
    return out.getvalue()


def _texts(reply: Letter) -> list[str]:
    shop = reply.shop
    head = [
        f"HỘ KINH DOANH {shop.name}", f"Số: {reply.number}", f"V/v: {reply.subject}",
        "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b>", "<b>Độc lập - Tự do - Hạnh phúc</b>",
        f"<i>{shop.place}, ngày 05 tháng 12 năm 2026</i>", f"Kính gửi: <b>{reply.addressee}</b>, {reply.addressee_detail}",
    ]  # fmt: skip
    body = [f"<b>{section.title}</b> {section.text}" for section in reply.sections]
    foot = [
        "<b><i>Nơi nhận:</i></b> Như trên; Lưu.", "<b>CHỦ HỘ KINH DOANH</b>", "<i>(ký, ghi rõ họ tên)</i>",
        f"<b>{shop.owner_name}</b>", f"{shop.name}, {shop.address}", shop.certificate,
        f"Điện thoại: {shop.phone} Email: {shop.email} {reply.audit_line}",
    ]  # fmt: skip
    return [*head, *body, *foot]
