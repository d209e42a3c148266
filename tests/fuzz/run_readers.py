"""What reads runs, suites and the store of stages, and what describes them."""

import json
from pathlib import Path

from miscount.engine import runs
from miscount.engine.errors import DatasetError, EngineError
from miscount.engine.experiment.stage import Needs, Stage
from miscount.engine.experiment.store import PLAN, Store, keys_of, users_of_keys
from miscount.engine.poison.manifest import ManifestRow, read_manifest, write_manifest
from miscount.engine.recipe import load_recipe
from miscount.engine.runs.figures import figures_of
from miscount.engine.runs.report.html import write_report
from miscount.engine.scenes.images import write_image
from miscount.engine.suites.suite import cells, load_suite
from miscount.engine.triggers import trigger
from miscount.engine.triggers.sharing import load_trigger, save_trigger
from miscount.engine.unfinished import Begun, refuse_unfinished
from miscount.studio.runs.run_library import facts
from miscount.studio.runs.suite_library import ABOUT, _read
from tests.engine.runs.made_run import make_run
from tests.fuzz.reader import SCENE, Reader, judge, one, told
from tests.places import ROOT


def read_run(folder: Path) -> None:
    run = runs.open_run(folder)
    for part in ("status", "per_scene", "detections", "manifest"):
        try:
            getattr(run, part)
        except EngineError as error:
            judge(error)
    if run.results is not None:
        _ = run.results.counters, [run.results.scores(counter) for counter in run.results.counters]
        _ = [run.results.defense(counter) for counter in run.results.defended()]
    assert isinstance(runs.list_runs(folder.parent), list)
    write_report(run)
    list(figures_of(run))
    facts(run)


def a_stage(folder: Path) -> None:
    store = Store(folder / ".stages")
    stage = Stage("twin", "train", (), "0" * 16, Needs(), lambda at: iter(()), {"a": 1})
    with store.held("0" * 16):
        (store.begin(stage) / "weights.bin").write_bytes(b"abc")
        store.publish(stage, {"n": 1, "scores": {"mae": 2.5}}, 1.5, None)


def read_stage(folder: Path) -> None:
    store = Store(folder / ".stages")
    made = store.find("0" * 16)
    # a record is the one that was written, or none
    assert made is None or (made.outcome == {"n": 1, "scores": {"mae": 2.5}} and made.seconds == 1.5)
    assert isinstance(list(store.records()), list)
    assert isinstance(store.entries(), list)


def a_run(folder: Path) -> None:
    run = make_run(folder / "run")
    stages = [{"name": "twin", "kind": "train", "key": "0" * 16, "inputs": [], "needs": {}}]
    (run / PLAN).write_text(json.dumps({"stages": stages}))


def read_run_and_plan(folder: Path) -> None:
    keys_of(folder / "run")
    users_of_keys(folder)
    read_run(folder / "run")


def a_suite_folder(folder: Path) -> None:
    made = folder / "suite"
    make_run(made / "a-seed-0")
    (made / ABOUT).write_text(json.dumps({"suite": "suite.yaml"}))
    (made / "leaderboard.csv").write_text("counter,attack,mae\nlight,a,3.5\n")
    (made / "detectors.csv").write_text("detector,auroc\nstrip,0.5\n")


def read_suite_folder(folder: Path) -> None:
    names, found = _read(folder, folder / "suite", None)
    assert all(isinstance(name, str) for name in names)
    assert found is not None


# ---- descriptions


def recipes(folder: Path) -> None:
    source = ROOT / "projects" / "quickstart" / "recipes" / "quickstart.yaml"
    (folder / "recipe.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")


def a_suite(path: Path) -> None:
    path.write_text("name: s\nset: {training.epochs: 1}\nattacks:\n  a: {set: {poison.rate: 0.1}}\nseeds: [0, 1]\n")


def read_suite(path: Path) -> None:
    suite, folder = load_suite(path)
    told([cell.recipe.name for cell in cells(suite, folder, folder / "out")])


def a_trigger(folder: Path) -> None:
    import numpy as np

    write_image(folder / "own.png", np.full((6, 5, 3), 200, np.uint8))
    layers = [{"picture": str(folder / "own.png")}, {"picture": "cartoon", "blend": "add"}]
    save_trigger(trigger({"kind": "painted", "layers": layers}), folder / "shared" / "trigger.yaml")
    (folder / "own.png").unlink()


def read_trigger(folder: Path) -> None:
    import numpy as np

    made = load_trigger(folder / "shared" / "trigger.yaml")
    if made.kind == "painted":
        made.apply(np.zeros((40, 60, 3), np.uint8), np.random.default_rng(0), None)


def make_manifest(path: Path) -> None:
    row = ManifestRow(SCENE, "poisoned", "patch", "{}", "thin", "{}", "", "k", 9.0, 3.0, 6.0, "a", "b", 0.5)
    write_manifest(path, [row, row])


def run_readers() -> list[Reader]:
    return [
        one("recipe", "recipe.yaml", lambda path: recipes(path.parent), load_recipe),
        one("suite", "suite.yaml", a_suite, read_suite),
        Reader("trigger", a_trigger, read_trigger),
        Reader("run", a_run, read_run_and_plan, _is_of_run),
        Reader("suite folder", a_suite_folder, read_suite_folder, lambda path: path.suffix in (".json", ".csv")),
        one("manifest", "poison.csv", make_manifest, read_manifest),
        Reader("stage", a_stage, read_stage, lambda path: path.name == "stage.json"),
        Reader(
            "unfinished folder", lambda folder: Begun(folder, "miscount poison"),
            lambda folder: refuse_unfinished(folder, DatasetError, maps=True),
        ),
    ]  # fmt: skip


def _is_of_run(path: Path) -> bool:
    return path.suffix in (".json", ".jsonl", ".csv", ".yaml")
