"""A training state that is damaged, or of another network, is none: a training begins anew, never with half of it."""

import json
import os

import pytest
import torch
from safetensors.torch import load_file, save_file

from miscount.engine.training import resume


def made():
    torch.manual_seed(0)
    network = torch.nn.Linear(3, 2)
    return network, torch.optim.Adam(network.parameters())


@pytest.fixture
def kept(tmp_path):
    """A state after one step."""
    network, optimizer = made()
    network(torch.ones(3)).sum().backward()
    optimizer.step()
    resume.save(path := tmp_path / "state.safetensors", network, optimizer, resume.Position(2, 3, 4, 0.5), 6)
    return path


def test_a_whole_state_is_gone_on_from(kept):
    network, optimizer = made()
    at = resume.restore(kept, network, optimizer)
    assert (at.epoch, at.in_epoch, at.step, at.loss_sum) == (2, 3, 4, 0.5)
    assert resume.step_of(kept) == 10
    assert torch.equal(network.weight, load_file(kept)["network.weight"])
    assert len(optimizer.state) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "state.safetensors")
    assert resume.restore(tmp_path / "state.safetensors", *made()) == resume.Position()
    assert resume.step_of(tmp_path / "state.safetensors") == 0


def position(**changed):
    return {"position": json.dumps({"epoch": 1, "in_epoch": 0, "step": 0, "loss_sum": 0.0, "best_mae": None} | changed)}


@pytest.mark.parametrize(
    ("change", "about"),
    [
        (lambda state: state.pop("rng"), position()),
        (lambda state: state.update(rng=torch.zeros(5056, dtype=torch.uint8)), position()),
        (lambda state: state.update(rng=torch.zeros(3)), position()),
        (lambda state: state.pop("network.bias"), position()),
        (lambda state: state.update({"network.weight": torch.zeros(2, 4)}), position()),
        (lambda state: state.update({"best.weight": torch.zeros(5)}), position()),
        (lambda state: state.update({"optimizer.7.exp_avg": torch.zeros(2)}), position()),
        (lambda state: state.update({"optimizer.x.exp_avg": torch.zeros(2)}), position()),
        (lambda state: state.update({"optimizer.0.exp_avg": torch.zeros(9)}), position()),
        (lambda state: state.pop("optimizer.0.exp_avg_sq"), position()),
        (lambda state: None, position(epoch=[1])),
        (lambda state: None, position(step=-1)),
        (lambda state: None, position(loss_sum="x")),
        (lambda state: None, {"position": "[" * 5000}),
        (lambda state: None, {"position": "[]"}),
        (lambda state: None, None),
    ],
)
def test_a_state_that_does_not_fit_is_none_and_nothing_of_it_is_taken(change, about, kept):
    state = load_file(kept)
    change(state)
    save_file(state, kept, about)
    (network, optimizer), before = made(), torch.get_rng_state()
    assert resume.restore(kept, network, optimizer) == resume.Position()
    assert resume.step_of(kept) >= 0
    assert torch.equal(network.weight, made()[0].weight)
    assert not optimizer.state
    assert torch.equal(torch.get_rng_state(), before)
