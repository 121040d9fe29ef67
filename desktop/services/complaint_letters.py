"""The papers of a complaint: acknowledgement, request for evidence, reply. Previewed as they will print, numbered once, kept as sent."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.amounts import in_words
from desktop.errors import UserError
from desktop.i18n import day_text, long_day, money_text, speaking
from desktop.i18n import gettext as _
from desktop.models.choices import ComplaintCategory, ComplaintState, Delivery, FaultParty, LetterKind, PaymentMeans, label
from desktop.models.complaint import Complaint
from desktop.models.deadlines import Deadline
from desktop.models.letter import Letter
from desktop.models.numbering import formatted
from desktop.models.policy import clause_words
from desktop.models.shop import Shop
from desktop.services.complaint_disclosures import reply_lines
from desktop.services.complaint_views import CaseWork, Clocks, Person, person_of, work_of
from desktop.services.complaints import add_step, read_clocks
from desktop.services.office import Office, Work, new_id
from desktop.services.printing import addressee
from desktop.services.restrictions import hides_address
from desktop.services.shop import paper_identity, read_letter_settings, require_identity
from desktop.services.wording import filled

State = ComplaintState
PLANNED_NUMBER = "…"


class ComplaintLetters:
    """Makes, keeps and sends the papers."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def preview_reply(self, complaint_id: int, case: CaseWork) -> bytes:
        """The reply as it would print with what is on the screen now; takes no number and keeps nothing."""
        with self._office.reading() as session:
            complaint = session.get_one(Complaint, complaint_id)
            unsent = complaint.unsent_reply()
            number = unsent.number if unsent else PLANNED_NUMBER
            return _rendered(session, complaint, LetterKind.REPLY, case, self._office.today(), number, "")

    def issue(self, complaint_id: int, kind: LetterKind) -> int:
        """Make a paper: number, log entry and bytes in one transaction. A reply not yet sent is made anew under its number."""
        with self._office.writing() as work:
            complaint = work.session.get_one(Complaint, complaint_id)
            _check_issue(complaint, kind)
            letter = _unsent(complaint, kind) or _new_letter(work, complaint, kind)
            entry = work.log(f"letter.{kind}_made", letter.public_id, complaint=complaint.public_id)
            letter.language, letter.is_stale = read_letter_settings(work.session).language, False
            letter.dated, letter.issued_at, letter.audit_number = work.today, work.now, entry.number
            letter.pdf = _rendered(
                work.session, complaint, kind, work_of(complaint), work.today, letter.number, entry.printed(), letter.language
            )
            work.session.flush()
            return letter.id

    def pdf(self, letter_id: int) -> bytes:
        """A paper as it was made, byte for byte."""
        with self._office.reading() as session:
            return session.get_one(Letter, letter_id).pdf

    def mark_sent(self, letter_id: int, on: date, by: Delivery) -> None:
        """The paper reached its reader; from now on it stays as it is. A sent reply answers the complaint."""
        with self._office.writing() as work:
            letter = work.session.get_one(Letter, letter_id)
            complaint = work.session.get_one(Complaint, letter.complaint_id)
            _check_sent(letter, on, work.today)
            letter.sent_on, letter.sent_by = on, by
            work.session.flush()
            if letter.kind is LetterKind.REPLY and complaint.state is State.DECIDED:
                complaint.move(State.REPLIED, work.today)
            add_step(work, complaint, f"{letter.kind}_sent", on)

    def payment_receipt(self, complaint_id: int, amount: int, means: PaymentMeans, on: date) -> bytes:
        """A receipt for the complainant to sign."""
        from desktop.documents import payment_receipt

        with self._office.reading() as session:
            complaint = session.get_one(Complaint, complaint_id)
            settings, shop = read_letter_settings(session), require_identity(session)
            receiver = addressee(session, complaint.customer_id, person_of(session, complaint).name)
        with speaking(settings.language):
            paid_by, identity = label(means), paper_identity(shop)
        return payment_receipt.render(
            payment_receipt.PaymentReceipt(
                identity, receiver, complaint.number, amount, paid_by, on, settings.linking_word, "", settings.language
            )
        )


def _check_issue(complaint: Complaint, kind: LetterKind) -> None:
    complaint.require_not_erased()
    if kind is LetterKind.REPLY and complaint.state is not State.DECIDED:
        raise UserError(_("Decide the complaint before making the reply."))
    if kind is LetterKind.EVIDENCE_REQUEST and not complaint.missing_evidence:
        raise UserError(_("Write what is missing."), "missing_evidence")


