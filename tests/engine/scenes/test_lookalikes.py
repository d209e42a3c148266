"""One picture at two scenes is found however it was stored, and two pictures are not taken for one."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset, synthetic
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.images import write_image

Picture: TypeAlias = NDArray[np.uint8]
COPIES = ("copy", "copy_across_splits", "near_copy", "near_copy_across_splits", "same_labels")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    config = synthetic.SyntheticScenes(train=30, test=10)
    return synthetic.make(config, 3, tmp_path_factory.mktemp("scenes"), lambda _done, _total: None)


def told(dataset: Dataset) -> list[tuple[str, str]]:
    return [(problem.scene, problem.kind) for problem in check(dataset) if problem.kind in COPIES]


def with_another(dataset: Dataset, path: Path, split: str) -> Dataset:
    """The dataset with one more scene, of its own heads."""
    labels = Labels(Annotation.of([(9, 9)]))
    return replace(dataset, scenes=(*dataset, Scene(f"{split}/again", split, path, None, lambda _scene: labels)))


def anew(image: Picture, form: str, size: tuple[int, int] | None = None, **how: int) -> Picture:
    picture, buffer = Image.fromarray(image), io.BytesIO()
    (picture if size is None else picture.resize(size)).save(buffer, form, **how)
    return np.asarray(Image.open(buffer).convert("RGB"))


def test_different_scenes_are_no_copies(scenes: Dataset) -> None:
    assert told(scenes) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda image: anew(image, "JPEG", quality=40),
        lambda image: anew(image, "WEBP", quality=50),
        lambda image: anew(image, "JPEG", (image.shape[1] // 2, image.shape[0] // 2)),
        lambda image: anew(image, "PNG", (image.shape[1] * 2, image.shape[0] * 2)),
        lambda image: np.clip(image.astype(int) + 25, 0, 255).astype(np.uint8),
        lambda image: (image * 0.7).astype(np.uint8),
        lambda image: np.repeat(image.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
    ],
)
@pytest.mark.parametrize(("split", "kind"), [("train", "near_copy"), ("test", "near_copy_across_splits")])
def test_a_picture_stored_anew_is_found(
    change: Callable[[Picture], Picture], split: str, kind: str, scenes: Dataset, tmp_path: Path
) -> None:
    for scene in list(scenes.split("train"))[:8]:
        write_image(tmp_path / "again.png", change(scene.image()))
        assert told(with_another(scenes.only([scene.id, "part_S/test/IMG_1"]), tmp_path / "again.png", split)) == [
            (f"{split}/again", kind)
        ]


def test_another_moment_of_one_place_is_no_copy(scenes: Dataset, tmp_path: Path) -> None:
    for scene in list(scenes.split("train"))[:8]:
        image = scene.image().copy()
        x, y = np.clip(scene.annotation.points[0].astype(int), 20, [180, 130])
        image[y - 8 : y + 24, x - 8 : x + 8] = np.roll(scene.image(), 40, axis=1)[y - 8 : y + 24, x - 8 : x + 8]
        image[:20, :] = scene.image()[:20, :]
        image[-50:-20, 20:40] = 255 - image[-50:-20, 20:40]
        write_image(tmp_path / "again.png", image)
        assert told(with_another(scenes.only([scene.id]), tmp_path / "again.png", "test")) == []


def test_flat_pictures_are_not_compared(tmp_path: Path) -> None:
    labels = Labels(Annotation.of([]))
    made = []
    for number in range(5):
        sky = np.linspace(150 + number, 200, 90)[:, None, None].repeat(120, axis=1).repeat(3, axis=2)
        write_image(tmp_path / f"{number}.png", sky.astype(np.uint8))
        made.append(Scene(f"all/{number}", "all", tmp_path / f"{number}.png", None, lambda _scene: labels))
    assert told(Dataset(tmp_path, "csv", tuple(made))) == []


def test_equal_files_are_found_without_decoding(scenes: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "again.jpg"
    path.write_bytes(scenes["part_S/train/IMG_4"].image_path.read_bytes())
    problems = list(check(with_another(scenes, path, "test"), decode=False))
    assert [(problem.scene, problem.kind) for problem in problems] == [("test/again", "copy_across_splits")]
    assert "part_S/train/IMG_4 (IMG_4.jpg)" in problems[0].sentence


def test_one_file_listed_in_two_splits_is_an_error(scenes: Dataset) -> None:
    scene = scenes["part_S/train/IMG_4"]
    twice = replace(scenes, scenes=(*scenes, replace(scene, id="part_S/test/also", split="test")))
    (problem,) = check(twice)
    assert (problem.scene, problem.severity) == ("part_S/test/also", "error")
    assert "listed twice" in problem.sentence


def test_each_of_many_copies_is_told_once(scenes: Dataset, tmp_path: Path) -> None:
    scene = scenes["part_S/train/IMG_1"]
    made = []
    for number in range(6):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(scene.image_path.read_bytes())
        labels = Labels(Annotation.of([(number + 1, 9)]))
        made.append(Scene(f"all/{number}", "all", path, None, lambda _scene, labels=labels: labels))
    assert told(Dataset(tmp_path, "csv", tuple(made))) == [(f"all/{number}", "copy") for number in range(1, 6)]


def test_the_same_heads_at_two_pictures_are_told(scenes: Dataset) -> None:
    first, second = scenes["part_S/train/IMG_1"], scenes["part_S/train/IMG_2"]
    labels = Labels(first.annotation.take(np.arange(len(first.annotation))[::-1]))
    pair = replace(scenes, scenes=(first, replace(second, read_labels=lambda _scene: labels)))
    assert told(pair) == [(second.id, "same_labels")]
    few = Labels(first.annotation.take(slice(0, 4)))
    alike = tuple(replace(scene, read_labels=lambda _scene: few) for scene in (first, second))
    assert told(replace(scenes, scenes=alike)) == []


def test_broken_pictures_and_labels_are_all_listed_beside_copies(scenes: Dataset, tmp_path: Path) -> None:
    for scene in list(scenes.split("train"))[:6]:
        (tmp_path / "train" / scene.image_path.name).parent.mkdir(exist_ok=True)
        (tmp_path / "train" / scene.image_path.name).write_bytes(scene.image_path.read_bytes())
    heads = "".join(f"train/IMG_{number}.jpg,{number + 20},30\n" for number in range(1, 7))
    (tmp_path / "heads.csv").write_text("image,x,y\n" + heads)
    (tmp_path / "train" / "IMG_1.jpg").write_bytes(b"no picture")
    (tmp_path / "train" / "IMG_2.jpg").write_bytes((tmp_path / "train" / "IMG_3.jpg").read_bytes()[:-900])
    (tmp_path / "train" / "IMG_5.jpg").write_bytes((tmp_path / "train" / "IMG_4.jpg").read_bytes())
    problems = [problem for problem in check(read_dataset(tmp_path)) if problem.severity != "note"]
    assert {(problem.scene.rpartition("/")[2], problem.kind) for problem in problems} == {
        ("IMG_1", "image_unreadable"),
        ("IMG_2", "image_unreadable"),
        ("IMG_5", "copy"),
    }
