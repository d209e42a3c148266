"""A defense: weights are made smaller, then trained on clean scenes."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import torch
from pydantic import Field

from miscount.engine.defenses.base import DefenseInput, DefensePart
from miscount.engine.events import Cancel, Event
from miscount.engine.training import Fit, Training, fit


class Shrink(DefensePart):
    """Every weight times a share, then fine-tuning on the new scenes."""

    kind: Literal["shrink"] = "shrink"
    share: float = Field(
        default=0.9, gt=0, le=1, description="Share of each weight kept.", json_schema_extra={"step": 0.1}
    )
    training: Training = Field(default=Training(epochs=2), description="How it is then trained.")
    card: ClassVar[str] = (
        "Shrink: a made-up defense that stands for one that somebody adds. It says nothing of what it erases."
    )

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Make the weights of `inputs.counter` smaller and train it; see `DefensePart.repair`."""
        with torch.no_grad():
            for weight in inputs.counter.network.parameters():
                weight.mul_(self.share)
        return fit(
            Fit(
                stage=inputs.stage,
                counter=inputs.counter,
                samples=inputs.new,
                validation=inputs.validation,
                training=self.training,
                seed=inputs.seed,
                checkpoint=inputs.folder / "checkpoint.safetensors",
                probes=inputs.probes,
            ),
            cancel,
        )

    def num_steps(self, inputs: DefenseInput) -> int:
        """Those of the training."""
        return self.training.num_steps(len(inputs.new))
