"""A recipe, carried out: stages in their order, told in events. The one place that knows the order of an experiment."""

import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from .. import distributed, runs
from ..counters import Counter, build, checkpoint, load, other_convention, pretrained
from ..defenses import AnyDefense, DefenseInput, FineTune, controls
from ..detectors import AnyDetector
from ..errors import EngineError, TrainingError
from ..events import (
    Cancel,
    Cancelled,
    Evaluated,
    Event,
    Failed,
    Finished,
    Never,
    Progress,
    StageDone,
    StageStarted,
    Warned,
    check,
)
from ..files import sha256
from ..poison import write_manifest
from ..poison.reach import warnings_before_training
from ..recipe import Recipe
from ..runs.report.html import write_report
from ..seeds import seed_of
from ..training import Fit, SampleDataset, Training, fit
from ..training.devices import describe
from ..training.early import all_but_first, early_training
from ..training.loop import every_parameter
from . import data_roles, replay, stealth, store
from .data_roles import ExperimentData, fingerprints
from .detector_inputs import check_enough_clean, detector_input, early_epochs, from_json, names_of, to_json
from .dose_response import DoseResponse
from .evaluation import ScenePrediction, answers
from .examples import write_examples
from .results import Results
from .trigger_training import NETWORKS, TriggerTraining, measure, train_trigger, trained_by_a_run

MUCH_FASTER = 10
"""A defense's rate that is so many times the training's was set for another counter."""

Stage = Callable[[Path], Iterator[Event]]

BENIGN = "benign/"
"""Begins the name of the twin after a defense."""


def run(recipe: Recipe, out: Path, cancel: Cancel | None = None, *, resume_other: bool = False) -> Iterator[Event]:
    """Carry out `recipe` in the folder `out`; the events are also written to `events.jsonl` there.

    Ends with exactly one Finished or Failed. A run that was killed or cancelled goes on where it was when it is run
    again in the same folder: what it said until then comes first, then what is new. Raises OutputError, before any
    event, when the folder cannot be written or holds a run of another recipe (unless `resume_other`).
    """
    out = runs.claim_folder(Path(out), recipe.to_yaml(), resume=resume_other)
    with runs.EventLog(out) as log:
        experiment = _Experiment(recipe, out, cancel or Never())
        replay.rewind(out, log)
        before = distributed.broadcast(list(runs.read_events(log.path)))
        yield from before
        if before and isinstance(before[-1], Finished):
            return
        experiment.take_up(before)
        for event in experiment.events():
            log.append(event)
            yield event


