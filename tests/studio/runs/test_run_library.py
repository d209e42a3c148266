"""What the window knows of a run: its counters with weights, and its figures as rows of tables."""

import pytest

from miscount.engine.runs import TWIN, CounterId, RunResults, open_run
from miscount.engine.runs.names import counter_name
from miscount.engine.runs.results import StudyRow
from miscount.studio.pages.evaluate import _facts_of
from miscount.studio.pages.suspects import _in_words
from miscount.studio.runs.figures import (
    defense_rows,
    definitions,
    part_table,
    run_row,
    score_columns,
    score_rows,
    study_rows,
)
from miscount.studio.runs.run_library import RunFacts, facts
from tests.engine.runs.made_run import make_run
from tests.places import FIXTURES


@pytest.fixture(scope="module")
def golden():
    return RunResults.read(FIXTURES / "results_schema_1.json")


def known(folder, results):
    return RunFacts(folder, "a run", "tiny", "2026-11-28T20:00:00+00:00", "done", results, ())


def test_counters_with_weights_are_named_and_ordered_as_in_the_results(tmp_path, golden):
    stages = ("victim", "control_fine_tune_2", "twin", "defended_cbd", "benign_cbd", "early_3", "defended_fine_tune_2")
    for stage in stages:
        (tmp_path / "stages" / stage).mkdir(parents=True)
        (tmp_path / "stages" / stage / "weights.safetensors").touch()
    (tmp_path / "stages" / "study").mkdir()
    names = ["twin", "victim", "benign/cbd", "defended/cbd", "defended/fine_tune/2", "control/fine_tune/2", "early/3"]
    for results in (golden, None):  # a run that is not evaluated yet has weights too
        run = known(tmp_path, results)
        assert list(map(str, run.counters)) == names
        assert all(run.weights(counter).is_file() for counter in run.counters)
    assert run.weights(TWIN) == tmp_path / "stages" / "twin" / "weights.safetensors"


def test_tables_have_a_row_a_counter_in_one_order(golden):
    order = list(map(str, golden.counters))
    assert [row["id"] for row in score_rows(golden)] == order
    assert score_rows(golden)[1]["triggered.asr"] == golden.victim.triggered.asr
    for part in ("intervals", "inside", "alarm"):
        _, rows = part_table(golden, part, {})
        assert [row["id"] for row in rows] == order
    low, high = golden.twin.intervals.mae
    assert part_table(golden, "intervals", {})[1][0]["mae"] == f"{low:.2f} … {high:.2f}"
    assert score_rows(None) == study_rows(None, "dose") == part_table(None, "alarm", {})[1] == []


def test_the_window_has_the_figures_of_the_report(golden):
    words = definitions()
    columns = {column.key: column for column in score_columns(words)}
    row = score_rows(golden)[1]
    victim = golden.victim
    assert row["judged.effect_median"] == victim.judged.effect_median
    assert {"judged.effect_median_twin", "judged.asr_twin", "judged.asr_n", "training.poison_rate"} <= set(columns)
    assert all(column.absent == "n/a" and column.tip for key, column in columns.items() if key != "name")
    defended = next(row for row in defense_rows(golden) if row["id"] == "defended/cbd")
    known = golden.defense(CounterId("defended", "cbd"))
    assert (defended["erasure"], defended["left"], defended["asr_drop"]) == (known.erasure, known.left, known.asr_drop)
    assert golden.outdated, "its figures are of an earlier version"


def test_the_study_has_the_trained_strength_among_the_others(golden):
    rows = study_rows(golden, "dose")
    assert [row["name"] for row in rows] == ["x 0.5", "x 1, as trained"]
    assert rows[1]["psnr"] == golden.stealth.psnr
    assert rows[1]["ratio.victim"] == golden.victim.triggered.ratio_median
    assert rows[0]["effect.twin"] == golden.study_of("dose")[0].effect["twin"]
    assert all(row["name"] != "x 1, as trained" for row in study_rows(golden, "other"))
    one = {"kind": "dose", "name": "x 1", "dose": 1.0, "psnr": 20.0, "ratio": {"victim": 0.5}, "effect": {}}
    studied = golden.model_copy(update={"study": (*golden.study, StudyRow.model_validate(one))})
    rows = study_rows(studied, "dose")
    assert [(row["name"], row["ratio.victim"]) for row in rows][1:] == [("x 1, as trained", 0.5)], "as it was measured"


def test_a_run_is_a_row_with_its_best_defense_or_without_figures(golden, tmp_path):
    row = run_row(known(tmp_path, golden))
    left = {counter_name(counter): golden.scores(counter).triggered.net_effect for counter in golden.defended()}
    assert row["left"] == left[row["best"]]
    assert abs(row["left"]) == min(map(abs, left.values()))
    assert row["victim"] == golden.victim.clean.mae
    bare = run_row(known(tmp_path, None))
    assert (bare["name"], bare["best"]) == ("a run", "")
    assert "victim" not in bare


def test_the_facts_of_a_run_are_said_where_they_are_defined(golden):
    said = _facts_of(golden)
    assert said["Mean_count"] == f"MAE {golden.baselines.mean_count.mae:.2f}"
    assert said["LPIPS"] is None
    assert said["Scenes"].startswith("18 train, ")
    bare = _facts_of(RunResults(schema=1, recipe="", seed=0, models={}))
    assert set(bare.values()) == {None}
    assert list(bare) == list(said)


def test_a_detectors_verdict_is_on_scenes_or_on_the_counter(golden):
    assert _in_words(golden.detectors["inversion"], 0).startswith("The counter is ")
    assert _in_words(golden.detectors["frequency"], 3).startswith("3 suspect; AUROC ")


def test_the_window_shows_what_open_run_found(tmp_path):
    run = open_run(make_run(tmp_path / "tiny"))
    found = facts(run)
    assert found.results is run.results
    assert found.results.scores(CounterId("defended", "fine_tune")).clean.mae == 1.2
    assert len(found.per_scene) == 24


def test_damage_in_the_middle_of_what_a_run_said_is_told(window, qtbot, notices, tiny_project):
    folder = make_run(tiny_project / "runs" / "first")
    lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    lines[2] = b"\x00" * len(lines[2])
    (folder / "events.jsonl").write_bytes(b"".join(lines))
    window.services.runs.refresh(then_show=folder)
    qtbot.waitUntil(lambda: any("events.jsonl is damaged" in notice.text for notice in notices), timeout=10_000)
    assert window.services.runs.current.results is not None, "its tables are whole"
