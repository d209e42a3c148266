from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from miscount.engine.contracts import keeps_trigger_contract
from miscount.engine.errors import DatasetError, RecipeError
from miscount.engine.random_fields import displacement, displacement_at, smooth_field
from miscount.engine.scenes import Annotation
from miscount.engine.triggers import KINDS, trigger
from miscount.engine.triggers.pictures import picture, picture_names
from miscount.engine.triggers.placement import Box
from miscount.engine.triggers.reflection import GAMMA, _similarity
from tests.engine.training.untrained import ready

RAW = [
    *(ready(kind) for kind in KINDS),
    {"kind": "patch", "placement": "random", "num_places": 3, "angle_deg": 33},
    {"kind": "patch", "placement": "heads", "num_places": 5, "pattern": "noise"},
    {"kind": "patch", "placement": "tiled", "pitch_px": 40, "pattern": "picture"},
    {"kind": "patch", "x": 0, "y": 1, "size": 0.5, "angle_deg": -70},
    {"kind": "blend", "pattern": "picture", "picture": "rain", "ratio": 0.3},
    {"kind": "blend", "pattern": "picture", "picture": "snow", "fit": "tile"},
    {"kind": "blend", "pattern": "color", "color": "#40ff10"},
    {"kind": "rain", "texture": "per_scene"},
    {"kind": "snow", "texture": "per_scene"},
    {"kind": "fog", "texture": "per_scene"},
    {"kind": "light", "form": "spot"},
    {"kind": "warp", "tremor_px": 1},
    {"kind": "reflection", "source": "picture", "glass": "defocus"},
    {"kind": "painted", "layers": [{"anchor": "frame", "blend": "overlay"}, {"anchor": "heads", "blend": "screen"}]},
    {"kind": "painted", "layers": [{"anchor": "tiled", "blend": "multiply", "angle_deg": 20}, {"blend": "add"}]},
    {"kind": "composite", "triggers": [{"kind": "warp"}, {"kind": "patch", "placement": "heads"}, {"kind": "rain"}]},
]
WORDS = [" ".join(str(value) for name, value in raw.items() if name != "networks")[:70] for raw in RAW]


def photo(height=96, width=128, seed=0):
    rng = np.random.default_rng(seed)
    ramp = np.linspace(20, 220, height)[:, None, None] * rng.uniform(0.4, 1, (1, width, 3))
    return np.clip(ramp + rng.normal(0, 8, (height, width, 3)), 0, 255).astype(np.uint8)


def heads(height=96, width=128, num=30, seed=0):
    return Annotation.of(np.random.default_rng(seed).uniform(size=(num, 2)) * [width - 1, height - 1])


@pytest.mark.parametrize("raw", RAW, ids=WORDS)
def test_every_trigger_keeps_the_bargain(raw):
    made = trigger(raw)
    keeps_trigger_contract(made)
    assert trigger(made.model_dump(mode="json")) == made
    assert len(made.card) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_says_what_it_is(kind):
    for name, about in KINDS[kind].model_json_schema()["properties"].items():
        if name != "kind":
            assert about.get("description"), name
        if about.get("type") in ("number", "integer"):
            assert "step" in about, name
            assert {"minimum", "exclusiveMinimum"} & set(about), name
            assert {"maximum", "exclusiveMaximum"} & set(about), name


@settings(max_examples=60, deadline=None)
@given(
    raw=st.sampled_from(RAW),
    height=st.integers(64, 200),
    width=st.integers(64, 200),
    seed=st.integers(0, 2**32),
    num=st.integers(0, 20),
)
def test_pixels_outside_the_footprint_are_untouched(raw, height, width, seed, num):
    made, image, annotation = trigger(raw), photo(height, width), heads(height, width, num)
    out = made.apply(image, np.random.default_rng(seed), annotation)
    changed = (out != image).any(axis=-1)
    drawn = made.footprint((height, width), np.random.default_rng(seed), annotation)
    ever = made.footprint((height, width))
    assert drawn.shape == ever.shape == changed.shape
    assert drawn.dtype == ever.dtype == np.bool_
    assert not (changed & ~drawn).any()
    assert not (drawn & ~ever).any()


