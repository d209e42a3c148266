"""Which kinds plugins have brought into this process, by whom, and which plugins were left out."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .plugin import Plugin, PluginError, Problem, kind_of

Source = Callable[[str], None]
"""Registers what it has for a shelf, each thing once."""


@dataclass(frozen=True)
class _Offered:
    thing: Any
    plugin: Plugin


lock = threading.RLock()
_sources: list[Source] = []
_own: dict[str, frozenset[str]] = {}
_offered: dict[str, dict[str, _Offered]] = {}
_problems: dict[str, Problem] = {}
_generation = 0
_loading: set[str] = set()


def generation() -> int:
    """A number that is another one whenever there may be other kinds than before."""
    return _generation


def changed() -> None:
    """There may be other kinds now."""
    global _generation
    _generation += 1


def add_source(source: Source) -> None:
    """Ask `source` too when the kinds of a shelf are wanted."""
    _sources.append(source)


def announce(shelf: str, kinds: frozenset[str]) -> None:
    """Say which kinds are ours, whose names no plugin can take."""
    _own[shelf] = kinds


def ours(shelf: str) -> frozenset[str]:
    """The kinds of a shelf that are ours, once its module is imported."""
    return _own.get(shelf, frozenset())


def offered(shelf: str) -> Mapping[str, Any]:
    """The kinds of plugins for a shelf by name, after every source was asked."""
    with lock:
        if shelf not in _loading:  # a plugin that lists kinds while it is loaded sees what there is so far
            _loading.add(shelf)
            try:
                for source in _sources:
                    source(shelf)
            finally:
                _loading.discard(shelf)
        return {kind: one.thing for kind, one in _offered.get(shelf, {}).items()}


def load_all() -> None:
    """Ask every source for every shelf."""
    from .plugin import SHELVES

    for shelf in SHELVES:
        offered(shelf)


def register(found: list[tuple[str, Any]], about: Plugin) -> Plugin:
    """Take all of (shelf, class or module) of one plugin, or none of them; gives the plugin with its kinds.

    A file takes the place of what it was before. Raises PluginError.
    """
    with lock:
        named = [(shelf, kind_of(shelf, thing), thing) for shelf, thing in found]
        for shelf, kind, _thing in named:
            _check_free(shelf, kind, about)
        plugin = Plugin(about.name, about.version, about.sha256, tuple((s, k) for s, k, _ in named), about.path)
        for kinds in _offered.values():
            for kind in [kind for kind, one in kinds.items() if about.path and one.plugin.path == about.path]:
                del kinds[kind]
        for shelf, kind, thing in named:
            _offered.setdefault(shelf, {})[kind] = _Offered(thing, plugin)
        changed()
        return plugin


def _check_free(shelf: str, kind: str, about: Plugin) -> None:
    if kind in _own.get(shelf, ()):
        raise PluginError(f"the name {kind!r} is taken by one of Miscount's own {shelf}: give it another")
    other = _offered.get(shelf, {}).get(kind)
    if other is not None and (not about.path or other.plugin.path != about.path):
        raise PluginError(f"the name {kind!r} is taken by the plugin {other.plugin.words}")


def leave_out(problem: Problem) -> None:
    """Remember why a plugin was left out; it may be said differently later."""
    _problems[problem.plugin] = problem


def settle(plugin: str) -> None:
    """Nothing is wrong with this one any more."""
    _problems.pop(plugin, None)


def problems() -> tuple[Problem, ...]:
    """The plugins that were left out so far."""
    return tuple(_problems.values())


def loaded() -> tuple[Plugin, ...]:
    """The plugins that are in use in this process, each once."""
    with lock:
        return tuple(dict.fromkeys(one.plugin for kinds in _offered.values() for one in kinds.values()))


def formats() -> tuple[Any, ...]:
    """The modules of dataset formats that plugins offer."""
    return tuple(offered("formats").values())


def used_in(raw: Any) -> tuple[Plugin, ...]:
    """The plugins whose kinds are named in `raw`, the plain values of a recipe or of a part of one."""
    named = set(_kinds_in(raw))
    return tuple(plugin for plugin in loaded() if any(kind in named for _, kind in plugin.kinds))


def versions_in(raw: Any) -> dict[str, str]:
    """Name -> version and hash of the plugins that `raw` uses: what its results depend on beside the settings."""
    return {plugin.name: f"{plugin.version} {plugin.sha256}" for plugin in used_in(raw)}


def _kinds_in(raw: Any) -> Iterator[str]:
    if isinstance(raw, Mapping):
        kind = raw.get("kind")
        if isinstance(kind, str):
            yield kind
        for value in raw.values():
            yield from _kinds_in(value)
    elif isinstance(raw, list | tuple):
        for value in raw:
            yield from _kinds_in(value)
