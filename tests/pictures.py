"""A picture of each screen and paper, Vietnamese and English, light and dark, into a folder: python3 dev.py pictures DIR."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop import app
from desktop.models.choices import LetterKind, PaymentMeans
from desktop.pc_settings import PcSettingsFile
from desktop.services.sample_shop import CARRIERS
from desktop.views.complaints.disclosures import DisclosuresDialog
from desktop.views.complaints.history import HistoryDialog
from desktop.views.help import HelpDialog
from desktop.views.widgets.paper import LoadedPdf

MORNING = datetime(2026, 11, 23, 0, 42, tzinfo=UTC)
SIZES = (QSize(1366, 697), QSize(1093, 614))
_PAPER = QSize(910, 1287)


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
        yield from self._consents(window, program.host)
        yield from self._disclosures(window, program.host)
        window.open_complaint(fresh_complaint(window))
        yield "complaint", program.host
        window.take_complaint()
        yield "intake", program.host
        for subject in ("shop", "policy", "calendar", "letters", "staff", "copies", "appearance", "about"):
            window.show_settings(subject)
            yield f"settings-{subject}", program.host

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

    def _save(self, widget: QWidget, name: str, size: QSize) -> None:
        widget.resize(size)
        loop = QEventLoop()
        QTimer.singleShot(450, loop.quit)
        loop.exec()
        suffix = "" if size != SIZES[1] else f"-{size.width()}x{size.height()}"
        widget.grab().save(str(self._folder / f"{name}-{self._language}-{self._look}{suffix}.png"))


def _task_after_a_move(services: Any) -> str:
    """A customer whose address was given moves: somebody has to be told."""
    details = services.customers.page(3).details
    services.customers.edit(3, replace(details, address="9 Hoa Hồng, Xuân Hương - Đà Lạt"))
    return services.recipient_tasks.open_rows()[0].public_id


def fresh_complaint(window: Any) -> int:
    """The sample shop's complaint with a half-written letter."""
    subject = "lộ số điện thoại"
    return next(row.id for row in window.complaints.case._services.complaints.rows() if row.subject == subject)


def main(folder: Path) -> None:
    """Every language and look."""
    folder.mkdir(parents=True, exist_ok=True)
    application = app.make_application()
    for language in ("vi", "en"):
        for look in ("light", "dark"):
            Album(application, folder, language, look).take()
    print(f"{len(list(folder.glob('*.png')))} pictures")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
