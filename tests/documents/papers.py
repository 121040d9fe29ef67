"""Papers for tests, and what can be seen on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fnmatch import fnmatch
from functools import cache
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
AUDIT = "Nhật ký 412 · 9f2c 41d0 77ab 03e5"
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
    audit_line=AUDIT,
)


def letter(**changed: Any) -> Letter:
    """The letter with some of it changed; ``shop`` may be a dict of changes to the shop."""
    if isinstance(changed.get("shop"), dict):
        changed["shop"] = replace(SHOP, **changed["shop"])
    return replace(LETTER, **changed)


# ---- reading ----------------------------------------------------------------------------------------------------------


@cache
def made(render: Callable[[Any], bytes], paper: Any) -> bytes:
    """A paper that many tests look at, printed once."""
    return render(paper)


@cache
def said(render: Callable[[Any], bytes], paper: Any) -> str:
    """What a reader of such a paper reads."""
    return text_of(made(render, paper))


def reader(pdf: bytes) -> PdfReader:
    """The parts of the file."""
    return PdfReader(BytesIO(pdf))


def opened(pdf: bytes) -> QPdfDocument:
    """The paper as Qt reads it: twenty times faster than pypdf."""
    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def pages_of(pdf: bytes) -> list[str]:
    """What stands on each page, with single spaces."""
    document = opened(pdf)
    return [" ".join(document.getAllText(page).text().split()) for page in range(document.pageCount())]


def text_of(pdf: bytes) -> str:
    """What a reader reads, with single spaces."""
    return " ".join(pages_of(pdf))


def letters_of(text: str) -> str:
    """The text without any space, since a PDF holds none that are sure."""
    return re.sub(r"\s", "", text)


def ink(pdf: bytes, dots_per_mm: int = 4) -> Iterator[tuple[float, float, float, float]]:
    """Per page the white margins in mm: left, top, right, bottom."""
    document = opened(pdf)
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


# ---- writing into every text of a paper ---------------------------------------------------------------------------------


def texts(paper: Any, without: Sequence[str] = (), only: Sequence[str] = ("*",), at: str = "") -> list[str]:
    """The places of a paper's texts, such as ``lines.0.name``; its language is none. ``without`` and ``only`` name places, * for any."""
    if isinstance(paper, str):
        is_meant = any(fnmatch(at, place) for place in only) and not any(fnmatch(at, place) for place in ("language", *without))
        return [at] if is_meant else []
    return [place for name, part in _parts(paper) for place in texts(part, without, only, f"{at}.{name}".lstrip("."))]


def _parts(paper: Any) -> list[tuple[str, Any]]:
    if is_dataclass(paper):
        return [(field.name, getattr(paper, field.name)) for field in fields(paper)]
    return [(str(place), part) for place, part in enumerate(paper)] if isinstance(paper, tuple) else []


def put(paper: Any, place: str, value: str) -> Any:
    """The paper with a value at one of its places."""
    if not place:
        return value
    name, _dot, rest = place.partition(".")
    if isinstance(paper, tuple):
        return (*paper[: int(name)], put(paper[int(name)], rest, value), *paper[int(name) + 1 :])
    return replace(paper, **{name: put(getattr(paper, name), rest, value)})


def filled(paper: Any, places: Sequence[str], value: str) -> tuple[Any, list[str]]:
    """The paper with the value and a mark of its own at each place, and those texts."""
    written = [f"{value} {number:03d}" for number in range(len(places))]
    for place, text in zip(places, written, strict=True):
        paper = put(paper, place, text)
    return paper, written
