"""Defend: choose what repairs the counter, run it, and read what it erased and what it cost."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from miscount.engine.metrics.defense import LEAST_EFFECT
from miscount.engine.runs import RunResults
from miscount.widgets.forms import Form
from miscount.widgets.results_table import ResultsTable
from miscount.widgets.words import Words

from ..actions import ActionId
from ..forms.binding import NO_RECIPE, RecipeForm
from ..forms.inspector import Column, tabbed
from ..runs.figures import DEFENSE_COLUMNS, defense_rows
from .base import Page
from .suspects import Suspects


class DefendPage(Page):
    """Runs defenses on the victim of the recipe."""

    action = ActionId.PAGE_DEFEND
    icon = "defend"
    shows_lab = True

    def make_inspector(self) -> QWidget:
        form = Form(empty_text=NO_RECIPE)
        column = Column(form)
        column.heading("Defenses")
        self._run = column.button(
            "Run defenses and detectors  (F5)",
            "Runs the recipe; twin and victim are remembered where nothing they depend on changed.",
            lambda: self.services.act(ActionId.RUN_START), "play",
        )  # fmt: skip
        column.words(
            "Each defense starts from the victim. Stages whose inputs did not change are remembered from an earlier "
            "run, so only the defense is trained."
        )
        RecipeForm(form, self.services.document, only=("defenses", "controls", "clean_share", "detectors"))
        self.services.jobs.queue_changed.connect(self._refresh)
        self.services.document.value_changed.connect(self._refresh)
        return column

    def make_center(self) -> QWidget:
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(12, 10, 12, 8)
        self._title = Words(wordWrap=True)
        self._table = ResultsTable(
            empty_text="No defense has run yet. F5 runs the recipe: the victim, then each defense and its controls."
        )
        self._suspects = Suspects(self.services)
        lines.addWidget(self._title)
        lines.addWidget(tabbed("Defend", (("Defenses", self._table), ("Detectors", self._suspects))), 1)
        self.services.runs.current_changed.connect(self._refresh)
        return page

    def enter(self) -> None:
        self._refresh()

    def _refresh(self, _what: object = None) -> None:
        run = self.services.runs.current
        self._table.set_table(DEFENSE_COLUMNS, defense_rows(run.results if run is not None else None))
        self._suspects.refresh()
        words = _in_words(run.name, run.results) if run is not None and run.results is not None else ""
        self._title.setText(words or "Before and after the defense")
        recipe, running = self.services.document.recipe, self.services.jobs.running is not None
        self._run.setEnabled(recipe is not None and bool(recipe.defenses or recipe.detectors) and not running)


def _in_words(name: str, results: RunResults) -> str:
    net = results.victim.judged.net_effect if results.victim is not None else None
    if net is not None and abs(net) < LEAST_EFFECT:
        return (
            f"{name}: the victim's net effect is {net:.2f}, so there is no backdoor to erase. Attack it longer first."
        )
    found = [(counter.method, results.defense(counter)) for counter in results.defended()]
    erasures = {method: scores.erasure for method, scores in found if scores.erasure is not None}
    if not erasures:
        return f"{name}: no defense was run."
    best = max(erasures, key=lambda method: erasures[method])
    cost, left = dict(found)[best].clean_cost, dict(found)[best].left
    if erasures[best] <= 0:
        return f"{name}: no defense brings the net effect nearer to 0; the best of them is {best}."
    words = f"{name}: {best} erases {erasures[best]:.0%} of the net effect"
    if left is not None and left < 0:
        words += ", and what is left moves the count the other way"
    return f"{words}, at a clean cost of {cost:+.0%}." if cost is not None else f"{words}."
