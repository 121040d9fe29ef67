"""The inspector's dossier: registers, policy versions, the log and what checks it, in one ZIP that is written as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select

from desktop import paths
from desktop.i18n import clock_text, day_text, local, local_day, mark, number_text, speaking
from desktop.i18n import gettext as _
from desktop.models.policy import PolicyVersion
from desktop.services import dossier_policies
from desktop.services.audit_chain import Follower, newest_number, read_entries
from desktop.services.audit_export import write_table_head, write_table_rows
from desktop.services.dossier_registers import Names, Personal, Register, count_rows, read_names, read_rows
from desktop.services.dossier_tables import REGISTERS
from desktop.services.long_files import written_whole
from desktop.services.office import Office, new_id
from desktop.services.policies import Policies
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.services.shop import Identity, read_identity

CHECKER, README = "kiem_tra_nhat_ky.py", "DOC-TRUOC.txt"
LOG, HEAD = "log.jsonl", "log-head.json"
_MOST_LETTERS = 3_000_000  # of the rows of one PDF
_KINDS = {
    Personal.NAMES: mark("names"), Personal.PHONES: mark("phone numbers"), Personal.ADDRESSES: mark("addresses"),
    Personal.EMAILS: mark("email addresses"), Personal.TEXTS: mark("texts that were typed"),
}  # fmt: skip


@dataclass(frozen=True)
class DossierMade:
    """What is in it: rows of all registers, entries of the log, and the first entry that is broken, None where the log is whole."""

    rows: int
    entries: int
    first_broken: int | None


def kind_name(kind: Personal) -> str:
    """A kind of personal data as the owner reads it."""
    return _(_KINDS[kind])


class Dossier:
    """Makes it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def make(self, path: Path, ticked: frozenset[Personal] = frozenset(), progress: Progress = NO_PROGRESS) -> DossierMade:
        """Write the dossier, in Vietnamese; that it was made is in the log afterwards. Raises UserError, Cancelled: no file is left."""
        making = _Making(self._office, ticked, progress)
        with written_whole(path) as file, speaking("vi"), ZipFile(file, "w", ZIP_DEFLATED) as archive:
            made = making.write_into(archive)
        with self._office.writing() as work:
            work.log("dossier.made", new_id(), entries=made.entries, personal=sorted(ticked))
        return made


