"""Adding a kind is its file and one name, as the table of ARCHITECTURE.md says: carried out on a copy of the code."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

EXAMPLES = ROOT / "projects" / "plugin_examples"
ASK = Path(__file__).with_name("new_kinds") / "ask.py"
NEW = {  # shelf: (its folder, file of the new kind, its class, the file that names all kinds, how its union begins)
    "triggers": ("triggers", "flash", "Flash", "library.py", "SingleTrigger: TypeAlias = ("),
    "labels": ("labels", "halve", "Halve", "__init__.py", "AnyLabelEdit: TypeAlias = ("),
    "counters": ("counters", "blocks", "Blocks", "__init__.py", "AnyCounter: TypeAlias = "),
    "defenses": ("defenses", "shrink", "Shrink", "__init__.py", "AnyDefense: TypeAlias = "),
    "detectors": ("detectors", "brightness", "Brightness", "__init__.py", "AnyDetector: TypeAlias = ("),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a program with all six new kinds says of them."""
    base = tmp_path_factory.mktemp("extended")
    package, folder = base / "miscount", base / "work"
    folder.mkdir()
    with_new_kinds(package)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(base), str(ROOT)])}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(ASK), str(folder)],
        env=environment, cwd=base, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert Path(found["package"]) == package
    return found


def with_new_kinds(package: Path) -> None:
    """A copy of the engine in `package`, to which the example files and their names are added."""
    package.mkdir()
    for name in ("__init__.py", "main.py", "py.typed"):
        shutil.copy(ROOT / name, package / name)
    for name in ("engine", "resources", "projects"):
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__", "guide"))
    for shelf, module, cls, where, union in NEW.values():
        example = EXAMPLES / f"{shelf.removesuffix('s')}.py"
        shutil.copy(example, package / "engine" / shelf / f"{module}.py")
        begin_with(package / "engine" / shelf / where, union, f"from .{module} import {cls}\n", f"{cls} | ")
    shutil.copy(EXAMPLES / "format.py", package / "engine" / "scenes" / "formats" / "lines.py")
    begin_with(
        package / "engine" / "scenes" / "formats" / "__init__.py",
        "FORMATS: tuple[Format, ...] = (", "from . import lines\n", "lines, ",
    )  # fmt: skip


def begin_with(file: Path, union: str, line: str, name: str) -> None:
    """Name a kind first in a union, and import it above: the one place that adding it touches."""
    before = file.read_text(encoding="utf-8")
    after, times = re.subn(rf"^{re.escape(union)}\s*", lambda found: f"{line}{found[0]}{name}", before, flags=re.M)
    assert times == 1, f"{file.name} has no {union!r}: the table of ARCHITECTURE.md is out of date"
    file.write_text(after, encoding="utf-8")


@pytest.mark.parametrize("shelf", NEW)
def test_a_new_kind_is_listed_with_its_settings(said, shelf):
    _folder, kind, cls, _where, _union = NEW[shelf]
    kinds = said["shelves"][shelf]
    assert kind == cls.lower()
    assert len(kinds) == 1 + len(list_here(shelf))
    assert kinds[kind]["card"].startswith(f"{cls}: a made-up")
    for field in kinds[kind]["fields"]:
        assert field["description"], field


def list_here(shelf):
    from miscount.engine.cli.machine import kinds_of

    return kinds_of(shelf)


def test_a_recipe_may_use_the_new_kinds(said):
    recipe = said["recipe"]
    assert recipe["counter"]["kind"] == "blocks"
    assert recipe["poison"]["trigger"] | {"name": ""} == {"kind": "flash", "levels": 40.0, "name": ""}
    assert recipe["poison"]["label"] == {"kind": "halve"}
    assert recipe["detectors"][0]["kind"] == "brightness"
    assert recipe["defenses"][0]["share"] == 0.8
    assert "kind: shrink" in said["again"]
