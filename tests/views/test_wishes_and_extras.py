"""A customer's own wishes and the data that an extra field of the policy holds: on the customer's page and in the policy's settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.models.choices import RecipientKind
from desktop.services.policies import FieldRow
from desktop.views.settings.policy_data import PolicyData
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows
from tests.views.shipping import BINH, GHN, HANH, dialog, paper, say, ship

BIRTHDAY = "Ngày sinh"


def with_birthday(services) -> None:
    """From today the policy asks for a birthday; Hạnh agreed to it."""
    ship(services)
    today = services.office.today()
    rules = services.policies.in_force(today)
    services.policies.add_version(replace(rules, effective_from=today, fields=(*rules.fields, FieldRow("", BIRTHDAY))))
    hanh = services.customers.search("3365")[0].id
    (topic,) = [topic.code for topic in services.consents.states(hanh) if BIRTHDAY.lower() in topic.name.lower()]
    say(services, hanh, topic=topic)


@pytest.fixture
def desk(make_desk) -> Desk:
    desk = make_desk(fill=with_birthday)
    desk.hands.press("Ctrl+2")
    desk.hands.click_row(desk.customers.list, HANH)
    return desk


def ask(desk: Desk, wish: str) -> None:
    """The dialog of wishes with one chosen."""
    desk.hands.click(button(desk.customers.view, "Yêu cầu riêng"))
    desk.hands.choose(dialog(desk).fields["kind"].control, wish)  # type: ignore[arg-type]


def save(desk: Desk) -> None:
    desk.hands.press("F9")
    desk.hands.to_front(desk.host)


def test_wish_stands_on_the_page_and_is_lifted(desk: Desk) -> None:
    ask(desk, "Không gọi điện")
    save(desk)
    assert reads(desk.customers.view, "Không gọi điện")
    desk.hands.click(button(desk.customers.view, "Bỏ"))
    assert not reads(desk.customers.view, "Không gọi điện")


def test_which_recipient_is_asked_only_where_it_matters_and_not_left_out(desk: Desk) -> None:
    ask(desk, "Không gọi điện")
    asked = dialog(desk)
    assert not asked.fields["recipient"].isVisible()
    desk.hands.choose(asked.fields["kind"].control, "Không đưa cho một bên")  # type: ignore[arg-type]
    save_button = asked.action_button
    desk.hands.click(save_button)
    assert asked.fields["recipient"].error
    desk.hands.choose(asked.fields["recipient"].control, GHN)  # type: ignore[arg-type]
    save(desk)
    assert reads(desk.customers.view, f"Không đưa gì cho {GHN}")


def test_wish_keeps_the_carrier_away_in_the_manifest(desk: Desk) -> None:
    ask(desk, "Không đưa cho một bên")
    desk.hands.choose(dialog(desk).fields["recipient"].control, GHN)  # type: ignore[arg-type]
    save(desk)
    desk.hands.press("Ctrl+4", "F2")
    desk.hands.type("3365")
    desk.hands.press(Key.Key_Return)
    assert reads(desk.window, "0 khách đi, 1 khách bị bỏ ra")


def test_same_wish_twice_is_said(desk: Desk) -> None:
    for _ in range(2):
        ask(desk, "Không gọi điện")
        desk.hands.press("F9")
    assert reads(dialog(desk), "Yêu cầu này đã ghi rồi.")
    desk.hands.press(Key.Key_Escape)


def test_extra_field_is_kept_for_one_who_agreed(desk: Desk) -> None:
    view = desk.customers.view
    assert reads(view, f"{BIRTHDAY}:")
    desk.hands.click(button(view, "Thêm"))
    dialog(desk)
    desk.hands.type("21/11/1990")
    save(desk)
    assert reads(view, "21/11/1990")


def test_extra_field_is_closed_for_one_who_was_not_asked(desk: Desk) -> None:
    desk.hands.click_row(desk.customers.list, BINH)
    assert reads(desk.customers.view, "chưa có sự đồng ý")
    assert not button(desk.customers.view, "Thêm").isEnabled()


def test_consents_disclosures_and_papers_stand_on_the_page(desk: Desk) -> None:
    view = desk.customers.view
    assert reads(view, "Chưa hỏi")
    assert reads(view, "Đã cung cấp cho ai")
    desk.hands.click(button(view, "In phiếu"))
    desk.hands.press("F10")
    assert HANH in paper(desk)


# ---- the policy's settings ---------------------------------------------------------------------------------------------------


def policy(desk: Desk) -> PolicyData:
    desk.window.show_settings("policy")
    return desk.window.findChild(PolicyData)


def test_extra_field_is_added_and_shared_in_a_new_version(make_desk) -> None:
    desk = make_desk()
    data = policy(desk)
    desk.hands.click(button(data, "Thêm loại thông tin"))
    desk.hands.type("Ngày sinh của con")
    desk.hands.click(data.checks[RecipientKind.SERVICE_PROVIDER, "email"])
    wanted = not data.checks[RecipientKind.SERVICE_PROVIDER, "email"].isChecked()
    desk.hands.press("F9")
    desk.clock.move(days=2)
    rules = desk.services.policies.in_force(desk.clock.today)
    assert [field.name for field in rules.fields if field.is_extra] == ["Ngày sinh của con"]
    given = {row.kind: row.fields for row in rules.sharing}
    assert ("email" in given.get(RecipientKind.SERVICE_PROVIDER, ())) is not wanted


def test_extra_field_without_a_name_goes(desk: Desk) -> None:
    data = policy(desk)
    (edit, _field), *_rest = data.extras
    desk.hands.fill(edit, "")
    assert [field.name for field in data.fields() if field.is_extra] == []


def test_register_of_consents_asks_for_the_extra_field(desk: Desk, qtbot) -> None:
    desk.hands.press("Ctrl+3")
    qtbot.waitUntil(lambda: any(BIRTHDAY.lower() in line.lower() for line in rows(desk.window.consents.list)))
