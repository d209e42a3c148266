"""The suites that come with the program: each cell has a plan, and what a counter needs goes with it."""

from pathlib import Path

import pytest

from miscount import projects
from miscount.engine.cli import main
from miscount.engine.suites import cells, load_suite

SUITES = Path(projects.__file__).parent / "suites"
FILES = sorted(SUITES.glob("*.yaml"))
NEW = {
    "dmba_counters": (2, 5), "transfer": (5, 3), "clean_budget": (4, 1), "adaptive": (4, 1),
}  # fmt: skip
"""Attacks and counters."""


def cells_of(file, *overrides):
    suite, folder = load_suite(file, overrides)
    return suite, cells(suite, folder, Path("out"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_cell_is_a_recipe(file):
    suite, found = cells_of(file)
    assert suite.name == file.stem
    assert suite.about
    assert len({cell.folder for cell in found}) == len(found)
    assert {cell.seed for cell in found} == set(suite.seeds)


@pytest.mark.parametrize("name", NEW)
def test_every_row_has_a_plan(name, tmp_path, capsys):
    suite, found = cells_of(SUITES / f"{name}.yaml")
    attacks, counters = NEW[name]
    assert len(found) == attacks * counters * len(suite.seeds)
    for cell in found:
        if cell.seed == suite.seeds[0] and cell.counter in ("", list(suite.counters or [""])[-1]):
            file = tmp_path / "recipe.yaml"
            file.write_text(cell.recipe.to_yaml(), encoding="utf-8")
            assert main(["plan", str(file), "--out", str(tmp_path / "runs" / cell.folder.name)]) == 0
            said = capsys.readouterr().out
            assert "victim" in said
            assert ("surrogate" in said) == ((name == "transfer" and cell.attack != "rain") or "matched" in cell.attack)


def test_each_counter_of_dmba_is_trained_by_its_own_loss():
    _, found = cells_of(SUITES / "dmba_counters.yaml")
    kinds = {cell.counter: (cell.recipe.counter.kind, cell.recipe.training.loss.kind) for cell in found}
    assert kinds == {
        "CSRNet": ("csrnet", "pixel_sum"), "CAN": ("can", "pixel_sum"), "SFANet": ("sfanet", "attended"),
        "BayesianCC": ("vgg19", "bayesian"), "DM-Count": ("vgg19", "dm_count"),
    }  # fmt: skip
    _, wide = cells_of(SUITES / "dmba_counters.yaml", "counter.width=1", "training.epochs=400")
    assert {cell.recipe.counter.width for cell in wide} == {1}, "what --set says comes after the suite's own counters"
    assert {cell.recipe.training.epochs for cell in wide} == {400}


def test_a_budget_changes_what_the_defender_owns_and_nothing_else():
    _, found = cells_of(SUITES / "clean_budget.yaml")
    assert {cell.recipe.clean_share for cell in found} == {0.01, 0.05, 0.2, 1}
    assert len({cell.recipe.replace(clean_share=1, seed=0, name="x").to_yaml() for cell in found}) == 1


@pytest.mark.parametrize(("text", "says"), [
    ("seeds: [0, 1, 0]", "seeds: 0 is given twice"),
    ("counters: {a: {kind: light}}\nwith_counter: {a: {seeds: [2, 2]}}", "with_counter.a.seeds: 2 is given twice"),
    ("attacks: {a b: {}, a-b: {}}", "a b and a-b would have one folder, a-b-seed-0"),
])  # fmt: skip
def test_no_two_cells_are_of_one_folder(text, says, tmp_path, capsys):
    (tmp_path / "s.yaml").write_text(f"name: s\n{text}\n")
    assert main(["suite", str(tmp_path / "s.yaml"), "--out", str(tmp_path / "out")]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
