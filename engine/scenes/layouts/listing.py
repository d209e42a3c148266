"""What lies below a dataset's folder: label files by their suffixes, ids of scenes, labels that are called as pictures.

Many tools lay pictures and labels into parallel folders, such as `images/train` and `labels/train`: what only tells the
two apart is no part of a scene's id, and does not stand between a picture and its label.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ...errors import DatasetError
from ...reading import is_folder, opened
from ..folders import DEPTH, entries, natural, picture_paths, plain, split_named, split_of
from ..label_files import LabelFiles, ReadFile
from ..pairing import assign, caseless, folder_of, said_path, stem_of, unique_names
from ..scene import Dataset, Scene

ROOMS = frozenset({
    "image", "images", "img", "imgs", "picture", "pictures", "frames", "label", "labels", "annotation", "annotations",
    "json", "jsons", "xml", "xmls", "txt", "points", "gt", "groundtruth", "maps", "density", "densitymaps", "den",
})  # fmt: skip
"""Folders that tell pictures from labels and say nothing else, as `plain` writes them."""


def label_paths(root: Path, suffixes: tuple[str, ...]) -> list[str]:
    """The files below `root` that end in one of `suffixes`, by their paths from there, in natural order."""
    return sorted((path for path in _files(root) if path.lower().endswith(suffixes)), key=natural)


def has_file(root: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether a file below `root` ends in one of `suffixes`."""
    return any(path.lower().endswith(suffixes) for path in _files(root))


def _files(root: Path) -> Iterator[str]:
    folders = [("", root)]
    for _ in range(DEPTH):
        inner = []
        for prefix, folder in folders:
            for entry in entries(folder):
                if entry.name.startswith("."):
                    continue
                if is_folder(entry):
                    inner.append((f"{prefix}{entry.name}/", Path(entry.path)))
                else:
                    yield prefix + entry.name
        folders = inner


def beginning(path: Path, size: int = 2**16) -> bytes:
    """The first `size` bytes of the file `path`, by which it is recognized; nothing where it cannot be read."""
    try:
        with opened(path, "expected labels", DatasetError) as file:
            return file.read(size)
    except DatasetError:
        return b""  # whoever reads it gets the error


MOST_LOOKED_AT = 24
"""So many files of a folder are looked into before none of them is what is looked for."""


def found_by(root: Path, suffixes: tuple[str, ...], is_one: Callable[[bytes], bool], size: int = 2**16) -> list[str]:
    """The files below `root` whose beginning `is_one`, by their paths from there, in natural order."""
    return sorted(_looked_into(root, suffixes, is_one, size), key=natural)


def any_by(root: Path, suffixes: tuple[str, ...], is_one: Callable[[bytes], bool], size: int = 2**16) -> bool:
    """Whether there is such a file."""
    return next(_looked_into(root, suffixes, is_one, size), None) is not None


def _looked_into(root: Path, suffixes: tuple[str, ...], is_one: Callable[[bytes], bool], size: int) -> Iterator[str]:
    """Files called as a picture come last, and a folder of others is left after some of them.

    So a folder of 10,000 files that each label one picture is known for that without reading all of them.
    """
    paths = label_paths(root, suffixes)
    alike = {caseless(stem_of(path)) for path in picture_paths(root)} if len(paths) > MOST_LOOKED_AT else set()
    looked: dict[str, int] = {}
    for path in sorted(paths, key=lambda path: caseless(path.rpartition(".")[0]) in alike):
        folder = folder_of(path)
        if looked.get(folder, 0) < MOST_LOOKED_AT:
            if is_one(beginning(root / path, size)):
                yield path
            else:
                looked[folder] = looked.get(folder, 0) + 1


def bare(path: str) -> str:
    """`path` without the folders that only tell pictures from labels, or name a split.

    >>> bare("train/images/monday/a.jpg"), bare("labels/train/a.txt")
    ('monday/a.jpg', 'a.txt')
    """
    folders, slash, name = path.rpartition("/")
    return _kept(folders, without_splits=True) + name if slash else name


@lru_cache(maxsize=4096)
def _kept(folders: str, *, without_splits: bool) -> str:
    """Folders without those that tell pictures from labels, and those that name a split where `without_splits`."""
    kept = [folder for folder in folders.split("/") if plain(folder) not in ROOMS]
    return "".join(f"{folder}/" for folder in kept if not (without_splits and split_named(folder)))


def scene_ids(placed: Sequence[tuple[str, str]]) -> list[str]:
    """The id of each (path of a picture, split): the split, then what the path says beside it."""
    keys = (f"{split}/{bare(path).removeprefix(f'{split}/')}" for path, split in placed)
    return [name for _, name in unique_names(keys)]


