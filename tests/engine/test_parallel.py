"""Many things by several threads: in their order, with their errors in place, and nothing left behind."""

import threading
import warnings

import pytest

from miscount.engine.parallel import MOST_THREADS, ordered_map
from miscount.engine.reading.quiet import ignoring


def ours():
    return [thread for thread in threading.enumerate() if thread.name.startswith("parallel")]


@pytest.mark.parametrize("threads", [1, 2, 5, 64])
def test_results_come_in_the_order_of_the_things_whoever_is_ready_first(threads):
    turns = [threading.Event() for _ in range(40)]

    def work(number):
        if threads > 1 and number % 2 == 0:  # an even one waits until the odd one after it is done
            assert turns[number + 1].wait(20)
        turns[number].set()
        return number * number

    assert list(ordered_map(work, range(40), threads)) == [number * number for number in range(40)]
    assert not ours()


def test_no_more_threads_than_memory_allows():
    seen = set()
    list(ordered_map(lambda _: seen.add(threading.get_ident()), range(500), 64))
    assert len(seen) <= MOST_THREADS


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_is_raised_in_its_place_and_begins_no_more(threads):
    begun, taken = [], []

    def work(number):
        begun.append(number)
        if number == 4:
            raise OSError("the fifth is broken")
        return number

    with pytest.raises(OSError, match="the fifth"):
        taken.extend(ordered_map(work, range(1000), threads))
    assert taken == [0, 1, 2, 3]
    assert len(begun) < 20
    assert not ours()


def test_leaving_the_loop_ends_the_threads():
    running = ordered_map(str, range(1000), 3)
    assert next(running) == "0"
    running.close()
    assert not ours()


def test_warnings_are_ignored_while_any_thread_is_inside_and_no_longer():
    before = list(warnings.filters)
    inside, leave = threading.Event(), threading.Event()

    def other():
        with ignoring(UserWarning):
            inside.set()
            assert leave.wait(20)

    thread = threading.Thread(target=other)
    with ignoring(UserWarning):
        thread.start()
        assert inside.wait(20)
    warnings.warn("the other is still inside", UserWarning, stacklevel=1)  # an error in these tests, were it heard
    leave.set()
    thread.join()
    assert warnings.filters == before
    with pytest.warns(UserWarning, match="heard"):
        warnings.warn("heard", UserWarning, stacklevel=1)
