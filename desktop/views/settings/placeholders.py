"""What stands in braces, in the owner's words: ``{ngày nhận}`` on the screen is ``{received_on}`` in the text that is kept."""

from __future__ import annotations

import re
import unicodedata

from desktop.i18n import gettext as _

_SEQUENCE, _SAMPLE = re.compile(r"\{seq(?::0(\d)d)?\}"), re.compile(r"\{(0*1)\}")


def names() -> dict[str, str]:
    """The placeholders of letters with their names in the language of the screen."""
    return {
        "received_on": _("day received"), "number": _("case number"), "subject": _("what it is about"), "channel": _("how it came in"),
        "shop": _("shop's name"), "shop_phone": _("shop's phone"), "shop_email": _("shop's email"), "due": _("last day to answer"),
        "limit": _("time to answer"), "counting": _("how the time is counted"), "clause": _("section of the policy"),
        "missing": _("evidence missing"), "data_status": _("state of the data"), "disclosures": _("list of disclosures"),
        "cause": _("cause"), "remedy": _("remedy"), "security_firm": _("security firm"), "fault": _("whose fault"),
        "third_parties": _("third parties"), "agreed": _("sum agreed"), "agreed_words": _("sum agreed, in words"),
        "paid": _("sum paid before"), "paid_words": _("sum paid before, in words"), "earlier": _("number and day of the first letter"),
        "unpaid": _("sum still due"), "unpaid_words": _("sum still due, in words"),
        "proven": _("damage proven"), "proven_words": _("damage proven, in words"), "claimed": _("sum claimed"),
        "claimed_words": _("sum claimed, in words"), "name": _("customer's name"), "customer": _("customer's full name"),
        "customer_phone": _("customer's phone"), "recipient": _("recipient"), "fields": _("data given"), "day": _("day given"),
        "given": _("days given"), "reference": _("order reference"), "purpose": _("purpose"), "ground": _("ground"),
        "corrections": _("corrections"), "removals": _("data to delete"), "kind": _("what is asked"), "law": _("law"),
        "asked": _("words of the request"), "asked_by": _("who asks for the customer"), "needed": _("what is needed"),
        "reason": _("reason"), "due_before": _("last day before"), "answer": _("answer"), "done_on": _("day done"),
        "topics": _("uses of the data"), "restrictions": _("restrictions"), "recipients": _("recipients"),
        "certificate": _("number of the certificate"), "stays": _("what stays"), "backups_until": _("last day of older backups"),
        "happened": _("what happened"), "happened_at": _("when it happened"), "noticed_at": _("when it was noticed"),
        "noticed_on": _("day noticed"), "people": _("number of people"), "data": _("kinds of data"), "harm": _("likely harm"),
        "measures": _("measures"), "told": _("number of people told"), "owner": _("owner's name"),
        "authorities": _("authorities told"),
    }  # fmt: skip


def shown(text: str) -> str:
    """A letter's text as the owner reads it."""
    known = names()
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{known.get(found[1], found[1])}}}", text)


def kept(text: str) -> str:
    """A letter's text as it is kept; a name that nobody knows stays, and is refused there."""
    known = {name.casefold(): code for code, name in names().items()}

    def code(found: re.Match[str]) -> str:
        name = unicodedata.normalize("NFC", found[1])
        return f"{{{known.get(name.strip().casefold(), name)}}}"

    return re.sub(r"\{([^{}]+)\}", code, text)


def shown_pattern(pattern: str) -> str:
    """A number's pattern with a sample for the running number: ``{seq:04d}`` is ``{0001}``."""
    named = pattern.replace("{year}", "{" + _("year") + "}")
    return _SEQUENCE.sub(lambda found: "{" + "1".zfill(int(found[1] or 1)) + "}", named)


def kept_pattern(pattern: str) -> str:
    """The pattern as it is kept."""
    named = unicodedata.normalize("NFC", pattern).replace("{" + _("year") + "}", "{year}")
    return _SAMPLE.sub(lambda found: "{seq}" if len(found[1]) == 1 else f"{{seq:0{len(found[1])}d}}", named)
