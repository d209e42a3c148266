"""The layers of a canvas from the image up to the heads: which are seen, how strongly, and what may hide them."""

from collections.abc import Mapping

import pyqtgraph as pg

from miscount.widgets.canvas.layers import MapItem, PictureItem
from miscount.widgets.canvas.stage import Stage
from miscount.widgets.canvas.tools.heads import HeadLayer
from miscount.widgets.canvas.tools.proposals import ProposalLayer
from miscount.widgets.canvas.tools.trigger_handles import TriggerItem

MAP_COLORS: Mapping[str, str] = {
    "density": "viridis",
    "prediction": "inferno",
    "difference": "blue-red",
    "attribution": "cividis",
}
LAYERS = ("image", "trigger", *MAP_COLORS, "heads")
MAP_OPACITY = 0.75


class LayerStack:
    """Made once with the canvas; a layer is hidden by its eye or, all but the image, while the person peeks."""

    def __init__(self, stage: Stage) -> None:
        self.picture = PictureItem()
        self.trigger = TriggerItem()
        self.maps = {name: MapItem(colormap) for name, colormap in MAP_COLORS.items()}
        self.heads = HeadLayer(stage)
        self.proposals = ProposalLayer(stage)
        self._visible = dict.fromkeys(LAYERS, True)
        self._peeking = False
        stage.add(self.picture, 0)
        stage.add(self.trigger, 10)
        for z, item in enumerate(self.maps.values(), start=20):
            item.set_opacity(MAP_OPACITY)
            stage.add(item, z)
        for z, item in enumerate((*self.proposals.items, *self.heads.items), start=30):
            stage.add(item, z)
        stage.add(self.trigger.handles, 45)

    @property
    def frame(self) -> tuple[float, float]:
        """Width and height of the image in pixels; zero without one."""
        return self.heads.frame

    def set_frame(self, width: float, height: float) -> None:
        for item in self.maps.values():
            item.set_frame(width, height)
        self.trigger.set_frame(width, height)
        self.heads.frame = self.proposals.frame = (width, height)

    def map(self, layer: str) -> MapItem:
        """The item of a map layer. Raises ValueError for another layer."""
        if layer not in self.maps:
            raise ValueError(f"no map layer {layer!r}; known: {', '.join(self.maps)}")
        return self.maps[layer]

    def change(self, layer: str, visible: bool | None, opacity: float | None, colormap: str | None) -> None:
        """Change how a layer is shown; None leaves it. Raises ValueError for an unknown layer or color map."""
        if layer not in LAYERS:
            raise ValueError(f"no layer {layer!r}; known: {', '.join(LAYERS)}")
        if colormap is not None:
            self.map(layer).set_colormap(colormap)
        if opacity is not None:
            for item in self._items(layer):
                fade = item.set_opacity if isinstance(item, MapItem | PictureItem) else item.setOpacity
                fade(min(max(opacity, 0.0), 1.0))
        if visible is not None:
            self._visible[layer] = visible
        self._show()

    def set_peek(self, peeking: bool) -> None:
        if peeking != self._peeking:
            self._peeking = peeking
            self.picture.set_peek(peeking)
            self._show()

    def shown_map(self) -> tuple[str, MapItem] | None:
        """The uppermost visible map and its name."""
        for name, item in reversed(self.maps.items()):
            if self._visible[name] and item.values is not None:
                return name, item
        return None

    def _items(self, layer: str) -> tuple[pg.GraphicsObject, ...]:
        if layer == "heads":
            return self.heads.items + self.proposals.items
        return ({"image": self.picture, "trigger": self.trigger, **self.maps}[layer],)

    def _show(self) -> None:
        for layer in LAYERS:
            shown = self._visible[layer] and not (self._peeking and layer != "image")
            for item in self._items(layer):
                item.setVisible(shown)
