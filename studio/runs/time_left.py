"""How far a run is and how long it will still take, by measured work: what its stages took in earlier runs here.

Time left is told once it is stable. No Qt; whoever asks gives the clock.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .run_state import RunState, StageRow

if TYPE_CHECKING:
    from miscount.engine.experiment.forecast import Measured

_USUAL: Mapping[str, float] = {
    "train": 20.0, "defend": 20.0, "dose_response": 8.0, "trigger": 10.0, "detect": 4.0, "choose": 2.0,
}  # fmt: skip
"""Shares of work by kind where nothing is measured yet; all others are 1."""
_FREE = ("remembered", "skipped", "failed")
_TRAINS = ("train", "defend")
_SHORT = ("data", "report")
"""No earlier run tells of these, which are made anew for each run, and they take little."""
PRIOR = 0.1
"""So much of the whole counts as done at the speed of earlier runs, before this run's own speed does."""
MOST_UNSAID = 0.9
"""A stage that does not say how far it is is never taken for more than this."""
WINDOW_S, LEAST_SEEN = 10.0, 5
"""The foretold end is looked at over so long, at so many moments at least."""
STEADY, WILD = 0.25, 0.6
"""It is told when it has moved by less than this share of the time left, and no more when by more than that."""


@dataclass
class TimeLeft:
    """Of one run. `by_name` and `by_kind` are what stages took before."""

    by_name: Mapping[str, "Measured"] = field(default_factory=dict)
    by_kind: Mapping[str, "Measured"] = field(default_factory=dict)
    _now_s: float = 0.0
    _stages_began_s: dict[str, float] = field(default_factory=dict)
    _began_s: float | None = None
    _ends: deque[tuple[float, float]] = field(default_factory=deque)
    _tells: bool = False
    _progress: float = 0.0

    def look(self, elapsed_s: float, state: RunState) -> None:
        """It is `elapsed_s` after the run began: what runs now has run since it was first seen to."""
        self._now_s = elapsed_s
        running = {row.stage for row in state.running}
        kept = {stage: at for stage, at in self._stages_began_s.items() if stage in running}
        self._stages_began_s = {stage: kept.get(stage, elapsed_s) for stage in running}

    def progress(self, state: RunState) -> float | None:
        """0 to 1 by work; it never falls. None before the first stage begins."""
        if state.ended is not None or not state.num_begun:
            return state.progress
        work = self._work(state)
        whole = sum(one.seconds for one in work)
        if whole > 0:
            self._progress = max(self._progress, sum(one.done for one in work) / whole)
        return self._progress

    def left(self, state: RunState) -> float | None:
        """Seconds that it will still take; None until that is stable."""
        work = self._work(state)
        if state.ended is not None or not work or not all(one.is_measured or one.row.kind in _SHORT for one in work):
            self._ends.clear()
            self._tells = False
            return None
        if self._began_s is None and any(one.row.state != "waiting" for one in work):
            self._began_s = self._now_s  # what is remembered takes no time, and says nothing of the speed
        if self._began_s is None:
            return None
        whole = sum(one.seconds for one in work)
        if whole <= 0 or not any(one.row.kind for one in work):
            return None  # the plan is not known yet, only what comes before it
        prior = PRIOR * whole
        slower = (self._now_s - self._began_s + prior) / (sum(one.done for one in work) + prior)
        seconds = sum((one.seconds - one.done) * (slower if one.is_earlier else 1.0) for one in work)
        return seconds if self._is_stable(seconds) else None

    def _is_stable(self, left_s: float) -> bool:
        now_s = self._now_s
        self._ends.append((now_s, now_s + left_s))
        while self._ends[0][0] < now_s - WINDOW_S and len(self._ends) > LEAST_SEEN:
            self._ends.popleft()
        ends = [end for _at, end in self._ends]
        moved = max(ends) - min(ends)
        seen = len(ends) >= LEAST_SEEN and now_s - self._ends[0][0] >= WINDOW_S / 2
        limit = WILD if self._tells else STEADY
        self._tells = seen and moved <= limit * max(left_s, 1.0)
        return self._tells

    def _work(self, state: RunState) -> list["_Work"]:
        """What each stage that is to be made takes: as earlier runs took, as this one does, or as is usual."""
        rows = [row for row in state.stages if row.state not in _FREE]
        own = {row.kind: row.seconds for row in rows if row.seconds is not None and row.kind}
        work = [self._so_far(self._of(row, own)) for row in rows]
        told = [(one.seconds, _usual(one.row)) for one in work if one.is_measured]
        unit = sum(seconds for seconds, _ in told) / sum(usual for _, usual in told) if told else 1.0
        return [one if one.is_measured else replace(one, seconds=unit * _usual(one.row)) for one in work]

    def _so_far(self, work: "_Work") -> "_Work":
        """A stage that does not say how far it is, by how long it runs."""
        began = self._stages_began_s.get(work.row.stage)
        if began is None or work.row.total or work.seconds <= 0:
            return work
        return replace(work, share=min(MOST_UNSAID, (self._now_s - began) / work.seconds))

    def _of(self, row: StageRow, own: Mapping[str, float]) -> "_Work":
        """Of the same stage in an earlier run, of its kind in this run, or of its kind in an earlier one."""
        earlier = self.by_name.get(row.stage)
        if earlier is None and (row.seconds is not None or row.kind in own):
            return _Work(row, own[row.kind] if row.seconds is None else row.seconds, is_earlier=False)
        earlier = earlier or self.by_kind.get(row.kind)
        if earlier is None:
            return _Work(row, 0.0, is_measured=False)
        longer = row.total / earlier.steps if row.kind in _TRAINS and earlier.steps and row.total else 1.0
        return _Work(row, earlier.seconds * longer)


@dataclass(frozen=True)
class _Work:
    """A stage, and what it takes as a whole, in seconds of an earlier run or of this one."""

    row: StageRow
    seconds: float
    is_earlier: bool = True
    is_measured: bool = True
    share: float | None = None
    """How much of it is done, where it does not say that itself."""

    @property
    def done(self) -> float:
        """How much of that is done."""
        return self.seconds * (self.row.share if self.share is None else self.share)


def _usual(row: StageRow) -> float:
    return _USUAL.get(row.kind, 1.0)
