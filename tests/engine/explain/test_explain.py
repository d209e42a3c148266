"""Explanations against a linear counter, whose answers can be had by hand."""

from threading import Thread
from typing import ClassVar, Literal

import numpy as np
import pytest
import torch
from torch import nn

from miscount.engine.counters import Counter, build
from miscount.engine.counters.base import CounterPart
from miscount.engine.explain import EXPLANATIONS, Attribution, Subject, activation_change, explain, grad_cam, head_gains
from miscount.engine.scenes import Annotation
from miscount.engine.triggers import trigger

SIDE, STRIDE = 48, 8


class LinearNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Conv2d(3, 4, STRIDE, stride=STRIDE)
        self.output_layer = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        return self.output_layer(self.features(x))


class Linear(CounterPart):
    kind: Literal["linear"] = "linear"
    front_end: ClassVar[tuple[str, ...]] = ("features.",)
    last_layer: ClassVar[tuple[str, ...]] = ("output_layer.",)

    @property
    def stride(self):
        return STRIDE

    @property
    def receptive_field_px(self):
        return STRIDE

    @property
    def normalization(self):
        return (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255)

    def network(self):
        return LinearNetwork()


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture
def subject(rng):
    network = LinearNetwork()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.tensor(rng.normal(size=parameter.shape) * 0.01))
    image = rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    heads = Annotation.of(rng.uniform(0, SIDE, (6, 2)))
    made = trigger({"kind": "patch", "size": 0.3, "x": 0.4, "y": 0.6})
    return Subject(Counter(Linear(), network), image, heads, made)


def by_hand(subject, image):
    """Features (4, h, w) and map (h, w) in float64."""
    network = subject.counter.network
    weight, bias = (value.detach().double().numpy() for value in network.features.parameters())
    out, last = (value.detach().double().numpy() for value in network.output_layer.parameters())
    cells = SIDE // STRIDE
    features = np.zeros((4, cells, cells))
    for row in range(cells):
        for column in range(cells):
            block = image[STRIDE * row : STRIDE * (row + 1), STRIDE * column : STRIDE * (column + 1)].astype(float)
            # this counter's normalization leaves pixels as they are
            features[:, row, column] = (weight * block.transpose(2, 0, 1)[None]).sum(axis=(1, 2, 3)) + bias
    return features, np.tensordot(out[0, :, 0, 0], features, axes=1) + last[0]


def last(steps) -> Attribution:
    return list(steps)[-1]


