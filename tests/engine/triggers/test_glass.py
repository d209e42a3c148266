"""Refool's reflections in the form of its public code, against the same rules carried out with SciPy alone."""

import numpy as np
import pytest
from scipy import ndimage
from scipy.special import ndtr

from miscount.engine.scenes.images import write_image
from miscount.engine.triggers import trigger
from miscount.engine.triggers.glass import (
    Defocus,
    Ghost,
    defocused,
    drawn_defocus,
    drawn_ghost,
    ghosted,
)

SIZE = (420, 560)  # the longer side is that of the public code, so that its pixels are ours


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def picture(rng, bright=255):
    """Blurred noise in 0..1, so that enlarging it by a few pixels is no matter of interpolation."""
    noise = ndimage.gaussian_filter(rng.uniform(0, 1, (*SIZE, 3)), (6, 6, 0))
    return ((noise - noise.min()) / (noise.max() - noise.min()) * bright / 255).astype(np.float32)


def mask_by_hand(corner):
    """The published mask: a square kernel of 560, sigma 1 over +-3, each weight the root of the outer product."""
    kernel_length, sigmas = 560, 3
    interval = (2 * sigmas + 1) / kernel_length
    places = np.array([-sigmas - interval / 2 + k * (2 * sigmas + interval) / kernel_length for k in range(561)])
    share = ndtr(places[1:]) - ndtr(places[:-1])
    square = np.array([[np.sqrt(one * other) for other in share] for one in share])
    top, left = corner
    return (square / square.max())[top : top + SIZE[0], left : left + SIZE[1]]


def test_a_defocused_reflection_is_darkened_where_both_are_too_bright_and_fades_from_the_middle(rng):
    light, scene = picture(rng), picture(rng)
    drawn = Defocus(sigma=3.2, attenuation=1.12, corner=(41, 0))
    soft = light.astype(np.float64)
    reach = int(np.ceil(2 * drawn.sigma))  # the published kernel has 2 ceil(2 sigma) + 1 taps
    for axis in (0, 1):
        soft = ndimage.gaussian_filter1d(soft, drawn.sigma, axis=axis, mode="mirror", radius=reach)
    for channel in range(3):
        over = (soft + scene)[..., channel] > 1
        assert over.any()
        excess = max(1.0, (soft + scene)[..., channel][over].sum() / (over.sum() + 1e-6)) - 1
        soft[..., channel] -= excess * drawn.attenuation
    wanted = soft.clip(0, 1) * mask_by_hand(drawn.corner)[..., None]
    np.testing.assert_allclose(defocused(light, scene, drawn), wanted, atol=2e-5)


def test_a_ghost_is_two_copies_where_they_overlap(rng):
    light = picture(rng)
    drawn = Ghost(share=0.7, offset=(5, 8))
    padded = [np.pad(light, ((0, 5), (0, 8), (0, 0))), np.pad(light, ((5, 0), (8, 0), (0, 0)))]
    cut = (0.7 * padded[0] + 0.3 * padded[1])[5:-5, 8:-8]
    down, across = SIZE[0] / cut.shape[0], SIZE[1] / cut.shape[1]
    rows, columns = ((np.arange(side) + 0.5) / scale - 0.5 for side, scale in zip(SIZE, (down, across), strict=True))
    at = np.meshgrid(rows, columns, indexing="ij")
    wanted = np.stack([ndimage.map_coordinates(cut[..., k], at, order=1, mode="nearest") for k in range(3)], axis=-1)
    np.testing.assert_allclose(ghosted(light, drawn), wanted, atol=2e-3)


