"""What the density brush does with each dab: the kinds, and their arithmetic on a map. No Qt."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from miscount.widgets.canvas.tools.dabs import (
    RADIUS_IN_SIGMAS,
    DabPatch,
    add_dab,
    erase_dab,
    move_dab,
    scale_dab,
    smooth_dab,
)

Kind: TypeAlias = Literal["add", "scale", "smooth", "move", "stamp"]

KINDS: dict[Kind, tuple[str, str]] = {
    "add": (
        "Add persons",
        "A click adds exactly so many persons, a stroke as many over each width of the ring; Alt takes as many away, "
        "never below zero.",
    ),
    "scale": ("Multiply", "Each dab multiplies what is there by the factor; Alt divides by it."),
    "smooth": ("Smooth", "Each dab blurs what lies under the ring and keeps its sum."),
    "move": ("Move", "Pushes what lies under the ring along with the hand and keeps the sum; Alt pulls it back."),
    "stamp": ("Stamp a head", "A click adds one head's kernel there, as wide as the kernel makes it; Alt removes one."),
}


@dataclass(frozen=True, slots=True)
class Brush:
    """A kind of brush with its settings; `strength` is the share of its effect that a dab has, 0 to 1."""

    kind: Kind = "add"
    persons: float = 1.0
    factor: float = 1.2
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Dab:
    """One dab: the ring's middle and radius, +1 or -1 (Alt) or 0 (erase), where the last one was, a pen's pressure."""

    x: float
    y: float
    radius_px: float
    sign: int
    last: tuple[float, float] | None = None
    pressure: float = 1.0

    @property
    def moved(self) -> tuple[float, float]:
        """From the last dab of the stroke to this one."""
        return (self.x - self.last[0], self.y - self.last[1]) if self.last is not None else (0.0, 0.0)

    @property
    def share(self) -> float:
        """Of what a click does: all for the first of a stroke, then as far as the ring went, in widths of it."""
        return 1.0 if self.last is None else min(1.0, math.hypot(*self.moved) / (2 * self.radius_px))


def put(brush: Brush, dab: Dab, density: NDArray[np.float32], sigma_px: float | None = None) -> DabPatch:
    """Do `dab` to `density` in place; a stamp needs the kernel's width there, `sigma_px`."""
    strength = brush.strength * dab.pressure
    x, y, radius = dab.x, dab.y, dab.radius_px
    if dab.sign == 0:
        return erase_dab(density, x, y, radius)
    match brush.kind:
        case "add":
            return add_dab(density, x, y, radius, dab.sign * brush.persons * strength * dab.share)
        case "scale":
            factor = brush.factor if dab.sign > 0 else 1 / brush.factor
            return scale_dab(density, x, y, radius, 1 + (factor - 1) * strength)
        case "smooth":
            return smooth_dab(density, x, y, radius, strength)
        case "move":
            dx, dy = dab.moved
            return move_dab(density, x - dx, y - dy, radius, (dab.sign * dx, dab.sign * dy), strength)
        case "stamp":
            return add_dab(density, x, y, (sigma_px or 1.0) * RADIUS_IN_SIGMAS, float(dab.sign))
