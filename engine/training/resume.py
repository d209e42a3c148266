"""The state of a training on disk: enough to go on to the last bit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from ..counters.checkpoint import write_tensors
from ..reading import is_file


@dataclass
class Position:
    """Where a training stands: `step` steps done in all, `in_epoch` of them in `epoch` (the first is 1)."""

    epoch: int = 1
    in_epoch: int = 0
    step: int = 0
    loss_sum: float = 0.0
    best_mae: float | None = None
    best: dict[str, Tensor] = field(default_factory=dict)
    average: dict[str, Tensor] = field(default_factory=dict)
    """The moving average of the weights, where one is kept."""


_KEPT = ("epoch", "in_epoch", "step", "loss_sum", "best_mae")


def changing(network: nn.Module, copied: bool = True) -> dict[str, Tensor]:
    """What training changes of the state dict: a frozen tower is rebuilt and not kept."""
    frozen = {name for name, parameter in network.named_parameters() if not parameter.requires_grad}
    return {
        name: value.detach().clone() if copied else value.detach()
        for name, value in network.state_dict().items()
        if name not in frozen
    }


def save(
    path: Path,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    at: Position,
    steps_before: int = 0,
    also: Mapping[str, nn.Module] = MappingProxyType({}),
) -> None:
    """Write network, optimizer, best weights and random state as one safetensors file. Raises OutputError.

    `steps_before` are the steps of the stage before this training, so that a log can be rewound to the right one.
    """
    tensors: dict[str, Tensor] = {"rng": torch.get_rng_state()}
    tensors |= {f"network.{name}": value for name, value in changing(network, copied=False).items()}
    tensors |= {f"best.{name}": value for name, value in at.best.items()}
    tensors |= {f"average.{name}": value for name, value in at.average.items()}
    for name, module in also.items():
        tensors |= {f"also.{name}.{key}": value for key, value in module.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{index}.{name}": value for name, value in state.items() if value is not None}
    about = {name: getattr(at, name) for name in _KEPT}
    write_tensors(path, tensors, {"position": json.dumps(about), "told_before": str(steps_before)})


def restore(
    path: Path,
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    also: Mapping[str, nn.Module] = MappingProxyType({}),
) -> Position:
    """Put the state in `path` into `network`, `optimizer` and `also`; a fresh Position where there is none.

    All of it or nothing: a state that is damaged or of another network is none.
    """
    if not is_file(path):  # a pipe would be waited for
        return Position()
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  it is no mapping
            known: Mapping[str, Any] = json.loads(file.metadata()["position"])
            about = {name: known[name] for name in _KEPT}
    except (SafetensorError, OSError, KeyError, ValueError, TypeError, RecursionError):
        return Position()  # written whole or not at all, so this is no file of ours: train from the start
    if not (_is_position(about) and _fits(tensors, network, optimizer, also)):
        return Position()
    network.load_state_dict(_under("network.", tensors), strict=False)
    optimizer.load_state_dict({**optimizer.state_dict(), "state": _optimizer_state(tensors)})
    for name, module in also.items():
        module.load_state_dict(_under(f"also.{name}.", tensors))
    torch.set_rng_state(tensors["rng"])
    return Position(**about, best=_under("best.", tensors), average=_under("average.", tensors))


def step_of(path: Path) -> int:
    """The number of optimizer steps that its stage had reported at the checkpoint `path`; 0 where there is none."""
    if not is_file(path):
        return 0
    try:
        with safe_open(path, framework="pt") as file:
            about = file.metadata()
            return max(0, int(json.loads(about["position"])["step"]) + int(about.get("told_before", 0)))
    except (SafetensorError, OSError, KeyError, ValueError, TypeError, OverflowError, RecursionError):
        return 0


def _is_position(about: Mapping[str, Any]) -> bool:
    """Whether the numbers of a Position are numbers of their kind."""
    counts = all(type(about[name]) is int and about[name] >= 0 for name in ("epoch", "in_epoch", "step"))
    return counts and type(about["loss_sum"]) in (int, float) and type(about["best_mae"]) in (int, float, type(None))


def _fits(
    tensors: Mapping[str, Tensor], network: nn.Module, optimizer: torch.optim.Optimizer, also: Mapping[str, nn.Module]
) -> bool:
    """Whether all that is needed is among `tensors`, and each has the shape of what it is to be."""
    state = network.state_dict()
    own = {f"{part}.{name}": value for part in ("network", "best", "average") for name, value in state.items()}
    others = {f"also.{part}.{name}": value for part, it in also.items() for name, value in it.state_dict().items()}
    needed = {"rng", *others, *(f"network.{name}" for name in changing(network, copied=False))}
    trained = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    for name, value in tensors.items():
        kind, _, rest = name.partition(".")
        index = rest.partition(".")[0]
        if kind == "optimizer" and (not index.isdecimal() or int(index) >= len(trained)):
            return False
        like = trained[int(index)] if kind == "optimizer" else own.get(name, others.get(name))
        if like is not None and value.shape != like.shape and not (kind == "optimizer" and value.ndim == 0):
            return False
    kept = {frozenset(state) for state in _optimizer_state(tensors).values()}  # one optimizer keeps the same of each
    return needed <= tensors.keys() and len(kept) < 2 and _is_random_state(tensors["rng"])


def _is_random_state(state: Tensor) -> bool:
    try:
        torch.Generator().set_state(state)
    except (RuntimeError, TypeError):
        return False
    return True


def _optimizer_state(tensors: Mapping[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in _under("optimizer.", tensors).items():
        index, _, key = name.partition(".")
        state.setdefault(int(index), {})[key] = value
    return state


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
