"""CSRNet: ten convolutions of VGG-16, then six dilated ones (Li, Zhang, Chen, CVPR 2018, arXiv:1802.10062)."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from . import vgg
from .base import IMAGENET_MEAN, IMAGENET_STD, CounterPart, receptive_field, width_of

BACK_END = (512, 512, 512, 256, 128, 64)


class CSRNetwork(nn.Module):
    """Image (B, 3, H, W) to map (B, 1, H // 8, W // 8), linear output: cells can be negative.

    At width 1 without batch norm the state dict has exactly the published keys.
    """

    def __init__(self, width: float, batch_norm: bool) -> None:
        super().__init__()
        front = [None if c is None else vgg.scaled(c, width) for c in vgg.TEN_OF_VGG16]
        back = [vgg.scaled(c, width) for c in BACK_END]
        self.frontend = vgg.convolutions(3, front, batch_norm=batch_norm)
        self.backend = vgg.convolutions(vgg.scaled(512, width), back, dilation=2, batch_norm=batch_norm)
        self.output_layer = nn.Conv2d(back[-1], 1, 1)

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The map at 1/8 of the frame."""
        output: Tensor = self.output_layer(self.backend(self.frontend(image_BCHW)))
        return output


class CSRNet(CounterPart):
    """CSRNet, as published at width 1 without batch norm."""

    title: ClassVar[str] = "CSRNet"

    kind: Literal["csrnet"] = "csrnet"
    width: float = Field(
        default=1.0, ge=0.05, le=2, description="Factor on the channels of every layer; 1 is the published network.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    batch_norm: bool = Field(
        default=False,
        description="Batch norm after every convolution: trains without pretrained weights, but is not the published "
        "network.",
    )
    convention: Literal["eighth", "upsampled"] = Field(
        default="eighth",
        description="What the weights were trained to give: the map at 1/8 whose sum is the count (leeyeehoo), or a "
        "map that is upsampled 8 times first, so that the sum at 1/8 is a 64th of the count (CommissarMa).",
    )
    frozen_front_end: bool = Field(
        default=False, description="Whether the ten layers of VGG-16 stay as they are loaded while the rest is "
        "trained: cheaper, and not as published.",
    )  # fmt: skip
    front_end: ClassVar[tuple[str, ...]] = ("frontend.",)
    last_layer: ClassVar[tuple[str, ...]] = ("output_layer.",)
    marks: ClassVar[frozenset[str]] = frozenset({"frontend.0.weight", "backend.0.weight", "output_layer.weight"})
    is_local: ClassVar[bool] = True
    card: ClassVar[str] = (
        "CSRNet (Li, Zhang, Chen, CVPR 2018): the first ten convolutions of VGG-16 and six dilated ones, stride 8, "
        "receptive field 284 px, linear output. Published weights come in two conventions whose counts differ by 64. "
        "Behind VGG-16 as the front end the rest is drawn from N(0, 0.01), as published. Deviation: without it all is "
        "drawn by He's rule, since N(0, 0.01) does not learn there."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its width, and whether it has batch norm."""
        channels = [*vgg.channels_of(shapes, "frontend."), *vgg.channels_of(shapes, "backend.")]
        told: dict[str, Any] = {}
        if any(name.endswith(".running_mean") for name in shapes):
            told["batch_norm"] = True
        return told | width_of(vgg.fits_width(channels, (*vgg.TEN_OF_VGG16, *BACK_END)), 0.05, 2)

    @property
    def begins_with(self) -> vgg.VGG:
        """VGG-16, with batch norm where this network has it."""
        return "vgg16_bn" if self.batch_norm else "vgg16"

    @property
    def stride(self) -> int:
        """8 px."""
        return 8

    @property
    def receptive_field_px(self) -> int:
        """284 px, from the layers."""
        with torch.device("meta"):
            return receptive_field(CSRNetwork(0.05, False).modules())

    @property
    def normalization(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """ImageNet's for leeyeehoo; 0.5 and 0.225 for CommissarMa."""
        if self.convention == "upsampled":
            return (0.5, 0.5, 0.5), (0.225, 0.225, 0.225)
        return IMAGENET_MEAN, IMAGENET_STD

    @property
    def map_scale(self) -> float:
        """64 where the weights answer for one pixel of an 8 x 8 cell."""
        return 64.0 if self.convention == "upsampled" else 1.0

    def trains(self, name: str) -> bool:
        """All of it, or all behind a front end that is frozen."""
        return not (self.frozen_front_end and name.startswith(self.front_end))

    def in_parts(self, network: nn.Module) -> Sequence[nn.Module]:
        """After the second and the third pool, and before each dilated convolution, which sees farthest.

        The features between them take 0.16 GB for a frame of 768 x 1024 px.
        """
        assert isinstance(network, CSRNetwork)
        return vgg.in_parts([*network.frontend, *network.backend, network.output_layer])

    def network(self) -> CSRNetwork:
        """The published layers, scaled by width."""
        return CSRNetwork(self.width, self.batch_norm)
