"""What a pickle of weights may name, and what each of these makes: plain values, and tensors that are only described.

Nothing of a file's is ever called here. Beside its weights, a training leaves numbers, settings and paths.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from .limits import DamagedError, RefusedError, shown

STORAGES: Mapping[str, torch.dtype] = {
    "torch.DoubleStorage": torch.float64,
    "torch.FloatStorage": torch.float32,
    "torch.HalfStorage": torch.float16,
    "torch.BFloat16Storage": torch.bfloat16,
    "torch.LongStorage": torch.int64,
    "torch.IntStorage": torch.int32,
    "torch.ShortStorage": torch.int16,
    "torch.CharStorage": torch.int8,
    "torch.ByteStorage": torch.uint8,
    "torch.BoolStorage": torch.bool,
}
_DTYPE = re.compile(r"[<>|=]?(\?|b1|[iu][1248]|f[248]|c8|c16|[US]\d{1,4})")
_MOST_DIMENSIONS = 16


@dataclass(frozen=True, slots=True)
class Storage:
    """Numbers of one type that lie in the file under `key`."""

    key: str
    dtype: torch.dtype
    count: int

    @property
    def nbytes(self) -> int:
        """Bytes that it declares."""
        return self.count * self.dtype.itemsize


@dataclass(frozen=True, slots=True)
class Layout:
    """A tensor: which numbers of a storage are its elements."""

    storage: Storage
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        """Bytes of its elements, which may share memory."""
        return math.prod(self.size) * self.storage.dtype.itemsize


@dataclass(frozen=True, slots=True)
class Named:
    """A global that the pickle names."""

    name: str


@dataclass(slots=True)
class NumpyType:
    """A type of NumPy's numbers, described by its short name; `order` of bytes, as it comes after it."""

    name: str
    order: Literal["<", ">", "|", "="] = "="

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type itself."""
        return np.dtype(self.name).newbyteorder(self.order)


@dataclass(slots=True)
class NumpyArray:
    """An array of NumPy that lies in the pickle itself; `values` None until its contents came."""

    values: NDArray[Any] | None = None


@dataclass(slots=True)
class Settings:
    """An argparse.Namespace; for a compiled model's pickle, any of its modules."""

    values: dict[Any, Any] = field(default_factory=dict)


PLAIN_NAMES = frozenset(
    {f"torch.{name}" for name in ("float16", "float32", "float64", "bfloat16", "int8", "int16", "int32", "int64",
                                  "uint8", "bool")} | set(STORAGES) | {"numpy.ndarray"}
)  # fmt: skip
"""Globals that may be named, but never called."""


def _want(is_true: bool, what: str) -> None:
    if not is_true:
        raise DamagedError(what)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _tensor(args: tuple[Any, ...]) -> Layout:
    storage, offset, size, stride, *rest = args
    _want(isinstance(storage, Storage) and _is_count(offset), "a tensor without its numbers")
    sides_are_counts = all(type(sides) is tuple and all(map(_is_count, sides)) for sides in (size, stride))
    _want(sides_are_counts and len(size) == len(stride) <= _MOST_DIMENSIONS, "a tensor of an impossible shape")
    last = offset + sum((side - 1) * step for side, step in zip(size, stride, strict=True))
    _want(0 in size or last < storage.count, "a tensor that reaches beyond its numbers")
    _want(len(rest) < 4 and not any(rest[1:]), "a tensor with more than its numbers")
    return Layout(storage, offset, size, stride)


def _parameter(args: tuple[Any, ...]) -> Layout:
    value, _, *rest = args
    _want(isinstance(value, Layout) and len(rest) < 3 and not any(rest), "a parameter with more than its numbers")
    return value  # type: ignore[no-any-return]  # looked at above


def key_of(value: object) -> Any:
    """`value`, where it may be a key. Raises RefusedError: the hash of a nested tuple can take for ever."""
    if value is None or type(value) in (str, int, float, bool, bytes):
        return value
    raise RefusedError(f"entries under {shown(value)} where names are expected")


def _mapping(args: tuple[Any, ...]) -> dict[Any, Any]:
    if not args:
        return {}
    (pairs,) = args
    # Python 2 pickled an OrderedDict as a list of its pairs
    return {key_of(key): value for key, value in (pairs.items() if type(pairs) is dict else pairs)}


