"""Long work: one job at a time on a thread, its events drained at 15 Hz, cancelled through a token.

A task is any callable from a cancel token to engine events. The same task runs in a child process when it is wrapped
in `InProcess`: it must then be picklable.
"""

import collections
import logging
import multiprocessing
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from miscount.engine.errors import EngineError
from miscount.engine.events import Cancel, Cancelled, Failed, Finished

from .task_events import TaskEvent

log = logging.getLogger(__name__)

Task: TypeAlias = Callable[[Cancel], Iterator[TaskEvent]]

DRAIN_HZ = 15
_SWITCH_S = 1e-3  # a pure-Python thread otherwise makes the window jerk: 36 ms a tick against 24, as measured


class Control:
    """A cancel token that can also hold: while it is paused, whoever asks it waits. One thread asks, another sets."""

    def __init__(self, events: Callable[[], Any] = threading.Event) -> None:
        self._stop, self._go = events(), events()
        self._go.set()

    def is_set(self) -> bool:
        """Whether to stop; answered when the pause is over."""
        self._go.wait()
        return bool(self._stop.is_set())

    def set(self) -> None:
        """Ask to stop, paused or not."""
        self._stop.set()
        self._go.set()

    def pause(self, held: bool) -> None:
        """Hold the work at its next step, or let it go on."""
        if held and not self._stop.is_set():
            self._go.clear()
        else:
            self._go.set()

    @property
    def is_stopped(self) -> bool:
        """Whether a stop was asked for; never waits."""
        return bool(self._stop.is_set())

    @property
    def is_paused(self) -> bool:
        """Whether the work is held."""
        return not self._go.is_set()


def events_of(task: Task, cancel: Cancel) -> Iterator[TaskEvent]:
    """The events of `task`, ending with exactly one Finished or Failed whatever it does."""
    try:
        for event in task(cancel):
            yield event
            if isinstance(event, Finished | Failed):
                return
        yield Finished(cancelled=cancel.is_set())
    except Cancelled:
        yield Finished(cancelled=True)
    except EngineError as error:
        yield Failed(str(error))
    except Exception as error:  # noqa: BLE001  the boundary of a job: all else is a Failed event
        yield Failed(f"{type(error).__name__}: {error}", traceback.format_exc())


class InProcess:
    """A task that runs another one in a spawned child process: a crash or a kill there leaves the window alone."""

    def __init__(self, task: Task) -> None:
        self._task = task

    def __call__(self, cancel: Cancel) -> Iterator[TaskEvent]:
        context = multiprocessing.get_context("spawn")  # a fork would copy Qt's and CUDA's state
        stop = Control(context.Event)
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(self._task, stop, theirs), name="miscount-job", daemon=True)
        child.start()
        theirs.close()  # or the end of the child would never be seen
        try:
            yield from _received(ours, child, stop, cancel)
        finally:
            ours.close()
            child.join(5)
            if child.is_alive():
                child.terminate()
                child.join(5)


def _child(task: Task, stop: Any, pipe: Any) -> None:
    for event in events_of(task, stop):
        pipe.send(event)
    pipe.close()


def _received(pipe: Any, child: Any, stop: Any, cancel: Cancel) -> Iterator[TaskEvent]:
    while True:
        if isinstance(cancel, Control):
            if cancel.is_stopped:
                stop.set()
            elif stop.is_paused != cancel.is_paused:
                stop.pause(cancel.is_paused)
        elif cancel.is_set():
            stop.set()
        try:
            if not pipe.poll(0.05):
                continue
            event = pipe.recv()
        except (EOFError, OSError):
            child.join(5)
            yield Failed(f"The child process ended without a word, with exit code {child.exitcode}.")
            return
        yield event
        if isinstance(event, Finished | Failed):
            return


