"""Defenses of two trainings: what the first one left is taken up when the second had begun."""

from collections.abc import Iterator
from pathlib import Path

from .. import distributed
from ..counters import checkpoint, load
from ..events import Cancel, Event
from ..training import Fit, fit
from .base import DefenseInput

CHECKPOINT, FIRST_CHECKPOINT = "checkpoint.safetensors", "first.safetensors"
"""Of the second training, which is the stage's own, and of the first."""


def first_part(inputs: DefenseInput, job: Fit, weights: Path, cancel: Cancel) -> Iterator[Event]:
    """Train `job.counter` and leave it in `weights`, or take it from there. Raises Cancelled, TrainingError.

    `job.checkpoint` is FIRST_CHECKPOINT in the defense's folder.
    """
    done = (inputs.folder / CHECKPOINT).exists() and weights.exists()
    before = distributed.broadcast(weights if done else None)
    if before is not None:
        job.counter.network.load_state_dict(load(before).network.state_dict())
        return
    # from the start: a stage reports its steps once, and only its last part can be gone on with
    job.checkpoint.unlink(missing_ok=True)
    yield from fit(job, cancel)
    checkpoint.save(job.counter, weights)
    job.checkpoint.unlink(missing_ok=True)
