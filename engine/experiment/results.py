"""What the stages of a run find, gathered until its tables and results.json are written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .. import runs
from ..detectors import DetectionResult
from ..metrics.counting import mae
from ..metrics.defense import defense_figures
from ..seeds import generator
from .data_roles import ExperimentData
from .detector_inputs import COLUMNS, entry_of, names_of, rows_of
from .evaluation import ScenePrediction, scores


@dataclass
class Results:
    """By the name of the counter, detector or stage; filled as the stages end.

    `alpha` is the share of its heads that the label edit leaves of a usual scene, None where it asks for none;
    `alarm_over` the count from which an alarm rings. Of a defense, `clean_scenes` tells how many it used and `controls`
    which plain fine-tuning it is compared with. `timing` is in seconds.
    """

    alpha: float | None = None
    alarm_over: float = 0.0
    answers: dict[str, list[ScenePrediction]] = field(default_factory=dict)
    scores: dict[str, Any] = field(default_factory=dict)
    stealth: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    crafting: Mapping[str, Any] = field(default_factory=dict)
    study: Sequence[Mapping[str, Any]] = ()
    reach: Mapping[str, Any] = field(default_factory=dict)
    detections: dict[str, DetectionResult] = field(default_factory=dict)
    clean_scenes: dict[str, int] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def plan(self, data: ExperimentData) -> None:
        """Take from the training scenes what figures are measured against."""
        poison, asked = data.recipe.poison, data.recipe.evaluation.alarm_over
        counts = [scene.annotation.count for scene in data.train]
        self.alpha = poison.label.expected_ratio(counts)
        self.alarm_over = float(np.median(counts)) if asked is None else asked

    def take_answers(self, name: str, answers: list[ScenePrediction], seed: int) -> Any:
        """Keep what the counter `name` said of the test scenes; returns its scores. The twin's must be the first."""
        self.answers[name] = answers
        rng = generator(seed, "intervals", name)
        self.scores[name] = scores(answers, self.alpha, self.answers["twin"], self.alarm_over, rng)
        return self.scores[name]

    def write(self, out: Path, data: ExperimentData) -> None:
        """Write per_scene.csv, detections.csv where there are any, and results.json. Raises OutputError."""
        rows = [{**asdict(row), "model": name} for name, answers in self.answers.items() for row in answers]
        runs.write_rows(out / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, rows)
        found = [row for name, result in self.detections.items() for row in rows_of(name, result)]
        if found:
            runs.write_rows(out / runs.DETECTIONS, COLUMNS, found)
        recipe = data.recipe
        runs.write_results(
            out,
            recipe=recipe.name,
            seed=recipe.seed,
            scenes=_sizes(data),
            baselines={"mean_count": {"mae": _error_of_the_mean(data)}},
            stealth=self.stealth,
            labels=self.labels,
            crafting=self.crafting,
            study=self.study,
            reach=self.reach,
            models=self.scores,
            detectors={
                name: entry_of(detector, self.detections[name], data)
                for name, detector in zip(names_of(recipe.detectors), recipe.detectors, strict=True)
                if name in self.detections
            },
            defenses=defense_figures(self.scores, self.clean_scenes, self.controls),
            timing=self.timing,
        )


def _sizes(data: ExperimentData) -> dict[str, int]:
    return {
        "train": len(data.train),
        "validation": len(data.validation),
        "test": len(data.test),
        "defender": len(data.defender),
        "poisoned": len(data.poisoned_ids),
    }


def _error_of_the_mean(data: ExperimentData) -> float:
    """The MAE of a counter that says of every scene what the training scenes hold on average."""
    mean_count = float(np.mean([scene.annotation.count for scene in data.train]))
    truth = [scene.annotation.count for scene in data.test]
    return mae([mean_count] * len(truth), truth)
