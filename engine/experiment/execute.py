"""Recipes, carried out: each is planned as a graph of stages, and an executor makes what the store has not."""

import contextlib
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import distributed, plugins, runs
from ..counters import other_convention
from ..errors import EngineError, OutputError, TrainingError
from ..events import (
    Cancel,
    Cancelled,
    Event,
    Failed,
    Finished,
    Never,
    Warned,
)
from ..poison.reach import warnings_before_training
from ..recipe import Recipe
from ..training.devices import describe
from . import replay
from .data_roles import ExperimentData
from .executors import Executor, executor
from .executors.schedule import Failure, Restarted, Skipped, execute
from .make_stage import Task, taken_over
from .open_data import Opened, known_names, open_data, opened_again
from .plan import Numerics, plan
from .run_record import RunRecord
from .stage import Made
from .store import FOLDER, Store
from .work import new_counter

MUCH_FASTER = 10
"""A defense's rate that is so many times the training's was set for another counter."""


@dataclass(frozen=True)
class Experiment:
    """A recipe, the folder of the run that carries it out, and the folder of the store if not the one beside it."""

    recipe: Recipe
    out: Path
    runs_folder: Path | None = None

    @property
    def store(self) -> Store:
        """The store of its stages."""
        return Store.beside(self.out) if self.runs_folder is None else Store(self.runs_folder / FOLDER)


def run(
    recipe: Recipe,
    out: Path | str,
    cancel: Cancel | None = None,
    *,
    resume_other: bool = False,
    by: Executor | None = None,
) -> Iterator[Event]:
    """Carry out `recipe` in the folder `out`; the events are also written to `events.jsonl` there.

    `by` is the executor, `serial` by default: in this process, on this thread. Ends with exactly one Finished or
    Failed. A run that was killed or cancelled goes on where it was when it is run again in the same folder: what it
    said until then comes first, then what is new. Raises OutputError, before any event, when the folder cannot be
    written, holds a run of another recipe (unless `resume_other`), or is written into by another process.

    >>> import tempfile, threading
    >>> from miscount.engine.recipe import parse
    >>> stop = threading.Event()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for event in run(parse("data: {kind: synthetic, train: 9, test: 1}"), Path(folder, "run"), stop):
    ...         stop.set()
    >>> event.cancelled
    True
    """
    carried_out = carry_out([Experiment(recipe, Path(out))], by, cancel, resume_other=resume_other)
    return (event for _, event in carried_out)


def carry_out(
    experiments: Sequence[Experiment],
    by: Executor | None = None,
    cancel: Cancel | None = None,
    *,
    resume_other: bool = False,
) -> Iterator[tuple[int, Event]]:
    """Carry out all experiments as one graph, in which equal stages are made once: (number from 0, event).

    Each run ends with exactly one Finished or Failed of its own; one that fails does not stop the others. All lie in
    one folder, whose store they share. Raises OutputError, before any event, as `run` does.
    """
    _check_group(len(experiments), "serial" if by is None else by.name)
    with contextlib.ExitStack() as held:  # let go at once where one of the folders is refused
        for each in experiments:
            held.callback(runs.claim_folder(each.out, each.recipe.to_yaml(), resume=resume_other).let_go)
        return _carried_out(experiments, held.pop_all(), by or executor("serial"), cancel or Never())


def _check_group(number: int, engine: str) -> None:
    """Let no two processes of a launcher carry out the same each for itself. Raises OutputError."""
    group = distributed.launched()
    if group is None or (distributed.size() == group.size and number == 1 and engine == "serial"):
        return
    what = f"{number} runs" if number > 1 else f"a run by the engine {engine}" if engine != "serial" else "a run"
    raise OutputError(group.not_together(what))


def _carried_out(
    experiments: Sequence[Experiment], held: contextlib.ExitStack, by: Executor, cancel: Cancel
) -> Iterator[tuple[int, Event]]:
    with held, contextlib.ExitStack() as stack:
        union = _Union(cancel)
        for number, each in enumerate(experiments):
            out = each.out
            log = stack.enter_context(runs.EventLog(out))
            said = distributed.broadcast(replay.rewind(out, log, each.store))
            yield from ((number, event) for event in said)
            record = RunRecord(each.recipe, out, log, each.store, said)
            record.ended = bool(said) and isinstance(said[-1], Finished)
            union.records.append(record)
        if all(record.ended for record in union.records):
            return
        try:
            stack.enter_context(by)
            yield from union.events(by)
        except Cancelled:
            yield from union.close_all(lambda record: Finished(cancelled=True, out=str(record.out)))
        except EngineError as error:
            message, bad, details = str(error), not isinstance(error, TrainingError), traceback.format_exc()
            yield from union.close_all(lambda _record: Failed(message, details, bad_input=bad))
        except Exception as error:  # noqa: BLE001  the boundary of a run: a bug ends it with its details, as all else does
            message = f"The run stopped at a fault of the program: {error or type(error).__name__}."
            details = traceback.format_exc()
            yield from union.close_all(lambda _record: Failed(message, details))


