"""Every code that the program's source can log, read from the source itself: also those that are put together or handed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop.models.choices import LetterKind
from desktop.services.audit_words import PREFIXES, SETTINGS

SERVICES = Path(__file__).resolve().parents[2] / "desktop" / "services"
PAPERS = {str(kind) for kind in (LetterKind.ACKNOWLEDGEMENT, LetterKind.EVIDENCE_REQUEST, LetterKind.REPLY)}
STAND_FOR = {"kind": PAPERS, "letter.kind": PAPERS}  # what a complaint's letter may be

Function = ast.FunctionDef


@dataclass(frozen=True)
class Source:
    """The modules of the services: nobody else writes to the log."""

    modules: dict[Path, ast.Module]

    @cached_property
    def calls(self) -> list[tuple[ast.Call, Function, ast.Module]]:
        """All calls, each with the innermost function and the module around it."""
        return [found for module in self.modules.values() for found in _calls(module)]

    def codes(self) -> set[str]:
        """All that is handed to the log."""
        found: set[str] = set()
        for call, function, module in self.calls:
            if _called(call) in ("log", "_log") and call.args:
                found |= self.values(call.args[0], function, module)
        return found

    def values(self, node: ast.expr, function: Function, module: ast.Module) -> set[str]:
        """What an expression may be; for what cannot be followed every text of its module that looks like a code."""
        if isinstance(node, ast.Constant):
            return {str(node.value)}
        if isinstance(node, ast.IfExp):
            return self.values(node.body, function, module) | self.values(node.orelse, function, module)
        if isinstance(node, ast.JoinedStr):
            return self._joined(node, function, module)
        if ast.unparse(node) in STAND_FOR:
            return STAND_FOR[ast.unparse(node)]
        handed = self._handed(node, function) if isinstance(node, ast.Name) else set()
        return handed or _shaped_like_codes(module)

    def _joined(self, node: ast.JoinedStr, function: Function, module: ast.Module) -> set[str]:
        texts = {""}
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            texts = {before + after for before in texts for after in self.values(inner, function, module)}
        return texts

    def _handed(self, name: ast.Name, function: Function) -> set[str]:
        """What the callers of a function hand it under a name."""
        names = [argument.arg for argument in function.args.args if argument.arg != "self"]
        if name.id not in names:
            return set()
        place, found = names.index(name.id), set()
        for call, caller, module in self.calls:
            if _called(call) == function.name and len(call.args) > place:
                found |= self.values(call.args[place], caller, module)
        return found


def logged_codes() -> set[str]:
    """Read from the files as they are now."""
    return Source({path: ast.parse(path.read_text("utf-8")) for path in sorted(SERVICES.rglob("*.py"))}).codes()


def _calls(module: ast.Module) -> Iterator[tuple[ast.Call, Function, ast.Module]]:
    def within(node: ast.AST, function: Function | None) -> Iterator[tuple[ast.Call, Function, ast.Module]]:
        function = node if isinstance(node, Function) else function
        if isinstance(node, ast.Call) and function is not None:
            yield node, function, module
        for child in ast.iter_child_nodes(node):
            yield from within(child, function)

    return within(module, None)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _shaped_like_codes(module: ast.Module) -> set[str]:
    prefixes = {prefix for some in PREFIXES.values() for prefix in some}
    texts = {node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    shaped = {text for text in texts if text.partition(".")[0] in prefixes and text.partition(".")[2].isidentifier()}
    return shaped - set(SETTINGS)
