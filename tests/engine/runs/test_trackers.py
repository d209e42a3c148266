"""A run for trackers: what their own readers find is what the run says, at the time when it was said."""

import sys
from types import SimpleNamespace

import pytest
import yaml
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from miscount.engine import events as say
from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.cli.export import FOLDERS
from miscount.engine.errors import EngineError, OutputError
from miscount.engine.runs.event_log import EventLog, read_stamped
from miscount.engine.runs.results import RunResults
from miscount.engine.runs.trackers import TRACKERS
from miscount.engine.runs.trackers.scalars import Scalar, settings
from miscount.engine.runs.trackers.tensorboard import Live

STEPS = [say.StepDone("twin", step, 3, 1, 1 / step, 1e-3, 20.0) for step in (1, 2, 3)]
EPOCH = say.EpochDone("twin", epoch=1, num_epochs=1, loss=0.4, val_mae=4.5, val_rmse=6.0)


@pytest.fixture
def run(tmp_path, monkeypatch):
    folder = tmp_path / "snow-0"
    folder.mkdir()
    (folder / "recipe.yaml").write_text("name: snow\nseed: 0\npoison: {rate: 0.2}\ndefenses: [{kind: nad}]\n")
    clock = iter([1000.25, 1001.5, 1002.75, 1003.0, 1004.0])
    monkeypatch.setattr("miscount.engine.runs.event_log.time", SimpleNamespace(time=lambda: next(clock)))
    with EventLog(folder) as log:
        for event in (*STEPS, EPOCH, say.Finished(out=str(folder))):
            log.append(event)
    scores = {"clean": {"mae": 3.25, "n": 4}, "triggered": {"asr": 0.5}}
    RunResults.model_validate(
        {"schema": 1, "recipe": "snow", "seed": 0, "models": {"victim": scores, "defended/nad": scores}}
    ).write(folder / "results.json")
    return runs.open_run(folder)


def test_events_say_when_they_were_logged_and_stay_what_they_are(run):
    stamped = list(read_stamped(run.folder / runs.EVENTS))
    assert [at for at, _ in stamped] == [1000.25, 1001.5, 1002.75, 1003.0, 1004.0]
    assert list(run.events()) == [event for _, event in stamped]
    with EventLog(run.folder) as log:
        log.drop({1, 3})
    assert [at for at, _ in read_stamped(run.folder / runs.EVENTS)] == [1000.25, 1002.75, 1004.0]


def test_a_run_of_an_earlier_version_has_events_without_a_time(tmp_path):
    (tmp_path / runs.EVENTS).write_text(say.to_line(STEPS[0]) + "\n")
    assert list(read_stamped(tmp_path / runs.EVENTS)) == [(None, STEPS[0])]


def test_tensorboards_own_reader_finds_the_curves(run, tmp_path):
    place = TRACKERS["tensorboard"](run, tmp_path / "tb")
    found = EventAccumulator(str(place / run.name))
    found.Reload()
    losses = [(one.wall_time, one.step, one.value) for one in found.Scalars("twin/loss")]
    assert losses == [(1000.25, 1, 1.0), (1001.5, 2, 0.5), (1002.75, 3, pytest.approx(1 / 3, rel=1e-6))]
    assert [(one.wall_time, one.step, one.value) for one in found.Scalars("twin/val_mae")] == [(1003.0, 3, 4.5)]
    assert found.Scalars("scores/defended/nad/clean/mae")[0].value == 3.25
    assert "recipe" in found.Tags()["tensors"]
    with pytest.raises(OutputError, match="already"):
        TRACKERS["tensorboard"](run, tmp_path / "tb")


def test_mlflows_store_holds_the_same(run, tmp_path):
    """Read by hand as mlflow.store.tracking.file_store does, and by its own client where that is installed."""
    place = TRACKERS["mlflow"](run, tmp_path / "mlruns")
    TRACKERS["mlflow"](run, tmp_path / "mlruns")  # a second time into its own place
    (home,) = place.iterdir()
    (one,) = (folder for folder in home.iterdir() if folder.is_dir())
    meta = yaml.safe_load((one / "meta.yaml").read_text())
    assert (meta["run_name"], meta["status"], meta["run_id"], meta["end_time"]) == ("snow-0", 3, one.name, 1_004_000)
    lines = (one / "metrics" / "twin" / "loss").read_text().splitlines()
    assert [line.split() for line in lines][:2] == [["1000250", "1.0", "1"], ["1001500", "0.5", "2"]]
    assert (one / "params" / "poison.rate").read_text() == "0.2"
    assert settings(run)["defenses.0.kind"] == "nad"


