"""P2PNet: `train.list` and `test.list` with rows of a picture and its label, a text with a row `x y` a head.

Paths are from the folder of the list. Source: Song et al., "Rethinking counting and localization in crowds: a purely
point-based framework", ICCV 2021, and its code's README.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ...errors import DatasetError
from ...files import write_text
from ...reading import stamp_of
from ..folders import SPLITS, file_names, picture_paths, read_text
from ..holds import Holds
from ..images import SUFFIXES
from ..labels import Labels
from ..layouts.listing import label_paths, orphan_id, scene_ids
from ..pairing import Pictures, caseless, said_path
from ..scene import Dataset, Scene
from ..shapes import Shapes
from ..writing import Report, named, place_image

NAME = "p2pnet"
TITLE = "P2PNet's lists"
LAYOUT = "train.list and test.list with rows of a picture and a text of x y"
HOLDS = Holds(splits=("train", "test", "val"), turned=True)

_ROW = re.compile(rf"(.+?(?:{'|'.join(re.escape(suffix) for suffix in SUFFIXES)}))[\s,]+(\S.*)", re.IGNORECASE)
_EXPECTED = "expected rows of a picture and its label"


def recognizes(path: Path) -> bool:
    """Whether `path` has lists."""
    return bool(file_names(path, (".list",)))


def read(path: Path) -> Dataset:
    """The scenes of the lists, in their order; one whose picture is missing is listed and says so when it is asked."""
    rows = list(dict.fromkeys(row for name in file_names(path, (".list",)) for row in _list(path / name)))
    pictures, texts = Pictures(tuple(picture_paths(path))), Pictures(tuple(label_paths(path, (".txt",))))
    placed = [(_found(pictures, row.picture) or said_path(row.picture), row.split) for row in rows]
    times, scenes = Counter(placed), {}
    for row, place, name in zip(rows, placed, scene_ids(placed), strict=True):
        label = _found(texts, row.label)
        file = None if label is None else path / label
        scenes[place] = Scene(name, place[1], path / place[0], file, _Reader(row, file, times[place]))
    return Dataset.listed(path, NAME, scenes.values())


def _found(among: Pictures, said: str) -> str | None:
    """The file that a list calls `said`, from its folder or by the longest end that fits; None where there is none."""
    found = among.candidates(said)
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class _Row:
    picture: str
    label: str
    split: str


def _list(path: Path) -> tuple[_Row, ...]:
    return _read_list(path, stamp_of(path))


@lru_cache(maxsize=12)
def _read_list(path: Path, _state: tuple[int, int]) -> tuple[_Row, ...]:
    split = _split_of(path.name)
    rows = []
    for number, line in enumerate(read_text(path, _EXPECTED).splitlines(), start=1):
        if line.strip():
            row = _ROW.fullmatch(line.strip())
            if row is None or "\0" in line or not said_path(row[1]) or not said_path(row[2]):
                raise DatasetError(f"{path}, line {number}: {_EXPECTED}, found {line[:60]!r}.")
            rows.append(_Row(row[1], row[2], split))
    return tuple(rows)


def _split_of(name: str) -> str:
    return next((SPLITS[word] for word in re.findall("[a-z]+", name.casefold()) if word in SPLITS), "all")


@dataclass(frozen=True)
class _Reader:
    row: _Row
    file: Path | None
    times: int

    def __call__(self, scene: Scene) -> Labels:
        """The heads of `scene`. Raises DatasetError."""
        if self.times > 1:
            raise DatasetError(f"{scene.image_path} is listed with {self.times} labels: expected one row of a picture.")
        if self.file is None:
            raise DatasetError(
                f"{scene.image_path} has no annotation: expected one file that is called {self.row.label[:120]!r}."
            )
        heads = Shapes(self.file, scene.rules)
        for number, line in enumerate(read_text(self.file, "expected rows of x y").splitlines(), start=1):
            words = line.replace(",", " ").split()
            if words and len(words) != 2:
                raise DatasetError(f"{self.file}, line {number}: expected x y, found {line[:60]!r}.")
            if words:
                heads.point(*words)
        return heads.labels()


def orphan_labels(dataset: Dataset) -> Iterator[tuple[str, Path]]:
    """(id of the scene that would be, file) of every text beside listed ones that no list names."""
    named_so = {scene.label_path for scene in dataset}
    folders = {path.parent for path in named_so if path is not None}
    for text in label_paths(dataset.root, (".txt",)):
        path = dataset.root / text
        if path not in named_so and path.parent in folders and not caseless(path.name).startswith("readme"):
            yield orphan_id(text[: -len(".txt")]), path


def write(dataset: Dataset, root: Path, report: Report) -> None:
    """Write `dataset` below `root`, a folder and a list a split. Names get no spaces, at which P2PNet cuts the rows."""
    lists: dict[str, list[str]] = {}
    taken: set[tuple[str, str]] = set()
    for done, (scene, split, wanted) in enumerate(named(dataset, HOLDS.splits), start=1):
        name, number = "_".join(wanted.split()), 2
        while (split, caseless(name)) in taken:
            name, number = f"{'_'.join(wanted.split())}_{number}", number + 1
        taken.add((split, caseless(name)))
        rows = (f"{x!r} {y!r}\n" for x, y in scene.annotation.points.tolist())
        write_text(root / split / f"{name}.txt", "".join(rows))
        picture = place_image(scene, root / split, name, HOLDS)
        lists.setdefault(split, []).append(f"{split}/{picture.name} {split}/{name}.txt\n")
        report(done, len(dataset))
    for split, lines in lists.items():
        write_text(root / f"{split}.list", "".join(lines))
