"""A scroll area over a drawing that can be zoomed: it keeps scale and place, and hears wheel, hand and zoom keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

WHEEL_STEP = 1.2  # one notch, as on the canvas
MIN_SCALE, MAX_SCALE = 0.1, 4.0
LEAST_FITTED_SCALE = 0.6
"""A drawing that is wider still is scrolled: its words must stay readable."""
_SIDEWAYS_PX = 80.0  # one notch with Shift


class ZoomArea(QAbstractScrollArea):
    """Shows a drawing of `extent()` pixels at `scale`; a subclass paints it, mapped by `to_view`.

    The wheel scrolls, with Ctrl it zooms at the pointer, with Shift it goes sideways; dragging pans; F fits the width,
    Ctrl+0 is 100 %, plus and minus zoom. A drawing that is smaller than the view stands in its middle.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale, self._fitted = 1.0, True
        self._pan_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def extent(self) -> QSizeF:
        """Size of the unzoomed drawing."""
        raise NotImplementedError

    # ---- scale and place

    @property
    def scale(self) -> float:
        """View pixels per pixel of the unzoomed drawing."""
        return self._scale

    @property
    def is_fitted(self) -> bool:
        """Whether the width is fitted, and will be again at another size: until the person zooms."""
        return self._fitted

    def fit(self) -> None:
        """The whole width in view, as far as words stay readable; never magnified."""
        self._fitted = True
        room = self.viewport().width() / max(self.extent().width(), 1.0)
        self._set_scale(min(max(room, LEAST_FITTED_SCALE), 1.0))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Closer by `factor`, what is under `at` (the view's middle by default) staying where it is."""
        self._fitted = False
        at = at or QPointF(self.viewport().rect().center())
        held = self.to_drawing(at)
        self._set_scale(min(max(self._scale * factor, MIN_SCALE), MAX_SCALE))
        self.put(held, at)

    def put(self, place: QPointF, at: QPointF) -> None:
        """Scroll until `place` of the drawing lies at `at` of the view, as far as that can be."""
        moved = place * self._scale + self._margin() - at
        self._scroll_to(moved.x(), moved.y())

    def to_drawing(self, at: QPointF) -> QPointF:
        """The place of the unzoomed drawing under a place of the view."""
        return (at - self.to_view(QPointF())) * (1 / self._scale)

    def to_view(self, place: QPointF) -> QPointF:
        """Where a place of the unzoomed drawing lies in the view."""
        scrolled = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return place * self._scale + self._margin() - scrolled

    def view_rect(self, rect: QRectF) -> QRect:
        """The view pixels that a rectangle of the drawing covers."""
        return QRectF(self.to_view(rect.topLeft()), rect.size() * self._scale).toAlignedRect().adjusted(-1, -1, 1, 1)

    def reveal(self, rect: QRectF) -> None:
        """Scroll as little as is needed to have a rectangle of the drawing in view."""
        box, view = self.view_rect(rect), self.viewport().rect()
        for bar, low, high, end in (
            (self.horizontalScrollBar(), box.left(), box.right(), view.right()),
            (self.verticalScrollBar(), box.top(), box.bottom(), view.bottom()),
        ):
            bar.setValue(bar.value() + (low if low < 0 else max(high - end, 0)))

    def refit(self) -> None:
        """After a change of the drawing's or the view's size: fitted again, or the same scale."""
        if self._fitted:
            self.fit()
        else:
            self._set_scale(self._scale)

    def _margin(self) -> QPointF:
        size = self.extent() * self._scale
        room_x, room_y = self.viewport().width() - size.width(), self.viewport().height() - size.height()
        return QPointF(max(room_x / 2, 0.0), max(room_y / 2, 0.0))

    def _set_scale(self, scale: float) -> None:
        self._scale = scale
        size = self.extent() * scale
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), self.viewport().width()),
            (self.verticalScrollBar(), size.height(), self.viewport().height()),
        ):
            bar.setRange(0, max(0, round(whole - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(max(20, seen // 20))
        self.viewport().update()

    def _scroll_to(self, x: float, y: float) -> None:
        self.horizontalScrollBar().setValue(round(x))
        self.verticalScrollBar().setValue(round(y))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    # ---- the person

    def key_act(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does, or None for one that is not heard here; a subclass adds its own."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_0:
            return lambda: self.zoom(1 / self._scale)
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return None
        return {
            Qt.Key.Key_F: self.fit,
            Qt.Key.Key_Plus: lambda: self.zoom(WHEEL_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / WHEEL_STEP),
        }.get(Qt.Key(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self.key_act(event)
        if act is None:
            event.ignore()
        else:
            act()

    def event(self, event: QEvent) -> bool:
        # while the drawing has the focus its keys go before shortcuts of the window; others stay the window's
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.key_act(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pan_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            moved, self._pan_from = event.position() - self._pan_from, event.position()
            self._scroll_to(
                self.horizontalScrollBar().value() - moved.x(), self.verticalScrollBar().value() - moved.y()
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            self._pan_from = None
            self.viewport().unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        held, delta = event.modifiers(), event.angleDelta()
        if held & Qt.KeyboardModifier.ControlModifier:
            self.zoom(WHEEL_STEP ** (delta.y() / 120.0), event.position())
            event.accept()
        elif held & Qt.KeyboardModifier.ShiftModifier and delta.y():  # some platforms turn it sideways themselves
            bar = self.horizontalScrollBar()
            bar.setValue(round(bar.value() - delta.y() / 120.0 * _SIDEWAYS_PX))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            self.zoom(1.0 + event.value(), event.position())
            return True
        return super().viewportEvent(event)
