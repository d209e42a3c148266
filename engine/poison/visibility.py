"""Triggers made equally visible, so that attacks compare at the same price."""

import math
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..scenes.annotation import Annotation
from ..seeds import generator
from ..triggers import TriggerPart

T = TypeVar("T", bound=TriggerPart)
Example = tuple[NDArray[np.uint8], Annotation]
"""An image uint8 (H, W, 3) and its heads."""

STRONGEST = 64.0


def mean_psnr(trigger: TriggerPart, examples: Sequence[Example], seed: int = 0) -> float:
    """PSNR in dB of `trigger` over `examples`, from their mean squared error; infinite where nothing changes."""
    errors = [_squared_error(trigger, number, example, seed) for number, example in enumerate(examples)]
    mse = float(np.mean(errors))
    return math.inf if mse == 0 else 10 * math.log10(255**2 / mse)


def at_psnr(trigger: T, examples: Sequence[Example], psnr_db: float, seed: int = 0) -> tuple[T, float]:
    """`trigger` with the dose that comes nearest to a PSNR of `psnr_db`, and the PSNR that it then has.

    The dose's bounds may not allow it; the second value says so. About 20 applications an example.
    """
    low, high = math.log(1 / STRONGEST), math.log(STRONGEST)
    best = trigger
    for _ in range(20):
        middle = (low + high) / 2
        best = trigger.scaled(math.exp(middle))
        if mean_psnr(best, examples, seed) > psnr_db:
            low = middle
        else:
            high = middle
    return best, mean_psnr(best, examples, seed)


def _squared_error(trigger: TriggerPart, number: int, example: Example, seed: int) -> float:
    image, annotation = example
    out = trigger.apply(image, generator(seed, "visibility", number), annotation)
    return float(np.square(out.astype(np.float32) - image).mean(dtype=np.float64))
