"""The layers of any counter by what they do: which gives the map, which make features, and what passes through them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import get_ident

import torch
from torch import Tensor, nn

from .counter import Counter
from .windows import stitched


def last_layer(counter: Counter) -> nn.Module:
    """The layer that gives the map, or the features that a classifier compares."""
    return counter.network.get_submodule(counter.config.last_layer[0].removesuffix("."))


def last_convolution(counter: Counter) -> nn.Conv2d:
    """The same, without what may be wrapped around it."""
    return next(module for module in last_layer(counter).modules() if isinstance(module, nn.Conv2d))


def feature_layers(counter: Counter) -> dict[str, nn.Conv2d]:
    """The convolutions that make features, by name, from the image on; the last layer is none of them."""
    return {
        name: module
        for name, module in counter.network.named_modules()
        if isinstance(module, nn.Conv2d) and not f"{name}.".startswith(counter.config.last_layer)
    }


def spread_layers(counter: Counter, number: int) -> list[str]:
    """Names of `number` feature layers, evenly from a third of the depth to the last one."""
    names = list(feature_layers(counter))
    places = [round((len(names) - 1) * (k + 1) / number) for k in range(number)]
    return list(dict.fromkeys(names[place] for place in places))


def over_frame(counter: Counter, parts: Sequence[Tensor], height: int, width: int) -> Tensor:
    """What a layer gave of one image in eval mode, (C, h, w); windows are put where they were cut from the frame."""
    whole, side = torch.cat(list(parts)), counter.config.window_px
    if side is None:
        return whole[0]
    cell = side // whole.shape[2]
    found = stitched(whole, *counter.padded(height, width), side)
    return found[:, : -(-height // cell), : -(-width // cell)]


@contextmanager
def seeing_inputs(layer: nn.Module, see: Callable[[Tensor], object]) -> Iterator[None]:
    """While it lasts, `see` gets what goes into `layer`, float32 (B, C, h, w), each time that this thread asks it."""
    asker = get_ident()  # the window's live reaction may ask the same counter from a thread of its own

    def hook(_layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if get_ident() == asker:
            see(inputs[0].float())

    handle = layer.register_forward_pre_hook(hook)
    try:
        yield
    finally:
        handle.remove()


@contextmanager
def seeing_outputs(layer: nn.Module, see: Callable[[Tensor], object]) -> Iterator[None]:
    """While it lasts, `see` gets what comes out of `layer`, as it is, each time that this thread asks it."""
    asker = get_ident()

    def hook(_layer: nn.Module, _inputs: object, output: Tensor) -> None:
        if get_ident() == asker:
            see(output)

    handle = layer.register_forward_hook(hook)
    try:
        yield
    finally:
        handle.remove()
