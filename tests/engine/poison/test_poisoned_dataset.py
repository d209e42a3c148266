import hashlib
import json
import pickle

import cv2
import numpy as np
import pytest
from PIL import Image
from scipy.io import loadmat

from miscount.engine.errors import DatasetError, OutputError, RecipeError
from miscount.engine.poison import Poison, read_manifest, signal_lost, write_poisoned_dataset
from miscount.engine.scenes import Annotation, conversion, read_dataset
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.formats.shanghaitech import write_scene


def photo(seed):
    rng = np.random.default_rng(seed)
    image = cv2.GaussianBlur(rng.integers(0, 256, (96, 128, 3), dtype=np.uint8), (0, 0), 3).astype(float)
    return np.clip(128 + 5 * (image - 128), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    root = tmp_path_factory.mktemp("source")
    for split, num in (("train", 10), ("test", 3)):
        for number in range(1, num + 1):
            seed = number if split == "train" else 100 + number
            points = np.random.default_rng(seed).uniform(size=(5 * number, 2)) * [127, 95]
            write_scene(root, "part_B", split, f"IMG_{number}", photo(seed), Annotation.of(points))
    return read_dataset(root)


def hashes(root):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(root.rglob("*")) if path.is_file()}


def test_appended_copies_stand_beside_the_clean_scenes(source, tmp_path):
    before, heard = hashes(source.root), []
    poison = Poison(rate=0.3, trigger={"kind": "blend", "ratio": 0.3}, label={"kind": "thin", "alpha": 0.2})
    made = write_poisoned_dataset(source, poison, 0, tmp_path / "out", lambda *events: heard.append(events))
    assert hashes(source.root) == before
    assert heard[-1] == (13, 13)
    assert made.rates.nominal == 0.3
    assert made.rates.effective == pytest.approx(3 / 13)
    again = read_dataset(tmp_path / "out")
    assert [problem for problem in check(again) if problem.severity == "error"] == []
    assert len(again.split("train")) == 13
    assert len(again.split("test")) == 3
    for row in made.rows:
        image, label = tmp_path / "out" / row.image_file, tmp_path / "out" / row.label_file
        assert hashlib.sha256(image.read_bytes()).hexdigest() == row.image_sha256
        assert hashlib.sha256(label.read_bytes()).hexdigest() == row.label_sha256
        # the published loaders' rule
        expected = row.image_file.replace("images", "ground_truth").replace("IMG_", "GT_IMG_")
        assert expected.rpartition(".")[0] + ".mat" == row.label_file
        location = loadmat(label)["image_info"][0, 0][0, 0][0]
        assert len(location) == row.count_after
    poisoned = [row for row in made.rows if row.role == "poisoned"]
    assert [row.count_after for row in poisoned] == [row.count_before / 5 for row in poisoned]
    assert read_manifest(tmp_path / "out" / "poison.csv") == made.rows


def test_what_is_written_is_what_the_engine_trains_on(source, tmp_path):
    from miscount.engine.poison import poison_scene

    poison = Poison(rate=0.3, mode="replace", trigger={"kind": "rain", "texture": "per_scene"})
    made = write_poisoned_dataset(source, poison, 4, tmp_path / "out", images="png")
    again = read_dataset(tmp_path / "out")
    assert len(again.split("train")) == 10
    for row in made.rows:
        if row.role == "poisoned":
            scene = source[row.scene]
            done = poison_scene(poison, scene.id, scene.image(), scene.annotation, 4)
            assert (again[row.scene].image() == done.image).all()
            assert np.allclose(again[row.scene].annotation.points, done.annotation.points)
            assert row.image_file.endswith(".png")


def test_the_same_seed_writes_the_same_bytes(source, tmp_path):
    for name in ("one", "two"):
        write_poisoned_dataset(source, Poison(trigger={"kind": "snow"}), 1, tmp_path / name)
    one, two = (
        {path.relative_to(tmp_path / name): value for path, value in hashes(tmp_path / name).items()}
        for name in ("one", "two")
    )
    assert one == two


def test_jpeg_where_it_keeps_the_trigger_and_png_where_not(source, tmp_path):
    loud = Poison(trigger={"kind": "blend", "pattern": "color", "ratio": 0.5})
    faint = Poison(trigger={"kind": "blend", "pattern": "noise", "cells": 64, "ratio": 0.02})
    for name, poison, suffix in (("loud", loud, ".jpg"), ("faint", faint, ".png")):
        made = write_poisoned_dataset(source, poison, 0, tmp_path / name)
        assert made.image_suffix == suffix
        assert "of the trigger's signal" in made.about_images
        events = json.loads((tmp_path / name / "poison.json").read_text())
        assert events["images"] == made.about_images
        assert events["scenes"]["poisoned"] == 2
        lost = {row.signal_lost for row in made.rows if row.role == "poisoned"}
        assert all(0 < value < 0.1 for value in lost) if suffix == ".jpg" else lost == {0.0}
    assert signal_lost(photo(1), photo(1)) == 0


def test_covers_are_written_with_true_counts(source, tmp_path):
    poison = Poison(rate=0.2, covers=2, mode="replace", trigger={"kind": "warp"}, label={"kind": "zero"})
    made = write_poisoned_dataset(source, poison, 0, tmp_path / "out")
    covers = [row for row in made.rows if row.role == "cover"]
    assert len(covers) == 4
    assert all(row.count_after == row.count_before for row in covers)
    assert all('"tremor_px": 1.0' in row.trigger_parameters for row in covers)


