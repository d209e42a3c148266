"""The store of stages: whole or not at all, made once, taken over from the dead, never taken from a run."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from miscount.engine import runs
from miscount.engine.cli import main
from miscount.engine.events import Finished, StageStarted
from miscount.engine.experiment import run
from miscount.engine.experiment.stage import Needs, Stage
from miscount.engine.experiment.store import Busy, Store, keys_of, link
from miscount.engine.recipe import parse
from tests.engine.experiment.test_experiment import TINY

QUICK = ("defenses=[]", "evaluation={doses: [], specificity: false}", "training.epochs=1")


def quick(*overrides):
    return parse(TINY, [*QUICK, *overrides])


def stage(key="k" * 16):
    return Stage("victim", "train", (), key, Needs(), lambda at: iter(()), {"seed": 0})


def published(store, content=b"weights", key="k" * 16):
    with store.held(key):
        folder = store.begin(stage(key))
        (folder / "checkpoint.safetensors").write_bytes(b"half")
        (folder / "weights.safetensors").write_bytes(content)
        return store.publish(stage(key), {"n": 3}, 1.5, 10.0)


def test_a_published_stage_is_found_with_its_outcome_and_without_its_checkpoint(tmp_path):
    store = Store(tmp_path / ".stages")
    assert store.find("k" * 16) is None
    made = published(store)
    found = store.find("k" * 16)
    assert found == made
    assert (found.outcome, found.seconds, found.memory_mb) == ({"n": 3}, 1.5, 10.0)
    assert sorted(path.name for path in found.folder.iterdir()) == ["stage.json", "weights.safetensors"]


@pytest.mark.parametrize("harm", ["cut", "gone", "record"])
def test_a_damaged_stage_is_none_and_can_be_made_again(harm, tmp_path):
    store = Store(tmp_path / ".stages")
    folder = published(store).folder
    match harm:
        case "cut":
            (folder / "weights.safetensors").write_bytes(b"wei")
        case "gone":
            (folder / "weights.safetensors").unlink()
        case "record":
            (folder / "stage.json").write_text("{")
    assert store.find("k" * 16) is None
    assert published(store) == store.find("k" * 16)


def test_what_is_held_is_busy_and_says_by_whom(tmp_path):
    store = Store(tmp_path / ".stages")
    with store.held("k" * 16), pytest.raises(Busy, match=f"process {os.getpid()}"), store.held("k" * 16):
        pass
    with store.held("k" * 16):
        pass


def test_a_stage_is_taken_over_from_a_process_that_was_killed(tmp_path):
    store = Store(tmp_path / ".stages")
    code = (
        "import sys\nfrom pathlib import Path\nfrom miscount.engine.experiment.store import Store\n"
        "with Store(Path(sys.argv[1])).held('k' * 16):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, store.root], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(Busy), store.held("k" * 16):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()
    with store.held("k" * 16):
        pass


def test_links_share_the_bytes_and_outlive_the_store(tmp_path):
    made = published(Store(tmp_path / ".stages"))
    link(made.folder, tmp_path / "run" / "stages" / "victim")
    link(made.folder, tmp_path / "run" / "stages" / "victim")
    linked = tmp_path / "run" / "stages" / "victim" / "weights.safetensors"
    assert linked.samefile(made.folder / "weights.safetensors")
    for path in made.folder.iterdir():
        path.unlink()
    assert linked.read_bytes() == b"weights"


def test_two_runs_at_once_make_a_stage_once(tmp_path):
    seen: dict[str, list] = {"one": [], "two": []}

    def carry_out(name):
        seen[name] += run(quick(), tmp_path / name)

    threads = [threading.Thread(target=carry_out, args=(name,)) for name in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(events[-1] == Finished(out=str(tmp_path / name)) for name, events in seen.items())
    made = [e.stage for events in seen.values() for e in events if isinstance(e, StageStarted) and not e.reused]
    for name in ("twin", "victim", "poison", "evaluate/twin", "evaluate/victim", "study"):
        assert made.count(name) == 1, name
    left = [(tmp_path / name / "stages" / "victim" / "weights.safetensors").read_bytes() for name in seen]
    assert left[0] == left[1]


def test_a_picture_that_is_replaced_while_the_run_goes_is_noticed(tmp_path):
    from PIL import Image

    from miscount.engine.scenes.synthetic import make

    recipe = quick()
    dataset = make(recipe.data, recipe.seed, tmp_path / "scenes")
    events, replaced = [], False
    for event in run(quick(f"data={{kind: folder, path: {dataset.root}}}"), tmp_path / "runs" / "x"):
        events.append(event)
        if isinstance(event, StageStarted) and event.stage == "victim":
            Image.new("RGB", (80, 64), "red").save(dataset.scenes[0].image_path)
            replaced = True
    assert replaced
    assert "was changed while the run was reading it" in events[-1].message
    assert events[-1].bad_input
    keys = keys_of(tmp_path / "runs" / "x")
    store = Store.beside(tmp_path / "runs" / "x")
    assert store.find(keys["twin"]) is not None
    assert store.find(keys["victim"]) is None, "what was made of changed data is not kept"


def test_runs_are_listed_shown_and_cleaned_without_harm(tmp_path, capsys):
    for name, rate in (("one", 0.25), ("two", 0.5)):
        list(run(quick(f"poison.rate={rate}"), tmp_path / "runs" / name))
    place = str(tmp_path / "runs")
    assert main(["runs", "list", place]) == 0
    said = capsys.readouterr().out
    assert "one" in said
    assert "two" in said
    assert main(["runs", "show", f"{place}/one"]) == 0
    assert "evaluate/victim" in capsys.readouterr().out
    before = (tmp_path / "runs" / "one" / "report.html").read_bytes()
    assert main(["runs", "clean", place]) == 0
    assert "Removed 0 stages" in capsys.readouterr().out
    for path in (tmp_path / "runs" / "two").rglob("*"):
        if path.is_file():
            path.unlink()
    assert main(["runs", "clean", place]) == 0
    assert "Removed 0 stages" not in capsys.readouterr().out
    assert (tmp_path / "runs" / "one" / "report.html").read_bytes() == before
    store, keys = Store.beside(tmp_path / "runs" / "one"), keys_of(tmp_path / "runs" / "one")
    assert all(store.find(key) is not None for key in keys.values())
    assert runs.open_run(tmp_path / "runs" / "one").results is not None
