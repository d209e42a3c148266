"""labelme: `IMG_1.json` beside `IMG_1.jpg`, in it shapes of which the points are heads.

The label of a point is its class and its description a note. Boxes and polygons are passed over and said so. Source:
labelme's own files, version 5; `imageData`, which may repeat the picture, is not read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import DatasetError
from ...files import write_json
from ...reading import opened
from ..folders import entries, file_names, image_names, read_json, subfolders, unique_stems
from ..holds import Holds
from ..points import finite_labels, positions
from ..scene import Dataset, Labels, Scene
from ..writing import Report, named, place_image

NAME = "labelme"
LAYOUT = "IMG_1.json of labelme beside IMG_1.jpg, in one folder or in train, val and test"
HOLDS = Holds(columns=("class", "note"), about=("flags",))
HEAD = "head"
"""The label of a head that has no class."""

_PEEK = 4096


def recognizes(path: Path) -> bool:
    """Whether the first json beside pictures, in `path` or a folder in it, is labelme's."""
    return any(_is_labelme(folder) for folder in (path, *subfolders(path)))


def _is_labelme(folder: Path) -> bool:
    stems = {name.rpartition(".")[0] for name in image_names(folder)}
    beside = [name for name in file_names(folder, (".json",)) if name.rpartition(".")[0] in stems]
    return bool(beside) and _begins(folder / beside[0])


def _begins(path: Path) -> bool:
    try:
        with opened(path, "expected labelme's shapes", DatasetError) as file:
            start = file.read(_PEEK)
    except DatasetError:
        return False
    # keys come in any order, and the shapes may be long: either of two names in the beginning will do
    return b'"shapes"' in start or b'"imagePath"' in start


def read(path: Path) -> Dataset:
    """Every picture beside such files, as one scene; those in a folder are of its split. Reads names only."""
    folders = [folder for folder in (path, *subfolders(path)) if _is_labelme(folder)]
    scenes = []
    for folder in folders:
        split = "all" if folder == path else folder.name
        for name, scene_name in unique_stems(image_names(folder)):
            label = folder / (name.rpartition(".")[0] + ".json")
            image = folder / name
            scenes.append(Scene(f"{split}/{scene_name}", split, image, label if label.exists() else None, read_labels))
    return Dataset(path, NAME, tuple(scenes))


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    for folder in dict.fromkeys(scene.image_path.parent for scene in dataset):
        stems = {Path(entry.name).stem for entry in entries(folder) if not entry.name.endswith(".json")}
        split = "all" if folder == dataset.root else folder.name
        for name in file_names(folder, (".json",)):
            if Path(name).stem not in stems and _begins(folder / name):
                yield f"{split}/{Path(name).stem}", folder / name


def read_labels(scene: Scene) -> Labels:
    """The points of `scene`. Raises DatasetError."""
    if scene.label_path is None:
        expected = scene.image_path.with_suffix(".json")
        raise DatasetError(f"{scene.image_path} has no annotation: expected {expected}, found no such file.")
    raw = read_json(scene.label_path, "expected labelme's shapes")
    shapes = raw.get("shapes")
    if not isinstance(shapes, list) or not all(isinstance(shape, dict) for shape in shapes):
        raise DatasetError(f"{scene.label_path} is not labelme's: expected a list of shapes, found {_kind(shapes)}.")
    heads = [shape for shape in shapes if shape.get("shape_type") == "point"]
    # one by one, so that a point without a place is reported with its file
    points = positions([_place(shape, scene.label_path) for shape in heads], scene.label_path, "points of shapes")
    columns: dict[str, list[Any]] = {
        "class": [None if shape.get("label") in (HEAD, None) else str(shape["label"]) for shape in heads],
        "note": [str(shape["description"]) if shape.get("description") else None for shape in heads],
    }
    others = len(shapes) - len(heads)
    repairs = (f"{others} shapes that are no points left out.",) if others else ()
    flags = raw.get("flags") or {}
    return finite_labels(
        points, columns, about={"flags": flags} if flags else {}, stated_size=_size(raw), repairs=repairs, notes=repairs
    )


def _place(shape: dict[str, Any], path: Path) -> list[float]:
    match shape.get("points"):
        case [[int() | float() as x, int() | float() as y]]:
            return [float(x), float(y)]
        case other:
            raise DatasetError(f"{path} has a point without a place: expected [[x, y]], found {str(other)[:60]}.")


def _size(raw: dict[str, Any]) -> tuple[int, int] | None:
    height, width = raw.get("imageHeight"), raw.get("imageWidth")
    return (height, width) if isinstance(height, int) and isinstance(width, int) else None


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder a split; all in `root` where there is one split alone."""
    alone = len(dataset.splits) <= 1 and dataset.splits in ((), ("all",))
    for done, (scene, split, name) in enumerate(named(dataset, None), start=1):
        labels, folder = scene.labels, root if alone else root / split
        image = place_image(scene, folder, name)
        height, width = scene.size
        heads = labels.annotation
        shapes: list[dict[str, Any]] = [
            {"label": kind or HEAD, "points": [[float(x), float(y)]], "group_id": None, "description": note or "",
             "shape_type": "point", "flags": {}}
            for (x, y), kind, note in zip(heads.points, heads.column("class"), heads.column("note"), strict=True)
        ]  # fmt: skip
        raw = {"version": "5.4.1", "flags": labels.about.get("flags", {}), "shapes": shapes, "imagePath": image.name,
               "imageData": None, "imageHeight": height, "imageWidth": width}  # fmt: skip
        write_json(folder / f"{name}.json", raw)
        report(done, len(dataset))
