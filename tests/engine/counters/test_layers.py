"""Where the features of layers are read, against the same networks walked through by hand."""

import re

import numpy as np
import pytest
import torch
from torch import nn

from miscount.engine.counters import build
from miscount.engine.counters.layers import explained_layer, feature_layers, feature_points, over_frame, seeing_outputs
from miscount.engine.errors import RecipeError
from miscount.engine.explain import Subject, activation_change, grad_cam
from miscount.engine.scenes import Annotation
from miscount.engine.triggers import trigger

COUNTERS = (
    {"kind": "light", "channels": 4}, {"kind": "csrnet", "width": 0.1}, {"kind": "mcnn"},
    {"kind": "csrnet", "width": 0.1, "batch_norm": True}, {"kind": "clip_ebc", "width": 0.05, "num_vpt": 2},
    {"kind": "clip_ebc", "width": 0.05, "backbone": "resnet50"}, {"kind": "can", "width": 0.1},
    {"kind": "sfanet", "width": 0.1}, {"kind": "vgg19", "width": 0.1},
)  # fmt: skip


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)


@pytest.fixture
def light():
    """A light counter whose batch norms are those of a trained one: they shift and scale."""
    counter, draw = build({"kind": "light", "channels": 4}, 3), torch.Generator().manual_seed(1)
    for module in counter.network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.normal_(0, 0.5, generator=draw)
            module.weight.data.uniform_(0.5, 2, generator=draw)
            module.bias.data.normal_(0, 0.5, generator=draw)
    return counter


def by_hand(counter, image, stop: int):
    """(features after so many blocks of the light counter, what the rest makes of them): norm and ReLU by formula."""
    x = counter.normalized(torch.from_numpy(image)[None]).double()
    blocks = [counter.network.features[k : k + 2] for k in range(0, 18, 3)]

    def through(x, blocks):
        for convolution, norm in blocks:
            z = nn.functional.conv2d(x, convolution.weight.double(), stride=convolution.stride,
                                     padding=convolution.padding, dilation=convolution.dilation)  # fmt: skip
            parts = (norm.running_mean, norm.running_var, norm.weight, norm.bias)
            mean, variance, gain, shift = (part.double()[None, :, None, None] for part in parts)
            x = ((z - mean) / (variance + norm.eps).sqrt() * gain + shift).clamp(min=0)
        return x

    features = through(x, blocks[:stop]).detach().requires_grad_(True)
    last = counter.network.output_layer
    density = 0.01 * nn.functional.conv2d(through(features, blocks[stop:]), last.weight.double(), last.bias.double())
    return features, density[0, 0]


def seen_at(counter, image, name):
    parts = []
    with seeing_outputs(feature_points(counter)[name].module, parts.append):
        counter.count(image)
    return over_frame(counter, parts, *image.shape[:2])


def test_features_are_read_after_norm_and_activation(light, image):
    points = feature_points(light)
    assert [point.name for point in points.values()] == [f"features.{k}" for k in range(2, 18, 3)]
    for number, name in enumerate(points, start=1):
        features, _ = by_hand(light, image, number)
        np.testing.assert_allclose(seen_at(light, image, name), features.detach()[0], rtol=1e-3, atol=1e-4)
        assert (features >= 0).all()


@pytest.mark.parametrize("number", [3, 5, 6])
def test_grad_cam_is_that_of_the_features_that_the_network_goes_on_with(light, image, number):
    subject = Subject(light, image, Annotation.of([]), trigger({"kind": "light"}))
    features, density = by_hand(light, image, number)
    (slopes,) = torch.autograd.grad(density.sum(), features)
    wanted = (slopes.mean(dim=(2, 3), keepdim=True) * features).sum(dim=1)[0].detach()
    found = list(grad_cam(subject, list(feature_points(light))[number - 1]))[-1]
    np.testing.assert_allclose(found.map, wanted, rtol=1e-3, atol=1e-5)
    assert f"after its activation features.{3 * number - 1}" in found.sentence


def test_the_default_layer_of_grad_cam_is_not_the_density_map(light, image):
    subject = Subject(light, image, Annotation.of([]), trigger({"kind": "light"}))
    density, bias = light.density(image), 0.01 * float(light.network.output_layer.bias.detach())
    last = list(grad_cam(subject, list(feature_layers(light))[-1]))[-1].map
    # what the review measured: at the last ReLU it is the map itself, and its sum the count without the bias
    np.testing.assert_allclose(last, density - bias, atol=1e-5)
    default = list(grad_cam(subject))[-1]
    assert default.map.shape == last.shape
    assert np.corrcoef(default.map.ravel(), last.ravel())[0, 1] < 0.99
    assert "features.12" in default.sentence


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(light, image):
    subject = Subject(light, image, Annotation.of([]), trigger({"kind": "light"}))
    with pytest.raises(RecipeError, match=r"no layer 'features\.1'; it has features\.0, .*features\.15"):
        list(grad_cam(subject, "features.1"))


def test_the_change_of_activation_is_that_of_what_the_network_goes_on_with(light, image):
    subject = Subject(light, image, Annotation.of([]), trigger({"kind": "light", "gain": 0.5}))
    before, after = (by_hand(light, each, 6)[0].detach()[0] for each in (image, subject.triggered()))
    found = activation_change(subject)
    assert found.layers["features.15"] == pytest.approx(float((after - before).norm() / before.norm()), rel=1e-3)


@pytest.mark.parametrize("config", COUNTERS, ids=lambda config: "-".join(map(str, config.values())))
def test_each_layer_with_an_activation_is_read_after_it(config, image):
    """Whatever a counter's own forward does: where a ReLU follows, what is seen is of one sign and is what it gave."""
    counter = build(config)
    points = feature_points(counter)
    assert list(points) == list(feature_layers(counter))
    assert explained_layer(counter) in points
    rectified = {name: point for name, point in points.items() if isinstance(point.module, nn.ReLU)}
    assert len({point.name for point in points.values()}) == len(points), "two layers would be read at one place"
    for name in rectified:
        assert float(seen_at(counter, image, name).min()) >= 0
    bare = {name for name in points if name not in rectified}
    # patch embeddings, short cuts of residual blocks, CAN's contrasts and SFANet's attention have none of their own
    without = r"image_encoder\.conv1|.*downsample\.0|context\.(scales\..*|weight_net)|conv_att\.conv"
    assert all(re.fullmatch(without, name) for name in bare)
