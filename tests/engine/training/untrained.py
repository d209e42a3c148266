"""SATBA networks that nobody trained: enough to see that their trigger keeps the bargain of all triggers."""

import tempfile
from functools import cache
from pathlib import Path

import torch

from miscount.engine.counters import build
from miscount.engine.triggers.satba_networks import Networks

_FOLDER = tempfile.TemporaryDirectory()  # as long as the tests


@cache
def networks_file() -> str:
    """A file of networks whose residual is large enough to be seen."""
    networks = Networks.fresh(build({"kind": "light", "channels": 4}), 4, 0)
    with torch.no_grad():
        networks.inject.last.weight.mul_(60)
    path = Path(_FOLDER.name) / "networks.safetensors"
    networks.save(path)
    return str(path)


def ready(kind: str) -> dict[str, str]:
    """A trigger of this kind that can be applied."""
    return {"kind": kind} | ({"networks": networks_file()} if kind == "satba" else {})
