"""The density map of the current scene: made from its heads on a thread, or the one edited by hand; and the brush."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from engine.scenes.annotation import Annotation
from widgets.canvas import add_dab, erase_dab

from .background import Background
from .document import Document
from .edits import HandMap, Patch, heads_hash

TILE_PX = 64

Rect = tuple[int, int, int, int]


class DensityWork(QObject):
    """Keeps one map up to date. `changed` says that it is another one, `touched` that a rectangle of it changed."""

    changed = Signal()
    touched = Signal(object)  # (x, y, width, height)
    problem = Signal(str)

    def __init__(self, document: Document, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._background = document, background
        self.map: NDArray[np.float32] | None = None
        self.total = 0.0
        self.stroke_change = 0.0
        self._size: tuple[int, int] | None = None
        self._made_of: tuple[Any, ...] = ()
        self._wanted = False
        self._before: dict[tuple[int, int], NDArray[np.float32]] = {}
        self._in_stroke = False
        document.heads_changed.connect(self._on_heads)
        document.density_changed.connect(self._on_density)
        document.value_changed.connect(self._on_value)

    def show(self, size: tuple[int, int] | None) -> None:
        """The current scene has an image of `size` (H, W) now; None while there is none."""
        self._size = size
        self._take(None, ())
        self.refresh()

    def set_wanted(self, wanted: bool) -> None:
        """Whether anybody looks at the map; otherwise it is not made."""
        self._wanted = wanted
        self.refresh()

    def refresh(self) -> None:
        """Make the map anew where it does not fit the heads and the kernel."""
        document, size = self._document, self._size
        kernel = self.kernel()
        if not self._wanted or size is None or kernel is None:
            return
        hand = document.hand_map(document.scene_id)
        if hand is not None and hand.map.shape == size:
            self._take(hand.map, ("hand", document.scene_id, id(hand.map)))
            return
        annotation = document.annotation(document.scene_id)
        asked = (document.scene_id, heads_hash(annotation), kernel)
        if asked == self._made_of:
            return
        self._background.run(_maker(annotation, size, kernel, asked), self._on_made, self.problem.emit)

    def kernel(self) -> Any:
        """The kernel of the recipe, None while there is none."""
        return getattr(self._document.value("recipe"), "kernel", None)

    def is_hand_edited(self) -> bool:
        return self._document.hand_map(self._document.scene_id) is not None

    def _on_made(self, made: tuple[NDArray[np.float32], tuple[Any, ...]]) -> None:
        density, asked = made
        document = self._document
        now = (document.scene_id, heads_hash(document.annotation(document.scene_id)), self.kernel())
        if asked == now and document.hand_map(document.scene_id) is None and not self._in_stroke:
            self._take(density, asked)

    def _take(self, density: NDArray[np.float32] | None, made_of: tuple[Any, ...]) -> None:
        self.map, self._made_of = density, made_of
        self.total = 0.0 if density is None else float(density.sum(dtype=np.float64))
        self._before.clear()
        self._in_stroke = False
        self.changed.emit()

    def _on_heads(self, scene_id: str) -> None:
        if scene_id == self._document.scene_id:
            self.refresh()
            self.changed.emit()  # the stale mark may have changed

    def _on_value(self, name: str) -> None:
        if name == "recipe":
            self.refresh()

    def _on_density(self, scene_id: str, patches: tuple[Patch, ...] | None) -> None:
        hand = self._document.hand_map(scene_id)
        if scene_id != self._document.scene_id:
            return
        if patches is None or hand is None or hand.map is not self.map:
            self.refresh()
            return
        self.total = float(hand.map.sum(dtype=np.float64))  # exact again after each step of the history
        for patch in patches:
            height, width = patch.after.shape
            self.touched.emit((patch.left, patch.top, width, height))

    # ---- the brush

    def begin_stroke(self) -> None:
        self._before.clear()
        self.stroke_change = 0.0
        self._in_stroke = self.map is not None and not self._document.read_only
        if self._in_stroke and not self.map.flags.writeable:
            self.map = self.map.copy()

    def dab(self, x: float, y: float, radius_px: float, persons: float | None) -> None:
        """Add `persons` under the ring at (x, y), or erase to zero where None. The map changes at once."""
        if not self._in_stroke or self.map is None:
            return
        self._remember(x, y, radius_px)
        patch = erase_dab(self.map, x, y, radius_px) if persons is None else add_dab(self.map, x, y, radius_px, persons)
        self.total += patch.delta
        self.stroke_change += patch.delta
        self.touched.emit(patch.rect)

    def _remember(self, x: float, y: float, radius_px: float) -> None:
        height, width = self.map.shape
        rows = _tiles(y - radius_px - 2, y + radius_px + 2, height)
        columns = _tiles(x - radius_px - 2, x + radius_px + 2, width)
        for row in rows:
            for column in columns:
                if (row, column) not in self._before:
                    self._before[row, column] = self.map[_tile(row, column)].copy()

    def end_stroke(self, text: str) -> None:
        """The stroke becomes one step of the history."""
        if not self._in_stroke or self.map is None:
            return
        self._in_stroke = False
        patches = [
            Patch(row * TILE_PX, column * TILE_PX, before, after)
            for (row, column), before in self._before.items()
            if not np.array_equal(before, after := self.map[_tile(row, column)].copy())
        ]
        self._before.clear()
        if patches:
            self._document.edit_density(text, patches, self._begin_hand_map)

    def _begin_hand_map(self) -> HandMap:
        # strokes hold absolute values, so the map may be taken with the first stroke already in it
        document = self._document
        hand = HandMap(self.map, self.kernel().model_dump(), heads_hash(document.annotation(document.scene_id)))
        self._made_of = ("hand", document.scene_id, id(self.map))
        return hand


def _maker(
    annotation: Annotation, size: tuple[int, int], kernel: Any, asked: tuple[Any, ...]
) -> Callable[[], tuple[NDArray[np.float32], tuple[Any, ...]]]:
    def make() -> tuple[NDArray[np.float32], tuple[Any, ...]]:
        from engine.density import density_map

        return density_map(annotation, size, kernel), asked

    return make


def _tiles(low: float, high: float, length: int) -> range:
    first = max(int(low // TILE_PX), 0)
    last = min(int(high // TILE_PX), (length - 1) // TILE_PX)
    return range(first, last + 1)


def _tile(row: int, column: int) -> tuple[slice, slice]:
    return slice(row * TILE_PX, (row + 1) * TILE_PX), slice(column * TILE_PX, (column + 1) * TILE_PX)
