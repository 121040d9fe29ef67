"""Erasing people: who may go, what is left, what the ledger remembers, and that nothing can be written onto what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text, update

from desktop.errors import UserError
from desktop.models.base import Base
from desktop.models.choices import ComplaintState, ConsentDecision, ConsentMeans, HoldKind, LegalBasis, LetterKind, PaymentMeans
from desktop.models.customer import Customer, CustomerMerge
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.erasure import AnonymousDisclosure, Erasure, ErasureNotice
from desktop.models.stored_file import StoredFile
from desktop.services import erasing, opening
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.erasure_letters import Given, Settled
from desktop.services.erasures import Chosen, ComplaintKeeping, ErasureDone
from desktop.services.opening import ShopFolder
from desktop.services.progress import Progress
from desktop.storage import vault
from desktop.storage.ledger import Ledger
from tests import builders
from tests.conftest import Clock
from tests.faults.traces import Person, ship
from tests.services import giving
from tests.services.helpers import decided, evidence_files, page, reopened, send
from tests.services.told import everybody_told

NAMES = ("An", "Bình", "Chi", "Dũng", "Em")


def asked(services: Services, *customers: int) -> Chosen:
    """These customers, who asked for it today."""
    for customer_id in customers:
        services.erasures.note_wish(customer_id, services.office.today())
    return Chosen(customers)


def erased(services: Services, *customers: int) -> ErasureDone:
    """They asked, and are gone."""
    return services.erasures.erase(asked(services, *customers), told=everybody_told(services))


def several(services: Services, number: int) -> tuple[int, ...]:
    """Customers by name alone."""
    return tuple(services.customers.add(CustomerDetails(f"Khách {place}")) for place in range(number))


def names(services: Services) -> set[str]:
    with services.office.reading() as session:
        return set(session.scalars(select(Customer.name)))


def count(services: Services, kind: type) -> int:
    with services.office.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


# ---- who may go -----------------------------------------------------------------------------------------------------------


def test_nobody_goes_before_the_day_and_everybody_on_it(in_store: Services, clock: Clock) -> None:
    customer_id = builders.add_customer(in_store)
    early = in_store.erasures.erase(Chosen((customer_id,)))
    assert (early.erased, early.number) == (0, "")
    assert early.left_out == ("Nguyễn Thị Hạnh: not before 21/11/2027",)
    clock.now += date(2027, 11, 20) - clock.today
    assert in_store.erasures.erase(Chosen((customer_id,))).erased == 0
    clock.move(days=1)
    done = in_store.erasures.erase(Chosen((customer_id,)))
    assert (done.erased, done.left_out, done.number) == (1, (), "01/2027/XD-CN")
    with pytest.raises(UserError, match="no longer in the register"):
        in_store.customers.page(customer_id)


def test_kept_until_asked_means_nobody_is_due_unasked(services: Services) -> None:
    customer_id = builders.add_customer(services)
    assert services.erasures.erase(Chosen((customer_id,))).left_out == (
        "Nguyễn Thị Hạnh: kept until the customer asks for deletion",
    )
    assert erased(services, customer_id).erased == 1


def test_an_open_complaint_and_a_sum_that_is_owed_hold_the_data(services: Services) -> None:
    complaint_id = decided(services)
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    assert erased(services, customer_id).left_out == ("Nguyễn Thị Hạnh: on hold: KN-2026-0001",)
    send(services, complaint_id)
    assert page(services, complaint_id).row.state is ComplaintState.REPLIED
    assert services.erasures.erase(Chosen((customer_id,))).left_out == ("Nguyễn Thị Hạnh: on hold: KN-2026-0001",)


def test_after_the_wish_the_policy_holds_nothing_but_a_law_does(services: Services, clock: Clock) -> None:
    customer_id = builders.add_customer(services)
    services.holds.add(customer_id, HoldKind.QUESTIONS, "đang trả lời câu hỏi", clock.today + timedelta(days=9))
    chosen = asked(services, customer_id)
    with services.office.writing() as work:
        work.session.execute(text("UPDATE hold SET kind = 'law', reason = 'Quyết định 7'"))
        work.log("test.changed", "hold")
    assert services.erasures.erase(chosen).left_out == ("Nguyễn Thị Hạnh: on hold: Quyết định 7",)
    with services.office.writing() as work:
        work.session.execute(text("UPDATE hold SET kind = 'questions'"))
        work.log("test.changed", "hold")
    assert services.erasures.erase(chosen).erased == 1


def test_the_wish_can_be_taken_back_and_is_not_taken_twice_or_for_tomorrow(services: Services, clock: Clock) -> None:
    customer_id = builders.add_customer(services)
    with pytest.raises(UserError, match="future"):
        services.erasures.note_wish(customer_id, clock.today + timedelta(days=1))
    asked(services, customer_id)
    assert services.customers.page(customer_id).delete_on == clock.today
    assert services.customers.page(customer_id).delete_reason == "The customer asked for deletion on 21/11/2026."
    with pytest.raises(UserError, match="already"):
        asked(services, customer_id)
    services.erasures.take_back_wish(customer_id)
    assert services.customers.page(customer_id).delete_on is None
    with pytest.raises(UserError, match="has not asked"):
        services.erasures.take_back_wish(customer_id)


# ---- what is left ---------------------------------------------------------------------------------------------------------


def test_disclosures_leave_day_recipient_and_kinds_of_data(services: Services, clock: Clock) -> None:
    customer_id = builders.add_customer(services)
    carrier = giving.carrier(services)
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, carrier, order_reference="DH-7")
    wrong = giving.give(services, customer_id, carrier)
    services.disclosures.void(wrong.public_id, "nhập nhầm")
    erased(services, customer_id)
    with services.office.reading() as session:
        (left,) = session.scalars(select(AnonymousDisclosure)).all()
        (notice,) = session.scalars(select(ErasureNotice)).all()
        assert (left.recipient_id, left.disclosed_on, left.fields, left.basis) == (
            carrier, clock.today, "name phone address", LegalBasis.CONSENT,
        )  # fmt: skip
        assert (notice.recipient_id, notice.people, notice.told_on) == (carrier, 1, None)
        assert notice.letter_number == "07/2026/BN"
    assert count(services, Disclosure) == 0


def test_nobody_is_erased_before_it_is_settled_how_a_recipient_hears_of_it(services: Services, clock: Clock) -> None:
    customer_id, free = builders.add_customer(services), services.customers.add(CustomerDetails("Lê Vũ", "0912003366"))
    giving.say(services, customer_id, clock.today)
    carrier = giving.carrier(services)
    giving.give(services, customer_id, carrier)
    chosen = asked(services, customer_id, free)
    done = services.erasures.erase(chosen)
    assert (done.erased, done.left_out) == (
        1, ("Nguyễn Thị Hạnh: no letter was made to Giao Hàng Nhanh (GHN), who were given the data",),
    )  # fmt: skip
    assert count(services, Disclosure) == 1
    none_needed = {carrier: Settled.without_letter("đã đóng cửa")}
    assert services.erasures.erase(Chosen((customer_id,)), told=none_needed).erased == 1
    assert services.erasure_papers.notices() == [], "no letter is owed where none is needed"
    with services.office.reading() as session:
        (notice,) = session.scalars(select(ErasureNotice)).all()
        assert notice.not_told_reason == "đã đóng cửa"


def test_a_recipient_is_left_untold_only_with_a_reason() -> None:
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(UserError):
            Settled.without_letter(reason)


def test_a_carriers_file_that_names_somebody_erased_is_not_kept(services: Services, clock: Clock) -> None:
    staying, going = (
        builders.add_customer(services),
        services.customers.add(CustomerDetails("Lê Vũ", "0912003366", "", "3 Hoa Mai")),
    )
    for customer_id in (staying, going):
        giving.say(services, customer_id, clock.today)
    ship(services, [Person(staying, ("a",)), Person(going, ("b",))])
    erased(services, going)
    with services.office.reading() as session:
        (manifest,) = session.scalars(select(Manifest)).all()
        assert (manifest.content, manifest.parcels) == (b"", 2)
    assert services.disclosures.of_customer(staying)
    assert services.manifests.unsaved() == []


def test_a_closed_complaint_leaves_number_days_and_outcome(services: Services, folder: ShopFolder, clock: Clock) -> None:
    complaint_id = decided(services, builders.WORK, files=(builders.photo(),))
    send(services, complaint_id)
    services.complaints.record_payment(complaint_id, clock.today, 1_250_000, PaymentMeans.CASH, builders.photo("bien-nhan.png"))
    services.complaints.close(complaint_id)
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    assert len(evidence_files(folder)) == 2
    erased(services, customer_id)
    left = page(services, complaint_id)
    assert (left.row.number, left.row.person.name, left.erased_on) == ("KN-2026-0001", "Data erased", clock.today)
    assert (left.row.received_on, left.decided_on, left.closed_on) == (clock.today,) * 3
    assert (left.work.proven, left.work.agreed, left.paid) == (1_250_000,) * 3
    assert (left.text, left.work.data_status, left.work.cause, left.work.remedy) == ("", "", "", "")
    assert (left.evidence, left.letters, left.row.subject) == ((), (), "told to somebody else")
    assert {event.note for event in left.events} == {""}
    assert evidence_files(folder) == set()


def test_nothing_can_be_written_onto_an_erased_complaint(services: Services) -> None:
    complaint_id = builders.complaint(services).row.id
    services.complaints.withdraw(complaint_id, "khách rút")
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    erased(services, customer_id)
    for act in (
        lambda: services.complaints.reopen(complaint_id, "mở lại"),
        lambda: services.complaints.add_evidence(complaint_id, (builders.photo(),)),
        lambda: services.letters.issue(complaint_id, LetterKind.ACKNOWLEDGEMENT),
    ):
        with pytest.raises(UserError, match="was erased on 21/11/2026"):
            act()


def test_even_plain_sql_cannot_write_onto_what_is_left(services: Services, clock: Clock) -> None:
    complaint_id = builders.complaint(services).row.id
    services.complaints.withdraw(complaint_id, "khách rút")
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, giving.carrier(services))
    erased(services, customer_id)
    for statement in (
        "UPDATE complaint SET outsider_name = 'Nguyễn Thị Hạnh'",
        "UPDATE anonymous_disclosure SET fields = 'name'",
        f"INSERT INTO complaint_event (complaint_id, at, on_day, actor, action, note) "
        f"VALUES ({complaint_id}, '2026-11-21', '2026-11-21', '', 'x', 'Nguyễn Thị Hạnh')",
    ):
        with pytest.raises(Exception, match="erased"), services.office.writing() as work:
            work.session.execute(text(statement))
            work.log("test.changed", "x")


def test_the_number_of_somebody_erased_is_never_given_to_another(services: Services) -> None:
    customer_id = builders.add_customer(services)
    edited = services.customers.edit(customer_id, CustomerDetails("Nguyễn Thị Hạnh", "0912003365"))
    erased(services, customer_id)
    assert services.customers.add(CustomerDetails("Lê Vũ")) != customer_id
    with pytest.raises(UserError, match="no longer in the register"):
        services.customers.undo(edited)
    with pytest.raises(UserError, match="no longer in the register"):
        services.customers.edit(customer_id, CustomerDetails("Nguyễn Thị Hạnh"))
    assert names(services) == {"Lê Vũ"}


def test_records_merged_into_the_erased_one_go_with_it(services: Services, clock: Clock) -> None:
    kept, absorbed = builders.add_customer(services), services.customers.add(CustomerDetails("Hạnh Nguyễn", "0912003377"))
    services.merging.merge(kept, absorbed)
    assert erased(services, kept).erased == 1
    assert names(services) == set()
    assert len(services.office.ledger.erased()) == 2


def test_a_slip_that_two_people_signed_stays_for_the_other(services: Services) -> None:
    first, second = several(services, 2)
    from desktop.models.consent import Consent

    answers = Answers(services.office.today(), ConsentMeans.SLIP, {"advertising": ConsentDecision.GIVEN}, slip=builders.photo())
    for customer_id in (first, second):
        services.consents.record(customer_id, answers)
    with services.office.writing() as work:
        slip = work.session.scalars(select(StoredFile.id).order_by(StoredFile.id)).first()
        work.session.execute(update(Consent).values(slip_id=slip))
        work.log("test.changed", "slips")
    erased(services, first)
    assert count(services, StoredFile) == 2
    erased(services, second)
    assert count(services, StoredFile) == 1


def test_no_table_that_points_at_customers_is_forgotten() -> None:
    pointing = {
        table.name for table in Base.metadata.tables.values() for key in table.foreign_keys if key.column.table.name == "customer"
    }
    assert pointing == {kind.__tablename__ for kind in erasing.ROWS} | {
        "customer", "customer_merge", "complaint", "rights_request", "incident_member",
    }  # fmt: skip


# ---- files of complaints that are kept for a time -------------------------------------------------------------------------


def test_a_kept_complaint_file_outlives_its_customer_on_its_own_ground_and_then_goes(services: Services, clock: Clock) -> None:
    services.erasures.keep_complaints(ComplaintKeeping(24, "Điều 16 Luật 122/2025/QH15"))
    complaint_id = builders.complaint(services).row.id
    services.complaints.withdraw(complaint_id, "khách rút")
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    (plan,) = services.erasures.plans(asked(services, customer_id))
    assert plan.stays == (("KN-2026-0001", "until 21/11/2028: Điều 16 Luật 122/2025/QH15"),)
    services.erasures.erase(Chosen((customer_id,)))
    left = page(services, complaint_id)
    assert (left.row.person.name, left.text, left.outsider_delete_on) == (
        "Nguyễn Thị Hạnh", "Có người lạ gọi mời mua hàng.", date(2028, 11, 21),
    )  # fmt: skip
    assert services.erasures.erase(Chosen(complaints=(complaint_id,))).erased == 0
    clock.now += date(2028, 11, 21) - clock.today
    services.clock_guard.confirm()
    (due,) = services.retention.due(None, clock.today + timedelta(days=1))
    assert (due.name, due.whose.value, due.delete_on) == ("Nguyễn Thị Hạnh", "complaint", clock.today)
    assert services.retention.upcoming().weeks[0].people == 1
    assert services.erasures.erase(Chosen(complaints=(complaint_id,))).erased == 1
    assert page(services, complaint_id).text == ""
    assert services.retention.due(None, date.max) == []


def test_keeping_complaints_needs_a_ground_and_a_sane_time(services: Services) -> None:
    for keeping, words in (
        (ComplaintKeeping(6), "ground"),
        (ComplaintKeeping(121, "luật"), "120"),
        (ComplaintKeeping(-1), "120"),
    ):
        with pytest.raises(UserError, match=words):
            services.erasures.keep_complaints(keeping)
    assert services.erasures.keeping() == ComplaintKeeping()


# ---- the act --------------------------------------------------------------------------------------------------------------


def test_a_plan_says_what_goes_what_is_left_and_who_is_to_be_told(services: Services, clock: Clock) -> None:
    complaint_id = decided(services, builders.WORK, files=(builders.photo(),))
    send(services, complaint_id)
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, giving.carrier(services))
    (plan,) = services.erasures.plans(asked(services, customer_id))
    assert [what for what, _remark in plan.goes] == [
        "Name, phone, email, address", "1 contact", "1 entry of consent", "1 letter", "1 attached file",
    ]  # fmt: skip
    assert [what for what, _remark in plan.anonymous] == ["1 time given to Giao Hàng Nhanh (GHN)", "Complaint KN-2026-0001"]
    assert (plan.recipients, plan.ground, plan.refusal) == (
        (Given(1, "Giao Hàng Nhanh (GHN)"),), "The customer asked for deletion on 21/11/2026.", "on hold: KN-2026-0001",
    )  # fmt: skip


def test_stopped_in_between_those_before_are_gone_and_the_others_untouched(services: Services) -> None:
    people, told = several(services, 50), list[tuple[int, int]]()
    progress = Progress(lambda done, total: told.append((done, total)), lambda: len(told) == 2)
    done = services.erasures.erase(asked(services, *people), progress)
    assert (done.erased, done.was_stopped, told) == (40, True, [(0, 50), (20, 50)])
    assert len(names(services)) == 10
    (row,) = services.erasures.rows()
    assert (row.number, row.people, row.asked) == (done.number, 40, 40)


def test_one_act_has_one_number_and_the_log_names_nobody(services: Services) -> None:
    people = several(services, 25)
    done = services.erasures.erase(asked(services, *people))
    assert (done.number, count(services, Erasure)) == ("01/2026/XD-CN", 1)
    assert services.audit.first_broken() is None
    assert len(services.audit.about(done.public_id)) == 1
    with services.office.reading() as session:
        log = " ".join(session.scalars(text("SELECT action || subject || details FROM audit_entry")))
    assert "Khách" not in log


def test_an_erasure_that_fails_leaves_everybody_and_nothing_in_the_ledger(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = several(services, 3)
    chosen = asked(services, *people)
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE DELETE ON customer BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    with pytest.raises(UserError, match="disk is full"):
        services.erasures.erase(chosen)
    assert len(names(services)) == 3
    assert services.office.ledger.erased() == {}
    with services.office.database.connection() as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER full")
    assert services.erasures.erase(chosen).erased == 3
    assert len(services.office.ledger.erased()) == 3


def test_the_ledger_names_nobody_without_the_key(services: Services, folder: ShopFolder) -> None:
    erased(services, builders.add_customer(services))
    kept = (folder.path / "erased.ledger").read_text("utf-8")
    assert not any(word in kept for word in ("0912003365", "hanh@example.com", "Hạnh"))
    key = vault.open_with_passphrase(folder.path / "vault.json", builders.PASSPHRASE)
    mine = Ledger(folder.path, key)
    assert mine.asked_traces() == {mine.trace("phone", "0912003365"), mine.trace("email", "hanh@example.com")}
    stranger = Ledger(folder.path, vault.Key(bytes(32)))
    assert stranger.erased() == {}


# ---- in step with the ledger ----------------------------------------------------------------------------------------------


def test_an_older_database_put_back_by_hand_brings_nobody_back(services: Services, folder: ShopFolder) -> None:
    going, staying = builders.add_customer(services), services.customers.add(CustomerDetails("Lê Vũ"))
    complaint_id = services.complaints.receive(builders.intake(services.office.today(), staying)).row.id
    services.office.database.close()
    before = folder.database_path.read_bytes()
    erased(services, going)
    services.complaints.receive(builders.intake(services.office.today(), staying))
    services.office.database.close()
    folder.database_path.write_bytes(before)
    with reopened(folder) as again:
        assert [hit.name for hit in again.customers.search("")] == ["Lê Vũ"]
        assert again.complaints.page(complaint_id).row.number == "KN-2026-0001"
        newest = again.complaints.receive(builders.intake(again.office.today(), staying))
        assert newest.row.number == "KN-2026-0003"


def test_switching_the_replay_off_brings_them_back(
    services: Services, folder: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The known-bad setting of the test above."""
    going = builders.add_customer(services)
    services.office.database.close()
    before = folder.database_path.read_bytes()
    erased(services, going)
    services.office.database.close()
    folder.database_path.write_bytes(before)
    monkeypatch.setattr(opening, "replay", lambda _office: 0)
    with reopened(folder) as again:
        assert again.customers.search("0912003365")[0].id == going


