"""Find me a trigger: the engine's search on a thread, its best so far moving on the canvas.

What it found becomes one step of the history, at its end, when it is stopped, and when the hand takes the trigger over.
"""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import RecipeError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset

from ..desktop.background import Background
from ..document import Document
from ..forms.binding import with_part
from .binding import CanvasBinding
from .layer_controller import TRIGGER, LayerController
from .reaction import Reaction

if TYPE_CHECKING:
    from miscount.engine.counters import Counter
    from miscount.engine.explain.trigger_search import Goal
    from miscount.engine.poison.visibility import Example
    from miscount.engine.recipe import Recipe
    from miscount.engine.triggers import AnyTrigger

NUM_SCENES = 3


@dataclass(frozen=True)
class Wish:
    """What to look for: the goal, bounds that are None where there are none, a kind or "" for the trigger as it is."""

    goal: "Goal"
    least_psnr_db: float | None = None
    most_area: float | None = None
    kind: str = ""
    num_tries: int = 120


class TriggerFinder(QObject):
    """One search at a time, on scenes of training only."""

    changed = Signal()
    notified = Signal(str)
    _stepped = Signal(int, object)

    def __init__(
        self,
        document: Document,
        link: CanvasBinding,
        layers: LayerController,
        reaction: Reaction,
        background: Background,
    ) -> None:
        super().__init__(link)
        self._document, self._link, self._layers = document, link, layers
        self._reaction, self._background = reaction, background
        self._stop = threading.Event()
        self._number = 0
        self._base: AnyTrigger | None = None
        self._best: AnyTrigger | None = None
        self.running = False
        self.done, self.total = 0, 0
        self.words = ""
        self._stepped.connect(self._on_step)
        link.taken_over.connect(self.take)
        document.value_changed.connect(self._on_value)
        document.dataset_opened.connect(self.drop)

    def start(self, wish: Wish) -> None:
        """Begin to look."""
        document, counter = self._document, self._reaction.counter
        recipe, dataset = document.recipe, document.dataset
        if self.running or recipe is None or dataset is None:
            return
        if counter is None:
            self.notified.emit("No counter is loaded: load one first (Ctrl+L), or finish a run.")
            return
        if document.read_only:
            self.notified.emit("This window is read-only: the project is open in another window.")
            return
        begin, layer = recipe.poison.trigger, self._layers.current
        if not wish.kind and not self._layers.may_change():
            return
        if wish.kind:
            from miscount.engine.triggers import trigger

            begin, layer = trigger({"kind": wish.kind}), -1
        self._number += 1
        self._stop, self._base, self._best = threading.Event(), recipe.poison.trigger, None
        self.running, self.done, self.total, self.words = True, 0, wish.num_tries, "Reading some training scenes…"
        number, stop = self._number, self._stop
        shown, edited = document.scene_id, document.edited_heads
        self._background.run(
            lambda: self._search(number, stop, wish, counter, begin, layer, recipe, dataset, edited, shown),
            None,
            lambda why: self._fail(number, why),
        )
        self.changed.emit()

    def _search(
        self, number: int, stop: threading.Event, wish: Wish, counter: "Counter", begin: "AnyTrigger", layer: int,
        recipe: "Recipe", dataset: Dataset, edited: dict[str, Annotation], shown: str,
    ) -> None:  # fmt: skip
        # on a thread: only the signal leads back
        from miscount.engine.explain.trigger_search import Budget, search

        examples = training_scenes(recipe, dataset, edited, shown)
        budget: Budget = Budget(wish.least_psnr_db, wish.most_area)
        for step in search(
            counter, examples, begin, wish.goal, budget, stop, layer, wish.num_tries, recipe.seed
        ):  # fmt: skip
            self._stepped.emit(number, step)

    def take(self) -> None:
        """End the search, and make the best so far the trigger."""
        if not self.running:
            return
        best = self._best
        self._end(best)
        self.words = f"Stopped. {self.words}" if best is not None else "Stopped before anything was found."
        self.changed.emit()

    def drop(self) -> None:
        """End the search, and leave the trigger as it was."""
        if self.running:
            self._end()
            self.words = "The search was given up."
            self.changed.emit()

    def _end(self, best: "AnyTrigger | None" = None) -> None:
        """No search runs; `best`, where one is given, becomes the trigger before the trial of it ends."""
        self._stop.set()
        self._number += 1
        self.running, self._best = False, None
        recipe = self._document.recipe
        if best is not None and recipe is not None and recipe.poison.trigger == self._base != best:
            self._document.edit_value("Find a trigger", "recipe", with_part(recipe, TRIGGER, best), merge=False)
        self._link.try_trigger(None)

    def _on_step(self, number: int, step: Any) -> None:
        if number != self._number:
            return
        from miscount.engine.explain.trigger_search import Found

        self.words = _in_words(step)
        if isinstance(step, Found):
            self._end(step.trigger)
            self.words = f"{_in_words(step)} Before: {step.reaction_before:+.1%}. Ctrl+Z takes it back."
        else:
            self.done, self.total = step.done, step.total
            if step.is_better:
                self._best = step.trigger
                self._link.try_trigger(step.trigger)
        self.changed.emit()

    def _on_value(self, name: str) -> None:
        recipe = self._document.recipe
        if name == "recipe" and self.running and (recipe is None or recipe.poison.trigger != self._base):
            self.drop()
            self.notified.emit("The trigger was changed: the search was given up.")

    def _fail(self, number: int, why: str) -> None:
        if number == self._number:
            self._end()
            self.words = why
            self.changed.emit()


def training_scenes(
    recipe: "Recipe", dataset: Dataset, edited: dict[str, Annotation], first: str, num: int = NUM_SCENES
) -> "list[Example]":
    """A few scenes that the recipe trains on, the scene `first` among them if it is one. Raises RecipeError."""
    from miscount.engine.experiment.data_roles import ExperimentData

    among = list(ExperimentData(recipe, dataset).train)
    if not among:
        raise RecipeError("The recipe trains on no scene of this dataset: there is nothing to look for a trigger on.")
    step = max(1, len(among) // num)
    wanted = [scene for scene in among if scene.id == first] + [scene for scene in among[::step] if scene.id != first]
    return [(scene.image(), edited.get(scene.id, scene.annotation)) for scene in wanted[:num]]


def _in_words(step: Any) -> str:
    seen = "nothing is seen" if step.psnr_db == float("inf") else f"{step.psnr_db:.1f} dB"
    return f"Change of the count {step.reaction:+.1%}, {seen}, {step.area:.1%} of the pixels."
