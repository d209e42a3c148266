"""The files of edits: they come back exactly, name their picture, and never write over one another's."""

import json

import numpy as np
import pytest

from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.content import Content
from miscount.studio.document.edit_files import DENSITY, HEADS, PROPOSALS, EditFiles, EditsError, lay
from miscount.studio.document.edits import HandMap, SceneMarks
from miscount.studio.document.origin import Origin

SCENE = "part_A/train/IMG_1"
ORIGIN = Origin(SCENE, Content(1234, "ab" * 32))
OTHER = Origin(SCENE, Content(99, "cd" * 32))


@pytest.fixture
def files(tmp_path) -> EditFiles:
    return EditFiles(tmp_path / "edits")


def read(files: EditFiles, *here: Origin):
    """What lies there, laid on the scenes of `here`; what is of no scene; sentences."""
    again = EditFiles(files.folder)
    stored, problems = again.read()
    laid = lay(stored, {origin: origin.scene for origin in here}, {}, problems)
    again.take(laid.taken, [each for each, _ in laid.absent])
    return again, laid, problems


def test_edits_of_every_kind_come_back_as_they_were(files):
    heads = Annotation(np.array([[1.25, 2.5], [1 / 3, 9]]), np.array([1, 0.3], np.float32)).with_column(
        "note", ["a", 2]
    )
    hand = HandMap(np.random.default_rng(0).random((5, 7), dtype=np.float32), {"kind": "adaptive", "k": 3}, "ab" * 8)
    marks = SceneMarks(checked=True, looked=1 << 255)
    files.save_heads(SCENE, ORIGIN, heads)
    files.save_map(SCENE, ORIGIN, hand)
    files.save_heads(SCENE, ORIGIN, heads, kind=PROPOSALS)
    files.save_marks({ORIGIN: marks, Origin("other", Content(1, "0" * 64)): SceneMarks()})
    again, laid, problems = read(files, ORIGIN)
    assert problems == []
    assert laid.heads == laid.proposals == {SCENE: heads}
    assert np.array_equal(laid.maps[SCENE].map, hand.map)
    assert laid.maps[SCENE].map.flags.writeable
    assert (laid.maps[SCENE].kernel, laid.maps[SCENE].heads) == (hand.kernel, hand.heads)
    assert laid.marks == {SCENE: marks}
    assert laid.absent == []
    again.save_heads(SCENE, ORIGIN, None)
    again.save_heads(SCENE, ORIGIN, None, kind=PROPOSALS)
    again.save_map(SCENE, ORIGIN, None)
    again.save_marks({})
    assert read(files, ORIGIN)[1].taken == {}


def test_an_edit_of_another_picture_of_the_same_name_gets_a_file_of_its_own(files):
    theirs, mine, hand = Annotation.of([[1, 1]]), Annotation.of([[2, 2]]), HandMap(np.ones((2, 2), np.float32), {}, "")
    files.save_heads(SCENE, ORIGIN, theirs)
    files.save_map(SCENE, ORIGIN, hand)
    files.save_marks({ORIGIN: SceneMarks(True)})
    before = {path: path.read_bytes() for path in files.folder.rglob("*.*") if path.name != "marks.json"}
    here, laid, _ = read(files, OTHER)
    assert laid.taken == {}
    here.save_heads(SCENE, OTHER, mine)
    here.save_map(SCENE, OTHER, hand)
    here.save_marks({OTHER: SceneMarks(looked=1)})
    assert {path: path.read_bytes() for path in before} == before
    assert read(files, OTHER)[1].heads == {SCENE: mine}
    assert read(files, ORIGIN)[1].heads == {SCENE: theirs}
    assert read(files, ORIGIN)[1].marks == {SCENE: SceneMarks(True)}
    assert read(files, OTHER)[1].marks == {SCENE: SceneMarks(looked=1)}
    here.save_heads(SCENE, OTHER, None)
    assert {path: path.read_bytes() for path in before} == before


