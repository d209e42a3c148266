import dataclasses
import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from miscount.engine.errors import DatasetError
from miscount.engine.scenes import Annotation, read_dataset
from miscount.engine.scenes.formats.shanghaitech import write_scene
from miscount.engine.scenes.frame import placement
from miscount.engine.scenes.images import MAX_PIXELS, image_head, image_size, read_image, read_rgba, write_image

IMAGE = np.random.default_rng(1).integers(0, 255, (20, 30, 3), dtype=np.uint8)


@pytest.fixture
def dataset(tmp_path):
    for split, numbers in (("train", (1, 2)), ("test", (3,))):
        for number in numbers:
            write_scene(tmp_path, "part_B", split, f"IMG_{number}", IMAGE, Annotation.of([(number, 1)]))
    return read_dataset(tmp_path)


def test_a_dataset_gives_splits_and_single_scenes(dataset):
    assert [scene.id for scene in dataset.split("train")] == ["part_B/train/IMG_1", "part_B/train/IMG_2"]
    assert dataset.split("val").scenes == ()
    assert dataset["part_B/test/IMG_3"].size == (20, 30)
    picked = dataset.only(["part_B/test/IMG_3", "part_B/train/IMG_1"])
    assert [scene.name for scene in picked] == ["IMG_3", "IMG_1"]
    with pytest.raises(KeyError):
        dataset.only(["part_B/test/IMG_4"])


def test_a_broken_file_stops_nobody_else(dataset):
    first, second, _ = dataset
    first.label_path.write_bytes(b"broken")
    first.image_path.write_bytes(b"broken")
    for broken in (lambda: first.annotation, first.image, lambda: first.size):
        with pytest.raises(DatasetError):
            broken()
    assert second.annotation == Annotation.of([(2, 1)])


def test_a_shrunk_scene_is_the_means_of_squares_and_its_heads_move_along(tmp_path):
    write_image(tmp_path / "train" / "a.png", IMAGE)
    (tmp_path / "heads.csv").write_text("image,x,y\ntrain/a.png,9,5\ntrain/a.png,29.5,19.5\n")
    (scene,) = read_dataset(tmp_path)
    small = dataclasses.replace(scene, shrink=3)
    # 20 x 30 by 3: what is left of a side that 3 does not divide is cut off
    means = IMAGE[:18].reshape(6, 3, 10, 3, 3).mean(axis=(1, 3))
    assert small.size == (6, 10)
    assert small.image().shape == (6, 10, 3)
    np.testing.assert_allclose(small.image(), means, atol=0.75)  # PIL works in fixed point
    np.testing.assert_allclose(small.annotation.points, [[3, 5 / 3], [29.5 / 3, 6.5]])
    assert scene.size == (20, 30)


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda path: None, "does not exist"),
        (lambda path: path.touch(), "is a file"),
        (lambda path: path.mkdir(), "an empty folder"),
        (lambda path: (path / "images").mkdir(parents=True), "the folders images"),
    ],
)
def test_what_is_no_dataset_gets_a_sentence(tmp_path, make, found):
    make(tmp_path / "data")
    with pytest.raises(DatasetError, match=found) as error:
        read_dataset(tmp_path / "data")
    assert str(tmp_path / "data") in str(error.value)


def test_pictures_of_every_mode_become_rgb(tmp_path):
    for mode in ("1", "L", "LA", "P", "RGBA", "CMYK"):
        path = tmp_path / f"{mode}.{'jpg' if mode == 'CMYK' else 'png'}"
        Image.fromarray(IMAGE).convert(mode).save(path)
        assert read_image(path).shape == (20, 30, 3)
        assert image_head(path)[:3] == (20, 30, mode in ("1", "L", "LA"))
    assert read_rgba(tmp_path / "L.png")[..., 3].min() == 255


def test_png_keeps_every_value_and_jpeg_nearly(tmp_path):
    write_image(tmp_path / "a.png", IMAGE)
    np.testing.assert_array_equal(read_image(tmp_path / "a.png"), IMAGE)
    smooth = np.broadcast_to(np.arange(30, dtype=np.uint8)[None, :, None] * 8, (20, 30, 3)).copy()
    write_image(tmp_path / "a.jpg", smooth)
    assert np.abs(read_image(tmp_path / "a.jpg").astype(int) - smooth).max() < 8


@pytest.mark.parametrize("image", [IMAGE[..., 0], IMAGE.astype(np.float32), IMAGE[..., :2]])
def test_only_rgb_bytes_are_written(tmp_path, image):
    with pytest.raises(ValueError, match="want uint8"):
        write_image(tmp_path / "a.png", image)


def test_a_truncated_picture_has_a_size_but_no_pixels(tmp_path):
    buffer = io.BytesIO()
    Image.fromarray(IMAGE).save(buffer, "JPEG")
    path = tmp_path / "half.jpg"
    path.write_bytes(buffer.getvalue()[:-200])
    assert image_size(path) == (20, 30)
    with pytest.raises(DatasetError, match=r"half\.jpg is damaged"):
        read_image(path)


def test_a_picture_beyond_all_bounds_is_refused_before_decoding(tmp_path, monkeypatch):
    write_image(tmp_path / "a.png", IMAGE)
    monkeypatch.setattr("miscount.engine.scenes.images.MAX_PIXELS", 599)
    with pytest.raises(DatasetError, match="expected at most 599 pixels, found 30 x 20"):
        read_image(tmp_path / "a.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # Pillow's own bound, which comes first beyond twice of it
    with pytest.raises(DatasetError, match="expected at most 599 pixels, found 600 pixels"):
        read_image(tmp_path / "a.png")


def test_the_bound_is_reached_before_pillows():
    assert MAX_PIXELS < Image.MAX_IMAGE_PIXELS * 2


def test_placement_tells_outside_from_border():
    points = np.array([(0, 5), (30, 5), (30.1, 5), (-0.1, 5), (29.9, 19.9), (15, 20), (15, 20.5)])
    outside, on_border = placement(points, (20, 30))
    assert outside.tolist() == [False, False, True, True, False, False, True]
    assert on_border.tolist() == [True, True, False, False, False, True, False]


def test_listing_scenes_and_reading_settings_needs_neither_scipy_nor_opencv():
    """They take half a second to import, which a window would wait for."""
    names = ("scenes", "scenes.synthetic", "density")
    imported = ", ".join(f"miscount.engine.{name}" for name in names)
    program = f"import sys, {imported}; print({{'scipy', 'cv2'}} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"
