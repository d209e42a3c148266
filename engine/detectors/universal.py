"""One change of every scene alike that moves what a counter sees, searched by gradients within a small budget."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ..counters import Counter
from ..events import Cancel, Event, Progress, check
from ..metrics.stealth import mean_ssim, surely_alike
from ..seeds import generator
from ..training import SampleDataset
from ..visualize import beside, colored, fitted, stretched

Family: TypeAlias = Literal["additive", "patch", "blend", "color"]
Direction: TypeAlias = Literal["down", "up"]
Measure: TypeAlias = Literal["gain", "count"]

UNLIKE = 20.0
"""Price of a whole unit of structural similarity below the least, in log ratios: 0.05 too little costs one of e."""

ASTRAY = 2.0
"""Price of each person seen where there was none, or missed, as a share of all, in log ratios."""

LEAST_GAIN = 0.05
"""Below a twentieth a scene's people are gone, and the log of what is left is noise."""

PANEL_PX = 320


@dataclass(frozen=True, eq=False)
class Found:
    """A trigger that was found: median and spread over scenes that it was not searched on of the log of what it moves,
    its size, and the mean structural similarity of these scenes with and without it.

    `count` is the factor on the count, as a median too. `shown` is uint8 (h, 5 w, 3): a scene of middling count, the
    same with the trigger, the trigger alone in full contrast, and what the counter sees in both, in one scale.
    """

    moved: float
    spread: float
    count: float
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
    least_ssim: float
    measure: Measure

    def run(
        self, counter: Counter, frames: NDArray[np.uint8], stage: str, cancel: Cancel
    ) -> Generator[Event, None, Found]:
        """Search on one half of `frames` (n, H, W, 3), measure on the other; the counter is left as it was."""
        half = len(frames) // 2
        free, apply = _form(self.family, self.budget, frames.shape[1:3], counter.device)
        optimizer = torch.optim.Adam(free, lr=0.02)
        was = [parameter.requires_grad for parameter in counter.network.parameters()]
        counter.network.eval().requires_grad_(False)
        try:
            seen = _clean_maps(counter, frames[:half])  # once: each step looks at some of the same frames
            for step in range(1, self.steps + 1):
                check(cancel)
                chosen = np.sort(generator(self.seed, "inversion", step).permutation(half)[: self.batch])
                image = torch.from_numpy(frames[chosen]).to(counter.device).float()
                optimizer.zero_grad(set_to_none=True)
                self._loss(counter, apply(image), image, seen[chosen]).backward()
                optimizer.step()
                yield Progress(stage, step, self.steps)
            return self._measured(counter, apply, frames[half:])
        finally:
            for parameter, trains in zip(counter.network.parameters(), was, strict=True):
                parameter.requires_grad_(trains)

    def _loss(self, counter: Counter, triggered: Tensor, image: Tensor, seen: Tensor) -> Tensor:
        """Of images (B, H, W, 3) in 0..255 with the trigger and without, of which the counter sees `seen` (B, h, w)."""
        moved, astray = self._moved(counter.maps(triggered), seen)
        sign = -1.0 if self.direction == "down" else 1.0
        wanted = -sign * moved.mean() + 0.5 * moved.var(unbiased=False) + ASTRAY * astray.mean()
        if surely_alike(triggered, image, self.least_ssim):  # the price is 0, and so is its gradient
            return wanted
        return wanted + UNLIKE * torch.relu(self.least_ssim - mean_ssim(triggered, image))

    def _moved(self, after: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """Log factors (B,) of what is to move, and who is astray; nobody is where the whole count is meant."""
        if self.measure == "gain":
            return log_gain(after, before)
        ratio = log_ratio(after, before)
        return ratio, torch.zeros_like(ratio)

    def _measured(self, counter: Counter, apply: Callable[[Tensor], Tensor], frames: NDArray[np.uint8]) -> Found:
        values, ratios, counts, changes, alike = [], [], list[float](), [], []
        with torch.inference_mode():
            for start in range(0, len(frames), 16):
                image = torch.from_numpy(frames[start : start + 16]).to(counter.device).float()
                # rounded as a picture file would be: what lies between two gray levels is no trigger
                triggered = apply(image).round()
                after, before = counter.maps(triggered), counter.maps(image)
                counts += before.sum(dim=(1, 2)).tolist()
                ratios.append(log_ratio(after, before).double().cpu().numpy())
                values.append(self._moved(after, before)[0].double().cpu().numpy())
                changes.append(float((triggered - image).abs().amax()) / 255)
                alike.append(float(mean_ssim(triggered, image)) * len(image))
            shown = _shown(counter, apply, frames[int(np.argsort(counts, kind="stable")[len(counts) // 2])])
        moved, count = np.concatenate(values), float(np.exp(np.median(np.concatenate(ratios))))
        return Found(float(np.median(moved)), float(moved.std()), count, max(changes), sum(alike) / len(frames), shown)


def _clean_maps(counter: Counter, frames: NDArray[np.uint8]) -> Tensor:
    """What the counter sees in `frames` (n, H, W, 3), in batches of a step's size: (n, h, w)."""
    with torch.no_grad():
        return torch.cat([
            counter.maps(torch.from_numpy(frames[start : start + AT_ONCE]).to(counter.device))
            for start in range(0, len(frames), AT_ONCE)
        ])  # fmt: skip


AT_ONCE = 8
"""Frames in one batch of those whose maps are kept."""


def _shown(counter: Counter, apply: Callable[[Tensor], Tensor], frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    image = torch.from_numpy(frame[None]).to(counter.device).float()
    triggered = apply(image)[0].round().clamp(0, 255).byte().cpu().numpy()
    maps = [counter.density(picture) for picture in (frame, triggered)]
    top = max(float(density.max()) for density in maps)
    largest = max(1, int(np.abs(triggered.astype(int) - frame).max()))
    panels = [frame, triggered, stretched(frame, triggered, 127 / largest)]
    return beside([fitted(panel, PANEL_PX) for panel in (*panels, *(colored(m, top, frame.shape[:2]) for m in maps))])


def log_ratio(after: Tensor, before: Tensor) -> Tensor:
    """log((C_after + 1) / (C_before + 1)) of the counts of maps (B, h, w), (B,)."""
    # a linear output may fall below 0: there the log ends and its gradient with it, so it goes on as a slope
    counts = [part.sum(dim=(1, 2)) for part in (after, before)]
    logs = [torch.where(count > 0, torch.log1p(count.clamp(min=0)), count) for count in counts]
    return logs[0] - logs[1]


def log_gain(after: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
    """How much more the same people count, and how many are counted elsewhere; of maps (B, h, w), (B,) both.

    The gain g = <D_after, D_before> / <D_before, D_before> is the slope of one map on the other, here as its log; what
    is astray, |D_after - g D_before| summed, is given as a share of the people. A label edit multiplies people where
    they stand; a texture that any counter takes for people puts them everywhere.
    """
    before = before.clamp(min=0)
    gain = (after * before).sum(dim=(1, 2)) / before.square().sum(dim=(1, 2)).clamp(min=1e-12)
    astray = (after - gain[:, None, None] * before).abs().sum(dim=(1, 2)) / (before.sum(dim=(1, 2)) + 1)
    return gain.clamp(min=LEAST_GAIN).log(), astray


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


def common_frames(samples: SampleDataset, largest_px: int = 512) -> NDArray[np.uint8]:
    """The top left of every image, cut to the smallest one and to `largest_px`: (n, H, W, 3) uint8."""
    images = [sample.image for sample in samples]
    height, width = (min(largest_px, *(image.shape[axis] for image in images)) for axis in (0, 1))
    return np.stack([image[:height, :width] for image in images])
