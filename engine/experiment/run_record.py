"""One run while it goes: its stages numbered, its folder filled, its events logged, its counters scored."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import runs
from ..errors import OutputError
from ..events import (
    Evaluated,
    Event,
    Failed,
    Finished,
    Planned,
    PlannedStage,
    StageDone,
    StageFailed,
    StageSkipped,
    StageStarted,
    StepDone,
    Warned,
)
from ..files import write_json
from ..recipe import Recipe
from ..runs.names import stage_name
from ..runs.results import reaction_of
from ..training import resume
from . import replay
from .executors.schedule import Ending, Failure, Skipped
from .open_data import Opened
from .results import Results, about_data
from .stage import Graph, Made
from .store import CHECKPOINT, PLAN, Store, keys_of, link, place
from .work import predictions_in


@dataclass
class RunRecord:
    """What one run has said and found so far. Everything that it says goes through `say`, which logs it."""

    recipe: Recipe
    out: Path
    log: runs.EventLog
    store: Store
    said: Sequence[Event] = ()
    """What it said before it was stopped, which is not said again."""
    graph: Graph = field(default_factory=lambda: Graph(()))
    results: Results = field(default_factory=Results)
    failures: dict[str, Failure] = field(default_factory=dict)
    ended: bool = False
    done: set[str] = field(default_factory=set)
    """Stages that were said to be done before: with their curves, which are not said again."""
    _said_keys: set[str] = field(default_factory=set)
    _started: dict[str, int] = field(default_factory=dict)
    _num_stages: int = 0
    _unscored: dict[str, Made] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._remember(self.said)

    def announce(self, graph: Graph) -> Iterator[Event]:
        """Say what is going to be done, where that was not said or was said otherwise. Raises OutputError."""
        changed = [stage.name for stage in graph] != [stage.name for stage in self.graph]
        self.graph, self._num_stages = graph, len(graph)
        if changed:
            yield from self.say(Planned(tuple(PlannedStage(s.name, s.kind, s.inputs) for s in graph)))

    def expect(self, graph: Graph) -> Iterator[Event]:
        """Announce the plan and keep its keys in the run's folder; what was said of other keys is forgotten.

        Raises OutputError.
        """
        before = keys_of(self.out)
        other = {stage.name for stage in graph if stage.key and before.get(stage.name, stage.key) != stage.key}
        if other:  # the data or the code are no longer what these stages were made with
            self.said = replay.forget(self.log, self.said, other)
            self._remember(self.said)
        listed = [{"name": s.name, "kind": s.kind, "inputs": list(s.inputs), "key": s.key} for s in graph]
        write_json(self.out / PLAN, {"stages": listed})
        yield from self.announce(graph)

    def opened(self, opened: Opened) -> None:
        """Take from the training scenes what figures are measured against; keep what reading found in data.json.

        Raises OutputError.
        """
        self.results.plan(opened.data)
        write_json(self.out / runs.DATA, about_data(opened.data))

    def say(self, event: Event) -> Iterator[Event]:
        """`event` as this run says it, unless it was said before.

        Raises OutputError where it cannot be logged; a folder that is gone is noticed where a stage begins or ends.
        """
        if isinstance(event, StageStarted | StageDone):
            self.log.check_there()
        if isinstance(event, StageStarted):
            self._started.setdefault(event.stage, len(self._started) + 1)
            event = replace(event, index=self._started[event.stage], num_stages=self._num_stages)
        if not isinstance(event, StepDone) and replay.key_of(event) in self._said_keys:
            return
        self.log.append(event)
        yield event

    def restart(self, stage: str) -> None:
        """Forget what a stage said after its last checkpoint, from which it is begun again. Raises OutputError."""
        key = self.graph[stage].key
        step = 0 if key is None else resume.step_of(self.store.work_folder(key) / CHECKPOINT)
        said = runs.all_events(self.log.path)
        self._remember(replay.without(self.log, said, lambda event: replay.is_beyond(event, {stage: step})))

    def _remember(self, said: Sequence[Event]) -> None:
        self._said_keys, self.done = replay.keys_of_said(said), replay.stages_done(said)

    def end_stage(self, name: str, ending: Ending) -> Iterator[Event]:
        """What follows from the end of a stage: files linked, counters scored, faults reported. Raises OutputError."""
        self.log.check_there()
        match ending:
            case Made():
                if self.graph[name].key is not None:
                    link(ending.folder, runs.stage_folder(self.out, name))
                if name == "poison":
                    place(ending.folder / runs.MANIFEST, self.out / runs.MANIFEST)
                if name.startswith("evaluate/"):
                    yield from self._score(name, ending)
            case Failure(message, details, bad_input):
                self.failures[name] = ending
                yield from self.say(StageFailed(name, message, details, bad_input))
            case Skipped(because):
                yield from self.say(StageSkipped(name, because))

    def _score(self, name: str, made: Made) -> Iterator[Event]:
        """The scores of a counter; those of others wait for the twin's, the control of every attack figure."""
        self._unscored[name] = made
        if "evaluate/twin" not in self._unscored and "twin" not in self.results.predictions:
            return
        for stage in sorted(self._unscored, key=lambda one: one != "evaluate/twin"):
            counter, left = stage.partition("/")[2], self._unscored.pop(stage)
            scores = self.results.take_predictions(counter, predictions_in(left.outcome), self.recipe.seed)
            yield from self.say(Evaluated(stage, counter, runs.plain(scores)))
            if counter in ("twin", "victim"):
                yield from self._tell_of_the_twin(stage)

    def _tell_of_the_twin(self, stage: str) -> Iterator[Event]:
        """A warning where the twin reacts to the trigger by itself, as far as that is known after `stage`."""
        scores = self.results.scores
        sentence = reaction_of(scores.get("twin"), scores.get("victim"))
        if sentence:
            yield from self.say(Warned(stage, sentence))

    def end(self) -> Iterator[Event]:
        """The one ending of a run that got to its end: Finished, or Failed where a stage could not be made."""
        if not self.failures:
            yield from self.close(Finished(out=str(self.out)))
            return
        (name, first), *others = self.failures.items()
        message = first.message
        if others:
            named = ", ".join(map(stage_name, self.failures))
            message = f"{len(self.failures)} stages could not be made: {named}. {stage_name(name)}: {message}"
        yield from self.close(Failed(message, first.details, first.bad_input))

    def close(self, ending: Finished | Failed) -> Iterator[Event]:
        """Say the one ending and let go of the log; it is said also where the log is gone."""
        self.ended = True
        with suppress(OutputError):
            self.log.append(ending)
        yield ending
        self.log.close()
