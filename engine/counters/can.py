"""CAN: CSRNet with features of the whole frame at four scales (Liu, Salzmann, Fua, CVPR 2019, arXiv:1811.10452)."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from . import vgg
from .base import CounterPart, width_of

SCALES = (1, 2, 3, 6)
"""Blocks a side into which the frame is averaged (sec. 3.1)."""
BACK_END = (512, 512, 512, 256, 128, 64)

Form = Literal["authors", "commissarma"]


class _Context(nn.Module):
    """The authors' contextual module: one network of weights for all scales, context and features side by side."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.scales = nn.ModuleList(
            nn.Sequential(nn.AdaptiveAvgPool2d(side), nn.Conv2d(channels, channels, 1, bias=False)) for side in SCALES
        )
        self.bottleneck = nn.Conv2d(2 * channels, channels, 1)
        self.bottleneck_relu = nn.ReLU()
        self.weight_net = nn.Conv2d(channels, channels, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Same shape: sum_j w_j s_j / sum_j w_j beside the features, brought to as many channels (eqs. 2 to 5)."""
        total, weighted = torch.zeros_like(features), torch.zeros_like(features)
        for scale in self.scales:
            at_scale = _spread(scale(features), features)
            weight = torch.sigmoid(self.weight_net(features - at_scale))
            total, weighted = total + weight, weighted + weight * at_scale
        brought: Tensor = self.bottleneck_relu(self.bottleneck(torch.cat([weighted / total, features], dim=1)))
        return brought


def _spread(small: Tensor, like: Tensor) -> Tensor:
    return nn.functional.interpolate(small, size=like.shape[2:], mode="bilinear")


class CANetwork(nn.Module):
    """Image (B, 3, H, W) to map (B, 1, H // 8, W // 8), linear output; at width 1 with the published keys."""

    def __init__(self, width: float, form: Form) -> None:
        super().__init__()
        channels = vgg.scaled(512, width)
        back = [vgg.scaled(c, width) for c in BACK_END]
        self.frontend = vgg.convolutions(3, [None if c is None else vgg.scaled(c, width) for c in vgg.TEN_OF_VGG16])
        self.context: _Context | None = None
        if form == "authors":
            self.context = _Context(channels)
        else:
            for side in SCALES:  # for each scale: its own features, and its own weights
                self.add_module(f"pool{side}", nn.AdaptiveAvgPool2d(side))
                self.add_module(f"conv{side}_1", nn.Conv2d(channels, channels, 1))
                self.add_module(f"conv{side}_2", nn.Conv2d(channels, channels, 1))
        self.backend = vgg.convolutions(channels, back, dilation=2, batch_norm=form == "authors")
        self.output_layer = nn.Conv2d(back[-1], 1, 1)

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The map at 1/8 of the frame."""
        features = self.frontend(image_BCHW)
        features = self._in_context(features) if self.context is None else self.context(features)
        output: Tensor = self.output_layer(self.backend(features))
        return output

    def _in_context(self, features: Tensor) -> Tensor:
        """CommissarMa's: the mean of the weighted context and the features."""
        total, weighted = torch.full_like(features, 1e-5), torch.zeros_like(features)
        for side in SCALES:
            pooled = self.get_submodule(f"pool{side}")(features)
            scale = _spread(self.get_submodule(f"conv{side}_1")(pooled), features)
            weight = torch.sigmoid(self.get_submodule(f"conv{side}_2")(scale - features))
            total, weighted = total + weight, weighted + weight * scale
        return 0.5 * (weighted / total + features)


class CAN(CounterPart):
    """CAN, as published at width 1."""

    title: ClassVar[str] = "CAN"

    kind: Literal["can"] = "can"
    width: float = Field(
        default=1.0, ge=0.05, le=2, description="Factor on the channels of every layer; 1 is the published network.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    form: Form = Field(
        default="authors",
        description="Whose network: that of the paper's authors, or CommissarMa's, which DMBA attacks.",
    )
    front_end: ClassVar[tuple[str, ...]] = ("frontend.",)
    last_layer: ClassVar[tuple[str, ...]] = ("output_layer.",)
    marks: ClassVar[frozenset[str]] = frozenset(
        {"frontend.0.weight", "backend.0.weight", "output_layer.weight", "context.weight_net.weight"}
    )
    other_marks: ClassVar[tuple[frozenset[str], ...]] = (
        frozenset({"frontend.0.weight", "backend.0.weight", "output_layer.weight", "conv6_2.weight"}),
    )
    card: ClassVar[str] = (
        "CAN, the Context-Aware Network (Liu, Salzmann, Fua, CVPR 2019): CSRNet's ten convolutions of VGG-16, then "
        "their averages over 1, 4, 9 and 36 blocks of the frame, weighed at each place by how much they differ from "
        "what is there, then six dilated convolutions; stride 8, linear output. Through the averages every cell sees "
        "the whole frame, so that a trigger may act anywhere. The authors' code (weizheliu) has one network of weights "
        "for all scales and batch norm in the back end; CommissarMa's has one a scale, and halves the sum of context "
        "and features where the authors lay them side by side. Behind VGG-16 the rest is drawn from N(0, 0.01), as "
        "published. Deviations: whole frames are asked, where the authors ask quarters and add them up; without VGG-16 "
        "all is drawn by He's rule."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its form and width."""
        told: dict[str, Any] = {} if "context.weight_net.weight" in shapes else {"form": "commissarma"}
        channels = [*vgg.channels_of(shapes, "frontend."), *vgg.channels_of(shapes, "backend.")]
        return told | width_of(vgg.fits_width(channels, (*vgg.TEN_OF_VGG16, *BACK_END)), 0.05, 2)

    @property
    def begins_with(self) -> vgg.VGG:
        """VGG-16."""
        return "vgg16"

    @property
    def stride(self) -> int:
        """8 px."""
        return 8

    @property
    def receptive_field_px(self) -> None:
        """The whole frame."""
        return None

    def network(self) -> CANetwork:
        """The published layers, scaled by width."""
        return CANetwork(self.width, self.form)
