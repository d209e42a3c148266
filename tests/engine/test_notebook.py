"""What a notebook shows: short, whole without any address, and nothing from a file taken for HTML."""

import re
import subprocess
import sys

import numpy as np
import pytest

import miscount as mc
from miscount.engine import notebook
from miscount.engine.errors import EngineError
from miscount.engine.runs import PER_SCENE, PER_SCENE_COLUMNS, write_rows
from miscount.engine.runs.results import RunResults
from miscount.engine.scenes import Annotation
from miscount.engine.scenes.synthetic import SyntheticScenes, make
from tests.places import ROOT

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def dataset(tmp_path):
    return make(SyntheticScenes(train=30, test=2, height=64, width=96, min_heads=3, max_heads=9), 0, tmp_path / "data")


def run_with_results(folder):
    (folder / "recipe.yaml").write_text("name: x\n")
    scores = {"clean": {"mae": 1234.5, "n": 2}, "triggered": {"net_effect": 0.5, "asr": 1.0}}
    RunResults.model_validate({"schema": 1, "recipe": EVIL, "seed": 0, "models": {"victim": scores}}).write(
        folder / "results.json"
    )
    row = dict.fromkeys(PER_SCENE_COLUMNS, 1.5) | {"scene": EVIL, "model": "victim", "target": None}
    write_rows(folder / PER_SCENE, PER_SCENE_COLUMNS, [row] * 30)
    return mc.open_run(folder)


def test_reprs_are_a_short_line(dataset, tmp_path):
    run = run_with_results(tmp_path)
    scene = dataset.scenes[0]
    said = [repr(one) for one in (dataset, scene, scene.annotation, run, run.results, mc.build({"kind": "light"}))]
    assert all(len(one) < 200 and "\n" not in one for one in said)
    assert said[0] == f"<Dataset shanghaitech, 32 scenes (30 train, 2 test) in {dataset.root}>"
    assert said[1] == "<Scene part_S/train/IMG_1, split train>"
    assert repr(Annotation.of([(1, 1), (2, 2)]).with_weights([0.5, 1])) == "<Annotation of 2 heads, count 1.50>"
    assert said[4] == f"<RunResults {EVIL}, seed 0: victim>"


def test_everything_is_shown_without_scripts_or_addresses(dataset, tmp_path):
    run = run_with_results(tmp_path)
    shown = [one._repr_html_() for one in (dataset, dataset.scenes[0], run, run.results, run.per_scene)]
    for html in shown:
        assert "<script" not in html
        assert not re.search(r"(src|href)=\"(?!data:image/png;base64,)", html)
    assert "32 scenes" in shown[0]
    assert "and 12 more" in shown[0]
    assert "1,234.500" in shown[2]
    assert "30 rows" in shown[4]
    assert "and 10 more" in shown[4]
    assert "&lt;script&gt;" in shown[3]
    assert run.per_scene == [dict(row) for row in run.per_scene]


def test_a_scene_that_cannot_be_read_says_so(dataset):
    scene = dataset.scenes[1]
    scene.image_path.write_bytes(b"none")
    assert "is not an image that can be read" in scene._repr_html_()


def test_heads_are_dots_also_at_the_border():
    image = np.zeros((20, 30, 3), np.uint8)
    dotted = notebook.with_dots(image, np.array([[10.2, 5.9], [29.9, 19.9], [-3, 400]]))
    assert dotted[5, 10].tolist() == [220, 30, 30]
    assert dotted[3, 12].tolist() == [255, 255, 255]
    assert dotted[19, 29].tolist() == [220, 30, 30]
    assert not image.any()
    assert np.array_equal(notebook.with_dots(image, np.empty((0, 2))), image)


def test_frames_hold_numbers(tmp_path):
    pandas = pytest.importorskip("pandas")
    run = run_with_results(tmp_path)
    frame = run.per_scene.frame()
    assert len(frame) == 30
    assert pandas.api.types.is_numeric_dtype(frame["clean"])
    assert frame["target"].isna().all()
    assert run.frame("per_scene").equals(frame)
    (row,) = run.results.frame().to_dict("records")
    assert (row["counter"], row["clean_mae"], row["triggered_asr"]) == ("victim", 1234.5, 1.0)


def test_rows_of_results_are_plain(tmp_path, monkeypatch):
    results = run_with_results(tmp_path).results
    assert results.rows() == [
        {"counter": "victim", "clean_mae": 1234.5, "clean_n": 2, "triggered_net_effect": 0.5, "triggered_asr": 1.0}
    ]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EngineError, match="pip install pandas"):
        results.frame()


def test_the_interface_is_small_lazy_and_whole():
    assert sorted(mc.__all__) == mc.__all__
    assert set(mc.__all__) <= set(dir(mc))
    code = (
        "import sys, miscount as mc\n"
        "assert mc.__version__ and mc.__all__ and dir(mc)\n"
        "mc.read_dataset, mc.label_edit\n"
        "print(sorted({'torch', 'PySide6', 'pandas', 'h5py'} & sys.modules.keys()))\n"
        "assert all(callable(getattr(mc, name)) for name in mc.__all__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
