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

import numpy as np
import torch
from numpy._core import multiarray
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as safetensors_bytes
from torch import Tensor, nn

from ..errors import WeightsError
from ..files import write_atomically
from .counter import Counter
from .published import Found, described, recognized

SCHEMA = 1

HARMLESS: list[Any] = [
    np.dtype,
    np.dtypes.Float64DType,
    np.dtypes.Float32DType,
    (multiarray.scalar, "numpy.core.multiarray.scalar"),
    (multiarray.scalar, "numpy._core.multiarray.scalar"),
]
"""Numbers of NumPy beside the weights, such as a best error; rebuilding one runs no code of the file's."""


def save(counter: Counter, path: Path) -> None:
    """Write the weights and the configuration that rebuilds the network. Raises OutputError."""
    # without the file that training began with, which need not be where these weights are read
    config = counter.config.model_dump(mode="json") | {"pretrained": ""}
    write_tensors(
        path,
        counter.network.state_dict(),
        {"miscount": json.dumps({"schema": SCHEMA, "counter": config})},
    )


def write_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> None:
    """Write `tensors` as one safetensors file, whole or not at all. Raises OutputError."""
    # clones: safetensors refuses tensors that share memory. Bytes: its own writing hides that a disk is full
    whole = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    content = safetensors_bytes(whole, dict(about))

    def write(part: Path) -> None:
        part.write_bytes(content)

    write_atomically(path, write)


def read(path: Path) -> Found:
    """The counter's raw configuration and the state dict in `path`. Raises WeightsError."""
    content, about = read_tensors(path)
    try:
        return Found(dict(json.loads(about["miscount"])["counter"]), content)
    except (KeyError, ValueError, TypeError):
        pass
    found = recognized(content, path)
    if found is None:
        raise WeightsError(
            f"{path} holds no counter that is known here: expected weights written by Miscount or those of a CSRNet, "
            f"MCNN or CLIP-EBC, found {described(content)} without a description."
        )
    return found


def read_tensors(path: Path) -> tuple[Any, Mapping[str, str]]:
    """What a file of weights holds, and what a safetensors file says about it. Raises WeightsError."""
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
    return _read_safetensors(path) if head[8:9] == b"{" else (_read_pickle(path), {})


def fill(network: nn.Module, state: Mapping[str, Tensor], path: Path) -> None:
    """Put `state` into `network`. Raises WeightsError when names, shapes, types or values do not fit."""
    wanted = network.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    if missing or extra:
        found = f"{len(missing)} missing" + (f" (such as {missing[0]})" if missing else "")
        found += f" and {len(extra)} unknown" + (f" (such as {extra[0]})" if extra else "")
        raise WeightsError(f"{path} does not fit this counter: expected {len(wanted)} tensors, found {found}.")
    for name, value in state.items():
        fits(name, value, wanted[name], path)
    network.load_state_dict(dict(state))


def fits(name: str, value: Tensor, wanted: Tensor, path: Path) -> None:
    """Raises WeightsError unless `value` can stand for `wanted`."""
    if value.shape != wanted.shape:
        raise WeightsError(
            f"{path} does not fit this counter: expected {name} of shape {tuple(wanted.shape)}, "
            f"found {tuple(value.shape)}."
        )
    if value.is_floating_point() != wanted.is_floating_point() or value.is_complex():
        raise WeightsError(f"{path} does not fit this counter: expected {name} as {wanted.dtype}, found {value.dtype}.")
    if value.is_floating_point() and not bool(torch.isfinite(value).all()):
        raise WeightsError(f"{path} is damaged: expected finite weights, found NaN or infinity in {name}.")


def _read_safetensors(path: Path) -> tuple[dict[str, Tensor], Mapping[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path} is damaged: expected a whole safetensors file, found {error}.") from error


def _read_pickle(path: Path) -> Any:
    try:
        with warnings.catch_warnings(), torch.serialization.safe_globals(HARMLESS):
            warnings.simplefilter("ignore", UserWarning)  # torch muses about protocols that it then reads, or refuses
            # latin1: leeyeehoo's released files were pickled by Python 2.7
            return torch.load(path, map_location="cpu", weights_only=True, encoding="latin1")
    except pickle.UnpicklingError as error:
        called = re.search(r"GLOBAL (\S+)", str(error))
        found = f"a pickle that calls {called[1]}" if called else "a pickle that could run code, or none at all"
        raise WeightsError(
            f"{path} was refused: expected plain tensors, found {found}; nothing in it was executed."
        ) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, IndexError, AttributeError, MemoryError) as error:
        raise WeightsError(
            f"{path} is damaged or no file of weights: expected safetensors or a PyTorch checkpoint, "
            f"found {type(error).__name__}."
        ) from error
