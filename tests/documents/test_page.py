"""What every paper shares: the typeface and what it can show."""

from __future__ import annotations

import unicodedata

import pytest
from reportlab.pdfbase import pdfmetrics

from desktop.documents.page import check_printable, load_fonts, safe, unprintable
from desktop.errors import UserError

BASES = "aăâbcdđeêfghiklmnoôơpqrstuưvwxyzj"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = {
    unicodedata.normalize("NFC", base + tone)
    for base in BASES + BASES.upper()
    for tone in (TONES if base.lower() in "aăâeêioôơuưy" else [""])
}


@pytest.mark.parametrize("face", ["Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"])
def test_every_face_has_every_vietnamese_letter(face):
    load_fonts()
    glyphs = pdfmetrics.getFont(face).face.charToGlyph
    wanted = LETTERS | set("0123456789 .,;:!?()[]{}<>/\\|@#$%^&*_+-=~'\"“”‘’–—…·•₫°\u00a0")
    assert {letter for letter in wanted if ord(letter) not in glyphs} == set()


def test_what_the_typeface_lacks_is_named_once():
    assert unprintable("Hạnh 😀 và 漢 và 😀\n\t") == "😀漢"
    with pytest.raises(UserError) as e:
        check_printable("Hạnh 😀漢", "subject")
    assert e.value.message == "The printed letter cannot show “😀 漢”. Write it in words."
    assert e.value.field == "subject"


def test_of_many_characters_five_are_named():
    with pytest.raises(UserError) as e:
        check_printable("一二三四五六七")
    assert "“一 二 三 四 五”" in e.value.message


@pytest.mark.parametrize("text", ["", "Hạnh", unicodedata.normalize("NFD", "Nguyễn Đức Hạnh"), "dòng\nhai\tcột"])
def test_what_can_be_printed_is_let_through(text):
    assert unprintable(text) == ""
    check_printable(text)


def test_typed_text_becomes_letters_and_line_breaks():
    assert safe("<b>&</b>\nhai") == "&lt;b&gt;&amp;&lt;/b&gt;<br/>hai"
    assert safe(unicodedata.normalize("NFD", "ệ")) == "ệ"
