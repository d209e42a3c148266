"""VGG's convolutions, of which counters are made, and its published weights, which their training begins with."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from torch import Tensor, nn

VGG: TypeAlias = Literal["vgg16", "vgg16_bn", "vgg19"]
VGG_NAMES: Mapping[VGG, str] = {
    "vgg16": "VGG-16 without batch norm",
    "vgg16_bn": "VGG-16 with batch norm",
    "vgg19": "VGG-19 without batch norm",
}
TEN_OF_VGG16 = (64, 64, None, 128, 128, None, 256, 256, 256, None, 512, 512, 512)
"""Channels of the first ten convolutions of VGG-16; None is a pool by 2 (Simonyan, Zisserman 2015, table 1, D)."""
ALL_OF_VGG19 = (
    64, 64, None, 128, 128, None, 256, 256, 256, 256, None, 512, 512, 512, 512, None, 512, 512, 512, 512,
)  # fmt: skip
"""Channels of the sixteen convolutions of VGG-19 (configuration E), without the last pool."""


def scaled(channels: int, width: float) -> int:
    """So many channels times `width`, at least 4."""
    return max(4, round(channels * width))


def convolutions(
    inputs: int, channels: Iterable[int | None], dilation: int = 1, batch_norm: bool = False
) -> nn.Sequential:
    """3 x 3 convolutions with ReLU that keep the size, and pools by 2 where `channels` has None."""
    layers: list[nn.Module] = []
    for outputs in channels:
        if outputs is None:
            layers.append(nn.MaxPool2d(2, 2))
            continue
        layers.append(nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation))
        if batch_norm:
            layers.append(nn.BatchNorm2d(outputs))
        layers.append(nn.ReLU(inplace=True))
        inputs = outputs
    return nn.Sequential(*layers)


KEPT_FROM_PX = 4
"""Between neighbors, from where features are kept: those nearer to the image take four times the memory each time."""


def in_parts(layers: Iterable[nn.Module]) -> list[nn.Sequential]:
    """Layers that are run one after another, in parts between which features are kept.

    A part ends behind a pool from `KEPT_FROM_PX` on, and before a convolution that is dilated.
    """
    parts: list[list[nn.Module]] = [[]]
    between_px = 1
    for layer in layers:
        if isinstance(layer, nn.Conv2d) and layer.dilation != (1, 1):
            parts.append([])
        parts[-1].append(layer)
        if isinstance(layer, nn.MaxPool2d):
            between_px *= 2
            if between_px >= KEPT_FROM_PX:
                parts.append([])
    return [nn.Sequential(*part) for part in parts if part]


def channels_of(shapes: Mapping[str, tuple[int, ...]], part: str) -> list[int]:
    """What the convolutions of a `part` of a network give, such as "frontend.", in their order."""
    places = {
        int(found[1]): shape[0]
        for name, shape in shapes.items()
        if len(shape) == 4 and (found := re.fullmatch(rf"{re.escape(part)}(\d{{1,3}})\.weight", name))
    }
    return [places[place] for place in sorted(places)]


def fits_width(found: Sequence[int], published: Iterable[int | None]) -> Callable[[float], bool]:
    """Whether `found` channels are the `published` ones at some width."""
    wanted = [channels for channels in published if channels is not None]
    return lambda width: list(found) == [scaled(channels, width) for channels in wanted]


def which(values: Any) -> VGG | None:
    """Which VGG these weights are, as torchvision publishes them; None where they are something else."""
    marks = ("features.0.weight", "features.0.bias", "features.28.weight")
    if not isinstance(values, Mapping) or not all(isinstance(values.get(name), Tensor) for name in marks):
        return None
    if not all(str(name).startswith(("features.", "classifier.")) for name in values):
        return None  # a counter that is made of VGG
    if "features.1.running_mean" in values:
        return "vgg16_bn"
    return "vgg19" if "features.34.weight" in values else "vgg16"


def in_order(values: Mapping[str, Tensor]) -> list[Tensor]:
    """The tensors of VGG's convolutions and norms, from the image on, without counts of batches."""
    parts = ("weight", "bias", "running_mean", "running_var")
    places = {name: re.fullmatch(r"features\.(\d{1,3})\.(\w+)", str(name)) for name in values}
    known = {
        name: (int(place[1]), parts.index(place[2])) for name, place in places.items() if place and place[2] in parts
    }
    return [values[name] for name in sorted(known, key=lambda name: known[name])]
