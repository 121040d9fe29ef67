"""What tests of restoring share: the shop after a restore, who is in it, and ways to lose them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desktop.models.audit import AuditEntry
from desktop.services.all_services import Services, for_office
from desktop.services.erasures import Chosen
from desktop.services.opening import ShopFolder
from tests import builders
from tests.builders import HANH

TAM = replace(HANH, name="Đỗ Văn Tâm", phone="0908 111 222", email="")


@contextmanager
def restored(folder: ShopFolder, source: Path) -> Iterator[Services]:
    """The shop after a restore from the open shop."""
    office = folder.restore(source)
    try:
        yield for_office(office)
    finally:
        office.database.close()


def names(services: Services) -> set[str]:
    return {hit.name for hit in services.customers.search("0")}


def details_of(services: Services, number: int) -> str:
    with services.office.reading() as session:
        return session.get_one(AuditEntry, number).details


def erase_hanh(services: Services) -> None:
    services.complaints.withdraw(1, "settled")
    services.erasures.note_wish(1, services.office.today())
    assert services.erasures.erase(Chosen((1,))).erased == 1


def closed_names(folder: ShopFolder, source: Path, secret: str = builders.PASSPHRASE) -> set[str]:
    office = folder.restore_closed(source, secret)
    found = names(for_office(office))
    assert office.log_is_whole()
    office.database.close()
    return found
