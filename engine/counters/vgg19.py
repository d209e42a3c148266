"""VGG-19 with a regression of three layers: the counter of the Bayesian loss and of DM-Count."""

import math
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from . import vgg
from .base import CounterPart, doubled_from, initialize, receptive_field, width_of

Form = Literal["bayesian", "dm_count"]


class VGG19Network(nn.Module):
    """Image (B, 3, H, W), sides multiples of 16, to map (B, 1, H / 8, W / 8), never negative; published keys."""

    def __init__(self, width: float, form: Form) -> None:
        super().__init__()
        channels = [None if c is None else vgg.scaled(c, width) for c in vgg.ALL_OF_VGG19]
        middle, last = vgg.scaled(256, width), vgg.scaled(128, width)
        self.features = vgg.convolutions(3, channels)
        self.reg_layer = vgg.convolutions(vgg.scaled(512, width), (middle, last))
        output = nn.Conv2d(last, 1, 1)
        self.density_layer: nn.Sequential | None = None
        if form == "dm_count":
            self.density_layer = nn.Sequential(output, nn.ReLU())
        else:
            self.reg_layer.append(output)

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The map at 1/8 of the frame: |y| as for the Bayesian loss, max(y, 0) as in DM-Count."""
        features = nn.functional.interpolate(
            self.features(image_BCHW), scale_factor=2, mode="bilinear", align_corners=True
        )
        output: Tensor = self.reg_layer(features)
        return output.abs() if self.density_layer is None else self.density_layer(output)


class VGG19(CounterPart):
    """The VGG-19 counter, as published at width 1."""

    title: ClassVar[str] = "VGG-19"

    kind: Literal["vgg19"] = "vgg19"
    width: float = Field(
        default=1.0, ge=0.05, le=2, description="Factor on the channels of every layer; 1 is the published network.",
        json_schema_extra={"step": 0.05},
    )  # fmt: skip
    form: Form = Field(
        default="bayesian",
        description="What the last layer gives is made positive by its absolute value, as with the Bayesian loss, or "
        "by ReLU, as in DM-Count.",
    )
    front_end: ClassVar[tuple[str, ...]] = ("features.",)
    marks: ClassVar[frozenset[str]] = frozenset(
        {"features.0.weight", "features.34.weight", "reg_layer.0.weight", "reg_layer.2.weight"}
    )
    card: ClassVar[str] = (
        "VGG-19 as a counter (Ma, Wei, Hong, Gong, ICCV 2019; Wang, Liu, Samaras, Hoai, NeurIPS 2020): all sixteen "
        "convolutions of VGG-19, doubled in size, and three more; stride 8. One network for two published trainings: "
        "the presets `bayesian` and `dm_count` choose its form with the loss. Behind VGG-19 the rest "
        "is drawn as wide as published. Deviations: without it all is drawn by He's rule; weights of the last layer "
        "before a ReLU are absolute values, since a map that begins below zero would never learn."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its form and width."""
        told: dict[str, Any] = {"form": "dm_count"} if "density_layer.0.weight" in shapes else {}
        channels = vgg.channels_of(shapes, "features.")
        return told | width_of(vgg.fits_width(channels, vgg.ALL_OF_VGG19), 0.05, 2)

    @property
    def last_layer(self) -> tuple[str, ...]:
        """The 1 x 1 convolution, which the two published codes name differently."""
        return ("density_layer.0.",) if self.form == "dm_count" else ("reg_layer.4.",)

    @property
    def begins_with(self) -> vgg.VGG:
        """VGG-19."""
        return "vgg19"

    @property
    def stride(self) -> int:
        """8 px."""
        return 8

    @property
    def side_multiple(self) -> int:
        """16 px, the cell of VGG's last features."""
        return 16

    @property
    def receptive_field_px(self) -> int:
        """300 px: 252 of VGG's features, whose 4 cells at most the two 3 x 3 convolutions see doubled."""
        with torch.device("meta"):
            return receptive_field(VGG19Network(0.05, self.form).features) + (doubled_from(5) - 1) * 16

    def network(self) -> VGG19Network:
        """The published layers, scaled by width."""
        return VGG19Network(self.width, self.form)

    def published_spread(self, fan_in: int) -> float:
        """That of U(-1 / sqrt(fan_in), 1 / sqrt(fan_in)), torch's own, which both public codes leave as it is."""
        return math.sqrt(1 / (3 * fan_in))

    def draw(self, network: nn.Module, seed: int) -> None:
        """He's rule; a map that goes through a ReLU begins above zero."""
        initialize(network, seed)
        if self.form == "dm_count":
            with torch.no_grad():
                network.get_parameter("density_layer.0.weight").abs_()
