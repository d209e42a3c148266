"""The work of each kind of stage: frozen values that any process can carry out, given what its inputs left."""

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import torch

from .. import runs
from ..counters import Counter, build, checkpoint, load
from ..defenses import AnyDefense, Control, DefenseInput
from ..defenses.base import isolated_in
from ..detectors import AnyDetector
from ..events import Event, Progress, StageStarted, Warned, check
from ..poison import ManifestRow, write_manifest
from ..recipe import Recipe
from ..runs.report.html import write_report
from ..seeds import seed_of
from ..training import Fit, SampleDataset, Training, fit, resume
from ..training.devices import place
from ..training.early import Form, early_training, trains_early
from ..training.loop import every_parameter
from . import cards, stealth
from .data_roles import ExperimentData
from .detector_inputs import detector_input, from_json, is_poisoned, to_json
from .dose_response import DoseResponse
from .evaluation import ScenePrediction, predict
from .examples import write_examples
from .results import Results
from .scene_choice import SceneChoice, choose
from .stage import Outcome, StageContext
from .store import CHECKPOINT
from .trigger_training import NETWORKS, TriggerTraining, measure, train_trigger, trained_by_a_run

WEIGHTS = "weights.safetensors"


def new_counter(recipe: Recipe, seed: int | None = None) -> Counter:
    """The untrained counter of `recipe`: its one seed for twin and victim, which differ in what they see alone."""
    return build(recipe.counter.model_dump(), seed_of(recipe.seed if seed is None else seed, "weights"))


def begun(at: StageContext, total: int) -> StageStarted:
    """That the stage has begun, of so many steps; whoever shows it to a person numbers it among its run's stages."""
    return StageStarted(at.stage, 0, 0, total)


def trained(at: StageContext, stage: str) -> Counter:
    """The counter that a stage left, on the device and laid out as training leaves it. Raises WeightsError."""
    counter = load(at.inputs[stage].folder / WEIGHTS)
    # the same layout as after training, or the last bits of what it predicts would differ
    counter.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # stub lacks it
    place(counter.network)
    for name, parameter in counter.network.named_parameters():
        parameter.requires_grad_(counter.config.trains(name))
    return counter


def _same_weights(counter: Counter, weights: Path) -> None:
    counter.network.load_state_dict(load(weights).network.state_dict())


@dataclass(frozen=True)
class TrainCounter:
    """Twin, victim, the attacker's own counter, or an early one of so many epochs on what the victim is trained on."""

    recipe: Recipe
    on: Literal["clean", "suspect", "true_labels", "surrogate"]
    early_epochs: int | None = None
    early_form: Form = "adapted"

    @property
    def _training(self) -> Training:
        asked = self.recipe.training
        return asked if self.early_epochs is None else early_training(asked, self.early_epochs, self.early_form)

    def _samples(self, at: StageContext) -> SampleDataset:
        match self.on:
            case "clean":
                return at.data.for_twin
            case "suspect":
                return at.data.suspect
            case "true_labels":
                return at.data.with_true_labels.suspect
            case "surrogate":
                return self._theirs(at).surrogate

    def _theirs(self, at: StageContext) -> ExperimentData:
        """The data as this counter sees them, whose map may be of another size than the victim's."""
        return replace(at.data, recipe=self.recipe) if self.on == "surrogate" else at.data

    @property
    def _seed(self) -> int:
        """The attacker's own counter is drawn and trained apart from twin and victim."""
        return seed_of(self.recipe.seed, "surrogate") if self.on == "surrogate" else self.recipe.seed

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Train, and leave the weights. Raises Cancelled, TrainingError."""
        counter = new_counter(self.recipe, self._seed)
        trains = every_parameter if self.early_epochs is None else trains_early(counter, self.early_form)
        job = Fit(
            stage=at.stage,
            counter=counter,
            samples=self._samples(at),
            validation=self._theirs(at).validation,
            training=self._training,
            seed=seed_of(self._seed, "training"),
            checkpoint=at.folder / CHECKPOINT,
            probes=at.data.probes(with_trigger=self.on in ("suspect", "true_labels")),
            trains=trains,
        )
        yield begun(at, job.total_steps)
        yield from (Warned(at.stage, note) for note in counter.notes)
        yield from fit(job, at.cancel)
        data = self._theirs(at)
        background = cards.of_training(
            self.recipe, self.on, job.training, len(job.samples), data, self.early_epochs
        )  # fmt: skip
        checkpoint.save(counter, at.folder / WEIGHTS, self.recipe.shrink, background)
        seen = len(job.samples) * job.training.epochs * job.training.crops
        return {"training": _said_of(job.training, job.total_steps) | {"samples": len(job.samples), "seen": seen}}


def _said_of(training: Training, steps: int) -> dict[str, int]:
    """What results say of how much a counter was trained."""
    return {"steps": steps, "a_step": training.batch * training.crops}


@dataclass(frozen=True)
class TrainTrigger:
    """Train a trigger that cannot be applied as it is, looking through the attacker's own counter."""

    recipe: Recipe

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Train, leave the networks, and measure how well they hide. Raises Cancelled, TrainingError."""
        asked, seed = trained_by_a_run(self.recipe.poison.trigger), seed_of(self.recipe.seed, "trigger")
        job = TriggerTraining(asked, trained(at, "surrogate"), at.data.train.scenes, seed, at.folder)
        yield begun(at, job.num_steps)
        yield from train_trigger(job, at.cancel)
        ready = job.trigger.replace(networks=str(at.folder / NETWORKS))
        return measure(ready, at.data.test.scenes, at.folder)


@dataclass(frozen=True)
class ChooseScenes:
    """Choose the scenes to poison through the attacker's own counter."""

    recipe: Recipe

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """The ids of the scenes. Raises Cancelled, DatasetError."""
        poison, scenes = at.data.recipe.poison, at.data.train.scenes
        yield begun(at, 2 * len(scenes))
        job = SceneChoice(poison, trained(at, "surrogate"), scenes, self.recipe.seed)
        chosen = yield from choose(job, at.stage, at.cancel)
        return {"chosen": list(chosen)}