class _Experiment:
    """The stages of one recipe, in their order."""

    def __init__(self, recipe: Recipe, out: Path, cancel: Cancel) -> None:
        self.recipe, self.out, self.cancel = recipe, out, cancel
        self.results = Results()
        self._told_before: set[str] = set()
        self._index = 0
        self._controls: tuple[FineTune, ...] = ()
        # data, twin, poison, victim, two evaluations, study, report; two of each defense, and of a control
        self._num_stages = 8 + 2 * (len(recipe.defenses) + bool(recipe.defenses))
        self._num_stages += len(early_epochs(recipe.detectors)) + len(recipe.detectors)
        self._num_stages += not recipe.poison.trigger.is_ready
        self._num_stages += 2 * len(recipe.defenses) * recipe.evaluation.benign_twin

    def take_up(self, before: list[Event]) -> None:
        """Do not tell again what was told before the run was stopped."""
        self._told_before = {replay.key_of(event) for event in before}

    def events(self) -> Iterator[Event]:
        """All of the run, with its one ending."""
        try:
            yield from (event for event in self._stages() if replay.key_of(event) not in self._told_before)
        except Cancelled:
            yield Finished(cancelled=True, out=str(self.out))
        except EngineError as error:
            yield Failed(str(error), traceback.format_exc(), bad_input=not isinstance(error, TrainingError))
        except MemoryError:
            yield Failed("The memory of this machine is full: choose a smaller batch or smaller crops.")
        except Exception as error:  # noqa: BLE001  the boundary of a run: a bug ends it with its details, as all else does
            yield Failed(
                f"The run stopped at a fault of the program: {error or type(error).__name__}.", traceback.format_exc()
            )
        else:
            yield Finished(out=str(self.out))

    def _stages(self) -> Iterator[Event]:
        runs.write_about(self.out, device=describe(), recipe=self.recipe.name, seed=self.recipe.seed)
        self._folder = self.out
        yield from self._data()
        self._plan_controls()
        yield from self._warnings()
        twin, victim = self._new_counter(), self._new_counter()
        yield from self._train("twin", twin, self.data.clean, self._twin_key)
        yield from self._trigger(twin)
        yield from self._poison()
        yield from self._train("victim", victim, self.data.suspect, self._victim_key)
        yield from self._evaluate("twin", twin, self._twin_key)
        yield from self._evaluate("victim", victim, self._victim_key)
        counters = {"twin": twin, "victim": victim}
        yield from self._study(counters)
        yield from self._detect(victim)
        for name, defense in self._defenses():
            counters[name] = self._new_counter()
            yield from self._defend(name, defense, counters[name])
        yield from self._report(counters)

    # ---- what stages have in common

    def _stage(self, name: str, key: str | None, total: int, work: Stage) -> Iterator[Event]:
        """Tell of one stage around its work, or that it is remembered; a stage without a key is always done."""
        check(self.cancel)
        self._index += 1
        kept = distributed.broadcast(store.recall(self.out, name, key) if key is not None else None)
        yield StageStarted(name, self._index, self._num_stages, total, reused=kept is not None)
        if kept is not None:
            self.results.timing[name], self.outcome, self._folder = kept.seconds, kept.outcome, kept.folder
            if kept.made_in != self.out:
                yield from replay.of_training(kept.made_in, name)
            yield StageDone(name, 0.0)
            return
        self._folder = store.start(self.out, name, key) if key is not None else self.out
        self.outcome = {}
        began = time.perf_counter()
        yield from work(self._folder)
        seconds = self.results.timing[name] = time.perf_counter() - began
        if key is not None:
            store.finish(self._folder, key, seconds, runs.plain(self.outcome))
        yield StageDone(name, seconds)

    def _new_counter(self) -> Counter:
        # one seed for twin and victim: they differ in what they see and in nothing else
        return build(self.recipe.counter.model_dump(), seed_of(self.recipe.seed, "weights"))

    def _seed(self, purpose: str) -> int:
        return seed_of(self.recipe.seed, purpose)

    # ---- the stages

    def _data(self) -> Iterator[Event]:
        def work(_folder: Path) -> Iterator[Event]:
            for step in data_roles.load(self.recipe, self.out / "scenes"):
                check(self.cancel)
                if isinstance(step, ExperimentData):
                    self.data = step
                else:
                    yield Progress("data", *step)
            parts = []
            for part in fingerprints(self.data.dataset):
                check(self.cancel)
                parts.append(part)
                yield Progress("data", len(parts), len(self.data.dataset))
            self.data_key = store.key_of(parts)
            self.data = replace(self.data, key=self.data_key)
            self.results.plan(self.data)
            check_enough_clean((*self.recipe.detectors, *self.recipe.defenses), self.data)

        yield from self._stage("data", None, 0, work)
        recipe = self.recipe.model_dump(mode="json")
        basis = [
            self.data_key,
            recipe["seed"],
            recipe["split"],
            recipe["kernel"],
            recipe["counter"],
            recipe["training"],
            *pretrained.fingerprint(Path(self.recipe.counter.pretrained)),
        ]
        basis += [recipe["data"].get(name) for name in ("part", "train_split", "test_split")]
        self._twin_key = store.key_of("twin", basis)
        pictures = [sha256(source.read_bytes()) for source in self.recipe.poison.sources]
        self._victim_key = store.key_of("victim", basis, recipe["poison"], pictures)
        self._asked_poison = recipe["poison"]  # without the paths of this run, by which no sibling would know it

    def _warnings(self) -> Iterator[Event]:
        first = self.data.train.scenes[0]
        field, crop = self.recipe.counter.receptive_field_px, self.recipe.training.crop_px
        for sentence in warnings_before_training(self.recipe.poison, field, first.size, crop, first.annotation):
            yield Warned("poison", sentence)
        usual = self.recipe.training.lr
        for number, defense in enumerate(self.recipe.defenses):
            if defense.training.lr > MUCH_FASTER * usual:
                yield Warned(
                    f"defended/{defense.kind}",
                    f"{defense.kind} trains at a rate of {defense.training.lr:g}, and the recipe's own training at "
                    f"{usual:g}: such steps may ruin this counter; see defenses.{number}.training.lr.",
                )
        if self.recipe.counter.pretrained:
            crowded = max(self.data.train.scenes[:8], key=lambda scene: scene.annotation.count)
            counted = self._new_counter().count(crowded.image())
            doubt = other_convention(self.recipe.counter, counted, crowded.annotation.count)
            if doubt is not None:
                yield Warned("twin", doubt)

    def _train(
        self,
        name: str,
        counter: Counter,
        samples: SampleDataset,
        key: str,
        training: Training | None = None,
        trains: Callable[[str], bool] = every_parameter,
    ) -> Iterator[Event]:
        def work(folder: Path) -> Iterator[Event]:
            yield from fit(job, self.cancel)
            checkpoint.save(counter, folder / "weights.safetensors")

        job = Fit(
            stage=name,
            counter=counter,
            samples=samples,
            validation=self.data.validation,
            training=training or self.recipe.training,
            seed=self._seed("training"),
            checkpoint=runs.stage_folder(self.out, name) / store.CHECKPOINT,
            probes=self.data.probes(),
            trains=trains,
        )
        yield from self._stage(name, key, job.total_steps, work)
        counter.network.load_state_dict(load(self._folder / "weights.safetensors").network.state_dict())

    def _trigger(self, twin: Counter) -> Iterator[Event]:
        """Train the trigger where it must be; from here on the recipe names what came of it."""
        if self.recipe.poison.trigger.is_ready:
            return
        asked = trained_by_a_run(self.recipe.poison.trigger)
        scenes = self.data.train.scenes
        job = TriggerTraining(asked, twin, scenes, self._seed("trigger"), runs.stage_folder(self.out, "trigger"))
        ready = asked.replace(networks=str(job.folder / NETWORKS))

        def work(folder: Path) -> Iterator[Event]:
            yield from train_trigger(job, self.cancel)
            self.outcome = measure(ready, self.data.test.scenes, folder)

        key = store.key_of("trigger", self._twin_key, asked.model_dump(mode="json"))
        yield from self._stage("trigger", key, job.num_steps, work)
        self.results.crafting = self.outcome
        self.recipe = self.recipe.replace(poison=self.recipe.poison.replace(trigger=ready))
        self.data = ExperimentData(self.recipe, self.data.dataset, self.data_key)

    def _poison(self) -> Iterator[Event]:
        def work(_folder: Path) -> Iterator[Event]:
            rows = list(self.data.manifest())
            write_manifest(self.out / runs.MANIFEST, rows)
            self.results.labels = stealth.of_labels(self.data, rows)
            images, num_scenes = [], min(stealth.NUM_SCENES, len(self.data.test))
            for row in stealth.image_rows(self.data):
                check(self.cancel)
                images.append(row)
                yield Progress("poison", len(images), num_scenes)
            self.results.stealth = stealth.mean_row(images)

        yield from self._stage("poison", None, 0, work)

    def _evaluate(self, name: str, counter: Counter, key: str) -> Iterator[Event]:
        test, stage = self.data.test, f"evaluate/{name}"

        def work(_folder: Path) -> Iterator[Event]:
            rows = []
            for answer in answers(counter, test, self.recipe.poison, self.recipe.seed):
                check(self.cancel)
                rows.append(asdict(answer))
                yield Progress(stage, len(rows), len(test))
            self.outcome = {"answers": rows}

        yield from self._stage(stage, store.key_of("evaluate", 2, key, self._asked_poison), len(test), work)
        given = [ScenePrediction(**row) for row in self.outcome["answers"]]
        yield Evaluated(stage, name, runs.plain(self.results.take_answers(name, given, self.recipe.seed)))

    def _study(self, counters: dict[str, Counter]) -> Iterator[Event]:
        wanted, poison = self.recipe.evaluation, self.recipe.poison
        scenes = self.data.test.scenes[: wanted.num_scenes]
        known = self.results
        study = DoseResponse(scenes, poison, self.recipe.seed, known.alpha, wanted, dict(counters), known.answers)

        def work(_folder: Path) -> Iterator[Event]:
            rows = []
            for step in study.rows():
                check(self.cancel)
                if isinstance(step, int):
                    yield Progress("study", step, study.num_steps)
                else:
                    rows.append(step)
            self.outcome = {"rows": rows, "reach": study.reach("victim")}

        key = store.key_of("study", self._victim_key, self._asked_poison, wanted.model_dump(mode="json"))
        yield from self._stage("study", key, study.num_steps, work)
        self.results.study, self.results.reach = self.outcome["rows"], self.outcome["reach"]

    def _detect(self, victim: Counter) -> Iterator[Event]:
        early = {}
        for epochs in early_epochs(self.recipe.detectors):
            early[epochs] = self._new_counter()
            training = early_training(self.recipe.training, epochs)
            key = store.key_of("early", 2, self._victim_key, epochs)
            trains = all_but_first(early[epochs])
            yield from self._train(f"early/{epochs}", early[epochs], self.data.suspect, key, training, trains)
        for name, detector in zip(names_of(self.recipe.detectors), self.recipe.detectors, strict=True):
            yield from self._inspect(name, detector, victim, early)

    def _inspect(self, name: str, detector: AnyDetector, victim: Counter, early: dict[int, Counter]) -> Iterator[Event]:
        stage = f"detect/{name}"
        folder = runs.stage_folder(self.out, stage)
        inputs = detector_input(self.data, victim, early, stage, self._seed(stage), folder)

        def work(_folder: Path) -> Iterator[Event]:
            result = yield from detector.inspect(inputs, self.cancel)
            self.outcome = to_json(result)

        key = store.key_of(stage, 5, self._victim_key, detector.model_dump(mode="json"))
        yield from self._stage(stage, key, detector.num_steps(inputs), work)
        self.results.result[name] = from_json(self.outcome)

    def _defenses(self) -> Iterator[tuple[str, AnyDefense]]:
        for name, defense in zip(names_of(self.recipe.defenses), self.recipe.defenses, strict=True):
            yield f"defended/{name}", defense
            if self.recipe.evaluation.benign_twin:
                yield f"{BENIGN}{name}", defense
        for name, part in zip(names_of(self._controls), self._controls, strict=True):
            yield f"control/{name}", part

    def _plan_controls(self) -> None:
        """A plain fine-tuning of the same cost beside each defense."""
        defenses = self.recipe.defenses
        if not defenses:
            return  # a large counter takes seconds to build
        inputs = self._case("control", self._new_counter())
        self._controls, beside = controls(defenses, inputs, self.recipe.training)
        called = names_of(self._controls)
        for name, place in zip(names_of(defenses), beside, strict=True):
            self.results.controls[f"defended/{name}"] = f"control/{called[place]}"
        self._num_stages += 2 * (len(self._controls) - 1)

    def _case(self, name: str, counter: Counter) -> DefenseInput:
        data = self.data
        return DefenseInput(
            stage=name,
            counter=counter,
            original=data.original,
            new=data.defender,
            suspect=data.suspect,
            validation=data.validation,
            seed=self._seed(name),
            folder=runs.stage_folder(self.out, name),
            probes=data.probes(),
        )

    def _defend(self, name: str, defense: AnyDefense, counter: Counter) -> Iterator[Event]:
        benign = name.startswith(BENIGN)
        start = load(runs.stage_folder(self.out, "twin" if benign else "victim") / "weights.safetensors")
        counter.network.load_state_dict(start.network.state_dict())
        inputs = self._case(name, counter)
        if benign:  # a training set without a poisoned scene, and the counter that was trained on it
            inputs = replace(inputs, suspect=self.data.clean, original=self.data.clean)
        self.results.clean_scenes[name] = defense.num_clean(inputs)

        def work(folder: Path) -> Iterator[Event]:
            yield from defense.repair(inputs, self.cancel)
            checkpoint.save(counter, folder / "weights.safetensors")

        basis = self._twin_key if benign else self._victim_key
        key = store.key_of(name, basis, defense.model_dump(mode="json"))
        yield from self._stage(name, key, defense.num_steps(inputs), work)
        counter.network.load_state_dict(load(self._folder / "weights.safetensors").network.state_dict())
        yield from self._evaluate(name, counter, key)

    def _report(self, counters: dict[str, Counter]) -> Iterator[Event]:
        def work(_folder: Path) -> Iterator[Event]:
            write_examples(self.out, self.data, counters)
            yield Progress("report", 1, 3)
            self.results.write(self.out, self.data)
            yield Progress("report", 2, 3)
            write_report(runs.open_run(self.out))
            yield Progress("report", 3, 3)

        yield from self._stage("report", None, 3, work)
