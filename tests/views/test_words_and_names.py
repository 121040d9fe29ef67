"""Every screen in Vietnamese at the size of the counter PC: no English left, nothing cut, every control named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QFrame, QLineEdit, QMenu, QPlainTextEdit, QWidget

from desktop.models.choices import RecipientKind, RestrictionKind, RetentionKind
from desktop.pc_settings import PcSettings
from desktop.services.customers import CustomerDetails
from desktop.services.policies import FieldRow
from desktop.views import qt_texts
from desktop.views.background import is_busy
from desktop.views.changes import ChangeFeed
from desktop.views.complaints.actions import CaseActions
from desktop.views.complaints.disclosures import DisclosuresDialog
from desktop.views.customers.wishes import ask_wish
from desktop.views.main_window import MainWindow
from desktop.views.settings.page import SettingsPage
from desktop.views.widgets.paper import PaperDialog
from tests import builders, sheets
from tests.services.giving import POLICE, by_letter, entered, give
from tests.views.conftest import Desk
from tests.views.hands import Key, button
from tests.views.looks import faults, is_english, said_name, takes_focus, texts_of
from tests.views.shipping import GHN, PHONES, dialog, open_manifest, paste_numbers, say, ship

LONG = CustomerDetails(
    "Hộ kinh doanh Nguyễn Phúc Thiên Hương Quỳnh Giao", "0912 003 366", "nguyen.phuc.thien.huong@example.com",
    "Số 125/7A đường Nguyễn Đình Chiểu, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng", "Khách sỉ lâu năm", "Giảm 5 % từ 10 gói",
)  # fmt: skip


class Walk:
    """Collects the faults of the screens one after the other."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot
        self.found: dict[str, list[str]] = {}

    def look(self, name: str, screen) -> None:
        """Look at a screen once it has settled."""
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: not is_busy())
        for _pass in range(3):  # what came from another thread is laid out, then what stands around it
            QApplication.processEvents()
        if seen := faults(screen):
            self.found[name] = seen


@pytest.fixture
def walk(qtbot, qapp) -> Iterator[Walk]:
    translator = qt_texts.QtTexts()
    qapp.installTranslator(translator)
    yield Walk(qtbot)
    qapp.removeTranslator(translator)


def fill(services) -> None:
    """A customer with everything, a decided case, one that waits."""
    builders.add_customer(services)
    long, today = services.customers.add(LONG), services.office.today()
    services.complaints.receive(builders.intake(today, services.customers.search("Hạnh")[0].id))
    services.complaints.receive(builders.intake(today, long, missing_evidence="ảnh chụp màn hình", files=(builders.photo(),)))
    decided = services.complaints.receive(builders.intake(today, long, subject="nhận tin quảng cáo khi chưa đồng ý"))
    services.complaints.decide(decided.row.id, builders.WORK)


@pytest.fixture
def full(make_desk) -> Desk:
    return make_desk(fill=fill)


def test_dashboard(full: Desk, make_desk, walk: Walk) -> None:
    walk.look("dashboard", full.window)
    full.clock.move(days=40)
    full.window.dashboard.refresh()
    walk.look("dashboard, late", full.window)
    full.window.show_help()
    walk.look("help", QApplication.activeModalWidget())
    assert walk.found == {}


def test_customers(full: Desk, walk: Walk) -> None:
    hands, tab = full.hands, full.customers
    hands.press("Ctrl+2")
    hands.click_row(tab.list, LONG.name)
    walk.look("customer", full.window)
    hands.click(button(tab.view, "Sửa"))
    walk.look("customer form", full.window)
    hands.fill(tab.form.phone, "0912 003 365")
    hands.press("F9")
    walk.look("customer form, known number", full.window)
    hands.press(Key.Key_Escape)
    hands.click(button(tab.view, "Ghi lần liên hệ"))
    walk.look("contact", full.window)
    hands.press(Key.Key_Escape)
    hands.click(button(tab.view, "Gộp với hồ sơ khác"))
    walk.look("merge", full.window)
    hands.press(Key.Key_Escape)
    hands.press("F3")
    hands.type("không ai")
    walk.look("nobody found", full.window)
    assert walk.found == {}