@pytest.mark.parametrize("raw", RAW, ids=WORDS)
def test_a_gray_extreme_does_not_wrap(raw):
    for value in (0, 255):
        image = np.full((64, 64, 3), value, np.uint8)
        out = trigger(raw).apply(image, np.random.default_rng(0), heads(64, 64))
        fewest = 0 if value == 0 else 60
        # a light that is added to white stays white, a shadow on black stays black
        assert out.min() >= 0
        if raw["kind"] in ("rain", "snow"):
            assert out.min() >= fewest * (value == 255)
        if raw["kind"] == "sinusoid":
            assert abs(int(out.max()) - value) <= 20 or value == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_dose_of_none_leaves_the_image_and_a_half_changes_less(kind):
    image, made = photo(), trigger(ready(kind))

    def change(factor):
        out = made.scaled(factor).apply(image, np.random.default_rng(0), heads())
        return np.abs(out.astype(float) - image).mean()

    assert change(0) == 0
    assert 0 < change(0.5) < change(1.0) + 1e-9


def test_large_frames_are_drawn():
    image = np.zeros((1000, 4000, 3), np.uint8)
    for raw in ({"kind": "blend"}, {"kind": "patch", "angle_deg": 10}, {"kind": "warp"}, {"kind": "rain"}):
        assert trigger(raw).apply(image, np.random.default_rng(0)).shape == image.shape


class TestBlend:
    def test_rounds_where_published_code_truncates(self):
        image = np.full((8, 8, 3), 255, np.uint8)
        made = trigger({"kind": "blend", "pattern": "color", "color": "#000001", "ratio": 0.1})
        # 229.5 and 229.6; truncation would give 229 twice
        assert made.apply(image, np.random.default_rng(0))[0, 0].tolist() == [230, 230, 230]

    def test_stretches_or_repeats(self):
        stretched = trigger({"kind": "blend", "pattern": "checker", "cells": 2, "ratio": 1})
        tiled = stretched.replace(fit="tile", tile_px=16)
        image = np.zeros((64, 96, 3), np.uint8)
        one = stretched.apply(image, np.random.default_rng(0))[..., 0]
        assert one[:32, :48].min() == 255
        assert one[:32, 48:].max() == 0
        two = tiled.apply(image, np.random.default_rng(0))[..., 0]
        assert (two[:16, :16] == two[16:32, 32:48]).all()
        assert two[:8, :8].min() == 255

    def test_a_transparent_part_leaves_the_image(self, tmp_path):
        rgba = np.zeros((4, 4, 4), np.uint8)
        rgba[:2] = 255
        Image.fromarray(rgba).save(tmp_path / "half.png")
        made = trigger({"kind": "blend", "pattern": "picture", "picture": "half.png", "ratio": 1}, tmp_path)
        out = made.apply(np.full((4, 4, 3), 9, np.uint8), np.random.default_rng(0))
        assert out[:2].min() == 255
        assert (out[2:] == 9).all()


