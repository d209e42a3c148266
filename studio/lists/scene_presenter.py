"""The left region: joins the list of scenes to the document; counts and pictures come as threads make them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from miscount.engine.errors import EngineError
from miscount.engine.scenes.scene import Scene
from miscount.engine.tallies import Tallies
from miscount.widgets.scene_list import SceneList, SceneRow

from ..desktop.background import Background
from ..document import Document
from .problems import Problems
from .thumbnails import Thumbnails

CHUNK = 200
COUNT_AFTER_MS = 300


class ScenePresenter(QObject):
    """Fills and follows a SceneList."""

    problems_found = Signal(int)
    labels_read = Signal()  # those of all scenes of the open dataset
    progress = Signal(str, int, int)  # words; scenes that are counted; of how many

    def __init__(
        self, scenes: SceneList, document: Document, background: Background, thumbnails: Thumbnails, problems: Problems
    ) -> None:
        super().__init__(scenes)
        self._list, self._document = scenes, document
        self._background, self._thumbnails, self._problems = background, thumbnails, problems
        self._rows: dict[str, SceneRow] = {}
        self.notes: dict[str, str] = {}
        self._generation = 0
        self._poisoned: frozenset[str] = frozenset()
        self._root: Path | None = None
        scenes.activated.connect(document.show_scene)
        scenes.thumbnail_wanted.connect(self._on_wanted)
        thumbnails.ready.connect(self._on_thumbnail)
        thumbnails.failed.connect(self._on_no_thumbnail)
        document.dataset_changed.connect(self._on_dataset)
        document.scene_changed.connect(self._on_scene)
        document.heads_changed.connect(self._on_edited)
        document.density_changed.connect(self._on_edited)
        document.marks_changed.connect(self._on_edited)
        document.laid.connect(self._on_laid)
        problems.scene_changed.connect(self._on_edited)

    @property
    def poisoned(self) -> frozenset[str]:
        """The scenes that the attacker would choose, as far as that was asked."""
        return self._poisoned

    def set_poisoned(self, ids: Sequence[str]) -> None:
        """Mark the scenes that the attacker would choose."""
        wanted = frozenset(ids)
        if wanted != self._poisoned:
            changed = wanted ^ self._poisoned
            self._poisoned = wanted
            for scene_id in changed & self._rows.keys():
                self._set(scene_id)
            self._list.filter_again()

    def set_apart(self, apart: Mapping[str, float]) -> None:
        """How far labels and what they were compared with are apart, by scene; others were not compared."""
        for scene_id, row in self._rows.items():
            if row.apart != apart.get(scene_id):
                self._rows[scene_id] = replace(row, apart=apart.get(scene_id))
        self._list.set_scenes([self._row(scene_id) for scene_id in self._rows])

    def set_apart_of(self, scene_id: str, apart: float) -> None:
        """The same of one scene, which was edited; it stays where it stands."""
        if scene_id in self._rows:
            self._rows[scene_id] = replace(self._rows[scene_id], apart=apart)
            self._set(scene_id)

    def _on_dataset(self) -> None:
        self._generation += 1
        dataset = self._document.dataset
        if dataset is not None and dataset.root != self._root:
            if self._root is not None:
                self._list.set_filter("")  # it was for the scenes of before
            self._root = dataset.root
        self._poisoned = frozenset()
        scenes = tuple(dataset) if dataset is not None else ()
        # the same id may be another picture now: its thumbnail is asked for anew
        pictures = f"{self._generation}|"
        self._rows = {
            scene.id: SceneRow(scene.id, scene.name, scene.split, thumbnail=pictures + scene.id) for scene in scenes
        }
        self.notes = {}
        self._list.set_scenes(tuple(self._rows.values()))
        # the pictures of the first screen come before 10,000 annotations are read
        generation = self._generation
        QTimer.singleShot(COUNT_AFTER_MS, self, lambda: self._begin_counting(generation, list(scenes)))

    def _begin_counting(self, generation: int, scenes: list[Scene]) -> None:
        dataset = self._document.dataset
        if generation == self._generation and dataset is not None:
            self._count(scenes, Tallies(dataset))

    def _count(self, scenes: list[Scene], tallies: Tallies) -> None:
        """Read the annotations a chunk at a time, so that the first counts show at once."""
        if not scenes:
            if len(self._rows) > CHUNK:
                self.progress.emit("", 0, 0)
            self.problems_found.emit(self._num_with_problems)
            self.labels_read.emit()
            self._background.run(tallies.save)
            return
        chunk, rest, generation = scenes[:CHUNK], scenes[CHUNK:], self._generation
        if len(self._rows) > CHUNK:
            self.progress.emit("Counting heads…", len(self._rows) - len(scenes), len(self._rows))

        def take(read: dict[str, _Counted]) -> None:
            if generation == self._generation:
                self._on_counted(read)
                self._count(rest, tallies)

        self._background.run(_counter(chunk, tallies), take)

    def _on_counted(self, read: "dict[str, _Counted]") -> None:
        for scene_id, found in read.items():
            row = self._rows[scene_id]
            self._rows[scene_id] = replace(row, count=found.count, marks=row.marks | found.marks)
            if found.note:
                self.notes[scene_id] = found.note
            self._set(scene_id)

    def _set(self, scene_id: str) -> None:
        self._list.set_scene(self._row(scene_id))

    def _row(self, scene_id: str) -> SceneRow:
        row, document = self._rows[scene_id], self._document
        count, marks = row.count, set(row.marks)
        if document.has_heads_edited(scene_id):
            count = document.annotation(scene_id).count
            marks -= {"unlabelled"}
        marks |= {"checked"} if document.marks(scene_id).checked else set()
        marks |= {"stale"} if document.is_stale(scene_id) else set()
        marks |= {"edited"} if document.is_edited(scene_id) else set()
        marks |= {"poisoned"} if scene_id in self._poisoned else set()
        kinds = frozenset(problem.kind for problem in self._problems.of(scene_id))
        marks |= {"problem"} if kinds else set()
        return replace(row, count=count, marks=frozenset(marks), problems=kinds)

    def _on_laid(self) -> None:
        """The saved edits are there: rows that have some are made anew, all of which would take as long as listing."""
        document = self._document
        touched = document.edited_heads.keys() | document.hand_maps.keys() | document.all_marks.keys()
        here = touched & self._rows.keys()
        if here:
            self._list.set_scenes([self._row(name) if name in here else self._list.row(name) for name in self._rows])

    def _on_edited(self, scene_id: str, _patches: object = None) -> None:
        if scene_id in self._rows:
            self._set(scene_id)

    def _on_scene(self) -> None:
        self._list.set_current(self._document.scene_id or None)

    def _on_wanted(self, key: str) -> None:
        scene = self._document.scene_of(key.partition("|")[2])
        if scene is not None:
            self._thumbnails.ask(key, scene)

    def _on_thumbnail(self, key: str, image: QImage) -> None:
        self._list.set_thumbnail(key, image)

    def _on_no_thumbnail(self, key: str, why: str) -> None:
        """Set a scene aside whose picture cannot be read: it is marked, with the sentence of why."""
        scene_id = key.partition("|")[2]
        row = self._rows.get(scene_id)
        if row is not None and row.thumbnail == key and "broken" not in row.marks:
            self._rows[scene_id] = replace(row, marks=row.marks | {"broken"})
            self.notes[scene_id] = why
            self._set(scene_id)
            self.problems_found.emit(self._num_with_problems)

    @property
    def _num_with_problems(self) -> int:
        return sum(bool(row.marks & {"problem", "broken"}) for row in self._rows.values())


@dataclass(frozen=True)
class _Counted:
    """What reading the labels of a scene told: the count where there is one, marks, and what was forgiven or wrong."""

    count: float | None
    marks: frozenset[str]
    note: str


def _counter(scenes: Sequence[Scene], tallies: Tallies) -> Callable[[], dict[str, _Counted]]:
    return lambda: {scene.id: _counted(scene, tallies) for scene in scenes}


def _counted(scene: Scene, tallies: Tallies) -> _Counted:
    try:
        found = tallies.of(scene)
    except EngineError as error:  # one broken file never stops the others
        return _Counted(None, frozenset({"broken"}), str(error))
    note = " ".join(found.notes)
    if not found.labelled:
        return _Counted(None, frozenset({"unlabelled"}), note)
    return _Counted(found.persons, frozenset({"problem"} if note else ()), note)
