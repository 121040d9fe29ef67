"""What a file really is: judged by its bytes, never by its name, so that nothing executable is ever taken for a photo."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import PureWindowsPath

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.base import tidy_line
from desktop.models.evidence import MOST_BYTES as MOST_BYTES

PDF = "application/pdf"
PHOTO_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif", "BMP": "image/bmp"}
LONGEST_FILE_NAME = 120
_MOST_PIXELS = 120_000_000


def media_type(content: bytes) -> str:
    """``image/jpeg``, ``application/pdf`` …; raises UserError for anything that is no photo and no PDF."""
    if not content:
        raise UserError(_("This file is empty."), "evidence")
    if len(content) > MOST_BYTES:
        raise UserError(too_large_text(), "evidence")
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    return _photo_type(content)


def too_large_text() -> str:
    """What is said of a file that is too large."""
    return _("This file is larger than {n} MB. Take a smaller photo or scan with fewer dots.").format(n=MOST_BYTES >> 20)


def short_name(name: str) -> str:
    """The name without its folder, tidied; a very long one keeps its beginning and its ending."""
    bare = tidy_line(PureWindowsPath(name).name) or _("unnamed")
    if len(bare) <= LONGEST_FILE_NAME:
        return bare
    half = LONGEST_FILE_NAME // 2
    return f"{bare[:half]}…{bare[-half + 1 :]}"


def _photo_type(content: bytes) -> str:
    from PIL import Image, UnidentifiedImageError  # 60 ms: when the first file is dropped

    refused = UserError(
        _("Only photos (JPG, PNG, WEBP) and PDF files can be kept as evidence; this file is something else."), "evidence"
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=list(PHOTO_FORMATS)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise refused
                found = PHOTO_FORMATS[image.format or ""]
                image.verify()
                return found
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ):
        raise refused from None
