"""Plugins of a test's own: an installed package, a project with files; none is left in use afterwards."""

import re

import pytest

from miscount.engine import plugins
from miscount.engine.plugins import files, installed, registry, trust
from tests.places import ROOT

EXAMPLES = ROOT / "projects" / "plugin_examples"
RECIPE = """
name: with plugins
data: {kind: synthetic, train: 20, test: 4, height: 64, width: 80, min_heads: 2, max_heads: 12}
kernel: {kind: fixed, sigma_px: 4}
counter: {kind: blocks, channels: 2}
training: {epochs: 1, batch: 4, precision: "32"}
poison: {trigger: {kind: flash, levels: 60}, label: {kind: thin, alpha: 0.3}, rate: 0.25}
evaluation: {doses: [], specificity: false}
detectors: [{kind: brightness}]
defenses: [{kind: shrink, training: {epochs: 1, batch: 4, precision: "32"}}]
controls: []
"""


@pytest.fixture(autouse=True)
def none_but_ours(monkeypatch):
    """What the test's own plugins change is as before when it ends."""
    for module, name in ((registry, "_offered"), (registry, "_problems"), (files, "_folders"), (files, "_seen"),
                         (files, "_modules"), (installed, "_looked")):  # fmt: skip
        monkeypatch.setattr(module, name, {})
    monkeypatch.setattr(installed, "_asked", set())
    monkeypatch.setattr(trust, "_allows_all", False)
    registry.changed()
    yield
    monkeypatch.undo()
    registry.changed()


def example(family: str, **names: str) -> str:
    """The text of an example, with other names: of the class, and of the kind in quotes."""
    text = (EXAMPLES / f"{family}.py").read_text()
    for before, after in names.items():
        text = re.sub(rf"\b{before}\b", after, text).replace(f'"{before.lower()}"', f'"{after.lower()}"')
    return text


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed package, `crowd_extras` 1.2, with a trigger and a defense."""
    site = tmp_path / "site"
    for module in ("trigger", "defense"):
        path = site / "crowd_extras" / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example(module))
    (site / "crowd_extras" / "__init__.py").touch()
    about = site / "crowd_extras-1.2.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: crowd-extras\nVersion: 1.2\n")
    (about / "entry_points.txt").write_text(
        "[miscount.triggers]\nflash = crowd_extras.trigger:Flash\n"
        "[miscount.defenses]\nshrink = crowd_extras.defense:Shrink\n"
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("PYTHONPATH", f"{site}:{__import__('os').environ['PYTHONPATH']}")
    return site


@pytest.fixture
def project(tmp_path):
    """A project with a recipe that names four plugins, and two of them in its folder, a detector and a counter."""
    folder = tmp_path / "project"
    (folder / "plugins").mkdir(parents=True)
    (folder / "recipes").mkdir()
    (folder / "recipes" / "r.yaml").write_text(RECIPE)
    for family in ("detector", "counter"):
        (folder / "plugins" / f"{family}.py").write_text(example(family))
    return folder


@pytest.fixture
def allowed(project):
    """The project, its plugins allowed to run."""
    for file in plugins.find(project):
        plugins.allow(file.sha256, file.path)
    return project
