"""Pictures of anybody, counted without labels: a table with the pictures in small, and each with its density map."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from miscount.engine.errors import EngineError
from miscount.engine.events import Failed, Finished
from miscount.engine.files import write_text
from miscount.engine.reading import is_file, is_folder
from miscount.engine.reading.video import SUFFIXES as VIDEOS
from miscount.widgets.forms.fields import TARGET_PX, CalmComboBox
from miscount.widgets.icons import icon
from miscount.widgets.language import tr
from miscount.widgets.results_table import ColumnSpec, ResultsTable
from miscount.widgets.shown_picture import ShownPicture
from miscount.widgets.words import Words

from ..canvas.counters import Counters
from ..desktop import dialogs
from ..forms.place_lines import labelled
from ..runs.work_line import WorkLine
from .dropped import DRAGS, dropped_files
from .tasks import SMALL_PX, CountedPicture, CountPictures, map_file, seen_file

PICTURES = (
    "Pictures and videos (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.mp4 *.m4v *.mov *.avi *.mkv *.webm *.mpg "
    "*.mpeg);;All files (*)"
)
WEIGHTS = "Weights (*.safetensors *.pth *.pt *.tar *.npz);;All files (*)"
REFRESH_MS = 300
"""New rows come into the table so often; filling it takes longer the more there are: with MANY a tenth as often."""

MANY = 1_000

_COLUMNS = (
    ColumnSpec("name", "Picture", "Choose one to see it larger.", hover="path", own=True, picture="small"),
    ColumnSpec("count", "Count", "Persons, the sum of the density map.", ",.1f"),
    ColumnSpec("size", "Size", "Width and height in pixels."),
    ColumnSpec("problem", "What is wrong", absent=""),
)
NO_COUNTER = "Choose a counter first: one of a run, or a file of weights."
NO_PICTURES = "Drop pictures, folders or videos here, or add them."
READY = "Ready to count {what}."


class CountWindow(QDialog):
    """Nothing is written but what is exported; the pictures are only ever read."""

    stopped = Signal()  # for tests and for closing: no work is going on any more

    def __init__(self, counters: Counters, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Count pictures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.setAcceptDrops(True)
        self._counters = counters
        self._paths: dict[Path, bool] = {}  # and whether it is a folder: a drive may answer late, and is asked once
        self._folder = Path(tempfile.mkdtemp(prefix="miscount-count-"))
        self._rows: list[dict[str, object]] = []
        self._counted_by = ""
        self._warned: list[str] = []
        self._table_text = ""  # of what was counted, as CSV
        self._chosen: Path | None = None
        self._build()
        self._refresh_timer = QTimer(self, interval=REFRESH_MS, singleShot=True)
        self._refresh_timer.timeout.connect(self._show_rows)
        counters.changed.connect(self._show_counters)
        self._show_counters()
        self._show_state()
        self.resize(min(1000, parent.width()), min(660, parent.height()))

    # ---- making

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addLayout(self._build_choices())
        self.work = WorkLine()
        self.work.made.connect(self._on_made)
        self.work.warned.connect(self._on_warned)
        self.work.ended.connect(self._on_ended)
        self.said = Words(wordWrap=True, textInteractionFlags=Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setAccessibleName(tr("Result"))
        column.addWidget(self.work)
        column.addWidget(self.said)
        column.addWidget(self._build_results(), 1)
        column.addLayout(self._build_ends())

    def _build_choices(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.counter = CalmComboBox()
        self.counter.setAccessibleName(tr("Counter"))
        self.counter.activated.connect(self._on_counter)
        self.choose = _button("Choose weights…", "open", "A file of weights; it answers in the live reaction too.")
        self.choose.clicked.connect(self._on_choose)
        self._what = Words(wordWrap=True, accessibleName=tr("What is counted"))
        self.add_files = _button("Add pictures…", "plus", "Pictures and videos; they are only ever read.")
        self.add_folder = _button("Add a folder…", "open", "All pictures and videos in it, and in folders below.")
        self.clear = _button("Clear", "close", "Begin with no pictures.")
        self.every = QSpinBox(minimum=1, maximum=100_000)
        self.every.setAccessibleName(tr("Of videos every n-th frame"))
        self._every_label = labelled("Of videos every n-th frame", self.every)
        self.add_files.clicked.connect(self._on_add_files)
        self.add_folder.clicked.connect(self._on_add_folder)
        self.clear.clicked.connect(self._on_clear)
        grid.addWidget(labelled("&Counter", self.counter), 0, 0)
        grid.addWidget(self.counter, 0, 1)
        grid.addWidget(self.choose, 0, 2)
        pictures = QHBoxLayout()
        for button in (self.add_files, self.add_folder, self.clear, self._every_label, self.every):
            pictures.addWidget(button)
        grid.addWidget(labelled("Pictures", self.add_files), 1, 0)
        grid.addWidget(self._what, 1, 1)
        grid.addLayout(pictures, 1, 2)
        return grid

    def _build_results(self) -> QWidget:
        self.table = ResultsTable(key="number", empty_text=NO_PICTURES)
        self.table.set_pictures_px(SMALL_PX)
        self.table.selection_changed.connect(self._on_selected)
        self.picture = ShownPicture()
        self.with_map = QCheckBox(tr("Show the density map over it"))
        self.with_map.setChecked(True)
        self.with_map.setToolTip(tr("Red where persons are counted, the stronger the more."))
        self.with_map.toggled.connect(self._show_picture)
        sheet = QWidget()
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(8, 0, 0, 0)
        lines.addWidget(self.with_map)
        lines.addWidget(self.picture)
        lines.addStretch(1)
        self._side = QScrollArea(widgetResizable=True)
        self._side.setFrameShape(QScrollArea.Shape.NoFrame)
        self._side.setAccessibleName(tr("Picture"))
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setWidget(sheet)
        self._side.hide()
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(self._side)
        both.setSizes([520, 460])
        return both

    def _build_ends(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.go = _button("Count now", "play", "Count all of them; the table fills while it goes on.")
        self.go.setDefault(True)
        self.export = _button("Export the table…", "export", "As CSV, for a spreadsheet.")
        close = _button("Close", "", "")
        self.go.clicked.connect(self.count)
        self.export.clicked.connect(self._on_export)
        close.clicked.connect(self.close)
        row.addWidget(self.export)
        row.addStretch(1)
        row.addWidget(self.go)
        row.addWidget(close)
        return row

    # ---- what is to be counted

    def add(self, paths: Sequence[Path]) -> None:
        """More pictures, folders or videos."""
        self._paths |= {path: is_folder(path) for path in paths if path not in self._paths}
        self._forget()
        self._show_state()

    def add_and_count(self, paths: Sequence[Path]) -> None:
        """Pictures that were dropped: in place of those that were counted before, and at once where a counter is."""
        if self.work.running is not None:
            self.said.setText(tr("Stop what is being counted first, then drop other pictures."))
            return
        if self._rows:
            self._paths = {}
        self.add(paths)
        if self._weights() is not None:
            self.count()

    def count(self) -> None:
        """Begin."""
        weights = self._weights()
        if weights is None or not self._paths or self.work.running is not None:
            return
        self._forget()
        self._counted_by = self.counter.currentText()
        task = CountPictures(
            weights, tuple(self._paths), self._folder, self._counters.given_for(weights), self.every.value()
        )  # fmt: skip
        self.said.setText("")
        self.work.start("Count pictures", task)
        self._show_state()

    def close_work(self) -> None:
        """Stop, wait, and throw away what was kept to be looked at."""
        self.work.close_work()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _weights(self) -> Path | None:
        found = self.counter.currentData()
        return found if isinstance(found, Path) else None

    def _on_add_files(self) -> None:
        self.add(dialogs.choose_files(self, "Add pictures", PICTURES))

    def _on_add_folder(self) -> None:
        folder = dialogs.choose_folder(self, "Add a folder of pictures")
        if folder is not None:
            self.add([folder])

    def _on_clear(self) -> None:
        self._paths = {}
        self._forget()
        self._show_state()

    def _on_choose(self) -> None:
        path = dialogs.choose_file(self, "Choose weights", WEIGHTS)
        if path is not None:
            self._chosen = path
            self._counters.load(path)

    def _on_counter(self, _place: int) -> None:
        self._chosen = self._weights()
        self._show_state()

    def event(self, event: QEvent) -> bool:
        """Files that are dropped here are added."""
        if isinstance(event, QDropEvent) and event.type() in DRAGS:
            paths = dropped_files(event)
            if paths:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.add_and_count(paths)
                return True
        return super().event(event)

    # ---- what is shown

    def _show_counters(self) -> None:
        wanted = self._chosen or self._counters.loading or self._counters.loaded
        self.counter.blockSignals(True)  # it is filled, which is no choice
        self.counter.clear()
        for words, path in self._counters.choices():
            self.counter.addItem(tr(words), path)
        place = next((at for at in range(self.counter.count()) if self.counter.itemData(at) == wanted), 0)
        self.counter.setCurrentIndex(place if self.counter.count() else -1)
        self.counter.blockSignals(False)
        self._show_state()

    def _show_state(self) -> None:
        works, weights = self.work.running is not None, self._weights()
        for widget in (self.counter, self.choose, self.add_files, self.add_folder, self.every):
            widget.setEnabled(not works)
        self.clear.setEnabled(not works and bool(self._paths))
        self.go.setEnabled(not works and bool(self._paths) and weights is not None)
        self.export.setEnabled(not works and bool(self._table_text))
        has_videos = any(path.suffix.lower() in VIDEOS or folder for path, folder in self._paths.items())
        self.every.setVisible(has_videos)
        self._every_label.setVisible(has_videos)
        self._what.setText(tr(_in_words(self._paths)))
        if works or self._rows:
            return
        if weights is None:
            self.said.setText(tr(NO_COUNTER))
        else:
            self.said.setText(tr(READY.format(what=_in_words(self._paths)) if self._paths else ""))

    def _forget(self) -> None:
        self._rows, self._table_text, self._warned = [], "", []
        self._show_rows()
        self.picture.show_file(None)
        self._side.hide()

    def _show_rows(self) -> None:
        some_wrong = any(row["problem"] for row in self._rows)
        self.table.set_table(_COLUMNS if some_wrong else _COLUMNS[:-1], self._rows)

    def _on_made(self, value: object) -> None:
        if isinstance(value, CountedPicture):
            self._rows.append(_row(value))
            if not self._refresh_timer.isActive():
                self._refresh_timer.start(REFRESH_MS if len(self._rows) < MANY else 10 * REFRESH_MS)
        else:
            self._take_counts(value)

    def _take_counts(self, counts: object) -> None:
        from miscount.engine.counting import Counts  # the worker has loaded it

        assert isinstance(counts, Counts)
        self._table_text = counts.table() if counts.rows else ""
        until = "It was stopped before the end." if counts.cancelled else ""
        text = "\n".join(map(tr, filter(None, (counts.sentence, until, counts.doubt, *self._warned))))
        self.said.setText(text)

    def _on_warned(self, sentence: str) -> None:
        self._warned.append(sentence)
        self.said.setText(tr(sentence))

    def _on_ended(self, result: object) -> None:
        self._refresh_timer.stop()
        self._show_rows()
        if isinstance(result, Failed):
            self.said.setText(tr(result.message))
        elif isinstance(result, Finished) and self._rows and not self.table.selected():
            self.table.select([0])
            self._show_picture()
        self._show_state()
        self.stopped.emit()

    def _on_selected(self, _chosen: object) -> None:
        self._show_picture()

    def _show_picture(self, _checked: bool = True) -> None:
        chosen = self.table.selected()
        row = next((row for row in self._rows if row["number"] in chosen[:1]), None)
        if row is None:
            return
        number = int(str(row["number"]))
        path = (map_file if self.with_map.isChecked() else seen_file)(self._folder, number)
        self._side.show()
        name, count = row["name"], row["count"]
        words = f"{name}: {count:,.1f} persons, by {self._counted_by}" if isinstance(count, float) else f"{name}: –"
        self.picture.show_file(path if is_file(path) else None, words)

    def _on_export(self) -> None:
        path = dialogs.choose_new_file(self, "Export the table", "Tables (*.csv)", ".csv")
        if path is None:
            return
        try:
            write_text(path, self._table_text)
        except EngineError as error:
            self.said.setText(tr(str(error)))
            return
        self.said.setText(tr(f"The table was written to {path}."))


def _row(counted: CountedPicture) -> dict[str, object]:
    row = counted.row
    seconds = "" if row.seconds is None else f" · {row.seconds:.2f} s"
    return {
        "number": counted.number, "name": f"{row.name}{seconds}", "path": str(row.path), "count": row.count,
        "size": "" if row.size is None else f"{row.size[1]} × {row.size[0]}", "problem": row.problem,
        "small": None if counted.small is None else icon_of(counted.small),
    }  # fmt: skip


def icon_of(pixels: NDArray[np.uint8]) -> QIcon:
    """A picture uint8 (h, w, 3) as Qt shows it in a table."""
    height, width = pixels.shape[:2]
    image = QImage(np.ascontiguousarray(pixels).data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return QIcon(QPixmap.fromImage(image.copy()))


def _in_words(paths: Mapping[Path, bool]) -> str:
    folders = [path for path, folder in paths.items() if folder]
    num, of = len(paths) - len(folders), len(folders)
    files = f"{num:,} file{'s' * (num != 1)}" if num else ""
    if of == 1 and not num:
        return f"all pictures in {folders[0].name}"
    places = f"all pictures in {of} folder{'s' * (of != 1)}" if of else ""
    if len(paths) == 1:
        return next(iter(paths)).name
    return " and ".join(filter(None, (files, places))) or "none yet"


def _button(words: str, sign: str, tip: str) -> QPushButton:
    button = QPushButton(tr(words))
    if sign:
        button.setIcon(icon(sign))
    button.setToolTip(tr(tip))
    button.setMinimumHeight(TARGET_PX + 4)
    button.setAutoDefault(False)
    return button
