"""The density map of the current scene: made from its heads on a thread, or the one edited by hand; and the brush."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.scenes.annotation import Annotation
from miscount.widgets.canvas.tools.dabs import RADIUS_IN_SIGMAS
from miscount.widgets.canvas.tools.region import region_mask

from ..desktop.background import Background
from ..document import Document
from ..document.brushes import Brush, Dab, put
from ..document.edits import HandMap, Patch, heads_hash

if TYPE_CHECKING:
    from miscount.engine.density import AnyKernel

TILE_PX = 64

Rect = tuple[int, int, int, int]
RegionOperation: TypeAlias = Literal["clear", "fill", "multiply", "total"]


class DensityController(QObject):
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
        self._stroke_of = ""  # the scene
        self._last_dab: tuple[float, float] | None = None
        self.brush = Brush()
        self.region: NDArray[np.float64] | None = None
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

    def kernel(self) -> "AnyKernel | None":
        """The kernel of the recipe, None while there is none."""
        recipe = self._document.recipe
        return None if recipe is None else recipe.kernel

    def is_hand_edited(self) -> bool:
        return self._document.hand_map(self._document.scene_id) is not None

    def _on_made(self, made: tuple[NDArray[np.float32], tuple[Any, ...]]) -> None:
        density, asked = made
        document = self._document
        now = (document.scene_id, heads_hash(document.annotation(document.scene_id)), self.kernel())
        if asked == now and document.hand_map(document.scene_id) is None and not self._in_stroke:
            self._take(density, asked)

    def _take(self, density: NDArray[np.float32] | None, made_of: tuple[Any, ...]) -> None:
        self._give_up_stroke()  # another map came under the hand
        self.map, self._made_of = density, made_of
        self.total = 0.0 if density is None else float(density.sum(dtype=np.float64))
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

    def _give_up_stroke(self) -> None:
        """A stroke that is no step of the history must not stay in a map of the document's."""
        if self._in_stroke and self.map is not None:
            for place, before in self._before.items():
                self.map[_tile(*place)] = before
        self._before.clear()
        self._in_stroke = False

    def begin_stroke(self) -> None:
        self._give_up_stroke()
        self._stroke_of = self._document.scene_id
        self.stroke_change = 0.0
        self._last_dab = None
        self._in_stroke = self.map is not None and not self._document.read_only
        if self._in_stroke and self.map is not None and not self.map.flags.writeable:
            self.map = self.map.copy()

    def dab(self, x: float, y: float, radius_px: float, sign: int, pressure: float = 1.0) -> None:
        """One dab of the brush at (x, y): +1 as it does, -1 the other way round, 0 erases. The map changes at once."""
        if not self._in_stroke or self.map is None:
            return
        dab = Dab(x, y, radius_px, sign, self._last_dab, pressure)
        first, self._last_dab = self._last_dab is None, (x, y)
        stamps = self.brush.kind == "stamp" and sign != 0
        if stamps and not first:
            return  # a head is stamped by a click, not along a stroke
        sigma_px = self._sigma_at(self.map, x, y) if stamps else None
        reach = max(radius_px, (sigma_px or 0) * RADIUS_IN_SIGMAS) + max(map(abs, dab.moved))
        self._remember(self.map, x - reach, y - reach, x + reach, y + reach)
        patch = put(self.brush, dab, self.map, sigma_px)
        self.total += patch.delta
        self.stroke_change += patch.delta
        self.touched.emit(patch.rect)

    def _sigma_at(self, on: NDArray[np.float32], x: float, y: float) -> float | None:
        """The width that the kernel would give a head at (x, y), in pixels."""
        kernel = self.kernel()
        if kernel is None:
            return None
        from miscount.engine.density import sigmas

        heads = self._document.annotation(self._document.scene_id).with_heads([[x, y]])
        return float(sigmas(heads, (on.shape[0], on.shape[1]), kernel)[-1])

    def _remember(self, on: NDArray[np.float32], left: float, top: float, right: float, bottom: float) -> None:
        height, width = on.shape
        for row in _tiles(top - 2, bottom + 2, height):
            for column in _tiles(left - 2, right + 2, width):
                if (row, column) not in self._before:
                    self._before[row, column] = on[_tile(row, column)].copy()

    def end_stroke(self, text: str) -> None:
        """The stroke becomes one step of the history."""
        kernel = self.kernel()
        if self._document.scene_id != self._stroke_of or kernel is None:
            self._give_up_stroke()
        if not self._in_stroke or self.map is None or kernel is None:
            return
        self._in_stroke = False
        patches = [
            Patch(row * TILE_PX, column * TILE_PX, before, after)
            for (row, column), before in self._before.items()
            if not np.array_equal(before, after := self.map[_tile(row, column)].copy())
        ]
        self._before.clear()
        on = self.map
        if patches:
            self._document.edit_density(text, patches, lambda: self._begin_hand_map(on, kernel))

    def _begin_hand_map(self, on: NDArray[np.float32], kernel: "AnyKernel") -> HandMap:
        # strokes hold absolute values, so the map may be taken with the first stroke already in it
        document = self._document
        heads = document.annotation(document.scene_id)
        hand = HandMap(on, kernel.model_dump(), heads_hash(heads), heads)
        self._made_of = ("hand", document.scene_id, id(on))
        return hand

    # ---- a region

    def set_region(self, corners: NDArray[np.float64] | None) -> None:
        """What the operations on a region act on, (K, 2) in pixels; None for nothing."""
        self.region = corners
        self.changed.emit()

    def region_total(self) -> float | None:
        """The persons in the region; None where there is none."""
        if self.region is None or self.map is None:
            return None
        rows, columns, inside = region_mask(self.region, self.map.shape)
        return float(self.map[rows, columns].sum(where=inside, dtype=np.float64))

    def change_region(self, text: str, operation: RegionOperation, value: float = 0.0) -> None:
        """Fill, clear, multiply or set the total of the region, as one step of the history."""
        if self.region is None or self.map is None or self._document.read_only:
            return
        self.begin_stroke()
        rows, columns, inside = region_mask(self.region, self.map.shape)
        if not inside.any():
            self._in_stroke = False
            return
        self._remember(self.map, columns.start, rows.start, columns.stop, rows.stop)
        part = self.map[rows, columns]
        before = float(part.sum(where=inside, dtype=np.float64))
        part[inside] = changed(part[inside], operation, value)
        self.stroke_change = float(part.sum(where=inside, dtype=np.float64)) - before
        self.total += self.stroke_change
        self.touched.emit((columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start))
        self.end_stroke(f"{text}: {self.stroke_change:+.2f} persons")

    # ---- when the heads change after a hand edit

    @property
    def can_reapply(self) -> bool:
        """Whether it is known which heads the hand edits were made on."""
        hand = self._document.hand_map(self._document.scene_id)
        return hand is not None and hand.made_of is not None

    def keep_stale(self) -> None:
        """Keep the map as it is, and say that it belongs to the heads of now."""
        document = self._document
        hand = document.hand_map(document.scene_id)
        if hand is not None:
            heads = document.annotation(document.scene_id)
            after = replace(hand.copied(), heads=heads_hash(heads), made_of=heads)
            document.replace_hand_map("Keep the edited map", after)

    def reapply(self) -> None:
        """Make the map of the heads of now and lay what the hand changed over it, on a thread; never below zero."""
        document, kernel = self._document, self.kernel()
        scene_id = document.scene_id
        hand = document.hand_map(scene_id)
        if hand is None or hand.made_of is None or kernel is None:
            return
        heads, edited, made_of = document.annotation(scene_id), hand.copied(), hand.made_of

        def make() -> HandMap:
            from miscount.engine.density import density_map
            from miscount.engine.density import kernel as kernel_of

            size = (edited.map.shape[0], edited.map.shape[1])
            by_hand = edited.map - density_map(made_of, size, kernel_of(edited.kernel))
            laid_over = np.maximum(density_map(heads, size, kernel) + by_hand, 0).astype(np.float32)
            return HandMap(laid_over, kernel.model_dump(), heads_hash(heads), heads)

        def take(made: HandMap) -> None:
            now = document.annotation(document.scene_id)
            if document.scene_id == scene_id and heads_hash(now) == made.heads:
                document.replace_hand_map("Lay the edits over the new map", made)

        self._background.run(make, take, self.problem.emit)


