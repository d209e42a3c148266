"""Is it poisoned? Weights or a dataset of somebody else's, looked at by whatever applies; the verdict stands first."""

import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.events import Failed, Finished
from miscount.engine.reading import is_folder, there
from miscount.engine.runs.names import method_name
from miscount.engine.runs.verdict import Verdict
from miscount.widgets.forms.fields import TARGET_PX
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.words import Words

from ..desktop import dialogs, places
from ..forms.inspector import tabbed
from ..forms.place_lines import browse_button, labelled, path_of
from ..pages.verdict_panel import VerdictPanel
from ..runs.work_line import WorkLine
from ..services import Services
from .dropped import DRAGS, dropped_files
from .tasks import AuditSuspect

if TYPE_CHECKING:
    from miscount.engine.auditing import Audit, Request

WEIGHTS = "Weights (*.safetensors *.pth *.pt *.tar *.npz);;All files (*)"
STATES = {
    "suspicious": "⚠ suspicious", "nothing": "nothing found", "note": "for your information",
    "not applied": "not applied",
}  # fmt: skip
_FINDINGS = (
    ColumnSpec("check", "Check"),
    ColumnSpec("looked_for", "What was looked for"),
    ColumnSpec("state", "Result"),
    ColumnSpec("sentence", "In words"),
)
_SCENES = (
    ColumnSpec("scene", "Scene", "The most suspect first.", own=True),
    ColumnSpec("check", "By"),
    ColumnSpec("why", "Why"),
)
_MISSED = (ColumnSpec("words", "What would be missed"),)
RULES = (
    "Suspicious: at least one check found more than clean data would show by chance in one audit of a hundred. "
    "Nothing found is no proof: see what would be missed."
)
NOTHING_YET = "Choose weights or a dataset that came from someone else, or drop it here."