def test_replay_takes_apart_a_merge_that_an_older_database_still_has(services: Services, folder: ShopFolder) -> None:
    wrong, going = services.customers.add(CustomerDetails("Lê Vũ", "0912003377")), builders.add_customer(services)
    merge_id = services.merging.merge(wrong, going)
    services.office.database.close()
    before = folder.database_path.read_bytes()
    services.merging.undo(merge_id)
    erased(services, going)
    services.office.database.close()
    folder.database_path.write_bytes(before)
    with reopened(folder) as again:
        assert [hit.name for hit in again.customers.search("")] == ["Lê Vũ"]
        assert again.customers.page(wrong).details.email == ""


def test_a_complaint_still_open_in_an_older_database_is_closed_when_its_customer_goes(
    services: Services, folder: ShopFolder
) -> None:
    complaint_id = builders.complaint(services).row.id
    (customer_id,) = [hit.id for hit in services.customers.search("")]
    services.office.database.close()
    before = folder.database_path.read_bytes()
    services.complaints.withdraw(complaint_id, "khách rút")
    erased(services, customer_id)
    services.office.database.close()
    folder.database_path.write_bytes(before)
    with reopened(folder) as again:
        left = again.complaints.page(complaint_id)
        assert (left.row.state, left.row.person.name, left.row.tasks) == (ComplaintState.CLOSED, "Data erased", ())