class Job(QThread):
    """One task on a thread of its own. Events wait in a buffer until `drain` takes them."""

    def __init__(
        self,
        title: str,
        task: Task,
        folder: str = "",
        about: str = "",
        parent: QObject | None = None,
        goes_on: str = "F5 goes on with it.",
    ) -> None:
        """`about`: what two equal jobs have in common, such as the text of a recipe.

        `goes_on` says how a stopped one is gone on with.
        """
        super().__init__(parent)
        self.about, self.goes_on = about, goes_on
        self.id = uuid.uuid4().hex
        self.title = title
        self.folder = folder
        self.began = 0.0
        self.result: Finished | Failed | None = None
        self._task = task
        self._cancel = Control()
        self._held_s, self._held_since = 0.0, 0.0
        self._buffer: collections.deque[TaskEvent] = collections.deque()

    def run(self) -> None:  # the only method on the other thread
        for event in events_of(self._task, self._cancel):
            self._buffer.append(event)

    def cancel(self) -> None:
        """Ask to stop; the task answers at its next step."""
        self._cancel.set()

    def pause(self, held: bool) -> None:
        """Hold the work at its next step, or let it go on; memory and device stay taken."""
        if held == self.is_paused or self.is_cancelled:
            return
        now = time.monotonic()
        if held:
            self._held_since = now
        else:
            self._held_s += now - self._held_since
        self._cancel.pause(held)

    @property
    def is_cancelled(self) -> bool:
        return self._cancel.is_stopped

    @property
    def is_paused(self) -> bool:
        return self._cancel.is_paused

    @property
    def elapsed_s(self) -> float:
        """Time that it worked, without its pauses."""
        if not self.began:
            return 0.0
        now = self._held_since if self.is_paused else time.monotonic()
        return now - self.began - self._held_s

    def drain(self) -> tuple[TaskEvent, ...]:
        """The events since the last call, in order."""
        events = []
        while self._buffer:
            events.append(self._buffer.popleft())
        return tuple(events)


class Jobs(QObject):
    """The queue: jobs run one after another, since they share one device."""

    queue_changed = Signal()
    started = Signal(object)
    reported = Signal(object, object)  # the job; a tuple of its events
    ended = Signal(object, object)  # the job; its Finished or Failed
    _num_busy, _usual_s = 0, sys.getswitchinterval()  # of all queues: they share one interpreter

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Job] = []
        self._running: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // DRAIN_HZ)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> Job | None:
        return self._running

    @property
    def waiting(self) -> tuple[Job, ...]:
        return tuple(self._waiting)

    def add(self, job: Job) -> None:
        """Run `job` when its turn comes."""
        job.setParent(self)
        self._waiting.append(job)
        if not self._start_next():
            self.queue_changed.emit()

    def cancel(self, job: Job | None = None) -> None:
        """Ask the running job to stop, or take a waiting one out of the queue."""
        job = job or self._running
        if job is None:
            return
        if job in self._waiting:
            self._waiting.remove(job)
            job.deleteLater()
        else:
            job.cancel()
        self.queue_changed.emit()

    def pause(self, job: Job | None = None) -> None:
        """Hold the running job, or let it go on."""
        job = job or self._running
        if job is not None and job is self._running:
            job.pause(not job.is_paused)
            self.queue_changed.emit()

    def stop(self, timeout_ms: int = 120_000) -> bool:
        """For closing: empty the queue, ask the running job to stop, wait for it; False when it did not answer."""
        if self._waiting:
            self._waiting.clear()
            self.queue_changed.emit()
        if self._running is None:
            return True
        self._running.cancel()
        answered = self._running.wait(timeout_ms)
        if answered:
            self._drain()
        return answered

    def _start_next(self) -> bool:
        """Whether there was one to be started."""
        if self._running is not None or not self._waiting:
            return False
        self._running = job = self._waiting.pop(0)
        if not Jobs._num_busy:
            Jobs._usual_s = sys.getswitchinterval()
        Jobs._num_busy += 1
        sys.setswitchinterval(_SWITCH_S)
        job.began = time.monotonic()
        self._timer.start()
        self.started.emit(job)
        self.queue_changed.emit()
        job.start()  # when the window has shown it: two that want Python at once wait for one another
        return True

    def _drain(self) -> None:
        job = self._running
        if job is None:
            return
        # asked before draining: what a finished thread left in the buffer is then all there is
        is_over = job.isFinished()
        events = job.drain()
        if events:
            last = events[-1]
            job.result = last if isinstance(last, Finished | Failed) else None
            self.reported.emit(job, events)
        if is_over:
            self._end(job)

    def _end(self, job: Job) -> None:
        job.wait()
        self._timer.stop()
        Jobs._num_busy -= 1
        if not Jobs._num_busy:
            sys.setswitchinterval(Jobs._usual_s)
        self._running = None
        self.ended.emit(job, job.result or Failed("The job ended without a word."))
        job.deleteLater()
        if not self._start_next():
            self.queue_changed.emit()
