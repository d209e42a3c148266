"""Prepared samples on disk: what is damaged is not there, and takes neither memory nor time."""

import json
import struct

import numpy as np
import pytest

from miscount.engine.training.sample import Sample
from miscount.engine.training.sample_cache import SampleCache

SAMPLE = Sample("a", np.full((8, 9, 3), 7, np.uint8), np.ones((1, 2), np.float32), 2.0, np.ones((2, 2)))


@pytest.fixture
def kept(tmp_path):
    """The cache with one sample, and its file."""
    cache = SampleCache("key", tmp_path)
    cache.put(SAMPLE)
    return cache, next((tmp_path / "key").iterdir())


def test_a_sample_is_given_back_as_it_was_kept(kept):
    found = kept[0].get("a")
    assert np.array_equal(found.image, SAMPLE.image)
    assert np.array_equal(found.target, SAMPLE.target)
    assert np.array_equal(found.points, SAMPLE.points)
    assert found.count == 2.0


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header["image"].update(shape=[2**40, 2**40, 3]),
        lambda header: header["image"].update(shape=[2**40, 2**20, 3], data_offsets=[0, 0]),
        lambda header: header["image"].update(shape=[-8, -9, 3]),
        lambda header: header["image"].update(shape=None),
        lambda header: header["image"].update(data_offsets=[0.5, "x"]),
        lambda header: header["target"].update(dtype="U8", shape=[8]),
        lambda header: header.update(image=[1]),
        lambda header: header.pop("__metadata__"),
        lambda header: header.update(__metadata__={"count": "x"}),
    ],
)
def test_a_damaged_header_is_no_sample(change, kept):
    cache, path = kept
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    change(header)
    made = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(made)) + made + content[8 + length :])
    assert cache.get("a") is None


@pytest.mark.parametrize(
    "content", [b"", b"\xff" * 8, b"\xff" * 7 + b"\x7f{}", struct.pack("<Q", 2) + b"[]", b"\0" * 99]
)
def test_what_is_no_sample_at_all_is_none(content, kept):
    cache, path = kept
    path.write_bytes(content)
    assert cache.get("a") is None


def sample(name):
    return Sample(name, np.full((40, 50, 3), 7, np.uint8), np.ones((5, 7), np.float32), 2.0)


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*.safetensors"))


def test_a_set_that_is_larger_than_the_budget_is_kept_as_far_as_it_fits(tmp_path):
    SampleCache("measure", tmp_path / "other").put(sample("0"))
    each = size_of(tmp_path / "other")
    root = tmp_path / "root"
    cache = SampleCache("key", root, most_bytes=3 * each)
    for number in range(9):
        cache.put(sample(str(number)))
    assert size_of(root) == 3 * each
    assert [cache.get(str(number)) is not None for number in range(9)] == [True] * 3 + [False] * 6
    again = SampleCache("key", root, most_bytes=4 * each)  # a run that goes on
    for number in range(3, 9):
        again.put(sample(str(number)))
    assert size_of(root) == 4 * each


def test_an_older_set_goes_first(tmp_path):
    SampleCache("measure", tmp_path / "other").put(sample("0"))
    each, root = size_of(tmp_path / "other"), tmp_path / "root"
    older = SampleCache("older", root, most_bytes=4 * each)
    for number in range(4):
        older.put(sample(str(number)))
    newer = SampleCache("newer", root, most_bytes=4 * each)
    for number in range(9):
        newer.put(sample(str(number)))
    assert not (root / "older").exists()
    assert size_of(root) == 4 * each