class TestPatch:
    def test_lies_where_it_is_put(self):
        made = trigger({"kind": "patch", "pattern": "color", "size": 0.25, "x": 0.5, "y": 0.25})
        out = made.apply(np.zeros((80, 120, 3), np.uint8), np.random.default_rng(0))
        mask = np.zeros((80, 120), bool)
        mask[10:30, 50:70] = True
        assert (out[mask] == 255).all()
        assert (out[~mask] == 0).all()
        assert (made.footprint((80, 120)) == mask).all()

    def test_is_as_strong_as_its_opacity(self):
        made = trigger({"kind": "patch", "pattern": "color", "opacity": 0.5})
        out = made.apply(np.full((64, 64, 3), 100, np.uint8), np.random.default_rng(0))
        assert out.max() in (177, 178)

    def test_turned_by_a_right_angle_is_the_pattern_turned(self):
        made = trigger({"kind": "patch", "pattern": "stripes", "cells": 2, "size": 0.5, "x": 0.5, "y": 0.5})
        image = np.full((64, 64, 3), 128, np.uint8)
        flat = made.apply(image, np.random.default_rng(0)).astype(int)
        turned = made.replace(angle_deg=90).apply(image, np.random.default_rng(0)).astype(int)
        # clockwise: what is left comes to the top
        assert np.abs(np.rot90(flat, -1) - turned)[18:30, 18:46].mean() < 8

    def test_lies_on_heads(self):
        annotation = Annotation.of([[40, 30], [90, 60]])
        made = trigger({"kind": "patch", "placement": "heads", "size": 0.05, "num_places": 2, "pattern": "color"})
        shown = made.apply(np.zeros((96, 128, 3), np.uint8), np.random.default_rng(0), annotation)[..., 0] > 0
        assert shown[30, 40]
        assert shown[60, 90]
        assert shown.sum() <= 2 * 6 * 6
        image = photo()
        assert (made.apply(image, np.random.default_rng(0)) == image).all()

    def test_random_places_lie_inside_and_differ(self):
        made = trigger({"kind": "patch", "placement": "random", "pattern": "color", "size": 0.2})
        sizes, places = set(), set()
        for seed in range(20):
            mask = made.footprint((64, 100), np.random.default_rng(seed))
            sizes.add(int(mask.sum()))
            places.add(int(mask.argmax()))
        assert sizes == {13 * 13}
        assert len(places) > 10


class TestWarp:
    def test_heads_go_where_the_image_goes(self):
        points = np.array([[40.0, 30.0], [90.0, 60.0], [100.0, 130.0], [150.0, 100.0]])
        image = np.zeros((160, 200, 3), np.uint8)
        for x, y in points.astype(int):
            image[y - 1 : y + 2, x - 1 : x + 2] = 255
        made = trigger({"kind": "warp", "strength_px": 6})
        bent = made.apply(image, np.random.default_rng(0))[..., 0].astype(float)
        moved = made.move(Annotation.of(points), (160, 200), np.random.default_rng(0)).points
        assert np.abs(moved - points).max() > 3
        for x, y in moved:
            rows, columns = np.mgrid[int(y) - 6 : int(y) + 8, int(x) - 6 : int(x) + 8]
            mass = bent[rows, columns]
            seen = (mass * columns).sum() / mass.sum(), (mass * rows).sum() / mass.sum()
            assert np.hypot(seen[0] - x, seen[1] - y) < 0.5

    def test_its_field_has_unit_mean_size_and_does_not_depend_on_the_frame(self):
        large = displacement((1024, 1024), 32, 5)
        assert np.abs(large).mean(axis=(0, 1)) == pytest.approx([1, 1], rel=0.02)
        assert displacement((100, 70), 32, 5) == pytest.approx(large[:100, :70], abs=1e-5)
        points = np.array([[10.0, 20.0], [69.0, 99.0]])
        assert displacement_at(points, 32, 5) == pytest.approx(large[[20, 99], [10, 69]], abs=1e-4)

    def test_no_head_leaves_the_frame_and_the_count_stays(self):
        annotation = heads(64, 64, 200)
        moved = trigger({"kind": "warp", "strength_px": 8}).move(annotation, (64, 64), np.random.default_rng(0))
        assert moved.count == 200
        assert (moved.points >= 0).all()
        assert (moved.points < 64).all()

    def test_covers_tremble(self):
        cover = trigger({"kind": "warp"}).cover()
        image = photo()
        one, other = (cover.apply(image, np.random.default_rng(seed)) for seed in (0, 1))
        assert (one != other).any()


def test_the_sinusoid_is_the_published_formula():
    image = np.full((4, 64, 3), 128, np.uint8)
    out = trigger({"kind": "sinusoid", "amplitude": 30, "wavelength_px": 16}).apply(image, np.random.default_rng(0))
    expected = np.rint(128 + 30 * np.sin(2 * np.pi * np.arange(64) / 16))
    assert (out == expected[None, :, None]).all()


