"""JHU-Crowd++: `train/images/0001.jpg`, `train/gt/0001.txt`, `train/image_labels.txt`.

A row of gt is `x y w h o b`: center and size of the head in whole pixels, occlusion (1 visible, 2 partly, 3 fully
occluded), blur (0 or 1). A row of image_labels.txt is `id,count,scene,weather,distractor`; weather is 0 for none, 1 for
fog or haze, 2 for rain, 3 for snow. Source: Sindagi et al., "JHU-CROWD++", TPAMI 2020.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import DatasetError
from ...files import write_text
from ...reading import Stamp, is_folder, stamp_of, there
from ..annotation import Annotation
from ..folders import file_names, image_names, read_text, whole_number
from ..holds import Holds
from ..label_files import LabelFiles, by_stem
from ..pairing import stem_of, unique_names
from ..points import finite_labels
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "jhu"
TITLE = "JHU-Crowd++"
LAYOUT = "train, val and test, in each images and gt with 0001.txt"
HOLDS = Holds(
    columns=("size", "occlusion", "blur"), about=("scene", "weather", "distractor"), fractions=False,
    splits=("train", "val", "test"), turned=True,
)  # fmt: skip

SPLITS = ("train", "val", "test")
_FACTS = "image_labels.txt"


def recognizes(path: Path) -> bool:
    """Whether a split in `path` has images and gt."""
    return any(is_folder(path / split / "images") and is_folder(path / split / "gt") for split in SPLITS)


def read(path: Path) -> Dataset:
    """The scenes of all splits. Reads names only."""
    return Dataset.listed(path, NAME, (scene for split in SPLITS for scene in _scenes(path / split)))


def _scenes(folder: Path) -> Iterator[Scene]:
    paired = _paired(folder)[0]
    for name, scene_name in unique_names(paired):
        path, files = folder / "images" / name, paired[name]
        yield Scene(f"{folder.name}/{scene_name}", folder.name, path, files.path, files)


def _paired(folder: Path) -> tuple[dict[str, LabelFiles], tuple[str, ...]]:
    labels = {name[:-4]: (folder / "gt" / name,) for name in file_names(folder / "gt", (".txt",))}
    pictures = image_names(folder / "images")
    return by_stem(pictures, labels, _read_file, lambda name: f"{folder}/gt/{stem_of(name)}.txt")


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for split in SPLITS:
        for stem in sorted(_paired(dataset.root / split)[1]):
            yield f"{split}/{stem}", dataset.root / split / "gt" / f"{stem}.txt"


def _read_file(path: Path, scene: Scene) -> Labels:
    """The heads of `scene` with size, occlusion and blur, and what is said of the scene. Raises DatasetError."""
    rows = _rows(path)
    columns: dict[str, list[Any]] = {
        "size": [_size(row[2:4]) for row in rows],
        "occlusion": [int(row[4]) if len(row) > 4 and row[4] > 0 else None for row in rows],
        "blur": [int(row[5]) if len(row) > 5 else None for row in rows],
    }
    points = np.array([row[:2] for row in rows], dtype=np.float64).reshape(-1, 2)
    count, about, notes = _facts(scene)
    return finite_labels(points, columns, stated_count=count, about=about, notes=notes)


def _rows(path: Path) -> list[list[float]]:
    rows: list[list[float]] = []
    for number, line in enumerate(read_text(path, "expected rows of x y w h o b").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = [float(word) for word in line.split()]
            whole = [value == int(value) for value in row[2:]]  # OverflowError and ValueError for infinity and NaN
        except (ValueError, OverflowError):
            row, whole = [], []
        if not 2 <= len(row) <= 6 or not all(whole):
            raise DatasetError(f"{path}, line {number}: expected x y w h o b as numbers, found {line[:60]!r}.")
        if rows and len(row) != len(rows[0]):  # a download that broke off within a row
            raise DatasetError(
                f"{path}, line {number}: expected {len(rows[0])} numbers as in the first row, found {line[:60]!r}."
            )
        rows.append(row)
    return rows


def _size(words: list[float]) -> list[int] | None:
    return [int(words[0]), int(words[1])] if len(words) == 2 and any(words) else None


def _facts(scene: Scene) -> tuple[int | None, dict[str, Any], tuple[str, ...]]:
    path = scene.image_path.parents[1] / _FACTS
    if not there(path):
        return None, {}, ()
    row = _table(path, stamp_of(path)).get(scene.image_path.stem)
    if row is None:
        return None, {}, (f"{path.name} says nothing of it.",)
    count, kind, weather, distractor = row
    about = {"scene": kind or None, "weather": whole_number(weather), "distractor": whole_number(distractor)}
    return whole_number(count), {name: value for name, value in about.items() if value is not None}, ()


@lru_cache(maxsize=8)
def _table(path: Path, _changed: Stamp) -> dict[str, tuple[str, str, str, str]]:
    found = {}
    for number, line in enumerate(read_text(path, "expected rows of id,count,scene,weather,distractor").splitlines()):
        words = [word.strip() for word in line.split(",")]
        if len(words) < 5:
            if line.strip():
                raise DatasetError(
                    f"{path}, line {number + 1}: expected id,count,scene,weather,distractor, found {line[:60]!r}."
                )
            continue
        # a scene's name may hold commas; the four others cannot
        found[words[0]] = (words[1], ",".join(words[2:-2]), words[-2], words[-1])
    return found


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`. What a head does not say becomes size 0 0, occlusion 0, blur 0."""
    facts: dict[str, list[str]] = {}
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits, one_word=True), start=1):
        labels, folder = scene.labels, root / split
        write_text(folder / "gt" / f"{name}.txt", _gt(labels.annotation, scene.size))
        place_image(scene, folder / "images", name, HOLDS)
        about = labels.about
        kind = " ".join(str(about.get("scene", "")).split())
        words = [name, len(labels.annotation), kind, about.get("weather", ""), about.get("distractor", "")]
        facts.setdefault(split, []).append(",".join(map(str, words)))
        report(done, len(dataset))
    for split, rows in facts.items():
        write_text(root / split / _FACTS, "".join(f"{row}\n" for row in rows))


def _gt(heads: Annotation, size: tuple[int, int]) -> str:
    frame_height, frame_width = size
    lines = []
    columns = (heads.column("size"), heads.column("occlusion"), heads.column("blur"))
    for (x, y), box, occlusion, blur in zip(heads.points, *columns, strict=True):
        width, height = box or (0, 0)
        at = f"{_whole(x, frame_width)} {_whole(y, frame_height)}"
        lines.append(f"{at} {width} {height} {occlusion or 0} {blur or 0}\n")
    return "".join(lines)


def _whole(value: float, side: int) -> int:
    """The nearest whole pixel; of a head within the frame the nearest within it.

    >>> _whole(1023.2, 1024), _whole(1023.7, 1024), _whole(1025.7, 1024)
    (1023, 1023, 1026)
    """
    return min(round(value), side - 1) if value < side else round(value)
