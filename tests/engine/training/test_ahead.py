"""Batches made ahead on a thread: the same ones, in the same order, and nothing is left behind."""

import threading

import numpy as np
import pytest

from miscount.engine.training import SampleDataset, Training
from miscount.engine.training.ahead import ahead
from miscount.engine.training.batches import batches
from miscount.engine.training.sample import Sample


def of_ahead():
    return [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]


def test_all_come_in_their_order_with_one_begun_ahead():
    begun, taken = [], []

    def made():
        for number in range(5):
            begun.append(number)
            yield number or None  # None is an item like any other

    items = ahead(made())
    assert begun == []
    for item in items:
        taken.append(item)
        assert len(begun) <= len(taken) + 1
    assert taken == [None, 1, 2, 3, 4]
    assert begun == [0, 1, 2, 3, 4]
    assert not of_ahead()


def test_what_making_one_raises_is_raised_in_its_place():
    def made():
        yield "first"
        raise OSError("the second is broken")

    items = ahead(made())
    assert next(items) == "first"
    with pytest.raises(OSError, match="the second is broken"):
        next(items)
    assert not of_ahead()


def test_closing_ends_the_thread_in_the_middle():
    items = ahead(iter(range(1000)))
    assert next(items) == 0
    assert of_ahead()
    items.close()
    assert not of_ahead()


def test_batches_made_ahead_are_those_made_here():
    def sample(name):
        rng = np.random.default_rng(int(name))
        return Sample(name, rng.integers(0, 256, (48, 64, 3), dtype=np.uint8), rng.random((6, 8), np.float32), 1.0)

    samples, training = SampleDataset([str(k) for k in range(7)], sample), Training(epochs=1, batch=3, crop_px=32)
    for epoch in (1, 2):
        made = [batches(samples, training, 8, 5, epoch), ahead(batches(samples, training, 8, 5, epoch))]
        for here, there in zip(*made, strict=True):
            assert here.names == there.names
            assert np.array_equal(here.image_BHWC, there.image_BHWC)
            assert np.array_equal(here.target_BHW, there.target_BHW)
