"""What must be right before a release: its version, its entry in the changelog, a licence text for every package."""

from __future__ import annotations

import os
import re
import sys
from importlib.metadata import distribution

import licences
import product
from steps import HERE, ROOT


def faults() -> list[str]:
    """One sentence for each thing that is not ready."""
    return [
        *wrong_tag(os.environ.get("GITHUB_REF_NAME", "")),
        *unwritten((ROOT / "CHANGELOG.md").read_text("utf-8")),
        *unlicensed(),
    ]


def wrong_tag(name: str) -> list[str]:
    """A tag like v0.1.0 must name the program's version; no tag, no fault."""
    is_tag = re.fullmatch(r"v\d.*", name)
    return [f"The tag {name} is not v{product.version()}."] if is_tag and name != f"v{product.version()}" else []


def unwritten(changelog: str) -> list[str]:
    """The newest entry of the changelog is this version, with its day."""
    newest = re.search(r"^## (.+)$", changelog, re.MULTILINE)
    if newest and re.fullmatch(rf"{re.escape(product.version())} \(\d{{4}}-\d\d-\d\d\)", newest[1]):
        return []
    return [f"CHANGELOG.md must begin with: ## {product.version()} (year-month-day)"]


def unlicensed() -> list[str]:
    """Packages of the program without a licence text."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", (HERE / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    bare = [name for name in names if name not in licences.COVERED and not licences.texts(distribution(name))]
    return [f"{name} has no licence text." for name in bare]


def main() -> int:
    """Say what is not ready; 0 if nothing."""
    found = faults()
    print("\n".join(found) or f"{product.TITLE} {product.version()} is ready for release.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
