"""A picture of the canvas, compared with a kept one: at most one gray level apart on 99.5 % of the pixels.

`pytest tests/studio/canvas/test_picture.py --update-pictures` writes it anew; look at it before committing.
"""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from miscount.engine.density import FixedKernel, density_map
from miscount.engine.scenes.annotation import Annotation
from miscount.widgets.canvas import Camera, CanvasView, TriggerBox
from miscount.widgets.theme import apply_theme

KEPT = Path(__file__).parent / "pictures" / "canvas.png"


def drawn(canvas: CanvasView) -> np.ndarray:
    image = canvas.stage.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms draw with other rasterizers")
def test_the_canvas_looks_as_it_did(qtbot, request, tmp_path):
    apply_theme(QApplication.instance(), "light")
    canvas = CanvasView()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    rng = np.random.default_rng(3)
    coarse = rng.integers(60, 200, (6, 8, 3), dtype=np.uint8)
    image = np.kron(coarse, np.ones((20, 20, 1), np.uint8))
    heads = Annotation.of(rng.uniform((10, 10), (150, 110), (12, 2)))
    canvas.set_image(image)
    canvas.set_heads(heads.points, heads.weights)
    canvas.set_map("density", density_map(heads, (120, 160), FixedKernel(sigma_px=6)))
    canvas.set_layer("heads", visible=True)
    canvas.set_trigger_box(TriggerBox((50.0, 60.0), 40.0, 40.0, 20.0))
    canvas.set_trigger_overlay(np.full((8, 8, 4), (255, 0, 120, 200), np.uint8))
    canvas.set_mode("trigger")
    canvas.set_camera(Camera(80.0, 60.0, 2.2))
    picture = drawn(canvas)
    if request.config.getoption("--update-pictures"):
        KEPT.parent.mkdir(exist_ok=True)
        Image.fromarray(picture).save(KEPT)
    kept = np.asarray(Image.open(KEPT).convert("RGB"))
    assert picture.shape == kept.shape
    apart = np.abs(picture.astype(int) - kept).max(axis=2) > 1
    if apart.mean() > 0.005:
        Image.fromarray(np.where(apart, 255, 0).astype(np.uint8)).save(tmp_path / "difference.png")
        Image.fromarray(picture).save(tmp_path / "now.png")
    assert apart.mean() <= 0.005, f"see {tmp_path}"