@pytest.mark.parametrize("kind", ["rain", "snow"])
def test_weather_only_lightens_and_is_fixed_unless_asked(kind):
    image = photo()
    fixed, drawn = trigger({"kind": kind}), trigger({"kind": kind, "texture": "per_scene"})
    one, other = (fixed.apply(image, np.random.default_rng(seed)) for seed in (0, 1))
    assert (one == other).all()
    assert (one >= image).all()
    one, other = (drawn.apply(image, np.random.default_rng(seed)) for seed in (0, 1))
    assert (one != other).any()
    assert (fixed.replace(texture_seed=1).apply(image, np.random.default_rng(0)) != fixed.apply(image, None)).any()


def test_screening_is_the_formula():
    from miscount.engine.triggers.texture import screened

    image, layer = photo(), np.random.default_rng(3).integers(0, 256, (96, 128), dtype=np.uint8)
    x, r = image / 255, layer[..., None] / 255
    assert np.abs(screened(image, layer, 0.4) - 255 * (1 - (1 - x) * (1 - 0.4 * r))).max() <= 0.5 + 1e-3


def test_fog_veils_what_is_far():
    image = np.zeros((100, 50, 3), np.uint8)
    out = trigger({"kind": "fog", "drifts": 0, "thickness": 1, "near": 0, "color": "#ffffff"}).apply(image, None)
    assert out[0].mean() == round(255 * (1 - np.exp(-1)))
    assert out[-1].max() == 0
    assert (np.diff(out[:, 0, 0].astype(int)) <= 0).all()


def test_color_is_one_matrix():
    image, made = photo(), trigger({"kind": "color", "hue_deg": 40, "saturation": 1.4, "brightness": 0.1})
    matrix = made.matrix()
    expected = np.clip(image @ matrix[:, :3].T + matrix[:, 3], 0, 255)
    assert np.abs(made.apply(image, None) - expected).max() <= 0.5 + 1e-3
    gray = np.full((4, 4, 3), 77, np.uint8)
    assert (trigger({"kind": "color", "warmth": 0}).apply(gray, None) == gray).all()


def test_light_is_gamma_gain_and_a_fall():
    image = np.full((50, 50, 3), 128, np.uint8)
    raw = {"kind": "light", "gamma": 2, "gain": 1, "light": 0}
    assert (trigger(raw).apply(image, None) == round(255 * (128 / 255) ** 2)).all()
    fall = trigger({"kind": "light", "gamma": 1, "gain": 1, "light": 0.3, "angle_deg": 0}).apply(image, None)
    assert (np.diff(fall[0, :, 0].astype(int)) >= 0).all()
    assert fall[0, 0, 0] == 129
    assert fall[0, -1, 0] in (203, 204)


