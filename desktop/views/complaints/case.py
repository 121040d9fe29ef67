"""A complaint's page: clock, findings, fault and sums in the middle, what is held beside them, the letter as it will print at the right."""

from __future__ import annotations

import json
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import clock_text, day_text, long_day
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintState, FaultParty, LetterKind
from desktop.services.all_services import Services
from desktop.services.complaint_views import CaseWork, ComplaintPage, FaultPart
from desktop.views import theme
from desktop.views.background import run_in_background
from desktop.views.complaints.actions import CaseActions
from desktop.views.complaints.fault import FaultEditor, Sums
from desktop.views.complaints.next_step import Step, next_steps
from desktop.views.complaints.side import CaseSide
from desktop.views.error_dialogs import errors_shown, open_modally
from desktop.views.widgets.buttons import button
from desktop.views.widgets.clock import Ruler, Stepper, ruler_text, task_chip
from desktop.views.widgets.fields import Area, Field
from desktop.views.widgets.labels import ChipText, banner, chip, label
from desktop.views.widgets.layout import box, clear, column, footer, frame, row, scrolling, tab_in_order
from desktop.views.widgets.paper import PaperDialog, PaperView

_PREVIEW_DELAY, _DRAFT_DELAY = 250, 1500
_STEP_OF_STATE = {
    ComplaintState.RECEIVED: 0, ComplaintState.AWAITING_EVIDENCE: 0, ComplaintState.INVESTIGATING: 1, ComplaintState.DECIDED: 3,
    ComplaintState.REPLIED: 4, ComplaintState.CLOSED: 5, ComplaintState.WITHDRAWN: 5,
}  # fmt: skip
NARROW = 1240
_SHORT, _SENTENCE = 640, 28  # all of it stands in a page of this height; an error needs so much under its field
_AROUND = 68  # margins, gap and scroll bar beside the form
_FORM, _LETTER_LEAST, _LETTER_WIDEST = 676, 300, 392  # what the form and its side need; the letter has the rest


