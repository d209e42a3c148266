"""Heads stored in another unit, order or size are recognized and put back, and sound ones are let be."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from miscount.engine.cli import main
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, synthetic
from miscount.engine.scenes.checks import by_scene, check, check_people, mended, settled
from miscount.engine.scenes.checks.conventions import CONVENTIONS, NORMALIZED, PERCENT, SWAPPED, resized
from miscount.engine.scenes.checks.coordinates import HUGE_PX, KINDS, weigh
from miscount.engine.scenes.checks.problem import Problem
from miscount.engine.scenes.checks.registration import ground, scanned
from miscount.engine.scenes.images import write_image

Places: TypeAlias = NDArray[np.float64]
Way: TypeAlias = Callable[[Places, int, int], Places]

WAYS: dict[str, tuple[str, Way]] = {
    "parts": ("normalized", lambda p, w, h: p / [w, h]),
    "parts, y first": ("normalized", lambda p, w, h: (p / [w, h])[:, ::-1]),
    "parts of the width": ("normalized", lambda p, w, h: p / w),
    "percent": ("percent", lambda p, w, h: p / [w, h] * 100),
    "y first": ("swapped", lambda p, w, h: p[:, ::-1]),
    "y up": ("y_up", lambda p, w, h: p * [1, -1] + [0, h]),
    "mirrored": ("turned", lambda p, w, h: p * [-1, 1] + [w, 0]),
    "upside down": ("turned", lambda p, w, h: [w, h] - p),
    "turned right": ("turned", lambda p, w, h: p[:, ::-1] * [-1, 1] + [h, 0]),
    "turned left": ("turned", lambda p, w, h: p[:, ::-1] * [1, -1] + [0, w]),
    "twice as large": ("resized", lambda p, w, h: p * 2),
    "half as large": ("resized", lambda p, w, h: p / 2),
    "0.73 times as large": ("resized", lambda p, w, h: p * 0.73),
    "3.3 times as large": ("resized", lambda p, w, h: p * 3.3),
    "on 512 x 512": ("resized", lambda p, w, h: p / [w, h] * 512),
}
"""Written apart from the conventions of the engine: the kind that is to be told, and how labels come to be so."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    config = synthetic.SyntheticScenes(train=20, test=10)
    return synthetic.make(config, 5, tmp_path_factory.mktemp("sound"), lambda _done, _total: None)


def stored(dataset: Dataset, way: Way) -> Dataset:
    """The dataset with heads stored in another way."""

    def changed(scene: Scene) -> Scene:
        height, width = scene.size
        labels = Labels(Annotation.of(way(scene.annotation.points, width, height)))
        return replace(scene, read_labels=lambda _scene: labels)

    return replace(dataset, scenes=tuple(changed(scene) for scene in dataset))


def misplaced(dataset: Dataset, **how: bool) -> list[Problem]:
    return [problem for problem in check(dataset, **how) if problem.kind in KINDS]


@pytest.mark.parametrize("name", WAYS)
def test_a_way_is_told_of_every_scene_and_mended_to_a_pixel(name: str, sound: Dataset) -> None:
    kind, way = WAYS[name]
    wrong = stored(sound, way)
    problems = [problem for problem in check(wrong) if problem.severity != "note"]
    assert {(problem.scene, problem.kind) for problem in problems} == {(scene.id, kind) for scene in sound}
    for problem in problems:
        scene = wrong[problem.scene]
        back = mended(problem, scene.annotation, scene.size)
        assert back is not None
        assert np.abs(back.points - sound[problem.scene].annotation.points).max() < 1


@pytest.mark.parametrize("decode", [True, False])
def test_sound_scenes_raise_none(sound: Dataset, decode: bool) -> None:
    assert misplaced(sound, decode=decode) == []


def test_a_few_wrong_scenes_among_good_ones_are_told_alone(sound: Dataset) -> None:
    wrong = stored(sound, WAYS["y up"][1])
    few = {scene.id for scene in list(sound)[:4]}
    mixed = replace(sound, scenes=tuple(wrong[scene.id] if scene.id in few else scene for scene in sound))
    told = {problem.scene for problem in misplaced(mixed)}
    assert told <= few
    assert told


@pytest.mark.parametrize(
    "spoil",
    [
        lambda points, w, h: np.concatenate([points, [[w + 7, 9], [w + 3, 50]]]),
        lambda points, w, h: np.concatenate([points, [[w + 90, h + 90], [-50, 20]]]),
        lambda points, w, h: np.concatenate([points, points[:3]]),
        lambda points, w, h: points[points[:, 0] < w / 2],
        lambda points, w, h: points[points[:, 1] > h / 2],
        lambda points, w, h: points[:1],
        lambda points, w, h: points[:0],
        lambda points, w, h: points + 3,
        lambda points, w, h: np.round(points),
    ],
)
def test_other_faults_are_not_taken_for_another_way(spoil: Way, sound: Dataset) -> None:
    assert misplaced(stored(sound, spoil)) == []


