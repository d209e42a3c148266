"""Counters: networks from image to density map. A new one is its file, and its name in the union below."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeAlias

import torch
from pydantic import TypeAdapter

from ..errors import RecipeError, WeightsError
from ..part import parse_part
from ..plugins import AlsoPlugins, Kinds
from . import checkpoint, pretrained
from .base import CounterPart
from .can import CAN
from .clip_ebc import ClipEBC
from .counter import Counter
from .csrnet import CSRNet
from .light import Light
from .mcnn import MCNN
from .sanity import doubt, implausible, other_convention
from .sfanet import SFANet
from .vgg19 import VGG19
from .weight_files import named

AnyCounter: TypeAlias = CSRNet | MCNN | CAN | SFANet | VGG19 | ClipEBC | Light
CounterConfig: TypeAlias = Annotated[AnyCounter, AlsoPlugins("counters")]
KINDS: Kinds[CounterPart] = Kinds("counters", AnyCounter)

_ADAPTER: TypeAdapter[AnyCounter] = TypeAdapter(CounterConfig)

__all__ = [
    "KINDS",
    "AnyCounter",
    "Counter",
    "CounterConfig",
    "CounterPart",
    "build",
    "counter_config",
    "doubt",
    "implausible",
    "load",
    "other_convention",
    "outline",
]


def counter_config(raw: object) -> AnyCounter:
    """The configuration that `raw`, a mapping with a `kind`, describes. Raises RecipeError."""
    return parse_part(_ADAPTER, raw, "counter")


def build(raw: object, seed: int = 0) -> Counter:
    """A counter with weights drawn from `seed`, or begun with its `pretrained` file.

    Raises RecipeError, WeightsError.

    >>> import numpy as np
    >>> counter = build({"kind": "mcnn"})
    >>> counter.density(np.zeros((40, 60, 3), np.uint8)).shape
    (10, 15)
    """
    config = counter_config(raw)
    network = config.network()
    config.draw(network, seed)
    counter = Counter(config, network)
    if config.pretrained:
        counter.notes = pretrained.begin(counter, Path(config.pretrained))
    return counter


def outline(raw: object) -> Counter:
    """A counter of which only the shapes are there, made at once however large it is. Raises RecipeError."""
    config = counter_config(raw)
    with torch.device("meta"):
        return Counter(config, config.network())


def load(path: Path | str, given: Mapping[str, object] | None = None) -> Counter:
    """The counter in a file of weights: our safetensors, or a checkpoint or NumPy archive of a published counter.

    `given` are settings of the counter that the file does not say, or says wrongly, such as CSRNet's `convention` or
    CLIP-EBC's `dataset`; others are found from the shapes of the tensors. The counter's `notes` say what was left out
    or taken for granted. Raises WeightsError, also when a setting is open that must be given.

    >>> import tempfile
    >>> from miscount.engine.counters import checkpoint
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     checkpoint.save(build({"kind": "light"}), Path(folder, "weights.safetensors"))
    ...     load(Path(folder, "weights.safetensors")).config.kind
    'light'
    """
    path, given = Path(path), given or {}
    found = checkpoint.read(path, KINDS.values())
    asked = [name for name in found.asks if name not in given]
    if asked:
        raise WeightsError(
            f"{named(path)} does not say all of its counter: expected {' and '.join(asked)} to be given beside it "
            f"(counter.{asked[0]}), found weights of a {found.raw['kind']} only."
        )
    config = config_in(path, found.raw | dict(given))
    counter = Counter(config, config.network(), found.said(path, given))
    checkpoint.fill(counter.network, found.state, path)
    return counter


def config_in(path: Path, raw: Mapping[str, object]) -> AnyCounter:
    """The configuration that a file of weights says, with what is given beside it. Raises WeightsError."""
    try:
        return counter_config(raw)
    except RecipeError as error:
        fault = str(error).splitlines()[0][:200].removesuffix(".")
        raise WeightsError(f"{named(path)} does not fit the settings that it has: {fault}.") from error
