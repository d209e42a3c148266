"""Density: the map that a counter learns, its kernel, and the brushes and regions that edit it by hand."""

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from miscount.widgets.canvas.tools.dabs import under_ring
from miscount.widgets.forms import Form
from miscount.widgets.forms.fields import CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.plots.histogram import Histogram

from ..actions import ActionId
from ..document.brushes import KINDS
from ..forms.binding import NO_RECIPE, RecipeForm
from ..forms.inspector import Column, Facts
from .base import Page


class DensityPage(Page):
    """Shows and edits the density map of the current scene."""

    action = ActionId.PAGE_DENSITY
    icon = "density"
    layers = ("image", "heads", "density")
    tool = "brush"
    tall = True
    tools = ("select", "brush", "erase", "region", "pan")

    def make_inspector(self) -> QWidget:
        column = Column()
        column.heading("Density map")
        self._facts = column.add(
            Facts(
                (
                    ("Integral", "The sum of the map over the whole frame: how many persons it says there are."),
                    ("Heads", "The sum of the heads' weights; the default kernel keeps it to 1e-4."),
                    ("Region", "The sum over the region that was drawn with R."),
                    ("Under the ring", "The sum under the brush."),
                    ("Scale", "Map values are persons per pixel, multiplied by nothing: the factor is 1."),
                    ("Kernel", "How a head becomes a spot."),
                    ("Last stroke", "By how much the last stroke changed the integral."),
                )
            )
        )
        self._words = column.words("")
        self._stale = self._make_stale(column)
        column.heading("Brush  (B)   Eraser  (E)   X swaps")
        column.add(self._make_brush())
        self._tip = column.words("")
        column.heading("Region  (R)")
        column.add(self._make_region(column))
        column.heading("Colors")
        self._histogram = column.add(Histogram())
        self._lock = column.add(QCheckBox(tr("Same levels for every scene")))
        self._lock.setToolTip(tr("Keep the levels when another scene is shown, so that colors can be compared."))
        column.heading("Kernel")
        column.button(
            "Fit the kernel to the heads", "From their spacing, as a new project does.",
            lambda: self.services.act(ActionId.PROPOSE_KERNEL), "density",
        )  # fmt: skip
        form = Form(empty_text=NO_RECIPE)
        form.setMinimumHeight(210)
        form.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # as wide as the column, not wider
        column.add(form)
        self._drop = column.button(
            "Make the map from the heads again", "Drop the strokes on this map, as one step.",
            self.services.document.drop_hand_map, "reset",
        )  # fmt: skip
        column.button(
            "Make it the label edit", "The map's ratio to the heads becomes the poison's label edit `by_hand`.",
            lambda: self.services.act(ActionId.LABEL_FROM_MAP), "poison",
        )  # fmt: skip
        column.button(
            "Export density maps…", "One file a scene.", lambda: self.services.act(ActionId.EXPORT_MAPS), "export"
        )
        RecipeForm(form, self.services.document, only=("kernel",))
        self._locked: tuple[float, float] | None = None
        self._connect()
        self._show_kind()
        return column

    def _make_stale(self, column: Column) -> tuple[QPushButton, ...]:
        density = self.services.density
        return (
            column.button("Lay the edits over the new map", "Makes the map of the heads of now and adds what you "
                          "changed by hand.", density.reapply, "layers"),
            column.button("Keep the map as it is", "It then counts as the map of these heads.", density.keep_stale,
                          "check"),
        )  # fmt: skip

    def _make_brush(self) -> QWidget:
        sheet = QWidget()
        rows = QFormLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        self._kind = CalmComboBox()
        for kind, (title, tip) in KINDS.items():
            self._kind.addItem(tr(title), kind)
            self._kind.setItemData(self._kind.count() - 1, tr(tip), 3)
        self._persons = QDoubleSpinBox(decimals=2, minimum=0.01, maximum=100.0, singleStep=0.1, value=1.0)
        self._persons.setToolTip(
            tr(
                "How many persons a click adds, exactly, and a stroke over each width of the ring; hold Alt to take "
                "away."
            )
        )
        self._factor = QDoubleSpinBox(decimals=2, minimum=0.05, maximum=20.0, singleStep=0.1, value=1.2)
        self._factor.setToolTip(tr("What a dab multiplies the map by; hold Alt to divide."))
        self._strength = QDoubleSpinBox(decimals=0, minimum=1, maximum=100, singleStep=10, value=100, suffix=" %")
        self._strength.setToolTip(
            tr("The share of its effect that a dab has: - and = . A pen's pressure multiplies it.")
        )
        self._radius = QDoubleSpinBox(
            decimals=1, minimum=0.5, maximum=2000.0, value=self.services.canvas.brush_radius()
        )
        self._radius.setSuffix(tr(" px"))
        self._radius.setToolTip(tr("Radius of the ring, in image pixels: [ and ], or Shift+drag on the canvas."))
        for words, field in (("Kind", self._kind), ("Persons per click", self._persons), ("Factor", self._factor),
                             ("Strength", self._strength), ("Ring radius", self._radius)):  # fmt: skip
            field.setAccessibleName(tr(words))
            rows.addRow(tr(words), field)
        self._rows = rows
        return sheet

    def _make_region(self, column: Column) -> QWidget:
        sheet = QWidget()
        rows = QFormLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        self._value = QDoubleSpinBox(decimals=2, minimum=0.0, maximum=100_000.0, value=1.0)
        self._value.setToolTip(tr("The total or the factor that the buttons use."))
        self._value.setAccessibleName(tr("Value for the region"))
        rows.addRow(tr("Value"), self._value)
        buttons = QWidget()
        grid = QGridLayout(buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._region_buttons: list[QPushButton] = []
        for words, operation, tip in (
            ("Fill", "fill", "Spread the value evenly over the region."),
            ("Clear", "clear", "Set the region to zero."),
            ("Multiply", "multiply", "Multiply the region by the value."),
            ("Set total", "total", "Scale the region so that its total is the value."),
        ):
            button = QPushButton(tr(words))
            button.setToolTip(tr(tip))
            button.clicked.connect(
                lambda _=False, w=words, o=operation: self.services.density.change_region(
                    f"{w} the region" if o != "total" else "Set the region's total", o, self._value.value()
                )
            )
            place = len(self._region_buttons)
            grid.addWidget(button, place // 2, place % 2)
            self._region_buttons.append(button)
        rows.addRow(buttons)
        return sheet

    def _connect(self) -> None:
        services = self.services
        self._kind.currentIndexChanged.connect(self._show_kind)
        for field in (self._persons, self._factor, self._strength):
            field.valueChanged.connect(self._on_brush)
        self._radius.valueChanged.connect(services.canvas.set_brush_radius)
        self._histogram.levels_changed.connect(self._on_levels)
        self._lock.toggled.connect(self._on_lock)
        services.canvas.brush_radius_changed.connect(self._on_radius)
        services.canvas.strength_stepped.connect(self._on_strength_stepped)
        services.canvas.cursor_moved.connect(self._show_ring)
        services.density.changed.connect(self._on_map)
        services.density.touched.connect(self._refresh)
        for changed in (services.document.value_changed, services.document.density_changed):
            changed.connect(self._refresh)
        services.document.selection_changed.connect(self._show_sigmas)

    def enter(self) -> None:
        self._on_map()
        self._show_sigmas()

    def leave(self) -> None:
        self.services.canvas.rings.show_rings(np.empty((0, 2)), np.empty(0))

    # ---- the brush

    def _show_kind(self, _index: int = 0) -> None:
        kind = self._kind.currentData()
        self._rows.setRowVisible(self._persons, kind == "add")
        self._rows.setRowVisible(self._factor, kind == "scale")
        self._rows.setRowVisible(self._strength, kind != "stamp")
        self._tip.setText(tr(KINDS[kind][1]))
        self._on_brush()

    def _on_brush(self, _value: float = 0.0) -> None:
        density = self.services.density
        density.brush = replace(
            density.brush, kind=self._kind.currentData(), persons=self._persons.value(), factor=self._factor.value(),
            strength=self._strength.value() / 100,
        )  # fmt: skip

    def _on_strength_stepped(self, by: float) -> None:
        self._strength.setValue(self._strength.value() + 100 * by)
        self.services.document.acted.emit(f"Strength of the brush: {self._strength.value():.0f} %")

    def _on_radius(self, radius_px: float) -> None:
        self._radius.blockSignals(True)
        self._radius.setValue(radius_px)
        self._radius.blockSignals(False)

    # ---- what is shown

    def _on_map(self) -> None:
        density, canvas = self.services.density, self.services.canvas
        if density.map is not None:
            if self._locked is not None:
                canvas.set_levels("density", self._locked)
            self._histogram.set_levels(canvas.levels("density"))
            step = max(1, int((density.map.size / 1e6) ** 0.5))  # a million pixels say enough
            self._histogram.set_values(density.map[::step, ::step])
        self._refresh()

    def _on_levels(self, levels: tuple[float, float]) -> None:
        self.services.canvas.set_levels("density", levels)
        if self._lock.isChecked():
            self._locked = levels

    def _on_lock(self, locked: bool) -> None:
        self._locked = self.services.canvas.levels("density") if locked else None

    def _show_ring(self, place: tuple[float, float] | None) -> None:
        density, ring = self.services.density, self.services.canvas.ring
        if place is None or ring is None or density.map is None:
            self._facts.show_fact("Under the ring", None)
        else:
            total = under_ring(density.map, *ring, self.services.canvas.brush_radius())
            self._facts.show_fact("Under the ring", f"{total:.3f} persons")

    def _show_sigmas(self) -> None:
        document, kernel = self.services.document, self.services.density.kernel()
        if self.services.canvas.frame == (0, 0) or kernel is None or not len(document.selection):
            self.services.canvas.rings.show_rings(np.empty((0, 2)), np.empty(0))
            return
        from miscount.engine.density import sigmas

        heads = document.annotation(document.scene_id)
        width, height = self.services.canvas.frame
        widths = sigmas(heads, (int(height), int(width)), kernel)
        self.services.canvas.rings.show_rings(heads.points[document.selection], widths[document.selection])

    def _refresh(self, *_what: object) -> None:
        density, document = self.services.density, self.services.document
        kernel = density.kernel()
        how = kernel.in_words if kernel is not None else None
        editable = density.map is not None and document.scene is not None and not document.read_only
        stale = editable and document.is_stale(document.scene_id)
        self._stale[0].setVisible(stale and density.can_reapply)
        self._stale[1].setVisible(stale)
        for widget in (*self._region_buttons, self._value):
            widget.setEnabled(editable and density.region is not None)
        self._drop.setEnabled(editable and density.is_hand_edited())
        if density.map is None or document.scene is None:
            self._facts.show_facts(Integral=None, Heads=None, Region=None, Scale="× 1", Kernel=how,
                                   Last_stroke=None)  # fmt: skip
            waits = "The map is made when a scene is open." if document.scene is None else "The map is being made…"
            self._words.setText(tr(waits))
            return
        broken = document.unreadable(document.scene_id)
        if broken and not document.is_edited(document.scene_id):
            self._facts.show_facts(Integral=None, Heads=None, Region=None, Scale="× 1", Kernel=how,
                                   Last_stroke=None)  # fmt: skip
            self._words.setText(tr(f"{broken} So there is no density map of it to learn."))
            return
        count = document.annotation(document.scene_id).count
        region = density.region_total()
        self._facts.show_facts(
            Integral=f"{density.total:.3f} persons", Heads=f"{count:g}", Scale="× 1, persons per pixel",
            Region="drag a box or click a polygon" if region is None else f"{region:.3f} persons",
            Kernel=how, Last_stroke=f"{density.stroke_change:+.3f} persons",
        )  # fmt: skip
        self._words.setText(tr(self._state(density.total - count)))

    def _state(self, difference: float) -> str:
        document = self.services.document
        if document.is_stale(document.scene_id):
            return "Stale: the heads were changed after this map was edited by hand."
        if self.services.density.is_hand_edited():
            return f"Edited by hand: {difference:+.2f} persons against the heads."
        return "Made from the heads. Paint on it to edit it by hand; the dataset's files stay as they are."
