"""What the writers of dataset formats share: names, splits, pictures."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from ..errors import OutputError
from ..paths import inside, writable
from .holds import Holds, split_among
from .images import copy_as_seen, copy_image
from .pairing import caseless
from .scene import Dataset, Scene

Report: TypeAlias = Callable[[int, int], None]
"""(done, total); may raise to stop the work."""


def named(
    dataset: Dataset, splits: tuple[str, ...] | None, *, one_word: bool = False
) -> Iterator[tuple[Scene, str, str]]:
    """(scene, split, file name without suffix) of each scene, no two alike within a split.

    A split that is not among `splits` becomes another, by `split_among`. Scenes of one name in two parts take
    their part along. With `one_word`, names hold neither spaces nor commas, which lists of names would be cut at.
    Raises OutputError for a split or a name that leads out of the folder that is written to.
    """
    targets = [(scene, split_among(scene.split, splits)) for scene in dataset]
    # systems that do not tell IMG_1 from img_1 must get two files all the same
    common = Counter((split, caseless(scene.name)) for scene, split in targets)
    taken: set[tuple[str, str]] = set()
    for scene, split in targets:
        alone = common[split, caseless(scene.name)] == 1
        # a dot in a name would be taken for the start of a suffix
        wanted = (scene.name if alone else scene.id).replace("/", "_").replace(".", "_")
        wanted = re.sub(r"[\s,]+", "_", wanted) if one_word else wanted
        number = itertools.count(2)
        name = wanted
        while (split, caseless(name)) in taken:
            name = f"{wanted}_{next(number)}"
        taken.add((split, caseless(name)))
        writable(f"{split}/{name}")
        yield scene, split, name


_AS_IT_IS = Holds()
"""Of the formats of plugins, which say nothing of how their readers turn pictures."""


def place_image(scene: Scene, folder: Path, name: str, holds: Holds = _AS_IT_IS) -> Path:
    """Copy the picture of `scene` into `folder` byte for byte, its suffix kept. Raises DatasetError, OutputError.

    One that was labelled as it is stored is marked so that nobody turns it; one that EXIF turns is written anew for
    readers that `holds` says would not.
    """
    return _placed(scene, inside(folder, name + scene.image_path.suffix.lower()), holds)


def _placed(scene: Scene, path: Path, holds: Holds) -> Path:
    copy = copy_as_seen if holds.turned else copy_image
    return copy(scene.image_path, path, upright=scene.upright)


def place_jpeg(scene: Scene, folder: Path, name: str, reader: str, holds: Holds = _AS_IT_IS) -> Path:
    """The same as `name.jpg`, for a `reader` that looks for no others. Raises OutputError for another picture."""
    if scene.image_path.suffix.lower() not in (".jpg", ".jpeg"):
        raise OutputError(
            f"{reader} finds pictures that end in .jpg alone: expected JPEG files, found {scene.image_path.name}; save "
            "it as JPEG first."
        )
    return _placed(scene, inside(folder, f"{name}.jpg"), holds)
