"""What a customer reads about a disclosure, and the list for a sending service, which is a disclosure itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.i18n import use_language
from desktop.models.choices import (
    ConsentDecision,
    ConsentMeans,
    LegalBasis,
    LetterKind,
    NoticeMeans,
    RecipientKind,
    RestrictionKind,
    SheetFormat,
)
from desktop.models.consent import Consent
from desktop.models.disclosure import Disclosure
from desktop.models.shop import Shop
from desktop.services.all_services import Services
from desktop.services.consents import Answers
from desktop.services.customers import CustomerDetails
from desktop.services.disclosures import Ground, NewDisclosure
from desktop.services.manifests import Order, Parcel
from desktop.services.recipients import RecipientForm
from tests.builders import HANH, add_customer
from tests.documents.test_sheet import MAIN, Book, read_csv
from tests.services.helpers import write_in_english

TODAY = date(2026, 11, 21)
SMS, ZALO, EMAIL = NoticeMeans.SMS, NoticeMeans.ZALO, NoticeMeans.EMAIL
CARRIER, SENDER = "share.shipping_partner", "share.service_provider"
TAM = CustomerDetails("=Đỗ Văn Tâm", "+1 650 253 0000", "", "9 Hẻm Sương")
NOTHING = "There is nothing to write for this way of telling."


def say(services: Services, customer_id: int, decision: ConsentDecision, *topics: str) -> None:
    """The customer's answer of today."""
    services.consents.record(customer_id, Answers(TODAY, ConsentMeans.PHONE, dict.fromkeys(topics, decision)))


def customer(services: Services, details: CustomerDetails = HANH, *topics: str) -> int:
    """A customer who agreed to carriers and to what is named."""
    customer_id = add_customer(services, details)
    say(services, customer_id, ConsentDecision.GIVEN, CARRIER, *topics)
    return customer_id


def ship(services: Services, *parcels: Parcel) -> list[str]:
    """The entries of a manifest of today."""
    order = Order(services.recipients.rows()[0].id, TODAY, SheetFormat.CSV, parcels)
    return services.manifests.disclosure_ids(services.manifests.make(order))


def register(services: Services, recipient_id: int) -> list[Disclosure]:
    query = select(Disclosure).where(Disclosure.recipient_id == recipient_id)
    with services.office.reading() as session:
        return list(session.scalars(query.order_by(Disclosure.id)))


def read(services: Services, manifest: str, folder: Path) -> bytes:
    services.manifests.write_file(manifest, folder / "list")
    return (folder / "list").read_bytes()


def refused(act: object, *arguments: object) -> UserError:
    with pytest.raises(UserError) as problem:
        act(*arguments)  # type: ignore[operator]
    return problem.value


@pytest.fixture(autouse=True)
def ghn(services: Services) -> int:
    write_in_english(services)
    return services.recipients.switch_on("ghn")


@pytest.fixture
def sender(services: Services, ghn: int) -> int:
    return services.recipients.save(None, RecipientForm("Tin nhắn Z", RecipientKind.SERVICE_PROVIDER, fields=("name", "phone")))


# ---- the text ------------------------------------------------------------------------------------------------------------

START = (
    "Hộ kinh doanh Cà phê Mộc: on 21/11/2026 we gave the name, phone number, address of Nguyễn Thị Hạnh to Giao Hàng Nhanh (GHN) "
)


def test_each_way_of_telling_has_its_text(services):
    (told,) = ship(services, Parcel(customer(services), "DH-1"))
    texts = {means: services.notices.text(told, means) for means in (SMS, ZALO, EMAIL)}
    assert texts[SMS] == START + "(delivery of an order, order DH-1). Questions: 0263 000 0027."
    for text in (texts[ZALO], texts[EMAIL]):
        assert text.startswith("Dear Nguyễn Thị Hạnh,")
        assert "to Giao Hàng Nhanh (GHN) (delivery of an order, order DH-1), with your consent." in text
        assert "0263 000 0027" in text
    assert texts[EMAIL].endswith("\n\nYours sincerely,\nHộ kinh doanh Cà phê Mộc")
    for means in (NoticeMeans.PHONE, NoticeMeans.AT_ORDER):
        assert refused(services.notices.text, told, means).message == NOTHING


def test_a_parcel_without_an_order_number_speaks_of_none(services):
    (told,) = ship(services, Parcel(customer(services)))
    assert services.notices.text(told, SMS) == START + "(delivery of an order). Questions: 0263 000 0027."


