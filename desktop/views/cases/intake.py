"""Taking a case at the counter: what the intakes of complaints and requests share, above all their draft."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop.i18n import clock_text
from desktop.i18n import gettext as _
from desktop.models.choices import Channel
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.drafts import CustomerGone
from desktop.views.cases.who import WhoPanel
from desktop.views.widgets.buttons import back_button, button
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.fields import Area, Choice, Field
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import footer

_DRAFT_DELAY = 800


class IntakeForm(QWidget):
    """``received`` carries the new case, ``left`` when she goes back (the draft stays). Each intake gives ``draft_name`` and
    ``fields``, what may be wrong in the order it is read."""

    received = Signal(object)
    left = Signal()

    draft_name: str
    fields: dict[str, Field]

    def __init__(self, services: Services, who: WhoPanel, lines: int) -> None:
        super().__init__()
        self._services = services
        self._filling = False
        self._draft_key, self._is_kept = self.draft_name, False
        self._who = who
        self.channel = Choice(*((choice_label(channel), channel) for channel in Channel))
        self.day, self.text = DateField(None), Area(lines)
        self._draft_note = label("", "help")
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_DELAY)
        self._draft_timer.timeout.connect(self.save_draft)

    def _foot(self, enter: str) -> QWidget:
        back, self.save_button = back_button(), button(enter, "F9", "primary", "save")
        back.clicked.connect(self.left)
        self.save_button.clicked.connect(self.save)
        return footer(back, None, self._draft_note, 4, self.save_button)

    # ---- what each intake has of its own --------------------------------------------------------------------------------

    def save(self) -> None:
        """Enter it: number and clock; or a sentence at each field that needs one."""
        raise NotImplementedError

    def _first(self) -> QWidget:
        """Where the cursor goes at the start."""
        raise NotImplementedError

    def _is_begun(self) -> bool:
        """Whether there is anything to lose."""
        raise NotImplementedError

    # ---- starting -------------------------------------------------------------------------------------------------------

    def start(self, customer_id: int | None = None) -> None:
        """A fresh form; a draft left behind comes back unless a customer was chosen for it."""
        self._filling = True
        self._clear()
        self._who.start(customer_id)
        for field in self.fields.values():
            field.clear_error()
        self._draft_note.setText("")
        self._load_draft(customer_id)
        self._filling = False
        self._first().setFocus()

    def _clear(self) -> None:
        self.day.set_day(self._services.office.today())
        self.text.clear()
        self.channel.setCurrentIndex(0)

    # ---- saving ---------------------------------------------------------------------------------------------------------

    def _entered(self, page: object) -> None:
        """The draft has done its part."""
        self._draft_timer.stop()
        self._is_kept = False
        self._services.drafts.discard(self._draft_key)
        self.received.emit(page)

    def _show_at_fields(self, errors: dict[str, str], *, is_elsewhere: bool = False) -> None:
        """Sentences at the fields and at the person; the cursor goes to the first field unless it is needed elsewhere."""
        mine = [name for name in self.fields if name in errors]
        for name in mine:
            self.fields[name].show_error(errors[name])
        self._who.show_errors(errors)
        if mine and not self._who.has_error and not is_elsewhere:
            self.fields[mine[0]].control.setFocus()

    # ---- draft ----------------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """Keep what is written so far; of somebody who was erased meanwhile nothing is kept, here neither."""
        if not self.follow_register() or not self._is_begun():
            return
        try:
            self._show_draft_time(self._services.drafts.save(self._draft_key, self._fields_now()))
        except CustomerGone:
            self.forget()
        else:
            self._is_kept = True

    def follow_register(self) -> bool:
        """Whether the form may stay: whose customer was erased, or whose draft went with somebody it named, is forgotten."""
        drafts = self._services.drafts
        went = self._is_kept and drafts.load(self._draft_key) is None
        if went or drafts.is_about_somebody_gone(self._fields_now()):
            self.forget()
            return False
        return True

    def forget(self) -> None:
        """Nothing of what was typed stays on this page; a draft about somebody else may come back into it."""
        focused = QApplication.focusWidget()
        self._who.forget()
        self.start()
        self._draft_timer.stop()
        if focused is not None and not self.isAncestorOf(focused):
            focused.setFocus()

    def _fields_now(self) -> dict[str, str]:
        return {
            "channel": str(self.channel.value()), "text": self.text.toPlainText(), "received_on": self.day.written(),
            **self._who.draft(),
        }  # fmt: skip

    def _show_fields(self, fields: dict[str, str]) -> None:
        """What a draft kept."""
        self._who.restore(fields)
        self.channel.choose(Channel(fields["channel"]))
        self.text.setPlainText(fields["text"])
        self.day.show_written(fields.get("received_on", ""))

    def _load_draft(self, customer_id: int | None) -> None:
        self._draft_key = self._key_for(customer_id)
        draft = self._services.drafts.load(self._draft_key)
        self._is_kept = draft is not None
        if draft is not None:
            self._show_fields(draft.fields)
            self._show_draft_time(draft.saved_at)

    def _key_for(self, customer_id: int | None) -> str:
        """A case begun from a customer's page has a draft of its own, unless the open draft is that customer's."""
        if customer_id is None:
            return self.draft_name
        general = self._services.drafts.load(self.draft_name)
        is_theirs = general is not None and general.fields.get("customer") == str(customer_id)
        return self.draft_name if is_theirs else f"{self.draft_name}.{customer_id}"

    def _show_draft_time(self, at: datetime) -> None:
        self._draft_note.setText(_("Draft kept at {time}").format(time=clock_text(at)))

    def _note_change(self) -> None:
        if not self._filling:
            self._draft_timer.start()
