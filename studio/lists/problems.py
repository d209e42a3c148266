"""What is wrong with the scenes: checked on a thread, walked through, fixed by edits that can be undone."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.scene import Dataset, Scene

from ..canvas.counters import Counters
from ..desktop.background import Background
from ..document import Document
from ..document.document import WAITING
from ..document.edits import DensityEdit, Edit, Patch
from ..runs.tasks import with_edits, with_heads
from .mending import edits_for, heads_mended, maps_dropped, name_of
from .misplaced import Misplaced

if TYPE_CHECKING:
    from miscount.engine.scenes.checks import Problem

OF_THE_IMAGE = ("image_missing", "image_unreadable", "image_gray")
OF_A_COUNTER = ("people_unlabelled", "heads_unseen")


class Problems(QObject):
    """The problems of the open dataset by scene, as of the last check; an edited scene is checked again at once."""

    changed = Signal()
    stepped = Signal()  # one more scene was looked at; `summary` says how far it is
    notified = Signal(str)
    scene_changed = Signal(str)
    _found = Signal(int, str, object)
    _compared = Signal(int, str, object, object)

    def __init__(self, document: Document, background: Background, counters: Counters, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._background, self._counters = document, background, counters
        self._by_scene: dict[str, tuple[Problem, ...]] = {}
        self._of_whole: dict[str, tuple[Problem, ...]] = {}  # what only a look at all scenes shows
        self._misplaced = Misplaced()
        self._shown: dict[str, tuple[Problem, ...]] = {}  # both, without what follows from misplaced heads
        self._blocks: dict[str, tuple[NDArray[np.float32], int]] = {}  # what a counter saw, to compare edits with
        self._checked = 0
        self._num_compared = 0
        self._done, self._total = 0, 0
        self._generation = 0
        self._stop = threading.Event()
        self.running = False
        self._edited_meanwhile: set[str] = set()
        self._dataset: Dataset | None = None
        self._map_sums: dict[str, float] = {}  # of maps edited by hand, kept along: summing 24 MP costs 15 ms a stroke
        document.dataset_changed.connect(self._on_dataset)
        document.heads_changed.connect(self._recheck)
        document.density_changed.connect(self._on_density)
        self._found.connect(self._on_found)
        self._compared.connect(self._on_compared)

    # ---- what there is

    @property
    def all(self) -> tuple["Problem", ...]:
        """Every problem, scene by scene in the order of the dataset, then labels without a scene."""
        dataset = self._document.dataset
        order = {scene.id: place for place, scene in enumerate(dataset)} if dataset is not None else {}
        names = sorted(self._shown, key=lambda name: (order.get(name, len(order)), name))
        return tuple(problem for name in names for problem in self.of(name))

    def of(self, scene_id: str) -> tuple["Problem", ...]:
        """The problems of one scene."""
        return self._shown.get(scene_id, ())

    def _settle(self, scene_id: str) -> None:
        from miscount.engine.scenes.checks import settled

        found = self._by_scene.get(scene_id, ()) + self._of_whole.get(scene_id, ())
        if scene_id in self._misplaced:
            found += self._misplaced.of(scene_id, self._document.annotation(scene_id).points)
        self._shown.pop(scene_id, None)
        if found:
            self._shown[scene_id] = settled(found)

    @property
    def summary(self) -> str:
        """What is known, in a sentence."""
        found = sum(map(len, self._shown.values()))
        words = "No problems" if not found else f"{found} problem{'s' * (found != 1)}"
        if self.running:
            return f"Scene {self._done} of {self._total}: {words.lower()} so far."
        if self._checked:
            return f"{words} in {self._checked} scene{'s' * (self._checked != 1)}."
        if self._num_compared:
            return f"{words} where the counter was asked; press F7 for all other checks."
        return "Nothing is checked yet: press F7 to look through all scenes."

    def _on_dataset(self) -> None:
        """Another dataset is open, or the folder of this one changed: what is known of the same scenes stays."""
        before, self._dataset = self._dataset, self._document.dataset
        if before is None or self._dataset is None or before.root != self._dataset.root:
            self.forget()
            return
        same = {scene.id for scene in before} & {scene.id for scene in self._dataset}
        for kept in (self._by_scene, self._of_whole, self._shown, self._blocks, self._map_sums):
            for gone in kept.keys() - same:
                del kept[gone]
        self._misplaced.keep(same)
        self.changed.emit()

    def forget(self) -> None:
        """Nothing is known any more."""
        self.stop()
        self._generation += 1
        self._by_scene, self._of_whole, self._shown, self._blocks, self._map_sums = {}, {}, {}, {}, {}
        self._misplaced.keep(())
        self._checked, self._num_compared = 0, 0
        self.changed.emit()

    # ---- checking

    def check(self) -> None:
        """Look through all scenes with the person's edits, on a thread."""
        dataset = self._document.dataset
        if self.running or dataset is None or not len(dataset) or self._is_waiting():
            return
        self._begin(len(dataset))
        document, generation, stop = self._document, self._generation, self._stop
        edited = {name: heads for name, heads in document.edited_heads.items() if document.scene_of(name) is not None}
        whole = with_edits(dataset, edited)
        sums = {name: self._map_sum(name) or 0.0 for name in document.hand_maps}
        self._background.run(lambda: self._check_all(whole, sums, generation, stop), self._on_done, self._on_failed)

    def check_people(self) -> None:
        """Compare the labels with what the loaded counter sees, on a thread."""
        weights, dataset = self._counters.loaded, self._document.dataset
        if weights is None:
            self.notified.emit("No counter is loaded: load one first (Ctrl+L), or finish a run.")
            return
        if self.running or dataset is None or self._is_waiting():
            return
        self._begin(len(dataset))
        generation, stop, edited = self._generation, self._stop, self._document.edited_heads
        given = self._counters.given_for(weights)
        scenes = [with_heads(s, edited[s.id]) if s.id in edited else s for s in dataset]
        self._background.run(
            lambda: self._ask_counter(scenes, weights, given, generation, stop), self._on_all_compared, self._on_failed
        )

    def _is_waiting(self) -> bool:
        """Labels are checked with the person's edits, so these must be there."""
        if self._document.waiting:
            self.notified.emit(WAITING)
        return self._document.waiting

    def stop(self) -> None:
        """Stop a check at its next scene; what it found stays."""
        self._stop.set()

    def _begin(self, total: int) -> None:
        self.running = True
        self._done, self._total = 0, total
        self._stop = threading.Event()
        self.changed.emit()

    def _check_all(self, dataset: Dataset, sums: dict[str, float], generation: int, stop: threading.Event) -> int:
        # on a thread: only signals lead back
        from miscount.engine.scenes.checks import by_scene

        done = 0
        for scene, problems in by_scene(dataset, map_sum=lambda scene: sums.get(scene.id)):
            if stop.is_set():
                break
            if scene is None:
                self._found.emit(generation, "", problems)
                break
            self._found.emit(generation, scene.id, problems)
            done += 1
        return done

    def _ask_counter(
        self, scenes: list[Scene], weights: Path, given: Mapping[str, Any], generation: int, stop: threading.Event
    ) -> int:
        from miscount.engine.counters import load
        from miscount.engine.scenes.checks import blocks, check_people

        counter = load(weights, dict(given))
        done = 0
        for scene in scenes:
            if stop.is_set():
                break
            problems: tuple[Problem, ...] = ()
            seen = None
            try:
                labels = scene.labels
                if labels.labelled:
                    seen = blocks(counter.density(scene.image()), counter.stride)
                    problems = tuple(check_people(scene.id, *seen, labels.annotation))
            except EngineError:
                pass  # reported by the check of the scene itself
            # a scene where both agree keeps nothing: 10,000 large ones would be many megabytes
            self._compared.emit(generation, scene.id, problems, seen if problems else None)
            done += 1
        return done

    def _on_found(self, generation: int, name: str, problems: "tuple[Problem, ...]") -> None:
        if generation != self._generation:
            return
        document = self._document
        for problem in problems:
            if problem.convention is not None and document.scene_of(problem.scene) is not None:
                self._misplaced.note(problem, document.annotation(problem.scene).points)
        if not name:
            before, self._of_whole = self._of_whole, {}
            for problem in problems:
                if problem.convention is None:
                    self._of_whole[problem.scene] = (*self._of_whole.get(problem.scene, ()), problem)
            for scene_id in before.keys() | {problem.scene for problem in problems}:
                self._settle(scene_id)
                self.scene_changed.emit(scene_id)
            return
        if not any(problem.convention is not None for problem in problems):
            self._misplaced.forget(name)
        kept = tuple(problem for problem in self._by_scene.get(name, ()) if problem.kind in OF_A_COUNTER)
        self._step(name, tuple(problem for problem in problems if problem.convention is None) + kept)

    def _on_compared(
        self, generation: int, scene_id: str, problems: "tuple[Problem, ...]",
        seen: tuple[NDArray[np.float32], int] | None,
    ) -> None:  # fmt: skip
        if generation != self._generation:
            return
        self._blocks.pop(scene_id, None)
        if seen is not None:
            self._blocks[scene_id] = seen
        kept = tuple(problem for problem in self._by_scene.get(scene_id, ()) if problem.kind not in OF_A_COUNTER)
        self._step(scene_id, kept + problems)

    def _step(self, scene_id: str, problems: "tuple[Problem, ...]") -> None:
        self._set(scene_id, problems)
        self._done += 1
        self.stepped.emit()

    def _set(self, scene_id: str, problems: "tuple[Problem, ...]") -> None:
        if problems:
            self._by_scene[scene_id] = problems
        else:
            self._by_scene.pop(scene_id, None)
        self._settle(scene_id)
        self.scene_changed.emit(scene_id)

    def _on_done(self, num_checked: int) -> None:
        self._checked = num_checked or self._checked
        self._end()

    def _on_all_compared(self, num_compared: int) -> None:
        self._num_compared = num_compared or self._num_compared
        self._end()

    def _on_failed(self, sentence: str) -> None:
        self.notified.emit(sentence)
        self._end()

    def _end(self) -> None:
        self.running = False
        meanwhile, self._edited_meanwhile = self._edited_meanwhile, set()
        for scene_id in meanwhile:
            self._recheck(scene_id)
        self.changed.emit()

    def _on_density(self, scene_id: str, patches: Sequence[Patch] | None) -> None:
        if patches is None or scene_id not in self._map_sums:
            self._map_sums.pop(scene_id, None)
        else:
            self._map_sums[scene_id] += DensityEdit(scene_id, tuple(patches)).change
        self._recheck(scene_id)

    def _map_sum(self, scene_id: str) -> float | None:
        hand = self._document.hand_map(scene_id)
        if hand is None:
            return None
        if scene_id not in self._map_sums:
            self._map_sums[scene_id] = float(hand.map.sum(dtype="float64"))
        return self._map_sums[scene_id]

    def _recheck(self, scene_id: str) -> None:
        """An edit may have fixed the scene, or broken it: its labels are looked at, which takes a millisecond."""
        document = self._document
        scene = document.scene_of(scene_id)
        if self.running:
            self._edited_meanwhile.add(scene_id)
        if self.running or scene is None or not (self._checked or self._num_compared):
            return
        if scene_id in document.edited_heads:
            scene = with_heads(scene, document.annotation(scene_id))
        try:
            found = self._look_again(scene)
        except EngineError:
            return
        if document.annotation(scene_id).count:  # no longer empty; none where the labels cannot be read
            self._of_whole[scene_id] = tuple(p for p in self._of_whole.get(scene_id, ()) if p.kind != "empty_but_busy")
        self._set(scene_id, found)
        self.changed.emit()

    def _look_again(self, scene: Scene) -> "tuple[Problem, ...]":
        """What is wrong with an edited scene: of its image as before, of its labels as they are now."""
        from miscount.engine.scenes.checks import check_people
        from miscount.engine.scenes.checks.scene import check_labels, check_map

        found = [problem for problem in self._by_scene.get(scene.id, ()) if problem.kind in OF_THE_IMAGE]
        if self._checked:
            found += check_labels(scene, scene.labels)
            map_sum = self._map_sum(scene.id)
            found += check_map(scene.id, map_sum, scene.annotation.count) if map_sum is not None else []
        if scene.id in self._blocks:
            found += check_people(scene.id, *self._blocks[scene.id], scene.annotation)
        return tuple(found)

    # ---- mending

    def fix(self, problem: "Problem") -> None:
        """Fix one problem; undoing it shows its scene."""
        if problem.kind == "map_sum":
            self._document.show_scene(problem.scene)
            self._document.drop_hand_map(name_of(problem.kind))
            return
        try:
            after = heads_mended(self._document, problem)
        except EngineError as error:
            self.notified.emit(str(error))
            return
        if after is not None:
            self._document.edit_heads(name_of(problem.kind), after, problem.scene)

    def fix_all(self, kind: str) -> None:
        """Fix every problem of this kind, as one step that can be undone."""
        found = {problem.scene: problem for problem in self.all if problem.kind == kind}
        edits = maps_dropped(self._document, found) if kind == "map_sum" else self._edits(found.values())
        where = f"in {len(edits)} scene{'s' * (len(edits) != 1)}"
        self._document.replay(f"{name_of(kind)}, {where}", edits)
        if edits and not self._document.read_only:
            self.notified.emit(f"Mended {where}; Ctrl+Z takes all of it back.")

    def _edits(self, problems: "Iterable[Problem]") -> list[Edit]:
        edits: list[Edit] = []
        for problem in problems:
            try:
                edits += edits_for(self._document, problem)
            except EngineError as error:
                self.notified.emit(str(error))
        return edits