def put_back(services: Services, folder: ShopFolder, acts: Callable[[], object]) -> None:
    """What was done is undone by an older database that somebody puts back by hand."""
    services.office.database.close()
    before = folder.database_path.read_bytes()
    acts()
    services.office.database.close()
    folder.database_path.write_bytes(before)


def test_replay_leaves_whoever_was_merged_into_the_erased_one_then_and_is_not_now(services: Services, folder: ShopFolder) -> None:
    going, staying = builders.add_customer(services), services.customers.add(CustomerDetails("Lê Vũ", "0912003377"))
    merge_id = services.merging.merge(going, staying)
    put_back(services, folder, lambda: (services.merging.undo(merge_id), erased(services, going)))
    with reopened(folder) as again:
        assert [hit.name for hit in again.customers.search("")] == ["Lê Vũ"]


@pytest.mark.parametrize("all_go", [True, False])
def test_replay_takes_a_chain_of_merges_apart_from_its_end(services: Services, folder: ShopFolder, all_go: bool) -> None:
    first, second, third = (services.customers.add(CustomerDetails(name)) for name in NAMES[:3])
    merges = [services.merging.merge(second, first), services.merging.merge(third, second)]

    def acts() -> None:
        if not all_go:
            for merge in reversed(merges):
                services.merging.undo(merge)
        erased(services, third if all_go else first)

    put_back(services, folder, acts)
    with reopened(folder) as again:
        assert {hit.name for hit in again.customers.search("")} == (set() if all_go else {"Bình", "Chi"})


