"""CCLabeler: `images/1.jpg` and `jsons/1.json`, or both beside one another, with img_id, human_num, points and boxes.

People are either points or boxes, and human_num is their sum; places are pixels. Which picture a file is of, its img_id
says. Source: the code of CCLabeler (Elin24), with which NWPU-Crowd was labelled.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import DatasetError
from ...files import write_json
from ..folders import read_json
from ..holds import Holds
from ..labels import Labels
from ..layouts.listing import any_by, beginning, by_name, folder_for, label_paths, orphan_id
from ..layouts.records import as_list
from ..pairing import caseless, said_path, stem_of
from ..scene import Dataset, Scene
from ..shapes import Shapes
from ..writing import Report, named, place_image

NAME = "cclabeler"
TITLE = "CCLabeler"
LAYOUT = "images and jsons, in each json img_id, human_num and points"
HOLDS = Holds(splits=("train", "val", "test", "all"))

_IMG_ID = re.compile(rb'"img_id"\s*:\s*("(?:[^"\\]|\\.)*")')
_MOST = 8 * 2**20
_CORNERS = (("x1", "y1", "x2", "y2"), ("left", "top", "right", "bottom"))


def recognizes(path: Path) -> bool:
    """Whether a json below `path` begins as CCLabeler's do."""
    return any_by(path, (".json",), _is_one, 4096)


def _is_one(start: bytes) -> bool:
    return b'"img_id"' in start and any(key in start for key in (b'"human_num"', b'"points"'))


def _words(root: Path) -> dict[str, str]:
    """What each file below `root` that is CCLabeler's calls its picture; looks into the beginnings of all."""
    # most begin with it; of the others more is read
    found = {path: _img_id(beginning(root / path, 4096)) for path in label_paths(root, (".json",))}
    return {
        path: (said or _img_id(beginning(root / path, _MOST)) or "") for path, said in found.items() if said is not None
    }


def _img_id(start: bytes) -> str | None:
    """The img_id in the beginning of a file; empty where it stands elsewhere, None where the file is none of these."""
    found = _IMG_ID.search(start)
    try:
        said = json.loads(found[1]) if found else None
    except ValueError:
        said = None
    return said if isinstance(said, str) else "" if _is_one(start) or b'"points"' in start else None


def read(path: Path) -> Dataset:
    """The pictures below `path`, each with the file that names it."""
    return _paired(path)[0]


def _paired(root: Path) -> tuple[Dataset, tuple[str, ...]]:
    words = _words(root)
    return by_name(
        root, NAME, words, _read_file, ".json", {path: said for path, said in words.items() if said_path(said)}
    )


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for label in _paired(dataset.root)[1]:
        yield orphan_id(label.removesuffix(".json")), dataset.root / label


def _read_file(path: Path, scene: Scene) -> Labels:
    raw = read_json(path, "expected img_id, human_num, points and boxes")
    if "points" not in raw and "boxes" not in raw:
        raise DatasetError(
            f"{path} is no annotation of CCLabeler: expected points, found {', '.join(raw)[:80] or 'nothing'}."
        )
    heads = Shapes(path, scene.rules)
    for point in as_list(raw.get("points"), path, "points"):
        heads.points([_values(point, (("x", "y"),), path)])
    for box in as_list(raw.get("boxes"), path, "boxes"):
        heads.box(*_values(box, _CORNERS, path))
    said, number = raw.get("img_id"), raw.get("human_num")
    other = isinstance(said, str) and caseless(stem_of(said_path(said).rpartition("/")[2])) != caseless(
        scene.image_path.stem
    )
    notes = (f"{path.name} calls its picture {str(said)[:60]!r}, which is not there.",) if other else ()
    stated = number if isinstance(number, int) and not isinstance(number, bool) else None
    return heads.labels(stated_count=stated, notes=notes)


def _values(place: Any, names: tuple[tuple[str, ...], ...], path: Path) -> list[Any]:
    """The numbers of a place, written as an object of one of these `names` or as a list of as many."""
    if isinstance(place, Mapping):
        found = next((each for each in names if all(name in place for name in each)), None)
        if found is not None:
            return [place[name] for name in found]
    elif isinstance(place, list) and len(place) >= len(names[0]):
        return place[: len(names[0])]
    raise DatasetError(f"{path} has a head without a place: expected {', '.join(names[0])}, found {str(place)[:60]!r}.")


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`: images and jsons, in a folder a split."""
    for done, (scene, split, name) in enumerate(named(dataset, HOLDS.splits), start=1):
        folder = root / folder_for(dataset, split)
        points = [{"x": x, "y": y} for x, y in scene.annotation.points.tolist()]
        picture = place_image(scene, folder / "images", name, HOLDS)
        raw = {"img_id": picture.name, "human_num": len(points), "boxes": [], "points": points}
        write_json(folder / "jsons" / f"{name}.json", raw)
        report(done, len(dataset))
