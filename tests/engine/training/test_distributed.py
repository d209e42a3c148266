"""Two processes that train together, as torchrun starts them, give what one gives."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from miscount.engine.events import Event, Finished, StepDone
from miscount.engine.experiment import run
from miscount.engine.recipe import parse
from miscount.engine.runs import open_run
from tests.places import ROOT

RECIPE = """
name: group
data: {kind: synthetic, train: 10, test: 3, height: 64, width: 96}
split: {validation: 0.2, defender: 0.2}
counter: {kind: csrnet, width: 0.1}
training: {epochs: 2, batch: 4, precision: "32", lr: 0.001}
poison: {rate: 0.4, trigger: {kind: rain}, label: {kind: thin}}
evaluation: {doses: [], specificity: false}
defenses: [{kind: fine_tune, training: {epochs: 1, batch: 3, precision: "32", lr: 0.001, crop_px: 48, crops: 2,
  loss: {kind: dm_count}}}]
"""


def losses(events: Iterable[Event]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for event in events:
        if isinstance(event, StepDone):
            found.setdefault(event.stage, []).append(event.loss)
    return found


def carried_out(folder: Path, out: str) -> dict[str, list[float]]:
    (folder / "recipe.yaml").write_text(RECIPE)
    environment = os.environ | {"OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""}
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    command = [sys.executable, *launcher, str(ROOT / "main.py"), "run", str(folder / "recipe.yaml"), "--out", out]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    events = list(open_run(folder / out).events())
    assert isinstance(events[-1], Finished)
    return losses(events)


@pytest.mark.skipif(sys.platform != "linux", reason="gloo's loopback is tested on Linux")
def test_two_processes_train_as_one_does(tmp_path):
    (tmp_path / "apart").mkdir()
    alone = losses(list(run(parse(RECIPE), tmp_path / "alone")))
    together = carried_out(tmp_path / "apart", "together")
    assert set(together) == set(alone) == {"twin", "victim", "defended/fine_tune", "control/same_training"}
    for stage, wanted in alone.items():
        np.testing.assert_allclose(together[stage], wanted, rtol=1e-5, err_msg=stage)
    results = [json.loads((tmp_path / name / "results.json").read_text()) for name in ("alone", "apart/together")]
    for model in ("twin", "victim"):
        maes = [result["models"][model]["clean"]["mae"] for result in results]
        assert maes[1] == pytest.approx(maes[0], rel=1e-2)
    # one writer: the folder of the second process is gone, and this one has each event once
    assert sorted(path.name for path in (tmp_path / "apart").iterdir()) == [".stages", "recipe.yaml", "together"]
