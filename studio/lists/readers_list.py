"""The scenes of which the readers of a dataset said something: what, and in which words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from miscount.widgets.language import tr
from miscount.widgets.words import Words

from .reading_notice import Said

COLUMNS = ("Scene", "What", "In words")
MOST_ROWS = 2000
STILL = "The labels are still being read."
NOTHING = "All labels of this dataset were read as they are."
SOME = "A double click, or Enter, shows the scene."


class ReadersList(QWidget):
    """A list to look at; `chosen` carries the scene that a person wants to see."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words(wordWrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = QTreeWidget()
        self.rows.setAccessibleName(tr("What reading told"))
        self.rows.setHeaderLabels([tr(title) for title in COLUMNS])
        self.rows.setRootIsDecorated(False)
        self.rows.setAlternatingRowColors(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.itemActivated.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)

    def show_said(self, said: Said | None) -> None:
        """List all that was said; None while the labels are being read."""
        rows = said.rows if said is not None else ()
        more = f" The first {MOST_ROWS:,} of {len(rows):,} are listed." if len(rows) > MOST_ROWS else ""
        lines = [STILL] if said is None else [*said.sentences, SOME + more] if rows else [NOTHING]
        self.words.setText(tr("\n".join(lines)))
        self.rows.clear()
        for row in rows[:MOST_ROWS]:
            item = QTreeWidgetItem([row.scene, tr(row.kind), tr(row.sentence)])
            for place in range(len(COLUMNS)):
                item.setToolTip(place, item.text(place))
            self.rows.addTopLevelItem(item)
        self.rows.setVisible(bool(rows))
        for place in range(len(COLUMNS) - 1):
            self.rows.resizeColumnToContents(place)

    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        if item.text(0):
            self.chosen.emit(item.text(0))
