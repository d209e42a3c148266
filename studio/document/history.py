"""The one undo stack: steps of edits, of which the oldest are given up beyond a budget of bytes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from .edits import Edit, MarksEdit, ValueEdit

BUDGET_BYTES = 128 * 2**20
"""What the history may hold; the oldest steps are given up beyond it."""

Carry: TypeAlias = Callable[[tuple[Edit, ...], str], None]
"""Has edits take effect, in the scene of this id."""


class History(QObject):
    """The steps of a document, each of one or more edits, as a person takes them back and does them again."""

    changed = Signal()
    moved = Signal(str)  # what was undone or redone, in words
    index_changed = Signal(int)  # by a new step too; not any more when the stack goes with its window

    def __init__(self, carry: Carry, parent: QObject | None = None, budget_bytes: int = BUDGET_BYTES) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.stack.indexChanged.connect(self.index_changed)
        self.budget_bytes = budget_bytes
        self.read_only = False
        self.is_moving = False
        """Whether a step takes effect right now."""
        self._carry = carry
        self._costs: list[int] = []  # bytes of each step, 0 of those that were given up
        self._num_given_up = 0
        self._gesture = 0

    @property
    def can_undo(self) -> bool:
        return self._step_at(self.stack.index() - 1) is not None

    @property
    def can_redo(self) -> bool:
        return self.stack.canRedo()

    @property
    def num_bytes(self) -> int:
        """What it holds, for the person to see."""
        return sum(self._costs)

    def clear(self) -> None:
        self.stack.clear()
        self._costs, self._num_given_up = [], 0

    def end_gesture(self) -> None:
        """What follows is a new step, even where it changes the same setting."""
        self._gesture += 1

    def push(self, text: str, edits: tuple[Edit, ...], scene_id: str, merge_by: tuple[Any, ...] | None = None) -> None:
        """Do these as one step called `text`; steps of one gesture with equal `merge_by` become one."""
        key = None if merge_by is None else (*merge_by, text, self._gesture)
        self.stack.push(_Step(self, text, edits, scene_id, key))
        self._keep_to_budget()
        self.changed.emit()

    def undo(self) -> None:
        step = self._step_at(self.stack.index() - 1)
        if step is not None and not self.read_only:
            self.end_gesture()
            self.stack.undo()
            self.moved.emit(f"Undid: {step.text()}")

    def redo(self) -> None:
        step = self._step_at(self.stack.index())
        if step is not None and not self.read_only:
            self.end_gesture()
            self.stack.redo()
            self.moved.emit(f"Redid: {step.text()}")

    def take_effect(self, edits: tuple[Edit, ...], scene_id: str) -> None:
        """Whether done, undone or done again."""
        self.is_moving = True
        try:
            self._carry(edits, scene_id)
        finally:
            self.is_moving = False

    def _step_at(self, index: int) -> "_Step | None":
        step = self.stack.command(index) if 0 <= index < self.stack.count() else None
        return step if isinstance(step, _Step) and step.edits else None

    def _keep_to_budget(self) -> None:
        """Count the newest step, and give up the oldest ones beyond the budget."""
        count = self.stack.count()
        del self._costs[max(count - 1, 0) :]  # what was redone is gone, and a step may have merged with the last
        newest = self._step_at(count - 1)
        self._costs += [newest.cost if newest is not None else 0] * (count - len(self._costs))
        # QUndoStack cannot drop its oldest commands, so they are emptied; `undo` stops at the first empty one
        excess = self.num_bytes - self.budget_bytes
        while excess > 0 and self._num_given_up < count - 1:
            step = self._step_at(self._num_given_up)
            if step is not None:
                step.edits = ()
            excess -= self._costs[self._num_given_up]
            self._costs[self._num_given_up] = 0
            self._num_given_up += 1


class _Step(QUndoCommand):
    """One step, in the scene that it changes."""

    def __init__(
        self, history: History, text: str, edits: tuple[Edit, ...], scene_id: str, key: tuple[Any, ...] | None
    ) -> None:
        super().__init__(text)
        self.edits = edits
        self._history = history
        self._scene_id = scene_id
        self._key = key

    @property
    def cost(self) -> int:
        return sum(edit.cost for edit in self.edits)

    def id(self) -> int:
        return 1 if self._key is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Step) or other._key != self._key or not self.edits:
            return False
        (mine,), (its,) = self.edits, other.edits
        assert isinstance(mine, ValueEdit | MarksEdit)
        assert type(its) is type(mine)
        self.edits = (replace(mine, after=its.after),)
        self.setObsolete(mine.before == its.after)
        return True

    def redo(self) -> None:
        self._history.take_effect(self.edits, self._scene_id)

    def undo(self) -> None:
        self._history.take_effect(tuple(edit.reversed() for edit in reversed(self.edits)), self._scene_id)
