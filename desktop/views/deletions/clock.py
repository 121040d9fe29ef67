"""The banner of a clock that jumped: nothing is erased until she has said that the date is right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.i18n import gettext as _
from desktop.i18n import long_day
from desktop.services.all_services import Services
from desktop.views.error_dialogs import errors_shown
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import banner


def clock_banner(owner: QWidget, services: Services, confirmed: Callable[[], object] = lambda: None) -> QWidget | None:
    """Why the date is in doubt, and the button that confirms it; None where the clock is to be trusted.

    ``confirmed`` is called after she has pressed it; a page that follows the changes of the shop needs none.
    """
    sentence = services.clock_guard.doubt()
    if not sentence:
        return None
    right = button(_("Yes, today is {day}").format(day=long_day(services.office.today())), small=True)

    def confirm() -> None:
        with errors_shown(owner):
            services.clock_guard.confirm()
            confirmed()

    right.clicked.connect(confirm)
    return banner(sentence, "late", right)