def test_reading_a_list_in(full: Desk, walk: Walk, tmp_path) -> None:
    """With a long name everywhere, a sheet to choose, columns that are left out, rows of every kind, and the import undone."""
    rows = (
        (LONG.name, "0912003366", "moi@example.com", LONG.address, "20/11/2026"), ("Đỗ Văn Ứng", "0908111222", "", LONG.address, ""),
        ("Lê Văn Bảy", "9.03E+08", "", LONG.address, ""), ("Đỗ Văn Ứng", "0908111222", "", "", ""),
    )  # fmt: skip
    long_list = sheets.xlsx(
        tmp_path / "Danh sách khách hàng thân thiết của cửa hàng tháng mười một.xlsx",
        [("Họ và tên", "SĐT", "Email", "Địa chỉ", "Ngày giao dịch cuối"), *rows], [("Ngày sinh", "Facebook")], names=("Khách", "Khác"),
    )  # fmt: skip
    full.hands.press("Ctrl+2", "Ctrl+I")
    page = full.customers.importing
    walk.look("import", full.window)
    page.open(long_list, 1)
    walk.look("import, columns that nobody knows", full.window)
    full.hands.press("F9")
    walk.look("import, no name", full.window)
    page.open(long_list)
    walk.look("import, columns", full.window)
    full.hands.press("F9")
    walk.look("import, preview", full.window)
    full.hands.press("F9")
    walk.look("import, done", full.window)
    page.undo(full.services.importing.last().public_id)
    walk.look("import, undone", full.window)
    assert walk.found == {}


@pytest.fixture
def shipping(make_desk) -> Desk:
    """A shop that ships: some go, some are left out, one entry by letter, a recipient who holds old data, a long name everywhere."""
    return make_desk(fill=told)


def told(services) -> None:
    """Consents, recipients, disclosures."""
    ship(services)
    long, today = services.customers.add(LONG), services.office.today()
    say(services, long)
    police = entered(services, POLICE, RecipientKind.STATE_AGENCY)
    give(services, long, next(row.id for row in services.recipients.rows() if row.name == GHN), order_reference="DH-1024")
    give(services, long, police, ground=by_letter(today), purpose="Xác minh tin báo")
    services.customers.edit(long, replace(LONG, address="9 Phù Đổng"))
    services.restrictions.add(long, RestrictionKind.NOT_TO_RECIPIENT, police, today.replace(year=2027))
    services.policies.add_version(replace(services.policies.in_force(today), effective_from=today + timedelta(days=1), fields=(
        *services.policies.in_force(today).fields, FieldRow("", "Ngày sinh"),
    )))  # fmt: skip


def test_consents(shipping: Desk, walk: Walk, qtbot) -> None:
    hands, tab = shipping.hands, shipping.window.consents
    hands.press("Ctrl+3")
    qtbot.waitUntil(lambda: len(tab.list.items) > 3)
    walk.look("consents, missing", shipping.window)
    hands.click_row(tab.list, "Báo tin khuyến mãi, quảng cáo")
    walk.look("consents, topic", shipping.window)
    hands.click(button(tab, "Được nhắn cho ai?"))
    walk.look("consents, who may be written to", shipping.window)
    hands.press("F2")
    walk.look("consents, search", shipping.window)
    hands.type("nguyen")
    walk.look("consents, found", shipping.window)
    hands.press(Key.Key_Return)
    walk.look("consents, record", shipping.window)
    hands.press("F10")
    walk.look("consents, record, with errors", shipping.window)
    assert walk.found == {}


