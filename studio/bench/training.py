"""How long the event loop is late while the light counter trains, in this process and in a child.

A timer of 10 ms is asked for; what it comes later than that is the delay of everything else a hand does.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from miscount.engine.events import StageDone, StepDone

from ..actions import ActionId
from ..desktop.garbage import GarbageCollector
from ..document.project import new_project
from ..settings import Settings
from ..window import StudioWindow

TICK_MS = 10

RECIPE = """
version: 1
name: bench
data: {kind: synthetic, train: 160, test: 8}
counter: {kind: light}
training: {epochs: 12, batch: 16}
evaluation: {doses: [], specificity: false}
defenses: []
"""


class _Clock(QObject):
    """Collects how late each tick is, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, 1000 * (now - self._last) - TICK_MS))
        self._last = now


def delays(app: QApplication, in_child: bool) -> list[float]:
    """Milliseconds that each tick was late between the twin's first step and the victim's last."""
    with tempfile.TemporaryDirectory() as folder:
        window = StudioWindow(Settings(child_process=in_child))
        window.resize(1280, 800)
        window.show()
        window.open_folder(new_project(Path(folder) / "bench", "bench", None, RECIPE).folder)
        services = window.services
        document = services.document
        _until(app, lambda: bool(document.recipe and document.dataset) and not document.waiting)
        window.do(ActionId.PAGE_TRAIN)
        garbage, clock = GarbageCollector(window), _Clock()  # as miscount.studio.app has it
        trained: list[StageDone] = []

        def follow(_job: object, events: tuple[object, ...]) -> None:
            if not clock.late_ms and any(isinstance(event, StepDone) for event in events):
                clock.start()
            trained.extend(event for event in events if isinstance(event, StageDone) and event.stage == "victim")

        services.jobs.reported.connect(follow)
        window.do(ActionId.RUN_START)
        _until(app, lambda: bool(trained) or services.jobs.running is None)
        clock.stop()
        services.jobs.stop()
        garbage.close()
        window.close()
        window.deleteLater()
        app.processEvents()
    return clock.late_ms


def figures(app: QApplication) -> Iterator[tuple[str, str, float, int, float | None]]:
    """(name, what, value, ticks, goal) of each row."""
    for suffix, in_child, where in (("", False, "on a thread"), ("_child", True, "in a child process")):
        late = delays(app, in_child)
        what = f"event loop late by, light counter training {where}"
        p95, most = float(np.percentile(late, 95)), max(late)
        yield f"ui_delay_training{suffix}_p95_ms", f"{what}, 95th percentile", p95, len(late), 20
        yield f"ui_delay_training{suffix}_max_ms", f"{what}, worst", most, len(late), 60


def _until(app: QApplication, done: Callable[[], bool], timeout_s: float = 240) -> None:
    end = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the window did not answer in time")
        app.processEvents()
        time.sleep(0.001)
