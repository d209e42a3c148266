"""Pictures that are one picture: byte for byte, or stored anew, made smaller or brighter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..scene import Dataset, Scene
from .copies import equal
from .problem import Problem

SIDE = 48
"""Pictures are compared as gray ones of so many pixels a side."""

MOST_BITS = 8
"""Of 64 bits, each whether a gray level rises or falls: copies differ in a few, different pictures in 32 or so."""

ALIKE = 0.96
"""The least correlation of the details of two copies. Of 256,000 pairs of ShanghaiTech B the most alike reach 0.78."""

MOST_APART = 1.4
"""The most that two copies differ anywhere, in standard deviations of their details.

Two moments of one camera agree all but everywhere; where one person went off they differ by 2 and more."""

LEAST_CONTRAST = 3.0
"""Pictures with less detail than this many gray levels are flat: of skies and walls nothing can be told."""

ROWS = 512


@dataclass
class Lookalikes:
    """Collects a small gray picture and 64 bits of each scene: 10,000 scenes take 50 MB."""

    _scenes: list[Scene] = field(default_factory=list)
    _bits: list[int] = field(default_factory=list)
    _details: list[NDArray[np.float16]] = field(default_factory=list)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """Ids of scenes of one picture, known after `problems`; the earlier first."""

    def add(self, scene: Scene, image: NDArray[np.uint8]) -> None:
        """Take note of the picture uint8 (H, W, 3) of a scene; a flat one is left out."""
        gray = small(image)
        details = gray - _blurred(gray)
        contrast = float(details.std())
        if contrast < LEAST_CONTRAST:
            return
        self._scenes.append(scene)
        self._bits.append(rises(gray))
        self._details.append(((details - details.mean()) / contrast).astype(np.float16).ravel())

    def join(self, later: "Lookalikes") -> None:
        """Take over what was noted of later scenes."""
        self._scenes += later._scenes
        self._bits += later._bits
        self._details += later._details

    def problems(self, dataset: Dataset) -> Iterator[Problem]:
        """Each scene whose picture another one has, told of the later of the two."""
        place = {id(scene): number for number, scene in enumerate(dataset)}
        groups = equal(dataset)
        same = {id(scene): number for number, group in enumerate(groups) for scene in group}
        for group in groups:
            yield from self._of_group(group, "copy", "byte for byte")
        pairs = ((a, b) for a, b in self._near() if same.get(id(a), -1) != same.get(id(b), -2))
        for joined in _joined(pairs, place):
            yield from self._of_group(joined, "near_copy", "stored anew")

    def _of_group(self, group: Sequence[Scene], kind: str, how: str) -> Iterator[Problem]:
        """The problems of scenes of one picture: each is told of the first before it, in its split and in another."""
        for number, scene in enumerate(group):
            before = group[:number]
            self.pairs |= {(other.id, scene.id) for other in before}
            other = next((one for one in before if one.split != scene.split), None)
            alike = next((one for one in before if one.split == scene.split), None)
            if other is not None:
                said = f"It is {_the_same(other, scene, how)}, of split {other.split}; this one is of {scene.split}."
                yield Problem.of(scene.id, f"{kind}_across_splits", said)
            if alike is not None:
                yield Problem.of(scene.id, kind, f"It is {_the_same(alike, scene, how)}.")

    def _near(self) -> Iterator[tuple[Scene, Scene]]:
        bits = np.array(self._bits, dtype=np.uint64)
        for start in range(0, len(bits), ROWS):
            differ = np.bitwise_count(bits[start : start + ROWS, None] ^ bits[None])
            for row, column in np.argwhere(differ <= MOST_BITS).tolist():
                first, second = start + row, column
                if first < second and self._alike(first, second):
                    yield self._scenes[first], self._scenes[second]

    def _alike(self, first: int, second: int) -> bool:
        a, b = self._details[first].astype(np.float32), self._details[second].astype(np.float32)
        return float((a * b).mean()) >= ALIKE and float(np.abs(a - b).max()) <= MOST_APART


def _the_same(other: Scene, scene: Scene, how: str) -> str:
    if other.image_path == scene.image_path:
        return f"listed twice: {scene.image_path.name} is the picture of {other.id} too"
    return f"the picture of {other.id} ({other.image_path.name}), {how}"


def _joined(pairs: Iterator[tuple[Scene, Scene]], place: dict[int, int]) -> list[list[Scene]]:
    """Scenes that pairs join, as groups in the order of `place`."""
    group_of: dict[int, list[Scene]] = {}
    for a, b in pairs:
        ours, theirs = group_of.get(id(a), [a]), group_of.get(id(b), [b])
        joined = ours if ours is theirs else [*ours, *theirs]
        group_of |= {id(scene): joined for scene in joined}
    groups = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda scene: place[id(scene)]) for group in groups.values()]


def small(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """An image uint8 (H, W, 3) as gray levels float32 (SIDE, SIDE)."""
    import cv2

    gray = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return gray.astype(np.float32)


def _blurred(gray: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.GaussianBlur(gray, (0, 0), SIDE / 12), dtype=np.float32)


def rises(gray: NDArray[np.float32]) -> int:
    """64 bits: whether each of 8 x 8 places of a gray picture (SIDE, SIDE) is brighter than its left neighbor.

    The difference hash of Krawetz (2013), "Kind of like that".
    """
    import cv2

    tiny = cv2.resize(gray, (9, 8), interpolation=cv2.INTER_AREA)
    return int(np.packbits(tiny[:, 1:] > tiny[:, :-1]).view(np.uint64)[0])