def changed(values: NDArray[np.float32], operation: RegionOperation, value: float) -> NDArray[np.float32]:
    """`values` (N,) of a region after an operation; never below zero, and exact in their sum to rounding."""
    total = float(values.sum(dtype=np.float64))
    match operation:
        case "clear":
            after = np.zeros_like(values)
        case "fill":
            after = np.full_like(values, value / len(values))
        case "multiply":
            after = values * np.float32(value)
        case "total" if total > 0:
            after = values * (value / total)
        case "total":
            after = np.full_like(values, value / len(values))
    return np.maximum(after, 0).astype(np.float32)


def _maker(
    annotation: Annotation, size: tuple[int, int], kernel: "AnyKernel", asked: tuple[Any, ...]
) -> Callable[[], tuple[NDArray[np.float32], tuple[Any, ...]]]:
    def make() -> tuple[NDArray[np.float32], tuple[Any, ...]]:
        from miscount.engine.density import density_map

        return density_map(annotation, size, kernel), asked

    return make


def _tiles(low: float, high: float, length: int) -> range:
    first = max(int(low // TILE_PX), 0)
    last = min(int(high // TILE_PX), (length - 1) // TILE_PX)
    return range(first, last + 1)


def _tile(row: int, column: int) -> tuple[slice, slice]:
    return slice(row * TILE_PX, (row + 1) * TILE_PX), slice(column * TILE_PX, (column + 1) * TILE_PX)
