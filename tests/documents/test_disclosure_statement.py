"""The statement of disclosures: everyone who was told, or nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.documents.disclosure_statement import StatementLine, render
from tests.documents.papers import SHOP, ink, letters_of, made, pages_of, said, text_of
from tests.documents.samples import STATEMENT, STATEMENT_LINE


def many(count: int) -> tuple[StatementLine, ...]:
    """As many lines, a day apart, told apart by their order."""
    day = STATEMENT_LINE.day
    return tuple(replace(STATEMENT_LINE, day=day + timedelta(n), reference=f"DH-{n:04d}") for n in range(count))


# ---- what stands on it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_disclosure_stands_on_it_in_full(language):
    text = letters_of(said(render, replace(STATEMENT, language=language)))
    typed = [STATEMENT.name, STATEMENT.phone, STATEMENT.audit_line, SHOP.owner_name, SHOP.place, "05/12/2026"]
    for line in STATEMENT.lines:
        typed += [line.recipient, line.fields, line.purpose, line.basis, line.notice, line.reference]
        typed += [f"{line.day:%d/%m/%Y}"]
    assert [part for part in typed if letters_of(part) not in text] == []


def test_it_is_addressed_to_the_customer_and_signed_by_the_owner():
    text = said(render, STATEMENT)
    assert "STATEMENT OF DISCLOSURES To: Nguyễn Thị Hạnh, phone 0912 003 365 Up to 05/12/2026, the shop has given" in text
    assert "Day Recipient Data given Purpose Basis How you were told" in text
    assert text.endswith(
        "2 disclosures in all. Lâm Đồng, 5 December 2026 OWNER OF THE BUSINESS (signature and full name) Trần Thị Lan"
    )


def test_the_oldest_stands_first_whatever_the_order_given():
    lines = many(12)
    straight, mixed = (text_of(render(replace(STATEMENT, lines=order))) for order in (lines, lines[5:] + lines[:5][::-1]))
    assert straight == mixed
    places = [straight.index(line.reference) for line in lines]
    assert places == sorted(places)


def test_lines_of_one_day_keep_their_order():
    lines = tuple(replace(STATEMENT_LINE, reference=reference) for reference in ("DH-9", "DH-1", "DH-5"))
    text = text_of(render(replace(STATEMENT, lines=lines)))
    assert text.index("DH-9") < text.index("DH-1") < text.index("DH-5")


def test_an_order_is_named_only_where_there_is_one():
    assert said(render, STATEMENT).count("Order ") == 1


def test_nobody_told_is_said_in_a_sentence_without_a_table():
    text = text_of(render(replace(STATEMENT, lines=())))
    assert "Up to 05/12/2026, the shop has given your data to nobody." in text
    assert "Recipient" not in text
    assert "in all" not in text
    assert "OWNER OF THE BUSINESS" in text


def test_without_phone_log_and_place_it_prints_without_them():
    text = text_of(render(replace(STATEMENT, phone="", audit_line="", shop=replace(SHOP, place=""))))
    assert "To: Nguyễn Thị Hạnh Up to" in text
    assert "in all. 5 December 2026" in text


def test_one_disclosure_is_not_many():
    assert "1 disclosure in all." in text_of(render(replace(STATEMENT, lines=(STATEMENT_LINE,))))


# ---- length ----------------------------------------------------------------------------------------------------------


def test_three_hundred_lines_are_all_there_under_a_head_on_each_page():
    pdf = render(replace(STATEMENT, lines=many(300)))
    pages = pages_of(pdf)
    listing = [text for text in pages if "DH-" in text]
    assert len(listing) >= 15
    assert all("How you were told" in text for text in listing)
    assert all("9f2c 41d0 77ab 03e5" in text for text in pages)
    whole = " ".join(pages)
    assert [n for n in range(300) if whole.count(f"DH-{n:04d}") != 1] == []
    assert "300 disclosures in all." in pages[-1]
    assert ["OWNER OF THE BUSINESS" in text for text in pages].count(True) == 1


@pytest.mark.parametrize("count", [6, 7, 8, 10, 12])  # the statement takes a second page from 7 on
def test_the_signature_never_stands_alone(count):
    last = pages_of(made(render, replace(STATEMENT, lines=many(count))))[-1]
    assert f"{count} disclosures in all." in last
    assert "Trần Thị Lan" in last


@pytest.mark.parametrize("count", [0, 2, 30])
def test_nothing_is_printed_into_the_margins(count):
    pages = list(ink(made(render, replace(STATEMENT, lines=many(count)))))
    assert len(pages) == (1 if count < 30 else len(pages))
    for left, top, right, bottom in pages:
        assert left >= 29.5
        assert right >= 17.5
        assert top >= 10
        assert bottom >= 19.5
    assert pages[0][1] >= 19.5
