"""The scenes where two annotators, or an annotator and a counter, disagree: the worst first, each opened by a click."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from miscount.engine.events import Failed, Finished
from miscount.engine.runs.names import scene_names
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.words import Words

from ..canvas.counters import Counters
from ..document import Document
from ..runs.jobs import Task
from ..runs.tasks import with_heads
from ..runs.work_line import WorkLine
from .differing import CompareAnnotators, CompareCounter, Differing
from .second_opinion import SecondOpinion

REFRESH_MS = 300
SECOND = "second"
_NAME = ColumnSpec("shown", "Scene", "A click opens it.", hover="scene", own=True)
OF_ANNOTATORS = (
    _NAME,
    ColumnSpec("apart", "Apart", "Heads that only one of both has, or the difference of the counts.", ",.0f"),
    ColumnSpec("ours", "Ours", "Persons by our labels, with your edits.", ",.0f"),
    ColumnSpec("other", "Theirs", "Persons by the second annotation.", ",.0f"),
    ColumnSpec("only_ours", "Only ours", "Heads that they lack.", ",d"),
    ColumnSpec("only_other", "Only theirs", "Heads that we lack.", ",d"),
)
OF_COUNTER = (
    _NAME,
    ColumnSpec("apart", "Apart", "Persons between both counts, or places where only one sees people.", ",.1f"),
    ColumnSpec("ours", "Labels", "Persons by our labels, with your edits.", ",.0f"),
    ColumnSpec("other", "Counter", "Persons by the counter.", ",.1f"),
    ColumnSpec("only_ours", "Unseen", "Places with labels where the counter sees nearly nobody.", ",d"),
    ColumnSpec("only_other", "Unlabelled", "Places where the counter sees people and nobody is labelled.", ",d"),
)
NOBODY = "Load a second annotation (Heads page) or a counter (Ctrl+L), to compare the labels with."


class DifferencesWindow(QDialog):
    """Compares on a thread; what is edited afterwards is compared again at once, as far as it needs no counter."""

    compared = Signal(object)  # scene -> how far apart, of all that were compared
    compared_again = Signal(str, float)  # one of them, and how far apart it is now
    second_wanted = Signal()
    stopped = Signal()

    def __init__(self, document: Document, second: SecondOpinion, counters: Counters, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Where labels differ"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self._document, self._second, self._counters = document, second, counters
        self._found: dict[str, Differing] = {}
        self._by = ""  # whom the rows are compared with
        self._warned: list[str] = []
        self._root = document.dataset.root if document.dataset is not None else None
        self._is_of_counter = self._is_stale = False
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._show_rows)
        second.changed.connect(self._show_choices)
        counters.changed.connect(self._show_choices)
        document.dataset_changed.connect(self._on_dataset)
        document.heads_changed.connect(self._on_edited)
        self._show_choices()
        self.resize(min(760, parent.width()), min(520, parent.height()))

    def _build(self) -> None:
        self.whom = CalmComboBox()
        self.whom.setAccessibleName(tr("Compare our labels with"))
        self.whom.activated.connect(self._on_whom)
        label = Words(tr("&Compare our labels with"))
        label.setBuddy(self.whom)
        self.go = _button("Compare", "compare", "All scenes that have labels, with your edits.")
        load = _button("Second annotation…", "open", "The same scenes, labelled by someone else.")
        self.go.clicked.connect(self.compare)
        load.clicked.connect(self.second_wanted)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.whom, 1)
        for button in (load, self.go):
            row.addWidget(button)
        self.work, self.said = WorkLine(), Words(wordWrap=True)
        self.said.setAccessibleName(tr("Result"))
        self.work.made.connect(self._on_made)
        self.work.warned.connect(self._on_warned)
        self.work.ended.connect(self._on_ended)
        self.table = ResultsTable(key="scene", empty_text="Scenes where both disagree are listed here.")
        self.table.selection_changed.connect(self._on_chosen)
        self.table.activated.connect(lambda scene: self._document.show_scene(str(scene)))
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.work)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)

    # ---- comparing

    def compare(self) -> None:
        """Begin."""
        dataset, document = self._document.dataset, self._document
        whom = self.whom.currentData()
        if dataset is None or whom is None or self.work.running is not None or document.waiting:
            return
        self._found, self._warned, self._by = {}, [], self.whom.currentText()
        self._show_rows()
        edited = document.edited_heads
        scenes = [with_heads(scene, edited[scene.id]) if scene.id in edited else scene for scene in dataset]
        if isinstance(whom, Path):
            task: Task = CompareCounter(scenes, whom, self._counters.given_for(whom))
        else:
            task = CompareAnnotators(scenes, self._second.scene_of, self._second.radius_px)
        self._is_of_counter = isinstance(whom, Path)
        self.work.start("Compare labels", task)
        self._show_state()

    def close_work(self) -> None:
        """Stop and wait."""
        self.work.close_work()

    def _on_made(self, value: object) -> None:
        assert isinstance(value, Differing)
        if self._is_stale:
            return
        self._found[value.scene] = value
        if not self._timer.isActive():
            self._timer.start()

    def _on_warned(self, sentence: str) -> None:
        self._warned.append(sentence)

    def _on_ended(self, result: object) -> None:
        self._timer.stop()
        self._show_rows()
        if self._is_stale:
            self._is_stale = False
        elif isinstance(result, Failed):
            self.said.setText(tr(result.message))
        else:
            if isinstance(result, Finished) and result.cancelled:
                self._warned.insert(0, "It was stopped before the end.")
            self._say()
            self.compared.emit({name: each.apart for name, each in self._found.items()})
        self._show_state()
        self.stopped.emit()

    def _on_edited(self, scene_id: str, _patches: object = None) -> None:
        """What was compared is compared again: with the same count, or with their labels."""
        before = self._found.get(scene_id)
        if before is None or self.work.running is not None:
            return
        ours, other = self._document.annotation(scene_id), self._second.scene_of(scene_id)
        if self._is_of_counter:
            after = Differing(scene_id, ours.count, before.other, None, None)
        elif other is not None:
            from .differing import between

            after = between(scene_id, ours, other.annotation, self._second.radius_px)
        else:
            return
        self._found[scene_id] = after
        self.compared_again.emit(scene_id, after.apart)
        self._say()
        self._timer.start()

    def _on_dataset(self) -> None:
        """What was compared was of other scenes; files that came to the same folder change nothing of it."""
        root = self._document.dataset.root if self._document.dataset is not None else None
        if root != self._root:
            self._root = root
            self.work.cancel()
            self._found, self._warned, self._is_stale = {}, [], self.work.running is not None
            self._show_rows()
            self.said.setText("")
        self._show_state()

    # ---- what is shown

    def _show_choices(self) -> None:
        wanted = self.whom.currentData()
        self.whom.clear()
        if self._second.folder is not None:
            self.whom.addItem(tr(f"the second annotation in {self._second.folder.name}"), SECOND)
        for words, path in self._counters.choices():
            self.whom.addItem(tr(words), path)
        place = next((at for at in range(self.whom.count()) if self.whom.itemData(at) == wanted), 0)
        self.whom.setCurrentIndex(place if self.whom.count() else -1)
        self._show_state()

    def _on_whom(self, _place: int) -> None:
        self._show_state()

    def _show_state(self) -> None:
        works, can = self.work.running is not None, self.whom.count() > 0 and self._document.dataset is not None
        self.whom.setEnabled(not works and can)
        self.go.setEnabled(not works and can)
        if not works and not self._found:
            self.said.setText(tr("" if can else NOBODY))
        self.said.setVisible(bool(self.said.text()))

    def _say(self) -> None:
        """The sum of it."""
        apart = sum(each.apart >= 1 for each in self._found.values())
        found = f"Compared with {self._by}: of {len(self._found):,} scenes {apart:,} differ by a person or more."
        text = "\n".join(map(tr, (found, *self._warned[:3])))
        self.said.setText(text)

    def _show_rows(self) -> None:
        names = scene_names(self._found)
        rows = [
            {"scene": each.scene, "shown": names[each.scene], "apart": each.apart, "ours": each.ours,
             "other": each.other, "only_ours": each.only_ours, "only_other": each.only_other}
            for each in sorted(self._found.values(), key=lambda each: -each.apart) if each.apart >= 1
        ]  # fmt: skip
        self.table.set_table(OF_COUNTER if self._is_of_counter else OF_ANNOTATORS, rows)

    def _on_chosen(self, chosen: tuple[object, ...]) -> None:
        if len(chosen) == 1:
            self._document.show_scene(str(chosen[0]))


def _button(words: str, sign: str, tip: str) -> QPushButton:
    button = QPushButton(icon(sign), tr(words))
    button.setToolTip(tr(tip))
    button.setMinimumHeight(TARGET_PX)
    button.setAutoDefault(False)
    return button
