"""Pictures below a dataset's folder that are of no scene: whole splits, where labels lie or are called otherwise.

Every format takes the folders that it knows and passes over the others, so that a test split without its labels would
be gone without a word, and test scenes be drawn from those that are left to train on.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from ...errors import DatasetError
from ...reading import is_folder, real_path
from ..folders import DEPTH, entries, natural, plain
from ..images import SUFFIXES
from ..scene import Dataset

DEEPEST = 8
"""So many levels of folders are looked into here, twice as many as pictures are read from."""

MOST_FOLDERS = 5_000
"""So many folders are looked into: for each a person waits for the disk."""

_PROJECT = "project.yaml"
_MARKERS = ("run.json", "cells.json", _PROJECT)
"""What lies in the folder of a run, of a suite or of a project: pictures in these are of our own making."""

_OF_PROJECT = ("edits", "triggers", "runs", "suites")
"""The folders of a project that was made in the folder of its dataset."""

_OVERLAYS = ("overlay", "overlays")
"""What folders of predictions over their pictures are called, which `count --overlay` writes."""


def unread(dataset: Dataset, keeps: str) -> tuple[str, ...]:
    """Sentences on the pictures below the folder of `dataset` that are of none of its scenes.

    `keeps` completes "no labels were found where", as in "UCF-QNRF keeps them: Train and Test". Costs a look at each
    name: what the format has listed is not listed again, and no file is asked for its state.
    """
    read, beginning = {scene.image_path.as_posix() for scene in dataset}, (dataset.root / "x").as_posix()[:-1]
    left, links = [], []
    for path, entry in _pictures(dataset.root):
        if beginning + path not in read:
            left.append(path)
        elif entry.is_symlink():
            links.append(entry.path)
    if not left:
        return ()
    elsewhere = _behind_links(dataset, links)
    if elsewhere:
        left = [path for path in left if os.path.realpath(dataset.root / path) not in elsewhere]
    deepest = max((path.count("/") - beginning.count("/") for path in read), default=0)
    deep = {path for path in left if path.count("/") > max(deepest, DEPTH - 1)}
    near = [path for path in left if path not in deep]
    return (*_said(near, f"no labels were found where {keeps}"), *_said(sorted(deep), "pictures are not read so deep"))


def _said(paths: Sequence[str], why: str) -> Iterator[str]:
    if len(paths) == 1:
        yield f"The picture {paths[0]} is left out: {why}."
    elif paths:
        yield f"{len(paths):,} pictures, such as {min(paths, key=natural)}, are left out: {why}."


def _behind_links(dataset: Dataset, links: Sequence[str]) -> set[str]:
    """Where the pictures lie that scenes reach by a link, be it a file or a folder: splits are often made of links."""
    folders = {scene.image_path.parent for scene in dataset}
    moved = {folder for folder in folders if os.path.realpath(folder) != str(folder)}
    paths = (scene.image_path for scene in dataset if scene.image_path.parent in moved)
    return {*map(os.path.realpath, paths), *map(os.path.realpath, links)}


def _pictures(root: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The pictures below `root` that are not our own, by their paths from there, a level at a time."""
    folders, num_listed = [("", root)], 0
    for _ in range(DEEPEST):
        inner: list[tuple[str, Path]] = []
        for prefix, folder in folders[: max(0, MOST_FOLDERS - num_listed)]:
            num_listed += 1
            pictures, found = _listed(folder, root)
            yield from ((prefix + entry.name, entry) for entry in pictures)
            inner += [(f"{prefix}{entry.name}/", Path(entry.path)) for entry in found]
        folders = inner


def _listed(folder: Path, root: Path) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
    """The pictures and the folders in `folder` that are to be looked at; none in one that is our own."""
    shown: list[os.DirEntry[str]] = []
    with suppress(DatasetError):  # closed to the person: a format that needs it has said so
        shown = [entry for entry in entries(folder) if entry.name[0] != "."]
    marks = {entry.name for entry in shown if entry.name in _MARKERS}
    if marks and folder != root:
        return [], []
    own = (*_OVERLAYS, *(_OF_PROJECT if _PROJECT in marks else ()))
    folders = [entry for entry in shown if is_folder(entry)]
    pictures = [entry for entry in shown if entry.name.lower().endswith(SUFFIXES) and not is_folder(entry)]
    return pictures, [one for one in folders if plain(one.name) not in own and not _leads_back(one, root)]


def _leads_back(folder: os.DirEntry[str], root: Path) -> bool:
    """Whether it is a link to a folder that is looked at anyhow, or around this one."""
    if not folder.is_symlink():
        return False
    here, there = real_path(root), real_path(folder.path)
    return there.is_relative_to(here) or here.is_relative_to(there)
