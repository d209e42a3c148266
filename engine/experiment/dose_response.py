"""What a trigger does at other strengths, and what other corruptions do: twin and victim beside each other."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ..counters import Counter
from ..counters.receptive import measured_view
from ..metrics.attack import Predictions, median_effect, predictions_of, ratio
from ..metrics.config import Evaluation
from ..metrics.intervals import Interval, bootstrap_intervals
from ..poison import Poison, triggered
from ..poison.reach import reach
from ..scenes import Scene
from ..seeds import generator
from ..triggers import TriggerPart, trigger
from .evaluation import ScenePrediction

Image = NDArray[np.uint8]
Corruption: TypeAlias = Callable[[Image, np.random.Generator], Image]
Change: TypeAlias = Callable[[Scene, Image], Image]


def _compressed(image: Image, _rng: np.random.Generator) -> Image:
    _, content = cv2.imencode(".jpg", image[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, 50))
    return np.ascontiguousarray(np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR))[..., ::-1], dtype=np.uint8)


def _blurred(image: Image, _rng: np.random.Generator) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 1.5), dtype=np.uint8)


def _noisy(image: Image, rng: np.random.Generator) -> Image:
    noise = 10 * rng.standard_normal(image.shape, dtype=np.float32)
    return np.asarray(np.clip(np.rint(image + noise), 0, 255), dtype=np.uint8)


def _darker(image: Image, _rng: np.random.Generator) -> Image:
    table = np.rint(255 * (np.arange(256) / 255) ** 1.5).astype(np.uint8)
    return table[image]


def _as_trigger(kind: str) -> Corruption:
    return lambda image, rng: trigger({"kind": kind}).apply(image, rng)


COMMON: dict[str, Corruption] = {
    "JPEG, quality 50": _compressed,
    "blur, 1.5 px": _blurred,
    "noise, 10 levels": _noisy,
    "gamma 1.5": _darker,
    "rain": _as_trigger("rain"),
    "fog": _as_trigger("fog"),
    "sinusoid": _as_trigger("sinusoid"),
}
"""What happens to images in the world; none of it asks for another count."""


@dataclass(frozen=True)
class DoseResponse:
    """What the rows are measured on: test scenes, the recipe's poison, and what both counters said of these scenes."""

    scenes: Sequence[Scene]
    poison: Poison
    seed: int
    by_ratio: bool
    wanted: Evaluation
    counters: Mapping[str, Counter]
    predictions: Mapping[str, Sequence[ScenePrediction]]

    @property
    def num_steps(self) -> int:
        """How many scenes are gone through in all."""
        return len(self.scenes) * len(list(self._settings()))

    def rows(self) -> Iterator[dict[str, Any] | int]:
        """How many scenes are done, and after each setting its row; raises DatasetError.

        A row: kind "dose" or "other"; name; dose; psnr of the images in dB; for each counter the median ratio to its
        clean counts, and the median attack effect with its interval (None where the attack asks for no change).
        """
        done = 0
        for about, change in self._settings():
            rng = generator(self.seed, "intervals", "study", str(about["name"]))
            for step in self._row(change, rng, is_trained=about["dose"] == 1):
                done += isinstance(step, int)
                yield done if isinstance(step, int) else {**about, **step}

    def reach(self, name: str) -> dict[str, Any]:
        """How far a counter sees, by its layers and by its gradient, and the share of a frame that the trigger reaches.

        Measured on the first scene; lengths in px.
        """
        scene, counter = self.scenes[0], self.counters[name]
        view = measured_view(counter, scene.image())
        footprint = self.poison.trigger.footprint(scene.size, np.random.default_rng(0), scene.annotation)
        return {
            "receptive_field_px": counter.receptive_field_px,
            "measured_px": view.measured_px,
            "effective_px": view.effective_px,
            "share": reach(footprint, counter.receptive_field_px),
            "share_measured": reach(footprint, view.measured_px),
        }

    def _settings(self) -> Iterator[tuple[dict[str, Any], Change]]:
        own = self.poison.trigger
        for dose in self._doses():
            stronger = own.scaled(dose)
            if dose != 1 and stronger == own:
                continue  # its bounds allow no more
            yield {"kind": "dose", "name": f"x {dose:g}", "dose": dose}, self._triggered(stronger)
        for name, change in self._others().items():
            yield {"kind": "other", "name": name, "dose": None}, change

    def _doses(self) -> tuple[float, ...]:
        """Those that are asked for, and the strength of the training among them: all on the same scenes."""
        asked = self.wanted.doses
        return asked if 1 in asked or not asked else tuple(sorted((*asked, 1.0)))

    def _others(self) -> dict[str, Change]:
        if not self.wanted.specificity:
            return {}
        family = {name: self._triggered(relative) for name, relative in self.poison.trigger.relatives().items()}
        common = {
            name: self._corrupted(corrupt) for name, corrupt in COMMON.items() if name != self.poison.trigger.kind
        }
        return family | common

    def _triggered(self, other: TriggerPart) -> Change:
        poison = self.poison.replace(trigger=other)
        return lambda scene, image: triggered(poison, scene.id, image, self.seed, scene.annotation)

    def _corrupted(self, corrupt: Corruption) -> Change:
        return lambda scene, image: corrupt(image, generator(self.seed, "corruption", scene.id))

    def _row(self, change: Change, rng: np.random.Generator, is_trained: bool) -> Iterator[dict[str, Any] | int]:
        """The row of one change; what both counters say under the trigger as it was trained is known already."""
        squares: list[float] = []
        counts: dict[str, list[float]] = {name: [] for name in self.counters}
        for number, scene in enumerate(self.scenes, start=1):
            image = scene.image()
            changed = change(scene, image)
            squares.append(float(np.square(changed.astype(np.float32) - image).mean(dtype=np.float64)))
            for name, counter in self.counters.items():
                counts[name].append(self._known(name, number - 1) if is_trained else counter.count(changed))
            yield number
        mse = float(np.mean(squares))
        yield {
            "psnr": 10 * math.log10(255**2 / mse) if mse else None,
            "ratio": {name: self._ratio(name, own) for name, own in counts.items()},
            "effect": {name: self._effect(name, own) for name, own in counts.items()},
            "effect_interval": {name: self._interval(name, own, rng) for name, own in counts.items()},
        }

    def _known(self, name: str, place: int) -> float:
        said = self.predictions[name][place].triggered
        return math.nan if said is None else said

    def _ratio(self, name: str, counts: Sequence[float]) -> float | None:
        clean = [row.clean for row in self.predictions[name][: len(counts)]]
        ratios = ratio(clean, counts)
        known = ratios[np.isfinite(ratios)]
        return float(np.median(known)) if len(known) else None

    def _effect(self, name: str, counts: Sequence[float]) -> float | None:
        return median_effect(self._answers(name, counts), self.by_ratio)

    def _interval(self, name: str, counts: Sequence[float], rng: np.random.Generator) -> Interval | None:
        """The 95 % interval of the effect, over the scenes."""
        return bootstrap_intervals(self._answers(name, counts), self.by_ratio, None, rng).get("effect_median")

    def _answers(self, name: str, counts: Sequence[float]) -> Predictions:
        """What a counter said of the clean scenes and, in `counts`, of the changed ones."""
        predicted = self.predictions[name][: len(counts)]
        targets = [row.heads if row.target is None else row.target for row in predicted]
        return predictions_of(
            [(row.heads, y, row.clean, count) for row, y, count in zip(predicted, targets, counts, strict=True)]
        )
