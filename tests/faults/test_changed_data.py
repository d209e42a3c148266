"""Data that change under a run stop it, whatever their times say; nothing made of them is remembered."""

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from miscount.engine.built import growing_folder
from miscount.engine.cli import data, experiments, main, reading
from miscount.engine.counters import build
from miscount.engine.counters.checkpoint import save
from miscount.engine.errors import DatasetError, OutputError
from miscount.engine.events import Failed, Finished, StageStarted
from miscount.engine.experiment import run
from miscount.engine.experiment.executors import executor
from miscount.engine.experiment.store import Store, keys_of
from miscount.engine.experiment.whole_reading import held_to
from miscount.engine.poison import Poison, write_poisoned_dataset
from miscount.engine.recipe import parse
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.conversion import convert, readable
from miscount.engine.scenes.file_state import FileState
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.maps import map_sums
from tests.faults.kills import RECIPE, prepared


def swap(path: Path, content: bytes | None = None) -> bytes:
    """Other bytes of the same length under the same name and time; what was there."""
    about, before = path.stat(), path.read_bytes()
    after = content or before[:-40] + bytes(40)
    assert len(after) == len(before)
    path.write_bytes(after)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (about.st_mtime_ns, about.st_size)
    return before


@pytest.fixture
def home(tmp_path):
    return prepared(tmp_path / "home")


@pytest.fixture
def recipe(home):
    return parse(RECIPE.replace("SCENES", str(home / "scenes")), [])


def picture(home):
    return sorted((home / "scenes").rglob("*.jpg"))[0]


@pytest.mark.parametrize("how", ["serial", "local"])
@pytest.mark.parametrize("what", ["picture", "label"])
def test_a_file_that_is_replaced_in_mid_run_stops_it(how, what, home, recipe):
    path = picture(home) if what == "picture" else sorted((home / "scenes").rglob("*.mat"))[0]
    events = []
    for event in run(recipe, home / "out", by=executor(how, 1, None, 1) if how == "local" else None):
        events.append(event)
        if isinstance(event, StageStarted) and event.stage == "victim":
            swap(path)
    assert isinstance(events[-1], Failed)
    assert f"{path} was changed while the run was reading it" in events[-1].message
    keys, store = keys_of(home / "out"), Store.beside(home / "out")
    assert store.find(keys["twin"]) is not None
    assert store.find(keys["victim"]) is None
    assert not (home / "out" / "results.json").exists()


def test_a_file_that_is_changed_and_changed_back_within_a_stage_is_seen(home):
    scene = read_dataset(home / "scenes").scenes[0]
    files = {str(path): FileState.of(path) for path in (scene.image_path, scene.label_path)}
    held = held_to(scene, files)
    assert (held.image() == scene.image()).all()
    before = swap(scene.image_path)
    with pytest.raises(DatasetError, match="was changed while the run was reading it"):
        held.image()
    swap(scene.image_path, before)
    assert (held.image() == scene.image()).all()

    def read_meanwhile(asked):
        content = scene.label_path.read_bytes()
        scene.label_path.write_bytes(b"other" + content)
        scene.label_path.write_bytes(content)
        return scene.read_labels(asked)

    with pytest.raises(DatasetError, match="was changed"):
        _ = held_to(replace(scene, read_labels=read_meanwhile), files).labels


def test_the_same_content_is_kept_whatever_its_times(home):
    path = picture(home)
    state = FileState.of(path)
    os.utime(path, ns=(1, 1))
    assert state.is_kept()
    shutil.copyfile(path, home / "copy.jpg")
    (home / "copy.jpg").replace(path)
    assert state.is_kept()
    swap(path)
    assert not state.is_kept()
    path.unlink()
    assert not state.is_kept()


def test_a_table_under_an_unchanged_time_is_read_anew(home, tmp_path):
    folder = tmp_path / "table"
    folder.mkdir()
    shutil.copy(picture(home), folder / "a.jpg")
    table = folder / "heads.csv"
    table.write_text("image,x,y\na.jpg,1,2\n")
    about = table.stat()
    assert read_dataset(folder)["all/a"].annotation.points.tolist() == [[1, 2]]
    table.write_text("image,x,y\na.jpg,3,4\n")
    os.utime(table, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert read_dataset(folder)["all/a"].annotation.points.tolist() == [[3, 4]]


def test_scenes_that_changed_are_not_sent_to_other_machines(home):
    pytest.importorskip("ray")
    from types import SimpleNamespace

    from miscount.engine.experiment.executors.shipping import _scenes

    scenes = [path for path in (home / "scenes").rglob("*") if path.is_file()]
    source = SimpleNamespace(folder=home / "scenes", files=tuple(map(FileState.of, scenes)))
    assert len(_scenes(source)) == len(scenes)
    swap(scenes[0])
    with pytest.raises(DatasetError, match="was changed"):
        _scenes(source)


GONE = {
    "removed": "was removed or replaced while the run wrote into it",
    "replaced": "was removed or replaced while the run wrote into it",
    "a file": "could not be written: Not a directory",
    "read-only": "could not be written: Read-only file system",
}


@pytest.mark.parametrize("how", GONE)
def test_a_folder_that_vanishes_is_noticed_at_the_next_stage(how, home, recipe, monkeypatch):
    out, events = home / "runs" / "out", []

    def spoil():
        if how == "read-only":
            closed(monkeypatch, out)
            return
        out.rename(home / "gone")
        if how == "replaced":
            shutil.copytree(home / "gone", out)
        elif how == "a file":
            out.touch()

    for event in run(recipe, out):
        events.append(event)
        if isinstance(event, StageStarted) and event.stage == "twin":
            spoil()
    assert isinstance(events[-1], Failed)
    assert f"{out} {GONE[how]}" in events[-1].message
    assert [event.stage for event in events if isinstance(event, StageStarted)][-1] == "twin"
    assert out.is_dir() == (how in ("replaced", "read-only"))
    monkeypatch.undo()
    if how == "read-only":
        assert isinstance(list(run(recipe, out))[-1], Finished)


def closed(monkeypatch, folder):
    """Let nothing be made in `folder`, as on a disk that is read-only since a fault; root could write anywhere else."""
    plain = os.open

    def refuse(path, flags, *more, **named):
        if flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR) and Path(path).absolute().is_relative_to(folder):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return plain(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)


