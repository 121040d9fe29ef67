"""The recovery code on paper."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.documents.recovery_paper import RecoveryPaper, render
from desktop.errors import UserError
from desktop.i18n import use_language
from desktop.storage.vault import new_recovery_code, plain_code
from tests.documents.papers import fonts, images, ink, letters_of, reader, text_of

CODE = new_recovery_code()


def paper(shop_name: str = "Hộ kinh doanh Cà phê Mộc", language: str = "en") -> RecoveryPaper:
    return RecoveryPaper(shop_name, CODE, date(2026, 11, 21), language)


@pytest.mark.usefixtures("qapp")
def test_the_code_can_be_read_from_one_page():
    pdf = render(paper())
    assert len(reader(pdf).pages) == 1
    assert CODE.replace("-", "") in letters_of(text_of(pdf)).replace("-", "")
    [(left, top, right, bottom)] = ink(pdf)
    assert min(left - 10, top, right + 4.5, bottom) >= 19.5


def test_the_code_as_printed_is_accepted_when_typed():
    lines = [line for line in reader(render(paper())).pages[0].extract_text().split("\n") if " - " in line]
    assert plain_code(" ".join(lines)) == plain_code(CODE)


def test_it_says_whose_it_is_when_it_was_made_and_what_it_is_for():
    text = text_of(render(paper()))
    assert "Hộ kinh doanh Cà phê Mộc, made on 21/11/2026" in text
    assert "If the passphrase is forgotten" in text
    assert "The code has no letters I, L, O, U: 0 and 1 are always digits." in text
    assert not set("ILOU") & set("".join(new_recovery_code() for _code in range(50)))


def test_a_shop_name_is_only_text():
    pdf = render(paper('<b>Mộc & <img src="file:///etc/passwd"/>'))
    assert letters_of('<b>Mộc & <img src="file:///etc/passwd"/>') in letters_of(text_of(pdf))
    assert images(pdf) == 0


def test_a_shop_name_that_cannot_be_printed_is_refused_by_name():
    with pytest.raises(UserError) as e:
        render(paper("Mộc 😀"))
    assert "😀" in e.value.message


def test_every_typeface_is_carried_along():
    assert all("/FontFile2" in font for font in fonts(render(paper())))


def test_it_speaks_its_own_language_whatever_is_on_the_screen():
    english = text_of(render(paper()))
    use_language("vi")
    assert text_of(render(paper())) == english


def test_the_code_does_not_stand_in_the_properties_of_the_file():
    metadata = str(reader(render(paper())).metadata)
    assert CODE[:9] not in metadata
    assert CODE.replace("-", "")[:8] not in metadata
