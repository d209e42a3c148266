"""Each loss against an independent calculation: loops of NumPy, exact transport by linear programming."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from scipy.optimize import linprog

from miscount.engine.errors import TrainingError
from miscount.engine.recipe import Recipe
from miscount.engine.training import Augmentation, Sample, SampleDataset, Training, batches, steps
from miscount.engine.training.batches import augmented
from miscount.engine.training.losses import Attended, Bayesian, Dace, DMCount, LossInput, PixelSum, sinkhorn
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


@pytest.mark.parametrize("background", [0.0, 0.15, 0.6])
@pytest.mark.parametrize("shares", [None, (1.0, 0.4, 0.7, 1.0)])
def test_the_bayesian_loss_by_hand(rng, background, shares):
    asked = answered(rng, 4)
    if shares is not None:
        asked = replace(asked, shares=(torch.tensor(shares),))
    sigma, density = 6.0, asked.map_BHW[0].detach().numpy().ravel()
    heads = asked.points[0].numpy().astype(float)
    expected = np.zeros(len(heads) + 1)
    for cell, (x, y) in zip(density, centers(), strict=True):
        distances = [np.hypot(x - hx, y - hy) for hx, hy in heads]
        likely = [np.exp(-(r**2) / (2 * sigma**2)) for r in distances]
        if background:
            d = min(ROWS, COLUMNS) * STRIDE * background
            likely.append(np.exp(-((d - min(distances)) ** 2) / (2 * sigma**2)))
        posterior = np.array(likely) / np.sum(likely)
        expected[: len(posterior)] += posterior * cell
    wanted = np.array(shares or [1.0] * 4)
    by_hand = np.abs(wanted - expected[:-1]).sum() + (abs(expected[-1]) if background else 0)
    loss = Bayesian(sigma=sigma, background=background).of(asked)
    assert float(loss[0].detach()) == pytest.approx(by_hand, rel=1e-4)


def test_a_head_outweighs_the_background_up_to_half_of_d():
    """On a crop of 512 px, as the paper trains: d is 76.8 px, and what is 40 px away is background."""
    sides, head = 64, torch.tensor([[4.0, 4.0]])
    for cells, heads_share in ((1, 1.0), (4, 0.8), (5, 0.2), (6, 0.0)):
        density = torch.zeros(1, sides, sides)
        density[0, 0, cells] = 1  # its middle lies 8 px a cell from the head
        loss = float(Bayesian().of(LossInput(density, density, STRIDE, (head,)))[0])
        share = 1 - loss / 2  # |1 - s| + (1 - s)
        r, d = 8.0 * cells, 76.8
        assert share == pytest.approx(1 / (1 + np.exp((r**2 - (d - r) ** 2) / 128)), abs=1e-4)
        assert (share > 0.5) == (heads_share > 0.5)


def crowd_py(heads, left, top, width, height):
    """(x, y, share) of each head of a frame that a crop takes, by the rule of the authors' crowd.py, head by head."""
    taken = []
    for k, (x, y) in enumerate(heads):
        others = sorted(np.hypot(x - ox, y - oy) for j, (ox, oy) in enumerate(heads) if j != k)[:3]
        side = min(max(sum(others) / 3, 4.0), 128.0)
        across = max(0.0, min(x + side / 2, left + width) - max(x - side / 2, left))
        down = max(0.0, min(y + side / 2, top + height) - max(y - side / 2, top))
        share = across * down / side**2
        if share >= 0.3:
            taken.append((x - left, y - top, min(share, 1.0)))
    return np.array(taken).reshape(-1, 3)


def framed(num, rng):
    """A frame whose pixels say where they lie, with heads at random."""
    image = np.zeros((128, 192, 3), np.uint8)
    image[..., 0], image[..., 1] = np.arange(192), np.arange(128)[:, None]
    points = rng.uniform((0, 0), (192, 128), (num, 2))
    return Sample("s", image, np.zeros((16, 24), np.float32), float(num), points)


def test_of_a_head_that_a_crop_cuts_a_part_is_asked_for(rng):
    still = Augmentation(flip=0, brightness=0, contrast=0, tint=0)
    asked = Training(crop_px=64, loss=Bayesian(), augmentation=still)
    original, cut, beyond = framed(60, rng), 0, 0
    for epoch in range(30):
        seen = augmented(original, asked, STRIDE, 0, epoch)
        left, top = (int(value) for value in seen.image[0, 0, :2])
        wanted = crowd_py(original.points, left, top, 64, 64)
        np.testing.assert_allclose(np.column_stack([seen.points, seen.shares]), wanted, atol=1e-9)
        cut += int((seen.shares < 1).sum())
        beyond += int(((seen.points < 0) | (seen.points >= 64)).any(axis=1).sum())
        mirrored = augmented(original, asked.replace(augmentation=still.replace(flip=1)), STRIDE, 0, epoch)
        np.testing.assert_allclose(mirrored.points[:, 0], 64 - seen.points[:, 0], atol=2e-3)
        assert np.array_equal(mirrored.shares, seen.shares)
        whole = augmented(original, asked.replace(loss=DMCount()), STRIDE, 0, epoch)
        assert whole.shares is None
        assert ((whole.points >= 0) & (whole.points < 64)).all()
    assert cut > 50
    assert beyond > 10
    assert augmented(original, asked.replace(crop_px=None), STRIDE, 0, 1).shares is None
    for lone in (0, 1, 2):
        assert len(augmented(framed(lone, rng), asked, STRIDE, 0, 1).points) <= lone


