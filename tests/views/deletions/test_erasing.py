"""Erasure as she meets it: looked at before, exceptions, letters, the act itself and how it is stopped, the certificate, a doubted clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication

from desktop.views.deletions.preview import ErasurePreview
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.paper import LoadedPdf
from tests import builders
from tests.views.conftest import Desk
from tests.views.erasures import (
    LATE,
    LATE_TOO,
    SOON,
    TODAY,
    asked,
    choose_period,
    erase,
    fill,
    go_to,
    hold,
    look,
    names,
    not_english,
    only,
    settle,
    shipped,
    shown_paper,
)
from tests.views.hands import Key, button, one_line, reads
from tests.views.looks import faults


@pytest.fixture
def look_first(qtbot) -> Callable[[Desk], ErasurePreview]:
    return partial(look, qtbot)


# ---- the preview -------------------------------------------------------------------------------------------------------------


def test_one_who_asked_is_read_to_and_says_yes(make_desk, open_page, look_first, qtbot) -> None:
    desk = make_desk("in_store", fill=asked)
    page = open_page(desk)
    only(desk, page, SOON, qtbot)
    dialog = look_first(desk)
    assert reads(dialog, f"Erase the data of {SOON}?")
    assert reads(dialog, "Today is Saturday, 21/11/2026.")
    assert reads(dialog, "The customer asked for deletion on 21/11/2026.")
    assert reads(dialog, "Gone for good, cannot be brought back")
    assert reads(dialog, "Name, phone, email, address")
    assert reads(dialog, "I have read this to the customer, and the customer agrees to the erasure")


def test_button_that_erases_wakes_with_the_tick_and_enter_never_presses_it(desk: Desk, open_page, look_first) -> None:
    open_page(desk)
    dialog = look_first(desk)
    erase = button(dialog, "Erase the data")
    assert not erase.isEnabled()
    desk.hands.tab_to(dialog.read)
    desk.hands.press(Key.Key_Space)
    assert erase.isEnabled()
    desk.hands.press(Key.Key_Return)
    assert dialog.isVisible() and desk.services.erasures.rows() == []
    desk.hands.press("Esc")
    assert not any(one.isVisible() for one in desk.host.findChildren(ErasurePreview))
    assert desk.services.customers.count() == 5


def test_many_are_looked_at_one_by_one_and_unticked_where_somebody_is_to_stay(desk: Desk, open_page, look_first) -> None:
    open_page(desk)
    dialog = look_first(desk)
    assert reads(dialog, "Erase the data of 3 customers?")
    go_to(dialog.people, LATE_TOO)
    assert reads(dialog.plan, LATE_TOO)
    assert reads(dialog.plan, "12 months after the last contact on 10/11/2025")
    desk.hands.press(Key.Key_Space)
    assert reads(dialog, "Erase the data of 2 customers?")
    assert reads(dialog, "1 stays.")


def test_another_list_has_to_be_looked_at_again(desk: Desk, open_page, look_first) -> None:
    open_page(desk)
    dialog = look_first(desk)
    desk.hands.click(dialog.read)
    go_to(dialog.people, LATE)
    desk.hands.press(Key.Key_Space)
    assert not dialog.read.isChecked()
    assert not button(dialog, "Erase the data").isEnabled()


def test_reading_what_would_go_can_be_left(make_desk, open_page, qtbot) -> None:
    desk = make_desk("in_store", fill=partial(builders.crowd, count=400))
    open_page(desk)
    desk.hands.press("F10")
    desk.hands.to_front(next(one for one in desk.host.findChildren(ErasurePreview) if one.isVisible()))
    desk.hands.press("Esc")
    qtbot.waitUntil(lambda: not any(one.isVisible() for one in desk.host.findChildren(ErasurePreview)))
    assert desk.services.erasures.rows() == []


def test_preview_is_printed(desk: Desk, open_page, look_first) -> None:
    open_page(desk)
    dialog = look_first(desk)
    desk.hands.click(button(dialog, "Print this"))
    assert LATE_TOO in one_line(LoadedPdf(desk.printed[-1]).text())


def test_erasing_waits_for_the_letters_to_recipients_and_they_are_told_afterwards(
    make_desk, open_page, look_first, qtbot
) -> None:
    desk = make_desk(fill=shipped)
    open_page(desk)
    dialog = look_first(desk)
    assert reads(dialog, "Giao Hàng Nhanh (GHN) was given the data and has to delete it too.")
    desk.hands.click(dialog.read)
    assert not dialog.erase_button.isEnabled(), "no letter is made, and later nobody could make one"
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Make the letters"))
    letter = shown_paper(desk)
    desk.hands.press("F10")
    assert LATE in one_line(LoadedPdf(desk.printed[-1]).text())
    letter.close()
    desk.hands.to_front(dialog)
    assert reads(dialog, "Giao Hàng Nhanh (GHN): letter 01/2026/TB-BN")
    erase(desk, dialog, qtbot)
    assert reads(dialog, "Data of 1 customer, erased on 21/11/2026, certificate 01/2026/XD-CN · letter 01/2026/TB-BN")
    desk.hands.press("Esc")
    desk.hands.to_front(desk.host)
    desk.hands.press("Esc")
    qtbot.waitUntil(lambda: reads(desk.window.dashboard, "1 recipient is not told of an erasure"))
    desk.window.show_disclosures("tasks")
    desk.hands.click(button(desk.window.disclosures.tasks, "Was told"))
    assert desk.services.erasure_papers.notices() == []
    assert not reads(desk.window.disclosures.tasks, "certificate 01/2026/XD-CN")


def test_recipient_that_need_not_be_told_wants_a_reason_and_is_owed_nothing(make_desk, open_page, look_first, qtbot) -> None:
    desk = make_desk(fill=shipped)
    open_page(desk)
    dialog = look_first(desk)
    desk.hands.click(button(dialog, "No need to tell…"))
    asked = next(one for one in dialog.findChildren(FormDialog) if one.isVisible())
    desk.hands.to_front(asked)
    desk.hands.press("F9")
    assert asked.fields["reason"].error == "Write why this recipient need not be told."
    desk.hands.fill(asked.fields["reason"].control, "đã đóng cửa từ tháng 9")
    desk.hands.press("F9")
    desk.hands.to_front(dialog)
    assert reads(dialog, "Giao Hàng Nhanh (GHN) is not told: đã đóng cửa từ tháng 9")
    erase(desk, dialog, qtbot)
    assert desk.services.erasure_papers.notices() == []
    assert not reads(dialog, "no letter was made")


@pytest.mark.parametrize("size", [(1366, 697), (1093, 614)])
def test_preview_is_cut_nowhere_and_fits_its_window(make_desk, open_page, look_first, size: tuple[int, int]) -> None:
    for desk in (make_desk(fill=shipped), make_desk("in_store", fill=fill)):
        desk.hands.to_front(desk.host)
        desk.host.resize(*size)
        open_page(desk)
        dialog = look_first(desk)
        QApplication.processEvents()
        assert not_english(faults(dialog)) == []
        assert dialog.height() <= size[1] and dialog.width() <= size[0]
        desk.hands.press("Esc")


# ---- erasing -----------------------------------------------------------------------------------------------------------------


def test_erased_with_an_exception_they_are_gone_and_certified(desk: Desk, open_page, look_first, qtbot) -> None:
    page = open_page(desk)
    dialog = look_first(desk)
    go_to(dialog.people, LATE)
    desk.hands.press(Key.Key_Space)
    erase(desk, dialog, qtbot)
    assert reads(dialog, "2 customers were erased.")
    assert reads(dialog, "Certificate number 01/2026/XD-CN")
    desk.hands.click(button(dialog, "Print certificate"))
    paper = one_line(LoadedPdf(desk.printed[-1]).text())
    assert "01/2026/XD-CN" in paper and LATE_TOO not in paper
    desk.hands.press("Esc")
    settle(qtbot, page)
    assert names(page.table) == [LATE]
    assert desk.services.customers.search(LATE_TOO) == []


def test_who_was_held_meanwhile_is_left_out_and_named(desk: Desk, open_page, look_first, qtbot) -> None:
    open_page(desk)
    dialog = look_first(desk)
    hold(desk.services, TODAY)
    erase(desk, dialog, qtbot)
    assert reads(dialog, "2 customers were erased.")
    assert reads(dialog, "1 customer was left out")
    assert reads(dialog, f"{TODAY}: on hold: checking a false order")


def test_past_erasures_stand_on_the_page_with_their_certificates(desk: Desk, open_page, look_first, qtbot) -> None:
    page = open_page(desk)
    erase(desk, look_first(desk), qtbot)
    desk.hands.press("Esc")
    settle(qtbot, page)
    desk.hands.to_front(desk.host)
    choose_period(qtbot, desk, page, "Erased so far")
    assert reads(page.past, "Saturday, 21/11/2026, 10:00")
    assert reads(page.past, "3 customers")
    desk.hands.click(button(page.past, "Show certificate"))
    paper = shown_paper(desk)
    assert paper.windowTitle() == "Certificate of erasure 01/2026/XD-CN"
    paper.close()


def test_stopped_in_between_those_before_are_gone_and_the_others_untouched(make_desk, open_page, look_first, qtbot) -> None:
    every = 100
    desk = make_desk("in_store", fill=partial(builders.crowd, count=every))
    open_page(desk)
    dialog = look_first(desk)
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    qtbot.waitUntil(lambda: dialog.working.bar.value() >= 20)
    assert f"/{every}" in dialog.working.step.text()
    desk.hands.press("Esc")
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    left = desk.services.customers.count()
    assert 0 < left < every
    assert reads(dialog, f"Stopped. {every - left} customers were erased, {left} are untouched.")
    assert [row.people for row in desk.services.erasures.rows()] == [every - left]


def test_progress_is_seen_while_people_are_erased(make_desk, open_page, look_first, qtbot) -> None:
    desk = make_desk("in_store", fill=partial(builders.crowd, count=60))
    open_page(desk)
    dialog = look_first(desk)
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    seen_steps: set[int] = set()
    qtbot.waitUntil(lambda: seen_steps.add(dialog.working.bar.value()) or dialog.outcome.isVisible())
    assert len(seen_steps) > 1
    assert reads(dialog, "60 customers were erased.")


# ---- the clock ---------------------------------------------------------------------------------------------------------------


def test_clock_that_jumped_is_said_on_the_dashboard_and_confirmed_there(desk: Desk) -> None:
    desk.clock.move(days=30)
    desk.window.dashboard.refresh()
    QApplication.processEvents()
    assert reads(
        desk.window.dashboard, "The computer's clock says Monday, 21/12/2026; the program was last open on Saturday, 21/11/2026."
    )
    desk.hands.click(button(desk.window.dashboard, "Yes, today is Monday, 21/12/2026"))
    QApplication.processEvents()
    assert not reads(desk.window.dashboard, "The computer's clock says")
    assert desk.services.clock_guard.doubt() == ""


def test_nothing_is_erased_while_the_date_is_in_doubt(desk: Desk, open_page, look_first, qtbot, sentences) -> None:
    desk.clock.move(days=30)
    desk.window.dashboard.refresh()
    open_page(desk)
    dialog = look_first(desk)
    assert reads(dialog, "The computer's clock says Monday, 21/12/2026")
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    assert any("Confirm the date before anything is deleted." in sentence for sentence in sentences.take())
    assert desk.services.erasures.rows() == []
    desk.hands.to_front(dialog)
    desk.hands.click(button(dialog, "Yes, today is Monday, 21/12/2026"))
    assert not reads(dialog, "The computer's clock says")
    desk.hands.click(button(dialog, "Erase the data"))
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    assert reads(dialog, "4 customers were erased.")


def test_window_that_stays_open_keeps_the_clock_trusted(desk: Desk) -> None:
    for _ in range(3):
        desk.clock.move(days=5)
        desk.window._tick.timeout.emit()
    assert desk.services.clock_guard.doubt() == ""
