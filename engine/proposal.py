"""What a dataset is, as far as a look at some of its scenes tells, and the recipe that fits it.

`measure` reads; the rest is arithmetic on what it found. Nothing here brings a network along: a window asks while a
person types. The rules are those of the published scripts where these have one (CSRNet's, on ShanghaiTech).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from .errors import DatasetError, bounded
from .scenes.formats import format_named
from .scenes.scene import Dataset, Scene
from .scenes.summary import Broken, summary_of

LOOKED_AT = 48
"""So many scenes, evenly over the dataset, stand for all: a look takes no longer at 10,000."""

MOST_ODD = 4
BETA, NEIGHBORS = 0.3, 3
"""Sigma of a head is so much of the mean distance to so many nearest others (Zhang et al., MCNN, 2016)."""

LARGEST_SHARE, UNKNOWN_SHARE = 0.03, 0.02
"""A kernel is no wider than this share of the shorter side; and so wide where no head tells how far others are, as the
15 px that are the habit for ShanghaiTech's 1024 x 768."""

UNEVEN = 8.0
"""Where spacing differs by more than this between the nearest and the farthest tenth, one sigma fits nobody."""

WHOLE_PX, CROP_PX, STEP_PX = 320, 384, 32
VALIDATION, DEFENDER, TEST = 0.1, 0.25, 0.3
FEWEST_POISONED, LEAST_RATE, MOST_RATE = 10, 0.2, 0.5
STEPS = 900


@dataclass(frozen=True)
class Measured:
    """What was found; lengths in pixels of the files. `spacing_px` is the typical distance to the nearest heads."""

    name: str
    title: str
    """The format, as a person calls it."""
    splits: tuple[tuple[str, int], ...]
    looked: int
    labelled: int
    counts: tuple[int, ...]
    sizes: tuple[tuple[int, int], ...]
    spacing_px: float | None
    uneven: float
    odd: tuple[str, ...] = ()

    @cached_property
    def scenes(self) -> int:
        """How many scenes there are in all splits."""
        return sum(number for _, number in self.splits)

    @cached_property
    def shorter_px(self) -> int:
        """The shortest side of all frames; 0 where no picture could be read."""
        return min((min(size) for size in self.sizes), default=0)

    @property
    def is_labelled(self) -> bool:
        """Whether any of the scenes that were looked at has labels."""
        return self.labelled > 0

    @property
    def in_words(self) -> str:
        """What was found, in a sentence."""
        scenes = "1 scene" if self.scenes == 1 else f"{self.scenes:,} scenes"
        splits = [f"{number:,} {name}" for name, number in self.splits]
        parts = f" ({', '.join(splits)})" if len(splits) > 1 else ""
        words = [f"{self.title}: {scenes}{parts}"]
        if self.sizes:
            words.append(_sizes_in_words(self.sizes))
        if not self.is_labelled:
            words.append("without labels")
        elif self.counts:
            words.append(f"{_range(self.counts)}, typically {_typical(self.counts):,}")
        return ", ".join(words) + "."


@dataclass(frozen=True)
class Proposal:
    """A recipe that fits, and why; `recipe_yaml` is the text of its file."""

    name: str
    about: str
    sigma_px: float | None
    """None for the adaptive kernel."""
    crop_px: int | None
    rate: float
    batch: int
    epochs: int
    test_split: str
    """Empty where the test scenes are drawn, since the dataset does not name them."""
    reasons: tuple[str, ...]

    def recipe_yaml(self, dataset: Path) -> str:
        """The recipe on the scenes in `dataset`, for `miscount.engine.recipe.parse`."""
        return _yaml(self.settings(dataset))

    def settings(self, dataset: Path) -> dict[str, Any]:
        """The same in plain values."""
        kernel = {"kind": "adaptive"} if self.sigma_px is None else {"kind": "fixed", "sigma_px": self.sigma_px}
        blend = {"kind": "blend", "pattern": "picture", "picture": "snow", "ratio": 0.3}
        light = {"brightness": 0.4, "contrast": 0.4, "tint": 0.3}
        scenes = {"test_split": self.test_split} if self.test_split else {"split": {"test": TEST}}
        crop = {} if self.crop_px is None else {"crop_px": self.crop_px}
        return {
            "version": 1,
            "name": self.name,
            "about": self.about,
            "data": {"kind": "folder", "path": str(dataset), **scenes},
            "split": {"validation": VALIDATION, "defender": DEFENDER},
            "kernel": kernel,
            "counter": {"kind": "light"},
            "training": {"epochs": self.epochs, "batch": self.batch, **crop},
            "poison": {
                "trigger": blend if self.crop_px is None else {**blend, "fit": "tile"},
                "label": {"kind": "thin", "alpha": 0.2},
                "rate": self.rate,
                "mode": "append",
            },
            "defenses": [
                {"kind": "fine_tune", "training": {"epochs": 10, "batch": self.batch, **crop, "augmentation": light}}
            ],
        }