def test_disclosures(shipping: Desk, walk: Walk) -> None:
    hands, tab = shipping.hands, shipping.window.disclosures
    hands.press("Ctrl+4")
    for item in list(tab.list.items):
        tab.list.choose(item.key)
        walk.look(f"disclosures, {item.under}", shipping.window)
    for name in ("recipients", "notices", "tasks", "manifests"):
        getattr(tab, f"show_{name}")()
        walk.look(f"disclosures, {name}", shipping.window)
    tab.show_recipients()
    hands.press("F2", "F9")
    walk.look("disclosures, recipient with errors", shipping.window)
    tab.start_entry()
    hands.type("nguyen")
    hands.press(Key.Key_Return)
    for ground in range(tab.entry.basis.count()):
        tab.entry.basis.setCurrentIndex(ground)
        for whom in range(tab.entry.recipient.count()):
            tab.entry.recipient.setCurrentIndex(whom)
            walk.look(
                f"disclosures, entry, {tab.entry.basis.currentText()}, {tab.entry.recipient.currentText()}", shipping.window
            )
    hands.press("F9")
    walk.look("disclosures, entry with errors", shipping.window)
    assert walk.found == {}


def test_manifest(shipping: Desk, walk: Walk, qtbot) -> None:
    hands, page = shipping.hands, shipping.window.disclosures.manifest
    open_manifest(shipping)
    walk.look("manifest, empty", shipping.window)
    paste_numbers(shipping, *PHONES.values(), LONG.phone, "0905 009 999")
    walk.look("manifest", shipping.window)
    page.ask_path = lambda _name: ""
    hands.press("F10")
    qtbot.waitUntil(lambda: len(shipping.services.manifests.rows()) == 1)
    shipping.window.show_disclosures("manifests")
    walk.look("files, one not saved", shipping.window)
    assert walk.found == {}


def test_dialogs_of_disclosures(shipping: Desk, walk: Walk) -> None:
    tab = shipping.window.disclosures
    shipping.hands.press("Ctrl+4")
    walk_dialogs(shipping, walk, {
        "void": lambda: shipping.hands.click(button(tab.side, "Ghi nhầm")), "told": tab.notices.mark_all,
        "numbers": tab.manifest.ask_numbers, "wish": lambda: ask_wish(tab, shipping.services, 1),
    })  # fmt: skip
    assert walk.found == {}


def walk_dialogs(desk: Desk, walk: Walk, openers: dict[str, Callable[[], object]]) -> None:
    """Open small dialogs one after the other."""
    for name, open_it in openers.items():
        open_it()
        asked = dialog(desk)
        walk.look(name, asked)
        asked.close()


def test_customer_with_consents_disclosures_and_wishes(shipping: Desk, walk: Walk) -> None:
    shipping.clock.move(days=2)
    shipping.hands.press("Ctrl+2")
    shipping.hands.click_row(shipping.customers.list, LONG.name)
    walk.look("customer who was told of", shipping.window)
    assert walk.found == {}


def test_disclosures_of_a_complaint(shipping: Desk, walk: Walk) -> None:
    customer = shipping.services.customers.search(LONG.phone)[0].id
    shipping.services.complaints.receive(builders.intake(shipping.clock.today, customer))
    shipping.hands.press("Ctrl+5")
    shipping.case.side.open_disclosures()
    walk.look("disclosures in question", next(one for one in shipping.case.findChildren(DisclosuresDialog) if one.isVisible()))
    assert walk.found == {}


def test_small_window(shipping: Desk, walk: Walk, qtbot) -> None:
    """At 125 % of a counter PC: 1093 x 614."""
    shipping.host.resize(1093, 614)
    tab = shipping.window.disclosures
    shipping.hands.press("Ctrl+3")
    walk.look("small: consents", shipping.window)
    shipping.window.consents.start_recording(1)
    walk.look("small: record", shipping.window)
    shipping.hands.press("Ctrl+4")
    walk.look("small: register", shipping.window)
    tab.start_manifest()
    tab.manifest.add([1, 2, 3, 4, 5])
    walk.look("small: manifest", shipping.window)
    for name in ("recipients", "notices", "tasks", "manifests"):
        getattr(tab, f"show_{name}")()
        walk.look(f"small: {name}", shipping.window)
    tab.start_entry()
    tab.entry.pick(1)
    walk.look("small: entry", shipping.window)
    assert walk.found == {}


