"""Executors: the same bytes and events whichever is chosen; failures stay where they are; the dead are replaced."""

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from miscount.engine import runs
from miscount.engine.errors import EngineError
from miscount.engine.events import (
    CheckpointSaved,
    Failed,
    Finished,
    StageDone,
    StageFailed,
    StageSkipped,
    StageStarted,
    StepDone,
)
from miscount.engine.experiment import run
from miscount.engine.experiment.executors import executor
from miscount.engine.experiment.executors.local import Local
from miscount.engine.experiment.executors.ray import OnRay
from miscount.engine.experiment.store import Store
from miscount.engine.recipe import parse
from tests.engine.experiment.test_experiment import TINY, losses, results

ONE_THREAD = ("defenses=[]", "evaluation={doses: [], specificity: false}")
"""Short enough to be carried out by every executor."""


def recipe(*overrides):
    return parse(TINY, [*ONE_THREAD, *overrides])


def whole(out: Path, by, *overrides):
    return list(run(recipe(*overrides), out, by=by))


@pytest.fixture(scope="module")
def by_local(tmp_path_factory):
    """A run by two workers of one thread each, its folder and its events: what the others must be equal to."""
    out = tmp_path_factory.mktemp("local") / "run"
    return out, whole(out, executor("local", 2, threads=1))


def same_as(one: Path, other: Path) -> bool:
    weights = [(out / "stages" / name / "weights.safetensors").read_bytes() for out in (one, other)
               for name in ("twin", "victim")]  # fmt: skip
    return results(one) == results(other) and weights[:2] == weights[2:]


def in_order(events, stage):
    return [(event.step, event.loss) for event in events if isinstance(event, StepDone) and event.stage == stage]


def test_the_threads_that_the_last_bits_depend_on_are_said_with_the_figures(by_local):
    out, _ = by_local
    opened = runs.open_run(out)
    assert opened.about["numerics"]["threads"] == 1
    assert runs.threads_of(opened.about) == 1
    assert opened.results.threads == 1
    assert json.loads((out / "results.json").read_text())["threads"] == 1
    assert ", 1 thread" in (out / "report.html").read_text()
    keyed = [stage for stage in json.loads((out / "plan.json").read_text())["stages"] if stage["key"]]
    parts = Store.beside(out).record(keyed[1]["key"])["parts"]
    assert parts["numerics"] == opened.about["numerics"], "what is said is what the stages are known by"


def test_local_workers_make_what_one_makes(by_local, tmp_path):
    out, events = by_local
    assert events[-1] == Finished(out=str(out))
    assert [e.stage for e in events if isinstance(e, StageStarted)] != []
    one = whole(tmp_path / "one", executor("serial", threads=1))
    assert same_as(out, tmp_path / "one")
    for stage in ("twin", "victim"):
        assert in_order(events, stage) == in_order(one, stage)
    assert list(runs.open_run(out).events()) == events


def test_stages_run_beside_each_other(by_local):
    _, events = by_local
    open_now, most = set(), 0
    for event in events:
        match event:
            case StageStarted(stage=stage):
                open_now.add(stage)
            case StageDone(stage=stage):
                open_now.discard(stage)
            case _:
                pass
        most = max(most, len(open_now))
    assert most == 2


@pytest.mark.parametrize("engine", ["serial", "local"])
def test_a_stage_that_fails_fails_what_depends_on_it_and_nothing_else(engine, tmp_path):
    # a rate at which the losses of the defense, and of its control, are no numbers
    broken = "defenses=[{kind: fine_tune, training: {optimizer: sgd, lr: 10, weight_decay: 1, epochs: 16, batch: 4}}]"
    events = list(run(recipe(broken), tmp_path / "run", by=executor(engine, 2)))
    failed = [event.stage for event in events if isinstance(event, StageFailed)]
    skipped = {event.stage for event in events if isinstance(event, StageSkipped)}
    assert "defended/fine_tune" in failed
    assert "evaluate/defended/fine_tune" in skipped
    assert isinstance(events[-1], Failed)
    assert "no longer a number" in events[-1].message
    assert sum(isinstance(event, Finished | Failed) for event in events) == 1
    found = json.loads((tmp_path / "run" / "results.json").read_text())
    assert {"twin", "victim"} <= set(found["models"])
    assert set(found["missing"]) >= {"defended/fine_tune", "evaluate/defended/fine_tune"}
    page = (tmp_path / "run" / "report.html").read_text()
    assert "Missing: Defense: Fine-tuning could not be made" in page


