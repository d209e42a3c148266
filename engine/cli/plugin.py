"""Commands on plugins: plugin list, new, test, trust, forget."""

import importlib
import importlib.resources
import keyword
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .. import plugins
from ..errors import OutputError
from ..files import write_text
from ..reading import is_folder, there
from .options import Json
from .outputs import checked_folder
from .screen import say, say_json, say_meanwhile, say_problem

if TYPE_CHECKING:
    from ..contracts.of_plugin import Held

Family = Literal["trigger", "label", "counter", "defense", "detector", "format"]
EXAMPLES: dict[Family, str] = {
    "trigger": "Flash", "label": "Halve", "counter": "Blocks", "defense": "Shrink", "detector": "Brightness",
    "format": "Lines",
}  # fmt: skip
"""The class of each example in `projects/plugin_examples`, also its kind in small letters: what a new name replaces."""

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Plugins, or projects with a folder plugins.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    plugin = typer.Typer(help="Kinds that you or others add: list, begin, test and allow them.", no_args_is_help=True,
                         rich_markup_mode=None)  # fmt: skip
    plugin.command("list")(list_plugins)
    plugin.command()(new)
    plugin.command("test")(hold_to_promises)
    plugin.command()(trust)
    plugin.command()(forget)
    app.add_typer(plugin, name="plugin")


def list_plugins(as_json: Json = False) -> int:
    """The plugins of installed packages and of ./plugins, what they add, and which were left out and why."""
    plugins.load_all()
    found, left_out = plugins.loaded(), plugins.problems()
    if as_json:
        say_json({"plugins": [one.to_json() for one in found], "left_out": [one.sentence for one in left_out]})
        return 0
    for one in found:
        added = ", ".join(f"{shelf} {kind}" for shelf, kind in one.kinds)
        say(f"{one.words}: {added}")
    if not found:
        say("No plugins are in use. Begin one with: miscount plugin new trigger NAME")
    return 0


def new(
    family: Annotated[Family, typer.Argument(help="What it is to be.")],
    name: Annotated[str, typer.Argument(help="Its kind: small letters, digits and underscores.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write to.")] = Path("plugins"),
) -> int:
    """Write a working example of a plugin, to be changed: a file that keeps all promises of its family."""
    kind = plugins.checked_name(name)
    path = out / f"{kind}.py"
    if there(path):
        raise OutputError(f"{path} is there already: give another name, or another folder with --out.")
    checked_folder(out)
    if kind in _ours(family):
        raise plugins.PluginError(f"There is a {family} {kind!r} already: give another name.")
    packaged = importlib.resources.files("miscount.projects").joinpath("plugin_examples", f"{family}.py")
    cls = EXAMPLES[family]
    own = "".join(word.capitalize() for word in kind.split("_"))
    example = packaged.read_text(encoding="utf-8")
    taken = keyword.iskeyword(own) or (own != cls and re.search(rf"\b{own}\b", example) is not None)
    if taken and f"class {cls}" in example:
        raise plugins.PluginError(
            f"Its class would be called {own}, which is the name of another thing there: give another name."
        )
    text = re.sub(rf"\b{cls}\b", own, example)
    write_text(path, text.replace(f'"{cls.lower()}"', f'"{kind}"'))
    say(f"{path} is written. Change it, then: miscount plugin test {path}")
    return 0


def _ours(family: Family) -> frozenset[str]:
    """The names of our kinds, which no plugin can take."""
    importlib.import_module(f"miscount.engine.{'scenes.formats' if family == 'format' else f'{family}s'}")
    return plugins.ours(f"{family}s")


def hold_to_promises(
    what: Annotated[str, typer.Argument(metavar="FILE", help="A plugin's file, or an installed package's name.")],
    as_json: Json = False,
) -> int:
    """Run a plugin and hold it to what every kind promises; exit code 1 if it breaks one."""
    from ..contracts.of_plugin import held

    path = Path(what)
    plugin = plugins.run_file(plugins.read_file(path)) if there(path) else _installed(what)
    found: list[Held] = []
    with tempfile.TemporaryDirectory(prefix="miscount-plugin-") as folder:
        for one in held(plugin, Path(folder)):
            found.append(one)
            if not as_json:
                say_meanwhile(f"{one.shelf} {one.kind}: {one.broken or 'keeps all promises'}")
    if as_json:
        say_json({"plugin": plugin.to_json(), "kinds": [
            {"family": one.shelf, "kind": one.kind, "broken": one.broken} for one in found
        ]})  # fmt: skip
    broken = any(one.broken for one in found)
    if not broken and not as_json and there(path) and not plugins.is_allowed(plugin.sha256):
        say(f"To let recipes use it: miscount plugin trust {path}")
    return 1 if broken else 0


def _installed(name: str) -> plugins.Plugin:
    """The plugin of this name. Raises PluginError."""
    plugins.load_all()
    for one in plugins.loaded():
        if one.name == name:
            return one
    known = ", ".join(dict.fromkeys(one.name for one in plugins.loaded())) or "none"
    raise plugins.PluginError(f"{name} is no file, and no installed plugin that is in use: known: {known}.")


def trust(files: Files) -> int:
    """Allow files to run as they are now: their code then does whatever it says, as any program of yours.

    Each is known by the SHA-256 of its content: changed by one letter it is asked for anew.
    """
    for file in _read(files):
        plugins.allow(file.sha256, file.path)
        named = ", ".join(sorted(file.kinds)) or "no kind by its text"
        say(f"{file.path} may run ({named}; SHA-256 {file.sha256}).")
    return 0


def forget(files: Files) -> int:
    """Ask again before these files are run."""
    for file in _read(files):
        if plugins.forget(file.sha256):
            say(f"{file.path} may not run any more.")
        else:
            say_problem(f"{file.path} was not allowed as it is now.")
    return 0


def _read(files: list[Path]) -> list[plugins.PluginFile]:
    found: list[plugins.PluginFile] = []
    for path in files:
        here = list(plugins.find(path)) if is_folder(path) else [plugins.read_file(path)]
        if not here:
            raise plugins.PluginError(
                f"{path} has no plugins: expected Python files in {path / 'plugins'}, found none."
            )
        found += here
    return found
