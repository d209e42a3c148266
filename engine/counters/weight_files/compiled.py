"""The weights of a compiled model (TorchScript), as OpenAI's CLIP is published; its code is not even looked at."""

import io
import zipfile

from torch import Tensor

from .allowed import Layout, Settings
from .archive import pickle_in
from .built import tensor_of
from .limits import DamagedError
from .outline import outline

_DEEPEST = 64


def tensors(archive: zipfile.ZipFile) -> dict[str, Tensor]:
    """Every tensor of the archive by its dotted name. Raises DamagedError, RefusedError, zipfile.BadZipFile."""
    root = next(name for name in archive.namelist() if name.endswith("/constants.pkl")).removesuffix("constants.pkl")
    described = outline(io.BytesIO(pickle_in(archive, f"{root}data.pkl")), compiled=True)
    if type(described.content) is not Settings:
        raise DamagedError("a compiled model without modules")
    layouts: dict[str, Layout] = {}
    _collect(described.content, "", layouts, set(), _DEEPEST)
    wanted = {layout.storage.key: layout.storage for layout in layouts.values()}
    numbers = {key: tensor_of(bytearray(archive.read(f"{root}data/{key}")), storage) for key, storage in wanted.items()}
    return {
        name: numbers[layout.storage.key].as_strided(layout.size, layout.stride, layout.offset)
        for name, layout in layouts.items()
    }


def _collect(module: Settings, prefix: str, layouts: dict[str, Layout], seen: set[int], depth: int) -> None:
    if id(module) in seen or not depth:  # a pickle can hold a module in itself, or at a thousand places
        return
    seen.add(id(module))
    for name, value in module.values.items():
        if type(value) is Layout:
            layouts[prefix + name] = value
        elif type(value) is Settings:
            _collect(value, f"{prefix}{name}.", layouts, seen, depth - 1)
