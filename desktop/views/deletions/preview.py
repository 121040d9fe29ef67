"""What an erasure would do, looked at before it is done: for one person or for many, with exceptions; then the erasure itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedWidget, QWidget

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.i18n import long_day, ngettext, number_text, speaking
from desktop.services.all_services import Services
from desktop.services.case_files import Whose
from desktop.services.clock_guard import ClockInDoubt
from desktop.services.erasure_plans import ErasurePlan
from desktop.services.erasures import Chosen, ErasureDone
from desktop.services.progress import Cancelled
from desktop.services.request_papers import Farewell
from desktop.views import theme
from desktop.views.background import Work, run_with_progress
from desktop.views.deletions.clock import clock_banner
from desktop.views.deletions.letters import Letters
from desktop.views.deletions.people import Key, Person, chosen, of_plan
from desktop.views.deletions.plan_view import PlanView
from desktop.views.deletions.result import ResultPage
from desktop.views.deletions.table import PeopleTable
from desktop.views.deletions.working import WorkingPage
from desktop.views.error_dialogs import errors_shown, open_modally, show_sentence
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, frame, row, scrolling
from desktop.views.widgets.papers import PaperActions

_ONE, _MANY = 720, 1000  # widths
_TALL, _WORKING, _OUTCOME = 600, 260, 460  # heights
_AROUND, _SIDES = 32, 50


def open_erasure(
    owner: QWidget, services: Services, chosen: Chosen, done: Callable[[ErasureDone], None]
) -> ErasurePreview | None:
    """Show what would go and, once she has confirmed it, erase; ``done`` hears what it came to (not called where she left it).

    None where there is nobody to show.
    """
    dialog = None
    if len(chosen):
        with errors_shown(owner):
            dialog = ErasurePreview(services, chosen, owner)
            dialog.erased.connect(done)
            open_modally(dialog)
    return dialog


class ErasurePreview(QDialog):
    """``erased`` with an ErasureDone as soon as it has ended, stopped or not."""

    erased = Signal(object)

    def __init__(self, services: Services, chosen: Chosen, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._host = owner.window()
        self._services, self._is_many = services, len(chosen) > 1
        self._plans: dict[Key, ErasurePlan] = {}
        self._reading: Work | None = None
        self._farewells: tuple[Farewell, ...] = ()
        self.papers = PaperActions(self)
        self.letters = Letters(self, services, self.papers)
        self.setWindowTitle(_("Giữ Lời – look before erasing"))
        self.title, self.note, self.sums = label("", "title", wrap=True), label("", "muted", wrap=True), label("", wrap=True)
        self.letters.changed.connect(self._show_settled)
        self._banners = column(gap=6)
        self.people = PeopleTable(names_only=True)
        self.people.looked_at.connect(self._show_person)
        self.people.rows.ticks_changed.connect(self._follow_ticks)
        self.plan = PlanView(names=self._is_many)
        self.read = QCheckBox("")
        self.read.toggled.connect(self._show_button)
        self.working, self.outcome = WorkingPage(services), ResultPage(services)
        self.working.ended.connect(self._ended)
        self.working.failed.connect(self._failed)
        self.outcome.left.connect(self.accept)
        self.stack = QStackedWidget()
        self._page = self._look_page()
        for page in (self._page, self.working, self.outcome):
            self.stack.addWidget(page)
        self.setLayout(column(self.stack, gap=0))
        self._begin(chosen)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _look_page(self) -> QWidget:
        self._scroll = scrolling(box(column(self.plan, gap=0, margins=(0, 0, 2, 0))))
        left = frame(column((self.people, 1), gap=0, margins=(1, 1, 1, 1)))
        left.setFixedWidth(theme.current().px(320))
        left.setVisible(self._is_many)
        middle = row(left, (self._scroll, 1), gap=14 if self._is_many else 0)
        self.sums.setVisible(self._is_many)
        head = column(self.title, self.note, self.sums, gap=4)
        parts = (head, self._banners, (middle, 1), self.letters, self.read, self._actions())
        return box(column(*parts, gap=10, margins=(24, 18, 24, 16)))

    def _actions(self) -> QWidget:
        self.print_button = button(_("Print this"), kind="flat", icon="print")
        self.print_button.clicked.connect(lambda: self.papers.print(lambda: self._services.erasure_papers.preview(self.going)))
        self.leave_button = button(_("Do not erase"), "Esc")
        self.leave_button.clicked.connect(self.reject)
        self.erase_button = button(_("Erase the data"), kind="danger", icon="trash")
        self.erase_button.clicked.connect(self.erase)
        return box(row(self.print_button, None, self.leave_button, self.erase_button, gap=10))

    # ---- looking --------------------------------------------------------------------------------------------------------

    def _begin(self, chosen: Chosen) -> None:
        """One plan is there at once; many are read on another thread."""
        self._show_doubt()
        self.title.setText(_("Reading what would go…"))
        self._show_button()
        plans = self._services.erasures.plans
        if self._is_many:
            self._fit()
            self._reading = run_with_progress(self, partial(plans, chosen), self._show_reading, self._show_plans, self._not_read)
        else:
            self._show_plans(plans(chosen))

    def _show_reading(self, done: int, every: int) -> None:
        self.note.setText(f"{number_text(done)}/{number_text(every)}")

    def _not_read(self, problem: Exception) -> None:
        self._reading = None
        self.reject()
        if not isinstance(problem, Cancelled):
            raise problem

    def _show_plans(self, plans: Sequence[ErasurePlan]) -> None:
        self._reading = None
        self._plans = {(plan.whose, plan.id): plan for plan in plans}
        people = [of_plan(plan) for plan in plans]
        self.people.rows.tick(people, lambda _person: True)
        self.people.show_people(people)
        if not self._is_many:
            self.plan.show_plan(plans[0])
        self.read.setText(self._voice(plans))
        self.read.setVisible(any(not plan.refusal for plan in plans))
        self._follow_ticks()
        self._fit()
        (self.people if self._is_many else self.read).setFocus()

    def _voice(self, plans: Sequence[ErasurePlan]) -> str:
        if not self._is_many and plans[0].has_asked:
            return _("I have read this to the customer, and the customer agrees to the erasure")
        return _("I have looked at this list")

    def _show_person(self, person: object) -> None:
        if self._is_many and isinstance(person, Person):
            self.plan.show_plan(self._plans.get(person.key))

    def _follow_ticks(self) -> None:
        """Other people: what she has looked at is not this list any more."""
        self.read.setChecked(False)
        going = self._going_plans()
        self.title.setText(_title(list(self._plans.values()), len(going)))
        self.note.setText(self._note())
        self.sums.setText(_sums(list(self._plans.values()), going))
        self.letters.follow(self.going, (given for plan in going for given in plan.recipients))
        self._show_button()

    def _note(self) -> str:
        today = _("Today is {day}.").format(day=long_day(self._services.office.today()))
        ground = "" if self._is_many else next(iter(self._plans.values())).ground
        return " ".join(part for part in (today, ground, _("Restoring an older backup does not bring the data back.")) if part)

    def _show_doubt(self) -> None:
        clear(self._banners)
        if (doubt := clock_banner(self, self._services, self._show_doubt)) is not None:
            self._banners.addWidget(doubt)

    def _show_settled(self) -> None:
        """The sentence about recipients has changed, and with it what may be pressed and how much room it takes."""
        self._show_button()
        if self.isVisible():
            QTimer.singleShot(0, self, self._fit_page)  # only then the new sentence says how tall it is

    def _fit_page(self) -> None:
        if self.stack.currentWidget() is self._page:
            self._fit()

    def _show_button(self, *_toggled: object) -> None:
        self.erase_button.setEnabled(self.read.isChecked() and bool(len(self.going)) and not self.letters.missing)
        self.print_button.setEnabled(bool(self._plans))

    def _going_plans(self) -> list[ErasurePlan]:
        return [plan for key, plan in self._plans.items() if key in self.people.rows.ticked]

    @property
    def going(self) -> Chosen:
        """Whose data goes: all but the exceptions and those who may not go."""
        return chosen(person for person in self.people.rows.people if person.key in self.people.rows.ticked)

    def _fit(self) -> None:
        """As large as its content wants and the window allows."""
        px, most = theme.current().px, self._host.height() - _AROUND
        width = min(px(_MANY if self._is_many else _ONE), self._host.width() - _AROUND)
        if self._is_many:
            self._place(width, min(px(_TALL), most))
            return
        self.ensurePolished()
        content = self.plan.heightForWidth(width - px(_SIDES))
        self._scroll.setFixedHeight(content)
        if layout := self._page.layout():
            layout.activate()  # else it answers for what it held before
        wanted = self._page.heightForWidth(width)
        self._scroll.setFixedHeight(content - max(0, wanted - most))
        self._place(width, min(wanted, most))

    def _place(self, width: int, height: int) -> None:
        """In the middle of its window."""
        self.resize(width, height)
        middle = self._host.mapToGlobal(self._host.rect().center())
        self.move(middle.x() - width // 2, middle.y() - height // 2)

    def show_smaller(self, page: QWidget, height: int) -> None:
        """A page that has less to say than the list."""
        px = theme.current().px
        self.stack.setCurrentWidget(page)
        self._place(min(px(_ONE), self._host.width() - _AROUND), min(px(height), self._host.height() - _AROUND))

    # ---- erasing --------------------------------------------------------------------------------------------------------

    def erase(self) -> None:
        """Now; refused in words while the date is in doubt."""
        if doubt := self._services.clock_guard.doubt():
            self._show_doubt()
            show_sentence(self, doubt)
            return
        with errors_shown(self):
            self._farewells = self._read_farewells()
            self.show_smaller(self.working, _WORKING)
            self.working.start(self.going, self.letters.told)

    def _read_farewells(self) -> tuple[Farewell, ...]:
        """Names and ways to those who asked by a request, in the language of letters; after the erasure nobody knows them."""
        going = [plan for plan in self._going_plans() if plan.has_asked and plan.whose is Whose.CUSTOMER]
        if not going:
            return ()
        papers, customers = self._services.request_papers, Chosen(tuple(plan.id for plan in going))
        with speaking(self._services.shop.letter_settings().language):
            plans = self._services.erasures.plans(customers)
        return papers.farewells({plan.id: tuple(": ".join(filter(None, part)) for part in plan.stays) for plan in plans})

    def _ended(self, done: object) -> None:
        assert isinstance(done, ErasureDone)
        self.erased.emit(done)
        self.show_outcome(done)

    def show_outcome(self, done: ErasureDone) -> None:
        """What it came to."""
        self.outcome.show_done(done, self.working.total, self._farewells)
        self.show_smaller(self.outcome, _OUTCOME)
        self.outcome.setFocus()

    def _failed(self, problem: object) -> None:
        """What she can mend is said where she stands; part of it may be done, so everything is looked at anew."""
        assert isinstance(problem, Exception)
        if isinstance(problem, ClockInDoubt):
            self.stack.setCurrentWidget(self._page)
            self._show_doubt()
            self._fit()
            return
        self.reject_for_good()
        if isinstance(problem, UserError):
            show_sentence(self._host, problem.message)
        else:
            raise problem

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the sheet has said how large its texts are."""
        super().showEvent(event)
        if self.stack.currentWidget() is self._page:
            self._fit()

    # ---- leaving --------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc: leave it, or stop the erasure, or close what it came to."""
        if self._reading is not None:
            self._reading.cancel()
        elif self.working.is_busy:
            self.working.stop()
        elif self.stack.currentWidget() is self.outcome:
            self.outcome.leave()
        else:
            super().reject()

    def reject_for_good(self) -> None:
        """Close; nothing runs any more."""
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross of the window is Esc."""
        if self._reading is not None or self.working.is_busy or self.outcome.last_letters.missing:
            self.reject()
            event.ignore()
        else:
            super().closeEvent(event)


def _title(plans: list[ErasurePlan], going: int) -> str:
    if len(plans) == 1:
        return _("Erase the data of {name}?").format(name=plans[0].name)
    text = ngettext("Erase the data of {n} customer?", "Erase the data of {n} customers?", going)
    return text.format(n=number_text(going)) if going else _("Nobody is ticked")


def _sums(plans: list[ErasurePlan], going: list[ErasurePlan]) -> str:
    """How many asked, how many leave a part behind, how many were given away, how many stay."""
    asked, kept = sum(plan.has_asked for plan in going), sum(bool(plan.stays) for plan in going)
    told, stay = sum(bool(plan.recipients) for plan in going), len(plans) - len(going)
    counts = (
        (asked, ngettext("{n} asked for it", "{n} asked for it", asked)),
        (kept, ngettext("{n} leaves a part that must be kept", "{n} leave a part that must be kept", kept)),
        (told, ngettext("data of {n} was given to others", "data of {n} was given to others", told)),
        (stay, ngettext("{n} stays", "{n} stay", stay)),
    )
    said = ", ".join(text.format(n=number_text(n)) for n, text in counts if n)
    return f"{said[:1].upper()}{said[1:]}." if said else _("Untick whoever is to stay.")
