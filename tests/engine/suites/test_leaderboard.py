"""Rows of a suite's tables from results alone, without a training."""

from pathlib import Path

import pytest

from miscount.engine.recipe import parse
from miscount.engine.runs import RunResults
from miscount.engine.suites.leaderboard import detector_rows
from miscount.engine.suites.suite import Cell


def done(attack, counter, seed, score, poisoned):
    results = RunResults(
        recipe="x", seed=seed, scenes={"poisoned": poisoned}, models={},
        detectors={"aeva": {"subject": "counter", "score": score, "threshold": 2.5, "suspect": score > 2.5}},
    )  # fmt: skip
    return Cell(attack, "", counter, seed, parse("version: 1\n"), Path(f"none/{attack}{counter}{seed}")), results


def test_attacked_counters_are_set_against_clean_ones_of_their_own_kind():
    """A kind whose scores all lie higher is no evidence of an attack on another."""
    some = [
        done("clean", "light", 0, 1.0, 0), done("clean", "light", 1, 2.0, 0),
        done("clean", "csrnet", 0, 8.0, 0), done("clean", "csrnet", 1, 9.0, 0),
        done("rain", "light", 0, 3.0, 9), done("rain", "light", 1, 4.0, 9),
        done("rain", "csrnet", 0, 3.0, 9), done("rain", "mcnn", 0, 3.0, 9),
    ]  # fmt: skip
    found = {(row["attack"], row["counter"]): row["separation"] for row in detector_rows(some)}
    assert found == {
        ("clean", "light"): None, ("clean", "csrnet"): None, ("rain", "light"): pytest.approx(1.0),
        ("rain", "csrnet"): pytest.approx(0.0), ("rain", "mcnn"): None,
    }  # fmt: skip
