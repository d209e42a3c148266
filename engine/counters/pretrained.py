"""What a training begins with: a whole counter of the same kind, VGG-16 as CSRNet's front end, or CLIP's towers."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ..errors import WeightsError
from . import checkpoint, clip_files
from .counter import Counter
from .published import recognized

NUM_FRONT_TENSORS = 20
"""The ten convolutions of CSRNet's front end are the first ten of VGG-16, weight and bias, in the same order."""


def begin(counter: Counter, path: Path) -> None:
    """Put what `path` holds into the drawn `counter`; the rest keeps its draw. Raises WeightsError."""
    kind = counter.config.kind
    if kind == "clip_ebc" and (path.is_dir() or not _is_whole(path)):
        _put(counter, clip_files.towers(path), path, "image_encoder.", "text_encoder.")
        return
    content, _ = checkpoint.read_tensors(path)
    if kind == "csrnet" and _is_vgg(content):
        front = list(content.items())[:NUM_FRONT_TENSORS]
        names = [name for name in counter.network.state_dict() if name.startswith("frontend.")]
        if len(names) != NUM_FRONT_TENSORS:
            raise WeightsError(f"{path} is VGG-16 without batch norm: expected a CSRNet without it, found one with.")
        _put(counter, {ours: value for ours, (_, value) in zip(names, front, strict=True)}, path, "frontend.")
        return
    found = recognized(content, path)
    state = found.state if found is not None else content
    if not isinstance(state, Mapping) or (found is not None and found.raw["kind"] != kind):
        raise WeightsError(f"{path} is for another counter: expected weights of a {kind}.")
    checkpoint.fill(counter.network, state, path)


def fingerprint(path: Path) -> Iterator[str]:
    """A hash of what `path` holds, none where it names nothing; what stages are remembered by. Raises WeightsError."""
    if path == Path():
        return
    file = path / "model.safetensors" if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            yield hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"{file} cannot be read: expected a file of weights, found {error.strerror}.") from error


def _put(counter: Counter, state: Mapping[str, Tensor], path: Path, *prefixes: str) -> None:
    """Fill the part of the network whose names begin so, all of it."""
    whole = dict(counter.network.state_dict())
    wanted = {name for name in whole if name.startswith(prefixes)}
    if wanted != state.keys():
        odd = sorted(wanted ^ state.keys())
        raise WeightsError(
            f"{path} does not fit this counter: expected {len(wanted)} tensors, found {len(odd)} that are missing or "
            f"unknown, such as {odd[0]}."
        )
    for name, value in state.items():
        checkpoint.fits(name, value, whole[name], path)
    counter.network.load_state_dict(whole | dict(state))


def _is_vgg(content: Any) -> bool:
    return isinstance(content, Mapping) and "features.28.weight" in content and "features.0.weight" in content


def _is_whole(path: Path) -> bool:
    if clip_files.is_torchscript(path):
        return False
    return recognized(checkpoint.read_tensors(path)[0], path) is not None
