"""Weights on disk: written as safetensors with the counter's configuration, read also in the published forms.

Files of weights are untrusted: a pickle is only ever opened with `weights_only=True`, which runs no code.
"""

import json
import pickle
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as safetensors_bytes
from torch import Tensor, nn

from ..errors import WeightsError
from ..files import write_atomically
from .counter import Counter

SCHEMA = 1


def save(counter: Counter, path: Path) -> None:
    """Write the weights and the configuration that rebuilds the network. Raises OutputError."""
    about = {"miscount": json.dumps({"schema": SCHEMA, "counter": counter.config.model_dump(mode="json")})}
    write_tensors(path, counter.network.state_dict(), about)


def write_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> None:
    """Write `tensors` as one safetensors file, whole or not at all. Raises OutputError."""
    # clones: safetensors refuses tensors that share memory. Bytes: its own writing hides that a disk is full
    whole = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    content = safetensors_bytes(whole, dict(about))

    def write(part: Path) -> None:
        part.write_bytes(content)

    write_atomically(path, write)


def read(path: Path) -> tuple[Any, dict[str, Tensor]]:
    """The counter's raw configuration and the state dict in `path`. Raises WeightsError."""
    if path.is_dir():
        raise WeightsError(f"{path} is a folder: expected a file of weights.")
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: expected a file of weights, found {error.strerror}.") from error
    if not head:
        raise WeightsError(f"{path} is empty: expected a file of weights.")
    # safetensors: a length of 8 bytes, then a JSON object
    return _read_safetensors(path) if head[8:9] == b"{" else _read_pickle(path)


def fill(network: nn.Module, state: Mapping[str, Tensor], path: Path) -> None:
    """Put `state` into `network`. Raises WeightsError when names, shapes or values do not fit."""
    wanted = network.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    if missing or extra:
        found = f"{len(missing)} missing" + (f" (such as {missing[0]})" if missing else "")
        found += f" and {len(extra)} unknown" + (f" (such as {extra[0]})" if extra else "")
        raise WeightsError(f"{path} does not fit this counter: expected {len(wanted)} tensors, found {found}.")
    for name, value in state.items():
        if value.shape != wanted[name].shape:
            raise WeightsError(
                f"{path} does not fit this counter: expected {name} of shape {tuple(wanted[name].shape)}, "
                f"found {tuple(value.shape)}."
            )
        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
            raise WeightsError(f"{path} is damaged: expected finite weights, found NaN or infinity in {name}.")
    network.load_state_dict(dict(state))


def _read_safetensors(path: Path) -> tuple[Any, dict[str, Tensor]]:
    try:
        with safe_open(path, framework="pt") as file:
            about = file.metadata() or {}
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  it is no mapping
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path} is damaged: expected a whole safetensors file, found {error}.") from error
    try:
        described = json.loads(about["miscount"])
        return described["counter"], state
    except (KeyError, ValueError, TypeError):
        if _is_csrnet(state):
            return {"kind": "csrnet"}, state
        raise WeightsError(
            f"{path} does not say which counter it is for: expected weights written by Miscount, or a CSRNet's, "
            f"found {len(state)} tensors without a description."
        ) from None


def _read_pickle(path: Path) -> tuple[Any, dict[str, Tensor]]:
    try:
        with warnings.catch_warnings():  # torch muses about pickle protocols that it then reads, or refuses
            warnings.simplefilter("ignore", UserWarning)
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        called = re.search(r"GLOBAL (\S+)", str(error))
        found = f"a pickle that calls {called[1]}" if called else "a pickle that could run code, or none at all"
        raise WeightsError(
            f"{path} was refused: expected plain tensors, found {found}; nothing in it was executed."
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise WeightsError(
            f"{path} is damaged or no file of weights: expected safetensors or a PyTorch checkpoint, "
            f"found {type(error).__name__}."
        ) from error
    return _published(path, content)


def _published(path: Path, content: Any) -> tuple[Any, dict[str, Tensor]]:
    # leeyeehoo saves a dict with the epoch and optimizer around the weights, CommissarMa the weights alone
    if isinstance(content, Mapping) and isinstance(content.get("state_dict"), Mapping):
        state, convention = content["state_dict"], "eighth"
    else:
        state, convention = content, "upsampled"
    if isinstance(state, Mapping) and _is_csrnet(state):
        return {"kind": "csrnet", "convention": convention}, dict(state)
    raise WeightsError(
        f"{path} holds no counter that is known here: expected the weights of a CSRNet, found {_described(state)}."
    )


def _is_csrnet(state: Mapping[str, Any]) -> bool:
    return {"frontend.0.weight", "backend.0.weight", "output_layer.weight"} <= state.keys() and all(
        isinstance(value, Tensor) for value in state.values()
    )


def _described(content: Any) -> str:
    if isinstance(content, Mapping):
        return f"{len(content)} entries such as {next(iter(content), 'none')!r}"
    return f"a {type(content).__name__}"
