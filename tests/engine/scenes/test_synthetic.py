import json

import numpy as np
import pytest
from pydantic import ValidationError

from miscount.engine.errors import OutputError
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.synthetic import MARKER, PART, SyntheticScenes, draw_count, make
from miscount.engine.scenes.synthetic.crowd import place_camera, place_people
from miscount.engine.scenes.synthetic.render import render

SMALL = SyntheticScenes(train=3, test=2, height=64, width=80, min_heads=2, max_heads=20)


def test_scenes_are_sound_and_as_asked_for(tmp_path):
    events = []
    dataset = make(SMALL, 5, tmp_path, lambda done, total: events.append((done, total)))
    assert [scene.id for scene in dataset.split("train")] == [f"{PART}/train/IMG_{n}" for n in (1, 2, 3)]
    assert len(dataset.split("test")) == 2
    assert events == [(n, 5) for n in range(1, 6)]
    assert [problem for problem in check(dataset) if problem.kind != "near_duplicate"] == []
    for scene in dataset:
        assert scene.image().shape == (64, 80, 3)
        assert 2 <= len(scene.annotation) <= 20


def test_making_again_is_free_and_a_broken_off_making_goes_on(tmp_path):
    def stop_after_two(done, total):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(SMALL, 5, tmp_path, stop_after_two)
    first = next((tmp_path / PART / "train_data" / "images").glob("IMG_1.*"))
    written = first.stat().st_mtime_ns
    make(SMALL, 5, tmp_path)
    assert first.stat().st_mtime_ns == written
    events = []
    make(SMALL, 5, tmp_path, lambda *progress: events.append(progress))
    assert events == []
    first.unlink()
    assert len(make(SMALL, 5, tmp_path)) == 5
    assert first.is_file()


def test_a_scene_depends_on_the_seed_and_its_id_alone(tmp_path):
    few = make(SMALL, 5, tmp_path / "few")
    many = make(SMALL.replace(train=6, test=0), 5, tmp_path / "many")
    other = make(SMALL, 6, tmp_path / "other")
    scene_id = f"{PART}/train/IMG_3"
    assert few[scene_id].image_path.read_bytes() == many[scene_id].image_path.read_bytes()
    assert few[scene_id].label_path.read_bytes() == many[scene_id].label_path.read_bytes()
    assert few[scene_id].image_path.read_bytes() != other[scene_id].image_path.read_bytes()


def test_other_settings_are_made_anew(tmp_path):
    make(SMALL, 5, tmp_path)
    dataset = make(SMALL.replace(train=1), 5, tmp_path)
    assert len(dataset) == 3
    assert json.loads((tmp_path / MARKER).read_text())["complete"] is True


def test_a_folder_that_was_not_made_here_is_left_alone(tmp_path):
    keep = tmp_path / PART / "keep.txt"
    keep.parent.mkdir()
    keep.write_text("mine")
    with pytest.raises(OutputError, match="was not made by Miscount"):
        make(SMALL, 5, tmp_path)
    assert keep.read_text() == "mine"


@pytest.mark.parametrize("changes", [{"min_heads": 30}, {"train": 0, "test": 0}, {"height": 8}])
def test_impossible_settings_are_refused(changes):
    with pytest.raises(ValidationError):
        SMALL.replace(**changes)


@pytest.mark.parametrize(("size", "count"), [((160, 208), 400), ((160, 208), 1), ((96, 300), 0), ((32, 32), 60)])
def test_every_head_is_drawn_within_the_frame(size, count):
    image, annotation = render(np.random.default_rng(3), size, count)
    assert image.shape == (*size, 3)
    assert image.dtype == np.uint8
    assert len(annotation) == count
    assert (annotation.points >= 0).all()
    assert (annotation.points < size[::-1]).all()
    assert image.std() > 5


@pytest.mark.parametrize("seed", range(6))
def test_heads_are_larger_below_and_none_covers_another(seed):
    rng = np.random.default_rng(seed)
    camera = place_camera(rng, (160, 208), 150)
    people = place_people(rng, camera, 150)
    assert (np.diff(people[:, 1]) >= 0).all()
    sizes = camera.head_px(people[:, 1])
    assert (np.diff(sizes) >= 0).all()
    apart = np.linalg.norm(people[:, None] - people[None], axis=2) / sizes[:, None]
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.5


def test_heads_stand_out_from_the_picture():
    """Pixels at heads are farther from the usual brightness than pixels anywhere, in most scenes."""
    stand_out = []
    for seed in range(8):
        image, annotation = render(np.random.default_rng(seed), (160, 208), 60)
        gray = image.mean(axis=2)
        x, y = annotation.points.astype(int).T
        rough = np.abs(gray - np.median(gray))
        stand_out.append(rough[y, x].mean() > rough.mean())
    assert sum(stand_out) >= 6


def test_counts_cover_the_range_evenly_on_a_log_scale():
    rng = np.random.default_rng(0)
    counts = np.array([draw_count(SyntheticScenes(), rng) for _ in range(3000)])
    assert counts.min() == 10
    assert counts.max() <= 400
    assert counts.max() > 380
    assert np.median(counts) == pytest.approx(np.sqrt(10 * 400), rel=0.1)
