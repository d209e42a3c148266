"""SFANet: a path of density and a path of attention on VGG-16 (Zhu et al. 2019, arXiv:1902.01115)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from . import vgg
from .base import CounterPart, doubled_from, receptive_field, width_of

STAGES = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
"""Channels of the thirteen convolutions of VGG-16, a pool by 2 between stages."""


class _Layer(nn.Module):
    """A convolution, a batch norm, which is there also where it is not used, as in the published code, and a ReLU."""

    def __init__(self, inputs: int, outputs: int, side: int, *, relu: bool = True, norm: bool = True) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, side, padding=side // 2)
        self.bn = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU() if relu else nn.Identity()
        self._uses_norm = norm

    def forward(self, x: Tensor) -> Tensor:
        """(B, outputs, h, w)."""
        x = self.conv(x)
        given: Tensor = self.relu(self.bn(x) if self._uses_norm else x)
        return given


class _Features(nn.Module):
    """VGG-16 with batch norm: what its second to fifth stage give, at strides 2, 4, 8 and 16."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.pool = nn.MaxPool2d(2, 2)
        inputs = 3
        for stage, channels in enumerate(STAGES, start=1):
            for number, outputs in enumerate(channels, start=1):
                outputs = vgg.scaled(outputs, width)
                self.add_module(f"conv{stage}_{number}", _Layer(inputs, outputs, 3))
                inputs = outputs

    def forward(self, x: Tensor) -> list[Tensor]:
        """Four sets of features, the finest first."""
        given = []
        for stage, channels in enumerate(STAGES, start=1):
            x = self.pool(x) if stage > 1 else x
            for number in range(1, len(channels) + 1):
                x = self.get_submodule(f"conv{stage}_{number}")(x)
            given.append(x)
        return given[1:]


class _Path(nn.Module):
    """From the four sets of features up to 32 channels at stride 2, doubling and joining three times."""

    def __init__(self, width: float) -> None:
        super().__init__()
        self.upsample = nn.UpsamplingBilinear2d(scale_factor=2)
        c512, c256, c128, c64, c32 = (vgg.scaled(c, width) for c in (512, 256, 128, 64, 32))
        sizes = (
            (2 * c512, c256, 1), (c256, c256, 3), (2 * c256, c128, 1), (c128, c128, 3),
            (2 * c128, c64, 1), (c64, c64, 3), (c64, c32, 3),
        )  # fmt: skip
        for number, (inputs, outputs, side) in enumerate(sizes, start=1):
            self.add_module(f"conv{number}", _Layer(inputs, outputs, side))

    def forward(self, features: list[Tensor]) -> Tensor:
        """(B, 32, H / 2, W / 2)."""
        *finer, x = features
        for beside, layers in zip(reversed(finer), ((1, 2), (3, 4), (5, 6, 7)), strict=True):
            x = torch.cat([self.upsample(x), beside], dim=1)
            for number in layers:
                x = self.get_submodule(f"conv{number}")(x)
        return x


class SFANetwork(nn.Module):
    """Image (B, 3, H, W), sides multiples of 16, to map (B, 1, H / 2, W / 2), linear output; published keys.

    In training mode the answer is (attention logits (B, 1, H / 2, W / 2), map).
    """

    def __init__(self, width: float) -> None:
        super().__init__()
        self.vgg = _Features(width)
        self.amp, self.dmp = _Path(width), _Path(width)
        channels = vgg.scaled(32, width)
        self.conv_att = _Layer(channels, 1, 1, relu=False)
        self.conv_out = _Layer(channels, 1, 1, relu=False, norm=False)

    def forward(self, image_BCHW: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """The map, and in training mode the attention's logits before it."""
        features = self.vgg(image_BCHW)
        attention = self.conv_att(self.amp(features))
        output: Tensor = self.conv_out(torch.sigmoid(attention) * self.dmp(features))
        return (attention, output) if self.training else output


class SFANet(CounterPart):
    """SFANet, as published at width 1."""

    title: ClassVar[str] = "SFANet"

    kind: Literal["sfanet"] = "sfanet"
    width: float = Field(
        default=1.0, ge=0.05, le=2, description="Factor on the channels of every layer; 1 is the published network.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    front_end: ClassVar[tuple[str, ...]] = ("vgg.",)
    last_layer: ClassVar[tuple[str, ...]] = ("conv_out.",)
    gives_attention: ClassVar[bool] = True
    marks: ClassVar[frozenset[str]] = frozenset(
        {"vgg.conv5_3.conv.weight", "amp.conv7.conv.weight", "dmp.conv7.conv.weight", "conv_att.conv.weight"}
    )
    card: ClassVar[str] = (
        "SFANet (Zhu, Zhao, Lu, Lin, Peng, Yao 2019): VGG-16 with batch norm and two paths back up to half the size "
        "of the frame; one says where heads are, and its sigmoid weighs the features of the other, which gives the "
        "map; stride 2, linear output. Its own loss, `attended`, is put on both. The keys are those of pxq0312's code, "
        "with a batch norm in the last layer that is never used. M-SFANet, which DMBA's code attacks, adds CAN's "
        "context and is another network. Deviations: frames are padded to multiples of 16, where the code resizes "
        "them; without VGG-16 all is drawn by He's rule, and behind it the rest from N(0, 0.01), as published."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its width."""
        published = [c for channels in STAGES for c in channels]
        places = [f"{stage}_{n}" for stage, channels in enumerate(STAGES, 1) for n in range(1, len(channels) + 1)]
        channels = [c for place in places for c in shapes.get(f"vgg.conv{place}.conv.weight", ())[:1]]
        return width_of(vgg.fits_width(channels, published), 0.05, 2)

    @property
    def begins_with(self) -> vgg.VGG:
        """VGG-16 with batch norm."""
        return "vgg16_bn"

    @property
    def stride(self) -> int:
        """2 px."""
        return 2

    @property
    def side_multiple(self) -> int:
        """16 px, the cell of VGG's last features."""
        return 16

    @property
    def receptive_field_px(self) -> int:
        """260 px at most: 196 of VGG's features, of whose cells the way up sees 5."""
        down: list[int | None] = [side for channels in STAGES for side in (None, *(4 for _ in channels))][1:]
        with torch.device("meta"):
            field = receptive_field(vgg.convolutions(3, down))
        cells = 1
        for around in (4, 2, 2):  # 3 x 3 convolutions after each doubling, from the map back
            cells = doubled_from(cells + around)
        return field + (cells - 1) * 16

    def trains(self, name: str) -> bool:
        """All but the batch norm that is never used."""
        return not name.startswith("conv_out.bn.")

    def network(self) -> SFANetwork:
        """The published layers, scaled by width."""
        return SFANetwork(self.width)
