"""Joins the canvas to the document: what the hand does becomes an edit, what changes is shown."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.widgets.canvas import CanvasView, TriggerBox

from ..document import Document
from ..forms.binding import with_part
from .density_controller import DensityController
from .head_controller import num_heads
from .layer_controller import LayerController
from .painting import Painter
from .pictures import Pictures, Shown
from .reaction import Answer, Reaction

if TYPE_CHECKING:
    from miscount.engine.triggers import AnyTrigger
    from miscount.engine.triggers.placement import Box

TRIGGER = "poison.trigger"
UNDER_THE_HAND = "Another scene came under the hand: nothing was changed."


class CanvasBinding(QObject):
    """Holds no state but what is on the canvas right now."""

    problem = Signal(str)
    taken_over = Signal()  # the hand moves a trigger that is on trial

    def __init__(
        self,
        canvas: CanvasView,
        document: Document,
        pictures: Pictures,
        density: DensityController,
        reaction: Reaction,
        layers: LayerController,
        painter: Painter,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._document, self._density, self._reaction = canvas, document, density, reaction
        self._pictures, self._layers, self._painter = pictures, layers, painter
        self._paints = self._splits = False
        self._shown: Shown | None = None
        self._awaits = False  # the picture of the current scene
        self._points = np.empty((0, 2))  # of the heads that the canvas shows
        self._strokes = False
        self._dragging = False
        self._wants_reaction = False
        self._trial: AnyTrigger | None = None
        self._overlay_of = ""  # the kind of the trigger whose picture is shown
        self._connect_document()
        self._connect_hand()

    def _connect_document(self) -> None:
        document = self._document
        document.scene_changed.connect(self._on_scene)
        document.heads_changed.connect(self._on_heads)
        document.selection_changed.connect(self._on_selection)
        document.value_changed.connect(self._on_value)
        self._pictures.ready.connect(self._on_picture)
        self._pictures.failed.connect(self._on_picture_failed)
        self._density.changed.connect(self._on_density)
        self._density.touched.connect(self._on_touched)
        self._reaction.answered.connect(self._on_answer)
        self._layers.changed.connect(self._on_layer)

    def _connect_hand(self) -> None:
        canvas = self._canvas
        canvas.heads_added.connect(self._add_heads)
        canvas.heads_moved.connect(self._move_heads)
        canvas.heads_deleted.connect(self._delete_heads)
        canvas.selection_changed.connect(self._select)
        canvas.stroke_started.connect(self._begin_stroke)
        canvas.dab.connect(self._dab)
        canvas.stroke_ended.connect(self._end_stroke)
        canvas.region_changed.connect(self._density.set_region)
        canvas.trigger_changed.connect(self._drag_trigger)
        canvas.trigger_released.connect(self._release_trigger)
        canvas.trigger_faded.connect(self._fade_trigger)
        canvas.trigger_tool.grabbed.connect(self._take_over)
        canvas.trigger_tool.keeps_shape = True  # the engine's patches are square

    # ---- what is shown

    def set_painting(self, paints: bool) -> None:
        """Whether the brush paints a layer of the trigger instead of the density map."""
        self._paints = paints
        self._canvas.show_trigger_handles(paints)

    @property
    def is_painting(self) -> bool:
        """Whether the brush paints a layer of the trigger."""
        return self._paints

    def set_split(self, splits: bool) -> None:
        """Whether the triggered scene is shown beside the clean one, right of a line, instead of over it."""
        self._splits = splits
        self._canvas.set_split_image(None)
        self.react()

    def set_reacting(self, reacting: bool) -> None:
        """Whether the page shows what the trigger and the counter do."""
        self._wants_reaction = reacting
        if reacting:
            self.react()
        else:
            self._reaction.forget()
            self._canvas.set_split_image(None)

    def react(self) -> None:
        """Ask for the reaction to what is there now."""
        recipe = self._document.recipe
        if not self._wants_reaction or self._shown is None or recipe is None:
            return
        scene_id, poison = self._shown.scene_id, recipe.poison
        if self._trial is not None:
            poison = poison.model_copy(update={"trigger": self._trial})  # was checked when it was made
        self._reaction.ask(scene_id, self._shown.image, self._document.annotation(scene_id), poison, recipe.seed)

    def try_trigger(self, trigger: "AnyTrigger | None") -> None:
        """Show another trigger than the recipe's, with its reaction, without an edit; None ends the trial."""
        self._trial = trigger
        if not self._dragging:
            self._show_trigger_box()
        self.react()

    @property
    def trigger(self) -> "AnyTrigger | None":
        """The trigger that is shown: the one on trial, or the recipe's."""
        recipe = self._document.recipe
        return self._trial if self._trial is not None or recipe is None else recipe.poison.trigger

    @property
    def image_size(self) -> tuple[int, int] | None:
        """(height, width) of the scene on the canvas."""
        return None if self._shown is None else self._shown.image.shape[:2]

    @property
    def shown_scene(self) -> str:
        """The id of the scene whose picture is on the canvas: another than the document's while that one is read."""
        return "" if self._shown is None else self._shown.scene_id

    def _on_scene(self) -> None:
        scene = self._document.scene
        if scene is None:
            self._show(None)
        else:
            # the last good image stays until the next one is there, and what the hand does to it counts for no scene
            self._awaits = True
            self._canvas.set_empty_text(f"Reading {scene.name}…")
            self._pictures.ask(scene)

    def read_again(self) -> None:
        """The dataset was read anew, and the picture that is shown with it: it may be another one by now."""
        scene = self._document.scene
        if scene is not None and scene.id == self.shown_scene:
            self._pictures.ask(scene)

    def _on_picture(self, shown: Shown) -> None:
        if shown.scene_id != self._document.scene_id:
            return
        before = None if self._awaits else self._shown
        if before is not None and before.scene_id == shown.scene_id and np.array_equal(before.image, shown.image):
            self._shown = shown  # as it was: the view and what the hand is doing stay
        else:
            self._show(shown)
        told = before is not None and before.problem == shown.problem
        if shown.problem and not told and not self._document.has_heads_edited(shown.scene_id):
            self.problem.emit(f"{shown.problem} Its picture is shown without heads.")

    def _on_picture_failed(self, _scene_id: str, why: str) -> None:
        self._show(None)
        self._canvas.set_empty_text(why)
        self.problem.emit(why)

    def _show(self, shown: Shown | None) -> None:
        self._shown, self._awaits = shown, False
        self._dragging = False
        for layer in ("density", "prediction", "difference"):
            self._canvas.set_map(layer, None)
        self._canvas.set_trigger_overlay(None)
        self._canvas.set_split_image(None)
        self._canvas.set_image(None if shown is None else shown.picture)
        self._painter.size = self.image_size
        self._painter.clean = None if shown is None else shown.image
        self._painter.triggered = None
        self._show_heads()
        self._show_trigger_box()
        self._canvas.region.clear()
        self._density.show(self.image_size)
        self.react()

    def _on_heads(self, scene_id: str) -> None:
        if self._shown is not None and scene_id == self._shown.scene_id:
            self._show_heads()
            self.react()

    def _show_heads(self) -> None:
        if self._shown is None:
            self._points = np.empty((0, 2))
            self._canvas.set_heads(self._points)
            return
        annotation = self._document.annotation(self._shown.scene_id)
        self._points = annotation.points
        notes = annotation.columns.get("note")
        noted = None if notes is None else np.array([note is not None for note in notes], dtype=bool)
        self._canvas.set_heads(annotation.points, annotation.weights, noted)

    def _on_selection(self) -> None:
        if self._shown is not None and self._shown.scene_id == self._document.scene_id:
            self._canvas.set_selection(self._document.selection)

    def _on_value(self, name: str) -> None:
        if name == "recipe":
            if not self._dragging:
                self._show_trigger_box()
            self._drop_old_overlay()
            self.react()

    # ---- heads

    def _is_of_this_scene(self) -> bool:
        """Whether what the hand did is of the heads that are there: other ones may have come under it."""
        document, shown = self._document, self._shown
        if self._awaits or shown is None or shown.scene_id != document.scene_id:
            document.acted.emit(UNDER_THE_HAND)
            return False
        if not np.array_equal(self._points, document.annotation(shown.scene_id).points):
            self._show_heads()
            document.acted.emit(UNDER_THE_HAND)
            return False
        return True

    def _select(self, indices: np.ndarray) -> None:
        if self._is_of_this_scene():
            self._document.select(indices)

    def _edit_heads(self, text: str, after: Annotation, select: np.ndarray | None = None) -> None:
        self._document.edit_heads(text, after)
        if select is not None:
            self._document.select(select)

    def _add_heads(self, points: np.ndarray) -> None:
        if not self._is_of_this_scene():
            return
        before = self._document.annotation(self._document.scene_id)
        self._edit_heads(f"Add {num_heads(len(points))}", before.with_heads(points))

    def add_head(self, x: float, y: float) -> None:
        """A head at this place, as a click of the tool would add it."""
        width, height = self._canvas.frame
        if 0 <= x < width and 0 <= y < height:
            self._add_heads(np.array([[x, y]]))

    def move_trigger(self, x: float, y: float) -> None:
        """The layer in the hand with its middle there; says so where it has no place."""
        recipe, size = self._document.recipe, self.image_size
        box = recipe.poison.trigger.box(size, self._layers.current) if recipe is not None and size is not None else None
        if box is None:
            self._document.acted.emit("This layer has no one place: it covers the frame, or is on heads, or tiled.")
        else:
            self._release_trigger(replace(_on_canvas(box), center_xy_px=(x, y)))

    def _move_heads(self, move: tuple[np.ndarray, np.ndarray]) -> None:
        if not self._is_of_this_scene():
            return
        indices, places = move
        before = self._document.annotation(self._document.scene_id)
        points = before.points.copy()
        points[indices] = places
        self._edit_heads(f"Move {num_heads(len(indices))}", before.with_points(points), indices)

    def _delete_heads(self, indices: np.ndarray) -> None:
        if not self._is_of_this_scene():
            return
        before = self._document.annotation(self._document.scene_id)
        kept = np.ones(len(before), dtype=bool)
        kept[indices] = False
        self._edit_heads(f"Delete {num_heads(len(indices))}", before.take(kept))

    # ---- density

    def _begin_stroke(self) -> None:
        self._strokes = self._paints or self._is_of_this_scene()
        if not self._strokes:
            return
        (self._painter if self._paints else self._density).begin_stroke()

    def _dab(self, dab: tuple[float, float, float, int]) -> None:
        if not self._strokes or self._awaits:
            return
        x, y, radius_px, sign = dab
        (self._painter if self._paints else self._density).dab(x, y, radius_px, sign, self._canvas.pressure)

    def _end_stroke(self) -> None:
        if not self._strokes:
            return
        self._strokes = False
        if self._paints:
            self._painter.end_stroke()
            return
        change = self._density.stroke_change
        self._density.end_stroke(f"Stroke of {change:+.2f} persons")

    def _on_density(self) -> None:
        self._canvas.set_map("density", self._density.map)

    def _on_touched(self, rect: tuple[int, int, int, int]) -> None:
        if self._density.map is not None:
            self._canvas.update_map_region("density", self._density.map, rect)

    # ---- trigger

    def _show_trigger_box(self) -> None:
        trigger, size = self.trigger, self.image_size
        box = None
        if trigger is not None and size is not None:
            # a picture that is gone is what the reaction says
            with suppress(EngineError):
                box = trigger.box(size, self._layers.current)
        self._canvas.set_trigger_box(None if box is None else _on_canvas(box))

    def _on_layer(self) -> None:
        if not self._dragging:
            self._show_trigger_box()

    def _drag_trigger(self, box: TriggerBox) -> None:
        recipe, size = self._document.recipe, self.image_size
        if recipe is None or size is None or (not self._dragging and not self._layers.may_change()):
            self._show_trigger_box()
            return
        self._dragging = True
        moved = recipe.poison.trigger.at_box(_in_engine(box), size, self._layers.current)
        if moved is not None:
            self._document.edit_value("Move the trigger", "recipe", with_part(recipe, TRIGGER, moved))

    def _take_over(self) -> None:
        """The hand takes hold of a trigger on trial: what was found so far becomes the trigger before it moves."""
        if self._trial is not None:
            self.taken_over.emit()

    def _fade_trigger(self, factor: float) -> None:
        self._take_over()
        self._layers.fade(factor)

    def _release_trigger(self, box: TriggerBox) -> None:
        self._drag_trigger(box)
        self._dragging = False
        self._document.history.end_gesture()
        self._show_trigger_box()

    def _drop_old_overlay(self) -> None:
        """A trigger of another kind never stands there with the picture of the one before."""
        trigger = self.trigger
        if trigger is not None and self._overlay_of not in ("", trigger.kind):
            self._canvas.set_trigger_overlay(None)
            self._canvas.set_split_image(None)
            self._painter.triggered = None
            self._overlay_of = ""

    def _on_answer(self, answer: Answer) -> None:
        trigger = self.trigger
        if self._shown is None or answer.request.scene_id != self._shown.scene_id:
            return
        if trigger is not None and answer.request.poison.trigger.kind != trigger.kind:
            return  # of the kind before
        if answer.problem:
            self._canvas.set_trigger_overlay(None)  # what was shown before is not what there is now
            self._painter.triggered = None
            return
        if answer.triggered is not None:
            self._painter.triggered = answer.triggered
            self._show_overlay(answer.request.image, answer.triggered)
        if answer.clean_map is not None and answer.triggered_map is not None:
            difference = answer.triggered_map - answer.clean_map
            self._canvas.set_map("prediction", answer.triggered_map, fixed_levels(answer.clean_map))
            self._canvas.set_map("difference", difference, signed_levels(answer.clean_map))

    def _show_overlay(self, clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> None:
        trigger, size = self.trigger, self.image_size
        self._overlay_of = "" if trigger is None else trigger.kind
        if self._splits:
            self._canvas.set_trigger_overlay(None)
            self._canvas.set_split_image(triggered)
            return
        # drawn in the box, it follows the hand before the next answer comes
        picture = None
        if trigger is not None and size is not None:
            with suppress(EngineError):  # gone since the answer was made: the next one says so
                picture = trigger.picture_in_box(size)
        over_frame = _over_frame(clean, triggered) if picture is None else picture
        self._canvas.set_trigger_overlay(over_frame, over_frame=picture is None)


def _on_canvas(box: "Box") -> TriggerBox:
    return TriggerBox((box.x_px, box.y_px), box.width_px, box.height_px, box.angle_deg)


def _in_engine(box: TriggerBox) -> "Box":
    from miscount.engine.triggers.placement import Box

    return Box(*box.center_xy_px, box.width_px, box.height_px, box.angle_deg)


def _over_frame(clean: NDArray[np.uint8], triggered: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The triggered image, to be seen where it differs from the clean one only."""
    changed = (triggered != clean).any(axis=2)
    return np.dstack([triggered, np.where(changed, 255, 0).astype(np.uint8)])


def fixed_levels(clean: np.ndarray) -> tuple[float, float]:
    """Levels of a prediction: the clean map's, so that both are seen by one scale."""
    top = float(clean.max(initial=0.0))
    return 0.0, top if top > 0 else 1.0


def signed_levels(clean: np.ndarray) -> tuple[float, float]:
    """Levels of a difference, around zero, by the clean map's scale."""
    top = fixed_levels(clean)[1]
    return -top, top