def test_a_cancel_is_answered_within_a_step_by_every_worker(tmp_path):
    stop, events, after = threading.Event(), [], 0
    for event in run(recipe("training.epochs=200"), tmp_path / "run", stop, by=executor("local", 2, threads=1)):
        events.append(event)
        after += stop.is_set() and isinstance(event, StepDone)
        running = {e.stage for e in events if isinstance(e, StepDone)}
        if {"twin", "victim"} <= running:
            stop.set()
    assert events[-1] == Finished(cancelled=True, out=str(tmp_path / "run"))
    steps = [event for event in events if isinstance(event, StepDone)]
    assert max(event.step for event in steps) < steps[0].total / 2


class _Hold:
    """A cancel token that holds the work until it is let go."""

    def __init__(self):
        self.go, self.stopped = threading.Event(), False
        self.go.set()

    is_stopped = property(lambda self: self.stopped)
    is_paused = property(lambda self: not self.go.is_set())

    def is_set(self):
        self.go.wait()
        return self.stopped


def test_held_workers_go_on_to_the_same_numbers(by_local, tmp_path):
    hold, events = _Hold(), []
    timer = threading.Timer(0.5, hold.go.set)
    for event in run(recipe(), tmp_path / "run", hold, by=executor("local", 2, threads=1)):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 2 and not timer.is_alive() and not timer.finished.is_set():
            hold.go.clear()
            timer.start()
    timer.join()
    assert events[-1] == Finished(out=str(tmp_path / "run"))
    assert same_as(by_local[0], tmp_path / "run")


def killing(by: Local, events, stage, step):
    """Pass events on, and kill the worker that trains `stage` once it has said `step`."""
    killed = False
    for event in events:
        yield event
        if not killed and isinstance(event, StepDone) and (event.stage, event.step) == (stage, step):
            (worker,) = [each for each in by._workers if each.task is not None and each.task.stage.name == stage]
            os.kill(worker.process.pid, signal.SIGKILL)
            killed = True
    assert killed


def test_a_worker_that_is_killed_is_replaced_and_its_stage_goes_on(by_local, tmp_path):
    by = executor("local", 1, threads=1)
    events = list(killing(by, run(recipe(), tmp_path / "run", by=by), "victim", 5))
    assert events[-1] == Finished(out=str(tmp_path / "run"))
    assert same_as(by_local[0], tmp_path / "run")
    logged = list(runs.open_run(tmp_path / "run").events())
    assert in_order(logged, "victim") == in_order(by_local[1], "victim"), "the log tells each step once"
    assert any(isinstance(event, CheckpointSaved) for event in logged)


@pytest.fixture(scope="module")
def cluster():
    """Two nodes of one processor each, beside the driver's, which works on nothing."""
    ray = pytest.importorskip("ray")  # here: without the extra the other executors are tested all the same
    from ray.cluster_utils import Cluster

    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112  as Ray spells it
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [made.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=made.address, log_to_driver=False)
    yield made, nodes
    ray.shutdown()
    made.shutdown()


def test_an_address_that_is_none_is_a_sentence():
    pytest.importorskip("ray")
    with pytest.raises(EngineError, match="'ikv96r' cannot be joined") as told, OnRay(address="ikv96r"):
        pass
    assert "Correct the address" in str(told.value)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_ray_makes_the_same_bytes_without_a_shared_folder(cluster, by_local, tmp_path):
    events = list(run(recipe(), tmp_path / "run", by=OnRay(threads=1, shared=False)))
    assert events[-1] == Finished(out=str(tmp_path / "run"))
    assert same_as(by_local[0], tmp_path / "run")
    assert sorted(losses(events)) == sorted(losses(by_local[1]))


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_ray_goes_on_after_the_loss_of_a_worker_and_of_a_node(cluster, tmp_path):
    made, nodes = cluster
    long = "training.epochs=40"  # a second each, where two epochs are over before anybody hears of their second step
    alone = whole(tmp_path / "alone" / "run", executor("serial", threads=1), long)
    killed, has_lost_node = "", False
    events = []
    for event in run(recipe(long), tmp_path / "run", by=OnRay(threads=1, shared=True)):
        events.append(event)
        if not isinstance(event, StepDone) or event.step < 2:
            continue
        if not killed:  # whichever is trained first: to lose a node takes longer than the other's whole training
            killed = event.stage if _kill_worker(event.stage) else ""
        elif not has_lost_node:
            made.remove_node(nodes.pop(), allow_graceful=False)
            has_lost_node = True
    assert killed
    assert has_lost_node
    assert events[-1] == Finished(out=str(tmp_path / "run"))
    assert same_as(tmp_path / "alone" / "run", tmp_path / "run")
    logged = list(runs.open_run(tmp_path / "run").events())
    for stage in ("twin", "victim"):
        assert in_order(logged, stage) == in_order(alone, stage), "the log tells each step once"


def _kill_worker(name: str) -> bool:
    """Kill the process of the Ray task of this name, by the title that Ray gives it; whether there was one."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            title = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if title.startswith(f"ray::{name}"):
            os.kill(int(path.parent.name), signal.SIGKILL)
            return True
    return False
