"""The part of Trigger that looks for one: what for, within which budget, and how far it is."""

from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QFormLayout, QSpinBox, QWidget

from miscount.engine import plugins
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.progress_bar import ProgressBar

from ..canvas.trigger_finder import Wish
from ..forms.inspector import Column
from ..services import Services

_GOALS = (
    ("fewer", "The fewest persons", "Place, size and strength with the greatest drop of the count."),
    ("more", "The most persons", "Place, size and strength with the greatest rise of the count."),
    ("least", "The least reaction", "The place where the trigger as it is changes the count least."),
)
_ABOUT = (
    "The loaded counter is asked on a few training scenes, never on test scenes. Take hold of the trigger on the "
    "canvas at any time: the search ends there, and you go on from the best so far."
)


class FindPanel(Column):
    """Starts and stops the search; shows its best so far in words."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self.words(_ABOUT)
        self.add(self._make_wish())
        self.start = self.button("Find me a trigger", "Again to stop with the best so far.", self._on_start, "search")
        self._bar = self.add(ProgressBar())
        self._bar.setTextVisible(False)
        self._words = self.words("")
        services.finder.changed.connect(self._show)
        self._show()

    def _make_wish(self) -> QWidget:
        sheet = QWidget()
        rows = QFormLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        self.goal = CalmComboBox()
        for name, words, tip in _GOALS:
            self.goal.addItem(tr(words), name)
            self.goal.setItemData(self.goal.count() - 1, tr(tip), 3)
        self.kind = CalmComboBox()
        self._filled = -1  # the state of the kinds that it shows
        self.kind.addItem(tr("As it is"), "")
        self.psnr, self.least_psnr = QCheckBox(tr("PSNR at least")), QDoubleSpinBox(
            minimum=5, maximum=80, value=25, decimals=1, suffix=" dB"
        )  # fmt: skip
        self.area, self.most_area = QCheckBox(tr("Area at most")), QDoubleSpinBox(
            minimum=0.1, maximum=100, value=5, decimals=1, suffix=" %"
        )  # fmt: skip
        self.tries = QSpinBox(minimum=8, maximum=5000, value=120, singleStep=20)
        self.tries.setToolTip(tr("How many triggers are tried; each asks the counter once a scene."))
        for words, choice in (("Look for", self.goal), ("Kind", self.kind)):
            choice.setAccessibleName(tr(words))
            rows.addRow(tr(words), choice)
        for box, field in ((self.psnr, self.least_psnr), (self.area, self.most_area)):
            field.setAccessibleName(box.text())
            field.setMinimumHeight(TARGET_PX)
            box.toggled.connect(field.setEnabled)
            rows.addRow(box, field)
        self.psnr.setChecked(True)
        self.area.setChecked(False)
        self.most_area.setEnabled(False)
        self.tries.setAccessibleName(tr("Tries"))
        self.tries.setMinimumHeight(TARGET_PX)
        rows.addRow(tr("Tries"), self.tries)
        return sheet

    def fill_kinds(self, _name: str = "") -> None:
        """The kinds of triggers, once the recipe is there."""
        if self._filled == plugins.generation() or self._services.document.recipe is None:
            return
        from miscount.engine.triggers import KINDS  # the recipe brought them along

        while self.kind.count() > 1:  # the first is whatever there is
            self.kind.removeItem(1)
        for kind, part in KINDS.items():
            if part.has_defaults:
                self.kind.addItem(tr(part.title), kind)
        self._filled = plugins.generation()

    def _on_start(self) -> None:
        finder = self._services.finder
        if finder.running:
            finder.take()
        else:
            finder.start(
                Wish(
                    goal=self.goal.currentData(),
                    least_psnr_db=self.least_psnr.value() if self.psnr.isChecked() else None,
                    most_area=self.most_area.value() / 100 if self.area.isChecked() else None,
                    kind=self.kind.currentData(),
                    num_tries=self.tries.value(),
                )
            )

    def _show(self) -> None:
        finder = self._services.finder
        self.start.setText(tr("Stop, and keep the best so far" if finder.running else "Find me a trigger"))
        self._bar.setVisible(finder.running)
        self._bar.setRange(0, max(finder.total, 1))
        self._bar.setValue(finder.done)
        self._words.setText(tr(finder.words))
