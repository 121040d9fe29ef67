"""A customer's data as files: everything in both, the same order each time, nothing that calculates."""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

from desktop.documents.copied_data import (
    CopiedContact,
    CopiedData,
    CopiedDisclosure,
    CopiedFile,
    CopiedShop,
    PlannedDeletion,
    as_csv,
    as_json,
)
from desktop.documents.held_data import CaseLine, ConsentLine

COPIED = CopiedData(
    shop=CopiedShop("Hộ kinh doanh Cà phê Mộc", phone="0263 000 0027"),
    made_on=date(2026, 12, 5),
    request="YC-2026-0007",
    details=(("name", "Nguyễn Thị Hạnh"), ("phone", "+84912003365"), ("address", "12 Phan Đình Phùng,\nĐà Lạt")),
    consents=(ConsentLine("delivery", "given", date(2026, 10, 3), "counter"), ConsentLine("promotions", "refused", None)),
    disclosures=(
        CopiedDisclosure(date(2026, 10, 3), "GHN", ("name", "phone"), "Giao hàng", "consent", date(2026, 10, 3), "DH-0412"),
    ),
    deletion=PlannedDeletion(date(2027, 11, 21), "12 tháng", ("KN-2026-0007",)),
    restrictions=("no_calls", "no_promotions"),
    complaints=(CaseLine("KN-2026-0007", date(2026, 11, 21), "disclosure", "replied"),),
    contacts=(CopiedContact(datetime(2026, 11, 21, 17, 30, tzinfo=UTC), "from_shop", "phone", "=HYPERLINK(1)"),),
    files=(CopiedFile("phieu.jpg", "slip", date(2026, 10, 3), "9f2c"),),
)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_json_holds_everything_with_days_in_iso():
    found = json.loads(as_json(COPIED))
    assert (found["format"], found["made_on"], found["request"]) == ("giu-loi/customer-data/1", "2026-12-05", "YC-2026-0007")
    assert found["shop"]["name"] == "Hộ kinh doanh Cà phê Mộc"
    assert found["details"] == {"name": "Nguyễn Thị Hạnh", "phone": "+84912003365", "address": "12 Phan Đình Phùng,\nĐà Lạt"}
    assert found["consents"] == [
        {"topic": "delivery", "decision": "given", "day": "2026-10-03", "means": "counter"},
        {"topic": "promotions", "decision": "refused", "day": None, "means": ""},
    ]
    [disclosure] = found["disclosures"]
    assert (disclosure["fields"], disclosure["told_on"], disclosure["order"]) == (["name", "phone"], "2026-10-03", "DH-0412")
    assert found["deletion"] == {"day": "2027-11-21", "reason": "12 tháng", "kept_by": ["KN-2026-0007"]}
    assert found["restrictions"] == ["no_calls", "no_promotions"]
    assert found["complaints"][0]["received"] == "2026-11-21"
    assert found["contacts"][0]["at"] == "2026-11-22T00:30+07:00"
    assert found["files"][0]["sha256"] == "9f2c"
    assert found["requests"] == []


def test_the_json_can_be_read_by_a_person_and_is_the_same_each_time():
    content = as_json(COPIED)
    assert content == as_json(replace(COPIED))
    assert content.startswith(b'{\n  "format"')
    assert "Nguyễn Thị Hạnh" in content.decode()
    sections = [line.split('"')[1] for line in content.decode().splitlines() if line.startswith('  "')]
    assert sections == [
        "format", "shop", "made_on", "request", "details", "consents", "disclosures", "deletion", "restrictions", "complaints",
        "requests", "contacts", "files",
    ]  # fmt: skip


def test_the_csv_holds_the_same_in_rows():
    content = as_csv(COPIED)
    assert content.startswith(b"\xef\xbb\xbfsection,field,value\r\n")
    found = rows(content)[1:]
    assert len({(section, field) for section, field, _value in found}) == len(found)
    for row in (
        ["", "request", "YC-2026-0007"],
        ["details", "name", "Nguyễn Thị Hạnh"],
        ["details", "address", "12 Phan Đình Phùng,\nĐà Lạt"],
        ["consents.2", "decision", "refused"],
        ["consents.2", "day", ""],
        ["disclosures.1", "fields", "name; phone"],
        ["deletion", "kept_by", "KN-2026-0007"],
        ["", "restrictions", "no_calls; no_promotions"],
        ["complaints.1", "received", "2026-11-21"],
        ["contacts.1", "at", "2026-11-22T00:30+07:00"],
        ["", "requests", ""],
    ):
        assert row in found, row


def test_no_value_in_the_csv_ever_calculates():
    found = rows(as_csv(COPIED))
    assert ["details", "phone", "'+84912003365"] in found
    assert ["contacts.1", "note", "'=HYPERLINK(1)"] in found
    assert not [row for row in found if row[2].startswith(("=", "+", "-", "@"))]


def test_nothing_held_makes_files_that_say_so():
    nothing = CopiedData(CopiedShop("Mộc"), date(2026, 12, 5), "", ())
    found = json.loads(as_json(nothing))
    assert (found["details"], found["consents"], found["deletion"]["day"]) == ({}, [], None)
    assert ["", "consents", ""] in rows(as_csv(nothing))


def test_decomposed_letters_come_out_composed():
    decomposed = replace(COPIED, details=(("name", unicodedata.normalize("NFD", "Nguyễn Thị Hạnh")),))
    assert json.loads(as_json(decomposed))["details"]["name"] == "Nguyễn Thị Hạnh"
    assert ["details", "name", "Nguyễn Thị Hạnh"] in rows(as_csv(decomposed))
