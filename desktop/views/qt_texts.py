"""Qt's own words: it ships no Vietnamese, so its menus and dialogs speak through our catalogue."""

from __future__ import annotations

import struct

from PySide6.QtCore import QLocale, QTranslator

from desktop.i18n import gettext as _
from desktop.i18n import language

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_END, _TRANSLATION, _SOURCE = 1, 3, 6


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
    """Answers Qt's questions for a text, whichever part of Qt asks, without a line of Python.

    Qt asks from other threads too, while it holds locks of its own; an answer in Python would wait for the interpreter, whose holder
    may be waiting for one of those locks: the program stood still for ever when a photo was opened while small pictures were made.
    """

    def __init__(self) -> None:
        super().__init__()
        self._content = compiled(_words() if language() == "vi" else {})  # Qt reads it where it lies
        self.load(self._content)


def compiled(words: dict[str, str]) -> bytes:
    """The words as Qt's own file of translations (qm) holds them: by a hash of the text, in no context, so that they fit any.

    Source of the format: QTranslator of Qt 6 (qtbase, corelib/kernel).
    """
    messages, places = b"", list[tuple[int, int]]()
    for source, text in words.items():
        places.append((_hash(source.encode()), len(messages)))
        messages += _block(_TRANSLATION, text.encode("utf-16-be")) + _block(_SOURCE, source.encode()) + bytes([_END])
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    return _MAGIC + _block(_HASHES, hashes) + _block(_MESSAGES, messages)


def _block(tag: int, content: bytes) -> bytes:
    return struct.pack(">BI", tag, len(content)) + content


def _hash(text: bytes) -> int:
    """The hash of object files (ELF), 28 bits; never 0."""
    found = 0
    for byte in text:
        found = (found << 4) + byte
        high = found & 0xF0000000
        found = (found ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return found or 1


def use_locale() -> None:
    """Days and months of Qt's calendar in the language of the screen."""
    QLocale.setDefault(QLocale("vi_VN" if language() == "vi" else "en_GB"))
