#!/usr/bin/env python3
"""Kiểm tra nhật ký của Giữ Lời. / Checks a log of Giữ Lời. Python 3.8 or newer, nothing else.

    python kiem_tra_nhat_ky.py HO-SO.zip
    python kiem_tra_nhat_ky.py HO-SO.zip "128 · 9f2c 41d0 77ab 03e5" "90 · 0a1b 2c3d 4e5f 6071"
    python kiem_tra_nhat_ky.py --en log.jsonl

Each line of the log is one entry: {"previous": ..., "body": [number, time, who, action, subject, details], "digest": ...}.
The digest is SHA-256 over the text of "previous" followed by "body" as compact JSON; "previous" is the digest of the entry before,
and 64 zeros for the first. What a paper carries is the number of an entry and the first 16 digits of its digest.

Exit code: 0 whole (and every paper fits), 1 broken (or a paper does not fit), 2 cannot be read.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, TextIO

if TYPE_CHECKING:
    Head = tuple[int, str]
    Line = tuple[bytes, bool]

WHOLE, BROKEN, UNREADABLE = 0, 1, 2
LOG, HEAD = "log.jsonl", "log-head.json"
GENESIS = "0" * 64
PRINTED = 16
LONGEST_LINE = 16 * 1024 * 1024
LONGEST_NUMBER = 18
LARGEST_HEAD = 4096

HEAD_ALONE = re.compile(r"^\D*?(\d+)[\W_]*((?:[0-9a-foil][\W_]*){16})$")
HEADS_IN_A_ROW = re.compile(r"(\d+)[\W_]+((?:[0-9a-foil][\W_]*){16})(?![^\W_])")
DIGEST = re.compile(r"^[0-9a-f]{64}$")
LOOKS_LIKE = str.maketrans("oli", "011")  # as a hand writes them
NO_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError)
STRANGE_ZIP = (RuntimeError, NotImplementedError)  # what zipfile raises for passwords and unknown ways of packing

VI = {
    "title": "KIỂM TRA NHẬT KÝ CỦA GIỮ LỜI",
    "reading": "Đang đọc: {name}",
    "whole": "LIỀN MẠCH. Nhật ký có {n} mục, từ {first} đến {last}. Không mục nào bị sửa, xóa, chèn hay đổi chỗ so với các mã băm đi kèm.",
    "newest": "Mục cuối, như in trên giấy: {head}",
    "broken": "ĐỨT ở mục {n}: {why}",
    "sound_before": "Các mục từ 1 đến {n} còn khớp với nhau. Từ mục {next} trở đi không dựa vào được.",
    "empty": "nhật ký trống, không có mục nào.",
    "json": "dòng này không phải là một mục nhật ký ({why}).",
    "too_long": "dòng này dài quá mức.",
    "not_text": "dòng này có những byte không phải chữ.",
    "too_deep": "dòng này lồng vào nhau quá sâu.",
    "bad_json": "không đọc được JSON",
    "bad_shape": "thiếu hoặc thừa phần",
    "bad_kinds": "có phần không đúng kiểu",
    "cut_line": "dòng cuối bị cắt giữa chừng.",
    "twice": "số mục này có hai lần hoặc bị lùi (gặp số {found}).",
    "missing": "thiếu mục này (gặp ngay số {found}).",
    "link": "mục này không nối tiếp mục trước: mã băm của mục trước ghi ở đây khác với mục trước.",
    "digest": "nội dung mục này không khớp mã băm của chính nó: đã bị sửa.",
    "beside_fits": "Mục cuối được ghi nhớ bên ngoài cơ sở dữ liệu ({n}): khớp.",
    "beside_ahead": "Mục cuối được ghi nhớ bên ngoài cơ sở dữ liệu là {n}, nhật ký không có mục ấy: nhật ký đã bị cắt ngắn hoặc là bản cũ.",
    "beside_differs": "Mục {n} được ghi nhớ bên ngoài cơ sở dữ liệu khác với nhật ký: nhật ký đã bị viết lại.",
    "beside_unread": "Không đọc được tệp {name} trong hồ sơ, nên bỏ qua tệp này.",
    "paper_fits": "Giấy {head}: khớp. Từ mục 1 đến mục {n}, nhật ký đúng như lúc in tờ giấy này.",
    "paper_differs": "Giấy {head}: KHÔNG KHỚP. Mục {n} nay khác với lúc in tờ giấy này (mục bây giờ: {now}).",
    "paper_missing": "Giấy {head}: KHÔNG CÓ mục {n}. Nhật ký đã bị cắt ngắn, hoặc tờ giấy này không thuộc nhật ký này.",
    "paper_behind": "Giấy {head}: không so được, vì mục {n} nằm từ chỗ đứt trở đi.",
    "no_papers": "Chưa so với tờ giấy nào.",
    "limit": "Cần biết: ai có chìa khóa dữ liệu có thể viết lại nhật ký từ một mục trở đi và tính lại mọi mã băm. Nếu từ mục ấy trở đi không có "
    "mục nào in trên giấy được đem ra so, kiểm tra này không thể nhận ra. Hãy so thêm giấy, nhất là giấy gần đây.",
    "not_a_head": "Không hiểu “{text}”. Một mục in trên giấy có dạng: 128 · 9f2c 41d0 77ab 03e5",
    "no_file": "Không tìm thấy tệp {name}.",
    "no_access": "Không đọc được tệp {name}: {why}.",
    "bad_zip": "Tệp {name} không phải là tệp ZIP đọc được, hoặc đã hỏng.",
    "no_log": "Trong tệp {name} không có log.jsonl.",
    "two_logs": "Trong tệp {name} có nhiều hơn một log.jsonl: không biết tin tệp nào.",
    "locked_zip": "Tệp {name} được đặt mật khẩu hoặc nén theo cách lạ.",
    "no_first": "Tệp {name} không phải là nhật ký của Giữ Lời.",
    "which": "Chưa biết kiểm tra tệp nào. Đặt chương trình này cạnh tệp hồ sơ (.zip) hoặc log.jsonl, hoặc gõ tên tệp sau tên chương trình.",
    "ask_file": "Gõ tên tệp hồ sơ (.zip) hoặc log.jsonl: ",
    "ask_head": "Gõ mục nhật ký in trên giấy, thí dụ 128 · 9f2c 41d0 77ab 03e5 (bỏ trống là xong): ",
    "ask_end": "Bấm Enter để đóng.",
    "stopped": "Đã dừng.",
}
EN = {
    "title": "CHECK OF A LOG OF GIỮ LỜI",
    "reading": "Reading: {name}",
    "whole": "WHOLE. The log has {n} entries, from {first} to {last}. None was changed, removed, put in or moved, going by the digests with them.",
    "newest": "The last entry, as papers carry it: {head}",
    "broken": "BROKEN at entry {n}: {why}",
    "sound_before": "Entries 1 to {n} still fit together. From entry {next} on nothing can be relied on.",
    "empty": "the log is empty, there is no entry.",
    "json": "this line is no entry of a log ({why}).",
    "too_long": "this line is too long.",
    "not_text": "this line has bytes that are no text.",
    "too_deep": "this line is nested too deep.",
    "bad_json": "its JSON cannot be read",
    "bad_shape": "parts are missing or too many",
    "bad_kinds": "a part is of the wrong kind",
    "cut_line": "the last line was cut off in the middle.",
    "twice": "this number is there twice or goes back (number {found} was met).",
    "missing": "this entry is missing (number {found} was met).",
    "link": "this entry does not follow from the one before: the digest of the one before that stands here is another.",
    "digest": "what this entry says does not belong to its own digest: it was changed.",
    "beside_fits": "The newest entry as remembered outside the database ({n}): fits.",
    "beside_ahead": "The newest entry as remembered outside the database is {n}, which the log does not have: it was shortened or is an older one.",
    "beside_differs": "Entry {n} as remembered outside the database is another than in the log: the log was written anew.",
    "beside_unread": "The file {name} in the dossier cannot be read and is left aside.",
    "paper_fits": "Paper {head}: fits. From entry 1 to entry {n} the log is as it was when this paper was printed.",
    "paper_differs": "Paper {head}: DOES NOT FIT. Entry {n} is another now than when this paper was printed (now: {now}).",
    "paper_missing": "Paper {head}: THERE IS NO entry {n}. The log was shortened, or this paper does not belong to this log.",
    "paper_behind": "Paper {head}: cannot be compared, because entry {n} lies at or behind the break.",
    "no_papers": "No paper was compared.",
    "limit": "You should know: whoever has the key of the data can write the log anew from some entry on and reckon every digest again. If no entry "
    "from there on stands on a paper that was compared, this check cannot see it. Compare more papers, recent ones above all.",
    "not_a_head": "“{text}” is not understood. An entry printed on a paper looks like this: 128 · 9f2c 41d0 77ab 03e5",
    "no_file": "The file {name} was not found.",
    "no_access": "The file {name} cannot be read: {why}.",
    "bad_zip": "The file {name} is no ZIP file that can be read, or it is damaged.",
    "no_log": "The file {name} has no log.jsonl in it.",
    "two_logs": "The file {name} has more than one log.jsonl in it: it is not known which to believe.",
    "locked_zip": "The file {name} is locked with a password or packed in an unknown way.",
    "no_first": "The file {name} is no log of Giữ Lời.",
    "which": "It is not known which file to check. Put this program beside the dossier (.zip) or log.jsonl, or type the file's name after the program's.",
    "ask_file": "Type the name of the dossier (.zip) or of log.jsonl: ",
    "ask_head": "Type an entry printed on a paper, such as 128 · 9f2c 41d0 77ab 03e5 (nothing to go on): ",
    "ask_end": "Press Enter to close.",
    "stopped": "Stopped.",
}


class CannotRead(Exception):
    """The file is not there, or not what it should be; carries a key of the words and what to fill in."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class NoEntry(Exception):
    """A line is no entry; carries a key of the words, and one of what is wrong."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key)
        self.key, self.detail = key, detail


class Result:
    """What following a log has shown. ``found`` holds the digests of the entries asked for, as far as the log fits."""

    def __init__(self) -> None:
        self.entries = 0
        self.digest = GENESIS
        self.first_at = self.last_at = ""
        self.broken_at: int | None = None
        self.reason = self.why = ""
        self.met = 0
        self.found: dict[int, str] = {}

    def breaks(self, reason: str, why: str = "", met: int = 0) -> Result:
        """The next entry does not fit: a key of the words, a second one where it needs it, the number that was met."""
        self.broken_at, self.reason, self.why, self.met = self.entries + 1, reason, why, met
        return self


# ---- the chain -----------------------------------------------------------------------------------------------------------


def digest_of(previous: str, body: list[Any]) -> str:
    """The digest that an entry must carry."""
    text = previous + json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def follow(lines: Iterable[Line], wanted: Iterable[int] = ()) -> Result:
    """Go along the lines up to the first that does not fit; remember the digests of the entries wanted."""
    result, asked = Result(), set(wanted)
    for line, is_ended in lines:
        try:
            previous, body, digest = entry_of(line, is_ended)
        except NoEntry as problem:
            return result.breaks(problem.key, problem.detail)
        if reason := misfit(result, previous, body, digest):
            return result.breaks(reason, met=body[0])
        take(result, body, digest, asked)
    return result if result.entries else result.breaks("empty")


def misfit(result: Result, previous: str, body: list[Any], digest: str) -> str:
    """Why an entry does not come next; empty for one that does."""
    if body[0] != result.entries + 1:
        return "twice" if body[0] <= result.entries else "missing"
    if previous != result.digest:
        return "link"
    return "" if is_own(previous, body, digest) else "digest"


def take(result: Result, body: list[Any], digest: str, asked: set[int]) -> None:
    """One more entry that fits."""
    result.entries, result.digest, result.last_at = body[0], digest, body[1]
    result.first_at = result.first_at or body[1]
    if body[0] in asked:
        result.found[body[0]] = digest


def is_own(previous: str, body: list[Any], digest: str) -> bool:
    """Whether a digest belongs to what an entry says; half a character, which JSON can name, belongs to nothing."""
    try:
        return digest == digest_of(previous, body)
    except UnicodeEncodeError:
        return False


def entry_of(line: bytes, is_ended: bool = True) -> tuple[str, list[Any], str]:
    """A line's three parts; NoEntry says what is wrong with it."""
    if len(line) > LONGEST_LINE:
        raise NoEntry("too_long")
    try:
        content = read_json(line)
    except UnicodeDecodeError:
        raise NoEntry("not_text") from None
    except RecursionError:
        raise NoEntry("too_deep") from None
    except ValueError:
        raise NoEntry("json" if is_ended else "cut_line", "bad_json") from None
    if not isinstance(content, dict) or set(content) != {"previous", "body", "digest"}:
        raise NoEntry("json", "bad_shape")
    previous, body, digest = content["previous"], content["body"], content["digest"]
    if not isinstance(body, list) or len(body) != 6:
        raise NoEntry("json", "bad_shape")
    if type(body[0]) is not int or any(type(text) is not str for text in (previous, digest, *body[1:])):
        raise NoEntry("json", "bad_kinds")
    return previous, body, digest


