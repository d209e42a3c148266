"""Two processes that train together, as torchrun starts them, give what one gives."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from miscount.engine.distributed import launched
from miscount.engine.errors import EngineError
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


def begun(command: list[str], environment: dict[str, str], folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *command], cwd=folder, env=os.environ | {"CUDA_VISIBLE_DEVICES": ""} | environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def torchrun_says(rank: int) -> dict[str, str]:
    return {"TORCHELASTIC_RUN_ID": "x", "RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2"}


def srun_says(rank: int) -> dict[str, str]:
    """As `srun --ntasks 2` does, without --ntasks-per-node."""
    return {"SLURM_STEP_ID": "0", "SLURM_NTASKS": "2", "SLURM_NNODES": "1", "SLURM_TASKS_PER_NODE": "2",
            "SLURM_PROCID": str(rank), "SLURM_LOCALID": str(rank), "SLURM_NODEID": "0"}  # fmt: skip


@pytest.mark.parametrize("says", [torchrun_says, srun_says])
def test_many_runs_by_a_group_are_refused_in_one_sentence_and_nothing_is_written(says, tmp_path):
    (tmp_path / "recipe.yaml").write_text(RECIPE)
    for words in (["sweep", "recipe.yaml"], ["run", "recipe.yaml", "--engine", "local"]):
        processes = [begun([str(ROOT / "main.py"), *words, "--out", "out"], says(rank), tmp_path) for rank in range(2)]
        told = [process.communicate(timeout=240)[1] for process in processes]
        assert processes[0].returncode == 2
        assert "started 2 processes" in told[0]
        assert len(told[0].strip().splitlines()) == 1
        assert told[1] == ""
        assert [path.name for path in tmp_path.iterdir()] == ["recipe.yaml"]


def test_what_srun_starts_meets_without_ntasks_per_node(tmp_path):
    port = socket_port()
    ask = (
        "from miscount.engine.training import devices; from miscount.engine import distributed as d; devices.join();"
        "print(d.rank(), d.size(), d.all_reduce(1.0), devices.fabric_for('32').world_size)"
    )
    where = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    processes = [begun(["-c", ask], srun_says(rank) | where, tmp_path) for rank in range(2)]
    told = [process.communicate(timeout=240) for process in processes]
    assert [out.split() for out, _ in told] == [["0", "2", "2.0", "2"], ["1", "2", "2.0", "2"]], told


def test_a_process_that_no_launcher_began_works_alone(tmp_path):
    """As in a batch script of Slurm, which has its variables and is one process."""
    batch = {name: value for name, value in srun_says(0).items() if name != "SLURM_STEP_ID"}
    ask = "from miscount.engine.training import devices; devices.join(); print(devices.fabric_for('32').world_size)"
    out, err = begun(["-c", ask], batch, tmp_path).communicate(timeout=240)
    assert out.split() == ["1"], err


def test_an_uneven_spread_is_a_sentence():
    uneven = srun_says(0) | {"SLURM_NNODES": "2", "SLURM_NTASKS": "4", "SLURM_TASKS_PER_NODE": "3,1"}
    with pytest.raises(EngineError, match="--ntasks-per-node"):
        launched(uneven)
    even = launched(uneven | {"SLURM_TASKS_PER_NODE": "2(x2)"})
    assert (even.per_machine, even.machines, even.size) == (2, 2, 4)


def socket_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
