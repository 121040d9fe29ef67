"""A restore makes nobody's protection weaker: the ways in which it can meet a change, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.models.choices import ConsentDecision, ConsentMeans, HoldKind, RestrictionKind, RetentionKind
from desktop.models.entities import Base
from desktop.services import replaced
from desktop.services.all_services import Services, for_office
from desktop.services.consents import Answers
from desktop.services.erasures import Chosen
from desktop.services.manifests import Parcel
from desktop.services.policies import FieldRow
from desktop.services.recipients import RecipientForm
from desktop.services.restore_fates import FATES, Fate
from tests import builders
from tests.builders import add_customer, photo
from tests.services import giving
from tests.services.asking import GIVEN, NEWS, REFUSED, WITHDRAWN
from tests.services.restores import TAM, details_of, names, restored

CARRIERS = "share.shipping_partner"


def begun(services: Services) -> None:
    """Before the backup: two customers who agreed to news and to delivery, a carrier, an extra field."""
    today = services.office.today()
    extra = FieldRow("birthday", "Ngày sinh")
    rules = services.policies.in_force(today)
    services.policies.add_version(replace(rules, effective_from=today, fields=(*rules.fields, extra)))
    birthday = f"field.{services.policies.in_force(today).fields[-1].code}"
    for customer in (add_customer(services), services.customers.add(TAM)):
        yes = dict.fromkeys((NEWS, CARRIERS, birthday), GIVEN)
        services.consents.record(customer, Answers(today, ConsentMeans.SLIP, yes))
    services.extras.save(1, birthday.removeprefix("field."), "12/05/1990")
    giving.carrier(services)


def said(topic: str, *decisions: ConsentDecision, slip: bool = False) -> Callable[[Services], None]:
    """Hạnh says so, one after the other."""

    def act(services: Services) -> None:
        for decision in decisions:
            file = photo("phieu.png") if slip else None
            services.consents.record(1, Answers(services.office.today(), ConsentMeans.SLIP, {topic: decision}, file))

    return act


def wished(kind: RestrictionKind, **more: object) -> Callable[[Services], None]:
    return lambda services: services.restrictions.add(1, kind, **more)  # type: ignore[arg-type,return-value]


def birthday_refused(services: Services) -> None:
    code = next(state.code for state in services.consents.states(1) if state.code.startswith("field."))
    said(code, WITHDRAWN)(services)


def shorter_version(services: Services) -> None:
    today = services.office.today()
    rules = services.policies.in_force(today)
    kept = {"retention_kind": RetentionKind.AFTER_LAST_CONTACT, "retention_months": 3}
    services.policies.add_version(replace(rules, effective_from=today, sharing=(), **kept))


def agreed_to_it(services: Services) -> None:
    """A version of after the backup, and what was said under it."""
    services.policies.add_version(
        replace(services.policies.in_force(services.office.today()), effective_from=services.office.today())
    )
    said(NEWS, WITHDRAWN)(services)


def less_for_the_carrier(services: Services) -> None:
    row = services.recipients.rows()[0]
    form = RecipientForm(
        row.name, row.kind, row.contact, ("name", "phone"), row.preset, row.columns, None, services.office.today()
    )
    services.recipients.save(row.id, form)


def another_carrier_named(services: Services) -> None:
    other = giving.carrier(services, "spx")
    services.restrictions.add(1, RestrictionKind.NOT_TO_RECIPIENT, other)


@dataclass(frozen=True)
class Change:
    """``act`` after the backup; ``tables`` are what it is written to."""

    act: Callable[[Services], object]
    tables: tuple[str, ...]


CHANGES = {
    "a consent withdrawn": Change(said(NEWS, WITHDRAWN), ("consent",)),
    "a consent refused": Change(said(CARRIERS, REFUSED), ("consent",)),
    "withdrawn with a signed slip": Change(said(NEWS, WITHDRAWN, slip=True), ("consent", "stored_file")),
    "withdrawn and given again": Change(said(NEWS, WITHDRAWN, GIVEN), ("consent",)),
    "withdrawn, given, withdrawn": Change(said(NEWS, WITHDRAWN, GIVEN, WITHDRAWN), ("consent",)),
    "withdrawn under a version of after the backup": Change(agreed_to_it, ("consent", "policy_version")),
    "an extra field withdrawn": Change(birthday_refused, ("consent", "customer_extra")),
    "everything restricted": Change(wished(RestrictionKind.PROCESSING), ("restriction",)),
    "no promotions": Change(wished(RestrictionKind.NO_PROMOTIONS, note="con nhỏ"), ("restriction",)),
    "nothing to a recipient": Change(lambda services: wished(RestrictionKind.NOT_TO_RECIPIENT, recipient_id=1)(services), ("restriction",)),
    "nothing to a recipient entered since": Change(another_carrier_named, ("restriction", "recipient")),
    "a wish to be deleted": Change(lambda services: services.erasures.note_wish(1, services.office.today()), ("customer",)),
    "a hold": Change(
        lambda services: services.holds.add(1, HoldKind.FRAUD, "tiền giả", services.office.today() + timedelta(days=9)), ("hold",)
    ),
    "a stricter version": Change(shorter_version, ("policy_version", "policy_purpose", "policy_field", "policy_recipient")),
    "a recipient switched off": Change(lambda services: services.recipients.set_active(1, False), ("recipient",)),
    "a recipient given less": Change(less_for_the_carrier, ("recipient",)),
}  # fmt: skip


def protection(services: Services) -> dict[str, object]:
    """All that stands between a customer's data and anybody else, as screens and lists show it."""
    today = services.office.today()
    plan = services.manifests.plan(1, today, [Parcel(1), Parcel(2)])
    return {
        "news": [person.name for person in services.purpose_lists.who(NEWS).people],
        "parcels": [(one.parcel.customer_id, one.sentence) for one in plan.left_out],
        "going": [one.parcel.customer_id for one in plan.going],
        "consents": {n: [(s.code, s.decision, s.since, s.has_slip) for s in services.consents.states(n)] for n in (1, 2)},
        "history": [(e.topic, e.decision, e.decided_on, e.policy_from) for e in services.consents.history(1)],
        "wishes": [(w.kind, w.recipient, w.since, w.until, w.note) for w in services.restrictions.rows(1)],
        "holds": [(h.kind, h.reason, h.until) for h in services.holds.rows(1)],
        "deleted on": [services.customers.page(n).delete_on for n in (1, 2)],
        "extras": [extra.value for extra in services.extras.fields(1)],
        "versions": [(v.effective_from, v.retention_months, v.sharing, len(v.purposes)) for v in services.policies.versions()],
        "recipients": {r.name: (r.active, r.fields, r.agreed_until) for r in services.recipients.rows()},
    }


