"""Plugins: kinds that other people add, from installed packages and from plain files of a project.

An installed package says what it has by entry points (`miscount.triggers = flash = package.module:Flash`). A plain file
lies in the folder `plugins/` of a project or beside a recipe; it is run only when the person has allowed exactly this
content. Both are looked for when a kind is asked for that is not ours, or all kinds are listed, and not before.
"""

from .files import PluginFile, find, left_out, look_in, read_file, run_file
from .installed import GROUPS
from .kinds import AlsoPlugins, Kinds
from .plugin import SHELVES, Plugin, PluginError, Problem, checked_name
from .registry import announce, formats, generation, load_all, loaded, ours, problems, used_in, versions_in
from .trust import allow, allow_all, forget, is_allowed, trust_file

__all__ = [
    "GROUPS",
    "SHELVES",
    "AlsoPlugins",
    "Kinds",
    "Plugin",
    "PluginError",
    "PluginFile",
    "Problem",
    "allow",
    "allow_all",
    "announce",
    "checked_name",
    "find",
    "forget",
    "formats",
    "generation",
    "is_allowed",
    "left_out",
    "load_all",
    "loaded",
    "look_in",
    "ours",
    "problems",
    "read_file",
    "run_file",
    "trust_file",
    "used_in",
    "versions_in",
]