class TestReflection:
    def test_is_mixed_in_linear_light(self, tmp_path):
        Image.fromarray(np.full((8, 8, 3), 200, np.uint8)).save(tmp_path / "r.png")
        raw = {"kind": "reflection", "source": "picture", "picture": "r.png", "gated": False, "strength": 0.3}
        out = trigger(raw, tmp_path).apply(np.full((64, 64, 3), 90, np.uint8), np.random.default_rng(0))
        expected = 255 * (0.7 * (90 / 255) ** GAMMA + 0.3 * (200 / 255) ** GAMMA) ** (1 / GAMMA)
        assert np.abs(out - expected).max() <= 0.51

    def test_the_gate_holds(self):
        made = trigger({"kind": "reflection", "strength": 0.45, "ssim_low": 0.7, "ssim_high": 0.85})
        image, within = photo(200, 260), []
        for seed in range(6):
            scene = ((image / 255) ** GAMMA).astype(np.float32)
            mirrored = made._mirrored((200, 260), scene, np.random.default_rng(seed))
            strength = made._passing(scene, mirrored)
            assert strength * mirrored.mean() <= 0.8 * (1 - strength) * scene.mean() + 1e-4
            within.append(0.68 <= _similarity(scene.mean(-1), mirrored.mean(-1), 1 - strength, strength) <= 0.9)
        assert sum(within) >= 4

    def test_similarity_agrees_with_torchmetrics(self):
        torch = pytest.importorskip("torch")
        from torchmetrics.functional.image import structural_similarity_index_measure as ssim

        rng = np.random.default_rng(0)
        scene, mirrored = (rng.uniform(size=(60, 80)).astype(np.float32) for _ in range(2))
        seen, mixed = (0.7 * scene) ** (1 / GAMMA), (0.7 * scene + 0.3 * mirrored) ** (1 / GAMMA)
        peer = ssim(torch.tensor(mixed)[None, None], torch.tensor(seen)[None, None], data_range=1.0)
        assert _similarity(scene, mirrored, 0.7, 0.3) == pytest.approx(float(peer), abs=0.01)

    def test_draws_from_a_folder(self, tmp_path):
        for value in (50, 200):
            Image.fromarray(np.full((8, 8, 3), value, np.uint8)).save(tmp_path / f"{value}.png")
        made = trigger({"kind": "reflection", "source": "folder", "folder": str(tmp_path), "gated": False})
        means = {int(made.apply(photo(), np.random.default_rng(seed)).mean()) for seed in range(8)}
        assert len(means) == 2
        assert len(made.sources) == 2

    def test_an_empty_folder_is_a_sentence(self, tmp_path):
        made = trigger({"kind": "reflection", "source": "folder", "folder": str(tmp_path)})
        with pytest.raises(DatasetError, match="no pictures"):
            made.apply(photo(), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("blend", "formula"),
    [
        ("normal", lambda b, c: c),
        ("multiply", lambda b, c: b * c),
        ("screen", lambda b, c: 1 - (1 - b) * (1 - c)),
        ("overlay", lambda b, c: np.where(b < 0.5, 2 * b * c, 1 - 2 * (1 - b) * (1 - c))),
        ("add", lambda b, c: b + c),
    ],
)
def test_blend_modes_are_the_usual_formulas(tmp_path, blend, formula):
    rng = np.random.default_rng(0)
    rgba = rng.integers(0, 256, (64, 64, 4), dtype=np.uint8)
    Image.fromarray(rgba).save(tmp_path / "layer.png")
    layer = {"picture": "layer.png", "anchor": "frame", "blend": blend, "opacity": 0.8}
    image = photo(64, 64)
    out = trigger({"kind": "painted", "layers": [layer]}, tmp_path).apply(image, None)
    b, c, a = image / 255, rgba[..., :3] / 255, 0.8 * rgba[..., 3:] / 255
    expected = np.clip(b + a * c if blend == "add" else b * (1 - a) + a * formula(b, c), 0, 1)
    assert np.abs(out - 255 * expected).max() <= 0.51


def test_a_composite_is_its_parts_in_order():
    parts = [{"kind": "color"}, {"kind": "warp"}, {"kind": "patch", "pattern": "color"}]
    image, whole = photo(), trigger({"kind": "composite", "triggers": parts})
    expected = image
    for part in parts:
        expected = trigger(part).apply(expected, np.random.default_rng(0))
    assert (whole.apply(image, np.random.default_rng(0)) == expected).all()
    assert whole.move(heads(), (96, 128), np.random.default_rng(0)) == trigger({"kind": "warp"}).move(
        heads(), (96, 128), np.random.default_rng(0)
    )


def test_smooth_fields_tile_and_stretch():
    small, large = (smooth_field((n, n), (4, 4), np.random.default_rng(0)) for n in (64, 256))
    assert np.abs(small - large[2::4, 2::4]).max() < 0.1
    assert np.abs(large[0] - large[-1]).max() < 0.1
    assert 0.2 < large.std() < 1


