"""What tests of requests begin with: a customer, a request, one whose asker is known."""

from __future__ import annotations

from desktop.models.choices import Channel, IdentityCheck, RequestKind
from desktop.services.all_services import Services
from desktop.services.customers import CustomerDetails
from desktop.services.request_views import RequestPage
from desktop.services.rights_requests import RequestIntake
from tests.services import giving

AN = CustomerDetails("Phạm Văn An", "0908111222", "an@example.com", "3 Hẻm Sương, Lâm Viên - Đà Lạt")
NEWS = "advertising"


def told_carrier(services: Services) -> int:
    """A customer who agreed to delivery and whose address a carrier was given today."""
    customer_id, today = services.customers.add(AN), services.office.today()
    giving.say(services, customer_id, today)
    giving.give(services, customer_id, giving.carrier(services))
    return customer_id


def received(services: Services, kind: RequestKind, customer_id: int | None = None, **more: object) -> RequestPage:
    """A request that came in today by phone."""
    choosing = kind in (RequestKind.WITHDRAW, RequestKind.OBJECT)
    values: dict[str, object] = {
        "kind": kind,
        "channel": Channel.PHONE,
        "received_on": services.office.today(),
        "text": "Cửa hàng đưa số của tôi cho ai?",
        "customer_id": services.customers.add(AN) if customer_id is None else customer_id,
        "topics": (NEWS,) if choosing else (),
    }
    return services.requests.receive(RequestIntake(**{**values, **more}))  # type: ignore[arg-type]


def known(services: Services, kind: RequestKind, customer_id: int | None = None, **more: object) -> RequestPage:
    """A request whose asker was recognised today."""
    page = received(services, kind, customer_id, **more)
    how = IdentityCheck.KNOWN if page.channel is Channel.COUNTER else IdentityCheck.PHONE
    services.requests.check_identity(page.row.id, how, services.office.today())
    return page
