"""Defend: choose what repairs the counter, run it, and read what it erased and what it cost."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from miscount.engine.runs.verdict import verdict_of
from miscount.widgets.forms import Form
from miscount.widgets.results_table import ResultsTable

from ..actions import ActionId
from ..desktop.widths import remembered
from ..forms.binding import NO_RECIPE, RecipeForm
from ..forms.inspector import Column, tabbed
from ..runs.figures import DEFENSE_COLUMNS, defense_rows
from .base import Page
from .suspects import Suspects
from .verdict_panel import VerdictPanel


class DefendPage(Page):
    """Runs defenses on the victim of the recipe."""

    action = ActionId.PAGE_DEFEND
    icon = "defend"
    shows_lab = True

    def make_inspector(self) -> QWidget:
        defenses, detectors = Form(empty_text=NO_RECIPE), Form(empty_text=NO_RECIPE)
        column = Column(tabbed("Parts of the defense", (("Defenses", defenses), ("Detectors", detectors))))
        column.heading("Defense")
        self._run = column.button(
            "Run defenses and detectors  (F5)",
            "Runs the recipe; twin and victim are remembered where nothing they depend on changed.",
            lambda: self.services.act(ActionId.RUN_START), "play",
        )  # fmt: skip
        column.words(
            "Each defense starts from the victim. Stages whose inputs did not change are remembered from an earlier "
            "run, so only the defense is trained."
        )
        RecipeForm(defenses, self.services.document, only=("defenses", "controls", "clean_share"))
        RecipeForm(detectors, self.services.document, only=("detectors",))
        self.services.jobs.queue_changed.connect(self.refresh_if_shown)
        self.services.document.value_changed.connect(self.refresh_if_shown)
        return column

    def make_center(self) -> QWidget:
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 0, 0)
        self._verdict = VerdictPanel()
        table = ResultsTable(
            empty_text="No defense has run yet. F5 runs the recipe: the victim, then each defense and its controls."
        )
        self._table = remembered(table, "defend")
        self._suspects = Suspects(self.services)
        lines.addWidget(self._verdict)
        lines.addWidget(tabbed("Defend", (("Defenses", self._table), ("Detectors", self._suspects))), 1)
        self.services.runs.current_changed.connect(self.refresh_if_shown)
        return page

    def refresh(self) -> None:
        run = self.services.runs.current
        self._table.set_table(DEFENSE_COLUMNS, defense_rows(run.results if run is not None else None))
        self._suspects.refresh()
        self._verdict.show_verdict(
            run.name if run is not None else "", verdict_of(run.results if run is not None else None)
        )
        recipe, running = self.services.document.recipe, self.services.jobs.running is not None
        self._run.setEnabled(recipe is not None and bool(recipe.defenses or recipe.detectors) and not running)