def test_people_in_the_middle_alone_are_not_taken_for_another_way(tmp_path: Path) -> None:
    config = synthetic.SyntheticScenes(train=12, test=0, height=240, width=320)
    dataset = synthetic.make(config, 1, tmp_path, lambda _done, _total: None)
    middle = stored(dataset, lambda p, w, h: p[(np.abs(p - [w / 2, h / 2]) < [w / 5, h / 4]).all(axis=1)])
    assert misplaced(middle) == []
    assert misplaced(middle, decode=False) == []


def squares(seed: int, size: tuple[int, int] = (200, 320), number: int = 12) -> tuple[NDArray[np.uint8], Places]:
    """Red squares on noise, and their middles."""
    rng = np.random.default_rng(seed)
    image = rng.integers(40, 200, (*size, 3)).astype(np.uint8)
    cells = [(x, y) for x in range(12, size[1] - 8, 22) for y in range(12, size[0] - 8, 22)]
    places = np.array([cells[k] for k in rng.permutation(len(cells))[:number]]) + rng.integers(-5, 6, (number, 2))
    for x, y in places:
        image[y - 4 : y + 4, x - 4 : x + 4] = (240, 20, 20)
    return image, places.astype(np.float64)


ALONE = ["percent", "y first", "y up", "mirrored", "turned left", "twice as large", "half as large", "on 512 x 512"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(ALONE))
def test_one_scene_of_which_the_picture_leaves_no_doubt_is_told_alone(seed: int, name: str) -> None:
    image, places = squares(seed)
    kind, way = WAYS[name]
    found = weigh(way(places, 320, 200), (200, 320), None, ground(image)).convention
    assert found is None or found.kind == kind
    if found is not None:
        assert np.abs(found.pixels(way(places, 320, 200), (200, 320)) - places).max() < 1
    assert weigh(places, (200, 320), None, ground(image)).convention is None


def test_nearly_all_such_scenes_are_told_alone() -> None:
    told = 0
    for seed in range(40):
        image, places = squares(seed)
        told += weigh(WAYS[ALONE[seed % len(ALONE)]][1](places, 320, 200), (200, 320), None, ground(image)).seen
    assert told >= 36


@given(
    st.integers(1, 40), st.floats(0, 1), st.floats(0, 1), st.sampled_from([(40, 60), (1080, 1920)]),
    st.integers(0, 1000),
)  # fmt: skip
def test_heads_normalized_by_their_values_are_told_without_a_picture(
    number: int, left: float, top: float, size: tuple[int, int], seed: int
) -> None:
    points = np.random.default_rng(seed).uniform([left / 2, top / 2], 1, (number, 2))
    found = weigh(points, size).convention
    assert found == (NORMALIZED if number >= 3 else None)


def _dataset(root: Path, heads: list[list[tuple[float, float]]], size: tuple[int, int] = (60, 80)) -> Dataset:
    scenes = []
    for number, points in enumerate(heads):
        rng = np.random.default_rng(number)
        write_image(root / f"{number}.png", rng.integers(0, 255, (*size, 3)).astype(np.uint8))
        labels = Labels(Annotation.of(points))
        scenes.append(Scene(f"all/{number}", "all", root / f"{number}.png", None, lambda _scene, labels=labels: labels))
    return Dataset(root, "csv", tuple(scenes))


def test_one_head_in_the_corner_is_let_be_and_told_among_normalized_scenes(tmp_path: Path) -> None:
    assert misplaced(_dataset(tmp_path, [[(0.5, 0.5)], [(30, 20), (9, 9), (20, 50)]])) == []
    among = _dataset(tmp_path, [[(0.5, 0.25)], [(0.3, 0.2), (0.9, 0.9), (0.2, 0.5)], []])
    assert {(problem.scene, problem.kind) for problem in misplaced(among)} == {
        ("all/0", "normalized"),
        ("all/1", "normalized"),
    }


def test_normalized_heads_are_an_error_and_nothing_is_offered_that_merges_them(tmp_path: Path) -> None:
    heads = [(0.30, 0.20), (0.31, 0.21), (0.9, 0.9), (0.9, 0.9), (1.0, 0.5), (0.0, 0.1)]
    (problem,) = settled(check(_dataset(tmp_path, [heads])))
    assert (problem.kind, problem.severity) == ("normalized", "error")
    assert "Multiply x by 80 and y by 60." in problem.sentence


def test_values_alone_tell_percent_and_size_over_many_scenes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    parts = [rng.uniform(0, 1, (30, 2)) for _ in range(20)]
    percent = _dataset(tmp_path, [(one * 100).tolist() for one in parts], (200, 260))
    assert {problem.convention for problem in misplaced(percent, decode=False)} == {PERCENT}
    half = _dataset(tmp_path, [(one * [130, 100]).tolist() for one in parts], (200, 260))
    assert {problem.convention for problem in misplaced(half, decode=False)} == {resized(0.5)}
    right = _dataset(tmp_path, [(one * [260, 200]).tolist() for one in parts], (200, 260))
    assert misplaced(right, decode=False) == []


