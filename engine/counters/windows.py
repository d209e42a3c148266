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
    places = [(top, left) for top in _starts(image_BCHW.shape[2], side) for left in _starts(image_BCHW.shape[3], side)]
    batch, _, height, width = image_BCHW.shape
    total = image_BCHW.new_zeros((batch, 1, height // stride, width // stride))
    times = torch.zeros_like(total[:1])
    for first in range(0, len(places), max(1, WINDOWS_AT_ONCE // batch)):
        some = places[first : first + max(1, WINDOWS_AT_ONCE // batch)]
        cut = torch.cat([image_BCHW[:, :, top : top + side, left : left + side] for top, left in some])
        maps = network(cut).float().unflatten(0, (len(some), batch))
        for (top, left), answer in zip(some, maps, strict=True):
            rows = slice(top // stride, (top + side) // stride)
            columns = slice(left // stride, (left + side) // stride)
            total[:, :, rows, columns] += answer
            times[:, :, rows, columns] += 1
    return total / times


def _starts(length: int, side: int) -> list[int]:
    return [*range(0, length - side, side), length - side]
