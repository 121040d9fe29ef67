"""This PC's settings: language, theme, type size, window. The shop's own lie in its database. No personal data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, cast

from desktop.i18n import DEFAULT_LANGUAGE, LANGUAGES

THEMES = ("system", "light", "dark")
SCALES = (100, 110, 125, 150)


@dataclass(frozen=True)
class PcSettings:
    """``scale`` in percent; ``window`` is x, y, width, height, and 1 when maximised."""

    language: str = DEFAULT_LANGUAGE
    theme: str = "system"
    scale: int = 100
    window: tuple[int, ...] = ()


class PcSettingsFile:
    """``pc.json`` in the data folder; an unreadable one counts as none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "pc.json"

    def read(self) -> PcSettings:
        """What was chosen, with defaults for the rest."""
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return PcSettings()
        return _sane(cast(dict[str, Any], content)) if isinstance(content, dict) else PcSettings()

    def write(self, settings: PcSettings) -> None:
        """Remember; a folder that cannot be written to costs only the memory."""
        try:
            self._path.write_text(json.dumps(asdict(settings)), "utf-8")
        except OSError:
            return


def _sane(content: dict[str, Any]) -> PcSettings:
    known = {field.name for field in fields(PcSettings)}
    found = {name: value for name, value in content.items() if name in known}
    window = found.pop("window", ())
    settings = replace(PcSettings(), **found)
    return PcSettings(
        settings.language if settings.language in LANGUAGES else DEFAULT_LANGUAGE,
        settings.theme if settings.theme in THEMES else "system",
        settings.scale if settings.scale in SCALES else 100,
        _whole_numbers(window),
    )


def _whole_numbers(found: object) -> tuple[int, ...]:
    numbers = cast(list[object], found) if isinstance(found, list) else []
    return tuple(number for number in numbers if isinstance(number, int))
