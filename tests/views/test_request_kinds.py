"""Each kind of request as the owner does it: from the counter to the printed paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop import i18n
from desktop.models.choices import ConsentDecision, RequestKind, RequestState, RestrictionKind
from desktop.views.deletions.preview import ErasurePreview
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.paper import LoadedPdf
from tests.services import asking
from tests.services.requests import AN, NEWS
from tests.views.conftest import Desk
from tests.views.erasures import preview, shown_paper
from tests.views.hands import button, one_line, reads, rows
from tests.views.requests_desk import (
    NAME,
    act,
    case_of,
    confirm,
    customer_of,
    dialog_of,
    in_menu,
    intake_of,
    open_customer,
    open_known,
    paper,
    recognise,
    register,
    shipped,
    take,
)

Kind = RequestKind


@pytest.fixture(autouse=True)
def in_english(dressed: None) -> None:
    i18n.use_language("en")


@pytest.fixture
def desk(make_desk) -> Desk:
    return make_desk(fill=register)


def agreed(services) -> None:
    """A customer who agreed to advertising."""
    asking.say(services, services.customers.add(AN), advertising=ConsentDecision.GIVEN)


def state(desk: Desk) -> RequestState:
    return case_of(desk).page.row.state


def hand_over(desk: Desk) -> None:
    """The banner's button, then F9 in its dialog."""
    desk.hands.click(button(case_of(desk), "Mark as handed over or sent"))
    dialog_of(desk)
    confirm(desk)


def test_question_is_answered_in_a_letter(desk: Desk, qtbot) -> None:
    take(desk, Kind.QUESTION, "Cửa hàng đưa số của tôi cho ai?")
    desk.hands.press("F9")
    case = case_of(desk)
    assert reads(case, "YC-2026-0001 entered: to be done by Tuesday, 01/12/2026.")
    assert reads(case, "Answer by Tuesday, 01/12/2026")
    assert reads(case, "10 days from 21/11/2026, under")
    desk.hands.fill(case.answer.area, "Chỉ đưa cho đơn vị giao hàng.")
    desk.hands.press("F10")
    assert "Chỉ đưa cho đơn vị giao hàng." in paper(desk)
    assert f"Kính gửi: Quý khách {NAME}" in paper(desk)
    hand_over(desk)
    assert reads(case, "The customer was told on 21/11/2026. Nothing more is owed.")
    qtbot.waitUntil(lambda: "Số: 01/2026/TL-YC" in case.letter.paper.text())


def test_data_held_is_shown_printed_and_given(desk: Desk, qtbot) -> None:
    take(desk, Kind.VIEW)
    desk.hands.press("F9")
    case = case_of(desk)
    assert reads(case, "Make sure first who asks")
    recognise(desk)
    assert reads(case.side, "Identity card seen, not copied · 21/11/2026 · Lan")
    assert reads(case.side, "No copy of a card is kept.")
    desk.hands.click(button(case, "Show what we hold"))
    shown = shown_paper(desk)
    desk.hands.press("F10")
    assert NAME in paper(desk)
    assert "YC-2026-0001" in paper(desk)
    shown.reject()
    desk.hands.to_front(desk.host)
    desk.hands.press("F9", "F10")
    assert state(desk) is RequestState.DONE
    assert "Kèm thư này là bản in" in paper(desk)


def test_copy_is_saved_as_json_and_csv(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    open_known(desk, Kind.COPY)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda _owner, _title, name, _kinds: (str(tmp_path / name), ""))
    desk.hands.press("F10")
    case = case_of(desk)
    assert reads(case, "Saved: YC-2026-0001.json")
    assert reads(case, "Saved: YC-2026-0001.csv")
    held = json.loads((tmp_path / "YC-2026-0001.json").read_text())
    assert held["details"]["phone"] == AN.phone
    assert AN.phone in (tmp_path / "YC-2026-0001.csv").read_text("utf-8-sig")
    desk.hands.press("F9", "F10")
    assert state(desk) is RequestState.DONE
    assert "hai tệp JSON và CSV" in paper(desk)


def test_correction_shows_old_and_new_and_whom_to_tell(make_desk, qtbot) -> None:
    desk = make_desk(fill=shipped)
    take(desk, Kind.CORRECT, "Tôi đã chuyển nhà.")
    desk.hands.fill(intake_of(desk).needs.form.address, "9 Hoa Hồng, Xuân Hương - Đà Lạt")
    desk.hands.press("F9")
    recognise(desk)
    case = case_of(desk)
    assert case.correct.form.address.text() == "9 Hoa Hồng, Xuân Hương - Đà Lạt"
    assert reads(case.correct, AN.address)
    assert reads(case.correct, "Giao Hàng Nhanh (GHN)")
    desk.hands.press("F10")
    assert desk.services.customers.page(customer_of(desk)).details.address == "9 Hoa Hồng, Xuân Hương - Đà Lạt"
    assert f"{AN.address} → 9 Hoa Hồng" in paper(desk)
    hand_over(desk)
    assert reads(case, "Giao Hàng Nhanh (GHN) still has the old data and has to be told.")
    desk.hands.click(button(case, "Recipients to be told"))
    assert reads(desk.window.disclosures, "Giao Hàng Nhanh (GHN)")


