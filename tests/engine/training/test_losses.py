"""Each loss against an independent calculation: loops of NumPy, exact transport by linear programming."""

import numpy as np
import pytest
import torch
from scipy.optimize import linprog

from miscount.engine.errors import TrainingError
from miscount.engine.recipe import Recipe
from miscount.engine.training.losses import Bayesian, Dace, DMCount, LossInput, PixelSum, sinkhorn
from miscount.engine.training.presets import PRESETS

STRIDE, ROWS, COLUMNS = 8, 5, 7


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def answered(rng, num_heads, batch=1, bins=None):
    maps = torch.tensor(rng.uniform(0.01, 0.4, (batch, ROWS, COLUMNS)), dtype=torch.float32, requires_grad=True)
    target = torch.tensor(rng.uniform(0, 0.4, (batch, ROWS, COLUMNS)), dtype=torch.float32)
    heads = rng.uniform((0, 0), (COLUMNS * STRIDE, ROWS * STRIDE), (batch, num_heads, 2))
    logits = None if bins is None else torch.tensor(rng.normal(size=(batch, bins, ROWS, COLUMNS)), dtype=torch.float32)
    points = tuple(torch.tensor(each, dtype=torch.float32) for each in heads)
    return LossInput(maps, target, STRIDE, points, logits)


def centers():
    return [((c + 0.5) * STRIDE, (r + 0.5) * STRIDE) for r in range(ROWS) for c in range(COLUMNS)]


def test_pixel_sum(rng):
    asked = answered(rng, 3, batch=2)
    difference = asked.map_BHW.detach().numpy() - asked.target_BHW.numpy()
    np.testing.assert_allclose(PixelSum().of(asked).detach(), (difference**2).sum(axis=(1, 2)), rtol=1e-5)


@pytest.mark.parametrize("background", [0.0, 0.15])
def test_the_bayesian_loss_by_hand(rng, background):
    asked = answered(rng, 4)
    sigma, density = 6.0, asked.map_BHW[0].detach().numpy().ravel()
    heads = asked.points[0].numpy().astype(float)
    expected = np.zeros(len(heads) + 1)
    for cell, (x, y) in zip(density, centers(), strict=True):
        distances = [(x - hx) ** 2 + (y - hy) ** 2 for hx, hy in heads]
        likely = [np.exp(-d / (2 * sigma**2)) for d in distances]
        if background:
            shorter = min(ROWS, COLUMNS) * STRIDE
            likely.append(np.exp(-((shorter * background) ** 2 / (min(distances) + 1e-5)) / (2 * sigma**2)))
        share = np.array(likely) / np.sum(likely)
        expected[: len(share)] += share * cell
    by_hand = np.abs(1 - expected[:-1]).sum() + (abs(expected[-1]) if background else 0)
    loss = Bayesian(sigma=sigma, background=background).of(asked)
    assert float(loss[0].detach()) == pytest.approx(by_hand, rel=1e-4)


def test_the_bayesian_loss_of_an_empty_scene_is_what_was_counted(rng):
    asked = answered(rng, 0)
    assert float(Bayesian().of(asked)[0].detach()) == pytest.approx(float(asked.map_BHW.detach().sum()), rel=1e-5)


def exact_transport(share, cost):
    """The least cost of moving `share` (M,) to N equal points, by linear programming."""
    num_points, num_cells = cost.shape
    sums = np.zeros((num_points + num_cells, num_points * num_cells))
    for n in range(num_points):
        sums[n, n * num_cells : (n + 1) * num_cells] = 1
    for m in range(num_cells):
        sums[num_points + m, m::num_cells] = 1
    wanted = np.concatenate([np.full(num_points, 1 / num_points), share])
    return linprog(cost.ravel(), A_eq=sums, b_eq=wanted).fun


def test_sinkhorn_comes_close_to_the_exact_transport(rng):
    share = rng.uniform(0.1, 1, ROWS * COLUMNS)
    share /= share.sum()
    cost = ((rng.uniform(0, 40, (4, 1, 2)) - np.array(centers())) ** 2).sum(axis=2)
    wanted = exact_transport(share, cost)
    value, _ = sinkhorn(torch.tensor(share), torch.tensor(cost), regularization=2.0, iterations=3000)
    assert float(value) == pytest.approx(wanted, rel=0.01)
    assert float(value) >= wanted - 1e-9


def test_the_gradient_of_the_transport_is_that_of_the_exact_cost(rng):
    share = rng.uniform(0.5, 1, ROWS * COLUMNS)
    share /= share.sum()
    cost = ((rng.uniform(0, 40, (4, 1, 2)) - np.array(centers())) ** 2).sum(axis=2)
    _, potential = sinkhorn(torch.tensor(share), torch.tensor(cost), regularization=0.5, iterations=20_000)
    move = rng.normal(size=share.size) * 1e-4
    move -= move.mean()  # a distribution stays one
    slope = (exact_transport(share + move, cost) - exact_transport(share - move, cost)) / 2
    assert float(potential.numpy() @ move) == pytest.approx(slope, rel=0.05)