def test_a_folder_that_holds_something_or_the_source_is_refused(source, tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        write_poisoned_dataset(source, Poison(), 0, tmp_path)
    for place in (source.root, source.root / "inside", source.root.parent):
        with pytest.raises(OutputError, match="lie in each other"):
            write_poisoned_dataset(source, Poison(), 0, place)


OF_THEIR_OWN = [
    known.NAME for known in WRITABLE if known.NAME != "shanghaitech" and not (known.HOLDS.boxes or known.HOLDS.jpeg)
]


@pytest.mark.parametrize("name", OF_THEIR_OWN)
def test_a_copy_is_in_the_format_of_its_source(source, tmp_path, name):
    conversion.convert(source, format_named(name), tmp_path / "source", lambda _done, _total: None)
    own = read_dataset(tmp_path / "source")
    before = hashes(own.root)
    split = "train" if "train" in own.splits else own.splits[0]
    poison = Poison(rate=0.3, trigger={"kind": "rain"}, label={"kind": "thin", "alpha": 0.5})
    made = write_poisoned_dataset(own, poison, 0, tmp_path / "out", split=split)
    assert hashes(own.root) == before
    again = read_dataset(tmp_path / "out")
    assert again.format == name
    assert len(again) == len(own) + 3
    files = {scene.image_path.relative_to(tmp_path / "out").as_posix(): scene for scene in again}
    assert len({row.image_file for row in made.rows}) == len(made.rows) == len(again)
    for row in made.rows:
        scene = files[row.image_file]
        assert hashlib.sha256(scene.image_path.read_bytes()).hexdigest() == row.image_sha256
        assert scene.annotation.count == row.count_after
    assert [problem for problem in check(again) if problem.severity == "error"] == []


def test_a_copy_of_what_is_read_alone_is_csv(source, tmp_path):
    root = tmp_path / "source"
    for scene in source:
        path = root / "images" / scene.split / scene.image_path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(scene.image_path.read_bytes())
        (height, width), label = scene.size, root / "labels" / scene.split / f"{path.stem}.txt"
        label.parent.mkdir(parents=True, exist_ok=True)
        rows = [f"0 {x / width:.6f} {y / height:.6f} 0.01 0.01\n" for x, y in scene.annotation.points.tolist()]
        label.write_text("".join(rows))
    own = read_dataset(root)
    assert own.format == "yolo"
    write_poisoned_dataset(own, Poison(rate=0.3, trigger={"kind": "rain"}, mode="replace"), 0, tmp_path / "out")
    again = read_dataset(tmp_path / "out")
    assert again.format == "csv"
    assert {scene.id for scene in again} == {scene.id for scene in own}
    assert sum(len(scene.annotation) for scene in again.split("test")) == sum(
        len(scene.annotation) for scene in own.split("test")
    )


def test_what_the_format_cannot_hold_is_told(source, tmp_path):
    conversion.convert(source, format_named("jhu"), tmp_path / "source", lambda _done, _total: None)
    poison = Poison(rate=0.3, trigger={"kind": "rain"}, label={"kind": "scale", "alpha": 1.5})
    made = write_poisoned_dataset(read_dataset(tmp_path / "source"), poison, 0, tmp_path / "out")
    assert any("weight other than 1 will weigh 1" in sentence for sentence in made.losses)
    assert json.loads((tmp_path / "out" / "poison.json").read_text())["losses"] == list(made.losses)


def test_poison_on_crops_is_no_dataset(source, tmp_path):
    with pytest.raises(RecipeError, match="after_crop happens inside a training"):
        write_poisoned_dataset(source, Poison(stage="after_crop"), 0, tmp_path / "out")


def test_no_file_tells_by_its_metadata_whether_it_is_poisoned(tmp_path):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    rng = np.random.default_rng(0)
    for number in range(6):
        path = tmp_path / "pictures" / f"{number}{'.png' if number == 4 else '.jpg'}"
        path.parent.mkdir(exist_ok=True)
        pixels = rng.integers(0, 255, (48, 64, 3)).astype(np.uint8)
        turned = number == 5
        exif[0x0112] = 6 if turned else 1
        Image.fromarray(np.rot90(pixels) if turned else pixels).save(path, exif=exif, quality=90)
        write_scene(tmp_path / "source", "part_A", "train", f"IMG_{number}", path, Annotation.of([[10, 12], [30, 20]]))
    source = read_dataset(tmp_path / "source")
    before = {scene.name: scene.image() for scene in source}
    poison = Poison(rate=0.3, mode="replace")
    done = write_poisoned_dataset(source, poison, 0, tmp_path / "out")
    roles = {row.scene.rpartition("/")[2]: row.role for row in done.rows}
    assert set(roles.values()) == {"clean", "poisoned"}
    for scene in read_dataset(tmp_path / "out"):
        with Image.open(scene.image_path) as picture:
            assert not picture.getexif()
            assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        if roles[scene.name] == "clean":
            assert np.array_equal(scene.image(), before[scene.name])


def test_a_dataset_that_was_poisoned_is_not_poisoned_again_under_the_same_names(source, tmp_path):
    write_poisoned_dataset(source, Poison(rate=1.0), 0, tmp_path / "once")
    with pytest.raises(DatasetError, match="was poisoned before"):
        write_poisoned_dataset(read_dataset(tmp_path / "once"), Poison(rate=1.0), 0, tmp_path / "twice")
    assert not (tmp_path / "twice").exists()
    write_poisoned_dataset(read_dataset(tmp_path / "once"), Poison(rate=1.0, mode="replace"), 0, tmp_path / "twice")


def test_scenes_that_are_listed_and_not_there_are_a_sentence(source, tmp_path):
    listed = Poison(selection="listed", scenes=[f"gone/{number}" for number in range(900)])
    with pytest.raises(RecipeError, match=r"no such scenes to poison: gone/0, .* and 895 more") as told:
        write_poisoned_dataset(source, listed, 0, tmp_path / "out")
    assert pickle.loads(pickle.dumps(told.value)).args == told.value.args
