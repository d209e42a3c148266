"""Values by dotted path, as a form shows them, and nested, as a model dumps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from miscount.widgets.forms.fields import FieldSpec


def flattened(values: Mapping[str, object], prefix: str = "") -> dict[str, Any]:
    """Nested mappings as dotted paths; tuples and lists stay whole."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        path = joined(prefix, name)
        if isinstance(value, Mapping):
            flat |= flattened(value, path)
        else:
            flat[path] = value
    return flat


def nested(flat: Mapping[str, object]) -> dict[str, Any]:
    """Dotted paths as nested dictionaries."""
    out: dict[str, Any] = {}
    for path, value in flat.items():
        *way, name = path.split(".")
        inner = out
        for step in way:
            inner = inner.setdefault(step, {})
        inner[name] = value
    return out


def joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def entries_of(value: object) -> Sequence[Any]:
    """The entries of a list's value; none where it is not set."""
    return value if isinstance(value, Sequence) else ()


def holds(specs: Sequence[FieldSpec], path: str) -> bool:
    """Whether the value at `path` belongs to one of `specs`, or to a field within one."""
    return any(
        (spec.path != "" and (path == spec.path or path.startswith(f"{spec.path}."))) or holds(spec.children, path)
        for spec in specs
    )
