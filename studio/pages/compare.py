"""Compare: the runs of the project side by side, and how the recipes of two of them differ."""

from pathlib import Path

import yaml
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from engine.events import EpochDone
from widgets.live_plot import LivePlot
from widgets.results_table import ResultsTable

from ..actions import ActionId
from ..figures import RUN_COLUMNS, run_row
from ..inspector import Column
from ..run_shelf import RunFacts
from .base import Page


class ComparePage(Page):
    """Sets runs side by side."""

    action = ActionId.PAGE_COMPARE
    icon = "compare"

    def make_center(self) -> QWidget:
        self._table = ResultsTable(empty_text="No run yet. Each run of this project becomes a row here.")
        self._plot = LivePlot(
            "Validation MAE", "epoch", "MAE (heads)", empty_text="Choose runs above; Ctrl+click adds one."
        )
        page = QSplitter(Qt.Orientation.Vertical)
        page.addWidget(self._table)
        page.addWidget(self._plot)
        page.setSizes([300, 300])
        page.setChildrenCollapsible(False)
        self._table.activated.connect(self._on_activated)
        self._table.selection_changed.connect(self._on_selected)
        self.desk.runs.changed.connect(self._refresh)
        return page

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
        self._table.set_table(RUN_COLUMNS, [run_row(run) for run in self.desk.runs.runs])
        self._on_selected(self._table.selected())

    def _on_activated(self, folder: object) -> None:
        self.desk.runs.show(Path(str(folder)))
        self.desk.act(ActionId.PAGE_EVALUATE)

    def _on_selected(self, _keys: object = None) -> None:
        chosen = set(self._table.selected())
        runs = [run for run in self.desk.runs.runs if str(run.folder) in chosen]
        if not runs and self.desk.runs.current is not None:
            runs = [self.desk.runs.current]
        self._plot.clear()
        for run in runs[:3]:
            for stage, (epochs, maes) in _curves(run).items():
                self._plot.set_curve(f"{run.name} {stage}" if len(runs) > 1 else stage, epochs, maes)
        self._chosen.setText(
            "Choose one run to see its recipe, two to see how their recipes differ."
            if not runs
            else "\n".join(run.name for run in runs)
        )
        self._recipe.setText(_recipe_words(runs))


def _curves(run: RunFacts) -> dict[str, tuple[list[float], list[float]]]:
    curves: dict[str, tuple[list[float], list[float]]] = {}
    for event in run.events:
        if isinstance(event, EpochDone):
            epochs, maes = curves.setdefault(event.stage, ([], []))
            epochs.append(event.epoch)
            maes.append(event.val_mae)
    return curves


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


def _leaves(raw: object, path: str):
    if isinstance(raw, dict):
        for name, value in raw.items():
            yield from _leaves(value, f"{path}.{name}" if path else str(name))
    elif isinstance(raw, list):
        for place, value in enumerate(raw):
            yield from _leaves(value, f"{path}.{place}")
    else:
        yield path, raw
