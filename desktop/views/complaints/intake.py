"""Taking a complaint at the counter: who, about what, evidence. Under a minute, all by keys."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.errors import FieldErrors, UserError
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintCategory
from desktop.models.choices import label as choice_label
from desktop.services.all_services import Services
from desktop.services.complaint_views import ComplaintPage
from desktop.services.complaints import Intake
from desktop.services.customers import ErasedBefore
from desktop.services.media import media_type
from desktop.services.stored_files import NewFile
from desktop.views import theme
from desktop.views.cases.intake import IntakeForm
from desktop.views.complaints.complainant import ComplainantPicker
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.evidence import EvidenceBox, Thumbnail, thumbnail
from desktop.views.widgets.fields import Choice, Field, line_edit, named
from desktop.views.widgets.labels import label, section
from desktop.views.widgets.layout import box, column, frame, row, scrolling, tab_in_order


class IntakePage(IntakeForm):
    """What it is about, and the evidence that was brought."""

    draft_name = "complaint.new"

    def __init__(self, services: Services) -> None:
        self.who = ComplainantPicker(services)
        super().__init__(services, self.who, 4)
        self._files: list[NewFile] = []
        self.category = Choice(*((choice_label(category), category) for category in ComplaintCategory))
        self.subject, self.missing = line_edit(), line_edit()
        self.complete = QCheckBox(_("All evidence is in"))
        self.complete_on = DateField(None)
        self.evidence = EvidenceBox()
        self._make_fields()
        self.setLayout(column((self._body(), 1), self._foot(_("Enter the complaint")), gap=0))
        self._connect()
        tab_in_order(
            self.who, self.category, self.channel, self.day, self.subject, self.text, self.evidence, self.complete, self.complete_on,
            self.missing, self.save_button,
        )  # fmt: skip

    # ---- building -------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.fields = named(
            {
                "received_on": Field(_("Received on"), self.day),
                "channel": Field(_("Received through"), self.channel),
                "category": Field(_("What it is about"), self.category),
                "subject": Field(
                    _("In a few words, for the letter"),
                    self.subject,
                    _("Such as: a leaked phone number. It stands in the letter's subject."),
                ),
                "text": Field(_("What the customer tells"), self.text),
                "evidence_complete_on": Field(_("Complete since"), self.complete_on),
                "missing_evidence": Field(_("What is still missing"), self.missing, _("Left empty when nothing is asked for.")),
            }
        )

    def _body(self) -> QWidget:
        facts = row((self.fields["category"], 1), self.fields["channel"], self.fields["received_on"], gap=12)
        for choice in (self.category, self.channel):
            choice.setMinimumWidth(_widest(choice))
        what = frame(
            column(
                section(_("The complaint")),
                facts,
                self.fields["subject"],
                (self.fields["text"], 1),
                gap=8,
                margins=(16, 10, 16, 14),
            )
        )
        self._evidence_error = label("", "error", wrap=True)
        self._evidence_error.hide()
        hint = label(_("Drop photos or PDF files here, paste a picture with Ctrl+V."), "help", wrap=True)
        proof = frame(
            column(
                section(_("Evidence")),
                hint,
                self.evidence,
                self._evidence_error,
                self.complete,
                self.fields["evidence_complete_on"],
                self.fields["missing_evidence"],
                None,
                gap=8,
                margins=(16, 10, 16, 14),
            )
        )
        proof.setMaximumWidth(theme.current().px(340))
        left = column(self.who, (what, 1), gap=12)
        title = label(_("Take a complaint"), "title")
        return scrolling(box(column(title, (row((left, 7), (proof, 4), gap=16), 1), gap=10, margins=(20, 12, 20, 14))))

    def _connect(self) -> None:
        self.evidence.brought.connect(self.add_files)
        self.evidence.refused.connect(self._refuse_file)
        self.evidence.opened.connect(self._drop_file)
        self.complete.toggled.connect(self._follow_complete)
        self.who.picked.connect(self.category.setFocus)
        self.who.changed.connect(self._note_change)
        self.who.came_back.connect(lambda: self.save(new_relationship=True))
        for edit in (self.subject, self.text, self.missing):
            edit.textChanged.connect(self._note_change)
        for choice in (self.category, self.channel):
            choice.currentIndexChanged.connect(self._note_change)
        for day in (self.day, self.complete_on):
            day.textChanged.connect(self._note_change)

    # ---- starting -------------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        self._files = []
        self._show_files()
        self.complete_on.set_day(self._services.office.today())
        for edit in (self.subject, self.missing):
            edit.setText("")  # unlike clear() it leaves nothing to be undone
        self.category.setCurrentIndex(0)
        self.complete.setChecked(False)
        self._follow_complete(False)
        super()._clear()

    def _first(self) -> QWidget:
        return self.category if self.who.customer_id else self.who

    # ---- evidence -------------------------------------------------------------------------------------------------------

    def add_files(self, files: tuple[NewFile, ...]) -> None:
        """Look at each file at once; what is no photo and no PDF is refused in words, the others are taken."""
        refused: list[str] = []
        for file in files:
            try:
                media_type(file.content)
            except UserError as problem:
                refused.append(f"{file.name[:60]}: {problem.message}")
            else:
                self._files.append(file)
        self._refuse_file("\n".join(refused))
        self._files_changed()

    def _refuse_file(self, sentence: str) -> None:
        self._evidence_error.setText(sentence)
        self._evidence_error.setVisible(bool(sentence))

    def _drop_file(self, place: int) -> None:
        """A press on a file takes it out again before it is entered."""
        del self._files[place]
        self._files_changed()

    def _files_changed(self) -> None:
        self.save_draft()
        self._services.drafts.save_files(self._draft_key, tuple(self._files))
        self._show_files()

    def _show_files(self) -> None:
        entries = [
            Thumbnail(n, file.name, thumbnail(file.content, media_type(file.content))) for n, file in enumerate(self._files)
        ]
        self.evidence.show_thumbnails(entries)

    def _follow_complete(self, complete: bool) -> None:
        self.fields["evidence_complete_on"].setVisible(complete)
        self.fields["missing_evidence"].setVisible(not complete)

    # ---- saving ---------------------------------------------------------------------------------------------------------

    def intake(self, *, new_relationship: bool = False) -> Intake:
        """What stands in the form."""
        complete = self.complete.isChecked()
        return Intake(
            received_on=self.day.day(),
            channel=self.channel.value(),  # pyright: ignore[reportArgumentType]
            category=self.category.value(),  # pyright: ignore[reportArgumentType]
            subject=self.subject.text(),
            text=self.text.toPlainText(),
            customer_id=self.who.customer_id,
            outsider=self.who.outsider(),
            outsider_delete_on=self.who.delete_on(),
            evidence_complete_on=self.complete_on.day() if complete else None,
            missing_evidence="" if complete else self.missing.text(),
            files=tuple(self._files),
            new_relationship=new_relationship,
        )

    def save(self, *, new_relationship: bool = False) -> None:
        """Enter it: number, files, clock; or a sentence at each field that needs one."""
        try:
            page: ComplaintPage = self._services.complaints.receive(self.intake(new_relationship=new_relationship))
        except ErasedBefore as problem:
            self.who.show_erased(problem)
        except FieldErrors as problem:
            self._show_errors(problem.errors)
        except UserError as problem:
            self._show_errors({problem.field or "text": problem.message})
        else:
            self._entered(page)

    def _show_errors(self, errors: dict[str, str]) -> None:
        if "evidence" in errors:
            self._refuse_file(errors["evidence"])
        self._show_at_fields(errors)

    # ---- draft ----------------------------------------------------------------------------------------------------------

    def _is_begun(self) -> bool:
        return bool(self.text.toPlainText().strip() or self.subject.text().strip() or self._files)

    def _fields_now(self) -> dict[str, str]:
        return {
            **super()._fields_now(), "category": str(self.category.value()), "subject": self.subject.text(),
            "missing": self.missing.text(), "complete_on": self.complete_on.written() if self.complete.isChecked() else "",
        }  # fmt: skip

    def _show_fields(self, fields: dict[str, str]) -> None:
        super()._show_fields(fields)
        self.category.choose(ComplaintCategory(fields["category"]))
        self.subject.setText(fields["subject"])
        self.missing.setText(fields["missing"])
        if fields.get("complete_on"):
            self.complete.setChecked(True)
            self.complete_on.show_written(fields["complete_on"])
        self._files = list(self._services.drafts.load_files(self._draft_key))
        self._show_files()


def _widest(choice: Choice) -> int:
    """Room for the longest of the choices, so that none is cut."""
    texts = (choice.itemText(place) for place in range(choice.count()))
    return max(choice.fontMetrics().horizontalAdvance(text) for text in texts) + theme.current().px(50)
