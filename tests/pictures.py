"""A picture of each screen and paper into a folder: python3 dev.py pictures DIR [vi|en] [light|dark]; both where none is named."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop import app
from desktop.i18n import LANGUAGES, noon
from desktop.models.choices import (
    Channel,
    ConsentDecision,
    Direction,
    HoldKind,
    IdentityCheck,
    LetterKind,
    PaymentMeans,
    RequestKind,
    RetentionKind,
    TellingMeans,
)
from desktop.pc_settings import PcSettingsFile
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.incident_members import Found, MemberQuery
from desktop.services.incident_views import IncidentForm
from desktop.services.rights_requests import RequestIntake
from desktop.services.sample_shop import CARRIERS
from desktop.views.background import is_busy
from desktop.views.complaints.disclosures import DisclosuresDialog
from desktop.views.complaints.history import HistoryDialog
from desktop.views.deletions.preview import ErasurePreview
from desktop.views.help import HelpDialog
from desktop.views.widgets.paper import LoadedPdf
from tests import sheets
from tests.services.told import everybody_told

MORNING = datetime(2026, 11, 23, 0, 42, tzinfo=UTC)
SIZES = (QSize(1366, 697), QSize(1093, 614))
LOOKS = ("light", "dark")
_PAPER = QSize(910, 1287)
_ASKER = 2  # of the sample shop, whose page is in no other picture


class StoppedClock(app.Clock):
    """Always the same morning, but for the sample shop's history."""

    def __init__(self) -> None:
        super().__init__()
        self.set(None)

    def set(self, moment: datetime | None) -> None:
        """Running again means that morning."""
        super().set(moment or MORNING)


