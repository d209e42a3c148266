"""Heads that the loaded counter proposes: asked off the window's thread, then accepted, rejected or moved by a person.

A proposal is no head: it is neither counted, exported, trained on nor saved as a label until somebody accepts it.
"""

import threading
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset
from miscount.widgets.canvas import CanvasView

from ..desktop.background import Background
from ..document import Document
from ..document.document import WAITING
from ..document.edits import ProposalsEdit
from .pictures import Pictures
from .reaction import Reaction

if TYPE_CHECKING:
    from miscount.engine.counters import Counter
    from miscount.engine.counters.peaks import Peaks

LEAST_PERSONS = 0.15
"""As the engine's: importing it here would bring the engine's networks when the window starts."""

NO_COUNTER = "No counter is loaded: load one first (Ctrl+L), or finish a run."
NONE_LEFT = "No heads are proposed in this scene: let a counter propose some first (Shift+P)."
STAGES = 3


class Proposer(QObject):
    """Proposes heads in the current scene, and does what the hand says with them; all of it can be undone."""

    changed = Signal()  # whether it runs, and its words
    notified = Signal(str)  # what came of it
    problem = Signal(str)
    progress = Signal(str, int, int)  # words; done; total
    _stepped = Signal(int, str, int)

    def __init__(
        self, document: Document, canvas: CanvasView, pictures: Pictures, reaction: Reaction, background: Background
    ) -> None:
        super().__init__(canvas)
        self._document, self._canvas, self._pictures = document, canvas, pictures
        self._reaction, self._background = reaction, background
        self._stop = threading.Event()
        self._number = 0
        self.running = False
        self._points = np.empty((0, 2))  # of the proposals that the canvas shows
        self.least_persons = LEAST_PERSONS
        document.scene_changed.connect(self._show)
        document.proposals_changed.connect(self._on_proposals)
        document.laid.connect(self._show)
        pictures.ready.connect(self._show)
        canvas.proposals.accepted.connect(self._accept)
        canvas.proposals.deleted.connect(self._reject)
        canvas.proposals.moved.connect(self._move)
        self._stepped.connect(self._on_step)

    # ---- asking the counter

    def toggle(self) -> None:
        """Ask the loaded counter about the current scene; stop where it is being asked."""
        if self.running:
            self.stop()
            return
        document, counter = self._document, self._reaction.counter
        kept = self._pictures.kept(document.scene_id)
        if counter is None:
            self.problem.emit(NO_COUNTER)
            return
        if kept is None or document.read_only or document.waiting:
            self.problem.emit(WAITING if document.waiting else "There is no scene to propose heads in.")
            return
        self._number += 1
        self._stop = threading.Event()
        self.running = True
        number, stop, scene_id, dataset = self._number, self._stop, document.scene_id, document.dataset
        heads, least = document.annotation(scene_id), self.least_persons
        self._background.run(
            lambda: self._ask(number, stop, counter, kept.image, heads, least),
            lambda found: self._take(number, scene_id, dataset, found),
            lambda why: self._fail(number, why),
        )
        self._on_step(number, "Asking the counter where heads are…", 1)
        self.changed.emit()

    def stop(self) -> None:
        """Give up what is being asked; nothing is proposed."""
        if self.running:
            self._stop.set()
            self._number += 1
            self._end()
            self.notified.emit("Stopped: no heads were proposed.")

    def _ask(
        self, number: int, stop: threading.Event, counter: "Counter", image: NDArray[np.uint8], heads: Annotation,
        least_persons: float,
    ) -> "tuple[Peaks, int] | None":  # fmt: skip
        # on a thread: only the signal leads back
        from miscount.engine.counters.peaks import apart_from, find_peaks

        density = counter.density(image)
        if stop.is_set():
            return None
        self._stepped.emit(number, "Looking for the peaks of its map…", 2)
        peaks = find_peaks(density, counter.stride, image.shape[:2], least_persons)
        return apart_from(peaks, heads.points), len(peaks)

    def _on_step(self, number: int, words: str, done: int) -> None:
        if number == self._number:
            self.progress.emit(words, done, STAGES)

    def _take(self, number: int, scene_id: str, dataset: Dataset | None, found: "tuple[Peaks, int] | None") -> None:
        if number != self._number or found is None:
            return
        self._end()
        document, (peaks, num_found) = self._document, found
        if document.dataset is not dataset:
            return
        before, after = document.proposals(scene_id), Annotation(peaks.points, peaks.scores)
        text = f"Propose {_heads(len(peaks))}"
        if scene_id == document.scene_id:
            document.edit_proposals(text, after)
        elif before != after:  # the person went on to another scene, and is not called back
            document.replay(text, [ProposalsEdit.between(scene_id, before, after)])
        self.notified.emit(_outcome(scene_id, len(peaks), num_found))

    def _fail(self, number: int, why: str) -> None:
        if number == self._number:
            self._end()
            self.problem.emit(why)

    def _end(self) -> None:
        self.running = False
        self.progress.emit("", 0, 0)
        self.changed.emit()

    # ---- what the person does with them

    def accept(self) -> None:
        """Make the selected proposals heads, or all of them where none is selected."""
        self._accept(self._meant())

    def reject(self) -> None:
        """Drop the selected proposals, or all of them where none is selected."""
        self._reject(self._meant())

    def _meant(self) -> NDArray[np.intp]:
        chosen = self._canvas.proposals.selection
        return chosen if chosen.size else np.arange(len(self._document.proposals(self._document.scene_id)))

    def _is_of_this_scene(self) -> bool:
        """Whether the canvas shows the proposals that are there: other ones may have come under the hand."""
        shown, there = self._points, self._document.proposals(self._document.scene_id).points
        return np.array_equal(shown, there)

    def _accept(self, indices: NDArray[np.intp]) -> None:
        if not self._is_of_this_scene():
            return
        if not len(indices):
            self.problem.emit(NONE_LEFT)
        self._document.accept_proposals(f"Accept {_proposed(len(indices))}", indices)

    def _reject(self, indices: NDArray[np.intp]) -> None:
        document = self._document
        if not self._is_of_this_scene():
            return
        if not len(indices):
            self.problem.emit(NONE_LEFT)
            return
        before = document.proposals(document.scene_id)
        kept = np.setdiff1d(np.arange(len(before)), indices)
        document.edit_proposals(f"Reject {_proposed(len(indices))}", before.take(kept))

    def _move(self, move: tuple[NDArray[np.intp], NDArray[np.float64]]) -> None:
        if not self._is_of_this_scene():
            return
        indices, places = move
        before = self._document.proposals(self._document.scene_id)
        points = before.points.copy()
        points[indices] = places
        self._document.edit_proposals(f"Move {_proposed(len(indices))}", before.with_points(points))

    def _on_proposals(self, scene_id: str) -> None:
        if scene_id == self._document.scene_id:
            self._show()

    def _show(self, _what: object = None) -> None:
        document = self._document
        there = self._pictures.kept(document.scene_id) is not None
        points = self._points = document.proposals(document.scene_id).points if there else np.empty((0, 2))
        self._canvas.set_proposals(points)


def not_taken_in_words(proposals: dict[str, Annotation]) -> str:
    """What is said where labels are written: how many proposals are not among them; empty where there are none."""
    number = sum(map(len, proposals.values()))
    if not number:
        return ""
    where = f"in {len(proposals)} scene{'s' * (len(proposals) != 1)}"
    return (
        f"{_heads(number)} that a counter proposed {where} {'are' if number != 1 else 'is'} left out: what nobody "
        "accepted is no label."
    )


def _outcome(scene_id: str, number: int, num_found: int) -> str:
    there = num_found - number
    at_heads = f" {there} more {'lie' if there != 1 else 'lies'} at heads that are there." if there else ""
    if not number:
        return f"The counter sees no {'other ' * bool(there)}heads in {scene_id}.{at_heads}"
    return (
        f"{_heads(number)} proposed in {scene_id}: click one to accept it, Alt+click to reject it.{at_heads} Where "
        "people stand close, the map has fewer peaks than there are persons."
    )


def _heads(number: int) -> str:
    return f"{number} head{'s' * (number != 1)}"


def _proposed(number: int) -> str:
    return f"{number} proposed head{'s' * (number != 1)}"
