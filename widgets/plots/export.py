"""Saves what a plot shows: its numbers as CSV, its picture as PNG or SVG. Whole files or none."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QIODevice, QObject, QRectF, QSaveFile, QSize, Signal
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from ..language import tr

Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def save_whole(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file, sync it, and let it take the place of `path`. Raises OSError."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly) or file.write(data) != len(data) or not file.commit():
        raise OSError(f"{path} could not be written: {file.errorString()}")


_CALCULATED = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guarded(cell: object) -> object:
    """A cell that no spreadsheet calculates: an apostrophe before text that begins as a formula does."""
    if isinstance(cell, str) and _CALCULATED.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def csv_bytes(table: Table) -> bytes:
    """A header and rows as CSV in UTF-8; an apostrophe goes before text that a spreadsheet would calculate."""
    header, rows = table
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _bytes_of(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())


class PlotExport(QObject):
    """The three ways out of a plot. `failed` says a sentence; `saved` the path."""

    saved = Signal(str)
    failed = Signal(str)

    def __init__(
        self, parent: QWidget, plot: Callable[[], pg.PlotWidget], name: str, table: Callable[[], Table]
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self.name = name
        self._plot_of, self._table = plot, table
        self._actions = []
        for ending, words in (
            ("csv", "Save numbers (CSV)…"),
            ("png", "Save picture (PNG)…"),
            ("svg", "Save drawing (SVG)…"),
        ):
            action = QAction(tr(words), parent, objectName=ending)
            action.triggered.connect(self._on_triggered)
            self._actions.append(action)

    def actions(self) -> list[QAction]:
        return self._actions

    def save(self, path: Path) -> None:
        """Save as the ending of `path` says: .csv, .png or .svg. Raises OSError, ValueError."""
        made = {".csv": self._csv, ".png": self._png, ".svg": self._svg}.get(path.suffix.lower())
        if made is None:
            raise ValueError(f"{path.name}: a plot is saved as .csv, .png or .svg")
        save_whole(path, made())

    def _csv(self) -> bytes:
        return csv_bytes(self._table())

    def _png(self) -> bytes:
        """At twice the size on screen, so that it prints well."""
        plot = self._plot_of()
        image = QImage(plot.size() * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        image.fill(plot.backgroundBrush().color())
        painter = QPainter(image)
        plot.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return _bytes_of(buffer)

    def _svg(self) -> bytes:
        plot = self._plot_of()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        drawing = QSvgGenerator()
        drawing.setOutputDevice(buffer)
        size = plot.size()
        drawing.setSize(QSize(size))
        drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
        drawing.setTitle(self.name)
        painter = QPainter(drawing)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), plot.backgroundBrush().color())
        plot.render(painter)
        painter.end()
        return _bytes_of(buffer)

    def _on_triggered(self) -> None:
        ending = self.sender().objectName()
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, tr("Save plot"), f"{self.name}.{ending}", tr(f"{ending.upper()} (*.{ending})")
        )
        if not chosen:
            return
        path = Path(chosen)
        try:
            self.save(path if path.suffix else path.with_suffix(f".{ending}"))
        except (OSError, ValueError) as error:
            self.failed.emit(str(error))
        else:
            self.saved.emit(str(path))
