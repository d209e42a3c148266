"""Attacks whose answer is known: a small form of the table in CI, some of its rows whole when asked for (-m slow)."""

import numpy as np
import pytest

from miscount.engine.events import StageStarted, Warned
from miscount.engine.experiment import run
from miscount.engine.recipe import load_recipe
from miscount.projects import inversion_separation, known_answers, known_defenses
from miscount.projects.known_answers import HERE, ROWS, figures, run_seed, table

SMALL = (
    "data.train=24", "data.test=5", "data.max_heads=20", "training.epochs=1",
    "counter.channels=4", "evaluation.doses=[]", "evaluation.specificity=false",
)  # fmt: skip


def small(name):
    project, settings = ROWS[name]
    return load_recipe(HERE / project, [*settings, *SMALL])


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_a_recipe_that_fits(name):
    assert load_recipe(HERE / ROWS[name][0], [*ROWS[name][1], "name=x"]).defenses == ()


def test_the_reach_check_foretells_the_failure_before_any_training(tmp_path):
    events = []
    for event in run(small("patch, corner, whole label"), tmp_path / "run"):
        if isinstance(event, StageStarted) and event.stage == "twin":
            break
        events.append(event)
    assert any(isinstance(event, Warned) and "cannot be learned" in event.message for event in events)


@pytest.mark.parametrize("name", ["badnets_local", "patch, tiled", "dmba_minus_rain"])
def test_no_failure_is_foretold_where_the_attack_carries(name, tmp_path):
    for event in run(small(name), tmp_path / "run"):
        if isinstance(event, StageStarted) and event.stage == "twin":
            break
        assert not (isinstance(event, Warned) and "cannot be learned" in event.message)


def test_the_table_is_made_of_what_the_runs_left(tmp_path, monkeypatch):
    rows = {
        "dmba_minus_rain": ("dmba_minus_rain", SMALL), "badnets_local": ("badnets_local", SMALL),
        "never run": ("painted", SMALL),
    }  # fmt: skip
    monkeypatch.setattr(known_answers, "ROWS", rows)
    for seed in (0, 1):
        run_seed(tmp_path, seed, ["dmba_minus_rain", "badnets_local"])
    found = [figures(tmp_path, name, [0, 1]) for name in rows]
    assert [row["seeds"] for row in found] == [2, 2, 0]
    assert found[1]["judged"] == "inside its reach"
    assert found[0]["net_effect"] == pytest.approx(found[0]["effect_victim"] - found[0]["effect_twin"])
    text = table(found, [0, 1])
    assert "| dmba_minus_rain | whole frame |" in text
    assert "never run" not in text


@pytest.mark.slow
def test_rows_of_the_table_carry_on_a_seed_that_nobody_looked_at(tmp_path):
    names = ["dmba_minus_rain", "badnets_local", "patch, corner, whole label"]
    run_seed(tmp_path, 7, names)
    rain, local, corner = (figures(tmp_path, name, [7]) for name in names)
    print([rain, local, corner])  # noqa: T201  the figures of the closing note
    assert rain["net_effect"] >= 0.7
    assert rain["effect_victim"] >= 0.7
    assert local["net_effect"] >= 0.7
    assert corner["effect_victim"] < 0.5


@pytest.mark.slow
def test_defenses_and_detectors_keep_their_word_on_a_seed_that_nobody_looked_at(tmp_path, monkeypatch):
    mends = {"rain": "{kind: fine_tune}, {kind: cbd}, {kind: partial_train}", "patch": "{kind: fine_tune}"}
    project = {"rain": "dmba_minus_rain", "patch": "badnets_local"}
    victims = {name: (project[name], (f"defenses=[{mend}]",)) for name, mend in mends.items()}
    monkeypatch.setattr(known_defenses, "VICTIMS", victims)
    known_defenses.run_seed(tmp_path, 7, list(victims))
    found = {name: known_defenses.results_of(tmp_path, name, [7])[7] for name in victims}
    erased = {(name, counter): entry.erasure for name in victims for counter, entry in found[name].defenses.items()}
    print(erased, {name: each.detectors for name, each in found.items()})  # noqa: T201  the closing note's figures
    for name, counter in (("rain", "fine_tune"), ("rain", "cbd"), ("rain", "partial_train"), ("patch", "fine_tune")):
        assert erased[name, f"defended/{counter}"] >= 0.5
    least = {"signed_residual": 0.95, "spectral": 0.85, "strip": 0.9}
    assert all(found["rain"].detectors[name].auroc >= auroc for name, auroc in least.items())


