"""What reads files of weights, and what is made of them: every container, training states, prepared samples."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from miscount.engine import counters
from miscount.engine.counters import checkpoint, clip_files
from miscount.engine.counters.sources import examine
from miscount.engine.errors import WeightsError
from miscount.engine.training import resume
from miscount.engine.training.sample import Sample
from miscount.engine.training.sample_cache import SampleCache
from miscount.engine.triggers.satba_networks import read_networks
from tests.engine.counters.weight_cases import in_every_form, state_of
from tests.fuzz.reader import LONGEST, Reader, judge, one

LIGHT = {"kind": "light", "channels": 4}
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d7a' * 16}\nsize 65000000\n"
FILES = {"archive.pt": "a.pt", "legacy.pt": "old.pt", "arrays.npz": "a.npz", "compiled.pt": "traced.pt"}


def read_weights(path: Path) -> None:
    """As the weights panel, `--weights` and `pretrained` do."""
    for use in (examine, counters.load, lambda at: counters.build(LIGHT | {"pretrained": str(at)}), clip_files.towers):
        try:
            use(path)
        except WeightsError as error:
            judge(error)
    assert len(examine(path).sentence) < LONGEST


def read_finite(path: Path) -> None:
    state = counters.load(path).network.state_dict()
    assert all(torch.isfinite(value).all() for value in state.values()), "weights that are no numbers"


def a_counter(path: Path) -> None:
    checkpoint.save(counters.build({"kind": "light"}), path)


def a_training_state(path: Path) -> None:
    torch.save({"state_dict": counters.build({"kind": "mcnn"}).network.state_dict(), "epoch": 3}, path)


def in_form(name: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(in_every_form(state_of(LIGHT))[name])


def _network() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Linear(3, 2)


def a_position(path: Path) -> None:
    network = _network()
    optimizer = torch.optim.Adam(network.parameters())
    network(torch.ones(3)).sum().backward()
    optimizer.step()
    resume.save(path, network, optimizer, resume.Position(2, 3, 4, 0.5, best=network.state_dict()))


def read_position(path: Path) -> None:
    """A training goes on, or begins anew with what it had drawn; never with half a state."""
    network, before = _network(), torch.get_rng_state()
    optimizer = torch.optim.Adam(network.parameters())
    at = resume.restore(path, network, optimizer)
    assert resume.step_of(path) >= 0
    if at == resume.Position():
        assert torch.equal(torch.get_rng_state(), before)
        assert all(torch.equal(a, b) for a, b in zip(network.parameters(), _network().parameters(), strict=True))
        assert not optimizer.state
    network(torch.ones(3)).sum().backward()
    optimizer.step()


def a_sample(folder: Path) -> None:
    sample = Sample("a", np.full((8, 9, 3), 7, np.uint8), np.ones((1, 2), np.float32), 2.0, np.ones((2, 2)))
    SampleCache("k", folder).put(sample)


def read_sample(folder: Path) -> None:
    found = SampleCache("k", folder).get("a")
    if found is not None:
        assert found.image.shape[2] == 3
        assert float(np.asarray(found.target, np.float64).sum()) <= float("inf")


def weight_readers() -> list[Reader]:
    return [
        one("weights", "w.safetensors", a_counter, read_weights),
        one("pickled weights", "w.pth", a_training_state, read_weights),
        *(one(f"weights {file}", file, in_form(form), read_weights) for form, file in FILES.items()),
        one("finite weights", "w.pth", in_form("training.pth.tar"), read_finite),
        one("pointer to weights", "w.pth", lambda path: path.write_text(POINTER), read_weights),
        one("networks of SATBA", "networks.safetensors", a_counter, read_networks),
        one("training state", "state.safetensors", a_position, read_position),
        Reader("prepared sample", a_sample, read_sample),
    ]