def test_a_notice_is_written_in_the_language_of_the_shops_letters(services):
    (told,) = ship(services, Parcel(customer(services), "DH-1"))
    use_language("vi")
    assert services.notices.text(told, SMS).startswith(START)
    services.shop.save_letter_settings(replace(services.shop.letter_settings(), language="vi"))
    use_language("en")
    text = services.notices.text(told, SMS)
    assert text.startswith(
        "Hộ kinh doanh Cà phê Mộc xin báo: ngày 21/11/2026 cửa hàng đã đưa họ tên, số điện thoại, địa chỉ của khách"
    )


def test_the_shops_own_wording_is_what_the_customer_reads(services):
    (told,) = ship(services, Parcel(customer(services), "DH-1"))
    services.wording.save(LetterKind.NOTICE, "sms", "en", "{{Mộc}} {name}: {recipient} đi đơn {reference}, {ground}.")
    assert services.notices.text(told, SMS) == "{Mộc} Nguyễn Thị Hạnh: Giao Hàng Nhanh (GHN) đi đơn DH-1, with your consent."
    assert refused(services.wording.save, LetterKind.NOTICE, "sms", "en", "{shop_email}").field == "text"
    services.wording.save(LetterKind.NOTICE, "sms", "en", "-")
    assert refused(services.notices.text, told, SMS).message == NOTHING


def test_what_a_customer_typed_is_never_read_as_a_placeholder(services):
    (told,) = ship(services, Parcel(customer(services, CustomerDetails("{shop} {0} {", "0912003365", "", "1 Hoa Mai")), "{name}"))
    assert "of {shop} {0} { to" in services.notices.text(told, SMS)
    assert "order {name})" in services.notices.text(told, SMS)


def test_a_disclosure_that_the_law_required_is_not_told_as_agreed(services):
    agency = services.recipients.save(None, RecipientForm("Chi cục Thuế", RecipientKind.STATE_AGENCY))
    law = Ground(LegalBasis.LAW, "Điều 7 Luật Quản lý thuế")
    told = services.disclosures.record(NewDisclosure(customer(services), agency, TODAY, ("name",), law, "Kiểm tra thuế"))
    text = services.notices.text(told, EMAIL)
    assert "gave your name to Chi cục Thuế (kiểm tra thuế), as required by Điều 7 Luật Quản lý thuế." in text
    assert "with your consent" not in text


def test_a_voided_entry_has_nothing_to_tell(services):
    (told,) = ship(services, Parcel(customer(services)))
    services.disclosures.void(told, "Nhầm khách")
    assert refused(services.notices.text, told, SMS).message == "This entry was voided; there is nothing to tell."


def test_a_shop_without_a_name_sends_no_notice(services):
    (told,) = ship(services, Parcel(customer(services)))
    with services.office.writing() as work:
        work.session.get_one(Shop, 1).phone = ""
        work.log("test.identity_cut", "shop")
    assert "phone" in refused(services.notices.text, told, SMS).message


# ---- the list ------------------------------------------------------------------------------------------------------------


def test_the_list_holds_a_number_and_a_text_for_each_entry_of_whoever_agreed(services, sender, tmp_path):
    hanh, tam = customer(services, HANH, SENDER), customer(services, TAM, SENDER)
    told = ship(services, Parcel(tam, "DH-1"), Parcel(hanh, "DH-2"), Parcel(hanh, "DH-3"))
    made = services.notices.make_list([*told, told[0]], sender, SMS, SheetFormat.XLSX)
    book = Book(read(services, made.manifest_id, tmp_path))
    assert book.rows() == [
        ["Name", "Phone or email", "Text"],
        ["=Đỗ Văn Tâm", "+16502530000", services.notices.text(told[0], SMS)],
        ["Nguyễn Thị Hạnh", "0912003365", services.notices.text(told[1], SMS)],
        ["Nguyễn Thị Hạnh", "0912003365", services.notices.text(told[2], SMS)],
    ]
    assert list(book.sheet.iter(f"{MAIN}f")) == []
    assert made.left_out == 0


