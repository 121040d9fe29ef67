"""What was erased so far: when, how many, and the certificate of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.i18n import clock_text, local_day, long_day, ngettext, number_text, sentence_start
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.services.erasures import ErasureRow
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import box, clear, column, frame, line, row, scrolling
from desktop.views.widgets.papers import PaperActions

_MOST = 200


class PastErasures(QWidget):
    """One line for each, the newest first."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.papers = PaperActions(self)
        self._shown: tuple[ErasureRow, ...] = ()
        self._rows = column(gap=0)
        panel = frame(column(self._rows, margins=(16, 4, 16, 4)))
        self.setLayout(column(scrolling(box(column(panel, None, gap=0))), gap=0))

    def show_rows(self, erasures: Sequence[ErasureRow]) -> None:
        """Show these."""
        if self._shown == tuple(erasures[:_MOST]):
            return
        self._shown = tuple(erasures[:_MOST])
        clear(self._rows)
        for place, erasure in enumerate(self._shown):
            if place:
                self._rows.addWidget(line())
            self._rows.addWidget(self._row(erasure))

    def _row(self, erasure: ErasureRow) -> QWidget:
        when = sentence_start(f"{long_day(local_day(erasure.erased_at))}, {clock_text(erasure.erased_at)}")
        words = column(label(when, "strong"), label(_counts(erasure), "muted", wrap=True), gap=0)
        paper = button(_("Show certificate"), icon="doc", small=True)
        paper.setAccessibleName(_("Show certificate {number}").format(number=erasure.number))
        paper.clicked.connect(lambda: show_certificate(self.papers, self._services, erasure.public_id, erasure.number))
        return box(row((words, 1), label(erasure.number), paper, gap=12, margins=(0, 8, 0, 8)))


def show_certificate(papers: PaperActions, services: Services, public_id: str, number: str) -> None:
    """The certificate of an erasure, to look at, to print, to save."""
    title = _("Certificate of erasure {number}").format(number=number)
    papers.show(title, _("certificate-of-erasure"), lambda: services.erasure_papers.certificate(public_id))


def _counts(erasure: ErasureRow) -> str:
    people = ngettext("{n} customer", "{n} customers", erasure.people).format(n=number_text(erasure.people))
    asked = ngettext("{n} of them asked for it", "{n} of them asked for it", erasure.asked).format(n=number_text(erasure.asked))
    files = ngettext("{n} kept complaint file", "{n} kept complaint files", erasure.complaint_files)
    counts = (
        (erasure.people, people),
        (erasure.asked, asked),
        (erasure.complaint_files, files.format(n=erasure.complaint_files)),
    )
    return ", ".join(text for n, text in counts if n)
