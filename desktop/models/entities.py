"""Every entity, imported once, so that the metadata is whole. (The package itself stays light: views need only ``choices``.)"""

from desktop.models import audit, complaint, consent, contact, customer, evidence, letter, numbering, policy, shop
from desktop.models.base import Base

MODULES = (audit, complaint, consent, contact, customer, evidence, letter, numbering, policy, shop)

__all__ = ["MODULES", "Base"]
