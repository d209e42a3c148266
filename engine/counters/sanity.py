"""A first look at counts, before figures are believed: another factor, another convention, no counts at all.

Weights hold no unit: maps times 100, at a 64th, or of pixels in another range have the same names and shapes, and
their counts are wrong by that factor and by nothing else.
"""

import math
from collections.abc import Sequence

from .base import CounterPart
from .csrnet import CSRNet

LEAST_HEADS = 5
"""Scenes with fewer say too little of a scale."""

MOST_OFF = 5.0
"""A counter that is off by more in most scenes is of another scale: trained ones stay within a factor of two."""

PIXELS_A_HEAD = 64.0
"""No picture shows a head on fewer: the densest of UCF_CC_50 and UCF-QNRF have one on some 170."""

_FACTORS = (
    (16.0, "as a map that is to be upsampled 4 times has"),
    (64.0, "as a map that is to be upsampled 8 times has"),
    (100.0, "as maps times 100 have, which the C^3 framework trains on"),
    (255.0, "as pixels of 0 to 255 make in place of 0 to 1"),
    (1000.0, "as maps times 1,000 have"),
)
_OTHERWISE = "its weights give another scale or see pictures prepared otherwise"

_ROOM = 1.5
"""A factor is named where what is measured is that near to it; CSRNet's has more room, since its sentence names the
one setting that can be wrong."""
_ROOM_OF_CONVENTION = 2.5


def doubt(config: CounterPart, counts: Sequence[float], heads: Sequence[float]) -> str | None:
    """A sentence where `counts` of scenes cannot be those of a counter that fits them; None where they can.

    `heads`: how many are annotated in each. Scenes with fewer than `LEAST_HEADS` are left out.
    """
    crowded = [(count, number) for count, number in zip(counts, heads, strict=True) if number >= LEAST_HEADS]
    if not crowded:
        return None
    if bad := sum(not math.isfinite(count) for count, _ in crowded):
        return _ruined(config, bad, len(crowded))
    crowded.sort(key=lambda pair: pair[0] / pair[1])
    count, number = crowded[len(crowded) // 2]
    off = count / number
    if 1 / MOST_OFF <= off <= MOST_OFF:
        return None
    said = f"This {config.kind} counts {count:,.1f} where {number:,.0f} heads are annotated{_in_most(len(crowded))}"
    if off <= -1 / MOST_OFF:
        return f"{said}: no count is below zero, so {_OTHERWISE}."
    return f"{said}, {_factor(config, off)}"


def _ruined(config: CounterPart, bad: int, number: int) -> str:
    return f"This {config.kind} gives no number for {bad} of {number} pictures: its weights are ruined."


def _in_most(number: int) -> str:
    return f", and is as far off in most of {number} scenes" if number > 1 else ""


def _factor(config: CounterPart, ratio: float) -> str:
    """How far off counts are that are `ratio` times the heads, and what is to be done; the end of a sentence."""
    times = ratio if ratio > 1 else 1 / ratio if ratio > 0 else math.inf
    way = "many" if ratio > 1 else "few"
    if isinstance(config, CSRNet) and 1 / _ROOM_OF_CONVENTION < times / 64 < _ROOM_OF_CONVENTION:
        other = "eighth" if config.convention == "upsampled" else "upsampled"
        return f"about 64 times too {way}: its weights are of the other convention; set counter.convention to {other}."
    how = f"about {times:,.0f} times too {way}" if times < 1e6 else f"far too {way}"
    why = next((f", {words}" for factor, words in _FACTORS if 1 / _ROOM < times / factor < _ROOM), "")
    return f"{how}{why}: {_OTHERWISE}, or it has learned nothing; no figure of it means anything before that is known."


def other_convention(config: CounterPart, count: float, heads: float) -> str | None:
    """The `doubt` about the count of one scene."""
    return doubt(config, [count], [heads])


def implausible(config: CounterPart, counts: Sequence[float], sizes: Sequence[tuple[int, int]]) -> str | None:
    """A sentence where `counts` of pictures of `sizes` (H, W) without labels cannot be; None where they can."""
    if bad := sum(not math.isfinite(count) for count in counts):
        return _ruined(config, bad, len(counts))
    if min(counts, default=0.0) < -LEAST_HEADS:
        return f"This {config.kind} counts {min(counts):,.1f} in a picture: no count is below zero, so {_OTHERWISE}."
    pixels = min((height * width / count for count, (height, width) in zip(counts, sizes, strict=True) if count > 0),
                 default=math.inf)  # fmt: skip
    setting = " (see counter.convention)" if isinstance(config, CSRNet) else ""
    if pixels < PIXELS_A_HEAD:
        return (
            f"This {config.kind} counts a head on every {pixels:,.1f} pixels of a picture, where no crowd is denser "
            f"than one on {PIXELS_A_HEAD:.0f}: {_OTHERWISE}{setting}."
        )
    if counts and max(counts) < 1:
        return (
            f"This {config.kind} counts less than one person in each of {len(counts)} pictures: if there are people in "
            f"them, {_OTHERWISE}{setting}."
        )
    return None
