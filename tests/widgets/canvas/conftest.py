import numpy as np
import pytest

from miscount.widgets.canvas import CanvasView
from tests.widgets.canvas.canvas_hand import HEIGHT, WIDTH, Hand


@pytest.fixture
def canvas(qtbot):
    """A shown canvas of 800 x 600 with a black image; files override it to add to it."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    view.set_image(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    return view


@pytest.fixture
def hand(canvas):
    return Hand(canvas)
