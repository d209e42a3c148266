"""What lies about for a monkey to open: projects, datasets, files of every kind, whole and broken."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

RECIPE = """
version: 1
name: monkey
about: A few scenes, so that every stage runs in a second.
data: {kind: synthetic, train: 8, test: 3, height: 96, width: 128, min_heads: 5, max_heads: 15}
counter: {kind: light}
training: {epochs: 1, batch: 4}
poison: {trigger: {kind: patch, size: 0.3, x: 0.5, y: 0.5}, label: {kind: thin, alpha: 0.3}, rate: 0.3}
defenses: [{kind: fine_tune}]
"""


@dataclass
class Places:
    """`project` is opened first; `folders` and `files` are what dialogs answer with; `fresh` makes a new path."""

    root: Path
    project: Path
    folders: list[Path]
    files: list[Path]
    num_fresh: int = 0

    def fresh(self) -> Path:
        self.num_fresh += 1
        return self.root / f"fresh{self.num_fresh % 12}" / "new"

    def forget_old(self, rng: random.Random) -> None:
        """Remove what was written, now and then: a disk has an end."""
        if rng.random() < 0.5:
            for folder in self.root.glob("fresh*"):
                shutil.rmtree(folder, ignore_errors=True)


def make_places(root: Path) -> Places:
    from miscount.engine.recipe import parse
    from miscount.engine.scenes.synthetic import make
    from miscount.studio.document.project import new_project

    recipe = parse(RECIPE)
    made = root / "scenes"
    make(recipe.data, recipe.seed, made)
    projects = []
    for name in ("one", "two <b>&amp;"):
        folder = root / name
        new_project(folder, name, None, RECIPE)
        shutil.copytree(made, folder / "scenes")
        projects.append(folder)
    broken, empty, plain = root / "broken", root / "empty", root / "plain"
    shutil.copytree(made, broken)
    for number, path in enumerate(sorted(broken.rglob("*.mat"))):
        path.write_bytes(path.read_bytes()[: 50 * number])
    empty.mkdir()
    plain.mkdir()
    rng = np.random.default_rng(0)
    for number in range(3):
        Image.fromarray(rng.integers(0, 255, (40, 700 * number + 50, 3), np.uint8)).save(plain / f"<i>{number}.png")
    return Places(root, projects[0], [*projects, made, broken, empty, plain, root / "nowhere"], _files(root, made))


def _files(root: Path, made: Path) -> list[Path]:
    folder = root / "files"
    folder.mkdir()
    texts = {"suite.yaml": "version: 1\nname: s\nbase: {}\n", "trigger.yaml": "kind: patch\nsize: 0.2\n",
             "bad.yaml": "a: [", "weights.pth": "no weights", "empty.npz": "", "table.csv": "image,x,y\n"}  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text)
    np.savez(folder / "arrays.npz", a=np.zeros(3, np.float32))
    return [*folder.iterdir(), next(made.rglob("*.jpg")), root / "nowhere.yaml", folder]
