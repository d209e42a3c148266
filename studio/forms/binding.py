"""Joins a form to a part of the recipe: what the person changes becomes an edit, what changes is shown."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel
from PySide6.QtCore import QObject, QTimer

from miscount.engine import plugins
from miscount.engine.errors import RecipeError
from miscount.engine.part import Part, in_words
from miscount.widgets.forms import Form

from ..document import Document
from .from_model import form_fields, title

AnyPart = TypeVar("AnyPart", bound=Part)

_PAUSE_MS = 700
NO_RECIPE = "The settings come with the project's recipe; none is read yet."


class RecipeForm(QObject):
    """Shows the part of the document's recipe at `root` ("" for all of it) in `form`, and edits it there.

    A form that nobody sees waits until it is seen, or until `fill`: half a dozen forms would take 80 ms to fill when
    a recipe comes, and some milliseconds at each move of a hand that edits it.
    """

    def __init__(
        self,
        form: Form,
        document: Document,
        root: str = "",
        only: Collection[str] = (),
        leave_out: Collection[str] = (),
        beside: bool = False,
    ) -> None:
        super().__init__(form)
        self._form, self._document = form, document
        self._root, self._only, self._leave_out = root, tuple(only), tuple(leave_out)
        self._beside = beside  # titles stand beside their fields: for forms with little room and short titles
        self._shown: tuple[type[BaseModel], int] | None = None  # a part's class, and the state of its kinds
        self._waits = True  # what the recipe says is not in the form yet
        # a pause of the hand ends a gesture: what follows is the next step of the history
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(document.history.end_gesture)
        form.changed.connect(self._on_changed)
        form.seen.connect(self.fill)
        document.value_changed.connect(self._on_value)
        self._show_when_seen()

    def set_root(self, root: str) -> None:
        """Show and edit the part at another place of the recipe."""
        if root != self._root:
            self._root, self._shown = root, None
            self._document.history.end_gesture()
            self._show_when_seen()

    def fill(self) -> bool:
        """Show what the recipe says now, seen or not; False where the form shows it already."""
        waited = self._waits
        if waited:
            self._show()
        return waited

    def _on_value(self, name: str) -> None:
        if name == "recipe":
            self._show_when_seen()

    def _show_when_seen(self) -> None:
        self._waits = True
        if self._form.isVisible():
            self._show()

    def _show(self) -> None:
        self._waits = False
        part = part_at(self._document.recipe, self._root)
        if not isinstance(part, BaseModel):
            self._form.set_specs(())
            self._shown = None
            return
        values = part.model_dump()
        if self._only:
            values = {name: values[name] for name in self._only}
        nested = _nested(self._root, values)
        shown = type(part), plugins.generation()
        if shown != self._shown:
            self._shown = shown
            specs = form_fields(type(part), self._root, self._only, self._leave_out)
            self._form.set_specs(tuple(replace(spec, beside=self._beside) for spec in specs), nested)
        else:
            self._form.set_values(nested)
        self._form.clear_problems()

    def _on_changed(self, path: str, value: object) -> None:
        recipe = self._document.recipe
        if recipe is None:
            return
        try:
            changed = with_value(recipe, path, value)
        except RecipeError as error:
            sentence = str(error).splitlines()[0]
            self._form.set_problem(path, sentence.split(": ", 1)[-1])
            return
        self._form.clear_problems()
        self._document.edit_value(f"Change {title(path.rsplit('.', 1)[-1]).lower()}", "recipe", changed)
        self._pause.start()


def part_at(part: Any, path: str) -> Any:
    """The part of `part` at the dotted `path`; None where there is none."""
    for step in path.split(".") if path else ():
        if step.isdigit():
            part = part[int(step)] if isinstance(part, tuple) and int(step) < len(part) else None
        else:
            part = getattr(part, step, None)
    return part


def with_value(part: AnyPart, path: str, value: object) -> AnyPart:
    """A checked copy of `part` with `value` at the dotted `path`; another `kind` brings its own defaults.

    Raises RecipeError with a line for each fault.
    """
    *way, last = path.split(".")

    def changed(at: Any) -> Any:
        if last == "kind" and way:
            return _kept(at, part_at(part, ".".join(way)), str(value))
        return _with(at, [last], lambda _before: value)

    return _checked(part, _with(part.model_dump(), way, changed))


def _with(raw: Any, way: Sequence[str], change: Callable[[Any], Any]) -> Any:
    """Plain values with `change` of what is at the end of `way` in its place."""
    if not way:
        return change(raw)
    step, *rest = way
    if step.isdigit():
        entries = list(raw)
        entries[int(step)] = _with(entries[int(step)], rest, change)
        return entries
    return {**raw, step: _with(raw.get(step), rest, change)}


def with_part(part: AnyPart, path: str, inner: Part) -> AnyPart:
    """A checked copy of `part` with the part `inner` at the dotted `path`. Raises RecipeError."""
    return with_value(part, path, inner.model_dump())


def with_values(part: AnyPart, values: Mapping[str, object]) -> AnyPart:
    """A checked copy of `part` with other `values` of its settings, all at once. Raises RecipeError."""
    return _checked(part, part.model_dump() | dict(values))


def _kept(before: Mapping[str, Any], part: Any, kind: str) -> dict[str, Any]:
    # what a person called a thing stays; the other settings of another kind mean something else
    name = before.get("name")
    return {"kind": kind, "name": name} if name and hasattr(part, "name") else {"kind": kind}


def _checked(part: AnyPart, raw: object) -> AnyPart:
    from pydantic import ValidationError

    try:
        return type(part).model_validate(raw)
    except ValidationError as error:
        raise RecipeError(in_words(error, raw, "the recipe")) from None


def _nested(path: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    for step in reversed(path.split(".")) if path else ():
        values = {step: values}
    return values
