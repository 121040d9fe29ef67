"""The morning page: each thing to do stands where the clock puts it, also after days off."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.models.choices import LetterKind, PaymentMeans
from desktop.services.complaint_views import TaskKind
from tests.builders import WORK, add_customer, complaint, intake
from tests.services.helpers import decided, reopened, send

REPLY, ACKNOWLEDGE = TaskKind.REPLY, TaskKind.ACKNOWLEDGE
GROUPS = ("late", "due_today", "this_week", "later")


def _where(services, kind: TaskKind) -> list[str]:
    """The groups of the morning in which tasks of a kind stand."""
    morning = services.dashboard.morning()
    return [group for group in GROUPS for item in getattr(morning, group) if item.task.kind is kind]


def _on(services, clock, day: date, kind: TaskKind) -> list[str]:
    clock.move(days=(day - clock.today).days)
    return _where(services, kind)


def test_an_empty_shop_has_nothing_to_do(services, clock):
    morning = services.dashboard.morning()
    assert morning.today == clock.today
    assert not any(getattr(morning, group) for group in (*GROUPS, "not_begun", "awaiting_evidence", "unpaid"))
    assert (morning.to_do_today, morning.absent_since) == (0, None)


def test_what_nobody_has_begun_heads_the_page(services):
    taken = complaint(services)
    (item,) = services.dashboard.morning().not_begun
    assert item.row == taken.row
    services.complaints.begin_checking(taken.row.id)
    assert services.dashboard.morning().not_begun == ()


def test_a_task_moves_from_later_to_late_as_days_go_by(services, clock):
    complaint(services)  # on a Saturday; to be acknowledged by Thursday 26/11
    expected = {21: "later", 22: "later", 23: "this_week", 25: "this_week", 26: "due_today", 27: "late"}
    for day, group in expected.items():
        assert _on(services, clock, date(2026, 11, day), ACKNOWLEDGE) == [group], day


def test_the_week_ends_on_its_sunday_also_when_today_is_saturday(services, clock):
    assert clock.today.weekday() == 5
    customer_id = add_customer(services)
    for days in (29, 28):  # to be answered on Sunday 22/11 and on Monday 23/11
        services.complaints.receive(intake(clock.today - timedelta(days=days), customer_id))
    assert _where(services, REPLY) == ["this_week", "later"]


def test_a_target_on_a_day_off_is_due_until_its_last_day(services, clock):
    complaint(services, received_on=date(2026, 11, 20))  # thirty days end on a Sunday: the last day is Monday 21/12
    days = {
        date(2026, 12, 19): "this_week",
        date(2026, 12, 20): "due_today",
        date(2026, 12, 21): "due_today",
        date(2026, 12, 22): "late",
    }
    assert {day: _on(services, clock, day, REPLY) for day in days} == {day: [group] for day, group in days.items()}


def test_what_is_done_leaves_the_page(services, clock):
    complaint_id = decided(services)
    assert _where(services, ACKNOWLEDGE) == _where(services, REPLY) == ["later"]
    send(services, complaint_id, LetterKind.ACKNOWLEDGEMENT)
    assert _where(services, ACKNOWLEDGE) == []
    send(services, complaint_id)
    assert _where(services, REPLY) == []
    (unpaid,) = services.dashboard.morning().unpaid
    assert (unpaid.row.id, unpaid.row.unpaid) == (complaint_id, WORK.agreed)
    services.complaints.record_payment(complaint_id, clock.today, WORK.agreed, PaymentMeans.CASH)
    assert services.dashboard.morning().unpaid == ()


def test_a_complaint_without_evidence_is_shown_until_it_is_in(in_store, clock):
    complaint_id = complaint(in_store, missing_evidence="hóa đơn").row.id
    clock.move(days=90)
    morning = in_store.dashboard.morning()
    assert [item.row.id for item in morning.awaiting_evidence] == [complaint_id]
    assert [item.row.id for item in morning.not_begun] == [complaint_id]
    assert _where(in_store, REPLY) == []
    in_store.complaints.state_evidence_complete(complaint_id, clock.today)
    assert in_store.dashboard.morning().awaiting_evidence == ()
    assert _where(in_store, REPLY) == ["later"]


def test_late_and_due_today_are_counted_together(services, clock):
    customer_id = add_customer(services)
    for received_on in (date(2026, 10, 1), date(2026, 10, 22)):
        services.complaints.receive(intake(received_on, customer_id))
    morning = services.dashboard.morning()
    assert sorted(item.task.kind for item in morning.late) == [ACKNOWLEDGE, ACKNOWLEDGE, REPLY]
    assert [item.row.received_on for item in morning.due_today] == [date(2026, 10, 22)]
    assert morning.to_do_today == 4
    targets = [item.task.deadline.target for item in morning.late]
    assert targets == sorted(targets)


def test_withdrawn_complaints_want_nothing(services):
    complaint_id = complaint(services).row.id
    services.complaints.withdraw(complaint_id, "đã dàn xếp")
    morning = services.dashboard.morning()
    assert not any(getattr(morning, group) for group in (*GROUPS, "not_begun"))


def test_after_days_off_the_page_says_since_when_and_what_became_late(services, folder, clock):
    complaint(services)
    services.dashboard.note_visit()
    services.office.database.close()
    clock.move(days=40)
    with reopened(folder) as again:
        morning = again.dashboard.morning()
        assert morning.absent_since == date(2026, 11, 21)
        assert {item.task.kind for item in morning.late} == {REPLY, ACKNOWLEDGE}
        again.dashboard.note_visit()
        assert again.dashboard.morning().absent_since is None
        clock.move(days=1)
        assert again.dashboard.morning().absent_since is None


def test_a_second_look_on_the_same_day_writes_nothing(services):
    services.dashboard.note_visit()
    head = services.office.head_file.read()
    services.dashboard.note_visit()
    assert services.office.head_file.read() == head
