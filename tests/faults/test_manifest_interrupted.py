"""A process that is killed while it makes or saves a manifest leaves both halves or neither."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest

from desktop.models.choices import ConsentDecision, ConsentMeans
from desktop.services.all_services import Services, for_office
from desktop.services.consents import Answers
from desktop.services.opening import NewShop
from desktop.services.policies import preset_rules
from tests import builders
from tests.faults import shipping, writing


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop with a carrier and a customer who agreed to it."""
    folder = shipping.shop_in(tmp_path / "shop")
    folder.take()
    folder.release()
    office, _code = folder.create(
        builders.PASSPHRASE, NewShop(builders.IDENTITY, preset_rules("delivery", date(2026, 1, 1)), "Lan")
    )
    services = for_office(office)
    services.recipients.switch_on("ghn")
    decisions = {"share.shipping_partner": ConsentDecision.GIVEN}
    services.consents.record(builders.add_customer(services), Answers(office.today(), ConsentMeans.PHONE, decisions))
    office.database.close()
    return folder.path


@contextmanager
def started_again(shop: Path) -> Iterator[Services]:
    """The shop as the next start finds it: every page whole, the log unbroken."""
    office = shipping.shop_in(shop).unlock(builders.PASSPHRASE)
    office.database.check()
    services = for_office(office)
    assert services.audit.first_broken() is None
    assert office.log_is_whole()
    yield services
    office.database.close()


def halves(services: Services) -> tuple[int, int]:
    """How many manifests, and how many disclosures of the customer."""
    return len(services.manifests.rows()), len(services.disclosures.of_customer(1))


# ---- while it is made ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [0, 100, 200, shipping.PARCELS])
def test_killed_before_the_commit_there_is_neither_manifest_nor_disclosure(shop, done):
    with writing.killed(shipping.stop_within_make, shop, done) as process:
        assert process.recv() == "half way"
    with started_again(shop) as services:
        assert halves(services) == (0, 0)
        assert services.manifests.unsaved() == []
        services.manifests.make(shipping.order(1))
        assert halves(services) == (1, shipping.PARCELS)


def test_made_piece_by_piece_half_of_it_is_left(shop):
    """The known-bad setting of the test above."""
    with writing.killed(shipping.stop_between_pieces, shop) as process:
        assert process.recv() == "half way"
    with started_again(shop) as services:
        assert halves(services) == (1, shipping.PARCELS // 2)


# ---- between register and disk -------------------------------------------------------------------------------------------


def test_killed_before_the_file_is_written_it_is_offered_again_with_the_same_bytes(shop, tmp_path):
    with writing.killed(shipping.stop_after_make, shop) as process:
        manifest = process.recv()
    with started_again(shop) as services:
        assert [row.public_id for row in services.manifests.unsaved()] == [manifest]
        assert halves(services) == (1, shipping.PARCELS)
        for name in ("first.csv", "second.csv"):
            services.manifests.write_file(manifest, tmp_path / name)
            assert services.manifests.unsaved() == []
        assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()
        references = [row.order_reference for row in services.disclosures.of_customer(1)]
        assert all(reference in (tmp_path / "first.csv").read_text("utf-8-sig") for reference in references)


def test_a_file_written_before_the_commit_is_on_no_record(shop, tmp_path):
    """The known-bad setting of the test above: the carrier could be told, and nobody would know."""
    with writing.killed(shipping.stop_after_writing_first, shop, tmp_path / "first.csv") as process:
        assert process.recv() == "half way"
    assert builders.HANH.name in (tmp_path / "first.csv").read_text()
    with started_again(shop) as services:
        assert halves(services) == (0, 0)


# ---- while the file is written -------------------------------------------------------------------------------------------


@pytest.fixture
def unsaved(shop: Path) -> str:
    with started_again(shop) as services:
        return services.manifests.make(shipping.order(1))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_killed_in_the_middle_of_writing_the_old_file_is_whole_and_the_new_one_offered_again(shop, unsaved, tmp_path):
    target, temporary = tmp_path / "a.csv", tmp_path / "a.csv.new"
    target.write_bytes(b"old")
    os.mkfifo(temporary)
    with ExitStack() as after_the_kill:
        with writing.killed(shipping.write_file, shop, unsaved, target) as process:
            assert process.recv() == "ready"
            assert after_the_kill.enter_context(temporary.open("rb")).read(1000)
            assert not process.poll()
        assert temporary.exists()
    assert target.read_bytes() == b"old"
    temporary.unlink()
    with started_again(shop) as services:
        assert [row.public_id for row in services.manifests.unsaved()] == [unsaved]
        services.manifests.write_file(unsaved, target)
        assert services.manifests.unsaved() == []
    assert target.read_text("utf-8-sig").count("DH-") == shipping.PARCELS


def test_written_straight_over_the_old_file_it_is_cut_off(shop, tmp_path):
    """The known-bad setting of the test above."""
    target = tmp_path / "a.csv"
    target.write_bytes(b"old" * 10)
    with writing.killed(shipping.write_half_over_the_old, shop, b"new" * 10, target) as process:
        assert process.recv() == "half way"
    assert target.read_bytes() == b"new" * 5
