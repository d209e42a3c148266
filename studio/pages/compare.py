"""Compare: the runs of the project, or the experiments of a suite, side by side; how the recipes of two differ."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from miscount.engine.events import Finished
from miscount.engine.runs.verdict import Verdict
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.plots.scatter_plot import ScatterPlot
from miscount.widgets.results_table import ResultsTable
from miscount.widgets.words import LongWords, Words

from ..actions import ActionId
from ..desktop.widths import remembered
from ..forms.inspector import Column, tabbed
from ..runs.compared import (
    MOST_DOSES,
    count_series,
    curves_of,
    defense_columns,
    defenses_of,
    dose_series,
    recipe_in_words,
    rows_of,
    verdict_on,
)
from ..runs.figures import RUN_COLUMNS, Row
from ..runs.looks import MOST_RUNS
from ..runs.run_library import RunFacts, read_report
from ..runs.run_state import RunState
from ..runs.suite_figures import SUITE_COLUMNS, described, experiment_row, matrix
from ..runs.suite_library import SuiteFacts
from .base import Page
from .verdict_panel import VerdictPanel

_EMPTY = (
    "Nothing has run yet. Each run of this project becomes a row here, F5 starts one; a suite of many experiments is "
    "started by Ctrl+Shift+F5."
)
_NO_MATRIX = (
    "A suite's net effects, erasures and AUROCs stand here when its first experiment is done. Choose a suite above, or "
    "run one."
)
_CHOOSE = "Click runs above: each click lays one over the others, or takes it away."
_ASIDE = "Choose one run to see its recipe, two to see how their recipes differ."


class ComparePage(Page):
    """Sets runs side by side."""

    action = ActionId.PAGE_COMPARE
    icon = "compare"

    def make_center(self) -> QWidget:
        self._table = remembered(ResultsTable(empty_text=_EMPTY, toggles=True), "compare")
        self._verdict = VerdictPanel()
        self._asked: tuple[RunFacts, ...] = ()
        self._shown: list[RunFacts] | None = None
        self._pinned: set[object] = set()
        self._drawn: SuiteFacts | None = None
        self._plot = LivePlot("", "epoch", "MAE", empty_text=_CHOOSE)
        self._doses = ScatterPlot(
            "strength in testing over that in training", "victim's median attack effect", empty_text=_CHOOSE,
            diagonal=False,
        )  # fmt: skip
        self._defenses = remembered(ResultsTable(empty_text=_CHOOSE), "compared defenses")
        self._matrix = remembered(ResultsTable(empty_text=_NO_MATRIX), "suite")
        self._counts = ScatterPlot("annotated heads", "victim's count", empty_text=_CHOOSE)
        sheets = (("Curves", self._plot), ("Strength", self._doses), ("Defenses", self._defenses),
                  ("True and predicted", self._counts), ("Suite", self._matrix))  # fmt: skip
        page = QSplitter(Qt.Orientation.Vertical)
        page.addWidget(self._make_list())
        self._sheets = tabbed("What is compared", sheets)
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._verdict)
        lines.addWidget(self._sheets, 1)
        page.addWidget(below)
        page.setSizes([260, 340])
        page.setChildrenCollapsible(False)
        self._table.activated.connect(self._on_activated)
        self._table.selection_changed.connect(self._on_selected)
        self._counts.activated.connect(self._on_point)
        self.services.runs.changed.connect(self.refresh_if_shown)
        self.services.suites.changed.connect(self._on_suites)
        self.services.suites.current_changed.connect(self._on_suite)
        self.services.jobs.queue_changed.connect(self.refresh_if_shown)
        self.services.run_state.changed.connect(self._on_progress)
        self._shown_rows: list[Row] | None = None
        self._on_suite()
        return page

    def _make_list(self) -> QWidget:
        sheet = QWidget()
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 0)
        self._words = QLineEdit(placeholderText=tr("Filter: words that a run's row must have"), clearButtonEnabled=True)
        self._words.setAccessibleName(tr("Filter of runs"))
        self._words.textChanged.connect(self._table.set_filter)
        self._pin = QPushButton(icon("follow"), tr("Pin"))
        self._pin.setToolTip(tr("Keep the chosen runs on top, or let them go."))
        self._pin.setMinimumHeight(TARGET_PX + 4)
        self._pin.clicked.connect(lambda _checked=False: self._on_pin())
        row.addWidget(self._words, 1)
        row.addWidget(self._pin)
        lines.addLayout(self._make_suite_row())
        lines.addLayout(row)
        lines.addWidget(self._table, 1)
        return sheet

    def _make_suite_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 0)
        self._which = CalmComboBox()
        self._which.setAccessibleName(tr("Which runs are compared"))
        self._which.setToolTip(tr("The runs of this project, or the experiments of one of its suites."))
        self._which.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self._which.activated.connect(self._on_which)
        self._stand = Words()
        self._stand.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row.addWidget(self._which)
        row.addWidget(self._stand, 1)
        self._suite_buttons: dict[ActionId, QPushButton] = {}
        for action, sign, words, tip in (
            (
                ActionId.RUN_SUITE,
                "compare",
                "Run a suite…",
                "Many experiments as one graph (Ctrl+Shift+F5).",
            ),
            (ActionId.GO_ON_SUITE, "play", "Go on", "Carry out what is left of this suite."),
            (ActionId.RUN_STOP, "stop", "Stop", "Stops within a step; it can be gone on with (Shift+F5)."),
            (ActionId.OPEN_SUITE_PAGE, "open", "Open suite.html", "All matrices, and a link to each report."),
        ):
            button = QPushButton(icon(sign), tr(words))
            button.setToolTip(tr(tip))
            button.setMinimumHeight(TARGET_PX + 4)
            button.clicked.connect(lambda _checked=False, action=action: self.services.act(action))
            row.addWidget(button)
            self._suite_buttons[action] = button
        return row

    def make_inspector(self) -> QWidget:
        column = Column()
        column.heading("Chosen runs")
        self._chosen = column.words(_ASIDE)
        column.heading("Recipe")
        self._recipe = column.add(LongWords(wordWrap=True))
        self._recipe.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return column

    def refresh(self) -> None:
        suites = self.services.suites
        self._drawn = suites.facts
        self._fill_which()
        if suites.current is None:
            self._show_runs()
            self._matrix.set_table((), ())
            self._stand.setText("")
        else:
            self._fill_suite()
        self._enable()
        self._on_selected(self._table.selected())

    def _show_runs(self) -> None:
        jobs, tracked = self.services.jobs, self.services.run_state
        running = jobs.running.folder if jobs.running is not None else ""
        follows = bool(running) and tracked.folder == Path(running)
        state, progress = (tracked.state, tracked.progress) if follows else (RunState(), None)
        waiting = [job.folder for job in jobs.waiting]
        rows = rows_of(self.services.runs.runs, state, progress, running, waiting)
        if rows != self._shown_rows:
            self._shown_rows = rows
            self._table.set_table(RUN_COLUMNS, rows)

    def _on_progress(self) -> None:
        """The run that goes said something, many times a second: its row is drawn anew where it reads otherwise."""
        if self.services.suites.current is None and self._table.isVisible():
            self._show_runs()

    def _on_suites(self) -> None:
        """Experiments said something, many times a second: what is chosen is drawn anew only where runs were read."""
        suites = self.services.suites
        if suites.facts is not self._drawn:
            self.refresh_if_shown()
        elif suites.current is not None and self._table.isVisible():
            self._fill_suite()
            self._enable()

    def _fill_which(self) -> None:
        suites = self.services.suites
        current = suites.current.name if suites.current is not None else ""
        names = ["", *sorted({*suites.names, current} - {""})]
        if names != [self._which.itemData(place) for place in range(self._which.count())]:
            self._which.clear()
            for name in names:
                self._which.addItem(tr(f"Suite {name}" if name else "Runs of this project"), name)
        self._which.setCurrentIndex(names.index(current))

    def _fill_suite(self) -> None:
        suites = self.services.suites
        runs = {str(run.folder): run for run in self._runs()}
        rows = [
            experiment_row(folder, suites.state(folder), runs.get(folder), suites.runs_now(folder))
            for folder in suites.experiments
        ]
        self._shown_rows = None
        self._table.set_table(SUITE_COLUMNS, rows)
        self._stand.setText(tr(described(rows)))
        facts = suites.facts
        if facts is not None:
            self._matrix.set_table(*matrix(facts.counters, facts.detectors, facts.definitions))

    def _enable(self) -> None:
        """What can be done with the suite that is shown."""
        suites, job = self.services.suites, self.services.jobs.running
        project = self.services.session.project
        facts = suites.facts
        runs = job is not None and job.about == str(suites.current)
        may_run = project is not None and not self.services.document.read_only
        left = any(suites.state(folder).ended != Finished(out=folder) for folder in suites.experiments)
        for action, button in self._suite_buttons.items():
            button.setVisible(action is ActionId.RUN_SUITE or suites.current is not None)
        self._suite_buttons[ActionId.RUN_SUITE].setEnabled(may_run)
        has_source = facts is not None and facts.source is not None
        self._suite_buttons[ActionId.GO_ON_SUITE].setEnabled(may_run and has_source and left and job is None)
        self._suite_buttons[ActionId.RUN_STOP].setEnabled(runs)
        self._suite_buttons[ActionId.OPEN_SUITE_PAGE].setEnabled(facts is not None and facts.page is not None)

    def _runs(self) -> tuple[RunFacts, ...]:
        """The runs of what is shown: of the project, or of one suite."""
        suites = self.services.suites
        if suites.current is None:
            return self.services.runs.runs
        return suites.facts.runs if suites.facts is not None else ()

    def _on_which(self, place: int) -> None:
        self.services.suites.show_named(self._which.itemData(place))

    def _on_suite(self) -> None:
        if self.services.suites.current is not None:
            self._sheets.setCurrentWidget(self._matrix)
        elif self._sheets.currentWidget() is self._matrix:
            self._sheets.setCurrentIndex(0)

    def _on_pin(self) -> None:
        chosen = set(self._table.selected())
        self._pinned = self._pinned - chosen if chosen <= self._pinned else self._pinned | chosen
        self._table.set_pinned(self._pinned)

    def _on_point(self, key: str) -> None:
        scene_id = key.partition(" · ")[2] or key
        if self.services.document.scene_of(scene_id) is None:
            self.services.notify.warning(f"{scene_id} is not among the scenes of this project.")
            return
        self.services.document.show_scene(scene_id)
        self.services.act(ActionId.PAGE_TRIGGER)

    def _on_activated(self, folder: object) -> None:
        if self.services.suites.current is not None:
            self._open_report(Path(str(folder)))
            return
        self.services.runs.show(Path(str(folder)))
        self.services.act(ActionId.PAGE_EVALUATE)

    def _open_report(self, run: Path) -> None:
        """The pages speak of the project's own runs: an experiment of a suite is read in its report."""
        report = read_report(run)
        if report is None:
            self.services.notify.info(f"{run.name} has no report yet: it is written when the experiment is finished.")
        else:
            self.services.show_outside(f"The report of {run.name}", report)

    def _on_selected(self, _keys: object = None) -> None:
        chosen = set(self._table.selected())
        runs = [run for run in self._runs() if str(run.folder) in chosen]
        runs.sort(key=lambda run: run.started)  # the older one is what the other is compared with
        if not runs and self.services.suites.current is None and self.services.runs.current is not None:
            runs = [self.services.runs.current]
        self._pin.setEnabled(bool(chosen))
        if runs == self._shown:
            return  # the same runs, as they were read: they are drawn already
        self._shown = runs
        self._plot.clear()
        self._ask_curves(runs)
        self._doses.set_series([dose_series(run, place) for place, run in enumerate(runs[:MOST_DOSES])])
        self._counts.set_series(
            [series for place, run in enumerate(runs[:MOST_RUNS]) for series in count_series(run, place, len(runs))]
        )
        self._defenses.set_table(defense_columns(), [row for run in runs for row in defenses_of(run)])
        self._ask_verdict(tuple(runs))
        self._chosen.setText(tr(_ASIDE if not runs else "\n".join(run.name for run in runs)))
        self._recipe.setText(tr(recipe_in_words(runs)))

    def _ask_curves(self, runs: list[RunFacts]) -> None:
        """Draw the curves of what was read; else when it is, off this thread, if the same runs are still chosen."""
        if all(run.is_read for run in runs[:MOST_RUNS]):
            self._draw_curves(runs)
        else:
            self.services.background.run(
                lambda: [run.events for run in runs[:MOST_RUNS]], lambda _events: self._draw_curves(runs)
            )

    def _draw_curves(self, runs: list[RunFacts]) -> None:
        if runs is not self._shown:
            return
        for place, run in enumerate(runs[:MOST_RUNS]):
            for curve in curves_of(run, self.services.suites.epochs(run), place, len(runs)):
                self._plot.set_look(curve.name, curve.look)
                self._plot.set_groups(curve.name, curve.groups)
                self._plot.set_curve(curve.name, curve.epochs, curve.maes)

    def _ask_verdict(self, runs: tuple[RunFacts, ...]) -> None:
        """Of one run at once; of several it is worked out from their scenes, off this thread."""
        if runs == self._asked:
            return
        self._asked = runs
        if len(runs) < 2:
            self._show_verdict(runs, verdict_on(runs))
        else:
            self.services.background.run(
                partial(verdict_on, runs), partial(self._show_verdict, runs), self.services.notify.error
            )

    def _show_verdict(self, runs: tuple[RunFacts, ...], verdict: Verdict) -> None:
        if runs == self._asked:
            self._verdict.show_verdict(", ".join(run.name for run in runs), verdict, in_lines=len(runs) > 1)
