"""The receptive field of one cell, drawn over the scene."""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from ..counters.receptive import measured_view
from .subject import Attribution, Step, Subject


def receptive_field_map(subject: Subject) -> Iterator[Step]:
    """The gradient of the middle cell (H, W), its largest 1, with squares of what it could and does see at -1 and 1.

    The layers allow the outer square; beyond the inner one the gradient is zero on this scene.
    """
    counter, image = subject.counter, subject.image
    batch = torch.from_numpy(np.array(image))[None].to(counter.device)
    with torch.enable_grad():
        pixels = batch.float().requires_grad_(True)
        counter.network.eval()
        maps = counter.maps(pixels)
        row, column = maps.shape[1] // 2, maps.shape[2] // 2
        (gradient,) = torch.autograd.grad(maps[0, row, column], pixels)
    size = gradient[0].abs().sum(dim=2).cpu().numpy().astype(np.float32)
    found = np.sqrt(size / max(float(size.max()), 1e-12))
    view, theory = measured_view(counter, image), counter.receptive_field_px
    middle = ((row + 0.5) * counter.stride, (column + 0.5) * counter.stride)
    if theory is not None:
        _outline(found, middle, theory, -1.0)
    _outline(found, middle, view.measured_px, 1.0)
    allowed = "the whole frame" if theory is None else f"{theory} px"
    yield Attribution(
        found,
        f"Receptive field: the layers allow {allowed}, {view.measured_px} px have a gradient here, and 95 % of it lies "
        f"within {view.effective_px} px.",
    )


def _outline(over: NDArray[np.float32], middle: tuple[float, float], side: float, value: float) -> None:
    height, width = over.shape
    thick = max(1, round(min(height, width) / 200))
    top, left = (round(place - side / 2) for place in middle)
    bottom, right = (round(place + side / 2) for place in middle)
    rows, columns = slice(max(0, top), max(0, bottom)), slice(max(0, left), max(0, right))
    for edge in (top, bottom - thick):
        over[max(0, edge) : max(0, edge + thick), columns] = value
    for edge in (left, right - thick):
        over[rows, max(0, edge) : max(0, edge + thick)] = value
