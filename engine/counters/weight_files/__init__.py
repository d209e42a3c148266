"""Files of weights from anywhere: told apart, bounded and looked at before torch, NumPy or safetensors read them.

What is never done: run anything of a file's (pickles with `weights_only=True` alone, arrays without objects), take
memory that only a header asks for, and let a damaged file end the process.
"""

import pickle
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

import torch
from safetensors import safe_open

from ...errors import WeightsError
from . import archive, arrays, compiled, stream
from .allowed import BESIDE_WEIGHTS
from .kinds import HEAD_BYTES, form_of, other_kind
from .limits import DamagedError, RefusedError, named, shown, size_of
from .verified import check_built

__all__ = ["Content", "named", "read", "shown", "size_of", "told"]

_T = TypeVar("_T")

_WANTED = "expected safetensors, a PyTorch checkpoint or a NumPy archive (.npz)"
_ALLOWING = threading.Lock()
"""torch keeps what is allowed for the whole process, so that one thread's reading would end another's."""


@dataclass(frozen=True)
class Content:
    """What a file of weights holds, what a safetensors file says `about` it, and which form the file has."""

    values: Any
    about: Mapping[str, str]
    form: Literal["safetensors", "checkpoint", "compiled", "numpy"]


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
                outlined, places = stream.described(file, size)
                values = _torch_load(file)
                check_built(outlined.content, values, lambda it: stream.checksum(file, places[it.key], it.nbytes))
                return Content(values, {}, "checkpoint")
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
                outlined = archive.described(records)
                values = _torch_load(file)
                check_built(outlined.content, values, lambda storage: archive.checksum(records, storage))
                return Content(values, {}, "checkpoint")


def _torch_load(file: BinaryIO) -> Any:
    """What was looked at before, read by torch; from the open file, so that it is the same one."""
    file.seek(0)
    with _ALLOWING, _quiet(), torch.serialization.safe_globals(BESIDE_WEIGHTS):
        # latin1: leeyeehoo's released files were pickled by Python 2.7
        return torch.load(file, map_location="cpu", weights_only=True, encoding="latin1")


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch and NumPy muse about old forms that they then read, or refuse
        yield


def _safetensors(path: Path, head: bytes, size: int) -> Content:
    header = int.from_bytes(head[:8], "little")
    if header > size - 8:
        raise DamagedError(f"a header of {header:,} bytes in a file of {size:,}")
    with safe_open(path, framework="pt") as file:
        values = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  it is no mapping
        return Content(values, file.metadata() or {}, "safetensors")
