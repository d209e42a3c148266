"""What a training begins with: a whole counter of the same kind, VGG as a front end, or CLIP's towers."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from ..errors import WeightsError
from ..reading import is_folder
from . import checkpoint, clip_files, vgg, weight_files
from .counter import Counter
from .published import recognized
from .weight_files import Content, named, told


def begin(counter: Counter, path: Path) -> tuple[str, ...]:
    """Put what `path` holds into the drawn `counter`; the rest keeps its draw, and `counter.begins_whole` says of none.

    Gives what a person must be told of it, a sentence each. Raises WeightsError.
    """
    if counter.config.kind == "clip_ebc" and is_folder(path):
        _put(counter, clip_files.towers(path), path, "image_encoder.", "text_encoder.")
        return ()
    content = weight_files.read(path)
    if counter.config.begins_with is not None and (found := vgg.which(content.values)) is not None:
        _put_vgg(counter, found, content.values, path)
        return ()
    notes, counter.begins_whole = told(path, lambda: _put_whole(counter, content, path))
    return notes


def _put_whole(counter: Counter, content: Content, path: Path) -> tuple[tuple[str, ...], bool]:
    """What must be told, and whether it is a whole counter. Raises WeightsError."""
    kind, config = counter.config.kind, counter.config
    if "miscount" in content.about:
        found = checkpoint.found_in(content, path, [])
        if found.raw["kind"] != kind:
            raise WeightsError(
                f"{named(path)} is for another counter: expected weights of a {kind}, found those of a "
                f"{weight_files.shown(found.raw['kind'])}."
            )
        checkpoint.fill(counter.network, found.state, path)
        return (), True
    recognized_as = recognized(content, path, [type(config)])
    if recognized_as is not None:
        checkpoint.fill(counter.network, recognized_as.state, path)
        # what was guessed of its settings is not used: the recipe says them
        return recognized_as.said(path, recognized_as.guesses), True
    if kind == "clip_ebc":
        _put(counter, clip_files.towers_in(content.values, path), path, "image_encoder.", "text_encoder.")
        return (), False
    if not isinstance(content.values, Mapping) or type(config).marks:
        raise WeightsError(f"{named(path)} is for another counter: expected weights of a {kind}.")
    checkpoint.fill(counter.network, content.values, path)  # of a kind that is only known by its recipe
    return (), True


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


def _put_vgg(counter: Counter, found: vgg.VGG, values: Mapping[str, Tensor], path: Path) -> None:
    wanted = counter.config.begins_with
    if wanted is None or found != wanted:
        expected = vgg.VGG_NAMES[wanted] if wanted else "weights of its own"
        raise WeightsError(
            f"{named(path)} is {vgg.VGG_NAMES[found]}: expected {expected}, which the front end of this "
            f"{counter.config.kind} is the beginning of."
        )
    whole, front = counter.network.state_dict(), counter.config.front_end
    counts = {name: whole[name] for name in whole if name.startswith(front) and name.endswith("num_batches_tracked")}
    names = [name for name in whole if name.startswith(front) and name not in counts]
    theirs = vgg.in_order(values)[: len(names)]
    _put(counter, counts | dict(zip(names, theirs, strict=True)), path, *front)
    _narrow(counter)


@torch.no_grad()
def _narrow(counter: Counter) -> None:
    """What stands behind a pretrained front end as wide as published, of the same draw.

    He's rule has drawn N(0, sqrt(2 / fan_in)), which behind features of VGG's size counts hundreds on any picture.
    """
    for name, module in counter.network.named_modules():
        if isinstance(module, nn.Conv2d) and not f"{name}.".startswith(counter.config.front_end):
            fan_in = module.weight[0].numel()
            module.weight.mul_(counter.config.published_spread(fan_in) / math.sqrt(2 / fan_in))


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
