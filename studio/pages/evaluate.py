"""Evaluate: the figures of a run, scene by scene, each with its definition."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from miscount.engine.runs import VICTIM, RunResults
from miscount.engine.runs.names import counter_name, counter_names, scene_names
from miscount.engine.runs.verdict import verdict_of
from miscount.widgets.forms.fields import CalmComboBox
from miscount.widgets.language import tr
from miscount.widgets.plots.scatter_plot import ScatterPlot, Series
from miscount.widgets.results_table import ColumnSpec, ResultsTable

from ..actions import ActionId
from ..desktop.widths import remembered
from ..forms.inspector import Column, Facts, tabbed
from ..runs.figures import STUDY_COLUMNS, definitions, part_table, score_columns, score_rows, study_rows
from ..runs.looks import FIGURES, look_of
from ..runs.run_library import RunFacts
from .base import Page
from .verdict_panel import VerdictPanel

_NO_STUDY = "Other strengths and other corruptions come with a run of this version."
_PER_SCENE = (
    ColumnSpec("name", "Scene", "Double-click, or Enter, opens it.", hover="scene", own=True),
    ColumnSpec("heads", "Heads", "Annotated heads.", "g"),
    ColumnSpec("clean", "Clean", "f(x)", ".1f"),
    ColumnSpec("triggered", "Triggered", "f(x_t)", ".1f"),
    ColumnSpec("target", "Target", "y_t: what the attacker asks for.", ".1f"),
)


class EvaluatePage(Page):
    """Reads a finished run."""

    action = ActionId.PAGE_EVALUATE
    icon = "evaluate"

    def make_center(self) -> QWidget:
        self._words: dict[str, str] = {}
        self._drawn: tuple[RunFacts | None, ...] = ()  # the run that is shown, where one was
        scores = ResultsTable(empty_text="No finished run yet. Go to Train and press F5.")
        self._scores = remembered(scores, "evaluate")
        self._scatter = ScatterPlot(
            "annotated heads", "predicted count", empty_text="Points come when a run is finished."
        )
        scenes = ResultsTable(key="scene", empty_text="One row a test scene, when a run is finished.")
        self._scenes = remembered(scenes, "scenes")
        below = _beside(self._scatter, self._scenes)
        self._dose_plot = ScatterPlot(
            "strength in testing over that in training", "median attack effect", empty_text=_NO_STUDY, diagonal=False
        )
        self._doses = remembered(ResultsTable(key="id", empty_text=_NO_STUDY), "strength")
        self._others = remembered(ResultsTable(key="id", empty_text=_NO_STUDY), "corruptions")
        self._parts = {
            part: remembered(ResultsTable(empty_text=words), part)
            for part, words in (
                ("intervals", "Intervals come with a run of this version."),
                ("inside", "The label edit of this run acts on the whole frame."),
                ("alarm", "Alarms come with a run of this version."),
            )
        }
        sheets = (
            ("Scenes", below), ("Strength", _beside(self._dose_plot, self._doses)), ("Other corruptions", self._others),
            ("Where it acts", self._parts["inside"]), ("Alarm", self._parts["alarm"]),
            ("Intervals", self._parts["intervals"]),
        )  # fmt: skip
        tabs = tabbed("What is shown of the run", sheets)
        self._verdict = VerdictPanel()
        page = QSplitter(Qt.Orientation.Vertical)
        page.addWidget(_above(self._verdict, self._scores))
        page.addWidget(tabs)
        page.setSizes([350, 380])
        page.setChildrenCollapsible(False)
        self._scatter.activated.connect(self._open)
        self._scenes.activated.connect(self._open)
        self.services.runs.changed.connect(self.refresh_if_shown)
        self.services.runs.current_changed.connect(self.refresh_if_shown)
        return page

    def make_inspector(self) -> QWidget:
        column = Column()
        column.heading("Run")
        self._run = CalmComboBox()
        self._run.setAccessibleName(tr("Run that is shown"))
        self._run.activated.connect(self._on_run_chosen)
        column.add(self._run)
        self._facts = column.add(
            Facts(
                (
                    ("State", "How the run ended."),
                    ("Scenes", "Training, validation and test scenes."),
                    ("Mean count", "MAE of always saying the training mean: a counter must be well below it."),
                    ("PSNR", "Peak signal-to-noise ratio of triggered test scenes, mean."),
                    ("SSIM", "Structural similarity of triggered test scenes, mean."),
                    ("LPIPS", "Learned perceptual distance; with your own AlexNet weights, named in the recipe."),
                    ("Labels moved", "Heads that came or went in the poisoned scenes, over those that were there."),
                    ("Changed", "Share of the pixels that the trigger changed, mean."),
                )
            )
        )
        column.heading("Scenes of")
        self._counter = CalmComboBox()
        self._counter.setAccessibleName(tr("Counter whose answers are shown"))
        self._counter.activated.connect(self._on_counter)
        column.add(self._counter)
        self._report = column.button(
            "Open the report", "report.html of this run.", lambda: self.services.act(ActionId.OPEN_REPORT), "guide"
        )
        column.words(
            "Attack effect: 0 is nothing, 1 exactly the attacker's wish. Net effect is the victim's minus the twin's; "
            "read it only beside both. Every column's header has its definition."
        )
        return column

    def enter(self) -> None:
        if not self._words:
            self.services.background.run(definitions, self._on_definitions)
        self.refresh()

    def _on_definitions(self, words: dict[str, str]) -> None:
        self._words = words
        run = self.services.runs.current
        results = run.results if run is not None else None
        self._scores.set_tips(score_columns(words))
        for part, table in self._parts.items():
            table.set_tips(part_table(results, part, words)[0])

    def _on_run_chosen(self, place: int) -> None:
        self.services.runs.show(Path(self._run.itemData(place)))

    def _on_counter(self, _place: int) -> None:
        self._show_scenes()

    def refresh(self) -> None:
        runs, run = self.services.runs, self.services.runs.current
        self._run.clear()
        for each in runs.runs:
            self._run.addItem(each.name, str(each.folder))
        self._run.setCurrentIndex(self._run.findData(str(run.folder)) if run is not None else -1)
        if self._drawn == (run,):
            return  # other runs came or went: this one is read and drawn already
        self._drawn = (run,)
        results = run.results if run is not None else None
        self._scores.set_table(score_columns(self._words), score_rows(results))
        self._verdict.show_verdict(run.name if run is not None else "", verdict_of(results))
        self._show_study(results)
        self._report.setEnabled(run is not None)
        self._show_facts(run)
        kept, names = self._counter.currentData() or str(VICTIM), counter_names(results)
        self._counter.clear()
        for counter in dict.fromkeys(row["model"] for row in (run.per_scene if run is not None else ())):
            self._counter.addItem(tr(names.get(counter, counter_name(counter))), counter)
        self._counter.setCurrentIndex(max(self._counter.findData(kept), 0))
        self._show_scenes()

    def _show_study(self, results: RunResults | None) -> None:
        doses = study_rows(results, "dose")
        self._doses.set_table(STUDY_COLUMNS, doses)
        self._others.set_table(STUDY_COLUMNS, study_rows(results, "other"))
        self._dose_plot.set_series(
            [
                Series(counter_name(name), [row["dose"] for row in known], [row[f"effect.{name}"] for row in known],
                       [row["name"] for row in known], look=look_of(name).color)
                for name in ("victim", "twin")
                if (known := [row for row in doses if row[f"effect.{name}"] is not None])
            ]
        )  # fmt: skip
        for part, table in self._parts.items():
            table.set_table(*part_table(results, part, self._words))

    def _show_facts(self, run: RunFacts | None) -> None:
        facts = _facts_of(run.results) if run is not None and run.results is not None else {}
        self._facts.show_facts(State=run.status if run is not None else None, **facts)

    def _show_scenes(self) -> None:
        run, counter = self.services.runs.current, self._counter.currentData()
        own = [row for row in (run.per_scene if run is not None else ()) if row["model"] == counter]
        names = scene_names(row["scene"] for row in own)
        rows = [{"name": names[row["scene"]], **_numbers(row)} for row in own]
        self._scenes.set_table(_PER_SCENE, rows)
        self._scatter.set_series(
            [
                Series(
                    kind,
                    [row["heads"] for row in shown],
                    [row[kind] for row in shown],
                    [row["scene"] for row in shown],
                    [row["name"] for row in shown],
                    FIGURES[kind].color,
                )
                for kind in ("clean", "triggered", "target")
                if (shown := [row for row in rows if row[kind] is not None])
            ]
        )

    def _open(self, scene_id: object) -> None:
        document = self.services.document
        if document.scene_of(str(scene_id)) is None:
            self.services.notify.warning(f"{scene_id} is not among the scenes of this project.")
            return
        document.show_scene(str(scene_id))
        self.services.act(ActionId.PAGE_TRIGGER)


def _facts_of(results: RunResults) -> dict[str, str | None]:
    """The words beside the names of the inspector's facts; None where a figure is not defined."""

    def shown(value: float | None, form: str) -> str | None:
        return form.format(value) if value is not None else None

    stealth = results.stealth
    return {
        "Scenes": ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in results.scenes.items()) or None,
        "Mean_count": shown(results.baselines.mean_count.mae, "MAE {:.2f}"),
        "PSNR": shown(stealth.psnr, "{:.1f} dB"),
        "SSIM": shown(stealth.ssim, "{:.4f}"),
        "LPIPS": shown(stealth.lpips, "{:.4f}"),
        "Labels_moved": shown(None if results.labels.moved is None else 100 * results.labels.moved, "{:.1f} %"),
        "Changed": shown(None if stealth.changed_area is None else 100 * stealth.changed_area, "{:.1f} %"),
    }


def _above(words: QWidget, table: QWidget) -> QWidget:
    both = QWidget()
    lines = QVBoxLayout(both)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.addWidget(words)
    lines.addWidget(table, 1)
    return both


def _beside(left: QWidget, right: QWidget) -> QSplitter:
    both = QSplitter(Qt.Orientation.Horizontal)
    both.addWidget(left)
    both.addWidget(right)
    both.setSizes([400, 480])
    both.setChildrenCollapsible(False)
    return both


def _numbers(row: dict[str, str]) -> dict[str, Any]:
    numbers = {name: float(row[name]) if row.get(name) else None for name in ("heads", "clean", "triggered", "target")}
    return {"scene": row["scene"], **numbers}
