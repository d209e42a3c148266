"""The audit of a data set: its record, its labels, and the detectors of training sets."""

import math
from collections import Counter as Tally
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from ..counters import Counter, build
from ..detectors import KINDS, AnyDetector, DetectorInput, detector
from ..errors import DatasetError
from ..events import Cancel, Event, Progress, StageStarted, check
from ..poison.dataset import MANIFEST
from ..poison.manifest import read_manifest
from ..reading import is_file
from ..scenes import Dataset
from ..scenes.checks import KINDS as PROBLEMS
from ..scenes.checks import Problem, by_scene, settled
from ..seeds import seed_of
from ..training import Fit, SampleDataset, Training, fit
from ..training.early import Form, early_training, trains_early
from .findings import Audit, Finding, State, not_applied, of_scenes
from .samples import EARLY_STRIDE, Looked

NEEDS_COUNTER = frozenset({"spectral", "activation_clustering"})
"""Detectors that look through the counter that was trained on the set."""


def audit_scenes(
    whole: Dataset, suspect: Dataset, clean: Dataset | None, counter: Counter | None, folder: Path, seed: int,
    cancel: Cancel, asked: Sequence[AnyDetector] | None = None,
) -> Generator[Event, None, Audit]:  # fmt: skip
    """Look for poison in `suspect`, with scenes known to be clean, and with the counter that was trained on it, if any.

    It is what can be used of `whole`, whose labels are looked at. `folder` is for what is trained on the way; `asked`
    are detectors in place of all of training sets. Raises Cancelled, TrainingError, DatasetError.
    """
    findings = [*_record(suspect)]
    findings.append((yield from _labels(whole, cancel)))
    kinds = [kind for kind, part in KINDS.items() if part.subject == "training set"]
    detectors = asked or [_long_enough(detector({"kind": kind}), len(suspect)) for kind in kinds]
    look = _Look(suspect, clean, counter, folder, seed, cancel)
    fitting = [each for each in detectors if look.why_not(each) is None]
    for each in detectors:
        why = look.why_not(each)
        if why is not None:
            findings.append(not_applied(each, why))
            continue
        findings.append((yield from look.inspected(each, len(fitting))))
    about = {"scenes": len(suspect), "format": suspect.format, "clean_scenes": 0 if clean is None else len(clean)}
    return Audit(str(suspect.root), "data set", tuple(findings), about)


EARLY_STEPS = 500
"""An early counter must have learned what heads are: so many steps is what its usual epochs take on the quickstart. On
80 scenes, of which 20 were poisoned, the AUROC of the residuals was 0.56 after 30 to 125 steps, 0.88 after 500 and 0.94
after 1,200."""

LEAST_BATCH, BATCHES = 4, 20
"""A batch is made smaller where fewer than so many fit into the set."""


