"""What a run says: small frozen dataclasses, free of Qt and of tensors; the event file is the same stream."""

import dataclasses
import functools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Protocol, TypeAlias, TypeVar, get_args, get_origin, get_type_hints, runtime_checkable

from .reading import parse_json

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage of the plan: its name, what kind of work it is, and the stages that must be done before."""

    name: str
    kind: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What the run is going to do: its stages, each after all of its inputs."""

    stages: tuple[PlannedStage, ...]


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage such as "twin" or "defense/fine_tune" begins; `total` is its number of steps, 0 where unknown."""

    stage: str
    index: int
    num_stages: int
    total: int = 0
    reused: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` things of a stage that does not train."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class StepDone:
    """One optimizer step; the first step of a stage is 1.

    `memory_mb` is the most memory that was in use until then: of the accelerator, or of the process on a CPU.
    """

    stage: str
    step: int
    total: int
    epoch: int
    loss: float
    lr: float
    images_per_s: float
    memory_mb: float | None = None


@dataclass(frozen=True, slots=True)
class EpochDone:
    """One pass over the training scenes, with the errors of counts on the validation scenes.

    `probes` holds the predicted counts of a few validation scenes: name -> (truth, clean, triggered), without the last
    of a counter that no attack belongs to, such as a twin, which many attacks share.
    """

    stage: str
    epoch: int
    num_epochs: int
    loss: float
    val_mae: float
    val_rmse: float
    probes: Mapping[str, tuple[float, float] | tuple[float, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """Training can be resumed from `path` at `step`."""

    stage: str
    step: int
    path: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A counter was scored on the test scenes; `scores` is its entry in results.json."""

    stage: str
    model: str
    scores: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StageDone:
    """A stage ended well after `seconds`; a stage that was reused took none."""

    stage: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StageFailed:
    """A stage could not be made; what does not depend on it goes on. Fields as those of Failed."""

    stage: str
    message: str
    details: str = ""
    bad_input: bool = False


@dataclass(frozen=True, slots=True)
class StageSkipped:
    """A stage that was not tried, since what it needs could not be made."""

    stage: str
    because: str


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence that the person should read before believing the figures."""

    stage: str
    message: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a run: complete, or cancelled within a step of being asked."""

    cancelled: bool = False
    out: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The end of a run that could not go on: a sentence, and the details for a bug report.

    `bad_input` is true where a file or a folder was at fault and not the training.
    """

    message: str
    details: str = ""
    bad_input: bool = False


Event: TypeAlias = (
    Planned
    | StageStarted
    | Progress
    | StepDone
    | EpochDone
    | CheckpointSaved
    | Evaluated
    | StageDone
    | StageFailed
    | StageSkipped
    | Warned
    | Finished
    | Failed
)

_KINDS: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        Planned, StageStarted, Progress, StepDone, EpochDone, CheckpointSaved, Evaluated, StageDone, StageFailed,
        StageSkipped, Warned, Finished, Failed,
    )
}  # fmt: skip


class Cancel(Protocol):
    """Asked at every step; `threading.Event` and `multiprocessing.Event` both fit."""

    def is_set(self) -> bool:
        """Whether the person asked to stop."""
        ...


@runtime_checkable
class Pausable(Protocol):
    """A cancel token that can also hold the work: whoever asks `is_set` then waits."""

    @property
    def is_stopped(self) -> bool:
        """Whether a stop was asked for; never waits."""
        ...

    @property
    def is_paused(self) -> bool:
        """Whether the work is held."""
        ...


def stop_asked(cancel: Cancel) -> bool:
    """Whether the person asked to stop, without waiting where the work is held."""
    return cancel.is_stopped if isinstance(cancel, Pausable) else cancel.is_set()


class Never:
    """A cancel token that nobody holds."""

    def is_set(self) -> bool:
        """Always False."""
        return False


class Cancelled(Exception):
    """Raised inside a run at the step boundary where a cancel was seen; the run answers with Finished."""


def check(cancel: Cancel) -> None:
    """Raise Cancelled if the person asked to stop."""
    if cancel.is_set():
        raise Cancelled


_encoded = json.JSONEncoder(allow_nan=False).encode
"""`json.dumps` makes an encoder a call, which takes as long as a step takes to be written."""


def to_line(event: Event) -> str:
    """One JSON object, without the line's end; what is not a number is written as JSON's null."""
    raw = {"event": type(event).__name__}
    for name in _hints(type(event)):
        raw[name] = _plain(getattr(event, name))
    return _encoded(raw)


_FLOAT = r"(-?[0-9]++(?:\.[0-9]++(?:e[+-]?[0-9]++)?+|e[+-]?[0-9]++))"
_WHOLE = r"(?:0|[1-9][0-9]{0,17}+)"
_STEP = re.compile(
    r'\{"event": "StepDone", "stage": "([^"\\\x00-\x1f]*+)", '
    + f'"step": ({_WHOLE}), "total": ({_WHOLE}, "epoch": {_WHOLE}), '
    + f'"loss": {_FLOAT}, "lr": {_FLOAT}, "images_per_s": {_FLOAT}, "memory_mb": {_FLOAT}'
    + r'(?:, "at": [0-9]{1,12}+\.[0-9]{3})?\}'
).fullmatch
"""A step as `to_line` writes it: nearly all of a long run's lines, read in two thirds of the time of JSON."""


