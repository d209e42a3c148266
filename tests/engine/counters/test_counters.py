import json
import math
import zlib

import numpy as np
import pytest
import torch

from miscount.engine.counters import KINDS, build, checkpoint, counter_config, load
from miscount.engine.counters.receptive import measured_view
from miscount.engine.errors import RecipeError
from tests.places import FIXTURES

REFERENCE = json.loads((FIXTURES / "model_reference.json").read_text())


def reference_value(name, shape):
    """The weight rule that tests/fixtures/model_reference.json was made with."""
    if name.endswith("num_batches_tracked"):
        return torch.zeros(shape, dtype=torch.long)
    if name == "logit_scale":
        return torch.tensor(math.log(1 / 0.07))
    draw = torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(name.encode())))
    if name.endswith("running_var"):
        return 1 + 0.1 * draw.abs()
    if name.endswith("running_mean"):
        return 0.1 * draw
    if len(shape) <= 1:
        return 1 + 0.1 * draw if name.endswith("weight") else 0.02 * draw
    return draw / draw[0].numel() ** 0.5


def reference_weights(network):
    network.load_state_dict({name: reference_value(name, v.shape) for name, v in network.state_dict().items()})


def agrees(answer, wanted):
    assert list(answer.shape) == wanted["shape"]
    assert float(answer.double().sum()) == pytest.approx(wanted["sum"], rel=1e-4)
    np.testing.assert_allclose(answer.flatten()[:8], wanted["first"], rtol=1e-4, atol=2e-7)
    np.testing.assert_allclose(answer.flatten()[-8:], wanted["last"], rtol=1e-4, atol=2e-7)


def test_csrnet_has_the_published_keys_and_nothing_else():
    state = build({"kind": "csrnet"}).network.state_dict()
    assert {name: list(value.shape) for name, value in state.items()} == REFERENCE["csrnet_keys"]


@pytest.mark.parametrize(
    ("case", "size", "seed"), [("csrnet_seed7_96x128", (96, 128), 7), ("csrnet_seed8_100x133", (100, 133), 8)]
)
def test_csrnet_answers_as_the_published_network_does(case, size, seed):
    counter = build({"kind": "csrnet"})
    reference_weights(counter.network)
    image = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(seed))
    with torch.inference_mode():
        answer = counter.network(image)
    agrees(answer, REFERENCE[case]["eighth"])
    # CommissarMa's: each cell stands for 64 pixels, of which every one has its value
    upsampled = torch.nn.functional.interpolate(answer, scale_factor=8)
    agrees(upsampled, REFERENCE[case]["upsampled"])
    scale = counter_config({"kind": "csrnet", "convention": "upsampled"}).map_scale
    assert scale * float(answer.double().sum()) == pytest.approx(REFERENCE[case]["upsampled"]["sum"], rel=1e-4)


def test_a_frozen_front_end_of_csrnet_is_not_trained():
    whole = build({"kind": "csrnet", "width": 0.05})
    frozen = build({"kind": "csrnet", "width": 0.05, "frozen_front_end": True})
    names = [name for name, _ in whole.network.named_parameters()]
    assert all(whole.config.trains(name) for name in names)
    kept = {name for name in names if not frozen.config.trains(name)}
    assert kept == {name for name in names if name.startswith("frontend.")}
    assert len(kept) == 20  # ten convolutions, weight and bias


@pytest.mark.parametrize(("backbone", "size", "trained"), [
    ("vit_b_16", (224, 224), 11_308_545), ("resnet50", (192, 256), 71_775_073),
])  # fmt: skip
def test_clip_ebc_answers_as_the_published_network_does(backbone, size, trained):
    counter = build({"kind": "clip_ebc", "backbone": backbone, "dataset": "sha"})
    state = counter.network.state_dict()
    assert {name: list(value.shape) for name, value in state.items()} == REFERENCE[f"clip_{backbone}_keys"]
    parameters = dict(counter.network.named_parameters())
    assert sum(p.numel() for name, p in parameters.items() if counter.config.trains(name)) == trained
    reference_weights(counter.network)
    text = counter.network.text_features(counter.device).flatten()[:8]
    np.testing.assert_allclose(text, REFERENCE[f"clip_{backbone}_text_features_first"], rtol=1e-4, atol=2e-6)
    for seed in (7, 8):
        image = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(seed))
        with torch.inference_mode():
            answer = counter.network(image)
        wanted = REFERENCE[f"clip_{backbone}_seed{seed}"]
        agrees(answer, wanted)
        assert float(answer.min()) == pytest.approx(wanted["min"], rel=1e-4)
        assert float(answer.max()) == pytest.approx(wanted["max"], rel=1e-4)


def test_the_two_conventions_of_csrnet_differ_by_64():
    eighth = build({"kind": "csrnet", "width": 0.1})
    upsampled = build({"kind": "csrnet", "width": 0.1, "convention": "upsampled"})
    batch = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        assert torch.equal(eighth.network(batch), upsampled.network(batch))
    assert upsampled.config.map_scale == 64 * eighth.config.map_scale


