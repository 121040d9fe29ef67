"""Names: folded for searching, ordered as a Vietnamese reader expects."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.base import tidy, tidy_line
from desktop.models.names import fold, sort_key
from tests.models.calendars import quick

LETTERS = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ "
NAMES = st.text(LETTERS + LETTERS.upper(), max_size=30)


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Đức", "nguyen duc"),
        ("ĐẶNG THỊ ƯƠNG", "dang thi uong"),
        ("Hoà", "hoa"),
        ("Hòa", "hoa"),
        ("  Lê   Văn\tTám ", "le van tam"),
        ("Đỗ Thị Mỹ Duyên", "do thi my duyen"),
        ("", ""),
        ("O'Brien", "o'brien"),
    ],
)
def test_a_name_is_found_without_its_marks(name, folded):
    assert fold(name) == folded


@given(NAMES)
@quick
def test_composed_decomposed_and_mixed_letters_fold_alike(name):
    half = len(name) // 2
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    forms.append(unicodedata.normalize("NFD", name[:half]) + unicodedata.normalize("NFC", name[half:]))
    assert {fold(form) for form in forms} == {fold(name)}


@given(NAMES)
@quick
def test_a_folded_name_holds_plain_letters_and_folding_it_again_changes_nothing(name):
    assert fold(name).isascii()
    assert fold(fold(name)) == fold(name)


@given(NAMES)
@quick
def test_composed_and_decomposed_names_stand_in_one_place(name):
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize(
    "order",
    [
        ["Phan Thị Ba", "Nguyễn Văn Cường", "Bùi Thị Dung", "Trần Văn Đức", "Lê Thị Em"],  # by given name, d before đ
        ["Bùi Văn An", "Lê Văn An", "Nguyễn Văn An"],  # then by the rest
        ["Lan", "Lăn", "Lân"],
        ["An", "Anh", "Ánh", "Ân"],
        ["Lê An", "Lê Thị An", "Lê Văn An"],
        ["Lê An", "Lên An"],
        ["Đỗ Ha Lan", "Đỗ Hai Lan", "Đỗ Han Lan"],
        ["An", "Lê An"],
        ["De", "Dê", "Đe", "Đê"],
        ["To", "Tô", "Tơ", "Tu", "Tư"],
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Mai"],  # tones after letters
        ["Hoa", "Hòa", "Hoan"],
        ["nguyễn an", "Nguyễn Bình"],
        ["Phạm Mai", "Phạm Mài", "Phạm Mãi", "Phạm Mái"],
    ],
)
def test_names_stand_in_vietnamese_order(order):
    shuffled = random.sample(order, len(order))
    assert sorted(shuffled, key=sort_key) == order


def test_the_place_of_the_tone_mark_does_not_matter():
    assert sort_key("Nguyễn Thị Hòa") == sort_key("Nguyễn Thị Hoà")


def test_foreign_letters_are_not_left_out_of_the_order():
    assert sorted(["Müller", "Mulder", "Mzee"], key=sort_key) == ["Mulder", "Müller", "Mzee"]


@pytest.mark.parametrize("name", ["", " ", "李明", "123", "-"])
def test_every_name_has_a_place(name):
    assert isinstance(sort_key(name), str)


def test_text_is_stored_composed_and_without_control_characters():
    assert tidy(unicodedata.normalize("NFD", " Nguyễn Đức\x00\r\nhai\tdòng ")) == "Nguyễn Đức\nhai\tdòng"
    assert tidy_line("Trần \n Thị\t Lan ") == "Trần Thị Lan"


@given(st.text())
@quick
def test_tidying_twice_changes_nothing(text):
    assert tidy(tidy(text)) == tidy(text)
    assert unicodedata.is_normalized("NFC", tidy(text))


@pytest.mark.parametrize("letter", ["Đ", "đ", "\u00d0", "\u00f0", "\u0189", "\u0256"])
def test_what_looks_like_a_stroked_d_is_found_as_one(letter: str) -> None:
    assert fold(f"{letter}ặng") == "dang"
