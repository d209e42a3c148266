"""Batches made ahead: the next one is cut, lit and stacked on a thread while the optimizer works on this one."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterator[T]) -> Generator[T, None, None]:
    """`items` in their order, each begun when the one before is taken; what making one raises is raised in its place.

    One thread makes all of them, one after the other, so that they are the same as without it. Closing ends the thread,
    after the one that it is making.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        coming = thread.submit(_next, items)
        while taken := coming.result():
            coming = thread.submit(_next, items)
            yield taken[0]


def _next(items: Iterator[T]) -> tuple[T] | None:
    """The next item, alone in a tuple; None at the end: a future cannot carry StopIteration."""
    for item in items:
        return (item,)
    return None
