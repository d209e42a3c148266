"""The layers of a painted trigger: which one is in the hand, and what the panel does with them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..document import Document
from ..forms.binding import with_part

if TYPE_CHECKING:
    from miscount.engine.triggers.painted import Layer, Painted

TRIGGER = "poison.trigger"


class LayerController(QObject):
    """Every change is an edit of the recipe; the layers are stored from the lowest to the uppermost."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._current = 0
        document.value_changed.connect(self._on_value)

    @property
    def layers(self) -> "tuple[Layer, ...]":
        """The layers of the recipe's trigger; none where it is not painted."""
        painted = self._painted()
        return painted.layers if painted is not None else ()

    @property
    def current(self) -> int:
        """The place of the layer in the hand, from the bottom; -1 without layers."""
        return min(self._current, len(self.layers) - 1)

    def choose(self, place: int) -> None:
        """Take the layer at `place` into the hand."""
        self._current = place
        self.changed.emit()

    def do(self, what: str) -> None:
        """One of add, copy, up, down, remove."""
        layers, at = list(self.layers), self.current
        if at < 0:
            return
        match what:
            case "add":
                self.put("Add a layer", [*layers[: at + 1], type(layers[at])(), *layers[at + 1 :]], at + 1)
            case "copy":
                self.put("Copy the layer", [*layers[: at + 1], *layers[at:]], at + 1)
            case "remove" if len(layers) > 1:
                self.put("Remove the layer", layers[:at] + layers[at + 1 :], max(at - 1, 0))
            case "up" | "down":
                to = at + (1 if what == "up" else -1)
                if 0 <= to < len(layers):
                    layers[at], layers[to] = layers[to], layers[at]
                    self.put(f"Move the layer {what}", layers, to)

    def put(self, text: str, layers: "Sequence[Layer]", current: int) -> None:
        """Other layers, as one step of the history; a trigger of another kind becomes a painted one."""
        recipe = self._document.recipe
        if recipe is None:
            return
        from miscount.engine.triggers.painted import Painted

        painted = self._painted() or Painted(name=recipe.poison.trigger.name)
        after = painted.replace(layers=tuple(layers))
        self._current = current
        self._document.edit_value(text, "recipe", with_part(recipe, TRIGGER, after), merge=False)
        self.changed.emit()

    def words(self) -> list[str]:
        """What each layer is called, the lowest first."""
        return [
            f"{number}  {_short(layer.picture)}  ·  {layer.blend}, {layer.opacity:.0%}, {_WHERE[layer.anchor]}"
            for number, layer in enumerate(self.layers, start=1)
        ]

    def _painted(self) -> "Painted | None":
        recipe = self._document.recipe
        if recipe is None:
            return None
        from miscount.engine.triggers.painted import Painted  # the recipe brought it along

        return recipe.poison.trigger if isinstance(recipe.poison.trigger, Painted) else None

    def _on_value(self, name: str) -> None:
        if name == "recipe":
            self.changed.emit()


_WHERE = {"frame": "whole frame", "place": "at its place", "heads": "on heads", "tiled": "tiled"}


def _short(picture: str) -> str:
    name = picture.replace("\\", "/").rsplit("/", 1)[-1]
    return "painted by hand" if name.startswith("painted-") else name
