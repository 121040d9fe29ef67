"""Leaving in the middle of work: the program ends, and it ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.views.widgets.evidence import PhotoDialog
from tests import builders
from tests.views.conftest import delete_now

LEAVE = """
import sys
from datetime import date
from pathlib import Path
from desktop import app
from desktop.services.all_services import for_office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from tests import builders
from tests.conftest import Clock

clock, path = Clock(), Path(sys.argv[1])
folder = ShopFolder(path, clock)
folder.take()
rules = preset_rules("delivery", date(2026, 1, 1))
office, _code = folder.create(builders.PASSPHRASE, NewShop(builders.IDENTITY, rules, "Lan"))
builders.complaint(for_office(office))
office.database.close()
folder.release()
application = app.make_application()
program = app.Program(application, path, clock=clock)
program.show()
program.page.passphrase.setText(builders.PASSPHRASE)
program.page.open_button.click()
while not hasattr(program.page, "tabs"):
    application.processEvents()
program.page.show_tab(2)
application.processEvents()
program.page.complaints.case.refresh_preview()
{leave}
"""


@pytest.mark.parametrize("leave", ["program.host.close()", "program.lock()\napplication.processEvents()\nprogram.host.close()"])
def test_program_is_left_while_a_letter_is_being_drawn(tmp_path: Path, leave: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LEAVE.replace("{leave}", leave), str(tmp_path / "shop")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-600:]


def test_photo_that_was_closed_does_not_stay_in_memory(make_desk) -> None:
    desk = make_desk(fill=lambda services: builders.complaint(services, files=(builders.photo(),)))
    desk.hands.press("Ctrl+5")
    desk.case.side.open_file(desk.case.page.evidence[0].id)
    viewers = [one for one in desk.case.findChildren(PhotoDialog) if one.isVisible()]
    assert len(viewers) == 1
    viewers[0].close()
    delete_now()
    assert desk.case.findChildren(PhotoDialog) == []
