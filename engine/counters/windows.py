"""Asking a network that knows one size of image only."""

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
