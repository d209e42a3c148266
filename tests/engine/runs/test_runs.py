"""A run's folder: what is written is read back, whatever cut the writing off."""

import csv
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine import events as say
from miscount.engine import files, runs
from miscount.engine.errors import OutputError, RunError
from miscount.engine.runs.event_log import last_event
from tests.engine.runs.made_run import RECIPE, make_run


def steps(stage: str, number: int) -> list[say.Event]:
    return [say.StepDone(stage, n, number, 1, 0.5, 1e-3, 9.0) for n in range(1, number + 1)]


@pytest.fixture
def run_folder(tmp_path):
    return make_run(tmp_path / "tiny")


def test_a_run_is_read_back(run_folder):
    run = runs.open_run(run_folder)
    assert run.name == "tiny"
    assert run.recipe_text == RECIPE
    assert run.status == "done"
    assert len(run.per_scene) == 24
    assert run.per_scene[0]["scene"] == "part_A/test/IMG_1"
    assert sum(row["role"] == "poisoned" for row in run.manifest) == 3
    assert run.about["versions"]["python"].startswith("3.")
    assert run.about["argv"]


def test_results_are_schema_1_and_nan_is_null(run_folder):
    text = (run_folder / runs.RESULTS).read_text()
    results = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert set(results) == {
        "schema", "recipe", "seed", "scenes", "baselines", "stealth", "models", "detectors", "timing",
        "crafting", "study", "reach", "labels", "defenses",
    }  # fmt: skip
    assert results["schema"] == 1
    assert results["models"]["defended/fine_tune"]["triggered"]["net_effect"] is None


def test_an_unfinished_last_line_is_passed_over_and_cut_away(run_folder):
    path = run_folder / runs.EVENTS
    whole = list(runs.open_run(run_folder).events())
    path.write_bytes(path.read_bytes() + b'{"event": "StepDone", "sta')
    assert list(runs.open_run(run_folder).events()) == whole
    with runs.EventLog(run_folder) as log:
        log.append(say.Finished(cancelled=True))
    assert list(runs.open_run(run_folder).events()) == [*whole, say.Finished(cancelled=True)]


def test_a_damaged_line_in_the_middle_is_said_with_its_number(run_folder):
    path = run_folder / runs.EVENTS
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:4], "{no json}\n", *lines[5:]]))
    with pytest.raises(RunError, match="line 5"):
        list(runs.open_run(run_folder).events())


@given(st.integers(0, 6), st.binary(max_size=9).filter(lambda tail: b"\n" not in tail))
def test_rewinding_keeps_the_beginning_and_appends_after_it(tmp_path_factory, keep, tail):
    folder = tmp_path_factory.mktemp("run")
    events = steps("twin", 6)
    with runs.EventLog(folder) as log:
        for event in events:
            log.append(event)
    with (folder / runs.EVENTS).open("ab") as file:
        file.write(tail)
    with runs.EventLog(folder) as log:
        assert len(log) == 6
        log.rewind(keep)
        log.append(say.StageDone("twin", 1.0))
        assert len(log) == keep + 1
    assert list(runs.read_events(folder / runs.EVENTS)) == [*events[:keep], say.StageDone("twin", 1.0)]


def test_rewinding_to_a_step_of_a_stage(tmp_path):
    events = [say.StageStarted("twin", 0, 2), *steps("twin", 3), say.StageStarted("victim", 1, 2), *steps("victim", 4)]
    with runs.EventLog(tmp_path) as log:
        for event in events:
            log.append(event)
        log.rewind_to("victim", 2)
        assert list(runs.read_events(log.path)) == events[:7]
        log.rewind_to("victim", 0)
        assert list(runs.read_events(log.path)) == events[:4]
        with pytest.raises(ValueError, match="want 0 to 4"):
            log.rewind(5)


