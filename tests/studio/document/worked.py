"""A session of 50 edits over 5 scenes with its journal, and what its scenes were like after each edit."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.studio.document import Document
from miscount.studio.document.edits import HandMap, Patch, SceneMarks, record_hash
from miscount.studio.document.journal import Journal
from miscount.studio.document.leftovers import Leftover, index_of
from miscount.studio.document.recovery import recover
from miscount.studio.document.session import frozen

SCENES = [f"part_X/train/IMG_{number}" for number in range(5)]
NUM_EDITS = 50
SIZE = 8

State = dict[tuple[str, str], str]
"""(kind of what is edited, scene or setting) -> a text that is the same only where it is the same."""


@dataclass(frozen=True)
class Worked:
    """`edits` are (kind, scene) of each edit, `states` what there was before the first and after each."""

    path: Path
    content: bytes
    index: bytes
    edits: list[tuple[str, str]]
    states: list[State]

    @property
    def lines(self) -> list[bytes]:
        """The first is the mark that the journal begins with, the others are the edits."""
        return self.content.splitlines(keepends=True)

    def put(self, folder: Path, content: bytes, with_index: bool = True) -> Path:
        """The journal with other bytes, as the start after the session would find it."""
        path = folder / "left-1.jsonl"
        path.write_bytes(content)
        index_of(path).unlink(missing_ok=True)
        if with_index:
            index_of(path).write_bytes(self.index)
        return path

    def without(self, lost: set[int]) -> State:
        """What there is where these edits did not come back: of each subject, the state after the last that did."""
        state = dict(self.states[0])
        for number, subject in enumerate(self.edits):
            if number not in lost:
                state[_where(subject)] = self.states[number + 1][_where(subject)]
        return state


def _where(edit: tuple[str, str]) -> tuple[str, str]:
    return ("map" if edit[0] in ("stroke", "map") else edit[0]), edit[1]


def a_dataset(folder: Path) -> Dataset:
    rng = np.random.default_rng(1)
    points = {name: rng.uniform(0, SIZE, (6, 2)).round(1) for name in SCENES}
    made = [Scene(n, "train", folder / "a.png", None, lambda s: Labels(Annotation.of(points[s.id]))) for n in SCENES]
    return Dataset(folder, "made", tuple(made))


def a_document(folder: Path) -> Document:
    document = Document()
    document.open(a_dataset(folder), {}, {})
    document.set_value("recipe", 0)
    return document


def state_of(document: Document) -> State:
    state = {("value", "recipe"): repr(document.value("recipe"))}
    for scene in SCENES:
        hand = document.hand_map(scene)
        state |= {
            ("heads", scene): record_hash(document.annotation(scene)),
            ("proposals", scene): record_hash(document.proposals(scene)),
            ("map", scene): "" if hand is None else hand.map.tobytes().hex(),
            ("marks", scene): repr(document.marks(scene)),
        }
    return state


def read_number(name: str, raw: object) -> object:
    """A setting as it is read back."""
    if name != "recipe" or not isinstance(raw, int):
        raise KeyError(name)
    return raw


def played_back(folder: Path, leftover: Leftover) -> tuple[State, list[tuple[str, str]]]:
    """What there is after recovery, and (kind, scene) of all that is told to be lost."""
    document = a_document(folder)
    found = recover(document, [leftover], read_number)
    state = state_of(document)
    document.deleteLater()
    return state, [(lost.op, lost.about) for lost in (*leftover.lost, *found.unfit)]


def work(folder: Path, path: Path, seed: int = 0, num_edits: int = NUM_EDITS) -> Worked:
    """Edit, and leave as a killed session would."""
    document, rng = a_document(folder), np.random.default_rng(seed)
    edits: list[tuple[str, str]] = []
    states = [state_of(document)]

    def on_applied(applied: object) -> None:
        kinds = {"HeadsEdit": "heads", "ProposalsEdit": "proposals", "DensityEdit": "stroke", "MapEdit": "map"}
        edit = applied.edit
        kind = kinds.get(type(edit).__name__, "marks" if type(edit).__name__ == "MarksEdit" else "value")
        edits.append((kind, getattr(edit, "scene", getattr(edit, "name", ""))))
        states.append(state_of(document))

    journal = Journal(path, folder)
    document.applied.connect(lambda applied: journal.append(frozen(applied)))
    document.applied.connect(on_applied)
    number = 0
    while len(edits) < num_edits:
        document.show_scene(SCENES[int(rng.integers(5))])
        number += 1
        _edit(document, rng, number)
    assert journal.flush()
    journal.close()
    document.deleteLater()
    return Worked(path, path.read_bytes(), index_of(path).read_bytes(), edits, states)


def _edit(document: Document, rng: np.random.Generator, number: int) -> None:
    scene = document.scene_id
    heads = document.annotation(scene)
    match int(rng.integers(9)):
        case 0 | 1 | 2:
            document.edit_heads("Add", heads.with_heads(rng.uniform(0, SIZE, (1, 2)).round(1)))
        case 3 if len(heads) > 2:
            document.edit_heads("Delete", heads.take(np.arange(len(heads)) != int(rng.integers(len(heads)))))
        case 4:
            document.edit_marks("Look", SceneMarks(checked=True, looked=number))
        case 5:
            document.edit_value("Seed", "recipe", number, merge=False)
        case 6:
            document.edit_proposals("Propose", Annotation.of(rng.uniform(0, SIZE, (2, 2)).round(1)))
        case 7:
            _stroke(document, rng)
        case _:
            document.history.undo()


def _stroke(document: Document, rng: np.random.Generator) -> None:
    hand = document.hand_map(document.scene_id)
    density = np.zeros((SIZE, SIZE), np.float32) if hand is None else hand.map
    top, left = (int(k) for k in rng.integers(0, SIZE - 2, 2))
    before = density[top : top + 2, left : left + 2].copy()
    patch = Patch(top, left, before, before + np.float32(0.5))
    document.edit_density("Stroke", [patch], lambda: HandMap(density, {"kind": "fixed"}, "0" * 16))