class _Union:
    """The graphs of several runs as one: tasks by their key, each with the runs that wait for it."""

    def __init__(self, cancel: Cancel) -> None:
        self.records: list[RunRecord] = []
        self._cancel = cancel
        self._tasks: dict[str, Task] = {}
        self._inputs: dict[str, dict[str, str]] = {}
        self._owners: dict[str, list[tuple[int, str]]] = {}
        self._given: dict[str, Made] = {}
        self._known: dict[str, Opened] = {}

    def events(self, by: Executor) -> Iterator[tuple[int, Event]]:
        """Plan every run, then make what they ask for. Raises Cancelled, EngineError."""
        opened: dict[int, Opened] = {}  # all data first: workers start meanwhile, and are then asked how they compute
        for number, record in enumerate(self.records):
            if not record.ended:
                yield from ((number, event) for event in self._told(record, self._open(number, record, opened)))
        numerics = by.numerics() if opened else {}
        for number, data in opened.items():
            record = self.records[number]
            yield from ((number, event) for event in self._told(record, self._plan(number, record, data, numerics)))
        for task_id, said in execute(list(self._tasks.values()), self._inputs, by, self._cancel, self._given):
            (first, _), *others = self._owners[task_id]
            if isinstance(said, Made | Failure | Skipped):
                for number, stage in self._owners[task_id]:
                    record = self.records[number]
                    if (number, stage) in others and isinstance(said, Made):
                        yield from self._as_taken_over(number, stage, said)
                    yield from ((number, event) for event in record.end_stage(stage, said))
                    if stage == "report":
                        yield from ((number, event) for event in record.end())
            elif isinstance(said, Restarted):
                self.records[first].restart(self._tasks[task_id].stage.name)
            else:
                yield from ((first, event) for event in self.records[first].say(said))

    def close_all(self, ending: Callable[[RunRecord], Finished | Failed]) -> Iterator[tuple[int, Event]]:
        """End every run that has not ended."""
        for number, record in enumerate(self.records):
            if not record.ended:
                yield from ((number, event) for event in record.close(ending(record)))

    def _as_taken_over(self, number: int, stage: str, made: Made) -> Iterator[tuple[int, Event]]:
        record = self.records[number]
        for event in taken_over(stage, made, curves=stage not in record.done):
            yield from ((number, event) for event in record.say(event))

    def _told(self, record: RunRecord, events: Iterator[Event]) -> Iterator[Event]:
        """The events of what is done before any stage; a run that cannot be begun, as with bad data, ends here."""
        try:
            yield from events
        except EngineError as error:
            bad_input = not isinstance(error, TrainingError)
            yield from record.close(Failed(str(error), traceback.format_exc(), bad_input=bad_input))

    def _open(self, number: int, record: RunRecord, opened: dict[int, Opened]) -> Iterator[Event]:
        """Open the data of a run. Raises EngineError."""
        recipe, out = record.recipe, record.out
        used = plugins.used_in(recipe.model_dump(mode="json"))
        runs.write_about(out, device=describe(), recipe=recipe.name, seed=recipe.seed, of_plugins=used)
        # by the names alone, so that what is going to be done is said before anything takes long
        with contextlib.suppress(EngineError):
            yield from record.announce(plan(recipe, known_names(recipe), {}, out))
        opened[number] = yield from self._opened(record)

    def _plan(self, number: int, record: RunRecord, opened: Opened, numerics: Numerics) -> Iterator[Event]:
        """Plan a run, and add its stages. Raises EngineError."""
        recipe, data = record.recipe, opened.data
        threads = numerics.get("threads")
        runs.write_numerics(record.out, device=describe(None if threads is None else int(threads)), numerics=numerics)
        record.opened(opened)
        yield from record.expect(plan(recipe, data, numerics, record.out, opened.key))
        for sentence in data.reading.sentences() if data.reading is not None else ():
            yield from record.say(Warned("data", sentence))
        for warned in warnings_of(recipe, data):
            yield from record.say(warned)
        self._add(number, record, opened)

    def _opened(self, record: RunRecord) -> Generator[Event, None, Opened]:
        recipe = record.recipe
        name = recipe.data.model_dump_json() + str((recipe.seed, recipe.split.leave_out))
        known = self._known.get(name)
        opening = (
            open_data(recipe, record.store, record.out, self._cancel) if known is None
            else opened_again(recipe, known, record.out)
        )  # fmt: skip
        while True:
            try:
                event = next(opening)
            except StopIteration as end:
                opened: Opened = end.value
                break
            yield from record.say(event)
        self._known[name] = opened
        return opened

    def _add(self, number: int, record: RunRecord, opened: Opened) -> None:
        ids = {stage.name: stage.key or f"{number}/{stage.name}" for stage in record.graph}
        ids["data"] = f"{number}/data"
        self._given[ids["data"]] = opened.made
        for stage in record.graph:
            task_id = ids[stage.name]
            if stage.kind == "data":
                continue
            self._owners.setdefault(task_id, []).append((number, stage.name))
            if task_id not in self._tasks:
                self._tasks[task_id] = Task(
                    task_id, stage, opened.source, record.store, curves=stage.name not in record.done
                )
                self._inputs[task_id] = {name: ids[name] for name in stage.inputs}


def warnings_of(recipe: Recipe, data: ExperimentData) -> Iterator[Warned]:
    """What a person should read before an hour is spent."""
    first = data.train.scenes[0]
    field, crop = recipe.counter.receptive_field_px, recipe.training.crop_px
    for sentence in warnings_before_training(recipe.poison, field, first.size, crop, first.annotation):
        yield Warned("poison", sentence)
    usual = recipe.training.lr
    for number, defense in enumerate(recipe.defenses):
        if defense.training.lr > MUCH_FASTER * usual:
            yield Warned(
                f"defended/{defense.kind}",
                f"{defense.kind} trains at a rate of {defense.training.lr:g}, and the recipe's own training at "
                f"{usual:g}: such steps may ruin this counter; see defenses.{number}.training.lr.",
            )
    if recipe.counter.pretrained:
        crowded = max(data.train.scenes[:8], key=lambda scene: scene.annotation.count)
        counter = new_counter(recipe)
        doubted = other_convention(recipe.counter, counter.count(crowded.image()), crowded.annotation.count)
        if counter.begins_whole and doubted is not None:  # behind a front end alone nothing has learned to count
            yield Warned("twin", doubted)
