"""The site: the guide's own pages, the public docstrings, and what the program says of its commands and kinds.

`python -m sphinx -W -c resources/site resources build/site` builds it. No network is asked, then or by its pages.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import main  # noqa: E402

main.use_checkout()

import miscount  # noqa: E402
from miscount.engine.cli.machine import FAMILIES, describe, kinds_of  # noqa: E402

project = "Miscount"
author = "The Miscount authors"
release = miscount.__version__

root_doc = "index"
include_patterns = ["index.md", "guide/**", "site/**"]
extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3

html_theme = "furo"  # its fonts are the reader's own, and it loads nothing from elsewhere
html_title = f"Miscount {release}"
html_show_sourcelink = False
html_copy_source = False

default_role = "code"  # what stands in single backticks in a docstring is code
smartquotes = False  # two hyphens are an option
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
toc_object_entries_show_parents = "hide"


def commands() -> Iterator[str]:
    """Every command with its options, in Markdown."""
    import typer

    from miscount.engine.cli.app import app

    whole = typer.main.get_command(app)
    context = whole.make_context("miscount", [], resilient_parsing=True)
    yield from _commands_of(whole, context)


def _commands_of(group: Any, context: Any) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        if hasattr(command, "list_commands"):
            yield from _commands_of(command, inner)
            continue
        yield f"\n## {inner.command_path}\n\n```text\n{' '.join(command.get_usage(inner).split())}\n```\n"
        yield inspect.cleandoc(command.help or "")
        records = [found for found in (each.get_help_record(inner) for each in command.get_params(inner)) if found]
        if records:
            yield "\n| | |\n|---|---|"
            yield from (f"| `{_cell(words)}` | {_cell(said)} |" for words, said in records)


def kinds() -> Iterator[str]:
    """Every kind of every family with its card and settings, in Markdown."""
    for family in FAMILIES:
        yield f"\n## {family.capitalize()}\n"
        for name, part in kinds_of(family).items():
            about = describe(part)
            yield f"\n### {name}\n\n{_text(about['card'])}\n"
            if about["fields"]:
                yield "| setting | | default |\n|---|---|---|"
            for field in about["fields"]:
                shown = _default(field.get("default"))
                yield f"| `{field['name']}` | {_cell(_text(field['description']))} | {shown} |"


def _default(value: object) -> str:
    return "" if value in (None, "") or isinstance(value, dict) else f"`{_cell(str(value))}`"


def _text(text: str) -> str:
    """Words for people, of which Markdown takes nothing for a sign."""
    return re.sub(r"([\\*_<>\[\]])", r"\\\1", text)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


MADE: dict[str, Callable[[], Iterator[str]]] = {"commands": commands, "kinds": kinds}


def fill(_app: object, _page: str, source: list[str]) -> None:
    """Put what the program says of itself where a page asks for it."""
    source[0] = re.sub(r"<!-- made: (\w+) -->", lambda found: "\n".join(MADE[found[1]]()), source[0])


def untold() -> list[str]:
    """The public names that the page on Python leaves out, or that say nothing of themselves."""
    page = Path(__file__).with_name("python.rst").read_text(encoding="utf-8")
    named = set(re.findall(r"^\.\. autofunction:: (\w+)$", page, flags=re.M))
    silent = {name for name in miscount.__all__ if not getattr(miscount, name).__doc__}
    return sorted({*miscount.__all__} ^ named | silent)


def refuse_untold(_app: object) -> None:
    """Stop where a public name is not documented."""
    from sphinx.errors import ExtensionError

    if names := untold():
        raise ExtensionError(f"not documented, or no public name: {', '.join(names)} (resources/site/python.rst)")


def refuse_network(app: Any, fault: Exception | None) -> None:
    """Stop where a page loads anything from elsewhere; links that a reader follows are none of this."""
    from sphinx.errors import ExtensionError

    loads = re.compile(r"<(?:script|img|iframe|source)[^>]*\bsrc=\"(?:https?:)?//|<link[^>]*\bhref=\"(?:https?:)?//")
    pages = Path(app.outdir).rglob("*.html") if fault is None else ()
    if found := sorted(page.name for page in pages if loads.search(page.read_text(encoding="utf-8"))):
        raise ExtensionError(f"these pages load something from the network: {', '.join(found)}")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("build-finished", refuse_network)
    app.connect("builder-inited", refuse_untold)
    app.connect("source-read", fill)
