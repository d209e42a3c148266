"""Where in the image a count comes from: by gradients, and by painting parts over."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor

from ..counters.layers import explained_layer, feature_points, last_layer, over_frame, seeing_outputs
from ..errors import RecipeError
from .subject import Attribution, Step, Subject

PATCH_PX, MAX_PATCHES = 48, 600


def grad_cam(subject: Subject, layer: str | None = None, published: bool = False) -> Iterator[Step]:
    """Grad-CAM at the feature layer `layer` (Selvaraju et al. 2017, eqs. 1 and 2), after its norm and activation.

    The map is sum_c w_c z_c, w_c the mean over places of d(count) / d(z_c): in persons, signed, since what lowers a
    count is what an attack is about. Without `layer` it is that of `explained_layer`. `published`: the form of the seed
    paper's code, on the output layer, cut off at zero and scaled to [0, 1]. Raises RecipeError for no such layer.
    """
    counter = subject.counter
    name, points = layer or explained_layer(counter), feature_points(counter)
    if name not in points:
        raise RecipeError(f"layer: the counter has no layer {name[:60]!r}; it has {_some(list(points))}")
    module = last_layer(counter) if published else points[name].module
    seen: list[Tensor] = []
    with torch.enable_grad(), seeing_outputs(module, seen.append):
        pixels = torch.from_numpy(np.array(subject.image))[None].to(counter.device)
        counter.network.eval()
        total = counter.maps(pixels.float().requires_grad_(True)).sum()
        gradients = torch.autograd.grad(total, seen, allow_unused=True)
    size = subject.image.shape[:2]
    slopes = [torch.zeros_like(part) if slope is None else slope for part, slope in zip(seen, gradients, strict=True)]
    weight = over_frame(counter, slopes, *size).mean(dim=(1, 2))
    value = over_frame(counter, [part.detach() for part in seen], *size)
    found = torch.einsum("c,chw->hw", weight, value).float().cpu().numpy()
    if published:
        found = found.clip(min=0)
        found = (found - found.min()) / max(float(found.max() - found.min()), 1e-12)
        yield Attribution(found, "Grad-CAM on the output layer: the density map, cut off at zero and scaled to 1.")
        return
    reach = f"from {found.min():+.3g} to {found.max():+.3g} persons a place"
    yield Attribution(found, f"Grad-CAM at the layer {name}, {points[name].words}: {reach}.")


def _some(names: Sequence[str], most: int = 12) -> str:
    """The last of these names, from the image on, as far as they fit into a sentence."""
    left_out = len(names) - most
    return ", ".join(names[-most:]) + (f", and {left_out} before them" if left_out > 0 else "")


def input_gradient(subject: Subject) -> Iterator[Step]:
    """|d(count) / d(pixel)|, summed over colors, times 255: persons for the whole range of a pixel (H, W)."""
    counter = subject.counter
    with torch.enable_grad():
        pixels = torch.from_numpy(np.array(subject.image))[None].to(counter.device).float().requires_grad_(True)
        counter.network.eval()
        (gradient,) = torch.autograd.grad(counter.maps(pixels).sum(), pixels)
    found = gradient[0].abs().sum(dim=2).cpu().numpy() * 255
    yield Attribution(
        found, f"Input gradient: a pixel's whole range moves the count by up to {found.max():.3g} persons."
    )


def occlusion(subject: Subject, patch_px: int = PATCH_PX) -> Iterator[Step]:
    """The change of the count, in persons, with a square of `patch_px` around each place painted over (R, C).

    The paint is the scene's mean color (Zeiler and Fergus 2014). Places are half a square apart, or farther in large
    frames.
    """
    counter, image = subject.counter, subject.image
    height, width = image.shape[:2]
    step = max(patch_px // 2, math.ceil(math.sqrt(height * width / MAX_PATCHES)))
    rows, columns = max(1, round(height / step)), max(1, round(width / step))
    clean, color = counter.count(image), image.reshape(-1, 3).mean(axis=0)
    change = np.zeros((rows, columns), np.float32)
    for row in range(rows):
        for column in range(columns):
            middle = (row + 0.5) * height / rows, (column + 0.5) * width / columns
            top, left = (max(0, round(place - patch_px / 2)) for place in middle)
            painted = image.copy()
            painted[top : top + patch_px, left : left + patch_px] = color
            change[row, column] = counter.count(painted) - clean
        yield (row + 1) * columns, rows * columns
    yield Attribution(
        change, f"Occlusion: painting a square over changes the count by {change.min():+.1f} to {change.max():+.1f}."
    )
