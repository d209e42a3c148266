"""The canvas: one scene with its layers, and the tools that edit heads, density and trigger.

Values go in through `set_*` and never come back as signals; every signal is an act of the person. All places are
image pixels, x right and y down, pixel j covering [j, j + 1).
"""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from miscount.widgets.canvas.camera import Camera
from miscount.widgets.canvas.coverage import CoverageGrid
from miscount.widgets.canvas.drawn import Band, Hair, Ring
from miscount.widgets.canvas.keys import KeyMap
from miscount.widgets.canvas.layers import Picture
from miscount.widgets.canvas.panels import Panels
from miscount.widgets.canvas.rings import Rings
from miscount.widgets.canvas.stack import LayerStack
from miscount.widgets.canvas.stage import WHEEL_STEP, Stage
from miscount.widgets.canvas.tools.brush import BrushSize, BrushTool
from miscount.widgets.canvas.tools.heads import PointTool, SelectTool
from miscount.widgets.canvas.tools.lasso import Lasso
from miscount.widgets.canvas.tools.proposals import ProposalTool
from miscount.widgets.canvas.tools.region import Outline, RegionTool
from miscount.widgets.canvas.tools.split import SplitLine, Splitter
from miscount.widgets.canvas.tools.tool import Step, Tool
from miscount.widgets.canvas.tools.trigger_handles import TriggerBox, TriggerTool

from ..language import tr

MODES = ("select", "point", "brush", "erase", "trigger", "pan", "region", "propose")
EMPTY_TEXT = "Open a dataset to begin: File > Open dataset…"
FADE_STEP = 1.1
"""Factor of one notch of the wheel, or one press of a key, on how visible a trigger is."""


class PanTool(Tool):
    """The left button pans: the stage does it as it does for the middle one."""

    cursor = Qt.CursorShape.OpenHandCursor
    left_pans = True


