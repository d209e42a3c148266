"""What the readers said of the open dataset: one notice when all labels were read, and the scenes it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from miscount.engine.errors import EngineError
from miscount.engine.scenes.annotation import Annotation
from miscount.engine.scenes.scene import Dataset
from miscount.widgets.notices import Notice, Severity

from ..desktop.background import Background
from ..document import Document
from ..runs.tasks import with_edits
from .scene_presenter import ScenePresenter

if TYPE_CHECKING:
    from miscount.engine.scenes.summary import Summary

SHOW_DETAILS = "Show details"
MOST_LINES = 4
"""A banner of more lines would stand in the way of the work."""

BROKEN, LOST, FORGIVEN = "cannot be read", "left out or changed", "read all the same"
BARE, ORPHAN, WHOLE = "no labels", "labels without a picture", "the dataset"


@dataclass(frozen=True)
class SaidRow:
    """One thing that was said: of a scene (none: of the dataset as a whole), its kind, the reader's sentence."""

    scene: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class Said:
    """All that was said in reading, the worst first; `grave` where something of it may make a count wrong."""

    root_name: str
    sentences: tuple[str, ...]
    rows: tuple[SaidRow, ...]
    grave: bool

    @property
    def notice(self) -> Notice | None:
        """What to tell; None where there is nothing."""
        if not self.sentences:
            return None
        lines = "\n".join((f"Reading {self.root_name}:", *self.sentences))
        return Notice(Severity.WARNING if self.grave else Severity.INFO, lines, action=SHOW_DETAILS)


class ReadingNotice(QObject):
    """Tells once what the readers said, when all labels are read and the edits are there; off the window's thread."""

    noticed = Signal(object)
    withdrawn = Signal(object)  # a notice on a dataset that is open no longer
    changed = Signal()

    def __init__(
        self, document: Document, background: Background, scenes: ScenePresenter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._background = document, background
        self.said: Said | None = None
        self._told: Notice | None = None
        self._generation = 0
        self._read = self._asked = False
        document.dataset_changed.connect(self._on_dataset)
        document.laid.connect(self._look)
        scenes.labels_read.connect(self._on_read)

    def _on_dataset(self) -> None:
        self._generation += 1
        self._read = self._asked = False
        self.said = None
        if self._document.dataset is None:
            self._withdraw()
        self.changed.emit()

    def _withdraw(self) -> None:
        if self._told is not None:
            self.withdrawn.emit(self._told)
            self._told = None

    def _on_read(self) -> None:
        self._read = True
        self._look()

    def _look(self) -> None:
        document, dataset = self._document, self._document.dataset
        if dataset is None or document.waiting or not self._read or self._asked:
            return
        self._asked = True
        generation, edited = self._generation, document.edited_heads

        def take(said: Said) -> None:
            if generation == self._generation:
                self._take(said)

        self._background.run(lambda: said_of(dataset, edited), take)

    def _take(self, said: Said) -> None:
        self.said = said
        notice = said.notice
        if notice != self._told:  # the folder changed, and the same is still to be said
            self._withdraw()
            self._told = notice
            if notice is not None:
                self.noticed.emit(notice)
        self.changed.emit()


def said_of(dataset: Dataset, edited: Mapping[str, Annotation]) -> Said:
    """What reading `dataset` said; of scenes that a person labelled no more than is true of them still."""
    from miscount.engine.scenes.summary import summary_of

    shown = with_edits(dataset, edited)
    summary = summary_of(shown)
    if _nobody_labelled(dataset):
        summary = replace(summary, unlabelled=())  # a folder of photographs is there to be labelled
    grave = bool(summary.broken or summary.orphans or summary.dataset or any(remark.lost for remark in summary.remarks))
    return Said(dataset.root.name, summary.sentences(MOST_LINES), tuple(_rows(shown, summary)), grave)


def _nobody_labelled(dataset: Dataset) -> bool:
    for scene in dataset:
        try:
            if scene.labels.labelled:
                return False
        except EngineError:
            return False
    return True


def _rows(dataset: Dataset, summary: "Summary") -> Iterator[SaidRow]:
    yield from (SaidRow("", WHOLE, sentence) for sentence in summary.dataset)
    yield from (SaidRow(broken.scene, BROKEN, broken.sentence) for broken in summary.broken)
    yield from (SaidRow(name, ORPHAN, "") for name in summary.orphans)
    faulty = {broken.scene for broken in summary.broken}
    read = [(scene.id, scene.labels) for scene in dataset if scene.id not in faulty]
    yield from (SaidRow(name, LOST, sentence) for name, labels in read for sentence in labels.repairs)
    yield from (SaidRow(name, BARE, "") for name in summary.unlabelled)
    for name, labels in read:
        yield from (SaidRow(name, FORGIVEN, sentence) for sentence in labels.notes if sentence not in labels.repairs)
