"""An open project: its lock, its journal, its saving. The one place that knows in which order these happen."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from miscount.engine.errors import EngineError
from miscount.engine.files import write_text
from miscount.engine.reading import read_object

from ..desktop import places
from ..desktop.background import Background
from .document import Applied, Document
from .edits import HandMap, MapEdit
from .journal import Journal, JournalFolder, Leftover, Saved
from .painted_pictures import sweep
from .project import Project, open_project
from .recovery import recover

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe
    from miscount.engine.scenes.synthetic import SyntheticScenes

_MARKER = "synthetic.json"  # what miscount.engine.scenes.synthetic leaves in a folder that it has drawn
READ_ONLY = "{name} is open in another window; this one can look and cannot change anything."
NOT_WRITABLE = "{name} cannot be written to, so this window can look and cannot change anything."


@dataclass(frozen=True)
class _Save:
    """One write of what is unsaved: what it covers, and the work to do on a thread."""

    covers: dict[str, int]
    work: tuple[Callable[[], None], ...]

    def run(self) -> datetime:
        for write in self.work:
            write()
        return datetime.now()


class Session(QObject):
    """Opens a project into the document, keeps a journal of its edits, and saves them by itself."""

    opened = Signal()
    ready = Signal()  # scenes and recipe are there
    failed_to_open = Signal(str)
    progress = Signal(str, int, int)  # words; done; total, 0 where it is not known
    saved = Signal(object)  # datetime
    notice = Signal(str)
    left_over = Signal(object)  # list of Leftover

    def __init__(self, document: Document, background: Background, autosave_s: int = 20) -> None:
        super().__init__(document)
        self.document = document
        self.project: Project | None = None
        self._background = background
        self._journal: Journal | None = None
        self._lock: QLockFile | None = None
        self._journals: JournalFolder | None = None
        self._leftovers: list[Leftover] = []
        self._reported: set[str] = set()
        self._saving = False
        self._pending = 0
        self._closing = False
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(autosave_s * 1000)
        self._autosave.timeout.connect(self.save)
        document.applied.connect(self._on_applied)
        document.dirty_changed.connect(self._on_dirty)

    # ---- opening

    def open(self, folder: Path) -> None:
        """Open the project in `folder`. Raises ProjectError; the former project then stays open."""
        project = open_project(folder)
        self.close()
        self.project = project
        self._take_lock()
        self.document.set_value("recipe", None)
        self.document.open(None, {}, {})
        self._begin_journal()
        self.opened.emit()
        self._pending = 2
        self.progress.emit(f"Opening {project.name}…", 0, 0)
        self._run(lambda: _load_recipe(project), self._on_recipe)
        if not project.draws_scenes or _is_drawn(project.dataset_path):
            self._list_scenes()

    def _run(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do `work` for the project that is open now; its answer is dropped when another one was opened since."""
        asked_for = self.project

        def answer(result: Any) -> None:
            if self.project is asked_for:
                then(result)

        def failed(sentence: str) -> None:
            if self.project is asked_for:
                self._on_failed(sentence)

        self._background.run(work, answer, failed)

    def _take_lock(self) -> None:
        assert self.project is not None
        lock = QLockFile(str(self.project.folder / ".lock"))
        lock.setStaleLockTime(0)  # only a dead owner makes it stale, however long the window was open
        got = lock.tryLock(0)
        self._lock = lock if got else None
        self.document.read_only = not got
        if not got:
            taken = lock.error() == QLockFile.LockError.LockFailedError
            self.notice.emit((READ_ONLY if taken else NOT_WRITABLE).format(name=self.project.name))

    def _begin_journal(self) -> None:
        assert self.project is not None
        self._leftovers = []
        if self.document.read_only:
            return
        self._journals = JournalFolder(places.journal_folder(self.project.folder))
        try:
            self._journals.set_aside()
            self._leftovers = self._journals.leftovers()
        except OSError as error:
            self.notice.emit(f"The journal in {self._journals.folder} cannot be read: {error.strerror or error}.")
        self._journal = Journal(self._journals.current, self.project.folder)

    def _on_recipe(self, recipe: "Recipe") -> None:
        self.document.set_value("recipe", recipe)
        assert self.project is not None
        if self.project.draws_scenes and not _is_drawn(self.project.dataset_path):
            self._draw_scenes(recipe)
        self._one_done()

    def _draw_scenes(self, recipe: "Recipe") -> None:
        project = self.project
        assert project is not None
        folder = project.dataset_path if not self.document.read_only else None
        if folder is None:
            self.notice.emit(f"{project.name} has no scenes yet; they are being drawn in the other window.")
            return
        from miscount.engine.scenes.synthetic import SyntheticScenes  # the recipe brought it along

        scenes, seed = recipe.data, recipe.seed
        if not isinstance(scenes, SyntheticScenes):
            self._on_failed(f"{project.folder / 'project.yaml'} names no dataset, and the recipe draws none.")
            return
        self._run(lambda: _draw(scenes, seed, folder, self._report_drawn), self._on_drawn)

    def _report_drawn(self, done: int, total: int) -> None:
        # called on a thread: the signal crosses over to the window's
        self.progress.emit("Drawing the scenes of this project, once…", done, total)
        if self._closing:
            raise DrawingStopped

    def _on_drawn(self, _result: object) -> None:
        self._list_scenes()

    def _list_scenes(self) -> None:
        project = self.project
        assert project is not None
        self.progress.emit("Listing the scenes…", 0, 0)
        self._run(lambda: _read(project), self._on_scenes)

    def _on_scenes(self, read: tuple[Any, Any, Any, Any, list[str]]) -> None:
        dataset, heads, maps, marks, problems = read
        self.document.open(dataset, heads, maps, marks)
        for problem in problems:
            self.notice.emit(problem)
        self._one_done()

    def _one_done(self) -> None:
        self._pending -= 1
        # the recipe brings torch, which takes seconds when the disk is cold
        self.progress.emit("Loading the engine…" if self.document.recipe is None else "", 0, 0)
        if self._pending == 0:
            self.ready.emit()
            if self._leftovers:
                self.left_over.emit(self._leftovers)

    def _on_failed(self, sentence: str) -> None:
        self.progress.emit("", 0, 0)
        self.failed_to_open.emit(sentence)

    # ---- after a crash

    @property
    def has_leftovers(self) -> bool:
        """Whether a session left edits that were neither recovered nor given up."""
        return bool(self._leftovers)

    def recover(self) -> str:
        """Play back what a crashed session left; returns a sentence of what came of it."""
        if self._journal is None or not self._leftovers:
            return "There is nothing to recover."
        num_back, num_lost = recover(self.document, self._leftovers, _value_reader)
        words = f"Recovered {num_back} unsaved change{'s' * (num_back != 1)}"
        if num_lost:
            kept = self._put_by_leftovers()
            return f"{words}; {num_lost} did not fit what is in the project now and stay in {kept}."
        self._journal.append({"op": "recovered", "from": [left.path.name for left in self._leftovers]})
        # the old journal may go only when its edits are on the disk in the new one
        if self._journal.flush():
            self.discard_leftovers()
        return f"{words}."

    def _put_by_leftovers(self) -> str:
        assert self._journals is not None
        kept = [self._journals.put_by(left.path) for left in self._leftovers]
        self._leftovers = []
        return " and ".join(str(path) for path in kept)

    def discard_leftovers(self) -> None:
        """Give up what a crashed session left."""
        for left in self._leftovers:
            left.path.unlink(missing_ok=True)
        self._leftovers = []

    def _on_applied(self, applied: Applied) -> None:
        if self._journal is not None:
            self._journal.append(_frozen(applied))
            self._report_once(self._journal.problem)

    def _report_once(self, problem: str) -> None:
        if problem and problem not in self._reported:
            self._reported.add(problem)
            self.notice.emit(problem)

    # ---- saving

    def _on_dirty(self, dirty: bool) -> None:
        if dirty and not self._autosave.isActive():
            self._autosave.start()

    def save(self) -> None:
        """Write what is unsaved, on a thread; `saved` or a notice follows."""
        if self.document.read_only or self._saving or self.project is None:
            return
        if not self.document.is_dirty:
            self.saved.emit(datetime.now())
            return
        save = self._snapshot()
        self._saving = True
        self._save_in_flight = save
        self._background.run(save.run, self._on_saved, self._on_save_failed)

    def _snapshot(self) -> _Save:
        assert self.project is not None
        document, project = self.document, self.project
        covers = document.unsaved()
        heads, maps = document.edited_heads, document.hand_maps
        work: list[Callable[[], None]] = []
        if any(key.startswith("marks/") for key in covers):
            work.append(_bound(project.save_marks, document.all_marks))
        for key in covers:
            kind, _, name = key.partition("/")
            if kind == "heads":
                work.append(_bound(project.save_heads, name, heads.get(name)))
            elif kind == "map":
                hand = maps.get(name)
                frozen = hand.copied() if hand is not None else None
                work.append(_bound(project.save_map, name, frozen))
            elif name == "recipe" and document.recipe is not None:
                text = document.recipe.to_yaml(project.recipe_path.parent)
                work.append(_bound(write_text, project.recipe_path, text))
        return _Save(covers, tuple(work))

    def _on_saved(self, at: datetime) -> None:
        self._saving = False
        self.document.mark_saved(self._save_in_flight.covers)
        if self.document.is_dirty:
            self._autosave.start()  # edited while it was written
        elif self._journal is not None:
            self._journal.append(Saved())
        self._reported.clear()
        self.saved.emit(at)

    def _on_save_failed(self, sentence: str) -> None:
        self._saving = False
        self._report_once(f"Not saved: {sentence}")
        self._autosave.start()  # a full disk may have room again

    def close(self) -> str:
        """Save at once and let go of the project; the sentence of what could not be saved."""
        self._autosave.stop()
        problem = ""
        self._closing = True
        if self.project is not None and not self.document.read_only:
            self._background.wait()
            try:
                self._snapshot().run()
                self.document.mark_saved(self.document.unsaved())
            except Exception as error:  # noqa: BLE001  closing goes on; the journal keeps what was not saved
                problem = f"Not saved: {error}"
            if not problem and not self._leftovers:
                _sweep(self.project)
        self._saving = self._closing = False
        if self._journal is not None:
            self._journal.close(delete=not problem)
            self._journal = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        self.project = None
        return problem


