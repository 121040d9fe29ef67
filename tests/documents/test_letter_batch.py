"""Many letters in one file: each as it would be alone, on pages of its own; steps are told, and may end the work."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from desktop.documents import letter as alone
from desktop.documents.letter import Letter, Section
from desktop.documents.letter_batch import render_batch
from desktop.errors import UserError
from tests.documents.papers import LETTER, SHOP, ink, letter, made, pages_of, reader

LONG = letter(sections=(Section("Một đoạn khá dài. " * 400, "Việc đã xảy ra"), Section("Trân trọng.")))


class Stopped(Exception):
    """The owner pressed Cancel."""


def batch(*letters: Letter) -> bytes:
    return render_batch(letters, lambda _done: None)


def members(count: int, of: Letter = LETTER) -> list[Letter]:
    """Letters of the same words to as many people."""
    return [replace(of, addressee=f"K{n:04d}", addressee_detail=f"điện thoại 0912 {n:06d}") for n in range(count)]


def words(page: str) -> list[str]:
    """What stands on a page, whatever comes first: the head of a letter in a batch is drawn after its foot."""
    return sorted(page.split())


OTHERS = {
    "the same words": members(3),
    "each with a number": [replace(one, number=f"{n}/2026/TB") for n, one in enumerate(members(3))],
    "over pages": members(2, LONG),
    "each in its own words": [letter(sections=(Section(f"Việc số {n}."),), audit_line=f"Nhật ký {n}") for n in range(3)],
    "in two languages": [letter(language=language) for language in ("vi", "en", "vi")],
    "to an agency": [letter(to_customer=False, addressee="Công an tỉnh", addressee_detail="")],
    "of several shops": [letter(), letter(shop={"name": "Quán Thông", "place": "Đà Lạt"}), letter()],
    "to somebody at length": [
        letter(addressee="Nguyễn Thị Hạnh Phúc " * 8),
        letter(addressee="Vũ"),
        letter(addressee="w " * 3_000),
    ],
}


@pytest.mark.parametrize("letters", OTHERS.values(), ids=list(OTHERS))
def test_each_letter_looks_as_it_does_alone(letters):
    together = batch(*letters)
    each = [made(alone.render, one) for one in letters]
    assert [words(page) for page in pages_of(together)] == [words(page) for one in each for page in pages_of(one)]
    assert list(ink(together, 2)) == [edges for one in each for edges in ink(one, 2)]


def test_the_pages_of_each_letter_are_counted_from_its_own_first():
    pages = pages_of(batch(*members(2, LONG)))
    assert len(pages) == 6
    numbered = [f"03e5 {place} " in page for page in pages for place in (2, 3)]
    assert numbered == [False, False, True, False, False, True] * 2
    assert ["K0000" in page for page in pages] == [True, *[False] * 5]
    assert ["K0001" in page for page in pages] == [False] * 3 + [True, False, False]
    assert all(LETTER.audit_line in page for page in pages)


def test_it_says_after_each_letter_how_many_are_done():
    done: list[int] = []
    render_batch(iter(members(5)), done.append)
    assert done == [1, 2, 3, 4, 5]


def test_what_a_step_raises_ends_the_work_at_once():
    taken: list[str] = []

    def letters():
        for one in members(10):
            taken.append(one.addressee)
            yield one

    def stop(done: int) -> None:
        if done == 3:
            raise Stopped

    with pytest.raises(Stopped):
        render_batch(letters(), stop)
    assert taken == ["K0000", "K0001", "K0002"]
    assert len(pages_of(batch(*members(2)))) == 2


def test_no_letter_at_all_is_refused():
    with pytest.raises(UserError) as refused:
        batch()
    assert refused.value.message == "There is no letter to print."


def test_the_file_is_called_letters_in_their_language():
    vietnamese, english = (reader(batch(letter(language=language))) for language in ("vi", "en"))
    assert (vietnamese.metadata.title, english.metadata.title) == ("Thư", "Letters")
    assert (vietnamese.trailer["/Root"]["/Lang"], english.trailer["/Root"]["/Lang"]) == ("vi", "en")
    assert vietnamese.metadata.author == SHOP.name


def test_letters_of_the_same_words_cost_a_fraction_of_others_in_time_and_room():
    """Ten thousand members are told within a minute, not within five."""
    body = tuple(Section("Cửa hàng phát hiện một sự cố và xin báo để quý khách biết. " * 4, f"Việc {n}") for n in range(6))
    same = members(30, letter(sections=body))
    same_room, same_time = _cost(same)
    other_room, other_time = _cost([replace(one, sections=(Section(f"Số {n}."), *body)) for n, one in enumerate(same)])
    assert same_room < other_room / 2
    assert same_time < other_time / 2


def _cost(letters: list[Letter]) -> tuple[int, float]:
    """How many bytes and seconds all but the first two letters take."""
    few = len(batch(*letters[:2]))
    start = process_time()
    return len(batch(*letters)) - few, process_time() - start
