"""Every counter for other programs: what ONNX Runtime and TorchScript count is what the counter counts."""

import json
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from miscount.engine.cli import main
from miscount.engine.cli.export import SUFFIXES
from miscount.engine.counters import KINDS, build, checkpoint, load
from miscount.engine.errors import EngineError
from miscount.engine.exporting import FORMS, Whole, export
from miscount.engine.exporting import files as exporting

COUNTERS = [
    {"kind": "light", "channels": 4},
    {"kind": "csrnet", "width": 0.05, "convention": "upsampled"},
    {"kind": "mcnn"},
    {"kind": "mcnn", "form": "svishwa"},
    {"kind": "can", "width": 0.05},
    {"kind": "can", "width": 0.05, "form": "commissarma"},
    {"kind": "sfanet", "width": 0.05},
    {"kind": "vgg19", "width": 0.05},
    {"kind": "clip_ebc", "width": 0.05, "num_vpt": 2},
    {"kind": "clip_ebc", "backbone": "resnet50", "width": 0.05},
]
SIZES = [(64, 96), (61, 90), (255, 230), (33, 470)]


def frame(height, width):
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), dtype=np.uint8)


def asked(session, *images):
    batch = np.stack([image.transpose(2, 0, 1) for image in images]).astype(np.float32)
    return session.run(None, {"image": batch})[0]


@pytest.mark.parametrize("raw", COUNTERS, ids=str)
def test_onnx_runtime_counts_the_same_in_frames_of_any_size(raw, tmp_path):
    counter = build(raw, seed=3)
    made = export(counter, "onnx", tmp_path / "counter.onnx")
    assert made.difference < 1e-4
    session = onnxruntime.InferenceSession(tmp_path / "counter.onnx", providers=["CPUExecutionProvider"])
    for size in SIZES[2:] if counter.config.window_px else SIZES:  # a counter by windows is slow
        image = frame(*size)
        maps = asked(session, image)
        np.testing.assert_allclose(maps[0, 0], counter.density(image), rtol=2e-3, atol=2e-4)
        assert maps.astype(np.float64).sum() == pytest.approx(counter.count(image), rel=1e-4, abs=1e-4)


def test_all_kinds_are_among_these():
    assert {raw["kind"] for raw in COUNTERS} == KINDS.keys()
    assert FORMS == SUFFIXES


def test_frames_come_in_batches_and_say_how_they_are_asked(tmp_path):
    counter = build({"kind": "csrnet", "width": 0.05, "convention": "upsampled"})
    export(counter, "onnx", tmp_path / "counter.onnx")
    model = onnx.load(tmp_path / "counter.onnx")
    said = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(said["normalization"]) == {"mean": [0.5] * 3, "std": [0.225] * 3, "inside": True}
    assert (said["convention"], said["stride_px"], said["map_scale"]) == ("upsampled", "8", "64.0")
    session = onnxruntime.InferenceSession(tmp_path / "counter.onnx", providers=["CPUExecutionProvider"])
    images = [frame(64, 96), frame(64, 96)[::-1]]
    sums = asked(session, *images).astype(np.float64).sum(axis=(1, 2, 3))
    np.testing.assert_allclose(sums, counter.counts(images), rtol=1e-4)
    card = (tmp_path / "counter.onnx.card.md").read_text()
    for words in ("kind csrnet", "8 x 8 px", "Convention of its weights: upsampled", "differ by", "RGB from 0 to 255"):
        assert words in card


@pytest.mark.parametrize("raw", [COUNTERS[0], COUNTERS[4], COUNTERS[8]], ids=str)
def test_torchscript_counts_the_same_and_carries_its_card(raw, tmp_path):
    counter = build(raw, seed=4)
    export(counter, "torchscript", tmp_path / "counter.pt")
    extra = {"card.json": ""}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch says that TorchScript is old
        loaded = torch.jit.load(tmp_path / "counter.pt", _extra_files=extra)
    assert json.loads(extra["card.json"])["counter"]["kind"] == raw["kind"]
    for size in SIZES:
        image = frame(*size)
        with torch.inference_mode():
            maps = loaded(torch.from_numpy(image).permute(2, 0, 1)[None].float())
        assert float(maps.double().sum()) == pytest.approx(counter.count(image), rel=1e-4, abs=1e-4)


def test_a_state_dict_is_the_published_one_and_its_card_says_the_rest(tmp_path):
    counter = build({"kind": "csrnet", "width": 0.05}, seed=1)
    made = export(counter, "state_dict", tmp_path / "counter.pth")
    state = torch.load(tmp_path / "counter.pth", weights_only=True)
    assert state.keys() == counter.network.state_dict().keys()
    assert load(tmp_path / "counter.pth", {"convention": "eighth"}).count(frame(64, 64)) == counter.count(frame(64, 64))
    assert made.difference is None
    assert "is to be done before" in made.card_path.read_text()


def test_what_counts_otherwise_is_not_written(tmp_path, monkeypatch):
    counter = build({"kind": "light", "channels": 4})
    monkeypatch.setattr(Whole, "forward", lambda self, image: self.network(image) * 2)
    with pytest.raises(EngineError, match="expected the counts of the counter"):
        export(counter, "torchscript", tmp_path / "counter.pt")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    counter = build({"kind": "light", "channels": 4})
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(EngineError, match=r"pip install 'miscount\[onnx\]'"):
        export(counter, "onnx", tmp_path / "counter.onnx")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert exporting._ask_onnx(b"") is None


def test_the_command_writes_once_and_says_what_is_wrong(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    checkpoint.save(build({"kind": "light", "channels": 4}), tmp_path / "weights.safetensors")
    assert main(["export", "weights.safetensors", "--to", "onnx", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["path"], said["card"]["stride_px"]) == ("weights.onnx", 8)
    assert said["difference"] < 1e-4
    before = (tmp_path / "weights.onnx").read_bytes()
    for words, says in (
        (["weights.safetensors", "--to", "onnx"], "is there already"),
        (["weights.safetensors", "--to", "tensorboard"], "is not a run's folder"),
        ([".", "--to", "torchscript"], "is of weights"),
        (["none.pth", "--to", "torchscript"], "cannot be read"),
    ):
        assert main(["export", *words]) == 2
        assert says in capsys.readouterr().err
    assert (tmp_path / "weights.onnx").read_bytes() == before
