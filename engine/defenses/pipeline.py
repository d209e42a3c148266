"""Detect, isolate, retrain: a detector's result on the training set decides what a fresh counter is trained on."""

from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from .. import distributed
from ..counters import Counter, build
from ..detectors import DetectionResult, Detector, DetectorInput, SignedResidual
from ..detectors.base import NO_THRESHOLD
from ..errors import RunError
from ..events import Cancel, Event, Warned
from ..files import write_json
from ..reading import read_object
from ..seeds import seed_of
from ..training import WIDE_LIGHT, Fit, Training, fit
from ..training.early import early_training, trains_early
from .base import Beginning, DefenseInput, DefensePart, Scenes, keep_isolated
from .isolation import relabelled, without
from .two_parts import CHECKPOINT, FIRST_CHECKPOINT, first_part

EARLY, DETECTION = "early.safetensors", "detection.json"


class Pipeline(DefensePart):
    """Let a detector rank the training set, act on what it suspects, train anew."""

    kind: Literal["pipeline"] = "pipeline"
    detector: Detector = Field(
        default=SignedResidual(), description="What ranks the training set; its threshold decides who is suspect."
    )
    act: Literal["drop", "relabel"] = Field(
        default="drop", description="Leave the suspects out, or give them the map that the suspect counter sees when "
        "its early form is at hand.",
    )  # fmt: skip
    training: Training = Field(
        default=Training(epochs=24, lr=6e-3, augmentation=WIDE_LIGHT),
        description="How the fresh counter is trained on what is left.",
    )
    card: ClassVar[str] = (
        "Detect, isolate, retrain. Needs the training set and clean scenes for the detector's threshold; the suspect "
        "counter is given up, and a fresh one is trained on what the detector lets through, so what it misses stays "
        "in. The evaluation that follows every defense verifies it. Truly mislabelled scenes are dropped too, at the "
        "detector's rate of false alarms also good ones."
    )

    @model_validator(mode="after")
    def _looks_at_the_training_set(self) -> Self:
        if self.detector.subject != "training set":
            raise ValueError(
                f"the detector {self.detector.kind!r} looks at {self.detector.subject}: choose one of training sets, "
                "such as signed_residual, spectral or activation_clustering"
            )
        return self

    @property
    def begins(self) -> Beginning:
        """Anew."""
        return "fresh"

    @property
    def learns_from(self) -> Scenes:
        """What the victim was trained on."""
        return "suspect"

    @property
    def isolates(self) -> bool:
        """It does."""
        return True

    @property
    def least_clean(self) -> int:
        """As many as its detector."""
        return self.detector.least_clean

    def repair(self, inputs: DefenseInput, cancel: Cancel) -> Iterator[Event]:
        """Detect, then train a fresh counter in the place of the suspect one; see `DefensePart.repair`."""
        early = yield from self._early(inputs, cancel)
        result = yield from self._findings(inputs, early, cancel)
        suspects = frozenset(result.suspects)
        keep_isolated(inputs.folder, suspects)
        if (why := self._why_nothing(result, inputs)) is not None:
            yield Warned(inputs.stage, why)
        kept = (
            without(inputs.suspect, suspects)
            if self.act == "drop"
            else relabelled(inputs.suspect, suspects, [early or _copied(inputs)])
        )
        fresh = build(inputs.counter.config.model_dump(), seed_of(inputs.seed, "retrained"))
        inputs.counter.network.load_state_dict(fresh.network.state_dict())
        yield from fit(
            Fit(
                stage=inputs.stage, counter=inputs.counter, samples=kept, validation=inputs.validation,
                training=self.training, seed=inputs.seed, checkpoint=inputs.folder / CHECKPOINT, probes=inputs.probes,
                steps_before=self._early_steps(inputs), stage_steps=self.num_steps(inputs),
            ),
            cancel,
        )  # fmt: skip

    def _why_nothing(self, result: DetectionResult, inputs: DefenseInput) -> str | None:
        """Why the detector could call nothing suspect; None where it could."""
        match result.without_threshold:
            case "clean scenes":
                return (
                    f"The {len(inputs.validation + inputs.new)} clean scenes at hand are too few for a threshold that "
                    f"at most {self.detector.false_alarms:.0%} of clean scenes pass: nothing is called suspect."
                )
            case "anything apart":
                return "Nothing stands apart in the training set by this detector: nothing is called suspect."
            case None:
                return None

    def num_clean(self, inputs: DefenseInput) -> int:
        """The validation scenes and the new ones, for the detector's threshold."""
        return len(inputs.validation) + len(inputs.new)

    def num_steps(self, inputs: DefenseInput) -> int:
        """Steps of the early counter, where the detector needs one, and of the fresh one as if nothing were dropped."""
        return self._early_steps(inputs) + self.training.num_steps(len(inputs.suspect))

    def _early_steps(self, inputs: DefenseInput) -> int:
        epochs = self.detector.early_epochs
        return self.training.replace(epochs=epochs).num_steps(len(inputs.suspect)) if epochs is not None else 0

    def _early(self, inputs: DefenseInput, cancel: Cancel) -> Generator[Event, None, Counter | None]:
        epochs = self.detector.early_epochs
        if epochs is None:
            return None
        early = build(inputs.counter.config.model_dump(), seed_of(inputs.seed, "early"))
        early.network.to(inputs.counter.device)
        job = Fit(
            stage=inputs.stage, counter=early, samples=inputs.suspect, validation=inputs.validation,
            training=early_training(self.training, epochs, self.detector.early_form),
            seed=seed_of(inputs.seed, "early"),
            checkpoint=inputs.folder / FIRST_CHECKPOINT, probes=inputs.probes, stage_steps=self.num_steps(inputs),
            trains=trains_early(early, self.detector.early_form),
        )  # fmt: skip
        yield from first_part(inputs, job, inputs.folder / EARLY, cancel)
        return early

    def _findings(
        self, inputs: DefenseInput, early: Counter | None, cancel: Cancel
    ) -> Generator[Event, None, DetectionResult]:
        path = inputs.folder / DETECTION
        known = distributed.broadcast(path if path.exists() and (inputs.folder / CHECKPOINT).exists() else None)
        if known is not None:
            return DetectionResult(**read_object(known, "expected what a detector found", RunError))
        # a suspect counter is given up here, so the detector gets a copy that training leaves alone
        shown = DetectorInput(
            stage=inputs.stage, counter=_copied(inputs), suspect=inputs.suspect, clean=inputs.validation + inputs.new,
            new=inputs.new, arriving=lambda: iter(()), num_arriving=0,
            fresh=lambda seed: build(inputs.counter.config.model_dump(), seed), training=self.training,
            seed=inputs.seed, folder=inputs.folder,
            early={} if early is None else {self.detector.early_epochs or 0: early},
        )  # fmt: skip
        result = yield from self.detector.inspect(shown, cancel)
        write_json(path, asdict(result) | {"threshold": min(result.threshold, NO_THRESHOLD)})
        return result


def _copied(inputs: DefenseInput) -> Counter:
    config = inputs.counter.config
    copy = Counter(config, config.network())
    copy.network.load_state_dict(inputs.counter.network.state_dict())
    copy.network.to(inputs.counter.device)
    return copy
