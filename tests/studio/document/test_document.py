"""The document: edits, undo across scenes, gestures, the byte budget."""

from dataclasses import replace

import numpy as np
import pytest

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset, Labels
from miscount.studio.document import Document
from miscount.studio.document.edits import HandMap, HeadsEdit, Patch, SceneMarks, heads_hash
from miscount.studio.settings import Settings

FIRST, SECOND = "part_X/train/IMG_0", "part_X/train/IMG_1"


def test_a_splice_is_small_and_exact():
    before = Annotation.of(np.arange(40.0).reshape(20, 2))
    points = before.points.copy()
    points[7] += 1
    edit = HeadsEdit.between("s", before, Annotation.of(points))
    assert (edit.at, len(edit.removed), len(edit.added)) == (7, 1, 1)
    assert edit.apply(before) == Annotation.of(points)
    assert edit.reversed().apply(edit.apply(before)) == before


@pytest.mark.parametrize("seed", range(20))
def test_any_splice_goes_there_and_back(seed):
    rng = np.random.default_rng(seed)
    before = Annotation.of(rng.integers(0, 3, (rng.integers(0, 9), 2)))
    after = Annotation.of(rng.integers(0, 3, (rng.integers(0, 9), 2)))
    edit = HeadsEdit.between("s", before, after)
    assert edit.apply(before) == after
    assert edit.reversed().apply(after) == before


def test_undo_goes_back_to_the_scene_that_it_changes(document: Document):
    said = []
    document.acted.connect(said.append)
    original = document.annotation(FIRST)
    document.edit_heads("Add a head", original.with_heads([[1, 2]]))
    document.show_scene(SECOND)
    document.edit_heads("Delete all heads", Annotation.of([]))
    document.show_scene("part_X/test/IMG_3")
    document.history.undo()
    assert document.scene_id == SECOND
    assert len(document.annotation(SECOND)) == 11
    document.history.undo()
    assert document.scene_id == FIRST
    assert document.annotation(FIRST) == original
    assert not document.is_edited(FIRST)
    assert said == ["Undid: Delete all heads", "Undid: Add a head"]
    document.history.redo()
    assert len(document.annotation(FIRST)) == len(original) + 1


def test_a_new_edit_clears_redo(document: Document):
    document.edit_heads("One", Annotation.of([[1, 1]]))
    document.history.undo()
    document.edit_heads("Two", Annotation.of([[2, 2]]))
    assert not document.history.can_redo


def test_one_gesture_is_one_step(document: Document):
    document.set_value("kernel", Settings(autosave_s=0 + 1))
    for seed in range(1, 6):
        document.edit_value("Change the seed", "kernel", Settings(autosave_s=seed + 1))
    assert document.history.stack.count() == 1
    document.history.end_gesture()
    document.edit_value("Change the seed", "kernel", Settings(autosave_s=9 + 1))
    document.history.undo()
    assert document.value("kernel").autosave_s == 6
    document.history.undo()
    assert document.value("kernel").autosave_s == 1


def test_a_gesture_that_returns_leaves_no_step(document: Document):
    document.set_value("kernel", Settings(autosave_s=0 + 1))
    document.edit_value("Change the seed", "kernel", Settings(autosave_s=1 + 1))
    document.edit_value("Change the seed", "kernel", Settings(autosave_s=0 + 1))
    assert not document.history.can_undo


def test_a_stroke_is_undone_to_the_last_bit(document: Document):
    base = np.random.default_rng(0).random((96, 128), dtype=np.float32)
    before = base[10:20, 30:50].copy()
    document.edit_density("Paint", [Patch(10, 30, before, before * 2)], lambda: HandMap(base.copy(), {}, "h"))
    assert np.array_equal(document.hand_map(FIRST).map[10:20, 30:50], before * 2)
    document.history.undo()
    assert document.hand_map(FIRST) is None
    document.history.redo()
    document.edit_density("Paint", [Patch(10, 30, before * 2, before * 0)], lambda: pytest.fail("there is a map"))
    document.history.undo()
    assert np.array_equal(document.hand_map(FIRST).map[10:20, 30:50], before * 2)
    assert np.array_equal(document.hand_map(FIRST).map[:10], base[:10])


def test_a_hand_map_is_stale_when_the_heads_change(document: Document):
    now = document.annotation(FIRST)
    patch = Patch(0, 0, np.zeros((2, 2), np.float32), np.ones((2, 2), np.float32))
    document.edit_density("Paint", [patch], lambda: HandMap(np.zeros((96, 128), np.float32), {}, heads_hash(now)))
    assert not document.is_stale(FIRST)
    document.edit_heads("Add", now.with_heads([[3, 3]]))
    assert document.is_stale(FIRST)
    document.history.undo()
    assert not document.is_stale(FIRST)