def test_table_of_a_correction_follows_the_typing(desk: Desk, qtbot) -> None:
    open_known(desk, Kind.CORRECT)
    work = case_of(desk).correct
    assert reads(work, "Nothing differs from what is kept already.")
    desk.hands.fill(work.form.email, "moi@example.com")
    qtbot.waitUntil(lambda: reads(work, "moi@example.com"))
    assert reads(work, "an@example.com")


def test_deletion_erases_and_its_letter_is_asked_for_by_name_before_it_is_lost(desk: Desk, qtbot) -> None:
    take(desk, Kind.DELETE)
    desk.hands.press("F9")
    recognise(desk)
    desk.hands.press("F10")
    dialog = preview(qtbot, desk)
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    letters = dialog.outcome.last_letters
    letters.papers.print_pdf = lambda _owner, pdf: not desk.printed.append(pdf)
    assert reads(dialog, NAME)
    desk.hands.press("Esc")
    asked = next(one for one in letters.findChildren(FormDialog) if one.isVisible())
    desk.hands.to_front(asked)
    assert reads(asked, f"Leave without the letter to {NAME}?")
    desk.hands.press("Esc")
    desk.hands.to_front(dialog)
    assert dialog.isVisible(), "the letter was not lost"
    desk.hands.press("F10")
    assert f"Quý khách {NAME}" in paper(desk)
    assert "giấy chứng nhận số" in paper(desk)
    desk.hands.press("F10")
    assert desk.printed[-1] == desk.printed[-2]
    desk.hands.press("Esc")
    assert not any(one.isVisible() for one in desk.host.findChildren(ErasurePreview))
    desk.hands.to_front(desk.host)
    erased = desk.window.requests.erased
    assert reads(erased, "The data in this request was erased on 21/11/2026.")
    assert not reads(erased, NAME)
    assert rows(desk.window.requests.list)[1].startswith("Data erased. Delete data")


def test_whoever_asked_by_a_request_gets_the_letter_also_when_erased_from_their_page(desk: Desk, qtbot) -> None:
    open_known(desk, Kind.DELETE)
    open_customer(desk)
    desk.hands.click(button(desk.customers.view, "Erase data…"))
    dialog = preview(qtbot, desk)
    desk.hands.click(dialog.read)
    desk.hands.click(button(dialog, "Erase the data"))
    qtbot.waitUntil(lambda: dialog.outcome.isVisible())
    dialog.close()
    asked = next(one for one in dialog.outcome.last_letters.findChildren(FormDialog) if one.isVisible())
    desk.hands.to_front(asked)
    assert reads(asked, f"Leave without the letter to {NAME}?")
    desk.hands.press("F9")
    assert not any(one.isVisible() for one in desk.host.findChildren(ErasurePreview))


def test_restriction_closes_every_gate(desk: Desk) -> None:
    take(desk, Kind.RESTRICT)
    desk.hands.press("F9")
    recognise(desk)
    assert reads(case_of(desk), "used for nothing: no list, no letter, no recipient")
    desk.hands.press("F10")
    wishes = desk.services.restrictions.rows(customer_of(desk))
    assert [wish.kind for wish in wishes] == [RestrictionKind.PROCESSING]
    assert "làm đúng theo ý quý khách" in paper(desk)


def test_finished_request_has_its_letter_as_a_file_and_its_history(desk: Desk, tmp_path: Path, monkeypatch) -> None:
    open_known(desk, Kind.RESTRICT)
    desk.hands.press("F10")
    path, actions = tmp_path / "thư.pdf", case_of(desk).actions_of_request
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    actions.act("save_pdf")
    assert LoadedPdf(path.read_bytes()).is_readable
    actions.act("history")
    dialog: Any = QApplication.activeModalWidget()
    assert [row.split(". ")[0] for row in rows(dialog.list)] == ["Work done", "Made sure who asks", "Request came in"]
    dialog.reject()


def test_withdrawal_ends_the_consents_that_were_named(make_desk) -> None:
    desk = make_desk(fill=agreed)
    take(desk, Kind.WITHDRAW)
    (line,) = intake_of(desk).needs.topics.values()
    desk.hands.click(line.tick)
    desk.hands.press("F9")
    recognise(desk)
    desk.hands.press("F10")
    assert asking.states(desk.services, customer_of(desk))[NEWS] is ConsentDecision.WITHDRAWN
    assert "không dùng dữ liệu của quý khách vào việc sau nữa" in paper(desk)
    desk.hands.click(button(case_of(desk), "Print receipt of the withdrawal"))
    assert NAME in paper(desk)
    assert desk.printed[-1] != desk.printed[-2]


