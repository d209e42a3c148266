"""What a dataset format has room for, so that what would be lost is said before it is."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


def split_among(split: str, splits: tuple[str, ...] | None) -> str:
    """`split` where it is one of `splits`, or these are None; of others test scenes are of val, and all the first's."""
    if splits is None or split in splits:
        return split
    return "val" if split == "test" and "val" in splits else splits[0]


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number beyond all floats
        return False


def _is_whole(value: Any) -> bool:
    return _is_number(value) and value == int(value)


def _is_box(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 4 and all(map(_is_number, value))


def _is_size(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_whole, value))


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "box": _is_box, "size": _is_size, "occlusion": _is_whole, "blur": _is_whole, "weather": _is_whole,
    "distractor": _is_whole, "fields": _is_object, "flags": _is_object,
}  # fmt: skip
"""What a value of these names must be for a writer: a table of anybody's may call anything a size."""


def has_shape(name: str, value: Any) -> bool:
    """Whether a value of the column or fact `name` is what formats mean by it.

    >>> has_shape("size", [12, 14]), has_shape("size", 12), has_shape("size", "12"), has_shape("note", 12)
    (True, False, False, True)
    """
    return name not in SHAPES or SHAPES[name](value)


@dataclass(frozen=True)
class Holds:
    """What a format can store beside the positions of heads; None for anything.

    `columns` are of heads, `about` of scenes; `fractions` of a pixel, rounded to so many `decimals` where that is not
    None; `splits` by name, where others go to the first. `unlabelled` is whether a scene may be there without labels.
    What is not `written` is read alone: its writer raises OutputError and says why. `inside` is whether heads must lie
    within the frame, others being left out; `boxes` whether a head is nothing but a box, which is made up where none is
    known; `jpeg` whether its readers look for .jpg alone. `turned` is whether some of them pass over EXIF: a picture
    that it turns is written anew, as people see it.
    """

    columns: tuple[str, ...] | None = ()
    about: tuple[str, ...] | None = ()
    weights: bool = False
    fractions: bool = True
    decimals: int | None = None
    splits: tuple[str, ...] | None = None
    unlabelled: bool = False
    written: bool = True
    inside: bool = False
    boxes: bool = False
    jpeg: bool = False
    turned: bool = False

    def split_for(self, split: str) -> str:
        """The split that scenes of `split` are written to: test scenes never among others where they can be kept apart.

        >>> Holds(splits=("train", "val")).split_for("test"), Holds(splits=("train", "test")).split_for("val")
        ('val', 'train')
        """
        return split_among(split, self.splits)

    def column(self, name: str, value: Any = None) -> bool:
        """Whether what `name` says of a head can be stored, and `value` where one is given."""
        return self.columns is None or (name in self.columns and (value is None or has_shape(name, value)))

    def fact(self, name: str, value: Any = None) -> bool:
        """Whether what `name` says of a scene can be stored, and `value` where one is given."""
        return self.about is None or (name in self.about and (value is None or has_shape(name, value)))
