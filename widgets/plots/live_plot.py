"""A plot that grows while a person watches: points come as they like, the picture is made 15 times a second at most.

Raw values are always drawn, the smoothed ones on top. A value that is no number is marked on the axis, never skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSpinBox, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.forms.fields import TARGET_PX, CalmSpinBox
from miscount.widgets.icons import icon
from miscount.widgets.plots.curves import Curve
from miscount.widgets.plots.export import PlotExport
from miscount.widgets.plots.legend import Legend, Sample
from miscount.widgets.plots.line import Group, Line, Look, bounds_of
from miscount.widgets.plots.stages import StageMarks
from miscount.widgets.theme import plot_colors
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
        self._lines: dict[str, Line] = {}
        self._looks: dict[str, Look] = {}
        self._groups: dict[str, tuple[Group, ...]] = {}
        self._follow, self._log = True, False
        self._cursor_x: float | None = None
        self._x_label = x_label
        self._least_ms = 1000 // rate_hz
        self._repaint = QTimer(self, singleShot=True, interval=self._least_ms)
        self._repaint.timeout.connect(self._draw)
        self._plot = pg.PlotWidget(enableMenu=False)
        self._item = self._plot.getPlotItem()
        self._stages = StageMarks(self._item)
        self._build_plot()
        self._build_controls(title, empty_text)
        self.export = PlotExport(self, self._plot, title or "plot", self.table)
        self._build_menu()
        self.set_labels(x_label, y_label)
        self._color()

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
        if curve in self._lines:
            self._lines[curve].look = look
            self._color()

    def set_groups(self, curve: str, groups: tuple[Group, ...]) -> None:
        """What `curve` has in common with others: the legend then names the groups, each kind in lines of its own."""
        self._groups[curve] = groups

    def set_shown(self, name: str, shown: bool) -> None:
        """Draw the curve, or the curves of the group, that the legend calls `name`, or not."""
        self._legend.set_shown(name, shown)

    def remove_curve(self, curve: str) -> None:
        if self._curves.pop(curve, None) is not None:
            if curve in self._lines:
                self._lines.pop(curve).remove()
                self._place_legend()
            self._ask()

    def mark(self, x: float, text: str) -> None:
        """A vertical line where a stage begins, with its name."""
        self._stages.add(x, text)
        self._color()
        self._ask()

    def clear(self) -> None:
        """Away with all curves and stages; the view follows again."""
        for name in tuple(self._curves):
            self.remove_curve(name)
        self._groups.clear()
        self._stages.clear()
        self._cursor_x = None
        self.set_follow(True)

    def set_title(self, title: str) -> None:
        self._title.setText(tr(title))
        self._title.setVisible(bool(title))
        self._plot.setAccessibleName(tr(title or "Plot"))
        self.export.name = title or "plot"

    def set_labels(self, x_label: str, y_label: str) -> None:
        """Axis labels, each with its unit in words, such as `loss (squared heads)`."""
        self._x_label = x_label
        self._item.setLabel("bottom", tr(x_label))
        self._item.setLabel("left", tr(y_label))

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
        self._item.setLogMode(False, log)
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

    def _build_plot(self) -> None:
        self._item.hideButtons()
        self._item.showGrid(x=True, y=True, alpha=0.25)
        self._item.setClipToView(True)
        self._item.setDownsampling(auto=True, mode="peak")
        self._legend = Legend(self._plot, self._item)
        self._legend.changed.connect(self._on_legend)
        self._missing = pg.ScatterPlotItem(symbol="t", size=11, pen=None)
        self._missing.setZValue(20)
        self._item.addItem(self._missing, ignoreBounds=True)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setVisible(False)
        self._item.addItem(self._cursor, ignoreBounds=True)
        view = self._item.getViewBox()
        view.disableAutoRange()
        view.sigRangeChangedManually.connect(self._on_panned)
        view.sigYRangeChanged.connect(self._place_missing)
        self._plot.scene().sigMouseMoved.connect(self._on_mouse)
        self._plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plot.installEventFilter(self)
        self._plot.setMinimumHeight(120)

    def _build_controls(self, title: str, empty_text: str) -> None:
        self._title = Words(tr(title), self)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._title.setVisible(bool(title))
        self._plot.setAccessibleName(tr(title or "Plot"))
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
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self._plot, 1)
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
        self._plot.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._plot.addActions(self.export.actions())
        quick = QAction(tr("Save plot…"), self, shortcut=QKeySequence("Ctrl+E"))
        quick.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        quick.triggered.connect(self._more.showMenu)
        self.addAction(quick)

    # ---- drawing

    def _curve(self, name: str) -> Curve:
        return self._curves.setdefault(name, Curve())

    def _make_lines(self) -> None:
        """Lines and legend of curves that are new; not before somebody looks, since a legend takes milliseconds."""
        new = [name for name in self._curves if name not in self._lines]
        for name in new:
            self._lines[name] = Line(self._item, name, self._looks.get(name) or Look.numbered(len(self._lines)))
        if new:
            self._color()
            self._place_legend()

    def _place_legend(self) -> None:
        if not any(self._groups.get(name) for name in self._lines):
            self._legend.show_items({name: line.smooth for name, line in self._lines.items()})
            return
        colors = plot_colors(self.palette())
        groups = {group for name in self._lines for group in self._groups.get(name, ())}
        items, sections = {}, {}
        for group in sorted(groups, key=lambda group: (group.section, group.place)):
            look = group.look
            ink = colors.foreground if look.color < 0 else colors.series[look.color % len(colors.series)]
            items[group.name], sections[group.name] = Sample(look.pen(ink, 2)), group.section
        self._legend.show_items(items, sections)

    def _is_shown(self, name: str) -> bool:
        groups = self._groups.get(name, ())
        return all(map(self._legend.is_shown, (group.name for group in groups) if groups else (name,)))

    def _on_legend(self) -> None:
        """A curve was hidden or shown."""
        for name, line in self._lines.items():
            line.show(self._is_shown(name))
        self._ask()

    def _shown(self) -> list[tuple[str, Curve]]:
        return [(name, curve) for name, curve in self._curves.items() if self._is_shown(name)]

    def _ask(self) -> None:
        if not self._repaint.isActive() and self.isVisible():
            self._repaint.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_all()  # what came while nobody looked

    def _draw(self) -> None:
        """One picture. A slow one makes the next wait longer, so that drawing never takes over the event loop."""
        began = time.perf_counter()
        self._draw_all()
        self._repaint.setInterval(max(self._least_ms, round(8000 * (time.perf_counter() - began))))

    def _draw_all(self) -> None:
        window = self._smooth.value()
        self._make_lines()
        for name, curve in self._curves.items():
            self._lines[name].draw(curve, curve.mean(window) if window > 1 else None, self._log)
            self._lines[name].show(self._is_shown(name))
        self._draw_missing()
        if self._follow:
            self._fit()
        self._place_missing()
        self._show_whether_empty()
        self._show_readout()

    def _show_whether_empty(self) -> None:
        """Axes without a point take room, and long to paint: words stand in their place."""
        drawn = any(map(len, self._curves.values()))
        self._plot.setVisible(drawn)
        self._empty.setVisible(not drawn)

    def _draw_missing(self) -> None:
        """A mark at every x whose value cannot be drawn, in the color of its curve."""
        self._missing_x, self._missing_brush = [], []
        for name, curve in self._shown():
            hidden = ~np.isfinite(curve.y) if not self._log else ~(np.isfinite(curve.y) & (curve.y > 0))
            for x in curve.x[hidden][:2000]:
                self._missing_x.append(float(x))
                self._missing_brush.append(self._lines[name].color)

    def _place_missing(self) -> None:
        xs = getattr(self, "_missing_x", [])
        low, high = self._item.getViewBox().viewRange()[1]
        height = np.full(len(xs), low + 0.02 * (high - low))
        self._missing.setData(x=np.asarray(xs, float), y=height, brush=self._missing_brush if xs else None)

    def _fit(self) -> None:
        bounds = [b for _name, curve in self._shown() if (b := bounds_of(curve, self._log))]
        if not bounds:
            return
        x0, x1, y0, y1 = (f(side) for f, side in zip((min, max, min, max), zip(*bounds, strict=True), strict=True))
        x1 = x1 if x1 > x0 else x0 + 1
        x0 = self._stages.fit(x0, x1)
        pad = 0.06 * (y1 - y0) or max(1e-9, abs(y1) * 0.1) or 1.0
        self._item.getViewBox().setRange(
            xRange=(x0, x1), yRange=(y0 - pad, y1 + pad), padding=0.02, disableAutoRange=True
        )

    def _color(self) -> None:
        if not hasattr(self, "_readout"):
            return
        colors = plot_colors(self.palette())
        self._plot.setBackground(colors.background)
        for side in ("bottom", "left"):
            self._item.getAxis(side).setPen(QPen(colors.grid))
            self._item.getAxis(side).setTextPen(QPen(colors.foreground))
        for line in self._lines.values():
            line.paint(colors.series, colors.background)
        self._legend.set_colors(colors.foreground, colors.grid)
        if self._groups:
            self._place_legend()  # its samples have pens of their own
        self._cursor.setPen(QPen(colors.foreground, 0, Qt.PenStyle.DotLine))
        self._stages.paint(colors.foreground, colors.background)
        self._ask()

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

    def _on_mouse(self, place: QPointF) -> None:
        view = self._item.getViewBox()
        inside = view.sceneBoundingRect().contains(place)
        self._set_cursor(view.mapSceneToView(place).x() if inside else None)

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
        self._cursor.setVisible(bool(parts))
        if parts:
            self._cursor.setValue(x)
            if all(labels) and len(set(labels)) == 1:
                parts.insert(0, labels[0])
        num = len(getattr(self, "_missing_x", ()))
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
            self._place_legend()
        if event.type() == QEvent.Type.Leave:
            self._set_cursor(None)
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        return self._legend.take_key(event) or self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """F follows; left and right move the cursor by one point, with Shift by a tenth of what is seen."""
        if event.key() == Qt.Key.Key_F and not event.modifiers():
            self._on_follow(True)
            return True
        curve = next((c for c in self._curves.values() if len(c)), None)
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or curve is None:
            return False
        (left, right), _y = self._item.getViewBox().viewRange()
        place = curve.nearest((left + right) / 2 if self._cursor_x is None else self._cursor_x) or 0
        by = max(1, len(curve) // 10) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        by = -by if event.key() == Qt.Key.Key_Left else by
        self._set_cursor(float(curve.x[int(np.clip(place + by, 0, len(curve) - 1))]))
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._color()
            if hasattr(self, "_readout"):
                self._place_legend()


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
