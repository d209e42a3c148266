"""A counter as one module, with all that goes before and after its network: pixels in, persons a cell out.

Everything is arithmetic on tensors and on the frame's sides, so that a graph made of it takes frames of any size: means
over blocks are products with matrices, and windows are gathered and laid together by products too.
"""

import copy

import torch
from torch import Tensor, nn

from ..counters import Counter


class Whole(nn.Module):
    """Images (B, 3, H, W) float32, RGB from 0 to 255, to density maps (B, 1, ceil(H / stride), ceil(W / stride)).

    The sum of a map is the count. The counter itself is not touched.
    """

    shift: Tensor
    scale: Tensor

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        config = counter.config
        self.network = _for_graphs(copy.deepcopy(counter.network).cpu().float().eval())
        mean, std = (torch.tensor(values).reshape(3, 1, 1) * 255 for values in config.normalization)
        self.register_buffer("shift", mean)
        self.register_buffer("scale", std)
        self.stride, self.multiple, self.window = config.stride, config.side_multiple, config.window_px
        self.map_scale = config.map_scale

    def forward(self, image: Tensor) -> Tensor:
        """The maps, as `Counter.densities` gives them."""
        x = (image - self.shift) / self.scale
        height, width = image.shape[2], image.shape[3]
        if self.window is not None:  # frames of less than one window are padded to one
            x = nn.functional.pad(x, (0, _short_of(width, self.window), 0, _short_of(height, self.window)))
        x = nn.functional.pad(
            x, (0, _to_multiple(x.shape[3], self.multiple), 0, _to_multiple(x.shape[2], self.multiple))
        )
        output = self.network(x) if self.window is None else in_windows(self.network, x, self.window, self.stride)
        output = output[1] if isinstance(output, tuple) else output
        rows, columns = (height + self.stride - 1) // self.stride, (width + self.stride - 1) // self.stride
        maps: Tensor = output[:, :1, :rows, :columns].float() * self.map_scale
        return maps


def _to_multiple(side: int, multiple: int) -> int:
    return (side + multiple - 1) // multiple * multiple - side


def _short_of(side: int, least: int) -> int:
    """What lacks of a side to `least`; without a comparison, which a graph would fix to what it was made with."""
    short = least - side
    return (abs(short) + short) // 2


class BlockMeans(nn.Module):
    """nn.AdaptiveAvgPool2d of `side` as two products, since ONNX knows none of a size that is not known before."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        """Means (B, C, side, side) over `side` x `side` blocks that may overlap by a row."""
        return _means(x.shape[2], self.side) @ x @ _means(x.shape[3], self.side).transpose(0, 1)


def _means(length: int, side: int) -> Tensor:
    """A matrix (side, length) whose product is the mean of each block."""
    block, place = torch.arange(side)[:, None], torch.arange(length)[None]
    first, end = block * length // side, ((block + 1) * length + side - 1) // side
    inside = ((place >= first) & (place < end)).float()
    return inside / inside.sum(dim=1, keepdim=True)


def in_windows(network: nn.Module, image_BCHW: Tensor, side: int, stride: int) -> Tensor:
    """As `counters.windows.in_windows`, with all windows in one batch: maps (B, 1, H / stride, W / stride)."""
    batch, channels = image_BCHW.shape[0], image_BCHW.shape[1]
    rows, columns = _starts(image_BCHW.shape[2], side), _starts(image_BCHW.shape[3], side)
    step = torch.arange(side)
    cut = image_BCHW[:, :, (rows[:, None] + step).reshape(-1)][:, :, :, (columns[:, None] + step).reshape(-1)]
    num_rows, num_columns = rows.shape[0], columns.shape[0]
    cut = cut.reshape(batch, channels, num_rows, side, num_columns, side).permute(0, 2, 4, 1, 3, 5)
    output = network(cut.reshape(-1, channels, side, side))
    output = output[1] if isinstance(output, tuple) else output
    cells = side // stride
    parts = output[:, :1].float().reshape(batch, num_rows, num_columns, cells, cells).permute(0, 1, 3, 2, 4)
    parts = parts.reshape(batch, 1, num_rows * cells, num_columns * cells)
    down, across = (
        _places(starts, image_BCHW.shape[axis], cells, stride) for starts, axis in ((rows, 2), (columns, 3))
    )
    times = down.sum(dim=1)[:, None] * across.sum(dim=1)[None]
    maps: Tensor = (down @ parts @ across.transpose(0, 1)) / times
    return maps


def _starts(length: int, side: int) -> Tensor:
    """Where windows begin: edge to edge, and the last one shifted inside."""
    begins = torch.arange((length + side - 1) // side) * side
    last = torch.zeros_like(begins) + (length - side)
    return torch.where(begins > last, last, begins)


def _places(starts: Tensor, length: int, cells: int, stride: int) -> Tensor:
    """A matrix (length / stride, windows * cells): 1 where a cell of a window lies at a cell of the frame."""
    at = (starts[:, None] // stride + torch.arange(cells)).reshape(-1)
    return (torch.arange(length // stride)[:, None] == at[None]).float()


def _for_graphs(network: nn.Module) -> nn.Module:
    """`network` with its means over blocks as products."""
    for module in list(network.modules()):
        for name, inner in list(module.named_children()):
            if isinstance(inner, nn.AdaptiveAvgPool2d) and isinstance(inner.output_size, int) and inner.output_size > 1:
                setattr(module, name, BlockMeans(inner.output_size))
    return network
