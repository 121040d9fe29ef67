"""The consents tab: who stands where, asking one customer, who may be written to, the list as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from desktop.models.choices import ConsentDecision, ConsentMeans
from desktop.services.consents import Answers
from desktop.views.consents.record import RecordPage
from tests import builders
from tests.views.conftest import Desk
from tests.views.hands import Key, button, reads, rows
from tests.views.shipping import AN, CARRIERS, HANH, PHONES, add, paper, say

ADVERTISING = "advertising"
SERVICE = "Phục vụ mua hàng và chăm sóc khách hàng"


def two(services) -> None:
    """Hạnh agreed to advertising; An was never asked anything."""
    hanh = builders.add_customer(services)
    add(services, AN)
    say(services, hanh, topic=ADVERTISING)


@pytest.fixture
def tab(make_desk) -> Desk:
    desk = make_desk(fill=two)
    desk.hands.press("Ctrl+3")
    return desk


def record(desk: Desk) -> RecordPage:
    return desk.window.consents.record


def say_on_screen(desk: Desk, topic: str, words: str) -> None:
    """Click one answer of one topic."""
    line = next(one for one in record(desk).rows if one.code == topic)
    desk.hands.click(next(choice for choice in line.buttons.values() if choice.text() == words))


def firsts(found) -> list[str]:
    """The names at the beginning of a list's rows."""
    return [text.split(".")[0] for text in rows(found)]


def test_customers_without_a_needed_consent_come_first(tab: Desk, qtbot) -> None:
    qtbot.waitUntil(lambda: rows(tab.window.consents.list)[:1] == ["Thiếu cho đơn hàng. 2 khách"])
    assert reads(tab.window, "Thiếu sự đồng ý cần cho đơn hàng")
    qtbot.waitUntil(lambda: len(rows(tab.window.consents.customers)) == 2)


def test_customer_without_a_needed_consent_is_listed_with_what_is_missing(tab: Desk, qtbot) -> None:
    tab.services.consents.record(
        tab.services.customers.search("0701")[0].id,
        Answers(tab.clock.today, ConsentMeans.PHONE, {"order_messages": ConsentDecision.GIVEN}),
    )
    whose = f"{AN}. Thiếu: {SERVICE}. {PHONES[AN]}"
    qtbot.waitUntil(lambda: whose in rows(tab.window.consents.customers))
    assert any(f"Thiếu: {SERVICE} · " in row for row in rows(tab.window.consents.customers))


def test_way_to_a_new_consent_is_filled_only_where_no_page_is_worked_on(tab: Desk) -> None:
    consents = tab.window.consents
    assert consents.new_button.property("kind") == "primary"
    start(tab, "0701")
    assert consents.new_button.property("kind") == ""
    tab.hands.press(Key.Key_Escape)
    assert consents.new_button.property("kind") == "primary"


def test_topic_says_how_many_stand_where_and_who(tab: Desk, qtbot) -> None:
    consents = tab.window.consents
    qtbot.waitUntil(lambda: len(consents.list.items) > 3)
    tab.hands.click_row(consents.list, "Báo tin khuyến mãi, quảng cáo")
    assert reads(tab.window, "Đồng ý: 1")
    assert reads(tab.window, "Chưa hỏi: 1")
    qtbot.waitUntil(lambda: firsts(consents.customers) == [AN])
    tab.hands.choose(consents.filter, "Đồng ý")
    qtbot.waitUntil(lambda: firsts(consents.customers) == [HANH])


def test_press_on_a_customer_asks_that_customer_with_nothing_ticked(tab: Desk, qtbot) -> None:
    qtbot.waitUntil(lambda: len(tab.window.consents.customers.items) == 2)
    tab.hands.click_row(tab.window.consents.customers, AN)
    assert reads(tab.window, f"{AN} đồng ý những gì?")
    assert not any(choice.isChecked() for topic in record(tab).rows for choice in topic.buttons.values())


def start(desk: Desk, digits: str) -> None:
    desk.hands.press("F2")
    desk.hands.type(digits)
    desk.hands.press(Key.Key_Return)


def test_answers_go_topic_by_topic_and_one_takes_the_other_away(tab: Desk) -> None:
    start(tab, "0701")
    say_on_screen(tab, CARRIERS, "Đồng ý")
    say_on_screen(tab, CARRIERS, "Không đồng ý")
    say_on_screen(tab, ADVERTISING, "Đồng ý")
    answers = {topic.code: topic.answer() for topic in record(tab).rows if topic.answer()}
    assert answers == {CARRIERS: ConsentDecision.REFUSED, ADVERTISING: ConsentDecision.GIVEN}


def test_customer_who_is_asked_is_named_with_the_number(tab: Desk) -> None:
    start(tab, "0701")
    assert reads(record(tab), f"{AN} đồng ý những gì?")
    assert reads(record(tab), PHONES[AN])


def test_answers_stand_in_columns_the_way_back_in_the_last(tab: Desk) -> None:
    start(tab, "3365")
    columns = {
        (choice.text(), choice.mapTo(record(tab), QPoint()).x()) for one in record(tab).rows for choice in one.buttons.values()
    }
    place = dict(columns)
    assert len(columns) == 3
    assert place["Đồng ý"] < place["Không đồng ý"] == place["Rút lại"]


