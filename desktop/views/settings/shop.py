"""Settings, shop identity."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.services.all_services import Services
from desktop.views.settings.identity import IdentityForm
from desktop.views.settings.parts import SettingsSubject


class ShopPage(SettingsSubject):
    """Who the shop is."""

    def __init__(self, services: Services) -> None:
        super().__init__(
            _("Shop identity"), _("Stands at the head and foot of every letter. Letters already sent stay as they are.")
        )
        self._services = services
        self.form = IdentityForm()
        self.build(self.form, self.save_row())
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        self.form.show_identity(self._services.shop.identity())
        self.saved_note.setText("")

    def save(self) -> None:
        """Keep it."""
        try:
            self._services.shop.save_identity(self.form.identity())
        except UserError as problem:
            self.form.show_problem(problem)
        else:
            self.tell_saved()
