"""NWPU-Crowd: `images/0001.jpg` (or `images_part1` to `images_part5`), `jsons/0001.json`, `mats/0001.mat`, and
`train.txt`, `val.txt`, `test.txt` with rows of id, luminance and scene level.

A json holds img_id, human_num, points, and boxes as left, top, right, bottom; a mat annPoints and annBoxes. The labels
of the test scenes are kept by the publisher. Source: Wang et al., "NWPU-Crowd", TPAMI 2020.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...errors import DatasetError
from ...files import write_json, write_text
from ...reading import Stamp, is_file, is_folder, stamp_of, there
from ..annotation import Annotation
from ..folders import entries, image_names, natural, read_json, read_text, whole_number
from ..holds import Holds
from ..label_files import LabelFiles
from ..matfile import read_arrays, write_arrays
from ..pairing import Pictures, caseless, said_path, stem_of
from ..points import finite_labels, positions
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "nwpu"
TITLE = "NWPU-Crowd"
LAYOUT = "images (or images_part1...), jsons or mats, and train.txt, val.txt, test.txt"
SPLITS = ("train", "val", "test")
_LONGEST_ID = 240
"""In bytes: file systems take names of 255, and a suffix comes after."""
_ROUNDED_PX = 1.0
HOLDS = Holds(columns=("box",), about=("luminance", "level"), splits=SPLITS, unlabelled=True, turned=True)


def recognizes(path: Path) -> bool:
    """Whether `path` has a list of scenes, pictures, and labels."""
    lists = any(is_file(path / f"{split}.txt") for split in SPLITS)
    return lists and bool(_image_folders(path)) and any(is_folder(path / name) for name in ("jsons", "mats"))


def _image_folders(path: Path) -> list[Path]:
    found = [Path(entry.path) for entry in entries(path) if entry.name.startswith("images") and is_folder(entry)]
    return sorted(found, key=lambda folder: natural(folder.name))


def read(path: Path) -> Dataset:
    """The scenes of the lists, in their order; one without a picture is listed too, and says so when it is asked."""
    lists = {split: _list(path / f"{split}.txt") for split in SPLITS}
    pictures = _pictures(path, [name for names in lists.values() for name in names])
    scenes = []
    for split, names in lists.items():
        for name in names:
            picture = pictures.get(name)
            scene = Scene(
                f"{split}/{name}", split, path / "images" / f"{name}.jpg", _label_path(path, name), read_labels
            )
            if isinstance(picture, Path):
                scene = replace(scene, image_path=picture)
            elif picture is not None:
                scene = replace(scene, read_labels=_Disputed(picture))
            scenes.append(scene)
    return Dataset.listed(path, NAME, scenes)


@dataclass(frozen=True)
class _Disputed:
    """Reads no labels: says why it cannot be known which picture they belong to."""

    dispute: str

    def __call__(self, scene: Scene) -> Labels:
        raise DatasetError(f"{scene.label_path or scene.id} has no picture of its own: {self.dispute}")


def _pictures(path: Path, names: list[str]) -> dict[str, Path | str]:
    """The picture of each listed name: the one of that stem; of several the one that its label names; or a dispute."""
    files = {f"{folder.name}/{name}": folder / name for folder in _image_folders(path) for name in image_names(folder)}
    stems: dict[str, list[str]] = {}
    for key in files:
        stems.setdefault(caseless(stem_of(key.rpartition("/")[2])), []).append(key)
    found: dict[str, Path | str] = {}
    for name in names:
        keys = stems.get(caseless(name), [])
        exact = [key for key in keys if stem_of(key.rpartition("/")[2]) == name] or keys
        if len(exact) == 1:
            found[name] = files[exact[0]]
        elif exact:
            said = _said(path / "jsons" / f"{name}.json")
            picked = Pictures(tuple(exact)).candidates(said) if said else ()
            dispute = f"{name!r} fits both {exact[0]} and {exact[1]}: rename or remove the other."
            found[name] = files[picked[0]] if len(picked) == 1 else dispute
    return found


def _said(path: Path) -> str | None:
    """The picture that an annotation says it is of; None where it says nothing that can be read."""
    try:
        said = read_json(path, "expected img_id").get("img_id")
    except DatasetError:
        return None  # whoever asks for the labels gets the error
    return said if isinstance(said, str) and said else None


def _list(path: Path) -> dict[str, tuple[str, ...]]:
    return _read_list(path, stamp_of(path)) if is_file(path) else {}


@lru_cache(maxsize=12)
def _read_list(path: Path, _changed: Stamp) -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in read_text(path, "expected rows of id luminance level").splitlines())
    found = {words[0].rpartition("/")[2].removesuffix(".jpg"): tuple(words[1:3]) for words in rows if words}
    wrong = next((name for name in found if not _is_id(name)), None)
    if wrong is not None:
        raise DatasetError(f"{path} names the scene {wrong[:60]!r}: expected ids such as 0001.")
    return found


def _is_id(name: str) -> bool:
    """Whether a scene of this name can have files."""
    return name not in ("", ".", "..") and "\\" not in name and name.isprintable() and len(name.encode()) <= _LONGEST_ID


def _label_paths(root: Path, name: str) -> tuple[Path, Path]:
    return root / "jsons" / f"{name}.json", root / "mats" / f"{name}.mat"


def _label_path(root: Path, name: str) -> Path | None:
    return next((path for path in _label_paths(root, name) if there(path)), None)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation that no list names or that has no picture."""
    listed = {scene.name for scene in dataset if there(scene.image_path)}
    for folder, suffix in (("jsons", ".json"), ("mats", ".mat")):
        for path in sorted((dataset.root / folder).glob(f"*{suffix}")):
            if path.stem not in listed and not (
                folder == "mats" and there(dataset.root / "jsons" / f"{path.stem}.json")
            ):
                yield path.stem, path