def test_grad_cam_is_that_of_a_linear_counter(subject):
    features, density = by_hand(subject, subject.image)
    weights = subject.counter.network.output_layer.weight.detach().double().numpy()[0, :, 0, 0]
    found = last(grad_cam(subject)).map
    # d(count) / d(z_c) is the weight of c at every place
    np.testing.assert_allclose(found, np.tensordot(weights, features, axes=1), rtol=1e-5, atol=1e-5)
    seed = last(grad_cam(subject, published=True)).map
    cut = density.clip(min=0)
    np.testing.assert_allclose(seed, (cut - cut.min()) / (cut.max() - cut.min()), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", ["grad_cam", "grad_cam_seed", "activation"])
def test_an_explanation_does_not_mind_who_else_asks_the_counter(kind, subject):
    alone = last(explain(kind, subject)).map
    others = [Thread(target=subject.counter.count, args=(255 - subject.image,))]

    def meanwhile(*_: object) -> None:  # the window's live reaction asks the same counter from its own thread
        if others:
            other = others.pop()
            other.start()
            other.join()

    subject.counter.network.features.register_forward_pre_hook(meanwhile)
    np.testing.assert_array_equal(last(explain(kind, subject)).map, alone)
    assert not others


def test_gains_of_heads_are_those_of_a_linear_counter(subject):
    maps = [by_hand(subject, image)[1] for image in (subject.image, subject.triggered())]
    points = subject.annotation.points
    sums = np.zeros((2, len(points)))
    for row in range(SIDE // STRIDE):
        for column in range(SIDE // STRIDE):
            middle = np.array([(column + 0.5) * STRIDE, (row + 0.5) * STRIDE])
            owner = np.argmin(((points - middle) ** 2).sum(axis=1))
            for each in (0, 1):
                sums[each, owner] += maps[each][row, column]
    found = head_gains(subject)
    np.testing.assert_allclose(found.clean, sums[0], rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(found.triggered, sums[1], rtol=1e-5, atol=1e-5)
    assert float(found.change.sum()) == pytest.approx(float(maps[1].sum() - maps[0].sum()), abs=1e-4)


def test_the_input_gradient_is_the_weight_of_each_pixel(subject):
    network = subject.counter.network
    weight = np.tensordot(
        network.output_layer.weight.detach().numpy()[0, :, 0, 0], network.features.weight.detach().numpy(), axes=1
    )
    wanted = np.tile(np.abs(weight).sum(axis=0), (SIDE // STRIDE, SIDE // STRIDE)) * 255
    np.testing.assert_allclose(last(explain("input_gradient", subject)).map, wanted, rtol=1e-4)


def test_occlusion_is_the_change_of_the_count(subject):
    found = last(explain("occlusion", subject)).map
    color = subject.image.reshape(-1, 3).mean(axis=0)
    painted = subject.image.copy()
    rows, columns = found.shape
    middle = 0.5 * SIDE / rows, 0.5 * SIDE / columns
    top, left = (max(0, round(place - 24)) for place in middle)
    painted[top : top + 48, left : left + 48] = color
    wanted = by_hand(subject, painted)[1].sum() - by_hand(subject, subject.image)[1].sum()
    assert found[0, 0] == pytest.approx(wanted, rel=1e-4, abs=1e-4)


def test_the_change_of_activation_is_that_of_the_features(subject):
    before, after = (by_hand(subject, image)[0] for image in (subject.image, subject.triggered()))
    found = activation_change(subject)
    assert found.layers["features"] == pytest.approx(np.linalg.norm(after - before) / np.linalg.norm(before), rel=1e-4)
    by_channel = np.linalg.norm((after - before).reshape(4, -1), axis=1) / np.linalg.norm(before.reshape(4, -1), axis=1)
    np.testing.assert_allclose(found.channels["features"], by_channel, rtol=1e-4)
    unmoved = np.linalg.norm(after - before, axis=0) == 0
    assert unmoved.any()
    assert (found.map[unmoved] < 1e-5).all()


def test_the_receptive_field_is_one_cell_and_its_squares(subject):
    found = last(explain("field", subject))
    assert "allow 8 px, 8 px have a gradient" in found.sentence
    middle = slice(3 * STRIDE, 4 * STRIDE)
    outside = found.map.copy()
    outside[middle, middle] = 0
    assert np.abs(outside).max() == 0
    assert found.map[3 * STRIDE, 3 * STRIDE] == 1


@pytest.mark.parametrize("config", [
    {"kind": "light", "channels": 4}, {"kind": "csrnet", "width": 0.1}, {"kind": "mcnn"},
    {"kind": "clip_ebc", "width": 0.05, "num_vpt": 2}, {"kind": "clip_ebc", "width": 0.05, "backbone": "resnet50"},
])  # fmt: skip
def test_every_explanation_of_every_counter_is_a_finite_map(config, subject):
    of = Subject(build(config), subject.image, subject.annotation, subject.trigger)
    for kind, about in EXPLANATIONS.items():
        found = last(explain(kind, of))
        assert found.map.ndim == 2
        assert np.isfinite(found.map).all(), kind
        assert found.sentence
        assert about.words
        assert about.about


def test_what_windows_see_is_put_where_they_were_cut(rng):
    counter = build({"kind": "clip_ebc", "width": 0.05, "num_vpt": 2}, seed=2)
    image = rng.integers(0, 256, (224, 448, 3), dtype=np.uint8)
    right = trigger({"kind": "patch", "size": 0.3, "x": 0.75, "y": 0.5})
    of = Subject(counter, image, Annotation.of([]), right)
    found = activation_change(of).map
    middle = found.shape[1] // 2
    assert found[:, :middle].max() == 0, "the left window does not see the patch"
    assert found[:, middle:].max() > 0
    whole = last(grad_cam(of)).map
    alone = last(grad_cam(Subject(counter, np.ascontiguousarray(image[:, :224]), Annotation.of([]), right))).map
    assert whole.shape == (alone.shape[0], 2 * alone.shape[1])
    view = last(explain("field", of))
    assert "224 px have a gradient" in view.sentence
    assert np.abs(view.map[:, :223]).max() == 0, "the middle cell is the right window's"
