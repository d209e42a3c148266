"""The heads layer and the tools that select, move, delete and add heads. It holds what is shown, not the truth."""

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.drawn import Band, Hair
from miscount.widgets.canvas.markers import (  # fmt: skip
    Markers,
    Stroke,
    draw_head,
    draw_hovered,
    draw_noted,
    draw_other,
    draw_selected,
)
from miscount.widgets.canvas.tools.lasso import Lasso, inside_polygon
from miscount.widgets.canvas.tools.tool import DRAG_THRESHOLD_PX, Step, Tool, Touch
from miscount.widgets.sizes import scale, scaled

HIT_PX = 9.0
_NONE = np.zeros(0, np.intp)


class HeadLayer(QObject):
    """Heads as shown: `points` (N, 2) float64 in image pixels, `weights` (N,), the selection. Its signals are acts."""

    added = Signal(object)  # points (M, 2)
    moved = Signal(object)  # (indices (K,), new points (K, 2)), once at the end of a drag
    moving = Signal(object)  # the same, while the hand is still moving
    deleted = Signal(object)  # indices (K,)
    selection_changed = Signal(object)  # indices (K,), ascending

    def __init__(
        self,
        parent: QObject | None = None,
        draw: Stroke = draw_head,
        draw_chosen: Stroke = draw_selected,
        more_px: int = 0,
    ) -> None:
        """`more_px`: how much larger its marks are than those of heads."""
        super().__init__(parent)
        self.points = np.zeros((0, 2))
        self.weights = np.zeros(0, np.float32)
        self.selection = _NONE
        self.frame = (0.0, 0.0)
        self._shown = self.points
        self._hovered = -1
        self._size_px = 8
        self.markers = Markers(draw, 8)
        self.selected_markers = Markers(draw_chosen, 11)
        self.hover_marker = Markers(draw_hovered, 17)
        self.note_markers = Markers(draw_noted, 20)
        self.other_markers = Markers(draw_other, 15)
        self.noted = np.zeros(0, bool)
        self._sized = ((self.markers, more_px), (self.selected_markers, 3 + more_px), (self.hover_marker, 9 + more_px),
                       (self.note_markers, 12), (self.other_markers, 7))  # fmt: skip
        self.items = tuple(item for item, _ in self._sized)

    # ---- what is shown

    def set_heads(self, points: np.ndarray, weights: np.ndarray | None = None, noted: np.ndarray | None = None) -> None:
        points = np.array(points, dtype=np.float64).reshape(-1, 2)
        given = np.ones(len(points), np.float32) if weights is None else np.array(weights, np.float32).reshape(-1)
        if len(given) != len(points):
            raise ValueError(f"want one weight a head, got {len(points)} heads and {len(given)} weights")
        if not np.isfinite(points).all():
            raise ValueError("heads must be finite")
        kept = len(points) == len(self.points)
        self.points, self.weights = points, given
        self.noted = np.zeros(len(points), bool) if noted is None else np.array(noted, bool).reshape(len(points))
        if not kept:
            self.selection = _NONE
        self._hovered = -1
        self._show(points)

    def set_selection(self, indices: np.ndarray) -> None:
        wanted = np.unique(np.asarray(indices, dtype=np.intp).reshape(-1))
        if wanted.size and (wanted[0] < 0 or wanted[-1] >= len(self.points)):
            raise ValueError(f"no head {wanted[0] if wanted[0] < 0 else wanted[-1]} among {len(self.points)}")
        self.selection = wanted
        self._show_selection()

    def set_hovered(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self._show_hovered()

    def set_camera(self, camera: Camera) -> None:
        """Smaller marks where heads are closer on the screen, so that a crowd stays visible under its marks."""
        area = max(self.frame[0] * self.frame[1], 1.0)
        spacing_px = camera.scale * np.sqrt(area / max(len(self.points), 1))
        self._size_px = scaled(np.clip(0.45 * spacing_px / scale(), 4, 9))
        for item, more_px in self._sized:
            item.set_size(self._size_px + more_px, camera.scale)

    def nearest(self, x: float, y: float, within: float) -> int:
        """The index of the head nearest to (x, y), at most `within` image pixels away; -1 for none."""
        if not len(self.points):
            return -1
        squares = (self.points[:, 0] - x) ** 2 + (self.points[:, 1] - y) ** 2
        index = int(squares.argmin())
        return index if squares[index] <= within**2 else -1

    def inside(self, left: float, top: float, right: float, bottom: float) -> np.ndarray:
        """The indices of the heads in a box."""
        x, y = self.points[:, 0], self.points[:, 1]
        return np.flatnonzero((x >= left) & (x <= right) & (y >= top) & (y <= bottom))

    # ---- what the person does

    def select(self, indices: np.ndarray) -> None:
        """Select by the person's act."""
        if not np.array_equal(before := self.selection, np.unique(indices)):
            self.set_selection(indices)
            if not np.array_equal(before, self.selection):
                self.selection_changed.emit(self.selection.copy())

    def add(self, points: np.ndarray) -> None:
        self.added.emit(np.array(points, dtype=np.float64).reshape(-1, 2))

    def delete_selected(self) -> bool:
        if not self.selection.size:
            return False
        self.deleted.emit(self.selection.copy())
        return True

    def moved_points(self, indices: np.ndarray, dx: float, dy: float) -> np.ndarray:
        """Heads moved as one group by (dx, dy), or less, so that none that is on the image leaves it; (K, 2)."""
        points, last = self.points[indices], np.nextafter(np.array(self.frame), 0)
        inside = ((points >= 0) & (points <= last)).all(axis=1)
        if not inside.any():
            shifted: np.ndarray = points + np.array([dx, dy])
            return shifted
        low, high = -points[inside].min(axis=0), last - points[inside].max(axis=0)
        moved: np.ndarray = points + np.clip((dx, dy), low, high)
        moved[inside] = np.clip(moved[inside], 0, last)  # what rounding did to the last digit
        return moved

    def preview_move(self, indices: np.ndarray, dx: float, dy: float) -> None:
        shown = self.points.copy()
        shown[indices] = self.moved_points(indices, dx, dy)
        self._show(shown)
        self.moving.emit((indices.copy(), shown[indices]))

    def finish_move(self, indices: np.ndarray, dx: float, dy: float) -> None:
        moved = self.moved_points(indices, dx, dy)
        if np.array_equal(moved, self.points[indices]):
            self.drop_preview()
            return
        self.points = self.points.copy()
        self.points[indices] = moved
        self._show(self.points)
        self.moved.emit((indices.copy(), moved))

    def drop_preview(self) -> None:
        self._show(self.points)

    def _show(self, points: np.ndarray) -> None:
        self._shown = points
        self.note_markers.set_points(points[self.noted], np.zeros(int(self.noted.sum()), bool))
        self._show_selection()
        self._show_hovered()

    def set_others(self, only_theirs: np.ndarray, only_ours: np.ndarray) -> None:
        """Where another annotator differs: points (K, 2) that only they have, and that only we have."""
        points = np.concatenate([np.reshape(only_theirs, (-1, 2)), np.reshape(only_ours, (-1, 2))]).astype(float)
        self.other_markers.set_points(points, np.arange(len(points)) >= len(np.reshape(only_theirs, (-1, 2))))

    def _show_selection(self) -> None:
        # a selected head has one mark, not two: selecting all then costs a frame what selecting none does
        plain = np.ones(len(self._shown), bool)
        plain[self.selection] = False
        self.markers.set_points(self._shown[plain], self.weights[plain] != 1)
        self.selected_markers.set_points(self._shown[self.selection], np.zeros(self.selection.size, bool))

    def _show_hovered(self) -> None:
        index = [self._hovered] if 0 <= self._hovered < len(self._shown) else []
        self.hover_marker.set_points(self._shown[index].reshape(-1, 2), np.zeros(len(index), bool))


class HeadTool(Tool):
    """What selecting and adding share: hovering, dragging the selected, keys that delete, nudge and step."""

    def __init__(self, layer: HeadLayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layer = layer
        self._start: Touch | None = None
        self._hit = -1
        self._moving = False

    def deactivate(self) -> None:
        self.layer.set_hovered(-1)

    def head_under(self, touch: Touch) -> int:
        return self.layer.nearest(touch.x, touch.y, self.near_px(HIT_PX))

    def hover(self, touch: Touch | None) -> None:
        self.layer.set_hovered(-1 if touch is None else self.head_under(touch))

    def press(self, touch: Touch) -> None:
        self._start, self._hit, self._moving = touch, self.head_under(touch), False

    def is_drag(self, touch: Touch) -> bool:
        """Whether the hand has left the place of the press by more than a click may."""
        return self._start is not None and touch.view_distance(self._start) > DRAG_THRESHOLD_PX

    def drag_heads(self, touch: Touch) -> None:
        """Carry the selected heads along; a head that was not selected becomes the selection first."""
        if not self._moving:
            self._moving = True
            self.layer.set_hovered(-1)
            if self._hit not in self.layer.selection:
                self.layer.select(np.array([self._hit]))
        if (start := self._start) is not None:
            self.layer.preview_move(self.layer.selection, touch.x - start.x, touch.y - start.y)

    def drop_heads(self, touch: Touch) -> None:
        if (start := self._start) is not None:
            self.layer.finish_move(self.layer.selection, touch.x - start.x, touch.y - start.y)

    def cancel(self) -> bool:
        was_moving, self._moving, self._start = self._moving, False, None
        if was_moving:
            self.layer.drop_preview()
        return was_moving

    def key(self, step: Step) -> bool:
        if step.name == "delete":
            return self.layer.delete_selected()
        if step.name == "select_all":
            self.layer.select(np.arange(len(self.layer.points)))
            return True
        return False

    def nudge(self, step: Step) -> bool:
        """Move the selected heads by an arrow key."""
        if step.arrow is None or not self.layer.selection.size:
            return False
        dx, dy = step.arrow
        self.layer.finish_move(self.layer.selection, dx * step.stride_px, dy * step.stride_px)
        return True


class SelectTool(HeadTool):
    """Click and box select, with Alt a lasso; drag moves; Shift adds, Ctrl toggles; Ctrl+click on nothing adds."""

    hears_ctrl = True
    stepped_to = Signal(object)  # (x, y) of the head that a key selected: to be brought into view

    def __init__(self, layer: HeadLayer, band: Band, lasso: Lasso, parent: QObject | None = None) -> None:
        super().__init__(layer, parent)
        self._band, self._lasso = band, lasso

    def cursor_at(self, touch: Touch | None) -> Qt.CursorShape:
        over = touch is not None and self.head_under(touch) >= 0
        return Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor

    def drag(self, touch: Touch) -> None:
        started = self._moving or self._band.isVisible() or self._lasso.isVisible()
        if self._start is None or not (started or self.is_drag(touch)):
            return
        if self._start.alt:
            if not started:
                self._lasso.begin(self._start.x, self._start.y)
            self._lasso.go_on(touch.x, touch.y)
        elif self._hit >= 0 and not self._start.ctrl:
            self.drag_heads(touch)
        else:
            self._band.show_between(self._start.x, self._start.y, touch.x, touch.y)

    def release(self, touch: Touch) -> None:
        if self._start is None:
            return
        if self._moving:
            self.drop_heads(touch)
        elif self._band.isVisible():
            rect = self._band.rect
            self._take(self._start, self.layer.inside(rect.left(), rect.top(), rect.right(), rect.bottom()))
        elif self._lasso.isVisible():
            self._take(self._start, np.flatnonzero(inside_polygon(self.layer.points, self._lasso.corners)))
        elif self._hit >= 0:
            self._take(self._start, np.array([self._hit]))
        elif touch.ctrl:
            if self.in_frame(touch.x, touch.y):
                self.layer.add(np.array([[touch.x, touch.y]]))
        elif not touch.shift:
            self.layer.select(_NONE)
        self._put_away()
        self._start, self._moving = None, False

    @property
    def _draws(self) -> bool:
        """Whether a box or a lasso is being drawn."""
        return bool(self._band.isVisible() or self._lasso.isVisible())

    def _put_away(self) -> bool:
        drawing = self._draws
        self._band.hide()
        self._lasso.hide()
        return drawing

    def cancel(self) -> bool:
        drawing = self._put_away()
        return super().cancel() or drawing

    def deactivate(self) -> None:
        self._put_away()
        super().deactivate()

    def key(self, step: Step) -> bool:
        if step.name in ("next_head", "previous_head") and len(self.layer.points):
            self._step(1 if step.name == "next_head" else -1)
            return True
        if step.name == "cancel" and self.layer.selection.size:
            self.layer.select(_NONE)
            return True
        return super().key(step) or self.nudge(step)

    def _take(self, held: Touch, indices: np.ndarray) -> None:
        chosen = self.layer.selection
        if held.ctrl:
            chosen = np.setxor1d(chosen, indices)
        elif held.shift:
            chosen = np.union1d(chosen, indices)
        else:
            chosen = indices
        self.layer.select(chosen)

    def _step(self, by: int) -> None:
        selected = self.layer.selection
        after = (selected[-1] if by > 0 else selected[0]) + by if selected.size else (0 if by > 0 else -1)
        index = int(after) % len(self.layer.points)
        self.layer.select(np.array([index]))
        self.stepped_to.emit(tuple(self.layer.points[index]))


class PointTool(HeadTool):
    """A click adds a head, a drag on a head moves it; or a crosshair moved by arrows, and Enter places."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, layer: HeadLayer, hair: Hair, parent: QObject | None = None) -> None:
        super().__init__(layer, parent)
        self._hair = hair

    def drag(self, touch: Touch) -> None:
        if self._start is not None and self._hit >= 0 and (self._moving or self.is_drag(touch)):
            self.drag_heads(touch)

    def release(self, touch: Touch) -> None:
        if self._start is None:
            return
        if self._moving:
            self.drop_heads(touch)
        elif not (self.is_drag(touch) or self._start.again) and self.in_frame(self._start.x, self._start.y):
            self.layer.add(np.array([[self._start.x, self._start.y]]))
        self._start, self._moving = None, False

    def deactivate(self) -> None:
        self._hair.hide()
        super().deactivate()

    def key(self, step: Step) -> bool:
        if self._hair.key(step, self.frame, self.camera):
            return True
        if step.name == "place" and self._hair.isVisible():
            self.layer.add(np.array([self._hair.place]))
            return True
        return super().key(step)

    def cancel(self) -> bool:
        return self._hair.hide() or super().cancel()