class Album:
    """Takes the pictures of one language and look."""

    def __init__(self, application: QApplication, folder: Path, language: str, look: str) -> None:
        self._application, self._folder = application, folder
        self._language, self._look = language, look
        self._data = Path(tempfile.mkdtemp())

    def take(self) -> None:
        """All of them."""
        for size in SIZES:
            self._take_shop(size)
        for size in SIZES:
            self._take_deletions(size)
        self._take_start(SIZES[0])

    def _take_shop(self, size: QSize) -> None:
        program = self._program(self._data / "shop", demo=True)
        for name, page in self._screens(program):
            self._save(page, name, size)
        if size == SIZES[0]:
            self._take_dialogs(program)
            self._take_papers(program)
        program.host.close()

    def _screens(self, program: app.Program) -> Iterator[tuple[str, QWidget]]:
        window: Any = program.page
        yield "dashboard", program.host
        window.show_tab(1)
        window.customers.search.setText("3365")
        window.customers.list.choose_first()
        yield "customers", program.host
        window.customers.start_editing()
        yield "customer-form", program.host
        window.customers.merge.start(window.customers.list.items[0].key)
        window.customers.stack.setCurrentWidget(window.customers.merge)
        yield "customer-merge", program.host
        window.open_customer(1)
        yield "customer-page", program.host
        yield from self._imports(window, program.host)
        yield from self._consents(window, program.host)
        yield from self._disclosures(window, program.host)
        window.open_complaint(fresh_complaint(window))
        yield "complaint", program.host
        window.take_complaint()
        yield "intake", program.host
        yield from self._requests(window, program.host)
        yield from self._incidents(window, program.host)
        for subject in (
            "shop",
            "policy",
            "promises",
            "calendar",
            "letters",
            "staff",
            "audit",
            "copies",
            "lock",
            "appearance",
            "about",
        ):
            window.show_settings(subject)
            yield f"settings-{subject}", program.host

    def _imports(self, window: Any, host: QWidget) -> Iterator[tuple[str, QWidget]]:
        window.customers.start_importing()
        yield "import", host
        page = window.customers.importing
        page.open(a_list(self._data / "DanhSachKhachHang.xlsx"))
        yield "import-columns", host
        page.go_on()
        yield "import-preview", host
        page.apply()
        yield "import-done", host
        page.undo(page._services.importing.last().public_id)
        self._settle()
        page.left.emit()

    def _consents(self, window: Any, host: QWidget) -> Iterator[tuple[str, QWidget]]:
        window.show_tab(2)
        yield "consents", host
        window.consents.open_topic(CARRIERS)
        yield "consents-topic", host
        window.consents.start_recording(1)
        yield "consent-record", host
        window.consents.open_topic("advertising")
        window.consents.show_reach()
        yield "purpose-list", host

    def _disclosures(self, window: Any, host: QWidget) -> Iterator[tuple[str, QWidget]]:
        window.show_tab(3)
        yield "disclosures", host
        window.disclosures.start_manifest()
        window.disclosures.manifest.add(list(range(1, 9)))
        yield "manifest", host
        window.disclosures.start_entry()
        window.disclosures.entry.pick(1)
        yield "disclosure-entry", host
        for name in ("recipients", "notices", "manifests", "tasks"):
            getattr(window.disclosures, f"show_{name}")()
            yield f"disclosures-{name}", host

    def _requests(self, window: Any, host: QWidget) -> Iterator[tuple[str, QWidget]]:
        for kind, request in a_request_of_each_kind(window.requests._services).items():
            window.open_request(request)
            yield f"request-{kind}", host
        window.take_request(_ASKER)
        window.requests.intake.kind.choose(RequestKind.OBJECT)
        yield "request-intake", host

    def _incidents(self, window: Any, host: QWidget) -> Iterator[tuple[str, QWidget]]:
        services = window.incidents._services
        window.show_tab(6)
        yield "incidents-empty", host
        window.incidents.start_report()
        window.incidents.report.facts.show_form(an_incident(services))
        yield "incident-report", host
        incident = services.incidents.report(an_incident(services)).row.id
        window.open_incident(incident)
        yield "incident-authorities", host
        window.incidents.start_adding()
        yield "incident-adding", host
        services.incident_members.add_found(incident, MemberQuery(Found.EVERYBODY))
        first = services.incident_members.rows(incident)[:4]
        services.incident_members.mark_told(incident, [row.id for row in first], services.office.today(), TellingMeans.LETTER)
        services.incident_members.mark_failed(incident, [first[0].id], services.office.today())
        window.open_incident(incident)
        window.incidents.view.show_part(1)
        yield "incident-members", host
        window.incidents.view.show_part(2)
        yield "incident-known", host

    def _take_dialogs(self, program: app.Program) -> None:
        window: Any = program.page
        window.open_complaint(fresh_complaint(window))
        case = window.complaints.case
        dialogs: list[tuple[str, QDialog]] = [
            ("help", HelpDialog(window, "complaints")),
            ("history", HistoryDialog(window, case.page, {})),
            ("complaint-disclosures", DisclosuresDialog(window, window._services, case.page)),
        ]
        for name, dialog in dialogs:
            dialog.show()
            self._save(dialog, name, dialog.sizeHint().expandedTo(dialog.size()))
            dialog.close()

    def _take_papers(self, program: app.Program) -> None:
        window: Any = program.page
        services = window.complaints.case._services
        complaint_id = fresh_complaint(window)
        services.shop.save_letter_settings(replace(services.shop.letter_settings(), language=self._language))
        papers = {
            "reply": lambda: services.letters.preview_reply(complaint_id, services.complaints.page(complaint_id).work),
            "acknowledgement": lambda: services.letters.pdf(services.letters.issue(complaint_id, LetterKind.ACKNOWLEDGEMENT)),
            "receipt": lambda: services.letters.payment_receipt(complaint_id, 1_250_000, PaymentMeans.CASH, services.office.today()),
            "consent-form": lambda: services.consent_papers.form(1),
            "consent-form-blank": services.consent_papers.form,
            "consent-receipt": lambda: services.consent_papers.receipt([entry.public_id for entry in services.consents.history(3)]),
            "consent-withdrawal": lambda: services.consent_papers.receipt([services.consents.history(1)[0].public_id]),
            "statement": lambda: services.recipient_tasks.statement(1),
            "recipient-letter": lambda: services.recipient_tasks.letter(_task_after_a_move(services)),
            "recovery-code": lambda: program._taken_folder().recovery_paper("Cà phê Mộc", "29ZZ-G01S-VRP5-6DFS-GNMP-86D2-C4EG-9K88-CF"),
        }  # fmt: skip
        if self._look == "light":
            for name, make in papers.items():
                LoadedPdf(make()).image(0, _PAPER).save(str(self._folder / f"paper-{name}-{self._language}.png"))

    def _take_deletions(self, size: QSize) -> None:
        """A shop that keeps data for a year, on a morning on which some of it has to go."""
        program = self._program(self._data / f"deletions-{size.width()}", demo=True)
        window: Any = program.page
        services = window.dashboard._services
        asked = plan_deletions(services)
        window.dashboard.refresh()
        self._save(program.host, "dashboard-deletions", size)
        for name, period in (
            ("deletions", None),
            ("deletions-held", ("held", date.min)),
            ("deletions-week", ("week", date(2026, 12, 14))),
        ):
            window.dashboard.show_deletions(period)
            self._save(program.host, name, size)
        window.dashboard.show_deletions()
        self._take_erasures(program, asked, size)
        window.dashboard.show_deletions(("past", date.min))
        self._save(program.host, "deletions-past", size)
        program.host.close()

    def _take_erasures(self, program: app.Program, asked: int, size: QSize) -> None:
        window: Any = program.page
        services = window.dashboard._services
        one = ErasurePreview(services, Chosen((asked,)), window)
        self._save_over(program.host, one, "erasure-one", size)
        one.reject()
        many = ErasurePreview(services, services_due(window), window)
        self._save_over(program.host, many, "erasure-many", size)
        many.working.begin(300)
        many.working.show_step(120, 300, 31.0)
        many.show_smaller(many.working, 260)
        self._save_over(program.host, many, "erasure-working", size)
        done = services.erasures.erase(many.going, told=everybody_told(services))
        many.show_outcome(replace(done, left_out=("Hoàng Thu Trang: KN-2026-0001",)))
        self._save_over(program.host, many, "erasure-done", size)
        many.reject()

    def _save_over(self, host: QWidget, dialog: QDialog, name: str, size: QSize) -> None:
        """A dialog at its own size over its window."""
        host.resize(size)
        dialog.show()
        self._application.processEvents()
        self._save(dialog, name, dialog.size(), suffix_of=size)

    def _take_start(self, size: QSize) -> None:
        program = self._program(self._data / "new")
        wizard: Any = program.page
        steps: list[tuple[str, Callable[[], object]]] = [
            ("wizard-1", lambda: None), ("wizard-2", lambda: wizard._show_step(1)), ("wizard-2-own", lambda: wizard.promises.own.setChecked(True)),
            ("wizard-3", lambda: wizard._show_step(2)), ("wizard-4", lambda: wizard._made((None, "29ZZ-G01S-VRP5-6DFS-GNMP-86D2-C4EG-9K88-CF"))),
        ]  # fmt: skip
        for name, act in steps:
            act()
            self._save(program.host, name, size)
        program.host.close()
        unlock = self._program(self._data / "shop")
        self._save(unlock.host, "unlock", size)
        unlock.host.close()

    def _program(self, folder: Path, *, demo: bool = False) -> app.Program:
        folder.mkdir(parents=True, exist_ok=True)
        settings = PcSettingsFile(folder)
        settings.write(replace(settings.read(), theme=self._look))
        program = app.Program(self._application, folder, is_demo=demo, language=self._language, clock=StoppedClock())
        program.show()
        program.host.showNormal()
        program.host.setMinimumSize(QSize(400, 300))
        return program

    def _save(self, widget: QWidget, name: str, size: QSize, suffix_of: QSize | None = None) -> None:
        widget.resize(size)
        self._settle()
        loop = QEventLoop()
        QTimer.singleShot(450, loop.quit)
        loop.exec()
        window = suffix_of or size
        suffix = "" if window != SIZES[1] else f"-{window.width()}x{window.height()}"
        widget.grab().save(str(self._folder / f"{name}-{self._language}-{self._look}{suffix}.png"))

    def _settle(self) -> None:
        while is_busy():
            self._application.processEvents()


