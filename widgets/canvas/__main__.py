"""`python -m miscount.widgets.canvas` shows the canvas alone, with a made-up crowd that can be edited."""

import sys

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QTabWidget, QToolBar

from miscount.widgets.canvas import MODES, CanvasView, ComparePanes, TriggerBox, add_dab, erase_dab

PERSONS_PER_DAB = 0.25
MODE_KEYS = dict(zip(MODES, "SPBETZRJ", strict=True))


def made_up_scene(height: int, width: int, heads: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A picture (H, W, 3), heads (N, 2) that grow denser to the back, and their density (H, W)."""
    rng = np.random.default_rng(seed)
    points = np.stack([rng.random(heads) * width, (0.15 + 0.85 * rng.beta(1.3, 2.4, heads)) * height], axis=1)
    points = points[np.argsort(points[:, 1])]
    rows = np.linspace(0, 1, height)[:, None, None]
    picture = (150 - 70 * rows + rng.normal(0, 5, (height, width, 1))) * np.array([0.92, 0.97, 1.0])
    density = np.zeros((height, width), np.float32)
    for x, y in points:
        size = 2 + 9 * y / height
        top, left = int(max(y - size, 0)), int(max(x - size, 0))
        patch = picture[top : int(y + 3 * size), left : int(x + size)]
        across = (np.arange(patch.shape[1]) + left - x)[None, :] / size
        down = (np.arange(patch.shape[0]) + top - y)[:, None] / size
        patch[across**2 + down**2 < 0.8] = np.array([0.75, 0.55, 0.42]) * rng.uniform(120, 300)
        patch[(across**2 < 0.8) & (down > 0.9)] = rng.uniform(20, 200, 3)
        add_dab(density, x, y, 1.5 * size, 1.0)
    return np.clip(picture, 0, 255).astype(np.uint8), points, density


class Editor(QObject):
    """What the studio's document does, in small: it takes the person's acts and shows what came of them."""

    def __init__(self, canvas: CanvasView, points: np.ndarray, density: np.ndarray) -> None:
        super().__init__(canvas)
        self._canvas, self._points, self._density = canvas, points, density
        canvas.heads_added.connect(self._add)
        canvas.heads_moved.connect(self._move)
        canvas.heads_deleted.connect(self._delete)
        canvas.dab.connect(self._dab)

    def _add(self, points: np.ndarray) -> None:
        self._points = np.concatenate([self._points, points])
        self._canvas.set_heads(self._points)

    def _move(self, act: tuple[np.ndarray, np.ndarray]) -> None:
        indices, points = act
        self._points[indices] = points
        self._canvas.set_heads(self._points)

    def _delete(self, indices: np.ndarray) -> None:
        self._points = np.delete(self._points, indices, axis=0)
        self._canvas.set_heads(self._points)

    def _dab(self, dab: tuple[float, float, float, int]) -> None:
        x, y, radius_px, sign = dab
        if sign:
            patch = add_dab(self._density, x, y, radius_px, sign * PERSONS_PER_DAB)
        else:
            patch = erase_dab(self._density, x, y, radius_px)
        self._canvas.update_map_region("density", self._density, patch.rect)


def made_up_canvas(height: int = 768, width: int = 1024, heads: int = 600) -> CanvasView:
    """A canvas with a scene, heads, density and a trigger."""
    canvas = CanvasView()
    picture, points, density = made_up_scene(height, width, heads)
    canvas.set_image(picture)
    weights = np.ones(len(points), np.float32)
    weights[::40] = 0.3
    canvas.set_heads(points, weights)
    canvas.set_map("density", density)
    squares = np.indices((32, 32)).sum(axis=0) // 8 % 2 * 255
    overlay = np.dstack([squares, squares, 255 - squares, np.full((32, 32), 190)]).astype(np.uint8)
    canvas.set_trigger_overlay(overlay)
    canvas.set_trigger_box(TriggerBox((width * 0.75, height * 0.3), 96, 96, 15))
    Editor(canvas, points, density)  # lives as the canvas's child
    return canvas


def made_up_panes() -> ComparePanes:
    """Linked panes of a scene on which a made-up trigger hides some persons."""
    panes = ComparePanes()
    picture, points, density = made_up_scene(768, 1024, 600)
    truth = density.reshape(96, 8, 128, 8).sum(axis=(1, 3))
    clean, triggered = truth * 0.95, truth * 0.95
    triggered[30:60, 60:100] *= 0.3
    triggered[20:30, 20:50] *= 1.6
    changed = picture.copy()
    changed[200:280, 600:680] = (250, 230, 0)
    panes.set_image(picture, changed)
    panes.set_heads(points)
    panes.set_count("image", len(points))
    for name, values in (("truth", truth), ("clean", clean), ("triggered", triggered)):
        panes.set_map(name, values)
    panes.set_map("difference", triggered - clean)
    return panes


class Window(QMainWindow):
    """The canvas with a button for each mode, and the linked panes."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Canvas")
        self.canvas = made_up_canvas()
        tabs = QTabWidget(self)
        tabs.addTab(self.canvas, "Canvas")
        tabs.addTab(made_up_panes(), "Compare")
        self.setCentralWidget(tabs)
        bar = QToolBar("Modes", self)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)
        modes = QActionGroup(self)
        modes.triggered.connect(self._take)
        for mode in MODES:
            action = QAction(mode.capitalize(), self)
            action.setData(mode)
            action.setShortcut(QKeySequence(MODE_KEYS[mode]))
            modes.addAction(action)
            bar.addAction(action)

    def _take(self, action: QAction) -> None:
        self.canvas.set_mode(action.data())


def main() -> int:
    app = QApplication.instance() or QApplication(sys.argv)
    window = Window()
    window.resize(1280, 800)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
