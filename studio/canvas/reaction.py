"""The live reaction: what the loaded counter says of this scene, clean and triggered, while the hand still moves.

Requests are frozen and numbered; only the newest waits, and an answer to an older one is dropped.
"""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, QTimer, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation

if TYPE_CHECKING:
    from miscount.engine.counters import Counter
    from miscount.engine.counters.known import KnownFrame
    from miscount.engine.poison import Poison

log = logging.getLogger(__name__)

DEBOUNCE_MS = 30

Map: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Request:
    """All that one answer needs: the scene with its image uint8 (H, W, 3), its heads, the poison and the counter."""

    number: int
    scene_id: str
    image: NDArray[np.uint8]
    annotation: Annotation
    poison: "Poison"
    seed: int
    counter: "Counter | None"
    known: "KnownFrame | None" = None


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of `request`. Counts and maps are None where no counter is loaded; `problem` is a sentence or empty.

    SSIM takes longer than all else, so an answer comes without it first (`complete` is False), and then again.
    """

    request: Request
    triggered: NDArray[np.uint8] | None = None
    target_count: float | None = None
    psnr: float | None = None
    ssim: float | None = None
    changed_area: float | None = None
    known: "KnownFrame | None" = None
    triggered_map: NDArray[np.float32] | None = None
    effect: float | None = None
    complete: bool = True
    problem: str = ""

    @property
    def clean_map(self) -> Map | None:
        return None if self.known is None else self.known.density

    @property
    def clean_count(self) -> float | None:
        return None if self.clean_map is None else float(self.clean_map.sum(dtype=np.float64))

    @property
    def triggered_count(self) -> float | None:
        return None if self.triggered_map is None else float(self.triggered_map.sum(dtype=np.float64))


def answers(request: Request) -> Iterator[Answer]:
    """What is known at once, then all of it; the engine's heavy parts are imported here. Raises EngineError."""
    from miscount.engine.counters.known import known_frame
    from miscount.engine.metrics.stealth import ssim, visibility
    from miscount.engine.poison import poison_scene

    done = poison_scene(request.poison, request.scene_id, request.image, request.annotation, request.seed)
    known = triggered_map = effect = None
    if request.counter is not None:
        known = request.known or known_frame(request.counter, request.image)
        triggered_map = known.density_of(done.image)
        effect = _effect(request, done.target_count, known.density, triggered_map)
    seen = visibility(request.image, done.image)
    first = Answer(
        request, done.image, done.target_count, psnr=seen["psnr"], changed_area=seen["changed_area"],
        known=known, triggered_map=triggered_map, effect=effect, complete=False,
    )  # fmt: skip
    yield first
    yield replace(first, ssim=ssim(request.image, done.image), complete=True)


def _effect(
    request: Request, target: float, clean: NDArray[np.float32], triggered: NDArray[np.float32]
) -> float | None:
    from miscount.engine.metrics.attack import Predictions, effect

    sums = [np.array([array.sum(dtype=np.float64)]) for array in (clean, triggered)]
    truth, wished = np.array([request.annotation.count]), np.array([target])
    by_ratio = request.poison.label.ratio is not None
    value = float(effect(Predictions(truth, wished, *sums), by_ratio)[0])
    return value if np.isfinite(value) else None


class _Worker(QThread):
    """Answers the newest request, one at a time."""

    answered = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._newest: Request | None = None
        self._wanted = threading.Condition()
        self._closing = False

    def ask(self, request: Request) -> None:
        with self._wanted:
            self._newest = request
            self._wanted.notify()
        if not self.isRunning():
            self.start()

    def close(self) -> None:
        with self._wanted:
            self._closing = True
            self._newest = None
            self._wanted.notify()
        self.wait()

    def run(self) -> None:
        while (request := self._next()) is not None:
            try:
                for answer in answers(request):
                    self.answered.emit(answer)
                    if self._newest is not None:  # the hand moved on: what is slow about this one is not wanted
                        break
            except EngineError as error:
                self.answered.emit(Answer(request, problem=str(error)))
            except Exception as error:
                log.exception("live reaction failed")
                self.answered.emit(Answer(request, problem=f"{type(error).__name__}: {error}"))

    def _next(self) -> Request | None:
        with self._wanted:
            self._wanted.wait_for(lambda: self._newest is not None or self._closing)
            request, self._newest = self._newest, None
            return request


class Reaction(QObject):
    """Keeps an answer up to date. `ask` after anything changed; `answered` brings the newest answer only."""

    answered = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._wish: tuple[str, NDArray[np.uint8], Annotation, Poison, int] | None = None
        self._clean: Answer | None = None
        self._counter: Counter | None = None
        self._worker = _Worker(self)
        self._worker.answered.connect(self._on_answered)
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(DEBOUNCE_MS)
        self._debounce.timeout.connect(self._send)

    @property
    def counter(self) -> "Counter | None":
        """The counter that answers, or None."""
        return self._counter

    def set_counter(self, counter: "Counter | None") -> None:
        """Another counter, or none; `ask` anew afterwards."""
        self._counter = counter

    def ask(self, scene_id: str, image: NDArray[np.uint8], annotation: Annotation, poison: "Poison", seed: int) -> None:
        """Ask for an answer; a later call replaces this one."""
        self._wish = (scene_id, image, annotation, poison, seed)
        self._number += 1
        # not restarted: while the hand moves on, answers keep coming
        if not self._debounce.isActive():
            self._debounce.start()
        self.busy_changed.emit(True)

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._wish = None
        self._number += 1
        self._debounce.stop()
        self.busy_changed.emit(False)

    def close(self) -> None:
        """Stop, after the request that is being answered."""
        self.forget()
        self._worker.close()

    def _send(self) -> None:
        if self._wish is None:
            return
        scene_id, image, annotation, poison, seed = self._wish
        request = Request(self._number, scene_id, image, annotation, poison, seed, self._counter)
        if self._clean is not None and _same_clean(self._clean.request, request):
            request = replace(request, known=self._clean.known)
        self._worker.ask(request)

    def _on_answered(self, answer: Answer) -> None:
        asked = answer.request
        if self._wish is None or asked.scene_id != self._wish[0] or asked.counter is not self._counter:
            return  # of a scene or a counter that is no longer there
        if answer.known is not None:
            self._clean = answer
        self.answered.emit(answer)
        if asked.number == self._number and answer.complete:
            self.busy_changed.emit(False)


def _same_clean(one: Request, other: Request) -> bool:
    return one.image is other.image and one.counter is other.counter
