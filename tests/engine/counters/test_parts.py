"""A part of a frame, asked for by itself, is that part of the whole; so are tiles, put together."""

import numpy as np
import pytest
import torch

from miscount.engine.counters import KINDS, build
from miscount.engine.counters.known import known_frame
from miscount.engine.counters.windows import MOST_PIXELS

SMALL = {"csrnet": {"width": 0.1}, "light": {"channels": 8}}
LOCAL = [kind for kind in KINDS if KINDS[kind].is_local]
SIZE = (211, 307)


@pytest.fixture(params=LOCAL)
def counter(request):
    return build({"kind": request.param, **SMALL.get(request.param, {})}, seed=2)


@pytest.fixture
def image():
    return np.random.default_rng(1).integers(0, 256, (*SIZE, 3), dtype=np.uint8)


def test_these_are_local():
    assert {"light", "csrnet", "mcnn"} <= set(LOCAL)
    assert not {"can", "sfanet", "vgg19", "clip_ebc"} & set(LOCAL)


@pytest.mark.parametrize(
    "place", [(3, 5, 8, 9), (90, 150, 13, 21), (205, 290, 6, 17), (0, 300, 1, 7), (210, 0, 1, 1), (0, 0, *SIZE)]
)
def test_what_changed_is_asked_for_anew_and_nothing_else(counter, image, place):
    top, left, height, width = place
    after = image.copy()
    after[top : top + height, left : left + width] ^= 255
    known = known_frame(counter, image)
    assert np.array_equal(known.density, counter.density(image))
    wanted, found = counter.density(after), known.density_of(after)
    assert np.abs(wanted - known.density).max() > 0
    np.testing.assert_allclose(found, wanted, rtol=0, atol=5e-6 * np.abs(wanted).max())
    same = known.density_of(image.copy())
    assert np.array_equal(same, known.density)
    assert same is not known.density


@pytest.mark.parametrize(("kind", "most"), [("light", 0.4), ("csrnet", 0.25)])
def test_a_small_change_shows_the_first_layers_less_than_the_frame(kind, most):
    counter, seen = build({"kind": kind, **SMALL.get(kind, {})}), []
    large = np.zeros((480, 640, 3), np.uint8)
    known, after = known_frame(counter, large), large.copy()
    after[200:210, 300:310] = 255
    first = next(module for module in counter.network.modules() if isinstance(module, torch.nn.Conv2d))
    first.register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0].shape[2:].numel()))
    known.density_of(after)
    assert len(seen) == 1
    assert seen[0] < most * 480 * 640


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(LOCAL) - {"clip_ebc"}))
def test_a_counter_that_sees_the_whole_frame_is_asked_for_all_of_it(kind, image):
    counter = build({"kind": kind, "width": 0.05})
    known, after = known_frame(counter, image), image.copy()
    after[:8, :8] ^= 255
    assert known.parts == ()
    assert np.array_equal(known.density_of(after), counter.density(after))


def test_tiles_make_the_map_of_the_whole(counter, image):
    with torch.no_grad():
        batch = counter.normalized(torch.from_numpy(np.stack([image, image[::-1]])))
        height, width = counter.padded(*SIZE)
        batch = torch.nn.functional.pad(batch, (0, width - SIZE[1], 0, height - SIZE[0]))
        whole = counter.network(batch)
        for most in (1, 60_000, 10**9):
            tiled = counter.reach.in_tiles(counter.network, batch, most)
            assert tiled.shape == whole.shape
            np.testing.assert_allclose(tiled, whole, rtol=0, atol=2e-6 * float(whole.abs().max()))


def test_only_large_frames_go_in_tiles_and_none_that_is_watched_or_wants_a_gradient(monkeypatch, image):
    counter, sides = build({"kind": "mcnn"}), []
    monkeypatch.setattr("miscount.engine.counters.counter.MOST_PIXELS", 20_000)
    network, forward = counter.network, type(counter.network).forward

    def noted(self, batch):
        sides.append(tuple(batch.shape[2:]))
        return forward(self, batch)

    monkeypatch.setattr(type(network), "forward", noted)
    counter.density(image)
    assert len(sides) > 1
    whole = counter.padded(*SIZE)
    for watched in (True, False):
        sides.clear()
        if watched:
            handle = network.branch1.register_forward_hook(lambda *_: None)
            counter.density(image)
            handle.remove()
        else:
            counter.maps(torch.from_numpy(image)[None])
        assert sides == [whole]
    assert MOST_PIXELS > 2000 * 1500
