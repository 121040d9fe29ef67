"""A customer's page: everything held, on one screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import day_text, local_day
from desktop.i18n import gettext as _
from desktop.models.choices import ConsentDecision, Direction
from desktop.models.choices import label as choice_label
from desktop.services.customers import ConsentRow, CustomerPage
from desktop.views import theme
from desktop.views.widgets.buttons import button
from desktop.views.widgets.labels import ChipText, banner, chip, glyph, label, section
from desktop.views.widgets.layout import box, clear, column, frame, line, row
from desktop.views.widgets.lists import ItemList, ListItem

_DECISIONS = {
    ConsentDecision.GIVEN: ("ok", "ok"),
    ConsentDecision.REFUSED: ("quiet", "no"),
    ConsentDecision.WITHDRAWN: ("quiet", "no"),
}


class CustomerPageView(QWidget):
    """Shows a page; what is pressed goes out as signals."""

    edit_wanted = Signal()
    contact_wanted = Signal()
    merge_wanted = Signal()
    part_wanted = Signal(str)
    complaint_wanted = Signal()
    complaint_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._column = column(gap=12, margins=(20, 14, 20, 16))
        self.setLayout(self._column)

    def show_page(self, page: CustomerPage, today: date, notice: QWidget | None = None) -> None:
        """Rebuild the page; ``notice`` is a banner such as the undo of a change."""
        clear(self._column)
        for item in self._parts(page, today, notice):
            self._column.addWidget(item)
        self._column.setStretch(self._column.count() - 1, 1)

    def _parts(self, page: CustomerPage, today: date, notice: QWidget | None) -> list[QWidget]:
        wide = self.window().width() >= theme.current().px(1240)
        upper = (row if wide else column)((self._held(page), 1), (_planned(page), 1), gap=16)
        lower = (row if wide else column)((self._consents(page), 1), (self._history(page, today), 1), gap=16)
        banners = [notice] if notice else [self._open_complaint(page)] if any(c.is_open for c in page.complaints) else []
        return [self._head(page), *banners, box(upper), box(lower)]

    def _head(self, page: CustomerPage) -> QWidget:
        contact = (
            _("last contact {day}").format(day=day_text(page.last_contact_on))
            if page.last_contact_on
            else _("no contact on record")
        )
        since = _("Customer since {day}").format(day=day_text(page.entered_on))
        group = [chip(ChipText(page.details.group_name, "info", "people"))] if page.details.group_name else []
        title = label(page.details.name, "title", wrap=True)
        edit, complain = button(_("Edit"), icon="edit"), button(_("New complaint"), kind="primary", icon="complaint")
        edit.clicked.connect(self.edit_wanted)
        complain.clicked.connect(self.complaint_wanted)
        names = column(row((title, 1), gap=10), row(label(f"{since} · {contact}", "muted"), *group, None, gap=10), gap=2)
        return box(row((names, 1), edit, complain, gap=8))

    def _open_complaint(self, page: CustomerPage) -> QWidget:
        first = next(complaint for complaint in page.complaints if complaint.is_open)
        open_button = button(_("Open complaint"), small=True)
        open_button.clicked.connect(lambda: self.complaint_opened.emit(first.id))
        text = _("This customer has an open complaint ({number}): {subject}.").format(number=first.number, subject=first.subject)
        return banner(text, "soon", open_button)

    def _held(self, page: CustomerPage) -> QWidget:
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
        head = section(_("Data held"), *([part] if page.merge_id else []), merge)
        return frame(column(head, *lines, None, gap=6, margins=(16, 10, 16, 12)))

    def _consents(self, page: CustomerPage) -> QWidget:
        rows: list[QWidget] = []
        for place, consent in enumerate(page.consents):
            rows += [line()] if place else []
            rows.append(_consent_row(consent))
        return box(
            column(section(_("Consent by purpose")), frame(column(*rows, gap=0, margins=(12, 2, 12, 2)), "card"), None, gap=6)
        )

    def _history(self, page: CustomerPage, today: date) -> QWidget:
        add = button(_("Record a contact"), kind="link")
        add.clicked.connect(self.contact_wanted)
        past = ItemList(inset=12)
        past.setAccessibleName(_("History"))
        past.chosen.connect(self._open_from_history)
        past.show_items(history_items(page) or [ListItem(group=_("Nothing on record yet."))])
        content = frame(column(past, margins=(0, 2, 0, 2)), "card")
        past.setMinimumHeight(theme.current().px(120))
        return box(column(section(_("Complaints and contacts"), add), (content, 1), gap=6))

    def _open_from_history(self, key: object) -> None:
        if isinstance(key, int):
            self.complaint_opened.emit(key)


def history_items(page: CustomerPage) -> list[ListItem]:
    """Complaints and contacts, newest first."""
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
    ordered = sorted([*complaints, *contacts], key=lambda entry: entry[0], reverse=True)
    return [item for _day, item in ordered]


def _contact_title(direction: Direction, channel: str) -> str:
    if direction is Direction.FROM_CUSTOMER:
        return _("The customer got in touch: {channel}").format(channel=channel[:1].lower() + channel[1:])
    return _("The shop got in touch: {channel}").format(channel=channel[:1].lower() + channel[1:])


def _planned(page: CustomerPage) -> QWidget:
    figure = day_text(page.delete_on) if page.delete_on else _("When asked")
    hold = [chip(ChipText(_("On hold"), "quiet", "pause"))] if page.on_hold else []
    figures = row(label(figure, "figure"), *hold, None, gap=12)
    parts = (section(_("Planned deletion")), figures, label(page.delete_reason, "muted", wrap=True))
    return frame(column(*parts, None, gap=4, margins=(16, 10, 16, 12)))


def _consent_row(consent: ConsentRow) -> QWidget:
    if consent.decision is None:
        state = ChipText(_("Not asked"), "soon", "help")
    else:
        kind, icon = _DECISIONS[consent.decision]
        state = ChipText(choice_label(consent.decision), kind, icon)
    since = label(day_text(consent.since) if consent.since else "–", "muted")
    widget = box(row((label(consent.purpose, wrap=True), 1), chip(state), since, gap=10, margins=(0, 6, 0, 6)))
    widget.setMinimumHeight(theme.current().size["table-row"])
    return widget


def _pair(icon: str, text: str) -> QWidget:
    words = label(text, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return box(row(glyph(icon, "muted", 18), (words, 1), gap=10))
