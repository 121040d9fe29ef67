"""The key file: one random key, wrapped in independent slots for the passphrase, the printed recovery code and, where the owner
wants it, the Windows account of this computer.

Changing the passphrase wraps the same key anew; the database is never rewritten. The file is written to a temporary name, synced
and renamed, so that a power cut leaves the old one or the new one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.errors import UserError
from desktop.i18n import gettext as _
from desktop.storage.account_protection import AccountProtection
from desktop.storage.files import write_safely

VERSION = 1
LEAST_PASSPHRASE = 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_CODE_LENGTH = 32  # 160 bits
_ARGON = {"memory_kib": 64 * 1024, "iterations": 3, "lanes": 4}


class WrongSecret(UserError):
    """The passphrase or recovery code opens nothing here."""


@dataclass(frozen=True)
class Key:
    """The unwrapped key; never printed."""

    raw: bytes

    def __repr__(self) -> str:
        return "Key(…)"

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one use, such as ``evidence``."""
        return HKDF(hashes.SHA256(), 32, None, purpose.encode()).derive(self.raw)


def create(path: Path, passphrase: str) -> tuple[Key, str]:
    """Make a vault; returns its key and the recovery code to print. Refuses to overwrite one."""
    if path.exists():
        raise FileExistsError(path.name)
    check_passphrase(passphrase)
    key, code = secrets.token_bytes(32), new_recovery_code()
    identity = secrets.token_hex(16)
    content = {
        "version": VERSION,
        "id": identity,
        "slots": {"passphrase": _passphrase_slot(identity, passphrase, key), "recovery": _recovery_slot(identity, code, key)},
    }
    _write(path, content)
    return Key(key), code


def open_with_passphrase(path: Path, passphrase: str) -> Key:
    """The key, if the passphrase is right."""
    content = _read(path)
    slot = content["slots"]["passphrase"]
    return _unwrap(
        content, "passphrase", _stretched(passphrase, _bytes(slot["salt"]), slot["kdf"]), _("The passphrase is not right.")
    )


def open_with_recovery_code(path: Path, code: str) -> Key:
    """The key, if the printed code was typed rightly."""
    content = _read(path)
    salt = _bytes(content["slots"]["recovery"]["salt"])
    message = _("This recovery code belongs to another shop's data.")
    return _unwrap(content, "recovery", _from_code(plain_code(code), salt), message)


def open_with_either(path: Path, secret: str) -> Key:
    """The key, by whichever of the two was typed."""
    try:
        plain_code(secret)
    except WrongSecret:
        return open_with_passphrase(path, secret)
    return open_with_recovery_code(path, secret)


def change_passphrase(path: Path, key: Key, passphrase: str) -> None:
    """Wrap the same key under a new passphrase."""
    check_passphrase(passphrase)
    content = _read(path)
    content["slots"]["passphrase"] = _passphrase_slot(content["id"], passphrase, key.raw)
    _write(path, content)


def renew_recovery_code(path: Path, key: Key) -> str:
    """A new code to print; the old paper opens nothing any more."""
    content, code = _read(path), new_recovery_code()
    content["slots"]["recovery"] = _recovery_slot(content["id"], code, key.raw)
    _write(path, content)
    return code


def remember(path: Path, key: Key, protection: AccountProtection) -> None:
    """Let the signed-in account of this computer open the data without the passphrase. Raises UserError where the system refuses."""
    content = _read(path)
    try:
        wrapped = protection.wrap(key.raw, _account_context(content))
    except OSError as problem:
        raise UserError(_("Windows would not keep the key for this account. The passphrase is asked for as before.")) from problem
    content["slots"]["account"] = {"wrapped": _text(wrapped)}
    _write(path, content)


def forget(path: Path) -> None:
    """The account opens nothing any more."""
    _write(path, _without_account(_read(path)))


def open_remembered(path: Path, protection: AccountProtection) -> Key:
    """The key, if this very account was given it; WrongSecret for another account or computer."""
    content = _read(path)
    try:
        raw = protection.unwrap(_bytes(content["slots"]["account"]["wrapped"]), _account_context(content))
    except (OSError, ValueError, KeyError, TypeError):
        raise WrongSecret(_("This computer does not remember the passphrase any more. Type it to open the data.")) from None
    return Key(raw)