def test_a_list_by_email_holds_addresses(services, ghn, tmp_path):
    sender = services.recipients.save(None, RecipientForm("Thư Z", RecipientKind.SERVICE_PROVIDER, fields=("name", "email")))
    told = ship(services, Parcel(customer(services, HANH, SENDER)), Parcel(customer(services, TAM, SENDER)))
    made = services.notices.make_list(told, sender, EMAIL, SheetFormat.CSV)
    _head, *lines = read_csv(read(services, made.manifest_id, tmp_path))
    assert lines == [["Nguyễn Thị Hạnh", "hanh@example.com", services.notices.text(told[0], EMAIL)]]
    assert [row.fields for row in register(services, sender)] == ["name email"]
    assert made.left_out == 1


def test_the_list_is_a_disclosure_of_each_customer_that_wants_no_notice_of_its_own(services, ghn, sender):
    hanh = customer(services, HANH, SENDER)
    told = ship(services, Parcel(hanh, "DH-1"), Parcel(hanh, "DH-2"))
    made = services.notices.make_list(told, sender, SMS, SheetFormat.CSV)
    (entry,) = register(services, sender)
    with services.office.reading() as session:
        consent = session.scalars(select(Consent).where(Consent.purpose == SENDER)).one()
    assert (entry.customer_id, entry.fields, entry.consent_id, entry.disclosed_on) == (hanh, "name phone", consent.id, TODAY)
    assert services.manifests.disclosure_ids(made.manifest_id) == [entry.public_id]
    assert [row.public_id for row in services.disclosures.rows(missing_notice=True)] == told[::-1]
    assert services.disclosures.of_customer(hanh)[0].purpose == "Sending a notice"
    assert len(services.audit.about(entry.public_id)) == 1
    assert services.audit.first_broken() is None
    assert services.manifests.mark_not_sent(made.manifest_id) == 1
    assert [row.is_void for row in register(services, sender)] == [True]
    assert services.disclosures.count_missing_notices() == 2


def test_whoever_did_not_agree_to_the_service_is_not_in_the_list(services, sender, tmp_path):
    names = ("asked nobody", "refused", "withdrew", "restricted", "not to them", "voided")
    ids = {name: customer(services, CustomerDetails(name, f"091200337{n}", "", "1 Hoa Mai")) for n, name in enumerate(names)}
    say(services, ids["refused"], ConsentDecision.REFUSED, SENDER)
    for name in names[2:]:
        say(services, ids[name], ConsentDecision.GIVEN, SENDER)
    say(services, ids["withdrew"], ConsentDecision.WITHDRAWN, SENDER)
    hanh = customer(services, HANH, SENDER)
    told = ship(services, *map(Parcel, ids.values()), Parcel(ids["refused"], "DH-2"), Parcel(hanh))
    services.restrictions.add(ids["restricted"], RestrictionKind.PROCESSING)
    services.restrictions.add(ids["not to them"], RestrictionKind.NOT_TO_RECIPIENT, sender)
    services.disclosures.void(told[5], "Nhầm khách")
    made = services.notices.make_list(told, sender, ZALO, SheetFormat.CSV)
    assert [line[0] for line in read_csv(read(services, made.manifest_id, tmp_path))[1:]] == ["Nguyễn Thị Hạnh"]
    assert [row.customer_id for row in register(services, sender)] == [hanh]
    assert made.left_out == len(names)


def test_a_list_that_may_not_be_made_is_refused_in_words_and_nothing_is_kept(services, ghn, sender):
    hanh = customer(services)
    told = ship(services, Parcel(hanh))
    nobody = "None of these customers agreed to this service getting their data."
    for recipient, means, sentence in [
        (sender, SMS, nobody),
        (sender, NoticeMeans.PHONE, NOTHING),
        (sender, NoticeMeans.AT_ORDER, NOTHING),
        (ghn, SMS, "Choose a service provider: nobody else sends notices for the shop."),
    ]:
        assert refused(services.notices.make_list, told, recipient, means, SheetFormat.CSV).message == sentence
    say(services, hanh, ConsentDecision.GIVEN, SENDER)
    services.recipients.set_active(sender, False)
    assert refused(services.notices.make_list, told, sender, SMS, SheetFormat.CSV).message == nobody
    assert (len(services.manifests.rows()), register(services, sender)) == (1, [])


def test_an_address_of_email_goes_to_no_service_whose_own_list_lacks_it(services, sender):
    told = ship(services, Parcel(customer(services, HANH, SENDER)))
    assert refused(services.notices.make_list, told, sender, EMAIL, SheetFormat.CSV).field == "recipient"
