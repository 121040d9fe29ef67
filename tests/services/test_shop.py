"""The shop's identity, its people and its letter settings: refused field by field, stored tidied."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import LetterKind
from desktop.services.shop import Identity
from tests.builders import IDENTITY, complaint


def test_an_identity_is_refused_field_by_field_and_nothing_is_stored(services):
    wrong = replace(IDENTITY, name=" ", phone="gọi cô Lan", email="lan", certificate_number="4" * 401)
    with pytest.raises(FieldErrors) as refused:
        services.shop.save_identity(wrong)
    assert set(refused.value.errors) == {"name", "phone", "email", "certificate_number"}
    assert "asterisks" not in refused.value.errors["phone"]
    assert services.shop.identity() == IDENTITY


def test_an_identity_is_stored_composed_and_without_stray_spaces(services):
    services.shop.save_identity(replace(IDENTITY, name=normalize("NFD", f"  {IDENTITY.name}  "), owner_name="Trần  Thị\tLan"))
    assert services.shop.identity() == IDENTITY


def test_an_identity_may_grow_step_by_step(services):
    services.shop.save_identity(Identity(name="Tiệm Hoa Nắng"))
    assert services.shop.identity() == Identity(name="Tiệm Hoa Nắng")


def test_a_name_stands_once_in_the_list_of_staff(services):
    services.shop.add_staff("Minh  Châu")
    for name, why in (("minh châu", "already"), ("Lan", "already"), ("  ", "name"), ("x" * 201, "longer")):
        with pytest.raises(UserError) as refused:
            services.shop.add_staff(name)
        assert refused.value.field == "staff"
        assert why in refused.value.message
    assert [member.name for member in services.shop.staff()] == ["Lan", "Minh Châu"]


def test_somebody_always_stays_to_open_the_program(services):
    (lan,) = services.shop.staff()
    with pytest.raises(UserError):
        services.shop.set_staff_active(lan.public_id, False)
    chau = services.shop.add_staff("Minh Châu")
    services.shop.set_staff_active(lan.public_id, False)
    assert [(member.name, member.active) for member in services.shop.staff()] == [("Minh Châu", True), ("Lan", False)]
    with pytest.raises(UserError):
        services.shop.set_staff_active(chau.public_id, False)


def _save_pattern(services, **patterns: str) -> None:
    settings = services.shop.letter_settings()
    services.shop.save_letter_settings(replace(settings, patterns=settings.patterns | patterns))


def test_a_number_pattern_that_could_repeat_a_number_is_refused(services):
    before = services.shop.letter_settings()
    for pattern in ("", "TL", "{seq}", "{year}", "{seq", "{seq}/{month}", "{}/{seq}/{year}", "{seq:x z}/{year}"):
        with pytest.raises(UserError) as refused:
            _save_pattern(services, reply=pattern)
        assert refused.value.field == "pattern", pattern
    assert services.shop.letter_settings() == before


def test_two_papers_never_share_one_pattern(services):
    with pytest.raises(UserError) as refused:
        _save_pattern(services, reply="{seq}/{year}/T", acknowledgement="{seq}/{year}/T")
    assert refused.value.field == "pattern"


def test_a_number_pattern_of_the_shops_own_is_used(services):
    _save_pattern(services, complaint="K{seq:03d}-{year}", acknowledgement="{seq}/{year}/XN")
    page = complaint(services)
    services.letters.issue(page.row.id, LetterKind.ACKNOWLEDGEMENT)
    page = services.complaints.page(page.row.id)
    assert (page.row.number, page.letters[0].number) == ("K001-2026", "1/2026/XN")
