"""What makes asking a counter quicker gives what it gave: levels looked up, batch norms multiplied in."""

import numpy as np
import pytest
import torch
from torch import nn

from miscount.engine.counters import build
from miscount.engine.counters.counter import fused
from miscount.engine.counters.known import known_frame
from miscount.engine.counters.receptive import middle_gradient
from miscount.engine.explain import EXPLANATIONS, Subject
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.triggers.patch import Patch


@pytest.fixture
def images():
    return np.random.default_rng(3).integers(0, 256, (2, 45, 61, 3), dtype=np.uint8)


@pytest.fixture
def trained(images):
    """A counter whose batch norms have seen images, so that their means and spreads are no longer 0 and 1."""
    counter = build({"kind": "light", "channels": 8}, seed=1)
    counter.network.train()
    for _ in range(3):
        counter.network(counter.normalized(torch.from_numpy(images)))
    with torch.no_grad():
        for module in counter.network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.weight.uniform_(0.5, 2)
                module.bias.uniform_(-0.5, 0.5)
    counter.network.eval()
    return counter


def test_levels_are_looked_up_to_the_last_bit(trained, images):
    whole = torch.from_numpy(images)
    for some in (whole, whole[:1], whole[:, 3:, ::2]):
        found, computed = trained.normalized(some), trained.normalized(some.float())
        assert torch.equal(found, computed)
        assert found.is_contiguous(memory_format=torch.channels_last)


def test_a_counter_for_inference_answers_as_it_does_and_is_a_copy(trained, images):
    before = {name: value.clone() for name, value in trained.network.state_dict().items()}
    quick = trained.for_inference()
    assert not any(isinstance(module, nn.BatchNorm2d) for module in quick.network.modules())
    wanted, found = trained.densities(images), quick.densities(images)
    np.testing.assert_allclose(found, wanted, atol=5e-6 * np.abs(wanted).max())
    assert not np.array_equal(wanted, np.zeros_like(wanted))
    with torch.no_grad():
        next(quick.network.parameters()).zero_()
    assert all(torch.equal(value, before[name]) for name, value in trained.network.state_dict().items())


def test_pictures_that_threads_share_are_read_and_nothing_is_warned_of(trained, images, monkeypatch):
    """torch warns once a process of an array that is read-only: in the window's terminal, at the first reaction."""
    images.flags.writeable = False
    monkeypatch.setattr(torch, "from_numpy", _only_writeable(torch.from_numpy))
    image, other = images
    trained.density(image)
    trained.densities(images)
    trained.counts(list(images))
    middle_gradient(trained, image)
    assert known_frame(trained, image).density_of(other).shape == trained.density(other).shape
    subject = Subject(trained, image, Annotation.of([[20.0, 30.0]]), Patch(size=0.3))
    for explanation in EXPLANATIONS.values():
        assert list(explanation.make(subject))


def _only_writeable(from_numpy):
    def checked(array):
        assert array.flags.writeable
        return from_numpy(array)

    return checked


def test_a_network_with_nothing_to_multiply_in_is_given_back():
    counter = build({"kind": "mcnn"})
    assert counter.for_inference() is counter
    apart = nn.ModuleDict({"conv1": nn.Conv2d(3, 4, 1), "bn1": nn.BatchNorm2d(4)})  # nobody knows what is called when
    assert fused(apart) is apart
