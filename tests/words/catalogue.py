"""The catalogue of the window's words: every entry, the `.ts` file with the Chinese, and what is made of both.

`.ts` is brought up to date and made into `.qm` by PySide6's own tools, pyside6-lupdate and pyside6-lrelease.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

from miscount.widgets.language.shown import CONTEXT

from .forms import form_words, recipe_texts
from .sources import ROOT, sources, trimmed

FOLDER = ROOT / "resources" / "translations"
TS, QM, PATTERNS = FOLDER / "miscount_zh_CN.ts", FOLDER / "miscount_zh_CN.qm", FOLDER / "patterns.txt"
EXTRA = Path(__file__).with_name("extra.txt")
"""Words that no text of the code holds: of single values, of pydantic, of the operating system. One entry a line."""

UNSEEN = Path(__file__).with_name("unseen.txt")
"""Texts of the code that look like words, and are names or not in the window. One a line."""

_BLANK = re.compile(r"\{(\w+)\}")


@cache
def entries() -> dict[str, str]:
    """Every entry that the catalogue must have, and where it is from; read from all of the code once."""
    found = dict(sources())
    for text, place in (*form_words().items(), *recipe_texts().items()):
        found.setdefault(trimmed(text), place)
    for line in lines_of(EXTRA):
        found.setdefault(line, EXTRA.name)
    for line in lines_of(UNSEEN):
        found.pop(line, None)
    return {text: place for text, place in found.items() if re.search(r"[A-Za-z]{2}", text)}


def lines_of(path: Path) -> list[str]:
    """The entries of a list, line breaks in them written as `\\n`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")]


def blanks(text: str) -> set[str]:
    """The names of the blanks of a pattern."""
    return set(_BLANK.findall(text))


def translations() -> dict[str, str]:
    """What the `.ts` file says for each entry; empty where nothing is said."""
    root = ET.parse(TS).getroot()
    return {
        message.findtext("source") or "": message.findtext("translation") or ""
        for message in root.iterfind("context/message")
    }


def patterns_text() -> str:
    """The entries with blanks, one a line: a `.qm` file cannot be asked for what it holds."""
    return "".join(text.replace("\n", "\\n") + "\n" for text in sorted(entries()) if blanks(text))


def write(folder: Path) -> None:
    """Bring `.ts` up to date and make `.qm` and the list of patterns anew; by way of a file in `folder`."""
    marked = folder / "words.py"
    marked.write_text("".join(map(_marked, entries())), encoding="utf-8")
    _carry_out("lupdate", marked, "-no-obsolete", "-locations", "none", "-silent", "-ts", TS)
    _carry_out("lrelease", "-silent", TS, "-qm", QM)
    PATTERNS.write_text(patterns_text(), encoding="utf-8")


def release(qm: Path) -> None:
    """Make the `.qm` file of the `.ts` file as it is."""
    _carry_out("lrelease", "-silent", TS, "-qm", qm)


def _marked(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'QT_TRANSLATE_NOOP("{CONTEXT}", "{quoted}")\n'


def _carry_out(tool: str, *words: str | Path) -> None:
    subprocess.run([Path(sys.executable).with_name(f"pyside6-{tool}"), *words], check=True)
