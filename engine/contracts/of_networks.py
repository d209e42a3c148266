"""What every counter, every loss and every kernel promises."""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
import torch

from ..counters import Counter, CounterPart
from ..density import AnyKernel, block_sum, density_map
from ..errors import TrainingError
from ..training.losses import LossInput, LossPart
from .promises import HEIGHT, WIDTH, BrokenPromise, heads, hold, is_array, photo, same_weights, weights_of


def keeps_counter_contract(config: CounterPart, make: Callable[[int], Counter]) -> None:
    """A map at the stride for any frame, weights that the seed alone decides, and names that are of its network."""
    counter, again, other = make(1), make(1), make(2)
    hold(same_weights(weights_of(counter), weights_of(again)), "one seed draws two sets of weights")
    hold(not same_weights(weights_of(counter), weights_of(other)), "two seeds draw the same weights")
    hold(config.side_multiple % config.stride == 0, "side_multiple is no multiple of the stride")
    field = config.receptive_field_px
    hold(field is None or field >= config.stride, "receptive_field_px is smaller than the stride")
    for height, width in ((HEIGHT, WIDTH), (71, 103)):
        gives_maps(config, counter, again, height, width)
    names = [name for name, _ in counter.network.named_parameters()]
    for prefixes in (config.front_end, config.last_layer):
        for prefix in prefixes:
            hold(any(name.startswith(prefix) for name in names), f"no parameter of its network begins with {prefix!r}")
    hold(any(config.trains(name) for name in names), "none of its parameters is trained")
    hold(bool(config.anchor_points) == config.gives_logits, "anchor_points and gives_logits do not agree")
    if config.gives_attention:
        counter.network.train()
        maps, attention = counter.answer(torch.from_numpy(photo())[None])
        fits = attention is not None and attention.shape == (1, 1, *maps.shape[1:])
        hold(fits, "it says that it gives an attention, and gives none of (1, 1, h, w)")
    if config.gives_logits:
        side = config.window_px or max(config.side_multiple, 64)
        counter.network.train()
        maps, logits = counter.answer(torch.from_numpy(photo(side, side))[None])
        fits = logits is not None and logits.shape == (1, len(config.anchor_points), *maps.shape[1:])
        hold(fits, "it says that it gives logits, and gives none of (1, bins, h, w)")


def gives_maps(config: CounterPart, counter: Counter, again: Counter, height: int, width: int) -> None:
    """A finite map float32 at the stride whose sum is the count, the same from the same weights."""
    image = photo(height, width)
    density = counter.density(image)
    hold(density.dtype == np.float32, f"its map is {density.dtype}, not float32")
    wanted = (-(-height // config.stride), -(-width // config.stride))
    hold(density.shape == wanted, f"its map of {height} x {width} is {density.shape}, not {wanted}")
    hold(np.isfinite(density).all(), "its map is not finite")
    hold((density == again.density(image)).all(), "equal weights give two maps of one picture")
    count, total = counter.count(image), float(density.astype(np.float64).sum())
    hold(abs(count - total) <= 1e-4 * max(1, abs(total)), f"its count {count:g} is not the sum of its map, {total:g}")


def keeps_loss_contract(loss: LossPart) -> None:
    """One number from 0 on for each image, whatever part of a step it is in, with a gradient that is a number too."""
    both = _given(loss, (0, 1))
    both.map_BHW.requires_grad_()
    values = loss.of(both)
    hold(values.shape == (2,), "it gives no number for each image")
    hold((values >= 0).all(), "it gives a number below 0")
    alone = loss.of(_given(loss, (1,))).item()
    hold(abs(values[1].item() - alone) <= 1e-4 * max(abs(alone), 1e-12), "an image has another loss in another company")
    values.mean().backward()
    gradient = both.map_BHW.grad
    hold(gradient is not None and torch.isfinite(gradient).all() and gradient.abs().sum() > 0, "it has no gradient")
    for needs, lacking in (
        (loss.needs_points, {"points": None}),
        (loss.needs_logits or loss.needs_attention, {"logits_BNHW": None}),
    ):
        lacks = dataclasses.replace(_given(loss, (0,)), **lacking)  # type: ignore[arg-type]  # each is one field
        if not needs:
            hold(torch.isfinite(loss.of(lacks)).all(), "it is not finite without what it does not need")
            continue
        try:
            loss.of(lacks)
        except TrainingError:
            continue
        raise BrokenPromise(f"it says nothing where it lacks {next(iter(lacking))}")


def _given(loss: LossPart, which: Sequence[int]) -> LossInput:
    rng, num_bins = np.random.default_rng(0), 1 if loss.needs_attention else 5
    points = tuple(torch.from_numpy(rng.uniform(size=(num, 2)) * [64, 48]).float() for num in (4, 9))
    target = torch.from_numpy(rng.uniform(size=(2, 6, 8))).float()
    logits = torch.from_numpy(rng.normal(size=(2, num_bins, 6, 8))).float()
    return LossInput(
        map_BHW=torch.from_numpy(np.random.default_rng(1).uniform(0.01, 0.3, size=(2, 6, 8))).float()[[*which]],
        target_BHW=target[[*which]],
        stride=8,
        points=tuple(points[place] for place in which),
        logits_BNHW=logits[[*which]],
        total=2,
    )


def keeps_kernel_contract(kernel: AnyKernel) -> None:
    """A map float32 (H, W) from 0 on, all of the weights in it, and nothing of nobody."""
    made = density_map(heads(num=25), (HEIGHT, WIDTH), kernel)
    hold(is_array(made, np.float32, (HEIGHT, WIDTH)), "its map is no float32 (H, W)")
    hold((made >= 0).all(), "its map goes below 0")
    for name, total in (("map", made.sum(dtype=np.float64)), ("blocks", block_sum(made, 8).sum(dtype=np.float64))):
        hold(abs(total - 25) <= 25e-4, f"of 25 heads its {name} hold {total:g}")
    hold(not density_map(heads(num=0), (HEIGHT, WIDTH), kernel).any(), "its map of nobody is not empty")