class CasePage(QWidget):
    """``customer_opened`` asks for the customer's page."""

    customer_opened = Signal(int)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._page: ComplaintPage | None = None
        self._filling = False
        self._wanted_preview = 0
        self._kept: dict[str, str] = {}
        self.areas = {name: Area(2) for name in ("data_status", "cause", "remedy")}
        self.fault = FaultEditor()
        self.sums = Sums(lambda: self._services.complaints.suggested(self._plain_work()))
        self.side = CaseSide(services)
        self.case_actions = CaseActions(self, services)
        self.paper = PaperView(_("The letter as it will print"))
        self._preview_timer, self._draft_timer = (
            self._timer(_PREVIEW_DELAY, self.refresh_preview),
            self._timer(_DRAFT_DELAY, self.save_draft),
        )
        self._make_head()
        self._make_right()
        work = row((self._middle(), 1), self._right, gap=0)
        self.setLayout(column((box(work), 1), self._make_footer(), gap=0))
        self._connect()
        tab_in_order(*self.areas.values(), *self.fault.controls, *self.sums.controls, self.side.evidence, self.side.firm)
        tab_in_order(self.side.firm, self.more_button, self.letter_button, self.save_button, self.reply_button)

    # ---- building -------------------------------------------------------------------------------------------------------

    def _timer(self, delay: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(delay)
        timer.timeout.connect(act)  # pyright: ignore[reportArgumentType]
        return timer

    def _make_head(self) -> None:
        self.name, self.number = label("", "title", wrap=True), label("", "muted")
        self._chips = row(gap=8)
        self.due, self.arithmetic = label("", "section", wrap=True), label("", "help", wrap=True)
        self.ruler = Ruler()
        self.stepper = Stepper([_("Intake"), _("Check"), _("Decision"), _("Reply"), _("Closed")])
        self._banners = column(gap=6)

    def _middle(self) -> QWidget:
        captions = {"data_status": _("State of the data"), "cause": _("Cause"), "remedy": _("Remedy")}
        self.fields = {name: Field(captions[name], area) for name, area in self.areas.items()}
        form = column(*self.fields.values(), self.fault, self.sums, None, gap=6)
        head = row(self.name, self.number, None, self._chips, gap=12)
        clock = column(self.due, self.arithmetic, self.ruler, gap=1)
        body = row((form, 1), self.side, gap=16)
        content = box(column(head, clock, self.stepper, self._banners, (body, 1), gap=4, margins=(20, 6, 20, 10)))
        return scrolling(content)

    def _make_right(self) -> None:
        self.zoom_button = button(_("Enlarge"), kind="flat", icon="zoom", small=True)
        self.zoom_button.clicked.connect(self.open_letter)
        self.preview_note = label(_("follows your typing"), "help")
        self.preview_error = label("", "error", wrap=True)
        self.preview_error.hide()
        self.turn_button = button("", kind="link")
        self.turn_button.clicked.connect(self._turn)
        head = row(label(_("The letter"), "section"), self.preview_note, None, self.turn_button, self.zoom_button, gap=8)
        self._right = frame(column(head, self.preview_error, (self.paper, 1), gap=8, margins=(16, 10, 16, 10)), "sideRight")
        self._right.setFixedWidth(theme.current().px(_LETTER_WIDEST))

    def _make_footer(self) -> QWidget:
        self.more_button = button(_("More"), kind="flat", icon="list")
        self.more_button.setMenu(self.case_actions.menu)
        self._draft_note = label("", "help")
        self.letter_button = button(_("Show letter"), icon="doc")
        self.letter_button.clicked.connect(self.open_letter)
        self.save_button = button(_("Save"), "F9")
        self.save_button.clicked.connect(self.save)
        self.reply_button = button(_("Decide and print letter"), "F10", "primary", "print")
        self.reply_button.clicked.connect(self.case_actions.decide_and_print)
        return footer(self.more_button, None, self._draft_note, 4, self.letter_button, self.save_button, self.reply_button)

    def _connect(self) -> None:
        for area in self.areas.values():
            area.textChanged.connect(self._note_change)
        self.side.firm.textChanged.connect(self._note_change)
        self.fault.changed.connect(self._note_change)
        self.fault.changed.connect(self.sums.follow_fault)
        self.sums.changed.connect(self._note_change)
        self.paper.turned.connect(self._show_pages)
        self.side.customer_opened.connect(self.customer_opened)

    # ---- showing --------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> ComplaintPage:
        """The complaint shown."""
        if self._page is None:
            raise RuntimeError("no complaint is shown")
        return self._page

    @property
    def is_shown(self) -> bool:
        """Whether a complaint was opened at all."""
        return self._page is not None

    def open(self, complaint_id: int, notice: str = "") -> None:
        """Show a complaint; a draft left behind comes back into the form."""
        self.flush_draft()
        self._page = self._services.complaints.page(complaint_id)
        draft = self._services.drafts.load(self._draft_key)
        kept = draft.fields if draft and self._page.row.is_open else None
        self._fill(_from_draft(kept) if kept else self._page.work, kept)
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(draft.saved_at)) if draft else "")
        self._show_all(notice)
        self.refresh_preview()

    def reload(self, notice: str = "") -> None:
        """The complaint changed: everything but the form is shown anew."""
        self._page = self._services.complaints.page(self.page.row.id)
        self._show_all(notice)
        self._preview_timer.start()

    def forget(self) -> None:
        """The complaint's data was erased: nothing of it stays on this page, and no letter is drawn any more."""
        self._wanted_preview += 1
        self._fill(CaseWork(), None)
        self._page = None
        for timer in (self._preview_timer, self._draft_timer):
            timer.stop()

    def _fill(self, work: CaseWork, draft: dict[str, str] | None) -> None:
        self._filling = True
        for name, area in self.areas.items():
            area.setPlainText(getattr(work, name))
            self.fields[name].clear_error()
        self.side.firm.setText(work.security_firm)
        self.fault.show_parts(work.fault, joint=work.joint_liability)
        self.fault.show_error("")
        self.sums.show_sums(work)
        if draft:
            self.sums.show_texts(draft)
        self._kept = self._draft()
        self._filling = False

    def _show_all(self, notice: str) -> None:
        page, today = self.page, self._services.office.today()
        self.name.setText(page.row.person.name)
        self.number.setText(" · ".join(text for text in (page.row.number, page.row.person.phone) if text))
        self._show_clock(page, today)
        self.stepper.show_step(_STEP_OF_STATE[page.row.state])
        self._show_banners(next_steps(page, today), notice)
        self.side.show_page(page)
        self.case_actions.show_page(page)
        for control in (*self.areas.values(), self.fault, self.sums, self.side.firm):
            control.setEnabled(page.row.is_open)
        self.save_button.setVisible(page.row.is_open)
        self.reply_button.setText(_("Decide and print letter") if page.row.is_open else _("Print letter again"))
        self.reply_button.setVisible(page.row.is_open or any(letter.kind is LetterKind.REPLY for letter in page.letters))

    def _show_clock(self, page: ComplaintPage, today: date) -> None:
        clear(self._chips)
        counting = page.counting
        if page.row.answered_on:
            self._chips.addWidget(chip(ChipText(_("Answered {day}").format(day=day_text(page.row.answered_on)), "ok")))
        elif page.row.state is ComplaintState.WITHDRAWN:
            self._chips.addWidget(chip(ChipText(_("Withdrawn"), "quiet", "no")))
        elif page.row.tasks:
            self._chips.addWidget(chip(task_chip(page.row.tasks[0], today)))
        self.ruler.setVisible(counting is not None)
        if counting is None:
            self.due.setText(_("The time for the answer has not begun"))
            text = _("{limit} from the day on which complaint and evidence are both in, under {clause}.")
            self.arithmetic.setText(text.format(limit=page.promise_text, clause=page.clause))
            return
        if page.row.is_open and page.first_answered_on is not None:
            self.ruler.hide()
            self.due.setText(_("Taken up again; first answered on {day}").format(day=long_day(page.first_answered_on)))
            self.arithmetic.setText(_("The next letter names the first one, what was paid and what is still due."))
            self.arithmetic.setToolTip("")
            return
        self.due.setText(_("Answer by {day}").format(day=long_day(counting.last_day)))
        self.arithmetic.setText(" ".join([counting.explain(), *_beside_text(page)]))
        self.arithmetic.setToolTip(page.acknowledgement.explain() if page.acknowledgement else "")
        self.ruler.show_text(ruler_text(counting, min(today, page.row.answered_on or today)))

    def _show_banners(self, steps: list[Step], notice: str) -> None:
        clear(self._banners)
        if notice:
            self._banners.addWidget(banner(notice, "ok"))
        for step in steps[: 1 if notice else 2]:
            buttons = [button(text, small=True) for text in step.buttons]
            for pressed, act in zip(buttons, step.buttons.values(), strict=True):
                pressed.clicked.connect(lambda _checked=False, name=act: self.case_actions.act(name))
            self._banners.addWidget(banner(step.text, step.kind, *buttons))

    def resizeEvent(self, _event: object) -> None:
        """On a narrow window the letter becomes a button; on a high one the texts get what the rest does not need."""
        px = theme.current().px
        wide = self.window().width() >= px(NARROW)
        letter = min(px(_LETTER_WIDEST), max(px(_LETTER_LEAST), self.width() - px(_FORM)))
        self._right.setFixedWidth(letter)
        self._right.setVisible(wide)
        self.letter_button.setVisible(not wide)
        spare = (self.height() - px(_SHORT)) // len(self.fields)
        for field in self.fields.values():
            field.setMinimumHeight(field.sizeHint().height() + spare if spare > px(_SENTENCE) else 0)
        beside = self.side.minimumWidth() + px(_AROUND) + (letter if wide else 0)
        self.fault.show_in(self.width() - beside)

    # ---- work -----------------------------------------------------------------------------------------------------------

    def work(self) -> CaseWork:
        """What stands in the form, errors named beside their fields."""
        return CaseWork(
            *(area.toPlainText() for area in self.areas.values()), security_firm=self.side.firm.text(), fault=self.fault.parts(),
            joint_liability=self.fault.joint.isChecked() and bool(self.fault.thirds), **self.sums.amounts(),
        )  # fmt: skip

    @property
    def is_sound(self) -> bool:
        """Whether sums are sums and shares are shares; what is none is named beside its field."""
        return all([self.sums.is_sound, self.fault.is_sound])

    def _plain_work(self) -> CaseWork:
        """Just what the suggestion needs."""
        proven = self.sums.amounts()["proven"]
        return CaseWork(fault=self.fault.parts(), joint_liability=self.fault.joint.isChecked(), proven=proven)

    def save(self) -> bool:
        """Keep the work as far as it is written."""
        if not self.is_sound:
            return False
        work = self.work()
        try:
            self._services.complaints.save_work(self.page.row.id, work)
        except UserError as problem:
            self.show_problem(problem)
            return False
        self.sums.show_sums(work)
        self.drop_draft()
        self._draft_note.setText(_("Saved at {time}").format(time=clock_text(self._services.office.now())))
        return True

    def show_problem(self, problem: UserError) -> None:
        """A sentence beside the field it belongs to."""
        if problem.field in self.fields:
            self.fields[problem.field].show_error(problem.message)
            self.areas[problem.field].setFocus()
        elif problem.field in self.sums.fields:
            self.sums.fields[problem.field].show_error(problem.message)
        elif problem.field == "fault":
            self.fault.show_error(problem.message)
        else:
            with errors_shown(self):
                raise problem

    # ---- draft ----------------------------------------------------------------------------------------------------------

    @property
    def _draft_key(self) -> str:
        return f"complaint.{self.page.public_id}"

    def save_draft(self) -> None:
        """Keep what is written without deciding anything."""
        if self._page is None or not self._page.row.is_open:
            return
        self._kept = self._draft()
        at = self._services.drafts.save(self._draft_key, self._kept)
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(at)))

    def _draft(self) -> dict[str, str]:
        return _to_draft(self.work()) | self.sums.texts()

    def flush_draft(self) -> None:
        """Leaving the page: what was typed within the last second is kept too."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self.save_draft()

    def drop_draft(self) -> None:
        """The work is saved: the draft has done its part."""
        self._draft_timer.stop()
        self._kept = self._draft()
        self._services.drafts.discard(self._draft_key)

    def _note_change(self) -> None:
        if not self._filling and self._page is not None:
            self._preview_timer.start()
            if self._draft() != self._kept:
                self._draft_timer.start()

    # ---- letter ---------------------------------------------------------------------------------------------------------

    def refresh_preview(self) -> None:
        """Draw the letter anew, off the window's thread; only the latest wish counts."""
        if self._page is None:
            return
        self._wanted_preview += 1
        wish, complaint_id, work = self._wanted_preview, self._page.row.id, self.work()
        answered = [letter for letter in self._page.letters if letter.kind is LetterKind.REPLY]
        letters = self._services.letters
        if answered and not self._page.row.is_open:
            self._show_letter(wish, letters.pdf(answered[-1].id))
            return
        run_in_background(
            self, lambda: letters.preview_reply(complaint_id, work),
            lambda pdf: self._show_letter(wish, pdf), lambda problem: self._show_preview_error(wish, problem),
        )  # fmt: skip

    def open_letter(self) -> None:
        """The letter at reading size."""
        with errors_shown(self):
            content = self.case_actions.current_letter()
            open_modally(PaperDialog(self, _("The letter"), content))

    def _show_letter(self, wish: int, pdf: bytes) -> None:
        if wish != self._wanted_preview:
            return
        self.preview_error.hide()
        self.paper.show_pdf(pdf)
        self._show_pages()

    def _show_preview_error(self, wish: int, problem: Exception) -> None:
        if not isinstance(problem, UserError):
            raise problem
        if wish == self._wanted_preview:
            self.preview_error.setText(problem.message)
            self.preview_error.show()

    def _show_pages(self) -> None:
        count = self.paper.page_count
        self.turn_button.setVisible(count > 1)
        self.preview_note.setVisible(count <= 1)
        self.turn_button.setText(_("Page {n} of {all}").format(n=self.paper.page + 1, all=count))

    def _turn(self) -> None:
        last = self.paper.page + 1 >= self.paper.page_count
        self.paper.turn(-self.paper.page if last else 1)


