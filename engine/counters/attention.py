"""Where a counter looks: the spatial attention of its last features."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .counter import Counter
from .layers import seeing_inputs

TEMPERATURE = 2.0


@torch.inference_mode()
def spatial_attention(counter: Counter, image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A = softmax over places of sum_c |F_c|, as float32 (H, W) from 0 to about 1, for one image uint8 (H, W, 3).

    F are the features that the counter's last convolution reads (SATBA, arXiv:2302.13056, eqs. 1 and 2). Adapted: the
    sum is standardized and halved before the softmax, which would else leave a single place, and scaled to 1.
    """
    strength = _features(counter, image)[0].abs().sum(dim=0)
    strength = (strength - strength.mean()) / strength.std(correction=0).clamp_min(1e-6)
    attention = torch.softmax(strength.flatten() / TEMPERATURE, dim=0).reshape(strength.shape)
    small = (attention / attention.max()).cpu().numpy()
    height, width = image.shape[:2]
    cells = (small.shape[1] * counter.stride, small.shape[0] * counter.stride)
    # the map may reach over a frame that is no multiple of the stride
    return np.asarray(cv2.resize(small, cells, interpolation=cv2.INTER_LINEAR)[:height, :width], dtype=np.float32)


def _features(counter: Counter, image: NDArray[np.uint8]) -> Tensor:
    """What the last convolution of the network reads, (1, C, h, w)."""
    last = [module for module in counter.network.modules() if isinstance(module, nn.Conv2d)][-1]
    read: list[Tensor] = []
    with seeing_inputs(last, read.append):
        counter.density(image)
    return read[0]