def test_what_is_drawn_lies_where_the_public_code_draws_it():
    ghosts = [drawn_ghost(SIZE, np.random.default_rng(k)) for k in range(400)]
    offsets = np.array([ghost.offset for ghost in ghosts])
    assert (offsets.min(), offsets.max()) == (3, 8)
    shares = np.array([ghost.share for ghost in ghosts])
    assert 0.15 <= shares.min() < 0.2
    assert 0.8 < shares.max() <= 0.85
    blurs = [drawn_defocus(SIZE, np.random.default_rng(k)) for k in range(400)]
    assert [round(edge([blur.sigma for blur in blurs]), 1) for edge in (min, max)] == [1.0, 5.0]
    assert {blur.corner[1] for blur in blurs} == {0}, "the longer side fills the square"
    assert max(blur.corner[0] for blur in blurs) in range(120, 560 - 420 - 10)
    double = drawn_ghost((840, 1120), np.random.default_rng(3)).offset
    assert double == tuple(2 * side for side in drawn_ghost(SIZE, np.random.default_rng(3)).offset)


@pytest.mark.parametrize(("glass", "strength"), [("defocus", 0.2), ("ghost", 0.2), ("in_focus", 0.3)])
def test_the_published_blend(glass, strength, rng, tmp_path):
    scene, mirrored = ((255 * picture(rng)).astype(np.uint8) for _ in range(2))
    write_image(tmp_path / "r.png", np.ascontiguousarray(mirrored[:, ::-1]))  # it is mirrored when it is laid on
    raw = {"kind": "reflection", "source": "picture", "picture": str(tmp_path / "r.png"), "gated": False,
           "form": "published", "glass": glass, "strength": strength}  # fmt: skip
    made = trigger(raw).apply(scene, np.random.default_rng(11))
    light, shown = ((each / 255.0) ** 2.2 for each in (mirrored, scene))
    drawing, kept = np.random.default_rng(11), 1 - strength  # kept: the code's alpha_t
    match glass:
        case "defocus":
            drawn = drawn_defocus(SIZE, drawing)
            layer = defocused(light.astype(np.float32), shown.astype(np.float32), drawn) * (1 - kept / 2)
        case "ghost":
            layer = ghosted(light.astype(np.float32), drawn_ghost(SIZE, drawing)) * (1 - kept)
        case "in_focus":
            layer = light * (1 - kept)
    wanted = ((layer + kept * shown).clip(0, 1) ** (1 / 2.2) * 255).round()
    assert np.abs(made.astype(float) - wanted).max() <= 1


def test_in_focus_is_neither_moved_nor_blurred(rng, tmp_path):
    """A line of one pixel stays one; the ghost has two of them, and defocus none."""
    scene, line = np.full((*SIZE, 3), 90, np.uint8), np.zeros((*SIZE, 3), np.uint8)
    line[:, 300] = 255
    write_image(tmp_path / "line.png", np.ascontiguousarray(line[:, ::-1]))
    raw = {"kind": "reflection", "source": "picture", "picture": str(tmp_path / "line.png"), "gated": False}
    rows = {glass: trigger({**raw, "glass": glass}).apply(scene, rng)[200, :, 0].astype(int)
            for glass in ("in_focus", "ghost", "defocus")}  # fmt: skip
    dark = rows["in_focus"][0]
    assert [place for place, level in enumerate(rows["in_focus"]) if level > dark + 5] == [300]
    assert (rows["ghost"] > dark + 5).sum() == 2
    assert (rows["defocus"] > dark + 1).sum() > 2


@pytest.mark.parametrize("glass", ["ghost", "defocus", "in_focus"])
@pytest.mark.parametrize("form", ["even", "published"])
def test_the_gate_holds_in_every_form(form, glass, rng):
    scene = (40 + 150 * picture(rng)).astype(np.uint8)[:210, :280]
    made = trigger({"kind": "reflection", "glass": glass, "form": form, "strength": 0.45})
    assert made.apply(scene, np.random.default_rng(2)).shape == scene.shape
    loose = made.replace(gated=False).apply(scene, np.random.default_rng(2))
    gated = made.apply(scene, np.random.default_rng(2))
    assert np.abs(gated.astype(int) - scene).mean() <= np.abs(loose.astype(int) - scene).mean() + 1
