"""The layers of the trigger, whatever it is made of: which one is in the hand, and what the panel does with them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ..document import Document
from ..document.edits import LOCKS
from ..forms.binding import with_part

if TYPE_CHECKING:
    from miscount.engine.triggers.composite import Sheet

TRIGGER = "poison.trigger"
TOO_MANY = "A trigger has at most 16 parts, and a painted one at most 32 layers: remove one first."
LOCKED = "This layer is locked: open its lock first."


class LayerController(QObject):
    """Every change is an edit of the recipe; layers are counted from the lowest to the uppermost."""

    changed = Signal()
    notified = Signal(str)

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._current = -1
        self._of: Any = None
        self._sheets: tuple[Sheet, ...] = ()
        document.value_changed.connect(self._on_value)
        document.dataset_opened.connect(self._unlock_all)

    @property
    def sheets(self) -> "tuple[Sheet, ...]":
        """The layers of the recipe's trigger; one where it has none but itself."""
        recipe = self._document.recipe
        trigger = None if recipe is None else recipe.poison.trigger
        if trigger is not self._of:
            from miscount.engine.triggers.composite import sheets_of  # the recipe brought it along

            self._of, self._sheets = trigger, () if trigger is None else sheets_of(trigger)
        return self._sheets

    @property
    def current(self) -> int:
        """The place of the layer in the hand, from the bottom; the uppermost until another is chosen."""
        last = len(self.sheets) - 1
        return last if self._current < 0 else min(self._current, last)

    @property
    def sheet(self) -> "Sheet | None":
        """The layer in the hand."""
        return self.sheets[self.current] if self.sheets else None

    def path(self, place: int) -> str:
        """Where in the recipe the layer stands, dotted."""
        from miscount.engine.triggers.composite import Composite
        from miscount.engine.triggers.painted import Painted

        whole = self._of if self.sheets else None
        if isinstance(whole, Painted):
            return f"{TRIGGER}.layers.{place}"
        if isinstance(whole, Composite):
            for number, part in enumerate(whole.triggers):
                num = len(part.layers) if isinstance(part, Painted) else 1
                if place < num:
                    inner = f".layers.{place}" if isinstance(part, Painted) else ""
                    return f"{TRIGGER}.triggers.{number}{inner}"
                place -= num
        return TRIGGER

    def is_locked(self, place: int) -> bool:
        """Whether neither hand nor settings change the layer."""
        return 0 <= place < len(self.sheets) and self.sheets[place].part in self._locked

    @property
    def _locked(self) -> frozenset[Any]:
        """By value: what is locked does not change."""
        locked: frozenset[Any] = self._document.value(LOCKS) or frozenset()
        return locked

    def _unlock_all(self) -> None:
        if self._locked:
            self._document.set_value(LOCKS, frozenset())

    def choose(self, place: int) -> None:
        """Take the layer at `place` into the hand."""
        if place != self.current:
            self._document.history.end_gesture()
        self._current = place
        self.changed.emit()

    def do(self, what: str) -> None:
        """One of copy, up, down, remove: of the layer in the hand."""
        sheets, at = list(self.sheets), self.current
        if at < 0:
            return
        match what:
            case "copy":
                self.put("Copy the layer", [*sheets[: at + 1], *sheets[at:]], at + 1)
            case "remove" if self.is_locked(at):
                self.notified.emit(LOCKED)
            case "remove" if len(sheets) > 1:
                self.put("Remove the layer", sheets[:at] + sheets[at + 1 :], max(at - 1, 0))
            case "up" | "down":
                self.move(at, at + (1 if what == "up" else -1))

    def add(self, kind: str) -> None:
        """A new layer above the one in the hand: a trigger of this kind, or a picture where it is `painted`."""
        from miscount.engine.triggers import KINDS
        from miscount.engine.triggers.composite import Sheet
        from miscount.engine.triggers.painted import Layer

        sheets, at = list(self.sheets), self.current
        beside = self.sheet
        if kind == "painted":
            group = (beside.opacity, beside.name) if beside is not None else (1.0, "")
            made = Sheet(Layer(), True, *group)
        else:
            made = Sheet(KINDS[kind]())  # type: ignore[arg-type]  # a composite is not among those to add
        self.put("Add a layer", [*sheets[: at + 1], made, *sheets[at + 1 :]], at + 1)

    def add_picture(self, words: str, picture: str, **where: object) -> None:
        """A picture as a new layer above all others; `words` name the step."""
        from miscount.engine.triggers.composite import Sheet
        from miscount.engine.triggers.painted import Layer

        layer = Layer.model_validate({"picture": picture, **where})
        self.put(words, [*self.sheets, Sheet(layer)], len(self.sheets))

    def move(self, start: int, end: int) -> None:
        """The layer at `start` is to stand at `end`."""
        sheets = list(self.sheets)
        if 0 <= start < len(sheets) and 0 <= end < len(sheets) and start != end:
            sheets.insert(end, sheets.pop(start))
            self.put(f"Move the layer {'up' if end > start else 'down'}", sheets, end)

    def toggle(self, place: int, what: str, on: bool) -> None:
        """Show a layer or leave it out; lock it or open its lock."""
        if what == "locked":
            part = frozenset({self.sheets[place].part})
            words = "Lock the layer" if on else "Open the layer's lock"
            self._document.edit_value(words, LOCKS, self._locked | part if on else self._locked - part, merge=False)
            return
        sheets = list(self.sheets)
        was_locked = self.is_locked(place)
        sheets[place] = replace(sheets[place], shown=on)
        self.put("Show the layer" if on else "Leave the layer out", sheets, self.current)
        if was_locked:
            self._document.set_value(LOCKS, self._locked | {self.sheets[place].part})

    def fade(self, factor: float) -> None:
        """Make the layer in the hand `factor` times as strong."""
        sheet = self.sheet
        if sheet is None or self._refuses(self.current):
            return
        from miscount.engine.triggers.painted import Layer

        part = sheet.part
        faded = (
            part.replace(opacity=min(max(part.opacity * factor, 0.0), 1.0))
            if isinstance(part, Layer)
            else part.scaled(factor)
        )
        self._edit("Fade the trigger", self._with(self.current, replace(sheet, part=faded)), merge=True)

    def put(self, text: str, sheets: "Sequence[Sheet]", current: int) -> bool:
        """Other layers, as one step of the history; whether there can be so many."""
        done = self._edit(text, sheets, merge=False)
        if done:
            self._current = current
            self.changed.emit()
        return done

    def may_change(self) -> bool:
        """Whether the layer in the hand may be changed; says so where it is locked."""
        return not self._refuses(self.current)

    def _with(self, place: int, sheet: "Sheet") -> "list[Sheet]":
        sheets = list(self.sheets)
        sheets[place] = sheet
        return sheets

    def _refuses(self, place: int) -> bool:
        if self.is_locked(place):
            self.notified.emit(LOCKED)
            return True
        return False

    def _edit(self, text: str, sheets: "Sequence[Sheet]", merge: bool) -> bool:
        recipe = self._document.recipe
        if recipe is None:
            return False
        from miscount.engine.triggers.composite import stacked

        try:
            after = stacked(sheets, recipe.poison.trigger.name)
        except ValueError:
            self.notified.emit(TOO_MANY)
            return False
        self._document.edit_value(text, "recipe", with_part(recipe, TRIGGER, after), merge=merge)
        return True

    def _on_value(self, name: str) -> None:
        if name in ("recipe", LOCKS):
            self.changed.emit()