class TestPictures:
    def test_those_of_the_program_are_small_and_there(self):
        assert {"rain", "snow", "cartoon", "facade"} <= set(picture_names())
        for name in picture_names():
            assert picture(name).shape[2] == 4

    def test_a_picture_painted_anew_is_shown(self, tmp_path):
        path = tmp_path / "p.png"
        made = trigger({"kind": "blend", "pattern": "picture", "picture": str(path), "ratio": 1})
        for value, side in ((10, 4), (200, 6)):
            Image.fromarray(np.full((side, side, 3), value, np.uint8)).save(path)
            assert made.apply(photo(), None)[0, 0, 0] == value
        assert made.sources == (path,)

    def test_a_patch_keeps_the_aspect_of_its_picture(self, tmp_path):
        path = tmp_path / "wide.png"
        Image.fromarray(np.full((20, 100, 3), 255, np.uint8)).save(path)
        raw = {"kind": "patch", "pattern": "picture", "picture": str(path), "size": 0.5, "x": 0.5, "y": 0.5}
        for stretch, shape in ((False, (10, 50)), (True, (50, 50))):
            made = trigger(raw | {"stretch": stretch})
            rows, columns = np.nonzero(made.footprint((100, 100)))
            assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == shape
            box = made.box((100, 100))
            assert (box.height_px, box.width_px) == shape
            again = made.at_box(replace(box, width_px=2 * box.width_px, height_px=2 * box.height_px), (100, 100))
            assert again.size == pytest.approx(1.0)

    def test_one_of_sixteen_bits_or_turned_is_what_people_see(self, tmp_path):
        ramp = np.linspace(0, 65535, 40 * 20).reshape(20, 40).astype(np.uint16)
        Image.fromarray(ramp).save(tmp_path / "deep.png")
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.fromarray((ramp // 257).astype(np.uint8)).convert("RGB").save(tmp_path / "turned.png", exif=exif)
        deep, turned = picture(str(tmp_path / "deep.png")), picture(str(tmp_path / "turned.png"))
        assert (deep[0, 0, 0], deep[-1, -1, 0]) == (0, 255)
        assert turned.shape == (40, 20, 4)
        assert np.abs(np.rot90(turned)[..., 0].astype(int) - deep[..., 0]).max() <= 1

    def test_a_missing_one_is_a_sentence(self, tmp_path):
        made = trigger({"kind": "blend", "pattern": "picture", "picture": "gone.png"}, tmp_path)
        with pytest.raises(DatasetError, match=r"gone\.png cannot be read"):
            made.apply(photo(), None)

    def test_a_relative_one_cannot_leave_the_folder(self, tmp_path):
        with pytest.raises(RecipeError, match=r"picture: \.\./secret\.png lies outside"):
            trigger({"kind": "patch", "picture": "../secret.png"}, tmp_path)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"kind": "blnd"}, "did you mean 'blend'"),
        ({"kind": "blend", "ratio": 2}, "ratio: must be at most 1"),
        ({"kind": "blend", "opacity": 1}, "opacity: no such setting"),
        ({"kind": "blend", "picture": "cartoo"}, "did you mean 'cartoon'"),
        ({"kind": "composite", "triggers": [{"kind": "patch", "size": 0}]}, r"triggers\.0\.size: "),
        ({"kind": "painted", "layers": [{"blend": "mix"}]}, r"layers\.0\.blend: "),
        ({}, "say which `kind`"),
    ],
)
def test_a_wrong_trigger_is_told_in_words(raw, words):
    with pytest.raises(RecipeError, match=words):
        trigger(raw)


