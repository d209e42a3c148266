"""CAN, SFANet and VGG-19 beside the networks of their public code: names, shapes, answers, and files.

The lists and formulas here were written down from weizheliu/Context-Aware-Crowd-Counting (model.py),
CommissarMa/Context-Aware_Crowd_Counting-pytorch (cannet.py), pxq0312/SFANet-crowd-counting (models.py),
ZhihengCV/Bayesian-Crowd-Counting (models/vgg.py) and cvlab-stonybrook/DM-Count (models.py).
"""

from functools import partial

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from miscount.engine.counters import build, checkpoint, counter_config, load
from miscount.engine.counters.sources import examine
from miscount.engine.errors import WeightsError
from miscount.engine.poison.reach import reach

FORMS = [
    {"kind": "can"}, {"kind": "can", "form": "commissarma"}, {"kind": "sfanet"}, {"kind": "vgg19"},
    {"kind": "vgg19", "form": "dm_count"},
]  # fmt: skip
NARROW = [raw | {"width": 0.05} for raw in FORMS]


def conv(name, inputs, outputs, side, bias=True):
    return {f"{name}.weight": (outputs, inputs, side, side)} | ({f"{name}.bias": (outputs,)} if bias else {})


def norm(name, channels):
    ends = ("weight", "bias", "running_mean", "running_var")
    return {f"{name}.{end}": (channels,) for end in ends} | {f"{name}.num_batches_tracked": ()}


def chain(part, places, channels):
    """Convolutions of 3 x 3 at these places of a Sequential, from so many channels to so many."""
    made = {}
    for place, inputs, outputs in zip(places, channels[:-1], channels[1:], strict=True):
        made |= conv(f"{part}.{place}", inputs, outputs, 3)
    return made


def can_keys(commissarma):
    made = chain("frontend", (0, 2, 5, 7, 10, 12, 14, 17, 19, 21), (3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512))
    back = (512, 512, 512, 512, 256, 128, 64)
    if commissarma:
        made |= chain("backend", (0, 2, 4, 6, 8, 10), back)
        for side in (1, 2, 3, 6):
            made |= conv(f"conv{side}_1", 512, 512, 1) | conv(f"conv{side}_2", 512, 512, 1)
    else:
        made |= chain("backend", (0, 3, 6, 9, 12, 15), back)
        for place, channels in zip((1, 4, 7, 10, 13, 16), back[1:], strict=True):
            made |= norm(f"backend.{place}", channels)
        for scale in range(4):
            made |= conv(f"context.scales.{scale}.1", 512, 512, 1, bias=False)
        made |= conv("context.bottleneck", 1024, 512, 1) | conv("context.weight_net", 512, 512, 1)
    return made | conv("output_layer", 64, 1, 1)


