"""A counter: a network with the configuration that says how to ask it."""

from collections.abc import Sequence
from copy import deepcopy
from functools import cached_property
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .base import CounterPart
from .windows import MOST_PIXELS, Reach, in_windows


class Counter:
    """A network from image to density map; its count is the sum of its map.

    `network(x)` in eval mode takes a normalized image (B, 3, H, W) and returns the map at the counter's stride,
    (B, 1, h, w). `density` and `count` take raw uint8 RGB images of any size and do the rest.
    """

    def __init__(self, config: CounterPart, network: nn.Module, notes: Sequence[str] = ()) -> None:
        self.config = config
        self.network = network.eval()
        self.notes = tuple(notes)
        """What was left out, changed or taken for granted when its weights were read, a sentence each."""
        self.begins_whole = False
        """Whether all of its weights are those of its `pretrained` file, so that it counts before it is trained."""

    def __repr__(self) -> str:
        number = sum(value.numel() for value in self.network.parameters())
        return f"<Counter {self.config.kind}, stride {self.stride}, {number:,} weights, on {self.device}>"

    def for_inference(self) -> "Counter":
        """A counter for many questions at these weights, see `fused`; itself where there is nothing to gain."""
        quick = fused(self.network)
        return self if quick is self.network else Counter(self.config, quick, self.notes)

    @property
    def stride(self) -> int:
        """Pixels of the image per cell of the map."""
        return self.config.stride

    @property
    def receptive_field_px(self) -> int | None:
        """Side in pixels of what one cell sees; None for the whole frame."""
        return self.config.receptive_field_px

    @property
    def device(self) -> torch.device:
        """Where the network's weights are."""
        return next(self.network.parameters()).device

    def normalized(self, image_BHWC: Tensor) -> Tensor:
        """uint8 or float images (B, H, W, 3) in 0..255 as the network wants them: (B, 3, H, W) float32."""
        if image_BHWC.dtype == torch.uint8 and image_BHWC.device.type == "cpu":
            return self._looked_up(image_BHWC)
        mean, std = self.config.normalization
        image = image_BHWC.permute(0, 3, 1, 2).float()
        shift = torch.tensor(mean, device=image.device)[:, None, None] * 255
        scale = torch.tensor(std, device=image.device)[:, None, None] * 255
        # channels_last: the convolutions of CPUs and of tensor cores read it without a copy
        return ((image - shift) / scale).contiguous(memory_format=torch.channels_last)

    def _looked_up(self, image_BHWC: Tensor) -> Tensor:
        """The same to the last bit, by a table of the 256 levels of each channel: a quarter of the time on a CPU."""
        import cv2  # 0.1 s that a window which only names counters need not wait for

        levels = torch.arange(256.0)[:, None].expand(1, 1, 256, 3)
        table = self.normalized(levels).permute(0, 2, 3, 1)[0].contiguous()
        rows = image_BHWC.reshape(-1, *image_BHWC.shape[2:])
        looked_up = torch.from_numpy(cv2.LUT(rows.numpy(), table.numpy()))
        return looked_up.view(image_BHWC.shape).permute(0, 3, 1, 2)

    def maps(self, image_BHWC: Tensor) -> Tensor:
        """Density maps (B, h, w) float32 of raw images (B, H, W, 3); each sums to a count: h = ceil(H / stride)."""
        return self.answer(image_BHWC)[0]

    @property
    def _window(self) -> int | None:
        return None if self.network.training else self.config.window_px

    def padded(self, height: int, width: int) -> tuple[int, int]:
        """The size that a frame is padded to before the network sees it."""
        least, multiple = self._window or 0, self.config.side_multiple
        padded_height, padded_width = (max(least, -(-side // multiple) * multiple) for side in (height, width))
        return padded_height, padded_width

    def answer(self, image_BHWC: Tensor) -> tuple[Tensor, Tensor | None]:
        """The maps, and from a classifier in training mode the logits (B, bins, h, w) behind them.

        Sides that do not fit are padded with the mean color, which a convolution cannot tell from its own zero
        padding. A counter with a window is asked window by window, but not in training, where crops are that small.
        """
        image, window = self._given(image_BHWC), self._window
        rows, columns = (-(-side // self.stride) for side in image_BHWC.shape[1:3])
        if window is not None:
            output = in_windows(self.network, image, window, self.stride)
        elif self._is_too_large(image):
            output = self.reach.in_tiles(self.network, image, MOST_PIXELS)
        else:
            output = self.network(image)
        logits, output = output if isinstance(output, tuple) else (None, output)
        maps: Tensor = output[:, 0, :rows, :columns].float() * self.config.map_scale
        return maps, None if logits is None else logits[:, :, :rows, :columns]

    def _given(self, image_BHWC: Tensor) -> Tensor:
        """Normalized and padded."""
        image = self.normalized(image_BHWC)
        height, width = self.padded(image.shape[2], image.shape[3])
        if (height, width) == image.shape[2:]:
            return image
        return nn.functional.pad(image, (0, width - image.shape[3], 0, height - image.shape[2]))

    def asked_whole(self, image: NDArray[np.uint8]) -> Tensor | None:
        """What the network in eval mode is given for a frame uint8 (H, W, 3), (1, 3, h, w).

        None where a part of it would not do to know a part of the map, and where it would be asked in parts.
        """
        self.network.eval()
        if not self.config.is_local or self._window is not None:
            return None
        # a copy: pictures that threads share are read-only, of which torch warns
        given = self._given(torch.from_numpy(np.array(image)[None]).to(self.device))
        return None if self._is_too_large(given) else given

    @cached_property
    def reach(self) -> Reach:
        """How far its cells see, where `config.is_local`."""
        field = self.config.receptive_field_px  # some count it by building their layers, which takes milliseconds
        assert field is not None
        return Reach(self.stride, field, self.config.side_multiple)

    def _is_too_large(self, image_BCHW: Tensor) -> bool:
        """Whether a batch is asked in tiles, which takes less memory and gives the map to 1e-6 of its largest cell.

        Not where a gradient is wanted, nor where somebody looks at what passes through the layers.
        """
        pixels = len(image_BCHW) * image_BCHW.shape[2] * image_BCHW.shape[3]
        if pixels <= MOST_PIXELS or not self.config.is_local or self.network.training or torch.is_grad_enabled():
            return False
        return not any(each._forward_hooks or each._forward_pre_hooks for each in self.network.modules())

    @torch.inference_mode()
    def density(self, image: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The density map float32 (h, w), in persons a cell, of one image uint8 (H, W, 3) RGB."""
        maps = self._eval_maps([image])
        return maps[0].cpu().numpy()

    def count(self, image: NDArray[np.uint8]) -> float:
        """The number of persons in one image uint8 (H, W, 3) RGB; summed in float64."""
        return self.counts([image])[0]

    @torch.inference_mode()
    def densities(self, images: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """The density maps float32 (B, h, w) of images of one size, uint8 (H, W, 3) RGB, asked in one batch."""
        return self._eval_maps(images).cpu().numpy()

    @torch.inference_mode()
    def counts(self, images: Sequence[NDArray[np.uint8]]) -> list[float]:
        """The counts of images of one size, uint8 (H, W, 3) RGB, asked in one batch."""
        maps = self._eval_maps(images)
        return [float(value) for value in maps.double().sum(dim=(1, 2)).cpu()]

    def _eval_maps(self, images: Sequence[NDArray[np.uint8]]) -> Tensor:
        if any(image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 for image in images):
            raise ValueError("want uint8 (H, W, 3) RGB images")
        batch = torch.from_numpy(np.ascontiguousarray(np.stack(images))).to(self.device)
        self.network.eval()
        return self.maps(batch)


def fused(network: nn.Module) -> nn.Module:
    """A copy of `network` in eval mode without the batch norms that follow a convolution in an `nn.Sequential`.

    Elsewhere nobody can tell from the modules what is called after what, and they stay; the network itself where there
    is none. Maps differ by some 1e-6 of their largest cell. What changes the network later changes no copy.
    """
    if not any(_pairs(part) for part in network.modules()):
        return network
    copy = deepcopy(network).eval()
    for part in copy.modules():
        for at in _pairs(part):
            assert isinstance(part, nn.Sequential)
            convolution, norm = part[at], part[at + 1]
            assert isinstance(convolution, nn.Conv2d)
            assert isinstance(norm, nn.BatchNorm2d)
            part[at], part[at + 1] = fuse_conv_bn_eval(convolution, norm), nn.Identity()
    return copy.requires_grad_(False)


def _pairs(part: nn.Module) -> list[int]:
    """Where in a sequence a convolution stands with its batch norm next; one that is hooked or changed is left."""
    if not isinstance(part, nn.Sequential):
        return []
    return [
        at
        for at, (first, second) in enumerate(pairwise(part))
        if type(first) is nn.Conv2d and type(second) is nn.BatchNorm2d and second.running_mean is not None
    ]