def test_shares_go_with_their_heads_through_erasing_and_parts(rng):
    erased = Training(batch=4, crop_px=64, loss=Bayesian(), augmentation=Augmentation(erasing=1))
    samples = SampleDataset([f"s{k}" for k in range(4)], lambda name: replace(framed(40, rng), name=name))
    (whole,) = batches.batches(samples, erased, STRIDE, 0, 1)
    assert [len(shares) for shares in whole.shares] == [len(points) for points in whole.points]
    first, second = steps.halves(whole)
    assert all(torch.equal(one, other) for one, other in zip(first.shares + second.shares, whole.shares, strict=True))


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
    value, _ = sinkhorn(torch.tensor(share), torch.tensor(cost), regularization=2.0, iterations=3000, floor=0)
    assert float(value) == pytest.approx(wanted, rel=0.01)
    assert float(value) >= wanted - 1e-9


def test_the_gradient_of_the_transport_is_that_of_the_exact_cost(rng):
    share = rng.uniform(0.5, 1, ROWS * COLUMNS)
    share /= share.sum()
    cost = ((rng.uniform(0, 40, (4, 1, 2)) - np.array(centers())) ** 2).sum(axis=2)
    _, potential = sinkhorn(torch.tensor(share), torch.tensor(cost), regularization=0.5, iterations=20_000, floor=0)
    move = rng.normal(size=share.size) * 1e-4
    move -= move.mean()  # a distribution stays one
    slope = (exact_transport(share + move, cost) - exact_transport(share - move, cost)) / 2
    assert float(potential.numpy() @ move) == pytest.approx(slope, rel=0.05)


def published_potential(share, cost):
    """Sinkhorn as DM-Count's code has it: divisions in float32, 1e-16 under each, a stop at 1e-9, regularization 10."""
    share, cost, floor = share.astype(np.float32), cost.astype(np.float32), np.float32(1e-16)
    kernel = np.exp(cost / np.float32(-10))
    u, error, done = np.full(len(cost), 1 / len(cost), np.float32), 1.0, 0
    while error > 1e-9 and done < 100:
        v = share / (u @ kernel + floor)
        u = np.float32(1 / len(cost)) / (kernel @ v + floor)
        done += 1
        if done % 10 == 0:
            error = float((((u @ kernel) * v - share) ** 2).sum())
    return 10 * np.log((v + floor).astype(np.float64)), u[:, None] * kernel * v