@pytest.mark.parametrize("name", CHANGES)
def test_what_made_protection_stricter_since_counts_on(name: str, services, folder, clock, tmp_path) -> None:
    begun(services)
    before = protection(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    CHANGES[name].act(services)
    expected = protection(services)
    assert expected != before, "the change is seen"
    with restored(folder, made) as again:
        assert protection(again) == expected
        assert again.restoring.unchecked_since() is None
        assert again.audit.first_broken() is None
        clock.move(hours=1)
    folder.unlock(builders.PASSPHRASE)
    back = for_office(folder.go_back())
    assert protection(back) == expected
    back.office.database.close()


@pytest.mark.parametrize("name", ["a consent withdrawn", "no promotions"])
def test_a_restore_that_carries_nothing_over_is_caught(name: str, services, folder, clock, tmp_path, monkeypatch) -> None:
    """Known bad: as it was before. Proves the table above."""
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    CHANGES[name].act(services)
    expected = protection(services)
    monkeypatch.setattr(replaced, "read_protection", lambda *_all: None)
    with restored(folder, made) as again:
        assert protection(again) != expected


def test_every_table_has_its_fate_and_what_is_carried_over_is_tried() -> None:
    assert set(FATES) == set(Base.metadata.tables)
    tried = {table for change in CHANGES.values() for table in change.tables}
    elsewhere = {"erasure", "number_series", "backup_copy"}  # test_restoring_the_erased, test_restoring
    assert {table for table, fate in FATES.items() if fate is Fate.CARRIED} - elsewhere <= tried


def test_what_was_lifted_or_allowed_since_is_no_stricter_than_the_customer_said(services, folder, clock, tmp_path) -> None:
    begun(services)
    wish = services.restrictions.add(1, RestrictionKind.NO_PROMOTIONS)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.restrictions.lift(wish)
    with restored(folder, made) as again:
        assert again.restrictions.rows(1) == []


def test_a_withdrawal_reaches_every_record_of_somebody_who_was_merged_since(services, folder, clock, tmp_path) -> None:
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.merging.merge(1, 2)
    said(NEWS, WITHDRAWN)(services)
    services.restrictions.add(1, RestrictionKind.PROCESSING)
    services.holds.add(1, HoldKind.FRAUD, "tiền giả", clock.today)
    with restored(folder, made) as again:
        assert again.purpose_lists.who(NEWS).people == ()
        assert [len(again.restrictions.rows(n)) for n in (1, 2)] == [1, 1]
        assert [len(again.holds.rows(n)) for n in (1, 2)] == [1, 1]


def test_a_withdrawal_of_one_reaches_whoever_is_one_with_them_in_the_backup(services, folder, clock, tmp_path) -> None:
    begun(services)
    merge = services.merging.merge(1, 2)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.merging.undo(merge)
    services.consents.record(2, Answers(clock.today, ConsentMeans.PHONE, {NEWS: WITHDRAWN}))
    with restored(folder, made) as again:
        assert again.purpose_lists.who(NEWS).people == ()


def test_a_yes_of_after_a_restore_is_not_overruled_by_going_back(services, folder, clock, tmp_path) -> None:
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    said(NEWS, WITHDRAWN)(services)
    clock.move(days=1)
    said(NEWS, GIVEN)(services)
    with restored(folder, made) as again:
        assert len(again.purpose_lists.who(NEWS).people) == 2
        clock.move(hours=1)
    folder.unlock(builders.PASSPHRASE)
    back = for_office(folder.go_back())
    assert len(back.purpose_lists.who(NEWS).people) == 2
    back.office.database.close()


def test_the_owner_reads_what_came_along_and_what_did_not(services, folder, clock, tmp_path) -> None:
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    said(NEWS, WITHDRAWN)(services)
    services.restrictions.add(1, RestrictionKind.NO_CALLS)
    services.customers.add(replace(TAM, name="Lý Mai", phone="0908 111 333"))
    with restored(folder, made) as again:
        text = again.restoring.explanation()
        assert "Still in force, though decided after it: 1 refusal or withdrawal; 1 restriction." in text
        assert "Entered or changed after it and not in this data: 1 customer." in text
        (line,) = [line for line in again.audit.about("backups") if line.action == "wishes.taken_over"]
        assert "Hạnh" not in details_of(again, line.number)


def test_a_change_in_everything_at_once_is_carried_over(services, folder, clock, tmp_path) -> None:
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    for name, change in CHANGES.items():
        if name not in ("withdrawn and given again", "withdrawn, given, withdrawn", "withdrawn with a signed slip", "a stricter version",
                        "withdrawn under a version of after the backup", "a wish to be deleted"):  # fmt: skip
            change.act(services)
    services.erasures.note_wish(2, clock.today)
    assert services.erasures.erase(Chosen((2,))).erased == 1
    expected = [services.restrictions.rows(1), services.consents.states(1), services.holds.rows(1), services.recipients.rows()]
    with restored(folder, made) as again:
        assert names(again) == {builders.HANH.name}
        assert [again.restrictions.rows(1), again.consents.states(1), again.holds.rows(1), again.recipients.rows()] == expected


# ---- what cannot be read ---------------------------------------------------------------------------------------------------


@pytest.fixture
def unread(services, folder, clock, tmp_path) -> Path:
    """A backup of yesterday over a database that is destroyed."""
    begun(services)
    made = services.backups.make_in(tmp_path / "usb").folder
    clock.move(days=1)
    services.office.database.close()
    folder.database_path.write_bytes(b"x" * 5000)
    return made


def test_gates_wait_for_the_owner_where_the_data_from_before_cannot_be_read(folder, unread, clock) -> None:
    again = for_office(folder.restore_closed(unread, builders.PASSPHRASE))
    assert again.restoring.unchecked_since() == clock.today - timedelta(days=1)
    with pytest.raises(UserError, match="who withdrew, refused or restricted something since 21/11/2026 is not known"):
        again.purpose_lists.who(NEWS)
    plan = again.manifests.plan(1, clock.today, [Parcel(1), Parcel(2)])
    assert (len(plan.going), {one.sentence for one in plan.left_out}) == (
        0, {"After the restore it is not known yet what customers have withdrawn since the backup."},
    )  # fmt: skip
    again.restoring.confirm_checked()
    assert "backup.papers_checked" in {line.action for line in again.audit.about("backups")}
    assert len(again.purpose_lists.who(NEWS).people) == 2
    assert len(again.manifests.plan(1, clock.today, [Parcel(1), Parcel(2)]).going) == 2
    again.office.database.close()


def test_what_a_law_compels_does_not_wait(folder, unread, clock) -> None:
    again = for_office(folder.restore_closed(unread, builders.PASSPHRASE))
    police = giving.entered(again, giving.POLICE, giving.AGENCY)
    assert giving.give(again, 1, police, ground=giving.by_letter(clock.today)).recipient == giving.POLICE
    again.office.database.close()
