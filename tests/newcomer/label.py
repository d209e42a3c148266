"""Labels photographs in the installed window, by real events and without a screen: label.py PHOTOGRAPHS WEIGHTS FOLDER

A counter is loaded, proposes heads in each of the photographs, and they are accepted. Prints how many became heads.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from miscount.studio.bench.person import ALT, CTRL, SHIFT, Person
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow

Key = Qt.Key


def begin(person: Person, window: StudioWindow, photographs: Path, weights: Path) -> None:
    """Make a project of the photographs, and load the counter."""
    with person.answering(photographs):
        person.click(window.doors.start_page.buttons["photographs"])
        person.wait(lambda: window.doors.new_project_window is not None, "the folder is looked at")
    asking = window.doors.new_project_window
    person.wait(asking.ok.isEnabled, "the pictures are looked at")
    person.key(asking, Key.Key_Return)
    services = window.services
    person.wait(
        lambda: services.document.scene_id and services.link.shown_scene == services.document.scene_id,
        "a photograph comes",
    )
    with person.answering(weights):
        person.key(window, Key.Key_L, CTRL)
        person.wait(lambda: services.reaction.counter is not None, "the counter is loaded")
    person.key(window, Key.Key_2, ALT)


def judge(person: Person, window: StudioWindow) -> Iterator[int]:
    """Have heads proposed in one photograph after the other and accept them; the heads of each."""
    services, document = window.services, window.services.document
    for _scene in document.dataset:  # back to the first: a project comes back at the scene where one was left
        person.key(window, Key.Key_A)
    for scene in document.dataset:
        person.wait(lambda wanted=scene.id: services.link.shown_scene == wanted, "the photograph comes")
        person.key(window, Key.Key_P, SHIFT)
        person.wait(lambda: len(document.proposals(document.scene_id)), "heads are proposed")
        buttons = window.findChildren(QAbstractButton)
        person.click(next(one for one in buttons if one.text() == "Accept all" and one.isVisible()))
        yield len(document.annotation(scene.id))
        person.key(window, Key.Key_D)
    person.key(window, Key.Key_S, CTRL)
    person.wait(lambda: not document.is_dirty, "all is saved")


def label(photographs: Path, weights: Path, folder: Path) -> list[int]:
    """The heads of each photograph, in a new project in `folder`, which is saved."""
    app = QApplication.instance() or QApplication([])
    window, person = StudioWindow(Settings(projects_folder=str(folder))), Person(app)
    window.resize(1440, 900)
    window.show()
    window.doors.show_start()
    begin(person, window, photographs, weights)
    heads = list(judge(person, window))
    window.close()
    app.processEvents()
    return heads


if __name__ == "__main__":
    sys.stdout.write(" ".join(map(str, label(*map(Path, sys.argv[1:4])))) + "\n")
