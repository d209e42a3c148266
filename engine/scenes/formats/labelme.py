"""labelme: `IMG_1.json` beside `IMG_1.jpg`, or in `labels` beside `images`; in it shapes of which each is a head.

The label of a shape is its class and its description a note; `shapes` says where in a shape the head is. Which picture
a file is of, its `imagePath` says; only where that names none of the pictures, its own name does. Source: files of
labelme 3 to 5 and X-AnyLabeling; `imageData`, which may repeat the picture, is not read.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...errors import DatasetError
from ...files import write_json
from ...reading import opened, read_bytes
from ..folders import file_names, picture_paths, plain, read_json, subfolders
from ..holds import Holds
from ..labels import Labels
from ..pairing import Assigned, Pictures, assign, stem_of
from ..scene import Dataset, Scene
from ..shapes import HEAD, Shapes
from ..writing import Report, named, place_image

NAME = "labelme"
TITLE = "labelme"
LAYOUT = "IMG_1.json of labelme beside IMG_1.jpg, or in labels beside images; in one folder or in train, val and test"
HOLDS = Holds(columns=("class", "note"), about=("flags",))

_DEPTH = 3
_LOOK = 64 * 2**20
_IMAGE_PATH = re.compile(rb'"imagePath"\s*:\s*("(?:[^"\\]|\\.)*")')
_ROOMS = {"images", "image", "imgs", "img", "labels", "label", "annotations", "annotation", "jsons", "json"}
"""Folders that tell pictures and labels apart, and nothing else."""


def recognizes(path: Path) -> bool:
    """Whether the first json of a folder in `path` that has any, beside or below pictures, is labelme's."""
    return any(True for _ in _label_folders(path))


def _label_folders(path: Path) -> Iterator[Path]:
    folders = [path]
    for _ in range(_DEPTH):
        for folder in folders:
            names = file_names(folder, (".json",))
            if names and is_labelme(folder / names[0]):
                yield folder
        folders = [inner for folder in folders for inner in subfolders(folder)]


def is_labelme(path: Path) -> bool:
    """Whether the json at `path` has labelme's keys, in whatever order; imageData may stand before them."""
    try:
        with opened(path, "expected labelme's shapes", DatasetError) as file:
            content = file.read(_LOOK)
    except DatasetError:
        return False
    return b'"shapes"' in content and (b'"imagePath"' in content or b'"imageData"' in content or b'"points"' in content)


def read(path: Path) -> Dataset:
    """Every picture in or beside the folders of such files, as one scene. Reads names only."""
    files = _Files(path)
    scenes = []
    for picture in files.pictures.paths:
        key = files.bare(picture)
        split = key.partition("/")[0] if "/" in key else "all"
        name = key if "/" in key else f"all/{key}"
        reader = _Reader(files, picture)
        scenes.append(Scene(stem_of(name), split, path / picture, files.by_name.get(picture), reader))
    return Dataset.listed(path, NAME, scenes)


class _Files:
    """The pictures and the labelme files below a folder, and which belong together."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.labels = [folder / name for folder in _label_folders(root) for name in file_names(folder, (".json",))]
        rooms = {self._room(path.parent) for path in self.labels}
        beside = [name for name in picture_paths(root) if self._room((root / name).parent) in rooms]
        self.pictures = Pictures(tuple(beside or picture_paths(root)))

    def _room(self, folder: Path) -> str:
        return self.bare(f"{folder.relative_to(self.root).as_posix()}/x")

    def bare(self, path: str) -> str:
        """A path without the folders that only tell pictures and labels apart."""
        *folders, name = path.removeprefix("./").split("/")
        return "/".join([*(folder for folder in folders if plain(folder) not in _ROOMS), name])

    @cached_property
    def _assigned(self) -> Assigned:
        keys = {self.bare(path.relative_to(self.root).as_posix())[: -len(".json")]: path for path in self.labels}
        pictures = {self.bare(picture): picture for picture in self.pictures.paths}
        found = assign(pictures, keys, stems=True)
        labels = {pictures[picture]: tuple(str(keys[key]) for key in said) for picture, said in found.labels.items()}
        return Assigned(labels, (), {pictures[picture]: why for picture, why in found.disputed.items()})

    @cached_property
    def by_name(self) -> dict[str, Path]:
        """Of each picture the file of the same name, in the same folder or the one for labels."""
        return {picture: Path(paths[0]) for picture, paths in self._assigned.labels.items()}

    def dispute(self, picture: str) -> str:
        """Why the file of its name cannot be said to be of this picture; empty where it can."""
        return self._assigned.disputed.get(picture, "")

    @cached_property
    def by_words(self) -> dict[str, list[Path]]:
        """The files that say that they are of a picture; reads all of them, once."""
        found: dict[str, list[Path]] = {}
        for path in self.labels:
            for picture in self.said(path, _image_path(path)):
                found.setdefault(picture, []).append(path)
        return found

    def said(self, path: Path, words: str | None) -> tuple[str, ...]:
        """The pictures that a file's own words fit: those in its folder or its room first, then any."""
        if not words:
            return ()
        found = self.pictures.candidates(words)
        room = self._room(path.parent)
        near = tuple(name for name in found if self._room((self.root / name).parent) == room)
        return near or found