def read_json(content: bytes) -> Any:
    """JSON as a log has it; ValueError for what is none, for huge and for broken numbers, for an object that names a thing twice."""
    return json.loads(
        content.decode("utf-8"), parse_int=small_number, parse_float=no_number, parse_constant=no_number, object_pairs_hook=unlike
    )


def small_number(text: str) -> int:
    """A number no longer than one of a log may be."""
    if len(text) > LONGEST_NUMBER:
        raise ValueError("too long a number")
    return int(text)


def no_number(text: str) -> NoReturn:
    """NaN, Infinity and fractions are in no log."""
    raise ValueError(text)


def unlike(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


# ---- files ---------------------------------------------------------------------------------------------------------------


def lines_of(file: BinaryIO, name: str) -> Iterator[Line]:
    """Lines that are not empty, without their ends, and whether they had one; no more in memory than a line may have."""
    is_first = True
    while True:
        line = file.readline(LONGEST_LINE + 2)
        if not line:
            return
        if is_first:
            line, is_first = line[3:] if line.startswith(b"\xef\xbb\xbf") else line, False
            if not line.lstrip().startswith(b"{"):
                raise CannotRead("no_first", name=name)
        if line.strip():
            yield line.rstrip(b"\r\n"), line.endswith(b"\n")


def check(path: Path, wanted: Iterable[int] = ()) -> tuple[Result, Head | None, bool]:
    """Follow the log in a file: what it has shown, the head kept outside (None for none), and whether that one could be read."""
    name = path.name
    try:
        if path.suffix.lower() == ".zip" or zipfile.is_zipfile(str(path)):
            return check_zip(path, wanted)
        head, is_read = beside(path.with_name(HEAD))
        with path.open("rb") as file:
            return follow(lines_of(file, name), with_head(wanted, head)), head, is_read
    except FileNotFoundError:
        raise CannotRead("no_file", name=name) from None
    except OSError as problem:
        raise CannotRead("no_access", name=name, why=problem.strerror or type(problem).__name__) from None
    except STRANGE_ZIP:
        raise CannotRead("locked_zip", name=name) from None
    except NO_ZIP:
        raise CannotRead("bad_zip", name=name) from None


def check_zip(path: Path, wanted: Iterable[int]) -> tuple[Result, Head | None, bool]:
    """The same for a log in a ZIP file, read without unpacking it."""
    with zipfile.ZipFile(str(path)) as archive:
        log = only(archive, LOG, path.name)
        if log is None:
            raise CannotRead("no_log", name=path.name)
        kept = only(archive, HEAD, path.name)
        head, is_read = head_of(archive.open(kept).read(LARGEST_HEAD)) if kept else (None, True)
        with archive.open(log) as file:
            lines = lines_of(io.BufferedReader(file), path.name)  # pyright: ignore[reportArgumentType]
            return follow(lines, with_head(wanted, head)), head, is_read


def only(archive: zipfile.ZipFile, name: str, shown: str) -> zipfile.ZipInfo | None:
    """The one file of this name; None for none, CannotRead for several or one that is locked."""
    found = [info for info in archive.infolist() if info.filename == name]
    if len(found) > 1:
        raise CannotRead("two_logs", name=shown)
    if found and (found[0].flag_bits & 1 or found[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)):
        raise CannotRead("locked_zip", name=shown)
    return found[0] if found else None


def with_head(wanted: Iterable[int], head: Head | None) -> list[int]:
    """The entries asked for, and the one that was remembered outside."""
    return [*wanted, head[0]] if head else list(wanted)


def beside(path: Path) -> tuple[Head | None, bool]:
    """The head kept outside, where its file lies beside the log."""
    try:
        return head_of(path.read_bytes()[:LARGEST_HEAD])
    except FileNotFoundError:
        return None, True
    except OSError:
        return None, False


def head_of(content: bytes) -> tuple[Head | None, bool]:
    """Number and digest of a head file, and whether it is one."""
    try:
        known = read_json(content)
        number, digest = known["number"], known["digest"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, False
    is_head = type(number) is int and isinstance(digest, str) and DIGEST.match(digest)
    return ((number, digest), True) if is_head else (None, False)


# ---- papers --------------------------------------------------------------------------------------------------------------


def head_typed(text: str) -> Head | None:
    """Number and 16 digits of one head, however it is spaced; None where it is none."""
    found = HEAD_ALONE.match(text.casefold().strip())
    return parts_of(found.group(1), found.group(2)) if found else None


def heads_typed(arguments: list[str]) -> list[Head]:
    """Heads from arguments, each in quotes or all in a row; CannotRead for what is none."""
    alone = [head for head in map(head_typed, arguments) if head]
    if len(alone) == len(arguments):
        return alone
    text = " ".join(arguments)
    in_a_row = [parts_of(*found) for found in HEADS_IN_A_ROW.findall(text.casefold())]
    if HEADS_IN_A_ROW.sub(" ", text.casefold()).strip() or not all(in_a_row):
        raise CannotRead("not_a_head", text=text)
    return [head for head in in_a_row if head]


def parts_of(number: str, digits: str) -> Head | None:
    """The two parts as they are compared."""
    bare = re.sub(r"[\W_]", "", digits).translate(LOOKS_LIKE)
    return (int(number), bare) if len(number) <= LONGEST_NUMBER else None


def printed(number: int, digest: str) -> str:
    """A head as papers carry it."""
    return "{} · {}".format(number, " ".join(digest[start : start + 4] for start in range(0, PRINTED, 4)))


def papers(result: Result, heads: Iterable[Head]) -> Iterator[tuple[str, dict[str, str], bool]]:
    """For each head: a key of the words, what to fill in, and whether it speaks for the log."""
    for number, digits in heads:
        values = {"head": printed(number, digits), "n": str(number)}
        if number in result.found:
            fits = result.found[number].startswith(digits)
            values["now"] = printed(number, result.found[number])
            yield "paper_fits" if fits else "paper_differs", values, fits
        elif result.broken_at is not None and number >= result.broken_at:
            yield "paper_behind", values, False
        else:
            yield "paper_missing", values, False


def standing(result: Result, head: Head) -> tuple[str, bool]:
    """How the log stands to the head kept outside: a key of the words, and whether it speaks for the log."""
    number, digest = head
    if number not in result.found:
        return "beside_ahead", False
    return ("beside_fits", True) if result.found[number] == digest else ("beside_differs", False)


# ---- saying --------------------------------------------------------------------------------------------------------------


class Voice:
    """Says sentences in one language on any console: letters that it lacks lose their accents."""

    def __init__(self, words: dict[str, str], stream: TextIO | None) -> None:
        self.words, self.stream = words, stream

    def say(self, key: str, **values: object) -> None:
        """One sentence on a line of its own."""
        self.write(self.words[key].format(**values) + "\n")

    def write(self, text: str) -> None:
        """A text as it stands; nowhere, where there is no console."""
        if self.stream is None:
            return
        encoding = self.stream.encoding or "ascii"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            text = plain(text, encoding)
        self.stream.write(text)
        self.stream.flush()

    def ask(self, key: str) -> str:
        """What is typed; empty at the end of input."""
        self.write(self.words[key])
        try:
            return sys.stdin.readline().strip().strip('"')
        except (OSError, ValueError):
            return ""


def plain(text: str, encoding: str) -> str:
    """The text as far as an encoding has its letters."""
    for letter, instead in (("đ", "d"), ("Đ", "D"), ("·", "-"), ("“", '"'), ("”", '"')):
        text = text.replace(letter, instead)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.encode(encoding, "replace").decode(encoding)


def day(at: str) -> str:
    """The day of an entry as it can be shown, by universal time."""
    return f"{at[8:10]}/{at[5:7]}/{at[:4]}" if re.match(r"^\d{4}-\d\d-\d\dT", at) else "?"


def report(voice: Voice, result: Result, head: Head | None, is_read: bool, heads: list[Head]) -> int:
    """Say what was found; returns the exit code."""
    is_good = say_chain(voice, result)
    if not is_read:
        voice.say("beside_unread", name=HEAD)
    elif head is not None and result.broken_at is None:
        key, fits = standing(result, head)
        voice.say(key, n=head[0])
        is_good = is_good and fits
    for key, values, fits in papers(result, heads):
        voice.say(key, **values)
        is_good = is_good and fits
    if not heads:
        voice.say("no_papers")
    voice.write("\n")
    voice.say("limit")
    return WHOLE if is_good else BROKEN


def say_chain(voice: Voice, result: Result) -> bool:
    """Whether the chain is whole, in words."""
    if result.broken_at is None:
        voice.say("whole", n=result.entries, first=day(result.first_at), last=day(result.last_at))
        voice.say("newest", head=printed(result.entries, result.digest))
        return True
    why = voice.words[result.reason].format(why=voice.words.get(result.why, ""), found=result.met)
    voice.say("broken", n=result.broken_at, why=why)
    if result.entries:
        voice.say("sound_before", n=result.entries, next=result.broken_at)
    return False


# ---- being called --------------------------------------------------------------------------------------------------------


def candidates(folder: Path) -> list[Path]:
    """What may be checked in a folder: a log, or dossiers."""
    log = folder / LOG
    return [log] if log.is_file() else [path for path in sorted(folder.glob("*.zip")) if is_dossier(path)]


def is_dossier(path: Path) -> bool:
    """Whether a ZIP file has a log in it."""
    try:
        with zipfile.ZipFile(str(path)) as archive:
            return LOG in archive.namelist()
    except (OSError, *NO_ZIP, *STRANGE_ZIP):
        return False


def split(arguments: list[str]) -> tuple[Path | None, list[str]]:
    """The file among the arguments, and the rest, which are heads."""
    first = Path(arguments[0]) if arguments else None
    if first is not None and (first.suffix.lower() in (".zip", ".jsonl") or first.exists()):
        return first, arguments[1:]
    return None, arguments


def find_file(voice: Voice, given: Path | None, is_asked: bool) -> Path:
    """The file to check; asked for where somebody can answer."""
    if given is not None:
        return given
    near = candidates(Path(__file__).resolve().parent) or candidates(Path.cwd())
    if len(near) == 1:
        return near[0]
    typed = voice.ask("ask_file") if is_asked else ""
    if not typed:
        raise CannotRead("which")
    return Path(typed)


def ask_heads(voice: Voice) -> list[Head]:
    """Heads typed one after the other."""
    heads: list[Head] = []
    while True:
        typed = voice.ask("ask_head")
        if not typed:
            return heads
        head = head_typed(typed)
        if head is None:
            voice.say("not_a_head", text=typed)
        else:
            heads.append(head)


def run(arguments: list[str], voice: Voice) -> int:
    """Check, say, return the exit code."""
    is_asked = not arguments and sys.stdin is not None and sys.stdin.isatty()
    given, typed = split(arguments)
    heads = heads_typed(typed)
    voice.say("title")
    path = find_file(voice, given, is_asked)
    voice.say("reading", name=path.name)
    heads = heads or (ask_heads(voice) if is_asked else [])
    result, head, is_read = check(path, [number for number, _digits in heads])
    code = report(voice, result, head, is_read, heads)
    if is_asked:
        voice.ask("ask_end")
    return code


def main(arguments: list[str]) -> int:
    """The program: returns the exit code, and says in a sentence why nothing could be read."""
    voice = Voice(EN if "--en" in arguments else VI, sys.stdout)
    try:
        return run([argument for argument in arguments if argument != "--en"], voice)
    except CannotRead as problem:
        voice.say(problem.key, **problem.values)
    except KeyboardInterrupt:
        voice.say("stopped")
    except BrokenPipeError:  # whoever read the output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
