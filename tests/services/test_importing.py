"""Reading lists of customers into the register: looked at row by row, written in one go, undone in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.models.audit import AuditEntry
from desktop.models.choices import Channel, Direction, SheetFormat
from desktop.models.contact import Contact
from desktop.models.customer import Customer
from desktop.models.customer_import import ImportedChange
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.import_columns import ImportField
from desktop.services.import_plan import ImportPlan, PlannedRow, RowState
from desktop.services.importing import ImportRow
from desktop.services.progress import Cancelled, Progress
from desktop.storage import search, sheet_files
from tests import builders, sheets
from tests.conftest import Clock
from tests.services import giving

LAN = ("Trần Thị Lan", "0903 453 365", "lan@example.com", "12 Ngõ Gạch", "")
BINH = ("Lê Văn Bình", "0912 003 365", "", "8 Hẻm Sương", "")


def planned(services: Services, path: Path) -> ImportPlan:
    file = services.importing.open(path)
    return services.importing.plan(file, file.columns)


def by_itself(plan: ImportPlan) -> set[int]:
    """The rows that are ticked without being asked."""
    return {row.number for row in plan.rows if row.state in (RowState.NEW, RowState.CHANGED)}


def taken(services: Services, path: Path) -> ImportRow:
    plan = planned(services, path)
    return services.importing.apply(plan, by_itself(plan))


def states(plan: ImportPlan) -> list[RowState]:
    return [row.state for row in plan.rows]


def only(plan: ImportPlan) -> PlannedRow:
    (row,) = plan.rows
    return row


def everybody(services: Services) -> list[tuple[str, str, str, str]]:
    with services.office.reading() as session:
        people = session.scalars(select(Customer).order_by(Customer.id))
        return [(person.name, person.phone, person.email, person.address) for person in people]


def customer(services: Services, name: str) -> Customer:
    with services.office.reading() as session:
        return session.scalars(select(Customer).where(Customer.name == name)).one()


def count(services: Services, kind: type) -> int:
    with services.office.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def last_action(services: Services) -> AuditEntry:
    with services.office.reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()


# ---- new customers ----------------------------------------------------------------------------------------------------------


def test_a_list_of_a_well_known_program_becomes_customers(in_store: Services, tmp_path: Path) -> None:
    path = sheets.kiotviet(
        tmp_path / "DanhSachKhachHang.xlsx", ten="Trần Thị Lan", dien_thoai="903453365", dia_chi="12 Ngõ Gạch", phuong="Phường Bến Thành",
        khu_vuc="TP.HCM", cccd="079123456789", ngay_sinh="01/01/1990", email="lan@example.com", nhom="Khách quen", ghi_chu="Giảm 5 %",
        giao_dich="01/10/2026",
    )  # fmt: skip
    made = taken(in_store, path)
    assert (made.added, made.changed, made.file_name) == (1, 0, "DanhSachKhachHang.xlsx")
    (hit,) = in_store.customers.search("tran lan")
    page = in_store.customers.page(hit.id)
    assert page.details == CustomerDetails(
        "Trần Thị Lan", "0903453365", "lan@example.com", "12 Ngõ Gạch, Phường Bến Thành, TP.HCM", "Khách quen", "Giảm 5 %"
    )
    assert page.last_contact_on == date(2026, 10, 1)
    assert page.delete_on == date(2027, 10, 1)
    assert [(c.direction, c.note) for c in page.contacts] == [
        (Direction.FROM_CUSTOMER, "Last contact as a list said that was read in")
    ]
    with in_store.office.reading() as session:
        everything = " ".join(str(value) for row in session.execute(select(*Customer.__table__.c)) for value in row)
    assert "079123456789" not in everything


def test_a_customer_without_a_known_contact_counts_from_the_day_of_entry(in_store: Services, tmp_path: Path) -> None:
    taken(in_store, sheets.people(tmp_path / "a.xlsx", LAN))
    page = in_store.customers.page(customer(in_store, LAN[0]).id)
    assert (page.last_contact_on, page.delete_on) == (None, date(2027, 11, 21))
    assert page.delete_reason.startswith("No contact is on record")
    assert page.contacts == ()


def test_imported_customers_are_found_like_any_other(services: Services, tmp_path: Path) -> None:
    taken(services, sheets.people(tmp_path / "a.xlsx", LAN, BINH))
    for typed in ("3365", "lan tran", "Bình", "lan@ex", "hem suong", "0912"):
        assert services.customers.search(typed), typed
    entered = services.customers.add(CustomerDetails("Người Sau"))
    assert entered == customer(services, BINH[0]).id + 1
    assert [hit.name for hit in services.customers.search("")] == ["Người Sau", BINH[0], LAN[0]]


def test_the_same_list_taken_in_again_changes_nothing(services: Services, tmp_path: Path) -> None:
    rows = (LAN, BINH, ("Không Số", "", "", "Chợ Đầm", "1/11/2026"), ("Chỉ Tên", "", "", "", ""))
    path = sheets.people(tmp_path / "a.xlsx", *rows)
    assert taken(services, path).added == 4
    again = planned(services, path)
    assert states(again) == [RowState.SAME] * 4
    with pytest.raises(UserError, match="Tick the rows to take in"):
        services.importing.apply(again, {row.number for row in again.rows})


def test_the_log_says_that_a_list_was_taken_in_and_names_nobody(services: Services, tmp_path: Path) -> None:
    made = taken(services, sheets.people(tmp_path / "Khách của Lan.xlsx", LAN))
    entry = last_action(services)
    assert (entry.action, entry.subject, entry.details) == ("customers.imported", made.public_id, '{"added": 1, "changed": 0}')


# ---- rows that are refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("", "0903453365", "", "", ""), "Write the customer's name."),
        (("Lan", "09034", "", "", ""), "A mobile number has 10 digits, 5 are missing."),
        (("L*n", "090****365", "", "", ""), "A number with asterisks is hidden by the marketplace"),
        (("Lan", "", "khong-phai-email", "", ""), "An email address looks like ten@example.com."),
        (("Lan", "", "", "", "31/02/2026"), "“31/02/2026” is no date like 21/11/2026."),
        (("Lan", "", "", "", "22/11/2026"), "The last contact lies in the future."),
        (
            ("Lan", "", "", "", date(2025, 11, 21)),
            "Last in touch on 21/11/2025: under section\xa03 of the shop's policy the data had to go",
        ),
        (("L" * 201, "", "", "", ""), "This is longer than 200 characters."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(in_store: Services, tmp_path: Path, row: tuple[str, ...], why: str) -> None:
    refused = only(planned(in_store, sheets.people(tmp_path / "a.xlsx", row)))
    assert refused.state is RowState.REFUSED
    assert refused.note.startswith(why)


def test_the_last_day_on_which_data_may_be_kept_is_still_taken(in_store: Services, tmp_path: Path) -> None:
    plan = planned(in_store, sheets.people(tmp_path / "a.xlsx", (*LAN[:4], date(2025, 11, 22))))
    assert states(plan) == [RowState.NEW]


def test_a_number_that_is_somebody_elses_is_not_taken_for_theirs(services: Services, tmp_path: Path) -> None:
    services.customers.add(CustomerDetails("Phạm Thị Hoa", "0903453365"))
    services.customers.add(CustomerDetails("Lê Văn Bình", email="binh@example.com"))
    services.customers.add(CustomerDetails("Lê Văn Bình", "0912003365"))
    rows = (LAN, ("Lê Văn Bình", "0912003365", "binh@example.com", "", ""))
    other, several = planned(services, sheets.people(tmp_path / "a.xlsx", *rows)).rows
    assert other.note == (
        "In the register this number or email is of Phạm Thị Hoa. Is it the same person? Then write the same name."
    )
    assert several.note == "Several customers of the register have this number or email: Lê Văn Bình, Lê Văn Bình."
    assert {other.state, several.state} == {RowState.REFUSED}


def test_a_list_of_orders_names_each_customer_once(services: Services, tmp_path: Path) -> None:
    orders = (
        ("Trần Thị Lan", "0903453365", "", "", "1/6/2026"),
        ("trần thị lan", "0903 453 365", "lan@example.com", "12 Ngõ Gạch", "1/8/2026"),
        ("Trần Thị Lan", "903453365", "", "", "1/7/2026"),
        ("Trần Văn Lâm", "0903453365", "", "", ""),
        ("Trần Thị Lan", "0912003365", "lan@example.com", "", ""),
    )
    plan = planned(services, sheets.people(tmp_path / "a.xlsx", *orders))
    assert states(plan) == [RowState.NEW, RowState.SAME, RowState.SAME, RowState.REFUSED, RowState.REFUSED]
    assert plan.rows[1].note == "The same customer as in row 2"
    assert plan.rows[3].note == "Row 2 has the same number or email, but another name or number."
    services.importing.apply(plan, by_itself(plan))
    assert everybody(services) == [("Trần Thị Lan", "0903453365", "lan@example.com", "12 Ngõ Gạch")]
    assert customer(services, "Trần Thị Lan").last_contact_on == date(2026, 8, 1)


def test_refused_rows_come_back_as_a_file_that_can_be_read_again(services: Services, tmp_path: Path) -> None:
    path = sheets.people(
        tmp_path / "a.xlsx", LAN, ("Hồng", "0903", "", "Chợ Đầm", ""), heads=("Tên", "SĐT", "Mail", "Nơi ở", "Mua cuối")
    )
    file = services.importing.open(path)
    columns = {ImportField.NAME: 0, ImportField.PHONE: 1, ImportField.ADDRESS: 3}
    plan = services.importing.plan(file, columns)
    back = tmp_path / "lại.xlsx"
    back.write_bytes(services.importing.refused(plan, SheetFormat.XLSX))
    assert sheet_files.read(back).rows == (
        ("Tên", "SĐT", "Mail", "Nơi ở", "Mua cuối", "Why it was not taken in"),
        ("Hồng", "0903", "", "Chợ Đầm", "", "A mobile number has 10 digits, 6 are missing."),
    )


def test_what_is_no_list_of_customers_is_said_in_words(services: Services, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="old font"):
        services.importing.open(
            sheets.people(tmp_path / "a.xlsx", ("NguyÔn ThÞ Lan", "", "", "§µ L¹t", ""), ("TrÇn Hoµ", "", "", "", ""))
        )
    with pytest.raises(UserError, match="This sheet is empty"):
        services.importing.open(sheets.xlsx(tmp_path / "b.xlsx", []))
    file = services.importing.open(sheets.xlsx(tmp_path / "c.xlsx", [("a", "b"), ("1", "2")]))
    assert file.columns == {}
    with pytest.raises(UserError, match="which column holds the customers' names"):
        services.importing.plan(file, file.columns)
    with pytest.raises(UserError, match="One column cannot hold two things"):
        services.importing.plan(file, {ImportField.NAME: 0, ImportField.PHONE: 0})


# ---- customers who are known ----------------------------------------------------------------------------------------------------


def test_a_known_customer_is_changed_where_the_list_knows_more(in_store: Services, tmp_path: Path) -> None:
    known = in_store.customers.add(CustomerDetails("Trần Thị Lan", "0903453365", "", "12 ngõ gạch", "Khách quen"))
    row = only(planned(in_store, sheets.people(tmp_path / "a.xlsx", (*LAN[:4], "20/11/2026"))))
    assert (row.state, row.customer_id, row.changes) == (RowState.CHANGED, known, ("email", "last_contact"))
    made = taken(in_store, tmp_path / "a.xlsx")
    assert (made.added, made.changed) == (0, 1)
    page = in_store.customers.page(known)
    assert page.details == CustomerDetails("Trần Thị Lan", "0903453365", "lan@example.com", "12 ngõ gạch", "Khách quen")
    assert (page.last_contact_on, page.delete_on) == (date(2026, 11, 20), date(2027, 11, 20))


def test_an_older_contact_and_another_spelling_change_nothing(services: Services, tmp_path: Path) -> None:
    known = services.customers.add(CustomerDetails("Trần Thị Lan", "0903453365", "lan@example.com", "12 Ngõ Gạch"))
    services.customers.log_contact(known, services.office.now(), Direction.FROM_CUSTOMER, Channel.PHONE, "")
    rows = ("TRAN THI LAN", "0903453365", "LAN@example.com", "12 ngo gach", "1/1/2026")
    assert states(planned(services, sheets.people(tmp_path / "a.xlsx", rows))) == [RowState.SAME]


def test_whoever_was_given_what_changes_has_to_hear_of_it_until_it_is_undone(services: Services, tmp_path: Path) -> None:
    customer_id, recipient_id = builders.add_customer(services), giving.carrier(services)
    giving.say(services, customer_id, services.office.today())
    giving.give(services, customer_id, recipient_id)
    before = services.customers.page(customer_id).details
    made = taken(services, sheets.people(tmp_path / "a.xlsx", (before.name, before.phone, "", "99 Đường Mới", "")))
    assert services.recipient_tasks.count_open() == 1
    services.importing.undo(made.public_id)
    assert services.recipient_tasks.count_open() == 0
    assert services.customers.page(customer_id).details == before


def test_a_row_finds_the_record_that_another_was_merged_into(services: Services, tmp_path: Path) -> None:
    kept = services.customers.add(CustomerDetails("Trần Thị Lan", email="lan@example.com"))
    absorbed = services.customers.add(CustomerDetails("Trần Thị Lan", "0903453365", address="Nhà cũ"))
    services.merging.merge(kept, absorbed)
    row = only(planned(services, sheets.people(tmp_path / "a.xlsx", LAN)))
    assert (row.state, row.customer_id, row.changes) == (RowState.CHANGED, kept, ("address",))


# ---- whoever asked to be deleted --------------------------------------------------------------------------------------------------


@pytest.fixture
def lan_is_gone(services: Services) -> Services:
    """Lan asked for her data to be deleted, and it was."""
    customer_id = services.customers.add(CustomerDetails("Trần Thị Lan", "0903453365", "lan@example.com"))
    services.erasures.note_wish(customer_id, services.office.today())
    assert services.erasures.erase(Chosen((customer_id,))).erased == 1
    return services


@pytest.mark.parametrize("row", [("Chị Lan", "+84 903 453 365", "", "", ""), ("Chị Lan", "", "LAN@example.com", "", "")])
def test_somebody_erased_at_their_own_request_is_recognised_and_left_out(
    lan_is_gone: Services, tmp_path: Path, row: tuple[str, ...]
) -> None:
    services = lan_is_gone
    plan = planned(services, sheets.people(tmp_path / "a.xlsx", row, BINH))
    erased = plan.rows[0]
    assert erased.state is RowState.ERASED
    assert "asked the shop to delete their data; that was done on 21/11/2026" in erased.note
    assert services.importing.apply(plan, by_itself(plan)).added == 1
    assert [name for name, *_rest in everybody(services)] == [BINH[0]]


def test_they_are_taken_in_anew_where_the_owner_says_that_they_came_back(lan_is_gone: Services, tmp_path: Path) -> None:
    services = lan_is_gone
    plan = planned(services, sheets.people(tmp_path / "a.xlsx", LAN, BINH))
    services.importing.apply(plan, {2, 3})
    assert [name for name, *_rest in everybody(services)] == [LAN[0], BINH[0]]
    entries = services.audit.about(services.customers.page(customer(services, LAN[0]).id).public_id)
    assert [entry.action for entry in entries] == ["customer.entered_anew"]


def test_a_known_customer_who_would_get_an_erased_ones_number_is_left_out_too(lan_is_gone: Services, tmp_path: Path) -> None:
    services = lan_is_gone
    known = services.customers.add(CustomerDetails("Lê Văn Bình", email="binh@example.com"))
    path = sheets.people(tmp_path / "a.xlsx", ("Lê Văn Bình", "0903453365", "binh@example.com", "", ""))
    plan = planned(services, path)
    assert states(plan) == [RowState.ERASED]
    assert by_itself(plan) == set()
    services.importing.apply(plan, {2})
    page = services.customers.page(known)
    assert page.details.phone == "0903453365"
    assert "customer.entered_anew" in [entry.action for entry in services.audit.about(page.public_id)]


def test_an_older_backup_of_an_import_brings_nobody_back_whom_the_ledger_knows(lan_is_gone: Services, tmp_path: Path) -> None:
    """The refused rows still name her: the file is the owner's own, and says why she was left out."""
    services = lan_is_gone
    plan = planned(services, sheets.people(tmp_path / "a.xlsx", LAN))
    back = tmp_path / "b.xlsx"
    back.write_bytes(services.importing.refused(plan, SheetFormat.XLSX))
    assert states(planned(services, back)) == [RowState.ERASED]