class _Making:
    """One dossier on its way into its file."""

    def __init__(self, office: Office, ticked: frozenset[Personal], progress: Progress) -> None:
        self._office, self._ticked, self._progress = office, ticked, progress
        self._at = office.now()
        self._checker = (paths.resources() / "checker" / CHECKER).read_bytes()
        self._readme = (paths.resources() / "checker" / README).read_text("utf-8")
        self._chain = Follower()
        self._done = self._every = 0
        with office.reading() as session:
            self._shop: Identity = read_identity(session)
            with speaking("vi"):
                self._names: Names = read_names(session)
            self._counts = {register.file: count_rows(session, register) for register in REGISTERS}

    def write_into(self, archive: ZipFile) -> DossierMade:
        """Everything, the readme last, since it says what there is."""
        self._archive = archive
        newest = newest_number(self._office)
        self._every = newest + 2 * sum(self._counts.values())
        counts = {register.title: self._add_register(register) for register in REGISTERS}
        self._add_policies()
        self._add_log(newest)
        head = self._add_head()
        self._add(CHECKER, self._checker)
        self._add(README, self._filled_in(counts, head).replace("\n", "\r\n").encode("utf-8-sig"))
        return DossierMade(sum(counts.values()), self._chain.entries, self._chain.first_broken)

    # ---- parts ----------------------------------------------------------------------------------------------------------

    def _add_register(self, register: Register) -> int:
        headings = [_(column.title) for column in register.columns_for(self._ticked)]
        with self._archive.open(self._info(f"so/{register.file}.csv"), "w", force_zip64=True) as file:
            count = write_table_head(file, headings)
            for rows in self._rows(register):
                write_table_rows(file, rows)
                count += len(rows)
        for place, part in enumerate(_parts(self._rows(register)), start=1):
            self._add(f"so/{register.file}{f'-{place}' if place > 1 else ''}.pdf", self._paper(register, part, place))
        return count

    def _rows(self, register: Register) -> Iterator[list[list[str]]]:
        for rows in read_rows(self._office, register, self._ticked, self._names):
            self._step(len(rows))
            yield rows

    def _paper(self, register: Register, rows: list[list[str]], part: int) -> bytes:
        from desktop.documents.register_list import ListColumn, RegisterList, render

        columns = tuple(ListColumn(_(column.title), column.share) for column in register.columns_for(self._ticked))
        about = [self._shop.name, _("as of {moment}").format(moment=_moment(self._at))]
        about += [_("part {n}").format(n=part)] if part > 1 else []
        about += [] if rows else [_("nothing is entered")]
        return render(RegisterList(self._shop.name, _(register.title), " · ".join(filter(None, about)), columns, rows))

    def _add_policies(self) -> None:
        with self._office.reading() as session:
            count = len(session.scalars(select(PolicyVersion.id)).all())
        for place, rules in enumerate(reversed(Policies(self._office).versions()), start=1):
            name = f"chinh-sach/{place:0{len(str(count))}}-{rules.effective_from:%Y-%m-%d}"
            self._add(f"{name}.txt", dossier_policies.as_text(rules).replace("\n", "\r\n").encode("utf-8-sig"))
            self._add(f"{name}.json", dossier_policies.as_json(rules))

    def _add_log(self, newest: int) -> None:
        """The entries there were at the beginning, line by line, followed on the way."""
        with self._archive.open(self._info(LOG), "w", force_zip64=True) as file:
            for entries in read_entries(self._office):
                wanted = [entry for entry in entries if entry.number <= newest]
                for entry in wanted:
                    self._chain.take(entry)
                file.write("".join(f"{entry.line()}\n" for entry in wanted).encode())
                self._step(len(wanted))
                if len(wanted) < len(entries):
                    return

    def _add_head(self) -> str:
        """The head kept outside the database, and what the readme says of it."""
        head = self._office.head_file.read()
        if head is None:
            return _("(No head of the log was kept beside the database.)")
        self._add(HEAD, json.dumps({"number": head.number, "digest": head.digest}).encode())
        return _("{file}  The newest entry as it was remembered outside the database: {n}.").format(
            file=HEAD, n=number_text(head.number)
        )

    def _filled_in(self, counts: dict[str, int], head: str) -> str:
        listed = [
            f"               {_(register.title)} ({register.file}): {number_text(counts[register.title])}"
            for register in REGISTERS
        ]
        return self._readme.format(
            shop=_shop_lines(self._shop),
            made=_("Made on {moment}").format(moment=_moment(self._at)),
            registers="\n".join(listed),
            log=_log_line(self._chain),
            head=head,
            personal=_personal_line(self._ticked),
        )

    # ---- writing --------------------------------------------------------------------------------------------------------

    def _add(self, name: str, content: bytes) -> None:
        self._archive.writestr(self._info(name), content)
        self._step(0)

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, local(self._at).timetuple()[:6])
        info.compress_type = ZIP_DEFLATED
        return info

    def _step(self, more: int) -> None:
        self._done += more
        self._progress.step(min(self._done, self._every), self._every)


def _parts(pieces: Iterable[list[list[str]]]) -> Iterator[list[list[str]]]:
    """Rows as one PDF takes them; at least one part, an empty one where there is nothing."""
    from desktop.documents.register_list import MOST_ROWS

    part: list[list[str]] = []
    letters, is_first = 0, True
    for row in (row for rows in pieces for row in rows):
        if len(part) == MOST_ROWS or letters > _MOST_LETTERS:
            yield part
            part, letters, is_first = [], 0, False
        part.append(row)
        letters += sum(map(len, row))
    if part or is_first:
        yield part


def _log_line(chain: Follower) -> str:
    if chain.first_broken is not None:
        return _("The program found it broken at entry {n}.").format(n=number_text(chain.first_broken))
    return _("{n} entries, the last one {head}.").format(n=number_text(chain.entries), head=chain.printed)


def _personal_line(ticked: frozenset[Personal]) -> str:
    if not ticked:
        return _("The shop has left out names, phone numbers, addresses, email addresses and everything that was typed freely.")
    shown = ", ".join(kind_name(kind) for kind in Personal if kind in ticked)
    left = ", ".join(kind_name(kind) for kind in Personal if kind not in ticked)
    sentence = _("The shop has put in: {shown}.").format(shown=shown)
    return f"{sentence} {_('It has left out: {left}.').format(left=left)}" if left else sentence


def _shop_lines(shop: Identity) -> str:
    number = _("Certificate number: {number}").format(number=shop.certificate_number) if shop.certificate_number else ""
    return "\n".join(line for line in (shop.name, shop.address, number) if line)


def _moment(at: datetime) -> str:
    return f"{clock_text(at)} {day_text(local_day(at))}"
