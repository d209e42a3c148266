"""What the canvas draws below the heads: the picture, stretched maps, and a trigger; made once and reused."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from miscount.widgets.canvas.colormaps import DIVERGING, argb_table, fixed_levels, write_colors

BLOCKS_FROM_PX = 24.0  # a map cell that is this large on the screen is shown as the block it is


class Picture:
    """An image uint8 (H, W, 3) RGB made ready for drawing: a QImage and its halves, each made when first needed.

    May be made off the UI thread (a 4000x6000 image costs 40 ms). Raises ValueError for another shape or type.
    """

    def __init__(self, array: np.ndarray) -> None:
        if array.ndim != 3 or array.shape[2] != 3 or array.dtype != np.uint8:
            raise ValueError(f"want uint8 (H, W, 3), got {array.dtype} {array.shape}")
        self.array = np.ascontiguousarray(array)
        height, width, _ = array.shape
        raw = QImage(self.array.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        self._halves = [raw.convertToFormat(QImage.Format.Format_RGB32)]

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return self.array.shape[1], self.array.shape[0]

    def at_scale(self, scale: float) -> QImage:
        """The smallest half that still has a pixel for each device pixel at `scale`."""
        wanted = max(0, math.floor(-math.log2(max(scale, 1e-6)) + 0.25))
        while len(self._halves) <= wanted and min(self._halves[-1].width(), self._halves[-1].height()) > 64:
            last = self._halves[-1]
            size = (max(1, last.width() // 2), max(1, last.height() // 2))
            mode = Qt.TransformationMode.SmoothTransformation
            self._halves.append(last.scaled(*size, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        return self._halves[min(wanted, len(self._halves) - 1)]


class FrameItem(pg.GraphicsObject):
    """A thing drawn over the whole frame; `frame` is its rectangle in image pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = QRectF()
        self.setFlag(self.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def set_frame(self, width: float, height: float) -> None:
        frame = QRectF(0, 0, width, height)
        if frame != self.frame:
            self.prepareGeometryChange()
            self.frame = frame

    def boundingRect(self) -> QRectF:
        return self.frame

    def viewTransformChanged(self) -> None:
        """Nothing here depends on the view; pyqtgraph would otherwise drop caches on every pan."""


class PictureItem(FrameItem):
    """The photograph: smooth when smaller than its pixels, hard-edged when larger."""

    def __init__(self) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.second: Picture | None = None
        self.split = 0.5
        self._share = 1.0
        self._peeking = False

    def set_picture(self, picture: Picture | None) -> None:
        if picture is None or (self.second is not None and picture.size != self.second.size):
            self.second = None
        self.picture = picture
        self.set_frame(*(picture.size if picture else (0, 0)))
        self.update()

    def set_second(self, second: Picture | None) -> None:
        """Another image of the same size, shown right of the split."""
        self.second = second
        self.update()

    def set_peek(self, peeking: bool) -> None:
        """The picture alone, without the second one."""
        self._peeking = peeking
        self.update()

    def set_split(self, share: float) -> None:
        left, right = sorted((share, self.split))
        self.split = share
        width = self.frame.width()
        self.update(QRectF(left * width - 1, 0, (right - left) * width + 2, self.frame.height()))

    def set_opacity(self, opacity: float) -> None:
        """Fade into black, in light themes too: what lies above it is to stand out."""
        self._share = opacity
        self.update()

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        if self.picture is None:
            return
        if self._share < 1.0:
            painter.fillRect(self.frame, Qt.GlobalColor.black)
            painter.setOpacity(self._share)
        scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 2.0)
        painter.drawImage(self.frame, self.picture.at_scale(scale))
        if self.second is not None and not self._peeking:
            left = self.split * self.frame.width()
            painter.setClipRect(self.frame.adjusted(left, 0, 0, 0), Qt.ClipOperation.IntersectClip)
            painter.drawImage(self.frame, self.second.at_scale(scale))


