"""What the tests of services look with: letters as text, folders as bytes, a shop opened again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from desktop.models.choices import Delivery, LetterKind
from desktop.services.all_services import Services, for_office
from desktop.services.complaint_views import CaseWork, ComplaintPage
from desktop.services.opening import ShopFolder
from tests import builders

NAME_AS_TYPED = '<b>An</b> & <img src="x"/>'


def said(pdf: bytes) -> str:
    """The text of a paper, every run of white space made one space."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def evidence_files(folder: ShopFolder) -> set[str]:
    """Names of the encrypted files that lie beside the database."""
    return {path.name for path in (folder.path / "evidence").glob("*")}


@contextmanager
def reopened(folder: ShopFolder, passphrase: str = builders.PASSPHRASE) -> Iterator[Services]:
    """The shop after the program was started once more."""
    office = folder.unlock(passphrase)
    try:
        yield for_office(office)
    finally:
        office.database.close()


def page(services: Services, complaint_id: int) -> ComplaintPage:
    """A complaint as it stands now."""
    return services.complaints.page(complaint_id)


def decided(services: Services, work: CaseWork = builders.WORK, **more: object) -> int:
    """A complaint received and decided today."""
    complaint_id = builders.complaint(services, **more).row.id
    services.complaints.decide(complaint_id, work)
    return complaint_id


def send(services: Services, complaint_id: int, kind: LetterKind = LetterKind.REPLY) -> int:
    """A paper made and handed over today."""
    letter_id = services.letters.issue(complaint_id, kind)
    services.letters.mark_sent(letter_id, services.office.today(), Delivery.HANDED_OVER)
    return letter_id


def write_in_english(services: Services) -> None:
    """Letters go out in English from now on."""
    services.shop.save_letter_settings(replace(services.shop.letter_settings(), language="en"))