def test_mlflows_client_reads_it(run, tmp_path, monkeypatch):
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    client = mlflow.MlflowClient(tracking_uri=TRACKERS["mlflow"](run, tmp_path / "mlruns").as_uri())
    (experiment,) = [one for one in client.search_experiments() if one.name == "miscount"]
    (found,) = client.search_runs([experiment.experiment_id])
    assert found.data.metrics["scores/victim/clean/mae"] == 3.25
    history = client.get_metric_history(found.info.run_id, "twin/loss")
    assert [(one.timestamp, one.step) for one in history] == [(1_000_250, 1), (1_001_500, 2), (1_002_750, 3)]


def test_wandb_writes_an_offline_run_where_it_is_installed(run, tmp_path):
    pytest.importorskip("wandb")
    place = TRACKERS["wandb-offline"](run, tmp_path / "runs")
    assert next(place.glob("*.wandb")).stat().st_size > 1000


@pytest.mark.parametrize("tracker", ["tensorboard", "wandb-offline"])
def test_a_missing_package_is_named(tracker, run, tmp_path, monkeypatch):
    for name in ("tensorboard", "tensorboard.compat.proto.event_pb2", "wandb"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(EngineError, match="which is missing: pip install"):
        TRACKERS[tracker](run, tmp_path / "out")


def test_names_that_lead_elsewhere_stay_in_the_store(run, tmp_path, monkeypatch):
    found = [Scalar("../../../evil", 0, 1.0, 0.0)]
    monkeypatch.setattr("miscount.engine.runs.trackers.mlflow.scalars", lambda run: found)
    with pytest.raises(OutputError, match="stays in the folder"):
        TRACKERS["mlflow"](run, tmp_path / "store")
    assert not list(tmp_path.rglob("evil*"))


def test_the_command_says_how_to_look_at_it(run, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["export", str(run.folder), "--to", "tensorboard"]) == 0
    assert "tensorboard --logdir tensorboard" in capsys.readouterr().out
    assert FOLDERS.keys() == TRACKERS.keys()


def test_a_run_is_followed_while_it_goes(tmp_path, monkeypatch):
    """Its own reader sees each epoch before the next; a run that goes on keeps the times of what it said before."""
    clock = iter(range(1000, 1100))
    for where in ("miscount.engine.runs.event_log.time", "miscount.engine.runs.trackers.tensorboard.time"):
        monkeypatch.setattr(where, SimpleNamespace(time=lambda: float(next(clock))))
    scored = say.Evaluated("evaluate/twin", "twin", {"clean": {"mae": 3.25}, "triggered": {"asr": None}, "n": 4})
    with EventLog(tmp_path) as log, Live(tmp_path, "name: snow\n") as live:
        for event in (*STEPS, EPOCH):
            log.append(event)
            live.take(event)
        times = [one.wall_time for one in scalars_in(tmp_path, "twin/loss")]
        assert [one.step for one in scalars_in(tmp_path, "twin/val_mae")] == [3]
    at = [at for at, _ in read_stamped(tmp_path / runs.EVENTS)]
    assert times != at[:3], "each has a clock of its own"
    with Live(tmp_path, "name: snow\n") as live:
        for event in (*STEPS, EPOCH, scored):
            live.take(event)
    assert [one.wall_time for one in scalars_in(tmp_path, "twin/loss")] == at[:3]
    assert [one.value for one in scalars_in(tmp_path, "scores/twin/clean/mae")] == [3.25]


def scalars_in(run, name):
    found = EventAccumulator(str(run / "tensorboard"))
    found.Reload()
    return found.Scalars(name)


def test_a_run_is_logged_by_the_command(tmp_path, capsys):
    (tmp_path / "r.yaml").write_text(
        "data: {kind: synthetic, train: 10, test: 2, height: 64, width: 80}\ncounter: {kind: light, channels: 4}\n"
        "training: {epochs: 1, batch: 4}\ndefenses: []\nevaluation: {doses: [], specificity: false}\n"
    )
    assert main(["run", str(tmp_path / "r.yaml"), "--out", str(tmp_path / "out"), "--log", "tensorboard"]) == 0
    assert len(scalars_in(tmp_path / "out", "twin/loss")) == len(scalars_in(tmp_path / "out", "victim/loss")) > 0
    assert scalars_in(tmp_path / "out", "scores/victim/clean/mae")


def test_a_missing_package_is_a_sentence_before_anything_is_trained(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tensorboard.compat.proto.event_pb2", None)
    (tmp_path / "r.yaml").write_text("data: {kind: synthetic}\n")
    assert main(["run", str(tmp_path / "r.yaml"), "--out", str(tmp_path / "out"), "--log", "tensorboard"]) == 2
    assert "pip install 'miscount[trackers]'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
