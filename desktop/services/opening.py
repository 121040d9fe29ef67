"""Opening a shop: making its vault and database, unlocking them, and noticing what is not as it was left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.models import entities as entities
from desktop.services import restoring
from desktop.services.backup_files import AUTOMATIC, follow_disk
from desktop.services.backups import named_files
from desktop.services.folder_state import DATABASE, VAULT, folder_state, is_remembered
from desktop.services.folder_state import FolderState as FolderState
from desktop.services.ledger_replay import replay
from desktop.services.office import Office, put_setting
from desktop.services.policies import PolicyRules, put_first_version
from desktop.services.progress import NO_PROGRESS, Progress
from desktop.services.restoring import Candidate, ClosedShop, Restoring
from desktop.services.retention import Retention
from desktop.services.shop import Identity, put_identity, put_staff
from desktop.services.shop_calendar import ShopCalendar, fill_calendar
from desktop.storage import backup, schema, swap, vault
from desktop.storage.account_protection import AccountProtection
from desktop.storage.attachments import Attachments
from desktop.storage.database import Database, damaged_text
from desktop.storage.files import disk_troubles_in_words, write_safely
from desktop.storage.head_file import HeadFile
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.ledger import Ledger

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class NewShop:
    """What the wizard asked for."""

    identity: Identity
    rules: PolicyRules
    staff_name: str


class ShopFolder:
    """A data folder: its files by name, its lock, its state."""

    def __init__(
        self, folder: Path, clock: Clock, lock: InstanceLock | None = None, protection: AccountProtection | None = None
    ) -> None:
        self.path = folder
        self._clock = clock
        self._lock = lock or InstanceLock(folder)
        self._protection = protection
        self._office: Office | None = None

    @property
    def vault_path(self) -> Path:
        """The key file."""
        return self.path / VAULT

    @property
    def database_path(self) -> Path:
        """The encrypted database."""
        return self.path / DATABASE

    def state(self) -> FolderState:
        """What is here."""
        return folder_state(self.path)

    def take(self) -> None:
        """Make the folder where needed and lock it for this program."""
        with disk_troubles_in_words():
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
            swap.finish(self.path)

    def release(self) -> None:
        """Let another program have it."""
        self._lock.release()

    def create(self, passphrase: str, shop: NewShop) -> tuple[Office, str]:
        """Make vault and database and enter what the wizard asked; returns the open shop and the recovery code.

        Fails as a whole: nothing is left behind that would look like a shop.
        """
        if self.state() is not FolderState.EMPTY:
            raise UserError(_("This folder holds a shop's data already."))
        try:
            with disk_troubles_in_words():
                key, code = vault.create(self.vault_path, passphrase)
            office = self._open(key, may_create=True)
            _enter(office, shop)
        except BaseException:
            self._close()
            self._remove_new()
            raise
        return office, code

    def unlock(self, passphrase: str) -> Office:
        """Open with the passphrase; UserError for a wrong one."""
        self._require_ready()
        return self.open_with(vault.open_with_passphrase(self.vault_path, passphrase))

    def unlock_with_code(self, code: str, new_passphrase: str) -> Office:
        """Open with the printed code and set a new passphrase."""
        self._require_ready()
        vault.check_passphrase(new_passphrase)
        key = vault.open_with_recovery_code(self.vault_path, code)
        office = self.open_with(key)
        with disk_troubles_in_words():
            vault.change_passphrase(self.vault_path, key, new_passphrase)
        return office

    def open_with(self, key: vault.Key, actor: str = "") -> Office:
        """Open with a key that is at hand: sweep, keep in step with ledger, disk, calendar and policy.

        All evidence stays while rows of another database may name it: a newer one, or one that was replaced.
        """
        try:
            office = self._open(key)
            office.actor = actor
            if office.log_is_whole() and not Restoring(office).unconfirmed():
                with office.reading() as session:
                    office.attachments.sweep(named_files(session))
            replay(office)
            follow_disk(office)
            ShopCalendar(office).keep_current()
            Retention(office).keep_current()
        except BaseException:
            self._close()
            raise
        return office

    # ---- remembered on this computer ------------------------------------------------------------------------------------

    @property
    def can_remember(self) -> bool:
        """Whether this system can keep the key for the signed-in account."""
        return self._protection is not None

    def is_remembered(self) -> bool:
        """Whether the data opens on this computer without the passphrase."""
        return self._protection is not None and is_remembered(self.path)

    def remember(self, passphrase: str) -> None:
        """Open without the passphrase from now on, for the account that is signed in; asked for once more here."""
        key = vault.open_with_passphrase(self.vault_path, passphrase)
        if self._protection is None:
            raise UserError(_("This computer cannot keep the passphrase safely."))
        with disk_troubles_in_words():
            vault.remember(self.vault_path, key, self._protection)
        self._log("lock.remembered")

    def forget(self) -> None:
        """Ask for the passphrase again at every start."""
        with disk_troubles_in_words():
            vault.forget(self.vault_path)
        self._log("lock.forgotten")

    def unlock_remembered(self) -> Office:
        """Open with what this computer remembers; UserError where it does not, or not any more."""
        self._require_ready()
        if self._protection is None:
            raise UserError(_("This computer does not remember the passphrase any more. Type it to open the data."))
        return self.open_with(vault.open_remembered(self.vault_path, self._protection))

    # ---- backups put back -----------------------------------------------------------------------------------------------

    def restore(self, source: Path, progress: Progress = NO_PROGRESS) -> Office:
        """Put a backup in the place of the open shop and open that; UserError and Cancelled leave everything as it was.

        Nothing else may be using the shop meanwhile. The office that was open goes on working where this fails.
        """
        office = self._require_open()
        Restoring(office).require_decided()
        shop = self._closed(office)
        restoring.restore(shop, source, progress)
        return self.open_with(shop.key, shop.actor)

    def go_back(self) -> Office:
        """Put the database from before the last restore back and open it."""
        office = self._require_open()
        kept = Restoring(office).unconfirmed()
        if kept is None:
            raise UserError(_("The data from before the last restore is not kept any more."))
        shop = self._closed(office)
        restoring.go_back(shop, kept)
        return self.open_with(shop.key, shop.actor)

    def candidates(self, place: Path | None = None) -> list[Candidate]:
        """The backups in a folder, or those that the program made by itself, while nobody has unlocked anything."""
        found = restoring.candidates(place or self.path / AUTOMATIC, None)
        return restoring.require_some(found, place) if place else found

    def restore_closed(self, source: Path, secret: str, progress: Progress = NO_PROGRESS) -> Office:
        """Put a backup into a folder that is empty or cannot be opened; ``secret`` is the passphrase or the recovery code.

        Where only the key file is missing, it is put back and the newest data stays.
        """
        with disk_troubles_in_words():
            key = self._key_for(source, secret)
            if self.state() is FolderState.NO_VAULT and self._opens(key):
                backup.verify(source, key, progress.step)
                write_safely(self.vault_path, vault.for_a_copy(source / VAULT))
            else:
                restoring.restore(ClosedShop(self.path, key, self._clock), source, progress)
        return self.open_with(key)

    def _require_open(self) -> Office:
        assert self._office is not None, "nothing is open"
        return self._office

    def _closed(self, office: Office) -> ClosedShop:
        office.database.close()
        return ClosedShop(self.path, office.database.key, self._clock, office.actor)

    def _key_for(self, source: Path, secret: str) -> vault.Key:
        """By the shop's own key file; by that of the backup where there is none that can be read."""
        try:
            return vault.open_with_either(self.vault_path, secret)
        except vault.WrongSecret:
            raise
        except (UserError, FileNotFoundError):
            return vault.open_with_either(source / VAULT, secret)

    def _opens(self, key: vault.Key) -> bool:
        """Whether the database that is here opens with a key and is whole."""
        database = Database(self.database_path, key)
        try:
            database.check()
            return schema.version(database) is not None
        except UserError:
            return False
        finally:
            database.close()

    # ---- the lock -------------------------------------------------------------------------------------------------------

    def change_passphrase(self, old: str, new: str) -> None:
        """Another passphrase for the same data; the recovery code stays."""
        key = vault.open_with_passphrase(self.vault_path, old)
        with disk_troubles_in_words():
            vault.change_passphrase(self.vault_path, key, new)
        self._log("lock.passphrase_changed")

    def renew_recovery_code(self, passphrase: str) -> str:
        """A new code to print; the old paper opens nothing any more."""
        key = vault.open_with_passphrase(self.vault_path, passphrase)
        with disk_troubles_in_words():
            code = vault.renew_recovery_code(self.vault_path, key)
        self._log("lock.recovery_code_renewed")
        return code

    def recovery_paper(self, shop_name: str, code: str) -> bytes:
        """The code on a page to print."""
        from desktop.documents import recovery_paper
        from desktop.i18n import language, local_day

        return recovery_paper.render(recovery_paper.RecoveryPaper(shop_name, code, local_day(self._clock()), language()))

    def _open(self, key: vault.Key, *, may_create: bool = False) -> Office:
        """An empty database file is a damaged one unless a shop is just being made."""
        database = Database(self.database_path, key)
        attachments = Attachments(self.path / "evidence", key)
        self._office = Office(database, attachments, HeadFile(self.path), Ledger(self.path, key), self._clock)
        if not may_create and schema.version(database) is None:
            raise UserError(damaged_text())
        schema.prepare(database, self._clock())
        return self._office

    def _close(self) -> None:
        if self._office is not None:
            self._office.database.close()
            self._office = None

    def _log(self, action: str) -> None:
        if self._office is not None:
            with self._office.writing() as work:
                work.log(action, "vault")

    def _require_ready(self) -> None:
        state = self.state()
        if state is FolderState.NO_VAULT:
            raise UserError(missing_vault_text())
        if state is FolderState.NO_DATABASE:
            raise UserError(
                _(
                    "The database (giuloi.db) is missing from the data folder. Put it back from your last copy; the key file is untouched."
                )
            )

    def _remove_new(self) -> None:
        self.vault_path.unlink(missing_ok=True)
        self.database_path.unlink(missing_ok=True)
        self.database_path.with_name(DATABASE + "-journal").unlink(missing_ok=True)
        (self.path / "log-head.json").unlink(missing_ok=True)


def warm_up() -> None:
    """Let SQLAlchemy work out the entities' relations ahead of the first query (100 ms)."""
    configure_mappers()


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that guessing would find soon."""
    vault.check_passphrase(passphrase)


def missing_vault_text() -> str:
    """What to do when the key file is gone."""
    return _(
        "The key file (vault.json) is missing from the data folder. Put it back from your last copy: "
        "without it nobody can open the data, and nothing here was changed."
    )


def _enter(office: Office, shop: NewShop) -> None:
    """Everything the wizard asked, in one transaction."""
    with office.writing() as work:
        staff = put_staff(work, shop.staff_name)
        work.actor = office.actor = staff.public_id
        put_identity(work, shop.identity)
        put_first_version(work, shop.rules)
        fill_calendar(work)
        put_setting(work, "shop.created", f"{work.today:%Y-%m-%d}")
