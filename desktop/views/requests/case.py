"""A request's page: clock and what comes next, its own work in the middle, what was asked beside it, the letter at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import clock_text
from desktop.i18n import gettext as _
from desktop.models.choices import LetterKind, RequestKind, RequestState
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.request_views import RequestPage
from desktop.views import theme
from desktop.views.requests.actions import RequestActions, letter_of
from desktop.views.requests.chips import arithmetic, due_sentence, request_chip
from desktop.views.requests.correct import CorrectWork
from desktop.views.requests.delete import DeleteWork
from desktop.views.requests.ended import Ended, Obstacle, obstacle
from desktop.views.requests.letter import LetterPane
from desktop.views.requests.next_step import Step, next_steps
from desktop.views.requests.side import RequestSide
from desktop.views.requests.work import AnswerWork, GiveWork, StopWork, Work
from desktop.views.widgets.buttons import button
from desktop.views.widgets.clock import Ruler, ruler_text
from desktop.views.widgets.labels import banner, chip, label, repolish
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling
from desktop.views.widgets.pages import Pages

_DRAFT_DELAY = 1500
NARROW = 1240
_FORM, _LETTER_LEAST, _LETTER_WIDEST = 745, 300, 392  # what the work and its side need; the letter has the rest
Kind, State = RequestKind, RequestState


class RequestCase(QWidget):
    """``customer_opened`` asks for a customer's page, ``tasks_wanted`` for the recipients to be told, ``erased`` after an erasure."""

    customer_opened = Signal(int)
    tasks_wanted = Signal()
    erased = Signal(object, int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: RequestPage | None = None
        self._kept: dict[str, str] = {}
        self.answer, self.give, self.stop = AnswerWork(services), GiveWork(services), StopWork(services)
        self.correct, self.delete = CorrectWork(services), DeleteWork(services)
        self.obstacle, self.ended = Obstacle(services), Ended(services)
        self._works: tuple[Work, ...] = (
            self.answer, self.give, self.correct, self.delete, self.stop, self.obstacle, self.ended,
        )  # fmt: skip
        self.works = Pages(self._works)
        self.side = RequestSide(services)
        self.actions_of_request = RequestActions(self, services)
        self.letter = LetterPane(services)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY)
        self._draft_timer.timeout.connect(self.save_draft)
        self._make_head()
        self.setLayout(column((box(row((self._middle(), 1), self.letter, gap=0)), 1), self._make_footer(), gap=0))
        self._connect()

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.name, self.number = label("", "title", wrap=True), label("", "muted")
        self._chips = row(gap=8)
        self.due, self.arithmetic = label("", "section", wrap=True), label("", "help", wrap=True)
        self.ruler = Ruler()
        self._banners = column(gap=6)
        self.work_title = label("", "section")

    def _middle(self) -> QWidget:
        head = row(self.name, self.number, None, self._chips, gap=12)
        clock = column(self.due, self.arithmetic, self.ruler, gap=1)
        work = frame(column(self.work_title, (self.works, 1), gap=8, margins=(16, 10, 16, 14)))
        body = row((work, 1), self.side, gap=16)
        return scrolling(box(column(head, clock, self._banners, (body, 1), gap=8, margins=(20, 8, 20, 12))))

    def _make_footer(self) -> QWidget:
        self.more_button = button(_("More"), kind="flat", icon="list")
        self.more_button.setMenu(self.actions_of_request.menu)
        self._draft_note = label("", "help")
        self.letter_button = button(_("Show letter"), icon="doc")
        self.letter_button.clicked.connect(self.letter.open)
        self.finish_button = button(_("Answer"), "F9")
        self.finish_button.clicked.connect(self.finish)
        self.print_button = button(_("Answer and print letter"), "F10", "primary", "print")
        self.print_button.clicked.connect(self.print)
        return footer(self.more_button, None, self._draft_note, 4, self.letter_button, self.finish_button, self.print_button)

    def _connect(self) -> None:
        for work in self._works:
            work.finished.connect(self.reload)
            work.changed.connect(self._note_change)
        for opened in (self.correct, self.delete, self.side):
            opened.customer_opened.connect(self.customer_opened)
        self.delete.erased.connect(self.erased)
        self.obstacle.wanted.connect(self.actions_of_request.act)
        self.side.wanted.connect(self.actions_of_request.act)

    # ---- showing --------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> RequestPage:
        """The request shown."""
        if self._page is None:
            raise RuntimeError("no request is shown")
        return self._page

    @property
    def is_shown(self) -> bool:
        """Whether a request was opened at all."""
        return self._page is not None

    @property
    def work(self) -> Work:
        """What the middle shows."""
        return self._works[self.works.current]

    def open(self, request_id: int, notice: str = "") -> None:
        """Show a request; a draft left behind comes back into its work."""
        self.flush_draft()
        self._page = self._services.requests.page(request_id)
        self._show_all(notice)
        self._bring_draft()

    def reload(self, notice: str = "") -> None:
        """The request changed: everything is shown anew but what is typed."""
        self._page = self._services.requests.page(self.page.row.id)
        self._show_all(notice)

    def forget(self) -> None:
        """The request's data was erased: nothing of it stays on this page, and no letter is drawn any more."""
        self._draft_timer.stop()
        for part in (*self._works, self.letter):
            part.forget()
        self._page, self._kept = None, {}

    def _show_all(self, notice: str) -> None:
        page, today = self.page, self._services.office.today()
        self.name.setText(page.row.person.name)
        self.number.setText(" · ".join(text for text in (page.row.number, page.row.person.phone) if text))
        clear(self._chips)
        self._chips.addWidget(chip(request_chip(page.row, today)))
        self.due.setText(due_sentence(page))
        self.arithmetic.setText(arithmetic(page))
        self.ruler.setVisible(page.deadline is not None and page.row.is_open)
        if page.deadline is not None:
            self.ruler.show_text(ruler_text(page.deadline, today))
        self._show_banners(next_steps(page, today, self._to_be_told(page)), notice)
        self.side.show_page(page)
        self.actions_of_request.show_page(page)
        self._show_work(page)
        self.letter.show_page(page, self._typed_answer())

    def _show_work(self, page: RequestPage) -> None:
        work = self._work_of(page)
        work.show_page(page)
        self.works.show_page(self._works.index(work))
        self.work_title.setText(_title(page))
        finish, prints = self._words(page, work)
        self.finish_button.setVisible(bool(finish))
        self.print_button.setVisible(bool(prints))
        self.finish_button.setProperty("kind", "" if prints else "primary")
        repolish(self.finish_button)
        self.finish_button.setText(finish)
        self.print_button.setText(prints)

    def _work_of(self, page: RequestPage) -> Work:
        if not page.row.is_open:
            return self.ended
        if obstacle(page):
            return self.obstacle
        return {
            Kind.QUESTION: self.answer, Kind.VIEW: self.give, Kind.COPY: self.give, Kind.CORRECT: self.correct,
            Kind.DELETE: self.delete, Kind.RESTRICT: self.stop, Kind.WITHDRAW: self.stop, Kind.OBJECT: self.stop,
        }[page.row.kind]  # fmt: skip

    def _words(self, page: RequestPage, work: Work) -> tuple[str, str]:
        """What F9 and F10 do now."""
        if page.row.state is State.WAITING:
            return _("The answer came…") if not page.owes_question else _("The customer was asked…"), _("Print the question")
        if page.row.state in (State.DONE, State.REFUSED):
            return "", _("Print letter")
        return work.finish_text, work.print_text

    def _to_be_told(self, page: RequestPage) -> tuple[str, ...]:
        """Recipients who hold what was corrected since."""
        if page.row.kind is not Kind.CORRECT or page.row.is_open:
            return ()
        rows = self._services.recipient_tasks.open_rows()
        return tuple(sorted({row.recipient for row in rows if row.customer_id == page.row.person.customer_id}))

    def _show_banners(self, steps: list[Step], notice: str) -> None:
        clear(self._banners)
        if notice:
            self._banners.addWidget(banner(notice, "ok"))
        for step in steps[: 1 if notice else 2]:
            buttons = [button(text, small=True) for text in step.buttons]
            for pressed, act in zip(buttons, step.buttons.values(), strict=True):
                pressed.clicked.connect(lambda _checked=False, name=act: self.actions_of_request.act(name))
            self._banners.addWidget(banner(step.text, step.kind, *buttons))

    def resizeEvent(self, _event: object) -> None:
        """On a narrow window the letter becomes a button."""
        px = theme.current().px
        wide = self.window().width() >= px(NARROW)
        self.letter.setFixedWidth(min(px(_LETTER_WIDEST), max(px(_LETTER_LEAST), self.width() - px(_FORM))))
        self.letter.setVisible(wide)
        self.letter_button.setVisible(not wide)

    # ---- work -----------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """F9: what the middle is for; while the shop waits, the answer that came."""
        if self.page.row.state is State.WAITING:
            self.actions_of_request.act("mark_asked" if self.page.owes_question else "begin")
        elif self.work.finish():
            self.drop_draft()

    def print(self) -> None:
        """F10: do it and print its letter; what has ended prints its letter."""
        if (letter := self._letter_to_print()) is not None:
            acts = self.actions_of_request
            (acts.make_and_print if letter is LetterKind.REQUEST_QUESTION else acts.print_letter)(letter)
        elif self.work.print():
            self.drop_draft()
            self.actions_of_request.print_letter(LetterKind.REQUEST_DONE)

    def _letter_to_print(self) -> LetterKind | None:
        is_ready = self.page.row.state is State.WAITING or not self.page.row.is_open
        return letter_of(self.page) if is_ready else None

    # ---- draft ----------------------------------------------------------------------------------------------------------

    @property
    def _draft_key(self) -> str:
        return f"request.{self.page.public_id}"

    def save_draft(self) -> None:
        """Keep what is typed without doing anything."""
        if self._page is None or not self._page.row.is_open or (draft := self.work.draft()) == self._kept:
            return
        self._kept = draft
        if draft:
            at = self._services.drafts.save(self._draft_key, draft)
            self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(at)))
        else:
            self._services.drafts.discard(self._draft_key)

    def flush_draft(self) -> None:
        """Leaving the page: what was typed within the last second is kept too."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self.save_draft()

    def drop_draft(self) -> None:
        """It is done: the draft has done its part."""
        self._draft_timer.stop()
        self._draft_note.setText("")
        self._services.drafts.discard(self._draft_key)

    def _bring_draft(self) -> None:
        draft = self._services.drafts.load(self._draft_key) if self.page.row.is_open else None
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(draft.saved_at)) if draft else "")
        if draft:
            self.work.restore(draft.fields)
            self.letter.show_page(self.page, self._typed_answer())
        self._kept = self.work.draft()

    def _note_change(self) -> None:
        if self._page is not None:
            self._draft_timer.start()
            if self.work is self.answer:
                self.letter.show_page(self._page, self._typed_answer())

    def _typed_answer(self) -> str:
        """What is being typed to a question; its letter follows the typing."""
        return self.answer.area.toPlainText().strip() if self.work is self.answer else ""


def _title(page: RequestPage) -> str:
    """What stands over the middle."""
    if not page.row.is_open:
        return _("How it ended")
    return _("The answer to the question") if page.row.kind is Kind.QUESTION else choice_label(page.row.kind)
