"""What is done to many heads at once: clipboard, weights, notes, merging, the zoom tour, the coverage grid."""

import json

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from miscount.engine.reading import parse_json
from miscount.engine.scenes.annotation import Annotation
from miscount.widgets.canvas import CanvasView
from miscount.widgets.canvas.camera import Camera

from ..document import Document
from ..document.edits import GRID, pack_heads, unpack_heads

MIME = "application/x-miscount-heads+json"
NOTE = "note"
TOUR_SPACING_PX = 90.0
"""On the tour, heads lie about so far apart on the screen."""


class HeadController(QObject):
    """Acts on the heads of the current scene, as steps that can be undone."""

    notified = Signal(str)
    coverage_changed = Signal()

    def __init__(self, document: Document, canvas: CanvasView, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._canvas = document, canvas
        self._grid_shown = False
        self._cell: tuple[int, int] | None = None
        document.scene_changed.connect(self._on_scene)
        document.marks_changed.connect(self._on_marks)

    @property
    def _heads(self) -> Annotation:
        return self._document.annotation(self._document.scene_id)

    # ---- clipboard

    def copy(self) -> None:
        """The selected heads to the clipboard: for another scene, and as text for a table."""
        chosen = self._heads.take(self._document.selection)
        if not len(chosen):
            self.notified.emit("Nothing is selected: choose heads with S first.")
            return
        data = QMimeData()
        data.setData(MIME, json.dumps(pack_heads(chosen)).encode())
        data.setText("".join(f"{x:.2f}\t{y:.2f}\n" for x, y in chosen.points))
        QGuiApplication.clipboard().setMimeData(data)
        self.notified.emit(f"Copied {num_heads(len(chosen))}.")

    def cut(self) -> None:
        """Copy the selected heads and delete them here."""
        count = len(self._document.selection)
        if count:
            self.copy()
            kept = np.setdiff1d(np.arange(len(self._heads)), self._document.selection)
            self._document.edit_heads(f"Cut {num_heads(count)}", self._heads.take(kept))

    def paste(self, size: tuple[int, int] | None) -> None:
        """Heads of the clipboard at their own places; those outside a frame of `size` (H, W) are left out."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None while no program answers for it
        if size is None or data is None or not data.hasFormat(MIME):
            self.notified.emit("There are no heads in the clipboard: copy some with Ctrl+C first.")
            return
        try:
            pasted = unpack_heads(parse_json(bytes(data.data(MIME).data()).decode()))
        except ValueError:
            self.notified.emit("The clipboard holds something else than heads.")
            return
        within = (pasted.points >= 0) & (pasted.points < np.array(size[::-1]))
        inside: NDArray[np.bool_] = np.all(within, axis=1)
        before = self._heads
        if inside.any():
            self._document.edit_heads(f"Paste {num_heads(int(inside.sum()))}", before.joined(pasted.take(inside)))
            self._document.select(np.arange(len(before), len(before) + int(inside.sum())))
        if not inside.all():
            self.notified.emit(f"{num_heads(int((~inside).sum()))} would lie outside this image and were left out.")

    # ---- the selection

    def invert(self) -> None:
        """Select what is not selected."""
        self._document.select(np.setdiff1d(np.arange(len(self._heads)), self._document.selection))

    def merge_close(self) -> None:
        """Of heads less than a pixel apart keep the first, among the selected or in the whole scene."""
        from miscount.engine.scenes.checks import crowded

        chosen = self._document.selection
        among = chosen if len(chosen) else np.arange(len(self._heads))
        extra = among[crowded(self._heads.points[among])]
        if len(extra):
            kept = np.setdiff1d(np.arange(len(self._heads)), extra)
            self._document.edit_heads(f"Merge {num_heads(len(extra))}", self._heads.take(kept))
        else:
            self.notified.emit("No heads lie within a pixel of one another.")

    # ---- scenes that nobody has labelled

    def say_nobody(self) -> None:
        """A scene without labels counts as labelled from now on: nobody is in it."""
        document, scene_id = self._document, self._document.scene_id
        count = len(self._heads)
        if count:
            self.notified.emit(f"{num_heads(count)} {'is' if count == 1 else 'are'} in this picture: delete first.")
        elif document.has_labels(scene_id) or document.says_nobody(scene_id):
            self.notified.emit("This scene is labelled already, with nobody in it.")
        else:
            document.say_nobody("Nobody is in this picture", True)

    def unlabel(self) -> None:
        """A scene without labels of its dataset counts as not labelled; heads that were placed in it go."""
        document, scene_id = self._document, self._document.scene_id
        if document.has_labels(scene_id):
            self.notified.emit("The dataset has labels of this scene: no edit takes them away.")
        elif not document.has_heads_edited(scene_id):
            self.notified.emit("Nobody has labelled this scene yet.")
        else:
            document.say_nobody("Not labelled yet", False)

    # ---- weights and notes

    def weight(self) -> float | None:
        """The weight that all selected heads have; None where there are several, or no head."""
        weights = np.unique(self._heads.weights[self._document.selection])
        return float(weights[0]) if len(weights) == 1 else None

    def note(self) -> str | None:
        """The note that all selected heads have; None where there are several, or no head."""
        notes = {value or "" for value in self._heads.column(NOTE)[self._document.selection]}
        return notes.pop() if len(notes) == 1 else None

    def set_weight(self, weight: float) -> None:
        """Give the selected heads this weight."""
        chosen, before = self._document.selection, self._heads
        weights = before.weights.copy()
        weights[chosen] = weight
        self._edit(f"Weigh {num_heads(len(chosen))} {weight:g}", before.with_weights(weights))

    def set_note(self, note: str) -> None:
        """Give the selected heads this note; an empty one takes it away."""
        chosen, before = self._document.selection, self._heads
        notes = before.column(NOTE).copy()
        notes[chosen] = note.strip() or None
        self._edit(f"Note on {num_heads(len(chosen))}", before.with_column(NOTE, notes))

    def _edit(self, text: str, after: Annotation) -> None:
        chosen = self._document.selection
        if len(chosen):
            self._document.edit_heads(text, after)
            self._document.select(chosen)

    # ---- the tour

    def tour(self, by: int) -> None:
        """Go to the next head in reading order, or the one before, at a zoom that shows it among its neighbours."""
        heads = self._heads
        if not len(heads):
            self.notified.emit("This scene has no heads to go through.")
            return
        width, height = self._canvas.frame
        if not width * height:
            self.notified.emit("The picture of this scene is not there to be gone through.")
            return
        spacing = (width * height / len(heads)) ** 0.5
        order = reading_order(heads.points, spacing)
        chosen = self._document.selection
        here = int(np.flatnonzero(order == chosen[0])[0]) if len(chosen) else (-1 if by > 0 else 0)
        place = (here + by) % len(order)
        index = int(order[place])
        self._document.select(np.array([index]))
        x, y = heads.points[index]
        self._canvas.look(Camera(float(x), float(y), min(max(TOUR_SPACING_PX / spacing, 1.0), 24.0)))
        self.notified.emit(f"Head {place + 1} of {len(order)}.")

    # ---- the coverage grid

    @property
    def looked(self) -> np.ndarray:
        """Which cells (16, 16) of the scene were looked at."""
        marks = self._document.marks(self._document.scene_id)
        return np.array([[marks.has_looked(row, column) for column in range(GRID)] for row in range(GRID)])

    @property
    def grid_shown(self) -> bool:
        """Whether the grid lies over the image."""
        return self._grid_shown

    def show_grid(self, shown: bool) -> None:
        """Lay the grid over the image, or take it away."""
        self._grid_shown = shown
        self._cell = None
        self._show()

    def mark_cell(self) -> None:
        """Mark the cell that is looked at, and go to the next one in reading order that was not looked at.

        The first press only goes to a cell, so that nothing is marked unseen.
        """
        document = self._document
        if not document.scene_id or not self._canvas.has_image:
            return
        if not self._grid_shown:
            self.show_grid(True)
        if self._cell is not None:
            after = document.marks(document.scene_id).with_looked(*self._cell)
            document.edit_marks("Look through the scene", after, merge=True)
        unseen = np.flatnonzero(~self.looked.ravel())
        if len(unseen):
            here = self._cell[0] * GRID + self._cell[1] if self._cell is not None else -1
            later = unseen[unseen > here]
            row, column = divmod(int(later[0] if len(later) else unseen[0]), GRID)
            self._go((row, column))
        else:
            self._cell = None
            self._show()
            self._canvas.fit()
            self.notified.emit("All of this scene was looked at.")

    def clear_grid(self) -> None:
        """Forget what was looked at in this scene."""
        document = self._document
        marks = document.marks(document.scene_id)
        document.edit_marks("Clear the coverage grid", type(marks)(checked=marks.checked))

    def _go(self, cell: tuple[int, int]) -> None:
        self._cell = cell
        width, height = (side / GRID for side in self._canvas.frame)
        self._canvas.show_box(cell[1] * width, cell[0] * height, width, height)
        self._show()

    def _on_scene(self) -> None:
        self._cell = None
        self._show()

    def _on_marks(self, scene_id: str) -> None:
        if scene_id == self._document.scene_id:
            self._show()

    def _show(self) -> None:
        self._canvas.set_coverage(self.looked if self._grid_shown else None, self._cell)
        self.coverage_changed.emit()


def reading_order(points: np.ndarray, row_px: float) -> np.ndarray:
    """Positions of `points` (N, 2) row by row of this height, every second row backwards, so that no jump is long."""
    rows = np.floor(points[:, 1] / max(row_px, 1e-6)).astype(int)
    along = np.where(rows % 2 == 0, points[:, 0], -points[:, 0])
    return np.lexsort((along, rows))


def num_heads(number: int) -> str:
    """As a person says it: "1 head", "2 heads", "0 heads"."""
    return f"{number} head{'s' * (number != 1)}"
