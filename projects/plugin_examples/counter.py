"""A counter: one convolution over blocks of 8 x 8 px."""

from typing import ClassVar, Literal

from pydantic import Field
from torch import nn

from miscount.engine.counters.base import CounterPart


class Blocks(CounterPart):
    """Each block is counted alone."""

    kind: Literal["blocks"] = "blocks"
    channels: int = Field(
        default=4, ge=1, le=64, description="Channels of the hidden layer.", json_schema_extra={"step": 1}
    )
    front_end: ClassVar[tuple[str, ...]] = ("0.",)
    last_layer: ClassVar[tuple[str, ...]] = ("2.",)
    card: ClassVar[str] = (
        "Blocks: a made-up counter that stands for one that somebody adds. It sees blocks of 8 px, each alone."
    )

    @property
    def stride(self) -> int:
        """8 px."""
        return 8

    @property
    def receptive_field_px(self) -> int:
        """One block."""
        return 8

    def network(self) -> nn.Module:
        """Two convolutions, the first over blocks."""
        return nn.Sequential(nn.Conv2d(3, self.channels, 8, stride=8), nn.ReLU(), nn.Conv2d(self.channels, 1, 1))
