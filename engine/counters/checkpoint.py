"""Weights on disk: written as safetensors with the counter's configuration, read also in the published forms.

Files of weights are untrusted: `weight_files` reads them.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import save as safetensors_bytes
from torch import Tensor, nn

from ..errors import WeightsError
from ..files import sha256, write_atomically, write_text
from . import weight_files
from .base import CounterPart
from .counter import Counter
from .published import Found, described, recognized
from .weight_files import Content, named
from .weight_files.limits import shown
from .weight_files.model_card import SUFFIX, Background, model_card

SCHEMA = 1

_LONGEST_DESCRIPTION = 100_000


SHRUNK = "it was trained on frames made {shrink} times smaller, and counts larger ones wrongly: make them as small"
"""Said of such weights: no figure of theirs on frames as they are means anything."""


def save(counter: Counter, path: Path, shrink: int = 1, background: Background | None = None) -> None:
    """Write the weights and the configuration that rebuilds the network, and a model card beside. Raises OutputError.

    `shrink` is how many times smaller the frames were made on which it was trained, which whoever reads it is told;
    `background` is what the card says beyond the network.
    """
    # without the file that training began with, which need not be where these weights are read
    config = counter.config.model_dump(mode="json") | {"pretrained": ""}
    about = {"schema": SCHEMA, "counter": config} | ({"shrink": shrink} if shrink > 1 else {})
    digest = write_tensors(path, counter.network.state_dict(), {"miscount": json.dumps(about)})
    card = model_card(counter, path.name, digest, background or Background(), shrink)
    write_text(path.with_name(f"{path.name}{SUFFIX}"), card)


def write_tensors(path: Path, tensors: Mapping[str, Tensor], about: Mapping[str, str]) -> str:
    """Write `tensors` as one safetensors file, whole or not at all; gives its SHA-256. Raises OutputError."""
    # clones: safetensors refuses tensors that share memory. Bytes: its own writing hides that a disk is full
    whole = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    content = safetensors_bytes(whole, dict(about))

    def write(part: Path) -> None:
        part.write_bytes(content)

    write_atomically(path, write)
    return sha256(content)


def read(path: Path, kinds: Iterable[type[CounterPart]]) -> Found:
    """The raw configuration and the state dict of the counter in `path`, one of `kinds`. Raises WeightsError."""
    return found_in(weight_files.read(path), path, kinds)


def found_in(content: Content, path: Path, kinds: Iterable[type[CounterPart]]) -> Found:
    """The counter in the `content` of the file `path`. Raises WeightsError."""
    if "miscount" in content.about:
        counter, notes = _description(content.about["miscount"], path)
        return Found(counter, content.values, notes=notes)
    found = weight_files.told(path, lambda: recognized(content, path, kinds))
    if found is None:
        raise WeightsError(
            f"{named(path)} holds no counter that is known here: expected weights written by Miscount or those of a "
            f"published counter such as CSRNet or CLIP-EBC, found {described(content)} without a description."
        )
    return found


def _description(text: str, path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What our own file says of its counter, and what of it a person must know."""
    try:
        said = json.loads(text[:_LONGEST_DESCRIPTION])
        counter, shrink = said["counter"], said.get("shrink", 1)
        if isinstance(counter, dict) and isinstance(counter.get("kind"), str):
            return counter, (SHRUNK.format(shrink=shrink),) if isinstance(shrink, int) and shrink > 1 else ()
    except (KeyError, ValueError, TypeError, RecursionError):
        pass
    raise WeightsError(
        f"{named(path)} is damaged: expected the description of a counter that Miscount wrote into it, found none that "
        f"can be read; copy it again."
    )


def fill(network: nn.Module, state: Mapping[str, Tensor], path: Path) -> None:
    """Put `state` into `network`. Raises WeightsError when names, shapes, types or values do not fit."""
    wanted = network.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    if missing or extra:
        found = f"{len(missing)} missing" + (f" (such as {missing[0]})" if missing else "")
        found += f" and {len(extra)} unknown" + (f" (such as {shown(extra[0])})" if extra else "")
        raise WeightsError(f"{named(path)} does not fit this counter: expected {len(wanted)} tensors, found {found}.")
    network.load_state_dict(fitting(state, wanted, path))


def fitting(state: Mapping[str, Tensor], wanted: Mapping[str, Tensor], path: Path) -> dict[str, Tensor]:
    """`state` in the types of the tensors of `wanted`. Raises WeightsError unless each can stand for its namesake."""
    typed = {}
    for name, value in state.items():
        like = wanted[name]
        if not isinstance(value, Tensor):
            raise WeightsError(
                f"{named(path)} does not fit this counter: expected a tensor {name}, found a {type(value).__name__}."
            )
        if value.shape != like.shape:
            raise WeightsError(
                f"{named(path)} does not fit this counter: expected {name} of shape {tuple(like.shape)}, found "
                f"{shown(str(tuple(value.shape)))}."
            )
        if value.is_floating_point() != like.is_floating_point() or value.is_complex():
            raise WeightsError(
                f"{named(path)} does not fit this counter: expected {name} as {like.dtype}, found {value.dtype}."
            )
        typed[name] = value.to(like.dtype)
    _check_values(typed, path)
    return typed


def _check_values(state: Mapping[str, Tensor], path: Path) -> None:
    """Raises WeightsError for weights that no network can count with, which would answer NaN at best."""
    odd = [name for name, value in state.items() if value.is_floating_point() and not bool(value.isfinite().all())]
    if odd:
        first, others = state[odd[0]], f", and some in {len(odd) - 1} other tensors" if len(odd) > 1 else ""
        raise WeightsError(
            f"{named(path)} is damaged or of a training that failed: expected finite weights, found NaN or infinity in "
            f"{int((~first.isfinite()).sum()):,} of the {first.numel():,} values of {odd[0]}{others}."
        )
    negative = [name for name, value in state.items() if name.endswith("running_var") and bool((value < 0).any())]
    if negative:
        raise WeightsError(f"{named(path)} is damaged: expected variances, found negative ones in {negative[0]}.")