def test_objection_stops_a_use_and_keeps_a_stricter_wish(make_desk) -> None:
    desk = make_desk(fill=agreed)
    take(desk, Kind.OBJECT)
    needs = intake_of(desk).needs
    desk.hands.click(needs.topics[NEWS].tick)
    desk.hands.click(needs.wishes[RestrictionKind.NO_CALLS].tick)
    desk.hands.press("F9")
    recognise(desk)
    assert reads(case_of(desk).stop, "No phone calls")
    desk.hands.press("F10")
    assert asking.states(desk.services, customer_of(desk))[NEWS] is ConsentDecision.WITHDRAWN
    assert [wish.kind for wish in desk.services.restrictions.rows(customer_of(desk))] == [RestrictionKind.NO_CALLS]
    assert "Theo ý phản đối của quý khách" in paper(desk)


# ---- letters on the way -----------------------------------------------------------------------------------------------


def test_acknowledgement_is_previewed_printed_and_marked(desk: Desk, qtbot) -> None:
    open_known(desk, Kind.VIEW)
    case = case_of(desk)
    qtbot.waitUntil(lambda: "chậm nhất thứ Ba, 01/12/2026" in one_line(case.letter.paper.text()))
    desk.hands.click(button(case, "Print acknowledgement"))
    dialog_of(desk)
    confirm(desk)
    assert "YC-2026-0001" in paper(desk)
    assert reads(case, "Acknowledged 21/11/2026.")
    assert not reads(case, "Print acknowledgement")


def test_acknowledgement_goes_as_a_short_text(desk: Desk) -> None:
    open_known(desk, Kind.VIEW)
    dialog = act(desk, "text")
    desk.hands.click(button(dialog, "Copy text"))
    assert "YC-2026-0001" in QApplication.clipboard().text()
    confirm(desk)
    assert reads(case_of(desk), "Acknowledged 21/11/2026.")


def test_question_to_the_customer_stops_the_clock_until_the_answer(desk: Desk, clock) -> None:
    open_known(desk, Kind.VIEW)
    case = case_of(desk)
    act(desk, "wait")
    desk.hands.type("Hai địa chỉ, địa chỉ nào đúng?")
    confirm(desk)
    assert reads(case, "The customer has still to be asked")
    assert reads(case, "Still to be asked, and the time runs until then: Hai địa chỉ, địa chỉ nào đúng?")
    desk.hands.press("F10")
    assert reads(case, "The customer has still to be asked"), "a letter that is made has asked nobody"
    dialog_of(desk)
    confirm(desk)
    assert "Hai địa chỉ, địa chỉ nào đúng?" in paper(desk)
    assert reads(case, "Waiting for the customer: the clock stands still")
    assert reads(case, "The customer was asked: Hai địa chỉ, địa chỉ nào đúng?")
    clock.move(days=5)
    desk.hands.press("F9")
    answer = dialog_of(desk)
    confirm(desk)
    desk.hands.to_front(answer)
    assert reads(answer, "Write what the customer answered."), "the clock does not start again unseen"
    desk.hands.fill(answer.fields["customer_answer"].control, "Số 12 là đúng.")
    confirm(desk)
    assert reads(case, "To be done by Monday, 07/12/2026")
    assert reads(case, "4 days paused")


def test_more_time_is_taken_once_and_told_in_a_letter(desk: Desk) -> None:
    open_known(desk, Kind.VIEW)
    case = case_of(desk)
    case.actions_of_request.act("others")
    assert reads(case, "To be done by Monday, 07/12/2026")
    assert reads(case.side, "somebody else takes part")
    case.actions_of_request.act("no_others")
    act(desk, "extend")
    desk.hands.press("F9")
    assert reads(dialog_of(desk), "Write why more time is needed; the letter says it.")
    desk.hands.type("Phải tìm trong sổ giấy.")
    confirm(desk)
    assert reads(case, "To be done by Friday, 11/12/2026")
    desk.hands.click(button(case, "Print the letter"))
    dialog_of(desk)
    confirm(desk)
    assert "Phải tìm trong sổ giấy." in paper(desk)
    assert "More time…" not in in_menu(desk)


def test_refusal_is_a_letter_with_its_reason_and_can_be_taken_up_again(desk: Desk, qtbot) -> None:
    open_known(desk, Kind.VIEW)
    dialog = act(desk, "refuse")
    desk.hands.press("F9")
    assert reads(dialog, "Write in a sentence why; the letter says it.")
    desk.hands.fill(dialog.fields["refusal_reason"].control, "Số gọi lại không đúng.")
    confirm(desk)
    desk.hands.press("F10")
    assert "Số gọi lại không đúng." in paper(desk)
    assert "khởi kiện tại tòa án" in paper(desk)
    act(desk, "reopen")
    desk.hands.type("Khách mang giấy tờ đến.")
    confirm(desk)
    assert state(desk) is RequestState.IN_PROGRESS


def test_request_that_is_taken_back_owes_nothing(desk: Desk) -> None:
    open_known(desk, Kind.VIEW)
    act(desk, "take_back")
    desk.hands.type("Khách đổi ý")
    confirm(desk)
    case = case_of(desk)
    assert reads(case, "Taken back by the customer on Saturday, 21/11/2026")
    assert reads(case, "Khách đổi ý")
    assert in_menu(desk) == ["History"]
    assert not case.print_button.isVisible()