def for_a_copy(path: Path) -> bytes:
    """The key file as a copy holds it: a copy belongs to no computer."""
    return _content_bytes(_without_account(_read(path)))


def check_passphrase(passphrase: str) -> None:
    """Refuse one that guessing would find soon."""
    if len(unicodedata.normalize("NFKC", passphrase).strip()) < LEAST_PASSPHRASE:
        raise UserError(
            _("Use at least {n} characters: three or four words are easy to keep in mind.").format(n=LEAST_PASSPHRASE),
            "passphrase",
        )


def new_recovery_code() -> str:
    """160 random bits and two check characters, in groups of four."""
    symbols = "".join(secrets.choice(_ALPHABET) for _place in range(_CODE_LENGTH))
    whole = symbols + _check_characters(symbols)
    return "-".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def plain_code(typed: str) -> str:
    """The 32 characters of a typed code, misread letters mended; raises UserError when the check does not fit."""
    mended = typed.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    symbols = "".join(ch for ch in mended if ch in _ALPHABET)
    if len(symbols) != _CODE_LENGTH + 2 or symbols[_CODE_LENGTH:] != _check_characters(symbols[:_CODE_LENGTH]):
        raise WrongSecret(_("The recovery code was mistyped: compare it with the paper, group by group."), "recovery")
    return symbols[:_CODE_LENGTH]


def _check_characters(symbols: str) -> str:
    digest = hashlib.sha256(symbols.encode()).digest()
    return _ALPHABET[digest[0] & 31] + _ALPHABET[digest[1] & 31]


def _without_account(content: dict[str, Any]) -> dict[str, Any]:
    content["slots"].pop("account", None)
    return content


def _account_context(content: dict[str, Any]) -> bytes:
    return f"{content['id']}/account".encode()


def _passphrase_slot(identity: str, passphrase: str, key: bytes) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    wrapped = _wrapped(_stretched(passphrase, salt, _ARGON), key, f"{identity}/passphrase")
    return {"kdf": _ARGON, "salt": _text(salt), "wrapped": wrapped}


def _recovery_slot(identity: str, code: str, key: bytes) -> dict[str, Any]:
    salt = secrets.token_bytes(16)
    return {"salt": _text(salt), "wrapped": _wrapped(_from_code(plain_code(code), salt), key, f"{identity}/recovery")}


def _stretched(passphrase: str, salt: bytes, kdf: dict[str, int]) -> bytes:
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    argon = Argon2id(salt=salt, length=32, iterations=kdf["iterations"], lanes=kdf["lanes"], memory_cost=kdf["memory_kib"])
    return argon.derive(secret)


def _from_code(plain: str, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, b"recovery").derive(plain.encode())


def _wrapped(wrapping: bytes, key: bytes, context: str) -> str:
    nonce = secrets.token_bytes(12)
    return _text(nonce + AESGCM(wrapping).encrypt(nonce, key, context.encode()))


def _unwrap(content: dict[str, Any], slot: str, wrapping: bytes, message: str) -> Key:
    wrapped = _bytes(content["slots"][slot]["wrapped"])
    try:
        return Key(AESGCM(wrapping).decrypt(wrapped[:12], wrapped[12:], f"{content['id']}/{slot}".encode()))
    except InvalidTag:
        raise WrongSecret(message, slot) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
        newer = content["version"] > VERSION
        if not newer:
            _check_slots(content)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UserError(_damaged_text()) from problem
    if newer:
        raise UserError(_("The key file was made by a newer program. Install the newest version of Giữ Lời."))
    return content


def _check_slots(content: dict[str, Any]) -> None:
    """Raises ValueError, KeyError or TypeError where a part is missing or no base64 of its length."""
    stretching = content["slots"]["passphrase"]["kdf"]
    if not isinstance(content["id"], str) or not all(0 < int(stretching[part]) <= 2**20 for part in _ARGON):
        raise ValueError("the id or the stretching is damaged")
    for slot in ("passphrase", "recovery"):
        parts = content["slots"][slot]
        if (len(_bytes(parts["salt"])), len(_bytes(parts["wrapped"]))) != (16, 60):
            raise ValueError("a slot is cut short")


def _damaged_text() -> str:
    return _("The key file (vault.json) is damaged. Put back the copy that lies beside your last backup; the data is untouched.")


def _write(path: Path, content: dict[str, Any]) -> None:
    write_safely(path, _content_bytes(content))


def _content_bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
