"""The box of a trigger or of one of its layers: moved, scaled and turned by its handles or by keys, with snapping."""

import math
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QTransform

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.drawn import ACCENT, DARK, LIGHT, cosmetic
from miscount.widgets.canvas.tools.tool import Handles, Step, Touch

MIN_SIDE_PX = 1.0
HANDLE_PX = 10.0
HIT_PX = 14.0
TURN_ARM_PX = 28.0
SNAP_DEG = 15.0
SNAP_PX = 6.0
"""How near on the screen a head, the center or a third of the frame draws the box to itself."""
CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_TURN: Final = "turn"
_MOVE: Final = "move"
_Grip = Literal["turn", "move"] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class TriggerBox:
    """Where a trigger sits: its middle (x, y) and sides in image pixels, turned clockwise by `angle_deg`."""

    center_xy_px: tuple[float, float]
    width_px: float
    height_px: float
    angle_deg: float = 0.0

    def __post_init__(self) -> None:
        numbers = (*self.center_xy_px, self.width_px, self.height_px, self.angle_deg)
        if not all(map(math.isfinite, numbers)) or min(self.width_px, self.height_px) <= 0:
            raise ValueError(f"want a finite box with positive sides, got {self}")

    def to_frame(self, u: float, v: float) -> tuple[float, float]:
        """The image point at (u, v) in the box's own axes, from its middle, in pixels."""
        cos, sin = math.cos(math.radians(self.angle_deg)), math.sin(math.radians(self.angle_deg))
        return self.center_xy_px[0] + u * cos - v * sin, self.center_xy_px[1] + u * sin + v * cos

    def to_box(self, x: float, y: float) -> tuple[float, float]:
        """The image point (x, y) in the box's own axes."""
        cos, sin = math.cos(math.radians(self.angle_deg)), math.sin(math.radians(self.angle_deg))
        dx, dy = x - self.center_xy_px[0], y - self.center_xy_px[1]
        return dx * cos + dy * sin, dy * cos - dx * sin

    def corner(self, across: int, down: int) -> tuple[float, float]:
        """The image point of a corner; (-1, -1) is the one at the upper left before turning."""
        return self.to_frame(across * self.width_px / 2, down * self.height_px / 2)

    def outline(self) -> QRectF:
        """The box in its own axes."""
        return QRectF(-self.width_px / 2, -self.height_px / 2, self.width_px, self.height_px)

    def transform(self) -> QTransform:
        """From the box's own axes to the image."""
        return QTransform().translate(*self.center_xy_px).rotate(self.angle_deg)

    def reach(self, margin: float) -> QRectF:
        """A rectangle of the image that holds the box at every angle, and a margin."""
        half = math.hypot(self.width_px, self.height_px) / 2 + margin
        x, y = self.center_xy_px
        return QRectF(x - half, y - half, 2 * half, 2 * half)

    def moved(self, dx: float, dy: float) -> "TriggerBox":
        return replace(self, center_xy_px=(self.center_xy_px[0] + dx, self.center_xy_px[1] + dy))

    def scaled(self, factor: float) -> "TriggerBox":
        factor = max(factor, MIN_SIDE_PX / min(self.width_px, self.height_px))
        return replace(self, width_px=self.width_px * factor, height_px=self.height_px * factor)

    def turned(self, angle_deg: float) -> "TriggerBox":
        """At `angle_deg`, brought into (-180, 180]."""
        return replace(self, angle_deg=180.0 - (180.0 - angle_deg) % 360.0)

    def with_corner_at(self, corner: tuple[int, int], x: float, y: float, keep_shape: bool) -> "TriggerBox":
        """Its corner pulled to (x, y), the opposite one staying where it is."""
        across, down = corner
        fixed = (-across * self.width_px / 2, -down * self.height_px / 2)
        u, v = self.to_box(x, y)
        width = max((u - fixed[0]) * across, MIN_SIDE_PX)
        height = max((v - fixed[1]) * down, MIN_SIDE_PX)
        if keep_shape:
            factor = max(width / self.width_px, height / self.height_px)
            width, height = self.width_px * factor, self.height_px * factor
        center = self.to_frame(fixed[0] + across * width / 2, fixed[1] + down * height / 2)
        return replace(self, center_xy_px=center, width_px=width, height_px=height)


