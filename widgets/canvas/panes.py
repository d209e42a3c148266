"""Up to five linked canvases of one scene: image, true density, clean and triggered prediction, signed difference."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.colormaps import fixed_levels
from miscount.widgets.canvas.layers import Picture
from miscount.widgets.canvas.view import EMPTY_TEXT, CanvasView
from miscount.widgets.words import Words

from ..language import tr

PANES = ("image", "truth", "clean", "triggered", "difference")
TITLES = {
    "image": "Image",
    "truth": "True density",
    "clean": "Clean prediction",
    "triggered": "Triggered prediction",
    "difference": "Triggered − clean",
}
TIPS = {
    "image": "The scene with its annotated heads.",
    "truth": "The density map of the annotation; its sum is the count.",
    "clean": "What the counter predicts for the scene as it is; its sum is the predicted count.",
    "triggered": "What the counter predicts for the scene with the trigger; its sum is the predicted count.",
    "difference": "Triggered minus clean prediction; blue: persons vanish, red: persons appear.",
}
_LAYERS = {"truth": "density", "clean": "prediction", "triggered": "prediction", "difference": "difference"}
_SHARED = ("truth", "clean", "triggered")
_SHARED_COLORMAP = "viridis"
_BACKDROP_OPACITY = 0.4  # colors are compared between panes: the photograph must not tint them much


class Pane(QWidget):
    """A canvas under its title and count."""

    navigated = Signal(object)  # (pane name, Camera), by the person
    pointed = Signal(object)  # (pane name, (x, y) or None)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self.canvas = CanvasView(self)
        self.canvas.set_mode("pan")
        self.canvas.setAccessibleName(tr(TITLES[name]))
        self._title, self._count = Words(tr(TITLES[name]), self), Words("", self)
        bold = QFont(self.font())
        bold.setBold(True)
        self._title.setFont(bold)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setAccessibleName(tr(f"Count of {TITLES[name].lower()}"))
        for label in (self._title, self._count):
            label.setToolTip(tr(TIPS[name]))
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 2)
        head.addWidget(self._title)
        head.addWidget(self._count, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.canvas, 1)
        self.canvas.camera_changed.connect(self._on_camera_changed)
        self.canvas.cursor_moved.connect(self._on_cursor_moved)
        if name in _SHARED:
            self.canvas.set_layer(_LAYERS[name], colormap=_SHARED_COLORMAP)
        if name in _LAYERS:
            self.canvas.set_layer("image", opacity=_BACKDROP_OPACITY)
            self.canvas.set_layer(_LAYERS[name], opacity=1.0)

    def set_count(self, count: float | None) -> None:
        if count is None:
            self._count.setText("")
        else:
            shown = f"{count:+.1f}" if self.name == "difference" else f"{count:.1f}"
            self._count.setText(tr((str(count) if self.name == "image" else shown).replace("-", "−")))

    def set_title(self, title: str, tip: str = "") -> None:
        self._title.setText(tr(title))
        self._title.setToolTip(tr(tip))
        self.canvas.setAccessibleName(tr(title))

    def _on_camera_changed(self, camera: Camera) -> None:
        self.navigated.emit((self.name, camera))

    def _on_cursor_moved(self, place: tuple[float, float] | None) -> None:
        self.pointed.emit((self.name, place))


class ComparePanes(QWidget):
    """Linked panes: what one shows of the scene, all show; a crosshair marks the hand's place in every other.

    Truth, clean and triggered share one color map and the same levels, so that equal colors are equal densities per
    map cell. Maps of one comparison should therefore have one stride. The difference has symmetric levels of its own.
    """

    camera_changed = Signal(object)  # Camera, by the person
    cursor_moved = Signal(object)  # (x, y) in image pixels, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Comparison"))
        self._levels: tuple[float, float] | None = None
        self._panes = {name: Pane(name, self) for name in PANES}
        self._maps: dict[str, np.ndarray | None] = dict.fromkeys(_LAYERS)
        self._shown: tuple[str, ...] = PANES
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for pane in self._panes.values():
            pane.navigated.connect(self._on_navigated)
            pane.pointed.connect(self._on_pointed)
        self._arrange()

    # ---- values

    def set_image(self, image: np.ndarray | Picture | None, triggered: np.ndarray | Picture | None = None) -> None:
        """The scene, uint8 (H, W, 3) RGB, in every pane; with the trigger, if given, in the triggered one."""
        plain = Picture(image) if isinstance(image, np.ndarray) else image
        changed = Picture(triggered) if isinstance(triggered, np.ndarray) else triggered
        for name, pane in self._panes.items():
            pane.canvas.set_image(changed if name == "triggered" and changed is not None else plain)

    def set_empty_text(self, text: str = EMPTY_TEXT) -> None:
        """What to say in every pane while there is no image."""
        for pane in self._panes.values():
            pane.canvas.set_empty_text(text)

    def set_heads(self, points: np.ndarray, weights: np.ndarray | None = None) -> None:
        """The heads (N, 2), shown in the image pane."""
        self._panes["image"].canvas.set_heads(points, weights)

    def set_map(self, pane: str, values: np.ndarray | None, count: float | None = None) -> None:
        """The map of a pane and the count for its title; without a count, the map's sum. None takes it away."""
        if pane not in _LAYERS:
            raise ValueError(f"no pane {pane!r} with a map; known: {', '.join(_LAYERS)}")
        self._maps[pane] = values
        if values is not None and count is None:
            count = float(np.sum(values, dtype=np.float64))
        self._panes[pane].set_count(count)
        self._show_maps(pane)

    def set_count(self, pane: str, count: float | None) -> None:
        """The count in the title of a pane, such as the number of heads over the image."""
        self.pane(pane).set_count(count)

    def set_levels(self, levels: tuple[float, float] | None) -> None:
        """The levels that truth, clean and triggered share; None takes them from the maps that are shown."""
        self._levels = levels
        self._show_maps("truth")

    def levels(self) -> tuple[float, float]:
        """The levels that truth, clean and triggered share now."""
        if self._levels is not None:
            return self._levels
        tops = [fixed_levels(m, signed=False)[1] for name in _SHARED if (m := self._maps[name]) is not None and m.size]
        return (0.0, max(tops, default=1.0))

    def set_shown(self, panes: Iterable[str]) -> None:
        """Which panes to show, in the order of PANES."""
        wanted = set(panes)
        if unknown := wanted - set(PANES):
            raise ValueError(f"no pane {', '.join(sorted(unknown))}; known: {', '.join(PANES)}")
        self._shown = tuple(name for name in PANES if name in wanted)
        self._arrange()

    def set_title(self, pane: str, title: str, tip: str = "") -> None:
        """What a pane is called, in a word or two, and what there is to know of it."""
        self.pane(pane).set_title(title, tip)

    def set_camera(self, camera: Camera) -> None:
        for pane in self._panes.values():
            pane.canvas.set_camera(camera)

    def fit(self) -> None:
        for pane in self._panes.values():
            pane.canvas.stage.fit()

    def pane(self, name: str) -> Pane:
        if name not in self._panes:
            raise ValueError(f"no pane {name!r}; known: {', '.join(PANES)}")
        return self._panes[name]

    def canvas(self, name: str) -> CanvasView:
        """The canvas of a pane, for its layers."""
        return self.pane(name).canvas

    # ---- what happens

    def _show_maps(self, changed: str) -> None:
        if changed == "difference":
            self._panes["difference"].canvas.set_map("difference", self._maps["difference"])
            return
        levels = self.levels()
        for name in _SHARED:
            canvas, values = self._panes[name].canvas, self._maps[name]
            if name == changed:
                canvas.set_map(_LAYERS[name], values, levels)
            else:
                canvas.set_levels(_LAYERS[name], levels)

    def _arrange(self) -> None:
        columns = len(self._shown) if len(self._shown) <= 3 else 3 if len(self._shown) > 4 else 2
        for name, pane in self._panes.items():
            self._grid.removeWidget(pane)
            pane.setVisible(name in self._shown)
        for k in range(3):
            self._grid.setColumnStretch(k, int(k < columns))
            self._grid.setRowStretch(k, int(k * columns < len(self._shown)))
        for k, name in enumerate(self._shown):
            self._grid.addWidget(self._panes[name], k // columns, k % columns)

    def _on_navigated(self, said: tuple[str, Camera]) -> None:
        name, camera = said
        for other, pane in self._panes.items():
            if other != name:
                pane.canvas.set_camera(camera)
        self.camera_changed.emit(camera)

    def _on_pointed(self, said: tuple[str, tuple[float, float] | None]) -> None:
        name, place = said
        for other, pane in self._panes.items():
            if other != name:
                pane.canvas.set_crosshair(place)
            elif place is not None:
                pane.canvas.hide_crosshair()
        self.cursor_moved.emit(place)
