"""Qt's own words: it ships no Vietnamese, so its menus and dialogs speak through our catalogue."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator

from desktop.i18n import gettext as _
from desktop.i18n import language


def _words() -> dict[str, str]:
    return {
        "&Undo": _("Undo"), "&Redo": _("Redo"), "Cu&t": _("Cut"), "&Copy": _("Copy"), "Copy": _("Copy"), "&Paste": _("Paste"),
        "Delete": _("Delete"), "&Delete": _("Delete"), "Select All": _("Select all"), "OK": _("OK"), "&OK": _("OK"), "Save": _("Save"),
        "&Save": _("Save"), "Open": _("Open"), "&Open": _("Open"), "Cancel": _("Cancel"), "&Cancel": _("Cancel"), "Close": _("Close"),
        "&Close": _("Close"), "Yes": _("Yes"), "&Yes": _("Yes"), "No": _("No"), "&No": _("No"), "Help": _("Help"), "Apply": _("Apply"),
        "&Choose": _("Choose"), "Look in:": _("Look in:"), "File &name:": _("File name:"), "Files of type:": _("Kind of file:"),
        "Directory:": _("Folder:"), "Name": _("Name"), "Size": _("Size"), "Type": _("Kind"), "Kind": _("Kind"),
        "Date Modified": _("Changed on"), "Back": _("Back"), "Forward": _("Forward"), "Parent Directory": _("Folder above"),
        "Create New Folder": _("New folder"), "New Folder": _("New folder"), "&New Folder": _("New folder"), "List View": _("List"),
        "Detail View": _("Details"), "Computer": _("Computer"), "My Computer": _("Computer"), "All Files (*)": _("All files (*)"),
        "&Rename": _("Rename"), "Show &hidden files": _("Show hidden files"), "Find Directory": _("Find folder"),
        "Print": _("Print"), "&Print": _("Print"), "Printer": _("Printer"), "&Name:": _("Name:"), "P&roperties": _("Properties"),
        "Location:": _("Place:"), "Preview": _("Preview"), "Type:": _("Kind:"), "Output &file:": _("Into file:"), "Print range": _("Pages"),
        "Print all": _("All pages"), "Pages from": _("Pages from"), "to": _("to"), "Selection": _("Selection"), "Current Page": _("This page"),
        "Output Settings": _("Output"), "Copies:": _("Copies:"), "Collate": _("Collate"), "Reverse": _("Last page first"), "Copies": _("Number of copies"),
        "Options": _("Options"), "Color Mode": _("Colour"), "Color": _("Colour"), "Grayscale": _("Grey"), "Duplex Printing": _("Both sides"),
        "None": _("None"), "Long side": _("Long side"), "Short side": _("Short side"), "&Options >>": _("More options"),
        "&Options <<": _("Fewer options"), "Print to File (PDF)": _("Print into a PDF file"), "Print To File ...": _("Print into a file…"),
        "Step up": _("Up"), "Step &down": _("Down"), "&Step up": _("Up"),
    }  # fmt: skip


class QtTexts(QTranslator):
    """Answers Qt's questions for a text."""

    def __init__(self) -> None:
        super().__init__()
        self._words = _words() if language() == "vi" else {}

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The words for one of Qt's texts; None (a null text, not an empty one) leaves it as it is."""
        return self._words.get(sourceText)

    def isEmpty(self) -> bool:
        """Never: Qt does not install an empty translator."""
        return False


def use_locale() -> None:
    """Days and months of Qt's calendar in the language of the screen."""
    QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
