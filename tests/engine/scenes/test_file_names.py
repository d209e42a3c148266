"""Files of any name that a disk can hold, in the place of a file of a dataset and beside it: in every format."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from miscount.engine.errors import EngineError
from miscount.engine.scenes import read_dataset
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.checks import check
from miscount.engine.scenes.conversion import convert
from miscount.engine.scenes.formats import WRITABLE, format_named
from miscount.engine.scenes.images import write_image
from miscount.engine.scenes.scene import Dataset, Labels, Scene
from miscount.tests.fuzz.places import NAMES as OF_ANY_SIGNS

STEMS = (
    *OF_ANY_SIGNS,
    "",
    "gt_",
    "GT_",
    "\n",
    "gt_\n",
    "a\r",
    "\x0b",
    "\u2028",
    "1\n",
    ".a",
    "a.",
    "train",
    "annotations",
)


def written(folder: Path, name: str) -> Path:
    picture = folder / "from" / "picture.jpg"
    picture.parent.mkdir(parents=True)
    write_image(picture, np.random.default_rng(0).integers(0, 255, (40, 60, 3)).astype(np.uint8))
    labels = Labels(Annotation.of([[12.5, 13.5], [30.5, 20.5]]))
    scenes = (
        Scene(f"{split}/000{k}", split, picture, None, lambda _: labels) for k, split in enumerate(("train", "test"))
    )
    convert(Dataset(picture.parent, "made", tuple(scenes)), format_named(name), folder / "out", lambda *_: None)
    return folder / "out"


def bounded(error: EngineError) -> None:
    assert len(str(error)) <= 500


def read_whole(root: Path) -> None:
    """Names, labels, pictures and problems, each of them right or a sentence."""
    try:
        found = read_dataset(root)
    except EngineError as error:
        bounded(error)
        return
    for scene in found:
        try:
            assert len(scene.annotation) in {0, 2}
            scene.image()
        except EngineError as error:
            bounded(error)
    check(found)


@pytest.mark.parametrize("name", [known.NAME for known in WRITABLE])
@pytest.mark.parametrize("how", ["beside", "renamed"])
def test_a_file_of_any_name_is_read_or_a_sentence(name, how, tmp_path):
    root = written(tmp_path / "made", name)
    alike = {re.sub(r"train|test|[0-9]+", "*", str(path.relative_to(root))): path for path in sorted(root.rglob("*"))}
    for file in [path for path in alike.values() if path.is_file()]:  # of both splits are the same files
        whole = file.read_bytes()
        for stem in STEMS:
            other = file.with_name(stem + file.suffix)
            if other.exists() or stem + file.suffix in {".", ".."}:
                continue
            shutil.copyfile(file, other) if how == "beside" else file.rename(other)
            read_whole(root)
            other.unlink()
            file.write_bytes(whole)
    read_whole(root)
