"""Who runs when: stages whose inputs are there are started while there is room, and what depends on a failure is not.

The same for every executor; each brings its own workers.
"""

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from ...errors import EngineError, TrainingError
from ...events import Cancel, Cancelled, Event, stop_asked
from ...runs.names import stage_name
from ..make_stage import Task
from ..stage import Made, Needs, StageKind
from ..store import Busy


@dataclass(frozen=True)
class Failure:
    """Why a stage could not be made, in a sentence, with the details for a bug report."""

    message: str
    details: str = ""
    bad_input: bool = False


@dataclass(frozen=True)
class Skipped:
    """A stage that was not tried, since an input of it is missing."""

    because: str


@dataclass(frozen=True)
class Deferred:
    """A stage that another process makes at this moment; it is asked for again later."""

    owner: str


@dataclass(frozen=True)
class Restarted:
    """A stage whose worker died and that is begun again from its last checkpoint: it will say some things anew."""


@dataclass(frozen=True)
class Stopped:
    """A stage that answered a cancel."""


_LONG: frozenset[StageKind] = frozenset({"train", "trigger", "defend"})
"""Kinds of stages that take most of the time."""

Ending: TypeAlias = Made | Failure | Skipped
Report: TypeAlias = tuple[str, Event | Ending | Restarted]
Message: TypeAlias = tuple[str, Event | Made | Failure | Deferred | Restarted | Stopped]


class Workers(Protocol):
    """What carries out tasks: a thread of this process, processes of this machine, a cluster.

    `longest_first` is whether several work beside each other, so that what most depends on should begin first.
    """

    longest_first: bool

    def has_room(self, needs: Needs) -> bool:
        """Whether a stage with these needs can be started now."""
        ...

    def start(self, task: Task, cancel: Cancel) -> None:
        """Begin a task, which then sends its messages to `receive`."""
        ...

    def receive(self, cancel: Cancel) -> Iterator[Message]:
        """The messages since the last call, in order within each task; waits a moment where there are none."""
        ...


def execute(tasks: Sequence[Task], inputs: Mapping[str, Mapping[str, str]], workers: Workers, cancel: Cancel,
            given: Mapping[str, Made]) -> Iterator[Report]:  # fmt: skip
    """Make all tasks: (id of a task, what it says), ending for each with what it left, a Failure or Skipped.

    `inputs` names the ids of the inputs of each task, by their stage's name; `given` are those made already. Tasks that
    come first are started first, but for `longest_first` workers. Raises Cancelled once every running task has
    answered.
    """
    waiting = (
        {task.id: task for task in _longest_first(tasks, inputs)}
        if workers.longest_first
        else {task.id: task for task in tasks}
    )
    ended: dict[str, Ending] = dict(given)
    running: set[str] = set()
    retry: list[str] = []
    while waiting or running:
        if not stop_asked(cancel):
            yield from _skip_hopeless(waiting, inputs, ended)
            _start_ready(waiting, inputs, ended, running, retry, workers, cancel)
        elif not running:
            raise Cancelled
        if not running and not waiting:
            return
        for task_id, said in workers.receive(cancel):
            match said:
                case Made() | Failure():
                    running.discard(task_id)
                    ended[task_id] = said
                    yield task_id, said
                case Deferred():
                    running.discard(task_id)
                    retry.append(task_id)
                    waiting[task_id] = next(task for task in tasks if task.id == task_id)
                case Stopped():
                    running.discard(task_id)
                    waiting[task_id] = next(task for task in tasks if task.id == task_id)
                case Restarted():
                    running.discard(task_id)
                    waiting[task_id] = next(task for task in tasks if task.id == task_id)
                    yield task_id, said
                case _:
                    yield task_id, said


def _longest_first(tasks: Sequence[Task], inputs: Mapping[str, Mapping[str, str]]) -> list[Task]:
    """The tasks by how many trainings lie on the way from each to its end: the last of them must not run alone."""
    by_id = {task.id: task for task in tasks}
    trainings = {task.id: int(task.stage.kind in _LONG) for task in tasks}
    for task in reversed(tasks):  # inputs come before what needs them
        for one in inputs[task.id].values():
            if one in trainings:
                own = int(by_id[one].stage.kind in _LONG)
                trainings[one] = max(trainings[one], trainings[task.id] + own)
    return sorted(tasks, key=lambda task: -trainings[task.id])


def _skip_hopeless(
    waiting: dict[str, Task], inputs: Mapping[str, Mapping[str, str]], ended: dict[str, Ending]
) -> Iterator[Report]:
    for task_id in list(waiting):
        if waiting[task_id].stage.tolerant:
            continue
        lost = [name for name, one in inputs[task_id].items() if isinstance(ended.get(one), Failure | Skipped)]
        if lost:
            del waiting[task_id]
            ended[task_id] = skipped = Skipped(f"it needs {stage_name(lost[0])}, which could not be made")
            yield task_id, skipped


def _start_ready(
    waiting: dict[str, Task], inputs: Mapping[str, Mapping[str, str]], ended: Mapping[str, Ending],
    running: set[str], retry: list[str], workers: Workers, cancel: Cancel,
) -> None:  # fmt: skip
    """Start what can be started; what another process was making comes after all else that is ready."""
    ready = [task_id for task_id in waiting if all(one in ended for one in inputs[task_id].values())]
    ready.sort(key=lambda task_id: task_id in retry)  # stable: the order of the plan otherwise
    for task_id in ready:
        task = waiting[task_id]
        if not workers.has_room(task.stage.needs):
            return
        of = {name: ended[one] for name, one in inputs[task_id].items()}
        made = {name: left for name, left in of.items() if isinstance(left, Made)}
        missing = {name: _why(left) for name, left in of.items() if not isinstance(left, Made)}
        del waiting[task_id]
        running.add(task_id)
        workers.start(replace(task, inputs=made, missing=missing), cancel)


def _why(left: Ending) -> str:
    match left:
        case Failure(message=message):
            return message
        case Skipped(because=because):
            return because
        case Made():
            return ""


def guarded(work: Callable[[], Iterator[Event]]) -> Iterator[Event | Failure | Deferred | Stopped]:
    """What `work` yields, and its end where it is none that it returns by itself: the boundary of a stage."""
    try:
        yield from work()
    except Cancelled:
        yield Stopped()
    except Busy as busy:
        yield Deferred(busy.owner)
    except EngineError as error:
        yield Failure(str(error), traceback.format_exc(), bad_input=not isinstance(error, TrainingError))
    except MemoryError:
        yield Failure("The memory of this machine is full: choose a smaller batch or smaller crops.")
    except Exception as error:  # noqa: BLE001  the boundary of a stage: a bug ends it with its details, as all else does
        yield Failure(f"The run stopped at a fault of the program: {error or type(error).__name__}.",
                      traceback.format_exc())  # fmt: skip
