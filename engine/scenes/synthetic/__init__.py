"""Synthetic scenes: procedural crowds with exact heads, for demos, tests and counters that need no data set."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from ...errors import DatasetError, OutputError
from ...files import fingerprint, make_folder, write_json
from ...leftovers import sweep
from ...part import Part
from ...reading import read_object
from ...seeds import generator
from ...unfinished import Begun, finish, marker_of
from ..formats import shanghaitech
from ..scene import Dataset

PART = "part_S"
MARKER = "synthetic.json"
RENDERER = 1
"""Raised when the same seed would draw other pictures, so that older folders are made again."""

Progress = Callable[[int, int], None]


class SyntheticScenes(Part):
    """How many scenes to make, and what they hold."""

    kind: Literal["synthetic"] = "synthetic"
    train: int = Field(
        default=200,
        ge=0,
        le=100_000,
        description="Training scenes.",
        json_schema_extra={"unit": "scenes", "step": 10},
    )
    test: int = Field(
        default=80,
        ge=0,
        le=100_000,
        description="Test scenes.",
        json_schema_extra={"unit": "scenes", "step": 10},
    )
    height: int = Field(
        default=160,
        ge=32,
        le=4096,
        description="Height of each image.",
        json_schema_extra={"unit": "px", "step": 16},
    )
    width: int = Field(
        default=208,
        ge=32,
        le=6144,
        description="Width of each image.",
        json_schema_extra={"unit": "px", "step": 16},
    )
    min_heads: int = Field(
        default=10,
        ge=0,
        le=5000,
        description="Fewest people in a scene.",
        json_schema_extra={"unit": "heads", "step": 5},
    )
    max_heads: int = Field(
        default=400,
        ge=0,
        le=5000,
        description="Most people in a scene; counts are spread evenly over their logarithm.",
        json_schema_extra={"unit": "heads", "step": 10},
    )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min_heads > self.max_heads:
            raise ValueError(f"min_heads ({self.min_heads}) must not be above max_heads ({self.max_heads})")
        if self.train + self.test == 0:
            raise ValueError("at least one scene is wanted")
        return self


def making(config: SyntheticScenes, seed: int, root: Path) -> Iterator[tuple[int, int]]:
    """Make the scenes of `config` below `root`, in ShanghaiTech layout; (done, total) after each one.

    Each scene depends on the seed and its own id alone. What is there already is kept: a complete folder costs
    nothing and yields nothing, an interrupted one goes on, and one of other settings is made anew. Images are JPEG of
    quality 95 as the real data set's are: grain makes PNG three to four times as large, and a counter should meet the
    same artifacts in both.

    Raises OutputError when `root` cannot be written, or holds a `part_S` that was not made here.
    """
    total = config.train + config.test
    marker = root / MARKER
    state = {"made_by": "miscount", "seed": seed, "renderer": RENDERER, "scenes": config.model_dump()}
    key = fingerprint(state)
    sweep(root, below=False)
    found = _read_marker(marker)
    if found.get("key") == key and found.get("complete") is True and _images(root) >= total:
        if marker_of(root / PART):  # a kill came between the two that say that all is done
            finish(root / PART)
        return
    if found.get("key") != key:
        _clear(root, bool(found))
        write_json(marker, {"key": key, "complete": False, **state})
    sweep(make_folder(root / PART))
    Begun(root / PART, "miscount scenes make")
    wanted = [("train", number) for number in range(1, config.train + 1)]
    wanted += [("test", number) for number in range(1, config.test + 1)]
    for done, (split, number) in enumerate(wanted, start=1):
        _make_scene(config, seed, root, split, f"IMG_{number}")
        yield done, total
    write_json(marker, {"key": key, "complete": True, **state})
    finish(root / PART)


def make(config: SyntheticScenes, seed: int, root: Path, progress: Progress | None = None) -> Dataset:
    """The scenes that `making` makes, read; `progress(done, total)` is called after each, and may raise to stop."""
    for done, total in making(config, seed, root):
        if progress is not None:
            progress(done, total)
    return shanghaitech.read(root / PART)


def draw_count(config: SyntheticScenes, rng: np.random.Generator) -> int:
    """How many people a scene holds: even over the logarithm between the bounds, both included."""
    low, high = np.log(config.min_heads + 0.5), np.log(config.max_heads + 1.5)
    return min(config.max_heads, max(config.min_heads, int(np.exp(rng.uniform(low, high)) - 0.5)))


def _make_scene(config: SyntheticScenes, seed: int, root: Path, split: str, name: str) -> None:
    # the image is written last, so where it is the scene is whole
    if (shanghaitech.split_folder(root, PART, split) / "images" / f"{name}.jpg").is_file():
        return
    from .render import render  # brings OpenCV, which reading a recipe need not wait for

    rng = generator(seed, "synthetic scene", f"{PART}/{split}/{name}")
    image, annotation = render(rng, (config.height, config.width), draw_count(config, rng))
    shanghaitech.write_scene(root, PART, split, name, image, annotation)


def _images(root: Path) -> int:
    return sum(1 for _ in (root / PART).glob("*/images/*.jpg"))


def _read_marker(marker: Path) -> dict[str, object]:
    try:
        found = read_object(marker, "expected what was drawn", DatasetError)
    except DatasetError:
        return {}
    return found if found.get("made_by") == "miscount" else {}


def _clear(root: Path, ours: bool) -> None:
    """Remove scenes that an earlier `make` with other settings left; anything else there is not ours to remove."""
    part = root / PART
    if not part.exists():
        return
    if not ours:
        raise OutputError(f"{part} exists and was not made by Miscount; choose another folder for synthetic scenes.")
    try:
        shutil.rmtree(part)
    except OSError as error:
        raise OutputError(f"{part} could not be replaced: {error.strerror or error}.") from error


__all__ = ["MARKER", "PART", "RENDERER", "SyntheticScenes", "draw_count", "make", "making"]