@dataclass(frozen=True)
class RecordPoison:
    """The manifest of what is poisoned, and how visible trigger and label edit are."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Leave poison.csv; returns the stealth of labels and images. Raises Cancelled, DatasetError."""
        images, num_scenes = [], min(stealth.NUM_SCENES, len(at.data.test))
        yield begun(at, num_scenes)
        rows = [self._placed(at, row) for row in at.data.manifest()]
        write_manifest(at.folder / runs.MANIFEST, rows)
        for row in stealth.image_rows(at.data):
            check(at.cancel)
            images.append(row)
            yield Progress(at.stage, len(images), num_scenes)
        return {"labels": stealth.of_labels(at.data, rows), "stealth": stealth.mean_row(images)}

    def _placed(self, at: StageContext, row: ManifestRow) -> ManifestRow:
        """The row with a trained trigger's networks named from the run's folder, wherever they lie now."""
        if "trigger" not in at.inputs:
            return row
        lies, named = str(at.inputs["trigger"].folder), "stages/trigger"
        return replace(row, trigger_parameters=row.trigger_parameters.replace(lies, named))


@dataclass(frozen=True)
class EvaluateCounter:
    """What the counter of a stage predicts of the test scenes, clean and triggered."""

    counter: str

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """The predictions, a row a scene. Raises Cancelled, DatasetError."""
        yield begun(at, len(at.data.test))
        rows: list[dict[str, Any]] = []
        counter, recipe = trained(at, self.counter), at.data.recipe
        for prediction in predict(counter, at.data.test, recipe.poison, recipe.seed):
            check(at.cancel)
            rows.append(asdict(prediction))
            yield Progress(at.stage, len(rows), len(at.data.test))
        return {"predictions": rows}


def predictions_in(outcome: Outcome) -> list[ScenePrediction]:
    """What a stage of evaluation left, as it was predicted."""
    return [ScenePrediction(**row) for row in outcome["predictions"]]


@dataclass(frozen=True)
class MeasureDoseResponse:
    """The trigger at other strengths, and other corruptions, on twin and victim beside each other."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """The rows, and how far the victim sees. Raises Cancelled, DatasetError."""
        recipe, pair, results = at.data.recipe, ("twin", "victim"), Results()
        results.plan(at.data)
        measured = DoseResponse(
            at.data.test.scenes[: recipe.evaluation.num_scenes], recipe.poison, recipe.seed, results.reference.by_ratio,
            recipe.evaluation, {name: trained(at, name) for name in pair},
            {name: predictions_in(at.inputs[f"evaluate/{name}"].outcome) for name in pair},
        )  # fmt: skip
        yield begun(at, measured.num_steps)
        rows = []
        for step in measured.rows():
            check(at.cancel)
            if isinstance(step, int):
                yield Progress(at.stage, step, measured.num_steps)
            else:
                rows.append(step)
        return {"rows": rows, "reach": measured.reach("victim")}


@dataclass(frozen=True)
class Inspect:
    """A detector at work on what came from someone else."""

    recipe: Recipe
    detector: AnyDetector
    early: Mapping[int, str]
    """The stage of the early counter, by its number of epochs."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Its result. Raises Cancelled, TrainingError, DatasetError."""
        counters = {epochs: trained(at, stage) for epochs, stage in self.early.items()}
        seed = seed_of(self.recipe.seed, at.stage)
        early = {epochs: at.inputs[stage].folder for epochs, stage in self.early.items()}
        victim = at.inputs["victim"].folder
        inputs = detector_input(at.data, trained(at, "victim"), counters, at.stage, seed, at.folder, victim, early)
        yield begun(at, self.detector.num_steps(inputs))
        result = yield from self.detector.inspect(inputs, at.cancel)
        return to_json(result)


