"""I-BAU on a counter whose worst universal perturbation is known: it lies upward, where no step down ever goes."""

from typing import ClassVar, Literal

import numpy as np
import pytest
import torch
from torch import nn

from miscount.engine.counters import Counter
from miscount.engine.counters.base import CounterPart
from miscount.engine.defenses.i_bau import IBAU, log_ratio, worst_change
from miscount.engine.training import Batch

GRAY, BUDGET = 128, 6.0


class Lopsided(CounterPart):
    """Counts 10 of a gray picture, a tenth of a person more for each level, and from three levels on far more."""

    kind: Literal["lopsided"] = "lopsided"
    last_layer: ClassVar[tuple[str, ...]] = ("2.",)

    @property
    def stride(self):
        return 8

    @property
    def receptive_field_px(self):
        return 8

    @property
    def normalization(self):
        return (0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255)

    def network(self):
        network = nn.Sequential(nn.Conv2d(3, 2, 8, stride=8), nn.ReLU(), nn.Conv2d(2, 1, 1))
        with torch.no_grad():
            network[0].weight.fill_(1 / 192)  # the mean level of a block
            network[0].bias.copy_(torch.tensor([0.0, -(GRAY + 3.0)]))
            network[2].weight.copy_(torch.tensor([0.1038, 2.735])[None, :, None, None] / 4)
            network[2].bias.fill_((10 - 0.1038 * GRAY) / 4)
        return network


def count_by_hand(level: float) -> float:
    return 10 + 0.1038 * (level - GRAY) + 2.735 * max(0.0, level - GRAY - 3)


def squared(level: float) -> float:
    return float(np.log((count_by_hand(GRAY + level) + 1) / 11) ** 2)


@pytest.fixture
def counter():
    return Counter(Lopsided(), Lopsided().network())


def gray(side=16):
    return torch.full((2, side, side, 3), float(GRAY))


def test_the_worst_perturbation_is_found_where_the_first_step_down_never_goes(counter):
    assert [squared(-6), squared(6)] == pytest.approx([0.0034, 0.347], rel=0.02)
    worst = max(np.linspace(-BUDGET, BUDGET, 1201), key=squared)
    found = worst_change(counter, gray(), BUDGET, steps=3)
    assert torch.allclose(found, torch.full_like(found, worst))
    measured = float(log_ratio(counter, gray(), found).square().mean().detach())
    assert measured == pytest.approx(squared(worst), rel=1e-4)
    # each side by itself: what the search kept before, and what it keeps now
    assert measured > 100 * squared(-6)


def test_the_worst_of_all_steps_is_kept_not_the_last(counter):
    with torch.no_grad():  # a bump: from four levels on the count falls again, below where it began
        counter.network[2].weight.copy_(torch.tensor([0.5, -6.0])[None, :, None, None] / 4)
        counter.network[2].bias.fill_((10 - 0.5 * GRAY) / 4)
    levels = [log_ratio(counter, gray(), torch.full((16, 16, 3), float(level))).square().mean() for level in (-6, 6)]
    found = worst_change(counter, gray(), BUDGET, steps=3)
    assert float(log_ratio(counter, gray(), found).square().mean().detach()) >= float(max(levels).detach()) - 1e-6


def test_the_weights_get_the_direct_term_of_the_hypergradient(counter):
    """The gradient of the loss is that with the perturbation held fixed, by finite differences of one weight."""
    defense = IBAU(budget=BUDGET, weight=0.5)
    batch = Batch(gray().to(torch.uint8), torch.zeros(2, 2, 2), ("a", "b"))
    total = defense._combined(counter)(torch.zeros(2), batch)
    (gradient,) = torch.autograd.grad(total, counter.network[2].weight)

    def penalty(second: float) -> float:
        counts = [4 * (0.1038 / 4 * level + second * max(0.0, level - GRAY - 3)) + 10 - 0.1038 * GRAY
                  for level in (GRAY, GRAY + 6)]  # fmt: skip
        return 0.5 * np.log((counts[1] + 1) / (counts[0] + 1)) ** 2

    at, step = 2.735 / 4, 1e-5
    assert float(gradient[0, 1]) == pytest.approx((penalty(at + step) - penalty(at - step)) / (2 * step), rel=1e-3)
    assert "Danskin" in defense.card
