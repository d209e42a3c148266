"""The house: who may import whom, what start-up may load, and that every kind says what it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from miscount.engine.cli.machine import describe, kinds_of

ROOT = Path(__file__).parents[2]
FAMILIES = ("triggers", "labels", "counters", "losses", "defenses", "detectors")


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
