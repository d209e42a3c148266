"""The layers of any counter by what they do: which gives the map, which make features, and what passes through them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import get_ident

import torch
from torch import Tensor, nn

from .counter import Counter
from .windows import stitched

NORMS = (nn.BatchNorm2d, nn.GroupNorm, nn.InstanceNorm2d)
ACTIVATIONS = (nn.ReLU, nn.LeakyReLU, nn.PReLU, nn.ELU, nn.GELU, nn.SiLU)


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


@dataclass(frozen=True, eq=False)
class FeaturePoint:
    """Where the features of a layer are read: what comes out of `module`, which the network calls `name`."""

    name: str
    module: nn.Module

    @property
    def words(self) -> str:
        """What has been done to the layer's sums where they are read."""
        if isinstance(self.module, ACTIVATIONS):
            return f"after its activation {self.name}"
        return f"after its normalization {self.name}" if isinstance(self.module, NORMS) else "as it comes out"


def feature_points(counter: Counter) -> dict[str, FeaturePoint]:
    """Where each feature layer is read, by the layer's name: after its normalization and its activation, if it has any.

    They are known by what follows the convolution in an `nn.Sequential`, and elsewhere by their names: `bn1` and
    `relu1` of `conv1`, as CLIP's and torchvision's blocks have them, `NAME_bn` and `NAME_relu` of others. The last one
    of a residual block is read where it is added. Before them features are what the network does not work with:
    shifted, scaled and of either sign.
    """
    return {name: _point(counter.network, name) for name in feature_layers(counter)}


def _point(network: nn.Module, name: str) -> FeaturePoint:
    found = FeaturePoint(name, network.get_submodule(name))
    around, _, own = name.rpartition(".")
    parent = network.get_submodule(around)
    named = dict(parent.named_children())
    if isinstance(parent, nn.Sequential):
        beside = list(islice(named, list(named).index(own) + 1, None))
    else:
        number = own.removeprefix("conv")
        wanted_names = (f"bn{number}", f"relu{number}") if number != own else (f"{own}_bn", f"{own}_relu")
        beside = [each for each in wanted_names if each in named]
    wanted: tuple[type[nn.Module], ...] = (*NORMS, *ACTIVATIONS)
    for each in beside:
        if not isinstance(named[each], wanted):
            break
        found = FeaturePoint(f"{around}.{each}".removeprefix("."), named[each])
        wanted = ACTIVATIONS
        if isinstance(named[each], ACTIVATIONS):
            break
    return found


def explained_layer(counter: Counter) -> str:
    """The name of the deepest feature layer whose map is not the counter's answer itself, where there is one.

    A linear readout of 1 x 1 px weighs each channel alike at all places, so that at the features it reads Grad-CAM is
    the density map but for its bias.
    """
    names = list(feature_layers(counter))
    readout = last_convolution(counter).kernel_size == (1, 1) and not counter.config.gives_logits
    return names[-2] if readout and len(names) > 1 else names[-1]


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