# ---- all or nothing, and back again --------------------------------------------------------------------------------------------------


def test_stopped_half_way_nothing_was_written(services: Services, tmp_path: Path) -> None:
    rows = [(f"Khách {n}", f"09{n:08d}", "", "", "") for n in range(2500)]
    plan = planned(services, sheets.people(tmp_path / "a.xlsx", *rows))
    told: list[tuple[int, int]] = []
    before = last_action(services).number
    progress = Progress(lambda done, every: told.append((done, every)), lambda: len(told) == 2)
    with pytest.raises(Cancelled):
        services.importing.apply(plan, by_itself(plan), progress)
    assert told == [(1000, 2500), (2000, 2500)]
    assert (services.customers.count(), services.importing.last(), last_action(services).number) == (0, None, before)
    assert services.importing.apply(plan, by_itself(plan)).added == 2500


def test_a_register_that_changed_since_the_preview_is_looked_at_anew(services: Services, tmp_path: Path, clock: Clock) -> None:
    path = sheets.people(tmp_path / "a.xlsx", LAN)
    plan = planned(services, path)
    services.customers.add(CustomerDetails("Phạm Thị Hoa", "0903453365"))
    with pytest.raises(UserError, match="has changed since this preview"):
        services.importing.apply(plan, by_itself(plan))
    assert services.customers.count() == 1
    tomorrow = planned(services, sheets.people(tmp_path / "b.xlsx", BINH))
    clock.move(days=1)
    with pytest.raises(UserError, match="has changed since this preview"):
        services.importing.apply(tomorrow, by_itself(tomorrow))


