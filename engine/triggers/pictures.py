"""Trigger pictures: those drawn for this project, by name, and a person's own, by path."""

import difflib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field, ValidationInfo

from ..paths import in_folder
from ..reading import Stamp, stamp_of
from ..scenes.images import read_rgba
from .base import Size


@lru_cache(maxsize=1)
def picture_names() -> tuple[str, ...]:
    """The pictures that come with the program, by name."""
    return tuple(sorted(path.stem for path in _built_in().glob("*.png")))


def _built_in() -> Path:
    return Path(str(files("miscount.resources"))) / "triggers"


def _resolved(value: str, info: ValidationInfo) -> str:
    """A name as it is; a path made absolute against the folder of the recipe, which a relative one may not leave."""
    path = Path(value)
    return _known(value) if not value or (path.name == value and not path.suffix) else in_folder(value, info)


def _known(name: str) -> str:
    if name in picture_names():
        return name
    close = difflib.get_close_matches(name, picture_names(), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(picture_names())}"
    raise ValueError(f"no picture {name!r}; {hint}; a picture of your own is given by its file name, such as mine.png")


Picture = Annotated[
    str,
    AfterValidator(_resolved),
    Field(
        description="A picture of this program by name, or the path of your own; relative to the recipe's folder.",
        json_schema_extra={"editor": "picture"},
    ),
]


def picture_path(picture: str) -> Path:
    """Where the picture `picture`, a checked name or path, lies."""
    return Path(picture) if Path(picture).name != picture else _built_in() / f"{picture}.png"


def picture(value: str) -> NDArray[np.uint8]:
    """The picture as read-only uint8 (h, w, 4) RGBA. Raises DatasetError."""
    path = picture_path(value)
    return _read(path, _version(path))


def picture_at(value: str, size: Size) -> NDArray[np.uint8]:
    """The picture stretched to `size` as read-only uint8 (H, W, 4) RGBA. Raises DatasetError."""
    path = picture_path(value)
    return _stretched(path, _version(path), size)


def _version(path: Path) -> Stamp:
    # a picture that was painted anew must not be answered from the cache
    return stamp_of(path)


@lru_cache(maxsize=16)
def _read(path: Path, version: Stamp) -> NDArray[np.uint8]:
    return _read_only(read_rgba(path))


@lru_cache(maxsize=4)  # few: at 4000 x 6000 one takes 96 MB
def _stretched(path: Path, version: Stamp, size: Size) -> NDArray[np.uint8]:
    return _read_only(resized(_read(path, version), size))


def resized(pixels: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    """`pixels` (h, w, C) stretched to (H, W, C): averaged where it shrinks, so that nothing aliases."""
    height, width = size
    shrinks = height * width < pixels.shape[0] * pixels.shape[1]
    return np.asarray(
        cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    )


def _read_only(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    pixels = np.array(pixels)
    pixels.flags.writeable = False
    return pixels
