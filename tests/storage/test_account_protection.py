"""Secrets for the signed-in account: Windows keeps them, other systems do not. The first tests run where there is Windows."""

from __future__ import annotations

import sys

import pytest

from desktop.storage.account_protection import of_this_computer

SECRET, CONTEXT = bytes(range(32)), b"shop/account"

if sys.platform == "win32":

    def test_what_the_account_wrapped_it_unwraps() -> None:
        account = of_this_computer()
        wrapped = account.wrap(SECRET, CONTEXT)
        assert SECRET not in wrapped
        assert account.unwrap(wrapped, CONTEXT) == SECRET

    def test_another_context_or_a_damaged_secret_gives_nothing() -> None:
        account = of_this_computer()
        wrapped = account.wrap(SECRET, CONTEXT)
        for content, context in ((wrapped, b"another shop"), (wrapped[:-9] + bytes(9), CONTEXT), (b"no such thing", CONTEXT)):
            with pytest.raises(OSError):
                account.unwrap(content, context)


def test_only_windows_keeps_secrets() -> None:
    assert (of_this_computer() is not None) == (sys.platform == "win32")
