"""The density brush as a hand: a ring, strokes, evenly spaced dabs. It owns no map; dabs.py knows what a dab does."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, Signal

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.drawn import Hair, Ring
from miscount.widgets.canvas.tools.tool import Step, Tool, Touch

MIN_RADIUS_PX = 0.5
MAX_RADIUS_PX = 2000.0
SPACING_OF_RADIUS = 0.5
ADD, SUBTRACT, ERASE = 1, -1, 0


class BrushSize(QObject):
    """The radius that brush and eraser share, in image pixels."""

    changed = Signal(object)  # float, by the person

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.radius_px = 16.0

    def set_radius(self, radius_px: float) -> None:
        if not math.isfinite(radius_px):
            raise ValueError(f"want a finite radius, got {radius_px}")
        self.radius_px = min(max(float(radius_px), MIN_RADIUS_PX), MAX_RADIUS_PX)

    def change(self, radius_px: float) -> None:
        before = self.radius_px
        self.set_radius(radius_px)
        if self.radius_px != before:
            self.changed.emit(self.radius_px)


class BrushTool(Tool):
    """Paints dabs along the stroke; holding Alt takes away, a pen's eraser tip erases, Shift+drag changes the size."""

    cursor = Qt.CursorShape.BlankCursor
    stroke_started = Signal()
    dab = Signal(object)  # (x, y, radius_px, sign): +1 add, -1 take away, 0 erase to zero
    stroke_ended = Signal()
    swap_asked = Signal()
    strength_stepped = Signal(float)

    def __init__(self, size: BrushSize, ring: Ring, hair: Hair, erases: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size, self._ring, self._hair, self._erases = size, ring, hair, erases
        self._at: tuple[float, float] | None = None
        self._last: tuple[float, float] | None = None
        self._left_over = 0.0
        self._resize_from: tuple[Touch, float] | None = None
        self._alt = False
        self._in_hand = False
        self.pressure = 1.0  # of the pen at the dab that is being sent

    @property
    def place(self) -> tuple[float, float] | None:
        """Where the ring is, in image pixels; None while it is away."""
        return self._at

    def cursor_at(self, touch: Touch | None) -> Qt.CursorShape:
        inside = touch is not None and self.in_frame(touch.x, touch.y)
        return Qt.CursorShape.BlankCursor if inside else Qt.CursorShape.ArrowCursor

    def activate(self) -> None:
        self._in_hand = True

    def deactivate(self) -> None:
        self._in_hand = False
        self._end_stroke()
        self._at = None
        self._ring.hide()
        self._hair.hide()

    def set_camera(self, camera: Camera) -> None:
        super().set_camera(camera)
        self.show_ring()

    def hover(self, touch: Touch | None) -> None:
        self._at = None if touch is None else (touch.x, touch.y)
        if touch is not None:
            self._alt = touch.alt
        self.show_ring()

    def modifiers(self, shift: bool, ctrl: bool, alt: bool) -> None:
        self._alt = alt
        self.show_ring()

    def show_ring(self) -> None:
        if not self._in_hand:
            return  # the ring is shared with the tool that is
        if self._at is None:
            self._ring.hide()
        else:
            subtracts = self._erases or self._alt
            self._ring.show_at(*self._at, self._size.radius_px, self.camera.scale, subtracts)

    def press(self, touch: Touch) -> None:
        self._hair.hide()
        if touch.shift:
            self._resize_from = (touch, self._size.radius_px)
            return
        self._begin_stroke(touch.x, touch.y)
        self._put(touch.x, touch.y, self._sign(touch), touch.pressure)
        self.hover(touch)

    def drag(self, touch: Touch) -> None:
        if self._resize_from is not None:
            start, radius = self._resize_from
            self._size.change(max(MIN_RADIUS_PX, radius + touch.x - start.x))
            self.show_ring()
            return
        self.hover(touch)
        if self._last is not None:
            for x, y in self._along(touch.x, touch.y):
                self._put(x, y, self._sign(touch), touch.pressure)

    def release(self, touch: Touch) -> None:
        self._resize_from = None
        self._end_stroke()
        self.hover(touch)

    def cancel(self) -> bool:
        self._resize_from = None
        return self._end_stroke() or self._hair.hide()

    def key(self, step: Step) -> bool:
        if step.name in ("smaller", "larger"):
            share = 0.02 if step.shift else 0.1
            self._size.change(self._size.radius_px * (1 + share if step.name == "larger" else 1 / (1 + share)))
            self.show_ring()
        elif step.name in ("fainter", "stronger"):
            self.strength_stepped.emit((0.02 if step.shift else 0.1) * (1 if step.name == "stronger" else -1))
        elif step.name == "swap_brush_and_erase":
            self.swap_asked.emit()
        elif self._hair.key(step, self.frame, self.camera):
            self._at = self._hair.place
            self.show_ring()
        elif step.name == "place" and self._hair.isVisible():
            self._begin_stroke(*self._hair.place)
            self._put(*self._hair.place, ERASE if self._erases else SUBTRACT if step.shift else ADD)
            self._end_stroke()
        else:
            return False
        return True

    def _sign(self, touch: Touch) -> int:
        if self._erases or touch.eraser:
            return ERASE
        return SUBTRACT if touch.alt else ADD

    def _begin_stroke(self, x: float, y: float) -> None:
        self._last, self._left_over = (x, y), 0.0
        self.stroke_started.emit()

    def _end_stroke(self) -> bool:
        was_painting, self._last = self._last is not None, None
        if was_painting:
            self.stroke_ended.emit()
        return was_painting

    def _put(self, x: float, y: float, sign: int, pressure: float = 1.0) -> None:
        self.pressure = pressure
        if self.in_frame(x, y):
            self.dab.emit((x, y, self._size.radius_px, sign))

    def _along(self, x: float, y: float) -> Iterator[tuple[float, float]]:
        """Places one spacing apart from the last dab to (x, y), however few moves the mouse reports."""
        last_x, last_y = (x, y) if self._last is None else self._last
        spacing = max(SPACING_OF_RADIUS * self._size.radius_px, 0.5)
        length = math.hypot(x - last_x, y - last_y)
        travelled = spacing - self._left_over
        while travelled <= length:
            share = travelled / length
            yield last_x + share * (x - last_x), last_y + share * (y - last_y)
            travelled += spacing
        self._left_over = length - (travelled - spacing)
        self._last = (x, y)
