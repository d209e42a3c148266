"""What a folder is: project, run, dataset, or a sentence on why it is none of them."""

import shutil

import numpy as np
import pytest
from PIL import Image

from miscount import main
from miscount.engine.cli import is_command
from miscount.studio.beginnings.recognized import NAMED_COLUMNS, FolderError, look_at, recognize


@pytest.fixture
def run(tmp_path):
    folder = tmp_path / "lone" / "first"
    folder.mkdir(parents=True)
    (folder / "recipe.yaml").write_text("version: 1\nname: first\n")
    (folder / "events.jsonl").write_text("")
    return folder


def test_a_project_is_one_by_its_folder_or_its_file(tiny_project):
    for path in (tiny_project, tiny_project / "project.yaml"):
        found = recognize(path)
        assert (found.kind, found.folder) == ("project", tiny_project.resolve())


def test_a_run_is_one_and_knows_its_project(run, tiny_project):
    assert recognize(run).kind == "run"
    assert recognize(run).project is None
    inside = tiny_project / "runs" / "first"
    shutil.copytree(run, inside)
    assert recognize(inside).project == tiny_project.resolve()
    assert recognize(inside / "recipe.yaml").folder == inside.resolve()


def test_a_suite_is_one_and_its_tables_are_no_annotations(run, tmp_path):
    suite = tmp_path / "table"
    shutil.copytree(run, suite / "rain-seed-0")
    (suite / "leaderboard.csv").write_text("attack,row,seeds\nrain,victim,1\n")
    for name in ("cells.json", "suite.json"):
        (suite / name).write_text("{}")
        assert (recognize(suite).kind, recognize(suite / "rain-seed-0").kind) == ("suite", "run")
        (suite / name).unlink()


def test_a_dataset_is_one(tiny_scenes):
    assert recognize(tiny_scenes).kind == "dataset"


@pytest.mark.parametrize("kind", ["empty", "words", "missing", "file"])
def test_what_is_none_is_said_in_one_sentence(tmp_path, kind):
    folder = tmp_path / "nothing"
    if kind != "missing":
        folder.mkdir()
    if kind in ("words", "file"):
        (folder / "notes.txt").write_text("nothing to see")
    path = folder / "notes.txt" if kind == "file" else folder
    with pytest.raises(FolderError) as told:
        recognize(path)
    assert str(path) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_table_with_columns_of_its_own_is_a_dataset_that_asks(tmp_path):
    Image.fromarray(np.zeros((40, 40, 3), np.uint8)).save(tmp_path / "a.png")
    (tmp_path / "heads.csv").write_text("Datei,Spalte_px,Zeile_px\na.png,10,20\n")
    assert recognize(tmp_path).kind == "dataset"
    looked = look_at(tmp_path)
    assert looked.found is None
    assert looked.problem == ""
    assert looked.note == NAMED_COLUMNS


# ---- named on the command line


@pytest.fixture
def opened(monkeypatch):
    """What the studio would have opened."""
    asked = []
    monkeypatch.setattr("miscount.studio.app.main", lambda folder=None: asked.append(folder) or 0)
    return asked


def test_a_folder_as_the_only_word_opens_the_studio_on_it(tmp_path, opened, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hall").mkdir()
    words = [str(tmp_path / "hall"), "hall", ".", "./hall"]
    assert [main.main([word]) for word in words] == [0] * 4
    assert opened == words


def test_a_path_that_is_not_there_is_a_sentence_and_no_window(opened, capsys, tmp_path):
    for words in ([str(tmp_path / "none")], ["studio", str(tmp_path / "none")]):
        assert main.main(words) == 2
        assert "does not exist" in capsys.readouterr().err
    assert opened == []


def test_a_command_stays_one_where_a_folder_has_its_name(opened, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert is_command("doctor")
    assert is_command("runs")
    assert not is_command("Doctor who")
    (tmp_path / "doctor").mkdir()
    main.main(["doctor"])
    assert opened == []
    assert main.main(["./doctor"]) == 0
    assert opened == ["./doctor"]
    assert capsys.readouterr().out
