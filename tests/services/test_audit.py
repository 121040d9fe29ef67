"""Every change leaves an entry in the chain, the chain tells of no person, and whoever rewrites it is found."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.i18n import noon
from desktop.models.audit import GENESIS, AuditEntry
from desktop.models.choices import (
    Channel,
    ConsentDecision,
    ConsentMeans,
    DayKind,
    Delivery,
    Direction,
    DisclosureFinding,
    HoldKind,
    LetterKind,
    NoticeMeans,
    PaymentMeans,
    RecipientKind,
    RestrictionKind,
    SheetFormat,
)
from desktop.models.shop import Setting
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen, ComplaintKeeping
from desktop.services.manifests import Order, Parcel
from desktop.services.office import entry_count, put_setting
from desktop.services.policies import FieldRow
from desktop.services.recipients import RecipientForm
from desktop.storage.database import UnloggedChange
from tests import sheets
from tests.builders import HANH, IDENTITY, WORK, add_customer, complaint, intake, photo
from tests.services import acts_of_cases, giving
from tests.services.helpers import send
from tests.services.told import everybody_told

TAM = CustomerDetails("Đỗ Văn Tâm", "0908 111 222", "tam@example.com", "9 Hẻm Sương")
VU = replace(TAM, name="Lê Vũ", phone="0987 650 012", email="vu@example.com", group_name="Khách sỉ", benefit_note="Giảm 7 %")
TYPED = {
    *(value for person in (HANH, TAM, VU) for value in vars(person).values() if value),
    *("0912003365", "0908111222", "0987650012", "Nguyễn", "Tâm", "Vũ", "Minh Châu"),
    *(IDENTITY.name, IDENTITY.address, IDENTITY.phone, IDENTITY.email, IDENTITY.owner_name, IDENTITY.certificate_number),
    *(WORK.data_status, WORK.cause, WORK.remedy, "lộ số điện thoại", "Có người lạ gọi mời mua hàng.", "ảnh chụp tin nhắn"),
    *("khách báo tin vui", "Khách đổi ý", "tin-nhan.png", "bien-nhan.png", "Giỗ bà Sáu", "Thân mến, chị Lan.", "hóa đơn"),
    *("Giao Nhanh Sao Mai", "12 Hẻm Sương", "Giao tận tay bà Tư", "12/CV-CA", "Nhập nhầm khách", "cong-van.pdf"),
    *("DH-0077", "Bánh kem dâu", "gọi cổng sau", "Giao hàng.csv", "250000"),
    *("12/05/1990", "phieu-cua-tam.png", "con nhỏ đang ngủ", "nghi dùng tiền giả"),
    *("Ngô Thị Sen", "0934111000", "sen@example", "Khách của Tâm"),
}


def _customers(services: Services) -> Iterator[str]:
    customer_id, second = add_customer(services), services.customers.add(TAM)
    yield "customers.add"
    edited = services.customers.edit(second, VU)
    yield "customers.edit"
    services.customers.undo(edited)
    yield "customers.undo"
    moment = noon(date(2026, 11, 20))
    services.customers.log_contact(customer_id, moment, Direction.FROM_CUSTOMER, Channel.ZALO, "khách báo tin vui")
    yield "customers.log_contact"
    merge_id = services.merging.merge(customer_id, second)
    yield "merging.merge"
    services.merging.undo(merge_id)
    yield "merging.undo"


def _imports(services: Services, folder: Path) -> Iterator[str]:
    folder.mkdir(exist_ok=True)
    file = services.importing.open(
        sheets.people(folder / "Khách của Tâm.xlsx", ("Ngô Thị Sen", "0934 111 000", "sen@example.com", "", ""))
    )
    plan = services.importing.plan(file, file.columns)
    made = services.importing.apply(plan, {2})
    yield "importing.apply"
    services.importing.undo(made.public_id)
    yield "importing.undo"


def _complaints(services: Services) -> Iterator[str]:
    today = services.office.today()
    services.complaints.receive(intake(today, None, outsider=TAM))
    complaint_id = services.complaints.receive(intake(today, 1, files=(photo(),))).row.id
    yield "complaints.receive"
    services.complaints.ask_for_evidence(complaint_id, "ảnh chụp tin nhắn")
    yield "complaints.ask_for_evidence"
    services.complaints.add_evidence(complaint_id, (photo(),))
    yield "complaints.add_evidence"
    services.complaints.state_evidence_complete(complaint_id, today)
    yield "complaints.state_evidence_complete"
    services.complaints.begin_checking(complaint_id)
    yield "complaints.begin_checking"
    services.complaints.save_work(complaint_id, WORK)
    yield "complaints.save_work"
    services.complaints.decide(complaint_id, WORK)
    yield "complaints.decide"
    letter_id = services.letters.issue(complaint_id, LetterKind.REPLY)
    yield "letters.issue"
    services.letters.mark_sent(letter_id, today, Delivery.HANDED_OVER)
    yield "letters.mark_sent"
    services.complaints.record_payment(complaint_id, today, WORK.agreed, PaymentMeans.CASH, photo("bien-nhan.png"))
    yield "complaints.record_payment"
    services.complaints.close(complaint_id)
    yield "complaints.close"
    services.complaints.reopen(complaint_id, "Khách đổi ý")
    yield "complaints.reopen"
    services.complaints.withdraw(complaint_id, "Khách đổi ý")
    yield "complaints.withdraw"


def _manifests(services: Services, folder: Path) -> Iterator[str]:
    today, topics = services.office.today(), ("share.shipping_partner", "share.service_provider")
    carrier = services.recipients.switch_on("ghn")
    sender = services.recipients.save(None, RecipientForm("Tin nhắn Z", RecipientKind.SERVICE_PROVIDER))
    yield "recipients.save"
    services.consents.record(1, Answers(today, ConsentMeans.PHONE, dict.fromkeys(topics, ConsentDecision.GIVEN)))
    yield "consents.record"
    parcels = (Parcel(1, "DH-0077", "Bánh kem dâu", "gọi cổng sau", 250_000),)
    manifest = services.manifests.make(Order(carrier, today, SheetFormat.CSV, parcels))
    yield "manifests.make"
    services.manifests.write_file(manifest, folder / "Giao hàng.csv")
    yield "manifests.write_file"
    services.notices.make_list(services.manifests.disclosure_ids(manifest), sender, NoticeMeans.SMS, SheetFormat.CSV)
    yield "notices.make_list"
    services.manifests.mark_not_sent(manifest)
    yield "manifests.mark_not_sent"


def _disclosures(services: Services) -> Iterator[str]:
    today, sao_mai = services.office.today(), RecipientForm("Giao Nhanh Sao Mai", RecipientKind.STATE_AGENCY, "12 Hẻm Sương")
    agency = services.recipients.save(None, replace(sao_mai, agreement=photo("cong-van.pdf")))
    yield "recipients.save"
    services.recipients.set_active(agency, False)
    services.recipients.set_active(agency, True)
    yield "recipients.set_active"
    customer_id = services.customers.add(replace(TAM, phone="0908 111 223", email=""))
    given = giving.entry(customer_id, agency, today, ground=giving.by_letter(today), purpose="Giao tận tay bà Tư")
    kept, wrong = services.disclosures.record(given), services.disclosures.record(given)
    yield "disclosures.record"
    services.disclosures.mark_told([kept], today, NoticeMeans.ZALO)
    yield "disclosures.mark_told"
    services.disclosures.void(wrong, "Nhập nhầm khách")
    yield "disclosures.void"
    services.customers.edit(customer_id, replace(TAM, name="Lê Vũ", phone="0908 111 223", email=""))
    (task,) = (row.public_id for row in services.recipient_tasks.open_rows() if row.customer_id == customer_id)
    services.recipient_tasks.letter(task)
    yield "recipient_tasks.letter"
    services.recipient_tasks.mark_told(task, today)
    yield "recipient_tasks.mark_told"
    complaint_id = services.complaints.receive(intake(today, customer_id)).row.id
    row = giving.row(services, customer_id, kept)
    services.complaint_disclosures.save(complaint_id, row.id, DisclosureFinding.MADE)
    yield "complaint_disclosures.save"


def _settings(services: Services, target: Path) -> Iterator[str]:
    services.shop.save_identity(replace(IDENTITY, owner_name="Minh Châu"))
    yield "shop.save_identity"
    member = services.shop.add_staff("Minh Châu")
    yield "shop.add_staff"
    services.shop.set_staff_active(member.public_id, False)
    yield "shop.set_staff_active"
    services.shop.save_letter_settings(services.shop.letter_settings())
    yield "shop.save_letter_settings"
    services.policies.add_version(replace(services.policies.versions()[0], effective_from=date(2026, 12, 1)))
    yield "policies.add_version"
    services.policies.save_legal_clock(services.policies.legal_clocks()[0])
    yield "policies.save_legal_clock"
    services.calendar.add_day(date(2027, 3, 3), DayKind.SHOP_CLOSED, "Giỗ bà Sáu")
    yield "calendar.add_day"
    services.calendar.remove_day(date(2027, 3, 3), DayKind.SHOP_CLOSED)
    yield "calendar.remove_day"
    services.calendar.save_settings(services.calendar.settings())
    yield "calendar.save_settings"
    services.wording.save(LetterKind.REPLY, "closing", "vi", "Thân mến, chị Lan.")
    yield "wording.save"
    services.dashboard.note_visit()
    yield "dashboard.note_visit"
    services.backups.make_in(target)
    services.backups.set_keep_days(60)
    yield "backups.set_keep_days"
    services.backups.mark_destroyed(services.backups.rows()[0].public_id, services.office.today())
    yield "backups.mark_destroyed"


def _wishes(services: Services) -> Iterator[str]:
    today, rules = services.office.today(), services.policies.in_force(services.office.today())
    fields = (*rules.fields, FieldRow("birthday", "Ngày sinh"))
    services.policies.add_version(replace(rules, effective_from=today, fields=fields))
    customer_id = services.customers.add(replace(TAM, phone="0908 111 224", email=""))
    decisions = {"field.birthday": ConsentDecision.GIVEN, "advertising": ConsentDecision.GIVEN}
    services.consents.record(customer_id, Answers(today, ConsentMeans.SLIP, decisions, photo("phieu-cua-tam.png")))
    yield "consents.record"
    services.extras.save(customer_id, "birthday", "12/05/1990")
    yield "extras.save"
    wish = services.restrictions.add(customer_id, RestrictionKind.NO_CALLS, note="con nhỏ đang ngủ")
    yield "restrictions.add"
    services.restrictions.lift(wish)
    yield "restrictions.lift"
    hold = services.holds.add(customer_id, HoldKind.FRAUD, "nghi dùng tiền giả", today)
    yield "holds.add"
    services.holds.release(hold)
    yield "holds.release"
    services.purpose_lists.export("advertising", SheetFormat.CSV)
    yield "purpose_lists.export"
    yield from _erasures(services, customer_id)


def _erasures(services: Services, customer_id: int) -> Iterator[str]:
    """A customer asks for deletion, is held for a while, and goes."""
    today = services.office.today()
    services.clock_guard.note_time()
    yield "clock_guard.note_time"
    services.clock_guard.confirm()
    yield "clock_guard.confirm"
    services.erasures.keep_complaints(ComplaintKeeping(6, "Điều 16 Luật 122/2025/QH15"))
    yield "erasures.keep_complaints"
    services.erasures.note_wish(customer_id, today)
    yield "erasures.note_wish"
    services.erasures.take_back_wish(customer_id)
    yield "erasures.take_back_wish"
    older = services.holds.add(customer_id, HoldKind.LAW, "thuế hỏi", today)
    services.erasures.note_wish(customer_id, today)
    services.holds.complete(older, "Điều 16 Luật 122/2025/QH15", today)
    yield "holds.complete"
    services.holds.letter(older)
    yield "holds.letter"
    services.holds.mark_sent(older, today)
    yield "holds.mark_sent"
    services.holds.undo_release(services.holds.release(older))
    yield "holds.undo_release"
    services.holds.release(older)
    carrier = services.recipients.switch_on("spx")
    services.consents.record(customer_id, Answers(today, ConsentMeans.PHONE, {"share.shipping_partner": ConsentDecision.GIVEN}))
    services.disclosures.record(giving.entry(customer_id, carrier, today))
    services.erasure_papers.letters(Chosen((customer_id,)))
    yield "erasure_papers.letters"
    services.erasures.erase(Chosen((customer_id,)), told=everybody_told(services))
    services.erasure_papers.mark_told(services.erasure_papers.notices()[0].public_id, today)
    yield "erasure_papers.mark_told"


def _everything(services: Services, target: Path) -> Iterator[str]:
    """Every public method that writes, by name, just after it was called."""
    yield from _customers(services)
    yield from _imports(services, target.parent / "lists")
    yield from _complaints(services)
    yield from _manifests(services, target.parent)
    yield from _disclosures(services)
    yield from _settings(services, target)
    yield from _wishes(services)
    yield from acts_of_cases.requests(services)
    yield from acts_of_cases.incidents(services)
    yield from acts_of_cases.promises(services, target.parent)


def _writing_methods(services: Services) -> set[str]:
    """The public methods whose own lines open a writing transaction; drafts are no register."""
    found: set[str] = set()
    for area in fields(services):
        if area.name in ("office", "drafts"):
            continue
        for name, method in inspect.getmembers(type(getattr(services, area.name)), inspect.isfunction):
            if not name.startswith("_") and any(
                call in inspect.getsource(method) for call in (".writing()", "self._end(", "self._add(")
            ):
                found.add(f"{area.name}.{name}")
    return found - {
        "calendar.keep_current",
        "retention.keep_current",
        "restoring.confirm",
        "restoring.confirm_checked",
    }  # each has a test of its own


def _entries(services: Services) -> list[AuditEntry]:
    with services.office.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.number)))


def test_every_method_that_writes_leaves_an_entry(services, tmp_path):
    written, count = set(), len(_entries(services))
    for name in _everything(services, tmp_path / "usb"):
        with services.office.reading() as session:
            after = entry_count(session)
        assert after > count, name
        written, count = written | {name}, after
    assert _writing_methods(services) - written == set()
    assert services.audit.first_broken() is None
    assert services.office.log_is_whole()


def test_topping_the_calendar_up_leaves_an_entry(services, clock):
    clock.move(days=800)
    count = len(_entries(services))
    services.calendar.keep_current()
    assert len(_entries(services)) > count


def test_planning_anew_under_another_version_leaves_an_entry(services, clock):
    later = clock.today + timedelta(days=3)
    services.policies.add_version(replace(services.policies.in_force(clock.today), effective_from=later))
    clock.move(days=3)
    count = len(_entries(services))
    services.retention.keep_current()
    assert len(_entries(services)) > count


def test_no_entry_tells_of_a_person(services, tmp_path):
    assert list(_everything(services, tmp_path / "usb"))
    log = "\n".join(f"{entry.action} {entry.subject} {entry.details} {entry.actor}" for entry in _entries(services)).casefold()
    assert [text for text in (*TYPED, *acts_of_cases.TYPED) if text.casefold() in log] == []


def test_entries_say_who_when_and_what(services, clock):
    (lan,) = services.shop.staff()
    customer_id = add_customer(services)
    public_id = services.customers.page(customer_id).public_id
    clock.move(hours=3)
    services.customers.edit(customer_id, replace(HANH, address="16 Hoa Mai"))
    changed, added = services.audit.about(public_id)
    assert (added.action, changed.action) == ("customer.added", "customer.changed")
    assert (added.actor, changed.actor, changed.at) == (lan.public_id, lan.public_id, clock.now)
    assert changed.printed.startswith(f"{changed.number} · ")


def test_a_change_that_is_refused_leaves_no_entry(services):
    before = len(_entries(services))
    with pytest.raises(UnloggedChange), services.office.writing() as work:
        work.session.add(Setting(key="in.secret", value="x"))
    with pytest.raises(RuntimeError), services.office.writing() as work:
        put_setting(work, "half.done", "x")
        raise RuntimeError
    with services.office.reading() as session:
        assert session.scalars(select(Setting.key).where(Setting.key.in_(("in.secret", "half.done")))).all() == []
    assert len(_entries(services)) == before


REWRITTEN = [
    (['UPDATE audit_entry SET details = \'{"state": "closed"}\' WHERE number = 5'], 5),
    (["UPDATE audit_entry SET action = 'nothing.happened' WHERE number = 5"], 5),
    (["UPDATE audit_entry SET subject = 'somebody else' WHERE number = 5"], 5),
    (["UPDATE audit_entry SET actor = 'somebody else' WHERE number = 5"], 5),
    (["UPDATE audit_entry SET at = '2026-11-20T03:00:00.000000+00:00' WHERE number = 5"], 5),
    (["UPDATE audit_entry SET digest = previous WHERE number = 5"], 5),
    (["DELETE FROM audit_entry WHERE number = 5"], 5),
    (["DELETE FROM audit_entry WHERE number = 1"], 1),
    (["DELETE FROM audit_entry WHERE number = 5", "UPDATE audit_entry SET number = number - 1 WHERE number > 5"], 5),
    ([f"UPDATE audit_entry SET number = {new} WHERE number = {old}" for old, new in ((5, 999), (6, 5), (999, 6))], 5),
]


# ---- whoever rewrites it is found ----------------------------------------------------------------------------------------


@pytest.fixture
def some_log(services):
    """A shop with a few entries and a sent reply."""
    complaint_id = complaint(services).row.id
    services.complaints.decide(complaint_id, WORK)
    send(services, complaint_id)
    return services


def _tamper(services: Services, *statements: str) -> None:
    with services.office.database.connection() as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_rewritten_entry_is_found(some_log):
    path = some_log.office.database.path
    for statements, broken in REWRITTEN:
        some_log.office.database.close()
        whole = path.read_bytes()
        _tamper(some_log, *statements)
        assert some_log.audit.first_broken() == broken, statements
        some_log.office.database.close()
        path.write_bytes(whole)
    assert some_log.audit.first_broken() is None


def test_a_log_cut_at_its_end_is_noticed(some_log):
    last = _entries(some_log)[-1].number
    _tamper(some_log, f"DELETE FROM audit_entry WHERE number = {last}")
    assert some_log.audit.first_broken() is None
    assert not some_log.office.log_is_whole()


def test_a_log_that_was_emptied_is_noticed(some_log):
    _tamper(some_log, "DELETE FROM audit_entry")
    assert not some_log.office.log_is_whole()


def test_a_chain_rewritten_to_its_end_no_longer_fits_the_head_kept_outside(some_log):
    entries = _entries(some_log)
    previous = GENESIS
    for entry in entries:
        entry.previous = previous
        entry.action = "nothing.happened" if entry.number == 5 else entry.action
        entry.seal()
        previous = entry.digest
    rewritten = [
        f"UPDATE audit_entry SET action='{e.action}', previous='{e.previous}', digest='{e.digest}' WHERE number={e.number}"
        for e in entries
    ]
    _tamper(some_log, *rewritten)
    assert some_log.audit.first_broken() is None
    assert not some_log.office.log_is_whole()
