"""What the stages of a run find, collected until its tables and results.json are written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .. import runs
from ..detectors import DetectionResult
from ..metrics.counting import mae
from ..metrics.intervals import erasure_interval
from ..recipe import FolderScenes, Recipe
from ..runs import CounterId
from ..runs.entry import Interval
from ..runs.folder import INSIDE_COLUMNS
from ..runs.results import DEFINITIONS_VERSION, Baseline, Baselines, RunResults, Scores, defense_scores
from ..scenes import Dataset
from ..seeds import generator
from .data_roles import ExperimentData
from .detector_inputs import entry_of, names_of, rows_of
from .evaluation import EVALUATED_SCENES, ScenePrediction, ScoreReference, judged_region, score
from .used_scenes import as_used


@dataclass
class Results:
    """By the name of the counter, detector or stage; filled as the stages end.

    `reference` is what the figures of all counters are measured against. Of a defense or a control, `repairs` is what
    its stage says, and of a defense `controls` with which controls it is compared, by kind. `trainings` says how much
    each counter was trained. `timing` is in seconds.
    """

    reference: ScoreReference = field(default_factory=ScoreReference)
    predictions: dict[str, list[ScenePrediction]] = field(default_factory=dict)
    scores: dict[str, Scores] = field(default_factory=dict)
    stealth: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, Any] = field(default_factory=dict)
    crafting: Mapping[str, Any] = field(default_factory=dict)
    study: Sequence[Mapping[str, Any]] = ()
    reach: Mapping[str, Any] = field(default_factory=dict)
    detections: dict[str, DetectionResult] = field(default_factory=dict)
    repairs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    controls: dict[str, dict[str, str]] = field(default_factory=dict)
    trainings: dict[str, Mapping[str, int]] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    threads: int | None = None

    def plan(self, data: ExperimentData) -> None:
        """Take from the training scenes what figures are measured against."""
        self.reference = ScoreReference.of(data.recipe, _training_counts(data))

    def take_predictions(self, name: str, predictions: list[ScenePrediction], seed: int) -> dict[str, Any]:
        """Keep what the counter `name` said of the test scenes; returns its scores as results.json has them.

        The twin's must be the first.
        """
        self.predictions[name] = predictions
        self.scores[name] = score(predictions, self.predictions.get("twin"), self.reference, seed, name)
        return self.scores[name].to_json()

    def write(self, out: Path, data: ExperimentData) -> None:
        """Write per_scene.csv, detections.csv where there are any, and results.json. Raises OutputError."""
        rows = [_as_row(name, row) for name, predictions in self.predictions.items() for row in predictions]
        runs.write_rows(out / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, rows)
        found = [row for name, result in self.detections.items() for row in rows_of(name, result)]
        if found:
            runs.write_rows(out / runs.DETECTIONS, runs.DETECTION_COLUMNS, found)
        self._as_results(data).write(out / runs.RESULTS)

    def _as_results(self, data: ExperimentData) -> RunResults:
        """All of it; results.json has the keys in this order."""
        recipe = data.recipe
        return RunResults(
            schema=runs.RESULTS_SCHEMA,
            recipe=recipe.name,
            seed=recipe.seed,
            scenes=_sizes(data),
            baselines=Baselines(mean_count=Baseline(mae=_error_of_the_mean(data))),
            stealth=self.stealth,
            labels=self.labels,
            models=self.scores,
            detectors={
                name: entry_of(detector, self.detections[name], data)
                for name, detector in zip(names_of(recipe.detectors), recipe.detectors, strict=True)
                if name in self.detections
            },
            defenses=defense_scores(self.scores, self.repairs, self.controls, self._erasure_intervals(recipe.seed)),
            trainings=self.trainings,
            crafting=self.crafting,
            study=self.study,
            reach=self.reach,
            timing=self.timing,
            definitions=DEFINITIONS_VERSION,
            **({"threads": self.threads} if self.threads is not None else {}),
            **({"missing": self.missing} if self.missing else {}),
        )

    def _erasure_intervals(self, seed: int) -> dict[str, Interval | None]:
        """The 95 % intervals of what each defense erases, over the test scenes."""
        if not {"twin", "victim"} <= set(self.predictions):
            return {}
        by_ratio = self.reference.by_ratio
        (twin, _), (victim, as_ratio) = (judged_region(self.predictions[name], by_ratio) for name in ("twin", "victim"))
        found: dict[str, Interval | None] = {}
        for name in self.repairs:
            after, _ = judged_region(self.predictions[name], by_ratio)
            if CounterId.parse(name).role != "benign" and len(after.truth):
                rng = generator(seed, "intervals", name, "erasure")
                found[name] = erasure_interval(after, victim, twin, as_ratio, rng)
        return found


def _as_row(name: str, row: ScenePrediction) -> dict[str, Any]:
    """A prediction of the counter `name` as a row of per_scene.csv."""
    inside = dict(zip(INSIDE_COLUMNS, row.inside or (), strict=False))
    return {**asdict(row), **inside, "model": name}


def about_data(data: ExperimentData) -> dict[str, Any]:
    """Which scenes an experiment uses and what was found in reading them: data.json of its folder."""
    dataset, asked = data.dataset, data.recipe.data
    splits = {name: len(dataset.split(name)) for name in dataset.splits}
    found = data.reading.to_json() if data.reading is not None else {}
    path = asked.path if isinstance(asked, FolderScenes) else None
    return {"path": path, "format": dataset.format, "splits": splits, **found}


def score_reference(recipe: Recipe | None, dataset: Dataset, evaluated: Dataset) -> ScoreReference:
    """What the figures of a counter on the scenes `evaluated` of `dataset` are measured against.

    That is made from the scenes which a run of `recipe` on this data set trains on, or without a recipe from the
    training split; from the evaluated scenes where there are none of these. Raises DatasetError.
    """
    counts = [scene.annotation.count for scene in _training_scenes(recipe, dataset)]
    if counts:
        return ScoreReference.of(recipe, counts)
    return ScoreReference.of(recipe, [scene.annotation.count for scene in evaluated], EVALUATED_SCENES)


def mean_count_error(recipe: Recipe | None, dataset: Dataset, evaluated: Dataset) -> float:
    """The MAE on the scenes `evaluated` of whoever always says the mean count of those that `score_reference` takes.

    Raises DatasetError.
    """
    truth = [scene.annotation.count for scene in evaluated]
    counts = [scene.annotation.count for scene in _training_scenes(recipe, dataset)] or truth
    return mae([float(np.mean(counts))] * len(truth), truth)


def _training_scenes(recipe: Recipe | None, dataset: Dataset) -> Dataset:
    if recipe is None:
        return dataset.split("train").having(scene for scene in dataset.split("train") if scene.labels.labelled)
    return ExperimentData(recipe, as_used(recipe, dataset)).train


def _training_counts(data: ExperimentData) -> list[float]:
    return [scene.annotation.count for scene in data.train]


def _sizes(data: ExperimentData) -> dict[str, int]:
    return {
        "train": len(data.train),
        "validation": len(data.validation),
        "test": len(data.test),
        "defender": len(data.defender),
        "poisoned": len(data.poisoned_ids),
        "trained_on": len(data.suspect),
    }


def _error_of_the_mean(data: ExperimentData) -> float:
    """The MAE of a counter that says of every scene what the training scenes hold on average."""
    mean_count = float(np.mean(_training_counts(data)))
    truth = [scene.annotation.count for scene in data.test]
    return mae([mean_count] * len(truth), truth)
