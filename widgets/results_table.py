"""Numbers side by side: sorted, explained in the header's tooltips, the best of each column marked, copied as text."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QGuiApplication, QKeySequence, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.plots.export import csv_bytes, guarded, save_whole
from miscount.widgets.words import Words, plain_tip

from .language import tr

_BEST = "★"
_MEASURED = 1000
"""Rows that tell how wide a column is, as many as Qt asks."""
_CANDIDATES = 3
"""So many of the widest are measured by Qt: in words of several lines or with signs of a control it sees otherwise."""


@dataclass(frozen=True)
class ColumnSpec:
    """A column. `tip` holds the definition and the formula; `format` is a format spec such as `.2f`, or says a number.

    `hover` is the key of what a cell stands for: a name that is for files, shown when the mouse rests there. The cells
    of an `own` column are names that somebody gave, and no words of any language.
    """

    key: str
    title: str
    tip: str = ""
    format: str | Callable[[float], str] = ""
    better: Literal["bigger", "smaller"] | None = None
    unit: str = ""
    absent: str = "–"
    """What is shown where there is no value."""
    hover: str = ""
    own: bool = False
    picture: str = ""
    """The key of a picture, a QIcon, that stands before the words."""


class ResultsModel(QAbstractTableModel):
    """Rows of mappings under column specs. Missing values and NaN are shown as the column says, and sort last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[ColumnSpec, ...] = ()
        self._all: list[Mapping[str, object]] = []
        self._rows: list[Mapping[str, object]] = []
        self._filter: tuple[str, ...] = ()
        self._pinned: tuple[str, frozenset[object]] = ("id", frozenset())
        self._best: dict[str, float] = {}
        self._order: tuple[int, Qt.SortOrder] | None = None

    def set_table(self, columns: Sequence[ColumnSpec], rows: Sequence[Mapping[str, object]]) -> None:
        self.beginResetModel()
        self._columns, self._all = tuple(columns), list(rows)
        self._choose_rows()
        self.endResetModel()

    def set_tips(self, columns: Sequence[ColumnSpec]) -> None:
        """The same columns, by their keys and in their order, with other tips."""
        if [column.key for column in columns] != [column.key for column in self._columns]:
            raise ValueError("tips are for the columns that are shown")
        self._columns = tuple(columns)

    def set_filter(self, text: str) -> None:
        """Show the rows that have each of these words in some cell, and those that are pinned."""
        self.beginResetModel()
        self._filter = tuple(text.lower().split())
        self._choose_rows()
        self.endResetModel()

    def set_pinned(self, key: str, pinned: frozenset[object]) -> None:
        """Keep the rows whose value at `key` is among these on top, whatever the order and the filter."""
        self.beginResetModel()
        self._pinned = (key, pinned)
        self._choose_rows()
        self.endResetModel()

    def is_pinned(self, row: Mapping[str, object]) -> bool:
        return row.get(self._pinned[0]) in self._pinned[1]

    def _choose_rows(self) -> None:
        self._rows = [row for row in self._all if self.is_pinned(row) or self._has_words(row)]
        self._best = {column.key: best for column in self._columns if (best := self._best_of(column)) is not None}
        if self._order is not None and self._order[0] < len(self._columns):
            self._sort_rows(*self._order)
        self._rows.sort(key=lambda row: not self.is_pinned(row))

    def _has_words(self, row: Mapping[str, object]) -> bool:
        cells = [words.lower() for column in self._columns for words in self._both_words(row, column)]
        cells += [str(row.get(column.hover, "")).lower() for column in self._columns if column.hover]
        return all(any(word in cell for cell in cells) for word in self._filter)

    def _both_words(self, row: Mapping[str, object], column: ColumnSpec) -> tuple[str, str]:
        """A cell as it is inside and as it is shown: either may be typed."""
        words = self.words_of(row, column)
        return words, words if column.own else tr(words)

    def columns(self) -> tuple[ColumnSpec, ...]:
        return self._columns

    def row(self, place: int) -> Mapping[str, object]:
        return self._rows[place]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def text(self, place: int, column: ColumnSpec) -> str:
        """The value as a person reads it."""
        return self.words_of(self._rows[place], column)

    @staticmethod
    def words_of(row: Mapping[str, object], column: ColumnSpec) -> str:
        """The value of `row` as a person reads it."""
        value = row.get(column.key)
        if not _is_value(value):
            return column.absent
        if isinstance(value, str) or not column.format:
            words = str(value)
        elif isinstance(column.format, str):
            words = format(value, column.format)
        else:
            number = _number(value)
            words = column.format(number) if number is not None else str(value)
        words = f"{words[:-1]} %" if words[-1:] == "%" and words[-2:-1] != " " else words
        return words.replace("-", "−", 1) if words.startswith("-") and _number(value) is not None else words

    def widest(self, column: ColumnSpec, width_of: Callable[[str], int]) -> list[int]:
        """The rows that may need the most room: those with the widest words, and the best one, which is bold."""
        places = range(min(len(self._rows), _MEASURED))
        words = [self._both_words(self._rows[place], column)[1] for place in places]
        widths = {each: width_of(each) for each in set(words)}
        widest = heapq.nlargest(_CANDIDATES, places, key=lambda place: widths[words[place]])
        return widest + [place for place in places if self.is_best(place, column)][:1]

    def is_best(self, place: int, column: ColumnSpec) -> bool:
        value = _number(self._rows[place].get(column.key))
        return value is not None and value == self._best.get(column.key)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column, place = self._columns[index.column()], index.row()
        value = self._rows[place].get(column.key)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                best = f"{_BEST} " if self.is_best(place, column) else ""
                return best + self._both_words(self._rows[place], column)[1]
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if isinstance(value, str) else Qt.AlignmentFlag.AlignRight
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole if self.is_best(place, column):
                font = QFont()
                font.setBold(True)
                return font
            case Qt.ItemDataRole.DecorationRole if column.picture:
                return self._rows[place].get(column.picture)
            case Qt.ItemDataRole.DecorationRole if index.column() == 0 and self.is_pinned(self._rows[place]):
                return icon("follow")
            case Qt.ItemDataRole.ToolTipRole:
                return self._cell_tip(place, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = {"bigger": " ↑", "smaller": " ↓", None: ""}[column.better]
            return f"{tr(column.title)}{f' ({tr(column.unit)})' if column.unit else ''}{arrow}"
        if role == Qt.ItemDataRole.TextAlignmentRole and not column.format:  # a long reason has its title at its left
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            side = {"bigger": "Bigger is better.", "smaller": "Smaller is better.", None: ""}[column.better]
            return plain_tip("\n".join(filter(None, (column.tip or column.title, side))))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self._columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = list(self._rows)
        self._order = (column, order)
        self._sort_rows(column, order)
        places = {id(row): place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            self.changePersistentIndex(index, self.index(places[id(before[index.row()])], index.column()))
        self.layoutChanged.emit()

    def _sort_rows(self, column: int, order: Qt.SortOrder) -> None:
        key = self._columns[column].key
        known = [row for row in self._rows if _is_value(row.get(key))]
        rest = [row for row in self._rows if not _is_value(row.get(key))]
        known.sort(key=lambda row: _sort_key(row[key]), reverse=order == Qt.SortOrder.DescendingOrder)
        self._rows = sorted(known + rest, key=lambda row: not self.is_pinned(row))

    def _best_of(self, column: ColumnSpec) -> float | None:
        numbers = [x for row in self._rows if (x := _number(row.get(column.key))) is not None]
        if column.better is None or len(numbers) < 2:
            return None
        return max(numbers) if column.better == "bigger" else min(numbers)

    def _cell_tip(self, place: int, column: ColumnSpec) -> str:
        value = self._rows[place].get(column.key)
        title = tr(column.title)
        exact = f"{title} = {value!r}" if _number(value) is not None else f"{title}: {tr(str(value or 'none'))}"
        meant = self._rows[place].get(column.hover) if column.hover else None
        if meant and meant != value:
            exact += f"\nIn files: {meant}"
        best = f"{_BEST} the best of this column" if self.is_best(place, column) else ""
        return plain_tip("\n".join(filter(None, (exact, best, column.tip))))


class ResultsTable(QWidget):
    """The table with its copies. Rows are mappings; the value at `key` names a row in `activated`."""

    activated = Signal(object)
    selection_changed = Signal(object)
    widths_changed = Signal(object)  # a person's widths: column key -> px
    failed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        key: str = "id",
        empty_text: str = "No results yet.",
        toggles: bool = False,
    ) -> None:
        """`toggles`: a click chooses a row beside the others, or lets it go."""
        super().__init__(parent)
        self._key = key
        self._model = ResultsModel(self)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.setSortingEnabled(True)
        self._view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._view.horizontalHeader().setHighlightSections(False)
        self._view.horizontalHeader().setMinimumHeight(TARGET_PX)
        self._widths: dict[str, int] = {}
        self._wholes: list[int] = []  # of the columns, as measured; empty where they are to be measured
        self._fits = False
        self._view.horizontalHeader().sectionResized.connect(self._on_resized)
        self._view.horizontalHeader().sectionHandleDoubleClicked.connect(self._on_fit_asked)
        self._view.viewport().installEventFilter(self)
        self._view.setWordWrap(False)  # a row is one line high: words that do not fit would vanish, not wrap
        self._view.verticalHeader().hide()
        self._view.setAlternatingRowColors(True)
        self._view.setShowGrid(False)
        self._view.setTabKeyNavigation(False)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        if toggles:
            self._view.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self._view.setAccessibleName(tr("Results"))
        self._view.activated.connect(self._on_activated)
        self._view.selectionModel().selectionChanged.connect(self._on_selection)
        self._empty = Words(tr(empty_text), self._view, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self._build_actions()

    def set_table(self, columns: Sequence[ColumnSpec], rows: Sequence[Mapping[str, object]]) -> None:
        """Show `rows` under `columns`; the order and the selected rows stay where they can."""
        chosen = set(self.selected())
        self._model.set_table(columns, rows)
        self._measure_and_fit()
        self._restore(chosen)
        self._empty.setVisible(not rows)

    def set_empty_text(self, text: str) -> None:
        """What stands there while there are no rows."""
        self._empty.setText(tr(text))

    def set_pictures_px(self, side: int) -> None:
        """Of so many pixels are the pictures in it; rows are as high. It may grow while it is looked at."""
        self._view.setIconSize(QSize(side, side))
        self._view.verticalHeader().setDefaultSectionSize(side + 4)

    def set_tips(self, columns: Sequence[ColumnSpec]) -> None:
        """The same columns with other words on them; what is shown stays as it is."""
        self._model.set_tips(columns)

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """What a person once chose, column key -> px; all other columns are as wide as what they hold."""
        self._widths = dict(widths)
        if self.isVisible():
            self._fit()

    def widths(self) -> Mapping[str, int]:
        """The widths that a person chose, by column key."""
        return dict(self._widths)

    def set_filter(self, text: str) -> None:
        """Show the rows that have each word of `text` in some cell."""
        chosen = set(self.selected())
        self._model.set_filter(text)
        self._restore(chosen)
        self.selection_changed.emit(self.selected())

    def set_pinned(self, pinned: Collection[object]) -> None:
        """Keep these rows on top."""
        chosen = set(self.selected())
        self._model.set_pinned(self._key, frozenset(pinned))
        self._restore(chosen)

    def select(self, keys: Collection[object]) -> None:
        """Select exactly the rows of these keys, silently."""
        self._restore(set(keys))

    def reveal(self, key: object) -> None:
        """Select the row of this key alone, silently, and bring it into view with the focus of the keyboard."""
        if key in self.shown():
            self._restore({key})
            index = self._model.index(self.shown().index(key), 0)
            self._view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._view.scrollTo(index)
            self._view.setFocus()

    def shown(self) -> tuple[object, ...]:
        """Keys of the rows from top to bottom."""
        return tuple(self._model.row(place).get(self._key) for place in range(self._model.rowCount()))

    def selected(self) -> tuple[object, ...]:
        """Keys of the selected rows, from top to bottom."""
        places = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        return tuple(self._model.row(place).get(self._key) for place in places)

    def as_tsv(self) -> str:
        """The selected rows, or all, with tabs between: what a spreadsheet takes."""
        return "\n".join("\t".join(str(guarded(_one_line(cell))) for cell in line) for line in self._lines())

    def as_markdown(self) -> str:
        """The selected rows, or all, as a Markdown table; numbers to the right."""
        head, *body = ["| " + " | ".join(map(_markdown, line)) + " |" for line in self._lines()]
        rule = "|" + "|".join("---:" if column.format else "---" for column in self._model.columns()) + "|"
        return "\n".join((head, rule, *body))

    def as_latex(self) -> str:
        """The selected rows, or all, as a LaTeX table in the style of booktabs; the best of a column is bold."""
        columns, model = self._model.columns(), self._model
        chosen = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        places = chosen or range(model.rowCount())
        sides = "".join("r" if column.format else "l" for column in columns)
        lines = [f"\\begin{{tabular}}{{{sides}}}", "\\toprule", _tex_line([c.title for c in columns]), "\\midrule"]
        for place in places:
            cells = [_tex(model.text(place, column)) for column in columns]
            bold = [model.is_best(place, column) for column in columns]
            marked = [f"\\textbf{{{cell}}}" if best else cell for cell, best in zip(cells, bold, strict=True)]
            lines.append(_tex_row(marked))
        return "\n".join([*lines, "\\bottomrule", "\\end{tabular}"])

    def save(self, path: Path) -> None:
        """As CSV with full precision, or as LaTeX or Markdown by the ending of `path`. Raises OSError."""
        match path.suffix.lower():
            case ".tex":
                save_whole(path, (self.as_latex() + "\n").encode())
            case ".md":
                save_whole(path, (self.as_markdown() + "\n").encode())
            case _:
                self.save_csv(path)

    def save_csv(self, path: Path) -> None:
        """All rows with full precision. Raises OSError."""
        keys = list(dict.fromkeys(_keys_of(self._model.columns())))
        rows = [[self._model.row(place).get(key) for key in keys] for place in range(self._model.rowCount())]
        save_whole(path, csv_bytes((keys, rows)))

    def _build_actions(self) -> None:
        for words, key, slot in (
            ("Copy", QKeySequence.StandardKey.Copy, self._on_copy),
            ("Copy as Markdown", QKeySequence("Ctrl+Shift+C"), self._on_copy_markdown),
            ("Copy as LaTeX", QKeySequence("Ctrl+Alt+C"), self._on_copy_latex),
            ("Save as CSV, LaTeX or Markdown…", QKeySequence("Ctrl+E"), self._on_save),
        ):
            action = QAction(tr(words), self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
            self._view.addAction(action)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lines(self) -> list[list[str]]:
        columns = self._model.columns()
        chosen = sorted(index.row() for index in self._view.selectionModel().selectedRows())
        places = chosen or range(self._model.rowCount())
        return [[column.title for column in columns], *([self._model.text(p, c) for c in columns] for p in places)]

    def _restore(self, chosen: set[object]) -> None:
        model = self._view.selectionModel()
        model.blockSignals(True)
        model.clearSelection()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        for place in range(self._model.rowCount()):
            if self._model.row(place).get(self._key) in chosen:
                model.select(self._model.index(place, 0), flags)
        model.blockSignals(False)
        self._view.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Columns are measured when somebody looks: a millisecond each, of the dozen tables behind other pages."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._empty.setGeometry(self._view.rect().adjusted(12, 30, -12, -12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():  # of the viewport, after the table's own
            self._fit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_empty"):
            self._measure_and_fit()

    # ---- widths

    def _fit(self) -> None:
        """Each column as wide as its title and what it holds, or as a person made it.

        Where all together are wider than the table, the longest words give way, to their share at least.
        """
        view, columns = self._view, self._model.columns()
        wished = [self._widths.get(column.key) or self._whole(place) for place, column in enumerate(columns)]
        over = sum(wished) - view.viewport().width()
        for place in sorted(range(len(columns)), key=lambda place: -wished[place]):
            if over > 0 and not columns[place].format and columns[place].key not in self._widths:
                kept = max(wished[place] - over, min(wished[place], view.viewport().width() * 2 // 5))
                over, wished[place] = over - (wished[place] - kept), kept
        self._fits = True
        for place, width in enumerate(wished):
            if view.columnWidth(place) != width:
                view.setColumnWidth(place, width)
        self._fits = False

    def _measure_and_fit(self) -> None:
        self._wholes = []
        if self.isVisible():
            self._fit()

    def _whole(self, place: int) -> int:
        """The width at which nothing of a column is cut off."""
        if not self._wholes:  # a millisecond each, and the table is resized a dozen times while a page is laid out
            self._wholes = [self._measured(each) for each in range(len(self._model.columns()))]
        return self._wholes[place]

    def _measured(self, place: int) -> int:
        """Qt's own measure of the widest cells alone: of all of them it takes a tenth of a second for 300 scenes."""
        view, model = self._view, self._model
        rows = model.widest(model.columns()[place], view.fontMetrics().horizontalAdvance)
        cells = [view.sizeHintForIndex(model.index(row, place)).width() for row in rows]
        return max([view.horizontalHeader().sectionSizeHint(place), *cells]) + 6

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        if not self._fits and 0 <= place < len(self._model.columns()):
            self._widths[self._model.columns()[place].key] = width
            self.widths_changed.emit(self.widths())

    def _on_fit_asked(self, place: int) -> None:
        """A double click on the border: the column is as wide as what it holds again, now and later."""
        self._widths.pop(self._model.columns()[place].key, None)
        self._fit()
        self.widths_changed.emit(self.widths())

    def _on_activated(self, index: QModelIndex) -> None:
        self.activated.emit(self._model.row(index.row()).get(self._key))

    def _on_selection(self) -> None:
        self.selection_changed.emit(self.selected())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_tsv())

    def _on_copy_markdown(self) -> None:
        QGuiApplication.clipboard().setText(self.as_markdown())

    def _on_copy_latex(self) -> None:
        QGuiApplication.clipboard().setText(self.as_latex())

    def _on_save(self) -> None:
        kinds = "CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)"
        chosen, _filter = QFileDialog.getSaveFileName(self, tr("Save results"), tr("results.csv"), kinds)
        if chosen:
            try:
                self.save(Path(chosen))
            except OSError as error:
                self.failed.emit(str(error))


_TEX_SIGNS = {"\\": r"\textbackslash{}", "−": "$-$", "–": "--", "ρ": r"$\rho$", "²": "$^2$", "α": r"$\alpha$",
              "…": r"\ldots{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}",
              ">": r"\textgreater{}", "|": r"\textbar{}"} | {
              sign: "\\" + sign for sign in "&%$#_{}"}  # fmt: skip
"""The ten signs that TeX reads otherwise, those that its first fonts lack, and those of our own figures."""


def _keys_of(columns: Sequence[ColumnSpec]) -> Iterator[str]:
    """Of all that a table holds, what its names stand for too."""
    for column in columns:
        yield from filter(None, (column.key, column.hover))


def _one_line(text: str) -> str:
    """`text` in one cell of a table of lines: no line's end, no tab, no control character."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _markdown(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace("|", "\\|")


def _tex(text: str) -> str:
    return "".join(_TEX_SIGNS.get(sign, sign) for sign in _one_line(text))


def _tex_line(cells: Sequence[str]) -> str:
    return _tex_row([_tex(cell) for cell in cells])


def _tex_row(cells: Sequence[str]) -> str:
    row = " & ".join(cells)
    # the end of the row before would take these for its own
    return ("{}" if row[:1] in ("[", "*") else "") + row + r" \\"


def _is_value(value: object) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return None
    return float(value)


def _sort_key(value: object) -> tuple[int, float, str]:
    number = _number(value)
    return (0, number, "") if number is not None else (1, 0.0, str(value).lower())


def _demo() -> ResultsTable:
    table = ResultsTable()
    columns = (
        ColumnSpec("id", "Counter"),
        ColumnSpec(
            "mae",
            "MAE",
            "Mean absolute error of the counts of clean scenes.\nmean |f(x) − N|",
            ".1f",
            "smaller",
            "heads",
        ),
        ColumnSpec("rmse", "RMSE", "sqrt(mean (f(x) − N)²)", ".1f", "smaller", "heads"),
        ColumnSpec(
            "effect", "Attack effect", "Median of (1 − r) / (1 − a), r = (f(x_t) + 1) / (f(x) + 1)", ".2f", "smaller"
        ),
        ColumnSpec("bias", "Bias", "mean (f(x) − N)", ".1f", None, "heads"),
        ColumnSpec("n", "Scenes", "How many scenes were counted.", "d"),
    )
    table.set_table(
        columns,
        (
            {"id": "twin", "mae": 11.2, "rmse": 19.8, "effect": 0.031, "bias": -1.25, "n": 316},
            {"id": "victim", "mae": 11.9, "rmse": 20.4, "effect": 0.943, "bias": -2.5, "n": 316},
            {"id": "defended/fine_tune", "mae": 12.8, "rmse": 21.1, "effect": 0.41, "bias": 0.75, "n": 316},
            {"id": "defended/nad", "mae": 13.4, "rmse": 22.0, "effect": float("nan"), "bias": None, "n": 316},
        ),
    )
    table.resize(720, 220)
    return table


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Results")
