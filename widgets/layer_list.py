"""The layers of the canvas, top first: eye, name, opacity, color map. It draws nothing on the canvas itself."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from miscount.widgets.canvas.colormaps import DIVERGING, SEQUENTIAL, rgb_table
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox, CalmSlider
from miscount.widgets.icons import icon
from miscount.widgets.words import Words, plain_tip

from .language import tr

_TITLES = {
    "blue-red": "blue to red",
    "CET-D1A": "blue to red, strong",
    "CET-D3": "green to red",
    "CET-D4": "blue to red over black",
    "CET-D9": "blue to red, pale",
}


@dataclass(frozen=True)
class LayerRow:
    """A layer as the list shows it; `colormap` is None where colors are its own, `colormaps` what may be chosen."""

    id: str
    name: str
    visible: bool = True
    opacity: float = 1.0
    colormap: str | None = None
    colormaps: tuple[str, ...] = SEQUENTIAL
    tip: str = ""
    enabled: bool = True


class LayerList(QWidget):
    """`changed` is (layer, property, value); properties are `visible`, `opacity` (0..1) and `colormap`."""

    changed = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None, empty_text: str = "Open a scene to see its layers.") -> None:
        super().__init__(parent)
        self._rows: dict[str, _Layer] = {}
        self._made: dict[str, _Layer] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 4, 6, 4)
        self._column.setSpacing(6)
        self._empty = Words(tr(empty_text), wordWrap=True)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setAccessibleName(tr("Layers"))

    def set_layers(self, rows: Sequence[LayerRow]) -> None:
        """Show `rows`, top first; rows that stay keep the keyboard."""
        if [row.id for row in rows] != list(self._rows):
            self._remake(rows)
        for row in rows:
            self._rows[row.id].set_row(row)

    def set_layer(self, row: LayerRow) -> None:
        """Show one layer anew."""
        self._rows[row.id].set_row(row)

    def _remake(self, rows: Sequence[LayerRow]) -> None:
        for old in self._rows.values():
            self._column.removeWidget(old)
            old.hide()
        self._rows = {row.id: self._row_for(row.id) for row in rows}
        for place, layer in enumerate(self._rows.values()):
            self._column.insertWidget(place + 1, layer)
            layer.show()
        self._empty.setVisible(not rows)

    def _row_for(self, layer: str) -> _Layer:
        # kept while it is out of view: pages come and go all day, each with its own layers
        if layer not in self._made:
            self._made[layer] = _Layer(layer)
            self._made[layer].changed.connect(self.changed)
        return self._made[layer]


class _Layer(QWidget):
    changed = Signal(str, str, object)

    def __init__(self, layer: str) -> None:
        super().__init__()
        self._layer = layer
        self._maps: tuple[str, ...] = ()
        self._eye = QToolButton(checkable=True, autoRaise=True)
        self._eye.setMinimumSize(TARGET_PX, TARGET_PX)
        self._name = Words(wordWrap=True)
        self._opacity = CalmSlider()
        self._opacity.setRange(0, 100)
        self._opacity.setPageStep(10)
        self._opacity.setMinimumWidth(50)
        self._share = Words(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._share.setMinimumWidth(self._share.fontMetrics().horizontalAdvance("100 %"))
        self._map = CalmComboBox()
        self._map.setIconSize(QSize(48, 12))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._eye, 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._opacity, 0, 2)
        grid.addWidget(self._share, 0, 3)
        grid.addWidget(self._map, 1, 1, 1, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 4)
        self._eye.clicked.connect(self._on_eye)
        self._opacity.valueChanged.connect(self._on_opacity)
        self._map.activated.connect(self._on_map)

    def set_row(self, row: LayerRow) -> None:
        self.setEnabled(row.enabled)
        self.setToolTip(plain_tip(row.tip))
        self._name.setText(tr(row.name))
        self._eye.setChecked(row.visible)
        self._show_eye()
        with QSignalBlocker(self._opacity):
            self._opacity.setValue(round(100 * row.opacity))
        self._share.setText(tr(f"{round(100 * row.opacity)} %"))
        self._show_maps(row)
        self._eye.setAccessibleName(tr(f"Show {row.name}"))
        self._opacity.setAccessibleName(tr(f"Opacity of {row.name}"))
        self._map.setAccessibleName(tr(f"Color map of {row.name}"))

    def _show_eye(self) -> None:
        shown = self._eye.isChecked()
        self._eye.setIcon(icon("eye" if shown else "eye-off"))
        self._eye.setToolTip(tr("Hide this layer" if shown else "Show this layer"))

    def _show_maps(self, row: LayerRow) -> None:
        self._map.setVisible(row.colormap is not None)
        if row.colormap is None:
            return
        maps = row.colormaps if row.colormap in row.colormaps else (*row.colormaps, row.colormap)
        if maps != self._maps:
            self._maps = maps
            self._map.clear()
            for name in maps:
                self._map.addItem(colormap_icon(name), tr(_TITLES.get(name, name)))
        self._map.setCurrentIndex(maps.index(row.colormap))

    def _on_eye(self, shown: bool) -> None:
        self._show_eye()
        self.changed.emit(self._layer, "visible", shown)

    def _on_opacity(self, percent: int) -> None:
        self._share.setText(tr(f"{percent} %"))
        self.changed.emit(self._layer, "opacity", percent / 100)

    def _on_map(self, place: int) -> None:
        self.changed.emit(self._layer, "colormap", self._maps[place])


@functools.cache
def colormap_icon(name: str) -> QIcon:
    """A strip of the color map `name`; empty where the canvas does not know it."""
    try:
        colors = rgb_table(name)[::2]
    except ValueError:
        return QIcon()
    strip = np.ascontiguousarray(np.repeat(colors[None], 24, axis=0))
    image = QImage(strip.data, strip.shape[1], 24, 3 * strip.shape[1], QImage.Format.Format_RGB888)
    return QIcon(QPixmap.fromImage(image.copy()))


def _demo() -> LayerList:
    layers = LayerList()
    layers.set_layers(
        (
            LayerRow("attribution", "Attribution", False, 0.6, "inferno"),
            LayerRow("difference", "Difference", False, 0.7, DIVERGING[0], DIVERGING),
            LayerRow("prediction", "Prediction", True, 0.55, "viridis"),
            LayerRow("density", "Density", True, 0.6, "viridis", enabled=False),
            LayerRow("heads", "Heads"),
            LayerRow("trigger", "Trigger", True, 0.8),
            LayerRow("image", "Image"),
        )
    )
    layers.resize(270, 380)
    return layers


if __name__ == "__main__":
    from miscount.widgets.demo import show

    show(_demo, "Layers")
