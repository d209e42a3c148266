"""A dataset format: `SPLIT/NAME.jpg`, and beside it `NAME.heads` with a line `x y` a head."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from miscount.engine.files import write_text
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.holds import Holds
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.engine.scenes.writing import Report, named, place_image

NAME = "lines"
TITLE = "Lines"
LAYOUT = "SPLIT/NAME.jpg beside SPLIT/NAME.heads"
HOLDS = Holds()


def recognizes(path: Path) -> bool:
    """Whether a folder in it has such labels."""
    return next(path.glob("*/*.heads"), None) is not None


def read(path: Path) -> Dataset:
    """A scene for each picture with labels."""
    scenes = [
        Scene(f"{image.parent.name}/{image.stem}", image.parent.name, image, image.with_suffix(".heads"), _labels)
        for image in sorted(path.glob("*/*.jpg"))
    ]
    return Dataset.listed(path, NAME, scenes)


def _labels(scene: Scene) -> Labels:
    assert scene.label_path is not None
    rows = [line.split() for line in scene.label_path.read_text(encoding="utf-8").splitlines()]
    return Labels(Annotation.of(np.array(rows, dtype=np.float64).reshape(-1, 2)))


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """Labels without a picture."""
    for file in sorted(dataset.root.glob("*/*.heads")):
        if not file.with_suffix(".jpg").exists():
            yield f"{file.parent.name}/{file.stem}", file


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`."""
    for done, (scene, split, name) in enumerate(named(dataset, None), start=1):
        image = place_image(scene, root / split, name)
        points = scene.annotation.points
        write_text(image.with_suffix(".heads"), "".join(f"{x!r} {y!r}\n" for x, y in points.tolist()))
        report(done, len(dataset))
