"""A search for one change of every scene: what saves time changes nothing that is found."""

import numpy as np
import pytest
import torch

from miscount.engine.counters import build
from miscount.engine.detectors import universal
from miscount.engine.detectors.universal import Search
from miscount.engine.events import Never
from miscount.engine.metrics.stealth import mean_ssim, surely_alike
from miscount.engine.scenes.synthetic.render import render
from miscount.engine.seeds import generator


def searched(search, counter, frames):
    run = search.run(counter, frames, "search", Never())
    while True:
        try:
            next(run)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("family", ["additive", "blend"])
@pytest.mark.parametrize("least_ssim", [0.5, 0.995])  # a price that is never paid, and one that is
def test_a_price_that_is_none_is_not_computed_and_nothing_else_changes(monkeypatch, family, least_ssim):
    counter = build({"kind": "light", "channels": 4}, seed=0)
    frames = np.stack([render(generator(0, "frames", k), (48, 64), 12)[0] for k in range(10)])
    search = Search(family, "up", 0.3, 6, 3, 0, least_ssim, "gain")
    asked = []

    def told(first, second, least):
        asked.append(surely_alike(first, second, least))
        return asked[-1]

    monkeypatch.setattr(universal, "surely_alike", told)
    quick = searched(search, counter, frames)
    monkeypatch.setattr(universal, "surely_alike", lambda *_: False)
    whole = searched(search, counter, frames)
    assert all(asked) if least_ssim == 0.5 else False in asked
    for name in ("moved", "spread", "count", "size", "ssim"):
        assert getattr(quick, name) == getattr(whole, name), name
    assert np.array_equal(quick.shown, whole.shown)


@pytest.mark.parametrize("batch", [1, 3, 8, 11])
def test_maps_that_are_kept_are_those_that_a_step_would_see(batch):
    counter = build({"kind": "light", "channels": 8}, seed=0)
    frames = np.random.default_rng(1).integers(0, 256, (11, 40, 56, 3), dtype=np.uint8)
    chosen = np.sort(np.random.default_rng(2).permutation(11)[:batch])
    with torch.no_grad():
        seen = counter.maps(torch.from_numpy(frames[chosen]).float())
    np.testing.assert_allclose(universal._clean_maps(counter, frames)[chosen], seen, rtol=1e-5, atol=1e-9)


def test_what_is_surely_alike_is_alike():
    rng = np.random.default_rng(3)
    image = torch.from_numpy(rng.uniform(0, 255, (2, 30, 40, 3)).astype(np.float32))
    other = image + 20 * torch.randn(image.shape, generator=torch.Generator().manual_seed(0))
    value = float(mean_ssim(other, image))
    assert surely_alike(other.requires_grad_(), image, value - 0.01)
    assert not surely_alike(other, image, value), "too near to tell"
    assert not surely_alike(other, image, value + 0.01)