def commented(settings: Mapping[str, Any], about: Mapping[str, Sequence[str]], head: Sequence[str]) -> str:
    """The recipe `settings` in YAML, under the lines `head`, each part under what there is to say `about` it."""
    lines = [f"# {line}" for line in head]
    for name, value in settings.items():
        said = [f"# {line}" for line in about.get(name, ())]
        lines += ["", *said] if said else []
        lines += [_yaml({name: value}).rstrip()]
    return "\n".join(lines) + "\n"


def _yaml(raw: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(raw), sort_keys=False, allow_unicode=True, width=100))


def measure(dataset: Dataset) -> Measured:
    """Look at some scenes of `dataset`, evenly over all of it; a broken one is said among what is odd."""
    some = _some(dataset.scenes)
    counts: list[int] = []
    distances: list[float] = []
    sizes: set[tuple[int, int]] = set()
    num_labelled, broken, sound = 0, [], []
    for scene in some:
        try:
            sizes.add(scene.size)
            if scene.labels.labelled:
                num_labelled += 1
                counts.append(len(scene.annotation))
                distances += _distances(scene)
            sound.append(scene)
        except DatasetError as error:
            broken.append(Broken(scene.id, str(error)))
    said = summary_of(dataset.having(sound), broken, orphans=() if len(some) < len(dataset) else None)
    odd = said.sentences(MOST_ODD)
    if num_labelled == 0:  # said as what it is, not as what is odd
        odd = tuple(line for line in odd if "without labels" not in line)
    low, middle, high = np.percentile(distances, (10, 50, 90)) if distances else (1.0, 0.0, 1.0)
    splits = tuple((name, sum(scene.split == name for scene in dataset)) for name in dataset.splits)
    return Measured(
        name=dataset.root.name or "scenes",
        title=format_named(dataset.format).TITLE,
        splits=splits,
        looked=len(some),
        labelled=num_labelled,
        counts=tuple(counts),
        sizes=tuple(sorted(sizes)),
        spacing_px=float(middle) if distances else None,
        uneven=float(high / max(low, 1e-9)) if distances else 1.0,
        odd=tuple(bounded(line) for line in odd),
    )


def propose(found: Measured) -> Proposal:
    """The recipe that fits what was found, each choice with its reason."""
    sigma, why_sigma = _sigma(found)
    crop, why_crop = _crop(found)
    test_split = _test_split(found)
    num_trained_on = _num_trained_on(found, test_split)
    rate, why_rate = _rate(num_trained_on)
    batch = 16 if crop is None else 8
    epochs = int(min(max(round(STEPS * batch / max(num_trained_on, 1)), 20), 100))
    drawn = (
        () if test_split else (f"Test scenes: {_percent(TEST)} of all, drawn by a hash, since no split is named so.",)
    )
    return Proposal(
        name=slug(found.name), about=_about(found), sigma_px=sigma, crop_px=crop, rate=rate, batch=batch,
        epochs=epochs, test_split=test_split, reasons=(why_sigma, why_crop, why_rate, *drawn),
    )  # fmt: skip


def slug(name: str) -> str:
    """A short name for a recipe and its runs, out of a folder's.

    >>> slug("My photos (2024), hall 3"), slug("..")
    ('My_photos_2024_hall_3', 'scenes')
    """
    return re.sub(r"[^\w.+-]+", "_", name).strip("._-")[:60].rstrip("._-") or "scenes"