def _frozen(applied: Applied) -> Applied:
    """The journal writes on its own thread, and a hand-edited map goes on changing."""
    match applied.edit:
        case MapEdit(scene=scene, after=HandMap() as hand):
            return Applied(MapEdit(scene, None, hand.copied()))
        case _:
            return applied


def _bound(function: Callable[..., None], *values: Any) -> Callable[[], None]:
    return lambda: function(*values)


def _sweep(project: Project) -> None:
    with suppress(OSError, EngineError):  # where one recipe cannot be read, no picture is known to be left over
        sweep(project.recipe_path.parent, project.runs_folder)


# ---- on a thread: the engine's heavy parts are imported here and nowhere sooner


def _load_recipe(project: Project) -> "Recipe":
    from miscount.engine.recipe import load_recipe

    return load_recipe(project.recipe_path)


def _value_reader(name: str, raw: object) -> "Recipe":
    from miscount.engine.recipe import Recipe

    if name != "recipe":
        raise KeyError(name)
    return Recipe.model_validate(raw)


class DrawingStopped(Exception):
    """The project was closed while its scenes were being drawn; the next opening goes on."""


def _is_drawn(folder: Path) -> bool:
    try:
        return read_object(folder / _MARKER, "expected what was drawn", EngineError).get("complete") is True
    except EngineError:
        return False


def _draw(scenes: "SyntheticScenes", seed: int, folder: Path, progress: Callable[[int, int], None]) -> None:
    from miscount.engine.scenes.synthetic import make

    with suppress(DrawingStopped):
        make(scenes, seed, folder, progress)


def _read(project: Project) -> tuple[Any, Any, Any, Any, list[str]]:
    from miscount.engine.scenes import read_dataset

    return (read_dataset(project.dataset_path), *project.read_edits())
