"""An account of a computer: what it wrapped, it alone unwraps, as Windows' data protection does for the one who is signed in."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Account:
    """One account; another one has another key. ``refuses`` is a system that keeps nothing, such as a temporary profile."""

    def __init__(self, *, refuses: bool = False) -> None:
        self._cipher = AESGCM(secrets.token_bytes(32))
        self._refuses = refuses

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """For this account."""
        if self._refuses:
            raise OSError("the profile is temporary")
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher.encrypt(nonce, secret, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """By this account; OSError for what another one wrapped."""
        try:
            return self._cipher.decrypt(wrapped[:12], wrapped[12:], context)
        except InvalidTag:
            raise OSError("wrapped by another account") from None