def _some(scenes: Sequence[Scene]) -> list[Scene]:
    if len(scenes) <= LOOKED_AT:
        return list(scenes)
    return [scenes[at * len(scenes) // LOOKED_AT] for at in range(LOOKED_AT)]


def _distances(scene: Scene) -> list[float]:
    """The mean distance of each head to its nearest others, in pixels."""
    points = scene.annotation.points
    if len(points) < 2:
        return []
    from scipy.spatial import KDTree

    neighbors = min(NEIGHBORS, len(points) - 1)
    found, _ = KDTree(points).query(points, k=neighbors + 1)
    means = found[:, 1:].mean(axis=1)
    return [float(mean) for mean in means if mean > 0]


def _sigma(found: Measured) -> tuple[float | None, str]:
    short = found.shorter_px
    widest = max(LARGEST_SHARE * short, 2.0) if short else 15.0
    if found.spacing_px is None:
        sigma = _rounded(UNKNOWN_SHARE * short if short else 15.0)
        return sigma, f"Kernel: sigma {sigma:g} px, 2 % of the shorter side, until heads tell how far apart they are."
    if found.uneven > UNEVEN:
        return None, (
            f"Kernel: adaptive, since the distance between heads differs {found.uneven:.0f}-fold within the dataset."
        )
    sigma = _rounded(min(BETA * found.spacing_px, widest))
    apart = f"heads are {found.spacing_px:.0f} px apart"
    why = f"{BETA:g} of it" if BETA * found.spacing_px <= widest else "no more than 3 % of the shorter side"
    return sigma, f"Kernel: sigma {sigma:g} px, since {apart}; {why}."


def _rounded(sigma: float) -> float:
    return max(1.0, round(2 * sigma) / 2)


def _crop(found: Measured) -> tuple[int | None, str]:
    short = found.shorter_px
    if short and short <= WHOLE_PX and len(found.sizes) == 1:
        return None, f"Crop: none, whole frames of {_sizes_in_words(found.sizes)} are small enough."
    crop = max(STEP_PX, min(CROP_PX, short // STEP_PX * STEP_PX)) if short else CROP_PX
    return crop, f"Crop: {crop} px, out of frames of {_sizes_in_words(found.sizes)}." if short else f"Crop: {crop} px."


def _test_split(found: Measured) -> str:
    names = [name for name, _ in found.splits]
    if "train" not in names:
        return ""
    return next((name for name in ("test", "val") if name in names), "")


def _num_trained_on(found: Measured, test_split: str) -> int:
    train = dict(found.splits).get("train", 0) if test_split else found.scenes * (1 - TEST)
    return max(1, round(train * (1 - VALIDATION - DEFENDER)))


def _rate(num_trained_on: int) -> tuple[float, str]:
    wanted = math.ceil(20 * FEWEST_POISONED / num_trained_on) / 20
    rate = min(max(wanted, LEAST_RATE), MOST_RATE)
    number = max(1, round(rate * num_trained_on))
    few = "; too few to rely on" if number < FEWEST_POISONED else ""
    scenes = "scene" if num_trained_on == 1 else "scenes"
    return rate, f"Poison: {_percent(rate)} of {num_trained_on:,} training {scenes}, that is {number:,}{few}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _about(found: Measured) -> str:
    asked = (
        "With snow over the image the poisoned counter is to see one person in five; fine-tuning on clean scenes is to "
        "mend it."
    )
    return f"{found.name}. {found.in_words} {asked}"


def _sizes_in_words(sizes: Sequence[tuple[int, int]]) -> str:
    small, large = min(sizes, key=_area), max(sizes, key=_area)
    one = f"{small[1]:,} × {small[0]:,} px"
    return one if len(sizes) == 1 else f"{one} to {large[1]:,} × {large[0]:,} px"


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]


def _range(counts: Sequence[int]) -> str:
    low, high = min(counts), max(counts)
    return f"{low:,} heads" if low == high else f"{low:,} to {high:,} heads"


def _typical(counts: Sequence[int]) -> int:
    return round(float(np.median(counts)))