@dataclass(frozen=True)
class Repair:
    """A defense, or a control beside it, at work on the victim; or on the twin, where it is `benign`."""

    recipe: Recipe
    defense: AnyDefense | Control
    benign: bool = False
    like: str = ""
    """The stage of the defense that a control takes as many steps as, and leaves out as many scenes at random."""
    planned: int = 0
    """The steps of that defense, as the control was planned by them."""

    def _method(self, at: StageContext) -> AnyDefense | Control:
        if not self.like or not isinstance(self.defense, Control):
            return self.defense
        done = at.inputs[self.like].outcome
        steps = max(1, self.defense.steps - self.planned + done["training"]["steps"])
        dropped = {"num_dropped": done["isolated"]} if self.defense.kind == "random_drop" else {}
        return self.defense.replace(steps=steps, **dropped)

    def _input(self, at: StageContext) -> DefenseInput:
        counter = new_counter(self.recipe)
        _same_weights(counter, at.inputs["twin" if self.benign else "victim"].folder / WEIGHTS)
        made = defense_input(at.data, at.stage, counter, seed_of(self.recipe.seed, at.stage), at.folder)
        made = replace(made, probes=at.data.probes(with_trigger=not self.benign))
        # of a twin: a training set without a poisoned scene, and the counter that was trained on it
        return replace(made, suspect=at.data.for_twin, original=at.data.owned(at.data.clean)) if self.benign else made

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Leave the repaired weights; returns what it took. Raises Cancelled, TrainingError."""
        inputs, method = self._input(at), self._method(at)
        yield begun(at, method.num_steps(inputs))
        yield from method.repair(inputs, at.cancel)
        background = cards.of_repair(self.recipe, method, at.data, benign=self.benign)
        checkpoint.save(inputs.counter, at.folder / WEIGHTS, self.recipe.shrink, background)
        steps = resume.step_of(at.folder / CHECKPOINT)
        size = _said_of(method.as_trained, steps)
        if method.begins == "fresh" and method.learns_from != "suspect":  # it has nothing of the victim's training
            size |= {"samples": len(inputs.scenes(method.learns_from))}
        said = {"clean_scenes": method.num_clean(inputs), "training": size}
        isolated = isolated_in(at.folder)
        if isolated is None:
            return said
        return said | {"isolated": len(isolated), "isolated_poisoned": sum(map(is_poisoned, isolated))}


def defense_input(data: ExperimentData, stage: str, counter: Counter, seed: int, folder: Path) -> DefenseInput:
    """What a defender of `counter` has, out of `data`; no picture is read for it."""
    return DefenseInput(
        stage=stage,
        counter=counter,
        original=data.owned(data.original),
        new=data.owned(data.defender),
        suspect=data.suspect,
        validation=data.owned(data.validation),
        seed=seed,
        folder=folder,
    )


@dataclass(frozen=True)
class WriteReport:
    """The tables, results.json, the pictures and the page of a run, of all that could be made."""

    out: Path
    controls: Mapping[str, Mapping[str, str]]
    """The stages of the controls beside each defense, by kind of control."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """Write them into the run's folder. Raises Cancelled, OutputError, RunError."""
        yield begun(at, 3)
        for number, write in enumerate((self._examples, self._results, self._page), start=1):
            check(at.cancel)
            write(at)
            yield Progress(at.stage, number, 3)
        return {}

    def _examples(self, at: StageContext) -> None:
        shown = [name for name in at.inputs if name in ("twin", "victim") or name.startswith("defended/")]
        if {"twin", "victim"} <= set(shown):
            write_examples(self.out, at.data, {name: trained(at, name) for name in shown})

    def _results(self, at: StageContext) -> None:
        results = results_of(at, self.controls)
        results.threads = runs.threads_of(runs.open_run(self.out).about)
        results.write(self.out, at.data)

    def _page(self, _at: StageContext) -> None:
        write_report(runs.open_run(self.out))


def results_of(at: StageContext, controls: Mapping[str, Mapping[str, str]]) -> Results:
    """What the stages of a run found, as far as they could be made."""
    results = Results(missing=dict(at.missing))
    results.plan(at.data)
    results.timing = {name: made.seconds for name, made in at.inputs.items()}
    for name, made in at.inputs.items():
        role, _, rest = name.partition("/")
        if "training" in made.outcome:
            results.trainings[name] = made.outcome["training"]
        match role:
            case "poison":
                results.labels, results.stealth = made.outcome["labels"], made.outcome["stealth"]
            case "trigger":
                results.crafting = made.outcome
            case "evaluate":
                results.take_predictions(rest, predictions_in(made.outcome), at.data.recipe.seed)
            case "study":
                results.study, results.reach = made.outcome["rows"], made.outcome["reach"]
            case "detect":
                results.detections[rest] = from_json(made.outcome)
            case "defended" | "benign" | "control":
                results.repairs[name] = made.outcome
            case _:
                pass
    results.trainings = {name: size for name, size in results.trainings.items() if name in results.scores}
    results.repairs = {name: found for name, found in results.repairs.items() if name in results.scores}
    results.controls = {
        name: {kind: control for kind, control in own.items() if control in results.repairs}
        for name, own in controls.items()
        if name in results.repairs
    }
    return results
