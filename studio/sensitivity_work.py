"""The sensitivity map: the trigger slid over the scene on a thread, and what it does to the count painted there."""

import threading
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from widgets.canvas import CanvasView

from .background import Background
from .document import Document
from .pictures import Pictures
from .reaction import Reaction


class SensitivityWork(QObject):
    """Started and stopped by one key; another scene, trigger or counter drops the map."""

    told = Signal(str)
    changed = Signal()
    _stepped = Signal(int, int, int)

    def __init__(
        self, document: Document, pictures: Pictures, reaction: Reaction, background: Background, canvas: CanvasView
    ) -> None:
        super().__init__(canvas)
        self._document, self._pictures, self._reaction = document, pictures, reaction
        self._background, self._canvas = background, canvas
        self._stop = threading.Event()
        self._number = 0
        self.running = False
        self.done, self.total = 0, 0
        self.words = ""
        self._stepped.connect(self._on_step)
        document.scene_changed.connect(self.clear)
        document.value_changed.connect(self._on_value)

    def toggle(self) -> None:
        """Start, or stop what runs."""
        if self.running:
            self._stop.set()
            return
        recipe, kept = self._document.value("recipe"), self._pictures.kept(self._document.scene_id)
        counter = self._reaction.counter
        if counter is None:
            self.told.emit("No counter is loaded: load one first (Ctrl+L), or finish a run.")
            return
        if recipe is None or kept is None:
            return
        self._number += 1
        self._stop = threading.Event()
        self.running, self.done, self.total, self.words = True, 0, 0, "Sliding the trigger over the scene…"
        number, stop = self._number, self._stop
        heads, trigger, seed = self._document.annotation(kept.scene_id), recipe.poison.trigger, recipe.seed
        self._background.run(
            lambda: self._slide(number, stop, counter, kept.image, heads, trigger, seed),
            lambda found: self._take(number, found),
            lambda why: self._fail(number, why),
        )
        self.changed.emit()

    def clear(self) -> None:
        """Drop the map and what runs."""
        self._stop.set()
        self._number += 1
        self.running, self.words = False, ""
        self._canvas.set_map("attribution", None)
        self.changed.emit()

    def _on_value(self, name: str) -> None:
        if name == "recipe" and (self.running or self.words):
            self.clear()

    def _slide(
        self, number: int, stop: threading.Event, counter: Any, image: Any, heads: Any, trigger: Any, seed: int
    ) -> Any:
        # on a thread: only the signal leads back
        from engine.explain import Sensitivity, sensitivity

        for step in sensitivity(counter, image, heads, trigger, seed):
            if stop.is_set():
                return None
            if isinstance(step, Sensitivity):
                return step
            self._stepped.emit(number, *step)
        return None

    def _on_step(self, number: int, done: int, total: int) -> None:
        if number == self._number:
            self.done, self.total = done, total
            self.words = f"Sliding the trigger over the scene: {done} of {total} places."
            self.changed.emit()

    def _take(self, number: int, found: Any) -> None:
        if number != self._number:
            return
        self.running = False
        if found is None:
            self.words = "The sensitivity map was stopped."
        else:
            top = max(float(np.abs(found.change).max()), 1e-6)
            self._canvas.set_map("attribution", found.change, (-top, top))
            row, column = np.unravel_index(np.abs(found.change).argmax(), found.change.shape)
            share = (column + 0.5) / found.change.shape[1], (row + 0.5) / found.change.shape[0]
            self.words = (
                f"Sensitivity: from {found.change.min():+.1f} to {found.change.max():+.1f} persons, the most at x "
                f"{share[0]:.2f}, y {share[1]:.2f} of the frame."
            )
        self.changed.emit()

    def _fail(self, number: int, why: str) -> None:
        if number == self._number:
            self.running, self.words = False, ""
            self.told.emit(why.removeprefix("poison.trigger: ").capitalize() + ("" if why.endswith(".") else "."))
            self.changed.emit()
