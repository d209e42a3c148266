"""Edits as deltas: what changed, small enough to keep hundreds of, exact enough to take back. No Qt."""

import base64
import hashlib
import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from miscount.engine.scenes.annotation import Annotation

Floats: TypeAlias = NDArray[np.float32]


def heads_hash(annotation: Annotation) -> str:
    """16 hexadecimal digits of what a density map is made of, places and weights; 0.3 ms for 20,000 heads."""
    return _digest(annotation).hexdigest()


def record_hash(annotation: Annotation) -> str:
    """16 hexadecimal digits that two annotations share only when they are equal, columns too."""
    digest = _digest(annotation)
    for name in sorted(annotation.columns):
        digest.update(json.dumps([name, annotation.columns[name].tolist()]).encode())
    return digest.hexdigest()


def _digest(annotation: Annotation) -> "hashlib.blake2b":
    digest = hashlib.blake2b(annotation.points.tobytes(), digest_size=8)
    digest.update(annotation.weights.tobytes())
    return digest


GRID = 16
"""Cells of the coverage grid along each side of a scene."""


@dataclass(frozen=True, slots=True)
class SceneMarks:
    """What a person noted of a scene: that it is checked, and which cells of the coverage grid were looked at.

    `looked` has one bit a cell, of value 2 ** (row * GRID + column).
    """

    checked: bool = False
    looked: int = 0

    def has_looked(self, row: int, column: int) -> bool:
        """Whether this cell was looked at."""
        return bool(self.looked >> (row * GRID + column) & 1)

    def with_looked(self, row: int, column: int, looked: bool = True) -> "SceneMarks":
        """The same with this cell looked at, or not."""
        bit = 1 << (row * GRID + column)
        return replace(self, looked=self.looked | bit if looked else self.looked & ~bit)

    @property
    def progress(self) -> float:
        """The share of cells that were looked at, 0 to 1."""
        return self.looked.bit_count() / GRID**2

    def to_json(self) -> dict[str, Any]:
        """As a mapping of JSON."""
        return {"checked": self.checked, "looked": f"{self.looked:x}"}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """What `to_json` wrote. Raises ValueError, KeyError, TypeError."""
        looked = int(raw["looked"], 16)
        if not 0 <= looked < 1 << GRID**2:
            raise ValueError(f"want {GRID**2} cells, got {raw['looked']!r}")
        return cls(bool(raw["checked"]), looked)


@dataclass(frozen=True, slots=True, eq=False)
class HandMap:
    """A density map edited by hand: `map` (H, W) float32, the kernel it began from, the hash of its heads.

    `made_of` are these heads, so that the edits can be laid over a map of other ones; None where they are not known.
    The array is owned by the document and changed in place, by patches alone.
    """

    map: Floats
    kernel: Mapping[str, Any]
    heads: str
    made_of: Annotation | None = None

    def copied(self) -> "HandMap":
        """The same with an array of its own."""
        return replace(self, map=self.map.copy())


@dataclass(frozen=True, slots=True, eq=False)
class Splice:
    """In `scene`, the rows from index `at` on: `removed` were there, `added` are there now."""

    scene: str
    at: int
    removed: Annotation
    added: Annotation

    @classmethod
    def between(cls, scene: str, before: Annotation, after: Annotation) -> Self:
        """The shortest splice that turns `before` into `after`."""
        same = _same_heads(before, after)
        at = len(same) if same.all() else int(same.argmin())
        tail = _same_heads(_from(before, at), _from(after, at), reverse=True)
        keep = len(tail) if tail.all() else int(tail.argmin())
        cut = slice(at, len(before) - keep), slice(at, len(after) - keep)
        return cls(scene, at, _slice(before, cut[0]), _slice(after, cut[1]))

    def apply(self, annotation: Annotation) -> Annotation:
        """`annotation` with `removed` replaced by `added`."""
        end = self.at + len(self.removed)
        return annotation.take(slice(self.at)).joined(self.added, annotation.take(slice(end, None)))

    def reversed(self) -> Self:
        """The edit that takes this one back."""
        return type(self)(self.scene, self.at, self.added, self.removed)

    @property
    def cost(self) -> int:
        """Bytes held."""
        return sum(_bytes(heads) for heads in (self.removed, self.added)) + 200


@dataclass(frozen=True, slots=True, eq=False)
class HeadsEdit(Splice):
    """The heads of a scene, before and after."""


@dataclass(frozen=True, slots=True, eq=False)
class ProposalsEdit(Splice):
    """The heads that are proposed in a scene and not accepted; their weights are the persons of their peaks."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A rectangle of a map with its corner at (`top`, `left`): values before and after, both (h, w) float32."""

    top: int
    left: int
    before: Floats
    after: Floats


@dataclass(frozen=True, slots=True, eq=False)
class DensityEdit:
    """A stroke on the hand-edited map of `scene`: the tiles that it touched, in order."""

    scene: str
    patches: tuple[Patch, ...]

    def apply(self, target: Floats) -> None:
        """Write the patches into `target`, in place."""
        for patch in self.patches:
            height, width = patch.after.shape
            target[patch.top : patch.top + height, patch.left : patch.left + width] = patch.after

    def reversed(self) -> "DensityEdit":
        """The edit that takes this one back."""
        back = tuple(Patch(p.top, p.left, p.after, p.before) for p in reversed(self.patches))
        return DensityEdit(self.scene, back)

    @property
    def cost(self) -> int:
        """Bytes held."""
        return sum(p.before.nbytes + p.after.nbytes for p in self.patches) + 200

    @property
    def change(self) -> float:
        """Persons that the stroke added, or took away."""
        return sum(float(p.after.sum(dtype=np.float64) - p.before.sum(dtype=np.float64)) for p in self.patches)


