"""Text in tables: what is for people is no formula, what is for programs stands as it is, all of it reads back."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine import runs
from miscount.engine.cells import guarded, unguarded
from miscount.engine.experiment.store import Store
from miscount.engine.poison.manifest import manifest_row, read_manifest, write_manifest
from miscount.engine.poison.plan import Poison
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import format_named
from miscount.engine.scenes.images import write_image
from tests.engine.experiment.test_store import published

FORMULAS = ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1", "'=1", "''=1"]
TEXTS = st.one_of(st.sampled_from([*FORMULAS, "'", "''", "-1.5", "+3", "train/IMG_1"]), st.text(alphabet="'=+-@\t1a"))


@given(TEXTS)
def test_a_guarded_cell_reads_back_and_is_no_formula(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in "=@\t\r＝＠" or not text


@pytest.mark.parametrize("text", FORMULAS)
def test_every_formula_is_guarded_and_no_number_is(text):
    assert guarded(text) == f"'{text}"
    assert guarded("-1.5e-3") == "-1.5e-3"


def test_tables_of_a_run_hold_no_formula_and_read_back(tmp_path):
    texts = [text for text in FORMULAS if text.isprintable()]  # no name of a scene has a control character
    rows = [{"scene": text, "score": -1.5} for text in texts]
    runs.write_rows(tmp_path / "t.csv", ("scene", "score"), rows)
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        stored = list(csv.DictReader(file))
    assert all(row["scene"].startswith("'") and row["score"] == "-1.5" for row in stored)
    assert [row["scene"] for row in runs.read_rows(tmp_path / "t.csv")] == texts


def test_a_manifest_reads_back_to_the_same_names(tmp_path):
    image = np.zeros((4, 4, 3), dtype=np.uint8)
    rows = tuple(manifest_row(Poison(), "clean", name, 0, (image, Annotation.of([]))) for name in FORMULAS[:5])
    write_manifest(tmp_path / "poison.csv", rows)
    assert read_manifest(tmp_path / "poison.csv") == rows


def test_a_dataset_keeps_every_value_as_it_is(tmp_path):
    write_image(tmp_path / "a.png", np.zeros((20, 20, 3), dtype=np.uint8))
    heads = Annotation(np.array([[1.0, 2.0]]), np.ones(1, dtype=np.float32), {"class": ("=1+1",)})
    scene = Scene("train/a", "train", tmp_path / "a.png", None, lambda _scene: Labels(heads))
    dataset = Dataset(tmp_path / "scenes", "csv", (scene,))
    convert(dataset, format_named("csv"), tmp_path / "out", lambda *_: None)
    assert ",=1+1" in (tmp_path / "out" / "heads.csv").read_text(encoding="utf-8")
    assert read_dataset(tmp_path / "out").scenes[0].annotation.columns["class"] == ("=1+1",)


def test_a_record_of_a_stage_counts_whole_or_not_at_all(tmp_path):
    store = Store(tmp_path / ".stages")
    folder = published(store).folder
    content = (folder / "stage.json").read_bytes()
    last = len(content.rstrip())
    for size in range(last):
        (folder / "stage.json").write_bytes(content[:size])
        assert store.find("k" * 16) is None, f"cut to {size} bytes"
    for number in range(0, last, 3):
        raw = bytearray(content)
        raw[number] ^= 0x01
        (folder / "stage.json").write_bytes(raw)
        found = store.find("k" * 16)
        if found is not None:  # a blank between two words
            assert json.loads(raw) == json.loads(content)
