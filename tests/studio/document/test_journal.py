"""The journal: on the disk within a second, whole lines only, played back after a crash."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from miscount.engine.scenes.annotation import Annotation
from miscount.studio.document import Document
from miscount.studio.document.edits import HandMap, Patch, SceneMarks, heads_hash, pack, unpack
from miscount.studio.document.journal import Journal, JournalFolder, Saved, read_journal
from miscount.studio.document.recovery import recover
from tests.places import ROOT

FIRST, SECOND = "part_X/train/IMG_0", "part_X/train/IMG_1"


def no_values(name: str, raw: object) -> object:
    raise KeyError(name)


@pytest.fixture
def journal(tmp_path, document):
    made = Journal(tmp_path / "journals" / "journal.jsonl", tmp_path)
    document.applied.connect(made.append)
    yield made
    document.applied.disconnect(made.append)
    made.close()


def fresh(dataset) -> Document:
    made = Document()
    made.open(dataset, {}, {})
    return made


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
def test_arrays_are_packed_to_the_last_bit(dtype):
    array = (np.random.default_rng(0).random((7, 5)) * 200).astype(dtype)
    assert np.array_equal(unpack(json.loads(json.dumps(pack(array)))), array)


def test_an_edit_is_on_the_disk_when_the_journal_says_so_and_nothing_waits_for_more(journal, document):
    document.edit_heads("Add", Annotation.of([[1, 2]]))
    assert journal.flush()  # waits and asks for nothing: the journal writes by itself, as soon as it can
    assert read_journal(journal.path).num_edits == 1


def test_edits_undo_and_redo_are_played_back(journal, document, dataset):
    document.edit_heads("One", Annotation.of([[1, 2], [3, 4]]))
    document.edit_heads("Two", Annotation.of([[5, 6]]))
    document.history.undo()
    document.show_scene(SECOND)
    document.edit_heads("Three", document.annotation(SECOND).with_heads([[9, 9]]))
    assert journal.flush()
    other = fresh(dataset)
    assert recover(other, [read_journal(journal.path)], no_values).counts == (2, 0)
    for scene in (FIRST, SECOND):
        assert other.annotation(scene) == document.annotation(scene)
    other.history.undo()
    assert not other.is_edited(FIRST)
    assert not other.is_edited(SECOND)


def test_strokes_are_played_back(journal, document, dataset):
    base = np.zeros((96, 128), np.float32)
    patch = Patch(10, 20, base[:4, :4].copy(), np.full((4, 4), 0.5, np.float32))
    document.edit_density("Paint", [patch], lambda: HandMap(base.copy(), {"kind": "fixed"}, "0" * 16))
    assert journal.flush()
    other = fresh(dataset)
    assert recover(other, [read_journal(journal.path)], no_values).unfit == ()
    assert np.array_equal(other.hand_map(FIRST).map, document.hand_map(FIRST).map)
    assert dict(other.hand_map(FIRST).kernel) == {"kind": "fixed"}


def test_what_was_saved_is_not_played_back(journal, document):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    journal.append(Saved())
    document.edit_heads("Two", Annotation.of([[3, 4]]))
    assert journal.flush()
    assert read_journal(journal.path).num_edits == 1


def test_a_save_between_writing_and_marking_costs_nothing(journal, document, dataset):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    document.edit_heads("Two", Annotation.of([[3, 4], [5, 6]]))
    assert journal.flush()
    other = Document()
    other.open(dataset, {FIRST: document.annotation(FIRST)}, {})  # the files are written, the marker is not
    assert recover(other, [read_journal(journal.path)], no_values).counts == (0, 0)
    assert other.annotation(FIRST) == document.annotation(FIRST)


def test_edits_of_other_heads_are_refused_and_counted(journal, document, dataset):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    assert journal.flush()
    other = Document()
    other.open(dataset, {FIRST: Annotation.of([[7, 7]])}, {})
    assert recover(other, [read_journal(journal.path)], no_values).counts == (0, 1)
    assert other.annotation(FIRST) == Annotation.of([[7, 7]])


@pytest.mark.parametrize(("cut", "num_edits"), [(1, 2), (2, 2), (3, 1), (40, 1)])  # the last two bytes end the line
def test_a_truncated_last_line_does_not_count(journal, document, cut, num_edits):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    document.edit_heads("Two", Annotation.of([[3, 4]]))
    assert journal.flush()
    whole = journal.path.read_bytes()
    cut_off = journal.path.with_name("cut.jsonl")
    cut_off.write_bytes(whole[:-cut])
    left = read_journal(cut_off)
    assert left.num_edits == num_edits
    assert left.damaged_lines == 1


def test_a_line_of_rubbish_in_the_middle_costs_only_itself(journal, document):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    assert journal.flush()
    rubbish = journal.path.with_name("rubbish.jsonl")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    rubbish.write_bytes(lines[0] + b"\x00\xff{not json\n" + b"[1, 2]\n" + b"".join(lines[1:]))
    left = read_journal(rubbish)
    assert (left.num_edits, left.damaged_lines) == (1, 2)


def test_a_journal_that_cannot_be_written_says_so_and_stops_nothing(tmp_path, document):
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file" / "journal.jsonl", tmp_path)
    journal.append({"op": "open"})
    assert not journal.flush()
    assert "cannot be written" in journal.problem
    journal.close()


def test_a_full_disk_costs_no_edit_once_there_is_room(journal, document, dataset, monkeypatch):
    document.edit_heads("One", Annotation.of([[1, 2]]))
    assert journal.flush()
    whole, sync = journal.path.read_bytes(), os.fsync

    def no_room(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    document.edit_heads("Two", Annotation.of([[3, 4]]))
    assert not journal.flush()
    assert journal.path.read_bytes() == whole  # nothing half written is left
    monkeypatch.setattr(os, "fsync", sync)
    document.edit_heads("Three", Annotation.of([[5, 6]]))
    assert journal.flush()
    assert not journal.problem
    other = fresh(dataset)
    assert recover(other, [read_journal(journal.path)], no_values).unfit == ()
    assert other.annotation(FIRST) == Annotation.of([[5, 6]])


def test_what_is_left_behind_is_kept_until_it_is_recovered_or_given_up(tmp_path, document, dataset):
    journals = JournalFolder(tmp_path / "journals")
    first = Journal(journals.current, tmp_path)
    document.applied.connect(first.append)
    document.edit_heads("One", Annotation.of([[1, 2]]))
    assert first.flush()
    document.applied.disconnect(first.append)
    first.close()
    journals.set_aside()
    (left,) = journals.leftovers()
    second = Journal(journals.current, tmp_path)
    other = fresh(dataset)
    other.applied.connect(second.append)
    recover(other, [left], no_values)
    second.append({"op": "recovered", "from": [left.path.name]})
    assert second.flush()
    other.applied.disconnect(second.append)
    second.close()
    # killed before the old journal was removed, and started again: the edits are offered once
    journals.set_aside()
    (again,) = journals.leftovers()
    assert again.num_edits == 1
    third = fresh(dataset)
    recover(third, [again], no_values)
    assert third.annotation(FIRST) == Annotation.of([[1, 2]])


def test_kill_9_loses_no_edit_of_which_the_journal_said_that_it_is_on_the_disk(tmp_path):
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from PySide6.QtCore import QCoreApplication
        from miscount.engine.scenes.annotation import Annotation
        from miscount.engine.scenes.scene import Dataset, Labels, Scene
        from miscount.studio.document import Document
        from miscount.studio.document.journal import Journal
        app = QCoreApplication([])
        scene = Scene("a/train/s", "train", Path("s.png"), None, lambda _: Labels(Annotation.of([])))
        document = Document()
        document.open(Dataset(Path("."), "x", (scene,)), {{}}, {{}})
        journal = Journal(Path({str(tmp_path / "journal.jsonl")!r}), Path("."))
        document.applied.connect(journal.append)
        for number in range(25):
            document.edit_heads("Add", document.annotation("a/train/s").with_heads([[number, number]]))
        assert journal.flush()
        print("ready", flush=True)
        sys.stdin.read()
    """)
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    with child:
        assert child.stdout.readline().strip() == "ready"
        os.kill(child.pid, signal.SIGKILL)
        child.wait(10)
    left = read_journal(tmp_path / "journal.jsonl")
    assert left.num_edits == 25
    assert left.records[-1]["after"] == heads_hash(Annotation.of([[n, n] for n in range(25)]))


def test_marks_and_notes_come_back_even_where_only_they_changed(tmp_path, document, dataset):
    journals = JournalFolder(tmp_path / "journals")
    journal = Journal(journals.current, tmp_path)
    document.applied.connect(journal.append)
    scene_id = dataset.scenes[0].id
    heads = document.annotation(scene_id)
    noted = heads.with_column("note", ["a hat", *[None] * (len(heads) - 1)])
    document.edit_heads("Note", noted)
    document.edit_marks("Mark as checked", SceneMarks(checked=True, looked=5))
    assert journal.flush()
    document.applied.disconnect(journal.append)
    journal.close()
    journals.set_aside()
    other = fresh(dataset)
    assert recover(other, journals.leftovers(), no_values).counts == (2, 0)
    assert other.annotation(scene_id).column("note")[0] == "a hat"
    assert other.marks(scene_id) == SceneMarks(checked=True, looked=5)
