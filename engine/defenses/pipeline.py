"""Detect, isolate, retrain: a detector's findings on the training set decide what a fresh counter is trained on."""

import json
from collections.abc import Generator, Iterator
from dataclasses import asdict
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from .. import distributed
from ..counters import Counter, build
from ..detectors import Detector, Evidence, Findings, SignedResidual
from ..events import Cancel, Event, Warned
from ..files import write_json
from ..seeds import seed_of
from ..training import WIDE_LIGHT, Fit, Training, fit
from ..training.early import all_but_first, early_training
from .base import Case, DefensePart
from .isolation import relabelled, without
from .two_parts import CHECKPOINT, FIRST_CHECKPOINT, first_part

EARLY, FINDINGS = "early.safetensors", "findings.json"

NO_THRESHOLD = 1e300
"""Stands in JSON for the infinite threshold of a detector that too few clean scenes were given."""


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
    def least_clean(self) -> int:
        """As many as its detector."""
        return self.detector.least_clean

    def mend(self, case: Case, cancel: Cancel) -> Iterator[Event]:
        """Detect, then train a fresh counter in the place of the suspect one; see `DefensePart.mend`."""
        early = yield from self._early(case, cancel)
        findings = yield from self._findings(case, early, cancel)
        suspects = frozenset(findings.suspects)
        if findings.threshold >= NO_THRESHOLD:
            yield Warned(
                case.stage,
                f"The {len(case.validation + case.new)} clean scenes at hand are too few for a threshold that at most "
                f"{self.detector.false_alarms:.0%} of clean scenes pass: nothing is called suspect.",
            )
        kept = (
            without(case.suspect, suspects) if self.act == "drop"
            else relabelled(case.suspect, suspects, [early or _copied(case)])
        )  # fmt: skip
        fresh = build(case.counter.config.model_dump(), seed_of(case.seed, "retrained"))
        case.counter.network.load_state_dict(fresh.network.state_dict())
        yield from fit(
            Fit(
                stage=case.stage, counter=case.counter, samples=kept, validation=case.validation,
                training=self.training, seed=case.seed, checkpoint=case.folder / CHECKPOINT, probes=case.probes,
                told_before=self._early_steps(case), told_total=self.num_steps(case),
            ),
            cancel,
        )  # fmt: skip

    def num_clean(self, case: Case) -> int:
        """The validation scenes and the new ones, for the detector's threshold."""
        return len(case.validation) + len(case.new)

    def num_steps(self, case: Case) -> int:
        """Steps of the early counter, where the detector needs one, and of the fresh one as if nothing were dropped."""
        return self._early_steps(case) + self.training.num_steps(len(case.suspect))

    def _early_steps(self, case: Case) -> int:
        epochs = self.detector.early_epochs
        return self.training.replace(epochs=epochs).num_steps(len(case.suspect)) if epochs is not None else 0

    def _early(self, case: Case, cancel: Cancel) -> Generator[Event, None, Counter | None]:
        epochs = self.detector.early_epochs
        if epochs is None:
            return None
        early = build(case.counter.config.model_dump(), seed_of(case.seed, "early"))
        early.network.to(case.counter.device)
        job = Fit(
            stage=case.stage, counter=early, samples=case.suspect, validation=case.validation,
            training=early_training(self.training, epochs), seed=seed_of(case.seed, "early"),
            checkpoint=case.folder / FIRST_CHECKPOINT, probes=case.probes, told_total=self.num_steps(case),
            trains=all_but_first(early),
        )  # fmt: skip
        yield from first_part(case, job, case.folder / EARLY, cancel)
        return early

    def _findings(self, case: Case, early: Counter | None, cancel: Cancel) -> Generator[Event, None, Findings]:
        path = case.folder / FINDINGS
        known = distributed.agreed(path if path.exists() and (case.folder / CHECKPOINT).exists() else None)
        if known is not None:
            return Findings(**json.loads(known.read_text(encoding="utf-8")))
        # a suspect counter is given up here, so the detector gets a copy that training leaves alone
        evidence = Evidence(
            stage=case.stage, counter=_copied(case), suspect=case.suspect, clean=case.validation + case.new,
            new=case.new, arriving=lambda: iter(()), num_arriving=0,
            fresh=lambda seed: build(case.counter.config.model_dump(), seed), training=self.training,
            seed=case.seed, folder=case.folder,
            early={} if early is None else {self.detector.early_epochs or 0: early},
        )  # fmt: skip
        findings = yield from self.detector.inspect(evidence, cancel)
        write_json(path, asdict(findings) | {"threshold": min(findings.threshold, NO_THRESHOLD)})
        return findings


def _copied(case: Case) -> Counter:
    config = case.counter.config
    copy = Counter(config, config.network())
    copy.network.load_state_dict(case.counter.network.state_dict())
    copy.network.to(case.counter.device)
    return copy
