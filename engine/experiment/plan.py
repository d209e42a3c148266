"""The plan of an experiment: which stages there are, what each depends on, and by which key it is known again.

The one place that knows the order. It can be looked at before anything runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import plugins
from ..counters import outline, pretrained
from ..defenses import AnyDefense, Control, DefenseInput, controls
from ..detectors import AnyDetector
from ..errors import DatasetError
from ..files import file_sha256, fingerprint
from ..recipe import Recipe
from ..seeds import seed_of
from ..training.early import Form
from .data_roles import ExperimentData
from .detector_inputs import early_counters, names_of
from .stage import Graph, Needs, Stage, StageKind, Work, data_stage, key_of
from .work import (
    ChooseScenes,
    EvaluateCounter,
    Inspect,
    MeasureDoseResponse,
    RecordPoison,
    Repair,
    TrainCounter,
    TrainTrigger,
    WriteReport,
    defense_input,
)

Numerics = Mapping[str, str | int | bool]


def plan(recipe: Recipe, data: ExperimentData, numerics: Numerics, out: Path, data_key: str | None = None) -> Graph:
    """All stages of an experiment on `data`, in the order in which one process makes them.

    Stages have keys where `data.key` is known, a hash of what the scenes hold; `numerics` is what the last bits depend
    on where the stages will be made. `out` is the folder of the run; `data_key` that of its synthetic scenes.
    """
    return _Planner(recipe, data, numerics, out, data_key).graph()


class _Planner:
    """Collects the stages; each method adds those of one part of the experiment."""

    def __init__(
        self, recipe: Recipe, data: ExperimentData, numerics: Numerics, out: Path, data_key: str | None
    ) -> None:
        self.recipe, self.data, self.numerics, self.out = recipe, data, numerics, out
        self.data_key = data_key
        self.stages: list[Stage] = []
        self.basis = _basis(recipe, data.key)
        self.poison = _poison_parts(recipe)
        # what needs the attack waits for it only where a part of it must be made first
        trained = () if recipe.poison.trigger.is_ready else ("trigger",)
        self.ready: tuple[str, ...] = trained if recipe.poison.is_chosen else (*trained, "choice")
        # the twin is shown twice what the victim is shown with the trigger too, so it waits where that must be chosen
        self.shown_twice = self.ready if "choice" in self.ready and recipe.poison.mode == "append" else ()

    def graph(self) -> Graph:
        """The whole plan."""
        self.stages.append(data_stage(self.data_key))
        if self.shown_twice:
            self._craft()
        self._train("twin", TrainCounter(self.recipe, "clean"), ("data", *self.shown_twice), self._repeated())
        if self.ready and not self.shown_twice:
            self._craft()
        self._add("poison", "poison", RecordPoison(), ("data", *self.ready), self._poison_record())
        self._evaluate("twin")  # before the victim, so that a twin that reacts by itself is known before it is trained
        self._train("victim", TrainCounter(self.recipe, "suspect"), ("data", *self.ready), self.poison)
        self._evaluate("victim")
        if self.recipe.evaluation.benign_trigger:
            labels = self.poison | {"labels": "true"}
            self._train("benign_trigger", TrainCounter(self.recipe, "true_labels"), ("data", *self.ready), labels)
            self._evaluate("benign_trigger")
        asked = self.recipe.evaluation.model_dump(mode="json", exclude={"benign_trigger"})
        wanted = {"evaluation": asked, "study": 2}  # 2: the strength of the training is among the others
        pair = ("twin", "victim", "evaluate/twin", "evaluate/victim")
        self._add("study", "dose_response", MeasureDoseResponse(), (*pair, *self.ready), self.poison | wanted)
        self._detect()
        beside = self._defend()
        everything = tuple(stage.name for stage in self.stages)
        self._add("report", "report", WriteReport(self.out, beside), everything, None)
        return Graph(tuple(self.stages))

    def _add(
        self, name: str, kind: StageKind, work: Work, inputs: Sequence[str], parts: Mapping[str, Any] | None
    ) -> None:
        """A stage of what its inputs left and of `parts`; made for its run alone where `parts` is None."""
        known: dict[str, Any] = {}
        key = None
        if parts is not None:
            # the scenes are known by what they hold, wherever they were drawn or read
            made_of = {s.name: s.key for s in self.stages if s.name in inputs and s.kind != "data"}
            known = {**self.basis, **parts, "numerics": dict(self.numerics), "stage": name, "inputs": made_of}
            of_plugins = plugins.versions_in(known)  # their code is no part of ours, whose schema is in every key
            known |= {"plugins": of_plugins} if of_plugins else {}
            key = key_of(known) if self.data.key is not None else None
        cores = int(self.numerics.get("threads", 1))
        needs = Needs(cores=cores, gpus=float("cuda" in self.numerics), here=kind == "report")
        self.stages.append(Stage(name, kind, tuple(inputs), key, needs, work, known, tolerant=kind == "report"))

    def _craft(self) -> None:
        """What of the attack is made first, with a counter of the attacker's own."""
        theirs = self.recipe.of_surrogate()
        basis = _basis(theirs, self.data.key)  # the same for all victims, so that it is made once for them
        self._train("surrogate", TrainCounter(theirs, "surrogate"), ("data",), basis)
        if "trigger" in self.ready:
            parts = basis | {"trigger": self.recipe.poison.trigger.model_dump(mode="json")}
            self._add("trigger", "trigger", TrainTrigger(self.recipe), ("data", "surrogate"), parts)
        if "choice" in self.ready:
            inputs = ("data", "surrogate", *(name for name in self.ready if name != "choice"))
            self._add("choice", "choose", ChooseScenes(self.recipe), inputs, basis | self.poison)

    def _train(self, name: str, work: Work, inputs: Sequence[str], parts: Mapping[str, Any]) -> None:
        self._add(name, "train", work, inputs, parts)

    def _evaluate(self, name: str) -> None:
        seed = {"seed": self.recipe.seed}
        self._add(f"evaluate/{name}", "evaluate", EvaluateCounter(name), (name, *self.ready), self.poison | seed)

    def _repeated(self) -> dict[str, Any]:
        """Which scenes the twin is shown twice: all of an attack that it depends on."""
        if self.data.key is None or not self.data.repeated_ids:
            return {}
        return {"repeated": {"scenes": fingerprint(self.data.repeated_ids), "crop_px": self.data.crop_of_poison}}

    def _poison_record(self) -> dict[str, Any]:
        weights = self.recipe.evaluation.alexnet
        return self.poison | {"lpips": _content(Path(weights)) if weights else ""}

    def _detect(self) -> None:
        early = {wanted: _early_name(*wanted) for wanted in early_counters(self.recipe.detectors)}
        for (epochs, form), name in early.items():
            work = TrainCounter(self.recipe, "suspect", epochs, form)
            parts = self.poison | {"early_epochs": epochs, "early_form": form}
            self._train(name, work, ("data", *self.ready), parts)
        for name, detector in zip(names_of(self.recipe.detectors), self.recipe.detectors, strict=True):
            self._inspect(f"detect/{name}", detector, early)

    def _inspect(self, name: str, detector: AnyDetector, early: Mapping[tuple[int, Form], str]) -> None:
        epochs = detector.early_epochs
        used = {} if epochs is None else {epochs: early[epochs, detector.early_form]}
        parts = self.poison | {"clean_share": self.recipe.clean_share, "detector": detector.model_dump(mode="json")}
        inputs = ("victim", *used.values(), *self.ready)
        self._add(name, "detect", Inspect(self.recipe, detector, used), inputs, parts)

    def _defend(self) -> dict[str, dict[str, str]]:
        """Each defense, its form on the sound twin where that is asked for, and controls; which controls are whose."""
        defenses = self.recipe.defenses
        if not defenses:
            return {}
        named = list(zip(names_of(defenses), defenses, strict=True))
        inputs = self._inputs_of_controls()
        plain, places = controls(self.recipe.controls, defenses, inputs, self.recipe.training)
        called = [f"control/{name}" for name in names_of(plain)]
        for name, defense in named:
            self._repair(f"defended/{name}", defense)
            if self.recipe.evaluation.benign_twin:
                self._repair(f"benign/{name}", defense, benign=True)
        beside = {
            f"defended/{name}": {str(kind): called[place] for kind, place in own.items()}
            for (name, _), own in zip(named, places, strict=True)
        }
        like = {
            control: (f"defended/{name}", max(1, defense.num_steps(inputs)))
            for name, defense in named
            for kind, control in beside[f"defended/{name}"].items()
            if defense.steps_vary or kind == "random_drop"
        }
        for name, control in zip(called, plain, strict=True):
            self._repair(name, control, like=like.get(name, ("", 0)))
        return beside

    def _inputs_of_controls(self) -> DefenseInput:
        """What controls are planned by."""
        seed = seed_of(self.recipe.seed, "control")
        counter = outline(self.recipe.counter.model_dump())  # a large one takes seconds and a gigabyte to draw
        return defense_input(self.data, "control", counter, seed, self.out)

    def _repair(
        self, name: str, defense: AnyDefense | Control, *, benign: bool = False, like: tuple[str, int] = ("", 0)
    ) -> None:
        work = Repair(self.recipe, defense, benign, *like)
        parts = {} if benign else dict(self.poison)
        first = ("twin", *self.shown_twice) if benign else ("victim", *filter(None, like[:1]), *self.ready)
        owned = {"clean_share": self.recipe.clean_share, "defense": defense.model_dump(mode="json")}
        self._add(name, "defend", work, first, parts | owned)
        self._evaluate(name)


