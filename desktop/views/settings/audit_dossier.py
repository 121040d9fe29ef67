"""The dialog before a dossier is made: which personal data goes into it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.i18n import gettext as _
from desktop.i18n import sentence_start
from desktop.services.dossier import kind_name
from desktop.services.dossier_registers import Personal
from desktop.views.widgets.fields import Field
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.layout import column


class Ticks(QWidget):
    """One box for each kind of personal data; none is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes = {kind: QCheckBox(sentence_start(kind_name(kind))) for kind in Personal}
        self.setLayout(column(*self.boxes.values(), gap=4))
        self.setFocusProxy(self.boxes[Personal.NAMES])

    def ticked(self) -> frozenset[Personal]:
        """What goes in."""
        return frozenset(kind for kind, box in self.boxes.items() if box.isChecked())


def ask_for_dossier(owner: QWidget, make: Callable[[frozenset[Personal]], None]) -> FormDialog:
    """What it is, what may be ticked, and the button that asks where it goes."""
    ticks = Ticks()
    help_text = _("Without a tick customers are random ids. The file is not encrypted: whoever has it can read what you tick.")
    fields = {"personal": Field(_("Personal data that goes in"), ticks, help_text)}
    note = _("One file with the registers, every version of the policy, the log, and a small program that checks the log.")
    return FormDialog(
        owner, _("Make the inspector's dossier"), _("Choose where"), fields, lambda: make(ticks.ticked()), note
    ).start()
