"""An hour of use, as fast as it goes: memory stays flat, and nothing that was made for a moment stays."""

import gc
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from miscount.studio.actions import ActionId
from tests.studio.hands import Hand


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def census() -> dict[str, int]:
    gc.collect()
    kinds = {QWidget: 0, QThread: 0, QTimer: 0}
    for cls in map(type, gc.get_objects()):  # by type: asking some modules for their class has effects
        for kind in kinds:
            kinds[kind] += issubclass(cls, kind)
    return {kind.__name__: number for kind, number in kinds.items()}


def act(window, hand: Hand, rng: np.random.Generator) -> None:
    """One thing that a person does."""
    document, app = window.services.document, QApplication.instance()
    heads = document.annotation(document.scene_id)
    x, y = rng.uniform(4, 90, 2)
    match int(rng.integers(10)):
        case 0 | 1:
            document.edit_heads("Add", heads.with_heads([[x, y]]))
        case 2 if len(heads) > 5:
            document.edit_heads("Delete", heads.take(np.arange(len(heads)) != rng.integers(len(heads))))
        case 3:
            window.do(ActionId.UNDO)
        case 4:
            window.do(ActionId.REDO)
        case 5:
            ids = [scene.id for scene in document.dataset]
            document.show_scene(ids[int(rng.integers(len(ids)))])
        case 6:
            window.do(ActionId.SAVE)
        case 7:
            window.show_page((ActionId.PAGE_SCENES, ActionId.PAGE_HEADS, ActionId.PAGE_DENSITY)[int(rng.integers(3))])
        case 8:
            document.select(rng.permutation(len(heads))[:3])
        case _:
            window.show_page(ActionId.PAGE_DENSITY)
            hand.drag((x, y), (x + 9, y + 5), steps=3)
    for _ in range(3):
        app.processEvents()
    # what was put away with deleteLater goes when an event loop turns, which processEvents is not
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def used(window, acts: int, warm_up: int) -> tuple[float, float]:
    """(MB after the warm-up, MB at the end) of so many acts; the census must not grow."""
    rng, hand = np.random.default_rng(0), Hand(window.services.canvas)
    for _ in range(warm_up):
        act(window, hand, rng)
    before, mb = census(), resident_mb()
    for _ in range(acts):
        act(window, hand, rng)
    after = census()
    assert {kind: after[kind] - before[kind] for kind in after if after[kind] > before[kind]} == {}
    return mb, resident_mb()


@pytest.fixture
def small_history(window):
    window.services.document.history.budget_bytes = 2**20
    return window


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="the resident size is read from /proc")


@needs_proc
def test_some_minutes_of_use_leave_memory_flat(small_history):
    before, after = used(small_history, acts=400, warm_up=300)
    assert after < 1.05 * before, f"{before:.0f} MB grew to {after:.0f} MB"


@needs_proc
@pytest.mark.slow
def test_an_hour_of_use_leaves_memory_flat(small_history):
    before, after = used(small_history, acts=12_000, warm_up=1_500)
    print(f"12,000 acts: {before:.0f} MB became {after:.0f} MB")  # noqa: T201  the figure of the closing note
    assert after < 1.05 * before
