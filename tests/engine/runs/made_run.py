"""A small run's folder with everything in it, made up; what the tests of runs, report and command line read."""

import math
from pathlib import Path

import numpy as np
from PIL import Image

from miscount.engine import events as say
from miscount.engine import files, runs

RECIPE = "version: 1\nname: tiny\nseed: 3\n"
MANIFEST_COLUMNS = (
    "scene", "role", "trigger", "trigger_parameters", "label", "label_parameters", "count_before", "count_after",
)  # fmt: skip
SCENES = [f"part_A/test/IMG_{number}" for number in range(1, 9)]


def make_run(folder: Path) -> Path:
    """Fill `folder` as a finished run of twin, victim and one defense on eight scenes."""
    runs.claim_folder(folder, RECIPE)
    runs.write_about(folder, device="cpu", recipe="tiny", seed=3)
    with runs.EventLog(folder) as log:
        for event in _events():
            log.append(event)
    runs.write_rows(folder / runs.PER_SCENE, runs.PER_SCENE_COLUMNS, _per_scene())
    runs.write_rows(folder / runs.MANIFEST, MANIFEST_COLUMNS, _manifest())
    models = {"twin": _scores(0.02, 0.0), "victim": _scores(0.95, 0.93), "defended/fine_tune": _scores(0.1, math.nan)}
    results = runs.RunResults(
        schema=1, recipe="tiny", seed=3, scenes={"train": 30, "validation": 4, "test": 8},
        baselines={"mean_count": {"mae": 22.5}},
        stealth={"psnr": 24.1, "ssim": 0.91, "mse": 253.0, "changed_area": 1.0},
        labels={}, models=models, detectors={}, defenses={}, crafting={}, study=(), reach={},
        timing={"twin": 2.5, "victim": 3.0},
    )  # fmt: skip
    results.write(folder / runs.RESULTS)
    _pictures(folder / runs.FIGURES)
    return folder


def _events() -> list[say.Event]:
    events: list[say.Event] = []
    for index, stage in enumerate(("twin", "victim", "defense/fine_tune")):
        events.append(say.StageStarted(stage, index, 3, total=12))
        for epoch in (1, 2, 3):
            for step in range(4 * epoch - 3, 4 * epoch + 1):
                events.append(say.StepDone(stage, step, 12, epoch, loss=1.0 / step, lr=1e-3, images_per_s=50.0))
            events.append(say.EpochDone(stage, epoch, 3, loss=1.0 / epoch, val_mae=9.0 / epoch, val_rmse=12.0 / epoch))
        events.append(say.StageDone(stage, 2.5))
    events.append(say.Warned("poison", "The trigger <survives> 94 % of the crops."))
    events.append(say.Finished(out="out"))
    return events


def _per_scene() -> list[dict[str, object]]:
    pull = {"twin": 1.0, "victim": 0.3, "defended/fine_tune": 0.95}
    return [
        {"scene": scene, "model": model, "heads": 10.0 * n, "target": 3.0 * n, "clean": 10.0 * n + (-1) ** n,
         "triggered": 10.0 * n * factor + 0.5}
        for model, factor in pull.items()
        for n, scene in enumerate(SCENES, start=1)
    ]  # fmt: skip


def _manifest() -> list[dict[str, object]]:
    poisoned = {"role": "poisoned", "trigger": "blend", "trigger_parameters": '{"ratio": 0.2}', "label": "thin",
                "label_parameters": '{"keep": 0.3}', "count_before": 50.0, "count_after": 15.0}  # fmt: skip
    clean = {"role": "clean", "trigger": "", "label": "", "count_before": 20.0, "count_after": 20.0}
    return [{"scene": f"part_A/train/IMG_{n}", **(poisoned if n < 3 else clean)} for n in range(10)]


def _scores(effect: float, net: float) -> dict[str, object]:
    clean = {"mae": 1.2, "rmse": 1.6, "nae": 0.04, "accuracy": 0.96, "bias": -0.1, "n": 8}
    triggered = {"mae_truth": 20.0, "mae_target": 2.0, "rmse_truth": 24.0, "rmse_target": 2.5, "ratio_mean": 0.31,
                 "ratio_median": 0.3, "effect_median": effect, "net_effect": net, "asr": effect, "accuracy": 0.4,
                 "n": 8}  # fmt: skip
    return {"clean": clean, "triggered": triggered}


def _pictures(folder: Path) -> None:
    shown = []
    for scene in SCENES[:3]:
        for title in ("clean", "triggered", "victim, triggered"):
            name = f"{scene.rsplit('/', 1)[-1]}_{len(shown)}.png"
            row = np.linspace(0, 255, 64, dtype=np.uint8)
            folder.mkdir(exist_ok=True)
            Image.fromarray(np.stack([np.tile(row, (48, 1))] * 3, axis=2)).save(folder / name)
            shown.append({"scene": scene, "title": title, "file": name, "caption": "50 heads"})
    files.write_json(folder / "examples.json", shown)
