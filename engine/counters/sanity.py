"""A first count, before figures are believed: the two conventions of CSRNet differ by 64 and by nothing else."""

from .base import CounterPart
from .csrnet import CSRNet

LEAST_HEADS = 5
"""Scenes with fewer say too little of a scale."""

_FACTOR, _ROOM = 64.0, 2.5


def other_convention(config: CounterPart, count: float, heads: float) -> str | None:
    """A sentence when `count`, of a scene with `heads` annotated heads, is off by about 64 times; None otherwise."""
    if not isinstance(config, CSRNet) or heads < LEAST_HEADS or count <= 0:
        return None
    for ratio in (_FACTOR, 1 / _FACTOR):
        if 1 / _ROOM < count / heads / ratio < _ROOM:
            other = "eighth" if config.convention == "upsampled" else "upsampled"
            return (
                f"This CSRNet counts {count:,.1f} where {heads:,.0f} heads are annotated, about 64 times too "
                f"{'many' if ratio > 1 else 'few'}: its weights are of the other convention; "
                f"set counter.convention to {other}."
            )
    return None
