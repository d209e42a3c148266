"""Where tables stand in the guide: between `<!-- table NAME -->` and `<!-- end of table -->`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.guide.evidence import all_evidence
from tests.guide.tables import tables
from tests.places import ROOT

GUIDE = ROOT / "resources" / "guide"
EVIDENCE = GUIDE / "evidence"
_END = "<!-- end of table -->"
_MARKED = re.compile(r"<!-- table (?P<name>[\w ]+) -->\n.*?" + _END, re.DOTALL)


def filled(text: str, drawn: Mapping[str, str]) -> str:
    """`text` with every marked table as it is in `drawn`, by its name. Raises KeyError for a name that is none."""
    return _MARKED.sub(lambda found: f"<!-- table {found['name']} -->\n\n{drawn[found['name']]}\n\n{_END}", text)


def pages(guide: Path = GUIDE, evidence: Path = EVIDENCE) -> Iterator[tuple[Path, str]]:
    """Every page that has tables, and what it is to hold."""
    known = all_evidence(evidence)
    drawn = {name: draw(known) for name, draw in tables().items()}
    for path in sorted([*guide.glob("*.md"), *evidence.glob("*.md")]):
        text = path.read_text(encoding="utf-8")
        if _MARKED.search(text):
            yield path, filled(text, drawn)


def write_pages(guide: Path = GUIDE, evidence: Path = EVIDENCE) -> list[Path]:
    """Draw the tables of every page anew; the pages that changed."""
    changed = [(path, text) for path, text in pages(guide, evidence) if path.read_text(encoding="utf-8") != text]
    for path, text in changed:
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]
