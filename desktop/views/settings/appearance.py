"""Settings, this computer: language, light or dark, size of type."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop.i18n import gettext as _
from desktop.pc_settings import SCALES, PcSettings
from desktop.views import theme
from desktop.views.settings.parts import SettingsSubject
from desktop.views.widgets.fields import Choice, Field
from desktop.views.widgets.layout import column, frame, row


class AppearancePage(SettingsSubject):
    """``changed`` carries the new settings; the window is then made anew."""

    changed = Signal(object)

    def __init__(self, pc: PcSettings) -> None:
        super().__init__(_("This computer"), _("These choices belong to this computer, not to the shop."))
        self._pc = pc
        self.language = Choice(("Tiếng Việt", "vi"), ("English", "en"))
        self.theme = Choice((_("As the system"), "system"), (_("Light"), "light"), (_("Dark"), "dark"))
        self.scale = Choice(*((f"{percent} %", percent) for percent in SCALES))
        self.language.choose(pc.language)
        self.theme.choose(pc.theme)
        self.scale.choose(pc.scale)
        fields = (Field(_("Language"), self.language), Field(_("Look"), self.theme), Field(_("Size of type"), self.scale))
        panel = frame(column(*fields, self.save_row(), gap=10, margins=(16, 12, 16, 14)))
        panel.setFixedWidth(theme.current().px(420))
        self.build(row(panel, None))

    def save(self) -> None:
        """Take the choices over."""
        chosen = PcSettings(str(self.language.value()), str(self.theme.value()), int(str(self.scale.value())), self._pc.window)
        self.changed.emit(chosen)
