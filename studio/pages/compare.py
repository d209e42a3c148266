"""Compare: the runs of the project side by side, and how the recipes of two of them differ."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from miscount.engine.events import EpochDone, in_order
from miscount.engine.runs import VICTIM
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.plots.live_plot import LivePlot
from miscount.widgets.plots.scatter_plot import ScatterPlot, Series
from miscount.widgets.results_table import ColumnSpec, ResultsTable

from ..actions import ActionId
from ..forms.inspector import Column, tabbed
from ..runs.figures import DEFENSE_COLUMNS, RUN_COLUMNS, defense_rows, run_row, study_rows
from ..runs.run_library import RunFacts
from .base import Page

_CHOOSE = "Choose runs above; Ctrl+click adds one."


class ComparePage(Page):
    """Sets runs side by side."""

    action = ActionId.PAGE_COMPARE
    icon = "compare"

    def make_center(self) -> QWidget:
        self._table = ResultsTable(empty_text="No run yet. Each run of this project becomes a row here.")
        self._pinned: set[object] = set()
        self._plot = LivePlot("", "epoch", "validation MAE (heads)", empty_text=_CHOOSE)
        self._doses = ScatterPlot(
            "strength in testing over that in training", "victim's median attack effect", empty_text=_CHOOSE,
            diagonal=False,
        )  # fmt: skip
        self._defenses = ResultsTable(empty_text=_CHOOSE)
        self._counts = ScatterPlot("annotated heads", "victim's count", empty_text=_CHOOSE)
        sheets = (("Curves", self._plot), ("Strength", self._doses), ("Defenses", self._defenses),
                  ("True and predicted", self._counts))  # fmt: skip
        page = QSplitter(Qt.Orientation.Vertical)
        page.addWidget(self._make_list())
        page.addWidget(tabbed("What is compared", sheets))
        page.setSizes([300, 300])
        page.setChildrenCollapsible(False)
        self._table.activated.connect(self._on_activated)
        self._table.selection_changed.connect(self._on_selected)
        self._counts.activated.connect(self._on_point)
        self.services.runs.changed.connect(self._refresh)
        return page

    def _make_list(self) -> QWidget:
        sheet = QWidget()
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(8, 8, 8, 0)
        self._words = QLineEdit(placeholderText="Filter: words that a run's row must have", clearButtonEnabled=True)
        self._words.setAccessibleName("Filter of runs")
        self._words.textChanged.connect(self._table.set_filter)
        self._pin = QPushButton(icon("follow"), "Pin")
        self._pin.setToolTip("Keep the chosen runs on top, or let them go.")
        self._pin.setMinimumHeight(TARGET_PX + 4)
        self._pin.clicked.connect(lambda _checked=False: self._on_pin())
        row.addWidget(self._words, 1)
        row.addWidget(self._pin)
        lines.addLayout(row)
        lines.addWidget(self._table, 1)
        return sheet

    def make_inspector(self) -> QWidget:
        column = Column()
        column.heading("Chosen runs")
        self._chosen = column.words("Choose one run to see its recipe, two to see how their recipes differ.")
        column.heading("Recipe")
        self._recipe = column.words("", quiet=False)
        self._recipe.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return column

    def enter(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        self._table.set_table(RUN_COLUMNS, [run_row(run) for run in self.services.runs.runs])
        self._on_selected(self._table.selected())

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
        self.services.runs.show(Path(str(folder)))
        self.services.act(ActionId.PAGE_EVALUATE)

    def _on_selected(self, _keys: object = None) -> None:
        chosen = set(self._table.selected())
        runs = [run for run in self.services.runs.runs if str(run.folder) in chosen]
        if not runs and self.services.runs.current is not None:
            runs = [self.services.runs.current]
        self._plot.clear()
        for run in runs[:3]:
            for stage, (epochs, maes) in _curves(run).items():
                self._plot.set_curve(f"{run.name} {stage}" if len(runs) > 1 else stage, epochs, maes)
        self._doses.set_series([dose_series(run) for run in runs[:6]])
        self._counts.set_series([series for run in runs[:3] for series in count_series(run, len(runs) > 1)])
        self._defenses.set_table(compared_columns(), [row for run in runs for row in compared_rows(run)])
        self._pin.setEnabled(bool(chosen))
        self._chosen.setText(
            "Choose one run to see its recipe, two to see how their recipes differ."
            if not runs
            else "\n".join(run.name for run in runs)
        )
        self._recipe.setText(_recipe_words(runs))


def dose_series(run: RunFacts) -> Series:
    """The victim's effect at each strength that the run's study tried."""
    rows = [row for row in study_rows(run.results, "dose") if row["effect.victim"] is not None]
    return Series(run.name, [row["dose"] for row in rows], [row["effect.victim"] for row in rows],
                  [f"{run.name} · {row['name']}" for row in rows])  # fmt: skip


def count_series(run: RunFacts, named: bool) -> list[Series]:
    """What the victim says of each test scene, clean and triggered, over its annotated heads."""
    rows = [row for row in run.per_scene if row["model"] == str(VICTIM)]
    return [
        Series(
            f"{run.name} {kind}" if named else kind, [float(row["heads"]) for row in shown],
            [float(row[kind]) for row in shown], [f"{run.name} · {row['scene']}" for row in shown],
        )
        for kind in ("clean", "triggered")
        if (shown := [row for row in rows if row.get(kind)])
    ]  # fmt: skip


def compared_columns() -> tuple[ColumnSpec, ...]:
    """The columns of the table of defenses, over several runs."""
    return (ColumnSpec("run", "Run"), *DEFENSE_COLUMNS)


def compared_rows(run: RunFacts) -> list[dict[str, object]]:
    """The run's victim, defenses and control."""
    return [{"run": run.name, **row} for row in defense_rows(run.results)]


def _curves(run: RunFacts) -> dict[str, tuple[list[int], list[float]]]:
    progress: dict[str, list[tuple[int, int, float]]] = {}
    for event in run.events:
        if isinstance(event, EpochDone):
            progress.setdefault(event.stage, []).append((event.epoch, event.num_epochs, event.val_mae))
    return {stage: in_order(epochs) for stage, epochs in progress.items()}


def _recipe_words(runs: list[RunFacts]) -> str:
    texts = [_recipe(run) for run in runs[:2]]
    if not texts:
        return ""
    if len(texts) == 1:
        return "\n".join(f"{path}: {value}" for path, value in texts[0].items())
    lines = [
        f"{path}:\n    {texts[0].get(path, '–')}  →  {texts[1].get(path, '–')}"
        for path in dict.fromkeys([*texts[0], *texts[1]])
        if texts[0].get(path) != texts[1].get(path)
    ]
    return "\n".join(lines) or "The recipes are equal."


def _recipe(run: RunFacts) -> dict[str, object]:
    try:
        raw = yaml.safe_load((run.folder / "recipe.yaml").read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError):
        return {}
    return dict(_leaves(raw, ""))


def _leaves(raw: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from _leaves(value, f"{path}.{place}")
    else:
        yield path, raw
