"""How a command that takes a dataset reads it: what cannot be used is set aside or refused, and all of it is said."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..events import Progress, StageStarted, check
from .screen import Report, say_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..events import Cancel
    from ..recipe import Recipe
    from ..scenes import Dataset
    from ..scenes.summary import Summary

SkipBroken: TypeAlias = Annotated[
    bool, typer.Option("--skip-broken", help="Set scenes that cannot be read aside, and say which; else they stop it.")
]


def progress_of(stage: str, report: Report, cancel: "Cancel") -> Callable[[int, int], None]:
    """Reports one thing done, and stops the work where the person asked to."""
    report(StageStarted(stage, 1, 1))

    def progress(done: int, total: int) -> None:
        report(Progress(stage, done, total))
        check(cancel)

    return progress


def labelled_scenes(
    dataset: "Dataset", skip_broken: bool, progress: Callable[[int, int], None], orphans: "Sequence[str]", *,
    whole: bool,
) -> "tuple[Dataset, Summary]":  # fmt: skip
    """The scenes of `dataset` that have labels and can be read, and what their readers said, which is told.

    `whole` as of conversion.readable, `orphans` as of summary_of. Raises DatasetError, naming the broken ones, where
    they are not to be skipped.
    """
    from ..scenes.conversion import readable
    from ..scenes.summary import broken_error, summary_of

    kept, broken = readable(dataset, progress, whole=whole)
    if broken and not skip_broken:
        raise broken_error(dataset.root, broken, len(dataset), "go on without them with --skip-broken")
    used = kept.having(scene for scene in kept if scene.labels.labelled)
    bare = [scene.id for scene in kept if not scene.labels.labelled]
    summary = summary_of(used, broken, bare, orphans=orphans, drops_unlabelled=True)
    tell(summary.sentences())
    return used, summary


def tell(sentences: "Iterable[str]") -> None:
    """What readers left out or changed, on stderr."""
    for sentence in sentences:
        say_problem(sentence)


def with_skipping(recipe: "Recipe", skip_broken: bool) -> "Recipe":
    """`recipe` as the option asks."""
    from ..recipe import skipping_broken

    return skipping_broken(recipe) if skip_broken else recipe


def told_dataset(path: Path) -> "tuple[Dataset, Summary]":
    """The dataset at `path` and what its readers said, which is told. Raises DatasetError."""
    from ..scenes import read_dataset
    from ..scenes.summary import summary_of

    dataset = read_dataset(path)
    summary = summary_of(dataset)
    tell(summary.sentences())
    return dataset, summary
