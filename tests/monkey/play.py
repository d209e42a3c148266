"""One play of the monkey: a window with a project, acts until the time is over, and what went wrong."""

import ctypes
import gc
import importlib
import logging
import os
import pkgutil
import random
import subprocess
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from miscount import engine
from miscount.studio.actions import ActionId
from miscount.studio.canvas import pictures
from miscount.studio.settings import Settings
from miscount.studio.window import StudioWindow
from miscount.widgets.theme import apply_theme
from tests.monkey.acts import LARGEST, NEVER, PAGES, SELDOM, Monkey
from tests.monkey.boxes import BoxKeeper, answer_dialogs
from tests.monkey.places import RECIPE, Places, make_places
from tests.places import ROOT

WARM_SHARE = 0.4
"""Of the time, after which memory should be flat: by then every page was made and the histories are full."""

FEW_SECONDS = 120
"""A shorter use is no measure of memory: what is loaded late comes into it."""

UNDO_MB, PICTURES_MB = 4, 8
"""Bounds of what is kept, so low that they are reached soon: memory that grows to a bound is no growth."""

SELDOM_S, OFTEN_S = 1.5, 0.05
"""How long an act is given to end before the next, when each is done once."""

SCENES_S = 30
"""The quickstart draws its scenes, and the list makes a small picture of each."""

ENDS_WITHIN_S = 60
"""A run of these few scenes; one that takes longer goes on while the monkey plays."""
SAY_EVERY_S = 30
LOADED_LATE = (
    "cv2", "h5py", "lightning_fabric", "scipy.ndimage", "scipy.optimize", "scipy.signal", "scipy.spatial",
    "scipy.stats", "torch", "torch._dynamo", "torch._inductor", "torchmetrics", "multiprocessing.forkserver",
)  # fmt: skip
"""What work loads when it first needs it: memory that stays, whenever the monkey comes to it, and is no growth."""

# of the offscreen platform; of a folder that went
NOISE = ("This plugin does not support", "Could not remove our own lock file")


@dataclass
class Found:
    """What went wrong, by its kind: how often, and the words of the first; memory, and what was loaded while warm."""

    faults: dict[str, tuple[int, str]] = field(default_factory=dict)
    num_acts: int = 0
    warm_mb: float = 0.0
    end_mb: float = 0.0
    loaded: tuple[str, ...] = ()
    last_act: str = ""

    @property
    def num_faults(self) -> int:
        return sum(number for number, _ in self.faults.values())

    @property
    def growth(self) -> float:
        return self.end_mb / self.warm_mb - 1 if self.warm_mb else 0.0

    def add(self, kind: str, words: str) -> None:
        number, first = self.faults.get(kind, (0, f"after: {self.last_act}\n{words}"))
        self.faults[kind] = (number + 1, first)
        if number == 0:
            sys.stderr.write(f"!!! {kind}\n{first}\n")
            sys.stderr.flush()

    # ---- the hooks

    def on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        frames = traceback.extract_tb(trace)
        place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
        self.add(
            f"{kind.__name__} at {place}: {str(error)[:80]}", "".join(traceback.format_exception(kind, error, trace))
        )

    def on_qt_message(self, kind: QtMsgType, _context: object, message: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(noise in message for noise in NOISE):
            return
        self.add(f"Qt: {message[:100]}", "".join(traceback.format_stack(limit=6)))

    def on_notice(self, notice: object) -> None:
        lines = notice.details.splitlines()
        foreseen = any(line.startswith("miscount.") for line in lines)  # an EngineError, by its full name
        if "Traceback (most recent call last):" in lines and not foreseen:
            self.add(f"told: {notice.text[:100]}", notice.details)


class _Logged(logging.Handler):
    """What was logged with a traceback was an exception."""

    def __init__(self, found: Found) -> None:
        super().__init__()
        self._found = found

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self._found.on_exception(*record.exc_info)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def play(folder: Path, seconds: float, page: str, seed: int, first_run: bool, most_acts: int | None = None) -> Found:
    """Let the monkey at a window for so long, or for so many acts, of which memory says nothing.

    `folder` is empty but for its home.
    """
    found = Found()
    places = make_places(folder)
    if first_run:
        out = places.project / "runs" / "first"
        (folder / "recipe.yaml").write_text(RECIPE)
        subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "run", str(folder / "recipe.yaml"), "--out", str(out)], check=True
        )
    app, window, keeper = _window(found, places, seed)
    try:
        _play(app, window, places, Monkey(window, places, random.Random(seed), page), found, seconds, most_acts)
    finally:
        keeper.close()
        window.services.jobs.stop()
        window.close()
        for _ in range(5):
            app.processEvents()
    return found


