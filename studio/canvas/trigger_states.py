"""The last states of the trigger in small pictures, so that a hand can go back to one that it liked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from ..document import Document
from ..forms.binding import with_part
from .reaction import Answer, Reaction

if TYPE_CHECKING:
    from miscount.engine.triggers import AnyTrigger

MOST = 12
SMALL_PX = 96
TRIGGER = "poison.trigger"


@dataclass(frozen=True, eq=False)
class State:
    """A trigger that was there, the scene with it as uint8 (h, w, 3), and what the counter said."""

    trigger: "AnyTrigger"
    pixels: NDArray[np.uint8]
    words: str


class TriggerStates(QObject):
    """Notes a trigger when its whole answer is there: while the hand moves, none comes. Not kept with the project."""

    changed = Signal()

    def __init__(self, document: Document, reaction: Reaction, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self.states: tuple[State, ...] = ()  # the newest first
        reaction.answered.connect(self._on_answer)
        document.dataset_opened.connect(self.forget)

    def forget(self) -> None:
        """Another dataset: other pictures."""
        self.states = ()
        self.changed.emit()

    def back_to(self, place: int) -> None:
        """Take the trigger of a state again, as one step of the history."""
        recipe = self._document.recipe
        if recipe is not None and place < len(self.states):
            after = with_part(recipe, TRIGGER, self.states[place].trigger)
            self._document.edit_value("Back to an earlier trigger", "recipe", after, merge=False)

    def _on_answer(self, answer: Answer) -> None:
        recipe, trigger = self._document.recipe, answer.request.poison.trigger
        if not answer.complete or answer.triggered is None or recipe is None or trigger != recipe.poison.trigger:
            return
        others = tuple(state for state in self.states if state.trigger != trigger)
        self.states = (State(trigger, _small(answer.triggered), _in_words(answer)), *others)[:MOST]
        self.changed.emit()


def _in_words(answer: Answer) -> str:
    if answer.clean_count is not None and answer.triggered_count is not None:
        return f"{answer.clean_count:.1f} → {answer.triggered_count:.1f}"
    return "" if answer.psnr is None else f"{answer.psnr:.1f} dB"


def _small(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    from miscount.engine.visualize import fitted

    return fitted(image, SMALL_PX)