class _Step:
    """A StepDone before it is frozen: to set the fields of a frozen one takes three times as long."""

    __slots__ = ("epoch", "images_per_s", "loss", "lr", "memory_mb", "stage", "step", "total")


@functools.lru_cache(4096)
def _total_and_epoch(text: str) -> tuple[int, int]:
    total, _, epoch = text.partition(', "epoch": ')
    return int(total), int(epoch)


_often_equal = functools.lru_cache(4096)(float)


def from_line(line: str) -> Event:
    """The event that `to_line` wrote. Raises ValueError for a line that is not one."""
    match = _STEP(line)
    if match is not None:
        step: Any = _Step()
        step.stage, number, total_and_epoch, loss, lr, speed, memory = match.groups()
        step.step, (step.total, step.epoch) = int(number), _total_and_epoch(total_and_epoch)
        step.loss, step.lr, step.images_per_s = float(loss), _often_equal(lr), float(speed)
        step.memory_mb = _often_equal(memory)
        step.__class__ = StepDone
        return step  # type: ignore[no-any-return]  # of the class that it was just given
    raw = parse_json(line)
    try:
        cls = _KINDS[raw.pop("event")]
        raw.pop("at", None)  # when it was logged, which is no part of what was said
        for name, hint in _hints(cls).items():
            if hint is float and name in raw:
                raw[name] = _number(raw[name])
        if cls is Planned:  # JSON has no tuples
            raw["stages"] = tuple(PlannedStage(one["name"], one["kind"], tuple(one["inputs"])) for one in raw["stages"])
        if "probes" in raw:
            raw["probes"] = {name: tuple(map(_number, values)) for name, values in raw["probes"].items()}
        event: Event = cls(**raw)
        wrong = [name for name, hint in _hints(cls).items() if not _fits(getattr(event, name), hint)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"not an event: {line[:80]!r}") from error
    if wrong:
        raise ValueError(f"an event with something else as {wrong[0]}: {line[:80]!r}")
    return event


_HINTS: dict[str, Mapping[str, Any]] = {}


def _hints(cls: type[Any]) -> Mapping[str, Any]:
    if cls.__name__ not in _HINTS:
        _HINTS[cls.__name__] = get_type_hints(cls)
    return _HINTS[cls.__name__]


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value of JSON is what the field of an event asks for, by its type `hint`."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    if origin is UnionType:
        return any(_fits(value, each) for each in inner)
    if origin is tuple and inner[-1] is ...:
        return isinstance(value, tuple) and all(_fits(each, inner[0]) for each in value)
    if origin is tuple:
        return isinstance(value, tuple) and len(value) == len(inner) and all(map(_fits, value, inner))
    if origin is not None:
        return isinstance(value, Mapping) and all(_fits(each, inner[1]) for each in value.values())
    return isinstance(value, hint)


def _number(value: float | None) -> float:
    """A figure as it was before JSON, which has no word for not-a-number."""
    return float("nan") if value is None else value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value != value:
        return None
    return _plain(dataclasses.asdict(value)) if isinstance(value, PlannedStage) else value


@dataclass(frozen=True, slots=True)
class Kept:
    """Which epoch of a training is kept: the first with the smallest MAE on the validation scenes.

    >>> Kept().after(1, 56.3).after(2, 68.07).mae
    56.3
    """

    maes: tuple[float, ...] = ()

    def after(self, epoch: int, val_mae: float) -> "Kept":
        """With an epoch more; the first begins a training anew, and one that is told again replaces what came after."""
        return Kept((*self.maes[: epoch - 1], val_mae))

    @property
    def mae(self) -> float | None:
        """The MAE of the weights that are kept; None before the first epoch."""
        best = None
        for mae in self.maes:
            best = mae if best is None or mae < best else best
        return best


def in_order(reported: Iterable[tuple[int, int, T]]) -> tuple[list[int], list[T]]:
    """Places on one axis, ascending, of what was reported as (number, of how many, what), and what was reported there.

    A stage may train several counters one after another, which begin again at 1 when the one before was at its end; a
    training that goes on after a stop reports again what it had done since it was last kept, and that replaces.
    """
    places: list[int] = []
    kept: list[T] = []
    before, ended = 0, False
    for number, total, what in reported:
        if number == 1 and ended:
            before = places[-1]
        while places and places[-1] >= before + number:
            places.pop()
            kept.pop()
        places.append(before + number)
        kept.append(what)
        ended = number == total
    return places, kept