def test_what_became_of_a_complaint_is_the_same_after_the_replay_whatever_the_older_setting_says(
    services: Services, folder: ShopFolder, clock: Clock
) -> None:
    services.erasures.keep_complaints(ComplaintKeeping(24, "luật"))
    complaint_id = builders.complaint(services).row.id
    services.complaints.withdraw(complaint_id, "khách rút")
    (customer_id,) = [hit.id for hit in services.customers.search("")]

    def acts() -> None:
        services.erasures.keep_complaints(ComplaintKeeping())
        erased(services, customer_id)

    put_back(services, folder, acts)
    with reopened(folder) as again:
        assert again.complaints.page(complaint_id).erased_on == clock.today


def test_a_file_that_was_kept_is_kept_by_the_replay_though_it_was_open_then(services: Services, folder: ShopFolder) -> None:
    complaint_id = builders.complaint(services).row.id
    (customer_id,) = [hit.id for hit in services.customers.search("")]

    def acts() -> None:
        services.complaints.withdraw(complaint_id, "khách rút")
        services.erasures.keep_complaints(ComplaintKeeping(24, "luật"))
        erased(services, customer_id)

    put_back(services, folder, acts)
    with reopened(folder) as again:
        left = again.complaints.page(complaint_id)
        assert (left.outsider_delete_on, left.row.state, left.text) == (
            date(2028, 11, 21), ComplaintState.CLOSED, "Có người lạ gọi mời mua hàng.",
        )  # fmt: skip


