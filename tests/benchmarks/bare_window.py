"""``python -m tests.benchmarks.bare_window [--libraries]``: the least a window with a search box and a table of 20 rows can cost.

With ``--libraries`` it also loads, unused, what an encrypted register cannot do without, so that memory has a fair floor.
"""

from __future__ import annotations

import importlib
import sys

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QVBoxLayout, QWidget

from tests.benchmarks.child import FirstPaint, report, weight

HEADS = ("Mã", "Họ tên", "Điện thoại", "Email", "Địa chỉ")
ROWS = [(number, "Nguyễn Văn A", "0912 000 365", "a@example.com", "1 Hoa Mai") for number in range(20)]
_SETTLED = 300  # ms
_LIBRARIES = (
    "sqlalchemy.orm", "sqlalchemy.dialects.sqlite.pysqlite", "sqlcipher3", "cryptography.hazmat.primitives.ciphers.aead",
    "filelock", "PySide6.QtSvg", "PySide6.QtPdf",
)  # fmt: skip


class Rows(QAbstractTableModel):
    """Rows of plain values."""

    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return len(HEADS)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return HEADS[section] if shown else None

    def show_rows(self, rows: list[tuple[object, ...]]) -> None:
        """Show others."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()


class BareWindow(QMainWindow):
    """A search box over a table."""

    def __init__(self, rows: list[tuple[object, ...]]) -> None:
        super().__init__()
        self.search, self.table, self.model = QLineEdit(), QTableView(), Rows(rows)
        self.table.setModel(self.model)
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.addWidget(self.search)
        lines.addWidget(self.table)
        self.setCentralWidget(page)
        self.resize(1100, 700)


def main() -> int:
    """Show the window, report when it was painted and what it weighs, go."""
    for name in _LIBRARIES if "--libraries" in sys.argv else ():
        importlib.import_module(name)
    application = QApplication(sys.argv[:1])
    window = BareWindow(ROWS)

    def painted(at: float) -> None:
        QTimer.singleShot(_SETTLED, lambda: (report(painted=at, weight=weight()), application.quit()))

    FirstPaint(window.table.viewport(), painted)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
