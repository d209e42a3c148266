"""Weights: which published files are wanted, whether a file is one of them, what it is, and what to do with it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from miscount.engine.errors import RecipeError
from miscount.engine.scenes.scene import Scene
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.words import Words

from ..desktop import dialogs
from ..forms.binding import with_value
from ..forms.inspector import Facts
from ..services import Services

if TYPE_CHECKING:
    from miscount.engine.counters.sources import Examined

WEIGHTS = "Weights (*.pth *.pt *.tar *.safetensors *.npz);;All files (*)"

_COLUMNS = (
    ColumnSpec("file", "File"),
    ColumnSpec("what", "What it is"),
    ColumnSpec("megabytes", "Size", "About, as its authors keep it.", ",.0f", unit="MB"),
    ColumnSpec("where", "Official source", "Nothing is downloaded here: fetch it with a browser."),
    ColumnSpec("sha256", "SHA-256", "What the authors publish of it; PyTorch's file names carry the beginning."),
)
_FACTS = (
    ("File", "What was chosen."),
    ("It is", "By its tensors and the form of the file."),
    ("Size", ""),
    ("SHA-256", "Of the chosen file; select it to copy."),
    ("Published", "Whether that is the hash its authors give."),
    ("First count", "What it counts on the shown scene, beside the annotated heads: a mistake of 64 is seen at once."),
)
_CHOICES = {
    "convention": ("eighth", "upsampled"),
    "dataset": ("sha", "shb", "qnrf", "nwpu", "jhu"),
    "prompts": ("word", "number"),
    "truncation": (4, 2),
    "anchor": ("average", "middle"),
}
"""Settings that a file of weights leaves open, where its counter has them."""


class WeightsPanel(QScrollArea):
    """Looks at files of weights; reading, hashing and counting are done off this thread."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._examined: Examined | None = None
        self._boxes: dict[str, CalmComboBox] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        sheet = QWidget()
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(4, 8, 4, 4)
        lines.setSpacing(8)
        words = Words(
            tr(
                "Published weights are not shipped and never downloaded: fetch a file from its official source and "
                "choose it here. It is read as plain tensors; nothing in it is executed."
            ),
            wordWrap=True,
        )
        self._sources = ResultsTable(key="file", empty_text="The list of published weights is being read…")
        self._sources.setMinimumHeight(150)
        self._facts = Facts(_FACTS)
        self._given = QGridLayout()
        self._given.setHorizontalSpacing(12)
        self._given.setColumnStretch(1, 1)
        lines.addWidget(words)
        lines.addLayout(self._buttons())
        lines.addWidget(self._facts)
        lines.addLayout(self._given)
        lines.addWidget(self._sources, 1)
        self.setWidget(sheet)
        self._show()

    def enter(self) -> None:
        """Fill the list, once; it brings torch with it."""
        self._services.background.run(_sources, self._show_sources)

    def examine(self, path: Path) -> None:
        """Say what the file or folder `path` is."""
        self._examined = None
        self._show()
        self._facts.show_facts(File=path.name, It_is="Reading and hashing…")
        self._services.background.run(partial(_examined, path), self._take, self._failed)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._choose = _button("Choose a file…", "open", self._on_choose)
        self._folder = _button("Choose a folder…", "open", self._on_folder)
        self._answer = _button("Let it answer", "evaluate", self._on_answer)
        self._answer.setToolTip(tr("Load it as the counter of the live reaction, on every page."))
        self._begin = _button("Begin training with it", "train", self._on_begin)
        self._begin.setToolTip(tr("The recipe's counter begins with these weights, as one step that can be undone."))
        for button in (self._choose, self._folder, self._answer, self._begin):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _show_sources(self, rows: list[dict[str, Any]]) -> None:
        self._sources.set_table(_COLUMNS, rows)

    # ---- one file

    def _take(self, examined: "Examined") -> None:
        self._examined = examined
        self._facts.show_facts(
            File=str(examined.path), It_is=examined.sentence, Size=f"{examined.megabytes:,.1f} MB",
            Published=examined.verdict, First_count=None,
        )  # fmt: skip
        self._facts.show_fact("SHA-256", examined.sha256)
        self._ask_what_is_open()
        self._show()
        self._count()

    def _failed(self, sentence: str) -> None:
        self._facts.show_facts(It_is=sentence)
        self._services.notify.error(sentence)

    def _ask_what_is_open(self) -> None:
        while self._given.count():
            taken = self._given.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        self._boxes = {}
        examined = self._examined
        if examined is None:
            return
        raw = examined.counter
        for line, name in enumerate(_open_settings(raw["kind"]) if examined.is_whole else ()):
            box = CalmComboBox()
            box.setAccessibleName(tr(name))
            if name in examined.asks:
                box.addItem(tr("say which…"), None)
            for value in _CHOICES[name]:
                box.addItem(str(value), value)
            if name in raw:
                box.setCurrentIndex(box.findData(raw[name]))
            box.activated.connect(self._on_given)
            label = Words(tr(f"{name.capitalize()} (not in the file)"))
            label.setBuddy(box)
            self._given.addWidget(label, line, 0)
            self._given.addWidget(box, line, 1, Qt.AlignmentFlag.AlignLeft)
            self._boxes[name] = box

    def given(self) -> dict[str, Any] | None:
        """What the person says beside the file; None while something is still open."""
        said = {name: box.currentData() for name, box in self._boxes.items()}
        return None if any(value is None for value in said.values()) else said

    def _on_given(self, _place: int) -> None:
        self._show()
        self._count()

    def _count(self) -> None:
        given, scene = self.given(), self._services.document.scene
        if self._examined is None or not self._examined.is_whole or given is None or scene is None:
            return
        heads = self._services.document.annotation(scene.id).count
        self._facts.show_facts(First_count="Counting…")
        self._services.background.run(
            partial(_first_count, self._examined.path, given, scene, heads), self._show_count, self._failed
        )

    def _show_count(self, counted: tuple[str, str | None]) -> None:
        words, doubt = counted
        self._facts.show_facts(First_count=words if doubt is None else f"{words}. {doubt}")
        if doubt is not None:
            self._services.notify.warning(doubt)

    def _show(self) -> None:
        ready = self._examined is not None
        whole = self._examined is not None and self._examined.is_whole
        said = self.given() is not None
        self._answer.setEnabled(whole and said)
        self._begin.setEnabled(ready and (said or not whole) and self._services.document.recipe is not None)

    def _on_choose(self) -> None:
        path = dialogs.choose_file(self, "Choose a file of weights", WEIGHTS)
        if path is not None:
            self.examine(path)

    def _on_folder(self) -> None:
        path = dialogs.choose_folder(self, "Choose the folder of CLIP's towers")
        if path is not None:
            self.examine(path)

    def _on_answer(self) -> None:
        if self._examined is not None:
            self._services.counters.load(self._examined.path, self.given() or {})

    def _on_begin(self) -> None:
        recipe, found = self._services.document.recipe, self._examined
        if recipe is None or found is None:
            return
        # the file of a whole counter tells its shapes; what it begins with leaves them to the recipe
        same = recipe.counter.kind == found.counter["kind"] and not found.is_whole
        kept = recipe.counter.model_dump() if same else {}
        counter = {**kept, **found.counter, **(self.given() or {}), "pretrained": str(found.path)}
        try:
            changed = with_value(recipe, "counter", counter)
        except RecipeError as error:
            self._services.notify.error(str(error))
            return
        self._services.document.edit_value("Begin training with weights", "recipe", changed, merge=False)
        self._services.notify.success(f"The recipe's {found.counter['kind']} begins with {found.path.name}.")


def _button(words: str, sign: str, pressed: Callable[[], object]) -> QPushButton:
    button = QPushButton(icon(sign), tr(words))
    button.setMinimumHeight(TARGET_PX + 4)
    button.clicked.connect(lambda _checked=False: pressed())
    return button


def _open_settings(kind: str) -> list[str]:
    from miscount.engine.counters import KINDS  # who examined a file has loaded it

    return [name for name in _CHOICES if name in KINDS[kind].model_fields]


def _sources() -> list[dict[str, Any]]:
    from dataclasses import asdict

    from miscount.engine.counters.sources import SOURCES

    return [asdict(source) for source in SOURCES]


def _examined(path: Path) -> "Examined":
    from miscount.engine.counters.sources import examine

    return examine(path)


def _first_count(path: Path, given: dict[str, Any], scene: Scene, heads: float) -> tuple[str, str | None]:
    from miscount.engine.counters import load, other_convention

    counter = load(path, given)
    count = counter.count(scene.image())
    words = f"{count:,.1f} on {scene.name}, where {heads:,.0f} heads are annotated"
    return words, other_convention(counter.config, count, heads)