def a_list(path: Path) -> Path:
    """A list as another program exports it, with rows of every kind."""
    head = ("Mã khách hàng", "Tên khách hàng", "Điện thoại", "Địa chỉ", "Email", "Ngày sinh", "Ngày giao dịch cuối")
    people = (
        ("KH01", "Trần Thị Thanh Hà", "0903 453 365", "12 Trần Phú, phường Xuân Hương - Đà Lạt", "", "01/02/1990", "01/10/2026"),
        ("KH02", "Lê Văn Bảy", "9.03E+08", "", "", "", ""),
        ("KH03", "Nguyễn Thị Hạnh", "0912003365", "7/2 Hai Bà Trưng, Đà Lạt", "hanh.moi@example.com", "", "20/11/2026"),
        ("KH04", "Đỗ Minh Châu", "0987 650 012 / 0908 111 222", "Chợ Đà Lạt", "chau@example.com", "", "03/11/2026"),
        ("KH05", "Trần Thị Thanh Hà", "0903453365", "", "ha@example.com", "", "05/11/2026"),
        ("KH06", "", "0934 111 000", "", "", "", ""),
        ("KH07", "Phạm Quốc Dũng", "", "45 Phan Đình Phùng, Đà Lạt", "dung.pham@example", "", ""),
        ("KH08", "Vũ Thị Lê", "0977 000 111", "3 Bùi Thị Xuân, Đà Lạt", "", "", "31/12/2026"),
    )
    return sheets.people(path, *people, heads=head)


def _task_after_a_move(services: Any) -> str:
    """A customer whose address was given moves: somebody has to be told."""
    details = services.customers.page(3).details
    services.customers.edit(3, replace(details, address="9 Hoa Hồng, Xuân Hương - Đà Lạt"))
    return services.recipient_tasks.open_rows()[0].public_id


