"""Train: the recipe as a form, presets, the whole run as one job, its graph of stages as they go."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from miscount.engine.errors import RecipeError
from miscount.engine.events import Failed, Finished
from miscount.engine.runs.names import stage_name
from miscount.widgets.forms import Form
from miscount.widgets.forms.fields import CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.stage_graph import StageGraph
from miscount.widgets.words import Words

from ..actions import ActionId
from ..desktop.widths import remembered
from ..forms.binding import NO_RECIPE, RecipeForm, with_values
from ..forms.inspector import Column, tabbed
from ..forms.presets import presets, read_preset
from ..runs.run_library import folder_of_stage
from ..runs.run_state import RunState, StageRow
from ..runs.stage_nodes import nodes_of
from .base import Page
from .weights_panel import WeightsPanel

_COLUMNS = (
    ColumnSpec(
        "name", "Stage", "A stage whose inputs did not change is remembered from an earlier run.", hover="stage"
    ),
    ColumnSpec("state", "State"),
    ColumnSpec("progress", "Progress", "Steps or scenes done of all."),
    ColumnSpec("loss", "Loss", "The last step's loss.", ".4g"),
    ColumnSpec(
        "val_mae",
        "Val. MAE",
        "Mean |predicted - annotated count| on the validation scenes, of the weights that "
        "are kept: those of the best epoch so far.",
        ".2f",
    ),
    ColumnSpec("images_per_s", "Images/s", "Training images a second, last step.", ".0f"),
    ColumnSpec("seconds", "Time", "", ".1f", unit="s"),
    ColumnSpec("note", "Why", "Why a stage failed or was skipped, or is to be made."),
)

_EMPTY = "The stages of the recipe appear here when its project is read. F5 starts the run."


class TrainPage(Page):
    """Runs the recipe."""

    action = ActionId.PAGE_TRAIN
    icon = "train"
    shows_lab = True

    def make_inspector(self) -> QWidget:
        form = Form(empty_text=NO_RECIPE)
        column = Column(form)
        column.heading("Recipe")
        self._presets = CalmComboBox()
        self._presets.setAccessibleName(tr("Preset recipes"))
        self._presets.setToolTip(tr("Recipes of this project and examples; one replaces all settings, as one step."))
        column.add(self._presets)
        self._presets.activated.connect(self._on_preset)
        self._trainings = CalmComboBox()
        self._trainings.setAccessibleName(tr("Preset trainings"))
        self._trainings.setToolTip(
            tr("How networks were published to be trained, and our fast ways; replaces `training`.")
        )
        column.add(self._trainings)
        self._trainings.activated.connect(self._on_training)
        RecipeForm(form, self.services.document, only=("name", "seed", "training", "counter", "split"))
        return column

    def make_center(self) -> QWidget:
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(12, 10, 12, 8)
        self._title, self._about = Words(), Words(wordWrap=True)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setBold(True)
        self._title.setFont(font)
        row = QHBoxLayout()
        act = self.services.act
        self._start = QPushButton(icon("play"), tr("Start the run  (F5)"))
        self._pause = QPushButton(icon("pause"), tr("Pause  (Ctrl+F5)"))
        self._stop = QPushButton(icon("stop"), tr("Stop  (Shift+F5)"))
        self._start.clicked.connect(lambda _checked=False: act(ActionId.RUN_START))
        self._pause.clicked.connect(lambda _checked=False: act(ActionId.RUN_PAUSE))
        self._stop.clicked.connect(lambda _checked=False: act(ActionId.RUN_STOP))
        for button in (self._start, self._pause, self._stop):
            button.setMinimumHeight(32)
            row.addWidget(button)
        row.addStretch(1)
        self._warnings = Words(wordWrap=True)
        self._table = remembered(ResultsTable(key="stage", empty_text=_EMPTY), "stages")
        self._graph = StageGraph(_EMPTY)
        self._shown_words = Words(wordWrap=True)
        self._shown_words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for widget in (self._title, self._about):
            lines.addWidget(widget)
        lines.addLayout(row)
        lines.addWidget(self._warnings)
        lines.addWidget(self._shown_words)
        self._weights = WeightsPanel(self.services)
        sheets = (("Graph", self._graph), ("Stages", self._table), ("Weights", self._weights))
        self._tabs = tabbed("Train", sheets)
        lines.addWidget(self._tabs, 1)
        self._graph.activated.connect(self._on_node)
        self._table.activated.connect(self._on_row)
        self.services.run_state.changed.connect(self.refresh_if_shown)
        self.services.plan.changed.connect(self.refresh_if_shown)
        self.services.runs.changed.connect(self._on_runs)
        self.services.jobs.queue_changed.connect(self.refresh_if_shown)
        self.services.document.value_changed.connect(self.refresh_if_shown)
        for signal in (self.services.session.opened, self.services.session.left, self.services.session.failed_to_open):
            signal.connect(self.refresh_if_shown)
        return page

    def enter(self) -> None:
        self._fill_presets()
        self.services.background.run(_import_presets, self._fill_trainings_now)
        self._weights.enter()
        self.refresh()

    def leave(self) -> None:
        self.services.plan.set_wanted(False)

    def _on_runs(self) -> None:
        self.services.plan.look()  # the store may hold more than before

    def _fill_trainings_now(self, _loaded: object) -> None:
        self._fill_trainings()

    def _fill_trainings(self) -> None:
        if self._trainings.count():
            return
        from miscount.engine.training.presets import PRESETS

        self._trainings.addItem(tr("Train as…"), "")
        for preset in PRESETS.values():
            self._trainings.addItem(tr(preset.words), preset.name)
            self._trainings.setItemData(self._trainings.count() - 1, tr(preset.about), Qt.ItemDataRole.ToolTipRole)

    def _on_training(self, place: int) -> None:
        name = self._trainings.itemData(place)
        self._trainings.setCurrentIndex(0)
        recipe = self.services.document.recipe
        if not name or recipe is None:
            return
        from miscount.engine.training.presets import PRESETS

        preset = PRESETS[name]
        try:
            changed = with_values(recipe, preset.settings(recipe.counter.model_dump()))
        except RecipeError as error:
            self.services.notify.error(f"{preset.words}: {error}")
            return
        self.services.document.edit_value(f"Train as {preset.words}", "recipe", changed, merge=False)
        if changed.counter.kind != recipe.counter.kind:
            self.services.notify.info(
                f"{preset.words} is made for the counter {changed.counter.kind}: it is chosen too."
            )

    def _fill_presets(self) -> None:
        """Every recipe there is, read on a thread: there are dozens, and a drive may answer late."""
        project = self.services.session.project
        look = partial(presets, project.folder if project is not None else None)
        self.services.background.run(look, self._show_presets)

    def _show_presets(self, found: list[tuple[str, Path]]) -> None:
        self._presets.clear()
        self._presets.addItem(tr("Take the settings of…"), "")
        for words, path in found:
            self._presets.addItem(tr(words), str(path))

    def _on_preset(self, place: int) -> None:
        path = self._presets.itemData(place)
        self._presets.setCurrentIndex(0)
        if path:
            self.services.background.run(lambda: read_preset(Path(path)), self._take_preset, self.services.notify.error)

    def _take_preset(self, recipe: object) -> None:
        self.services.document.edit_value("Take a preset recipe", "recipe", recipe, merge=False)

    def _without_recipe(self) -> tuple[str, str]:
        """What stands in the place of a recipe's name, and of what it is about."""
        session = self.services.session
        if session.project is None:
            return "No project is open", "Runs are started in a project; what a run's folder holds is on other pages."
        if session.lacks_recipe:
            return "The recipe cannot be read", "Take the settings of another one, or mend its file and open it again."
        return "Reading the recipe…", ""

    def refresh(self) -> None:
        recipe, job = self.services.document.recipe, self.services.jobs.running
        running = job is not None
        title, about = self._without_recipe()
        self._title.setText(recipe.name if recipe is not None else tr(title))
        self._about.setText(tr(recipe.about if recipe is not None else about))
        self._presets.setEnabled(self.services.session.project is not None)
        self._trainings.setEnabled(recipe is not None)
        self._start.setText(tr("Queue the run  (F5)" if running else "Start the run  (F5)"))
        self._start.setEnabled(recipe is not None and self.services.document.dataset is not None)
        held = job is not None and job.is_paused
        self._pause.setText(tr("Go on  (Ctrl+F5)" if held else "Pause  (Ctrl+F5)"))
        self._pause.setIcon(icon("play" if held else "pause"))
        self._pause.setEnabled(running)
        self._stop.setEnabled(running)
        self.services.plan.set_wanted(self.is_shown and not running)  # training needs the cores, and is what is shown
        state, words = self._shown()
        self._shown_words.setText(tr(words))
        self._warnings.setText(tr("\n".join(f"⚠ {sentence}" for sentence in state.warnings)))
        self._warnings.setVisible(bool(state.warnings))
        self._graph.set_nodes(nodes_of(state))
        self._table.set_table(_COLUMNS, [_row(row) for row in state.stages])

    def _shows_run(self) -> bool:
        """Whether the run that is looked at is shown: it goes, or was of the recipe as it stands; else the plan is."""
        watch, preview, job = self.services.run_state, self.services.plan.preview, self.services.jobs.running
        if job is not None and watch.folder is not None and job.folder == str(watch.folder):
            return True
        if preview is None:  # not worked out yet: what has another name is of another recipe for sure
            recipe = self.services.document.recipe
            return bool(watch.state.stages) and recipe is not None and f"\nname: {recipe.name}\n" in watch.recipe_text
        return bool(watch.state.stages) and preview.recipe_text == watch.recipe_text

    def _shown(self) -> tuple[RunState, str]:
        """The run or the plan, and which of both it is."""
        watch, plan = self.services.run_state, self.services.plan
        if not self._shows_run():
            return (plan.preview.state, plan.preview.words) if plan.preview is not None else (RunState(), plan.problem)
        name = watch.folder.name if watch.folder is not None else ""
        return watch.state, f"The run {name}: {_ending(watch.state)}."

    def _on_node(self, stage: str) -> None:
        self._tabs.setCurrentWidget(self._table)
        self._table.reveal(stage)

    def _on_row(self, stage: object) -> None:
        """Open what the stage left, in the person's file manager."""
        run = self.services.run_state.folder if self._shows_run() else None
        folder = folder_of_stage(run, str(stage)) if run is not None else None
        if folder is None:
            self.services.notify.info(f"{stage_name(str(stage))} has left nothing on disk yet.")
        else:
            self.services.show_outside(f"The folder of {stage_name(str(stage))}", folder)


def _row(row: StageRow) -> dict[str, object]:
    return {
        "stage": row.stage, "name": stage_name(row.stage), "state": row.state, "note": row.note,
        "loss": row.loss, "val_mae": row.val_mae,
        "seconds": row.seconds, "images_per_s": row.images_per_s if row.state == "running" else None,
        "progress": f"{row.done:,} / {row.total:,}" if row.total and row.done else "",
    }  # fmt: skip


def _ending(state: RunState) -> str:
    """How a run ended, or how far it is."""
    match state.ended:
        case Failed(message=message):
            return f"failed. {message}".rstrip(".")
        case Finished(cancelled=True):
            return "stopped; F5 goes on with it"
        case Finished():
            return "done"
    return state.where or "begins"


def _import_presets() -> None:
    import miscount.engine.training.presets  # noqa: F401  it brings torch, which takes a second
