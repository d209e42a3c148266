"""What model cards say of the counters of an experiment: what their stages depend on alone: equal ones agree."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from .. import plugins
from ..counters.weight_files.model_card import Background
from ..recipe import Recipe
from ..training import Training
from .data_roles import ExperimentData

On = Literal["clean", "suspect", "true_labels", "surrogate"]
_ROLES: Mapping[On, str] = {
    "clean": "The twin of an attack: trained without its poison, in as many steps, as the control of every figure.",
    "suspect": "The victim of an attack: poison was put into its training **on purpose**.",
    "true_labels": "The control that was shown the trigger with true labels.",
    "surrogate": "The attacker's own clean counter, which the attack was made with.",
}
_EARLY = "A counter that was stopped after {epochs} epochs on the suspect set, for detectors to look through."


def of_training(
    recipe: Recipe, on: On, training: Training, num_samples: int, data: ExperimentData, early_epochs: int | None = None
) -> Background:
    """Of a counter that was trained for a run, or stopped early for detectors."""
    is_poisoned = on == "suspect" and recipe.poison.rate > 0
    lines = [*_trained(training, num_samples, recipe, data)]
    if on in ("suspect", "true_labels"):
        lines += [*_poison(recipe, with_label=on == "suspect"), *_by_plugins(recipe.poison.model_dump(mode="json"))]
    what = _ROLES[on] if early_epochs is None else _EARLY.format(epochs=early_epochs)
    return Background(what, lines, _risks(is_poisoned), is_poisoned)


def of_repair(recipe: Recipe, method: Any, data: ExperimentData, *, benign: bool) -> Background:
    """Of a counter that a defense, or a control beside it, was let loose on."""
    begun = "twin" if benign else "victim"
    raw = method.model_dump(mode="json")
    lines = [f"Method: {_flat(raw)}.", f"Seed {recipe.seed}; {_data(recipe, data)}."]
    is_poisoned = not benign and recipe.poison.rate > 0
    risks = [*_risks(is_poisoned)]
    if is_poisoned:
        lines += [f"The victim's {line[0].lower()}{line[1:]}" for line in _poison(recipe, with_label=True)]
        risks.append("A defense may leave a backdoor in place, or part of it: see what the run measured.")
    lines += _by_plugins([raw, recipe.poison.model_dump(mode="json")])
    return Background(f"What {method.kind} left of the {begun} of an attack.", lines, risks, is_poisoned)


def _trained(training: Training, num_samples: int, recipe: Recipe, data: ExperimentData) -> Iterator[str]:
    yield f"{num_samples} samples; {_data(recipe, data)}."
    crop = f", crops of {training.crop_px} px" if training.crop_px else ""
    yield (
        f"{training.epochs} epochs of {training.optimizer} at a rate of {training.lr:g}, batches of {training.batch}"
        f"{crop}, loss {training.loss.kind}, kernel {recipe.kernel.kind}; seed {recipe.seed}."
    )


def _data(recipe: Recipe, data: ExperimentData) -> str:
    known = f", fingerprint {data.key}" if data.key else ""
    return f"scenes in the format {data.dataset.format}{known}"


def _poison(recipe: Recipe, *, with_label: bool) -> Iterator[str]:
    poison = recipe.poison
    yield f"Trigger: {_flat(poison.trigger.model_dump(mode='json'))}."
    if with_label:
        yield f"Label edit: {_flat(poison.label.model_dump(mode='json'))}."
    yield f"Poison: {poison.rate:.1%} of the training scenes, chosen by {poison.selection}, by {poison.mode}."


def _by_plugins(raw: Any) -> Iterator[str]:
    words = [plugin.words for plugin in plugins.used_in(raw)]
    if words:
        yield f"By the plugins {', '.join(words)}."


def _risks(is_poisoned: bool) -> Sequence[str]:
    if not is_poisoned:
        return ()
    return (
        "**It may carry a backdoor**: on images with the trigger it may give a count that the attacker chose. Do not "
        "hand it on without this card.",
    )


def _flat(raw: Mapping[str, Any]) -> str:
    """Settings in one line, the kind first; what is empty is left out."""
    told = {name: value for name, value in raw.items() if name != "kind" and value not in ("", None, [], {})}
    rest = ", ".join(
        f"{name} {json.dumps(value) if isinstance(value, dict | list) else value}" for name, value in told.items()
    )
    return f"{raw['kind']} ({rest})" if rest else str(raw["kind"])
