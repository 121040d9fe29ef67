"""Papers for tests, and what can be seen on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from desktop.documents.letter import Letter, Section
from desktop.documents.page import ShopIdentity

MM = 72 / 25.4
SHOP = ShopIdentity(
    name="Hộ kinh doanh Cà phê Mộc",
    address="27 Thông Reo, phường Lâm Viên - Đà Lạt, tỉnh Lâm Đồng",
    certificate="Giấy chứng nhận đăng ký hộ kinh doanh số 42A8000000",
    phone="0263 000 0027",
    email="caphemoc@example.com",
    owner_name="Trần Thị Lan",
    place="Lâm Đồng",
)
LETTER = Letter(
    shop=SHOP,
    number="07/2026/TL-KN",
    subject="trả lời khiếu nại về việc lộ số điện thoại",
    dated=date(2026, 12, 5),
    addressee="Nguyễn Thị Hạnh",
    addressee_detail="điện thoại 0912 003 365",
    sections=(
        Section("Ngày 21/11/2026, cửa hàng nhận được khiếu nại của chị."),
        Section("Đang lưu tên, điện thoại, địa chỉ.", "Hiện trạng dữ liệu"),
        Section("Người giao hàng chụp lại phiếu.\nẢnh đã được xóa.", "Nguyên nhân"),
    ),
    audit_line="Nhật ký 128 · 9f2c 41d0 77ab 03e5",
)


def letter(**changed: Any) -> Letter:
    """The letter with some of it changed; ``shop`` may be a dict of changes to the shop."""
    if isinstance(changed.get("shop"), dict):
        changed["shop"] = replace(SHOP, **changed["shop"])
    return replace(LETTER, **changed)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader(pdf).pages).split())


def letters_of(text: str) -> str:
    """The text without any space, since a PDF holds none that are sure."""
    return re.sub(r"\s", "", text)


def ink(pdf: bytes, dots_per_mm: int = 4) -> Iterator[tuple[float, float, float, float]]:
    """Per page the white margins in mm: left, top, right, bottom."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for page in range(document.pageCount()):
        sheet = document.render(page, QSize(210 * dots_per_mm, 297 * dots_per_mm))
        yield tuple(edge / dots_per_mm for edge in _edges(sheet))  # type: ignore[misc]


def _edges(sheet: QImage) -> tuple[int, int, int, int]:
    sheet = sheet.convertToFormat(QImage.Format.Format_RGBA8888)
    picture = Image.frombytes("RGBA", (sheet.width(), sheet.height()), bytes(sheet.constBits()))
    white = Image.new("RGBA", picture.size, "white")
    box = ImageOps.invert(Image.alpha_composite(white, picture).convert("L")).point(lambda dark: 255 * (dark > 60)).getbbox()
    left, top, right, bottom = box or (0, 0, 0, 0)
    return left, top, picture.width - right, picture.height - bottom


def fonts(pdf: bytes) -> list[dict[str, Any]]:
    """The descriptors of all fonts on all pages."""
    found = []
    for page in reader(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            font = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            found.append({"name": font["/BaseFont"], **font.get("/FontDescriptor", {})})
    return found


def images(pdf: bytes) -> int:
    """How many pictures the pages hold."""
    return sum(len(page.images) for page in reader(pdf).pages)