def _check_sent(letter: Letter, on: date, today: date) -> None:
    if letter.sent_on is not None:
        raise UserError(_("This letter has been marked as sent already."))
    if letter.is_stale:
        raise UserError(_("The decision was changed after this letter was made. Print the letter again before it goes out."))
    if on > today:
        raise UserError(_("This day lies in the future."), "sent_on")
    if on < letter.dated:
        raise UserError(
            _("The letter is dated {day}; it cannot have been sent before.").format(day=day_text(letter.dated)), "sent_on"
        )


def _unsent(complaint: Complaint, kind: LetterKind) -> Letter | None:
    return next((letter for letter in complaint.letters if letter.kind is kind and letter.sent_on is None), None)


def _new_letter(work: Work, complaint: Complaint, kind: LetterKind) -> Letter:
    settings = read_letter_settings(work.session)
    number = formatted(settings.patterns[kind], work.next_number(kind), work.today.year)
    letter = Letter(
        public_id=new_id(),
        kind=kind,
        number=number,
        language=settings.language,
        dated=work.today,
        issued_at=work.now,
        audit_number=0,
        pdf=b"",
    )
    complaint.letters.append(letter)
    return letter


def _rendered(
    session: Session,
    complaint: Complaint,
    kind: LetterKind,
    case: CaseWork,
    today: date,
    number: str,
    audit: str,
    language: str = "",
) -> bytes:
    from desktop.documents import letter as document  # reportlab, 179 ms: when the first letter is looked at

    shop, person = require_identity(session), person_of(session, complaint)
    language = language or read_letter_settings(session).language
    with speaking(language):
        sections = _SECTIONS[kind](session, complaint, case, shop, read_clocks(session), today)
        letter = document.Letter(
            shop=paper_identity(shop),
            number=number,
            subject=_subject(complaint, kind),
            dated=today,
            addressee=addressee(session, person.customer_id, person.name),
            addressee_detail=_reached_at(session, person, today),
            sections=tuple(document.Section(text, title) for title, text in sections if text),
            audit_line=_("Log {entry}").format(entry=audit) if audit else "",
            language=language,
        )
    return document.render(letter)


def _reached_at(session: Session, person: Person, today: date) -> str:
    """The phone, else the address; one that the customer keeps from papers stands on none."""
    if person.phone:
        return _("phone {number}").format(number=person.phone)
    hidden = person.customer_id is not None and hides_address(session, person.customer_id, today)
    return "" if hidden else person.address


def _subject(complaint: Complaint, kind: LetterKind) -> str:
    texts = {
        LetterKind.REPLY: _("reply to the complaint about {subject}"),
        LetterKind.ACKNOWLEDGEMENT: _("receipt of the complaint about {subject}"),
        LetterKind.EVIDENCE_REQUEST: _("evidence for the complaint about {subject}"),
    }
    return texts[kind].format(subject=complaint.about())


def _reply(
    session: Session, complaint: Complaint, case: CaseWork, shop: Shop, clocks: Clocks, today: date
) -> list[tuple[str, str]]:
    """The reply's blocks in order: what was received, found, mended; who was at fault; what is paid; within what time."""
    lines = reply_lines(session, complaint)
    earlier = complaint.sent_replies()
    blocks = ["opening", *(["earlier"] if earlier else []), "status", *(["disclosures"] if lines else []), "cause", "remedy"]
    blocks += ["security_firm"] if case.security_firm else []
    blocks += ["guidance"] if complaint.category is ComplaintCategory.DISCLOSURE else []
    blocks += ["fault"]
    blocks += ["joint"] if case.joint_liability else []
    blocks += ["compensation" if case.agreed else "no_compensation", *_paid_block(complaint.paid(), case.agreed)]
    blocks += ["sums"] if case.claimed or case.proven else []
    deadline = complaint.reply_deadline(clocks.calendar)
    if deadline and not earlier:
        blocks += ["too_late" if deadline.is_late(today) else "in_time"]
    blocks += ["further", "closing"]
    values = _common(complaint, shop) | _case_values(session, complaint, case) | _clock_values(deadline, complaint)
    values["disclosures"] = lines
    values["earlier"] = _named(earlier)
    values |= _paid_values(session, complaint.paid(), case.agreed)
    if any(part.party is FaultParty.SHOP for part in case.fault):
        _title, apology = filled(session, LetterKind.REPLY, "apology", values)
        values["fault"] = f"{values['fault']} {apology}".strip()
    return [filled(session, LetterKind.REPLY, block, values) for block in blocks]


