"""The runs of the project: listed off the window's thread; one of them is the run that pages talk about."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from yaml import YAMLError

from miscount.engine.reading import is_folder, there
from miscount.engine.reading.yaml_text import parse_yaml
from miscount.engine.runs import CounterId, RunResults
from miscount.widgets.language import keep

from ..desktop.background import Background


@dataclass(frozen=True)
class RunFacts:
    """What the window shows of a run; read in one go, off the window's thread."""

    folder: Path
    name: str
    recipe: str
    started: str
    status: str
    results: RunResults | None
    per_scene: tuple[dict[str, str], ...]
    read: Callable[[], Iterable[Any]] = tuple
    recipe_text: str = ""
    detections: tuple[dict[str, str], ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The recipe as plain values; parsing it takes too long for the window's thread."""

    run: Any = None

    @cached_property
    def _said(self) -> tuple[tuple[Any, ...], str]:
        from miscount.engine.errors import EngineError

        try:
            return tuple(self.read()), ""
        except EngineError as error:
            return (), str(error)

    @property
    def events(self) -> tuple[Any, ...]:
        """What the run said, read when first asked for; nothing where that is damaged."""
        return self._said[0]

    @property
    def is_read(self) -> bool:
        """Whether what the run said was read: of a million steps that takes seconds, and belongs on a thread."""
        return "_said" in vars(self)

    @property
    def damage(self) -> str:
        """Why there are no events, in a sentence, where they are damaged."""
        return self._said[1]

    @property
    def counters(self) -> tuple[CounterId, ...]:
        """Counters with weights on disk, as tables order them."""
        scored = {counter.folder_name: counter for counter in (self.results.counters if self.results else ())}
        stages = [path.parent.name for path in (self.folder / "stages").glob("*/weights.safetensors")]
        return tuple(sorted(scored.get(name) or CounterId.from_folder(name) for name in stages))

    def weights(self, counter: CounterId) -> Path:
        """The file of a counter's weights."""
        return self.folder / "stages" / counter.folder_name / "weights.safetensors"


class RunLibrary(QObject):
    """Lists runs and remembers which one is looked at."""

    changed = Signal()
    current_changed = Signal()
    left = Signal()  # another project's runs are listed from here on
    problem = Signal(str)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._folder: Path | None = None
        self.runs: tuple[RunFacts, ...] = ()
        self._current: Path | None = None
        self._live: Path | None = None

    @property
    def live(self) -> RunFacts | None:
        """The run that goes on now, as far as it was read last."""
        return next((run for run in self.runs if run.folder == self._live), None)

    @property
    def current(self) -> RunFacts | None:
        """The run that pages talk about."""
        return next((run for run in self.runs if run.folder == self._current), None)

    def set_folder(self, folder: Path | None) -> None:
        """The runs of another project."""
        if folder != self._folder:
            self.left.emit()
        self._folder, self._current, self.runs = folder, None, ()
        self.changed.emit()
        self.current_changed.emit()
        self.refresh()

    def refresh(self, then_show: Path | None = None) -> None:
        """Read the folder anew; with `then_show`, that run becomes the current one."""
        folder = self._folder
        if folder is None:
            return

        def take(runs: tuple[RunFacts, ...]) -> None:
            if folder == self._folder:
                self._take(runs, then_show)

        self._background.run(partial(read_runs, folder, self.runs), take, self.problem.emit)

    def set_live(self, folder: Path | None) -> None:
        """The run in `folder` goes on now; what it has made so far is read with `reread`."""
        self._live = folder

    def reread(self, folder: Path) -> None:
        """Read one run of this project anew, such as one that has finished another counter."""
        if folder.parent == self._folder:
            self._background.run(partial(_read_run, folder), partial(self._take_one, folder), self.problem.emit)

    def _take_one(self, folder: Path, run: RunFacts | None) -> None:
        if run is None or folder.parent != self._folder:
            return
        others = [one for one in self.runs if one.folder != folder]
        self.runs = tuple(sorted([run, *others], key=lambda one: one.started, reverse=True))
        keep([run.name])
        self.changed.emit()
        if folder == self._current:
            self.current_changed.emit()

    def show(self, folder: Path) -> None:
        """Make the run in `folder` the current one."""
        if folder != self._current:
            self._current = folder
            self.current_changed.emit()

    def _take(self, runs: tuple[RunFacts, ...], then_show: Path | None) -> None:
        self.runs = runs
        keep(run.name for run in runs)
        folders = [run.folder for run in runs]
        if then_show in folders:
            self._current = then_show
        elif self._current not in folders:
            self._current = next((run.folder for run in runs if run.results is not None), None)
        self.changed.emit()
        self.current_changed.emit()


def read_runs(folder: Path, before: tuple[RunFacts, ...]) -> tuple[RunFacts, ...]:
    """The runs in `folder`; those whose files have not changed as they were read `before`."""
    from miscount.engine.runs import list_runs

    known = {id(one.run): one for one in before}
    return tuple(known.get(id(run)) or facts(run) for run in list_runs(folder, [one.run for one in before]))


def _read_run(folder: Path) -> RunFacts | None:
    """One run; None where it is not begun, or cannot be read while it is being written."""
    from miscount.engine.errors import RunError
    from miscount.engine.runs import open_run

    try:
        return facts(open_run(folder))
    except RunError:
        return None


def facts(run: Any) -> RunFacts:
    """What the window shows of `run`, an miscount.engine.runs.Run; a damaged table is left out."""
    from miscount.engine.errors import EngineError

    status = "damaged"
    with suppress(EngineError):
        status = run.status
    found = RunFacts(
        run.folder, run.name, str(run.about.get("recipe", "")), str(run.about.get("started", "")), status, run.results,
        _sound(lambda: run.per_scene), run.events, run.recipe_text, _sound(lambda: run.detections),
        _settings(run.recipe_text), run,
    )  # fmt: skip
    if run.has_long_log:  # here, off the window's thread, which reads the others when a curve is drawn of them
        _ = found.events
    return found


def _sound(read: Callable[[], Iterable[Any]]) -> tuple[Any, ...]:
    from miscount.engine.errors import EngineError

    try:
        return tuple(read())
    except EngineError:
        return ()


def _settings(recipe_text: str) -> Mapping[str, Any]:
    """The recipe of a run; empty where it is damaged."""
    try:
        raw = parse_yaml(recipe_text)
    except (YAMLError, ValueError):
        return {}
    return raw if isinstance(raw, dict) else {}


def read_report(folder: Path) -> Path | None:
    """The run's report, where it has one."""
    path = folder / "report.html"
    return path if there(path) else None


def folder_of_stage(run: Path, stage: str) -> Path | None:
    """The folder of what a stage left, where the run has it."""
    from miscount.engine.runs import stage_folder_name

    folder = run / "stages" / stage_folder_name(stage)
    return folder if is_folder(folder) else None