def read_labels(scene: Scene) -> Labels:
    """The heads of `scene` with their boxes, and what the lists say of it. Raises DatasetError.

    A listed scene without labels is not labelled: those of the test scenes are withheld, and no others as published.
    """
    root = scene.image_path.parents[1]
    words = _list(root / f"{scene.split}.txt").get(scene.name, ())
    about = {name: _number(word) for name, word in zip(("luminance", "level"), words, strict=False)}
    if scene.label_path is None and scene.split == "test":
        kept = ("Its publisher keeps the labels of the test scenes.",)
        return finite_labels(np.empty((0, 2)), {}, about=about, labelled=False, withheld=True, notes=kept)
    both = _label_paths(root, scene.name)
    files = tuple(path for path in both if path == scene.label_path or (scene.label_path and there(path)))
    expected = f"jsons/{scene.name}.json or mats/{scene.name}.mat"
    return replace(LabelFiles(_read_file, expected, files, unlabelled=True, same=_same_heads)(scene), about=about)


def _same_heads(first: Annotation, second: Annotation) -> bool:
    """Whether json and mat hold the same heads, which the one or the other may have rounded to whole pixels."""
    return len(first) == len(second) and bool((np.abs(first.points - second.points) <= _ROUNDED_PX).all())


def _read_file(path: Path, scene: Scene) -> Labels:
    (points, said), boxes, number = _json(path, scene) if path.suffix == ".json" else _mat(path)
    columns = {"box": boxes} if len(boxes) == len(points) else {}
    unfit = () if columns or not boxes else (f"Its {len(boxes)} boxes do not fit its {len(points)} heads: left out.",)
    repairs = (*said, *unfit)
    return finite_labels(points, columns, stated_count=number, repairs=repairs, notes=repairs)


_Points: TypeAlias = tuple[NDArray[np.float64], tuple[str, ...]]
"""The heads (N, 2), and what was forgiven."""


def _json(path: Path, scene: Scene) -> tuple[_Points, list[Any], int | None]:
    raw = read_json(path, "expected img_id, human_num, points and boxes")
    if "points" not in raw:
        found = ", ".join(raw) or "nothing"
        raise DatasetError(f"{path} is no annotation of NWPU-Crowd: expected points, found {found}.")
    _check_said(raw.get("img_id"), scene, path)
    number = raw.get("human_num")
    boxes = _boxes(raw.get("boxes") or [], path)
    return positions(raw["points"], path, "points"), boxes, number if isinstance(number, int) else None


def _check_said(said: object, scene: Scene, path: Path) -> None:
    """Raise DatasetError where the annotation says that it is of another picture than that of `scene`."""
    if isinstance(said, str) and said and not Pictures((scene.image_path.name,)).candidates(said):
        stems = caseless(stem_of(said_path(said).rpartition("/")[2])), caseless(stem_of(scene.image_path.name))
        if stems[0] != stems[1]:
            raise DatasetError(
                f"{path} says that it is of {said[:80]!r}, and by its name it is of {scene.image_path.name}: expected "
                "both to be the same; put right the one that is wrong."
            )


def _mat(path: Path) -> tuple[_Points, list[Any], int | None]:
    arrays = read_arrays(path, "annPoints", "annBoxes")
    boxes = arrays.get("annBoxes")
    return positions(arrays["annPoints"], path, "annPoints"), _boxes([] if boxes is None else boxes, path), None


def _boxes(raw: Any, path: Path) -> list[Any]:
    try:
        array = np.asarray(raw, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise DatasetError(f"{path} cannot be used: expected boxes as N x 4 numbers, found something else.") from error
    if array.size == 0:
        return []
    if array.ndim != 2 or array.shape[1] != 4:
        shape = " x ".join(map(str, array.shape))
        raise DatasetError(f"{path} cannot be used: expected boxes as N x 4 numbers, found {shape}.")
    if not np.isfinite(array).all():
        raise DatasetError(f"{path} cannot be used: expected boxes of finite numbers, found NaN or infinity.")
    return [[_plain(value) for value in box] if any(box) else None for box in array.tolist()]


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _number(word: str) -> int | str:
    number = whole_number(word)
    return word if number is None else number


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`; a head without a box gets one of zeros, a scene without labels no file of them."""
    lists: dict[str, list[str]] = {split: [] for split in SPLITS}
    taken: set[str] = set()
    for done, (scene, split, wanted) in enumerate(named(dataset, SPLITS, one_word=True), start=1):
        name = wanted if wanted.lower() not in taken else f"{split}_{wanted}"  # all splits share one folder
        taken.add(name.lower())
        labels = scene.labels
        place_image(scene, root / "images", name, HOLDS)
        if labels.labelled:
            points = labels.annotation.points
            boxes = [box or [0, 0, 0, 0] for box in labels.annotation.column("box")]
            raw = {"img_id": f"{name}.jpg", "human_num": len(points), "points": points.tolist(), "boxes": boxes}
            write_json(root / "jsons" / f"{name}.json", raw)
            array = np.array(boxes, dtype=np.float64).reshape(-1, 4)
            write_arrays(root / "mats" / f"{name}.mat", {"annPoints": points, "annBoxes": array})
        words = ("_".join(str(labels.about.get(key, 0)).split()) or "0" for key in ("luminance", "level"))
        lists[split].append(" ".join([name, *words]))
        report(done, len(dataset))
    for split, rows in lists.items():
        write_text(root / f"{split}.txt", "".join(f"{row}\n" for row in rows))
    for folder in ("jsons", "mats"):
        (root / folder).mkdir(parents=True, exist_ok=True)
