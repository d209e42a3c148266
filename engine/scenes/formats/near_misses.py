"""What to say of a folder that is no dataset: what was recognized in it, and what stood in the way."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from ...errors import DatasetError
from ...reading import is_folder
from ..folders import DEPTH, entries, plain, read_json, subfolders
from ..images import SUFFIXES
from . import table

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".7z", ".rar")
OTHER_PICTURES = (".heic", ".heif", ".gif", ".svg", ".cr2", ".nef", ".dng", ".jp2", ".pgm", ".ppm")
LABELS = (".csv", ".tsv", ".json", ".xml", ".mat", ".pnt", ".list", ".h5", ".npy", ".txt")
_MANY = 5_000


def in_the_way(folder: Path, columns: Mapping[str, str]) -> str:
    """One sentence on a folder that no format recognizes; never the list of all formats."""
    tally = Tally(folder)
    looks: tuple[Callable[[], str | None], ...] = (
        lambda: _tables(folder, columns),
        lambda: _no_ground_truth(folder, tally),
        lambda: _json(tally),
        lambda: _labels_alone(tally),
        lambda: _archives(tally),
        lambda: _other_pictures(tally),
        lambda: _unknown_labels(tally),
    )
    found = next((said for look in looks if (said := look()) is not None), None)
    return found or tally.emptiness()


class Tally:
    """How many files of which kind lie in a folder and below; counting stops at some thousands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[Path] = list(_files(folder))
        self.by_suffix = Counter(_suffix(path.name) for path in self.names)

    @property
    def num_pictures(self) -> int:
        """How many files look like pictures that are read here."""
        return self.count(SUFFIXES)

    def count(self, suffixes: tuple[str, ...]) -> int:
        """How many files end in one of `suffixes`."""
        return sum(self.by_suffix[suffix] for suffix in suffixes)

    def first(self, suffixes: tuple[str, ...]) -> Path | None:
        """The first file that ends in one of `suffixes`."""
        return next((path for path in self.names if _suffix(path.name) in suffixes), None)

    def said(self, path: Path) -> str:
        """A file by its path from the folder."""
        return path.relative_to(self.folder).as_posix()[:120]

    def emptiness(self) -> str:
        """What is there instead of pictures and labels."""
        if self.num_pictures:
            return f"it holds {self.num_pictures} pictures and no labels"
        if self.names:
            return f"it holds {self} and neither pictures nor labels"
        inner = [folder.name[:40] for folder in subfolders(self.folder)[:4]]
        return f"it holds no files, and the folders {', '.join(inner)}" if inner else "it is an empty folder"

    def __str__(self) -> str:
        kinds = [f"{count} {suffix or 'other'} files" for suffix, count in self.by_suffix.most_common(3)]
        return ", ".join(kinds) or "nothing"


def _files(folder: Path) -> Iterator[Path]:
    folders, num = [folder], 0
    for _ in range(DEPTH):
        for inner in folders:
            for entry in entries(inner):
                if num < _MANY and not entry.name.startswith(".") and not is_folder(entry):
                    num += 1
                    yield Path(entry.path)
        folders = [below for inner in folders for below in subfolders(inner)]


def _suffix(name: str) -> str:
    lower = name.lower()
    return next((end for end in ARCHIVES if lower.endswith(end)), Path(lower).suffix)


def _tables(folder: Path, columns: Mapping[str, str]) -> str | None:
    for inner in (folder, *subfolders(folder)):
        said = table.near_miss(inner, columns)
        if said is not None:
            return said if inner == folder else f"in {inner.name}, {said}"
    return None


def _no_ground_truth(folder: Path, tally: Tally) -> str | None:
    below = [folder, *subfolders(folder), *(inner for outer in subfolders(folder) for inner in subfolders(outer))]
    rooms = [inner for inner in below if plain(inner.name) == "groundtruth"]
    for room in rooms:
        beside = {plain(inner.name) for inner in subfolders(room.parent)}
        if "images" not in beside:
            return f"{tally.said(room)} holds labels as in ShanghaiTech, and no folder called images lies beside it"
    return None


def _json(tally: Tally) -> str | None:
    path = tally.first((".json",))
    if path is None:
        return None
    try:
        keys = list(read_json(path, "expected labels"))
    except DatasetError:
        return f"{tally.said(path)} is no JSON object that is known here"
    shown = ", ".join(repr(key[:30]) for key in keys[:6]) or "none"
    return f"{tally.said(path)} has the keys {shown}, which are of no kind of labels known here"


def _labels_alone(tally: Tally) -> str | None:
    path = tally.first(LABELS)
    if path is None or tally.num_pictures or path.name.lower().startswith("readme"):
        return None
    return f"it holds labels such as {tally.said(path)} and no pictures: put both below one folder"


def _archives(tally: Tally) -> str | None:
    path = tally.first(ARCHIVES)
    return f"it holds {tally.said(path)}: unpack it first" if path is not None and not tally.num_pictures else None


def _other_pictures(tally: Tally) -> str | None:
    path = tally.first(OTHER_PICTURES)
    if path is None or tally.num_pictures:
        return None
    num = tally.count(OTHER_PICTURES)
    return f"its {num} pictures such as {tally.said(path)} cannot be read: save them as JPEG or PNG"


def _unknown_labels(tally: Tally) -> str | None:
    path = tally.first(LABELS)
    if path is None or not tally.num_pictures:
        return None
    return f"beside {tally.num_pictures} pictures it holds {tally.said(path)}, which is of no kind of labels known here"
