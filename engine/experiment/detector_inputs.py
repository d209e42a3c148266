"""Detectors at work on the scenes of an experiment: what they are shown, and how well they did."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..counters import Counter, build
from ..defenses import AnyDefense, Control
from ..detectors import AnyDetector, DetectionResult, DetectorInput
from ..errors import DatasetError
from ..metrics.detection import detection_scores
from ..poison import triggered
from ..training.early import Form
from .data_roles import POISONED, ExperimentData

TRIGGERED = "#triggered"
"""Ends the name of an arriving scene that bears the trigger."""


def names_of(parts: Sequence[AnyDetector | AnyDefense | Control]) -> tuple[str, ...]:
    """What each detector or defense is called in results, with a number from the second of a name on.

    Its kind, and its form where that is not the usual one: "cbd", "cbd/2", "cbd/published".
    """
    names = [part.called for part in parts]
    counted = [names[: position + 1].count(name) for position, name in enumerate(names)]
    return tuple(name if number == 1 else f"{name}/{number}" for name, number in zip(names, counted, strict=True))


def early_counters(detectors: Sequence[AnyDetector]) -> tuple[tuple[int, Form], ...]:
    """The early counters that are needed, (epochs, form), ascending."""
    return tuple(sorted({(each.early_epochs, each.early_form) for each in detectors if each.early_epochs is not None}))


def check_enough_clean(parts: Sequence[AnyDetector | AnyDefense], data: ExperimentData) -> None:
    """Raise DatasetError where the validation scenes and the defender's own are too few for one of `parts`."""
    owned, asked = data.owned_clean(), data.recipe
    if "from_scratch" in asked.controls and not owned["new"]:
        without = next((each.kind for each in asked.defenses if each.learns_from in ("suspect", "new")), None)
        if without is not None:
            raise DatasetError(
                f"The control from_scratch beside {without} is trained on the defender's new clean scenes, and "
                "split.defender leaves none: raise it, or take from_scratch out of controls."
            )
    found = owned["validation"] + owned["new"]
    for part in parts:
        if found < part.least_clean:
            raise DatasetError(
                f"{part.kind} compares with at least {part.least_clean} clean scenes, and split.validation, "
                f"split.defender and clean_share leave {found}: raise one of them."
            )


def detector_input(
    data: ExperimentData,
    counter: Counter,
    early: Mapping[int, Counter],
    stage: str,
    seed: int,
    folder: Path,
    weights: Path,
    early_weights: Mapping[int, Path],
) -> DetectorInput:
    """What the defender can look at: the validation scenes and the defender's own are clean, the test scenes arrive.

    `weights` and `early_weights` are the folders of the store that the counters lie in, which name their weights.
    """
    recipe = data.recipe
    return DetectorInput(
        stage=stage,
        counter=counter,
        suspect=data.suspect,
        clean=data.owned(data.validation) + data.owned(data.defender),
        new=data.owned(data.defender),
        arriving=lambda: _arriving(data),
        num_arriving=2 * len(data.test),
        fresh=lambda weights_seed: build(recipe.counter.model_dump(), weights_seed),
        training=recipe.training,
        seed=seed,
        folder=folder,
        early=early,
        passes=data.passes(weights),
        early_passes={epochs: data.passes(path) for epochs, path in early_weights.items()},
    )


def _arriving(data: ExperimentData) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    poison, seed = data.recipe.poison, data.recipe.seed
    for scene in data.test:
        image = scene.image()
        yield scene.id, image
        yield scene.id + TRIGGERED, triggered(poison, scene.id, image, seed, scene.annotation)


def to_json(result: DetectionResult) -> dict[str, Any]:
    """A detection result as the store keeps it."""
    return asdict(result)


def from_json(raw: Mapping[str, Any]) -> DetectionResult:
    """What `to_json` and a JSON file made of a result; an infinite threshold comes back from null.

    Earlier versions did not say what a threshold lacked; clusters without poison among their facts were not apart.
    """
    threshold = float("inf") if raw["threshold"] is None else raw["threshold"]
    lacking = "anything apart" if raw["facts"].get("poison") is False else "clean scenes"
    return DetectionResult(**{"lacking": lacking, **raw, "threshold": threshold})


def entry_of(detector: AnyDetector, result: DetectionResult, data: ExperimentData) -> dict[str, Any]:
    """A detector's entry in results.json: how its scores tell the poisoned from the clean, which it does not know.

    Of a counter there is one verdict: the highest score, and whether it passes the threshold. Where clean scenes are
    too few for a threshold, what would be called suspect is not known; where nothing stands apart, it is nothing.
    """
    unknown = result.without_threshold == "clean scenes"
    about: dict[str, Any] = {"subject": detector.subject, "threshold": result.threshold, **result.facts}
    if detector.subject == "counter":
        worst = max(result.scores.values())
        return {"auroc": None, "auprc": None, "tpr_at_fpr5": None, **about, "score": worst,
                "suspect": None if unknown else worst > result.threshold}  # fmt: skip
    names = list(result.scores)
    poisoned = [is_poisoned(name) for name in names]
    scores = [result.scores[name] for name in names]
    flagged = np.array(scores) > result.threshold
    return {
        **detection_scores(scores, poisoned, [_heads(data, name) for name in names]),
        "false_alarms": None if unknown else _share(flagged, ~np.array(poisoned)),
        "found": None if unknown else _share(flagged, np.array(poisoned)),
        **about,
    }


def is_poisoned(name: str) -> bool:
    """Whether the thing of this name bears the attacker's trigger."""
    return name.endswith((POISONED, TRIGGERED))


def rows_of(name: str, result: DetectionResult) -> Iterator[dict[str, Any]]:
    """The ranked list of one detector, the most suspect first."""
    for rank, thing in enumerate(result.ranked, start=1):
        yield {
            "detector": name, "rank": rank, "name": thing, "score": result.scores[thing],
            "suspect": int(result.scores[thing] > result.threshold), "poisoned": int(is_poisoned(thing)),
            "reason": result.reasons.get(thing, ""),
        }  # fmt: skip


def _heads(data: ExperimentData, name: str) -> float:
    return data.dataset[name.partition("#")[0]].annotation.count


def _share(flagged: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    return float(flagged[among].mean()) if among.any() else None
