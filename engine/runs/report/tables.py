"""Tables of a report: figures with their intervals, and below them what each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeAlias

from ...metrics import DEFINITIONS, WORDS
from ..entry import Interval
from ..results import Intervals

Rows: TypeAlias = Mapping[str, Mapping[str, Any]]
"""The lines of a table: what each is called, and its cells by key."""
Names: TypeAlias = Mapping[str, str]
"""What stands for the names of rows."""
_NO_NAMES: Names = {}


@dataclass(frozen=True)
class Sure:
    """A figure and its interval."""

    value: object
    interval: Interval


def with_intervals(cells: Mapping[str, Any], intervals: Intervals) -> dict[str, Any]:
    """The cells, each figure that has an interval with it."""
    ends = {key: getattr(intervals, key) for key in type(intervals).model_fields}
    return {key: sure(value, ends.get(key)) for key, value in cells.items()}


def sure(value: object, interval: Interval | None) -> object:
    """A figure with its interval, where it has one."""
    return value if interval is None else Sure(value, interval)


def used(rows: Rows, part: str, keys: Sequence[str], names: Names = _NO_NAMES) -> str:
    """The table of those keys that a row has."""
    return defined(rows, part, [key for key in keys if any(key in row for row in rows.values())], names=names)


def defined(rows: Rows, part: str, keys: Sequence[str], corner: str = "counter", names: Names = _NO_NAMES) -> str:
    """The table and the definitions of its figures; nothing without rows."""
    return table(corner, rows, keys, names) + definitions(part, keys) if rows else ""


def table(corner: str, rows: Rows, keys: Sequence[str], names: Names = _NO_NAMES) -> str:
    """A table of HTML: a line for each row, a column for each of `keys`; `names` stand for those of the rows."""
    head = "".join(f"<th scope='col'>{escape(WORDS.get(key, key))}</th>" for key in keys)
    body = "".join(
        f"<tr>{_row_head(name, names)}{''.join(f'<td>{shown(row.get(key))}</td>' for key in keys)}</tr>\n"
        for name, row in rows.items()
    )
    return (
        f"<table>\n<thead><tr><th scope='col'>{escape(corner)}</th>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def _row_head(name: str, names: Names) -> str:
    """What a row is called; what it is called in files stands in its tip."""
    words = names.get(name, name)
    tip = f" title='{escape(name, quote=True)}'" if words != name else ""
    return f"<th scope='row'{tip}>{escape(words)}</th>"


def definitions(part: str, keys: Sequence[str]) -> str:
    """What each of `keys` is, below its table."""
    known = DEFINITIONS["training"] | DEFINITIONS["triggered"] | DEFINITIONS[part]
    named = {WORDS.get(key, key): known[key] for key in keys if key in known}
    return f"<dl class='definitions'>{terms(named)}</dl>"


def fact_list(facts: Mapping[str, object]) -> str:
    """Names and what stands for them, as a list."""
    return f"<dl>{terms(facts)}</dl>"


def terms(facts: Mapping[str, object]) -> str:
    """The inside of such a list; what is empty is left out."""
    return "".join(
        f"<dt>{escape(key)}</dt><dd>{escape(str(value))}</dd>" for key, value in facts.items() if value != ""
    )


def shown(value: object) -> str:
    """A cell as HTML: figures to three digits, n/a where one is not defined, and its interval in brackets."""
    match value:
        case Sure(value=value, interval=(low, high)):
            return f"{shown(value)} <small>[{shown(low)}, {shown(high)}]</small>"
        case None:
            return "<span title='not defined'>n/a</span>"
        case int():
            return str(value)
        case float():
            return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}"
        case _:
            return escape(str(value))
