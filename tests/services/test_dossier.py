"""The inspector's dossier: everything there is to see, nobody's data unless it was ticked, and a log that proves itself."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Date, Text, select

from desktop import i18n, paths
from desktop.documents.page import WIDTH
from desktop.errors import UserError
from desktop.models.audit import AuditEntry
from desktop.models.base import UtcDateTime
from desktop.models.entities import Base
from desktop.services.all_services import Services
from desktop.services.audit_history import HistoryFilter
from desktop.services.customers import CustomerDetails
from desktop.services.dossier import Dossier
from desktop.services.dossier_registers import Personal
from desktop.services.dossier_tables import REGISTERS
from desktop.services.progress import Cancelled, Progress
from tests.builders import IDENTITY, add_customer, intake
from tests.faults.traces import enter
from tests.services.helpers import said
from tests.services.one_shop import one_shop
from tests.services.test_audit import TYPED, _everything

NO_PERSON = {  # texts that are about nobody: what the shop promised, its own name, codes, and numbers of papers
    "audit_entry", "policy_version", "policy_purpose", "policy_field", "policy_recipient", "legal_clock", "calendar_day", "setting",
    "letter_block", "shop.name", "shop.address", "shop.certificate_number", "recipient.fields", "disclosure.fields",
    "anonymous_disclosure.fields", "recipient_task.fields", "hold.letter_number", "recipient_task.letter_number", "incident_member.letter_number", "erasure_notice.letter_number", "incident.fields", "rights_request.topics",
    "published_policy", "clause_check.clause",
}  # fmt: skip
STOP_AT_ONCE = Progress(lambda _done, _all: None, lambda: True)


@dataclass(frozen=True)
class Shop:
    """A shop in which everything was done once, and something is known of a few more people in every register."""

    services: Services
    bare: Path
    whole: Path


@pytest.fixture(scope="module")
def shop(moulds, tmp_path_factory) -> Iterator[Shop]:
    """Made once: the tests only look, or add to it."""
    place = tmp_path_factory.mktemp("hồ sơ")
    i18n.use_language("en")
    with one_shop(moulds("delivery"), place / "Dữ liệu") as services:
        assert list(_everything(services, place / "usb"))
        rng = random.Random(6)
        assert len([enter(services, rng, number) for number in range(5)]) == 5
        services.customers.add(CustomerDetails("=HYPERLINK(“x”)", "0909 555 010"))
        outsider = CustomerDetails("Vô Danh", "0909 555 020")
        services.complaints.receive(intake(services.office.today(), None, text="Bực quá 😀", outsider=outsider))
        dossier = Dossier(services.office)
        dossier.make(place / "bare.zip")
        dossier.make(place / "whole.zip", frozenset(Personal))
        yield Shop(services, place / "bare.zip", place / "whole.zip")


def table(archive: Path, register: str) -> list[dict[str, str]]:
    """A register's rows."""
    with ZipFile(archive) as opened:
        text = opened.read(f"so/{register}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def readable(archive: Path) -> str:
    """Every word in a dossier, papers included, in small letters; once more without any space, as a phone number may stand."""
    with ZipFile(archive) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    texts = [said(content) if name.endswith(".pdf") else content.decode("utf-8-sig") for name, content in contents.items()]
    text = folded("\n".join(texts))
    return f"{text}\n{re.sub(r'\s', '', text)}"


def folded(text: str) -> str:
    """Small letters, single spaces."""
    return " ".join(text.casefold().split())


def personal_values(services: Services) -> set[str]:
    """Every text of every register that may be about a person: all but those that are known to be about nobody.

    A number of a paper or a case is about nobody, wherever it stands: the note of a contact may be just that.
    """
    found: set[str] = set(TYPED)
    numbers: set[str] = set()
    with services.office.reading() as session:
        for mapped in Base.metadata.sorted_tables:
            for column in mapped.columns:
                if column.name == "number":
                    numbers |= set(map(str, session.scalars(select(column))))
                elif isinstance(column.type, Text) and not {mapped.name, f"{mapped.name}.{column.name}"} & NO_PERSON:
                    found |= set(session.scalars(select(column)))
    return {value for value in found - numbers if len(value or "") >= 3}


def is_in(value: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(folded(value))}(?!\w)", text) is not None


# ---- whose data is in it ---------------------------------------------------------------------------------------------------


def test_untied_there_is_nobodys_data_in_it(shop: Shop):
    text, values = readable(shop.bare), personal_values(shop.services)
    assert len(values) > 80
    of_the_shop = {IDENTITY.name, IDENTITY.address, IDENTITY.certificate_number, IDENTITY.place}
    assert [value for value in values - of_the_shop if is_in(value, text)] == []


def test_ticked_it_is_all_there(shop: Shop):
    text = readable(shop.whole)
    assert all(is_in(value, text) for value in ("Lê Vũ", "0909 555 010", "9 Hẻm Sương", "Giao tận tay bà Tư", "Nguyễn Thị Hạnh"))
    customers = table(shop.whole, "khach-hang")
    assert "'=HYPERLINK(“x”)" in {row["Tên"] for row in customers}
    assert "[U+1F600]".casefold() in text  # what no typeface of ours can show is named on paper, and stands in the table


def test_each_tick_brings_its_own_kind(shop: Shop, tmp_path):
    Dossier(shop.services.office).make(tmp_path / "a.zip", frozenset({Personal.PHONES}))
    text = readable(tmp_path / "a.zip")
    assert is_in("0909 555 010", text)
    assert not any(is_in(value, text) for value in ("Nguyễn Thị Hạnh", "9 Hẻm Sương", "vu@example.com"))
    assert "Điện thoại" in table(tmp_path / "a.zip", "khach-hang")[0]


def test_texts_of_a_register_are_personal_unless_they_are_known_not_to_be():
    """A new column cannot slip in without somebody saying what it is."""
    plain = {
        f"{register.file}: {column.value.key}"
        for register in REGISTERS
        for column in register.columns
        if column.personal is None and isinstance(getattr(column.value, "type", None), Text) and column.value.key != "number"
    }
    assert plain == {
        "cung-cap: fields", "ben-nhan: fields", "cung-cap-khong-ten: fields", "tam-giu: letter_number", "su-co: fields",
        "khach-trong-su-co: letter_number", "bao-ben-nhan-xoa: letter_number",
    }  # fmt: skip
    assert all(
        column.share == 0 or register.file == "nguoi-lam"
        for register in REGISTERS
        for column in register.columns
        if column.personal
    )


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.file)
def test_days_and_ids_fit_their_columns_on_paper(register):
    """In points: a day is 43 wide, sixteen digits of an id 70, and 6 lie between two columns."""
    shares = sum(column.share for column in register.columns)
    days = [column.share for column in register.columns if isinstance(getattr(column.value, "type", None), Date | UtcDateTime)]
    ids = [column.share for column in register.columns if getattr(column.value, "key", "") == "public_id"]
    assert all(share == 0 or share / shares * WIDTH > 49 for share in days)
    assert all(share / shares * WIDTH > 74 for share in ids)


