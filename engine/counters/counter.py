"""A counter: a network with the configuration that says how to ask it."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .base import CounterPart
from .windows import in_windows


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
        mean, std = self.config.normalization
        image = image_BHWC.permute(0, 3, 1, 2).float()
        shift = torch.tensor(mean, device=image.device)[:, None, None] * 255
        scale = torch.tensor(std, device=image.device)[:, None, None] * 255
        # channels_last: the convolutions of CPUs and of tensor cores read it without a copy
        return ((image - shift) / scale).contiguous(memory_format=torch.channels_last)

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
        image, window = self.normalized(image_BHWC), self._window
        rows, columns = (-(-side // self.stride) for side in image.shape[2:])
        height, width = self.padded(image.shape[2], image.shape[3])
        if (height, width) != image.shape[2:]:
            image = nn.functional.pad(image, (0, width - image.shape[3], 0, height - image.shape[2]))
        output = self.network(image) if window is None else in_windows(self.network, image, window, self.stride)
        logits, output = output if isinstance(output, tuple) else (None, output)
        maps: Tensor = output[:, 0, :rows, :columns].float() * self.config.map_scale
        return maps, None if logits is None else logits[:, :, :rows, :columns]

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