def sfanet_keys():
    def layer(name, inputs, outputs, side):
        return conv(f"{name}.conv", inputs, outputs, side) | norm(f"{name}.bn", outputs)

    made = {}
    names = ("1_1", "1_2", "2_1", "2_2", "3_1", "3_2", "3_3", "4_1", "4_2", "4_3", "5_1", "5_2", "5_3")
    channels = (3, 64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
    for name, inputs, outputs in zip(names, channels[:-1], channels[1:], strict=True):
        made |= layer(f"vgg.conv{name}", inputs, outputs, 3)
    path = ((1024, 256, 1), (256, 256, 3), (512, 128, 1), (128, 128, 3), (256, 64, 1), (64, 64, 3), (64, 32, 3))
    for way in ("amp", "dmp"):
        for number, sizes in enumerate(path, start=1):
            made |= layer(f"{way}.conv{number}", *sizes)
    return made | layer("conv_att", 32, 1, 1) | layer("conv_out", 32, 1, 1)


def vgg19_keys(dm_count):
    places = (0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34)
    channels = (3, 64, 64, 128, 128, 256, 256, 256, 256, 512, 512, 512, 512, 512, 512, 512, 512)
    made = chain("features", places, channels) | chain("reg_layer", (0, 2), (512, 256, 128))
    return made | conv("density_layer.0" if dm_count else "reg_layer.4", 128, 1, 1)


KEYS = [can_keys(False), can_keys(True), sfanet_keys(), vgg19_keys(False), vgg19_keys(True)]


@pytest.mark.parametrize(("raw", "keys"), list(zip(FORMS, KEYS, strict=True)))
def test_the_parameters_are_those_of_the_public_code(raw, keys):
    with torch.device("meta"):
        network = counter_config(raw).network()
    assert {name: tuple(value.shape) for name, value in network.state_dict().items()} == keys


def ran(state, part, x, places, dilation=1, norms=False):
    """Convolutions at `places` of a Sequential with ReLU, as functions; a pool where a place is None."""
    for place in places:
        if place is None:
            x = F.max_pool2d(x, 2)
            continue
        x = F.conv2d(x, state[f"{part}.{place}.weight"], state[f"{part}.{place}.bias"], 1, dilation, dilation)
        if norms:
            after = f"{part}.{place + 1}"
            x = F.batch_norm(x, state[f"{after}.running_mean"], state[f"{after}.running_var"],
                             state[f"{after}.weight"], state[f"{after}.bias"])  # fmt: skip
        x = F.relu(x)
    return x


def plain(state, name, x):
    return F.conv2d(x, state[f"{name}.weight"], state.get(f"{name}.bias"))


FRONT = (0, 2, None, 5, 7, None, 10, 12, 14, None, 17, 19, 21)


def can_by_hand(state, x, commissarma):
    f = ran(state, "frontend", x, FRONT)
    weights, scales = [], []
    for number, side in enumerate((1, 2, 3, 6)):
        own = f"conv{side}_1" if commissarma else f"context.scales.{number}.1"
        s = F.interpolate(plain(state, own, F.adaptive_avg_pool2d(f, side)), size=f.shape[2:], mode="bilinear")
        net, contrast = (f"conv{side}_2", s - f) if commissarma else ("context.weight_net", f - s)
        weights.append(torch.sigmoid(plain(state, net, contrast)))
        scales.append(s)
    above = sum(w * s for w, s in zip(weights, scales, strict=True))
    if commissarma:
        f = 0.5 * (above / (sum(weights) + 0.00001) + f)
        f = ran(state, "backend", f, (0, 2, 4, 6, 8, 10), dilation=2)
    else:
        f = F.relu(plain(state, "context.bottleneck", torch.cat([above / sum(weights), f], 1)))
        f = ran(state, "backend", f, (0, 3, 6, 9, 12, 15), dilation=2, norms=True)
    return plain(state, "output_layer", f)


def sfanet_by_hand(state, x):
    def layer(name, x, with_norm=True):
        w, b = state[f"{name}.conv.weight"], state[f"{name}.conv.bias"]
        x = F.conv2d(x, w, b, 1, w.shape[2] // 2)
        if not with_norm:
            return x
        return F.batch_norm(x, state[f"{name}.bn.running_mean"], state[f"{name}.bn.running_var"],
                            state[f"{name}.bn.weight"], state[f"{name}.bn.bias"])  # fmt: skip

    def up(x):
        return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)

    given = {}
    for stage, number in enumerate((2, 2, 3, 3, 3), start=1):
        for k in range(1, number + 1):
            x = F.relu(layer(f"vgg.conv{stage}_{k}", x))
        given[stage], x = x, F.max_pool2d(x, 2)

    def path(way):
        y = torch.cat([up(given[5]), given[4]], 1)
        y = F.relu(layer(f"{way}.conv2", F.relu(layer(f"{way}.conv1", y))))
        y = torch.cat([up(y), given[3]], 1)
        y = F.relu(layer(f"{way}.conv4", F.relu(layer(f"{way}.conv3", y))))
        y = torch.cat([up(y), given[2]], 1)
        y = F.relu(layer(f"{way}.conv6", F.relu(layer(f"{way}.conv5", y))))
        return F.relu(layer(f"{way}.conv7", y))

    attention = torch.sigmoid(layer("conv_att", path("amp")))
    return layer("conv_out", attention * path("dmp"), with_norm=False)


def vgg19_by_hand(state, x, dm_count):
    features = (0, 2, None, 5, 7, None, 10, 12, 14, 16, None, 19, 21, 23, 25, None, 28, 30, 32, 34)
    x = ran(state, "features", x, features)
    x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)
    x = ran(state, "reg_layer", x, (0, 2))
    return F.relu(plain(state, "density_layer.0", x)) if dm_count else plain(state, "reg_layer.4", x).abs()


