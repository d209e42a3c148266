"""Scenes that are drawn: the first ones are shown while the rest come, and nothing waits for the networks."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from miscount.studio.desktop.background import Background
from miscount.studio.document import Document
from miscount.studio.document.drawing import FIRST, draw_first, drawing_of, is_drawn
from miscount.studio.document.project import ProjectError, new_project, open_project
from miscount.studio.document.session import Session

SMALL = "data: {kind: synthetic, train: 40, test: 4, height: 48, width: 64, min_heads: 2, max_heads: 4}\nseed: 3\n"


@pytest.fixture
def project(tmp_path):
    return new_project(tmp_path / "p", "P", None, SMALL)


def test_the_first_scenes_are_shown_while_the_rest_is_drawn_and_all_are_there_in_the_end(qtbot, project):
    document, background = Document(), Background()
    session = Session(document, background)
    shown, waited = [], []

    def look() -> None:
        if document.dataset is not None:
            shown.append(len(document.dataset))
            waited.append(document.waiting)

    document.dataset_changed.connect(look)
    with qtbot.waitSignal(session.ready, timeout=60_000):
        session.open(project.folder)
    assert shown[0] < 44
    assert shown[0] >= FIRST
    assert shown[-1] == 44
    assert waited[0]
    assert not document.waiting
    assert document.scene_id == document.dataset.scenes[0].id
    session.close()
    background.close()
    document.deleteLater()


def test_the_first_are_drawn_ahead_and_once(project):
    draw_first(project, threading.Event())
    pictures = {path: path.stat().st_mtime_ns for path in project.dataset_path.rglob("*.jpg")}
    assert len(pictures) == FIRST
    assert not is_drawn(project.dataset_path)
    draw_first(project, threading.Event())
    assert {path: path.stat().st_mtime_ns for path in project.dataset_path.rglob("*.jpg")} == pictures


def test_what_is_drawn_is_what_the_recipe_says(project):
    drawing = drawing_of(project)
    assert (drawing.seed, drawing.scenes.train, drawing.scenes.height) == (3, 40, 48)
    with pytest.raises(ProjectError, match="the recipe draws none"):
        drawing_of(project, "data: {kind: folder, path: x}\n")
    with pytest.raises(ProjectError, match="train"):
        drawing_of(project, "data: {kind: synthetic, train: many}\n")
    with pytest.raises(ProjectError):
        drawing_of(project, "data: {kind: [\n")


def test_what_is_drawn_is_known_without_the_networks(project):
    root = Path(__file__).parents[3]
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import main; main.use_checkout()\n"
        "from pathlib import Path\nfrom miscount.studio.document import opening, project\n"
        f"found = opening.look(project.open_project(Path({str(project.folder)!r})))\n"
        "print(found.drawing.scenes.train, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["40", "False"]
    assert open_project(project.folder).draws_scenes
