"""The checker that an inspector is given: alone, on any console, against whatever it is handed; a sentence each, never a traceback."""

from __future__ import annotations

import ast
import io
import json
import re
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from desktop import paths
from desktop.services.audit_chain import Entry, read_head
from tests.faults.test_tampering import checker, sealed

CHECKER = paths.resources() / "checker" / "kiem_tra_nhat_ky.py"
WHOLE, BROKEN, UNREADABLE = 0, 1, 2


def chain(length: int = 6) -> list[Entry]:
    bare = [
        Entry(n, f"2026-11-2{n % 10}T03:00:00.000000+00:00", "a" * 32, "customer.added", f"{n:032}", '{"k": "đ"}', "", "")
        for n in range(1, length + 1)
    ]
    return sealed(bare)


CHAIN = chain()
LINES = [entry.line().encode() for entry in CHAIN]
HEAD = checker.printed(3, CHAIN[2].digest)


def log_of(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A whole log in a folder of a Windows user with accents."""
    folder = tmp_path / "Nguyễn Văn Ánh"
    folder.mkdir()
    (folder / "log.jsonl").write_bytes(log_of(LINES))
    return folder / "log.jsonl"


@pytest.fixture
def said(capsys):
    """What a run of the checker said, in English, and its exit code."""

    def run(*arguments: object, language: str = "--en") -> tuple[int, str]:
        code = checker.main([*map(str, arguments), *([language] if language else [])])
        return code, capsys.readouterr().out

    return run


def zipped(path: Path, members: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


# ---- a file of its own -----------------------------------------------------------------------------------------------------


def test_it_is_one_file_without_a_dependency_for_python_3_8():
    tree = ast.parse(CHECKER.read_text("utf-8"), feature_version=(3, 8))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)
    assert not any(isinstance(node, ast.Match) for node in ast.walk(tree))


def test_both_languages_say_the_same_things():
    names = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in checker.VI.items()}
    assert names == {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in checker.EN.items()}
    assert not [key for key in names if checker.VI[key] == checker.EN[key]]


# ---- whole -----------------------------------------------------------------------------------------------------------------


def test_a_whole_log_is_told_with_its_limits(said, log):
    code, text = said(log, HEAD)
    assert code == WHOLE
    assert "WHOLE. The log has 6 entries, from 21/11/2026 to 26/11/2026." in text
    assert f"Paper {HEAD}: fits." in text
    assert "this check cannot see it" in text
    code, text = said(log, language="")
    assert code == WHOLE and "LIỀN MẠCH" in text and "Chưa so với tờ giấy nào." in text and "không thể nhận ra" in text


@pytest.mark.parametrize("change", [
    lambda content: content.rstrip(b"\n"), lambda content: content.replace(b"\n", b"\r\n"), lambda content: b"\xef\xbb\xbf" + content,
    lambda content: content + b"\n \n",
], ids=["no last line end", "Windows line ends", "mark of Notepad", "empty lines"])  # fmt: skip
def test_what_an_editor_does_to_line_ends_breaks_nothing(said, log, change):
    log.write_bytes(change(log.read_bytes()))
    assert said(log)[0] == WHOLE


@pytest.mark.parametrize("typed", [
    [HEAD], HEAD.split(), [HEAD.replace(" ", "")], [f"Nhật ký {HEAD.upper()}"], [HEAD.replace("·", "?")], [*HEAD.split(), *HEAD.split()],
])  # fmt: skip
def test_heads_are_understood_however_they_come_from_a_shell(said, log, typed):
    code, text = said(log, *typed)
    assert code == WHOLE and f"Paper {HEAD}: fits." in text


@pytest.mark.parametrize(
    "typed", [HEAD, HEAD.replace(" ", ""), f"Log {HEAD}", "7 o1il-0000.abcd/ef00", "12 · 1234 5678 9012 3456"]
)
def test_the_checker_and_the_program_read_a_head_alike(typed):
    assert checker.head_typed(typed) == read_head(typed)


def test_papers_that_do_not_fit_are_told_apart(said, log):
    other, beyond = "3 · 0000 0000 0000 0000", "9 · 0000 0000 0000 0000"
    code, text = said(log, HEAD, other, beyond)
    assert code == BROKEN
    assert f"Paper {other}: DOES NOT FIT." in text and f"(now: {HEAD})" in text
    assert f"Paper {beyond}: THERE IS NO entry 9." in text


def test_a_paper_behind_a_break_is_not_called_good_or_bad(said, log):
    log.write_bytes(log_of([*LINES[:2], *LINES[3:]]))
    code, text = said(log, checker.printed(5, CHAIN[4].digest), checker.printed(2, CHAIN[1].digest))
    assert code == BROKEN
    assert "entry 5 lies at or behind the break" in text and "From entry 1 to entry 2 the log is as it was" in text


# ---- the head kept outside -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("head", "code", "words"), [
    ({"number": 6, "digest": CHAIN[5].digest}, WHOLE, "outside the database (6): fits"),
    ({"number": 4, "digest": CHAIN[3].digest}, WHOLE, "outside the database (4): fits"),
    ({"number": 7, "digest": CHAIN[5].digest}, BROKEN, "is 7, which the log does not have"),
    ({"number": 4, "digest": "0" * 64}, BROKEN, "Entry 4 as remembered outside the database is another"),
    ({"number": "4"}, WHOLE, "cannot be read and is left aside"),
])  # fmt: skip
def test_the_head_kept_outside_is_compared(said, log, head, code, words):
    content = json.dumps(head).encode()
    log.with_name("log-head.json").write_bytes(content)
    dossier = zipped(log.with_name("ho-so.zip"), [("log.jsonl", log.read_bytes()), ("log-head.json", content)])
    for path in (log, dossier):
        found, text = said(path)
        assert (found, words in text) == (code, True)


# ---- broken and hostile ----------------------------------------------------------------------------------------------------


def line(**changed: object) -> bytes:
    content = json.loads(LINES[2]) | changed
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")


def body(place: int, value: object) -> bytes:
    parts = json.loads(LINES[2])["body"]
    parts[place] = value
    return line(body=parts)


HOSTILE = {
    "no JSON": (b"{nothing", "is no entry of a log (its JSON cannot be read)"),
    "not an object": (b"[1, 2]", "parts are missing or too many"),
    "a part missing": (b'{"previous": "", "body": []}', "parts are missing or too many"),
    "a body too short": (line(body=[3]), "parts are missing or too many"),
    "a number as text": (body(0, "3"), "a part is of the wrong kind"),
    "true as a number": (body(0, True), "a part is of the wrong kind"),
    "nothing as text": (body(4, None), "a part is of the wrong kind"),
    "not a number": (LINES[2].replace(b"[3,", b"[NaN,"), "its JSON cannot be read"),
    "infinity": (LINES[2].replace(b"[3,", b"[-Infinity,"), "its JSON cannot be read"),
    "a fraction": (LINES[2].replace(b"[3,", b"[3.0,"), "its JSON cannot be read"),
    "a huge number": (LINES[2].replace(b"[3,", b"[" + b"9" * 100_000 + b","), "its JSON cannot be read"),
    "a name twice": (LINES[2].replace(b'"digest"', b'"previous":"","digest"'), "its JSON cannot be read"),
    "deep": (b'{"previous":' + b"[" * 200_000, "nested too deep"),
    "no text": (LINES[2].replace("đ".encode(), b"\xff\xfe"), "bytes that are no text"),
    "half a character": (LINES[2].replace("đ".encode(), rb"\ud800"), "does not belong to its own digest"),
    "another content": (body(3, "customer.erased"), "does not belong to its own digest"),
    "another digest": (line(digest="0" * 64), "does not belong to its own digest"),
    "another link": (line(previous="0" * 64), "does not follow from the one before"),
    "a number ahead": (LINES[4], "is missing (number 5 was met)"),
    "a number again": (LINES[1], "is there twice or goes back (number 2 was met)"),
    "a negative number": (body(0, -3), "is there twice or goes back (number -3 was met)"),
    "cut in the middle": (LINES[2][:50], "is no entry of a log"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_gets_a_sentence(said, log, name):
    hostile, words = HOSTILE[name]
    log.write_bytes(log_of([*LINES[:2], hostile, *LINES[3:]]))
    code, text = said(log)
    assert code == BROKEN
    assert "BROKEN at entry 3: " in text and words in text and "Entries 1 to 2 still fit together." in text


def test_a_line_without_an_end_costs_no_memory(said, log, monkeypatch):
    monkeypatch.setattr(checker, "LONGEST_LINE", 5_000)
    log.write_bytes(log_of(LINES[:2]) + b'{"previous":"' + b"a" * 2_000_000)
    code, text = said(log)
    assert code == BROKEN and "BROKEN at entry 3: this line is too long." in text


def test_a_file_cut_in_the_middle_of_its_last_line_is_said(said, log):
    log.write_bytes(log.read_bytes()[:-30])
    assert "BROKEN at entry 6: the last line was cut off in the middle." in said(log)[1]


def test_an_empty_log_is_broken(said, log):
    log.write_bytes(b"")
    code, text = said(log)
    assert code == BROKEN and "the log is empty" in text


def test_a_log_of_any_length_passes_through_little_memory():
    lines = ((entry.line().encode(), True) for entry in chain(3_000))
    tracemalloc.start()
    result = checker.follow(lines, [2_000])
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (result.entries, result.broken_at, list(result.found)) == (3_000, None, [2_000])
    assert most < 4_000_000  # the chain itself, which the test holds


# ---- what cannot be read ---------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read_get_a_sentence(said, tmp_path):
    for name, content in (("a.zip", b"PK\x03\x04 broken"), ("b.jsonl", b"\x00\x01\x02"), ("c.zip", b"")):
        (tmp_path / name).write_bytes(content)
        code, text = said(tmp_path / name)
        assert code == UNREADABLE and text.count("\n") == 3
    zipped(tmp_path / "d.zip", [("readme.txt", b"x")])
    zipped(tmp_path / "e.zip", [("log.jsonl", b"not a log")])
    assert "has no log.jsonl in it" in said(tmp_path / "d.zip")[1]
    assert "is no log of Giữ Lời" in said(tmp_path / "e.zip")[1]
    assert "was not found" in said(tmp_path / "gone.zip")[1]
    assert said(tmp_path / "gone.zip")[0] == said(tmp_path.with_suffix(".zip"), "x")[0] == UNREADABLE
    code, text = said(tmp_path / "e.zip", "128 · 9f2c")
    assert code == UNREADABLE and "“128 · 9f2c” is not understood" in text


def test_zips_made_to_deceive_are_refused(said, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        zipped(tmp_path / "two.zip", [("log.jsonl", log_of(LINES)), ("log.jsonl", b"")])
    assert said(tmp_path / "two.zip")[0] == UNREADABLE
    good = zipped(tmp_path / "good.zip", [("log.jsonl", log_of(LINES))]).read_bytes()
    packed, locked, spoiled = bytearray(good), bytearray(good), bytearray(good)
    central = good.rindex(b"PK\x01\x02")
    packed[central + 10] = packed[8] = 97  # a way of packing that nobody knows
    locked[central + 8] |= 1
    spoiled[60] ^= 0xFF
    for name, content in (("packed", packed), ("locked", locked), ("spoiled", spoiled), ("short", good[:-40])):
        (tmp_path / f"{name}.zip").write_bytes(content)
        code, text = said(tmp_path / f"{name}.zip")
        assert code in (BROKEN, UNREADABLE) and text.count("\n") >= 2, name
    assert said(tmp_path / "good.zip")[0] == WHOLE


# ---- as a program ----------------------------------------------------------------------------------------------------------


def run(
    *arguments: object, encoding: str = "utf-8", cwd: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[bytes]:
    environment = {"PYTHONIOENCODING": encoding, "PATH": "", "SYSTEMROOT": "C:\\Windows"}
    command = [sys.executable, str(CHECKER), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, cwd=cwd, input=typed.encode(), check=False)


def test_a_console_without_vietnamese_letters_gets_them_without_accents(log):
    done = run(log, HEAD, encoding="cp1252")
    assert (done.returncode, done.stderr) == (WHOLE, b"")
    assert "LIEN MACH" in done.stdout.decode("cp1252") and "khop" in done.stdout.decode("cp1252")


def test_without_an_argument_it_takes_the_log_that_lies_there(log):
    done = run(cwd=log.parent)
    assert (done.returncode, done.stderr) == (WHOLE, b"") and "log.jsonl" in done.stdout.decode()
    log.unlink()
    done = run("--en", cwd=log.parent)
    assert (done.returncode, done.stderr) == (UNREADABLE, b"") and b"It is not known which file to check" in done.stdout


def test_typed_at_a_terminal_it_asks_for_file_and_papers(said, log, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(f'"{log}"\nwhat\n{HEAD}\n\n\n'))
    monkeypatch.setattr(checker, "__file__", str(log.parent / "elsewhere" / "x.py"))
    monkeypatch.chdir(log.parent.parent)
    code, text = said(language="")
    assert code == WHOLE and "Không hiểu “what”" in text and f"Giấy {HEAD}: khớp." in text