BY_HAND = [
    partial(can_by_hand, commissarma=False), partial(can_by_hand, commissarma=True), sfanet_by_hand,
    partial(vgg19_by_hand, dm_count=False), partial(vgg19_by_hand, dm_count=True),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "by_hand"), list(zip(NARROW, BY_HAND, strict=True)))
def test_the_answer_is_that_of_the_formulas(raw, by_hand):
    counter = build(raw, seed=4)
    generator = torch.Generator().manual_seed(0)
    for name, value in counter.network.state_dict().items():
        if name.endswith(("running_mean", "running_var")):
            value.copy_(torch.rand(value.shape, generator=generator) + 0.5)
        elif name.endswith("bias"):
            value.copy_(torch.randn(value.shape, generator=generator) * 0.1)
    x = torch.randn(2, 3, 64, 112, generator=generator)
    with torch.inference_mode():
        answer, wanted = counter.network(x), by_hand(counter.network.state_dict(), x)
    assert answer.shape == (2, 1, 64 // counter.stride, 112 // counter.stride)
    assert wanted.abs().max() > 1e-3
    torch.testing.assert_close(answer, wanted, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("raw", NARROW, ids=str)
def test_weights_that_nothing_describes_are_known_and_go_round(raw, tmp_path):
    counter = build(raw, seed=7)
    image = np.random.default_rng(0).integers(0, 256, (61, 90, 3), dtype=np.uint8)
    state = counter.network.state_dict()
    older = {f"module.{name}": value for name, value in state.items() if not name.endswith("num_batches_tracked")}
    torch.save(state, tmp_path / "best_model.pth")
    torch.save({"epoch": 3, "model_state_dict": older, "optimizer_state_dict": {}}, tmp_path / "3_ckpt.tar")
    checkpoint.save(counter, tmp_path / "ours.safetensors")
    for name in ("best_model.pth", "3_ckpt.tar", "ours.safetensors"):
        read = load(tmp_path / name)
        assert read.config == counter.config, name
        assert read.count(image) == counter.count(image)
    assert examine(tmp_path / "best_model.pth").counter == raw
    begun = build(raw | {"pretrained": str(tmp_path / "best_model.pth")}, seed=1)
    assert begun.count(image) == counter.count(image)


def test_a_can_is_no_csrnet_although_it_has_all_of_its_names(tmp_path):
    torch.save(build({"kind": "csrnet", "width": 0.05}).network.state_dict(), tmp_path / "csrnet.pth")
    assert load(tmp_path / "csrnet.pth").config.kind == "csrnet"
    torch.save(build({"kind": "can", "width": 0.05}).network.state_dict(), tmp_path / "can.pth")
    assert load(tmp_path / "can.pth").config.kind == "can"
    with pytest.raises(WeightsError, match="unknown"):
        build({"kind": "csrnet", "width": 0.05, "pretrained": str(tmp_path / "can.pth")})


def torchvision(name):
    """Weights named and shaped as torchvision's VGG, the sides of its channels a sixteenth."""
    places = {"vgg16": (0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28), "vgg19": (
        0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34,
    ), "vgg16_bn": (0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40)}[name]  # fmt: skip
    sides = {13: (4, 4, 8, 8, 16, 16, 16, *(32,) * 6), 16: (4, 4, 8, 8, *(16,) * 4, *(32,) * 8)}[len(places)]
    made, inputs = {}, 3
    for place, outputs in zip(places, sides, strict=True):
        made |= conv(f"features.{place}", inputs, outputs, 3)
        if name == "vgg16_bn":
            made |= {key: shape for key, shape in norm(f"features.{place + 1}", outputs).items() if shape}
        inputs = outputs
    generator = torch.Generator().manual_seed(3)
    tensors = {key: torch.rand(shape, generator=generator) for key, shape in made.items()}
    return tensors | {"classifier.0.weight": torch.zeros(4, 4)}


@pytest.mark.parametrize(("raw", "name", "places"), [
    ({"kind": "can"}, "vgg16", {"frontend.0.weight": "features.0.weight", "frontend.21.bias": "features.21.bias"}),
    ({"kind": "vgg19"}, "vgg19", {"features.34.weight": "features.34.weight", "features.2.bias": "features.2.bias"}),
    ({"kind": "sfanet"}, "vgg16_bn", {
        "vgg.conv1_1.conv.weight": "features.0.weight", "vgg.conv1_1.bn.running_var": "features.1.running_var",
        "vgg.conv5_3.conv.bias": "features.40.bias", "vgg.conv5_3.bn.weight": "features.41.weight",
    }),
])  # fmt: skip
def test_vgg_becomes_the_front_end(raw, name, places, tmp_path):
    raw = raw | {"width": 1 / 16}
    torch.save(values := torchvision(name), path := tmp_path / "vgg.pth")
    drawn = build(raw, seed=2).network.state_dict()
    begun = build(raw | {"pretrained": str(path)}, seed=2).network.state_dict()
    for ours, theirs in places.items():
        assert torch.equal(begun[ours], values[theirs]), ours
    front = counter_config(raw).front_end
    for key, value in begun.items():
        if key.startswith(front):
            assert torch.equal(value, drawn[key]) == key.endswith("num_batches_tracked"), key
        elif value.ndim == 4:  # as wide as in the public code: N(0, 0.01), or torch's own
            inputs = value[0].numel()
            spread = (1 / (3 * inputs)) ** 0.5 if raw["kind"] == "vgg19" else 0.01
            torch.testing.assert_close(value, drawn[key] * spread / (2 / inputs) ** 0.5)
        else:
            assert torch.equal(value, drawn[key]), key
    assert examine(path).is_whole is False
    torch.save(torchvision({"vgg16": "vgg19"}.get(name, "vgg16")), tmp_path / "other.pth")
    with pytest.raises(WeightsError, match="which the front end of this"):
        build(raw | {"pretrained": str(tmp_path / "other.pth")})


@pytest.mark.parametrize(("kind", "stated"), [("vgg19", 300), ("sfanet", 260)])
def test_the_stated_receptive_field_is_the_widest_that_is_measured(kind, stated):
    """Where interpolated cells lie between cells of the features differs from place to place: the widest is stated."""
    counter = build({"kind": kind, "width": 0.05})
    assert counter.receptive_field_px == stated
    for module in counter.network.modules():
        if isinstance(module, torch.nn.Conv2d):  # positive: no ReLU hides a way
            torch.nn.init.constant_(module.weight, 1 / module.weight[0].numel())
    # of a pool's pixels the brightest alone passes the gradient on: the last one in one image, the first in the other
    ramp = torch.linspace(1, 2, 416)[None, :, None].expand(3, 416, 16)
    image = torch.stack([ramp, ramp.flip(1)]).requires_grad_(True)
    answer, widest = counter.network(image)[..., 0, :, 0], 0
    for cell in range(208 // counter.stride, 224 // counter.stride):
        touched = torch.autograd.grad(answer[:, cell].sum(), image, retain_graph=True)[0].abs().sum(dim=(0, 1, 3))
        rows = torch.nonzero(touched).flatten()
        widest = max(widest, int(rows[-1] - rows[0]) + 1)
    assert widest == stated


def test_can_sees_the_whole_frame():
    counter = build({"kind": "can", "width": 0.05}, seed=1)
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (64, 640, 3), dtype=np.uint8)
    changed = image.copy()
    changed[:, 600:] = 0
    assert np.abs(counter.density(image) - counter.density(changed))[:, :4].max() > 0
    assert counter.receptive_field_px is None
    assert reach(np.arange(640)[None].repeat(64, 0) > 600, counter.receptive_field_px) == 1