def test_the_oldest_steps_go_beyond_the_budget(qapp, dataset):
    document = Document(undo_bytes=10_000)
    document.open(dataset, {}, {})
    for number in range(50):
        document.edit_heads(f"Edit {number}", Annotation.of(np.full((40, 2), float(number))))
    assert document.history.num_bytes <= 10_000
    undone = 0
    while document.history.can_undo:
        document.history.undo()
        undone += 1
    assert 0 < undone < 50
    assert document.annotation(FIRST).points[0, 0] == 49 - undone


def test_undo_makes_a_saved_document_dirty_again(document: Document):
    document.edit_heads("Add", Annotation.of([[1, 1]]))
    document.mark_saved(document.unsaved())
    assert not document.is_dirty
    document.history.undo()
    assert set(document.unsaved()) == {f"heads/{FIRST}"}


def test_an_edit_during_a_save_stays_unsaved(document: Document):
    document.edit_heads("Add", Annotation.of([[1, 1]]))
    being_saved = document.unsaved()
    document.edit_heads("Add", Annotation.of([[2, 2]]))
    document.mark_saved(being_saved)
    assert document.is_dirty


def test_a_read_only_document_refuses_and_says_so(document: Document):
    said = []
    document.acted.connect(said.append)
    document.read_only = True
    document.edit_heads("Add", Annotation.of([[1, 1]]))
    assert len(document.annotation(FIRST)) == 10
    assert "read-only" in said[0]


def test_marks_are_edits_like_any_other(document: Document) -> None:
    document.edit_marks("Mark as checked", SceneMarks(checked=True))
    document.edit_marks("Look at a cell", document.marks(FIRST).with_looked(2, 3))
    assert document.marks(FIRST).has_looked(2, 3)
    assert document.marks(FIRST).progress == 1 / 256
    assert set(document.unsaved()) == {f"marks/{FIRST}"}
    document.history.undo()
    assert document.marks(FIRST) == SceneMarks(checked=True)
    document.history.undo()
    assert document.marks(FIRST) == SceneMarks()


@pytest.mark.parametrize("how", ["open", "refresh", "lay"])
def test_a_selection_is_never_of_other_heads_than_are_there(document, dataset, how):
    """Whoever hears of a change looks at once: found by the monkey."""
    scene = dataset.scenes[0].id
    few = Annotation.of([[1, 1]])
    document.select([0, 5, 9])
    seen = []

    def look(*_what: object) -> None:
        heads = document.annotation(document.scene_id)
        seen.append(len(heads.points[document.selection]))

    for signal in (document.dataset_changed, document.scene_changed, document.heads_changed, document.laid,
                   document.selection_changed):  # fmt: skip
        signal.connect(look)
    labels = Labels(few)
    other = Dataset(dataset.root, dataset.format, tuple(replace(s, read_labels=lambda _s: labels) for s in dataset))
    match how:
        case "open":
            document.open(other, {}, {})
        case "refresh":
            document.refresh_dataset(other)
        case _:
            document.lay({scene: few}, {}, {}, {})
    assert seen
    assert len(document.selection) == 0


def test_a_selection_stays_where_the_heads_stay(document, dataset):
    document.select([1, 2])
    document.refresh_dataset(dataset)
    assert document.selection.tolist() == [1, 2]


@pytest.mark.parametrize("how", ["undo", "redo", "edit"])
def test_an_edit_that_a_widget_makes_while_a_step_is_shown_does_not_break_the_history(document, how):
    """A field that is hidden by an undo hands over what was typed: pushed then, Qt ended the process."""
    heads = document.annotation(document.scene_id)
    document.set_value("rate", 1)
    for rate in (2, 3):
        document.edit_value("Change", "rate", rate, merge=False)
    document.history.undo()
    document.value_changed.connect(lambda _name: document.edit_value("Typed", "rate", 99, merge=False))
    match how:
        case "undo":
            document.history.undo()
            assert document.value("rate") == 1
            document.history.redo()
        case "redo":
            document.history.redo()
            document.history.undo()
        case _:
            document.edit_value("Change", "rate", 7, merge=False)
            document.history.undo()
    assert document.value("rate") == 2
    document.history.undo()
    assert document.value("rate") == 1
    assert document.annotation(document.scene_id) == heads
