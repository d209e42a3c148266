"""A run for the trackers of experiments that people have: files on this machine, and nothing is sent anywhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from ..folder import Run
from . import mlflow, tensorboard, wandb

Tracker: TypeAlias = Literal["tensorboard", "mlflow", "wandb-offline"]

TRACKERS: Mapping[Tracker, Callable[[Run, Path], Path]] = {
    "tensorboard": tensorboard.write,
    "mlflow": mlflow.write,
    "wandb-offline": wandb.write,
}
"""Each writes a run into a folder and gives the place that the tracker is pointed at.

They raise EngineError, OutputError and RunError.
"""

__all__ = ["TRACKERS", "Tracker"]
