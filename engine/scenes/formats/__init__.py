"""Which format a folder is in; a new format is one module and its name in FORMATS."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ... import plugins
from ...errors import DatasetError
from ...reading import expanded
from ...unfinished import refuse_unfinished
from ..folders import listed_once
from ..holds import Holds
from ..layouts.unread import unread
from ..rules import ReadingRules
from ..scene import Dataset
from ..writing import Report
from . import (
    cclabeler,
    clip_ebc,
    coco,
    cvat,
    density_maps,
    dm_count,
    dotdotgoose,
    fiji,
    jhu,
    label_studio,
    labelme,
    napari,
    nwpu,
    p2pnet,
    pictures,
    qnrf,
    shanghaitech,
    table,
    ucf_cc_50,
    via,
    yolo,
)
from .near_misses import ARCHIVES, in_the_way


class Format(Protocol):
    """What a module of a dataset format offers."""

    NAME: str
    TITLE: str
    LAYOUT: str
    HOLDS: Holds

    def recognizes(self, path: Path) -> bool:
        """Whether the folder `path` is laid out so; looks at names, and at the beginning of one file at most."""
        ...

    def read(self, path: Path) -> Dataset:
        """Its scenes, lazily. Raises DatasetError."""
        ...

    def orphan_labels(self, dataset: Dataset) -> Iterator[tuple[str, Path]]:
        """(scene id, file) of every label that has no image."""
        ...

    def write(self, dataset: Dataset, root: Path, report: Report) -> None:
        """Write `dataset` to the folder `root`, pictures byte for byte. Raises DatasetError, OutputError."""
        ...


FORMATS: tuple[Format, ...] = (
    shanghaitech, qnrf, jhu, nwpu, dotdotgoose, table, labelme, p2pnet, ucf_cc_50, coco, cvat, via, label_studio,
    cclabeler, yolo, napari, clip_ebc, dm_count, fiji, density_maps, pictures,
)  # fmt: skip
"""The specific before the general: the first that recognizes a folder reads it; plain pictures come last."""

WRITABLE: tuple[Format, ...] = tuple(known for known in FORMATS if known.HOLDS.written)
"""Those that are written too."""

plugins.announce("formats", frozenset(known.NAME for known in FORMATS))


def in_turn() -> Iterator[Format]:
    """FORMATS with those of plugins, which come after all of ours but plain pictures: none takes a folder away."""
    *ours, last = FORMATS
    yield from ours
    yield from plugins.formats()
    yield last


def format_named(name: str) -> Format:
    """The format of this name, such as "shanghaitech". Raises DatasetError."""
    for known in in_turn():
        if name == known.NAME:
            return known
    raise DatasetError(f"There is no format {name!r}; known: {', '.join(known.NAME for known in in_turn())}.")


def orphans_of(dataset: Dataset) -> tuple[str, ...]:
    """The ids that the annotations without a picture would have; none of a format that is not known here."""
    found: list[str] = []
    known = next((one for one in in_turn() if dataset.format == one.NAME), None)
    with suppress(DatasetError):  # of an annotation that cannot be read, which its own scene says
        found += [name for name, _ in known.orphan_labels(dataset)] if known is not None else []
    return tuple(found)


def read_dataset(path: Path | str, rules: ReadingRules | None = None) -> Dataset:
    """The dataset at `path`, its format recognized by its folders; 10,000 scenes list in a fraction of a second.

    `rules` say how labels are read where the files leave it open: classes, boxes, columns, which way up. Raises
    DatasetError when `path` is missing, is not a folder, or is in no known format: then it says what stood in the way.

    >>> import tempfile
    >>> from miscount.engine.scenes.synthetic import SyntheticScenes, make
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = make(SyntheticScenes(train=2, test=1, height=64, width=80), seed=0, root=Path(folder))
    ...     [(scene.id, scene.image().shape) for scene in read_dataset(folder).split("test")]
    [('part_S/test/IMG_1', (64, 80, 3))]
    """
    folder, rules = expanded(path), rules or ReadingRules()
    _check_folder(folder)
    with listed_once():
        dataset = _read(folder, rules)
    if rules == ReadingRules():
        return dataset
    return dataset.having(replace(scene, rules=rules) for scene in dataset)


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise DatasetError(f"{folder} does not exist: expected the folder of a dataset.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "a name that can be none"
        raise DatasetError(f"{folder} cannot be read: expected the folder of a dataset, found {why}.") from error
    if not stat.S_ISDIR(mode):
        archive = folder.name.lower().endswith(ARCHIVES)
        hint = "unpack it first" if archive else f"open the folder that it lies in, {folder.parent}"
        raise DatasetError(f"{folder} is a file: expected the folder of a dataset; {hint}.")


def _read(folder: Path, rules: ReadingRules) -> Dataset:
    if rules.columns:
        refuse_unfinished(folder, DatasetError, maps=False)
        return _saying_what_is_left(table.read(folder, rules.columns), table)
    for known in in_turn():
        if known.recognizes(folder):
            refuse_unfinished(folder, DatasetError, maps=known is density_maps)
            return _saying_what_is_left(known.read(folder), known)
    raise DatasetError(f"{folder} is not a dataset that is known here: {in_the_way(folder, rules.columns)}.")


def _saying_what_is_left(dataset: Dataset, known: Format) -> Dataset:
    """`dataset` with a note on the pictures in its folder that `known` passed over."""
    left = unread(dataset, f"{known.TITLE} keeps them: {known.LAYOUT}")
    return replace(dataset, notes=(*dataset.notes, *left)) if left else dataset