def _early_name(epochs: int, form: Form) -> str:
    return f"early/{epochs}" if form == "adapted" else f"early/{epochs}/{form}"


def _basis(recipe: Recipe, data_key: str | None) -> dict[str, Any]:
    """What every counter of an experiment depends on, whatever the attack."""
    raw = recipe.model_dump(mode="json")
    basis: dict[str, Any] = {name: raw[name] for name in ("seed", "split", "kernel", "counter", "training")}
    basis["data"] = data_key
    basis["splits"] = {name: raw["data"].get(name) for name in ("part", "train_split", "test_split")}
    basis["pretrained"] = list(pretrained.fingerprint(Path(recipe.counter.pretrained)))
    return basis


def _poison_parts(recipe: Recipe) -> dict[str, Any]:
    """The attack as it was asked for, with the content of the pictures and maps that it names."""
    pictures = [_content(source) for source in recipe.poison.sources]
    return {"poison": recipe.poison.model_dump(mode="json"), "pictures": pictures}


def _content(path: Path) -> str:
    """A hash of a file; empty where it cannot be read, which the stage that reads it will say in its own words."""
    try:
        return file_sha256(path, "expected a file of the recipe", DatasetError)
    except DatasetError:
        return ""


def order(graph: Graph) -> Iterator[tuple[int, Stage]]:
    """The stages as a tree shows them: each once, below the last of its inputs, with how far it stands in."""
    below: dict[str, list[str]] = {}
    for stage in graph:
        parent = max(stage.inputs, key=lambda name: graph.depth(name), default="")
        below.setdefault(parent, []).append(stage.name)

    def walk(name: str, level: int) -> Iterator[tuple[int, Stage]]:
        for child in below.get(name, ()):
            yield level, graph[child]
            yield from walk(child, level + 1)

    yield from walk("", 0)