SMALL = {
    "clip_ebc": {"width": 0.1}, "csrnet": {"width": 0.25}, "can": {"width": 0.1}, "sfanet": {"width": 0.1},
    "vgg19": {"width": 0.1},
}  # fmt: skip
"""Full widths take seconds: CLIP-EBC at its own takes a second to draw and 640 MB to write."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_counter_keeps_the_bargain(kind, tmp_path):
    small = {"kind": kind, **SMALL.get(kind, {})}
    counter = build(small, seed=3)
    image = np.random.default_rng(0).integers(0, 256, (45, 70, 3), dtype=np.uint8)
    density = counter.density(image)
    assert density.dtype == np.float32
    assert density.shape == (-(-45 // counter.stride), -(-70 // counter.stride))
    assert counter.count(image) == pytest.approx(float(density.sum(dtype=np.float64)), rel=1e-5, abs=1e-5)
    assert build(small, seed=3).count(image) == counter.count(image)
    assert build(small, seed=4).count(image) != counter.count(image)
    checkpoint.save(counter, tmp_path / "weights.safetensors")
    assert load(tmp_path / "weights.safetensors").count(image) == counter.count(image)
    assert counter.config.card


@pytest.mark.parametrize("kind", ["csrnet", "light", "mcnn"])
def test_the_stated_receptive_field_is_the_measured_one(kind):
    config = counter_config({"kind": kind, **({"width": 0.05} if kind == "csrnet" else {})})
    counter = build(config.model_dump())
    for parameter in counter.network.parameters():
        torch.nn.init.constant_(parameter, 0.01)  # all positive: no ReLU hides a way through
    # several images, since a pool passes the gradient of one pixel of four only; drawn alike every time
    image = torch.rand(6, 3, 512, 512, generator=torch.Generator().manual_seed(0)).requires_grad_(True)
    middle = counter.network(image)[:, 0, 32, 32].sum()
    touched = torch.autograd.grad(middle, image)[0].abs().sum(dim=(0, 1))
    rows = torch.nonzero(touched.sum(dim=1)).flatten()
    assert int(rows[-1] - rows[0]) + 1 == counter.receptive_field_px


def test_an_unknown_kind_is_told_with_what_was_meant():
    with pytest.raises(RecipeError, match="did you mean 'csrnet'"):
        counter_config({"kind": "csrnt"})


def test_resnet_sees_as_far_as_it_says():
    counter = build({"kind": "clip_ebc", "backbone": "resnet50", "width": 0.05})
    side = counter.receptive_field_px // 16 * 16 + 64
    view = measured_view(counter, np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8))
    assert view.measured_px == counter.receptive_field_px == 409


def test_a_vit_is_asked_in_windows_and_small_frames_are_padded():
    counter = build({"kind": "clip_ebc", "width": 0.1}, seed=1)
    rng = np.random.default_rng(0)
    wide = rng.integers(0, 256, (224, 448, 3), dtype=np.uint8)
    halves = [counter.density(np.ascontiguousarray(wide[:, left : left + 224])) for left in (0, 224)]
    np.testing.assert_allclose(counter.density(wide), np.concatenate(halves, axis=1), rtol=1e-5)
    odd = rng.integers(0, 256, (224, 300, 3), dtype=np.uint8)
    # the last window is shifted inside, and where two overlap their mean counts
    first, last = odd[:, :224], np.pad(odd, ((0, 0), (0, 4), (0, 0)))[:, 80:304]
    seen = counter.density(odd)
    np.testing.assert_allclose(seen[:, :10], counter.density(np.ascontiguousarray(first))[:, :10], rtol=1e-5)
    assert seen.shape == (28, 38)
    assert last.shape == (224, 224, 3)
    assert counter.density(rng.integers(0, 256, (60, 90, 3), dtype=np.uint8)).shape == (8, 12)


def test_a_classifier_in_training_shows_its_logits():
    counter = build({"kind": "clip_ebc", "width": 0.1})
    counter.network.train()
    maps, logits = counter.answer(torch.zeros(2, 32, 48, 3, dtype=torch.uint8))
    assert maps.shape == (2, 4, 6)
    assert logits.shape == (2, 5, 4, 6)
    expected = torch.einsum("bnhw,n->bhw", logits.softmax(1), torch.tensor(counter.config.anchor_points))
    torch.testing.assert_close(maps, expected)


@pytest.mark.parametrize("kind", ["light", "csrnet"])
def test_the_gradient_sees_no_farther_than_the_layers_allow(kind):
    counter = build({"kind": kind})
    side = counter.receptive_field_px + 36
    view = measured_view(counter, np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8))
    assert 0.9 * counter.receptive_field_px <= view.measured_px <= counter.receptive_field_px
    assert 8 < view.effective_px < view.measured_px


@pytest.mark.parametrize("kind", KINDS)
def test_a_counter_says_which_layers_are_first_and_last(kind):
    counter = build({"kind": kind, **SMALL.get(kind, {})})
    names = [name for name, _ in counter.network.named_parameters()]
    first = [name for name in names if name.startswith(counter.config.front_end)]
    last = [name for name in names if name.startswith(counter.config.last_layer)]
    assert first
    assert last
    assert not set(first) & set(last)
    assert any(counter.config.trains(name) for name in last)
