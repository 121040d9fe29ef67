"""A file is what its bytes say, never what its name says."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from desktop.errors import UserError
from desktop.models.evidence import MOST_BYTES
from desktop.services.media import PHOTO_FORMATS, media_type, short_name

PROGRAM = b"MZ\x90\x00\x03" + bytes(2000)


def _photo(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6), "#B08A62").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", PHOTO_FORMATS)
def test_photos_are_known_by_their_bytes(kind):
    assert media_type(_photo(kind)) == PHOTO_FORMATS[kind]


def test_a_pdf_is_known_by_its_bytes():
    assert media_type(b"\n%PDF-1.7\n") == "application/pdf"


@pytest.mark.parametrize(
    "content",
    [
        PROGRAM,
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"PK\x03\x04" + bytes(100),
        _photo("PNG")[:30],
        _photo("TIFF"),
    ],
    ids=["program", "text", "svg", "archive", "half a photo", "format of no browser"],
)
def test_what_is_no_photo_and_no_pdf_is_refused(content):
    with pytest.raises(UserError) as refused:
        media_type(content)
    assert refused.value.field == "evidence"
    assert "Only photos" in refused.value.message


def test_empty_and_too_large_files_are_refused_by_their_size():
    for content, why in ((b"", "empty"), (b"%PDF-" + bytes(MOST_BYTES), "larger than 20 MB")):
        with pytest.raises(UserError) as refused:
            media_type(content)
        assert (refused.value.field, why in refused.value.message) == ("evidence", True)
    assert media_type(b"%PDF-" + bytes(MOST_BYTES - 5)) == "application/pdf"


def test_a_name_is_kept_short_without_its_folder():
    assert short_name("C:\\Người dùng\\Ánh\\tin nhắn.jpg") == short_name("/tmp/tin nhắn.jpg") == "tin nhắn.jpg"
    long = short_name("đầu" + "x" * 300 + "cuối.jpg")
    assert len(long) == 120
    assert (long[:3], long[-8:]) == ("đầu", "cuối.jpg")
    assert short_name(" \n ") == "unnamed"
