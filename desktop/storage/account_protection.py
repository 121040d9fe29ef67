"""Secrets that only the signed-in account of this computer can read: Windows' data protection (DPAPI). Other systems have none."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Protocol


class AccountProtection(Protocol):
    """Wraps bytes for one account of one computer; the same context must be named to read them."""

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """The secret, unreadable to anybody else. Raises OSError where the system refuses."""
        ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The secret. Raises OSError where another account or computer wrapped it."""
        ...


def of_this_computer() -> AccountProtection | None:
    """What this system offers."""
    return _DataProtection() if sys.platform == "win32" else None


if sys.platform == "win32":
    _NO_DIALOG = 1  # CRYPTPROTECT_UI_FORBIDDEN

    class _Blob(ctypes.Structure):
        """DATA_BLOB: a length and where the bytes lie."""

        _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.c_void_p))

        @classmethod
        def of(cls, content: bytes) -> _Blob:
            """Bytes as Windows wants them; they live as long as the blob."""
            blob = cls()
            blob.kept = ctypes.create_string_buffer(content, len(content))
            blob.size, blob.data = len(content), ctypes.addressof(blob.kept)
            return blob

    class _DataProtection:
        """CryptProtectData and its counterpart."""

        def __init__(self) -> None:
            self._crypt = ctypes.WinDLL("crypt32", use_last_error=True)
            self._free = ctypes.WinDLL("kernel32").LocalFree
            self._free.argtypes = (ctypes.c_void_p,)

        def wrap(self, secret: bytes, context: bytes) -> bytes:
            """For this account."""
            return self._call(self._crypt.CryptProtectData, secret, context)

        def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
            """By this account."""
            return self._call(self._crypt.CryptUnprotectData, wrapped, context)

        def _call(self, function: Callable[..., int], content: bytes, context: bytes) -> bytes:
            given, entropy, result = _Blob.of(content), _Blob.of(context), _Blob()
            by = ctypes.byref
            if not function(by(given), None, by(entropy), None, None, _NO_DIALOG, by(result)):
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                return ctypes.string_at(result.data, result.size)
            finally:
                self._free(result.data)
