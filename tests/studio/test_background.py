"""Short work off the window's thread leaves nothing behind: what a call held goes with it."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication

from miscount.studio.desktop.background import Background


class Held:
    """What a call closes over, such as the map of a scene."""


def test_a_call_that_has_ended_holds_nothing_any_more(qtbot):
    background, answers, held = Background(), [], []

    def ask() -> None:
        what = Held()
        held.append(weakref.ref(what))
        background.run(lambda: what is None, answers.append)

    for _ in range(500):
        ask()
        sum(range(20_000))  # the thread ends the call while the window's thread is at work, or in `start` itself
        QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: len(answers) == 500, timeout=10_000)
    background.close()
    gc.collect()
    assert not any(answers)
    assert sum(each() is not None for each in held) == 0  # 9 of 10 stayed where the pool was given QRunnables


def test_what_has_not_begun_when_it_closes_is_dropped(qtbot):
    background, held = Background(num_threads=1), []
    for _ in range(50):
        what = Held()
        held.append(weakref.ref(what))
        background.run(lambda what=what: what is None)
    del what
    assert background.close()
    QCoreApplication.processEvents()  # what ended before the close is still handed over, to nobody
    gc.collect()
    assert sum(each() is not None for each in held) == 0