def test_answer_that_was_ticked_by_mistake_is_taken_away_again(tab: Desk) -> None:
    start(tab, "0701")
    say_on_screen(tab, CARRIERS, "Đồng ý")
    say_on_screen(tab, CARRIERS, "Đồng ý")
    assert not any(topic.answer() for topic in record(tab).rows)


def test_consent_that_stands_can_only_be_withdrawn_and_the_receipt_says_so(tab: Desk) -> None:
    start(tab, "3365")
    line = next(one for one in record(tab).rows if one.code == ADVERTISING)
    assert [choice.text() for choice in line.buttons.values()] == ["Rút lại"]
    say_on_screen(tab, ADVERTISING, "Rút lại")
    tab.hands.press("F10")
    assert "rút lại" in paper(tab).lower()
    assert HANH in paper(tab)


def test_nothing_ticked_is_said_and_nothing_is_kept(tab: Desk) -> None:
    start(tab, "0701")
    tab.hands.press("F10")
    assert tab.window.consents.stack.currentWidget() is record(tab)
    assert tab.printed == []


def test_consent_in_the_future_is_named_beside_the_day(tab: Desk) -> None:
    start(tab, "0701")
    say_on_screen(tab, CARRIERS, "Đồng ý")
    record(tab).day.set_day(tab.clock.today.replace(month=12))
    tab.hands.press("F9")
    assert "tương lai" in record(tab).day_field.error


def test_disguised_file_is_no_slip(tab: Desk, tmp_path: Path, sentences, qtbot) -> None:
    start(tab, "0701")
    path = tmp_path / "phiếu.png"
    path.write_bytes(b"MZ\x90\x00" + bytes(200))
    tab.hands.drop(record(tab).slip, path)
    assert len(sentences.take()) == 1
    assert record(tab).slip.names == []


def test_slip_is_kept_with_the_consent(tab: Desk, photo: Path) -> None:
    start(tab, "0701")
    say_on_screen(tab, CARRIERS, "Đồng ý")
    tab.hands.drop(record(tab).slip, photo)
    assert record(tab).slip.names == ["tin nhắn.png"]
    tab.hands.press("F9")
    customer = tab.services.customers.search("0701")[0].id
    (entry,) = tab.services.consents.history(customer)
    assert entry.slip_id
    assert tab.services.consents.slip(entry.slip_id).content == photo.read_bytes()


def test_record_page_is_gone_through_as_it_is_read(tab: Desk) -> None:
    start(tab, "0701")
    page = record(tab)
    for control in (
        *(next(iter(topic.buttons.values())) for topic in page.rows),
        page.day,
        page.means,
        page.slip,
        page.save_button,
    ):
        tab.hands.tab_to(control)


def test_each_answer_of_a_topic_is_reached_with_tab_and_ticked_with_space(tab: Desk) -> None:
    start(tab, "0701")
    agrees, refuses = record(tab).rows[0].buttons.values()
    assert tab.hands.place is agrees
    tab.hands.press(Key.Key_Space, Key.Key_Tab)
    assert tab.hands.place is refuses
    tab.hands.press(Key.Key_Space)
    assert record(tab).rows[0].answer() is ConsentDecision.REFUSED


def reach(desk: Desk, qtbot) -> None:
    consents = desk.window.consents
    qtbot.waitUntil(lambda: len(consents.list.items) > 3)
    desk.hands.click_row(consents.list, "Báo tin khuyến mãi, quảng cáo")
    desk.hands.click(button(consents, "Được nhắn cho ai?"))
    qtbot.waitUntil(lambda: reads(consents, "1 khách đã đồng ý."))


def test_only_those_who_agreed_may_be_written_to_the_others_are_counted(tab: Desk, qtbot) -> None:
    reach(tab, qtbot)
    assert rows(tab.window.consents.people) == [f"{HANH}. 0912 003 365 · hanh@example.com"]
    qtbot.waitUntil(lambda: reads(tab.window.consents, "chưa hỏi"))
    assert reads(tab.window.consents, "1 khách")


def test_list_is_saved_as_a_file(tab: Desk, qtbot, tmp_path: Path) -> None:
    reach(tab, qtbot)
    tab.window.consents.save_list(tmp_path / "khách.csv")
    qtbot.waitUntil(lambda: reads(tab.window.consents, "Đã lưu khách.csv."))
    text = (tmp_path / "khách.csv").read_text("utf-8-sig")
    assert HANH in text
    assert AN not in text


def test_customer_of_the_list_is_opened(tab: Desk, qtbot) -> None:
    reach(tab, qtbot)
    tab.hands.click_row(tab.window.consents.people, HANH)
    assert reads(tab.window, "Thông tin đang giữ")


def test_blank_form_is_shown_and_printed(tab: Desk) -> None:
    tab.hands.click(button(tab.window.consents, "In phiếu trống"))
    tab.hands.press("F10")
    assert "Giao qua bên vận chuyển" in paper(tab)


def test_esc_leads_back_to_the_topics(tab: Desk, qtbot) -> None:
    tab.hands.press("F2", Key.Key_Escape)
    qtbot.waitUntil(lambda: reads(tab.window, "Thiếu sự đồng ý cần cho đơn hàng"))
