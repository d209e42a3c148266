"""What a training begins with: a whole counter of the same kind, VGG-16 as CSRNet's front end, or CLIP's towers."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from ..errors import WeightsError
from ..reading import is_folder
from . import checkpoint, clip_files, weight_files
from .counter import Counter
from .published import recognized
from .weight_files import Content, named, told

NUM_FRONT_TENSORS = 20
"""The ten convolutions of CSRNet's front end are the first ten of VGG-16, weight and bias, in the same order."""


def begin(counter: Counter, path: Path) -> tuple[str, ...]:
    """Put what `path` holds into the drawn `counter`; the rest keeps its draw.

    Gives what a person must be told of it, a sentence each. Raises WeightsError.
    """
    if counter.config.kind == "clip_ebc" and is_folder(path):
        _put(counter, clip_files.towers(path), path, "image_encoder.", "text_encoder.")
        return ()
    content = weight_files.read(path)
    if counter.config.kind == "csrnet" and is_vgg(content.values):
        _put_vgg(counter, content.values, path)
        return ()
    return told(path, lambda: _put_whole(counter, content, path))


def _put_whole(counter: Counter, content: Content, path: Path) -> tuple[str, ...]:
    kind, config = counter.config.kind, counter.config
    if "miscount" in content.about:
        found = checkpoint.found_in(content, path, [])
        if found.raw["kind"] != kind:
            raise WeightsError(
                f"{named(path)} is for another counter: expected weights of a {kind}, found those of a "
                f"{weight_files.shown(found.raw['kind'])}."
            )
        checkpoint.fill(counter.network, found.state, path)
        return ()
    recognized_as = recognized(content, path, [type(config)])
    if recognized_as is not None:
        checkpoint.fill(counter.network, recognized_as.state, path)
        # what was guessed of its settings is not used: the recipe says them
        return recognized_as.said(path, recognized_as.guesses)
    if kind == "clip_ebc":
        _put(counter, clip_files.towers_in(content.values, path), path, "image_encoder.", "text_encoder.")
        return ()
    if not isinstance(content.values, Mapping) or type(config).marks:
        raise WeightsError(f"{named(path)} is for another counter: expected weights of a {kind}.")
    checkpoint.fill(counter.network, content.values, path)  # of a kind that is only known by its recipe
    return ()


def fingerprint(path: Path) -> Iterator[str]:
    """A hash of what `path` holds, none where it names nothing; what stages are remembered by. Raises WeightsError."""
    if path == Path():
        return
    yield digest(path)[0]


def digest(path: Path) -> tuple[str, int]:
    """The SHA-256 and the bytes of a file of weights, or of the one in a folder of towers. Raises WeightsError."""
    file = path / "model.safetensors" if is_folder(path) else path
    size = weight_files.size_of(file)
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest(), size
    except OSError as error:
        raise WeightsError(
            f"{named(file)} cannot be read: expected a file of weights, found {error.strerror}."
        ) from error


def _put_vgg(counter: Counter, values: Mapping[str, Tensor], path: Path) -> None:
    front = list(values.items())[:NUM_FRONT_TENSORS]
    names = [name for name in counter.network.state_dict() if name.startswith("frontend.")]
    if len(names) != NUM_FRONT_TENSORS:
        raise WeightsError(f"{named(path)} is VGG-16 without batch norm: expected a CSRNet without it, found one with.")
    _put(counter, {ours: value for ours, (_, value) in zip(names, front, strict=True)}, path, "frontend.")


def _put(counter: Counter, state: Mapping[str, Tensor], path: Path, *prefixes: str) -> None:
    """Fill the part of the network whose names begin so, all of it."""
    whole = dict(counter.network.state_dict())
    wanted = {name for name in whole if name.startswith(prefixes)}
    if wanted != state.keys():
        odd = sorted(wanted ^ state.keys())
        raise WeightsError(
            f"{named(path)} does not fit this counter: expected {len(wanted)} tensors, found {len(odd)} that are "
            f"missing or unknown, such as {weight_files.shown(odd[0])}."
        )
    counter.network.load_state_dict(whole | checkpoint.fitting(state, whole, path))


def is_vgg(values: Any) -> bool:
    """Whether these are the weights of VGG-16 without batch norm, as torchvision publishes them."""
    marks = ("features.0.weight", "features.0.bias", "features.28.weight")
    return isinstance(values, Mapping) and all(isinstance(values.get(name), Tensor) for name in marks)
