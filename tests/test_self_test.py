"""The program's own self-test passes, and fails when it should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from desktop.self_test import CUSTOMER, SelfTestError, check_fonts, color_count

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> tuple[subprocess.CompletedProcess[str], Path]:
    folder = tmp_path_factory.mktemp("self-test")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "desktop", "--self-test", str(folder), "--lang", "vi"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300), folder


def test_the_whole_main_job_goes_through(outcome):
    process, folder = outcome
    assert process.returncode == 0, process.stdout + process.stderr
    assert CUSTOMER in PdfReader(folder / "reply.pdf").pages[0].extract_text()
    assert color_count(folder / "complaint.png") > 8


def test_a_letter_whose_font_is_not_embedded_fails(outcome, tmp_path):
    _process, folder = outcome
    check_fonts((folder / "reply.pdf").read_bytes())
    writer = PdfWriter(clone_from=folder / "reply.pdf")
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/FontDescriptor"].get_object()
        del descriptor["/FontFile2"]
    target = tmp_path / "bare.pdf"
    writer.write(target)
    with pytest.raises(SelfTestError):
        check_fonts(target.read_bytes())


def test_version_is_printed_without_a_window():
    process = subprocess.run([sys.executable, "-m", "desktop", "--version"], cwd=ROOT, capture_output=True, text=True)
    assert process.stdout.startswith("Giữ Lời 0.")
