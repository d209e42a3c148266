"""The ranked list of a detector as the curator walks through it: each scene with its reason, and what to do with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from miscount.engine.runs import picture_of
from miscount.engine.runs.names import method_name, scene_names
from miscount.engine.runs.results import DetectorScores
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.shown_picture import ShownPicture
from miscount.widgets.words import Words

from ..actions import ActionId
from ..desktop.widths import remembered
from ..forms.binding import with_value
from ..services import Services

COLUMNS = (
    ColumnSpec("rank", "Rank", "The most suspect first.", "d"),
    ColumnSpec("shown", "Scene", "Double-click, or Enter, opens it.", hover="name", own=True),
    ColumnSpec("score", "Score", "Higher is more suspect; of this detector only.", ".3g"),
    ColumnSpec("suspect", "Suspect", "Above the threshold that clean scenes set."),
    ColumnSpec("decision", "Decision", "dropped: no run trains on it; checked: kept after a look."),
    ColumnSpec("poisoned", "Poisoned", "The truth: this run made the poison itself. No detector knew."),
    ColumnSpec("reason", "Reason"),
)

OF_COUNTER = (
    COLUMNS[0], ColumnSpec("shown", "Search", "What was searched for, and in which direction."), *COLUMNS[2:4],
    COLUMNS[-1],
)  # fmt: skip
"""Of a detector that judges the counter as a whole: there is no scene to decide on."""


class Suspects(QWidget):
    """One detector's list. Decisions are edits of the recipe and of the scene's mark, and can be undone."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._which = CalmComboBox()
        self._which.setAccessibleName(tr("Detector"))
        self._which.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self._which.activated.connect(lambda _place: self._show())
        self._words = Words(wordWrap=True)
        table = ResultsTable(
            key="name", empty_text="No detector has run. Add some to the recipe (detectors) and press F5."
        )
        self._table = remembered(table, "suspects")
        self._table.activated.connect(self._open)
        self._table.selection_changed.connect(lambda _keys: self._on_selected())
        self._picture = ShownPicture()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 6, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self._which)
        self._buttons = {
            "keep": self._button(head, "Keep", "check", "Mark the scenes as checked.", self.keep),
            "drop": self._button(head, "Drop", "trash", "Leave them out of all training from here on.", self.drop),
            "relabel": self._button(head, "Relabel", "heads", "Open the scene on the Heads page.", self.relabel),
        }
        head.addStretch(1)
        lines.addLayout(head)
        lines.addWidget(self._words)
        lines.addWidget(self._table, 1)
        lines.addWidget(self._picture)

    def refresh(self) -> None:
        """Show the current run's detectors."""
        run, now = self._services.runs.current, self._which.currentData()
        names = list(dict.fromkeys(row["detector"] for row in run.detections)) if run is not None else []
        if [self._which.itemData(place) for place in range(self._which.count())] != names:
            self._which.clear()
            for name in names:
                self._which.addItem(tr(method_name(name)), name)
            self._which.setCurrentIndex(max(0, names.index(now) if now in names else 0))
        self._show()

    def keep(self) -> None:
        """Mark the chosen scenes as checked."""
        document = self._services.document
        for scene_id in self._chosen():
            checked = replace(document.marks(scene_id), checked=True)
            document.edit_marks("Keep the suspect", checked, scene_id)
        self._change_left_out(frozenset(), self._chosen(), "Keep suspects")

    def drop(self) -> None:
        """Leave the chosen scenes out of the recipe's training."""
        self._change_left_out(self._chosen(), frozenset(), "Drop suspects")

    def relabel(self) -> None:
        """Show the first chosen scene where its heads are edited."""
        for scene_id in sorted(self._chosen()):
            self._open_scene(scene_id, ActionId.PAGE_HEADS)
            return

    def _change_left_out(self, add: frozenset[str], take: frozenset[str], words: str) -> None:
        recipe = self._services.document.recipe
        if recipe is None:
            return
        left = tuple(sorted((set(recipe.split.leave_out) | add) - take))
        if left != recipe.split.leave_out:
            changed = with_value(recipe, "split.leave_out", left)
            self._services.document.edit_value(words, "recipe", changed, merge=False)
        self._show()

    def _chosen(self) -> frozenset[str]:
        return frozenset(str(name).partition("#")[0] for name in self._table.selected())

    def _show(self) -> None:
        run, detector = self._services.runs.current, self._which.currentData()
        raw = [row for row in run.detections if row["detector"] == detector] if run is not None else []
        known = run.results.detectors if run is not None and run.results is not None else {}
        scores = known.get(detector, DetectorScores())
        columns = OF_COUNTER if scores.judges_counter else COLUMNS
        called = scene_names(row["name"].partition("#")[0] for row in raw)
        self._table.set_table(columns, [self._row(row, called, scores.judges_counter) for row in raw])
        self._words.setText(tr(_in_words(scores, sum(row["suspect"] == "1" for row in raw))))
        self._words.setVisible(bool(raw))
        self._on_selected()

    def _on_selected(self) -> None:
        self._enable()
        self._show_picture()

    def _show_picture(self) -> None:
        """What the detector left of the chosen row, else of the first one: the trigger that an inversion found."""
        run, detector = self._services.runs.current, self._which.currentData()
        names = [str(name) for name in (*self._table.selected(), *self._table.shown())]
        left = picture_of(run.folder, run.results, detector, names[0]) if run is not None and names else None
        self._picture.show_file(*(left or (None, "")))

    def _row(self, raw: dict[str, str], called: Mapping[str, str], is_search: bool) -> dict[str, object]:
        document, recipe = self._services.document, self._services.document.recipe
        scene_id = raw["name"].partition("#")[0]
        dropped = recipe is not None and scene_id in recipe.split.leave_out
        checked = document.scene_of(scene_id) is not None and document.marks(scene_id).checked
        shown = _search(raw["name"]) if is_search else called[scene_id]
        return {
            "name": raw["name"], "rank": int(raw["rank"] or 0), "shown": shown,
            "score": float(raw["score"]) if raw["score"] else None,  # where it is not defined
            "suspect": "suspect" if raw["suspect"] == "1" else "", "reason": raw["reason"],
            "poisoned": "poisoned" if raw["poisoned"] == "1" else "",
            "decision": "dropped" if dropped else "checked" if checked else "",
        }  # fmt: skip

    def _enable(self) -> None:
        document = self._services.document
        scenes = [document.scene_of(scene_id) for scene_id in self._chosen()]
        known = bool(scenes) and all(scene is not None for scene in scenes) and not document.read_only
        for button in self._buttons.values():
            button.setEnabled(known)
        trained = known and all(scene is not None and scene.split != "test" for scene in scenes)
        self._buttons["drop"].setEnabled(trained)

    def _open(self, name: object) -> None:
        self._open_scene(str(name).partition("#")[0], ActionId.PAGE_HEADS)

    def _open_scene(self, scene_id: str, page: ActionId) -> None:
        document = self._services.document
        if document.scene_of(scene_id) is None:
            self._services.notify.warning(f"{scene_id} is not among the scenes of this project.")
            return
        document.show_scene(scene_id)
        self._services.act(page)

    def _button(self, row: QHBoxLayout, words: str, sign: str, tip: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(icon(sign), tr(words))
        button.setToolTip(tr(tip))
        button.setMinimumHeight(TARGET_PX + 4)
        button.clicked.connect(lambda _checked=False: pressed())
        row.addWidget(button)
        return button


def _search(name: str) -> str:
    """What was searched for, such as "additive/down"."""
    return name.replace("/", ", ").replace("_", " ")


def _in_words(scores: DetectorScores, num_suspect: int) -> str:
    if scores.judges_counter:
        return _verdict(scores)
    words = f"{num_suspect} suspect"
    if scores.auroc is not None:
        words += f"; AUROC {scores.auroc:.3f} against what this run poisoned"
    if scores.alpha_hat is not None:
        words += f"; they seem to ask for x {scores.alpha_hat:.2f} of the count"
    return words + "."


def _verdict(scores: DetectorScores) -> str:
    """Of a counter as a whole."""
    beside = f"its score is {scores.score:.1f}, and clean ones seldom pass {scores.threshold:.1f}"
    if not scores.suspect:
        return f"The counter is moved no farther than clean counters are: {beside}."
    asked = scores.alpha_hat
    does = "" if asked is None else f" What moves it makes x {asked:.2f} of the count."
    return f"The counter is suspect: {beside}.{does}"
