"""The services of an open shop, each made once."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.audit import Audit
from desktop.services.complaint_letters import ComplaintLetters
from desktop.services.complaints import Complaints
from desktop.services.copies import Copies
from desktop.services.customers import Customers
from desktop.services.dashboard import Dashboard
from desktop.services.drafts import Drafts
from desktop.services.merging import Merging
from desktop.services.office import Office
from desktop.services.policies import Policies
from desktop.services.shop import ShopService
from desktop.services.shop_calendar import ShopCalendar
from desktop.services.wording import Wording


@dataclass(frozen=True)
class Services:
    """What the window is given."""

    office: Office
    customers: Customers
    merging: Merging
    complaints: Complaints
    letters: ComplaintLetters
    dashboard: Dashboard
    drafts: Drafts
    policies: Policies
    shop: ShopService
    calendar: ShopCalendar
    wording: Wording
    copies: Copies
    audit: Audit


def for_office(office: Office) -> Services:
    """Wire them."""
    complaints = Complaints(office)
    return Services(
        office,
        Customers(office),
        Merging(office),
        complaints,
        ComplaintLetters(office),
        Dashboard(office, complaints),
        Drafts(office),
        Policies(office),
        ShopService(office),
        ShopCalendar(office),
        Wording(office),
        Copies(office),
        Audit(office),
    )
