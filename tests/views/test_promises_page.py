"""The promises page: each clause with its state, its setting and its proof behind a link; looks, published texts, versions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea

from desktop.models.choices import RestrictionKind
from desktop.views.background import is_busy
from desktop.views.widgets.lists import ItemList
from desktop.views.widgets.paper import PaperDialog
from tests import builders
from tests.services.asking import new_version
from tests.views.conftest import Desk
from tests.views.hands import button, reads, rows, words
from tests.views.looks import faults


@pytest.fixture
def opened(qtbot):
    """Opens the page and waits until the registers were looked through."""

    def to(desk: Desk):
        desk.window.show_settings("promises")
        desk.hands.to_front(desk.host)
        qtbot.waitUntil(lambda: not is_busy())
        QApplication.processEvents()
        return desk.settings.promises

    return to


@pytest.fixture
def page(desk: Desk, opened):
    return opened(desk)


def settle(qtbot) -> None:
    qtbot.waitUntil(lambda: not is_busy())
    QApplication.processEvents()


def test_every_clause_stands_there_with_state_setting_and_proof(page) -> None:
    assert len(page.lines) == 22
    reply = page.lines["delivery.7.reply"]
    assert words(reply)[:3] == [
        "Mục 7",
        "Trả lời kết quả khiếu nại trong 30 ngày kể từ ngày nhận.",
        "Chưa có khiếu nại nào nên chưa thể sai hứa.",
    ]
    assert reads(reply, "Trả lời trong 30 ngày, tính từ ngày nhận.")
    assert reads(reply, "12 tháng qua không có khiếu nại.")
    assert reads(reply, "Đã giữ")
    assert reads(page.lines["delivery.6.consent"], "Cần làm")
    assert reads(page.lines["web.server"], "Tự xem")
    assert reads(page, "Cần làm: 5")


def test_a_broken_promise_is_red_and_its_list_opens(make_desk, opened, hands) -> None:
    desk = make_desk(fill=lambda services: builders.complaint(services))
    desk.clock.move(days=40)
    page = opened(desk)
    line = page.lines["delivery.7.reply"]
    assert reads(line, "Chưa giữ")
    assert reads(line, "Khiếu nại quá hạn trả lời: 1.")
    page.shown.choose("to_do")
    QApplication.processEvents()
    hands.click(button(page.lines["delivery.7.reply"], "Mở sổ"))
    assert desk.window.tabs.currentIndex() == 4
    assert desk.window.complaints.isVisible()


def test_missing_consents_open_the_customers_to_be_asked(page, hands, desk: Desk, qtbot) -> None:
    hands.click(button(page.lines["delivery.6.consent"], "Mở sổ"))
    settle(qtbot)
    consents = desk.window.consents
    assert consents.isVisible()
    assert any("Nguyễn Thị Hạnh" in row for found in consents.findChildren(ItemList) for row in rows(found))


def test_a_setting_opens_beside_the_page(page, hands, desk: Desk) -> None:
    hands.click(button(page.lines["delivery.7.reply"], "Mở cài đặt"))
    assert desk.settings.stack.currentWidget() is desk.settings.policy


def test_a_look_is_noted_and_never_turns_green(page, hands, desk: Desk, qtbot) -> None:
    hands.click(page.lines["web.tracking"].look_button)
    line = page.lines["web.tracking"]
    hands.fill(line.note, "Đã xem mã của trang")
    hands.click(line.kept_button)
    settle(qtbot)
    line = page.lines["web.tracking"]
    assert reads(line, "Lan xem ngày 21/11/2026. Đã xem mã của trang")
    assert reads(line, "Tự xem")
    assert not reads(line, "Đã giữ")


def test_a_look_that_found_it_broken_says_what_and_is_red(page, hands, qtbot) -> None:
    hands.click(page.lines["web.tracking"].look_button)
    hands.click(page.lines["web.tracking"].broken_button)
    assert page.lines["web.tracking"].note_field.error == "Ghi điều không đúng như đã hứa."
    hands.fill(page.lines["web.tracking"].note, "Có mã theo dõi của bên khác")
    hands.click(page.lines["web.tracking"].broken_button)
    settle(qtbot)
    assert reads(page.lines["web.tracking"], "Chưa giữ")


def test_a_look_of_tomorrow_is_refused_beside_its_day(page, hands, desk: Desk) -> None:
    hands.click(page.lines["web.login"].look_button)
    line = page.lines["web.login"]
    line.day.set_day(desk.clock.today + timedelta(days=1))
    hands.click(line.kept_button)
    assert line.day_field.error == "Ngày này nằm ở tương lai."


def test_only_what_is_to_be_done_is_shown_when_she_wants_it(page, hands) -> None:
    hands.choose(page.shown, "Cần làm")
    assert "delivery.7.reply" not in page.lines
    assert "delivery.6.consent" in page.lines
    hands.choose(page.shown, "Tự xem")
    assert set(page.lines) == {"web.direct", "web.server", "web.tracking", "web.login"}


def test_the_published_policy_is_looked_at_copied_saved_and_marked(page, hands, qtbot, tmp_path: Path, desk: Desk) -> None:
    hands.click(page.published_button)
    panel = page.panel
    hands.click(panel.look_button)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog) and one.isVisible())
    assert "CHÍNH SÁCH BẢO VỆ THÔNG TIN CÁ NHÂN" in dialog._pdf.text()
    dialog.reject()
    hands.to_front(desk.host)
    hands.click(panel.copy_button)
    assert QApplication.clipboard().text().startswith('<section lang="vi">')
    hands.choose(panel.language, "Tiếng Anh")
    panel.save_html(tmp_path / "policy.html")
    assert "Personal data protection policy" in (tmp_path / "policy.html").read_text("utf-8")
    hands.click(panel.mark_button)
    settle(qtbot)
    assert reads(panel, "Đã ghi: đăng từ ngày 21/11/2026.")
    assert reads(page.lines["delivery.0.current"], "Bản đăng và cài đặt nói giống nhau.")


def test_the_shops_own_text_is_read_and_what_differs_shows_on_the_clause(page, hands, qtbot) -> None:
    hands.click(page.pasted_button)
    panel = page.panel
    hands.click(panel.read_button)
    assert panel.text_field.error == "Dán nội dung trang của cửa hàng."
    hands.paste(panel.text, "3. Lưu trữ\nThông tin được lưu trữ 1 năm sau lần liên hệ cuối.")
    hands.click(panel.read_button)
    assert reads(panel.found, "12 tháng sau lần liên hệ cuối")
    assert reads(panel.found, "Khác nhau")
    assert reads(panel.found, "Chưa đọc được")
    hands.click(panel.keep_button)
    settle(qtbot)
    line = page.lines["delivery.3.retention"]
    assert reads(line, "Chưa giữ")
    assert reads(line, "Bản đăng ngày 21/11/2026 ghi 12 tháng sau lần liên hệ cuối; cài đặt là đến khi khách yêu cầu xóa.")


def test_versions_stand_side_by_side(make_desk, opened, hands) -> None:
    desk = make_desk()
    new_version(desk.services, desk.clock, complaint_amount=20)
    page = opened(desk)
    hands.click(page.versions_button)
    assert reads(page.panel.found, "30 ngày")
    assert reads(page.panel.found, "20 ngày")
    assert reads(page.panel.found, "Chặt hơn")
    hands.click(page.versions_button)
    assert not reads(page, "Chặt hơn")


def test_one_version_has_nothing_to_be_compared_with(page, hands) -> None:
    hands.click(page.versions_button)
    assert reads(page.panel, "Mới có một phiên bản.")


@pytest.mark.parametrize("size", [(1366, 697), (1093, 614)])
def test_it_fits_and_says_everything_in_vietnamese(page, desk: Desk, hands, size) -> None:
    desk.host.resize(*size)
    desk.services.restrictions.add(1, RestrictionKind.NO_CALLS)
    for pressed in (page.published_button, page.pasted_button, page.versions_button):
        hands.click(pressed)
        QApplication.processEvents()
        assert faults(page) == []
        areas = [area for area in page.findChildren(QScrollArea) if area.widget()]
        assert all(area.widget().minimumSizeHint().width() <= area.viewport().width() for area in areas)