def test_an_erasure_repeated_on_an_older_database_is_certified_and_its_recipients_are_told(
    services: Services, folder: ShopFolder, clock: Clock
) -> None:
    customer_id = builders.add_customer(services)
    giving.say(services, customer_id, clock.today)
    giving.give(services, customer_id, giving.carrier(services))
    put_back(services, folder, lambda: erased(services, customer_id))
    with reopened(folder) as again:
        (row,) = again.erasures.rows()
        assert (row.number, row.people, row.asked) == ("02/2026/XD-CN", 1, 1)
        assert [notice.recipient for notice in again.erasure_papers.notices()] == [giving.GHN]


@pytest.mark.parametrize("spoil", ["flip", "empty", "torn"])
def test_a_spoiled_ledger_is_mended_from_the_log_and_goes_on(services: Services, folder: ShopFolder, spoil: str) -> None:
    first, second = several(services, 2)
    erased(services, first)
    gone = set(services.office.ledger.erased())
    services.office.database.close()
    path = folder.path / "erased.ledger"
    content = path.read_bytes()
    path.write_bytes({"flip": content.replace(b"subject", b"subjeet"), "empty": b"", "torn": content[:-20]}[spoil])
    with reopened(folder) as again:
        assert set(again.office.ledger.erased()) == gone
        assert erased(again, second).erased == 1
        assert len(again.office.ledger.erased()) == 2


