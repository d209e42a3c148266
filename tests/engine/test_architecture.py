"""The house: who may import whom, what start-up may load, that every module and kind says what it is."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from miscount.engine.cli.machine import FAMILIES, describe, kinds_of

ROOT = Path(__file__).parents[2]
MOST_FILES = 25


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after `statement`."""
    code = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_import_contracts_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_engine_loads_no_window():
    assert not {"PySide6", "shiboken6", "pyqtgraph", "widgets", "studio"} & loaded_by(
        "import miscount.engine.experiment"
    )


def test_starting_loads_no_torch():
    assert not {"torch", "lightning_fabric", "torchmetrics", "scipy", "cv2"} & loaded_by("import main")


def test_asking_for_help_loads_nothing_heavy():
    asked = "import contextlib, io, main\nwith contextlib.redirect_stdout(io.StringIO()): main.main(['--help'])"
    assert not {"torch", "numpy", "scipy", "cv2", "pydantic.main", "PySide6"} & loaded_by(asked)


def test_a_run_loads_what_computes_and_what_few_runs_need_only_where_it_is_used():
    loaded = loaded_by("import miscount.engine.experiment")
    assert "torch" in loaded
    assert not {"scipy.stats", "scipy.special", "lightning_fabric", "torchmetrics", "torch._dynamo", "ray"} & loaded


def test_listing_triggers_loads_no_torch():
    listed = "with contextlib.redirect_stdout(io.StringIO()): main.main(['list', 'triggers'])"
    assert not {"torch", "scipy", "lightning_fabric"} & loaded_by(f"import contextlib, io, main\n{listed}")


def test_every_module_is_named():
    there = {path for room in ("engine", "widgets", "studio") for path in python_files(ROOT / room)} | {
        ROOT / "main.py"
    }
    there = {path for path in there if path.stem not in ("__init__", "__main__")}
    named = list(named_modules((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    assert sorted(path.relative_to(ROOT).as_posix() for path in there) == sorted(named)


def named_modules(text):
    """The files that the tables of the last section name, one table a folder, the modules in its first column."""
    for table in re.split(r"^### ", text.partition("\n## Every module\n")[2], flags=re.M)[1:]:
        folder = re.match(r"`([\w./]+)/`", table)[1]
        for cell in re.findall(r"^\| (`[^|]*`) \|", table, flags=re.M):
            yield from (
                (ROOT / folder / f"{name}.py").relative_to(ROOT).as_posix() for name in re.findall(r"`(\w+)`", cell)
            )


def python_files(folder):
    return [path for path in folder.rglob("*.py") if "__pycache__" not in path.parts]


@pytest.mark.parametrize("room", ["engine", "studio", "widgets", "tests", "projects"])
def test_no_folder_is_crowded(room):
    holds: dict[Path, int] = {}
    for path in python_files(ROOT / room):
        holds[path.parent] = holds.get(path.parent, 0) + 1
    assert holds
    assert {str(folder.relative_to(ROOT)): count for folder, count in holds.items() if count > MOST_FILES} == {}


def test_every_folder_of_code_is_installed():
    """Tests and linters see the checkout: what the list of installed packages lacks is missing in the wheel alone."""
    of_code = {
        ".".join(("miscount", *path.parent.relative_to(ROOT).parts))
        for room in ("engine", "studio", "widgets")
        for path in python_files(ROOT / room)
    }
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    assert listed == of_code | {"miscount", "miscount.projects", "miscount.resources"}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_has_a_card_and_every_setting_a_tip(family):
    kinds = kinds_of(family)
    assert kinds
    for name, part in kinds.items():
        about = describe(part)
        assert about["kind"] == name
        assert len(about["card"]) > 40, f"{family} {name} has no card"
        untold = [field["name"] for field in about["fields"] if not field["description"]]
        assert not untold, f"{family} {name}: no description of {untold}"


@pytest.mark.parametrize("family", FAMILIES)
def test_every_number_of_a_kind_has_bounds_and_a_step(family):
    for name, part in kinds_of(family).items():
        properties = part.model_json_schema()["properties"]
        for field in describe(part)["fields"]:
            raw = properties[field["name"]]
            types = {one.get("type") for one in (raw, *raw.get("anyOf", ()))}
            if types & {"number", "integer"} and "choices" not in field:
                assert {"minimum", "above"} & set(field), f"{family} {name}.{field['name']} has no lower bound"
                assert "step" in field, f"{family} {name}.{field['name']} has no step"
