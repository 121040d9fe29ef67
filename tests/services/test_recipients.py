"""Whom the shop may tell something: carriers switched on, others by hand, each with its fields, agreement and columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop.errors import FieldErrors, UserError
from desktop.models.choices import SheetFormat
from desktop.services.manifests import Order, Parcel
from desktop.services.recipients import Column, RecipientForm, RecipientRow
from tests.builders import add_customer, photo
from tests.services.giving import AGENCY, CARRIER, DISGUISED, GHN, LABEL, PROVIDER, SCAN, carrier, entered, entry, give, say
from tests.services.helpers import evidence_files

SAO_MAI = RecipientForm("Giao Nhanh Sao Mai", CARRIER, "12 Hẻm Sương\n0263 000 0055")


def _row(services, recipient_id: int) -> RecipientRow:
    return next(row for row in services.recipients.rows() if row.id == recipient_id)


def _form(row: RecipientRow) -> RecipientForm:
    """The form as the window fills it from a row."""
    same = {name: getattr(row, name) for name in ("name", "kind", "contact", "fields", "preset", "columns")}
    return RecipientForm(**same, agreed_from=row.agreed_from, agreed_until=row.agreed_until)


def _refused(services, form: RecipientForm, recipient_id: int | None = None) -> dict[str, str]:
    before = services.recipients.rows()
    with pytest.raises(FieldErrors) as refused:
        services.recipients.save(recipient_id, form)
    assert services.recipients.rows() == before
    return refused.value.errors


# ---- carriers that are ready ---------------------------------------------------------------------------------------------


def test_four_carriers_are_ready_and_one_that_is_switched_on_is_ready_no_more(services):
    assert [name for _code, name in services.recipients.ready()] == [GHN, "Viettel Post", "VNPost", "SPX Express"]
    row = _row(services, carrier(services, "viettel_post"))
    assert (row.name, row.kind, row.active, row.fields, row.policy_allows) == ("Viettel Post", CARRIER, True, LABEL, True)
    assert [column.heading for column in row.columns][:3] == ["Mã đơn hàng", "Tên người nhận", "Số ĐT người nhận"]
    assert "viettel_post" not in dict(services.recipients.ready())


def test_a_carrier_is_switched_on_once_whatever_it_is_called_by_now(services):
    ghn = carrier(services)
    with pytest.raises(FieldErrors) as twin:
        carrier(services)
    assert twin.value.errors == {"name": "A recipient with this name is in the list already."}
    services.recipients.save(ghn, replace(_form(_row(services, ghn)), name="GHN Đà Lạt"))
    with pytest.raises(FieldErrors) as again:
        carrier(services)
    assert again.value.errors == {"name": "This carrier is in the list already."}
    assert [row.name for row in services.recipients.rows()] == ["GHN Đà Lạt"]


def test_a_carrier_that_was_switched_off_is_not_offered_as_a_new_one(services):
    services.recipients.set_active(carrier(services), False)
    assert "ghn" not in dict(services.recipients.ready())


# ---- entering and changing -----------------------------------------------------------------------------------------------


def test_a_recipient_by_hand_stands_in_the_list_as_typed_and_tidied(services):
    typed = replace(SAO_MAI, name="  Giao  Nhanh Sao Mai ", agreed_from=date(2026, 1, 1), agreed_until=date(2026, 12, 31))
    row = _row(services, services.recipients.save(None, typed))
    assert (row.name, row.kind, row.contact, row.fields) == (SAO_MAI.name, CARRIER, SAO_MAI.contact, LABEL)
    assert (row.agreed_from, row.agreed_until, row.agreement_id) == (date(2026, 1, 1), date(2026, 12, 31), None)
    assert [column.heading for column in row.columns] == [
        "Mã đơn hàng", "Tên người nhận", "Số điện thoại", "Địa chỉ nhận", "Hàng", "Thu hộ (đồng)", "Ghi chú",
    ]  # fmt: skip


def test_the_columns_of_a_carrier_are_renamed_and_its_file_has_the_new_headings(services, clock):
    ghn, customer_id = carrier(services), add_customer(services)
    say(services, customer_id, clock.today)
    form = _form(_row(services, ghn))
    renamed = tuple(replace(column, heading="COD") if column.code == "cash" else column for column in form.columns)
    services.recipients.save(ghn, replace(form, columns=renamed))
    assert _row(services, ghn).columns == renamed
    order = Order(ghn, clock.today, SheetFormat.CSV, (Parcel(customer_id, "DH-1"),))
    services.manifests.write_file(services.manifests.make(order), path := services.office.database.path.with_name("ghn.csv"))
    assert (
        path.read_text("utf-8-sig").splitlines()[0] == "Tên người nhận,Số điện thoại,Địa chỉ,Mã đơn hàng,Tên sản phẩm,COD,Ghi chú"
    )


@pytest.mark.parametrize("name", ["Giao Nhanh Sao Mai", " giao  nhanh SAO MAI ", "Giao Nhanh Sao Mai\u200b"])
def test_two_recipients_of_one_name_are_refused(services, name):
    first = services.recipients.save(None, SAO_MAI)
    assert _refused(services, replace(SAO_MAI, name=name)) == {"name": "A recipient with this name is in the list already."}
    services.recipients.save(first, replace(SAO_MAI, contact="0263 000 0056"))
    assert _row(services, first).contact == "0263 000 0056"


def test_all_that_is_wrong_is_said_at_once_beside_its_field(services):
    wrong = RecipientForm(
        " ", CARRIER, "x" * 1001, (), "", (Column("name", ""),), date(2026, 2, 1), date(2026, 1, 31)
    )  # fmt: skip
    assert _refused(services, wrong) == {
        "name": "Write the recipient's name.",
        "contact": "This is longer than 1000 characters.",
        "fields": "Choose what this recipient may get.",
        "agreed_until": "The agreement ends before it begins.",
        "columns": "Each column needs a heading.",
    }


def test_a_column_without_a_field_is_refused_and_the_recipient_stays_as_it_was(services):
    ghn = carrier(services)
    form = _form(_row(services, ghn))
    errors = _refused(services, replace(form, columns=(*form.columns, Column("province", "Tỉnh đến"))), ghn)
    assert errors == {"columns": "The column “province” has no field to take its data from."}


def test_those_in_use_come_first_then_by_name_as_a_reader_looks_for_them(services):
    for name in ("VNPost Đà Lạt", "Đông Á Express", "Ánh Dương", "Bưu cục 2"):
        entered(services, name, CARRIER)
    services.recipients.set_active(next(row.id for row in services.recipients.rows() if row.name == "Ánh Dương"), False)
    assert [row.name for row in services.recipients.rows()] == ["Bưu cục 2", "Đông Á Express", "VNPost Đà Lạt", "Ánh Dương"]
    assert [row.name for row in services.recipients.rows(active_only=True)][-1] == "VNPost Đà Lạt"


# ---- what the policy says ------------------------------------------------------------------------------------------------


def test_under_the_delivery_rules_every_kind_is_named(services):
    for name, kind in (("A", CARRIER), ("B", AGENCY), ("C", PROVIDER)):
        entered(services, name, kind)
    assert [row.policy_allows for row in services.recipients.rows()] == [True, True, True]
    assert [field.name for field in services.recipients.field_names()] == ["Name", "Phone number", "Address", "Email"]


def test_under_the_in_store_rules_only_an_agency_is_named(in_store):
    for name, kind in (("A", CARRIER), ("B", AGENCY), ("C", PROVIDER)):
        entered(in_store, name, kind)
    assert [row.policy_allows for row in in_store.recipients.rows()] == [False, True, False]


# ---- switched off ---------------------------------------------------------------------------------------------------------


def test_one_that_is_switched_off_stays_in_history_and_gets_nothing_more(services, clock):
    ghn, customer_id = carrier(services), add_customer(services)
    say(services, customer_id, clock.today)
    give(services, customer_id, ghn)
    services.recipients.set_active(ghn, False)
    assert [row.recipient for row in services.disclosures.of_customer(customer_id)] == [GHN]
    with pytest.raises(UserError) as refused:
        services.disclosures.record(entry(customer_id, ghn, clock.today))
    assert refused.value.message == "This recipient is switched off. Switch the recipient on, or choose another."
    assert refused.value.field == "recipient"
    services.recipients.set_active(ghn, True)
    give(services, customer_id, ghn)
    assert len(services.disclosures.rows(recipient_id=ghn)) == 2


# ---- the agreement --------------------------------------------------------------------------------------------------------


def test_the_agreement_is_kept_as_it_was_brought_and_a_newer_one_takes_its_place(services, folder):
    first = services.recipients.save(None, replace(SAO_MAI, agreement=SCAN))
    kept = services.recipients.agreement(_row(services, first).agreement_id)
    assert (kept.name, kept.media_type, kept.content) == (SCAN.name, "application/pdf", SCAN.content)
    services.recipients.save(first, _form(_row(services, first)))
    assert services.recipients.agreement(_row(services, first).agreement_id) == kept
    services.recipients.save(first, replace(SAO_MAI, agreement=photo("hop-dong.png")))
    assert services.recipients.agreement(_row(services, first).agreement_id).name == "hop-dong.png"
    assert all(SCAN.content not in path.read_bytes() for path in folder.path.rglob("*") if path.is_file())


def test_the_end_of_an_agreement_is_noticed_the_day_after(services, clock):
    until = clock.today + timedelta(days=1)
    recipient_id = services.recipients.save(None, replace(SAO_MAI, agreed_until=until))
    endings = []
    for _day in range(3):
        endings.append(_row(services, recipient_id).agreement_ended)
        clock.move(days=1)
    assert endings == [False, False, True]


def test_a_program_called_pdf_is_no_agreement_and_nothing_is_kept(services, folder):
    with pytest.raises(UserError) as refused:
        services.recipients.save(None, replace(SAO_MAI, agreement=DISGUISED))
    assert "Only photos" in refused.value.message
    assert (services.recipients.rows(), evidence_files(folder)) == ([], set())


def test_a_refused_recipient_leaves_no_file_behind(services, folder):
    services.recipients.save(None, SAO_MAI)
    _refused(services, replace(SAO_MAI, agreement=SCAN))
    assert evidence_files(folder) == set()
