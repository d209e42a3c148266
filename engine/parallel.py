"""Work on many things by several threads, handed out in the order of the things.

Threads, since what takes time here (decoding, hashing, filtering, the disk) lets go of Python's lock; a process more
would cost its imports and the pickling of pictures.
"""

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from .events import Cancel, Event, Progress, check

T = TypeVar("T")
U = TypeVar("U")

MOST_THREADS = 8
"""Each may hold a decoded picture, of 80 million pixels at most: 0.9 GB."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ordered_map(work: Callable[[T], U], things: Iterable[T], threads: int | None = None) -> Generator[U, None, None]:
    """`work` of each of `things`, in their order, whichever is ready first; by as many threads as there are cores.

    What `work` raises is raised in its place. A few things are begun ahead; leaving the loop lets these end, and begins
    no more.

    >>> list(ordered_map(len, ["a", "bcd", ""], threads=2))
    [1, 3, 0]
    """
    number = min(cores() if threads is None else threads, MOST_THREADS)
    if number <= 1:
        yield from map(work, things)
        return
    begun: deque[Future[U]] = deque()
    with ThreadPoolExecutor(number, thread_name_prefix="parallel") as pool:
        try:
            for thing in things:
                begun.append(pool.submit(work, thing))
                if len(begun) > number:  # one more than threads, so that none waits for whoever asks
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for one in begun:
                one.cancel()


def as_events(stage: str, work: Callable[[Callable[[int, int], None]], T], cancel: Cancel) -> Generator[Event, None, T]:
    """What `work` gives, after the events of its progress, which it reports through a callback; stopped there if asked.

    What `work` raises is raised here, Cancelled too.
    """
    events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
    ended: Future[T] = Future()

    def report(done: int, total: int) -> None:
        check(cancel)
        events.put(Progress(stage, done, total))

    def body() -> None:
        try:
            ended.set_result(work(report))
        except BaseException as error:  # noqa: BLE001  raised again where the events are read
            ended.set_exception(error)
        events.put(None)

    thread = threading.Thread(target=body, name=stage, daemon=True)
    thread.start()
    while (event := events.get()) is not None:
        yield event
    thread.join()
    return ended.result()