def test_small_window_of_the_settings(full: Desk, walk: Walk) -> None:
    full.host.resize(1093, 614)
    full.window.show_settings()
    for item in full.settings.subjects.items:
        full.settings.show_subject(item.key)
        walk.look(f"small: settings, {item.title}", full.window)
    full.settings.policy.form.retention.choose(RetentionKind.AFTER_LAST_CONTACT)
    full.settings.show_subject("policy")
    walk.look("small: policy with months", full.window)
    assert walk.found == {}


def test_sample_shop_is_marked_on_every_page(full: Desk, walk: Walk) -> None:
    window = MainWindow(full.services, full.folder, ChangeFeed(full.host), PcSettings(theme="light"), is_demo=True)
    full.host.show_page(window)
    full.host.resize(1093, 614)
    walk.look("sample shop", full.host)
    sentence = "Cửa hàng mẫu: mọi người trong này đều là hư cấu. Dữ liệu thật của bạn nằm ở nơi khác."
    (mark,) = [one for one in window.findChildren(QFrame) if one.toolTip() == sentence]
    assert (mark.accessibleName(), mark.isVisible()) == (sentence, True)
    assert walk.found == {}


def test_empty_tabs(make_desk, walk: Walk) -> None:
    desk = make_desk()
    for key in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5"):
        desk.hands.press(key)
        walk.look(f"empty {key}", desk.window)
    assert walk.found == {}


def test_intake_in_all_its_forms(full: Desk, walk: Walk) -> None:
    hands, who = full.hands, full.intake.who
    hands.press("Ctrl+5", "F2")
    walk.look("intake, search", full.window)
    hands.type("0912")
    walk.look("intake, found", full.window)
    hands.press(Key.Key_Return)
    walk.look("intake, chosen", full.window)
    hands.click(who.other_link)
    hands.type("không ai")
    walk.look("intake, nobody found", full.window)
    hands.click(who.new_link)
    walk.look("intake, new customer", full.window)
    hands.click(button(who, "Tìm khách có sẵn"))
    hands.click(who.outsider_link)
    walk.look("intake, outsider", full.window)
    hands.click(full.intake.complete)
    hands.press("F9")
    walk.look("intake, with errors", full.window)
    assert walk.found == {}


def test_case_in_its_states(full: Desk, walk: Walk, qtbot) -> None:
    hands, case = full.hands, full.case
    hands.press("Ctrl+5")
    for item in [item for item in full.window.complaints.list.items if not item.group]:
        full.window.complaints.open(item.key)
        qtbot.waitUntil(lambda: case.paper.page_count > 0)
        walk.look(f"case of {item.title}, {item.chip.text}", full.window)
    hands.click(case.fault.add_link)
    walk.look("case, third party", full.window)
    hands.fill(case.sums.claimed, "hai triệu")
    hands.press("F10")
    walk.look("case, with errors", full.window)
    assert walk.found == {}


def test_menu_of_the_case(full: Desk, walk: Walk) -> None:
    full.hands.press("Ctrl+5")
    found = [item.key for item in full.window.complaints.list.items if not item.group]
    said = []
    for key in found:
        full.window.complaints.open(key)
        said += [action.text() for action in full.case.case_actions.menu.actions()]
    assert len(said) > 8
    assert [text for text in said if is_english(text)] == []


def test_dialogs_of_the_case(full: Desk, walk: Walk) -> None:
    full.hands.press("Ctrl+5")
    look_at_dialogs(full, walk, "KN-2026-0002", "evidence_complete", "evidence_missing", "withdraw", "history")
    look_at_dialogs(full, walk, "KN-2026-0003", "reply", "mark_reply", "pay")
    assert walk.found == {}


def look_at_dialogs(desk: Desk, walk: Walk, number: str, *acts: str) -> None:
    """Open the dialogs of a complaint one after the other; ``reply`` makes the letter first."""
    actions: CaseActions = desk.case.case_actions
    desk.window.complaints.open(desk.services.complaints.id_of(number))
    for act in acts:
        if act == "reply":
            actions.decide_and_print()
            continue
        actions.act(act)
        dialog = next(one for one in desk.case.findChildren(QDialog) if one.isVisible())
        walk.look(act, dialog)
        dialog.close()


