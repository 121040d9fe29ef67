"""Requests and an incident for the sample shop; everybody in it is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop.models.choices import Channel, Delivery, IdentityCheck, LetterKind, RequestKind, TellingMeans
from desktop.services.all_services import Services
from desktop.services.incident_views import IncidentForm
from desktop.services.rights_requests import RequestIntake

_LOST = IncidentForm(
    "gửi nhầm danh sách giao hàng", datetime.min.replace(tzinfo=UTC), "Nhân viên gửi nhầm tệp danh sách giao hàng cho một khách khác qua Zalo.",
    fields=("name", "phone", "address"), harm="Khách có thể bị người lạ gọi điện, nhắn tin.",
    measures="Đã gọi cho người nhận nhầm, người này xác nhận đã xóa tệp.",
)  # fmt: skip


def create(
    services: Services, ids: list[int], set_clock: Callable[[datetime], None], days_ago: Callable[[int], datetime]
) -> None:
    """Three requests (answered, under way, to be deleted) and two incidents (closed, open)."""
    set_clock(days_ago(20))
    _answered(services, ids[0])
    _closed_incident(services, ids[:2], days_ago(20))
    set_clock(days_ago(8))
    shown = _ask(services, ids[6], RequestKind.VIEW, "Cho tôi xem cửa hàng đang giữ những gì về tôi.")
    services.requests.acknowledge(shown, services.office.today())
    set_clock(days_ago(1))
    gone = _ask(services, ids[7], RequestKind.DELETE, "Tôi không mua nữa, nhờ cửa hàng xóa thông tin.")
    services.requests.check_identity(gone, IdentityCheck.PHONE, services.office.today())
    page = services.incidents.report(replace(_LOST, noticed_at=days_ago(1), happened_at=days_ago(1) - timedelta(hours=2)))
    services.incident_members.add(page.row.id, [ids[0], ids[2], ids[4]])


def _ask(services: Services, customer_id: int, kind: RequestKind, text: str) -> int:
    intake = RequestIntake(kind, Channel.PHONE, services.office.today(), text, customer_id)
    return services.requests.receive(intake).row.id


def _answered(services: Services, customer_id: int) -> None:
    question = _ask(services, customer_id, RequestKind.QUESTION, "Cửa hàng đưa số điện thoại của tôi cho những ai?")
    services.request_work.answer(question, "Chỉ Giao Hàng Nhanh, để giao đơn hàng, theo sự đồng ý của quý khách.")
    letter = services.request_papers.issue(question, LetterKind.REQUEST_DONE)
    services.request_papers.mark_sent(letter, services.office.today(), Delivery.ZALO)


def _closed_incident(services: Services, people: list[int], noticed_at: datetime) -> None:
    form = IncidentForm(
        "mất sổ ghi đơn một buổi", noticed_at, "Sổ ghi đơn để quên ở chợ, tìm lại được trong ngày.", noticed_at - timedelta(hours=5),
        fields=("name", "phone"), cause="Mang sổ ra khỏi cửa hàng.", lesson="Sổ ghi đơn không rời quầy.",
    )  # fmt: skip
    page = services.incidents.report(form)
    services.incident_papers.issue(page.authorities[0].public_id)
    services.incident_papers.mark_sent(page.authorities[0].public_id, services.office.now(), Delivery.EMAIL)
    services.incident_members.add(page.row.id, people)
    services.incident_members.mark_told(page.row.id, None, services.office.today(), TellingMeans.PHONE)
    services.incidents.close(page.row.id)
