"""Published splits: a JSON list of the paths of pictures, on whatever machine it was made, as in CSRNet's code."""

import re
from collections.abc import Iterable
from pathlib import Path

from ...errors import DatasetError, bounded
from ...reading import read_json
from ..scene import Dataset, Scene

_EXPECTED = "expected a JSON list of paths of pictures, such as CSRNet's part_B_train.json"
_SPELLED = re.compile(r"(_data|_final)$")


def listed(path: Path) -> tuple[str, ...]:
    """The paths that the list in the file `path` names. Raises DatasetError."""
    raw = read_json(path, _EXPECTED, DatasetError)
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise DatasetError(f"{path} is no list of pictures: {_EXPECTED}, found something else.")
    return tuple(raw)


def named_by(dataset: Dataset, path: Path) -> tuple[frozenset[str], tuple[str, ...]]:
    """The ids of the scenes that the list in `path` names, and what it names that is no scene of `dataset`.

    A picture is known by its name and by as many of the folders above it as agree, whichever of ShanghaiTech's two
    spellings they have. Raises DatasetError where two scenes fit as well, or none of the list is here.
    """
    by_name: dict[str, list[Scene]] = {}
    for scene in dataset:
        by_name.setdefault(scene.image_path.name.lower(), []).append(scene)
    found, missing = set[str](), list[str]()
    for entry in listed(path):
        way = _way(entry)
        ranked = sorted(((_common(way, _way(scene.image_path.as_posix())), scene.id)
                         for scene in by_name.get(way[0], ())), reverse=True)  # fmt: skip
        if not ranked:
            missing.append(entry)
        elif len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
            raise DatasetError(
                f"{path} names {bounded(entry, 120)}, which may be {ranked[0][1]} or {ranked[1][1]} of {dataset.root}: "
                "name one part by data.part, or write more of its path."
            )
        else:
            found.add(ranked[0][1])
    if not found:
        raise DatasetError(
            f"{path} names no scene of {dataset.root}: expected pictures such as {_some(dataset)}, found "
            f"{bounded(missing[0], 120) if missing else 'an empty list'}."
        )
    return frozenset(found), tuple(missing)


def _way(path: str) -> list[str]:
    """The parts of a path from the file upwards, spelled as one."""
    name, *folders = reversed(path.replace("\\", "/").lower().split("/"))
    return [name, *(_SPELLED.sub("", folder) for folder in folders)]


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    number = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        number += 1
    return number


def _some(dataset: Dataset) -> str:
    return next((scene.image_path.name for scene in dataset), "none")
