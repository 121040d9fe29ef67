"""What is half written survives; drafts are no register."""

from __future__ import annotations

from tests.services.helpers import reopened

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
