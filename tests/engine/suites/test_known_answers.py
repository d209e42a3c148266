"""The suites that come with the program: their recipes fit, and some of their rows are carried out whole (-m slow)."""

from pathlib import Path

import pytest

from miscount import projects
from miscount.engine import runs
from miscount.engine.events import StageStarted, Warned
from miscount.engine.experiment import run
from miscount.engine.experiment.executors import executor
from miscount.engine.suites import cells, load_suite
from miscount.engine.suites.run_suite import run_suite
from miscount.engine.suites.suite import WithCounter

SUITES = sorted((Path(projects.__file__).parent / "suites").glob("*.yaml"))
SMALL = (
    "data.train=24", "data.test=5", "data.max_heads=20", "training.epochs=1",
    "counter.channels=4", "evaluation.doses=[]", "evaluation.specificity=false",
)  # fmt: skip


def suite_cells(name, out, *overrides):
    suite, folder = load_suite(next(path for path in SUITES if path.stem == name), overrides)
    return suite, cells(suite, folder, out)


@pytest.mark.parametrize("path", SUITES, ids=lambda path: path.stem)
def test_every_cell_of_every_suite_is_a_recipe_that_fits(path, tmp_path):
    suite, folder = load_suite(path)
    made = cells(suite, folder, tmp_path)
    assert suite.name == path.stem
    assert suite.about
    assert len(made) == len({cell.folder for cell in made})
    wanted = {(attack, counter) for attack in suite.attacks for counter in suite.counters or ("",)
              if attack in (suite.with_counter.get(counter, WithCounter()).attacks or suite.attacks)}  # fmt: skip
    assert {(cell.attack, cell.counter) for cell in made} == wanted


def attack(name, out):
    _, made = suite_cells("attacks", out, *SMALL)
    return next(cell.recipe for cell in made if cell.attack == name)


def test_the_reach_check_foretells_the_failure_before_any_training(tmp_path):
    seen = []
    for event in run(attack("patch, corner, whole label", tmp_path), tmp_path / "run"):
        if isinstance(event, StageStarted) and event.stage == "twin":
            break
        seen.append(event)
    assert any(isinstance(event, Warned) and "cannot be learned" in event.message for event in seen)


@pytest.mark.parametrize("name", ["badnets_local", "patch, tiled", "dmba_minus_rain"])
def test_no_failure_is_foretold_where_the_attack_carries(name, tmp_path):
    for event in run(attack(name, tmp_path), tmp_path / "run"):
        if isinstance(event, StageStarted) and event.stage == "twin":
            break
        assert not (isinstance(event, Warned) and "cannot be learned" in event.message)


def whole(name, out, attacks, seed, **changes):
    """Some attacks of a suite at one seed, carried out whole; their results by attack."""
    suite, folder = load_suite(next(path for path in SUITES if path.stem == name))
    chosen = {one: suite.attacks[one] for one in attacks}
    todo = cells(suite.replace(attacks=chosen, seeds=(seed,), **changes), folder, out)
    for _ in run_suite(suite, todo, out, executor("local")):
        pass
    return {cell.attack: runs.open_run(cell.folder).results for cell in todo}


@pytest.mark.slow
def test_rows_of_the_table_carry_on_a_seed_that_nobody_looked_at(tmp_path):
    found = whole("attacks", tmp_path, ("dmba_minus_rain", "badnets_local", "patch, corner, whole label"), 7)
    rain, local, corner = (found[name].victim for name in found)
    print(rain, local, corner)  # noqa: T201  the figures of the closing note
    assert rain.triggered.net_effect >= 0.7
    assert rain.triggered.effect_median >= 0.7
    inside = [each.inside.effect_median for each in (local, found["badnets_local"].twin)]
    assert inside[0] - inside[1] >= 0.7
    assert corner.triggered.effect_median < 0.5


@pytest.mark.slow
def test_defenses_and_detectors_keep_their_word_on_a_seed_that_nobody_looked_at(tmp_path):
    mends = tuple({"kind": kind} for kind in ("fine_tune", "cbd", "partial_train"))
    rain = whole("defenses", tmp_path / "rain", ("rain",), 7, defenses=mends)["rain"]
    patch = whole("defenses", tmp_path / "patch", ("patch",), 7, defenses=mends[:1], detectors=())["patch"]
    print(rain.defenses, patch.defenses, rain.detectors)  # noqa: T201  the figures of the closing note
    assert all(rain.defenses[f"defended/{one['kind']}"].erasure >= 0.5 for one in mends)
    assert patch.defenses["defended/fine_tune"].erasure >= 0.5
    least = {"signed_residual": 0.95, "spectral": 0.85, "strip": 0.9}
    assert all(rain.detectors[name].auroc >= auroc for name, auroc in least.items())
