"""JSON within bounds: of a depth that every later walk can go, of whole numbers that can be made floats.

NaN and Infinity, which Python's own json writes, are read as what they mean: a number such as 1e999 means infinity in
any JSON, so that whoever takes numbers from a file looks whether they are finite in any case.
"""

import json
import re
from pathlib import Path
from typing import Any

from .regular import MAX_TEXT_BYTES, Kind, read_text

MAX_DEPTH = 64
"""The most lists and objects in one another; labelme's files have five."""

MAX_DIGITS = 300
"""Of a whole number: as many as can still be made a float."""

_LONG = re.compile(rf"\d{{{MAX_DIGITS}}}")
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(text: str) -> Any:
    """What the JSON `text` says. Raises ValueError, with a few words on what is wrong."""
    try:
        raw = json.loads(text, parse_int=_whole if _LONG.search(text) else None)
    except RecursionError:
        raise ValueError("lists in lists without end") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg.lower()} in line {error.lineno}") from None
    if _is_deeper(raw, MAX_DEPTH):
        raise ValueError(f"more than {MAX_DEPTH} lists in one another")
    if _HALF_PAIR.search(text) and not _can_be_written(raw):
        raise ValueError("half a character")
    return raw


def read_json(path: Path, expected: str, raises: Kind, limit: int = MAX_TEXT_BYTES) -> Any:
    """What the JSON file `path` says. Raises `raises`, naming what was `expected`."""
    text = read_text(path, expected, raises, limit)
    try:
        return parse_json(text)
    except ValueError as error:
        found = f"{_start(text)} ({error})" if text.strip() else "an empty file"
        raise raises(f"{path} is no JSON: {expected}, found {found}.") from error


def read_object(path: Path, expected: str, raises: Kind, limit: int = MAX_TEXT_BYTES) -> dict[str, Any]:
    """The JSON object in the file `path`. Raises `raises`, naming what was `expected`."""
    raw = read_json(path, expected, raises, limit)
    if not isinstance(raw, dict):
        raise raises(f"{path} holds something else: {expected}, found a {type(raw).__name__}.")
    return raw


def _start(text: str) -> str:
    return repr(" ".join(text[:60].split()))


def _whole(word: str) -> int:
    if len(word) > MAX_DIGITS:
        raise ValueError(f"a whole number of {len(word.lstrip('-'))} digits")
    return int(word)


def _is_deeper(raw: Any, depth: int) -> bool:
    """Whether `raw` has more than `depth` containers in one another, found without going down by calls."""
    level = [raw] if isinstance(raw, dict | list) else []
    for _ in range(depth):
        if not level:
            return False
        level = [
            inner
            for each in level
            for inner in (each.values() if type(each) is dict else each)
            if type(inner) is dict or type(inner) is list
        ]
    return bool(level)


def _can_be_written(raw: Any) -> bool:
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
