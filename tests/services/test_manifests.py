"""Who goes with a carrier and who not, the file and the register made together, and what a disk may do to the file."""

from __future__ import annotations

import errno
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import gate
from desktop.models.choices import (
    ConsentDecision,
    ConsentMeans,
    LegalBasis,
    NoticeMeans,
    RecipientKind,
    RestrictionKind,
    SheetFormat,
)
from desktop.models.consent import Consent
from desktop.models.disclosure import Disclosure, Manifest
from desktop.models.gate import Refusal
from desktop.services import saving
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.manifests import Order, Parcel, RepeatedManifest
from desktop.services.office import entry_count
from desktop.services.recipients import Column, RecipientForm
from tests.documents.test_sheet import MAIN, Book, read_csv
from tests.storage.conftest import make_read_only, mount
from tests.storage.test_vault import fill

TODAY = date(2026, 11, 21)
GIVEN, REFUSED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.WITHDRAWN
XLSX, CSV = SheetFormat.XLSX, SheetFormat.CSV
CARRIER = "share.shipping_partner"
STOPPED = "Stopped. Nothing was written and no file was made."
ASK = "Ask the customer and record the answer."
ON_PAGE = "Enter it on the customer's page."


def enter(services: Services, name: str, phone: str = "0912 003 365", address: str = "15 Hoa Mai") -> int:
    """A customer; the same number twice is another person."""
    return services.customers.add(CustomerDetails(name, phone, "", address), even_if_known=True)


def say(services: Services, customer_id: int, *decisions: ConsentDecision, topic: str = CARRIER) -> None:
    """The customer's answers of today, one after the other."""
    for decision in decisions:
        services.consents.record(customer_id, Answers(services.office.today(), ConsentMeans.PHONE, {topic: decision}))


def agreeing(services: Services, name: str, phone: str = "0912 003 365", address: str = "15 Hoa Mai") -> int:
    """A customer who agreed to carriers."""
    customer_id = enter(services, name, phone, address)
    say(services, customer_id, GIVEN)
    return customer_id


def order(carrier: int, *parcels: Parcel, **more: object) -> Order:
    """A manifest for today, as CSV."""
    values: dict[str, object] = {"recipient_id": carrier, "ship_on": TODAY, "format": CSV, "parcels": parcels}
    return Order(**{**values, **more})  # type: ignore[arg-type]


def register(services: Services) -> list[Disclosure]:
    with services.office.reading() as session:
        return list(session.scalars(select(Disclosure).order_by(Disclosure.id)))


def counts(services: Services) -> tuple[int, int, int]:
    """Manifests, disclosures and entries of the log."""
    with services.office.reading() as session:
        return len(services.manifests.rows()), len(register(services)), entry_count(session)


