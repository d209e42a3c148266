"""The networks of SATBA: one hides a trigger in an image, one finds it, and a counter says where to look."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..counters import Counter, counter_config, weight_files
from ..counters.attention import spatial_attention
from ..counters.base import initialize
from ..counters.checkpoint import fill, write_tensors
from ..errors import RecipeError, WeightsError
from ..reading import Stamp, stamp
from .handcrafted import Extractor, feature_picture

SCHEMA = 1
DEEPEST = 16
"""Four halvings: sides are padded to a multiple of it."""

TILE_PX, MARGIN_PX = 1024, 64
"""Large frames are asked in tiles: 24 MP would take gigabytes. The margin is above half the networks' view."""

MOST_CHANNELS = 64
"""As a trigger may have; a file's word for more would take memory that it does not need."""

Layer = NDArray[np.float32]


class UNet(nn.Module):
    """(B, inputs, H, W) to (B, outputs, H, W) at any size that is a multiple of 16 (Ronneberger et al. 2015)."""

    def __init__(self, inputs: int, outputs: int, channels: int) -> None:
        super().__init__()
        widths = (channels, 2 * channels, 2 * channels, 4 * channels, 4 * channels)
        self.down = nn.ModuleList(
            _block(before, after) for before, after in zip((inputs, *widths), widths, strict=False)
        )
        self.up = nn.ModuleList(
            _block(deep + shallow, shallow)
            for deep, shallow in zip(widths[:0:-1], widths[-2::-1], strict=True)
        )  # fmt: skip
        self.last = nn.Conv2d(channels, outputs, 1)

    def forward(self, image_BCHW: Tensor) -> Tensor:
        """The output, without a bound of its own."""
        kept = []
        at = image_BCHW
        for number, block in enumerate(self.down):
            at = block(nn.functional.max_pool2d(at, 2) if number else at)
            kept.append(at)
        for block, beside in zip(self.up, kept[-2::-1], strict=True):
            at = block(torch.cat([nn.functional.interpolate(at, scale_factor=2.0, mode="nearest"), beside], dim=1))
        answer: Tensor = self.last(at)
        return answer


def _block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


@dataclass(frozen=True, eq=False)
class Networks:
    """What a trained SATBA trigger consists of. Pixels are in 0..1 before and in gray levels after them."""

    surrogate: Counter
    inject: UNet
    extract: UNet
    channels: int

    @staticmethod
    def fresh(surrogate: Counter, channels: int, seed: int) -> "Networks":
        """Untrained networks, drawn from `seed`, around a clean counter."""
        inject, extract = UNet(4, 3, channels), UNet(3, 1, channels)
        for number, network in enumerate((inject, extract)):
            initialize(network, seed + number)
            nn.init.normal_(network.last.weight, std=0.01, generator=torch.Generator().manual_seed(seed))
        return Networks(surrogate, inject.eval(), extract.eval(), channels)

    def hidden(self, image: NDArray[np.uint8], extractor: Extractor) -> Layer:
        """The trigger t = I_f * A that is hidden in `image` (eqs. 5 to 7), float32 (H, W), 0 to 1."""
        return feature_picture(image, extractor) * spatial_attention(self.surrogate, image)

    @torch.inference_mode()
    def residual(self, image: NDArray[np.uint8], hidden: Layer) -> Layer:
        """What the injection network adds, float32 (H, W, 3) in -1..1; to be multiplied by the strength."""
        stacked = np.dstack([image.astype(np.float32) / np.float32(255), hidden])
        return _tiled(lambda part: torch.tanh(self.inject(part)), np.asarray(stacked, dtype=np.float32), 3)

    @torch.inference_mode()
    def recovered(self, image: NDArray[np.uint8]) -> Layer:
        """What the extraction network finds in `image` (eq. 10), float32 (H, W)."""
        pixels: Layer = image.astype(np.float32) / np.float32(255)
        return _tiled(self.extract, pixels, 1)[..., 0]

    def save(self, path: Path) -> None:
        """Write all three networks to one file. Raises OutputError."""
        parts = {"inject": self.inject, "extract": self.extract, "surrogate": self.surrogate.network}
        tensors = {
            f"{part}.{key}": value for part, network in parts.items() for key, value in network.state_dict().items()
        }
        about = {
            "schema": SCHEMA,
            "channels": self.channels,
            "counter": self.surrogate.config.model_dump(mode="json"),
        }
        write_tensors(path, tensors, {"satba": json.dumps(about)})


def _tiled(ask: Callable[[Tensor], Tensor], layers: NDArray[np.float32], num_outputs: int) -> Layer:
    """`ask` on (H, W, C), padded to a multiple of 16 and, where it is large, in tiles with a margin."""
    height, width = layers.shape[:2]
    out = np.empty((height, width, num_outputs), np.float32)
    for top in range(0, height, TILE_PX):
        for left in range(0, width, TILE_PX):
            rows = slice(max(top - MARGIN_PX, 0), min(top + TILE_PX + MARGIN_PX, height))
            columns = slice(max(left - MARGIN_PX, 0), min(left + TILE_PX + MARGIN_PX, width))
            part = np.ascontiguousarray(layers[rows, columns])
            tall, wide = part.shape[:2]
            padded = cv2.copyMakeBorder(
                part, 0, -tall % DEEPEST, 0, -wide % DEEPEST, cv2.BORDER_REFLECT_101 if min(tall, wide) > DEEPEST
                else cv2.BORDER_REPLICATE,
            )  # fmt: skip
            tensor = torch.from_numpy(padded.reshape(*padded.shape[:2], -1)).permute(2, 0, 1)[None]
            answer = ask(tensor)[0].permute(1, 2, 0).numpy()
            inner = answer[top - rows.start : top - rows.start + TILE_PX, left - columns.start :][:, :TILE_PX]
            inner = inner[: height - top, : width - left]
            out[top : top + inner.shape[0], left : left + inner.shape[1]] = inner
    return out


def read_networks(path: Path) -> Networks:
    """The networks in the file `path`. Raises WeightsError."""
    try:
        state = stamp(path.stat())
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: expected the networks of SATBA, found {error.strerror}.") from error
    return _read(path, state)


@lru_cache(maxsize=2)
def _read(path: Path, version: Stamp) -> Networks:
    try:
        content = weight_files.read(path)
        about, tensors = json.loads(content.about["satba"]), content.values
        channels = int(about["channels"])
        if not 0 < channels <= MOST_CHANNELS:
            raise ValueError
        config = counter_config(about["counter"])
    except (WeightsError, KeyError, ValueError, TypeError, RecursionError, OverflowError, RecipeError) as error:
        raise WeightsError(
            f"{weight_files.named(path)} holds no networks of SATBA: expected what a run of such a trigger left, found "
            f"{'another file' if isinstance(error, WeightsError) else 'a damaged description'}."
        ) from error
    networks = Networks(Counter(config, config.network()), UNet(4, 3, channels), UNet(3, 1, channels), channels)
    for part, network in (
        ("inject", networks.inject), ("extract", networks.extract), ("surrogate", networks.surrogate.network),
    ):  # fmt: skip
        own = {name.removeprefix(f"{part}."): value for name, value in tensors.items() if name.startswith(f"{part}.")}
        fill(network, own, path)
        network.eval()
    return networks
