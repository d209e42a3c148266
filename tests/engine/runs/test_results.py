"""results.json as models: no byte is lost, old and later files open, and what is damaged is said in a sentence."""

import copy
import dataclasses
import json
import math
import random
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from miscount.engine import runs
from miscount.engine.defenses import KINDS
from miscount.engine.errors import EngineError, RunError
from miscount.engine.runs import TWIN, VICTIM, CounterId, RunResults
from miscount.engine.runs.results import DetectorScores, Entry, Scores, defense_scores
from tests.engine.runs.made_run import make_run
from tests.places import FIXTURES, ROOT

GOLDEN = FIXTURES / "results_schema_1.json"
"""Of a run with defenses on victim and twin, three detectors and a local label edit; older than the models."""

OLDEST = {
    "schema": 1, "recipe": "old", "seed": 3, "scenes": {"train": 8, "test": 4},
    "models": {"twin": {"clean": {"mae": 4.0}, "triggered": {"net_effect": 0.0, "effect_median": 0.1}},
               "victim": {"clean": {"mae": 4.0}, "triggered": {"net_effect": 0.8}},
               "defended/cbd": {"clean": {"mae": 5.0}, "triggered": {"net_effect": 0.2}}},
    "timing": {"twin": 2},
}  # fmt: skip


@pytest.fixture(scope="module")
def golden():
    return RunResults.read(GOLDEN)


@pytest.fixture
def written(tmp_path):
    """Write a JSON value as results.json; its path."""

    def write(value):
        path = tmp_path / "results.json"
        path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    return write


def attacked_by(net, of_victim, asr=0.02):
    """Entries of defenses of a victim whose ASR is `asr`, a victim and a defense of these net effects."""
    figures = {"victim": (of_victim, asr), "defended/nad": (net, 0.11), "twin": (0.0, 0.0)}
    models = {name: Scores.model_validate({"clean": {"mae": 3.0}, "triggered": {"net_effect": one, "asr": rate,
                                           "accuracy": 0.5}}) for name, (one, rate) in figures.items()}  # fmt: skip
    return models, defense_scores(models, {"defended/nad": {}}, {})["defended/nad"]


@pytest.mark.parametrize("of_victim", [0.06, -0.09, None])
def test_of_an_attack_that_is_none_no_share_is_removed(of_victim):
    models, found = attacked_by(0.01, of_victim)
    assert (found.erasure, found.left, found.asr_drop, found.accuracy_gain) == (None,) * 4
    earlier = {"left": None, "asr_drop": 1 - 0.11 / 0.02, "accuracy_gain": 0.0, "clean_cost": 0.5}
    read = RunResults(recipe="x", seed=0, models=models, defenses={"defended/nad": earlier})
    shown = read.defense(CounterId.parse("defended/nad"))
    assert (shown.asr_drop, shown.accuracy_gain, shown.clean_cost) == (None, None, 0.5)


def test_where_there_is_an_attack_all_shares_are_known():
    _, found = attacked_by(0.2, 0.8, asr=0.44)
    assert found.erasure == pytest.approx(0.75)
    assert found.asr_drop == pytest.approx(0.75)
    assert found.accuracy_gain == 0


# ---- the file