def test_what_each_column_held_is_remembered_for_the_next_such_file(services: Services, tmp_path: Path) -> None:
    heads = ("A", "B", "C")
    file = services.importing.open(sheets.people(tmp_path / "a.xlsx", ("1", "Lan", "0903453365"), heads=heads))
    chosen = {ImportField.NAME: 1, ImportField.PHONE: 2}
    plan = services.importing.plan(file, chosen)
    assert services.importing.open(tmp_path / "a.xlsx").columns == {}
    services.importing.apply(plan, by_itself(plan))
    assert services.importing.open(sheets.people(tmp_path / "b.xlsx", ("2", "Bình", ""), heads=heads)).columns == chosen
    assert services.importing.open(sheets.people(tmp_path / "c.xlsx", LAN)).columns[ImportField.NAME] == 0


def test_an_import_is_undone_as_if_it_had_not_been(in_store: Services, tmp_path: Path) -> None:
    known = in_store.customers.add(CustomerDetails("Lê Văn Bình", "0912003365"))
    before = in_store.customers.page(known)
    made = taken(in_store, sheets.people(tmp_path / "a.xlsx", (*LAN[:4], "1/10/2026"), (*BINH[:4], "2/10/2026")))
    assert (made.added, made.changed, made.may_undo) == (1, 1, True)
    undone = in_store.importing.undo(made.public_id)
    assert (undone.removed, undone.restored, undone.left) == (1, 1, 0)
    assert everybody(in_store) == [("Lê Văn Bình", "0912003365", "", "")]
    after = in_store.customers.page(known)
    assert (after.details, after.contacts, after.last_contact_on, after.delete_on) == (
        before.details, before.contacts, before.last_contact_on, before.delete_on,
    )  # fmt: skip
    assert (count(in_store, Contact), count(in_store, ImportedChange)) == (0, 0)
    assert in_store.customers.search("lan") == []
    last = in_store.importing.last()
    assert last is not None
    assert last.may_undo is False
    with pytest.raises(UserError, match="Only the newest import can be undone, and only once"):
        in_store.importing.undo(made.public_id)


