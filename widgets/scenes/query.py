"""What a person types to find scenes: `count>500 split:test edited -poisoned market`. No window here.

Words must all hold. `count`, with `> >= < <= =` and a number; `split:NAME`; `name:TEXT`; a mark (`edited`, `checked`,
`unchecked`, `stale`, `poisoned`, `problem`, `broken`, `unlabelled`); `problem:KIND`; anything else is text found in the
id or name. A minus before a word turns it around.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MARKS = ("edited", "checked", "stale", "poisoned", "problem", "unlabelled", "broken")
_COMPARE = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le, "=": operator.eq}
_COUNT = re.compile(r"count(>=|<=|>|<|=)(.*)", re.IGNORECASE)


@dataclass(frozen=True)
class SceneRow:
    """A scene as the list shows it; `thumbnail` is the key by which its picture is asked for.

    `problems` are the kinds of what is wrong with it.
    """

    id: str
    name: str
    split: str = ""
    count: float | None = None
    marks: frozenset[str] = frozenset()
    thumbnail: str = ""
    problems: frozenset[str] = frozenset()
    apart: float | None = None
    """How far two that labelled or counted it are apart, in persons; None where that was not compared."""


Test = Callable[[SceneRow], bool]


def scene_filter(text: str) -> Test:
    """The test that `text` describes. Raises ValueError with a sentence where a number is missing or wrong."""
    tests = [_test(word) for word in text.split()]
    return lambda row: all(test(row) for test in tests)


def _test(word: str) -> Test:
    if len(word) > 1 and word[0] in "-!":
        inner = _test(word[1:])
        return lambda row: not inner(row)
    count = _COUNT.fullmatch(word)
    if count:
        return _count_test(word, *count.groups())
    name, colon, value = word.lower().partition(":")
    if colon and name == "split":
        return lambda row: row.split.lower().startswith(value)
    if colon and name == "name":
        return lambda row: value in row.name.lower()
    if colon and name == "problem":
        return lambda row: any(kind.startswith(value) for kind in row.problems)
    if word.lower() == "unchecked":
        return lambda row: "checked" not in row.marks
    if word.lower() in MARKS:
        return lambda row: word.lower() in row.marks
    return lambda row: word.lower() in row.id.lower() or word.lower() in row.name.lower()


def _count_test(word: str, sign: str, number: str) -> Test:
    try:
        limit = float(number)
    except ValueError:
        raise ValueError(f"{word!r} lacks a number: write, for example, count{sign}500") from None
    compare = _COMPARE[sign]
    return lambda row: row.count is not None and compare(row.count, limit)


@functools.lru_cache(maxsize=65536)
def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which IMG_2 comes before IMG_12."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in re.split(r"(\d+)", text) if part
    )


_NOTHING = float("-inf")
ORDERS: dict[str, Callable[[SceneRow], Any]] = {
    "Name": lambda row: natural_key(row.name),
    "Count": lambda row: _NOTHING if row.count is None else row.count,
    "Differences": lambda row: _NOTHING if row.apart is None else row.apart,
    "Split": lambda row: (row.split, natural_key(row.name)),
    "Problems": lambda row: (len(row.problems), natural_key(row.name)),
    "Marks": lambda row: (tuple(mark not in row.marks for mark in reversed(MARKS)), natural_key(row.name)),
}
