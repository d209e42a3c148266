"""Each counter through a whole experiment, and each trained part through a kill -9, in small forms."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors import safe_open

from miscount.engine.events import Finished
from miscount.engine.experiment import run
from miscount.engine.recipe import parse
from miscount.engine.runs import open_run

RECIPE = """
name: kinds
data: {{kind: synthetic, train: 12, test: 3, height: 64, width: 96, min_heads: 3, max_heads: 12}}
counter: {counter}
training: {{epochs: 1, batch: 4, precision: "32", crop_px: {crop}, loss: {{kind: {loss}}}}}
poison: {{rate: 0.4, trigger: {{kind: rain}}, label: {{kind: thin}}}}
evaluation: {{doses: [], specificity: false}}
detectors: [{{kind: signed_residual, epochs: 1}}]
defenses: [{{kind: fine_tune, layers: last, training: {{epochs: 1, batch: 4}}}}]
"""


@pytest.mark.parametrize(("counter", "crop", "loss"), [
    ("{kind: mcnn}", "null", "bayesian"),
    ("{kind: clip_ebc, width: 0.05, num_vpt: 2}", "64", "dace"),
    ("{kind: clip_ebc, width: 0.05, backbone: resnet50}", "64", "dace"),
    ("{kind: csrnet, width: 0.1}", "null", "dm_count"),
    ("{kind: can, width: 0.05}", "null", "pixel_sum"),
    ("{kind: sfanet, width: 0.05}", "64", "attended"),
    ("{kind: vgg19, width: 0.05, form: dm_count}", "64", "dm_count"),
])  # fmt: skip
def test_every_counter_goes_through_an_experiment(tmp_path, counter, crop, loss):
    events = list(run(parse(RECIPE.format(counter=counter, crop=crop, loss=loss)), tmp_path / "run"))
    assert events[-1] == Finished(out=str(tmp_path / "run")), events[-1]
    results = open_run(tmp_path / "run").results
    assert set(results.models) == {"twin", "victim", "defended/fine_tune", "control/same_training"}


CHILD = """
import sys
from pathlib import Path
import numpy as np
from miscount.engine.counters import build, checkpoint
from miscount.engine.events import CheckpointSaved, Never, StepDone
from miscount.engine.training import Fit, Sample, SampleDataset, Training, fit
import torch
torch.set_num_threads(1)

def sample(name):
    rng = np.random.default_rng(int(name))
    points = rng.uniform((0, 0), (64, 48), (6, 2))
    target = np.zeros((6, 8), np.float32)
    np.add.at(target, (points[:, 1].astype(int) // 8, points[:, 0].astype(int) // 8), 1)
    return Sample(name, rng.integers(0, 256, (48, 64, 3), dtype=np.uint8), target, 6.0, points)

kind, loss, out = sys.argv[1:]
folder = Path(out)
counter = build({"clip_ebc": {"kind": "clip_ebc", "width": 0.05, "num_vpt": 2},
                 "csrnet": {"kind": "csrnet", "width": 0.15}}[kind], seed=3)
training = Training(epochs=4, batch=2, precision="32", lr=1e-3, crop_px=32, loss={"kind": loss}, ema=0.9)
scenes = SampleDataset([str(k) for k in range(12)], sample)
job = Fit("twin", counter, scenes, SampleDataset(["90", "91"], sample), training, 5, folder / "c.safetensors")
for event in fit(job, Never()):
    if isinstance(event, StepDone):
        print(event.step, repr(event.loss), flush=True)
checkpoint.save(counter, folder / "weights.safetensors")
print("done", flush=True)
"""


def train(kind: str, loss: str, folder: Path, kill_after: int | None = None) -> list[str]:
    """What a training in a process of its own says; killed after so many steps."""
    folder.mkdir(exist_ok=True)
    said: list[str] = []
    command = [sys.executable, "-c", CHILD, kind, loss, str(folder)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line.strip())
            if len(said) == kill_after:
                child.send_signal(signal.SIGKILL)
                break
    return said


@pytest.mark.parametrize(("kind", "loss", "kill_after"), [("csrnet", "pixel_sum", 9), ("clip_ebc", "dace", 15)])
def test_a_killed_training_goes_on_to_the_last_bit(tmp_path, kind, loss, kill_after):
    whole = train(kind, loss, tmp_path / "whole")
    assert whole[-1] == "done"
    train(kind, loss, tmp_path / "killed", kill_after)
    assert not (tmp_path / "killed" / "weights.safetensors").exists()
    rest = train(kind, loss, tmp_path / "killed")
    assert rest[-1] == "done"
    assert len(rest) < len(whole), "it went on from a checkpoint and not from the start"
    assert rest == whole[-len(rest) :]
    tensors = []
    for name in ("whole", "killed"):
        with safe_open(tmp_path / name / "weights.safetensors", framework="pt") as file:
            tensors.append({key: file.get_tensor(key) for key in file.keys()})  # noqa: SIM118
    assert all(tensors[0][key].equal(tensors[1][key]) for key in tensors[0])
