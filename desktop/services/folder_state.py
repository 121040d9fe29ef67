"""What a data folder holds, judged by names alone: light enough to be asked before the first window."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

VAULT, DATABASE = "vault.json", "giuloi.db"


class FolderState(StrEnum):
    """What is there."""

    EMPTY = "empty"
    READY = "ready"
    NO_VAULT = "no_vault"
    NO_DATABASE = "no_database"


def folder_state(folder: Path) -> FolderState:
    """A database without its vault is never taken for an empty folder."""
    has_vault, has_database = (folder / VAULT).is_file(), (folder / DATABASE).is_file()
    if has_vault and has_database:
        return FolderState.READY
    if has_database:
        return FolderState.NO_VAULT
    return FolderState.NO_DATABASE if has_vault else FolderState.EMPTY


def is_remembered(folder: Path) -> bool:
    """Whether the key file names an account that opens without the passphrase; a damaged one is looked at when it is opened."""
    try:
        return "account" in json.loads((folder / VAULT).read_text("utf-8"))["slots"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