def test_pixels_counted_from_1_are_told_over_many_scenes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pixels = [rng.integers(0, [80, 60], (30, 2)) for _ in range(20)]
    from_one = _dataset(tmp_path, [(one + 1).tolist() for one in pixels])
    problems = misplaced(from_one, decode=False)
    assert [problem.kind for problem in problems] == ["one_based"] * 20
    back = mended(problems[0], from_one[problems[0].scene].annotation, (60, 80))
    assert back == Annotation.of(pixels[0])
    assert misplaced(_dataset(tmp_path, [one.tolist() for one in pixels]), decode=False) == []


def test_a_stated_size_of_the_same_shape_gives_the_factor(tmp_path: Path) -> None:
    heads = [(10.0, 20.0), (100.0, 90.0), (150.0, 30.0)]
    (scene,) = _dataset(tmp_path, [heads])
    labels = Labels(Annotation.of(heads), stated_size=(120, 160))
    wrong = Dataset(tmp_path, "csv", (replace(scene, read_labels=lambda _scene: labels),))
    (problem,) = check(wrong, decode=False)
    assert problem.kind == "resized"
    back = mended(problem, labels.annotation, (60, 80))
    assert back is not None
    assert np.allclose(back.points, np.array(heads) / 2)


FINITE = st.floats(allow_nan=False, allow_infinity=False)
PARTS = st.floats(0, 1)
IN_ANOTHER_UNIT = st.builds(
    lambda power, parts: [(x * 10.0**power, y * 10.0**power) for x, y in parts],
    st.integers(-320, 7),
    st.lists(st.tuples(PARTS, PARTS), min_size=12, max_size=40),
)
SMALL = st.integers(-323, -300).map(lambda power: 10.0**power)
IN_ONE_PLACE = st.builds(lambda x, y, num: [(x, y)] * num, FINITE | SMALL, FINITE | SMALL, st.integers(12, 40))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(st.tuples(FINITE, FINITE), max_size=12), IN_ANOTHER_UNIT, IN_ONE_PLACE), st.booleans())
def test_any_finite_values_are_checked(sound: Dataset, heads: list[tuple[float, float]], decode: bool) -> None:
    wrong = stored(sound.only([scene.id for scene in list(sound)[:3]]), lambda _points, _w, _h: np.array(heads))
    problems = [problem for _scene, found in by_scene(wrong, decode=decode) for problem in found]
    for problem in settled(problems):
        mended(problem, wrong[problem.scene].annotation, wrong[problem.scene].size)
    list(check_people("a", np.ones((8, 8), dtype=np.float32), 8, wrong.scenes[0].annotation))


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.lists(st.tuples(FINITE, FINITE), min_size=1, max_size=12), IN_ANOTHER_UNIT, IN_ONE_PLACE))
def test_any_finite_values_are_scanned_for_a_factor(heads: list[tuple[float, float]]) -> None:
    on = ground(np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8))
    points = np.clip(np.array(heads), -HUGE_PX, HUGE_PX)
    found = scanned(on, points)
    assert found is None or np.isfinite(found[0].pixels(points, on.size)).all()


@given(st.sampled_from(CONVENTIONS), st.integers(0, 99))
def test_a_mending_keeps_every_head_with_what_is_known_of_it(convention, seed: int) -> None:
    points = np.random.default_rng(seed).uniform(0, 90, (7, 2))
    heads = Annotation.of(points).with_column("note", list("abcdefg")).with_weights(np.arange(7))
    heads = heads.with_column("box", [*([x - 1, y - 1, x + 1, y + 1] for x, y in points[:6]), None])
    back = convention.mended(heads, (90, 120))
    assert list(back.column("note")) == list("abcdefg")
    assert np.array_equal(back.weights, heads.weights)
    for (x, y), box in zip(back.points, list(back.column("box"))[:6], strict=False):
        assert box[0] <= x <= box[2]
        assert box[1] <= y <= box[3]


def test_the_command_line_says_it_once_with_the_mending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def rows() -> Iterator[str]:
        yield "image,x,y"
        for seed in range(6):
            image, places = squares(seed)
            write_image(tmp_path / f"{seed}.png", image)
            yield from (f"{seed}.png,{y},{x}" for x, y in places)

    (tmp_path / "heads.csv").write_text("\n".join(rows()) + "\n")
    assert main(["scenes", "check", str(tmp_path), "--json"]) == 0
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["kind"] for problem in problems] == [SWAPPED.kind] * 6
    assert all(problem["sentence"].endswith("Swap x and y.") for problem in problems)
