"""What every counter's configuration states, and the arithmetic of receptive fields."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

import torch
from pydantic import Field
from torch import nn

from ..part import Part
from ..paths import OwnPath
from .vgg import VGG

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


class CounterPart(Part):
    """One kind of counter: a network from image to density map, described before it is built."""

    kind: str
    card: ClassVar[str]
    pretrained: OwnPath = Field(
        default="",
        description="File of weights that training begins with, for CLIP also the directory of its towers; empty: "
        "weights are drawn from the seed.",
    )
    needs_unit_weights: ClassVar[bool] = False
    """Whether its targets are points, so that label edits must keep every weight at 1."""
    front_end: ClassVar[tuple[str, ...]] = ()
    """How the names of the parameters of the first layers begin, which see edges and texture."""
    gives_logits: ClassVar[bool] = False
    """Whether it classifies blocks into bins, so that a loss can be put on the classes."""
    gives_attention: ClassVar[bool] = False
    """Whether it says in training where heads are, so that a loss can be put on it: logits (B, 1, h, w)."""

    marks: ClassVar[frozenset[str]] = frozenset()
    """Names of tensors that tell its weights from all others; none: weights without our description are not known.

    A counter whose marks hold all those of another is meant where both fit.
    """
    other_marks: ClassVar[tuple[frozenset[str], ...]] = ()
    """Names that tell its weights in the form of other public code."""

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """The settings of a counter whose tensors have these names and shapes, as far as these tell them."""
        return {}

    @property
    def last_layer(self) -> tuple[str, ...]:
        """How the names of the parameters of the last layer begin."""
        return ()

    @property
    def begins_with(self) -> VGG | None:
        """The network of torchvision whose first layers its front end is; None where it is none."""
        return None

    @property
    @abstractmethod
    def stride(self) -> int:
        """Pixels of the image per cell of the map, in both directions."""

    @property
    @abstractmethod
    def receptive_field_px(self) -> int | None:
        """Side in pixels of what one cell of the map can see; None for a network that sees the whole frame."""

    is_local: ClassVar[bool] = False
    """Whether a cell of its map depends on nothing but the pixels that it sees, wherever in the frame they are.

    So it is where no layer looks at the whole frame or stretches over it; then a part of a frame can be asked for.
    """

    @property
    def side_multiple(self) -> int:
        """Pixels that the sides of what the network is given must be multiples of; at least the stride."""
        return self.stride

    def in_parts(self, network: nn.Module) -> Sequence[nn.Module]:
        """Where `is_local`: parts that make its network when run one after another, the features between them kept.

        The more there are, the less of a frame is asked for anew when a little of it changes.
        """
        return (network,)

    @property
    def window_px(self) -> int | None:
        """Side of the windows that a frame is asked in, one by one; None for a network that takes whole frames."""
        return None

    @property
    def anchor_points(self) -> tuple[float, ...]:
        """What each bin of a classifier counts for, in persons; none for other counters."""
        return ()

    def trains(self, name: str) -> bool:
        """Whether the parameter of this name is ever trained."""
        return True

    def published_spread(self, fan_in: int) -> float:
        """Standard deviation of a weight of so many inputs behind a pretrained front end, as its public code draws."""
        return 0.01

    def draw(self, network: nn.Module, seed: int) -> None:
        """Fill `network` with weights that `seed` alone decides."""
        initialize(network, seed)

    @property
    def normalization(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Mean and standard deviation of the RGB channels in [0, 1] that the network expects to be taken out."""
        return IMAGENET_MEAN, IMAGENET_STD

    @property
    def map_scale(self) -> float:
        """What the network's output is multiplied by so that its sum is the count."""
        return 1.0

    @abstractmethod
    def network(self) -> nn.Module:
        """The network with uninitialized weights: (B, 3, H, W) -> (B, 1, H // stride, W // stride)."""


def width_of(fits: Callable[[float], bool], least: float, most: float) -> dict[str, Any]:
    """The `width` from `least` to `most` that `fits`, if it is not 1: of those that do, the one of fewest decimals."""
    for parts in (1, 10, 20, 100, 1000, 10_000):
        for part in range(round(least * parts), round(most * parts) + 1):
            if least <= part / parts <= most and fits(part / parts):
                return {} if part == parts else {"width": part / parts}
    return {}


def receptive_field(layers: Iterable[nn.Module]) -> int:
    """Side in pixels of what one output of these layers, run one after another, can see.

    The recurrence R += (k - 1) * d * j, then j *= stride, from R = j = 1 (Araujo et al. 2019, "Computing receptive
    fields of convolutional neural networks", Distill, eq. 2).
    """
    field, jump = 1, 1
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.MaxPool2d):
            kernel, dilation, stride = _first(layer.kernel_size), _first(layer.dilation), _first(layer.stride)
            field += (kernel - 1) * dilation * jump
            jump *= stride
    return field


def doubled_from(cells: int) -> int:
    """How many neighboring cells at most make `cells` neighbors of a map of twice the size, interpolated bilinearly.

    Corners are aligned, so that neighbors lie a little less than half a cell apart, anywhere between two cells.
    """
    return -(-(cells - 1) // 2) + 2


def _first(value: int | tuple[int, ...]) -> int:
    return value if isinstance(value, int) else value[0]


def initialize(network: nn.Module, seed: int) -> None:
    """He initialization (He et al. 2015, eq. 10) of every convolution from `seed`; biases 0, norms 1 and 0.

    The published CSRNet draws from N(0, 0.01), which needs a pretrained front end to train at all.
    """
    generator = torch.Generator().manual_seed(seed % 2**63)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=generator)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            nn.init.ones_(module.weight)
            nn.init.zeros_(module.bias)
