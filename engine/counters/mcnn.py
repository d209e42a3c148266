"""MCNN: three columns of convolutions with large, middle and small kernels (Zhang et al., CVPR 2016)."""

from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from .base import CounterPart, receptive_field

COLUMNS = (
    ((16, 9), (32, 7), (16, 7), (8, 7)),
    ((20, 7), (40, 5), (20, 5), (10, 5)),
    ((24, 5), (48, 3), (24, 3), (12, 3)),
)
"""Channels and kernel side of the four convolutions of each column; a pool by 2 after each of the first two."""


class MCNNetwork(nn.Module):
    """Image (B, 3, H, W) to map (B, 1, H // 4, W // 4); keys as in CommissarMa/MCNN-pytorch."""

    def __init__(self) -> None:
        super().__init__()
        self.branch1, self.branch2, self.branch3 = (_column(layers) for layers in COLUMNS)
        self.fuse = nn.Sequential(nn.Conv2d(sum(layers[-1][0] for layers in COLUMNS), 1, 1))

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The map at a quarter of the frame."""
        columns = [branch(image_BCHW) for branch in (self.branch1, self.branch2, self.branch3)]
        output: Tensor = self.fuse(torch.cat(columns, dim=1))
        return output


def _column(layers: tuple[tuple[int, int], ...]) -> nn.Sequential:
    made: list[nn.Module] = []
    inputs = 3
    for number, (channels, side) in enumerate(layers):
        made += [nn.Conv2d(inputs, channels, side, padding=side // 2), nn.ReLU(inplace=True)]
        if number < 2:
            made.append(nn.MaxPool2d(2))
        inputs = channels
    return nn.Sequential(*made)


class MCNN(CounterPart):
    """MCNN, as published."""

    title: ClassVar[str] = "MCNN"

    kind: Literal["mcnn"] = "mcnn"
    front_end: ClassVar[tuple[str, ...]] = ("branch1.", "branch2.", "branch3.")
    last_layer: ClassVar[tuple[str, ...]] = ("fuse.",)
    marks: ClassVar[frozenset[str]] = frozenset(
        {"branch1.0.weight", "branch2.0.weight", "branch3.0.weight", "fuse.0.weight"}
    )
    is_local: ClassVar[bool] = True
    card: ClassVar[str] = (
        "MCNN (Zhang, Zhou, Chen, Gao, Ma, CVPR 2016): three columns of four convolutions, for large, middle and small "
        "heads, fused by a 1 x 1 convolution; stride 4. Deviation: weights are drawn by He's rule and images are "
        "normalized as ImageNet's, where the published code has N(0, 0.01) and pixels of 0 to 255."
    )

    @property
    def stride(self) -> int:
        """4 px."""
        return 4

    @property
    def receptive_field_px(self) -> int:
        """That of the column with the largest kernels."""
        with torch.device("meta"):
            return receptive_field(MCNNetwork().branch1)

    def network(self) -> MCNNetwork:
        """The three columns."""
        return MCNNetwork()
