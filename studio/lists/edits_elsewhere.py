"""Edits in the project that no scene of the open dataset shows: which they are, why, and where they lie."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from miscount.widgets.language import tr
from miscount.widgets.words import Words, plain_tip

from ..document.edit_files import Stored

COLUMNS = ("Made in the scene", "Edit", "Why it is not shown", "File")
MOST_ROWS = 2000
NONE = "Every edit in this project is of a picture of this dataset."
SOME = (
    "These edits stay in the project as they are. They are shown again when a dataset with their pictures is opened, "
    "whatever the pictures are called there."
)


class EditsElsewhere(QWidget):
    """A list to look at; nothing in it can be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Words(wordWrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.rows = QTreeWidget()
        self.rows.setAccessibleName(tr("Edits that are not shown"))
        self.rows.setHeaderLabels([tr(title) for title in COLUMNS])
        self.rows.setRootIsDecorated(False)
        self.rows.setAlternatingRowColors(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        column.addWidget(self.rows, 1)

    def show_edits(self, absent: Sequence[tuple[Stored, str]], copies: Sequence[str]) -> None:
        """List the edits with their reasons, and the sentences about pictures that are there twice."""
        more = f" The first {MOST_ROWS} of {len(absent)} are listed." if len(absent) > MOST_ROWS else ""
        self._words.setText(tr("\n".join([(SOME if absent else NONE) + more, *copies])))
        self.rows.clear()
        for stored, why in absent[:MOST_ROWS]:
            row = QTreeWidgetItem([stored.origin.scene, tr(stored.in_words), tr(why), str(stored.path)])
            for place in range(len(COLUMNS)):
                row.setToolTip(place, plain_tip(row.text(place)))
            self.rows.addTopLevelItem(row)
        self.rows.setVisible(bool(absent))
        for place in range(len(COLUMNS) - 1):
            self.rows.resizeColumnToContents(place)
        self.rows.header().setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Interactive)


def in_words(num_absent: int, num_copies: int) -> str:
    """What is said when a dataset is opened."""
    said = []
    if num_absent:
        said.append(
            "1 edit in this project is not shown: its picture is not in this dataset. It stays in the project."
            if num_absent == 1
            else f"{num_absent} edits in this project are not shown: their pictures are not in this dataset. They stay "
            "in the project."
        )
    if num_copies:
        said.append(
            "1 edited picture is there more than once, and is edited in one scene only."
            if num_copies == 1
            else f"{num_copies} edited pictures are there more than once, and are edited in one scene each."
        )
    return " ".join(said)
