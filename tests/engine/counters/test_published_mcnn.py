"""MCNN as svishwa/crowdcount-mcnn writes it: HDF5, gray pixels of 0 to 255, a ReLU behind the last layer.

The names, the sides of the kernels and the order of work were written down from its src/models.py and src/network.py.
"""

import cv2
import h5py
import numpy as np
import pytest
import torch
from torch.nn import functional as F

from miscount.engine.counters import build, checkpoint, load
from miscount.engine.counters.mcnn import gray
from miscount.engine.counters.sources import examine
from miscount.engine.errors import WeightsError

COLUMNS = {
    1: ((1, 16, 9), (16, 32, 7), (32, 16, 7), (16, 8, 7)),
    2: ((1, 20, 7), (20, 40, 5), (40, 20, 5), (20, 10, 5)),
    3: ((1, 24, 5), (24, 48, 3), (48, 24, 3), (24, 12, 3)),
}
PLACES = (0, 2, 4, 5)


def published(path, prefix="DME.", split=None):
    """A file as its save_net writes it, with weights of the published size; the arrays by name."""
    rng, arrays = np.random.default_rng(5), {}
    for column, layers in COLUMNS.items():
        for place, (inputs, outputs, side) in zip(PLACES, layers, strict=True):
            spread = (2 / (inputs * side**2)) ** 0.5 / (200 if place == 0 else 1)
            arrays[f"branch{column}.{place}.conv.weight"] = rng.normal(0, spread, (outputs, inputs, side, side))
            arrays[f"branch{column}.{place}.conv.bias"] = rng.normal(0, 0.01, outputs)
    arrays["fuse.0.conv.weight"] = rng.normal(0, 0.1, (1, 30, 1, 1))
    arrays["fuse.0.conv.bias"] = np.array([-0.02])
    arrays = {name: array.astype(np.float32) for name, array in arrays.items()}
    with h5py.File(path, "w") as file:
        for name, array in arrays.items():
            file.create_dataset((prefix + name).replace(".", split) if split else prefix + name, data=array)
    return arrays


def by_hand(arrays, image):
    """The map that their forward pass makes of an RGB image, whose sides are multiples of 4."""
    state = {name: torch.from_numpy(array) for name, array in arrays.items()}
    shades = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    x, columns = torch.from_numpy(shades.astype(np.float32))[None, None], []
    for column in COLUMNS:
        y = x
        for place in PLACES:
            weight = state[f"branch{column}.{place}.conv.weight"]
            y = F.relu(F.conv2d(y, weight, state[f"branch{column}.{place}.conv.bias"], padding=weight.shape[2] // 2))
            y = F.max_pool2d(y, 2) if place in (0, 2) else y
        columns.append(y)
    y = F.conv2d(torch.cat(columns, 1), state["fuse.0.conv.weight"], state["fuse.0.conv.bias"])
    assert (y < 0).any(), "else the last ReLU is not tested"
    return F.relu(y)[0, 0].numpy()


@pytest.mark.parametrize(
    ("prefix", "split"), [("DME.", None), ("", None), ("DME.", "/")], ids=["DME", "bare", "groups"]
)
def test_its_file_counts_as_its_code_does(prefix, split, tmp_path):
    arrays = published(tmp_path / "mcnn_shtechB_110.h5", prefix, split)
    image = np.random.default_rng(0).integers(0, 256, (72, 100, 3), dtype=np.uint8)
    counter = load(tmp_path / "mcnn_shtechB_110.h5")
    assert (counter.config.kind, counter.config.form, counter.stride) == ("mcnn", "svishwa", 4)
    assert counter.network.state_dict().keys() == arrays.keys()
    wanted = by_hand(arrays, image)
    np.testing.assert_allclose(counter.density(image), wanted, rtol=1e-5, atol=1e-5)
    assert counter.count(image) == pytest.approx(wanted.sum(), rel=1e-5)
    assert counter.count(image[:71, :97]) > 0, "any size"
    found = examine(tmp_path / "mcnn_shtechB_110.h5")
    assert (found.is_whole, found.counter) == (True, {"kind": "mcnn", "form": "svishwa"})


def test_it_goes_round_in_our_own_file_and_begins_a_training(tmp_path):
    published(tmp_path / "theirs.h5")
    image = np.random.default_rng(1).integers(0, 256, (40, 64, 3), dtype=np.uint8)
    counter = load(tmp_path / "theirs.h5")
    checkpoint.save(counter, tmp_path / "ours.safetensors")
    assert load(tmp_path / "ours.safetensors").count(image) == counter.count(image)
    raw = {"kind": "mcnn", "form": "svishwa", "pretrained": str(tmp_path / "theirs.h5")}
    begun = build(raw, seed=3)
    assert begun.count(image) == counter.count(image)
    assert begun.begins_whole
    with pytest.raises(WeightsError, match="does not fit this counter"):
        build(raw | {"form": "commissarma"})


def test_gray_is_opencvs_to_the_last_number_and_lets_gradients_through():
    steps = np.arange(0, 256, 3, dtype=np.uint8)
    image = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(-1, len(steps), 3)
    x = torch.from_numpy(image).permute(2, 0, 1)[None].float().requires_grad_(True)
    shades = gray(x)
    assert np.array_equal(shades[0, 0].detach().numpy(), cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
    shades.sum().backward()
    np.testing.assert_allclose(x.grad[0, :, 0, 0], (0.299, 0.587, 0.114), atol=1e-4)


def other_files(tmp_path):
    """HDF5 files that are no counter, and what is said of them."""
    outside = tmp_path / "outside.h5"
    published(outside)
    with h5py.File(tmp_path / "links.h5", "w") as file:
        file["DME.fuse.0.conv.weight"] = h5py.ExternalLink(str(outside), "DME.fuse.0.conv.weight")
    yield "links.h5", "found 0 entries"
    with h5py.File(tmp_path / "words.h5", "w") as file:
        file["DME.fuse.0.conv.weight"] = "words"
    yield "words.h5", "a dataset of"
    with h5py.File(tmp_path / "bomb.h5", "w") as file:
        file.create_dataset("DME.fuse.0.conv.weight", (40_000, 40_000), "f4", chunks=True, compression="gzip")
    yield "bomb.h5", "a dataset of 40000 x 40000"
    with h5py.File(tmp_path / "loop.h5", "w") as file:
        file.create_group("round")["again"] = file["/"]
    yield "loop.h5", "more than 10,000 entries"
    (tmp_path / "cut.h5").write_bytes(outside.read_bytes()[:9000])
    yield "cut.h5", "is damaged"
    with h5py.File(tmp_path / "keras.h5", "w") as file:
        file["model_weights/conv2d/kernel:0"] = np.zeros((3, 3, 3, 8), np.float32)
    yield "keras.h5", "holds no counter that is known here"


def test_other_hdf5_is_refused_in_a_sentence(tmp_path):
    for name, words in other_files(tmp_path):
        with pytest.raises(WeightsError) as caught:
            load(tmp_path / name)
        assert words in str(caught.value), name
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
