"""The audit of a counter: its file, its counts, and the detectors of counters and of what it is asked about."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import numpy as np

from ..counters import Counter, build, doubt
from ..counters.sources import Examined
from ..detectors import KINDS, AnyDetector, DetectorInput, detector
from ..events import Cancel, Event, Progress, StageStarted, check
from ..metrics.counting import mae
from ..scenes import Dataset
from ..seeds import seed_of
from ..training import SampleDataset
from .findings import Audit, Finding, not_applied, of_counter, of_scenes
from .samples import Looked


def audit_counter(
    counter: Counter, file: Examined, clean: Dataset | None, arriving: Dataset | None, folder: Path, seed: int,
    cancel: Cancel, asked: Sequence[AnyDetector] | None = None,
) -> Generator[Event, None, Audit]:  # fmt: skip
    """Look for a backdoor in `counter`, read from `file`, with scenes known to be clean and others it is asked about.

    `folder` is for the counters that are trained to be compared with; `asked` are detectors in place of all of counters
    and of arriving scenes. Raises Cancelled, TrainingError, DatasetError.
    """
    findings = list(_file(counter, file))
    subjects = ("counter", "arriving scenes")
    detectors = asked or [detector({"kind": kind}) for kind, part in KINDS.items() if part.subject in subjects]
    fine = True
    if clean is not None:
        finding = yield from _counts(counter, clean, cancel)
        findings.append(finding)
        fine = finding.state != "suspicious"
    fitting = [each for each in detectors if _why_not(each, clean, arriving) is None]
    of_sets = sum(each.subject != "counter" for each in fitting)
    for each in detectors:
        why = _why_not(each, clean, arriving)
        if why is None and not fine:
            why = "it does not count: its figures would mean nothing."
        if why is not None or clean is None:
            findings.append(not_applied(each, why or ""))
            continue
        inputs = _inputs(each, counter, Looked(clean), arriving, folder, seed)
        yield StageStarted(inputs.stage, 1, 1, each.num_steps(inputs))
        result = yield from each.inspect(inputs, cancel)
        findings.append(
            of_counter(each, result) if each.subject == "counter"
            else of_scenes(each, result, len(inputs.clean), of_sets)
        )  # fmt: skip
    about = {"sha256": file.sha256, "counter": counter.config.model_dump(mode="json"),
             "clean_scenes": 0 if clean is None else len(clean)}  # fmt: skip
    return Audit(str(file.path), "counter", tuple(findings), about)


def _file(counter: Counter, file: Examined) -> Iterator[Finding]:
    yield Finding("file", "what the file is, and whether it is the published one", "note",
                  f"{file.sentence} {file.verdict}", (), {"sha256": file.sha256})  # fmt: skip
    if counter.notes:
        yield Finding(
            "reading", "what was left out or taken for granted in reading it", "note", " ".join(counter.notes)
        )


def _counts(counter: Counter, clean: Dataset, cancel: Cancel) -> Generator[Event, None, Finding]:
    """Whether it counts at all, on scenes that are clean."""
    counts, heads = [], []
    yield StageStarted("counts", 1, 1, len(clean))
    for scene in clean:
        check(cancel)
        counts.append(counter.count(scene.image()))
        heads.append(scene.annotation.count)
        yield Progress("counts", len(counts), len(clean))
    said, aim = doubt(counter.config, counts, heads), "counts of another scale, below zero or none"
    if said is not None:
        return Finding("counts", aim, "suspicious", said)
    error, always = mae(counts, heads), mae([float(np.mean(heads))] * len(heads), heads)
    sentence = (
        f"On {len(heads)} clean scenes its counts are off by {error:.1f} on average; always saying their mean would be "
        f"off by {always:.1f}."
    )
    return Finding("counts", aim, "nothing", sentence, (), {"mae": error, "mae_of_the_mean": always})


def _why_not(each: AnyDetector, clean: Dataset | None, arriving: Dataset | None) -> str | None:
    if clean is None:
        return "it compares with scenes that are known to be clean: name some."
    if len(clean) < each.least_clean:
        return f"it needs {each.least_clean} clean scenes, and there are {len(clean)}."
    if each.subject == "training set":
        return "it looks at a training set: audit that."
    if each.subject == "arriving scenes" and arriving is None:
        return "it looks at scenes that the counter is asked about: name them."
    return None


def _inputs(
    each: AnyDetector, counter: Counter, clean: Looked, arriving: Dataset | None, folder: Path, seed: int
) -> DetectorInput:
    samples, stage = clean.samples(counter.stride), f"audit/{each.kind}"
    config = counter.config.model_dump() | {"pretrained": ""}
    asked = None if arriving is None else Looked(arriving)
    return DetectorInput(
        stage=stage, counter=counter, suspect=samples, clean=samples, new=SampleDataset([], samples.named),
        arriving=lambda: iter(()) if asked is None else asked.images(),
        num_arriving=0 if arriving is None else len(arriving), fresh=lambda weights: build(config, weights),
        training=clean.training, seed=seed_of(seed, stage), folder=folder,
    )  # fmt: skip
