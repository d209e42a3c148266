"""What is wrong with the scenes: checked on a thread, walked through, mended by edits that can be undone."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine.errors import EngineError
from engine.scenes.scene import Dataset, Scene

from .background import Background
from .counters import Counters
from .document import Document
from .tasks import with_heads

if TYPE_CHECKING:
    from engine.scenes.checks import Problem

TELL_EVERY = 25
"""Scenes between two tellings of progress: each costs the window a redraw."""

OF_THE_IMAGE = ("image_missing", "image_unreadable", "image_gray")
OF_A_COUNTER = ("people_unlabelled", "heads_unseen")


class Problems(QObject):
    """The problems of the open dataset by scene, as of the last check; an edited scene is checked again at once."""

    changed = Signal()
    progress = Signal(int, int)  # done, total; both 0 when nothing goes on
    told = Signal(str)
    scene_changed = Signal(str)
    _stepped = Signal(int, int, int)
    _found = Signal(int, str, object)

    def __init__(self, document: Document, background: Background, counters: Counters, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._background, self._counters = document, background, counters
        self._by_scene: dict[str, tuple[Problem, ...]] = {}
        self._of_whole: dict[str, tuple[Problem, ...]] = {}  # what only a look at all scenes shows
        self._checked = 0
        self._generation = 0
        self._stop = threading.Event()
        self.running = False
        self._edited_meanwhile: set[str] = set()
        document.dataset_changed.connect(self.forget)
        document.heads_changed.connect(self._recheck)
        document.density_changed.connect(self._recheck)
        self._stepped.connect(self._on_stepped)
        self._found.connect(self._on_found)

    # ---- what there is

    @property
    def all(self) -> tuple["Problem", ...]:
        """Every problem, scene by scene in the order of the dataset, then labels without a scene."""
        dataset = self._document.dataset
        order = {scene.id: place for place, scene in enumerate(dataset)} if dataset is not None else {}
        names = sorted(self._by_scene.keys() | self._of_whole, key=lambda name: (order.get(name, len(order)), name))
        return tuple(problem for name in names for problem in self.of(name))

    def of(self, scene_id: str) -> tuple["Problem", ...]:
        """The problems of one scene."""
        return self._by_scene.get(scene_id, ()) + self._of_whole.get(scene_id, ())

    @property
    def summary(self) -> str:
        """What is known, in a sentence."""
        if self.running:
            return f"Checking; {len(self.all)} problems so far."
        if not self._checked:
            return "Nothing is checked yet: press F7 to look through all scenes."
        found = len(self.all)
        words = "no problems" if not found else f"{found} problem{'s' * (found != 1)}"
        return f"{words.capitalize()} in {self._checked} scene{'s' * (self._checked != 1)}."

    def forget(self) -> None:
        """Another dataset is open."""
        self.stop()
        self._generation += 1
        self._by_scene, self._of_whole, self._checked = {}, {}, 0
        self.changed.emit()

    # ---- checking

    def check(self) -> None:
        """Look through all scenes with the person's edits, on a thread."""
        dataset = self._document.dataset
        if self.running or dataset is None or not len(dataset):
            return
        self._begin()
        document, generation, stop = self._document, self._generation, self._stop
        edited = {name: heads for name, heads in document.edited_heads.items() if document.scene_of(name) is not None}
        whole = Dataset(
            dataset.root, dataset.format, tuple(with_heads(s, edited[s.id]) if s.id in edited else s for s in dataset)
        )
        sums = {name: float(hand.map.sum(dtype="float64")) for name, hand in document.hand_maps.items()}
        self._background.run(lambda: self._check_all(whole, sums, generation, stop), self._on_done, self._on_failed)

    def check_people(self) -> None:
        """Compare the labels with what the loaded counter sees, on a thread."""
        weights, dataset = self._counters.loaded, self._document.dataset
        if weights is None:
            self.told.emit("No counter is loaded: load one first (Ctrl+L), or finish a run.")
            return
        if self.running or dataset is None:
            return
        self._begin()
        generation, stop, edited = self._generation, self._stop, self._document.edited_heads
        scenes = [with_heads(s, edited[s.id]) if s.id in edited else s for s in dataset]
        self._background.run(
            lambda: self._ask_counter(scenes, weights, generation, stop), self._on_done, self._on_failed
        )

    def stop(self) -> None:
        """Stop a check at its next scene; what it found stays."""
        self._stop.set()

    def _begin(self) -> None:
        self.running = True
        self._stop = threading.Event()
        self.changed.emit()

    def _check_all(self, dataset: Dataset, sums: dict[str, float], generation: int, stop: threading.Event) -> int:
        # on a thread: only signals lead back
        from engine.scenes.checks import by_scene

        done = 0
        for scene, problems in by_scene(dataset, map_sum=lambda scene: sums.get(scene.id)):
            if stop.is_set():
                break
            if scene is None:
                self._found.emit(generation, "", problems)
                break
            self._found.emit(generation, scene.id, problems)
            done += 1
            if done % TELL_EVERY == 0 or done == len(dataset):
                self._stepped.emit(generation, done, len(dataset))
        return done

    def _ask_counter(self, scenes: list[Scene], weights: Path, generation: int, stop: threading.Event) -> int:
        from engine.counters import load
        from engine.scenes.checks import check_people

        counter = load(weights)

        for done, scene in enumerate(scenes, start=1):
            if stop.is_set():
                return 0
            try:
                heads, density = scene.annotation, counter.density(scene.image())
            except EngineError:
                continue  # told by the check of the scene itself
            problems = tuple(check_people(scene.id, density, counter.stride, heads))
            self._found.emit(generation, f"counter/{scene.id}", problems)
            self._stepped.emit(generation, done, len(scenes))
        return 0

    def _on_stepped(self, generation: int, done: int, total: int) -> None:
        if generation == self._generation:
            self.progress.emit(done, total)
            self.changed.emit()

    def _on_found(self, generation: int, name: str, problems: "tuple[Problem, ...]") -> None:
        if generation != self._generation:
            return
        if not name:
            self._of_whole = {}
            for problem in problems:
                self._of_whole[problem.scene] = (*self._of_whole.get(problem.scene, ()), problem)
                self.scene_changed.emit(problem.scene)
            return
        scene_id = name.removeprefix("counter/")
        by_counter = name != scene_id
        kept = tuple(p for p in self._by_scene.get(scene_id, ()) if (p.kind in OF_A_COUNTER) != by_counter)
        self._set(scene_id, kept + problems)

    def _set(self, scene_id: str, problems: "tuple[Problem, ...]") -> None:
        if problems:
            self._by_scene[scene_id] = problems
        else:
            self._by_scene.pop(scene_id, None)
        self.scene_changed.emit(scene_id)

    def _on_done(self, num_checked: int) -> None:
        self._checked = num_checked or self._checked
        self._end()

    def _on_failed(self, sentence: str) -> None:
        self.told.emit(sentence)
        self._end()

    def _end(self) -> None:
        self.running = False
        meanwhile, self._edited_meanwhile = self._edited_meanwhile, set()
        for scene_id in meanwhile:
            self._recheck(scene_id)
        self.progress.emit(0, 0)
        self.changed.emit()

    def _recheck(self, scene_id: str, _patches: object = None) -> None:
        """An edit may have mended the scene, or broken it; only labels are looked at, which takes a millisecond."""
        document = self._document
        scene = document.scene_of(scene_id)
        if self.running:
            self._edited_meanwhile.add(scene_id)
        if not self._checked or self.running or scene is None:
            return
        from engine.scenes.checks.scene import check_labels, check_map

        if scene_id in document.edited_heads:
            scene = with_heads(scene, document.annotation(scene_id))
        kept = tuple(p for p in self._by_scene.get(scene_id, ()) if p.kind in OF_THE_IMAGE)
        try:
            found = [*check_labels(scene, scene.labels)]
            hand = document.hand_map(scene_id)
            if hand is not None:
                found += check_map(scene_id, float(hand.map.sum(dtype="float64")), scene.annotation.count)
        except EngineError:
            return
        if scene.annotation.count:  # no longer empty
            self._of_whole[scene_id] = tuple(p for p in self._of_whole.get(scene_id, ()) if p.kind != "empty_but_busy")
        self._set(scene_id, kept + tuple(found))
        self.changed.emit()

    # ---- mending

    def fix_name(self, kind: str) -> str:
        """What the fix of this kind of problem is called; empty where a hand is needed."""
        from engine.scenes.checks import FIXES

        if kind == "map_sum":
            return "Make the map anew from the heads"
        return FIXES[kind][0] if kind in FIXES else ""

    def fix(self, problem: "Problem") -> None:
        """Mend one problem."""
        self._mend([problem.scene], problem.kind)

    def fix_all(self, kind: str) -> None:
        """Mend every problem of this kind, as steps that can be undone one by one."""
        self._mend(dict.fromkeys(problem.scene for problem in self.all if problem.kind == kind), kind)

    def _mend(self, scene_ids: Iterable[str], kind: str) -> None:
        mended = 0
        mend = self._drop_map if kind == "map_sum" else self._fix_heads
        for scene_id in list(scene_ids):
            try:
                mend(scene_id, kind)
                mended += 1
            except EngineError as error:
                self.told.emit(str(error))
        if mended > 1:
            self.told.emit(f"Mended {mended} scenes; each can be undone.")

    def _fix_heads(self, scene_id: str, kind: str) -> None:
        from engine.scenes.checks import FIXES

        name, mend = FIXES[kind]
        scene = self._document.scene_of(scene_id)
        if scene is not None:
            self._document.edit_heads(name, mend(self._document.annotation(scene_id), scene.size), scene_id)

    def _drop_map(self, scene_id: str, _kind: str) -> None:
        self._document.show_scene(scene_id)
        self._document.drop_hand_map()
