"""A customer's page: everything held, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, local_day
from desktop.i18n import gettext as _
from desktop.models.choices import Direction
from desktop.models.choices import label as choice_label
from desktop.services.consents import TopicState
from desktop.services.customers import CustomerPage
from desktop.services.disclosures import DisclosureRow
from desktop.services.extras import ExtraField
from desktop.services.request_views import RequestRow
from desktop.services.restrictions import RestrictionRow
from desktop.views import theme
from desktop.views.consents.topics import state_chip
from desktop.views.customers.deletion import Deletion, deletion_panel
from desktop.views.customers.deletion_actions import DeletionActions
from desktop.views.customers.table import small_table
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, banner, chip, glyph, label, section
from desktop.views.widgets.layout import box, clear, column, frame, row
from desktop.views.widgets.lists import ItemList, ListItem

_RECENT, _WIDE, _WIDE_HEAD = 3, 1240, 1300


@dataclass(frozen=True)
class Held:
    """Everything about a customer that the page shows."""

    deletion: Deletion
    topics: list[TopicState]
    disclosures: list[DisclosureRow]
    wishes: list[RestrictionRow]
    extras: list[ExtraField]
    requests: list[RequestRow] = field(default_factory=list[RequestRow])

    @property
    def page(self) -> CustomerPage:
        """The customer."""
        return self.deletion.page


class CustomerPageView(QWidget):
    """Shows a page; what is pressed goes out as signals."""

    edit_wanted = Signal()
    contact_wanted = Signal()
    merge_wanted = Signal()
    part_wanted = Signal(str)
    complaint_wanted = Signal()
    complaint_opened = Signal(int)
    request_wanted = Signal()
    request_opened = Signal(int)
    held_wanted = Signal()
    consent_wanted = Signal()
    form_wanted = Signal()
    statement_wanted = Signal()
    wish_wanted = Signal()
    wish_lifted = Signal(str)
    extra_wanted = Signal(str)

    def __init__(self, deletion: DeletionActions) -> None:
        super().__init__()
        self._deletion = deletion
        self._column = column(gap=12, margins=(20, 14, 20, 16))
        self.setLayout(self._column)

    def show_page(self, held: Held, notice: QWidget | None = None) -> None:
        """Rebuild the page; ``notice`` is a banner such as the undo of a change."""
        clear(self._column)
        for item in self._parts(held, notice):
            self._column.addWidget(item)
        self._column.setStretch(self._column.count() - 1, 1)

    def _parts(self, held: Held, notice: QWidget | None) -> list[QWidget]:
        page = held.page
        wide = self._is_wide()
        upper = (row if wide else column)((self._held(held), 1), (deletion_panel(held.deletion, self._deletion), 1), gap=16)
        right = box(column(self._disclosures(held.disclosures), (self._history(held), 1), gap=10))
        lower = (row if wide else column)((self._consents(held.topics), 1), (right, 1), gap=16)
        banners = [notice] if notice else self._open_cases(held)[:1]
        return [self._head(page), *banners, box(upper), box(lower)]

    def _is_wide(self, least: int = _WIDE) -> bool:
        return self.window().width() >= theme.current().px(least)

    def _head(self, page: CustomerPage) -> QWidget:
        contact = (
            _("last contact {day}").format(day=day_text(page.last_contact_on))
            if page.last_contact_on
            else _("no contact on record")
        )
        since = _("Customer since {day}").format(day=day_text(page.entered_on))
        group = [chip(ChipText(page.details.group_name, "info", "people"))] if page.details.group_name else []
        title, known = label(page.details.name, "title", wrap=True), f"{since} · {contact}"
        edit, ask = button(_("Edit"), icon="edit"), button(_("New request"), icon="request")
        complain = button(_("New complaint"), kind="primary", icon="complaint")
        edit.clicked.connect(self.edit_wanted)
        ask.clicked.connect(self.request_wanted)
        complain.clicked.connect(self.complaint_wanted)
        beside = [row(label(known, "muted"), *group, None, gap=10)]
        under = [label(known, "muted", wrap=True), *([row(*group, None)] if group else [])]
        names = column(title, *(beside if self._is_wide(_WIDE_HEAD) else under), gap=2)
        return box(row((names, 1), edit, ask, complain, gap=8))

    def _open_cases(self, held: Held) -> list[QWidget]:
        """What is open, the complaint first."""
        complaints = [self._open_complaint(held.page)] if any(c.is_open for c in held.page.complaints) else []
        return complaints + [self._open_request(request) for request in held.requests if request.is_open or request.owes_telling]

    def _open_request(self, request: RequestRow) -> QWidget:
        open_button = button(_("Open request"), small=True)
        open_button.clicked.connect(lambda: self.request_opened.emit(request.id))
        open_text = _("This customer has an open request ({number}): {subject}.")
        text = open_text if request.is_open else _("This customer has not been told how {number} ended: {subject}.")
        return banner(text.format(number=request.number, subject=request.subject), "soon", open_button)

    def _open_complaint(self, page: CustomerPage) -> QWidget:
        first = next(complaint for complaint in page.complaints if complaint.is_open)
        open_button = button(_("Open complaint"), small=True)
        open_button.clicked.connect(lambda: self.complaint_opened.emit(first.id))
        text = _("This customer has an open complaint ({number}): {subject}.").format(number=first.number, subject=first.subject)
        return banner(text, "soon", open_button)

    def _held(self, held: Held) -> QWidget:
        page = held.page
        merge = button(_("Merge with another"), kind="link")
        merge.clicked.connect(self.merge_wanted)
        part = button(_("Part again"), kind="link")
        part.clicked.connect(lambda: self.part_wanted.emit(page.merge_id))
        details = page.details
        pairs = [
            ("phone", details.shown_phone), ("pin", details.address), ("mail", details.email), ("hand", details.benefit_note),
            ("people", _("Merged with {name}").format(name=page.merged_name) if page.merge_id else ""),
        ]  # fmt: skip
        lines = [_pair(icon, text) for icon, text in pairs if text] or [label(_("Nothing but the name."), "muted")]
        lines += [self._extra(field) for field in held.extras]
        lines += [self._wish(wish) for wish in held.wishes]
        ask = button(_("Customer's own wishes"), kind="link")
        ask.clicked.connect(self.wish_wanted)
        paper = button(_("Print for the customer"), kind="link")
        paper.setAccessibleName(_("What we hold about you"))
        paper.setToolTip(_("What we hold about you"))
        paper.clicked.connect(self.held_wanted)
        head = section(_("Data held"), ask, *([part] if page.merge_id else []), merge)
        return frame(column(head, *lines, None, row(paper, None), gap=6, margins=(16, 10, 16, 12)))

    def _extra(self, field: ExtraField) -> QWidget:
        change = button(_("Edit") if field.value else _("Add"), kind="link")
        change.setAccessibleName(f"{field.name}: {change.text()}")
        change.setEnabled(field.is_agreed)
        change.clicked.connect(lambda: self.extra_wanted.emit(field.code))
        text = field.value if field.is_agreed else _("no consent yet")
        return box(
            row(glyph("doc", "muted", 18), label(f"{field.name}:", "muted"), (label(text or "–", wrap=True), 1), change, gap=8)
        )

    def _wish(self, wish: RestrictionRow) -> QWidget:
        lift = button(_("Lift"), kind="link")
        lift.setAccessibleName(f"{wish_text(wish)}: {lift.text()}")
        lift.clicked.connect(lambda: self.wish_lifted.emit(wish.public_id))
        return box(row(glyph("lock", "muted", 18), (label(wish_text(wish), "strong", wrap=True), 1), lift, gap=10))

    def _consents(self, topics: list[TopicState]) -> QWidget:
        record, form = button(_("Record"), kind="link"), button(_("Print form"), kind="link")
        record.setAccessibleName(_("Record consent"))
        record.clicked.connect(self.consent_wanted)
        form.clicked.connect(self.form_wanted)
        head = section(_("Consent by purpose"), record, form)
        heads = (_("Purpose"), _("Consent"), _("Since"))
        return box(column(head, small_table(heads, [_consent_cells(topic) for topic in topics], grows=0), None, gap=6))

    def _disclosures(self, found: list[DisclosureRow]) -> QWidget:
        statement = button(_("Statement, {n} times").format(n=len(found)), kind="link")
        statement.clicked.connect(self.statement_wanted)
        head = section(_("Given to whom"), *([statement] if found else []))
        if not found:
            nobody = label(_("Nobody was told anything."), "muted")
            return box(column(head, frame(column(nobody, margins=(12, 8, 12, 8)), "card"), gap=6))
        heads = (_("Day"), _("Recipient"), _("Customer told"))
        rows = [_disclosure_cells(disclosure) for disclosure in found[:_RECENT]]
        return box(column(head, small_table(heads, rows, grows=1), gap=6))

    def _history(self, held: Held) -> QWidget:
        add = button(_("Record a contact"), kind="link")
        add.clicked.connect(self.contact_wanted)
        past = ItemList(inset=12)
        past.setAccessibleName(_("History"))
        past.chosen.connect(self._open_from_history)
        past.show_items(history_items(held.page, held.requests) or [ListItem(group=_("Nothing on record yet."))])
        content = frame(column(past, margins=(0, 2, 0, 2)), "card")
        past.setMinimumHeight(theme.current().px(96))
        return box(column(section(_("Complaints, requests and contacts"), add), (content, 1), gap=6))

    def _open_from_history(self, key: object) -> None:
        if isinstance(key, int):
            self.complaint_opened.emit(key)
        elif isinstance(key, OfRequest):
            self.request_opened.emit(key.id)


@dataclass(frozen=True)
class OfRequest:
    """The key of a request in the history; a complaint's is its id alone."""

    id: int