def refused(act: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as problem:
        act()
    return problem.value


@pytest.fixture
def ghn(services: Services) -> int:
    return services.recipients.switch_on("ghn")


@pytest.fixture
def hanh(services: Services) -> int:
    return agreeing(services, "Nguyễn Thị Hạnh")


# ---- pasted numbers ------------------------------------------------------------------------------------------------------


def test_numbers_are_found_however_they_were_pasted(services):
    ids = [
        enter(services, name, phone) for name, phone in (("Hạnh", "0912003365"), ("Tâm", "0908111222"), ("Sam", "+16502530000"))
    ]
    hanh, tam, sam = ids
    for pasted, found in [
        ("0912003365", [hanh]),
        ("0912.003.365", [hanh]),
        ("0912 003 365", [hanh]),
        ("(0912) 003-365", [hanh]),
        ("+84912003365", [hanh]),
        ("+84 912 003 365", [hanh]),
        ("84912003365", [hanh]),
        ("0084912003365", [hanh]),
        ("912003365", [hanh]),
        ("+1 650-253-0000", [sam]),
        ("0908111222,0912003365", [tam, hanh]),
        ("0908111222\t0912003365;", [tam, hanh]),
        ("0908111222 / 0912003365", [tam, hanh]),
        ("0908111222 0912003365", [tam, hanh]),
        ("0908.111.222 +84912003365 912003365", [tam, hanh]),
        ("\r\n0912003365\r\n\r\n 0908 111 222 \n0912.003.365\n", [hanh, tam]),
        ("0912003365\u2028\u00a00908\u00a0111\u00a0222", [hanh, tam]),
        ("", []),
        (" ,;\t\n", []),
    ]:
        answer = services.manifests.find(pasted)
        assert (list(answer.found), answer.unknown, answer.shared) == (found, (), ()), pasted


def test_numbers_from_before_2018_find_whoever_has_the_new_one(services):
    customer = enter(services, "Đỗ Văn Tâm", "0383 001 234")
    assert services.manifests.find("0168 300 1234").found == (customer,)


def test_what_belongs_to_nobody_is_named_once_as_it_was_pasted(services, hanh):
    pasted = "0999 000 111\n0912003365,0912***365\n003365\nHạnh\n0999 000 111\n0912003365 0999\n'=1+1"
    answer = services.manifests.find(pasted)
    assert answer.found == (hanh,)
    assert answer.unknown == ("0999 000 111", "0912***365", "003365", "Hạnh", "0912003365 0999", "'=1+1")


def test_either_number_of_a_merged_customer_finds_the_record_that_stayed(services):
    kept, absorbed = enter(services, "Hạnh", "0912003365"), enter(services, "Chị Hạnh", "0912003377")
    services.merging.merge(kept, absorbed)
    assert services.manifests.find("0912003377, 0912003365").found == (kept,)


def test_a_number_that_two_customers_have_is_given_back_for_her_to_choose(services):
    enter(services, "Hạnh", "0912003365"), enter(services, "Con chị Hạnh", "0912003365")
    answer = services.manifests.find("0912003365")
    assert (answer.found, answer.unknown, answer.shared) == ((), (), ("0912003365",))


# ---- planning ------------------------------------------------------------------------------------------------------------


def _everybody(services: Services, carrier: int) -> dict[str, tuple[int, str, str, bool]]:
    """Customers who may not go: sentence, way out, and whether asking them would help."""
    add = services.restrictions.add
    made = {name: agreeing(services, name) for name in ("restricted", "not to GHN", "hides address", "merged")}
    add(made["restricted"], RestrictionKind.PROCESSING)
    add(made["not to GHN"], RestrictionKind.NOT_TO_RECIPIENT, carrier)
    add(made["hides address"], RestrictionKind.HIDE_ADDRESS)
    made |= {"not asked": enter(services, "not asked"), "refused": enter(services, "refused")}
    say(services, made["refused"], REFUSED)
    made["withdrew"] = agreeing(services, "withdrew")
    say(services, made["withdrew"], WITHDRAWN)
    made |= {"no phone": agreeing(services, "no phone", ""), "no address": agreeing(services, "no address", address="")}
    services.merging.merge(enter(services, "kept"), made["merged"])
    why = {
        "restricted": ("The customer asked that the data be kept and used for nothing.", gate.way_out(Refusal.RESTRICTED), False),
        "not to GHN": ("The customer asked that this recipient get nothing.", gate.way_out(Refusal.WISH_RECIPIENT), False),
        "hides address": ("The customer asked that the address go to nobody.", gate.way_out(Refusal.ADDRESS_HIDDEN), False),
        "merged": ("This record was merged into another. Open that one, or part the two first.", "", False),
        "not asked": ("Consent to this is not on record yet.", ASK, True),
        "refused": ("The customer refused on 21/11/2026.", ASK, True),
        "withdrew": ("The consent was withdrawn on 21/11/2026.", ASK, True),
        "no phone": ("No phone number is on record.", ON_PAGE, False),
        "no address": ("No address is on record.", ON_PAGE, False),
    }
    return {name: (made[name], *why[name]) for name in why} | {
        "gone": (9999, "This customer is no longer in the register.", "", False)
    }


def test_whoever_may_not_go_is_left_out_with_the_reason_and_the_way_out(services, ghn, hanh):
    expected = _everybody(services, ghn)
    parcels = [Parcel(hanh, "DH-1"), *(Parcel(customer_id) for customer_id, *_why in expected.values())]
    plan = services.manifests.plan(ghn, TODAY, parcels)
    (going,) = plan.going
    assert (going.name, going.phone, going.address, going.parcel) == ("Nguyễn Thị Hạnh", "0912 003 365", "15 Hoa Mai", parcels[0])
    found = [(row.parcel.customer_id, row.sentence, row.way_out, row.lacks_consent) for row in plan.left_out]
    assert found == list(expected.values())
    services.manifests.make(order(ghn, *parcels))
    assert [row.customer_id for row in register(services)] == [hanh]


def test_a_wish_about_one_carrier_leaves_the_others_open(services, ghn, hanh):
    services.restrictions.add(hanh, RestrictionKind.NOT_TO_RECIPIENT, ghn)
    spx = services.recipients.switch_on("spx")
    assert not services.manifests.plan(ghn, TODAY, [Parcel(hanh)]).going
    assert services.manifests.plan(spx, TODAY, [Parcel(hanh)]).going


def test_a_carrier_that_is_off_or_may_not_have_the_address_gets_nobody(services, ghn, hanh):
    narrow = services.recipients.save(None, RecipientForm("Xe ôm Ba", RecipientKind.SHIPPING_PARTNER, fields=("name", "phone")))
    assert [row.sentence for row in services.manifests.plan(narrow, TODAY, [Parcel(hanh)]).left_out] == [
        "This recipient's own list does not hold it."
    ]
    services.recipients.set_active(ghn, False)
    assert [row.sentence for row in services.manifests.plan(ghn, TODAY, [Parcel(hanh)]).left_out] == [
        "This recipient is switched off."
    ]
    problem = refused(lambda: services.manifests.make(order(ghn, Parcel(hanh))))
    assert (problem.message, problem.field) == ("Nobody in this list may go to this carrier.", "parcels")
    assert services.manifests.rows() == []


def test_a_shop_that_shares_with_nobody_sends_nobody(in_store):
    carrier, customer_id = in_store.recipients.switch_on("ghn"), enter(in_store, "Hạnh")
    (left_out,) = in_store.manifests.plan(carrier, TODAY, [Parcel(customer_id)]).left_out
    assert left_out.sentence == "The shop's policy gives data to nobody of this kind."
    assert not left_out.lacks_consent
    assert "Nobody" in refused(lambda: in_store.manifests.make(order(carrier, Parcel(customer_id)))).message


# ---- the file ------------------------------------------------------------------------------------------------------------


def _written(services: Services, manifest: str, folder: Path) -> bytes:
    path = folder / services.manifests.row(manifest).file_name
    services.manifests.write_file(manifest, path)
    return path.read_bytes()


def test_the_file_holds_the_carriers_columns_under_the_headings_she_chose(services, hanh, tmp_path):
    own = (Column("name", "Người nhận"), Column("cash", "COD"))
    viettel = services.recipients.save(
        None, RecipientForm("Viettel Post", RecipientKind.SHIPPING_PARTNER, preset="viettel_post", columns=own)
    )
    odd = agreeing(services, "=1+1", "+1 650 253 0000", "1 Hoa Mai,\n\nphường Lâm Viên")
    parcels = Parcel(hanh, " DH-1 ", "Bánh\nkem", "=gọi trước", 1_250_000), Parcel(odd)
    headings = ["Mã đơn hàng", "Người nhận", "Số ĐT người nhận", "Địa chỉ nhận", "Tên hàng hóa", "COD", "Ghi chú"]
    book = Book(_written(services, services.manifests.make(order(viettel, *parcels, format=XLSX)), tmp_path))
    assert book.rows() == [
        headings,
        ["DH-1", "Nguyễn Thị Hạnh", "0912003365", "15 Hoa Mai", "Bánh kem", 1_250_000, "=gọi trước"],
        ["", "=1+1", "+16502530000", "1 Hoa Mai, phường Lâm Viên", "", 0, ""],
    ]
    assert list(book.sheet.iter(f"{MAIN}f")) == []
    again = order(viettel, *parcels, even_if_repeated=True)
    assert read_csv(_written(services, services.manifests.make(again), tmp_path)) == [
        headings,
        ["DH-1", "Nguyễn Thị Hạnh", "0912003365", "15 Hoa Mai", "Bánh kem", "1250000", "'=gọi trước"],
        ["", "'=1+1", "'+16502530000", "1 Hoa Mai, phường Lâm Viên", "", "0", ""],
    ]


@pytest.mark.parametrize("preset", ["ghn", "viettel_post", "vnpost", "spx"])
def test_every_carrier_that_ships_gets_name_phone_and_address(services, hanh, tmp_path, preset):
    carrier = services.recipients.switch_on(preset)
    head, line = read_csv(_written(services, services.manifests.make(order(carrier, Parcel(hanh, "DH-1"))), tmp_path))
    assert line[head.index("Tên người nhận")] == "Nguyễn Thị Hạnh"
    assert {"0912003365", "15 Hoa Mai", "DH-1"} <= set(line)
    assert [row.fields for row in services.disclosures.of_customer(hanh)] == [("name", "phone", "address")]


def test_the_files_name_tells_carrier_and_day_and_suits_every_system(services, ghn, hanh):
    kind = RecipientKind.SHIPPING_PARTNER
    odd = services.recipients.save(None, RecipientForm('Nhà xe "A/B" <Đà Lạt>: \\?*| ' + "ầ" * 150, kind))
    names = []
    for carrier in (ghn, odd):
        names.append(services.manifests.row(services.manifests.make(order(carrier, Parcel(hanh)))).file_name)
    assert names[0] == "Giao Hàng Nhanh (GHN) 2026-11-21.csv"
    assert names[1].startswith("Nhà xe A B Đà Lạt ầầầ")
    assert not set(names[1]) & set('<>:"/\\|?*')
    assert len(f"{names[1]}.new".encode()) <= 255


# ---- the register --------------------------------------------------------------------------------------------------------


def test_each_parcel_is_a_disclosure_that_rests_on_its_consent(services, ghn, hanh):
    (lan,) = services.shop.staff()
    manifest = services.manifests.make(order(ghn, Parcel(hanh, "DH-1"), Parcel(hanh, "DH-2"), told_at_order=True))
    with services.office.reading() as session:
        consent = session.scalars(select(Consent).where(Consent.purpose == CARRIER)).one()
        made = session.scalars(select(Manifest)).one()
    rows = register(services)
    assert [row.order_reference for row in rows] == ["DH-1", "DH-2"]
    for row in rows:
        assert (row.customer_id, row.recipient_id, row.manifest_id, row.consent_id) == (hanh, ghn, made.id, consent.id)
        assert (row.basis, row.fields, row.disclosed_on) == (LegalBasis.CONSENT, "name phone address", TODAY)
        assert (row.notified_on, row.notified_by) == (TODAY, NoticeMeans.AT_ORDER)
        assert (row.recorded_by, row.recorded_at) == (lan.public_id, services.office.now())
    assert services.manifests.disclosure_ids(manifest) == [row.public_id for row in rows]
    shown = services.disclosures.of_customer(hanh)
    assert [(row.recipient, row.purpose, row.misses_notice) for row in shown] == [
        ("Giao Hàng Nhanh (GHN)", "Delivery of an order", False)
    ] * 2


def test_a_customer_who_was_not_told_when_ordering_is_still_to_be_told(services, ghn, hanh):
    services.manifests.make(order(ghn, Parcel(hanh)))
    assert services.disclosures.count_missing_notices() == 1


def test_a_file_for_a_later_day_is_entered_as_given_today(services, ghn, hanh):
    manifest = services.manifests.make(order(ghn, Parcel(hanh), ship_on=date(2026, 11, 23), told_at_order=True))
    assert services.manifests.row(manifest).ship_on == date(2026, 11, 23)
    assert [(row.disclosed_on, row.notified_on) for row in register(services)] == [(TODAY, TODAY)]


def test_every_disclosure_has_its_entry_in_the_log_and_the_manifest_one_with_its_fingerprint(services, ghn, hanh):
    before = counts(services)[2]
    manifest = services.manifests.make(order(ghn, *(Parcel(hanh, f"DH-{n}") for n in range(250))))
    assert counts(services) == (1, 250, before + 251)
    assert all(len(services.audit.about(row.public_id)) == 1 for row in register(services)[::50])
    (made,) = services.audit.about(manifest)
    assert made.action == "manifest.made"
    assert services.audit.first_broken() is None
    assert services.office.log_is_whole()


# ---- between planning and making ----------------------------------------------------------------------------------------


def test_a_consent_withdrawn_after_the_plan_keeps_the_customer_out_of_the_file(services, ghn, hanh, tmp_path):
    tam = agreeing(services, "Đỗ Văn Tâm", "0908 111 222")
    parcels = [Parcel(hanh), Parcel(tam)]
    assert len(services.manifests.plan(ghn, TODAY, parcels).going) == 2
    say(services, tam, WITHDRAWN)
    manifest = services.manifests.make(order(ghn, *parcels))
    assert [row.customer_id for row in register(services)] == [hanh]
    assert services.manifests.row(manifest).parcels == 1
    assert "0908111222" not in _written(services, manifest, tmp_path).decode()


def test_stopping_at_any_step_leaves_nothing(services, ghn, hanh):
    wanted, steps = order(ghn, *(Parcel(hanh, f"DH-{n}") for n in range(250))), []
    before = counts(services)
    for stop_at in range(1, 6):
        seen: list[tuple[int, int]] = []

        def progress(done: int, every: int, seen=seen, stop_at=stop_at) -> bool:
            seen.append((done, every))
            return len(seen) < stop_at

        assert refused(lambda progress=progress: services.manifests.make(wanted, progress)).message == STOPPED
        assert counts(services) == before
        assert services.office.log_is_whole()
    services.manifests.make(wanted, lambda done, every: steps.append((done, every)) is None)
    assert steps == [*seen[:4], (250, 250)]
    assert [done for done, _all in steps] == [0, 0, 100, 200, 250]
    assert counts(services)[:2] == (1, 250)


# ---- repeated ------------------------------------------------------------------------------------------------------------


def test_a_repeated_manifest_is_noticed_and_made_where_she_insists(services, ghn, hanh):
    tam = agreeing(services, "Đỗ Văn Tâm", "0908 111 222")
    parcels = Parcel(hanh, "DH-1"), Parcel(tam)
    services.manifests.make(order(ghn, *parcels))
    repeated = [order(ghn, *parcels), order(ghn, *reversed(parcels), format=XLSX), order(ghn, Parcel(hanh, " DH-1"), Parcel(tam))]
    for again in repeated:
        problem = refused(lambda again=again: services.manifests.make(again))
        assert isinstance(problem, RepeatedManifest)
        assert problem.message == ("The same parcels were given to Giao Hàng Nhanh (GHN) in the manifest of 21/11/2026 already.")
    assert len(services.manifests.rows()) == 1
    services.manifests.make(replace(repeated[0], even_if_repeated=True))
    assert [len(services.manifests.rows()), len(register(services))] == [2, 4]


def test_other_parcels_another_carrier_and_another_day_are_no_repetition(services, ghn, hanh):
    spx = services.recipients.switch_on("spx")
    first = order(ghn, Parcel(hanh, cash=1000))
    tomorrow = date(2026, 11, 22)
    for other in (first, replace(first, recipient_id=spx), replace(first, ship_on=tomorrow), order(ghn, Parcel(hanh, cash=2000))):
        services.manifests.make(other)
    assert len(services.manifests.rows()) == 4


def test_the_same_order_numbers_on_another_day_are_a_repetition(services, ghn, hanh, clock):
    services.manifests.make(order(ghn, Parcel(hanh, "DH-1")))
    clock.move(days=1)
    assert isinstance(
        refused(lambda: services.manifests.make(order(ghn, Parcel(hanh, "DH-1"), ship_on=clock.today))), RepeatedManifest
    )


def test_a_manifest_that_was_not_sent_may_be_made_again(services, ghn, hanh):
    services.manifests.mark_not_sent(services.manifests.make(order(ghn, Parcel(hanh, "DH-1"))))
    services.manifests.make(order(ghn, Parcel(hanh, "DH-1")))
    assert [row.is_void for row in register(services)] == [True, False]


# ---- not sent ------------------------------------------------------------------------------------------------------------


def test_what_was_not_sent_is_voided_once_with_that_reason(services, ghn, hanh, clock):
    manifest = services.manifests.make(order(ghn, Parcel(hanh, "DH-1"), Parcel(hanh, "DH-2"), Parcel(hanh, "DH-3")))
    services.disclosures.void(services.manifests.disclosure_ids(manifest)[0], "Nhầm khách")
    clock.move(hours=1)
    assert services.manifests.mark_not_sent(manifest) == 2
    reasons = [row.void_reason for row in register(services)]
    assert reasons == ["Nhầm khách", "The manifest was not sent.", "The manifest was not sent."]
    assert services.disclosures.count_missing_notices() == 0
    assert services.manifests.row(manifest).not_sent
    before = counts(services)
    assert refused(lambda: services.manifests.mark_not_sent(manifest)).message == "This manifest is marked as not sent already."
    assert counts(services) == before


def test_the_file_of_a_manifest_that_was_not_sent_is_given_out_no_more(services, ghn, hanh, tmp_path):
    manifest = services.manifests.make(order(ghn, Parcel(hanh)))
    services.manifests.mark_not_sent(manifest)
    assert services.manifests.unsaved() == []
    problem = refused(lambda: services.manifests.write_file(manifest, tmp_path / "a.csv"))
    assert problem.message == "This manifest is marked as not sent: its entries are voided. Make a new one."
    assert not (tmp_path / "a.csv").exists()


# ---- bad input -----------------------------------------------------------------------------------------------------------


def test_what_makes_no_manifest_is_refused_in_words_and_nothing_is_done(services, ghn, hanh):
    parcel = Parcel(hanh, "DH-1")
    before = counts(services)
    for bad, field, sentence in [
        (order(ghn), "parcels", "Choose at least one customer."),
        (order(ghn, *[parcel] * 5001), "parcels", "A manifest holds at most 5.000 parcels."),
        (order(ghn, parcel, ship_on=date(2026, 11, 20)), "ship_on", "This day has passed: the file has not been given yet."),
        (order(ghn, replace(parcel, goods="x" * 301)), "parcels", "This is longer than 300 characters."),
        (order(ghn, replace(parcel, note="x" * 301)), "parcels", "This is longer than 300 characters."),
        (order(ghn, replace(parcel, reference="x" * 301)), "parcels", "This is longer than 300 characters."),
        (order(ghn, replace(parcel, cash=-1)), "parcels", "Cash to collect lies between 0 and 1.000.000.000 đồng."),
        (order(ghn, replace(parcel, cash=1_000_000_001)), "parcels", "Cash to collect lies between 0 and 1.000.000.000 đồng."),
    ]:
        problem = refused(lambda bad=bad: services.manifests.make(bad))
        assert (problem.field, problem.message) == (field, sentence)
    too_many = refused(lambda: services.manifests.plan(ghn, TODAY, [parcel] * 5001))
    assert too_many.message == "A manifest holds at most 5.000 parcels."
    assert counts(services) == before


def test_the_longest_cell_and_the_largest_sum_go(services, ghn, hanh):
    services.manifests.make(order(ghn, Parcel(hanh, "r" * 300, "ề" * 300, "n" * 300, 1_000_000_000)))
    assert [row.order_reference for row in register(services)] == ["r" * 300]


# ---- the disk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB; only a system that lets tests mount one has it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount(disk, "-t", "tmpfs", "-o", "size=2m", "tmpfs")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def unsaved(services: Services, ghn: int, hanh: int) -> str:
    return services.manifests.make(order(ghn, Parcel(hanh, "DH-1")))


def test_a_file_that_was_not_written_yet_is_offered_until_it_is(services, ghn, hanh, unsaved, tmp_path, clock):
    assert [row.public_id for row in services.manifests.unsaved()] == [unsaved]
    first = _written(services, unsaved, tmp_path)
    assert services.manifests.unsaved() == []
    assert not services.manifests.row(unsaved).is_unsaved
    assert _written(services, unsaved, tmp_path / "..") == first


def test_an_old_file_that_was_never_written_is_not_forgotten_behind_newer_ones(services, ghn, hanh, unsaved, tmp_path):
    for n in range(3):
        _written(services, services.manifests.make(order(ghn, Parcel(hanh, f"N-{n}"))), tmp_path)
    assert unsaved not in [row.public_id for row in services.manifests.rows(most=2)]
    assert [row.public_id for row in services.manifests.unsaved()] == [unsaved]


def _refused_by_the_disk(services: Services, manifest: str, path: Path) -> str:
    """The sentence; the manifest stays unsaved, and no log entry says otherwise."""
    before = counts(services)
    sentence = refused(lambda: services.manifests.write_file(manifest, path)).message
    assert [row.public_id for row in services.manifests.unsaved()] == [manifest]
    assert counts(services) == before
    return sentence


def test_a_full_disk_leaves_the_old_file_and_the_manifest_unsaved(services, unsaved, disk):
    (disk / "a.csv").write_bytes(b"old")
    fill(disk)
    assert "The disk is full" in _refused_by_the_disk(services, unsaved, disk / "a.csv")
    assert (disk / "a.csv").read_bytes() == b"old"
    assert not (disk / "a.csv.new").exists()


def test_a_disk_that_cannot_be_written_and_a_folder_that_is_gone_are_said_in_words(services, unsaved, disk):
    assert "This folder is gone" in _refused_by_the_disk(services, unsaved, disk / "not here" / "a.csv")
    make_read_only(disk)
    assert "does not let the program write" in _refused_by_the_disk(services, unsaved, disk / "a.csv")


def test_a_file_that_is_held_open_is_left_as_it_was_and_said_in_words(services, unsaved, disk):
    """A file that is mounted cannot be replaced, as one that Excel holds open on Windows cannot."""
    (disk / "a.csv").write_bytes(b"old")
    (disk / "b.csv").write_bytes(b"another")
    mount(disk / "a.csv", "--bind", disk / "b.csv")
    sentence = _refused_by_the_disk(services, unsaved, disk / "a.csv")
    subprocess.run(["umount", disk / "a.csv"], check=True)
    assert sentence == "This file is open in another program. Close it there, or choose another name; nothing was changed."
    assert {path.name: path.read_bytes() for path in disk.iterdir()} == {"a.csv": b"old", "b.csv": b"another"}
    services.manifests.write_file(unsaved, disk / "a.csv")
    assert services.manifests.unsaved() == []


@pytest.mark.parametrize(
    ("problem", "is_open"),
    [
        (PermissionError(errno.EACCES, "Access is denied", "a.csv.new", None, "a.csv"), True),
        (OSError(errno.EBUSY, "busy", "a.csv.new", None, "a.csv"), True),
        (PermissionError(errno.EACCES, "Access is denied", "a.csv.new"), False),
        (IsADirectoryError(errno.EISDIR, "a folder", "a.csv.new", None, "a.csv"), False),
        (OSError(errno.EIO, "fault", "a.csv.new", None, "a.csv"), False),
        (None, False),
    ],
)
def test_only_a_refused_replacement_means_that_the_file_is_open(problem, is_open):
    assert saving._is_open_elsewhere(problem) is is_open


def test_a_folder_of_that_name_is_not_replaced(services, unsaved, tmp_path):
    (tmp_path / "a.csv").mkdir()
    assert _refused_by_the_disk(services, unsaved, tmp_path / "a.csv")
    assert list((tmp_path / "a.csv").iterdir()) == []
    assert not (tmp_path / "a.csv.new").exists()
