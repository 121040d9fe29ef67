"""What goes into the installer and the bundle, and what must never: checked without building them."""

from __future__ import annotations

import re
import struct
import sys
import unicodedata
from pathlib import Path

import pytest

import bundle
import desktop
import icon
import licences
import product
import release
import steps
from desktop import paths
from desktop.views.window_icon import SIZES

NSI = (steps.HERE / "installer.nsi").read_text("utf-8")
SPEC = (steps.HERE / "giuloi.spec").read_text("utf-8")


@pytest.fixture
def small_bundle(tmp_path: Path) -> Path:
    """A folder that has what every bundle must have."""
    folder = tmp_path / "GiuLoi"
    for name in bundle._NEEDED:
        (folder / "_internal" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "_internal" / name).write_text("text")
    (folder / "GiuLoi.exe").write_bytes(b"MZ")
    return folder


def test_the_version_has_one_place():
    assert product.version() == desktop.__version__
    assert "version" not in re.findall(r'^(\w+) = "\d', (steps.ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert desktop.__version__ not in NSI + SPEC


def test_names_come_from_the_product_alone():
    for text in (NSI, SPEC):
        code = "\n".join(line for line in text.splitlines() if not line.startswith((";", '"""')))
        assert product.TITLE not in code and f"{product.FILE_NAME}.exe" not in code


def test_the_remover_offers_the_folder_that_the_program_uses(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/users/a")
    assert paths.user_data().name == product.DATA_FOLDER
    assert paths.demo_data().name == f"{product.DATA_FOLDER}-demo"


def test_all_texts_of_packaging_are_composed():
    for path in [*steps.HERE.glob("*"), *(steps.HERE / "licences").glob("*")]:
        if path.is_file():
            text = path.read_text("utf-8")
            assert unicodedata.is_normalized("NFC", text), path.name


def test_every_sentence_of_the_installer_has_both_languages():
    found = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\} \"(.+)\"$", NSI, re.MULTILINE)
    by_name: dict[str, dict[str, str]] = {}
    for name, language, text in found:
        by_name.setdefault(name, {})[language] = text
    assert len(by_name) > 15
    assert all(set(texts) == {"VIETNAMESE", "ENGLISH"} for texts in by_name.values())
    used = set(re.findall(r"\$\((\w+)\)", NSI))
    assert used == set(by_name)


def test_the_installer_never_deletes_a_folder_it_did_not_make():
    whole = re.findall(r'RMDir /r "([^"]+)"', NSI)
    own = {r"$INSTDIR\_new", r"$INSTDIR\_internal", r"$LOCALAPPDATA\${DATA_FOLDER}", r"$LOCALAPPDATA\${DATA_FOLDER}-demo"}
    assert set(whole) == own
    asked = NSI[NSI.index("${If} $DeleteData == 1") :]
    assert NSI.count("${DATA_FOLDER}") - asked.count("${DATA_FOLDER}") == NSI[: -len(asked)].count(
        "$LOCALAPPDATA\\${DATA_FOLDER}"
    )


def test_windows_is_told_of_sharp_screens_long_paths_and_no_administrator():
    manifest = (steps.HERE / "giuloi.manifest").read_text("utf-8")
    for word in ("PerMonitorV2", "longPathAware", "asInvoker"):
        assert word in manifest


def test_the_icon_has_every_size(tmp_path, qapp):
    icon.write_ico(tmp_path / "a.ico")
    content = (tmp_path / "a.ico").read_bytes()
    _zero, kind, count = struct.unpack_from("<HHH", content)
    sizes = {content[6 + 16 * number] or 256 for number in range(count)}
    assert (kind, sizes) == (1, set(SIZES))
    assert {16, 32, 48, 256} <= sizes


def test_a_good_bundle_has_no_fault(small_bundle):
    assert bundle.intruders(small_bundle) == bundle.missing(small_bundle) == []


@pytest.mark.parametrize("name", ["icuuc.dll", "_internal/PySide6/MSCMS.dll", "_internal/pytest/x.py", "_internal/test_a.py"])
def test_a_planted_stand_in_or_test_file_is_found(small_bundle, name, monkeypatch):
    (small_bundle / name).parent.mkdir(parents=True, exist_ok=True)
    (small_bundle / name).write_bytes(b"MZ")
    assert len(bundle.intruders(small_bundle)) == 1
    monkeypatch.setattr(bundle, "folder_for", lambda _system: small_bundle)
    with pytest.raises(steps.BuildError, match="for tests only"):
        bundle.finish("windows")


def test_a_stand_in_under_another_name_is_found(small_bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "BUILD", tmp_path)
    system = tmp_path / "windows" / "builder" / "drive_c" / "windows" / "system32"
    system.mkdir(parents=True)
    (system / "icuuc.dll").write_bytes(b"MZ stand-in")
    (small_bundle / "_internal" / "renamed.dll").write_bytes(b"MZ stand-in")
    assert bundle.intruders(small_bundle) == ["_internal/renamed.dll is for tests only"]


def test_a_bundle_without_the_lgpl_is_refused(small_bundle, monkeypatch):
    monkeypatch.setattr(bundle, "folder_for", lambda _system: small_bundle)
    (small_bundle / "_internal" / "licences" / "LGPL-3.0.txt").unlink()
    with pytest.raises(steps.BuildError, match="LGPL"):
        bundle.finish("windows")


def test_the_list_names_each_file_and_then_each_folder_deepest_first(small_bundle):
    (small_bundle / "_internal" / "a" / "b").mkdir(parents=True)
    (small_bundle / "_internal" / "a" / "b" / "c.txt").write_text("c")
    bundle.write_list(small_bundle)
    lines = (small_bundle / "_internal" / "files.txt").read_bytes().decode("ascii").split("\r\n")
    assert lines[-1] == ""
    assert lines.index("a\\b\\c.txt") < lines.index("a\\b\\") < lines.index("a\\")
    assert "files.txt" in lines


def test_a_file_name_that_the_remover_cannot_read_is_refused(small_bundle):
    (small_bundle / "_internal" / "chữ.txt").write_text("")
    with pytest.raises(steps.BuildError, match="not plain"):
        bundle.write_list(small_bundle)


def test_every_package_of_the_program_has_a_licence_text(monkeypatch):
    assert release.unlicensed() == []
    assert all((licences.TEXTS / file).is_file() for file in licences.COVERED.values())
    monkeypatch.setattr(licences, "COVERED", {})
    assert len(release.unlicensed()) == 3


def test_a_release_needs_its_own_tag_and_a_dated_entry():
    version = product.version()
    assert release.wrong_tag("") == release.wrong_tag("main") == release.wrong_tag(f"v{version}") == []
    assert release.wrong_tag("v9.9.9")
    assert release.unwritten(f"# Changelog\n\n## {version} (2026-12-01)\n\n## 0.0.1 (2026-01-01)\n") == []
    assert release.unwritten(f"# Changelog\n\n## {version} (unreleased)\n")


def test_a_package_without_a_licence_text_stops_the_build(tmp_path, monkeypatch):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "__init__.py").write_text("")
    (tmp_path / "bare-1.0.dist-info").mkdir()
    (tmp_path / "bare-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n")
    (tmp_path / "bare-1.0.dist-info" / "RECORD").write_text("bare/__init__.py,,\nbare-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(licences.NoLicence, match="bare"):
        licences.collect([str(tmp_path / "bare" / "__init__.py")])


def test_collected_licences_hold_python_qt_and_the_fonts():
    targets = {Path(path).name: folder for path, folder in licences.collect([])}
    assert {
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
        "Qt-and-PySide6.txt",
        "OFL-Tinos.txt",
        "OFL-BeVietnamPro.txt",
        "LICENSE.txt",
        "LICENSE",
    } <= set(targets)


def test_requirements_name_no_place():
    for path in steps.HERE.glob("requirements*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text and "--hash=sha256:" in text, path.name
    assert ";" not in (steps.HERE / "requirements-windows.txt").read_text("utf-8"), "pip would ask this computer, not the target"
