"""Forms made from `FieldSpec`s: a person changes one value at a time, and hears in words what is wrong with it.

The form knows no recipe: it shows values by their dotted path and says `(path, value)` when a person changed one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from miscount.widgets.forms.fields import FieldSpec, Variant
from miscount.widgets.forms.nesting import flattened
from miscount.widgets.forms.parts import Group
from miscount.widgets.words import Words

from ..language import tr

__all__ = ["FieldSpec", "Form", "Variant"]


class Form(QScrollArea):
    """A column of fields in a scroll area; `changed` is (path, value), and only what a person did."""

    changed = Signal(str, object)
    seen = Signal()
    """It is about to come before the person's eyes: the last moment to put its values right."""

    def __init__(self, parent: QWidget | None = None, empty_text: str = "Nothing to set here.") -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty_text = empty_text
        self._shows = False
        self._group = Group(())
        self._take(self._group)

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.emit()
        super().showEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As wide as its rows need: it scrolls up and down only, and would cut off what is wider."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._group.minimumSizeHint().width() + bar, super().minimumSizeHint().height())

    def set_specs(self, specs: Sequence[FieldSpec], values: Mapping[str, object] | None = None) -> None:
        """Show `specs`, each with its default, or with what is among `values`, dotted or nested.

        Fields of the same specs are kept, so the focus survives.
        """
        with self._showing():
            if self._group.specs != tuple(specs):
                self._take(Group(specs, flattened(values or {})))
            elif values is not None:
                self._group.set_values(flattened(values))

    def _take(self, group: Group) -> None:
        self._group = group
        group.column.setContentsMargins(10, 8, 10, 10)
        if not group.specs:
            note = Words(tr(self._empty_text), wordWrap=True)
            note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            group.column.addWidget(note)
        group.column.addStretch(1)
        group.changed.connect(self._on_changed)
        self.setWidget(group)

    @contextmanager
    def _showing(self) -> Iterator[None]:
        """What fields say meanwhile is no person's wish: one that is hidden hands over what was typed into it."""
        before, self._shows = self._shows, True
        try:
            yield
        finally:
            self._shows = before

    def _on_changed(self, path: str, value: object) -> None:
        if not self._shows:
            self.changed.emit(path, value)

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show `values`, dotted or nested; paths that are not mentioned stay, unknown ones are ignored."""
        with self._showing():
            self._group.set_values(flattened(values))

    def values(self) -> dict[str, Any]:
        """What the form shows, by dotted path."""
        return self._group.values()

    def set_problem(self, path: str, sentence: str | None) -> None:
        """Say under the field at `path` what is wrong with it, or with None that all is well."""
        self._group.set_problem(path, sentence)

    def clear_problems(self) -> None:
        self._group.clear_problems()


def _specs_of_demo() -> tuple[FieldSpec, ...]:
    ratio = FieldSpec("ratio", "Blend ratio", "Share of the pattern in each pixel.", "number", 0, 1, 0.01, default=0.15)
    size = FieldSpec("size_px", "Size", "Side of the square.", "integer", 4, 256, 1, "px", default=32)
    anchor = FieldSpec("anchor", "Anchor", "Where it sits.", "choice", choices=("top_left", "center"), default="center")

    def under(path: str, *specs: FieldSpec) -> tuple[FieldSpec, ...]:
        return tuple(replace(spec, path=f"{path}.{spec.path}" if path else spec.path) for spec in specs)

    def triggers(path: str) -> tuple[Variant, ...]:
        return (
            Variant("blend", "Blended checkerboard", "Mixes a pattern in.", under(path, ratio)),
            Variant("patch", "Patch", "Lays a square on the image.", under(path, size, anchor)),
        )

    layer = FieldSpec("", "Kind", kind="union", variants=triggers(""))
    return (
        FieldSpec("trigger", "Trigger", "What the attacker adds to the image.", "union", variants=triggers("trigger")),
        FieldSpec("", "Training", "How the counter learns.", "section", children=_training_of_demo()),
        FieldSpec("layers", "Layers", "Drawn in this order.", "list", 0, 4, item=layer),
        FieldSpec("name", "Name of the run", "Its folder is called so.", "text", default="first try"),
        FieldSpec("weights", "Weights to start from", "A safetensors file.", "file", pattern="Weights (*.safetensors)"),
    )


def _training_of_demo() -> tuple[FieldSpec, ...]:
    flip = "Flip scenes from left to right while training"
    sigma = FieldSpec("", "Sigma", kind="number", low=0.5, high=30, step=0.5, unit="px", default=4.0)
    return (
        FieldSpec("train.lr", "Learning rate", "Of Adam.", "number", 1e-7, 1e-1, unit="", default=1e-4),
        FieldSpec(
            "train.clip", "Clip the gradient", "Norm above which it is cut.", "number", 0, 10, 0.1, optional=True
        ),
        FieldSpec("train.augment", flip, "Doubles the scenes.", "bool", default=True),
        FieldSpec("train.sigmas", "Sigmas tried", "Widths of the kernel.", "list", item=sigma, default=(4.0, 15.0)),
    )


def _demo() -> Form:
    form = Form()
    form.set_specs(_specs_of_demo())
    form.set_values({"trigger": {"kind": "patch", "size_px": 64}, "layers": ({"kind": "blend", "ratio": 0.4},)})
    form.set_problem("trigger.size_px", "Size must be at most a quarter of the crop (48 px), and it is 64 px.")
    form.resize(300, 900)
    return form
