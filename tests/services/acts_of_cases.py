"""Every writing method of requests and incidents, by name, just after it was called: what the tests of the log go through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.models.choices import Channel, Delivery, IdentityCheck, LetterKind, RequestKind, RequestRefusal, TellingMeans
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.erasures import Chosen
from desktop.services.incident_members import Found, MemberQuery
from desktop.services.incident_views import IncidentForm
from desktop.services.incidents import AuthorityForm
from desktop.services.rights_requests import RequestIntake
from tests.services.asking import GIVEN, say

ASKER = CustomerDetails("Đỗ Thị Khuê", "0907 222 111", "khue.do@example.com", "8 Ngõ Trúc Xanh")
OUTSIDER = CustomerDetails("Kiều Văn Mão", "0907 333 222")
TYPED = (
    "Khuê",
    "0907222111",
    "khue.do",
    "Trúc Xanh",
    "Kiều Văn Mão",
    "0907333222",
    "bà ngoại",
    "máy bay giấy",
    "kẻ trộm quen mặt",
)


def requests(services: Services) -> Iterator[str]:
    """One customer asks for everything there is, and goes."""
    today, asking = services.office.today(), services.requests
    customer_id = services.customers.add(ASKER)

    def received(kind: RequestKind, **more: object) -> int:
        values: dict[str, object] = {"customer_id": customer_id, "text": "hỏi thay bà ngoại", **more}
        request_id = asking.receive(RequestIntake(kind, Channel.PHONE, today, **values)).row.id  # type: ignore[arg-type]
        asking.check_identity(request_id, IdentityCheck.PHONE, today)
        return request_id

    question = asking.receive(RequestIntake(RequestKind.QUESTION, Channel.POST, today, "máy bay giấy", outsider=OUTSIDER)).row.id
    yield "requests.receive"
    asking.found_customer(question, customer_id)
    yield "requests.found_customer"
    yield from _steps(services, question)
    services.request_work.answer(question, "trả lời bà ngoại")
    yield "request_work.answer"
    view = received(RequestKind.VIEW)
    yield "requests.check_identity"
    services.request_papers.held(view)
    yield "request_papers.held"
    services.request_papers.held_about(customer_id)
    yield "request_papers.held_about"
    services.request_work.give(view)
    yield "request_work.give"
    services.request_papers.copies(received(RequestKind.COPY))
    yield "request_papers.copies"
    services.request_work.correct(received(RequestKind.CORRECT), replace(ASKER, address="9 Ngõ Trúc Xanh"))
    yield "request_work.correct"
    services.request_work.restrict(received(RequestKind.RESTRICT))
    yield "request_work.restrict"
    say(services, customer_id, advertising=GIVEN)
    services.request_work.withdraw(received(RequestKind.WITHDRAW, topics=("advertising",)))
    yield "request_work.withdraw"
    services.request_work.object(received(RequestKind.OBJECT, topics=("answering",)))
    yield "request_work.object"
    asking.refuse(view + 1, RequestRefusal.OTHERS, "vì bà ngoại")  # the copy
    yield "requests.refuse"
    for row in asking.of_customer(customer_id):
        if row.owes_telling:
            asking.mark_told(row.id, today, TellingMeans.ZALO)
    yield "requests.mark_told"
    gone = received(RequestKind.DELETE)
    farewell = services.request_papers.farewell(gone)
    done = services.erasures.erase(Chosen((customer_id,)))
    services.request_papers.deletion_letter(farewell, done.public_id)
    yield "request_papers.deletion_letter"


def _steps(services: Services, request_id: int) -> Iterator[str]:
    asking, papers, today = services.requests, services.request_papers, services.office.today()
    asking.acknowledge(request_id, today)
    yield "requests.acknowledge"
    asking.begin(request_id)
    yield "requests.begin"
    asking.wait(request_id, "hỏi lại bà ngoại")
    yield "requests.wait"
    letter = papers.issue(request_id, LetterKind.REQUEST_QUESTION)
    yield "request_papers.issue"
    papers.mark_sent(letter, today, Delivery.POST)
    yield "request_papers.mark_sent"
    asking.answer_came(request_id, today, "bà ngoại bảo thế")
    yield "requests.answer_came"
    asking.wait(request_id, "hỏi lại bà ngoại")
    asking.mark_asked(request_id, today, TellingMeans.PHONE)
    yield "requests.mark_asked"
    asking.answer_came(request_id, today, "bà ngoại bảo thế")
    asking.extend(request_id, "chờ bà ngoại")
    yield "requests.extend"
    asking.involve_others(request_id, True)
    yield "requests.involve_others"
    asking.refuse(request_id, RequestRefusal.IDENTITY, "không phải bà ngoại")
    asking.reopen(request_id, "đúng là bà ngoại")
    yield "requests.reopen"
    other = asking.receive(RequestIntake(RequestKind.VIEW, Channel.POST, today, outsider=OUTSIDER)).row.id
    asking.take_back(other, "bà ngoại thôi")
    yield "requests.take_back"


def incidents(services: Services) -> Iterator[str]:
    """A laptop is stolen, the authorities and the customer are told, it is put in the file."""
    now, today, register = services.office.now(), services.office.today(), services.incidents
    form = IncidentForm(
        "kẻ trộm quen mặt", now - timedelta(hours=1), "kẻ trộm quen mặt", cause="máy bay giấy", lesson="máy bay giấy"
    )
    page = register.report(form)
    yield "incidents.report"
    register.save(page.row.id, replace(form, harm="bà ngoại lo"))
    yield "incidents.save"
    own = register.add_authority(page.row.id, AuthorityForm("Công an phường"))
    yield "incidents.add_authority"
    register.change_authority(own, AuthorityForm("Công an phường", hours=5))
    yield "incidents.change_authority"
    register.omit_authority(own, "bà ngoại lo")
    yield "incidents.omit_authority"
    register.restore_authority(own)
    yield "incidents.restore_authority"
    register.omit_authority(own, "bà ngoại lo")
    services.incident_papers.issue(page.authorities[0].public_id)
    yield "incident_papers.issue"
    services.incident_papers.mark_sent(page.authorities[0].public_id, now, Delivery.EMAIL)
    yield "incident_papers.mark_sent"
    members = services.incident_members
    members.add(page.row.id, [services.customers.add(OUTSIDER)])
    yield "incident_members.add"
    members.add_found(page.row.id, MemberQuery(Found.EVERYBODY))
    yield "incident_members.add_found"
    services.incident_papers.member_letters(page.row.id)
    yield "incident_papers.member_letters"
    first = members.rows(page.row.id)[0].id
    members.remove(page.row.id, [first])
    yield "incident_members.remove"
    members.mark_told(page.row.id, None, today, TellingMeans.SMS)
    yield "incident_members.mark_told"
    members.undo_told(members.mark_told(page.row.id, [members.rows(page.row.id)[0].id], today, TellingMeans.PHONE))
    yield "incident_members.undo_told"
    members.mark_told(page.row.id, None, today, TellingMeans.SMS)
    back = members.rows(page.row.id)[0].id
    members.mark_failed(page.row.id, [back], today)
    yield "incident_members.mark_failed"
    members.mark_told(page.row.id, [back], today, TellingMeans.PHONE)
    register.close(page.row.id)
    yield "incidents.close"
    register.reopen(page.row.id, "kẻ trộm quen mặt trở lại")
    yield "incidents.reopen"


def promises(services: Services, target: Path) -> Iterator[str]:
    """What the owner checked and published, and the dossier."""
    today = services.office.today()
    services.promises.record_check(
        next(row.id for row in services.promises.clauses() if row.is_grey), today, True, "bà ngoại xem rồi"
    )
    yield "promises.record_check"
    published = services.published_policies
    published.mark_published(today)
    yield "published_policies.mark_published"
    published.paste("Chính sách của bà ngoại: trả lời trong 30 ngày.", today)
    yield "published_policies.paste"
    target.mkdir(parents=True, exist_ok=True)
    services.dossier.make(target / "ho-so.zip", frozenset())
    yield "dossier.make"