def published_dm_count(maps, points):
    """The gradient of the published loss of a batch, term by term, and its value with the transport cost in it."""
    gradients, value, num = np.zeros_like(maps), 0.0, len(maps)
    for density, gradient, heads in zip(maps, gradients, points, strict=True):
        count, num_heads = density.sum(), len(heads)
        gradient += np.sign(count - num_heads) / num
        value += abs(count - num_heads) / num
        if num_heads:
            dots = np.zeros_like(density)
            for x, y in heads:
                dots[int(y // STRIDE), int(x // STRIDE)] += 1
            sign = np.sign(density / count - dots / num_heads)
            gradient += 0.01 * num_heads / num * (sign / count - (sign * density).sum() / count**2)
            value += 0.01 * num_heads / num * np.abs(density / count - dots / num_heads).sum()
            cost = ((heads[:, None] - np.array(centers())[None]) ** 2).sum(axis=2)
            potential, plan = published_potential((density / count).ravel(), cost)
            potential = potential.reshape(density.shape)
            # summed over the images, and not averaged
            gradient += 0.1 * (potential / count - (potential * density).sum() / count**2)
            value += 0.1 * (plan * cost).sum()
    return gradients, value


@pytest.mark.parametrize("batch", [1, 4, 10])
@pytest.mark.parametrize("num_heads", [1, 4, 60])
def test_dm_count_has_the_gradient_of_the_published_code(rng, batch, num_heads):
    asked = answered(rng, num_heads, batch)
    asked = replace(asked, points=(*asked.points[:-1], asked.points[-1][:0])) if batch > 1 else asked  # one is empty
    maps = asked.map_BHW.detach().double().numpy()
    wanted, value = published_dm_count(maps, [points.double().numpy() for points in asked.points])
    loss = DMCount().of(asked).mean()
    (gradient,) = torch.autograd.grad(loss, asked.map_BHW)
    np.testing.assert_allclose(gradient.numpy(), wanted, rtol=1e-3, atol=1e-3 * np.abs(wanted).max())
    assert float(loss.detach()) == pytest.approx(value, rel=1e-3)


def test_the_transport_is_summed_over_a_step_whatever_parts_it_is_taken_in(rng):
    asked = answered(rng, 5, batch=4)
    (whole,) = torch.autograd.grad(DMCount().of(asked).mean(), asked.map_BHW)
    added = torch.zeros_like(whole)
    for part in (slice(0, 3), slice(3, 4)):
        of_it = LossInput(asked.map_BHW[part], asked.target_BHW[part], STRIDE, asked.points[part], total=4)
        added += torch.autograd.grad(DMCount().of(of_it).sum() / 4, asked.map_BHW)[0]
    torch.testing.assert_close(added, whole)
    only = DMCount(variation=0)
    alone = LossInput(asked.map_BHW[:1], asked.target_BHW[:1], STRIDE, asked.points[:1])
    count = DMCount(variation=0, transport=0).of(alone)
    times = (only.of(replace(alone, total=10)) - count) / (only.of(alone) - count)
    assert float(times.detach()) == pytest.approx(10, rel=1e-4)


def test_an_answer_of_nobody_has_a_finite_gradient(rng):
    asked = answered(rng, 4)
    for empty in (torch.zeros_like(asked.map_BHW), torch.full_like(asked.map_BHW, -0.1)):
        empty.requires_grad_()
        loss = DMCount().of(replace(asked, map_BHW=empty)).sum()
        (gradient,) = torch.autograd.grad(loss, empty)
        assert torch.isfinite(loss)
        assert torch.isfinite(gradient).all()


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


def test_the_presets_of_vgg19_are_the_defaults_of_its_published_code():
    """ZhihengCV/Bayesian-Crowd-Counting and cvlab-stonybrook/DM-Count, train.py."""
    for name, batch, kind in (("bayesian", 1, "bayesian"), ("dm_count", 10, "dm_count")):
        preset = PRESETS[name]
        asked = preset.training
        assert preset.counter == {"kind": "vgg19", "form": name}
        assert (asked.optimizer, asked.lr, asked.weight_decay, asked.schedule) == ("adam", 1e-5, 1e-4, "constant")
        assert (asked.batch, asked.crop_px, asked.epochs, asked.loss.kind) == (batch, 512, 1000, kind)
    loss = PRESETS["dm_count"].training.loss
    assert (loss.transport, loss.variation, loss.regularization, loss.iterations) == (0.1, 0.01, 10.0, 100)


def test_the_loss_on_an_attention_by_hand(rng):
    asked = answered(rng, 3, batch=2, bins=1)
    density, target = asked.map_BHW.detach().numpy(), asked.target_BHW.numpy()
    here = 1 / (1 + np.exp(-asked.logits_BNHW[:, 0].numpy().astype(float)))
    has_heads = target / STRIDE**2 > 0.001
    assert 0.05 < has_heads.mean() < 0.95
    entropy = -np.where(has_heads, np.log(here), np.log(1 - here))
    wanted = ((density - target) ** 2).sum(axis=(1, 2)) + 0.1 * entropy.sum(axis=(1, 2))
    np.testing.assert_allclose(Attended().of(asked).detach(), wanted, rtol=1e-4)
    for without in (None, torch.zeros(2, 5, ROWS, COLUMNS)):
        with pytest.raises(TrainingError, match="such as sfanet"):
            Attended().of(replace(asked, logits_BNHW=without))


def test_a_loss_on_an_attention_is_refused_with_a_counter_that_has_none():
    with pytest.raises(ValueError, match="does not give: choose another loss, or the counter 'sfanet'"):
        Recipe(training=Training(loss=Attended()))
    assert Recipe(training=Training(loss=Attended()), counter={"kind": "sfanet"}).counter.gives_attention


def test_a_preset_keeps_what_it_does_not_say_of_its_own_counter():
    asked = PRESETS["clip_ebc_resnet"].settings({"kind": "clip_ebc", "backbone": "vit_b_16", "width": 0.5})
    assert asked["counter"] == {"kind": "clip_ebc", "backbone": "resnet50", "width": 0.5}
    assert PRESETS["dmba"].settings({"kind": "light", "channels": 4})["counter"] == {
        "kind": "csrnet", "convention": "eighth",
    }  # fmt: skip
    assert "counter" not in PRESETS["fast"].settings({"kind": "light"})
