"""Tokens to palette, style sheet and recoloured icons. One theme at a time; nothing else knows a colour or a size of type."""

from __future__ import annotations

import json
import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QDir, QRectF, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from desktop import paths

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 18 18">{}</svg>'
_CONTROLS = {  # indicators are images: a style sheet cannot draw a check mark
    "box": '<rect x="1.5" y="1.5" width="15" height="15" rx="3.5" fill="{raised}" stroke="{border-input}" stroke-width="1.2"/>',
    "box-on": '<rect x="1" y="1" width="16" height="16" rx="4" fill="{accent}"/><path d="M5 9.2l2.8 2.8L13 6.3" fill="none" '
    'stroke="{accent-text}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>',
    "radio": '<circle cx="9" cy="9" r="7.5" fill="{raised}" stroke="{border-input}" stroke-width="1.2"/>',
    "radio-on": '<circle cx="9" cy="9" r="7.25" fill="{raised}" stroke="{accent}" stroke-width="2"/>'
    '<circle cx="9" cy="9" r="3.75" fill="{accent}"/>',
}
_RINGS = {
    "box": '<rect x="1" y="1" width="16" height="16" rx="4.5" fill="none" stroke="{focus}" stroke-width="2"/>',
    "radio": '<circle cx="9" cy="9" r="8" fill="none" stroke="{focus}" stroke-width="2"/>',
}
_SMALLER = '<g transform="translate(9 9) scale(.7) translate(-9 -9)">{}</g>'


@lru_cache
def _tokens() -> dict[str, Any]:
    return json.loads((paths.resources() / "style" / "tokens.json").read_text("utf-8"))


class Theme:
    """Light or dark, at a scale of 1.0 to 1.5."""

    def __init__(self, name: str, scale: float = 1.0) -> None:
        tokens = _tokens()
        self.name, self.scale = name, scale
        self._colors: dict[str, str] = tokens[name]
        self.space = {key: round(value * scale) for key, value in tokens["space"].items()}
        self.size = {key: round(value * scale) for key, value in tokens["size"].items()}
        self.type = {key: round(value * scale) if isinstance(value, int) else value for key, value in tokens["type"].items()}
        self._folder = QTemporaryDir()
        self._pixmaps: dict[tuple[str, str, int, int, float], QPixmap] = {}

    def color(self, token: str) -> QColor:
        """A colour by its meaning."""
        return QColor(self._colors[token])

    def font(self, px: int | None = None, weight: int = 400) -> QFont:
        """The screen's typeface at an unscaled size in pixels (body when none is given)."""
        return _font(self.type["family"], self.type["body"] if px is None else round(px * self.scale), weight)

    def px(self, size: int) -> int:
        """An unscaled length in pixels, scaled."""
        return round(size * self.scale)

    def pixmap(self, name: str, token: str = "text", size: int = 0, gap: int = 0) -> QPixmap:
        """An icon in a colour, sharp at the screen's ratio, with ``gap`` pixels of air at its right."""
        size = size or self.size["icon"]
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen else 1.0
        key = (name, token, size, gap, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._rendered(name, token, size, gap, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, token: str = "text", gap: int = 0) -> QIcon:
        """An icon that greys out with its button."""
        icon = QIcon(self.pixmap(name, token, gap=gap))
        icon.addPixmap(self.pixmap(name, "disabled", gap=gap), QIcon.Mode.Disabled)
        return icon

    def apply(self, app: QApplication) -> None:
        """Colours, type and images for the application."""
        self._write_controls()
        QDir.setSearchPaths("theme", [self._folder.path()])
        app.setStyle("Fusion")
        app.setPalette(self._palette())
        app.setFont(self.font())

    def dress(self, window: QWidget) -> None:
        """The sheet, on a window and all it holds.

        On the application it would be matched for each widget when that widget is made and again when it finds its place:
        building the main window took three times as long.
        """
        window.setStyleSheet(self._sheet)

    def _rendered(self, name: str, token: str, size: int, gap: int, ratio: float) -> QPixmap:
        pixmap = QPixmap(round((size + gap) * ratio), round(size * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(self._svg(name, token))).render(painter, QRectF(0, 0, pixmap.height(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _svg(self, name: str, token: str) -> bytes:
        drawn = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
        return drawn.replace("currentColor", self._colors[token]).encode()

    def _write_controls(self) -> None:
        folder = QDir(self._folder.path())
        for name, body in _CONTROLS.items():
            _write(folder.filePath(f"{name}.svg"), _SVG.format(self._filled(body)))
            ringed = _SMALLER.format(body) + _RINGS[name.split("-")[0]]
            _write(folder.filePath(f"{name}-focus.svg"), _SVG.format(self._filled(ringed)))
        for name in ("down", "up", "left", "right"):
            _write(folder.filePath(f"{name}.svg"), self._svg(name, "muted").decode())

    def _filled(self, body: str) -> str:
        return re.sub(r"\{([a-z-]+)\}", lambda found: self._colors[found[1]], body)

    @cached_property
    def _sheet(self) -> str:
        groups = _tokens()  # unscaled: the finished sheet is scaled as a whole

        def value(found: re.Match[str]) -> str:
            group, _dot, name = found[1].partition(".")
            return str(groups[group][name]) if name else self._colors[found[1]]

        template = (paths.resources() / "style" / "style.qss.template").read_text("utf-8")
        sheet = re.sub(r"\{\{([a-z.-]+)\}\}", value, template)
        return sheet if self.scale == 1.0 else _scaled(sheet, self.scale)

    def _palette(self) -> QPalette:
        role, palette = QPalette.ColorRole, QPalette()
        pairs = {
            role.Window: "background", role.WindowText: "text", role.Base: "raised", role.AlternateBase: "surface", role.Text: "text",
            role.Button: "raised", role.ButtonText: "text", role.BrightText: "late", role.Highlight: "accent",
            role.HighlightedText: "accent-text", role.Link: "link", role.LinkVisited: "link", role.PlaceholderText: "muted",
            role.ToolTipBase: "text", role.ToolTipText: "raised", role.Mid: "border", role.Midlight: "surface",
            role.Dark: "border-input", role.Light: "raised", role.Shadow: "border-input", role.Accent: "accent",
        }  # fmt: skip
        for key, token in pairs.items():
            palette.setColor(key, self.color(token))
        for key in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, key, self.color("disabled"))
        return palette


_current: Theme | None = None


def use(app: QApplication, name: str, scale: int = 100) -> Theme:
    """Put the application in ``light``, ``dark`` or what the ``system`` has; scale in percent."""
    global _current
    if name == "system":
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        name = "dark" if dark else "light"
    _current = Theme(name, scale / 100)
    _current.apply(app)
    return _current


def current() -> Theme:
    """The theme in use."""
    if _current is None:
        raise RuntimeError("no theme yet")
    return _current


@lru_cache
def load_fonts() -> tuple[str, ...]:
    """The bundled typefaces by path, never by system name; returns their families."""
    families: set[str] = set()
    for path in sorted((paths.resources() / "fonts").glob("BeVietnamPro_*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise RuntimeError(f"typeface not loaded: {path.name}")
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))


@lru_cache(maxsize=64)
def _font(family: str, px: int, weight: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _scaled(sheet: str, scale: float) -> str:
    """Paddings and heights that stand in the sheet as figures grow with the type; hairlines of 1 and 2 pixels stay."""
    return re.sub(r"\b(\d+)px", lambda found: f"{round(int(found[1]) * scale) if int(found[1]) > 4 else found[1]}px", sheet)


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, "utf-8")
