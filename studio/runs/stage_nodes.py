"""A run's stages as boxes of a graph: the same for a run that goes, one that is replayed, and a plan."""

from collections.abc import Mapping
from functools import lru_cache

from miscount.engine.runs.names import stage_name
from miscount.widgets.stage_graph import StageNode, State

from .run_state import RunState, StageRow, StageState

_SHOWN: Mapping[StageState, State] = {
    "waiting": "waiting", "running": "running", "remembered": "remembered", "done": "done", "failed": "failed",
    "skipped": "skipped", "stopped": "cancelled",
}  # fmt: skip


def nodes_of(run: RunState) -> tuple[StageNode, ...]:
    """A box for each stage, in the run's order; lines that a longer way implies are left out."""
    lines = _direct(tuple((row.stage, row.inputs) for row in run.stages))
    return tuple(_node(row, lines[row.stage]) for row in run.stages)


def _node(row: StageRow, before: tuple[str, ...]) -> StageNode:
    progress = row.share if row.state == "running" and row.total else None
    return StageNode(
        row.stage, stage_name(row.stage), row.kind.replace("_", " "), before, _SHOWN[row.state], progress, _note(row)
    )


def _note(row: StageRow) -> str:
    if row.note:
        return row.note
    if row.state == "running" and row.loss is not None:
        return f"loss {row.loss:.4g}"
    return f"{row.seconds:.1f} s" if row.seconds is not None else ""


@lru_cache(maxsize=8)
def _direct(stages: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, tuple[str, ...]]:
    """The inputs of each stage that no other of its inputs waits for already. Each stage stands after its inputs."""
    above: dict[str, set[str]] = {}
    direct = {}
    for name, inputs in stages:
        known = [one for one in inputs if one in above]
        over = set[str]().union(*(above[one] for one in known))
        direct[name] = tuple(one for one in known if one not in over)
        above[name] = over.union(known)
    return direct