def _window(found: Found, places, seed: int) -> tuple[QApplication, StudioWindow, BoxKeeper]:
    sys.modules["ray"] = None  # type: ignore[assignment]  # a monkey begins no cluster on anybody's machine
    sys.excepthook = found.on_exception
    sys.unraisablehook = lambda raised: found.on_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)
    threading.excepthook = lambda raised: found.on_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)
    qInstallMessageHandler(found.on_qt_message)
    app = QApplication(["monkey"])
    pg.setConfigOptions(imageAxisOrder="row-major")
    logging.getLogger("miscount").addHandler(_Logged(found))
    apply_theme(app, "light")
    answer_dialogs(places, random.Random(seed + 1))
    pictures.KEPT_BYTES = PICTURES_MB * 2**20
    window = StudioWindow(Settings(theme="light", undo_mb=UNDO_MB, autosave_s=3))
    window.services.notify.noticed.connect(found.on_notice)
    window.show()
    ready = []
    window.services.session.ready.connect(lambda: ready.append(True))
    window.open_folder(places.project)
    until = time.monotonic() + 60
    while not ready and time.monotonic() < until:
        app.processEvents()
    return app, window, BoxKeeper(app, random.Random(seed + 2))


def _walk_through(app: QApplication, window: StudioWindow) -> None:
    """Have every page and its widgets made and every scene drawn once: memory that stays, and is no growth."""
    for name in LOADED_LATE:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    dataset = window.services.document.dataset
    for page in PAGES.values():
        window.do(page)
        for scene in [] if dataset is None else dataset.scenes[:8]:
            window.services.document.show_scene(scene.id)
            for _ in range(10):
                app.processEvents()


def _do_all_once(app: QApplication, window: StudioWindow, places: Places) -> None:
    """Have every window open, every export written, a run, the other projects, the largest size: what they keep ready
    stays, whenever a monkey comes to them."""
    for action in sorted(set(ActionId) - NEVER, key=lambda each: each.value):
        if window.book[action].isEnabled():
            window.book[action].trigger()
        _settle(app, window, SELDOM_S if action in SELDOM else OFTEN_S)
        if action is ActionId.OPEN_QUICKSTART:
            _settle(app, window, SCENES_S)
    window.resize(*LARGEST)
    for _ in range(2):
        window.open_folder(places.project)
        _settle(app, window, SELDOM_S)


def _settle(app: QApplication, window: StudioWindow, seconds: float) -> None:
    begin = time.monotonic()
    while time.monotonic() < begin + seconds or (
        window.services.jobs.running is not None and time.monotonic() < begin + ENDS_WITHIN_S
    ):
        _settle_once(app)


def _settle_once(app: QApplication) -> None:
    app.processEvents()
    time.sleep(0.01)


def _play(
    app: QApplication, window: StudioWindow, places: Places, monkey: Monkey, found: Found, seconds: float,
    most_acts: int | None,
) -> None:  # fmt: skip
    if most_acts is None:
        _walk_through(app, window)
        if seconds > FEW_SECONDS:
            _do_all_once(app, window, places)
    known = set[str]()
    start, warm, said = time.monotonic(), False, time.monotonic()
    while time.monotonic() < start + seconds and found.num_acts != most_acts:
        found.num_acts += 1
        try:
            monkey.act(found)
        except Exception:  # noqa: BLE001  an act that reaches into the studio raises what a slot would
            found.on_exception(*sys.exc_info())
        for _ in range(3):
            app.processEvents()
        # what was put away with deleteLater goes when an event loop turns, which processEvents is not
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if time.monotonic() > said + SAY_EVERY_S:
            said = time.monotonic()
            sys.stderr.write(f"{said - start:.0f} s, {found.num_acts} acts, {_settled_mb(app):.0f} MB\n")
        if not warm and time.monotonic() > start + WARM_SHARE * seconds:
            warm, found.warm_mb = True, _at_rest_mb(app, window)
            known = set(sys.modules)
    found.end_mb = _at_rest_mb(app, window)
    found.loaded = tuple(sorted({name.partition(".")[0] for name in sys.modules.keys() - known})) if warm else ()


def _at_rest_mb(app: QApplication, window: StudioWindow) -> float:
    """Memory while no run goes on, which has its networks and scenes in it."""
    until = time.monotonic() + ENDS_WITHIN_S
    while window.services.jobs.running is not None and time.monotonic() < until:
        window.book[ActionId.RUN_STOP].trigger()
        _settle_once(app)
    return _settled_mb(app)


def _settled_mb(app: QApplication) -> float:
    for _ in range(20):
        app.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    if sys.platform == "linux":  # what was freed and is kept for the next use is no growth
        ctypes.CDLL(None).malloc_trim(0)
    return resident_mb()
