"""F1: what this screen is for and its keys."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop.i18n import gettext as _
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import label
from desktop.views.widgets.layout import column, row


def screen_text(screen: str) -> str:
    """What a screen is for, in two sentences."""
    texts = {
        "dashboard": _("The morning page. It shows what is late, due today and due this week; press a number to see the list behind it."),
        "deletions": _("Whose data is due for deletion, and when. Nothing goes before you have looked at it and confirmed it; who is on hold stays and says why."),
        "customers": _("Everything the shop holds about its customers. Type the last digits of a phone number or a part of the name, with or without accents. A list from another program is read in with Ctrl+I."),
        "consents": _("What each customer agreed to, refused or withdrew, purpose by purpose, with the signed slip. Print a form, have it signed, drop in its photo."),
        "disclosures": _("Who was told what about whom. A shipping manifest makes the carrier's file and the entries together, and leaves out whoever did not agree."),
        "complaints": _("A complaint from the counter to the printed reply. The clock counts by your own policy and says how; the letter follows your typing."),
        "requests": _("What customers ask of their own data, from the counter to the printed letter. The clock is the law's; who asks is made sure of before anything is done."),
        "incidents": _("Data lost, stolen or sent to the wrong person: who has to be told by when, to the minute, and the letters to authorities and customers."),
        "settings": _("The shop's identity, policy, calendar, letters, names and copies."),
    }  # fmt: skip
    return texts[screen]


def keys() -> list[tuple[str, str]]:
    """The keys of the program."""
    return [
        ("F1", _("Help for this screen")), ("F2", _("New: complaint, request, incident, or customer on the customers tab")), ("F3", _("Search on this screen")),
        ("F4", _("Find a customer")), ("F9", _("Save")), ("F10", _("Save and print")), ("Esc", _("Back")), ("Ctrl+Z", _("Undo")),
        ("Ctrl+1 … 7", _("Tabs")), ("Ctrl+I", _("Take in customers from a file")), ("Ctrl+L", _("Lock now")), ("Ctrl+V", _("Paste a picture as evidence")),
    ]  # fmt: skip


class HelpDialog(QDialog):
    """Purpose and keys."""

    def __init__(self, owner: QWidget, screen: str) -> None:
        super().__init__(owner)
        self.setWindowTitle(_("Help"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for place, (key, meaning) in enumerate(keys()):
            grid.addWidget(label(key, "strong"), place, 0)
            grid.addWidget(label(meaning), place, 1)
        grid.setColumnStretch(1, 1)
        close = button(_("Close"), "Esc", "primary")
        close.clicked.connect(self.accept)
        text = label(screen_text(screen), wrap=True)
        text.setMinimumWidth(520)
        self.setLayout(
            column(label(_("Help for this screen"), "title"), text, 4, grid, row(None, close), gap=12, margins=(24, 20, 24, 18))
        )
