"""Leaving in the middle of work: the program ends, and it ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.app import Program
from desktop.services.all_services import for_office
from desktop.services.opening import ShopFolder
from desktop.views.background import is_busy
from desktop.views.start.running import RunningPage
from desktop.views.widgets.evidence import PhotoDialog
from tests import builders
from tests.services.helpers import reopened
from tests.views.conftest import delete_now
from tests.views.hands import Key, button, reads
from tests.views.looks import faults

LEAVE = """
import sys
import time
from datetime import date
from pathlib import Path
from desktop import app
from desktop.services.all_services import for_office
from desktop.services.opening import NewShop, ShopFolder
from desktop.services.policies import preset_rules
from desktop.views import error_dialogs
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
error_dialogs.install = lambda _folder: None  # nobody is here to close a dialog
program = app.Program(application, path, clock=clock, backs_up=True)
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


WAIT = """
program.host.close()
end = time.monotonic() + 30
while program.host.isVisible() and time.monotonic() < end:
    application.processEvents()
assert not program.host.isVisible()
"""
AT_ONCE = "program.host.close()\nprogram.host.close()\nassert not program.host.isVisible()"


@pytest.mark.parametrize("leave", [WAIT, AT_ONCE, "program.lock()\napplication.processEvents()\nprogram.host.close()"])
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


# ---- the backup on leaving -----------------------------------------------------------------------------------------------


@pytest.fixture
def program(start_program, hands, qtbot) -> Program:
    """The program as it is delivered, open, with a customer entered."""
    program = start_program()
    program._backs_up = True
    hands.fill(program.page.passphrase, builders.PASSPHRASE)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: hasattr(program.page, "tabs"))
    qtbot.waitUntil(lambda: len(backups(program)) == 1 and not is_busy())
    hands.to_front(program.host)
    return program


def backups(program: Program) -> list[str]:
    place = program._path / "backups"
    return sorted(path.name for path in place.iterdir() if not path.name.endswith(".part")) if place.is_dir() else []


def leave(program: Program, qtbot) -> None:
    program.host.close()
    qtbot.waitUntil(lambda: not program.host.isVisible())


def enter_something(program: Program, clock) -> None:
    clock.move(hours=1)
    builders.add_customer(for_office(program._office))


def test_first_opening_of_a_day_makes_a_backup(program, qtbot, clock) -> None:
    assert backups(program) == ["giu-loi-20261121-100000"]


def test_leaving_after_work_makes_a_backup_and_closes_by_itself(program, qtbot, clock) -> None:
    enter_something(program, clock)
    program.host.close()
    assert program.host.isVisible()
    assert isinstance(program.page, RunningPage)
    assert program.page.title.text() == "Đang sao lưu…"
    qtbot.waitUntil(lambda: not program.host.isVisible())
    assert backups(program) == ["giu-loi-20261121-100000", "giu-loi-20261121-110000"]
    again = ShopFolder(program._path, clock)
    again.take()
    with reopened(again) as services:
        assert len(services.customers.search("0")) == 1
        assert [row.is_there for row in services.backups.rows()] == [True, True]
    again.release()


def test_page_on_leaving_has_nothing_cut_or_in_english(program, qtbot, clock) -> None:
    enter_something(program, clock)
    program.host.close()
    program.page.show()
    assert faults(program.page) == []


def test_leaving_without_anything_new_closes_at_once(program) -> None:
    program.host.close()
    assert not program.host.isVisible()
    assert len(backups(program)) == 1


def test_she_may_leave_without_the_backup(program, hands, qtbot, clock) -> None:
    enter_something(program, clock)
    program.host.close()
    program.page.stop_button.click()
    assert not program.host.isVisible()
    assert len(backups(program)) == 1
    assert program._office is None


def test_a_disk_that_takes_no_backup_is_named_and_she_leaves_anyway(program, hands, qtbot, clock) -> None:
    enter_something(program, clock)
    place = program._path / "backups"
    place.rename(place.with_name("elsewhere"))
    place.write_bytes(b"no folder")
    program.host.close()
    qtbot.waitUntil(lambda: reads(program.page, "Chưa sao lưu được khi đóng:"))
    assert reads(program.page, "Những gì bạn nhập đã được lưu.")
    hands.click(button(program.page, "Đóng chương trình"))
    assert not program.host.isVisible()


def test_locking_makes_none(program, hands, clock) -> None:
    enter_something(program, clock)
    hands.press("Ctrl+L")
    assert len(backups(program)) == 1


def test_sample_shop_makes_none(program, clock) -> None:
    program._is_demo = True
    enter_something(program, clock)
    program.host.close()
    assert not program.host.isVisible()
    assert len(backups(program)) == 1