def test_letter_at_reading_size(full: Desk, walk: Walk) -> None:
    full.hands.press("Ctrl+5")
    full.hands.click(full.case.zoom_button)
    dialog = next(one for one in full.case.findChildren(PaperDialog) if one.isVisible())
    walk.look("letter", dialog)
    assert walk.found == {}


def test_photo_in_the_viewer(full: Desk, walk: Walk, qtbot) -> None:
    full.hands.press("Ctrl+5")
    full.window.complaints.open(full.services.complaints.id_of("KN-2026-0002"))
    full.case.side.open_file(full.case.page.evidence[0].id)
    walk.look("photo", next(one for one in full.case.findChildren(QDialog) if one.isVisible()))
    assert walk.found == {}


def test_settings(full: Desk, walk: Walk) -> None:
    full.window.show_settings()
    page: SettingsPage = full.settings
    for item in page.subjects.items:
        page.show_subject(item.key)
        walk.look(f"settings, {item.title}", full.window)
    assert walk.found == {}


def test_wizard(start_program, walk: Walk, hands, qtbot) -> None:
    program = start_program(preset="")
    wizard = program.page
    walk.look("wizard, shop", program.host)
    hands.press("F10")
    walk.look("wizard, errors", program.host)
    hands.fill(wizard.identity.edits["name"], "Hộ kinh doanh Cà phê Mộc")
    hands.fill(wizard.identity.edits["owner_name"], "Trần Thị Lan")
    hands.fill(wizard.identity.edits["phone"], "0263 000 0027")
    hands.press("F10")
    walk.look("wizard, promises", program.host)
    hands.click(wizard.promises.own)
    walk.look("wizard, own policy", program.host)
    hands.press("F10")
    walk.look("wizard, lock", program.host)
    hands.fill(wizard.passphrase, builders.PASSPHRASE)
    hands.fill(wizard.repeated, builders.PASSPHRASE)
    hands.press("F10")
    qtbot.waitUntil(lambda: wizard.code_label.isVisible())
    walk.look("wizard, recovery code", program.host)
    assert walk.found == {}


def test_unlock_pages(start_program, walk: Walk, hands) -> None:
    program = start_program()
    walk.look("unlock", program.host)
    hands.click(program.page.code_link)
    walk.look("unlock, code", program.host)
    hands.fill(program.page.code, "AAAAA")
    hands.fill(program.page.new_passphrase, "x")
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Return)
    walk.look("unlock, errors", program.host)
    assert walk.found == {}


def test_trouble_page(tmp_path, start_program, walk: Walk) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "giuloi.db").write_bytes(bytes(4096))
    program = start_program(path=tmp_path / "shop")
    walk.look("trouble", program.host)
    assert walk.found == {}


# ---- what Qt says itself -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("editor", [QLineEdit, QPlainTextEdit])
def test_context_menus_of_fields(walk: Walk, qtbot, editor) -> None:
    field = editor()
    qtbot.addWidget(field)
    menu: QMenu = field.createStandardContextMenu()
    said = [action.text().split("\t")[0].replace("&", "") for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert said == ["Hoàn tác", "Làm lại", "Cắt", "Chép", "Dán", "Xóa", "Chọn hết"]


def test_file_dialog(walk: Walk, qtbot, tmp_path) -> None:
    dialog = QFileDialog(None, "Chọn chứng cứ", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    said = {text for widget in dialog.findChildren(QWidget) for text in texts_of(widget) if text}
    left = {
        "Look in:",
        "File name:",
        "Files of type:",
        "Open",
        "Cancel",
        "Choose",
        "Name",
        "Size",
        "Type",
        "Date Modified",
        "Back",
    }
    assert said & left == set()
    dialog.hide()


def test_walk_finds_what_is_wrong(walk: Walk, qtbot) -> None:
    wrong = QDialog()
    qtbot.addWidget(wrong)
    wrong.setWindowTitle("Customers found")
    unnamed = QLineEdit(wrong)
    wrong.show()
    assert takes_focus(unnamed)
    assert said_name(unnamed) == ""
    walk.look("wrong", wrong)
    assert walk.found == {"wrong": ["English: Customers found", "no name: QLineEdit in QDialog"]}