def test_a_thread_that_writes_after_the_first_has_failed_leaves_nothing_that_passes(tmp_path):
    out = tmp_path / "out"

    def fill():
        with growing_folder(out, "miscount density", "x") as report:
            out.rename(tmp_path / "gone")
            try:
                report(1, 2)  # there is no folder any more, and it is told
            finally:
                (out / "maps").mkdir(parents=True)  # as a thread makes it that was still at work

    with pytest.raises(OutputError, match="was removed or replaced"):
        fill()
    for folder in (out, tmp_path / "gone"):
        with pytest.raises(DatasetError, match="is unfinished"):
            map_sums(folder)


@pytest.mark.parametrize("how", ["removed", "replaced", "a file", "read-only"])
@pytest.mark.parametrize("command", ["poison", "density", "convert"])
def test_a_folder_that_vanishes_while_it_is_filled_leaves_nothing_that_passes(command, how, home, monkeypatch, capsys):
    monkeypatch.chdir(home)
    plain = data.progress_of

    def spoil():
        folder = home / "out" if command == "density" else next(home.glob(".out*.part"))
        if how == "read-only":
            closed(monkeypatch, folder)
            return
        folder.rename(home / "gone")
        if how == "replaced":
            folder.mkdir()
        elif how == "a file":
            folder.touch()

    def progress_of(stage, report, cancel):
        progress = plain(stage, report, cancel)

        def then_spoil(done, total):
            progress(done, total)
            if stage == command and done == 5:
                spoil()

        return then_spoil

    monkeypatch.setattr(data, "progress_of", progress_of)
    assert main(COMMANDS[command]) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith((".", "again."))
    monkeypatch.undo()
    for folder in (home / "out", home / "gone"):
        if folder.is_dir() and any(folder.iterdir()):
            with pytest.raises(DatasetError, match="is unfinished"):
                map_sums(folder)
    assert command == "density" or not (home / "out").exists()


WEIGHED = "weights.safetensors"
COMMANDS = {
    "poison": ("poison", "tiny.yaml", "--out", "out"),
    "density": ("density", "scenes", "--out", "out"),
    "convert": ("scenes", "convert", "scenes", "out", "--to", "csv"),
    "evaluate": ("evaluate", WEIGHED, "scenes", "--split", "all"),
}


@pytest.mark.parametrize("what", ["*.jpg", "*.mat"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_reads_twice_notices_what_changed_in_between(command, what, home, monkeypatch, capsys):
    monkeypatch.chdir(home)
    if command == "evaluate":
        save(build({"kind": "light", "channels": 4}), home / WEIGHED)
    path = sorted((home / "scenes").rglob(what))[0]
    plain = reading.progress_of

    def progress_of(stage, report, cancel):
        progress = plain(stage, report, cancel)

        def then_swap(done, total):
            progress(done, total)
            if stage == "read" and done == total:
                swap(path)

        return then_swap

    for module in (data, experiments):
        monkeypatch.setattr(module, "progress_of", progress_of)
    code = main(COMMANDS[command])
    printed = capsys.readouterr()
    assert code == 2
    assert f"{path.name} was changed while the run was reading it" in printed.err
    assert printed.out == ""
    if command == "density":
        with pytest.raises(DatasetError, match="is unfinished"):
            map_sums(home / "out")
    else:
        assert sorted(one.name for one in home.iterdir() if not one.name.startswith(WEIGHED)) == [
            "scenes",
            "small.yaml",
            "tiny.yaml",
        ]


def test_a_picture_that_is_replaced_by_another_of_its_age_stops_an_export_of_the_window(home):
    scenes, _ = readable(read_dataset(home / "scenes"), lambda *_: None)
    swap(picture(home))
    with pytest.raises(DatasetError, match="was changed"):
        convert(scenes, format_named("csv"), home / "out", lambda *_: None)
    with pytest.raises(DatasetError, match="was changed"):
        write_poisoned_dataset(scenes, Poison(), 0, home / "out")
    assert not (home / "out").exists()
