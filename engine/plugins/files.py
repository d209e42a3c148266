"""Plugins that are plain files: found in `plugins/`, read once, and run only as what was allowed."""

import inspect
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from ..files import sha256
from ..reading import listed, read_bytes, real_path
from . import registry
from .plugin import Plugin, PluginError, Problem, shelf_of, why
from .trust import is_allowed

FOLDER = "plugins"
MAX_BYTES = 2**20
MOST_FILES = 100
_NAMED = re.compile(r"""Literal\[\s*["'](\w{1,60})["']|^NAME\s*=\s*["'](\w{1,60})["']""", re.MULTILINE)


@dataclass(frozen=True)
class PluginFile:
    """A file as it was read: what was allowed by its hash is what is run, whatever lies at `path` meanwhile."""

    path: str
    sha256: str
    text: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return Path(self.path).name

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that its text names; nothing of it was run."""
        return frozenset(one or other for one, other in _NAMED.findall(self.text))


_folders: dict[Path, None] = {}
_seen: dict[str, str] = {}
"""Path -> hash of what was run of it, for better or worse."""
_looked_at = -1
_modules: dict[str, ModuleType] = {}


def look_in(folder: Path) -> None:
    """Take the plugins in `folder / "plugins"` into account when kinds are looked for."""
    place = real_path(folder) / FOLDER
    if place not in _folders:
        _folders[place] = None
        registry.changed()


def find(folder: Path) -> tuple[PluginFile, ...]:
    """The plugins in `folder / "plugins"`, read and not run; files that speak of no Miscount are somebody else's."""
    found = []
    for path in (listed(real_path(folder) / FOLDER) or ())[:MOST_FILES]:
        if path.suffix == ".py" and not path.name.startswith(("_", ".")):
            try:
                file = read_file(path)
            except PluginError as error:
                registry.leave_out(Problem(str(path), str(error)))
                continue
            if "miscount" in file.text:
                found.append(file)
    return tuple(found)


def read_file(path: Path) -> PluginFile:
    """The plugin in the file `path`, not run. Raises PluginError."""
    content = read_bytes(path, "expected a plugin in Python", PluginError, MAX_BYTES)
    try:
        return PluginFile(str(real_path(path)), sha256(content), content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PluginError(f"{path} is no plugin: expected Python in UTF-8, found other bytes.") from error


def run_file(file: PluginFile) -> Plugin:
    """Run what was read, and take the kinds in it. Raises PluginError with one sentence, then nothing was taken."""
    with registry.lock:
        module = _module(file)
        found: list[tuple[str, Any]] = [
            (shelf, thing)
            for thing in vars(module).values()
            if getattr(thing, "__module__", None) == module.__name__ and (shelf := _kind_here(thing)) is not None
        ]
        if shelf_of(module) is not None:
            found.append(("formats", module))
        if not found:
            raise PluginError(
                f"{file.path} was left out: expected a class with a `kind` made of TriggerPart, LabelPart, "
                "CounterPart, DefensePart or DetectorPart, or the functions of a dataset format, found none."
            )
        try:
            return registry.register(found, Plugin(file.name, "", file.sha256, (), file.path))
        except Exception as error:
            raise PluginError(f"{file.path} was left out: {why(error)}.") from error


def _kind_here(thing: Any) -> str | None:
    """The shelf of a class that names a kind of its own; a base that others of the file share names none."""
    shelf = shelf_of(thing)
    return shelf if shelf == "formats" or (shelf is not None and "kind" in inspect.get_annotations(thing)) else None


def _module(file: PluginFile) -> ModuleType:
    if file.sha256 in _modules:
        return _modules[file.sha256]
    name = f"miscount_plugin_{file.sha256[:16]}"
    module = ModuleType(name)
    module.__file__ = file.path
    sys.modules[name] = module  # pydantic and dataclasses look there for the names in annotations
    try:
        exec(compile(file.text, file.path, "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise PluginError(f"{file.path} was left out: running it failed with {why(error)}.") from error
    for thing in list(vars(module).values()):
        if isinstance(thing, type) and issubclass(thing, BaseModel) and thing.__module__ == name:
            thing.__reduce__ = _reduced(file)  # type: ignore[method-assign]
    _modules[file.sha256] = module
    return module


def _reduced(file: PluginFile) -> Any:
    """How values of the file's classes travel to other processes: with the file, since no import finds it there."""

    def reduce(self: BaseModel) -> tuple[Any, ...]:
        return _revived, (file, type(self).__qualname__), self.__getstate__()

    return reduce


def _revived(file: PluginFile, name: str) -> Any:
    """An empty value of a class of `file`, run here where it was not: its sender was allowed to."""
    with registry.lock:
        if file.sha256 not in _modules:
            run_file(file)
            _seen[file.path] = file.sha256
        found: Any = _modules[file.sha256]
    for step in name.split("."):
        found = getattr(found, step)
    return found.__new__(found)


def _load(_shelf: str) -> None:
    """Run what is allowed of all folders, whatever it has: what a file offers is not known before."""
    global _looked_at
    with registry.lock:
        if _looked_at == registry.generation():
            return
        for folder in _folders:
            for file in find(folder.parent):
                _take(file)
        _looked_at = registry.generation()


def _take(file: PluginFile) -> None:
    if _seen.get(file.path) == file.sha256 or file.sha256 in _modules:
        return
    if not is_allowed(file.sha256):
        registry.leave_out(Problem(file.path, not_allowed(file), file.kinds, asks=True))
        return
    _seen[file.path] = file.sha256
    try:
        run_file(file)
    except PluginError as error:
        registry.leave_out(Problem(file.path, str(error), file.kinds))
    else:
        registry.settle(file.path)


def not_allowed(file: PluginFile) -> str:
    """The sentence on a file that nobody has allowed to run yet, with the command that does."""
    return (
        f"The plugin {file.path} was left out, since you have not allowed it to run (its SHA-256 begins with "
        f"{file.sha256[:12]}): read it, then miscount plugin trust {shlex.quote(file.path)}"
    )


def left_out() -> tuple[str, ...]:
    """A sentence for each plugin that was left out so far, and one for all of a folder that wait to be allowed."""
    said, waiting = [], dict[Path, list[Problem]]()
    for problem in registry.problems():
        if problem.asks:
            waiting.setdefault(Path(problem.plugin).parent, []).append(problem)
        else:
            said.append(problem.sentence)
    for folder, found in waiting.items():
        names = ", ".join(Path(one.plugin).name for one in found)
        said.append(found[0].sentence if len(found) == 1 else (
            f"{len(found)} plugins in {folder} were left out, since you have not allowed them to run ({names}): read "
            f"them, then miscount plugin trust {shlex.quote(str(folder.parent))}"
        ))  # fmt: skip
    return tuple(said)


registry.add_source(_load)
