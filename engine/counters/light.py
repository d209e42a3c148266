"""A light counter for two CPU cores: seven convolutions at stride 8."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from pydantic import Field
from torch import Tensor, nn

from .base import CounterPart, receptive_field

OUTPUT_SCALE = 0.01
"""A cell of 8 x 8 px holds some hundredths of a person: the last layer works in hundredths, near 1."""


class LightNetwork(nn.Module):
    """Image (B, 3, H, W) to density map (B, 1, H / 8, W / 8)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        c = channels
        self.features = nn.Sequential(
            *_block(3, c, stride=2),
            *_block(c, 2 * c, stride=2),
            *_block(2 * c, 4 * c, stride=2),
            *_block(4 * c, 4 * c),
            *_block(4 * c, 4 * c, dilation=2),
            *_block(4 * c, 2 * c, dilation=2),
        )
        self.output_layer = nn.Conv2d(2 * c, 1, 1)

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The density map; its sum is the count."""
        output: Tensor = self.output_layer(self.features(image_BCHW)) * OUTPUT_SCALE
        return output


def _block(inputs: int, outputs: int, stride: int = 1, dilation: int = 1) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=dilation, dilation=dilation, bias=False)
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)


class Light(CounterPart):
    """The counter of demos and tests."""

    kind: Literal["light"] = "light"
    title: ClassVar[str] = "Light counter"  # a trigger is called Light
    channels: int = Field(
        default=16, ge=4, le=128, description="Channels of the first layer.", json_schema_extra={"step": 4}
    )
    front_end: ClassVar[tuple[str, ...]] = ("features.",)
    last_layer: ClassVar[tuple[str, ...]] = ("output_layer.",)
    marks: ClassVar[frozenset[str]] = frozenset(
        {"features.0.weight", "features.1.running_mean", "features.16.running_mean", "output_layer.weight"}
    )
    is_local: ClassVar[bool] = True
    card: ClassVar[str] = (
        "A light counter made for this project: seven convolutions with batch norm, stride 8, linear output, as CSRNet "
        "has. It trains on a CPU in seconds and is meant for demos, tests and first looks; it is no published network."
    )

    @classmethod
    def settings_of(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
        """Its channels."""
        return {"channels": shapes["features.0.weight"][0]} if shapes["features.0.weight"] else {}

    @property
    def stride(self) -> int:
        """8 px."""
        return 8

    @property
    def receptive_field_px(self) -> int:
        """From the layers."""
        with torch.device("meta"):
            return receptive_field(self.network().modules())

    def network(self) -> LightNetwork:
        """The seven convolutions."""
        return LightNetwork(self.channels)
