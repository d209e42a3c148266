"""What a plugin is, and what makes a class one of its kinds."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ..errors import EngineError, bounded

BASES: Mapping[str, str] = {
    "triggers": "TriggerPart",
    "labels": "LabelPart",
    "counters": "CounterPart",
    "defenses": "DefensePart",
    "detectors": "DetectorPart",
}
"""Shelf -> the class in its `base.py` that its kinds are made of. Known by name: nothing heavy is imported for them."""

SHELVES = (*BASES, "formats")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PROMISED = {"triggers": "dose_field", "detectors": "subject"}
_OF_FORMATS = ("NAME", "TITLE", "LAYOUT", "HOLDS", "recognizes", "read", "orphan_labels", "write")


class PluginError(EngineError):
    """A plugin that cannot be used."""


@dataclass(frozen=True)
class Plugin:
    """A file or an installed package, by name, with its version, a hash of its source, and its (shelf, kind) pairs.

    `path` is that of a plain file.
    """

    name: str
    version: str
    sha256: str
    kinds: tuple[tuple[str, str], ...]
    path: str = ""

    @property
    def words(self) -> str:
        """What it is called, with what tells it from others of that name."""
        return f"{self.name} {self.version}" if self.version else f"{self.name} (SHA-256 {self.sha256[:12]})"

    def to_json(self) -> dict[str, Any]:
        """As `run.json` has it."""
        kinds = [{"family": shelf, "kind": kind} for shelf, kind in self.kinds]
        return {"name": self.name, "version": self.version, "sha256": self.sha256, "kinds": kinds}


@dataclass(frozen=True)
class Problem:
    """A plugin that was left out, and why; `kinds` as its text names them, which nobody has run.

    `asks` is whether it only waits for the person to allow it.
    """

    plugin: str
    sentence: str
    kinds: frozenset[str] = frozenset()
    asks: bool = False


def shelf_of(thing: object) -> str | None:
    """Where a class or a module of a plugin belongs by what it is made of; None where it is no kind of anything."""
    if inspect.isclass(thing) and issubclass(thing, BaseModel):
        for base in thing.__mro__[1:]:
            for shelf, name in BASES.items():
                if base.__name__ == name and base.__module__ == f"miscount.engine.{shelf}.base":
                    return shelf
    if inspect.ismodule(thing) and {"NAME", "recognizes"} <= vars(thing).keys():
        return "formats"
    return None


def kind_of(shelf: str, thing: Any) -> str:
    """The name of what a plugin offers. Raises PluginError with what it lacks to be a kind of `shelf`."""
    if shelf == "formats":
        lacks = [name for name in _OF_FORMATS if not hasattr(thing, name)]
        if lacks:
            raise PluginError(f"as a dataset format it lacks {', '.join(lacks)}")
        return _checked(thing.NAME, "NAME")
    name = thing.__name__
    if inspect.isabstract(thing):
        raise PluginError(f"its class {name} lacks {', '.join(sorted(thing.__abstractmethods__))}")
    kind = _checked(thing.model_fields["kind"].default if "kind" in thing.model_fields else None, f"{name}.kind")
    for promised in ("card", *filter(None, [_PROMISED.get(shelf)])):
        if not isinstance(getattr(thing, promised, None), str):
            raise PluginError(f"its class {name} has no {promised}")
    if shelf == "triggers" and thing.dose_field not in thing.model_fields:
        raise PluginError(f"dose_field of its class {name} names no field of it: {thing.dose_field!r}")
    thing.model_json_schema()  # what forms and lists are made of
    return kind


def checked_name(name: str) -> str:
    """`name`, where a kind may be called so. Raises PluginError."""
    return _checked(name, "the name")


def why(error: BaseException) -> str:
    """What somebody's code raised, in a few words."""
    first = (str(error).strip() or "no words").splitlines()[0].rstrip(".")
    return bounded(first if isinstance(error, PluginError) else f"{type(error).__name__}: {first}", 240)


def _checked(kind: object, where: str) -> str:
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise PluginError(f"{where} is {kind!r}: expected a name of small letters, digits and underscores")
    return kind
