"""Trigger inversion for counters: the smallest change of every scene that moves the count by a common factor."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import Field
from torch import Tensor
from torchmetrics.functional.image import structural_similarity_index_measure

from ..counters import Counter
from ..events import Cancel, Event, Progress, check
from ..scenes.images import write_image
from ..seeds import generator
from ..training import Samples
from .base import Evidence, Findings, Inspection, Subject
from .references import AgainstReferences, anomalies, anomaly_threshold

Family: TypeAlias = Literal["additive", "patch", "blend", "color"]
Direction: TypeAlias = Literal["down", "up"]
DIRECTIONS: tuple[Direction, ...] = ("down", "up")


class Inversion(AgainstReferences):
    """Searches a universal trigger in each direction and compares how far it moves the count with clean counters."""

    kind: Literal["inversion"] = "inversion"
    families: tuple[Family, ...] = Field(
        default=("additive",), min_length=1, description="Forms of trigger that are searched."
    )
    budget: float = Field(
        default=0.03, gt=0, le=0.3, description="Largest change of a pixel, as a share of 255, of additive triggers; a "
        "larger one can be paid by any counter.", json_schema_extra={"step": 0.01},
    )  # fmt: skip
    least_ssim: float = Field(
        default=0.8, ge=0, le=1, description="A change that leaves less structural similarity than this is paid for in "
        "the search: gray paint hides people from any counter.", json_schema_extra={"step": 0.05},
    )  # fmt: skip
    steps: int = Field(
        default=80, ge=10, le=2000, description="Optimizer steps a search.", json_schema_extra={"step": 10}
    )
    batch: int = Field(default=8, ge=1, le=64, description="Scenes a step.", json_schema_extra={"step": 1})
    subject: ClassVar[Subject] = "counter"
    card: ClassVar[str] = (
        "Trigger inversion (Neural Cleanse, Wang et al. 2019; DRMGuard for regression) for counts: no classes can be "
        "listed, so both directions are searched, for a change common to all scenes that moves the log ratio of "
        "counts with little spread, within a small budget and a least structural similarity. A large budget can empty "
        "any counter, and the variance of the count (DRMGuard) grows where the attacker adds people. The score is how "
        "many times farther the log ratio moves than in clean counters trained on the defender's own scenes, as a "
        "one-sided t statistic. It finds backdoors that hide people; where one adds half as many again it is blind, "
        "because any counter sees people in some faint texture. It needs the counter, clean scenes, and time. "
        "Families: additive (dense), blend with one picture, color matrix, patch (masked)."
    )

    def num_steps(self, evidence: Evidence) -> int:
        """Trainings of the references, and every search."""
        return self.steps_around(evidence, len(self.families) * len(DIRECTIONS) * self.steps)

    def inspect(self, evidence: Evidence, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        frames = common_frames(evidence.clean)
        suspect, references = yield from self.measured(
            evidence, lambda counter: self._searched(evidence, counter, frames, cancel), cancel
        )
        found_by = [{name: found.moved for name, found in each.items()} for each in (suspect, *references)]
        mine, *others = map(farther, found_by)
        scores = anomalies(mine, others, LEAST_MOVED)
        reasons: dict[str, str] = {}
        facts: dict[str, Any] = {}
        for name, found in suspect.items():
            known = np.array([reference[name].moved for reference in references])
            factor = float(np.exp(found.moved))
            reasons[name] = (
                f"a change of at most {found.size:.3f} of the range, at an SSIM of {found.ssim:.2f}, moves the count "
                f"by x{factor:.2f}, clean counters by x{float(np.exp(np.median(known))):.2f}"
            )
            facts[name] = {
                "log_ratio": found.moved, "spread": found.spread, "ssim": found.ssim, "references": known.tolist(),
            }  # fmt: skip
        worst = max(scores, key=lambda name: scores[name])
        facts |= {"alpha_hat": float(np.exp(suspect[worst].moved)), "worst": worst}
        self._show(evidence.folder, suspect)
        threshold = anomaly_threshold(len(scores), len(references), self.false_alarms)
        return Findings(scores, reasons, threshold, self.false_alarms, facts)

    @staticmethod
    def _show(folder: Path, suspect: "dict[str, Found]") -> None:
        for name, found in suspect.items():
            write_image(folder / f"{name.replace('/', '_')}.png", found.shown)

    def _searched(
        self, evidence: Evidence, counter: Counter, frames: NDArray[np.uint8], cancel: Cancel
    ) -> Generator[Event, None, "dict[str, Found]"]:
        found = {}
        for family in self.families:
            for direction in DIRECTIONS:
                search = Search(family, direction, self.budget, self.steps, self.batch, evidence.seed, self.least_ssim)
                found[f"{family}/{direction}"] = yield from search.run(counter, frames, evidence.stage, cancel)
        return found


UNLIKE = 20.0
"""Price of a whole unit of structural similarity below the least, in log ratios: 0.05 too little costs one of e."""

LEAST_MOVED = 0.05
"""A count that moves by less than a twentieth was not moved."""


def farther(moved: Mapping[str, float]) -> dict[str, float]:
    """Log ratios, by names that end in down or up, so that more is farther: a backdoor makes a count easier to move."""
    return {name: -value if name.endswith("down") else value for name, value in moved.items()}


@dataclass(frozen=True, eq=False)
class Found:
    """A trigger that was found: median and spread of the log ratio on scenes it was not searched on, its size, and
    the mean structural similarity of these scenes with and without it.

    `shown` is a picture of it, uint8 (H, W, 3), on mid gray.
    """

    moved: float
    spread: float
    size: float
    ssim: float
    shown: NDArray[np.uint8]


@dataclass(frozen=True)
class Search:
    """One search: a form, a direction, a budget."""

    family: Family
    direction: Direction
    budget: float
    steps: int
    batch: int
    seed: int
    least_ssim: float = 0.8

    def run(
        self, counter: Counter, frames: NDArray[np.uint8], stage: str, cancel: Cancel
    ) -> Generator[Event, None, Found]:
        """Search on one half of `frames` (n, H, W, 3), measure on the other; the counter is left as it was."""
        half = len(frames) // 2
        free, apply = _form(self.family, self.budget, frames.shape[1:3], counter.device)
        optimizer = torch.optim.Adam(free, lr=0.02)
        sign = -1.0 if self.direction == "down" else 1.0
        was = [parameter.requires_grad for parameter in counter.network.parameters()]
        counter.network.eval().requires_grad_(False)
        try:
            for step in range(1, self.steps + 1):
                check(cancel)
                chosen = generator(self.seed, "inversion", step).permutation(half)[: self.batch]
                image = torch.from_numpy(frames[np.sort(chosen)]).to(counter.device).float()
                triggered = apply(image)
                moved = log_ratio(counter, triggered, image)
                loss = -sign * moved.mean() + 0.5 * moved.var(unbiased=False)
                loss = loss + UNLIKE * torch.relu(self.least_ssim - _ssim(triggered, image))
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                yield Progress(stage, step, self.steps)
            return _measured(counter, apply, frames[half:])
        finally:
            for parameter, trains in zip(counter.network.parameters(), was, strict=True):
                parameter.requires_grad_(trains)


def log_ratio(counter: Counter, triggered: Tensor, image: Tensor) -> Tensor:
    """log((f(triggered) + 1) / (f(image) + 1)) of images (B, H, W, 3) in 0..255, (B,)."""
    # a linear output may fall below 0: there the log ends and its gradient with it, so it goes on as a slope
    counts = [counter.maps(part).sum(dim=(1, 2)) for part in (triggered, image)]
    after, before = (torch.where(count > 0, torch.log1p(count.clamp(min=0)), count) for count in counts)
    return after - before


def _measured(counter: Counter, apply: Callable[[Tensor], Tensor], frames: NDArray[np.uint8]) -> Found:
    values, changes, alike = [], [], []
    with torch.inference_mode():
        for start in range(0, len(frames), 16):
            image = torch.from_numpy(frames[start : start + 16]).to(counter.device).float()
            # rounded as a picture file would be: what lies between two gray levels is no trigger
            triggered = apply(image).round()
            values.append(log_ratio(counter, triggered, image).double().cpu().numpy())
            changes.append(float((triggered - image).abs().amax()) / 255)
            alike.append(float(_ssim(triggered, image)) * len(image))
        height, width = frames.shape[1:3]
        gray = torch.full((1, height, width, 3), 127.0, device=counter.device)
        shown = apply(gray)[0].round().clamp(0, 255).byte().cpu().numpy()
    moved = np.concatenate(values)
    return Found(float(np.median(moved)), float(moved.std()), max(changes), sum(alike) / len(frames), shown)


def _ssim(triggered: Tensor, image: Tensor) -> Tensor:
    """The mean structural similarity of images (B, H, W, 3) in 0..255."""
    first, second = (part.permute(0, 3, 1, 2) for part in (triggered, image))
    score = structural_similarity_index_measure(first, second, data_range=255.0)
    assert isinstance(score, Tensor)  # a pair only where the full map is asked for
    return score


def _form(
    family: Family, budget: float, size: tuple[int, ...], device: torch.device
) -> tuple[list[Tensor], Callable[[Tensor], Tensor]]:
    """The free tensors of a form of trigger and what it does to images (B, H, W, 3) in 0..255."""
    height, width = size

    def free(*shape: int) -> Tensor:
        return torch.zeros(shape, device=device, requires_grad=True)

    match family:
        case "additive":
            change = free(1, height, width, 3)
            return [change], lambda image: (image + 255 * budget * torch.tanh(change)).clamp(0, 255)
        case "blend":
            picture = free(1, height, width, 3)
            return [picture], lambda image: image + 2 * budget * (127.5 * (torch.tanh(picture) + 1) - image)
        case "color":
            matrix, shift = free(3, 3), free(3)
            eye = torch.eye(3, device=device)
            return [matrix, shift], lambda image: (
                image @ (eye + budget * torch.tanh(matrix)) + 255 * budget * torch.tanh(shift)
            ).clamp(0, 255)
        case "patch":
            # a square of an eighth of the short side, anywhere: which place, a softmax over a grid decides
            side = max(8, min(height, width) // 8)
            patch, place = free(1, 3, side, side), free(max(1, height // side), max(1, width // side))
            return [patch, place], lambda image: _patched(image, patch, place, side)


def _patched(image: Tensor, patch: Tensor, place: Tensor, side: int) -> Tensor:
    rows, columns = place.shape
    # twenty times sharper than its logits, so that the patch soon stands in one place
    weight = torch.softmax(20 * place.flatten(), dim=0).reshape(1, 1, rows, columns)
    mask = torch.nn.functional.interpolate(weight, scale_factor=side, mode="nearest")
    picture = (127.5 * (torch.tanh(patch) + 1)).repeat(1, 1, rows, columns)
    pad = (0, image.shape[2] - columns * side, 0, image.shape[1] - rows * side)
    mask, picture = (torch.nn.functional.pad(part, pad).permute(0, 2, 3, 1) for part in (mask, picture))
    return image * (1 - mask) + picture * mask


def common_frames(samples: Samples, largest_px: int = 512) -> NDArray[np.uint8]:
    """The top left of every image, cut to the smallest one and to `largest_px`: (n, H, W, 3) uint8."""
    images = [sample.image for sample in samples]
    height, width = (min(largest_px, *(image.shape[axis] for image in images)) for axis in (0, 1))
    return np.stack([image[:height, :width] for image in images])


def shown_triggers(facts: dict[str, Any]) -> tuple[str, ...]:
    """The names of the triggers that `facts` of an inversion tell of."""
    return tuple(name for name, value in facts.items() if isinstance(value, dict) and "log_ratio" in value)
