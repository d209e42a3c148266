"""Which picture a label belongs to: the one that its own words name, and only then the one of the same stem.

Names are compared as they are, then after Unicode NFC (a Mac writes é as two characters), then without case (Windows
does not tell A.JPG from a.jpg). A looser comparison counts only where exactly one picture is left; two candidates are
an error that names both, never a guess.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeAlias

from ..errors import DatasetError
from .images import SUFFIXES

_Comparison: TypeAlias = Callable[[str], str]


def nfc(name: str) -> str:
    """`name` as composed characters, by which names of different systems are compared."""
    return unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """`name` without what Windows and macOS do not tell apart."""
    return nfc(nfc(name).casefold())


_COMPARISONS: tuple[_Comparison, ...] = (str, nfc, caseless)


def said_path(said: str) -> str:
    r"""A file name in a label as a path with slashes, without drive, scheme or leading slashes.

    >>> said_path(r"C:\crowds\train\a.jpg"), said_path("./train/a.jpg"), said_path("../images/a.jpg")
    ('crowds/train/a.jpg', 'train/a.jpg', 'images/a.jpg')
    """
    path = re.sub(r"^([A-Za-z]:|[a-z][a-z0-9+.-]*://)", "", said.strip().replace("\\", "/"))
    return "/".join(piece for piece in path.split("/") if piece not in ("", ".", ".."))


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
        words = said_path(said).split("/")
        for keep in range(len(words)):
            end = "/".join(words[keep:])
            found = self._ending(end)
            if found:
                return _only(found, said)
        return None

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

    def of_stem(self, stem: str) -> str | None:
        """The picture whose name without suffix is `stem`. Raises DatasetError where there are two."""
        for comparison, index in self._indexes(1, False):
            found = index.get(comparison(stem), ())
            if found:
                return _only(found, stem)
        return None

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
    return [(path, path if counts[caseless(stem_of(path))] > 1 else stem_of(path)) for path in listed]


def folder_of(path: str) -> str:
    """The folder part of a path with slashes; empty for a bare name."""
    parent = PurePosixPath(path).parent.as_posix()
    return "" if parent == "." else parent
