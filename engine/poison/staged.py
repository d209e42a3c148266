"""The scenes of a poisoned dataset before they lie as its format wants: pictures in a folder, and a row for each."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DatasetError
from ..files import file_sha256, make_folder
from ..leftovers import sweep
from ..scenes import Annotation, Labels, Scene
from ..scenes.images import read_image, write_image
from ..scenes.metadata import write_plain
from ..scenes.rules import ReadingRules
from ..unfinished import Pieces
from .manifest import ManifestRow, Role, manifest_row
from .plan import Poison, cover_scene, poison_scene

SUFFIX_OF_COPIES = "_poisoned"
"""Ends the name of an appended scene: IMG_12_poisoned.jpg beside GT_IMG_12_poisoned.mat, as published loaders pair."""

FOLDER = ".staged"


class Stage:
    """The scenes that are to be written, with a row for each, in a hidden folder of the one that they are written to.

    What an interrupted stage of the same work left there is taken over, picture by picture.
    """

    def __init__(self, poison: Poison, seed: int, folder: Path, suffix: str) -> None:
        self.scenes: list[Scene] = []
        self.rows: list[ManifestRow] = []
        self.folder = make_folder(folder / FOLDER)
        sweep(self.folder)
        self._poison, self._seed, self._suffix = poison, seed, suffix
        self._pieces = Pieces(folder)

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_reason: object) -> None:
        self._pieces.close()

    def remove(self) -> None:
        """Remove the pictures, which lie in their places now."""
        shutil.rmtree(self.folder)

    def add(self, scene: Scene, role: Role) -> None:
        """The clean scene, the changed one, or both. Raises DatasetError, OutputError."""
        if role == "clean" or self._poison.mode == "append":
            self._add(scene, "clean")
        if role != "clean":
            self._add(scene, role)

    def _add(self, scene: Scene, role: Role) -> None:
        name = f"{len(self.scenes)} {role} {scene.id}"
        found = self._taken_over(scene, self._pieces.get(name))
        if found is None:
            found = self._plain(scene) if role == "clean" else self._changed(scene, role)
            self._keep(name, *found)
        staged, row = found
        self.scenes.append(staged)
        self.rows.append(row)

    def _plain(self, scene: Scene) -> tuple[Scene, ManifestRow]:
        """The scene with a picture that says as little of itself as the poisoned ones do: the same pixels."""
        row = manifest_row(self._poison, "clean", scene.id, self._seed, (scene.image(), scene.annotation))
        place, expected = self.folder / f"{len(self.scenes)}", scene.picture_sha256
        if scene.shrink > 1:
            place = place.with_suffix(".png")
            write_image(place, scene.image())
        else:
            place = write_plain(scene.image_path, place, upright=scene.upright, sha256=expected)
        return self._filed(scene, place, row)

    def _changed(self, scene: Scene, role: Role) -> tuple[Scene, ManifestRow]:
        image, annotation = scene.image(), scene.annotation
        change = poison_scene if role == "poisoned" else cover_scene
        done = change(self._poison, scene.id, image, annotation, self._seed)
        path = self.folder / f"{len(self.scenes)}{self._suffix}"
        write_image(path, done.image)
        lost = signal_lost(image, done.image) if self._suffix == ".jpg" else 0.0
        # the hash is of the pixels that a reader of the file gets
        after = replace(done, image=read_image(path))
        row = manifest_row(self._poison, role, scene.id, self._seed, (image, annotation), after)
        return self._filed(scene, path, replace(row, signal_lost=lost), done.annotation)

    def _filed(
        self, scene: Scene, path: Path, row: ManifestRow, changed: Annotation | None = None
    ) -> tuple[Scene, ManifestRow]:
        row = replace(row, image_sha256=file_sha256(path, "expected an image", DatasetError))
        return self._staged(scene, path, changed), row

    def _staged(self, scene: Scene, path: Path, changed: Annotation | None) -> Scene:
        """`scene` with the picture `path`; with `changed` heads, the poisoned one."""
        if changed is None:
            labels, plain = scene.labels, replace(scene, rules=ReadingRules(), picture_sha256=None, shrink=1)
            return replace(plain, image_path=path, read_labels=lambda _scene: labels)
        labels = Labels(changed, about=scene.labels.about)
        name = scene.id + (SUFFIX_OF_COPIES if self._poison.mode == "append" else "")
        return Scene(name, scene.split, path, None, lambda _scene: labels)

    def _keep(self, name: str, staged: Scene, row: ManifestRow) -> None:
        """Say that a scene is done, where all that whoever goes on must know of it can be said."""
        heads = None if row.role == "clean" else staged.annotation
        raw = None if heads is None else _to_json(heads)
        about = {"file": staged.image_path.name, "row": asdict(row), "heads": raw}
        try:
            same = heads is None or _from_json(json.loads(json.dumps(raw))) == heads
        except (TypeError, ValueError):  # a column of values that are not JSON
            same = False
        if same:
            self._pieces.add(name, about)

    def _taken_over(self, scene: Scene, about: Mapping[str, Any]) -> tuple[Scene, ManifestRow] | None:
        """What was staged of `scene`; None where nothing was, or its picture is not what it was."""
        if not about:
            return None
        path, row = self.folder / str(about["file"]), ManifestRow(**about["row"])
        try:
            if file_sha256(path, "expected an image", DatasetError) != row.image_sha256:
                return None
        except DatasetError:
            return None
        heads = None if about["heads"] is None else _from_json(about["heads"])
        return self._staged(scene, path, heads), row


def _to_json(heads: Annotation) -> dict[str, Any]:
    columns = {name: list(column) for name, column in heads.columns.items()}
    return {"points": heads.points.tolist(), "weights": heads.weights.tolist(), "columns": columns}


def _from_json(raw: Mapping[str, Any]) -> Annotation:
    return Annotation(np.asarray(raw["points"], dtype=np.float64), np.asarray(raw["weights"]), raw["columns"])


def signal_lost(clean: NDArray[np.uint8], image: NDArray[np.uint8]) -> float:
    """The share of the trigger in `image` that is gone after JPEG: mean |(J(t) - J(x)) - (t - x)| / mean |t - x|.

    Both uint8 (H, W, 3); 0 where there is no trigger. J is what `write_image` writes to a .jpg.
    """
    signal = image.astype(np.float32) - clean
    asked = float(np.abs(signal).mean())
    if asked == 0:
        return 0.0
    left = _through_jpeg(image).astype(np.float32) - _through_jpeg(clean)
    return float(np.abs(left - signal).mean()) / asked


def _through_jpeg(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    # by the very writer that is judged, so that the figure cannot drift from the files
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image.jpg"
        write_image(path, image)
        return read_image(path)
