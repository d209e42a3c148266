"""Files of weights from anywhere: told apart, bounded and looked at before anything is made of them.

What is never done: run anything of a file's, take memory that only a header asks for, and let a damaged file end the
process. Pickles are carried out on descriptions, of which tensors are made by our own hand: torch's reader with
`weights_only=True` runs no code either, but it is native, and takes a file's word for how far a tensor reaches.
"""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

from safetensors import safe_open

from ...errors import WeightsError
from . import archive, arrays, compiled, hdf5, stream
from .kinds import HEAD_BYTES, form_of, other_kind
from .limits import DamagedError, RefusedError, named, shown, size_of

__all__ = ["Content", "named", "read", "shown", "size_of", "told"]

_T = TypeVar("_T")

_WANTED = "expected safetensors, a PyTorch checkpoint, a NumPy archive (.npz) or HDF5"


@dataclass(frozen=True)
class Content:
    """What a file of weights holds, what a safetensors file says `about` it, and which form the file has."""

    values: Any
    about: Mapping[str, str]
    form: Literal["safetensors", "checkpoint", "compiled", "numpy", "hdf5"]


def read(path: Path) -> Content:
    """What the file `path` holds. Raises WeightsError, one sentence whatever the file is."""
    return told(path, lambda: _read(path, size_of(path)))


def told(path: Path, work: Callable[[], _T]) -> _T:
    """What `work` makes of the file `path`; whatever goes wrong in it becomes one sentence, a WeightsError."""
    try:
        return work()
    except WeightsError:
        raise
    except RefusedError as error:
        raise WeightsError(
            f"{named(path)} was refused: {_WANTED}, found {error}; nothing in it was executed."
        ) from error
    except DamagedError as error:
        raise WeightsError(f"{named(path)} is damaged: {_WANTED}, found {error}; copy or download it again.") from error
    except pickle.UnpicklingError as error:
        raise WeightsError(
            f"{named(path)} was refused: {_WANTED}, found a pickle that could run code; nothing in it was executed."
        ) from error
    except PermissionError as error:
        raise WeightsError(f"{named(path)} cannot be read: {error.strerror}.") from error
    # readers of three libraries, on bytes of anyone's making: what they raise cannot be listed
    except Exception as error:
        if isinstance(error, MemoryError) or "not enough memory" in str(error):
            raise WeightsError(f"{named(path)} does not fit into the memory of this machine.") from error
        raise WeightsError(
            f"{named(path)} is damaged: {_WANTED}, found parts that do not fit together "
            f"({type(error).__name__}); copy or download it again."
        ) from error


def _read(path: Path, size: int) -> Content:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        match form_of(head, size):
            case "safetensors":
                return _safetensors(path, head, size)
            case "archive":
                return _archive(file, size)
            case "stream":
                return Content(stream.values(file, size), {}, "checkpoint")
            case "hdf5":
                return Content(hdf5.tensors(path, file, size), {}, "hdf5")
            case None:
                raise WeightsError(f"{named(path)} is no file of weights: {_WANTED}, found {other_kind(head)}.")


def _archive(file: BinaryIO, size: int) -> Content:
    with archive.opened(file, size) as records:
        match archive.kind_of(records):
            case "numpy":
                return Content(arrays.tensors(records), {}, "numpy")
            case "compiled":
                return Content(compiled.tensors(records), {}, "compiled")
            case "torch":
                return Content(archive.values(records), {}, "checkpoint")


def _safetensors(path: Path, head: bytes, size: int) -> Content:
    header = int.from_bytes(head[:8], "little")
    if header > size - 8:
        raise DamagedError(f"a header of {header:,} bytes in a file of {size:,}")
    with safe_open(path, framework="pt") as file:
        values = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  it is no mapping
        return Content(values, file.metadata() or {}, "safetensors")