def test_a_file_is_written_again_byte_for_byte(golden, tmp_path):
    golden.write(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == GOLDEN.read_bytes()


def test_what_is_built_in_python_is_written_like_what_was_read(golden, tmp_path):
    raw = json.loads(GOLDEN.read_text(encoding="utf-8"))
    built = RunResults(**{**raw, "models": {name: Scores(**scores) for name, scores in raw["models"].items()}})
    assert built == golden
    built.write(tmp_path / "built.json")
    assert (tmp_path / "built.json").read_bytes() == GOLDEN.read_bytes()


def entries(value, path="results"):
    """Every entry in `value` with its path."""
    if isinstance(value, Entry):
        yield path, value
        parts = ((name, getattr(value, name)) for name in type(value).model_fields)
    else:
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for name, part in parts:
        yield from entries(part, f"{path}.{name}")


def test_the_whole_of_the_golden_file_is_known_by_name(golden):
    """A key that only `extra` holds would be missed in Python; the facts of a detector alone are its own."""
    unknown = {path: entry.model_extra for path, entry in entries(golden) if not isinstance(entry, DetectorScores)}
    assert len(unknown) > 50
    assert not any(unknown.values()), unknown


def test_keys_of_a_later_version_are_kept_where_they_were(written):
    raw = json.loads(GOLDEN.read_text(encoding="utf-8"))
    raw = {"schema": 1, "later": {"a": [1, None, "x"]}, **raw}
    raw["models"]["victim"]["clean"] = {"tail": [0.5, None], **raw["models"]["victim"]["clean"], "last": {"b": 1}}
    raw["models"]["oracle/cbd"] = {"clean": {"mae": 2}, "sworn": True}
    path = written(raw)
    before = path.read_bytes()
    results = RunResults.read(path)
    assert results.counters[-1] == CounterId("oracle/cbd"), "a role that is not known comes last, and is shown"
    results.write(path)
    assert path.read_bytes() == before


def test_a_file_of_the_first_versions_opens_and_gains_no_keys(written):
    path = written(OLDEST)
    before = path.read_bytes()
    results = RunResults.read(path)
    assert results.twin.triggered.effect_median == 0.1
    assert results.victim.clean.rmse is None
    assert not results.victim.inside
    assert not results.labels
    assert results.study_of("dose") == ()
    assert results.baselines.mean_count.mae is None
    results.write(path)
    assert path.read_bytes() == before


def test_what_is_not_finite_is_null_and_numpy_is_as_good_as_python(tmp_path):
    results = RunResults(
        schema=1, recipe="r", seed=np.int64(3).item(), scenes={}, timing={"twin": np.float32(0.5)},
        models={"twin": {"clean": {"mae": np.float64("nan"), "rmse": math.inf, "n": np.int64(4)}}},
        detectors={"strip": {"threshold": math.inf, "own": [np.float32(1.5), math.nan]}},
    )  # fmt: skip
    assert results.twin.clean.mae is None
    results.write(tmp_path / "results.json")
    text = (tmp_path / "results.json").read_text()
    raw = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))
    assert raw["models"]["twin"]["clean"] == {"mae": None, "rmse": None, "n": 4}
    assert raw["detectors"]["strip"] == {"threshold": None, "own": [1.5, None]}
    assert raw["timing"] == {"twin": 0.5}
    assert RunResults.read(tmp_path / "results.json").twin == results.twin


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda raw: raw.pop("schema"), "expected schema 1, found None"),
        (lambda raw: raw.update(schema=2), "expected schema 1, found 2"),
        (lambda raw: raw.pop("models"), "expected models, found none"),
        (lambda raw: raw["models"].update(twin=[]), r"at models\.twin, found \[\]"),
        (lambda raw: raw["models"]["twin"].pop("clean"), r"expected models\.twin\.clean, found none"),
        (lambda raw: raw["models"]["twin"]["clean"].update(mae="4"),
         r"expected a number or null at models\.twin\.clean\.mae, found '4'"),
        (lambda raw: raw["models"]["twin"]["clean"].update(mae=True), r"a number or null at models\.twin\.clean\.mae"),
        (lambda raw: raw["models"]["victim"].update(intervals={"mae": [1]}), r"victim\.intervals\.mae\.1, found none"),
        (lambda raw: raw.update(study={"kind": "dose"}), "at study, found"),
    ],
)  # fmt: skip
def test_what_is_damaged_or_foreign_is_one_sentence(written, spoil, words):
    raw = copy.deepcopy(OLDEST)
    spoil(raw)
    path = written(raw)
    with pytest.raises(RunError, match=words) as caught:
        RunResults.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < len(str(path)) + 160


def test_results_cannot_be_changed(golden):
    with pytest.raises(ValidationError):
        golden.victim.clean.mae = 0.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        TWIN.role = "victim"


