"""The rows of the speed table that need a window, measured offscreen.

Raster drawing without a screen, so that the figures of two machines can be compared; a desktop draws faster.
"""

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from miscount.engine.scenes import Annotation, Dataset, Labels, Scene, read_dataset
from miscount.widgets.canvas import CanvasView
from miscount.widgets.scene_list import SceneList

from ..canvas.density_controller import DensityController
from ..canvas.reaction import Answer, Reaction
from ..desktop.background import Background
from ..desktop.garbage import GarbageCollector
from ..document import Document
from ..document.brushes import Brush
from ..document.edits import HandMap, heads_hash
from . import jobs, training
from .opening import first_screen, until

NUM_HEADS = 20_000
FRAME = (2000, 3000)
LARGE = (4000, 6000)
NUM_SCENES = 10_000
REPEATS = 30
STARTS = 4


def rows() -> Iterator[dict[str, Any]]:
    """Every row, as it is measured; about half a minute."""
    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication([])
    pg.setConfigOptions(imageAxisOrder="row-major")
    yield from _heads(app)
    yield _brush(app)
    yield from _browser(app)
    yield _opening(app)
    yield _reaction(app)
    with tempfile.TemporaryDirectory() as folder:
        for name, what, value, number, goal in itertools.chain(training.figures(app), jobs.figures(app, Path(folder))):
            yield {"name": name, "what": what, "value": value, "unit": "ms", "runs": number, "goal": goal}
    yield _startup()


def _row(name: str, what: str, times_ms: list[float], goal: float | None) -> dict[str, Any]:
    return {"name": name, "what": what, "value": median(times_ms), "unit": "ms", "runs": len(times_ms), "goal": goal}


def _timed(app: QApplication, act: Callable[[int], object], repeats: int | None = None) -> list[float]:
    """Milliseconds of each act, with all that it makes the window do; three before do not count."""
    times = []
    for number in range(-3, repeats or REPEATS):
        began = time.perf_counter()
        act(number)
        app.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    return times[3:]


def _document(size: tuple[int, int], points: np.ndarray) -> tuple[Document, CanvasView]:
    heads, document, canvas = Annotation.of(points), Document(), CanvasView()
    scene = Scene("bench/train/IMG_1", "train", Path("bench.png"), None, lambda _scene: Labels(heads))
    canvas.resize(1280, 800)
    canvas.show()
    canvas.set_image(np.random.default_rng(0).integers(0, 255, (*size, 3), dtype=np.uint8))
    document.heads_changed.connect(lambda scene_id: canvas.set_heads(document.annotation(scene_id).points))
    document.selection_changed.connect(lambda: canvas.set_selection(document.selection))
    document.open(Dataset(Path("bench"), "shanghaitech", (scene,)), {}, {})
    canvas.set_heads(points)
    return document, canvas


def _heads(app: QApplication) -> Iterator[dict[str, Any]]:
    points = np.random.default_rng(0).random((NUM_HEADS, 2)) * FRAME[::-1]
    document, canvas = _document(FRAME, points)
    fitted, what = canvas.camera(), f"{NUM_HEADS:,} heads, 1280 x 800"
    pan = _timed(app, lambda k: canvas.set_camera(fitted.panned(5 + k % 7, k % 5)))
    yield _row("canvas_pan_20k_ms", f"one frame while panning, {what}", pan, 8)
    scene_id = document.scene_id
    edit = _timed(app, lambda k: document.edit_heads("Add", document.annotation(scene_id).with_heads([[k + 9.0, 9.0]])))
    yield _row("canvas_edit_20k_ms", f"adding a head, with history and repaint, {what}", edit, 5)
    everything = np.arange(len(document.annotation(scene_id)))
    select = _timed(app, lambda k: document.select(everything if k % 2 else []))
    yield _row("canvas_select_all_20k_ms", f"selecting all heads, or none, {what}", select, 20)
    canvas.close()


def _brush(app: QApplication) -> dict[str, Any]:
    document, canvas = _document(LARGE, np.zeros((0, 2)))
    holder = QWidget()
    background = Background(holder)
    work = DensityController(document, background, holder)
    density = np.zeros(LARGE, dtype=np.float32)
    heads = document.annotation(document.scene_id)
    document.replace_hand_map("Begin", HandMap(density, {"kind": "fixed"}, heads_hash(heads), heads))
    work.map, work.brush = density, Brush(persons=0.5)
    canvas.set_map("density", density, levels=(0.0, 0.01))
    work.touched.connect(lambda rect: canvas.update_map_region("density", density, rect))
    work.begin_stroke()
    times = _timed(app, lambda k: work.dab(3000 + k % 13 * 12, 2000 + k % 11 * 12, 40, 1), 100)
    work.end_stroke("Bench")
    canvas.close()
    background.close()
    return _row("brush_dab_24mp_ms", f"a dab of 40 px on {LARGE[0]} x {LARGE[1]}, with repaint", times, 2)


