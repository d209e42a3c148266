"""The document: what the person works on. Frozen values, one undo stack; edits go in, change signals come out.

It knows Qt's signals and undo stack, and no widget. Every edit, undo and redo is also given out as an `Applied`, which
the journal writes down.
"""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset, Scene
from miscount.widgets.language import keep

from .edits import (  # fmt: skip
    LOCKS,
    DensityEdit,
    Edit,
    HandMap,
    HeadsEdit,
    MapEdit,
    MarksEdit,
    NobodyEdit,
    Patch,
    ProposalsEdit,
    SceneMarks,
    ValueEdit,
    heads_hash,
    record_hash,
)
from .history import BUDGET_BYTES, History

if TYPE_CHECKING:
    from miscount.engine.recipe import Recipe

log = logging.getLogger(__name__)

WAITING = "Your edits are still being matched with the pictures of this dataset: try again in a moment."
_NOBODY = Annotation.of([])


@dataclass(frozen=True, slots=True)
class Applied:
    """One edit that took effect, with the hash of its scene's heads before and after, and all heads that are now there.

    The hashes are empty, and `now` is None, for edits of other things.
    """

    edit: Edit
    before: str = ""
    after: str = ""
    now: Annotation | None = None


class Document(QObject):
    """State of the studio. A widget never changes it but through the `edit_` methods."""

    dataset_opened = Signal()  # another one, or none
    dataset_changed = Signal()  # after that, and where the same one was read anew
    scene_changed = Signal()
    heads_changed = Signal(str)
    density_changed = Signal(str, object)  # scene id; the patches that changed, or None for the whole map
    marks_changed = Signal(str)
    proposals_changed = Signal(str)
    laid = Signal()  # the saved edits of all scenes are there
    value_changed = Signal(str)
    selection_changed = Signal()
    acted = Signal(str)
    applied = Signal(object)
    dirty_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None, undo_bytes: int = BUDGET_BYTES) -> None:
        super().__init__(parent)
        self.history = History(self._carry, self, undo_bytes)
        self.history.moved.connect(self.acted)
        self._dataset: Dataset | None = None
        self._scene_id = ""
        self._heads: dict[str, Annotation] = {}
        self._nobody: set[str] = set()  # scenes without labels of which a person says that nobody is there
        self._maps: dict[str, HandMap] = {}
        self._marks: dict[str, SceneMarks] = {}
        self._proposals: dict[str, Annotation] = {}
        self._unreadable: dict[str, str] = {}
        self._waiting = False
        self._values: dict[str, Any] = {}
        self._selection: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._unsaved: dict[str, int] = {}
        self._edit_number = 0

    # ---- what there is

    @property
    def read_only(self) -> bool:
        """Whether nothing can be edited, since the project is open in another window."""
        return self.history.read_only

    @read_only.setter
    def read_only(self, is_so: bool) -> None:
        self.history.read_only = is_so

    @property
    def dataset(self) -> Dataset | None:
        return self._dataset

    @property
    def scene(self) -> Scene | None:
        """The current scene, or None where there is none."""
        return self.scene_of(self._scene_id)

    @property
    def scene_id(self) -> str:
        return self._scene_id

    def scene_of(self, scene_id: str) -> Scene | None:
        try:
            return self._dataset[scene_id] if self._dataset is not None else None
        except KeyError:
            return None

    def annotation(self, scene_id: str) -> Annotation:
        """The heads of a scene as edited; none where its labels cannot be read, which `unreadable` tells."""
        return self._heads[scene_id] if scene_id in self._heads else self.source(scene_id)

    def source(self, scene_id: str) -> Annotation:
        """The heads as the dataset has them; none where they cannot be read."""
        scene = self.scene_of(scene_id)
        if scene is None or self.unreadable(scene_id):
            return _NOBODY
        return scene.annotation

    def unreadable(self, scene_id: str) -> str:
        """The sentence of why the labels of a scene cannot be read; empty where they can."""
        if scene_id not in self._unreadable:
            self._unreadable[scene_id] = _why_unreadable(self.scene_of(scene_id))
        return self._unreadable[scene_id]

    def is_unlabelled(self, scene_id: str) -> bool:
        """Whether nobody has labelled the scene: neither its publisher nor a person here."""
        scene = self.scene_of(scene_id)
        if scene is None or scene_id in self._heads or self.unreadable(scene_id):
            return False
        return not scene.labels.labelled

    def has_labels(self, scene_id: str) -> bool:
        """Whether the dataset has labels of a scene that can be read."""
        scene = self.scene_of(scene_id)
        return scene is not None and not self.unreadable(scene_id) and scene.labels.labelled

    def says_nobody(self, scene_id: str) -> bool:
        """Whether a person says that nobody is in a scene that had no labels."""
        return scene_id in self._nobody

    def proposals(self, scene_id: str) -> Annotation:
        """The heads that are proposed in a scene; their weights are the persons of their peaks. They are no labels."""
        return self._proposals.get(scene_id, _NOBODY)

    @property
    def all_proposals(self) -> dict[str, Annotation]:
        return dict(self._proposals)

    @property
    def waiting(self) -> bool:
        """Whether the saved edits are still to come; until then no scene can be edited."""
        return self._waiting

    def hand_map(self, scene_id: str) -> HandMap | None:
        return self._maps.get(scene_id)

    def is_stale(self, scene_id: str) -> bool:
        """Whether the heads changed after the map of the scene was edited by hand."""
        hand = self._maps.get(scene_id)
        return hand is not None and hand.heads != heads_hash(self.annotation(scene_id))

    def has_heads_edited(self, scene_id: str) -> bool:
        return scene_id in self._heads

    def is_edited(self, scene_id: str) -> bool:
        return scene_id in self._heads or scene_id in self._maps

    @property
    def edited_heads(self) -> dict[str, Annotation]:
        return dict(self._heads)

    @property
    def hand_maps(self) -> dict[str, HandMap]:
        return dict(self._maps)

    def marks(self, scene_id: str) -> SceneMarks:
        """What a person noted of a scene; nothing noted where it was never marked."""
        return self._marks.get(scene_id, SceneMarks())

    @property
    def all_marks(self) -> dict[str, SceneMarks]:
        return dict(self._marks)

    def value(self, name: str) -> Any:
        """A named frozen value such as "recipe"; None where it was never set."""
        return self._values.get(name)

    @property
    def recipe(self) -> "Recipe | None":
        """The named value "recipe", while it is being read None."""
        return self._values.get("recipe")

    @property
    def selection(self) -> NDArray[np.intp]:
        """Indices of the selected heads of the current scene, ascending."""
        return self._selection

    # ---- opening, looking around: not edits

    def open(
        self, dataset: Dataset | None, heads: Mapping[str, Annotation], maps: Mapping[str, HandMap],
        marks: Mapping[str, SceneMarks] | None = None, waiting: bool = False,
    ) -> None:  # fmt: skip
        """Take a dataset with the edits saved for it; the history starts anew. While `waiting`, `lay` brings them.

        Settings may be edited while the first dataset is still being drawn or listed: those stay unsaved and undoable.
        """
        if dataset is None or self._dataset is not None:
            self.history.clear()
            self._unsaved.clear()
        self._dataset, self._heads, self._maps, self._marks = dataset, dict(heads), dict(maps), dict(marks or {})
        self._proposals, self._waiting = {}, waiting
        self._nobody = _empty(self._heads)
        self._selection = np.empty(0, dtype=np.intp)  # of other heads; whoever hears of the dataset may ask for it
        self._unreadable.clear()
        self._keep_names()
        self.dataset_opened.emit()
        self.dataset_changed.emit()
        first = dataset.scenes[0].id if dataset is not None and len(dataset) else ""
        kept = self._scene_id if self.scene_of(self._scene_id) is not None else first
        self._show(kept, even_if_same=True)
        self.dirty_changed.emit(self.is_dirty)

    def _keep_names(self) -> None:
        """What somebody called a scene is no word of ours."""
        keep(scene.name for scene in self._dataset or ())

    def lay(
        self, heads: Mapping[str, Annotation], maps: Mapping[str, HandMap], marks: Mapping[str, SceneMarks],
        proposals: Mapping[str, Annotation],
    ) -> None:  # fmt: skip
        """The saved edits of the open dataset, which belong to its pictures; not a step of the history."""
        before = self._selected_among()
        self._heads, self._maps, self._marks = dict(heads), dict(maps), dict(marks)
        self._proposals, self._waiting = dict(proposals), False
        self._nobody = _empty(self._heads)
        here = self._scene_id
        self._drop_selection_of(before)
        self.laid.emit()
        for touched, signal in ((heads, self.heads_changed), (marks, self.marks_changed),
                                (proposals, self.proposals_changed)):  # fmt: skip
            if here in touched:
                signal.emit(here)
        if here in maps:
            self.density_changed.emit(here, None)

    def refresh_dataset(self, dataset: Dataset) -> None:
        """The same dataset read anew: scenes came or went. Edits and history stay, also those of scenes that went."""
        before = self._selected_among()
        self._dataset = dataset
        self._unreadable.clear()
        self._keep_names()
        self._drop_selection_of(before)
        self.dataset_changed.emit()
        if self.scene_of(self._scene_id) is None:
            self._show(dataset.scenes[0].id if len(dataset) else "", even_if_same=True)

    def set_value(self, name: str, value: Any) -> None:
        """Load a named value; not an edit, so it cannot be undone."""
        self._values[name] = value
        self.value_changed.emit(name)

    def show_scene(self, scene_id: str) -> None:
        self._show(scene_id)

    def step_scene(self, by: int) -> None:
        """Go `by` scenes on, or back; stops at the ends."""
        if self._dataset is None or not len(self._dataset):
            return
        ids = [scene.id for scene in self._dataset]
        here = ids.index(self._scene_id) if self._scene_id in ids else 0
        self._show(ids[min(max(here + by, 0), len(ids) - 1)])

    def _show(self, scene_id: str, even_if_same: bool = False) -> None:
        if scene_id == self._scene_id and not even_if_same:
            return
        self.history.end_gesture()
        self._scene_id = scene_id
        self._selection = np.empty(0, dtype=np.intp)
        self.scene_changed.emit()
        self.selection_changed.emit()

    def select(self, indices: Sequence[int] | NDArray[np.intp]) -> None:
        """Select heads of the current scene by index; of those that are not there, none is."""
        chosen = np.unique(np.asarray(indices, dtype=np.intp))
        if len(chosen):
            chosen = chosen[(chosen >= 0) & (chosen < len(self.annotation(self._scene_id)))]
        if not np.array_equal(chosen, self._selection):
            self._selection = chosen
            self.selection_changed.emit()

    def _selected_among(self) -> Annotation | None:
        """The heads that the selection is of; None where nothing is selected."""
        return self.annotation(self._scene_id) if len(self._selection) else None

    def _drop_selection_of(self, before: Annotation | None) -> None:
        """Where other heads are than `before`, nothing is selected."""
        if before is not None and self.annotation(self._scene_id) != before:
            self._selection = np.empty(0, dtype=np.intp)
            self.selection_changed.emit()

    # ---- edits

    def edit_heads(self, text: str, after: Annotation, scene_id: str = "") -> None:
        """Replace the heads of a scene (the current one by default) as one step called `text`."""
        scene_id = scene_id or self._scene_id
        before = self.annotation(scene_id)
        if scene_id and before != after:
            self._push(text, (HeadsEdit.between(scene_id, before, after),), scene_id)

    def say_nobody(self, text: str, nobody: bool, scene_id: str = "") -> None:
        """Have a scene without labels (the current one by default) count as labelled and empty, or as not labelled.

        Heads that a person placed in it go with its labels, in the same step.
        """
        scene_id = scene_id or self._scene_id
        if not scene_id:
            return
        edits: list[Edit] = []
        if len(self.annotation(scene_id)):
            edits.append(HeadsEdit.between(scene_id, self.annotation(scene_id), _NOBODY))
        if nobody != self.says_nobody(scene_id):
            edits.append(NobodyEdit(scene_id, not nobody, nobody))
        if edits:
            self._push(text, tuple(edits), scene_id)

    def edit_proposals(self, text: str, after: Annotation, scene_id: str = "") -> None:
        """Replace the proposed heads of a scene (the current one by default) as one step."""
        scene_id = scene_id or self._scene_id
        before = self.proposals(scene_id)
        if scene_id and before != after:
            self._push(text, (ProposalsEdit.between(scene_id, before, after),), scene_id)

    def accept_proposals(self, text: str, indices: NDArray[np.intp]) -> None:
        """Make these proposals of the current scene heads, as one step."""
        scene_id, before = self._scene_id, self.proposals(self._scene_id)
        if not scene_id or not len(indices):
            return
        kept = np.setdiff1d(np.arange(len(before)), indices)
        heads = self.annotation(scene_id)
        self._push(
            text,
            (
                ProposalsEdit.between(scene_id, before, before.take(kept)),
                HeadsEdit.between(scene_id, heads, heads.with_heads(before.points[indices])),
            ),
            scene_id,
        )

    def edit_density(self, text: str, patches: Sequence[Patch], begin: Callable[[], HandMap]) -> None:
        """One stroke on the map of the current scene; `begin` makes the map where none was edited by hand yet."""
        scene_id = self._scene_id
        if not scene_id or not patches:
            return
        edits: list[Edit] = []
        if scene_id not in self._maps:
            edits.append(MapEdit(scene_id, None, begin()))
        edits.append(DensityEdit(scene_id, tuple(patches)))
        self._push(text, tuple(edits), scene_id)

    def replace_hand_map(self, text: str, after: HandMap) -> None:
        """Another map in place of the hand-edited one of the current scene."""
        self._push(text, (MapEdit(self._scene_id, self._maps.get(self._scene_id), after),), self._scene_id)

    def drop_hand_map(self, text: str = "Regenerate the density map") -> None:
        """Give up the hand-edited map of the current scene; its heads make the map again."""
        hand = self._maps.get(self._scene_id)
        if hand is not None:
            self._push(text, (MapEdit(self._scene_id, hand, None),), self._scene_id)

    def edit_marks(self, text: str, after: SceneMarks, scene_id: str = "", merge: bool = False) -> None:
        """Replace the marks of a scene (the current one by default); with `merge`, a gesture is one step."""
        scene_id = scene_id or self._scene_id
        before = self.marks(scene_id)
        if scene_id and before != after:
            key = ("marks", scene_id) if merge else None
            self._push(text, (MarksEdit(scene_id, before, after),), scene_id, key)

    def edit_value(self, text: str, name: str, after: Any, merge: bool = True) -> None:
        """Replace a named value; with `merge`, the steps of one gesture become one step of the history."""
        before = self._values.get(name)
        if before != after:
            key = (name,) if merge else None
            self._push(text, (ValueEdit(name, before, after),), "", key)

    def replay(self, text: str, edits: Sequence[Edit]) -> None:
        """Edits of a journal, or of many scenes at once, as one step that can be undone."""
        if edits:
            self._push(text, tuple(edits), "")

    def _push(self, text: str, edits: tuple[Edit, ...], scene_id: str, key: tuple[Any, ...] | None = None) -> None:
        if self.read_only:
            self.acted.emit("This window is read-only: the project is open in another window.")
            # the widget that asked shows the refused value: let it read the true one again
            self._announce_unchanged(edits)
            return
        if self._waiting and any(not isinstance(edit, ValueEdit) for edit in edits):
            self.acted.emit(WAITING)
            self._announce_unchanged(edits)
            return
        if self.history.is_moving:
            # a widget that is hidden by what a step shows hands over what was typed into it; the history is on its way
            # to another state, and a step that is pushed now would destroy the one that runs
            log.debug("an edit while a step runs is dropped: %s", text)
            return
        self._edit_number += 1
        self.history.push(text, edits, scene_id, key)

    def _announce_unchanged(self, edits: tuple[Edit, ...]) -> None:
        for edit in edits:
            match edit:
                case ValueEdit(name=name):
                    self.value_changed.emit(name)
                case HeadsEdit(scene=scene) | NobodyEdit(scene=scene):
                    self.heads_changed.emit(scene)
                case ProposalsEdit(scene=scene):
                    self.proposals_changed.emit(scene)
                case DensityEdit(scene=scene) | MapEdit(scene=scene):
                    self.density_changed.emit(scene, None)
                case MarksEdit(scene=scene):
                    self.marks_changed.emit(scene)

    # ---- saving

    @property
    def is_dirty(self) -> bool:
        return bool(self._unsaved)

    def unsaved(self) -> dict[str, int]:
        """What changed since the last save: "KIND/ID" or "value/NAME" -> its last edit.

        Kinds are heads, map, proposals and marks.
        """
        return dict(self._unsaved)

    @property
    def edited_things(self) -> list[str]:
        """All that a person has changed, saved or not, by the names that `unsaved` has; not the settings."""
        kinds: dict[str, Iterable[str]] = {
            "heads": self._heads, "map": self._maps, "proposals": self._proposals, "marks": self._marks,
        }  # fmt: skip
        return [f"{kind}/{scene}" for kind, scenes in kinds.items() for scene in scenes]

    def mark_saved(self, saved: dict[str, int]) -> None:
        """These were written; what was edited again since stays unsaved."""
        for key, number in saved.items():
            if self._unsaved.get(key) == number:
                del self._unsaved[key]
        self.dirty_changed.emit(self.is_dirty)

    # ---- the only place where state changes after opening

    def _carry(self, edits: tuple[Edit, ...], scene_id: str) -> None:
        """A step of the history: shows the scene that it changes."""
        if scene_id and self.scene_of(scene_id) is not None:
            self.show_scene(scene_id)
        for edit in edits:
            self._apply(edit)

    def _apply(self, edit: Edit) -> None:
        self._edit_number += 1
        match edit:
            case HeadsEdit(scene=scene):
                self._apply_heads(edit)
                self._touch(f"heads/{scene}")
            case NobodyEdit(scene=scene):
                self._apply_nobody(edit)
                self._touch(f"heads/{scene}")
            case ProposalsEdit(scene=scene):
                self._apply_proposals(edit)
                self._touch(f"proposals/{scene}")
            case DensityEdit(scene=scene, patches=patches):
                hand = self._maps[scene]
                edit.apply(hand.map)
                self._touch(f"map/{scene}")
                self.applied.emit(Applied(edit))
                self.density_changed.emit(scene, patches)
            case MapEdit(scene=scene, after=after):
                if after is None:
                    del self._maps[scene]
                else:
                    self._maps[scene] = after
                self._touch(f"map/{scene}")
                self.applied.emit(Applied(edit))
                self.density_changed.emit(scene, None)
            case MarksEdit(scene=scene, after=after):
                self._marks[scene] = after
                self._touch(f"marks/{scene}")
                self.applied.emit(Applied(edit))
                self.marks_changed.emit(scene)
            case ValueEdit(name=name, after=after):
                self._values[name] = after
                if name != LOCKS:
                    self._touch(f"value/{name}")
                    self.applied.emit(Applied(edit))
                self.value_changed.emit(name)

    def _apply_heads(self, edit: HeadsEdit) -> None:
        before = self.annotation(edit.scene)
        after = edit.apply(before)
        self._set_heads(edit.scene, after)
        if edit.scene == self._scene_id:
            self._selection = np.empty(0, dtype=np.intp)
            self.selection_changed.emit()
        self.applied.emit(Applied(edit, record_hash(before), record_hash(after), after))
        self.heads_changed.emit(edit.scene)

    def _apply_nobody(self, edit: NobodyEdit) -> None:
        if edit.after:
            self._nobody.add(edit.scene)
        else:
            self._nobody.discard(edit.scene)
        self._set_heads(edit.scene, self.annotation(edit.scene))
        self.applied.emit(Applied(edit))
        self.heads_changed.emit(edit.scene)

    def _set_heads(self, scene_id: str, heads: Annotation) -> None:
        empty = scene_id in self._nobody and not len(heads)
        if not empty and self.scene_of(scene_id) is not None and heads == self.source(scene_id):
            self._heads.pop(scene_id, None)  # back to the source: no longer an edited scene
        else:
            self._heads[scene_id] = heads

    def _apply_proposals(self, edit: ProposalsEdit) -> None:
        before = self.proposals(edit.scene)
        after = edit.apply(before)
        if len(after):
            self._proposals[edit.scene] = after
        else:
            self._proposals.pop(edit.scene, None)
        self.applied.emit(Applied(edit, record_hash(before), record_hash(after), after))
        self.proposals_changed.emit(edit.scene)

    def _touch(self, key: str) -> None:
        was_dirty = self.is_dirty
        self._unsaved[key] = self._edit_number
        if not was_dirty:
            self.dirty_changed.emit(True)


def _empty(heads: Mapping[str, Annotation]) -> set[str]:
    """The scenes whose saved edit has no heads: a person said that nobody is there."""
    return {scene_id for scene_id, annotation in heads.items() if not len(annotation)}


def _why_unreadable(scene: Scene | None) -> str:
    try:
        _ = scene.labels if scene is not None else None
    except EngineError as error:
        return str(error)
    return ""
