"""What can be wrong with a dataset's images and labels, each problem with a sentence that a curator can act on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ...parallel import ordered_map
from ..formats import format_named
from ..scene import Dataset, Labels, Scene
from .coordinates import LEAST_HEADS, Evidence, settled, weigh
from .fixes import ASKED_FOR, FIXES, NAMES, mended
from .people import blocks, check_people
from .problem import KINDS, SEVERITIES, About, Problem, Severity, worst
from .registration import ground
from .scene import check_image, check_labels, check_map, crowded, decoded, read_labels, repeated
from .whole import Whole

MapSum = Callable[[Scene], float | None]
"""The sum of a scene's density map; None where there is none. Raises DatasetError."""


def check(dataset: Dataset, *, decode: bool = True, map_sum: MapSum | None = None) -> Iterator[Problem]:
    """Every problem of `dataset`, scene by scene, then what only the whole shows; a broken file never stops the rest.

    Images are decoded whole, which alone finds a truncated one and takes most of the time; with `decode` false
    only their heads are read, and pictures are not compared. With `map_sum`, maps are compared with their heads.
    """
    found = [problem for _, group in by_scene(dataset, decode=decode, map_sum=map_sum) for problem in group]
    yield from settled(found)


def by_scene(
    dataset: Dataset, *, decode: bool = True, map_sum: MapSum | None = None, threads: int | None = 1
) -> Iterator[tuple[Scene | None, tuple[Problem, ...]]]:
    """The same with the scene that each group belongs to; at the end, without a scene, what only the whole shows.

    That may be that a scene's heads are stored in another way: `settled` leaves out what then follows from it. Scenes
    are looked at by so many `threads`, by as many as there are cores where None; what is found is the same.
    """

    def look(scene: Scene) -> tuple[Scene, tuple[Problem, ...], Whole]:
        noted = Whole()
        return scene, tuple(check_scene(scene, decode=decode, map_sum=map_sum, whole=noted)), noted

    whole = Whole()
    with closing(ordered_map(look, dataset, threads)) as looked:
        for scene, problems_of_it, noted in looked:
            whole.join(noted)
            yield scene, problems_of_it
    orphans = format_named(dataset.format).orphan_labels(dataset)
    problems = (
        Problem.of(name, "orphan_labels", f"{path} has no image: its heads are not used.") for name, path in orphans
    )
    yield None, (*whole.problems(dataset), *problems)


def check_scene(
    scene: Scene, *, decode: bool = True, map_sum: MapSum | None = None, whole: Whole | None = None
) -> Iterator[Problem]:
    """Every problem that one scene shows on its own; `whole` takes note of it."""
    found = list(check_image(scene))
    image: NDArray[np.uint8] | None = None
    if decode and not any(problem.severity == "error" for problem in found):
        picture = decoded(scene)
        if isinstance(picture, Problem):
            found.append(picture)
        else:
            image = picture
    yield from found
    if whole is not None and image is not None:
        whole.see(scene, image)
    labels = read_labels(scene)
    if isinstance(labels, Problem):
        yield labels
        return
    evidence = _evidence(scene, labels, image)
    yield from check_labels(scene, labels, evidence)
    if map_sum is not None:
        yield from _check_map(scene, map_sum, labels.annotation.count)
    if whole is not None and evidence is not None and not any(problem.severity == "error" for problem in found):
        whole.add(scene, labels, image, evidence)


def _evidence(scene: Scene, labels: Labels, image: NDArray[np.uint8] | None) -> Evidence | None:
    """What the scene tells of how its heads are stored; None where it has no labels or no size."""
    points = labels.annotation.points
    if not labels.labelled:
        return None
    try:
        size = scene.size
    except DatasetError:
        return None
    seen = ground(image) if image is not None and len(points) >= LEAST_HEADS else None
    return weigh(points, size, labels.stated_size, seen)


def _check_map(scene: Scene, map_sum: MapSum, count: float) -> Iterator[Problem]:
    try:
        total = map_sum(scene)
    except DatasetError as error:
        yield Problem.of(scene.id, "map_sum", str(error))
        return
    if total is not None:
        yield from check_map(scene.id, total, count)


def counts_of(problems: Mapping[str, tuple[Problem, ...]]) -> dict[str, int]:
    """How many problems of each kind there are, in the order of KINDS."""
    found = [problem.kind for group in problems.values() for problem in group]
    return {kind: found.count(kind) for kind in KINDS if kind in found}


__all__ = [
    "ASKED_FOR", "FIXES", "KINDS", "NAMES", "SEVERITIES", "About", "MapSum", "Problem", "Severity", "Whole", "blocks",
    "by_scene", "check", "check_people", "check_scene", "counts_of", "crowded", "mended", "repeated", "settled",
    "worst",
]  # fmt: skip