def _image_path(path: Path) -> str | None:
    try:
        match = _IMAGE_PATH.search(read_bytes(path, "expected labelme's shapes", DatasetError))
        value = json.loads(match[1]) if match else None
    except (DatasetError, ValueError):
        return None  # whoever asks for its labels gets the error
    return value if isinstance(value, str) else None


@dataclass(frozen=True)
class _Reader:
    """Reads the labels of one picture."""

    files: _Files
    picture: str

    def __call__(self, scene: Scene) -> Labels:
        """The heads of `scene`. Raises DatasetError."""
        path = self.files.by_name.get(self.picture)
        if path is not None:
            raw = read_json(path, "expected labelme's shapes")
            words = raw.get("imagePath")
            words = words if isinstance(words, str) else ""
            said = self.files.said(path, words)
            if said == (self.picture,) or not said:
                note = (f"Its label says that it is of {words[:80]!r}.",) if words and not said else ()
                return _labels(raw, path, scene, note)
        return self._by_words(path, scene)

    def _by_words(self, by_name: Path | None, scene: Scene) -> Labels:
        found = self.files.by_words.get(self.picture, [])
        if not found:
            if by_name is None:
                expected = scene.image_path.with_suffix(".json")
                instead = self.files.dispute(self.picture) or "found no such file."
                raise DatasetError(f"{scene.image_path} has no annotation: expected {expected}, {instead}")
            raise DatasetError(
                f"{by_name} says that it is of {_image_path(by_name)!r}, and no file says that it is of "
                f"{self.picture}: put right its imagePath, or label the picture."
            )
        if len(found) > 1:
            raise DatasetError(
                f"{found[0]} and {found[1]} both say that they are of {self.picture}: expected one; put right the "
                "imagePath of the other, or move it away."
            )
        clear = self.files.said(found[0], _image_path(found[0])) == (self.picture,)
        if not clear:
            raise DatasetError(
                f"{found[0]} says that it is of {_image_path(found[0])!r}, which fits {self.picture} and other "
                "pictures: expected one; rename or remove the others."
            )
        note = (f"Labelled by {found[0].name}, which says that it is of this picture.",)
        return _labels(read_json(found[0], "expected labelme's shapes"), found[0], scene, note)


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every annotation without a picture."""
    files = _Files(dataset.root)
    named_so = set(files.by_name.values())
    for path in files.labels:
        if path not in named_so and not files.said(path, _image_path(path)):
            key = files.bare(path.relative_to(dataset.root).as_posix())
            yield stem_of((key if "/" in key else f"all/{key}")[: -len(".json")]), path


def _labels(raw: dict[str, Any], path: Path, scene: Scene, notes: tuple[str, ...]) -> Labels:
    shapes = raw.get("shapes")
    if not isinstance(shapes, list) or not all(isinstance(shape, dict) for shape in shapes):
        raise DatasetError(f"{path} is not labelme's: expected a list of shapes, found {_kind(shapes)}.")
    heads = Shapes(path, scene.rules)
    for shape in shapes:
        _add(heads, shape, path)
    flags = raw.get("flags")
    about = {"flags": flags} if flags and isinstance(flags, dict) else {}
    return heads.labels(about=about, stated_size=_size(raw), notes=notes)


def _add(heads: Shapes, shape: dict[str, Any], path: Path) -> None:
    points = shape.get("points")
    if points == []:
        heads.leave_out("shape without a place", "shapes without a place")
        return
    if not isinstance(points, list) or not points or not all(isinstance(p, list) and len(p) >= 2 for p in points):
        raise DatasetError(f"{path} has a shape without a place: expected [[x, y]], found {str(points)[:60]}.")
    known = {
        "kind": str(shape["label"]) if shape.get("label") is not None else None,
        "note": str(shape["description"]) if shape.get("description") else None,
    }
    match shape.get("shape_type"), len(points):
        case ("point" | "points" | None, 1) | ("points", _):
            heads.points(points, **known)
        case ("rectangle" | "mask", 2 | 4):
            corners = [*points[0][:2], *points[2 if len(points) == 4 else 1][:2]]
            heads.box(*corners, **known)
        case ("circle", _):
            heads.circle(*points[0][:2], **known)
        case ("polygon" | "rotation" | "rectangle" | None, number) if number >= 3:
            heads.polygon(points, **known)
        case (kind, _):
            heads.leave_out("shape that is no place" if kind is None else str(kind)[:40])


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
        image = place_image(scene, folder, name, HOLDS)
        height, width = scene.size
        heads = labels.annotation
        shapes: list[dict[str, Any]] = [
            {"label": str(kind or HEAD), "points": [[float(x), float(y)]], "group_id": None,
             "description": str(note or ""), "shape_type": "point", "flags": {}}
            for (x, y), kind, note in zip(heads.points, heads.column("class"), heads.column("note"), strict=True)
        ]  # fmt: skip
        raw = {"version": "5.4.1", "flags": labels.about.get("flags", {}), "shapes": shapes, "imagePath": image.name,
               "imageData": None, "imageHeight": height, "imageWidth": width}  # fmt: skip
        write_json(folder / f"{name}.json", raw)
        report(done, len(dataset))
