"""Older data that the program keeps beside the shop's own: its backups, copies before an update, a database that was replaced.

The disk is the truth; the register follows it, so that a certificate can say until when older data lives on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path, PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.i18n import VIETNAM, local_day
from desktop.models.backup import BackupCopy
from desktop.services.backup_copies import goes_on, keep_days
from desktop.services.clock_guard import doubt
from desktop.services.office import Office, Work, new_id, setting
from desktop.storage import backup, schema, swap
from desktop.storage.files import disk_troubles_in_words

AUTOMATIC = "backups"
KEPT_STAMP = "restore.kept"
_KINDS = ((AUTOMATIC, f"{backup.PREFIX}*"), (schema.COPIES, "*.db"), (swap.KEPT, "*.db"))


def remove_old(office: Office) -> int:
    """Remove what was kept long enough and bring the register in step with the disk; returns how many went.

    The newest automatic backup stays, and so does a replaced database until the owner has decided. Nothing is removed by a clock
    that is in doubt.
    """
    data = office.database.path.parent
    with office.reading() as session:
        old = [] if doubt(session, office.now()) else _old(session, data, office.now())
    with disk_troubles_in_words():
        for place in old:
            _remove(data / place)
    follow_disk(office)
    return len(old)


def follow_disk(office: Office) -> None:
    """Note what came (a copy before an update, a backup that a restored database does not know) and what went."""
    there = _on_disk(office.database.path.parent)
    with office.reading() as session:
        if {row.place for row in _own(session)} == there.keys():
            return
    with office.writing() as work:
        listed = {row.place: row for row in _own(work.session)}
        gone, new = listed.keys() - there.keys(), sorted(there.keys() - listed.keys())
        for place in gone:
            listed[place].gone_on = work.today
        kept = kept_place(work.session)
        for place in new:
            add_row(work, place, there[place], is_automatic=place != kept)
        work.log("backup.list_followed", "backups", gone=len(gone), new=len(new))


def add_row(work: Work, place: str, made_at: datetime, *, is_automatic: bool, log_number: int = 0) -> BackupCopy:
    """A backup in the register; of an automatic one the day on which it goes."""
    row = BackupCopy(public_id=new_id(), made_at=made_at, is_automatic=is_automatic, place=place, log_number=log_number)
    row.keep_until = goes_on(row, keep_days(work.session)) if is_automatic else None
    work.session.add(row)
    work.session.flush()
    return row


def last_automatic(session: Session) -> BackupCopy | None:
    """The newest backup that the program made by itself and that is not gone."""
    mine = (BackupCopy.is_automatic, BackupCopy.gone_on.is_(None), BackupCopy.place.startswith(f"{AUTOMATIC}/"))
    return session.scalar(select(BackupCopy).where(*mine).order_by(BackupCopy.made_at.desc(), BackupCopy.id.desc()).limit(1))


def kept_place(session: Session) -> str:
    """The database that the last restore replaced and about which the owner has not decided; empty where there is none."""
    stamp = setting(session, KEPT_STAMP, "")
    return swap.kept_path(Path(), stamp).as_posix() if stamp else ""


def is_beside_the_data(place: str) -> bool:
    """Whether the program keeps it and removes it by itself; other places are the owner's."""
    return not PurePath(place).is_absolute()


def is_inside(folder: Path, data: Path) -> bool:
    """Whether a folder lies in the data folder, whatever links lead there."""
    return any(place.exists() and place.samefile(data) for place in (folder, *folder.absolute().parents))


def _old(session: Session, data: Path, now: datetime) -> list[str]:
    newest, days, today = last_automatic(session), keep_days(session), local_day(now)
    stays = {kept_place(session), newest.place if newest else ""}
    goes = {row.place: goes_on(row, days) for row in _own(session)}
    there = {place: goes.get(place, local_day(made_at) + timedelta(days=days)) for place, made_at in _on_disk(data).items()}
    return [place for place, day in there.items() if day <= today and place not in stays]


def _on_disk(data: Path) -> dict[str, datetime]:
    """By its place in the data folder, with the time that its name bears."""
    found = [path for folder, names in _KINDS for path in (data / folder).glob(names)]
    return {path.relative_to(data).as_posix(): made_at for path in found if (made_at := _stamp_in(path.name)) is not None}


def _stamp_in(name: str) -> datetime | None:
    """``giu-loi-20261121-100000`` or ``giuloi-20261121-100000.db``; None for what is no such thing."""
    digits = "".join(name.removesuffix(".db").split("-")[-2:])
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def _own(session: Session) -> list[BackupCopy]:
    there = session.scalars(select(BackupCopy).where(BackupCopy.gone_on.is_(None)))
    return [row for row in there if is_beside_the_data(row.place)]


def _remove(path: Path) -> None:
    if path.is_dir():
        backup.remove(path)
    else:
        swap.remove_kept(path)