def _text(args: tuple[Any, ...]) -> bytes:
    text, encoding = args
    _want(type(text) is str and encoding in ("latin1", "latin-1"), "bytes in an unknown spelling")
    return text.encode("latin1")  # type: ignore[no-any-return]  # looked at above


def _numpy_type(args: tuple[Any, ...]) -> NumpyType:
    name, *_ = args
    if type(name) is not str or not _DTYPE.fullmatch(name):
        raise RefusedError(f"NumPy values of the type {shown(name)}")
    return NumpyType(name)


def _numpy_number(args: tuple[Any, ...]) -> object:
    kind, content = args
    _want(isinstance(kind, NumpyType) and type(content) in (bytes, str), "a number of NumPy without its type")
    _want(len(content) == kind.dtype.itemsize, "a number of NumPy of the wrong size")
    return np.ndarray((), kind.dtype, _raw(content))[()]


def _raw(content: bytes | str) -> bytes:
    """Bytes, which Python 2 pickled as text."""
    return content.encode("latin1") if isinstance(content, str) else content


def _numpy_array(args: tuple[Any, ...]) -> NumpyArray:
    _want(args[0] == Named("numpy.ndarray") and args[1] == (0,) and len(args) == 3, "an array of an unknown kind")
    _want(args[2] in (b"b", "b"), "an array of an unknown kind")
    return NumpyArray()


def _words(args: tuple[Any, ...]) -> object:
    _want(all(type(part) is str and "\0" not in part for part in args), "a path of something else than words")
    return "/".join(args)


def _device(args: tuple[Any, ...]) -> object:
    _want(len(args) in (1, 2) and type(args[0]) is str and all(map(_is_count, args[1:])), "an unknown device")
    return args[0]


def _sizes(args: tuple[Any, ...]) -> object:
    (sides,) = args
    _want(type(sides) in (tuple, list) and all(map(_is_count, sides)), "an impossible size")
    return sides


def filled(target: object, state: Any) -> None:
    """Give `target` the state that comes after it in the pickle. Raises DamagedError."""
    match target:
        case Settings():
            _want(type(state) is dict and all(type(name) is str for name in state), "settings without names")
            target.values.update(state)
        case dict():  # an OrderedDict's attributes, such as the versions of a state dict's modules
            _want(type(state) is dict and all(type(name) is str for name in state), "attributes without names")
        case NumpyType():
            of_it = np.dtype(target.name).__reduce__()[2]
            _want(type(state) is tuple and len(state) in (8, 9) and state[1] in ("<", ">", "|", "="), "a damaged type")
            _want(state[2:8] == of_it[2:8] and not any(state[8:]), "a damaged type of NumPy")
            target.order = state[1]
        case NumpyArray():
            _, shape, kind, is_by_columns, content = state
            _want(
                type(shape) is tuple and all(map(_is_count, shape)) and isinstance(kind, NumpyType), "a damaged array"
            )
            whole = math.prod(shape) * kind.dtype.itemsize
            _want(type(content) in (bytes, str) and len(content) == whole, "an array of the wrong size")
            _want(len(shape) <= _MOST_DIMENSIONS, "an array of an impossible shape")
            target.values = np.ndarray(shape, kind.dtype, _raw(content), order="F" if is_by_columns else "C")
        case _:
            raise DamagedError("a pickle whose parts do not fit together")


_PATHS = [
    f"{module}.{name}"
    for module in ("pathlib", "pathlib._local")
    for name in ("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath")
]
_NUMBERS = [f"numpy.{core}.multiarray.scalar" for core in ("core", "_core")]
_ARRAYS = [f"numpy.{core}.multiarray._reconstruct" for core in ("core", "_core")]

MAKERS: Mapping[str, Callable[[tuple[Any, ...]], Any]] = {
    "collections.OrderedDict": _mapping,
    "collections.Counter": _mapping,
    "torch._utils._rebuild_tensor": _tensor,
    "torch._utils._rebuild_tensor_v2": _tensor,
    "torch._utils._rebuild_parameter": _parameter,
    "torch._utils._rebuild_parameter_with_state": _parameter,
    "torch.Size": _sizes,
    "torch.device": _device,
    "_codecs.encode": _text,
    "numpy.dtype": _numpy_type,
    "argparse.Namespace": lambda args: Settings(),
    **dict.fromkeys(_NUMBERS, _numpy_number),
    **dict.fromkeys(_ARRAYS, _numpy_array),
    **dict.fromkeys(_PATHS, _words),
}
"""What each global that may be called makes of its arguments."""