@given(st.sets(st.integers(0, 6)))
def test_what_is_dropped_is_gone_and_all_else_stays_byte_for_byte(tmp_path_factory, numbers):
    folder = tmp_path_factory.mktemp("run")
    events = [*steps("twin", 6), say.StageDone("twin", 1.5)]
    with runs.EventLog(folder) as log:
        for event in events:
            log.append(event)
        lines = log.path.read_bytes().splitlines(keepends=True)
        log.drop(numbers)
        assert log.path.read_bytes() == b"".join(line for k, line in enumerate(lines) if k not in numbers)
        assert len(log) == 7 - len(numbers)
        log.append(say.Finished())
    kept = [event for k, event in enumerate(events) if k not in numbers]
    assert list(runs.read_events(log.path)) == [*kept, say.Finished()]


@pytest.mark.parametrize("tail", ["", "\n", '{"event": "StepDo', "\n\n"])
@pytest.mark.parametrize("length", [1, 9_000])
def test_the_last_event_is_that_of_the_whole_file(tmp_path, tail, length):
    path = tmp_path / runs.EVENTS
    said = [*steps("twin", 3), say.Warned("twin", "x" * length)]
    for number in range(len(said) + 1):
        path.write_text("".join(say.to_line(event) + "\n" for event in said[:number]) + tail)
        whole = list(runs.read_events(path))
        assert last_event(path) == (whole[-1] if whole else None)
    path.write_text(path.read_text() + "{no json}\n")
    with pytest.raises(RunError, match="damaged"):
        last_event(path)
    assert last_event(tmp_path / "none.jsonl") is None


def test_kinds_that_nobody_asks_for_are_passed_over(run_folder):
    run = runs.open_run(run_folder)
    wanted = [event for event in run.events() if not isinstance(event, say.StepDone | say.EpochDone)]
    assert list(run.events((say.StepDone, say.EpochDone))) == wanted
    assert 0 < len(wanted) < len(list(run.events()))


def test_a_run_that_has_not_changed_is_listed_as_it_was_read(tmp_path):
    for name in ("one", "other"):
        make_run(tmp_path / name)
    first = {run.name: run for run in runs.list_runs(tmp_path)}
    with runs.EventLog(tmp_path / "one") as log:
        log.append(say.Finished(cancelled=True))
    second = {run.name: run for run in runs.list_runs(tmp_path, first.values())}
    assert second["other"] is first["other"]
    assert second["one"] is not first["one"]
    assert (first["other"].status, second["one"].status) == ("done", "cancelled")


def test_every_event_is_in_the_file_before_the_next(tmp_path):
    with runs.EventLog(tmp_path) as log:
        for number, event in enumerate(steps("twin", 3), start=1):
            log.append(event)
            assert len(list(runs.read_events(log.path))) == number


def test_a_folder_of_another_recipe_is_refused_unless_resumed(tmp_path):
    folder = tmp_path / "out"
    runs.claim_folder(folder, "seed: 0\n")
    runs.claim_folder(folder, "seed: 0\n")
    runs.EventLog(folder).close()
    with pytest.raises(OutputError, match="another recipe"):
        runs.claim_folder(folder, "seed: 1\n")
    assert (folder / runs.RECIPE).read_text() == "seed: 0\n"
    runs.claim_folder(folder, "seed: 1\n", resume=True)
    assert (folder / runs.RECIPE).read_text() == "seed: 1\n"


def test_a_run_is_never_written_among_other_things(tmp_path):
    (tmp_path / "images").mkdir()
    with pytest.raises(OutputError, match="other things than runs"):
        runs.claim_folder(tmp_path, RECIPE)
    assert [path.name for path in tmp_path.iterdir()] == ["images"]
    (tmp_path / runs.RECIPE).write_text("# the person's own\nseed: 0\n")
    with pytest.raises(OutputError, match="other things than runs"):
        runs.claim_folder(tmp_path, RECIPE, resume=True)
    assert (tmp_path / runs.RECIPE).read_text().startswith("# the person's own")
    (left := tmp_path / "left").mkdir()
    (left / ".run.lock").write_text("")  # of a process that was killed before it had written the recipe
    (left / ".DS_Store").write_text("")
    runs.claim_folder(left, RECIPE).let_go()


