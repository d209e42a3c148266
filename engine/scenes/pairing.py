"""Which picture a label belongs to: the one that its own words name, and only then the one of the same stem.

Names are compared as they are, then after Unicode NFC (a Mac writes é as two characters), then without case (Windows
does not tell A.JPG from a.jpg). A looser comparison counts only where exactly one picture is left; two candidates are
an error that names both, never a guess.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeAlias

from ..errors import DatasetError
from .images import SUFFIXES

_Comparison: TypeAlias = Callable[[str], str]


def nfc(name: str) -> str:
    """`name` as composed characters, by which names of different systems are compared."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """`name` without what Windows and macOS do not tell apart."""
    if name.isascii():
        return name.lower()
    return nfc(nfc(name).casefold())


_COMPARISONS: tuple[_Comparison, ...] = (str, nfc, caseless)


_LONGEST_PATH = 2000


def said_path(said: str) -> str:
    r"""A file name in a label as a path with slashes, without drive, scheme or leading slashes; none for what no file
    system can hold.

    >>> said_path(r"C:\crowds\train\a.jpg"), said_path("./train/a.jpg"), said_path("../images/a.jpg")
    ('crowds/train/a.jpg', 'train/a.jpg', 'images/a.jpg')
    """
    path = re.sub(r"^([A-Za-z]:|[a-z][a-z0-9+.-]*://)", "", said.strip().replace("\\", "/"))
    pieces = [piece for piece in path.split("/") if piece not in ("", ".", "..")]
    can_be = "\0" not in path and len(path) <= _LONGEST_PATH and all(_fits(name) for name in pieces)
    return "/".join(pieces) if can_be else ""


def _fits(name: str) -> bool:
    """Whether a file system can hold a name: 255 bytes, and no half of a character."""
    try:
        return len(name.encode()) <= 255
    except UnicodeEncodeError:
        return False


def stem_of(name: str) -> str:
    """`name` without the suffix of a picture; a dot within a name is none."""
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and f".{suffix}".lower() in SUFFIXES else name


@dataclass(frozen=True)
class Pictures:
    """The pictures of a folder, by their paths from there, found by what a label says.

    >>> found = Pictures(("train/a.jpg", "train/b.png"))
    >>> found.named("D:/old/a.JPG"), found.named("b"), found.named("c.jpg")
    ('train/a.jpg', 'train/b.png', None)
    """

    paths: tuple[str, ...]

    def named(self, said: str) -> str | None:
        """The picture that a label calls `said`: a path of any machine, with or without suffix; None where none is.

        The longest end of `said` that fits decides. Raises DatasetError where two pictures fit equally well.
        """
        found = self.candidates(said)
        return _only(found, said) if found else None

    def candidates(self, said: str) -> tuple[str, ...]:
        """The pictures that a label calls `said`: one where all is well."""
        words = said_path(said).split("/")
        ends = ("/".join(words[at:]) for at in range(len(words)))
        return next((found for found in map(self._ending, ends) if found), ())

    def _ending(self, end: str) -> tuple[str, ...]:
        """The pictures whose path is so, or ends so, with or without suffix; by the strictest comparison that has any.

        A path that is the same to its beginning goes before those that lie deeper.
        """
        depth = end.count("/") + 1
        for whole in (True, False):
            for comparison, index in self._indexes(depth, whole):
                found = index.get(comparison(end), ())
                if found:
                    return tuple(path for path in found if path.count("/") + 1 == depth) or found
        return ()

    def _indexes(self, depth: int, whole: bool) -> tuple[tuple[_Comparison, Mapping[str, tuple[str, ...]]], ...]:
        known = self._by_depth.get((depth, whole))
        if known is None:
            ends = {path: _end(path, depth, whole) for path in self.paths}
            known = tuple((comparison, _grouped(ends, comparison)) for comparison in _COMPARISONS)
            self._by_depth[depth, whole] = known
        return known

    @cached_property
    def _by_depth(self) -> dict[tuple[int, bool], tuple[tuple[_Comparison, Mapping[str, tuple[str, ...]]], ...]]:
        return {}


def _end(path: str, depth: int, whole: bool) -> str:
    end = "/".join(path.split("/")[-depth:])
    return end if whole else stem_of(end)


def _grouped(ends: Mapping[str, str], comparison: _Comparison) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for path, end in ends.items():
        groups.setdefault(comparison(end), []).append(path)
    return {end: tuple(paths) for end, paths in groups.items()}


def _only(found: tuple[str, ...], said: str) -> str:
    if len(found) > 1:
        others = f" and {len(found) - 2} more" if len(found) > 2 else ""
        raise DatasetError(
            f"A label says {said[:80]!r}, which fits both {found[0]} and {found[1]}{others}: expected one picture; "
            "rename or remove the other."
        )
    return found[0]


def unique_names(paths: Iterable[str]) -> list[tuple[str, str]]:
    """(path, name of its scene): the path without suffix, or with it where another picture has that stem.

    Names are also told apart where only case or composition differs, since not every system does.

    >>> unique_names(["a.jpg", "b.jpg", "b.png"])
    [('a.jpg', 'a'), ('b.jpg', 'b.jpg'), ('b.png', 'b.png')]
    """
    listed = list(paths)
    counts: dict[str, int] = {}
    for path in listed:
        stem = caseless(stem_of(path))
        counts[stem] = counts.get(stem, 0) + 1
    whole = {caseless(path) for path in listed}  # a.jpg.png must not be called as a.jpg is
    alone = (counts[caseless(stem_of(path))] == 1 and caseless(stem_of(path)) not in whole for path in listed)
    return [(path, stem_of(path) if one else path) for path, one in zip(listed, alone, strict=True)]


def folder_of(path: str) -> str:
    """The folder part of a path with slashes; empty for a bare name."""
    parent = PurePosixPath(path).parent.as_posix()
    return "" if parent == "." else parent


@dataclass(frozen=True)
class Assigned:
    """Which label belongs to which picture, when all are known.

    `labels` are by picture: one, or several that call it by equal words; `lost` are the labels of no picture;
    `disputed` says, by picture, why nothing can be said of it.
    """

    labels: dict[str, tuple[str, ...]]
    lost: tuple[str, ...]
    disputed: dict[str, str]


def assign(pictures: Iterable[str], labels: Iterable[str], *, stems: bool = False) -> Assigned:
    """Pair `pictures`, paths, with `labels`, what labels call them; with `stems`, what their files are called.

    Strict comparisons go first, and what they paired is out of reach for the looser ones: a label of `A.jpg` never
    goes to an `a.jpg` that has its own.

    >>> assign(["a.jpg", "b.png", "c.jpg"], ["a.jpg", "x/B.PNG", "d"])
    Assigned(labels={'a.jpg': ('a.jpg',), 'b.png': ('x/B.PNG',)}, lost=('d',), disputed={})
    """
    free, waiting = dict.fromkeys(pictures), dict.fromkeys(labels)
    made = Assigned({}, (), {})
    # what most often pairs comes first: then little is left for the rest
    for named_so in (stem_of, str) if stems else (str, stem_of):
        for comparison in _COMPARISONS:
            if not free or not waiting:
                break
            of_name = _grouped({path: named_so(path) for path in free}, comparison)
            calling = _grouped({label: label if stems else said_path(label) for label in waiting}, comparison)
            for name in of_name.keys() & calling:
                _pair(of_name[name], calling[name], free, waiting, made)
    if not stems:
        _assign_by_ends(free, waiting, made)
    return replace(made, lost=tuple(waiting))


def _pair(
    paths: tuple[str, ...], calling: tuple[str, ...], free: dict[str, None], waiting: dict[str, None], made: Assigned
) -> None:
    """Note that the labels `calling` are of one of `paths`, which are then neither free nor waiting any more."""
    if len(paths) == 1:
        made.labels[paths[0]] = calling
    else:
        said = f"{calling[0][:80]!r} fits both {paths[0]} and {paths[1]}: expected one picture for a label; rename or "
        made.disputed.update(dict.fromkeys(paths, said + "remove the other."))
    for path in paths:
        free.pop(path)
    for label in calling:
        waiting.pop(label)


def _assign_by_ends(free: dict[str, None], waiting: dict[str, None], made: Assigned) -> None:
    """Labels that call their picture by the path of another machine: the longest end that fits decides."""
    rest = Pictures(tuple(free))
    found: dict[tuple[str, ...], list[str]] = {}
    for label in waiting:
        found.setdefault(rest.candidates(label), []).append(label)
    for paths, labels in found.items():
        if paths and all(path in free for path in paths):
            _pair(paths, tuple(labels), free, waiting, made)
