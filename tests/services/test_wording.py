"""The shop's own wording: checked before it is kept, used in its letters, taken back to what ships."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.errors import UserError
from desktop.models.choices import LetterKind
from tests.builders import WORK, complaint
from tests.services.helpers import decided, said, send

REPLY, ACKNOWLEDGEMENT = LetterKind.REPLY, LetterKind.ACKNOWLEDGEMENT
UNFILLABLE = [
    ("", "empty"),
    (" \n ", "empty"),
    ("Gọi {nobody}.", "{nobody}"),
    ("Gọi {}.", "{}"),
    ("Gọi {agreed}.", "{agreed}"),
    ("Gọi {shop_phone.__class__}.", "knows no"),
    ("Gọi {shop_phone[0]}.", "knows no"),
    ("Gọi {shop_phone!r}.", "Only the name"),
    ("Gọi {shop_phone:>99}.", "Only the name"),
    ("Gọi {shop_phone:{shop_phone}}.", "Only the name"),
    ("Gọi {shop_phone", "brace stands alone"),
    ("Gọi } nhé", "brace stands alone"),
    ("x" * 3001, "longer"),
]


def _block(services, kind: LetterKind, block: str, language: str = "vi"):
    return next(row for row in services.wording.blocks(kind, language) if row.block == block)


def _preview(services, work=WORK) -> str:
    return said(services.letters.preview_reply(1, work))


def test_every_block_ships_in_both_languages(services):
    for kind in LetterKind:
        vietnamese, english = (services.wording.blocks(kind, language) for language in ("vi", "en"))
        assert [row.block for row in vietnamese] == [row.block for row in english]
        for row in (*vietnamese, *english):
            assert row.text == row.shipped != ""
            services.wording.save(row.kind, row.block, "vi", row.text)


def test_a_text_that_could_not_be_filled_in_is_refused(services):
    before = _block(services, REPLY, "further")
    for text, why in UNFILLABLE:
        with pytest.raises(UserError) as refused:
            services.wording.save(REPLY, "further", "vi", text)
        assert (refused.value.field, why in refused.value.message) == ("text", True), text
    assert _block(services, REPLY, "further") == before


def test_the_shops_own_text_stands_in_its_letters_of_that_language(services):
    decided(services)
    services.wording.save(REPLY, "closing", "vi", "Thân mến, {{Mộc}}.")
    services.wording.save(REPLY, "further", "vi", "Gọi <b>{shop_phone}</b> & hỏi chị Lan.")
    text = _preview(services)
    assert "Thân mến, {Mộc}." in text
    assert "Gọi <b>0263 000 0027</b> & hỏi chị Lan." in text
    assert "Trân trọng" not in text
    assert _block(services, REPLY, "closing", "en").text == "Yours sincerely."
    assert _block(services, ACKNOWLEDGEMENT, "contact").text == _block(services, ACKNOWLEDGEMENT, "contact").shipped


def test_a_single_hyphen_leaves_a_block_out(services):
    decided(services)
    services.wording.save(REPLY, "guidance", "vi", " - ")
    text = _preview(services)
    assert "Bảo vệ thông tin" not in text
    assert "4. Trách nhiệm" in text


def test_braces_that_somebody_typed_are_never_read_as_placeholders(services):
    complaint(services, subject="{shop} và {number")
    typed = replace(WORK, cause="{remedy} {0} {", remedy="{{shop_phone}}")
    text = _preview(services, typed)
    for part in ("{shop} và {number", "{remedy} {0} {", "{{shop_phone}}"):
        assert part in text, part


def test_the_shipped_text_takes_the_shops_own_away(services):
    shipped = _block(services, REPLY, "closing").shipped
    for text in ("Thân mến.", "Chào quý khách.", shipped):
        services.wording.save(REPLY, "closing", "vi", text)
        assert _block(services, REPLY, "closing").text == text
    decided(services)
    assert shipped in _preview(services)


def test_a_new_wording_leaves_sent_letters_alone(services):
    letter_id = send(services, decided(services))
    kept = services.letters.pdf(letter_id)
    services.wording.save(REPLY, "closing", "vi", "Thân mến.")
    assert services.letters.pdf(letter_id) == kept
