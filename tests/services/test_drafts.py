"""What is half written survives; drafts are no register."""

from __future__ import annotations

import pytest

from desktop.models.customer import Customer
from desktop.services.drafts import CustomerGone
from desktop.services.erasures import Chosen
from tests import builders
from tests.builders import HANH, CustomerDetails
from tests.services.helpers import evidence_files, reopened

FIELDS = {"name": "Nguyễn Thị Hạnh", "text": "Có người lạ gọi <b>mời</b> 🙂\ndòng hai", "amount": ""}


def test_a_draft_survives_a_start_of_the_program(services, folder, clock):
    assert services.drafts.save("complaint.new", FIELDS) == clock.now
    services.office.database.close()
    with reopened(folder) as again:
        draft = again.drafts.load("complaint.new")
        assert (draft.fields, draft.saved_at) == (FIELDS, clock.now)


def test_the_latest_draft_of_a_form_counts_and_forms_do_not_mix(services, clock):
    services.drafts.save("complaint.new", FIELDS)
    services.drafts.save("customer.new", {"name": "Lê Vũ"})
    clock.move(minutes=1)
    services.drafts.save("complaint.new", {"text": "mới"})
    draft = services.drafts.load("complaint.new")
    assert (draft.fields, draft.saved_at) == ({"text": "mới"}, clock.now)
    assert services.drafts.load("customer.new").fields == {"name": "Lê Vũ"}


def test_a_discarded_draft_is_gone(services):
    services.drafts.save("complaint.new", FIELDS)
    services.drafts.discard("complaint.new")
    services.drafts.discard("complaint.new")
    assert services.drafts.load("complaint.new") is None
    assert services.drafts.load("never.saved") is None


# ---- of somebody who is erased ------------------------------------------------------------------------------------------------


def erase(services, details: CustomerDetails = HANH) -> int:
    """A customer asks and is gone."""
    customer_id = services.customers.add(details)
    services.erasures.note_wish(customer_id, services.office.today())
    assert services.erasures.erase(Chosen((customer_id,))).erased == 1
    return customer_id


@pytest.mark.parametrize(
    "fields",
    [
        {"phone": "0912.003.365"},
        {"phone": "+84 912 003 365"},
        {"email": "Hanh@Example.com "},
        {"name": "nguyễn  thị hạnh"},
        {"name": "Nguyen Thi Hanh"},
        {"text": "gọi lại số 0912-003-365 trước 5 giờ"},
        {"text": "gọi lại số (+84) 912.003.365"},
        {"cause": "Thư gửi nhầm tới HANH@example.com."},
        {"remedy": "Đã xin lỗi chị NGUYỄN THỊ\nHẠNH, hẹn lại"},
        {"fault": '[["third", 100, "Nguyễn Thị Hạnh"]]'},
    ],
    ids=lambda fields: " ".join(f"{name}={text}" for name, text in fields.items()),
)
def test_a_form_that_names_the_erased_goes_however_they_are_written(services, folder, fields):
    services.drafts.save("complaint.new", {"customer": "", **fields})
    services.drafts.save_files("complaint.new", (builders.photo(),))
    erase(services)
    assert services.drafts.load("complaint.new") is None
    assert (services.drafts.load_files("complaint.new"), evidence_files(folder)) == ((), set())


@pytest.mark.parametrize(
    "fields",
    [
        {"address": HANH.address, "text": f"Giao tới {HANH.address}"},
        {"name": "Nguyễn Thị Hạnh Nguyên", "phone": "0912 003 366", "email": "hanh@example.com.vn"},
        {"text": "Chị Hạnh gọi, số cuối 365, thư của minhhanh@example.com"},
    ],
    ids=["the address alone", "somebody else of a like name", "too little to tell"],
)
def test_a_form_about_somebody_else_stays(services, fields):
    services.drafts.save("complaint.new", fields)
    erase(services)
    assert services.drafts.load("complaint.new").fields == fields


def test_a_short_name_takes_no_form_that_has_it_in_a_word(services):
    services.drafts.save("complaint.new", {"customer": "", "name": "Trần Văn Anh", "phone": "0988", "text": "An ninh"})
    services.drafts.save_files("complaint.new", (builders.photo(),))
    services.drafts.save("complaint.abc", {"cause": "Ghi An toàn"})
    services.drafts.save("complaint.def", {"name": "an"})
    erase(services, CustomerDetails("An"))
    kept = [key for key in ("complaint.new", "complaint.abc", "complaint.def") if services.drafts.load(key)]
    assert kept == ["complaint.new", "complaint.abc"]
    assert len(services.drafts.load_files("complaint.new")) == 1


def test_forms_of_the_erased_go_by_customer_and_by_key_with_files_that_have_no_form_yet(services):
    customer_id, other = builders.add_customer(services), services.customers.add(CustomerDetails("Lê Vũ"))
    services.drafts.save("complaint.new", {"customer": str(customer_id), "text": "hai dòng"})
    services.drafts.save(f"complaint.new.{other}", {"customer": str(other), "text": "hai dòng"})
    services.drafts.save_files(f"complaint.new.{customer_id}", (builders.photo(),))
    services.erasures.note_wish(customer_id, services.office.today())
    services.erasures.erase(Chosen((customer_id,)))
    assert services.drafts.load("complaint.new") is None
    assert services.drafts.load_files(f"complaint.new.{customer_id}") == ()
    assert services.drafts.load(f"complaint.new.{other}").fields["text"] == "hai dòng"


def test_a_form_about_somebody_erased_is_not_kept_and_what_was_kept_goes(services, folder):
    gone = str(erase(services))
    services.drafts.save("complaint.new", FIELDS | {"customer": ""})
    services.drafts.save_files("complaint.new", (builders.photo(),))
    with pytest.raises(CustomerGone) as refused:
        services.drafts.save("complaint.new", {"text": "Có người lạ gọi", "customer": gone})
    assert refused.value.message == "This customer is no longer in the register."
    assert services.drafts.load("complaint.new") is None
    assert (services.drafts.load_files("complaint.new"), evidence_files(folder)) == ((), set())


def test_files_of_a_form_about_somebody_gone_are_not_kept(services, folder):
    """As an older program left it: the form was kept though its customer is gone."""
    customer_id = builders.add_customer(services)
    services.drafts.save("complaint.new", {"customer": str(customer_id)})
    with services.office.writing() as work:
        work.session.delete(work.session.get_one(Customer, customer_id))
        work.log("test.row_removed", "row")
    with pytest.raises(CustomerGone):
        services.drafts.save_files("complaint.new", (builders.photo(),))
    assert services.drafts.load("complaint.new") is None
    assert (services.drafts.load_files("complaint.new"), evidence_files(folder)) == ((), set())


def test_a_form_about_a_record_that_was_merged_is_kept(services):
    kept, absorbed = builders.add_customer(services), services.customers.add(CustomerDetails("Chị Hạnh"))
    services.merging.merge(kept, absorbed)
    services.drafts.save("complaint.new", {"customer": str(absorbed)})
    assert services.drafts.load("complaint.new").fields == {"customer": str(absorbed)}