class TriggerItem(pg.GraphicsObject):
    """The trigger's picture, in its box or over the whole frame."""

    def __init__(self) -> None:
        super().__init__()
        self.box: TriggerBox | None = None
        self.frame = (0.0, 0.0)
        self._overlay = QImage()
        self._pixels: np.ndarray | None = None
        self._over_frame = False
        self.handles = TriggerHandles()

    def set_box(self, box: TriggerBox | None) -> None:
        self.prepareGeometryChange()
        self.box = box
        self.handles.set_box(box)
        self.update()

    def set_frame(self, width: float, height: float) -> None:
        self.prepareGeometryChange()
        self.frame = (width, height)

    def set_overlay(self, pixels: np.ndarray | None, over_frame: bool = False) -> None:
        """The picture, uint8 (h, w, 4) RGBA; stretched over the box, or over the frame when there is none or asked."""
        if pixels is not None and (pixels.ndim != 3 or pixels.shape[2] != 4 or pixels.dtype != np.uint8):
            raise ValueError(f"want uint8 (h, w, 4), got {pixels.dtype} {pixels.shape}")
        if over_frame != self._over_frame:
            self.prepareGeometryChange()
            self._over_frame = over_frame
        self._overlay = QImage()
        self._pixels = None if pixels is None else np.ascontiguousarray(pixels)
        if self._pixels is not None:
            height, width, _ = self._pixels.shape
            self._overlay = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self.frame) if self.box is None or self._over_frame else self.box.reach(0.0)

    def viewTransformChanged(self) -> None:
        """Lies in image pixels only."""

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        if self._overlay.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.box is None or self._over_frame:
            painter.drawImage(QRectF(0, 0, *self.frame), self._overlay)
            return
        painter.save()
        painter.setTransform(self.box.transform(), True)
        painter.drawImage(self.box.outline(), self._overlay)
        painter.restore()


