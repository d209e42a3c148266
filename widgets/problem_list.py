"""What is wrong with a dataset: a list to walk through, with an explanation and a fix for each. No engine here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon, tinted_pixmap
from miscount.widgets.theme import accents
from miscount.widgets.words import Words, plain_tip

from .language import tr

SIGNS = {"error": "error", "warning": "warning", "note": "info"}
"""Icons by severity: told apart by shape as well as by color."""

ORDER = tuple(SIGNS)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class ProblemRow:
    """One problem as the list shows it; `key` is the caller's own; an empty `fix` means that a hand is needed.

    A fix that `removes` so many things is a button of its own name, and done by no key.
    """

    key: int
    scene: str
    kind: str
    title: str
    severity: str
    sentence: str
    explanation: str
    fix: str = ""
    removes: int = 0


class _Model(QAbstractListModel):
    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.rows: tuple[ProblemRow, ...] = ()

    def _color(self, severity: str) -> QColor:
        shades = accents(self._owner.palette())
        return {"error": shades.bad, "warning": shades.warning}.get(severity, shades.info)

    def _sign(self, severity: str) -> QIcon:
        ratio, palette = self._owner.devicePixelRatioF(), self._owner.palette()
        sign = QIcon(tinted_pixmap(SIGNS[severity], self._color(severity), 16, ratio))
        chosen = tinted_pixmap(SIGNS[severity], palette.color(QPalette.ColorRole.HighlightedText), 16, ratio)
        sign.addPixmap(chosen, QIcon.Mode.Selected)
        return sign

    def set_rows(self, rows: Sequence[ProblemRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{row.scene.rpartition('/')[2]}: {tr(row.sentence)}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(f"{row.scene}\n{row.title}: {row.sentence}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{tr(row.severity)}, {tr(row.title)}, {row.scene}: {tr(row.sentence)}"
            case Qt.ItemDataRole.DecorationRole:
                return self._sign(row.severity)
        return None


class ProblemList(QWidget):
    """The gravest first; choosing one asks to be shown it. It speaks only for the person."""

    chosen = Signal(int)  # key of the problem to go to
    fix_asked = Signal(int)  # key of the problem to fix
    fix_all_asked = Signal(str)  # kind of which all are to be fixed
    check_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[ProblemRow, ...] = ()
        self._running = False
        self._make()
        self._show_current()

    def _make(self) -> None:
        self._check = QPushButton(tr("Check all scenes"), toolTip=tr("Look for problems of images and labels."))
        self._check.setIcon(icon("search"))
        self._kinds = CalmComboBox()
        self._kinds.setToolTip(tr("Show problems of one kind."))
        self._kinds.setAccessibleName(tr("Kind of problem"))
        self._view = QListView()
        self._view.setAccessibleName(tr("Problems"))
        self._view.setUniformItemSizes(True)
        self._view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setMinimumHeight(120)
        self._model = _Model(self)
        self._view.setModel(self._model)
        self._status = Words(wordWrap=True)
        self._words = Words(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._fix, self._fix_all = QPushButton(), QPushButton()
        for button in (self._check, self._fix, self._fix_all):
            button.setMinimumHeight(TARGET_PX + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 10)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._check)
        top.addWidget(self._kinds, 1)
        column.addLayout(top)
        column.addWidget(self._status)
        column.addWidget(self._view, 1)
        column.addWidget(self._words)
        bottom = QHBoxLayout()
        bottom.addWidget(self._fix)
        bottom.addWidget(self._fix_all)
        bottom.addStretch(1)
        column.addLayout(bottom)
        self._check.clicked.connect(self._on_check)
        self._kinds.activated.connect(self._on_kind)
        self._view.activated.connect(self._on_activated)
        self._view.clicked.connect(self._on_activated)
        self._view.selectionModel().currentChanged.connect(self._show_current)
        self._fix.clicked.connect(self._on_fix)
        self._fix_all.clicked.connect(self._on_fix_all)

    # ---- what is shown

    def set_problems(self, rows: Sequence[ProblemRow], status: str) -> None:
        """Show `rows`, the gravest first; the kind that is filtered by and the current problem stay where they can."""
        was = self.current
        self._all = tuple(sorted(rows, key=lambda row: (ORDER.index(row.severity), row.title)))
        self._status.setText(tr(status))
        self._fill_kinds()
        self._filter()
        if was is not None:
            self._keep(was)
        self._show_current()

    def set_status(self, status: str) -> None:
        """Say how far a check is."""
        self._status.setText(tr(status))

    def set_running(self, running: bool) -> None:
        """Whether a check is going on: the button then stops it."""
        self._running = running
        self._check.setText(tr("Stop checking" if running else "Check all scenes"))
        self._check.setIcon(icon("stop" if running else "search"))

    @property
    def current(self) -> ProblemRow | None:
        """The problem that the person is at."""
        index = self._view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def step(self, by: int) -> ProblemRow | None:
        """Go `by` problems on, or back, round the end; returns where that is, None where there is none."""
        count = len(self._model.rows)
        if not count:
            return None
        at = self._view.currentIndex().row()
        if at < 0:
            at = -1 if by > 0 else 0
        self._view.setCurrentIndex(self._model.index((at + by) % count))
        return self.current

    def _fill_kinds(self) -> None:
        shown = self._kinds.currentData()
        counts = Counter((row.kind, row.title) for row in self._all)
        self._kinds.clear()
        self._kinds.addItem(tr(f"All kinds ({len(self._all)})"), "")
        for (kind, title), count in counts.items():
            self._kinds.addItem(tr(f"{title} ({count})"), kind)
        self._kinds.setCurrentIndex(max(0, self._kinds.findData(shown)))

    def _filter(self) -> None:
        kind = self._kinds.currentData()
        self._model.set_rows([row for row in self._all if not kind or row.kind == kind])

    def _keep(self, was: ProblemRow) -> None:
        rows = self._model.rows
        same = (place for place, row in enumerate(rows) if (row.scene, row.kind) == (was.scene, was.kind))
        place = next(same, None)
        if place is not None:
            self._view.setCurrentIndex(self._model.index(place))

    def _show_current(self, *_args: object) -> None:
        row = self.current
        self._words.setText(tr(f"{row.title}. {row.sentence} {row.explanation}" if row is not None else ""))
        self._words.setVisible(row is not None)
        fixable = row is not None and bool(row.fix)
        alike = sum(other.kind == row.kind for other in self._all) if row is not None else 0
        for button in (self._fix, self._fix_all):
            button.setVisible(fixable and (button is self._fix or alike > 1))
        if row is not None and fixable:
            total = sum(other.removes for other in self._all if other.kind == row.kind)
            self._fix.setText(tr(row.fix if row.removes else "Fix this scene"))
            self._fix.setToolTip(plain_tip(f"{row.fix}, in {row.scene}. It can be undone."))
            self._fix_all.setText(tr(f"Remove all {total}, in {alike} scenes" if row.removes else f"Fix all {alike}"))
            self._fix_all.setToolTip(tr(f"{row.fix}, in every scene with this problem. It can be undone."))

    # ---- what the person does

    def _on_check(self) -> None:
        (self.stop_asked if self._running else self.check_asked).emit()

    def _on_kind(self, _index: int) -> None:
        self._filter()
        self._show_current()

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()].key)

    def _on_fix(self) -> None:
        if self.current is not None:
            self.fix_asked.emit(self.current.key)

    def _on_fix_all(self) -> None:
        if self.current is not None:
            self.fix_all_asked.emit(self.current.kind)


def _demo() -> QWidget:
    shown = ProblemList()
    kinds = (
        ("image_unreadable", "Image damaged", "error", "IMG_7.jpg ends in the middle.", ""),
        (
            "duplicate",
            "Heads twice in one place",
            "warning",
            "3 heads at the place of an earlier one.",
            "Keep the first",
        ),
        ("border", "Heads on the border", "note", "1 head exactly on the border.", "Move half a pixel in"),
    )
    rows = [
        ProblemRow(k, f"part_B/train/IMG_{k}", *kinds[k % 3][:4], "What it means, and what to do.", kinds[k % 3][4])
        for k in range(12)
    ]
    shown.set_problems(rows, "12 problems in 400 scenes.")
    shown.step(5)
    return shown


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Problems")
