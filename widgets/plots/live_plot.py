"""A plot that grows while a person watches: points come as they like, the picture is made 15 times a second at most.

Raw values are always drawn, the smoothed ones on top. A value that is no number is marked on the axis, never skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSpinBox, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX, CalmSpinBox
from miscount.widgets.icons import icon
from miscount.widgets.plots.curves import Curve
from miscount.widgets.plots.export import PlotExport
from miscount.widgets.plots.line import Group, Look
from miscount.widgets.plots.line_picture import LinePicture
from miscount.widgets.plots.turns import Turn, hold_back, show_drawn
from miscount.widgets.words import Words

from ..language import tr


class LivePlot(QWidget):
    """Named curves over one x axis. `set_*`, `append` and `mark` are silent; the signals are the person's wishes."""

    smoothing_changed = Signal(int)
    log_changed = Signal(bool)
    follow_changed = Signal(bool)

    def __init__(
        self,
        title: str = "",
        x_label: str = "step",
        y_label: str = "",
        empty_text: str = "Nothing to draw yet.",
        rate_hz: int = 15,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._curves: dict[str, Curve] = {}
        self._looks: dict[str, Look] = {}
        self._groups: dict[str, tuple[Group, ...]] = {}
        self._follow, self._log = True, False
        self._marks: list[tuple[float, str]] = []
        self._cursor_x: float | None = None
        self._title_text, self._x_label, self._y_label = title, x_label, y_label
        self._least_ms = 1000 // rate_hz
        self._turn = Turn(self, self._draw, self._least_ms)
        self._build_controls(title, empty_text)
        self.export = PlotExport(self, lambda: self.picture, title or "plot", self.table)
        self._build_menu()

    @cached_property
    def picture(self) -> LinePicture:
        """What is painted, made when there is first something to draw and somebody to look."""
        made = LinePicture()
        made.groups = self._groups
        made.set_labels(self._x_label, self._y_label)
        made.axes.setLogMode(False, self._log)
        for x, text in self._marks:
            made.stages.add(x, text)
        made.color()
        made.setAccessibleName(tr(self._title_text or "Plot"))
        made.panned.connect(self._on_panned)
        made.pointed.connect(self._set_cursor)
        made.choice_changed.connect(self._ask)
        made.installEventFilter(self)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        made.addActions(self.export.actions())
        self._column.insertWidget(self._column.indexOf(self._empty), made, 1)
        return made

    @property
    def _painted(self) -> LinePicture | None:
        """The picture, if it was made."""
        return self.picture if "picture" in vars(self) else None

    # ---- what comes in

    def append(self, curve: str, x: float, y: float) -> None:
        """One more point; drawn with the next picture."""
        self.extend(curve, (x,), (y,))

    def extend(self, curve: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """More points, in rising x."""
        self._curve(curve).extend(np.asarray(xs, float), np.asarray(ys, float))
        self._ask()

    def set_curve(self, curve: str, xs: ArrayLike, ys: ArrayLike) -> None:
        """All points of `curve` at once."""
        self._curve(curve)
        self._curves[curve] = Curve()
        self.extend(curve, xs, ys)

    def set_part(self, curve: str, label: str) -> None:
        """What comes to `curve` from here on is of `label`, as the readout says; no line joins it to other parts."""
        self._curve(curve).set_part(label)

    def set_look(self, curve: str, look: Look) -> None:
        """The color and the dash of `curve`, from now on."""
        self._looks[curve] = look
        if self._painted:
            self._painted.set_look(curve, look)
            self._ask()

    def set_groups(self, curve: str, groups: tuple[Group, ...]) -> None:
        """What `curve` has in common with others: the legend then names the groups, each kind in lines of its own."""
        self._groups[curve] = groups

    def set_shown(self, name: str, shown: bool) -> None:
        """Draw the curve, or the curves of the group, that the legend calls `name`, or not."""
        self.picture.legend.set_shown(name, shown)

    def remove_curve(self, curve: str) -> None:
        if self._curves.pop(curve, None) is not None:
            if self._painted:
                self._painted.remove(curve)
            self._ask()

    def mark(self, x: float, text: str) -> None:
        """A vertical line where a stage begins, with its name."""
        self._marks.append((x, text))
        if self._painted:
            self._painted.stages.add(x, text)
            self._painted.color()
        self._ask()

    def clear(self) -> None:
        """Away with all curves and stages; the view follows again."""
        for name in tuple(self._curves):
            self.remove_curve(name)
        self._groups.clear()
        self._marks.clear()
        if self._painted:
            self._painted.stages.clear()
        self._cursor_x = None
        self.set_follow(True)

    def set_title(self, title: str) -> None:
        self._title_text = title
        self._title.setText(tr(title))
        self._title.setVisible(bool(title))
        if self._painted:
            self._painted.setAccessibleName(tr(title or "Plot"))
        self.export.name = title or "plot"

    def set_labels(self, x_label: str, y_label: str) -> None:
        """Axis labels, each with its unit in words, such as `loss (squared heads)`."""
        self._x_label, self._y_label = x_label, y_label
        if self._painted:
            self._painted.set_labels(x_label, y_label)

    def set_smoothing(self, points: int) -> None:
        """Draw the mean of the last `points` values on top of the raw ones; 1 draws the raw ones alone."""
        self._smooth.blockSignals(True)
        self._smooth.setValue(points)
        self._smooth.blockSignals(False)
        self._ask()

    def set_log(self, log: bool) -> None:
        """A logarithmic y axis; values of zero and less are then marked like those that are no numbers."""
        self._log = log
        self._log_button.setChecked(log)
        if self._painted:
            self._painted.axes.setLogMode(False, log)
        self._ask()

    def set_follow(self, follow: bool) -> None:
        """Keep all points in view as they come."""
        self._follow = follow
        self._follow_button.setChecked(follow)
        self._ask()

    # ---- what a person may read

    def curves(self) -> tuple[str, ...]:
        return tuple(self._curves)

    def table(self) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """Header and rows of what is drawn, for CSV."""
        rows: list[tuple[object, ...]] = []
        for name, curve in self._curves.items():
            smoothed = curve.mean(self._smooth.value())
            rows += [(name, float(x), float(y), float(s)) for x, y, s in zip(curve.x, curve.y, smoothed, strict=True)]
        return ("curve", self._x_label, "value", f"mean_of_last_{self._smooth.value()}"), rows

    # ---- building

    def _build_controls(self, title: str, empty_text: str) -> None:
        self._title = Words(tr(title), self)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._title.setVisible(bool(title))
        self._smooth = CalmSpinBox()
        self._smooth.setRange(1, 9999)
        self._smooth.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self._smooth.setPrefix(tr("mean of "))
        self._smooth.setToolTip(
            tr(
                "Smoothing: the thick line is the mean of the last N values.\n"
                "Raw values stay in view, paler; 1 shows them alone."
            )
        )
        self._smooth.setAccessibleName(tr("Smoothing: number of values averaged"))
        self._smooth.valueChanged.connect(self._on_smoothing)
        self._log_button = self._toggle("log", "Logarithmic y axis", self._on_log)
        self._follow_button = self._toggle("", "Follow: keep the newest points in view (F)", self._on_follow, "follow")
        self._follow_button.setChecked(True)
        self._more = QToolButton(
            icon=icon("export"), toolTip=tr("Save what is drawn (Ctrl+E)"), accessibleName=tr("Save plot")
        )
        self._more.setMinimumSize(TARGET_PX, TARGET_PX)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._readout = Words(" ", wordWrap=True, accessibleName=tr("Values under the cursor"))
        self._empty = Words(tr(empty_text), wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.controls = QWidget()  # may be taken to where there is more room, such as the corner of tabs
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        for control in (self._smooth, self._log_button, self._follow_button, self._more):
            row.addWidget(control)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.controls)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._empty, 1)
        self._show_whether_empty()
        column.addWidget(self._readout)

    def _toggle(self, text: str, tip: str, slot: Callable[[bool], None], sign: str = "") -> QToolButton:
        button = QToolButton(text=tr(text), checkable=True, toolTip=tr(tip), accessibleName=tr(tip))
        if sign:
            button.setIcon(icon(sign))
        button.setMinimumSize(TARGET_PX, TARGET_PX)
        button.clicked.connect(slot)
        return button

    def _build_menu(self) -> None:
        menu = QMenu(self)
        for action in self.export.actions():
            menu.addAction(action)
            self.addAction(action)
        self._more.setMenu(menu)
        quick = QAction(tr("Save plot…"), self, shortcut=QKeySequence("Ctrl+E"))
        quick.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        quick.triggered.connect(self._more.showMenu)
        self.addAction(quick)

    # ---- drawing

    def _curve(self, name: str) -> Curve:
        return self._curves.setdefault(name, Curve())

    def _is_shown(self, name: str) -> bool:
        return self._painted is None or self._painted.is_shown(name)

    def _shown(self) -> list[tuple[str, Curve]]:
        return [(name, curve) for name, curve in self._curves.items() if self._is_shown(name)]

    def _ask(self) -> None:
        if self.isVisible():
            self._turn.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while nobody looked is drawn in the plot's turn; its place is kept until then."""
        super().showEvent(event)
        if self._painted:
            hold_back(self._painted)
        if self._has_points or self._painted:
            self._turn.ask_at_once()

    def _draw(self) -> None:
        """One picture. A slow one makes the next wait longer, so that drawing never takes over the event loop."""
        if self._has_points and not self._painted:
            self.picture.hide()
            self._turn.ask_at_once()  # it is drawn in its next turn
            return
        began = time.perf_counter()
        self._draw_all()
        self._turn.least_ms = max(self._least_ms, round(8000 * (time.perf_counter() - began)))

    def _draw_all(self) -> None:
        if self._has_points or self._painted:
            self.picture.draw(self._curves, self._looks, self._smooth.value(), self._log)
            if self._follow:
                self.picture.fit(self._curves, self._log)
        self._show_whether_empty()
        if self._painted:
            self._column.activate()  # it has its size before it is painted
            self._painted.settle()
        self._show_readout()

    @property
    def _has_points(self) -> bool:
        return any(map(len, self._curves.values()))

    def _show_whether_empty(self) -> None:
        """Where there is no point, words stand in the place of the axes."""
        if self._painted:
            show_drawn(self._painted, self._has_points)
        self._empty.setVisible(not self._has_points)

    # ---- the person

    def _on_panned(self) -> None:
        if self._follow:
            self.set_follow(False)
            self.follow_changed.emit(False)

    def _on_follow(self, follow: bool) -> None:
        self.set_follow(follow)
        self.follow_changed.emit(follow)

    def _on_log(self, log: bool) -> None:
        self.set_log(log)
        self.log_changed.emit(log)

    def _on_smoothing(self, points: int) -> None:
        self._ask()
        self.smoothing_changed.emit(points)

    def _set_cursor(self, x: float | None) -> None:
        self._cursor_x = x
        self._show_readout()

    def _show_readout(self) -> None:
        x, parts, labels = self._cursor_x, [], []
        for name, curve in self._shown():
            place = None if x is None else curve.near(x)
            if place is not None:
                parts.append(_reading(name, curve, place, self._smooth.value()))
                labels.append(curve.label(place))
                x = float(curve.x[place]) if len(parts) == 1 else x
        if self._painted:
            self._painted.point_at(x if parts else None)
        if parts and all(labels) and len(set(labels)) == 1:
            parts.insert(0, labels[0])
        num = self._painted.num_missing if self._painted else 0
        idle = (
            f"▼ {num:,} value{'' if num == 1 else 's'} cannot be drawn: not a number, or not above zero."
            if num
            else " "
        )
        self._readout.setText(tr(f"{self._x_label} {x:,.6g}  ·  " + "  ·  ".join(parts) if parts else idle))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes(event):
            return True
        if event.type() == QEvent.Type.Resize:
            self.picture.place_legend()
        if event.type() == QEvent.Type.Leave:
            self._set_cursor(None)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        return self.picture.legend.take_key(event) or self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """F follows; left and right move the cursor by one point, with Shift by a tenth of what is seen."""
        if event.key() == Qt.Key.Key_F and not event.modifiers():
            self._on_follow(True)
            return True
        curve = next((c for c in self._curves.values() if len(c)), None)
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or curve is None:
            return False
        left, right = self.picture.x_range
        place = curve.nearest((left + right) / 2 if self._cursor_x is None else self._cursor_x) or 0
        by = max(1, len(curve) // 10) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        by = -by if event.key() == Qt.Key.Key_Left else by
        self._set_cursor(float(curve.x[int(np.clip(place + by, 0, len(curve) - 1))]))
        return True


def _reading(name: str, curve: Curve, place: int, window: int) -> str:
    value = curve.y[place]
    words = f"{name} {value:.5g}" if np.isfinite(value) else f"{name} is {value}, not a number"
    if window > 1:
        words += f" (mean {curve.mean(window)[place]:.5g})"
    return words


def _demo() -> LivePlot:
    plot = LivePlot("Training loss", "step", "loss (squared heads per pixel)", "Start a run to see its loss.")
    rng = np.random.default_rng(3)
    x = np.arange(20000.0)
    for name, speed in (("twin", 3000), ("victim", 5000), ("defended", 1500)):
        y = np.exp(-x / speed) + 0.05 * rng.gamma(2, 0.5, len(x)) + 0.02
        y[rng.integers(0, len(x), 3)] = np.nan
        plot.set_curve(name, x, y)
    plot.mark(0, "twin")
    plot.mark(8000, "victim")
    plot.set_smoothing(200)
    plot.resize(860, 420)
    return plot


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Live plot")
