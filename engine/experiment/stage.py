"""A stage is a value: what it is made of, what it needs, and the work that makes it; a graph of them is a plan."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

from ..events import Cancel, Event
from ..files import fingerprint
from .data_roles import ExperimentData

StageKind: TypeAlias = Literal[
    "data", "train", "trigger", "choose", "poison", "evaluate", "dose_response", "detect", "defend", "report"
]
Outcome: TypeAlias = Mapping[str, Any]
"""What a stage found, as JSON has it; its files lie in its folder."""

CODE_SCHEMA = 6
"""Raised when a change of the code changes what a stage makes of the same things."""


@dataclass(frozen=True)
class Needs:
    """What a stage takes while it runs: threads, GPUs, and memory in MB where earlier runs measured it.

    A stage that must run in the process of its run's folder is `here`: it goes to no other machine.
    """

    cores: int = 1
    gpus: float = 0.0
    memory_mb: float | None = None
    here: bool = False


@dataclass(frozen=True)
class Made:
    """What a finished stage left: its folder, its outcome, how long it took (s), and the most memory in use (MB)."""

    folder: Path
    outcome: Outcome
    seconds: float
    memory_mb: float | None = None


@dataclass(frozen=True)
class StageContext:
    """What work is given: its own folder, what its inputs left by stage name, the data, and the cancel token.

    `missing` says for each input that could not be made why; only a tolerant stage sees any.
    """

    stage: str
    folder: Path
    inputs: Mapping[str, Made]
    data: ExperimentData
    cancel: Cancel
    missing: Mapping[str, str] = field(default_factory=dict)


class Work(Protocol):
    """How a stage is made: a frozen, picklable value that is called with what it is given."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        """StageStarted, then events while it lasts; files go to `at.folder`. Returns the outcome.

        Raises Cancelled, EngineError.
        """
        ...


@dataclass(frozen=True)
class Stage:
    """One stage of an experiment, such as "victim" or "evaluate/defended/cbd".

    `inputs` are the stages that must be done before. `key` is a hash of `parts`, all that the stage's bytes depend on;
    a stage without one is made for its run alone and always anew. A `tolerant` stage runs even where an input failed.
    """

    name: str
    kind: StageKind
    inputs: tuple[str, ...]
    key: str | None
    needs: Needs
    work: Work
    parts: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    tolerant: bool = False


class _NoWork:
    """The work of the data stage, which is never asked for."""

    def __call__(self, at: StageContext) -> Generator[Event, None, Outcome]:
        raise AssertionError("the data are opened before there is a plan: the keys of all stages come from them")


def data_stage(key: str | None) -> Stage:
    """The first stage of every experiment, made by the run itself; `key` is that of drawn scenes."""
    return Stage("data", "data", (), key, Needs(here=True), _NoWork())


def key_of(parts: Mapping[str, Any]) -> str:
    """The key of a stage that depends on `parts`, named JSON-able values; 16 hexadecimal digits.

    >>> key_of({"seed": 0}) == key_of({"seed": 0})
    True
    """
    return fingerprint([CODE_SCHEMA, dict(parts)])


@dataclass(frozen=True)
class Graph:
    """The stages of one experiment, each after all of its inputs. Raises ValueError where one comes before."""

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for stage in self.stages:
            if stage.name in seen:
                raise ValueError(f"two stages are called {stage.name}")
            if missing := set(stage.inputs) - seen:
                raise ValueError(f"{stage.name} comes before its inputs {', '.join(sorted(missing))}")
            seen.add(stage.name)

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.stages)

    def __len__(self) -> int:
        return len(self.stages)

    def __getitem__(self, name: str) -> Stage:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Stage]:
        return {stage.name: stage for stage in self.stages}

    def depth(self, name: str) -> int:
        """How many stages lie on the longest way to this one."""
        return self._depths[name]

    @cached_property
    def _depths(self) -> dict[str, int]:
        depths: dict[str, int] = {}
        for stage in self.stages:
            depths[stage.name] = 1 + max((depths[name] for name in stage.inputs), default=-1)
        return depths

    def after(self, name: str) -> tuple[str, ...]:
        """The stages that take what this one leaves."""
        return tuple(stage.name for stage in self.stages if name in stage.inputs)

    def to_dot(self, states: Mapping[str, str] | None = None) -> str:
        """The graph in Graphviz's language, from left to right; done stages, by `states`, are filled."""
        lines = ["digraph experiment {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
        for stage in self.stages:
            filled = ', style=filled, fillcolor="#d5e8d4"' if (states or {}).get(stage.name) == "done" else ""
            lines.append(f'  "{stage.name}" [tooltip="{stage.kind}"{filled}];')
        lines += [f'  "{name}" -> "{stage.name}";' for stage in self.stages for name in direct(self, stage)]
        return "\n".join([*lines, "}"]) + "\n"


def direct(graph: Graph, stage: Stage) -> Sequence[str]:
    """The inputs of `stage` that no other of its inputs waits for already: what a drawing shows."""
    over: set[str] = set()
    for name in stage.inputs:
        over |= _ancestors(graph, name)
    return [name for name in stage.inputs if name not in over]


def _ancestors(graph: Graph, name: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[name].inputs)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += graph[one].inputs
    return found
