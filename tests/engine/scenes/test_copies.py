"""Equal pictures are found by their bytes, whatever they are called and wherever they lie."""

from pathlib import Path

import pytest

from miscount.engine.scenes import Annotation, Dataset, Labels, Scene
from miscount.engine.scenes.checks.copies import across, equal, equal_across_splits


def _scene(root: Path, name: str, content: bytes | None) -> Scene:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    return Scene(name, name.split("/")[0], path, None, lambda scene: Labels(Annotation.of([])))


def _dataset(root: Path, contents: dict[str, bytes | None]) -> Dataset:
    return Dataset(root, "csv", tuple(_scene(root, name, content) for name, content in contents.items()))


def test_pairs_are_of_different_splits_and_of_equal_bytes(tmp_path: Path) -> None:
    dataset = _dataset(
        tmp_path,
        {"train/a": b"one", "train/b": b"two", "train/c": b"three", "test/d": b"two", "test/e": b"six", "val/f": b"9"},
    )
    assert equal_across_splits(dataset) == (("train/b", "test/d"),)


def test_every_copy_is_in_a_pair_and_pairs_are_fewer_than_copies(tmp_path: Path) -> None:
    names = [*(f"train/{k}" for k in range(9)), *(f"test/{k}" for k in range(7)), "val/0"]
    pairs = equal_across_splits(_dataset(tmp_path, dict.fromkeys(names, b"same")))
    assert {name for pair in pairs for name in pair} == set(names)
    assert len(pairs) < len(names)
    assert all(first.split("/")[0] != second.split("/")[0] for first, second in pairs)


def test_copies_within_one_split_are_a_group_but_no_pair(tmp_path: Path) -> None:
    dataset = _dataset(tmp_path, {"train/a": b"one", "train/b": b"one"})
    assert equal_across_splits(dataset) == ()
    assert [[scene.id for scene in group] for group in equal(dataset)] == [["train/a", "train/b"]]


def test_a_file_listed_in_two_splits_is_a_pair(tmp_path: Path) -> None:
    scene = _scene(tmp_path, "train/a", b"one")
    again = Scene("test/a", "test", scene.image_path, None, scene.read_labels)
    assert equal_across_splits(Dataset(tmp_path, "csv", (scene, again))) == (("train/a", "test/a"),)


def test_missing_pictures_are_in_no_pair(tmp_path: Path) -> None:
    assert equal_across_splits(_dataset(tmp_path, {"train/a": None, "test/b": None, "test/c": b"x"})) == ()


def test_only_files_of_one_length_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from miscount.engine.scenes.checks import copies

    asked: list[str] = []
    monkeypatch.setattr(copies, "content_of", lambda path: asked.append(path.name))  # type: ignore[arg-type]
    dataset = _dataset(tmp_path, {f"train/{k}": b"x" * k for k in range(1, 20)})
    assert equal_across_splits(dataset) == ()
    assert asked == []


def test_across_two_datasets_each_scene_of_the_second_is_named_once(tmp_path: Path) -> None:
    first = _dataset(tmp_path / "1", {"train/a": b"one", "train/b": b"one", "train/c": b"two"})
    second = _dataset(tmp_path / "2", {"train/a": b"one", "train/d": b"one", "train/e": b"six"})
    assert across(first, second) == (("train/a", "train/a"), ("train/a", "train/d"))