def history_items(page: CustomerPage, requests: Sequence[RequestRow] = ()) -> list[ListItem]:
    """Complaints, requests and contacts, newest first."""
    asked = [
        (r.received_on, ListItem(_("Request: {subject}").format(subject=r.subject), f"{r.number} · {choice_label(r.state)}",
                                 day_text(r.received_on), icon="request", key=OfRequest(r.id)))
        for r in requests
    ]  # fmt: skip
    complaints = [
        (c.received_on, ListItem(_("Complaint: {subject}").format(subject=c.subject), f"{c.number} · {choice_label(c.state)}",
                                 day_text(c.received_on), icon="complaint", key=c.id))
        for c in page.complaints
    ]  # fmt: skip
    contacts = [
        (local_day(c.happened_at), ListItem(_contact_title(c.direction, choice_label(c.channel)), c.note or "–",
                                            day_text(local_day(c.happened_at)), icon="phone", key=c.public_id))
        for c in page.contacts
    ]  # fmt: skip
    ordered = sorted([*complaints, *asked, *contacts], key=lambda entry: entry[0], reverse=True)
    return [item for _day, item in ordered]


def _contact_title(direction: Direction, channel: str) -> str:
    said = channel if channel == "Zalo" else channel[:1].lower() + channel[1:]
    if direction is Direction.FROM_CUSTOMER:
        return _("The customer got in touch: {channel}").format(channel=said)
    return _("The shop got in touch: {channel}").format(channel=said)


