"""What holds of every paper: a typed text is only text, whole and composed; the typeface comes along; the file names no person."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal

import pytest

from desktop.errors import UserError
from desktop.i18n import use_language
from tests.documents.papers import filled, fonts, images, ink, letters_of, made, pages_of, put, reader, said, text_of, texts
from tests.documents.samples import EVERY, NOBODY, Sample

TYPED = "<img src=\"file:///etc/passwd\"/> & <b>&lt; <a href='http://x.io'>x</a> </i> {name} %s {0} $x { Hữu ạặậẹ ĂĐƠƯ ₫ “–…·"
LONGER_THAN_A_PAGE = "Khách hàng phản ánh. " * 110 + "w" * 1_500
every_paper = pytest.mark.parametrize("sample", EVERY.values(), ids=list(EVERY))
with_long_texts = pytest.mark.parametrize(
    "sample", [s for s in EVERY.values() if s.long], ids=[k for k, s in EVERY.items() if s.long]
)


@every_paper
def test_what_looks_like_markup_prints_as_it_stands_and_brings_neither_file_nor_link(sample: Sample):
    paper, written = _hostile(sample, "NFC")
    pdf, shown = made(sample.render, paper), letters_of(said(sample.render, paper)).casefold()
    assert [text for text in written if letters_of(text).casefold() not in shown] == []
    assert images(pdf) == 0
    assert b"/URI" not in pdf
    assert all("/Annots" not in page for page in reader(pdf).pages)


@every_paper
def test_decomposed_letters_print_composed(sample: Sample):
    composed, decomposed = (_hostile(sample, form)[0] for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert text_of(sample.render(decomposed)) == said(sample.render, composed)


def _hostile(sample: Sample, form: Literal["NFC", "NFD"]) -> tuple[Any, list[str]]:
    """The paper with markup, braces and Vietnamese letters in each of its texts, and those texts."""
    places = texts(sample.paper, sample.unseen)
    return filled(sample.paper, places, unicodedata.normalize(form, TYPED))


SHOWS_CODES = {  # about many people, or about everything that is held: one text keeps none of them from being made
    "deletion list", "held data", "erasure letter", "statement", "request list", "preview", "incident list",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in EVERY if name not in SHOWS_CODES])
def test_a_character_that_cannot_be_printed_is_refused_by_name_wherever_it_stands(name: str):
    sample = EVERY[name]
    for place in texts(sample.paper, sample.unseen):
        with pytest.raises(UserError) as refused:
            sample.render(put(sample.paper, place, "Hạnh 😀"))
        assert refused.value.message == "The printed letter cannot show “😀”. Write it in words.", place


@pytest.mark.parametrize("name", sorted(SHOWS_CODES))
def test_a_list_shows_the_code_of_what_cannot_be_printed(name: str):
    sample = EVERY[name]
    for place in texts(sample.paper, sample.unseen):
        shown = letters_of(said(sample.render, put(sample.paper, place, "Hạnh 😀"))).casefold()
        assert "[u+1f600]" in shown, place


@with_long_texts
def test_texts_longer_than_a_page_are_printed_whole_inside_the_margins(sample: Sample):
    places = texts(sample.paper, only=sample.long)
    paper, written = filled(sample.paper, places, LONGER_THAN_A_PAGE)
    pdf = sample.render(paper)
    text = text_of(pdf)
    assert len(pages_of(pdf)) > len(places)
    assert text.count("phản") >= len(written) * 110
    assert text.count("w") >= len(written) * 1_500
    assert all(left >= 29 and right >= 14.5 and bottom >= 19 for left, _top, right, bottom in ink(pdf, 2))


@every_paper
def test_every_typeface_is_carried_along_on_a4(sample: Sample):
    pdf = made(sample.render, sample.paper)
    found = fonts(pdf)
    assert len(found) >= 2
    assert all("Tinos" in font["name"] and "/FontFile2" in font for font in found)
    box = reader(pdf).pages[0].mediabox
    assert (round(float(box.width), 1), round(float(box.height), 1)) == (595.3, 841.9)


@every_paper
def test_the_file_names_the_paper_the_shop_and_its_language_and_no_person(sample: Sample):
    pdf = reader(made(sample.render, sample.paper))
    assert (pdf.metadata.title, pdf.metadata.author) == (sample.title, sample.paper.shop.name)
    assert not [name for name in NOBODY if name in str(pdf.metadata)]


@every_paper
def test_it_speaks_its_own_language_whatever_is_on_the_screen(sample: Sample):
    english = said(sample.render, sample.paper)
    use_language("vi")
    assert text_of(sample.render(sample.paper)) == english
    assert reader(made(sample.render, sample.paper)).trailer["/Root"]["/Lang"] == sample.paper.language == "en"
