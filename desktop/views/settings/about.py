"""Settings, about: version, where the data lies, what the program is made with and under which licences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop import __version__, paths
from desktop.i18n import gettext as _
from desktop.services.about import components
from desktop.views.settings.parts import SettingsSubject
from desktop.views.widgets.buttons import folder_button
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import box, column, frame, row


class AboutPage(SettingsSubject):
    """``data`` is the folder that holds this shop's data."""

    def __init__(self, data: Path) -> None:
        super().__init__(_("About Giữ Lời"), _("Version {number}. Free to use and to pass on.").format(number=__version__))
        text = _("Nothing in it is sent anywhere: the program never goes online.")
        self.build(label(text, wrap=True), self._data(data), self._parts())

    def _data(self, folder: Path) -> QWidget:
        where = _("On the stick, beside the program.") if paths.portable_data() else _("In your own folder on this computer.")
        path = label(str(folder), "muted", wrap=True)
        self.data_button = folder_button(_("Open data folder"), folder)
        self.logs_button = folder_button(_("Open log folder"), folder / "logs")
        content = column(
            section(_("The shop's data")),
            label(where),
            path,
            row(self.data_button, self.logs_button, None, gap=10),
            gap=8,
            margins=(16, 10, 16, 12),
        )
        return frame(content)

    def _parts(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(3)
        parts = components()
        half = (len(parts) + 1) // 2
        for place, part in enumerate(parts):
            line, side = place % half, 2 * (place // half)
            grid.addWidget(label(part.name), line, side)
            grid.addWidget(label(part.licence, "muted"), line, side + 1)
        grid.setColumnStretch(3, 1)
        self.licences_button = folder_button(_("Open licence texts"), paths.licences())
        note = label(
            _("Qt is used under the LGPL: its libraries lie as files of their own beside the program and may be replaced."),
            "help",
            wrap=True,
        )
        content = column(
            section(_("Made with")), box(grid), note, row(self.licences_button, None), gap=8, margins=(16, 10, 16, 12)
        )
        return frame(content)
