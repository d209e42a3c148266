"""An open project: its lock, its journal, its saving. The one place that knows in which order these happen."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.rules import ReadingRules
from miscount.engine.scenes.scene import Dataset
from miscount.widgets.language import keep

from ..desktop import places
from ..desktop.background import Background
from .damage import Lost, told
from .document import WAITING, Applied, Document
from .drawing import SceneDrawing
from .edit_files import EditFiles, Stored
from .edits import HandMap, MapEdit
from .elsewhere import Moving, planned_elsewhere
from .journal import Journal
from .journal import Saved as SavedMark
from .leftovers import JournalFolder, Leftover, touched_in_words
from .opening import Found, Saved, Unclear, keep_older_here, load_recipe, look, read_saved
from .origin import Contents, Origin, Origins
from .painted_pictures import sweep
from .place import Place, check_place
from .project import Project, ProjectError, make_project, open_project, planned_project
from .recovery import AtHome, at_home, recover
from .saving import Save, origin_of, snapshot

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe

REPORT_EVERY = 50
MOST_NAMED = 4
"""Of changes that are lost, so many are named in a sentence; all of them are in `not_recovered`."""
READ_ONLY = "{name} is open in another window; this one can look and cannot change anything."
WAITING_ELSEWHERE = (
    "What was not saved in an earlier session ({number}) is of pictures that are not in this dataset: it is kept, and "
    "offered when a dataset with these pictures is opened."
)
PLACE_BACK = "The project's folder is there again, and your edits are saved to it."
READ_ANEW = "{name} is read as its files say: the rules by which the former dataset was read are not for it."
NOT_WRITABLE = "{name} cannot be written to, so this window can look and cannot change anything."


Prepare = Callable[[Project], str]
"""Writes what a project needs that was read and can be opened; returns a sentence that is to be told, or none."""


class Session(QObject):
    """Opens a project into the document, keeps a journal of its edits, and saves them by itself."""

    opened = Signal()
    refused = Signal(str, object)  # why nothing was opened; the folder of the project that was asked for
    columns_asked = Signal(object)  # Unclear: a person must say which columns are which, by `answer_columns`
    edits_elsewhere = Signal()  # `absent` or `copies` tell of edits that are not shown, or shown in one of several
    leaving = Signal()  # the open project, which is still there while this is heard
    left = Signal()  # nothing is open now
    ready = Signal()  # scenes and recipe are there
    failed_to_open = Signal(str)
    progress = Signal(str, int, int)  # words; done; total, 0 where it is not known
    saved = Signal(object)  # datetime
    notice = Signal(str)
    left_over = Signal(object)  # list of Leftover
    place_lost = Signal(str)  # the project cannot be saved where it is: `save_elsewhere` can
    moved = Signal(object)  # the folder that the project goes on in
    _journal_failed = Signal(str)  # from the journal's thread

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
        self._saving = self._has_asked_for_recipe = self._lacks_recipe = False
        self._pending = self._asked = self._num_waiting = 0
        self._homeless: tuple[Lost, ...] = ()
        self.not_recovered: tuple[Lost, ...] = ()
        self._unclear: tuple[Unclear, Prepare, str] | None = None
        self.may_leave: Callable[[], str] = lambda: ""  # a sentence where the project cannot be left now
        self.absent: tuple[tuple[Stored, str], ...] = ()
        self.copies: tuple[str, ...] = ()
        self._contents = Contents()
        self._files: EditFiles | None = None
        self._origins: Origins | None = None
        self._drawing = SceneDrawing(background, self)
        self._drawing.progress.connect(self.progress)
        self._drawing.first.connect(self._on_first_drawn)
        self._drawing.done.connect(self._on_drawn)
        self._drawing.failed.connect(self._on_not_drawn)
        self.place = Place(background, self)
        self.place.lost.connect(self.place_lost)
        self.place.back.connect(self._on_place_back)
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(autosave_s * 1000)
        self._autosave.timeout.connect(self.save)
        self._journal_failed.connect(self._report_once)
        document.applied.connect(self._on_applied)
        document.dirty_changed.connect(self._on_dirty)
        document.dataset_changed.connect(self._on_scenes_changed)

    # ---- opening: read and checked first, then taken; a refusal leaves everything as it was

    def open(self, folder: Path, dataset: Path | None = None) -> None:
        """Open the project in `folder`, with another `dataset` where one is given; project.yaml then names it.

        Raises ProjectError where there is no project. What is wrong with its scenes is told by `refused`, and until all
        is read the former project stays open.
        """
        project = open_project(folder)
        wanted = project if dataset is None else project.with_dataset(dataset)
        self._look_first(wanted, partial(_write_what_changed, project))

    def read_by(self, reading: ReadingRules) -> None:
        """Read the open dataset anew by these rules, as another opening: edits are saved and laid on it again.

        project.yaml has them then. Where it cannot be read so, `refused` tells it, and all is as it was.
        """
        if self.project is not None and reading != self.project.reading:
            self._look_first(self.project.with_reading(reading), partial(_write_what_changed, self.project))

    @property
    def reading(self) -> ReadingRules:
        """How the labels of the open dataset are read."""
        return self.project.reading if self.project is not None else ReadingRules()

    def create(self, folder: Path, name: str, dataset: Path | None, recipe_yaml: str) -> None:
        """Make a project and open it; nothing is made where its dataset cannot be read. Raises ProjectError."""
        planned = planned_project(folder, name, dataset)
        self._look_first(planned, partial(_make, recipe_yaml), recipe_yaml)

    def _look_first(self, project: Project, prepare: Prepare, recipe_yaml: str = "") -> None:
        self._asked += 1
        number, self._unclear = self._asked, None
        self.progress.emit(f"Reading {project.dataset_path.name}…", 0, 0)

        def then(found: Found | Unclear) -> None:
            if number != self._asked:  # another one was asked for since
                return
            if isinstance(found, Found):
                self._take(found, prepare)
            else:
                self.progress.emit("", 0, 0)
                self._unclear = found, prepare, recipe_yaml
                self.columns_asked.emit(found)

        def failed(sentence: str) -> None:
            if number == self._asked:
                self._refuse(project, sentence)

        self._background.run(lambda: look(project, recipe_yaml), then, failed)

    def answer_columns(self, asked: Unclear, columns: Mapping[str, str] | None) -> None:
        """Go on with an opening that asked for the columns of a table; None gives it up and leaves all as it was."""
        if self._unclear is None or self._unclear[0] is not asked:
            return  # another one was asked for since
        (_, prepare, recipe_yaml), self._unclear = self._unclear, None
        if columns is None:
            self._refuse(asked.project, asked.sentence)
        else:
            reading = asked.project.reading.replace(columns=dict(columns))
            self._look_first(asked.project.with_reading(reading), prepare, recipe_yaml)

    def _refuse(self, project: Project, sentence: str) -> None:
        self.progress.emit("", 0, 0)
        self.refused.emit(sentence, project.folder)

    def _take(self, found: Found, prepare: Prepare) -> None:
        """Leave the former project, which is saved, and begin with the one that was read."""
        problem, said = self.may_leave() or self._save_now(), ""
        if not problem:
            try:
                said = prepare(found.project)
            except EngineError as error:
                problem = str(error)
        if problem:
            self._refuse(found.project, problem)
        else:
            self._let_go()
            self._begin(found)
            if said:
                self.notice.emit(said)

    def _begin(self, found: Found) -> None:
        project = self.project = found.project
        keep([project.name])
        self._contents = Contents(places.contents_file(project.folder))
        self._take_lock()
        self.document.set_value("recipe", None)
        self.document.open(None, {}, {})
        self._begin_journal()
        self.place.watch(None if self.document.read_only else project.folder)
        self.opened.emit()
        self._pending = 2
        self.progress.emit(f"Opening {project.name}…", 0, 0)
        self._has_asked_for_recipe = self._lacks_recipe = False
        if found.drawing is not None and not self.document.read_only:
            self._drawing.begin(project, found.drawing)  # the recipe comes after the first picture
            return
        self._load_recipe()
        if found.dataset is not None:
            self._on_dataset(found.dataset)
        else:
            self.notice.emit(f"{project.name} has no scenes yet; they are being drawn in the other window.")

    def _load_recipe(self) -> None:
        """Once; it brings torch along, which takes the time of all other threads."""
        project = self.project
        if project is not None and not self._has_asked_for_recipe:
            self._has_asked_for_recipe = True
            self._run(lambda: load_recipe(project), self._on_recipe, self._on_no_recipe)

    def _run(
        self, work: Callable[[], Any], then: Callable[[Any], None], fails: Callable[[str], None] | None = None
    ) -> None:
        """Do `work` for the project that is open now; its answer is dropped when another one was opened since."""
        asked_for = self.project

        def answer(result: Any) -> None:
            if self.project is asked_for:
                then(result)

        def failed(sentence: str) -> None:
            if self.project is asked_for:
                (fails or self._on_failed)(sentence)

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
        self._leftovers, self._homeless, self._num_waiting, self.not_recovered = [], (), 0, ()
        if self.document.read_only:
            return
        self._journals = JournalFolder(places.journal_folder(self.project.folder))
        try:
            self._journals.adopt(self.project.folder, self.project.name)
            self._journals.set_aside()
            self._leftovers = self._journals.leftovers()
        except OSError as error:
            self.notice.emit(f"The journal in {self._journals.folder} cannot be read: {error.strerror or error}.")
        self._journal = Journal(self._journals.current, self.project.folder, self._origin_of, self._journal_failed.emit)

    def _on_recipe(self, recipe: "Recipe") -> None:
        self.document.set_value("recipe", recipe)
        assert self.project is not None
        self._one_done()

    @property
    def lacks_recipe(self) -> bool:
        """Whether the recipe of the open project cannot be read."""
        return self._lacks_recipe

    def _on_no_recipe(self, sentence: str) -> None:
        """Scenes and edits are there all the same, and what a crash left of them is not to wait for the recipe."""
        self._lacks_recipe = True
        self._on_failed(sentence)
        if self._files is not None:  # the edits are laid
            self._offer_leftovers()

    def _offer_leftovers(self) -> None:
        if self._leftovers:
            self.left_over.emit(self._leftovers)

    def _on_first_drawn(self, project: Project, dataset: Dataset) -> None:
        """Scenes to look at while the rest is drawn; which edits are theirs is known when all are there."""
        if project is self.project and self.document.dataset is None:
            self.document.open(dataset, {}, {}, waiting=True)
            self._load_recipe()

    def _on_drawn(self, project: Project, dataset: Dataset) -> None:
        if project is not self.project:
            return
        self._load_recipe()
        if self.document.dataset is None:
            self._on_dataset(dataset)
        else:
            self._origins = Origins(dataset, project.named_dataset, self._contents, {})
            self.document.refresh_dataset(dataset)
            self._match_edits(dataset)

    def _on_not_drawn(self, project: Project, why: str) -> None:
        if project is self.project:
            self._load_recipe()
            self._on_failed(why)

    def _on_dataset(self, dataset: Dataset) -> None:
        """Show the scenes at once; which edits are theirs is looked for on a thread."""
        assert self.project is not None
        self._origins = Origins(dataset, self.project.named_dataset, self._contents, {})
        self.document.open(dataset, {}, {}, waiting=True)
        self._match_edits(dataset)

    def _match_edits(self, dataset: Dataset) -> None:
        project, contents, leftovers = self.project, self._contents, list(self._leftovers)
        assert project is not None
        may_write = not self.document.read_only

        def report(done: int, total: int) -> None:
            if done % REPORT_EVERY == 0:
                self.progress.emit("Matching your edits with the pictures…", done, total)

        self._run(lambda: read_saved(project, dataset, contents, leftovers, report, may_write), self._on_saved_edits)

    def _on_saved_edits(self, saved: Saved) -> None:
        project, dataset, laid = self.project, self.document.dataset, saved.laid
        assert project is not None
        assert dataset is not None
        self._files, self.absent, self.copies = saved.files, tuple(laid.absent), tuple(saved.copies)
        self._origins = Origins(dataset, project.named_dataset, self._contents, laid.origins)
        self._take_leftovers(at_home(self._leftovers, saved.placed))
        self.document.lay(laid.heads, laid.maps, laid.marks, laid.proposals)
        for problem in saved.problems:
            self.notice.emit(problem)
        if self.absent or self.copies:
            self.edits_elsewhere.emit()
        self._one_done()
        if self._lacks_recipe:
            self._offer_leftovers()

    def _take_leftovers(self, found: AtHome) -> None:
        self._leftovers, self._homeless, self._num_waiting = found.leftovers, found.homeless, found.num_waiting
        if found.num_waiting:
            self.notice.emit(WAITING_ELSEWHERE.format(number=found.num_waiting))

    def _origin_of(self, scene_id: str) -> Origin:
        """Whose an edit of this scene is; asked from any thread."""
        return origin_of(self._origins, scene_id)

    def _on_scenes_changed(self) -> None:
        if self._origins is not None and self.document.dataset is not None:
            self._origins.add(self.document.dataset)

    def _one_done(self) -> None:
        self._pending -= 1
        # the recipe brings torch, which takes seconds when the disk is cold
        loads = self.document.recipe is None and not self._lacks_recipe
        self.progress.emit("Loading the engine…" if loads else "", 0, 0)
        if self._pending == 0:
            self.ready.emit()
            self._offer_leftovers()

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
        found = recover(self.document, self._leftovers, _value_reader)
        damaged = [lost for left in self._leftovers for lost in left.lost]
        self.not_recovered = (*damaged, *found.unfit, *self._homeless)
        touched = touched_in_words(found.touched)
        words = f"Recovered unsaved changes of {touched}" if touched else "Nothing was recovered"
        if self.not_recovered:
            kept = self._put_by_leftovers()
            return f"{words}; not recovered: {told(self.not_recovered, MOST_NAMED)}. The journal stays in {kept}."
        if any(left.hides for left in self._leftovers):
            kept = self._put_by_leftovers()
            return f"{words}. What else stands in the damaged journal is no change; it stays in {kept}."
        self._journal.append({"op": "recovered", "from": [left.path.name for left in self._leftovers]})
        # the old journal may go only when its edits are on the disk in the new one
        if self._journal.flush():
            self._remove_leftovers()
        return f"{words}."

    def _put_by_leftovers(self) -> str:
        assert self._journals is not None
        kept: list[Path] = []
        try:
            kept += [self._journals.put_by(left.path) for left in self._leftovers]
        except OSError as error:
            self.notice.emit(f"{self._journals.folder} cannot be written to: {error.strerror or error}.")
        paths = [*kept, *(left.path for left in self._leftovers[len(kept) :])]
        self._leftovers = []
        return " and ".join(str(path) for path in paths)

    def _remove_leftovers(self) -> None:
        """All of them was taken over."""
        assert self._journals is not None
        with suppress(OSError):  # the next start finds the mark that they were taken over
            for left in self._leftovers:
                self._journals.remove(left.path)
        self._leftovers = []

    def _on_applied(self, applied: Applied) -> None:
        if self._journal is not None:
            self._journal.append(frozen(applied))

    def _report_once(self, problem: str) -> None:
        if problem and problem not in self._reported:
            self._reported.add(problem)
            self.notice.emit(problem)

    # ---- saving

    def set_autosave(self, seconds: int) -> None:
        """From an edit to its saving."""
        self._autosave.setInterval(seconds * 1000)

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

    def _snapshot(self) -> Save:
        assert self.project is not None
        project, first = self.project, partial(check_place, self.project.folder)
        return snapshot(self.document, project, self._files, self._origins, self.document.unsaved(), first)

    def _on_saved(self, at: datetime) -> None:
        self._saving = False
        self.document.mark_saved(self._save_in_flight.covers)
        if self.document.is_dirty:
            self._autosave.start()  # edited while it was written
        elif self._journal is not None:
            self._journal.append(SavedMark())
        self._reported.clear()
        self.saved.emit(at)

    def _on_save_failed(self, sentence: str) -> None:
        self._saving = False
        self._report_once(f"Not saved: {sentence}")
        self.place.look()
        self._autosave.start()  # a full disk may have room again

    def _on_place_back(self) -> None:
        self.notice.emit(PLACE_BACK)
        self._reported.clear()
        self.save()

    def save_elsewhere(self, folder: Path) -> None:
        """Write the project with all edits to another folder, on a thread, and go on there.

        `moved` follows, or a notice. What can still be read of the former folder goes along, without its runs.
        Raises ProjectError.
        """
        project, problem = self.project, self.may_leave()
        if project is None or self.document.read_only:
            return
        if problem:
            raise ProjectError(problem)
        new = planned_elsewhere(project, folder)
        if self._files is None or self.document.waiting:
            raise ProjectError(WAITING)
        if self._saving:
            self._background.wait()
            self._saving = False
        moving = Moving(project, new, self._files.in_folder(new.edits_folder), self.document.recipe)
        covers = self.document.unsaved()
        # what was taken back since the last save too: of the former folder's files a copy comes along
        everything = dict.fromkeys([*self.document.edited_things, *covers], 0)
        save = snapshot(self.document, new, moving.files, self._origins, everything, moving.begin)
        self._saving = True
        self._autosave.stop()
        self.progress.emit(f"Saving to {new.folder}…", 0, 0)

        def work() -> "Recipe | None":
            save.run()
            return moving.finish()

        def failed(sentence: str) -> None:
            self.progress.emit("", 0, 0)
            self._on_save_failed(sentence)

        self._background.run(work, lambda recipe: self._go_on_in(moving, covers, recipe), failed)

    def _go_on_in(self, moved: Moving, covers: dict[str, int], recipe: "Recipe | None") -> None:
        """The document stays as it is, with its history; what was edited since is saved to the new folder."""
        self.progress.emit("", 0, 0)
        self._saving = False
        if self._journal is not None:
            self._journal.close()  # it stays: of the former folder it is what was not saved there
        if self._lock is not None:
            self._lock.unlock()
        self.project, self._files = moved.new, moved.files
        self.absent = moved.of(self.absent)
        self._take_lock()
        self._begin_journal()
        self.place.watch(moved.new.folder)
        self.document.mark_saved(covers)
        if recipe is not None and self.document.recipe is moved.recipe:
            self.document.set_value("recipe", recipe)  # its files lie in the new folder
        self.opened.emit()
        self.moved.emit(moved.new.folder)
        self.save()

    def _save_now(self) -> str:
        """Save at once; the sentence of what could not be saved."""
        self._autosave.stop()
        if self.project is None or self.document.read_only:
            return ""
        if self._saving:
            self._background.wait()  # it would otherwise write what is older over what is newer
            self._saving = False
        try:
            self._snapshot().run()
        except Exception as error:  # noqa: BLE001  closing goes on; the journal keeps what was not saved
            self._autosave.start()  # where the project stays open after all
            return f"Not saved: {error}"
        self.document.mark_saved(self.document.unsaved())
        return ""

    def save_at_once(self) -> tuple[str, bool]:
        """Save before the window closes: the sentence of what could not be saved, and whether the journal has it."""
        problem = self._save_now()
        return problem, not problem or (self._journal is not None and self._journal.flush())

    def close(self) -> str:
        """Save at once and let go of the project; the sentence of what could not be saved."""
        self._asked += 1  # what is being read for another opening comes too late
        self._unclear = None
        self._drawing.close()
        problem = self._save_now()
        self._let_go(problem)
        return problem

    def leave(self) -> str:
        """Save, and have nothing open; the sentence of why the open project cannot be left."""
        problem = self.may_leave() or self._save_now()
        if problem or self.project is None:
            return problem
        self._asked += 1
        self._unclear = None
        self._let_go()
        self.document.read_only = False
        self.document.set_value("recipe", None)
        self.document.open(None, {}, {})
        self.progress.emit("", 0, 0)
        self.left.emit()
        return ""

    def _let_go(self, problem: str = "") -> None:
        """The project is left; its journal stays where something could not be saved."""
        if self.project is not None:
            self.leaving.emit()
        self._drawing.stop()
        self._autosave.stop()
        self.place.watch(None)
        left = bool(problem or self._leftovers or self._num_waiting)
        if self.project is not None and not self.document.read_only and not left:
            _sweep(self.project)
        with suppress(EngineError):  # hashed again the next time
            self._contents.keep()
        self._saving = False
        if self._journal is not None:
            self._journal.close(delete=not problem)
            self._journal = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        self.project, self._files, self._origins = None, None, None
        self.absent, self.copies = (), ()


def frozen(applied: Applied) -> Applied:
    """The journal writes on its own thread, and a hand-edited map goes on changing."""
    match applied.edit:
        case MapEdit(scene=scene, after=HandMap() as hand):
            return Applied(MapEdit(scene, None, hand.copied()))
        case _:
            return applied


def _make(recipe_yaml: str, project: Project) -> str:
    """Write a new project. Raises ProjectError, OutputError."""
    make_project(project, recipe_yaml)
    return ""


def _write_what_changed(before: Project, project: Project) -> str:
    """Have project.yaml name another dataset, or other rules; a sentence on rules that are given up.

    Raises OutputError; the file is then as it was.
    """
    if project.file == before.file:
        return ""
    another = project.dataset_path != before.dataset_path
    if another:
        keep_older_here(before)
    project.write_file()
    lost = another and before.reading not in (ReadingRules(), project.reading)
    return READ_ANEW.format(name=project.dataset_path.name) if lost else ""


def _sweep(project: Project) -> None:
    with suppress(OSError, EngineError):  # where one recipe cannot be read, no picture is known to be left over
        sweep(project.recipe_path.parent, project.runs_folder)


def _value_reader(name: str, raw: object) -> "Recipe":
    from miscount.engine.recipe import Recipe

    if name != "recipe":
        raise KeyError(name)
    return Recipe.model_validate(raw)
