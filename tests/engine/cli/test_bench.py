"""The speed table: rows with stable names, each with a figure that was measured."""

import time

import pytest

from miscount.engine.cli import bench, bench_gpu, bench_limits
from miscount.engine.cli.bench_training import Measured, compare
from miscount.engine.errors import EngineError
from miscount.engine.triggers import KINDS

BESIDE = ("images_per_s", "published_images_per_s", "times_published")
LIMITS = (
    "start_help_over_torch", "start_list_over_torch", "start_doctor_over_torch", "start_run_over_torch",
    "replay_events_over_json", "list_runs_over_reading",
    *(f"target_{size}_{kernel}_over_map" for size in ("24mp", "768") for kernel in ("adaptive", "fixed")),
    "batch_768_over_lookup", "evaluate_light_over_network", "stealth_over_torchmetrics",
    "inversion_over_passes", "check_times_one_core", "read_times_one_core",
    "patch_moved_over_frame", "patch_moved_csrnet_over_frame", "covers_100k_over_order", "counts_again_over_first",
)  # fmt: skip
WINDOW = (
    "canvas_pan_20k_ms", "canvas_edit_20k_ms", "canvas_select_all_20k_ms", "brush_dab_24mp_ms", "browser_10k_first_ms",
    "browser_10k_all_ms", "browser_10k_counted_ms", "window_10k_first_cpu_ms", "reaction_light_ms",
    "ui_delay_training_p95_ms", "ui_delay_training_max_ms", "ui_delay_training_child_p95_ms",
    "ui_delay_training_child_max_ms", "ui_longest_block_ms", "ui_longest_block_cpu_ms", "startup_ms",
)  # fmt: skip


def test_the_rows_have_stable_names_and_measured_figures(monkeypatch):
    def once(work, budget_s=0):
        began = time.perf_counter()
        work()
        return time.perf_counter() - began, 1

    monkeypatch.setattr(bench, "_median", once)
    monkeypatch.setattr(bench_limits, "_started", lambda *_: 1.0)
    monkeypatch.setattr(bench_limits, "MOST_RUNS", 1)
    monkeypatch.setattr(bench_limits, "NUM_EVENTS", 500)
    monkeypatch.setattr(bench_limits, "NUM_RUNS", 10)
    monkeypatch.setattr(bench_limits, "LARGE", (400, 600))
    monkeypatch.setattr(bench_limits, "CROWD", 100)
    monkeypatch.setattr(bench_limits, "COUNTED", 5)
    monkeypatch.setattr(bench_limits, "SETTLED_S", 0.0)
    monkeypatch.setattr(bench_limits, "MANY", 1000)
    monkeypatch.setattr(bench_limits, "SEARCHED", (48, 64))
    monkeypatch.setattr(bench_limits, "NUM_SCENES", 4)
    monkeypatch.setattr(bench_limits, "SCENE", (64, 96))
    monkeypatch.setattr(bench_limits, "STEPS", 2)
    monkeypatch.setattr(bench_limits, "EVALUATED", (384, 512))
    monkeypatch.setattr(bench_limits, "NUM_FRAMES", 2)
    child = [{"name": name, "what": "x", "value": 1.0, "unit": "ms", "runs": 3} for name in WINDOW]
    monkeypatch.setattr(bench, "_window", lambda: (bench.Row(**raw) for raw in child))
    monkeypatch.setattr(
        "miscount.engine.cli.bench_training.compare", lambda *_: (Measured(6.0, 0.5, 8), Measured(2.0, 0.5, 8))
    )
    rows = list(bench.rows())
    assert [row.name for row in rows] == [
        "density_3000_ms", "density_20k_24mp_ms", "synthetic_scene_ms", "train_light_images_per_s",
        *(f"train_light_256_{what}" for what in (*BESIDE, "loss_over_published")),
        *(f"train_csrnet_256_{what}" for what in BESIDE),
        "infer_light_ms", "infer_csrnet_256_ms",
        *(f"trigger_{kind}_ms" for kind in KINDS if kind != "satba"),
        *LIMITS,
        *WINDOW,
    ]  # fmt: skip
    assert all(row.value > 0 and row.what and row.unit for row in rows)
    assert [row.goal for row in rows[:2]] == [150, 1000]
    assert rows[0].to_json()["name"] == "density_3000_ms"


def test_the_rows_of_a_gpu_are_measured_in_small_by_the_same_code():
    at = bench_gpu.Workload(frame=(64, 96), batch=2, steps=2, warm=1, traced=1, frames=3, width=0.05)
    rows = {row.name: row for row in bench_gpu.rows(at)}
    train, infer = "gpu_train_csrnet_64x96", "gpu_infer_csrnet_64x96"
    assert list(rows) == [
        f"{train}_images_per_s", f"{train}_over_bare", f"{train}_memory_gb",
        f"{infer}_one_by_one_images_per_s", f"{infer}_fp32_images_per_s", f"{infer}_images_per_s",
        f"{infer}_times_one_by_one", f"{infer}_off",
    ]  # fmt: skip
    assert all(row.value > 0 for name, row in rows.items() if not name.endswith("_off"))
    assert rows[f"{infer}_off"].value < 0.1  # bf16 where this processor has units for it


def test_one_group_is_measured_alone_and_a_gpu_that_is_none_is_said(monkeypatch):
    monkeypatch.setattr(bench, "_inferences", lambda: iter([bench.Row("one", "x", 1.0, "ms", 3)]))
    assert [row.name for row in bench.rows("inference")] == ["one"]
    monkeypatch.setattr(bench, "_has_cuda", lambda: False)
    with pytest.raises(EngineError, match="no CUDA device"):
        list(bench.rows("gpu"))


def test_a_median_leaves_the_first_call_out_and_minds_its_budget():
    calls = []

    def work():
        calls.append(None)
        time.sleep(0.2 if len(calls) == 1 else 0.001)

    seconds, runs = bench._median(work, budget_s=0.02, least=3, most=50)
    assert seconds < 0.1
    assert 3 <= runs <= 50
    assert len(calls) == runs + 1


def test_both_loops_train_on_the_same_images():
    ours, theirs = compare({"kind": "light", "channels": 4}, 24, 1e-3, 64)
    assert ours.images == theirs.images == 24
    assert ours.images_per_s > 0 < theirs.images_per_s
    assert 0.5 < ours.loss / theirs.loss < 2