def _beside_text(page: ComplaintPage) -> list[str]:
    """The other clock beside the counting one, and whether the receipt was acknowledged."""
    texts: list[str] = []
    if page.promise and page.law:
        other = page.law if page.counting is page.promise else page.promise
        texts.append(_("Beside it: {other}").format(other=other.explain()))
    if page.acknowledged_on:
        texts.append(_("Acknowledged {day}.").format(day=day_text(page.acknowledged_on)))
    elif page.acknowledgement and page.row.is_open:
        texts.append(_("Acknowledge by {day}.").format(day=day_text(page.acknowledgement.last_day)))
    return texts


def _to_draft(work: CaseWork) -> dict[str, str]:
    fault = [[part.party.value, part.percent, part.name] for part in work.fault]
    return {
        "data_status": work.data_status, "cause": work.cause, "remedy": work.remedy, "security_firm": work.security_firm,
        "fault": json.dumps(fault, ensure_ascii=False), "joint": "yes" if work.joint_liability else "",
    }  # fmt: skip


def _from_draft(fields: dict[str, str]) -> CaseWork:
    parts = tuple(FaultPart(FaultParty(party), percent, name) for party, percent, name in json.loads(fields["fault"]))
    return CaseWork(
        fields["data_status"], fields["cause"], fields["remedy"], fields["security_firm"], parts, fields["joint"] == "yes"
    )  # fmt: skip
