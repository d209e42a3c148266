"""Damaged files of weights: always one sentence, or the counter that they hold; never a crash, never other numbers."""

import numpy as np
import pytest
import torch

from miscount.engine.counters import load
from miscount.engine.errors import WeightsError
from tests.engine.counters.weight_cases import in_every_form, mutated, repacked, sentence_about, state_of

LIGHT = {"kind": "light", "channels": 4}
STATE = state_of(LIGHT)
FORMS = in_every_form(STATE)
CHECKED = {"archive.pt", "training.pth.tar", "arrays.npz", "compiled.pt"}
"""Forms with checksums, in which no damage to a number can hide."""


def read_or_refused(path):
    try:
        return load(path)
    except WeightsError:
        sentence_about(path)
        return None


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_read_as_it_is(name, tmp_path):
    (tmp_path / name).write_bytes(FORMS[name])
    counter = load(tmp_path / name)
    assert counter.config.kind == "light"
    assert all(torch.equal(value, STATE[key]) for key, value in counter.network.state_dict().items())


@pytest.mark.parametrize("name", FORMS)
def test_a_mutated_file_is_refused_or_right(name, tmp_path):
    rng = np.random.default_rng(sum(name.encode()))
    path, refused = tmp_path / name, 0
    for _ in range(100):
        path.write_bytes(mutated(FORMS[name], rng))
        counter = read_or_refused(path)
        if counter is None:
            refused += 1
            continue
        found = counter.network.state_dict()
        assert found.keys() == STATE.keys()
        assert all(torch.isfinite(value).all() for value in found.values())
        if name in CHECKED:
            assert all(torch.equal(value, STATE[key]) for key, value in found.items())
    assert refused > 10


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_records_mutated_under_new_checksums_are_refused_or_fit(name, tmp_path):
    """Whoever damages with intent computes the checksums anew: what the records declare must be looked at itself."""
    rng = np.random.default_rng(7)
    path, refused = tmp_path / name, 0
    for _ in range(100):
        path.write_bytes(repacked(FORMS[name], lambda record, content: _changed(record, content, rng)))
        counter = read_or_refused(path)
        refused += counter is None
        assert counter is None or counter.network.state_dict().keys() == STATE.keys()
    assert refused > 50


def _changed(record, content, rng):
    aimed = record.endswith("data.pkl") or (record.endswith(".npy") and rng.random() < 0.1)
    # the beginning of an array is its header
    return mutated(content[:128], rng) + content[128:] if aimed and record.endswith(".npy") else (
        mutated(content, rng) if aimed else content
    )  # fmt: skip


def test_a_record_that_is_called_a_folder_is_not_taken_for_what_lay_in_memory(tmp_path):
    """One bit of the directory: torch's own reader reads nothing then, and says nothing."""
    content = bytearray(FORMS["archive.pt"])
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02"))
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 38] |= 0x10
        at += 4
    (path := tmp_path / "w.pt").write_bytes(content)
    assert all(torch.equal(value, STATE[key]) for key, value in load(path).network.state_dict().items())
