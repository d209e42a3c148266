"""Heads that are proposed: hollow diamonds beside the heads' discs, taken or dropped one by one, by a box, or all."""

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from miscount.widgets.canvas.drawn import Band
from miscount.widgets.canvas.markers import draw_proposal, draw_selected_proposal
from miscount.widgets.canvas.tools.heads import HeadLayer, SelectTool
from miscount.widgets.canvas.tools.lasso import Lasso
from miscount.widgets.canvas.tools.tool import Step, Touch


class ProposalLayer(HeadLayer):
    """Proposals as shown; the person accepts some of them (`accepted`) or rejects them (`deleted`)."""

    accepted = Signal(object)  # indices (K,)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, draw_proposal, draw_selected_proposal, more_px=5)


class ProposalTool(SelectTool):
    """A click accepts, with Alt it rejects; a drag moves; a box selects, then Enter accepts and Delete rejects.

    Shift adds to what is selected, Ctrl toggles it. By keys: `.` and `,` go to the next and the one before, Enter
    accepts it and goes on, Delete rejects it and goes on, arrows move it.
    """

    layer: ProposalLayer

    def __init__(self, layer: ProposalLayer, band: Band, lasso: Lasso, parent: QObject | None = None) -> None:
        super().__init__(layer, band, lasso, parent)

    def cursor_at(self, touch: Touch | None) -> Qt.CursorShape:
        over = touch is not None and self.head_under(touch) >= 0
        return Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.CrossCursor

    def press(self, touch: Touch) -> None:
        if not touch.again:  # the second click of a double click would take the neighbor too
            super().press(touch)

    def release(self, touch: Touch) -> None:
        start = self._start
        clicked = start is not None and not (self._moving or self._draws)
        if start is not None and clicked and self._hit >= 0 and not (start.shift or start.ctrl):
            hit = np.array([self._hit])
            self.cancel()
            if start.alt:
                self.layer.deleted.emit(hit)
            else:
                self.layer.accepted.emit(hit)
        else:
            super().release(touch)

    def key(self, step: Step) -> bool:
        if step.name not in ("place", "delete"):
            return super().key(step)
        chosen = self.layer.selection
        if not chosen.size:
            return False
        following = self._after(chosen)
        (self.layer.accepted if step.name == "place" else self.layer.deleted).emit(chosen.copy())
        if len(chosen) == 1:
            self._go_on(following)
        return True

    def _after(self, chosen: np.ndarray) -> tuple[float, float] | None:
        """The place of the proposal that follows what is chosen."""
        left = np.setdiff1d(np.arange(len(self.layer.points)), chosen)
        later = left[left > chosen[-1]]
        following = later if later.size else left
        return tuple(self.layer.points[following[0]]) if following.size else None

    def _go_on(self, place: tuple[float, float] | None) -> None:
        """Select the next one, if what was asked for was done and it is still there."""
        index = self.layer.nearest(*place, within=1e-6) if place is not None else -1
        if index >= 0 and not self.layer.selection.size and place is not None:
            self.layer.select(np.array([index]))
            self.stepped_to.emit(place)