def test_an_undo_that_is_stopped_took_nothing_back(services: Services, tmp_path: Path) -> None:
    services.customers.add(CustomerDetails("Lê Văn Bình", "0912003365"))
    made = taken(services, sheets.people(tmp_path / "a.xlsx", LAN, BINH))
    after = everybody(services)
    told: list[int] = []
    with pytest.raises(Cancelled):
        services.importing.undo(made.public_id, Progress(lambda done, _every: told.append(done), lambda: told == [0, 1]))
    assert (told, everybody(services)) == ([0, 1], after)
    assert services.importing.undo(made.public_id).removed == 1


def test_whoever_was_worked_with_since_is_left_alone(in_store: Services, tmp_path: Path, clock: Clock) -> None:
    known = in_store.customers.add(CustomerDetails("Lê Văn Bình", "0912003365"))
    rows = [LAN, BINH, *((f"Khách {name}", "", "", name, "1/10/2026") for name in ("An", "Chi", "Dũng", "Em"))]
    made = taken(in_store, sheets.people(tmp_path / "a.xlsx", *rows))
    clock.move(minutes=1)
    number = {name: customer(in_store, f"Khách {name}").id for name in ("An", "Chi", "Dũng")}
    in_store.customers.log_contact(number["An"], in_store.office.now(), Direction.FROM_CUSTOMER, Channel.COUNTER, "")
    in_store.customers.edit(number["Chi"], CustomerDetails("Khách Chi", "0987654321"))
    in_store.erasures.note_wish(number["Dũng"], in_store.office.today())
    in_store.customers.edit(known, CustomerDetails("Lê Văn Bình", "0912003365", address="Nhà mới"))
    undone = in_store.importing.undo(made.public_id)
    assert (undone.removed, undone.restored, undone.left) == (2, 0, 4)
    assert sorted(name for name, *_rest in everybody(in_store)) == ["Khách An", "Khách Chi", "Khách Dũng", "Lê Văn Bình"]
    assert in_store.customers.page(known).details.address == "Nhà mới"


