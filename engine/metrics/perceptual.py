"""LPIPS: how different two images look to a network (Zhang et al. 2018, arXiv:1801.03924), with AlexNet.

The weights of AlexNet are the person's: torchvision's alexnet-owt-7be5be79.pth, which is not in this program. The five
linear layers are those of the authors and lie beside this file, with their license.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import WeightsError
from ..reading import Stamp, is_file, stamp

if TYPE_CHECKING:
    from torch import Tensor, nn

SHIFT, SCALE = (-0.030, -0.088, -0.188), (0.458, 0.448, 0.450)
TAPS = (1, 4, 7, 9, 11)
"""After each ReLU of AlexNet's features."""


def lpips(clean: NDArray[np.uint8], triggered: NDArray[np.uint8], weights: Path) -> float:
    """LPIPS of two images uint8 (H, W, 3), at least 64 px: 0 equal, about 1 unrelated. Raises WeightsError."""
    import torch

    features, linear = _networks(weights, stamp(weights.stat()) if is_file(weights) else ())
    with torch.inference_mode():
        pair = torch.stack([_prepared(clean), _prepared(triggered)])
        total = 0.0
        for number, layer in enumerate(features):
            pair = layer(pair)
            if number in TAPS:
                one, other = pair / pair.square().sum(dim=1, keepdim=True).sqrt().clamp_min(1e-10)
                weight = linear[TAPS.index(number)][0]
                total += float(((one - other).square() * weight).sum(dim=0).mean())
    return total


def _prepared(image: NDArray[np.uint8]) -> "Tensor":
    import torch

    scaled = torch.from_numpy(np.array(image)).permute(2, 0, 1).float() / 127.5 - 1
    return (scaled - torch.tensor(SHIFT)[:, None, None]) / torch.tensor(SCALE)[:, None, None]


@lru_cache(maxsize=1)
def _networks(path: Path, version: Stamp) -> "tuple[nn.Sequential, list[Tensor]]":
    from ..counters import weight_files
    from ..counters.checkpoint import fill

    features, start = alexnet_features(), "features."
    try:
        values = weight_files.read(path).values
        tensors = values if isinstance(values, Mapping) else {}
        own = {str(name).removeprefix(start): value for name, value in tensors.items() if str(name).startswith(start)}
        fill(features, own, path)
    except WeightsError as error:
        raise WeightsError(f"LPIPS wants torchvision's AlexNet (alexnet-owt-7be5be79.pth): {error}") from error
    return features.eval(), linear_layers()


def linear_layers() -> "list[Tensor]":
    """What each channel at each tap counts for, float32 (1, C, 1, 1)."""
    from safetensors.torch import load_file

    with as_file(files("miscount.engine.metrics").joinpath("lpips_alex.safetensors")) as file:
        weights = load_file(file)
    return [weights[f"lin{number}"].reshape(1, -1, 1, 1) for number in range(len(TAPS))]


def alexnet_features() -> "nn.Sequential":
    """The convolutions of AlexNet (Krizhevsky 2014, arXiv:1404.5997), named as torchvision's `features`."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(3, 64, 11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(),
        nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(),
    )  # fmt: skip