class CanvasView(QWidget):
    """One scene. Modes: select, point, brush, erase, trigger, pan, region, propose. Layers: image, trigger, density,
    prediction, difference, attribution, heads.

    Wheel or Ctrl+wheel zooms at the cursor, Shift+wheel goes sideways, Space-drag and middle-drag pan in every mode
    (with Ctrl they zoom), F fits, Ctrl+0 is 100 %, holding H looks under the overlays.

    What needs no other part is asked of the part itself: `stage` (camera, keys, what the wheel does), `heads` (where
    another annotator differs), `proposals` (heads to accept, to reject or to move: its signals are acts), `rings`,
    `region`, `trigger_tool`, `panels` (the navigator).
    """

    heads_added = Signal(object)  # points (M, 2) float64
    heads_moved = Signal(object)  # (indices (K,), new points (K, 2)): one act, at its end
    heads_moving = Signal(object)  # the same while the hand is still moving
    heads_deleted = Signal(object)  # indices (K,)
    selection_changed = Signal(object)  # indices (K,), ascending
    stroke_started = Signal()
    dab = Signal(object)  # (x, y, radius_px, sign): +1 add, -1 take away, 0 erase to zero
    stroke_ended = Signal()
    strength_stepped = Signal(float)  # by how much the person wants the brush stronger, -1 to 1
    region_changed = Signal(object)  # corners (K, 2) of the closed region, or None
    brush_radius_changed = Signal(object)  # float, image pixels
    trigger_changed = Signal(object)  # TriggerBox, while dragging
    trigger_released = Signal(object)  # TriggerBox, one act, at its end
    trigger_faded = Signal(float)  # factor on how visible the trigger is, in trigger mode
    split_changed = Signal(object)  # float, share of the width left of the split line
    mode_changed = Signal(object)  # str; the person swapped brush and eraser by key
    camera_changed = Signal(object)  # Camera; the person panned or zoomed
    cursor_moved = Signal(object)  # (x, y), or None when the hand left
    menu_asked = Signal(object, QPoint)  # (x, y) in image pixels, and where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage(self)
        self.setFocusProxy(self.stage)
        self.setAccessibleName(tr("Canvas"))
        self._mode = "select"
        self._place: tuple[float, float] | None = None
        self._make_layers()
        self._make_tools()
        self._make_panels()
        self._connect()
        self.setMinimumSize(160, 120)
        self.set_image(None)
        self._use_palette()

    # ---- making

    def _make_layers(self) -> None:
        self._layers = LayerStack(self.stage)
        self.heads, self._trigger = self._layers.heads, self._layers.trigger
        self.proposals = self._layers.proposals
        self._band, self._ring, self._hair, self._split_line = Band(), Ring(), Hair(), SplitLine()
        self._lasso, self._coverage, self._outline, self.rings = Lasso(), CoverageGrid(), Outline(), Rings()
        drawn = (
            self._coverage,
            self.rings,
            self._outline,
            self._split_line,
            *self._hair.items,
            self._band,
            self._lasso,
            self._ring,
        )
        for z, item in enumerate(drawn, start=50):
            self.stage.add(item, z)

    def _make_tools(self) -> None:
        self._brush_size = BrushSize(self)
        self._select = SelectTool(self.heads, self._band, self._lasso, self)
        self._point = PointTool(self.heads, self._hair, self)
        self._brush = BrushTool(self._brush_size, self._ring, self._hair, erases=False, parent=self)
        self._erase = BrushTool(self._brush_size, self._ring, self._hair, erases=True, parent=self)
        self.trigger_tool = TriggerTool(self._trigger, self)
        self.region = RegionTool(self._outline, self)
        self._propose = ProposalTool(self.proposals, self._band, self._lasso, self)
        tools = (
            self._select, self._point, self._brush, self._erase, self.trigger_tool, PanTool(self), self.region,
            self._propose,
        )  # fmt: skip
        self._tools: dict[str, Tool] = dict(zip(MODES, tools, strict=True))
        self._splitter = Splitter(self._layers.picture, self._split_line, self)
        self.stage.splitter = self._splitter
        self.stage.set_tool(self._select)
        self.stage.ctrl_tool = self._point

    def _make_panels(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stage)
        self.panels = Panels(self, self._layers)
        self.read_out, self.color_bar = self.panels.read_out, self.panels.color_bar
        self.navigator = self.panels.navigator
        self.set_empty_text(EMPTY_TEXT)

    def _connect(self) -> None:
        heads = self.heads
        heads.added.connect(self.heads_added)
        heads.added.connect(self._on_added)
        heads.moved.connect(self.heads_moved)
        heads.moving.connect(self.heads_moving)
        heads.deleted.connect(self.heads_deleted)
        heads.selection_changed.connect(self.selection_changed)
        self._select.stepped_to.connect(self._on_stepped_to)
        self._propose.stepped_to.connect(self._on_stepped_to)
        self.proposals.selection_changed.connect(self._on_proposal_selected)
        self.proposals.added.connect(self.heads_added)  # Ctrl+click on nothing adds a head in every mode
        heads.selection_changed.connect(self._on_selection_changed)
        for brush in (self._brush, self._erase):
            brush.stroke_started.connect(self.stroke_started)
            brush.dab.connect(self.dab)
            brush.stroke_ended.connect(self.stroke_ended)
            brush.swap_asked.connect(self._on_swap_asked)
            brush.strength_stepped.connect(self.strength_stepped)
        self.region.changed.connect(self.region_changed)
        self._brush_size.changed.connect(self.brush_radius_changed)
        self._brush_size.changed.connect(self._on_brush_resized)
        self.trigger_tool.changed.connect(self.trigger_changed)
        self.trigger_tool.released.connect(self.trigger_released)
        self.trigger_tool.told.connect(self._on_told)
        self._splitter.changed.connect(self.split_changed)
        self.stage.camera_changed.connect(self._on_camera_changed)
        self.stage.navigated.connect(self.camera_changed)
        self.stage.hovered.connect(self._on_hovered)
        self.stage.key_named.connect(self._on_key_named)
        self.stage.alt_wheeled.connect(self._on_alt_wheeled)
        self.stage.peeked.connect(self.set_peek)
        self.stage.menu_asked.connect(self.menu_asked)
        self._hair.moved = self._on_hair_moved
        self.navigator.asked.connect(self._on_navigated)

    # ---- the scene

    def set_image(self, image: np.ndarray | Picture | None) -> None:
        """Show `image` uint8 (H, W, 3) RGB, or a Picture made elsewhere; None empties the canvas.

        The view is kept while the size stays, fitted otherwise. Maps of another scene are the caller's to replace.
        """
        picture = image if isinstance(image, Picture) or image is None else Picture(image)
        width, height = picture.size if picture else (0, 0)
        kept = (width, height) == self.heads.frame
        if not kept:
            self.stage.drop_drag()
        self._layers.picture.set_picture(picture)
        self._layers.set_frame(width, height)
        for tool in (*self._tools.values(), self._splitter):
            tool.set_frame(width, height)
        self._splitter.refresh()
        self._hair.hide()
        self.stage.set_frame(width, height, keep_view=kept)
        self.panels.set_picture(picture)
        self._refresh_panels()
        self._show_view()
        self._describe()

    @property
    def has_image(self) -> bool:
        """Whether there is something to look at."""
        return self.heads.frame != (0, 0)

    def set_empty_text(self, text: str = EMPTY_TEXT) -> None:
        """What to say in the middle while there is no image."""
        self.panels.empty.setText(tr(text))

    def set_map(self, layer: str, values: np.ndarray | None, levels: tuple[float, float] | None = None) -> None:
        """Show a float map (h, w), stretched over the image, at fixed `levels`.

        Without levels they are taken from the map once (0 to its 99.8 % point; symmetric for a signed layer).
        The array is kept by reference: after changing it in place, call `update_map_region`.
        """
        self._layers.map(layer).set_values(values, levels)
        self._refresh_panels()

    def update_map_region(self, layer: str, values: np.ndarray, rect: tuple[int, int, int, int]) -> None:
        """Draw `values`, the whole map after a change, anew within `rect` (x, y, width, height in map pixels) only."""
        self._layers.map(layer).update_region(values, rect)
        self._show_place()

    def set_levels(self, layer: str, levels: tuple[float, float]) -> None:
        """Show the layer's map at other fixed levels."""
        self._layers.map(layer).set_levels(levels)
        self._refresh_panels()

    def levels(self, layer: str) -> tuple[float, float]:
        """The levels at which the layer's map is shown."""
        return self._layers.map(layer).levels

    def set_layer(
        self, layer: str, visible: bool | None = None, opacity: float | None = None, colormap: str | None = None
    ) -> None:
        """Change how a layer is shown; None leaves it. Raises ValueError for an unknown layer or color map."""
        self._layers.change(layer, visible, opacity, colormap)
        self._refresh_panels()

    def set_peek(self, peeking: bool) -> None:
        """Hide everything but the image for as long as the person wants to look under it."""
        self._layers.set_peek(peeking)

    def set_split_image(self, image: np.ndarray | Picture | None) -> None:
        """A second image of the same size, shown right of a line that the person can drag; None for none.

        Raises ValueError for an image of another size.
        """
        second = Picture(image) if isinstance(image, np.ndarray) else image
        if second is not None and second.size != self._layers.frame:
            raise ValueError(f"want an image of {self._layers.frame} pixels, got {second.size}")
        self._layers.picture.set_second(second)
        self._splitter.refresh()

    def set_split(self, share: float) -> None:
        """Where the line is: the share of the image's width left of it, 0 to 1."""
        self._splitter.set_share(share)

    # ---- heads

    def set_heads(self, points: np.ndarray, weights: np.ndarray | None = None, noted: np.ndarray | None = None) -> None:
        """Show heads at `points` (N, 2) with `weights` (N,); those that are `noted` (N,) bool get a flag.

        The selection is kept while N stays, dropped otherwise.
        """
        if len(points) != len(self.heads.points):
            self.stage.drop_drag()
        self.heads.set_heads(points, weights, noted)
        self.trigger_tool.heads = points
        self.heads.set_camera(self.stage.camera)
        self._describe()

    def set_proposals(self, points: np.ndarray) -> None:
        """Show proposed heads at `points` (N, 2); what is selected of them is kept while N stays."""
        if len(points) != len(self.proposals.points):
            self.stage.drop_drag()
        self.proposals.set_heads(points)
        self.proposals.set_camera(self.stage.camera)
        self._describe()

    def set_coverage(self, looked: np.ndarray | None, current: tuple[int, int] | None = None) -> None:
        """The coverage grid (R, C) over the image, and the cell (row, column) that is looked at; None hides it."""
        if looked is None or not self.has_image:
            self._coverage.hide()
        else:
            self._coverage.show_cells(looked, current, *self.heads.frame)

    @property
    def frame(self) -> tuple[float, float]:
        """Width and height of the image in pixels; zero without one."""
        return self.heads.frame

    def look(self, camera: Camera) -> None:
        """Look there, as by the person's wish: linked panes follow."""
        self.stage.set_camera(camera)
        self.camera_changed.emit(camera)

    def show_box(self, left: float, top: float, width: float, height: float) -> None:
        """Fill the view with a rectangle of the image, with a little room around it."""
        view_width, view_height = self.stage.view_size()
        scale = 0.9 * min(view_width / max(width, 1e-6), view_height / max(height, 1e-6))
        self.look(Camera(left + width / 2, top + height / 2, scale))

    def set_selection(self, indices: np.ndarray) -> None:
        """Mark heads as selected. Raises ValueError for an index that is not there."""
        self.heads.set_selection(indices)

    def selection(self) -> np.ndarray:
        """The indices of the selected heads, ascending."""
        return self.heads.selection.copy()

    # ---- tools

    def set_mode(self, mode: str) -> None:
        """Take a tool: one of MODES."""
        if mode not in MODES:
            raise ValueError(f"no mode {mode!r}; known: {', '.join(MODES)}")
        self._mode = mode
        self.stage.set_tool(self._tools[mode])
        self._describe()

    def mode(self) -> str:
        return self._mode

    def set_brush_radius(self, radius_px: float) -> None:
        """The radius that brush and eraser share, in image pixels."""
        self._brush_size.set_radius(radius_px)
        self._on_brush_resized(radius_px)

    def brush_radius(self) -> float:
        return self._brush_size.radius_px

    @property
    def pressure(self) -> float:
        """The pen's pressure at the dab that is being sent, 0 to 1."""
        return (self._erase if self._mode == "erase" else self._brush).pressure

    @property
    def ring(self) -> tuple[float, float] | None:
        """The middle of the brush's ring in image pixels; None while it is away."""
        return self._erase.place if self._mode == "erase" else self._brush.place if self._mode == "brush" else None

    def set_trigger_box(self, box: TriggerBox | None) -> None:
        """Where a patch-like trigger sits; None for none, or for one that covers the whole image."""
        if box != self._trigger.box:
            self.trigger_tool.drop_grip()
            self._trigger.set_box(box)

    def set_trigger_overlay(self, pixels: np.ndarray | None, over_frame: bool = False) -> None:
        """The trigger's look, uint8 (h, w, 4) RGBA: in its box, or over the image where there is none or so wished."""
        self._trigger.set_overlay(pixels, over_frame)

    def show_trigger_handles(self, shown: bool) -> None:
        """Whether the box keeps its handles with every tool in the hand; their knobs then go before the tool."""
        self.trigger_tool.keep_handles(shown)
        self.stage.handles = self.trigger_tool if shown else None

    def hear(self, event: QKeyEvent) -> bool:
        """A key that came to nobody: those that only look are heard wherever the keyboard is; whether it was one."""
        return self.stage.hear(event)

    def set_keys(self, bindings: Mapping[str, tuple[str, ...]]) -> None:
        """Other keys for names of `miscount.widgets.canvas.keys.KEYS`; what is left out keeps its default."""
        self.stage.keys = KeyMap(bindings)

    # ---- the view

    def camera(self) -> Camera:
        return self.stage.camera

    def set_camera(self, camera: Camera) -> None:
        """Look where another canvas looks."""
        self.stage.set_camera(camera)

    def fit(self) -> None:
        self.stage.fit()
        self.camera_changed.emit(self.stage.camera)

    def zoom_in(self) -> None:
        self.stage.zoom(WHEEL_STEP)

    def zoom_out(self) -> None:
        self.stage.zoom(1 / WHEEL_STEP)

    def zoom_actual(self) -> None:
        """100 %: one pixel of the image on one pixel of the screen."""
        self.stage.zoom(1 / self.devicePixelRatioF() / self.stage.camera.scale)

    def show_point(self, x: float, y: float) -> None:
        """Bring an image point into view, moving as little as is needed."""
        self.stage.set_camera(self.stage.camera_showing(x, y))

    def set_crosshair(self, place: tuple[float, float] | None) -> None:
        """A crosshair at an image point, as of a linked pane, and its values in the read-out; None takes it away."""
        if place is None or not self._tools["select"].in_frame(*place):
            self._hair.hide()
        else:
            self._hair.show_at(*place, self.heads.frame, self.stage.camera.scale)
        self._place = place
        self._show_place()

    def hide_crosshair(self) -> None:
        """Take the crosshair away and leave the read-out, as in the pane that the hand has come to."""
        self._hair.hide()

    # ---- what happens

    def _show_view(self) -> None:
        self.panels.show_view(self.stage.camera, self.stage.view_size())

    def _on_navigated(self, place: tuple[float, float]) -> None:
        self.look(Camera(*place, self.stage.camera.scale).kept_near(*self.heads.frame))

    def _on_camera_changed(self, camera: Camera) -> None:
        self._show_view()
        self.heads.set_camera(camera)
        self.proposals.set_camera(camera)
        self._trigger.handles.set_camera(camera)
        for tool in self._tools.values():
            tool.set_camera(camera)
        self._splitter.set_camera(camera)
        self._splitter.refresh()

    def _on_hovered(self, place: tuple[float, float] | None) -> None:
        self._place = place
        self._show_place()
        self.cursor_moved.emit(place)

    def _on_told(self, words: str) -> None:
        self.panels.show_beside(words, self.stage.hand_in_view)

    def _on_hair_moved(self, place: tuple[float, float]) -> None:
        self.stage.follow(*place)
        self._place = place
        self._show_place()
        self._announce(self.read_out.text)

    def _on_stepped_to(self, place: tuple[float, float]) -> None:
        self.stage.follow(*place)

    def _on_added(self, points: np.ndarray) -> None:
        count = len(self.heads.points)
        place = "x {:.1f}, y {:.1f}".format(*points[0])
        self._announce(f"head placed at {place}; {count} head{'s' * (count != 1)}")

    def _on_selection_changed(self, indices: np.ndarray) -> None:
        words = f"{len(indices)} of {len(self.heads.points)} heads selected"
        if len(indices) == 1:
            x, y = self.heads.points[indices[0]]
            words = f"head {indices[0] + 1} of {len(self.heads.points)} selected, x {x:.1f}, y {y:.1f}"
        self._announce(words)

    def _on_proposal_selected(self, indices: np.ndarray) -> None:
        count = len(self.proposals.points)
        words = f"{len(indices)} of {count} proposals selected"
        if len(indices) == 1:
            x, y = self.proposals.points[indices[0]]
            words = f"proposal {indices[0] + 1} of {count}, x {x:.1f}, y {y:.1f}"
        self._announce(words)

    def _on_brush_resized(self, _radius_px: float) -> None:
        for brush in (self._brush, self._erase):
            brush.show_ring()
        self._show_place()

    def _on_swap_asked(self) -> None:
        self.set_mode("erase" if self._mode == "brush" else "brush")
        self.mode_changed.emit(self._mode)

    def _on_key_named(self, step: Step) -> None:
        act = {"fit": self.fit, "actual_size": self.zoom_actual, "zoom_in": self.zoom_in, "zoom_out": self.zoom_out}
        if step.name in act:
            act[step.name]()
        elif step.name in ("fainter", "stronger"):
            self._fade((1 if step.name == "stronger" else -1) * (0.1 if step.shift else 1.0))

    def _on_alt_wheeled(self, notches: float) -> None:
        self._fade(notches)

    def _fade(self, notches: float) -> None:
        if self.mode() == "trigger":
            self.trigger_faded.emit(FADE_STEP**notches)

    # ---- showing

    def _refresh_panels(self) -> None:
        self.panels.show_levels()
        self._show_place()

    def _show_place(self) -> None:
        place = self._place if self._place is not None and self._tools["select"].in_frame(*self._place) else None
        self.panels.show_place(place, self.brush_radius() if self._mode in ("brush", "erase") else None)

    def _describe(self) -> None:
        width, height = self.heads.frame
        if self._layers.picture.picture is None:
            words = self.panels.empty.text()
        else:
            count, proposed = len(self.heads.points), len(self.proposals.points)
            heads = f"{count} head{'' if count == 1 else 's'}" + (f", {proposed} proposed" if proposed else "")
            words = f"{width} by {height} pixels, {heads}, {self._mode} mode"
        self.stage.setAccessibleName(tr("Scene canvas"))
        self.stage.setAccessibleDescription(tr(words))

    def _announce(self, words: str) -> None:
        """Notify a screen reader; without one this costs nothing."""
        self.stage.setAccessibleDescription(tr(words))
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.stage, words))

    def _use_palette(self) -> None:
        window = self.palette().color(QPalette.ColorRole.Window)
        dark = window.lightness() < 128
        self.stage.set_background(window.darker(130) if dark else window.darker(108))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panels.arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if not isinstance(getattr(self, "panels", None), QObject):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self._use_palette()
        elif event.type() == QEvent.Type.FontChange:
            self._on_camera_changed(self.stage.camera)  # dots grow along with the words
