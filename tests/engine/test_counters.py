import json
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.counters import KINDS, build, checkpoint, counter_config, load
from engine.counters.receptive import measured_view
from engine.errors import RecipeError, WeightsError

REFERENCE = json.loads((Path(__file__).parents[1] / "fixtures" / "model_reference.json").read_text())


def reference_weights(network):
    """The fixtures' weight rule: see shared fixtures' README, copied into each rule below."""
    state = network.state_dict()
    for name, value in state.items():
        draw = torch.randn(value.shape, generator=torch.Generator().manual_seed(zlib.crc32(name.encode())))
        state[name] = 0.02 * draw if value.ndim <= 1 else draw / value[0].numel() ** 0.5
    network.load_state_dict(state)


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
    wanted = REFERENCE[case]["eighth"]
    assert list(answer.shape) == wanted["shape"]
    assert float(answer.double().sum()) == pytest.approx(wanted["sum"], rel=1e-4)
    np.testing.assert_allclose(answer.flatten()[:8], wanted["first"], rtol=1e-4, atol=2e-7)
    np.testing.assert_allclose(answer.flatten()[-8:], wanted["last"], rtol=1e-4, atol=2e-7)


def test_the_two_conventions_of_csrnet_differ_by_64():
    eighth = build({"kind": "csrnet", "width": 0.1})
    upsampled = build({"kind": "csrnet", "width": 0.1, "convention": "upsampled"})
    batch = torch.rand(1, 3, 32, 32)
    with torch.inference_mode():
        assert torch.equal(eighth.network(batch), upsampled.network(batch))
    assert upsampled.config.map_scale == 64 * eighth.config.map_scale


@pytest.mark.parametrize("kind", KINDS)
def test_every_counter_keeps_the_bargain(kind, tmp_path):
    counter = build({"kind": kind}, seed=3)
    image = np.random.default_rng(0).integers(0, 256, (45, 70, 3), dtype=np.uint8)
    density = counter.density(image)
    assert density.dtype == np.float32
    assert density.shape == (-(-45 // counter.stride), -(-70 // counter.stride))
    assert counter.count(image) == pytest.approx(float(density.sum(dtype=np.float64)), rel=1e-5, abs=1e-5)
    assert build({"kind": kind}, seed=3).count(image) == counter.count(image)
    assert build({"kind": kind}, seed=4).count(image) != counter.count(image)
    checkpoint.save(counter, tmp_path / "weights.safetensors")
    assert load(tmp_path / "weights.safetensors").count(image) == counter.count(image)
    assert counter.config.card


@pytest.mark.parametrize("kind", KINDS)
def test_the_stated_receptive_field_is_the_measured_one(kind):
    config = counter_config({"kind": kind, **({"width": 0.05} if kind == "csrnet" else {})})
    counter = build(config.model_dump())
    for parameter in counter.network.parameters():
        torch.nn.init.constant_(parameter, 0.01)  # all positive: no ReLU hides a way through
    image = torch.rand(1, 3, 512, 512, requires_grad=True)
    middle = counter.network(image)[0, 0, 32, 32]
    touched = torch.autograd.grad(middle, image)[0].abs().sum(dim=(0, 1))
    rows = torch.nonzero(touched.sum(dim=1)).flatten()
    assert int(rows[-1] - rows[0]) + 1 == counter.receptive_field_px


def test_a_published_checkpoint_is_read_in_its_convention(tmp_path):
    state = build({"kind": "csrnet", "width": 1.0}).network.state_dict()
    torch.save(state, tmp_path / "commissarma.pth")
    torch.save({"epoch": 1, "state_dict": state, "best_prec1": 68.0}, tmp_path / "leeyeehoo.pth.tar")
    assert load(tmp_path / "commissarma.pth").config.convention == "upsampled"
    assert load(tmp_path / "leeyeehoo.pth.tar").config.convention == "eighth"


class Malicious:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def bad_weights(folder):
    torch.save({"frontend.0.weight": Malicious(folder / "executed")}, folder / "code.pth")
    (folder / "text.pth").write_text("these are no weights, only words")
    (folder / "empty.pth").touch()
    (folder / "folder.pth").mkdir()
    torch.save(build({"kind": "csrnet", "width": 0.1}).network.state_dict(), whole := folder / "whole.pth")
    (folder / "truncated.pth").write_bytes(whole.read_bytes()[:2000])
    checkpoint.save(build({"kind": "light"}), ours := folder / "ours.safetensors")
    (folder / "cut.safetensors").write_bytes(ours.read_bytes()[:3000])
    save_file({"a": torch.zeros(2)}, folder / "foreign.safetensors")
    torch.save(torch.zeros(3), folder / "tensor.pth")
    broken = build({"kind": "light"})
    with torch.no_grad():
        next(broken.network.parameters()).fill_(float("nan"))
    checkpoint.save(broken, folder / "nan.safetensors")
    return {"code.pth": "refused", "text.pth": "no file of weights", "empty.pth": "empty", "folder.pth": "folder",
            "truncated.pth": "damaged", "cut.safetensors": "damaged", "foreign.safetensors": "which counter",
            "tensor.pth": "no counter", "nan.safetensors": "NaN", "missing.pth": "cannot be read",
            "whole.pth": "does not fit"}  # fmt: skip


def test_wrong_weights_are_told_in_one_sentence_and_nothing_is_executed(tmp_path):
    for name, said in bad_weights(tmp_path).items():
        with pytest.raises(WeightsError) as raised:
            load(tmp_path / name)
        sentence = str(raised.value)
        assert said in sentence, (name, sentence)
        assert name in sentence
        assert "\n" not in sentence
    assert not (tmp_path / "executed").exists()


def test_an_unknown_kind_is_told_with_what_was_meant():
    with pytest.raises(RecipeError, match="did you mean 'csrnet'"):
        counter_config({"kind": "csrnt"})


@pytest.mark.parametrize("kind", ["light", "csrnet"])
def test_the_gradient_sees_no_farther_than_the_layers_allow(kind):
    counter = build({"kind": kind})
    side = counter.receptive_field_px + 36
    view = measured_view(counter, np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8))
    assert 0.9 * counter.receptive_field_px <= view.measured_px <= counter.receptive_field_px
    assert 8 < view.effective_px < view.measured_px
