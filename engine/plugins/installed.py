"""Plugins of installed packages, which say by entry points what they have."""

import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from ..reading import is_file
from . import registry
from .plugin import SHELVES, Plugin, PluginError, Problem, shelf_of, why

GROUPS = {f"miscount.{shelf}": shelf for shelf in SHELVES}
MOST_HASHED = 500
_asked: set[tuple[str, str, str]] = set()
_looked: dict[str, tuple[str, ...]] = {}
"""Shelf -> where packages were looked for: looking reads a file of each that is installed."""


def _load(shelf: str) -> None:
    """Import what installed packages offer for one shelf, each once in a process."""
    if _looked.get(shelf) == tuple(sys.path):
        return
    _looked[shelf] = tuple(sys.path)
    for point in entry_points(group=f"miscount.{shelf}"):
        named = (point.group, point.name, point.value)
        if named in _asked:
            continue
        _asked.add(named)
        name, version = (point.dist.name, point.dist.version) if point.dist is not None else (point.module, "")
        try:
            thing = point.load()
            if shelf_of(thing) != shelf:
                raise PluginError(f"{point.value} is none of the {shelf}")
            registry.register([(shelf, thing)], Plugin(name, version, _hash_of(sys.modules[point.module]), ()))
        except (Exception, SystemExit) as error:  # noqa: BLE001  whatever an installed package raises costs it alone
            sentence = f"The plugin {name} {version} was left out: {why(error)} (entry point {point.name} of {shelf})."
            registry.leave_out(Problem(f"{name}:{shelf}:{point.name}", sentence, frozenset({point.name})))


def _hash_of(module: ModuleType) -> str:
    """Of the sources of a plugin: its module, or all of its package. A version alone may stay behind."""
    digest = hashlib.sha256()
    for path in _sources(module):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources(module: ModuleType) -> Iterator[Path]:
    top = sys.modules.get(module.__name__.partition(".")[0], module)
    folder = Path(top.__file__).parent if top.__file__ and hasattr(top, "__path__") else None
    if folder is not None:
        yield from sorted(folder.rglob("*.py"))[:MOST_HASHED]
    elif module.__file__ and is_file(Path(module.__file__)):
        yield Path(module.__file__)


registry.add_source(_load)
