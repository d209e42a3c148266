"""Measures the canvas on this machine: `QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.bench_canvas [--json]`.

Milliseconds, median (and 95th percentile) of repeated acts, repaint included. Nothing is asserted here.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from miscount.widgets.canvas import CanvasView, Picture, add_dab

NONE = Qt.KeyboardModifier.NoModifier


def milliseconds(act: Callable[[int], None], repeats: int = 60) -> dict[str, float]:
    app = QApplication.instance()
    for k in range(3):
        act(k)
        app.processEvents()
    times = []
    for k in range(repeats):
        begin = time.perf_counter()
        act(k)
        app.processEvents()
        times.append((time.perf_counter() - begin) * 1e3)
    return {"median_ms": round(float(np.median(times)), 2), "p95_ms": round(float(np.percentile(times, 95)), 2)}


def mouse(canvas: CanvasView, kind: QEvent.Type, x: float, y: float, pressed: bool) -> None:
    view, viewport = QPointF(*canvas.stage.to_view(x, y)), canvas.stage.viewport()
    moving = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
    buttons = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
    QApplication.sendEvent(viewport, QMouseEvent(kind, view, viewport.mapToGlobal(view), button, buttons, NONE))


def canvas_of(height: int, width: int, heads: int, with_map: bool) -> tuple[CanvasView, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    canvas = CanvasView()
    canvas.resize(1280, 800)
    canvas.show()
    canvas.set_image(rng.integers(0, 255, (height, width, 3), dtype=np.uint8))
    points = rng.random((heads, 2)) * (width, height)
    canvas.set_heads(points)
    density = (rng.random((height, width), dtype=np.float32) ** 8) * np.float32(0.01)
    if with_map:
        canvas.set_map("density", density, levels=(0.0, 0.01))
    return canvas, points, density


def bench_heads(size: tuple[int, int], heads: int, with_map: bool) -> dict[str, dict[str, float]]:
    canvas, points, _ = canvas_of(*size, heads, with_map)
    fitted = canvas.camera()
    found = {"pan, whole image": milliseconds(lambda k: canvas.set_camera(fitted.panned(k % 7, k % 5)))}
    close = fitted.zoomed(8, (size[1] / 2, size[0] / 2))
    found["pan, 8x closer"] = milliseconds(lambda k: canvas.set_camera(close.panned(k % 7, k % 5)))
    found["zoom"] = milliseconds(lambda k: canvas.set_camera(fitted.zoomed(1.2 ** (k % 9), (100, 100))))
    canvas.fit()
    found["one more head"] = milliseconds(lambda k: canvas.set_heads(np.vstack([points, [[k, k]]])))
    canvas.set_heads(points)
    found["select 1"] = milliseconds(lambda k: canvas.set_selection([k]))
    found["select all or none"] = milliseconds(lambda k: canvas.set_selection(np.arange(heads if k % 2 else 0)))
    canvas.set_selection([])
    found["hover"] = milliseconds(lambda k: mouse(canvas, QEvent.Type.MouseMove, *points[k], False))
    mouse(canvas, QEvent.Type.MouseButtonPress, *points[0], True)
    found["drag 1 head"] = milliseconds(
        lambda k: mouse(canvas, QEvent.Type.MouseMove, *(points[0] + [20 + k % 11, k % 7]), True)
    )
    canvas.close()
    return found


def bench_brush(size: tuple[int, int], radius_px: float) -> dict[str, dict[str, float]]:
    canvas, _, density = canvas_of(*size, 2000, with_map=True)
    canvas.set_mode("brush")
    canvas.set_brush_radius(radius_px)
    middle = np.array([size[1] / 2, size[0] / 2])

    def place(k: int) -> np.ndarray:
        return middle + np.array([k % 13 * 8, k % 11 * 8])

    def dab(k: int) -> None:
        x, y = place(k)
        patch = add_dab(density, x, y, radius_px, 0.5)
        canvas.update_map_region("density", density, patch.rect)

    found = {"dab, whole image shown": milliseconds(dab, 200)}
    found["dab by the mouse with ring and read-out"] = milliseconds(
        lambda k: (mouse(canvas, QEvent.Type.MouseMove, *place(k), False), dab(k)), 200
    )
    canvas.stage.zoom(1 / canvas.camera().scale, tuple(middle))
    found["dab at 100 %"] = milliseconds(dab, 200)
    found["all colors anew"] = milliseconds(lambda k: canvas.set_map("density", density, (0.0, 0.01 + k * 1e-5)), 10)
    picture = np.zeros((*size, 3), np.uint8)
    found["image made ready (any thread)"] = milliseconds(lambda k: Picture(picture).at_scale(0.2), 5)
    canvas.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON document")
    wants_json = parser.parse_args().json
    app = QApplication.instance() or QApplication(sys.argv[:1])
    results = {
        "600 heads, 768x1024, density": bench_heads((768, 1024), 600, True),
        "20,000 heads, 4000x6000": bench_heads((4000, 6000), 20_000, False),
        "20,000 heads, 4000x6000, density": bench_heads((4000, 6000), 20_000, True),
        "brush of 32 px, 768x1024": bench_brush((768, 1024), 32.0),
        "brush of 32 px, 4000x6000": bench_brush((4000, 6000), 32.0),
    }
    app.processEvents()
    if wants_json:
        sys.stdout.write(json.dumps(results, indent=1) + "\n")
        return 0
    for scene, found in results.items():
        sys.stdout.write(f"\n{scene}\n")
        for act, times in found.items():
            sys.stdout.write(f"  {act:42s} {times['median_ms']:8.2f} ms   p95 {times['p95_ms']:8.2f} ms\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