def folder_for(dataset: Dataset, split: str) -> str:
    """The folder that the pictures of `split` are written to; none where all scenes are of no split."""
    return "" if split == "all" and dataset.splits in ((), ("all",)) else split


def by_name(
    root: Path, form: str, labels: Iterable[str], read_file: ReadFile, end: str, words: Mapping[str, str] | None = None,
    splits: Mapping[str, str] | None = None, *, unlabelled: bool = False,
) -> tuple[Dataset, tuple[str, ...]]:  # fmt: skip
    """The pictures below `root`, each with the file of `labels` that is of it, and the labels of no picture.

    A label is of the picture that its own `words` name, in its own folder or the parallel one first; and only where
    they name none, of the picture that is called as it is, with `end` in place of the suffix. `splits` are those of
    pictures whose folders say none. Where they may be `unlabelled`, a picture without a file is not labelled.
    """
    said = words or {}
    pairs = _Pairs(dict.fromkeys(picture_paths(root)), dict.fromkeys(labels))
    pictures = tuple(pairs.free)
    pairs.find(_parallel, lambda label: _parallel(_beside(label, said[label])) if label in said else None)
    pairs.find(str, said.get, stems=False)
    pairs.find(str, lambda label: _without(label, end))
    pairs.find(_parallel, lambda label: _parallel(_without(label, end)))
    placed = [(path, split_of(path, (splits or {}).get(path, "all"))) for path in pictures]
    scenes, folders = [], _label_folders(pairs.labels)
    for (path, split), name in zip(placed, scene_ids(placed), strict=True):
        files = tuple(root / label for label in pairs.labels.get(path, ()))
        *above, last = path.split("/")
        expected = "/".join([*(folders.get(folder, folder) for folder in above), stem_of(last) + end])
        reader = LabelFiles(read_file, expected, files, pairs.disputed.get(path, ""), unlabelled)
        scenes.append(Scene(name, split, root / path, reader.path, reader))
    return Dataset.listed(root, form, scenes), tuple(pairs.waiting)


def _label_folders(labels: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """By each folder of pictures that of labels, such as labels by images, as the first picture with a label has it."""
    for picture, (label, *_) in labels.items():
        above = [path.split("/")[:-1] for path in (picture, label)]
        if len(above[0]) == len(above[1]):
            return {its: other for its, other in zip(*above, strict=True) if its != other}
    return {}


@dataclass(frozen=True)
class _Pairs:
    """Pictures that have no label yet, labels that have no picture yet, and what was found of the others."""

    free: dict[str, None]
    waiting: dict[str, None]
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: dict[str, str] = field(default_factory=dict)

    def find(
        self, picture_key: Callable[[str], str], label_key: Callable[[str], str | None], *, stems: bool = True
    ) -> None:
        """Pair those whose keys fit; labels without a key wait on."""
        pictures, labels = _grouped(self.free, picture_key), _grouped(self.waiting, label_key)
        found = assign(pictures, labels, stems=stems)
        for key, keys in found.labels.items():
            files = tuple(label for one in keys for label in labels[one])
            self._settle(pictures[key], files, "" if len(pictures[key]) == 1 else _fits_both(files[0], pictures[key]))
        for key, why in found.disputed.items():
            self._settle(pictures[key], (), why)
        kept = {label for one in found.lost for label in labels[one]}
        for label in [label for group in labels.values() for label in group if label not in kept]:
            self.waiting.pop(label)

    def _settle(self, paths: Sequence[str], files: tuple[str, ...], why: str) -> None:
        for path in paths:
            self.free.pop(path)
            if why:
                self.disputed[path] = why
            else:
                self.labels[path] = files


def _beside(label: str, said: str) -> str:
    """The picture that a label at `label` names, were it in the same folder."""
    return f"{folder_of(label)}/{said_path(said).rpartition('/')[2]}".lstrip("/")


def _without(label: str, end: str) -> str:
    return label[: -len(end)] if label.lower().endswith(end.lower()) else label.rpartition(".")[0]


def _parallel(path: str) -> str:
    """`path` without the folders that tell pictures from labels; the splits are kept, since names recur in them."""
    folders, slash, name = path.rpartition("/")
    return _kept(folders, without_splits=False) + name if slash else name


def _grouped(paths: Iterable[str], key_of: Callable[[str], str | None]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for path in paths:
        key = key_of(path)
        if key is not None:
            groups.setdefault(key, []).append(path)
    return groups


def _fits_both(label: str, pictures: Sequence[str]) -> str:
    return f"{label} fits both {pictures[0]} and {pictures[1]}: expected one picture for a label; rename one of them."


def orphan_id(path: str, split: str | None = None) -> str:
    """The id of the scene that a label at `path`, or one that names it, would be of."""
    return f"{split or split_of(path)}/{stem_of(bare(path))}"
