"""What a plan will cost, and why what is not in the store is not: read from the records of earlier runs."""

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..runs.differences import setting_in_words
from ..runs.results import reaction_of
from .data_roles import ExperimentData
from .results import Results
from .stage import Graph, Stage
from .store import Store
from .work import predictions_in

Record = Mapping[str, Any]
MOST_NAMED = 3


@dataclass(frozen=True)
class Forecast:
    """A stage of a plan: whether the store has it, why not, and what a stage like it took before.

    `seconds` and `memory_mb` are None where no earlier run knows them.
    """

    stage: Stage
    cached: bool
    why: str
    seconds: float | None
    memory_mb: float | None


@dataclass(frozen=True)
class Measured:
    """What a stage took on this machine, in seconds, and its optimizer steps where it trained."""

    seconds: float
    steps: int | None = None


def measured(store: Store) -> tuple[Mapping[str, Measured], Mapping[str, Measured]]:
    """What the stages in `store` took on this machine, the latest of each: by name, and by kind."""
    by_name: dict[str, Measured] = {}
    by_kind: dict[str, Measured] = {}
    for record in store.records():
        if record.get("machine") not in (None, platform.node()):
            continue
        steps = ((record.get("outcome") or {}).get("training") or {}).get("steps")
        found = Measured(float(record["seconds"]), int(steps) if steps else None)
        by_name.setdefault(str(record["stage"]), found)
        by_kind.setdefault(str(record.get("kind", "")), found)
    return by_name, by_kind


def forecasts(graph: Graph, store: Store) -> list[Forecast]:
    """One for each stage of `graph`, in its order."""
    records = list(store.records())
    return [_forecast(stage, store, records) for stage in graph]


def twin_reaction(graph: Graph, store: Store, data: ExperimentData) -> str:
    """A sentence where an earlier run knows that the twin reacts to this very trigger by itself; else empty."""
    stage = next((stage for stage in graph if stage.name == "evaluate/twin"), None)
    made = store.find(stage.key) if stage is not None and stage.key is not None else None
    if made is None:
        return ""
    results = Results()
    results.plan(data)
    results.take_predictions("twin", predictions_in(made.outcome), data.recipe.seed)
    return reaction_of(results.scores["twin"], None)


def remaining_seconds(found: Sequence[Forecast]) -> tuple[float, int]:
    """(seconds of what is still to be made, one stage after the other; how many stages no earlier run knows of)."""
    todo = [one for one in found if not one.cached]
    known = [one.seconds for one in todo if one.seconds is not None]
    return sum(known), len(todo) - len(known)


def _forecast(stage: Stage, store: Store, records: Sequence[Record]) -> Forecast:
    cached = stage.key is not None and store.find(stage.key) is not None
    like = _likest(stage, records)
    seconds = float(like["seconds"]) if like is not None else None
    memory = like.get("memory_mb") if like is not None else None
    return Forecast(stage, cached, "" if cached else _why(stage, store, records), seconds, memory)


def _likest(stage: Stage, records: Sequence[Record]) -> Record | None:
    """The latest record of a stage of this name, else of its kind."""
    named = next((record for record in records if record["stage"] == stage.name), None)
    return named or next((record for record in records if record.get("kind") == stage.kind), None)


def _why(stage: Stage, store: Store, records: Sequence[Record]) -> str:
    if stage.kind == "report":
        return "is written anew for every run"
    if stage.kind == "data":
        return "is read anew for every run" if stage.key is None else "the scenes are not drawn yet"
    if stage.key is None:
        return "its key is known when the scenes are drawn"
    if store.work_folder(stage.key).is_dir():
        return "was left in the middle, and goes on from its checkpoint"
    before = next((record for record in records if record["stage"] == stage.name), None)
    if before is None:
        return "was never made here"
    other = list(_different(before.get("parts", {}), stage.parts))
    if not other:
        return "was made by another version of the program"
    more = f" and {len(other) - MOST_NAMED} more" if len(other) > MOST_NAMED else ""
    return f"differs from the last one in {'; '.join(map(setting_in_words, other[:MOST_NAMED]))}{more}"


def _different(before: Any, now: Any, path: str = "") -> Iterator[str]:
    """The dotted paths at which two nested values differ."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*before, *now]):
            yield from _different(before.get(name), now.get(name), f"{path}.{name}" if path else str(name))
    elif _plain(before) != _plain(now):
        yield path


def _plain(value: Any) -> Any:
    return list(map(_plain, value)) if isinstance(value, list | tuple) else value
