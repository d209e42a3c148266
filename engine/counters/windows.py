"""Asking a network for a part of a frame: one that knows one size of image only, or one that sees only so far."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

WINDOWS_AT_ONCE = 16
"""Windows in one batch: 16 of 224 px through ViT-B/16 take 0.4 GB; a frame of 4000 x 6000 has 486."""


def in_windows(network: nn.Module, image_BCHW: Tensor, side: int, stride: int) -> Tensor:
    """The map (B, 1, H / stride, W / stride) of windows of `side` px laid edge to edge, means where they overlap.

    The last of a row or column is shifted inside (CLIP-EBC's sliding window). H and W are at least `side` and multiples
    of `stride`, as `side` is.
    """
    places, batch = _places(image_BCHW.shape[2], image_BCHW.shape[3], side), len(image_BCHW)
    step = max(1, WINDOWS_AT_ONCE // batch)
    maps = []
    for first in range(0, len(places), step):
        some = places[first : first + step]
        cut = torch.cat([image_BCHW[:, :, top : top + side, left : left + side] for top, left in some])
        maps.append(network(cut).float().unflatten(0, (len(some), batch)))
    every = torch.cat(maps)
    if every.shape[-1] * stride != side:
        raise ValueError(f"want a map of {side // stride} cells of each window, got {every.shape[-1]}")
    return torch.stack([stitched(every[:, k], image_BCHW.shape[2], image_BCHW.shape[3], side) for k in range(batch)])


def stitched(parts_PChw: Tensor, height: int, width: int, side: int) -> Tensor:
    """What was made of each window of one image, in their order, as one map (C, H / cell, W / cell); means in overlaps.

    A cell is `side` / h px.
    """
    cell = side // parts_PChw.shape[2]
    total = parts_PChw.new_zeros((parts_PChw.shape[1], height // cell, width // cell))
    times = torch.zeros_like(total[:1])
    for (top, left), part in zip(_places(height, width, side), parts_PChw, strict=True):
        rows, columns = slice(top // cell, (top + side) // cell), slice(left // cell, (left + side) // cell)
        total[:, rows, columns] += part
        times[:, rows, columns] += 1
    return total / times


def _places(height: int, width: int, side: int) -> list[tuple[int, int]]:
    return [(top, left) for top in _starts(height, side) for left in _starts(width, side)]


def _starts(length: int, side: int) -> list[int]:
    return [*range(0, length - side, side), length - side]


MOST_PIXELS = 4_000_000
"""Of a batch that goes through a network whole: CSRNet takes 0.55 GB for each million."""


@dataclass(frozen=True)
class Reach:
    """How a network without a view of the whole frame is asked for some cells of its map.

    A cell of `stride` px sees at most `field` px around its middle; `align` px is what its layers halve without rest.
    """

    stride: int
    field: int
    align: int

    def pixels(self, first: int, last: int, length: int) -> tuple[int, int]:
        """From where to where a side of `length` px must be shown, so that the cells from `first` to `last` see all.

        On the grid of the layers, with a cell to spare, since an even field has no middle.
        """
        around = -(-self.field // 2) + self.stride
        start = (first * self.stride - around) // self.align * self.align
        stop = -(-(last * self.stride + around) // self.align) * self.align
        return max(0, start), min(length, stop)

    def cells(self, first: int, last: int, length: int) -> tuple[int, int]:
        """From which to which of `length` cells any sees one of the pixels from `first` to `last`."""
        around = -(-self.field // 2) + self.stride
        return max(0, (first - around) // self.stride), min(length, -(-(last + around) // self.stride))

    def part(self, network: nn.Module, image_BCHW: Tensor, rows: tuple[int, int], columns: tuple[int, int]) -> Tensor:
        """The map (B, 1, h, w) of these rows and columns of cells, of a padded image, without asking for the others."""
        top, bottom = self.pixels(*rows, image_BCHW.shape[2])
        left, right = self.pixels(*columns, image_BCHW.shape[3])
        cut = image_BCHW[:, :, top:bottom, left:right].contiguous(memory_format=torch.channels_last)
        above, before = top // self.stride, left // self.stride
        found: Tensor = network(cut)[:, :, rows[0] - above : rows[1] - above, columns[0] - before : columns[1] - before]
        return found

    def in_tiles(self, network: nn.Module, image_BCHW: Tensor, most_pixels: int) -> Tensor:
        """The map (B, 1, H / stride, W / stride) by tiles of at most `most_pixels` of the whole batch with margins.

        Where the margins leave no room, a tile has as many cells as its margins have.
        """
        batch, _, height, width = image_BCHW.shape
        margin = 2 * (-(-self.field // 2) + self.stride + self.align)
        side = max(margin, math.isqrt(most_pixels // batch) - margin) // self.align * self.align // self.stride
        shape = height // self.stride, width // self.stride
        rows, columns = ([(k, min(k + side, length)) for k in range(0, length, side)] for length in shape)
        strips = [torch.cat([self.part(network, image_BCHW, row, column) for column in columns], 3) for row in rows]
        return torch.cat(strips, 2)