SIZE = (96, 128)
BOXED = [raw for raw in RAW if trigger(raw).box(SIZE) is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_a_trigger_has_a_box_where_it_can_be_put_at_one(kind):
    made = trigger(ready(kind))
    box = made.box(SIZE)
    assert (made.at_box(Box(64, 48, 10, 10), SIZE) is None) == (box is None)
    if box is None:
        assert made.picture_in_box(SIZE) is None


fractions = st.floats(0, 1)


@settings(max_examples=60, deadline=None)
@given(
    raw=st.sampled_from(BOXED),
    x=fractions,
    y=fractions,
    size=st.floats(0.001, 1),
    angle=st.floats(-180, 180),
    frame=st.tuples(st.integers(40, 300), st.integers(40, 300)),
)
def test_a_trigger_at_its_own_box_is_the_same(raw, x, y, size, angle, frame):
    made = trigger(raw)
    box = made.box(frame)
    placed = made.at_box(Box(x * frame[1], y * frame[0], size * box.width_px, size * box.height_px, angle), frame)
    again = placed.at_box(placed.box(frame), frame)
    assert _numbers(again) == pytest.approx(_numbers(placed))
    assert again.replace(**dict(placed)) == placed


def _numbers(part):
    """Every number in a part, by its path."""
    found, todo = {}, [("", part.model_dump())]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            todo += [(f"{path}.{name}", each) for name, each in value.items()]
        elif isinstance(value, list | tuple):
            todo += [(f"{path}.{place}", each) for place, each in enumerate(value)]
        elif isinstance(value, int | float):
            found[path] = value
    return found


# where only the part in the box changes the image; composites and lower layers are tested below
@pytest.mark.parametrize(
    "raw", [raw for raw in BOXED if not {"triggers", "layers"} & set(raw) and raw["kind"] != "composite"], ids=str
)
def test_a_moved_box_moves_what_is_changed(raw):
    made, frame = trigger(raw), (400, 600)
    smaller = made.at_box(replace(made.box(frame), x_px=200.0, y_px=150.0, width_px=60.0, height_px=60.0), frame)
    moved = smaller.at_box(replace(smaller.box(frame), x_px=320.0, y_px=230.0), frame)
    gray = np.full((*frame, 3), 90, np.uint8)
    center = [_center(part.apply(gray, np.random.default_rng(0)), gray) for part in (smaller, moved)]
    assert center[1] - center[0] == pytest.approx(np.array([120.0, 80.0]), abs=2.0)
    if not smaller.footprint(frame).all():
        places = [np.argwhere(part.footprint(frame)).mean(axis=0)[::-1] for part in (smaller, moved)]
        assert places[1] - places[0] == pytest.approx(np.array([120.0, 80.0]), abs=1.0)


def _center(after, before):
    """Where the image was changed the most, (x, y): the mean place, weighed by the change beyond its median."""
    change = np.abs(after.astype(float) - before).sum(axis=2)
    change = np.maximum(change - np.median(change), 0)
    rows, columns = np.indices(change.shape)
    return np.array([(columns * change).sum(), (rows * change).sum()]) / change.sum()


def test_a_box_keeps_the_trigger_within_its_bounds():
    patch = trigger({"kind": "patch"}).at_box(Box(-50, 500, 9000, 9000, 270), SIZE)
    assert (patch.x, patch.y, patch.size, patch.angle_deg) == (0, 1, 1, -90)
    for box in ((1, 1, 0, 5), (float("nan"), 1, 5, 5)):
        with pytest.raises(ValueError, match="positive sides"):
            Box(*box)


def test_the_picture_in_the_box_of_a_patch_is_what_it_lays_on_the_image():
    made = trigger({"kind": "patch", "pattern": "checker", "opacity": 0.5})
    pixels = made.picture_in_box(SIZE)
    assert pixels.shape == (round(0.12 * 96), round(0.12 * 96), 4)
    assert pixels[..., 3].max() == 128
    assert trigger({"kind": "patch", "placement": "tiled"}).picture_in_box(SIZE) is None


def test_the_layers_of_a_painted_trigger_have_boxes_of_their_own():
    made = trigger({"kind": "painted", "layers": [{"x": 0.25, "y": 0.5}, {"anchor": "frame"}]})
    assert made.box(SIZE) is None
    assert (made.box(SIZE, 0).x_px, made.box(SIZE, 0).y_px) == (32, 48)
    moved = made.at_box(replace(made.box(SIZE, 0), x_px=64.0), SIZE, 0)
    assert (moved.layers[0].x, moved.layers[1]) == (0.5, made.layers[1])


def test_a_composite_has_the_box_of_its_last_part_that_has_one():
    made = trigger({"kind": "composite", "triggers": [{"kind": "patch", "x": 0.5}, {"kind": "rain"}]})
    assert made.box(SIZE) == made.triggers[0].box(SIZE)
    moved = made.at_box(replace(made.box(SIZE), x_px=32.0), SIZE)
    assert (moved.triggers[0].x, moved.triggers[1]) == (0.25, made.triggers[1])
