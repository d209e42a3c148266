"""Which counter answers in the live reaction: from a run or from a file, loaded off the window's thread."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from miscount.engine.reading import there
from miscount.engine.runs import VICTIM, CounterId
from miscount.engine.runs.names import counter_name

from ..desktop.background import Background
from ..runs.run_library import RunFacts, RunLibrary
from .reaction import Reaction

if TYPE_CHECKING:
    from miscount.engine.counters import Counter


class Counters(QObject):
    """Loads counters; the loaded one is the reaction's."""

    changed = Signal()  # another counter is loaded, or others can be
    problem = Signal(str)
    notified = Signal(str)  # what reading its file left out or took for granted

    def __init__(self, background: Background, reaction: Reaction, runs: RunLibrary) -> None:
        super().__init__(reaction)
        self._background, self._reaction, self._runs = background, reaction, runs
        self.loaded: Path | None = None
        self.loading: Path | None = None
        self._given: tuple[Path | None, Mapping[str, Any]] = (None, {})
        runs.current_changed.connect(self._on_run)
        runs.changed.connect(self.changed)
        runs.left.connect(self._on_left)

    def choices(self) -> list[tuple[str, Path]]:
        """Words and file of every counter of the current run, of the one that goes on, and of one from elsewhere."""
        folders = {run.folder for run in (self._runs.current, self._runs.live) if run is not None}
        found = [
            (f"{counter_name(name)}  ·  {run.name}", run.weights(name))
            for run in self._runs.runs
            if run.folder in folders
            for name in run.counters
        ]
        for path in (self.loaded, self.loading):
            if path is not None and path not in [known for _, known in found]:
                found.append((path.name if path.name != "weights.safetensors" else _called(path), path))
        return found

    def given_for(self, path: Path) -> Mapping[str, Any]:
        """What the person said beside the file `path`, where that is the one that was asked for last."""
        return self._given[1] if self._given[0] == path else {}

    def load(self, path: Path | None, given: Mapping[str, Any] | None = None) -> None:
        """Let the counter in the file `path` answer, with what is `given` beside it; None: nobody."""
        self.loading = path
        self._given = (path, given or {})
        if path is None:
            self._take(None, None)
        else:
            self._background.run(partial(_load, path, given or {}), partial(self._take, path), self._on_failed)
        self.changed.emit()

    def _take(self, path: Path | None, counter: "Counter | None") -> None:
        if path != self.loading:
            return  # another one was chosen meanwhile
        self.loaded, self.loading = path, None
        self._reaction.set_counter(counter)
        for note in counter.notes if counter is not None else ():
            self.notified.emit(note)
        self.changed.emit()

    def _on_failed(self, sentence: str) -> None:
        self.loading = None
        self.problem.emit(sentence)
        self.changed.emit()

    def _on_left(self) -> None:
        """Another project: a counter of a run of the one before answers no more; one from a file does."""
        if any(path is not None and path.parent.parent.name == "stages" for path in (self.loaded, self.loading)):
            self.load(None)

    def _on_run(self) -> None:
        run = self._runs.current
        if run is not None and (self.loaded is None or not there(self.loaded)):
            victim = _victim(run)
            if victim is not None and self.loading is None:
                self.load(victim)
        self.changed.emit()


def _victim(run: RunFacts) -> Path | None:
    path = run.weights(VICTIM)
    return path if there(path) else None


def _called(path: Path) -> str:
    return f"{counter_name(CounterId.from_folder(path.parent.name))}  ·  {path.parent.parent.parent.name}"


def _load(path: Path, given: Mapping[str, Any]) -> "Counter":
    from miscount.engine.counters import load

    return load(path, given)
