"""The drawing surface: a pyqtgraph view with the camera; pans and zooms in every mode, hands the rest to a tool."""

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from miscount.widgets.canvas.camera import Camera, fitting
from miscount.widgets.canvas.keys import KeyMap
from miscount.widgets.canvas.tools.split import Splitter
from miscount.widgets.canvas.tools.tool import Handles, Step, Tool, Touch

WHEEL_STEP = 1.2  # one notch
_ZOOM_PER_DRAG_PX = 1.01
_LOOKS = ("fit", "actual_size", "zoom_in", "zoom_out", "hold_to_peek")
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt)


class Stage(pg.GraphicsView):
    """Image coordinates inside a ViewBox whose range is always what the camera says, so that aspect cannot slip.

    The mouse never reaches pyqtgraph's scene: left belongs to the tool, and there is no menu.
    """

    camera_changed = Signal(object)  # Camera, by the person or by the program
    navigated = Signal(object)  # Camera, by the person
    hovered = Signal(object)  # (x, y) in image pixels, or None
    key_named = Signal(object)  # Step, a key of the key map that no tool heard
    peeked = Signal(bool)
    alt_wheeled = Signal(float)  # notches
    menu_asked = Signal(object, QPoint)  # (x, y) in image pixels, and where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.box = pg.ViewBox(enableMouse=False, enableMenu=False, invertY=True, defaultPadding=0)
        self.setCentralItem(self.box)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.wheel_zooms = True
        self.keys = KeyMap()
        self.camera = Camera(0.0, 0.0, 1.0)
        self._frame = (0.0, 0.0)
        self._fitted = True
        self._tool = Tool(self)
        self.ctrl_tool: Tool | None = None  # hears Ctrl+click in every mode but those that use Ctrl themselves
        self.splitter: Splitter | None = None  # goes before every tool where it is grabbed
        self.handles: Handles | None = None  # so do these
        self._pressed_tool: Tool | None = None
        self._pan_from: QPointF | None = None
        self._zoom_from: tuple[QPointF, tuple[float, float]] | None = None
        self._space_held = False
        self._clicks_again = False
        self._last_touch: Touch | None = None

    # ---- what is shown

    def add(self, item: pg.GraphicsObject, z: float) -> None:
        item.setZValue(z)
        self.box.addItem(item, ignoreBounds=True)

    def set_background(self, color: QColor) -> None:
        self.setBackground(color)

    def set_frame(self, width: float, height: float, keep_view: bool) -> None:
        """The size of the image; the view is fitted to it unless it is to be kept."""
        self._frame = (width, height)
        if not keep_view or self._fitted:
            self.fit()

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        if tool is self._tool:
            return
        self.drop_drag()
        self._tool.cancel()
        self._tool.deactivate()
        self._tool = tool
        tool.activate()
        tool.hover(self._last_touch)
        self.refresh_cursor()

    def drop_drag(self) -> bool:
        """What the hand holds is no longer there; True if it held something."""
        pressed, self._pressed_tool = self._pressed_tool, None
        return pressed is not None and pressed.cancel()

    # ---- the camera

    def set_camera(self, camera: Camera, fitted: bool = False) -> None:
        self.camera = camera
        self._fitted = fitted
        width, height = self.view_size()
        half_width, half_height = width / camera.scale / 2, height / camera.scale / 2
        reach = QRectF(camera.x - half_width, camera.y - half_height, 2 * half_width, 2 * half_height)
        self.box.setRange(reach, padding=0, disableAutoRange=True)
        self.camera_changed.emit(camera)

    @property
    def is_fitted(self) -> bool:
        """Whether the whole frame is shown, and will be when the view or the frame changes."""
        return self._fitted

    def fit(self) -> None:
        if self._frame[0] > 0 and self._frame[1] > 0:
            self.set_camera(fitting(*self._frame, *self.view_size()), fitted=True)

    def zoom(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom by the person's wish, about an image point (the middle of the view by default)."""
        self._navigate(self.camera.zoomed(factor, at or (self.camera.x, self.camera.y)))

    def camera_showing(self, x: float, y: float) -> Camera:
        """The camera moved as little as is needed to have the image point in view."""
        width, height = self.view_size()
        view_x, view_y = self.camera.to_view(x, y, width, height)
        margin = min(24.0, width / 4, height / 4)
        shift_x = min(max(view_x, margin), width - margin) - view_x
        shift_y = min(max(view_y, margin), height - margin) - view_y
        return self.camera.panned(shift_x, shift_y)

    def follow(self, x: float, y: float) -> None:
        """Keep the place of the person's keyboard hand in view."""
        if (camera := self.camera_showing(x, y)) != self.camera:
            self._navigate(camera)

    def view_size(self) -> tuple[int, int]:
        return max(self.viewport().width(), 1), max(self.viewport().height(), 1)

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        return self.camera.to_view(x, y, *self.view_size())

    def to_image(self, view_x: float, view_y: float) -> tuple[float, float]:
        return self.camera.to_image(view_x, view_y, *self.view_size())

    def _navigate(self, camera: Camera) -> None:
        self.set_camera(camera.kept_near(*self._frame))
        self.navigated.emit(self.camera)
        if self._last_touch is not None and self._pressed_tool is None:
            self._last_touch = self._moved_under(self._last_touch)
            self._tool.hover(self._last_touch)
            self.hovered.emit((self._last_touch.x, self._last_touch.y))

    def _moved_under(self, touch: Touch) -> Touch:
        """The same place of the view, which now shows another place of the image."""
        x, y = self.to_image(touch.view_x, touch.view_y)
        return replace(touch, x=x, y=y)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "camera"):  # pyqtgraph resizes while it is being made
            return
        if self._fitted:
            self.fit()
        else:
            self.set_camera(self.camera)

    # ---- the mouse

    def touch(
        self, position: QPointF, modifiers: Qt.KeyboardModifier, eraser: bool = False, pressure: float = 1.0
    ) -> Touch:
        x, y = self.to_image(position.x(), position.y())
        held = Qt.KeyboardModifier
        return Touch(
            x,
            y,
            position.x(),
            position.y(),
            shift=bool(modifiers & held.ShiftModifier),
            ctrl=bool(modifiers & held.ControlModifier),
            alt=bool(modifiers & held.AltModifier),
            eraser=eraser,
            pressure=pressure,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space_held):
            self._take_view(event)
        elif left and self._frame[0] > 0:
            self._give_to_tool(event)
        elif event.button() == Qt.MouseButton.RightButton and self._pressed_tool is None:
            place = self.to_image(event.position().x(), event.position().y())
            self.menu_asked.emit(place, event.globalPosition().toPoint())

    def _take_view(self, event: QMouseEvent) -> None:
        """Begin to pan; with Ctrl, to zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_from = (event.position(), self.to_image(event.position().x(), event.position().y()))
        else:
            self._pan_from = event.position()
        self.refresh_cursor()

    def _give_to_tool(self, event: QMouseEvent) -> None:
        touch = replace(self._remember(event), again=self._clicks_again)
        tool: Tool = self._tool
        if (splitter := self._splitter_at(touch)) is not None:
            tool = splitter
        elif (handles := self._handles_at(touch)) is not None:
            tool = handles
        elif touch.ctrl and self.ctrl_tool is not None and not self._tool.hears_ctrl:
            tool = self.ctrl_tool
        elif self._tool.left_pans:
            self._take_view(event)
            return
        self._pressed_tool = tool
        tool.press(touch)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._clicks_again = True
        self.mousePressEvent(event)
        self._clicks_again = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pan_from is not None:
            moved = event.position() - self._pan_from
            self._pan_from = event.position()
            self._navigate(self.camera.panned(moved.x(), moved.y()))
            return
        if self._zoom_from is not None:
            start, at = self._zoom_from
            self._zoom_from = (event.position(), at)
            self.zoom(_ZOOM_PER_DRAG_PX ** (start.y() - event.position().y()), at)
            return
        touch = self._remember(event)
        if self._pressed_tool is not None:
            self._pressed_tool.drag(touch)
        else:
            self._tool.hover(touch)
            self.refresh_cursor()
        self.hovered.emit((touch.x, touch.y))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton) and (
            self._pan_from is not None or self._zoom_from is not None
        ):
            self._pan_from = self._zoom_from = None
            self.refresh_cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self._pressed_tool is not None:
            pressed, self._pressed_tool = self._pressed_tool, None
            touch = self._remember(event)
            pressed.release(touch)
            self._tool.hover(touch)
            self.refresh_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        self._last_touch = None
        self._tool.hover(None)
        self.hovered.emit(None)
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        event.accept()  # takes no focus: a text box that is being typed in keeps it

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        held, delta = event.modifiers(), event.angleDelta()
        ctrl = bool(held & Qt.KeyboardModifier.ControlModifier)
        steps = (delta.y() or delta.x()) / 120.0
        if held & Qt.KeyboardModifier.AltModifier:
            self.alt_wheeled.emit(steps)  # some platforms turn it sideways, hence `steps` from either axis
        elif held & Qt.KeyboardModifier.ShiftModifier:
            self._navigate(self.camera.panned(steps * 80.0, 0))
        elif ctrl or self.wheel_zooms:
            self.zoom(WHEEL_STEP**steps, self.to_image(event.position().x(), event.position().y()))
        else:
            self._navigate(self.camera.panned(delta.x() / 120.0 * 80.0, delta.y() / 120.0 * 80.0))

    def viewportEvent(self, event: QEvent) -> bool:
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.zoom(1.0 + event.value(), self.to_image(event.position().x(), event.position().y()))
            return True
        return bool(super().viewportEvent(event))

    @property
    def hand_in_view(self) -> tuple[float, float] | None:
        """Where the hand was last, in view pixels; None while it is away."""
        touch = self._last_touch
        return None if touch is None else (touch.view_x, touch.view_y)

    def _remember(self, event: QMouseEvent) -> Touch:
        pens = QPointingDevice.PointerType
        eraser = event.pointerType() == pens.Eraser
        pressure = event.points()[0].pressure() if event.pointerType() in (pens.Pen, pens.Eraser) else 1.0
        self._last_touch = self.touch(event.position(), event.modifiers(), eraser, pressure)
        return self._last_touch

    def _splitter_at(self, touch: Touch | None) -> Splitter | None:
        hit = self.splitter is not None and touch is not None and self.splitter.hits(touch)
        return self.splitter if hit else None

    def _handles_at(self, touch: Touch | None) -> Handles | None:
        hit = self.handles is not None and touch is not None and self.handles.hits(touch)
        return self.handles if hit else None

    def refresh_cursor(self) -> None:
        if self._pan_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space_held:
            shape = Qt.CursorShape.OpenHandCursor
        elif (splitter := self._splitter_at(self._last_touch)) is not None:
            shape = splitter.cursor
        elif (handles := self._handles_at(self._last_touch)) is not None:
            shape = handles.cursor_at(self._last_touch)
        else:
            shape = self._tool.cursor_at(self._last_touch)
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    # ---- the keyboard

    def event(self, event: QEvent) -> bool:
        # While the canvas has the focus its keys go before shortcuts of the window; others stay the window's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.keys.name(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = self.keys.name(event)
        if event.key() in _MODIFIERS:
            self._tell_modifiers(event, pressed=True)
        elif name == "hold_to_pan":
            self._hold_to_pan(True)
        elif name == "hold_to_peek":
            if not event.isAutoRepeat():
                self.peeked.emit(True)
        elif event.key() == Qt.Key.Key_Menu:
            self.menu_asked.emit((self.camera.x, self.camera.y), self.mapToGlobal(self.rect().center()))
        elif name is None:
            event.ignore()
            return
        else:
            self._press_key(name, event)
        event.accept()

    def hear(self, event: QKeyEvent) -> bool:
        """A key that came to nobody else, where it only changes what is seen."""
        if self.keys.name(event) not in _LOOKS:
            return False
        if event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
        else:
            self.keyReleaseEvent(event)
        return True

    def _press_key(self, name: str, event: QKeyEvent) -> None:
        held = event.modifiers()
        step = Step(
            name,
            shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
            ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
        )
        if name == "cancel" and (self.drop_drag() or self._tool.cancel()):
            return
        if not self._tool.key(step):
            self.key_named.emit(step)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        name = self.keys.name(event)
        if event.key() in _MODIFIERS:
            self._tell_modifiers(event, pressed=False)
        elif name == "hold_to_pan":
            self._hold_to_pan(False)
        elif name == "hold_to_peek":
            self.peeked.emit(False)
        else:
            event.ignore()

    def focusOutEvent(self, event: QEvent) -> None:
        """A key that is held while the focus leaves would otherwise stay held for ever."""
        self._hold_to_pan(False)
        self.peeked.emit(False)
        super().focusOutEvent(event)

    def _hold_to_pan(self, held: bool) -> None:
        self._space_held = held
        self.refresh_cursor()

    def _tell_modifiers(self, event: QKeyEvent, pressed: bool) -> None:
        held = event.modifiers()
        down = {
            Qt.Key.Key_Shift: bool(held & Qt.KeyboardModifier.ShiftModifier),
            Qt.Key.Key_Control: bool(held & Qt.KeyboardModifier.ControlModifier),
            Qt.Key.Key_Alt: bool(held & Qt.KeyboardModifier.AltModifier),
        }
        down[Qt.Key(event.key())] = pressed  # the event says what was held before it
        self._tool.modifiers(*down.values())
