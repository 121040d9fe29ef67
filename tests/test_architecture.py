"""The architecture is a test: the import contracts of pyproject.toml hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_imports_only_go_down():
    checker = Path(sys.executable).with_name("lint-imports" + (".exe" if sys.platform == "win32" else ""))
    outcome = subprocess.run([str(checker), "--no-cache"], cwd=ROOT, capture_output=True, text=True, env=None)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "0 broken" in outcome.stdout


def test_the_package_of_models_is_light_for_views():
    code = "import sys, desktop.models.choices; print('sqlalchemy' in sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert outcome.stdout.strip() == "False"


def test_the_first_window_comes_before_the_database():
    code = "import sys, desktop.app, desktop.views.host, desktop.views.start.unlock; print('sqlcipher3' in sys.modules, 'reportlab' in sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert outcome.stdout.split() == ["False", "False"]
