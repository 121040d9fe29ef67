"""What the program is made with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from desktop import paths


@dataclass(frozen=True)
class Component:
    """A part that others made, with the licence it is used under; ``packages`` as the package index names them."""

    name: str
    licence: str
    packages: tuple[str, ...]


def components() -> list[Component]:
    """All of them, in the order they are named on the screen."""
    found = tomllib.loads((paths.resources() / "components.toml").read_text("utf-8"))
    return [Component(part["name"], part["licence"], tuple(part["packages"])) for part in found["component"]]
