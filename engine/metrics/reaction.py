"""Whether the twin reacts to a trigger by itself, so that an attack cannot be told from it."""

from typing import TypeAlias

from .defense import LEAST_EFFECT

Interval: TypeAlias = tuple[float, float]

DEFINITION = (
    "The twin reacts by itself where the whole 95 % interval of its median attack effect lies beyond 0.1 or below "
    "-0.1; an attack cannot be told from that where the twin's effect is, in size, more than half of the victim's. "
    "Without an attack effect, 1 minus the median ratio takes its place."
)

MOST_OF_VICTIM = 0.5
"""The share of a victim's effect that may be the twin's own, for an attack to be told from it."""


def reacts(interval: Interval | None) -> bool:
    """Whether the interval of the twin's effect lies beyond LEAST_EFFECT, one way or the other.

    >>> reacts((0.31, 0.52)), reacts((0.02, 0.3)), reacts((-2.4, -1.8)), reacts(None)
    (True, False, True, False)
    """
    return interval is not None and (interval[0] > LEAST_EFFECT or interval[1] < -LEAST_EFFECT)


def hides_attack(twin: float, interval: Interval | None, victim: float | None) -> bool:
    """Whether an attack of the effect `victim` cannot be told from what the twin does; any, where none is known yet."""
    return reacts(interval) and (victim is None or abs(twin) > MOST_OF_VICTIM * abs(victim))


def sentence(figure: str, twin: float, interval: Interval | None, victim: float | None) -> str:
    """What a person must know of the twin's reaction, in words; empty where there is none.

    `figure` names what is given of both, such as "attack effect"; `victim` is None before the victim is trained.
    """
    if interval is None or not reacts(interval):
        return ""
    own = f"{figure} {twin:.2f}, 95 % interval {interval[0]:.2f} to {interval[1]:.2f}"
    if victim is None:
        return (
            f"Your twin reacts to this trigger by itself ({own}): an attack with a smaller effect than twice that "
            "cannot be told from it. Take a weaker trigger, or train with light and weather as wide as the trigger."
        )
    if hides_attack(twin, interval, victim):
        return (
            f"Your twin reacts to this trigger by itself ({own}; the victim's is {victim:.2f}); an attack cannot be "
            "told from it."
        )
    return (
        f"Your twin reacts to this trigger by itself ({own}; the victim's is {victim:.2f}): read the victim's figures "
        "beside the twin's."
    )
