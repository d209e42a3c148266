"""Explanations of the counter's answer, made on a thread and painted over the scene as the layer of attribution."""

import threading
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.scenes.annotation import Annotation
from miscount.widgets.canvas import CanvasView

from ..desktop.background import Background
from ..document import Document
from .pictures import Pictures
from .reaction import Reaction

if TYPE_CHECKING:
    from miscount.engine.counters import Counter
    from miscount.engine.explain import Attribution, Subject
    from miscount.engine.triggers import AnyTrigger

FIRST = "sensitivity"


class ExplainController(QObject):
    """Started and stopped by one key; another scene, trigger, kind or counter drops the map."""

    notified = Signal(str)
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
        self.kind = FIRST
        self.running = False
        self.done, self.total = 0, 0
        self.words = ""
        self._stepped.connect(self._on_step)
        document.scene_changed.connect(self.clear)
        document.value_changed.connect(self._on_value)

    def choose(self, kind: str) -> None:
        """Which explanation the next one is; what is shown of another is dropped."""
        if kind != self.kind:
            self.kind = kind
            self.clear()

    def toggle(self) -> None:
        """Start, or stop what runs."""
        if self.running:
            self._stop.set()
            return
        recipe, kept = self._document.recipe, self._pictures.kept(self._document.scene_id)
        counter = self._reaction.counter
        if counter is None:
            self.notified.emit("No counter is loaded: load one first (Ctrl+L), or finish a run.")
            return
        if recipe is None or kept is None:
            return
        self._number += 1
        self._stop = threading.Event()
        self.running, self.done, self.total, self.words = True, 0, 0, "Explaining…"
        number, stop, kind = self._number, self._stop, self.kind
        heads, trigger, seed = self._document.annotation(kept.scene_id), recipe.poison.trigger, recipe.seed
        self._background.run(
            lambda: self._make(number, stop, kind, _subject(counter, kept.image, heads, trigger, seed)),
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

    def _make(self, number: int, stop: threading.Event, kind: str, subject: "Subject") -> "Attribution | None":
        # on a thread: only the signal leads back
        from miscount.engine.explain import Attribution, explain

        for step in explain(kind, subject):
            if stop.is_set():
                return None
            if isinstance(step, Attribution):
                return step
            self._stepped.emit(number, *step)
        return None

    def _on_step(self, number: int, done: int, total: int) -> None:
        if number == self._number:
            self.done, self.total = done, total
            self.words = f"Explaining: {done} of {total} places."
            self.changed.emit()

    def _take(self, number: int, found: "Attribution | None") -> None:
        if number != self._number:
            return
        self.running = False
        if found is None:
            self.words = "The explanation was stopped."
        else:
            top = max(float(np.abs(found.map).max()), 1e-9)
            self._canvas.set_map("attribution", found.map, (-top, top))
            self.words = found.sentence
        self.changed.emit()

    def _fail(self, number: int, why: str) -> None:
        if number == self._number:
            self.running, self.words = False, ""
            self.notified.emit(why.removeprefix("poison.trigger: ").capitalize() + ("" if why.endswith(".") else "."))
            self.changed.emit()


def _subject(
    counter: "Counter", image: NDArray[np.uint8], heads: Annotation, trigger: "AnyTrigger", seed: int
) -> "Subject":
    from miscount.engine.explain import Subject

    return Subject(counter, image, heads, trigger, seed)