# ---- what is in it ---------------------------------------------------------------------------------------------------------


def test_every_register_is_there_to_read_and_to_reckon_with(shop: Shop):
    with ZipFile(shop.bare) as opened:
        names = opened.namelist()
        papers = {register.file: said(opened.read(f"so/{register.file}.pdf")) for register in REGISTERS}
    assert len(set(names)) == len(names)
    for register in REGISTERS:
        rows = table(shop.bare, register.file)
        cells = [re.sub(r"\s", "", value) for row in rows[:3] for value in row.values() if value]
        assert all(cell in re.sub(r"\s", "", papers[register.file]) for cell in cells), register.file
    assert len(table(shop.bare, "khach-hang")) >= 8
    assert {row["Số khiếu nại"] for row in table(shop.bare, "khieu-nai")} >= {"KN-2026-0001", "KN-2026-0002"}
    assert "01/2026/XD-CN" in {row["Số giấy chứng nhận"] for row in table(shop.bare, "xoa-du-lieu")}


def test_registers_are_tied_to_each_other_and_to_the_log_by_random_ids(shop: Shop):
    customers = {row["Mã"] for row in table(shop.bare, "khach-hang")}
    consents = {row["Khách hàng"] for row in table(shop.bare, "dong-y")}
    assert consents and consents <= customers
    with ZipFile(shop.bare) as opened:
        log = opened.read("log.jsonl").decode()
    assert all(customer in log for customer in customers)