def test_what_a_merge_filled_in_from_somebody_is_forgotten_with_them(services: Services) -> None:
    kept = services.customers.add(CustomerDetails("An"))
    filled = services.customers.add(CustomerDetails("Bình", "0912999888", "binh@example.com", "99 Phố Huế"))
    other = services.customers.add(CustomerDetails("Chi", "", "", ""))
    first = services.merging.merge(kept, filled)
    second = services.merging.merge(kept, other)
    with services.office.reading() as session:
        before = session.scalars(select(CustomerMerge.survivor_before)).all()
    assert any("binh@example.com" in text for text in before)
    services.merging.undo(second)
    services.merging.undo(first)
    erased(services, filled)
    with services.office.reading() as session:
        assert not any("binh@" in text or "0912999888" in text for text in session.scalars(select(CustomerMerge.survivor_before)))


def test_a_lost_ledger_is_written_again_from_the_log(services: Services, folder: ShopFolder) -> None:
    erased(services, builders.add_customer(services))
    names_before = set(services.office.ledger.erased())
    services.office.database.close()
    (folder.path / "erased.ledger").unlink()
    with reopened(folder) as again:
        assert set(again.office.ledger.erased()) == names_before


# ---- the clock ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("jump", "words"), [(timedelta(days=-1), "gone back"), (timedelta(days=8), "last open")])
def test_a_clock_that_jumped_stops_erasing_until_the_date_is_confirmed(
    services: Services, clock: Clock, jump: timedelta, words: str
) -> None:
    chosen = asked(services, builders.add_customer(services))
    services.clock_guard.note_time()
    clock.now += jump
    with pytest.raises(UserError, match=words):
        services.erasures.erase(chosen)
    services.clock_guard.note_time()
    assert words in services.clock_guard.doubt()
    services.clock_guard.confirm()
    assert services.clock_guard.doubt() == ""
    assert services.erasures.erase(chosen).erased == (1 if jump > timedelta() else 0)


def test_a_week_without_the_program_is_no_jump(services: Services, clock: Clock) -> None:
    services.clock_guard.note_time()
    clock.move(days=7)
    assert services.clock_guard.doubt() == ""


def test_somebody_entered_while_the_clock_was_far_back_is_not_due_for_that(in_store: Services, clock: Clock) -> None:
    in_store.clock_guard.note_time()
    right = clock.now
    clock.move(days=-6000)
    customer_id = in_store.customers.add(CustomerDetails("Lê Vũ"))
    clock.now = right
    assert in_store.customers.page(customer_id).delete_on == date(2027, 11, 21)
