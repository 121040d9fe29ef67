"""The published policy says what the rules say and nothing else; a pasted one is held against them; versions are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import func, select

from desktop.errors import UserError
from desktop.models.choices import ClockStart, PurposeNeed, RecipientKind, RetentionKind, TimeUnit
from desktop.models.promise import PublishedPolicy
from desktop.services.erasures import ComplaintKeeping
from desktop.services.policies import FieldRow, PurposeRow, preset_rules
from desktop.services.policy_facts import Meaning
from desktop.services.promises import Promises
from desktop.services.published_policies import PublishedPolicies, VersionPreview
from desktop.services.shop_calendar import CalendarSettings
from tests.builders import add_customer
from tests.services.asking import new_version
from tests.services.helpers import NAME_AS_TYPED

EIGHT = [
    "1. Purpose and scope of collection", "2. Scope of use", "3. How long the data is kept", "4. Who has access to the data",
    "5. How the data is protected", "6. Viewing and correcting the data", "7. Deleting and restricting the data", "8. Complaints",
]  # fmt: skip
BOTH = (
    "The data is used for the purposes of item 1 only.",
    "Data is collected and used only with the customer's consent, unless the law says otherwise.",
    "State agencies are given data only on an official letter within their powers;",
    "The register on the shop's computer is encrypted and opens with a passphrase or the recovery code only.",
    "within 72 hours of noticing it, within 24 hours where a system was attacked, and tells the customers concerned.",
    "at the shop, by post to the address above, by phone 0263 000 0027, by email to caphemoc@example.com.",
    "The shop confirms receipt of a request within 2 working days.",
    "Viewing, copies and corrections are done within 10 days (15 days where somebody else has to take part); where needed once 10 days more",
    "Deletion is done within 20 days (30 days where somebody else has to take part); where needed once 20 days more",
    "Withdrawals, restrictions and objections are done within 15 days (20 days where somebody else has to take part); where needed once 15",
    "Older automatic backups go after 30 days;",
    "The shop confirms receipt of a complaint within 3 working days.",
    "The time for the answer is neither paused nor extended.",
)
DELIVERY = (
    "- News of promotions, advertising.",
    "The data is kept until the customer asks for its deletion.",
    "- Shipping partners: name, phone number, address, to deliver the goods; only with the customer's consent, and the customer is told.",
    "answered in writing within 30 days of the day on which the complaint was received.",
    "with a network security firm where needed.",
    "Once data is corrected the shop tells whoever was given the old data.",
)
IN_STORE = (
    "- Sending instructions for use.",
    "The data is used inside the shop only.",
    "The data is kept for 12 months after the customer was last in touch with the shop, and then deleted.",
    "It sells it to nobody, rents it to nobody and gives it to no third party.",
    "answered in writing within 10 working days of the day on which complaint and evidence were both in.",
    "Working days are Monday to Friday, public holidays excepted.",
    "Where the shop and somebody else are both at fault, the shop is jointly liable.",
)


def html(services, language: str = "en") -> str:
    """The fragment as a reader reads it, a list's items with their dash."""
    text = PublishedPolicies(services.office).html(language)
    page = Page()
    page.feed(text)
    assert not page.open
    return page.text