def test_a_place_that_is_a_file_is_said_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        runs.claim_folder(tmp_path / "file" / "out", RECIPE)


def test_free_folders_have_no_colons_and_are_new(tmp_path):
    first = runs.free_folder(tmp_path, "a:b/c 0")
    assert first == tmp_path / "a-b-c 0"
    first.mkdir()
    assert runs.free_folder(tmp_path, "a:b/c 0") == tmp_path / "a-b-c 0-2"
    assert runs.stage_folder(tmp_path, "defense/fine_tune") == tmp_path / "stages" / "defense_fine_tune"


def test_runs_are_listed_latest_first_without_what_is_none(tmp_path):
    for name, started in (("old", "2026-01-01"), ("new", "2026-02-01"), ("broken", "2026-03-01")):
        folder = make_run(tmp_path / name)
        about = json.loads((folder / runs.ABOUT).read_text())
        files.write_json(folder / runs.ABOUT, {**about, "started": started})
    (tmp_path / "broken" / runs.RESULTS).write_text("{")
    (tmp_path / "no_run").mkdir()
    assert [run.name for run in runs.list_runs(tmp_path)] == ["new", "old"]
    assert runs.list_runs(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / runs.RECIPE).unlink(), "not a run's folder"),
        (lambda folder: (folder / runs.RESULTS).write_text("[]"), "expected a JSON dict"),
        (lambda folder: (folder / runs.RESULTS).write_text('{"schema": 2}'), "schema 1"),
        (lambda folder: (folder / runs.ABOUT).write_bytes(b"\xff\xfe"), "run.json is damaged"),
    ],
)
def test_what_is_no_run_is_said_in_a_sentence(run_folder, spoil, words):
    spoil(run_folder)
    with pytest.raises(RunError, match=words):
        runs.open_run(run_folder)


def test_a_row_that_does_not_fit_its_head_is_said(run_folder):
    path = run_folder / runs.PER_SCENE
    path.write_text(path.read_text() + "IMG_9,twin,1\n")
    with pytest.raises(RunError, match=r"expected 10 columns in line 26, found 3"):
        _ = runs.open_run(run_folder).per_scene


def test_plain_values_are_what_json_holds():
    value = {"a": np.float32(1.5), "b": (np.int64(2), math.inf), 3: [float("nan"), None, True, "x"]}
    assert runs.plain(value) == {"a": 1.5, "b": [2, None], "3": [None, None, True, "x"]}


def test_status_of_runs_that_did_not_end_well(tmp_path):
    runs.claim_folder(tmp_path, RECIPE)
    assert runs.open_run(tmp_path).status == "unfinished"
    for event, status in ((say.Failed("No room."), "failed"), (say.Finished(cancelled=True), "cancelled")):
        with runs.EventLog(tmp_path) as log:
            log.append(event)
        assert runs.open_run(tmp_path).status == status


@pytest.mark.parametrize(("name", "column", "cell"), [
    ("per_scene", "heads", "many"), ("per_scene", "clean", "1e999"), ("detections", "rank", "first"),
    ("per_scene", "model", None), ("detections", "suspect", None),
])  # fmt: skip
def test_a_table_that_was_edited_into_another_is_damaged(run_folder, name, column, cell):
    path = run_folder / f"{name}.csv"
    if name == "detections":
        rows = [dict.fromkeys(runs.DETECTION_COLUMNS, "1")]
        runs.write_rows(path, runs.DETECTION_COLUMNS, rows)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [each for each in rows[0] if cell is not None or each != column]
    if cell is not None:
        rows[-1][column] = cell
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    run = runs.open_run(run_folder)
    with pytest.raises(RunError, match=rf"{name}.csv is damaged: expected .*{column}"):
        getattr(run, name)
