"""The wording that ships: every block can be filled in, in both languages, and cites no law of its own."""

from __future__ import annotations

import re
import tomllib
from string import Formatter
from typing import Any

import pytest

from desktop import paths
from desktop.models.choices import LetterKind, RequestKind, RequestRefusal

FILES = ("requests", "incidents")
LAW = re.compile(r"\d+/20\d\d|Nghị định|Luật số|Điều \d|Decree|Article \d")


def blocks(file: str) -> list[tuple[str, str, dict[str, Any]]]:
    content = tomllib.loads((paths.resources() / "letters" / f"{file}.toml").read_text("utf-8"))
    return [(kind, block, rules) for kind, of_kind in content.items() for block, rules in of_kind.items()]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_block_can_be_filled_in_with_the_names_it_may_hold(file, language):
    for kind, block, rules in blocks(file):
        text, marks = rules[language], {name: f"⟨{name}⟩" for name in rules["may"]}
        shown = text.format_map(marks)
        used = {name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None}
        assert used <= set(marks), (kind, block)
        assert shown.strip() == shown != "", (kind, block)
        assert [mark for name, mark in marks.items() if name in used and mark not in shown] == [], (kind, block)


@pytest.mark.parametrize("file", FILES)
def test_both_languages_say_the_same_things(file):
    for kind, block, rules in blocks(file):
        used = [{name for _literal, name, _spec, _c in Formatter().parse(rules[language]) if name} for language in ("vi", "en")]
        assert used[0] == used[1], (kind, block)
        assert set(rules) <= {"title", "may", "vi", "en"}, (kind, block)
        if "title" in rules:
            assert set(rules["title"]) == {"vi", "en"}, (kind, block)


@pytest.mark.parametrize("file", FILES)
def test_laws_come_from_outside(file):
    assert [(kind, block) for kind, block, rules in blocks(file) if LAW.search(rules["vi"] + rules["en"])] == []


def test_each_kind_of_letter_is_one_that_the_settings_know():
    assert {kind for file in FILES for kind, _block, _rules in blocks(file)} <= {kind.value for kind in LetterKind}


def test_a_request_has_words_for_each_kind_and_each_refusal():
    found = blocks("requests")
    done = {block for kind, block, _rules in found if kind == "request_done"}
    refusals = {block for kind, block, _rules in found if kind == "request_refusal"}
    assert {kind.value for kind in RequestKind} <= done
    assert {code.value for code in RequestRefusal} <= refusals


def test_a_letter_to_a_customer_about_an_incident_is_the_same_for_all_of_them():
    """Otherwise ten thousand letters could not share their pages."""
    member = [rules for kind, _block, rules in blocks("incidents") if kind == "incident_member"]
    assert member
    assert not [name for rules in member for name in rules["may"] if name in ("name", "customer", "phone")]