def _browser(app: QApplication) -> Iterator[dict[str, Any]]:
    from ..canvas.counters import Counters
    from ..lists.problems import Problems
    from ..lists.scene_presenter import ScenePresenter
    from ..lists.thumbnails import Thumbnails
    from ..runs.run_library import RunLibrary

    first, listed, counted, kept = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        root = _many_scenes(Path(folder))
        garbage = GarbageCollector(app)  # as miscount.studio.app has it
        for number in range(3):
            window, holder = SceneList(), QWidget()
            document, background = Document(holder), Background(holder)
            thumbnails = Thumbnails(Path(folder) / f"thumbnails{number}", holder)
            shown: set[str] = set()
            thumbnails.ready.connect(partial(_note, shown))
            counters = Counters(background, Reaction(holder), RunLibrary(background, holder))
            ScenePresenter(window, document, background, thumbnails, Problems(document, background, counters, holder))
            window.resize(260, 800)
            window.show()
            app.processEvents()
            began = time.perf_counter()
            background.run(lambda: read_dataset(root), partial(document.open, heads={}, maps={}))
            until(app, lambda: len(window.shown()) >= NUM_SCENES)  # noqa: B023
            listed.append(1000 * (time.perf_counter() - began))
            until(app, lambda: len(shown) >= 8)  # noqa: B023  a screen of rows has their pictures
            first.append(1000 * (time.perf_counter() - began))
            last = window.shown()[-1]
            until(app, lambda: window.row(last).count is not None)  # noqa: B023
            counted.append(1000 * (time.perf_counter() - began))
            window.close()
            for pool in (background, thumbnails):
                pool.close()
            kept.append((window, holder))  # collected on a worker's thread, a widget would end the process
        garbage.close()
    yield _row("browser_10k_first_ms", f"opening {NUM_SCENES:,} scenes until the first screen has pictures", first, 500)
    yield _row("browser_10k_all_ms", f"opening {NUM_SCENES:,} scenes until all are listed", listed, 2000)
    yield _row("browser_10k_counted_ms", "the same until the last annotation is read and counted", counted, None)


def _opening(app: QApplication) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        times = first_screen(app, _many_scenes(Path(folder)))
    what = f"processor time of opening a project of {NUM_SCENES:,} scenes in the window, until the first screen"
    return _row("window_10k_first_cpu_ms", what, times, 500)


def _note(shown: set[str], scene_id: str, _image: object) -> None:
    shown.add(scene_id)


def _many_scenes(root: Path) -> Path:
    """A dataset of links to one image and one annotation: 10,000 names, two files."""
    from miscount.engine.scenes.formats.shanghaitech import write_scene

    image = np.random.default_rng(0).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    heads = Annotation.of(np.random.default_rng(0).random((100, 2)) * (400, 300))
    scene = write_scene(root / "many", "part_B", "train", "IMG_1", image, heads)
    assert scene.label_path is not None
    for number in range(2, NUM_SCENES + 1):
        os.link(scene.image_path, scene.image_path.with_name(f"IMG_{number}.jpg"))
        os.link(scene.label_path, scene.label_path.with_name(f"GT_IMG_{number}.mat"))
    return root / "many"


def _reaction(app: QApplication) -> dict[str, Any]:
    """From the hand resting to the counter's answer, the pause that waits for more moves included."""
    from miscount.engine.counters import build
    from miscount.engine.poison import Poison

    reaction = Reaction()
    reaction.set_counter(build({"kind": "light"}))
    rng = np.random.default_rng(0)
    image = rng.integers(0, 255, (768, 1024, 3), dtype=np.uint8)
    heads = Annotation.of(rng.uniform(0, 760, (300, 2)))
    answered: list[Answer] = []
    reaction.answered.connect(answered.append)
    times = []
    for number in range(REPEATS + 3):
        answered.clear()
        poison = Poison().replace(rate=0.1 + 0.001 * number)
        began = time.perf_counter()
        reaction.ask("bench", image, heads, poison, 0)
        until(app, lambda: bool(answered))
        times.append(1000 * (time.perf_counter() - began))
        while not answered[-1].complete:
            app.processEvents()
    reaction.close()
    return _row("reaction_light_ms", "from a trigger's change to the light counter's answer", times[3:], 150)


_START = """
import gc, sys, time
gc.disable()  # as main.py begins
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from miscount.studio import app
def first(window, project):
    QTimer.singleShot(0, window, lambda: (print("ready", flush=True), QApplication.exit(0)))
app.open_first = first
sys.exit(app.main())
"""


def _startup() -> dict[str, Any]:
    times = []
    with tempfile.TemporaryDirectory() as home:
        places = {f"XDG_{name}_HOME": str(Path(home) / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        for _ in range(STARTS):
            began = time.perf_counter()
            command = [sys.executable, "-c", _START]
            with subprocess.Popen(command, env=os.environ | places, stdout=subprocess.PIPE) as child:
                assert child.stdout is not None
                child.stdout.readline()
                times.append(1000 * (time.perf_counter() - began))
    return _row("startup_ms", "process start until the window is shown and idle, warm", times[1:], 800)
