"""A person who edits without pause, and one who looks what is there after a crash.

`python -m tests.studio.document.editing` reads commands from its standard input.

Modules are loaded once; every command of a line then runs in a fork of its own, so that a test can kill many editors:
`edit PROJECT SEED OUT` edits until it is killed; it writes "number seconds state" to OUT, first of what it found and
then at every edit, before the journal hears of it, "number safe" when the journal says that all of them are on the
disk, and tells "edit number".
`look PROJECT OUT` opens the project, recovers what can be recovered, and writes the state. Each prints its pid.
`bury PID` waits until a killed editor is gone.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import numpy as np

import miscount.engine.recipe  # noqa: F401  what every fork needs, loaded once
from miscount.engine.scenes.annotation import Annotation
from miscount.studio.desktop.background import Background
from miscount.studio.document import Document
from miscount.studio.document.brushes import Brush, Dab, put
from miscount.studio.document.edits import HandMap, Patch, heads_hash, record_hash
from miscount.studio.document.session import Session

SAFE_SHARE = 0.1
"""Of edits after which the journal is asked whether all is on the disk."""


def opened(project: Path, document: Document):
    """`document` with the project open and ready, as the window has it."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    app, loop = QCoreApplication([]), QEventLoop()
    background = Background()
    session = Session(document, background, autosave_s=1)
    ready = []
    session.ready.connect(lambda: ready.append(True))
    session.ready.connect(loop.quit)
    session.failed_to_open.connect(sys.exit)
    session.open(project)
    while not ready:
        loop.exec()
    return app, session


def state_of(document: Document) -> str:
    """A hash of all that a person could have changed."""
    scene = document.scene_id
    hand = document.hand_map(scene)
    parts = [
        record_hash(document.annotation(scene)),
        "" if hand is None else hashlib.sha256(hand.map.tobytes()).hexdigest(),
        str(document.marks(scene)),
        record_hash(document.proposals(scene)),
        str(document.value("recipe").seed),
    ]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def one_edit(document: Document, rng: np.random.Generator) -> None:
    """One random act: heads, strokes, marks, proposals, settings, undo, redo."""
    heads = document.annotation(document.scene_id)
    match int(rng.integers(10)):
        case 0 | 1:
            document.edit_heads("Add", heads.with_heads(rng.uniform(1, 90, (int(rng.integers(1, 4)), 2))))
        case 2 if len(heads) > 10:
            document.edit_heads("Delete", heads.take(rng.permutation(len(heads)) > 2))
        case 3:
            document.edit_heads("Note", heads.with_column("note", [str(rng.integers(9)), *[None] * (len(heads) - 1)]))
        case 4:
            marks = document.marks(document.scene_id)
            document.edit_marks("Look", marks.with_looked(*(int(k) for k in rng.integers(0, 16, 2))))
        case 5:
            recipe = document.value("recipe")
            document.edit_value("Seed", "recipe", recipe.replace(seed=int(rng.integers(10_000))), merge=False)
        case 6:
            stroke(document, rng)
        case 7:
            document.edit_proposals("Propose", Annotation.of(rng.uniform(1, 90, (int(rng.integers(0, 4)), 2))))
        case 8:
            number = len(document.proposals(document.scene_id))
            document.accept_proposals("Accept", np.flatnonzero(rng.random(number) < 0.5))
        case _:
            document.history.undo() if rng.random() < 0.6 else document.history.redo()


def stroke(document: Document, rng: np.random.Generator) -> None:
    """A dab on the density map, which is begun where there is none."""
    hand = document.hand_map(document.scene_id)
    density = np.zeros((96, 96), dtype=np.float32) if hand is None else hand.map
    before = density.copy()
    put(Brush(persons=0.5), Dab(*rng.uniform(0, 95, 2), 6, 1), density)
    after = density.copy()
    density[:] = before  # the document applies it

    def begin() -> HandMap:
        heads = document.annotation(document.scene_id)
        return HandMap(density, {"kind": "fixed", "sigma_px": 5.0}, heads_hash(heads), heads)

    document.edit_density("Stroke", [Patch(0, 0, before, after)], begin)


class Log:
    """Writes down every edit of a document, once it is open."""

    def __init__(self, document: Document) -> None:
        self._document, self._file = document, None
        self.number = 0
        document.applied.connect(self._on_applied)

    def open(self, path: Path) -> None:
        self._file = path.open("w")
        self.write(f"{time.time():.4f} {state_of(self._document)}")

    def write(self, words: str) -> None:
        self._file.write(f"{self.number} {words}\n")
        self._file.flush()

    def _on_applied(self, _applied: object) -> None:
        if self._file is not None:
            self.number += 1
            self.write(f"{time.time():.4f} {state_of(self._document)}")


def edit(project: Path, seed: int, out: Path) -> None:
    """Edit until killed."""
    document = Document()
    log = Log(document)  # hears of an edit before the journal: what that may have written is in the log
    app, session = opened(project, document)
    session.recover()
    rng = np.random.default_rng(seed)
    log.open(out)
    while True:
        one_edit(document, rng)
        app.processEvents()
        if rng.random() < SAFE_SHARE and session._journal.flush():
            log.write("safe")
        print("edit", log.number, flush=True)  # noqa: T201  the test reads it
        time.sleep(0.004)  # a person: the journal's thread gets its turn


def look(project: Path, out: Path) -> None:
    """Open, recover, and tell the state; then leave without saving, as a second crash would."""
    document = Document()
    _app, session = opened(project, document)
    said = session.recover() if session.has_leftovers else "nothing left over"
    out.write_text(f"{state_of(document)}\n{said}\n")
    os._exit(0)


def main() -> None:
    """Fork for every line."""
    for line in sys.stdin:
        command, *words = line.split()
        if command == "bury":
            os.waitpid(int(words[0]), 0)
            print("gone", flush=True)  # noqa: T201
            continue
        child = os.fork()
        if child == 0:
            try:
                if command == "edit":
                    edit(Path(words[0]), int(words[1]), Path(words[2]))
                else:
                    look(Path(words[0]), Path(words[1]))
            except BaseException as error:  # noqa: BLE001  a fork must never go on in the loop of its parent
                Path(words[-1]).write_text(f"failed {error!r}\n")
                print("failed", flush=True)  # noqa: T201
            os._exit(1)
        print(child, flush=True)  # noqa: T201  the test reads it
        if command == "look":
            os.waitpid(child, 0)
            print("done", flush=True)  # noqa: T201


def make_project(folder: Path, num_heads: int = 3000) -> Path:
    """A project of one scene with many heads."""
    from miscount.engine.scenes.formats.shanghaitech import write_scene
    from miscount.studio.document.project import new_project

    rng = np.random.default_rng(0)
    image = rng.integers(0, 255, (96, 96, 3), dtype=np.uint8)
    write_scene(folder / "data", "part_A", "train", "IMG_1", image, Annotation.of(rng.uniform(0, 95, (num_heads, 2))))
    new_project(folder / "project", "Killed", folder / "data", "version: 1\n")
    return folder / "project"


if __name__ == "__main__":
    main()
