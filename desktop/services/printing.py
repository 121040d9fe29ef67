"""What a paper can print: the one place where it is decided whose name or address it cannot, before anything is numbered or logged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models.customer import Customer

_SURELY = re.compile(r"[\x20-\x7eÀ-ỹ\n\t]*")  # what nearly all texts are made of; anything else is looked up in the typeface


class Named(Protocol):
    """Whoever a paper names."""

    @property
    def paper_name(self) -> str:
        """The name as papers say it."""
        ...


class NotPrintable(UserError):
    """A name that the typeface has no letters for; ``customer_id`` is whose it is."""

    def __init__(self, customer: Customer, characters: str) -> None:
        text = _(
            "“{name}” cannot stand on paper: there is no letter for {characters}. "
            "Write on the customer's page how the name shall print, then make the paper again."
        )
        super().__init__(text.format(name=customer.name, characters=characters))
        self.customer_id = customer.id


def unprintable(text: str) -> str:
    """The characters that the typeface of all papers does not have, with spaces between them; empty where it has all."""
    if _SURELY.fullmatch(text):
        return ""
    from desktop.documents import page  # reportlab: when it is needed first

    return " ".join(page.unprintable(text)[:5])


def check_printable(text: str, field: str = "") -> None:
    """Refuse a text that is going to stand on papers, beside its field, as soon as it is written."""
    if characters := unprintable(text):
        raise UserError(_("Papers cannot show “{characters}”. Write it in words.").format(characters=characters), field)


def name_on_paper(customer: Customer) -> str:
    """The customer's name as papers say it. Raises NotPrintable, which names the customer and the way out."""
    if characters := unprintable(customer.paper_name):
        raise NotPrintable(customer, characters)
    return customer.paper_name


def addressee(session: Session, customer_id: int | None, name: str) -> str:
    """Whom a letter about a case is for: the customer by the name on paper, an outsider by the name in the case."""
    return name_on_paper(session.get_one(Customer, customer_id)) if customer_id is not None else name


def sorted_out[Somebody: Named](people: Iterable[Somebody]) -> tuple[list[Somebody], list[Somebody]]:
    """Those whose names can be printed, and those whose names cannot."""
    good, bad = list[Somebody](), list[Somebody]()
    for somebody in people:
        (bad if unprintable(somebody.paper_name) else good).append(somebody)
    return good, bad
