"""Upcoming deletions as she meets them: the card on the dashboard and the list behind its bars."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.models.choices import Channel, Direction
from desktop.views.deletions.table import DAY, REASON, STATE
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.erasures import (
    LAST_SEEN,
    LATE,
    LATE_TOO,
    LATER,
    PHONES,
    SOON,
    asked,
    bars,
    choose_period,
    fill,
    go_to,
    hold,
    id_of,
    names,
    not_english,
    preview,
    row_of,
    settle,
    shown_paper,
    ticked,
)
from tests.views.hands import Key, button, one_line, reads, rows, words
from tests.views.looks import faults

# ---- the card ----------------------------------------------------------------------------------------------------------------


def test_card_says_in_one_sentence_who_is_overdue_and_who_comes(make_desk) -> None:
    desk = make_desk("in_store", fill=lambda services: (fill(services), hold(services, LATE_TOO)))
    assert reads(desk.window.dashboard.card, "1 overdue, 1 this week, 1 on hold.")


def test_each_week_is_a_bar_that_says_its_number_and_what_is_held(make_desk) -> None:
    desk = make_desk("in_store", fill=lambda services: (fill(services), hold(services, SOON)))
    said = [bar.accessibleName() for bar in bars(desk)]
    assert len(said) == 8
    assert said[0] == "Week 16/11/2026 – 22/11/2026: 1 customer"
    assert said[2] == "Week 30/11/2026 – 06/12/2026: 1 customer, 1 of them on hold"
    assert said[1] == "Week 23/11/2026 – 29/11/2026: 0 customers"
    assert reads(desk.window.dashboard.card, "Hatched: on hold.")


def test_bar_is_reached_by_keys_and_enter_opens_the_list_behind_it(desk: Desk, qtbot) -> None:
    desk.hands.tab_to(bars(desk)[0])
    desk.hands.press(Key.Key_Right)
    assert desk.hands.place is bars(desk)[2]  # over the empty week
    desk.hands.press(Key.Key_Return)
    page = desk.window.dashboard.deletions
    assert page is not None
    settle(qtbot, page)
    assert reads(page, "Week 30/11 – 06/12: 1 customer")
    assert names(page.table) == [SOON]


def test_empty_week_cannot_be_pressed(desk: Desk) -> None:
    assert not bars(desk)[1].isEnabled()


def test_shop_in_which_nobody_is_due_says_so_calmly(make_desk) -> None:
    desk = make_desk(fill=builders.add_customer)
    assert reads(desk.window.dashboard.card, "Nobody's data is due for deletion in the next 12 months.")
    assert bars(desk) == []


def test_card_follows_a_contact(desk: Desk) -> None:
    desk.services.customers.log_contact(
        id_of(desk.services, LATE), desk.clock(), Direction.FROM_CUSTOMER, Channel.COUNTER, ""
    )  # fmt: skip
    QApplication.processEvents()
    assert reads(desk.window.dashboard.card, "1 overdue, 1 this week.")


# ---- the list ----------------------------------------------------------------------------------------------------------------


def test_overdue_ones_stand_first_and_all_who_may_go_are_ticked(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    assert rows(page.list)[:4] == ["The day has come", "Overdue. 2 customers", "This week. 1 customer", "Still to come"]
    assert names(page.table) == ticked(page.table) == [LATE, LATE_TOO]
    assert row_of(page.table, LATE, DAY) == "03/11/2026"
    assert row_of(page.table, LATE, REASON).startswith("12 months after the last contact on 03/11/2025")
    assert row_of(page.table, LATE, STATE) == "Late by 18 days"
    assert button(page, "Look before erasing 3 customers").isEnabled()
    assert reads(page, "1 more is ticked in the other lists")  # the one of today


def test_the_page_says_how_many_are_ticked_where_she_does_not_look(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    choose_period(qtbot, desk, page, "This week")
    assert reads(page, "2 more are ticked in the other lists")
    choose_period(qtbot, desk, page, "Overdue")
    desk.hands.click(button(page, "Tick nobody"))
    choose_period(qtbot, desk, page, "This week")
    assert button(page, "Look before erasing 1 customer").isEnabled()
    assert not reads(page, "in the other lists")


def test_somebody_on_hold_cannot_be_ticked_and_says_why(make_desk, open_page, qtbot) -> None:
    desk = make_desk("in_store", fill=lambda services: (fill(services), hold(services, LATE)))
    page = open_page(desk)
    choose_period(qtbot, desk, page, "On hold though due")
    assert row_of(page.table, LATE, REASON) == "On hold: checking a false order"
    go_to(page.table, LATE)
    desk.hands.press(Key.Key_Space)
    assert ticked(page.table) == []
    assert button(page, "Look before erasing 2 customers").isEnabled()


def test_somebody_whose_day_is_still_to_come_cannot_be_ticked(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    choose_period(qtbot, desk, page, "Week 30/11 – 06/12")
    go_to(page.table, SOON)
    desk.hands.press(Key.Key_Space)
    assert ticked(page.table) == []
    assert row_of(page.table, SOON, STATE) == "11 days left"
    assert not any(word.startswith("Tick all") for word in words(page))


def test_months_ahead_have_their_lists(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    choose_period(qtbot, desk, page, "Month 04/2027")
    assert names(page.table) == [LATER]


@pytest.mark.parametrize("typed", ["do van", "KHOI", "336512"])
def test_filter_finds_without_accents_and_by_digits(desk: Desk, open_page, typed: str) -> None:
    page = open_page(desk)
    desk.hands.press("F3")
    desk.hands.type(typed)
    assert names(page.table) == [LATE_TOO]


def test_filter_that_finds_nobody_says_so(desk: Desk, open_page) -> None:
    page = open_page(desk)
    desk.hands.fill(page.filter, "zzz")
    assert reads(page, "Nobody here has “zzz”.")
    assert not page.table.isVisible()


def test_exceptions_are_made_by_space_and_survive_another_period(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    go_to(page.table, LATE)
    desk.hands.press(Key.Key_Space)
    assert ticked(page.table) == [LATE_TOO]
    choose_period(qtbot, desk, page, "This week")
    choose_period(qtbot, desk, page, "Overdue")
    assert ticked(page.table) == [LATE_TOO]
    assert button(page, "Look before erasing 2 customers").isEnabled()


def test_all_or_nobody_are_ticked_at_once_but_only_those_who_are_shown(desk: Desk, open_page) -> None:
    page = open_page(desk)
    desk.hands.fill(page.filter, "ngoc")
    desk.hands.click(button(page, "Tick nobody"))
    desk.hands.fill(page.filter, "")
    assert ticked(page.table) == [LATE_TOO]
    desk.hands.click(button(page, "Tick all who may go"))
    assert ticked(page.table) == [LATE, LATE_TOO]


def test_nobody_ticked_leaves_nothing_to_press(desk: Desk, open_page, qtbot) -> None:
    page = open_page(desk)
    for period in ("Overdue", "This week"):
        choose_period(qtbot, desk, page, period)
        desk.hands.click(button(page, "Tick nobody"))
    assert not button(page, "Nobody is ticked").isEnabled()


def test_enter_opens_the_customer(desk: Desk, open_page) -> None:
    page = open_page(desk)
    go_to(page.table, LATE_TOO)
    desk.hands.press(Key.Key_Return)
    assert desk.customers.isVisible()
    assert reads(desk.customers, LATE_TOO)


def test_esc_goes_back_to_the_morning_page(desk: Desk, open_page) -> None:
    open_page(desk)
    desk.hands.press("Esc")
    assert reads(desk.window.dashboard, "Upcoming deletions, by week")


def test_f1_says_what_the_page_is_for(desk: Desk, open_page) -> None:
    open_page(desk)
    desk.hands.press("F1")
    assert reads(desk.window, "Whose data is due for deletion, and when.")


def test_list_on_paper_holds_those_who_are_shown(desk: Desk, open_page) -> None:
    page = open_page(desk)
    desk.hands.fill(page.filter, "ngoc")
    desk.hands.click(button(page, "Print this list"))
    paper = shown_paper(desk)
    desk.hands.press("F10")
    said = one_line(LoadedPdf(desk.printed[-1]).text())
    assert LATE in said and LATE_TOO not in said
    paper.close()


def test_calendar_file_names_nobody(desk: Desk, open_page, tmp_path: Path) -> None:
    page, path = open_page(desk), tmp_path / "calendar.ics"
    offered: list[str] = []
    page.ask_path = lambda name: offered.append(name) or str(path)
    desk.hands.click(button(page, "Save calendar file"))
    said = path.read_text("utf-8")
    assert offered == ["deletions.ics"]
    assert "BEGIN:VEVENT" in said
    personal = [word for name in LAST_SEEN for word in name.split()] + [phone.replace(" ", "") for phone in PHONES.values()]
    assert [word for word in personal if word in said.replace(" ", "")] == []


def test_page_of_a_shop_in_which_nobody_is_due_says_so(make_desk, open_page) -> None:
    page = open_page(make_desk(fill=builders.add_customer))
    assert reads(page, "Nobody's data is due for deletion in the next 12 months.")


def test_400_people_do_not_hold_up_her_typing(make_desk, open_page) -> None:
    desk = make_desk("in_store", fill=partial(builders.crowd, count=400))
    page = open_page(desk)
    assert len(ticked(page.table)) == 400
    desk.hands.click(page.filter)
    before = time.thread_time()
    desk.hands.type("van 399")
    assert (time.thread_time() - before) / 7 < 0.05  # seconds of the window's thread for each letter
    assert names(page.table) == ["Nguyễn Văn 399"]


@pytest.mark.parametrize("size", [(1366, 697), (1093, 614), (960, 600)])
def test_nothing_is_cut_and_everything_has_a_name(desk: Desk, open_page, size: tuple[int, int]) -> None:
    desk.host.resize(*size)
    QApplication.processEvents()
    assert not_english(faults(desk.window.dashboard)) == []
    open_page(desk)
    assert not_english(faults(desk.window.dashboard)) == []


def test_long_reason_gets_the_lines_it_needs(make_desk, open_page, qtbot) -> None:
    reason = "The bank asked the shop to keep everything about this order until the false payment is cleared up. " * 2
    desk = make_desk("in_store", fill=lambda services: (fill(services), hold(services, LATE, reason)))
    page = open_page(desk)
    choose_period(qtbot, desk, page, "On hold though due")
    heights: list[int] = []
    for width in (1366, 960):
        desk.host.resize(width, 640)
        QApplication.processEvents()
        heights.append(page.table.rowHeight(0))
        room = QRect(0, 0, page.table.columnWidth(REASON) - 20, 10_000)
        text = row_of(page.table, LATE, REASON)
        assert heights[-1] >= page.table.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
    assert heights[0] < heights[1]


def test_screens_are_vietnamese_and_cut_nowhere(make_desk, qtbot) -> None:
    i18n.use_language("vi")
    desk = make_desk("in_store", fill=lambda services: (asked(services), hold(services, LATE)))
    for size in ((1366, 697), (1093, 614)):
        desk.host.resize(*size)
        desk.window.dashboard.show_deletions()
        page = desk.window.dashboard.deletions
        assert page is not None
        settle(qtbot, page)
        assert faults(desk.window) == []
        desk.hands.press("F10")
        dialog = preview(qtbot, desk)
        assert faults(dialog) == []
        desk.hands.press("Esc")
        desk.hands.to_front(desk.host)
        desk.hands.press("Esc")
        QApplication.processEvents()
        assert faults(desk.window) == []