def test_a_changed_copy_is_written_with_what_was_changed(golden):
    old = golden.twin.clean.model_copy(update={"mae": 1.0, "game9": 2.0})
    assert old.to_json() == {**golden.twin.clean.to_json(), "mae": 1.0, "game9": 2.0}
    assert "schema" in golden.model_copy(update={"seed": 9}).to_json()


# ---- what is asked of results


def test_results_are_asked_by_counter(golden):
    raw = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert [str(counter) for counter in golden.counters] == [
        "twin", "victim", "benign/cbd", "benign/fine_tune", "benign/fine_tune/2", "defended/cbd", "defended/fine_tune",
        "defended/fine_tune/2", "control/fine_tune", "control/fine_tune/2",
    ]  # fmt: skip
    assert golden.victim.to_json() == dict(golden.victim) == raw["models"]["victim"]
    assert golden.scores(CounterId("defended", "cbd")).clean.mae == raw["models"]["defended/cbd"]["clean"]["mae"]
    assert golden.scores(CounterId("defended", "nad")) is None
    assert list(map(str, golden.defended())) == ["defended/cbd", "defended/fine_tune", "defended/fine_tune/2"]
    beside = golden.control_of(CounterId("defended", "cbd"))
    assert str(beside) == raw["defenses"]["defended/cbd"]["control"]
    assert golden.control_of(VICTIM) is None
    assert golden.seconds(TWIN) == raw["timing"]["twin"]
    assert {row.kind for row in golden.study} == {"dose", "other"}
    assert [row.dose for row in golden.study_of("dose")] == [0.5]
    assert golden.detectors["inversion"].judges_counter
    assert golden.detectors["inversion"].recovered("additive/up").picture == "additive_up.png"
    assert golden.detectors["inversion"].recovered("worst") is None


def test_a_figure_is_found_by_its_path(golden):
    assert golden.figure("models.victim.clean.mae") == golden.victim.clean.mae
    assert golden.figure("stealth.psnr") == golden.stealth.psnr
    assert golden.figure("models.victim.clean.no_such_key") is None
    assert golden.figure("models.nobody.clean.mae") is None
    assert golden.figure("recipe") is None


def test_erasure_and_cost_are_worked_out_where_a_file_lacks_them(written):
    results = RunResults.read(written(OLDEST))
    defense = results.defense(CounterId("defended", "cbd"))
    assert defense.erasure == pytest.approx(0.75)
    assert defense.clean_cost == pytest.approx(0.25)
    assert results.control_of(CounterId("defended", "cbd")) is None
    assert not results.defense(VICTIM)


def test_what_is_worked_out_is_what_runs_write(golden):
    """`defense_scores` on the scores of a run gives its `defenses`, figure for figure where no definition changed."""
    said = {name: {"clean_scenes": entry.clean_scenes} for name, entry in golden.defenses.items()}
    controls = {
        name: {"same_training": entry.control} for name, entry in golden.defenses.items() if entry.control is not None
    }
    found = defense_scores(golden.models, said, controls)
    assert found.keys() == golden.defenses.keys()
    for name, entry in golden.defenses.items():
        same = {key: value for key, value in entry.to_json().items() if key != "erasure"}
        assert {key: value for key, value in found[name].to_json().items() if key in same} == same
        if entry.erasure is not None:  # of that version: 1 - left / victim's, which went over 1 at overshoot
            assert found[name].left == pytest.approx(1 - entry.erasure)
            assert found[name].erasure == pytest.approx(1 - abs(1 - entry.erasure))
        worked_out = golden.defense(CounterId.parse(name)).to_json()
        new = {"controls", "by_training", "by_method"}  # of these a file of that version says too little
        assert (
            worked_out.items() >= {key: value for key, value in found[name].to_json().items() if key not in new}.items()
        )
    assert golden.defenses["benign/cbd"].erasure is None


# ---- counters


