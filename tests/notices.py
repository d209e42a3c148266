"""`python -m tests.notices` writes the table of THIRD_PARTY.md: what Miscount stands on, and under which licenses.

Names and licenses come from the metadata of what is installed here, versions from constraints.txt; no network is asked.
"""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NOTICES = ROOT / "THIRD_PARTY.md"
TABLE = "| package | version | license |\n|---|---|---|\n"
ROW = re.compile(r"^\| (?P<name>[\w.-]+) \| (?P<version>\d[^|]*) \| (?P<license>[^|]+) \|$", re.M)
_SHORT = 200


def pinned() -> dict[str, str]:
    """The version of each package in constraints.txt, by its canonical name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version.strip() for name, version in pairs}


def stands_on() -> Iterator[Distribution]:
    """What is installed here of all that Miscount needs without its extras, from itself on."""
    seen, wanted = set(), ["miscount"]
    while wanted:
        name = canonicalize_name(wanted.pop())
        if name in seen:
            continue
        seen.add(name)
        found = distribution(name)
        if name != "miscount":
            yield found
        for needed in map(Requirement, found.requires or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                wanted.append(needed.name)


def license_of(package: Distribution) -> str:
    """The license that a package states: as an expression, in a line, or by its classifiers."""
    about = package.metadata
    line = (about.get("License") or "").strip()
    classes = [one for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    if expression := about.get("License-Expression"):
        return str(expression)
    if classes and ("\n" in line or not 0 < len(line) < _SHORT):
        return ", ".join(one.rpartition(" :: ")[2] for one in classes)
    return line.splitlines()[0][:_SHORT] if line else "not stated"


def told() -> dict[str, tuple[str, str]]:
    """What THIRD_PARTY.md says now."""
    found = ROW.finditer(NOTICES.read_text(encoding="utf-8"))
    return {row["name"]: (row["version"], row["license"]) for row in found}


def rows() -> dict[str, tuple[str, str]]:
    """The version that is pinned and the license of every package, by its canonical name.

    Of one that is installed here in another version, whose license may be another, what was told before stays.
    """
    versions, before, made = pinned(), told(), {}
    for package in stands_on():
        name = canonicalize_name(package.metadata["Name"])
        row = (versions.get(name, package.version), license_of(package))
        made[name] = row if package.version.partition("+")[0] == row[0] else before.get(name, row)
    return dict(sorted(made.items()))


if __name__ == "__main__":
    lines = (f"| {name} | {version} | {license} |\n" for name, (version, license) in rows().items())
    head = NOTICES.read_text(encoding="utf-8").partition(TABLE)[0]
    NOTICES.write_text(head + TABLE + "".join(lines), encoding="utf-8")
    sys.stdout.write(f"{NOTICES} is written\n")
