"""Labels that contradict their picture: the signed residual of a counter that was stopped early."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from ..events import Cancel, Progress, check
from ..training import SampleDataset
from ..training.early import Form
from .base import DetectionResult, DetectorInput, DetectorPart, Inspection, Subject, threshold_from
from .features import by_name
from .passes import Owner


class SignedResidual(DetectorPart):
    """s = log((prediction + 1) / (label + 1)) of an early-stopped counter, two-sided."""

    kind: Literal["signed_residual"] = "signed_residual"
    form: Literal["signed", "low_loss"] = Field(
        default="signed",
        description="Two-sided by the sign of the residual; or the published rule of ABL, low loss is poison.",
    )
    epochs: int = Field(
        default=6, ge=1, le=100, description="Epochs of the early counter.", json_schema_extra={"step": 1}
    )
    early: Form = Field(
        default="adapted",
        description="The early counter: first layers frozen, a third of the rate, light drawn wide; or, as ABL and CBD "
        "have it, the first epochs of a plain training.",
    )
    subject: ClassVar[Subject] = "training set"
    card: ClassVar[str] = (
        "Signed residual (our form of the isolation of Li et al. 2021, ABL): a counter trained on the suspect set for "
        "a few epochs has learned heads and not yet the trigger, so it contradicts a poisoned label. The score is the "
        "log ratio of prediction and label, centered and scaled by clean scenes, two-sided: above, heads were taken "
        "away; below, heads were added. It finds wrong labels, poisoned or not. The published rule, low loss is "
        "poison, is the form low_loss. Which scenes such a counter contradicts depends on how it was trained: with its "
        "first layers frozen, at a third of the rate and under light drawn wide (`early: adapted`) it has not met the "
        "trigger, and low loss ranks the poison last; in a plain training (`early: published`) the trigger is learned "
        "after heads, so that the poison's loss is the highest at first and among the lowest some epochs later. It "
        "needs the training set and some clean scenes."
    )

    @property
    def early_epochs(self) -> int:
        """As set."""
        return self.epochs

    @property
    def early_form(self) -> Form:
        """As set."""
        return self.early

    def num_steps(self, inputs: DetectorInput) -> int:
        """One for each scene."""
        return len(inputs.suspect) + len(inputs.clean)

    def inspect(self, inputs: DetectorInput, cancel: Cancel) -> Inspection:
        """See `DetectorPart.inspect`."""
        early, total = inputs.early[self.epochs], self.num_steps(inputs)
        answers: list[tuple[float, float, float]] = []
        passes = inputs.early_passes[self.epochs]
        both: tuple[tuple[Owner, SampleDataset], ...] = (("clean", inputs.clean), ("suspect", inputs.suspect))
        for owner, samples in both:
            for name in samples.names:
                check(cancel)
                answer = passes.answer(early, owner, samples, name)
                answers.append((answer.total, answer.label, answer.loss))
                yield Progress(inputs.stage, len(answers), total)
        table = np.array(answers)
        num_clean = len(inputs.clean)
        predicted, label, loss = table.T
        residual = np.log((np.maximum(predicted, 0) + 1) / (label + 1))
        center = float(np.median(residual[:num_clean]))
        scale = max(1.4826 * float(np.median(np.abs(residual[:num_clean] - center))), 1e-3)
        scores = -np.log(loss + 1e-12) if self.form == "low_loss" else np.abs(residual - center) / scale
        threshold = threshold_from(scores[:num_clean], self.false_alarms)
        names, rest = inputs.suspect.names, slice(num_clean, None)
        flagged = scores[rest] > threshold
        # the clean median is the counter's own bias: what is beyond it is the label's
        asked = (label[rest] + 1) / (np.maximum(predicted[rest], 0) + 1) * np.exp(center)
        reasons = {
            name: _reason(*row)
            for name, *row in zip(names, label[rest], predicted[rest], residual[rest] - center, strict=True)
        }
        facts = {
            "alpha_hat": float(np.median(asked[flagged])) if flagged.any() else None,
            "flagged": int(flagged.sum()),
        }
        return DetectionResult(by_name(names, scores[rest]), reasons, threshold, self.false_alarms, facts)


def _reason(label: float, predicted: float, residual: float) -> str:
    direction = "fewer" if residual > 0 else "more"
    return f"the label says {label:.4g}, {direction} than the {max(predicted, 0):.4g} that an early counter sees"