class AuditWindow(QDialog):
    """What is suspect is only ever read; the page that is written goes beside the project's runs."""

    stopped = Signal()

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Audit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.setAcceptDrops(True)
        self._services = services
        self._page: Path | None = None  # of the last audit that came to its end
        self._next_page = Path()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._boxes: dict[str, QCheckBox] = {}
        self._warned: list[str] = []
        self._subjects: dict[str, str] = {}  # of detectors
        self._build()
        services.background.run(_detectors, self._show_detectors)
        self._show_state()
        self.resize(min(980, parent.width()), min(680, parent.height()))

    # ---- making

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._build_lines())
        self._detectors_sheet = QWidget()
        self._grid = QGridLayout(self._detectors_sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._detectors_sheet)
        self.work = WorkLine()
        self.work.made.connect(self._on_audit)
        self.work.warned.connect(self._on_warned)
        self.work.ended.connect(self._on_ended)
        self.said = Words(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAccessibleName(tr("How things stand"))
        self.verdict = VerdictPanel(rules=RULES)
        self.findings, self.scenes, self.missed = (ResultsTable(key=key) for key in ("check", "scene", "words"))
        self._show_none_yet()
        self.scenes.activated.connect(self._on_scene)
        sheets = (("Findings", self.findings), ("What would be missed", self.missed),
                  ("Scenes that stand out", self.scenes))  # fmt: skip
        for widget in (self.work, self.verdict, self.said):
            column.addWidget(widget)
        column.addWidget(tabbed("Audit", sheets), 1)
        column.addLayout(self._build_ends())

    def _show_none_yet(self) -> None:
        """Before an audit's end nothing is known, not even that nothing was found."""
        for table, columns, text in (
            (self.findings, _FINDINGS, "What each check finds is listed here at the end."),
            (self.scenes, _SCENES, "Scenes that stand out are listed here at the end."),
            (self.missed, _MISSED, "What would be missed is listed here at the end."),
        ):
            table.set_empty_text(text)
            table.set_table(columns, [])

    def _build_lines(self) -> QFormLayout:
        self._lines = form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.suspect, self.clean, self.weights, self.scenes_asked = (QLineEdit() for _ in range(4))
        by_file, by_folder = _chooser("Weights…", "A file of weights."), _chooser("Dataset…", "A folder of scenes.")
        by_file.clicked.connect(lambda: self._choose_file(self.suspect, "Choose weights to audit"))
        by_folder.clicked.connect(lambda: self._choose_folder(self.suspect, "Choose a dataset to audit"))
        shown = _chooser("The open dataset", "The scenes that this window shows, if you know them to be clean.")
        shown.clicked.connect(self._take_open_dataset)
        clean, weights, asked = (browse_button(each) for each in ("clean scenes", "weights", "scenes"))
        clean.clicked.connect(lambda: self._choose_folder(self.clean, "Choose scenes that are known to be clean"))
        weights.clicked.connect(lambda: self._choose_file(self.weights, "Choose the weights of its counter"))
        asked.clicked.connect(lambda: self._choose_folder(self.scenes_asked, "Choose scenes to ask the counter about"))
        self._rows: dict[str, QWidget] = {}
        for name, words, line, buttons, tip in (
            ("suspect", "&Suspect", self.suspect, (by_file, by_folder), "Weights, or a dataset, of somebody else's."),
            ("clean", "&Clean scenes", self.clean, (clean, shown),
             "Labelled scenes that are known to be clean: most detectors compare with them."),
            ("weights", "Its c&ounter", self.weights, (weights,),
             "The weights of the counter that was trained on it, if you have them: two detectors look through it."),
            ("asked", "Scenes to &ask about", self.scenes_asked, (asked,),
             "Scenes that the counter gets to see: some may bear a trigger."),
        ):  # fmt: skip
            line.setAccessibleName(re.sub(r"\(&\w\)|&", "", tr(words)))
            line.setToolTip(tr(tip))
            line.setMinimumHeight(TARGET_PX)
            line.textChanged.connect(self._show_state)
            self._rows[name] = row = _row(line, buttons)
            form.addRow(labelled(words, line), row)
        self.suspect.setPlaceholderText(tr("A file of weights, or a folder of scenes"))
        self.clean.setPlaceholderText(tr("Without them few detectors apply"))
        for line in (self.weights, self.scenes_asked):
            line.setPlaceholderText(tr("Not needed; with it more detectors apply"))
        return form

    def _build_ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.go, self.open_page, close = QPushButton(tr("Audit")), QPushButton(tr("Open the page")), QPushButton()
        close.setText(tr("Close"))
        self.go.setIcon(icon("play"))
        self.go.setToolTip(tr("Look by every detector that is chosen; some train counters to compare with."))
        self.go.setDefault(True)
        self.open_page.setIcon(icon("open"))
        self.open_page.setToolTip(tr("The whole audit as a page that can be sent on."))
        self.go.clicked.connect(self.start)
        self.open_page.clicked.connect(self._on_open_page)
        close.clicked.connect(self.close)
        for button in (self.go, self.open_page, close):
            button.setMinimumHeight(TARGET_PX + 4)
            button.setAutoDefault(False)
        row.addWidget(self.open_page)
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(close)
        return row

    def _show_detectors(self, known: Sequence[tuple[str, str, str]]) -> None:
        """(kind, subject, what it is) of each, as boxes to tick."""
        for kind, subject, card in known:
            box = QCheckBox(tr(method_name(kind)))
            box.setChecked(True)
            box.setToolTip(tr(card))
            box.toggled.connect(self._show_state)
            self._boxes[kind], self._subjects[kind] = box, subject
        self._show_state()

    # ---- what is asked

    def suspect_is(self, path: Path) -> None:
        """Audit this next."""
        if self.work.running is None:
            self.suspect.setText(str(path))
        else:
            self.said.setText(tr("Stop the audit first, then drop something else."))

    def start(self) -> None:
        """Begin."""
        if self._why_not() or self.work.running is not None:
            return
        suspect = path_of(self.suspect.text())
        self._folder = tempfile.TemporaryDirectory(prefix="miscount-audit-")
        kinds = tuple(kind for kind, box in self._boxes.items() if self._fits(kind) and box.isChecked())
        every = sum(map(self._fits, self._boxes))
        request = partial(
            _request, suspect, self._optional("clean"), self._optional("weights"), self._optional("asked"),
            None if len(kinds) == every else kinds,
        )  # fmt: skip
        self._page = None
        self.verdict.show_verdict("", Verdict())
        self._show_none_yet()
        self.said.setText("")
        self._warned = []
        self._next_page = self._page_for(suspect)
        task = AuditSuspect(request, self._next_page, Path(self._folder.name))
        self.work.start(f"Audit of {suspect.name}", task)
        self._show_state()

    def close_work(self) -> None:
        """Stop and wait."""
        self.work.close_work()
        self._let_go()

    def _let_go(self) -> None:
        if self._folder is not None:
            with suppress(OSError):
                self._folder.cleanup()
            self._folder = None

    def _page_for(self, suspect: Path) -> Path:
        project = self._services.session.project
        home = places.quickstart_folder().parent if project is None or self._services.document.read_only else (
            project.folder
        )  # fmt: skip
        return home / "audits" / f"audit-{suspect.stem}-{datetime.now():%Y%m%d-%H%M%S}.html"

    def _is_set(self) -> bool | None:
        """Whether the suspect is a dataset; None while there is none."""
        text = self.suspect.text().strip()
        path = path_of(text) if text else None
        return None if path is None or not there(path) else is_folder(path)

    def _fits(self, kind: str) -> bool:
        return (self._subjects[kind] == "training set") is self._is_set()

    def _optional(self, name: str) -> Path | None:
        line = {"clean": self.clean, "weights": self.weights, "asked": self.scenes_asked}[name]
        shown = not self._rows[name].isHidden()
        return path_of(line.text()) if shown and line.text().strip() else None

    def _why_not(self) -> str:
        """Why nothing can be audited, in a sentence."""
        if not self.suspect.text().strip():
            return NOTHING_YET
        if self._is_set() is None:
            return f"{path_of(self.suspect.text())} does not exist."
        for name in ("clean", "weights", "asked"):
            path = self._optional(name)
            if path is not None and not there(path):
                return f"{path} does not exist."
        if self._boxes and not any(self._fits(kind) and box.isChecked() for kind, box in self._boxes.items()):
            return "Tick at least one detector."
        return ""

    def _choose_file(self, line: QLineEdit, title: str) -> None:
        path = dialogs.choose_file(self, title, WEIGHTS)
        if path is not None:
            line.setText(str(path))

    def _choose_folder(self, line: QLineEdit, title: str) -> None:
        folder = dialogs.choose_folder(self, title)
        if folder is not None:
            line.setText(str(folder))

    def _take_open_dataset(self) -> None:
        dataset = self._services.document.dataset
        if dataset is None:
            self.said.setText(tr("No dataset is open."))
        else:
            self.clean.setText(str(dataset.root))

    def event(self, event: QEvent) -> bool:
        """What is dropped here is the suspect."""
        if isinstance(event, QDropEvent) and event.type() in DRAGS:
            paths = dropped_files(event)
            if len(paths) == 1:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.suspect_is(paths[0])
                return True
        return super().event(event)

    # ---- what is shown

    def _show_state(self, _what: object = None) -> None:
        works, is_set, why = self.work.running is not None, self._is_set(), self._why_not()
        self._lines.setRowVisible(self._rows["weights"], is_set is True)
        self._lines.setRowVisible(self._rows["asked"], is_set is False)
        for row in self._rows.values():
            row.setEnabled(not works)
        self._lay_out_boxes([] if is_set is None else [kind for kind in self._boxes if self._fits(kind)])
        self._detectors_sheet.setEnabled(not works)
        self.go.setEnabled(not works and not why)
        self.open_page.setEnabled(self._page is not None)
        if not works and self._page is None:
            self.said.setText(tr(why or "Ready. Some detectors take minutes, and can be stopped."))
        self.said.setVisible(bool(self.said.text()))

    def _lay_out_boxes(self, kinds: Sequence[str]) -> None:
        for kind, box in self._boxes.items():
            if kind not in kinds:
                self._grid.removeWidget(box)
                box.hide()
        for place, kind in enumerate(kinds):
            self._grid.addWidget(self._boxes[kind], place // 3, place % 3)
            self._boxes[kind].show()
        self._detectors_sheet.setVisible(bool(kinds))

    def _on_audit(self, audit: "Audit") -> None:
        verdict = Verdict(audit.verdict_sentences, tuple(self._warned))
        self.verdict.show_verdict(Path(audit.what).name, verdict, in_lines=True)
        rows = [
            {"check": _check(f.check), "looked_for": f.looked_for, "state": STATES[f.state], "sentence": f.sentence}
            for f in audit.findings
        ]
        self.findings.set_table(_FINDINGS, rows)
        self.scenes.set_empty_text("No scene stands out.")
        self.missed.set_empty_text("Nothing was looked for that could be missed.")
        self.missed.set_table(_MISSED, [{"words": line} for line in audit.missed])
        odd = [
            {"scene": name, "check": _check(f.check), "why": why}
            for f in audit.findings if f.state == "suspicious" for name, why in f.scenes
        ]  # fmt: skip
        self.scenes.set_table(_SCENES, odd)

    def _on_warned(self, sentence: str) -> None:
        self._warned.append(sentence)
        self.said.setText(tr(sentence))
        self.said.show()

    def _on_ended(self, result: object) -> None:
        self._let_go()
        if isinstance(result, Failed):
            self._show_state()
            self.said.setText(tr(result.message))
        elif isinstance(result, Finished) and result.cancelled:
            self._show_state()
            self.said.setText(tr("The audit was stopped: nothing is said about the suspect."))
        else:
            self._page = self._next_page
            self._show_state()
            self.said.setText(tr(f"The page lies in {self._page}."))
        self.said.show()
        self.stopped.emit()

    def _on_open_page(self) -> None:
        if self._page is not None:
            self._services.show_outside("The audit", self._page)

    def _on_scene(self, scene_id: object) -> None:
        document = self._services.document
        if document.scene_of(str(scene_id)) is None:
            self.said.setText(tr("That scene is not in the open dataset: open the suspect one to look at it."))
        else:
            document.show_scene(str(scene_id))


_CHECKS = {"record": "Record", "labels": "Labels", "file": "File", "reading": "Reading", "counts": "Counts"}
"""Those that are no detectors."""


def _check(name: str) -> str:
    return _CHECKS.get(name) or method_name(name)


def _detectors() -> list[tuple[str, str, str]]:
    from miscount.engine.detectors import KINDS  # it brings torch

    return [(kind, part.subject, part.card) for kind, part in KINDS.items()]


def _request(
    suspect: Path, clean: Path | None, weights: Path | None, asked: Path | None, kinds: tuple[str, ...] | None,
) -> "Request":  # fmt: skip
    from miscount.engine.auditing import Request
    from miscount.engine.detectors import detector

    chosen = None if kinds is None else tuple(detector({"kind": kind}) for kind in kinds)
    return Request(suspect, clean, weights, asked, detectors=chosen)


def _chooser(words: str, tip: str) -> QPushButton:
    button = QPushButton(tr(words))
    button.setToolTip(tr(tip))
    button.setMinimumHeight(TARGET_PX)
    button.setAutoDefault(False)
    return button


def _row(line: QLineEdit, buttons: Sequence[QWidget]) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(line, 1)
    for button in buttons:
        row.addWidget(button)
    return both
