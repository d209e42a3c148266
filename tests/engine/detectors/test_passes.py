"""Detectors that look at the same counter and scenes ask it once, and find what each finds alone."""

from dataclasses import replace

import numpy as np
import pytest

from miscount.engine.contracts.by_hand import inputs
from miscount.engine.counters import Counter, build
from miscount.engine.detectors import detector
from miscount.engine.detectors.passes import Passes
from miscount.engine.events import Never, Progress
from miscount.engine.training import Sample, SampleDataset

TOGETHER = ("spectral", "activation_clustering", "signed_residual")


def found_by(kind, shown):
    run = detector({"kind": kind}).inspect(shown, Never())
    steps = []
    while True:
        try:
            steps.append(next(run))
        except StopIteration as end:
            assert [step.done for step in steps if isinstance(step, Progress)] == list(range(1, len(steps) + 1))
            return end.value


@pytest.mark.parametrize("order", [TOGETHER, TOGETHER[::-1]])
def test_together_they_find_what_each_finds_alone_in_half_the_passes(monkeypatch, order, tmp_path):
    asked, maps = [], Counter.maps

    def counted(self, image):
        asked.append(len(image))
        return maps(self, image)

    monkeypatch.setattr(Counter, "maps", counted)
    shown = inputs(tmp_path)
    alone = {kind: found_by(kind, replace(shown, passes=Passes(), early_passes={6: Passes()})) for kind in order}
    num_alone = sum(asked)
    asked.clear()
    together = {kind: found_by(kind, shown) for kind in order}
    for kind in order:
        assert together[kind].scores == alone[kind].scores, kind
        assert together[kind].threshold == alone[kind].threshold
        assert str(together[kind].facts) == str(alone[kind].facts)
    every = len(shown.suspect) + len(shown.clean)
    assert sum(asked) == 2 * every
    assert num_alone == 3 * every + len(shown.suspect)


def test_the_same_name_of_two_owners_is_two_samples_and_a_count_is_summed_as_a_counter_does():
    asked, passes = build({"kind": "light", "channels": 4}, seed=0), Passes()

    def made(seed):
        image = np.random.default_rng(seed).integers(0, 256, (40, 60, 3), dtype=np.uint8)
        return SampleDataset(["s"], lambda name: Sample(name, image, np.ones((5, 8), np.float32), 40.0))

    first = passes.answer(asked, "clean", made(0), "s")
    assert passes.answer(asked, "clean", made(0), "s") is first
    other = passes.answer(asked, "suspect", made(1), "s")
    assert (first.counted, other.counted) == tuple(asked.count(made(seed)[0].image) for seed in (0, 1))
    assert first.counted != other.counted
    assert (first.label, first.total) == (40.0, pytest.approx(first.counted, rel=1e-6))
