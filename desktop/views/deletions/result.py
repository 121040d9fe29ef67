"""What an erasure came to: how many, under which certificate, who stayed and why, and whom to tell now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import ngettext, number_text, sentence_start
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureDone
from desktop.services.request_papers import Farewell
from desktop.views.deletions.last_letters import LastLetters
from desktop.views.deletions.past import show_certificate
from desktop.views.disclosures.tasks import ErasureNotices
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import glyph, label
from desktop.views.widgets.layout import box, clear, column, frame, row, scrolling
from desktop.views.widgets.papers import PaperActions

_MOST = 100


class ResultPage(QWidget):
    """``left`` when she has read it."""

    left = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._done = ErasureDone("", "", 0, ())
        self.papers = PaperActions(self)
        self.title, self.number, self.rest = label("", "title", wrap=True), label("", wrap=True), label("", "muted", wrap=True)
        self._sign = column(gap=0)
        self._left_out, self.notices = column(gap=4), ErasureNotices(services)
        self.last_letters = LastLetters(services)
        inside = box(column(self.last_letters, self._left_out, self.notices, None, gap=14))
        self.paper_button = button(_("Show certificate"), icon="doc")
        self.paper_button.clicked.connect(self.show_certificate)
        self.print_button = button(_("Print certificate"), icon="print")
        self.print_button.clicked.connect(self.print_certificate)
        close = button(_("Close"), "Esc", "primary")
        close.clicked.connect(self.leave)
        head = row(self._sign, (column(self.title, self.number, self.rest, gap=4), 1), gap=12)
        actions = row(self.paper_button, self.print_button, None, close, gap=10)
        self.setLayout(column(head, (scrolling(inside), 1), actions, gap=14, margins=(24, 18, 24, 16)))
        self.setFocusProxy(close)

    def leave(self) -> None:
        """Close it; a letter that only now can be made is asked for by name first."""
        self.last_letters.ask_to_leave(self._leave)

    def _leave(self) -> None:
        self.last_letters.forget()
        self.left.emit()

    def show_done(self, done: ErasureDone, total: int, farewells: tuple[Farewell, ...] = ()) -> None:
        """After an erasure of ``total`` people; ``farewells``: to whom a letter about it is due."""
        self._done = done
        clear(self._sign)
        self._sign.addWidget(glyph("ok" if done.erased else "info", "ok" if done.erased else "accent", 28))
        self._sign.addStretch(1)
        self.title.setText(_title(done, total))
        self.number.setText(_("Certificate number {number}").format(number=done.number) if done.number else "")
        self.rest.setText(
            _("The data is gone from the register, from its free pages and from the attached files.") if done.erased else ""
        )
        for part in (self.number, self.rest):
            part.setVisible(bool(part.text()))
        for paper in (self.paper_button, self.print_button):
            paper.setVisible(bool(done.number))
        self.last_letters.show_letters(done, farewells)
        self._show_left_out(done.left_out)
        self.notices.follow(done.number)

    def _show_left_out(self, left_out: tuple[str, ...]) -> None:
        clear(self._left_out)
        if not left_out:
            return
        count = len(left_out)
        title = ngettext("{n} customer was left out", "{n} customers were left out", count).format(n=number_text(count))
        lines = [label(sentence, wrap=True) for sentence in left_out[:_MOST]]
        self._left_out.addWidget(frame(column(label(title, "section"), *lines, gap=6, margins=(16, 10, 16, 12)), "card"))

    def show_certificate(self) -> None:
        """To look at, to print, to save."""
        show_certificate(self.papers, self._services, self._done.public_id, self._done.number)

    def print_certificate(self) -> None:
        """Straight to the printer."""
        public_id = self._done.public_id
        self.papers.print(lambda: self._services.erasure_papers.certificate(public_id))


def _title(done: ErasureDone, total: int) -> str:
    erased = ngettext("{n} customer was erased", "{n} customers were erased", done.erased).format(n=number_text(done.erased))
    if done.was_stopped:
        rest = total - done.erased - len(done.left_out)
        untouched = ngettext("{n} is untouched", "{n} are untouched", rest).format(n=number_text(rest))
        return _("Stopped. {erased}, {untouched}.").format(erased=erased, untouched=untouched)
    return sentence_start(f"{erased}.") if done.erased else _("Nobody was erased.")