def _paid_block(paid: int, agreed: int) -> list[str]:
    """What was paid before this letter, so that a second letter is no second promise."""
    if not paid:
        return []
    if agreed > paid:
        return ["paid"]
    return ["paid_in_full" if agreed == paid else "paid_more"]


def _paid_values(session: Session, paid: int, agreed: int) -> dict[str, str]:
    linking_word, due = read_letter_settings(session).linking_word, max(0, agreed - paid)
    return {
        "paid": money_text(paid), "paid_words": in_words(paid, linking_word),
        "unpaid": money_text(due), "unpaid_words": in_words(due, linking_word),
    }  # fmt: skip


def _named(letters: list[Letter]) -> str:
    """``12/2026/TL-KN, 21/11/2026``; several one after the other."""
    return "; ".join(f"{letter.number}, {day_text(letter.dated)}" for letter in letters)


def _acknowledgement(
    session: Session, complaint: Complaint, _case: CaseWork, shop: Shop, clocks: Clocks, _today: date
) -> list[tuple[str, str]]:
    deadline = complaint.reply_deadline(clocks.calendar)
    blocks = ["opening", "due" if deadline else "waiting", *(["missing"] if complaint.missing_evidence else []), "contact"]
    values = _common(complaint, shop) | _clock_values(deadline, complaint)
    return [filled(session, LetterKind.ACKNOWLEDGEMENT, block, values) for block in blocks]


def _evidence_request(
    session: Session, complaint: Complaint, _case: CaseWork, shop: Shop, clocks: Clocks, _today: date
) -> list[tuple[str, str]]:
    deadline = complaint.reply_deadline(clocks.calendar)
    values = _common(complaint, shop) | _clock_values(deadline, complaint)
    blocks = ["opening", "missing", "clock_runs" if deadline else "clock_waits", "contact"]
    return [filled(session, LetterKind.EVIDENCE_REQUEST, block, values) for block in blocks]


_SECTIONS = {
    LetterKind.REPLY: _reply,
    LetterKind.ACKNOWLEDGEMENT: _acknowledgement,
    LetterKind.EVIDENCE_REQUEST: _evidence_request,
}


def _common(complaint: Complaint, shop: Shop) -> dict[str, str]:
    return {
        "received_on": day_text(complaint.received_on),
        "number": complaint.number,
        "subject": complaint.about(),
        "shop": shop.name,
        "shop_phone": shop.phone,
        "shop_email": shop.email,
        "channel": label(complaint.channel),
        "missing": complaint.missing_evidence.rstrip("."),
    }


def _clock_values(deadline: Deadline | None, complaint: Complaint) -> dict[str, str]:
    limit = complaint.policy.complaint_limit()
    values = {"limit": limit.text(), "clause": str(limit.source)}
    if deadline:
        values |= {"due": long_day(deadline.last_day), "counting": deadline.explain()}
    return values


def _case_values(session: Session, complaint: Complaint, case: CaseWork) -> dict[str, str]:
    others = [part.name for part in case.fault if part.party is FaultParty.THIRD_PARTY]
    linking_word = read_letter_settings(session).linking_word
    return {
        "data_status": case.data_status,
        "cause": case.cause,
        "remedy": case.remedy,
        "security_firm": case.security_firm,
        "fault": fault_sentence(case),
        "third_parties": ", ".join(others),
        "claimed": money_text(case.claimed),
        "proven": money_text(case.proven),
        "agreed": money_text(case.agreed),
        **{f"{name}_words": in_words(getattr(case, name), linking_word) for name in ("claimed", "proven", "agreed")},
        "clause": str(clause_words(complaint.policy.compensation_clause)),
    }


def fault_sentence(case: CaseWork) -> str:
    """Who was at fault, in one sentence."""
    if not case.fault:
        return _("Nobody was at fault.")
    if len(case.fault) == 1:
        return _("The fault lies with {party}.").format(party=_party(case.fault[0].party, case.fault[0].name))
    shares = ", ".join(f"{_party(part.party, part.name)} {part.percent}\u00a0%" for part in case.fault)
    return _("The fault is shared: {shares}.").format(shares=shares)


def _party(party: FaultParty, name: str) -> str:
    names = {FaultParty.SHOP: _("the shop"), FaultParty.CUSTOMER: _("you, our customer"), FaultParty.THIRD_PARTY: name}
    return names[party]
