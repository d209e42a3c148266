"""What the studio reads: projects and their edits, journals, preferences, the clipboard."""

import json
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from miscount.engine.reading import there
from miscount.engine.recipe import load_recipe, parse
from miscount.engine.scenes import Annotation, Dataset, Labels, Scene
from miscount.engine.scenes.content import content_of
from miscount.engine.scenes.images import write_image
from miscount.studio.canvas.head_controller import MIME, HeadController
from miscount.studio.document import Document
from miscount.studio.document.edit_files import PROPOSALS, EditFiles
from miscount.studio.document.edits import HandMap, Patch, SceneMarks, pack_heads
from miscount.studio.document.journal import Journal, JournalFolder, read_journal
from miscount.studio.document.opening import keep_older_here, read_saved
from miscount.studio.document.origin import Contents, Origin
from miscount.studio.document.project import new_project, open_project
from miscount.studio.document.recovery import at_home, origins_of, recover
from miscount.studio.settings import Settings, read_settings, write_settings
from miscount.widgets.canvas import CanvasView
from tests.fuzz.reader import SCENE, Reader, one, quiet, told


def a_project(folder: Path) -> None:
    project = new_project(folder, "fuzz", None, parse("name: a\n").to_yaml())
    write_image(folder / "a.jpg", np.full((12, 9, 3), 90, np.uint8))
    heads = Annotation.of([[1.5, 2], [3, 4]]).with_column("note", ["a", None])
    origin, files = Origin(SCENE, content_of(folder / "a.jpg")), EditFiles(project.edits_folder)
    files.save_heads(SCENE, origin, heads)
    files.save_heads(SCENE, origin, heads, PROPOSALS)
    files.save_map(SCENE, origin, HandMap(np.full((12, 9), 0.5, np.float32), {"kind": "fixed"}, "0" * 16, heads))
    files.save_marks({origin: SceneMarks(True, 7)})
    keep_older_here(project)
    contents = Contents(folder / "edits" / "contents.json")
    contents.of(folder / "a.jpg")
    contents.keep()


def read_project(folder: Path) -> None:
    project = open_project(folder)
    contents = Contents(folder / "edits" / "contents.json")
    saved = read_saved(project, a_dataset(folder), contents, [], quiet, may_write=False)
    told(
        [
            *saved.problems,
            *saved.copies,
            *(why for _, why in saved.laid.absent),
            *(each.in_words for each, _ in saved.laid.absent),
        ]
    )
    assert set(saved.laid.heads) | set(saved.laid.maps) | set(saved.laid.marks) <= {SCENE}
    assert all(np.isfinite(hand.map).all() for hand in saved.laid.maps.values())
    if there(project.recipe_path):
        load_recipe(project.recipe_path)


def a_journal(folder: Path) -> None:
    document = Document()
    document.open(a_dataset(folder), {}, {})
    document.set_value("recipe", parse("name: b\n"))
    journal = Journal(folder / "left-1.jsonl", folder)
    document.applied.connect(journal.append)
    document.edit_heads("One", Annotation.of([[1, 2], [3, 4]]).with_column("note", ["a", None]))
    document.edit_heads("Two", document.annotation(SCENE).with_heads([[5, 6]]))
    base = np.zeros((12, 16), np.float32)
    patch = Patch(1, 2, base[:4, :4].copy(), np.full((4, 4), 0.5, np.float32))
    document.edit_density("Paint", [patch], lambda: HandMap(base.copy(), {"kind": "fixed"}, "0" * 16))
    document.edit_value("Seed", "recipe", parse("name: a\n"))
    document.applied.disconnect(journal.append)
    journal.close()


def a_dataset(folder: Path) -> Dataset:
    labels = Labels(Annotation.of([]))
    return Dataset(folder, "made", (Scene(SCENE, "train", folder / "a.jpg", None, lambda _scene: labels),))


def read_left(folder: Path) -> None:
    read_journal(folder / "left-1.jsonl")
    leftovers = JournalFolder(folder).leftovers()
    at_home(leftovers, dict.fromkeys(origins_of(leftovers), SCENE))
    document = Document()
    document.open(a_dataset(folder), {}, {})
    back, lost = recover(document, leftovers, lambda _name, raw: parse(json.dumps(raw))).counts
    assert 0 <= back + lost <= sum(left.num_edits for left in leftovers)
    assert np.isfinite(document.annotation(SCENE).points).all()


def settings_read(path: Path) -> None:
    told(read_settings(path)[1])


# ---- the clipboard


def a_clipboard(path: Path) -> None:
    heads = Annotation.of([[1.5, 2], [3, 4]]).with_column("note", ["a", None])
    path.write_text(json.dumps(pack_heads(heads)))


@cache
def _desk() -> tuple[Document, HeadController, list[str], list[QObject]]:
    """One for all cases: what a window is made of lives as long as its program."""
    app = QApplication.instance() or QApplication(["fuzz"])
    document, canvas, parent, said = Document(), CanvasView(), QObject(), list[str]()
    controller = HeadController(document, canvas, parent)
    controller.notified.connect(said.append)
    return document, controller, said, [app, canvas, parent]


def _content(path: Path) -> bytes:
    """What stands in the file, as far as another program could read it, to put it into the clipboard."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size < 2**22 else b""
    except OSError:
        return b""


def pasted(path: Path) -> None:
    """What is in the file, as another program put it into the clipboard."""
    document, controller, said, _kept = _desk()
    document.open(a_dataset(path.parent), {}, {})
    said.clear()
    data = QMimeData()
    data.setData(MIME, _content(path))
    QGuiApplication.clipboard().setMimeData(data)
    controller.paste((40, 60))
    told(said)
    found = document.annotation(SCENE)
    assert np.isfinite(found.points).all()
    assert np.isfinite(found.weights).all()
    json.dumps(pack_heads(found))


def studio_readers() -> list[Reader]:
    return [
        Reader("project", a_project, read_project),
        Reader("journal", a_journal, read_left),
        one("settings", "settings.json", lambda path: write_settings(path, Settings()), settings_read),
        one("clipboard", "heads.json", a_clipboard, pasted),
    ]