def _batch(training: Training, number: int) -> int:
    return min(training.batch, max(LEAST_BATCH, number // BATCHES))


def _long_enough(each: AnyDetector, number: int) -> AnyDetector:
    """A detector with an early counter of enough epochs for a set of `number` scenes."""
    if each.early_epochs is None:
        return each
    per_epoch = max(1, number // max(LEAST_BATCH, min(16, number // BATCHES)))
    return each.replace(epochs=max(each.early_epochs, math.ceil(EARLY_STEPS / per_epoch)))


def _record(suspect: Dataset) -> Iterator[Finding]:
    """The record that whoever poisons a copy here leaves in it."""
    path, aim = suspect.root / MANIFEST, "the record of a poisoned copy"
    if not is_file(path):
        yield Finding("record", aim, "nothing", f"There is no {MANIFEST} in it.")
        return
    try:
        roles = Tally(row.role for row in read_manifest(path))
    except DatasetError as error:
        yield Finding("record", aim, "note", str(error))
        return
    said = f"its own record, {MANIFEST}, says that {roles['poisoned']} of its scenes were poisoned."
    state: State = "suspicious" if roles["poisoned"] else "nothing"
    yield Finding("record", aim, state, said, (), {str(role): number for role, number in roles.items()})


def _labels(suspect: Dataset, cancel: Cancel) -> Generator[Event, None, Finding]:
    """What is wrong with labels and pictures, which is seldom an attack and should be known."""
    problems: list[Problem] = []
    done = 0
    yield StageStarted("labels", 1, 1, len(suspect))
    for scene, group in by_scene(suspect):
        check(cancel)
        problems += group
        done += scene is not None
        yield Progress("labels", done, len(suspect))
    found = Tally(problem.kind for problem in settled(problems) if problem.severity != "note")
    said = ", ".join(f"{PROBLEMS[kind].title} ({number})" for kind, number in found.most_common(6))
    sentence = f"Problems of labels and pictures: {said}." if found else "No problems of labels and pictures."
    return Finding("labels", "mistakes in labels and pictures", "note", sentence, (), dict(found))


class _Look:
    """What detectors are shown of a data set."""

    def __init__(
        self, suspect: Dataset, clean: Dataset | None, counter: Counter | None, folder: Path, seed: int, cancel: Cancel
    ) -> None:
        self._suspect, self._clean = Looked(suspect), None if clean is None else Looked(clean)
        self._counter, self._folder, self._seed, self._cancel = counter, folder, seed, cancel
        proposed = self._suspect.training
        self._training = proposed.replace(batch=_batch(proposed, len(suspect)))
        self._early: dict[tuple[int, Form], Counter] = {}
        self._samples: tuple[SampleDataset, SampleDataset] | None = None

    def why_not(self, each: AnyDetector) -> str | None:
        """Why a detector cannot be applied; None where it can."""
        if each.takes_a_share:
            return "in this form it calls the same share of any set suspect, of a clean one too: take another form."
        if self._clean is None:
            return "it compares with scenes that are known to be clean: name some."
        if len(self._clean.dataset) < each.least_clean:
            return f"it needs {each.least_clean} clean scenes, and there are {len(self._clean.dataset)}."
        if each.kind in NEEDS_COUNTER and self._counter is None:
            return "it looks through the counter that was trained on the set: name its weights."
        return None

    def inspected(self, each: AnyDetector, num_detectors: int) -> Generator[Event, None, Finding]:
        """What a detector says."""
        assert self._clean is not None
        suspect, clean = self._both(self._clean)
        early = {}
        if each.early_epochs is not None:
            key = (each.early_epochs, each.early_form)
            if key not in self._early:
                self._early[key] = yield from self._trained_early(*key, suspect, clean)
            early[each.early_epochs] = self._early[key]
        stage = f"audit/{each.kind}"
        light = build({"kind": "light"}, self._seed)
        inputs = DetectorInput(
            stage=stage, counter=self._counter or next(iter(early.values()), light), suspect=suspect, clean=clean,
            new=SampleDataset([], clean.named), arriving=lambda: iter(()), num_arriving=0,
            fresh=lambda seed: build({"kind": "light"}, seed), training=self._training,
            seed=seed_of(self._seed, stage), folder=self._folder, early=early,
        )  # fmt: skip
        yield StageStarted(stage, 1, 1, each.num_steps(inputs))
        result = yield from each.inspect(inputs, self._cancel)
        return of_scenes(each, result, len(clean), num_detectors)

    def _both(self, clean: Looked) -> tuple[SampleDataset, SampleDataset]:
        if self._samples is None:
            kernel = self._suspect.kernel  # one for both: what differs must be the scenes
            self._samples = self._suspect.samples(EARLY_STRIDE, kernel), clean.samples(EARLY_STRIDE, kernel)
        return self._samples

    def _trained_early(
        self, epochs: int, form: Form, suspect: SampleDataset, clean: SampleDataset
    ) -> Generator[Event, None, Counter]:
        """A light counter after a few epochs on the suspect set."""
        counter, stage = build({"kind": "light"}, seed_of(self._seed, "audit", form)), f"audit/early {epochs}"
        job = Fit(
            stage=stage, counter=counter, samples=suspect, validation=clean,
            training=early_training(self._training, epochs, form), seed=seed_of(self._seed, stage),
            checkpoint=self._folder / f"early_{epochs}_{form}.safetensors", trains=trains_early(counter, form),
        )  # fmt: skip
        yield StageStarted(stage, 1, 1, job.total_steps)
        yield from fit(job, self._cancel)
        return counter