CONTROLS = ("same_training", "same_light", "random_drop", "from_scratch")
NAMES = [
    "twin", "victim", "early/3", "early/3/published",
    *(f"{role}/{kind}{number}" for role in ("defended", "benign", "control") for kind in (*KINDS, *CONTROLS)
      for number in ("", "/2", "/11", "/published", "/published/2")),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_counter_is_known_by_its_name_and_by_its_folder(name):
    counter = CounterId.parse(name)
    assert str(counter) == f"{counter}" == name
    assert counter.folder_name == runs.stage_folder_name(name)
    assert CounterId.from_folder(counter.folder_name) == counter
    assert counter.kind == (name.split("/")[1] if counter.role not in ("twin", "victim") else "")


@given(st.text(alphabet="abd/_2", max_size=12) | st.sampled_from(NAMES).map(lambda name: f"{name}/"))
def test_any_name_stays_what_it_is(name):
    assert str(CounterId.parse(name)) == name


def test_counters_have_one_order():
    ordered = ["twin", "victim", "benign/cbd", "benign/nad", "defended/abl", "defended/cbd", "control/fine_tune",
               "control/fine_tune/2", "early/3", "oracle"]  # fmt: skip
    counters = [CounterId.parse(name) for name in ordered]
    random.Random(0).shuffle(counters)
    assert list(map(str, sorted(counters))) == ordered
    assert CounterId("twin") <= TWIN < VICTIM
    with pytest.raises(TypeError):
        _ = TWIN < "victim"


# ---- from Python


def examples() -> list[str]:
    """The Python of the guide's section, block by block."""
    text = (ROOT / "resources" / "guide" / "04_figures.md").read_text(encoding="utf-8")
    section = text.partition("## Reading results from Python")[2].partition("\n## ")[0]
    return [part.partition("```")[0] for part in section.split("```python\n")[1:]]


@pytest.fixture
def quickstart(tmp_path, monkeypatch):
    """The run that the guide reads."""
    monkeypatch.chdir(tmp_path)
    return make_run(tmp_path / "runs" / "quickstart-0")


def test_the_guide_reads_a_run_with_miscount(quickstart, capsys):
    typed, _frames, _plain, _tables = examples()
    exec(typed, {})
    assert capsys.readouterr().out.splitlines() == ["1.2 0.95 0.02", "defended/fine_tune None None"]


def test_the_guide_reads_a_run_with_json_alone(quickstart, capsys):
    plain = examples()[2]
    assert "miscount" not in plain
    exec(plain, {})
    assert capsys.readouterr().out.splitlines() == ["twin 1.2 0.02", "victim 1.2 0.95", "defended/fine_tune 1.2 0.1"]


def test_the_guide_reads_tables_with_pandas(quickstart, capsys):
    pytest.importorskip("pandas")
    typed, frames, plain, tables = examples()
    exec(typed + frames, {})
    exec(plain + tables, {})
    said = capsys.readouterr().out
    assert said.count("victim") >= 3
    assert "1.0" in said


def test_a_frame_has_numbers_as_numbers_and_ids_as_text(tmp_path):
    pytest.importorskip("pandas")
    run = runs.open_run(make_run(tmp_path / "tiny"))
    runs.write_rows(run.folder / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, [
        {"scene": "0012", "model": "twin", "heads": 3, "clean": 2.5}, {"scene": "NA", "model": "twin", "heads": 1},
    ])  # fmt: skip
    frame = run.frame("per_scene")
    assert list(frame["scene"]) == ["0012", "NA"]
    assert frame["heads"].tolist() == [3, 1]
    assert frame["clean"][0] == 2.5
    assert math.isnan(frame["clean"][1])
    assert len(run.frame("detections")) == 0
    assert run.frame("manifest")["count_before"].sum() == 290
    frame.loc[0, "heads"] = 99
    assert run.frame("per_scene")["heads"][0] == 3, "each asks for its own"
    (run.folder / runs.MANIFEST).write_text("scene,count_before\na,many\n")
    with pytest.raises(RunError, match=r"poison\.csv is damaged: expected numbers in the column count_before"):
        runs.open_run(run.folder).frame("manifest")


def test_without_pandas_there_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    run = runs.open_run(make_run(tmp_path / "tiny"))
    with pytest.raises(EngineError, match=r"per_scene\.csv needs pandas, .* pip install pandas") as caught:
        run.frame("per_scene")
    assert "\n" not in str(caught.value)
    assert len(run.per_scene) == 24
