"""One broken file of a project blocks nothing: it is named, it is kept, and the others open."""

import io
import json
import os
import zipfile

import numpy as np
import pytest

from miscount.engine.scenes.annotation import Annotation
from miscount.studio.document.edit_files import PROPOSALS, EditFiles
from miscount.studio.document.edits import HandMap, SceneMarks
from miscount.studio.document.origin import Origin
from miscount.studio.document.project import open_project
from tests.studio.document.test_edit_files import ORIGIN, SCENE, read
from tests.studio.document.test_session import open_session  # noqa: F401

OTHER = Origin("part_A/train/IMG_2", ORIGIN.content.__class__(7, "ef" * 32))


def zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"x")
    return stream.getvalue()


def npy_of(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=array.dtype == object)
    return stream.getvalue()


BROKEN = {
    "empty": b"",
    "zeros": bytes(512),
    "half a word": b'{"schema": 2, "sce',
    "deep": b"[" * 200_000,
    "deep objects": b'{"a":' * 50_000,
    "another kind": b"[1, 2]",
    "a number": b"1e999",
    "no UTF-8": b"\xff\xfe\xfd",
    "a zip": zip_of("x.npy"),
    "half a zip": zip_of("x.npy")[:20],
    "other values": b'{"schema": 2, "scene": 5, "picture": [], "points": "x", "weights": {}, "scenes": 7, "kernel": 1}',
    "a long number": b'{"schema": %s}' % (b"9" * 5000),
    "an array of objects": npy_of(np.array([{}], dtype=object)),
    "an array of text": npy_of(np.array(["a"])),
    "no finite numbers": npy_of(np.full((3, 3), np.nan, np.float32)),
    "an array without values": npy_of(np.zeros((0, 4), np.float32)),
}
FILES = ["heads/{}.json", "proposals/{}.json", "density/{}.json", "density/{}.npy", "marks.json"]


@pytest.fixture
def files(tmp_path) -> EditFiles:
    files = EditFiles(tmp_path / "edits")
    for origin in (ORIGIN, OTHER):
        heads = Annotation.of([[1, 2]])
        files.save_heads(origin.scene, origin, heads)
        files.save_heads(origin.scene, origin, heads, PROPOSALS)
        files.save_map(origin.scene, origin, HandMap(np.ones((4, 5), np.float32), {"kind": "fixed"}, "", heads))
    files.save_marks({ORIGIN: SceneMarks(True), OTHER: SceneMarks(True)})
    return files


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_of_edits_is_named_and_kept_and_the_others_open(files, name, what):
    path = files.folder / name.format(SCENE)
    path.write_bytes(BROKEN[what])
    again, laid, problems = read(files, ORIGIN, OTHER)
    assert len(problems) == 1
    assert str(path) in problems[0] or str(path.with_suffix(".json")) in problems[0]
    assert len(problems[0]) <= 500
    # six edits of heads, proposals and maps lie there and two marks: all but the broken ones are laid
    assert len(laid.taken) == (6 if name == "marks.json" else 7)
    again.save_heads(SCENE, ORIGIN, Annotation.of([[9, 9]]))
    again.save_heads(SCENE, ORIGIN, Annotation.of([[9, 9]]), PROPOSALS)
    again.save_map(SCENE, ORIGIN, HandMap(np.zeros((4, 5), np.float32), {}, ""))
    again.save_marks({ORIGIN: SceneMarks(looked=1)})
    kept = [each.read_bytes() for each in files.folder.rglob("*") if each.is_file()]
    assert BROKEN[what] in kept
    _, laid, _ = read(files, ORIGIN, OTHER)
    assert laid.heads[SCENE] == laid.proposals[SCENE] == Annotation.of([[9, 9]])
    assert not laid.maps[SCENE].map.any()
    assert laid.marks[SCENE] == SceneMarks(looked=1)


def test_one_broken_row_of_marks_costs_only_its_scene(files):
    path = files.folder / "marks.json"
    raw = json.loads(path.read_text())
    raw["scenes"][0]["looked"] = "no number"
    path.write_text(json.dumps(raw))
    again, laid, problems = read(files, ORIGIN, OTHER)
    assert len(laid.marks) == 1
    assert "marks of 1 scene are damaged" in problems[0]
    again.save_marks({ORIGIN: SceneMarks(True)})
    assert any("no number" in each.read_text() for each in files.folder.glob("marks*"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["folder", "pipe", "dangling link"])
def test_what_is_no_file_is_named_and_the_others_open(files, name, kind):
    path = files.folder / name.format(SCENE)
    path.unlink()
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case _:
            path.symlink_to("nowhere")
    _, laid, problems = read(files, ORIGIN, OTHER)
    assert len(laid.taken) >= 6
    assert len(problems) == (0 if name == "marks.json" and kind == "dangling link" else 1)


def test_a_project_of_which_every_file_is_broken_still_opens(open_session, tiny_project):  # noqa: F811
    project = open_project(tiny_project)
    broken = ["edits/heads/a.json", "edits/density/a.json", "edits/proposals/a.json", "edits/marks.json",
              "edits/older.json", "runs/r/done.json", "runs/r/recipe.yaml", "suites/s/suite.yaml"]  # fmt: skip
    for name in broken:
        path = tiny_project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"[" * 100_000)
    opened = open_session()
    assert len(opened.document.dataset) == 13
    document = opened.document
    document.edit_heads("Add", document.annotation(document.scene_id).with_heads([[3, 3]]))
    opened.close()
    told = " ".join(opened.notices)
    assert all(str(project.folder / name) in told for name in broken[:4])
    assert all((tiny_project / name).exists() for name in broken if name != "edits/marks.json")
