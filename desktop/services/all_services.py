"""The services of an open shop, each made once."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.services.audit import Audit
from desktop.services.backups import Backups
from desktop.services.clock_guard import ClockGuard
from desktop.services.complaint_disclosures import ComplaintDisclosures
from desktop.services.complaint_letters import ComplaintLetters
from desktop.services.complaints import Complaints
from desktop.services.consent_papers import ConsentPapers
from desktop.services.consents import Consents
from desktop.services.customers import Customers
from desktop.services.dashboard import Dashboard
from desktop.services.disclosures import Disclosures
from desktop.services.dossier import Dossier
from desktop.services.drafts import Drafts
from desktop.services.erasure_papers import ErasurePapers
from desktop.services.erasures import Erasures
from desktop.services.extras import Extras
from desktop.services.holds import Holds
from desktop.services.importing import Importing
from desktop.services.incident_members import IncidentMembers
from desktop.services.incident_papers import IncidentPapers
from desktop.services.incidents import Incidents
from desktop.services.manifests import Manifests
from desktop.services.merging import Merging
from desktop.services.notices import Notices
from desktop.services.office import Office
from desktop.services.policies import Policies
from desktop.services.promises import Promises
from desktop.services.published_policies import PublishedPolicies
from desktop.services.purpose_lists import PurposeLists
from desktop.services.recipient_tasks import RecipientTasks
from desktop.services.recipients import Recipients
from desktop.services.request_papers import RequestPapers
from desktop.services.request_work import RequestWork
from desktop.services.restoring import Restoring
from desktop.services.restrictions import Restrictions
from desktop.services.retention import Retention
from desktop.services.rights_requests import RightsRequests
from desktop.services.shop import ShopService
from desktop.services.shop_calendar import ShopCalendar
from desktop.services.wording import Wording


@dataclass(frozen=True)
class Services:
    """What the window is given."""

    office: Office
    customers: Customers
    extras: Extras
    merging: Merging
    importing: Importing
    consents: Consents
    consent_papers: ConsentPapers
    restrictions: Restrictions
    retention: Retention
    holds: Holds
    erasures: Erasures
    erasure_papers: ErasurePapers
    clock_guard: ClockGuard
    purpose_lists: PurposeLists
    recipients: Recipients
    disclosures: Disclosures
    manifests: Manifests
    notices: Notices
    recipient_tasks: RecipientTasks
    complaints: Complaints
    complaint_disclosures: ComplaintDisclosures
    letters: ComplaintLetters
    requests: RightsRequests
    request_work: RequestWork
    request_papers: RequestPapers
    incidents: Incidents
    incident_members: IncidentMembers
    incident_papers: IncidentPapers
    dashboard: Dashboard
    drafts: Drafts
    policies: Policies
    promises: Promises
    published_policies: PublishedPolicies
    shop: ShopService
    calendar: ShopCalendar
    wording: Wording
    backups: Backups
    restoring: Restoring
    audit: Audit
    dossier: Dossier


def for_office(office: Office) -> Services:
    """Wire them."""
    complaints, requests, incidents = Complaints(office), RightsRequests(office), Incidents(office)
    retention, erasures = Retention(office), Erasures(office)
    return Services(
        office=office,
        customers=Customers(office),
        extras=Extras(office),
        merging=Merging(office),
        importing=Importing(office),
        consents=Consents(office),
        consent_papers=ConsentPapers(office),
        restrictions=Restrictions(office),
        retention=retention,
        holds=Holds(office),
        erasures=erasures,
        erasure_papers=ErasurePapers(office, erasures, retention, complaints),
        clock_guard=ClockGuard(office),
        purpose_lists=PurposeLists(office),
        recipients=Recipients(office),
        disclosures=Disclosures(office),
        manifests=Manifests(office),
        notices=Notices(office),
        recipient_tasks=RecipientTasks(office),
        complaints=complaints,
        complaint_disclosures=ComplaintDisclosures(office),
        letters=ComplaintLetters(office),
        requests=requests,
        request_work=RequestWork(office),
        request_papers=RequestPapers(office),
        incidents=incidents,
        incident_members=IncidentMembers(office),
        incident_papers=IncidentPapers(office),
        dashboard=Dashboard(office, complaints, requests, incidents),
        drafts=Drafts(office),
        policies=Policies(office),
        promises=Promises(office),
        published_policies=PublishedPolicies(office),
        shop=ShopService(office),
        calendar=ShopCalendar(office),
        wording=Wording(office),
        backups=Backups(office),
        restoring=Restoring(office),
        audit=Audit(office),
        dossier=Dossier(office),
    )