class TriggerHandles(pg.GraphicsObject):
    """The outline of the box with its handles, of one size on the screen; shown while the tool is in the hand."""

    def __init__(self) -> None:
        super().__init__()
        self._box: TriggerBox | None = None
        self._camera = Camera(0.0, 0.0, 1.0)
        self._guides: tuple[float | None, float | None] = (None, None)
        self.setVisible(False)

    def set_guides(self, guides: tuple[float | None, float | None]) -> None:
        """The lines that the middle was drawn to: x of an upright one, y of a level one."""
        if guides != self._guides:
            self.prepareGeometryChange()
            self._guides = guides
            self.update()

    def set_box(self, box: TriggerBox | None) -> None:
        self.prepareGeometryChange()
        self._box = box
        self.update()

    def set_camera(self, camera: Camera) -> None:
        self.prepareGeometryChange()
        self._camera = camera

    def turn_handle(self) -> tuple[float, float]:
        """The image point of the handle that turns the box."""
        if self._box is None:
            raise ValueError("there is no box to turn")
        return self._box.to_frame(0, -self._box.height_px / 2 - TURN_ARM_PX / self._camera.scale)

    def boundingRect(self) -> QRectF:
        if self._box is None:
            return QRectF()
        own = self._box.reach((TURN_ARM_PX + HANDLE_PX) / self._camera.scale)
        if self._guides == (None, None):
            return own
        far = 1e5
        return own.united(QRectF(own.center().x() - far, own.center().y() - far, 2 * far, 2 * far))

    def viewTransformChanged(self) -> None:
        """The camera comes from set_camera."""

    def paint(self, painter: QPainter, _option: object, _widget: object = None) -> None:
        if self._box is None:
            return
        self._paint_guides(painter)
        painter.save()
        painter.setTransform(self._box.transform(), True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._box.outline()
        pixel = 1 / self._camera.scale
        top = QPointF(0, outline.top())
        knob = top - QPointF(0, TURN_ARM_PX * pixel)
        for pen in (cosmetic(DARK, 3.2), cosmetic(LIGHT, 1.4)):
            painter.setPen(pen)
            painter.drawRect(outline)
            painter.drawLine(top, knob)
        half = HANDLE_PX / 2 * pixel
        painter.setPen(cosmetic(DARK, 1.2))
        painter.setBrush(LIGHT)
        for across, down in CORNERS:
            corner = QPointF(across * outline.width() / 2, down * outline.height() / 2)
            painter.drawRect(QRectF(corner.x() - half, corner.y() - half, 2 * half, 2 * half))
        painter.setBrush(ACCENT)
        painter.drawEllipse(knob, half * 1.15, half * 1.15)
        painter.restore()

    def _paint_guides(self, painter: QPainter) -> None:
        upright, level = self._guides
        for pen in (cosmetic(DARK, 2.6), cosmetic(ACCENT, 1.2)):
            painter.setPen(pen)
            if upright is not None:
                painter.drawLine(QPointF(upright, -1e5), QPointF(upright, 1e5))
            if level is not None:
                painter.drawLine(QPointF(-1e5, level), QPointF(1e5, level))


@dataclass(frozen=True, slots=True)
class _Held:
    """What the hand took hold of, where, and the box as it was then."""

    grip: _Grip
    start: Touch
    before: TriggerBox


class TriggerTool(Handles):
    """Drag inside moves, corners scale (Shift keeps the shape), the round handle turns (Shift snaps to 15 degrees).

    A moved box snaps with its middle to heads, to the center and the thirds of the frame; Ctrl leaves that out. Arrows
    move, `[` `]` scale, `,` `.` turn; Shift makes arrows 10 px and the others finer.
    """

    changed = Signal(object)  # TriggerBox, while the hand moves
    released = Signal(object)  # TriggerBox, at the end of an act
    grabbed = Signal()  # the hand, or a key, takes hold of the box
    told = Signal(str)  # where the box is, while the hand changes it; empty at the end

    def __init__(self, item: TriggerItem, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self.keeps_shape = False
        self.heads = np.empty((0, 2))  # what a moved box snaps to
        self._held: _Held | None = None
        self._in_hand = self._kept = False

    def activate(self) -> None:
        self._in_hand = True
        self._item.handles.setVisible(True)

    def deactivate(self) -> None:
        self._in_hand = False
        self._item.handles.setVisible(self._kept)

    def keep_handles(self, kept: bool) -> None:
        """Whether they are seen with every tool."""
        self._kept = kept
        self._item.handles.setVisible(kept or self._in_hand)

    def hits(self, touch: Touch) -> bool:
        """A corner or the turning handle; inside the box the tool in the hand works."""
        return self._held is not None or self.grip_under(touch) not in (None, _MOVE)

    def grip_under(self, touch: Touch) -> _Grip | None:
        """What a press there would take: a corner, the turning handle, the box, or nothing."""
        box = self._item.box
        if box is None:
            return None
        reach = self.near_px(HIT_PX)
        if math.dist(self._item.handles.turn_handle(), (touch.x, touch.y)) <= reach:
            return _TURN
        far, nearest = min((math.dist(box.corner(*corner), (touch.x, touch.y)), corner) for corner in CORNERS)
        u, v = box.to_box(touch.x, touch.y)
        inside = abs(u) <= box.width_px / 2 and abs(v) <= box.height_px / 2
        # In a box that is small on the screen the corners would leave no room to move it by.
        if far <= min(reach, max(min(box.width_px, box.height_px) / 3, reach / 3)) or (far <= reach and not inside):
            return nearest
        return _MOVE if inside else None

    def cursor_at(self, touch: Touch | None) -> Qt.CursorShape:
        box, grip = self._item.box, None if touch is None else self.grip_under(touch)
        if self._held is not None:
            grip = self._held.grip
        if grip is None or box is None:
            return Qt.CursorShape.ArrowCursor
        if grip == _MOVE:
            return Qt.CursorShape.SizeAllCursor
        if grip == _TURN:
            return Qt.CursorShape.CrossCursor
        slants = (grip[0] * grip[1] > 0) == (box.angle_deg % 180 < 45 or box.angle_deg % 180 > 135)
        return Qt.CursorShape.SizeFDiagCursor if slants else Qt.CursorShape.SizeBDiagCursor

    def press(self, touch: Touch) -> None:
        grip, box = self.grip_under(touch), self._item.box
        self._held = None if grip is None or box is None else _Held(grip, touch, box)
        if self._held is not None:
            self.grabbed.emit()

    def drag(self, touch: Touch) -> None:
        if self._held is None:
            return
        box, on = self._pulled(self._held, touch), ""
        guides: tuple[float | None, float | None] = (None, None)
        if self._held.grip == _MOVE and not touch.ctrl:
            box, guides, on = self._snapped(box)
        self._item.handles.set_guides(guides)
        if box != self._item.box:
            self._item.set_box(box)
            self.told.emit("   ".join(filter(None, (in_words(box), on))))
            self.changed.emit(box)

    def release(self, touch: Touch) -> None:
        if self._held is None:
            return
        self.drag(touch)
        before = self._held.before
        self._let_go()
        if self._item.box != before:
            self.released.emit(self._item.box)

    def cancel(self) -> bool:
        held = self._held
        self._let_go()
        if held is not None and self._item.box != held.before:
            self._item.set_box(held.before)
            self.changed.emit(held.before)
        return held is not None

    def drop_grip(self) -> None:
        """The program has put another box: the hand's act on the former one is over."""
        self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held = None
            self._item.handles.set_guides((None, None))
            self.told.emit("")

    def _snapped(self, box: TriggerBox) -> tuple[TriggerBox, tuple[float | None, float | None], str]:
        """The box drawn to what is near its middle, the lines that show it, and what it was drawn to."""
        (x, y), near = box.center_xy_px, self.near_px(SNAP_PX)
        if len(self.heads):
            away = np.hypot(*(self.heads - box.center_xy_px).T)
            nearest = int(away.argmin())
            if away[nearest] <= near:
                head = (float(self.heads[nearest, 0]), float(self.heads[nearest, 1]))
                return replace(box, center_xy_px=head), head, "on a head"
        upright, across = _near_line(x, self.frame[0], near)
        level, down = _near_line(y, self.frame[1], near)
        center = (x if upright is None else upright, y if level is None else level)
        return (
            replace(box, center_xy_px=center),
            (upright, level),
            ", ".join(dict.fromkeys(filter(None, (across, down)))),
        )

    def key(self, step: Step) -> bool:
        box = self._item.box
        if box is None or self._held is not None:
            return False
        if step.arrow is not None:
            after = box.moved(step.arrow[0] * step.stride_px, step.arrow[1] * step.stride_px)
        elif step.name in ("smaller", "larger"):
            share = 1.01 if step.shift else 1.1
            after = box.scaled(share if step.name == "larger" else 1 / share)
        elif step.name in ("previous_head", "next_head"):
            degrees = 1.0 if step.shift else SNAP_DEG
            after = box.turned(box.angle_deg + (degrees if step.name == "next_head" else -degrees))
        else:
            return False
        self.grabbed.emit()
        self._item.set_box(after)
        self.changed.emit(after)
        self.released.emit(after)
        return True

    def _pulled(self, held: _Held, touch: Touch) -> TriggerBox:
        before, start = held.before, held.start
        if held.grip == _MOVE:
            return before.moved(touch.x - start.x, touch.y - start.y)
        if held.grip == _TURN:
            x, y = before.center_xy_px
            degrees = math.degrees(math.atan2(touch.y - y, touch.x - x)) + 90.0
            return before.turned(round(degrees / SNAP_DEG) * SNAP_DEG if touch.shift else degrees)
        return before.with_corner_at(held.grip, touch.x, touch.y, keep_shape=touch.shift or self.keeps_shape)


def in_words(box: TriggerBox) -> str:
    """Where a box is, for a hand that moves it."""
    x, y = box.center_xy_px
    turned = f"   {box.angle_deg:.0f}°" if round(box.angle_deg) else ""
    return f"x {x:.0f}  y {y:.0f}   {box.width_px:.0f} × {box.height_px:.0f} px{turned}"


def _near_line(at: float, length: float, near: float) -> tuple[float | None, str]:
    """The center or a third of a side, where `at` is near it."""
    for share, words in ((0.5, "center"), (1 / 3, "third"), (2 / 3, "third")):
        if abs(at - share * length) <= near:
            return share * length, words
    return None, ""
