"""The scenes that an export or a copy for a run holds: what is set aside of those shown, and what is told. No Qt.

A copy holds clean labels, in which no run could see that some were lost in reading: so the rule of runs on lost labels
is asked of the source, every time, and refuses before anything is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miscount.engine.errors import DatasetError
from miscount.engine.scenes.scene import Dataset

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe
    from miscount.engine.scenes.formats import Format
    from miscount.engine.scenes.summary import Broken

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Usable:
    """The scenes that can be written, and what is told of reading them, in the words of every command."""

    scenes: Dataset
    sentences: tuple[str, ...]


def for_export(dataset: Dataset, form: "Format", report: Report) -> Usable:
    """What can be written in `form`; broken scenes are set aside. Raises DatasetError where no labelled one is left."""
    from miscount.engine.scenes.conversion import readable
    from miscount.engine.scenes.summary import summary_of

    found, broken = readable(dataset, report)
    kept, bare = labelled(found, form)
    said = summary_of(kept, broken, bare, drops_unlabelled=not form.HOLDS.unlabelled)
    return Usable(kept, said.sentences())


def for_copy(recipe: "Recipe", dataset: Dataset, report: Report) -> Usable:
    """What a copy for a run of `recipe` holds, in its own form. Raises DatasetError, as the run would.

    Broken scenes are refused unless the recipe skips them; so are training scenes of whose labels too much was lost.
    """
    from miscount.engine.experiment.used_scenes import as_used, told_of_lost
    from miscount.engine.scenes.conversion import own_form

    found = _without_broken(recipe, dataset, report)
    lost = tuple(told_of_lost(recipe, as_used(recipe, found.scenes)))
    form = own_form(dataset)
    kept, bare = labelled(found.scenes, form)
    return Usable(kept, (*lost, *_said(kept, found, bare, form.HOLDS.unlabelled)))


def as_run(recipe: "Recipe", dataset: Dataset, report: Report) -> Usable:
    """What a run of `recipe` uses, each scene in its split. Raises DatasetError, as the run would."""
    from miscount.engine.experiment.used_scenes import as_used, told_of_lost

    found = _without_broken(recipe, dataset, report)
    kept = as_used(recipe, found.scenes)
    lost = tuple(told_of_lost(recipe, kept))
    there = {scene.id for scene in kept}
    bare = [scene.id for scene in found.scenes if scene.id not in there and not scene.labels.labelled]
    return Usable(kept, (*lost, *_said(kept, found, bare, False)))


@dataclass(frozen=True)
class _Found:
    scenes: Dataset
    broken: "tuple[Broken, ...]"


def _without_broken(recipe: "Recipe", dataset: Dataset, report: Report) -> _Found:
    from miscount.engine.experiment.used_scenes import SKIP
    from miscount.engine.scenes.conversion import readable
    from miscount.engine.scenes.summary import broken_error

    dropped = set(recipe.split.leave_out)
    asked = dataset.having(scene for scene in dataset if scene.id not in dropped)  # those are not even opened
    scenes, broken = readable(asked, report)
    if broken and not getattr(recipe.data, "skip_broken", False):
        raise broken_error(dataset.root, broken, len(asked), SKIP)
    return _Found(scenes, broken)


def _said(kept: Dataset, found: _Found, bare: list[str], holds_unlabelled: bool) -> tuple[str, ...]:
    from miscount.engine.scenes.summary import summary_of

    return summary_of(kept, found.broken, bare, drops_unlabelled=not holds_unlabelled).sentences()


def labelled(dataset: Dataset, form: "Format") -> tuple[Dataset, list[str]]:
    """The scenes that somebody has labelled, and the ids of the others, where `form` cannot tell them apart.

    It would hold them as scenes without people, and a counter would learn so. Raises DatasetError where none is left.
    """
    if form.HOLDS.unlabelled:
        return dataset, []
    bare = [scene.id for scene in dataset if not scene.labels.labelled]
    if bare and len(bare) == len(dataset):
        raise DatasetError(f"No scene of {dataset.root} is labelled yet: place heads in some first (Heads page).")
    without = set(bare)
    return dataset.having(scene for scene in dataset if scene.id not in without), bare
