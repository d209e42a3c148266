"""The scenes behind the list: filtered and sorted in one pass over frozen rows, so that 10,000 of them stay quick.

A QSortFilterProxyModel would call back into Python for every comparison; here Python sorts once, with a key.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap

from miscount.widgets.scenes.query import ORDERS, SceneRow, Test, scene_filter
from miscount.widgets.words import plain_tip

from .language import tr

ROW_ROLE = Qt.ItemDataRole.UserRole


class SceneModel(QAbstractListModel):
    """Rows in view, in order. `set_*` changes what is in view; nothing here is edited by the person."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, SceneRow] = {}  # by id, in their order
        self._marked: Counter[str] = Counter()
        self._shown: list[SceneRow] = []
        self._places: dict[str, int] = {}
        self._test: Test = scene_filter("")
        self._order, self._falling = "Name", False

    def set_rows(self, rows: Sequence[SceneRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self._marked = Counter(mark for row in rows for mark in row.marks)
        self._sort()

    def set_row(self, row: SceneRow) -> None:
        """Replace the row of the same id, where it stands; sorting waits for the next filter, so nothing jumps."""
        old = self._rows.get(row.id)
        if old is None:
            return
        self._rows[row.id] = row  # a dict keeps the place of a key that it has
        self._marked.subtract(old.marks)
        self._marked.update(row.marks)
        place = self._places.get(row.id)
        if place is not None:
            self._shown[place] = row
            index = self.index(place)
            self.dataChanged.emit(index, index)

    def set_filter(self, test: Test) -> None:
        self._test = test
        self._arrange()

    def set_order(self, order: str, falling: bool) -> None:
        self._order, self._falling = order, falling
        self._sort()

    def total(self) -> int:
        return len(self._rows)

    def num_marked(self, mark: str) -> int:
        """How many scenes bear this mark, in view or not."""
        return self._marked[mark]

    def row_of(self, scene: str) -> SceneRow:
        """The row of a scene, in view or not. Raises KeyError."""
        return self._rows[scene]

    def place(self, scene: str) -> int | None:
        """Where the scene stands in view, or None."""
        return self._places.get(scene)

    def row_at(self, place: int) -> SceneRow:
        return self._shown[place]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(in_words(row, "\n"))
            case Qt.ItemDataRole.AccessibleTextRole:
                return tr(in_words(row, ", "))
            case _:
                return row if role == ROW_ROLE else None

    def _sort(self) -> None:
        rows = sorted(self._rows.values(), key=ORDERS[self._order], reverse=self._falling)
        self._rows = {row.id: row for row in rows}
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = list(filter(self._test, self._rows.values()))
        self._places = {row.id: place for place, row in enumerate(self._shown)}
        self.endResetModel()


class Thumbnails:
    """Pictures by key, the least recently shown forgotten first; bounded by their number."""

    def __init__(self, limit: int = 512) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()

    def put(self, key: str, image: QImage) -> None:
        self._kept[key] = QPixmap.fromImage(image)
        self._kept.move_to_end(key)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def get(self, key: str) -> QPixmap | None:
        pixmap = self._kept.get(key)
        if pixmap is not None:
            self._kept.move_to_end(key)
        return pixmap

    def forget(self, key: str) -> None:
        self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)


def heads(count: float | None) -> str:
    """A count in words."""
    if count is None:
        return "not counted"
    return f"{count:,.0f} head" + ("" if round(count) == 1 else "s")


def counted(row: SceneRow) -> str:
    """The count of a scene in words, or why it has none."""
    if row.count is None and row.marks & {"broken", "unlabelled"}:
        return "cannot be read" if "broken" in row.marks else "no labels yet"
    return heads(row.count)


def in_words(row: SceneRow, between: str) -> str:
    """Everything that the list shows of a row, for a tooltip or a screen reader."""
    apart = "" if row.apart is None else f"labels {row.apart:,.0f} apart"
    return between.join(filter(None, (row.id, row.split, counted(row), apart, *sorted(row.marks))))