@dataclass(frozen=True, slots=True, eq=False)
class MapEdit:
    """The hand-edited map of `scene` begins (`before` is None) or is given up (`after` is None)."""

    scene: str
    before: HandMap | None
    after: HandMap | None

    def reversed(self) -> "MapEdit":
        """The edit that takes this one back."""
        return MapEdit(self.scene, self.after, self.before)

    @property
    def cost(self) -> int:
        """Bytes held beyond the map that the document holds anyway."""
        return 200 if self.before is None else self.before.map.nbytes


LOCKS = "locked_layers"
"""A named value that is of the window alone: no file has it and no journal, but undo does."""


@dataclass(frozen=True, slots=True, eq=False)
class ValueEdit:
    """A named value of the document, such as the recipe, before and after; both frozen parts."""

    name: str
    before: Any
    after: Any

    def reversed(self) -> "ValueEdit":
        """The edit that takes this one back."""
        return ValueEdit(self.name, self.after, self.before)

    @property
    def cost(self) -> int:
        """Bytes held; frozen parts share what did not change, so this is an estimate."""
        return 4096


@dataclass(frozen=True, slots=True)
class MarksEdit:
    """The marks of `scene`, before and after."""

    scene: str
    before: SceneMarks
    after: SceneMarks

    def reversed(self) -> "MarksEdit":
        """The edit that takes this one back."""
        return MarksEdit(self.scene, self.after, self.before)

    @property
    def cost(self) -> int:
        """Bytes held."""
        return 300


@dataclass(frozen=True, slots=True)
class NobodyEdit:
    """Whether a person says that nobody is in `scene`, which nobody has labelled; before and after."""

    scene: str
    before: bool
    after: bool

    def reversed(self) -> "NobodyEdit":
        """The edit that takes this one back."""
        return NobodyEdit(self.scene, self.after, self.before)

    @property
    def cost(self) -> int:
        """Bytes held."""
        return 200


MAX_PACKED = 1024 * 2**20
"""The most bytes of a packed array: the map of the largest picture has 800 million."""
MAX_WEIGHT = float(np.finfo(np.float32).max)

Edit: TypeAlias = HeadsEdit | ProposalsEdit | DensityEdit | MapEdit | ValueEdit | MarksEdit | NobodyEdit


def pack(array: NDArray[Any]) -> dict[str, Any]:
    """An array as a JSON-able mapping, exact to the last bit."""
    data = base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 1)).decode("ascii")
    return {"dtype": array.dtype.str, "shape": list(array.shape), "zlib": data}


def unpack(raw: Mapping[str, Any]) -> NDArray[Any]:
    """The array of numbers that `pack` wrote. Raises ValueError for damaged data."""
    try:
        dtype, shape = np.dtype(raw["dtype"]), tuple(raw["shape"])
        size = dtype.itemsize * math.prod(shape)
        if dtype.kind not in "fiub" or not 0 <= size <= MAX_PACKED or min(shape, default=0) < 0:
            raise ValueError("no array of numbers, or one beyond any picture")
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.b64decode(raw["zlib"], validate=True), size + 1)
        if len(data) != size or not inflate.eof:
            raise ValueError("not as many numbers as it says")
        return np.frombuffer(data, dtype=dtype).reshape(shape).copy()
    except (zlib.error, KeyError, TypeError, SyntaxError, OverflowError) as error:
        raise ValueError(f"damaged array: {error}") from error


def pack_heads(annotation: Annotation) -> dict[str, Any]:
    """An annotation as a JSON-able mapping, exact to the last bit."""
    raw = {"points": annotation.points.tolist(), "weights": annotation.weights.tolist()}
    columns = {name: column.tolist() for name, column in annotation.columns.items()}
    return raw | ({"columns": columns} if columns else {})


def unpack_heads(raw: Mapping[str, Any]) -> Annotation:
    """The annotation that `pack_heads` wrote. Raises ValueError."""
    try:
        points, weights = np.array(raw["points"], dtype=np.float64), np.array(raw["weights"], dtype=np.float64)
        if points.shape not in ((0,), (len(weights), 2)) or weights.ndim != 1 or not (weights <= MAX_WEIGHT).all():
            raise ValueError("want x and y, and a weight, of each head")
        return Annotation(points, weights.astype(np.float32), _columns(raw.get("columns", {})))
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(f"damaged heads: {error}") from error


def _columns(raw: Any) -> dict[str, Any]:
    if not all(isinstance(values, list) for values in raw.values()):
        raise ValueError("want a list of values as each column")
    return dict(raw)


def _same_heads(a: Annotation, b: Annotation, reverse: bool = False) -> NDArray[np.bool_]:
    num = min(len(a), len(b))
    part = slice(-1, -num - 1, -1) if reverse else slice(0, num)
    if not num:
        return np.zeros(0, dtype=bool)
    same: NDArray[np.bool_] = (a.points[part] == b.points[part]).all(axis=1) & (a.weights[part] == b.weights[part])
    for name in a.columns.keys() | b.columns:
        same &= np.array([x == y for x, y in zip(a.column(name)[part], b.column(name)[part], strict=True)], dtype=bool)
    return same


def _bytes(heads: Annotation) -> int:
    # a value of a column is shared with the annotation; what the step itself holds is the reference to it
    return heads.points.nbytes + heads.weights.nbytes + sum(column.nbytes for column in heads.columns.values())


def _from(annotation: Annotation, start: int) -> Annotation:
    return _slice(annotation, slice(start, None))


def _slice(annotation: Annotation, part: slice) -> Annotation:
    # copied: a view would keep the whole arrays of the annotation alive as long as the history
    columns = {name: column[part].copy() for name, column in annotation.columns.items()}
    return Annotation(annotation.points[part].copy(), annotation.weights[part].copy(), columns)
