"""Counters: networks from image to density map. A new one is its file, and its name in the union below."""

from pathlib import Path
from typing import Annotated, TypeAlias, get_args

from pydantic import Field, TypeAdapter

from ..part import parse_part
from . import checkpoint
from .base import CounterPart, initialize
from .counter import Counter
from .csrnet import CSRNet
from .light import Light

AnyCounter: TypeAlias = CSRNet | Light
CounterConfig: TypeAlias = Annotated[AnyCounter, Field(discriminator="kind")]
KINDS: dict[str, type[CounterPart]] = {cls.model_fields["kind"].default: cls for cls in get_args(AnyCounter)}

_ADAPTER: TypeAdapter[AnyCounter] = TypeAdapter(CounterConfig)

__all__ = ["KINDS", "AnyCounter", "Counter", "CounterConfig", "CounterPart", "build", "counter_config", "load"]


def counter_config(raw: object) -> AnyCounter:
    """The configuration that `raw`, a mapping with a `kind`, describes. Raises RecipeError."""
    return parse_part(_ADAPTER, raw, "counter")


def build(raw: object, seed: int = 0) -> Counter:
    """A counter with weights drawn from `seed`. Raises RecipeError."""
    config = counter_config(raw)
    network = config.network()
    initialize(network, seed)
    return Counter(config, network)


def load(path: Path | str) -> Counter:
    """The counter in a file of weights: our own safetensors, or a published CSRNet checkpoint. Raises WeightsError."""
    raw, state = checkpoint.read(Path(path))
    counter = Counter(config := counter_config(raw), config.network())
    checkpoint.fill(counter.network, state, Path(path))
    return counter