def _consent_cells(topic: TopicState) -> list[QWidget]:
    since = label(day_text(topic.since) if topic.since else "–", "muted")
    return [label(topic.name, wrap=True), chip(state_chip(topic)), since]


def _disclosure_cells(disclosure: DisclosureRow) -> list[QWidget]:
    return [label(day_text(disclosure.on), "muted"), label(disclosure.recipient, wrap=True), chip(notice_chip(disclosure))]


def notice_chip(disclosure: DisclosureRow) -> ChipText:
    """Whether the customer was told, as a chip."""
    if disclosure.is_void:
        return ChipText(_("Voided"), "quiet", "no")
    if disclosure.misses_notice:
        return ChipText(_("Not told"), "soon", "clock")
    if disclosure.notified_on is not None:
        return ChipText(_("Told"), "ok", "ok")
    return ChipText(_("No notice needed"), "quiet", "ok")


def wish_text(wish: RestrictionRow) -> str:
    """A wish in words, with the recipient and the day it ends."""
    text = choice_label(wish.kind) if not wish.recipient else _("Nothing to {recipient}").format(recipient=wish.recipient)
    return f"{text} · {_('until {day}').format(day=day_text(wish.until))}" if wish.until else text


def _pair(icon: str, text: str) -> QWidget:
    words = label(text, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box(row(glyph(icon, "muted", 18), (words, 1), gap=10))
