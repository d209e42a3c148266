"""The kernel that fits the heads: where photographs are labelled here, the recipe began before there were any."""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset

from ..desktop.background import Background
from ..document import Document
from ..document.document import WAITING
from ..forms.binding import with_value
from ..runs.tasks import with_edits

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe

ENOUGH = 30
"""Heads, labelled here, whose spacing says something."""

NO_HEADS = "No two heads of a scene are labelled yet: there is no spacing to propose a kernel from."
SAME = "The kernel is already the one that fits the heads. {why}"


@dataclass(frozen=True)
class _Fit:
    """The kernel that fits, as a recipe has it, with its reason; and the one that is proposed where nobody is known."""

    kernel: dict[str, Any]
    why: str
    blind: dict[str, Any]
    has_spacing: bool


class KernelProposer(QObject):
    """Proposes when asked; and offers it once, when enough heads were labelled on the kernel of unknown crowds."""

    offered = Signal(str)
    notified = Signal(str)

    def __init__(self, document: Document, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._background = document, background
        self._has_looked = False
        document.heads_changed.connect(self._on_heads)
        document.dataset_changed.connect(self._on_dataset)

    def propose(self) -> None:
        """Put the kernel that fits the heads into the recipe, as one step."""
        if self._document.waiting:
            self.notified.emit(WAITING)
        else:
            self._look(self._put)

    def _look(self, then: Any) -> None:
        document = self._document
        if document.dataset is not None and document.recipe is not None:
            work = partial(_fit, document.dataset, dict(document.edited_heads))
            self._background.run(work, partial(then, document.recipe.kernel))

    def _put(self, _before: object, fit: _Fit) -> None:
        recipe = self._document.recipe
        if recipe is None:
            return
        if not fit.has_spacing:
            self.notified.emit(NO_HEADS)
            return
        after = with_value(recipe, "kernel", _beside(recipe, fit.kernel))
        if after.kernel == recipe.kernel:
            self.notified.emit(SAME.format(why=fit.why))
            return
        self._document.edit_value("Propose the kernel", "recipe", after, merge=False)
        self.notified.emit(fit.why)

    def _on_dataset(self) -> None:
        self._has_looked = False

    def _on_heads(self, scene_id: str, _patches: object = None) -> None:
        document = self._document
        if self._has_looked or document.read_only or document.waiting or document.has_labels(scene_id):
            return
        if sum(map(len, document.edited_heads.values())) >= ENOUGH:
            self._has_looked = True
            self._look(self._offer)

    def _offer(self, before: object, fit: _Fit) -> None:
        """Only where the kernel is still the one that was proposed when no head was known."""
        recipe = self._document.recipe
        if recipe is None or recipe.kernel != before or not fit.has_spacing or fit.kernel == fit.blind:
            return
        if with_value(recipe, "kernel", _beside(recipe, fit.blind)).kernel == recipe.kernel:
            heads = sum(map(len, self._document.edited_heads.values()))
            self.offered.emit(f"{heads} heads are labelled now, and tell what fits them. {fit.why}")


def _beside(recipe: "Recipe", kernel: dict[str, Any]) -> dict[str, Any]:
    """A kernel with what the recipe's has beside its kind and its width, where it is of the same kind."""
    same = recipe.kernel.model_dump() if recipe.kernel.kind == kernel["kind"] else {}
    return {**same, **kernel}


def _fit(dataset: Dataset, edited: dict[str, Annotation]) -> _Fit:
    from miscount.engine.proposal import measure, propose

    whole = with_edits(dataset, edited)
    labelled = whole.having(scene for scene in whole if scene.id in edited) if edited else whole
    found = measure(labelled)
    if found.spacing_px is None and edited:
        found = measure(whole)
    fitting, blind = propose(found), propose(replace(found, spacing_px=None, uneven=1.0))
    kernels = [each.settings(dataset.root)["kernel"] for each in (fitting, blind)]
    return _Fit(kernels[0], fitting.reasons[0], kernels[1], found.spacing_px is not None)