def test_dm_count_is_the_sum_of_its_three_terms(rng):
    asked = answered(rng, 4)
    density, points = asked.map_BHW[0].detach().double().numpy(), asked.points[0].double().numpy()
    count = abs(density.sum() - 4)
    dots = np.zeros((ROWS, COLUMNS))
    for x, y in points:
        dots[int(y // STRIDE), int(x // STRIDE)] += 1
    variation = np.abs(density / density.sum() - dots / 4).sum() * 4
    cost = ((points[:, None] - np.array(centers())[None]) ** 2).sum(axis=2)
    only = {"transport": 0.0, "variation": 0.0}
    assert float(DMCount(**only).of(asked)[0].detach()) == pytest.approx(count, rel=1e-4)
    assert float(DMCount(**only | {"variation": 1.0}).of(asked)[0].detach()) == pytest.approx(
        count + variation, rel=1e-4
    )
    exact = exact_transport((density / density.sum()).ravel(), cost)
    whole = float(DMCount(**only | {"transport": 1.0}, regularization=2.0, iterations=3000).of(asked)[0].detach())
    assert whole == pytest.approx(count + exact, rel=0.02)
    (gradient,) = torch.autograd.grad(DMCount().of(asked).sum(), asked.map_BHW)
    assert torch.isfinite(gradient).all()
    assert float(gradient.abs().sum()) > 0


def test_dace_by_hand(rng):
    asked = answered(rng, 6, bins=5)
    twice = (*asked.points,)[0][[0, 0, 0, 1, 2, 3]]  # three heads in one place are three
    asked = LossInput(asked.map_BHW, asked.target_BHW, STRIDE, (twice,), asked.logits_BNHW)
    dots = np.zeros((ROWS, COLUMNS), int)
    for x, y in twice.numpy():
        dots[int(y // STRIDE), int(x // STRIDE)] += 1
    assert dots.max() >= 3
    logits = asked.logits_BNHW[0].double().numpy()
    chances = np.exp(logits) / np.exp(logits).sum(axis=0)
    entropy = -sum(np.log(chances[min(dots[r, c], 4), r, c]) for r in range(ROWS) for c in range(COLUMNS))
    counted = asked.map_BHW[0].detach().double().numpy()
    absolute = sum(abs(counted[r, c] - dots[r, c]) for r in range(ROWS) for c in range(COLUMNS))
    squared = sum((counted[r, c] - dots[r, c]) ** 2 for r in range(ROWS) for c in range(COLUMNS))
    assert float(Dace().of(asked)[0].detach()) == pytest.approx(entropy + absolute, rel=1e-4)
    assert float(Dace(count="mse", count_weight=2).of(asked)[0].detach()) == pytest.approx(
        entropy + 2 * squared, rel=1e-4
    )
    assert float(Dace(count="dm_count").of(asked)[0].detach()) == pytest.approx(
        entropy + float(DMCount().of(asked)[0].detach()), rel=1e-4
    )


@pytest.mark.parametrize(("count", "cost"), [("mae", 8.0), ("mse", 32.0)])
def test_dace_charges_for_people_in_the_wrong_block_though_the_total_is_right(count, cost):
    wrong = torch.zeros(1, ROWS, COLUMNS)
    wrong[0, 4, 6] = 4
    four = torch.full((4, 2), 4.0)  # all in the first block
    sure = torch.zeros(1, 5, ROWS, COLUMNS)
    sure[:, 0] = 1000
    sure[0, :, 0, 0] = torch.tensor([0, 0, 0, 0, 1000.0])
    asked = LossInput(wrong, torch.zeros(1, ROWS, COLUMNS), STRIDE, (four,), sure)
    assert float(Dace(count=count).of(asked)[0]) == cost


def test_the_presets_of_clip_ebc_are_those_of_its_published_runs():
    vit, resnet = (PRESETS[f"clip_ebc_{name}"].training for name in ("vit", "resnet"))
    assert vit.loss == resnet.loss == Dace(count="dm_count", count_weight=1)
    assert (vit.batch, vit.crops, vit.crop_px, vit.warmup_lr) == (16, 2, 224, 1e-3)
    assert (resnet.batch, resnet.crops, resnet.crop_px, resnet.warmup_lr) == (8, 1, 448, 1e-6)


def test_a_loss_of_heads_says_what_it_lacks(rng):
    asked = answered(rng, 2)
    without = LossInput(asked.map_BHW, asked.target_BHW, STRIDE)
    for loss in (Bayesian(), DMCount()):
        with pytest.raises(TrainingError, match="only a density map"):
            loss.of(without)
    with pytest.raises(TrainingError, match="choose a counter that classifies"):
        Dace().of(asked)


def test_every_preset_is_a_recipe_with_the_counter_that_it_is_made_for():
    recipe = Recipe()
    for preset in PRESETS.values():
        fits = Recipe.model_validate(recipe.model_dump() | preset.settings(recipe.counter.model_dump()))
        assert fits.training == preset.training
        assert fits.counter.kind == preset.counter.get("kind", recipe.counter.kind)


def test_a_preset_keeps_what_it_does_not_say_of_its_own_counter():
    asked = PRESETS["clip_ebc_resnet"].settings({"kind": "clip_ebc", "backbone": "vit_b_16", "width": 0.5})
    assert asked["counter"] == {"kind": "clip_ebc", "backbone": "resnet50", "width": 0.5}
    assert PRESETS["dmba"].settings({"kind": "light", "channels": 4})["counter"] == {
        "kind": "csrnet", "convention": "eighth",
    }  # fmt: skip
    assert "counter" not in PRESETS["bayesian"].settings({"kind": "light"})