def test_every_version_of_the_policy_is_there_to_read_and_as_data(shop: Shop):
    with ZipFile(shop.bare) as opened:
        names = sorted(name for name in opened.namelist() if name.startswith("chinh-sach/"))
        data = json.loads(opened.read(names[0]))
        text = opened.read(names[1]).decode("utf-8-sig")
    assert len(names) == 2 * len(shop.services.policies.versions())
    assert (data["effective_from"], data["complaint_amount"], data["complaint_unit"]) == ("2026-01-01", 30, "days")
    assert "01/01/2026" in text and "Phục vụ mua hàng và chăm sóc khách hàng" in text


def test_the_readme_says_what_is_in_it_and_what_the_check_cannot_see(shop: Shop):
    with ZipFile(shop.bare) as opened:
        text = opened.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "{" not in text and IDENTITY.name in text and IDENTITY.owner_name not in text
    assert "Không thấy được" in text and "kiem_tra_nhat_ky.py" in text
    assert f"(khach-hang): {len(table(shop.bare, 'khach-hang'))}" in text
    assert "không đưa tên" in text


def test_making_it_is_in_the_log_with_what_was_ticked(shop: Shop):
    with shop.services.office.reading() as session:
        made = [entry.details for entry in session.scalars(select(AuditEntry).where(AuditEntry.action == "dossier.made"))]
    ticked = [json.loads(details)["personal"] for details in made]
    assert [] in ticked
    assert sorted(Personal) in ticked


# ---- the log in it ---------------------------------------------------------------------------------------------------------


def test_the_checker_in_it_proves_the_log_whole_without_a_key(shop: Shop, tmp_path):
    with ZipFile(shop.bare) as opened:
        opened.extractall(tmp_path)
        entries = opened.read("log.jsonl").decode().splitlines()
    checker = tmp_path / "kiem_tra_nhat_ky.py"
    assert checker.read_bytes() == (paths.resources() / "checker" / checker.name).read_bytes()
    paper = next(row for row in shop.services.audit.page(HistoryFilter(number="01/2026/XD-CN")).rows)
    done = subprocess.run(
        [sys.executable, str(checker), str(shop.bare), paper.printed], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(entries)} mục" in done.stdout and "khớp" in done.stdout
    head = json.loads((tmp_path / "log-head.json").read_bytes())
    assert head == {"number": len(entries), "digest": json.loads(entries[-1])["digest"]}


def test_a_log_that_is_not_whole_is_given_out_as_it_is_and_said(services: Services, tmp_path):
    add_customer(services)
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE audit_entry SET subject = x'00ff' WHERE number = 4")
    made = Dossier(services.office).make(tmp_path / "a.zip")
    assert made.first_broken == 4
    with ZipFile(tmp_path / "a.zip") as opened:
        assert "mục 4" in opened.read("DOC-TRUOC.txt").decode("utf-8-sig")
        assert len(opened.read("log.jsonl").splitlines()) > 4


# ---- making it -------------------------------------------------------------------------------------------------------------


def test_a_long_register_goes_onto_several_papers(shop: Shop, tmp_path, monkeypatch):
    from desktop.documents import register_list

    monkeypatch.setattr(register_list, "MOST_ROWS", 3)
    Dossier(shop.services.office).make(tmp_path / "a.zip")
    rows = table(tmp_path / "a.zip", "khach-hang")
    with ZipFile(tmp_path / "a.zip") as opened:
        papers = [
            said(opened.read(name)) for name in opened.namelist() if name.startswith("so/khach-hang") and name.endswith(".pdf")
        ]
    assert len(papers) == -(-len(rows) // 3)
    assert all(any(row["Mã"] in paper.replace(" ", "") for paper in papers) for row in rows)


def test_it_tells_how_far_it_is_up_to_the_end(shop: Shop, tmp_path):
    seen: list[tuple[int, int]] = []
    Dossier(shop.services.office).make(
        tmp_path / "a.zip", progress=Progress(lambda done, every: seen.append((done, every)), lambda: False)
    )
    assert seen == sorted(seen) and seen[-1][0] == seen[-1][1] and len(seen) > 2 * len(REGISTERS)


def test_stopped_it_leaves_no_file_and_no_entry(shop: Shop, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"before")
    newest = shop.services.audit.newest()
    with pytest.raises(Cancelled):
        Dossier(shop.services.office).make(tmp_path / "a.zip", progress=STOP_AT_ONCE)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.zip", b"before")]
    assert shop.services.audit.newest() == newest


def test_a_stick_that_is_gone_is_said(shop: Shop, tmp_path):
    with pytest.raises(UserError, match="This folder is gone"):
        Dossier(shop.services.office).make(tmp_path / "stick" / "a.zip")
