"""Every kind of problem, planted: all are found, a sound dataset raises none, and the fixes mend what they say."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miscount.engine.cli import main
from miscount.engine.scenes import Annotation, Labels
from miscount.engine.scenes.checks import (
    ASKED_FOR,
    FIXES,
    KINDS,
    NAMES,
    blocks,
    check,
    check_people,
    check_scene,
    mended,
)
from miscount.engine.scenes.checks.people import disagreements
from miscount.engine.scenes.maps import map_sums
from tests.engine.scenes.planted import SIZE, crowd, labels_without_an_image, planted, repaired, sound

ALSO = {
    "empty_but_busy": {"empty"},
    "image_missing": set(),
}
"""What a planted scene rightly has beside its own kind."""


@pytest.fixture(scope="module")
def plant(tmp_path_factory):
    return planted(tmp_path_factory.mktemp("planted"))


def test_all_that_is_planted_is_found_and_nothing_else(plant):
    dataset, expected, maps = plant
    found: dict[str, set[str]] = {}
    for problem in check(dataset, map_sum=map_sums(maps)):
        found.setdefault(problem.scene, set()).add(problem.kind)
    assert found == {scene: {kind} | ALSO.get(kind, set()) for scene, kind in expected.items()}


def test_what_lies_beside_images_is_found_too(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    found = {(problem.scene, problem.kind) for problem in check(labels_without_an_image(tmp_path / "one"))}
    assert found == {("all/gone", "orphan_labels"), ("all/b", "labels_unreadable"), ("all/c", "labels_missing")}
    assert [problem.kind for problem in check(repaired(tmp_path / "two", crowd(1)[0]))] == ["labels_repaired"]


def test_every_kind_is_planted_somewhere(plant):
    elsewhere = {"orphan_labels", "labels_unreadable", "labels_missing", "labels_repaired", "one_based"}
    with_a_counter = {"people_unlabelled", "heads_unseen"}
    assert set(plant[1].values()) | elsewhere | with_a_counter == set(KINDS)


def test_a_sound_dataset_raises_no_alarm(tmp_path):
    dataset = sound(tmp_path)
    assert list(check(dataset)) == []
    for scene in dataset:
        assert list(check_people(scene.id, _seen(scene.annotation), 8, scene.annotation)) == []


def _seen(heads: Annotation) -> np.ndarray:
    """What a good counter sees of `heads`: each spread over its cell and those beside it."""
    from miscount.engine.density import FixedKernel, block_sum, density_map

    return block_sum(density_map(heads, SIZE, FixedKernel(sigma_px=6)), 8)


def test_a_counter_finds_people_without_labels_and_labels_without_people():
    heads = Annotation.of(crowd(1, 40)[1])
    left = heads.points[:, 0] < 64
    (missed,) = [p for p in check_people("a", _seen(heads), 8, heads.take(~left)) if p.kind == "people_unlabelled"]
    assert missed.place is not None
    assert missed.place[0] == 0
    unseen = [p for p in check_people("a", _seen(heads.take(~left)), 8, heads) if p.kind == "heads_unseen"]
    assert {index for problem in unseen for index in problem.heads} <= set(np.flatnonzero(left).tolist())
    assert unseen


def test_the_worst_disagreement_comes_first():
    density = np.zeros((32, 32), dtype=np.float32)
    density[2, 2], density[28, 28] = 4, 9
    assert [round(region.predicted) for region in disagreements(density, 8, Annotation.of([]))] == [9, 4]


@pytest.mark.parametrize("stride", [1, 7, 8, 16, 24, 64])
def test_blocks_are_enough_to_keep_of_a_map(stride):
    rng = np.random.default_rng(stride)
    heads = Annotation.of(rng.uniform(0, 600, (60, 2)))
    density = rng.gamma(0.02, 10.0, (-(-600 // stride), -(-800 // stride))).astype(np.float32)
    found = list(check_people("a", density, stride, heads))
    assert found
    assert list(check_people("a", *blocks(density, stride), heads)) == found


@pytest.mark.parametrize("kind", sorted(NAMES.keys() - {"one_based"}))
def test_a_fix_mends_its_kind(kind, plant):
    dataset, expected, _ = plant
    (scene_id,) = [scene for scene, planted_kind in expected.items() if planted_kind == kind]
    scene = dataset[scene_id]
    (problem,) = check_scene(scene)
    after = mended(problem, scene.annotation, scene.size)
    again = replace(scene, read_labels=lambda _scene: Labels(after))
    assert list(check_scene(again)) == []
    assert len(crowd(100)[1]) <= len(after) <= len(scene.annotation)


@pytest.mark.parametrize("kind", sorted(NAMES.keys() - set(ASKED_FOR) - {"duplicate", "near_duplicate", "one_based"}))
def test_no_fix_by_a_key_deletes_a_head(kind, plant):
    dataset, expected, _ = plant
    (scene_id,) = [scene for scene, planted_kind in expected.items() if planted_kind == kind]
    scene = dataset[scene_id]
    (problem,) = check_scene(scene)
    assert len(mended(problem, scene.annotation, scene.size)) == len(scene.annotation)


@given(st.lists(st.tuples(st.floats(-30, 200), st.floats(-30, 200)), max_size=8), st.sampled_from(sorted(FIXES)))
def test_a_fix_keeps_notes_with_their_heads_and_is_done_once(places, kind):
    heads = Annotation.of(places).with_column("note", [str(k) for k in range(len(places))])
    fix = FIXES[kind][1]
    once = fix(heads, SIZE)
    assert fix(once, SIZE) == once
    by_note = dict(zip(heads.column("note"), heads.points.tolist(), strict=True))
    for note, point in zip(once.column("note"), once.points, strict=True):
        assert np.abs(np.array(by_note[note]) - point).max() <= 10.5


def test_the_command_line_finds_the_same(plant, capsys):
    dataset, expected, maps = plant
    code = main(["scenes", "check", str(dataset.root), "--maps", str(maps), "--json"])
    events = json.loads(capsys.readouterr().out)
    assert code == 1
    assert {row["scene"] for row in events["problems"]} == set(expected)
    assert events["kinds"].keys() == set(expected.values())
    main(["scenes", "check", str(dataset.root), "--maps", str(maps)])
    said = capsys.readouterr().out
    assert all(said.count(KINDS[kind].explanation) == 1 for kind in expected.values())


def test_the_command_line_asks_a_counter(plant, tmp_path, capsys):
    import torch

    from miscount.engine.counters import build, checkpoint

    counter = build({"kind": "light"})
    with torch.no_grad():
        for parameter in counter.network.output_layer.parameters():
            parameter.zero_()  # it sees nobody anywhere
    checkpoint.save(counter, tmp_path / "blind.safetensors")
    dataset = sound(tmp_path / "sound")
    code = main(["scenes", "check", str(dataset.root), "--counter", str(tmp_path / "blind.safetensors"), "--json"])
    rows = json.loads(capsys.readouterr().out)["problems"]
    assert code == 0
    assert {row["kind"] for row in rows} == {"heads_unseen"}
    assert {row["scene"] for row in rows} == {scene.id for scene in dataset}