def test_the_defenders_tables_are_made_of_what_the_runs_left(tmp_path, monkeypatch):
    mend = "{kind: fine_tune, training: {epochs: 1, batch: 8}}"
    settings = {"clean": ("defenses=[]", "poison.rate=0"), "rain": (f"defenses=[{mend}]",)}
    victims = {name: ("dmba_minus_rain", (*SMALL, *asked)) for name, asked in settings.items()}
    monkeypatch.setattr(known_defenses, "VICTIMS", victims)
    monkeypatch.setattr(
        known_defenses, "COMMON", (*known_defenses.COMMON, "detectors=[{kind: signed_residual, epochs: 1}]")
    )
    for seed in (0, 1):
        known_defenses.run_seed(tmp_path, seed, list(victims))
    found = {name: known_defenses.results_of(tmp_path, name, [0, 1, 2]) for name in victims}
    assert [list(of) for of in found.values()] == [[0, 1], [0, 1]]
    text = known_defenses.written(tmp_path, found, [0, 1, 2])
    left = [found["rain"][seed].models["defended/fine_tune"].triggered.net_effect for seed in (0, 1)]
    row = next(line for line in text.splitlines() if line.startswith("| fine_tune |"))
    assert f"| {left[0]:.2f} / {left[1]:.2f} |" in row
    assert "| control/fine_tune |" in row
    assert "## clean" not in text
    residual = next(line for line in text.splitlines() if line.startswith("| signed_residual |"))
    assert residual.count("|") == 7
    assert (tmp_path / "known_defenses.md").read_text() == text
    assert len((tmp_path / "defenses.csv").read_text().splitlines()) == 1 + 2 * (2 + 4)
    assert len((tmp_path / "detectors.csv").read_text().splitlines()) == 1 + 4


@pytest.mark.parametrize("name", known_defenses.VICTIMS)
def test_every_victim_of_the_defenders_table_is_a_recipe_that_fits(name):
    project, settings = known_defenses.VICTIMS[name]
    recipe = load_recipe(HERE / project, [*known_defenses.COMMON, *settings])
    assert len(recipe.detectors) == len(known_defenses.DETECTORS)
    assert len(recipe.defenses) == (0 if name == "clean" else len(known_defenses.DEFENSES))


def test_counters_are_searched_and_set_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(inversion_separation, "SETTINGS", (*inversion_separation.SETTINGS, *SMALL))
    frames = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 3), dtype=np.uint8)
    found = inversion_separation.searched(tmp_path, "dmba_minus_rain", 3, ("twin", "victim"), frames)
    assert set(found) == {"twin", "victim"}
    assert set(found["twin"]) == {"down", "up"}
    assert (tmp_path / "dmba_minus_rain-3-victim-down.png").exists()
    scores = {"none": (0.1, 0.9), "dmba_minus_rain": (3.0, 0.5)}
    rows = [
        {"attack": attack, "seed": seed, "counter": "twin" if attack == "none" else "victim", "score": score}
        for attack, each in scores.items() for seed, score in enumerate(each)
    ]  # fmt: skip
    text = inversion_separation.written(tmp_path, rows, 5)
    assert "2.31: 0 of 2 clean counters pass it" in text
    assert "dmba_minus_rain: AUROC 0.750; scores 0.5, 3.0 against 0.1, 0.9" in text
    assert (tmp_path / "inversion.md").read_text() == text