class Page(HTMLParser):
    """Checks that tags close in order and are harmless, and collects the words."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.language = self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "br":
            return
        self.open.append(tag)
        given = dict(attrs)
        self.language = given.pop("lang", self.language) or ""
        assert not given, f"<{tag}> with {given}"
        self.text += "- " if tag == "li" else ""

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.text += "\n"

    def handle_data(self, data):
        self.text += data.replace("\u00a0", " ").strip("\n")


# ---- what it says -------------------------------------------------------------------------------------------------------


def test_a_shop_that_delivers_publishes_its_own_rules_and_no_others(services):
    text = html(services)
    assert [line for line in text.split("\n") if line in EIGHT] == EIGHT
    for sentence in (*BOTH, *DELIVERY):
        assert sentence in text, sentence
    for sentence in IN_STORE:
        assert sentence not in text, sentence


def test_a_shop_that_keeps_to_itself_publishes_its_own_rules_and_no_others(in_store):
    text = html(in_store)
    assert [line for line in text.split("\n") if line in EIGHT] == EIGHT
    for sentence in (*BOTH, *IN_STORE):
        assert sentence in text, sentence
    for sentence in (*DELIVERY, "Shipping", "Service providers", "security firm"):
        assert sentence not in text, sentence


def test_the_unit_its_version_and_its_day_head_it(services):
    text = html(services, "vi")
    head = text[: text.index("1. Mục đích")]
    for part in (
        "Hộ kinh doanh Cà phê Mộc",
        "27 Thông Reo",
        "42A8000000",
        "0263 000 0027",
        "caphemoc@example.com",
        "Trần Thị Lan",
    ):
        assert part in head
    assert "01/01/2026" in head


def test_it_follows_every_setting_that_it_speaks_of(in_store, clock):
    in_store.calendar.save_settings(CalendarSettings(2026, frozenset({5}), use_swaps=False))
    in_store.backups.set_keep_days(60)
    in_store.erasures.keep_complaints(ComplaintKeeping(36, "thời hiệu khởi kiện"))
    law = in_store.policies.legal_clocks()[1]
    in_store.policies.save_legal_clock(replace(law, amount=15, source_vi="Luật thử nghiệm", source_en="Trial Law"))
    rules = in_store.policies.versions()[0]
    birthday = FieldRow("birthday", "Ngày sinh", "Birthday")
    new_version(in_store, clock, fields=(*rules.fields, birthday), joint_liability=False, retention_months=6)
    text = html(in_store)
    for sentence in (
        "Working days are Monday to Saturday", "Older automatic backups go after 60 days",
        "kept for another 36 months (thời hiệu khởi kiện)", "The law sets 15 days from receipt (Trial Law); whichever ends first counts.",
        "Of these, birthday is held only where the customer agreed", "kept for 6 months after", "Version 2, in force from 22/11/2026",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert "jointly liable" not in text


WEB = {
    "web.direct": "The data is given by the customers themselves",
    "web.server": "Data on the web site's server is protected",
    "web.tracking": "lets no third party unlawfully track customers",
    "web.login": "can also log in to see and correct their data",
}


def test_what_the_web_page_keeps_is_said_only_after_the_owner_looked(services, clock):
    made, promises = PublishedPolicies(services.office), Promises(services.office)
    assert len(made.left_out()) == 4
    for clause, sentence in WEB.items():
        assert sentence not in html(services)
        promises.record_check(clause, clock.today, is_kept=True)
        assert sentence in html(services), clause
    assert made.left_out() == []
    promises.record_check("web.tracking", clock.today, is_kept=False, note="có mã theo dõi")
    assert WEB["web.tracking"] not in html(services)
    clock.move(days=200)
    assert len(made.left_out()) == 4


def test_nothing_is_made_before_the_shop_has_said_who_it_is(services):
    services.shop.save_identity(replace(services.shop.identity(), address="", phone=""))
    made = PublishedPolicies(services.office)
    for make in (made.pdf, made.html, lambda: made.mark_published(services.office.today())):
        with pytest.raises(UserError) as refused:
            make()
        assert refused.value.field == "identity"


def test_the_fragment_is_harmless_whatever_the_shop_is_called(services):
    services.shop.save_identity(replace(services.shop.identity(), name=NAME_AS_TYPED, owner_name='"><script>alert(1)</script>'))
    raw, page = PublishedPolicies(services.office).html(), Page()
    page.feed(raw)
    assert page.tags == {"section", "h1", "h2", "p", "dl", "dt", "dd", "ul", "li"}
    assert page.language == "vi"
    assert NAME_AS_TYPED in page.text
    assert "<img" not in raw and "<script" not in raw


# ---- what was published -------------------------------------------------------------------------------------------------


def test_a_published_text_is_kept_as_it_was(services, clock):
    made = PublishedPolicies(services.office)
    made.mark_published(clock.today)
    new_version(services, clock, complaint_amount=20)
    made.mark_published(clock.today)
    newest, oldest = made.rows()
    assert "30 ngày" in oldest.text and "20 ngày" in newest.text
    assert (oldest.published_on, newest.published_on) == (clock.today - timedelta(days=1), clock.today)
    assert oldest.facts["complaint"] == {"amount": 30, "unit": "days", "start": "receipt"}
    with services.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(PublishedPolicy)) == 2


def test_a_day_of_the_future_and_an_empty_text_are_refused(services, clock):
    made = PublishedPolicies(services.office)
    attempts = {
        "on": lambda: made.mark_published(clock.today + timedelta(days=1)),
        "text": lambda: made.paste("  \n ", clock.today),
    }
    for field, attempt in attempts.items():
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.field == field
    assert made.rows() == []


def test_a_pasted_text_is_held_against_the_settings_topic_by_topic(services):
    text = "3. Lưu trữ\nThông tin được lưu trữ 1 năm sau lần liên hệ cuối.\n7. Khiếu nại\nTrả lời khiếu nại trong 30 ngày.\nGọi 0263 000 0027."
    found = {row.topic: row for row in PublishedPolicies(services.office).read(text)}
    assert (found["retention"].told, found["retention"].now) == (
        "12 months after the last contact",
        "until the customer asks for deletion",
    )
    assert {topic: row.agrees for topic, row in found.items() if row.agrees is not None} == {
        "retention": False, "complaint": True, "identity": True,
    }  # fmt: skip
    assert found["purposes"].told == ""


# ---- versions -----------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared_in_plain_words(services, clock):
    rules = services.policies.versions()[0]
    sharing = tuple(row for row in rules.sharing if row.kind is not RecipientKind.SECURITY_FIRM)
    new_version(
        services, clock, complaint_amount=10, complaint_unit=TimeUnit.WORKING_DAYS, complaint_start=ClockStart.RECEIPT_AND_EVIDENCE,
        retention_kind=RetentionKind.AFTER_LAST_CONTACT, retention_months=24, purposes=rules.purposes[:4], sharing=sharing,
        joint_liability=True,
    )  # fmt: skip
    newest, oldest = PublishedPolicies(services.office).versions()
    assert (newest.number, oldest.number) == (2, 1)
    rows = {row.topic: row for row in PublishedPolicies(services.office).compare(oldest.public_id, newest.public_id)}
    assert {topic: row.meaning for topic, row in rows.items()} == {
        "purposes": Meaning.STRICTER, "fields": Meaning.SAME, "retention": Meaning.STRICTER,
        "sharing.shipping_partner": Meaning.SAME, "sharing.service_provider": Meaning.SAME,
        "sharing.security_firm": Meaning.STRICTER, "complaint": Meaning.CHANGED, "joint": Meaning.STRICTER,
    }  # fmt: skip
    assert (rows["retention"].before, rows["retention"].after) == (
        "until the customer asks for deletion", "24 months after the last contact",
    )  # fmt: skip
    assert rows["sharing.security_firm"].after == "nothing"
    back = {row.topic: row.meaning for row in PublishedPolicies(services.office).compare(newest.public_id, oldest.public_id)}
    assert (back["retention"], back["purposes"]) == (Meaning.WIDER, Meaning.WIDER)


def test_a_preview_names_what_nobody_has_agreed_to(services):
    made, rules = PublishedPolicies(services.office), services.policies.versions()[0]
    party = PurposeRow("", "Mời dự tiệc", "Inviting to a party", PurposeNeed.OPTIONAL)
    wider = replace(rules, purposes=(*rules.purposes[1:], party), fields=(*rules.fields, FieldRow("", "Ngày sinh", "Birthday")))
    assert not made.preview(wider).changes_consents  # nobody is in the register yet
    add_customer(services)
    found = made.preview(wider)
    assert found == VersionPreview(("Inviting to a party", "Birthday"), ("Serving purchases and customer care",), 1)
    assert made.preview(replace(rules, complaint_amount=5)) == VersionPreview()


def test_a_preview_names_a_recipient_that_would_get_more(services):
    add_customer(services)
    rules = services.policies.versions()[0]
    sharing = tuple(
        replace(row, fields=(*row.fields, "email")) if row.kind is RecipientKind.SHIPPING_PARTNER else row
        for row in rules.sharing
    )
    found = PublishedPolicies(services.office).preview(replace(rules, sharing=sharing))
    assert found == VersionPreview(("Shipping partner: name, phone number, address, email",), (), 1)


def test_from_one_ready_policy_to_the_other(in_store, clock):
    add_customer(in_store)
    found = PublishedPolicies(in_store.office).preview(preset_rules("delivery", clock.today + timedelta(days=1)))
    assert len(found.new_topics) == 5 + 3  # its purposes, and three kinds of recipient
    assert len(found.dropped_topics) == 3
