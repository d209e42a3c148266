"""Painting a layer of the trigger with the canvas's brush; what was there stays, as the layers below it.

A stroke leaves a picture that is never changed again.

The picture lies beside the recipe under a name made of its content, and the recipe names it: undo, the journal and
the command line then need to know nothing of painting. What no recipe names any more is removed when the project is
closed.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.widgets.canvas import CanvasView

from ..document import Document
from ..document.painted_pictures import FOLDER, PREFIX, keep
from ..document.session import Session
from .layer_controller import LayerController

LARGEST_PX = 2048

Pixels = NDArray[np.uint8]


class Painter(QObject):
    """Puts dabs on the layer in the hand where it was painted over the frame, else on a new layer above it."""

    problem = Signal(str)

    def __init__(self, document: Document, session: Session, layers: LayerController, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._document, self._session, self._layers, self._canvas = document, session, layers, canvas
        self.color: tuple[int, int, int] = (255, 255, 255)
        self.strength = 1.0
        self.size: tuple[int, int] | None = None  # (height, width) of the scene on the canvas
        self.clean: Pixels | None = None  # its image
        self.triggered: Pixels | None = None  # it with the trigger, as of the last answer
        self._pixels: Pixels | None = None
        self._shown: Pixels | None = None
        self._adds = False
        self._on: tuple[object, ...] = ()  # what the stroke began on

    def begin_stroke(self) -> None:
        """The hand goes down."""
        if self.size is None or self.clean is None or self._session.project is None:
            return
        if self._document.read_only:
            self.problem.emit("This window is read-only: the project is open in another window.")
            return
        try:
            self._pixels, self._adds = self._ground()
        except EngineError as error:
            self.problem.emit(str(error))
            return
        self._on = self._what_is_there()
        triggered = self.triggered if self.triggered is not None else self.clean
        changed = (triggered != self.clean).any(axis=2)
        self._shown = np.dstack([triggered, np.where(changed, 255, 0).astype(np.uint8)])

    def dab(self, x: float, y: float, radius_px: float, sign: int, pressure: float = 1.0) -> None:
        """One dab at an image pixel: paints, or erases where `sign` is not 1."""
        if self._pixels is None or self._shown is None or self.size is None or self._shown.shape[:2] != self.size:
            return
        share = self.strength * pressure
        across = self._pixels.shape[1] / self.size[1]
        window, cover = _round_dab(self._pixels.shape[:2], x * across, y * across, radius_px * across, share)
        paint(self._pixels[window], cover, self.color if sign > 0 else None)
        window, cover = _round_dab(self.size, x, y, radius_px, share)
        self._preview(window, cover, sign > 0)

    def _preview(self, window: tuple[slice, slice], cover: NDArray[np.float32], paints: bool) -> None:
        assert self._shown is not None
        assert self.clean is not None
        part, over = self._shown[window], cover[..., None]
        below = part[..., :3] if part[..., 3].all() else np.where(part[..., 3:] > 0, part[..., :3], self.clean[window])
        onto = np.array(self.color, np.float32) if paints else self.clean[window].astype(np.float32)
        part[..., :3] = np.rint(below * (1 - over) + onto * over)
        part[..., 3] = np.maximum(part[..., 3], np.where(cover > 0, 255, 0))
        self._canvas.set_trigger_overlay(self._shown, over_frame=True)

    def end_stroke(self) -> None:
        """The hand is lifted: the picture is written, and the recipe names it."""
        pixels, self._pixels, self._shown = self._pixels, None, None
        project = self._session.project
        if pixels is None or project is None:
            return
        if self._on != self._what_is_there():
            self.problem.emit("What was painted on is no longer there: the stroke was given up.")
            return
        try:
            path = keep(pixels, project.recipe_path.parent / FOLDER)
        except EngineError as error:
            self.problem.emit(str(error))
            return
        from miscount.engine.triggers.composite import Sheet
        from miscount.engine.triggers.painted import Layer

        sheets, at = list(self._layers.sheets), self._layers.current
        below = sheets[at]
        if self._adds:
            group = (below.opacity, below.name) if isinstance(below.part, Layer) else (1.0, "")
            made = Sheet(Layer(picture=str(path), anchor="frame"), True, *group)
            self._layers.put("Paint a new layer", [*sheets[: at + 1], made, *sheets[at + 1 :]], at + 1)
        else:
            assert isinstance(below.part, Layer)
            sheets[at] = replace(below, part=below.part.replace(picture=str(path)))
            self._layers.put("Paint", sheets, at)

    def _what_is_there(self) -> tuple[object, ...]:
        """Project, layers and place: a stroke over which others come would paint on another layer, or on none."""
        return self._session.project, tuple(self._layers.sheets), self._layers.current

    def _ground(self) -> tuple[Pixels, bool]:
        """What is painted on, uint8 (h, w, 4), and whether it becomes a layer of its own. Raises DatasetError."""
        assert self.size is not None
        from miscount.engine.triggers.painted import Layer

        sheet = self._layers.sheet
        part = sheet.part if sheet is not None and not self._layers.is_locked(self._layers.current) else None
        if isinstance(part, Layer) and part.anchor == "frame" and Path(part.picture).name.startswith(PREFIX):
            from miscount.engine.triggers.pictures import picture

            return picture(part.picture).copy(), False
        share = min(1.0, LARGEST_PX / max(self.size))
        return np.zeros((round(self.size[0] * share), round(self.size[1] * share), 4), np.uint8), True


def paint(part: Pixels, cover: NDArray[np.float32], color: tuple[int, int, int] | None) -> None:
    """Lay `color` over `part` uint8 (h, w, 4) RGBA in place, `cover` (h, w) of it; None takes away instead."""
    below = part[..., 3].astype(np.float32) / 255
    if color is None:
        part[..., 3] = np.rint(255 * below * (1 - cover))
        return
    after = cover + below * (1 - cover)
    share = np.divide(cover, after, out=np.zeros_like(cover), where=after > 0)[..., None]
    part[..., :3] = np.rint(part[..., :3] * (1 - share) + np.array(color, np.float32) * share)
    part[..., 3] = np.rint(255 * after)


def _round_dab(
    size: tuple[int, int], x: float, y: float, radius: float, share: float
) -> tuple[tuple[slice, slice], NDArray[np.float32]]:
    """The window of a frame (H, W) under a ring, and how much it covers there, soft over the outer fifth."""
    height, width = size
    rows = slice(max(int(y - radius - 1), 0), min(int(y + radius + 2), height))
    columns = slice(max(int(x - radius - 1), 0), min(int(x + radius + 2), width))
    down = np.arange(rows.start, max(rows.stop, rows.start), dtype=np.float32) + 0.5 - y
    right = np.arange(columns.start, max(columns.stop, columns.start), dtype=np.float32) + 0.5 - x
    distance = np.hypot(down[:, None], right[None, :])
    soft = max(0.2 * radius, 0.75)
    return (rows, columns), (np.clip((radius - distance) / soft + 0.5, 0, 1) * np.float32(share)).astype(np.float32)


def color_of(value: Any) -> tuple[int, int, int]:
    """The bytes of a QColor."""
    return value.red(), value.green(), value.blue()
