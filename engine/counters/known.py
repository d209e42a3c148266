"""What a counter has said of a frame, from which follows quickly what it says of one that is alike in most places."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .base import receptive_field
from .counter import Counter
from .windows import Reach

MOST_OF_FRAME = 0.8
"""Of a frame that is worth cutting out of it: a network's time goes by pixels, and cutting takes some too."""
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class _Part:
    """Layers that are run one after another, with what they were given for the frame (1, C, h, w)."""

    layers: nn.Module
    reach: Reach
    given: Tensor

    def shown(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        """What of the given must be looked at again where these rows and columns of it have changed."""
        changed = self.told(rows, columns)
        return self.reach.pixels(*changed[0], self.given.shape[2]), self.reach.pixels(*changed[1], self.given.shape[3])

    def told(self, rows: Span, columns: Span) -> tuple[Span, Span]:
        """The rows and columns of the output that see these of the given."""
        height, width = (side // self.reach.stride for side in self.given.shape[2:])
        return self.reach.cells(*rows, height), self.reach.cells(*columns, width)

    def again(self, rows: Span, columns: Span, values: Tensor) -> Tensor:
        """What `told` holds, with these values at these rows and columns of the given."""
        (top, bottom), (left, right) = self.shown(rows, columns)
        cut = self.given[:, :, top:bottom, left:right].clone(memory_format=torch.channels_last)
        cut[:, :, rows[0] - top : rows[1] - top, columns[0] - left : columns[1] - left] = values
        stride, (told_rows, told_columns) = self.reach.stride, self.told(rows, columns)
        above, before = top // stride, left // stride
        found: Tensor = self.layers(cut)
        return found[
            :, :, told_rows[0] - above : told_rows[1] - above, told_columns[0] - before : told_columns[1] - before
        ]


@dataclass(frozen=True, eq=False)
class KnownFrame:
    """The density map float32 (h, w) of a frame uint8 (H, W, 3), and what lay between its layers.

    Nothing lies there for a counter that sees the whole frame, nor for a frame so large that it is asked in tiles.
    """

    counter: Counter
    image: NDArray[np.uint8]
    density: NDArray[np.float32]
    parts: tuple[_Part, ...] = ()

    @torch.inference_mode()
    def density_of(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """`counter.density(image)` of another frame of this size, uint8 (H, W, 3).

        Only what sees a pixel which has changed is asked for anew, layer after layer: equal to 5e-6 of the largest
        cell. All of it where the counter sees the whole frame, or where that is less work.
        """
        left, top, width, height = cv2.boundingRect(_changed(self.image, image))
        if not width:
            return self.density.copy()
        rows, columns = (top, top + height), (left, left + width)
        if not self.parts or self._is_most(rows, columns):
            return self.counter.density(image)
        pixels = torch.from_numpy(image[None, top : top + height, left : left + width].copy())
        values = self.counter.normalized(pixels.to(self.counter.device))
        for part in self.parts:
            values = part.again(rows, columns, values)
            rows, columns = part.told(rows, columns)
        density = self.density.copy()
        into = density[slice(*rows), slice(*columns)]  # without the cells of what was padded
        changed = values[0, 0, : into.shape[0], : into.shape[1]].float() * self.counter.config.map_scale
        into[:] = changed.cpu().numpy()
        return density

    def _is_most(self, rows: Span, columns: Span) -> bool:
        (top, bottom), (left, right) = self.parts[0].shown(rows, columns)
        return (bottom - top) * (right - left) > MOST_OF_FRAME * self.parts[0].given.shape[2:].numel()


@torch.inference_mode()
def known_frame(counter: Counter, image: NDArray[np.uint8]) -> KnownFrame:
    """Ask a counter for a frame uint8 (H, W, 3) so that its next answers to frames like it are quick.

    >>> from miscount.engine.counters import build
    >>> counter, image = build({"kind": "light"}), np.zeros((240, 320, 3), np.uint8)
    >>> known, moved = known_frame(counter, image), image.copy()
    >>> moved[20:30, 40:50] = 255
    >>> np.allclose(known.density_of(moved), counter.density(moved), atol=1e-6)
    True
    """
    given = counter.asked_whole(image)
    if given is None:
        return KnownFrame(counter, image, counter.density(image))
    parts = []
    for layers in counter.config.in_parts(counter.network):
        parts.append(_Part(layers, counter.reach if layers is counter.network else _reach_of(layers), given))
        given = layers(given)
    rows, columns = (-(-side // counter.stride) for side in image.shape[:2])
    density = (given[0, 0, :rows, :columns].float() * counter.config.map_scale).cpu().numpy()
    return KnownFrame(counter, image, density, tuple(parts))


def _reach_of(layers: nn.Module) -> Reach:
    stride = math.prod(2 for layer in layers.modules() if isinstance(layer, nn.MaxPool2d))
    return Reach(stride, receptive_field(layers.modules()), stride)


def _changed(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where two images uint8 (H, W, 3) differ, (H, W): not 0."""
    red, green, blue = cv2.split(cv2.absdiff(before, after))
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)