class MapItem(FrameItem):
    """A float map (h, w) of any stride, stretched over the frame through a color table, at fixed levels.

    The colored image is kept: a dab colors its patch only, and panning nothing.
    """

    def __init__(self, colormap: str) -> None:
        super().__init__()
        self.colormap = colormap
        self.opacity_share = 1.0  # in the pixels: a painter that fades on its own takes twice as long on a large map
        self.values: np.ndarray | None = None
        self.levels = (0.0, 1.0)
        self._pixels = np.zeros((0, 0), np.uint32)
        self._image = QImage()

    @property
    def signed(self) -> bool:
        return self.colormap in DIVERGING

    def set_values(self, values: np.ndarray | None, levels: tuple[float, float] | None) -> None:
        """Show `values` at `levels`; without levels, at ones taken from the map once. Keeps a reference, no copy."""
        if values is not None and values.ndim != 2:
            raise ValueError(f"want a map (h, w), got {values.shape}")
        self.values = values
        if values is not None and values.size:
            self.levels = levels or fixed_levels(values, self.signed)
            self._color_all()
        self.update()

    def set_levels(self, levels: tuple[float, float]) -> None:
        if levels != self.levels:
            self.levels = levels
            self._color_all()
            self.update()

    def set_opacity(self, opacity: float) -> None:
        opacity = round(min(max(opacity, 0.0), 1.0), 2)
        if opacity != self.opacity_share:
            self.opacity_share = opacity
            self._color_all()
            self.update()

    def set_colormap(self, name: str) -> None:
        argb_table(name)  # refuses an unknown name before anything changes
        if name != self.colormap:
            self.colormap = name
            self._color_all()
            self.update()

    def update_region(self, values: np.ndarray, rect: tuple[int, int, int, int]) -> None:
        """Color again only `rect` (x, y, width, height in map pixels) of `values`, the whole map after a change."""
        if self.values is None or values.shape != self.values.shape:
            self.set_values(values, None if self.values is None else self.levels)
            return
        self.values = values
        map_height, map_width = values.shape
        left, top = max(rect[0], 0), max(rect[1], 0)
        right, bottom = min(rect[0] + rect[2], map_width), min(rect[1] + rect[3], map_height)
        if right <= left or bottom <= top:
            return
        self._color(slice(top, bottom), slice(left, right))
        across, down = self.frame.width() / map_width, self.frame.height() / map_height
        # One cell more on each side: smooth drawing mixes neighbors.
        self.update(
            QRectF((left - 1) * across, (top - 1) * down, (right - left + 2) * across, (bottom - top + 2) * down)
        )

    def value_at(self, x: float, y: float) -> float | None:
        """The value of the cell under the image point (x, y), or None outside."""
        if self.values is None or not self.frame.contains(QPointF(x, y)):
            return None
        map_height, map_width = self.values.shape
        column, row = int(x * map_width / self.frame.width()), int(y * map_height / self.frame.height())
        return float(self.values[min(row, map_height - 1), min(column, map_width - 1)])

    def sum_in_ring(self, x: float, y: float, radius: float) -> float | None:
        """The persons that the map holds under a ring, in image pixels; None without a map."""
        if self.values is None or self.frame.isEmpty():
            return None
        map_height, map_width = self.values.shape
        across, down = map_width / self.frame.width(), map_height / self.frame.height()
        left, right = max(int((x - radius) * across), 0), min(int((x + radius) * across) + 1, map_width)
        top, bottom = max(int((y - radius) * down), 0), min(int((y + radius) * down) + 1, map_height)
        if right <= left or bottom <= top:
            return 0.0
        offset_x = (np.arange(left, right) + 0.5) / across - x
        offset_y = (np.arange(top, bottom) + 0.5) / down - y
        inside = offset_y[:, None] ** 2 + offset_x[None, :] ** 2 <= radius**2
        return float(self.values[top:bottom, left:right].sum(where=inside, dtype=np.float64))

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        if self.values is None or not self.values.size:
            return
        cell_px = painter.worldTransform().m11() * self.frame.width() / self.values.shape[1]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, 0.5 < cell_px < BLOCKS_FROM_PX)
        painter.drawImage(self.frame, self._image)

    def _color_all(self) -> None:
        if self.values is None or not self.values.size:
            return
        if self._pixels.shape != self.values.shape:
            height, width = self.values.shape
            self._pixels = np.zeros((height, width), np.uint32)
            shape = (width, height, 4 * width)
            self._image = QImage(self._pixels.data, *shape, QImage.Format.Format_ARGB32_Premultiplied)
        self._color(slice(None), slice(None))

    def _color(self, rows: slice, columns: slice) -> None:
        if self.values is None:
            return
        patch, table = self.values[rows, columns], argb_table(self.colormap, self.opacity_share)
        write_colors(patch, self.levels, table, self._pixels[rows, columns])
