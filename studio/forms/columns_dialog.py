"""Asks which column of a table is which: its first rows, and a choice for each, with the likeliest taken before."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.scenes.formats.column_guess import ASKED, TableStart
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.words import Words

NONE = "none"
NEEDED = ("image", "x", "y")
TITLES: Mapping[str, tuple[str, str]] = {
    "image": ("Picture", "The file name or path of the picture that a head is in."),
    "x": ("x, across", "From the left edge, in pixels."),
    "y": ("y, down", "From the top edge, in pixels."),
    "weight": ("Weight", "How many persons a head stands for; without one, each is one."),
    "class": ("Class", "What it is; which classes are people is chosen under “How labels are read…”."),
}
ABOUT = "{name} is a table whose columns have names of their own. Which is which? Nothing is opened before you say so."
TWICE = "{name} is chosen twice."
MISSING = "Choose a column for {what}."


class ColumnsDialog(QDialog):
    """The question; `columns` is the answer while it is open or accepted."""

    def __init__(self, start: TableStart, likely: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Columns of the table"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._start = start
        self._words = Words(tr(ABOUT.format(name=start.path.name)), wordWrap=True)
        self._words.setToolTip(str(start.path))
        self._problem = Words(wordWrap=True)
        self.rows = _rows(start)
        self.choices: dict[str, QComboBox] = {}
        form = QFormLayout()
        for ours in ASKED:
            self.choices[ours] = self._choice(ours, likely.get(ours))
            form.addRow(tr(TITLES[ours][0]), self.choices[ours])
        buttons = QDialogButtonBox()
        self.open_button = buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(self.rows, 1)
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addWidget(buttons)
        self.resize(620, 480)
        self._refresh()

    def _choice(self, ours: str, likely: str | None) -> QComboBox:
        box = CalmComboBox()
        box.setMinimumHeight(TARGET_PX)
        box.setAccessibleName(tr(TITLES[ours][0]))
        box.setToolTip(tr(TITLES[ours][1]))
        box.addItem(tr(NONE), "")
        for name in self._start.names:
            box.addItem(name[:80], name)
        box.setCurrentIndex(max(box.findData(likely), 0) if likely else 0)
        box.currentIndexChanged.connect(self._refresh)
        return box

    @property
    def columns(self) -> dict[str, str]:
        """Our name -> the column that was chosen."""
        return {ours: name for ours, box in self.choices.items() if (name := str(box.currentData()))}

    def _refresh(self) -> None:
        chosen = list(self.columns.values())
        twice = next((name for name in chosen if chosen.count(name) > 1), None)
        missing = [TITLES[ours][0] for ours in NEEDED if ours not in self.columns]
        words = TWICE.format(name=twice) if twice else MISSING.format(what=" and ".join(missing)) if missing else ""
        self._problem.setText(tr(words))
        self.open_button.setEnabled(not words)
        self._mark({name: TITLES[ours][0] for ours, name in self.columns.items()})

    def _mark(self, titles: Mapping[str, str]) -> None:
        """The chosen columns stand out in the rows."""
        wanted = {name.casefold(): title for name, title in titles.items()}
        for at, name in enumerate(self._start.header.columns):
            title = wanted.get(name.strip().casefold())
            self.rows.setHorizontalHeaderItem(at, QTableWidgetItem(f"{name.strip()[:40]}\n{tr(title or '')}"))
            for row in range(self.rows.rowCount()):
                role = QPalette.ColorRole.Text if title else QPalette.ColorRole.PlaceholderText
                item = self.rows.item(row, at)
                if item is not None:
                    item.setForeground(self.palette().brush(role))


def _rows(start: TableStart) -> QTableWidget:
    table = QTableWidget(len(start.rows), len(start.header.columns))
    table.setAccessibleName(tr("The first rows of the table"))
    table.setHorizontalHeaderLabels([name.strip()[:40] for name in start.header.columns])
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    for row, cells in enumerate(start.rows):
        for at, cell in enumerate(cells):
            item = QTableWidgetItem(cell.strip()[:60])
            item.setToolTip(cell[:500])
            table.setItem(row, at, item)
    table.resizeColumnsToContents()
    return table
