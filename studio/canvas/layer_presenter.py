"""Joins the list of layers to the canvas: eye, opacity, color map."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from miscount.widgets.canvas import CanvasView
from miscount.widgets.canvas.colormaps import DIVERGING
from miscount.widgets.layer_list import LayerList, LayerRow

_ROWS = (
    LayerRow("heads", "Heads", tip="Annotated heads, with your edits."),
    LayerRow("attribution", "Attribution", colormap="CET-D1A", colormaps=DIVERGING, opacity=0.75,
             tip="The explanation that was asked for last (F6): blue fewer, red more persons."),
    LayerRow("difference", "Difference", colormap="CET-D1A", colormaps=DIVERGING, opacity=0.75,
             tip="Triggered minus clean prediction: blue where persons vanish, red where they appear."),
    LayerRow("prediction", "Prediction", colormap="inferno", opacity=0.75, visible=False,
             tip="The loaded counter's map of the triggered scene, by the clean one's scale."),
    LayerRow("density", "Density", colormap="viridis", opacity=0.75, tip="The map of the heads, or yours."),
    LayerRow("trigger", "Trigger", tip="What the attacker adds to the image."),
    LayerRow("image", "Image", tip="The scene."),
)  # fmt: skip


class LayerPresenter(QObject):
    """Shows the layers that a page uses; what the person set of them stays from page to page."""

    def __init__(self, layers: LayerList, canvas: CanvasView) -> None:
        super().__init__(layers)
        self._list, self._canvas = layers, canvas
        self._rows = {row.id: row for row in _ROWS}
        self._shown: tuple[str, ...] = ()
        layers.changed.connect(self._on_changed)
        for row in _ROWS:
            self._apply(row)

    def show(self, names: Sequence[str]) -> None:
        """The layers of a page."""
        self._shown = tuple(row.id for row in _ROWS if row.id in names)
        for row in _ROWS:
            self._canvas.set_layer(row.id, visible=row.id in self._shown and self._rows[row.id].visible)
        self._list.set_layers([self._rows[name] for name in self._shown])

    def _on_changed(self, name: str, prop: str, value: Any) -> None:
        self._rows[name] = replace(self._rows[name], **{prop: value})
        self._apply(self._rows[name])
        self._list.set_layer(self._rows[name])

    def _apply(self, row: LayerRow) -> None:
        visible = row.visible and (not self._shown or row.id in self._shown)
        self._canvas.set_layer(row.id, visible=visible, opacity=row.opacity, colormap=row.colormap)
