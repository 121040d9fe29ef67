"""Every entity, imported once, so that the metadata is whole. (The package itself stays light: views need only ``choices``.)"""

from desktop.models import (
    audit,
    backup,
    complaint,
    consent,
    contact,
    customer,
    customer_import,
    disclosure,
    erasure,
    evidence,
    incident,
    letter,
    numbering,
    policy,
    promise,
    recipient,
    rights_request,
    shop,
    stored_file,
)
from desktop.models.base import Base

MODULES = (
    audit, backup, complaint, consent, contact, customer, customer_import, disclosure, erasure, evidence, incident, letter,
    numbering, policy, promise, recipient, rights_request, shop, stored_file,
)  # fmt: skip

__all__ = ["MODULES", "Base"]
