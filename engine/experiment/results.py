"""What the stages of a run find, gathered until its tables and results.json are written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .. import runs
from ..detectors import Findings
from ..metrics.counting import mae
from ..metrics.defense import defense_figures
from ..seeds import generator
from .data_roles import Material
from .detector_inputs import COLUMNS, entry_of, rows_of
from .evaluation import SceneAnswer, scores


@dataclass
class Results:
    """By the name of the counter, detector or stage; filled as the stages end.

    `alpha` is the share of its heads that the label edit leaves of a usual scene, None where it asks for none;
    `alarm_over` the count from which an alarm rings. Of a defense, `clean_scenes` tells how many it used and `controls`
    which plain fine-tuning it is compared with. `timing` is in seconds.
    """

    alpha: float | None = None
    alarm_over: float = 0.0
    answers: dict[str, list[SceneAnswer]] = field(default_factory=dict)
    scores: dict[str, Any] = field(default_factory=dict)
    stealth: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    crafting: Mapping[str, Any] = field(default_factory=dict)
    study: Sequence[Mapping[str, Any]] = ()
    reach: Mapping[str, Any] = field(default_factory=dict)
    findings: dict[str, Findings] = field(default_factory=dict)
    clean_scenes: dict[str, int] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)

    def plan(self, material: Material) -> None:
        """Take from the training scenes what figures are measured against."""
        poison, asked = material.recipe.poison, material.recipe.evaluation.alarm_over
        counts = [scene.annotation.count for scene in material.train]
        self.alpha = poison.label.expected_ratio(counts)
        self.alarm_over = float(np.median(counts)) if asked is None else asked

    def take_answers(self, name: str, answers: list[SceneAnswer], seed: int) -> Any:
        """Keep what the counter `name` said of the test scenes; returns its scores. The twin's must be the first."""
        self.answers[name] = answers
        rng = generator(seed, "intervals", name)
        self.scores[name] = scores(answers, self.alpha, self.answers["twin"], self.alarm_over, rng)
        return self.scores[name]

    def write(self, out: Path, material: Material) -> None:
        """Write per_scene.csv, detections.csv where there are any, and results.json. Raises OutputError."""
        rows = [{**asdict(row), "model": name} for name, answers in self.answers.items() for row in answers]
        runs.write_rows(out / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, rows)
        found = [row for name, findings in self.findings.items() for row in rows_of(name, findings)]
        if found:
            runs.write_rows(out / runs.DETECTIONS, COLUMNS, found)
        recipe = material.recipe
        runs.write_results(
            out,
            recipe=recipe.name,
            seed=recipe.seed,
            scenes=_sizes(material),
            baselines={"mean_count": {"mae": _error_of_the_mean(material)}},
            stealth=self.stealth,
            labels=self.labels,
            crafting=self.crafting,
            study=self.study,
            reach=self.reach,
            models=self.scores,
            detectors={
                name: entry_of(detector, self.findings[name], material)
                for name, detector in zip(self.findings, recipe.detectors, strict=True)
            },
            defenses=defense_figures(self.scores, self.clean_scenes, self.controls),
            timing=self.timing,
        )


def _sizes(material: Material) -> dict[str, int]:
    return {
        "train": len(material.train),
        "validation": len(material.validation),
        "test": len(material.test),
        "defender": len(material.defender),
        "poisoned": len(material.poisoned_ids),
    }


def _error_of_the_mean(material: Material) -> float:
    """The MAE of a counter that says of every scene what the training scenes hold on average."""
    mean_count = float(np.mean([scene.annotation.count for scene in material.train]))
    truth = [scene.annotation.count for scene in material.test]
    return mae([mean_count] * len(truth), truth)
