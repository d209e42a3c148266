"""MCNN: three columns of convolutions with large, middle and small kernels (Zhang et al., CVPR 2016)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from .base import CounterPart, receptive_field

COLUMNS = (
    ((16, 9), (32, 7), (16, 7), (8, 7)),
    ((20, 7), (40, 5), (20, 5), (10, 5)),
    ((24, 5), (48, 3), (24, 3), (12, 3)),
)
"""Channels and kernel side of the four convolutions of each column; a pool by 2 after each of the first two."""


LUMA = (9798, 19235, 3735)
"""What red, green and blue weigh in a gray pixel, in 32,768ths: the fixed-point numbers of OpenCV's cvtColor."""

NO_SHIFT, NO_SCALE = (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255)
"""A normalization that leaves pixels as they are."""

Form = Literal["commissarma", "svishwa"]


class MCNNetwork(nn.Module):
    """Image (B, 3, H, W) to map (B, 1, H // 4, W // 4); keys as in the public code of either form.

    That of svishwa wants pixels of 0 to 255, which it turns gray, and cannot answer below zero.
    """

    def __init__(self, form: Form = "commissarma") -> None:
        super().__init__()
        self.form = form
        self.branch1, self.branch2, self.branch3 = (_column(layers, form) for layers in COLUMNS)
        fused = sum(layers[-1][0] for layers in COLUMNS)
        # the first module alone: behind CommissarMa's last convolution there is no ReLU
        self.fuse = nn.Sequential(_convolution(fused, 1, 1, form)[0])

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The map at a quarter of the frame."""
        image = gray(image_BCHW) if self.form == "svishwa" else image_BCHW
        columns = [branch(image) for branch in (self.branch1, self.branch2, self.branch3)]
        output: Tensor = self.fuse(torch.cat(columns, dim=1))
        return output


def gray(image_BCHW: Tensor) -> Tensor:
    """(B, 1, H, W) of an image (B, 3, H, W) in 0..255: whole numbers, to the last one those that OpenCV makes.

    The published weights were trained on such pictures. Rounding lets gradients through, so that a trigger can be
    searched through it.
    """
    red, green, blue = LUMA
    shade = (red * image_BCHW[:, :1] + green * image_BCHW[:, 1:2] + blue * image_BCHW[:, 2:]) / sum(LUMA)
    return shade + (torch.floor(shade + 0.5) - shade).detach()


class _Unit(nn.Module):
    """A convolution and its ReLU under one name, as svishwa's code has them."""

    def __init__(self, inputs: int, outputs: int, side: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, side, padding=side // 2)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        """As high and wide as it was."""
        output: Tensor = self.relu(self.conv(x))
        return output


def _convolution(inputs: int, outputs: int, side: int, form: Form) -> list[nn.Module]:
    if form == "svishwa":
        return [_Unit(inputs, outputs, side)]
    return [nn.Conv2d(inputs, outputs, side, padding=side // 2), nn.ReLU(inplace=True)]


def _column(layers: tuple[tuple[int, int], ...], form: Form) -> nn.Sequential:
    made: list[nn.Module] = []
    inputs = 1 if form == "svishwa" else 3
    for number, (channels, side) in enumerate(layers):
        made += _convolution(inputs, channels, side, form)
        if number < 2:
            made.append(nn.MaxPool2d(2))
        inputs = channels
    return nn.Sequential(*made)


class MCNN(CounterPart):
    """MCNN, as published."""

    title: ClassVar[str] = "MCNN"

    kind: Literal["mcnn"] = "mcnn"
    form: Form = Field(
        default="commissarma",
        description="Whose network: CommissarMa's, which sees color, or svishwa's (crowdcount-mcnn), whose published "
        "weights see gray pixels of 0 to 255 and end in a ReLU.",
    )
    front_end: ClassVar[tuple[str, ...]] = ("branch1.", "branch2.", "branch3.")
    last_layer: ClassVar[tuple[str, ...]] = ("fuse.",)
    marks: ClassVar[frozenset[str]] = frozenset(
        {"branch1.0.weight", "branch2.0.weight", "branch3.0.weight", "fuse.0.weight"}
    )
    is_local: ClassVar[bool] = True
    other_marks: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"branch1.0.conv.weight", "branch2.0.conv.weight", "branch3.0.conv.weight", "fuse.0.conv.weight"}),
    )
    card: ClassVar[str] = (
        "MCNN (Zhang, Zhou, Chen, Gao, Ma, CVPR 2016): three columns of four convolutions, for large, middle and small "
        "heads, fused by a 1 x 1 convolution; stride 4. Published weights are those of svishwa's crowdcount-mcnn, in "
        "HDF5: gray pixels of 0 to 255, and a ReLU behind the last layer. Deviations: weights are drawn by He's rule "
        "where the published code has N(0, 0.01), and CommissarMa's form normalizes images as ImageNet's."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its form."""
        return {"form": "svishwa"} if "fuse.0.conv.weight" in shapes else {}

    @property
    def stride(self) -> int:
        """4 px."""
        return 4

    @property
    def receptive_field_px(self) -> int:
        """That of the column with the largest kernels."""
        with torch.device("meta"):
            return receptive_field(MCNNetwork().branch1)

    @property
    def normalization(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """None for svishwa, whose pixels are 0 to 255; ImageNet's for the other."""
        return (NO_SHIFT, NO_SCALE) if self.form == "svishwa" else super().normalization

    def network(self) -> MCNNetwork:
        """The three columns."""
        return MCNNetwork(self.form)