def plan_deletions(services: Any) -> int:
    """A year's keeping from today on, and customers who were last in touch about a year ago; returns one who asked to be deleted."""
    today = services.office.today()
    rules = services.policies.in_force(today)
    year = replace(
        rules, effective_from=today, retention_kind=RetentionKind.AFTER_LAST_CONTACT, retention_months=12, retention_clause="3"
    )
    services.policies.add_version(year)
    people = [
        services.customers.add(CustomerDetails(name, f"0901 {place:03} {place * 7 % 1000:03}"))
        for place, name in enumerate(_names())
    ]
    for place, customer in enumerate(people):
        last = _LAST_CONTACTS[place % len(_LAST_CONTACTS)]
        services.customers.log_contact(customer, noon(last), Direction.FROM_CUSTOMER, Channel.COUNTER, "")
    services.holds.add(people[0], HoldKind.QUESTIONS, "đang trả lời câu hỏi về đơn hàng tháng 10", date(2026, 12, 20))
    services.holds.add(people[3], HoldKind.FRAUD, "đang xác minh đơn hàng giả mạo số điện thoại", date(2026, 12, 31))
    asked = next(hit.id for hit in services.customers.search("Vũ Thị Lê"))
    services.erasures.note_wish(asked, date(2026, 11, 20))
    return asked


def services_due(window: Any) -> Chosen:
    """All whose data may go today."""
    due = window.dashboard._services.retention.due(None, date(2026, 11, 24))
    return Chosen(tuple(one.id for one in due if not one.is_held))


_LAST_CONTACTS = tuple(
    date(year, month, day)
    for year, month, day in (
        (2025, 11, 10), (2025, 11, 23), (2025, 11, 23), (2025, 11, 25), (2025, 11, 27), (2025, 12, 2), (2025, 12, 9), (2025, 12, 10),
        (2025, 12, 15), (2025, 12, 16), (2025, 12, 17), (2025, 12, 18), (2025, 12, 22), (2025, 12, 30), (2026, 1, 5), (2026, 1, 6),
        (2026, 1, 12), (2026, 3, 3),
    )
)  # fmt: skip


def _names() -> list[str]:
    first = ("Trần Bích", "Phan Gia", "Bùi Thanh", "Ngô Minh", "Đinh Thị Hồng", "Lý Hoài", "Hồ Ngọc", "Mai Anh")
    return [f"{before} {given}" for given in ("Ngọc", "Hưng", "Thảo", "Tuấn", "Yến", "Khoa", "Duyên", "Lộc") for before in first]


def an_incident(services: Any) -> IncidentForm:
    """What she types at night, nine hours before the morning of the pictures."""
    return IncidentForm(
        "mất máy tính xách tay ở quầy", services.office.now() - timedelta(hours=9, minutes=2),
        "Lúc đóng cửa có người lấy máy tính xách tay ở quầy. Trong máy có sổ khách và danh sách giao hàng tháng 11.",
        is_attack=True, fields=("name", "phone", "address"), people=40, harm="Khách có thể bị gọi lừa đảo, mạo danh bên giao hàng.",
        measures="Đã báo công an phường, đổi mật khẩu Zalo và email.",
    )  # fmt: skip


def fresh_complaint(window: Any) -> int:
    """The sample shop's complaint with a half-written letter."""
    subject = "lộ số điện thoại"
    return next(row.id for row in window.complaints.case._services.complaints.rows() if row.subject == subject)


def a_request_of_each_kind(services: Any) -> dict[str, int]:
    """Of one customer, whose asker is known; made once, found again at the next size."""
    topics = tuple(state.code for state in services.consents.states(_ASKER) if state.decision is ConsentDecision.GIVEN)[:2]
    found = {row.kind.value: row.id for row in services.requests.of_customer(_ASKER) if row.is_open}
    for kind in RequestKind:
        if kind.value not in found:
            text, today = "Cửa hàng đang giữ những gì của tôi?", services.office.today()
            intake = RequestIntake(kind, Channel.PHONE, today, text, customer_id=_ASKER, topics=topics)
            found[kind.value] = services.requests.receive(intake).row.id
            if kind is not RequestKind.COPY:  # one is still to be made sure of
                services.requests.check_identity(found[kind.value], IdentityCheck.PHONE, today)
    return found


def main(arguments: list[str]) -> None:
    """Every language and look, or those that are named."""
    folder, *wanted = arguments
    Path(folder).mkdir(parents=True, exist_ok=True)
    application = app.make_application()
    for language in _named(LANGUAGES, wanted):
        for look in _named(LOOKS, wanted):
            Album(application, Path(folder), language, look).take()
    print(f"{len(list(Path(folder).glob('*.png')))} pictures")


def _named(every: tuple[str, ...], wanted: list[str]) -> list[str]:
    return [one for one in every if one in wanted] or list(every)


if __name__ == "__main__":
    main(sys.argv[1:])
