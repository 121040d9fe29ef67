"""A data folder beyond the 260 characters of Windows' usual names, as somebody's sorted stick may have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import paths
from desktop.services.all_services import for_office
from desktop.services.opening import ShopFolder
from tests import builders
from tests.services.test_opening import NEW_SHOP


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    folder = paths.with_room(tmp_path / ("Sổ sách " * 10).strip() / ("Cửa hàng " * 10).strip() / ("Dữ liệu " * 10).strip())
    assert len(str(folder)) > 260
    return folder


def test_a_shop_is_made_used_copied_and_opened_again(deep: Path, clock) -> None:
    folder = ShopFolder(deep, clock)
    folder.take()
    office, _code = folder.create(builders.PASSPHRASE, NEW_SHOP)
    services = for_office(office)
    services.office.actor = services.shop.staff()[0].public_id
    page = builders.complaint(services, files=(builders.photo(),))
    saved = services.backups.make_in(paths.with_room(deep.with_name(("Bản sao " * 10).strip())))
    office.database.close()
    assert (saved.folder / "giuloi.db").is_file()
    again = folder.unlock(builders.PASSPHRASE)
    (evidence,) = for_office(again).complaints.page(page.row.id).evidence
    assert for_office(again).complaints.evidence(evidence.id) == builders.photo().content
    again.database.close()
    folder.release()
