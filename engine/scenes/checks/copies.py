"""Which pictures are the same file byte for byte: a test picture among the training ones is learned, not recognized.

Only files of one length are read and hashed, so that a folder without copies costs one stat a scene.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

from ...errors import DatasetError
from ..content import content_of
from ..scene import Dataset, Scene

MIDDLE_BYTES = 1024


def equal(scenes: Iterable[Scene]) -> tuple[tuple[Scene, ...], ...]:
    """Groups of two or more of `scenes` whose pictures are equal byte for byte, in the order of their first.

    A picture that cannot be read is in no group: `check_image` reports it.
    """
    by_length: dict[int, list[Scene]] = {}
    for scene in scenes:
        try:
            by_length.setdefault(scene.image_path.stat().st_size, []).append(scene)
        except OSError:
            continue
    found = [group for alike in by_length.values() for group in _same_bytes(alike)]
    return tuple(found)


def _same_bytes(alike: Sequence[Scene]) -> list[tuple[Scene, ...]]:
    paths = {scene.image_path for scene in alike}
    if len(alike) > 1 and len(paths) == 1:
        return [tuple(alike)]  # one file listed twice is equal to itself, and needs no reading
    return [tuple(group) for part in _grouped(alike, _middle) for group in _grouped(part, _whole)]


def _grouped(scenes: Sequence[Scene], key: Callable[[Path], Hashable]) -> list[list[Scene]]:
    """Those of `scenes` that share a key with another; without those whose picture cannot be read."""
    if len(scenes) < 2:
        return []
    found: dict[Hashable, list[Scene]] = {}
    for scene in scenes:
        try:
            found.setdefault(key(scene.image_path), []).append(scene)
        except (OSError, DatasetError):
            continue
    return [group for group in found.values() if len(group) > 1]


def _middle(path: Path) -> bytes:
    """A few bytes from the middle: uncompressed pictures of one size are of one length, and differ there."""
    with path.open("rb") as file:
        file.seek(path.stat().st_size // 2)
        return file.read(MIDDLE_BYTES)


def _whole(path: Path) -> str:
    return content_of(path).sha256


def equal_across_splits(dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Pairs of scene ids of different splits whose pictures are equal byte for byte.

    Each scene is paired with the first of another split, so that n copies make fewer than n pairs and none is left out.
    """
    pairs = (pair for group in equal(dataset) for pair in apart(group))
    return tuple((first.id, second.id) for first, second in pairs)


def apart(group: Sequence[Scene]) -> list[tuple[Scene, Scene]]:
    """The scenes of one group, each paired with the group's first scene of another split; earlier ones come first."""
    found: dict[tuple[int, int], None] = {}
    for position, scene in enumerate(group):
        other = next((place for place, known in enumerate(group) if known.split != scene.split), None)
        if other is not None:
            found[min(position, other), max(position, other)] = None
    return [(group[first], group[second]) for first, second in found]


def across(first: Dataset, second: Dataset) -> tuple[tuple[str, str], ...]:
    """Pairs of an id of `first` and an id of `second` whose pictures are equal byte for byte.

    Of several equal pictures in `first` the earliest is named, so that each scene of `second` is in one pair at most.
    """
    ours = {id(scene) for scene in first}
    pairs: list[tuple[str, str]] = []
    for group in equal((*first, *second)):
        mine = [scene for scene in group if id(scene) in ours]
        if mine:
            pairs += [(mine[0].id, scene.id) for scene in group if id(scene) not in ours]
    return tuple(pairs)
