"""The policy that the shop publishes, on paper and for a web page: eight items, the unit, version and day; nothing runs in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.documents.published_policy import PolicyItem, PublishedPolicy, render
from desktop.documents.published_policy_html import fragment
from desktop.errors import UserError
from tests.documents.papers import SHOP, images, ink, reader, text_of

pytestmark = pytest.mark.usefixtures("qapp")
LINE = "Thông tin chỉ được dùng cho các mục đích nêu ở mục 1 và không dùng cho việc nào khác."
POLICY = PublishedPolicy(
    shop=SHOP,
    title="Chính sách bảo vệ thông tin cá nhân",
    number=2,
    effective_from=date(2026, 12, 1),
    intro="Hộ kinh doanh Cà phê Mộc công bố chính sách này.",
    unit_title="Đơn vị thu thập và quản lý thông tin",
    unit=(("Tên", SHOP.name), ("Địa chỉ", SHOP.address), ("Đăng ký", "")),
    items=tuple(PolicyItem(f"Nội dung {n}", (LINE, f"- mục đích {n}", "- mục đích khác", LINE)) for n in range(1, 9)),
    ending="Khi thay đổi chính sách, cửa hàng công bố bản mới.",
    dated=date(2026, 11, 21),
    language="en",
)
MARKUP = '<img src="file:///etc/passwd"/> & <b>{name} %s'


def test_it_numbers_eight_items_under_the_unit_and_the_version():
    text = text_of(render(POLICY))
    places = [text.index(f"{n}. Nội dung {n}") for n in range(1, 9)]
    assert places == sorted(places)
    assert text.index("Version 2, in force from 01/12/2026") < text.index(POLICY.unit_title) < places[0]
    assert "Đăng ký" not in text[: places[0]].split(POLICY.unit_title)[1]  # nothing is known, so nothing stands there
    assert "- mục đích 8" in text


def test_it_is_signed_and_names_its_version_on_every_page():
    pdf = render(replace(POLICY, items=POLICY.items * 3))
    pages = [page.extract_text() for page in reader(pdf).pages]
    assert len(pages) > 2
    assert all("Version 2, in force from 01/12/2026" in page for page in pages)
    assert text_of(pdf).replace("\u00a0", " ").count("OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan") == 1


def test_it_keeps_the_margins_of_a_letter():
    for left, top, right, bottom in ink(render(POLICY)):
        assert left >= 29 and right >= 17 and top >= 10 and bottom >= 14


@pytest.mark.parametrize("change", ["title", "intro", "ending", "items", "unit"])
def test_markup_prints_and_shows_as_it_was_typed(change):
    values = {"items": (PolicyItem(MARKUP, (MARKUP, f"- {MARKUP}")),), "unit": ((MARKUP, MARKUP),)}
    policy = replace(POLICY, **{change: values.get(change, MARKUP)})
    pdf, html = render(policy), fragment(policy)
    shown = MARKUP.upper() if change == "title" else MARKUP
    assert shown.replace(" ", "") in text_of(pdf).replace(" ", "")
    assert images(pdf) == 0
    assert "<img" not in html and "&lt;img src=&quot;file:///etc/passwd&quot;/&gt; &amp; &lt;b&gt;{name} %s" in html


def test_what_cannot_be_printed_is_refused_in_words():
    with pytest.raises(UserError, match="😀"):
        render(replace(POLICY, ending="Cảm ơn 😀"))


def test_the_fragment_is_a_section_with_headings_and_lists():
    lines = fragment(POLICY).splitlines()
    assert lines[:2] == ['<section lang="en">', "<h1>Chính sách bảo vệ thông tin cá nhân</h1>"]
    assert lines[-1] == "</section>"
    assert [line for line in lines if line.startswith("<h2>")] == [
        "<h2>Đơn vị thu thập và quản lý thông tin</h2>", *[f"<h2>{n}. Nội dung {n}</h2>" for n in range(1, 9)],
    ]  # fmt: skip
    first = lines.index("<h2>1. Nội dung 1</h2>")
    assert lines[first + 1 : first + 7] == [
        f"<p>{LINE}</p>", "<ul>", "<li>mục đích 1</li>", "<li>mục đích khác</li>", "</ul>", f"<p>{LINE}</p>",
    ]  # fmt: skip
    assert "<dt>Đăng ký</dt>" not in lines
