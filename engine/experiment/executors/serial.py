"""One stage after the other, in this process and on the thread that asks: what a single run does."""

import time
from collections.abc import Iterator

import torch

from ...events import Cancel, Event
from ...training.devices import numerics
from ..make_stage import Task, make_stage
from ..plan import Numerics
from ..stage import Made, Needs
from .schedule import Deferred, Failure, Message, Stopped, guarded

WAIT_S = 0.2


class Serial:
    """Carries out one task at a time, step by step as its messages are asked for."""

    name = "serial"
    longest_first = False

    def __init__(self, threads: int | None = None) -> None:
        """`threads` of each stage; as many as this process has by itself where None."""
        self._threads = threads

    def numerics(self) -> Numerics:
        """Those of this process."""
        return numerics()

    def __enter__(self) -> "Serial":
        self._running: tuple[str, Iterator[Event | Made | Failure | Deferred | Stopped]] | None = None
        self._deferred = False
        self._before = torch.get_num_threads()
        if self._threads is not None:
            torch.set_num_threads(self._threads)
        return self

    def __exit__(self, *_reason: object) -> None:
        self._running = None
        if self._threads is not None:
            torch.set_num_threads(self._before)

    def has_room(self, _needs: Needs) -> bool:
        """Whether nothing runs."""
        return self._running is None

    def start(self, task: Task, cancel: Cancel) -> None:
        """Take up a task."""
        if self._deferred:  # nothing else is ready: another process makes what is needed
            time.sleep(WAIT_S)
        self._running = task.id, messages_of(task, cancel)

    def receive(self, _cancel: Cancel) -> Iterator[Message]:
        """All that the running task says, as it says it."""
        if self._running is None:
            return
        task_id, messages = self._running
        for said in messages:
            if isinstance(said, Made | Failure | Deferred | Stopped):
                self._running, self._deferred = None, isinstance(said, Deferred)
            yield task_id, said


def messages_of(task: Task, cancel: Cancel) -> Iterator[Event | Made | Failure | Deferred | Stopped]:
    """The events of making a task, and last what it left or why it left nothing."""
    made: list[Made] = []

    def work() -> Iterator[Event]:
        made.append((yield from make_stage(task, cancel)))

    yield from guarded(work)
    yield from made
