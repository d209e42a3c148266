"""Density: the map that a counter learns, its kernel, and the brush that edits it by hand."""

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QWidget

from widgets.forms import Form

from ..actions import ActionId
from ..form_link import NO_RECIPE, RecipeForm
from ..inspector import Column, Facts
from .base import Page


class DensityPage(Page):
    """Shows and edits the density map of the current scene."""

    action = ActionId.PAGE_DENSITY
    icon = "density"
    layers = ("image", "density")
    tool = "brush"

    def make_inspector(self) -> QWidget:
        form = Form(empty_text=NO_RECIPE)
        column = Column(form)
        column.heading("Density map")
        self._facts = column.add(
            Facts(
                (
                    ("Integral", "The sum of the map over the whole frame: how many persons it says there are."),
                    ("Heads", "The sum of the heads' weights; the default kernel keeps it to 1e-4."),
                    ("Scale", "Map values are persons per pixel, multiplied by nothing: the factor is 1."),
                    ("Kernel", "How a head becomes a spot."),
                    ("Last stroke", "By how much the last stroke changed the integral."),
                )
            )
        )
        self._words = column.words("")
        brush = QWidget()
        rows = QFormLayout(brush)
        rows.setContentsMargins(0, 0, 0, 0)
        self._persons = QDoubleSpinBox(decimals=2, minimum=0.01, maximum=100.0, singleStep=0.1, value=1.0)
        self._persons.setToolTip("How many persons one dab adds, exactly; hold Alt to take as many away.")
        self._radius = QDoubleSpinBox(decimals=1, minimum=0.5, maximum=2000.0, value=self.desk.canvas.brush_radius())
        self._radius.setSuffix(" px")
        self._radius.setToolTip("Radius of the ring, in image pixels: [ and ], or Shift+drag on the canvas.")
        rows.addRow("Persons per dab", self._persons)
        rows.addRow("Ring radius", self._radius)
        column.heading("Brush  (B)   Eraser  (E)   X swaps")
        column.add(brush)
        self._drop = column.button(
            "Make the map from the heads again", "Drop the strokes on this map, as one step.",
            self.desk.document.drop_hand_map, "reset",
        )  # fmt: skip
        RecipeForm(form, self.desk.document, only=("kernel",))
        self._connect()
        return column

    def _connect(self) -> None:
        desk = self.desk
        self._persons.valueChanged.connect(self._on_persons)
        self._radius.valueChanged.connect(desk.canvas.set_brush_radius)
        desk.canvas.brush_radius_changed.connect(self._on_radius)
        desk.density.changed.connect(self._refresh)
        desk.density.touched.connect(self._refresh)
        desk.document.value_changed.connect(self._refresh)
        desk.document.density_changed.connect(self._refresh)

    def enter(self) -> None:
        self._refresh()

    def _on_persons(self, persons: float) -> None:
        self.desk.link.persons_per_dab = persons

    def _on_radius(self, radius_px: float) -> None:
        self._radius.blockSignals(True)
        self._radius.setValue(radius_px)
        self._radius.blockSignals(False)

    def _refresh(self, *_what: object) -> None:
        density, document = self.desk.density, self.desk.document
        kernel = density.kernel()
        if density.map is None or document.scene is None:
            self._facts.show_facts(Integral=None, Heads=None, Scale="× 1", Kernel=_words(kernel), Last_stroke=None)
            self._words.setText("The map is made when a scene is open.")
            self._drop.setEnabled(False)
            return
        count = document.annotation(document.scene_id).count
        self._facts.show_facts(
            Integral=f"{density.total:.3f} persons", Heads=f"{count:g}", Scale="× 1, persons per pixel",
            Kernel=_words(kernel), Last_stroke=f"{density.stroke_change:+.3f} persons",
        )  # fmt: skip
        self._words.setText(self._state(density.total - count))
        self._drop.setEnabled(density.is_hand_edited() and not document.read_only)

    def _state(self, difference: float) -> str:
        document = self.desk.document
        if document.is_stale(document.scene_id):
            return "Stale: the heads were changed after this map was edited by hand. Keep it, or make it again."
        if self.desk.density.is_hand_edited():
            return f"Edited by hand: {difference:+.2f} persons against the heads."
        return "Made from the heads. Paint on it to edit it by hand; the dataset's files stay as they are."


def _words(kernel: object) -> str | None:
    match getattr(kernel, "kind", None):
        case None:
            return None
        case "fixed":
            return f"one width for all, sigma {kernel.sigma_px:g} px"
        case "adaptive":
            return f"sigma = {kernel.beta:g} × mean distance to {kernel.k} neighbors"
        case other:
            return str(other)