def test_a_damaged_edit_costs_only_itself_and_is_not_written_over(files):
    files.save_heads("a/b", ORIGIN, Annotation.of([[1, 1]]))
    marks = '{"scenes": {"a": {"looked": 1}}}'
    texts = {"heads/c.json": "{half", "marks.json": marks, "density/d.json": "[]"}
    broken = {files.folder / name: text for name, text in texts.items()}
    for path, text in broken.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    again, laid, problems = read(files, Origin("a/b", ORIGIN.content), ORIGIN)
    assert len(laid.taken) == 1
    assert [sum(str(path) in problem for problem in problems) for path in broken] == [1, 1, 1]
    again.save_heads("c", Origin("c", ORIGIN.content), Annotation.of([[5, 5]]))
    again.save_marks({ORIGIN: SceneMarks(True)})
    again.save_map("d", Origin("d", ORIGIN.content), HandMap(np.ones((2, 2), np.float32), {}, ""))
    kept = [path.read_text() for path in sorted(files.folder.rglob("*")) if path.is_file() and path.suffix != ".npy"]
    assert set(broken.values()) <= set(kept)


@pytest.mark.parametrize("scene_id", ["../x", "a/../../x", "/etc/x", "a\\..\\x", ""])
def test_a_scene_cannot_be_named_out_of_the_folder(files, scene_id):
    with pytest.raises(EditsError):
        files.save_heads(scene_id, ORIGIN, Annotation.of([]))


def test_the_older_form_is_read_and_keeps_its_name_until_its_picture_is_known(files):
    path = files.folder / "heads" / f"{SCENE}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"schema": 1, "scene": SCENE, "points": [[1, 2]], "weights": [1]}))
    marks = files.folder / "marks.json"
    marks.write_text(
        json.dumps({"schema": 1, "scenes": {SCENE: SceneMarks(True).to_json(), "b": SceneMarks(True).to_json()}})
    )
    older = Origin(SCENE)
    assert older.older
    again, laid, problems = read(files, older)
    assert problems == []
    assert laid.heads == {SCENE: Annotation.of([[1, 2]])}
    assert laid.marks == {SCENE: SceneMarks(True)}
    again.save_heads(SCENE, ORIGIN, Annotation.of([[3, 3]]))
    again.save_marks({older: SceneMarks(True)})
    assert json.loads(path.read_text())["picture"] == {"num_bytes": 1234, "sha256": "ab" * 32}
    rows = json.loads(marks.read_text())["scenes"]
    assert [(row["scene"], "picture" in row) for row in rows] == [("b", False), (SCENE, False)]
    assert read(files, ORIGIN, older)[1].heads == {SCENE: Annotation.of([[3, 3]])}


def test_of_two_edits_of_one_kind_for_a_scene_the_one_that_knows_its_picture_is_shown_and_both_stay(files):
    older = files.folder / "heads" / "older.json"
    older.parent.mkdir(parents=True)
    older.write_text(json.dumps({"scene": SCENE, "points": [[1, 2]], "weights": [1]}))
    files.save_heads(SCENE, ORIGIN, Annotation.of([[3, 3]]))
    _, laid, _ = read(files, ORIGIN, Origin(SCENE))
    assert laid.heads == {SCENE: Annotation.of([[3, 3]])}
    ((absent, why),) = laid.absent
    assert absent.path == older
    assert "another edit of this kind" in why


def test_kinds_lie_apart(files):
    files.save_heads(SCENE, ORIGIN, Annotation.of([[1, 1]]))
    files.save_heads(SCENE, ORIGIN, Annotation.of([[2, 2]]), kind=PROPOSALS)
    _, laid, _ = read(files, ORIGIN)
    assert set(laid.taken) == {(HEADS, SCENE), (PROPOSALS, SCENE)}
    assert DENSITY not in {kind for kind, _ in laid.taken}