def test_only_the_newest_import_can_be_undone_and_older_values_are_not_kept(services: Services, tmp_path: Path) -> None:
    services.customers.add(CustomerDetails("Lê Văn Bình", "0912003365", address="Nhà cũ"))
    first = taken(services, sheets.people(tmp_path / "a.xlsx", BINH))
    assert count(services, ImportedChange) == 1
    second = taken(services, sheets.people(tmp_path / "b.xlsx", LAN))
    assert count(services, ImportedChange) == 0
    with pytest.raises(UserError, match="Only the newest import"):
        services.importing.undo(first.public_id)
    assert services.importing.undo(second.public_id).removed == 1


def test_an_erased_customer_leaves_nothing_in_what_could_be_undone(services: Services, tmp_path: Path) -> None:
    known = services.customers.add(CustomerDetails("Lê Văn Bình", "0912003365", address="Nhà cũ"))
    made = taken(services, sheets.people(tmp_path / "a.xlsx", BINH, LAN))
    services.erasures.note_wish(known, services.office.today())
    services.erasures.erase(Chosen((known,)))
    assert count(services, ImportedChange) == 0
    lan = customer(services, LAN[0]).id
    services.erasures.note_wish(lan, services.office.today())
    services.erasures.erase(Chosen((lan,)))
    undone = services.importing.undo(made.public_id)
    assert (undone.removed, undone.restored, undone.left) == (0, 0, 0)


def test_the_search_index_holds_after_many_were_taken_out(services: Services, tmp_path: Path) -> None:
    services.customers.add(CustomerDetails("Người Ở Lại", "0987654321", address="Chợ Đầm"))
    made = taken(services, sheets.people(tmp_path / "a.xlsx", *((f"Khách {n}", "", "", f"Nhà {n}", "") for n in range(300))))
    assert services.importing.undo(made.public_id).removed == 300
    with services.office.reading() as session:
        names = set(session.scalars(select(func.group_concat(Customer.name))))
        triggers = session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        assert set(search.TRIGGERS) <= set(triggers)
        session.connection().exec_driver_sql("INSERT INTO customer_search(customer_search, rank) VALUES ('integrity-check', 1)")
    assert names == {"Người Ở Lại"}
    assert [hit.name for hit in services.customers.search("cho dam")] == ["Người Ở Lại"]
    assert services.customers.search("khach 7") == []
    after = services.customers.add(CustomerDetails("Khách Sau"))
    assert [hit.id for hit in services.customers.search("khach")] == [after]
