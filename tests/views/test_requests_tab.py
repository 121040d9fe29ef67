"""The requests tab: intake and its mistakes, drafts, keys alone, the way from and to the customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.models.choices import HoldKind, RequestKind, RequestState, RestrictionKind
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from tests.services.requests import AN
from tests.views.conftest import Desk
from tests.views.erasures import not_english, shown_paper
from tests.views.hands import Key, button, reads, rows
from tests.views.looks import faults
from tests.views.requests_desk import (
    DIGITS,
    NAME,
    act,
    case_of,
    customer_of,
    dialog_of,
    intake_of,
    listen,
    open_customer,
    open_known,
    paper,
    recognise,
    register,
    take,
    tell,
)

Kind = RequestKind
HAI = CustomerDetails("Trần Văn Hai", "0905 000 714")


@pytest.fixture(autouse=True)
def in_english(dressed: None) -> None:
    i18n.use_language("en")


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk(fill=register)


@pytest.fixture
def reopen(make_desk) -> Callable[[Desk], Desk]:
    """Start the program again over the same data, after the power went."""

    def again(desk: Desk) -> Desk:
        desk.lose_power()
        new = make_desk(at=desk.folder.path)
        new.hands.press("Ctrl+6")
        return new

    return again


# ---- the tab ----------------------------------------------------------------------------------------------------------


def test_empty_tab_says_what_it_is_for_and_offers_one_thing(make_desk) -> None:
    i18n.use_language("vi")
    desk = make_desk()
    desk.hands.press("Ctrl+6")
    tab = desk.window.requests
    assert reads(tab, "Chưa có yêu cầu nào")
    assert reads(tab, "Khi có người hỏi về dữ liệu của mình, ghi lại ở đây")
    desk.hands.click(tab.stack.currentWidget().findChild(type(tab.new_button)))
    assert reads(tab, "Ghi sổ yêu cầu")
    assert faults(tab) == []


def test_page_reads_in_vietnamese_and_fits(make_desk) -> None:
    i18n.use_language("vi")
    desk = make_desk(fill=register)
    open_known(desk, Kind.CORRECT)
    assert reads(case_of(desk), "Làm xong chậm nhất thứ Ba, 01/12/2026")
    assert faults(desk.window.requests) == []


def test_badge_and_list_show_the_nearest_clock(desk: Desk, clock) -> None:
    open_known(desk, Kind.RESTRICT)
    tab, tabs = desk.window.requests, desk.window.tabs
    assert rows(tab.list) == ["Open requests", f"{NAME}. Restrict processing. Acknowledge: 4 days left. 0001"]
    assert tabs._counts[5] == (1, "quiet")
    clock.move(days=20)
    tab.refresh()
    desk.window._follow_time()
    assert "late by" in rows(tab.list)[1]
    assert tabs._counts[5] == (1, "late")
    desk.hands.press("F9")
    assert "Still to tell the customer" in rows(tab.list)[1], "the work is done, and the customer does not know"
    assert tabs._counts[5][0] == 1
    tell(desk, "Phone")
    assert rows(tab.list)[0] == "Ended"
    assert tabs._counts[5][0] == 0


def test_f3_searches_and_f1_explains(desk: Desk) -> None:
    open_known(desk, Kind.VIEW)
    open_known(desk, Kind.RESTRICT)
    desk.hands.press("F3")
    desk.hands.type("restrict")
    assert [row for row in rows(desk.window.requests.list) if "Restrict" in row] == rows(desk.window.requests.list)[1:]
    assert len(rows(desk.window.requests.list)) == 2
    desk.hands.press("F1")
    dialog: Any = QApplication.activeModalWidget()
    assert reads(dialog, "What customers ask of their own data")
    dialog.reject()


def test_pages_have_nothing_cut_on_the_counter_pc_nor_on_a_small_window(desk: Desk, qtbot) -> None:
    found: dict[str, list[str]] = {}
    for width, height in ((1366, 697), (1093, 614)):
        desk.host.resize(width, height)
        for kind in (Kind.CORRECT, Kind.DELETE, Kind.COPY):
            desk.services.requests.take_back(open_known(desk, kind), "")
            QApplication.processEvents()
            found[f"{kind} {width}"] = not_english(faults(desk.window.requests))
        desk.window.take_request(customer_of(desk))
        intake_of(desk).kind.choose(Kind.OBJECT)
        QApplication.processEvents()
        found[f"intake {width}"] = not_english(faults(desk.window.requests))
    assert not any(found.values()), found


# ---- intake and its mistakes --------------------------------------------------------------------------------------------


def test_intake_wants_to_know_who_and_what(desk: Desk) -> None:
    desk.hands.press("Ctrl+6", "F2", "F9")
    intake = intake_of(desk)
    assert reads(intake, "Choose the customer, or say that the person is not a customer.")
    assert intake.fields["text"].error == "Write what the customer asks."
    desk.hands.fill(intake.who.search, DIGITS)
    desk.hands.press(Key.Key_Return)
    for kind, sentence in (
        (Kind.WITHDRAW, "Choose what the customer no longer agrees to."),
        (Kind.OBJECT, "Choose what the customer objects to."),
    ):
        desk.hands.click(intake.kind.buttons[kind])
        assert reads(intake.needs, "nothing to withdraw") is (kind is Kind.WITHDRAW)
        desk.hands.press("F9")
        assert reads(intake, sentence)


def test_somebody_who_is_not_in_the_register_is_found_later(desk: Desk) -> None:
    listen(desk)
    hands, intake = desk.hands, intake_of(desk)
    hands.press("Ctrl+6", "F2")
    hands.type("0977")
    assert reads(intake, "They may ask all the same")
    hands.click(intake.who.outsider_link)
    hands.type("Anh Văn")
    hands.click(intake.kind.buttons[Kind.VIEW])
    hands.press("F9")
    case = case_of(desk)
    assert reads(case.obstacle, "This person is not in the register.")
    assert not case.print_button.isVisible()
    hands.click(button(case.obstacle, "Find the customer"))
    dialog = dialog_of(desk)
    hands.fill(dialog.picker.search, DIGITS)
    hands.press(Key.Key_Return)
    hands.to_front(desk.host)
    assert case.page.row.person.customer_id == customer_of(desk)
    assert reads(case, "Make sure first who asks")


def test_outsider_of_whom_nothing_is_held_is_refused_by_letter(desk: Desk) -> None:
    listen(desk)
    hands, intake = desk.hands, intake_of(desk)
    hands.press("Ctrl+6", "F2")
    hands.click(intake.who.outsider_link)
    hands.type(HAI.name)
    hands.click(intake.kind.buttons[Kind.DELETE])
    hands.press("F9")
    dialog = act(desk, "refuse")
    assert dialog.fields["refusal"].control.currentText() == "The shop holds no data of this person"
    hands.fill(dialog.fields["refusal_reason"].control, "Đã tìm theo tên.")
    hands.press("F9")
    hands.to_front(desk.host)
    hands.press("F10")
    assert "không giữ dữ liệu nào" in paper(desk)
    assert f"Quý khách {HAI.name}" in paper(desk)


def test_outsider_who_was_erased_at_their_own_request_may_ask(desk: Desk) -> None:
    services = desk.services
    services.erasures.note_wish(customer_of(desk), desk.clock.today)
    services.erasures.erase(Chosen((customer_of(desk),)))
    hands, intake = desk.hands, intake_of(desk)
    hands.press("Ctrl+6", "F2")
    hands.click(intake.who.outsider_link)
    hands.type(AN.name)
    hands.fill(intake.who.outside.phone, AN.phone[:7])
    hands.click(intake.kind.buttons[Kind.VIEW])
    hands.press("F9")
    assert "10" in intake.who.outside.fields["phone"].error
    hands.fill(intake.who.outside.phone, AN.phone)
    hands.press("F9")
    assert reads(case_of(desk), "This person is not in the register.")


def test_request_on_behalf_needs_the_paper_of_authority(desk: Desk) -> None:
    take(desk, Kind.VIEW)
    hands, intake = desk.hands, intake_of(desk)
    hands.click(intake.who.for_other)
    hands.press("F9")
    assert intake.who.fields["on_behalf"].error == "Write who asks for them."
    hands.fill(intake.who.on_behalf, "Trần Thị Ba")
    hands.press("F9")
    assert "authority" in intake.who.fields["authority"].error
    hands.fill(intake.who.authority, "giấy ủy quyền ngày 12/11/2026")
    hands.press("F9")
    case = case_of(desk)
    assert reads(case.side, "Trần Thị Ba asks for them, by: giấy ủy quyền ngày 12/11/2026")
    assert [case.obstacle.how.itemText(n) for n in range(case.obstacle.how.count())] == ["Choose…", "Paper of authority seen"]
    recognise(desk, "Paper of authority seen")
    assert reads(case, "Show what we hold")


def test_second_request_while_the_first_is_open_leads_to_the_first(desk: Desk) -> None:
    first = open_known(desk, Kind.VIEW)
    take(desk, Kind.VIEW)
    desk.hands.press("F9")
    assert reads(intake_of(desk), "YC-2026-0001 asks for the same and is still open.")
    desk.hands.click(button(intake_of(desk), "Open that one"))
    assert case_of(desk).page.row.id == first


def test_days_that_cannot_be_are_refused(desk: Desk) -> None:
    take(desk, Kind.VIEW)
    intake_of(desk).day.setFocus()
    desk.hands.press(Key.Key_Up, "F9")
    assert intake_of(desk).fields["received_on"].error == "The day of receipt lies in the future."
    desk.hands.press(Key.Key_Down, "F9")
    obstacle = case_of(desk).obstacle
    desk.hands.choose(obstacle.how, "Identity card seen, not copied")
    obstacle.day.setFocus()
    desk.hands.press(Key.Key_Down, "F9")
    assert "came in only on" in obstacle.fields["identity_checked_on"].error
    assert case_of(desk).page.identity_check is None


# ---- bad input on the page ----------------------------------------------------------------------------------------------


def test_deletion_under_hold_says_why_and_offers_no_erasure(desk: Desk) -> None:
    desk.services.holds.add(
        customer_of(desk), HoldKind.LAW, "hóa đơn thuế", desk.clock.today.replace(month=12), "Điều 41 Luật Kế toán"
    )
    open_known(desk, Kind.DELETE)
    case = case_of(desk)
    assert reads(case.delete, "hóa đơn thuế")
    assert not case.print_button.isVisible()
    desk.hands.click(button(case.delete, "Open customer page"))
    assert reads(desk.customers, "hóa đơn thuế")


def test_correction_that_makes_a_duplicate_shows_whom_and_can_be_kept(make_desk) -> None:
    desk = make_desk(fill=lambda services: (register(services), services.customers.add(HAI)))
    open_known(desk, Kind.CORRECT)
    work, hands = case_of(desk).correct, desk.hands
    hands.fill(work.form.phone, HAI.phone)
    hands.press("F9")
    assert reads(work, f"{HAI.name} · {HAI.phone}")
    assert case_of(desk).page.row.state is RequestState.RECEIVED
    hands.click(button(work, "Another person, correct"))
    assert case_of(desk).page.row.state is RequestState.DONE
    assert desk.services.customers.page(customer_of(desk)).details.shown_phone == HAI.phone


# ---- drafts ---------------------------------------------------------------------------------------------------------------


def kept(desk: Desk) -> list[str]:
    draft = desk.services.drafts.load("request")
    return list(draft.fields.values()) if draft else []


def test_half_taken_request_survives_a_power_cut(desk: Desk, reopen, qtbot) -> None:
    take(desk, Kind.OBJECT, "Đừng gọi cho tôi nữa.")
    hands, intake = desk.hands, intake_of(desk)
    hands.click(intake.needs.wishes[RestrictionKind.NO_CALLS].tick)
    hands.click(intake.who.for_other)
    hands.type("Trần Thị Ba")
    qtbot.waitUntil(lambda: "Trần Thị Ba" in kept(desk))
    new = reopen(desk)
    new.hands.press("F2")
    intake = intake_of(new)
    assert intake.who.chosen_name.text() == NAME
    assert intake.kind.value() is Kind.OBJECT
    assert intake.text.toPlainText() == "Đừng gọi cho tôi nữa."
    assert intake.needs.chosen_wishes() == (RestrictionKind.NO_CALLS,)
    assert intake.who.on_behalf_of()[0] == "Trần Thị Ba"
    assert reads(intake, "Draft kept at 10:00")


def test_half_corrected_details_are_in_the_draft(desk: Desk, make_desk) -> None:
    take(desk, Kind.CORRECT)
    desk.hands.fill(intake_of(desk).needs.form.email, "moi@example.com")
    desk.hands.press(Key.Key_Escape, "F2")
    assert intake_of(desk).needs.form.email.text() == "moi@example.com"
    assert intake_of(desk).needs.form.phone.text() == AN.phone


def test_half_written_answer_survives_a_power_cut(desk: Desk, reopen, qtbot) -> None:
    request = open_known(desk, Kind.QUESTION)
    key = f"request.{case_of(desk).page.public_id}"
    desk.hands.fill(case_of(desk).answer.area, "Chỉ đưa cho")
    qtbot.waitUntil(lambda: desk.services.drafts.load(key) is not None)
    new = reopen(desk)
    new.window.open_request(request)
    assert case_of(new).answer.area.toPlainText() == "Chỉ đưa cho"
    new.hands.press("F9")
    assert new.services.drafts.load(key) is None
    open_known(new, Kind.QUESTION)
    new.hands.press("F9")
    assert case_of(new).answer.field.error == "Write the answer."


def test_entered_request_leaves_no_draft(desk: Desk) -> None:
    take(desk, Kind.QUESTION, "Ai giữ số của tôi?")
    desk.hands.press("F9", "F2")
    assert intake_of(desk).text.toPlainText() == ""
    assert intake_of(desk).who.search.isVisible()


def test_intake_about_somebody_who_is_erased_meanwhile_forgets_them(desk: Desk) -> None:
    take(desk, Kind.QUESTION, f"{NAME} hỏi")
    desk.hands.press(Key.Key_Escape, "F2")
    services = desk.services
    services.erasures.note_wish(customer_of(desk), desk.clock.today)
    services.erasures.erase(Chosen((customer_of(desk),)))
    QApplication.processEvents()
    assert services.drafts.load("request") is None
    assert intake_of(desk).text.toPlainText() == ""
    assert intake_of(desk).who.chosen_name.text() == ""


def test_page_of_somebody_who_is_erased_meanwhile_keeps_nothing(desk: Desk) -> None:
    open_known(desk, Kind.DELETE)
    services = desk.services
    services.erasures.erase(Chosen((customer_of(desk),)))
    QApplication.processEvents()
    tab = desk.window.requests
    assert tab.stack.currentWidget() is tab.erased
    assert not tab.case.is_shown
    assert not reads(tab, NAME)


# ---- keys, customers ---------------------------------------------------------------------------------------------------------


def test_request_is_taken_recognised_and_printed_without_a_mouse(desk: Desk) -> None:
    listen(desk)
    hands, intake = desk.hands, intake_of(desk)
    hands.press("Ctrl+6", "F2")
    hands.type(DIGITS)
    hands.press(Key.Key_Return, Key.Key_Right)
    assert intake.kind.value() is Kind.VIEW
    hands.tab_to(intake.text)
    hands.type("Xin một bản in.")
    hands.press("F9")
    case = case_of(desk)
    hands.tab_to(case.obstacle.how)
    hands.press(Key.Key_Down, "F9", "F10")
    assert NAME in paper(desk)
    hands.press("F9", "F10")
    assert "Kèm thư này" in paper(desk)
    hands.tab_to(button(case, "Mark as handed over or sent"))
    hands.press(Key.Key_Space)
    dialog_of(desk)
    hands.press("F9")
    hands.to_front(desk.host)
    assert reads(case, "Nothing more is owed.")


def test_tab_goes_through_the_intake_as_it_is_read(desk: Desk) -> None:
    take(desk, Kind.CORRECT)
    intake = intake_of(desk)
    order = [
        intake.kind.buttons[Kind.CORRECT],
        intake.others.tick,
        intake.channel,
        intake.day,
        intake.text,
        intake.needs.form.name,
    ]
    order[0].setFocus()
    reached = []
    for _ in range(12):
        if (focus := QApplication.focusWidget()) in order:
            reached.append(focus)
        desk.hands.press(Key.Key_Tab)
    assert reached == order


def test_customers_page_shows_requests_and_takes_a_new_one(desk: Desk) -> None:
    request = open_known(desk, Kind.VIEW)
    open_customer(desk)
    view = desk.customers.view
    assert reads(view, "This customer has an open request (YC-2026-0001): See the data held.")
    desk.hands.click(button(view, "Open request"))
    assert case_of(desk).page.row.id == request
    open_customer(desk)
    desk.hands.click(button(view, "New request"))
    assert intake_of(desk).who.chosen_name.text() == NAME


def test_request_is_opened_from_the_customers_history(desk: Desk) -> None:
    request = open_known(desk, Kind.RESTRICT)
    desk.hands.press("F9")
    open_customer(desk)
    past = next(one for one in desk.customers.view.findChildren(type(desk.customers.list)) if one.accessibleName() == "History")
    desk.hands.click_row(past, "Request: Restrict processing")
    assert case_of(desk).page.row.id == request


def test_what_the_shop_holds_is_printed_from_the_customers_page(desk: Desk) -> None:
    desk.customers.papers.print_pdf = lambda _owner, pdf: not desk.printed.append(pdf)
    open_customer(desk)
    desk.hands.click(button(desk.customers.view, "Print for the customer"))
    shown_paper(desk)
    desk.hands.press("F10")
    assert NAME in paper(desk)
    assert AN.email in paper(desk)
