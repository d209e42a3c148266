"""Short work off the window's thread, such as listing a folder; its answer arrives on the window's thread."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from miscount.engine.errors import EngineError

log = logging.getLogger(__name__)

Answer = Callable[[Any], None]


class Background(QObject):
    """A small pool of threads. Answers and errors are handed over on the thread where this object lives."""

    failed = Signal(str, str)  # one sentence; details to copy
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, num_threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(num_threads)
        self._pool.setExpiryTimeout(2_000)
        self._closed = False
        self._calls: set[_Call] = set()
        self._ended.connect(self._on_ended)

    def run(self, work: Callable[[], Any], then: Answer | None = None, failed: Answer | None = None) -> None:
        """Do `work` on a thread; `then` gets its result, `failed` the sentence of what went wrong."""
        if not self._closed:
            # as a function: of a QRunnable that ends before `start` returns, PySide keeps the Python half for ever
            call = _Call(self, work, then, failed)
            self._calls.add(call)
            self._pool.start(call.run)

    def close(self, timeout_ms: int = 30_000) -> bool:
        """Drop what has not begun and wait for the rest; nothing is handed over any more."""
        self._closed = True
        self._pool.clear()
        ended = self._pool.waitForDone(timeout_ms)
        for call in self._calls if ended else ():
            call.let_go()  # the pool keeps the functions that it was cleared of
        self._calls.clear()
        return ended

    def wait(self, timeout_ms: int = 30_000) -> bool:
        """Wait until nothing runs; answers still arrive through the event loop."""
        return self._pool.waitForDone(timeout_ms)

    def _on_ended(self, call: "_Call", result: object, error: tuple[str, str] | None) -> None:
        self._calls.discard(call)
        if self._closed:
            return
        if error is None:
            if call.then is not None:
                call.then(result)
        elif call.failed is not None:
            call.failed(error[0])
        else:
            self.failed.emit(*error)


def _nothing() -> None:
    """What a call does that was let go of."""


class _Call:
    def __init__(self, owner: Background, work: Callable[[], Any], then: Answer | None, failed: Answer | None) -> None:
        self.then, self.failed = then, failed
        self._owner, self._work = owner, work

    def let_go(self) -> None:
        """It will not be called any more."""
        self._work, self.then, self.failed = _nothing, None, None

    def run(self) -> None:
        try:
            result, error = self._work(), None
        except EngineError as problem:
            result, error = None, (str(problem), "")
        except Exception as problem:
            log.exception("background work failed")
            result, error = None, (f"{type(problem).__name__}: {problem}", traceback.format_exc())
        try:
            self._owner._ended.emit(self, result, error)
        except RuntimeError:
            log.debug("the window closed before an answer came")
